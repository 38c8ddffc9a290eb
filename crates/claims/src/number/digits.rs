//! Numbers in digits, with their group and decimal marks.

use recoupe_reading::Lang;

use super::mixed::{self, vulgar};
use super::{Atom, Form, Text};
use crate::unit;

/// Which marks group thousands in a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Conventions {
    dot_groups: bool,
    comma_groups: bool,
}

impl Conventions {
    /// The habit of a language, unless the document itself shows another one ("1.250.000", "12,000.50").
    pub(crate) fn of(text: &str, lang: Lang) -> Self {
        let (dots, commas) = evidence(text);
        let fr = lang != Lang::En;
        match dots.cmp(&commas) {
            std::cmp::Ordering::Equal => Self { dot_groups: fr, comma_groups: !fr },
            std::cmp::Ordering::Greater => Self { dot_groups: true, comma_groups: false },
            std::cmp::Ordering::Less => Self { dot_groups: false, comma_groups: true },
        }
    }
}

/// How many numbers of the text can only be read with grouping dots, and with grouping commas.
fn evidence(text: &str) -> (usize, usize) {
    let (mut dots, mut commas) = (0, 0);
    let bytes = text.as_bytes();
    let mut i = 0;
    while i < bytes.len() {
        if !bytes[i].is_ascii_digit() {
            i += 1;
            continue;
        }
        let start = i;
        while i < bytes.len()
            && (bytes[i].is_ascii_digit()
                || (matches!(bytes[i], b'.' | b',') && bytes.get(i + 1).is_some_and(u8::is_ascii_digit)))
        {
            i += 1;
        }
        let run = &text[start..i];
        for (mark, other, count) in [('.', ',', &mut dots), (',', '.', &mut commas)] {
            let mut parts = run.split(mark);
            let head = parts.next().unwrap_or("");
            let tail: Vec<&str> = parts.collect();
            let grouped = !tail.is_empty()
                && (1..=3).contains(&head.len())
                && !head.contains(other)
                && tail.iter().enumerate().all(|(n, t)| {
                    let digits = t.split(other).next().unwrap_or("");
                    digits.len() == 3 && (n + 1 == tail.len() || !t.contains(other))
                });
            if grouped && (tail.len() >= 2 || tail[0].contains(other)) {
                *count += 1;
            }
        }
    }
    (dots, commas)
}

/// A number in digits, or why there is none.
pub(crate) enum Digits {
    Atom(Atom),
    /// Too large for a number; ends before this word.
    Overflow(usize),
    /// Digits of a name, an ordinal, a code, a version; ends before this word.
    Code(usize),
}

/// Reads the digits at word `i`.
pub(crate) fn at(text: &Text<'_>, i: usize) -> Digits {
    let words = &text.words;
    let mut end = i + 1;
    if let Some(atom) = decimals_only(text, i).or_else(|| measured_fraction(text, i)) {
        return Digits::Atom(atom);
    }
    if part_of_a_code_before(text, i) {
        return Digits::Code(code_end(text, end));
    }
    let mut integer = String::from(words[i].text);
    let mut mark = None;
    if let Some((digits, next)) = indian_groups(text, i) {
        (integer, end, mark) = (digits, next, Some(','));
    }
    while let Some((m, next)) = group_at(text, i, end, mark) {
        integer.push_str(words[next].text);
        mark = Some(m);
        end = next + 1;
    }
    let mut decimals = String::new();
    if let (Some(m), Some(d)) = (words.get(end), words.get(end + 1))
        && m.glued
        && d.glued
        && d.is_digits()
        && matches!(m.text, "." | ",")
        && mark.is_none_or(|g| !m.text.starts_with(g))
    {
        let further = words
            .get(end + 2)
            .zip(words.get(end + 3))
            .is_some_and(|(a, b)| a.glued && b.glued && b.is_digits() && matches!(a.text, "." | "/" | ":"));
        let decimal = match m.text {
            "." => true,
            // "1,3" cannot be groups of three.
            _ => text.is_fr() || mark == Some('.') || mark == Some(' ') || d.text.len() < 3 && !list_follows(text, end),
        };
        if further {
            return Digits::Code(code_end(text, end));
        }
        if decimal {
            decimals.push_str(d.text);
            end += 2;
        }
    }
    if integer.len() > 1 && integer.starts_with('0') {
        return Digits::Code(code_end(text, end));
    }
    // A vulgar fraction: "2½".
    let mut extra = 0.0;
    if let Some(w) = words.get(end).filter(|w| w.glued)
        && let Some(v) = vulgar(w.text)
    {
        extra = v;
        end += 1;
    }
    let Ok(value) = format!("{integer}.{decimals}0").parse::<f64>() else { return Digits::Code(end) };
    if !value.is_finite() || integer.len() > 30 {
        return Digits::Overflow(end);
    }
    let mut atom = Atom {
        first: i,
        end,
        value: value + extra,
        granularity: if extra > 0.0 { extra } else { granularity(&integer, &decimals) },
        form: Form::Digits,
        scale: if mark.is_some() && integer.ends_with("000") { 1000.0 } else { 1.0 },
        takes_of: false,
    };
    if let Some((value, end)) = mixed::power(text, atom.value, end) {
        (atom.value, atom.end, atom.granularity) = (value, end, 1.0);
        return Digits::Atom(atom);
    }
    if let Some(w) = words.get(end).filter(|w| w.glued && w.is_letters()) {
        match suffix(text, &mut atom, w.text, w.fold.as_str()) {
            Suffix::Fine => {}
            Suffix::Code => return Digits::Code(code_end(text, end)),
        }
    }
    Digits::Atom(atom)
}

