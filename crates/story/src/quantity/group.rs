//! Figures into quantities.
//!
//! Figures of which much is known found the groups; a figure that leaves something open joins a group only where its own
//! passage names what is missing, or where there is one group it can belong to. The order is by what is known and then by
//! the reports' own rank, so the result does not depend on the order of the input.

use std::collections::{BTreeMap, BTreeSet};

use recoupe_claims::Role;
use smol_str::SmolStr;

use super::{
    facet::{Facet, RoleClass, Scope},
    place::{Overlap, Where},
};
use crate::{time, value};

/// Measures of one thing of one kind that differ by more are measures of two things.
const SAME_MEASURE: f64 = 0.10;
/// A count of an incident that is this many times smaller than the others is a part of them.
const SAME_EVENT: f64 = 3.0;

/// How many times larger than the next a group is that the reports are about.
const MAIN: usize = 3;

/// A group under construction.
#[derive(Debug)]
pub(crate) struct Group {
    /// Members: indexes of the facets.
    pub(crate) members: Vec<usize>,
    scope: Scope,
    dimension: SmolStr,
    role: RoleClass,
    /// Known head, if any member has one.
    pub(crate) head: Option<SmolStr>,
    pub(crate) countries: BTreeSet<SmolStr>,
    modifiers: BTreeSet<SmolStr>,
    /// Modifiers that all members have.
    shared: BTreeSet<SmolStr>,
    places: BTreeSet<Where>,
    incident: bool,
}

/// How well a figure fits a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    /// Something speaks against it.
    No,
    /// Something is open and nothing decides it.
    Open,
    /// Something is open, but the passage or the number speaks for it.
    Likely,
    /// Nothing is open.
    Sure,
}

/// Groups all figures. `origins` tells the linked origin of each facet.
pub(crate) fn groups(facets: &[Facet], origins: &[Option<usize>]) -> Vec<Group> {
    let mut order: Vec<usize> = (0..facets.len()).collect();
    // Stable: facets come in rank order.
    order.sort_by_key(|i| std::cmp::Reverse(facets[*i].definiteness()));
    let split = split_states(facets);
    let mut groups: Vec<Group> = Vec::new();
    // Only groups of one scope, dimension and role can take a figure.
    let mut buckets: BTreeMap<(Scope, SmolStr, RoleClass), Vec<usize>> = BTreeMap::new();
    for i in order {
        let f = &facets[i];
        let bucket = buckets.entry((f.scope, f.dimension.clone(), f.role)).or_default();
        let fits: Vec<(Fit, usize)> =
            bucket.iter().map(|g| (fit(f, origins[i], &groups[*g], facets, origins, &split), *g)).collect();
        let sizes: Vec<usize> = bucket.iter().map(|g| groups[*g].members.len()).collect();
        match choose(&fits, &sizes) {
            Some(g) => groups[g].add(i, f),
            None => {
                bucket.push(groups.len());
                groups.push(Group::new(i, f));
            }
        }
    }
    for g in &mut groups {
        g.members.sort_unstable();
    }
    groups
}

/// The only best group, if it fits well enough; an open fit needs to be the only group that is not excluded, or the one that
/// the reports are about: far larger than the others.
fn choose(fits: &[(Fit, usize)], sizes: &[usize]) -> Option<usize> {
    for least in [Fit::Sure, Fit::Likely] {
        let mut at = fits.iter().filter(|f| f.0 == least);
        match (at.next(), at.next()) {
            (Some(one), None) => return Some(one.1),
            // Two sure groups: the first founded. Two likely ones: it cannot be told.
            (Some(one), Some(_)) if least == Fit::Sure => return Some(one.1),
            (Some(_), Some(_)) => return None,
            _ => {}
        }
    }
    let mut open: Vec<(usize, usize)> =
        fits.iter().zip(sizes).filter(|(f, _)| f.0 == Fit::Open).map(|(f, n)| (*n, f.1)).collect();
    open.sort_unstable_by_key(|(n, g)| (std::cmp::Reverse(*n), *g));
    match open.as_slice() {
        [one] => Some(one.1),
        [first, second, ..] if first.0 >= MAIN * second.0 => Some(first.1),
        _ => None,
    }
}

