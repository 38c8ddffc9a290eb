//! Finding mentions: names, acronyms, descriptions, pronouns.

mod described;

use std::{collections::BTreeSet, ops::Range};

use smol_str::SmolStr;

pub(super) use described::gender_of_title;

use super::{
    lists,
    phrase::{Determiner, is_inner_hyphen},
    pronouns::{self, Agreement},
};
use crate::{
    Doc, Iob, Lang, MentionKind, Pos,
    world::{self, BodyMention, DocumentClass, Known, NamedBy, OutletMention, PlaceMention, TitleClass, fold},
};

/// A mention before it is resolved.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub(super) tokens: Range<usize>,
    pub(super) head: usize,
    pub(super) kind: MentionKind,
    pub(super) what: What,
    pub(super) determiner: Determiner,
    /// Gender and number as far as the words around show them.
    pub(super) agreement: Agreement,
}

/// What a mention names or describes.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum What {
    State(SmolStr, NamedBy),
    Place(PlaceMention),
    /// The name of a place that no table knows.
    Locality,
    Body(BodyMention),
    Outlet(OutletMention),
    Person,
    /// The name of a body; the class its head word tells.
    Named(Option<&'static str>),
    /// The name of we do not know what.
    Unknown,
    Described(Description),
    Pronoun,
}

/// What a description says.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Description {
    pub(super) class: Class,
    /// The fold of the head words, singular.
    pub(super) head: String,
    /// States named in it.
    pub(super) states: Vec<SmolStr>,
    /// It is the head words alone, with nothing that narrows them.
    pub(super) bare: bool,
}

/// Classes of descriptions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    Person(TitleClass),
    Body(&'static str),
    Document(DocumentClass),
    Group,
}

/// All mentions of a document in order of their first token, outer before inner.
pub(super) fn find(doc: &Doc) -> Vec<Found> {
    let seen = Seen::of(doc);
    let mut found = Vec::new();
    for sentence in &doc.sentences {
        let mut names = Vec::new();
        let mut at = sentence.tokens.start;
        while at < sentence.tokens.end {
            match name_at(doc, at, sentence.tokens.end, &seen) {
                Some(name) => {
                    at = name.tokens.end.max(at + 1);
                    names.push(name);
                }
                None => at += 1,
            }
        }
        described::descriptions(doc, sentence.tokens.clone(), &mut names);
        pronouns::find(doc, sentence.tokens.clone(), &mut names);
        names.sort_by_key(|m| (m.tokens.start, usize::MAX - m.tokens.end, m.kind));
        found.extend(names);
    }
    found
}

/// How words are written elsewhere in the document: tells a capital at the start of a sentence from a name.
struct Seen {
    capital_inside: BTreeSet<SmolStr>,
    small: BTreeSet<SmolStr>,
    /// States with a "north" or "south" in their name that the document names: what "the North" may mean.
    north: Option<SmolStr>,
    south: Option<SmolStr>,
}

impl Seen {
    fn of(doc: &Doc) -> Self {
        let mut seen = Self { capital_inside: BTreeSet::new(), small: BTreeSet::new(), north: None, south: None };
        let mut states = BTreeSet::new();
        for (i, t) in doc.tokens.iter().enumerate() {
            if !t.lower.chars().next().is_some_and(char::is_alphabetic) {
                continue;
            }
            if !doc.is_capital(i) {
                seen.small.insert(t.lower.clone());
                if let Some(s) = world::state(&t.lower) {
                    states.insert(s.country);
                }
            } else {
                if !doc.begins_sentence(i) {
                    seen.capital_inside.insert(t.lower.clone());
                }
                if let Some(m) = world::longest_match(doc, i, doc.sentence_end(i))
                    && let Known::State(s) = m.what
                {
                    states.insert(s.country);
                }
            }
        }
        let only = |word: &str| {
            let mut with = states
                .iter()
                .filter(|c| world::country_name(c, Lang::Fr).is_some_and(|n| fold(n).split(' ').any(|w| w == word)));
            let first = with.next().cloned();
            first.filter(|_| with.next().is_none())
        };
        (seen.north, seen.south) = (only("nord"), only("sud"));
        // One half of a divided country is "the North" also where only the other is named in full.
        let other = |have: &Option<SmolStr>, of: &str, gives: &'static str| {
            have.as_deref().filter(|c| *c == of).map(|_| SmolStr::new_static(gives))
        };
        seen.north = seen.north.clone().or_else(|| other(&seen.south, "KR", "KP"));
        seen.south = seen.south.clone().or_else(|| other(&seen.north, "KP", "KR"));
        seen
    }
}

