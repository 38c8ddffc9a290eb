//! Ages of people and age classes.

use crate::number::{Atom, Form, Text, atom};
use crate::unit;

/// Ages of people and age classes.
pub(super) fn age(text: &Text<'_>, a: &Atom) -> Option<usize> {
    let words = text.fold_before(a.first, 1);
    let second = text.fold_before(a.first, 2);
    let (unit, end) = match unit::after(text, a) {
        Some(u) => u,
        None => return age_range(text, a).or_else(|| bare_age(text, a)),
    };
    if !matches!(unit.as_str(), "year" | "month" | "week" | "day") {
        return None;
    }
    let next = text.fold(end);
    // Any language: "âgé de", "aged", "l'âge de", also with a bound between.
    let aged = (1..=6).any(|b| {
        let w = text.fold_before(a.first, b);
        matches!(w, "age" | "agee" | "ages" | "agees" | "aged")
            && (b <= 2 || (1..b).all(|k| !matches!(text.fold_before(a.first, k), "," | "." | ";")))
    });
    if aged {
        return Some(end);
    }
    if !text.is_fr() {
        let old =
            next == "old" || next == "-" && text.fold(end + 1) == "old" || next == "of" && text.fold(end + 1) == "age";
        let short = matches!(text.fold(a.end), "yo" | "y") && !text.is_fr();
        return if short { Some(end) } else { old.then_some(end + if next == "old" { 1 } else { 2 }) };
    }
    if next == "revolus" {
        return Some(end + 1);
    }
    if next == "de" && text.fold(end + 1) == "age" {
        return Some(end + 2);
    }
    let year = unit == "year";
    let written = text.fold(end - 1);
    // Look behind a bound: "les plus de 65 ans", "des enfants de moins de 3 ans", but "depuis plus de 65 ans".
    let mut head = a.first;
    let mut bounded = false;
    while let Some((len, _)) = text.tables.bounds.before(&text.words, head) {
        head -= len;
        bounded = true;
    }
    let (h1, h2) = (text.fold_before(head, 1), text.fold_before(head, 2));
    if written == "ans"
        && bounded
        && (matches!(h1, "les" | "des" | "aux" | "\"" | "«")
            || h1 == "de" && !text.tables.exclusions.duration.contains(h2) && !h2.is_empty() && h2 != "depuis")
    {
        return Some(end);
    }
    if bounded && h1 != "de" && !matches!(h1, "a" | "ont" | "avait") {
        return None;
    }
    if words == "de" || h1 == "de" {
        let noun = if words == "de" { second } else { h2 };
        let person = PERSON_AGES.contains(&noun);
        let letters = a.first.checked_sub(2).and_then(|k| text.word(k)).is_some_and(|w| w.is_letters());
        let lasting = text.tables.exclusions.duration.contains(noun) || matches!(next, "de" | "avec" | "ferme");
        let preposition = matches!(
            noun,
            "" | "lors"
                | "plus"
                | "bout"
                | "partir"
                | "pres"
                | "autour"
                | "ici"
                | "est"
                | "sont"
                | "etait"
                | "sera"
                | "ecope"
                | "duree"
        );
        if person
            || year && written != "annees" && letters && !lasting && !preposition && a.value <= 115.0 && a.value >= 1.0
        {
            return Some(end);
        }
        return None;
    }
    if !year || written == "annees" {
        return None;
    }
    let closes = end >= text.words.len() || matches!(next, "," | ")" | "." | ";" | "!" | "?" | "»" | "\"" | "…");
    let ago = words == "a" && second == "y";
    let apposition = matches!(words, "," | "(")
        && closes
        && a.first.checked_sub(2).and_then(|k| text.word(k)).is_some_and(|w| w.is_letters());
    let has = matches!(words, "a" | "avait" | "ont" | "avaient" | "aura" | "ai" | "aurait" | "eut" | "avais" | "avons")
        && text.word(a.first - 1).is_some_and(|w| w.text != "à")
        && (closes
            || matches!(next, "et" | "quand" | "lorsque" | "au" | "a" | "le" | "ce" | "cette" | "en" | "aujourd'hui"));
    let possessive = matches!(words, "ses" | "mes" | "tes" | "nos" | "vos" | "leurs");
    let at_age = text.word(a.first.wrapping_sub(1)).is_some_and(|w| matches!(w.text, "à" | "À" | "dès"))
        && second != "ici"
        && !matches!(next, "de" | "ferme" | "avec" | "dont" | "plus")
        && !(2..=8).any(|b| {
            text.fold_before(a.first, b).starts_with("condamn")
                || text.fold_before(a.first, b).starts_with("fix")
                || text.fold_before(a.first, b).starts_with("port")
                || text.fold_before(a.first, b).starts_with("peine")
        });
    let class =
        // "tous les deux ans" is how often.
        matches!(words, "les" | "des" | "aux")
            && written == "ans"
            && !matches!(second, "tous" | "toutes")
            && !(next == "de" && text.fold(end + 1) == "prison");
    (apposition || has && !ago || possessive || at_age || class).then_some(end)
}

