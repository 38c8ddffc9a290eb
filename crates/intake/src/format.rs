//! What an input is: by what its envelope says, by its first bytes, by its name.

use crate::Hints;

/// Bytes that are looked at.
pub(crate) const HEAD: usize = 4096;

/// How an input is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    Text,
    Html,
    Json,
    JsonLines,
    /// RSS, Atom, a sitemap, OPML: told apart by the root element.
    Xml,
    Csv,
    Eml,
    Rtf,
    Pdf,
    /// A zip archive, or a document made of one (DOCX).
    Zip,
    Tar,
    Warc,
    Arc,
    /// A single file in gzip or zstd.
    Packed,
}

/// The format of an input that begins with `head`.
pub(crate) fn format(head: &[u8], hints: &Hints) -> Format {
    magic(head).or_else(|| named(head, hints)).or_else(|| typed(head, hints)).unwrap_or_else(|| looks(head))
}

/// Formats whose first bytes are a sign that no text begins with.
pub(crate) fn magic(head: &[u8]) -> Option<Format> {
    const SIGNS: [(&[u8], Format); 9] = [
        (b"%PDF-", Format::Pdf),
        (b"PK\x03\x04", Format::Zip),
        (b"PK\x05\x06", Format::Zip),
        (b"\x1f\x8b\x08", Format::Packed),
        (b"\x28\xb5\x2f\xfd", Format::Packed),
        (b"\x5d\x2a\x4d\x18", Format::Packed),
        (b"WARC/", Format::Warc),
        (b"filedesc://", Format::Arc),
        (b"{\\rtf", Format::Rtf),
    ];
    let sign = SIGNS.iter().find(|(sign, _)| head.starts_with(sign)).map(|(_, format)| *format);
    sign.or_else(|| (head.get(257..262) == Some(b"ustar")).then_some(Format::Tar))
}

/// By the ending of the name.
fn named(head: &[u8], hints: &Hints) -> Option<Format> {
    // The address of a page may end in anything (`story.json`, `index.php`): what the server says goes before.
    if hints.url.is_some() {
        return None;
    }
    let name = hints.name.to_ascii_lowercase();
    // Damaged at their first bytes, archives of records can be read on further behind.
    if [".warc.gz", ".warc.zst", ".arc.gz"].iter().any(|ending| name.ends_with(ending)) {
        return Some(Format::Packed);
    }
    let name = name.strip_suffix(".gz").or_else(|| name.strip_suffix(".zst")).unwrap_or(&name);
    let (_, ending) = name.rsplit_once('.')?;
    Some(match ending {
        "json" => Format::Json,
        "jsonl" | "ndjson" if wide(head) => Format::Json,
        "jsonl" | "ndjson" => Format::JsonLines,
        "html" | "htm" | "xhtml" | "shtml" => Format::Html,
        "rss" | "atom" | "opml" | "rdf" => Format::Xml,
        "xml" => looks(head),
        "csv" | "tsv" => Format::Csv,
        "eml" => Format::Eml,
        "txt" | "text" | "md" => Format::Text,
        "tar" => Format::Tar,
        "warc" => Format::Warc,
        "arc" => Format::Arc,
        _ => return None,
    })
}

/// By the media type that the envelope gives.
fn typed(head: &[u8], hints: &Hints) -> Option<Format> {
    let media = media_type(hints.content_type.as_deref()?);
    Some(match media.as_str() {
        "text/html" => match looks(head) {
            // Feeds are often served as pages.
            Format::Xml => Format::Xml,
            _ => Format::Html,
        },
        "application/xhtml+xml" => Format::Html,
        "application/json" | "application/feed+json" | "text/json" => Format::Json,
        "application/x-ndjson" | "application/jsonl" | "application/jsonlines" => Format::JsonLines,
        "text/csv" => Format::Csv,
        "message/rfc822" => Format::Eml,
        "text/markdown" => Format::Text,
        _ if media.ends_with("+xml") || media.ends_with("/xml") => match looks(head) {
            Format::Html => Format::Html,
            _ => Format::Xml,
        },
        _ => return None,
    })
}

