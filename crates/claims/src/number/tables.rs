//! The word lists of one language that numbers are read with.

use std::sync::LazyLock;

use recoupe_reading::Lang;
use smol_str::SmolStr;

use super::bound::Bound;
use crate::lexicon::{Phrases, Word, WordMap, WordSet, fold, rows, words};

/// All number words of one language.
pub(crate) struct Tables {
    pub(crate) cardinals: WordMap<Cardinal>,
    /// Collective numerals: value and whether the form is a plural.
    pub(crate) collectives: WordMap<(f64, bool)>,
    pub(crate) denominators: WordMap<f64>,
    /// Ordinals that only end a compound denominator.
    pub(crate) ordinals: WordMap<f64>,
    pub(crate) vague: Phrases<()>,
    pub(crate) bounds: Phrases<Bound>,
    pub(crate) bounds_after: Phrases<Bound>,
    pub(crate) multipliers: WordMap<f64>,
    pub(crate) exclusions: super::exclude::Lists,
    /// Every word that a number may begin with.
    openers: WordSet,
}

/// Words that begin numbers and stand in the grammar itself: articles before a fraction or a scale.
const ARTICLES: [&str; 14] =
    ["a", "an", "one", "the", "half", "quarter", "un", "une", "le", "la", "les", "plus", "moitie", "demi"];

impl Tables {
    /// Whether a number may begin with this word. Most words of a text may not, and need not be tried.
    pub(crate) fn may_begin(&self, word: &Word<'_>) -> bool {
        !word.is_letters() || self.openers.contains(&word.fold)
    }
}

/// What a number word adds to the number it stands in.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Cardinal {
    Small(f64),
    Tens(f64),
    Hundred,
    Scale(f64),
}

/// The tables of a language; other languages are read as French, since their digits are more often grouped that way.
pub(crate) fn tables(lang: Lang) -> &'static Tables {
    static FR: LazyLock<Tables> = LazyLock::new(|| {
        Tables::load(Sources {
            cardinals: include_str!("../fr/cardinals.tsv"),
            collectives: include_str!("../fr/collectives.tsv"),
            fractions: include_str!("../fr/fractions.tsv"),
            ordinals: include_str!("../fr/ordinals.tsv"),
            vague: include_str!("../fr/vague-determiners.txt"),
            bounds: include_str!("../fr/bounds.tsv"),
            bounds_after: include_str!("../fr/bounds-after.tsv"),
            multipliers: include_str!("../fr/multipliers.tsv"),
            exclusions: include_str!("../fr/exclusions.tsv"),
        })
    });
    static EN: LazyLock<Tables> = LazyLock::new(|| {
        Tables::load(Sources {
            cardinals: include_str!("../en/cardinals.tsv"),
            collectives: include_str!("../en/collectives.tsv"),
            fractions: include_str!("../en/fractions.tsv"),
            ordinals: include_str!("../en/ordinals.tsv"),
            vague: include_str!("../en/vague-determiners.txt"),
            bounds: include_str!("../en/bounds.tsv"),
            bounds_after: include_str!("../en/bounds-after.tsv"),
            multipliers: include_str!("../en/multipliers.tsv"),
            exclusions: include_str!("../en/exclusions.tsv"),
        })
    });
    match lang {
        Lang::En => &EN,
        Lang::Fr | Lang::Other => &FR,
    }
}

struct Sources {
    cardinals: &'static str,
    collectives: &'static str,
    fractions: &'static str,
    ordinals: &'static str,
    vague: &'static str,
    bounds: &'static str,
    bounds_after: &'static str,
    multipliers: &'static str,
    exclusions: &'static str,
}

impl Tables {
    fn load(s: Sources) -> Self {
        let mut cardinals = WordMap::default();
        for row in rows(s.cardinals) {
            let [class, value, forms] = row[..] else { continue };
            let value: f64 = value.parse().unwrap_or(0.0);
            let cardinal = match class {
                "small" => Cardinal::Small(value),
                "tens" => Cardinal::Tens(value),
                "hundred" => Cardinal::Hundred,
                _ => Cardinal::Scale(value),
            };
            for form in forms.split('|') {
                cardinals.insert(fold(form.trim()), cardinal);
            }
        }
        let mut collectives = WordMap::default();
        for row in rows(s.collectives) {
            let [value, forms] = row[..] else { continue };
            let value: f64 = value.parse().unwrap_or(0.0);
            for (n, form) in forms.split('|').enumerate() {
                collectives.insert(fold(form.trim()), (value, n > 0));
            }
        }
        let mut vague = Phrases::new();
        for row in rows(s.vague) {
            vague.add(row[0], ());
        }
        let bound = |row: &[&'static str]| Bound::parse(row[0]);
        let listed = [s.cardinals, s.collectives, s.fractions, s.ordinals, s.vague, s.multipliers];
        let listed = listed
            .into_iter()
            .flat_map(rows)
            .flatten()
            .flat_map(|field| words(field, 0))
            .filter(Word::is_letters)
            .map(|w| w.fold);
        let openers =
            listed.chain(ARTICLES.into_iter().chain(super::atom::SIZE_ADJECTIVES).map(SmolStr::new_static)).collect();
        Self {
            openers,
            cardinals,
            collectives,
            denominators: numbered(s.fractions),
            ordinals: numbered(s.ordinals),
            vague,
            bounds: Phrases::of_rows(s.bounds, bound),
            bounds_after: Phrases::of_rows(s.bounds_after, bound),
            multipliers: numbered(s.multipliers),
            exclusions: super::exclude::Lists::load(s.exclusions),
        }
    }
}

fn numbered(source: &'static str) -> WordMap<f64> {
    let mut out = WordMap::default();
    for row in rows(source) {
        let [value, forms] = row[..] else { continue };
        let value: f64 = value.parse().unwrap_or(0.0);
        for form in forms.split('|') {
            out.insert(fold(form.trim()), value);
        }
    }
    out
}
