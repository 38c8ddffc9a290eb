//! Noun phrases from tags.
//!
//! The extent of a phrase is read from the order of tags and only checked against the tree: a wrong attachment somewhere
//! in a long sentence then does not tear a phrase apart.

use std::ops::Range;

use smol_str::SmolStr;

use crate::{
    Doc, Lang, Pos,
    world::{self, Known},
};

/// What stands before a noun phrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Determiner {
    /// "le", "the".
    Definite,
    /// "ce", "this".
    Demonstrative,
    /// "un", "des", "two", "several".
    Indefinite,
    /// "son", "their".
    Possessive,
    /// Nothing.
    None,
}

/// A noun phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Phrase {
    /// Its tokens without determiner.
    pub(super) tokens: Range<usize>,
    /// Its head noun.
    pub(super) head: usize,
    /// Its determiner.
    pub(super) determiner: Determiner,
    /// The token of the determiner.
    pub(super) article: Option<usize>,
}

/// At most so many tokens on either side of the head.
const REACH: usize = 16;

impl Doc {
    /// The end of the sentence that holds a token.
    pub(crate) fn sentence_end(&self, token: usize) -> usize {
        self.sentences[self.tokens[token].sentence].tokens.end
    }

    /// The start of the sentence that holds a token.
    pub(crate) fn sentence_start(&self, token: usize) -> usize {
        self.sentences[self.tokens[token].sentence].tokens.start
    }

    /// The language of a token.
    pub(crate) fn lang_at(&self, token: usize) -> Lang {
        self.sentence_of(token).lang
    }

    /// Begins with a capital.
    pub(crate) fn is_capital(&self, token: usize) -> bool {
        self.text_of(token).chars().next().is_some_and(char::is_uppercase)
    }

    /// No space between this token and the next.
    pub(crate) fn glued(&self, token: usize) -> bool {
        self.tokens.get(token + 1).is_some_and(|n| n.clean.start == self.tokens[token].clean.end)
    }

    /// The first word token of its sentence (quotation marks and dashes before it do not count).
    pub(crate) fn begins_sentence(&self, token: usize) -> bool {
        let start = self.sentence_start(token);
        self.tokens[start..token].iter().all(|t| t.pos == Pos::Punct || !t.lower.chars().any(char::is_alphanumeric))
    }
}

/// The phrase around a head noun; `stop` is the end of the words that name the kind ("groupe de réflexion").
pub(super) fn phrase(doc: &Doc, head: Range<usize>) -> Phrase {
    let lang = doc.lang_at(head.start);
    let start = left(doc, head.start, lang);
    let end = match lang {
        Lang::En => right_english(doc, head.end),
        _ => right_french(doc, head.clone()),
    };
    let (determiner, article) = determiner(doc, start);
    Phrase { tokens: start..end.max(head.end), head: head.start, determiner, article }
}

/// Leftwards over adjectives, numerals and (English) nouns that stand before the head.
fn left(doc: &Doc, head: usize, lang: Lang) -> usize {
    let first = doc.sentence_start(head).max(head.saturating_sub(REACH));
    let mut at = head;
    while at > first {
        let t = &doc.tokens[at - 1];
        let goes = match t.pos {
            Pos::Adj => !(is_past_participle(&t.tag) || lang != Lang::En && t.has("PronType=Art")),
            // "34-year-old"
            Pos::Num => lang == Lang::En && doc.tokens[at].lower == "-" && doc.glued(at - 1),
            Pos::Noun if lang == Lang::En && t.dep == "npadvmod" => doc.glued(at - 1),
            Pos::Noun | Pos::Propn => {
                lang == Lang::En && (t.dep == "compound" || t.dep == "amod" || t.dep == "nmod" || t.dep == "poss")
                    || lang == Lang::En && t.pos == Pos::Propn && at - 1 > first && doc.tokens[at].pos != Pos::Part
            }
            Pos::Part => lang == Lang::En && matches!(&*t.lower, "'s" | "'" | "’s" | "’"),
            Pos::Punct => {
                // "vice-president", "spy-agency"
                t.lower == "-" && doc.glued(at - 1) && at - 1 > first && doc.glued(at - 2)
            }
            _ => false,
        };
        if !goes {
            break;
        }
        at -= 1;
    }
    // "34-year-old driver": what stands before the hyphen was not taken.
    if at < head && doc.tokens[at].lower == "-" { at + 1 } else { at }
}

