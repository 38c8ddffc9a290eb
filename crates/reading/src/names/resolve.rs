//! The sieve: from mentions to entities, in text order, surest rules first.

mod descriptions;
mod persons;
mod speech;

use std::collections::BTreeMap;

use smol_str::{SmolStr, format_smolstr};

use super::{
    mentions::{Class, Description, Found, What},
    pronouns::Agreement,
    ties::Ties,
};
use crate::{
    Doc, Entity, EntityKind, Mention, MentionKind,
    world::{self, NamedBy, TitleClass, fold},
};

/// Sentences that a description without a name looks back, and that a pronoun looks back.
const DESCRIPTION_REACH: usize = 8;
const PRONOUN_REACH: usize = 3;
/// Bearers of one name, or bodies of one class, that are looked at; bounds the work on lists of thousands of names.
const MANY: usize = 64;
/// Mentions that a pronoun looks back at, at most.
const PRONOUN_MENTIONS: usize = 60;

/// An entity in the making.
struct Thing {
    name: String,
    /// How good the name is: a full name beats a short one, an acronym, a description.
    rank: u8,
    aliases: Vec<String>,
    kind: EntityKind,
    country: Option<SmolStr>,
    mentions: Vec<usize>,
    agreement: Agreement,
    /// Class of the body.
    class: Option<&'static str>,
    /// Titles and functions given to the person: fold of the words, class, state.
    titles: Vec<(String, TitleClass, Option<SmolStr>)>,
    /// The head word of the description that made it.
    head: Option<String>,
    /// Who published the document.
    author: Option<usize>,
    last_sentence: usize,
    /// The entity that it turned out to be.
    moved_to: Option<usize>,
    /// It may be merged with later descriptions: no generic group, no "another official".
    open: bool,
}

struct Sieve<'d> {
    doc: &'d Doc,
    things: Vec<Thing>,
    keys: BTreeMap<String, usize>,
    /// Persons by the skeleton of each word that may stand for them alone.
    words: BTreeMap<String, Vec<usize>>,
    bodies: BTreeMap<&'static str, Vec<usize>>,
    persons: Vec<usize>,
    documents: BTreeMap<String, Vec<usize>>,
    /// Bodies by name whose class no word told.
    untold: Vec<usize>,
    /// Who spoke last, and in which sentence.
    speaker: Option<(usize, usize)>,
    /// Whose publication was named last, and in which sentence.
    published: Option<(usize, usize)>,
    /// What each mention was resolved to.
    resolved: Vec<Option<usize>>,
}

/// Resolves all mentions; gives what [`Doc::mentions`] and [`Doc::entities`] shall hold.
pub(super) fn resolve(doc: &Doc, found: Vec<Found>, ties: &Ties) -> (Vec<Mention>, Vec<Entity>) {
    let mut sieve = Sieve {
        doc,
        things: Vec::new(),
        keys: BTreeMap::new(),
        words: BTreeMap::new(),
        bodies: BTreeMap::new(),
        persons: Vec::new(),
        documents: BTreeMap::new(),
        untold: Vec::new(),
        speaker: None,
        published: None,
        resolved: vec![None; found.len()],
    };
    for i in 0..found.len() {
        sieve.mention(&found, i, ties);
    }
    let Sieve { things, resolved, .. } = sieve;
    // Things that were absorbed by others are gone; the rest move up.
    let mut places = vec![None; things.len()];
    let mut kept = 0;
    for (place, thing) in places.iter_mut().zip(&things) {
        if !thing.mentions.is_empty() {
            *place = Some(kept);
            kept += 1;
        }
    }
    let mentions = found
        .into_iter()
        .zip(resolved)
        .map(|(f, thing)| Mention {
            tokens: f.tokens,
            head: f.head,
            kind: f.kind,
            entity: thing.and_then(|t| places[moved(&things, t)]),
        })
        .collect();
    let entities = things
        .into_iter()
        .filter(|t| !t.mentions.is_empty())
        .map(|t| Entity { name: t.name, aliases: t.aliases, kind: t.kind, country: t.country, mentions: t.mentions })
        .collect();
    (mentions, entities)
}

