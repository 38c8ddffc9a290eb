//! Seasons, feasts, years, decades, centuries.

use super::points::{inside, shifted};
use super::words::{any_year, month, ordinal, past, short_year, whole, year};
use super::{Dated, is_link, periods, tables};
use crate::date::resolve::{month_of, year_of};
use crate::date::when::Inner;
use crate::date::{Interval, Part, Precision, Toward, WhenExpr};
use crate::number::Text;
use jiff::civil::Date;

/// "l'été 2024", "cet été", "au printemps", "last summer", "the summer of 2024".
pub(super) fn season(text: &Text<'_>, i: usize) -> Option<Dated> {
    let t = tables(text.lang);
    let season = *t.season.get(text.fold(i))?;
    // "été" is also a participle, "fall" and "spring" are verbs.
    let before = text.fold_before(i, 1);
    let of = i + 1 + usize::from(matches!(text.fold(i + 1), "of" | "de"));
    let found = any_year(text, of);
    let (end, shift) = shifted(text, i + 1);
    let noun = if text.is_fr() {
        matches!(before, "le" | "cet" | "au" | "en" | "de" | "depuis" | "ce" | "un" | "chaque" | "dernier" | "prochain")
            && !(before == "ce" && text.fold(i) == "ete")
            || found.is_some()
            || shift.is_some()
    } else {
        matches!(before, "the" | "in" | "since" | "of" | "by" | "during" | "until" | "early" | "late" | "mid" | "-")
            && (text.fold(i) != "fall" || matches!(before, "in" | "since" | "early" | "late"))
            || before == "the" && text.fold(i) == "fall" && matches!(text.fold(of), "," | ".")
            || found.is_some()
    };
    if !noun {
        return None;
    }
    if let Some((y, e)) = found {
        return Some(Dated::of(i, e, WhenExpr::Absolute(season.of(y))));
    }
    if let Some(outer) = periods::of_period(text, i + 1).filter(|_| shift.is_none()) {
        return Some(Dated::of(i, outer.end, inside(outer.expr, Inner::Season(season))));
    }
    Some(Dated::of(i, end, WhenExpr::Season { season, toward: shift.unwrap_or(Toward::Past) }))
}

/// "Noël", "Pâques 2018", "Thanksgiving of last year", "la Toussaint".
pub(super) fn feast(text: &Text<'_>, i: usize) -> Option<Dated> {
    let t = tables(text.lang);
    let (len, feast) = t.feast.at(&text.words, i)?;
    let end = i + len;
    let of = end + usize::from(matches!(text.fold(end), "of" | "de" | "en" | "in" | "," | "-"));
    if let Some((y, e)) = any_year(text, of) {
        return Some(Dated::of(i, e, WhenExpr::Absolute(feast.of(y))));
    }
    if let Some(outer) = periods::of_period(text, end) {
        return Some(Dated::of(i, outer.end, inside(outer.expr, Inner::Feast(*feast))));
    }
    let (end, shift) = shifted(text, end);
    Some(Dated::of(i, end, WhenExpr::Feast { feast: *feast, toward: shift.unwrap_or(Toward::Past) }))
}

/// "les années 80", "the 1990s", "le XIXe siècle", "the nineties", "the early 20th century".
pub(super) fn century_or_decade(text: &Text<'_>, i: usize) -> Option<Dated> {
    let t = tables(text.lang);
    let word = text.fold(i);
    if word == "annees"
        && let Some((n, e)) = whole(text, i + 1).or_else(|| any_year(text, i + 1).map(|(y, e)| (i32::from(y), e)))
    {
        let base = if n >= 1000 { n } else { 1900 + n };
        return (n % 10 == 0 && !(100..1000).contains(&n))
            .then(|| decade(i16::try_from(base).ok()).map(|d| Dated::of(i, e, d)))?;
    }
    // "1990s", "1990's", "'90s"
    let apostrophe = usize::from(matches!(word, "'" | "\u{2018}"));
    if let Some(w) = text.word(i + apostrophe).filter(|w| w.is_digits() && matches!(w.text.len(), 2 | 4))
        && !text.is_fr()
    {
        let n: i16 = w.text.parse().ok()?;
        let mut k = i + apostrophe + 1;
        k += usize::from(matches!(text.fold(k), "'"));
        let plural = text.word(k).is_some_and(|s| s.glued && s.is("s"));
        let named = w.text.len() == 4
            || apostrophe == 1
            || text.fold_before(i, 1) == "the"
            || t.part.before(&text.words, i).is_some();
        if plural && named && n % 10 == 0 {
            return decade(Some(if w.text.len() == 4 { n } else { 1900 + n })).map(|d| Dated::of(i, k + 1, d));
        }
    }
    if let Some(base) = t.decade.get(word) {
        return decade(Some(*base)).map(|d| Dated::of(i, i + 1, d));
    }
    let (n, end) = ordinal(text, i).filter(|(n, _)| *n > 0)?;
    let k = past(text, end, &["-"]);
    (matches!(text.fold(k), "siecle" | "century")).then(|| {
        let first = (i16::from(n) - 1) * 100 + 1;
        let expr = WhenExpr::Absolute(Interval {
            from: Date::new(first, 1, 1).ok(),
            to: Date::new(first + 99, 12, 31).ok(),
            precision: Precision::Range,
            candidates: Vec::new(),
        });
        Dated::of(i, k + 1, expr)
    })
}

