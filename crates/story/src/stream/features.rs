//! What of a report tells which story it belongs to.

use std::{cmp::Reverse, collections::BTreeMap, ops::Range};

use jiff::civil::Date;
use recoupe_claims::{Certainty, Figure, Value};
use recoupe_reading::{BlockKind, Doc, EntityKind, Lang, Pos, Token, world};
use serde::{Deserialize, Serialize};

use super::{
    Key, KeyClass, cognate,
    concepts::{LONGEST, concepts},
};
use crate::{Read, content, dates, text::fold, time};

/// Keys of one report that are kept, the weightiest first: the words of a long report that come late and once say little.
const MOST_KEYS: usize = 128;
/// How much a mention in the title counts.
const IN_TITLE: f32 = 3.0;
/// How much a mention in the first sentences of the text counts.
const IN_LEAD: f32 = 2.0;
/// So many sentences are the lead.
const LEAD: usize = 3;
/// Weights are stored as so many parts of one.
const PARTS: f32 = 32.0;
/// An unsure day of publication is taken from bounds that lie at most so many days apart.
const LOOSE_DAYS: i64 = 14;

/// What of a report is needed to place it among stories: small, and free of its language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Features {
    /// Its language.
    pub lang: Lang,
    /// The day it was published, in days since 1970-01-01; `None` where that is not known.
    pub day: Option<i32>,
    /// In rising order of the key, each key once.
    keys: Vec<Weighted>,
}

/// A key with how much the report makes of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Weighted {
    /// The key.
    pub key: Key,
    /// 1 + ln of how often it stands in the report (title and lead count more), in 32nds.
    pub weight: u8,
}

impl Weighted {
    /// The weight as a number.
    pub fn frequency(self) -> f32 {
        f32::from(self.weight) / PARTS
    }
}

impl Default for Features {
    fn default() -> Self {
        Self { lang: Lang::Other, day: None, keys: Vec::new() }
    }
}

impl Features {
    /// Reads the features of a report. Linear in its length.
    pub fn of(read: &Read) -> Self {
        let mut tally = Tally::default();
        let published = dates::own(read).hard;
        tally.text(&read.doc);
        tally.title(read);
        for figure in &read.claims.figures {
            if let Some(form) = figure_form(figure) {
                tally.add(KeyClass::Figure, &form, 1.0);
            }
        }
        for event in &read.claims.events {
            if let Some(day) = event.when.resolve(&published).single() {
                tally.add(KeyClass::Day, &day.to_string(), 1.0);
            }
        }
        let near = |(from, to)| (time::days_between(from, to) <= LOOSE_DAYS).then_some(to);
        let day = published.from.zip(published.to).and_then(near);
        Self::of_sorted(read.doc.lang, day.map(day_number), tally.keys())
    }

    /// Features of keys made elsewhere; of a key given twice the first counts.
    pub fn new(lang: Lang, day: Option<i32>, mut keys: Vec<Weighted>) -> Self {
        keys.sort_by_key(|k| k.key);
        keys.dedup_by_key(|k| k.key);
        Self { lang, day, keys }
    }

    /// Features of keys that rise.
    pub(crate) fn of_sorted(lang: Lang, day: Option<i32>, keys: Vec<Weighted>) -> Self {
        Self { lang, day, keys }
    }

    /// The keys, in rising order.
    pub fn keys(&self) -> &[Weighted] {
        &self.keys
    }
}

/// Days since 1970-01-01.
fn day_number(day: Date) -> i32 {
    let days = time::days_between(Date::constant(1970, 1, 1), day);
    i32::try_from(days).unwrap_or(0)
}

/// Counts keys.
#[derive(Default)]
struct Tally {
    /// How much, and the place of the first mention.
    counts: BTreeMap<Key, (f32, usize)>,
}

impl Tally {
    fn add(&mut self, class: KeyClass, form: &str, amount: f32) {
        if !form.is_empty() {
            let first = self.counts.len();
            self.counts.entry(Key::new(class, form)).or_insert((0.0, first)).0 += amount;
        }
    }

    fn has(&self, class: KeyClass, form: &str) -> bool {
        self.counts.contains_key(&Key::new(class, form))
    }

