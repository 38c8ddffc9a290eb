//! Persons: one name in full, in part, in another spelling.

use super::{MANY, Sieve, Thing};
use crate::{
    EntityKind,
    names::{
        compare::{Likeness, PersonName, person_likeness, skeleton},
        lists,
        mentions::Found,
        pronouns::Agreement,
    },
    world::{Gender, fold},
};

impl Sieve<'_> {
    pub(super) fn person(&mut self, text: &str, m: &Found) -> Option<usize> {
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
