//! ARC, versions 1 and 2 (the Internet Archive's format before WARC): a line of five or ten words, then the answer.

use super::http;
use super::records::{Header, Shape};
use crate::member::Found;
use crate::{Damage, IntakeErrorKind as Kind, Skip};

/// The shape of ARC records.
pub(crate) struct Arc {
    /// Most bytes of a page, unpacked.
    pub limit: u64,
}

impl Shape for Arc {
    fn begins(bytes: &[u8]) -> bool {
        match memchr::memchr(b'\n', bytes) {
            Some(end) => words(&bytes[..=end]).is_some(),
            // Cut: a scheme and a colon are enough.
            None => bytes.split(|&b| b == b':').next().is_some_and(|scheme| {
                scheme.len() < 16 && scheme.first().is_some_and(u8::is_ascii_alphabetic) && scheme.is_ascii()
            }),
        }
    }

    fn header(&self, bytes: &[u8]) -> Option<Header> {
        let size = memchr::memchr(b'\n', bytes)? + 1;
        Some(Header { size, length: words(&bytes[..size]).map(|words| words.length) })
    }

    fn read(&self, header: &[u8], block: &[u8]) -> Result<Found, Kind> {
        let words = words(header).ok_or(Kind::Damaged(Damage::Header))?;
        let url = Some(words.url.to_owned());
        match words.url.split(':').next() {
            Some("filedesc") => Ok(Found::Skipped(Skip::RecordType("filedesc".into()))),
            Some("http" | "https") if block.starts_with(b"HTTP/") => http::page(url, block, self.limit),
            Some("http" | "https") => http::wanted(url, Some(words.media.to_owned()), None, block.to_vec()),
            scheme => Ok(Found::Skipped(Skip::RecordType(scheme.unwrap_or_default().to_owned()))),
        }
    }
}

struct Words<'a> {
    url: &'a str,
    media: &'a str,
    length: u64,
}

/// `URL address date type … length`: the address and the length are numbers, the date has 14 digits (12 in the oldest).
fn words(line: &[u8]) -> Option<Words<'_>> {
    let line = std::str::from_utf8(line).ok()?.trim_end_matches(['\r', '\n']);
    let mut words = line.split(' ');
    let (url, _address, date, media) = (words.next()?, words.next()?, words.next()?, words.next()?);
    let length = words.next_back()?.parse().ok()?;
    let dated = (8..=17).contains(&date.len()) && date.bytes().all(|b| b.is_ascii_digit());
    (dated && url.contains(':')).then_some(Words { url, media, length })
}
