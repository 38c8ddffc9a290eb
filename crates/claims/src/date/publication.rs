//! What a text says of its own publication day.
//!
//! Hard bounds follow from the text: a date glued in front, days that are told as past, ends that are told as still to
//! come, "l'année dernière" beside the year it stands for. Soft bounds are what a reader would expect.

use jiff::ToSpan;
use jiff::civil::Date;
use recoupe_reading::{BlockKind, Doc, Span};

use super::events::InDoc;
use super::find::find;
use super::when::{Toward, Unit};
use super::{Interval, Precision, When, WhenExpr};
use crate::claim::PublishedBounds;
use crate::figure::kind::{is_future, is_past};
use crate::figure::tree::Tree;
use crate::lexicon::fold;
use crate::number::{Conventions, Text};
use crate::prepared::Prepared;

/// Bounds of the publication day from the text alone; `None` where metadata or the user gave the day, or the text says
/// nothing of it.
pub(crate) fn bound_publication(prepared: &Prepared<'_>, dates: &[InDoc]) -> Option<PublishedBounds> {
    let Prepared { doc, tree, .. } = prepared;
    if doc.report.published.is_some() {
        return None;
    }
    let mut bounds = Bounds::default();
    stamped(doc, &mut bounds);
    told(doc, tree, dates, &mut bounds);
    last_year(doc, dates, &mut bounds);
    without_year(doc, tree, dates, &mut bounds);
    bounds.finish()
}

/// A day without a year in a line that is no prose, beside the outlet or the author; `None` where metadata or the user gave
/// the day, or there are several.
pub fn dateline(doc: &Doc) -> Option<When> {
    if doc.report.published.is_some() {
        return None;
    }
    let mut found = Vec::new();
    for block in doc.blocks.iter().filter(|b| b.kind == BlockKind::Byline) {
        let Some(original) = doc.report.text.get(block.span.start..block.span.end) else { continue };
        let text = Text::new(original, block.span.start, block.lang, Conventions::of("", block.lang));
        for dated in find(&text) {
            if let WhenExpr::MonthDay { to: None, .. } = dated.expr {
                found.push(When { span: text.span(dated.first, dated.end), expr: dated.expr });
            }
        }
    }
    let same = found.windows(2).all(|w| w[0].expr == w[1].expr);
    found.into_iter().next().filter(|_| same)
}

#[derive(Default)]
struct Bounds {
    from: Option<Date>,
    to: Option<Date>,
    soft_from: Option<Date>,
    soft_to: Option<Date>,
    because: Vec<Span>,
}

impl Bounds {
    fn not_before(&mut self, day: Option<Date>, why: Span) {
        if let Some(d) = day.filter(|d| self.from.is_none_or(|f| *d > f)) {
            self.from = Some(d);
            self.because.push(why);
        }
    }

    fn not_after(&mut self, day: Option<Date>, why: Span) {
        if let Some(d) = day.filter(|d| self.to.is_none_or(|t| *d < t)) {
            self.to = Some(d);
            self.because.push(why);
        }
    }

    /// The year, where both ends lie in one.
    fn year(&self) -> Option<i16> {
        let (from, to) = (self.from?, self.to?);
        (from.year() == to.year()).then_some(from.year())
    }

    fn finish(mut self) -> Option<PublishedBounds> {
        // A text that contradicts itself bounds nothing.
        if self.from.is_some() && self.to.is_some() && self.from > self.to {
            return None;
        }
        if self.from.is_none() && self.to.is_none() {
            return None;
        }
        let precision = match (self.from, self.to) {
            (Some(a), Some(b)) if a == b => Precision::Day,
            (Some(a), Some(b)) if a.first_of_month() == a && b == a.last_of_month() => Precision::Month,
            _ => Precision::Range,
        };
        self.because.sort_unstable();
        self.because.dedup();
        let hard = Interval { from: self.from, to: self.to, precision, candidates: Vec::new() };
        let soft_from = self.soft_from.max(self.from);
        let soft_to = match (self.soft_to, self.to) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        let consistent = soft_from.is_none() || soft_to.is_none() || soft_from <= soft_to;
        let soft = if consistent { Interval { from: soft_from, to: soft_to, ..hard.clone() } } else { hard.clone() };
        Some(PublishedBounds { hard, soft, because: self.because })
    }
}

