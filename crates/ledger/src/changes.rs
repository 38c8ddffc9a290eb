//! What became known, in the order it did: each change told in both languages, with the claims that it is about.

use recoupe_story::{Bilingual, Read};
use rusqlite::{Connection, Row, params};

use crate::{Ledger, Result, difference::Difference, search};
use serde::Serialize;

/// What kind of change it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ChangeKind {
    /// A report that the ledger did not have.
    Report,
    /// A new text of a report.
    Version,
    /// A new version of a report adds a figure.
    Added,
    /// A new version of a report gives another figure.
    Changed,
    /// A new version of a report puts a figure right, and says so.
    Corrected,
    /// A new version of a report leaves a figure out.
    Withdrawn,
    /// An origin gives a newer value.
    Updated,
    /// An origin lowers its value.
    Revised,
    /// Two origins give values that cannot both hold.
    Contradicted,
    /// A figure is denied.
    Denied,
    /// Two stories turned out to be one.
    Merged,
    /// A story turned out to be several.
    Split,
    /// A person decided.
    Decided,
}

impl ChangeKind {
    /// All kinds with the words of the public shapes.
    const WORDS: [(Self, &'static str); 13] = [
        (Self::Report, "report"),
        (Self::Version, "version"),
        (Self::Added, "added"),
        (Self::Changed, "changed"),
        (Self::Corrected, "corrected"),
        (Self::Withdrawn, "withdrawn"),
        (Self::Updated, "updated"),
        (Self::Revised, "revised"),
        (Self::Contradicted, "contradicted"),
        (Self::Denied, "denied"),
        (Self::Merged, "merged"),
        (Self::Split, "split"),
        (Self::Decided, "decided"),
    ];

    /// The word of the public shapes.
    pub fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(kind, _)| *kind == self).map_or("", |(_, word)| word)
    }

    fn from_word(word: &str) -> Option<Self> {
        Self::WORDS.iter().find(|(_, known)| *known == word).map(|(kind, _)| *kind)
    }
}

/// A change, as it is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// Grows with each change.
    pub number: i64,
    /// When the ledger learned of it, RFC 3339 in UTC.
    pub at: String,
    /// What kind of change.
    pub kind: ChangeKind,
    /// The story's identifier.
    pub story: Option<String>,
    /// The report's identifier.
    pub report: Option<String>,
    /// The figure's identifier.
    pub figure: Option<String>,
    /// The other figure's: the earlier one.
    pub other: Option<String>,
    /// In words.
    pub told: Bilingual,
}

/// Which changes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Since<'a> {
    /// From this moment on (RFC 3339 or a day).
    pub at: Option<&'a str>,
    /// After this number.
    pub number: Option<i64>,
    /// Of this story.
    pub story: Option<&'a str>,
    /// So many at most; all where it is not said.
    pub limit: Option<usize>,
}

/// What a figure counts is told with it where it ends so many bytes after it: "une centaine de personnes".
const NEAR: usize = 48;

const SELECT: &str =
    "SELECT c.id, c.at, c.kind, s.public, v.public, f.ordinal, fv.public, o.ordinal, ov.public, c.fr, c.en
     FROM change c
     LEFT JOIN story s ON s.id = c.story
     LEFT JOIN version v ON v.id = c.version
     LEFT JOIN claim f ON f.id = c.claim LEFT JOIN version fv ON fv.id = f.version
     LEFT JOIN claim o ON o.id = c.other LEFT JOIN version ov ON ov.id = o.version";

impl Ledger {
    /// Changes, oldest first.
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn changes(&self, since: &Since<'_>) -> Result<Vec<Change>> {
        // By the story's row, so that its own changes alone are looked at.
        let of = since.story.map_or("?3 IS NULL", |_| "c.story = (SELECT id FROM story WHERE public = ?3)");
        let sql = format!("{SELECT} WHERE c.id > ?1 AND c.at >= ?2 AND {of} ORDER BY c.id LIMIT ?4");
        let mut rows = self.db.prepare_cached(&sql)?;
        let limit = since.limit.map_or(-1, |n| n as i64);
        let (number, at) = (since.number.unwrap_or_default(), since.at.unwrap_or_default());
        let found = rows.query_map(params![number, at, since.story, limit], change)?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }

    /// The number of the last change.
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn last_change(&self) -> Result<i64> {
        Ok(self.db.query_row("SELECT coalesce(max(id), 0) FROM change", [], |row| row.get(0))?)
    }
}

fn change(row: &Row<'_>) -> rusqlite::Result<Change> {
    let figure = |ordinal: Option<i64>, version: Option<String>| Some(search::name(&version?, 'F', ordinal?));
    let word: String = row.get(2)?;
    Ok(Change {
        number: row.get(0)?,
        at: row.get(1)?,
        kind: ChangeKind::from_word(&word)
            .ok_or_else(|| rusqlite::Error::InvalidColumnType(2, word, rusqlite::types::Type::Text))?,
        story: row.get(3)?,
        report: row.get(4)?,
        figure: figure(row.get(5)?, row.get(6)?),
        other: figure(row.get(7)?, row.get(8)?),
        told: Bilingual { fr: row.get(9)?, en: row.get(10)? },
    })
}

