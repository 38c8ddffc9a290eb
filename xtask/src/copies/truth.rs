//! What a pair is by brute force: a report compared with every other that has any eight words in a row in common with it.
//! Nothing of the index is used, neither its fingerprints nor its words.

use recoupe_story::copying::{Copied, CopyText, compare};

/// Words in a row that two reports share before they are compared at all: fewer than the shortest run that counts.
const ROW: usize = 8;

/// All rows of words of all reports.
pub(super) struct Brute {
    rows: Vec<u32>,
    ends: Vec<usize>,
}

impl Brute {
    pub(super) fn new<'a>(texts: impl Iterator<Item = &'a str>) -> Self {
        let mut brute = Self { rows: Vec::new(), ends: Vec::new() };
        for text in texts {
            brute.rows.extend(rows(text));
            brute.ends.push(brute.rows.len());
        }
        brute
    }

    fn of(&self, report: usize) -> &[u32] {
        let from = report.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.rows[from..self.ends[report]]
    }

    /// The earlier reports that a report shares text with, each with what it shares; `text` gives the words of one.
    pub(super) fn earlier<'a>(&self, report: usize, text: impl Fn(usize) -> &'a str) -> Vec<(usize, Copied)> {
        let own = CopyText::plain(text(report));
        let mut sorted = self.of(report).to_vec();
        sorted.sort_unstable();
        // A first look that most rows of others do not pass.
        let mut seen = vec![0_u64; 1024];
        for row in &sorted {
            seen[(row >> 6) as usize & 1023] |= 1 << (row & 63);
        }
        let shares = |other: usize| {
            self.of(other)
                .iter()
                .any(|row| seen[(row >> 6) as usize & 1023] >> (row & 63) & 1 == 1 && sorted.binary_search(row).is_ok())
        };
        (0..report)
            .filter(|other| shares(*other))
            .filter_map(|other| Some((other, compare(&own, &CopyText::plain(text(other)))?)))
            .collect()
    }
}

/// Hashes of all rows of words, case and accents as written.
fn rows(text: &str) -> impl Iterator<Item = u32> + use<> {
    let words: Vec<u64> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .map(|w| w.to_lowercase().bytes().fold(5381_u64, |h, b| h.wrapping_mul(33) ^ u64::from(b)))
        .collect();
    (0..(words.len() + 1).saturating_sub(ROW)).map(move |i| {
        let row =
            words[i..i + ROW].iter().fold(7_u64, |h, w| (h ^ w).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29));
        (row >> 32) as u32
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shared_row_leads_to_a_comparison() {
        let shared = "the river left its bed during the night and took both bridges with it before anybody could be \
warned and the lower part of the town stood under water for two days";
        let texts = [
            format!("First of all: {shared}."),
            "Nothing in common here at all.".to_owned(),
            format!("{shared} again"),
        ];
        let brute = Brute::new(texts.iter().map(String::as_str));
        let found = brute.earlier(2, |i| &texts[i]);
        assert_eq!(found.iter().map(|f| f.0).collect::<Vec<_>>(), [0]);
        assert!(brute.earlier(0, |i| &texts[i]).is_empty());
    }
}
