//! `cargo xtask calibrate`: fits the confidence of claims on the annotated sets, measures it across texts, writes the weights
//! (`crates/claims/src/confidence.tsv`) and the measurement (`docs/calibration.md`).
//!
//! A claim counts as right when a person would leave it as it is: a figure with its interval, unit, speaker and certainty, a
//! statement with its content, stance and speaker. Whether it is, is the only thing that is learned of the held-out texts.

mod fit;
mod page;

use std::fs;

use anyhow::{Context, ensure};
use recoupe_claims::confidence::{self, Features};
use recoupe_pipeline::store;
use recoupe_reading::{Models, Options};

use crate::{
    quality::{self, predictions::Document, score},
    sets::{self, SETS},
};

/// Where the weights are kept.
const WEIGHTS: &str = "crates/claims/src/confidence.tsv";

/// The parts of the cross-validation; a text is in one of them with all its claims.
const FOLDS: usize = 10;

/// A claim with its features and whether it is right.
pub(crate) struct Example {
    /// The text that it is from, numbered.
    text: usize,
    features: Features,
    right: bool,
}

/// Fits, measures and writes.
pub(crate) fn run() -> anyhow::Result<()> {
    let (figures, statements, sets) = examples()?;
    ensure!(!figures.is_empty() && !statements.is_empty(), "no annotated set is here");
    let mut weights = String::from(
        "# Weights of the confidence of claims: kind <TAB> feature <TAB> weight. Written by `cargo xtask calibrate`, never by hand.\n",
    );
    let mut measured = Vec::new();
    for (kind, examples) in [("figure", &figures), ("statement", &statements)] {
        for (name, weight) in fit::fit(&examples.iter().collect::<Vec<_>>()) {
            weights.push_str(&format!("{kind}\t{name}\t{weight:.4}\n"));
        }
        measured.push(page::Measured::of(kind, &fit::across_texts(examples, FOLDS)));
    }
    let root = sets::root();
    fs::write(root.join(WEIGHTS), weights)?;
    let page = page::markdown(&measured, &sets);
    fs::write(root.join("docs/calibration.md"), &page)?;
    print!("{page}");
    Ok(())
}

/// All claims of the sets that are here, and the names of those sets.
fn examples() -> anyhow::Result<(Vec<Example>, Vec<Example>, Vec<&'static str>)> {
    let root = sets::root();
    let models = Models::of_pipelines(Some(store::load("fr")?), Some(store::load("en")?));
    let (mut figures, mut statements, mut names, mut text) = (Vec::new(), Vec::new(), Vec::new(), 0);
    for set in SETS.iter().filter(|set| root.join(set.texts).is_dir()) {
        names.push(set.name);
        let (gold_figures, gold_statements) = quality::gold(root, set).with_context(|| format!("set {}", set.name))?;
        let paths: Vec<String> = sets::files(&root.join(set.texts), &["txt", "jsonl"])?
            .iter()
            .map(|path| path.to_string_lossy().into_owned())
            .collect();
        for report in recoupe_intake::gather(&paths, &recoupe_intake::Options::default()) {
            let report = report?;
            let name = report.path.rsplit('/').next().unwrap_or(&report.path).to_owned();
            let doc = recoupe_reading::read(report, &models, &Options::default());
            let claims = recoupe_claims::read(&doc);
            let read = Document::of_claims(&doc, &claims);
            let own: Vec<_> = gold_figures.iter().filter(|row| row.doc == name).collect();
            let right = score::right_figures(&own, &read.figures);
            for (figure, right) in claims.figures.iter().zip(right) {
                let features = confidence::of_figure(&doc, &claims.statements, figure);
                figures.push(Example { text, features, right });
            }
            let own: Vec<_> = gold_statements.iter().filter(|row| row.doc == name).collect();
            let right = score::right_statements(&own, &read.statements);
            for (statement, right) in claims.statements.iter().zip(right) {
                statements.push(Example { text, features: confidence::of_statement(&doc, statement), right });
            }
            text += 1;
        }
    }
    Ok((figures, statements, names))
}