/// Dates of a byline or of metadata glued to the text.
fn stamped(doc: &Doc, bounds: &mut Bounds) {
    for block in doc.blocks.iter().filter(|b| b.kind == BlockKind::Byline) {
        let Some(original) = doc.report.text.get(block.span.start..block.span.end) else { continue };
        let text = Text::new(original, block.span.start, block.lang, Conventions::of("", block.lang));
        for dated in find(&text) {
            let span = text.span(dated.first, dated.end);
            if let Some(days) = dated.expr.is_absolute().then(|| dated.expr.resolve(&Interval::UNKNOWN))
                && matches!(days.precision, Precision::Day | Precision::Month)
            {
                bounds.not_before(days.from, span);
                bounds.not_after(days.to, span);
            }
        }
    }
}

/// Dates with a year: past ones lie before publication, ends to come after it.
fn told(doc: &Doc, tree: &Tree, dates: &[InDoc], bounds: &mut Bounds) {
    for d in dates {
        if in_byline(doc, d) {
            continue;
        }
        let future = d.verb.is_some_and(|v| is_future(doc, tree, v));
        match &d.when.expr {
            WhenExpr::By(e) if e.is_absolute() => {
                let days = e.resolve(&Interval::UNKNOWN);
                bounds.not_after(days.to, d.when.span);
                // "d'ici la fin 2024" is said within the year, as a rule.
                let first = days.to.and_then(|t| Date::new(t.year(), 1, 1).ok());
                bounds.soft_from = bounds.soft_from.max(first);
            }
            WhenExpr::Since(e) if e.is_absolute() => {
                bounds.not_before(e.resolve(&Interval::UNKNOWN).from, d.when.span);
            }
            e if e.is_absolute() => {
                let days = e.resolve(&Interval::UNKNOWN);
                if future {
                    bounds.not_after(days.to, d.when.span);
                } else if d.verb.is_some_and(|v| is_past(doc, tree, v)) || days.precision == Precision::Season {
                    // A day must be over; of a month or year, some of it.
                    bounds.not_before(days.from, d.when.span);
                }
            }
            _ => {}
        }
    }
}

fn in_byline(doc: &Doc, d: &InDoc) -> bool {
    doc.blocks
        .get(doc.sentences[d.sentence].block)
        .is_some_and(|b| matches!(b.kind, BlockKind::Byline | BlockKind::Caption))
}

/// "l'année dernière" and a year that tell the same deed: the year after is the year of publication.
fn last_year(doc: &Doc, dates: &[InDoc], bounds: &mut Bounds) {
    let year_said = |d: &InDoc| match &d.when.expr {
        WhenExpr::Absolute(i) if i.precision == Precision::Year => i.from.map(Date::year),
        _ => None,
    };
    for last in dates.iter().filter(|d| matches!(d.when.expr, WhenExpr::Calendar { unit: Unit::Year, shift: -1, .. })) {
        for d in dates {
            let Some(year) = year_said(d) else { continue };
            if last.verb.zip(d.verb).is_some_and(|(a, b)| same_deed(doc, a, b)) {
                bounds.not_before(Date::new(year.saturating_add(1), 1, 1).ok(), last.when.span);
                bounds.not_after(Date::new(year.saturating_add(1), 12, 31).ok(), d.when.span);
            }
        }
    }
}

