//! Relations between quantities that a reader would set side by side: parts and wholes, and what only looks alike.

use std::collections::{BTreeMap, BTreeSet};

use recoupe_claims::{Certainty, Derivation, Role};

use super::{
    Context, Entry, caveats,
    cues::corresponds,
    reasons::{self, Apart},
};
use crate::{
    Bilingual, FigureRef, Read, Relation, RelationKind,
    quantity::{Grouped, RoleClass, Scope, part_of},
    time::{self, Order},
    value::{self, Bounds},
};

/// How many parts one whole is checked against, and how many breaches one quantity lists.
const MOST: usize = 24;
const MOST_FLAGS: usize = 3;

/// Relations across quantities, by the quantity that shows them.
pub(crate) fn across(groups: &[Grouped], reads: &[Read], ctx: &Context<'_>) -> Vec<(usize, Relation)> {
    let mut found: BTreeMap<(usize, FigureRef, FigureRef), Relation> = BTreeMap::new();
    let mut add = |group: usize, r: Relation| {
        found.entry((group, r.from, r.to)).or_insert(r);
    };
    compositions(groups, reads, ctx, &mut add);
    parts_by_words(groups, ctx, &mut add);
    lookalikes(groups, ctx, &mut add);
    untold_people(groups, ctx, &mut add);
    same_numbers(groups, ctx, &mut add);
    // In an order that does not depend on the order of the input.
    let rank: BTreeMap<FigureRef, usize> = groups.iter().flat_map(|g| &g.entries).map(|e| (e.at, e.rank)).collect();
    let key = |at: FigureRef| (rank.get(&at).copied(), at.figure);
    let mut all: Vec<(usize, Relation)> = found.into_iter().map(|((g, ..), r)| (g, r)).collect();
    all.sort_by_key(|(g, r)| (*g, key(r.from), key(r.to)));
    all
}

/// Parts of one speaker that sum into a whole within rounding (rule 5).
fn compositions(groups: &[Grouped], reads: &[Read], ctx: &Context<'_>, add: &mut impl FnMut(usize, Relation)) {
    // All parts of one speaker in one report: killed, wounded, missing.
    let mut parts: BTreeMap<(usize, usize), Vec<(usize, &Entry)>> = BTreeMap::new();
    for (g, group) in groups.iter().enumerate() {
        for e in group.entries.iter().filter(|_| group.scope == Scope::Whole) {
            if let Some(origin) = e.origin {
                parts.entry((e.at.report, origin)).or_default().push((g, e));
            }
        }
    }
    let casualties = RoleClass::Of(Role::Casualties);
    let wholes = groups.iter().enumerate().filter(|(_, g)| g.scope == Scope::Whole && g.role == casualties);
    for (w, whole_group) in wholes {
        for whole in whole_group.entries.iter().filter(|e| !e.value.vague) {
            for ((report, origin), candidates) in &parts {
                let own =
                    whole.origin.is_some_and(|o| !ctx.linked.families(o).is_disjoint(&ctx.linked.families(*origin)))
                        || whole.at.report == *report
                        || whole.origin == Some(*origin);
                if !own {
                    continue;
                }
                let of_role: Vec<&(usize, &Entry)> = candidates
                    .iter()
                    .filter(|(g, e)| {
                        part_of(groups[*g].role, whole_group.role)
                            && matches!(groups[*g].role, RoleClass::Of(_))
                            && groups[*g].may_be_part(whole_group)
                            && e.at != whole.at
                    })
                    .take(MOST)
                    .collect();
                let Some(chosen) = summing(&of_role, whole, groups) else { continue };
                let entries: Vec<&Entry> = chosen.iter().map(|(_, e)| *e).collect();
                let roles: Vec<Bilingual> = chosen.iter().map(|(g, _)| groups[*g].role_words.clone()).collect();
                let sentence = |e: &Entry| reads[e.at.report].claims.figures[e.at.figure].sentence;
                let stated = entries
                    .iter()
                    .chain([&whole])
                    .find_map(|e| corresponds(&reads[e.at.report].doc, sentence(e)))
                    .filter(|_| whole.at.report == *report);
                let reason = reasons::composition(whole, &entries, &roles, stated.as_deref(), ctx);
                for part in &entries {
                    add(
                        w,
                        Relation { from: whole.at, to: part.at, kind: RelationKind::Component, reason: reason.clone() },
                    );
                }
            }
        }
    }
}

