//! Python's libraries for near-duplicates on the same reports.

use std::{io::Write as _, path::Path, process::Command};

use anyhow::{Context as _, ensure};
use serde::Deserialize;

use super::collection::Report;
use crate::quality::PYTHON;

/// The Jaccard similarity from which a library names a pair.
const THRESHOLD: &str = "0.5";

/// What a library did.
#[derive(Deserialize)]
pub(super) struct Run {
    #[serde(skip)]
    pub(super) name: &'static str,
    pub(super) version: String,
    /// Processor time for all reports.
    pub(super) seconds: f64,
    /// Most memory, in bytes.
    pub(super) memory: u64,
    /// For each report the earlier ones that it may be a copy of.
    pub(super) found: Vec<Vec<u32>>,
}

/// Runs both libraries on the reports; none where no Python is named.
pub(super) fn run(root: &Path, reports: &[Report]) -> anyhow::Result<Vec<Run>> {
    let Some(python) = std::env::var_os(PYTHON) else {
        eprintln!("{PYTHON} names no Python with datasketch and text-dedup: measured alone");
        return Ok(Vec::new());
    };
    let folder = root.join("target/copies-bench");
    std::fs::create_dir_all(&folder)?;
    let path = folder.join("reports.jsonl");
    let mut file = std::io::BufWriter::new(std::fs::File::create(&path)?);
    for report in reports {
        serde_json::to_writer(&mut file, &report.text)?;
        file.write_all(b"\n")?;
    }
    file.flush()?;
    let mut runs = Vec::new();
    for name in ["datasketch", "text-dedup"] {
        let output = Command::new(&python)
            .arg(root.join("xtask/python/copies.py"))
            .args([name, &path.to_string_lossy(), THRESHOLD])
            // One core on both sides.
            .envs([("OPENBLAS_NUM_THREADS", "1"), ("OMP_NUM_THREADS", "1")])
            .stderr(std::process::Stdio::inherit())
            .output()
            .with_context(|| format!("{PYTHON}: {}", python.to_string_lossy()))?;
        ensure!(output.status.success(), "{name}: {}", output.status);
        let text = String::from_utf8(output.stdout)?;
        let line = text.lines().last().context("no answer")?;
        let run: Run = serde_json::from_str(line)?;
        ensure!(run.found.len() == reports.len(), "{name} answers for {} reports", run.found.len());
        eprintln!("{name} {}: {:.0} s, {:.0} MB", run.version, run.seconds, run.memory as f64 / 1e6);
        runs.push(Run { name, ..run });
    }
    Ok(runs)
}