/// The name that begins at this token.
fn name_at(doc: &Doc, at: usize, end: usize, seen: &Seen) -> Option<Found> {
    let t = &doc.tokens[at];
    if matches!(t.pos, Pos::Punct | Pos::Sym | Pos::Space) || !t.lower.chars().any(char::is_alphanumeric) {
        return None;
    }
    let word = t.lower.split('-').next().unwrap_or("");
    if matches!(word, "celui" | "celle" | "ceux" | "celles") {
        return None;
    }
    let known = world::longest_match(doc, at, end).filter(|m| {
        let article = matches!(&*t.lower, "le" | "la" | "les" | "l'" | "l’" | "the");
        // The article belongs to the names of papers only.
        !article || m.tokens.len() > 1 && matches!(m.what, Known::Outlet(_)) && doc.is_capital(at)
    });
    if !doc.is_capital(at) && !t.lower.starts_with(|c: char| c.is_ascii_digit()) {
        // "place Beauvau", "dpa"; adjectives of states are no names.
        return known
            .filter(|m| !matches!(&m.what, Known::State(s) if s.by == NamedBy::Demonym))
            .map(|m| known_name(doc, m.tokens, m.what));
    }
    if let Some(state) = divided(doc, at, seen) {
        return Some(named(doc, at..at + 1, MentionKind::Name, What::State(state, NamedBy::Name)));
    }
    // The model takes the article into the name: "The Harbour Board"; but "Mme Le Pen" is called so.
    let particle = useful_label(&t.ent_type) == Some("PER") && t.ent_iob == Iob::I && matches!(&*t.lower, "le" | "la");
    let article = matches!(&*t.lower, "the" | "le" | "la" | "les" | "l'" | "l’") && !particle;
    let span = name_span(doc, at, end, seen).filter(|_| !article);
    if let Some(m) = known {
        let longest = span.as_ref().map_or(at, |s| s.end);
        if m.tokens.end >= longest {
            return known_mention(doc, m, seen);
        }
        // A longer run is another name ("Jordan Bardella", "Paris Saint-Germain"), unless the rest is a common word or a
        // title that happens to be capital.
        if span.as_ref().is_none_or(|s| !is_name_of_its_own(doc, s.clone(), &m.tokens)) {
            return known_mention(doc, m, seen);
        }
    }
    let span = span?;
    if span.len() == 1
        && !matches!(useful_label(&t.ent_type), Some("PER" | "ORG"))
        && t.has("Number=Plur")
        && world::group_head(&t.lower, doc.lang_at(at))
    {
        return None;
    }
    let what = classify(doc, span.clone());
    let kind = if is_acronym(doc, span.clone()) { MentionKind::Acronym } else { MentionKind::Name };
    Some(named(doc, span, kind, what))
}

fn known_mention(doc: &Doc, m: world::Match, seen: &Seen) -> Option<Found> {
    if let Known::State(s) = &m.what
        && s.by == NamedBy::Demonym
    {
        return people(doc, m.tokens.clone()).then(|| known_name(doc, m.tokens, m.what));
    }
    if let Known::Place(_) = &m.what
        && m.tokens.len() == 1
        && doc.text_of(m.tokens.start).len() <= 4
        && is_acronym(doc, m.tokens.clone())
        && !all_capitals(doc, m.tokens.start, doc.sentence_end(m.tokens.start))
    {
        // "NIS" is a body, "Niš" a town.
        return Some(named(doc, m.tokens, MentionKind::Acronym, What::Named(None)));
    }
    if let Known::Place(p) = &m.what
        && p.ambiguous
    {
        let supported = matches!(&*doc.tokens[m.tokens.start].ent_type, "LOC" | "GPE");
        let initial =
            doc.begins_sentence(m.tokens.start) && !seen.capital_inside.contains(&doc.tokens[m.tokens.start].lower);
        return (supported && !initial).then(|| known_name(doc, m.tokens, m.what));
    }
    Some(known_name(doc, m.tokens, m.what))
}

