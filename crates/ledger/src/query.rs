//! What is searched for: words, phrases, beginnings of words, words that must not stand there.

use crate::{
    LedgerError, Result,
    index::{name_token, stem_token},
    words::{Stems, fold, words},
};

/// A piece of a question.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Term {
    /// Any form of a word.
    Word(String),
    /// `"these words in this order"`.
    Phrase(Vec<String>),
    /// `begin*`.
    Prefix(String),
}

/// A question in words, read.
///
/// Words are found in all their forms in French and in English, without case and accents; `"in quotation marks"` they are found
/// as they are and in this order; `begin*` finds words that begin so; a minus sign leaves out what holds the word.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Query {
    wanted: Vec<Term>,
    unwanted: Vec<Term>,
}

impl Query {
    /// Reads any text; what is no word is passed over.
    pub(crate) fn parse(text: &str) -> Result<Self> {
        let mut query = Self::default();
        let mut rest = text.trim_start();
        while !rest.is_empty() {
            let minus = rest.starts_with('-') && rest.len() > 1;
            let body = if minus { &rest[1..] } else { rest };
            let (term, after) = term(body);
            let into = if minus { &mut query.unwanted } else { &mut query.wanted };
            into.extend(term);
            rest = after.trim_start();
        }
        if query.wanted.is_empty() && !query.unwanted.is_empty() {
            return Err(LedgerError::BadQuery("say also what should be found, not only what should not".into()));
        }
        Ok(query)
    }

    /// It asks for no word.
    pub(crate) fn is_empty(&self) -> bool {
        self.wanted.is_empty()
    }

    /// The question in the language of SQLite's full-text index; `speaker` narrows to claims of that name, `fields` to claims
    /// that have each of these words of [`crate::index::Field`].
    pub(crate) fn expression(&self, speaker: Option<&str>, fields: &[String], stems: &Stems) -> Option<String> {
        let mut parts: Vec<String> = self.wanted.iter().map(|t| t.expression(stems)).collect();
        parts.extend(fields.iter().map(|field| format!("\"{field}\"")));
        let names = speaker.into_iter().flat_map(words).map(|w| fold(w.text)).filter(|w| !w.is_empty());
        parts.extend(names.map(|name| format!("\"{}\"", name_token(&name))));
        if parts.is_empty() {
            return None;
        }
        let mut out = parts.join(" AND ");
        for term in &self.unwanted {
            out = format!("({out}) NOT {}", term.expression(stems));
        }
        Some(out)
    }

    /// How often each term of the question stands in a passage, and how many words the passage has.
    pub(crate) fn occurrences(&self, passage: &str, stems: &Stems) -> (Vec<usize>, usize) {
        let found = read(passage, stems);
        let counts = self.wanted.iter().map(|term| term.stretches(&found, stems).len()).collect();
        (counts, found.len())
    }

    /// The stretches of a passage that answer the question, as byte ranges in it, in order.
    pub(crate) fn highlights(&self, passage: &str, stems: &Stems) -> Vec<(usize, usize)> {
        let found = read(passage, stems);
        let mut out: Vec<(usize, usize)> = self.wanted.iter().flat_map(|term| term.stretches(&found, stems)).collect();
        out.sort_unstable();
        out.dedup();
        // What lies in a longer stretch is shown with it.
        let mut kept: Vec<(usize, usize)> = Vec::new();
        for (start, end) in out {
            match kept.last_mut() {
                Some(last) if start <= last.1 => last.1 = last.1.max(end),
                _ => kept.push((start, end)),
            }
        }
        kept
    }
}

/// A word of a passage: its bytes in it, without case and accents, and its stems.
struct Found {
    start: usize,
    end: usize,
    fold: String,
    stems: Vec<String>,
}

fn read(passage: &str, stems: &Stems) -> Vec<Found> {
    let found =
        |w: crate::words::Word<'_>| Found { start: w.start, end: w.end, fold: fold(w.text), stems: stems.all(w.text) };
    words(passage).map(found).collect()
}

impl Term {
    /// Where it stands in a passage, as byte ranges.
    fn stretches(&self, found: &[Found], stems: &Stems) -> Vec<(usize, usize)> {
        match self {
            Self::Word(word) => {
                let of = stems.asked(word);
                let hit = |w: &&Found| w.stems.iter().any(|stem| of.contains(stem));
                found.iter().filter(hit).map(|w| (w.start, w.end)).collect()
            }
            Self::Prefix(begin) => {
                found.iter().filter(|w| w.fold.starts_with(begin.as_str())).map(|w| (w.start, w.end)).collect()
            }
            Self::Phrase(phrase) => found
                .windows(phrase.len())
                .filter(|run| run.iter().zip(phrase).all(|(w, p)| w.fold == *p))
                .map(|run| (run[0].start, run[run.len() - 1].end))
                .collect(),
        }
    }

