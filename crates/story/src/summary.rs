//! Lowest to highest of a quantity, and who stands behind it. Never an average, never a vote.

use std::collections::BTreeSet;

use recoupe_claims::Certainty;

use crate::{
    Best, BestPolicy, Bilingual, FigureState, Quantity, QuantityState, Relation, RelationKind, Summary,
    link::Linked,
    relate::{Context, Entry, reasons, rules},
    text::fold_name,
    value::{self, Bounds},
};

/// Which figures add an origin: not a relay, a repeat, a copy or a derivation, and of a named speaker.
pub(crate) fn independent(entries: &[Entry], relations: &[Relation], linked: &Linked) -> Vec<bool> {
    let mut dependent = BTreeSet::new();
    for r in relations {
        match r.kind {
            RelationKind::Relay | RelationKind::Restates => {
                let find = |at| entries.iter().find(|e| e.at == at);
                let (Some(a), Some(b)) = (find(r.from), find(r.to)) else { continue };
                // Of a state and its body that say one thing, the body is the origin; of a source and its relay, the source.
                let state = match (a.origin, b.origin) {
                    (Some(x), Some(y)) => linked.stands_for(x, y) || a.origin.is_some_and(|o| b.via.contains(&o)),
                    _ => false,
                };
                dependent.insert(if state { a.at } else { b.at });
            }
            RelationKind::Derived => {
                dependent.insert(r.to);
            }
            _ => {}
        }
    }
    let derived = |e: &Entry| {
        use recoupe_claims::Derivation::{Computed, Share};
        matches!(e.derivation, Some(Computed { base: Some(_) } | Share { base: Some(_) }))
    };
    entries.iter().map(|e| e.origin.is_some() && !dependent.contains(&e.at) && !derived(e)).collect()
}

/// Summarises a quantity.
pub(crate) fn summary(
    entries: &[Entry],
    independent: &[bool],
    states: &[Option<FigureState>],
    relations: &[Relation],
    outlets: &[Option<String>],
    ctx: &Context<'_>,
) -> Summary {
    let standing = || {
        let upheld =
            |e: &Entry, s: Option<FigureState>| s != Some(FigureState::Withdrawn) && e.certainty != Certainty::Denied;
        entries.iter().zip(states).filter(move |(e, s)| upheld(e, **s)).map(|(e, _)| e)
    };
    // A derived, an older or a relayed value is still a value that was given; what was taken back or denied is not.
    let all_withdrawn = states.iter().all(|s| *s == Some(FigureState::Withdrawn));
    let shown: Vec<&Entry> = if standing().next().is_none() { entries.iter().collect() } else { standing().collect() };
    let (lo, hi) = extent(&shown);
    let mut origins: BTreeSet<usize> = BTreeSet::new();
    let mut families: BTreeSet<&str> = BTreeSet::new();
    let mut neutral: BTreeSet<&str> = BTreeSet::new();
    for (e, _) in entries.iter().zip(independent).filter(|(_, i)| **i) {
        let Some(o) = e.origin else { continue };
        origins.extend(ctx.linked.atoms(o));
        families.extend(ctx.linked.families(o));
        if !e.party {
            neutral.extend(ctx.linked.families(o));
        }
    }
    let unknown: BTreeSet<usize> =
        entries.iter().filter(|e| e.origin.is_none() && e.echo_of.is_none()).map(|e| e.text_family).collect();
    let contested = relations.iter().any(|r| matches!(r.kind, RelationKind::Contradicts | RelationKind::Denies))
        || entries.iter().any(|e| e.certainty == Certainty::Denied);
    let state = if all_withdrawn {
        QuantityState::Withdrawn
    } else if contested {
        QuantityState::Contested
    } else if entries.iter().all(|e| e.origin.is_none()) {
        QuantityState::Unattributed
    } else if families.len() >= 2 && !neutral.is_empty() {
        QuantityState::Confirmed
    } else if origins.len() >= 2 {
        QuantityState::Fair
    } else {
        QuantityState::Weak
    };
    let reports: BTreeSet<usize> = entries.iter().map(|e| e.at.report).collect();
    // A report whose outlet is not known may be of any outlet; each counts as one.
    let outlets: BTreeSet<String> =
        reports.iter().map(|r| outlets[*r].clone().unwrap_or_else(|| format!("\u{0}{r}"))).collect();
    Summary {
        lo,
        hi,
        reports: reports.len(),
        outlets: outlets.len(),
        origins: origins.len(),
        families: families.len(),
        unknown_origins: unknown.len(),
        state,
        flags: flags(entries, relations, ctx),
    }
}

