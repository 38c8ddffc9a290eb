//! Reports and their versions: what is added, what is known already, what it changes.

use jiff::Timestamp;
use recoupe_intake::{Moment, Report};
use recoupe_story::{Read, copying};
use rusqlite::{Connection, OptionalExtension as _, params};

use crate::{
    Ledger, LedgerError, Result, changes, content, copies, decisions,
    difference::Difference,
    grouping::{self, Frequencies},
    rows, stories,
    time::stamp,
    words::{Stems, fold, words},
};
use serde::Serialize;

/// What became of a report that was to be added.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum Added {
    /// The ledger had nothing of it.
    Report {
        /// Its identifier in the ledger.
        id: String,
        /// How many statements and figures it brings.
        claims: (usize, usize),
    },
    /// The ledger has an earlier text of this report.
    Version {
        /// Its identifier in the ledger.
        id: String,
        /// Counted from 1.
        number: u32,
        /// What it says otherwise.
        difference: Difference,
        /// It is newer than what the ledger has; an older one changes nothing but the history.
        newest: bool,
    },
    /// The ledger has this very text of this report.
    Known {
        /// Its identifier in the ledger.
        id: String,
    },
}

/// Share of the words of the shorter text from which two texts at one path are versions of one report.
const VERSION: f64 = 0.3;

/// The version that a report's key leads to.
struct Current {
    report: i64,
    version: i64,
    number: u32,
    moment: Option<String>,
}

impl Ledger {
    /// Whether the ledger has this very text of this report, read by these rules: it need not be read again. Says so in the
    /// ledger where it was seen at a new place.
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn knows(&mut self, report: &Report, at: Timestamp) -> Result<Option<String>> {
        let Some(known) = known(&self.db, report)? else { return Ok(None) };
        sighted(&self.db, &known, report, &stamp(at))?;
        Ok(Some(known.id))
    }

    /// Adds reports that were read. All of them are in the ledger when this returns, or none.
    ///
    /// Takes the reports with their claims, and the moment of the addition; gives what became of each, in order. The stories
    /// that they fall in are reconciled by [`Ledger::settle`].
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn add(&mut self, reads: Vec<Read>, at: Timestamp) -> Result<Vec<Added>> {
        let words = Words { stems: Stems::new(), frequencies: Frequencies::default() };
        let at = stamp(at);
        let tx = self.write()?;
        let added = reads.into_iter().map(|read| add(&tx, read, &at, &words)).collect::<Result<_>>()?;
        tx.commit()?;
        Ok(added)
    }
}

/// What the additions of one transaction share.
struct Words {
    stems: Stems,
    frequencies: Frequencies,
}

fn add(db: &Connection, read: Read, at: &str, words: &Words) -> Result<Added> {
    if let Some(known) = known(db, &read.doc.report)? {
        sighted(db, &known, &read.doc.report, at)?;
        return Ok(Added::Known { id: known.id });
    }
    let mut read = read;
    let own = copies::look(db, &read)?;
    let (key, current) = place(db, &read, &own)?;
    let Some(current) = current else {
        let report = new_report(db, &key, at)?;
        let (version, id) = new_version(db, report, 1, &mut read, at, &words.stems)?;
        db.prepare_cached("UPDATE report SET current = ?2 WHERE id = ?1")?.execute([report, version])?;
        copies::keep(db, report, version, &own)?;
        let story = grouping::group(db, report, &read, at, &words.frequencies)?;
        changes::report(db, story, version, &read, at)?;
        return Ok(Added::Report { id, claims: (read.claims.statements.len(), read.claims.figures.len()) });
    };
    let number = last_number(db, current.report)? + 1;
    let before = load(db, current.version)?;
    let difference = Difference::between(&before, &read);
    let (version, id) = new_version(db, current.report, number, &mut read, at, &words.stems)?;
    // An archive may bring an older text later.
    let newest = moment(&read.doc.report).zip(current.moment).is_none_or(|(new, old)| old <= new);
    if newest {
        let notice = notice(&before, &read);
        supersede(db, current.version, number, &difference, notice.as_deref(), at)?;
        db.prepare_cached("UPDATE report SET current = ?2 WHERE id = ?1")?.execute([current.report, version])?;
        decisions::carry_over(db, current.report, &read)?;
        copies::keep(db, current.report, version, &own)?;
        let story = stories::renew(db, current.report, &read, at, &words.frequencies)?;
        let renewal = changes::Renewal {
            story,
            before: current.version,
            after: version,
            number,
            old: &before,
            new: &read,
            difference: &difference,
            notice: notice.as_deref(),
        };
        changes::version(db, &renewal, at)?;
    } else {
        db.prepare_cached("UPDATE version SET state = 'superseded', state_at = ?2, state_cause = ?3 WHERE id = ?1")?
            .execute(params![version, at, format!("older than version {}", current.number)])?;
        set_claims(db, version, "superseded", at, &format!("older than version {}", current.number))?;
    }
    Ok(Added::Version { id, number, difference, newest })
}

