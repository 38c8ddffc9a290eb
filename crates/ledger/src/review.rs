//! What is worth a person's look: figures that were read with doubt, the more hangs on them the sooner.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, OptionalExtension as _, params};
use serde::Serialize;

use crate::{
    Decision, Ledger, Result,
    decisions::{self, Decided},
    rank::Texts,
    search::{self, ReportLine, text},
};

/// Of more figures than this, the newest are put up.
const LOOKED_AT: i64 = 20_000;
/// Readings that are less sure than this are doubtful.
const DOUBT: f64 = 0.8;

/// What hangs on a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Consequence {
    /// No other report gives its quantity.
    Alone,
    /// Other reports give its quantity.
    Shared,
    /// It sets the lowest or the highest value of a quantity that other reports give too.
    Bound,
    /// Its quantity is contested.
    Contested,
    /// A person decided, and the decision waits for another look.
    Decision,
}

impl Consequence {
    const ALL: [Self; 5] = [Self::Alone, Self::Shared, Self::Bound, Self::Contested, Self::Decision];

    /// How many times as bad an error is as in a figure that stands alone.
    fn weight(self) -> f64 {
        1.0 + Self::ALL.iter().position(|c| *c == self).unwrap_or_default() as f64
    }
}

/// Why a figure is put up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// The reading is doubtful.
    LowConfidence,
    /// Its quantity is contested.
    Contested,
    /// It sets the lowest or the highest value.
    SetsBound,
    /// What was decided of its report no longer finds its passage.
    DecisionReview,
}

/// A figure and its place in the queue.
#[derive(Debug, Clone, PartialEq)]
pub struct Ranked {
    /// The row of the figure.
    pub row: i64,
    /// What hangs on it.
    pub consequence: Consequence,
    /// How likely it is read right.
    pub confidence: f64,
    /// The number of the decision that waits for another look.
    pub decision: Option<i64>,
}

impl Ranked {
    /// The expected harm of a wrong reading: its likelihood, as many times as hangs on it. A decision that waits goes first.
    pub fn harm(&self) -> f64 {
        let doubt = if self.consequence == Consequence::Decision { 1.0 } else { 1.0 - self.confidence };
        doubt * self.consequence.weight()
    }
}

/// A figure that is put up, as it is shown.
#[derive(Debug, Clone, PartialEq)]
pub struct ReviewLine {
    /// The figure's identifier.
    pub figure: String,
    /// The report it stands in.
    pub report: ReportLine,
    /// Its address.
    pub url: Option<String>,
    /// Where it was read from.
    pub path: String,
    /// The story it belongs to.
    pub story: Option<String>,
    /// Its bytes in the report's text.
    pub span: (usize, usize),
    /// Bytes of the passage.
    pub passage: (usize, usize),
    /// The passage as published.
    pub words: String,
    /// Why it is put up.
    pub why: Vec<Why>,
    /// How likely it is read right.
    pub confidence: f64,
    /// What hangs on it.
    pub consequence: Consequence,
    /// The decision that waits for another look.
    pub decision: Option<Decision>,
}

/// A figure that may be put up.
struct Candidate {
    ranked: Ranked,
    version: i64,
    span: (usize, usize),
}

impl Ledger {
    /// The figures that a person should look at, those with the greatest expected harm first; of one story, or of all. What was
    /// decided already is left out.
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn review(&self, story: Option<&str>) -> Result<Vec<Ranked>> {
        let decided = Decided::of(&self.db)?;
        let waiting = waiting(&self.db, story)?;
        let mut out: Vec<Ranked> = candidates(&self.db, story)?
            .into_iter()
            .filter(|c| !decided.holds(c.version, c.span))
            .map(|c| Ranked { decision: waiting.get(&c.ranked.row).copied(), ..c.ranked })
            .map(|r| if r.decision.is_some() { Ranked { consequence: Consequence::Decision, ..r } } else { r })
            .collect();
        let known: BTreeSet<i64> = out.iter().map(|r| r.row).collect();
        for (row, decision) in waiting.into_iter().filter(|(row, _)| !known.contains(row)) {
            let confidence =
                self.db.query_row("SELECT confidence FROM claim WHERE id = ?1", [row], |row| row.get(0))?;
            out.push(Ranked { row, consequence: Consequence::Decision, confidence, decision: Some(decision) });
        }
        out.sort_by(|a, b| b.harm().total_cmp(&a.harm()).then(b.row.cmp(&a.row)));
        Ok(out)
    }

