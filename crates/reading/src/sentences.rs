//! Where sentences start: rules, abbreviation lists, balanced quotation marks.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use crate::lang::{EN_FUNCTION_WORDS, FR_FUNCTION_WORDS};
use crate::quotes::{Mark, Role};
use crate::{Lang, Span, lexicon::Sections};

struct Abbreviations {
    never: BTreeSet<&'static str>,
    maybe: BTreeSet<&'static str>,
}

static FR: LazyLock<Abbreviations> = LazyLock::new(|| Abbreviations::parse(include_str!("fr/abbreviations.txt")));
static EN: LazyLock<Abbreviations> = LazyLock::new(|| Abbreviations::parse(include_str!("en/abbreviations.txt")));

impl Abbreviations {
    fn parse(data: &'static str) -> Self {
        let sections = Sections::parse(data);
        Self { never: sections.set("never"), maybe: sections.set("maybe") }
    }
}

/// Longest stretch in brackets, in bytes, that keeps a sentence together.
const MAX_BRACKET: usize = 400;

/// Byte offsets at which the sentences of a clean paragraph start, ascending; the first is that of its first word.
/// `marks` are the paragraph's quotation marks, `debris` its fragments, which are no sentences.
pub(crate) fn starts(text: &str, lang: Lang, marks: &[Mark], debris: &[Span]) -> Vec<usize> {
    let Some(first) = text.find(|c: char| !c.is_whitespace()) else { return Vec::new() };
    let mut starts = vec![first];
    let mut mark = 0;
    let mut bracket: Option<Bracket> = None;
    let bytes = text.as_bytes();
    let mut at = first;
    while at < bytes.len() {
        match bytes[at] {
            b'(' | b'[' => {
                // A bracket that is not closed soon is a slip and encloses nothing.
                let near = &text[at + 1..text.floor_char_boundary(at + 1 + MAX_BRACKET)];
                if near.contains([')', ']']) {
                    let fresh = starts.last().is_some_and(|&s| text[s..at].trim().is_empty());
                    bracket = Some(Bracket { fresh });
                }
                at += 1;
            }
            b')' | b']' => {
                bracket = None;
                at += 1;
            }
            b'.' | b'!' | b'?' | 0xE2 if is_terminator(text, at) => {
                let stop = Stop::read(text, at, starts.last().copied().unwrap_or(first), marks, &mut mark);
                at = stop.end;
                let inside = bracket.as_ref().is_some_and(|b| !b.fresh);
                if stop.closed_bracket {
                    bracket = None;
                }
                if !inside
                    && let Some(next) = stop.next
                    && debris.binary_search_by_key(&next, |d| d.start).is_err()
                    && stop.ends_sentence(text, lang, next, marks)
                {
                    starts.push(next);
                }
            }
            _ => at += 1,
        }
    }
    starts
}

/// An open bracket.
struct Bracket {
    /// It opened at the start of a sentence, so that whole sentences may stand in it.
    fresh: bool,
}

fn is_terminator(text: &str, at: usize) -> bool {
    text.is_char_boundary(at) && text[at..].starts_with(['.', '!', '?', '…'])
}

/// Verbs after which a name before them is the speaker of the question just asked.
const ASKS: [&str; 24] = [
    "said",
    "asked",
    "says",
    "asks",
    "told",
    "added",
    "replied",
    "answered",
    "shouted",
    "wrote",
    "tweeted",
    "wondered",
    "exclaimed",
    "cried",
    "joked",
    "quipped",
    "demanded",
    "declared",
    "recalled",
    "continued",
    "posted",
    "yelled",
    "whispered",
    "insisted",
];

/// "…?" Judge Marlow asked: up to four capitalised words and a speech verb.
fn names_speaker(following: &str) -> bool {
    let mut words = following.split_whitespace().map(|w| w.trim_matches(|c: char| !c.is_alphanumeric())).take(6);
    let Some(first) = words.next() else { return false };
    let function = EN_FUNCTION_WORDS.contains(first.to_lowercase().as_str());
    if function || !first.starts_with(char::is_uppercase) {
        return false;
    }
    words.find(|w| !w.starts_with(char::is_uppercase)).is_some_and(|w| ASKS.contains(&w))
}

/// A run of terminators with the marks and brackets that close after it.
struct Stop {
    /// First terminator.
    start: usize,
    /// After the last terminator.
    run_end: usize,
    /// After the closing marks and brackets.
    end: usize,
    /// Start of what follows, past spaces; `None` at the end of the paragraph or where no space follows.
    next: Option<usize>,
    /// Where the sentence began that it may end.
    sentence: usize,
    /// A quotation closed after the terminator.
    closed_quote: bool,
    closed_bracket: bool,
}

