//! What becomes of each input, and how long work gets on: told to whoever asked for it, drawn by nobody here.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::{IntakeError, Report, Skip};

/// Told of long work as it gets on. The program draws bars; [`Silent`] does nothing.
pub trait Progress: Sync {
    /// A phase begins, with as many steps as are known.
    fn begin(&self, phase: Phase, steps: Option<u64>);
    /// A step of the phase is done; `what` names the input.
    fn step(&self, phase: Phase, what: &str);
    /// The phase is over.
    fn end(&self, phase: Phase);
}

/// A part of the work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Pages are fetched.
    Fetch,
    /// Inputs are opened.
    Gather,
    /// Reports are analysed.
    Read,
}

/// Nobody wants to know.
#[derive(Debug, Clone, Copy, Default)]
pub struct Silent;

impl Progress for Silent {
    fn begin(&self, _: Phase, _: Option<u64>) {}
    fn step(&self, _: Phase, _: &str) {}
    fn end(&self, _: Phase) {}
}

/// What became of one thing that could have been a report: one line of `--outcomes`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Outcome {
    /// The input and the place in it, as messages write it: `lot.warc.gz@1048576`.
    pub path: String,
    /// What became of it.
    pub outcome: Fate,
    /// Why it is no report, in one stable word (`empty`, `record-type`, `robots` …).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<&'static str>,
    /// The same for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// The identifier of the report.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub report: Option<String>,
    /// Bytes of the report's text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bytes: Option<u64>,
}

/// What became of something that could have been a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Fate {
    /// It is a report.
    Read,
    /// It holds none, and nothing is wrong with that.
    Skipped,
    /// Something is wrong with it.
    Failed,
}

/// Something in an input that was passed over, though nothing is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passed {
    /// The input and the place in it.
    pub path: String,
    /// Why.
    pub skip: Skip,
}

impl Outcome {
    fn no_report(path: String, outcome: Fate, why: &'static str, message: String) -> Self {
        Self { path, outcome, why: Some(why), message: Some(message), report: None, bytes: None }
    }

    /// It could not be read, for a reason of the caller's own.
    pub fn failed(path: &str, why: &'static str, message: String) -> Self {
        Self::no_report(path.to_owned(), Fate::Failed, why, message)
    }
}

impl From<&Report> for Outcome {
    fn from(report: &Report) -> Self {
        Self {
            path: report.path.clone(),
            outcome: Fate::Read,
            why: None,
            message: None,
            report: Some(report.id.clone()),
            bytes: Some(report.text.len() as u64),
        }
    }
}

impl From<&IntakeError> for Outcome {
    fn from(error: &IntakeError) -> Self {
        let path = format!("{}{}", error.path, error.item.as_deref().unwrap_or_default());
        Self::no_report(path, Fate::Failed, error.kind.code(), error.kind.to_string())
    }
}

impl From<&Passed> for Outcome {
    fn from(passed: &Passed) -> Self {
        Self::no_report(passed.path.clone(), Fate::Skipped, passed.skip.code(), passed.skip.to_string())
    }
}

/// How many of what: the sum of outcomes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// Reports.
    pub read: u64,
    /// Bytes of their texts.
    pub bytes: u64,
    /// Passed over, by reason.
    pub skipped: BTreeMap<&'static str, u64>,
    /// Failed, by reason.
    pub failed: BTreeMap<&'static str, u64>,
}

impl Summary {
    /// Counts an outcome.
    pub fn add(&mut self, outcome: &Outcome) {
        let why = outcome.why.unwrap_or_default();
        match outcome.outcome {
            Fate::Read => {
                self.read += 1;
                self.bytes += outcome.bytes.unwrap_or_default();
            }
            Fate::Skipped => *self.skipped.entry(why).or_default() += 1,
            Fate::Failed => *self.failed.entry(why).or_default() += 1,
        }
    }

    /// Outcomes counted.
    pub fn outcomes(&self) -> u64 {
        self.read + self.skipped.values().sum::<u64>() + self.failed.values().sum::<u64>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::IntakeErrorKind as Kind;

    #[test]
    fn outcomes_are_told_in_stable_words_and_counted() {
        let report = Report::plain("a.txt", "Douze morts.".into());
        let failed = IntakeError { path: "b.warc".into(), item: Some("@12".into()), kind: Kind::NotAReport };
        let passed = Passed { path: "b.warc@99".into(), skip: Skip::RecordType("request".into()) };
        let outcomes = [Outcome::from(&report), Outcome::from(&failed), Outcome::from(&passed)];
        let words: Vec<_> = outcomes.iter().map(|o| (o.path.as_str(), o.outcome, o.why)).collect();
        assert_eq!(
            words,
            [
                ("a.txt", Fate::Read, None),
                ("b.warc@12", Fate::Failed, Some("not-a-report")),
                ("b.warc@99", Fate::Skipped, Some("record-type")),
            ]
        );
        let mut summary = Summary::default();
        outcomes.iter().for_each(|outcome| summary.add(outcome));
        assert_eq!((summary.read, summary.bytes, summary.outcomes()), (1, 12, 3));
        let line = serde_json::to_string(&outcomes[0]).expect("plain data");
        assert_eq!(line, format!(r#"{{"path":"a.txt","outcome":"read","report":"{}","bytes":12}}"#, report.id));
    }
}
