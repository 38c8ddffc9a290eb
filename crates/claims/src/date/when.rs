//! A date expression in its text, and what it means once an anchor is known.

use jiff::civil::Date;
use jiff::{Span as Duration, ToSpan};
use recoupe_reading::Span;

use super::{Interval, Precision};

/// A date expression, kept symbolic so that it can be resolved again when the report's own day becomes known better.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct When {
    /// Original span of the expression.
    pub span: Span,
    /// What it says.
    pub expr: WhenExpr,
}

/// What a date expression says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WhenExpr {
    /// Stands by itself, whatever the publication day.
    Absolute(Interval),
    /// A single day, known.
    Day(Date),
    /// "le 17 décembre", "du 3 au 5 mai", "lundi 16 décembre": days of a year that is not said.
    MonthDay {
        /// Month and day.
        from: (i8, i8),
        /// The last day, of a range.
        to: Option<(i8, i8)>,
        /// Its weekday (1 Monday … 7 Sunday), where the text gives it: it decides the year.
        weekday: Option<i8>,
        /// Which way to look for the year.
        toward: Toward,
    },
    /// "en novembre", "début février", "novembre dernier".
    Month {
        /// 1 to 12.
        month: i8,
        /// A third of it.
        part: Part,
        /// Which way to look for the year.
        toward: Toward,
    },
    /// "cet été", "au printemps".
    Season {
        /// Which one.
        season: Season,
        /// Which way to look for the year.
        toward: Toward,
    },
    /// "lundi": the one on or before the anchor, or after it.
    Weekday {
        /// 1 Monday … 7 Sunday.
        weekday: i8,
        /// Which way to look.
        toward: Toward,
    },
    /// "hier", "la semaine dernière", "cette année", "le mois prochain": a calendar unit counted from the anchor's own.
    Calendar {
        /// The unit.
        unit: Unit,
        /// 0 the anchor's own, -1 the one before, 1 the next.
        shift: i32,
        /// A third of it.
        part: Part,
    },
    /// "il y a trois semaines", "dans deux ans": so many units away.
    Away {
        /// The unit.
        unit: Unit,
        /// How many, negative in the past.
        count: i32,
    },
    /// "ces dernières semaines", "récemment", "dans les prochains jours": an open stretch beside the anchor.
    Around {
        /// Its order of size.
        unit: Unit,
        /// Before or after the anchor.
        toward: Toward,
    },
    /// "depuis février 2022": from then to the anchor.
    Since(Box<WhenExpr>),
    /// "d'ici la fin 2024", "by Friday": from the anchor to then.
    By(Box<WhenExpr>),
    /// "jusqu'en mars": up to then, start open.
    Until(Box<WhenExpr>),
    /// "entre janvier et février".
    Between(Box<WhenExpr>, Box<WhenExpr>),
}

/// Which way from the anchor an incomplete date lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Toward {
    /// The nearest one on or before the anchor.
    Past,
    /// The nearest one on or after it.
    Future,
}

/// A third of a month, season or year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Part {
    Whole,
    Start,
    Middle,
    End,
}

/// Seasons of the northern hemisphere, by whole months (meteorological).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Season {
    Spring,
    Summer,
    Autumn,
    Winter,
}

/// Units that dates are counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Unit {
    Hour,
    Day,
    Weekend,
    Week,
    Month,
    Year,
    Decade,
}

/// Anchors that leave more days open than this are resolved at their ends only.
const MOST_DAYS: i32 = 800;

impl When {
    /// The days that are meant, given all days that the anchor (the publication day, mostly) may be.
    ///
    /// An unknown anchor leaves everything but absolute dates unknown; an anchor of several days gives the union over
    /// them, and for single days the list of candidates.
    pub fn resolve(&self, anchor: &Interval) -> Interval {
        self.expr.resolve(anchor)
    }
}

impl WhenExpr {
    /// See [`When::resolve`].
    pub fn resolve(&self, anchor: &Interval) -> Interval {
        match self {
            Self::Absolute(interval) => return interval.clone(),
            Self::Day(day) => return Interval::day(*day),
            _ => {}
        }
        if let Some(days) = days_of(anchor) {
            return union(days.into_iter().map(|d| self.on(d)));
        }
        let ends: Vec<Interval> = [anchor.from, anchor.to].into_iter().flatten().map(|d| self.on(d)).collect();
        match ends.as_slice() {
            [from, to] => Interval { from: from.from, to: to.to, precision: from.precision, candidates: Vec::new() },
            [only] if anchor.from.is_some() => Interval { to: None, candidates: Vec::new(), ..only.clone() },
            [only] => Interval { from: None, candidates: Vec::new(), ..only.clone() },
            _ => self.without_anchor(),
        }
    }