/// One figure a role whose sum is the whole within rounding; two roles at least.
fn summing<'a>(of_role: &[&(usize, &'a Entry)], whole: &Entry, groups: &[Grouped]) -> Option<Vec<(usize, &'a Entry)>> {
    let mut by_role: BTreeMap<RoleClass, (usize, &'a Entry)> = BTreeMap::new();
    for (g, e) in of_role {
        // The last that the report gives.
        by_role.insert(groups[*g].role, (*g, *e));
    }
    if by_role.len() < 2 {
        return None;
    }
    let chosen: Vec<(usize, &Entry)> = by_role.into_values().collect();
    let (mut lo, mut hi, mut rounding) = (0.0, 0.0, value::rounding(&whole.value));
    for (_, e) in &chosen {
        if e.value.vague {
            return None;
        }
        let b = Bounds::of(&e.value);
        lo += b.lo;
        hi += b.hi;
        rounding += value::rounding(&e.value);
    }
    let w = Bounds::of(&whole.value);
    // An open bound would agree with anything: the printed number must be near.
    let near = value::printed(&whole.value).is_some_and(|(a, b)| lo - rounding <= b && hi + rounding >= a);
    (lo.is_finite() && hi.is_finite() && near && lo - rounding <= w.hi && hi + rounding >= w.lo).then_some(chosen)
}

/// "of them", "40 % of": the text says what is part of what.
fn parts_by_words(groups: &[Grouped], ctx: &Context<'_>, add: &mut impl FnMut(usize, Relation)) {
    let mut at: BTreeMap<FigureRef, (usize, &Entry)> = BTreeMap::new();
    for (g, group) in groups.iter().enumerate() {
        at.extend(group.entries.iter().map(|e| (e.at, (g, e))));
    }
    for (g, e) in at.values() {
        let base = match e.derivation {
            Some(
                Derivation::PartOf { base: Some(i) }
                | Derivation::Share { base: Some(i) }
                | Derivation::Computed { base: Some(i) },
            ) => FigureRef { report: e.at.report, figure: i },
            _ => continue,
        };
        let Some((_, whole)) = at.get(&base) else { continue };
        if matches!(e.derivation, Some(Derivation::PartOf { .. })) {
            let reason = reasons::part(whole, e, ctx);
            add(*g, Relation { from: base, to: e.at, kind: RelationKind::Component, reason });
            continue;
        }
        let reason = if matches!(e.derivation, Some(Derivation::Share { .. })) {
            // The count that the share speaks of, if the same sentence or report gives it as a part of the same whole.
            let part = at.values().map(|(_, p)| *p).find(|p| {
                p.at.report == e.at.report
                    && matches!(p.derivation, Some(Derivation::PartOf { base: Some(i) }) if i == base.figure)
            });
            reasons::stated_share(whole, e, part, ctx)
        } else {
            reasons::derived(whole, e, ctx)
        };
        add(*g, Relation { from: base, to: e.at, kind: RelationKind::Derived, reason });
    }
}

/// Quantities of one population and role that differ in place, scope or window: said once, with the reason.
fn lookalikes(groups: &[Grouped], ctx: &Context<'_>, add: &mut impl FnMut(usize, Relation)) {
    let mut alike: BTreeMap<(&str, RoleClass), Vec<usize>> = BTreeMap::new();
    for (g, group) in groups.iter().enumerate().filter(|(_, g)| !g.measure) {
        alike.entry((group.dimension.as_str(), group.role)).or_default().push(g);
    }
    // A special quantity is set against one whole: the one of the same people, else the one with most figures.
    let mut best: BTreeMap<(usize, bool), (usize, Apart)> = BTreeMap::new();
    for members in alike.values() {
        for (n, x) in members.iter().enumerate() {
            for y in members[n + 1..].iter().take(MOST) {
                let Some((whole, other, why)) = apart(&groups[*x], &groups[*y], *x, *y) else { continue };
                let weight = |w: usize| {
                    let same = groups[w].countries == groups[other].countries && groups[w].head == groups[other].head;
                    (same, groups[w].entries.len(), std::cmp::Reverse(w))
                };
                let known = best.entry((other, why == Apart::Place)).or_insert((whole, why));
                if weight(whole) > weight(known.0) {
                    *known = (whole, why);
                }
            }
        }
    }
    for ((other, _), (whole, why)) in best {
        let Some((a, b)) = nearest(&groups[whole].entries, &groups[other].entries) else { continue };
        let labels = [&groups[whole].label, &groups[other].label];
        let reason = reasons::apart(a, b, why, labels, ctx);
        add(other, Relation { from: a.at, to: b.at, kind: RelationKind::NotComparable, reason });
    }
}

/// Which of two quantities is the special one, and why they are kept apart; `None` where nobody would compare them.
fn apart(x: &Grouped, y: &Grouped, gx: usize, gy: usize) -> Option<(usize, usize, Apart)> {
    if !x.same_population(y) {
        return None;
    }
    let whole = |g: &Grouped| g.scope == Scope::Whole && !g.incident;
    let special = |g: &Grouped| match g.scope {
        Scope::Increment => Some(Apart::Increment),
        Scope::Plan => Some(Apart::Plan),
        Scope::Whole if g.incident => Some(Apart::Incident),
        _ => None,
    };
    match (whole(x), whole(y)) {
        (true, true) => {
            // Another place is said only of people of one state: the dead of two floods are two things to any reader.
            let one_people = !x.countries.is_empty() && x.countries == y.countries;
            let one_report = x.entries.iter().any(|e| y.entries.iter().any(|f| e.at.report == f.at.report));
            let open = (x.countries.is_empty() || y.countries.is_empty()) && x.role == RoleClass::Presence;
            if x.head.is_none() || x.head != y.head || !(one_people || open && one_report) {
                return None;
            }
            Some(if x.entries.len() >= y.entries.len() { (gx, gy, Apart::Place) } else { (gy, gx, Apart::Place) })
        }
        (true, false) => special(y).map(|w| (gx, gy, w)),
        (false, true) => special(x).map(|w| (gy, gx, w)),
        (false, false) => None,
    }
}

/// In one report, losses of a people that is named and losses of whom it does not say: a reader would add them or take one
/// for a part of the other.
fn untold_people(groups: &[Grouped], ctx: &Context<'_>, add: &mut impl FnMut(usize, Relation)) {
    let counts = |g: &Grouped| matches!(g.role, RoleClass::Of(_)) && g.scope == Scope::Whole && !g.measure;
    let named = |g: &Grouped| g.head.is_some() || !g.countries.is_empty();
    for (u, untold) in groups.iter().enumerate().filter(|(_, g)| counts(g) && !named(g)) {
        for (t, told) in groups.iter().enumerate().filter(|(_, g)| counts(g) && named(g)) {
            if t == u || told.role != untold.role || !told.may_share_place(untold) {
                continue;
            }
            if let Some((a, b)) = together(&told.entries, &untold.entries) {
                let reason = caveats::untold_people(a, b, &told.label, ctx);
                add(t, Relation { from: b.at, to: a.at, kind: RelationKind::NotComparable, reason });
            }
        }
    }
}

/// The pair of figures a reader meets together: of one report if there is one, else the first of each.
fn nearest<'a>(xs: &'a [Entry], ys: &'a [Entry]) -> Option<(&'a Entry, &'a Entry)> {
    together(xs, ys).or_else(|| Some((xs.first()?, ys.first()?)))
}

