//! What became of the inputs: the lines of `--outcomes` and the summary at the end.

use std::{
    cell::RefCell,
    fs::File,
    io::{BufWriter, Write as _},
    path::{Path, PathBuf},
};

use anyhow::Context as _;
use recoupe_dossier::Locale;
use recoupe_intake::{Outcome, Summary};
use serde_json::json;

use crate::{
    messages::Messages,
    settings::{Noise, Settings},
};

/// A run with so many outcomes ends with a summary, also if nothing is odd about it.
const MANY: u64 = 10;

/// Counts outcomes and writes them down.
pub(crate) struct Tally {
    summary: RefCell<Summary>,
    lines: Option<(PathBuf, RefCell<BufWriter<File>>)>,
    noise: Noise,
}

impl Tally {
    /// Nothing yet; makes the file of `--outcomes`.
    pub(crate) fn new(outcomes: Option<&Path>, settings: &Settings) -> anyhow::Result<Self> {
        let lines = match outcomes {
            Some(path) => {
                let file = File::create(path).with_context(|| format!("cannot write {}", path.display()))?;
                Some((path.to_owned(), RefCell::new(BufWriter::new(file))))
            }
            None => None,
        };
        Ok(Self { summary: RefCell::default(), lines, noise: settings.noise })
    }

    /// Adds an outcome.
    pub(crate) fn add(&self, outcome: &Outcome) -> anyhow::Result<()> {
        self.summary.borrow_mut().add(outcome);
        self.write(&serde_json::to_value(outcome)?)
    }

    fn write(&self, line: &serde_json::Value) -> anyhow::Result<()> {
        if let Some((path, file)) = &self.lines {
            let written = writeln!(file.borrow_mut(), "{line}");
            written.with_context(|| format!("cannot write {}", path.display()))?;
        }
        Ok(())
    }

    /// Ends the file with the sums, and says them where they are worth a line.
    pub(crate) fn finish(&self, messages: &Messages) -> anyhow::Result<()> {
        let summary = self.summary.borrow();
        self.write(&json!({ "summary": *summary }))?;
        if let Some((path, file)) = &self.lines {
            file.borrow_mut().flush().with_context(|| format!("cannot write {}", path.display()))?;
        }
        let worth_it = summary.outcomes() >= MANY || !summary.skipped.is_empty();
        if worth_it && self.noise == Noise::Usual {
            messages.say(&told(&summary, messages.locale()));
        }
        Ok(())
    }
}

fn told(summary: &Summary, locale: Locale) -> String {
    let reasons = |counts: &std::collections::BTreeMap<&'static str, u64>| {
        let total: u64 = counts.values().sum();
        let each: Vec<String> = counts.iter().map(|(why, n)| format!("{why} {n}")).collect();
        format!("{total} ({})", each.join(", "))
    };
    let (read, skipped, failed) = match (locale, summary.read) {
        (Locale::Fr, 0 | 1) => ("article lu", "passés", "en échec"),
        (Locale::Fr, _) => ("articles lus", "passés", "en échec"),
        (Locale::En, 1) => ("report read", "skipped", "failed"),
        (Locale::En, _) => ("reports read", "skipped", "failed"),
    };
    let mut parts = vec![format!("{} {read}", summary.read)];
    if !summary.skipped.is_empty() {
        parts.push(format!("{skipped} {}", reasons(&summary.skipped)));
    }
    if !summary.failed.is_empty() {
        parts.push(format!("{failed} {}", reasons(&summary.failed)));
    }
    parts.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_in_both_languages() {
        let mut summary = Summary { read: 1, ..Summary::default() };
        assert_eq!(told(&summary, Locale::En), "1 report read");
        assert_eq!(told(&summary, Locale::Fr), "1 article lu");
        summary.read = 12;
        summary.skipped.extend([("link", 3), ("record-type", 24)]);
        summary.failed.extend([("empty", 1)]);
        assert_eq!(
            told(&summary, Locale::En),
            "12 reports read, skipped 27 (link 3, record-type 24), failed 1 (empty 1)"
        );
        assert_eq!(
            told(&summary, Locale::Fr),
            "12 articles lus, passés 27 (link 3, record-type 24), en échec 1 (empty 1)"
        );
    }
}
