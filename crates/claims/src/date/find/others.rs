//! Time expressions that are no dates: lengths, clock times, rhythms, and words for now, once and later.

use std::ops::Range;

use super::counts::{Counted, Length, counted};
use super::{Dated, tables};
use crate::date::{Daytime, Part, Unit, WhenExpr};
use crate::number::Text;

/// A time expression of any kind.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Timed {
    Dated(Dated),
    /// "trois ans", "two weeks".
    Length(Range<usize>, Length),
    /// "14 h 30", "noon", "l'aube".
    Clock(Range<usize>, Clock),
    /// "every day", "chaque année", "weekly": its TIMEX3 value.
    Rhythm(Range<usize>, String),
}

/// A time of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Clock {
    /// Hour and minute.
    At(i8, i8),
    Part(Daytime),
}

impl Timed {
    pub(crate) fn end(&self) -> usize {
        match self {
            Self::Dated(d) => d.end,
            Self::Length(r, _) | Self::Clock(r, _) | Self::Rhythm(r, _) => r.end,
        }
    }
}

/// The time expression that starts at word `i`.
pub(crate) fn timed(text: &Text<'_>, i: usize) -> Option<Timed> {
    if let Some((range, value)) = rhythm(text, i) {
        return Some(Timed::Rhythm(range, value));
    }
    if let Some(d) = daytime_of(text, i) {
        return Some(Timed::Dated(d));
    }
    if let Some((range, clock)) = clock(text, i) {
        // "9 a.m. Tuesday", "10 h hier"
        let k = range.end + usize::from(matches!(text.fold(range.end), "on" | "," | "le"));
        if !text.is_fr()
            && let Some(d) = super::term(text, k).filter(|d| is_day(&d.expr))
        {
            return Some(Timed::Dated(Dated { clock: Some(clock), core: range.start..d.core.end, first: i, ..d }));
        }
        return Some(Timed::Clock(range, clock));
    }
    if let Some(d) = super::at(text, i) {
        // "hier à 10 h", "Tuesday at 9 a.m."
        let k = d.end + usize::from(text.fold(d.end) == "," && !text.is_fr());
        let k = k + usize::from(matches!(text.fold(k), "a" | "at" | "vers" | "around" | "about"));
        if is_day(&d.expr)
            && d.ends.is_empty()
            && let Some((range, clock)) = clock_at(text, k, k > d.end)
        {
            return Some(Timed::Dated(Dated {
                clock: Some(clock),
                end: range.end,
                core: d.core.start..range.end,
                ..d
            }));
        }
        return Some(Timed::Dated(d));
    }
    // "in the past" is not "in the past two months".
    if let Some((len, r)) = tables(text.lang).reference.at(&text.words, i)
        && (i..i + len).all(|k| super::periods::at(text, k).is_none_or(|p| p.end <= i + len))
    {
        return Some(Timed::Dated(Dated::counted(i, i + len, WhenExpr::Reference(*r))));
    }
    length(text, i).or_else(|| lone_year(text, i))
}

/// A year that stands by itself ("its 1990 invasion", "(1984)"): no number of it could count what follows.
fn lone_year(text: &Text<'_>, i: usize) -> Option<Timed> {
    let w = text.word(i).filter(|w| w.is_digits() && w.text.len() == 4)?;
    let y: i16 = w.text.parse().ok().filter(|y| (1700..=2039).contains(y))?;
    let glued = |k: usize| {
        text.word(k).is_some_and(|w| {
            w.glued && (w.is_letters() || w.is_digits() || matches!(w.text, "%" | "," | "." | "°" | "/"))
        }) && text.word(k + 1).is_some_and(|n| n.glued)
    };
    let before = text.fold_before(i, 1);
    let money = matches!(before, "$" | "€" | "£" | "#" | "+" | "." | ",") && w.glued;
    let numbered = matches!(
        before,
        "no" | "numero" | "n" | "°" | "about" | "some" | "environ" | "quelque" | "than" | "article" | "flight" | "vol"
    ) || i > 0 && text.words[i - 1].is_digits();
    let plural = text.word(i + 1).is_some_and(|n| {
        n.is_letters() && !n.is_capital() && n.fold.len() > 2 && (n.fold.ends_with('s') || n.fold.ends_with('x'))
    }) && !super::is_link(text, i + 1);
    let unit = crate::number::Text::word(text, i + 1).is_some_and(|n| tables(text.lang).unit.contains_key(&n.fold));
    let spaced_number = text.word(i + 1).is_some_and(|n| n.is_digits() && n.text.len() == 3);
    if glued(i + 1) || money || numbered || plural || unit || spaced_number {
        return None;
    }
    let expr = WhenExpr::Absolute(crate::date::resolve::year_of(y, Part::Whole));
    Some(Timed::Dated(super::ranges::extended(text, Dated::of(i, i + 1, expr))))
}

