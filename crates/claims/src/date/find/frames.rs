//! Dates in a frame ("depuis", "d'ici", "before") and dates counted from another ("il y a", "ago", "deux jours après Noël").

use super::counts::{Approx, Counted, counted};
use super::years::bare_year;
use super::{Dated, ranges, tables, term};
use crate::date::{Interval, Part, Precision, Toward, Unit, WhenExpr};
use crate::number::Text;
use recoupe_reading::Lang;

/// "depuis février 2022", "d'ici la fin 2024", "jusqu'en mars", "by the end of 2030", "avant 2010", "from 2019 on".
pub(super) fn framed(text: &Text<'_>, i: usize) -> Option<Dated> {
    let t = tables(text.lang);
    for (table, frame) in [
        (&t.by, Frame::By),
        (&t.before, Frame::Before),
        (&t.since_date, Frame::Since),
        (&t.until, Frame::Until),
        (&t.after, Frame::After),
    ] {
        let Some((len, ())) = table.at(&text.words, i) else { continue };
        // "avant hier" is the day before yesterday.
        if super::fixed(text, i).is_some_and(|f| f.end > i + len) {
            continue;
        }
        let k = i + len;
        let article = k + usize::from(matches!(text.fold(k), "le" | "la" | "the" | "en" | "au"));
        let Some(inner) = at_plain(text, k).or_else(|| at_plain(text, article)) else { continue };
        return Some(in_frame(text, i, inner, frame));
    }
    None
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Frame {
    By,
    Before,
    Since,
    Until,
    After,
}

fn in_frame(text: &Text<'_>, i: usize, inner: Dated, frame: Frame) -> Dated {
    let t = tables(text.lang);
    let word = text.fold(i);
    let onward = t.onward.at(&text.words, inner.end).map(|(len, ())| len);
    match frame {
        Frame::By => inner.framed(i, |e| WhenExpr::By(Box::new(e.toward(Toward::Future)))),
        Frame::Before => {
            // "avant la fin de l'année": within it.
            let ending = ends(&inner.expr);
            inner.framed(i, |e| if ending { WhenExpr::Until(Box::new(e)) } else { WhenExpr::Before(Box::new(e)) })
        }
        Frame::Since if matches!(word, "depuis" | "since") => inner.framed(i, |e| WhenExpr::Since(Box::new(e))),
        // "from 2019 on", "à partir de mars", "starting Monday": from then on; "from May 5" alone stays the day.
        Frame::Since if matches!(word, "a" | "starting" | "beginning" | "effective" | "as") => {
            inner.framed(i, |e| WhenExpr::Onward(Box::new(e)))
        }
        Frame::Since => match onward {
            Some(len) => {
                let end = inner.end + len;
                Dated { end, ..inner.framed(i, |e| WhenExpr::Onward(Box::new(e))) }
            }
            None => inner.framed(i, |e| e),
        },
        Frame::Until => inner.framed(i, |e| WhenExpr::Until(Box::new(e))),
        Frame::After => inner.framed(i, |e| WhenExpr::After(Box::new(e))),
    }
}

/// The last part of a period.
fn ends(expr: &WhenExpr) -> bool {
    use crate::date::when::Inner;
    match expr {
        WhenExpr::Calendar { part, .. } | WhenExpr::Month { part, .. } => *part == Part::End,
        WhenExpr::Within { inner, .. } => matches!(inner, Inner::Part(Part::End) | Inner::Month(_, Part::End)),
        WhenExpr::Absolute(Interval { precision: Precision::Third, to, .. }) => {
            to.is_some_and(|d| d == d.last_of_month())
        }
        _ => false,
    }
}

/// A date without a frame around it, a bare year among them.
pub(super) fn at_plain(text: &Text<'_>, i: usize) -> Option<Dated> {
    term(text, i).map(|d| ranges::extended(text, d)).or_else(|| bare_year(text, i))
}

/// "il y a trois jours", "two weeks ago", "depuis huit mois", "dans deux ans", "trois jours plus tôt", "two days after Easter".
pub(super) fn elapsed(text: &Text<'_>, i: usize) -> Option<Dated> {
    let t = tables(text.lang);
    for (table, sign, since) in [(&t.ago_before, -1, false), (&t.since, -1, true), (&t.ahead, 1, false)] {
        let Some((len, ())) = table.at(&text.words, i) else { continue };
        let k = i + len + usize::from(matches!(text.fold(i + len), "maintenant" | "deja" | "about" | "pres"));
        let Some(c) = counted(text, k) else { continue };
        let Some(n) = c.length.whole() else {
            if c.length.count.is_none() && !since {
                let toward = if sign < 0 { Toward::Past } else { Toward::Future };
                let expr = WhenExpr::Around { unit: c.length.unit, toward };
                // "il y a quelques années" is a date; of "dans quelques années" the length is annotated.
                let (core, length) = if sign < 0 { (i..c.end, None) } else { (k..c.end, Some(c.length)) };
                return Some(Dated { core, length, ..Dated::counted(i, c.end, expr) });
            }
            continue;
        };
        // English "for three days" tells a length, not a date; "in two hours" is more often one too.
        if text.lang == Lang::En && text.fold(i) == "for" {
            return None;
        }
        let within =
            matches!(text.fold(i), "within" | "sous" | "ici") || text.fold(i) == "de" && text.fold(i + 1) == "ici";
        let away = away(&c, n.saturating_mul(sign));
        let expr = match away {
            away if since => WhenExpr::Since(Box::new(away)),
            // "within three days", "d'ici deux ans": some day until then.
            WhenExpr::Away { unit, count } if within => WhenExpr::Stretch { unit, count, toward: Toward::Future },
            away if within => WhenExpr::By(Box::new(away)),
            away => away,
        };
        let core = if since || sign > 0 { k..c.end } else { i..c.end };
        let length = (since || sign > 0).then_some(c.length);
        return Some(Dated { core, length, ..Dated::counted(i, c.end, expr) });
    }
    let c = counted(text, i)?;
    let n = c.length.whole();
    let end = c.end;
    if let Some((len, ())) = t.ago_after.at(&text.words, end) {
        let expr = match n {
            Some(n) => away(&c, n.saturating_neg()),
            None => WhenExpr::Around { unit: c.length.unit, toward: Toward::Past },
        };
        return Some(Dated::counted(i, end + len, expr));
    }
    if let Some((len, ())) = t.from_now.at(&text.words, end) {
        if let Some(n) = n.filter(|_| text.fold_before(i, 1) == "for") {
            return Some(Dated::counted(i, end + len, stretch_from(&c, n, super::calendar(Unit::Day, 0))));
        }
        let expr = match (n, c.length.approx) {
            (Some(n), Some(Approx::Less | Approx::More)) => counted_from(&c, n, super::calendar(Unit::Day, 0)),
            (Some(n), _) => away(&c, n),
            (None, _) => WhenExpr::Around { unit: c.length.unit, toward: Toward::Future },
        };
        return Some(Dated::counted(i, end + len, expr));
    }
    let n = n?;
    // "two days after Christmas", "trois semaines avant Noël", "a week from tomorrow"
    for (table, sign) in [(&t.before, -1), (&t.after, 1)] {
        let Some((len, ())) = table.at(&text.words, end) else { continue };
        let k = end + len;
        let article = k + usize::from(matches!(text.fold(k), "le" | "la" | "the"));
        // Not [`super::at`]: "two days after two days after …" must not nest.
        let flat = |k: usize| {
            super::numeric::at(text, k)
                .or_else(|| super::periods::at(text, k))
                .or_else(|| super::fixed(text, k))
                .or_else(|| super::points::at(text, k))
        };
        let base = flat(k).or_else(|| flat(article)).or_else(|| bare_year(text, k));
        let Some(base) = base.filter(|b| !matches!(b.expr, WhenExpr::Since(_) | WhenExpr::Until(_) | WhenExpr::By(_)))
        else {
            continue;
        };
        let end = base.end;
        // "for 3 days from today": the stretch itself.
        if sign > 0 && text.fold(k - 1) == "from" && text.fold_before(i, 1) == "for" {
            return Some(Dated::counted(i, end, stretch_from(&c, n, base.expr)));
        }
        return Some(Dated::counted(i, end, counted_from(&c, n.saturating_mul(sign), base.expr)));
    }
    // "3 days starting Monday", "for 1 week, from 20 December", "deux semaines à partir du 5 mai": the stretch itself.
    let k = end + usize::from(text.fold(end) == ",");
    if let Some((len, ())) = t.since_date.at(&text.words, k)
        && (matches!(text.fold(k), "starting" | "beginning" | "a") || k > end && text.fold(k) == "from")
        && let Some(base) = at_plain(text, k + len)
    {
        return Some(Dated::counted(i, base.end, stretch_from(&c, n, base.expr)));
    }
    for (table, sign) in [(&t.earlier, -1), (&t.later, 1)] {
        if let Some((len, ())) = table.at(&text.words, end) {
            // "30 minutes later this week": the length, and a date behind it.
            if super::periods::at(text, end).is_some() {
                continue;
            }
            // "a month after the vote" counts from what is no date.
            if matches!(text.fold(end), "after" | "before" | "apres" | "avant" | "ensuite" | "prior")
                && len == 1
                && text.word(end + len).is_some_and(|w| w.is_letters() || w.is_digits())
            {
                continue;
            }
            let told = WhenExpr::Told(Box::new(away(&c, n.saturating_mul(sign))));
            return Some(Dated::counted(i, end + len, told));
        }
    }
    None
}

fn stretch_from(c: &Counted, n: i32, base: WhenExpr) -> WhenExpr {
    let inner = Box::new(WhenExpr::Stretch { unit: c.length.unit, count: n, toward: Toward::Future });
    WhenExpr::From { base: Box::new(base), inner }
}

/// So many units from a date: "more than" that is beyond it, "less than" that is between the two.
fn counted_from(c: &Counted, n: i32, base: WhenExpr) -> WhenExpr {
    let from = |inner| WhenExpr::From { base: Box::new(base.clone()), inner: Box::new(inner) };
    let days = match c.length.unit {
        Unit::Day => Some(n),
        Unit::Week => n.checked_mul(7),
        _ => None,
    };
    let (Some(days), Some(approx)) = (days, c.length.approx) else { return from(away(c, n)) };
    let point = Box::new(from(WhenExpr::Away { unit: Unit::Day, count: days }));
    match (approx, n < 0) {
        (Approx::About, _) => from(away(c, n)),
        (Approx::More, false) => WhenExpr::After(point),
        (Approx::More, true) => WhenExpr::Before(point),
        (Approx::Less, false) => WhenExpr::Between(Box::new(base.clone()), point),
        (Approx::Less, true) => WhenExpr::Between(point, Box::new(base.clone())),
    }
}

/// So many units away; a length of two units ("un an et trois mois") is counted in the smaller one's days or months.
fn away(c: &Counted, n: i32) -> WhenExpr {
    let exact = exactly(c, n);
    // "about 10 minutes ago" is no less a day than "10 minutes ago".
    let short = matches!(c.length.unit, Unit::Second | Unit::Minute | Unit::Hour);
    if c.length.approx.is_some() && !short { WhenExpr::Roughly(Box::new(exact)) } else { exact }
}

fn exactly(c: &Counted, n: i32) -> WhenExpr {
    let sign = n.signum();
    let months = |u: Unit| match u {
        Unit::Month => Some(1.0),
        Unit::Quarter => Some(3.0),
        Unit::Half => Some(6.0),
        Unit::Year | Unit::SchoolYear => Some(12.0),
        Unit::Decade => Some(120.0),
        _ => None,
    };
    let days = |u: Unit| match u {
        Unit::Day => Some(1),
        Unit::Week => Some(7),
        _ => None,
    };
    let parts = || std::iter::once((c.length.count.unwrap_or(0.0), c.length.unit)).chain(c.length.more.iter().copied());
    let fractional = c.length.count.is_some_and(|n| n.fract() != 0.0);
    if c.length.more.is_empty() && !(fractional && months(c.length.unit).is_some_and(|m| m > 1.0)) {
        return WhenExpr::Away { unit: c.length.unit, count: n };
    }
    #[expect(clippy::cast_possible_truncation, reason = "a count that was checked, times at most 120")]
    let whole = |v: f64| (v.round() as i32).saturating_mul(sign);
    let in_months: f64 = parts().filter_map(|(n, u)| months(u).map(|m| n.min(1e6) * m)).sum();
    let in_days: f64 = parts().filter_map(|(n, u)| days(u).map(|d| n.min(1e6) * f64::from(d))).sum();
    let by_month = WhenExpr::Away { unit: Unit::Month, count: whole(in_months) };
    if in_days == 0.0 {
        return by_month;
    }
    if in_months == 0.0 {
        return WhenExpr::Away { unit: Unit::Day, count: whole(in_days) };
    }
    WhenExpr::Counted { months: whole(in_months), days: whole(in_days) }
}
