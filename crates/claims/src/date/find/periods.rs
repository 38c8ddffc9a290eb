//! Calendar units beside another: "la semaine dernière", "the next two years", "that day", "the third quarter of 1999".

use super::counts::{Length, counted};
use super::points::inside;
use super::tables::{Shift, Tables};
use super::words::{any_year, month, ordinal, past, weekday, whole};
use super::years::{bare_year, century_or_decade};
use super::{Dated, tables};
use crate::date::resolve::year_of;
use crate::date::when::{Inner, Share};
use crate::date::{Part, Season, Toward, Unit, WhenExpr};
use crate::number::Text;

/// What a shift stands beside.
enum Base {
    Unit(Unit),
    Weekday(i8),
    Month(i8),
    Season(Season),
    Feast(crate::date::feast::Feast),
    Fiscal,
    Business,
}

/// A calendar unit (or weekday, month, season, feast) beside the anchor's own or beside the one told before.
pub(super) fn at(text: &Text<'_>, i: usize) -> Option<Dated> {
    sided(text, i).or_else(|| if text.is_fr() { french(text, i) } else { english(text, i) })
}

/// "plus tard cette année", "earlier this month", "the rest of the week".
fn sided(text: &Text<'_>, i: usize) -> Option<Dated> {
    let t = tables(text.lang);
    let (len, toward) = t.side.at(&text.words, i)?;
    let k = i + len;
    // Not [`at`]: "later later later …" must not nest.
    let inner = if text.is_fr() { french(text, k) } else { english(text, k) }.or_else(|| plain(text, k))?;
    let told = matches!(inner.expr, WhenExpr::Told(_));
    if !told && !matches!(inner.expr, WhenExpr::Calendar { .. } | WhenExpr::Within { .. }) {
        return None;
    }
    let expr = if told { inner.expr } else { WhenExpr::Side { of: Box::new(inner.expr), toward: *toward } };
    Some(Dated { first: i, core: i..inner.end, expr, ..inner })
}

/// A unit with the article alone, as it stands behind a part or "the rest of": "fin de l'année", "the end of the month".
pub(super) fn plain(text: &Text<'_>, i: usize) -> Option<Dated> {
    let t = tables(text.lang);
    let k = i + usize::from(matches!(text.fold(i), "the" | "le" | "la" | "de" | "du" | "of" | "in" | "dans"));
    let k = k + usize::from(k > i && matches!(text.fold(k), "the" | "le" | "la"));
    let (base, end) = base(text, t, k)?;
    let Base::Unit(unit) = base else { return None };
    let far = matches!(unit, Unit::Hour | Unit::Minute | Unit::Second);
    let more =
        text.word(end).is_some_and(|w| w.glued && w.is("-")) || unit == Unit::Year && any_year(text, end).is_some();
    (!far && !more && !text.fold(k).ends_with('s') || text.fold(k) == "mois")
        .then(|| Dated::counted(i, end, WhenExpr::Calendar { unit, shift: 0, part: Part::Whole }))
}

/// Behind a smaller thing: "of last year", "de l'année dernière", "next year", "de 1999", "of the third quarter".
/// What it finds nests no deeper than "the third quarter of last year".
pub(super) fn of_period(text: &Text<'_>, i: usize) -> Option<Dated> {
    let linked = matches!(text.fold(i), "of" | "de" | "du" | "in" | "en");
    let k = i + usize::from(linked);
    let fr_article = k + usize::from(matches!(text.fold(k), "le" | "la" | "the"));
    let found = at(text, k)
        .or_else(|| at(text, fr_article))
        .or_else(|| ordered_in(text, fr_article, of_plain_period))
        .or_else(|| fiscal_year(text, fr_article))
        .or_else(|| if linked { century_or_decade(text, fr_article).or_else(|| bare_year(text, k)) } else { None })
        .or_else(|| {
            // "de mai 2020", "of March 1999": a month with its year.
            let m = month(text, k).filter(|_| linked)?;
            let (y, e) = any_year(text, k + 1)?;
            Some(Dated::of(k, e, WhenExpr::Absolute(crate::date::resolve::month_of(y, m, Part::Whole))))
        })
        .or_else(|| {
            let m = month(text, k).filter(|_| linked)?;
            Some(Dated::of(k, k + 1, WhenExpr::Month { month: m, part: Part::Whole, toward: Toward::Past }))
        })
        .or_else(|| if linked && fr_article > k { plain(text, fr_article) } else { None })?;
    let kept = match &found.expr {
        WhenExpr::Calendar { unit, part: Part::Whole, .. } => {
            !matches!(unit, Unit::Day | Unit::Hour | Unit::Minute | Unit::Second)
        }
        WhenExpr::Told(_)
        | WhenExpr::Within { .. }
        | WhenExpr::Share { .. }
        | WhenExpr::Absolute(_)
        | WhenExpr::Fiscal(_)
        | WhenExpr::Month { .. } => true,
        _ => false,
    };
    kept.then_some(found)
}

