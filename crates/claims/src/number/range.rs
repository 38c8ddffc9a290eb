//! Ranges: "entre A et B", "de A à B", "A à B", "A-B", "A ou B".

use smol_str::SmolStr;

use super::exclude::Blocked;
use super::{Atom, Form, Quantity, Text, atom, unit_of};

/// The second number of a range, and both with their scales settled.
pub(crate) struct Second {
    pub(crate) low: Atom,
    pub(crate) high: Atom,
    pub(crate) unit: Option<(SmolStr, usize)>,
}

/// Looks behind `low` (and its unit) for the upper end of a range.
pub(crate) fn second(text: &Text<'_>, low: &Atom, own: Option<&(SmolStr, usize)>, blocked: &Blocked) -> Option<Second> {
    if matches!(low.form, Form::Vague | Form::Multiple | Form::Fraction) {
        return None;
    }
    let at = own.map_or(low.end, |(_, e)| *e);
    let link = link(text, low, at, own)?;
    let atom::Result::Atom(high) = atom::at(text, link.next) else { return None };
    // Both are quantities, or both are excluded for one reason.
    let alike = blocked.why(low.first) == blocked.why(high.first);
    if blocked.any(high.first, high.end) || high.first != link.next || !alike {
        return None;
    }
    if matches!(high.form, Form::Vague | Form::Multiple | Form::Fraction | Form::One) {
        return None;
    }
    let unit = unit_of(text, &high);
    if let (Some((a, _)), Some((b, _))) = (own, &unit)
        && a != b
    {
        return None;
    }
    if own.is_some() && unit.is_none() && own.is_some_and(|(u, _)| u.len() != 3) {
        return None;
    }
    // "fell 5p to 164p", "by $4 to $41" tell by how much, and to what; "by 1 to 1.5 degrees" is a range.
    if link.kind == Kind::ByTo && own.is_some() == unit.is_some() {
        return None;
    }
    let low = scaled_like(*low, &high);
    let negative = matches!(text.fold_before(low.first, 1), "minus" | "negative" | "moins");
    let alternative = link.kind == Kind::Or && (high.value > 2.0 * low.value.max(1.0) + 1.0);
    if low.value >= high.value && !negative || alternative {
        return None;
    }
    if link.kind == Kind::Change {
        return None;
    }
    let unit = unit.or_else(|| own.map(|(u, _)| (u.clone(), high.end)));
    Some(Second { low, high, unit })
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Range,
    Or,
    /// "passer de 20 à 30": two values of one thing, no range.
    Change,
    /// "increased by 3 to 12", "fell 5p to 164p": by how much, and to what, or a range.
    ByTo,
}

struct Link {
    kind: Kind,
    next: usize,
}

fn link(text: &Text<'_>, low: &Atom, at: usize, own: Option<&(SmolStr, usize)>) -> Option<Link> {
    let opener = opener(text, low.first);
    let word = text.word(at)?;
    let mut next = at + 1;
    let kind = match word.fold.as_str() {
        "a" if text.is_fr() && (word.text == "à" || word.text == "À") => Kind::Range,
        "to" if !text.is_fr() => Kind::Range,
        "~" => Kind::Range,
        // "0-to-60-mph"
        "-" if !text.is_fr() && text.fold(next) == "to" && text.fold(next + 1) == "-" => {
            next += 2;
            Kind::Range
        }
        "through" | "thru" if !text.is_fr() && own.is_none() => Kind::Range,
        "-" if word.glued == text.word(next).is_some_and(|w| w.glued) => Kind::Range,
        "ou" | "or" => Kind::Or,
        "voire" => Kind::Or,
        "et" if opener == Opener::Between && text.is_fr() => Kind::Range,
        "and" if opener == Opener::Between && !text.is_fr() => Kind::Range,
        _ => return None,
    };
    let first = crate::unit::sign_before(text, low.first).map_or(low.first, |(_, f)| f);
    let by = word.is("to") && text.fold_before(first, 1) == "by";
    let verb = text.fold_before(first, 1);
    let moved = word.is("to")
        && own.is_some()
        && text.tables.exclusions.change.contains(verb)
        && !matches!(verb, "go" | "goes" | "going" | "went" | "gone" | "move" | "moved");
    let kind = match kind {
        Kind::Range if opener == Opener::From && changes(text, low.first) => Kind::Change,
        Kind::Range if by || moved => Kind::ByTo,
        kind => kind,
    };
    if crate::unit::is_sign(text, next) {
        next += 1;
    }
    Some(Link { kind, next })
}

#[derive(Debug, PartialEq, Eq)]
enum Opener {
    None,
    Between,
    From,
}

fn opener(text: &Text<'_>, first: usize) -> Opener {
    for back in 1..=3 {
        match text.fold_before(first, back) {
            "entre" | "between" => return Opener::Between,
            "de" | "from" => return Opener::From,
            "minus" | "negative" | "moins" | "$" | "€" | "£" | "environ" | "about" | "some" | "quelque" | "roughly" =>
                {}
            _ => return Opener::None,
        }
    }
    Opener::None
}

/// A verb of change a few words before: "est passé de 20 à 30", "rose from 3 to 5".
fn changes(text: &Text<'_>, first: usize) -> bool {
    (2..=7).any(|back| {
        first
            .checked_sub(back)
            .and_then(|j| text.word(j))
            .is_some_and(|w| text.tables.exclusions.change.contains(&w.fold))
    })
}

