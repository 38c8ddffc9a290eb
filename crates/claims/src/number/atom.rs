//! One number: digits, spelled-out, collective, vague.

use super::tables::Cardinal;
use super::{Atom, Form, Text, digits, mixed};
use crate::unit;

/// What stands at a word.
pub(crate) enum Result {
    Atom(Atom),
    Overflow(usize),
    /// A number word or digits that are no number here.
    NotANumber(usize),
    Nothing,
}

/// Reads one number at word `i`.
pub(crate) fn at(text: &Text<'_>, i: usize) -> Result {
    let Some(word) = text.word(i) else { return Result::Nothing };
    if let Some(atom) = mixed::of_scale(text, i).or_else(|| vague(text, i)).or_else(|| collective(text, i)) {
        return Result::Atom(atom);
    }
    if let Some(value) = mixed::vulgar(word.text)
        && unit::name_at(text, i + 1).is_some_and(|(u, _)| !unit::is_time(&u))
    {
        let form = Form::Digits;
        return Result::Atom(Atom { first: i, end: i + 1, value, granularity: 0.01, form, scale: 1.0, takes_of: true });
    }
    let atom = if word.is_digits() {
        match digits::at(text, i) {
            digits::Digits::Atom(a) => scaled(text, a),
            digits::Digits::Overflow(end) => return Result::Overflow(end),
            digits::Digits::Code(end) => return Result::NotANumber(end),
        }
    } else {
        match spelled(text, i) {
            Some(a) => a,
            None => return multiple(text, i).map_or(Result::Nothing, Result::Atom),
        }
    };
    if compound(text, &atom) {
        return Result::NotANumber(atom.end + 1);
    }
    let atom = mixed::extended(text, times_collective(text, atom));
    if !atom.value.is_finite() {
        return Result::Overflow(atom.end);
    }
    Result::Atom(atom)
}

fn multiple(text: &Text<'_>, i: usize) -> Option<Atom> {
    let value = *text.tables.multipliers.get(text.fold(i))?;
    let (value, end) = if value > 0.0 { (value, i + 1) } else { multiplied_by(text, i + 1)? };
    Some(Atom { first: i, end, value, granularity: 1.0, form: Form::Multiple, scale: 1.0, takes_of: false })
}

/// "(multiplié) par trois", "(multiplied) by 2.5": the factor and where it ends.
fn multiplied_by(text: &Text<'_>, i: usize) -> Option<(f64, usize)> {
    if !matches!(text.fold(i), "par" | "by") {
        return None;
    }
    match at(text, i + 1) {
        Result::Atom(by) if matches!(by.form, Form::Digits | Form::Spelled) && by.value > 1.0 => {
            Some((by.value, by.end))
        }
        _ => None,
    }
}

/// "deux-roues", "trois-mâts": a numeral glued to another word is a name, in French; in English "three-day" counts.
fn compound(text: &Text<'_>, atom: &Atom) -> bool {
    let hyphen = |k: usize| text.word(k).is_some_and(|w| w.glued && w.is("-"));
    let before = atom.first >= 2
        && hyphen(atom.first - 1)
        && text.words[atom.first].glued
        && text.words[atom.first - 2].is_letters()
        && !text.words[atom.first - 2].is("to");
    let after = hyphen(atom.end)
        && text.word(atom.end + 1).is_some_and(|w| {
            w.glued && w.is_letters() && !matches!(w.fold.as_str(), "la" | "ci" | "odd" | "ish" | "plus")
        });
    before || (after && text.is_fr() && atom.form != Form::Digits) || (after && text.fold(atom.end + 1) == "fold")
}

// --- spelled out ---------------------------------------------------------------------------------------------------