/// A demonym used as a noun for the people: "les Sud-Coréens", "the Russians", "Iranians".
fn people(doc: &Doc, tokens: Range<usize>) -> bool {
    let last = tokens.end - 1;
    let t = &doc.tokens[last];
    let before = tokens.start.checked_sub(1).map(|b| &*doc.tokens[b].lower);
    match doc.lang_at(last) {
        Lang::En => {
            let noun = matches!(&*t.tag, "NNPS" | "NNS") && doc.is_capital(last);
            let collective = before == Some("the")
                && matches!(t.pos, Pos::Propn | Pos::Adj | Pos::Noun)
                && doc
                    .tokens
                    .get(last + 1)
                    .is_none_or(|n| !matches!(n.pos, Pos::Noun | Pos::Propn | Pos::Adj | Pos::Num))
                && ["ese", "ish", "ch"].iter().any(|e| t.lower.ends_with(e));
            noun || collective
        }
        _ => {
            let plural = t.lower.ends_with(['s', 'x']) || t.has("Number=Plur");
            let after_les = matches!(before, Some("les" | "des" | "aux" | "ces" | "nos" | "vos"));
            plural && doc.is_capital(tokens.start) && (after_les || matches!(t.pos, Pos::Noun | Pos::Propn))
                // "Les Français Jean Dupont et Luc Petit": an apposition, still the people.
                && !doc.tokens.get(last + 1).is_some_and(|n| n.pos == Pos::Noun && n.dep != "nsubj")
        }
    }
}

fn known_name(doc: &Doc, tokens: Range<usize>, what: Known) -> Found {
    let kind = if is_acronym(doc, tokens.clone()) { MentionKind::Acronym } else { MentionKind::Name };
    let what = match what {
        Known::State(s) => What::State(s.country, s.by),
        Known::Place(p) => What::Place(p),
        Known::Body(b) => What::Body(b),
        Known::Outlet(o) => What::Outlet(o),
    };
    named(doc, tokens, kind, what)
}

fn named(doc: &Doc, tokens: Range<usize>, kind: MentionKind, what: What) -> Found {
    let head = super::head_of(doc, tokens.clone());
    let agreement = pronouns::agreement_of_name(doc, tokens.clone());
    Found { head, kind, what, determiner: Determiner::None, agreement, tokens }
}

/// "le Nord", "the South" where one state of the document is called so.
fn divided(doc: &Doc, at: usize, seen: &Seen) -> Option<SmolStr> {
    let state = match &*doc.tokens[at].lower {
        "nord" | "north" => seen.north.clone()?,
        "sud" | "south" => seen.south.clone()?,
        _ => return None,
    };
    let before = &*doc.tokens[at.checked_sub(1)?].lower;
    let article = matches!(before, "le" | "du" | "au" | "the");
    let alone = doc
        .tokens
        .get(at + 1)
        .is_none_or(|n| !doc.is_capital(at + 1) && !matches!(&*n.lower, "-" | "de" | "du" | "of"));
    (article && alone).then_some(state)
}

