//! Is everything there, and does it fit together?

use std::collections::BTreeMap;

use rusqlite::Connection;
use sha2::{Digest as _, Sha256};

use crate::{Ledger, LedgerError, Result, content, versions};
use serde::Serialize;

/// What a check looked at, and what it found wrong.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Checked {
    /// Reports.
    pub reports: usize,
    /// Versions, each with its text and analysis.
    pub versions: usize,
    /// Statements and figures.
    pub claims: usize,
    /// Stories.
    pub stories: usize,
    /// Decisions.
    pub decisions: usize,
    /// What is wrong, one line each; empty for a sound ledger.
    pub problems: Vec<String>,
}

/// What must not be: a question that finds it, and what to say of each finding.
const NEVER: [(&str, &str); 9] = [
    ("SELECT key FROM report WHERE current IS NULL", "the report {} has no current version"),
    (
        "SELECT r.key FROM report r JOIN version v ON v.id = r.current WHERE v.report <> r.id OR v.state IS NOT NULL",
        "the current version of the report {} is not its own, or was replaced",
    ),
    (
        "SELECT v.public FROM version v JOIN report r ON r.id = v.report WHERE v.state IS NULL AND r.current <> v.id",
        "the version {} stands beside the current one of its report",
    ),
    ("SELECT public FROM version WHERE id NOT IN (SELECT version FROM content)", "the version {} has no text"),
    (
        "SELECT report || ' (' || text_sha256 || ')' FROM version WHERE state IS NULL
         GROUP BY report, text_sha256 HAVING count(*) > 1",
        "the report {} has one text twice",
    ),
    (
        "SELECT count(*) FROM claim HAVING count(*) <> (SELECT count(*) FROM claim_words)",
        "{} claims are not the ones that the full-text index holds",
    ),
    ("SELECT key FROM report WHERE story IS NULL", "the report {} is in no story"),
    (
        "SELECT s.public FROM story s WHERE s.merged_into IS NOT NULL
         AND EXISTS (SELECT 1 FROM report r WHERE r.story = s.id)",
        "the story {} was merged into another and still has reports",
    ),
    (
        "SELECT v.public FROM claim c JOIN version v ON v.id = c.version
         WHERE v.state IS NOT NULL AND c.state IS NULL GROUP BY v.id",
        "the version {} was replaced, and some of its claims were not",
    ),
];

impl Ledger {
    /// Looks at every page of the file, every text, every offset.
    ///
    /// # Errors
    ///
    /// Those that make it impossible to look; what is found wrong is in [`Checked::problems`].
    pub fn check(&self) -> Result<Checked> {
        let mut out = Checked::default();
        let mut pages = self.db.prepare("PRAGMA integrity_check")?;
        let lines = pages.query_map([], |row| row.get::<_, String>(0))?;
        for line in lines {
            match line {
                Ok(line) if line == "ok" => {}
                Ok(line) => out.problems.push(format!("the file: {line}")),
                Err(error) => {
                    out.problems.push(format!("the file: {}", LedgerError::from(error)));
                    return Ok(out);
                }
            }
        }
        let count = |table: &str| -> Result<usize> {
            let sql = format!("SELECT count(*) FROM {table}");
            Ok(self.db.query_row(&sql, [], |row| row.get::<_, i64>(0))? as usize)
        };
        out.reports = count("report")?;
        out.versions = count("version")?;
        out.claims = count("claim")?;
        out.stories = count("story WHERE merged_into IS NULL AND reports > 0")?;
        out.decisions = count("decision")?;
        let mut orphans = self.db.prepare("PRAGMA foreign_key_check")?;
        let found = orphans.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, Option<i64>>(1)?)))?;
        for row in found {
            let (table, row) = row?;
            out.problems.push(format!("row {} of {table} points at nothing", row.unwrap_or_default()));
        }
        for (question, told) in NEVER {
            let mut rows = self.db.prepare(question)?;
            let found = rows.query_map([], |row| row.get::<_, rusqlite::types::Value>(0))?;
            for value in found {
                out.problems.push(told.replace("{}", &shown(value?)));
            }
        }
        self.texts(&mut out)?;
        Ok(out)
    }

    /// Each text is the one that was published, and each claim lies in it.
    fn texts(&self, out: &mut Checked) -> Result<()> {
        let mut versions = self.db.prepare(
            "SELECT v.id, v.public, v.text_sha256, c.text, c.analysis_format FROM version v JOIN content c ON c.version = v.id
             ORDER BY v.id",
        )?;
        let mut rows = versions.query([])?;
        while let Some(row) = rows.next()? {
            let (id, public, sha): (i64, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
            let packed: Vec<u8> = row.get(3)?;
            let text = match content::text(&packed) {
                Ok(text) => text,
                Err(error) => {
                    out.problems.push(format!("the version {public}: {error}"));
                    continue;
                }
            };
            let found: String = Sha256::digest(text.as_bytes()).iter().map(|b| format!("{b:02x}")).collect();
            if found != sha {
                out.problems.push(format!("the text of the version {public} is not the one that was added"));
            }
            for (name, start, end) in spans(&self.db, id)? {
                if text.get(start..end).is_none() {
                    out.problems.push(format!("claim {name} of the version {public} does not lie in its text"));
                }
            }
            if row.get::<_, u32>(4)? != content::FORMAT {
                continue;
            }
            match versions::load(&self.db, id) {
                Err(error) => out.problems.push(format!("the version {public}: {error}")),
                Ok(read) => {
                    let (figures, statements) = (read.claims.figures.len(), read.claims.statements.len());
                    let rows = counts(&self.db, id)?;
                    let of = |kind: &str| rows.get(kind).copied().unwrap_or_default();
                    if of("figure") != figures || of("statement") != statements {
                        out.problems.push(format!("the version {public} has other claims than were read in it"));
                    }
                }
            }
        }
        Ok(())
    }
}

fn spans(db: &Connection, version: i64) -> Result<Vec<(i64, usize, usize)>> {
    let mut rows = db.prepare_cached("SELECT id, start, end FROM claim WHERE version = ?1 ORDER BY id")?;
    let found = rows.query_map([version], |row| {
        Ok((row.get(0)?, row.get::<_, i64>(1)? as usize, row.get::<_, i64>(2)? as usize))
    })?;
    Ok(found.collect::<rusqlite::Result<_>>()?)
}

/// Claims of a version by kind, without those that newer rules do not read.
fn counts(db: &Connection, version: i64) -> Result<BTreeMap<String, usize>> {
    let mut rows =
        db.prepare_cached("SELECT kind, count(*) FROM claim WHERE version = ?1 AND ordinal >= 0 GROUP BY kind")?;
    let found = rows.query_map([version], |row| Ok((row.get(0)?, row.get::<_, i64>(1)? as usize)))?;
    Ok(found.collect::<rusqlite::Result<_>>()?)
}

fn shown(value: rusqlite::types::Value) -> String {
    use rusqlite::types::Value;
    match value {
        Value::Text(text) => text,
        Value::Integer(n) => n.to_string(),
        Value::Real(x) => x.to_string(),
        Value::Null | Value::Blob(_) => "?".into(),
    }
}