/// A version that has the text of a report.
struct Known {
    version: i64,
    id: String,
    path: String,
}

/// The version with this text, if it is of the same address, or the same outlet without an address on one side.
///
/// A page that went back to an earlier text is no known version of it: its place held another text since.
fn known(db: &Connection, report: &Report) -> Result<Option<Known>> {
    let mut rows = db.prepare_cached(
        "SELECT v.id, v.public, v.path, v.url, v.outlet, r.key, v.state IS NOT NULL AND c.path = v.path
         FROM version v JOIN report r ON r.id = v.report JOIN version c ON c.id = r.current
         WHERE v.text_sha256 = ?1 ORDER BY v.id DESC",
    )?;
    let key = key(report);
    let mut found = rows.query([&report.text_sha256])?;
    while let Some(row) = found.next()? {
        let (url, outlet): (Option<String>, Option<String>) = (row.get(3)?, row.get(4)?);
        let same_key = row.get_ref(5)?.as_str().is_ok_and(|k| k == key);
        let one_address = report.url.is_none() || url.is_none();
        let one_outlet = report.outlet.is_none() || outlet.is_none() || report.outlet == outlet;
        let path: String = row.get(2)?;
        let replaced_there = row.get::<_, bool>(6)? && path == report.path;
        if !replaced_there && (same_key || (one_address && one_outlet)) {
            return Ok(Some(Known { version: row.get(0)?, id: row.get(1)?, path }));
        }
    }
    Ok(None)
}

/// Notes a new place that a known text was seen at.
fn sighted(db: &Connection, known: &Known, report: &Report, at: &str) -> Result<()> {
    if known.path != report.path {
        db.prepare_cached("INSERT OR IGNORE INTO sighting (version, path, at) VALUES (?1, ?2, ?3)")?
            .execute(params![known.version, report.path, at])?;
    }
    Ok(())
}

/// The key of a report, and the version that stands for it now. A path may come to hold another report altogether: then the
/// text is part of the key.
fn place(db: &Connection, read: &Read, own: &copies::Own) -> Result<(String, Option<Current>)> {
    let report = &read.doc.report;
    let key = key(report);
    let Some(current) = current(db, &key)? else {
        let other = own.version_of().map(|kin| current_of(db, kin.report)).transpose()?.flatten();
        return Ok((key, other));
    };
    if !key.starts_with("path:") {
        return Ok((key, Some(current)));
    }
    let before = load_report(db, current.version)?;
    let titles = report.title.is_some() && report.title == before.title;
    if titles || shared(&before.text, &report.text) >= VERSION {
        return Ok((key, Some(current)));
    }
    let key = format!("{key}#{}", report.text_sha256.get(..16).unwrap_or_default());
    let current = self::current(db, &key)?;
    Ok((key, current))
}

fn current(db: &Connection, key: &str) -> Result<Option<Current>> {
    let report: Option<i64> =
        db.prepare_cached("SELECT id FROM report WHERE key = ?1")?.query_row([key], |row| row.get(0)).optional()?;
    report.map_or(Ok(None), |report| current_of(db, report))
}

