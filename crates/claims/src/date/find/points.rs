//! Weekdays, days and months, and parts of them.

use super::words::{any_year, behind_month, day, expr_day, month, ordinal, past, short_year, weekday, whole, year};
use super::years::{century_or_decade, feast, season, year_first, year_phrase};
use super::{Dated, is_link, is_month, periods, tables};
use crate::date::resolve::{month_of, year_of};
use crate::date::when::Inner;
use crate::date::{Part, Toward, WhenExpr};
use crate::number::Text;

/// A weekday, day, month, season, year or feast, or a part of one.
pub(super) fn at(text: &Text<'_>, i: usize) -> Option<Dated> {
    in_part(text, i).or_else(|| whole_point(text, i))
}

/// A part in front: "début février", "mi-mars", "fin 2024", "late October", "the end of last year".
fn in_part(text: &Text<'_>, i: usize) -> Option<Dated> {
    let t = tables(text.lang);
    let (len, part) = t.part.at(&text.words, i)?;
    let mut k = i + len;
    if text.fold(k) == "-" {
        k += 1;
    }
    let start = (i..k).find(|k| !t.lead.contains(text.fold(*k))).unwrap_or(i);
    let part_of = |end: usize, expr: WhenExpr| Dated { core: start..end, ..Dated::of(i, end, expr) };
    // "late yesterday", "early Tuesday": the part is of the day.
    if let Some(d) = super::fixed(text, k).or_else(|| weekday(text, k).and_then(|w| weekday_from(text, k, w)))
        && matches!(
            d.expr,
            WhenExpr::Calendar { unit: crate::date::Unit::Day, .. }
                | WhenExpr::Weekday { .. }
                | WhenExpr::Day(_)
                | WhenExpr::MonthDay { .. }
        )
    {
        return Some(Dated { first: i, core: start..d.core.end, ..d });
    }
    while matches!(text.fold(k), "de" | "du" | "of" | "the" | "le" | "la" | "mois") && k < i + len + 4 {
        k += 1;
    }
    if let Some(m) = month(text, k) {
        let (end, shift) = shifted(text, behind_month(text, k));
        return match of_year(text, end).filter(|_| shift.is_none()) {
            Some((y, e)) => Some(part_of(e, WhenExpr::Absolute(month_of(y, m, *part)))),
            None => {
                let own = periods::of_period(text, end).filter(|_| shift.is_none());
                Some(match own {
                    Some(outer) => part_of(outer.end, inside(outer.expr, Inner::Month(m, *part))),
                    None => {
                        let toward = shift.unwrap_or(Toward::Past);
                        part_of(end, WhenExpr::Month { month: m, part: *part, toward })
                    }
                })
            }
        };
    }
    if let Some((y, e)) =
        any_year(text, k).or_else(|| matches!(text.fold(k), "annee" | "an" | "year").then(|| any_year(text, k + 1))?)
    {
        return Some(part_of(e, WhenExpr::Absolute(year_of(y, *part))));
    }
    // "late last year", "le début de la semaine prochaine", "early in the third quarter", "the end of the 1990s"
    let outer = [k, i + len].into_iter().find_map(|k| {
        periods::at(text, k)
            .or_else(|| periods::ordered_in(text, k, periods::of_period))
            .or_else(|| super::fixed(text, k))
            .or_else(|| season(text, k))
            .or_else(|| periods::plain(text, k))
            .or_else(|| century_or_decade(text, k))
    })?;
    let expr = match outer.expr {
        WhenExpr::Calendar { unit, shift, part: Part::Whole } => WhenExpr::Calendar { unit, shift, part: *part },
        WhenExpr::Stretch { .. } | WhenExpr::Around { .. } => return None,
        WhenExpr::Told(e) => WhenExpr::Told(Box::new(inside(*e, Inner::Part(*part)))),
        other => inside(other, Inner::Part(*part)),
    };
    Some(Dated { calendar: outer.calendar, ..part_of(outer.end, expr) })
}

pub(super) fn inside(outer: WhenExpr, inner: Inner) -> WhenExpr {
    match outer {
        WhenExpr::Fiscal(e) => WhenExpr::Fiscal(Box::new(inside(*e, inner))),
        outer => WhenExpr::Within { outer: Box::new(outer), inner },
    }
}

/// A year, "of" before it allowed ("March of 1998", "mars de 1998", "March, 1998").
fn of_year(text: &Text<'_>, k: usize) -> Option<(i16, usize)> {
    any_year(text, k)
        .or_else(|| matches!(text.fold(k), "of" | "de" | "," | "in" | "en").then(|| any_year(text, k + 1))?)
        .or_else(|| (text.fold(k) == "of").then(|| short_year(text, k + 1))?)
}

