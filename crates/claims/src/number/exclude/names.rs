//! Numbers that name: addresses, labels, years, days, and "les deux …" that refers back.

use super::is_function_word;
use crate::number::{Atom, Form, Text};
use crate::unit;

/// "13, rue du Moulin", "10 Grande-Rue", "12 Elm Street", "90000 Belfort".
pub(super) fn address(text: &Text<'_>, a: &Atom) -> Option<usize> {
    if a.form != Form::Digits || a.value > 99_999.0 {
        return None;
    }
    let mut at = a.end;
    if matches!(text.fold(at), "bis" | "ter" | "quater") {
        at += 1;
    }
    if text.fold(at) == "," {
        at += 1;
    }
    if text.is_fr() {
        if text.tables.exclusions.street.at(&text.words, at).is_some() && a.value < 2000.0 {
            return Some(a.end);
        }
    } else {
        let capitals =
            (at..at + 3).take_while(|k| text.word(*k).is_some_and(|w| w.is_letters() && w.is_capital())).count();
        if (1..=capitals).any(|n| {
            text.tables.exclusions.street.at(&text.words, at + n).is_some()
                && text.word(at + n).is_some_and(|w| w.is_capital())
        }) {
            return Some(a.end);
        }
    }
    // A postal code: five digits without groups before a capitalised name.
    let code = text.is_fr() && text.words[a.first].text.len() == 5 && a.end == a.first + 1;
    let town = text.word(a.end).is_some_and(|w| w.is_letters() && w.is_capital())
        && crate::figure::capital_noun(text, a.end).is_none();
    (code && town).then_some(a.end)
}

/// "Image 11 of 12", "Photo 3 sur 40", "slide 2/5": where one stands in a row of pictures.
fn counter(text: &Text<'_>, a: &Atom) -> Option<usize> {
    const ROWS: [&str; 9] =
        ["image", "images", "photo", "photos", "slide", "picture", "video", "diapositive", "illustration"];
    let row = ROWS.contains(&text.fold_before(a.first, 1)) && a.form == Form::Digits;
    let link = matches!(text.fold(a.end), "of" | "sur" | "/" | "de");
    let last = text.word(a.end + 1).is_some_and(|w| w.is_digits());
    (row && link && last).then_some(a.end + 2)
}

/// "article 49", "n° 3", "ligne 4", "Apollo 11": a number that names.
pub(super) fn label(text: &Text<'_>, a: &Atom) -> Option<usize> {
    let before = a.first.checked_sub(1).and_then(|k| text.word(k))?;
    let plain = a.form == Form::Digits || a.form == Form::Spelled && a.value <= 30.0;
    if !plain || unit::sign_before(text, a.first).is_some() {
        return None;
    }
    if matches!(before.text, "°" | "º" | "#" | "№") {
        return Some(a.end);
    }
    if before.text == "."
        && matches!(text.fold_before(a.first, 2), "no" | "n" | "p" | "pp" | "art" | "vol" | "nr")
        && a.form == Form::Digits
    {
        return Some(a.end);
    }
    if !before.is_letters() {
        return None;
    }
    if let Some(end) = counter(text, a) {
        return Some(end);
    }
    let next = text.word(a.end);
    let counts = next.is_some_and(|w| w.is_letters() && !w.glued && !w.is_capital() && !is_function_word(&w.fold))
        || unit::after(text, a).is_some();
    if text.tables.exclusions.label.contains(before.text.to_lowercase().as_str())
        && before.text.chars().next_back().is_some_and(char::is_alphanumeric)
    {
        let letter = before.fold.len() <= 2;
        let capital_letter = letter && before.is_capital() && before.text != "A" && before.text != "À";
        let word = !letter
            || matches!(before.fold.as_str(), "no" | "p" | "pp")
            || capital_letter
            || before.text == "A" && !text.gap_before(a.first).is_empty() && !counts && a.first > 1;
        // "dans la zone 3 soldats" is rarer than "zone 3"; a count needs a plural noun behind it.
        let named = text.lang == recoupe_reading::Lang::En && before.is_capital() && a.form == Form::Digits;
        if unit::after(text, a).is_none() && named && word {
            return Some(a.end);
        }
        if word
            && unit::after(text, a).is_none()
            && (!counts || next.is_some_and(|w| !w.fold.ends_with('s')))
            && !(text.lang == recoupe_reading::Lang::En && counts)
        {
            return Some(a.end);
        }
    }
    // A capitalised name in front, nothing counted behind: "Apollo 11", "Boeing 737".
    let name =
        before.is_capital() && a.first >= 2 && a.form == Form::Digits && a.value < 10_000.0 && a.end == a.first + 1;
    let stop_before =
        a.first >= 2 && matches!(text.words[a.first - 2].text, "." | ":" | "«" | "\"" | "-" | "–" | "!" | "?");
    let verb_like = crate::date::is_date_word(text, a.first - 1);
    (name && !counts && !stop_before && !verb_like && !matches!(before.fold.as_str(), "selon" | "pour" | "apres"))
        .then_some(a.end)
}

