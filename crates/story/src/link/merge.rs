//! Which speakers of the reports are one.

use std::collections::{BTreeMap, BTreeSet};

use recoupe_reading::{
    EntityKind,
    names::{Likeness, body_likeness, person_likeness},
    world,
};
use smol_str::SmolStr;

use super::local::Local;
use crate::text::{entries, fold, fold_name};

/// `class TAB words`: what heads the name or description of a body, folded. The longest that matches wins.
const BODIES_FR: &str = include_str!("../fr/bodies.tsv");
const BODIES_EN: &str = include_str!("../en/bodies.tsv");

/// `French TAB English` words of which names of institutions are made, folded.
const INSTITUTION_WORDS: &str = include_str!("../data/institution_words.tsv");
/// Words that show that a phrase names a person of a body, not the body ("police chief").
const PERSONS: &str = concat!(include_str!("../fr/persons.txt"), "\n", include_str!("../en/persons.txt"));

/// The group of each local: the index of its first member. Groups do not depend on the input order beyond the order of
/// `locals`.
pub(super) fn groups(locals: &[Local]) -> Vec<usize> {
    let mut sets = Sets::new(locals);
    by_key(locals, &mut sets);
    by_spelling(locals, &mut sets);
    by_first_word(locals, &mut sets);
    by_description(locals, &mut sets);
    (0..locals.len()).map(|l| sets.find(l)).collect()
}

/// Union–find whose roots know what their members must agree on.
struct Sets {
    parent: Vec<usize>,
    countries: Vec<BTreeSet<SmolStr>>,
    person: Vec<bool>,
    body: Vec<bool>,
}

impl Sets {
    fn new(locals: &[Local]) -> Self {
        // A name of one word that another report shows to be a body's is no person's, whatever one report makes of it.
        let bodies: BTreeSet<String> =
            locals.iter().filter(|l| l.kind == EntityKind::Body).flat_map(|l| &l.names).map(|n| fold_name(n)).collect();
        let doubtful = |l: &Local| {
            let mut names = l.names.iter().filter(|n| !l.described.contains(n)).map(|n| fold_name(n)).peekable();
            names.peek().is_some() && names.all(|n| !n.contains(' ') && bodies.contains(&n))
        };
        Self {
            parent: (0..locals.len()).collect(),
            countries: locals.iter().map(|l| l.countries.iter().cloned().collect()).collect(),
            person: locals.iter().map(|l| l.kind == EntityKind::Person && !doubtful(l)).collect(),
            body: locals
                .iter()
                .map(|l| {
                    matches!(l.kind, EntityKind::Body | EntityKind::Country | EntityKind::Outlet | EntityKind::Document)
                })
                .collect(),
        }
    }

    fn find(&mut self, mut x: usize) -> usize {
        while self.parent[x] != x {
            self.parent[x] = self.parent[self.parent[x]];
            x = self.parent[x];
        }
        x
    }

    /// Joins two speakers unless they speak for different states or one is a person and the other a body.
    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.find(a), self.find(b));
        let (a, b) = (a.min(b), a.max(b));
        let clash =
            !self.countries[a].is_empty() && !self.countries[b].is_empty() && self.countries[a] != self.countries[b];
        if a == b || clash || (self.person[a] && self.body[b]) || (self.body[a] && self.person[b]) {
            return;
        }
        self.parent[b] = a;
        let theirs = std::mem::take(&mut self.countries[b]);
        self.countries[a].extend(theirs);
        self.person[a] |= self.person[b];
        self.body[a] |= self.body[b];
    }
}

/// The same state, the same name, the same acronym, the same joint speakers.
fn by_key(locals: &[Local], sets: &mut Sets) {
    let mut first: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (i, local) in locals.iter().enumerate() {
        if local.unnamed {
            continue;
        }
        let mut keys: BTreeSet<String> = BTreeSet::new();
        if let Some(code) = &local.state {
            keys.insert(format!("state {code}"));
        } else if local.parts.is_empty() {
            for name in local.names.iter().filter(|n| !local.described.contains(n)) {
                if let Some(o) = world::outlet(name) {
                    keys.insert(format!("outlet {}", o.key));
                } else if let Some(b) = world::body(name) {
                    keys.insert(format!("body {}", b.key));
                }
                let folded = fold_name(name);
                if folded.chars().count() > 1 {
                    keys.insert(format!("name {folded}"));
                }
            }
            if let (EntityKind::Body, Some(country)) = (local.kind, local.country()) {
                let translated = local.names.iter().filter_map(|n| translate(n));
                keys.extend(translated.map(|words| format!("institution {country} {words}")));
            }
            // "The police", "the prefecture", "the crisis centre": in one story, one body, as long as no state says otherwise.
            if local.by_description && local.kind == EntityKind::Body {
                keys.extend(
                    local
                        .names
                        .iter()
                        .filter(|n| body_class(n).is_some() || fold_name(n).contains(' '))
                        .map(|n| format!("desc {}", fold_name(n))),
                );
            }
            keys.extend(local.acronyms().map(|a| format!("name {}", fold(a))));
        }
        for key in keys {
            first.entry(key).or_default().push(i);
        }
    }
    for members in first.values() {
        for pair in members.windows(2) {
            sets.join(pair[0], pair[1]);
        }
        // A clash in the chain must not keep two later ones apart.
        for m in members {
            sets.join(members[0], *m);
        }
    }
    // Joint speakers are one where all their parts are.
    let mut joint: BTreeMap<Vec<usize>, usize> = BTreeMap::new();
    for (i, local) in locals.iter().enumerate().filter(|(_, l)| !l.parts.is_empty()) {
        let mut parts: Vec<usize> = local.parts.iter().map(|p| sets.find(*p)).collect();
        parts.sort_unstable();
        let known = *joint.entry(parts).or_insert(i);
        let (a, b) = (sets.find(known), sets.find(i));
        sets.parent[a.max(b)] = a.min(b);
    }
}

