//! The wording table, as cases: `tests/cases/numbers/{fr,en}-*.tsv`, one sentence a line, a tab, the quantities.
//!
//! `UPDATE_CASES=1 cargo test` writes what is found; read the difference before you keep it.

use std::fmt::Write as _;
use std::path::Path;

use recoupe_reading::Lang;

use super::{Conventions, Form, Quantity, Text, find};

/// How a case file shows a quantity: `"words" [lo, hi] unit ~`.
pub(crate) fn show(text: &str, q: &Quantity) -> String {
    let v = &q.value;
    let end = |x: Option<f64>, inf: &str| x.map_or(inf.to_owned(), |x| format!("{x}"));
    let open = if v.lo_open || v.lo.is_none() { '(' } else { '[' };
    let close = if v.hi_open || v.hi.is_none() { ')' } else { ']' };
    let mut out =
        format!("\"{}\" {open}{}, {}{close}", &text[q.span.start..q.span.end], end(v.lo, "-∞"), end(v.hi, "∞"));
    for part in [q.unit.as_deref().unwrap_or(""), if v.approx { "~" } else { "" }, if v.vague { "vague" } else { "" }] {
        if !part.is_empty() {
            let _ = write!(out, " {part}");
        }
    }
    out
}

fn quantities(sentence: &str, lang: Lang) -> String {
    let text = Text::new(sentence, 0, lang, Conventions::of(sentence, lang));
    let dates = crate::date::find(&text);
    let dated = crate::date::dated_words(&text, &dates);
    let found = find(&text, &dated);
    let shown: Vec<String> = found
        .quantities
        .iter()
        // Whether a bare "un" counts is for the figures to tell.
        .filter(|q| q.form != Form::One || q.unit.is_some())
        .map(|q| show(sentence, q))
        .collect();
    if shown.is_empty() { "-".into() } else { shown.join(" ; ") }
}

/// Runs all case files of a folder; the language is the first part of the file name.
pub(crate) fn run(folder: &str, read: impl Fn(&str, Lang) -> String) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases").join(folder);
    let mut files: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|f| f.unwrap().path()).collect();
    files.sort();
    assert!(!files.is_empty());
    let (mut wrong, mut cases) = (String::new(), 0);
    for file in files {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        let lang = if name.starts_with("en") { Lang::En } else { Lang::Fr };
        let source = std::fs::read_to_string(&file).unwrap();
        let mut updated = String::new();
        for (n, line) in source.lines().enumerate() {
            if line.is_empty() || line.starts_with('#') {
                let _ = writeln!(updated, "{line}");
                continue;
            }
            let (sentence, expected) = line.split_once('\t').unwrap_or((line, ""));
            // A narrow no-break space is hard to see in a file.
            let sentence_read =
                sentence.replace("\\u202f", "\u{202f}").replace("\\u00a0", "\u{a0}").replace("\\n", "\n");
            let got = read(&sentence_read, lang)
                .replace('\u{202f}', "\\u202f")
                .replace('\u{a0}', "\\u00a0")
                .replace('\n', "\\n");
            cases += 1;
            if got != expected {
                let _ = writeln!(wrong, "{name}:{}: {sentence}\n  expected {expected}\n  got      {got}", n + 1);
            }
            let _ = writeln!(updated, "{sentence}\t{got}");
        }
        if std::env::var_os("UPDATE_CASES").is_some() {
            std::fs::write(&file, updated).unwrap();
        }
    }
    assert!(cases > 0);
    assert!(wrong.is_empty() || std::env::var_os("UPDATE_CASES").is_some(), "{wrong}");
}

#[test]
fn wordings() {
    run("numbers", quantities);
}

// --- properties --------------------------------------------------------------------------------------------------------

