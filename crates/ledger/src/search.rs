//! Search: full text over claims, narrowed by their fields, the best first.

use rusqlite::{Connection, Row, ToSql};

use crate::{
    Ledger, Result, content,
    index::Field,
    query::Query,
    rank::{self, Candidate, Texts},
    words::Stems,
};
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
    /// The outlet, as reports name it, whatever the case and marks.
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
    /// What happened to those that a figure counts.
    pub role: Option<String>,
    /// Unit of a figure.
    pub unit: Option<String>,
    /// How sure the wording is.
    pub certainty: String,
    /// First and last day on which it may have been said.
    pub said: (Option<String>, Option<String>),
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

impl ReportLine {
    /// The columns that [`Self::read`] reads, of `version v`.
    pub(crate) const COLUMNS: &str = "v.outlet, v.title, coalesce(v.url, v.path), v.published";

    /// The line of the report `id`; its columns begin at number `first`.
    pub(crate) fn read(row: &Row<'_>, id: String, first: usize) -> rusqlite::Result<Self> {
        Ok(Self {
            id,
            outlet: row.get(first)?,
            title: row.get(first + 1)?,
            place: row.get(first + 2)?,
            published: row.get(first + 3)?,
        })
    }
}

/// The columns of a hit.
const COLUMNS: [&str; 3] = [
    "v.public, c.kind, c.ordinal, s.public",
    ReportLine::COLUMNS,
    "c.speaker, c.certainty, c.state, coalesce(c.as_of_from, c.said_from), coalesce(c.as_of_to, c.said_to), c.lo, c.hi, c.start,
     c.end, c.passage_start, c.passage_end, c.role, c.unit, c.said_from, c.said_to",
];

/// A condition of a search, and whether it looks at the version.
struct Condition {
    /// Of the claim `c`, or of its version `v`.
    sql: &'static str,
    asked: fn(&Search) -> bool,
    of: Of,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Of {
    Claim,
    Version,
}

/// All that narrows, but for the outlet, which the index alone tells. Other fields that it holds stand here too, for values that differ in
/// marks only.
const CONDITIONS: [Condition; 13] = [
    Condition { sql: "c.state IS NULL", asked: |s| s.past == Past::LeftOut, of: Of::Claim },
    Condition { sql: "c.kind = :kind", asked: |s| s.kind.is_some(), of: Of::Claim },
    Condition { sql: "c.role = :role", asked: |s| s.role.is_some(), of: Of::Claim },
    Condition { sql: "c.unit = :unit", asked: |s| s.unit.is_some(), of: Of::Claim },
    Condition { sql: "c.certainty = :certainty", asked: |s| s.certainty.is_some(), of: Of::Claim },
    Condition { sql: "c.stance = :stance", asked: |s| s.stance.is_some(), of: Of::Claim },
    Condition { sql: "c.country = :country", asked: |s| s.country.is_some(), of: Of::Claim },
    Condition { sql: "v.language = :language", asked: |s| s.language.is_some(), of: Of::Version },
    Condition {
        sql: "v.report IN (SELECT r.id FROM report r JOIN story s ON s.id = r.story WHERE s.public = :story)",
        asked: |s| s.story.is_some(),
        of: Of::Version,
    },
    Condition {
        sql: "(coalesce(c.as_of_to, c.said_to, v.published) >= :from OR coalesce(c.said_to, v.published) >= :from)",
        asked: |s| s.from.is_some(),
        of: Of::Version,
    },
    Condition {
        sql: "(coalesce(c.as_of_from, c.said_from, v.published) <= :to OR coalesce(c.said_from, v.published) <= :to)",
        asked: |s| s.to.is_some(),
        of: Of::Version,
    },
    Condition {
        sql: "c.kind = 'figure' AND coalesce(c.hi, 1e308) >= :least",
        asked: |s| s.at_least.is_some(),
        of: Of::Claim,
    },
    Condition {
        sql: "c.kind = 'figure' AND coalesce(c.lo, -1e308) <= :most",
        asked: |s| s.at_most.is_some(),
        of: Of::Claim,
    },
];

/// What a search asks of each claim, in SQL: the table that must be joined to `claim c`, and the conditions.
pub(crate) struct Narrow {
    pub(crate) join: &'static str,
    pub(crate) conditions: String,
}

impl Narrow {
    pub(crate) fn of(search: &Search) -> Self {
        let asked: Vec<&Condition> = CONDITIONS.iter().filter(|c| (c.asked)(search)).collect();
        let version = asked.iter().any(|c| c.of == Of::Version);
        let conditions: Vec<&str> = asked.iter().map(|c| c.sql).collect();
        Self {
            join: if version { "JOIN version v ON v.id = c.version" } else { "" },
            conditions: if conditions.is_empty() { "TRUE".to_owned() } else { conditions.join(" AND ") },
        }
    }
}

impl Search {
    /// The question in the language of the index; `None` where the words hold none and no field narrows.
    pub(crate) fn expression(&self, query: &Query, stems: &Stems) -> Option<String> {
        let fields = [
            (Field::Kind, &self.kind),
            (Field::Role, &self.role),
            (Field::Unit, &self.unit),
            (Field::Certainty, &self.certainty),
            (Field::Stance, &self.stance),
            (Field::Country, &self.country),
            (Field::Outlet, &self.outlet),
            (Field::Language, &self.language),
        ];
        let fields: Vec<String> = fields.iter().filter_map(|(f, value)| Some(f.token(value.as_deref()?))).collect();
        query.expression(self.speaker.as_deref(), &fields, stems)
    }

