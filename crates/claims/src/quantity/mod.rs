//! Quantities of any text, whether or not they are figures of a report: number, bounds, unit, and what is measured.
//!
//! [`expressions`] reads a text on its own, by the same grammar that [`crate::read`] reads the figures of a report with, and keeps
//! what a report's figures leave out (ages, dates, "the two sides"), with the reason. [`measured`] also says what is measured, from
//! the syntax of a document.

mod concept;
mod measured;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use recoupe_reading::{Lang, Span};
use smol_str::SmolStr;

use crate::claim::Value;
use crate::date;
use crate::lexicon::rows;
use crate::number::{self, Conventions, Text, Written};
pub use crate::number::{Excluded, Form};
pub use measured::{Measured, Term, Trend, measured};

/// A number as a text writes it, with everything that belongs to it.
#[derive(Debug, Clone, PartialEq)]
pub struct Expression {
    /// Bound, number, unit: "plus de 3,5 millions d'euros", "dépasse 3 %". Bytes of the text.
    pub span: Span,
    /// The number with its sign and unit: "3,5 millions d'euros".
    pub measure: Span,
    /// The numbers alone, with their signs, as written: one, or the two ends of a range; of a fraction its exact value.
    pub numbers: Vec<(Span, f64)>,
    /// The interval in [`Unit::name`]; fractions and odds in percent.
    pub value: Value,
    /// What a fraction or odds are exactly: "un sur trois" is 1/3.
    pub share: Option<f64>,
    /// The unit; `None` for a plain number or a count.
    pub unit: Option<Unit>,
    /// How the number is written.
    pub form: Form,
    /// Why it is no quantity of a report, if it is none.
    pub excluded: Option<Excluded>,
}

/// A unit of measure, a currency, `percent` or `times`.
#[derive(Debug, Clone, PartialEq)]
pub struct Unit {
    /// The usual symbol (`km`, `°C`), the English name of a stretch of time (`day`), an ISO 4217 code.
    pub name: SmolStr,
    /// The coin that the text counts in ("50 cents" are 0.5 USD in `value`), and how much of [`Unit::name`] it is.
    pub coin: Option<(SmolStr, f64)>,
    /// What it is counted per: `barrel`, `day`, the noun ("share", "habitant").
    pub per: Option<SmolStr>,
    /// Where the words of [`Unit::per`] end.
    pub per_end: Option<usize>,
}

impl Unit {
    /// The base unit of its dimension, and the number of base units in `value` of this one: 2 km are 2000 m.
    #[must_use]
    pub fn in_base(&self, value: f64) -> (SmolStr, f64) {
        match bases().get(self.name.as_str()) {
            Some(b) => (b.name.clone(), value * b.factor + b.offset),
            None => (self.name.clone(), value),
        }
    }
}

struct Base {
    name: SmolStr,
    factor: f64,
    offset: f64,
}

fn bases() -> &'static BTreeMap<&'static str, Base> {
    static TABLE: LazyLock<BTreeMap<&'static str, Base>> = LazyLock::new(|| {
        rows(include_str!("../unit/base.tsv"))
            .filter_map(|r| {
                let number = |i: usize| r.get(i).and_then(|n| n.parse::<f64>().ok());
                Some((
                    r[0],
                    Base { name: SmolStr::new(*r.get(1)?), factor: number(2)?, offset: number(3).unwrap_or(0.0) },
                ))
            })
            .collect()
    });
    &TABLE
}

/// All numbers of a text in one language, in text order. Never fails; numbers beyond what a float can hold are left out.
#[must_use]
pub fn expressions(text: &str, lang: Lang) -> Vec<Expression> {
    let text = Text::new(text, 0, lang, Conventions::of(text, lang));
    read(&text).into_iter().map(expression).collect()
}

/// All numbers of a stretch of text, with the words of dates known.
pub(crate) fn read(text: &Text<'_>) -> Vec<Written> {
    let dates = date::find(text);
    number::every(text, &date::dated_words(text, &dates))
}

fn expression(written: Written) -> Expression {
    let q = written.quantity;
    let per = q.per;
    Expression {
        span: q.outer,
        measure: q.measure,
        numbers: q.numbers,
        value: q.value,
        share: q.share,
        unit: q.unit.map(|name| Unit {
            name,
            coin: q.coin,
            per_end: per.as_ref().map(|(_, end)| *end),
            per: per.map(|(per, _)| per),
        }),
        form: q.form,
        excluded: written.excluded,
    }
}
