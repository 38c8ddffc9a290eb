//! Which city a name in a report means.
//!
//! [`locate`] fills [`Doc::spots`]. A name of the gazetteer is taken for a place where the text shows one: the model labels it so,
//! a preposition of place or a word like "ville de" stands before it, a state or division stands beside it ("Tripoli, au Liban"),
//! the tables know it. Of several cities of one name the evidence of the report chooses: what stands beside the name, the states
//! and divisions of the sentence and of the report, the cities near the other cities of the report, and the number of inhabitants as
//! the prior. Where two are as good as each other, none is chosen.

mod evidence;
mod weigh;

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::ops::Range;

use smol_str::SmolStr;

use crate::{
    Doc, EntityKind, Iob, Lang, Pos,
    gazetteer::{self, City},
    world::{self, Known, NamedBy, fold_whole},
};

use evidence::{Evidence, Qualifier};
use weigh::{Weighed, choose};

/// A name of a city in the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spot {
    /// Its tokens in [`Doc::tokens`], without article.
    pub tokens: Range<usize>,
    /// ISO 3166-1 alpha-2 code of the state that it lies in, where the evidence tells one.
    pub country: Option<SmolStr>,
    /// The city; `None` where the name stands for a region, or where it cannot be told which city of the name is meant.
    pub city: Option<City>,
}

/// No name of the gazetteer has more tokens.
const LONGEST: usize = 9;

/// A name that may be a city's.
struct Candidate {
    tokens: Range<usize>,
    key: String,
    cities: Vec<City>,
    qualifier: Option<Qualifier>,
    /// The words around say that it is a region ("la région de Voronej").
    region: bool,
}

/// Finds the cities of a document; replaces what was there. Linear in the number of tokens.
pub(crate) fn locate(doc: &mut Doc) {
    let evidence = Evidence::of(doc);
    let candidates = candidates(doc, &evidence);
    let weighed: Vec<Weighed> = candidates.iter().map(|c| weigh::weigh(doc, c, &evidence)).collect();
    // What is told once beside a name holds for the name in the whole report.
    let mut told: BTreeMap<&str, Option<u32>> = BTreeMap::new();
    for (c, w) in candidates.iter().zip(&weighed).filter(|(c, w)| c.qualifier.is_some() && w.supported) {
        let city = choose(w).map(|city| city.geonames);
        told.entry(&c.key).and_modify(|t| *t = t.filter(|t| Some(*t) == city)).or_insert(city);
    }
    let anchors: Vec<City> = anchors(&candidates, &weighed);
    let mut spots = Vec::with_capacity(candidates.len());
    for (c, w) in candidates.iter().zip(&weighed) {
        let before = told.get(c.key.as_str()).copied().flatten().filter(|_| c.qualifier.is_none());
        let city = match before.and_then(|id| c.cities.iter().find(|city| city.geonames == id)) {
            Some(city) => Some(city.clone()),
            None if w.supported => choose(w).cloned(),
            None => choose(&weigh::near(w, &anchors)).cloned(),
        };
        let country = city.as_ref().map(|c| c.country.clone()).or_else(|| w.country(c));
        spots.push(Spot { tokens: c.tokens.clone(), country, city: city.filter(|_| !c.region) });
    }
    doc.spots = spots;
}

impl Doc {
    /// The spot whose name covers this token.
    pub fn spot_at(&self, token: usize) -> Option<&Spot> {
        let after = self.spots.partition_point(|s| s.tokens.start <= token);
        self.spots.get(after.checked_sub(1)?).filter(|s| token < s.tokens.end)
    }
}

/// Cities of the report that are sure, at most so many.
fn anchors(candidates: &[Candidate], weighed: &[Weighed]) -> Vec<City> {
    const MANY: usize = 32;
    let mut anchors: Vec<City> = Vec::new();
    for (_, w) in candidates.iter().zip(weighed) {
        if let Some(city) = choose(w)
            && anchors.len() < MANY
            && !anchors.contains(city)
        {
            anchors.push(city.clone());
        }
    }
    anchors
}

