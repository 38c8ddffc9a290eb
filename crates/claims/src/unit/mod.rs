//! Units of measure and currencies beside a number.
//!
//! Units are named by their usual symbol (`km`, `ha`, `t`, `°C`), times by their English name (`day`, `hour`), money by its
//! ISO 4217 code. Values stay in the unit that the text uses: nothing is converted.

mod context;
mod letters;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use recoupe_reading::Lang;
use smol_str::SmolStr;

use crate::lexicon::{Phrases, rows};
use crate::number::{Atom, Form, Text, atom};

/// Percent, percentage points, fractions and odds.
pub(crate) const PERCENT: &str = "percent";
/// Multiples.
pub(crate) const TIMES: &str = "times";
/// People counted.
pub(crate) const PERSON: &str = "person";
/// Things counted.
pub(crate) const ITEM: &str = "item";

/// Units of time.
pub(crate) const TIME: [&str; 12] = [
    "second",
    "minute",
    "hour",
    "day",
    "week",
    "fortnight",
    "month",
    "quarter",
    "half-year",
    "year",
    "decade",
    "century",
];

/// A unit of time.
pub(crate) fn is_time(unit: &str) -> bool {
    TIME.contains(&unit) || unit == "millennium"
}

/// An ISO 4217 code.
pub(crate) fn is_currency(unit: &str) -> bool {
    unit.len() == 3 && unit != "BTU" && unit.bytes().all(|b| b.is_ascii_uppercase())
}

struct Units {
    names: Phrases<SmolStr>,
    currencies: Phrases<SmolStr>,
}

/// Symbols by their first character, longest first.
type Symbols = BTreeMap<char, Vec<(&'static str, SmolStr)>>;

fn units(lang: Lang) -> &'static Units {
    fn load(source: &'static str) -> Units {
        let names = Phrases::of_rows(source, |r| Some(SmolStr::new(r[0])));
        let mut currencies = Phrases::new();
        for row in rows(include_str!("currencies.tsv")) {
            for name in row.get(2).into_iter().flat_map(|n| n.split('|')) {
                currencies.add(name.trim(), SmolStr::new(row[0]));
            }
        }
        for row in rows(include_str!("minor.tsv")) {
            for name in row.get(2).into_iter().flat_map(|n| n.split('|')) {
                currencies.add(name.trim(), SmolStr::new(row[0]));
            }
        }
        Units { names, currencies }
    }
    static FR: LazyLock<Units> = LazyLock::new(|| load(include_str!("../fr/units.tsv")));
    static EN: LazyLock<Units> = LazyLock::new(|| load(include_str!("../en/units.tsv")));
    match lang {
        Lang::En => &EN,
        Lang::Fr | Lang::Other => &FR,
    }
}

fn symbols() -> &'static (Symbols, Symbols) {
    static TABLE: LazyLock<(Symbols, Symbols)> = LazyLock::new(|| {
        let (mut measures, mut money) = (Symbols::new(), Symbols::new());
        for (source, table) in
            [(include_str!("symbols.tsv"), &mut measures), (include_str!("currencies.tsv"), &mut money)]
        {
            for row in rows(source) {
                for symbol in row[1].split('|').map(str::trim) {
                    if let Some(c) = symbol.chars().next() {
                        table.entry(c).or_default().push((symbol, SmolStr::new(row[0])));
                    }
                }
            }
            for list in table.values_mut() {
                list.sort_by_key(|(s, _)| std::cmp::Reverse(s.len()));
            }
        }
        (measures, money)
    });
    &TABLE
}

/// The symbol that `rest` starts with, as a word of its own.
fn symbol_in(table: &Symbols, rest: &str) -> Option<(usize, SmolStr)> {
    let list = table.get(&rest.chars().next()?)?;
    list.iter()
        .find(|(s, _)| {
            rest.strip_prefix(*s).is_some_and(|after| {
                let next = after.chars().next();
                !s.ends_with(char::is_alphanumeric)
                    || !next.is_some_and(|c| c.is_alphanumeric() || matches!(c, '\'' | '’' | '²' | '³'))
            })
        })
        .map(|(s, u)| (s.len(), u.clone()))
}

