//! PDF: the text that its pages show, lines put together to paragraphs.

use std::cell::Cell;
use std::io::{self, Read};
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;
use std::thread;

use flate2::read::ZlibDecoder;
use memchr::memmem;
use pdf_extract::{Dictionary, Document, Object, OutputError};

use super::Parts;
use crate::budget::Budget;
use crate::{Basis, Hints, IntakeErrorKind as Kind, Metadata, PartKind, Report, Told};

/// Stack of the thread that reads a document: objects may lie deep in each other.
const STACK: usize = 64 << 20;

/// Reads a document.
pub(crate) fn report(bytes: &[u8], hints: &Hints) -> Result<Report, Kind> {
    if !unpacks_in_bounds(bytes) {
        return Err(Kind::Bomb);
    }
    let (text, metadata) = extract(bytes)?;
    let mut parts = Parts::default();
    for paragraph in paragraphs(&text) {
        parts.push(PartKind::Paragraph, &paragraph);
    }
    if parts.text.is_empty() {
        // Scanned pages are pictures.
        return Err(Kind::NoWords);
    }
    // What is a paragraph is guessed from lines: the reading finds the blocks itself.
    Ok(Report::told(&hints.name, parts.text, Vec::new(), hints.metadata.clone().or(metadata)))
}

/// Most layers of packing that are looked through; documents have one.
const LAYERS: usize = 4;

/// Whether what is packed inside a document grows to no more than [`Budget`] allows. The crate that reads it unpacks without limit;
/// so every stream is unpacked here first and thrown away.
fn unpacks_in_bounds(bytes: &[u8]) -> bool {
    let budget = Budget::new(bytes.len() as u64);
    let mut behind = 0;
    for at in memmem::find_iter(bytes, b"stream") {
        // Behind "endstream" stands no content, and what lies in a stream that was read is that stream's.
        if at < behind || bytes[..at].ends_with(b"end") {
            continue;
        }
        let content = &bytes[at + b"stream".len()..];
        let content = content.strip_prefix(b"\r\n").or_else(|| content.strip_prefix(b"\n")).unwrap_or(content);
        let head = &bytes[at.saturating_sub(HEADER)..at];
        let lzw = memmem::rfind(head, b"LZW").is_some();
        if lzw && !lzw_in_bounds(content, &budget) {
            return false;
        }
        if is_zlib(content) {
            let mut read = ZlibDecoder::new(content);
            if !drained(&mut read, &budget, LAYERS) {
                return false;
            }
            behind = at + usize::try_from(read.total_in()).unwrap_or(0);
        }
    }
    true
}

/// Longest stretch before a stream in which its filters are named.
const HEADER: usize = 400;

/// Unpacks LZW data to its end or to the limit; `false` at the limit.
fn lzw_in_bounds(content: &[u8], budget: &Budget) -> bool {
    let mut decoder = weezl::decode::Decoder::with_tiff_size_switch(weezl::BitOrder::Msb, 8);
    let mut space = vec![0; 32 << 10];
    let mut rest = content;
    loop {
        let step = decoder.decode_bytes(rest, &mut space);
        rest = rest.get(step.consumed_in..).unwrap_or_default();
        if !budget.unpack(step.consumed_out as u64) {
            return false;
        }
        if !matches!(step.status, Ok(weezl::LzwStatus::Ok)) || step.consumed_in == 0 && step.consumed_out == 0 {
            return true;
        }
    }
}

fn is_zlib(content: &[u8]) -> bool {
    matches!(content, [method, flags, ..] if method & 0x0f == 8 && (u16::from(*method) * 256 + u16::from(*flags)) % 31 == 0)
}

/// Unpacks to the end or to the limit; what is packed once more is unpacked again. `false` at the limit.
fn drained(from: &mut impl Read, budget: &Budget, layers: usize) -> bool {
    let mut from: Box<dyn Read + '_> = Box::new(from);
    let mut layers = layers;
    let mut space = vec![0; 32 << 10];
    let mut first = true;
    loop {
        // Damage ends the stream for the crate too.
        let read = match from.read(&mut space) {
            Ok(0) | Err(_) => return true,
            Ok(read) => read,
        };
        if !budget.unpack(read as u64) {
            return false;
        }
        if first && layers > 0 && is_zlib(&space[..read]) {
            let head = io::Cursor::new(space[..read].to_vec());
            from = Box::new(ZlibDecoder::new(head.chain(from)));
            layers -= 1;
            continue;
        }
        first = false;
    }
}