    /// The weightiest keys, in rising order.
    fn keys(self) -> Vec<Weighted> {
        let weight = |count: f32| ((1.0 + count.max(1.0).ln()) * PARTS).round().clamp(1.0, 255.0) as u8;
        let mut keys: Vec<(Reverse<u8>, usize, Key)> =
            self.counts.iter().map(|(k, (count, first))| (Reverse(weight(*count)), *first, *k)).collect();
        keys.sort_unstable();
        keys.truncate(MOST_KEYS);
        let mut keys: Vec<Weighted> = keys.into_iter().map(|(w, _, key)| Weighted { key, weight: w.0 }).collect();
        keys.sort_unstable_by_key(|k| k.key);
        keys
    }

    fn text(&mut self, doc: &Doc) {
        let is_title = |s: usize| {
            let kind = doc.blocks.get(doc.sentences[s].block).map(|b| b.kind);
            matches!(kind, Some(BlockKind::Title | BlockKind::Heading))
        };
        // The body first: it tells what the words of a title are, which English writes with capitals.
        let (titles, body): (Vec<usize>, Vec<usize>) = (0..doc.sentences.len()).partition(|s| is_title(*s));
        for (nth, s) in body.iter().enumerate() {
            let amount = if nth < LEAD { IN_LEAD } else { 1.0 };
            self.sentence(doc, doc.sentences[*s].tokens.clone(), amount, Capitals::Name);
        }
        for s in titles {
            let tokens = doc.sentences[s].tokens.clone();
            let title = doc.blocks.get(doc.sentences[s].block).is_some_and(|b| b.kind == BlockKind::Title);
            let capitals = if all_capital(doc, tokens.clone()) { Capitals::Style } else { Capitals::Name };
            self.sentence(doc, tokens, if title { IN_TITLE } else { 1.0 }, capitals);
        }
        for entity in &doc.entities {
            let named =
                matches!(entity.kind, EntityKind::Person | EntityKind::Body | EntityKind::Document | EntityKind::Other);
            let form = fold(&entity.name);
            if named && form.contains(' ') && entity.name.chars().any(char::is_uppercase) {
                self.add(KeyClass::Name, &form.replace(' ', ""), entity.mentions.len().max(1) as f32);
            }
        }
    }

    fn sentence(&mut self, doc: &Doc, tokens: Range<usize>, amount: f32, capitals: Capitals) {
        let Some(first) = doc.tokens.get(tokens.start) else { return };
        let concepts = concepts(doc.sentences[first.sentence].lang);
        let mut at = tokens.start;
        while at < tokens.end {
            let known = world::longest_match(doc, at, tokens.end);
            if let Some(m) = &known
                && self.known(&m.what, amount)
            {
                self.spot(doc, at, amount);
                at = m.tokens.end.max(at + 1);
                continue;
            }
            if let Some(end) = self.spot(doc, at, amount) {
                at = end.max(at + 1);
                continue;
            }
            let ahead = &doc.tokens[at..tokens.end.min(at + LONGEST)];
            let read: [Vec<String>; 2] =
                [ahead.iter().map(lemma_of).collect(), ahead.iter().map(|t| fold(&t.lower)).collect()];
            if let Some((concept, n)) = read.iter().find_map(|words| concepts.of_phrase(words)) {
                self.add(KeyClass::Term, &concept_form(concept), amount);
                at += n;
                continue;
            }
            let concept = read.iter().find_map(|words| concepts.of_word(words.first()?));
            let form = concept.map_or_else(|| form_of(&doc.tokens[at]), concept_form);
            self.word(doc, at, &form, amount, capitals);
            at += 1;
        }
    }

    /// Something that the tables of the world know; false where it says nothing of the story.
    fn known(&mut self, what: &world::Known, amount: f32) -> bool {
        match what {
            world::Known::State(s) => self.add(KeyClass::Country, &s.country, amount),
            world::Known::Place(p) if !p.ambiguous => {
                self.add(KeyClass::Place, &p.key, amount);
                if let Some(country) = &p.country {
                    self.add(KeyClass::Country, country, amount);
                }
            }
            world::Known::Body(b) => self.add(KeyClass::Name, &b.key, amount),
            // Who reports it is not what is reported.
            world::Known::Outlet(_) => {}
            world::Known::Place(_) => return false,
        }
        true
    }

