//! The commands on a ledger.

mod add;
mod copies;
mod decide;
mod figures;
mod keep;
mod search;
mod stories;
mod transfer;

use std::io::{BufWriter, Write as _};

use recoupe_dossier::{Locale, typography};
use serde::Serialize;

use crate::{args::LedgerCommand, messages::Messages, output, settings::Settings};

/// Runs one of them.
pub(crate) fn run(command: LedgerCommand, settings: &Settings, messages: &Messages) -> anyhow::Result<()> {
    match command {
        LedgerCommand::Add(args) => add::add(&args, settings, messages),
        LedgerCommand::Watch(args) => add::watch(&args, settings, messages),
        LedgerCommand::Stories(args) => stories::stories(&args, settings),
        LedgerCommand::Changes(args) => stories::changes(&args, settings),
        LedgerCommand::Figures(args) => figures::run(&args, settings),
        LedgerCommand::Search(args) => search::run(&args, settings),
        LedgerCommand::Copies(args) => copies::run(&args, settings),
        LedgerCommand::Decide(args) => decide::decide(&args, messages),
        LedgerCommand::Decisions(args) => decide::decisions(&args, settings),
        LedgerCommand::Reread(args) => keep::reread(&args, settings, messages),
        LedgerCommand::Check(at) => keep::check(&at, messages),
        LedgerCommand::Backup { to, at } => keep::backup(&to, &at),
        LedgerCommand::Export(args) => transfer::export(&args),
        LedgerCommand::Import(args) => transfer::import(&args, settings, messages),
    }
}

/// Prints one JSON object a line.
fn jsonl<T: Serialize>(values: impl IntoIterator<Item = T>) -> anyhow::Result<()> {
    let mut out = BufWriter::new(std::io::stdout().lock());
    for value in values {
        serde_json::to_writer(&mut out, &value)?;
        out.write_all(b"\n")?;
    }
    out.flush()?;
    Ok(())
}

/// Prints lines for people, in their typography.
fn lines(locale: Locale, lines: impl IntoIterator<Item = String>) -> anyhow::Result<()> {
    let text: String = lines.into_iter().map(|line| format!("{}\n", typography::of(locale, &line))).collect();
    output::print(text)
}

/// One line, whatever a text holds.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").chars().filter(|c| !c.is_control()).collect()
}
