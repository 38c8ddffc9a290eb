//! Rates: what a quantity is counted per ("$50 a barrel", "3 morts par jour", "120 cas pour 100 000 habitants").

use std::sync::LazyLock;

use recoupe_reading::Lang;
use smol_str::SmolStr;

use super::{Text, atom};
use crate::lexicon::{Phrases, rows};
use crate::unit;

/// What one quantity is counted per.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Rate {
    /// A unit ("day", "barrel", "kg") or a noun in its normal form ("person", "share"); two joined by a slash ("person/day").
    pub(crate) of: SmolStr,
    /// How many of them: 1, or 100 000 of "pour 100 000 habitants".
    pub(crate) number: f64,
    /// The words of it, from its link on.
    pub(crate) first: usize,
    pub(crate) end: usize,
}

/// How far behind what is counted a rate may stand, in words.
const REACH: usize = 10;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    Noun,
    /// Also behind an article.
    Price,
    Adverb,
}

type Words = Phrases<(SmolStr, Class)>;

fn table(lang: Lang) -> &'static Words {
    fn load(source: &'static str) -> Words {
        let mut out = Words::new();
        for row in rows(source) {
            let [of, class, forms] = row[..] else { continue };
            let class = match class {
                "price" => Class::Price,
                "adverb" => Class::Adverb,
                _ => Class::Noun,
            };
            forms.split('|').for_each(|form| out.add(form.trim(), (SmolStr::new(of), class)));
        }
        out
    }
    static FR: LazyLock<Words> = LazyLock::new(|| load(include_str!("../fr/rates.tsv")));
    static EN: LazyLock<Words> = LazyLock::new(|| load(include_str!("../en/rates.tsv")));
    match lang {
        Lang::En => &EN,
        Lang::Fr | Lang::Other => &FR,
    }
}

/// How a rate is linked to its quantity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Link {
    /// "par", "per", "/".
    Per,
    /// "chaque", "every", "tous les".
    Each,
    /// "pour", "sur", "for every": a number follows.
    For,
    /// "à l'", "au".
    At,
    /// "a", "an", "le": of money, or with a unit of time.
    Article,
}

/// A stretch of text that a rate may begin at: the link and the word behind it.
fn link(text: &Text<'_>, at: usize) -> Option<(Link, usize)> {
    let word = text.word(at)?;
    let next = text.fold(at + 1);
    let one = |link| Some((link, at + 1));
    if word.is("/") {
        return one(Link::Per);
    }
    if text.is_fr() {
        return match word.fold.as_str() {
            "par" => one(Link::Per),
            "chaque" => one(Link::Each),
            "tous" | "toutes" if next == "les" => Some((Link::Each, at + 2)),
            "pour" | "sur" => one(Link::For),
            "a" if word.text == "à" && matches!(next, "l'" | "la") => Some((Link::At, at + 2)),
            "a" if word.text == "à" && next == "le" && text.words[at + 1].text.ends_with(['\'', '’']) => {
                Some((Link::At, at + 2))
            }
            "au" => one(Link::At),
            "l'" | "le" | "la" => one(Link::Article),
            _ => None,
        };
    }
    match word.fold.as_str() {
        "per" => one(Link::Per),
        "each" | "every" => one(Link::Each),
        "for" | "in" if matches!(next, "every" | "each") => Some((Link::For, at + 2)),
        "out" if next == "of" && matches!(text.fold(at + 2), "every" | "each") => Some((Link::For, at + 3)),
        "a" | "an" => one(Link::Article),
        "-" if matches!(next, "per" | "a" | "an") => {
            let hyphen = usize::from(text.word(at + 2).is_some_and(|w| w.is("-")));
            Some((if next == "per" { Link::Per } else { Link::Article }, at + 2 + hyphen))
        }
        _ => None,
    }
}

