//! What was fetched, as a WARC 1.1 file (ISO 28500:2017): it can be read again offline, by this program and by others.
//!
//! Each page gives a `request` and a `response` record for every hop. Bodies are kept as they came, packed or not, only the
//! chunks of HTTP/1.1 are undone. Identifiers are derived from the content: the same exchanges give the same bytes.

use std::io::{self, Write};
use std::time::SystemTime;

use flate2::{Compression, write::GzEncoder};
use http::{HeaderMap, header};
use jiff::Timestamp;
use sha2::{Digest as _, Sha256};

use super::{Exchange, Extent, Fetched, Role};
use crate::report::hex;

/// How records are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Packing {
    /// As they are (`.warc`).
    Plain,
    /// Each in a gzip member of its own (`.warc.gz`).
    Gzip,
}

/// Writes records one after the other.
pub struct Writer<W> {
    out: W,
    packing: Packing,
}

impl<W: Write> Writer<W> {
    /// A file that begins with a record about the program.
    ///
    /// # Errors
    /// When `out` cannot be written to.
    pub fn new(out: W, packing: Packing, now: SystemTime) -> io::Result<Self> {
        let mut writer = Self { out, packing };
        let about = format!(
            "software: recoupe/{}\r\nformat: WARC File Format 1.1\r\n\
             conformsTo: http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/\r\nrobots: classic\r\n",
            env!("CARGO_PKG_VERSION")
        );
        let date = date(now);
        let id = identifier(&["warcinfo", &date], about.as_bytes());
        let fields = [("WARC-Type", "warcinfo"), ("WARC-Date", &date), ("WARC-Record-ID", &id)];
        writer.record(&fields, "application/warc-fields", about.as_bytes())?;
        Ok(writer)
    }

    /// Adds a page and the redirects that led to it. A feed or a sitemap whose pages are fetched too is kept as a `metadata`
    /// record: whoever reads the archive gets each report once.
    ///
    /// # Errors
    /// When the file cannot be written to.
    pub fn page(&mut self, fetched: &Fetched, role: Role) -> io::Result<()> {
        let kind = match role {
            Role::Content => "response",
            Role::List => "metadata",
        };
        fetched.exchanges.iter().try_for_each(|exchange| self.exchange(exchange, kind))
    }

    fn exchange(&mut self, exchange: &Exchange, kind: &str) -> io::Result<()> {
        let (url, date) = (exchange.target.as_str(), date(exchange.began));
        let (request, response) = (request(exchange), response(exchange));
        let response_id = identifier(&["response", url, &date], &response);
        let request_id = identifier(&["request", url, &date], &request);
        let digest = |bytes: &[u8]| format!("sha256:{}", hex(&Sha256::digest(bytes)));
        let block = digest(&response);
        let payload = digest(&exchange.raw);
        let peer = exchange.peer.map(|peer| peer.ip().to_string());
        let mut fields = vec![
            ("WARC-Type", kind),
            ("WARC-Record-ID", &response_id),
            ("WARC-Date", &date),
            ("WARC-Target-URI", url),
            ("WARC-Block-Digest", &block),
            ("WARC-Payload-Digest", &payload),
        ];
        if let Some(peer) = &peer {
            fields.push(("WARC-IP-Address", peer));
        }
        if exchange.extent == Extent::Head {
            fields.push(("WARC-Truncated", "length"));
        }
        self.record(&fields, "application/http; msgtype=response", &response)?;
        let fields = [
            ("WARC-Type", "request"),
            ("WARC-Record-ID", &request_id),
            ("WARC-Date", &date),
            ("WARC-Target-URI", url),
            ("WARC-Concurrent-To", &response_id),
        ];
        self.record(&fields, "application/http; msgtype=request", &request)
    }

    fn record(&mut self, fields: &[(&str, &str)], content_type: &str, block: &[u8]) -> io::Result<()> {
        let mut record = b"WARC/1.1\r\n".to_vec();
        for (name, value) in fields {
            write!(record, "{name}: {value}\r\n")?;
        }
        write!(record, "Content-Type: {content_type}\r\nContent-Length: {}\r\n\r\n", block.len())?;
        record.extend_from_slice(block);
        record.extend_from_slice(b"\r\n\r\n");
        match self.packing {
            Packing::Plain => self.out.write_all(&record),
            Packing::Gzip => {
                let mut member = GzEncoder::new(&mut self.out, Compression::default());
                member.write_all(&record)?;
                member.finish().map(|_| ())
            }
        }
    }

    /// The file.
    ///
    /// # Errors
    /// When its last bytes cannot be written.
    pub fn finish(mut self) -> io::Result<W> {
        self.out.flush()?;
        Ok(self.out)
    }
}

fn request(exchange: &Exchange) -> Vec<u8> {
    let target = &exchange.target;
    let port = target.url().port().map(|port| format!(":{port}")).unwrap_or_default();
    let mut block =
        format!("GET {} HTTP/1.1\r\nHost: {}{port}\r\n", target.path_and_query(), target.host()).into_bytes();
    push(&mut block, &exchange.request, |_| None);
    block.extend_from_slice(b"\r\n");
    block
}