/// The first pair that stands in one report, repeats without a speaker left out.
fn together<'a>(xs: &'a [Entry], ys: &'a [Entry]) -> Option<(&'a Entry, &'a Entry)> {
    let told = |e: &&Entry| e.echo_of.is_none();
    let reports: BTreeMap<usize, &Entry> = xs.iter().rev().filter(told).map(|e| (e.at.report, e)).collect();
    ys.iter().filter(told).find_map(|y| reports.get(&y.at.report).map(|x| (*x, y)))
}

/// One number and unit on two things in one report: not the same measure.
fn same_numbers(groups: &[Grouped], ctx: &Context<'_>, add: &mut impl FnMut(usize, Relation)) {
    let mut in_report: BTreeMap<(usize, &str), Vec<(usize, &Entry)>> = BTreeMap::new();
    for (g, group) in groups.iter().enumerate().filter(|(_, g)| g.measure) {
        for e in &group.entries {
            in_report.entry((e.at.report, group.dimension.as_str())).or_default().push((g, e));
        }
    }
    for members in in_report.values_mut() {
        members.sort_by_key(|(_, e)| e.at.figure);
        for (n, (gx, x)) in members.iter().enumerate() {
            for (gy, y) in members[n + 1..].iter().take(MOST) {
                if gx == gy || !shares_number(x, y, groups[*gx].factor, groups[*gy].factor) {
                    continue;
                }
                let labels = [&groups[*gx].label, &groups[*gy].label];
                let reason = reasons::apart(x, y, Apart::Thing, labels, ctx);
                add(*gy, Relation { from: x.at, to: y.at, kind: RelationKind::NotComparable, reason });
            }
        }
    }
}

