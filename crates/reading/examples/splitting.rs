//! Measures sentence splitting: ours and the parser's own, against files with marked sentences (`¦`, see
//! `tests/sentences`) or CoNLL-U files (taken ten sentences a document).
//!
//! `cargo run --release -p recoupe-reading --features testing --example splitting fr tests/sentences/fr.txt [-v] [FILE.conllu]…`

use std::collections::BTreeSet;

use recoupe_pipeline::store;
use recoupe_reading::{Lang, Span, read_text, testing};

/// A text and where its sentences lie.
struct Document {
    text: String,
    gold: BTreeSet<Span>,
}

#[derive(Default)]
struct Score {
    gold: usize,
    found: usize,
    right: usize,
}

impl Score {
    fn add(&mut self, gold: &BTreeSet<Span>, found: &BTreeSet<Span>) {
        self.gold += gold.len();
        self.found += found.len();
        self.right += gold.intersection(found).count();
    }

    fn f1(&self) -> f64 {
        200.0 * self.right as f64 / (self.gold + self.found).max(1) as f64
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let code = args.next().ok_or("name a language: fr, en or other")?;
    let lang = match code.as_str() {
        "fr" => Lang::Fr,
        "en" => Lang::En,
        _ => Lang::Other,
    };
    let words = testing::words();
    let (verbose, paths): (Vec<String>, Vec<String>) = args.partition(|a| a == "-v");
    for path in paths {
        let data = std::fs::read_to_string(&path)?;
        let documents = if path.ends_with(".conllu") { conllu(&data) } else { marked(&data) };
        tell_language(&path, &documents, lang);
        if lang == Lang::Other {
            continue;
        }
        let parser = store::load(&code)?;
        let (mut ours, mut theirs) = (Score::default(), Score::default());
        for document in &documents {
            let doc = read_text(&document.text, Some(lang), &words);
            let found: BTreeSet<Span> = doc.sentences.iter().map(|s| doc.to_original(s.clean)).collect();
            ours.add(&document.gold, &found);
            if !verbose.is_empty() {
                for lost in document.gold.difference(&found) {
                    println!("missed {:?}", &document.text[lost.start..lost.end]);
                }
                for wrong in found.difference(&document.gold) {
                    println!("  made {:?}", &document.text[wrong.start..wrong.end]);
                }
            }
            theirs.add(&document.gold, &parsed(&parser, &document.text));
        }
        println!("{path}: {} sentences, F1 ours {:.1}, parser {:.1}", ours.gold, ours.f1(), theirs.f1());
    }
    Ok(())
}

/// How often the language is told, of whole documents and of single sentences.
fn tell_language(path: &str, documents: &[Document], lang: Lang) {
    let words = testing::words();
    let told = |text: &str| read_text(text, None, &words).lang == lang;
    let singles: Vec<&str> = documents.iter().flat_map(|d| d.gold.iter().map(|s| &d.text[s.start..s.end])).collect();
    let whole = documents.iter().filter(|d| told(&d.text)).count();
    let single = singles.iter().filter(|s| told(s)).count();
    println!(
        "{path}: language told of {whole} of {} documents, {single} of {} single sentences",
        documents.len(),
        singles.len()
    );
}

fn parsed(parser: &recoupe_pipeline::Pipeline, text: &str) -> BTreeSet<Span> {
    let mut found: Vec<Span> = Vec::new();
    for token in parser.annotate(text) {
        if text[token.start..token.end].trim().is_empty() {
            continue;
        }
        match found.last_mut() {
            Some(last) if !token.sent_start => last.end = token.end,
            _ => found.push(Span::new(token.start, token.end)),
        }
    }
    found.into_iter().collect()
}

/// One document a line, sentences cut by `¦`.
fn marked(data: &str) -> Vec<Document> {
    let lines = data.lines().filter(|l| !l.starts_with('#') && !l.trim().is_empty());
    lines
        .map(|line| join(line.replace(" ¦ ", " ¦").split('¦').map(|s| (s.trim_end().to_owned(), s.ends_with(' ')))))
        .collect()
}

/// Ten sentences a document.
fn conllu(data: &str) -> Vec<Document> {
    let mut sentences = Vec::new();
    for block in data.split("\n\n") {
        let Some(text) = block.lines().find_map(|l| l.strip_prefix("# text = ")) else { continue };
        let glued = block.lines().rfind(|l| !l.starts_with('#')).is_some_and(|l| l.contains("SpaceAfter=No"));
        sentences.push((text.trim().to_owned(), !glued));
    }
    sentences.chunks(10).map(|c| join(c.iter().cloned())).collect()
}

fn join(sentences: impl Iterator<Item = (String, bool)>) -> Document {
    let mut text = String::new();
    let mut gold = BTreeSet::new();
    for (sentence, space) in sentences {
        gold.insert(Span::new(text.len(), text.len() + sentence.len()));
        text.push_str(&sentence);
        if space {
            text.push(' ');
        }
    }
    Document { text, gold }
}
