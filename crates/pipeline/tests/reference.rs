//! The runtime against what Python spaCy 3.8.18 gave for the texts in `tests/reference` (`cargo xtask parity
//! --write-reference` writes them anew).

use recoupe_pipeline::{AnnotateOptions, Iob, Pipeline, Token, store};
use serde_json::{Value, json};

fn pipeline(lang: &str) -> Pipeline {
    store::load(lang).unwrap_or_else(|error| panic!("run `make models`: {error}"))
}

/// A token's fields in the order of the reference.
fn row(t: &Token) -> Value {
    let iob = match t.ent_iob {
        Iob::O => "O",
        Iob::B => "B",
        Iob::I => "I",
    };
    let pos = t.pos.as_str();
    json!([t.start, t.end, t.space_after, pos, t.tag, t.morph, t.lemma, t.head, t.dep, t.sent_start, iob, t.ent_type])
}

fn check(lang: &str, reference: &str) {
    let pipeline = pipeline(lang);
    let mut tokens = 0;
    for line in reference.lines() {
        let case: Value = serde_json::from_str(line).unwrap();
        let text = case["text"].as_str().unwrap();
        let starts: Option<Vec<usize>> = serde_json::from_value(case["starts"].clone()).unwrap();
        let options = AnnotateOptions { sentence_starts: starts.as_deref(), ..AnnotateOptions::default() };
        let got: Vec<Value> = pipeline.annotate_with(text, &options).iter().map(row).collect();
        let want = case["tokens"].as_array().unwrap();
        for (got, want) in got.iter().zip(want) {
            assert_eq!(got, want, "in {text:?}");
        }
        assert_eq!(got.len(), want.len(), "in {text:?}");
        tokens += want.len();
    }
    assert!(reference.lines().count() >= 150 && tokens > 2000, "{tokens} tokens");
}

#[test]
fn french_is_that_of_python_spacy() {
    check("fr", include_str!("reference/fr.jsonl"));
}

#[test]
fn english_is_that_of_python_spacy() {
    check("en", include_str!("reference/en.jsonl"));
}
