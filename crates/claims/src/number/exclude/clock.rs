//! Clock times.

use crate::number::{Atom, Form, Text};

/// Clock times. `chained`: the number before was one ("de 9 h à 11 h").
pub(super) fn clock(text: &Text<'_>, a: &Atom, chained: bool) -> Option<(usize, usize)> {
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
            ) || !clock_range_follows(text, end) && p2 != "partir" && minutes.is_none())
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
pub(super) fn clock_range_follows(text: &Text<'_>, at: usize) -> bool {
    text.word(at).is_some_and(|w| w.text == "à")
        && text
            .word(at + 1)
            .is_some_and(|w| w.is_digits() || text.tables.cardinals.contains_key(&w.fold) || w.is("minuit"))
        && matches!(text.fold(at + 2), "h" | "heures" | "heure")
}
