//! HTTP answers as archives keep them (RFC 9112): status, fields, the body with its codings undone.

use std::borrow::Cow;
use std::io::Read;

use crate::format::{Format, HEAD, format, media_type};
use crate::member::{Content, Entry, Found};
use crate::{Basis, Damage, Hints, IntakeErrorKind as Kind, Metadata, Skip, Told};

/// The page in an answer, or why there is none.
pub(crate) fn page(url: Option<String>, block: &[u8], limit: u64) -> Result<Found, Kind> {
    let mut fields = [httparse::EMPTY_HEADER; 256];
    let mut answer = httparse::Response::new(&mut fields);
    let lenient = lenient();
    let size = match lenient.parse_response(&mut answer, block) {
        Ok(httparse::Status::Complete(size)) => size,
        Ok(httparse::Status::Partial) | Err(_) => return Err(Kind::Damaged(Damage::Http)),
    };
    let status = answer.code.unwrap_or(0);
    if !(200..300).contains(&status) {
        return Ok(Found::Skipped(Skip::Status(status)));
    }
    let field = |name: &str| {
        let found = answer.headers.iter().find(|field| field.name.eq_ignore_ascii_case(name))?;
        Some(String::from_utf8_lossy(found.value).trim().to_owned()).filter(|value| !value.is_empty())
    };
    let content_type = field("content-type");
    // Told before the body is unpacked: most answers of a crawl are pictures and scripts.
    if let Some(skip) = content_type.as_deref().and_then(unwanted) {
        return Ok(Found::Skipped(skip));
    }
    let mut body = Cow::Borrowed(&block[size..]);
    if field("transfer-encoding").is_some_and(|coding| coding.to_ascii_lowercase().contains("chunked")) {
        body = unchunked(block, size);
    }
    for coding in field("content-encoding").unwrap_or_default().split(',').rev() {
        body = decoded(body, coding.trim(), limit)?;
    }
    wanted(url, content_type, field("content-language"), body.into_owned())
}

fn lenient() -> httparse::ParserConfig {
    let mut config = httparse::ParserConfig::default();
    config
        .allow_spaces_after_header_name_in_responses(true)
        .allow_obsolete_multiline_headers_in_responses(true)
        .allow_multiple_spaces_in_response_status_delimiters(true)
        .ignore_invalid_headers_in_responses(true);
    config
}

/// A page of these bytes, if they are one.
pub(crate) fn wanted(
    url: Option<String>,
    content_type: Option<String>,
    language: Option<String>,
    bytes: Vec<u8>,
) -> Result<Found, Kind> {
    if let Some(skip) = content_type.as_deref().and_then(unwanted) {
        return Ok(Found::Skipped(skip));
    }
    if bytes.trim_ascii().is_empty() {
        return Ok(Found::Skipped(Skip::MediaType("an empty answer".into())));
    }
    if url.as_deref().is_some_and(|url| url.ends_with("/robots.txt")) {
        return Ok(Found::Skipped(Skip::MediaType("robots.txt".into())));
    }
    let language = language.filter(|tags| !tags.contains(','));
    let metadata =
        Metadata { language: language.map(|language| Told::new(language, Basis::HttpHeader)), ..Metadata::default() };
    let hints = Hints { name: url.clone().unwrap_or_default(), url, content_type, metadata };
    let head = &bytes[..bytes.len().min(HEAD)];
    match format(head, &hints) {
        Format::Html | Format::Text | Format::Pdf if !looks_binary(head) => {}
        Format::Pdf => {}
        Format::Xml if is_list(head) => {}
        Format::Json if hints.content_type.as_deref().map(media_type).as_deref() == Some(FEED_JSON) => {}
        _ => return Ok(Found::Skipped(Skip::MediaType("neither a page nor a text".into()))),
    }
    Ok(Found::Member(Entry::new(Content::bytes(bytes), hints)))
}

/// The media type of JSON Feed.
const FEED_JSON: &str = "application/feed+json";

/// Whether XML is a feed or a sitemap: an archive of them is read, other XML of a crawl is not.
fn is_list(head: &[u8]) -> bool {
    const ROOTS: [&[u8]; 5] = [b"<rss", b"<feed", b"<rdf:RDF", b"<urlset", b"<sitemapindex"];
    ROOTS.iter().any(|root| memchr::memmem::find(head, root).is_some())
}