/// The rate whose link is word `at`, right behind a quantity or what it counts. `money`: the quantity is a sum.
pub(crate) fn next_to(text: &Text<'_>, at: usize, money: bool) -> Option<Rate> {
    if let Some((len, (of, Class::Adverb))) = table(text.lang).at(&text.words, at) {
        return Some(Rate { of: of.clone(), number: 1.0, first: at, end: at + len });
    }
    let (kind, next) = link(text, at)?;
    // "3 billion a year earlier" is no rate.
    const MOMENTS: [&str; 14] = [
        "earlier",
        "ago",
        "later",
        "before",
        "after",
        "from",
        "previously",
        "into",
        "auparavant",
        "avant",
        "apres",
        "plus",
        "suivant",
        "precedent",
    ];
    let (number, noun) = match atom::at(text, next) {
        atom::Result::Atom(a) if a.first == next && matches!(kind, Link::Per | Link::For | Link::Each) => {
            (a.value, a.end + usize::from(a.takes_of && matches!(text.fold(a.end), "de" | "of")))
        }
        _ if kind == Link::For => return None,
        _ => (1.0, next),
    };
    // "40 élus sur 120" is a part of a whole; "12 cas sur 100 000 habitants" is a rate. One case "pour dix" is no rate either.
    let round = number >= 100.0 && number.log10().fract() == 0.0;
    let every = !text.is_fr() && kind == Link::For;
    if kind == Link::For && !(every || round && (text.fold(at) == "pour" || number >= 1000.0)) || number <= 0.0 {
        return None;
    }
    let (of, end) = what(text, noun, kind, money)?;
    if MOMENTS.contains(&text.fold(end)) || kind == Link::At && text.word(end).is_some_and(|w| w.is_digits()) {
        return None;
    }
    let rate = Rate { of, number, first: at, end };
    // "par personne et par jour"
    let more = end + usize::from(matches!(text.fold(end), "et" | "and"));
    match next_to(text, more, money).filter(|_| matches!(link(text, more), Some((Link::Per, _)))) {
        Some(second) if second.number == 1.0 => {
            Some(Rate { of: format!("{}/{}", rate.of, second.of).into(), end: second.end, ..rate })
        }
        _ => Some(rate),
    }
}

/// The unit or noun at word `at`, behind a link.
fn what(text: &Text<'_>, at: usize, kind: Link, money: bool) -> Option<(SmolStr, usize)> {
    let known = table(text.lang).at(&text.words, at).filter(|(_, (_, class))| *class != Class::Adverb);
    let unit = unit::name_at(text, at)
        .or_else(|| unit::symbol(text, at))
        .filter(|(u, _)| !unit::is_currency(u) && u != unit::PERCENT && u != unit::TIMES);
    if let Some((unit, end)) = unit {
        // "la journée", "le mois" are when; "l'heure", "l'an" and "a month" are rates. A price is per any unit.
        let time = unit::is_time(&unit);
        let fits = match kind {
            Link::Article if text.is_fr() => money || unit == "hour",
            Link::Article => true,
            Link::At => !time || matches!(unit.as_str(), "hour" | "minute" | "second"),
            Link::Each => time,
            Link::Per | Link::For => true,
        };
        return fits.then_some((unit, end));
    }
    if let Some((len, (of, class))) = known {
        let fits = match kind {
            Link::Per | Link::For | Link::Each => true,
            Link::Article => *class == Class::Price && (money || !text.is_fr()),
            Link::At => *class == Class::Price && money || text.fold(at) == "unite",
        };
        return fits.then(|| (of.clone(), at + len));
    }
    // "per installation", "12 euros par arbre": a noun that is in no table.
    let noun = text.word(at).filter(|w| w.is_letters() && !w.is_capital() && w.text.chars().count() > 2)?;
    let open = kind == Link::Per && (money || !text.is_fr()) || kind == Link::For;
    let marked = !matches!(noun.fold.as_str(), "les" | "des" | "une" | "the" | "its" | "cent" | "mille");
    (open && marked).then(|| (noun.fold.clone(), at + 1))
}

/// The rate that a clause tells behind word `at`: next to it, or a few words on where no other number, sentence part or mark
/// stands between ("3 personnes meurent chaque jour").
pub(crate) fn behind(text: &Text<'_>, at: usize, money: bool) -> Option<Rate> {
    if let Some(rate) = next_to(text, at, money) {
        return Some(rate);
    }
    for k in at..(at + REACH).min(text.words.len()) {
        let word = text.word(k)?;
        let joins = matches!(
            word.fold.as_str(),
            "et" | "ou" | "and" | "or" | "mais" | "but" | "qui" | "que" | "dont" | "who" | "which" | "that" | "contre"
        );
        if word.is_digits() || joins || !word.is_letters() && !matches!(word.text, "'" | "’" | "-") {
            return None;
        }
        let loose = match link(text, k) {
            Some((Link::Per | Link::Each, next)) => {
                unit::name_at(text, next).is_some_and(|(u, _)| unit::is_time(&u))
                    || matches!(text.fold(next), "habitant" | "personne" | "capita")
            }
            Some((Link::For, _)) => true,
            _ => false,
        };
        if loose && k > at {
            return next_to(text, k, money)
                .filter(|r| r.number == 1.0 || link(text, k).is_some_and(|l| l.0 == Link::For));
        }
    }
    None
}