impl Sieve<'_> {
    fn mention(&mut self, found: &[Found], i: usize, ties: &Ties) {
        if self.resolved[i].is_some() {
            return;
        }
        let m = &found[i];
        // A mention tied to an earlier one (apposition, acronym in brackets, title before the name) is the same.
        let tied = ties.of(i).filter(|t| *t < i).and_then(|t| self.resolved_of(t));
        let thing = match tied {
            Some(thing) => {
                let joined = self.join_tied(thing, found, i);
                self.adopt_office(joined);
                Some(joined)
            }
            None => self.decide(found, i, ties),
        };
        self.resolved[i] = thing;
        let Some(thing) = thing else { return };
        self.note(thing, m, i);
        self.follow_speech(thing, m);
    }

    /// The entity of a mention that is tied to none before it.
    fn decide(&mut self, found: &[Found], i: usize, ties: &Ties) -> Option<usize> {
        let m = &found[i];
        let text = self.text(m);
        match &m.what {
            What::State(code, _) => {
                Some(self.keyed(format!("state:{code}"), m, EntityKind::Country, Some(code.clone())))
            }
            What::Place(p) => Some(self.keyed(format!("place:{}", p.key), m, EntityKind::Place, p.country.clone())),
            What::Body(b) => {
                let thing = self.keyed(format!("body:{}", b.key), m, EntityKind::Body, b.country.clone());
                self.classify(thing, b.class);
                Some(thing)
            }
            What::Outlet(o) => Some(self.keyed(format!("outlet:{}", o.key), m, EntityKind::Outlet, o.country.clone())),
            What::Person => self.person(&text, m),
            What::Locality => match self.person_known_by(&text) {
                Some(person) => Some(self.named_as(person, m)),
                None => Some(self.named(&text, m, EntityKind::Place)),
            },
            What::Named(class) => {
                // "La Cour", "l'Assemblée": the body of that head that was named before.
                if class.is_none()
                    && m.tokens.len() == 1
                    && m.kind == MentionKind::Name
                    && let Some(class) = world::body_head(&text, self.doc.lang_at(m.head))
                    && let Some(known) = self.capital_head(class, &text, m)
                {
                    return Some(known);
                }
                if let Some(person) =
                    self.person_known_by(&text).filter(|_| class.is_none() && m.kind == MentionKind::Name)
                {
                    return Some(self.named_as(person, m));
                }
                let kind = if *class == Some("media") { EntityKind::Outlet } else { EntityKind::Body };
                let thing = self.named(&text, m, kind);
                match class {
                    Some(class) => self.classify(thing, class),
                    None if self.untold.last() != Some(&thing) => self.untold.push(thing),
                    None => {}
                }
                let country =
                    ties.country(i).cloned().or_else(|| only(super::phrase::states_in(self.doc, m.tokens.clone())));
                self.learn_country(thing, country);
                if let Some(described) = class.and_then(|c| self.described_before(thing, c, m)) {
                    self.absorb(thing, described);
                }
                Some(thing)
            }
            What::Unknown => {
                if let Some(person) = self.person_known_by(&text) {
                    return Some(self.named_as(person, m));
                }
                if let Some(known) = self.key(&format!("name:{}", fold(&text))) {
                    return Some(known);
                }
                // "l'Alliance", "la Commission": a general word in capitals for a body named before.
                let lang = self.doc.lang_at(m.head);
                if m.tokens.len() == 1
                    && let Some(class) = world::body_head(&text, lang)
                    && let Some(known) = self.capital_head(class, &text, m)
                {
                    return Some(known);
                }
                // A title that follows or precedes tells what it is.
                let titled = ties
                    .partners(i)
                    .any(|p| matches!(&found[p].what, What::Described(d) if matches!(d.class, Class::Person(_))));
                let body = ties.partners(i).find_map(|p| match &found[p].what {
                    What::Described(Description { class: Class::Body(c), .. }) => Some(*c),
                    _ => None,
                });
                match (titled, body) {
                    (true, _) => self.person(&text, m),
                    (_, Some(class)) => {
                        let kind = if class == "media" { EntityKind::Outlet } else { EntityKind::Body };
                        let thing = self.named(&text, m, kind);
                        self.classify(thing, class);
                        Some(thing)
                    }
                    _ => Some(self.named(&text, m, EntityKind::Other)),
                }
            }
            What::Described(d) => self.description(found, i, d, ties),
            What::Pronoun => self.pronoun(found, i),
        }
    }

    /// A body of which a state has one, first described ("the South Korean general staff"), then named for the first time
    /// with the same head word and no other state.
    fn described_before(&self, named: usize, class: &'static str, m: &Found) -> Option<usize> {
        let t = &self.things[named];
        if !unique_in_a_state(class) || !t.mentions.is_empty() {
            return None;
        }
        let here = self.doc.tokens[m.head].sentence;
        let name = fold(&t.name);
        let mut fitting = self.bodies.get(class)?.iter().rev().take(16).copied().filter(|b| {
            let d = &self.things[*b];
            *b != named
                && d.rank >= 7
                && !d.mentions.is_empty()
                && d.last_sentence + PRONOUN_REACH >= here
                && (t.country.is_none() || d.country == t.country)
                && d.head.as_ref().is_some_and(|h| name.contains(h.as_str()))
        });
        let first = fitting.next()?;
        fitting.next().is_none().then_some(first)
    }

    /// Joins a mention to the entity it is tied to.
    fn join_tied(&mut self, thing: usize, found: &[Found], i: usize) -> usize {
        let m = &found[i];
        let text = self.text(m);
        match &m.what {
            What::Described(d) => {
                self.learn_description(thing, d, m);
                self.take_name(thing, text, 9);
            }
            What::State(..) | What::Place(_) => {}
            _ => {
                let key = match &m.what {
                    What::Body(b) => format!("body:{}", b.key),
                    What::Outlet(o) => format!("outlet:{}", o.key),
                    _ => format!("name:{}", fold(&text)),
                };
                // Known already under this name: that one it is; what was tied to it goes on as its description.
                let known = *self.keys.entry(key).or_insert(thing);
                let known = self.live(known);
                if known != thing {
                    self.absorb(known, thing);
                    return self.named_as(known, m);
                }
                match &m.what {
                    What::Person | What::Unknown | What::Locality if self.things[thing].kind == EntityKind::Person => {
                        // A person first described, then named: perhaps known by name already.
                        if let Some(known) = self.find_person(&text).filter(|p| *p != thing) {
                            self.absorb(known, thing);
                            return self.named_as(known, m);
                        }
                        self.index_person(thing, &text);
                    }
                    What::Named(Some(class)) => self.classify(thing, class),
                    What::Outlet(o) => {
                        self.things[thing].kind = EntityKind::Outlet;
                        self.learn_country(thing, o.country.clone());
                    }
                    What::Body(b) => self.learn_country(thing, b.country.clone()),
                    _ => {}
                }
                self.named_as(thing, m);
            }
        }
        thing
    }

    /// The thing itself, or what it was absorbed by.
    fn live(&self, thing: usize) -> usize {
        moved(&self.things, thing)
    }

    fn key(&self, key: &str) -> Option<usize> {
        self.keys.get(key).map(|t| self.live(*t))
    }

    fn resolved_of(&self, mention: usize) -> Option<usize> {
        self.resolved[mention].map(|t| self.live(t))
    }

    fn text(&self, m: &Found) -> String {
        self.doc.text_of_range(m.tokens.clone()).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn thing(&mut self, m: &Found, kind: EntityKind) -> usize {
        self.things.push(Thing {
            name: String::new(),
            rank: u8::MAX,
            aliases: Vec::new(),
            kind,
            country: None,
            mentions: Vec::new(),
            agreement: if kind == EntityKind::Country { Agreement::default() } else { m.agreement },
            class: None,
            titles: Vec::new(),
            head: None,
            author: None,
            last_sentence: 0,
            moved_to: None,
            open: true,
        });
        let thing = self.things.len() - 1;
        if kind == EntityKind::Person {
            self.persons.push(thing);
        }
        thing
    }

    fn keyed(&mut self, key: String, m: &Found, kind: EntityKind, country: Option<SmolStr>) -> usize {
        let thing = match self.key(&key) {
            Some(thing) => thing,
            None => {
                let thing = self.thing(m, kind);
                self.keys.insert(key, thing);
                thing
            }
        };
        self.learn_country(thing, country);
        self.named_as(thing, m)
    }

    fn keyed_place(&mut self, place: world::PlaceMention, m: &Found) -> usize {
        self.keyed(format!("place:{}", place.key), m, EntityKind::Place, place.country)
    }

    fn named(&mut self, text: &str, m: &Found, kind: EntityKind) -> usize {
        let thing = self.keyed(format!("name:{}", fold(text)), m, kind, None);
        let slot = &mut self.things[thing].kind;
        if *slot == EntityKind::Other && kind != EntityKind::Other {
            *slot = kind;
        }
        thing
    }

    /// Takes the name of a mention as name or alias.
    fn named_as(&mut self, thing: usize, m: &Found) -> usize {
        let text = self.text(m);
        let rank = match (&m.what, m.kind) {
            (What::State(_, NamedBy::Name), MentionKind::Name) => 0,
            (What::State(_, NamedBy::Capital), _) => 2,
            (What::State(_, NamedBy::Seat), _) => 3,
            (What::State(_, NamedBy::Demonym), _) => 4,
            (_, MentionKind::Name) => 0,
            (_, MentionKind::Acronym) => 5,
            _ => 7,
        };
        self.take_name(thing, text, rank);
        thing
    }

    fn take_name(&mut self, thing: usize, text: String, rank: u8) {
        let t = &mut self.things[thing];
        let fuller = rank < t.rank
            || rank == t.rank && rank == 0 && t.kind == EntityKind::Person && words(&text) > words(&t.name);
        if t.name.is_empty() {
            (t.name, t.rank) = (text, rank);
        } else if fuller {
            let old = std::mem::replace(&mut t.name, text);
            t.rank = rank;
            let name = t.name.clone();
            t.aliases.retain(|a| *a != name);
            t.aliases.insert(0, old);
        } else if t.name != text && !t.aliases.contains(&text) && t.aliases.len() < 64 {
            t.aliases.push(text);
        }
    }

    fn note(&mut self, thing: usize, m: &Found, i: usize) {
        let sentence = self.doc.tokens[m.head].sentence;
        let t = &mut self.things[thing];
        t.mentions.push(i);
        t.last_sentence = sentence;
        if m.kind != MentionKind::Pronoun && !matches!(t.kind, EntityKind::Country | EntityKind::Person) {
            t.agreement.learn(m.agreement);
        }
        if m.kind == MentionKind::Pronoun && t.kind == EntityKind::Person && t.agreement.gender.is_none() {
            t.agreement.gender = m.agreement.gender;
        }
    }

    fn learn_country(&mut self, thing: usize, country: Option<SmolStr>) {
        if self.things[thing].country.is_none() {
            self.things[thing].country = country;
        }
    }

    fn classify(&mut self, thing: usize, class: &'static str) {
        if self.things[thing].class.is_none() {
            self.things[thing].class = Some(class);
            self.bodies.entry(class).or_default().push(thing);
        }
    }
}

/// Follows a chain of absorptions to its end; each step goes to a thing that was live when it was taken.
fn moved(things: &[Thing], mut thing: usize) -> usize {
    for _ in 0..things.len() {
        match things[thing].moved_to {
            Some(next) => thing = next,
            None => break,
        }
    }
    thing
}

fn words(text: &str) -> usize {
    text.split([' ', '-']).count()
}

/// The state, if one only is named.
fn only(states: Vec<SmolStr>) -> Option<SmolStr> {
    match states.as_slice() {
        [one] => Some(format_smolstr!("{one}")),
        _ => None,
    }
}

/// Classes of which a state has one that news speak of.
fn unique_in_a_state(class: &str) -> bool {
    matches!(class, "intelligence" | "command")
}

/// What can be the source of a statement.
fn can_speak(kind: EntityKind) -> bool {
    !matches!(kind, EntityKind::Place | EntityKind::Other)
}