    /// Every word is folded to letters and digits, so that nothing in it can be an operator.
    fn expression(&self, stems: &Stems) -> String {
        match self {
            Self::Word(word) => {
                let mut all = stems.asked(word);
                all.push(fold(word));
                all.sort_unstable();
                all.dedup();
                let all: Vec<String> = all.iter().map(|stem| format!("\"{}\"", stem_token(stem))).collect();
                format!("({})", all.join(" OR "))
            }
            Self::Phrase(words) => format!("\"{}\"", words.join(" ")),
            Self::Prefix(begin) => format!("\"{begin}\"*"),
        }
    }
}

/// The next term of a text that does not begin with a space, and what comes after it.
fn term(text: &str) -> (Vec<Term>, &str) {
    let closing = match text.chars().next() {
        Some('"') => Some('"'),
        Some('«') => Some('»'),
        Some('“') => Some('”'),
        _ => None,
    };
    if let Some(closing) = closing {
        let inside = &text[text.chars().next().map_or(0, char::len_utf8)..];
        let (phrase, after) = inside.split_once(closing).unwrap_or((inside, ""));
        let phrase: Vec<String> = words(phrase).map(|w| fold(w.text)).filter(|w| !w.is_empty()).collect();
        return (if phrase.is_empty() { Vec::new() } else { vec![Term::Phrase(phrase)] }, after);
    }
    let end = text.find(char::is_whitespace).unwrap_or(text.len());
    let (piece, after) = text.split_at(end);
    let prefix = piece.ends_with('*');
    let found: Vec<&str> = words(piece).map(|w| w.text).filter(|w| !fold(w).is_empty()).collect();
    let terms = match (found.as_slice(), prefix) {
        ([begin], true) => vec![Term::Prefix(fold(begin))],
        // "Saint-Malo", "l'eau": the parts must stand there one after the other; a single letter before an apostrophe is an article.
        (parts @ [_, _, ..], _) => {
            let whole: Vec<&str> = parts.iter().copied().filter(|p| p.chars().count() > 1).collect();
            match whole.as_slice() {
                [one] => vec![Term::Word((*one).to_owned())],
                _ => vec![Term::Phrase(parts.iter().map(|p| fold(p)).collect())],
            }
        }
        ([word], false) => vec![Term::Word((*word).to_owned())],
        ([], _) => Vec::new(),
    };
    (terms, after)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expression(text: &str) -> String {
        Query::parse(text).expect("is a question").expression(None, &[], &Stems::new()).unwrap_or_default()
    }

    #[test]
    fn questions_are_read() {
        assert_eq!(expression("\"bilan provisoire\""), "\"bilan provisoire\"");
        assert_eq!(expression("évac*"), "\"evac\"*");
        assert_eq!(expression("Saint-Malo"), "\"saint malo\"");
        assert_eq!(expression("l'eau"), expression("eau"));
        assert!(expression("crue -séisme").contains(" NOT "));
        assert!(expression("soldats").contains("\"\u{e000}soldat\""));
        assert_eq!(expression("\" OR 1"), "\"or 1\"");
        assert!(Query::parse("-rien").is_err());
    }

    #[test]
    fn what_answers_is_shown() {
        let query = Query::parse("soldat \"deux morts\"").expect("is a question");
        let passage = "Les soldats comptent deux morts.";
        let shown: Vec<&str> =
            query.highlights(passage, &Stems::new()).into_iter().map(|(s, e)| &passage[s..e]).collect();
        assert_eq!(shown, ["soldats", "deux morts"]);
    }

    proptest::proptest! {
        /// No text is an error of the index's own language.
        #[test]
        fn any_text_can_be_asked(text in "\\PC{0,40}", speaker in proptest::option::of("\\PC{0,12}")) {
            let Ok(query) = Query::parse(&text) else { return Ok(()) };
            if let Some(expression) = query.expression(speaker.as_deref(), &[], &Stems::new()) {
                let db = rusqlite::Connection::open_in_memory().expect("memory");
                db.execute_batch("CREATE VIRTUAL TABLE t USING fts5(words, stems, speaker, content='')").expect("is a table");
                let found = db.query_row("SELECT count(*) FROM t WHERE t MATCH ?1", [&expression], |r| r.get::<_, i64>(0));
                proptest::prop_assert!(found.is_ok(), "{expression}: {found:?}");
            }
            query.highlights(&text, &Stems::new());
        }
    }
}
