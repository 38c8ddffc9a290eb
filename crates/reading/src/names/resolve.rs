//! The sieve: from mentions to entities, in text order, surest rules first.

use std::collections::BTreeMap;

use smol_str::{SmolStr, format_smolstr};

use super::{
    compare::{Likeness, PersonName, person_likeness, skeleton},
    lists,
    mentions::{Class, Description, Found, What},
    phrase::Determiner,
    pronouns::{self, Agreement},
    ties::Ties,
};
use crate::{
    Doc, Entity, EntityKind, Lang, Mention, MentionKind, Pos,
    world::{self, DocumentClass, Gender, NamedBy, TitleClass, fold},
};

/// Sentences that a description without a name looks back, and that a pronoun looks back.
const DESCRIPTION_REACH: usize = 8;
const PRONOUN_REACH: usize = 3;
/// Bearers of one name, or bodies of one class, that are looked at; bounds the work on lists of thousands of names.
const MANY: usize = 64;
/// Mentions that a pronoun looks back at, at most.
const PRONOUN_MENTIONS: usize = 60;

/// An entity in the making.
pub(super) struct Thing {
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

pub(super) struct Sieve<'d> {
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
            Some(thing) => Some(self.join_tied(thing, found, i)),
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

    // ---- persons

    fn person(&mut self, text: &str, m: &Found) -> Option<usize> {
        PersonName::parse(text)?;
        let known = match self.find_person(text) {
            Some(known) => known,
            None => {
                // Several persons bear it: it cannot be told.
                if self.candidates(text).len() > 1 {
                    return None;
                }
                let key = format!("name:{}", fold(text));
                match self.key(&key) {
                    // The same name in one report is the same thing, whatever the model takes it for here.
                    Some(thing) if self.things[thing].kind != EntityKind::Other => {
                        return Some(self.named_as(thing, m));
                    }
                    Some(thing) => {
                        self.things[thing].kind = EntityKind::Person;
                        self.persons.push(thing);
                        thing
                    }
                    None => {
                        let thing = self.thing(m, EntityKind::Person);
                        self.things[thing].agreement = Agreement { gender: None, plural: Some(false) };
                        self.keys.insert(key, thing);
                        thing
                    }
                }
            }
        };
        self.index_person(known, text);
        Some(self.named_as(known, m))
    }

    /// The person known by this name, in full or in part; `None` if there is none or more than one.
    fn find_person(&self, text: &str) -> Option<usize> {
        if let Some(thing) = self.key(&format!("name:{}", fold(text)))
            && self.things[thing].kind == EntityKind::Person
        {
            return Some(thing);
        }
        match self.candidates(text).as_slice() {
            [one] => Some(*one),
            _ => None,
        }
    }

    /// All persons that this name, in full or in part, may be the name of.
    fn candidates(&self, text: &str) -> Vec<usize> {
        let Some(name) = PersonName::parse(text) else { return Vec::new() };
        let Some(all) = self.words.get(&skeleton(&name.family)) else { return Vec::new() };
        let fits = |thing: usize| {
            let t = &self.things[thing];
            let names = std::iter::once(&t.name).chain(t.aliases.iter().take(8));
            let names = names.filter(|n| n.chars().next().is_some_and(char::is_uppercase));
            let likeness = names.map(|n| person_likeness(n, text)).max().unwrap_or(Likeness::Different);
            // The family name alone, or the given name alone in the local pages.
            likeness >= Likeness::Compatible || name.words.len() == 1 && self.is_given_name_of(t, &name.family)
        };
        let live = all.iter().rev().take(MANY).copied().filter(|t| self.things[*t].moved_to.is_none());
        live.filter(|t| fits(*t)).collect()
    }

    fn is_given_name_of(&self, t: &Thing, word: &str) -> bool {
        lists::given_name(word).is_some()
            && PersonName::parse(&t.name).is_some_and(|n| n.given.first().is_some_and(|g| g == word))
    }

