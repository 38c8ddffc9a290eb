//! Speakers of one report, before linking.

use std::collections::BTreeMap;

use recoupe_claims::Speaker;
use recoupe_reading::{EntityKind, world};
use smol_str::SmolStr;

use super::{is_acronym, joint};
use crate::{Read, text::fold_name};

/// What one report says of one speaker.
#[derive(Debug, Clone)]
pub(super) struct Local {
    /// The name, then the other names; never empty.
    pub(super) names: Vec<String>,
    /// Names among them that are descriptions.
    pub(super) described: Vec<String>,
    /// What it is.
    pub(super) kind: EntityKind,
    /// States it speaks for.
    pub(super) countries: Vec<SmolStr>,
    /// It is this state itself.
    pub(super) state: Option<SmolStr>,
    /// Known by a description only.
    pub(super) by_description: bool,
    /// A group or person without a name.
    pub(super) unnamed: bool,
    /// Parts of a joint speaker: indexes of locals.
    pub(super) parts: Vec<usize>,
}

impl Local {
    /// The one state it speaks for.
    pub(super) fn country(&self) -> Option<SmolStr> {
        match self.countries.as_slice() {
            [one] => Some(one.clone()),
            _ => None,
        }
    }

    /// Its acronyms.
    pub(super) fn acronyms(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str).filter(|n| is_acronym(n))
    }
}

/// Finds the local of a speaker again.
#[derive(Debug, Default)]
pub(super) struct Index {
    by_key: BTreeMap<(usize, Key), usize>,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Entity(usize),
    Name(String),
}

fn key(s: &Speaker) -> Key {
    match s.entity {
        Some(e) => Key::Entity(e),
        None => Key::Name(fold_name(&s.name)),
    }
}

impl Index {
    /// The local of an entity that speaks somewhere in the report.
    pub(super) fn entity(&self, report: usize, entity: usize) -> Option<usize> {
        self.by_key.get(&(report, Key::Entity(entity))).copied()
    }

    pub(super) fn get(&self, report: usize, s: &Speaker) -> Option<usize> {
        self.by_key.get(&(report, key(s))).copied()
    }
}

/// Adds all speakers of a report.
pub(super) fn collect(report: usize, read: &Read, locals: &mut Vec<Local>, index: &mut Index) {
    let claims = &read.claims;
    let of_statements = claims.statements.iter().flat_map(|s| s.speaker.iter().chain(&s.via));
    let of_figures = claims.figures.iter().flat_map(|f| f.speaker.iter().chain(&f.via));
    for speaker in of_statements.chain(of_figures) {
        let at = (report, key(speaker));
        if let Some(&known) = index.by_key.get(&at) {
            add_names(&mut locals[known], speaker);
            continue;
        }
        let mut local = of_speaker(read, speaker);
        if let Some(parts) = joint::parts(speaker, &local) {
            for name in parts {
                let part_key = (report, Key::Name(fold_name(&name)));
                let part = match index.by_key.get(&part_key) {
                    Some(&known) => known,
                    None => {
                        locals.push(of_part(read, name));
                        index.by_key.insert(part_key, locals.len() - 1);
                        locals.len() - 1
                    }
                };
                local.parts.push(part);
            }
        }
        locals.push(local);
        index.by_key.insert(at, locals.len() - 1);
    }
}

fn add_names(local: &mut Local, speaker: &Speaker) {
    for name in std::iter::once(&speaker.name).chain(&speaker.aliases) {
        if !name.is_empty() && !local.names.contains(name) {
            local.names.push(name.clone());
            if is_lower(name) {
                local.described.push(name.clone());
            }
        }
    }
    if !speaker.by_description && local.names.iter().any(|n| !is_lower(n)) {
        local.by_description = false;
    }
}

