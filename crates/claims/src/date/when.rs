//! A date expression in its text, and what it means once an anchor is known. The arithmetic is in [`super::resolve`].

use jiff::civil::Date;
use recoupe_reading::Span;
use serde::{Deserialize, Serialize};

use super::feast::Feast;
use super::resolve::{
    after, around, away, before, calendar, counted_away, day_of_month, days_of, fiscal, month_day, month_of, moved,
    nearest_year, next_weekday, roughly, share_of, side, stretch, union, weekday_before, weekday_near, within,
};
use super::{Interval, Precision};

/// A date expression, kept symbolic so that it can be resolved again when the report's own day becomes known better.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct When {
    /// Original span of the expression.
    pub span: Span,
    /// What it says.
    pub expr: WhenExpr,
}

/// What a date expression says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
    /// "il y a un an et 21 jours": months and days away, both of one sign.
    Counted {
        /// Negative in the past.
        months: i32,
        /// Negative in the past.
        days: i32,
    },
    /// "il y a environ dix ans", "about a month ago": the count is rounded, a fifth of it to each side.
    Roughly(Box<WhenExpr>),
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
    /// "avant 2010", "before Friday": up to the day before it, start open.
    Before(Box<WhenExpr>),
    /// "entre janvier et février".
    Between(Box<WhenExpr>, Box<WhenExpr>),
    /// "après le 5 mai", "after 2016": from the day behind it on, the end open.
    After(Box<WhenExpr>),
    /// "from 2019 on", "à partir de mars": from its first day on, the end open.
    Onward(Box<WhenExpr>),
    /// "le 15", "jeudi 12", "on the 21st": a day of a month that is not said.
    DayOfMonth {
        /// 1 to 31.
        day: i8,
        /// 1 Monday … 7 Sunday, where the text gives it.
        weekday: Option<i8>,
        /// Which way to look.
        toward: Toward,
    },
    /// "le troisième trimestre", "the first half": of a year that is not said.
    Share {
        /// Which one.
        share: Share,
        /// Which way to look for the year.
        toward: Toward,
    },
    /// "the third quarter of last year", "le 15 de ce mois", "la dernière semaine de mai": something inside a period.
    Within {
        /// The period.
        outer: Box<WhenExpr>,
        /// What is meant of it.
        inner: Inner,
    },
    /// "Pâques", "la Toussaint", "Thanksgiving".
    Feast {
        /// Which one.
        feast: Feast,
        /// Which way to look for the year.
        toward: Toward,
    },
    /// "les trois derniers mois", "the next two years": so many units that end or start at the anchor.
    Stretch {
        /// The unit.
        unit: Unit,
        /// How many.
        count: i32,
        /// Before or after the anchor.
        toward: Toward,
    },
    /// "plus tard cette année", "earlier this month", "le reste de la semaine": the period up to the anchor, or from it on.
    Side {
        /// The period.
        of: Box<WhenExpr>,
        /// Up to the anchor or from it on.
        toward: Toward,
    },
    /// "vendredi prochain", "next Friday": a weekday after the anchor's own day. Said before it in the same week, it may
    /// also be the one of the next week: both stay.
    NextWeekday(i8),
    /// "lundi dernier", "last Monday": the nearest before the anchor's own day.
    LastWeekday(i8),
    /// "deux jours après Noël", "le lendemain" of a day that is told: the second counted from the first.
    From {
        /// What is counted from.
        base: Box<WhenExpr>,
        /// What is counted.
        inner: Box<WhenExpr>,
    },
    /// "le lendemain", "trois jours plus tôt", "that year": counted from a date told before. [`crate::Claims::events`] and
    /// [`crate::date::time_expressions`] put that date in; what stays is told of no known day.
    Told(Box<WhenExpr>),
    /// "fiscal 2019", "l'exercice 2018": a year of accounts, whose months differ from country to country and firm to firm.
    Fiscal(Box<WhenExpr>),
    /// "now", "actuellement", "autrefois", "the future": no day is said, only the side.
    Reference(Reference),
}

/// A part of the day, by the abbreviations of TIMEX3.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Daytime {
    Morning,
    Midday,
    Afternoon,
    Evening,
    Night,
}

/// What a text says of time without a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Reference {
    Past,
    Present,
    Future,
}

/// A numbered share of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Share {
    /// 1 to 4.
    Quarter(i8),
    /// 1 or 2.
    Half(i8),
}

/// Something inside a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Inner {
    /// A third of it.
    Part(Part),
    /// A month, or a third of one, of a year.
    Month(i8, Part),
    /// Month and day of a year.
    MonthDay(i8, i8),
    /// A day of a month.
    Day(i8),
    /// A share of a year.
    Share(Share),
    /// A season of a year.
    Season(Season),
    /// A feast of a year.
    Feast(Feast),
    /// A weekday of a week or weekend.
    Weekday(i8),
    /// The n-th unit of it, from 1; from its end for -1.
    Nth(i8, Unit),
    /// The first (last, if negative) so many units of it ("the first nine months of 1989").
    Run(i8, Unit),
    /// The n-th weekday of it ("the second Friday of July"), from 1; from its end for -1.
    NthWeekday(i8, i8),
}

/// Which way from the anchor an incomplete date lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Toward {
    /// The nearest one on or before the anchor.
    Past,
    /// The nearest one on or after it.
    Future,
    /// The nearest one on either side: no tense tells which.
    Nearest,
}

/// A third of a month, season or year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Part {
    Whole,
    Start,
    Middle,
    End,
}

/// Seasons of the northern hemisphere, by whole months (meteorological).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Season {
    Spring,
    Summer,
    Autumn,
    Winter,
}

