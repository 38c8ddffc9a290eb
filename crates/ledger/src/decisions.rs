//! What people decided of a figure, kept as data and replayed whenever its report is read again.
//!
//! A decision is anchored by the passage it was made of: W3C Web Annotation's `TextQuoteSelector` (the words with a little of what
//! stands before and after) and `TextPositionSelector`. In another text the passage is found by all three, once and only once,
//! or not at all: then the decision is put up for review. It never slides to a passage that looks alike.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{Timestamp, civil::Date};
use recoupe_claims::{Certainty, Role, Value, date::Interval, date::When, date::WhenExpr};
use recoupe_reading::Span;
use recoupe_story::{Bilingual, Read};
use rusqlite::{Connection, OptionalExtension as _, Row, params};
use serde::{Deserialize, Serialize};

use crate::{
    Ledger, LedgerError, Result,
    changes::{self, About, ChangeKind},
    stories,
    time::stamp,
    versions,
};

/// Characters of context on either side, as annotation tools keep.
const CONTEXT: usize = 32;
/// A confidence below every threshold: the figure is left out.
const REJECTED: f64 = -1.0;

/// What a person decided of a figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// It is read right.
    Accept,
    /// It is read wrong; this is right.
    Fix(Fix),
    /// It is no figure, or not to be used.
    Reject,
}

impl Action {
    fn word(&self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::Fix(_) => "fix",
            Self::Reject => "reject",
        }
    }
}

/// What a figure says, put right field by field; a field that is not here stays as it was read.
///
/// `value` (`1200`, `1000..1500`, `1000..`, `..1500`), `unit`, `role`, `certainty`, `speaker` (empty: the outlet itself), `place`,
/// `as_of` (`2031-03-04`, `2031-03-04..2031-03-06`).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Fix(BTreeMap<String, String>);

impl Fix {
    /// Reads `field=value` pairs.
    ///
    /// # Errors
    ///
    /// [`LedgerError::BadFix`] names the pair that is none, the field that is unknown, the value that cannot be read.
    pub fn parse<'a>(pairs: impl IntoIterator<Item = &'a str>) -> Result<Self> {
        let mut fields = BTreeMap::new();
        for pair in pairs {
            let (field, value) = pair
                .split_once('=')
                .ok_or_else(|| LedgerError::BadFix(format!("`{pair}` is not of the form field=value")))?;
            let (field, value) = (field.trim(), value.trim());
            check(field, value)?;
            fields.insert(field.to_owned(), value.to_owned());
        }
        if fields.is_empty() {
            return Err(LedgerError::BadFix("say what is right, with --set field=value".into()));
        }
        Ok(Self(fields))
    }

    fn apply(&self, f: &mut recoupe_claims::Figure) {
        for (field, value) in &self.0 {
            match field.as_str() {
                "value" => f.value = number(value).unwrap_or(f.value),
                "unit" => f.unit = (!value.is_empty()).then(|| value.as_str().into()),
                "role" => f.role = word(value),
                "certainty" => f.certainty = word(value).unwrap_or(f.certainty),
                "speaker" => f.speaker = speaker(value),
                "place" => {
                    f.place = (!value.is_empty()).then(|| recoupe_claims::Place {
                        name: value.clone(),
                        span: f.span,
                        country: None,
                        geonames: None,
                        coordinates: None,
                    });
                }
                "as_of" => f.as_of = days(value).map(|d| When { span: f.span, expr: WhenExpr::Absolute(d) }),
                _ => {}
            }
        }
    }
}

fn check(field: &str, value: &str) -> Result<()> {
    let bad = |what: &str| Err(LedgerError::BadFix(format!("`{value}` is no {field}; {what}")));
    match field {
        "value" if number(value).is_none() => bad("give a number, or a range such as 1000..1500"),
        "role" if !value.is_empty() && word::<Role>(value).is_none() => bad(
            "give one of killed, wounded, missing, captured, casualties, displaced, evacuated, detained, deployed, present, infected, other",
        ),
        "certainty" if word::<Certainty>(value).is_none() => bad("give one of asserted, hedged, possible, denied"),
        "as_of" if !value.is_empty() && days(value).is_none() => {
            bad("give a day such as 2031-03-04, or two with .. between")
        }
        "value" | "unit" | "role" | "certainty" | "speaker" | "place" | "as_of" => Ok(()),
        _ => Err(LedgerError::BadFix(format!(
            "`{field}` is no field that can be fixed; give value, unit, role, certainty, speaker, place or as_of"
        ))),
    }
}

fn word<T: serde::de::DeserializeOwned>(value: &str) -> Option<T> {
    serde_json::from_value(serde_json::Value::String(value.to_owned())).ok()
}