/// Lowest to highest: the lowest bound below and the highest bound above that anybody states; open where what reaches
/// furthest is open ("more than N" above every upper bound).
fn extent(shown: &[&Entry]) -> (Option<f64>, Option<f64>) {
    let finite = |x: Option<f64>| x.filter(|x| x.is_finite());
    let ends: Vec<(Option<f64>, Option<f64>)> =
        shown.iter().map(|e| (finite(e.value.lo), finite(e.value.hi))).collect();
    let lowest = ends.iter().filter_map(|e| e.0).min_by(f64::total_cmp);
    let highest = ends.iter().filter_map(|e| e.1).max_by(f64::total_cmp);
    let open_below = ends.iter().filter(|e| e.0.is_none()).filter_map(|e| e.1).min_by(f64::total_cmp);
    let open_above = ends.iter().filter(|e| e.1.is_none()).filter_map(|e| e.0).max_by(f64::total_cmp);
    let lo = lowest.filter(|l| open_below.is_none_or(|o| o > *l));
    let hi = highest.filter(|h| open_above.is_none_or(|o| o < *h));
    (lo, hi)
}

/// What is said and not corrected.
fn flags(entries: &[Entry], relations: &[Relation], ctx: &Context<'_>) -> Vec<Bilingual> {
    let find = |at| entries.iter().find(|e| e.at == at);
    let mut flags: Vec<Bilingual> = relations
        .iter()
        .filter(|r| r.kind == RelationKind::RevisedDown)
        .filter_map(|r| Some((find(r.from)?, find(r.to)?)))
        .filter(|(_, b)| !entries.iter().any(|e| e.correction && value::same_number(&e.value, &b.value)))
        .map(|(a, b)| reasons::falls(a, b, ctx))
        .collect();
    let mut told = BTreeSet::new();
    flags.retain(|f| told.insert(f.fr.clone()));
    if rules::median_of_origins(entries, ctx).is_none() {
        let low = entries
            .iter()
            .filter(|e| e.value.hi.is_some())
            .min_by(|a, b| Bounds::of(&a.value).hi.total_cmp(&Bounds::of(&b.value).hi));
        let high = entries
            .iter()
            .filter(|e| e.value.lo.is_some())
            .max_by(|a, b| Bounds::of(&a.value).lo.total_cmp(&Bounds::of(&b.value).lo));
        if let (Some(low), Some(high)) = (low, high)
            && value::least_ratio(&low.value, &high.value).is_some_and(|r| r > 3.0)
            && low.origin != high.origin
        {
            flags.push(reasons::too_few(low, high, ctx));
        }
    }
    flags
}

/// What became of each figure.
pub(crate) fn states(entries: &[Entry], relations: &[Relation]) -> Vec<Option<FigureState>> {
    entries
        .iter()
        .map(|e| {
            let as_older = |k| relations.iter().any(|r| r.from == e.at && r.kind == k);
            // Its own speaker denies it later: taken back.
            let withdrawn = relations.iter().any(|r| {
                let denial = |at| entries.iter().find(|d| d.at == at && d.certainty == Certainty::Denied);
                r.kind == RelationKind::Denies
                    && (r.from == e.at || r.to == e.at)
                    && e.certainty != Certainty::Denied
                    && denial(if r.from == e.at { r.to } else { r.from }).is_some_and(|d| {
                        d.origin.is_some() && d.origin == e.origin && value::same_number(&d.value, &e.value)
                    })
            });
            if withdrawn {
                Some(FigureState::Withdrawn)
            } else if as_older(RelationKind::RevisedDown) {
                Some(FigureState::Corrected)
            } else if as_older(RelationKind::Update) {
                Some(FigureState::Superseded)
            } else {
                None
            }
        })
        .collect()
}

/// One value by the user's policy, if any figure satisfies it.
pub(crate) fn best(q: &Quantity, policy: &BestPolicy, linked: &Linked) -> Option<Best> {
    let standing: Vec<_> = q.figures.iter().filter(|f| f.state.is_none() && f.certainty != Certainty::Denied).collect();
    let is = |origin: Option<usize>, source: &str| {
        let wanted = fold_name(source);
        origin.is_some_and(|o| {
            std::iter::once(o).chain(linked.atoms(o)).any(|s| {
                let s = &linked.speakers[s];
                s.entity == source || std::iter::once(&s.name).chain(&s.aliases).any(|n| fold_name(n) == wanted)
            })
        })
    };
    // Figures stand in likely order: the last is the latest.
    let latest = |source: &str| standing.iter().rev().find(|f| is(f.origin, source)).copied();
    let figure = match policy {
        BestPolicy::Lower => standing
            .iter()
            .filter_map(|f| Some((value::printed(&f.value)?.0, *f)))
            .min_by(|a, b| a.0.total_cmp(&b.0))
            .map(|(_, f)| f),
        BestPolicy::PrioritySource(sources) => sources.iter().find_map(|s| latest(s)),
        BestPolicy::LatestOf(source) => latest(source),
    }?;
    Some(Best { figure: figure.figure, value: figure.value, policy: policy.clone() })
}