/// A bare year.
pub(super) fn year(text: &Text<'_>, a: &Atom) -> Option<usize> {
    let word = text.word(a.first)?;
    if a.form != Form::Digits || word.text.len() != 4 || a.end != a.first + 1 || !(1000.0..=2100.0).contains(&a.value) {
        return None;
    }
    if unit::after(text, a).is_some_and(|(u, _)| !unit::is_time(&u) || a.value < 1900.0)
        || unit::sign_before(text, a.first).is_some()
    {
        return None;
    }
    let before = text.fold_before(a.first, 1);
    let calendar = matches!(
        before,
        "en" | "in"
            | "since"
            | "depuis"
            | "during"
            | "by"
            | "until"
            | "fin"
            | "debut"
            | "mi"
            | "an"
            | "annee"
            | "annees"
            | "year"
            | "ete"
            | "hiver"
            | "printemps"
            | "automne"
            | "summer"
            | "winter"
            | "spring"
            | "autumn"
            | "saison"
            | "apres"
            | "avant"
            | "after"
            | "before"
            | "early"
            | "late"
            | "mid"
    ) || crate::date::is_month(text, a.first.wrapping_sub(1));
    // "2018 sales" are those of the year, unless people are counted.
    let recent = (1950.0..=2050.0).contains(&a.value) && !text.is_fr();
    let counts = text.word(a.end).is_some_and(|w| {
        w.is_letters()
            && !w.glued
            && !w.is_capital()
            && !is_function_word(&w.fold)
            && (w.fold.ends_with('s') && !recent
                || w.fold.ends_with('x')
                || matches!(
                    w.fold.as_str(),
                    "people"
                        | "men"
                        | "women"
                        | "children"
                        | "troops"
                        | "soldiers"
                        | "civilians"
                        | "deaths"
                        | "cases"
                        | "jobs"
                        | "employees"
                        | "workers"
                        | "students"
                        | "residents"
                        | "homes"
                        | "houses"
                        | "votes"
                        | "units"
                        | "vehicles"
                        | "cars"
                        | "families"
                        | "refugees"
                        | "migrants"
                        | "prisoners"
                        | "victims"
                ))
    });
    let bounded = text.tables.bounds.before(&text.words, a.first).is_some();
    // "an average of 1500": a round number of long ago is a year only where a calendar word says so.
    let long_ago = a.value < 1800.0
        && a.value % 100.0 == 0.0
        && !(matches!(text.fold(a.end), "and" | "to" | "et" | "a" | "-")
            && text.word(a.end + 1).is_some_and(|w| w.is_digits() && w.text.len() == 4 && w.text < "2101"));
    (calendar || !(counts || bounded || long_ago)).then_some(a.end)
}

/// "le 31": a day whose month is not said.
pub(super) fn day_of_month(text: &Text<'_>, a: &Atom) -> Option<usize> {
    let day = a.form == Form::Digits && (1.0..=31.0).contains(&a.value) && a.value.fract() == 0.0;
    let alone =
        text.word(a.end).is_none_or(|w| !w.is_letters() || is_function_word(&w.fold)) && unit::after(text, a).is_none();
    (text.is_fr() && day && alone && text.fold_before(a.first, 1) == "le").then_some(a.end)
}

/// "les deux pays", "tous deux", "the two sides".
pub(super) fn back_reference(text: &Text<'_>, a: &Atom) -> Option<usize> {
    if unit::after(text, a).is_some()
        || a.value != 2.0 && a.value != 3.0
        || !matches!(a.form, Form::Spelled | Form::Digits)
    {
        return None;
    }
    let before = text.fold_before(a.first, 1);
    if matches!(before, "tous" | "toutes" | "both")
        || matches!(before, "les")
            && matches!(text.fold_before(a.first, 2), "tous" | "toutes")
            && text.word(a.end).is_none_or(|w| !w.is_letters() || is_function_word(&w.fold))
    {
        return Some(a.end);
    }
    let definite =
        matches!(before, "les" | "des" | "aux" | "ces" | "leurs" | "nos" | "the" | "these" | "those" | "its" | "their")
            && a.value == 2.0;
    if !definite {
        return None;
    }
    let noun = |k: usize| text.tables.exclusions.backref.contains(text.fold(k));
    (noun(a.end)
        || text.word(a.end).is_some_and(|w| w.is_letters())
            && text.word(a.end + 1).is_some_and(|w| w.is_letters())
            && noun(a.end + 1)
            && matches!(
                text.fold(a.end),
                "grands"
                    | "grandes"
                    | "anciens"
                    | "jeunes"
                    | "principaux"
                    | "main"
                    | "warring"
                    | "rival"
                    | "neighbouring"
                    | "neighboring"
                    | "asian"
                    | "former"
                    | "allied"
            ))
    .then_some(a.end)
}