pub(super) fn whole_point(text: &Text<'_>, i: usize) -> Option<Dated> {
    if let Some(w) = weekday(text, i) {
        return weekday_from(text, i, w);
    }
    feast(text, i)
        .or_else(|| if text.is_fr() { french_day_or_month(text, i) } else { english_month(text, i) })
        .or_else(|| periods::ordered(text, i))
        .or_else(|| season(text, i))
        .or_else(|| century_or_decade(text, i))
        .or_else(|| year_first(text, i))
        .or_else(|| year_phrase(text, i))
        .or_else(|| day_of_month(text, i))
}

fn french_day_or_month(text: &Text<'_>, i: usize) -> Option<Dated> {
    // "le 17 décembre 2024", "les 14, 15 et 16 juin"
    if let Some(d) = days_then_month(text, i, None) {
        return Some(d);
    }
    let m = month(text, i)?;
    // "décembre 17, 2019", "Oct. 2"
    if let Some(d) = english_month(text, i)
        && !matches!(d.expr, WhenExpr::Month { .. })
    {
        return Some(d);
    }
    let (end, shift) = shifted(text, behind_month(text, i));
    if let Some((y, e)) = of_year(text, end).or_else(|| short_year(text, end)).filter(|_| shift.is_none()) {
        return Some(Dated::of(i, e, WhenExpr::Absolute(month_of(y, m, Part::Whole))));
    }
    // A bare month needs something that makes it a date ("mars" and "août" are also names and words).
    let t = tables(text.lang);
    let before = text.fold_before(i, 1);
    // "le 30 février": no day at all.
    if i > 0 && text.words[i - 1].is_digits() && text.words[i - 1].text.len() <= 2 {
        return None;
    }
    let unambiguous = matches!(
        text.fold(i),
        "janvier"
            | "fevrier"
            | "avril"
            | "juin"
            | "juillet"
            | "aout"
            | "septembre"
            | "octobre"
            | "novembre"
            | "decembre"
    );
    let framed = shift.is_some()
        || unambiguous
        || matches!(
            before,
            "en" | "de"
                | "depuis"
                | "et"
                | "a"
                | "jusque"
                | "ici"
                | "des"
                | "entre"
                | "avant"
                | "apres"
                | "ou"
                | "mois"
                | "fin"
                | "debut"
        )
        || t.approx.before(&text.words, i).is_some();
    if !framed || text.word(i).is_some_and(|w| w.is_capital() && w.is("mars")) {
        return None;
    }
    if let Some(outer) = periods::of_period(text, end).filter(|_| shift.is_none()) {
        return Some(Dated::of(i, outer.end, inside(outer.expr, Inner::Month(m, Part::Whole))));
    }
    Some(Dated::of(i, end, WhenExpr::Month { month: m, part: Part::Whole, toward: shift.unwrap_or(Toward::Past) }))
}

/// "dernier", "prochain" behind a month or weekday.
pub(super) fn shifted(text: &Text<'_>, end: usize) -> (usize, Option<Toward>) {
    let t = tables(text.lang);
    let word = text.fold(end);
    if t.last.iter().any(|w| w == word) {
        (end + 1, Some(Toward::Past))
    } else if t.next.iter().any(|w| w == word) {
        (end + 1, Some(Toward::Future))
    } else {
        (end, None)
    }
}

