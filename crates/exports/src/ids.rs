//! Names for things: IRIs and identifiers that the same dossier always gets.

use recoupe_dossier::wire::{Dossier, Report};
use uuid::Uuid;

/// Where the terms that no vocabulary has are named. The host is reserved (RFC 2606) and answers nobody: a name, not a place.
pub(crate) const TERMS: &str = "https://example.invalid/recoupe/ns#";

/// Names the things of one dossier.
pub(crate) struct Ids {
    space: Uuid,
    inputs: String,
    rules: String,
}

impl Ids {
    pub(crate) fn new(dossier: &Dossier) -> Self {
        Self {
            space: Uuid::new_v5(&Uuid::NAMESPACE_URL, TERMS.as_bytes()),
            inputs: dossier.generated.inputs_sha256.clone(),
            rules: dossier.generated.rules.clone(),
        }
    }

    /// A thing that is the same in every dossier, by what makes it what it is.
    pub(crate) fn lasting(&self, kind: &str, parts: &[&str]) -> Uuid {
        // U+001F keeps ("ab", "c") apart from ("a", "bc"); a part that holds it meets another only on purpose.
        let name = [&[kind], parts].concat().join("\u{1f}");
        Uuid::new_v5(&self.space, name.as_bytes())
    }

    /// A thing of this dossier: its texts, read by its rules.
    pub(crate) fn own(&self, kind: &str, id: &str) -> Uuid {
        self.lasting(kind, &[&self.inputs, &self.rules, id])
    }

    /// A report: its text and where it came from.
    pub(crate) fn report(&self, report: &Report) -> Uuid {
        self.lasting("report", &[&report.id, &report.text_sha256])
    }
}

/// `urn:uuid:…`.
pub(crate) fn urn(id: Uuid) -> String {
    id.urn().to_string()
}

/// The address of a report if it is one that can be put where an IRI must stand (RFC 3987).
pub(crate) fn address(report: &Report) -> Option<&str> {
    report.url.as_deref().filter(|url| {
        let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
        let odd = |c: char| c.is_whitespace() || c.is_control() || "<>\"{}|\\^`".contains(c) || bidi(c) || !valid(c);
        let host = rest.and_then(|r| r.split(['/', '?', '#']).next());
        let plain = |h: &str| !h.is_empty() && h.chars().all(|c| c.is_alphanumeric() || ".-:".contains(c));
        host.is_some_and(plain) && !url.contains(odd) && percents(url)
    })
}

/// Direction marks, which an IRI must not hold.
fn bidi(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Neither private use nor a character that is none.
fn valid(c: char) -> bool {
    !matches!(u32::from(c), 0xe000..=0xf8ff | 0xf_0000.. | 0xfdd0..=0xfdef | 0xfff0..=0xffff)
}

/// Each `%` begins an escape.
fn percents(url: &str) -> bool {
    url.split('%').skip(1).all(|rest| rest.as_bytes().get(..2).is_some_and(|h| h.iter().all(u8::is_ascii_hexdigit)))
}