    /// A single capitalised word of no known kind that is the family name of a person named before.
    fn person_known_by(&self, text: &str) -> Option<usize> {
        if text.contains(' ') && !text.contains('-') {
            return self
                .keys
                .get(&format!("name:{}", fold(text)))
                .copied()
                .filter(|t| self.things[*t].kind == EntityKind::Person);
        }
        self.find_person(text).filter(|t| self.things[*t].kind == EntityKind::Person)
    }

    fn index_person(&mut self, thing: usize, text: &str) {
        let Some(name) = PersonName::parse(text) else { return };
        let gender = name.given.first().and_then(|g| lists::given_name(g)).filter(|g| *g != Gender::Common);
        // A given name tells more than the gender of a title ("le maire, Anne …").
        if gender.is_some() {
            self.things[thing].agreement.gender = gender;
        }
        self.things[thing].agreement.plural = Some(false);
        self.keys.entry(format!("name:{}", fold(text))).or_insert(thing);
        for word in &name.words {
            let list = self.words.entry(skeleton(word)).or_default();
            if !list.contains(&thing) {
                list.push(thing);
            }
        }
    }

    /// Everything known of `from` goes to `into`; `from` keeps its place, empty of mentions.
    fn absorb(&mut self, into: usize, from: usize) {
        let old = &mut self.things[from];
        old.moved_to = Some(into);
        let (mentions, titles, country, agreement, class) = (
            std::mem::take(&mut old.mentions),
            std::mem::take(&mut old.titles),
            old.country.take(),
            old.agreement,
            old.class,
        );
        let names: Vec<String> =
            std::iter::once(std::mem::take(&mut old.name)).chain(std::mem::take(&mut old.aliases)).collect();
        old.open = false;
        let t = &mut self.things[into];
        t.mentions.extend(mentions);
        t.mentions.sort_unstable();
        t.titles.extend(titles);
        t.agreement.learn(agreement);
        self.learn_country(into, country);
        if let Some(class) = class {
            self.classify(into, class);
        }
        names.into_iter().filter(|n| !n.is_empty()).for_each(|n| self.take_name(into, n, 8));
    }

    // ---- descriptions

    fn description(&mut self, found: &[Found], i: usize, d: &Description, ties: &Ties) -> Option<usize> {
        let m = &found[i];
        // Tied to a name that comes later: made now, named then.
        let named_later = ties.partners(i).any(|p| p > i);
        let refers_back = matches!(m.determiner, Determiner::Definite | Determiner::Demonstrative) && !named_later;
        // "un rapport de l'institut": who speaks is the institute.
        if d.class == Class::Document(DocumentClass::Publication)
            && let Some(inner) = author_inside(self.doc, found, i)
        {
            self.mention(found, inner, ties);
            if let Some(author) = self.resolved_of(inner).filter(|t| can_speak(self.things[*t].kind)) {
                self.documents.entry(d.head.clone()).or_default();
                self.published = Some((author, self.doc.tokens[m.head].sentence));
                return Some(author);
            }
        }
        // "la région de Koursk" is the place named in it.
        if d.class == Class::Body("place")
            && let Some(place) = named_place(self.doc, m)
        {
            return Some(self.keyed_place(place, m));
        }
        if refers_back {
            let back = match d.class {
                Class::Person(class) => self.person_described(class, d, m),
                Class::Body(class) => self.body_described(class, d, m),
                Class::Document(class) => self.document_described(class, d, m),
                Class::Group => None,
            };
            if let Some(thing) = back {
                self.take_name(thing, self.text(m), 9);
                self.learn_description(thing, d, m);
                return Some(thing);
            }
        }
        if named_later
            && let Some(name) = ties.partners(i).find(|p| *p > i)
            && matches!(found[name].what, What::Person | What::Unknown | What::Named(_) | What::Locality)
            && matches!(d.class, Class::Person(_))
            && let Some(known) = self.find_person(&self.text(&found[name]))
        {
            self.learn_description(known, d, m);
            self.take_name(known, self.text(m), 9);
            return Some(known);
        }
        let kind = match d.class {
            Class::Person(_) => EntityKind::Person,
            Class::Body("media") => EntityKind::Outlet,
            Class::Body("place") => EntityKind::Place,
            Class::Body(_) => EntityKind::Body,
            Class::Document(_) => EntityKind::Document,
            Class::Group => EntityKind::Group,
        };
        let thing = self.thing(m, kind);
        self.take_name(thing, self.text(m), 7);
        self.learn_description(thing, d, m);
        let t = &mut self.things[thing];
        t.head = Some(d.head.clone());
        t.open = kind != EntityKind::Group;
        if let Class::Document(_) = d.class {
            let author = self.author_of(found, i, d, ties);
            self.things[thing].author = author;
            self.documents.entry(d.head.clone()).or_default().push(thing);
        }
        if matches!(d.class, Class::Body(_))
            && matches!(m.determiner, Determiner::Definite | Determiner::Possessive)
            && !d.bare
        {
            self.keys.entry(format!("phrase:{}", fold(&self.text(m)))).or_insert(thing);
        }
        Some(thing)
    }