/// A spelled-out cardinal ("deux mille cinq cents", "twelve hundred", "two and a half million").
pub(super) fn spelled(text: &Text<'_>, i: usize) -> Option<Atom> {
    if !text.is_fr()
        && let Some(atom) = english_article(text, i)
    {
        return Some(atom);
    }
    let cardinal =
        |k: usize| text.word(k).filter(|w| w.is_letters()).and_then(|w| text.tables.cardinals.get(&w.fold)).copied();
    let one = matches!(cardinal(i)?, Cardinal::Small(v) if v == 1.0);
    let (mut total, mut at) = (0.0_f64, i);
    let mut last_scale = f64::INFINITY;
    let mut scale_used = 1.0_f64;
    let mut fraction = 0.0;
    loop {
        let group = below_thousand(text, at);
        let (value, next) = match group {
            Some(g) => g,
            None => (1.0, at),
        };
        let scale_at = joined(text, next);
        let half = half_before_scale(text, next);
        let probe = half.unwrap_or(scale_at);
        match cardinal(probe) {
            Some(Cardinal::Scale(s)) if s < last_scale && (group.is_some() || s == 1000.0 && text.is_fr()) => {
                total += (value + if half.is_some() { 0.5 } else { 0.0 }) * s;
                if half.is_some() {
                    fraction = 0.5 * s;
                }
                last_scale = s;
                scale_used = scale_used.max(s);
                at = probe + 1;
            }
            _ => {
                if let Some((v, n)) = group {
                    total += v;
                    at = n;
                    if v >= 100.0 && v % 100.0 == 0.0 && scale_used == 1.0 {
                        scale_used = 100.0;
                    }
                }
                break;
            }
        }
        // What follows a scale belongs to the number if it is smaller: "mille cent", "two thousand and five".
        let and = !text.is_fr() && text.fold(at) == "and";
        let next = joined(text, at) + usize::from(and);
        if cardinal(next).is_none() || next == at + 2 && and && last_scale < 1000.0 {
            break;
        }
        // French writes no "un" before "mille": "un million mille habitants".
        if last_scale == 1e5 && cardinal(next) == Some(Cardinal::Scale(1e7)) {
            // "three lakh crore"
            total *= 1e7;
            scale_used = 1e12;
            at = next + 1;
            break;
        }
        let bare_thousand = text.is_fr() && last_scale > 1000.0 && cardinal(next) == Some(Cardinal::Scale(1000.0));
        if below_thousand(text, next).is_none() && !bare_thousand {
            break;
        }
        if and
            && (!matches!(cardinal(next), Some(Cardinal::Small(_) | Cardinal::Tens(_)))
                || mixed::proper(text, next).is_some())
        {
            break;
        }
        at = next;
    }
    if at == i {
        return None;
    }
    // "deux millions et demi", "a million and a half"
    if last_scale.is_finite()
        && last_scale >= 1e6
        && let Some(end) = and_a_half(text, at)
    {
        total += 0.5 * last_scale;
        fraction = 0.5 * last_scale;
        at = end;
    } else if !text.is_fr()
        && !last_scale.is_finite()
        && let Some(end) = and_a_half(text, at)
    {
        total += 0.5;
        fraction = 0.5;
        at = end;
    }
    Some(Atom {
        first: i,
        end: at,
        value: total,
        granularity: if fraction > 0.0 { last_digit(fraction) } else { last_digit(total) },
        form: if one && at == i + 1 { Form::One } else { Form::Spelled },
        scale: scale_used,
        takes_of: last_scale.is_finite() && last_scale >= 1e6,
    })
}

/// Skips a hyphen between two number words.
fn joined(text: &Text<'_>, at: usize) -> usize {
    if text.word(at).is_some_and(|w| w.glued && w.is("-")) && text.word(at + 1).is_some_and(|w| w.glued) {
        at + 1
    } else if !text.is_fr()
        && text.fold(at) == "-"
        && at
            .checked_sub(1)
            .and_then(|t| text.tables.cardinals.get(text.fold(t)))
            .is_some_and(|c| matches!(c, Cardinal::Tens(_)))
        && text
            .tables
            .cardinals
            .get(text.fold(at + 1))
            .is_some_and(|c| matches!(c, Cardinal::Small(v) if (1.0..10.0).contains(v)))
    {
        // "fifty - two", as text that was cut into words is often printed.
        at + 1
    } else {
        at
    }
}