fn shares_number(x: &Entry, y: &Entry, fx: f64, fy: f64) -> bool {
    let ends = |e: &Entry, f: f64| value::printed(&e.value).map(|(a, b)| [a * f, b * f]);
    match (ends(x, fx), ends(y, fy)) {
        (Some(xs), Some(ys)) => xs.iter().any(|a| ys.iter().any(|b| value::close(*a, *b))),
        _ => false,
    }
}

/// Parts that exceed their whole: killed ≤ casualties ≤ deployed. By quantity.
pub(crate) fn breaches(groups: &[Grouped], ctx: &Context<'_>) -> Vec<(usize, Bilingual)> {
    let mut flags = Vec::new();
    let mut seen: BTreeSet<(usize, usize)> = BTreeSet::new();
    for (p, part_group) in groups.iter().enumerate().filter(|(_, g)| g.scope == Scope::Whole && !g.measure) {
        let mut listed = 0;
        for (w, whole_group) in groups.iter().enumerate() {
            let one_scope = whole_group.scope == Scope::Whole;
            if !one_scope || !part_of(part_group.role, whole_group.role) || !part_group.may_be_part(whole_group) {
                continue;
            }
            // Those who are somewhere are a whole only of their own kind: soldiers killed, of the soldiers sent.
            let one_people = part_group.head.is_some() && part_group.head == whole_group.head;
            if whole_group.role == RoleClass::Presence && !one_people {
                continue;
            }
            // The smallest upper bound of the whole against the largest lower bound of the part.
            let whole = smallest(&whole_group.entries);
            let part = largest(&part_group.entries);
            let (Some(whole), Some(part)) = (whole, part) else { continue };
            // Two numbers that nobody answers for, of two reports, say nothing of each other.
            if whole.at.report != part.at.report && (whole.origin.is_none() || part.origin.is_none()) {
                continue;
            }
            let later = time::order(&whole.times.as_of, &part.times.as_of) == Order::Before;
            let exceeds = Bounds::of(&whole.value).below(Bounds::of(&part.value));
            if exceeds && !later && listed < MOST_FLAGS && seen.insert((p, w)) {
                listed += 1;
                let text = reasons::breach(part, whole, [&part_group.label, &whole_group.label], ctx);
                flags.push((p, text.clone()));
                flags.push((w, text));
            }
        }
    }
    flags
}

fn smallest(entries: &[Entry]) -> Option<&Entry> {
    entries
        .iter()
        .filter(|e| e.value.hi.is_some() && upheld(e))
        .min_by(|a, b| Bounds::of(&a.value).hi.total_cmp(&Bounds::of(&b.value).hi))
}

fn largest(entries: &[Entry]) -> Option<&Entry> {
    entries
        .iter()
        .filter(|e| e.value.lo.is_some() && upheld(e))
        .max_by(|a, b| Bounds::of(&a.value).lo.total_cmp(&Bounds::of(&b.value).lo))
}

/// Said to be so, not planned and not denied.
fn upheld(e: &Entry) -> bool {
    matches!(e.certainty, Certainty::Asserted | Certainty::Hedged)
}