fn candidates(doc: &Doc, evidence: &Evidence) -> Vec<Candidate> {
    let mut out = Vec::new();
    for sentence in &doc.sentences {
        let mut at = sentence.tokens.start;
        while at < sentence.tokens.end {
            let Some((tokens, key)) = name_at(doc, at, sentence.tokens.end) else {
                at += 1;
                continue;
            };
            at = tokens.end;
            let qualifier = evidence.beside(doc, &tokens);
            let listed = in_list(doc, &tokens, out.last());
            if is_place(doc, &tokens, qualifier.as_ref(), listed) {
                let cities = gazetteer::cities(&key);
                let region = names_region(doc, &tokens);
                out.push(Candidate { tokens, key, cities, qualifier, region });
            }
        }
    }
    out
}

/// The longest name of the gazetteer that begins at this token, and its key.
fn name_at(doc: &Doc, at: usize, end: usize) -> Option<(Range<usize>, String)> {
    if !doc.is_capital(at) {
        return None;
    }
    let last = end.min(at + LONGEST);
    // "au Caire", "du Mans": the article is part of the name and of the preposition.
    let article = at.checked_sub(1).map(|b| match &*doc.tokens[b].lower {
        "le" | "au" | "du" => "le ",
        "la" => "la ",
        "les" | "aux" | "des" => "les ",
        _ => "",
    });
    let written = fold_whole(doc.text_of_range(at..last));
    let with_article = article.filter(|a| !a.is_empty()).map(|a| format!("{a}{written}"));
    for written in with_article.into_iter().chain([written]) {
        let Some(length) = gazetteer::longest_city(&written) else { continue };
        let key = &written[..length];
        let bare = key.split_once(' ').filter(|(a, _)| matches!(*a, "le" | "la" | "les")).map(|(_, rest)| rest);
        let stop = (at + 1..=last).find(|stop| {
            let words = fold_whole(doc.text_of_range(at..*stop));
            words == key || Some(words.as_str()) == bare
        });
        let word = |t: usize| doc.tokens[t].lower.chars().any(char::is_alphanumeric);
        if let Some(stop) = stop.filter(|s| word(s - 1)) {
            return Some((at..stop, key.to_owned()));
        }
    }
    None
}

/// The name goes on a list of places: "Lens, Lorient et …", "from Hamburg for …".
fn in_list(doc: &Doc, tokens: &Range<usize>, last: Option<&Candidate>) -> bool {
    let between =
        |t: usize| matches!(&*doc.tokens[t].lower, "," | "et" | "and" | "ou" | "or" | "à" | "for" | "puis" | "then");
    last.is_some_and(|l| {
        l.tokens.end < tokens.start && tokens.start - l.tokens.end <= 2 && (l.tokens.end..tokens.start).all(between)
    })
}

/// The text shows that the name is a place's.
fn is_place(doc: &Doc, tokens: &Range<usize>, qualifier: Option<&Qualifier>, listed: bool) -> bool {
    let first = &doc.tokens[tokens.start];
    if tokens.len() == 1 && first.lower.chars().count() < 3 && !matches!(&*first.ent_type, "LOC" | "GPE") {
        return false;
    }
    let label = &*first.ent_type;
    let located = stands_in_place(doc, tokens) || listed;
    let beside = qualifier.is_some_and(|q| q.attached);
    // A longer name that it is only a part of: "Paris Saint-Germain", "Florence Berthier", "Le Monde de Lyon".
    let goes_on = doc.tokens.get(tokens.end).is_some_and(|n| n.ent_iob == Iob::I && first.ent_iob != Iob::O)
        && !beside
        && doc.is_capital(tokens.end);
    let began = tokens.start > 0 && first.ent_iob == Iob::I;
    let person = matches!(label, "PER" | "PERSON");
    if person && (goes_on || began || !located) && !beside
        || is_of_kind(doc, tokens, EntityKind::Person) && !located && !beside
    {
        return false;
    }
    if label == "ORG" && (goes_on || began && !located) && !beside {
        return false;
    }
    let table = world::longest_match(doc, tokens.start, tokens.end).filter(|m| m.tokens == *tokens).map(|m| m.what);
    // "en Jordanie", "in Mexico" is the state; only the French "à Mexico" is the city.
    let state = matches!(&table, Some(Known::State(s)) if s.by == NamedBy::Name);
    if state && !listed && !tokens.start.checked_sub(1).is_some_and(|b| matches!(&*doc.tokens[b].lower, "à")) {
        return false;
    }
    let known = match table {
        Some(Known::Place(p)) => !p.ambiguous,
        Some(Known::State(s)) => s.by == NamedBy::Capital,
        _ => false,
    };
    let proper = matches!(first.pos, Pos::Propn | Pos::X) || tokens.len() > 1 || doc.lang_at(tokens.start) != Lang::En;
    let labelled = matches!(label, "LOC" | "GPE" | "FAC");
    if doc.begins_sentence(tokens.start) && !beside {
        return (labelled || known) && proper;
    }
    // What the names of the report made of it counts more than the model's label.
    let known = known && (label != "ORG" || is_of_kind(doc, tokens, EntityKind::Place));
    if label == "ORG" && !located && !beside {
        return known;
    }
    beside || labelled || known || located && proper
}

