//! Fractions of any denominator, and what is written with one: mixed numbers ("three and a quarter", "2 1/4"), parts of a scale
//! ("a quarter million"), spelled-out decimals ("cinq virgule deux"), powers ("1.3e6", "2,5 × 10^3").

use super::atom::{below_hundred, spelled};
use super::tables::Cardinal;
use super::{Atom, Form, Text};

/// A fraction as written: numerator, denominator, and the word after it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Ratio {
    pub(super) over: f64,
    pub(super) under: f64,
    pub(super) end: usize,
}

impl Ratio {
    pub(super) fn value(self) -> f64 {
        self.over / self.under
    }

    fn is_proper(self) -> bool {
        self.over < self.under
    }
}

/// How far a run of number words is followed in search of a denominator.
const LONGEST: usize = 14;

/// A spelled-out fraction at word `k`: "un cinquième", "twenty-three fifths", "three twenty-firsts".
///
/// Where the words can be cut in two places, English takes the longest denominator ("one hundred thirty-fifths" is 100/35),
/// French the shortest ("cent trente cinquièmes" is 130/5).
pub(super) fn ratio(text: &Text<'_>, k: usize) -> Option<Ratio> {
    let last = last_ordinal(text, k)?;
    let mut cuts: Vec<usize> = (k + 1..=last).collect();
    if text.is_fr() {
        cuts.reverse();
    }
    cuts.into_iter().find_map(|cut| {
        let over = if cut == k + 1 && is_article(text, k) { 1.0 } else { exact(text, k, cut)? };
        let hyphen = text.fold(cut) == "-";
        let start = cut + usize::from(hyphen);
        // A hyphen joins "twenty-five"; it cuts only in front of the ordinal itself.
        if hyphen && start != last {
            return None;
        }
        let under = denominator(text, start, last)?;
        (over >= 1.0 && under >= 2.0).then_some(Ratio { over, under, end: last + 1 })
    })
}

/// A fraction below one at word `k`.
pub(super) fn proper(text: &Text<'_>, k: usize) -> Option<Ratio> {
    ratio(text, k).filter(|r| r.is_proper())
}

fn is_article(text: &Text<'_>, k: usize) -> bool {
    if text.is_fr() { matches!(text.fold(k), "un" | "une") } else { matches!(text.fold(k), "a" | "an" | "one") }
}

fn ordinal(text: &Text<'_>, k: usize) -> Option<f64> {
    let fold = text.fold(k);
    text.tables.denominators.get(fold).or_else(|| text.tables.ordinals.get(fold)).copied()
}

/// The first ordinal behind a run of number words that starts at `k`.
fn last_ordinal(text: &Text<'_>, k: usize) -> Option<usize> {
    if !(is_article(text, k) || text.tables.cardinals.contains_key(text.fold(k))) {
        return None;
    }
    for at in k + 1..k + LONGEST {
        if ordinal(text, at).is_some() {
            return Some(at);
        }
        let word = text.word(at)?;
        let goes_on = text.tables.cardinals.contains_key(&word.fold)
            || matches!(word.fold.as_str(), "-" | "and" | "et")
            || text.is_fr() && matches!(word.fold.as_str(), "vingts");
        if !goes_on {
            return None;
        }
    }
    None
}

/// The cardinal that words `first..end` are, all of them.
fn exact(text: &Text<'_>, first: usize, end: usize) -> Option<f64> {
    let words = text.words.get(first..end).filter(|w| !w.is_empty())?;
    let part = Text { text: text.text, offset: text.offset, words: words.to_vec(), ..*text };
    let atom = spelled(&part, 0)?;
    (atom.end == words.len()).then_some(atom.value)
}

