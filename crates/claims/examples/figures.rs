//! Prints the figures of text files as JSON lines, as `recoupe read` does, without the rooms after this one.
//!
//! `cargo run --release -p recoupe-claims --example figures -- [--why] FILE...`; with `--why`, everything
//! that was read of each figure, for people.

use recoupe_reading::{read_text, testing};

fn main() {
    let mut files: Vec<String> = std::env::args().skip(1).collect();
    let why = files.first().is_some_and(|f| f == "--why");
    if why {
        files.remove(0);
    }
    for (n, path) in files.iter().enumerate() {
        let text = match std::fs::read(path) {
            Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
            Err(error) => {
                eprintln!("{path}: {error}");
                continue;
            }
        };
        let doc = read_text(&text, None, testing::models());
        let claims = recoupe_claims::read(&doc);
        println!("{}", serde_json::json!({"type": "report", "id": n.to_string(), "path": path}));
        for f in &claims.figures {
            let span =
                |s: recoupe_reading::Span| serde_json::json!({"start": s.start, "end": s.end, "text": doc.quote(s)});
            let speaker = f.speaker.as_ref().map(|s| {
                serde_json::json!({"name": s.name, "start": s.span.map(|x| x.start), "end": s.span.map(|x| x.end), "aliases": s.aliases})
            });
            let line = serde_json::json!({
                "type": "figure", "report": n.to_string(), "start": f.span.start, "end": f.span.end, "text": doc.quote(f.span),
                "value": f.value, "unit": f.unit, "counted": f.counted.map(span), "role": f.role, "kind": f.kind,
                "speaker": speaker, "certainty": f.certainty,
            });
            println!("{line}");
            if why {
                println!(
                    "  population {:?}\n  place {:?}\n  period {:?}\n  as of {:?}\n  derivation {:?}\n  abstained {:?}",
                    f.population, f.place, f.period, f.as_of, f.derivation, f.abstained
                );
            }
        }
        if why {
            for e in &claims.events {
                println!("  event {:?} {:?}", e.when.expr, doc.quote(e.what));
            }
            println!("  published {:?}", claims.published);
        }
    }
}