fn current_of(db: &Connection, report: i64) -> Result<Option<Current>> {
    let row = db
        .prepare_cached(
            "SELECT r.id, v.id, v.number, coalesce(v.modified, v.published) FROM report r
             JOIN version v ON v.id = r.current WHERE r.id = ?1",
        )?
        .query_row([report], |row| {
            Ok(Current { report: row.get(0)?, version: row.get(1)?, number: row.get(2)?, moment: row.get(3)? })
        })
        .optional()?;
    Ok(row)
}

/// The address without what does not name the page, else the path.
pub(crate) fn key(report: &Report) -> String {
    match report.url.as_deref().and_then(copying::address) {
        Some(address) => address,
        // The front page of a site is no article's address.
        None => format!("path:{}", report.path),
    }
}

/// Share of the shorter text's distinct pairs of words that the other has too, 0–1.
fn shared(a: &str, b: &str) -> f64 {
    let pairs = |text: &str| -> std::collections::BTreeSet<(String, String)> {
        let words: Vec<String> = words(text).map(|w| fold(w.text)).collect();
        words.windows(2).map(|w| (w[0].clone(), w[1].clone())).collect()
    };
    let (a, b) = (pairs(a), pairs(b));
    let shorter = a.len().min(b.len());
    if shorter == 0 { 0.0 } else { a.intersection(&b).count() as f64 / shorter as f64 }
}

fn new_report(db: &Connection, key: &str, at: &str) -> Result<i64> {
    db.prepare_cached("INSERT INTO report (key, added) VALUES (?1, ?2)")?.execute([key, at])?;
    Ok(db.last_insert_rowid())
}

/// Writes a version with its claims. Gives its row and its identifier, which is another than the report's own where that is
/// taken.
fn new_version(
    db: &Connection,
    report: i64,
    number: u32,
    read: &mut Read,
    at: &str,
    stems: &Stems,
) -> Result<(i64, String)> {
    let id = free_id(db, &read.doc.report.id)?;
    read.doc.report.id.clone_from(&id);
    let r = &read.doc.report;
    db.prepare_cached(
        "INSERT INTO version (report, number, public, path, url, outlet, title, language, published, modified, text_sha256,
                              rules, added)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
    )?
    .execute(params![
        report,
        number,
        id,
        r.path,
        r.url,
        r.outlet,
        title(read),
        rows::code(&read.doc.lang),
        published(r),
        r.metadata.modified.as_ref().map(|m| utc(&m.value)),
        r.text_sha256,
        recoupe_dossier::RULES,
        at,
    ])?;
    let version = db.last_insert_rowid();
    let packed = content::pack(read)?;
    db.prepare_cached(
        "INSERT INTO content (version, head, text, analysis, analysis_format) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?
    .execute(params![version, packed.head, packed.text, packed.analysis, content::FORMAT])?;
    for claim in rows::Claim::all(read) {
        rows::write(db, version, None, &claim, read, recoupe_dossier::RULES, stems)?;
    }
    Ok((version, id))
}

/// The identifier, or the first of it with a number that no version has.
fn free_id(db: &Connection, id: &str) -> Result<String> {
    let mut taken = db.prepare_cached("SELECT 1 FROM version WHERE public = ?1")?;
    let mut free = id.to_owned();
    let mut number = 1_u32;
    while taken.exists([&free])? {
        number += 1;
        free = format!("{id}{number:04x}");
    }
    Ok(free)
}

fn last_number(db: &Connection, report: i64) -> Result<u32> {
    Ok(db
        .prepare_cached("SELECT max(number) FROM version WHERE report = ?1")?
        .query_row([report], |row| row.get::<_, Option<u32>>(0))?
        .unwrap_or_default())
}

