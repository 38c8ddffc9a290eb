//! `cargo xtask quality`: how well the program reads, measured against annotated texts.

use std::path::PathBuf;

/// Arguments of `cargo xtask quality`.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Sets to score (examples, eval/fr, eval/en, or a folder of texts with its gold beside it); all that are present by default.
    sets: Vec<PathBuf>,
}

/// Scores each set and prints a table.
pub(crate) fn run(args: &Args) -> anyhow::Result<()> {
    anyhow::bail!("the scorer has not landed yet (asked for {} sets)", args.sets.len())
}
