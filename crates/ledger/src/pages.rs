//! Pages of stories, and one report with its versions: what a server shows a step at a time.

use recoupe_dossier::{Text, wire};
use recoupe_story::{Bilingual, Read};
use rusqlite::{Connection, OptionalExtension as _, ToSql, params};
use serde::Serialize;

use crate::{
    Ledger, LedgerError, Result,
    difference::Difference,
    query::Query,
    search::{ReportLine, text},
    stories::{Counts, StoryLine},
    versions,
    words::Stems,
};

/// Of more claims that answer than this, the newest tell which stories are meant.
const LOOKED_AT: i64 = 20_000;

/// Which stories.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StoriesAsked<'a> {
    /// Words as for [`Ledger::search`]: stories with a claim that answers, or with these words in their title.
    pub about: &'a str,
    /// Changed at this moment (RFC 3339 or a day) or later.
    pub since: Option<&'a str>,
    /// After this one in the list.
    pub after: Option<StoryPlace>,
    /// How many at most.
    pub limit: usize,
}

/// A place in the list of stories, the last changed first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoryPlace {
    /// When the story last changed.
    pub updated: String,
    /// Its row.
    pub row: i64,
}

/// A story in a page of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoryItem {
    /// The story.
    pub line: StoryLine,
    /// How many figures its quantities hold.
    pub figures: usize,
    /// What changed last, in words.
    pub last_change: Option<Bilingual>,
    /// Where it stands in the list.
    pub place: StoryPlace,
}

/// What a story is called now, and a word that is another one as soon as its dossier may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoryHead {
    /// Its identifier; another than asked for where the story was merged into it.
    pub id: String,
    /// Changes whenever what the story says may have changed.
    pub revision: String,
}

/// A report, or an earlier version of it.
pub struct KeptReport {
    /// The version as it was read, before what people decided.
    pub read: Read,
    /// It is the report's current version.
    pub stands: bool,
    /// The story that the report is in.
    pub story: Option<String>,
    /// All versions of the report, oldest first.
    pub versions: Vec<VersionLine>,
    /// What each version says otherwise than the one before it.
    pub differences: Vec<VersionDifference>,
}

impl KeptReport {
    /// The report line of this version with its text, then its statements and figures in text order, read for themselves: not
    /// dated by or compared with other reports.
    pub fn alone(&self) -> Vec<wire::Line> {
        let reads = std::slice::from_ref(&self.read);
        recoupe_dossier::lines(reads, &recoupe_story::reconcile(reads), Text::Included)
    }
}

/// A version of a report, as lists show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct VersionLine {
    /// Its identifier.
    pub version: String,
    /// Counted from 1.
    pub number: u32,
    /// When it was published, as far as it says.
    pub published: Option<String>,
    /// When it was modified, as far as it says.
    pub modified: Option<String>,
    /// When the ledger got it, RFC 3339 in UTC.
    pub added_at: String,
    /// It is the report's current text.
    pub stands: bool,
    /// `superseded`, `corrected`, `withdrawn`.
    pub state: Option<String>,
    /// Why.
    pub cause: Option<String>,
}

/// What a version says otherwise than the one before it; figures by their identifiers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct VersionDifference {
    /// The version before.
    pub from: String,
    /// The version after.
    pub to: String,
    /// Figures in both, said the same.
    pub kept: Vec<(String, String)>,
    /// The same thing by the same speaker, another value or another certainty.
    pub changed: Vec<(String, String)>,
    /// Figures that came.
    pub added: Vec<String>,
    /// Figures that went.
    pub withdrawn: Vec<String>,
}

/// Words of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptText {
    /// The report.
    pub report: ReportLine,
    /// SHA-256 of its text.
    pub sha256: String,
    /// Its text, as published.
    pub text: String,
    /// The story that it is in.
    pub story: Option<String>,
}

