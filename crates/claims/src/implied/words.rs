//! The small words of `implied.tsv`, by class.

use std::sync::LazyLock;

use recoupe_reading::{Doc, Lang, Token};

use crate::lexicon::{WordMap, fold, rows};

/// What a word does where numbers are computed; the data file says what each class means.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Class {
    Attacked,
    Among,
    New,
    Known,
    Another,
    Other,
    Author,
    Spared,
    Victim,
    Two,
    Whoever,
    Later,
    Of,
    KinHer,
    KinHim,
    Rank(f64),
}

/// Whether a word (any case) is of a class in the language of its sentence.
pub(super) fn is(lang: Lang, word: &str, class: Class) -> bool {
    of(lang, word).contains(&class)
}

/// The classes of each token of a document, in the language of its sentence.
pub(super) fn classes(doc: &Doc) -> Vec<&'static [Class]> {
    let lang = |t: &Token| doc.sentences.get(t.sentence).map_or(Lang::Other, |s| s.lang);
    doc.tokens.iter().map(|t| of(lang(t), &t.lower)).collect()
}

/// The rank that an ordinal gives: "a fourth victim" is 4.
pub(super) fn rank(classes: &[Class]) -> Option<f64> {
    classes.iter().find_map(|c| if let Class::Rank(n) = c { Some(*n) } else { None })
}

fn of(lang: Lang, word: &str) -> &'static [Class] {
    static FR: LazyLock<WordMap<Vec<Class>>> = LazyLock::new(|| read(include_str!("../fr/implied.tsv")));
    static EN: LazyLock<WordMap<Vec<Class>>> = LazyLock::new(|| read(include_str!("../en/implied.tsv")));
    let table = match lang {
        Lang::En => &EN,
        Lang::Fr | Lang::Other => &FR,
    };
    table.get(&fold(word)).map_or(&[], Vec::as_slice)
}

fn read(source: &'static str) -> WordMap<Vec<Class>> {
    let mut out: WordMap<Vec<Class>> = WordMap::default();
    for row in rows(source) {
        let &[class, forms] = row.as_slice() else { continue };
        let Some(class) = named(class) else { continue };
        for form in forms.split('|') {
            out.entry(fold(form.trim())).or_default().push(class);
        }
    }
    out
}

fn named(class: &str) -> Option<Class> {
    Some(match class {
        "attacked" => Class::Attacked,
        "among" => Class::Among,
        "new" => Class::New,
        "known" => Class::Known,
        "another" => Class::Another,
        "other" => Class::Other,
        "author" => Class::Author,
        "spared" => Class::Spared,
        "victim" => Class::Victim,
        "two" => Class::Two,
        "whoever" => Class::Whoever,
        "later" => Class::Later,
        "of" => Class::Of,
        "kin-her" => Class::KinHer,
        "kin-him" => Class::KinHim,
        number => Class::Rank(number.parse().ok()?),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_has_a_class() {
        for source in [include_str!("../fr/implied.tsv"), include_str!("../en/implied.tsv")] {
            for row in rows(source) {
                assert!(row.len() == 2 && named(row[0]).is_some(), "{row:?}");
            }
        }
    }

    #[test]
    fn words_have_their_class_in_their_language() {
        assert_eq!(rank(of(Lang::En, "Fourth")), Some(4.0));
        assert_eq!(rank(of(Lang::Fr, "quatrième")), Some(4.0));
        assert_eq!(rank(of(Lang::Fr, "fourth")), None);
        assert!(is(Lang::En, "An", Class::New) && is(Lang::En, "another", Class::Another));
        assert!(is(Lang::Fr, "L'", Class::Known) && is(Lang::Fr, "d'", Class::Of));
    }
}
