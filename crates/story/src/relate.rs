//! How figures relate: the twelve rules, the first that holds.

mod across;
mod caveats;
mod cues;
pub(crate) mod reasons;
mod revisions;
pub(crate) mod rules;

use std::collections::{BTreeMap, BTreeSet};

use recoupe_claims::{Certainty, Derivation, FigureKind, Role, Value};

pub(crate) use across::{across, breaches};
pub(crate) use cues::{Contrasts, corrects, sentence_text};
pub(crate) use revisions::revisions;
pub(crate) use rules::first_rule;

use crate::{FigureRef, Relation, RelationKind, dates::Times, link::Linked, party::Reach, time, value};

/// A figure with all that the rules need.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub(crate) at: FigureRef,
    /// Place in an order of reports that does not depend on the input.
    pub(crate) rank: usize,
    pub(crate) origin: Option<usize>,
    pub(crate) via: Vec<usize>,
    /// Words for who says it where nobody is named: the outlet, else the first words of the report.
    pub(crate) outlet: String,
    /// Reports whose words are one (copies, versions, one agency's text) share this.
    pub(crate) text_family: usize,
    /// In the quantity's unit.
    pub(crate) value: Value,
    pub(crate) unit: Option<String>,
    pub(crate) times: Times,
    pub(crate) certainty: Certainty,
    pub(crate) kind: Option<FigureKind>,
    pub(crate) role: Option<Role>,
    pub(crate) derivation: Option<Derivation>,
    /// A property of a thing.
    pub(crate) measure: bool,
    pub(crate) party: bool,
    /// It stands in quotation marks.
    pub(crate) quoted: bool,
    /// The wording says that an older number is corrected.
    pub(crate) correction: bool,
    /// It names nobody and repeats the number that its own report attributes elsewhere, at this figure.
    pub(crate) echo_of: Option<FigureRef>,
    /// The words of its sentence put it in the place of this older figure.
    pub(crate) replaces: Option<FigureRef>,
    /// How far the word of its speaker reaches.
    pub(crate) reach: Reach,
}

/// What the rules look up.
#[derive(Debug)]
pub(crate) struct Context<'a> {
    pub(crate) linked: &'a Linked,
    pub(crate) contrasts: &'a Contrasts,
    /// Figures that stand in copied runs with the same number: pairs in both directions.
    pub(crate) copied: &'a BTreeSet<(FigureRef, FigureRef)>,
}

/// Beyond this number of figures, only neighbours are compared: the last of the same origin, the last of each other.
const ALL_PAIRS: usize = 60;
/// How many other origins a figure of a large quantity is compared with.
const OTHERS: usize = 12;

/// Relations within one quantity, in the order of the later figure, then of the earlier.
pub(crate) fn within(entries: &[Entry], ctx: &Context<'_>) -> Vec<Relation> {
    let mut relations: BTreeMap<(usize, usize), Relation> = BTreeMap::new();
    for (i, j) in pairs(entries) {
        if entries[i].echo_of.is_some() || entries[j].echo_of.is_some() {
            let (base, again) = if entries[i].echo_of.is_some() { (j, i) } else { (i, j) };
            if entries[again].echo_of == Some(entries[base].at) {
                let reason = caveats::echo(&entries[base], &entries[again], ctx);
                let (from, to) = (entries[base].at, entries[again].at);
                relations.insert((base, again), Relation { from, to, kind: RelationKind::Restates, reason });
            }
            continue;
        }
        // Entries are in likely order; what is certain comes first.
        let certain = time::order(&entries[i].times.as_of, &entries[j].times.as_of) == time::Order::After;
        let replaced = entries[i].replaces == Some(entries[j].at);
        let (a, b) = if certain || replaced { (j, i) } else { (i, j) };
        if let Some(relation) = first_rule(&entries[a], &entries[b], ctx) {
            relations.insert((a, b), relation);
        }
    }
    thin_out(&mut relations);
    carry_over(entries, ctx, &mut relations);
    rules::outliers(entries, ctx, &mut relations);
    relations.into_values().collect()
}