    fn learn_description(&mut self, thing: usize, d: &Description, m: &Found) {
        let state = only(d.states.clone());
        match d.class {
            Class::Person(class) => {
                let speaks_for = matches!(
                    class,
                    TitleClass::Head
                        | TitleClass::Office
                        | TitleClass::Speaker
                        | TitleClass::Army
                        | TitleClass::Police
                        | TitleClass::Justice
                ) || d.head == "responsable"
                    || d.head == "official";
                if speaks_for {
                    self.learn_country(thing, state.clone());
                }
                if self.things[thing].titles.len() < 32 {
                    self.things[thing].titles.push((d.head.clone(), class, state));
                }
            }
            Class::Body(class) => {
                self.classify(thing, class);
                self.learn_country(thing, state);
            }
            Class::Document(_) => {}
            Class::Group => self.learn_country(thing, state),
        }
        if m.kind == MentionKind::Description && self.things[thing].kind == EntityKind::Person {
            let gender = super::mentions::gender_of_title(&d.head, self.doc.lang_at(m.head));
            let shown = if self.doc.lang_at(m.head) == Lang::En { gender } else { gender.or(m.agreement.gender) };
            self.things[thing].agreement.learn(Agreement { gender: shown, plural: Some(false) });
        }
    }

    /// "le président ukrainien", "le ministre": the one person with this title (and state) so far.
    fn person_described(&self, class: TitleClass, d: &Description, m: &Found) -> Option<usize> {
        let here = self.doc.tokens[m.head].sentence;
        let state = only(d.states.clone());
        let fits = |thing: usize, by_class: bool| {
            let t = &self.things[thing];
            let agreement = pronouns::Agreement { gender: None, plural: t.agreement.plural };
            t.open
                && t.kind == EntityKind::Person
                && agreement.agrees(m.agreement)
                && t.titles.iter().any(|(head, c, s)| {
                    let same_state = match (&state, s.as_ref().or(t.country.as_ref())) {
                        (Some(a), Some(b)) => a == b,
                        (None, _) => true,
                        (Some(_), None) => false,
                    };
                    same_state
                        && (*head == d.head || by_class && *c == class || d.bare && stands_for(&d.head).contains(c))
                })
        };
        // Heads of state and government have many titles; the state tells which.
        let by_class = class == TitleClass::Head && state.is_some();
        if state.is_some() || d.bare {
            return self.latest_alone(self.persons.iter().copied().filter(|t| fits(*t, by_class)), here);
        }
        // With words of its own ("le président du comité"): only the same words.
        let words = fold(&self.text(m));
        let mut same = self.persons.iter().copied().filter(|t| {
            let t = &self.things[*t];
            t.open && std::iter::once(&t.name).chain(&t.aliases).any(|n| fold(n) == words)
        });
        let first = same.next()?;
        same.next().is_none().then_some(first)
    }

    /// The only candidate within reach; of several the one in the sentence before or this one, if no other is there.
    fn latest_alone(&self, candidates: impl Iterator<Item = usize>, here: usize) -> Option<usize> {
        let all: Vec<usize> = candidates.filter(|t| !self.things[*t].mentions.is_empty()).collect();
        if all.len() == 1 {
            return Some(all[0]);
        }
        let mut near = all.into_iter().filter(|t| self.things[*t].last_sentence + 1 >= here);
        let first = near.next()?;
        near.next().is_none().then_some(first)
    }

