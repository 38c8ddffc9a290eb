//! Every number with its reason, and what is measured, as cases: `tests/cases/quantities/{fr,en}-*.tsv` and `tests/cases/measured/`.
//!
//! `UPDATE_CASES=1 cargo test` writes what is found; read the difference before you keep it. The measured ones need the models.

use std::fmt::Write as _;

use proptest::prelude::*;
use recoupe_reading::{Lang, read_text, testing};

use super::{Expression, Trend, expressions, measured};

fn show(text: &str, e: &Expression) -> String {
    let v = &e.value;
    let end = |x: Option<f64>, inf: &str| x.map_or(inf.to_owned(), |x| x.to_string());
    let open = if v.lo_open || v.lo.is_none() { '(' } else { '[' };
    let close = if v.hi_open || v.hi.is_none() { ')' } else { ']' };
    let mut out =
        format!("\"{}\" {open}{}, {}{close}", &text[e.span.start..e.span.end], end(v.lo, "-∞"), end(v.hi, "∞"));
    if let Some(unit) = &e.unit {
        let _ = write!(out, " {}", unit.name);
        if let Some(per) = &unit.per {
            let _ = write!(out, "/{per}");
        }
        let (base, _) = unit.in_base(1.0);
        if let Some(x) = v.hi.or(v.lo).filter(|_| base != unit.name) {
            let (base, value) = unit.in_base(x);
            let _ = write!(out, " = {} {base}", (value * 1e4).round() / 1e4);
        }
    }
    if let Some(share) = e.share {
        let _ = write!(out, " = {}", (share * 1e6).round() / 1e6);
    }
    for (flag, word) in [(v.approx, " ~"), (v.vague, " vague")] {
        out.push_str(if flag { word } else { "" });
    }
    if let Some(why) = e.excluded {
        let _ = write!(out, " ({why:?})");
    }
    out
}

fn joined(shown: Vec<String>) -> String {
    if shown.is_empty() { "-".into() } else { shown.join(" ; ") }
}

#[test]
fn every_number() {
    crate::number::tests::run("quantities", |sentence, lang| {
        joined(expressions(sentence, lang).iter().map(|e| show(sentence, e)).collect())
    });
}

#[test]
fn what_is_measured() {
    crate::number::tests::run("measured", |sentence, lang| {
        let doc = read_text(sentence, Some(lang), testing::models());
        let words = |terms: &[super::Term]| terms.iter().map(|t| doc.quote(t.span)).collect::<Vec<_>>().join(" ");
        let all = measured(&doc);
        let shown = all.iter().filter(|m| m.expression.excluded.is_none()).map(|m| {
            let mut out = show(sentence, &m.expression);
            for (label, terms) in [("counts", &m.counted), ("of", &m.concept)] {
                if !terms.is_empty() {
                    let _ = write!(out, " {label} \"{}\"", words(terms));
                }
            }
            match m.trend {
                Some(Trend::Up) => out.push_str(" ↑"),
                Some(Trend::Down) => out.push_str(" ↓"),
                None => {}
            }
            out
        });
        joined(shown.collect())
    });
}

/// Pieces of numbers, in any order.
const PIECES: &[&str] = &[
    "un",
    "une",
    "vingt et un",
    "cinquième",
    "trois quarts",
    "million",
    "de",
    "d'",
    "1",
    "12",
    "345",
    "000",
    ",",
    ".",
    "/",
    "½",
    "-",
    "–",
    "^",
    "e",
    "x10^6",
    "$",
    "€",
    "USD",
    "MUSD",
    "ft",
    "in",
    "et",
    "and",
    "half",
    "quarter",
    "million",
    "point",
    "zero",
    "virgule",
    "plus de",
    "moins de",
    "more than",
    "less than",
    "or more",
    "to",
    "à",
    "entre",
    "between",
    "sur",
    "in",
    "out of",
    "over",
    "%",
    "km/h",
    "par",
    "per",
    "barrel",
    "years old",
    "ans",
    "livres",
    "pieds",
    "couronnes",
    "(",
    ")",
    "kg",
    "http://a.b/c?d=1%20",
    "lakh",
    "crore",
    "thirds",
    "\u{202f}",
    "\u{a0}",
    "é",
    "𝔸",
    "minus",
    "negative",
    "−5",
];

proptest! {
    #[test]
    fn any_numbers_in_any_order(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..30), glue in any::<bool>()) {
        let text = pieces.join(if glue { "" } else { " " });
        for lang in [Lang::Fr, Lang::En] {
            let mut last = 0;
            for e in expressions(&text, lang) {
                prop_assert!(e.span.start >= last, "out of order: {text:?}");
                last = e.span.start;
                for span in [e.span, e.measure].into_iter().chain(e.numbers.iter().map(|(span, _)| *span)) {
                    prop_assert!(text.get(span.start..span.end).is_some_and(|t| !t.is_empty()), "{span:?} of {text:?}");
                }
                prop_assert!(e.value.lo.is_none_or(f64::is_finite) && e.value.hi.is_none_or(f64::is_finite), "{text:?}");
            }
        }
    }

    #[test]
    fn any_characters(text in "\\PC{0,80}") {
        for lang in [Lang::Fr, Lang::En, Lang::Other] {
            let _ = expressions(&text, lang);
        }
    }
}

#[test]
fn units_have_one_base_and_a_factor() {
    for row in crate::lexicon::rows(include_str!("../unit/base.tsv")) {
        let numbers: Vec<f64> = row[2..].iter().map(|n| n.parse().expect("a number")).collect();
        assert!(row.len() >= 3 && numbers[0] > 0.0, "{row:?}");
        let base = crate::lexicon::rows(include_str!("../unit/base.tsv")).find(|r| r[0] == row[1]);
        assert!(base.is_none_or(|b| b[1] == row[1] && b[2] == "1"), "{row:?} has a base that is no base");
    }
}

#[test]
fn a_long_text_is_read_in_linear_time() {
    let sentence = "more than 3 and less than 5 km, one hundred and thirty-two fifths, 15 dollars and 20 cents, ";
    let time = |n: usize| {
        let text = sentence.repeat(n);
        let start = std::time::Instant::now();
        let count = expressions(&text, Lang::En).len();
        (start.elapsed(), count)
    };
    let (short, few) = time(100);
    let (long, many) = time(1_600);
    assert_eq!(few * 16, many);
    assert!(
        long < short * 80 + std::time::Duration::from_millis(200),
        "sixteen times the text: {short:?} then {long:?}"
    );
}
