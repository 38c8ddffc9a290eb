//! What a report says of states and divisions: everywhere, in a sentence, beside a name.

use std::collections::BTreeMap;
use std::ops::Range;

use smol_str::SmolStr;

use crate::{
    BlockKind, Doc, Lang, Pos, gazetteer,
    world::{self, Known, NamedBy, PlaceKind},
};

/// A state or a division that the text names.
#[derive(Debug, Clone)]
struct Sign {
    tokens: Range<usize>,
    areas: Vec<Area>,
    /// By its people: "libanais".
    people: bool,
}

/// A state, or a first-level division of one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Area {
    pub(super) country: SmolStr,
    pub(super) division: Option<SmolStr>,
}

impl Area {
    /// The city lies in it.
    pub(super) fn holds(&self, city: &gazetteer::City) -> bool {
        self.country == city.country && self.division.as_ref().is_none_or(|d| *d == city.division)
    }
}

/// What stands beside a name.
#[derive(Debug, Clone)]
pub(super) struct Qualifier {
    pub(super) areas: Vec<Area>,
    /// As part of the address, behind it: ", au Liban", ", Texas", "(Isère)"; else before it: "la ville libanaise de".
    pub(super) attached: bool,
    /// The words themselves are the name of a city too ("Washington", "Luxembourg"): a list, perhaps.
    pub(super) also_city: bool,
}

/// All states and divisions that a report names.
pub(super) struct Evidence {
    signs: Vec<Sign>,
    /// How often each is named.
    pub(super) named: BTreeMap<Area, usize>,
}

/// How far before and behind a name its state may stand, in tokens.
const REACH: usize = 8;

impl Evidence {
    pub(super) fn of(doc: &Doc) -> Self {
        let mut signs = Vec::new();
        for sentence in &doc.sentences {
            let mut at = sentence.tokens.start;
            while at < sentence.tokens.end {
                let step = world::longest_match(doc, at, sentence.tokens.end).and_then(|m| {
                    let end = m.tokens.end;
                    signs.extend(sign(doc, m));
                    (end > at).then(|| end - at)
                });
                at += step.unwrap_or(1);
            }
        }
        let mut named = BTreeMap::new();
        let datelines = doc.blocks.iter().filter(|b| b.kind == BlockKind::Byline).take(8);
        let datelines: Vec<Area> = datelines.filter_map(|b| dateline(doc.quote(b.span))).collect();
        for area in signs.iter().flat_map(|s| &s.areas).chain(&datelines) {
            *named.entry(area.clone()).or_default() += 1;
            if area.division.is_some() {
                *named.entry(Area { country: area.country.clone(), division: None }).or_default() += 1;
            }
        }
        Self { signs, named }
    }

    /// Areas that the sentence around a name names, without what stands inside the name.
    pub(super) fn in_sentence<'e>(&'e self, doc: &Doc, tokens: &'e Range<usize>) -> impl Iterator<Item = &'e Area> {
        let (start, end) = (doc.sentence_start(tokens.start), doc.sentence_end(tokens.start));
        let from = self.signs.partition_point(|s| s.tokens.start < start);
        let signs = self.signs[from..].iter().take_while(move |s| s.tokens.start < end).take(24);
        signs.filter(|s| s.tokens.end <= tokens.start || s.tokens.start >= tokens.end).flat_map(|s| &s.areas)
    }

    /// What stands beside a name.
    pub(super) fn beside(&self, doc: &Doc, tokens: &Range<usize>) -> Option<Qualifier> {
        self.behind(doc, tokens).or_else(|| self.before(doc, tokens))
    }

    fn behind(&self, doc: &Doc, tokens: &Range<usize>) -> Option<Qualifier> {
        let end = doc.sentence_end(tokens.start).min(tokens.end + REACH + 2);
        let first = doc.tokens.get(tokens.end).filter(|_| tokens.end < end)?;
        let mut at = tokens.end;
        let opened = matches!(&*first.lower, "," | "(");
        if opened {
            at += 1;
            // "Springfield, Ill.", "Houston, TX".
            if let Some(areas) = abbreviated(doc, at, end) {
                return Some(Qualifier { areas, attached: true, also_city: false });
            }
        }
        let mut linked = false;
        while at < end {
            if let Some(sign) = self.at(at) {
                let named = !sign.people && (opened || linked);
                let capital = sign.people && opened && at > tokens.end + 1;
                let text = doc.text_of_range(sign.tokens.clone());
                let also_city = !linked && !gazetteer::cities(text).is_empty();
                return (named || capital).then(|| Qualifier { areas: sign.areas.clone(), attached: true, also_city });
            }
            let t = &doc.tokens[at];
            let place = matches!(&*t.lower, "en" | "au" | "aux" | "dans" | "à" | "in");
            linked |= place;
            // "une ville du nord de la Syrie", "the capital of Nebraska", "in the Indian state of".
            let passes = place
                || matches!(t.pos, Pos::Det | Pos::Adj)
                || matches!(&*t.lower, "de" | "du" | "d'" | "des" | "of" | "la" | "le" | "l'" | "the" | "'s")
                || (opened || linked)
                    && matches!(t.pos, Pos::Noun | Pos::Propn)
                    && is_place_noun(&t.lower, doc.lang_at(at));
            if !passes {
                return None;
            }
            if matches!(&*t.lower, "de" | "du" | "of") && opened {
                linked = true;
            }
            at += 1;
        }
        None
    }