/// Of several repeats of one claim each is told once, against the first: that a repeat also repeats the other repeats adds
/// nothing.
fn thin_out(relations: &mut BTreeMap<(usize, usize), Relation>) {
    let repeat = |r: &Relation| matches!(r.kind, RelationKind::Relay | RelationKind::Restates);
    let mut firsts: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for (i, j) in relations.iter().filter(|(_, r)| repeat(r)).map(|(k, _)| *k) {
        firsts.entry(j).or_default().insert(i);
    }
    let common = |i: usize, j: usize| match (firsts.get(&i), firsts.get(&j)) {
        (Some(a), Some(b)) => !a.is_disjoint(b),
        _ => false,
    };
    relations.retain(|(i, j), r| r.kind != RelationKind::Relay || !common(*i, *j));
}

/// Pairs to compare: all in a quantity of usual size, neighbours in a large one.
fn pairs(entries: &[Entry]) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    if entries.len() <= ALL_PAIRS {
        for j in 0..entries.len() {
            pairs.extend((0..j).map(|i| (i, j)));
        }
        return pairs;
    }
    let mut last: BTreeMap<(Option<usize>, usize), usize> = BTreeMap::new();
    let mut recent: Vec<(Option<usize>, usize)> = Vec::new();
    for (j, e) in entries.iter().enumerate() {
        let key = (e.origin, if e.origin.is_some() { 0 } else { e.text_family + 1 });
        for k in recent.iter().rev().take(OTHERS) {
            pairs.push((last[k], j));
        }
        if let (Some(i), false) = (last.get(&key), recent.iter().rev().take(OTHERS).any(|k| *k == key)) {
            pairs.push((*i, j));
        }
        recent.retain(|k| *k != key);
        recent.push(key);
        last.insert(key, j);
    }
    pairs.sort_unstable_by_key(|(i, j)| (*j, *i));
    pairs.dedup();
    pairs
}

/// A contradiction of one wording of a claim holds for its other wordings: "at least N", "more than N" and "about N" of one
/// speaker are one number.
fn carry_over(entries: &[Entry], ctx: &Context<'_>, relations: &mut BTreeMap<(usize, usize), Relation>) {
    let contradictions: Vec<(usize, usize)> =
        relations.iter().filter(|(_, r)| r.kind == RelationKind::Contradicts).map(|(k, _)| *k).collect();
    let restated: BTreeSet<(usize, usize)> =
        relations.iter().filter(|(_, r)| r.kind == RelationKind::Restates).map(|(k, _)| *k).collect();
    let one_claim = |x: usize, y: usize| {
        let (a, b) = (&entries[x], &entries[y]);
        let same = matches!((a.origin, b.origin), (Some(p), Some(q)) if ctx.linked.same_origin(p, q));
        let repeat = a.at.report == b.at.report && (restated.contains(&(x, y)) || restated.contains(&(y, x)));
        x != y && same && (repeat || value::same_number(&a.value, &b.value))
    };
    for (a, b) in contradictions {
        for other in 0..entries.len() {
            for (x, y, kept) in [(a, b, b), (b, a, a)] {
                if other == kept || !one_claim(other, x) {
                    continue;
                }
                let key = if relations.contains_key(&(y, other)) { (y, other) } else { (other, y) };
                let key = if relations.contains_key(&key) { key } else { (other.min(y), other.max(y)) };
                let soft = relations.get(&key).is_none_or(|r| {
                    matches!(r.kind, RelationKind::Agrees | RelationKind::Growth | RelationKind::NotComparable)
                });
                if soft {
                    let reason = reasons::carried(&entries[key.0], &entries[key.1], &entries[x], ctx);
                    let (from, to) = (entries[key.0].at, entries[key.1].at);
                    relations.insert(key, Relation { from, to, kind: RelationKind::Contradicts, reason });
                }
            }
        }
    }
}