impl Group {
    fn new(i: usize, f: &Facet) -> Self {
        let mut group = Self {
            members: Vec::new(),
            scope: f.scope,
            dimension: f.dimension.clone(),
            role: f.role,
            head: None,
            countries: BTreeSet::new(),
            modifiers: f.modifiers.clone(),
            shared: BTreeSet::new(),
            places: BTreeSet::new(),
            incident: f.incident.is_some(),
        };
        group.add(i, f);
        group
    }

    fn add(&mut self, i: usize, f: &Facet) {
        self.members.push(i);
        if self.head.is_none() {
            self.head.clone_from(&f.head);
        }
        self.countries.extend(f.countries.iter().cloned());
        self.shared = if self.members.len() == 1 {
            f.modifiers.clone()
        } else {
            self.shared.intersection(&f.modifiers).cloned().collect()
        };
        if f.place != Where::Unknown && !f.measure {
            self.places.insert(f.place.clone());
        }
        self.incident &= f.incident.is_some();
    }

    /// What tells it apart, for identifiers and labels.
    pub(crate) fn facets(&self) -> (Scope, &str, RoleClass, bool) {
        (self.scope, &self.dimension, self.role, self.incident)
    }

    /// The modifiers that all its figures have.
    #[expect(clippy::misnamed_getters, reason = "what is shared is what stands for the group")]
    pub(crate) fn modifiers(&self) -> &BTreeSet<SmolStr> {
        &self.shared
    }

    /// The widest place that holds all its places.
    pub(crate) fn place(&self) -> Option<&Where> {
        self.places.iter().find(|p| matches!(p, Where::Country(_))).or_else(|| self.places.first())
    }
}

/// Worst of the single fits, unless something decides what is open.
fn fit(
    f: &Facet,
    origin: Option<usize>,
    g: &Group,
    facets: &[Facet],
    origins: &[Option<usize>],
    split: &BTreeSet<(RoleClass, SmolStr)>,
) -> Fit {
    // Other events are many: only the same number speaks for the same one.
    let same_number = |m: &usize| value::same_number(&facets[*m].value, &f.value);
    if f.scope == Scope::Apart && !g.members.iter().any(same_number) {
        return Fit::No;
    }
    let population = population(f, g, facets);
    if population == Fit::No {
        return Fit::No;
    }
    let mut place = place(f, g, split);
    // "Police: 2,300 demonstrators. Organisers: 7,000": told in one breath, of one place.
    let beside = |other: &Facet| {
        other.at.report == f.at.report && other.sentence.abs_diff(f.sentence) <= 1 && other.place == f.place
    };
    if place == Fit::Open && g.members.iter().any(|m| beside(&facets[*m])) {
        place = Fit::Sure;
    }
    if place == Fit::No {
        return Fit::No;
    }
    // Where nothing is said to have happened to people, what was counted over a period and who is there at a moment are two
    // things (guard G2); a role would tell.
    let untold = f.role == RoleClass::None && f.dimension == "person";
    if untold && g.members.iter().any(|m| facets[*m].flow != f.flow) {
        return Fit::No;
    }
    let deed = deed(f, origin, g, facets, origins);
    if deed == Fit::No {
        return Fit::No;
    }
    if f.measure && !near_measure(f, g, facets) {
        return Fit::No;
    }
    if !same_incident(f, g, facets) {
        return Fit::No;
    }
    let worst = population.min(place).min(deed);
    if worst != Fit::Open {
        return worst;
    }
    // The same speaker repeats the same number: the same thing is meant.
    let repeats = g.members.iter().any(|m| {
        let other = &facets[*m];
        value::same_number(&f.value, &other.value)
            && !f.value.vague
            && (other.at.report == f.at.report || (origin.is_some() && origins[*m] == origin))
    });
    if repeats {
        return Fit::Likely;
    }
    // Presence is told of a place and demonstrators of a people: without the place or the people nothing is left.
    let bound = match f.role {
        RoleClass::Presence => place == Fit::Open,
        _ => false,
    };
    let foreign = population == Fit::Open && !g.members.iter().any(|m| facets[*m].at.report == f.at.report);
    if bound || (foreign && f.head.is_none() && g.head.is_some()) { Fit::No } else { Fit::Open }
}