/// "of last year", "de 1999": a period that is in no other.
fn of_plain_period(text: &Text<'_>, i: usize) -> Option<Dated> {
    let linked = matches!(text.fold(i), "of" | "de" | "du" | "in" | "en");
    let k = i + usize::from(linked);
    let article = k + usize::from(matches!(text.fold(k), "le" | "la" | "the"));
    let beside = |k: usize| if text.is_fr() { french(text, k) } else { english(text, k) };
    beside(k)
        .or_else(|| beside(article))
        .or_else(|| fiscal_year(text, article))
        .or_else(|| if linked { century_or_decade(text, article).or_else(|| bare_year(text, k)) } else { None })
        .filter(|d| {
            matches!(
                d.expr,
                WhenExpr::Calendar { .. } | WhenExpr::Told(_) | WhenExpr::Absolute(_) | WhenExpr::Fiscal(_)
            )
        })
}

fn fiscal_year(text: &Text<'_>, i: usize) -> Option<Dated> {
    let (len, ()) = tables(text.lang).fiscal.at(&text.words, i)?;
    let (y, e) = any_year(text, i + len)?;
    Some(Dated::of(i, e, WhenExpr::Fiscal(Box::new(WhenExpr::Absolute(year_of(y, Part::Whole))))))
}

fn base(text: &Text<'_>, t: &Tables, k: usize) -> Option<(Base, usize)> {
    if let Some((len, ())) = t.school.at(&text.words, k) {
        return Some((Base::Unit(Unit::SchoolYear), k + len));
    }
    if let Some((len, ())) = t.fiscal.at(&text.words, k) {
        return Some((Base::Fiscal, k + len));
    }
    if let Some((len, f)) = t.feast.at(&text.words, k) {
        return Some((Base::Feast(*f), k + len));
    }
    // "business week", "calendar year": the unit itself.
    let j = k + usize::from(matches!(text.fold(k), "calendar" | "civil"));
    if let Some(unit) = t.unit.get(text.fold(j)) {
        // "week-end", "week end"
        let hyphen = past(text, j + 1, &["-"]);
        if *unit == Unit::Week && text.fold(hyphen) == "end" {
            return Some((Base::Unit(Unit::Weekend), hyphen + 1));
        }
        let end = j + 1 + usize::from(matches!(text.fold(j + 1), "civile" | "calendaire"));
        return Some((Base::Unit(*unit), end));
    }
    if text.fold(k) == "business" && t.unit.get(text.fold(k + 1)) == Some(&Unit::Week) {
        return Some((Base::Business, k + 2));
    }
    weekday(text, k)
        .map(|w| (Base::Weekday(w), past(text, k + 1, &[])))
        .or_else(|| month(text, k).map(|m| (Base::Month(m), k + 1)))
        .or_else(|| t.season.get(text.fold(k)).map(|s| (Base::Season(*s), k + 1)))
}

