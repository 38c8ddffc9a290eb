//! So many, each with so much: "the 200 volunteers received $50 each", "chacun des trois camions transporte 20 tonnes".

use super::{Implication, Implied, Told, is_said};
use crate::claim::{Figure, Value};
use crate::setting::Setting;
use crate::unit;

/// How far behind its figure "each" may stand, in tokens.
const REACH: usize = 5;

pub(super) fn read(told: &Told<'_>) -> Vec<Implied> {
    (0..told.doc.sentences.len()).flat_map(|s| of_sentence(told, s)).collect()
}

fn of_sentence(told: &Told<'_>, sentence: usize) -> Vec<Implied> {
    let figures = told.figures_of(sentence);
    let mut out = Vec::new();
    if figures.len() < 2 {
        return out;
    }
    for many in figures.clone() {
        let behind = many + 1..figures.end;
        let much = if each_of(told, many) {
            // "each of the three lorries carried 20 tonnes"
            behind.clone().next()
        } else {
            behind.clone().find(|much| each_behind(told, *much, figures.end))
        };
        // The nearest count in front has the amount.
        let Some(much) =
            much.filter(|m| is_many(&told.figures[many]) && !(many + 1..*m).any(|k| is_many(&told.figures[k])))
        else {
            continue;
        };
        out.extend(product(told, many, much));
    }
    out
}

/// People or things, more than one of them.
fn is_many(f: &Figure) -> bool {
    matches!(f.unit.as_deref(), Some(unit::PERSON | unit::ITEM))
        && f.per.is_none()
        && !f.value.vague
        && f.value.lo.is_some_and(|lo| lo >= 2.0)
}

/// "each of the three", "chacun des trois", "each of his two".
fn each_of(told: &Told<'_>, figure: usize) -> bool {
    let at = told.tokens(figure).start;
    (2..=3).any(|back| at.checked_sub(back).is_some_and(|k| is_each(told.lower(k)) && of_behind(told, k)))
}

fn of_behind(told: &Told<'_>, each: usize) -> bool {
    matches!(told.lower(each + 1), "of" | "des" | "de" | "d'")
}

/// "$50 each", "20 tonnes of gravel each", "trois fusils chacun", before the next figure.
fn each_behind(told: &Told<'_>, figure: usize, end: usize) -> bool {
    let from = told.tokens(figure).end;
    let next = if figure + 1 < end { told.tokens(figure + 1).start } else { usize::MAX };
    let sentence = told.figures[figure].sentence;
    (from..(from + REACH).min(next)).any(|k| {
        told.doc.tokens.get(k).is_some_and(|t| t.sentence == sentence)
            && is_each(told.lower(k))
            && !of_behind(told, k)
            // "20 tonnes each year" is a rate, "each with" begins anew.
            && !told.doc.tokens.get(k + 1).is_some_and(|t| t.sentence == sentence && t.pos == recoupe_reading::Pos::Noun)
    })
}

fn is_each(lower: &str) -> bool {
    matches!(lower, "each" | "apiece" | "chacun" | "chacune")
}

fn product(told: &Told<'_>, many: usize, much: usize) -> Option<Implied> {
    let (a, b) = (&told.figures[many], &told.figures[much]);
    let shared = |u: &str| matches!(u, unit::PERCENT | unit::TIMES) || unit::is_time(u);
    let unit = b.unit.clone().filter(|u| !shared(u))?;
    if b.per.is_some() || b.value.vague || b.derivation.is_some() || !is_said(a.certainty) || !is_said(b.certainty) {
        return None;
    }
    // What is open on one side is open in the product.
    let times = |x: Option<f64>, y: Option<f64>| Some(x? * y?).filter(|n| n.is_finite());
    let value = Value {
        lo: times(a.value.lo, b.value.lo),
        hi: times(a.value.hi, b.value.hi),
        lo_open: a.value.lo_open || b.value.lo_open,
        hi_open: a.value.hi_open || b.value.hi_open,
        approx: a.value.approx || b.value.approx,
        vague: false,
        granularity: a.value.granularity * b.value.granularity,
    };
    (value.lo.is_some() || value.hi.is_some()).then(|| Implied {
        value,
        unit,
        role: b.role,
        how: Implication::Product,
        spans: vec![a.span, b.span],
        figures: vec![many, much],
        sentence: a.sentence,
        certainty: a.certainty.max(b.certainty),
        setting: Setting::default(),
    })
}
