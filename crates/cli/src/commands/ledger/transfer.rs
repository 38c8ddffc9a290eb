//! `recoupe export`, `recoupe import`.

use std::{
    fs::File,
    io::{self, BufRead, BufReader, BufWriter, IsTerminal as _, Write},
    path::Path,
};

use anyhow::Context as _;
use jiff::Timestamp;
use recoupe_dossier::Locale;
use recoupe_exports::parquet::{self, Cell, Column, Kind};
use recoupe_ledger::{Access, FIGURE_COLUMNS, Kept, Ledger, Line, read_line};

use crate::{
    analyse,
    args::{ExportArgs, ExportFormat, ImportArgs},
    desk, lazy,
    messages::Messages,
    progress::Bars,
    settings::{self, Settings},
};

/// Reports that are read together.
const BATCH: usize = 64;

/// Writes out the whole ledger; a file is there whole or not at all.
pub(crate) fn export(args: &ExportArgs) -> anyhow::Result<()> {
    let ledger = desk::open(&args.at, Access::Read)?;
    if args.format == ExportFormat::Parquet && args.output.is_none() && io::stdout().is_terminal() {
        anyhow::bail!("parquet is no text for a terminal: name a file with -o FILE.parquet, or redirect the output");
    }
    let Some(path) = &args.output else { return write(&ledger, args.format, io::stdout()) };
    let cannot = || format!("cannot write {}", path.display());
    let folder = path.parent().filter(|f| !f.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let part = tempfile::NamedTempFile::new_in(folder).with_context(cannot)?;
    write(&ledger, args.format, part.as_file())?;
    part.persist(path).with_context(cannot)?;
    Ok(())
}

fn write(ledger: &Ledger, format: ExportFormat, to: impl Write + Send) -> anyhow::Result<()> {
    let mut out = BufWriter::new(to);
    match format {
        ExportFormat::Csv => ledger.export_csv(&mut out)?,
        ExportFormat::Parquet => columns(ledger, &mut out)?,
        ExportFormat::Jsonl => ledger.export(|line| -> anyhow::Result<()> {
            serde_json::to_writer(&mut out, &line)?;
            out.write_all(b"\n")?;
            Ok(())
        })?,
    }
    out.flush()?;
    Ok(())
}

/// The table of figures as Parquet.
fn columns(ledger: &Ledger, to: impl Write + Send) -> anyhow::Result<()> {
    let columns = FIGURE_COLUMNS.map(|(name, kind)| Column {
        name,
        kind: match kind {
            recoupe_ledger::Kind::Integer => Kind::Count,
            recoupe_ledger::Kind::Real => Kind::Number,
            recoupe_ledger::Kind::Text => Kind::Text,
        },
    });
    let about = [("recoupe.version", env!("CARGO_PKG_VERSION")), ("recoupe.rules", recoupe_dossier::RULES)];
    let mut table = parquet::Writer::new(to, &columns, &about)?;
    ledger.figure_rows(|row| -> anyhow::Result<()> {
        let cells = row.into_iter().map(|cell| match cell {
            recoupe_ledger::Cell::None => Cell::None,
            recoupe_ledger::Cell::Integer(n) => Cell::Count(n),
            recoupe_ledger::Cell::Real(x) => Cell::Number(x),
            recoupe_ledger::Cell::Text(text) => Cell::Text(text),
        });
        Ok(table.push(cells.collect())?)
    })?;
    Ok(table.finish()?)
}

/// Reads an export back: its reports are read by the rules of this version and added at the moments they were added before.
pub(crate) fn import(args: &ImportArgs, settings: &Settings, messages: &Messages) -> anyhow::Result<()> {
    let mut ledger = desk::open(&args.at, Access::Write)?;
    let from: Box<dyn BufRead> = match args.from.as_os_str() == "-" {
        true => Box::new(BufReader::new(io::stdin())),
        false => Box::new(BufReader::new(
            File::open(&args.from).with_context(|| format!("cannot read {}", args.from.display()))?,
        )),
    };
    let bars = Bars::new(settings);
    let mut importing =
        Importing { ledger: &mut ledger, batch: Vec::new(), threads: args.threads, bars: &bars, added: 0 };
    let mut decisions = 0;
    for (number, line) in from.lines().enumerate() {
        let line = line.with_context(|| format!("cannot read {}", args.from.display()))?;
        if line.trim().is_empty() {
            continue;
        }
        match read_line(number + 1, &line) {
            Ok(Line::Report(kept)) => importing.take(kept)?,
            Ok(Line::Decision(decision)) => {
                importing.flush()?;
                importing.ledger.restore(&decision)?;
                decisions += 1;
            }
            Ok(Line::Ledger { .. } | Line::Story { .. } | Line::Figure(_) | Line::Statement(_)) => {}
            // One bad line does not stop the others.
            Err(error) => messages.problem(&args.from.display().to_string(), &error.to_string()),
        }
    }
    importing.flush()?;
    let added = importing.added;
    let stories = ledger.settle(desk::now()?)?;
    messages.say(&match settings.locale {
        Locale::Fr => {
            format!("versions reprises : {added} ; décisions : {decisions} ; sujets remis à jour : {stories}")
        }
        Locale::En => {
            format!("versions taken in: {added}; decisions: {decisions}; stories brought up to date: {stories}")
        }
    });
    Ok(())
}

struct Importing<'a> {
    ledger: &'a mut Ledger,
    batch: Vec<Kept>,
    threads: usize,
    bars: &'a Bars,
    added: usize,
}

impl Importing<'_> {
    /// Versions that were added at one moment go in together.
    fn take(&mut self, kept: Kept) -> anyhow::Result<()> {
        if self.batch.len() >= BATCH || self.batch.last().is_some_and(|last| last.added != kept.added) {
            self.flush()?;
        }
        self.batch.push(kept);
        Ok(())
    }

    fn flush(&mut self) -> anyhow::Result<()> {
        let batch = std::mem::take(&mut self.batch);
        let Some(first) = batch.first() else { return Ok(()) };
        let at: Timestamp = first.added.parse()?;
        let mut unread = Vec::new();
        let mut seen = Vec::new();
        for kept in batch {
            if !kept.also_seen.is_empty() {
                seen.push((kept.report.text_sha256.clone(), kept.also_seen));
            }
            if self.ledger.knows(&kept.report, at)?.is_none() {
                unread.push(kept.report);
            }
        }
        let reads = analyse::read_all(unread, None, settings::threads(self.threads), self.bars)?;
        if let Some(error) = reads.iter().find_map(|r| lazy::failure(r.doc.lang)) {
            anyhow::bail!("{error}");
        }
        self.added += self.ledger.add(reads, at)?.len();
        seen.iter().try_for_each(|(text, also)| self.ledger.restore_sightings(text, also))?;
        Ok(())
    }
}
