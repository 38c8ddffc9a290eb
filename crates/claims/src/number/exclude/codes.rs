//! Phone numbers, draws, ordinals, list numbers, scores.

use crate::number::{Atom, Form, Text, atom};
use crate::unit;

/// Phone numbers, results of a draw, lists of bare numbers: four or more with nothing between but a space or a mark.
pub(super) fn run_of_numbers(text: &Text<'_>, i: usize) -> Option<usize> {
    let first = text.word(i)?;
    if !first.is_digits() || (first.glued && i > 0 && text.words[i - 1].is_digits()) {
        return None;
    }
    let (mut at, mut count, mut triples) = (i, 0, true);
    while let Some(w) = text.word(at).filter(|w| w.is_digits()) {
        if count > 0 {
            triples &= w.text.len() == 3;
        }
        count += 1;
        at += 1;
        match text.word(at) {
            Some(m)
                if matches!(m.text, "." | "," | "-" | "–" | ";" | "/")
                    && text.word(at + 1).is_some_and(|n| n.is_digits()) =>
            {
                at += 1
            }
            Some(n) if n.is_digits() => {}
            _ => break,
        }
    }
    let phone =
        first.text.starts_with('0') && first.text.len() >= 2 || i > 0 && text.words[i - 1].text == "+" && first.glued;
    (count >= 4 && !triples && (phone || count >= 5 || first.text.len() <= 2) || phone && count >= 3).then_some(at)
}

/// "https://…", "www.…": everything up to the next blank.
pub(super) fn web_address(text: &Text<'_>, i: usize) -> Option<usize> {
    let first = text.word(i)?;
    let opens = first.is("www") || text.fold(i + 1) == ":" && text.fold(i + 2) == "/" && text.fold(i + 3) == "/";
    if !opens || !first.is_letters() {
        return None;
    }
    let end = (i + 1..text.words.len()).find(|k| !text.words[*k].glued);
    Some(end.unwrap_or(text.words.len()))
}

/// "3e", "21st", "1er", also as "no 3e".
pub(super) fn ordinal(text: &Text<'_>, i: usize) -> Option<usize> {
    let (n, s) = (text.word(i)?, text.word(i + 1)?);
    let suffix = matches!(
        s.fold.as_str(),
        "e" | "er"
            | "ere"
            | "eme"
            | "emes"
            | "ieme"
            | "iemes"
            | "es"
            | "ers"
            | "nd"
            | "nde"
            | "nds"
            | "st"
            | "th"
            | "rd"
            | "o"
            | "°"
    );
    // "1e10" is a power of ten.
    let power = matches!(s.text, "e" | "E")
        && (i + 2..i + 4)
            .find(|k| !matches!(text.fold(*k), "+" | "-"))
            .and_then(|k| text.word(k))
            .is_some_and(|w| w.glued && w.is_digits());
    if power || !n.is_digits() || !s.glued || !suffix || i > 0 && text.words[i - 1].text == "/" {
        return None;
    }
    if s.text == "°" && (n.text.len() > 1 || text.word(i + 2).is_none_or(|w| w.glued)) {
        return None;
    }
    Some(i + 2)
}

/// "1. Premier point", "2) …", "(3)", marks of notes ("[12]") and a bare number in brackets behind a name ("Meuse (55)", "Nom (34)").
pub(super) fn list_number(text: &Text<'_>, i: usize) -> Option<usize> {
    let n = text.word(i)?;
    if !n.is_digits() || n.text.len() > 3 {
        return None;
    }
    let mark = text.word(i + 1)?;
    let before = i.checked_sub(1).and_then(|p| text.word(p));
    if before.is_some_and(|b| b.text == "(") && mark.text == ")" {
        return Some(i + 2);
    }
    // "were found dead.[6][12]": the mark of a note stands close behind the words.
    if before.is_some_and(|b| b.text == "[" && b.glued) && mark.text == "]" && mark.glued {
        return Some(i + 2);
    }
    let opens = before.is_none_or(|b| matches!(b.text, ":" | ";" | "." | "»" | "\"" | "-" | "–" | "•" | ")"));
    let stop =
        mark.glued && matches!(mark.text, "." | ")" | "°" | "-") || !mark.glued && matches!(mark.text, "-" | "–" | ")");
    // "Blessés : 12. Disparus : 4.": behind a colon a list begins with its first number.
    if before.is_some_and(|b| b.text == ":") && mark.text == "." && n.text != "1" {
        return None;
    }
    let continues = text.word(i + 2).is_none_or(|w| !w.glued && !w.is_digits());
    let names = text.word(i + 2).is_none_or(|w| w.is_capital() || mark.text == ")" || before.is_none());
    (opens && stop && continues && names).then_some(i + 2)
}