/// The unit or currency symbol right behind word `at - 1`: the unit and the word after it.
pub(crate) fn symbol(text: &Text<'_>, at: usize) -> Option<(SmolStr, usize)> {
    let rest = text.rest_from(at);
    let mut chars = rest.chars();
    let mut skipped = 0;
    if let Some(c @ (' ' | '\u{a0}' | '\u{202f}' | '\u{2009}')) = chars.next() {
        skipped = c.len_utf8();
    }
    let rest = rest.get(skipped..)?;
    if let Some(unit) = letters::unit(text, at, rest, skipped > 0) {
        return Some((unit, at + 1));
    }
    let (measures, money) = symbols();
    // "3 USD50 cards": the sign is the next number's.
    let others = |len: usize| skipped > 0 && rest[len..].starts_with(|c: char| c.is_ascii_digit());
    let (len, unit) = symbol_in(measures, rest).or_else(|| symbol_in(money, rest).filter(|(len, _)| !others(*len)))?;
    if !plausible(text, at, &unit, &rest[..len], skipped > 0) {
        return None;
    }
    let end_byte = text.word(at)?.span.start + len;
    let end = text.words.partition_point(|w| w.span.start < end_byte);
    Some((unit, end))
}

/// One-letter symbols are also ordinary letters: "5 A", "le 3 F", "3 s".
fn plausible(text: &Text<'_>, at: usize, unit: &str, symbol: &str, spaced: bool) -> bool {
    match symbol {
        "F" => text.is_fr() && !text.word(at + 1).is_some_and(|w| w.glued && (w.is_letters() || w.is("-"))),
        // "24703 L-202"
        "L" if text.word(at + 1).is_some_and(|w| w.glued && w.is("-")) => false,
        "s" | "W" | "V" | "L" | "g" | "t" | "l" | "m" | "h" => {
            // "90s", "1990s": decades.
            (symbol != "s" || spaced) && (text.lang != Lang::En || !spaced || !matches!(symbol, "s" | "t"))
        }
        "DM" | "FF" | "Rs" | "To" | "Go" | "Mo" => spaced || unit.len() == 3 || text.is_fr(),
        "MP" => !spaced,
        "hp" | "HP" | "PS" => text.lang == Lang::En || !spaced,
        "ch" => text.is_fr(),
        "NM" | "mi" | "bar" | "sec" => true,
        _ => true,
    }
}

/// The unit name or currency name at word `at`.
pub(crate) fn name_at(text: &Text<'_>, at: usize) -> Option<(SmolStr, usize)> {
    let table = units(text.lang);
    let (len, unit) = match (table.currencies.at(&text.words, at), table.names.at(&text.words, at)) {
        (Some(c), Some(n)) => {
            if n.0 > c.0 {
                n
            } else {
                c
            }
        }
        (Some(c), None) => c,
        (None, Some(n)) => n,
        (None, None) => return None,
    };
    // "3 USD50 cards": the code is the next number's.
    if text.word(at + len).is_some_and(|w| w.glued && w.is_digits()) {
        return None;
    }
    if len == 1 && is_currency(unit) {
        return context::issuer(text, at, unit).map(|code| (code, at + 1));
    }
    Some((unit.clone(), at + len))
}

/// Words that may stand between a number and a unit of time ("les deux premières journées", "three long years").
const BETWEEN: [&str; 44] = [
    "premier",
    "premiers",
    "premiere",
    "premieres",
    "dernier",
    "derniers",
    "derniere",
    "dernieres",
    "prochain",
    "prochains",
    "prochaine",
    "prochaines",
    "long",
    "longs",
    "longue",
    "longues",
    "bonne",
    "bonnes",
    "petite",
    "petites",
    "petits",
    "autres",
    "pleines",
    "bons",
    "courtes",
    "courts",
    "grandes",
    "seule",
    "seul",
    "first",
    "last",
    "next",
    "past",
    "long",
    "full",
    "more",
    "short",
    "other",
    "straight",
    "consecutive",
    "whole",
    "entire",
    "previous",
    "further",
];