    /// A city whose name begins here: the token behind it.
    fn spot(&mut self, doc: &Doc, at: usize, amount: f32) -> Option<usize> {
        let spot = doc.spot_at(at).filter(|s| s.tokens.start == at)?;
        let city = spot.city.as_ref()?;
        self.add(KeyClass::Place, &format!("gn{}", city.geonames), amount);
        self.add(KeyClass::Country, &city.country, amount);
        Some(spot.tokens.end)
    }

    fn word(&mut self, doc: &Doc, at: usize, form: &str, amount: f32, capitals: Capitals) {
        let token = &doc.tokens[at];
        let capital = doc.text_of(at).chars().next().is_some_and(char::is_uppercase);
        let name = fold(&token.lower);
        if name.chars().count() < 2 || content::is_stop(&name) {
            return;
        }
        let named = capital && (token.pos == Pos::Propn || is_name(token));
        let named = match capitals {
            Capitals::Name => named,
            // Of a word that the body has as a name, or that it does not have at all and the model takes for a name.
            Capitals::Style => {
                named && (self.has(KeyClass::NameWord, &name) || is_name(token) && !self.has(KeyClass::Term, form))
            }
        };
        if named {
            self.add(KeyClass::NameWord, &name, amount);
        } else if matches!(token.pos, Pos::Noun | Pos::Verb | Pos::Adj | Pos::Propn | Pos::X)
            && !content::is_stop(&fold(&token.lemma))
        {
            self.add(KeyClass::Term, form, amount);
        }
    }

    /// A title that only metadata gives: its words, as what they are in the text.
    fn title(&mut self, read: &Read) {
        let Some(title) = read.doc.report.title.as_deref() else { return };
        if read.doc.report.text.contains(title.trim()) {
            return;
        }
        for word in title.split(|c: char| !c.is_alphanumeric()).filter(|w| w.chars().count() > 2) {
            let name = fold(word);
            if content::is_stop(&name) {
                continue;
            }
            let concept = concepts(read.doc.lang).of_word(&name);
            let form = concept.map_or_else(|| cognate(&word.to_lowercase()), concept_form);
            let class = if self.has(KeyClass::NameWord, &name) { KeyClass::NameWord } else { KeyClass::Term };
            self.add(class, if class == KeyClass::Term { &form } else { &name }, IN_TITLE);
        }
    }
}

/// What a capital letter says.
#[derive(Clone, Copy)]
enum Capitals {
    /// A name.
    Name,
    /// Nothing: all words of the title have one.
    Style,
}

/// Most words of these tokens have a capital.
fn all_capital(doc: &Doc, tokens: Range<usize>) -> bool {
    let (mut words, mut capitals) = (0, 0);
    for at in tokens {
        let first = doc.text_of(at).chars().next();
        let long = doc.text_of(at).chars().count() > 3;
        if long && first.is_some_and(char::is_alphabetic) {
            words += 1;
            capitals += usize::from(first.is_some_and(char::is_uppercase));
        }
    }
    words >= 3 && capitals * 4 >= words * 3
}

fn lemma_of(token: &Token) -> String {
    fold(if token.lemma.is_empty() { &token.lower } else { &token.lemma })
}

fn form_of(token: &Token) -> String {
    cognate(if token.lemma.is_empty() { &token.lower } else { &token.lemma })
}

/// The model takes it for a part of a name (English has labels for numbers and dates too).
fn is_name(token: &Token) -> bool {
    !matches!(
        &*token.ent_type,
        "" | "DATE" | "TIME" | "CARDINAL" | "ORDINAL" | "MONEY" | "PERCENT" | "QUANTITY" | "LANGUAGE"
    )
}

/// A number that tells one report's matter from another's: what it counts and its first three digits.
fn figure_form(figure: &Figure) -> Option<String> {
    let Value { lo: Some(lo), hi: Some(hi), vague: false, .. } = figure.value else { return None };
    if figure.certainty == Certainty::Denied || !hi.is_finite() || lo <= 0.0 || lo * 1.25 < hi {
        return None;
    }
    let what = match (figure.role, figure.unit.as_deref()) {
        (Some(role), _) => format!("{role:?}"),
        (None, Some(unit)) if !matches!(unit, "item" | "person") => unit.to_owned(),
        // A small number of things is anybody's.
        _ if hi >= 20.0 => String::new(),
        _ => return None,
    };
    Some(format!("{what}={hi:.2e}"))
}

/// A concept among the forms of words.
fn concept_form(concept: &str) -> String {
    format!("={concept}")
}
