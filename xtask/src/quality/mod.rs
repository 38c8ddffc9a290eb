//! `cargo xtask quality`: how well the program reads, measured against annotated texts.

use std::{collections::BTreeMap, fs, path::Path, process::Command};

use anyhow::{Context, ensure};

use crate::{
    gold::rows::{self, FigureRow, StatementRow},
    sets::{self, SETS, Set},
};

mod intake;
mod names;
mod page;
pub(crate) mod predictions;
mod public;
pub(crate) mod score;
mod stories;

pub(crate) use intake::PYTHON;
pub(crate) use public::FOLDER;

#[cfg(test)]
mod tests;

/// The built program, from the workspace's root.
const PROGRAM: &str = "target/release/recoupe";

/// Arguments of `cargo xtask quality`.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Sets to score: examples, eval/fr, eval/en, seeds, est-republicain, a published one below `RECOUPE_EVAL`, or `intake`,
    /// `stories` or `stories-growth` alone; all that are present by default.
    sets: Vec<String>,
    /// List what went wrong, one line each; not for held-out sets.
    #[arg(long)]
    errors: bool,
    /// Compare with docs/quality.md and fail if a set of the repository does worse than is written there.
    #[arg(long)]
    check: bool,
}

/// A set and how it did.
pub(crate) struct Measured {
    pub(crate) set: &'static Set,
    pub(crate) outcome: score::Outcome,
}

/// Scores each set that is present, prints a table, writes docs/quality.md (all sets) or compares with it.
pub(crate) fn run(args: &Args) -> anyhow::Result<()> {
    let root = sets::root();
    for name in &args.sets {
        let known = name == intake::NAME
            || name == stories::NAME
            || SETS.iter().any(|s| s.name == name)
            || public::PUBLIC.iter().any(|s| s.name == name);
        ensure!(known, "no set \"{name}\"");
    }
    if args.sets.iter().any(|name| name == intake::NAME) {
        ensure!(args.sets.len() == 1, "{} is measured alone", intake::NAME);
        return intake::run(root, args.errors);
    }
    if args.sets.iter().any(|name| name == stories::NAME) {
        ensure!(args.sets.len() == 1, "{} is measured alone", stories::NAME);
        return stories::run(root, args.errors);
    }
    if args.sets.iter().any(|name| name == stories::GROWTH_NAME) {
        ensure!(args.sets.len() == 1, "{} is measured alone", stories::GROWTH_NAME);
        return stories::run_growth(root);
    }
    let mut measured = Vec::new();
    for set in SETS.iter().filter(|s| args.sets.is_empty() || args.sets.iter().any(|name| s.name == name)) {
        if !root.join(set.texts).is_dir() {
            eprintln!("{}: not here ({}), left out", set.name, set.texts);
            continue;
        }
        let outcome = measure(root, set).with_context(|| format!("set {}", set.name))?;
        measured.push(Measured { set, outcome });
    }
    if !measured.is_empty() {
        print!("{}", page::table(&measured));
    }
    if args.errors {
        for Measured { set, outcome } in &measured {
            if set.held_out {
                println!("\n{}: held out, its errors are not listed ({})", set.name, outcome.errors.len());
            } else {
                println!("\n{}: {} errors", set.name, outcome.errors.len());
                outcome.errors.iter().for_each(|line| println!("  {line}"));
            }
        }
    }
    let path = root.join("docs/quality.md");
    if args.check {
        let written = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        page::check(&written, &measured)?;
        println!("\nno set does worse than docs/quality.md says");
    } else if args.sets.is_empty() {
        fs::create_dir_all(root.join("docs"))?;
        fs::write(&path, page::markdown(&measured, &version(root)?))?;
        println!("\nwritten: docs/quality.md");
    }
    if args.check { Ok(()) } else { public::run(root, &args.sets, args.errors) }
}

/// Runs the built program on a set and scores what it prints.
fn measure(root: &Path, set: &Set) -> anyhow::Result<score::Outcome> {
    let output = Command::new(root.join(PROGRAM))
        .current_dir(root)
        .args(["read", "--format", "jsonl"])
        .args(sets::files(&root.join(set.texts), &["txt", "jsonl"])?)
        .output()
        .with_context(|| format!("{PROGRAM} (build it with `make build`)"))?;
    let errors = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "the program exits with {}: {}", output.status, errors.trim_end());
    let predicted = predictions::parse(std::str::from_utf8(&output.stdout)?)?;
    let (figures, statements) = gold(root, set)?;
    Ok(score::score(&figures, &statements, &predicted))
}

/// The gold rows of a set; the statements may be absent.
pub(crate) fn gold(root: &Path, set: &Set) -> anyhow::Result<(Vec<FigureRow>, Vec<StatementRow>)> {
    let figures = rows::read(&root.join(format!("{}-figures.jsonl", set.gold)))?;
    let statements = root.join(format!("{}-statements.jsonl", set.gold));
    Ok((figures, if statements.is_file() { rows::read(&statements)? } else { Vec::new() }))
}

/// What `recoupe --version` and the model store say, by name.
fn version(root: &Path) -> anyhow::Result<BTreeMap<&'static str, String>> {
    let ask = |args: &[&str]| -> anyhow::Result<String> {
        let output = Command::new(root.join(PROGRAM)).args(args).output()?;
        Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
    };
    Ok(BTreeMap::from([("program", ask(&["--version"])?)]))
}
