//! What is said of nobody: "no one was hurt", "no injuries were reported", "personne n'a été blessé", "aucun mort".

use recoupe_reading::Pos;

use super::{Implication, Implied, Told, exact};
use crate::claim::{Certainty, Role};
use crate::figure::{population, role};
use crate::setting::Setting;
use crate::unit;

/// How far behind "no" its noun may stand, in tokens.
const NOUN_REACH: usize = 3;

pub(super) fn read(told: &Told<'_>) -> Vec<Implied> {
    let tokens = &told.doc.tokens;
    (0..tokens.len()).filter_map(|at| zero(told, at)).collect()
}

fn zero(told: &Told<'_>, at: usize) -> Option<Implied> {
    let doc = told.doc;
    let sentence = doc.tokens[at].sentence;
    let within = |k: usize| doc.tokens.get(k).is_some_and(|t| t.sentence == sentence);
    let role = match told.lower(at) {
        // "none fatally", "none of the wounds was fatal"
        "none" if matches!(told.lower(at + 1), "fatal" | "fatally") => Some(Role::Killed),
        "nobody" | "none" => role_of(told, at),
        "no" if told.lower(at + 1) == "one" => role_of(told, at + 1),
        "personne" if is_pronoun(told, at) => role_of(told, at),
        "no" | "aucun" | "aucune" => noun(told, at).filter(|n| within(*n)).and_then(|n| of_people(told, n)),
        _ => None,
    }?;
    if !matches!(role, Role::Killed | Role::Wounded | Role::Casualties | Role::Missing) {
        return None;
    }
    // "None of the officers", "no one else": of some only.
    let some = matches!(told.lower(at + 1), "of" | "else" | "d'") || told.lower(at + 2) == "else";
    let asserted = crate::certainty::at(doc, at..at + 1, Some(unit::PERSON)) != Certainty::Possible;
    (!some && asserted).then(|| Implied {
        value: exact(0.0),
        unit: unit::PERSON.into(),
        role: Some(role),
        how: Implication::Nobody,
        spans: vec![doc.tokens[at].span],
        figures: Vec::new(),
        sentence,
        certainty: Certainty::Asserted,
        setting: Setting::default(),
    })
}

/// "personne n'a été blessé", not "une personne a été blessée".
fn is_pronoun(told: &Told<'_>, at: usize) -> bool {
    let determined =
        at.checked_sub(1).is_some_and(|b| matches!(told.doc.tokens[b].pos, Pos::Det | Pos::Adj | Pos::Num));
    let negated = (at + 1..at + 3).any(|k| matches!(told.lower(k), "n'" | "ne"));
    !determined && negated
}

fn role_of(told: &Told<'_>, at: usize) -> Option<Role> {
    Some(role::of(told.doc, &told.prepared.tree, at, None))
}

/// The noun that "no" or "aucun" stands in front of.
fn noun(told: &Told<'_>, at: usize) -> Option<usize> {
    let other =
        |k: usize| matches!(told.lower(k), "other" | "others" | "autre" | "further" | "more" | "new" | "additional");
    let tokens = &told.doc.tokens;
    // A text may end with "no".
    let reached = at + 1..(at + 1 + NOUN_REACH).min(tokens.len());
    let noun = reached.into_iter().find(|k| tokens[*k].pos == Pos::Noun || role::of_noun(told.doc, *k).is_some())?;
    (!(at + 1..noun).any(other)).then_some(noun)
}

/// "no deaths" say it; "no people" are asked for what happened to them; "no officers" are not all.
fn of_people(told: &Told<'_>, noun: usize) -> Option<Role> {
    let doc = told.doc;
    // "he is no victim"
    if doc.tokens[noun].dep == "attr" {
        return None;
    }
    if let Some(role) = role::of_noun(doc, noun) {
        return Some(role);
    }
    let class = population::class_of(doc, noun, &(noun..noun + 1))?;
    (class.name == "person").then(|| role::of(doc, &told.prepared.tree, noun, None))
}
