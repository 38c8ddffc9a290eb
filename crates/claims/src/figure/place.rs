//! Where a figure holds.

use std::ops::Range;

use recoupe_reading::world::{self, Known, NamedBy, PlaceKind};
use recoupe_reading::{Doc, Lang, gazetteer};
use smol_str::SmolStr;

use super::tree::ancestors;
use crate::claim::Place;

/// The farthest place that is taken for a figure, in tokens; bounds the work in sentences without end.
const REACH: usize = 200;

/// A place named in a sentence.
struct Named {
    tokens: Range<usize>,
    country: Option<SmolStr>,
    /// No city: a region of this name, if the tables know one.
    region: bool,
}

/// The places of a sentence where something is ("in", "à", "dans la région de"), in text order.
pub(crate) struct Places(Vec<Named>);

impl Places {
    /// Looks through a sentence, given as its tokens.
    pub(crate) fn of(doc: &Doc, sentence: Range<usize>) -> Self {
        Self(places(doc, sentence))
    }

    /// The place of the clause around `token`: the one nearest in the tree, then the nearest in the words.
    pub(crate) fn nearest(&self, doc: &Doc, token: usize) -> Option<Place> {
        let from = self.0.partition_point(|n| n.tokens.start + REACH < token);
        let to = self.0.partition_point(|n| n.tokens.end <= token + REACH);
        let above: Vec<usize> = std::iter::once(token).chain(ancestors(doc, token)).collect();
        // How far up one must go from the figure until the place hangs below.
        let distance = |n: &Named| {
            let head = n.tokens.clone().find(|t| !n.tokens.contains(&doc.tokens[*t].head)).unwrap_or(n.tokens.start);
            let chain: Vec<usize> = std::iter::once(head).chain(ancestors(doc, head)).collect();
            let up = above.iter().position(|a| chain.contains(a)).unwrap_or(above.len());
            (up, n.tokens.start.abs_diff(token))
        };
        let best = self.0.get(from..to)?.iter().min_by_key(|n| distance(n))?;
        Some(place(doc, best))
    }
}

fn place(doc: &Doc, named: &Named) -> Place {
    let written = doc.text_of_range(named.tokens.clone());
    // "côté français": France.
    let state = world::state(written).filter(|s| s.by == NamedBy::Demonym);
    let lang = doc.sentence_of(named.tokens.start).lang;
    let name = state.and_then(|s| world::country_name(&s.country, lang)).unwrap_or(written);
    let spot = doc.spot_at(named.tokens.start).filter(|s| s.tokens == named.tokens);
    let city = spot.and_then(|s| s.city.as_ref()).filter(|c| named.country.as_ref().is_none_or(|n| *n == c.country));
    let region = || {
        let all = gazetteer::divisions(name);
        let mut fitting = all.iter().filter(|d| named.country.as_ref().is_none_or(|n| *n == d.country));
        let first = fitting.next()?;
        (named.region && fitting.next().is_none()).then_some(first.geonames)
    };
    Place {
        name: name.to_owned(),
        span: doc.span_of_range(named.tokens.clone()),
        country: named.country.clone(),
        geonames: city.map(|c| c.geonames).or_else(region),
        coordinates: city.map(|c| (c.latitude, c.longitude)),
    }
}

