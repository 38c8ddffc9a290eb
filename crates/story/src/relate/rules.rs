//! The rules for two figures of one quantity.

use std::collections::{BTreeMap, BTreeSet};

use recoupe_claims::{Certainty, Derivation, FigureKind};

use super::{
    Context, Entry, caveats,
    reasons::{self, Newer},
};
use crate::{
    Relation, RelationKind,
    party::Reach,
    time::{self, Order},
    value::{self, Bounds},
};

/// A fixed property that differs by no more is one property, once misprinted (rule 11).
const VARIANT: f64 = 0.05;
/// A toll that is so many times lower than another and counts so few at most may count only some of the same people.
const SOME: f64 = 5.0;
const FEW: f64 = 20.0;
/// Days within which a toll is of one moment.
const SAME_MOMENT: i64 = 2;
/// How far from the median a value is an outlier (rule 12), and how many origins that takes.
const OUTLIER: f64 = 3.0;
const ENOUGH: usize = 3;

/// The relation of `b` to the earlier `a`, if any rule holds.
pub(crate) fn first_rule(a: &Entry, b: &Entry, ctx: &Context<'_>) -> Option<Relation> {
    if let Some((source, relayed)) = passed_on(a, b) {
        let reason = reasons::passed_on(source, relayed, ctx);
        return Some(Relation { from: source.at, to: relayed.at, kind: RelationKind::Relay, reason });
    }
    let (a, b) = if assumed_older(b, a, ctx) { (b, a) } else { (a, b) };
    let (kind, reason) =
        relay(a, b, ctx).or_else(|| derived(a, b, ctx)).or_else(|| denies(a, b, ctx)).or_else(|| {
            // What is said not to be so is no value that another could update, meet or contradict.
            let denied = a.certainty == Certainty::Denied || b.certainty == Certainty::Denied;
            if denied { None } else { compared(a, b, ctx) }
        })?;
    Some(Relation { from: a.at, to: b.at, kind, reason })
}

/// Rules 4 to 11.
fn compared(a: &Entry, b: &Entry, ctx: &Context<'_>) -> Found {
    not_comparable(a, b, ctx)
        .or_else(|| component(a, b, ctx))
        .or_else(|| stated(a, b, ctx))
        .or_else(|| restates(a, b, ctx))
        .or_else(|| update(a, b, ctx))
        .or_else(|| variant(a, b, ctx))
        .or_else(|| agrees(a, b, ctx))
        .or_else(|| growth(a, b, ctx))
        .or_else(|| contradicts(a, b, ctx))
}

type Found = Option<(RelationKind, crate::Bilingual)>;

/// Rule 1, where one speaker says that he has it from the other: the source and its relay, whichever came first.
fn passed_on<'a>(a: &'a Entry, b: &'a Entry) -> Option<(&'a Entry, &'a Entry)> {
    let has_from = |relay: &Entry, source: &Entry| relay.origin.is_some_and(|o| source.via.contains(&o));
    let one = agree(a, b) && (a.at.report == b.at.report || value::same_number(&a.value, &b.value));
    match (one, has_from(a, b), has_from(b, a)) {
        (true, true, _) => Some((b, a)),
        (true, false, true) => Some((a, b)),
        _ => None,
    }
}

/// Rule 1. Within one report the same origin repeats itself, which is rule 6.
fn relay(a: &Entry, b: &Entry, ctx: &Context<'_>) -> Found {
    let same_report = a.at.report == b.at.report;
    if same_report {
        return None;
    }
    if same_asserter(a, b, ctx) && value::same(&a.value, &b.value) {
        return Some((RelationKind::Relay, reasons::same_origin_same_value(a, b, ctx)));
    }
    let same_text = ctx.copied.contains(&(a.at, b.at)) || (a.text_family == b.text_family && a.origin == b.origin);
    (same_text && value::same_number(&a.value, &b.value)).then(|| (RelationKind::Relay, reasons::copied(a, b, ctx)))
}

