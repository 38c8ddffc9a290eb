//! A list of phrases, found in a text as whole words in one pass over its words, however long the list is.

use rustc_hash::FxHashMap;

/// A list, its phrases by the word that they begin with.
pub(crate) struct Phrases {
    by_word: FxHashMap<&'static str, Vec<Entry>>,
    /// What begins with a mark: "©".
    marks: Vec<Entry>,
}

#[derive(Debug, Clone, Copy)]
struct Entry {
    phrase: &'static str,
    number: usize,
}

/// A phrase that stands in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Found {
    /// Its place in the list.
    pub number: usize,
    /// Where it begins and ends in the text, in bytes.
    pub start: usize,
    pub end: usize,
}

impl Phrases {
    /// The list of these phrases, numbered from 0; letters are compared as they are.
    pub(crate) fn of(phrases: impl IntoIterator<Item = &'static str>) -> Self {
        let mut list = Self { by_word: FxHashMap::default(), marks: Vec::new() };
        for (number, phrase) in phrases.into_iter().enumerate() {
            let entry = Entry { phrase, number };
            match words(phrase).next() {
                Some((0, word)) => list.by_word.entry(word).or_default().push(entry),
                _ => list.marks.push(entry),
            }
        }
        list
    }

    /// Where phrases stand that no letter or digit goes on: those that begin with a word in the order of the text, then the others.
    pub(crate) fn find<'a>(&'a self, text: &'a str) -> impl Iterator<Item = Found> + 'a {
        let worded = words(text).flat_map(move |(start, word)| {
            let entries = self.by_word.get(word).map(Vec::as_slice).unwrap_or_default();
            entries
                .iter()
                .filter(move |entry| text[start..].starts_with(entry.phrase))
                .map(move |entry| entry.found(start))
        });
        let marked = self.marks.iter().flat_map(move |entry| {
            let places = text.match_indices(entry.phrase).map(|(at, _)| at);
            places.filter(|&at| !text[..at].ends_with(char::is_alphanumeric)).map(move |at| entry.found(at))
        });
        worded.chain(marked).filter(|found| !text[found.end..].starts_with(char::is_alphanumeric))
    }
}

impl Entry {
    fn found(&self, start: usize) -> Found {
        Found { number: self.number, start, end: start + self.phrase.len() }
    }
}

/// The runs of letters and digits of a text, each with its offset in bytes.
pub(crate) fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + text[at..].find(char::is_alphanumeric)?;
        let end = text[start..].find(|c: char| !c.is_alphanumeric()).map_or(text.len(), |length| start + length);
        at = end;
        Some((start, &text[start..end]))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(usize, usize)> {
        let list = Phrases::of(["mis à jour", "mis", "le", "©", "mis à"]);
        list.find(text).map(|found| (found.number, found.start)).collect()
    }

    #[test]
    fn phrases_stand_as_whole_words() {
        assert_eq!(found("le pont, mis à jour"), [(2, 0), (0, 9), (1, 9), (4, 9)]);
        assert_eq!(found("mis à journal"), [(1, 0), (4, 0)]);
        assert_eq!(found("remis les © 2031"), [(3, 10)]);
        assert_eq!(found("é©2031"), []);
        assert_eq!(found(""), []);
    }
}
