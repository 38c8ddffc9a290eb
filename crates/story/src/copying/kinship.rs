//! What shared text makes of two reports: versions of one article, a copy, a passage.

use recoupe_reading::Doc;
use serde::{Deserialize, Serialize};

use super::{Copied, CopyKind};
use crate::text::entries;

/// Share of the shorter text from which two reports of one publisher are versions of one article.
pub(crate) const VERSION_SHARE: f64 = 0.5;

/// Parameters of addresses that say how a reader came, not what is read; `*` stands for any ending.
const TRACKING: &str = include_str!("../data/tracking_parameters.txt");

/// Where a report comes from, as far as its identity goes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Provenance {
    /// The address in a form that can be compared ([`address`]).
    pub address: Option<String>,
    /// The publisher family ([`crate::Publisher::family`]).
    pub family: Option<String>,
}

impl Provenance {
    /// Of a report that was read: the address that the page gives as its own, else the one it was found under.
    pub fn of(doc: &Doc) -> Self {
        let canonical = doc.report.metadata.canonical.as_ref().map(|c| c.value.as_str());
        let url = canonical.or(doc.report.url.as_deref());
        Self { address: url.and_then(address), family: crate::publisher(doc).family }
    }
}

/// What one report is to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kinship {
    /// One article at two times or places: the same address, or most of the text under one publisher. Never a second source.
    Version,
    /// A publisher's own text in another of its reports. One publisher is one family in any case.
    Reuse,
    /// One has a good part of the other's words (rule O2): one origin.
    Copy,
    /// One has a passage of the other's: what the passage says has one origin, the rest of either report is its own.
    Passage,
}

/// What two reports are to each other, given what their texts share. `None`: nothing that counts.
///
/// ```
/// use recoupe_story::copying::{CopyText, Kinship, Provenance, compare, kinship};
///
/// let text = "The ferry ran aground at dawn and its passengers were taken off by fishermen, who had heard the horn.";
/// let copied = compare(&CopyText::plain(text), &CopyText::plain(&format!("{text} Nobody was hurt.")));
/// let of = |family: &str| Provenance { address: None, family: Some(family.to_owned()) };
/// assert_eq!(kinship(&of("the-beacon"), &of("the-beacon"), copied.as_ref()), Some(Kinship::Version));
/// assert_eq!(kinship(&of("the-beacon"), &of("the-tide"), copied.as_ref()), Some(Kinship::Copy));
/// ```
pub fn kinship(a: &Provenance, b: &Provenance, copied: Option<&Copied>) -> Option<Kinship> {
    if a.address.is_some() && a.address == b.address {
        return Some(Kinship::Version);
    }
    let copied = copied?;
    let one_publisher = a.family.is_some() && a.family == b.family;
    Some(match copied.kind {
        _ if one_publisher && copied.share() >= VERSION_SHARE => Kinship::Version,
        _ if one_publisher => Kinship::Reuse,
        CopyKind::Passage => Kinship::Passage,
        _ => Kinship::Copy,
    })
}

/// An address in a form that is the same for one article however it was reached: without scheme, `www.`, mobile and AMP
/// forms, fragment and parameters that only say where the reader came from. `None` for the front page of a site and for what
/// is no address.
///
/// ```
/// use recoupe_story::copying::address;
///
/// let plain = address("https://www.example.org/monde/crue-12.html");
/// assert_eq!(plain.as_deref(), Some("example.org/monde/crue-12.html"));
/// assert_eq!(address("http://m.Example.org/monde/crue-12.html?utm_source=lettre&xtor=RSS-3#suite"), plain);
/// assert_eq!(address("https://example.org/"), None);
/// ```
pub fn address(url: &str) -> Option<String> {
    let rest = url.trim().split_once("://").map_or(url.trim(), |(_, rest)| rest);
    let rest = rest.split('#').next().unwrap_or_default();
    let (place, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (host, path) = place.split_once('/').unwrap_or((place, ""));
    let host = host.rsplit('@').next().unwrap_or_default().to_lowercase();
    let host = host.strip_suffix(":443").or_else(|| host.strip_suffix(":80")).unwrap_or(&host);
    let host = ["www.", "m.", "mobile.", "amp."].iter().find_map(|p| host.strip_prefix(p)).unwrap_or(host);
    if !host.contains('.') || host.contains(char::is_whitespace) {
        return None;
    }
    let path = path.trim_end_matches('/');
    let path = path.strip_prefix("amp/").or_else(|| path.strip_suffix("/amp")).unwrap_or(path);
    let path = path.strip_suffix("index.html").unwrap_or(path).trim_end_matches('/');
    let mut kept: Vec<&str> = query.split('&').filter(|p| !p.is_empty() && !is_tracking(p)).collect();
    kept.sort_unstable();
    if path.is_empty() && kept.is_empty() {
        return None;
    }
    let query = if kept.is_empty() { String::new() } else { format!("?{}", kept.join("&")) };
    Some(format!("{host}/{path}{query}"))
}

fn is_tracking(parameter: &str) -> bool {
    let name = parameter.split('=').next().unwrap_or_default().to_lowercase();
    entries(TRACKING).any(|known| match known.strip_suffix('*') {
        Some(start) => name.starts_with(start),
        None => name == known,
    })
}