/// The answer with the length of the body as it is kept, and without the word that it came in chunks.
fn response(exchange: &Exchange) -> Vec<u8> {
    let reason = exchange.status.canonical_reason().unwrap_or_default();
    let mut block = format!("HTTP/1.1 {} {reason}\r\n", exchange.status.as_u16()).into_bytes();
    push(&mut block, &exchange.headers, |name| match *name {
        header::TRANSFER_ENCODING => Some("X-Archive-Transfer-Encoding"),
        header::CONTENT_LENGTH => Some("X-Archive-Content-Length"),
        _ => None,
    });
    block.extend_from_slice(format!("Content-Length: {}\r\n\r\n", exchange.raw.len()).as_bytes());
    block.extend_from_slice(&exchange.raw);
    block
}

fn push(block: &mut Vec<u8>, headers: &HeaderMap, renamed: fn(&header::HeaderName) -> Option<&'static str>) {
    for (name, value) in headers {
        block.extend_from_slice(renamed(name).unwrap_or(name.as_str()).as_bytes());
        block.extend_from_slice(b": ");
        block.extend_from_slice(value.as_bytes());
        block.extend_from_slice(b"\r\n");
    }
}

/// A moment in UTC, to the second.
fn date(at: SystemTime) -> String {
    let at = Timestamp::try_from(at).unwrap_or(Timestamp::UNIX_EPOCH);
    at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// A UUID of version 8 (RFC 9562, 5.8): a fingerprint of what the record is about.
fn identifier(about: &[&str], block: &[u8]) -> String {
    let mut digest = Sha256::new();
    for part in about {
        digest.update(part.as_bytes());
        digest.update([0]);
    }
    digest.update(block);
    let mut bytes = digest.finalize();
    bytes[6] = bytes[6] & 0x0f | 0x80;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let digits = hex(&bytes[..16]);
    let parts = [&digits[..8], &digits[8..12], &digits[12..16], &digits[16..20], &digits[20..]];
    format!("<urn:uuid:{}>", parts.join("-"))
}

#[cfg(test)]
mod tests {
    use http::{HeaderValue, StatusCode};

    use super::*;
    use crate::web::{Origin, Target};

    fn page() -> Fetched {
        let target = Target::parse("http://journal.example:8080/crue?x=1").expect("a URL");
        let mut headers = HeaderMap::new();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html"));
        headers.insert(header::TRANSFER_ENCODING, HeaderValue::from_static("chunked"));
        let exchange = Exchange {
            target: target.clone(),
            request: HeaderMap::from_iter([(header::USER_AGENT, HeaderValue::from_static("recoupe/1"))]),
            began: SystemTime::UNIX_EPOCH,
            peer: Some(([8, 8, 8, 8], 80).into()),
            status: StatusCode::OK,
            headers,
            raw: b"<p>oui".to_vec(),
            extent: Extent::Whole,
        };
        Fetched { asked: target, body: exchange.raw.clone(), exchanges: vec![exchange], origin: Origin::Server }
    }

    fn written(packing: Packing) -> Vec<u8> {
        let good = "memory can be written to";
        let mut writer = Writer::new(Vec::new(), packing, SystemTime::UNIX_EPOCH).expect(good);
        writer.page(&page(), Role::Content).expect(good);
        writer.finish().expect(good)
    }

    #[test]
    fn a_page_as_records() {
        let text = String::from_utf8(written(Packing::Plain)).expect("ASCII");
        assert_eq!(text.matches("WARC/1.1\r\n").count(), 3);
        let block = "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\nX-Archive-Transfer-Encoding: chunked\r\n\
                     Content-Length: 6\r\n\r\n<p>oui";
        let response = text.split("WARC/1.1\r\n").nth(2).expect("the second record");
        for line in [
            "WARC-Type: response\r\n",
            "WARC-Date: 1970-01-01T00:00:00Z\r\n",
            "WARC-Target-URI: http://journal.example:8080/crue?x=1\r\n",
            "WARC-IP-Address: 8.8.8.8\r\n",
            &format!("Content-Length: {}\r\n\r\n{block}\r\n\r\n", block.len()),
        ] {
            assert!(response.contains(line), "{line}: {response}");
        }
        assert!(text.contains("GET /crue?x=1 HTTP/1.1\r\nHost: journal.example:8080\r\nuser-agent: recoupe/1\r\n\r\n"));
    }

    #[test]
    fn the_same_exchanges_give_the_same_bytes() {
        for packing in [Packing::Plain, Packing::Gzip] {
            assert_eq!(written(packing), written(packing));
        }
    }

    #[test]
    fn the_program_reads_it_again() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for (name, packing) in [("a.warc", Packing::Plain), ("b.warc.gz", Packing::Gzip)] {
            let path = folder.path().join(name);
            std::fs::write(&path, written(packing)).expect("the file can be written");
            let options = crate::Options::default();
            let members: Vec<_> = crate::members(&[path.to_string_lossy()], &options).collect();
            let [Ok(member)] = members.as_slice() else { panic!("one page: {members:?}") };
            assert_eq!(member.bytes, b"<p>oui");
            assert_eq!(member.hints.url.as_deref(), Some("http://journal.example:8080/crue?x=1"));
        }
    }
}