/// The denominator that words `first..=last` are: an ordinal alone, or round numbers before one ("hundred and fifth").
fn denominator(text: &Text<'_>, first: usize, last: usize) -> Option<f64> {
    let end = ordinal(text, last)?;
    if first == last {
        let alone = text.tables.denominators.contains_key(text.fold(last)) || text.is_fr() && end > 2.0;
        return alone.then_some(end);
    }
    let mut stop = last;
    while stop > first && matches!(text.fold(stop - 1), "-" | "and" | "et") {
        stop -= 1;
    }
    let head = exact(text, first, stop)?;
    let place = super::atom::last_digit(head);
    let french_teens = text.is_fr()
        && (matches!(head % 100.0, r if r == 60.0 || r == 80.0) && end < 20.0
            || head % 100.0 == 10.0 && (7.0..10.0).contains(&end));
    (end < place || french_teens).then_some(head + end)
}

/// "half million", "a quarter million", "three quarters billion", "two thirds of a million", "un demi-million".
pub(super) fn of_scale(text: &Text<'_>, i: usize) -> Option<Atom> {
    let bare = matches!(text.fold(i), "half" | "quarter") && !text.is_fr();
    let (part, mut at) = if bare {
        (if text.fold(i) == "half" { 0.5 } else { 0.25 }, i + 1)
    } else {
        let ratio = proper(text, i)?;
        (ratio.value(), ratio.end)
    };
    // "half an hour", "half a mile"
    if bare
        && part == 0.5
        && matches!(text.fold(at), "a" | "an")
        && let Some((unit, _)) = crate::unit::name_at(text, at + 1)
        && !crate::unit::is_currency(&unit)
        && !matches!(unit.as_str(), "percent" | "times")
    {
        let form = Form::Spelled;
        return Some(Atom { first: i, end: at + 1, value: 0.5, granularity: 0.1, form, scale: 1.0, takes_of: false });
    }
    if matches!(text.fold(at), "of" | "de" | "-") {
        at += 1;
        at += usize::from(matches!(text.fold(at), "a" | "one"));
    }
    let scale = scale(text, at).filter(|s| *s >= 1000.0)?;
    Some(Atom {
        first: i,
        end: at + 1,
        value: part * scale,
        granularity: super::atom::last_digit(part * scale),
        form: Form::Spelled,
        scale,
        takes_of: true,
    })
}

/// The value of a scale word ("million", "milliards").
fn scale(text: &Text<'_>, at: usize) -> Option<f64> {
    match text.tables.cardinals.get(text.fold(at)) {
        Some(Cardinal::Scale(s)) => Some(*s),
        _ => None,
    }
}

/// Adds what a fraction or decimals behind the number say: "trois et un quart", "10 1/2", "five point two".
pub(super) fn extended(text: &Text<'_>, mut atom: Atom) -> Atom {
    if matches!(atom.form, Form::Vague | Form::Collective | Form::Multiple | Form::Fraction) {
        return atom;
    }
    if atom.form == Form::Digits {
        if let Some(r) = in_digits(text, atom.end).filter(|_| atom.value.fract() == 0.0 && atom.value < 10_000.0) {
            return with(atom, r.value(), r.end);
        }
    } else if let Some((decimals, end)) = decimals(text, atom.end) {
        return with(atom, decimals, end);
    }
    if !matches!(text.fold(atom.end), "and" | "et") {
        return atom;
    }
    let Some(r) = proper(text, atom.end + 1) else { return atom };
    // "five billion and three quarters" is of billions; "one billion and a quarter million" says of what.
    if let Some(scale) = scale(text, r.end) {
        if scale < atom.value {
            atom = with(atom, r.value() * scale, r.end + 1);
        }
        return atom;
    }
    let whole = if atom.scale >= 1e6 && atom.value % atom.scale == 0.0 { atom.scale } else { 1.0 };
    if atom.form == Form::Digits && whole == 1.0 {
        return atom;
    }
    with(atom, r.value() * whole, r.end)
}

fn with(mut atom: Atom, more: f64, end: usize) -> Atom {
    atom.granularity = if more.fract() == 0.0 { super::atom::last_digit(more) } else { 0.01 };
    atom.value += more;
    atom.end = end;
    if atom.form == Form::One {
        atom.form = Form::Spelled;
    }
    atom
}

