//! Numbers that are no figures: clock times, ages, phone numbers, addresses, labels, scores, names, list numbers, years.
//!
//! Dates are found by [`crate::date`]. What needs syntax ("les deux" as a pronoun, "un" as an article) is left to
//! [`crate::figure`].

use std::collections::BTreeSet;

use smol_str::SmolStr;

use super::{Atom, Form, Text, atom};
use crate::lexicon::{Phrases, fold, rows};
use crate::unit;

/// The word lists of one language.
pub(crate) struct Lists {
    idioms: Phrases<()>,
    label: BTreeSet<SmolStr>,
    street: Phrases<()>,
    backref: BTreeSet<SmolStr>,
    pub(crate) change: BTreeSet<SmolStr>,
    duration: BTreeSet<SmolStr>,
    score: BTreeSet<SmolStr>,
    sport: BTreeSet<SmolStr>,
}

impl Lists {
    pub(crate) fn load(source: &'static str) -> Self {
        let set = |class: &str| {
            rows(source)
                .filter(|r| r[0] == class)
                .flat_map(|r| r.get(1).copied().unwrap_or("").split('|'))
                .map(|w| fold(w.trim()))
                .collect()
        };
        let phrases = |class: &'static str| Phrases::of_rows(source, move |r| (r[0] == class).then_some(()));
        Self {
            idioms: phrases("idiom"),
            label: rows(source)
                .filter(|r| r[0] == "label")
                .flat_map(|r| r.get(1).copied().unwrap_or("").split('|'))
                .map(|w| SmolStr::new(w.trim()))
                .collect(),
            street: phrases("street"),
            backref: set("backref"),
            change: set("change"),
            duration: set("duration"),
            score: set("score"),
            sport: set("sport"),
        }
    }
}

/// For each word, whether it belongs to something that is no figure.
pub(crate) fn scan(text: &Text<'_>) -> Vec<bool> {
    let mut blocked = vec![false; text.words.len()];
    let mut i = 0;
    let sporting = text.words.iter().any(|w| text.tables.exclusions.sport.contains(&w.fold));
    let mut clock_before = false;
    while i < text.words.len() {
        if let Some((len, ())) = text.tables.exclusions.idioms.at(&text.words, i)
            && !unit_follows(text, i + len)
        {
            block(&mut blocked, i, i + len);
            i += len;
            continue;
        }
        if let Some(end) = run_of_numbers(text, i).or_else(|| ordinal(text, i)).or_else(|| list_number(text, i)) {
            block(&mut blocked, i, end);
            i = end;
            continue;
        }
        let atom::Result::Atom(a) = atom::at(text, i) else {
            i += 1;
            continue;
        };
        if let Some((first, end)) = clock(text, &a, clock_before) {
            block(&mut blocked, first, end);
            clock_before = true;
            i = end.max(i + 1);
            continue;
        }
        clock_before = clock_before && a.first < i + 2;
        if let Some(end) = pair(text, &a, sporting)
            .or_else(|| age(text, &a))
            .or_else(|| address(text, &a))
            .or_else(|| label(text, &a))
            .or_else(|| year(text, &a))
            .or_else(|| day_of_month(text, &a))
            .or_else(|| back_reference(text, &a))
        {
            block(&mut blocked, a.first, end);
            i = end.max(i + 1);
            continue;
        }
        i = a.end.max(i + 1);
    }
    blocked
}

fn block(blocked: &mut [bool], first: usize, end: usize) {
    let end = end.min(blocked.len());
    if first < end {
        blocked[first..end].fill(true);
    }
}

/// "les 27 %" is no name though "les 27" is.
fn unit_follows(text: &Text<'_>, at: usize) -> bool {
    text.word(at.wrapping_sub(1)).is_some_and(|w| w.is_digits()) && unit::symbol(text, at).is_some()
        || text.word(at).is_some_and(|w| {
            w.glued
                && (w.is("%")
                    || w.is("-")
                        && text.word(at + 1).is_some_and(|n| n.glued && text.tables.cardinals.contains_key(&n.fold)))
        })
}

