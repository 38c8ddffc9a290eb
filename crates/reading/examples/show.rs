//! Prints blocks, repairs, sentences and quotations of text files: `cargo run --release -p recoupe-reading --features testing --example show FILE…`
//! (with `PARSE=1` also the tokens of the installed models)

use recoupe_reading::{read_text, testing};

fn main() -> std::io::Result<()> {
    let parse = std::env::var_os("PARSE").is_some();
    let words = testing::words();
    let models = if parse { testing::models() } else { &words };
    for path in std::env::args().skip(1) {
        let text = std::fs::read_to_string(&path)?;
        let doc = read_text(&text, None, models);
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
                if parse {
                    for i in s.tokens.clone() {
                        let t = &doc.tokens[i];
                        println!(
                            "        {i} {} {:?} {} {} -> {} {} {}",
                            doc.text_of(i),
                            t.pos,
                            t.lemma,
                            t.dep,
                            t.head,
                            t.ent_type,
                            t.morph
                        );
                    }
                }
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