/// "lundi", "lundi 16 décembre 2024", "lundi dernier", "Monday, December 16", "Monday the 21st", "vendredi de cette semaine".
fn weekday_from(text: &Text<'_>, i: usize, w: i8) -> Option<Dated> {
    let mut k = i + 1;
    if text.fold(k) == "."
        && text.word(i).is_some_and(|w| w.text.len() <= 5)
        && text.word(k + 1).is_some_and(|n| !n.is_capital() || is_month(text, k + 1))
    {
        k += 1;
    }
    let comma = k + usize::from(matches!(text.fold(k), "," | "-"));
    let day_at = comma + usize::from(matches!(text.fold(comma), "le" | "the"));
    if let Some(d) =
        days_then_month(text, day_at, Some(w)).filter(|_| text.is_fr()).or_else(|| english_month(text, day_at))
        && !matches!(d.expr, WhenExpr::Month { .. })
    {
        let expr = match d.expr {
            WhenExpr::MonthDay { from, to, toward, .. } => WhenExpr::MonthDay { from, to, weekday: Some(w), toward },
            other => other,
        };
        return Some(Dated::of(i, d.end, expr));
    }
    if let Some(d) =
        super::numeric::at(text, comma).filter(|d| matches!(d.expr, WhenExpr::Day(_) | WhenExpr::MonthDay { .. }))
    {
        return Some(Dated::of(i, d.end, d.expr));
    }
    // "jeudi 12", "Thursday the 12th": the day of a month that is not said.
    if let Some((n, e)) = day(text, day_at).filter(|(_, e)| {
        text.word(day_at).is_some_and(|x| x.is_digits())
            && (text.is_fr() || *e > day_at + 1 || day_at == k)
            && bare_day_ends(text, *e)
    }) {
        return Some(Dated::of(i, e, WhenExpr::DayOfMonth { day: n, weekday: Some(w), toward: Toward::Past }));
    }
    let (end, shift) = shifted(text, k);
    if let Some(toward) = shift {
        let expr = if toward == Toward::Past { WhenExpr::LastWeekday(w) } else { WhenExpr::NextWeekday(w) };
        return Some(Dated::of(i, end, expr));
    }
    // "vendredi de cette semaine", "Friday of next week", "Friday next week"
    let of = k + usize::from(matches!(text.fold(k), "of" | "de"));
    if let Some(week) = periods::at(text, of).filter(|p| {
        matches!(
            p.expr,
            WhenExpr::Calendar { unit: crate::date::Unit::Week | crate::date::Unit::Weekend, part: Part::Whole, .. }
        )
    }) {
        return Some(Dated::of(i, week.end, inside(week.expr, Inner::Weekday(w))));
    }
    Some(Dated::of(i, end, WhenExpr::Weekday { weekday: w, toward: Toward::Past }))
}

/// Nothing that a number could count stands behind a bare day.
fn bare_day_ends(text: &Text<'_>, end: usize) -> bool {
    text.word(end).is_none_or(|n| {
        // "lundi, 14 % des ménages": French sets the sign apart.
        let sign = matches!(n.text, "%" | "‰" | "€" | "$" | "£" | "°");
        !(n.is_letters() || n.is_digits() || sign || n.glued && matches!(n.text, "/" | ":" | "-"))
            || n.is_letters() && is_link(text, end)
    })
}

/// "le 15", "the 21st", "on the 5th": a day of a month that is not said.
fn day_of_month(text: &Text<'_>, i: usize) -> Option<Dated> {
    let (n, end) = if text.is_fr() {
        let (n, end) = day(text, i).filter(|_| text.word(i).is_some_and(|w| w.is_digits()))?;
        (matches!(text.words[i.checked_sub(1)?].text, "le" | "Le")).then_some((n, end))?
    } else {
        let (n, end) = ordinal(text, i).filter(|(n, e)| (1..=31).contains(n) && *e == i + 2)?;
        // "20th of next month"
        if let Some(outer) = periods::of_period(text, end)
            && matches!(outer.expr, WhenExpr::Calendar { unit: crate::date::Unit::Month, .. })
        {
            return Some(Dated::of(i, outer.end, inside(outer.expr, Inner::Day(n))));
        }
        (text.fold_before(i, 1) == "the" && !matches!(text.fold_before(i, 2), "in" | "of")).then_some((n, end))?
    };
    // "le 15 de ce mois", "the 3rd of next month"
    if let Some(outer) = periods::of_period(text, end) {
        return Some(Dated::of(i, outer.end, inside(outer.expr, Inner::Day(n))));
    }
    bare_day_ends(text, end)
        .then(|| Dated::of(i, end, WhenExpr::DayOfMonth { day: n, weekday: None, toward: Toward::Past }))
}

