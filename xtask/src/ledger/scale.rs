//! `cargo xtask scale`: how adding, size, memory and search grow with the ledger.
//!
//! The reports are made up ([`super::reports`]) and read by the program's own rooms. Reading costs more than keeping by far and
//! does not depend on the ledger; `--words-only` reads without the language models, so that large ledgers are filled in
//! reasonable time: such reports have fewer names and claims without syntax, and as many rows.

use std::{
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use anyhow::{Context as _, ensure};
use jiff::Timestamp;
use recoupe_ledger::{Access, Ledger, Search};
use recoupe_pipeline::store;
use recoupe_reading::{Models, Options, testing::Words};
use recoupe_story::Read;

use super::reports;
use crate::random::Random;

/// What to measure.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Reports in all.
    #[arg(default_value_t = 10_000)]
    reports: u64,
    /// The ledger to fill; it is made anew.
    #[arg(long, default_value = "target/scale.recoupe")]
    ledger: PathBuf,
    /// Reports of one story.
    #[arg(long, default_value_t = 8)]
    per_story: u64,
    /// Read without the language models.
    #[arg(long)]
    words_only: bool,
    /// Fill nothing: time the searches in the ledger that is there.
    #[arg(long, conflicts_with = "go_on")]
    searches_only: bool,
    /// Go on where a run that was stopped left off, with the same `--per-story` and `--words-only`.
    #[arg(long)]
    go_on: bool,
}

/// Reports of one transaction.
const BATCH: u64 = 64;
/// Reports of one `recoupe add`.
const LOT: u64 = 640;

pub(crate) fn run(args: &Args) -> anyhow::Result<()> {
    if args.searches_only {
        let ledger = Ledger::open(&args.ledger, Access::Read)?;
        // Once to bring the pages into memory, once to time.
        searches(&ledger)?;
        let (p50, p95) = searches(&ledger)?;
        println!("searches: p50 {p50:.1} ms, p95 {p95:.1} ms");
        return Ok(());
    }
    if !args.go_on {
        remove(&args.ledger)?;
    }
    let mut ledger = Ledger::open(&args.ledger, Access::Write)?;
    let there = ledger.check()?;
    ensure!(there.problems.is_empty(), "{}: {:?}", args.ledger.display(), there.problems);
    let models = models(args)?;
    let start: Timestamp = "2031-01-01T00:00:00Z".parse()?;
    println!(
        "| reports | claims | reading, ms a report | adding, ms a report | reconciling, ms a report | MB | KB a report | search p50, ms | p95, ms | peak memory, MB |"
    );
    println!("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
    let (mut n, mut claims) = (there.reports as u64, there.claims);
    let (mut reading, mut adding, mut settling) = (Duration::ZERO, Duration::ZERO, Duration::ZERO);
    let mut since = n;
    let mut next = 1000;
    while next <= n {
        next = following(next);
    }
    next = next.min(args.reports);
    while n < args.reports {
        let upto = (n + BATCH).min(args.reports).min(next);
        let began = Instant::now();
        let reads: Vec<Read> = (n..upto)
            .map(|i| {
                let doc = recoupe_reading::read(reports::report(i, args.per_story), &models, &Options { lang: None });
                let claims = recoupe_claims::read(&doc);
                Read { doc, claims }
            })
            .collect();
        reading += began.elapsed();
        claims += reads.iter().map(|r| r.claims.figures.len() + r.claims.statements.len()).sum::<usize>();
        let at = Timestamp::from_second(start.as_second() + n as i64)?;
        let began = Instant::now();
        ledger.add(reads, at)?;
        adding += began.elapsed();
        n = upto;
        // As `recoupe add` does: at the end of each lot.
        if n % LOT == 0 || n == next {
            let began = Instant::now();
            ledger.settle(at)?;
            settling += began.elapsed();
        }
        if n == next {
            let each = |d: Duration| d.as_secs_f64() * 1e3 / (n - since) as f64;
            let size = args.ledger.metadata()?.len() as f64;
            let (p50, p95) = searches(&ledger)?;
            println!(
                "| {n} | {claims} | {:.2} | {:.2} | {:.2} | {:.1} | {:.1} | {p50:.1} | {p95:.1} | {} |",
                each(reading),
                each(adding),
                each(settling),
                size / 1e6,
                size / 1e3 / n as f64,
                memory().unwrap_or_default()
            );
            (reading, adding, settling) = (Duration::ZERO, Duration::ZERO, Duration::ZERO);
            since = n;
            next = following(next).min(args.reports.max(next + 1));
        }
    }
    let stories = ledger.stories(None, usize::MAX >> 1)?;
    println!("\n{} stories of {} events", stories.len(), args.reports.div_ceil(args.per_story));
    Ok(())
}

/// Removes a ledger with what SQLite keeps beside it.
fn remove(ledger: &Path) -> anyhow::Result<()> {
    for ending in ["", "-wal", "-shm"] {
        let path = format!("{}{ending}", ledger.display());
        if std::fs::exists(&path)? {
            std::fs::remove_file(&path)?;
        }
    }
    Ok(())
}

/// The row after this one: 1,000, 2,500, 5,000, 10,000, …
fn following(row: u64) -> u64 {
    if row.to_string().starts_with('1') { row * 5 / 2 } else { row * 2 }
}

fn models(args: &Args) -> anyhow::Result<Models> {
    if args.words_only {
        return Ok(Models { fr: Some(Box::new(Words)), en: Some(Box::new(Words)) });
    }
    Ok(Models::of_pipelines(Some(store::load("fr")?), Some(store::load("en")?)))
}

/// Half and 95 of 100 searches take no longer than this, in ms: words that stand everywhere, rare ones, phrases, filters.
fn searches(ledger: &Ledger) -> anyhow::Result<(f64, f64)> {
    let mut random = Random::new(42);
    let mut times = Vec::new();
    let words = [
        "tués",
        "killed",
        "évacués secours",
        "incendie",
        "\"selon les secours\"",
        "earthquake rescue",
        "habit*",
        "church market",
    ];
    for i in 0..200 {
        let mut search = Search { text: random.pick(&words).to_owned(), limit: 20, ..Search::default() };
        match i % 5 {
            0 => search.role = Some("killed".into()),
            1 => search.speaker = Some("secours".into()),
            2 => search.at_least = Some(30.0),
            3 => search.from = Some("2022-01-01".into()),
            _ => {}
        }
        let began = Instant::now();
        ledger.search(&search)?;
        times.push(began.elapsed().as_secs_f64() * 1e3);
    }
    times.sort_by(f64::total_cmp);
    Ok((times[times.len() / 2], times[times.len() * 95 / 100]))
}

/// The most memory that this process had, in MB.
fn memory() -> anyhow::Result<u64> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find(|l| l.starts_with("VmHWM:")).context("no peak")?;
    let kilobytes: u64 = line.split_whitespace().nth(1).context("no number")?.parse()?;
    Ok(kilobytes / 1024)
}