fn looks_binary(head: &[u8]) -> bool {
    head.contains(&0) && !head.starts_with(&[0xFF, 0xFE]) && !head.starts_with(&[0xFE, 0xFF])
}

/// Media types that hold no report. Those that say nothing (`application/octet-stream`) are looked into.
fn unwanted(content_type: &str) -> Option<Skip> {
    const PAGES: [&str; 12] = [
        "text/html",
        "application/xhtml+xml",
        "text/plain",
        "text/markdown",
        "application/pdf",
        "text/x-html",
        "application/rss+xml",
        "application/atom+xml",
        "application/rdf+xml",
        "application/xml",
        "text/xml",
        FEED_JSON,
    ];
    const MUTE: [&str; 5] = ["", "application/octet-stream", "unknown/unknown", "application/unknown", "no-type"];
    let media = media_type(content_type);
    let read = PAGES.contains(&media.as_str()) || MUTE.contains(&media.as_str()) || !media.contains('/');
    (!read).then(|| Skip::MediaType(media.chars().take(80).collect()))
}

/// The body of a chunked answer (RFC 9112, 7.1). One that is not written so (crawlers undo the chunks and keep the field)
/// stays as it is; of one that is cut, what there is.
fn unchunked(block: &[u8], start: usize) -> Cow<'_, [u8]> {
    let whole = &block[start..];
    let mut rest = whole;
    let mut body = Vec::with_capacity(whole.len());
    loop {
        match httparse::parse_chunk_size(rest) {
            Ok(httparse::Status::Complete((_, 0))) => return Cow::Owned(body),
            Ok(httparse::Status::Complete((head, size))) => {
                let data = &rest[head.min(rest.len())..];
                let size = usize::try_from(size).unwrap_or(usize::MAX);
                let Some((chunk, behind)) = data.split_at_checked(size) else {
                    body.extend_from_slice(data);
                    return Cow::Owned(body);
                };
                body.extend_from_slice(chunk);
                rest = behind.strip_prefix(b"\r\n").or_else(|| behind.strip_prefix(b"\n")).unwrap_or(behind);
            }
            _ if body.is_empty() => return Cow::Borrowed(whole),
            _ => return Cow::Owned(body),
        }
    }
}

/// Undoes one content coding; more than `limit` bytes are refused.
fn decoded<'a>(body: Cow<'a, [u8]>, coding: &str, limit: u64) -> Result<Cow<'a, [u8]>, Kind> {
    let is_gzip = body.starts_with(&[0x1f, 0x8b]);
    match coding.to_ascii_lowercase().as_str() {
        // Crawlers undo the coding and keep the field, here too.
        "gzip" | "x-gzip" if is_gzip => unpacked(flate2::read::MultiGzDecoder::new(&*body), limit),
        "deflate" => {
            let zlib = unpacked(flate2::read::ZlibDecoder::new(&*body), limit);
            // Some servers leave out the wrapper of zlib.
            let raw = |_| unpacked(flate2::read::DeflateDecoder::new(&*body), limit);
            let unpacked = if matches!(zlib, Err(Kind::Damaged(_))) { zlib.or_else(raw) } else { zlib };
            match unpacked {
                Err(Kind::Damaged(_)) if !looks_binary(&body) => Ok(body),
                other => other,
            }
        }
        "br" => match unpacked(brotli_decompressor::Decompressor::new(&*body, 4096), limit) {
            Err(Kind::Damaged(_)) if std::str::from_utf8(&body).is_ok() => Ok(body),
            other => other,
        },
        "zstd" => match ruzstd::decoding::StreamingDecoder::new(&*body) {
            Ok(decoder) => unpacked(decoder, limit),
            Err(_) if !looks_binary(&body) => Ok(body),
            Err(_) => Err(Kind::Damaged(Damage::Coding)),
        },
        _ => Ok(body),
    }
}

fn unpacked<'a>(decoder: impl Read, limit: u64) -> Result<Cow<'a, [u8]>, Kind> {
    let mut bytes = Vec::new();
    let read = decoder.take(limit.saturating_add(1)).read_to_end(&mut bytes);
    if bytes.len() as u64 > limit {
        return Err(Kind::TooLarge { limit });
    }
    read.map(|_| Cow::Owned(bytes)).map_err(|_| Kind::Damaged(Damage::Coding))
}