fn english(text: &Text<'_>, i: usize) -> Option<Dated> {
    let t = tables(text.lang);
    let the = text.fold(i) == "the";
    let k = i + usize::from(the);
    // "the 5 past years", "10 previous weeks"
    if let Some((n, e)) = whole(text, k)
        && let Some((len, shift)) = t.shift.at(&text.words, e)
        && let Some((Base::Unit(unit), end)) = base(text, t, e + len)
        && text.fold(end - 1).ends_with('s')
    {
        return stretch(i, end, unit, n, *shift);
    }
    if let Some(d) = year_ago(text, t, i) {
        return Some(d);
    }
    if text.fold(k) == "year" && text.fold(k + 1) == "to" && text.fold(k + 2) == "date" {
        let of = Box::new(super::calendar(Unit::Year, 0));
        return Some(Dated::counted(i, k + 3, WhenExpr::Side { of, toward: Toward::Past }));
    }
    let (len, shift) = t.shift.at(&text.words, k)?;
    let k = past(text, k + len, &["-"]);
    // "the last 3 weeks of this year" is of the year, not of now.
    if the && *shift == Shift::Last && counted(text, k).is_some_and(|c| is_part(text, c.end)) {
        return None;
    }
    if let Some(d) = counted_stretch(text, i, k, *shift) {
        return Some(d);
    }
    let (base, end) = base(text, t, k)?;
    // "the past fortnight"
    if matches!(text.fold(k), "fortnight") {
        return stretch(i, end, Unit::Week, 2, *shift);
    }
    // "the last week of May" is read with its ordinal; "the last day of the trial" is of the trial.
    if the && *shift == Shift::Last && is_part(text, end) {
        return None;
    }
    let plural = text.fold(end - 1).ends_with('s') && matches!(base, Base::Unit(_));
    if plural {
        return vague_stretch(i, end, &base, *shift);
    }
    // "the next day" is counted from the day told; "next day" alone does not stand in news.
    let shift = match shift {
        Shift::Next if the => Shift::Following,
        Shift::Preceding if !the && !matches!(base, Base::Unit(_)) => Shift::Last,
        s => *s,
    };
    // "the past year", "the last year": a length up to now, not a calendar year.
    if the
        && shift == Shift::Last
        && let Base::Unit(unit) = base
        && !matches!(
            unit,
            Unit::Day | Unit::Weekend | Unit::Hour | Unit::Minute | Unit::Second | Unit::Quarter | Unit::Half
        )
    {
        return Some(Dated::counted(i, end, WhenExpr::Stretch { unit, count: 1, toward: Toward::Past }));
    }
    let expr = shifted(base, shift)?;
    Some(Dated::counted(i, end, expr))
}

/// A period follows that what stands before `end` is a part of.
fn is_part(text: &Text<'_>, end: usize) -> bool {
    let k = end + 1 + usize::from(text.fold(end + 1) == "the");
    let period = any_year(text, k).is_some()
        || month(text, k).is_some()
        || tables(text.lang).shift.at(&text.words, k).is_some()
        || tables(text.lang).unit.contains_key(text.fold(k));
    matches!(text.fold(end), "of" | "in") && period
}