/// "1/4", "3 / 8": digits over digits at word `k`, below one, of a size that things are measured in.
pub(super) fn in_digits(text: &Text<'_>, k: usize) -> Option<Ratio> {
    let (n, slash, d) = (text.word(k)?, text.word(k + 1)?, text.word(k + 2)?);
    let spaced_alike = slash.glued == d.glued;
    let further = text.word(k + 3).is_some_and(|w| w.glued && (matches!(w.text, "/" | "-") || w.is_letters()));
    if slash.text != "/"
        || !spaced_alike
        || !n.is_digits()
        || !d.is_digits()
        || further
        || n.glued && k > 0 && !text.words[k - 1].is("-")
    {
        return None;
    }
    let ratio = Ratio { over: n.text.parse().ok()?, under: d.text.parse().ok()?, end: k + 3 };
    (ratio.is_proper() && ratio.over >= 1.0 && ratio.under <= 64.0 && !n.text.starts_with('0')).then_some(ratio)
}

/// "point zero three", "virgule cinquante-deux": the decimals behind a spelled-out number, and the word after them.
fn decimals(text: &Text<'_>, at: usize) -> Option<(f64, usize)> {
    let mark = if text.is_fr() { "virgule" } else { "point" };
    if text.fold(at) != mark {
        return None;
    }
    let (mut value, mut place, mut next) = (0.0, 1.0, at + 1);
    while let Some((v, end)) = below_hundred(text, next) {
        place *= if v >= 10.0 { 0.01 } else { 0.1 };
        value += v * place;
        next = end;
        if place < 1e-9 {
            break;
        }
    }
    (next > at + 1).then_some((value, next))
}

/// "e10", "x10^6", "^-1" right behind digits that end before word `at`: the factor or power, and the word after it.
pub(super) fn power(text: &Text<'_>, value: f64, at: usize) -> Option<(f64, usize)> {
    let glued = |k: usize| text.word(k).filter(|w| w.glued);
    let exponent = |mut k: usize| {
        let mut sign = 1;
        while let Some(w) = glued(k).filter(|w| matches!(w.text, "+" | "-" | "−")) {
            sign *= if w.text == "+" { 1 } else { -1 };
            k += 1;
        }
        let n: i32 = glued(k).filter(|w| w.is_digits() && w.text.len() <= 3)?.text.parse().ok()?;
        let stops = !glued(k + 1).is_some_and(|w| w.is_digits() || w.is_letters());
        stops.then_some((sign * n, k + 1))
    };
    let first = glued(at)?;
    match first.text {
        "e" | "E" => {
            let (n, end) = exponent(at + 1)?;
            Some((value * 10f64.powi(n), end))
        }
        "^" => {
            let (n, end) = exponent(at + 1)?;
            Some((value.powi(n), end))
        }
        "x" | "×" | "·" if glued(at + 1)?.text == "10" && glued(at + 2)?.text == "^" => {
            let (n, end) = exponent(at + 3)?;
            Some((value * 10f64.powi(n), end))
        }
        _ => None,
    }
    .filter(|(v, _)| v.is_finite())
}

/// "½", "2½" and their like.
pub(super) fn vulgar(s: &str) -> Option<f64> {
    let (over, under) = match s {
        "½" => (1.0, 2.0),
        "¼" => (1.0, 4.0),
        "¾" => (3.0, 4.0),
        "⅓" => (1.0, 3.0),
        "⅔" => (2.0, 3.0),
        "⅕" => (1.0, 5.0),
        "⅖" => (2.0, 5.0),
        "⅗" => (3.0, 5.0),
        "⅘" => (4.0, 5.0),
        "⅙" => (1.0, 6.0),
        "⅚" => (5.0, 6.0),
        "⅛" => (1.0, 8.0),
        "⅜" => (3.0, 8.0),
        "⅝" => (5.0, 8.0),
        "⅞" => (7.0, 8.0),
        "⅐" => (1.0, 7.0),
        "⅑" => (1.0, 9.0),
        "⅒" => (1.0, 10.0),
        _ => return None,
    };
    Some(over / under)
}
