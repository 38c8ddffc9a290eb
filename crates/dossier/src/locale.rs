//! The language of labels and reasons.

use crate::wire::Bilingual;

/// A language that dossiers are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Locale {
    /// French.
    #[default]
    Fr,
    /// English.
    En,
}

impl Locale {
    /// BCP 47 tag.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Fr => "fr",
            Self::En => "en",
        }
    }

    /// The text in this language.
    pub fn of(self, text: &Bilingual) -> &str {
        match self {
            Self::Fr => &text.fr,
            Self::En => &text.en,
        }
    }

    /// One of two texts.
    pub const fn pick<T: Copy>(self, fr: T, en: T) -> T {
        match self {
            Self::Fr => fr,
            Self::En => en,
        }
    }
}