thread_local! {
    static QUIET: Cell<bool> = const { Cell::new(false) };
}

/// The text and the properties. The crate gives up on damaged fonts and pages by panicking: it works in a thread of its own,
/// whose panics are errors here and print nothing.
fn extract(bytes: &[u8]) -> Result<(String, Metadata), Kind> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let previous = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !QUIET.get() {
                previous(info);
            }
        }));
    });
    let work = || {
        QUIET.set(true);
        panic::catch_unwind(AssertUnwindSafe(|| {
            let document = Document::load_mem(bytes).map_err(|error| Kind::BadDocument(error.to_string()))?;
            if document.is_encrypted() {
                return Err(Kind::Unsupported("it is encrypted".into()));
            }
            let text = pdf_extract::extract_text_from_mem(bytes).map_err(|error| match error {
                OutputError::IoError(error) => Kind::Io(error),
                other => Kind::BadDocument(other.to_string()),
            })?;
            Ok((text, metadata(&document)))
        }))
    };
    let panicked = || Kind::BadDocument("its fonts or pages cannot be read".into());
    thread::scope(|scope| {
        let thread = thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work)?;
        match thread.join() {
            Ok(Ok(result)) => result,
            Ok(Err(_)) | Err(_) => Err(panicked()),
        }
    })
}

fn metadata(document: &Document) -> Metadata {
    let info = document.trailer.get(b"Info").ok();
    let info: Option<&Dictionary> = info.and_then(|info| match info {
        Object::Reference(id) => document.get_dictionary(*id).ok(),
        other => other.as_dict().ok(),
    });
    let field = |name: &[u8]| {
        let text = pdf_extract::decode_text_string(info?.get(name).ok()?).ok()?;
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        (!text.is_empty()).then(|| Told::new(text, Basis::DocumentProperties))
    };
    Metadata { title: field(b"Title"), authors: field(b"Author").into_iter().collect(), ..Metadata::default() }
}

/// Lines put together: across the ends of lines, and across blank lines in the middle of a sentence (wide line spacing, the
/// end of a page). A line that ends a sentence and is shorter than others ends its paragraph.
fn paragraphs(text: &str) -> Vec<String> {
    let longest = text.lines().map(|line| line.trim().chars().count()).max().unwrap_or(0);
    let mut found: Vec<String> = Vec::new();
    let mut open = false;
    let mut blank = true;
    for line in text.lines().map(str::trim) {
        if line.is_empty() {
            blank = true;
            continue;
        }
        let goes_on = line.chars().next().is_some_and(char::is_lowercase);
        match found.last_mut() {
            Some(paragraph) if open && (!blank || goes_on) => {
                let broken = paragraph.ends_with('-') && goes_on;
                if broken && !paragraph.ends_with(" -") {
                    paragraph.pop();
                } else {
                    paragraph.push(' ');
                }
                paragraph.push_str(line);
            }
            _ => found.push(line.to_owned()),
        }
        let ends = line.ends_with(['.', '!', '?', '…', '»', '”', '"', ':']);
        open = !(ends && line.chars().count() * 10 < longest * 9);
        // A sentence that ends before a blank line ends its paragraph too.
        blank = false;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_become_paragraphs() {
        let text = "Crue à Verlay\n\nLe préfet a déclaré mardi que vingt-trois per-\nsonnes étaient blessées, dont trois\ngrièvement.\n\
                    Les secours cherchent encore deux disparus dans\n\nla vallée.\n\n2\n";
        assert_eq!(
            paragraphs(text),
            [
                "Crue à Verlay",
                "Le préfet a déclaré mardi que vingt-trois personnes étaient blessées, dont trois grièvement.",
                "Les secours cherchent encore deux disparus dans la vallée.",
                "2"
            ]
        );
    }

    #[test]
    fn damage_is_an_error() {
        for bytes in [&b"%PDF-1.7"[..], b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<</Root 1 0 R>>\n"] {
            assert!(report(bytes, &Hints::default()).is_err());
        }
    }
}
