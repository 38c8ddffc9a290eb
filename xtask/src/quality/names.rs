//! When two names of a speaker are the same: one holds the other as whole words, accents, case and articles aside.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use super::predictions::Speaker;

const ARTICLES: [&str; 13] = ["le", "la", "les", "l", "un", "une", "des", "du", "de", "d", "the", "a", "an"];

/// True if one of the gold names is one of the speaker's.
pub(crate) fn any_is(gold: &[Option<&str>], speaker: Option<&Speaker>) -> bool {
    speaker.is_some_and(|s| {
        let given = s.name.iter().chain(&s.aliases);
        given.into_iter().any(|name| gold.iter().flatten().any(|g| same(g, name)))
    })
}

fn same(a: &str, b: &str) -> bool {
    let (a, b) = (fold(a), fold(b));
    !a.is_empty() && !b.is_empty() && (padded(&a).contains(&padded(&b)) || padded(&b).contains(&padded(&a)))
}

fn padded(s: &str) -> String {
    format!(" {s} ")
}

fn fold(name: &str) -> String {
    let plain: String = name.nfkd().flat_map(char::to_lowercase).filter(|c| !is_combining_mark(*c)).collect();
    let words: Vec<&str> = plain.split(|c: char| !c.is_ascii_alphanumeric()).filter(|w| !w.is_empty()).collect();
    match words.split_first() {
        Some((first, rest)) if !rest.is_empty() && ARTICLES.contains(first) => rest.join(" "),
        _ => words.join(" "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_match_by_whole_words() {
        assert!(same("l’Élysée", "Elysee"));
        assert!(same("The Red Cross", "Norvian Red Cross"));
        assert!(!same("Ann", "Annie Roe"));
        assert!(!same("", "Roe"));
    }
}