fn places(doc: &Doc, range: Range<usize>) -> Vec<Named> {
    let mut out = Vec::new();
    let mut t = range.start;
    while t < range.end {
        let known = world::longest_match(doc, t, range.end);
        let spot = doc.spot_at(t).filter(|s| s.tokens.start == t && s.tokens.end <= range.end);
        if let Some(spot) = spot.filter(|s| known.as_ref().is_none_or(|m| m.tokens.end <= s.tokens.end)) {
            if located(doc, &spot.tokens, range.start) {
                // Of a region, and of a town that the gazetteer cannot tell, the tables may know the state.
                let table = known.filter(|m| m.tokens == spot.tokens).and_then(|m| state_of(&m.what));
                let country = spot.country.clone().or(table);
                out.push(Named { tokens: spot.tokens.clone(), country, region: spot.city.is_none() });
            }
            t = spot.tokens.end.max(t + 1);
            continue;
        }
        if let Some(m) = known {
            let named = match &m.what {
                Known::State(s) if s.by == NamedBy::Demonym => is_side(doc, &m.tokens, &range),
                Known::State(s) => matches!(s.by, NamedBy::Name | NamedBy::Capital),
                Known::Place(p) => !p.ambiguous || doc.tokens[t].ent_type != "PER",
                _ => false,
            };
            let next = m.tokens.end.max(t + 1);
            let side = matches!(&m.what, Known::State(s) if s.by == NamedBy::Demonym);
            if named && (side || located(doc, &m.tokens, range.start)) {
                let region = matches!(&m.what, Known::Place(p) if p.kind == PlaceKind::Region);
                out.push(Named { country: state_of(&m.what), tokens: m.tokens, region });
            }
            t = next;
            continue;
        }
        let token = &doc.tokens[t];
        if matches!(token.ent_type.as_str(), "LOC" | "GPE" | "FAC") && token.ent_iob == recoupe_reading::Iob::B {
            let mut end = t + 1;
            while end < range.end && doc.tokens[end].ent_iob == recoupe_reading::Iob::I {
                end += 1;
            }
            if located(doc, &(t..end), range.start) {
                out.push(Named { tokens: t..end, country: None, region: true });
            }
            t = end;
            continue;
        }
        t += 1;
    }
    out
}

/// "côté français", "on the French side": the adjective tells where.
fn is_side(doc: &Doc, tokens: &Range<usize>, sentence: &Range<usize>) -> bool {
    let lower = |k: usize| doc.tokens.get(k).filter(|_| sentence.contains(&k)).map_or("", |t| t.lower.as_str());
    let before = tokens.start.checked_sub(1).map_or("", lower);
    matches!(before, "côté" | "rive" | "versant" | "territoire" | "sol")
        || matches!(lower(tokens.end), "side" | "soil" | "territory")
}

/// The state that a known place is or lies in.
fn state_of(known: &Known) -> Option<SmolStr> {
    match known {
        Known::State(s) => Some(s.country.clone()),
        Known::Place(p) => p.country.clone(),
        _ => None,
    }
}

/// A preposition of place stands before it, perhaps with "la région de" between.
fn located(doc: &Doc, tokens: &Range<usize>, from: usize) -> bool {
    let lang = doc.sentence_of(tokens.start).lang;
    let mut k = tokens.start;
    for _ in 0..5 {
        let Some(p) = k.checked_sub(1).filter(|p| *p >= from) else { return false };
        let lower = doc.tokens[p].lower.as_str();
        let found = if lang == Lang::En {
            matches!(
                lower,
                "in" | "at"
                    | "near"
                    | "on"
                    | "across"
                    | "around"
                    | "inside"
                    | "to"
                    | "into"
                    | "outside"
                    | "throughout"
                    | "over"
                    | "from"
            )
        } else {
            matches!(lower, "à" | "en" | "au" | "aux" | "dans" | "sur" | "près" | "vers" | "depuis" | "chez" | "sous")
        };
        if found {
            return true;
        }
        let between = if lang == Lang::En {
            matches!(
                lower,
                "the"
                    | "region"
                    | "province"
                    | "city"
                    | "town"
                    | "of"
                    | "eastern"
                    | "western"
                    | "northern"
                    | "southern"
                    | "state"
                    | "border"
                    | "village"
                    | "district"
                    | "central"
            )
        } else {
            matches!(
                lower,
                "la" | "le"
                    | "les"
                    | "l'"
                    | "région"
                    | "ville"
                    | "province"
                    | "de"
                    | "d'"
                    | "du"
                    | "commune"
                    | "village"
                    | "frontalière"
                    | "quartier"
                    | "zone"
                    | "district"
                    | "port"
                    | "département"
                    | "nord"
                    | "sud"
                    | "est"
                    | "ouest"
                    | "centre"
                    | "secteur"
                    | "sud-est"
                    | "nord-est"
                    | "oblast"
            )
        };
        if !between {
            return false;
        }
        k = p;
    }
    false
}
