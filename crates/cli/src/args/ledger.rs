//! Arguments of the commands that work on a ledger.

use std::{path::PathBuf, time::Duration};

use clap::{Args, Subcommand, ValueEnum};
use jiff::civil::Date;

use super::{InputArgs, TextLang};

/// Which ledger.
#[derive(Debug, Clone, Args)]
pub(crate) struct LedgerArgs {
    /// The ledger; by default the one that RECOUPE_LEDGER names, else `ledger.recoupe` in your data folder
    #[arg(long, value_name = "FILE")]
    pub ledger: Option<PathBuf>,
}

/// The commands on a ledger.
#[derive(Debug, Subcommand)]
pub(crate) enum LedgerCommand {
    /// Read reports and keep them in the ledger; what it has already is not read again
    Add(AddArgs),
    /// Keep adding what feeds bring, and print what changed
    Watch(WatchArgs),
    /// List the stories, the last changed first
    Stories(StoriesArgs),
    /// Follow quantities over time
    Figures(FiguresArgs),
    /// Find claims by words and by their fields
    Search(SearchArgs),
    /// Print what was new, updated, contradicted, corrected, withdrawn
    Changes(ChangesArgs),
    /// Print who has whose words: copies and passages, which came first, and how sure that is
    Copies(CopiesArgs),
    /// Accept, fix or reject the reading of a figure; the decision is kept as data
    Decide(DecideArgs),
    /// List decisions, and those that are up for review
    Decisions(DecisionsArgs),
    /// Read the reports of the ledger again, by the rules of this version
    Reread(RereadArgs),
    /// Look whether everything in the ledger is there and fits together
    Check(LedgerArgs),
    /// Write a copy of the ledger
    Backup {
        /// The file to write; it must not be there
        #[arg(value_name = "FILE")]
        to: PathBuf,
        #[command(flatten)]
        at: LedgerArgs,
    },
    /// Write out the whole ledger
    Export(ExportArgs),
    /// Take in what `export --format jsonl` wrote
    Import(ImportArgs),
}

/// `recoupe add`.
#[derive(Debug, Clone, Args)]
pub(crate) struct AddArgs {
    #[command(flatten)]
    pub input: InputArgs,
    /// Language of the reports; by default each is read in the language it is written in
    #[arg(long, value_enum, default_value_t, value_name = "LANG")]
    pub lang: TextLang,
    /// How to print what changed
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub format: ListFormat,
    #[command(flatten)]
    pub at: LedgerArgs,
}

/// `recoupe watch`.
#[derive(Debug, Clone, Args)]
pub(crate) struct WatchArgs {
    #[command(flatten)]
    pub add: AddArgs,
    /// Pause between two rounds: 30s, 15m, 2h
    #[arg(long, default_value = "15m", value_name = "TIME", value_parser = pause)]
    pub every: Duration,
    /// Stop after so many rounds; by default, go on until interrupted
    #[arg(long, value_name = "N")]
    pub rounds: Option<u64>,
}

/// `recoupe stories`.
#[derive(Debug, Args)]
pub(crate) struct StoriesArgs {
    /// Those that changed on this day or later
    #[arg(long, value_name = "DATE")]
    pub since: Option<Date>,
    /// How many
    #[arg(long, default_value_t = 50, value_name = "N")]
    pub limit: usize,
    /// How to print
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub format: ListFormat,
    #[command(flatten)]
    pub at: LedgerArgs,
}

/// What narrows a search.
#[derive(Debug, Args)]
pub(crate) struct FilterArgs {
    /// Words of the speaker's name
    #[arg(long, value_name = "NAME")]
    pub speaker: Option<String>,
    /// What happened to those counted: killed, wounded, missing, captured, casualties, displaced, evacuated, detained, deployed, present, infected, other
    #[arg(long, value_name = "ROLE")]
    pub role: Option<String>,
    /// Unit: person, item, percent, an ISO 4217 code, …
    #[arg(long, value_name = "UNIT")]
    pub unit: Option<String>,
    /// How sure the wording is: asserted, hedged, possible, denied
    #[arg(long, value_name = "CERTAINTY")]
    pub certainty: Option<String>,
    /// Where: an ISO 3166-1 alpha-2 code
    #[arg(long, value_name = "CODE")]
    pub country: Option<String>,
    /// Outlet
    #[arg(long, value_name = "NAME")]
    pub outlet: Option<String>,
    /// A story, by its identifier
    #[arg(long, value_name = "ID")]
    pub story: Option<String>,
    /// Said, or about, this day or later
    #[arg(long, value_name = "DATE")]
    pub from: Option<Date>,
    /// Said, or about, this day or earlier
    #[arg(long, value_name = "DATE")]
    pub to: Option<Date>,
    /// Figures that may be this or more
    #[arg(long, value_name = "NUMBER")]
    pub at_least: Option<f64>,
    /// Figures that may be this or less
    #[arg(long, value_name = "NUMBER")]
    pub at_most: Option<f64>,
    /// Also what no longer stands: superseded, corrected, withdrawn, rejected
    #[arg(long)]
    pub past: bool,
    /// How many
    #[arg(long, default_value_t = 20, value_name = "N")]
    pub limit: usize,
    /// How to print
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub format: ListFormat,
    #[command(flatten)]
    pub at: LedgerArgs,
}

/// `recoupe figures`.
#[derive(Debug, Args)]
pub(crate) struct FiguresArgs {
    /// What the figures are about; words as for `search`
    #[arg(long, value_name = "WORDS", default_value = "")]
    pub about: String,
    #[command(flatten)]
    pub filter: FilterArgs,
}