/// The unit behind an atom: the unit and the word after it.
pub(crate) fn after(text: &Text<'_>, atom: &Atom) -> Option<(SmolStr, usize)> {
    if atom.form == Form::Digits
        && let Some((unit, end)) = symbol(text, atom.end)
    {
        // "2 h 30", "1 m 80": hours and minutes, metres and centimetres stay with the first unit.
        let angle = text.fold(atom.end) == "°" && unit == "°C" && end == atom.end + 1 && turns(text, atom);
        return Some((if angle { "deg".into() } else { unit }, end));
    }
    if atom.form != Form::Digits
        && let Some((unit, end)) =
            symbol(text, atom.end).filter(|(u, _)| u == PERCENT || is_currency(u) && !text.words[atom.end].is_letters())
    {
        return Some((unit, end));
    }
    if let Some((unit, end)) =
        in_brackets(text, atom.end).or_else(|| scaled_code(text, atom.end).map(|(_, u)| (u, atom.end + 1)))
    {
        return Some((unit, end));
    }
    let mut at = atom.end;
    if atom.takes_of && matches!(text.fold(at), "de" | "of") {
        at += 1;
        if let Some((unit, end)) = symbol(text, at).filter(|(u, _)| is_currency(u)) {
            return Some((unit, end));
        }
    }
    if text.lang == Lang::En && text.word(at).is_some_and(|w| w.glued && w.is("-")) {
        at += 1;
        // "$102-$110": the sign is the next number's.
        let next = text.word(at + 1).is_some_and(|w| w.glued && w.is_digits());
        if let Some((unit, end)) =
            symbol(text, at).filter(|(u, _)| atom.form == Form::Digits && !(next && is_currency(u)))
        {
            return Some((unit, end));
        }
    }
    if let Some((unit, end)) = name_at(text, at) {
        return fits(text, atom, &unit, at, end).map(|unit| (unit, end));
    }
    // "517 rushing yards", "12 more miles"
    if text.lang == Lang::En
        && matches!(text.fold(at), "rushing" | "passing" | "receiving" | "more" | "extra" | "additional" | "further")
        && let Some((unit, end)) = name_at(text, at + 1).filter(|(u, _)| !is_currency(u) && u != PERCENT && u != TIMES)
    {
        return Some((unit, end));
    }
    let mut next = at;
    while next < at + 2 && BETWEEN.contains(&text.fold(next)) {
        next += 1;
    }
    if next > at
        && let Some((unit, end)) = name_at(text, next)
        && is_time(&unit)
        // "3 million last year": one year is not three million.
        && text.fold(end - 1).ends_with('s')
    {
        return Some((unit, end));
    }
    None
}

/// Whether a unit name is meant as the unit, and which one.
fn fits(text: &Text<'_>, atom: &Atom, unit: &SmolStr, at: usize, end: usize) -> Option<SmolStr> {
    let word = text.fold(at);
    if text.lang == Lang::En {
        match word {
            "pound" | "pounds" if end == at + 1 => {
                let weight = text.fold(end) == "of"
                    || text.fold(end) == "-"
                    || (1..=6).any(|b| {
                        const WEIGHTS: [&str; 16] = [
                            "weighs",
                            "weigh",
                            "weighed",
                            "weighing",
                            "lost",
                            "lose",
                            "losing",
                            "weight",
                            "baby",
                            "shed",
                            "drop",
                            "ton",
                            "tons",
                            "heavier",
                            "lighter",
                            "overweight",
                        ];
                        WEIGHTS.contains(&text.fold_before(atom.first, b))
                    });
                return Some(if weight && text.fold(end + 1) != "public" { "lb".into() } else { unit.clone() });
            }
            "mark" | "marks" | "real" | "rand" | "lev" | "lei" | "leu" | "lari" | "dram" | "won" | "lira"
            | "quarters" | "pc" => {
                return (atom.value >= 1000.0 || word == "pc").then(|| unit.clone());
            }
            // "a 30-second ad", but "the two second places"
            "second" if atom.value != 1.0 && at == atom.end => return None,
            "au" if text.fold(end).starts_with("pair") => return None,
            "ton" | "tons" => return Some("t".into()),
            "buck" | "bucks" if text.words[at].is_capital() => return None,
            "degree" | "degrees" if end == at + 1 && turns(text, atom) => return Some("deg".into()),
            "degree" | "degrees" if matches!(text.fold(end), "in" | "from") && text.fold(end + 1) != "the" => {
                return None;
            }
            _ => {}
        }
        if text.words[at].is_capital() && word == "times" {
            return None;
        }
    } else {
        match word {
            "lev" | "lei" | "leu" | "lari" | "dram" | "real" | "won" => {
                return (atom.value >= 1000.0).then(|| unit.clone());
            }
            // "deux secondes places"
            "secondes" | "seconde" if text.fold(end) == "places" => return None,
            "degre" | "degres" if end == at + 1 && turns(text, atom) => return Some("deg".into()),
            "degre" if atom.value <= 1.0 => return None,
            "cent" | "cents" => return Some("minor-eur".into()),
            "livre" | "livres" if end == at + 1 => return pounds(text, atom, end),
            "pied" | "pieds" if end == at + 1 => return feet(text, atom, end).then(|| unit.clone()),
            "franc" | "francs" if text.fold(end) == "-" => return None,
            "quarts" => return None,
            _ => {}
        }
    }
    Some(unit.clone())
}