fn french(text: &Text<'_>, i: usize) -> Option<Dated> {
    let t = tables(text.lang);
    let article = matches!(text.fold(i), "le" | "la" | "les" | "du" | "des" | "au" | "aux");
    let demonstrative = matches!(text.fold(i), "ce" | "cet" | "cette" | "ces");
    let k = i + usize::from(article || demonstrative);
    // "les trois derniers mois", "les dernières 24 heures", "la dernière semaine"
    let mut j = k;
    let mut count = None;
    if let Some((n, e)) =
        whole(text, j).filter(|_| t.shift.at(&text.words, whole(text, j).map_or(j, |w| w.1)).is_some())
    {
        count = Some(n);
        j = e;
    }
    if let Some((len, shift)) = t.shift.at(&text.words, j) {
        let after = j + len;
        if count.is_none()
            && let Some(d) = counted_stretch(text, i, after, *shift)
        {
            return Some(d);
        }
        let (base, end) = base(text, t, after)?;
        let plural = matches!(base, Base::Unit(_))
            && text.fold(end - 1).ends_with('s')
            && (text.fold(end - 1) != "mois" || text.fold(j).ends_with('s'));
        if let (Some(count), Base::Unit(unit)) = (count, &base) {
            return stretch(i, end, *unit, count, *shift);
        }
        if plural {
            return vague_stretch(i, end, &base, *shift);
        }
        // "la dernière semaine de mai" is read with its ordinal; "le prochain trimestre" counts from now.
        if *shift == Shift::Last && (matches!(text.fold(end), "de" | "du" | "des") || demonstrative) {
            return None;
        }
        let expr = shifted(base, *shift)?;
        return Some(Dated::counted(i, end, expr));
    }
    let counted_unit = whole(text, k).filter(|(n, _)| *n > 1);
    let start = counted_unit.map_or(k, |(_, e)| e);
    let (base, end) = base(text, t, start)?;
    let after = past(text, end, &["-"]);
    let post = if after > end {
        match text.fold(after) {
            "ci" => Some((1, Shift::This)),
            "la" => Some((1, Shift::Same)),
            _ => None,
        }
    } else {
        t.shift
            .at(&text.words, end)
            .map(|(l, s)| (l, *s))
            .filter(|_| text.fold(end) != "meme" || matches!(base, Base::Unit(Unit::Day)))
    };
    if let (Some((n, _)), Base::Unit(unit)) = (counted_unit, &base) {
        let (len, shift) = post?;
        return stretch(i, end + len, *unit, n, shift);
    }
    let plural = matches!(base, Base::Unit(_))
        && text.fold(end - 1).ends_with('s')
        && (text.fold(end - 1) != "mois" || text.fold(i) == "les" || text.fold(i) == "ces");
    match post {
        Some((len, shift)) if plural => vague_stretch(i, after + len, &base, shift),
        Some((len, shift)) => {
            // "un jour suivant" is none.
            let first = if article && !matches!(text.fold(i), "le" | "la") { k } else { i };
            let end = after + len;
            let expr = match (&base, shift) {
                (Base::Month(_) | Base::Season(_) | Base::Weekday(_), Shift::Last | Shift::Next) => return None,
                _ => shifted(base, shift)?,
            };
            Some(Dated::counted(first, end, expr))
        }
        None if demonstrative && !plural && !matches!(base, Base::Weekday(_) | Base::Season(_)) => {
            Some(Dated::counted(i, end, shifted(base, Shift::This)?))
        }
        None if demonstrative && matches!(base, Base::Season(_)) && text.fold(i) != "ce" => {
            Some(Dated::counted(i, end, shifted(base, Shift::This)?))
        }
        None => None,
    }
}

/// Behind the shift: "two years", "few days", "24 heures", "couple of weeks".
fn counted_stretch(text: &Text<'_>, first: usize, k: usize, shift: Shift) -> Option<Dated> {
    let c = counted(text, k).filter(|c| !c.article)?;
    let Length { count, unit, .. } = c.length;
    match count {
        Some(_) => {
            stretch(first, c.end, unit, c.length.whole()?, shift).map(|d| Dated { length: Some(c.length.clone()), ..d })
        }
        None => {
            let toward = toward(shift)?;
            Some(Dated {
                length: Some(c.length.clone()),
                ..Dated::counted(first, c.end, WhenExpr::Around { unit, toward })
            })
        }
    }
}

fn toward(shift: Shift) -> Option<Toward> {
    match shift {
        Shift::Last | Shift::Recent => Some(Toward::Past),
        Shift::Next => Some(Toward::Future),
        _ => None,
    }
}

fn stretch(first: usize, end: usize, unit: Unit, count: i32, shift: Shift) -> Option<Dated> {
    let expr = match shift {
        Shift::Last | Shift::Recent => WhenExpr::Stretch { unit, count, toward: Toward::Past },
        Shift::Next => WhenExpr::Stretch { unit, count, toward: Toward::Future },
        Shift::Preceding => WhenExpr::Told(Box::new(WhenExpr::Stretch { unit, count, toward: Toward::Past })),
        Shift::Following => WhenExpr::Told(Box::new(WhenExpr::Stretch { unit, count, toward: Toward::Future })),
        Shift::This | Shift::Same => return None,
    };
    let length = Some(Length { count: Some(f64::from(count)), unit, more: Vec::new(), approx: None });
    Some(Dated { length, ..Dated::counted(first, end, expr) })
}

/// "recent months", "ces dernières années", "the coming weeks".
fn vague_stretch(first: usize, end: usize, base: &Base, shift: Shift) -> Option<Dated> {
    let Base::Unit(unit) = base else { return None };
    let toward = toward(shift)?;
    let length = Some(Length { count: None, unit: *unit, more: Vec::new(), approx: None });
    Some(Dated { length, ..Dated::counted(first, end, WhenExpr::Around { unit: *unit, toward }) })
}

