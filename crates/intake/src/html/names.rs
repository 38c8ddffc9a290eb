//! What the names that authors of pages give to elements (classes, ids) say of their content.

use std::ops::{BitOr, BitOrAssign};
use std::sync::LazyLock;

use rustc_hash::FxHashMap;

/// A set of functions that names of elements tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Roles(u32);

impl Roles {
    pub(crate) const COMMENTS: Self = Self(1);
    pub(crate) const RELATED: Self = Self(1 << 1);
    pub(crate) const NEWSLETTER: Self = Self(1 << 2);
    pub(crate) const PAYWALL: Self = Self(1 << 3);
    pub(crate) const COOKIES: Self = Self(1 << 4);
    pub(crate) const SHARE: Self = Self(1 << 5);
    pub(crate) const ADVERT: Self = Self(1 << 6);
    pub(crate) const NAVIGATION: Self = Self(1 << 7);
    pub(crate) const ABOUT: Self = Self(1 << 8);
    pub(crate) const WIDGET: Self = Self(1 << 9);
    pub(crate) const BODY: Self = Self(1 << 10);
    pub(crate) const STANDFIRST: Self = Self(1 << 11);
    pub(crate) const CAPTION: Self = Self(1 << 12);
    pub(crate) const DATE: Self = Self(1 << 13);
    /// Said to be the body of the article in the words of schema.org, not in the author's own.
    pub(crate) const ARTICLE_BODY: Self = Self(1 << 14);
    const MODIFIER: Self = Self(1 << 15);
    pub(crate) const NOTICE: Self = Self(1 << 16);

    /// All that is not the report.
    pub(crate) const FURNITURE: Self = Self((1 << 10) - 1);

    fn named(section: &str) -> Self {
        match section {
            "comments" => Self::COMMENTS,
            "related" => Self::RELATED,
            "newsletter" => Self::NEWSLETTER,
            "paywall" => Self::PAYWALL,
            "cookies" => Self::COOKIES,
            "share" => Self::SHARE,
            "advert" => Self::ADVERT,
            "navigation" => Self::NAVIGATION,
            "about" => Self::ABOUT,
            "widget" => Self::WIDGET,
            "body" => Self::BODY,
            "standfirst" => Self::STANDFIRST,
            "caption" => Self::CAPTION,
            "date" => Self::DATE,
            "notice" => Self::NOTICE,
            "modifier" => Self::MODIFIER,
            _ => Self::default(),
        }
    }

    pub(crate) fn any(self, of: Self) -> bool {
        self.0 & of.0 != 0
    }
}

impl BitOr for Roles {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl BitOrAssign for Roles {
    fn bitor_assign(&mut self, other: Self) {
        self.0 |= other.0;
    }
}

/// Longest phrase of the lists, in words.
const MAX_WORDS: usize = 4;

/// A phrase of the lists, by its number.
pub(crate) type Phrase = u16;

/// The lists, by their phrases with the words written together.
struct Lists {
    numbers: FxHashMap<String, Phrase>,
    roles: Vec<Roles>,
}

static LISTS: LazyLock<Lists> = LazyLock::new(|| {
    let mut lists = Lists { numbers: FxHashMap::default(), roles: Vec::new() };
    for list in [include_str!("lexicon/furniture.txt"), include_str!("lexicon/body.txt")] {
        for (section, entry) in entries(list) {
            let next = Phrase::try_from(lists.roles.len()).unwrap_or(Phrase::MAX);
            let number = *lists.numbers.entry(entry.replace(' ', "")).or_insert(next);
            if number == next {
                lists.roles.push(Roles::default());
            }
            lists.roles[usize::from(number)] |= Roles::named(section);
        }
    }
    lists
});

/// The number of phrases in the lists.
pub(crate) fn phrases() -> usize {
    LISTS.roles.len()
}

/// What a phrase says.
pub(crate) fn roles_of(phrase: Phrase) -> Roles {
    LISTS.roles[usize::from(phrase)]
}

/// The entries of a list, each with the section that it stands in.
pub(crate) fn entries(list: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let mut section = "";
    list.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#')).filter_map(move |line| {
        match line.strip_prefix('[').and_then(|l| l.strip_suffix(']')) {
            Some(name) => {
                section = name;
                None
            }
            None => Some((section, line)),
        }
    })
}

/// Reads names, each once a page: pages repeat them.
#[derive(Debug, Default)]
pub(crate) struct Reader<'s> {
    known: FxHashMap<&'s str, (u32, u32)>,
    found: Vec<Phrase>,
}

impl<'s> Reader<'s> {
    /// The phrases in one value of `class` or `id`.
    pub(crate) fn phrases(&mut self, name: &'s str) -> &[Phrase] {
        let (from, to) = *self.known.entry(name).or_insert_with(|| {
            let from = self.found.len();
            read(name, &mut self.found);
            (u32::try_from(from).unwrap_or(u32::MAX), u32::try_from(self.found.len()).unwrap_or(u32::MAX))
        });
        self.found.get(from as usize..to as usize).unwrap_or_default()
    }
}

fn read(names: &str, found: &mut Vec<Phrase>) {
    let lists = &*LISTS;
    let mut words: Vec<String> = Vec::new();
    let mut joined = String::new();
    // A name of dozens of words is made by a program and says nothing.
    for name in names.split_ascii_whitespace().take(40) {
        words.clear();
        split(name, &mut words);
        let mut modified = false;
        for from in 0..words.len().min(12) {
            joined.clear();
            for word in words[from..].iter().take(MAX_WORDS) {
                joined.push_str(word);
                let Some(&phrase) = lists.numbers.get(joined.as_str()) else { continue };
                if !modified {
                    found.push(phrase);
                }
            }
            modified = lists.numbers.get(words[from].as_str()).is_some_and(|&p| roles_of(p).any(Roles::MODIFIER));
        }
    }
}

/// The words of a name in small letters: cut at what is no letter and before a capital after a small letter.
fn split(name: &str, words: &mut Vec<String>) {
    let mut word = String::new();
    let mut small = false;
    for c in name.chars().take(120) {
        let border = !c.is_alphabetic() || c.is_uppercase() && small;
        if border && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        if c.is_alphabetic() {
            word.extend(c.to_lowercase());
        }
        small = c.is_lowercase();
    }
    if !word.is_empty() {
        words.push(word);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(name: &str) -> Roles {
        Reader::default().phrases(name).iter().fold(Roles::default(), |all, &p| all | roles_of(p))
    }

    #[test]
    fn names_are_read_word_by_word() {
        for name in ["read-more", "block_readMore", "c-readmore", "x READ-more y"] {
            assert!(read(name).any(Roles::RELATED), "{name}");
        }
        assert!(read("articleBody--main").any(Roles::BODY));
        assert!(read("c-chapo").any(Roles::STANDFIRST));
    }

    #[test]
    fn words_inside_words_and_denied_words_say_nothing() {
        for name in ["header", "threads", "has-sidebar", "no-comments", "loading", "republique", "download"] {
            assert!(!read(name).any(Roles::FURNITURE), "{name}");
        }
    }
}
