//! Annotates texts: `annotate LANG < texts.jsonl > tokens.jsonl`, one JSON string a line in, one list of tokens out.

use std::io::{BufWriter, Write, stdin, stdout};

use recoupe_pipeline::{Iob, Token, store};
use serde_json::{Value, json};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let lang = std::env::args().nth(1).ok_or("usage: annotate LANG < texts.jsonl")?;
    let pipeline = store::load(&lang)?;
    let mut out = BufWriter::new(stdout().lock());
    for line in stdin().lines() {
        let text: String = serde_json::from_str(&line?)?;
        let tokens: Vec<Value> = pipeline.annotate(&text).iter().map(fields).collect();
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