fn shifted(base: Base, shift: Shift) -> Option<WhenExpr> {
    let by = match shift {
        Shift::This | Shift::Same => 0,
        Shift::Last | Shift::Recent | Shift::Preceding => -1,
        Shift::Next | Shift::Following => 1,
    };
    let told = matches!(shift, Shift::Same | Shift::Preceding | Shift::Following);
    let calendar = |unit| WhenExpr::Calendar { unit, shift: by, part: Part::Whole };
    let year = |inner| inside(calendar(Unit::Year), inner);
    let near = |past: WhenExpr, inner: Inner| match shift {
        Shift::Last | Shift::Recent | Shift::Preceding => past,
        Shift::Next | Shift::Following => past.toward(Toward::Future),
        Shift::This | Shift::Same => {
            inside(WhenExpr::Calendar { unit: Unit::Year, shift: 0, part: Part::Whole }, inner)
        }
    };
    let expr = match base {
        Base::Unit(Unit::Hour | Unit::Minute | Unit::Second) => return None,
        Base::Unit(unit) => calendar(unit),
        Base::Business => calendar(Unit::Week),
        Base::Fiscal => WhenExpr::Fiscal(Box::new(calendar(Unit::Year))),
        Base::Weekday(w) => match shift {
            Shift::Last | Shift::Recent | Shift::Preceding => WhenExpr::LastWeekday(w),
            Shift::Next | Shift::Following => WhenExpr::NextWeekday(w),
            Shift::This | Shift::Same => {
                inside(WhenExpr::Calendar { unit: Unit::Week, shift: 0, part: Part::Whole }, Inner::Weekday(w))
            }
        },
        Base::Month(m) => {
            near(WhenExpr::Month { month: m, part: Part::Whole, toward: Toward::Past }, Inner::Month(m, Part::Whole))
        }
        Base::Season(s) => near(WhenExpr::Season { season: s, toward: Toward::Past }, Inner::Season(s)),
        Base::Feast(f) => match shift {
            Shift::This | Shift::Same => year(Inner::Feast(f)),
            _ => near(WhenExpr::Feast { feast: f, toward: Toward::Past }, Inner::Feast(f)),
        },
    };
    Some(if told { WhenExpr::Told(Box::new(expr)) } else { expr })
}

/// "the third quarter of 1999", "le premier semestre", "T3 2020", "la dernière semaine de mai", "the first nine months".
pub(super) fn ordered(text: &Text<'_>, i: usize) -> Option<Dated> {
    of_owner(text, i).or_else(|| week_of(text, i)).or_else(|| ordered_in(text, i, of_period))
}

/// An ordinal with its unit, and the period that `outer` finds behind it.
pub(super) fn ordered_in(text: &Text<'_>, i: usize, outer: fn(&Text<'_>, usize) -> Option<Dated>) -> Option<Dated> {
    let t = tables(text.lang);
    let (share, end) = match short_share(text, i).or_else(|| numbered_week(text, i)) {
        Some(found) => found,
        None => {
            let i2 = i + usize::from(text.fold(i) == "fiscal");
            let (n, after) = ordinal(text, i2)?;
            let after = past(text, after, &["-"]);
            // "the first nine months of 1989", "les six premiers mois de 2020" (its number stands in front).
            if let Some(d) = run(text, i, after, n, outer) {
                return Some(d);
            }
            let after = after + usize::from(text.fold(after) == "fiscal" || text.fold(after) == "calendar");
            let (base, end) = base(text, t, after)?;
            let inner = match base {
                Base::Unit(Unit::Quarter) if (1..=4).contains(&n) => Inner::Share(Share::Quarter(n)),
                Base::Unit(Unit::Half) if (1..=2).contains(&n) => Inner::Share(Share::Half(n)),
                Base::Unit(unit) => Inner::Nth(n, unit),
                Base::Weekday(w) => Inner::NthWeekday(n, w),
                _ => return None,
            };
            (inner, end)
        }
    };
    let fiscal = text.fold(i) == "fiscal" || text.fold(end - 1) == "fiscal";
    let end = if matches!(text.fold(end), "-") && any_year(text, end + 1).is_some() { end + 1 } else { end };
    if let Some((y, e)) = any_year(text, end)
        .or_else(|| matches!(text.fold(end), "of" | "de" | "," | "-" | "in" | "en").then(|| any_year(text, end + 1))?)
    {
        return Some(Dated::of(i, e, inside(WhenExpr::Absolute(year_of(y, Part::Whole)), share)));
    }
    if let Some(period) = outer(text, end) {
        return Some(Dated::of(i, period.end, inside(period.expr, share)));
    }
    match share {
        Inner::Share(share) => {
            let expr = WhenExpr::Share { share, toward: Toward::Past };
            Some(Dated::of(i, end, if fiscal { WhenExpr::Fiscal(Box::new(expr)) } else { expr }))
        }
        // "first Sunday": of the running month, where nothing follows that it could be the first of.
        Inner::NthWeekday(1.., _) if text.word(end).is_none_or(|w| !w.is_letters() && !w.is_digits()) => {
            Some(Dated::of(i, end, inside(super::calendar(Unit::Month, 0), share)))
        }
        // "week 31": of the running year.
        Inner::Nth(n, Unit::Week) if numbered_week(text, i).is_some() => {
            Some(Dated::of(i, end, inside(super::calendar(Unit::Year, 0), Inner::Nth(n, Unit::Week))))
        }
        _ => None,
    }
}

