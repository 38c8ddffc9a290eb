//! What holds for every text, however odd.

use proptest::prelude::*;
use recoupe_reading::{BlockKind, Doc, Lang, Span, read_text, testing};

/// Invariants of a document.
fn check(doc: &Doc) -> Result<(), TestCaseError> {
    let text = &doc.report.text;
    let bounds = |s: Span, of: &str| {
        s.start <= s.end && s.end <= of.len() && of.is_char_boundary(s.start) && of.is_char_boundary(s.end)
    };
    let mut end = 0;
    for token in &doc.tokens {
        prop_assert!(bounds(token.clean, &doc.clean), "{token:?}");
        prop_assert!(bounds(token.span, text), "{token:?} in {text:?}");
        prop_assert!(token.clean.start >= end && !token.clean.is_empty());
        prop_assert!(token.head < doc.tokens.len() && doc.tokens[token.head].sentence == token.sentence, "{token:?}");
        end = token.clean.end;
    }
    prop_assert!(doc.tokens.windows(2).all(|w| w[0].span.start <= w[1].span.start && w[0].span.end <= w[1].span.end));
    // Sentences share out the tokens, blocks share out the sentences.
    let mut next = 0;
    for (i, sentence) in doc.sentences.iter().enumerate() {
        prop_assert!(sentence.tokens.start == next && sentence.tokens.end > next);
        next = sentence.tokens.end;
        prop_assert!(bounds(sentence.clean, &doc.clean));
        prop_assert!(doc.blocks[sentence.block].sentences.contains(&i));
        prop_assert!(sentence.tokens.clone().all(|t| doc.tokens[t].sentence == i));
    }
    prop_assert_eq!(next, doc.tokens.len());
    // Blocks are in order and cover all that is not blank.
    let mut end = 0;
    for block in &doc.blocks {
        prop_assert!(bounds(block.span, text) && block.span.start >= end && !block.span.is_empty());
        let between = &text[end..block.span.start];
        prop_assert!(between.chars().all(is_blank), "{between:?} is in no block");
        prop_assert!(!matches!(block.kind, BlockKind::Boilerplate | BlockKind::Byline) || block.sentences.is_empty());
        end = block.span.end;
    }
    prop_assert!(text[end..].chars().all(is_blank), "{:?} is in no block", &text[end..]);
    for quote in &doc.quotes {
        prop_assert!(bounds(quote.clean, &doc.clean) && quote.first < quote.end && quote.end <= doc.tokens.len());
    }
    for span in doc.repairs.iter().map(|r| r.span).chain(doc.diagnostics.iter().map(|d| d.span)) {
        prop_assert!(bounds(span, text));
    }
    // Any clean span maps into the original.
    let offsets: Vec<usize> = (0..=doc.clean.len()).filter(|&i| doc.clean.is_char_boundary(i)).take(200).collect();
    for pair in offsets.windows(3) {
        for clean in [Span::new(pair[0], pair[1]), Span::new(pair[0], pair[2])] {
            prop_assert!(bounds(doc.to_original(clean), text), "{clean:?}");
        }
    }
    Ok(())
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || c.is_control() || matches!(c, '\u{FEFF}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{AD}')
}

/// Pieces of which odd news texts are made.
const PIECES: [&str; 60] = [
    "Le maire",
    " a déclaré",
    " que",
    " 1.",
    "\n\n",
    "200",
    " soldats",
    ".",
    ".L'",
    "\"",
    "«",
    "»",
    " ",
    "\u{a0}",
    "\u{202f}",
    "’",
    "'",
    "“",
    "”",
    "‘",
    "- Un titre -",
    " - ",
    "–",
    "\n",
    "\r\n",
    "PUBLICITÉ",
    "(AFP)",
    "AFP",
    "1 × 1 =",
    "&eacute;",
    "&#",
    "<p>",
    "</p>",
    "Ã©",
    "â€™",
    "\u{feff}",
    "\u{ad}",
    "t - il",
    "M. ",
    "U.S.",
    "...",
    "…",
    "?",
    "!",
    "(",
    ")",
    "[",
    "14h32",
    "170mm",
    "Par Jean Dupont",
    "de",
    "The mayor",
    " said",
    "Leave a comment",
    "http://a.fr/B.C",
    ",",
    ":",
    ";",
    "é",
    "\u{1F600}",
];

fn odd_text() -> impl Strategy<Value = String> {
    proptest::collection::vec(proptest::sample::select(PIECES.as_slice()), 0..40).prop_map(|p| p.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_unicode(text in "\\PC{0,200}") {
        check(&read_text(&text, None, &testing::words()))?;
    }

    #[test]
    fn odd_pieces(text in odd_text()) {
        check(&read_text(&text, None, &testing::words()))?;
        check(&read_text(&text, Some(Lang::Fr), &testing::words()))?;
    }

    #[test]
    fn controls_and_spaces(text in "[\\x00-\\x20\u{a0}a-c.\"«»\n\r]{0,120}") {
        check(&read_text(&text, Some(Lang::En), &testing::words()))?;
    }

    #[test]
    fn reading_twice_gives_the_same(text in odd_text()) {
        let (a, b) = (read_text(&text, None, &testing::words()), read_text(&text, None, &testing::words()));
        prop_assert_eq!(format!("{a:?}"), format!("{b:?}"));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn odd_pieces_through_the_models(text in odd_text(), english in any::<bool>()) {
        let lang = if english { Lang::En } else { Lang::Fr };
        check(&read_text(&text, Some(lang), testing::models()))?;
    }
}

#[test]
fn hostile_texts_take_linear_time() {
    let started = std::time::Instant::now();
    let nested = format!("{}fin{}", "« ".repeat(10_000), " »".repeat(10_000));
    let texts = [
        nested.clone(),
        "\"".repeat(50_000),
        "«".repeat(50_000),
        "a\"b".repeat(30_000),
        "(".repeat(50_000),
        "Il dit. ".repeat(20_000),
        "mot".repeat(100_000),
        "mot ".repeat(100_000),
        "1.\n\n100 ".repeat(20_000),
        "- A - ".repeat(20_000),
        "« Un.\n".repeat(10_000),
        "9".repeat(400),
        format!("Il y a {} morts.", "9".repeat(400)),
        "- ".repeat(50_000),
        "fin.- A".repeat(20_000),
        "&".repeat(50_000),
        "<p ".repeat(30_000),
        "l' ".repeat(50_000),
        "A.".repeat(50_000),
        "?!".repeat(50_000),
        "Ã".repeat(50_000),
        "par \n".repeat(20_000),
        "a-\n".repeat(20_000),
        "Lire aussi : ".repeat(20_000),
    ];
    for text in texts {
        let doc = read_text(&text, Some(Lang::Fr), &testing::words());
        assert!(check(&doc).is_ok(), "{}", &text[..20.min(text.len())]);
        assert!(started.elapsed().as_secs() < 120, "too slow at {:?}", text.chars().take(20).collect::<String>());
    }
    let deep = read_text(&nested, Some(Lang::Fr), &testing::words());
    assert_eq!(deep.quotes.iter().map(|q| q.depth).max(), Some(9_999));
    assert!(deep.quotes.iter().all(|q| q.closed));
}
