//! Prints every number that is read in each line of standard input.
//!
//! `cargo run --release -p recoupe-claims --example quantities -- fr < FILE` (or `en`); with `--measured`, also what is measured,
//! which needs the models.

use std::io::BufRead;

use recoupe_claims::quantity;
use recoupe_reading::{Lang, read_text, testing};

fn main() {
    let args: Vec<String> = std::env::args().collect();
    let lang = if args.iter().any(|a| a == "en") { Lang::En } else { Lang::Fr };
    let measured = args.iter().any(|a| a == "--measured");
    for line in std::io::stdin().lock().lines().map_while(Result::ok) {
        println!("{line}");
        if measured {
            let doc = read_text(&line, Some(lang), testing::models());
            for m in quantity::measured(&doc) {
                println!("  {m:?}");
            }
        } else {
            for e in quantity::expressions(&line, lang) {
                println!("  {:?} {e:?}", &line[e.span.start..e.span.end]);
            }
        }
    }
}