/// "la nuit de samedi à dimanche", "la soirée du 5 mai", "the night of March 5": a part of a day that is told behind it.
fn daytime_of(text: &Text<'_>, i: usize) -> Option<Dated> {
    let t = tables(text.lang);
    let (len, part) = t.daytime.at(&text.words, i).filter(|(len, _)| *len == 1 || text.fold(i + 1) == "-")?;
    let of = i + len;
    if !matches!(text.fold(of), "de" | "du" | "of") {
        return None;
    }
    let k = of + 1 + usize::from(matches!(text.fold(of + 1), "le" | "la" | "the"));
    let day = super::term(text, k).filter(|d| is_day(&d.expr))?;
    // The second day of "de samedi à dimanche" is the one that the night ends on.
    let second = (*part == Daytime::Night && matches!(text.fold(day.end), "a" | "au"))
        .then(|| super::term(text, day.end + 1).filter(|d| is_day(&d.expr)))
        .flatten();
    let end = second.map_or(day.end, |d| d.end);
    Some(Dated { first: i, end, core: i..end, clock: Some(Clock::Part(*part)), ends: Vec::new(), ..day })
}

fn is_day(expr: &WhenExpr) -> bool {
    matches!(
        expr,
        WhenExpr::Day(_)
            | WhenExpr::MonthDay { to: None, .. }
            | WhenExpr::Weekday { .. }
            | WhenExpr::DayOfMonth { .. }
            | WhenExpr::NextWeekday(_)
            | WhenExpr::LastWeekday(_)
            | WhenExpr::Feast { .. }
            | WhenExpr::Calendar { unit: Unit::Day, part: Part::Whole, .. }
    ) || matches!(expr, WhenExpr::Told(e) if is_day(e))
}

/// "lundi soir", "Monday morning", "le 5 mai au matin", "dans la nuit de lundi à mardi" (its day only).
pub(super) fn with_daytime(text: &Text<'_>, d: Dated) -> Dated {
    if !is_day(&d.expr) || d.clock.is_some() {
        return d;
    }
    let t = tables(text.lang);
    let k = d.end + usize::from(matches!(text.fold(d.end), "au" | "in" | "dans"));
    let k = k + usize::from(k > d.end && matches!(text.fold(k), "the" | "le" | "la"));
    match t.daytime.at(&text.words, k) {
        Some((len, part)) => {
            let end = k + len;
            let core = d.core.start..if d.core.end == d.end { end } else { d.core.end };
            Dated { end, core, clock: Some(Clock::Part(*part)), ..d }
        }
        None => d,
    }
}

fn clock(text: &Text<'_>, i: usize) -> Option<(Range<usize>, Clock)> {
    let t = tables(text.lang);
    let before = text.fold_before(i, 1);
    clock_at(text, i, t.clock_before.contains(before)).or_else(|| {
        // "dans la soirée", "le matin": a part of the day with its article alone.
        let (len, part) = t.daytime.at(&text.words, i).filter(|_| text.is_fr())?;
        let article = matches!(before, "le" | "la") && i > 0 && !text.words[i - 1].text.eq_ignore_ascii_case("là");
        let plain = text.word(i + len).is_none_or(|w| !w.is_letters() || super::is_link(text, i + len))
            && !matches!(text.fold(i + len), "de" | "du" | "des");
        (article && plain && part != &Daytime::Midday).then_some((i..i + len, Clock::Part(*part)))
    })
}