    fn before(&self, doc: &Doc, tokens: &Range<usize>) -> Option<Qualifier> {
        let start = doc.sentence_start(tokens.start).max(tokens.start.saturating_sub(REACH));
        let mut at = tokens.start;
        while at > start {
            at -= 1;
            if let Some(sign) = self.ending_at(at + 1) {
                let of_country = doc.tokens.get(sign.tokens.end).is_some_and(|t| matches!(&*t.lower, "'s" | "’s"));
                return (sign.people || of_country).then(|| Qualifier {
                    areas: sign.areas.clone(),
                    attached: false,
                    also_city: false,
                });
            }
            let t = &doc.tokens[at];
            let passes = matches!(&*t.lower, "de" | "d'" | "of" | "," | "'s" | "la" | "le" | "the" | "du")
                || t.pos == Pos::Adj
                || is_place_noun(&t.lower, doc.lang_at(at));
            if !passes {
                return None;
            }
        }
        None
    }

    fn at(&self, token: usize) -> Option<&Sign> {
        self.signs.get(self.signs.partition_point(|s| s.tokens.start < token)).filter(|s| s.tokens.start == token)
    }

    fn ending_at(&self, end: usize) -> Option<&Sign> {
        let after = self.signs.partition_point(|s| s.tokens.end < end);
        self.signs.get(after).filter(|s| s.tokens.end == end)
    }
}

/// The state or division that a known name stands for.
fn sign(doc: &Doc, mut m: world::Match) -> Option<Sign> {
    if m.tokens.len() > 1 && matches!(&*doc.tokens[m.tokens.start].lower, "le" | "la" | "les" | "l'" | "l’" | "the") {
        m.tokens.start += 1;
    }
    let text = doc.text_of_range(m.tokens.clone());
    let country = |country: SmolStr| Area { country, division: None };
    let of_divisions = || {
        gazetteer::divisions(text)
            .into_iter()
            .map(|d| Area { country: d.country, division: Some(d.code) })
            .collect::<Vec<_>>()
    };
    let (areas, people) = match m.what {
        Known::State(s) if s.by == NamedBy::Capital => {
            // "Washington" is a state of the USA as well; a capital tells nothing of other cities.
            (of_divisions(), false)
        }
        Known::State(s) => {
            let mut areas: Vec<Area> = world::states_sharing(text).into_iter().map(country).collect();
            if areas.is_empty() {
                areas.push(country(s.country));
            }
            // The Georgia of the USA is its state of that name, not the USA.
            let divisions = of_divisions();
            areas.retain(|a| divisions.iter().all(|d| d.country != a.country));
            areas.extend(divisions);
            (areas, s.by == NamedBy::Demonym)
        }
        Known::Place(p) if p.kind != PlaceKind::City => {
            let mut areas = of_divisions();
            if areas.is_empty() {
                areas.extend(p.country.map(country));
            }
            (areas, false)
        }
        // "New York" is a city and a state.
        Known::Place(_) => (of_divisions(), false),
        _ => return None,
    };
    (!areas.is_empty()).then_some(Sign { tokens: m.tokens, areas, people })
}

/// Where the town of a dateline lies: "MOSCOW, Idaho (AP) —", "Lille (Nord)", "LONDON -".
fn dateline(text: &str) -> Option<Area> {
    let head = text.lines().next()?.split(['(', '—', '–', '-']).next()?.trim();
    let within = text.split_once('(').and_then(|(_, rest)| rest.split_once(')')).map(|(inside, _)| inside.trim());
    let (town, wider) = head.split_once(',').map_or((head, within), |(town, wider)| (town, Some(wider.trim())));
    let cities = gazetteer::cities(town.trim());
    if let Some(wider) = wider {
        let divisions =
            gazetteer::divisions(wider).into_iter().map(|d| Area { country: d.country, division: Some(d.code) });
        let state = world::state(wider).map(|s| Area { country: s.country, division: None });
        if let Some(area) = divisions.chain(state).find(|a| cities.iter().any(|c| a.holds(c))) {
            return Some(area);
        }
    }
    let largest = cities.iter().max_by_key(|c| (c.capital, c.population, c.geonames))?;
    Some(Area { country: largest.country.clone(), division: Some(largest.division.clone()) })
}

/// "Ill.", "TX", "N.C." behind a comma.
fn abbreviated(doc: &Doc, at: usize, end: usize) -> Option<Vec<Area>> {
    let word = doc.tokens.get(at).filter(|_| at < end && doc.is_capital(at))?;
    let text = doc.text_of_range(at..at + 1);
    let short =
        text.chars().count() <= 6 && (text.ends_with('.') || text.chars().all(|c| c.is_uppercase() || c == '.'));
    let dotted = doc.tokens.get(at + 1).is_some_and(|n| n.lower == "." && n.clean.start == word.clean.end);
    if !(short || dotted) {
        return None;
    }
    let areas = gazetteer::divisions(text).into_iter().map(|d| Area { country: d.country, division: Some(d.code) });
    let areas: Vec<Area> = areas.collect();
    (!areas.is_empty()).then_some(areas)
}

/// Nouns that lead from a name to what it lies in: "ville du nord de", "the capital of", "a port in southeastern …".
fn is_place_noun(word: &str, lang: Lang) -> bool {
    world::body_head(word, lang) == Some("place")
        || matches!(
            word,
            "nord"
                | "sud"
                | "est"
                | "ouest"
                | "centre"
                | "nord-est"
                | "nord-ouest"
                | "sud-est"
                | "sud-ouest"
                | "capitale"
                | "port"
                | "état"
                | "côte"
                | "frontière"
                | "bastion"
                | "fief"
                | "enclave"
                | "chef-lieu"
                | "préfecture"
                | "périphérie"
                | "north"
                | "south"
                | "east"
                | "west"
                | "center"
                | "northeast"
                | "northwest"
                | "southeast"
                | "southwest"
                | "capital"
                | "state"
                | "coast"
                | "border"
                | "stronghold"
                | "suburb"
                | "town"
                | "city"
                | "hub"
                | "heart"
        )
}
