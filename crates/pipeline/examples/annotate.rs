//! Annotates texts: `annotate LANG < texts.jsonl > tokens.jsonl`. A line in: `{"text": …, "starts": null or byte offsets
//! of sentence starts}`; a line out: the list of tokens.

use std::io::{BufWriter, Write, stdin, stdout};

use recoupe_pipeline::{AnnotateOptions, Iob, Token, store};
use serde_json::{Value, json};

#[derive(serde::Deserialize)]
struct Case {
    text: String,
    starts: Option<Vec<usize>>,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let lang = std::env::args().nth(1).ok_or("usage: annotate LANG < texts.jsonl")?;
    let pipeline = store::load(&lang)?;
    let mut out = BufWriter::new(stdout().lock());
    for line in stdin().lines() {
        let case: Case = serde_json::from_str(&line?)?;
        let options = AnnotateOptions { sentence_starts: case.starts.as_deref(), ..AnnotateOptions::default() };
        let tokens: Vec<Value> = pipeline.annotate_with(&case.text, &options).iter().map(fields).collect();
        serde_json::to_writer(&mut out, &tokens)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

/// A token's fields in the order of the struct.
fn fields(t: &Token) -> Value {
    let iob = match t.ent_iob {
        Iob::O => "O",
        Iob::B => "B",
        Iob::I => "I",
    };
    let pos = t.pos.as_str();
    json!([t.start, t.end, t.space_after, pos, t.tag, t.morph, t.lemma, t.head, t.dep, t.sent_start, iob, t.ent_type])
}