/// The old version's claims go with it; each says what became of it.
fn supersede(
    db: &Connection,
    version: i64,
    number: u32,
    difference: &Difference,
    notice: Option<&str>,
    at: &str,
) -> Result<()> {
    let by = format!("version {number}");
    let (state, cause) = match notice {
        Some(words) => ("corrected", format!("{by}: {words}")),
        None => ("superseded", by),
    };
    db.prepare_cached("UPDATE version SET state = ?2, state_at = ?3, state_cause = ?4 WHERE id = ?1")?
        .execute(params![version, state, at, cause])?;
    set_claims(db, version, "superseded", at, &format!("version {number}"))?;
    let mut one = db.prepare_cached(
        "UPDATE claim SET state = ?3, state_cause = ?4 WHERE version = ?1 AND kind = 'figure' AND ordinal = ?2",
    )?;
    for (old, _) in &difference.changed {
        one.execute(params![version, *old as i64, state, cause])?;
    }
    for old in &difference.withdrawn {
        one.execute(params![version, *old as i64, "withdrawn", cause])?;
    }
    Ok(())
}

fn set_claims(db: &Connection, version: i64, state: &str, at: &str, cause: &str) -> Result<()> {
    db.prepare_cached(
        "UPDATE claim SET state = ?2, state_at = ?3, state_cause = ?4 WHERE version = ?1 AND state IS NULL",
    )?
    .execute(params![version, state, at, cause])?;
    Ok(())
}

/// The words of a correction that the new version owns up to and the old one did not.
fn notice(before: &Read, after: &Read) -> Option<String> {
    let of = |read: &Read| -> Vec<String> {
        let told = read.doc.report.metadata.corrections.iter().map(|c| c.value.clone());
        let blocks = read.doc.blocks.iter().filter(|b| b.reason.as_deref() == Some("correction"));
        let text = &read.doc.report.text;
        told.chain(blocks.filter_map(|b| text.get(b.span.start..b.span.end)).map(str::to_owned))
            .map(|words| words.split_whitespace().collect::<Vec<_>>().join(" "))
            .collect()
    };
    let old = of(before);
    of(after).into_iter().find(|words| !old.contains(words))
}

/// The title that metadata or the text gives.
pub(crate) fn title(read: &Read) -> Option<String> {
    read.doc.report.title.clone().or_else(|| {
        let block = read.doc.blocks.iter().find(|b| b.kind == recoupe_reading::BlockKind::Title)?;
        let words = read.doc.report.text.get(block.span.start..block.span.end)?;
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        (!words.is_empty()).then_some(words)
    })
}

/// The moment that the version is of: its last modification, else its publication.
fn moment(report: &Report) -> Option<String> {
    report.metadata.modified.as_ref().map(|m| utc(&m.value)).or_else(|| published(report))
}

fn published(report: &Report) -> Option<String> {
    let told = report.metadata.published.as_ref().map(|m| utc(&m.value));
    told.or_else(|| report.published.map(|p| p.date.to_string()))
}

/// In UTC, so that moments of several zones sort; a day alone stays a day.
fn utc(moment: &Moment) -> String {
    let zoned = moment.time.zip(moment.offset).and_then(|(time, offset)| {
        let there = moment.day.to_datetime(time);
        offset.to_timestamp(there).ok()
    });
    zoned.map_or_else(|| moment.to_string(), stamp)
}

/// A version with its analysis.
pub(crate) fn load(db: &Connection, version: i64) -> Result<Read> {
    let (head, text, analysis, format): (Vec<u8>, Vec<u8>, Vec<u8>, u32) = db
        .prepare_cached("SELECT head, text, analysis, analysis_format FROM content WHERE version = ?1")?
        .query_row([version], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?;
    if format != content::FORMAT {
        return Err(LedgerError::Outdated);
    }
    content::unpack(content::report(&head, &text)?, &analysis)
}

/// The report of a version.
pub(crate) fn load_report(db: &Connection, version: i64) -> Result<Report> {
    let (head, text): (Vec<u8>, Vec<u8>) = db
        .prepare_cached("SELECT head, text FROM content WHERE version = ?1")?
        .query_row([version], |row| Ok((row.get(0)?, row.get(1)?)))?;
    content::report(&head, &text)
}