/// "17 décembre 2024", "1er mai", "14, 15 et 16 juin", "8 au 16 mai", "4 au 22 de ce mois", with the month behind.
pub(super) fn days_then_month(text: &Text<'_>, i: usize, weekday: Option<i8>) -> Option<Dated> {
    let (first_day, mut end) = day(text, i)?;
    let first_end = end;
    let mut last = None;
    // A list or range of days; at most 31 of them.
    for _ in 0..31 {
        let until = text.fold(end) == "jusque";
        if !until && !matches!(text.fold(end), "," | "et" | "au" | "-" | "ou" | "puis" | "a" | "jusqu'au") {
            break;
        }
        let k = end + 1 + usize::from(until && matches!(text.fold(end + 1), "a" | "au"));
        let k = k + usize::from(text.fold(k) == "le");
        let Some((d, e)) = day(text, k) else { break };
        last = Some((k, d));
        end = e;
    }
    let to = last.filter(|(_, d)| *d > first_day);
    let end = past(text, end, &["-", "."]);
    let Some(m) = month(text, end + usize::from(text.fold(end) == "de" && to.is_some())) else {
        // "4 au 22 de ce mois"
        let (k, d) = to?;
        let outer = periods::of_period(text, end)
            .filter(|o| matches!(o.expr, WhenExpr::Calendar { unit: crate::date::Unit::Month, .. }))?;
        let (a, b) = (inside(outer.expr.clone(), Inner::Day(first_day)), inside(outer.expr, Inner::Day(d)));
        let ends = vec![Dated::of(i, first_end, a.clone()), Dated::of(k, outer.end, b.clone())];
        return Some(Dated { ends, ..Dated::of(i, outer.end, WhenExpr::Between(Box::new(a), Box::new(b))) });
    };
    let end = end + usize::from(text.fold(end) == "de");
    let mut after = end + 1;
    if text.fold(after) == "." && text.word(end).is_some_and(|w| w.text.len() <= 5) && year(text, after + 1).is_some() {
        after += 1;
    }
    let (after, shift) = shifted(text, after);
    let comma = after + usize::from(text.fold(after) == ",");
    let found = any_year(text, comma)
        .or_else(|| matches!(text.fold(after), "de").then(|| any_year(text, after + 1))?)
        .or_else(|| short_year(text, after));
    let (y, after) = match found.filter(|_| shift.is_none()) {
        Some((y, e)) => (Some(y), e),
        None => (None, after),
    };
    if y.is_none()
        && to.is_none()
        && shift.is_none()
        && let Some(outer) = periods::of_period(text, after)
    {
        return Some(Dated::of(i, outer.end, inside(outer.expr, Inner::MonthDay(m, first_day))));
    }
    let looking = |expr: WhenExpr| shift.map_or(expr.clone(), |t| expr.toward(t));
    let expr = looking(expr_day(y, (m, first_day), to.map(|(_, d)| (m, d)), weekday)?);
    let ends = match to {
        Some((k, d)) => vec![
            Dated::of(i, first_end, looking(expr_day(y, (m, first_day), None, weekday)?)),
            Dated::of(k, after, looking(expr_day(y, (m, d), None, None)?)),
        ],
        None => Vec::new(),
    };
    Some(Dated { ends, ..Dated::of(i, after, expr) })
}

/// "December 17, 2024", "17 December", "Dec. 17", "the 17th of December", "May 3-5", "in May", "May 2024".
pub(super) fn english_month(text: &Text<'_>, i: usize) -> Option<Dated> {
    if let Some(m) = month(text, i) {
        return month_first(text, i, m);
    }
    // "17 December 2024", "the 17th of December", "3 to 5 May"; "$12 December" is money.
    if i > 0 && matches!(text.words[i - 1].text, "$" | "€" | "£") {
        return None;
    }
    let (d, mut e) = day(text, i)
        .filter(|(_, e)| text.word(i).is_some_and(|w| w.is_digits()) || text.fold(*e) == "of" || is_month(text, *e))?;
    let mut last = None;
    let first_end = e;
    if matches!(text.fold(e), "-" | "to" | "and" | "until" | "through")
        && let Some((d2, e2)) = day(text, e + 1).filter(|(d2, _)| *d2 > d)
        && month(text, e2 + usize::from(text.fold(e2) == "of")).is_some()
    {
        last = Some((e + 1, d2));
        e = e2;
    }
    let k = past(text, e, &["-", "."]) + usize::from(text.fold(e) == "of");
    let m = month(text, k)?;
    let dot = past(text, k + 1, &["."]);
    let comma = dot + usize::from(matches!(text.fold(dot), "," | "of" | "in"));
    let found = any_year(text, comma)
        .or_else(|| (text.fold(comma - 1) == "of").then(|| short_year(text, comma))?)
        .or_else(|| any_year(text, past(text, comma, &["-"])));
    let (y, end) = found.map_or((None, behind_month(text, k)), |(y, e)| (Some(y), e));
    let ends = match last {
        Some((from, d2)) => vec![
            Dated::of(i, first_end, expr_day(y, (m, d), None, None)?),
            Dated::of(from, end, expr_day(y, (m, d2), None, None)?),
        ],
        None => Vec::new(),
    };
    Some(Dated { ends, ..Dated::of(i, end, expr_day(y, (m, d), last.map(|(_, l)| (m, l)), None)?) })
}