/// ".25", ",08": a decimal mark that nothing stands before, and its digits.
fn decimals_only(text: &Text<'_>, i: usize) -> Option<Atom> {
    let before = text.word(i.checked_sub(1)?)?;
    let opens = !before.glued || i == 1 || matches!(text.words[i - 2].text, "(" | "$" | "£" | "€" | "-");
    let mark = before.text == "." || before.text == "," && text.is_fr();
    let further = text.word(i + 1).is_some_and(|w| w.glued && matches!(w.text, "." | "," | "/" | ":"))
        && text.word(i + 2).is_some_and(|w| w.glued && w.is_digits());
    if !(opens && mark && text.words[i].glued) || further {
        return None;
    }
    let digits = text.words[i].text;
    let value = format!("0.{digits}").parse::<f64>().ok()?;
    Some(Atom {
        first: i - 1,
        end: i + 1,
        value,
        granularity: granularity("0", digits),
        form: Form::Digits,
        scale: 1.0,
        takes_of: false,
    })
}

/// "1/4 mile", "3/8 inch": a fraction that a unit follows is a number.
pub(super) fn measured_fraction(text: &Text<'_>, i: usize) -> Option<Atom> {
    let ratio = mixed::in_digits(text, i)?;
    let measured =
        |at| unit::symbol(text, at).or_else(|| unit::name_at(text, at)).is_some_and(|(u, _)| !unit::is_time(&u));
    measured(ratio.end).then(|| Atom {
        first: i,
        end: ratio.end,
        value: ratio.value(),
        granularity: 0.01,
        form: Form::Digits,
        scale: 1.0,
        takes_of: true,
    })
}

/// The next group of three digits after word `end - 1`: the mark between and the index of its word.
fn group_at(text: &Text<'_>, first: usize, end: usize, mark: Option<char>) -> Option<(char, usize)> {
    let words = &text.words;
    let head = words[first].text;
    if head.len() > 3 || head.starts_with('0') {
        return None;
    }
    let next = words.get(end)?;
    let (m, at) = if next.is_digits() {
        let mut gap = text.gap_before(end).chars();
        let (space, rest) = (gap.next()?, gap.next());
        // Full stops and line ends are no group marks; one space of any width is.
        if rest.is_some() || matches!(space, '\n' | '\r' | '\t') {
            return None;
        }
        (' ', end)
    } else {
        let m = match next.text {
            "." => '.',
            "," => ',',
            "'" | "’" => '\'',
            _ => return None,
        };
        if !next.glued || !words.get(end + 1)?.glued {
            return None;
        }
        (m, end + 1)
    };
    let group = words.get(at)?;
    if !group.is_digits() || group.text.len() != 3 || mark.is_some_and(|g| g != m) {
        return None;
    }
    // A fourth digit group glued with letters, or a decimal sign with three decimals.
    let follows = words.get(at + 1);
    if m == ' '
        && follows.is_some_and(|w| {
            w.glued
                && w.is_letters()
                && w.text.chars().count() < 3
                && unit::symbol(text, at + 1).is_none()
                && !scale_letters(w.text)
        })
    {
        return None;
    }
    let comma_decimals = follows.is_some_and(|w| w.glued && w.text == ",")
        && words.get(at + 2).is_some_and(|d| d.glued && d.is_digits() && d.text.len() != 3);
    let grouping = match m {
        '.' => text.conventions.dot_groups || mark.is_some() || comma_decimals,
        ',' => text.conventions.comma_groups || mark.is_some(),
        _ => true,
    };
    let repeated = words
        .get(at + 1)
        .zip(words.get(at + 2))
        .is_some_and(|(a, b)| a.glued && b.glued && b.is_digits() && b.text.len() == 3 && a.text.starts_with(m));
    (grouping || repeated || counts_things(text, at + 1)).then_some((m, at))
}

