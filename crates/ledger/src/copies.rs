//! Whose words a report has: the index of fingerprints, kept in the ledger.

use recoupe_story::{
    Read,
    copying::{self, CopyIndex, CopyPrint, CopyText, Fingerprint, Holder, Kinship, Provenance},
};
use rusqlite::{Connection, OptionalExtension as _, params};

use crate::{LedgerError, Result, content, grouping::number, rows, versions};

/// Reports whose texts are read word by word beside a new one: the nearest by their fingerprints.
const COMPARED: usize = 16;

/// What a report is to another of the ledger.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Kin {
    /// The other report's row.
    pub(crate) report: i64,
    /// The row of its current version.
    pub(crate) version: i64,
    pub(crate) kinship: Kinship,
    pub(crate) share: f64,
    /// Both come from one outlet, and not from two addresses of it.
    pub(crate) one_place: bool,
}

/// What copies of a report are found by.
pub(crate) struct Own {
    print: CopyPrint,
    pub(crate) kin: Vec<Kin>,
}

impl Own {
    /// The report that this one is a later text of, though neither says so: the outlet is the same and most of the text.
    pub(crate) fn version_of(&self) -> Option<&Kin> {
        self.kin.iter().find(|k| k.kinship == Kinship::Version && k.one_place)
    }
}

/// Compares a report that was read with those of the ledger.
pub(crate) fn look(db: &Connection, read: &Read) -> Result<Own> {
    let (print, mut text) = CopyPrint::of(&read.doc);
    let index = Index { db };
    let found = copying::search(&print, &index)?;
    text.leave_out(&print, &found.furniture);
    let own = Provenance::of(&read.doc);
    let mut kin = Vec::new();
    for candidate in found.candidates.iter().take(COMPARED) {
        let report = candidate.report as i64;
        let Some((version, other_print)) = kept(db, report)? else { continue };
        let other = versions::load_report(db, version)?;
        let copied = copying::compare(&text, &CopyText::again(&other.text, &other_print));
        let address = other.metadata.canonical.as_ref().map(|c| c.value.as_str()).or(other.url.as_deref());
        let there = Provenance {
            address: address.and_then(copying::address),
            family: (other_print.outlet != 0 && other_print.outlet == print.outlet)
                .then(|| own.family.clone())
                .flatten(),
        };
        let Some(kinship) = copying::kinship(&own, &there, copied.as_ref()) else { continue };
        let share = copied.as_ref().map_or(0.0, copying::Copied::share);
        let one_place = there.family.is_some() && (own.address.is_none() || there.address.is_none());
        kin.push(Kin { report, version, kinship, share, one_place });
    }
    Ok(Own { print, kin })
}

/// Keeps what the copies of a report's text are found by, and whose words it has.
pub(crate) fn keep(db: &Connection, report: i64, version: i64, own: &Own) -> Result<()> {
    let mut index = Index { db };
    if let Some((_, before)) = kept(db, report)? {
        index.remove(report as u64, &before)?;
    }
    index.insert(report as u64, &own.print)?;
    for kin in own.kin.iter().filter(|k| k.report != report) {
        db.prepare_cached("INSERT OR REPLACE INTO copy (earlier, later, kinship, share) VALUES (?1, ?2, ?3, ?4)")?
            .execute(params![kin.version, version, rows::code(&kin.kinship), kin.share])?;
    }
    Ok(())
}

/// The current version of a report and the print that was made of it, if it is of these rules.
pub(crate) fn kept(db: &Connection, report: i64) -> Result<Option<(i64, CopyPrint)>> {
    let row: Option<(i64, Vec<u8>)> = db
        .prepare_cached("SELECT r.current, p.print FROM print p JOIN report r ON r.id = p.report WHERE r.id = ?1")?
        .query_row([report], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let Some((version, bytes)) = row else { return Ok(None) };
    let print: CopyPrint = content::from_packed(&bytes)?;
    Ok((print.version == copying::VERSION).then_some((version, print)))
}

/// The fingerprints of the ledger.
pub(crate) struct Index<'a> {
    pub(crate) db: &'a Connection,
}

impl CopyIndex for Index<'_> {
    type Error = LedgerError;

    fn insert(&mut self, report: u64, print: &CopyPrint) -> Result<()> {
        self.db
            .prepare_cached("INSERT OR REPLACE INTO print (report, outlet, print) VALUES (?1, ?2, ?3)")?
            .execute(params![number(report), number(print.outlet), content::to_packed(print)?])?;
        let mut row =
            self.db.prepare_cached("INSERT OR IGNORE INTO fingerprint (hash, report, at) VALUES (?1, ?2, ?3)")?;
        for Fingerprint { hash, at } in print.postings() {
            row.execute(params![number(hash), number(report), at])?;
        }
        Ok(())
    }

    fn remove(&mut self, report: u64, print: &CopyPrint) -> Result<()> {
        let mut row = self.db.prepare_cached("DELETE FROM fingerprint WHERE hash = ?1 AND report = ?2")?;
        for Fingerprint { hash, .. } in print.postings() {
            row.execute([number(hash), number(report)])?;
        }
        self.db.prepare_cached("DELETE FROM print WHERE report = ?1")?.execute([number(report)])?;
        Ok(())
    }

    fn holders(&self, fingerprint: u64, most: usize, found: &mut Vec<Holder>) -> Result<()> {
        let mut rows = self.db.prepare_cached(
            "SELECT f.report, p.outlet, f.at FROM fingerprint f JOIN print p ON p.report = f.report
             WHERE f.hash = ?1 ORDER BY f.report LIMIT ?2",
        )?;
        let holders = rows.query_map(params![number(fingerprint), most as i64], |row| {
            let unsigned = |n: i64| u64::from_ne_bytes(n.to_ne_bytes());
            Ok(Holder { report: unsigned(row.get(0)?), outlet: unsigned(row.get(1)?), at: row.get(2)? })
        })?;
        for holder in holders {
            found.push(holder?);
        }
        Ok(())
    }

    fn held_by(&self, report: u64, found: &mut Vec<u32>) -> Result<()> {
        if let Some((_, print)) = kept(self.db, report as i64)? {
            found.extend(print.fingerprints.iter().map(Fingerprint::upper));
        }
        Ok(())
    }
}
