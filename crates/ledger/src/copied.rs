//! Who has whose words: the copies of the ledger, with the passages that are shared.

use jiff::civil::Date;
use recoupe_dossier::wire::Span;
use recoupe_reading::world;
use recoupe_story::copying::{self, Copied, CopyKind, CopyText, Kinship, Provenance};
use rusqlite::{Row, params};
use serde::Serialize;

use crate::{Ledger, Result, copies, search::ReportLine, versions};

/// Two reports of which one has words of the other, both as they stand.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CopyLine {
    /// What the one is to the other.
    pub kinship: Kinship,
    /// What the shared text makes of the two.
    pub kind: CopyKind,
    /// Words in shared passages that count as evidence.
    pub words: usize,
    /// Their share of the earlier and of the later report, 0–1, what their outlets print everywhere left out.
    pub shares: (f64, f64),
    /// The one that came first, as far as [`order`](Self::order) tells.
    pub earlier: ReportLine,
    /// The other.
    pub later: ReportLine,
    /// How it is known which came first.
    pub order: CopyOrder,
    /// The stories that the two are in.
    pub stories: (Option<String>, Option<String>),
    /// The shared passages in the order of the earlier report; a small edit parts two of them.
    pub passages: Vec<SharedPassage>,
}

/// Words that two reports share.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SharedPassage {
    /// Bytes of the earlier report's text.
    pub earlier: Span,
    /// Bytes of the later report's text.
    pub later: Span,
    /// The words as the earlier report has them.
    pub text: String,
}

/// How it is known which of two reports came first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum CopyOrder {
    /// Their moments of publication tell: certain, as far as these are right.
    Published,
    /// These leave it open, and one of the two is an agency, whose texts others take: likely.
    Agency,
    /// Nothing tells; the one that the ledger got first stands first.
    Open,
}

/// Which copies.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CopiesAsked<'a> {
    /// With a report of this story.
    pub story: Option<&'a str>,
    /// How many pairs at most, those that came last first; all where it is not said.
    pub limit: Option<usize>,
}

/// Whether two reports come from one publisher.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Publisher {
    One,
    Several,
}

/// A report of a pair.
struct Side {
    report: i64,
    version: i64,
    story: Option<String>,
    line: ReportLine,
}

impl Ledger {
    /// Pairs of reports that share text, each report in its current version; those of one earlier report stand together. The passages
    /// are compared anew: what turned out to be printed under many reports since is no copy any more.
    ///
    /// # Errors
    ///
    /// [`Unknown`](crate::LedgerError::Unknown) where no story has this identifier, and those of the file.
    pub fn copies(&self, asked: &CopiesAsked<'_>) -> Result<Vec<CopyLine>> {
        let story = asked.story.map(|id| self.story_row(id)).transpose()?;
        let limit = asked.limit.map_or(-1, |n| n as i64);
        let of_side = |v: &str, r: &str, s: &str| {
            let columns = ReportLine::COLUMNS.replace("v.", &format!("{v}."));
            format!("{r}.id, {v}.id, {v}.public, (SELECT public FROM story WHERE id = {r}.story), {columns}{s}")
        };
        let sql = format!(
            "SELECT c.kinship IN ('version', 'reuse'), {}{} FROM copy c
             JOIN version e ON e.id = c.earlier JOIN report re ON re.current = e.id AND re.id = e.report
             JOIN version l ON l.id = c.later JOIN report rl ON rl.current = l.id AND rl.id = l.report
             WHERE ?1 IS NULL OR re.story = ?1 OR rl.story = ?1
             ORDER BY c.later DESC, c.earlier LIMIT ?2",
            of_side("e", "re", ", "),
            of_side("l", "rl", "")
        );
        let mut rows = self.db.prepare_cached(&sql)?;
        let pairs: Vec<(Publisher, Side, Side)> = rows
            .query_map(params![story, limit], |row| {
                let publisher = if row.get(0)? { Publisher::One } else { Publisher::Several };
                Ok((publisher, side(row, 1)?, side(row, 1 + SIDE)?))
            })?
            .collect::<rusqlite::Result<_>>()?;
        let mut found = Vec::with_capacity(pairs.len());
        for (publisher, first, second) in pairs {
            found.extend(self.copied(first, second, publisher)?);
        }
        // Who copies one report stands together, the report that came last first.
        let key = |line: &CopyLine| (line.earlier.published.clone(), line.earlier.id.clone());
        found.sort_by(|a, b| {
            key(b).cmp(&key(a)).then_with(|| (&a.later.published, &a.later.id).cmp(&(&b.later.published, &b.later.id)))
        });
        Ok(found)
    }

    /// What two reports share now; `first` came to the ledger first.
    fn copied(&self, first: Side, second: Side, publisher: Publisher) -> Result<Option<CopyLine>> {
        let (order, turned) = order(&first.line, &second.line);
        let (earlier, later) = if turned { (second, first) } else { (first, second) };
        let (Some((a, text)), Some((b, _))) = (self.ready(&earlier)?, self.ready(&later)?) else { return Ok(None) };
        let Some(copied) = copying::compare(&a, &b) else { return Ok(None) };
        let from = Provenance { address: None, family: (publisher == Publisher::One).then(String::new) };
        let kinship = copying::kinship(&from, &from, Some(&copied));
        Ok(kinship.map(|kinship| line(&copied, kinship, order, (earlier, later), &text)))
    }

