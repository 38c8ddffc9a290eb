//! Reconciles a made-up story of many reports and prints how long it takes: `cargo run --release --example many_reports 4000`.

use std::time::Instant;

use recoupe_claims::{Certainty, Claims, Figure, FigureKind, Population, Role, Speaker, Value};
use recoupe_reading::{Lang, read_text, testing};
use recoupe_story::{Read, reconcile};

fn main() {
    let reports: usize = std::env::args().nth(1).and_then(|n| n.parse().ok()).unwrap_or(2000);
    let models = testing::words();
    let reads: Vec<Read> = (0..reports).map(|i| made_up(i, &models)).collect();
    let start = Instant::now();
    let story = reconcile(&reads);
    let relations: usize = story.quantities.iter().map(|q| q.relations.len()).sum();
    println!(
        "{reports} reports: {} quantities, {relations} relations, {} copies in {:.2?}",
        story.quantities.len(),
        story.copies.len(),
        start.elapsed()
    );
}

/// A report of its own words with one toll; every tenth repeats a common paragraph.
fn made_up(i: usize, models: &recoupe_reading::Models) -> Read {
    let words: Vec<String> = (0..120).map(|w| format!("mot{}", (i * 7919 + w * 104_729) % 50_021)).collect();
    let toll = 100 + i / 20;
    let common = if i.is_multiple_of(10) {
        "La rivière est sortie de son lit dans la nuit et a emporté deux ponts avant que les secours puissent évacuer le bas de la ville."
    } else {
        ""
    };
    let text = format!("Le bilan est de {toll} morts, dit le bureau {}. {} {common}", i % 30, words.join(" "));
    let mut doc = read_text(&text, Some(Lang::Fr), models);
    doc.report.text_sha256 = format!("{i:064x}");
    let at = text.find(&toll.to_string()).unwrap_or(0);
    let figure = Figure {
        span: recoupe_reading::Span::new(at, at + toll.to_string().len()),
        value: Value {
            lo: Some(toll as f64),
            hi: Some(toll as f64),
            lo_open: false,
            hi_open: false,
            approx: false,
            vague: false,
            granularity: 1.0,
        },
        unit: Some("person".into()),
        per: None,
        counted: None,
        role: Some(Role::Killed),
        population: Some(Population {
            head: "dead".into(),
            classed: true,
            countries: Vec::new(),
            modifiers: Vec::new(),
        }),
        place: None,
        kind: Some(FigureKind::Cumulative),
        period: None,
        as_of: None,
        speaker: Some(Speaker {
            name: format!("Bureau {}", i % 30),
            span: None,
            entity: None,
            aliases: Vec::new(),
            countries: Vec::new(),
            by_description: false,
        }),
        via: Vec::new(),
        statement: None,
        certainty: Certainty::Asserted,
        derivation: None,
        sentence: 0,
        abstained: Vec::new(),
        confidence: 1.0,
        setting: Default::default(),
    };
    Read { doc, claims: Claims { figures: vec![figure], ..Claims::default() } }
}
