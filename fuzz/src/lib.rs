//! What all targets do: read bytes as a format, and check what must hold of whatever comes out.

use recoupe_intake::{Hints, Member, Options, gather_member};

/// Reads bytes under a name, which tells the format where the bytes do not.
///
/// # Panics
///
/// If a report breaks a promise: parts that are not sorted, disjoint spans of the text on character boundaries, a text over the
/// limit, an identifier that is told twice.
pub fn read(name: &str, bytes: &[u8]) {
    let hints = Hints { name: name.to_owned(), ..Hints::default() };
    let member = Member { shown: name.to_owned(), item: String::new(), bytes: bytes.to_vec(), hints };
    let options = Options { max_text_bytes: 1 << 20, ..Options::default() };
    let mut seen = std::collections::BTreeSet::new();
    for report in gather_member(member, &options).flatten() {
        assert!(report.text.len() <= 1 << 20, "longer than the limit");
        assert!(seen.insert(report.id), "told twice");
        let mut end = 0;
        for part in &report.parts {
            assert!(part.start >= end && part.start <= part.end, "parts overlap");
            assert!(report.text.get(part.start..part.end).is_some(), "a part cuts a character");
            end = part.end;
        }
    }
}
