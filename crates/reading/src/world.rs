//! What everybody knows: states (names, capitals, peoples, seats of government), places, international bodies, press
//! agencies, outlets, titles and the words that head names of bodies, documents and groups; in French and English.
//!
//! All of it is data (`crates/reading/data/world/*.tsv`), read into indexes once. Look-ups ignore case, accents, hyphens
//! and leading articles, except that a name must begin with a capital and an entry marked `=` must match letter by
//! letter. Nothing here looks at the context: "le Nord" or "Washington" as a surname are for the caller to judge.

mod fold;
mod index;
mod inflect;
mod lexicon;
mod table;

use std::borrow::Cow;
use std::ops::Range;

use smol_str::SmolStr;

pub use fold::{fold, fold_whole};
pub use lexicon::{DocumentClass, Gender, Head, Title, TitleClass, body_head, document_head, group_head, head, title};

use crate::{Doc, Lang};

/// What a word or phrase says of a state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StateMention {
    /// ISO 3166-1 alpha-2 code.
    pub country: SmolStr,
    /// How the state is named.
    pub by: NamedBy,
}

/// How a state is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NamedBy {
    /// By its name or a short form ("Corée du Sud", "South Korea", "Etats-Unis", "US").
    Name,
    /// By its capital, in any common spelling ("Kiev", "Kyiv").
    Capital,
    /// By the seat of its government or head of state ("Kremlin", "Maison Blanche", "Downing Street").
    Seat,
    /// By its people, as noun or adjective, any gender and number ("nord-coréennes", "South Korean").
    Demonym,
}

/// A region, city or other place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlaceMention {
    /// The same for all spellings of one place ("alep" for "Aleppo"): the fold of the first name in the table, with the
    /// state where two places share it.
    pub key: SmolStr,
    /// The first name in the table.
    pub name: &'static str,
    /// ISO 3166-1 alpha-2 code; `None` for places that lie in several states ("Sahel", "Europe").
    pub country: Option<SmolStr>,
    /// What it is.
    pub kind: PlaceKind,
    /// The name is a common word, a given name or the name of another well-known place as well: take it only where the
    /// text supports it.
    pub ambiguous: bool,
}

/// What a place is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PlaceKind {
    /// A city, town or village.
    City,
    /// A first-level region, province, county or the like; a capital region.
    Region,
    /// Any other stretch of land: island, peninsula, part of the world, borderland.
    Area,
    /// Sea, river, mountain, strait.
    Nature,
}

/// A body known everywhere, or a seat that stands for a body of one state ("Pentagon").
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BodyMention {
    /// The same for all names of one body.
    pub key: SmolStr,
    /// The first name in the table, in the language asked for where it has one.
    pub fr: &'static str,
    /// The first English name.
    pub en: &'static str,
    /// Its class, as in the table.
    pub class: &'static str,
    /// The state it belongs to; `None` for international bodies.
    pub country: Option<SmolStr>,
}

/// A press agency, newspaper, broadcaster or site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutletMention {
    /// The same for all names of one outlet.
    pub key: SmolStr,
    /// The name to show.
    pub name: &'static str,
    /// Where it is published.
    pub country: Option<SmolStr>,
    /// Whose it is: outlets of one owner count as one publisher family. `None` where the table does not say: a family of
    /// its own.
    pub owner: Option<&'static str>,
    /// It is a press agency.
    pub agency: bool,
    /// The name is a common word as well: [`known`] passes it over; take it where the text says that it is an outlet.
    pub ambiguous: bool,
}

/// Something that the tables know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Known {
    /// A state.
    State(StateMention),
    /// A place that is no state.
    Place(PlaceMention),
    /// A body.
    Body(BodyMention),
    /// A press agency or another outlet.
    Outlet(OutletMention),
}

/// A known name at a place of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    /// Its tokens.
    pub tokens: Range<usize>,
    /// What it names.
    pub what: Known,
}

/// The state that these words name, by name, capital, seat of government or people; the words must be the whole name
/// (a leading article does no harm). Where several states share the name, the first of the table of homonyms.
pub fn state(words: &str) -> Option<StateMention> {
    index::tables().states.get(words).map(|(country, by)| StateMention { country: country.clone(), by: *by })
}

/// All states that share this name, most common first; one state for most names, none for unknown names.
pub fn states_sharing(words: &str) -> Vec<SmolStr> {
    match index::tables().homonyms.get(fold(words).as_str()) {
        Some(codes) => codes.clone(),
        None => state(words).map(|s| s.country).into_iter().collect(),
    }
}

/// The states of a compound demonym, in order: "américano-israélien" → US, IL; empty if a part is unknown.
pub fn states_of_compound(word: &str) -> Vec<SmolStr> {
    let parts: Vec<&str> = word.split(['-', '\u{2010}', '\u{2011}', '–']).collect();
    if parts.len() < 2 {
        return Vec::new();
    }
    let tables = index::tables();
    let last = parts.len() - 1;
    let found = parts.iter().enumerate().map(|(i, part)| {
        let by_prefix = (i < last).then(|| tables.prefixes.get(fold(part).as_str()).cloned()).flatten();
        by_prefix
            .or_else(|| state(part).filter(|s| matches!(s.by, NamedBy::Demonym | NamedBy::Name)).map(|s| s.country))
    });
    found.collect::<Option<Vec<_>>>().unwrap_or_default()
}