    /// Stands by itself, whatever the anchor.
    pub fn is_absolute(&self) -> bool {
        match self {
            Self::Absolute(_) | Self::Day(_) => true,
            Self::Between(a, b) => a.is_absolute() && b.is_absolute(),
            _ => false,
        }
    }

    fn without_anchor(&self) -> Interval {
        match self {
            Self::Since(e) if e.is_absolute() => {
                Interval { to: None, candidates: Vec::new(), ..e.resolve(&Interval::UNKNOWN) }
            }
            Self::By(e) | Self::Until(e) if e.is_absolute() => {
                Interval { from: None, candidates: Vec::new(), ..e.resolve(&Interval::UNKNOWN) }
            }
            Self::Between(a, b) if a.is_absolute() && b.is_absolute() => {
                let (a, b) = (a.resolve(&Interval::UNKNOWN), b.resolve(&Interval::UNKNOWN));
                Interval { from: a.from, to: b.to, precision: Precision::Range, candidates: Vec::new() }
            }
            _ => Interval::UNKNOWN,
        }
    }

    /// The meaning on one day.
    fn on(&self, anchor: Date) -> Interval {
        match self {
            Self::Absolute(i) => i.clone(),
            Self::Day(d) => Interval::day(*d),
            Self::MonthDay { from, to, weekday, toward } => month_day(anchor, *from, *to, *weekday, *toward),
            Self::Month { month, part, toward } => {
                let year = nearest_year(anchor, *toward, |y| month_of(y, *month, *part));
                month_of(year, *month, *part)
            }
            Self::Season { season, toward } => {
                let year = nearest_year(anchor, *toward, |y| season.of(y));
                season.of(year)
            }
            Self::Weekday { weekday, toward } => Interval::day(weekday_near(anchor, *weekday, *toward)),
            Self::Calendar { unit, shift, part } => calendar(anchor, *unit, *shift, *part),
            Self::Away { unit, count } => away(anchor, *unit, *count),
            Self::Around { unit, toward } => around(anchor, *unit, *toward),
            Self::Since(e) => Interval {
                from: e.on(anchor).from,
                to: Some(anchor),
                precision: Precision::Range,
                candidates: Vec::new(),
            },
            Self::By(e) => Interval {
                from: Some(anchor),
                to: e.on(anchor).to,
                precision: Precision::Range,
                candidates: Vec::new(),
            },
            Self::Until(e) => {
                Interval { from: None, to: e.on(anchor).to, precision: Precision::Range, candidates: Vec::new() }
            }
            Self::Between(a, b) => {
                let (a, b) = (a.on(anchor), b.on(anchor));
                Interval { from: a.from, to: b.to, precision: Precision::Range, candidates: Vec::new() }
            }
        }
    }

    /// The same, looking the other way for what is not said.
    pub fn toward(self, toward: Toward) -> Self {
        match self {
            Self::MonthDay { from, to, weekday, .. } => Self::MonthDay { from, to, weekday, toward },
            Self::Month { month, part, .. } => Self::Month { month, part, toward },
            Self::Season { season, .. } => Self::Season { season, toward },
            Self::Weekday { weekday, .. } => Self::Weekday { weekday, toward },
            Self::Between(a, b) => Self::Between(Box::new(a.toward(toward)), Box::new(b.toward(toward))),
            Self::Until(e) => Self::Until(Box::new(e.toward(toward))),
            other => other,
        }
    }
}

impl Season {
    /// Its months in a year; a winter belongs to the year of its January.
    pub(crate) fn of(self, year: i16) -> Interval {
        let (from, to) = match self {
            Self::Spring => ((year, 3), (year, 5)),
            Self::Summer => ((year, 6), (year, 8)),
            Self::Autumn => ((year, 9), (year, 11)),
            Self::Winter => ((year.saturating_sub(1), 12), (year, 2)),
        };
        Interval {
            from: Date::new(from.0, from.1, 1).ok(),
            to: Date::new(to.0, to.1, 1).ok().map(Date::last_of_month),
            precision: Precision::Season,
            candidates: Vec::new(),
        }
    }
}

/// All days an anchor may be, if they are few.
fn days_of(anchor: &Interval) -> Option<Vec<Date>> {
    if !anchor.candidates.is_empty() {
        return Some(anchor.candidates.clone());
    }
    let (from, to) = (anchor.from?, anchor.to?);
    let length = from.until(to).ok()?.get_days();
    if !(0..=MOST_DAYS).contains(&length) {
        return None;
    }
    Some((0..=length).filter_map(|n| plus(from, n.days())).collect())
}

