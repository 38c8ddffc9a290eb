//! Reading the tables, and look-up by fold with case rules.

use rustc_hash::FxHashMap;

use super::fold::{even, fold};

/// Lines of a table without comments, cut into fields; missing fields are empty.
pub(super) fn rows<const N: usize>(text: &'static str) -> impl Iterator<Item = [&'static str; N]> {
    text.lines().filter(|l| !l.is_empty() && !l.starts_with('#')).map(|line| {
        let mut fields = [""; N];
        for (slot, field) in fields.iter_mut().zip(line.split('\t')) {
            *slot = field.trim();
        }
        fields
    })
}

/// Items of a field.
pub(super) fn items(field: &'static str) -> impl Iterator<Item = &'static str> {
    field.split('|').map(str::trim).filter(|i| !i.is_empty())
}

/// An item without its marks.
pub(super) fn bare(item: &'static str) -> &'static str {
    item.trim_start_matches(['=', '~'])
}

/// How an entry must be written to be meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Case {
    /// In any way.
    Any,
    /// With a capital somewhere in its first word.
    Capital,
    /// With a capital, and with its own leading article: a name of an article and one word ("Le Monde").
    Article,
    /// Letter by letter.
    Exact,
}

impl Case {
    /// The rule of an item: its mark; acronyms are always exact.
    pub(super) fn of(item: &str, otherwise: Self) -> Self {
        let name = item.trim_start_matches('~');
        let acronym = name.chars().filter(|c| c.is_alphabetic()).count() >= 2
            && name.chars().all(|c| !c.is_alphabetic() || c.is_uppercase());
        if name.starts_with('=') || acronym { Self::Exact } else { otherwise }
    }
}

/// Names that lead to values. The first entry under a key wins, so that tables are written most common first.
#[derive(Debug)]
pub(super) struct Names<T> {
    /// Only looked up in, and walked to fill sets.
    entries: FxHashMap<String, Vec<Entry<T>>>,
}

#[derive(Debug)]
struct Entry<T> {
    written: String,
    case: Case,
    value: T,
}

impl<T> Default for Names<T> {
    fn default() -> Self {
        Self { entries: FxHashMap::default() }
    }
}

impl<T: Clone + PartialEq> Names<T> {
    /// Adds a name (marks allowed).
    pub(super) fn add(&mut self, item: &str, otherwise: Case, value: T) {
        let case = Case::of(item, otherwise);
        let written = even(item.trim_start_matches(['=', '~']));
        let key = fold(&written);
        if key.is_empty() {
            return;
        }
        let list = self.entries.entry(key).or_default();
        if !list.iter().any(|e| e.value == value && e.case == case && (case != Case::Exact || e.written == written)) {
            list.push(Entry { written, case, value });
        }
    }

    /// The value of these words.
    pub(super) fn get(&self, words: &str) -> Option<&T> {
        self.get_folded(words, &fold(words))
    }

    /// The value of these words, whose fold is known.
    pub(super) fn get_folded(&self, words: &str, key: &str) -> Option<&T> {
        let list = self.entries.get(key)?;
        let entry = list.iter().find(|e| match e.case {
            Case::Any => true,
            Case::Capital => begins_with_capital(words),
            Case::Article => begins_with_capital(words) && strip_article(words).len() < words.len(),
            Case::Exact => same_letters(words, &e.written),
        })?;
        Some(&entry.value)
    }

    /// All keys.
    pub(super) fn keys(&self) -> impl Iterator<Item = &str> {
        self.entries.keys().map(String::as_str)
    }

    /// Values that stand under one key.
    #[cfg(test)]
    pub(super) fn shared(&self) -> impl Iterator<Item = (&str, Vec<&T>)> {
        self.entries.iter().map(|(k, list)| (k.as_str(), list.iter().map(|e| &e.value).collect()))
    }
}

/// The words without article begin with a capital (or a digit, or an elision before a capital: "d'Ivoire" does not
/// count, but "l'Élysée" does).
fn begins_with_capital(words: &str) -> bool {
    let rest = strip_article(words);
    rest.chars().find(|c| c.is_alphanumeric()).is_some_and(|c| c.is_uppercase() || c.is_numeric())
        // Names that the table writes with a small first word: "place Beauvau", "palais de Carthage".
        || rest.split([' ', '-', '\'', '’']).nth(1).is_some() && rest.split([' ', '-', '\'', '’']).any(|w| w.starts_with(char::is_uppercase))
}

fn same_letters(words: &str, written: &str) -> bool {
    let words = even(words);
    words == written || strip_article(&words) == written
}

/// The item is an article and one word.
pub(super) fn is_article_and_word(item: &str) -> bool {
    let rest = strip_article(item);
    rest.len() < item.len() && !rest.contains(' ')
}

fn strip_article(words: &str) -> &str {
    const ARTICLES: [&str; 12] = ["le ", "la ", "les ", "l'", "l’", "the ", "Le ", "La ", "Les ", "L'", "L’", "The "];
    let rest = ARTICLES.iter().find_map(|a| words.strip_prefix(a));
    rest.filter(|r| !r.is_empty()).unwrap_or(words)
}

/// The name in a web address or domain: "https://www.example-news.co.uk/x" → "example-news".
pub(super) fn site_name(words: &str) -> Option<&str> {
    let rest = words.split_once("://").map_or(words, |(_, r)| r);
    let host = rest.split(['/', ':', '?', '#']).next()?;
    if !host.contains('.') || host.contains(char::is_whitespace) {
        return None;
    }
    let host = host.strip_prefix("www.").unwrap_or(host);
    let parts: Vec<&str> = host.split('.').collect();
    let second_level =
        parts.len() >= 3 && matches!(parts[parts.len() - 2], "co" | "com" | "org" | "net" | "ac" | "gov");
    let at = parts.len().checked_sub(if second_level { 3 } else { 2 })?;
    parts.get(at).copied().filter(|p| !p.is_empty())
}
