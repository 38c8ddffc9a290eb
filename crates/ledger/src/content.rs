//! What is kept of a version, packed: metadata, text, and the analysis, so that a story is reconciled again without reading
//! its reports again.

use std::io::{Read as _, Write as _};

use flate2::{Compression, read::ZlibDecoder, write::ZlibEncoder};
use recoupe_claims::Claims;
use recoupe_intake::Report;
use recoupe_reading::{Block, Diagnostic, Doc, Entity, Lang, Mention, OffsetMap, Quote, Repair, Sentence, Spot, Token};
use recoupe_story::Read;
use serde::{Deserialize, Serialize};

use crate::{LedgerError, Result};

/// The shape of [`Analysis`]: raised when a type in it changes. An analysis of another shape is made again from the text.
pub(crate) const FORMAT: u32 = 3;

/// What reading and claims found, beside the report itself.
#[derive(Serialize, Deserialize)]
struct Analysis<D, B, C> {
    lang: Lang,
    clean: String,
    blocks: B,
    rest: D,
    claims: C,
}

type Rest<'a> = (
    &'a [Repair],
    &'a OffsetMap,
    &'a [Sentence],
    &'a [Token],
    &'a [Quote],
    &'a [Mention],
    &'a [Entity],
    &'a [Spot],
    &'a [Diagnostic],
);

type RestOwned = (
    Vec<Repair>,
    OffsetMap,
    Vec<Sentence>,
    Vec<Token>,
    Vec<Quote>,
    Vec<Mention>,
    Vec<Entity>,
    Vec<Spot>,
    Vec<Diagnostic>,
);

/// The three packed parts of a version.
pub(crate) struct Packed {
    pub(crate) head: Vec<u8>,
    pub(crate) text: Vec<u8>,
    pub(crate) analysis: Vec<u8>,
}

/// Packs a version.
pub(crate) fn pack(read: &Read) -> Result<Packed> {
    let doc = &read.doc;
    let head = without_text(&doc.report);
    let analysis = Analysis {
        lang: doc.lang,
        clean: doc.clean.clone(),
        blocks: doc.blocks.as_slice(),
        rest: (
            doc.repairs.as_slice(),
            &doc.map,
            doc.sentences.as_slice(),
            doc.tokens.as_slice(),
            doc.quotes.as_slice(),
            doc.mentions.as_slice(),
            doc.entities.as_slice(),
            doc.spots.as_slice(),
            doc.diagnostics.as_slice(),
        ) as Rest<'_>,
        claims: &read.claims,
    };
    Ok(Packed {
        head: zip(&serde_json::to_vec(&head).map_err(unpackable)?)?,
        text: zip(doc.report.text.as_bytes())?,
        analysis: to_packed(&analysis)?,
    })
}

/// Packs a value on its own.
pub(crate) fn to_packed<T: Serialize>(value: &T) -> Result<Vec<u8>> {
    zip(&rmp_serde::to_vec(value).map_err(unpackable)?)
}

/// Unpacks what [`to_packed`] packed.
pub(crate) fn from_packed<T: serde::de::DeserializeOwned>(bytes: &[u8]) -> Result<T> {
    rmp_serde::from_slice(&unzip(bytes)?).map_err(|error| LedgerError::Damaged(format!("packed data: {error}")))
}

fn unpackable(error: impl std::fmt::Display) -> LedgerError {
    LedgerError::Damaged(format!("an analysis that cannot be packed: {error}"))
}

/// The report of a version, with its text.
pub(crate) fn report(head: &[u8], text: &[u8]) -> Result<Report> {
    let mut report: Report = serde_json::from_slice(&unzip(head)?)
        .map_err(|error| LedgerError::Damaged(format!("metadata of a version: {error}")))?;
    report.text = self::text(text)?;
    Ok(report)
}

/// The text of a version.
pub(crate) fn text(text: &[u8]) -> Result<String> {
    String::from_utf8(unzip(text)?).map_err(|_| LedgerError::Damaged("the text of a version is no UTF-8".into()))
}

/// The version as it was read.
pub(crate) fn unpack(report: Report, analysis: &[u8]) -> Result<Read> {
    let analysis: Analysis<RestOwned, Vec<Block>, Claims> = from_packed(analysis)?;
    let (repairs, map, sentences, tokens, quotes, mentions, entities, spots, diagnostics) = analysis.rest;
    let doc = Doc {
        report,
        lang: analysis.lang,
        blocks: analysis.blocks,
        repairs,
        clean: analysis.clean,
        map,
        sentences,
        tokens,
        quotes,
        mentions,
        entities,
        spots,
        diagnostics,
    };
    Ok(Read { doc, claims: analysis.claims })
}

fn without_text(report: &Report) -> Report {
    Report {
        id: report.id.clone(),
        path: report.path.clone(),
        title: report.title.clone(),
        outlet: report.outlet.clone(),
        url: report.url.clone(),
        authors: report.authors.clone(),
        language: report.language.clone(),
        published: report.published,
        text: String::new(),
        text_sha256: report.text_sha256.clone(),
        parts: report.parts.clone(),
        metadata: report.metadata.clone(),
        warnings: report.warnings.clone(),
    }
}

fn zip(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut out = ZlibEncoder::new(Vec::with_capacity(bytes.len() / 3), Compression::new(6));
    out.write_all(bytes).and_then(|()| out.finish()).map_err(|error| LedgerError::Damaged(format!("packing: {error}")))
}

fn unzip(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut out = Vec::with_capacity(bytes.len() * 4);
    ZlibDecoder::new(bytes)
        .read_to_end(&mut out)
        .map_err(|error| LedgerError::Damaged(format!("packed data: {error}")))?;
    Ok(out)
}