    /// "l'agence d'espionnage sud-coréenne", "le groupe de réflexion", "le ministère".
    fn body_described(&self, class: &'static str, d: &Description, m: &Found) -> Option<usize> {
        if let Some(thing) = self.key(&format!("phrase:{}", fold(&self.text(m)))) {
            return Some(thing);
        }
        let here = self.doc.tokens[m.head].sentence;
        let state = only(d.states.clone());
        let none = Vec::new();
        let of_class = self.bodies.get(class).unwrap_or(&none);
        let recent = of_class
            .iter()
            .rev()
            .take(MANY)
            .copied()
            .filter(|t| self.things[*t].open && !self.things[*t].mentions.is_empty());
        let narrow = unique_in_a_state(class);
        if let Some(state) = state {
            // One state has one intelligence service, one command, in most stories; other bodies need the same head word.
            let candidates = recent.filter(|t| {
                let t = &self.things[*t];
                t.country.as_ref() == Some(&state)
                    && (narrow || self.shares_head(t, d) && (d.bare || is_state_and_head(d, &self.text(m))))
            });
            return self.latest_alone(candidates, here);
        }
        if d.states.len() > 1 || !(d.bare || narrow_by_words(class, d)) {
            return None;
        }
        // "le groupe de réflexion", "l'agence", "le syndicat": the one named lately.
        let number = m.agreement.plural;
        let candidates = recent.filter(|t| {
            let t = &self.things[*t];
            t.last_sentence + DESCRIPTION_REACH >= here
                && (number != Some(true) || t.agreement.plural == Some(true))
                && (self.shares_head(t, d) || hypernym(class))
        });
        if let Some(found) = self.latest_alone(candidates, here) {
            return Some(found);
        }
        if !hypernym(class) || number == Some(true) {
            return None;
        }
        // Bodies of a kindred class ("l'organisation" for a union of states), then those whose class no word told.
        let alike = kindred(class).iter().filter_map(|c| self.bodies.get(c)).flatten().copied();
        let alike = alike.filter(|t| self.things[*t].open && self.things[*t].last_sentence + DESCRIPTION_REACH >= here);
        if let Some(found) = self.latest_alone(alike, here) {
            return Some(found);
        }
        let untold = self.untold.iter().rev().take(MANY).copied().filter(|t| {
            let t = &self.things[*t];
            t.class.is_none() && t.open && t.last_sentence + DESCRIPTION_REACH >= here
        });
        self.latest_alone(untold, here)
    }

    /// A head word in capitals: the body of its class or with this head that was named lately.
    fn capital_head(&self, class: &'static str, text: &str, m: &Found) -> Option<usize> {
        let d = Description { class: Class::Body(class), head: fold(text), states: Vec::new(), bare: true };
        self.body_described(class, &d, m)
    }

    fn shares_head(&self, t: &Thing, d: &Description) -> bool {
        let has = |n: &String| {
            let key = fold(n);
            key.strip_prefix(&d.head).is_some_and(|r| r.is_empty() || r.starts_with(' '))
                || key.strip_suffix(&d.head).is_some_and(|r| r.ends_with(' '))
        };
        t.head.as_ref().is_some_and(|h| *h == d.head) || has(&t.name) || t.aliases.iter().any(has)
    }