fn of_speaker(read: &Read, speaker: &Speaker) -> Local {
    let entity = speaker.entity.and_then(|e| read.doc.entities.get(e));
    let mut names: Vec<String> = Vec::new();
    let given = std::iter::once(&speaker.name).chain(&speaker.aliases);
    for name in given.chain(entity.iter().flat_map(|e| std::iter::once(&e.name).chain(&e.aliases))) {
        if !name.trim().is_empty() && !names.contains(name) {
            names.push(name.clone());
        }
    }
    if names.is_empty() {
        names.push("?".to_owned());
    }
    let mut countries = speaker.countries.clone();
    if countries.is_empty() {
        countries.extend(entity.and_then(|e| e.country.clone()));
    }
    countries.sort_unstable();
    countries.dedup();
    let exact = if speaker.by_description { None } else { entity.map_or(Some(&speaker.name), |e| Some(&e.name)) };
    finish(names, exact, entity.map(|e| e.kind), countries, speaker.by_description)
}

/// A part of a joint speaker: only its words are known, and what else the report says of that name.
fn of_part(read: &Read, name: String) -> Local {
    let folded = fold_name(&name);
    let entity =
        read.doc.entities.iter().find(|e| std::iter::once(&e.name).chain(&e.aliases).any(|n| fold_name(n) == folded));
    match entity {
        Some(e) => {
            let mut names = vec![name];
            names.extend(std::iter::once(&e.name).chain(&e.aliases).filter(|n| fold_name(n) != folded).cloned());
            finish(names, Some(&e.name), Some(e.kind), e.country.iter().cloned().collect(), false)
        }
        None => finish(vec![name], None, None, Vec::new(), false),
    }
}

/// `exact`: the name under which the report itself introduces it, even without a capital ("the joint general staff (JGS)").
fn finish(
    names: Vec<String>,
    exact: Option<&String>,
    kind: Option<EntityKind>,
    mut countries: Vec<SmolStr>,
    by_description: bool,
) -> Local {
    let state = match kind {
        Some(EntityKind::Country) | None => names.iter().find_map(|n| joint::state_named(n)),
        Some(EntityKind::Group | EntityKind::Place | EntityKind::Other) => joint::state_named(&names[0]),
        Some(_) => None,
    };
    // "Kremlin": a seat is the state's speaker as much as its capital.
    let state = state.or_else(|| match kind {
        Some(EntityKind::Country) if countries.len() == 1 => Some(countries[0].clone()),
        _ => None,
    });
    let kind = match (&state, kind) {
        (Some(_), _) => EntityKind::Country,
        (None, Some(k)) => k,
        (None, None) if names.iter().any(|n| world::outlet(n).is_some()) => EntityKind::Outlet,
        (None, None) if is_lower(&names[0]) => EntityKind::Group,
        (None, None) => EntityKind::Other,
    };
    if let Some(code) = &state {
        countries = vec![code.clone()];
    }
    let nameless = names.iter().all(|n| is_lower(n));
    let acronym = names.iter().any(|n| is_acronym(n));
    let described = names.iter().filter(|n| is_lower(n) && !(acronym && exact == Some(*n))).cloned().collect();
    let unnamed =
        state.is_none() && nameless && !matches!(kind, EntityKind::Body | EntityKind::Outlet | EntityKind::Country);
    let by_description = state.is_none() && (by_description || (nameless && kind == EntityKind::Body));
    Local { names, described, kind, countries, state, by_description, unnamed, parts: Vec::new() }
}

/// No capital but those of a state's people ("the South Korean spy agency"): a description, not a name.
fn is_lower(name: &str) -> bool {
    let words: Vec<&str> = name.split_whitespace().collect();
    let capital = |w: &str| w.chars().any(|c| c.is_uppercase() || c.is_numeric());
    let mut at = 0;
    while at < words.len() {
        let state = (1..=3).rev().find(|n| {
            at + n < words.len()
                && world::state(&words[at..at + n].join(" ")).is_some_and(|s| s.by == world::NamedBy::Demonym)
        });
        match state {
            Some(n) => at += n,
            None if capital(words[at]) => return false,
            None => at += 1,
        }
    }
    true
}
