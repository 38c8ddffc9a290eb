//! Stories: which report belongs to which, and what their reports say together.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{Timestamp, civil::Date};
use recoupe_claims::date::Interval;
use recoupe_dossier::wire;
use recoupe_story::{Bilingual, FigureRef, FigureView, Options, Quantity, QuantityState, Read, RelationKind, Story};
use rusqlite::{Connection, OptionalExtension as _, params};

use crate::{
    Ledger, LedgerError, Result,
    changes::{self, About, ChangeKind},
    decisions,
    grouping::{self, Frequencies},
    rows,
    time::stamp,
    versions,
};
use serde::Serialize;

/// A story, as lists show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StoryLine {
    /// Its identifier.
    pub id: String,
    /// Its title.
    pub title: String,
    /// First and last day that it speaks of.
    pub days: (Option<String>, Option<String>),
    /// How many reports, outlets, origins, figures without a known origin, contested quantities it has.
    pub counts: Counts,
    /// The story that it takes up after a long time.
    pub follows: Option<String>,
    /// When it last changed, RFC 3339 in UTC.
    pub updated: String,
}

/// What a story is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Counts {
    /// Reports, each in its current version.
    pub reports: usize,
    /// Outlets.
    pub outlets: usize,
    /// Independent origins of its figures.
    pub origins: usize,
    /// Figures whose origin is not known.
    pub unknown_origins: usize,
    /// Quantities whose values contradict one another.
    pub contested: usize,
}

/// A story's reports as they stand, reconciled.
pub struct Reconciled {
    /// The reports with their claims, after what people decided.
    pub reads: Vec<Read>,
    /// What they say together.
    pub story: Story,
    id: String,
    /// The figures of each report by their number in it: those that people rejected are left out of `reads`.
    numbers: Vec<Vec<usize>>,
}

impl Reconciled {
    /// The dossier, under the story's identifier in the ledger.
    pub fn dossier(&self) -> wire::Dossier {
        let mut dossier = recoupe_dossier::dossier_numbered(&self.reads, &self.story, &self.numbers);
        dossier.story.id.clone_from(&self.id);
        dossier
    }
}

/// A report of a story: its version, and of each figure that is left the ordinal in that version.
struct Member {
    version: i64,
    ordinals: Vec<usize>,
    /// The rows of the version's figures, by ordinal.
    rows: BTreeMap<usize, i64>,
}

impl Ledger {
    /// Stories, the last changed first.
    ///
    /// Takes a moment (RFC 3339 or a day) from which on they must have changed, and how many to give.
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn stories(&self, since: Option<&str>, limit: usize) -> Result<Vec<StoryLine>> {
        let mut rows = self.db.prepare_cached(
            "SELECT public, title, first_day, last_day, reports, outlets, origins, unknown_origins, contested, updated,
                    (SELECT coalesce(i.public, f.public) FROM story f LEFT JOIN story i ON i.id = f.merged_into
                     WHERE f.id = story.follows)
             FROM story WHERE merged_into IS NULL AND reports > 0 AND updated >= ?1
             ORDER BY updated DESC, id DESC LIMIT ?2",
        )?;
        let found = rows.query_map(params![since.unwrap_or_default(), limit as i64], |row| {
            let count = |i: usize| row.get::<_, i64>(i).map(|n| n as usize);
            Ok(StoryLine {
                id: row.get(0)?,
                title: row.get(1)?,
                days: (row.get(2)?, row.get(3)?),
                counts: Counts {
                    reports: count(4)?,
                    outlets: count(5)?,
                    origins: count(6)?,
                    unknown_origins: count(7)?,
                    contested: count(8)?,
                },
                updated: row.get(9)?,
                follows: row.get(10)?,
            })
        })?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }

    /// The row of a story, of the one that it was merged into if it was.
    pub(crate) fn story_row(&self, id: &str) -> Result<i64> {
        let row: Option<i64> = self
            .db
            .prepare_cached("SELECT coalesce(merged_into, id) FROM story WHERE public = ?1")?
            .query_row([id], |row| row.get(0))
            .optional()?;
        row.ok_or_else(|| LedgerError::Unknown {
            what: "story",
            name: id.to_owned(),
            hint: "`recoupe stories` lists them",
        })
    }

