//! Forms of the French conditional, which the tagger often takes for imperfects or presents ("s'élèverait", "fondrait").

use std::{collections::BTreeSet, sync::LazyLock};

/// Endings of the future stem in front of -ait, -aient: no imperfect has them, or only those of `imperfects.txt`.
const STEMS: [&str; 16] = [
    "er", "ir", "dr", "vr", "ttr", "îtr", "itr", "aur", "saur", "courr", "mourr", "pourr", "verr", "querr", "clur",
    "compr",
];

/// The form is a conditional by its spelling; `lemma` is the tagger's, which knows some verbs in -rer.
pub(super) fn is_form(lower: &str, lemma: &str) -> bool {
    static IMPERFECTS: LazyLock<BTreeSet<&str>> =
        LazyLock::new(|| include_str!("../fr/imperfects.txt").lines().filter(|l| !l.starts_with('#')).collect());
    let Some(stem) = ["aient", "ait"].iter().find_map(|e| lower.strip_suffix(e)) else { return false };
    STEMS.iter().any(|s| stem.ends_with(s))
        && lemma.strip_suffix("er") != Some(stem)
        && !IMPERFECTS.iter().any(|i| stem.strip_suffix(i).is_some_and(is_prefix))
}

/// The ending is that of a conditional, which the tagger sees in imperfects as well ("transportait").
pub(super) fn can_be(lower: &str) -> bool {
    ["rait", "raient", "rais", "rions", "riez"].iter().any(|e| lower.ends_with(e))
}

/// Nothing, or a prefix that makes verbs of verbs.
fn is_prefix(front: &str) -> bool {
    matches!(front, "" | "re" | "ré" | "r" | "dé" | "dés" | "des" | "en" | "em" | "a" | "ad" | "sur" | "sous" | "entre")
}

#[cfg(test)]
mod tests {
    use super::is_form;

    #[test]
    fn conditionals_are_told_from_imperfects() {
        for form in
            ["élèverait", "fondrait", "emploierait", "suffirait", "devraient", "mettrait", "menaceraient", "irait"]
        {
            assert!(is_form(form, form), "{form}");
        }
        for form in
            ["montrait", "tirait", "retirait", "espérait", "durait", "ouvraient", "livrait", "encadrait", "errait"]
        {
            assert!(!is_form(form, form), "{form}");
        }
        // A verb that no list holds, but the tagger knows.
        assert!(!is_form("zirait", "zirer"));
        assert!(!is_form("portrait", "portrait"));
    }
}
