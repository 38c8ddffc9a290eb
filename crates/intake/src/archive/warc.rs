//! WARC 0.18 to 1.1 (ISO 28500): the records of a crawl. Answers and resources that hold a page are read.

use memchr::memmem;

use super::http;
use super::records::{Header, Shape};
use crate::format::media_type;
use crate::member::Found;
use crate::{Damage, IntakeErrorKind as Kind, Skip};

/// The shape of WARC records.
pub(crate) struct Warc {
    /// Most bytes of a page, unpacked.
    pub limit: u64,
}

impl Shape for Warc {
    fn begins(bytes: &[u8]) -> bool {
        const START: &[u8] = b"WARC/";
        let common = bytes.len().min(START.len());
        bytes[..common] == START[..common] && bytes.get(START.len()).is_none_or(u8::is_ascii_digit)
    }

    fn header(&self, bytes: &[u8]) -> Option<Header> {
        let lines = memmem::find(bytes, b"\r\n\r\n").map(|end| end + 4);
        // Some tools write bare line feeds.
        let size = match (lines, memmem::find(&bytes[..lines.unwrap_or(bytes.len())], b"\n\n").map(|end| end + 2)) {
            (Some(a), Some(b)) => a.min(b),
            (a, b) => a.or(b)?,
        };
        let length = field(&bytes[..size], "content-length").and_then(|value| value.parse().ok());
        Some(Header { size, length })
    }

    fn read(&self, header: &[u8], block: &[u8]) -> Result<Found, Kind> {
        let kind = field(header, "warc-type").ok_or(Kind::Damaged(Damage::Header))?.to_ascii_lowercase();
        let url = field(header, "warc-target-uri").map(|url| url.trim_matches(['<', '>']).to_owned());
        let content_type = field(header, "content-type");
        match kind.as_str() {
            "response" if content_type.is_none_or(|t| media_type(t).ends_with("/http")) => {
                http::page(url, block, self.limit)
            }
            // Conversions are the texts of pages (the WET files of Common Crawl).
            "response" | "resource" | "conversion" => {
                http::wanted(url, content_type.map(str::to_owned), None, block.to_vec())
            }
            _ => Ok(Found::Skipped(Skip::RecordType(kind))),
        }
    }
}

/// The value of a header field; a line that begins with a blank goes on the one before and is not looked at.
fn field<'a>(header: &'a [u8], name: &str) -> Option<&'a str> {
    header.split(|&b| b == b'\n').find_map(|line| {
        let colon = memchr::memchr(b':', line)?;
        let same = line[..colon].trim_ascii().eq_ignore_ascii_case(name.as_bytes());
        same.then(|| std::str::from_utf8(line[colon + 1..].trim_ascii()).ok()).flatten()
    })
}