/// Nouns that are followed by an age even in months.
pub(super) const PERSON_AGES: [&str; 32] = [
    "bebe",
    "nourrisson",
    "enfant",
    "enfants",
    "fille",
    "filles",
    "fillette",
    "fillettes",
    "garcon",
    "garcons",
    "fils",
    "homme",
    "femme",
    "adolescent",
    "adolescente",
    "jeune",
    "jeunes",
    "eleve",
    "petit",
    "petite",
    "chien",
    "chat",
    "cheval",
    "personne",
    "personnes",
    "mineur",
    "mineure",
    "retraite",
    "retraitee",
    "habitant",
    "suspect",
    "victime",
];

/// "Jean Dupont, 34, dit", "adults over 65".
pub(super) fn bare_age(text: &Text<'_>, a: &Atom) -> Option<usize> {
    if !(1.0..=115.0).contains(&a.value) || !matches!(a.form, Form::Digits | Form::Spelled) {
        return None;
    }
    // "children under five": a number in words is an age only so.
    if a.form == Form::Spelled {
        return (!text.is_fr() && is_class(text, a)).then_some(a.end);
    }
    if in_list_of_ages(text, a) || behind_a_person(text, a) || behind_people(text, a) {
        return Some(a.end);
    }
    if text.is_fr() {
        return None;
    }
    let (before, after) = (text.fold_before(a.first, 1), text.fold(a.end));
    let closes = after.is_empty()
        || !text.word(a.end).is_some_and(|w| {
            w.is_letters()
                && !matches!(w.fold.as_str(), "and" | "or" | "who" | "were" | "are" | "in" | "at" | "to" | "have")
        });
    let class = is_class(text, a);
    // "164 of them are under 18."
    let of_them = matches!(before, "over" | "under")
        && matches!(text.fold_before(a.first, 2), "are" | "were" | "is" | "was")
        && matches!(text.fold_before(a.first, 3), "them" | "whom" | "who" | "us" | "patients" | "victims" | "children")
        && matches!(after, "" | "." | "," | ";" | ")" | "and" | "or");
    if before == "aged" || of_them {
        return Some(a.end);
    }
    let turned = matches!(before, "turned" | "turns" | "turning" | "age")
        || before == "of" && text.fold_before(a.first, 2) == "age";
    ((class || turned) && closes).then_some(a.end)
}

/// "adults over 65": an age class of people.
fn is_class(text: &Text<'_>, a: &Atom) -> bool {
    matches!(text.fold_before(a.first, 1), "over" | "under" | "above" | "below")
        && matches!(
            text.fold_before(a.first, 2),
            "people"
                | "those"
                | "adults"
                | "children"
                | "women"
                | "men"
                | "residents"
                | "patients"
                | "anyone"
                | "everyone"
                | "person"
                | "persons"
                | "aged"
                | "all"
                | "citizens"
                | "kids"
                | "girls"
                | "boys"
        )
}

/// The most numbers of one list of ages that are looked through.
const LISTED_AGES: usize = 24;

/// "their sons, ages 14, 11, 7 and 3", "âgés de 3, 5 et 7 ans": a number of a list that begins behind the word for age.
fn in_list_of_ages(text: &Text<'_>, a: &Atom) -> bool {
    let mut at = a.first;
    for _ in 0..LISTED_AGES {
        let (before, second) = (text.fold_before(at, 1), text.fold_before(at, 2));
        let of = if matches!(before, "de" | "d'" | "of") { second } else { before };
        if matches!(of, "age" | "ages" | "aged" | "agee" | "agees") {
            return true;
        }
        let links = match (before, second) {
            ("and" | "et" | "or" | "ou", ",") => 2,
            ("," | "and" | "et" | "or" | "ou" | "to" | "&", _) => 1,
            _ => return false,
        };
        let number = |k: usize| text.word(k).is_some_and(|w| w.is_digits() && w.text.len() <= 2);
        match at.checked_sub(links + 1).filter(|k| number(*k)) {
            Some(k) => at = k,
            None => return false,
        }
    }
    false
}

/// "Jean Dupont, 34, dit", "Viola Reed, 62.", "one victim, 23, was": a number set apart behind who is that old.
fn behind_a_person(text: &Text<'_>, a: &Atom) -> bool {
    let (before, after) = (text.fold_before(a.first, 1), text.fold(a.end));
    // "Michael, (left) 16, Connor, (centre) 14"
    let shown = before == ")" && matches!(text.fold_before(a.first, 3), "(" | "back" | "front" | "top" | "bottom");
    if a.value < 2.0 || !(shown || matches!(before, "," | "(")) {
        return false;
    }
    if shown {
        return matches!(after, "," | ";" | ".") || matches!(after, "and" | "et");
    }
    let word = |back: usize| a.first.checked_sub(back).and_then(|k| text.word(k));
    let capital = |k: Option<&crate::lexicon::Word<'_>>| k.is_some_and(|w| w.is_letters() && w.is_capital());
    let name = capital(word(2));
    // One capital may be a place or the first word; two in a row are a name.
    let full = name && (capital(word(3)) || word(3).is_some_and(|w| w.is(".")) && capital(word(4)));
    let closes = after.is_empty() || matches!(after, ";" | "." | "!" | "?" | "-" | "–" | "—");
    let listed = matches!(after, "and" | "et") && capital(text.word(a.end + 1));
    let person = word(2).is_some_and(|w| PERSONS.contains(&w.fold.as_str())) && matches!(after, "," | ")");
    name && matches!(after, "," | ")") || full && (closes || listed) || person
}