/// Endings of the names that are read in folders and archives.
pub(crate) const ENDINGS: [&str; 28] = [
    "txt", "text", "md", "json", "jsonl", "ndjson", "html", "htm", "xhtml", "shtml", "xml", "rss", "atom", "rdf",
    "opml", "csv", "tsv", "eml", "rtf", "pdf", "docx", "warc", "arc", "zip", "tar", "tgz", "gz", "zst",
];

/// Whether a file of this name is read in a folder or an archive. Of packed files (`page.css.gz`) the inner name counts.
pub(crate) fn is_readable_name(name: &str) -> bool {
    let name = name.rsplit(['/', '\\']).next().unwrap_or(name).to_ascii_lowercase();
    let inner = name.strip_suffix(".gz").or_else(|| name.strip_suffix(".zst")).unwrap_or(&name);
    inner.rsplit_once('.').is_some_and(|(_, ending)| ENDINGS.contains(&ending)) || inner != name && !inner.contains('.')
}

/// Whether an input is an archive or a list of any length, which is read step by step.
pub(crate) fn is_container(head: &[u8], hints: &Hints) -> bool {
    let records = [".warc", ".arc", ".tar", ".tgz", ".jsonl", ".ndjson"];
    let name = hints.name.to_ascii_lowercase();
    match format(head, hints) {
        Format::Zip => !name.ends_with(".docx"),
        Format::Tar | Format::Warc | Format::Arc | Format::JsonLines => true,
        Format::Packed => records.iter().any(|ending| name.contains(ending)),
        _ => false,
    }
}

/// The media type of a `Content-Type`, without parameters, in lower case.
pub(crate) fn media_type(content_type: &str) -> String {
    content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// By the first words.
fn looks(head: &[u8]) -> Format {
    let text = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start();
    let line = text.split(|&b| b == b'\n').next().unwrap_or_default();
    match text.first() {
        Some(b'{') if is_object(line, text) => Format::JsonLines,
        Some(b'{') if text[1..].trim_ascii_start().starts_with(b"\"") => Format::Json,
        Some(b'[') if text[1..].trim_ascii_start().starts_with(b"{") => Format::Json,
        Some(b'<') => markup(text),
        _ if is_message(text) => Format::Eml,
        _ => Format::Text,
    }
}

fn is_object(line: &[u8], text: &[u8]) -> bool {
    line.len() == text.len() || serde_json::from_slice::<serde::de::IgnoredAny>(line).is_ok()
}

/// The root element behind declarations and comments.
fn markup(mut text: &[u8]) -> Format {
    let mut declared = false;
    loop {
        text = text.trim_ascii_start();
        let end = if text.starts_with(b"<?") {
            declared = true;
            memchr::memmem::find(text, b"?>").map(|end| end + 2)
        } else if text.starts_with(b"<!--") {
            memchr::memmem::find(text, b"-->").map(|end| end + 3)
        } else if starts_with_ignoring_case(text, b"<!doctype") {
            if starts_with_ignoring_case(text[9..].trim_ascii_start(), b"html") {
                return Format::Html;
            }
            memchr::memchr(b'>', text).map(|end| end + 1)
        } else {
            break;
        };
        match end {
            Some(end) => text = &text[end..],
            None => return if declared { Format::Xml } else { Format::Html },
        }
    }
    let name = text.get(1..).unwrap_or_default();
    let name = name.split(|b| !b.is_ascii_alphanumeric() && *b != b':' && *b != b'_' && *b != b'-').next();
    let name = String::from_utf8_lossy(name.unwrap_or_default()).to_ascii_lowercase();
    let local = name.rsplit(':').next().unwrap_or_default();
    match local {
        "rss" | "feed" | "rdf" | "opml" | "urlset" | "sitemapindex" | "channel" | "entry" => Format::Xml,
        "html" | "head" | "body" | "meta" | "title" | "script" | "div" | "p" | "article" | "section" => Format::Html,
        _ if declared => Format::Xml,
        _ => Format::Text,
    }
}

fn starts_with_ignoring_case(text: &[u8], start: &[u8]) -> bool {
    text.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start))
}

