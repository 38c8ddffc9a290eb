//! Claims of a version to rows, and to the words they are found by.

use recoupe_claims::{Figure, Speaker, Statement};
use recoupe_reading::{Doc, Span};
use recoupe_story::Read;
use rusqlite::{Connection, ToSql, named_params};

use crate::{
    Result,
    index::{self, Field},
    words::Stems,
};

/// A claim of a version, with its ordinal among those of its kind.
pub(crate) enum Claim<'a> {
    Statement(usize, &'a Statement),
    Figure(usize, &'a Figure),
}

impl<'a> Claim<'a> {
    /// All claims of a version, in the order that their rows are written in.
    pub(crate) fn all(read: &'a Read) -> impl Iterator<Item = Self> {
        let statements = read.claims.statements.iter().enumerate().map(|(i, s)| Self::Statement(i, s));
        statements.chain(read.claims.figures.iter().enumerate().map(|(i, f)| Self::Figure(i, f)))
    }

    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::Statement(..) => "statement",
            Self::Figure(..) => "figure",
        }
    }

    /// First to last byte in the text.
    pub(crate) fn span(&self, read: &Read) -> Span {
        match self {
            Self::Statement(_, s) => cover(s, &read.doc),
            Self::Figure(_, f) => f.span,
        }
    }

    /// Its place among the claims of its kind.
    pub(crate) fn ordinal(&self) -> usize {
        match self {
            Self::Statement(i, _) | Self::Figure(i, _) => *i,
        }
    }

    /// All names of its speaker.
    pub(crate) fn names(&self) -> Vec<&'a str> {
        let all = self.speaker().into_iter().flat_map(|who| std::iter::once(&who.name).chain(&who.aliases));
        all.map(String::as_str).collect()
    }

    fn speaker(&self) -> Option<&'a Speaker> {
        match self {
            Self::Statement(_, s) => s.speaker.as_ref(),
            Self::Figure(_, f) => f.speaker.as_ref(),
        }
    }
}

const WRITE: &str =
    "INSERT INTO claim (id, version, kind, ordinal, start, end, passage_start, passage_end, speaker, certainty,
        stance, lo, hi, unit, role, population, place, country, figure_kind, confidence, rules)
    VALUES (:id, :version, :kind, :ordinal, :start, :end, :passage_start, :passage_end, :speaker, :certainty,
        :stance, :lo, :hi, :unit, :role, :population, :place, :country, :figure_kind, :confidence, :rules)
    ON CONFLICT (id) DO UPDATE SET ordinal = excluded.ordinal, passage_start = excluded.passage_start,
        passage_end = excluded.passage_end, speaker = excluded.speaker, certainty = excluded.certainty,
        stance = excluded.stance, lo = excluded.lo, hi = excluded.hi, unit = excluded.unit, role = excluded.role,
        population = excluded.population, place = excluded.place, country = excluded.country,
        figure_kind = excluded.figure_kind, confidence = excluded.confidence, rules = excluded.rules";

/// Writes a claim: into its row where it has one, else into a new one, the last that was inserted.
pub(crate) fn write(
    db: &Connection,
    version: i64,
    row: Option<i64>,
    claim: &Claim<'_>,
    read: &Read,
    rules: &str,
    stems: &Stems,
) -> Result<()> {
    let doc = &read.doc;
    let span = claim.span(read);
    let (passage, certainty, confidence) = match claim {
        Claim::Statement(_, s) => (span, code(&s.certainty), s.confidence),
        Claim::Figure(_, f) => (sentence(doc, f).unwrap_or(f.span), code(&f.certainty), f.confidence),
    };
    let (statement, figure) = match claim {
        Claim::Statement(_, s) => (Some(*s), None),
        Claim::Figure(_, f) => (None, Some(*f)),
    };
    let place = figure.and_then(|f| f.place.as_ref());
    let unit = figure.and_then(|f| f.unit.as_deref());
    let role = figure.and_then(|f| f.role.as_ref()).and_then(code);
    let stance = statement.and_then(|s| code(&s.stance));
    let country = place.and_then(|p| p.country.as_deref());
    let parameters: &[(&str, &dyn ToSql)] = named_params! {
        ":id": row,
        ":version": version,
        ":kind": claim.kind(),
        ":ordinal": claim.ordinal() as i64,
        ":start": span.start as i64,
        ":end": span.end as i64,
        ":passage_start": passage.start as i64,
        ":passage_end": passage.end as i64,
        ":speaker": claim.speaker().map(|who| &who.name),
        ":certainty": certainty,
        ":stance": stance,
        ":lo": figure.and_then(|f| f.value.lo).filter(|x| x.is_finite()),
        ":hi": figure.and_then(|f| f.value.hi).filter(|x| x.is_finite()),
        ":unit": unit,
        ":role": role,
        ":population": figure.and_then(|f| f.population.as_ref()).map(|p| p.head.as_str()),
        ":place": place.map(|p| &p.name),
        ":country": country,
        ":figure_kind": figure.and_then(|f| f.kind.as_ref()).and_then(code),
        ":confidence": confidence,
        ":rules": rules,
    };
    db.prepare_cached(WRITE)?.execute(parameters)?;
    let id = row.unwrap_or_else(|| db.last_insert_rowid());
    if row.is_some() {
        db.prepare_cached("DELETE FROM claim_words WHERE rowid = ?1")?.execute([id])?;
    }
    let passages = index::passages(claim, read);
    let passages: Vec<&str> = passages.iter().filter_map(|s| doc.report.text.get(s.start..s.end)).collect();
    let language = code(&doc.lang);
    let fields = [
        (Field::Kind, Some(claim.kind())),
        (Field::Role, role.as_deref()),
        (Field::Unit, unit),
        (Field::Certainty, certainty.as_deref()),
        (Field::Stance, stance.as_deref()),
        (Field::Country, country),
        (Field::Language, language.as_deref()),
        (Field::Outlet, doc.report.outlet.as_deref()),
    ];
    index::write(db, id, &fields, &passages, &claim.names(), doc.lang, stems)
}

/// What a statement is found by: who says it and what is said.
pub(crate) fn statement_passages(s: &Statement) -> Vec<Span> {
    s.source.iter().chain(&s.cue).chain(&s.content).copied().collect()
}

/// The sentence that a figure stands in, in the text as published.
pub(crate) fn sentence(doc: &Doc, f: &Figure) -> Option<Span> {
    let clean = doc.sentences.get(f.sentence)?.clean;
    let span = doc.to_original(clean).cover(f.span);
    (span.end <= doc.report.text.len()).then_some(span)
}

fn cover(s: &Statement, doc: &Doc) -> Span {
    let spans = statement_passages(s);
    let whole = spans.iter().copied().reduce(Span::cover).unwrap_or(Span::new(0, 0));
    Span::new(whole.start.min(doc.report.text.len()), whole.end.min(doc.report.text.len()))
}

/// The word that the public shapes use for a value of a domain enum.
pub(crate) fn code<T: serde::Serialize>(value: &T) -> Option<String> {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => Some(word),
        _ => None,
    }
}
