//! Python's `str` predicates on characters (CPython 3.11, Unicode 14), which differ from Rust's.

use std::sync::OnceLock;

/// `str.isspace` of one character.
pub(crate) fn is_space(c: char) -> bool {
    matches!(c,
        '\u{9}'..='\u{d}' | '\u{1c}'..='\u{20}' | '\u{85}' | '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}'
        | '\u{2028}' | '\u{2029}' | '\u{202f}' | '\u{205f}' | '\u{3000}')
}

/// `str.isspace`: not empty and only spaces.
pub(crate) fn all_space(text: &str) -> bool {
    !text.is_empty() && text.chars().all(is_space)
}

/// `str.isalpha`: not empty and only letters (general categories L*).
pub(crate) fn all_alpha(text: &str) -> bool {
    !text.is_empty() && text.chars().all(is_alpha)
}

/// `str.lower`: Rust's full lower case, but letters that came with Unicode 15 and later are left alone.
pub(crate) fn lower(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    // Only letters, Roman numerals and circled letters have a lower case; the latter two are as old as Unicode.
    let is_newer = |c: char| {
        !is_alpha(c) && !matches!(c, '\u{2160}'..='\u{216f}' | '\u{24b6}'..='\u{24cf}') && !c.to_lowercase().eq([c])
    };
    if !text.contains(is_newer) {
        return text.to_lowercase();
    }
    text.split_inclusive(is_newer)
        .flat_map(|piece| {
            let last = piece.chars().next_back().filter(|&c| is_newer(c));
            let old = &piece[..piece.len() - last.map_or(0, char::len_utf8)];
            [old.to_lowercase(), last.map_or_else(String::new, String::from)]
        })
        .collect()
}

macro_rules! range_predicate {
    ($(#[$doc:meta])* $name:ident, $file:literal, $ascii:expr) => {
        $(#[$doc])*
        pub(crate) fn $name(c: char) -> bool {
            static TABLE: OnceLock<Ranges> = OnceLock::new();
            if c.is_ascii() {
                let test: fn(char) -> bool = $ascii;
                return test(c);
            }
            TABLE.get_or_init(|| Ranges::parse(include_str!(concat!("../data/", $file)))).contains(c)
        }
    };
}

range_predicate!(
    /// `str.isalpha` of one character.
    is_alpha, "isalpha.txt", |c| c.is_ascii_alphabetic()
);
range_predicate!(
    /// `str.isdigit` of one character (decimal digits and such as `²`, `③`).
    is_digit, "isdigit.txt", |c| c.is_ascii_digit()
);
range_predicate!(
    /// `str.isupper` of one character.
    is_upper, "isupper.txt", |c| c.is_ascii_uppercase()
);

/// Sorted, disjoint, inclusive ranges of code points.
struct Ranges(Vec<(u32, u32)>);

impl Ranges {
    fn parse(table: &str) -> Ranges {
        let pair = |line: &str| {
            let (from, to) = line.split_once(' ')?;
            Some((from.parse().ok()?, to.parse().ok()?))
        };
        Ranges(table.lines().filter_map(pair).collect())
    }

    fn contains(&self, c: char) -> bool {
        let code = u32::from(c);
        let after = self.0.partition_point(|&(from, _)| from <= code);
        after > 0 && self.0[after - 1].1 >= code
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn predicates_follow_python_not_rust() {
        assert!(is_digit('²') && is_digit('③') && is_digit('٣') && !is_digit('½'));
        assert!(is_space('\u{1c}') && is_space('\u{a0}') && !is_space('\u{200b}'));
        assert!(is_alpha('ª') && is_alpha('é') && is_alpha('漢') && !is_alpha('\u{345}') && !is_alpha('Ⅷ'));
        assert!(is_upper('É') && is_upper('Ⓐ') && !is_upper('ß') && !is_upper('ǅ'));
        assert!(!all_alpha("") && all_alpha("Éa") && !all_alpha("a1"));
    }

    #[test]
    fn lower_case_is_that_of_unicode_14() {
        for (text, want) in [
            ("Élan", "élan"),
            ("ΟΔΟΣ", "οδος"),
            ("İ", "i\u{307}"),
            ("ⅧⒶ", "ⅷⓐ"),
            ("A\u{1c89}B", "a\u{1c89}b"),
            ("\u{1c89}É", "\u{1c89}é"),
            ("ABC", "abc"),
        ] {
            assert_eq!(lower(text), want);
        }
    }

    #[test]
    fn tables_agree_with_the_ascii_shortcuts() {
        let alpha = Ranges::parse(include_str!("../data/isalpha.txt"));
        let digit = Ranges::parse(include_str!("../data/isdigit.txt"));
        let upper = Ranges::parse(include_str!("../data/isupper.txt"));
        let space = Ranges::parse(include_str!("../data/isspace.txt"));
        for c in '\0'..='\u{7f}' {
            assert_eq!(alpha.contains(c), is_alpha(c));
            assert_eq!(digit.contains(c), is_digit(c));
            assert_eq!(upper.contains(c), is_upper(c));
        }
        for c in '\0'..=char::MAX {
            assert_eq!(space.contains(c), is_space(c), "{:x}", u32::from(c));
        }
    }
}
