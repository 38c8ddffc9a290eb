//! Fractions and odds, as percent: "un tiers", "two-thirds", "11 / 12e", "un habitant sur trois".

use super::{Atom, Form, Text, atom, mixed};
use crate::lexicon::Word;
use crate::unit;

/// The most words of the noun of odds.
const NOUN: usize = 5;

/// A part of a whole.
pub(crate) struct Share {
    /// In percent, with two decimals: a third is 33.33.
    pub(crate) atom: Atom,
    /// Exactly: a third is 1/3.
    pub(crate) exact: f64,
}

impl Share {
    fn new(first: usize, end: usize, exact: f64) -> Self {
        let value = (exact * 10_000.0).round() / 100.0;
        let granularity = if value.fract() == 0.0 { 1.0 } else { 0.01 };
        let atom = Atom { first, end, value, granularity, form: Form::Fraction, scale: 1.0, takes_of: true };
        Self { atom, exact }
    }
}

/// A fraction whose first word is word `i`.
pub(crate) fn at(text: &Text<'_>, i: usize) -> Option<Share> {
    let (exact, end) = if text.word(i)?.is_digits() {
        in_digits(text, i)?
    } else if text.is_fr() {
        french(text, i)?
    } else {
        english(text, i)?
    };
    Some(Share::new(i, end, exact))
}

/// A fraction that names no whole: "un cinquième", "3/4", "½", "one over three". It may as well be an ordinal or a rate.
pub(crate) fn bare(text: &Text<'_>, i: usize) -> Option<Share> {
    if at(text, i).is_some() || mixed::of_scale(text, i).is_some() {
        return None;
    }
    let word = text.word(i)?;
    let share = |r: mixed::Ratio| Share::new(i, r.end, r.value());
    if let Some(value) = mixed::vulgar(word.text).filter(|_| unit::name_at(text, i + 1).is_none()) {
        return Some(Share::new(i, i + 1, value));
    }
    if word.is_digits() {
        let measured = |r: &mixed::Ratio| unit::symbol(text, r.end).is_some() || unit::name_at(text, r.end).is_some();
        return mixed::in_digits(text, i).filter(|r| !measured(r)).map(share).or_else(|| over(text, i));
    }
    // Not the fraction of a mixed number ("trois et un quart"), which is read from its start.
    if let Some(r) = mixed::ratio(text, i) {
        let mixed = matches!(atom::at(text, i), atom::Result::Atom(a) if a.end >= r.end);
        return (!mixed).then(|| share(r));
    }
    over(text, i)
}

/// "one over three", "un sur cent vingt": odds of any size, with nothing counted behind.
fn over(text: &Text<'_>, i: usize) -> Option<Share> {
    let atom::Result::Atom(n) = atom::at(text, i) else { return None };
    let next = match (text.fold(n.end), text.fold(n.end + 1)) {
        ("sur", _) if text.is_fr() => n.end + 1,
        ("over" | "in", _) if !text.is_fr() => n.end + 1,
        ("out", "of") => n.end + 2,
        _ => return None,
    };
    let atom::Result::Atom(d) = atom::at(text, next) else { return None };
    let whole = |a: &Atom| {
        matches!(a.form, Form::Digits | Form::Spelled | Form::One) && a.value.fract() == 0.0 && a.value >= 1.0
    };
    let more = text.word(d.end).is_some_and(|w| w.is_letters() || w.is_digits());
    (whole(&n)
        && whole(&d)
        && n.value < d.value
        && (!more || text.fold(n.end) == "out" && d.value >= 100.0)
        && unit::after(text, &n).is_none())
    .then(|| Share::new(i, d.end, n.value / d.value))
}