/// Verbs of one meaning, as far as telling a deed again goes.
fn same_deed(doc: &Doc, a: usize, b: usize) -> bool {
    const SENDING: [&str; 12] = [
        "envoyer", "deployer", "expedier", "depecher", "fournir", "livrer", "send", "deploy", "dispatch", "supply",
        "deliver", "ship",
    ];
    let (a, b) = (fold(&doc.tokens[a].lemma), fold(&doc.tokens[b].lemma));
    a == b || SENDING.contains(&a.as_str()) && SENDING.contains(&b.as_str())
}

/// Days and months without a year, once the year is known.
fn without_year(doc: &Doc, tree: &Tree, dates: &[InDoc], bounds: &mut Bounds) {
    let Some(year) = bounds.year() else { return };
    let end = Interval { from: bounds.to, to: bounds.to, precision: Precision::Day, candidates: Vec::new() };
    let mut latest: Option<Date> = None;
    for d in dates {
        let WhenExpr::MonthDay { .. } = d.when.expr else { continue };
        let Some(days) = past_days(doc, tree, d, &end).filter(|i| i.from.is_some_and(|f| f.year() == year)) else {
            continue;
        };
        bounds.not_before(days.to, d.when.span);
        // A day told as earlier than what "lundi" is said of: that weekday comes after it.
        if let Some(next) = days.to.filter(|_| d.verb.is_some_and(|v| is_pluperfect(doc, tree, v)))
            && let Some((weekday, span)) = said_weekday(doc, tree, dates)
        {
            let day = WhenExpr::Weekday { weekday, toward: Toward::Future };
            let after = next.checked_add(1.days()).ok().map(|n| day.resolve(&Interval::day(n)));
            bounds.not_before(after.and_then(|i| i.from), span);
        }
        latest = latest.max(days.to);
    }
    // Months without a year are looked for around the earliest possible day, not around the end of the year.
    let near = bounds.from.and_then(|f| f.checked_add(45.days()).ok()).min(bounds.to);
    let near = Interval { from: near, to: near, precision: Precision::Day, candidates: Vec::new() };
    for d in dates {
        if !matches!(d.when.expr, WhenExpr::Month { .. } | WhenExpr::Between(..)) {
            continue;
        }
        let Some(days) = past_days(doc, tree, d, &near).filter(|i| i.from.is_some_and(|f| f.year() == year)) else {
            continue;
        };
        bounds.soft_from = bounds.soft_from.max(days.from);
        latest = latest.max(days.to);
    }
    // News is told soon after: a month behind the last thing that is dated without a year.
    if let Some(day) = latest {
        bounds.soft_to = day.first_of_month().checked_add(1.months()).ok().map(Date::last_of_month);
    }
}

/// The days of an expression in a past clause.
fn past_days(doc: &Doc, tree: &Tree, d: &InDoc, anchor: &Interval) -> Option<Interval> {
    let past = d.verb.is_some_and(|v| is_past(doc, tree, v));
    (past && !in_byline(doc, d)).then(|| d.when.expr.clone().toward(Toward::Past).resolve(anchor))
}

/// A weekday that the text's own news is said on, in the perfect or simple past.
fn said_weekday(doc: &Doc, tree: &Tree, dates: &[InDoc]) -> Option<(i8, Span)> {
    dates.iter().find_map(|d| match &d.when.expr {
        WhenExpr::Weekday { weekday, toward: Toward::Past }
            if d.verb.is_some_and(|v| is_past(doc, tree, v) && !is_pluperfect(doc, tree, v)) =>
        {
            Some((*weekday, d.when.span))
        }
        _ => None,
    })
}

/// "avait déclaré", "had said".
fn is_pluperfect(doc: &Doc, tree: &Tree, verb: usize) -> bool {
    tree.kids(verb).iter().any(|k| {
        let t = &doc.tokens[*k];
        t.dep.starts_with("aux")
            && (t.has("Tense=Imp") && matches!(t.lemma.as_str(), "avoir" | "être")
                || t.lower == "had"
                || t.lower == "'d" && t.lemma == "have")
    })
}