fn is_past_participle(tag: &str) -> bool {
    tag == "VBN"
}

fn right_french(doc: &Doc, head: Range<usize>) -> usize {
    let last = doc.sentence_end(head.start).min(head.end + REACH);
    let mut at = head.end;
    while at < last {
        let t = &doc.tokens[at];
        if let Some(end) = adjectives(doc, at, last) {
            at = end;
            continue;
        }
        if let Some(end) = between(doc, at, last, head.clone()) {
            at = end;
            continue;
        }
        let link = match &*t.lower {
            "de" | "d'" | "du" | "des" | "d’" => true,
            "à" | "au" | "aux" | "en" | "pour" => {
                t.pos == Pos::Adp && fixed_link(doc, at) && !follows_saying(doc, head.start)
            }
            _ => false,
        };
        if !link {
            break;
        }
        let Some(end) = complement(doc, at, last, head.start) else { break };
        at = end;
    }
    at
}

/// "traité de pêche entre Oslo et Londres": the parties belong to the name of what binds them.
fn between(doc: &Doc, at: usize, last: usize, head: Range<usize>) -> Option<usize> {
    let binds = world::document_head(doc.text_of_range(head), doc.lang_at(at)) == Some(world::DocumentClass::Law);
    if !binds || doc.tokens[at].lower != "entre" {
        return None;
    }
    let party = |at: usize| {
        let article = at < last && matches!(&*doc.tokens[at].lower, "la" | "le" | "les" | "l'" | "l’");
        world::longest_match(doc, at + usize::from(article), last).map(|m| m.tokens.end)
    };
    let first = party(at + 1)?;
    (first < last && doc.tokens[first].lower == "et").then(|| party(first + 1)).flatten()
}

/// "commandant en chef", "aide à domicile", "Haut-Commissariat aux réfugiés": links other than "de" belong to the
/// phrase where the tree puts them under a noun just before.
fn fixed_link(doc: &Doc, at: usize) -> bool {
    let object = doc.tokens[at].head;
    let above = doc.tokens[object].head;
    object > at
        && object < at + 4
        && above < at
        && above + 4 > at
        && matches!(&*doc.tokens[object].dep, "nmod" | "fixed" | "flat" | "compound")
        && doc.tokens[above].pos == Pos::Noun
        && matches!(doc.tokens[object].pos, Pos::Noun | Pos::Propn)
        && !object_is_place(doc, object)
}

/// "a déclaré un responsable à la presse": what follows belongs to the verb.
fn follows_saying(doc: &Doc, head: usize) -> bool {
    let first = doc.sentence_start(head).max(head.saturating_sub(3));
    (first..head).any(|i| super::lists::says(&doc.tokens[i], doc.lang_at(head)))
}

/// "les soldats en Russie", "le porte-parole à Moscou": where, not who.
fn object_is_place(doc: &Doc, object: usize) -> bool {
    matches!(&*doc.tokens[object].ent_type, "LOC" | "GPE") && doc.tokens[object].pos == Pos::Propn
}

/// One or several adjectives: "sud-coréens", "sud-coréens et ukrainiens", "ukrainiens, sud-coréens et américains".
fn adjectives(doc: &Doc, at: usize, last: usize) -> Option<usize> {
    let is = |i: usize| i < last && is_adjective(doc, i);
    if !is(at) {
        return None;
    }
    let mut end = at + 1;
    loop {
        if is(end) {
            end += 1;
            continue;
        }
        if !is(end + 1) {
            return Some(end);
        }
        let (before, after) = (demonym(doc, end - 1), demonym(doc, end + 1));
        let goes = match &*doc.tokens[end].lower {
            "et" | "ou" => before == after,
            "," => before && after,
            _ => false,
        };
        if !goes {
            return Some(end);
        }
        end += 2;
    }
}

