//! A toll told in two steps: "one man died at the scene and two others died in hospital" (three), "two were wounded, and another was
//! wounded later" (three).

use recoupe_reading::Span;

use super::rest::is_others;
use super::tolls::is_counted;
use super::words::Class;
use super::{Implication, Implied, Told, closed, exact, is_said};
use crate::claim::{Certainty, Derivation, Role};
use crate::setting::Setting;
use crate::unit;

/// Some people to whom one thing happened.
struct Step {
    role: Role,
    number: f64,
    spans: Vec<Span>,
    figures: Vec<usize>,
    sentence: usize,
    certainty: Certainty,
    /// Others than those told of before.
    others: bool,
}

/// The sums of those told first and of the others told next, in the same sentence or the one behind it. In "one person was killed and
/// six others were hurt" the others are others than the dead: between the two steps nothing else befalls anybody.
pub(super) fn read(told: &Told<'_>, out: &[Implied]) -> Vec<Implied> {
    let mut found = Vec::new();
    let mut so_far: Option<Step> = None;
    for step in steps(told, out) {
        let near = so_far.take().filter(|s| s.role == step.role && step.sentence - s.sentence <= 1);
        // "ten people, including three children and two others"
        if near.as_ref().is_some_and(|s| is_among(told, s, &step)) {
            so_far = near;
            continue;
        }
        let Some(mut sum) = near.filter(|s| step.others && s.role != Role::Casualties) else {
            so_far = Some(step).filter(|s| !s.others);
            continue;
        };
        sum.number += step.number;
        sum.spans.extend(step.spans);
        sum.figures.extend(step.figures);
        found.push(Implied {
            value: exact(sum.number),
            unit: unit::PERSON.into(),
            role: Some(sum.role),
            how: Implication::Sum,
            spans: sum.spans.clone(),
            figures: sum.figures.clone(),
            sentence: sum.sentence,
            certainty: sum.certainty,
            setting: Setting::default(),
        });
        so_far = Some(Step { sentence: step.sentence, ..sum });
    }
    found
}

/// Between the two stands "including".
fn is_among(told: &Told<'_>, before: &Step, behind: &Step) -> bool {
    let (Some(from), Some(to)) = (before.spans.last(), behind.spans.first()) else { return false };
    let tokens = &told.doc.tokens;
    let from = tokens.partition_point(|t| t.span.start < from.end);
    let to = tokens.partition_point(|t| t.span.start < to.start);
    (from..to).any(|k| told.is(k, Class::Among))
}

/// All that a report tells of people who were killed, wounded or hit, in text order; no parts of a whole.
fn steps(told: &Told<'_>, out: &[Implied]) -> Vec<Step> {
    let hit = |role: Option<Role>| role.filter(|r| matches!(r, Role::Killed | Role::Wounded | Role::Casualties));
    let more = |f: &Option<Derivation>| matches!(f, None | Some(Derivation::Increment { .. }));
    let printed = told.figures.iter().enumerate().filter_map(|(i, f)| {
        let others = f.derivation.is_some() || is_others(told, i);
        Some(Step {
            role: hit(f.role)?,
            number: closed(&f.value).filter(|_| is_counted(f) && more(&f.derivation))?,
            spans: vec![f.span],
            figures: vec![i],
            sentence: f.sentence,
            certainty: f.certainty,
            others,
        })
    });
    let worded = out.iter().filter_map(|i| {
        let one_by_one = matches!(i.how, Implication::One | Implication::Sum);
        let apart = i.setting.apart.is_some() || !is_said(i.certainty);
        let first = i.spans.first()?;
        let at = told.doc.tokens.partition_point(|t| t.span.end <= first.start);
        Some(Step {
            role: hit(i.role)?,
            number: closed(&i.value).filter(|_| one_by_one && !apart)?,
            spans: i.spans.clone(),
            figures: i.figures.clone(),
            sentence: i.sentence,
            certainty: i.certainty,
            others: told.is(at, Class::Another),
        })
    });
    let mut all: Vec<Step> = printed.chain(worded).collect();
    all.sort_by_key(|s| s.spans.first().map_or(0, |s| s.start));
    // The parts of a sum are told by it.
    let sums: Vec<Vec<usize>> = all.iter().filter(|s| s.figures.len() > 1).map(|s| s.figures.clone()).collect();
    all.retain(|s| !matches!(s.figures.as_slice(), [one] if sums.iter().any(|sum| sum.contains(one))));
    all
}