fn union(all: impl Iterator<Item = Interval>) -> Interval {
    let mut out: Option<Interval> = None;
    let mut days = Vec::new();
    let mut single = true;
    for i in all {
        match (i.from, i.to) {
            (Some(a), Some(b)) if a == b => days.push(a),
            _ => single = false,
        }
        days.extend(i.candidates.iter().copied());
        out = Some(match out {
            None => i,
            Some(o) => Interval {
                from: o.from.zip(i.from).map(|(a, b)| a.min(b)),
                to: o.to.zip(i.to).map(|(a, b)| a.max(b)),
                precision: o.precision,
                candidates: Vec::new(),
            },
        });
    }
    let mut out = out.unwrap_or(Interval::UNKNOWN);
    if single {
        days.sort_unstable();
        days.dedup();
        // Days in one unbroken run need no list.
        let broken = days.windows(2).any(|w| plus(w[0], 1.days()) != Some(w[1]));
        out.candidates = if broken { days } else { Vec::new() };
    }
    out
}

fn plus(date: Date, by: Duration) -> Option<Date> {
    date.checked_add(by).ok()
}

/// A month or a third of it; "début" is the first ten days, "fin" what follows the twentieth.
pub(crate) fn month_of(year: i16, month: i8, part: Part) -> Interval {
    let Ok(first) = Date::new(year, month, 1) else { return Interval::UNKNOWN };
    let last = first.last_of_month();
    let (from, to) = match part {
        Part::Whole => (first, last),
        Part::Start => (first, Date::new(year, month, 10).unwrap_or(last)),
        Part::Middle => (Date::new(year, month, 11).unwrap_or(first), Date::new(year, month, 20).unwrap_or(last)),
        Part::End => (Date::new(year, month, 21).unwrap_or(first), last),
    };
    let precision = if part == Part::Whole { Precision::Month } else { Precision::Third };
    Interval { from: Some(from), to: Some(to), precision, candidates: Vec::new() }
}

/// A year or a third of it: four months each.
pub(crate) fn year_of(year: i16, part: Part) -> Interval {
    let (a, b) = match part {
        Part::Whole => (1, 12),
        Part::Start => (1, 4),
        Part::Middle => (5, 8),
        Part::End => (9, 12),
    };
    Interval {
        from: Date::new(year, a, 1).ok(),
        to: Date::new(year, b, 1).ok().map(Date::last_of_month),
        precision: if part == Part::Whole { Precision::Year } else { Precision::Third },
        candidates: Vec::new(),
    }
}

/// The year that puts something nearest to the anchor on the wanted side of it.
fn nearest_year(anchor: Date, toward: Toward, of: impl Fn(i16) -> Interval) -> i16 {
    let years = [anchor.year() - 1, anchor.year(), anchor.year() + 1];
    match toward {
        Toward::Past => years.into_iter().rev().find(|y| of(*y).from.is_some_and(|d| d <= anchor)),
        Toward::Future => years.into_iter().find(|y| of(*y).to.is_some_and(|d| d >= anchor)),
    }
    .unwrap_or(anchor.year())
}

fn month_day(anchor: Date, from: (i8, i8), to: Option<(i8, i8)>, weekday: Option<i8>, toward: Toward) -> Interval {
    let day = |y: i16| Date::new(y, from.0, from.1).ok();
    let fits = |d: &Date| weekday.is_none_or(|w| d.weekday().to_monday_one_offset() == w);
    let span = if weekday.is_some() { 6 } else { 4 };
    let years = || (0..=span).map(|n| if toward == Toward::Past { anchor.year() - n } else { anchor.year() + n });
    let start = years()
        .filter_map(day)
        .filter(fits)
        .find(|d| match toward {
            Toward::Past => *d <= anchor,
            Toward::Future => *d >= anchor,
        })
        // A weekday that no past year has belongs to the other side.
        .or_else(|| {
            (-6..=6)
                .filter_map(|n| day(anchor.year() + n))
                .filter(fits)
                .min_by_key(|d| d.until(anchor).map_or(i32::MAX, |s| s.get_days().abs()))
        });
    let Some(start) = start else { return Interval::UNKNOWN };
    match to {
        None => Interval::day(start),
        Some((m, d)) => {
            let year = if (m, d) < from { start.year() + 1 } else { start.year() };
            Interval {
                from: Some(start),
                to: Date::new(year, m, d).ok(),
                precision: Precision::Range,
                candidates: Vec::new(),
            }
        }
    }
}

fn weekday_near(anchor: Date, weekday: i8, toward: Toward) -> Date {
    let today = anchor.weekday().to_monday_one_offset();
    let n = match toward {
        Toward::Past => -i32::from((today - weekday).rem_euclid(7)),
        Toward::Future => i32::from((weekday - today).rem_euclid(7)),
    };
    plus(anchor, n.days()).unwrap_or(anchor)
}

