//! Which date an expression is counted from: "le lendemain", "three days earlier", "that year", and what is said in a
//! quotation ("« Je viendrai demain », avait-il dit mardi").

use recoupe_reading::{Doc, Span};

use super::{Inner, Part, Reference, Unit, WhenExpr};

/// Dates stacked on dates told before them: deeper chains than this are left unresolved, so that none grows with the text.
const DEEPEST: usize = 6;
/// Sentences that a date told before is looked for in, its own included.
const REACH: usize = 4;

/// A date that a later expression may be counted from.
#[derive(Debug, Clone)]
pub(crate) struct Base {
    expr: WhenExpr,
    sentence: usize,
    block: usize,
    depth: usize,
}

/// What has been told so far, in text order.
#[derive(Debug, Default)]
pub(crate) struct Told {
    last: Option<Base>,
    /// The quarter or half that the text speaks of, however far back.
    share: Option<WhenExpr>,
}

impl Told {
    /// The expression, counted from the date told last where it is one of those.
    pub(crate) fn placed(&mut self, expr: WhenExpr, sentence: usize, block: usize) -> WhenExpr {
        let near = self
            .last
            .as_ref()
            .filter(|b| b.block == block && sentence - b.sentence < REACH || sentence == b.sentence + 1);
        // "the quarter": the one the text speaks of, else the last that is over.
        if let WhenExpr::Told(inner) = &expr
            && matches!(**inner, WhenExpr::Calendar { unit: Unit::Quarter, shift: 0, .. })
        {
            let over = WhenExpr::Calendar { unit: Unit::Quarter, shift: -1, part: Part::Whole };
            return self.share.clone().unwrap_or(over);
        }
        if is_share(&expr) {
            self.share = Some(expr.clone());
        }
        // "Third-quarter sales rose from those of a year ago": the quarter a year before.
        let compared = near.filter(|b| b.sentence == sentence && is_share(&b.expr));
        let expr = match (expr, compared) {
            (e @ WhenExpr::Away { unit: Unit::Year, count: -1 }, Some(_)) => WhenExpr::Told(Box::new(e)),
            (e, _) => e,
        };
        let (expr, depth) = match (expr, near) {
            (WhenExpr::Told(inner), Some(base)) if base.depth < DEEPEST => {
                let depth = base.depth + 1;
                (WhenExpr::From { base: Box::new(base.expr.clone()), inner }, depth)
            }
            (e, _) => (e, 0),
        };
        if is_base(&expr) {
            self.last = Some(Base { expr: expr.clone(), sentence, block, depth });
        }
        expr
    }
}

/// A quarter or half of a year.
fn is_share(expr: &WhenExpr) -> bool {
    matches!(
        expr,
        WhenExpr::Share { .. }
            | WhenExpr::Within { inner: Inner::Share(_), .. }
            | WhenExpr::Calendar { unit: Unit::Quarter | Unit::Half, .. }
    )
}

/// Precise enough to count from: a day, a week, a month, a year that the text tells.
fn is_base(expr: &WhenExpr) -> bool {
    match expr {
        WhenExpr::Reference(Reference::Past | Reference::Present | Reference::Future)
        | WhenExpr::Around { .. }
        | WhenExpr::Stretch { .. }
        | WhenExpr::Told(_)
        | WhenExpr::By(_)
        | WhenExpr::Until(_)
        | WhenExpr::Before(_)
        | WhenExpr::After(_)
        | WhenExpr::Onward(_) => false,
        WhenExpr::Since(e) => is_base(e),
        WhenExpr::Calendar { unit, .. } => !matches!(unit, Unit::Decade | Unit::Century),
        _ => true,
    }
}

/// An expression that counts from the day of speaking, counted from the day of the saying where a quotation holds it.
pub(crate) fn as_quoted(doc: &Doc, span: Span, expr: WhenExpr, dates: &[(Span, WhenExpr)]) -> WhenExpr {
    match is_deictic(&expr).then(|| saying(doc, span, dates)).flatten() {
        Some(base) => WhenExpr::From { base: Box::new(base), inner: Box::new(expr) },
        None => expr,
    }
}

/// The day that is told of what is said in the quotation that holds a span: the date beside its cue, in the same sentence but
/// outside the quotation.
fn saying(doc: &Doc, quoted: Span, dates: &[(Span, WhenExpr)]) -> Option<WhenExpr> {
    // The innermost that begins before; quotations nest no deeper than this.
    let opened = doc.quotes.partition_point(|q| doc.to_original(q.clean).start <= quoted.start);
    let quote = doc.quotes[opened.saturating_sub(4)..opened]
        .iter()
        .rev()
        .map(|q| doc.to_original(q.clean))
        .find(|q| q.contains(quoted))?;
    let sentence = doc.tokens.partition_point(|t| t.span.end <= quoted.start);
    let sentence = doc.sentences.get(doc.tokens.get(sentence)?.sentence)?;
    let around = doc.to_original(sentence.clean);
    let from = dates.partition_point(|(s, _)| s.start < around.start);
    let mut beside =
        dates[from..].iter().take_while(|(s, _)| s.start < around.end).take(16).filter(|(s, _)| !quote.overlaps(*s));
    let (_, expr) = beside.next()?;
    // Two dates outside the quotation: which one is the saying's is not known.
    let single = beside.next().is_none();
    (single && is_day(expr)).then(|| expr.clone())
}

fn is_day(expr: &WhenExpr) -> bool {
    matches!(
        expr,
        WhenExpr::Day(_)
            | WhenExpr::MonthDay { to: None, .. }
            | WhenExpr::Weekday { .. }
            | WhenExpr::LastWeekday(_)
            | WhenExpr::DayOfMonth { .. }
            | WhenExpr::Calendar { unit: Unit::Day, .. }
    )
}

/// Counted from the day of speaking: what a quotation says of it holds for the day of the saying.
fn is_deictic(expr: &WhenExpr) -> bool {
    match expr {
        WhenExpr::Calendar { .. }
        | WhenExpr::Away { .. }
        | WhenExpr::Counted { .. }
        | WhenExpr::Roughly(_)
        | WhenExpr::Around { .. }
        | WhenExpr::Stretch { .. }
        | WhenExpr::NextWeekday(_)
        | WhenExpr::LastWeekday(_)
        | WhenExpr::Reference(_) => true,
        WhenExpr::Since(e)
        | WhenExpr::By(e)
        | WhenExpr::Until(e)
        | WhenExpr::Before(e)
        | WhenExpr::After(e)
        | WhenExpr::Onward(e)
        | WhenExpr::Side { of: e, .. } => is_deictic(e),
        WhenExpr::Within { outer, .. } => is_deictic(outer),
        _ => false,
    }
}