impl Stop {
    fn read(text: &str, start: usize, sentence: usize, marks: &[Mark], mark: &mut usize) -> Self {
        let mut end = start;
        while let Some(c) = text[end..].chars().next().filter(|c| matches!(c, '.' | '!' | '?' | '…')) {
            end += c.len_utf8();
            // "… ?" and "! !": French sets spaces before them.
            let rest = &text[end..];
            if rest.starts_with([' ']) && rest[1..].starts_with(['!', '?']) {
                end += 1;
            }
        }
        let run_end = end;
        let (mut closed_quote, mut closed_bracket) = (false, false);
        loop {
            let rest = &text[end..];
            let skip = rest.len() - rest.trim_start_matches(' ').len();
            let Some(c) = rest[skip..].chars().next() else { break };
            let here = end + skip;
            while marks.get(*mark).is_some_and(|m| m.span.start < here) {
                *mark += 1;
            }
            let closing = marks.get(*mark).is_some_and(|m| m.span.start == here && m.role == Role::Close);
            if closing {
                closed_quote = true;
            } else if skip == 0 && matches!(c, ')' | ']') {
                closed_bracket = true;
            } else {
                break;
            }
            end = here + c.len_utf8();
            // ". »." and ".)." : a second stop after the closing mark.
            if let Some(c) = text[end..].chars().next().filter(|c| matches!(c, '.' | '…')) {
                end += c.len_utf8();
            }
        }
        let rest = &text[end..];
        let trimmed = rest.trim_start();
        let next = (trimmed.len() < rest.len() && !trimmed.is_empty()).then(|| text.len() - trimmed.len());
        Self { start, run_end, end, next, sentence, closed_quote, closed_bracket }
    }

    fn ends_sentence(&self, text: &str, lang: Lang, next: usize, marks: &[Mark]) -> bool {
        let run = &text[self.start..self.run_end];
        let following = &text[next..];
        let Some(first) = following.chars().next() else { return false };
        let opens = marks.binary_search_by_key(&next, |m| m.span.start).is_ok_and(|i| marks[i].role == Role::Open);
        let lead = following.trim_start_matches(|c: char| !c.is_alphanumeric());
        let lead_char = lead.chars().next();
        // What may begin a sentence: a capital, a digit, possibly after an opening mark, a bracket or a dialogue dash.
        let begins = match lead_char {
            // "eBay", "iPhone": a small letter before a capital one is a name.
            Some(c) if c.is_lowercase() => opens || lead.chars().nth(1).is_some_and(char::is_uppercase),
            Some(_) => {
                first.is_alphanumeric()
                    || opens
                    || matches!(
                        first,
                        '(' | '[' | '-' | '–' | '—' | '•' | '¿' | '¡' | '#' | '@' | '\'' | '$' | '€' | '£'
                    )
            }
            None => false,
        };
        if !begins {
            return false;
        }
        if run != "." || self.closed_bracket {
            return !(lang == Lang::En && self.closed_quote && names_speaker(following));
        }
        if self.closed_quote {
            return true;
        }
        let word = last_word(&text[..self.start]);
        !self.is_abbreviation(text, lang, word, lead, lead_char)
    }

    fn is_abbreviation(&self, text: &str, lang: Lang, word: &str, lead: &str, lead_char: Option<char>) -> bool {
        if word.is_empty() {
            return false;
        }
        let lower = word.to_lowercase();
        let next_word: String = lead.chars().take_while(|c| c.is_alphabetic() || *c == '\'').collect();
        let starter = starts_sentence(&next_word, lang);
        let digit_next = lead_char.is_some_and(|c| c.is_ascii_digit());
        let list = if lang == Lang::En { &*EN } else { &*FR };
        // An initial: "J. Dupont", "George W. Bush"; but not "le plan B. Le maire".
        let mut letters = word.chars();
        if let (Some(c), None) = (letters.next(), letters.next())
            && c.is_uppercase()
        {
            return !starter && !digit_next && !is_label(&text[..self.start - word.len()]);
        }
        // "U.S.", "p.m.", "J.-C."
        if word.contains('.') || list.maybe.contains(lower.as_str()) {
            // "12 janv. 2020", "Oct. 2": a day or year follows.
            return (is_short_month(&lower) || word.contains('.') || !digit_next) && !starter;
        }
        if list.never.contains(lower.as_str()) {
            let title = is_title(&lower) && word.starts_with(char::is_uppercase);
            // "240 mm. En outre": a unit after its number ends what any word would end.
            let counted = text[..self.start - word.len()].trim_end().ends_with(|c: char| c.is_ascii_digit());
            if !title && (counted && is_unit(&lower) || is_word_too(&lower)) {
                return !counted && digit_next;
            }
            // "art. 3" goes on before digits; the others end before what must be the start of a sentence.
            return title || digit_next || !starter;
        }
        // "1. Titre", "…: 1. Titre ; 2. Autre": a list number.
        if word.len() <= 2 && word.bytes().all(|b| b.is_ascii_digit()) {
            let before = text[..self.start - word.len()].trim_end();
            return before.is_empty() || before.ends_with([':', ';']) || before.len() <= self.sentence;
        }
        false
    }
}

