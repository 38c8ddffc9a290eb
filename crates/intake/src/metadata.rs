//! What an input says about a report, each value with where it was said.

use std::fmt;
use std::str::FromStr;

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::Offset;
use serde::{Deserialize, Serialize};

/// A value and where it was told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told<T> {
    /// What was told.
    pub value: T,
    /// Where.
    pub basis: Basis,
}

impl<T> Told<T> {
    /// A value with its basis.
    pub fn new(value: T, basis: Basis) -> Self {
        Self { value, basis }
    }
}

/// Where a value of the metadata was told. The words of the public shapes are the names in kebab-case (`json-ld`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Basis {
    /// The user (an option of the command line).
    Given,
    /// schema.org in JSON-LD.
    JsonLd,
    /// The Open Graph protocol, with its `article:` properties.
    OpenGraph,
    /// Dublin Core elements and terms.
    DublinCore,
    /// schema.org in attributes of the page (microdata, RDFa).
    Microdata,
    /// Another `<meta>` or `<link>` element, or the `lang` of the page.
    Meta,
    /// A `<time>` element.
    TimeElement,
    /// The address of the page.
    Url,
    /// Words that a reader of the page sees.
    Text,
    /// The entry of a feed or of a sitemap.
    Feed,
    /// The header of a WARC or ARC record.
    WarcHeader,
    /// The header of an HTTP response.
    HttpHeader,
    /// The header of a message.
    EmailHeader,
    /// The properties of a document (PDF, DOCX …).
    DocumentProperties,
    /// A field of JSON.
    Json,
}

/// What an input says about a report. A modified date is never a published one.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Metadata {
    /// The title, without the outlet's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<Told<String>>,
    /// Who wrote it, persons first as they are named.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub authors: Vec<Told<String>>,
    /// The outlet: the name of the site or of the paper.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outlet: Option<Told<String>>,
    /// The body that publishes it, where it is named apart (the true publisher of an entry that a feed passes on).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub publisher: Option<Told<String>>,
    /// The section of the outlet ("Monde").
    #[serde(skip_serializing_if = "Option::is_none")]
    pub section: Option<Told<String>>,
    /// Its language, a BCP 47 tag as written (`fr`, `en-GB`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<Told<String>>,
    /// When it was first published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published: Option<Told<Moment>>,
    /// When it was last changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub modified: Option<Told<Moment>>,
    /// The address that the page gives as its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub canonical: Option<Told<String>>,
    /// News agencies that are credited, by the names they use ("AFP").
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub agencies: Vec<Told<String>>,
    /// Correction notices, in the words of the page.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub corrections: Vec<Told<String>>,
    /// Whether a part of the report is kept for those who pay.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paywall: Option<Told<bool>>,
}

impl Metadata {
    /// Fills what is not told here from `other`.
    pub fn or(mut self, other: Self) -> Self {
        fn list<T>(own: Vec<T>, other: Vec<T>) -> Vec<T> {
            if own.is_empty() { other } else { own }
        }
        self.title = self.title.or(other.title);
        self.authors = list(self.authors, other.authors);
        self.outlet = self.outlet.or(other.outlet);
        self.publisher = self.publisher.or(other.publisher);
        self.section = self.section.or(other.section);
        self.language = self.language.or(other.language);
        self.published = self.published.or(other.published);
        self.modified = self.modified.or(other.modified);
        self.canonical = self.canonical.or(other.canonical);
        self.agencies = list(self.agencies, other.agencies);
        self.corrections = list(self.corrections, other.corrections);
        self.paywall = self.paywall.or(other.paywall);
        self
    }
}

/// A day, with the time of day and the distance from UTC where they are told. Written as in RFC 3339, cut where it ends:
/// `2031-03-04`, `2031-03-04T08:15:00`, `2031-03-04T08:15:00+01:00`.
///
/// # Example
///
/// ```
/// use recoupe_intake::Moment;
///
/// let moment: Moment = "2031-03-04T08:15:00+01:00".parse().unwrap();
/// assert_eq!(moment.day.to_string(), "2031-03-04");
/// assert_eq!(moment.to_string(), "2031-03-04T08:15:00+01:00");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// The calendar day as written, in the writer's own time zone.
    pub day: Date,
    /// The time of day in that zone.
    pub time: Option<Time>,
    /// The distance of that zone from UTC; only beside a time.
    pub offset: Option<Offset>,
}