/// A clock time; `introduced` by a word that makes "14 heures" a time and not a length.
fn clock_at(text: &Text<'_>, i: usize, introduced: bool) -> Option<(Range<usize>, Clock)> {
    let w = text.word(i)?;
    if matches!(w.fold.as_str(), "noon" | "midday" | "midi") {
        return Some((i..i + 1, Clock::At(12, 0)));
    }
    if matches!(w.fold.as_str(), "midnight" | "minuit") {
        return Some((i..i + 1, Clock::At(0, 0)));
    }
    if let Some((len, (h, m))) = hours(text, i, introduced) {
        return Some((i..i + len, Clock::At(h, m)));
    }
    None
}

fn hours(text: &Text<'_>, i: usize, introduced: bool) -> Option<(usize, (i8, i8))> {
    let number =
        |k: usize| text.word(k).filter(|w| w.is_digits() && w.text.len() <= 2).and_then(|w| w.text.parse::<i8>().ok());
    let spelled = |k: usize| {
        let (v, e) = super::words::whole(text, k)?;
        i8::try_from(v).ok().map(|v| (v, e))
    };
    let (h, mut k) = spelled(i).filter(|(h, _)| (0..=24).contains(h))?;
    if i > 0 && text.words[i].glued && text.words[i - 1].is_digits() {
        return None;
    }
    if text.is_fr() {
        let mark = text.fold(k);
        let colon = mark == ":" && text.word(k).is_some_and(|w| w.glued);
        if !(matches!(mark, "h" | "heure" | "heures") || colon) {
            return None;
        }
        let plain = matches!(mark, "heure" | "heures");
        k += 1;
        let minutes = number(k).filter(|m| (0..60).contains(m) && text.word(k).is_some_and(|w| w.text.len() == 2));
        if colon && minutes.is_none() {
            return None;
        }
        // "14 h" behind "à" is a time; "24 h" alone is a length. "14 h 30" and "20:15" are times anyhow.
        if minutes.is_none() && (!introduced || plain && matches!(text.fold_before(i, 1), "de" | "et")) {
            return None;
        }
        let end = if minutes.is_some() { k + 1 } else { k };
        let end = end
            + tables(text.lang)
                .daytime
                .at(&text.words, end + 1)
                .filter(|_| text.fold(end) == "du")
                .map_or(0, |(l, _)| l + 1);
        return Some((end - i, (h, minutes.unwrap_or(0))));
    }
    let mut m = 0;
    let mut sure = false;
    if text.word(k).is_some_and(|c| c.glued && matches!(c.text, ":" | "."))
        && let Some(v) = number(k + 1).filter(|v| (0..60).contains(v) && text.words[k + 1].text.len() == 2)
    {
        sure = text.words[k].text == ":";
        m = v;
        k += 2;
    }
    // "a.m.", "p.m.", "am", "o'clock"
    let half = match text.fold(k) {
        "am" | "pm" => Some((text.fold(k) == "pm", k + 1)),
        "a" | "p" if text.fold(k + 1) == "." && text.fold(k + 2) == "m" && text.words[k + 1].glued => {
            Some((text.fold(k) == "p", k + 3 + usize::from(text.fold(k + 3) == "." && text.word(k + 4).is_some())))
        }
        "o'" if text.fold(k + 1) == "clock" => Some((false, k + 2)),
        _ => None,
    };
    let (afternoon, end) = match half {
        Some(x) => x,
        None if sure && text.word(k).is_none_or(|w| !(w.glued && matches!(w.text, ":" | "-" | "/"))) => (false, k),
        None => return None,
    };
    // "EDT", "GMT"
    let zone = text.word(end).is_some_and(|w| {
        matches!(w.text, "EDT" | "EST" | "GMT" | "UTC" | "PST" | "PDT" | "CST" | "CDT" | "ET" | "PT" | "BST" | "CET")
    });
    let h = if afternoon && h < 12 { h + 12 } else { h };
    Some((end + usize::from(zone) - i, (h, m)))
}

