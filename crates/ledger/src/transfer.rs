//! The whole ledger as lines, and back; and its figures as a table.

use std::io::Write;

use jiff::Timestamp;
use recoupe_dossier::wire;
use recoupe_intake::Report;
use recoupe_story::Options;
use rusqlite::{OptionalExtension as _, params};
use serde::{Deserialize, Serialize};

use crate::{Ledger, LedgerError, Result, stories, versions};

/// The shape of [`Line`]; raised when a program that knows the old shape could not read the new one.
pub const EXPORT_SCHEMA: u32 = 1;

/// A line of an export.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "lowercase")]
pub enum Line {
    /// The first line.
    Ledger {
        /// [`EXPORT_SCHEMA`].
        schema: u32,
        /// Version of the program.
        version: String,
        /// Rules that the claims were read by.
        rules: String,
    },
    /// A version of a report, with its text and metadata, in the order that they came.
    Report(Kept),
    /// What a person decided.
    Decision(KeptDecision),
    /// A story with its quantities; derived from the reports, passed over by an import.
    Story {
        /// Title, period, identifier.
        story: wire::StoryHead,
        /// Identifiers of its reports.
        reports: Vec<String>,
        /// Its quantities with their relations.
        quantities: Vec<wire::Quantity>,
    },
    /// A figure; derived.
    Figure(wire::Figure),
    /// A statement; derived.
    Statement(wire::Statement),
}

/// A version of a report, as it is kept.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Kept {
    /// Its text and metadata.
    pub report: Report,
    /// Counted from 1 among the versions of its report.
    pub number: u32,
    /// When it was added, RFC 3339 in UTC.
    pub added: String,
    /// Superseded, corrected, withdrawn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// Since when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state_at: Option<String>,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state_cause: Option<String>,
    /// Other places where this very text was seen.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also_seen: Vec<Sighting>,
}

/// A place where the text of a version was seen again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sighting {
    /// Path or address.
    pub path: String,
    /// When, RFC 3339 in UTC.
    pub at: String,
}

/// A value of a table.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Not known.
    None,
    /// A whole number; of a column of [`Kind::Real`] a number that is integral.
    Integer(i64),
    /// A number.
    Real(f64),
    /// Words.
    Text(String),
}

/// What a column of a table holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Whole numbers.
    Integer,
    /// Numbers.
    Real,
    /// Words.
    Text,
}

/// A decision with its anchor.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct KeptDecision {
    /// The version that it was made of.
    pub report: String,
    /// When.
    pub at: String,
    /// `accept`, `fix`, `reject`.
    pub action: String,
    /// Why.
    pub why: String,
    /// By whom.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// W3C `TextQuoteSelector`.
    pub exact: String,
    /// What stands before.
    pub prefix: String,
    /// What stands after.
    pub suffix: String,
    /// W3C `TextPositionSelector`, in bytes.
    pub start: usize,
    /// After the last byte.
    pub end: usize,
    /// Fields put right, as JSON.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fix: Option<String>,
    /// `active`, `review`, `replaced`.
    pub state: String,
    /// Why it is up for review.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state_cause: Option<String>,
}

impl Ledger {
    /// Hands over everything that the ledger keeps, line by line: reports, decisions, then what the stories say.
    ///
    /// # Errors
    ///
    /// Those of the file, and the first of `take`.
    pub fn export<E: From<LedgerError>>(&self, mut take: impl FnMut(Line) -> Result<(), E>) -> Result<(), E> {
        take(Line::Ledger {
            schema: EXPORT_SCHEMA,
            version: env!("CARGO_PKG_VERSION").into(),
            rules: recoupe_dossier::RULES.into(),
        })?;
        for version in self.rows("SELECT id FROM version ORDER BY id")? {
            take(Line::Report(self.kept(version)?))?;
        }
        for decision in self.kept_decisions()? {
            take(Line::Decision(decision))?;
        }
        for id in self.names("SELECT public FROM story WHERE merged_into IS NULL AND reports > 0 ORDER BY id")? {
            let dossier = self.story(&id, &Options::default())?.dossier();
            let reports = dossier.reports.iter().map(|r| r.id.clone()).collect();
            take(Line::Story { story: dossier.story, reports, quantities: dossier.quantities })?;
            dossier.statements.into_iter().try_for_each(|s| take(Line::Statement(s)))?;
            dossier.figures.into_iter().try_for_each(|f| take(Line::Figure(f)))?;
        }
        Ok(())
    }