/// The tokens of the name that begins here: the model's entity, mended, or a run of capitals.
fn name_span(doc: &Doc, at: usize, end: usize, seen: &Seen) -> Option<Range<usize>> {
    let t = &doc.tokens[at];
    if matches!(t.pos, Pos::Det | Pos::Adp | Pos::Pron | Pos::Cconj | Pos::Sconj | Pos::Intj | Pos::Num)
        && t.ent_iob == Iob::O
        && !is_acronym(doc, at..at + 1)
    {
        return None;
    }
    let label = useful_label(&t.ent_type);
    if doc.begins_sentence(at) {
        let supported = seen.capital_inside.contains(&t.lower) || !seen.small.contains(&t.lower) && t.pos == Pos::Propn;
        let next = doc
            .tokens
            .get(at + 1)
            .is_some_and(|_| at + 1 < end && doc.is_capital(at + 1) && doc.tokens[at + 1].pos == Pos::Propn);
        let entity = label.is_some() && matches!(t.pos, Pos::Propn | Pos::X) || in_long_entity(doc, at, end);
        let given = lists::given_name(&t.lower).is_some() && next;
        let head = world::body_head(&t.lower, doc.lang_at(at)).is_some() && in_long_entity(doc, at, end);
        let subject = bare_subject(doc, at, end, seen);
        if !(subject
            || supported
            || entity
            || next && t.pos == Pos::Propn
            || given
            || head
            || is_acronym(doc, at..at + 1))
        {
            return None;
        }
    }
    if all_capitals(doc, at, end) && label.is_none() {
        return None;
    }
    if matches!(&*t.ent_type, "DATE" | "TIME" | "LANGUAGE" | "ORDINAL" | "CARDINAL" | "MONEY" | "PERCENT" | "QUANTITY")
    {
        return None;
    }
    if begins_with_title(doc, at, end) && !matches!(label, Some("ORG" | "LOC")) {
        return None;
    }
    if title_within(doc, at, end) && !matches!(label, Some("ORG" | "LOC")) {
        return None;
    }
    let body = matches!(label, Some("ORG"));
    let mut to = at + 1;
    while to < end {
        let n = &doc.tokens[to];
        let inside = n.ent_iob == Iob::I && useful_label(&n.ent_type) == label && label.is_some();
        let capital = doc.is_capital(to)
            && (!matches!(n.pos, Pos::Punct | Pos::Pron | Pos::Sconj | Pos::Cconj)
                || lists::stands_first(doc.text_of(at)) && to == at + 2);
        let goes = if is_inner_hyphen(doc, to) || is_inner_hyphen(doc, to - 1) {
            true
        } else if capital {
            n.ent_iob != Iob::B || useful_label(&n.ent_type) == label || label.is_none()
        } else if inside && body {
            // Bodies have small words inside; a closing mark or a comma ends them.
            n.pos != Pos::Punct || matches!(&*n.lower, "&" | "." | "'")
        } else if inside
            || label == Some("PER")
            || label.is_none() && lists::given_name(&doc.tokens[at].lower).is_some()
        {
            // "Jean Durand de Nancy": after a full name, "de" tells where from.
            let from = to > at + 1 && matches!(&*n.lower, "de" | "d'" | "d’" | "du");
            particle(&n.lower) && !from && next_capital(doc, to + 1, end)
        } else {
            doc.glued(to - 1) && (n.lower.starts_with('-') || doc.tokens[to - 1].lower.ends_with('-'))
        };
        if !goes {
            break;
        }
        to += 1;
    }
    // A trailing small word or mark is no part of a name.
    while to > at + 1 {
        let last = &doc.tokens[to - 1];
        let small = !body && particle(&last.lower) && !doc.is_capital(to - 1);
        if !(small || last.pos == Pos::Punct || matches!(&*last.lower, "'s" | "’s")) {
            break;
        }
        to -= 1;
    }
    Some(at..to.min(at + super::LONGEST))
}

/// A title and a name in capitals: the name begins after the title ("President Martin").
fn begins_with_title(doc: &Doc, at: usize, end: usize) -> bool {
    let text = doc.text_of(at);
    // "Premier ministre": the first word alone is no title.
    let lang = doc.lang_at(at);
    if (at + 2..=end.min(at + 4)).any(|to| {
        doc.text_of_range(at..to).len() < 40
            && world::title(doc.text_of_range(at..to), lang).is_some_and(|t| t.class != TitleClass::Civil)
    }) {
        return true;
    }
    let title = world::title(text, Lang::En).or_else(|| world::title(text, Lang::Fr));
    title.is_some() && lists::given_name(text).is_none() && at + 1 < end && doc.is_capital(at + 1)
}

