//! Weekdays, days, months, seasons, years.

use super::words::{day, expr_day, month, weekday, whole, year};
use super::{Dated, is_month, tables};
use crate::date::when::{month_of, year_of};
use crate::date::{Interval, Part, Precision, Toward, WhenExpr};
use crate::number::Text;
use jiff::civil::Date;
use recoupe_reading::Lang;

/// A weekday, day, month, season or year.
pub(super) fn point(text: &Text<'_>, i: usize) -> Option<Dated> {
    let t = tables(text.lang);
    let dated = |end: usize, expr: WhenExpr| Some(Dated { first: i, end, expr, calendar: true });
    // A part in front: "début février", "mi-mars", "fin 2024", "late October".
    if let Some((len, part)) = t.part.at(&text.words, i) {
        let mut k = i + len;
        if text.fold(k) == "-" {
            k += 1;
        }
        if matches!(text.fold(k), "de") && matches!(text.fold(k + 1), "le" | "mois" | "l'annee" | "annee") {
            k += 1;
        }
        if matches!(text.fold(k), "mois") && text.fold(k + 1) == "de" {
            k += 2;
        }
        if let Some(m) = month(text, k) {
            let (end, shift) = shifted(text, k + 1);
            return match year(text, end).filter(|_| shift.is_none()) {
                Some((y, e)) => dated(e, WhenExpr::Absolute(month_of(y, m, *part))),
                None => dated(end, WhenExpr::Month { month: m, part: *part, toward: shift.unwrap_or(Toward::Past) }),
            };
        }
        let k = if matches!(text.fold(k), "annee" | "l'annee") { k + 1 } else { k };
        if let Some((y, e)) = year(text, k) {
            return dated(e, WhenExpr::Absolute(year_of(y, *part)));
        }
    }
    if let Some(w) = weekday(text, i) {
        return weekday_from(text, i, w);
    }
    if text.lang == Lang::En {
        let k = i + usize::from(matches!(text.fold(i), "last" | "next" | "this"));
        if k > i
            && let Some(w) = weekday(text, k)
        {
            let toward = if text.fold(i) == "next" { Toward::Future } else { Toward::Past };
            return dated(k + 1, WhenExpr::Weekday { weekday: w, toward });
        }
        return english_month(text, i).or_else(|| season(text, i)).or_else(|| year_phrase(text, i));
    }
    // "le 17 décembre 2024", "les 14, 15 et 16 juin"
    if let Some(d) = days_then_month(text, i, None) {
        return Some(d);
    }
    if let Some(m) = month(text, i) {
        let (end, shift) = shifted(text, i + 1);
        if let Some((y, e)) = year(text, end).filter(|_| shift.is_none()) {
            return dated(e, WhenExpr::Absolute(month_of(y, m, Part::Whole)));
        }
        // A bare month needs something that makes it a date ("mars" and "août" are also names and words).
        let framed = shift.is_some()
            || matches!(
                text.fold_before(i, 1),
                "en" | "de"
                    | "depuis"
                    | "et"
                    | "a"
                    | "jusque"
                    | "ici"
                    | "des"
                    | "fin"
                    | "debut"
                    | "entre"
                    | "avant"
                    | "apres"
                    | "ce"
                    | "courant"
                    | "ou"
                    | "mois"
            );
        if framed && !text.word(i).is_some_and(|w| w.is_capital() && w.is("mars")) {
            return dated(end, WhenExpr::Month { month: m, part: Part::Whole, toward: shift.unwrap_or(Toward::Past) });
        }
        return None;
    }
    season(text, i).or_else(|| year_phrase(text, i))
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

/// "lundi", "lundi 16 décembre 2024", "lundi dernier", "lundi matin", "Monday, December 16".
pub(super) fn weekday_from(text: &Text<'_>, i: usize, w: i8) -> Option<Dated> {
    let mut k = i + 1;
    if text.fold(k) == "."
        && text.word(i).is_some_and(|w| w.text.len() <= 5)
        && text.word(k + 1).is_some_and(|n| !n.is_capital() || is_month(text, k + 1))
    {
        k += 1;
    }
    let comma = k + usize::from(text.fold(k) == ",");
    if text.is_fr() {
        let day_at = comma + usize::from(text.fold(comma) == "le");
        if let Some(d) = days_then_month(text, day_at, Some(w)) {
            return Some(Dated { first: i, ..d });
        }
        // "jeudi 12": the day of a month that is not said.
        if let Some((_, e)) = day(text, k).filter(|(_, e)| {
            text.word(k).is_some_and(|x| x.is_digits())
                && text.word(*e).is_none_or(|n| {
                    !n.is_letters()
                        || matches!(n.fold.as_str(), "et" | "a" | "au" | "dans" | "en" | "de" | "par" | "pour")
                })
        }) {
            return Some(Dated {
                first: i,
                end: e,
                expr: WhenExpr::Weekday { weekday: w, toward: Toward::Past },
                calendar: true,
            });
        }
    } else if let Some(d) = english_month(text, comma) {
        let expr = match d.expr {
            WhenExpr::MonthDay { from, to, toward, .. } => WhenExpr::MonthDay { from, to, weekday: Some(w), toward },
            other => other,
        };
        return Some(Dated { first: i, end: d.end, expr, calendar: true });
    }
    let (end, shift) = shifted(text, k);
    let end = if matches!(text.fold(end), "matin" | "soir" | "midi" | "morning" | "evening" | "night" | "afternoon") {
        end + 1
    } else {
        end
    };
    Some(Dated {
        first: i,
        end,
        expr: WhenExpr::Weekday { weekday: w, toward: shift.unwrap_or(Toward::Past) },
        calendar: true,
    })
}

/// "17 décembre 2024", "1er mai", "14, 15 et 16 juin", "8 au 16 mai", with a French month behind.
pub(super) fn days_then_month(text: &Text<'_>, i: usize, weekday: Option<i8>) -> Option<Dated> {
    let (first_day, mut end) = day(text, i)?;
    let mut last_day = None;
    // A list or range of days; at most 31 of them.
    for _ in 0..31 {
        if !matches!(text.fold(end), "," | "et" | "au" | "-" | "ou" | "puis" | "a") {
            break;
        }
        let k = end + 1 + usize::from(text.fold(end + 1) == "le");
        let Some((d, e)) = day(text, k) else { break };
        last_day = Some(d);
        end = e;
    }
    let m = month(text, end)?;
    let mut after = end + 1;
    if text.fold(after) == "." && text.word(end).is_some_and(|w| w.text.len() <= 4) && year(text, after + 1).is_some() {
        after += 1;
    }
    let (after, shift) = shifted(text, after);
    let (y, after) = match year(text, after).filter(|_| shift.is_none()) {
        Some((y, e)) => (Some(y), e),
        None => (None, after),
    };
    let to = last_day.filter(|d| *d > first_day).map(|d| (m, d));
    let mut expr = expr_day(y, (m, first_day), to, weekday)?;
    if let Some(t) = shift {
        expr = expr.toward(t);
    }
    Some(Dated { first: i, end: after, expr, calendar: true })
}

/// "December 17, 2024", "17 December", "Dec. 17", "the 17th of December", "May 3-5", "in May", "May 2024".
pub(super) fn english_month(text: &Text<'_>, i: usize) -> Option<Dated> {
    let dated = |end: usize, expr: WhenExpr| Some(Dated { first: i, end, expr, calendar: true });
    if let Some(m) = month(text, i) {
        let mut k = i + 1;
        if text.fold(k) == "." {
            k += 1;
        }
        if let Some((y, e)) = year(text, k + usize::from(text.fold(k) == "," || text.fold(k) == "of")) {
            return dated(e, WhenExpr::Absolute(month_of(y, m, Part::Whole)));
        }
        let day_word = text.word(k).filter(|w| {
            w.is_digits()
                && !text.word(k + 1).is_some_and(|n| {
                    n.glued && matches!(n.text, "," | ".") && text.word(k + 2).is_some_and(|d| d.glued)
                })
        });
        if day_word.is_some()
            && let Some((d, mut e)) = day(text, k)
        {
            let mut to = None;
            if matches!(text.fold(e), "-" | "to" | "and" | "through")
                && let Some((d2, e2)) = day(text, e + 1).filter(|(d2, _)| *d2 > d)
            {
                to = Some((m, d2));
                e = e2;
            }
            let comma = e + usize::from(text.fold(e) == ",");
            let (y, e) = year(text, comma).map_or((None, e), |(y, e)| (Some(y), e));
            return dated(e, expr_day(y, (m, d), to, None)?);
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
        );
        if framed || text.fold(i) != "may" && text.fold(i) != "march" && i > 0 {
            let toward = if before == "next" { Toward::Future } else { Toward::Past };
            return dated(i + 1, WhenExpr::Month { month: m, part: Part::Whole, toward });
        }
        return None;
    }
    // "17 December 2024", "the 17th of December", "3 to 5 May"
    let (d, mut e) = day(text, i).filter(|_| text.word(i).is_some_and(|w| w.is_digits()))?;
    let mut last = None;
    if matches!(text.fold(e), "-" | "to" | "and")
        && let Some((d2, e2)) = day(text, e + 1).filter(|(d2, _)| *d2 > d)
        && month(text, e2).is_some()
    {
        last = Some(d2);
        e = e2;
    }
    let k = e + usize::from(text.fold(e) == "of");
    let m = month(text, k)?;
    let comma = k + 1 + usize::from(text.fold(k + 1) == ",");
    let (y, end) = year(text, comma).map_or((None, k + 1), |(y, e)| (Some(y), e));
    dated(end, expr_day(y, (m, d), last.map(|l| (m, l)), None)?)
}

/// "l'été 2024", "cet été", "au printemps", "last summer", "the summer of 2024".
pub(super) fn season(text: &Text<'_>, i: usize) -> Option<Dated> {
    let t = tables(text.lang);
    let mut k = i;
    let mut toward = None;
    if text.lang == Lang::En && matches!(text.fold(i), "last" | "next" | "this") {
        toward = Some(if text.fold(i) == "next" { Toward::Future } else { Toward::Past });
        k += 1;
    }
    let season = *t.season.get(text.fold(k))?;
    // "été" is also a participle, "fall" and "spring" are verbs.
    let before = text.fold_before(k, 1);
    let noun = if text.is_fr() {
        matches!(before, "le" | "cet" | "ce" | "au" | "en" | "de" | "depuis")
            || text.word(k + 1).is_some_and(|_| year(text, k + 1).is_some())
    } else {
        toward.is_some()
            || matches!(before, "the" | "in" | "since" | "this" | "last" | "of" | "by") && text.fold(k) != "fall"
            || year(text, k + 1).is_some()
            || text.fold(k + 1) == "of" && year(text, k + 2).is_some()
    };
    if !noun
        || text.fold(k) == "ete"
            && !matches!(before, "le" | "cet" | "en" | "de" | "depuis")
            && year(text, k + 1).is_none()
    {
        return None;
    }
    let of = k + 1 + usize::from(matches!(text.fold(k + 1), "of" | "de"));
    if let Some((y, e)) = year(text, of) {
        return Some(Dated { first: i, end: e, expr: WhenExpr::Absolute(season.of(y)), calendar: true });
    }
    let (end, shift) = shifted(text, k + 1);
    Some(Dated {
        first: i,
        end,
        expr: WhenExpr::Season { season, toward: shift.or(toward).unwrap_or(Toward::Past) },
        calendar: true,
    })
}

/// "en 2024", "l'année 2024", "les années 80", "the 1990s".
pub(super) fn year_phrase(text: &Text<'_>, i: usize) -> Option<Dated> {
    let word = text.fold(i);
    let dated = |end: usize, expr: WhenExpr| Some(Dated { first: i, end, expr, calendar: true });
    if matches!(word, "annees")
        && let Some((n, e)) = whole(text, i + 1)
    {
        let base = if n >= 1000 { n } else { 1900 + n };
        return dated(e, decade(i16::try_from(base).ok()?));
    }
    if let Some(w) = text.word(i).filter(|w| w.is_digits() && w.text.len() == 4)
        && text.word(i + 1).is_some_and(|s| s.glued && s.is("s"))
    {
        return dated(i + 2, decade(w.text.parse().ok()?));
    }
    let introduced = matches!(
        word,
        "en" | "in" | "an" | "annee" | "depuis" | "since" | "during" | "by" | "until" | "year" | "millesime"
    );
    if !introduced {
        return None;
    }
    let k = i + 1;
    let (y, e) = year(text, k)?;
    // "en 2000 exemplaires" is rare enough; "in 2024 dollars" is not a count either.
    let expr = WhenExpr::Absolute(year_of(y, Part::Whole));
    Some(Dated { first: k, end: e, expr, calendar: true })
}

pub(super) fn decade(base: i16) -> WhenExpr {
    let start = base - base.rem_euclid(10);
    WhenExpr::Absolute(Interval {
        from: Date::new(start, 1, 1).ok(),
        to: Date::new(start + 9, 12, 31).ok(),
        precision: Precision::Range,
        candidates: Vec::new(),
    })
}
