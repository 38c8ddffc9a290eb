//! Outlets, publisher families, agency credits, versions: which reports share their words (rules O2, O3).

use std::collections::{BTreeMap, BTreeSet};

use recoupe_reading::{BlockKind, Doc, world};

use crate::{
    Copy,
    copying::VERSION_SHARE,
    link::outlet_family,
    text::{entries, fold, has_words},
};

/// Words before an agency's name that credit it ("avec", "with", "source").
const CREDITS: &str = concat!(include_str!("fr/credits.txt"), "\n", include_str!("en/credits.txt"));

/// What is known of a report's publisher.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Publisher {
    /// The outlet, as the report or its metadata names it; else the host of its address.
    pub outlet: Option<String>,
    /// Who stands behind it: the outlets of one owner have one family (rule O3).
    pub family: Option<String>,
    /// Names of the agencies credited.
    pub agencies: Vec<String>,
}

/// Reads the publisher and the credits of a report.
pub fn publisher(doc: &Doc) -> Publisher {
    let report = &doc.report;
    let outlet = report.outlet.clone().or_else(|| recoupe_reading::masthead(doc).map(str::to_owned)).or_else(|| {
        let url = report.url.as_deref()?;
        let host = url.split("://").nth(1).unwrap_or(url).split(['/', '?', '#']).next()?;
        (!host.is_empty()).then(|| host.trim_start_matches("www.").to_owned())
    });
    let known = outlet.as_deref().and_then(world::outlet);
    let mut agencies: BTreeSet<String> = credits(doc);
    if let Some(o) = known.as_ref().filter(|o| o.agency) {
        agencies.insert(o.name.to_owned());
    }
    for author in &report.authors {
        agencies
            .extend(author.split([',', '/', ';']).filter_map(|a| world::agency(a.trim())).map(|a| a.name.to_owned()));
        agencies.extend(author.split_whitespace().filter_map(world::agency).map(|a| a.name.to_owned()));
    }
    Publisher { family: outlet.as_deref().map(outlet_family), outlet, agencies: agencies.into_iter().collect() }
}

/// Agencies that the text credits: alone in brackets, in the author line, after "with" at either end; not agencies that
/// the prose cites.
fn credits(doc: &Doc) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let prose: Vec<usize> =
        doc.blocks.iter().enumerate().filter(|(_, b)| b.kind == BlockKind::Paragraph).map(|(i, _)| i).collect();
    for (i, block) in doc.blocks.iter().enumerate() {
        let Some(text) = doc.report.text.get(block.span.start..block.span.end) else { continue };
        let edge = prose.first() == Some(&i) || prose.last() == Some(&i) || text.chars().count() <= 60;
        match block.kind {
            BlockKind::Byline | BlockKind::Caption if block.kind == BlockKind::Byline => {
                found.extend(agencies_in(text));
            }
            BlockKind::Boilerplate | BlockKind::Caption => {}
            _ if edge => found.extend(credited(text)),
            _ => {}
        }
    }
    found
}

/// Every agency named in a short text.
fn agencies_in(text: &str) -> Vec<String> {
    let words: Vec<&str> =
        text.split(|c: char| !(c.is_alphanumeric() || c == '-' || c == '.')).filter(|w| !w.is_empty()).collect();
    let mut found = Vec::new();
    for n in 1..=3 {
        for run in words.windows(n) {
            found.extend(world::agency(&run.join(" ")).map(|a| a.name.to_owned()));
        }
    }
    found
}

/// Agencies in brackets of their own, or after a crediting word.
fn credited(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (open, _) in text.match_indices('(') {
        let inside = &text[open + 1..];
        let Some(close) = inside.find(')').filter(|c| *c <= 60) else { continue };
        let inside = &inside[..close];
        let words: Vec<&str> = inside.split([',', '/', ' ']).map(str::trim).filter(|w| !w.is_empty()).collect();
        // "(AFP)", "(avec AFP)", "(AFP, Reuters)": nothing but agencies and credits.
        let other = words.iter().any(|w| world::agency(w).is_none() && !is_credit(w));
        if !other || world::agency(inside).is_some() {
            found.extend(agencies_in(inside));
        }
    }
    let folded = fold(text);
    for credit in entries(CREDITS).map(fold) {
        for (at, _) in folded.match_indices(&credit) {
            let after = folded[at + credit.len()..].trim_start();
            if !has_words(&folded, &credit) {
                continue;
            }
            for n in 1..=3 {
                let run: Vec<&str> = after.split(' ').take(n).collect();
                // Folding lost the case that tells acronyms: upper case is tried as well.
                let name = run.join(" ");
                let known = world::agency(&name).or_else(|| world::agency(&name.to_uppercase()));
                // Only where the text ends with the credit: "with AFP" in the prose may be a story about it.
                let ends = after.len() <= name.len() + 12;
                found.extend(known.filter(|_| ends).map(|a| a.name.to_owned()));
            }
        }
    }
    found
}

fn is_credit(word: &str) -> bool {
    let word = fold(word);
    entries(CREDITS).any(|c| fold(c) == word)
}

/// For each report the report whose later version it is.
pub(crate) fn versions(publishers: &[Publisher], copies: &[Copy]) -> Vec<Option<usize>> {
    let mut of = vec![None; publishers.len()];
    for c in copies.iter().filter(|c| c.share >= VERSION_SHARE) {
        let same = publishers[c.from].outlet.is_some() && publishers[c.from].family == publishers[c.to].family;
        if same && of[c.to].is_none() {
            of[c.to] = Some(c.from);
        }
    }
    of
}

/// Reports whose words have one origin: copies of each other, or texts of one agency. Each report's family is the first of
/// its members in rank order.
pub(crate) fn text_families(publishers: &[Publisher], copies: &[Copy], rank: &[usize]) -> Vec<usize> {
    let mut parent: Vec<usize> = (0..publishers.len()).collect();
    fn find(parent: &mut [usize], mut x: usize) -> usize {
        while parent[x] != x {
            parent[x] = parent[parent[x]];
            x = parent[x];
        }
        x
    }
    let mut join = |a: usize, b: usize| {
        let (a, b) = (find(&mut parent, a), find(&mut parent, b));
        if a != b {
            parent[a.max(b)] = a.min(b);
        }
    };
    for c in copies {
        join(c.from, c.to);
    }
    let mut by_agency: BTreeMap<&str, usize> = BTreeMap::new();
    for &r in rank {
        // A text that credits two agencies is a text of its own.
        if let [agency] = publishers[r].agencies.as_slice() {
            let first = *by_agency.entry(agency).or_insert(r);
            join(first, r);
        }
    }
    let roots: Vec<usize> = (0..publishers.len()).map(|r| find(&mut parent, r)).collect();
    let mut first: BTreeMap<usize, usize> = BTreeMap::new();
    for (place, &r) in rank.iter().enumerate() {
        first.entry(roots[r]).or_insert(place);
    }
    roots.iter().map(|root| first[root]).collect()
}