/// `recoupe search`.
#[derive(Debug, Args)]
pub(crate) struct SearchArgs {
    /// Words in any form, "words in this order", begin*, -without
    #[arg(value_name = "WORDS", default_value = "", allow_hyphen_values = true)]
    pub words: String,
    /// Only figures, or only statements
    #[arg(long, value_enum, value_name = "KIND")]
    pub kind: Option<ClaimKind>,
    /// What the speaker does: asserts, denies, neither, asks, orders
    #[arg(long, value_name = "STANCE")]
    pub stance: Option<String>,
    #[command(flatten)]
    pub filter: FilterArgs,
}

/// Figures or statements.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ClaimKind {
    /// Figures
    Figure,
    /// Statements
    Statement,
}

/// `recoupe changes`.
#[derive(Debug, Args)]
pub(crate) struct ChangesArgs {
    /// From this day on
    #[arg(long, value_name = "DATE")]
    pub since: Option<Date>,
    /// Of this story, by its identifier
    #[arg(long, value_name = "ID")]
    pub story: Option<String>,
    /// How to print
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub format: ListFormat,
    #[command(flatten)]
    pub at: LedgerArgs,
}

/// `recoupe copies`.
#[derive(Debug, Args)]
pub(crate) struct CopiesArgs {
    /// With a report of this story, by its identifier
    #[arg(long, value_name = "ID")]
    pub story: Option<String>,
    /// How many pairs, those that came last
    #[arg(long, default_value_t = 100, value_name = "N")]
    pub limit: usize,
    /// How to print
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub format: ListFormat,
    #[command(flatten)]
    pub at: LedgerArgs,
}

/// `recoupe decide`.
#[derive(Debug, Args)]
pub(crate) struct DecideArgs {
    /// The figure, by its identifier
    #[arg(value_name = "FIGURE")]
    pub figure: String,
    /// What is decided
    #[arg(value_enum, value_name = "DECISION")]
    pub decision: DecisionWord,
    /// Why
    #[arg(long, value_name = "WORDS")]
    pub why: String,
    /// By whom
    #[arg(long, value_name = "NAME")]
    pub by: Option<String>,
    /// With `fix`, what is right: value=1200, value=1000..1500, unit=, role=, certainty=, speaker=, place=, as_of=; may be given more than once
    #[arg(long, value_name = "FIELD=VALUE")]
    pub set: Vec<String>,
    #[command(flatten)]
    pub at: LedgerArgs,
}

/// What is decided of a reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum DecisionWord {
    /// It is right
    Accept,
    /// It is wrong, and this is right
    Fix,
    /// It is no figure, or not to be used
    Reject,
}

/// `recoupe decisions`.
#[derive(Debug, Args)]
pub(crate) struct DecisionsArgs {
    /// Only those whose passage changed: they are not applied until somebody decides again
    #[arg(long)]
    pub review: bool,
    /// How to print
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub format: ListFormat,
    #[command(flatten)]
    pub at: LedgerArgs,
}

/// `recoupe reread`.
#[derive(Debug, Args)]
pub(crate) struct RereadArgs {
    /// Also those that were read by the rules of this version
    #[arg(long)]
    pub all: bool,
    /// Reports read at a time; 0 is one a processor core
    #[arg(long, default_value_t = 0, value_name = "N")]
    pub threads: usize,
    #[command(flatten)]
    pub at: LedgerArgs,
}

/// `recoupe export`.
#[derive(Debug, Args)]
pub(crate) struct ExportArgs {
    /// How to write: everything, as JSON Lines that `import` reads; or one figure a row
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub format: ExportFormat,
    /// The file to write; by default standard output
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    #[command(flatten)]
    pub at: LedgerArgs,
}

/// How `recoupe export` writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum ExportFormat {
    /// One JSON object a line: reports with their texts, claims, decisions
    #[default]
    Jsonl,
    /// One figure a row
    Csv,
    /// One figure a row, in typed columns
    Parquet,
}

/// `recoupe import`.
#[derive(Debug, Args)]
pub(crate) struct ImportArgs {
    /// The file that `export --format jsonl` wrote; `-` is standard input
    #[arg(value_name = "FILE")]
    pub from: PathBuf,
    /// Reports read at a time; 0 is one a processor core
    #[arg(long, default_value_t = 0, value_name = "N")]
    pub threads: usize,
    #[command(flatten)]
    pub at: LedgerArgs,
}

/// How lists are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum ListFormat {
    /// For people
    #[default]
    Text,
    /// One JSON object a line
    Jsonl,
}

/// `30s`, `15m`, `2h`, or seconds.
fn pause(text: &str) -> Result<Duration, String> {
    let bad = || "give a time such as 30s, 15m or 2h".to_owned();
    let (number, seconds) = match text.char_indices().last().ok_or_else(bad)? {
        (at, 's') => (&text[..at], 1),
        (at, 'm') => (&text[..at], 60),
        (at, 'h') => (&text[..at], 3600),
        _ => (text, 1),
    };
    let number: u64 = number.trim().parse().map_err(|_| bad())?;
    number.checked_mul(seconds).filter(|s| *s <= 7 * 86_400).map(Duration::from_secs).ok_or_else(bad)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_are_read() {
        assert_eq!(pause("15m"), Ok(Duration::from_secs(900)));
        assert_eq!(pause("90"), Ok(Duration::from_secs(90)));
        assert_eq!(pause("2h"), Ok(Duration::from_secs(7200)));
        for bad in ["", "m", "soon", "-5s", "99999999999999999999h", "5é"] {
            assert!(pause(bad).is_err(), "{bad}");
        }
    }
}