fn number(text: &str) -> Option<Value> {
    let parse = |t: &str| -> Option<Option<f64>> {
        let t: String = t.chars().filter(|c| !c.is_whitespace() && *c != '_').collect();
        if t.is_empty() { Some(None) } else { t.parse().ok().filter(|x: &f64| x.is_finite()).map(Some) }
    };
    let (lo, hi) = match text.split_once("..") {
        Some((lo, hi)) => (parse(lo)?, parse(hi)?),
        None => (parse(text)?, parse(text)?),
    };
    if (lo.is_none() && hi.is_none()) || lo.zip(hi).is_some_and(|(lo, hi)| lo > hi) {
        return None;
    }
    let (lo_open, hi_open) = (lo.is_none(), hi.is_none());
    Some(Value { lo, hi, lo_open, hi_open, approx: false, vague: false, granularity: 1.0 })
}

fn days(text: &str) -> Option<Interval> {
    let (from, to) = text.split_once("..").unwrap_or((text, text));
    let (from, to): (Date, Date) = (from.trim().parse().ok()?, to.trim().parse().ok()?);
    let precision =
        if from == to { recoupe_claims::date::Precision::Day } else { recoupe_claims::date::Precision::Range };
    (from <= to).then_some(Interval { from: Some(from), to: Some(to), precision, candidates: Vec::new() })
}

fn speaker(name: &str) -> Option<recoupe_claims::Speaker> {
    (!name.is_empty()).then(|| recoupe_claims::Speaker {
        name: name.to_owned(),
        span: None,
        entity: None,
        aliases: Vec::new(),
        countries: Vec::new(),
        by_description: false,
    })
}

/// A decision, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Decision {
    /// Its number.
    pub number: i64,
    /// When, RFC 3339 in UTC.
    pub at: String,
    /// What was decided.
    pub action: String,
    /// Why.
    pub why: String,
    /// By whom, where it was said.
    pub by: Option<String>,
    /// The version it was made of.
    pub report: String,
    /// The words it was made of.
    pub exact: String,
    /// The fields put right, as JSON.
    pub fix: Option<String>,
    /// `active`, `review`, `replaced`.
    pub state: String,
    /// Why it is up for review.
    pub cause: Option<String>,
}

/// A passage and its surroundings.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Anchor {
    exact: String,
    prefix: String,
    suffix: String,
    start: usize,
    end: usize,
}

impl Anchor {
    fn of(text: &str, span: Span) -> Self {
        let before = text.get(..span.start).unwrap_or_default();
        let after = text.get(span.end..).unwrap_or_default();
        let from = before.char_indices().rev().nth(CONTEXT - 1).map_or(0, |(at, _)| at);
        Self {
            exact: text.get(span.start..span.end).unwrap_or_default().to_owned(),
            prefix: before[from..].to_owned(),
            suffix: after.chars().take(CONTEXT).collect(),
            start: span.start,
            end: span.end,
        }
    }

    /// Where the passage stands in a text: at its old position, or at the only place with its words and surroundings.
    fn find(&self, text: &str) -> Result<Span, &'static str> {
        let fits = |start: usize| {
            let end = start + self.exact.len();
            text.get(start..end) == Some(&self.exact)
                && text.get(..start).is_some_and(|t| t.ends_with(&self.prefix))
                && text.get(end..).is_some_and(|t| t.starts_with(&self.suffix))
        };
        if fits(self.start) {
            return Ok(Span::new(self.start, self.end));
        }
        let mut places = text.match_indices(&self.exact).map(|(at, _)| at).filter(|at| fits(*at));
        match (places.next(), places.next()) {
            (Some(at), None) => Ok(Span::new(at, at + self.exact.len())),
            (Some(_), Some(_)) => Err("its passage stands there more than once"),
            (None, _) => Err("its passage changed"),
        }
    }
}

/// Passages that people decided of: versions and the bytes in them.
#[derive(Debug, Default)]
pub(crate) struct Decided(BTreeSet<(i64, usize, usize)>);

impl Decided {
    pub(crate) fn note(&mut self, version: i64, (start, end): (usize, usize)) {
        self.0.insert((version, start, end));
    }

    pub(crate) fn holds(&self, version: i64, (start, end): (usize, usize)) -> bool {
        self.0.contains(&(version, start, end))
    }
}

/// Where the decisions of a report that apply stand in a text of it.
pub(crate) fn spans(db: &Connection, report: i64, text: &str) -> Result<Vec<(usize, usize)>> {
    let found = active(db, report)?.into_iter().filter_map(|kept| kept.anchor.find(text).ok());
    Ok(found.map(|span| (span.start, span.end)).collect())
}

struct Kept {
    row: i64,
    action: String,
    fix: Option<Fix>,
    anchor: Anchor,
}