/// A whole number in French words, new spelling (hyphens everywhere) or old.
fn french(n: u64, new: bool) -> String {
    let small = [
        "zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze",
        "treize", "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf",
    ];
    let tens =
        ["", "", "vingt", "trente", "quarante", "cinquante", "soixante", "soixante", "quatre-vingt", "quatre-vingt"];
    let sep = if new { "-" } else { " " };
    match n {
        0..=19 => small[usize::try_from(n).unwrap()].to_owned(),
        20..=99 => {
            let t = usize::try_from(n / 10).unwrap();
            let long = matches!(t, 7 | 9);
            let rest = if long { n - (n / 10 - 1) * 10 } else { n % 10 };
            if rest == 0 {
                return if t == 8 { "quatre-vingts".into() } else { tens[t].into() };
            }
            let and = rest == 1 && t < 8 || rest == 11 && t == 7;
            let link = if and { format!("{sep}et{sep}") } else { "-".into() };
            format!("{}{link}{}", tens[t], french(rest, new))
        }
        100..=999 => {
            let (h, rest) = (n / 100, n % 100);
            let head = if h == 1 {
                "cent".to_owned()
            } else {
                format!("{}{sep}cent{}", french(h, new), if rest == 0 { "s" } else { "" })
            };
            if rest == 0 { head } else { format!("{head}{sep}{}", french(rest, new)) }
        }
        1_000..=999_999 => {
            let (t, rest) = (n / 1000, n % 1000);
            let head = if t == 1 {
                "mille".to_owned()
            } else {
                format!(
                    "{}{sep}mille",
                    french(t, new).trim_end_matches("cents").to_owned()
                        + if french(t, new).ends_with("cents") { "cent" } else { "" }
                )
            };
            if rest == 0 { head } else { format!("{head}{sep}{}", french(rest, new)) }
        }
        _ => {
            let (m, rest) = (n / 1_000_000, n % 1_000_000);
            let head = format!("{} million{}", french(m, new), if m > 1 { "s" } else { "" });
            if rest == 0 { head } else { format!("{head} {}", french(rest, new)) }
        }
    }
}

fn english(n: u64) -> String {
    let small = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ];
    let tens = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
    match n {
        0..=19 => small[usize::try_from(n).unwrap()].to_owned(),
        20..=99 => {
            let head = tens[usize::try_from(n / 10).unwrap()];
            if n.is_multiple_of(10) { head.to_owned() } else { format!("{head}-{}", english(n % 10)) }
        }
        100..=999 => {
            let head = format!("{} hundred", english(n / 100));
            if n.is_multiple_of(100) { head } else { format!("{head} and {}", english(n % 100)) }
        }
        1_000..=999_999 => {
            let head = format!("{} thousand", english(n / 1000));
            if n.is_multiple_of(1000) { head } else { format!("{head} {}", english(n % 1000)) }
        }
        _ => {
            let head = format!("{} million", english(n / 1_000_000));
            if n.is_multiple_of(1_000_000) { head } else { format!("{head} {}", english(n % 1_000_000)) }
        }
    }
}

fn only_value(sentence: &str, lang: Lang) -> Option<f64> {
    let text = Text::new(sentence, 0, lang, Conventions::of(sentence, lang));
    let found = find(&text, &vec![false; text.words.len()]);
    match found.quantities.as_slice() {
        [q] if q.value.lo == q.value.hi => q.value.lo,
        _ => None,
    }
}

#[expect(clippy::cast_precision_loss, reason = "the numbers are small")]
fn expected(n: u64) -> Option<f64> {
    Some(n as f64)
}

use proptest::prelude::*;

/// Small, middling and large numbers, and the ones at the seams of the scales (1 001 000, 200 000 080 …), which chance
/// seldom meets.
fn whole_numbers() -> impl Strategy<Value = u64> {
    let seam = || prop_oneof![Just(0u64), Just(1), Just(80), Just(100), 0u64..1_000];
    let seams = (seam(), seam(), seam()).prop_map(|(m, t, u)| (m * 1_000_000 + t * 1_000 + u).max(2));
    prop_oneof![2u64..2_000, 2_000u64..1_000_000, 1_000_000u64..999_999_999, seams]
}

