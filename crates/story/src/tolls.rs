//! Tolls: what each report gives as the number of people killed, wounded or missing, in the order of time.
//!
//! A report tells its toll first, in the title or the lead, and parts, older states and other events behind. So the toll of a
//! report is the first number that it gives of all those people; a sum or a total with the author of a deed takes the place of
//! the numbers that it is made of. Nothing is averaged and nothing is left out: the other numbers stand in the quantities.

use recoupe_claims::{Certainty, Derivation, FigureKind, Role, implied::Implication};

use crate::{
    FigureRef, FigureState, Quantity, Read, Toll, TollSource, TollValue,
    dates::Published,
    time,
    value::{self, Bounds},
};

/// Roles that have a toll.
const ROLES: [Role; 3] = [Role::Killed, Role::Wounded, Role::Missing];

/// The tolls of all reports, one list a role; roles that no report gives are left out.
pub(crate) fn tolls(reads: &[Read], rank: &[usize], published: &[Published], quantities: &[Quantity]) -> Vec<Toll> {
    let mut order: Vec<usize> = rank.to_vec();
    order.sort_by_key(|r| time::sort_key(&published[*r].likely));
    let of = |role: Role| {
        let mut values: Vec<TollValue> = Vec::new();
        for &report in &order {
            if let Some(mut value) = of_report(&reads[report], report, role, quantities) {
                value.said_on = published[report].likely.clone();
                value.standing &= !is_part(&value, &reads[report], &values);
                values.push(value);
            }
        }
        (!values.is_empty()).then_some(Toll { role, values })
    };
    ROLES.into_iter().filter_map(of).collect()
}

/// The number that a report tells first.
fn of_report(read: &Read, report: usize, role: Role, quantities: &[Quantity]) -> Option<TollValue> {
    let claims = &read.claims;
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
        .filter(|(_, f)| total(f))
        .map(|(i, f)| (f.span.start, 1, TollSource::Figure(FigureRef { report, figure: i }), f.value));
    let computed =
        claims.implied.iter().enumerate().filter(|(_, i)| i.role == Some(role) && i.unit == "person").map(|(n, i)| {
            // A sum goes before the parts that it begins with.
            let start = i.spans.first().map_or(0, |s| s.start);
            (start, 0, TollSource::Implied { report, implied: n }, i.value)
        });
    let first = printed.chain(computed).min_by_key(|(start, printed, ..)| (*start, *printed))?;
    let (_, _, mut source, mut value) = first;
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
            let mut views = quantities.iter().flat_map(|q| &q.figures);
            let state = views.find(|v| v.figure == at).and_then(|v| v.state);
            !matches!(state, Some(FigureState::Corrected | FigureState::Withdrawn))
        }
        TollSource::Implied { .. } => true,
    };
    Some(TollValue { source, value, said_on: recoupe_claims::date::Interval::UNKNOWN, standing })
}

/// A report on one of the people tells no toll: people told one by one, fewer than were told before.
fn is_part(value: &TollValue, read: &Read, before: &[TollValue]) -> bool {
    let TollSource::Implied { implied, .. } = value.source else { return false };
    let one_by_one = read
        .claims
        .implied
        .get(implied)
        .is_some_and(|i| matches!(i.how, Implication::One | Implication::Named | Implication::Nobody));
    one_by_one
        && before.iter().any(|b| {
            !value::same_number(&b.value, &value.value) && Bounds::of(&value.value).below(Bounds::of(&b.value))
        })
}