/// Titles are always followed by a name, even one that looks like a function word ("M. La Rochelle").
fn is_title(lower: &str) -> bool {
    matches!(
        lower,
        "m" | "mm"
            | "mme"
            | "mlle"
            | "mgr"
            | "mr"
            | "mrs"
            | "ms"
            | "dr"
            | "drs"
            | "prof"
            | "gen"
            | "lt"
            | "sgt"
            | "capt"
            | "sen"
            | "rep"
            | "gov"
            | "rev"
            | "st"
            | "ste"
    )
}

/// Short forms of months, before which and behind which numbers stand.
fn is_short_month(lower: &str) -> bool {
    matches!(
        lower,
        "janv"
            | "jan"
            | "févr"
            | "fév"
            | "feb"
            | "avr"
            | "apr"
            | "juil"
            | "jul"
            | "aug"
            | "sept"
            | "sep"
            | "oct"
            | "nov"
            | "déc"
            | "dec"
    )
}

/// Units that are also abbreviations of other words.
fn is_unit(lower: &str) -> bool {
    matches!(
        lower,
        "m" | "mm"
            | "t"
            | "l"
            | "g"
            | "h"
            | "min"
            | "s"
            | "v"
            | "p"
            | "c"
            | "ft"
            | "lb"
            | "oz"
            | "mi"
            | "yd"
            | "sec"
            | "n"
            | "j"
            | "st"
            | "mt"
    )
}

/// "No. 5" is an abbreviation, "he voted no." is not.
fn is_word_too(lower: &str) -> bool {
    matches!(
        lower,
        "no" | "nos"
            | "sun"
            | "sat"
            | "mar"
            | "may"
            | "art"
            | "fig"
            | "trans"
            | "max"
            | "min"
            | "var"
            | "adj"
            | "ex"
            | "par"
            | "mod"
            | "lat"
            | "long"
            | "mes"
            | "n"
            | "eds"
            | "est"
            | "ed"
            | "gal"
            | "cap"
            | "op"
            | "hon"
            | "pres"
            | "wed"
    )
}

/// The word before a single letter says that the letter is a label, not an initial.
fn is_label(before: &str) -> bool {
    let word = before.trim_end().rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    let lower = word.to_lowercase();
    matches!(
        lower.as_str(),
        "plan"
            | "vitamine"
            | "vitamin"
            | "groupe"
            | "group"
            | "type"
            | "point"
            | "hépatite"
            | "hepatitis"
            | "classe"
            | "class"
            | "division"
            | "option"
            | "ligne"
            | "line"
            | "série"
            | "series"
            | "catégorie"
            | "category"
            | "zone"
            | "annexe"
            | "appendix"
            | "annex"
            | "section"
            | "lettre"
            | "letter"
            | "note"
            | "bloc"
            | "block"
            | "terminal"
            | "porte"
            | "gate"
            | "hall"
            | "variante"
            | "variant"
            | "équipe"
            | "team"
            | "grade"
            | "level"
            | "niveau"
            | "face"
            | "side"
            | "part"
            | "partie"
            | "figure"
            | "table"
            | "tableau"
            | "exhibit"
            | "bâtiment"
            | "building"
            | "salle"
            | "room"
            | "film"
            | "virus"
            | "grippe"
            | "influenza"
    )
}

fn starts_sentence(word: &str, lang: Lang) -> bool {
    if !word.starts_with(char::is_uppercase) {
        return false;
    }
    let lower = word.to_lowercase();
    let list = if lang == Lang::En { &*EN_FUNCTION_WORDS } else { &*FR_FUNCTION_WORDS };
    list.contains(lower.as_str()) || lower.find('\'').is_some_and(|i| list.contains(&lower[..=i]))
}

/// The word that ends here, with the full stops and hyphens inside it ("U.S", "J.-C").
fn last_word(text: &str) -> &str {
    let start = text
        .char_indices()
        .rev()
        .take(24)
        .take_while(|(_, c)| c.is_alphanumeric() || matches!(c, '.' | '-' | '°'))
        .last()
        .map_or(text.len(), |(i, _)| i);
    text[start..].trim_start_matches(['-', '.'])
}
