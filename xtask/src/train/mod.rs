//! `cargo xtask train`: the weights of the English attribution model, from the train part of PolNeAR.
//!
//! The same articles and settings give the same file. The dev part chose the settings and the threshold; the test part is
//! read only by `cargo xtask quality polnear`.

use std::{collections::BTreeMap, fs, ops::Range, path::PathBuf};

use anyhow::Context;
use recoupe_claims::attribution::learned::{Model, Prepared, Window};
use recoupe_reading::Doc;

use crate::{
    polnear::{self, Article, Attribution},
    quality::FOLDER,
    random::Random,
    sets,
};

mod chain;
mod logistic;

/// Where the weights are kept.
const WEIGHTS: &str = "crates/claims/src/en/attribution.weights";

/// How often each part of the articles is held out to give the others chances that they did not learn from.
const FOLDS: usize = 3;

/// Features of spans whose weights are all below this are left out of the file; for cues the small weights count too.
const LEAST: f32 = 0.1;

/// How to train.
#[derive(Debug, Clone, Copy)]
struct Settings {
    /// Features seen less often are left out.
    at_least: u32,
    epochs: usize,
    rate: f32,
    l2: f32,
    /// The share of features that each step does without.
    dropout: f32,
}

const CUES: Settings = Settings { at_least: 10, epochs: 6, rate: 0.1, l2: 1e-5, dropout: 0.4 };
const SPANS: Settings = Settings { at_least: 10, epochs: 8, rate: 0.1, l2: 1e-5, dropout: 0.5 };

/// Arguments of `cargo xtask train`.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Where to write the weights; by default where the program is built from.
    #[arg(long)]
    output: Option<PathBuf>,
}

/// Trains on the articles below `RECOUPE_EVAL` and writes the weights.
pub(crate) fn run(args: &Args) -> anyhow::Result<()> {
    let folder = std::env::var_os(FOLDER).with_context(|| format!("{FOLDER} names no folder"))?;
    let articles = polnear::articles(&PathBuf::from(folder).join("polnear"), "train")?;
    eprintln!("parsing {} articles", articles.len());
    let docs = polnear::parsed(&articles)?;
    let prepared: Vec<Prepared> = docs.iter().map(Prepared::new).collect();
    let gold: Vec<Vec<Gold>> =
        articles.iter().zip(&docs).zip(&prepared).map(|((a, doc), p)| in_tokens(a, doc, p)).collect();

    let examples: Vec<Vec<logistic::Example>> =
        prepared.iter().zip(&gold).map(|(p, gold)| cue_examples(p, gold)).collect();
    let mut chances: Vec<Vec<f32>> = Vec::new();
    let fit = |held_out: Option<usize>| {
        let used = examples.iter().enumerate().filter(|(i, _)| held_out != Some(i % FOLDS));
        let rows: Vec<&logistic::Example> = used.flat_map(|(_, list)| list).collect();
        logistic::train(&rows, CUES)
    };
    let folds: Vec<Model> = (0..FOLDS)
        .map(|fold| {
            eprintln!("cues, part {} of {}", fold + 1, FOLDS + 1);
            Model::new(&fit(Some(fold)), &[], &Default::default())
        })
        .collect();
    for (i, p) in prepared.iter().enumerate() {
        chances.push(recoupe_claims::attribution::learned::chances(p, &folds[i % FOLDS]));
    }
    drop(folds);
    eprintln!("cues, part {} of {}", FOLDS + 1, FOLDS + 1);
    let cues = fit(None);
    drop(examples);

    let mut sequences = Vec::new();
    for ((p, gold), chances) in prepared.iter().zip(&gold).zip(&chances) {
        for g in gold.iter().filter(|g| !g.content.is_empty()) {
            let window = p.window(g.head);
            let mut features = Vec::new();
            p.span_features(&window, chances, &mut features);
            sequences.push(chain::Sequence {
                features,
                seams: p.seams(&window),
                cue: g.head - window.tokens.start,
                labels: labels(g, &window),
            });
        }
    }
    let trained = chain::train(sequences, SPANS);
    let spans: Vec<_> = trained.spans.into_iter().filter(|(_, row)| row.iter().any(|w| w.abs() >= LEAST)).collect();
    let file = Model::new(&cues, &spans, &trained.transitions).encode();
    let output = args.output.clone().unwrap_or_else(|| sets::root().join(WEIGHTS));
    fs::write(&output, &file).with_context(|| output.display().to_string())?;
    println!(
        "{}: {} features of cues, {} of spans, {} kB",
        output.display(),
        cues.len(),
        spans.len(),
        file.len() / 1000
    );
    Ok(())
}

