//! Numbers that a text does not print and that its words settle: "a man was killed" (one), "nobody was hurt" (none), "three women
//! and two men died" (five), "killed six people and then himself" (seven), "three lorries with 20 tonnes each" (60 tonnes).
//!
//! They are computed, never attributed, and stand apart from [`crate::Figure`].

mod nobody;
mod others;
mod people;
mod product;
mod rest;
mod tolls;
mod words;

use std::collections::BTreeSet;

use recoupe_reading::{Doc, Lang, Span};
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

use crate::claim::{Certainty, Figure, Role, Value};
use crate::figure::counted::Counted;
use crate::prepared::Prepared;
use crate::setting::{Events, Setting};

/// A number that follows from the words of a report.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Implied {
    /// The number.
    pub value: Value,
    /// As in [`Figure::unit`].
    pub unit: SmolStr,
    /// What happened to the people counted; `None` for things.
    pub role: Option<Role>,
    /// How it follows.
    pub how: Implication,
    /// The words that it follows from, in text order.
    pub spans: Vec<Span>,
    /// The figures that it is computed from: indexes into [`crate::Claims::figures`].
    pub figures: Vec<usize>,
    /// The sentence of its first words.
    pub sentence: usize,
    /// How sure the wording is.
    pub certainty: Certainty,
    /// As in [`Figure::setting`].
    #[serde(default)]
    pub setting: Setting,
}

/// How a number follows from the words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Implication {
    /// One person is told of: "a man was killed".
    One,
    /// The rank of who died last: "a fourth victim has died".
    Ordinal,
    /// Several are told of one by one, by name: "Ann Hall died. … Paul Reed, 31, was also killed".
    Named,
    /// It is said of nobody: "no one was hurt".
    Nobody,
    /// Parts told side by side: "three women and two men died", "his wife and two sons".
    Sum,
    /// A number and whoever did it: "killed six people before taking his own life".
    Author,
    /// So many, each with so much: "three lorries with 20 tonnes each".
    Product,
    /// Those hit and not killed: "five were shot, two of them fatally".
    Rest,
}

/// Figures with what they count, for the rules.
pub(crate) struct Told<'a> {
    pub(crate) doc: &'a Doc,
    pub(crate) prepared: &'a Prepared<'a>,
    pub(crate) figures: &'a [Figure],
    pub(crate) counted: &'a [Option<Counted>],
    /// Last names of people whom the document gives a first name.
    pub(crate) last_names: BTreeSet<SmolStr>,
    /// For each token, its classes.
    classes: Vec<&'static [words::Class]>,
}

/// All implied numbers of a document, in text order. The figures must have their certainty.
pub(crate) fn read(
    prepared: &Prepared<'_>,
    settings: &Events<'_>,
    figures: &[Figure],
    counted: &[Option<Counted>],
) -> Vec<Implied> {
    let last_names = people::last_names(prepared.doc);
    let told =
        Told { doc: prepared.doc, prepared, figures, counted, last_names, classes: words::classes(prepared.doc) };
    let mut out = people::sums(&told);
    out.extend(nobody::read(&told));
    out.extend(product::read(&told));
    settings.of_implied(&mut out);
    tolls::add(&told, &mut out);
    let sums = others::read(&told, &out);
    out.extend(sums);
    let rests = rest::read(&told, &out);
    out.extend(rests);
    settings.of_implied(&mut out);
    out.sort_by_key(|i| (i.spans.first().map_or(0, |s| s.start), i.how));
    out
}

impl Told<'_> {
    /// The tokens of a figure.
    fn tokens(&self, figure: usize) -> std::ops::Range<usize> {
        let f = &self.figures[figure];
        let Some(sentence) = self.doc.sentences.get(f.sentence) else { return 0..0 };
        let tokens = &self.doc.tokens[sentence.tokens.clone()];
        let first = tokens.partition_point(|t| t.span.end <= f.span.start);
        let last = tokens.partition_point(|t| t.span.start < f.span.end);
        sentence.tokens.start + first..sentence.tokens.start + last.max(first)
    }

    /// The figures of one sentence, in text order.
    fn figures_of(&self, sentence: usize) -> std::ops::Range<usize> {
        let from = self.figures.partition_point(|f| f.sentence < sentence);
        let to = self.figures.partition_point(|f| f.sentence <= sentence);
        from..to
    }

    fn lang(&self, sentence: usize) -> Lang {
        self.doc.sentences.get(sentence).map_or(Lang::Other, |s| s.lang)
    }

    /// Whether a token is a word of this class.
    fn is(&self, token: usize, class: words::Class) -> bool {
        self.classes.get(token).is_some_and(|classes| classes.contains(&class))
    }

    fn lower(&self, token: usize) -> &str {
        self.doc.tokens.get(token).map_or("", |t| t.lower.as_str())
    }
}

/// A whole number known exactly.
fn exact(n: f64) -> Value {
    Value { lo: Some(n), hi: Some(n), lo_open: false, hi_open: false, approx: false, vague: false, granularity: 1.0 }
}

/// The number of a figure that gives one, and no more than it.
fn closed(value: &Value) -> Option<f64> {
    value.lo.filter(|lo| value.hi == Some(*lo) && !value.vague && !value.approx)
}

/// Said to be so.
fn is_said(certainty: Certainty) -> bool {
    matches!(certainty, Certainty::Asserted | Certainty::Hedged)
}