/// "2016 June", "2019 Q3", "the 1988 second quarter": the year in front.
pub(super) fn year_first(text: &Text<'_>, i: usize) -> Option<Dated> {
    let (y, k) = year(text, i)?;
    let k = past(text, k, &["-"]);
    let outer = || WhenExpr::Absolute(year_of(y, Part::Whole));
    if let Some(d) = periods::ordered(text, k)
        && let WhenExpr::Share { share, .. } = d.expr
    {
        return Some(Dated::of(i, d.end, inside(outer(), Inner::Share(share))));
    }
    let m = month(text, k).filter(|_| !text.is_fr() && !matches!(text.fold(k), "may" | "march"))?;
    let alone = text.word(k + 1).is_none_or(|n| !n.is_digits());
    alone.then(|| Dated::of(i, k + 1, WhenExpr::Absolute(month_of(y, m, Part::Whole))))
}

/// "en 2024", "l'année 2024", "l'an 2000", "fiscal 2019", "la rentrée 2021".
pub(super) fn year_phrase(text: &Text<'_>, i: usize) -> Option<Dated> {
    let t = tables(text.lang);
    if let Some((len, ())) = t.fiscal.at(&text.words, i)
        && let Some((y, e)) = any_year(text, i + len)
    {
        return Some(Dated::of(i, e, WhenExpr::Fiscal(Box::new(WhenExpr::Absolute(year_of(y, Part::Whole))))));
    }
    if let Some((len, ())) = t.school.at(&text.words, i) {
        let next = super::numeric::at(text, i + len)?;
        return match next.expr {
            WhenExpr::Absolute(_) => Some(Dated::of(i, next.end, next.expr)),
            _ => None,
        };
    }
    if text.fold(i) == "rentree" {
        let k = i + 1 + usize::from(text.fold(i + 1) == "scolaire") + usize::from(text.fold(i + 1) == "de");
        let (y, e) = year(text, k)?;
        return Some(Dated::of(i, e, WhenExpr::Absolute(month_of(y, 9, Part::Start))));
    }
    let introduced = matches!(
        text.fold(i),
        "en" | "in"
            | "de"
            | "an"
            | "annee"
            | "depuis"
            | "since"
            | "during"
            | "by"
            | "until"
            | "year"
            | "millesime"
            | "of"
            | "for"
            | "mid"
    );
    if !introduced {
        return None;
    }
    // "in 2017 Q1", "during 2016 June"
    if let Some(d) = year_first(text, i + 1) {
        return Some(d);
    }
    let (y, e) = any_year(text, i + 1)
        .or_else(|| short_year(text, i + 1).filter(|_| text.fold(i) == "en"))
        .filter(|(_, e)| !counted_behind(text, *e) || matches!(text.fold(i), "an" | "annee" | "year"))?;
    // "in 2024 dollars" is not a count either; "of 1500 men" is.
    let named = matches!(text.fold(i), "an" | "annee" | "year");
    let expr = WhenExpr::Absolute(year_of(y, Part::Whole));
    Some(Dated { core: if named { i..e } else { i + 1..e }, ..Dated::of(if named { i } else { i + 1 }, e, expr) })
}

/// A noun in the plural stands behind: the number counts it.
fn counted_behind(text: &Text<'_>, end: usize) -> bool {
    text.word(end).is_some_and(|w| {
        w.is_letters()
            && !w.glued
            && w.fold.ends_with('s')
            && !is_link(text, end)
            && w.fold.len() > 3
            && !w.is_capital()
    })
}

/// A year that stands by itself, where only a frame before it makes it one.
pub(super) fn bare_year(text: &Text<'_>, i: usize) -> Option<Dated> {
    let (y, end) = any_year(text, i)?;
    Some(Dated::of(i, end, WhenExpr::Absolute(year_of(y, Part::Whole))))
}

fn decade(base: Option<i16>) -> Option<WhenExpr> {
    let base = base?;
    let start = base - base.rem_euclid(10);
    Some(WhenExpr::Absolute(Interval {
        from: Date::new(start, 1, 1).ok(),
        to: Date::new(start.saturating_add(9), 12, 31).ok(),
        precision: Precision::Range,
        candidates: Vec::new(),
    }))
}
