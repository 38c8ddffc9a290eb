//! Tolls: what each report gives as the number of people killed, wounded or missing, in the order of time.
//!
//! A report tells its toll first, in the title or the lead, and parts, older states and other events behind. So the toll of a
//! report is the first number that it gives of all those people; a sum or a total with the author of a deed takes the place of
//! the numbers that it is made of. Nothing is averaged and nothing is left out: the other numbers stand in the quantities.

use std::collections::BTreeMap;

use jiff::civil::Date;
use recoupe_claims::{
    Certainty, Derivation, FigureKind, Role,
    implied::{Implication, Implied},
};

use crate::{
    FigureRef, FigureState, FigureView, Quantity, Read, Toll, TollSource, TollValue,
    dates::Published,
    setting::Apart,
    time,
    value::{self, Bounds},
};

/// Roles that have a toll.
const ROLES: [Role; 3] = [Role::Killed, Role::Wounded, Role::Missing];

/// A number of a time so many days before the first report is of another event.
const OTHER_EVENT_DAYS: i64 = 45;
/// How many sentences behind people told one by one a printed number may stand that counts them.
const PRINTED_WITHIN: usize = 3;

/// The tolls of all reports, one list a role; roles that no report gives are left out.
pub(crate) fn tolls(
    reads: &[Read],
    rank: &[usize],
    published: &[Published],
    quantities: &[Quantity],
    apart: &Apart,
) -> Vec<Toll> {
    let mut order: Vec<usize> = rank.to_vec();
    order.sort_by_key(|r| time::sort_key(&published[*r].likely));
    let first = order.first().and_then(|r| published[*r].likely.from);
    let views: BTreeMap<FigureRef, &FigureView> =
        quantities.iter().flat_map(|q| &q.figures).map(|v| (v.figure, v)).collect();
    let of = |role: Role| {
        let mut values: Vec<TollValue> = Vec::new();
        for &report in &order {
            if let Some(mut value) = of_report(&reads[report], report, role, &Seen { views: &views, first, apart }) {
                value.said_on = published[report].likely.clone();
                value.standing &= !is_part(&value, &reads[report], &values);
                values.push(value);
            }
        }
        (!values.is_empty()).then_some(Toll { role, values })
    };
    ROLES.into_iter().filter_map(of).collect()
}

/// What the story knows of its figures.
struct Seen<'a> {
    views: &'a BTreeMap<FigureRef, &'a FigureView>,
    /// The day of the first report.
    first: Option<Date>,
    apart: &'a Apart,
}

/// The number that a report tells first.
fn of_report(read: &Read, report: usize, role: Role, seen: &Seen<'_>) -> Option<TollValue> {
    let claims = &read.claims;
    let Seen { views, first, apart } = *seen;
    let elsewhen = |at: FigureRef| {
        let day = views.get(&at).and_then(|v| v.as_of.to);
        matches!((day, first), (Some(d), Some(f)) if time::days_between(d, f) > OTHER_EVENT_DAYS) || apart.figure(at)
    };
    let total = |f: &recoupe_claims::Figure| {
        let part = matches!(
            f.derivation,
            Some(Derivation::PartOf { .. } | Derivation::Increment { .. } | Derivation::Share { .. })
        );
        f.role == Some(role)
            && f.unit.as_deref() == Some("person")
            && f.per.is_none()
            && !part
            && !matches!(f.kind, Some(FigureKind::Plan | FigureKind::Measure))
            && matches!(f.certainty, Certainty::Asserted | Certainty::Hedged)
            && !f.value.vague
    };
    let printed = claims
        .figures
        .iter()
        .enumerate()
        .filter(|(figure, f)| total(f) && !elsewhen(FigureRef { report, figure: *figure }))
        .map(|(i, f)| (f.span.start, 1, TollSource::Figure(FigureRef { report, figure: i }), f.value));
    let of_event = |i: &Implied| !i.figures.iter().any(|figure| elsewhen(FigureRef { report, figure: *figure }));
    let of_role = |i: &Implied| i.role == Some(role) && i.unit == "person" && of_event(i);
    let computed =
        claims.implied.iter().enumerate().filter(|(n, i)| of_role(i) && !apart.implied(report, *n)).map(|(n, i)| {
            // A sum goes before the parts that it begins with.
            let start = i.spans.first().map_or(0, |s| s.start);
            (start, 0, TollSource::Implied { report, implied: n }, i.value)
        });
    let told = printed.clone().chain(computed).min_by_key(|(start, printed, ..)| (*start, *printed))?;
    let (_, _, mut source, mut value) = told;
    // "A man was shot dead … The attack killed two": one of those whom a number counts close behind.
    if let TollSource::Implied { implied, .. } = source
        && let Some(i) = claims.implied.get(implied).filter(|i| is_one_by_one(i.how) || i.how == Implication::Rest)
        && let Some((.., figure, number)) = printed.clone().find(|(_, _, figure, number)| {
            let sentence = |at: &TollSource| match at {
                TollSource::Figure(at) => claims.figures.get(at.figure).map_or(usize::MAX, |f| f.sentence),
                TollSource::Implied { .. } => usize::MAX,
            };
            let counts = i.how == Implication::Rest || Bounds::of(&value).below(Bounds::of(number));
            sentence(figure) <= i.sentence + PRINTED_WITHIN && counts
        })
    {
        (source, value) = (figure, number);
    }
    // A sum or a total with its author that is made of the first number says more than it.
    if let TollSource::Figure(at) = source
        && let Some((n, whole)) = claims.implied.iter().enumerate().find(|(_, i)| {
            matches!(i.how, Implication::Author | Implication::Sum)
                && i.role == Some(role)
                && i.figures.contains(&at.figure)
        })
    {
        (source, value) = (TollSource::Implied { report, implied: n }, whole.value);
    }
    let standing = match source {
        TollSource::Figure(at) => {
            let state = views.get(&at).and_then(|v| v.state);
            !matches!(state, Some(FigureState::Corrected | FigureState::Withdrawn))
        }
        TollSource::Implied { .. } => true,
    };
    Some(TollValue { source, value, said_on: recoupe_claims::date::Interval::UNKNOWN, standing })
}

/// A report on some of the people tells no toll: people told one by one, or the rest of some, where another number was told before
/// of all of them.
fn is_part(value: &TollValue, read: &Read, before: &[TollValue]) -> bool {
    let TollSource::Implied { implied, .. } = value.source else { return false };
    let Some(how) = read.claims.implied.get(implied).map(|i| i.how) else { return false };
    let weak = is_one_by_one(how) || how == Implication::Rest;
    weak && before.iter().any(|b| {
        let printed = matches!(b.source, TollSource::Figure(_)) && b.standing;
        let more = Bounds::of(&value.value).below(Bounds::of(&b.value)) && how != Implication::Rest;
        !value::same_number(&b.value, &value.value) && (printed || more)
    })
}

/// People are told of, not counted.
fn is_one_by_one(how: Implication) -> bool {
    matches!(how, Implication::One | Implication::Named | Implication::Nobody)
}
