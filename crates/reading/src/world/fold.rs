//! The key under which spellings of one name meet.

use any_ascii::any_ascii_char;

/// Lower case, without accents, hyphens, apostrophes and full stops, other scripts in Latin letters, words parted by one
/// space, "st"/"ste" written out, a leading article left out: "l’État-major" → "etat major", "Київ" → "kiiv".
pub fn fold(words: &str) -> String {
    folded(words, Article::Dropped)
}

/// As [`fold`], with a leading article kept: "La Rochelle" → "la rochelle". Names of towns are no names without it.
pub fn fold_whole(words: &str) -> String {
    folded(words, Article::Kept)
}

/// What becomes of a leading article.
#[derive(PartialEq, Eq)]
enum Article {
    Dropped,
    Kept,
}

fn folded(words: &str, article: Article) -> String {
    let mut plain = String::with_capacity(words.len());
    for c in words.chars() {
        match c {
            '.' | '\u{ad}' | '\u{200b}' => {}
            '-' | '_' | '\u{2010}'..='\u{2015}' | '\'' | '’' | 'ʼ' | '‘' | ',' => plain.push(' '),
            c if c.is_whitespace() => plain.push(' '),
            c if c.is_ascii() => plain.push(c.to_ascii_lowercase()),
            c => plain.extend(any_ascii_char(c).chars().map(|c| c.to_ascii_lowercase())),
        }
    }
    let mut words: Vec<&str> = plain.split(' ').filter(|w| !w.is_empty()).collect();
    if article == Article::Dropped && words.len() > 1 && is_article(words[0]) {
        words.remove(0);
    }
    let mut out = String::with_capacity(plain.len());
    for (i, word) in words.iter().enumerate() {
        if i > 0 {
            out.push(' ');
        }
        out.push_str(match *word {
            "st" if words.len() > 1 => "saint",
            "ste" if words.len() > 1 => "sainte",
            other => other,
        });
    }
    out
}

pub(super) fn is_article(word: &str) -> bool {
    matches!(word, "le" | "la" | "les" | "l" | "the")
}

/// Letter-by-letter comparison of entries marked `=`: only apostrophes and spaces are evened out.
pub(super) fn even(words: &str) -> String {
    let out: String = words.chars().map(|c| if matches!(c, '’' | 'ʼ' | '‘') { '\'' } else { c }).collect();
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}