fn demonym(doc: &Doc, at: usize) -> bool {
    world::state(doc.text_of(at)).is_some_and(|s| s.by == world::NamedBy::Demonym)
        || !world::states_of_compound(doc.text_of(at)).is_empty()
}

fn is_adjective(doc: &Doc, at: usize) -> bool {
    let t = &doc.tokens[at];
    if t.pos == Pos::Adj {
        return !doc.is_capital(at) || demonym(doc, at);
    }
    // Tagged otherwise: "sud-coréen" as a noun after a noun.
    matches!(t.pos, Pos::Noun | Pos::Propn | Pos::X | Pos::Verb)
        && !doc.is_capital(at)
        && t.lower.chars().count() > 3
        && demonym(doc, at)
}

/// After a linking word: article, adjectives, noun or name, adjectives. `None` if no noun follows, or if the tree hangs
/// it elsewhere (the object of a verb: "accuse le président de corruption").
fn complement(doc: &Doc, link: usize, last: usize, head: usize) -> Option<usize> {
    let mut at = link + 1;
    if at < last && matches!(&*doc.tokens[at].lower, "la" | "le" | "les" | "l'" | "l’") {
        at += 1;
    }
    if at < last
        && let Some(m) = world::longest_match(doc, at, last)
        && names_something(&m.what)
    {
        return hangs_inside(doc, m.tokens.clone(), head).then_some(m.tokens.end);
    }
    let first = at;
    while at < last && doc.tokens[at].pos == Pos::Adj {
        at += 1;
    }
    if at >= last || !matches!(doc.tokens[at].pos, Pos::Noun | Pos::Propn | Pos::X) {
        return None;
    }
    at += 1;
    // A run of names: "Jean-Paul Durand", hyphens included.
    while at < last
        && !begins_person(doc, at)
        && (doc.is_capital(at) && doc.tokens[at].pos != Pos::Punct
            || is_inner_hyphen(doc, at)
            || is_inner_hyphen(doc, at - 1))
    {
        at += 1;
    }
    hangs_inside(doc, first..at, head).then_some(at)
}

/// The name of a person begins here: it stands beside the phrase, not in it ("le ministre de l'Intérieur Jean Durand").
fn begins_person(doc: &Doc, at: usize) -> bool {
    let t = &doc.tokens[at];
    let person = matches!(&*t.ent_type, "PER" | "PERSON") && t.ent_iob == crate::Iob::B;
    person || doc.is_capital(at) && super::lists::given_name(&t.lower).is_some()
}

/// A hyphen with words glued to both sides.
pub(super) fn is_inner_hyphen(doc: &Doc, at: usize) -> bool {
    matches!(&*doc.tokens[at].lower, "-" | "–") && at > 0 && doc.glued(at - 1) && doc.glued(at)
}

fn names_something(what: &Known) -> bool {
    !matches!(what, Known::State(s) if s.by == world::NamedBy::Demonym)
}

/// The head of `inner` hangs, within few steps, on a token from `head` on, or the tree says nothing against it.
fn hangs_inside(doc: &Doc, inner: Range<usize>, head: usize) -> bool {
    let mut at = super::head_of(doc, inner.clone());
    for _ in 0..6 {
        let t = &doc.tokens[at];
        if t.head == at {
            return true;
        }
        if t.head < inner.start {
            let verb = matches!(doc.tokens[t.head].pos, Pos::Verb | Pos::Aux);
            return t.head + 1 >= head || !verb;
        }
        at = t.head;
    }
    true
}