/// Scores and pairs of codes: "2-1", "6-4", "3 à 1", "3 sets à 1", "2024-2025", "98 / 99".
pub(super) fn pair(text: &Text<'_>, a: &Atom, sporting: bool) -> Option<usize> {
    if unit::after(text, a).is_some() {
        return None;
    }
    let mut at = a.end;
    let score_word = text.tables.exclusions.score.contains(text.fold(at));
    if score_word {
        at += 1;
    }
    let link = text.word(at)?;
    let hyphen = matches!(link.text, "-" | "–" | "/") && (link.glued || link.text == "/") && a.form == Form::Digits;
    let to = link.text == "à" || link.text == "to" && !text.is_fr() || link.is("partout");
    if !(hyphen || to) {
        return None;
    }
    if link.is("partout") {
        return Some(at + 1);
    }
    // "est passé de 40 à 12", "from 24 to 22": two values of one thing.
    if to && !score_word && matches!(text.fold_before(a.first, 1), "de" | "from") {
        return None;
    }
    let next = at + 1;
    let b = match atom::at(text, next) {
        atom::Result::Atom(b) if b.first == next => b,
        // "2-0": a zero alone, or digits of a code glued to the hyphen.
        _ => {
            let w = text.word(next)?;
            return (hyphen && w.is_digits() && w.glued).then_some(next + 1);
        }
    };
    // "slipped two points to 38%" tells by how much, and to what.
    if score_word && to && unit::after(text, &b).is_none() && unit::sign_before(text, next).is_none() {
        return Some(b.end);
    }
    if hyphen && link.text == "/" {
        let ordinal = text.word(b.end).is_some_and(|w| w.glued && matches!(w.fold.as_str(), "e" | "eme" | "th"));
        return (!ordinal && !matches!(text.fold(b.end), "de" | "des" | "of")).then_some(b.end);
    }
    if unit::after(text, &b).is_some() || unit::sign_before(text, next).is_some() {
        return None;
    }
    let counts = text.word(b.end).is_some_and(|w| {
        w.is_letters()
            && !w.is_capital()
            && !w.glued
            && (w.fold.ends_with('s') && w.fold.len() > 3
                || w.fold.ends_with("aux")
                || matches!(w.fold.as_str(), "people" | "men" | "women" | "children" | "de" | "ans"))
            && !matches!(
                w.fold.as_str(),
                "dans"
                    | "sans"
                    | "face"
                    | "alors"
                    | "apres"
                    | "against"
                    | "this"
                    | "was"
                    | "lors"
                    | "chez"
                    | "contre"
                    | "dès"
            )
    });
    // "1000-5000" is no result of a game; "2024-2025" are years.
    let years = (1900.0..=2100.0).contains(&a.value) && (1900.0..=2100.0).contains(&b.value);
    if hyphen && a.value >= 200.0 && b.value > a.value && !years && link.text != "/" {
        return None;
    }
    let scales = b.scale > 1.0 || b.value >= 1000.0 && a.value < 1000.0;
    if a.value >= b.value && !scales {
        return (hyphen || to && !counts || sporting).then_some(b.end);
    }
    if hyphen {
        return (!counts && !scales).then_some(b.end);
    }
    let opened = matches!(text.fold_before(a.first, 1), "de" | "from" | "entre");
    (sporting && !counts && !opened && b.value < 200.0).then_some(b.end)
}