/// "12,34,567": groups of two before the last group of three, as written in India.
fn indian_groups(text: &Text<'_>, i: usize) -> Option<(String, usize)> {
    if text.is_fr() || text.word(i)?.text.len() > 2 {
        return None;
    }
    let mut digits = String::from(text.words[i].text);
    let (mut at, mut pairs) = (i + 1, 0);
    loop {
        let group = text.word(at).filter(|m| m.glued && m.text == ",").and_then(|_| text.word(at + 1))?;
        if !group.glued || !group.is_digits() {
            return None;
        }
        digits.push_str(group.text);
        at += 2;
        match group.text.len() {
            2 => pairs += 1,
            3 => break,
            _ => return None,
        }
    }
    (pairs > 0).then_some((digits, at))
}

/// A plain noun follows: "1,100 soldats" in a French text can only be eleven hundred.
fn counts_things(text: &Text<'_>, next: usize) -> bool {
    text.word(next).is_some_and(|w| {
        w.is_letters()
            && !w.glued
            && w.text.chars().count() > 3
            && w.fold.ends_with('s')
            && unit::symbol(text, next).is_none()
            && !text.tables.cardinals.contains_key(&w.fold)
            && !text.tables.collectives.contains_key(&w.fold)
            && unit::name_at(text, next).is_none()
    })
}

/// Another comma and number: "22,24,26".
fn list_follows(text: &Text<'_>, end: usize) -> bool {
    text.word(end + 2).is_some_and(|w| w.text == ",") && text.word(end + 3).is_some_and(|w| w.is_digits())
        || end >= 2 && text.words[end - 2].text == ","
}

fn scale_letters(s: &str) -> bool {
    matches!(s, "k" | "K" | "M" | "m" | "Md" | "Mds" | "bn" | "mn" | "tn" | "B")
}

enum Suffix {
    Fine,
    Code,
}

/// Letters glued behind digits: a unit, a scale, an ordinal, or the rest of a code.
fn suffix(text: &Text<'_>, atom: &mut Atom, written: &str, fold: &str) -> Suffix {
    let next = atom.end + 1;
    let money = unit::sign_before(text, atom.first).is_some();
    let millions = !text.is_fr() && matches!(written, "m" | "k");
    if unit::symbol(text, atom.end).is_some() && !(money || millions && scale_of(text, atom, written).is_some()) {
        return Suffix::Fine;
    }
    if let Some(factor) = scale_of(text, atom, written) {
        atom.value *= factor;
        atom.granularity *= factor;
        atom.scale = factor;
        atom.end = next;
        return Suffix::Fine;
    }
    if text.tables.cardinals.contains_key(fold) || unit::name_at(text, atom.end).is_some() {
        return Suffix::Fine;
    }
    Suffix::Code
}