fn right_english(doc: &Doc, from: usize) -> usize {
    let Some(last_token) = from.checked_sub(1) else { return from };
    let last = doc.sentence_end(last_token).min(from + REACH);
    let mut at = from;
    while at < last && (doc.tokens[at].lower == "of" || linked_for(doc, at)) {
        let mut next = at + 1;
        while next < last
            && (matches!(doc.tokens[next].pos, Pos::Det | Pos::Adj | Pos::Noun | Pos::Propn | Pos::Num)
                || doc.tokens[next].tag == "POS"
                || is_inner_hyphen(doc, next)
                || doc.tokens[next].lower == "and" && is_capital_pair(doc, next, last))
        {
            next += 1;
        }
        if next == at + 1 {
            break;
        }
        at = next;
    }
    at
}

/// "spokesman for the ministry".
fn linked_for(doc: &Doc, at: usize) -> bool {
    let before = at.checked_sub(1).map(|b| doc.text_of(b)).unwrap_or("");
    match &*doc.tokens[at].lower {
        "for" | "at" => doc.tokens[at].head + 1 == at && world::title(before, Lang::En).is_some(),
        "by" | "from" => world::document_head(before, Lang::En).is_some(),
        _ => false,
    }
}

/// "Ministry of Energy and Climate".
fn is_capital_pair(doc: &Doc, and: usize, last: usize) -> bool {
    and + 1 < last && doc.is_capital(and - 1) && doc.is_capital(and + 1) && doc.tokens[and + 1].pos == Pos::Propn && {
        let (a, b) = (&doc.tokens[and - 1], &doc.tokens[and + 1]);
        a.ent_type == b.ent_type && a.ent_type == "ORG"
    }
}

fn determiner(doc: &Doc, start: usize) -> (Determiner, Option<usize>) {
    let Some(before) = start.checked_sub(1).filter(|b| *b >= doc.sentence_start(start)) else {
        return (Determiner::None, None);
    };
    let kind = match &*doc.tokens[before].lower {
        "le" | "la" | "les" | "l'" | "l’" | "the" | "du" | "au" | "aux" | "the " => Determiner::Definite,
        "des" if doc.tokens[before].pos == Pos::Adp || doc.tokens[before].dep == "case" => Determiner::Definite,
        "ce" | "cet" | "cette" | "ces" | "this" | "that" | "these" | "those" => Determiner::Demonstrative,
        "son" | "sa" | "ses" | "leur" | "leurs" | "notre" | "nos" | "votre" | "vos" | "mon" | "ma" | "mes" | "his"
        | "her" | "its" | "their" | "our" | "my" | "your" => Determiner::Possessive,
        "un" | "une" | "des" | "a" | "an" | "plusieurs" | "certains" | "certaines" | "quelques" | "several"
        | "some" | "many" | "deux" | "trois" | "two" | "three" | "another" | "autre" | "autres" | "d'autres"
        | "other" => Determiner::Indefinite,
        _ if doc.tokens[before].pos == Pos::Num => Determiner::Indefinite,
        _ => Determiner::None,
    };
    (kind, (kind != Determiner::None).then_some(before))
}

/// The states named inside a phrase, in order, each once: "responsables sud-coréens et ukrainiens" → KR, UA.
pub(super) fn states_in(doc: &Doc, tokens: Range<usize>) -> Vec<SmolStr> {
    let mut found: Vec<SmolStr> = Vec::new();
    // Places tell the state only where no state is named.
    let mut by_place: Vec<SmolStr> = Vec::new();
    let mut add = |code: SmolStr| {
        if !found.contains(&code) {
            found.push(code);
        }
    };
    let mut at = tokens.start;
    while at < tokens.end {
        match world::longest_match(doc, at, tokens.end) {
            Some(m) => {
                match m.what {
                    Known::State(s) => add(s.country),
                    Known::Body(b) => b.country.into_iter().for_each(&mut add),
                    Known::Place(p) if !p.ambiguous => by_place.extend(p.country),
                    _ => {}
                }
                at = m.tokens.end;
            }
            None => {
                world::states_of_compound(doc.text_of(at)).into_iter().for_each(&mut add);
                at += 1;
            }
        }
    }
    if found.is_empty() {
        by_place.dedup();
        return by_place;
    }
    found
}