/// Rule 2.
fn derived(a: &Entry, b: &Entry, ctx: &Context<'_>) -> Found {
    let base = |x: &Entry, y: &Entry| match x.derivation {
        Some(Derivation::Computed { base: Some(i) } | Derivation::Share { base: Some(i) }) => {
            y.at.report == x.at.report && y.at.figure == i
        }
        _ => false,
    };
    if base(b, a) {
        Some((RelationKind::Derived, reasons::derived(a, b, ctx)))
    } else if base(a, b) {
        Some((RelationKind::Derived, reasons::derived(b, a, ctx)))
    } else {
        None
    }
}

/// Rule 3. A figure that its speaker says is not so, against the same figure of somebody else.
fn denies(a: &Entry, b: &Entry, ctx: &Context<'_>) -> Found {
    let (denied, said) = match (a.certainty == Certainty::Denied, b.certainty == Certainty::Denied) {
        (true, false) => (a, b),
        (false, true) => (b, a),
        _ => return None,
    };
    // "At least 12" is not what somebody who says that it is not 300 denies.
    let number = value::same_number(&denied.value, &said.value) || agree_exactly(denied, said) && is_bounded(said);
    number.then(|| (RelationKind::Denies, reasons::denies(denied, said, ctx)))
}

/// Rule 4 (guard G2); other guards keep figures in different quantities.
fn not_comparable(a: &Entry, b: &Entry, ctx: &Context<'_>) -> Found {
    let flow = |e: &Entry| e.kind == Some(FigureKind::Flow);
    let reason = match (flow(a), flow(b)) {
        (true, true) => {
            let (x, y) = (a.times.window.as_ref()?, b.times.window.as_ref()?);
            (time::order(x, y) != Order::Open).then(|| reasons::other_period(a, b, ctx))
        }
        (true, false) | (false, true) => {
            let (f, s) = if flow(a) { (a, b) } else { (b, a) };
            flow_and_stock(f, s).then(|| reasons::flow_and_stock(f, s, ctx))
        }
        (false, false) => None,
    };
    reason.map(|r| (RelationKind::NotComparable, r))
}

/// A flow can be set beside a stock only if they can be of one time and their values meet.
fn flow_and_stock(flow: &Entry, stock: &Entry) -> bool {
    let before = match (flow.times.window.as_ref().and_then(|w| w.from), stock.times.likely.from) {
        (Some(start), Some(moment)) => moment < start,
        _ => false,
    };
    let apart = !Bounds::rounded(&flow.value).overlaps(Bounds::rounded(&stock.value));
    before || (apart && !value::same_number(&flow.value, &stock.value))
}

/// Rule 5 inside one quantity: a flow whose window lies in another's. Roles and parts of one report are compared across
/// quantities ([`super::across`]).
fn component(a: &Entry, b: &Entry, ctx: &Context<'_>) -> Found {
    let (x, y) = (a.times.window.as_ref()?, b.times.window.as_ref()?);
    if a.kind != Some(FigureKind::Flow) || b.kind != Some(FigureKind::Flow) || (x.from, x.to) == (y.from, y.to) {
        return None;
    }
    let (part, whole) = if time::within(x, y) {
        (a, b)
    } else if time::within(y, x) {
        (b, a)
    } else {
        return None;
    };
    let fits = Bounds::of(&part.value).lo <= Bounds::of(&whole.value).hi;
    fits.then(|| (RelationKind::Component, reasons::window_inside(part, whole, ctx)))
}

/// The text itself sets one number against another ("the toll is higher").
fn stated(a: &Entry, b: &Entry, ctx: &Context<'_>) -> Found {
    let words = ctx.contrasts.between(a.at, b.at)?;
    (!same_asserter(a, b, ctx)).then(|| (RelationKind::Contradicts, reasons::contradicts(a, b, Some(words), ctx)))
}

