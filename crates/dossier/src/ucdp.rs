//! A figure in the columns of the UCDP Georeferenced Event Dataset, for whoever has tables and scripts in that shape.
//!
//! The columns have UCDP's names and, as far as a claim is like an event, its meaning; a row is a claim, not an event that
//! somebody coded. `docs/exports.md` says what each one holds.

use std::borrow::Cow;

use jiff::civil::Date;

use crate::{
    view::{View, fold},
    wire::{Dates, Figure, Quantity},
};

/// Names of the columns.
pub const COLUMNS: [&str; 16] = [
    "id",
    "date_start",
    "date_end",
    "date_prec",
    "low",
    "best",
    "high",
    "number_of_sources",
    "source_office",
    "source_date",
    "source_headline",
    "source_original",
    "where_description",
    "latitude",
    "longitude",
    "country",
];

/// What the columns hold.
#[derive(Debug, Clone, PartialEq)]
pub struct Row<'a> {
    /// The figure's id.
    pub id: &'a str,
    /// First day: of its period, else the moment it speaks of, else the day it was said.
    pub date_start: Option<Date>,
    /// Last day.
    pub date_end: Option<Date>,
    /// UCDP's scale: 1 one day, 2 up to six days, 3 a week, 4 up to a month, 5 longer; none where an end is open.
    pub date_prec: Option<u8>,
    /// Lower bound.
    pub low: Option<f64>,
    /// Only under a policy that the user chose, and only of the figure that it picks.
    pub best: Option<f64>,
    /// Upper bound.
    pub high: Option<f64>,
    /// Reports that give the quantity (not origins: our own columns have those).
    pub number_of_sources: usize,
    /// The outlet.
    pub source_office: Option<&'a str>,
    /// The day the report was published, where it is one day.
    pub source_date: Option<Date>,
    /// The report's title.
    pub source_headline: Option<Cow<'a, str>>,
    /// Who says it: the origin.
    pub source_original: Option<String>,
    /// The place as the text names it.
    pub where_description: Option<&'a str>,
    /// Degrees, north positive.
    pub latitude: Option<f64>,
    /// Degrees, east positive.
    pub longitude: Option<f64>,
    /// The state, ISO 3166-1 alpha-2.
    pub country: Option<&'a str>,
}

/// The row of a figure.
pub fn row<'a>(view: &View<'a>, quantity: Option<&'a Quantity>, figure: &'a Figure) -> Row<'a> {
    let report = view.report(&figure.report);
    let days = figure.period.as_ref().or_else(|| view.days(figure));
    let (date_start, date_end) = days.map_or((None, None), |d| (d.from, d.to));
    let published = report.and_then(|r| r.published.as_ref()).map(|p| &p.dates);
    let best = quantity.and_then(|q| q.best.as_ref()).filter(|b| b.figure == figure.id);
    Row {
        id: &figure.id,
        date_start,
        date_end,
        date_prec: precision(date_start, date_end),
        low: figure.value.lo,
        best: best.and_then(|b| b.value.lo.or(b.value.hi)),
        high: figure.value.hi,
        number_of_sources: quantity.map_or(1, |q| q.summary.reports),
        source_office: report.and_then(|r| r.outlet.as_deref()),
        source_date: published.and_then(single),
        source_headline: report.and_then(|r| r.title.as_deref()).map(fold),
        source_original: figure.speaker.as_ref().map(|s| view.speaker_name(s)),
        where_description: figure.place.as_ref().map(|p| p.name.as_str()),
        latitude: figure.place.as_ref().and_then(|p| p.latitude),
        longitude: figure.place.as_ref().and_then(|p| p.longitude),
        country: figure.place.as_ref().and_then(|p| p.country.as_deref()),
    }
}

/// The day, where it is one.
pub fn single(dates: &Dates) -> Option<Date> {
    dates.from.filter(|from| dates.to == Some(*from))
}

fn precision(from: Option<Date>, to: Option<Date>) -> Option<u8> {
    let days = to?.since(from?).ok()?.get_days() + 1;
    Some(match days {
        ..=1 => 1,
        2..=6 => 2,
        7 => 3,
        8..=31 => 4,
        _ => 5,
    })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::precision;

    #[test]
    fn precision_is_told_by_the_days_between() {
        let from = Some(date(2031, 3, 1));
        for (to, expected) in [
            (date(2031, 3, 1), 1),
            (date(2031, 3, 6), 2),
            (date(2031, 3, 7), 3),
            (date(2031, 3, 31), 4),
            (date(2031, 12, 31), 5),
        ] {
            assert_eq!(precision(from, Some(to)), Some(expected), "{to}");
        }
        assert_eq!(precision(from, None), None);
    }
}
