//! Reading again, by newer rules.

use std::collections::BTreeMap;

use jiff::Timestamp;
use recoupe_intake::Report;
use recoupe_reading::Span;
use recoupe_story::Read;
use rusqlite::{Connection, params};

use crate::{Ledger, Result, content, decisions, rows, stories, time::stamp, versions, words::Stems};

/// A version that was read by older rules, or all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// Those that other rules than this program's read.
    Outdated,
    /// Every one.
    All,
}

/// A version to be read again.
#[derive(Debug, Clone)]
pub struct Unread {
    /// Its row.
    pub version: i64,
    /// Its report, with the text.
    pub report: Report,
}

impl Ledger {
    /// The next versions to read again after that row, at most `limit`.
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn to_reread(&self, which: Which, after: i64, limit: usize) -> Result<Vec<Unread>> {
        let mut rows = self.db.prepare_cached(
            "SELECT v.id FROM version v JOIN content c ON c.version = v.id
             WHERE v.id > ?1 AND (?2 OR v.rules <> ?3 OR c.analysis_format <> ?4) ORDER BY v.id LIMIT ?5",
        )?;
        let all = which == Which::All;
        let ids: Vec<i64> = rows
            .query_map(params![after, all, recoupe_dossier::RULES, content::FORMAT, limit as i64], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        ids.into_iter()
            .map(|version| Ok(Unread { version, report: versions::load_report(&self.db, version)? }))
            .collect()
    }

    /// Puts new readings in the place of the old. Claims that are read as before keep their rows; those that are not read any more
    /// stay, superseded. Gives how many versions have other claims than before.
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn reread(&mut self, reads: Vec<(i64, Read)>, at: Timestamp) -> Result<usize> {
        let stems = Stems::new();
        let at = stamp(at);
        let tx = self.write()?;
        let mut changed = 0;
        for (version, read) in &reads {
            changed += usize::from(replace(&tx, *version, read, &at, &stems)?);
        }
        tx.commit()?;
        Ok(changed)
    }
}

/// Replaces the analysis and the claims of a version; tells whether the claims are others than before.
fn replace(db: &Connection, version: i64, read: &Read, at: &str, stems: &Stems) -> Result<bool> {
    let packed = content::pack(read)?;
    db.prepare_cached("UPDATE content SET analysis = ?2, analysis_format = ?3 WHERE version = ?1")?
        .execute(params![version, packed.analysis, content::FORMAT])?;
    db.prepare_cached("UPDATE version SET rules = ?2 WHERE id = ?1")?
        .execute(params![version, recoupe_dossier::RULES])?;
    let mut old = standing(db, version)?;
    // A version that was replaced keeps its state for the claims that are new to it.
    let (state, cause): (Option<String>, Option<String>) = db
        .prepare_cached("SELECT state, state_cause FROM version WHERE id = ?1")?
        .query_row([version], |row| Ok((row.get(0)?, row.get(1)?)))?;
    // Ordinals move: they are free while the rows are put in order.
    db.prepare_cached("UPDATE claim SET ordinal = -1 - ordinal WHERE version = ?1 AND ordinal >= 0")?
        .execute([version])?;
    let mut changed = false;
    for claim in rows::Claim::all(read) {
        let row = old.get_mut(&(claim.kind(), claim.span(read))).and_then(Vec::pop);
        changed |= row.is_none();
        rows::write(db, version, row, &claim, read, recoupe_dossier::RULES, stems)?;
        if row.is_none() && state.is_some() {
            db.prepare_cached("UPDATE claim SET state = 'superseded', state_at = ?2, state_cause = ?3 WHERE id = ?1")?
                .execute(params![db.last_insert_rowid(), at, cause])?;
        }
    }
    for row in old.into_values().flatten() {
        changed = true;
        db.prepare_cached("UPDATE claim SET state = 'superseded', state_at = ?2, state_cause = ?3 WHERE id = ?1")?
            .execute(params![row, at, format!("rules {}", recoupe_dossier::RULES)])?;
    }
    let report: i64 =
        db.prepare_cached("SELECT report FROM version WHERE id = ?1")?.query_row([version], |row| row.get(0))?;
    if state.is_none() {
        decisions::carry_over(db, report, read)?;
        stories::mark(db, report)?;
    }
    Ok(changed)
}

/// The rows of the claims that the version was read to hold, by kind and place.
fn standing(db: &Connection, version: i64) -> Result<BTreeMap<(&'static str, Span), Vec<i64>>> {
    let mut rows = db.prepare_cached(
        "SELECT id, kind, start, end FROM claim WHERE version = ?1 AND ordinal >= 0 ORDER BY ordinal DESC",
    )?;
    let found = rows.query_map([version], |row| {
        let kind = if row.get_ref(1)?.as_str().is_ok_and(|k| k == "figure") { "figure" } else { "statement" };
        let span = Span::new(row.get::<_, i64>(2)? as usize, row.get::<_, i64>(3)? as usize);
        Ok(((kind, span), row.get::<_, i64>(0)?))
    })?;
    let mut out: BTreeMap<_, Vec<i64>> = BTreeMap::new();
    for row in found {
        let (key, id) = row?;
        out.entry(key).or_default().push(id);
    }
    Ok(out)
}
