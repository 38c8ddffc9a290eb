//! Prints the dossier of the made-up story of the tests, for work on its look:
//! `cargo run --release -p recoupe-dossier --example made_up -- html fr > page.html`

#[path = "../tests/made_up/mod.rs"]
mod made_up;

use recoupe_dossier::{Locale, csv, html, json, markdown, terminal};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let format = std::env::args().nth(1).unwrap_or_else(|| "text".into());
    let locale = match std::env::args().nth(2).as_deref() {
        Some("en") => Locale::En,
        _ => Locale::Fr,
    };
    let dossier = made_up::dossier();
    print!(
        "{}",
        match format.as_str() {
            "html" => html::page(&dossier, locale),
            "json" => json::pretty(&dossier)?,
            "md" => markdown::document(&dossier, locale),
            "csv" => csv::table(&dossier, locale)?,
            _ => terminal::dossier(&dossier, locale, &terminal::Style { width: 100, color: terminal::Color::On }),
        }
    );
    Ok(())
}