    /// "le communiqué", "ce rapport": its author where the text said who published it, else the document named before.
    fn document_described(&self, class: DocumentClass, d: &Description, m: &Found) -> Option<usize> {
        let here = self.doc.tokens[m.head].sentence;
        let subject = self.doc.tokens[m.head].dep.starts_with("nsubj");
        let said = (subject || self.speaks_here(m)) && class == DocumentClass::Publication;
        let before = self.documents.get(&d.head).and_then(|all| {
            let mut near =
                all.iter().rev().copied().filter(|t| self.things[*t].last_sentence + DESCRIPTION_REACH >= here);
            near.next()
        });
        if let Some(document) = before {
            let author = self.things[document].author.filter(|_| said);
            return author.or((d.bare || class == DocumentClass::Law).then_some(document));
        }
        if !said || !d.bare {
            return None;
        }
        if let Some((author, _)) = self.published.filter(|(_, s)| s + PRONOUN_REACH >= here) {
            return Some(self.live(author));
        }
        // Another word for what was published: "le communiqué … la déclaration"; or the body that spoke last.
        let published = self
            .documents
            .values()
            .flatten()
            .copied()
            .filter(|t| self.things[*t].last_sentence + PRONOUN_REACH >= here)
            .filter_map(|t| Some((self.things[t].last_sentence, self.things[t].author?)))
            .max();
        if let Some((_, author)) = published {
            return Some(author);
        }
        let (speaker, sentence) = self.speaker?;
        let body = matches!(self.things[speaker].kind, EntityKind::Body | EntityKind::Outlet);
        (body && sentence + DESCRIPTION_REACH >= here).then_some(speaker)
    }

    /// Who published a document that is mentioned for the first time: the body or person in its phrase is found later;
    /// here the subject of its verb.
    fn author_of(&mut self, found: &[Found], i: usize, d: &Description, ties: &Ties) -> Option<usize> {
        if !matches!(d.class, Class::Document(DocumentClass::Publication)) {
            return None;
        }
        let m = &found[i];
        let mut verb = self.doc.tokens[m.head].head;
        for _ in 0..4 {
            if self.doc.tokens[verb].pos == Pos::Verb || self.doc.tokens[verb].head == verb {
                break;
            }
            verb = self.doc.tokens[verb].head;
        }
        let here = self.doc.tokens[m.head].sentence;
        let is_subject = |j: &usize| {
            let head = &self.doc.tokens[found[*j].head];
            head.sentence == here && head.head == verb && head.dep.starts_with("nsubj") || self.speaks_here(&found[*j])
        };
        let before =
            (0..i).rev().take(12).take_while(|j| self.doc.tokens[found[*j].head].sentence == here).find(is_subject);
        if let Some(subject) = before {
            return self.resolved_of(subject);
        }
        // "Dans un rapport publié jeudi, l'institut affirme …": the subject comes later.
        let after = (i + 1..found.len()).take(12).take_while(|j| self.doc.tokens[found[*j].head].sentence == here);
        let subject = after.filter(|j| found[*j].kind != MentionKind::Pronoun).find(is_subject)?;
        self.mention(found, subject, ties);
        self.resolved_of(subject)
    }

    // ---- speech and pronouns

    /// Remembers who spoke.
    fn follow_speech(&mut self, thing: usize, m: &Found) {
        let kind = self.things[thing].kind;
        if can_speak(kind) && self.speaks_here(m) {
            let sentence = self.doc.tokens[m.head].sentence;
            self.speaker = Some((thing, sentence));
        }
    }

    /// The mention is the source of what its sentence says: subject of a verb of saying, inverted subject, "selon …".
    fn speaks_here(&self, m: &Found) -> bool {
        let doc = self.doc;
        let lang = doc.lang_at(m.head);
        let head = &doc.tokens[m.head];
        let verb = &doc.tokens[head.head];
        if head.dep.starts_with("nsubj") && lists::says(verb, lang) {
            return true;
        }
        let start = doc.sentence_start(m.head);
        let before = |n: usize| m.tokens.start.checked_sub(n).filter(|b| *b >= start).map(|b| &doc.tokens[b]);
        let skip = usize::from(before(1).is_some_and(|t| t.pos == Pos::Det));
        match before(1 + skip).map(|t| &*t.lower) {
            Some("selon") => return true,
            Some("après" | "to") => {
                if matches!(before(2 + skip).map(|t| &*t.lower), Some("d'" | "d’" | "according")) {
                    return true;
                }
            }
            _ => {}
        }
        if before(1 + skip).is_some_and(|t| lists::says(t, lang)) {
            return true;
        }
        let after = doc.tokens[m.tokens.end..doc.sentence_end(m.head)].iter().take(4);
        after.take_while(|t| matches!(t.pos, Pos::Aux | Pos::Adv | Pos::Verb | Pos::Pron)).any(|t| lists::says(t, lang))
    }