/// "2 à 3 000" is 2000 to 3000, "deux à trois cents" 200 to 300, "2 à 3 millions" both millions.
fn scaled_like(mut low: Atom, high: &Atom) -> Atom {
    let shares = low.scale == 1.0
        && high.scale > 1.0
        && low.value < 1000.0
        && low.value < high.value / high.scale
        && low.value >= 1.0;
    if shares {
        low.value *= high.scale;
        low.granularity *= high.scale;
    }
    low
}

/// "more than 10 but less than 20", "plus de 3 et moins de 5 ans": a lower and an upper bound of one quantity become one interval.
pub(crate) fn merge_bounds(text: &Text<'_>, quantities: Vec<Quantity>) -> Vec<Quantity> {
    let mut out: Vec<Quantity> = Vec::with_capacity(quantities.len());
    for q in quantities {
        match out.last().and_then(|last| both(text, last, &q).or_else(|| interrupted(text, last, &q))) {
            Some(merged) => {
                out.pop();
                out.push(merged);
            }
            None => out.push(q),
        }
    }
    out
}

/// "entre 300, selon la direction, et 500": the aside says whose the lower end is.
fn interrupted(text: &Text<'_>, a: &Quantity, b: &Quantity) -> Option<Quantity> {
    let plain =
        |q: &Quantity| q.numbers.len() == 1 && q.value.lo == q.value.hi && !q.value.approx && q.value.lo.is_some();
    let first = text.words.partition_point(|w| w.span.start < a.span.start);
    let opened = matches!(text.fold_before(first, 1), "entre" | "between");
    if !opened || !plain(a) || !plain(b) || a.value.lo >= b.value.lo || a.unit.is_some() && a.unit != b.unit {
        return None;
    }
    let from = text.words.partition_point(|w| w.span.start < a.span.end);
    let to = text.words.partition_point(|w| w.span.end <= b.span.start);
    let [open, .., close, and] = text.words.get(from..to)? else { return None };
    let aside = matches!((open.text, close.text), ("," | "–" | "—", "," | "–" | "—"));
    // "et 25 000, selon les syndicats", "(syndicats)": the upper end is another's, two counts.
    let own = (to..to + 8).any(|k| matches!(text.fold(k), "selon" | "apres" | "according" | "("));
    let fits = aside && !own && to - from <= 14 && and.is(if text.is_fr() { "et" } else { "and" });
    fits.then(|| {
        let mut merged = spanning(a, b);
        merged.value.lo = a.value.lo;
        merged
    })
}

/// The second quantity with the words and numbers of the first in front.
fn spanning(a: &Quantity, b: &Quantity) -> Quantity {
    let mut merged = b.clone();
    merged.span.start = a.span.start;
    merged.outer.start = a.outer.start;
    merged.core.start = a.core.start;
    merged.measure.start = a.measure.start;
    merged.numbers = a.numbers.iter().chain(&b.numbers).cloned().collect();
    merged.value.granularity = a.value.granularity.min(b.value.granularity);
    merged
}

fn both(text: &Text<'_>, a: &Quantity, b: &Quantity) -> Option<Quantity> {
    let one_sided = |q: &Quantity| q.value.lo.is_some() != q.value.hi.is_some() && !q.value.vague && !q.value.approx;
    if !one_sided(a) || !one_sided(b) || a.value.lo.is_some() == b.value.lo.is_some() {
        return None;
    }
    let (low, high) = if a.value.lo.is_some() { (a, b) } else { (b, a) };
    if low.value.lo >= high.value.hi || a.unit.is_some() && a.unit != b.unit {
        return None;
    }
    let from = text.words.partition_point(|w| w.span.start < a.span.end);
    let to = text.words.partition_point(|w| w.span.end <= b.span.start);
    let between = text.words.get(from..to).filter(|w| !w.is_empty() && w.len() <= 2)?;
    let linked = between.iter().all(|w| matches!(w.fold.as_str(), "and" | "but" | "et" | "mais" | ","));
    linked.then(|| {
        let mut merged = spanning(a, b);
        merged.value.lo = low.value.lo;
        merged.value.lo_open = low.value.lo_open;
        merged.value.hi = high.value.hi;
        merged.value.hi_open = high.value.hi_open;
        merged.value.granularity = a.value.granularity.min(b.value.granularity);
        merged
    })
}

/// "des 10 ou des 20 kilomètres", "de 20 à 30 %": a number that only links stand between shares the unit of the next.
pub(crate) fn share_units(text: &Text<'_>, quantities: &mut [Quantity]) {
    for k in (0..quantities.len().saturating_sub(1)).rev() {
        let (left, right) = quantities.split_at_mut(k + 1);
        let (a, b) = (&mut left[k], &right[0]);
        if a.unit.is_some() || b.unit.is_none() || matches!(a.form, Form::Multiple | Form::Fraction) {
            continue;
        }
        if b.form == Form::Multiple || b.unit.as_deref() == Some(crate::unit::TIMES) {
            continue;
        }
        let from = text.words.partition_point(|w| w.span.start < a.span.end);
        let to = text.words.partition_point(|w| w.span.end <= b.span.start);
        let between = || text.words.get(from..to).unwrap_or_default().iter();
        let links = between().count();
        let only_links = between().all(|w| {
            matches!(
                w.fold.as_str(),
                "ou" | "et"
                    | "a"
                    | "des"
                    | "de"
                    | "les"
                    | ","
                    | "puis"
                    | "or"
                    | "and"
                    | "to"
                    | "the"
                    | "-"
                    | "contre"
                    | "/"
                    | "x"
                    | "×"
            ) && w.text != "a"
        });
        if links > 0 && links <= 3 && only_links {
            a.unit = b.unit.clone();
        }
    }
}
