//! Denials, refusals to comment and silences, with the statements that they are about.

use std::collections::BTreeMap;

use recoupe_claims::Stance;
use recoupe_reading::Span;

use crate::{Denial, Read, StatementRef, content::Content, link::Linked};

/// Share of the denial's content words that a statement must have to be what it denies: of three words or more, and of two.
const ABOUT: f64 = 0.5;
const ABOUT_FEW: f64 = 0.6;
/// How many statements one denial is linked to.
const MOST: usize = 8;
/// How many statements share a word before the word is too common to look statements up by.
const TOO_COMMON: usize = 400;

/// All denials and refusals in rank order, then text order. A refusal never cancels a denial: each stands by itself.
pub(crate) fn denials(reads: &[Read], rank: &[usize], linked: &Linked) -> Vec<Denial> {
    // Statements that assert something, found by their content words.
    let mut asserted: Vec<(StatementRef, Content)> = Vec::new();
    let mut by_word: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for &r in rank {
        for (i, s) in reads[r].claims.statements.iter().enumerate() {
            if s.stance != Stance::Asserts {
                continue;
            }
            let content = Content::of(&reads[r].doc, &s.content);
            for word in &content.words {
                by_word.entry(word.clone()).or_default().push(asserted.len());
            }
            asserted.push((StatementRef { report: r, statement: i }, content));
        }
    }
    let mut found = Vec::new();
    for &r in rank {
        let statements = &reads[r].claims.statements;
        for (i, s) in statements.iter().enumerate() {
            if !matches!(s.stance, Stance::Denies | Stance::Neither) {
                continue;
            }
            let at = StatementRef { report: r, statement: i };
            // The denied words may stand in a statement inside it ("allegations that …").
            let mut spans: Vec<Span> = s.content.clone();
            spans.extend(statements.iter().filter(|n| n.nested_in == Some(i)).flat_map(|n| n.content.clone()));
            let mut content = Content::of(&reads[r].doc, &spans);
            if content.words.len() < 2 {
                // "… who called it a hoax": what is called so stands in the sentence.
                content = Content::of(&reads[r].doc, &around(&reads[r], s.content.first().or(s.cue.first())));
            }
            let speaker = linked.statements[r][i];
            let of = about(&content, at, speaker, &asserted, &by_word, reads, linked);
            found.push(Denial { speaker, statement: at, stance: s.stance, of });
        }
    }
    found
}

/// The sentence that holds a span.
fn around(read: &Read, span: Option<&Span>) -> Vec<Span> {
    let Some(span) = span else { return Vec::new() };
    let doc = &read.doc;
    let token = doc.tokens.partition_point(|t| t.span.end <= span.start);
    let sentence = doc.tokens.get(token).and_then(|t| doc.sentences.get(t.sentence));
    sentence.map(|s| vec![doc.to_original(s.clean)]).unwrap_or_default()
}

/// Statements of others that say what is denied: all states of the denial and a good share of its words.
fn about(
    content: &Content,
    at: StatementRef,
    speaker: Option<usize>,
    asserted: &[(StatementRef, Content)],
    by_word: &BTreeMap<String, Vec<usize>>,
    reads: &[Read],
    linked: &Linked,
) -> Vec<StatementRef> {
    let mut hits: BTreeMap<usize, usize> = BTreeMap::new();
    for word in &content.words {
        if let Some(statements) = by_word.get(word).filter(|s| s.len() <= TOO_COMMON) {
            for s in statements {
                *hits.entry(*s).or_default() += 1;
            }
        }
    }
    let mut scored: Vec<(usize, usize)> = Vec::new();
    for (i, common) in hits {
        let (other, theirs) = &asserted[i];
        let own = speaker.is_some() && linked.statements[other.report][other.statement] == speaker;
        let share = common as f64 / content.words.len().max(1) as f64;
        let named = !content.states.is_empty() && content.states.is_subset(&theirs.states);
        let few = if named { common >= 2 } else { common >= 3 };
        let enough = share >= ABOUT_FEW && few || named && share >= ABOUT && common >= 3;
        if !own && enough && common >= 2 && *other != at {
            scored.push((common, i));
        }
    }
    // What is denied inside the same sentence may share no word that counts.
    let mut of: Vec<StatementRef> = reads[at.report]
        .claims
        .statements
        .iter()
        .enumerate()
        .filter(|(_, s)| s.nested_in == Some(at.statement) && s.stance == Stance::Asserts)
        .map(|(statement, _)| StatementRef { report: at.report, statement })
        .collect();
    scored.sort_by_key(|(score, i)| (std::cmp::Reverse(*score), *i));
    for (_, i) in scored {
        if !of.contains(&asserted[i].0) {
            of.push(asserted[i].0);
        }
    }
    of.truncate(MOST);
    of
}