/// The name of a state to show.
pub fn country_name(code: &str, lang: Lang) -> Option<&'static str> {
    let names = index::tables().countries.get(code)?;
    Some(if lang == Lang::En { names.1 } else { names.0 })
}

/// The adjective of a state's people: in French masculine singular, with the feminine where it is irregular.
pub fn demonym(code: &str, lang: Lang) -> Option<(&'static str, Option<&'static str>)> {
    let (fr, en) = *index::tables().demonyms.get(code)?;
    let item = if lang == Lang::En { en } else { fr };
    match item.split_once(':') {
        _ if item.is_empty() => None,
        Some((masculine, feminine)) => Some((masculine, Some(feminine))),
        None => Some((item, None)),
    }
}

/// All state codes of the table, sorted.
pub fn country_codes() -> impl Iterator<Item = &'static str> {
    index::tables().countries.keys().copied()
}

/// Every city and capital, and every region, of the tables: state, kind, spellings of one place in French and English.
pub(crate) fn spellings() -> impl Iterator<Item = (&'static str, PlaceKind, Vec<&'static str>)> {
    index::spellings()
}

/// The place that these words name (no state: see [`state`]).
pub fn place(words: &str) -> Option<PlaceMention> {
    index::tables().places.get(words).cloned()
}

/// The international body, or the seat that stands for a body, that these words name.
pub fn body(words: &str) -> Option<BodyMention> {
    index::tables().bodies.get(words).cloned()
}

/// The press agency that these words name.
pub fn agency(words: &str) -> Option<OutletMention> {
    index::tables().outlets.get(words).filter(|o| o.agency).cloned()
}

/// The press agency, newspaper, broadcaster or site that these words name; a web domain is understood too.
pub fn outlet(words: &str) -> Option<OutletMention> {
    let tables = index::tables();
    tables.outlets.get(words).or_else(|| tables.sites.get(&index::site_key(table::site_name(words)?))).cloned()
}

/// What these words name, whatever it is: states first, then bodies, outlets, places.
pub fn known(words: &str) -> Option<Known> {
    known_folded(words, &fold(words))
}

fn known_folded(words: &str, key: &str) -> Option<Known> {
    let tables = index::tables();
    if let Some((country, by)) = tables.states.get_folded(words, key) {
        return Some(Known::State(StateMention { country: country.clone(), by: *by }));
    }
    if let Some(b) = tables.bodies.get_folded(words, key) {
        return Some(Known::Body(b.clone()));
    }
    if let Some(o) = tables.outlets.get_folded(words, key).filter(|o| !o.ambiguous) {
        return Some(Known::Outlet(o.clone()));
    }
    tables.places.get_folded(words, key).cloned().map(Known::Place)
}

/// The longest known name that begins at token `at` and ends before `end`.
///
/// Costs a constant number of look-ups a call: no known name has more than [`MAX_TOKENS`] tokens. Most words begin no name
/// at all, which one look-up tells.
pub fn longest_match(doc: &Doc, at: usize, end: usize) -> Option<Match> {
    let end = end.min(doc.tokens.len());
    let sentence = doc.tokens.get(at)?.sentence;
    let mut last = at;
    while last < end && last - at < MAX_TOKENS && doc.tokens[last].sentence == sentence {
        last += 1;
    }
    let most = longest_name(doc, at..last);
    if most == 0 {
        return None;
    }
    let mut found = None;
    for stop in at + 1..=last {
        let words = doc.text_of_range(at..stop);
        let key = fold(words);
        if key.split(' ').count() > most {
            break;
        }
        // A mark at the end is no part of a name; folding would not see it.
        if doc.tokens[stop - 1].lower.chars().any(char::is_alphanumeric)
            && let Some(what) = known_folded(words, &key)
        {
            found = Some(Match { tokens: at..stop, what });
        }
    }
    found
}

/// How many words the longest name can have that begins with these tokens, by its first word; an article and marks in
/// front of a name do not count.
fn longest_name(doc: &Doc, tokens: Range<usize>) -> usize {
    let tables = index::tables();
    let mut most = 0;
    for t in &doc.tokens[tokens] {
        // Most words are as folding leaves them.
        let folded = t.lower.bytes().all(|b| b.is_ascii_lowercase());
        let key = if folded { Cow::Borrowed(t.lower.as_str()) } else { Cow::Owned(fold(&t.lower)) };
        let first = key.split(' ').next().unwrap_or("");
        most = most.max(tables.longest_from(first));
        if !first.is_empty() && !fold::is_article(&key) {
            break;
        }
    }
    most
}

/// More tokens than any name of the tables has.
pub const MAX_TOKENS: usize = 14;

#[cfg(test)]
mod tests;