/// Rule 6.
fn restates(a: &Entry, b: &Entry, ctx: &Context<'_>) -> Found {
    if !one_origin(a, b, ctx) || newer(a, b) == Some(Newer::Certainly) {
        return None;
    }
    let meets = Bounds::of(&a.value).overlaps(Bounds::of(&b.value)) || value::same_number(&a.value, &b.value);
    // A later report of the same origin with another number is news, not a repeat.
    let news = newer(a, b).is_some() && !value::same_number(&a.value, &b.value) && grew(a, b);
    (meets && !news).then(|| (RelationKind::Restates, reasons::restates(a, b, ctx)))
}

/// Rule 7.
fn update(a: &Entry, b: &Entry, ctx: &Context<'_>) -> Found {
    if !one_origin(a, b, ctx) || a.measure || b.measure || a.at.report == b.at.report && newer(a, b).is_none() {
        return None;
    }
    // What nobody answers for is updated only by the words that put one number in the place of the other.
    let replaced = a.replaces == Some(b.at) || b.replaces == Some(a.at);
    if a.origin.is_none() && !replaced {
        return None;
    }
    let order = newer(a, b);
    if order.is_none() && value::least_ratio(&a.value, &b.value).is_none_or(|r| r <= 1.0) {
        return None;
    }
    let smaller = Bounds::of(&b.value).below(Bounds::of(&a.value));
    Some(if smaller && order.is_some() && !may_fall(b) {
        (RelationKind::RevisedDown, reasons::revised_down(a, b, ctx))
    } else {
        (RelationKind::Update, reasons::update(a, b, order, ctx))
    })
}

/// Two numbers of one origin without any order of time: the smaller is told first.
fn assumed_older(a: &Entry, b: &Entry, ctx: &Context<'_>) -> bool {
    newer(a, b).is_none()
        && newer(b, a).is_none()
        && a.at.report != b.at.report
        && !a.measure
        && one_origin(a, b, ctx)
        && Bounds::of(&a.value).below(Bounds::of(&b.value))
}

/// Rule 11, before rules 8 and 10, which would hide it: a property has no time at which it may be another.
fn variant(a: &Entry, b: &Entry, ctx: &Context<'_>) -> Found {
    let (x, y) = (value::middle(&a.value)?, value::middle(&b.value)?);
    let gap = (x - y).abs() / x.abs().max(y.abs());
    let apart = !Bounds::of(&a.value).overlaps(Bounds::of(&b.value)) && !a.value.approx && !b.value.approx;
    (a.measure && b.measure && apart && gap <= VARIANT)
        .then(|| (RelationKind::Variant, reasons::variant(a, b, gap, ctx)))
}

/// Rule 8.
fn agrees(a: &Entry, b: &Entry, ctx: &Context<'_>) -> Found {
    if same_asserter(a, b, ctx) && !value::same_number(&a.value, &b.value) && !agree_exactly(a, b) {
        return None;
    }
    agree(a, b).then(|| (RelationKind::Agrees, reasons::agrees(a, b, ctx)))
}

/// Rule 9.
fn growth(a: &Entry, b: &Entry, ctx: &Context<'_>) -> Found {
    let grows = !a.measure && !matches!(b.kind, Some(FigureKind::Flow | FigureKind::Measure | FigureKind::Plan));
    let order = newer(a, b)?;
    // A local body's smaller number is no earlier state of the whole.
    let part = is_toll(a) && a.reach == Reach::Local && b.reach == Reach::Wide;
    (grows && !part && grew(a, b)).then(|| (RelationKind::Growth, reasons::growth(a, b, order, ctx)))
}

