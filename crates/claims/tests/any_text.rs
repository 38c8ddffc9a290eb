//! Attribution on texts that nobody would write: no panic, spans in the text, nesting without circles, linear time.

use proptest::prelude::*;
use recoupe_claims::attribution;
use recoupe_reading::{Lang, read_text, testing};

/// Pieces that cues, quotations and phrases are made of, in any order.
const PIECES: &[&str] = &[
    "Le maire",
    "a déclaré",
    "que",
    "qu'",
    "« ",
    " »",
    "\"",
    "selon",
    "Selon lui",
    ", ",
    ". ",
    " : ",
    "12 000",
    "soldats",
    "qui",
    "dit",
    "-t-il",
    "a-t-elle ajouté",
    "ajoutant que",
    "les qualifiant de",
    "said",
    "the minister",
    "told reporters",
    "according to",
    "that",
    "“",
    "”",
    "(",
    ")",
    "et",
    "and",
    "ni",
    "n'a pas confirmé",
    "pour",
    "Pour qui",
    "aux yeux de",
    "il paraît que",
    "\n\n",
    "—",
    "…",
    "?",
    "être accusé d'",
    "avoir",
    "conscient que",
    "police : 2 000, ",
    "Paris, Berlin et Rome",
    "l'idée que",
    "de source policière",
    "comme",
    "\u{202f}",
    "é",
    "𝔸",
];

fn check(text: &str, lang: Lang, models: &recoupe_reading::Models) {
    let doc = read_text(text, Some(lang), models);
    let statements = attribution::read(&doc);
    let mut last = 0;
    for (i, s) in statements.iter().enumerate() {
        for span in s.source.iter().chain(&s.cue).chain(&s.content) {
            assert!(span.start < span.end && span.end <= text.len(), "{span:?} in {text:?}");
            assert!(
                text.is_char_boundary(span.start) && text.is_char_boundary(span.end),
                "{span:?} cuts a character of {text:?}"
            );
        }
        assert!(s.nested_in != Some(i), "nested in itself: {text:?}");
        let mut at = s.nested_in;
        let mut steps = 0;
        while let Some(p) = at {
            assert!(p < statements.len() && steps <= statements.len(), "nesting runs in a circle in {text:?}");
            at = statements[p].nested_in;
            steps += 1;
        }
        let first = s.content.iter().chain(&s.cue).chain(&s.source).map(|x| x.start).min().unwrap_or(0);
        assert!(first >= last, "out of order in {text:?}");
        last = first;
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn pieces_in_any_order(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..40), french in any::<bool>()) {
        let text = pieces.join(" ");
        check(&text, if french { Lang::Fr } else { Lang::En }, testing::models());
    }

    #[test]
    fn any_characters(text in "\\PC{0,120}") {
        check(&text, Lang::Fr, &testing::words());
        check(&text, Lang::En, &testing::words());
    }
}

#[test]
fn ten_thousand_nested_quotations() {
    let text = format!("{}oui{}, a dit le maire.", "« ".repeat(10_000), " »".repeat(10_000));
    check(&text, Lang::Fr, &testing::words());
}

#[test]
fn a_long_line_is_read_in_linear_time() {
    // Twice the text may take about twice the time; a quadratic reader would take four times and more.
    let sentence = "Selon le maire, la digue a cédé et douze maisons, a-t-il dit, « sont perdues » et ";
    let time = |n: usize| {
        let text = sentence.repeat(n);
        let doc = read_text(&text, Some(Lang::Fr), &testing::words());
        let start = std::time::Instant::now();
        let count = attribution::read(&doc).len();
        (start.elapsed(), count)
    };
    let (short, few) = time(400);
    let (long, many) = time(3_200);
    assert!(many > few, "{few} then {many} statements");
    assert!(long < short * 40 + std::time::Duration::from_millis(200), "eight times the text: {short:?} then {long:?}");
}