impl Moment {
    /// A day alone.
    pub fn day(day: Date) -> Self {
        Self { day, time: None, offset: None }
    }

    /// A day and a time, in a zone that is not told.
    pub fn local(at: DateTime) -> Self {
        Self { day: at.date(), time: Some(at.time()), offset: None }
    }

    /// A moment in a zone.
    pub fn zoned(at: DateTime, offset: Offset) -> Self {
        Self { day: at.date(), time: Some(at.time()), offset: Some(offset) }
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.day)?;
        let Some(time) = self.time else { return Ok(()) };
        write!(f, "T{:02}:{:02}:{:02}", time.hour(), time.minute(), time.second())?;
        match self.offset.map(Offset::seconds) {
            None => Ok(()),
            Some(0) => f.write_str("Z"),
            Some(seconds) => {
                let sign = if seconds < 0 { '-' } else { '+' };
                let minutes = seconds.unsigned_abs() / 60;
                write!(f, "{sign}{:02}:{:02}", minutes / 60, minutes % 60)
            }
        }
    }
}

/// A text that is no moment.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a day or a moment of RFC 3339")]
pub struct NotAMoment(String);

impl FromStr for Moment {
    type Err = NotAMoment;

    fn from_str(text: &str) -> Result<Self, NotAMoment> {
        let fail = || NotAMoment(text.to_owned());
        let Some((day, rest)) = text.split_once(['T', 't', ' ']) else {
            return text.parse().map(Self::day).map_err(|_| fail());
        };
        let day: Date = day.parse().map_err(|_| fail())?;
        let zone = rest.find(['Z', 'z', '+', '-']).unwrap_or(rest.len());
        let (time, zone) = rest.split_at(zone);
        let time = Some(time.trim_end().parse().map_err(|_| fail())?);
        if zone.is_empty() {
            return Ok(Self { day, time, offset: None });
        }
        Ok(Self { day, time, offset: Some(offset(zone).ok_or_else(fail)?) })
    }
}

/// `Z`, `+01:00`, `-0430`, `+02`.
fn offset(zone: &str) -> Option<Offset> {
    if zone.eq_ignore_ascii_case("z") {
        return Some(Offset::UTC);
    }
    let (sign, digits) = match zone.as_bytes().first()? {
        b'+' => (1, &zone[1..]),
        b'-' => (-1, &zone[1..]),
        _ => return None,
    };
    let digits: String = digits.chars().filter(|&c| c != ':').collect();
    if !matches!(digits.len(), 2 | 4) || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let hours: i32 = digits[..2].parse().ok()?;
    let minutes: i32 = digits.get(2..).filter(|m| !m.is_empty()).map_or(Ok(0), str::parse).ok()?;
    Offset::from_seconds(sign * (hours * 3600 + minutes * 60)).ok().filter(|_| minutes < 60)
}

impl Serialize for Moment {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_written_as_they_are_read() {
        for text in [
            "2031-03-04",
            "2031-03-04T08:15:00",
            "2031-03-04T08:15:00Z",
            "2031-03-04T23:59:59-04:30",
            "2031-03-04T08:15:00+02:00",
        ] {
            let moment: Moment = text.parse().expect("is a moment");
            assert_eq!(moment.to_string(), text);
            let json = serde_json::to_string(&moment).expect("is a string");
            assert_eq!(serde_json::from_str::<Moment>(&json).expect("reads back"), moment);
        }
    }

    #[test]
    fn other_texts_are_no_moments() {
        for text in [
            "",
            "hier",
            "2031-13-04",
            "2031-03-04T",
            "2031-03-04T25:00",
            "2031-03-04T08:15:00+1",
            "2031-03-04T08:15:00+01:99",
            "é",
        ] {
            assert!(text.parse::<Moment>().is_err(), "{text}");
        }
    }

    #[test]
    fn the_envelope_fills_what_the_page_does_not_say() {
        let told = |value: &str, basis| Some(Told::new(value.to_owned(), basis));
        let page = Metadata { title: told("Crue à Verlay", Basis::JsonLd), ..Metadata::default() };
        let feed =
            Metadata { title: told("Crue", Basis::Feed), section: told("Région", Basis::Feed), ..Metadata::default() };
        let both = page.or(feed);
        assert_eq!(both.title, told("Crue à Verlay", Basis::JsonLd));
        assert_eq!(both.section, told("Région", Basis::Feed));
    }
}
