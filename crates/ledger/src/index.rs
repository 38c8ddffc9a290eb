//! What a claim is found by: the words of its passages, their stems, its speaker's names, and the fields that narrow a search.

use std::collections::BTreeMap;

use recoupe_claims::{Claims, Figure};
use recoupe_reading::{Doc, Lang, Span};
use recoupe_story::Read;
use rusqlite::{Connection, params};

use crate::{
    Result, content,
    rows::{Claim, sentence, statement_passages},
    search, versions,
    words::{self, Stems, fold},
};

// What the words of the index that are no words of a text begin with: characters of private use, which the index takes for letters and no
// word of a text holds ([`fold`] leaves them out). So each is told from a text's words without asking for its column, which would have the
// index look at every place where it stands.
const STEM: char = '\u{e000}';
const NAME: char = '\u{e001}';
const FIELD: char = '\u{e002}';

/// Fields of a claim and of its version that a search asks for as they are, each with its mark in the index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Field {
    Kind,
    Role,
    Unit,
    Certainty,
    Stance,
    Country,
    Outlet,
    Language,
}

impl Field {
    /// The word that stands in the index for this value: letters and digits only, so that the index keeps it whole. Values that
    /// differ in case and marks only share it: what is found is looked at again.
    pub(crate) fn token(self, value: &str) -> String {
        let name = match self {
            Self::Kind => "kind",
            Self::Role => "role",
            Self::Unit => "unit",
            Self::Certainty => "certainty",
            Self::Stance => "stance",
            Self::Country => "country",
            Self::Outlet => "outlet",
            Self::Language => "language",
        };
        format!("{FIELD}{name}0{}", fold(value))
    }
}

/// The word that stands in the index for a stem.
pub(crate) fn stem_token(stem: &str) -> String {
    format!("{STEM}{stem}")
}

/// The word that stands in the index for a word of a speaker's name.
pub(crate) fn name_token(name: &str) -> String {
    format!("{NAME}{name}")
}

/// A claim's row, as far as the index needs it.
pub(crate) type Fields<'a> = [(Field, Option<&'a str>)];

/// Writes what a claim is found by.
pub(crate) fn write(
    db: &Connection,
    id: i64,
    fields: &Fields<'_>,
    passages: &[&str],
    names: &[&str],
    lang: Lang,
    stems: &Stems,
) -> Result<()> {
    let words = || passages.iter().flat_map(|p| words::words(p)).map(|w| w.text);
    let plain = joined(words().map(fold));
    let stemmed = joined(words().map(|w| stems.of(w, lang)).filter(|s| !s.is_empty()).map(|s| stem_token(&s)));
    let names = names.iter().flat_map(|n| words::words(n)).map(|w| fold(w.text)).filter(|n| !n.is_empty());
    let names = joined(names.map(|n| name_token(&n)));
    let fields: Vec<String> = fields.iter().filter_map(|(field, value)| Some(field.token((*value)?))).collect();
    db.prepare_cached("INSERT INTO claim_words (rowid, words, stems, speaker, fields) VALUES (?1, ?2, ?3, ?4, ?5)")?
        .execute(params![id, plain, stemmed, names, fields.join(" ")])?;
    Ok(())
}

/// Words as the index takes them, spaces between.
fn joined(words: impl Iterator<Item = String>) -> String {
    let mut out = String::new();
    for word in words.filter(|w| !w.is_empty()) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(&word);
    }
    out
}

/// What a figure is found by: its sentence, and the words that say what is counted or who says it where they stand elsewhere.
fn figure_passages(doc: &Doc, claims: &Claims, f: &Figure) -> Vec<Span> {
    let sentence = sentence(doc, f).unwrap_or(f.span);
    let source = f.statement.and_then(|s| claims.statements.get(s)).map(|s| s.source.as_slice());
    let elsewhere = f.counted.iter().chain(source.unwrap_or_default()).copied().filter(|s| !sentence.contains(*s));
    std::iter::once(sentence).chain(elsewhere).collect()
}