/// A day in digits or as an ordinal behind its month, that is no part of a longer number, time or share.
fn day_behind(text: &Text<'_>, at: usize) -> Option<(i8, usize)> {
    let w = text.word(at)?;
    // "Dec31"
    if w.glued
        && w.is_digits()
        && w.text.len() <= 2
        && at > 0
        && is_month(text, at - 1)
        && text.words[at - 1].is_capital()
    {
        let n: i8 = w.text.parse().ok()?;
        return (1..=31).contains(&n).then_some((n, at + 1));
    }
    if !w.is_digits() {
        return ordinal(text, at)
            .filter(|(n, _)| (1..=31).contains(n))
            .or_else(|| day(text, at).filter(|(n, _)| *n > 0 && is_whole(text, at)));
    }
    let longer = text.word(at + 1).is_some_and(|n| {
        n.glued
            && (n.text == "%"
                || matches!(n.text, "," | "." | ":") && text.word(at + 2).is_some_and(|d| d.glued && d.is_digits()))
    });
    if longer { None } else { day(text, at) }
}

/// A numeral of two words or more ("twenty one"): one word alone more often counts what follows.
fn is_whole(text: &Text<'_>, at: usize) -> bool {
    whole(text, at).is_some_and(|(_, e)| e > at + 1)
}

/// The second day of "May 3-5", "April 9th through 17th", "June 18 and 19": its first word, the day, the word behind.
fn second_day(text: &Text<'_>, m: i8, d: i8, e: usize) -> Option<(usize, i8, usize)> {
    if !matches!(text.fold(e), "-" | "to" | "through" | "until" | "till" | "and" | "au" | "et") {
        return None;
    }
    let k = e + 1 + usize::from(text.fold(e + 1) == "the");
    let again = k + usize::from(month(text, k) == Some(m));
    let (d2, e2) = day_behind(text, again).filter(|(d2, e2)| *d2 > d && !is_month(text, *e2))?;
    Some((again, d2, e2))
}

fn month_first(text: &Text<'_>, i: usize, m: i8) -> Option<Dated> {
    let k = i + 1 + usize::from(text.fold(i + 1) == ".");
    let link = past(text, k, &["-", "/"]);
    let year_at = if link > k { link } else { k + usize::from(matches!(text.fold(k), "," | "of" | "in")) };
    let short = || (text.fold(k) == "of").then(|| short_year(text, k + 1))?;
    if let Some((y, e)) = any_year(text, year_at).or_else(short) {
        return Some(Dated::of(i, e, WhenExpr::Absolute(month_of(y, m, Part::Whole))));
    }
    // "October, 1st"
    let comma = text.fold(k) == "," && ordinal(text, k + 1).is_some_and(|(n, e)| n > 0 && e == k + 3);
    let at_day = link + usize::from(text.fold(k) == "the" || comma);
    if let Some((d, e)) = day_behind(text, at_day) {
        let (to, end) = match second_day(text, m, d, e) {
            Some((from, d2, e2)) => (Some((from, d2)), e2),
            None => (None, e),
        };
        let comma = end + usize::from(matches!(text.fold(end), "," | "of" | "in" | "de"));
        let (y, end_year) = any_year(text, comma).map_or((None, end), |(y, e)| (Some(y), e));
        let whole = expr_day(y, (m, d), to.map(|(_, d2)| (m, d2)), None)?;
        let ends = match to {
            Some((from, d2)) => vec![
                Dated::of(i, e, expr_day(y, (m, d), None, None)?),
                Dated::of(from, end_year, expr_day(y, (m, d2), None, None)?),
            ],
            None => Vec::new(),
        };
        return Some(Dated { ends, ..Dated::of(i, end_year, whole) });
    }
    let end = behind_month(text, i);
    // "March of last year", "January next year"
    if let Some(outer) = periods::of_period(text, end) {
        return Some(Dated::of(i, outer.end, inside(outer.expr, Inner::Month(m, Part::Whole))));
    }
    let before = text.fold_before(i, 1);
    let framed = matches!(
        before,
        "in" | "last"
            | "next"
            | "since"
            | "by"
            | "until"
            | "during"
            | "this"
            | "of"
            | "and"
            | "to"
            | "between"
            | "from"
            | "before"
            | "after"
            | "through"
            | "early"
            | "late"
            | "mid"
            | "-"
            | "for"
            | "the"
            | "around"
            | "about"
    );
    let ranged = matches!(text.fold(end), "-" | "to" | "through") && is_month(text, end + 1);
    let framed = framed || ranged;
    let ambiguous = matches!(text.fold(i), "may" | "march" | "april" | "june" | "august")
        && !text.words[i].is_capital()
        || matches!(text.fold(i), "may" | "march" | "june" | "april");
    (framed || !ambiguous && i > 0)
        .then(|| Dated::of(i, end, WhenExpr::Month { month: m, part: Part::Whole, toward: Toward::Past }))
}