/// Units that dates are counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Weekend,
    Week,
    Month,
    Quarter,
    Half,
    Year,
    /// September to August.
    SchoolYear,
    Decade,
    Century,
}

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
            // Nothing in them is counted from the anchor: any day gives the same.
            Self::Within { .. } | Self::Fiscal(_) | Self::From { .. } if self.is_absolute() => {
                return self.on(Date::constant(2000, 1, 1));
            }
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
            Self::Within { outer, .. } => outer.is_absolute(),
            Self::Fiscal(e) => e.is_absolute(),
            Self::From { base, .. } => base.is_absolute(),
            _ => false,
        }
    }

    fn without_anchor(&self) -> Interval {
        match self {
            Self::After(e) if e.is_absolute() => after(&e.resolve(&Interval::UNKNOWN)),
            Self::Since(e) | Self::Onward(e) if e.is_absolute() => {
                Interval { to: None, candidates: Vec::new(), ..e.resolve(&Interval::UNKNOWN) }
            }
            Self::Before(e) if e.is_absolute() => before(&e.resolve(&Interval::UNKNOWN)),
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
            Self::Counted { months, days } => {
                counted_away(anchor, *months, *days).map_or(Interval::UNKNOWN, Interval::day)
            }
            Self::Roughly(e) => roughly(anchor, e.on(anchor)),
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
            Self::Before(e) => before(&e.on(anchor)),
            Self::Between(first, last) => {
                let (a, b) = (first.on(anchor), last.on(anchor));
                // "from next Monday to Friday": the second end comes after the first.
                let b = match a.from {
                    Some(from) if b.to.is_some_and(|t| t < from) => last.clone().toward(Toward::Future).on(from),
                    _ => b,
                };
                Interval { from: a.from, to: b.to, precision: Precision::Range, candidates: Vec::new() }
            }
            Self::After(e) => after(&e.on(anchor)),
            Self::Onward(e) => {
                Interval { from: e.on(anchor).from, to: None, precision: Precision::Range, candidates: Vec::new() }
            }
            Self::DayOfMonth { day, weekday, toward } => day_of_month(anchor, *day, *weekday, *toward),
            Self::Share { share, toward } => share_of(nearest_year(anchor, *toward, |y| share_of(y, *share)), *share),
            Self::Within { outer, inner } => within(&outer.on(anchor), *inner),
            Self::Feast { feast, toward } => feast.of(nearest_year(anchor, *toward, |y| feast.of(y))),
            Self::Stretch { unit, count, toward } => stretch(anchor, *unit, *count, *toward),
            Self::Side { of, toward } => side(anchor, &of.on(anchor), *toward),
            Self::NextWeekday(w) => next_weekday(anchor, *w),
            Self::LastWeekday(w) => Interval::day(weekday_before(anchor, *w)),
            Self::From { base, inner } => match base.on(anchor) {
                days if days.from.is_none() && days.to.is_none() => Interval::UNKNOWN,
                days => match &**inner {
                    Self::Away { unit, count } => moved(&days, *unit, *count).unwrap_or_else(|| inner.resolve(&days)),
                    _ => inner.resolve(&days),
                },
            },
            // Most often before the day of the report.
            Self::Told(e)
                if matches!(
                    **e,
                    Self::Roughly(_) | Self::Away { count: ..=0, .. } | Self::Counted { months: ..=0, .. }
                ) =>
            {
                e.on(anchor)
            }
            Self::Told(_) => Interval::UNKNOWN,
            Self::Fiscal(e) => fiscal(&e.on(anchor)),
            Self::Reference(Reference::Present) => Interval { precision: Precision::Vague, ..Interval::day(anchor) },
            Self::Reference(Reference::Past) => {
                Interval { from: None, to: Some(anchor), precision: Precision::Vague, candidates: Vec::new() }
            }
            Self::Reference(Reference::Future) => {
                Interval { from: Some(anchor), to: None, precision: Precision::Vague, candidates: Vec::new() }
            }
        }
    }

    /// The exact day that a count leads to ("il y a trois semaines": 21 days before), where the words count from one day;
    /// [`When::resolve`] gives the honest interval around it.
    pub fn point(&self, anchor: Date) -> Option<Date> {
        match self {
            Self::Away { unit, count } => super::resolve::exactly(anchor, *unit, *count),
            Self::Counted { months, days } => counted_away(anchor, *months, *days),
            Self::From { base, inner } => inner.point(base.point(anchor).or_else(|| base.on(anchor).single())?),
            Self::Told(inner) | Self::Roughly(inner) => inner.point(anchor),
            _ => None,
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
            Self::DayOfMonth { day, weekday, .. } => Self::DayOfMonth { day, weekday, toward },
            // "is to report third-quarter results": the quarter need not be to come.
            Self::Share { share, .. } if toward == Toward::Future => Self::Share { share, toward: Toward::Nearest },
            Self::Share { share, .. } => Self::Share { share, toward },
            // "this weekend", of what is to come: the one of the running week.
            Self::Calendar { unit: Unit::Weekend, shift: 0, part } if toward != Toward::Past => Self::Within {
                outer: Box::new(Self::Calendar { unit: Unit::Week, shift: 0, part }),
                inner: Inner::Nth(1, Unit::Weekend),
            },
            Self::Feast { feast, .. } => Self::Feast { feast, toward },
            Self::Within { outer, inner } => Self::Within { outer: Box::new(outer.toward(toward)), inner },
            Self::From { base, inner } => Self::From { base: Box::new(base.toward(toward)), inner },
            Self::After(e) => Self::After(Box::new(e.toward(toward))),
            Self::Onward(e) => Self::Onward(Box::new(e.toward(toward))),
            Self::Before(e) => Self::Before(Box::new(e.toward(toward))),
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