/// 0–999 (and "onze cents", "twelve hundred"), with the word after it.
fn below_thousand(text: &Text<'_>, i: usize) -> Option<(f64, usize)> {
    let cardinal =
        |k: usize| text.word(k).filter(|w| w.is_letters()).and_then(|w| text.tables.cardinals.get(&w.fold)).copied();
    let (head, mut at) = match cardinal(i)? {
        Cardinal::Hundred if text.is_fr() => (1.0, i),
        Cardinal::Hundred | Cardinal::Scale(_) => return None,
        _ => below_hundred(text, i)?,
    };
    let hundred = joined(text, at);
    if !matches!(cardinal(hundred), Some(Cardinal::Hundred)) {
        return Some((head, at));
    }
    if head < 1.0 || (text.is_fr() && head > 19.0) {
        return Some((head, at));
    }
    at = hundred + 1;
    let mut value = head * 100.0;
    let mut next = joined(text, at);
    if !text.is_fr() && text.fold(next) == "and" {
        if mixed::proper(text, next + 1).is_some() {
            return Some((value, at));
        }
        next += 1;
    }
    if let Some((rest, end)) = matches!(cardinal(next), Some(Cardinal::Small(_) | Cardinal::Tens(_)))
        .then(|| below_hundred(text, next))
        .flatten()
        .filter(|(rest, _)| *rest > 0.0)
    {
        value += rest;
        at = end;
    }
    Some((value, at))
}

/// 0–99.
pub(super) fn below_hundred(text: &Text<'_>, i: usize) -> Option<(f64, usize)> {
    let cardinal =
        |k: usize| text.word(k).filter(|w| w.is_letters()).and_then(|w| text.tables.cardinals.get(&w.fold)).copied();
    let (mut value, mut at) = match cardinal(i)? {
        Cardinal::Small(v) => (v, i + 1),
        Cardinal::Tens(v) => (v, i + 1),
        _ => return None,
    };
    if text.is_fr() {
        let next = joined(text, at);
        if value == 4.0 && matches!(text.fold(next), "vingt" | "vingts") {
            (value, at) = (80.0, next + 1);
        } else if value == 10.0 {
            return match cardinal(next) {
                Some(Cardinal::Small(v)) if (7.0..=9.0).contains(&v) => Some((10.0 + v, next + 1)),
                _ => Some((value, at)),
            };
        } else if value < 20.0 {
            return Some((value, at));
        }
    } else if value < 20.0 {
        return Some((value, at));
    }
    let mut next = joined(text, at);
    let and = text.is_fr() && text.fold(next) == "et";
    if and {
        if mixed::proper(text, next + 1).is_some() {
            return Some((value, at));
        }
        next = joined(text, next + 1);
    }
    let Some(Cardinal::Small(unit)) = cardinal(next) else { return Some((value, at)) };
    let long = text.is_fr() && (value == 60.0 || value == 80.0);
    let fits = unit >= 1.0 && if long { unit <= 16.0 } else { unit <= 9.0 };
    if !fits || (and && unit != 1.0 && unit != 11.0) {
        return Some((value, at));
    }
    let (unit, end) = if long && unit == 10.0 { below_hundred(text, next)? } else { (unit, next + 1) };
    value += unit;
    at = end;
    Some((value, at))
}

/// "two and a half million": the index of the scale word.
fn half_before_scale(text: &Text<'_>, at: usize) -> Option<usize> {
    let end = and_a_half(text, at)?;
    let scale = text.word(end).and_then(|w| text.tables.cardinals.get(&w.fold));
    matches!(scale, Some(Cardinal::Scale(_))).then_some(end)
}

/// "et demi", "and a half": the word after it.
pub(crate) fn and_a_half(text: &Text<'_>, at: usize) -> Option<usize> {
    match (text.fold(at), text.fold(at + 1), text.fold(at + 2)) {
        ("et", "demi" | "demie", _) => Some(at + 2),
        ("and", "a", "half") => Some(at + 3),
        _ => None,
    }
}

