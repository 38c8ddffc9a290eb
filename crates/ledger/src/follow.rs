//! A figure over time: the quantities that a question is about, each with its values in the order of their days.

use std::collections::BTreeMap;

use recoupe_story::Bilingual;
use rusqlite::{Connection, params};

use crate::{
    Ledger, Result,
    query::Query,
    search::{self, Narrow, ReportLine, Search},
    words::Stems,
};
use serde::Serialize;

/// Of more matches than this, the newest tell which quantities are meant.
const LOOKED_AT: i64 = 20_000;

/// A quantity of a story, followed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Series {
    /// The story's identifier.
    pub story: String,
    /// The story's title.
    pub title: String,
    /// What is counted.
    pub label: Bilingual,
    /// Lowest and highest bound.
    pub bounds: (Option<f64>, Option<f64>),
    /// Independent origins, and their families.
    pub origins: usize,
    /// Families of origins.
    pub families: usize,
    /// `confirmed`, `fair`, `weak`, `contested`, `unattributed`, `withdrawn`.
    pub state: String,
    /// Its values in the order of time.
    pub points: Vec<Point>,
}

/// One value of a series.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Point {
    /// The figure's identifier.
    pub id: String,
    /// First and last day of what it speaks of, else of when it was said.
    pub days: (Option<String>, Option<String>),
    /// The number as printed.
    pub words: String,
    /// Its bounds.
    pub value: (Option<f64>, Option<f64>),
    /// Its origin; `None`: the outlet itself.
    pub origin: Option<String>,
    /// How sure the wording is.
    pub certainty: String,
    /// Superseded, corrected, withdrawn.
    pub state: Option<String>,
    /// It adds an origin.
    pub independent: bool,
    /// The origin is a party to the matter.
    pub party: bool,
    /// Where it stands.
    pub report: ReportLine,
}

impl Ledger {
    /// The quantities whose figures answer a search, the best first.
    ///
    /// # Errors
    ///
    /// [`crate::LedgerError::BadQuery`], and those of the file.
    pub fn follow(&self, search: &Search) -> Result<Vec<Series>> {
        let query = Query::parse(&search.text)?;
        if search.is_hollow(&query) {
            return Ok(Vec::new());
        }
        let expression = search.expression(&query, &Stems::new());
        let found = match &expression {
            Some(_) => format!(
                "SELECT rowid AS id FROM claim_words WHERE claim_words MATCH :words ORDER BY rowid DESC LIMIT {LOOKED_AT}"
            ),
            None => "SELECT id FROM claim WHERE :words IS NULL".to_owned(),
        };
        let Narrow { join, conditions } = Narrow::of(search);
        // A quantity is about the question as far as its figures are: the more of them answer, the more it is meant.
        let sql = format!(
            "WITH found AS ({found})
             SELECT p.quantity, count(*) AS many
             FROM found JOIN claim c ON c.id = found.id JOIN placed p ON p.claim = c.id {join} WHERE {conditions}
             GROUP BY p.quantity ORDER BY many DESC, p.quantity DESC LIMIT :limit"
        );
        let needed = (search.limit.max(1) + search.offset) as i64;
        let quantities =
            search::rows(&self.db, &sql, search, expression.as_deref(), needed, |row| row.get::<_, i64>(0))?;
        let quantities = quantities.into_iter().skip(search.offset);
        let mut texts = BTreeMap::new();
        quantities.map(|quantity| series(&self.db, quantity, &mut texts)).collect()
    }
}

fn series(db: &Connection, quantity: i64, texts: &mut BTreeMap<i64, String>) -> Result<Series> {
    let mut out = db
        .prepare_cached(
            "SELECT s.public, s.title, q.label_fr, q.label_en, q.lo, q.hi, q.origins, q.families, q.state
             FROM quantity q JOIN story s ON s.id = q.story WHERE q.id = ?1",
        )?
        .query_row([quantity], |row| {
            Ok(Series {
                story: row.get(0)?,
                title: row.get(1)?,
                label: Bilingual { fr: row.get(2)?, en: row.get(3)? },
                bounds: (row.get(4)?, row.get(5)?),
                origins: row.get::<_, i64>(6)? as usize,
                families: row.get::<_, i64>(7)? as usize,
                state: row.get(8)?,
                points: Vec::new(),
            })
        })?;
    let mut rows = db.prepare_cached(&format!(
        "SELECT v.public, c.ordinal, coalesce(c.as_of_from, c.said_from), coalesce(c.as_of_to, c.said_to), c.lo, c.hi,
                p.origin_name, c.certainty, c.state, p.independent, p.party, c.start, c.end, v.id, {}
         FROM placed p JOIN claim c ON c.id = p.claim JOIN version v ON v.id = c.version
         WHERE p.quantity = ?1 ORDER BY p.position",
        ReportLine::COLUMNS
    ))?;
    let found = rows.query_map(params![quantity], |row| {
        let report: String = row.get(0)?;
        let point = Point {
            id: search::name(&report, 'F', row.get(1)?),
            days: (row.get(2)?, row.get(3)?),
            words: String::new(),
            value: (row.get(4)?, row.get(5)?),
            origin: row.get(6)?,
            certainty: row.get(7)?,
            state: row.get(8)?,
            independent: row.get(9)?,
            party: row.get(10)?,
            report: ReportLine::read(row, report, 14)?,
        };
        Ok((point, row.get::<_, i64>(11)? as usize, row.get::<_, i64>(12)? as usize, row.get::<_, i64>(13)?))
    })?;
    for row in found {
        let (mut point, start, end, version) = row?;
        if let std::collections::btree_map::Entry::Vacant(slot) = texts.entry(version) {
            slot.insert(search::text(db, version)?);
        }
        let words = texts.get(&version).and_then(|text| text.get(start..end)).unwrap_or_default();
        point.words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        out.points.push(point);
    }
    Ok(out)
}