/// The name, alone or in a longer one, is of somebody or something of this kind in this report.
fn is_of_kind(doc: &Doc, tokens: &Range<usize>, kind: EntityKind) -> bool {
    let from = doc.mentions.partition_point(|m| m.tokens.start + crate::names::LONGEST < tokens.start);
    doc.mentions[from..].iter().take_while(|m| m.tokens.start < tokens.end).any(|m| {
        m.tokens.end > tokens.start && m.entity.is_some_and(|e| doc.entities[e].kind == kind)
            // A description around it ("le maire de Nice") is not its name.
            && m.kind == crate::MentionKind::Name
    })
}

/// A preposition of place stands before it, or a word for a place or for who governs it, with "de" between.
fn stands_in_place(doc: &Doc, tokens: &Range<usize>) -> bool {
    let start = doc.sentence_start(tokens.start);
    let lang = doc.lang_at(tokens.start);
    let mut at = tokens.start;
    let before = |at: usize| at.checked_sub(1).filter(|b| *b >= start).map(|b| &*doc.tokens[b].lower);
    if matches!(before(at), Some("la" | "le" | "les" | "l'" | "the")) {
        at -= 1;
    }
    let Some(word) = before(at) else { return false };
    if lang == Lang::En {
        return matches!(word, "in" | "at" | "near" | "to" | "from" | "outside" | "around" | "towards" | "toward")
            || word == "of" && at >= 2 && before(at - 1).is_some_and(|w| seats(w, lang));
    }
    matches!(word, "à" | "au" | "aux" | "vers" | "près" | "depuis")
        || matches!(word, "de" | "d'" | "du" | "des")
            && at >= 2
            && before(at - 1).is_some_and(|w| {
                seats(w, lang)
                    || matches!(
                        w,
                        "près"
                            | "loin"
                            | "environs"
                            | "autour"
                            | "nord"
                            | "sud"
                            | "est"
                            | "ouest"
                            | "centre"
                            | "centre-ville"
                    )
            })
}

/// Words for a place, or for who sits in it: "ville", "maire", "tribunal", "port".
fn seats(word: &str, lang: Lang) -> bool {
    matches!(
        world::body_head(word, lang),
        Some("place" | "local" | "police" | "justice" | "health" | "rescue" | "education")
    ) || matches!(
        word,
        "maire"
            | "mairesse"
            | "préfet"
            | "évêque"
            | "archevêque"
            | "port"
            | "gare"
            | "aéroport"
            | "banlieue"
            | "procureur"
            | "habitants"
            | "mayor"
            | "bishop"
            | "archbishop"
            | "airport"
            | "suburb"
            | "outskirts"
            | "north"
            | "south"
            | "east"
            | "west"
            | "people"
            | "residents"
            | "streets"
            | "rues"
    )
}

/// "la région de Voronej", "l'oblast de …", "Voronezh region", "… province".
fn names_region(doc: &Doc, tokens: &Range<usize>) -> bool {
    let region = |word: &str| {
        matches!(
            word,
            "région"
                | "oblast"
                | "province"
                | "gouvernorat"
                | "wilaya"
                | "département"
                | "district"
                | "préfecture"
                | "region"
                | "governorate"
                | "county"
                | "prefecture"
                | "voïvodie"
                | "comté"
                | "raïon"
                | "raion"
                | "circonscription"
                | "kraï"
        )
    };
    let start = doc.sentence_start(tokens.start);
    let back = |n: usize| tokens.start.checked_sub(n).filter(|b| *b >= start).map(|b| &*doc.tokens[b].lower);
    let of = matches!(back(1), Some("de" | "d'" | "du" | "of"));
    of && back(2).is_some_and(region)
        || doc.tokens.get(tokens.end).is_some_and(|n| region(&n.lower) && doc.lang_at(tokens.start) == Lang::En)
}