/// A scale letter behind a number where money or a counted noun makes it one: "3M€", "$3.4m", "1.2m people", "12k".
pub(crate) fn scale_of(text: &Text<'_>, atom: &Atom, written: &str) -> Option<f64> {
    let after = text.rest_from(atom.end + 1);
    let money_after = after.starts_with(['€', '$', '£', 'F'])
        || after.starts_with(" €")
        || after.starts_with(" d'euro")
        || after.starts_with(" d’euro")
        || after.starts_with(" d'€")
        || after.starts_with(" euro")
        || after.starts_with(" EUR")
        || after.starts_with(" de francs")
        || after.starts_with(" de dollars");
    let money = money_after || unit::sign_before(text, atom.first).is_some();
    let counted = !text.is_fr()
        && text.word(atom.end + 1).is_some_and(|w| {
            w.is_letters()
                && !w.glued
                && !w.is_capital()
                && w.text.len() > 1
                && !matches!(
                    w.fold.as_str(),
                    "deep"
                        | "long"
                        | "wide"
                        | "high"
                        | "tall"
                        | "away"
                        | "from"
                        | "of"
                        | "and"
                        | "or"
                        | "to"
                        | "in"
                        | "at"
                        | "above"
                        | "below"
                        | "down"
                        | "up"
                        | "on"
                        | "thick"
                        | "race"
                        | "sprint"
                        | "final"
                        | "hurdles"
                        | "freestyle"
                        | "butterfly"
                        | "a"
                        | "the"
                        | "is"
                        | "was"
                        | "for"
                        | "by"
                        | "with"
                        | "behind"
                        | "off"
                )
        });
    match written {
        "k" | "K" if money || counted || atom.value < 1000.0 && !races(text, atom.end + 1) => Some(1e3),
        "M" if money
            || counted
            || !text.is_fr() && (text.words[atom.end].glued || text.word(atom.end + 1).is_none()) =>
        {
            Some(1e6)
        }
        "MM" | "mil" | "mln" | "mio" => Some(1e6),
        "m" | "mn" if money || (counted && !text.is_fr()) => Some(1e6),
        "Md" | "Mds" | "Mrd" | "Mrds" | "bn" | "bln" => Some(1e9),
        "B" | "b" if money || text.words[atom.end].glued && atom.value.fract() != 0.0 => Some(1e9),
        "tn" | "trn" | "tln" => Some(1e12),
        _ => None,
    }
}

/// "a 10k race", "5K run": kilometres.
fn races(text: &Text<'_>, at: usize) -> bool {
    matches!(
        text.fold(at),
        "race" | "run" | "runs" | "walk" | "course" | "runner" | "runners" | "resolution" | "tv" | "video"
    )
}

/// The digits hang on letters before them ("A380", "B-52", "G20"), or on a sign of a code.
fn part_of_a_code_before(text: &Text<'_>, i: usize) -> bool {
    let Some(prev) = i.checked_sub(1).and_then(|p| text.word(p)) else { return false };
    if !text.words[i].glued {
        return false;
    }
    if prev.is_letters() {
        return !prev.text.ends_with(['\'', '’']) && unit::sign_before(text, i).is_none();
    }
    match prev.text {
        "#" | "@" | "_" | "/" | ":" => prev.glued || prev.text != ":",
        // "B-52", but not "5k-20k".
        "-" | "‑" | "–" => {
            let letters = prev.glued && i >= 2 && text.words[i - 2].is_letters();
            letters
                && !text.words[i - 2].is("to")
                && !(i >= 3 && text.words[i - 2].glued && text.words[i - 3].is_digits())
        }
        // "22,24,26" is a list where the comma is no decimal mark.
        "," if !text.is_fr() => false,
        "." | "," => prev.glued && i >= 2 && (text.words[i - 2].is_digits()),
        _ => false,
    }
}

/// Where a code that holds word `end - 1` ends: letters, digits, hyphens and dots glued together.
fn code_end(text: &Text<'_>, mut end: usize) -> usize {
    while let Some(w) = text.word(end).filter(|w| w.glued) {
        let joins = w.kind != crate::lexicon::WordKind::Mark
            || (matches!(w.text, "." | "-" | "/" | "_" | ":" | ",")
                && text.word(end + 1).is_some_and(|n| n.glued && n.is_digits()));
        if !joins {
            break;
        }
        end += 1;
    }
    end
}

/// Place value of the last non-zero digit.
fn granularity(integer: &str, decimals: &str) -> f64 {
    if let Some(last) = decimals.rfind(|c| c != '0') {
        let places = i32::try_from(last + 1).unwrap_or(i32::MAX);
        return 1.0 / 10f64.powi(places);
    }
    let zeros = integer.len() - integer.trim_end_matches('0').len();
    if zeros == integer.len() { 1.0 } else { 10f64.powi(i32::try_from(zeros).unwrap_or(0)) }
}