    /// Figures of the queue as they are shown, in the order given; those that are gone since are left out.
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn review_lines(&self, ranked: &[Ranked]) -> Result<Vec<(Ranked, ReviewLine)>> {
        let mut texts = Texts::default();
        let mut out = Vec::with_capacity(ranked.len());
        for r in ranked {
            let Some((mut line, version)) = line(&self.db, r)? else { continue };
            let words = texts.of(&self.db, version)?.get(line.passage.0..line.passage.1);
            line.words = words.unwrap_or_default().to_owned();
            line.decision = r.decision.map(|n| self.decision(n)).transpose()?.flatten();
            out.push((r.clone(), line));
        }
        Ok(out)
    }
}

/// The newest figures that stand and are doubtful or bear on others.
fn candidates(db: &Connection, story: Option<&str>) -> Result<Vec<Candidate>> {
    let from = match story {
        Some(_) => {
            "(SELECT c.* FROM story s JOIN report r ON r.story = s.id JOIN claim c ON c.version = r.current
              WHERE s.public = ?1 AND c.kind = 'figure' AND c.state IS NULL AND c.ordinal >= 0)"
        }
        None => {
            "(SELECT * FROM claim WHERE ?1 IS NULL AND kind = 'figure' AND state IS NULL AND ordinal >= 0
              ORDER BY id DESC LIMIT ?3)"
        }
    };
    let sql = format!(
        "SELECT c.id, c.version, c.start, c.end, c.confidence, coalesce(q.state = 'contested', 0),
                coalesce(q.reports > 1, 0), coalesce(q.reports > 1 AND (c.lo = q.lo OR c.hi = q.hi), 0)
         FROM {from} c LEFT JOIN placed p ON p.claim = c.id LEFT JOIN quantity q ON q.id = p.quantity
         WHERE (c.confidence < ?2 OR q.state = 'contested' OR (q.reports > 1 AND (c.lo = q.lo OR c.hi = q.hi))) AND ?3 > 0"
    );
    let mut rows = db.prepare_cached(&sql)?;
    let found = rows.query_map(params![story, DOUBT, LOOKED_AT], |row| {
        let (contested, shared, bound): (bool, bool, bool) = (row.get(5)?, row.get(6)?, row.get(7)?);
        let consequence = match (contested, bound, shared) {
            (true, ..) => Consequence::Contested,
            (_, true, _) => Consequence::Bound,
            (_, _, true) => Consequence::Shared,
            _ => Consequence::Alone,
        };
        Ok(Candidate {
            ranked: Ranked { row: row.get(0)?, consequence, confidence: row.get(4)?, decision: None },
            version: row.get(1)?,
            span: (row.get::<_, i64>(2)? as usize, row.get::<_, i64>(3)? as usize),
        })
    })?;
    Ok(found.collect::<rusqlite::Result<_>>()?)
}

