//! Reasons of relations between quantities, and of what is said of one quantity as a whole.

use super::{amount, join, one, said, standing, stated_so, two, who};
use crate::{
    Bilingual,
    relate::{Context, Entry},
    value, words,
};

pub(in crate::relate) fn outlier(e: &Entry, median: f64, ctx: &Context<'_>) -> Bilingual {
    let m = words::with_unit(words::number(median), e.unit.as_deref());
    two(
        "À plus de trois fois de la médiane des origines ({b})\u{a0}: {a}.",
        "More than three times away from the median of the origins ({b}): {a}.",
        &said(e, ctx),
        &m,
    )
}

/// Parts that sum into a whole (rule 5).
pub(in crate::relate) fn composition(
    whole: &Entry,
    parts: &[&Entry],
    roles: &[Bilingual],
    stated: Option<&str>,
    ctx: &Context<'_>,
) -> Bilingual {
    let each: Vec<Bilingual> =
        parts.iter().zip(roles).map(|(p, r)| two("{a} ({b})", "{a} ({b})", &amount(p), r)).collect();
    let sum: f64 = parts.iter().filter_map(|p| value::middle(&p.value)).sum();
    let exact = parts.iter().all(|p| p.value.lo == p.value.hi && !p.value.approx);
    let sign = if exact { "=" } else { "≈" };
    let total = words::number(sum);
    let list = |pick: fn(&Bilingual) -> &str| each.iter().map(pick).collect::<Vec<_>>().join(" + ");
    let sum = Bilingual::new(
        format!("{} {sign}\u{a0}{}", list(|b| &b.fr), total.fr),
        format!("{} {sign}\u{a0}{}", list(|b| &b.en), total.en),
    );
    let first = two(
        "La somme des parties rejoint le tout. Les parties\u{a0}: {a}, {b}.",
        "The parts add up to the whole. The parts: {a}, {b}.",
        &who(parts[0], ctx),
        &sum,
    );
    let second = one("Le tout\u{a0}: {a}.", "The whole: {a}.", &said(whole, ctx));
    join([Some(first), Some(second), stated.map(stated_so), standing(whole, parts[0], ctx)])
}

/// A part named as such ("of them"), with its share.
pub(in crate::relate) fn part(whole: &Entry, part: &Entry, ctx: &Context<'_>) -> Bilingual {
    let first = if whole.origin == part.origin {
        let both = two("{b} sur {a}", "{b} of {a}", &amount(whole), &amount(part));
        two("Une partie du tout\u{a0}: {a}, {b}.", "A part of the whole: {a}, {b}.", &who(part, ctx), &both)
    } else {
        two(
            "Une partie d’un tout. La partie\u{a0}: {b}. Le tout\u{a0}: {a}.",
            "A part of a whole. The part: {b}. The whole: {a}.",
            &said(whole, ctx),
            &said(part, ctx),
        )
    };
    join([Some(first), share(whole, part)])
}

/// "4 000 / 11 000 = 36 %", where both are bounded.
fn share(whole: &Entry, part: &Entry) -> Option<Bilingual> {
    let point = |e: &Entry| match (e.value.lo, e.value.hi) {
        (Some(l), Some(h)) if l == h => Some(l),
        _ => None,
    };
    let (p, w) = (point(part)?, point(whole)?);
    if w <= 0.0 || p > w {
        return None;
    }
    let percent = words::with_unit(words::number((p / w * 100.0).round()), Some("percent"));
    let both = two("{a} / {b}", "{a} / {b}", &words::number(p), &words::number(w));
    Some(two("{a} = {b}.", "{a} = {b}.", &both, &percent))
}

/// A share stated in the text, checked against its numbers.
pub(in crate::relate) fn stated_share(
    base: &Entry,
    stated: &Entry,
    part: Option<&Entry>,
    ctx: &Context<'_>,
) -> Bilingual {
    let first = two(
        "Part d’un chiffre, qui ne compte pas comme origine\u{a0}: {b}. Le chiffre\u{a0}: {a}.",
        "A share of a number, which counts as no origin: {b}. The number: {a}.",
        &amount(base),
        &said(stated, ctx),
    );
    join([Some(first), part.and_then(|p| share(base, p))])
}

/// Why two figures that look alike are not compared (guards G1, G2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Apart {
    Increment,
    Incident,
    Plan,
    Place,
    Thing,
}

pub(in crate::relate) fn apart(
    a: &Entry,
    b: &Entry,
    why: Apart,
    labels: [&Bilingual; 2],
    ctx: &Context<'_>,
) -> Bilingual {
    let (x, y) = (said(a, ctx), said(b, ctx));
    let second = match why {
        Apart::Increment => Bilingual::new(
            "Le second s’ajoute à un autre chiffre, il n’en fait pas partie\u{a0}; le texte ne donne pas de somme.",
            "The second comes on top of another number and is no part of it; the text gives no sum.",
        ),
        Apart::Incident => Bilingual::new(
            "Le second compte un seul épisode sur une courte période, l’autre un total.",
            "The second counts one episode in a short period, the other a total.",
        ),
        Apart::Plan => Bilingual::new(
            "Le second est un projet ou une prévision, l’autre un état constaté.",
            "The second is a plan or a forecast, the other a fact.",
        ),
        Apart::Place => Bilingual::new(
            "Les lieux ne sont pas les mêmes, ou l’un des deux n’est pas dit.",
            "The places are not the same, or one of them is not told.",
        ),
        Apart::Thing => two(
            "Le nombre est le même, mais il mesure autre chose\u{a0}: {a}\u{a0}; {b}.",
            "The number is the same, but it measures something else: {a}; {b}.",
            labels[0],
            labels[1],
        ),
    };
    let first = two("À ne pas comparer\u{a0}: {a}\u{a0}; {b}.", "Not to be compared: {a}; {b}.", &x, &y);
    join([Some(first), Some(second)])
}

/// A part that exceeds its whole.
pub(crate) fn breach(part: &Entry, whole: &Entry, labels: [&Bilingual; 2], ctx: &Context<'_>) -> Bilingual {
    let of = |label: &Bilingual, e: &Entry| two("«\u{a0}{a}\u{a0}», {b}", "“{a}”, {b}", label, &said(e, ctx));
    two(
        "La partie dépasse le tout. La partie\u{a0}: {a}. Le tout\u{a0}: {b}.",
        "The part exceeds the whole. The part: {a}. The whole: {b}.",
        &of(labels[0], part),
        &of(labels[1], whole),
    )
}

/// A total that falls.
pub(crate) fn falls(a: &Entry, b: &Entry, ctx: &Context<'_>) -> Bilingual {
    two(
        "Le total baisse sans correction annoncée\u{a0}: {a}, puis {b}.",
        "The total falls without an announced correction: {a}, then {b}.",
        &said(a, ctx),
        &said(b, ctx),
    )
}

/// Values that differ by more than three times, from fewer than three origins.
pub(crate) fn too_few(a: &Entry, b: &Entry, ctx: &Context<'_>) -> Bilingual {
    two(
        "Plus de trois fois d’écart, et trop peu d’origines pour dire lequel est aberrant\u{a0}: {a}\u{a0}; {b}.",
        "More than three times apart, and too few origins to tell which is the outlier: {a}; {b}.",
        &said(a, ctx),
        &said(b, ctx),
    )
}