/// Names that may be spellings of one: of persons or not, by the sound that one of their words begins with; each name with
/// who bears it.
type Blocks<'a> = BTreeMap<(bool, char), BTreeMap<String, (usize, &'a str)>>;

/// Spelling variants and transliterations of names.
fn by_spelling(locals: &[Local], sets: &mut Sets) {
    // Names that may be one share the sound that one of their words begins with; only those are compared, each once.
    let mut blocks: Blocks<'_> = BTreeMap::new();
    for (i, local) in locals.iter().enumerate() {
        if local.unnamed || local.state.is_some() || !local.parts.is_empty() {
            continue;
        }
        let person = local.kind == EntityKind::Person;
        for name in local.names.iter().filter(|n| !local.described.contains(n)) {
            let folded = fold_name(name);
            let first = |w: &str| w.chars().next().map(sound);
            let sounds: BTreeSet<char> = folded.split(' ').filter_map(first).take(if person { 4 } else { 1 }).collect();
            for s in sounds {
                blocks.entry((person, s)).or_default().entry(folded.clone()).or_insert((i, name));
            }
        }
    }
    for ((person, _), names) in &blocks {
        let names: Vec<_> = names.values().copied().collect();
        for (n, (i, a)) in names.iter().enumerate() {
            let mut near: BTreeSet<usize> = BTreeSet::new();
            for (j, b) in &names[..n] {
                let likeness = if *person { person_likeness(a, b) } else { body_likeness([*a], [*b]) };
                match likeness {
                    Likeness::Same => sets.join(*j, *i),
                    // A family name alone: the only one who bears it.
                    Likeness::Compatible if *person => _ = near.insert(sets.find(*j)),
                    _ => {}
                }
            }
            let root = sets.find(*i);
            near.remove(&root);
            if let (Some(only), 1) = (near.first(), near.len()) {
                sets.join(*only, *i);
            }
        }
    }
}

/// "Telmo" for "Telmo Chemicals": the first word of one body's name, where no other body's name begins with it.
fn by_first_word(locals: &[Local], sets: &mut Sets) {
    let mut short: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
    let mut long: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
    for (i, local) in locals.iter().enumerate() {
        let body = matches!(local.kind, EntityKind::Body | EntityKind::Other);
        if local.unnamed || local.by_description || local.state.is_some() || !local.parts.is_empty() || !body {
            continue;
        }
        for name in local.names.iter().filter(|n| !local.described.contains(n)) {
            let folded = fold_name(name);
            let proper = name.chars().next().is_some_and(char::is_uppercase) && folded.chars().count() >= 4;
            match folded.split_once(' ') {
                None if proper => _ = short.entry(folded).or_default().insert(i),
                // "Institute of …": a common noun names no body by itself.
                Some((first, _)) if proper && body_class(first).is_none() => {
                    long.entry(first.to_owned()).or_default().insert(i);
                }
                _ => {}
            }
        }
    }
    for (name, bearers) in short {
        let Some(full) = long.get(&name) else { continue };
        let roots: BTreeSet<usize> = full.iter().map(|l| sets.find(*l)).collect();
        if let (Some(only), 1) = (roots.first(), roots.len()) {
            bearers.iter().for_each(|b| sets.join(*only, *b));
        }
    }
}

/// The first letter, as far as transliterations agree on it.
fn sound(c: char) -> char {
    match c {
        'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'j' | 'h' => 'a',
        'c' | 'k' | 'q' | 'g' | 'x' | 's' | 'z' | 't' => 's',
        'v' | 'w' | 'f' | 'b' | 'p' => 'v',
        other => other,
    }
}

