//! Persons: one name in full, in part, in another spelling.

use super::{MANY, PRONOUN_REACH, Sieve, Thing};
use crate::{
    EntityKind,
    names::{
        compare::{Likeness, PersonName, person_likeness, skeleton},
        lists,
        mentions::Found,
        pronouns::Agreement,
    },
    world::{self, Gender, fold},
};

impl Sieve<'_> {
    pub(super) fn person(&mut self, text: &str, m: &Found) -> Option<usize> {
        PersonName::parse(text)?;
        let known = match self.find_person(text).or_else(|| self.person_addressed(text, m)) {
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
        self.learn_address(known, m);
        Some(self.named_as(known, m))
    }

    /// Of several persons of this name the one whose gender the form of address shows: "Mme Durand".
    fn person_addressed(&self, text: &str, m: &Found) -> Option<usize> {
        let gender = world::title(self.address(m)?, self.doc.lang_at(m.head)).map(|t| t.gender)?;
        if gender == Gender::Common {
            return None;
        }
        let fits = |t: &usize| self.things[*t].agreement.gender == Some(gender);
        match self.candidates(text).into_iter().filter(fits).collect::<Vec<_>>()[..] {
            [one] => Some(one),
            _ => None,
        }
    }

    /// "Me Durand" is a lawyer, "Dr Durand" a physician, whom a description may call so.
    fn learn_address(&mut self, person: usize, m: &Found) {
        let Some(address) = self.address(m) else { return };
        for (head, class) in lists::professions(address) {
            let titles = &mut self.things[person].titles;
            if titles.len() < 32 && titles.iter().all(|(h, _, _)| h != head) {
                titles.push((head.to_owned(), class, None));
            }
        }
    }

    /// The word before a name: a form of address, perhaps with its full stop cut off.
    fn address(&self, m: &Found) -> Option<&str> {
        let start = self.doc.sentence_start(m.tokens.start);
        let mut before = m.tokens.start.checked_sub(1).filter(|b| *b >= start)?;
        if self.doc.tokens[before].lower == "." && before > start {
            before -= 1;
        }
        Some(self.doc.text_of(before))
    }

    /// "ce fils de pêcheurs", "the 34-year-old driver": the one person by name in reach whom the words may mean.
    pub(super) fn salient_person(&self, m: &Found) -> Option<usize> {
        let here = self.doc.tokens[m.head].sentence;
        let named = self.persons.iter().rev().take(MANY).copied().filter(|t| {
            let t = &self.things[*t];
            t.rank < 7
                && t.moved_to.is_none()
                && t.last_sentence + PRONOUN_REACH >= here
                && t.agreement.agrees(m.agreement)
        });
        self.latest_alone(named, here)
    }

    /// An office first spoken of without a name ("le gouverneur"), then told of a person: the person is meant, if nobody else by name
    /// holds it.
    pub(super) fn adopt_office(&mut self, person: usize) {
        let t = &self.things[person];
        if t.kind != EntityKind::Person || t.rank >= 7 {
            return;
        }
        let holds = |t: &Thing, head: &str| t.titles.iter().any(|(h, _, _)| h == head);
        let nameless = |thing: &usize| {
            let o = &self.things[*thing];
            *thing != person
                && o.moved_to.is_none()
                && o.open
                && o.rank >= 7
                && o.head.as_ref().is_some_and(|h| fold(&o.name) == *h && holds(t, h))
                && (o.country.is_none() || t.country.is_none() || o.country == t.country)
                && o.agreement.agrees(t.agreement)
        };
        let Some(office) = self.persons.iter().rev().take(MANY).copied().find(nameless) else { return };
        let head = self.things[office].head.clone().unwrap_or_default();
        let others = self.persons.iter().rev().take(MANY).filter(|p| {
            let p = &self.things[**p];
            p.rank < 7 && p.moved_to.is_none() && holds(p, &head)
        });
        if others.count() == 1 {
            self.absorb(person, office);
        }
    }

    /// The person known by this name, in full or in part; `None` if there is none or more than one.
    pub(super) fn find_person(&self, text: &str) -> Option<usize> {
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
    pub(super) fn candidates(&self, text: &str) -> Vec<usize> {
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
        let mut fitting: Vec<usize> = live.filter(|t| fits(*t)).collect();
        fitting.sort_unstable();
        fitting.dedup();
        fitting
    }

    pub(super) fn is_given_name_of(&self, t: &Thing, word: &str) -> bool {
        lists::given_name(word).is_some()
            && PersonName::parse(&t.name).is_some_and(|n| n.given.first().is_some_and(|g| g == word))
    }

    /// A single capitalised word of no known kind that is the family name of a person named before.
    pub(super) fn person_known_by(&self, text: &str) -> Option<usize> {
        if text.contains(' ') && !text.contains('-') {
            return self
                .keys
                .get(&format!("name:{}", fold(text)))
                .copied()
                .filter(|t| self.things[*t].kind == EntityKind::Person);
        }
        self.find_person(text).filter(|t| self.things[*t].kind == EntityKind::Person)
    }

    pub(super) fn index_person(&mut self, thing: usize, text: &str) {
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
            if !list.iter().rev().take(MANY).any(|t| *t == thing) {
                list.push(thing);
            }
        }
    }

    /// Everything known of `from` goes to `into`; `from` keeps its place, empty of mentions.
    pub(super) fn absorb(&mut self, into: usize, from: usize) {
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
}
