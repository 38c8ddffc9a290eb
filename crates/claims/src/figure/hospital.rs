//! People in hospital: ill where the report is about an illness, hurt elsewhere.

use std::ops::Range;
use std::sync::LazyLock;

use recoupe_reading::{Doc, Lang};

use super::counted::Counted;
use super::role;
use crate::claim::Role;
use crate::lexicon::{WordSet, rows};

/// Whether a document is about an illness.
pub(super) struct Hospital {
    ill: bool,
}

impl Hospital {
    pub(super) fn of(doc: &Doc) -> Self {
        let told = |t: &recoupe_reading::Token| {
            let lang = doc.sentences.get(t.sentence).map_or(Lang::Other, |s| s.lang);
            let words = words(lang);
            words.contains(t.lower.as_str()) || words.contains(t.lemma.as_str())
        };
        Self { ill: doc.tokens.iter().any(told) }
    }

    /// What happened to people of whom a sentence with these tokens says so: those in hospital for no illness are hurt.
    pub(super) fn role(&self, doc: &Doc, role: Role, counted: Option<&Counted>, sentence: &Range<usize>) -> Role {
        let in_hospital = |t: usize| {
            let lemma = doc.tokens[t].lemma.to_lowercase();
            lemma.starts_with("hospitalis") || lemma.starts_with("hospitaliz")
        };
        let sick =
            || counted.is_some_and(|c| role::of_noun(doc, c.head) == Some(Role::Infected) && !in_hospital(c.head));
        if role == Role::Infected && !self.ill && sentence.clone().any(in_hospital) && !sick() {
            return Role::Wounded;
        }
        role
    }
}

/// Words of illness, as written: small, with their accents.
fn words(lang: Lang) -> &'static WordSet {
    fn load(source: &'static str) -> WordSet {
        rows(source).flat_map(|row| row[0].split(' ').map(smol_str::SmolStr::new).collect::<Vec<_>>()).collect()
    }
    static FR: LazyLock<WordSet> = LazyLock::new(|| load(include_str!("../fr/illness.txt")));
    static EN: LazyLock<WordSet> = LazyLock::new(|| load(include_str!("../en/illness.txt")));
    match lang {
        Lang::En => &EN,
        Lang::Fr | Lang::Other => &FR,
    }
}

#[cfg(test)]
mod tests {
    use recoupe_reading::{Lang, read_text, testing};

    use crate::Role;

    fn roles(text: &str, lang: Lang) -> Vec<Option<Role>> {
        let claims = crate::read(&read_text(text, Some(lang), testing::models()));
        claims.figures.iter().map(|f| f.role).collect()
    }

    #[test]
    fn who_is_in_hospital_is_hurt_or_ill() {
        let hurt = [Some(Role::Wounded)];
        let ill = [Some(Role::Infected)];
        for (text, lang, expected) in [
            ("Après l'accident, six personnes ont été hospitalisées.", Lang::Fr, hurt),
            ("Depuis le début de l'épidémie, six personnes ont été hospitalisées.", Lang::Fr, ill),
            ("Five people were hospitalised after the crash.", Lang::En, hurt),
            ("Five people were hospitalized in the measles outbreak.", Lang::En, ill),
        ] {
            assert_eq!(roles(text, lang), expected, "{text}");
        }
    }
}