impl Ledger {
    /// A page of the stories, the last changed first.
    ///
    /// # Errors
    ///
    /// [`LedgerError::BadQuery`], and those of the file.
    pub fn stories_page(&self, asked: &StoriesAsked<'_>) -> Result<Vec<StoryItem>> {
        let expression = Query::parse(asked.about)?.expression(None, &[], &Stems::new());
        let since = asked.since.unwrap_or_default();
        let limit = asked.limit as i64;
        let mut sql = "SELECT id, public, title, first_day, last_day, reports, outlets, origins, unknown_origins,
                contested, updated,
                (SELECT coalesce(i.public, f.public) FROM story f LEFT JOIN story i ON i.id = f.merged_into
                 WHERE f.id = story.follows),
                (SELECT count(*) FROM quantity q JOIN placed p ON p.quantity = q.id WHERE q.story = story.id),
                (SELECT max(c.id) FROM change c WHERE c.story = story.id)
            FROM story WHERE merged_into IS NULL AND reports > 0 AND updated >= :since"
            .to_owned();
        let mut parameters: Vec<(&str, &dyn ToSql)> = vec![(":since", &since), (":limit", &limit)];
        let title = format!("%{}%", asked.about.trim().replace(['%', '_', '\\'], " "));
        if !asked.about.trim().is_empty() {
            sql.push_str(" AND (title LIKE :title");
            parameters.push((":title", &title));
            if expression.is_some() {
                sql.push_str(&format!(
                    " OR id IN (SELECT r.story FROM (SELECT rowid AS id FROM claim_words WHERE claim_words MATCH :words
                                                     ORDER BY rowid DESC LIMIT {LOOKED_AT}) f
                                JOIN claim c ON c.id = f.id JOIN version v ON v.id = c.version
                                JOIN report r ON r.id = v.report)"
                ));
                parameters.push((":words", &expression));
            }
            sql.push(')');
        }
        if let Some(after) = &asked.after {
            sql.push_str(" AND (updated, id) < (:updated, :row)");
            parameters.push((":updated", &after.updated));
            parameters.push((":row", &after.row));
        }
        sql.push_str(" ORDER BY updated DESC, id DESC LIMIT :limit");
        let mut rows = self.db.prepare_cached(&sql)?;
        let found = rows.query_map(parameters.as_slice(), |row| {
            let count = |i: usize| row.get::<_, i64>(i).map(|n| n as usize);
            let updated: String = row.get(10)?;
            let line = StoryLine {
                id: row.get(1)?,
                title: row.get(2)?,
                days: (row.get(3)?, row.get(4)?),
                counts: Counts {
                    reports: count(5)?,
                    outlets: count(6)?,
                    origins: count(7)?,
                    unknown_origins: count(8)?,
                    contested: count(9)?,
                },
                follows: row.get(11)?,
                updated: updated.clone(),
            };
            let place = StoryPlace { updated, row: row.get(0)? };
            Ok((StoryItem { line, figures: count(12)?, last_change: None, place }, row.get::<_, Option<i64>>(13)?))
        })?;
        let mut told = self.db.prepare_cached("SELECT fr, en FROM change WHERE id = ?1")?;
        found
            .map(|row| {
                let (mut item, change) = row?;
                item.last_change =
                    told.query_row([change], |row| Ok(Bilingual { fr: row.get(0)?, en: row.get(1)? })).optional()?;
                Ok(item)
            })
            .collect()
    }

    /// What a story is called now and how new it is; cheap, nothing is reconciled.
    ///
    /// # Errors
    ///
    /// [`LedgerError::Unknown`] where no story has this identifier, and those of the file.
    pub fn story_head(&self, id: &str) -> Result<StoryHead> {
        let head = self
            .db
            .prepare_cached(
                "SELECT s.public, s.updated, s.stale, s.settled, coalesce((SELECT max(c.id) FROM change c WHERE c.story = s.id), 0)
                 FROM story asked JOIN story s ON s.id = coalesce(asked.merged_into, asked.id)
                 WHERE asked.public = ?1 AND EXISTS (SELECT 1 FROM report r WHERE r.story = s.id)",
            )?
            .query_row([id], |row| {
                let (updated, stale, settled, change): (String, i64, i64, i64) =
                    (row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?);
                Ok(StoryHead { id: row.get(0)?, revision: format!("{updated}/{settled}/{change}/{stale}") })
            })
            .optional()?;
        head.ok_or_else(|| LedgerError::Unknown {
            what: "story",
            name: id.to_owned(),
            hint: "`recoupe stories` lists them",
        })
    }

    /// The story that a report, by the identifier of any of its versions, is in.
    ///
    /// # Errors
    ///
    /// [`LedgerError::Unknown`] where no version has this identifier, and those of the file.
    pub fn story_of(&self, report: &str) -> Result<Option<String>> {
        let row: Option<i64> = self
            .db
            .prepare_cached("SELECT r.id FROM version v JOIN report r ON r.id = v.report WHERE v.public = ?1")?
            .query_row([report], |row| row.get(0))
            .optional()?;
        story_of(&self.db, row.ok_or_else(|| unknown(report))?)
    }

    /// A report by the identifier of one of its versions: that version as it was read, all versions, their differences.
    ///
    /// # Errors
    ///
    /// [`LedgerError::Unknown`] where no version has this identifier, [`LedgerError::Outdated`] where it was read by another
    /// program and must be read again, and those of the file.
    pub fn report(&self, id: &str) -> Result<KeptReport> {
        let row: Option<(i64, i64)> = self
            .db
            .prepare_cached("SELECT id, report FROM version WHERE public = ?1")?
            .query_row([id], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        let (version, report) = row.ok_or_else(|| unknown(id))?;
        let (rows, versions) = version_lines(&self.db, report)?;
        let differences = differences(&self.db, &rows, &versions)?;
        Ok(KeptReport {
            read: versions::load(&self.db, version)?,
            stands: versions.iter().any(|v| v.stands && v.version == id),
            story: story_of(&self.db, report)?,
            versions,
            differences,
        })
    }

    /// The text of a version, by its identifier.
    ///
    /// # Errors
    ///
    /// [`LedgerError::Unknown`] where no version has this identifier, and those of the file.
    pub fn text(&self, id: &str) -> Result<KeptText> {
        let found = self
            .db
            .prepare_cached(&format!(
                "SELECT v.id, v.report, v.text_sha256, {} FROM version v WHERE v.public = ?1",
                ReportLine::COLUMNS
            ))?
            .query_row([id], |row| {
                let line = ReportLine::read(row, id.to_owned(), 3)?;
                Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?, line, row.get(2)?))
            })
            .optional()?;
        let (version, row, report, sha256) = found.ok_or_else(|| unknown(id))?;
        Ok(KeptText { report, sha256, text: text(&self.db, version)?, story: story_of(&self.db, row)? })
    }
}

