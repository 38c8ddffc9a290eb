//! Chores of the workspace: `cargo xtask COMMAND`. One module a command; this file only dispatches.

use clap::{Parser, Subcommand};

mod archives;
mod bench;
mod calibrate;
mod copies;
mod gazetteer;
mod gold;
mod ledger;
mod load;
mod manifests;
mod parity;
mod polnear;
mod quality;
mod random;
mod readme;
mod sets;
#[cfg(test)]
mod tidy;
mod train;
mod web;

#[derive(Parser)]
#[command(about = "Chores of the workspace")]
struct Args {
    #[command(subcommand)]
    command: Command,
}

/// One variant a chore, in alphabetical order.
#[derive(Subcommand)]
enum Command {
    /// Measure the language models against Python spaCy on one core.
    Bench(bench::Args),
    /// Fit the confidence of claims on the annotated sets and write docs/calibration.md.
    Calibrate,
    /// Find copies among made-up reports, against brute force and Python's libraries, and write docs/quality-copies.md.
    CopiesBench(copies::Args),
    /// Kill the program at random moments while it fills a ledger, and look what is left.
    Crash(ledger::crash::Args),
    /// Write the generated parts of ARCHITECTURE.md and README.md.
    Docs,
    /// Compile the gazetteer from GeoNames' tables.
    Gazetteer(gazetteer::Args),
    /// Compile the annotations (.ann) of examples/ and eval/ into gold with byte offsets.
    Gold,
    /// Compare every token with Python spaCy.
    Parity(parity::Args),
    /// Read inputs without the language models: pages and bytes a second, peak memory.
    IntakeBench(archives::BenchArgs),
    /// Many readers and a few reviewers on one server: how long they wait.
    Load(load::Args),
    /// Wrap the pages below a folder into an archive (.warc, .warc.gz, .arc, .arc.gz), for measuring.
    MakeWarc(archives::MakeArgs),
    /// Fill a ledger with made-up reports: how time, size, memory and search grow.
    Scale(ledger::scale::Args),
    /// Score the built program against the annotated sets and write docs/quality.md.
    Quality(quality::Args),
    /// Train the English attribution model on the articles below `RECOUPE_EVAL` and write its weights.
    Train(train::Args),
    /// Fetch pages from a server on this machine: pages a second, memory.
    WebBench(web::Args),
}

fn main() -> anyhow::Result<()> {
    match Args::parse().command {
        Command::Bench(args) => bench::run(&args),
        Command::Calibrate => calibrate::run(),
        Command::CopiesBench(args) => copies::run(&args),
        Command::Crash(args) => ledger::crash::run(&args),
        Command::Docs => manifests::run().and_then(|()| readme::run()),
        Command::Gazetteer(args) => gazetteer::run(&args),
        Command::Gold => gold::run(),
        Command::IntakeBench(args) => archives::bench(&args),
        Command::Load(args) => load::run(&args),
        Command::MakeWarc(args) => archives::make(&args),
        Command::Parity(args) => parity::run(&args),
        Command::Quality(args) => quality::run(&args),
        Command::Scale(args) => ledger::scale::run(&args),
        Command::Train(args) => train::run(&args),
        Command::WebBench(args) => web::run(&args),
    }
}