impl Ledger {
    /// Writes down what a person decided of a figure (`<report>.F<n>`), replaces what was decided of it before, and marks its
    /// story to be reconciled again. Gives the decision as it is kept.
    ///
    /// # Errors
    ///
    /// [`LedgerError::Unknown`] where no figure of a current version has this name, and those of the file.
    pub fn decide(
        &mut self,
        figure: &str,
        action: &Action,
        why: &str,
        by: Option<&str>,
        at: Timestamp,
    ) -> Result<Decision> {
        let unknown = || LedgerError::Unknown {
            what: "figure",
            name: figure.to_owned(),
            hint: "`recoupe figures` and `recoupe search` print their names",
        };
        let (public, ordinal) = figure.rsplit_once(".F").ok_or_else(unknown)?;
        let ordinal: i64 = ordinal.parse().ok().filter(|n| *n > 0).ok_or_else(unknown)?;
        let at = stamp(at);
        let tx = self.write()?;
        let found: Option<(i64, i64, i64)> = tx
            .prepare_cached(
                "SELECT v.id, v.report, max(c.id) FROM version v JOIN claim c ON c.version = v.id
                 WHERE v.public = ?1 AND c.kind = 'figure' AND c.ordinal = ?2 GROUP BY v.id",
            )?
            .query_row(params![public, ordinal - 1], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
            .optional()?;
        let (version, report, claim) = found.ok_or_else(unknown)?;
        let read = versions::load(&tx, version)?;
        let span = read.claims.figures.get(ordinal as usize - 1).map(|f| f.span).ok_or_else(unknown)?;
        let anchor = Anchor::of(&read.doc.report.text, span);
        tx.prepare_cached(
            "UPDATE decision SET state = 'replaced' WHERE report = ?1 AND state <> 'replaced'
             AND exact = ?2 AND prefix = ?3 AND suffix = ?4 AND start = ?5",
        )?
        .execute(params![report, anchor.exact, anchor.prefix, anchor.suffix, anchor.start as i64])?;
        let fix = match action {
            Action::Fix(fix) => Some(serde_json::to_string(fix).map_err(|e| LedgerError::BadFix(e.to_string()))?),
            Action::Accept | Action::Reject => None,
        };
        tx.prepare_cached(
            "INSERT INTO decision (at, action, why, by, report, version, kind, exact, prefix, suffix, start, end, fix, state)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'figure', ?7, ?8, ?9, ?10, ?11, ?12, 'active')",
        )?
        .execute(params![
            at,
            action.word(),
            why,
            by,
            report,
            version,
            anchor.exact,
            anchor.prefix,
            anchor.suffix,
            anchor.start as i64,
            anchor.end as i64,
            fix,
        ])?;
        let number = tx.last_insert_rowid();
        let story = stories::of_report(&tx, report)?;
        let words = changes::figure_words(&read, ordinal as usize - 1);
        let told = match action {
            Action::Accept => ("lecture acceptée", "reading accepted"),
            Action::Fix(_) => ("lecture corrigée", "reading fixed"),
            Action::Reject => ("lecture rejetée", "reading rejected"),
        };
        let told = Bilingual {
            fr: format!("{} : « {words} » ({why})", told.0),
            en: format!("{}: “{words}” ({why})", told.1),
        };
        let about = About { story, version: Some(version), claim: Some(claim), other: None };
        changes::note(&tx, &at, ChangeKind::Decided, about, &told)?;
        stories::mark(&tx, report)?;
        tx.commit()?;
        Ok(Decision {
            number,
            at,
            action: action.word().to_owned(),
            why: why.to_owned(),
            by: by.map(str::to_owned),
            report: public.to_owned(),
            exact: anchor.exact,
            fix,
            state: "active".to_owned(),
            cause: None,
        })
    }

    /// The decisions, oldest first; those of one state if asked for.
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn decisions(&self, state: Option<&str>) -> Result<Vec<Decision>> {
        let mut rows = self.db.prepare_cached(&format!("{DECISION} WHERE ?1 IS NULL OR d.state = ?1 ORDER BY d.id"))?;
        let found = rows.query_map([state], decision)?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }

    /// One decision.
    pub(crate) fn decision(&self, number: i64) -> Result<Option<Decision>> {
        let mut rows = self.db.prepare_cached(&format!("{DECISION} WHERE d.id = ?1"))?;
        Ok(rows.query_row([number], decision).optional()?)
    }
}

const DECISION: &str = "SELECT d.id, d.at, d.action, d.why, d.by, v.public, d.exact, d.fix, d.state, d.state_cause
    FROM decision d JOIN version v ON v.id = d.version";

fn decision(row: &Row<'_>) -> rusqlite::Result<Decision> {
    Ok(Decision {
        number: row.get(0)?,
        at: row.get(1)?,
        action: row.get(2)?,
        why: row.get(3)?,
        by: row.get(4)?,
        report: row.get(5)?,
        exact: row.get(6)?,
        fix: row.get(7)?,
        state: row.get(8)?,
        cause: row.get(9)?,
    })
}

/// Puts up for review what was decided of passages that the report's new text or new reading does not have.
pub(crate) fn carry_over(db: &Connection, report: i64, read: &Read) -> Result<()> {
    for kept in active(db, report)? {
        let cause = match kept.anchor.find(&read.doc.report.text) {
            Ok(span) if read.claims.figures.iter().any(|f| f.span == span) => continue,
            Ok(_) => "its passage is read otherwise",
            Err(cause) => cause,
        };
        db.prepare_cached("UPDATE decision SET state = 'review', state_cause = ?2 WHERE id = ?1")?
            .execute(params![kept.row, cause])?;
    }
    Ok(())
}

/// Applies what was decided to a report that was read. Gives for each figure that is left its ordinal before.
pub(crate) fn apply(db: &Connection, report: i64, read: &mut Read) -> Result<Vec<usize>> {
    let mut left: Vec<usize> = (0..read.claims.figures.len()).collect();
    for kept in active(db, report)? {
        let Ok(span) = kept.anchor.find(&read.doc.report.text) else { continue };
        let Some(f) = read.claims.figures.iter_mut().find(|f| f.span == span) else { continue };
        match (kept.action.as_str(), &kept.fix) {
            ("reject", _) => f.confidence = REJECTED,
            ("fix", Some(fix)) => {
                fix.apply(f);
                f.confidence = 1.0;
            }
            _ => f.confidence = 1.0,
        }
    }
    left.retain(|i| read.claims.figures[*i].confidence > REJECTED);
    if left.len() < read.claims.figures.len() {
        read.claims = std::mem::take(&mut read.claims).confident(0.0);
    }
    Ok(left)
}

fn active(db: &Connection, report: i64) -> Result<Vec<Kept>> {
    let mut rows = db.prepare_cached(
        "SELECT id, action, fix, exact, prefix, suffix, start, end FROM decision
         WHERE report = ?1 AND state = 'active' AND kind = 'figure' ORDER BY id",
    )?;
    let found = rows.query_map([report], |row| {
        let fix: Option<String> = row.get(2)?;
        Ok(Kept {
            row: row.get(0)?,
            action: row.get(1)?,
            fix: fix.and_then(|fix| serde_json::from_str(&fix).ok()),
            anchor: Anchor {
                exact: row.get(3)?,
                prefix: row.get(4)?,
                suffix: row.get(5)?,
                start: row.get::<_, i64>(6)? as usize,
                end: row.get::<_, i64>(7)? as usize,
            },
        })
    })?;
    Ok(found.collect::<rusqlite::Result<_>>()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn anchor(text: &str, words: &str) -> Anchor {
        let at = text.find(words).expect("stands there");
        Anchor::of(text, Span::new(at, at + words.len()))
    }

    #[test]
    fn a_passage_is_found_where_it_moved_to() {
        let text = "Un paragraphe sans chiffres, assez long pour un contexte. Le préfet parle de 24 morts. Fin.";
        let a = anchor(text, "24 morts");
        assert_eq!(a.find(text), Ok(Span::new(a.start, a.end)));
        let longer = format!("Titre.\n\n{text}");
        let found = a.find(&longer).expect("moved whole");
        assert_eq!(&longer[found.start..found.end], "24 morts");
        assert_eq!(found.start, a.start + "Titre.\n\n".len());
    }

    #[test]
    fn a_passage_never_slides_to_a_look_alike() {
        let text = "Le préfet parle de 24 morts dans la vallée. Rien de plus.";
        let a = anchor(text, "24 morts");
        let other = "Le maire de la ville d'à côté parle de 24 morts sur la côte. Rien de plus.";
        assert_eq!(a.find(other), Err("its passage changed"));
        let twice = "Il y a beaucoup de mots avant ce passage-ci : 24 morts et beaucoup de mots après ce passage. ";
        let a = anchor(twice, "24 morts");
        let doubled = format!("x{twice}{twice}");
        assert_eq!(a.find(&doubled), Err("its passage stands there more than once"));
    }

    #[test]
    fn fixes_are_checked() {
        assert!(Fix::parse(["value=1 200", "role=killed", "speaker=", "as_of=2031-03-04..2031-03-06"]).is_ok());
        for bad in
            ["value", "value=many", "value=5..2", "value=..", "role=dead", "certainty=", "as_of=lundi", "colour=red"]
        {
            assert!(Fix::parse([bad]).is_err(), "{bad}");
        }
        assert!(Fix::parse([]).is_err());
    }
}
