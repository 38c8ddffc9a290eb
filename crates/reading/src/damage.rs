//! Damage that shows in the syntax only: clauses that lost their words in a translation or a cut. It is marked, not
//! repaired.

use recoupe_pipeline::Pos;

use crate::quotes::Enclosure;
use crate::{Doc, Lang, Span};

/// A sentence that is none: the rest of the one before, torn off by a stray full stop.
pub(crate) struct Fragment {
    /// Clean offset at which it was taken to start.
    pub start: usize,
    /// Clean span of the broken place, from the phrase before the stop to the verb that hangs in the air.
    pub broken: Span,
}

/// Finds fragments among the sentences from `first` on, which are those of the paragraph at clean offset `at`: inside a
/// quotation, not at its start, without a finite verb, and joining an infinitive to a name or noun ("… dans le nord.
/// Brévanne et prolonger le siège").
pub(crate) fn fragments(doc: &Doc, first: usize, at: usize, enclosure: &Enclosure) -> Vec<Fragment> {
    let mut quotes = enclosure.quotes.iter().filter(|q| q.depth == 0).peekable();
    let mut found = Vec::new();
    for pair in doc.sentences[first..].windows(2) {
        let start = pair[1].clean.start - at;
        while quotes.next_if(|q| q.span.end <= start).is_some() {}
        let inside = quotes.peek().is_some_and(|q| q.span.start + 1 < start && pair[0].clean.end - at > q.span.start);
        if inside && let Some(verb) = hanging_verb(doc, pair[1].tokens.clone()) {
            let from = doc.tokens[phrase_before(doc, pair[0].tokens.clone())].clean.start;
            found.push(Fragment { start: pair[1].clean.start, broken: Span::new(from, doc.tokens[verb].clean.end) });
        }
    }
    found
}

/// The infinitive that is joined to the first noun of a sentence that has no finite verb.
fn hanging_verb(doc: &Doc, tokens: std::ops::Range<usize>) -> Option<usize> {
    let english = doc.tokens[tokens.start].morph.is_empty() && doc.lang == Lang::En;
    let finite = |i: usize| {
        doc.tokens[i].has("VerbForm=Fin")
            || english && matches!(doc.tokens[i].tag.as_str(), "VBZ" | "VBD" | "VBP" | "MD")
    };
    if tokens.clone().any(finite) {
        return None;
    }
    let first = tokens.start;
    tokens.skip(1).take(5).find(|&i| {
        let token = &doc.tokens[i];
        let infinitive = token.has("VerbForm=Inf") || token.tag == "VB";
        let head = &doc.tokens[token.head];
        infinitive && token.dep == "conj" && token.head <= first + 1 && matches!(head.pos, Pos::Noun | Pos::Propn)
    })
}

/// The first token of the phrase that ends a sentence (at most six tokens before its stop).
fn phrase_before(doc: &Doc, tokens: std::ops::Range<usize>) -> usize {
    let Some(last) = tokens.clone().rev().find(|&i| doc.tokens[i].pos != Pos::Punct) else { return tokens.start };
    let floor = last.saturating_sub(6).max(tokens.start);
    let mut top = last;
    while doc.tokens[top].head < top
        && doc.tokens[top].head >= floor
        && doc.tokens[doc.tokens[top].head].pos != Pos::Verb
    {
        top = doc.tokens[top].head;
    }
    (floor..=top).find(|&i| i == top || doc.tokens[i].head == top && doc.tokens[i].dep == "case").unwrap_or(top)
}

/// French passives from token `first` on that have no subject, though a noun stands where it should and does not agree
/// ("le nombre de tentes y avait été montée"): clean spans from that noun to the participle.
pub(crate) fn subjectless(doc: &Doc, first: usize) -> Vec<Span> {
    let mut found = Vec::new();
    for (i, participle) in doc.tokens.iter().enumerate().skip(first) {
        if participle.has("VerbForm=Part")
            && participle.has("Voice=Pass")
            && let Some(noun) = stranded_noun(doc, first, i)
        {
            found.push(Span::new(doc.tokens[noun].clean.start, participle.clean.end));
        }
    }
    found
}

fn stranded_noun(doc: &Doc, first: usize, participle: usize) -> Option<usize> {
    // Back over "y avait (donc) été" to the noun.
    let sentence = doc.tokens[participle].sentence;
    let mut at = participle;
    let (mut passive, mut finite) = (false, false);
    loop {
        at = at.checked_sub(1).filter(|&j| j >= first && doc.tokens[j].sentence == sentence)?;
        let token = &doc.tokens[at];
        match token.pos {
            Pos::Aux if token.lemma == "être" => {
                passive = true;
                finite |= token.has("VerbForm=Fin");
            }
            Pos::Aux => finite |= token.has("VerbForm=Fin"),
            Pos::Adv => {}
            Pos::Pron if matches!(token.lower.as_str(), "y" | "en" | "n'" | "ne") => {}
            _ => break,
        }
        if participle - at > 6 {
            return None;
        }
    }
    let noun = &doc.tokens[at];
    let gender = |m: &str| if m.contains("Gender=Fem") { Some('f') } else { m.contains("Gender=Masc").then_some('m') };
    let differs = match (gender(&noun.morph), gender(&doc.tokens[participle].morph)) {
        (Some(a), Some(b)) => a != b,
        _ => false,
    };
    let number = |m: &str| if m.contains("Number=Plur") { Some('p') } else { m.contains("Number=Sing").then_some('s') };
    let counts_differ =
        matches!((number(&noun.morph), number(&doc.tokens[participle].morph)), (Some(a), Some(b)) if a != b);
    if !(passive && finite && noun.pos == Pos::Noun && differs && counts_differ) {
        return None;
    }
    let governs =
        |dep: &str| dep.starts_with("nsubj") || dep.starts_with("expl") || matches!(dep, "csubj" | "mark" | "cc");
    let clause = doc.sentences[sentence].tokens.start..participle;
    let has_subject = doc.tokens[clause].iter().any(|t| t.head == participle && governs(&t.dep));
    (!has_subject).then_some(at)
}