    /// Takes the places where the text of a version that is there was seen again; those known already are passed over.
    ///
    /// # Errors
    ///
    /// [`LedgerError::Unknown`] where no version has the text, and those of the file.
    pub fn restore_sightings(&mut self, text_sha256: &str, seen: &[Sighting]) -> Result<()> {
        let tx = self.write()?;
        let version: Option<i64> = tx
            .prepare_cached("SELECT id FROM version WHERE text_sha256 = ?1 ORDER BY id LIMIT 1")?
            .query_row([text_sha256], |row| row.get(0))
            .optional()?;
        let version = version.ok_or_else(|| LedgerError::Unknown {
            what: "version",
            name: text_sha256.to_owned(),
            hint: "its report must be added first",
        })?;
        for sighting in seen {
            tx.prepare_cached("INSERT OR IGNORE INTO sighting (version, path, at) VALUES (?1, ?2, ?3)")?
                .execute(params![version, sighting.path, sighting.at])?;
        }
        tx.commit()?;
        Ok(())
    }

    /// Other places where the text of a version was seen, in the order of their names.
    pub(crate) fn sightings(&self, version: i64) -> Result<Vec<Sighting>> {
        let mut rows = self.db.prepare_cached("SELECT path, at FROM sighting WHERE version = ?1 ORDER BY path")?;
        let found = rows.query_map([version], |row| Ok(Sighting { path: row.get(0)?, at: row.get(1)? }))?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }

    /// Takes a decision that was exported. One that is there already is not taken twice.
    ///
    /// # Errors
    ///
    /// [`LedgerError::Unknown`] where its version is not in the ledger, and those of the file.
    pub fn restore(&mut self, d: &KeptDecision) -> Result<()> {
        let tx = self.write()?;
        let found: Option<(i64, i64)> = tx
            .prepare_cached("SELECT id, report FROM version WHERE public = ?1")?
            .query_row([&d.report], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        let (version, report) = found.ok_or_else(|| LedgerError::Unknown {
            what: "version",
            name: d.report.clone(),
            hint: "its report must stand before the decision",
        })?;
        let there = tx
            .prepare_cached("SELECT 1 FROM decision WHERE version = ?1 AND at = ?2 AND exact = ?3 AND start = ?4")?
            .exists(params![version, d.at, d.exact, d.start as i64])?;
        if !there {
            tx.prepare_cached(
                "INSERT INTO decision (at, action, why, by, report, version, kind, exact, prefix, suffix, start, end, fix,
                                       state, state_cause)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'figure', ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
            )?
            .execute(params![
                d.at,
                d.action,
                d.why,
                d.by,
                report,
                version,
                d.exact,
                d.prefix,
                d.suffix,
                d.start as i64,
                d.end as i64,
                d.fix,
                d.state,
                d.state_cause
            ])?;
            stories::mark(&tx, report)?;
        }
        tx.commit()?;
        Ok(())
    }

    /// Writes one figure a row, RFC 4180: what it says, who says it, where it stands, what became of it.
    ///
    /// # Errors
    ///
    /// Those of the file and of writing.
    pub fn export_csv(&self, to: impl Write) -> Result<()> {
        let mut out = csv::Writer::from_writer(to);
        let failed =
            |error: csv::Error| LedgerError::Io { path: "the table".into(), error: std::io::Error::other(error) };
        out.write_record(FIGURE_COLUMNS.map(|(name, _)| name)).map_err(failed)?;
        self.figure_rows(|row| {
            let cells = row.into_iter().map(|cell| match cell {
                Cell::None => String::new(),
                Cell::Integer(n) => n.to_string(),
                Cell::Real(x) => x.to_string(),
                Cell::Text(text) => text,
            });
            out.write_record(cells).map_err(failed)
        })?;
        out.flush().map_err(|error| LedgerError::Io { path: "the table".into(), error })
    }

    /// Hands over the figures of the ledger, a row each, in the columns of [`FIGURE_COLUMNS`].
    ///
    /// # Errors
    ///
    /// Those of the file, and the first of `take`.
    pub fn figure_rows<E: From<LedgerError>>(&self, mut take: impl FnMut(Vec<Cell>) -> Result<(), E>) -> Result<(), E> {
        let mut rows = self.db.prepare(FIGURES).map_err(LedgerError::from)?;
        let mut found = rows.query([]).map_err(LedgerError::from)?;
        while let Some(row) = found.next().map_err(LedgerError::from)? {
            let mut cells = Vec::with_capacity(FIGURE_COLUMNS.len());
            for i in 0..FIGURE_COLUMNS.len() - 1 {
                use rusqlite::types::ValueRef;
                cells.push(match row.get_ref(i).map_err(LedgerError::from)? {
                    ValueRef::Null | ValueRef::Blob(_) => Cell::None,
                    ValueRef::Integer(n) => Cell::Integer(n),
                    ValueRef::Real(x) => Cell::Real(x),
                    ValueRef::Text(text) => Cell::Text(String::from_utf8_lossy(text).into_owned()),
                });
            }
            cells.push(Cell::Text(env!("CARGO_PKG_VERSION").into()));
            take(cells)?;
        }
        Ok(())
    }