    /// A story's reports, in the order that they came, reconciled with the options given.
    ///
    /// # Errors
    ///
    /// [`LedgerError::Unknown`] where no story has this identifier, and those of the file.
    pub fn story(&self, id: &str, options: &Options) -> Result<Reconciled> {
        let row = self.story_row(id)?;
        let (reads, members) = members(&self.db, row)?;
        let story = recoupe_story::reconcile_with(&reads, options);
        let numbers = members.into_iter().map(|m| m.ordinals).collect();
        let id = self.db.query_row("SELECT public FROM story WHERE id = ?1", [row], |row| row.get(0))?;
        Ok(Reconciled { reads, story, id, numbers })
    }

    /// Reconciles one story where its reports changed, and writes down what changed by it: what [`Ledger::settle`] does, without
    /// the other stories.
    ///
    /// # Errors
    ///
    /// [`LedgerError::Unknown`] where no story has this identifier, and those of the file.
    pub fn settle_story(&mut self, id: &str, at: Timestamp) -> Result<()> {
        let id = self.story_head(id)?.id;
        let at = stamp(at);
        let tx = self.write()?;
        let stale: Option<i64> = tx
            .prepare_cached("SELECT id FROM story WHERE public = ?1 AND stale")?
            .query_row([id], |row| row.get(0))
            .optional()?;
        if let Some(story) = stale {
            settle(&tx, story, &at)?;
            tx.commit()?;
        }
        Ok(())
    }

    /// Reconciles the stories whose reports changed, and writes down what changed by it. Gives how many stories those were.
    ///
    /// Each story is there whole or not at all; a run that was stopped is taken up again by the next one.
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn settle(&mut self, at: Timestamp) -> Result<usize> {
        let at = stamp(at);
        let mut settled = 0;
        loop {
            let tx = self.write()?;
            let stale: Vec<i64> = tx
                .prepare_cached("SELECT id FROM story WHERE stale ORDER BY id LIMIT 64")?
                .query_map([], |row| row.get(0))?
                .collect::<rusqlite::Result<_>>()?;
            if stale.is_empty() {
                return Ok(settled);
            }
            for story in &stale {
                settle(&tx, *story, &at)?;
            }
            tx.commit()?;
            settled += stale.len();
        }
    }
}

/// The story of a report.
pub(crate) fn of_report(db: &Connection, report: i64) -> Result<Option<i64>> {
    Ok(db.prepare_cached("SELECT story FROM report WHERE id = ?1")?.query_row([report], |row| row.get(0))?)
}

/// The report changed: its story is to be reconciled again.
pub(crate) fn mark(db: &Connection, report: i64) -> Result<()> {
    db.prepare_cached("UPDATE story SET stale = 1 WHERE id = (SELECT story FROM report WHERE id = ?1)")?
        .execute([report])?;
    Ok(())
}

/// The current versions of a story's reports, in the order that the reports came, with what people decided.
fn members(db: &Connection, story: i64) -> Result<(Vec<Read>, Vec<Member>)> {
    let rows: Vec<(i64, i64)> = db
        .prepare_cached("SELECT id, current FROM report WHERE story = ?1 AND current IS NOT NULL ORDER BY id")?
        .query_map([story], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    let mut reads = Vec::with_capacity(rows.len());
    let mut members = Vec::with_capacity(rows.len());
    for (report, version) in rows {
        let mut read = versions::load(db, version)?;
        let ordinals = decisions::apply(db, report, &mut read)?;
        reads.push(read);
        members.push(Member { version, ordinals, rows: figure_rows(db, version)? });
    }
    Ok((reads, members))
}

fn figure_rows(db: &Connection, version: i64) -> Result<BTreeMap<usize, i64>> {
    let mut rows =
        db.prepare_cached("SELECT ordinal, id FROM claim WHERE version = ?1 AND kind = 'figure' AND ordinal >= 0")?;
    let found = rows.query_map([version], |row| Ok((row.get::<_, i64>(0)? as usize, row.get(1)?)))?;
    Ok(found.collect::<rusqlite::Result<_>>()?)
}

fn settle(db: &Connection, row: i64, at: &str) -> Result<()> {
    let (reads, members) = members(db, row)?;
    if reads.is_empty() {
        forget(db, row)?;
        db.prepare_cached("UPDATE story SET reports = 0, stale = 0 WHERE id = ?1")?.execute([row])?;
        return Ok(());
    }
    let story = recoupe_story::reconcile(&reads);
    let desk = Desk { db, row, at, reads: &reads, members: &members, story: &story };
    let before = desk.known_relations()?;
    forget(db, row)?;
    desk.claims()?;
    desk.quantities()?;
    desk.relations(&before)?;
    desk.head()
}

/// What the last reconciliation derived; it is derived again from the claims, which stay.
fn forget(db: &Connection, row: i64) -> Result<()> {
    db.prepare_cached("DELETE FROM relation WHERE story = ?1")?.execute([row])?;
    db.prepare_cached("DELETE FROM placed WHERE quantity IN (SELECT id FROM quantity WHERE story = ?1)")?
        .execute([row])?;
    db.prepare_cached("DELETE FROM quantity WHERE story = ?1")?.execute([row])?;
    Ok(())
}

/// An earlier figure, its row, and the row of the later one.
type Earlier = (FigureRef, i64, i64);

/// One story on its way into the ledger.
struct Desk<'a> {
    db: &'a Connection,
    row: i64,
    at: &'a str,
    reads: &'a [Read],
    members: &'a [Member],
    story: &'a Story,
}

