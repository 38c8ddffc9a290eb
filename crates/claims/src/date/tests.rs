//! Date expressions as cases: `tests/cases/dates/{fr,en}-*.tsv`, `anchor: sentence`, a tab, the expressions with the days
//! they mean. The anchor is a day, `from..to`, or `?` for unknown.

use jiff::civil::Date;
use proptest::prelude::*;
use recoupe_reading::Lang;

use super::{Interval, Precision, Toward, WhenExpr, find};
use crate::number::{Conventions, Text};

fn day(s: &str) -> Option<Date> {
    s.trim().parse().ok()
}

fn anchor(s: &str) -> Interval {
    match s.split_once("..") {
        Some((a, b)) => Interval { from: day(a), to: day(b), precision: Precision::Range, candidates: Vec::new() },
        None => day(s).map_or(Interval::UNKNOWN, Interval::day),
    }
}

fn show(i: &Interval) -> String {
    let end = |d: Option<Date>| d.map_or("…".to_owned(), |d| d.to_string());
    if !i.candidates.is_empty() {
        return format!("one of {}", i.candidates.iter().map(Date::to_string).collect::<Vec<_>>().join(", "));
    }
    match (i.from, i.to) {
        (None, None) => "unknown".to_owned(),
        (Some(a), Some(b)) if a == b => a.to_string(),
        (a, b) => format!("{}..{} {:?}", end(a), end(b), i.precision).to_lowercase(),
    }
}

fn dates(case: &str, lang: Lang) -> String {
    let (at, sentence) = case.split_once(": ").unwrap_or(("?", case));
    let text = Text::new(sentence, 0, lang, Conventions::of(sentence, lang));
    let at = anchor(at);
    let shown: Vec<String> = find(&text)
        .iter()
        .map(|d| {
            let span = text.span(d.first, d.end);
            format!("\"{}\" {}", &sentence[span.start..span.end], show(&d.expr.resolve(&at)))
        })
        .collect();
    if shown.is_empty() { "-".into() } else { shown.join(" ; ") }
}

#[test]
fn expressions() {
    crate::number::tests::run("dates", dates);
}

#[test]
fn a_future_verb_looks_ahead() {
    let june = WhenExpr::Month { month: 6, part: super::Part::Whole, toward: Toward::Past };
    let at = anchor("2024-09-10");
    assert_eq!(show(&june.resolve(&at)), "2024-06-01..2024-06-30 month");
    assert_eq!(show(&june.toward(Toward::Future).resolve(&at)), "2025-06-01..2025-06-30 month");
}

/// Chains of words that ask for another date do not nest: neither the stack nor the time grows with them.
#[test]
fn chains_do_not_nest() {
    for (lang, piece) in [
        (Lang::En, "first week of "),
        (Lang::En, "the last week of "),
        (Lang::En, "two days after "),
        (Lang::En, "later "),
        (Lang::En, "week of "),
        (Lang::En, "week of early "),
        (Lang::En, "last year's "),
        (Lang::En, "from between "),
        (Lang::Fr, "la veille de "),
        (Lang::Fr, "la veille de la semaine de début "),
        (Lang::Fr, "la première semaine de "),
        (Lang::Fr, "deux jours après "),
        (Lang::Fr, "plus tard "),
        (Lang::Fr, "fin de "),
        (Lang::Fr, "le lendemain, "),
        (Lang::Fr, "1, "),
    ] {
        let s = piece.repeat(5_000);
        let text = Text::new(&s, 0, lang, Conventions::of("", lang));
        assert!(find(&text).len() <= text.words.len());
        assert!(super::find::find_all(&text).len() <= text.words.len());
    }
}

proptest! {
    /// Nothing that is written makes the reading of dates fail, and what it finds lies in order within the text.
    #[test]
    fn any_text(s in "\\PC{0,80}") {
        for lang in [Lang::Fr, Lang::En] {
            let text = Text::new(&s, 0, lang, Conventions::of(&s, lang));
            let mut last = 0;
            for d in find(&text) {
                prop_assert!(d.first >= last && d.first < d.end && d.end <= text.words.len());
                last = d.end;
                let _ = d.expr.resolve(&anchor("2024-02-29"));
                let _ = d.expr.resolve(&anchor("2024-02-20..2024-03-10"));
            }
        }
    }

    /// Words of dates in any order.
    #[test]
    fn any_date_words(words in proptest::collection::vec(prop_oneof![
        Just("le"), Just("3"), Just("31"), Just("mai"), Just("2024"), Just("lundi"), Just("fin"), Just("entre"), Just("et"), Just("il y a"),
        Just("999999"), Just("ans"), Just("depuis"), Just("d'ici"), Just("dernier"), Just("-"), Just("/"), Just("9999"), Just("février"), Just("30"),
        Just("première"), Just("semaine"), Just("de"), Just("trimestre"), Just("prochaine"), Just("plus tard"), Just("la veille"), Just("à"), Just("h"),
        Just("du"), Just("au"), Just("ce"), Just("soir"), Just("T3"), Just("Noël"), Just("deux"), Just("siècle"), Just("XIXe"), Just("années"),
    ], 0..12)) {
        let s = words.join(" ");
        let text = Text::new(&s, 0, Lang::Fr, Conventions::of(&s, Lang::Fr));
        prop_assert!(super::find::find_all(&text).len() <= text.words.len());
        for d in find(&text) {
            let _ = d.expr.resolve(&anchor("2024-12-31"));
            let _ = d.expr.resolve(&Interval::UNKNOWN);
        }
    }

    /// A resolved interval never runs backwards.
    #[test]
    fn in_order(weekday in 1i8..=7, month in 1i8..=12, start in 0i32..20_000, length in 0i32..40) {
        let epoch = Date::constant(1970, 1, 1);
        let from = epoch.checked_add(jiff::Span::new().days(start)).unwrap();
        let to = from.checked_add(jiff::Span::new().days(length)).unwrap();
        let at = Interval { from: Some(from), to: Some(to), precision: Precision::Range, candidates: Vec::new() };
        for toward in [Toward::Past, Toward::Future] {
            for e in [WhenExpr::Weekday { weekday, toward }, WhenExpr::Month { month, part: super::Part::Whole, toward }] {
                let i = e.resolve(&at);
                prop_assert!(i.from <= i.to);
                prop_assert!(i.candidates.windows(2).all(|w| w[0] < w[1]));
            }
        }
    }
}
