//! Prints blocks, repairs, sentences and quotations of text files: `cargo run --release -p recoupe-reading --features testing --example show FILE…`

use recoupe_reading::{read_text, testing};

fn main() -> std::io::Result<()> {
    let models = testing::words();
    for path in std::env::args().skip(1) {
        let text = std::fs::read_to_string(&path)?;
        let doc = read_text(&text, None, &models);
        println!("== {path} {:?}", doc.lang);
        for block in &doc.blocks {
            println!(
                "{:?} {:?} {}..{} {}",
                block.kind,
                block.lang,
                block.span.start,
                block.span.end,
                block.reason.as_deref().unwrap_or("")
            );
            if block.sentences.is_empty() {
                println!("    # {}", doc.quote(block.span));
            }
            for s in &doc.sentences[block.sentences.clone()] {
                println!("    | {}", &doc.clean[s.clean.start..s.clean.end]);
            }
        }
        for r in &doc.repairs {
            println!("repair {} {}..{} {:?} reads {:?}", r.kind, r.span.start, r.span.end, doc.quote(r.span), r.reads);
        }
        for q in &doc.quotes {
            println!("quote {} {} {}", q.depth, q.closed, &doc.clean[q.clean.start..q.clean.end]);
        }
        for d in &doc.diagnostics {
            println!("diagnostic {} {}..{} {}", d.code, d.span.start, d.span.end, d.message);
        }
    }
    Ok(())
}