impl Desk<'_> {
    /// Relations that were told before: the claims' rows and the kind.
    fn known_relations(&self) -> Result<BTreeSet<(i64, i64, String)>> {
        let mut rows = self.db.prepare_cached("SELECT earlier, later, kind FROM relation WHERE story = ?1")?;
        let found = rows.query_map([self.row], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }

    /// The row of a figure.
    fn claim(&self, at: FigureRef) -> Option<i64> {
        let member = self.members.get(at.report)?;
        member.rows.get(member.ordinals.get(at.figure)?).copied()
    }

    /// Dates and states of the claims, as the reports date and judge one another.
    fn claims(&self) -> Result<()> {
        let mut dated = self.db.prepare_cached(
            "UPDATE claim SET said_from = ?3, said_to = ?4 WHERE version = ?1 AND kind = 'statement' AND ordinal = ?2
             AND state IS NULL AND (said_from IS NOT ?3 OR said_to IS NOT ?4)",
        )?;
        for view in &self.story.statements {
            let Some(member) = self.members.get(view.statement.report) else { continue };
            let (from, to) = bounds(&view.said_on);
            dated.execute(params![member.version, view.statement.statement as i64, from, to])?;
        }
        let mut judged = self.db.prepare_cached(
            "UPDATE claim SET said_from = ?2, said_to = ?3, as_of_from = ?4, as_of_to = ?5, state = ?6,
                 state_at = CASE WHEN ?6 IS NULL THEN NULL WHEN state IS ?6 THEN state_at ELSE ?7 END, state_cause = ?8
             WHERE id = ?1 AND (said_from IS NOT ?2 OR said_to IS NOT ?3 OR as_of_from IS NOT ?4 OR as_of_to IS NOT ?5
                                OR state IS NOT ?6 OR state_cause IS NOT ?8)",
        )?;
        for q in &self.story.quantities {
            for view in &q.figures {
                let Some(claim) = self.claim(view.figure) else { continue };
                let ((said_from, said_to), (from, to)) = (bounds(&view.said_on), bounds(&view.as_of));
                let state = view.state.as_ref().and_then(rows::code);
                let cause = state.is_some().then(|| self.cause(q, view)).flatten();
                judged.execute(params![claim, said_from, said_to, from, to, state, self.at, cause])?;
            }
        }
        self.rejections()
    }

    /// A figure that a person rejected stands in no quantity; one that was rejected before and is not now stands again.
    fn rejections(&self) -> Result<()> {
        let mut state = self.db.prepare_cached(
            "UPDATE claim SET state = ?2, state_at = ?3, state_cause = ?4 WHERE id = ?1 AND state IS NOT ?2",
        )?;
        let mut rejected = self.db.prepare_cached("SELECT state = 'rejected' FROM claim WHERE id = ?1")?;
        for member in self.members {
            let left: BTreeSet<usize> = member.ordinals.iter().copied().collect();
            for (ordinal, claim) in &member.rows {
                if !left.contains(ordinal) {
                    state.execute(params![claim, "rejected", self.at, "decision"])?;
                } else if rejected.query_row([claim], |row| row.get::<_, Option<bool>>(0))? == Some(true) {
                    state.execute(params![claim, None::<String>, None::<String>, None::<String>])?;
                }
            }
        }
        Ok(())
    }

    /// The figure that replaces another, in words.
    fn cause(&self, q: &Quantity, view: &FigureView) -> Option<String> {
        let by = q
            .relations
            .iter()
            .find(|r| r.from == view.figure && matches!(r.kind, RelationKind::Update | RelationKind::RevisedDown))?;
        let member = self.members.get(by.to.report)?;
        let ordinal = member.ordinals.get(by.to.figure)?;
        Some(format!("{}.F{}", self.reads[by.to.report].doc.report.id, ordinal + 1))
    }

    fn quantities(&self) -> Result<()> {
        for q in &self.story.quantities {
            let s = &q.summary;
            self.db
                .prepare_cached(
                    "INSERT INTO quantity (story, key, label_fr, label_en, unit, population, role, place, kind, lo, hi,
                                           reports, outlets, origins, families, unknown_origins, state)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)",
                )?
                .execute(params![
                    self.row,
                    q.id,
                    q.label.fr,
                    q.label.en,
                    q.unit,
                    q.population,
                    q.role.as_ref().and_then(rows::code),
                    q.place,
                    q.kind.as_ref().and_then(rows::code),
                    s.lo.filter(|x| x.is_finite()),
                    s.hi.filter(|x| x.is_finite()),
                    s.reports as i64,
                    s.outlets as i64,
                    s.origins as i64,
                    s.families as i64,
                    s.unknown_origins as i64,
                    rows::code(&s.state),
                ])?;
            let quantity = self.db.last_insert_rowid();
            for (position, view) in q.figures.iter().enumerate() {
                let Some(claim) = self.claim(view.figure) else { continue };
                let origin = view.origin.and_then(|o| self.story.speakers.get(o));
                self.db
                    .prepare_cached(
                        "INSERT OR REPLACE INTO placed (claim, quantity, position, origin, origin_name, independent, party)
                         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                    )?
                    .execute(params![
                        claim,
                        quantity,
                        position as i64,
                        origin.map(|o| &o.entity),
                        origin.map(|o| &o.name),
                        view.independent,
                        view.party,
                    ])?;
            }
        }
        Ok(())
    }

    /// Tells the relations that nobody was told of before, where one of the two figures is new.
    fn relations(&self, before: &BTreeSet<(i64, i64, String)>) -> Result<()> {
        let settled: i64 = self
            .db
            .prepare_cached("SELECT settled FROM story WHERE id = ?1")?
            .query_row([self.row], |row| row.get(0))?;
        // What is told of one figure is told once: the nearest other figure, and how many more.
        let mut news: BTreeMap<(FigureRef, ChangeKind), Vec<Earlier>> = BTreeMap::new();
        for q in &self.story.quantities {
            for r in &q.relations {
                let (Some(earlier), Some(later)) = (self.claim(r.from), self.claim(r.to)) else { continue };
                let told = match r.kind {
                    RelationKind::Update => ChangeKind::Updated,
                    RelationKind::RevisedDown => ChangeKind::Revised,
                    RelationKind::Contradicts => ChangeKind::Contradicted,
                    RelationKind::Denies => ChangeKind::Denied,
                    _ => continue,
                };
                self.db
                    .prepare_cached(
                        "INSERT OR IGNORE INTO relation (story, earlier, later, kind) VALUES (?1, ?2, ?3, ?4)",
                    )?
                    .execute(params![self.row, earlier, later, told.word()])?;
                let fresh = |at: FigureRef| self.members.get(at.report).is_some_and(|m| m.version > settled);
                if before.contains(&(earlier, later, told.word().to_owned())) || !(fresh(r.from) || fresh(r.to)) {
                    continue;
                }
                news.entry((r.to, told)).or_default().push((r.from, earlier, later));
            }
        }
        // Two reports that tell one update of one origin tell it once.
        let mut told = BTreeSet::new();
        for ((to, kind), from) in news {
            let Some((nearest, earlier, later)) = from.last() else { continue };
            if !told.insert((kind, self.who(*nearest).fr, self.value(*nearest), self.who(to).fr, self.value(to))) {
                continue;
            }
            let about = About {
                story: Some(self.row),
                version: self.members.get(to.report).map(|m| m.version),
                claim: Some(*later),
                other: Some(*earlier),
            };
            changes::note(self.db, self.at, kind, about, &self.told(kind, *nearest, to, from.len() - 1))?;
        }
        Ok(())
    }

    /// "NIS : 11 000 → 12 000 (soldats)".
    fn told(&self, kind: ChangeKind, from: FigureRef, to: FigureRef, more: usize) -> Bilingual {
        let words = |at: FigureRef| changes::figure_words(&self.reads[at.report], at.figure);
        let (old, new) = (words(from), words(to));
        let (by, of) = (self.who(to), self.who(from));
        let (others_fr, others_en) = match more {
            0 => (String::new(), String::new()),
            1 => (", et un autre chiffre".to_owned(), ", and another figure".to_owned()),
            n => (format!(", et {n} autres chiffres"), format!(", and {n} other figures")),
        };
        match kind {
            ChangeKind::Contradicted => Bilingual {
                fr: format!("{new} ({}) contredit {old} ({}){others_fr}", by.fr, of.fr),
                en: format!("{new} ({}) contradicts {old} ({}){others_en}", by.en, of.en),
            },
            ChangeKind::Denied => Bilingual {
                fr: format!("{} dément {old} ({}){others_fr}", by.fr, of.fr),
                en: format!("{} denies {old} ({}){others_en}", by.en, of.en),
            },
            _ => Bilingual { fr: format!("{} : {old} → {new}", by.fr), en: format!("{}: {old} → {new}", by.en) },
        }
    }

    /// The origin of a figure, else the outlet, else the report.
    fn who(&self, at: FigureRef) -> Bilingual {
        let view = self.story.quantities.iter().flat_map(|q| &q.figures).find(|v| v.figure == at);
        if let Some(origin) = view.and_then(|v| v.origin).and_then(|o| self.story.speakers.get(o)) {
            return origin.shown.clone();
        }
        let outlet = self.story.reports.get(at.report).and_then(|r| r.outlet.clone());
        let name = outlet.unwrap_or_else(|| self.reads[at.report].doc.report.path.clone());
        Bilingual { fr: name.clone(), en: name }
    }

    /// The bounds of a figure, to compare by.
    fn value(&self, at: FigureRef) -> Option<(Option<u64>, Option<u64>)> {
        let value = self.reads.get(at.report)?.claims.figures.get(at.figure)?.value;
        Some((value.lo.map(f64::to_bits), value.hi.map(f64::to_bits)))
    }

    fn head(&self) -> Result<()> {
        let s = self.story;
        let outlets: BTreeSet<&String> = s.reports.iter().filter_map(|r| r.outlet.as_ref()).collect();
        let views = || s.quantities.iter().flat_map(|q| &q.figures);
        let origins: BTreeSet<usize> = views().filter(|v| v.independent).filter_map(|v| v.origin).collect();
        let unknown = views().filter(|v| v.origin.is_none()).count();
        let contested = s.quantities.iter().filter(|q| q.summary.state == QuantityState::Contested).count();
        let (first, last) = s.period.as_ref().map_or((None, None), bounds);
        let newest = self.members.iter().map(|m| m.version).max().unwrap_or_default();
        self.db
            .prepare_cached(
                "UPDATE story SET title = ?2, first_day = ?3, last_day = ?4, reports = ?5, outlets = ?6, origins = ?7,
                     unknown_origins = ?8, contested = ?9, updated = ?10, stale = 0, settled = max(settled, ?11)
                 WHERE id = ?1",
            )?
            .execute(params![
                self.row,
                s.title,
                first,
                last,
                self.reads.len() as i64,
                outlets.len() as i64,
                origins.len() as i64,
                unknown as i64,
                contested as i64,
                self.at,
                newest,
            ])?;
        Ok(())
    }
}

fn bounds(days: &Interval) -> (Option<String>, Option<String>) {
    (days.from.as_ref().map(Date::to_string), days.to.as_ref().map(Date::to_string))
}

/// A report came in a new text: its story is to be reconciled again; gives its row.
pub(crate) fn renew(db: &Connection, report: i64, read: &Read, at: &str, frequencies: &Frequencies) -> Result<i64> {
    mark(db, report)?;
    match of_report(db, report)? {
        Some(story) => grouping::renew(db, report, read, frequencies).map(|()| story),
        None => grouping::group(db, report, read, at, frequencies),
    }
}