/// Rule 10.
fn contradicts(a: &Entry, b: &Entry, ctx: &Context<'_>) -> Found {
    if agree_exactly(a, b) || one_origin(a, b, ctx) && a.at.report == b.at.report && a.origin == b.origin {
        return None;
    }
    if !a.measure
        && let Some(caveat) = says_less(a, b, ctx)
    {
        return Some((RelationKind::NotComparable, caveat));
    }
    // A stock may fall; a total may not.
    let stock = a.kind == Some(FigureKind::Stock) || b.kind == Some(FigureKind::Stock) || may_fall(b);
    if stock && newer(a, b).is_some() {
        return Some((RelationKind::NotComparable, reasons::other_moment(a, b, ctx)));
    }
    Some((RelationKind::Contradicts, reasons::contradicts(a, b, None, ctx)))
}

/// What keeps two numbers that differ from being a contradiction.
fn says_less(a: &Entry, b: &Entry, ctx: &Context<'_>) -> Option<crate::Bilingual> {
    // An order of size, or a number without a source, refutes nothing.
    let loose = |e: &Entry| e.value.vague || e.origin.is_none();
    if loose(a) || loose(b) {
        return Some(caveats::unsourced(a, b, ctx));
    }
    if !is_toll(a) || !is_toll(b) {
        return None;
    }
    // A prefecture, a town or a hospital counts its own; the smaller number may be a part of the larger.
    let (small, large) = if Bounds::of(&a.value).below(Bounds::of(&b.value)) { (a, b) } else { (b, a) };
    if small.reach == Reach::Local && large.reach != Reach::Unknown && !same_asserter(a, b, ctx) {
        return Some(caveats::local(small, large, ctx));
    }
    let some = value::least_ratio(&a.value, &b.value).is_some_and(|r| r >= SOME)
        && Bounds::of(&small.value).hi <= FEW
        && !(a.party || b.party)
        && !same_asserter(a, b, ctx);
    if some && a.at.report != b.at.report && newer(large, small).is_some() {
        return Some(caveats::few(small, large, ctx));
    }
    let other_moment = a.at.report != b.at.report && newer(a, b).is_none() && !one_moment(a, b);
    other_moment.then(|| caveats::without_dates(a, b, ctx))
}

/// Both are of days that are known well enough to be the same.
fn one_moment(a: &Entry, b: &Entry) -> bool {
    let exact = |e: &Entry| time::length(&e.times.likely).is_some_and(|days| days <= SAME_MOMENT);
    exact(a) && exact(b)
}

/// A count of what an event did to people, which grows while it lasts.
fn is_toll(e: &Entry) -> bool {
    use recoupe_claims::Role::{
        Captured, Casualties, Detained, Displaced, Evacuated, Infected, Killed, Missing, Wounded,
    };
    matches!(
        e.role,
        Some(Killed | Wounded | Missing | Captured | Casualties | Displaced | Evacuated | Infected | Detained)
    )
}

/// How many are missing, held, away from home or somewhere changes both ways: people are found, freed, come back.
fn may_fall(e: &Entry) -> bool {
    use recoupe_claims::Role::{Captured, Deployed, Detained, Displaced, Evacuated, Missing, Present};
    matches!(e.role, Some(Missing | Captured | Detained | Displaced | Evacuated | Present | Deployed))
}

/// Both ends are known.
fn is_bounded(e: &Entry) -> bool {
    e.value.lo.is_some() && e.value.hi.is_some() && !e.value.vague
}

/// Rule 12, for figures that no other rule has set against the rest.
pub(super) fn outliers(entries: &[Entry], ctx: &Context<'_>, relations: &mut BTreeMap<(usize, usize), Relation>) {
    let Some(median) = median_of_origins(entries, ctx) else { return };
    let Some(near) = (0..entries.len())
        .filter(|i| entries[*i].origin.is_some())
        .filter_map(|i| Some((i, (value::middle(&entries[i].value)? - median).abs())))
        .min_by(|x, y| x.1.total_cmp(&y.1))
    else {
        return;
    };
    for (i, e) in entries.iter().enumerate() {
        if !is_outlier(e, median) || i == near.0 {
            continue;
        }
        let key = (i.min(near.0), i.max(near.0));
        let taken = relations.contains_key(&key) || relations.contains_key(&(key.1, key.0));
        if !taken {
            let (from, to) = (entries[near.0].at, e.at);
            let reason = reasons::outlier(e, median, ctx);
            relations.insert(key, Relation { from, to, kind: RelationKind::Outlier, reason });
        }
    }
}

