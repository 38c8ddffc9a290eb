//! The extractors: ours, and those of a Python that the environment names.

use std::{
    fs,
    io::{Read, Write},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context, ensure};
use recoupe_intake::{Hints, PartKind, html};
use serde_json::Value;

use super::sets::{Page, Task};
use crate::bench;

/// Names the Python that has the other extractors (trafilatura, readability-lxml); without it we measure ourselves alone.
pub(crate) const PYTHON: &str = "RECOUPE_PYTHON";

/// An extractor.
pub(super) enum Tool {
    /// Recoupe's own reader.
    Own,
    /// A tool of `xtask/python/extract.py`.
    Python { name: &'static str, version: String, python: PathBuf, script: PathBuf },
}

/// What an extractor gave.
pub(super) struct Output {
    /// For each page its text, or its day.
    pub(super) texts: Vec<String>,
    /// Seconds of the extraction alone.
    pub(super) seconds: f64,
}

impl Tool {
    /// All extractors that are here, our own first.
    pub(super) fn all(root: &Path) -> anyhow::Result<Vec<Self>> {
        let mut tools = vec![Self::Own];
        let Some(python) = std::env::var_os(PYTHON).map(PathBuf::from) else {
            eprintln!("{PYTHON} names no Python with trafilatura and readability-lxml: measured alone");
            return Ok(tools);
        };
        let script = root.join("xtask/python/extract.py");
        for name in ["trafilatura", "readability", "htmldate"] {
            let mut tool =
                Self::Python { name, version: String::new(), python: python.clone(), script: script.clone() };
            let lines = tool.lines(&[])?;
            let told = lines.first().and_then(|l| l["version"].as_str()).context("no version")?.to_owned();
            if let Self::Python { version, .. } = &mut tool {
                *version = told;
            }
            tools.push(tool);
        }
        Ok(tools)
    }

    /// Its name with its version.
    pub(super) fn title(&self) -> String {
        match self {
            Self::Own => "recoupe".to_owned(),
            Self::Python { name, version, .. } => format!("{name} {version}"),
        }
    }

    /// Whether it does a task.
    pub(super) fn tells(&self, task: Task) -> bool {
        match self {
            Self::Own => true,
            Self::Python { name, .. } => (*name == "htmldate") == (task == Task::Date),
        }
    }

    /// Runs it on pages.
    pub(super) fn run(&self, task: Task, pages: &[Page]) -> anyhow::Result<Output> {
        match self {
            Self::Own => own(task, pages),
            Self::Python { .. } => {
                let lines = self.lines(pages)?;
                ensure!(lines.len() == pages.len() + 1, "{} answers for {} pages", lines.len(), pages.len());
                let answers = &lines[1..];
                let texts = answers.iter().map(|l| l["text"].as_str().unwrap_or_default().to_owned()).collect();
                Ok(Output { texts, seconds: answers.iter().filter_map(|l| l["seconds"].as_f64()).sum() })
            }
        }
    }

    /// What the script prints for pages.
    fn lines(&self, pages: &[Page]) -> anyhow::Result<Vec<Value>> {
        let Self::Python { name, python, script, .. } = self else { return Ok(Vec::new()) };
        let mut command = Command::new(python);
        command.arg(script).arg(name).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().with_context(|| format!("{PYTHON}: {}", python.display()))?;
        let mut stdin = child.stdin.take().context("no input")?;
        let paths: String = pages.iter().map(|p| format!("{}\n", p.path.display())).collect();
        let writer = std::thread::spawn(move || stdin.write_all(paths.as_bytes()));
        let output = child.wait_with_output()?;
        writer.join().map_err(|_| anyhow::anyhow!("the writer failed"))??;
        ensure!(output.status.success(), "{name}: {}", output.status);
        let text = String::from_utf8(output.stdout)?;
        text.split('\n').filter(|l| !l.is_empty()).map(|l| Ok(serde_json::from_str(l)?)).collect()
    }
}

/// The bytes of a page.
fn bytes(path: &Path) -> anyhow::Result<Vec<u8>> {
    let bytes = fs::read(path).with_context(|| path.display().to_string())?;
    if path.extension().is_none_or(|e| e != "gz") {
        return Ok(bytes);
    }
    let mut unpacked = Vec::new();
    flate2::read::MultiGzDecoder::new(bytes.as_slice()).read_to_end(&mut unpacked)?;
    Ok(unpacked)
}

fn own(task: Task, pages: &[Page]) -> anyhow::Result<Output> {
    let mut output = Output { texts: Vec::new(), seconds: 0.0 };
    for page in pages {
        let bytes = bytes(&page.path)?;
        let hints = Hints { name: page.name.clone(), ..Hints::default() };
        let text = match task {
            Task::Date => html::metadata(&bytes, &hints).published.map(|p| p.value.day.to_string()).unwrap_or_default(),
            _ => {
                let start = bench::cpu_seconds();
                let report = html::report(&bytes, &hints);
                output.seconds += bench::cpu_seconds() - start;
                report.map(|r| body(&r, task)).unwrap_or_default()
            }
        };
        output.texts.push(text);
    }
    Ok(output)
}

/// The parts of a report that the annotators of the sets count as its text.
fn body(report: &recoupe_intake::Report, task: Task) -> String {
    let counts = |kind: PartKind| match kind {
        PartKind::Title | PartKind::Byline | PartKind::Caption => false,
        PartKind::Standfirst => task != Task::Shingles,
        _ => true,
    };
    let parts = report.parts.iter().filter(|p| counts(p.kind)).filter_map(|p| report.text.get(p.start..p.end));
    parts.collect::<Vec<_>>().join("\n\n")
}
