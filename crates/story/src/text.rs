//! Words and names in a form that can be compared.

use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// Lower case, without accents, everything but letters and digits as single spaces; no space at the ends.
pub(crate) fn fold(s: &str) -> String {
    let mut out = String::with_capacity(s.len());
    let mut gap = false;
    let mut add = |c: char| match c {
        'œ' => push(&mut out, &mut gap, "oe"),
        'æ' => push(&mut out, &mut gap, "ae"),
        'ß' => push(&mut out, &mut gap, "ss"),
        c if c.is_alphanumeric() => push(&mut out, &mut gap, c.encode_utf8(&mut [0; 4])),
        _ => gap = true,
    };
    for c in s.chars() {
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

fn push(out: &mut String, gap: &mut bool, s: &str) {
    if *gap && !out.is_empty() {
        out.push(' ');
    }
    *gap = false;
    out.push_str(s);
}

/// The folded words joined by hyphens: an identifier that stays readable. Never empty.
pub(crate) fn slug(s: &str) -> String {
    let folded = fold(s).replace(' ', "-");
    if folded.is_empty() { "x".to_owned() } else { folded }
}

/// `name` as folded words without a leading article of either language.
pub(crate) fn fold_name(name: &str) -> String {
    let folded = fold(name);
    for article in ["le ", "la ", "les ", "l ", "un ", "une ", "des ", "du ", "de ", "d ", "the ", "a ", "an "] {
        if let Some(rest) = folded.strip_prefix(article)
            && !rest.is_empty()
        {
            return rest.to_owned();
        }
    }
    folded
}

/// The words `needle` stand in the words `hay`, as whole words. Both folded.
pub(crate) fn has_words(hay: &str, needle: &str) -> bool {
    !needle.is_empty()
        && hay.match_indices(needle).any(|(i, _)| {
            (i == 0 || hay.as_bytes()[i - 1] == b' ') && hay.as_bytes().get(i + needle.len()).is_none_or(|b| *b == b' ')
        })
}

/// The entries of a list file: one a line, `#` starts a comment.
pub(crate) fn entries(data: &str) -> impl Iterator<Item = &str> {
    data.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_keeps_letters_only() {
        assert_eq!(fold("  L’État-major,  ŒUVRE 12e "), "l etat major oeuvre 12e");
        assert_eq!(fold_name("L’agence de l’eau"), "agence de l eau");
        assert_eq!(slug("Éléments & Cie"), "elements-cie");
        assert_eq!(slug("…"), "x");
    }

    #[test]
    fn whole_words_only() {
        assert!(has_words("le bilan est plus lourd", "plus lourd"));
        assert!(!has_words("le bilan est plus lourde", "plus lourd"));
        assert!(!has_words("x", ""));
    }
}