/// "a hundred and five", "a million", "half a million", "a couple of".
fn english_article(text: &Text<'_>, i: usize) -> Option<Atom> {
    let atom = |end, value: f64, form, takes_of| Atom {
        first: i,
        end,
        value,
        granularity: last_digit(value),
        form,
        scale: 1.0,
        takes_of,
    };
    match (text.fold(i), text.fold(i + 1), text.fold(i + 2)) {
        ("half", "a" | "-", next) => {
            let (value, _) = *text.tables.collectives.get(next)?;
            Some(atom(i + 3, value / 2.0, Form::Spelled, true))
        }
        // "a year and a half"
        ("a" | "an", "year" | "month" | "week" | "day" | "hour" | "decade" | "century" | "mile" | "minute", "and")
            if and_a_half(text, i + 2).is_some() =>
        {
            Some(atom(i + 1, 1.0, Form::One, false))
        }
        ("a", "couple", "of") => Some(atom(i + 3, 2.0, Form::Collective, true)),
        ("a" | "an", "hundred" | "thousand" | "million" | "billion" | "trillion", _) => {
            let (base, _) = *text.tables.collectives.get(text.fold(i + 1))?;
            let mut end = i + 2;
            let mut value = base;
            let next = end + usize::from(text.fold(end) == "and");
            if let Some(stop) = and_a_half(text, end) {
                value *= 1.5;
                end = stop;
            } else if let Some((rest, stop)) =
                below_thousand(text, next).filter(|(rest, _)| *rest > 0.0 && *rest < base)
            {
                value += rest;
                end = stop;
            } else if let Some(Cardinal::Scale(s)) = text.tables.cardinals.get(text.fold(end)) {
                value *= s;
                end += 1;
            }
            Some(atom(end, value, Form::Spelled, value >= 1e6))
        }
        _ => None,
    }
}

// --- digits with a scale word ----------------------------------------------------------------------------------------

/// "2,5 millions", "12 mille", "1 million 200 000", "1,1 Md", "3 M€".
fn scaled(text: &Text<'_>, mut atom: Atom) -> Atom {
    if text.word(atom.end).is_some_and(|w| {
        w.glued
            && w.is("-")
            && text.word(atom.end + 1).is_some_and(|n| n.glued && text.tables.cardinals.contains_key(&n.fold))
    }) && !text.is_fr()
    {
        atom.end += 1; // "3-million"
    }
    if let Some(end) = and_a_half(text, atom.end).filter(|_| !text.is_fr()) {
        atom.value += 0.5;
        atom.granularity = 0.5;
        atom.end = end;
    }
    let Some(word) = text.word(atom.end).filter(|w| w.is_letters()) else { return atom };
    let factor = match text.tables.cardinals.get(&word.fold) {
        Some(Cardinal::Scale(s)) => Some(*s),
        Some(Cardinal::Hundred) if !text.is_fr() => Some(100.0),
        _ if !word.glued => digits::scale_of(text, &atom, word.text),
        _ => None,
    };
    let Some(factor) = factor else { return atom };
    atom.end += 1;
    atom.value *= factor;
    atom.granularity = tidy(atom.granularity * factor);
    atom.value = tidy_value(atom.value, atom.granularity);
    atom.scale = factor;
    atom.takes_of = factor >= 1e6;
    if !text.is_fr() && factor <= 1000.0 {
        return with_smaller(text, atom);
    }
    if let Some(end) = and_a_half(text, atom.end).filter(|_| factor >= 1e6) {
        atom.value += factor / 2.0;
        atom.granularity = factor / 2.0;
        atom.end = end;
    } else if factor >= 1e6
        && text.word(atom.end).is_some_and(|w| w.is_digits() && !w.glued)
        && let digits::Digits::Atom(rest) = digits::at(text, atom.end)
    {
        let rest = scaled(text, rest);
        if rest.value >= 1000.0 && rest.value < factor {
            atom.value += rest.value;
            atom.granularity = rest.granularity;
            atom.end = rest.end;
        }
    }
    atom
}