    fn pronoun(&self, found: &[Found], i: usize) -> Option<usize> {
        let m = &found[i];
        let doc = self.doc;
        let here = doc.tokens[m.head].sentence;
        let speaking = self.speaks_here(m);
        let personal = pronouns::is_personal(doc, m.head);
        let neuter = pronouns::is_neuter(doc, m.head);
        let last_named = pronouns::means_the_last(doc, &m.tokens);
        let mut scores: BTreeMap<usize, i32> = BTreeMap::new();
        let mut nearest_subject_seen = false;
        for j in (0..i).rev().take(PRONOUN_MENTIONS) {
            let c = &found[j];
            let Some(thing) = self.resolved_of(j) else { continue };
            let t = &self.things[thing];
            let sentence = doc.tokens[c.head].sentence;
            if sentence + PRONOUN_REACH < here {
                break;
            }
            if c.tokens.contains(&m.head) {
                continue;
            }
            let kind_fits = match t.kind {
                EntityKind::Person => !neuter,
                EntityKind::Place | EntityKind::Other => false,
                EntityKind::Document => !personal && !(speaking && m.agreement.plural == Some(true)),
                _ => !personal,
            };
            if !kind_fits || !self.candidate_agreement(thing, c).agrees(m.agreement) {
                continue;
            }
            if last_named {
                // "celle-ci", "ce dernier": the one named last.
                return (sentence + 1 >= here).then_some(thing);
            }
            let distance = (here - sentence) as i32;
            let head = &doc.tokens[c.head];
            let subject = head.dep.starts_with("nsubj");
            let speaks = self.speaks_here(c);
            let mut score = 10 - 4 * distance;
            score += if subject { 4 } else { 0 };
            score += if speaks { 4 } else { 0 };
            score += if speaking && self.speaker == Some((thing, sentence)) && distance > 0 { 3 } else { 0 };
            score += if t.kind == EntityKind::Person { 1 } else { 0 };
            // The nearest subject before it, in a clause told by another: "X says that Y … and that it …".
            if subject && !speaking && !nearest_subject_seen && distance == 0 {
                score += 4;
            }
            nearest_subject_seen |= subject;
            let shown = self.candidate_agreement(thing, c).gender;
            score += if shown.is_some() && m.agreement.gender.is_some() { 2 } else { 0 };
            // Inside another phrase ("la guerre de la Russie"): in the background.
            score -=
                if matches!(&*head.dep, "nmod" | "pobj" | "poss" | "compound" | "amod") && !speaks { 3 } else { 0 };
            // A speaker is not spoken of as "he" by himself in the sentence that "he" says.
            score -= if distance == 0 && speaking && !speaks { 4 } else { 0 };
            let best = scores.entry(thing).or_insert(score);
            *best = (*best).max(score);
        }
        let best = *scores.values().max()?;
        let mut at_best = scores.iter().filter(|(_, s)| **s == best).map(|(t, _)| *t);
        let first = at_best.next()?;
        (best >= 4 && at_best.next().is_none()).then_some(first)
    }