fn calendar(anchor: Date, unit: Unit, shift: i32, part: Part) -> Interval {
    let interval =
        |from: Option<Date>, to: Option<Date>, precision| Interval { from, to, precision, candidates: Vec::new() };
    match unit {
        Unit::Day | Unit::Hour => plus(anchor, shift.days()).map_or(Interval::UNKNOWN, Interval::day),
        Unit::Weekend => {
            // From Friday on the running week's weekend is meant, before that the last one.
            let saturday = if shift > 0 {
                weekday_near(plus(anchor, 1.days()).unwrap_or(anchor), 6, Toward::Future)
            } else {
                weekday_near(anchor, 6, Toward::Past)
            };
            interval(Some(saturday), plus(saturday, 1.days()), Precision::Weekend)
        }
        Unit::Week => {
            let monday = plus(weekday_near(anchor, 1, Toward::Past), (shift * 7).days());
            let (a, b) = match part {
                Part::Whole => (0, 6),
                Part::Start => (0, 1),
                Part::Middle => (2, 3),
                Part::End => (3, 6),
            };
            interval(
                monday.and_then(|m| plus(m, a.days())),
                monday.and_then(|m| plus(m, b.days())),
                if part == Part::Whole { Precision::Week } else { Precision::Third },
            )
        }
        Unit::Month => plus(anchor.first_of_month(), shift.months())
            .map_or(Interval::UNKNOWN, |d| month_of(d.year(), d.month(), part)),
        Unit::Year => {
            let year = i16::try_from(i32::from(anchor.year()) + shift).unwrap_or(anchor.year());
            let whole = year_of(year, part);
            // "plus tôt cette année": not after the anchor.
            if part == Part::Middle {
                interval(year_of(year, Part::Whole).from, Some(anchor), Precision::Range)
            } else {
                whole
            }
        }
        Unit::Decade => {
            let year = anchor.year() - anchor.year().rem_euclid(10);
            interval(Date::new(year, 1, 1).ok(), Date::new(year + 9, 12, 31).ok(), Precision::Range)
        }
    }
}

/// As many days as a calendar can count.
fn few(days: i32) -> Option<i32> {
    (days.checked_abs()? < 3_000_000).then_some(days)
}

/// "il y a trois semaines" is not a day: the unit's own size is left open around it.
fn away(anchor: Date, unit: Unit, count: i32) -> Interval {
    let (target, slack, precision) = match unit {
        Unit::Hour => (few(count / 24).and_then(|n| plus(anchor, n.days())), 1.days(), Precision::Day),
        Unit::Day | Unit::Weekend => {
            return few(count).and_then(|n| plus(anchor, n.days())).map_or(Interval::UNKNOWN, Interval::day);
        }
        Unit::Week => {
            (count.checked_mul(7).and_then(few).and_then(|n| plus(anchor, n.days())), 3.days(), Precision::Week)
        }
        Unit::Month => {
            let Some(t) = count.checked_abs().filter(|c| *c < 10_000).and_then(|_| plus(anchor, count.months())) else {
                return Interval::UNKNOWN;
            };
            let first = t.first_of_month();
            let last = plus(first, 1.months()).unwrap_or(first).last_of_month();
            return Interval { from: Some(first), to: Some(last), precision: Precision::Month, candidates: Vec::new() };
        }
        Unit::Year => {
            // Half a year to each side.
            let target = count.checked_abs().filter(|c| *c < 5_000).and_then(|_| plus(anchor, count.years()));
            let Some(target) = target else { return Interval::UNKNOWN };
            let (from, to) = (target.checked_sub(6.months()).ok(), plus(target, 6.months()));
            return Interval { from, to, precision: Precision::Year, candidates: Vec::new() };
        }
        Unit::Decade => {
            let Some(target) = count.checked_mul(10).filter(|c| c.abs() < 5_000).and_then(|c| plus(anchor, c.years()))
            else {
                return Interval::UNKNOWN;
            };
            let (from, to) = (target.checked_sub(5.years()).ok(), plus(target, 5.years()));
            return Interval { from, to, precision: Precision::Range, candidates: Vec::new() };
        }
    };
    let Some(target) = target else { return Interval::UNKNOWN };
    Interval { from: target.checked_sub(slack).ok(), to: plus(target, slack), precision, candidates: Vec::new() }
}

fn around(anchor: Date, unit: Unit, toward: Toward) -> Interval {
    let far = match unit {
        Unit::Hour | Unit::Day | Unit::Weekend => 10.days(),
        Unit::Week => 10.weeks(),
        Unit::Month => 12.months(),
        Unit::Year | Unit::Decade => 10.years(),
    };
    let (from, to) = match toward {
        Toward::Past => (anchor.checked_sub(far).ok(), Some(anchor)),
        Toward::Future => (Some(anchor), plus(anchor, far)),
    };
    Interval { from, to, precision: Precision::Vague, candidates: Vec::new() }
}