/// "3 hundred and 21", "4 thousand 3 hundred": digits that go on below the scale.
fn with_smaller(text: &Text<'_>, mut atom: Atom) -> Atom {
    let and = usize::from(text.fold(atom.end) == "and");
    let digits = text.word(atom.end + and).filter(|w| w.is_digits());
    if let Some(digits::Digits::Atom(rest)) = digits.map(|_| digits::at(text, atom.end + and)) {
        let rest = scaled(text, rest);
        if rest.value >= 1.0 && rest.value.fract() == 0.0 && rest.value < atom.scale && (and == 1 || rest.scale > 1.0) {
            atom.value += rest.value;
            atom.granularity = rest.granularity;
            atom.end = rest.end;
        }
    } else if and == 1
        && let Some((rest, end)) = below_thousand(text, atom.end + 1)
        && rest > 0.0
        && rest < atom.scale
        && mixed::proper(text, atom.end + 1).is_none()
    {
        atom.value += rest;
        atom.granularity = last_digit(rest);
        atom.end = end;
    }
    atom
}

/// "deux douzaines", "3 milliers", "two dozen".
fn times_collective(text: &Text<'_>, mut atom: Atom) -> Atom {
    let Some((value, plural)) = text.word(atom.end).and_then(|w| text.tables.collectives.get(&w.fold)).copied() else {
        return atom;
    };
    let word = text.fold(atom.end);
    let counts = if text.is_fr() {
        plural || atom.value < 2.0 && word == "millier" || word == "douzaine"
    } else {
        matches!(word, "dozen" | "dozens" | "doz" | "dozs" | "dz" | "dzs" | "score")
    };
    if !counts || value > 1000.0 || atom.form == Form::Multiple {
        return atom;
    }
    atom.end += 1;
    atom.value *= value;
    atom.granularity = tidy(atom.granularity * value);
    atom.scale = value;
    atom.form = Form::Collective;
    atom.takes_of = true;
    atom
}

fn tidy(v: f64) -> f64 {
    if v >= 1.0 { v.round() } else { v }
}

/// 1.1 × 10⁹ without the noise of binary fractions.
fn tidy_value(v: f64, granularity: f64) -> f64 {
    if granularity >= 1.0 { (v / granularity).round() * granularity } else { v }
}

/// Place value of the last non-zero digit of a whole number.
pub(super) fn last_digit(v: f64) -> f64 {
    if v == 0.0 {
        return 1.0;
    }
    if v.fract() != 0.0 {
        return 0.5;
    }
    let mut place = 1.0;
    while place < 1e21 && (v / (place * 10.0)).fract() == 0.0 {
        place *= 10.0;
    }
    place
}

// --- collective and vague ----------------------------------------------------------------------------------------------

pub(super) const SIZE_ADJECTIVES: [&str; 18] = [
    "bon", "bonne", "petit", "petite", "gros", "grosse", "grand", "grande", "belle", "beau", "demi", "simple", "seule",
    "full", "good", "round", "baker's", "premiere",
];