/// What any claim is found by, as spans of the text.
pub(crate) fn passages(claim: &Claim<'_>, read: &Read) -> Vec<Span> {
    match claim {
        Claim::Statement(_, s) => statement_passages(s),
        Claim::Figure(_, f) => figure_passages(&read.doc, &read.claims, f),
    }
}

/// Fills an empty index from what the ledger holds. A claim whose analysis this program cannot unpack is found by its passage
/// until it is read again.
pub(crate) fn fill(db: &Connection) -> Result<()> {
    let stems = Stems::new();
    let mut versions = db.prepare("SELECT id, language, outlet FROM version ORDER BY id")?;
    let mut rows = versions.query([])?;
    while let Some(row) = rows.next()? {
        let (version, language, outlet): (i64, String, Option<String>) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let of_version = [(Field::Language, Some(language.as_str())), (Field::Outlet, outlet.as_deref())];
        fill_version(db, version, &of_version, &stems)?;
    }
    Ok(())
}

/// A claim's row: its fields, its passage, its speaker.
struct Row {
    id: i64,
    kind: String,
    ordinal: i64,
    passage: (usize, usize),
    speaker: Option<String>,
    fields: [Option<String>; 5],
}

fn fill_version(db: &Connection, version: i64, of_version: &Fields<'_>, stems: &Stems) -> Result<()> {
    let text = search::text(db, version)?;
    let read = match analysis_format(db, version)? {
        content::FORMAT => Some(versions::load(db, version)?),
        _ => None,
    };
    let claims: BTreeMap<(&str, i64), Claim<'_>> =
        read.iter().flat_map(Claim::all).map(|claim| ((claim.kind(), claim.ordinal() as i64), claim)).collect();
    let lang = match of_version.iter().find(|(field, _)| *field == Field::Language) {
        Some((_, Some("fr"))) => Lang::Fr,
        Some((_, Some("en"))) => Lang::En,
        _ => Lang::Other,
    };
    for row in claim_rows(db, version)? {
        let claim = claims.get(&(row.kind.as_str(), row.ordinal));
        let spans = match (claim, &read) {
            (Some(claim), Some(read)) => passages(claim, read),
            _ => vec![Span::new(row.passage.0, row.passage.1)],
        };
        let passages: Vec<&str> = spans.iter().filter_map(|s| text.get(s.start..s.end)).collect();
        let names: Vec<&str> = match claim {
            Some(claim) => claim.names(),
            None => row.speaker.as_deref().into_iter().collect(),
        };
        let [role, unit, certainty, stance, country] = row.fields.each_ref().map(Option::as_deref);
        let fields = [
            (Field::Kind, Some(row.kind.as_str())),
            (Field::Role, role),
            (Field::Unit, unit),
            (Field::Certainty, certainty),
            (Field::Stance, stance),
            (Field::Country, country),
        ];
        let fields: Vec<_> = fields.iter().chain(of_version).copied().collect();
        write(db, row.id, &fields, &passages, &names, lang, stems)?;
    }
    Ok(())
}

fn analysis_format(db: &Connection, version: i64) -> Result<u32> {
    let mut row = db.prepare_cached("SELECT analysis_format FROM content WHERE version = ?1")?;
    Ok(row.query_row([version], |row| row.get(0))?)
}

fn claim_rows(db: &Connection, version: i64) -> Result<Vec<Row>> {
    let mut rows = db.prepare_cached(
        "SELECT id, kind, ordinal, passage_start, passage_end, speaker, role, unit, certainty, stance, country
         FROM claim WHERE version = ?1 ORDER BY id",
    )?;
    let found = rows.query_map([version], |row| {
        Ok(Row {
            id: row.get(0)?,
            kind: row.get(1)?,
            ordinal: row.get(2)?,
            passage: (row.get::<_, i64>(3)? as usize, row.get::<_, i64>(4)? as usize),
            speaker: row.get(5)?,
            fields: [row.get(6)?, row.get(7)?, row.get(8)?, row.get(9)?, row.get(10)?],
        })
    })?;
    Ok(found.collect::<rusqlite::Result<_>>()?)
}