/// English titles in capitals after another word: "Agriculture Secretary Jane Roe"; the name begins after the title.
fn title_within(doc: &Doc, at: usize, end: usize) -> bool {
    if doc.lang_at(at) != Lang::En || lists::given_name(doc.text_of(at)).is_some() {
        return false;
    }
    (at + 1..end.min(at + 4))
        .take_while(|i| doc.is_capital(*i))
        .any(|i| world::title(doc.text_of(i), Lang::En).is_some() && i + 1 < end && doc.is_capital(i + 1))
}

/// "Hydrel dément …": in French a noun without article before the verb is a name.
fn bare_subject(doc: &Doc, at: usize, end: usize, seen: &Seen) -> bool {
    let lang = doc.lang_at(at);
    let t = &doc.tokens[at];
    let word = doc.text_of(at);
    lang != Lang::En
        && at + 1 < end
        && matches!(t.pos, Pos::Noun | Pos::Propn | Pos::X | Pos::Adj)
        && matches!(doc.tokens[at + 1].pos, Pos::Verb | Pos::Aux)
        && lists::says(&doc.tokens[at + 1], lang)
        && !seen.small.contains(&t.lower)
        && world::body_head(word, lang).is_none()
        && world::title(word, lang).is_none()
        && !world::group_head(word, lang)
}

/// Labels that tell a kind, in one spelling for both languages; `MISC` tells nothing.
fn useful_label(label: &str) -> Option<&'static str> {
    match label {
        "PER" | "PERSON" => Some("PER"),
        "LOC" | "GPE" | "FAC" => Some("LOC"),
        "ORG" => Some("ORG"),
        _ => None,
    }
}

fn in_long_entity(doc: &Doc, at: usize, end: usize) -> bool {
    useful_label(&doc.tokens[at].ent_type).is_some() && at + 1 < end && doc.tokens[at + 1].ent_iob == Iob::I
}

fn particle(word: &str) -> bool {
    matches!(
        word,
        "de" | "du"
            | "des"
            | "d'"
            | "d’"
            | "la"
            | "le"
            | "von"
            | "van"
            | "der"
            | "den"
            | "ter"
            | "ten"
            | "zu"
            | "el"
            | "al"
            | "bin"
            | "ben"
            | "ibn"
            | "abu"
            | "da"
            | "dos"
            | "das"
            | "di"
            | "del"
            | "della"
            | "y"
            | "e"
            | "af"
            | "av"
            | "st."
            | "ould"
    )
}

fn next_capital(doc: &Doc, at: usize, end: usize) -> bool {
    (at..end.min(at + 2)).find(|i| !particle(&doc.tokens[*i].lower)).is_some_and(|i| doc.is_capital(i))
}

/// The sentence is set in capitals: a capital tells nothing.
fn all_capitals(doc: &Doc, at: usize, end: usize) -> bool {
    let start = doc.sentence_start(at);
    let mut letters = doc.clean[doc.tokens[start].clean.start..doc.tokens[end - 1].clean.end]
        .chars()
        .take(200)
        .filter(|c| c.is_alphabetic())
        .peekable();
    letters.peek().is_some() && letters.all(|c| !c.is_lowercase()) && end - start > 2
}

/// Two to eight letters, nearly all of them capitals: "JCS", "CGT", "UNHCR".
pub(super) fn is_acronym(doc: &Doc, tokens: Range<usize>) -> bool {
    if tokens.len() != 1 {
        return false;
    }
    let text = doc.text_of(tokens.start);
    let letters: Vec<char> = text.chars().filter(|c| c.is_alphabetic()).collect();
    let shape = text.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '&' | '-' | '/'));
    shape && (2..=8).contains(&letters.len()) && letters.iter().filter(|c| c.is_uppercase()).count() + 1 > letters.len()
}

/// The words of a longer run around a known name are a name of their own.
fn is_name_of_its_own(doc: &Doc, span: Range<usize>, known: &Range<usize>) -> bool {
    let rest = known.end.max(span.start)..span.end;
    if rest.is_empty() {
        return false;
    }
    // "L'Organisation mondiale de la santé alerte": the model's entity runs on into the verb.
    if known.len() > 1 && rest.clone().all(|t| !doc.is_capital(t)) {
        return false;
    }
    let lang = doc.lang_at(span.start);
    let label = useful_label(&doc.tokens[span.start].ent_type);
    let title_next =
        world::title(doc.text_of(rest.start), lang).is_some() || world::group_head(doc.text_of(rest.start), lang);
    let same_entity = doc.tokens[rest.start].ent_iob == Iob::I && label.is_some();
    let demonym = world::state(doc.text_of_range(known.clone())).is_some_and(|s| s.by == NamedBy::Demonym);
    !title_next && (same_entity || is_inner_hyphen(doc, rest.start) || demonym || label == Some("PER"))
}