/// What a change is about.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct About {
    pub(crate) story: Option<i64>,
    pub(crate) version: Option<i64>,
    pub(crate) claim: Option<i64>,
    pub(crate) other: Option<i64>,
}

/// Writes a change down.
pub(crate) fn note(db: &Connection, at: &str, kind: ChangeKind, about: About, told: &Bilingual) -> Result<()> {
    db.prepare_cached(
        "INSERT INTO change (at, kind, story, version, claim, other, fr, en) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?
    .execute(params![at, kind.word(), about.story, about.version, about.claim, about.other, told.fr, told.en])?;
    Ok(())
}

/// A report came.
pub(crate) fn report(db: &Connection, story: i64, version: i64, read: &Read, at: &str) -> Result<()> {
    let name = name(read);
    let told = Bilingual { fr: format!("nouvel article : {name}"), en: format!("new report: {name}") };
    note(db, at, ChangeKind::Report, About { story: Some(story), version: Some(version), ..About::default() }, &told)
}

/// A report came in a new text.
pub(crate) struct Renewal<'a> {
    pub(crate) story: i64,
    /// Rows of the versions.
    pub(crate) before: i64,
    pub(crate) after: i64,
    pub(crate) number: u32,
    pub(crate) old: &'a Read,
    pub(crate) new: &'a Read,
    pub(crate) difference: &'a Difference,
    /// The correction that the new text owns up to.
    pub(crate) notice: Option<&'a str>,
}

/// Writes down a new version and each figure that it changes.
pub(crate) fn version(db: &Connection, renewal: &Renewal<'_>, at: &str) -> Result<()> {
    let Renewal { story, before, after, number, old, new, difference, notice } = renewal;
    let name = name(new);
    let mut told = Bilingual {
        fr: format!("nouvelle version ({number}) : {name}"),
        en: format!("new version ({number}): {name}"),
    };
    if let Some(words) = notice {
        told.fr.push_str(&format!(" — « {words} »"));
        told.en.push_str(&format!(" — “{words}”"));
    }
    let about = About { story: Some(*story), version: Some(*after), ..About::default() };
    note(db, at, ChangeKind::Version, about, &told)?;
    let old_words = |i: usize| figure_words(old, i);
    let new_words = |i: usize| figure_words(new, i);
    let kind = if notice.is_some() { ChangeKind::Corrected } else { ChangeKind::Changed };
    for &(i, j) in &difference.changed {
        let about = About { claim: claim_row(db, *after, j)?, other: claim_row(db, *before, i)?, ..about };
        let arrow = format!("{} → {}", old_words(i), new_words(j));
        note(db, at, kind, about, &same(&format!("{name} : {arrow}"), &format!("{name}: {arrow}")))?;
    }
    for &i in &difference.withdrawn {
        let about = About { claim: claim_row(db, *before, i)?, ..about };
        let told = same(
            &format!("{name} ne dit plus : {}", old_words(i)),
            &format!("{name} no longer says: {}", old_words(i)),
        );
        note(db, at, ChangeKind::Withdrawn, about, &told)?;
    }
    for &j in &difference.added {
        let about = About { claim: claim_row(db, *after, j)?, ..about };
        let told = same(&format!("{name} dit en plus : {}", new_words(j)), &format!("{name} adds: {}", new_words(j)));
        note(db, at, ChangeKind::Added, about, &told)?;
    }
    Ok(())
}

fn same(fr: &str, en: &str) -> Bilingual {
    Bilingual { fr: fr.to_owned(), en: en.to_owned() }
}

/// The row of a figure of a version.
pub(crate) fn claim_row(db: &Connection, version: i64, ordinal: usize) -> Result<Option<i64>> {
    Ok(db
        .prepare_cached("SELECT max(id) FROM claim WHERE version = ?1 AND kind = 'figure' AND ordinal = ?2")?
        .query_row(params![version, ordinal as i64], |row| row.get(0))?)
}

/// A figure in its own words, up to what it counts where that comes soon after.
pub(crate) fn figure_words(read: &Read, figure: usize) -> String {
    let Some(f) = read.claims.figures.get(figure) else { return String::new() };
    let near = |end: usize| end > f.span.end && end - f.span.end <= NEAR;
    let end = f.counted.map(|c| c.end).filter(|end| near(*end)).unwrap_or(f.span.end);
    let text = read.doc.report.text.get(f.span.start..end).unwrap_or_default();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What a report is called: its outlet and title, else its path.
fn name(read: &Read) -> String {
    let report = &read.doc.report;
    match (&report.outlet, &report.title) {
        (Some(outlet), Some(title)) => format!("{outlet}, « {title} »"),
        (Some(name), None) | (None, Some(name)) => name.clone(),
        (None, None) => report.path.clone(),
    }
}