/// An annotated attribution in tokens.
struct Gold {
    head: usize,
    source: Vec<Range<usize>>,
    cue: Vec<Range<usize>>,
    content: Vec<Range<usize>>,
}

/// What the first annotator marked, without what has no cue.
fn in_tokens(article: &Article, doc: &Doc, prepared: &Prepared) -> Vec<Gold> {
    let tokens = |spans: &[Range<usize>]| -> Vec<Range<usize>> {
        let covered = |s: &Range<usize>| {
            let first = doc.tokens.partition_point(|t| t.span.end <= s.start);
            first..doc.tokens.partition_point(|t| t.span.start < s.end)
        };
        spans.iter().map(covered).filter(|r| !r.is_empty()).collect()
    };
    let of = |a: &Attribution| {
        let cue = tokens(&a.cue);
        let head = prepared.head_of(cue.first()?.clone())?;
        Some(Gold { head, source: tokens(&a.source), cue, content: tokens(&a.content) })
    };
    article.annotators[0].iter().filter_map(of).collect()
}

fn cue_examples(prepared: &Prepared, gold: &[Gold]) -> Vec<logistic::Example> {
    let mut features = Vec::new();
    (0..prepared.len())
        .filter(|&i| prepared.is_candidate(i))
        .map(|i| {
            prepared.cue_features(i, &mut features);
            logistic::Example { features: features.clone(), positive: gold.iter().any(|g| g.head == i) }
        })
        .collect()
}

/// The label of each token of a window.
fn labels(gold: &Gold, window: &Window) -> Vec<usize> {
    let mut out = vec![0usize; window.tokens.len()];
    for (spans, first) in [(&gold.content, 5), (&gold.source, 1), (&gold.cue, 3)] {
        for span in spans {
            for i in span.clone().filter(|i| window.tokens.contains(i)) {
                let at = i - window.tokens.start;
                let goes_on = i > span.start && at > 0 && (out[at - 1] == first || out[at - 1] == first + 1);
                out[at] = if goes_on { first + 1 } else { first };
            }
        }
    }
    // The head is in the cue, and what a later role cut in two starts again.
    let head = gold.head - window.tokens.start;
    if !matches!(out[head], 3 | 4) {
        out[head] = 3;
    }
    for i in 0..out.len() {
        let before = if i == 0 { 0 } else { out[i - 1] };
        if out[i] != 0 && out[i].is_multiple_of(2) && before != out[i] && before + 1 != out[i] {
            out[i] -= 1;
        }
    }
    out
}

/// The features that are frequent enough, in ascending order.
struct Features(BTreeMap<u32, u32>);

impl Features {
    fn frequent<'a>(rows: impl Iterator<Item = &'a Vec<u32>>, at_least: u32) -> Self {
        let mut all: Vec<u32> = rows.flatten().copied().collect();
        all.sort_unstable();
        let frequent = all.chunk_by(|a, b| a == b).filter(|run| run.len() >= at_least as usize).map(|run| run[0]);
        Self(frequent.zip(0..).collect())
    }

    fn len(&self) -> usize {
        self.0.len()
    }

    /// The places of those that are known.
    fn indices(&self, features: &[u32]) -> Vec<u32> {
        features.iter().filter_map(|f| self.0.get(f).copied()).collect()
    }

    fn keys(&self) -> impl Iterator<Item = u32> {
        self.0.keys().copied()
    }
}

/// Fisher and Yates.
fn shuffle(order: &mut [usize], random: &mut Random) {
    for i in (1..order.len()).rev() {
        order.swap(i, random.below(i + 1));
    }
}

/// Whether a feature stays in this step.
fn keeps(random: &mut Random, dropout: f32) -> bool {
    random.below(1 << 16) as f32 >= dropout * 65536.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[expect(clippy::single_range_in_vec_init, reason = "spans are lists of token ranges, often of one")]
    fn labels_start_and_go_on() {
        let gold = Gold { head: 12, source: vec![10..12], cue: vec![12..13], content: vec![13..16, 17..19] };
        let window = Window { cue: 12, tokens: 10..18 };
        assert_eq!(labels(&gold, &window), [1, 2, 3, 5, 6, 6, 0, 5]);
    }

    #[test]
    fn rare_features_are_left_out() {
        let rows = [vec![5, 9], vec![5, 3]];
        let known = Features::frequent(rows.iter(), 2);
        assert_eq!(known.keys().collect::<Vec<_>>(), [5]);
        assert_eq!(known.indices(&[3, 5, 9]), [0]);
    }
}
