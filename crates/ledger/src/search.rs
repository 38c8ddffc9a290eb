//! Search: full text over claims, narrowed by their fields, the best first.

use rusqlite::{Connection, Row, ToSql, named_params};

use crate::{Ledger, Result, content, query::Query, words::Stems};
use serde::Serialize;

/// What is searched for. Fields that are `None` do not narrow.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Search {
    /// Words: see [`Ledger::search`].
    pub text: String,
    /// Words of the speaker's name or of one of its other names.
    pub speaker: Option<String>,
    /// `figure` or `statement`.
    pub kind: Option<String>,
    /// `killed`, `wounded`, …
    pub role: Option<String>,
    /// `person`, `percent`, an ISO 4217 code, …
    pub unit: Option<String>,
    /// `asserted`, `hedged`, `possible`, `denied`.
    pub certainty: Option<String>,
    /// `asserts`, `denies`, `neither`, `asks`, `orders`.
    pub stance: Option<String>,
    /// ISO 3166-1 alpha-2 code of where it holds.
    pub country: Option<String>,
    /// The outlet, as reports name it.
    pub outlet: Option<String>,
    /// Language of the report: `fr`, `en`.
    pub language: Option<String>,
    /// A story's identifier.
    pub story: Option<String>,
    /// Said, or about, this day (ISO 8601) or later.
    pub from: Option<String>,
    /// Said, or about, this day or earlier.
    pub to: Option<String>,
    /// Values that may be this or more.
    pub at_least: Option<f64>,
    /// Values that may be this or less.
    pub at_most: Option<f64>,
    /// Also what no longer stands: superseded, corrected, withdrawn, rejected.
    pub past: Past,
    /// How many are given.
    pub limit: usize,
    /// How many of the best are passed over.
    pub offset: usize,
}

/// Whether claims that no longer stand are found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Past {
    /// Only what stands.
    #[default]
    LeftOut,
    /// All.
    Included,
}

/// A claim that was found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Hit {
    /// Its identifier: `<report>.F<n>` or `<report>.S<n>`.
    pub id: String,
    /// `figure` or `statement`.
    pub kind: String,
    /// The story it belongs to.
    pub story: Option<String>,
    /// The report it stands in, by its outlet, title and address, where known.
    pub report: ReportLine,
    /// Who says it; `None`: the outlet, or nobody that could be told.
    pub speaker: Option<String>,
    /// How sure the wording is.
    pub certainty: String,
    /// Why it no longer stands, if so.
    pub state: Option<String>,
    /// First and last day of what it speaks of, else of when it was said.
    pub days: (Option<String>, Option<String>),
    /// Bounds of a figure.
    pub value: (Option<f64>, Option<f64>),
    /// Bytes of the claim in the report's text.
    pub span: (usize, usize),
    /// Bytes of the passage shown.
    pub passage: (usize, usize),
    /// The passage as published.
    pub words: String,
    /// Bytes in the report's text of what answers the question.
    pub highlights: Vec<(usize, usize)>,
}

/// A report, as lists show it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct ReportLine {
    /// Its identifier.
    pub id: String,
    /// Outlet.
    pub outlet: Option<String>,
    /// Title.
    pub title: Option<String>,
    /// Address or path.
    pub place: String,
    /// When it was published.
    pub published: Option<String>,
}

/// The columns of a hit.
const COLUMNS: &str = "v.public, c.kind, c.ordinal, s.public, v.outlet, v.title, coalesce(v.url, v.path), v.published,
    c.speaker, c.certainty, c.state, coalesce(c.as_of_from, c.said_from), coalesce(c.as_of_to, c.said_to), c.lo, c.hi,
    c.start, c.end, c.passage_start, c.passage_end, v.id";

/// Every field that narrows; a parameter that is NULL does not.
pub(crate) const NARROW: &str = "(:past OR c.state IS NULL)
    AND (:kind IS NULL OR c.kind = :kind)
    AND (:role IS NULL OR c.role = :role)
    AND (:unit IS NULL OR c.unit = :unit)
    AND (:certainty IS NULL OR c.certainty = :certainty)
    AND (:stance IS NULL OR c.stance = :stance)
    AND (:country IS NULL OR c.country = :country)
    AND (:outlet IS NULL OR v.outlet = :outlet COLLATE NOCASE)
    AND (:language IS NULL OR v.language = :language)
    AND (:story IS NULL OR s.public = :story)
    AND (:from IS NULL OR coalesce(c.as_of_to, c.said_to, v.published) >= :from
                       OR coalesce(c.said_to, v.published) >= :from)
    AND (:to IS NULL OR coalesce(c.as_of_from, c.said_from, v.published) <= :to
                     OR coalesce(c.said_from, v.published) <= :to)
    AND (:least IS NULL OR (c.kind = 'figure' AND coalesce(c.hi, 1e308) >= :least))
    AND (:most IS NULL OR (c.kind = 'figure' AND coalesce(c.lo, -1e308) <= :most))";

pub(crate) const JOINS: &str = "JOIN version v ON v.id = c.version JOIN report r ON r.id = v.report
    LEFT JOIN story s ON s.id = r.story";