/// "first nine months", "six premiers mois": so many units at one end of a period.
fn run(
    text: &Text<'_>,
    first: usize,
    after: usize,
    n: i8,
    outer: fn(&Text<'_>, usize) -> Option<Dated>,
) -> Option<Dated> {
    if n.abs() != 1 {
        return None;
    }
    let c = counted(text, after).filter(|c| !c.article && c.length.more.is_empty())?;
    let many = i8::try_from(c.length.whole()?).ok()?;
    let inner = Inner::Run(if n < 0 { -many } else { many }, c.length.unit);
    // "the first nine months" alone is of the running year; the length is what TIMEX3 annotates.
    let outer = outer(text, c.end);
    if outer.is_none() && (n < 0 || !matches!(c.length.unit, Unit::Month | Unit::Quarter)) {
        return None;
    }
    let end = outer.as_ref().map_or(c.end, |o| o.end);
    let expr = inside(outer.map_or(super::calendar(Unit::Year, 0), |o| o.expr), inner);
    Some(Dated { core: first..c.end, length: Some(c.length), ..Dated::of(first, end, expr) })
}

/// "T3 2020", "Q3", "3Q", "H1", "S1 2021".
fn short_share(text: &Text<'_>, i: usize) -> Option<(Inner, usize)> {
    let (a, b) = (text.word(i)?, text.word(i + 1).filter(|w| w.glued)?);
    let (letter, digit) = if a.is_letters() && b.is_digits() {
        (a, b)
    } else if a.is_digits() && b.is_letters() {
        (b, a)
    } else {
        return None;
    };
    let n: i8 = digit.text.parse().ok().filter(|_| digit.text.len() == 1)?;
    let cut = text.word(i + 2).is_some_and(|w| w.glued && (w.is_letters() || w.is_digits()));
    let share = match (letter.text, text.is_fr()) {
        ("T", true) | ("Q" | "q", _) => Share::Quarter(n),
        ("S", true) | ("H", _) => Share::Half(n),
        _ => return None,
    };
    let most = if matches!(share, Share::Quarter(_)) { 4 } else { 2 };
    let sounded = matches!(letter.text, "S" | "H");
    // "2019 H2", "2019-H2"
    let before = if text.fold_before(i, 1) == "-" { 2 } else { 1 };
    let year_before = i >= before && any_year(text, i - before).is_some_and(|(_, e)| e + before == i + 1);
    let year_behind = any_year(text, i + 2).is_some() || year_before;
    ((1..=most).contains(&n) && !cut && (!sounded || year_behind)).then_some((Inner::Share(share), i + 2))
}

/// "semaine 31", "week 10 of 2020": by its number in ISO 8601.
fn numbered_week(text: &Text<'_>, i: usize) -> Option<(Inner, usize)> {
    if tables(text.lang).unit.get(text.fold(i)) != Some(&Unit::Week) || text.fold(i).ends_with('s') {
        return None;
    }
    let k = i + 1 + usize::from(matches!(text.fold(i + 1), "no" | "numero" | "number"));
    let n: i8 = text.word(k).filter(|w| w.is_digits() && w.text.len() <= 2)?.text.parse().ok()?;
    (1..=53).contains(&n).then_some((Inner::Nth(n, Unit::Week), k + 1))
}

/// "the week of March 6", "la semaine du 18 mai", "week starting Monday": the week that holds a day.
fn week_of(text: &Text<'_>, i: usize) -> Option<Dated> {
    let t = tables(text.lang);
    let (len, ()) = t.week_of.at(&text.words, i)?;
    let k = i + len;
    let k = k + usize::from(matches!(text.fold(k), "the" | "le"));
    // "week of week of …" must not nest.
    if t.week_of.at(&text.words, k).is_some() {
        return None;
    }
    let bare = || {
        let (day, e) = super::words::day(text, k)?;
        Some(Dated::of(k, e, WhenExpr::DayOfMonth { day, weekday: None, toward: Toward::Past }))
    };
    let day = super::points::whole_point(text, k).or_else(|| super::numeric::at(text, k)).or_else(bare)?;
    let single = matches!(
        day.expr,
        WhenExpr::Day(_)
            | WhenExpr::MonthDay { to: None, .. }
            | WhenExpr::DayOfMonth { .. }
            | WhenExpr::Feast { .. }
            | WhenExpr::Weekday { .. }
    );
    let week = super::calendar(Unit::Week, 0);
    let weekend =
        text.fold(i + len - 1 - usize::from(matches!(text.fold(i + len - 1), "of" | "de" | "du"))).contains("end");
    let inner = if weekend { inside(week, Inner::Nth(1, Unit::Weekend)) } else { week };
    single.then(|| Dated::of(i, day.end, WhenExpr::From { base: Box::new(day.expr), inner: Box::new(inner) }))
}

/// "this year's third quarter", "last year's quarter", "the year-ago third quarter": the owner in front.
fn of_owner(text: &Text<'_>, i: usize) -> Option<Dated> {
    if text.is_fr() {
        return None;
    }
    let owner = super::fixed(text, i)
        .or_else(|| english(text, i))
        .filter(|o| matches!(o.expr, WhenExpr::Calendar { unit: Unit::Year, part: Part::Whole, .. }))?;
    let s = owner.end + 1;
    if !matches!(text.fold(owner.end), "'" | "\u{2019}") || text.fold(s) != "s" || !text.word(s)?.glued {
        return None;
    }
    let inner = ordered_in(text, s + 1, of_plain_period)?;
    match inner.expr {
        WhenExpr::Share { share, .. } => Some(Dated::of(i, inner.end, inside(owner.expr, Inner::Share(share)))),
        _ => None,
    }
}

/// "the year-ago quarter", "year-earlier": a year before the period told.
fn year_ago(text: &Text<'_>, t: &Tables, i: usize) -> Option<Dated> {
    let k = i + usize::from(text.fold(i) == "the");
    let (len, ()) = t.year_ago.at(&text.words, k)?;
    let end = k + len;
    let before = WhenExpr::Away { unit: Unit::Year, count: -1 };
    if let Some(d) = ordered_in(text, end, |_, _| None)
        && let WhenExpr::Share { share, .. } = d.expr
    {
        let year = super::calendar(Unit::Year, -1);
        return Some(Dated::counted(i, d.end, inside(year, Inner::Share(share))));
    }
    let noun = t.unit.contains_key(text.fold(end)) || matches!(text.fold(end), "period");
    Some(Dated::counted(i, end + usize::from(noun), WhenExpr::Told(Box::new(before))))
}

/// "next week Wednesday", "last week on Tuesday": a weekday behind its week.
pub(super) fn with_weekday(text: &Text<'_>, d: Dated) -> Dated {
    if text.is_fr() || !matches!(d.expr, WhenExpr::Calendar { unit: Unit::Week, part: Part::Whole, .. }) {
        return d;
    }
    let k = d.end + usize::from(matches!(text.fold(d.end), "on" | "-"));
    match weekday(text, k) {
        Some(w) => {
            let end = k + 1;
            Dated { end, core: d.core.start..end, expr: inside(d.expr, Inner::Weekday(w)), ..d }
        }
        None => d,
    }
}