/// "every day", "chaque année", "tous les deux ans", "weekly", "par an", "a year" behind an amount.
fn rhythm(text: &Text<'_>, i: usize) -> Option<(Range<usize>, String)> {
    let t = tables(text.lang);
    if let Some((len, value)) = t.rhythm.at(&text.words, i) {
        // "le quotidien", "un hebdomadaire": a newspaper.
        let noun = text.is_fr()
            && matches!(
                text.fold_before(i, 1),
                "le" | "la"
                    | "les"
                    | "un"
                    | "une"
                    | "du"
                    | "au"
                    | "ce"
                    | "son"
                    | "sa"
                    | "ses"
                    | "leur"
                    | "leurs"
                    | "notre"
                    | "votre"
                    | "mon"
                    | "des"
                    | "aux"
            );
        return (!noun).then(|| (i..i + len, (*value).to_owned()));
    }
    if let Some((len, ())) = t.every.at(&text.words, i) {
        let k = i + len;
        let k = k + usize::from(t.ordinal.contains_key(text.fold(k)) && t.unit.contains_key(text.fold(k + 1)));
        if let Some(c) = counted(text, k).filter(|c| !c.article && c.length.count.is_some()) {
            return Some((i..c.end, super::super::timex::duration(&c.length)));
        }
        let (value, end) = repeated(text, k)?;
        let end = t.daytime.at(&text.words, end).map_or(end, |(l, _)| end + l);
        return Some((i..end, value));
    }
    // "par an", "per day": the unit is what is annotated.
    if let Some((len, ())) = t.per.at(&text.words, i) {
        let (value, end) = repeated(text, i + len)?;
        return Some((i + len..end, value));
    }
    // "$3 a year", "twice a week"
    if !text.is_fr() && matches!(text.fold(i), "a" | "an") && i > 0 {
        let rate = matches!(
            text.fold_before(i, 1),
            "million"
                | "billion"
                | "trillion"
                | "times"
                | "once"
                | "twice"
                | "thousand"
                | "%"
                | "percent"
                | "hours"
                | "days"
                | "cents"
                | "dollars"
                | "barrels"
                | "people"
                | "tons"
                | "share"
        ) || text.words[i - 1].is_digits()
            && text.word(i.wrapping_sub(2)).is_some_and(|w| matches!(w.text, "$" | "," | "." | "£" | "€"));
        let told = [&t.ago_after, &t.earlier, &t.later].iter().any(|p| p.at(&text.words, i + 2).is_some());
        let unit = t.unit.get(text.fold(i + 1)).filter(|_| rate && !told && !text.fold(i + 1).ends_with('s'))?;
        return Some((i..i + 2, super::super::timex::duration(&unit_length(*unit))));
    }
    None
}

fn unit_length(unit: Unit) -> Length {
    Length { count: Some(1.0), unit, more: Vec::new(), approx: None }
}

/// A unit, weekday, month, season or part of the day that comes again: its TIMEX3 value.
fn repeated(text: &Text<'_>, k: usize) -> Option<(String, usize)> {
    let t = tables(text.lang);
    if let Some(unit) = t.unit.get(text.fold(k)) {
        return Some((super::super::timex::duration(&unit_length(*unit)), k + 1));
    }
    let singular = |w: &str| w.strip_suffix('s').unwrap_or(w).to_owned();
    if let Some(d) = super::words::weekday(text, k).or_else(|| t.weekday.get(singular(text.fold(k)).as_str()).copied())
    {
        return Some((format!("XXXX-WXX-{d}"), k + 1));
    }
    if let Some(m) = super::words::month(text, k) {
        return Some((format!("XXXX-{m:02}"), k + 1));
    }
    if let Some(s) = t.season.get(singular(text.fold(k)).as_str()).or_else(|| t.season.get(text.fold(k))) {
        return Some((format!("XXXX-{}", super::super::timex::season(*s)), k + 1));
    }
    let (len, part) = t.daytime.at(&text.words, k)?;
    Some((format!("XXXX-XX-XXT{}", super::super::timex::daytime(*part)), k + len))
}