/// Descriptions: the only named body of the same class and state; else descriptions of one class and state together.
fn by_description(locals: &[Local], sets: &mut Sets) {
    let mut named: BTreeMap<(&str, SmolStr), BTreeSet<usize>> = BTreeMap::new();
    let mut described: BTreeMap<(&str, SmolStr), Vec<usize>> = BTreeMap::new();
    for (i, local) in locals.iter().enumerate() {
        let root = sets.find(i);
        let country = sets.countries[root].iter().next().cloned().filter(|_| sets.countries[root].len() == 1);
        let Some(country) = country.or_else(|| local.names.iter().find_map(|n| state_within(n))) else { continue };
        if local.state.is_some() || local.unnamed || local.kind == EntityKind::Person || !local.parts.is_empty() {
            continue;
        }
        for class in local.names.iter().filter_map(|n| body_class(n)).collect::<BTreeSet<_>>() {
            if local.by_description {
                described.entry((class, country.clone())).or_default().push(i);
            } else {
                named.entry((class, country.clone())).or_default().insert(root);
            }
        }
    }
    for (key, members) in described {
        let roots: BTreeSet<usize> = named.get(&key).into_iter().flatten().map(|r| sets.find(*r)).collect();
        let target = match roots.len() {
            1 => roots.first().copied(),
            0 => members.first().copied(),
            _ => None,
        };
        for m in members {
            if let Some(t) = target {
                sets.join(t, m);
            }
        }
    }
}

/// The class of body that heads a name or description.
fn body_class(name: &str) -> Option<&'static str> {
    let name = fold_name(name);
    let rows = |table: &'static str| entries(table).filter_map(|l| l.split_once('\t'));
    // French heads come first; English heads come last, or before "of".
    let starts =
        |(_, words): &(&str, &str)| name.strip_prefix(*words).is_some_and(|r| r.is_empty() || r.starts_with(' '));
    let before_of = name.split(" of ").next().unwrap_or(&name);
    let ends = |(_, words): &(&str, &str)| {
        [name.as_str(), before_of]
            .iter()
            .any(|n| n.strip_suffix(*words).is_some_and(|r| r.is_empty() || r.ends_with(' ')))
    };
    let person = entries(PERSONS).any(|p| before_of.split(' ').any(|w| w == p));
    let french = rows(BODIES_FR).filter(starts);
    let english = rows(BODIES_EN).filter(|row| !person && ends(row) || starts(row) && row.1.contains(" of "));
    french.chain(english).max_by_key(|(class, words)| (words.len(), *class)).map(|(class, _)| class)
}

/// The words of an institution's name in English and in alphabetical order, if the table has them all: a ministry is the
/// same under its name in the other language.
fn translate(name: &str) -> Option<String> {
    let folded = fold_name(name);
    let people = |w: &str| world::state(w).is_some();
    let words: Vec<&str> = folded
        .split(' ')
        .filter(|w| {
            !matches!(
                *w,
                "de" | "du" | "des" | "d" | "la" | "le" | "les" | "l" | "et" | "of" | "the" | "for" | "and" | "s"
            )
        })
        .filter(|w| !people(w))
        .collect();
    let mut english: Vec<&str> = Vec::new();
    for w in &words {
        let row = entries(INSTITUTION_WORDS).filter_map(|l| l.split_once('\t')).find(|(fr, en)| fr == w || en == w)?;
        english.push(row.1);
    }
    english.sort_unstable();
    (english.len() >= 2).then(|| english.join(" "))
}

/// The state that a description names in its words ("the South Korean spy agency").
fn state_within(name: &str) -> Option<SmolStr> {
    let words: Vec<&str> = name.split_whitespace().collect();
    let mut found: BTreeSet<SmolStr> = BTreeSet::new();
    for n in (1..=3).rev() {
        for run in words.windows(n) {
            found.extend(world::state(&run.join(" ")).map(|s| s.country));
        }
        if !found.is_empty() {
            break;
        }
    }
    (found.len() == 1).then(|| found.into_iter().next()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_head_gives_the_class() {
        assert_eq!(body_class("services de renseignement danois"), Some("intelligence"));
        assert_eq!(body_class("renseignement militaire danois"), Some("military-intelligence"));
        assert_eq!(body_class("Danish spy agency"), Some("intelligence"));
        assert_eq!(body_class("Joint Chiefs of Staff"), Some("general-staff"));
        assert_eq!(body_class("chef de la police"), None);
    }

    #[test]
    fn heads_are_folded() {
        for line in entries(BODIES_FR).chain(entries(BODIES_EN)) {
            let (class, words) = line.split_once('\t').expect("two fields");
            assert_eq!(fold(words), words, "{line}");
            assert!(!class.is_empty() && !words.is_empty(), "{line}");
        }
    }
}
