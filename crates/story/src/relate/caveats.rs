//! Why two figures that a reader would set side by side say less about each other than it seems.

use super::{
    Context, Entry,
    reasons::{amount, dated, join, said, two},
    rules::newer,
};
use crate::Bilingual;

/// A title or a later sentence repeats the number of a named speaker without naming it again.
pub(super) fn echo(base: &Entry, again: &Entry, ctx: &Context<'_>) -> Bilingual {
    join([Some(two(
        "Le même rapport répète sans auteur le chiffre attribué plus haut ou plus bas\u{a0}: {a}\u{a0}; {b}. Une seule affirmation.",
        "The same report repeats without a speaker the number that it attributes elsewhere: {a}; {b}. One claim.",
        &said(base, ctx),
        &amount(again),
    ))])
}

fn differ(a: &Entry, b: &Entry, ctx: &Context<'_>) -> Bilingual {
    two("Deux valeurs\u{a0}: {a}\u{a0}; {b}.", "Two values: {a}; {b}.", &said(a, ctx), &said(b, ctx))
}

/// They differ, and one of them names nobody or is only an order of size: no contradiction, no confirmation.
pub(super) fn unsourced(a: &Entry, b: &Entry, ctx: &Context<'_>) -> Bilingual {
    let first = differ(a, b, ctx);
    let vague = a.value.vague || b.value.vague;
    let second = match (a.origin.is_none() || b.origin.is_none(), a.at.report == b.at.report) {
        (true, true) => Bilingual::new(
            "Le rapport ne les oppose pas et n’attribue pas l’un des deux\u{a0}: deux comptes ou deux moments, rien ne le dit.",
            "The report does not set them against each other and attributes one of them to nobody: two counts or two moments, nothing tells.",
        ),
        (true, false) => Bilingual::new(
            "Sans source nommée, l’un ne réfute ni ne confirme l’autre.",
            "Without a named source, neither refutes or confirms the other.",
        ),
        (false, _) if vague => Bilingual::new(
            "Un ordre de grandeur ne réfute ni ne confirme un nombre.",
            "An order of magnitude neither refutes nor confirms a number.",
        ),
        (false, _) => Bilingual::default(),
    };
    join([Some(first), newer(a, b).map(|_| dated(a, b)), Some(second)])
}

/// Totals of losses that may be of two moments: without dates a rise and a contradiction look the same.
pub(super) fn without_dates(a: &Entry, b: &Entry, ctx: &Context<'_>) -> Bilingual {
    let first = differ(a, b, ctx);
    let second = Bilingual::new(
        "Faute de dates, rien ne dit si le bilan a changé entre les deux ou s’ils se contredisent.",
        "Dates are missing: nothing tells whether the toll changed between the two or whether they contradict each other.",
    );
    join([Some(first), Some(second)])
}

/// The smaller number is a local body's.
pub(super) fn local(local: &Entry, other: &Entry, ctx: &Context<'_>) -> Bilingual {
    let first = two(
        "Chiffre qui peut ne valoir que pour son ressort, à ne pas comparer ni additionner\u{a0}: {a}. Chiffre plus large\u{a0}: {b}.",
        "A number that may hold for its own territory only, not to be compared or added: {a}. A wider number: {b}.",
        &said(local, ctx),
        &said(other, ctx),
    );
    join([Some(first)])
}

/// Later, few, and many times lower: perhaps only some of those whom the other counts.
pub(super) fn few(few: &Entry, many: &Entry, ctx: &Context<'_>) -> Bilingual {
    let first = two(
        "{a} peut ne compter qu’une partie\u{a0}; {b} compte bien plus. Rien ne dit s’ils s’opposent.",
        "{a} may count only some; {b} counts many more. Nothing tells whether they are opposed.",
        &said(few, ctx),
        &said(many, ctx),
    );
    join([Some(first), newer(many, few).map(|_| dated(many, few))])
}

/// One says whom it counts, the other does not.
pub(super) fn untold_people(told: &Entry, untold: &Entry, label: &Bilingual, ctx: &Context<'_>) -> Bilingual {
    let first = two(
        "À ne pas comparer\u{a0}: {a}\u{a0}; {b}.",
        "Not to be compared: {a}; {b}.",
        &said(untold, ctx),
        &said(told, ctx),
    );
    let second = two(
        "Le second compte «\u{a0}{a}\u{a0}»\u{a0}; le premier ne dit pas qui il compte\u{a0}: rien ne dit que l’un fait partie de l’autre.",
        "The second counts “{a}”; the first does not say whom it counts: nothing tells that one is part of the other.",
        label,
        &Bilingual::default(),
    );
    let unnamed = told
        .origin
        .is_none()
        .then(|| Bilingual::new("Le second ne nomme pas sa source.", "The second names no source."));
    join([Some(first), Some(second), unnamed])
}
