//! `cargo xtask parity`: compares every token of many texts with Python spaCy.

mod compare;
mod python;
mod texts;

use std::{
    fs::{self, File},
    io::{BufRead as _, BufReader, BufWriter, Write as _},
    path::{Path, PathBuf},
};

use anyhow::{Context, bail};
use recoupe_pipeline::{
    AnnotateOptions, Pipeline,
    store::{self, Model},
};
use serde_json::json;

use compare::{Row, Tally};
pub(crate) use python::{python, run_script, script};
pub(crate) use texts::report_texts;
use texts::{from_folder, generate, reference_texts};

use crate::random::Random;

/// At most one differing token in so many.
const TOLERANCE: usize = 20_000;
/// A decision between scores this close may fall either way with the rounding of another matrix product.
const TIE: f32 = 1e-4;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Languages to compare.
    #[arg(long = "lang", default_values = ["fr", "en"])]
    langs: Vec<String>,
    /// Tokens to generate for each language, about.
    #[arg(long, default_value_t = 160_000)]
    tokens: usize,
    /// Seed of the generated texts.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Compare on the UTF-8 files of this folder too.
    #[arg(long)]
    texts: Vec<PathBuf>,
    /// Write the reference of the repository's tests anew instead of comparing.
    #[arg(long)]
    write_reference: bool,
    /// Virtual environment with Python spaCy; made if absent.
    #[arg(long, default_value = ".venv")]
    venv: PathBuf,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<()> {
    let python = python(&root().join(&args.venv))?;
    let mut failed = false;
    for lang in &args.langs {
        let model =
            store::catalogue().iter().find(|m| m.lang == lang).with_context(|| format!("no model for {lang}"))?;
        if args.write_reference {
            write_reference(&python, model)?;
            continue;
        }
        let folder = store::folder(model, &store::root());
        let pipeline = store::load(lang)?;
        let mut sets = vec![("generated".to_owned(), generate(lang, &folder, args.tokens, args.seed)?)];
        for folder in &args.texts {
            sets.push((folder.display().to_string(), from_folder(folder)?));
        }
        for (name, texts) in sets {
            let cases = cases(texts, args.seed);
            let output = run_python(&python, model, &cases)?;
            failed |= !compare_all(&pipeline, lang, &name, &cases, &output)?;
        }
    }
    if failed {
        bail!("the output differs from Python spaCy's");
    }
    Ok(())
}

/// Lets Python spaCy annotate the cases; gives the file with its output.
fn run_python(python: &Path, model: &Model, cases: &[Case]) -> anyhow::Result<PathBuf> {
    let work = root().join("target/parity");
    fs::create_dir_all(&work)?;
    let (input, output) =
        (work.join(format!("{}.in.jsonl", model.lang)), work.join(format!("{}.out.jsonl", model.lang)));
    write_cases(cases, &input)?;
    run_script(script(python, "annotate.py", model), &input, &output)?;
    Ok(output)
}

/// Writes texts, given sentence starts and tokens, one text a line, for the tests of `crates/pipeline`.
fn write_reference(python: &Path, model: &Model) -> anyhow::Result<()> {
    let folder = root().join("crates/pipeline/tests/reference");
    let cases = cases(reference_texts(model.lang, &folder.join(format!("odd.{}.jsonl", model.lang)))?, 1);
    let output = fs::read_to_string(run_python(python, model, &cases)?)?;
    let mut file = BufWriter::new(File::create(folder.join(format!("{}.jsonl", model.lang)))?);
    for (case, tokens) in cases.iter().zip(output.lines()) {
        let head = json!({"text": case.text, "starts": case.starts}).to_string();
        writeln!(file, "{},\"tokens\":{tokens}}}", head.trim_end_matches('}'))?;
    }
    Ok(file.flush()?)
}

/// The repository's folder.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map_or_else(PathBuf::new, Path::to_path_buf)
}

/// A text and the sentence starts that are given, if any.
struct Case {
    text: String,
    starts: Option<Vec<usize>>,
}

/// Every fourth text gets sentence starts at random words.
fn cases(texts: Vec<String>, seed: u64) -> Vec<Case> {
    let mut random = Random::new(seed ^ 0x5eed);
    let mut case = |text: String| {
        let starts = random.one_in(4).then(|| {
            let words = text.match_indices(' ').map(|(at, _)| at + 1);
            words.filter(|&at| at < text.len() && !text[at..].starts_with(' ') && random.one_in(9)).collect()
        });
        Case { text, starts }
    };
    texts.into_iter().map(&mut case).collect()
}

fn write_cases(cases: &[Case], path: &Path) -> anyhow::Result<()> {
    let mut file = BufWriter::new(File::create(path)?);
    for case in cases {
        serde_json::to_writer(&mut file, &json!({"text": case.text, "starts": case.starts}))?;
        file.write_all(b"\n")?;
    }
    Ok(file.flush()?)
}

/// Prints what differs; gives whether it is within the tolerance.
fn compare_all(pipeline: &Pipeline, lang: &str, name: &str, cases: &[Case], reference: &Path) -> anyhow::Result<bool> {
    let mut tally = Tally::default();
    let mut unexplained = 0;
    let mut lines = BufReader::new(File::open(reference)?).lines();
    for case in cases {
        let line = lines.next().context("the Python side stopped early")??;
        let theirs: Vec<Row> = serde_json::from_str(&line)?;
        let options = AnnotateOptions { sentence_starts: case.starts.as_deref(), ..AnnotateOptions::default() };
        let ours: Vec<Row> = pipeline.annotate_with(&case.text, &options).iter().map(Row::new).collect();
        if let Some(difference) = tally.add(&case.text, &ours, &theirs) {
            let margin = pipeline.smallest_margin(&case.text, &options);
            let tie = margin < TIE;
            unexplained += usize::from(!tie);
            let start: String = case.text.chars().take(60).collect();
            println!(
                "  {} in {start:?}: {difference}; smallest margin between two decisions of this text {margin:e}",
                if tie { "tie" } else { "DIFFERENCE" }
            );
        }
    }
    println!(
        "{lang} {name}: {} texts, {} tokens, {} differ {:?}, {unexplained} texts differ without a tie",
        tally.texts, tally.tokens, tally.differing, tally.by_field
    );
    Ok(tally.tokens > 0 && tally.differing * TOLERANCE <= tally.tokens && unexplained == 0)
}
