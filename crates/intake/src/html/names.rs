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
    /// By their first letter, the second letters that phrases have, as bits: nearly all words of names are seen to begin none.
    begin: [u32; 26],
    /// Bytes of the longest.
    longest: usize,
}

impl Lists {
    fn number(&self, words: &str) -> Option<Phrase> {
        self.numbers.get(words).copied()
    }

    /// Whether a phrase may begin with these letters.
    fn may_begin(&self, letters: &str) -> bool {
        match letters.as_bytes() {
            [a @ b'a'..=b'z', b @ b'a'..=b'z', ..] => self.begin[usize::from(a - b'a')] >> (b - b'a') & 1 == 1,
            _ => true,
        }
    }
}

static LISTS: LazyLock<Lists> = LazyLock::new(|| {
    let mut lists = Lists { numbers: FxHashMap::default(), roles: Vec::new(), begin: [0; 26], longest: 0 };
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
    for phrase in lists.numbers.keys() {
        lists.longest = lists.longest.max(phrase.len());
        if let [a @ b'a'..=b'z', rest @ ..] = phrase.as_bytes() {
            let second = rest.first().filter(|b| b.is_ascii_lowercase());
            lists.begin[usize::from(a - b'a')] |= second.map_or(u32::MAX, |b| 1 << (b - b'a'));
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
    let mut words = Words::default();
    // A name of dozens of words is made by a program and says nothing.
    for name in names.split_ascii_whitespace().take(40) {
        words.split(name);
        let mut modified = false;
        for from in 0..words.len().min(12) {
            let modifies = modified;
            modified = false;
            if !lists.may_begin(words.from(from)) {
                continue;
            }
            for count in 1..=MAX_WORDS.min(words.len() - from) {
                let joined = words.joined(from, count);
                if joined.len() > lists.longest {
                    break;
                }
                let Some(phrase) = lists.number(joined) else { continue };
                modified |= count == 1 && roles_of(phrase).any(Roles::MODIFIER);
                if !modifies {
                    found.push(phrase);
                }
            }
        }
    }
}

/// The words of a name in small letters, written together.
#[derive(Debug, Default)]
struct Words {
    letters: String,
    /// Where each ends.
    ends: Vec<usize>,
}

impl Words {
    /// Cuts a name at what is no letter and before a capital after a small letter.
    fn split(&mut self, name: &str) {
        self.letters.clear();
        self.ends.clear();
        let mut small = false;
        for c in name.chars().take(120) {
            if !c.is_alphabetic() || c.is_uppercase() && small {
                self.end_word();
            }
            if c.is_ascii_alphabetic() {
                self.letters.push(c.to_ascii_lowercase());
            } else if c.is_alphabetic() {
                self.letters.extend(c.to_lowercase());
            }
            small = c.is_lowercase();
        }
        self.end_word();
    }

    fn end_word(&mut self) {
        if self.letters.len() > self.start(self.ends.len()) {
            self.ends.push(self.letters.len());
        }
    }

    fn start(&self, word: usize) -> usize {
        word.checked_sub(1).map_or(0, |before| self.ends[before])
    }

    fn len(&self) -> usize {
        self.ends.len()
    }

    /// All letters from a word on.
    fn from(&self, word: usize) -> &str {
        &self.letters[self.start(word)..]
    }

    /// `count` words from one on, written together.
    fn joined(&self, word: usize, count: usize) -> &str {
        &self.letters[self.start(word)..self.ends[word + count - 1]]
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
