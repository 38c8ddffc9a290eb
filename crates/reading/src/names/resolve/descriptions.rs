//! Descriptions: "the minister", "the spy agency", "the report" and whom they mean.

use super::{DESCRIPTION_REACH, MANY, PRONOUN_REACH, Sieve, Thing, can_speak, only, unique_in_a_state};
use crate::{
    Doc, EntityKind, Lang, MentionKind, Pos,
    names::{
        lists,
        mentions::{Class, Description, Found, What, gender_of_title},
        phrase::Determiner,
        pronouns::Agreement,
        ties::Ties,
    },
    world::{self, DocumentClass, NamedBy, TitleClass, fold},
};

impl Sieve<'_> {
    pub(super) fn description(&mut self, found: &[Found], i: usize, d: &Description, ties: &Ties) -> Option<usize> {
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
        // "la région de Riazan" is the place named in it.
        if d.class == Class::Body("place")
            && let Some(place) = named_place(self.doc, m)
        {
            return Some(self.keyed_place(place, m));
        }
        if refers_back {
            let back = match d.class {
                Class::Person(class) => self.person_described(class, d, m).or_else(|| {
                    let points = m.determiner == Determiner::Demonstrative || self.tells_age(m);
                    points.then(|| self.salient_person(m)).flatten()
                }),
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

    /// "the 34-year-old driver".
    fn tells_age(&self, m: &Found) -> bool {
        self.doc.tokens[m.tokens.start..m.head].iter().any(|t| t.lower == "old" || t.lower.ends_with("-year-old"))
    }

    pub(super) fn learn_description(&mut self, thing: usize, d: &Description, m: &Found) {
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
            let gender = gender_of_title(&d.head, self.doc.lang_at(m.head));
            let shown = if self.doc.lang_at(m.head) == Lang::En { gender } else { gender.or(m.agreement.gender) };
            self.things[thing].agreement.learn(Agreement { gender: shown, plural: Some(false) });
        }
    }

    /// "le président ukrainien", "le ministre": the one person with this title (and state) so far.
    pub(super) fn person_described(&self, class: TitleClass, d: &Description, m: &Found) -> Option<usize> {
        let here = self.doc.tokens[m.head].sentence;
        let state = only(d.states.clone());
        let fits = |thing: usize, by_class: bool| {
            let t = &self.things[thing];
            let agreement = Agreement { gender: None, plural: t.agreement.plural };
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
                        && (*head == d.head || by_class && *c == class || d.bare && lists::stands_for(&d.head, *c))
                })
        };
        // Heads of state and government have many titles; the state tells which.
        let by_class = class == TitleClass::Head && state.is_some();
        if state.is_some() || d.bare {
            return self
                .latest_alone(self.persons.iter().rev().take(MANY).copied().filter(|t| fits(*t, by_class)), here);
        }
        // With words of its own ("le président du comité"): only the same words.
        let words = fold(&self.text(m));
        let mut same = self.persons.iter().rev().take(MANY).copied().filter(|t| {
            let t = &self.things[*t];
            t.open && std::iter::once(&t.name).chain(&t.aliases).any(|n| fold(n) == words)
        });
        let first = same.next()?;
        same.next().is_none().then_some(first)
    }

    /// The only candidate within reach; of several the one in the sentence before or this one, if no other is there.
    pub(super) fn latest_alone(&self, candidates: impl Iterator<Item = usize>, here: usize) -> Option<usize> {
        let all: Vec<usize> = candidates.filter(|t| !self.things[*t].mentions.is_empty()).collect();
        if all.len() == 1 {
            return Some(all[0]);
        }
        let mut near = all.into_iter().filter(|t| self.things[*t].last_sentence + 1 >= here);
        let first = near.next()?;
        near.next().is_none().then_some(first)
    }

    /// "l'agence d'espionnage sud-coréenne", "le groupe de réflexion", "le ministère".
    pub(super) fn body_described(&self, class: &'static str, d: &Description, m: &Found) -> Option<usize> {
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
            if let Some(found) = self.latest_alone(candidates, here) {
                return Some(found);
            }
            // "the South Korean spy agency", "le groupe de réflexion américain": the only one of its class whose state was not told.
            if !(narrow || hypernym(class) && is_state_and_head(d, &self.text(m))) {
                return None;
            }
            let mut open = of_class.iter().rev().take(MANY).copied().filter(|t| {
                let t = &self.things[*t];
                t.open && !t.mentions.is_empty() && t.rank < 7 && t.last_sentence + DESCRIPTION_REACH >= here
            });
            let only = open.next().filter(|t| self.things[*t].country.is_none())?;
            return open.next().is_none().then_some(only);
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
                && (self.shares_head(t, d)
                    || hypernym(class) && (t.rank < DESCRIBED || lists::is_general_body(&d.head)))
        });
        if let Some(found) = self.latest_alone(candidates, here) {
            return Some(found);
        }
        // "le ministère" for the ministry of health, which counts as a body of health.
        let elsewhere = self.bodies.values().flat_map(|all| all.iter().rev().take(MANY)).copied().filter(|t| {
            let t = &self.things[*t];
            t.open
                && t.moved_to.is_none()
                && !t.mentions.is_empty()
                && t.last_sentence + DESCRIPTION_REACH >= here
                && (number != Some(true) || t.agreement.plural == Some(true))
                && self.shares_head(t, d)
        });
        if let Some(found) = self.latest_alone(elsewhere, here) {
            return Some(found);
        }
        // "l'opposition" is a side, not another word for whoever was named.
        let side = matches!(&*d.head, "opposition" | "majorite" | "majority");
        if !hypernym(class) || side || number == Some(true) {
            return None;
        }
        // Bodies of a kindred class ("l'organisation" for a union of states), then those whose class no word told.
        let alike = kindred(class)
            .iter()
            .filter_map(|c| self.bodies.get(c))
            .flat_map(|all| all.iter().rev().take(MANY))
            .copied();
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
    pub(super) fn capital_head(&self, class: &'static str, text: &str, m: &Found) -> Option<usize> {
        // "Insurers said", "Syndicats : 4 000": only the sentence gives the capital, and many are nobody named before.
        let plural =
            text.strip_suffix(['s', 'x']).is_some_and(|one| world::body_head(one, self.doc.lang_at(m.head)).is_some());
        if plural && m.determiner == Determiner::None && self.doc.begins_sentence(m.head) {
            return None;
        }
        let d = Description { class: Class::Body(class), head: fold(text), states: Vec::new(), bare: true };
        self.body_described(class, &d, m)
    }

    pub(super) fn shares_head(&self, t: &Thing, d: &Description) -> bool {
        let has = |n: &String| {
            let key = fold(n);
            key.strip_prefix(&d.head).is_some_and(|r| r.is_empty() || r.starts_with(' '))
                || key.strip_suffix(&d.head).is_some_and(|r| r.ends_with(' '))
        };
        t.head.as_ref().is_some_and(|h| *h == d.head) || has(&t.name) || t.aliases.iter().any(has)
    }

    /// "le communiqué", "ce rapport": its author where the text said who published it, else the document named before.
    pub(super) fn document_described(&self, class: DocumentClass, d: &Description, m: &Found) -> Option<usize> {
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
            .flat_map(|all| all.iter().rev().take(4))
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
    pub(super) fn author_of(&mut self, found: &[Found], i: usize, d: &Description, ties: &Ties) -> Option<usize> {
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

/// From this rank on a name is only a description.
const DESCRIBED: u8 = 7;

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
