//! Words as they are indexed and looked up: without case and accents, and their stems.

use recoupe_reading::Lang;
use rust_stemmers::{Algorithm, Stemmer};
use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// A word of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Word<'a> {
    /// Its bytes in the text.
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// As printed.
    pub(crate) text: &'a str,
}

/// The words of a text: runs of letters and digits. Apostrophes and hyphens part words, as in both languages' dictionaries of
/// forms ("l'eau", "Saint-Malo").
pub(crate) fn words(text: &str) -> impl Iterator<Item = Word<'_>> {
    let mut rest = text.char_indices().peekable();
    std::iter::from_fn(move || {
        let start = loop {
            let (at, c) = rest.next()?;
            if is_word(c) {
                break at;
            }
        };
        let mut end = text.len();
        while let Some(&(at, c)) = rest.peek() {
            if !is_word(c) {
                end = at;
                break;
            }
            rest.next();
        }
        Some(Word { start, end, text: &text[start..end] })
    })
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || is_combining_mark(c)
}

/// A word without case, accents and ligatures.
pub(crate) fn fold(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    let mut add = |c: char| match c {
        'œ' => out.push_str("oe"),
        'æ' => out.push_str("ae"),
        'ß' => out.push_str("ss"),
        'ø' => out.push('o'),
        'ł' => out.push('l'),
        'đ' => out.push('d'),
        'ı' => out.push('i'),
        c if c.is_alphanumeric() => out.push(c),
        _ => {}
    };
    for c in word.chars() {
        if c.is_ascii() {
            add(c.to_ascii_lowercase());
        } else {
            // Marks are left out, so that their order does not matter: each character by itself.
            decompose_compatible(c, |part| {
                if !is_combining_mark(part) {
                    part.to_lowercase().for_each(&mut add);
                }
            });
        }
    }
    out
}

/// Stems of both languages: Snowball's, <https://snowballstem.org/algorithms/>.
pub(crate) struct Stems {
    fr: Stemmer,
    en: Stemmer,
}

impl Stems {
    pub(crate) fn new() -> Self {
        Self { fr: Stemmer::create(Algorithm::French), en: Stemmer::create(Algorithm::English) }
    }

    /// The stem of a word of a text in this language, folded. Stems of a text in another language are its words.
    pub(crate) fn of(&self, word: &str, lang: Lang) -> String {
        let lower = word.to_lowercase();
        match lang {
            Lang::Fr => fold(&self.fr.stem(&lower)),
            Lang::En => fold(&self.en.stem(&lower)),
            Lang::Other => fold(&lower),
        }
    }

    /// The stems that a word of a question may have: the language it is asked in is not known, and capitals and haste leave out
    /// accents, which French stems hang on ("EVACUEES").
    pub(crate) fn asked(&self, word: &str) -> Vec<String> {
        let mut stems = self.all(word);
        let lower = word.to_lowercase();
        for (plain, accented) in [("ees", "ées"), ("ee", "ée"), ("es", "és"), ("e", "é")] {
            if let Some(start) = lower.strip_suffix(plain) {
                stems.push(self.of(&format!("{start}{accented}"), Lang::Fr));
                break;
            }
        }
        stems.sort_unstable();
        stems.dedup();
        stems
    }

    /// The stems of a word in either language.
    pub(crate) fn all(&self, word: &str) -> Vec<String> {
        let mut stems = vec![self.of(word, Lang::Fr), self.of(word, Lang::En)];
        stems.dedup();
        stems.retain(|stem| !stem.is_empty());
        stems
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_and_folded() {
        let text = "L’œuvre d’Évreux : 1 200 blessés, Saint-Malo";
        let folded: Vec<String> = words(text).map(|w| fold(w.text)).collect();
        assert_eq!(folded, ["l", "oeuvre", "d", "evreux", "1", "200", "blesses", "saint", "malo"]);
        assert!(words(text).all(|w| &text[w.start..w.end] == w.text));
    }

    #[test]
    fn forms_of_a_word_share_a_stem() {
        let stems = Stems::new();
        assert_eq!(stems.of("Blessés", Lang::Fr), stems.of("blessées", Lang::Fr));
        assert_eq!(stems.of("soldats", Lang::Fr), stems.of("soldat", Lang::Fr));
        assert_eq!(stems.of("wounded", Lang::En), stems.of("Wounded", Lang::En));
        assert_eq!(stems.of("floods", Lang::En), stems.of("flooding", Lang::En));
        assert!(stems.all("évacués").contains(&stems.of("évacuées", Lang::Fr)));
        assert!(stems.asked("EVACUEES").contains(&stems.of("évacués", Lang::Fr)));
        assert!(stems.asked("blesses").contains(&stems.of("blessée", Lang::Fr)));
    }
}