proptest! {
    #[test]
    fn spelled_french_reads_back(n in whole_numbers(), new: bool) {
        prop_assert_eq!(only_value(&format!("Il a vu {} moutons.", french(n, new)), Lang::Fr), expected(n), "{}", french(n, new));
    }

    #[test]
    fn spelled_english_reads_back(n in whole_numbers()) {
        prop_assert_eq!(only_value(&format!("He saw {} sheep.", english(n)), Lang::En), expected(n), "{}", english(n));
    }

    #[test]
    fn grouped_digits_read_back(n in 10_000u64..999_999_999, sep in prop_oneof![Just(" "), Just("\u{a0}"), Just("\u{202f}"), Just(".")]) {
        let digits = n.to_string();
        let grouped: Vec<&str> = digits.as_bytes().rchunks(3).rev().map(|c| std::str::from_utf8(c).unwrap()).collect();
        prop_assert_eq!(only_value(&format!("Il a vu {} moutons.", grouped.join(sep)), Lang::Fr), expected(n));
    }

    /// Nothing that is written makes the reading of numbers fail; what it finds lies in order within the text.
    #[test]
    fn any_text(s in "\\PC{0,80}") {
        for lang in [Lang::Fr, Lang::En] {
            let text = Text::new(&s, 0, lang, Conventions::of(&s, lang));
            let found = find(&text, &vec![false; text.words.len()]);
            for q in &found.quantities {
                prop_assert!(s.get(q.span.start..q.span.end).is_some());
                prop_assert!(q.value.lo.is_some() || q.value.hi.is_some());
                prop_assert!(q.value.lo.is_none_or(f64::is_finite) && q.value.hi.is_none_or(f64::is_finite));
            }
        }
    }

    /// Words of numbers in any order.
    #[test]
    fn any_number_words(words in proptest::collection::vec(prop_oneof![
        Just("deux"), Just("mille"), Just("cent"), Just("million"), Just("et"), Just("demi"), Just("entre"), Just("à"), Just("3"), Just("000"),
        Just("%"), Just("km"), Just("une"), Just("dizaine"), Just("de"), Just("milliers"), Just("plus"), Just("moins"), Just("sur"), Just("-"),
        Just("quatre"), Just("vingt"), Just("€"), Just("tiers"), Just("."), Just(","), Just("ans"), Just("h"),
    ], 0..14)) {
        for joined in [words.join(" "), words.concat()] {
            let text = Text::new(&joined, 0, Lang::Fr, Conventions::of(&joined, Lang::Fr));
            let _ = find(&text, &vec![false; text.words.len()]);
        }
    }
}

/// A number of 400 digits is left out and told, not read as infinity.
#[test]
fn a_number_of_400_digits() {
    let s = format!("Il a vu {} moutons et 3 chevaux.", "9".repeat(400));
    let text = Text::new(&s, 0, Lang::Fr, Conventions::of(&s, Lang::Fr));
    let found = find(&text, &vec![false; text.words.len()]);
    assert_eq!(found.overflow.len(), 1);
    assert_eq!(found.quantities.len(), 1);
}

/// Granularity is the place of the last digit that is not zero, as written.
#[test]
fn granularity() {
    for (s, g) in [
        ("1 100 cas", 100.0),
        ("1 101 cas", 1.0),
        ("12 000 cas", 1000.0),
        ("2,5 millions d'euros", 100_000.0),
        ("1,25 m", 0.01),
        ("mille cent cas", 100.0),
        ("dix cas", 10.0),
        ("une centaine de cas", 100.0),
    ] {
        let text = Text::new(s, 0, Lang::Fr, Conventions::of(s, Lang::Fr));
        let found = find(&text, &vec![false; text.words.len()]);
        assert_eq!(found.quantities[0].value.granularity, g, "{s}");
    }
}