    fn rows(&self, sql: &str) -> Result<Vec<i64>> {
        Ok(self.db.prepare(sql)?.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
    }

    fn names(&self, sql: &str) -> Result<Vec<String>> {
        Ok(self.db.prepare(sql)?.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
    }

    fn kept(&self, version: i64) -> Result<Kept> {
        let report = versions::load_report(&self.db, version)?;
        let row = self
            .db
            .prepare_cached("SELECT number, added, state, state_at, state_cause FROM version WHERE id = ?1")?
            .query_row([version], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?)))?;
        let (number, added, state, state_at, state_cause) = row;
        let also_seen = self.sightings(version)?;
        Ok(Kept { report, number, added, state, state_at, state_cause, also_seen })
    }

    fn kept_decisions(&self) -> Result<Vec<KeptDecision>> {
        let mut rows = self.db.prepare(
            "SELECT v.public, d.at, d.action, d.why, d.by, d.exact, d.prefix, d.suffix, d.start, d.end, d.fix, d.state,
                    d.state_cause
             FROM decision d JOIN version v ON v.id = d.version ORDER BY d.id",
        )?;
        let found = rows.query_map([], |row| {
            Ok(KeptDecision {
                report: row.get(0)?,
                at: row.get(1)?,
                action: row.get(2)?,
                why: row.get(3)?,
                by: row.get(4)?,
                exact: row.get(5)?,
                prefix: row.get(6)?,
                suffix: row.get(7)?,
                start: row.get::<_, i64>(8)? as usize,
                end: row.get::<_, i64>(9)? as usize,
                fix: row.get(10)?,
                state: row.get(11)?,
                state_cause: row.get(12)?,
            })
        })?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }
}

/// Reads a line of an export.
///
/// # Errors
///
/// [`LedgerError::BadImport`] with the number of the line.
pub fn read_line(number: usize, line: &str) -> Result<Line> {
    let bad = |why: String| LedgerError::BadImport { line: number, why };
    let read: Line = serde_json::from_str(line).map_err(|error| bad(format!("is no line of an export ({error})")))?;
    match &read {
        Line::Ledger { schema, .. } if *schema > EXPORT_SCHEMA => {
            Err(bad(format!("was written by a newer recoupe (schema {schema}, this one knows {EXPORT_SCHEMA})")))
        }
        Line::Report(kept) if kept.added.parse::<Timestamp>().is_err() => {
            Err(bad(format!("`{}` is no moment", kept.added)))
        }
        _ => Ok(read),
    }
}

/// The columns of the table of figures: those of the claim and of what it stands in, then the program that wrote it.
pub const FIGURE_COLUMNS: [(&str, Kind); 39] = [
    ("id", Kind::Text),
    ("story", Kind::Text),
    ("story_title", Kind::Text),
    ("quantity_fr", Kind::Text),
    ("quantity_en", Kind::Text),
    ("quantity_state", Kind::Text),
    ("report", Kind::Text),
    ("outlet", Kind::Text),
    ("title", Kind::Text),
    ("url", Kind::Text),
    ("path", Kind::Text),
    ("language", Kind::Text),
    ("published", Kind::Text),
    ("lo", Kind::Real),
    ("hi", Kind::Real),
    ("unit", Kind::Text),
    ("role", Kind::Text),
    ("population", Kind::Text),
    ("place", Kind::Text),
    ("country", Kind::Text),
    ("kind", Kind::Text),
    ("certainty", Kind::Text),
    ("speaker", Kind::Text),
    ("origin", Kind::Text),
    ("independent", Kind::Integer),
    ("party", Kind::Integer),
    ("said_from", Kind::Text),
    ("said_to", Kind::Text),
    ("as_of_from", Kind::Text),
    ("as_of_to", Kind::Text),
    ("state", Kind::Text),
    ("state_at", Kind::Text),
    ("state_cause", Kind::Text),
    ("start", Kind::Integer),
    ("end", Kind::Integer),
    ("confidence", Kind::Real),
    ("rules", Kind::Text),
    ("text_sha256", Kind::Text),
    ("program", Kind::Text),
];

/// The figures with everything that a table can hold of them.
const FIGURES: &str = "SELECT
    v.public || CASE WHEN c.ordinal >= 0 THEN '.F' || (c.ordinal + 1) ELSE '.F' || -c.ordinal || 'x' END AS id,
    s.public AS story, s.title AS story_title, q.label_fr AS quantity_fr, q.label_en AS quantity_en,
    q.state AS quantity_state, v.public AS report, v.outlet, v.title, v.url, v.path, v.language, v.published,
    c.lo, c.hi, c.unit, c.role, c.population, c.place, c.country, c.figure_kind AS kind, c.certainty, c.speaker,
    p.origin_name AS origin, p.independent, p.party, c.said_from, c.said_to, c.as_of_from, c.as_of_to, c.state, c.state_at,
    c.state_cause, c.start, c.end, c.confidence, c.rules, v.text_sha256
    FROM claim c JOIN version v ON v.id = c.version JOIN report r ON r.id = v.report
    LEFT JOIN story s ON s.id = r.story LEFT JOIN placed p ON p.claim = c.id LEFT JOIN quantity q ON q.id = p.quantity
    WHERE c.kind = 'figure' ORDER BY c.id";