/// "trois ans", "a few days", "toute l'année", "pendant des décennies".
fn length(text: &Text<'_>, i: usize) -> Option<Timed> {
    let t = tables(text.lang);
    if let Some((len, ())) = t.entire.at(&text.words, i) {
        let k = i + len + usize::from(text.fold(i + len) == "-");
        let k = k + usize::from(matches!(text.fold(k), "le" | "la" | "the"));
        if let Some(unit) = t.unit.get(text.fold(k)) {
            return Some(Timed::Length(i..k + 1, unit_length(*unit)));
        }
    }
    // "l'année entière", "une journée entière"
    if let Some(unit) = t.unit.get(text.fold(i))
        && t.entire_after.contains(text.fold(i + 1))
    {
        return Some(Timed::Length(i..i + 2, unit_length(*unit)));
    }
    if let Some((len, ())) = t.bare_length.at(&text.words, i)
        && let Some(unit) = t.unit.get(text.fold(i + len)).filter(|_| text.fold(i + len).ends_with('s'))
    {
        let length = Length { count: None, unit: *unit, more: Vec::new(), approx: None };
        return Some(Timed::Length(i + len..i + len + 1, length));
    }
    let c = counted(text, i)?;
    if is_age(text, i, &c) || c.article && !is_length(text, i, &c) {
        return None;
    }
    Some(Timed::Length(i..c.end, c.length))
}

/// "un jour" (one day, some day), "a day", "une heure" after "à": more often no length.
fn is_length(text: &Text<'_>, i: usize, c: &Counted) -> bool {
    // "in a year-end move", "un an plus jeune"
    let hyphen = text.word(c.end).is_some_and(|w| w.glued && w.is("-"));
    let rounded = c.number > i;
    let counted = c.length.count != Some(1.0) || !c.length.more.is_empty();
    let before = text.fold_before(i, 1);
    let framed = matches!(
        before,
        "for"
            | "in"
            | "within"
            | "than"
            | "about"
            | "over"
            | "under"
            | "nearly"
            | "almost"
            | "after"
            | "half"
            | "pendant"
            | "durant"
            | "en"
            | "dans"
            | "depuis"
            | "apres"
            | "pour"
            | "de"
            | "moins"
            | "plus"
            | "presque"
            | "encore"
            | "of"
            | "only"
            | "lasted"
            | "dure"
            | "sous"
            | "quite"
    );
    // French "une semaine", "un mois" tell lengths; "un jour" is some day.
    let french = text.is_fr()
        && !matches!(
            text.fold(c.end - 1),
            "jour" | "nuit" | "soiree" | "matinee" | "seconde" | "weekend" | "quinzaine"
        )
        && !hyphen;
    counted
        || rounded
        || french
        || framed && !hyphen && !matches!(c.length.unit, Unit::Minute | Unit::Second | Unit::Weekend)
}

/// "9-year-old", "âgé de 12 ans", "aged 40 years": an age is told, no length.
fn is_age(text: &Text<'_>, i: usize, c: &Counted) -> bool {
    if !matches!(c.length.unit, Unit::Year | Unit::Month) {
        return false;
    }
    let k = super::words::past(text, c.end, &["-"]);
    if matches!(text.fold(k), "old" | "olds") {
        return true;
    }
    let t = tables(text.lang);
    let before = text.fold_before(i, 1);
    let person = |k: usize| {
        let capital =
            k > 1 && text.word(k).is_some_and(|w| w.is_capital()) && text.word(k - 1).is_some_and(|w| !w.is_digits());
        t.aged.contains(text.fold(k)) || capital && text.is_fr()
    };
    let had = text.is_fr() && matches!(before, "avait" | "avaient" | "fete" | "fetait" | "fetera" | "avoir");
    let aged = had || t.aged.contains(before) || before == "de" && i > 1 && person(i - 2);
    // "les moins de 17 ans"
    let group = text.is_fr() && c.length.approx.is_some() && matches!(before, "les" | "des" | "aux");
    // "Paul Martin, 54 ans, …"
    let apposed = text.is_fr() && before == "," && matches!(text.fold(c.end), "," | ")" | ".")
        || before == "(" && text.fold(c.end) == ")";
    aged || group || apposed && c.length.count.is_some_and(|n| n >= 1.0) && c.length.unit == Unit::Year
}