/// "1/ 12e", "11 / 12e", "2/3 des …".
fn in_digits(text: &Text<'_>, i: usize) -> Option<(f64, usize)> {
    let (n, slash, d) = (text.word(i)?, text.word(i + 1)?, text.word(i + 2)?);
    if slash.text != "/" || !d.is_digits() || n.text.len() > 4 || d.text.len() > 4 {
        return None;
    }
    if i >= 1 && text.words[i].glued && !text.words[i - 1].is_letters() {
        return None;
    }
    let ordinal =
        text.word(i + 3).filter(|w| w.glued && matches!(w.fold.as_str(), "e" | "eme" | "th" | "ths" | "rd" | "rds"));
    let end = i + 3 + usize::from(ordinal.is_some());
    if ordinal.is_none() && !matches!(text.fold(end), "de" | "des" | "du" | "of") {
        return None;
    }
    let (n, d): (f64, f64) = (n.text.parse().ok()?, d.text.parse().ok()?);
    (d > 0.0 && n <= 10.0 * d).then(|| (n / d, end))
}

/// "un tiers de", "les deux tiers", "la moitié", "trois quarts".
fn french(text: &Text<'_>, i: usize) -> Option<(f64, usize)> {
    let mut at = i;
    let article = matches!(text.fold(at), "le" | "la" | "les" | "un" | "une" | "plus");
    let mut numerator = 1.0;
    if matches!(text.fold(i), "le" | "la" | "les") {
        at += 1;
    }
    if let Some(value) = small(text, at) {
        numerator = value;
        at += 1;
    } else if !article {
        // "de moitié"; otherwise a bare denominator is an ordinal or a noun.
        if text.fold(i) != "moitie" || text.fold_before(i, 1) != "de" {
            return None;
        }
    }
    if text.fold(at) == "bon" || text.fold(at) == "petit" {
        at += 1;
    }
    let word = text.fold(at);
    let denominator = *text.tables.denominators.get(word)?;
    let end = at + 1;
    if word.starts_with("demi") {
        return None;
    }
    let of = matches!(text.fold(end), "de" | "des" | "du");
    let final_of_a_cup =
        of && matches!(text.fold(end + 1), "finale" | "finales" | "heure" | "heures" | "siecle" | "tour");
    let known = match word {
        "moitie" => !(of && text.fold(end + 1) == "prix") && text.fold_before(i, 1) != "a",
        "tiers" => of || numerator > 1.0,
        _ => of || (numerator > 1.0 && word.starts_with("quart")),
    };
    (known && !final_of_a_cup && numerator < denominator).then(|| (numerator / denominator, end))
}

/// "a third of", "two-thirds", "half of the", "three quarters".
fn english(text: &Text<'_>, i: usize) -> Option<(f64, usize)> {
    if text.fold(i) == "half" {
        let next = text.fold(i + 1);
        let determined =
            matches!(next, "of" | "the" | "its" | "their" | "all" | "his" | "her" | "our" | "those" | "these");
        // "nearly half said no": a bound in front makes it a share too.
        let bounded = matches!(
            text.fold_before(i, 1),
            "than" | "over" | "nearly" | "almost" | "about" | "roughly" | "around" | "under" | "approximately"
        ) && !matches!(next, "a" | "an" | "-" | "" | "hour" | "way" | "past");
        let hour = matches!(text.fold(i + 2), "hour" | "year" | "century" | "time" | "way");
        return ((determined || bounded)
            && !hour
            && text.fold_before(i, 1) != "first"
            && text.fold_before(i, 1) != "second")
            .then_some((0.5, i + 1));
    }
    let mut at = i;
    let numerator = match text.fold(i) {
        "a" | "an" if text.fold_before(i, 1) != "and" || text.fold(i + 1) != "half" => {
            at += 1;
            1.0
        }
        _ => {
            let v = small(text, i)?;
            at += 1;
            v
        }
    };
    if text.word(at).is_some_and(|w| w.glued && w.is("-")) {
        at += 1;
    }
    let word = text.fold(at);
    let denominator = *text.tables.denominators.get(word)?;
    let end = at + 1;
    let of = text.fold(end) == "of";
    let hour = of && matches!(text.fold(end + 2), "hour" | "century" | "mile");
    // "less than a third has been funded"
    let bounded = numerator <= 1.0
        && matches!(
            text.fold_before(i, 1),
            "than" | "over" | "nearly" | "almost" | "about" | "roughly" | "around" | "under" | "approximately" | "only"
        );
    // "fell by a third"; not "by a third man"
    let by = text.fold_before(i, 1) == "by"
        && text.word(end).is_none_or(|w| {
            !w.is_letters()
                || matches!(
                    w.fold.as_str(),
                    "in" | "this" | "last" | "since" | "to" | "from" | "on" | "over" | "after" | "and"
                )
        });
    let known = of || at > i + 1 || bounded || by || (word.ends_with('s') && numerator > 1.0);
    (known && !hour && numerator < denominator && text.fold(end) != "-").then(|| (numerator / denominator, end))
}