/// "20 (kg)": a symbol in brackets, as in tables.
fn in_brackets(text: &Text<'_>, at: usize) -> Option<(SmolStr, usize)> {
    let closing = match text.fold(at) {
        "(" => ")",
        "[" => "]",
        "{" => "}",
        "<" => ">",
        _ => return None,
    };
    let (unit, end) = symbol(text, at + 1)?;
    (text.fold(end) == closing && text.word(at + 1)?.glued).then_some((unit, end + 1))
}

/// "30 MUSD", "12 kEUR": a scale letter in front of a currency code.
pub(crate) fn scaled_code(text: &Text<'_>, at: usize) -> Option<(f64, SmolStr)> {
    let word = text.word(at).filter(|w| w.text.len() == 4)?;
    let factor = match word.text.get(..1)? {
        "k" | "K" => 1e3,
        "M" => 1e6,
        _ => return None,
    };
    let code = word.text.get(1..).filter(|c| is_currency(c))?;
    let (len, unit) = symbol_in(&symbols().1, code)?;
    (len == code.len()).then_some((factor, unit))
}

/// An angle: "rotate 90 degrees", "un virage à 90 degrés".
fn turns(text: &Text<'_>, atom: &Atom) -> bool {
    const ANGLES: [&str; 25] = [
        "angle",
        "angles",
        "turn",
        "turned",
        "turns",
        "turning",
        "rotate",
        "rotated",
        "rotation",
        "tilt",
        "tilted",
        "bend",
        "tournez",
        "tourner",
        "tourne",
        "tournant",
        "tournee",
        "pivoter",
        "virage",
        "virages",
        "incline",
        "inclinee",
        "pente",
        "latitude",
        "longitude",
    ];
    (1..=5).any(|back| ANGLES.contains(&text.fold_before(atom.first, back)))
}

/// "livres" are books, money in millions or a weight.
fn pounds(text: &Text<'_>, atom: &Atom, end: usize) -> Option<SmolStr> {
    const WEIGHTS: [&str; 14] = [
        "pese", "pesait", "pesant", "peser", "poids", "perdu", "perdre", "pris", "maigri", "grossi", "bebe", "kilos",
        "kg", "tonne",
    ];
    let books =
        matches!(text.fold(end), "vendus" | "imprimes" | "publies" | "empruntes" | "et" | "pour" | "scolaires" | "par");
    if atom.value >= 1e5 && !books {
        return context::issuer(text, end - 1, &"GBP".into());
    }
    let weight = atom.value.fract() != 0.0
        || (1..=8).any(|back| WEIGHTS.contains(&text.fold_before(atom.first, back)))
        || matches!(
            (text.fold(end), text.fold(end + 1)),
            ("de", "viande" | "beurre" | "chair" | "sucre" | "farine" | "pression")
        );
    weight.then(|| "lb".into())
}

/// "pieds" measure a length where one is spoken of ("six pieds de haut"); vines, plants and limbs have feet too.
fn feet(text: &Text<'_>, atom: &Atom, end: usize) -> bool {
    const PLANTS: [&str; 7] = ["vigne", "vignes", "cannabis", "tomates", "tomate", "salades", "mais"];
    let of = matches!(text.fold(end), "de" | "des");
    !(of && PLANTS.contains(&text.fold(end + 1))) && (of || atom.value > 2.0)
}

/// A currency sign or code in front of word `first`: the code and where the sign starts.
pub(crate) fn sign_before(text: &Text<'_>, first: usize) -> Option<(SmolStr, usize)> {
    let (_, money) = symbols();
    // "US$", "CHF", "€": one to two words.
    for len in [2, 1] {
        let Some(start) = first.checked_sub(len) else { continue };
        let (Some(a), Some(z)) = (text.word(start), text.word(first - 1)) else { continue };
        let Some(written) = text.text.get(a.span.start - text.offset..z.span.end - text.offset) else { continue };
        if matches!(written, "F" | "FF" | "DM" | "R") || written == "Rs" && text.is_fr() {
            continue;
        }
        if let Some((n, code)) = written.chars().next().and_then(|_| symbol_in(money, written))
            && n == written.len()
        {
            let letters = written.chars().all(char::is_alphabetic);
            // "100 € 200": the sign belongs to the number before it.
            let spaced = text.words[first].span.start > z.span.end;
            let taken = start > 0
                && text.words[start - 1].is_digits()
                && (spaced || letters && a.glued)
                && !has_sign(text, start - 1, &code);
            let near = text.gap_before(first).chars().count() <= 1;
            return (near && !taken).then_some((code, start));
        }
    }
    None
}

