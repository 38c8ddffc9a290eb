//! Prints the page of the made-up story of the tests, for work on its look:
//! `cargo run --release -p recoupe-dossier --example made_up -- fr > page.html`

#[path = "../tests/made_up/mod.rs"]
mod made_up;

use recoupe_dossier::{Locale, html};

fn main() {
    let locale = match std::env::args().nth(1).as_deref() {
        Some("en") => Locale::En,
        _ => Locale::Fr,
    };
    print!("{}", html::page(&made_up::dossier(), locale));
}