/// The figures that decisions up for review are shown with, by row: of the report's current figures the one with the same words,
/// of several the nearest; else the nearest at all. They are shown there, not applied there.
fn waiting(db: &Connection, story: Option<&str>) -> Result<BTreeMap<i64, i64>> {
    let mut rows = db.prepare_cached(
        "SELECT d.id, d.exact, d.start, r.current FROM decision d JOIN report r ON r.id = d.report
         LEFT JOIN story s ON s.id = r.story
         WHERE d.state = 'review' AND r.current IS NOT NULL AND (?1 IS NULL OR s.public = ?1) ORDER BY d.id",
    )?;
    let found = rows.query_map([story], |row| {
        Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?, row.get::<_, i64>(2)?, row.get::<_, i64>(3)?))
    })?;
    let mut out = BTreeMap::new();
    for row in found {
        let (decision, exact, start, version) = row?;
        let words = text(db, version)?;
        let mut figures = db.prepare_cached(
            "SELECT id, start, end FROM claim WHERE version = ?1 AND kind = 'figure' AND ordinal >= 0 ORDER BY ordinal",
        )?;
        let figures: Vec<(i64, i64, i64)> = figures
            .query_map([version], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
            .collect::<rusqlite::Result<_>>()?;
        let nearest = figures.into_iter().min_by_key(|(_, from, to)| {
            let same = words.get(*from as usize..*to as usize) == Some(exact.as_str());
            (!same, from.abs_diff(start))
        });
        out.extend(nearest.map(|(figure, ..)| (figure, decision)));
    }
    Ok(out)
}

fn line(db: &Connection, r: &Ranked) -> Result<Option<(ReviewLine, i64)>> {
    let found = db
        .prepare_cached(
            &format!(
                "SELECT v.public, c.ordinal, v.url, v.path, s.public, c.start, c.end, c.passage_start, c.passage_end, c.version, {}
                 FROM claim c JOIN version v ON v.id = c.version JOIN report rep ON rep.id = v.report
                 LEFT JOIN story s ON s.id = rep.story
                 WHERE c.id = ?1 AND c.ordinal >= 0",
                ReportLine::COLUMNS
            ),
        )?
        .query_row([r.row], |row| {
            let report: String = row.get(0)?;
            let place = |i: usize| row.get::<_, i64>(i).map(|n| n as usize);
            let line = ReviewLine {
                figure: search::name(&report, 'F', row.get(1)?),
                report: ReportLine::read(row, report, 10)?,
                url: row.get(2)?,
                path: row.get(3)?,
                story: row.get(4)?,
                span: (place(5)?, place(6)?),
                passage: (place(7)?, place(8)?),
                words: String::new(),
                why: why(r),
                confidence: r.confidence,
                consequence: r.consequence,
                decision: None,
            };
            Ok((line, row.get(9)?))
        })
        .optional()?;
    Ok(found)
}

fn why(r: &Ranked) -> Vec<Why> {
    let doubt = (r.confidence < DOUBT).then_some(Why::LowConfidence);
    let bears = match r.consequence {
        Consequence::Contested => Some(Why::Contested),
        Consequence::Bound => Some(Why::SetsBound),
        Consequence::Decision => Some(Why::DecisionReview),
        Consequence::Alone | Consequence::Shared => None,
    };
    bears.into_iter().chain(doubt).collect()
}

impl Decided {
    /// Where people's decisions apply now.
    fn of(db: &Connection) -> Result<Self> {
        let mut rows = db.prepare_cached(
            "SELECT DISTINCT d.report, r.current, d.version = r.current, d.start, d.end FROM decision d
             JOIN report r ON r.id = d.report WHERE d.state = 'active' AND d.kind = 'figure' AND r.current IS NOT NULL",
        )?;
        let found = rows.query_map([], |row| {
            let here: bool = row.get(2)?;
            let span = (row.get::<_, i64>(3)? as usize, row.get::<_, i64>(4)? as usize);
            Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?, here.then_some(span)))
        })?;
        let mut out = Self::default();
        let mut moved = BTreeSet::new();
        for row in found {
            match row? {
                (_, version, Some(span)) => out.note(version, span),
                (report, version, None) => {
                    moved.insert((report, version));
                }
            }
        }
        // Made of an earlier version: where its passage stands now.
        for (report, version) in moved {
            let words = text(db, version)?;
            for span in decisions::spans(db, report, &words)? {
                out.note(version, span);
            }
        }
        Ok(out)
    }
}
