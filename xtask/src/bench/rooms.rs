//! What the rooms after the parsing cost: the rest of the reading, and the claims, over the time that the models take.

use std::{
    fs::{self, File},
    io::{Write as _, stdin},
    path::Path,
    sync::atomic::{AtomicU64, Ordering},
};

use anyhow::Context as _;
use recoupe_pipeline::{Pipeline, Token, store};
use recoupe_reading::{Annotator, Models, read_text};
use serde::{Deserialize, Serialize};

use super::{own::cpu_seconds, root};

/// The most that the claims may cost, over the parsing time.
pub(super) const MOST: f64 = 0.30;

/// Costs over the parsing time.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Shares {
    /// Blocks, languages, repair, sentences, quotations, names.
    reading: f64,
    /// Statements, figures, events.
    pub(super) claims: f64,
    /// The claims where each report is one line.
    claims_one_line: f64,
    /// The claims of one line of twice the length, over the claims of the line.
    twice: f64,
    /// The reading without the parsing of one line of twice the length, over that of the line.
    reading_twice: f64,
}

/// One value of a measurement.
type Value = fn(&Shares) -> f64;

/// The rows of the table.
pub(super) const ROWS: [(&str, Value); 5] = [
    ("the rest of the reading", |s| s.reading),
    ("claims (at most 0.30)", |s| s.claims),
    ("claims, each report on one line", |s| s.claims_one_line),
    ("time of the claims for one line of twice the length", |s| s.twice),
    ("time of the rest of the reading for one line of twice the length", |s| s.reading_twice),
];

/// Writes the held-out reports of a language as JSON strings, one a line. They are only timed here.
pub(super) fn write_reports(lang: &str, to: &Path) -> anyhow::Result<()> {
    let folder = root().join("eval").join(lang);
    let mut paths: Vec<_> = fs::read_dir(&folder)
        .with_context(|| folder.display().to_string())?
        .map(|entry| Ok(entry?.path()))
        .collect::<std::io::Result<_>>()?;
    paths.retain(|path| path.extension().is_some_and(|e| e == "txt"));
    paths.sort();
    let mut file = File::create(to)?;
    for path in paths {
        serde_json::to_writer(&mut file, &fs::read_to_string(path)?)?;
        file.write_all(b"\n")?;
    }
    Ok(())
}

/// A pipeline that counts its time.
struct Timed {
    pipeline: Pipeline,
    nanoseconds: &'static AtomicU64,
}

static PARSING: AtomicU64 = AtomicU64::new(0);

impl Annotator for Timed {
    fn annotate(&self, text: &str, sentence_starts: &[usize]) -> Vec<Token> {
        let began = cpu_seconds();
        let tokens = Annotator::annotate(&self.pipeline, text, sentence_starts);
        self.nanoseconds.fetch_add(((cpu_seconds() - began) * 1e9) as u64, Ordering::Relaxed);
        tokens
    }
}

/// Measures in this process and prints JSON.
pub(super) fn run(lang: &str, rounds: usize) -> anyhow::Result<()> {
    let timed = Box::new(Timed { pipeline: store::load(lang)?, nanoseconds: &PARSING });
    let models = if lang == "fr" { Models { fr: Some(timed), en: None } } else { Models { fr: None, en: Some(timed) } };
    let texts: Vec<String> =
        stdin().lines().map(|line| Ok(serde_json::from_str(&line?)?)).collect::<anyhow::Result<_>>()?;
    let lines: Vec<String> = texts.iter().map(|t| t.replace(['\n', '\r'], " ")).collect();
    let once = lines.join(" ");
    let twice = format!("{once} {once}");
    let best = |texts: &[String]| -> anyhow::Result<Cost> {
        let mut best = Cost { parsing: f64::INFINITY, reading: f64::INFINITY, claims: f64::INFINITY };
        cost(texts, &models);
        for _ in 0..rounds.max(2) {
            let c = cost(texts, &models);
            best.parsing = best.parsing.min(c.parsing);
            best.reading = best.reading.min(c.reading);
            best.claims = best.claims.min(c.claims);
        }
        Ok(best)
    };
    let plain = best(&texts)?;
    let one_line = best(&lines)?;
    let (once, twice) = (best(&[once])?, best(&[twice])?);
    let shares = Shares {
        reading: plain.reading / plain.parsing,
        claims: plain.claims / plain.parsing,
        claims_one_line: one_line.claims / one_line.parsing,
        twice: twice.claims / once.claims,
        reading_twice: twice.reading / once.reading,
    };
    println!("{}", serde_json::to_value(shares)?);
    Ok(())
}

/// Seconds for all texts.
struct Cost {
    parsing: f64,
    reading: f64,
    claims: f64,
}

fn cost(texts: &[String], models: &Models) -> Cost {
    PARSING.store(0, Ordering::Relaxed);
    let (mut reading, mut claims) = (0.0, 0.0);
    for text in texts {
        let began = cpu_seconds();
        let doc = read_text(text, None, models);
        let read = cpu_seconds();
        std::hint::black_box(recoupe_claims::read(&doc));
        reading += read - began;
        claims += cpu_seconds() - read;
    }
    let parsing = PARSING.load(Ordering::Relaxed) as f64 / 1e9;
    Cost { parsing, reading: reading - parsing, claims }
}