    /// The text of a report ready to be compared, without what is printed under many, and as it was published; `None` where the
    /// report is to be read again by the rules of this version.
    fn ready(&self, side: &Side) -> Result<Option<(CopyText, String)>> {
        let Some((version, print)) = copies::kept(&self.db, side.report)? else { return Ok(None) };
        if version != side.version {
            return Ok(None);
        }
        let text = versions::load_report(&self.db, version)?.text;
        let mut ready = CopyText::again(&text, &print);
        let found = copying::search(&print, &copies::Index { db: &self.db })?;
        ready.leave_out(&print, &found.furniture);
        Ok(Some((ready, text)))
    }
}

/// Columns of one side of a pair.
const SIDE: usize = 8;

fn side(row: &Row<'_>, from: usize) -> rusqlite::Result<Side> {
    let public: String = row.get(from + 2)?;
    Ok(Side {
        report: row.get(from)?,
        version: row.get(from + 1)?,
        story: row.get(from + 3)?,
        line: ReportLine::read(row, public, from + 4)?,
    })
}

fn line(copied: &Copied, kinship: Kinship, order: CopyOrder, (earlier, later): (Side, Side), text: &str) -> CopyLine {
    let span = |s: recoupe_reading::Span| Span { start: s.start, end: s.end };
    let passage = |(a, b): &(recoupe_reading::Span, recoupe_reading::Span)| SharedPassage {
        earlier: span(*a),
        later: span(*b),
        text: text.get(a.start..a.end).unwrap_or_default().to_owned(),
    };
    CopyLine {
        kinship,
        kind: copied.kind,
        words: copied.words,
        shares: copied.shares,
        order,
        stories: (earlier.story, later.story),
        earlier: earlier.line,
        later: later.line,
        passages: copied.runs.iter().map(passage).collect(),
    }
}

/// How it is known which of two reports came first, and whether it is the second.
fn order(first: &ReportLine, second: &ReportLine) -> (CopyOrder, bool) {
    let told = first.published.as_deref().zip(second.published.as_deref());
    match told.and_then(|(a, b)| published_order(a, b)) {
        Some(std::cmp::Ordering::Less) => return (CopyOrder::Published, false),
        Some(std::cmp::Ordering::Greater) => return (CopyOrder::Published, true),
        _ => {}
    }
    let agency = |line: &ReportLine| line.outlet.as_deref().is_some_and(|o| world::agency(o).is_some());
    match (agency(first), agency(second)) {
        (true, false) => (CopyOrder::Agency, false),
        (false, true) => (CopyOrder::Agency, true),
        _ => (CopyOrder::Open, false),
    }
}

/// Two moments in UTC by what is certain of them; two days; a moment and a day, which may be the day before or after in the zone of
/// the one that does not tell.
fn published_order(a: &str, b: &str) -> Option<std::cmp::Ordering> {
    let moment = |s: &str| s.parse::<jiff::Timestamp>().ok();
    if let (Some(x), Some(y)) = (moment(a), moment(b)) {
        return Some(x.cmp(&y));
    }
    let day = |s: &str| s.get(..10).and_then(|d| d.parse::<Date>().ok());
    let (x, y) = (day(a)?, day(b)?);
    let apart = (y - x).get_days().abs();
    let near = i32::from(moment(a).is_some() != moment(b).is_some());
    (apart > near).then(|| x.cmp(&y))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(outlet: &str, published: &str) -> ReportLine {
        ReportLine {
            outlet: (!outlet.is_empty()).then(|| outlet.to_owned()),
            published: (!published.is_empty()).then(|| published.to_owned()),
            ..ReportLine::default()
        }
    }

    #[test]
    fn the_earlier_is_told_as_far_as_it_is_known() {
        for (first, second, expected) in [
            (("A", "2031-03-04"), ("B", "2031-03-05"), (CopyOrder::Published, false)),
            (("A", "2031-03-04T09:00:00Z"), ("B", "2031-03-04T08:59:59Z"), (CopyOrder::Published, true)),
            (("A", "2031-03-04T09:00:00Z"), ("B", "2031-03-05"), (CopyOrder::Open, false)),
            (("A", "2031-03-06T09:00:00Z"), ("B", "2031-03-04"), (CopyOrder::Published, true)),
            (("A", "2031-03-04"), ("AFP", "2031-03-04"), (CopyOrder::Agency, true)),
            (("AFP", ""), ("A", "2031-03-04"), (CopyOrder::Agency, false)),
            (("A", "2031-03-04"), ("B", "2031-03-04"), (CopyOrder::Open, false)),
            (("AFP", ""), ("Reuters", ""), (CopyOrder::Open, false)),
            (("", ""), ("", ""), (CopyOrder::Open, false)),
        ] {
            assert_eq!(order(&of(first.0, first.1), &of(second.0, second.1)), expected, "{first:?} {second:?}");
        }
    }
}