    /// Words were given and none of them can be looked up: that finds nothing, not everything.
    pub(crate) fn is_hollow(&self, query: &Query) -> bool {
        query.is_empty() && !self.text.trim().is_empty()
    }
}

/// Of more claims that answer than this, only the newest are ranked.
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
        if search.is_hollow(&query) {
            return Ok(Vec::new());
        }
        let mut texts = Texts::default();
        let mut found = self.candidates(search, &query, &stems)?;
        if !query.is_empty() {
            rank::order(&mut found, &query, &self.db, &mut texts, &stems)?;
        }
        let page = found.into_iter().skip(search.offset).take(search.limit.max(1));
        page.map(|candidate| {
            let mut row = self.db.prepare_cached(&format!(
                "SELECT {} FROM claim c JOIN version v ON v.id = c.version JOIN report r ON r.id = v.report
                 LEFT JOIN story s ON s.id = r.story WHERE c.id = ?1",
                COLUMNS.join(", ")
            ))?;
            let mut hit = row.query_row([candidate.claim], hit)?;
            let (start, end) = hit.passage;
            hit.words = texts.of(&self.db, candidate.version)?.get(start..end).unwrap_or_default().to_owned();
            let marks = query.highlights(&hit.words, &stems);
            hit.highlights = marks.into_iter().map(|(s, e)| (start + s, start + e)).collect();
            Ok(hit)
        })
        .collect()
    }

    /// The newest claims that answer.
    fn candidates(&self, search: &Search, query: &Query, stems: &Stems) -> Result<Vec<Candidate>> {
        let Narrow { join, conditions } = Narrow::of(search);
        let expression = search.expression(query, stems);
        let of = "c.id, c.version, c.passage_start, c.passage_end";
        let sql = match &expression {
            Some(_) => format!(
                "SELECT {of} FROM claim_words JOIN claim c ON c.id = claim_words.rowid {join}
                 WHERE claim_words MATCH :words AND {conditions} ORDER BY claim_words.rowid DESC LIMIT :limit"
            ),
            None => format!(
                "SELECT {of} FROM claim c {join} WHERE :words IS NULL AND {conditions} ORDER BY c.id DESC LIMIT :limit"
            ),
        };
        // Without words nothing is ranked: what is asked for is enough.
        let needed = (search.limit.max(1) + search.offset) as i64;
        let limit = if query.is_empty() { needed } else { RANKED };
        rows(&self.db, &sql, search, expression.as_deref(), limit, |row| {
            let place = |i: usize| row.get::<_, i64>(i).map(|n| n as usize);
            Ok(Candidate { claim: row.get(0)?, version: row.get(1)?, passage: (place(2)?, place(3)?) })
        })
    }
}

/// Runs a search; `read` reads a row of it. Only the parameters that the statement names are bound.
pub(crate) fn rows<T>(
    db: &Connection,
    sql: &str,
    search: &Search,
    expression: Option<&str>,
    limit: i64,
    mut read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
) -> Result<Vec<T>> {
    let mut statement = db.prepare_cached(sql)?;
    let parameters: [(&str, &dyn ToSql); 14] = [
        (":words", &expression),
        (":kind", &search.kind),
        (":role", &search.role),
        (":unit", &search.unit),
        (":certainty", &search.certainty),
        (":stance", &search.stance),
        (":country", &search.country),
        (":language", &search.language),
        (":story", &search.story),
        (":from", &search.from),
        (":to", &search.to),
        (":least", &search.at_least),
        (":most", &search.at_most),
        (":limit", &limit),
    ];
    for (name, value) in parameters {
        if let Some(index) = statement.parameter_index(name)? {
            statement.raw_bind_parameter(index, value)?;
        }
    }
    let mut found = statement.raw_query();
    let mut out = Vec::new();
    while let Some(row) = found.next()? {
        out.push(read(row)?);
    }
    Ok(out)
}

/// `<report>.F<n>`; a claim that newer rules do not read has a name with an `x`, which no claim that stands has.
pub(crate) fn name(report: &str, letter: char, ordinal: i64) -> String {
    match ordinal {
        0.. => format!("{report}.{letter}{}", ordinal + 1),
        _ => format!("{report}.{letter}{}x", -ordinal),
    }
}

fn hit(row: &Row<'_>) -> rusqlite::Result<Hit> {
    let report: String = row.get(0)?;
    let kind: String = row.get(1)?;
    let letter = if kind == "figure" { 'F' } else { 'S' };
    let place = |i: usize| row.get::<_, i64>(i).map(|n| n as usize);
    Ok(Hit {
        id: name(&report, letter, row.get(2)?),
        kind,
        story: row.get(3)?,
        report: ReportLine::read(row, report, 4)?,
        speaker: row.get(8)?,
        role: row.get(19)?,
        unit: row.get(20)?,
        certainty: row.get(9)?,
        said: (row.get(21)?, row.get(22)?),
        state: row.get(10)?,
        days: (row.get(11)?, row.get(12)?),
        value: (row.get(13)?, row.get(14)?),
        span: (place(15)?, place(16)?),
        passage: (place(17)?, place(18)?),
        words: String::new(),
        highlights: Vec::new(),
    })
}

pub(crate) fn text(db: &Connection, version: i64) -> Result<String> {
    let packed: Vec<u8> =
        db.prepare_cached("SELECT text FROM content WHERE version = ?1")?.query_row([version], |row| row.get(0))?;
    content::text(&packed)
}
