//! `cargo xtask gold`: compiles the annotations (`.ann`) into gold with byte offsets.

use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};

use crate::sets::{self, SETS, Set};

pub(crate) mod annotation;
pub(crate) mod locate;
pub(crate) mod rows;

/// A file that is generated: where it stands and what it must hold.
pub(crate) struct Generated {
    pub(crate) path: PathBuf,
    pub(crate) content: String,
}

/// Writes the gold of every set that has annotations; a set with a bad line is reported and does not stop the others.
pub(crate) fn run() -> anyhow::Result<()> {
    let mut failed = 0;
    for set in SETS.iter().filter(|s| s.annotations.is_some()) {
        let files = compile(sets::root(), set).unwrap_or_else(|error| {
            eprintln!("{}: {error:#}", set.name);
            failed += 1;
            Vec::new()
        });
        for file in files {
            let lines = file.content.lines().count();
            std::fs::write(&file.path, &file.content).with_context(|| file.path.display().to_string())?;
            println!("{lines:5} rows  {}", file.path.strip_prefix(sets::root()).unwrap_or(&file.path).display());
        }
    }
    ensure!(failed == 0, "{failed} sets not written");
    Ok(())
}

/// The gold files of a set, from its annotations.
pub(crate) fn compile(root: &Path, set: &Set) -> anyhow::Result<Vec<Generated>> {
    let annotations = root.join(set.annotations.context("this set's gold is not generated")?);
    let texts = sets::stored_texts(root, set)?;
    let (mut figures, mut statements) = (String::new(), String::new());
    let mut errors = Vec::new();
    for path in sets::files(&annotations, &["ann"])? {
        let source = std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        let stem = path.file_stem().and_then(|s| s.to_str()).context("a file name in UTF-8")?;
        let doc = annotation::document(&source).map_or_else(|| format!("{stem}.txt"), str::to_owned);
        let text = texts.get(&doc).with_context(|| format!("{stem}.ann: there is no {doc} in {}", set.texts))?;
        let rows = annotation::compile(&source, stem, &doc, text).unwrap_or_else(|error| {
            errors.push(error.to_string());
            annotation::Rows::default()
        });
        for row in &rows.figures {
            figures.push_str(&serde_json::to_string(row)?);
            figures.push('\n');
        }
        for row in &rows.statements {
            statements.push_str(&serde_json::to_string(row)?);
            statements.push('\n');
        }
    }
    ensure!(errors.is_empty(), "{}", errors.join("\n"));
    ensure!(!figures.is_empty(), "no annotations in {}", annotations.display());
    let file = |what: &str, content| Generated { path: root.join(format!("{}-{what}.jsonl", set.gold)), content };
    Ok(vec![file("figures", figures), file("statements", statements)])
}