/// What a name that no table knows is the name of.
fn classify(doc: &Doc, span: Range<usize>) -> What {
    let lang = doc.lang_at(span.start);
    let label = useful_label(&doc.tokens[span.start].ent_type);
    let first = doc.text_of(span.start);
    // "Marine Durand" is no navy.
    let person = label == Some("PER") && lists::given_name(first).is_some();
    if let Some(class) = class_of_name(doc, span.clone()).filter(|_| !person) {
        return What::Named(Some(class));
    }
    if is_acronym(doc, span.clone()) {
        return What::Named(None);
    }
    let titled = titled(doc, span.start);
    let given = lists::given_name(first).is_some()
        && (span.len() > 1 || doc.tokens[span.start].pos == Pos::Propn && !doc.begins_sentence(span.start));
    let turned = lists::stands_first(first) && (2..=5).contains(&span.len());
    // "Park Min-jae": the small letter after the hyphen is the mark of Korean given names.
    let korean = turned
        && span.len() >= 4
        && doc.tokens[span.end - 1].lower == *doc.text_of(span.end - 1)
        && is_inner_hyphen(doc, span.end - 2);
    if label == Some("PER")
        || titled
        || given && (span.len() > 1 || label != Some("ORG"))
        || korean
        || turned && label != Some("LOC")
    {
        return What::Person;
    }
    match label {
        Some("ORG") => What::Named(None),
        Some("LOC") => {
            // "la faculté de …": what the word before says counts more than the model.
            let _ = lang;
            What::Locality
        }
        _ => What::Unknown,
    }
}

/// The class that the head word of a body's name tells: the first word in French, the last or the one before "of" in
/// English; any telling word serves where these do not ("National Intelligence Service" in a French text).
fn class_of_name(doc: &Doc, span: Range<usize>) -> Option<&'static str> {
    if span.len() < 2 {
        return None;
    }
    let text = doc.text_of_range(span.clone());
    class_of_text(text, doc.lang_at(span.start))
}

/// As [`class_of_name`], for a string.
pub(super) fn class_of_text(text: &str, lang: Lang) -> Option<&'static str> {
    let key = fold(text);
    let words: Vec<&str> = key.split(' ').collect();
    if words.len() < 2 {
        return None;
    }
    // What it does tells more than what it is: an "intelligence service" is no mere service.
    for (special, class) in [
        ("intelligence", "intelligence"),
        ("renseignement", "intelligence"),
        ("renseignements", "intelligence"),
        ("espionnage", "intelligence"),
        ("chiefs", "command"),
    ] {
        if words.contains(&special) {
            return Some(class);
        }
    }
    let french = || (1..=words.len().min(4)).rev().find_map(|n| world::body_head(&words[..n].join(" "), Lang::Fr));
    let english = || {
        let head = words.iter().position(|w| matches!(*w, "of" | "for" | "on")).unwrap_or(words.len());
        (head.saturating_sub(3)..head).find_map(|from| world::body_head(&words[from..head].join(" "), Lang::En))
    };
    if lang == Lang::En { english() } else { french().or_else(english) }
}

/// A title of a person stands just before: "M.", "président", "Mrs".
fn titled(doc: &Doc, at: usize) -> bool {
    let Some(before) = at.checked_sub(1).filter(|b| *b >= doc.sentence_start(at)) else { return false };
    let word = &doc.tokens[before];
    let lang = doc.lang_at(at);
    let text =
        if word.lower == "." && before > 0 { doc.text_of_range(before - 1..before + 1) } else { doc.text_of(before) };
    match world::title(text, lang) {
        Some(t) => t.class != TitleClass::Other || !word.lower.ends_with('s'),
        None => false,
    }
}