/// Phone numbers, results of a draw, lists of bare numbers: four or more with nothing between but a space or a mark.
fn run_of_numbers(text: &Text<'_>, i: usize) -> Option<usize> {
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

/// "3e", "21st", "1er", also as "no 3e".
fn ordinal(text: &Text<'_>, i: usize) -> Option<usize> {
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
    if !n.is_digits() || !s.glued || !suffix || i > 0 && text.words[i - 1].text == "/" {
        return None;
    }
    if s.text == "°" && (n.text.len() > 1 || text.word(i + 2).is_none_or(|w| w.glued)) {
        return None;
    }
    Some(i + 2)
}

/// "1. Premier point", "2) …", "(3)" and a bare number in brackets behind a name ("Meuse (55)", "Nom (34)").
fn list_number(text: &Text<'_>, i: usize) -> Option<usize> {
    let n = text.word(i)?;
    if !n.is_digits() || n.text.len() > 3 {
        return None;
    }
    let mark = text.word(i + 1)?;
    let before = i.checked_sub(1).and_then(|p| text.word(p));
    if before.is_some_and(|b| b.text == "(") && mark.text == ")" {
        return Some(i + 2);
    }
    let opens = before.is_none_or(|b| matches!(b.text, ":" | ";" | "." | "»" | "\"" | "-" | "–" | "•" | ")"));
    let stop =
        mark.glued && matches!(mark.text, "." | ")" | "°" | "-") || !mark.glued && matches!(mark.text, "-" | "–" | ")");
    let continues = text.word(i + 2).is_none_or(|w| !w.glued && !w.is_digits());
    let names = text.word(i + 2).is_none_or(|w| w.is_capital() || mark.text == ")" || before.is_none());
    (opens && stop && continues && names).then_some(i + 2)
}

/// Clock times. `chained`: the number before was one ("de 9 h à 11 h").
fn clock(text: &Text<'_>, a: &Atom, chained: bool) -> Option<(usize, usize)> {
    let word = text.word(a.end)?;
    let first = &text.words[a.first];
    // 10:30, 15.30 GMT
    if a.form == Form::Digits
        && first.text.len() <= 2
        && word.glued
        && word.text == ":"
        && text.word(a.end + 1).is_some_and(|m| m.glued && m.is_digits() && m.text.len() == 2)
    {
        let mut end = a.end + 2;
        if text.word(end).is_some_and(|w| w.text == ":") {
            end += 2;
        }
        return Some((a.first, end));
    }
    let suffix = word.fold.as_str();
    if text.is_fr() {
        if !(0.0..=24.0).contains(&a.value) || !matches!(suffix, "h" | "heure" | "heures") {
            return None;
        }
        let minutes = text.word(a.end + 1).filter(|m| m.is_digits() && m.text.len() == 2);
        let end = a.end + 1 + usize::from(minutes.is_some());
        let end = if matches!(text.fold(end), "et") && matches!(text.fold(end + 1), "demie" | "quart") {
            end + 2
        } else {
            end
        };
        let (p1, p2) = (text.fold_before(a.first, 1), text.fold_before(a.first, 2));
        let preposition = matches!(
            p1,
            "vers"
                | "des"
                | "avant"
                | "matin"
                | "soir"
                | "aujourd'hui"
                | "demain"
                | "hier"
                | "heure"
                | "lundi"
                | "mardi"
                | "mercredi"
                | "jeudi"
                | "vendredi"
                | "samedi"
                | "dimanche"
        ) || p1 == "a" && p2 != "ici"
            || p1 == "de" && p2 == "partir"
            || p1 == "entre"
            || chained && matches!(p1, "a" | "et" | "-" | "ou" | "," | "puis")
            || p1 == "de" && clock_range_follows(text, end)
            || matches!(p1, "les") && matches!(p2, "vers");
        let day_part = matches!(
            (text.fold(end), text.fold(end + 1)),
            ("du", "matin" | "soir")
                | ("de", "le" | "apres")
                | ("gmt" | "locale" | "locales" | "precises" | "pile" | "utc" | "tapantes" | "heure", _)
        ) && !(text.fold(end) == "de" && text.fold(end + 1) == "le" && text.fold(end + 2) != "apres");
        let lasting = matches!(
            p1,
            "prend"
                | "prendra"
                | "prennent"
                | "prenait"
                | "pris"
                | "durait"
                | "durera"
                | "dura"
                | "compter"
                | "faut"
                | "met"
                | "mis"
                | "mettre"
                | "pendant"
                | "durant"
                | "en"
                | "dure"
                | "duree"
                | "toutes"
                | "chaque"
                | "environ"
                | "pres"
                | "apres"
                | "les"
                | "dans"
                | "sous"
                | "sur"
                | "depuis"
        ) || p1 == "de"
            && (matches!(
                p2,
                "duree"
                    | "plus"
                    | "moins"
                    | "pres"
                    | "minimum"
                    | "maximum"
                    | "raison"
                    | "delai"
                    | "bout"
                    | "quelque"
                    | "autour"
            ) || !clock_range_follows(text, end) && p2 != "partir")
            || matches!(text.fold(end), "de" | "par" | "plus" | "apres" | "avant" | "auparavant" | "durant")
                && !day_part
                && p1 != "des"
                && p1 != "vers";
        let short = suffix == "h";
        let is_clock = day_part
            || preposition && !(lasting && !matches!(p1, "des" | "vers" | "avant" | "entre") && minutes.is_none())
            || short && !lasting;
        return is_clock.then_some((a.first, end));
    }
    let pm = |k: usize| {
        let w = text.fold(k);
        if matches!(w, "am" | "pm" | "noon" | "o'" | "gmt" | "utc" | "bst" | "est" | "edt" | "cet") {
            return Some(k + 1 + usize::from(w == "o'"));
        }
        (matches!(w, "a" | "p") && text.fold(k + 1) == "." && text.fold(k + 2) == "m")
            .then(|| k + 3 + usize::from(text.fold(k + 3) == "."))
    };
    (a.form == Form::Digits || a.form == Form::Spelled).then(|| pm(a.end)).flatten().map(|end| (a.first, end))
}

/// "… à 11 h": the other end of "de 9 h".
fn clock_range_follows(text: &Text<'_>, at: usize) -> bool {
    text.word(at).is_some_and(|w| w.text == "à")
        && text
            .word(at + 1)
            .is_some_and(|w| w.is_digits() || text.tables.cardinals.contains_key(&w.fold) || w.is("minuit"))
        && matches!(text.fold(at + 2), "h" | "heures" | "heure")
}

/// Scores and pairs of codes: "2-1", "6-4", "3 à 1", "3 sets à 1", "2024-2025", "98 / 99".
fn pair(text: &Text<'_>, a: &Atom, sporting: bool) -> Option<usize> {
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
    let next = at + 1;
    let b = match atom::at(text, next) {
        atom::Result::Atom(b) if b.first == next => b,
        // "2-0": a zero alone, or digits of a code glued to the hyphen.
        _ => {
            let w = text.word(next)?;
            return (hyphen && w.is_digits() && w.glued).then_some(next + 1);
        }
    };
    if score_word && to {
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

/// Ages of people and age classes.
fn age(text: &Text<'_>, a: &Atom) -> Option<usize> {
    let words = text.fold_before(a.first, 1);
    let second = text.fold_before(a.first, 2);
    let (unit, end) = match unit::after(text, a) {
        Some(u) => u,
        None => return bare_age(text, a).or_else(|| age_range(text, a)),
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
        return old.then_some(end + 1);
    }
    if next == "revolus" {
        return Some(end);
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
        matches!(words, "les" | "des" | "aux") && written == "ans" && !(next == "de" && text.fold(end + 1) == "prison");
    (apposition || has || possessive || at_age || class).then_some(end)
}

/// Nouns that are followed by an age even in months.
const PERSON_AGES: [&str; 32] = [
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
fn bare_age(text: &Text<'_>, a: &Atom) -> Option<usize> {
    if !(1.0..=115.0).contains(&a.value) || a.form != Form::Digits {
        return None;
    }
    let (before, after) = (text.fold_before(a.first, 1), text.fold(a.end));
    let name = a.first.checked_sub(2).and_then(|k| text.word(k)).is_some_and(|w| w.is_letters() && w.is_capital());
    if matches!(before, "," | "(") && name && matches!(after, "," | ")") && a.value >= 2.0 {
        return Some(a.end);
    }
    if text.is_fr() {
        return None;
    }
    let closes = after.is_empty()
        || !text.word(a.end).is_some_and(|w| {
            w.is_letters()
                && !matches!(w.fold.as_str(), "and" | "or" | "who" | "were" | "are" | "in" | "at" | "to" | "have")
        });
    let class = matches!(before, "over" | "under" | "above" | "below")
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
        );
    if before == "aged" {
        return Some(a.end);
    }
    let turned = matches!(before, "turned" | "turns" | "turning" | "age")
        || before == "of" && text.fold_before(a.first, 2) == "age";
    ((class || turned) && closes).then_some(a.end)
}

/// "les 18-25 ans", "âgés de 15 à 24 ans", "aged between 20 and 30": the first number of a range of ages.
fn age_range(text: &Text<'_>, a: &Atom) -> Option<usize> {
    let link = text.word(a.end)?;
    if !matches!(link.fold.as_str(), "a" | "-" | "et" | "to" | "and" | "ou" | "or") {
        return None;
    }
    let atom::Result::Atom(b) = atom::at(text, a.end + 1) else { return None };
    let aged = (1..=4).any(|k| matches!(text.fold_before(a.first, k), "age" | "agee" | "ages" | "agees" | "aged"));
    let unit = unit::after(text, &b);
    let class = matches!(text.fold_before(a.first, 1), "les" | "des" | "aux")
        && unit.as_ref().is_some_and(|(u, e)| u == "year" && text.fold(e - 1) == "ans");
    (aged || class).then(|| unit.map_or(b.end, |(_, e)| e))
}

/// "13, rue du Moulin", "10 Grande-Rue", "12 Elm Street", "90000 Belfort".
fn address(text: &Text<'_>, a: &Atom) -> Option<usize> {
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
    let code = text.words[a.first].text.len() == 5 && a.end == a.first + 1;
    let town = text.word(a.end).is_some_and(|w| w.is_letters() && w.is_capital())
        && crate::figure::capital_noun(text, a.end).is_none();
    (code && town).then_some(a.end)
}

/// "article 49", "n° 3", "ligne 4", "Apollo 11": a number that names.
fn label(text: &Text<'_>, a: &Atom) -> Option<usize> {
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

/// Small words that nothing countable is.
pub(crate) fn is_function_word(fold: &str) -> bool {
    matches!(
        fold,
        "de" | "du"
            | "des"
            | "le"
            | "la"
            | "les"
            | "et"
            | "ou"
            | "a"
            | "au"
            | "aux"
            | "en"
            | "dans"
            | "sur"
            | "sous"
            | "par"
            | "pour"
            | "avec"
            | "sans"
            | "qui"
            | "que"
            | "dont"
            | "est"
            | "sont"
            | "ont"
            | "ete"
            | "etait"
            | "etaient"
            | "ne"
            | "se"
            | "ce"
            | "cette"
            | "ces"
            | "il"
            | "elle"
            | "on"
            | "ils"
            | "elles"
            | "mais"
            | "donc"
            | "car"
            | "ni"
            | "si"
            | "plus"
            | "moins"
            | "entre"
            | "vers"
            | "depuis"
            | "lors"
            | "apres"
            | "avant"
            | "contre"
            | "chez"
            | "soit"
            | "selon"
            | "un"
            | "une"
            | "of"
            | "and"
            | "to"
            | "in"
            | "at"
            | "by"
            | "for"
            | "with"
            | "from"
            | "as"
            | "is"
            | "was"
            | "were"
            | "are"
            | "be"
            | "been"
            | "has"
            | "have"
            | "had"
            | "the"
            | "an"
            | "that"
            | "which"
            | "who"
            | "but"
            | "after"
            | "before"
            | "against"
            | "during"
            | "since"
            | "until"
            | "while"
            | "when"
            | "it"
            | "he"
            | "she"
            | "they"
            | "its"
            | "his"
            | "her"
            | "their"
            | "this"
            | "than"
            | "will"
            | "would"
            | "could"
            | "also"
            | "alors"
            | "puis"
            | "comme"
            | "avait"
            | "avaient"
            | "fut"
            | "furent"
            | "sera"
            | "seront"
            | "y"
            | "quand"
            | "lorsque"
            | "afin"
            | "ainsi"
            | "deux"
            | "trois"
    )
}

/// A bare year.
fn year(text: &Text<'_>, a: &Atom) -> Option<usize> {
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
    let counts = text.word(a.end).is_some_and(|w| {
        w.is_letters()
            && !w.glued
            && !w.is_capital()
            && !is_function_word(&w.fold)
            && (w.fold.ends_with('s')
                || w.fold.ends_with('x')
                || matches!(w.fold.as_str(), "people" | "men" | "women" | "children" | "troops"))
    });
    let bounded = text.tables.bounds.before(&text.words, a.first).is_some();
    (calendar || !(counts || bounded)).then_some(a.end)
}

/// "le 31": a day whose month is not said.
fn day_of_month(text: &Text<'_>, a: &Atom) -> Option<usize> {
    let day = a.form == Form::Digits && (1.0..=31.0).contains(&a.value) && a.value.fract() == 0.0;
    let alone =
        text.word(a.end).is_none_or(|w| !w.is_letters() || is_function_word(&w.fold)) && unit::after(text, a).is_none();
    (text.is_fr() && day && alone && text.fold_before(a.first, 1) == "le").then_some(a.end)
}

/// "les deux pays", "tous deux", "the two sides".
fn back_reference(text: &Text<'_>, a: &Atom) -> Option<usize> {
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