/// What is said of things: "damaged" and "destroyed" are two counts. The words of two languages cannot be compared; there
/// the numbers have to meet.
fn deed(f: &Facet, origin: Option<usize>, g: &Group, facets: &[Facet], origins: &[Option<usize>]) -> Fit {
    let counts =
        f.role == RoleClass::None && !f.measure && matches!(f.dimension.as_str(), "item" | "person" | "percent");
    if !counts || !matches!(f.scope, Scope::Whole | Scope::Share) {
        return Fit::Sure;
    }
    g.members
        .iter()
        .map(|m| {
            let other = &facets[*m];
            let meets = value::Bounds::rounded(&f.value).overlaps(value::Bounds::rounded(&other.value))
                && !f.value.vague
                && !other.value.vague;
            let one_speaker = origin.is_some() && origins[*m] == origin || other.at.report == f.at.report;
            match (&f.predicate, &other.predicate) {
                (Some(a), Some(b)) if a == b => Fit::Sure,
                (None, None) => Fit::Sure,
                _ if value::same_number(&f.value, &other.value) && one_speaker => Fit::Likely,
                (Some(_), Some(_)) if f.lang != other.lang && meets => Fit::Likely,
                (Some(_), Some(_)) => Fit::No,
                _ if meets => Fit::Open,
                _ => Fit::No,
            }
        })
        .max()
        .unwrap_or(Fit::Sure)
}

/// Whose and which.
fn population(f: &Facet, g: &Group, facets: &[Facet]) -> Fit {
    let mut worst = Fit::Sure;
    let people = f.dimension == "person";
    match (&f.head, &g.head) {
        (Some(a), Some(b)) if a == b => {}
        (Some(_), Some(_)) => return Fit::No,
        // "$12,000", "$30 million" of what is not told: only the same number speaks for the same thing.
        (None, None) if !people && !f.measure => {
            let same = g.members.iter().any(|m| value::same_number(&facets[*m].value, &f.value));
            if !same {
                return Fit::No;
            }
            worst = Fit::Likely;
        }
        (None, None) => {}
        _ if !people => return Fit::No,
        // People in general against firefighters: a part, unless the passage says whose they are.
        _ => {
            let states = if f.countries.is_empty() { &g.countries } else { &f.countries };
            let said = !states.is_empty() && states.iter().all(|c| names_people(f, c) || f.countries.contains(c));
            // "At least 12" meets any larger number: only closed bounds tell something.
            let closed = |v: &recoupe_claims::Value| v.lo.is_some() && v.hi.is_some() && !v.vague;
            let overlaps = g.members.iter().any(|m| {
                let other = &facets[*m].value;
                let meets = value::Bounds::rounded(other).overlaps(value::Bounds::rounded(&f.value));
                value::same_number(other, &f.value) || meets && closed(other) && closed(&f.value)
            });
            worst = if said || overlaps { Fit::Likely } else { Fit::No };
        }
    }
    if worst == Fit::No {
        return Fit::No;
    }
    match (f.countries.is_empty(), g.countries.is_empty()) {
        (false, false) if f.countries != g.countries => return Fit::No,
        (true, true) | (false, false) => {}
        (true, false) if g.countries.iter().all(|c| names_people(f, c)) => worst = worst.min(Fit::Likely),
        (false, true) if f.measure => worst = worst.min(Fit::Likely),
        _ if f.measure => worst = worst.min(Fit::Likely),
        _ => worst = worst.min(Fit::Open),
    }
    if f.modifiers != g.modifiers {
        // A class already says what the thing is, and near measures of it are one; else a narrower or another population.
        let kind = f.measure && f.classed && !f.is_property();
        let overlaps = || {
            g.members.iter().any(|m| {
                let other = &facets[*m].value;
                value::same_number(&f.value, other) || value::Bounds::of(&f.value).overlaps(value::Bounds::of(other))
            })
        };
        let narrower = f.modifiers.is_subset(&g.modifiers) || f.modifiers.is_superset(&g.modifiers);
        if !(kind || narrower && overlaps()) {
            return Fit::No;
        }
        worst = worst.min(Fit::Likely);
    }
    worst
}