fn unknown(id: &str) -> LedgerError {
    LedgerError::Unknown { what: "report", name: id.to_owned(), hint: "stories and searches name them" }
}

/// The identifier of the story that a report is in.
fn story_of(db: &Connection, report: i64) -> Result<Option<String>> {
    let story = db
        .prepare_cached(
            "SELECT coalesce(i.public, s.public) FROM report r JOIN story s ON s.id = r.story
             LEFT JOIN story i ON i.id = s.merged_into WHERE r.id = ?1",
        )?
        .query_row([report], |row| row.get(0))
        .optional()?;
    Ok(story)
}

/// The versions of a report, oldest first: their rows, and how lists show them.
fn version_lines(db: &Connection, report: i64) -> Result<(Vec<i64>, Vec<VersionLine>)> {
    let mut rows = db.prepare_cached(
        "SELECT v.id, v.public, v.number, v.published, v.modified, v.added, r.current = v.id, v.state, v.state_cause
         FROM version v JOIN report r ON r.id = v.report WHERE v.report = ?1 ORDER BY v.number",
    )?;
    let found = rows.query_map(params![report], |row| {
        let line = VersionLine {
            version: row.get(1)?,
            number: row.get(2)?,
            published: row.get(3)?,
            modified: row.get(4)?,
            added_at: row.get(5)?,
            stands: row.get::<_, Option<bool>>(6)?.unwrap_or_default(),
            state: row.get(7)?,
            cause: row.get(8)?,
        };
        Ok((row.get(0)?, line))
    })?;
    Ok(found.collect::<rusqlite::Result<Vec<(i64, VersionLine)>>>()?.into_iter().unzip())
}

fn differences(db: &Connection, rows: &[i64], versions: &[VersionLine]) -> Result<Vec<VersionDifference>> {
    let mut out = Vec::new();
    let Some((first, later)) = rows.split_first() else { return Ok(out) };
    if later.is_empty() {
        return Ok(out);
    }
    let mut before = versions::load(db, *first)?;
    for (row, pair) in later.iter().zip(versions.windows(2)) {
        let after = versions::load(db, *row)?;
        let (from, to) = (&pair[0].version, &pair[1].version);
        let old = |i: &usize| format!("{from}.F{}", i + 1);
        let new = |i: &usize| format!("{to}.F{}", i + 1);
        let pairs = |of: &[(usize, usize)]| of.iter().map(|(i, j)| (old(i), new(j))).collect();
        let difference = Difference::between(&before, &after);
        out.push(VersionDifference {
            kept: pairs(&difference.kept),
            changed: pairs(&difference.changed),
            added: difference.added.iter().map(new).collect(),
            withdrawn: difference.withdrawn.iter().map(old).collect(),
            from: from.clone(),
            to: to.clone(),
        });
        before = after;
    }
    Ok(out)
}