/// "une centaine", "un petit millier", "le petit millier", "une bonne dizaine", "a dozen".
fn collective(text: &Text<'_>, i: usize) -> Option<Atom> {
    let mut at = i;
    let article = text.fold(i);
    let is_article = if text.is_fr() { matches!(article, "un" | "une") } else { matches!(article, "a" | "one") };
    if is_article {
        at += 1;
    }
    let mut half = false;
    while SIZE_ADJECTIVES.contains(&text.fold(at)) && at < i + 3 {
        half |= text.fold(at) == "demi";
        at += 1;
        if text.fold(at) == "-" {
            at += 1;
        }
    }
    let word = text.word(at)?;
    let (mut value, plural) = *text.tables.collectives.get(&word.fold)?;
    if plural || value >= 1e6 || !word.is_letters() {
        return None;
    }
    if half {
        value /= 2.0;
    }
    let mut end = at + 1;
    if text.is_fr() {
        if word.is("millier") && text.fold(end) == "et" && !is_article {
            return None;
        }
        // "la cinquantaine" is an age, "la quarantaine" is isolation: without an article they need "de".
        let of = matches!(text.fold(end), "de" | "des" | "du");
        if at == i
            && !(of
                && matches!(
                    text.fold_before(i, 1),
                    "la" | "le"
                        | "cette"
                        | "sa"
                        | "leur"
                        | "de"
                        | "ce"
                        | "chaque"
                        | ""
                        | ","
                        | ":"
                        | "par"
                        | "plus"
                        | "autre"
                ))
        {
            return None;
        }
        if word.is("quarantaine") && !of && text.fold(i) != "une" {
            return None;
        }
    } else {
        if !matches!(word.fold.as_str(), "dozen" | "score") || (word.is("score") && text.fold(end) != "of") {
            return None;
        }
        if at == i && !matches!(text.fold_before(i, 1), "the" | "another" | "last" | "first" | "this") {
            return None;
        }
        if text.fold(end) == "of" {
            end += 1;
        }
    }
    // "une centaine de milliers"
    let mut scale = value;
    let link = if matches!(text.fold(end), "de") { end + 1 } else { end };
    if let Some(&(v, true)) = text.tables.collectives.get(text.fold(link)).filter(|_| link > end)
        && v >= 1000.0
    {
        value *= v;
        scale = v;
        end = link + 1;
    }
    Some(Atom { first: i, end, value, granularity: last_digit(value), form: Form::Collective, scale, takes_of: true })
}

/// "des milliers", "plusieurs centaines de milliers", "tens of thousands", "several hundred".
fn vague(text: &Text<'_>, i: usize) -> Option<Atom> {
    let mut at = i;
    let mut determined = false;
    if let Some((len, ())) = text.tables.vague.at(&text.words, i) {
        at += len;
        determined = true;
        while at < i + len + 2
            && (SIZE_ADJECTIVES.contains(&text.fold(at))
                || matches!(
                    text.fold(at),
                    "bonnes" | "petites" | "grosses" | "autres" | "other" | "dernieres" | "derniers"
                ))
        {
            at += 1;
        }
    }
    let word = text.word(at)?;
    let (first_value, plural) = *text.tables.collectives.get(&word.fold)?;
    let mut end = at + 1;
    let bare_scale = if text.is_fr() {
        if !plural {
            return None;
        }
        // After a numeral these are scales of an exact number ("2,5 millions"), not vague.
        false
    } else {
        let several = determined && !matches!(text.fold(i), "the" | "these" | "those" | "some");
        if !plural && !several {
            return None;
        }
        if word.is("score") || (word.is("scores") || word.is("tens")) && text.fold(end) != "of" {
            return None;
        }
        !plural
    };
    let mut value = first_value;
    let of = matches!(text.fold(end), "de" | "of");
    let link = if of || bare_scale { end + usize::from(of) } else { end };
    if (link > end || bare_scale)
        && let Some(&(v, inner)) = text.tables.collectives.get(text.fold(link))
        && (inner || bare_scale)
        && v >= 1000.0
    {
        value *= v;
        end = link + 1;
    }
    // "par milliers" tells a manner; the determiner "de", "les", "par" stays outside.
    let outside =
        matches!(text.fold(i), "de" | "par" | "les" | "aux" | "ces" | "ses" | "leurs" | "the" | "these" | "those");
    let first = if determined && outside { at } else { i };
    if text.fold(i) == "par" || (at == i && text.fold_before(i, 1) == "par") {
        return None;
    }
    let noun_before = i.checked_sub(1).and_then(|p| text.word(p)).is_some_and(|p| p.is_letters() && !p.is("de"));
    if text.is_fr() && at == i && noun_before && !text.words[i].is_capital() {
        return None;
    }
    Some(Atom { first, end, value: 2.0 * value, granularity: value, form: Form::Vague, scale: value, takes_of: true })
}