/// Of more claims that answer than this, only the newest are ranked: the score of a word that stands everywhere says nothing.
const RANKED: i64 = 1000;

impl Ledger {
    /// Finds claims: the best first by BM25, of equals the newest; without words the newest first.
    ///
    /// Words are found in all their French and English forms, without case and accents; `"in quotation marks"` they are found as
    /// they are; `begin*` finds beginnings; `-word` leaves out. Of very many the newest 1,000 are ranked.
    ///
    /// # Errors
    ///
    /// [`crate::LedgerError::BadQuery`], and those of the file.
    pub fn search(&self, search: &Search) -> Result<Vec<Hit>> {
        let query = Query::parse(&search.text)?;
        let stems = Stems::new();
        let expression = query.expression(search.speaker.as_deref(), &stems);
        // What holds no word finds nothing, not everything.
        if expression.is_none() && !search.text.trim().is_empty() {
            return Ok(Vec::new());
        }
        let sql = match &expression {
            Some(_) => format!(
                "WITH best AS (SELECT c.id AS id, claim_words.rank AS score
                               FROM claim_words JOIN claim c ON c.id = claim_words.rowid {JOINS}
                               WHERE claim_words MATCH :words AND {NARROW}
                               ORDER BY claim_words.rowid DESC LIMIT {RANKED})
                 SELECT {COLUMNS} FROM best JOIN claim c ON c.id = best.id {JOINS}
                 ORDER BY best.score, c.id DESC LIMIT :limit OFFSET :offset"
            ),
            None => format!(
                "SELECT {COLUMNS} FROM claim c {JOINS} WHERE :words IS NULL AND {NARROW}
                 ORDER BY c.id DESC LIMIT :limit OFFSET :offset"
            ),
        };
        let found = rows(&self.db, &sql, search, expression.as_deref(), hit)?;
        let mut texts = std::collections::BTreeMap::new();
        found
            .into_iter()
            .map(|(mut hit, version)| {
                let text = match texts.entry(version) {
                    std::collections::btree_map::Entry::Occupied(e) => e.into_mut(),
                    std::collections::btree_map::Entry::Vacant(e) => e.insert(text(&self.db, version)?),
                };
                let (start, end) = hit.passage;
                hit.words = text.get(start..end).unwrap_or_default().to_owned();
                hit.highlights =
                    query.highlights(&hit.words, &stems).into_iter().map(|(s, e)| (start + s, start + e)).collect();
                Ok(hit)
            })
            .collect()
    }
}

/// Runs a search; `read` reads a row of it.
pub(crate) fn rows<T>(
    db: &Connection,
    sql: &str,
    search: &Search,
    expression: Option<&str>,
    read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
) -> Result<Vec<T>> {
    let mut rows = db.prepare_cached(sql)?;
    let past = search.past == Past::Included;
    let (limit, offset) = (search.limit.max(1) as i64, search.offset as i64);
    let parameters: &[(&str, &dyn ToSql)] = named_params! {
        ":words": expression,
        ":past": past,
        ":kind": search.kind,
        ":role": search.role,
        ":unit": search.unit,
        ":certainty": search.certainty,
        ":stance": search.stance,
        ":country": search.country,
        ":outlet": search.outlet,
        ":language": search.language,
        ":story": search.story,
        ":from": search.from,
        ":to": search.to,
        ":least": search.at_least,
        ":most": search.at_most,
        ":limit": limit,
        ":offset": offset,
    };
    let found = rows.query_map(parameters, read)?;
    Ok(found.collect::<rusqlite::Result<_>>()?)
}

/// `<report>.F<n>`; a claim that newer rules do not read has a name with an `x`, which no claim that stands has.
pub(crate) fn name(report: &str, letter: char, ordinal: i64) -> String {
    match ordinal {
        0.. => format!("{report}.{letter}{}", ordinal + 1),
        _ => format!("{report}.{letter}{}x", -ordinal),
    }
}

fn hit(row: &Row<'_>) -> rusqlite::Result<(Hit, i64)> {
    let report: String = row.get(0)?;
    let kind: String = row.get(1)?;
    let letter = if kind == "figure" { 'F' } else { 'S' };
    let place = |i: usize| row.get::<_, i64>(i).map(|n| n as usize);
    let hit = Hit {
        id: name(&report, letter, row.get(2)?),
        kind,
        story: row.get(3)?,
        report: ReportLine {
            id: report,
            outlet: row.get(4)?,
            title: row.get(5)?,
            place: row.get(6)?,
            published: row.get(7)?,
        },
        speaker: row.get(8)?,
        certainty: row.get(9)?,
        state: row.get(10)?,
        days: (row.get(11)?, row.get(12)?),
        value: (row.get(13)?, row.get(14)?),
        span: (place(15)?, place(16)?),
        passage: (place(17)?, place(18)?),
        words: String::new(),
        highlights: Vec::new(),
    };
    Ok((hit, row.get(19)?))
}

pub(crate) fn text(db: &Connection, version: i64) -> Result<String> {
    let packed: Vec<u8> =
        db.prepare_cached("SELECT text FROM content WHERE version = ?1")?.query_row([version], |row| row.get(0))?;
    content::text(&packed)
}
