//! Finds date expressions in the words of a sentence.

mod frames;
mod points;
mod words;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use recoupe_reading::Lang;
use smol_str::SmolStr;

use super::{Part, Season, Toward, Unit, WhenExpr};
use crate::lexicon::{Phrases, fold, rows};
use crate::number::Text;
use frames::{between, elapsed, framed, iso};
use points::point;
use words::{month, weekday};

/// A date expression: words `first..end`.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Dated {
    pub(crate) first: usize,
    pub(crate) end: usize,
    pub(crate) expr: WhenExpr,
    /// Its numbers belong to the calendar; the others ("il y a trois jours") are also told as durations.
    pub(crate) calendar: bool,
}

struct Tables {
    weekday: BTreeMap<SmolStr, i8>,
    month: BTreeMap<SmolStr, i8>,
    season: BTreeMap<SmolStr, Season>,
    part: Phrases<Part>,
    fixed: Phrases<WhenExpr>,
    last: Vec<SmolStr>,
    next: Vec<SmolStr>,
    ago_before: Phrases<()>,
    ago_after: Phrases<()>,
    since: Phrases<()>,
    ahead: Phrases<()>,
    by: Phrases<()>,
    since_date: Phrases<()>,
    until: Phrases<()>,
    unit: BTreeMap<SmolStr, Unit>,
}

fn tables(lang: Lang) -> &'static Tables {
    static FR: LazyLock<Tables> = LazyLock::new(|| Tables::load(include_str!("../../fr/dates.tsv")));
    static EN: LazyLock<Tables> = LazyLock::new(|| Tables::load(include_str!("../../en/dates.tsv")));
    match lang {
        Lang::En => &EN,
        Lang::Fr | Lang::Other => &FR,
    }
}

impl Tables {
    fn load(source: &'static str) -> Self {
        let forms = |class: &'static str| {
            rows(source).filter(move |r| r[0] == class && r.len() == 3).flat_map(|r| {
                let value = r[1];
                r[2].split('|').map(move |f| (value, f.trim())).collect::<Vec<_>>()
            })
        };
        let number = |class: &'static str| forms(class).map(|(v, f)| (fold(f), v.parse().unwrap_or(1))).collect();
        let phrases = |class: &'static str, value: &'static str| {
            let mut out = Phrases::new();
            for (_, f) in forms(class).filter(|(v, _)| value.is_empty() || *v == value) {
                out.add(f, ());
            }
            out
        };
        let unit_of = |name: &str| match name {
            "hour" => Unit::Hour,
            "week" => Unit::Week,
            "month" => Unit::Month,
            "year" => Unit::Year,
            "decade" => Unit::Decade,
            _ => Unit::Day,
        };
        let mut part = Phrases::new();
        for (v, f) in forms("part") {
            part.add(
                f,
                match v {
                    "start" => Part::Start,
                    "mid" => Part::Middle,
                    _ => Part::End,
                },
            );
        }
        let mut fixed = Phrases::new();
        for (class, unit, thirds) in [
            ("day", Unit::Day, Part::Whole),
            ("weekend", Unit::Weekend, Part::Whole),
            ("week", Unit::Week, Part::Whole),
            ("month-shift", Unit::Month, Part::Whole),
            ("year-shift", Unit::Year, Part::Whole),
            ("month-start", Unit::Month, Part::Start),
            ("month-mid", Unit::Month, Part::Middle),
            ("month-end", Unit::Month, Part::End),
            ("week-start", Unit::Week, Part::Start),
            ("week-end", Unit::Week, Part::End),
            ("year-start", Unit::Year, Part::Start),
            ("year-end", Unit::Year, Part::End),
            ("year-part", Unit::Year, Part::Middle),
        ] {
            for (v, f) in forms(class) {
                fixed.add(f, WhenExpr::Calendar { unit, shift: v.parse().unwrap_or(0), part: thirds });
            }
        }
        for (class, toward) in [("recent", Toward::Past), ("soon", Toward::Future)] {
            for (v, f) in forms(class) {
                fixed.add(f, WhenExpr::Around { unit: unit_of(v), toward });
            }
        }
        Self {
            weekday: number("weekday"),
            month: number("month"),
            season: forms("season")
                .map(|(v, f)| {
                    (
                        fold(f),
                        match v {
                            "spring" => Season::Spring,
                            "summer" => Season::Summer,
                            "autumn" => Season::Autumn,
                            _ => Season::Winter,
                        },
                    )
                })
                .collect(),
            part,
            fixed,
            last: forms("last").map(|(_, f)| fold(f)).collect(),
            next: forms("next").map(|(_, f)| fold(f)).collect(),
            ago_before: phrases("ago", "before"),
            ago_after: phrases("ago", "after"),
            since: phrases("since", "before"),
            ahead: phrases("ahead", "before"),
            by: phrases("by", ""),
            since_date: phrases("since-date", ""),
            until: phrases("until", ""),
            unit: forms("unit").map(|(v, f)| (fold(f), unit_of(v))).collect(),
        }
    }
}

/// All date expressions, in order, not overlapping.
pub(crate) fn find(text: &Text<'_>) -> Vec<Dated> {
    let mut out: Vec<Dated> = Vec::new();
    let mut i = 0;
    while i < text.words.len() {
        match at(text, i) {
            Some(d) => {
                i = d.end.max(i + 1);
                out.push(d);
            }
            None => i += 1,
        }
    }
    out
}

/// For each word, whether it is part of a calendar date, so that its numbers count nothing.
pub(crate) fn dated_words(text: &Text<'_>, dates: &[Dated]) -> Vec<bool> {
    let mut out = vec![false; text.words.len()];
    for d in dates.iter().filter(|d| d.calendar) {
        out[d.first..d.end].fill(true);
    }
    out
}

/// A month name (in English with its capital) stands at word `i`.
pub(crate) fn is_month(text: &Text<'_>, i: usize) -> bool {
    month(text, i).is_some()
}

/// A weekday or month stands at word `i`.
pub(crate) fn is_date_word(text: &Text<'_>, i: usize) -> bool {
    is_month(text, i) || weekday(text, i).is_some()
}

/// The date expression that starts at word `i`.
fn at(text: &Text<'_>, i: usize) -> Option<Dated> {
    let t = tables(text.lang);
    if let Some(d) = iso(text, i) {
        return Some(d);
    }
    if let Some((len, expr)) = t.fixed.at(&text.words, i) {
        return Some(Dated { first: i, end: i + len, expr: expr.clone(), calendar: false });
    }
    between(text, i).or_else(|| framed(text, i)).or_else(|| elapsed(text, i)).or_else(|| point(text, i))
}