/// Outside a third to three times the median of the origins.
pub(crate) fn is_outlier(e: &Entry, median: f64) -> bool {
    let b = Bounds::of(&e.value);
    median > 0.0 && (b.lo > OUTLIER * median || b.hi < median / OUTLIER)
}

/// The median of the origins' latest values; `None` with fewer than three origins.
pub(crate) fn median_of_origins(entries: &[Entry], ctx: &Context<'_>) -> Option<f64> {
    let mut latest: BTreeMap<usize, f64> = BTreeMap::new();
    for e in entries {
        let (Some(origin), Some(middle)) = (e.origin, value::middle(&e.value)) else { continue };
        for atom in ctx.linked.atoms(origin) {
            latest.insert(atom, middle);
        }
    }
    if latest.len() < ENOUGH {
        return None;
    }
    let mut values: Vec<f64> = latest.into_values().collect();
    values.sort_by(f64::total_cmp);
    let n = values.len();
    Some(if n % 2 == 1 { values[n / 2] } else { values[n / 2 - 1] / 2.0 + values[n / 2] / 2.0 })
}

/// The very same asserters; the same outlet where nobody is named.
fn same_asserter(a: &Entry, b: &Entry, ctx: &Context<'_>) -> bool {
    match (a.origin, b.origin) {
        (Some(x), Some(y)) => {
            let xs: BTreeSet<usize> = ctx.linked.atoms(x).into_iter().collect();
            let ys: BTreeSet<usize> = ctx.linked.atoms(y).into_iter().collect();
            x == y || xs == ys
        }
        (None, None) => a.at.report == b.at.report || a.text_family == b.text_family,
        _ => false,
    }
}

/// One origin in the sense of rules 6 and 7: also a state and a body of it, or joint speakers with a part in common, where
/// they speak of the same thing in the same way.
fn one_origin(a: &Entry, b: &Entry, ctx: &Context<'_>) -> bool {
    if same_asserter(a, b, ctx) {
        return true;
    }
    let (Some(x), Some(y)) = (a.origin, b.origin) else { return false };
    let alike = a.role == b.role && a.kind == b.kind && !a.value.vague && !b.value.vague;
    ctx.linked.same_origin(x, y) && (alike || value::same_number(&a.value, &b.value))
}

/// Is `b` newer, and how sure is that?
pub(super) fn newer(a: &Entry, b: &Entry) -> Option<Newer> {
    match (a.replaces == Some(b.at), b.replaces == Some(a.at)) {
        (false, true) => return Some(Newer::Certainly),
        (true, _) => return None,
        _ => {}
    }
    if a.at.report == b.at.report && !(a.times.dated && b.times.dated) {
        return None;
    }
    if time::order(&a.times.as_of, &b.times.as_of) == Order::Before {
        return Some(Newer::Certainly);
    }
    (time::order(&a.times.likely, &b.times.likely) == Order::Before).then_some(Newer::Likely)
}

/// The values meet, also within rounding.
fn agree(a: &Entry, b: &Entry) -> bool {
    Bounds::rounded(&a.value).overlaps(Bounds::rounded(&b.value)) || value::same_number(&a.value, &b.value)
}

fn agree_exactly(a: &Entry, b: &Entry) -> bool {
    Bounds::of(&a.value).overlaps(Bounds::of(&b.value))
}

/// `b` is larger.
fn grew(a: &Entry, b: &Entry) -> bool {
    match (value::middle(&a.value), value::middle(&b.value)) {
        (Some(x), Some(y)) => y > x,
        _ => false,
    }
}
