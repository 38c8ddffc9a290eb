//! Acronyms: which long form a short one stands for.

use super::lists;
use crate::world::fold;

/// The letters of the acronym are, in order, beginnings of words of the long form: every letter begins a word or goes on
/// in the word that the letter before it began ("Unicef"), small words may be passed over or counted ("INSERM"), and at
/// most one other word is passed over.
pub fn acronym_fits(acronym: &str, long: &str) -> bool {
    let letters: Vec<char> = fold(acronym).chars().filter(|c| c.is_alphanumeric()).collect();
    let folded = fold(&format!("x {long}"));
    let words: Vec<&str> = folded.split(' ').skip(1).collect();
    if letters.len() < 2 || letters.len() > 12 || words.len() < 2 || words.len() > 24 {
        return false;
    }
    fits(&letters, &words, 1)
}

/// `spare`: words of substance that may still be passed over.
fn fits(letters: &[char], words: &[&str], spare: usize) -> bool {
    let Some((word, rest)) = words.split_first() else { return letters.is_empty() };
    if letters.is_empty() {
        return words.iter().filter(|w| !lists::is_small(w)).count() <= spare;
    }
    // As many letters as the word gives, fewest first: initials are the rule.
    let shared = letters.iter().zip(word.chars()).take_while(|(l, c)| **l == *c).count().min(4);
    for take in 1..=shared {
        if fits(&letters[take..], rest, spare) {
            return true;
        }
    }
    if lists::is_small(word) {
        return fits(letters, rest, spare);
    }
    spare > 0 && fits(letters, rest, spare - 1)
}

/// The initials of the words of substance: "Institut d'étude de la guerre" → "IEG".
pub fn initials(long: &str) -> String {
    fold(long)
        .split(' ')
        .filter(|w| !lists::is_small(w))
        .filter_map(|w| w.chars().next())
        .flat_map(char::to_uppercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_follow_the_words() {
        for (acronym, long) in [
            ("ONF", "Office national des forêts"),
            ("INSERM", "Institut national de la santé et de la recherche médicale"),
            ("SNCF", "Société nationale des chemins de fer français"),
            ("CFDT", "Confédération française démocratique du travail"),
            ("ISW", "Institute for the Study of War"),
            ("JCS", "Joint Chiefs of Staff"),
            ("UNHCR", "UN High Commissioner for Refugees"),
            ("Insee", "Institut national de la statistique et des études économiques"),
            ("DPRK", "Democratic People's Republic of Korea"),
            ("C.G.T.", "Confédération générale du travail"),
        ] {
            assert!(acronym_fits(acronym, long), "{acronym}: {long}");
        }
    }

    #[test]
    fn other_words_do_not_fit() {
        for (acronym, long) in [
            ("ISW", "Institut d'étude de la guerre"),
            ("JCS", "état-major interarmées sud-coréen"),
            ("AFP", "préfecture de police de Paris"),
            ("ONU", "Office national des forêts"),
            ("PS", "Jean Dupont"),
            ("X", "Xylophone"),
            ("", ""),
        ] {
            assert!(!acronym_fits(acronym, long), "{acronym}: {long}");
        }
    }

    #[test]
    fn initials_leave_small_words_out() {
        assert_eq!(initials("Institut d'étude de la guerre"), "IEG");
        assert_eq!(initials("Joint Chiefs of Staff"), "JCS");
        assert_eq!(initials(""), "");
    }
}