/// "Two men, 25 and 30, were", "three girls — 17, 19 and 20": a list of bare numbers set apart behind people.
fn behind_people(text: &Text<'_>, a: &Atom) -> bool {
    let number = |k: usize| text.word(k).is_some_and(|w| w.is_digits() && w.text.len() <= 2);
    let link = |k: usize| matches!(text.fold(k), "," | "and" | "et");
    // The list forward to its end, and back to its beginning.
    let (mut end, mut several) = (a.end, false);
    for _ in 0..LISTED_AGES {
        let next = end + 1 + usize::from(text.fold(end) == "," && link(end + 1));
        if !(link(end) && number(next)) {
            break;
        }
        (end, several) = (next + 1, true);
    }
    let mut first = a.first;
    for _ in 0..LISTED_AGES {
        let Some(link_at) = first.checked_sub(1).filter(|k| link(*k)) else { break };
        let comma = text.fold_before(link_at, 1) == "," && text.fold(link_at) != ",";
        let Some(before) = link_at.checked_sub(1 + usize::from(comma)).filter(|k| number(*k)) else { break };
        (first, several) = (before, true);
    }
    let opens = matches!(text.fold_before(first, 1), "," | "(" | "-" | "–" | "—");
    let closes = matches!(text.fold(end), "" | "," | ")" | "-" | "–" | "—" | ";" | ".");
    let people = first.checked_sub(2).and_then(|k| text.word(k)).is_some_and(|w| {
        let one = w.fold.strip_suffix('s').unwrap_or(&w.fold);
        PERSONS.contains(&one) || matches!(w.fold.as_str(), "men" | "women" | "people" | "children" | "kids" | "teens")
    });
    several && opens && closes && people && a.value >= 1.0
}

/// Nouns of one person in front of ", 23,".
const PERSONS: [&str; 40] = [
    "man",
    "woman",
    "boy",
    "girl",
    "victim",
    "suspect",
    "driver",
    "student",
    "teen",
    "teenager",
    "male",
    "female",
    "mother",
    "father",
    "son",
    "daughter",
    "brother",
    "sister",
    "husband",
    "wife",
    "officer",
    "resident",
    "gunman",
    "homme",
    "femme",
    "garcon",
    "fille",
    "fillette",
    "victime",
    "conducteur",
    "conductrice",
    "etudiant",
    "etudiante",
    "mere",
    "pere",
    "fils",
    "frere",
    "soeur",
    "mari",
    "habitant",
];

/// "les 18-25 ans", "âgés de 15 à 24 ans", "aged between 20 and 30": the first number of a range of ages.
pub(super) fn age_range(text: &Text<'_>, a: &Atom) -> Option<usize> {
    let link = text.word(a.end)?;
    if !matches!(link.fold.as_str(), "a" | "-" | "et" | "to" | "and" | "ou" | "or") {
        return None;
    }
    let atom::Result::Atom(b) = atom::at(text, a.end + 1) else { return None };
    let aged = (1..=4).any(|k| matches!(text.fold_before(a.first, k), "age" | "agee" | "ages" | "agees" | "aged"));
    let unit = unit::after(text, &b);
    let class = matches!(text.fold_before(a.first, 1), "les" | "des" | "aux")
        && unit.as_ref().is_some_and(|(u, e)| u == "year" && text.fold(e - 1) == "ans");
    // "deux hommes de 23 et 25 ans"
    let second = text.fold_before(a.first, 2);
    let of_people = text.is_fr()
        && text.fold_before(a.first, 1) == "de"
        && !second.is_empty()
        && !text.tables.exclusions.duration.contains(second)
        && b.value <= 115.0
        && unit.as_ref().is_some_and(|(u, e)| u == "year" && text.fold(e - 1) == "ans")
        && link.is("et");
    (aged || class || of_people).then(|| unit.map_or(b.end, |(_, e)| e))
}

/// "18 to 34 years old", "de 18 à 34 ans": where the ages that end with this one begin.
pub(super) fn range_before(text: &Text<'_>, a: &Atom) -> usize {
    let link = text.fold_before(a.first, 1);
    let joins =
        matches!(link, "-" | "–") || if text.is_fr() { matches!(link, "a" | "et" | "ou") } else { link == "to" };
    let back = a.first.checked_sub(2).filter(|_| joins);
    let number = back.filter(|k| text.word(*k).is_some_and(|w| w.is_digits() && !w.glued && w.text.len() <= 2));
    match number.map(|k| (k, atom::at(text, k))) {
        Some((k, atom::Result::Atom(b))) if b.end + 1 == a.first && b.value < a.value => k,
        _ => a.first,
    }
}