/// The passage names this people, or this state otherwise than as the place of the figure.
fn names_people(f: &Facet, state: &SmolStr) -> bool {
    f.named.peoples.contains(state) || (f.named.states.contains(state) && f.place.country() != Some(state))
}

/// Where.
fn place(f: &Facet, g: &Group, split: &BTreeSet<(RoleClass, SmolStr)>) -> Fit {
    if f.measure {
        // A property of a thing does not depend on where it is told of; another thing has another size.
        return Fit::Sure;
    }
    // Of people who are somewhere, two numbers without a place say nothing of each other.
    let nowhere = g.places.is_empty() && (f.place != Where::Unknown || f.role == RoleClass::Presence);
    let mut worst = if nowhere { Fit::Open } else { Fit::Sure };
    for p in &g.places {
        let one = match f.place.overlap(p) {
            Overlap::Same => Fit::Sure,
            Overlap::Apart => return Fit::No,
            Overlap::Within => {
                // A whole with several parts is none of them.
                let parts = p.country().or(f.place.country()).is_some_and(|c| split.contains(&(f.role, c.clone())));
                if parts { return Fit::No } else { Fit::Sure }
            }
            // "The border" is told, and it is not the place that the passage names.
            Overlap::Open if matches!(f.place, Where::Nameless(_)) || matches!(p, Where::Nameless(_)) => {
                return Fit::No;
            }
            Overlap::Open if p.named_in(&f.named) => Fit::Likely,
            Overlap::Open => Fit::Open,
        };
        worst = worst.min(one);
    }
    // A place in the group that the passage names decides for all of its places.
    if worst == Fit::Open && g.places.iter().any(|p| p.named_in(&f.named)) {
        return Fit::Likely;
    }
    worst
}

/// States of which figures of one role name two places or more that lie apart.
fn split_states(facets: &[Facet]) -> BTreeSet<(RoleClass, SmolStr)> {
    let mut keys: BTreeMap<(RoleClass, SmolStr), Vec<&Where>> = BTreeMap::new();
    for f in facets.iter().filter(|f| f.scope == Scope::Whole && f.incident.is_none() && !f.measure) {
        if let Where::Region { country: Some(c), .. } = &f.place {
            let known = keys.entry((f.role, c.clone())).or_default();
            if known.iter().all(|k| k.overlap(&f.place) == Overlap::Apart) {
                known.push(&f.place);
            }
        }
    }
    keys.into_iter().filter(|(_, places)| places.len() > 1).map(|(k, _)| k).collect()
}

fn near_measure(f: &Facet, g: &Group, facets: &[Facet]) -> bool {
    g.members.iter().any(|m| {
        let other = &facets[*m].value;
        let near = match (value::middle(&f.value), value::middle(other)) {
            (Some(a), Some(b)) => (a - b).abs() <= SAME_MEASURE * a.abs().max(b.abs()),
            _ => false,
        };
        near || value::Bounds::of(&f.value).overlaps(value::Bounds::of(other))
    })
}

/// An incident joins totals only where it may be the same event told as a total, and other incidents of its days.
fn same_incident(f: &Facet, g: &Group, facets: &[Facet]) -> bool {
    let Some(window) = &f.incident else { return true };
    g.members.iter().all(|m| {
        let other = &facets[*m];
        let days = other.incident.as_ref().is_none_or(|w| time::order(window, w) == time::Order::Open);
        let size = match (value::middle(&f.value), value::middle(&other.value)) {
            (Some(a), Some(b)) if a > 0.0 && b > 0.0 => (a / b).max(b / a) <= SAME_EVENT,
            _ => false,
        };
        days && (size
            || other.incident.is_some() && value::Bounds::of(&f.value).overlaps(value::Bounds::of(&other.value)))
    })
}

/// Roles that hold others: casualties are killed, wounded, missing and captured.
pub(crate) fn part_of(part: RoleClass, whole: RoleClass) -> bool {
    matches!(
        (part, whole),
        (RoleClass::Of(Role::Killed | Role::Wounded | Role::Missing | Role::Captured), RoleClass::Of(Role::Casualties))
            | (
                RoleClass::Of(Role::Killed | Role::Wounded | Role::Missing | Role::Captured | Role::Casualties),
                RoleClass::Presence
            )
    )
}