/// Two header fields of messages at the front, one of which only messages have.
fn is_message(text: &[u8]) -> bool {
    const ONLY: [&str; 6] = ["received", "return-path", "message-id", "mime-version", "delivered-to", "dkim-signature"];
    const ALSO: [&str; 6] = ["from", "to", "date", "subject", "content-type", "reply-to"];
    let (mut only, mut fields) = (false, 0);
    for line in text.split(|&b| b == b'\n').take(12) {
        if line.trim_ascii().is_empty() {
            break;
        }
        if line.starts_with(b" ") || line.starts_with(b"\t") {
            continue;
        }
        let Some(colon) = line.iter().position(|&b| b == b':') else { return false };
        let name = String::from_utf8_lossy(&line[..colon]).to_ascii_lowercase();
        only |= ONLY.contains(&name.as_str());
        fields += usize::from(ONLY.contains(&name.as_str()) || ALSO.contains(&name.as_str()));
    }
    only && fields >= 2
}

fn wide(head: &[u8]) -> bool {
    head.starts_with(&[0xFF, 0xFE]) || head.starts_with(&[0xFE, 0xFF])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(name: &str, head: &[u8]) -> Format {
        format(head, &Hints { name: name.into(), ..Hints::default() })
    }

    #[test]
    fn signs_go_before_names() {
        assert_eq!(named("a.txt", b"%PDF-1.7"), Format::Pdf);
        assert_eq!(named("a.html", b"\x1f\x8b\x08\0"), Format::Packed);
        assert_eq!(named("a", b"WARC/1.0\r\n"), Format::Warc);
        let mut tar = vec![0; 512];
        tar[257..262].copy_from_slice(b"ustar");
        assert_eq!(named("x.txt", &tar), Format::Tar);
    }

    #[test]
    fn names_go_before_looks() {
        assert_eq!(named("a.txt", b"<html>"), Format::Text);
        assert_eq!(named("A.HTM", b"bonjour"), Format::Html);
        assert_eq!(named("lot.jsonl", b"[1]"), Format::JsonLines);
        assert_eq!(named("lot.jsonl", b"\xFF\xFE{\0"), Format::Json);
        assert_eq!(named("flux.xml", b"<?xml version='1.0'?><html>"), Format::Html);
    }

    #[test]
    fn what_the_server_says_goes_before_the_name_of_an_address() {
        let hints = |kind: &str| Hints {
            name: "une.json".into(),
            url: Some("https://exemple.example/une.json".into()),
            content_type: Some(kind.into()),
            ..Hints::default()
        };
        assert_eq!(format(b"<p>Un", &hints("text/html; charset=utf-8")), Format::Html);
        assert_eq!(format(b"<?xml version=\"1.0\"?><rss>", &hints("text/html")), Format::Xml);
        assert_eq!(format(b"<rss>", &hints("application/rss+xml")), Format::Xml);
        assert_eq!(format(b"<html>", &hints("application/xml")), Format::Html);
        assert_eq!(format(b"{}", &hints("application/feed+json")), Format::Json);
        assert_eq!(format(b"{\"a\":\n1}", &hints("application/octet-stream")), Format::Json);
    }

    #[test]
    fn looks() {
        for (head, wanted) in [
            (&b"\xEF\xBB\xBF <!-- x --><!DOCTYPE  HTML>"[..], Format::Html),
            (b"<?xml version='1.0'?>\n<!DOCTYPE rss [<!ENTITY a 'b'>]>", Format::Xml),
            (b"<rdf:RDF xmlns:rdf='x'>", Format::Xml),
            (b"<3 merci", Format::Text),
            (b"Message-ID: <a@b.example>\r\nSubject: Crue\r\n\r\nUn", Format::Eml),
            (b"Date: hier\nSubject: Crue\n\nUn", Format::Text),
            (b"Un mot : deux\n", Format::Text),
            (b"{\"text\":\"x\"}\n{\"text\":\"y\"}", Format::JsonLines),
            (b"", Format::Text),
        ] {
            assert_eq!(named("-", head), wanted, "{}", String::from_utf8_lossy(head));
        }
    }
}