    fn candidate_agreement(&self, thing: usize, c: &Found) -> Agreement {
        let t = &self.things[thing];
        let mut known = c.agreement;
        if let What::State(code, by) = &c.what {
            if self.doc.lang_at(c.head) != Lang::En {
                known.gender = known.gender.or(pronouns::gender_of_state(code, *by));
            }
            known.plural = known.plural.or(Some(*by == NamedBy::Demonym));
            return known;
        }
        if t.kind == EntityKind::Person {
            let own = known;
            known = t.agreement;
            known.learn(own);
            return known;
        }
        known.learn(t.agreement);
        if self.doc.lang_at(c.head) == Lang::En {
            known.gender = None;
            // "The army said they …": a body may be many.
            known.plural = known.plural.filter(|p| *p);
        }
        known
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

/// The mention inside a document's phrase, after "de" or "by", that tells whose it is.
fn author_inside(doc: &Doc, found: &[Found], i: usize) -> Option<usize> {
    let m = &found[i];
    let mut inside = (i + 1..found.len()).take(8).take_while(|j| found[*j].tokens.start < m.tokens.end);
    let j = inside.find(|j| found[*j].tokens.start > m.head && found[*j].tokens.end <= m.tokens.end)?;
    let mut link = found[j].tokens.start.checked_sub(1)?;
    if doc.tokens[link].pos == Pos::Det
        || matches!(&*doc.tokens[link].lower, "l'" | "l’" | "la" | "les" | "le" | "the" | "a")
    {
        link = link.checked_sub(1)?;
    }
    let of = matches!(&*doc.tokens[link].lower, "de" | "du" | "des" | "d'" | "d’" | "of" | "by" | "from");
    let speaks = match &found[j].what {
        What::Described(d) => !matches!(d.class, Class::Document(_) | Class::Body("place" | "armed")),
        What::State(_, by) => *by != NamedBy::Demonym,
        What::Place(_) | What::Locality | What::Pronoun => false,
        _ => true,
    };
    (of && link > m.head && speaks).then_some(j)
}

/// The place that a phrase names beside its head word, if one only.
fn named_place(doc: &Doc, m: &Found) -> Option<world::PlaceMention> {
    let mut found = None;
    for at in m.tokens.clone() {
        if let Some(world::Known::Place(place)) = world::longest_match(doc, at, m.tokens.end).map(|k| k.what) {
            if found.as_ref().is_some_and(|f: &world::PlaceMention| f.key != place.key) {
                return None;
            }
            found = Some(place);
        }
    }
    found
}

/// The state, if one only is named.
fn only(states: Vec<SmolStr>) -> Option<SmolStr> {
    match states.as_slice() {
        [one] => Some(format_smolstr!("{one}")),
        _ => None,
    }
}

/// Classes of titles that a general word stands for: "le magistrat" for a prosecutor named before.
fn stands_for(head: &str) -> &'static [TitleClass] {
    match head {
        "magistrat" | "magistrate" | "magistrat e" => &[TitleClass::Justice],
        "elu" | "elue" | "politician" | "responsable politique" => &[TitleClass::Office, TitleClass::Head],
        "chercheur" | "chercheuse" | "scientifique" | "universitaire" | "specialiste" | "expert" | "experte"
        | "researcher" | "scientist" | "academic" | "specialist" | "scholar" => &[TitleClass::Science],
        "diplomate" | "diplomat" => &[TitleClass::Office],
        "officier" | "officer" => &[TitleClass::Army, TitleClass::Police],
        "militaire" => &[TitleClass::Army],
        "policier" => &[TitleClass::Police],
        "dirigeant" | "dirigeante" | "leader" | "patron" | "patronne" | "boss" => &[TitleClass::Head],
        _ => &[],
    }
}

/// Classes of which a state has one that news speak of.
fn unique_in_a_state(class: &str) -> bool {
    matches!(class, "intelligence" | "command")
}

/// Words that stand for any body of their class.
fn hypernym(class: &str) -> bool {
    matches!(
        class,
        "think-tank"
            | "intelligence"
            | "command"
            | "media"
            | "union"
            | "company"
            | "aid"
            | "party"
            | "education"
            | "alliance"
    )
}

/// Classes whose bodies go by the general words of another class.
fn kindred(class: &str) -> &'static [&'static str] {
    match class {
        "aid" => &["international", "rights", "health", "aid", "union", "alliance"],
        "alliance" => &["alliance", "party"],
        "think-tank" => &["think-tank", "statistics", "science", "agency"],
        _ => &[],
    }
}

/// The description is more than one word, but all of them belong to the class ("groupe de réflexion").
fn narrow_by_words(class: &str, d: &Description) -> bool {
    d.bare && unique_in_a_state(class)
}

/// The phrase says no more than head and state: "le ministère russe" is not "le ministère russe de la Défense".
fn is_state_and_head(d: &Description, text: &str) -> bool {
    fold(text).split(' ').count() <= d.head.split(' ').count() + 3
}

/// What can be the source of a statement.
fn can_speak(kind: EntityKind) -> bool {
    !matches!(kind, EntityKind::Place | EntityKind::Other)
}