/// A spelled-out or written 1–19 at word `i`.
fn small(text: &Text<'_>, i: usize) -> Option<f64> {
    match text.tables.cardinals.get(text.fold(i))? {
        super::tables::Cardinal::Small(v) if *v > 0.0 => Some(*v),
        _ => None,
    }
}

/// "un habitant sur trois", "neuf fois sur dix", "one in five", "two out of three voters": the whole as percent.
pub(crate) fn odds(text: &Text<'_>, numerator: &Atom) -> Option<Share> {
    if numerator.value > 99.0 || numerator.value < 1.0 || numerator.value.fract() != 0.0 {
        return None;
    }
    let mut at = numerator.end;
    let (link, skip) = if text.is_fr() {
        // Only a noun between: "une jeune femme sur trois", "un train à grande vitesse sur trois".
        let of_noun = |w: &Word<'_>| {
            w.is_letters()
                && !matches!(w.fold.as_str(), "sur" | "qui" | "que" | "dont" | "est" | "sont" | "ont" | "etait")
        };
        let mut noun = 0;
        while noun < NOUN && text.word(at).is_some_and(of_noun) {
            at += 1;
            noun += 1;
        }
        (text.fold(at) == "sur", 1)
    } else {
        let mut noun = 0;
        while noun < 2 && text.word(at).is_some_and(|w| w.is_letters() && !matches!(w.fold.as_str(), "in" | "out")) {
            at += 1;
            noun += 1;
        }
        match (text.fold(at), text.fold(at + 1)) {
            ("out", "of") => (true, 2),
            ("in", "every") => (true, 2),
            ("in", _) => (noun == 0, 1),
            _ => (false, 1),
        }
    };
    if !link {
        return None;
    }
    let atom::Result::Atom(d) = atom::at(text, at + skip) else { return None };
    let round = (2.0..=10.0).contains(&d.value) || [20.0, 100.0, 1000.0].contains(&d.value);
    let spelled_alike = (d.form == Form::Digits) == (numerator.form == Form::Digits);
    let small = numerator.value <= 9.0 || d.value >= 100.0;
    if !round || !small || !spelled_alike || numerator.value >= d.value || numerator.form == Form::Multiple {
        return None;
    }
    // "283 voix sur 450 députés" names both; odds leave the second noun out. In English it follows: "one in three voters".
    let named = text.is_fr()
        && text.word(d.end).is_some_and(|w| {
            w.is_letters()
                && !w.glued
                && w.fold.ends_with('s')
                && w.fold.len() > 4
                && !matches!(w.fold.as_str(), "dans" | "depuis" | "alors" | "apres" | "selon")
        });
    if named || crate::unit::after(text, &d).is_some() {
        return None;
    }
    if !text.is_fr() && text.word(d.end).is_some_and(|w| w.is_digits()) {
        return None;
    }
    Some(Share::new(numerator.first, d.end, numerator.value / d.value))
}