/// The number whose last digits are word `last` has this sign in front itself.
fn has_sign(text: &Text<'_>, last: usize, code: &str) -> bool {
    let mut first = last;
    while first > 0
        && last - first < 12
        && (text.words[first - 1].is_digits()
            || text.words[first].glued && matches!(text.words[first - 1].text, "." | ","))
    {
        first -= 1;
    }
    text.word(first.wrapping_sub(1)).is_some_and(|w| symbol_in(&symbols().1, w.text).is_some_and(|(_, c)| c == code))
}

/// A currency sign stands at word `at`.
pub(crate) fn is_sign(text: &Text<'_>, at: usize) -> bool {
    text.word(at).is_some_and(|w| matches!(w.text, "$" | "€" | "£" | "¥"))
}

/// "3 dollars 50 cents", "15 euros et 20 centimes", "15 dollars 50", "5 ft 2 in": what a smaller unit behind the first adds.
fn smaller_after(text: &Text<'_>, end: usize, unit: &str) -> Option<(f64, usize)> {
    let at = end + usize::from(matches!(text.fold(end), "and" | "et"));
    let atom::Result::Atom(more) = atom::at(text, at) else { return None };
    if more.form == Form::Fraction || more.value < 1.0 || more.value >= 100.0 || more.value.fract() != 0.0 {
        return None;
    }
    if unit == "ft" {
        let inches = name_at(text, more.end).filter(|(u, _)| u == "in").map(|(_, e)| e);
        let symbol = (text.fold(more.end) == "in" && text.fold(end - 1) == "ft").then_some(more.end + 1);
        return inches.or(symbol).map(|e| (more.value / 12.0, e));
    }
    if !is_currency(unit) {
        return None;
    }
    if let Some((coin, e)) = name_at(text, more.end) {
        let fits =
            minor(&coin).is_some_and(|(_, whole)| whole == unit) || matches!(text.fold(more.end), "cent" | "cents");
        return fits.then_some((more.value / 100.0, e));
    }
    // "15 dollars 50." with nothing behind it that the 50 could count.
    let alone = text.word(more.end).is_none_or(|w| matches!(w.text, "." | "," | ";" | "!" | "?" | ")"));
    let two_digits = if more.form == Form::Digits { text.words[at].text.len() == 2 } else { more.value > 10.0 };
    (alone && two_digits).then_some((more.value / 100.0, more.end))
}

/// "et demi(e)", "and a half", or a smaller unit right behind ("2 h 30", "1 m 80"): what it adds, and the word after it.
pub(crate) fn half_after(text: &Text<'_>, end: usize, unit: &str) -> Option<(f64, usize)> {
    match (text.fold(end), text.fold(end + 1), text.fold(end + 2)) {
        ("et", "demi" | "demie", _) => return Some((0.5, end + 2)),
        ("and", "a", "half") => return Some((0.5, end + 3)),
        _ => {}
    }
    if end >= 1 && (unit == "ft" || is_currency(unit)) {
        return smaller_after(text, end, unit);
    }
    let word = text.word(end)?;
    let short = end >= 1 && text.words[end - 1].text.len() <= 2;
    if !word.is_digits() || word.text.len() != 2 || !short {
        return None;
    }
    let next_is_plain = !text.word(end + 1).is_some_and(|w| {
        w.glued && (w.is_letters() || w.is_digits() || text.word(end + 2).is_some_and(|n| n.glued && n.is_digits()))
    });
    let v: f64 = word.text.parse().ok()?;
    match unit {
        "hour" if v < 60.0 => Some((v / 60.0, end + 1)),
        "m" if next_is_plain => Some((v / 100.0, end + 1)),
        _ => None,
    }
}

/// A symbol that is a rate: "b/d" is barrels per day.
pub(crate) fn rate_of(unit: &str) -> Option<(SmolStr, SmolStr)> {
    let (of, per) = unit.split_once('/')?;
    (is_time(per) || matches!(per, "game" | "carry")).then(|| (of.into(), per.into()))
}

/// Minor coins: "50 centimes" is 0.5 of the main unit.
pub(crate) fn minor(unit: &str) -> Option<(f64, SmolStr)> {
    static TABLE: LazyLock<BTreeMap<&'static str, (f64, SmolStr)>> = LazyLock::new(|| {
        rows(include_str!("minor.tsv"))
            .filter_map(|r| {
                let share = r.get(3).and_then(|s| s.parse().ok()).unwrap_or(0.01);
                Some((r[0], (share, SmolStr::new(*r.get(1)?))))
            })
            .collect()
    });
    TABLE.get(unit).cloned()
}
