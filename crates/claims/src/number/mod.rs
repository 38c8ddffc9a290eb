//! Numbers in running text: digits and words, with their bounds, ranges and units, as intervals.
//!
//! The grammar is the wording table of the project's rules for figures: approximators, bounds, ranges, collective and vague
//! numerals, fractions and odds (as percent), multiples. What a number is *about* is not asked here, only what it says
//! and whether it is a quantity at all ([`exclude`]: dates, clock times, ages, scores, addresses, names …).

pub(crate) mod atom;
mod bound;
mod digits;
mod every;
mod exclude;
mod fraction;
mod mixed;
mod range;
pub(crate) mod rate;
pub(crate) mod tables;
#[cfg(test)]
pub(crate) mod tests;

use recoupe_reading::{Lang, Span};
use smol_str::SmolStr;

use crate::claim::Value;
use crate::lexicon::{Word, words};
use crate::unit;
pub(crate) use digits::Conventions;
pub(crate) use every::{Written, every};
use exclude::Blocked;
pub use exclude::Excluded;
use tables::{Tables, tables};

/// A number with its bounds and unit.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Quantity {
    /// Approximator, bound, number, unit word.
    pub(crate) span: Span,
    /// The same with a verb that bounds it ("dépasse les 3 000").
    pub(crate) outer: Span,
    /// The number itself (of a range: from the first to the last number).
    pub(crate) core: Span,
    /// The numbers as written, with their signs: one, or the two ends of a range.
    pub(crate) numbers: Vec<(Span, f64)>,
    /// The number with its sign and unit, without the words that bound it.
    pub(crate) measure: Span,
    /// The unit that it is counted per ("5 $ par baril", "12 % a year"), and where that ends.
    pub(crate) per: Option<(SmolStr, usize)>,
    /// The coin that the text counts in and how much of `unit` it is: `value` is in `unit`.
    pub(crate) coin: Option<(SmolStr, f64)>,
    /// What a fraction is exactly: a third is 33.33 percent in `value`, and 1/3 here.
    pub(crate) share: Option<f64>,
    pub(crate) value: Value,
    /// A unit of measure, a currency, `percent`, `times`; `None` for a count.
    pub(crate) unit: Option<SmolStr>,
    pub(crate) form: Form,
}

/// How a number is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Form {
    /// "1 200", "2,5 millions".
    Digits,
    /// "deux mille".
    Spelled,
    /// "un", "une", "one": an article or pronoun more often than a count.
    One,
    /// "une centaine", "a dozen".
    Collective,
    /// "des milliers", "several hundred".
    Vague,
    /// "un tiers", "one in three".
    Fraction,
    /// "a doublé", "threefold".
    Multiple,
}

/// What a stretch of text holds.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub(crate) quantities: Vec<Quantity>,
    /// Numbers too large to be read.
    pub(crate) overflow: Vec<Span>,
}

/// Text cut into words, with the language that it is read in.
pub(crate) struct Text<'a> {
    pub(crate) text: &'a str,
    pub(crate) offset: usize,
    pub(crate) words: Vec<Word<'a>>,
    pub(crate) lang: Lang,
    pub(crate) conventions: Conventions,
    pub(crate) tables: &'static Tables,
}

impl<'a> Text<'a> {
    /// Cuts `text`, which starts at `offset` of its document.
    pub(crate) fn new(text: &'a str, offset: usize, lang: Lang, conventions: Conventions) -> Self {
        Self { text, offset, words: words(text, offset), lang, conventions, tables: tables(lang) }
    }

    pub(crate) fn word(&self, i: usize) -> Option<&Word<'a>> {
        self.words.get(i)
    }

    pub(crate) fn fold(&self, i: usize) -> &str {
        self.words.get(i).map_or("", |w| w.fold.as_str())
    }

    /// Folded form of the word `back` places before `i`.
    pub(crate) fn fold_before(&self, i: usize, back: usize) -> &str {
        i.checked_sub(back).map_or("", |j| self.fold(j))
    }

    /// What stands between word `i - 1` and word `i`.
    pub(crate) fn gap_before(&self, i: usize) -> &'a str {
        match (i.checked_sub(1).and_then(|p| self.words.get(p)), self.words.get(i)) {
            (Some(a), Some(b)) => self.text.get(a.span.end - self.offset..b.span.start - self.offset).unwrap_or(""),
            _ => "",
        }
    }

    /// The text from the end of word `i - 1` on.
    pub(crate) fn rest_from(&self, i: usize) -> &'a str {
        i.checked_sub(1)
            .and_then(|p| self.words.get(p))
            .and_then(|w| self.text.get(w.span.end - self.offset..))
            .unwrap_or("")
    }

    pub(crate) fn span(&self, first: usize, end: usize) -> Span {
        match (self.words.get(first), end.checked_sub(1).and_then(|e| self.words.get(e))) {
            (Some(a), Some(b)) if b.span.end >= a.span.start => Span::new(a.span.start, b.span.end),
            _ => Span::new(self.offset, self.offset),
        }
    }

    pub(crate) fn is_fr(&self) -> bool {
        self.lang != Lang::En
    }
}

/// One number without bounds: words `first..end`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Atom {
    pub(crate) first: usize,
    pub(crate) end: usize,
    pub(crate) value: f64,
    pub(crate) granularity: f64,
    pub(crate) form: Form,
    /// The scale word or thousands group that a smaller number before it may share ("2 à 3 000").
    pub(crate) scale: f64,
    /// `de` may stand between it and its unit ("deux millions d'euros", "une centaine de mètres").
    pub(crate) takes_of: bool,
}

/// Reads all quantities of a text. `blocked` tells words that are part of a date.
pub(crate) fn find(text: &Text<'_>, dated: &[bool]) -> Found {
    let mut found = Found::default();
    let mut blocked = exclude::scan(text);
    blocked.add_dates(text, dated);
    let mut i = 0;
    while i < text.words.len() {
        if blocked.why(i).is_some() {
            i += 1;
            continue;
        }
        match read_at(text, i, &blocked) {
            Read::Quantity(q, end) => {
                if !is_article(text, &q, i) {
                    found.quantities.push(*q);
                }
                i = end.max(i + 1);
            }
            Read::Overflow(end) => {
                found.overflow.push(text.span(i, end));
                i = end.max(i + 1);
            }
            Read::Skip(end) => i = end.max(i + 1),
        }
    }
    range::share_units(text, &mut found.quantities);
    found.quantities = range::merge_bounds(text, found.quantities);
    found
}

/// "une semaine", "un peu", "une fois": no count. "plus d'un an", "un an et demi", "un mètre" are.
fn is_article(text: &Text<'_>, q: &Quantity, i: usize) -> bool {
    if q.form != Form::One {
        return false;
    }
    let plain = q.value.lo == Some(1.0) && q.value.hi == Some(1.0);
    match q.unit.as_deref() {
        Some(unit) => plain && (unit::is_time(unit) || unit == unit::TIMES),
        None => matches!(
            text.fold(i + 1),
            "peu" | "des" | "de" | "autre" | "certain" | "certaine" | "tel" | "telle" | "of" | "another" | "such"
        ),
    }
}

enum Read {
    Quantity(Box<Quantity>, usize),
    Overflow(usize),
    Skip(usize),
}

/// Reads the quantity whose first number word is word `i`.
fn read_at(text: &Text<'_>, i: usize, blocked: &Blocked) -> Read {
    if !text.word(i).is_some_and(|w| text.tables.may_begin(w)) {
        #[cfg(test)]
        assert!(
            matches!(atom::at(text, i), atom::Result::Nothing) && fraction::at(text, i).is_none(),
            "{:?} begins a number and must be tried",
            text.words[i]
        );
        return Read::Skip(i + 1);
    }
    if mixed::of_scale(text, i).is_none()
        && let Some(share) = fraction::at(text, i)
    {
        return part(text, &share, blocked);
    }
    let atom = match atom::at(text, i) {
        atom::Result::Atom(a) => a,
        atom::Result::Overflow(end) => return Read::Overflow(end),
        atom::Result::NotANumber(end) => return Read::Skip(end),
        atom::Result::Nothing => return Read::Skip(i + 1),
    };
    if blocked.any(atom.first, atom.end) {
        return Read::Skip(atom.end);
    }
    if let Some(share) = fraction::odds(text, &atom) {
        return part(text, &share, blocked);
    }
    let own = unit_of(text, &atom);
    let (q, end) = match range::second(text, &atom, own.as_ref(), blocked) {
        Some(range::Second { low, high, unit }) => finish(text, low, Some(high), unit, blocked),
        None => finish(text, atom, None, own, blocked),
    };
    Read::Quantity(Box::new(q), end)
}

fn part(text: &Text<'_>, share: &fraction::Share, blocked: &Blocked) -> Read {
    let unit = Some((unit::PERCENT.into(), share.atom.end));
    let (mut quantity, end) = finish(text, share.atom, None, unit, blocked);
    quantity.share = Some(share.exact);
    if let Some((_, value)) = quantity.numbers.first_mut() {
        *value = if *value < 0.0 { -share.exact } else { share.exact };
    }
    Read::Quantity(Box::new(quantity), end)
}

/// The unit behind an atom, or the currency sign before it.
pub(crate) fn unit_of(text: &Text<'_>, atom: &Atom) -> Option<(SmolStr, usize)> {
    if atom.form == Form::Multiple {
        return Some((unit::TIMES.into(), atom.end));
    }
    if let Some((code, _)) = unit::sign_before(text, atom.first) {
        // "$ 20 $ 30": the second sign is the next number's.
        let next_has_it = unit::is_sign(text, atom.end) && text.word(atom.end + 1).is_some_and(|w| w.is_digits());
        let behind = unit::after(text, atom).filter(|(u, _)| *u == code && !next_has_it);
        return Some((code, behind.map_or(atom.end, |(_, e)| e)));
    }
    unit::after(text, atom)
}

/// Puts bounds and unit around one atom or a range of two.
fn finish(
    text: &Text<'_>,
    low: Atom,
    high: Option<Atom>,
    unit: Option<(SmolStr, usize)>,
    blocked: &Blocked,
) -> (Quantity, usize) {
    let last = high.unwrap_or(low);
    let mut end = unit.as_ref().map_or(last.end, |(_, e)| (*e).max(last.end));
    let mut unit = unit.map(|(u, _)| u);
    let mut low_value = low.value;
    let mut high_value = last.value;
    let mut granularity = low.granularity.min(last.granularity);
    if let Some(factor) = unit.as_deref().filter(|u| unit::is_currency(u)).and_then(|_| scale_behind(text, end)) {
        low_value *= factor;
        high_value *= factor;
        granularity *= factor;
        end += 1;
    }
    if let Some(u) = unit.clone()
        && let Some((extra, e)) = unit::half_after(text, end, &u)
    {
        high_value += extra;
        if high.is_none() {
            low_value = high_value;
        }
        granularity = granularity.min(extra);
        end = e;
    }
    let mut coin = None;
    if let Some(u) = unit.as_mut()
        && let Some((factor, whole)) = unit::minor(u)
    {
        low_value = of_whole(low_value, factor);
        high_value = of_whole(high_value, factor);
        granularity = of_whole(granularity, factor);
        coin = Some((std::mem::replace(u, whole), factor));
    }
    let mut first = low.first;
    if let Some((_, f)) = unit::sign_before(text, first) {
        first = f;
    }
    let mut signed = low.first;
    if let Some(f) = bound::sign_before(text, first, low.end, unit.as_deref()) {
        if first == low.first {
            signed = f;
        }
        first = f;
        (low_value, high_value) = if high.is_some() { (-low_value, high_value) } else { (-low_value, -low_value) };
    }
    let sign = if first < low.first && low_value < 0.0 { -1.0 } else { 1.0 };
    let coins = coin.as_ref().map_or(1.0, |(_, factor)| *factor);
    let mut numbers = vec![(text.span(signed, low.end), sign * low_value.abs() / coins)];
    numbers.extend(high.map(|high| (text.span(high.first, high.end), high_value / coins)));
    if let Some((factor, _)) = end.checked_sub(1).and_then(|k| unit::scaled_code(text, k)) {
        low_value *= factor;
        high_value *= factor;
        granularity *= factor;
        numbers.iter_mut().for_each(|(_, v)| *v *= factor);
    }
    let vague = low.form == Form::Vague;
    let mut value = Value {
        lo: Some(low_value),
        hi: if vague { None } else { Some(high_value) },
        lo_open: false,
        hi_open: false,
        approx: low.form == Form::Collective,
        vague,
        granularity,
    };
    let measured = unit.is_some();
    let mut start = first;
    let measure = text.span(first, end);
    let mut per = unit
        .as_ref()
        .and_then(|u| rate::next_to(text, end, unit::is_currency(u)).filter(|r| r.number == 1.0))
        .map(|r| (r.of, text.span(first, r.end).end));
    // "80,000 b/d", "21 ppg": the symbol holds what it is per.
    if let Some((of, rate)) = unit.as_deref().and_then(unit::rate_of) {
        per = Some((rate, measure.end));
        unit = Some(of);
    }
    let outer = bound::before(text, &mut start, &mut value, measured, blocked);
    bound::after(text, &mut end, &mut value);
    let quantity = Quantity {
        span: text.span(start, end),
        outer: text.span(outer, end),
        core: text.span(low.first, last.end),
        numbers,
        measure,
        value,
        unit,
        per,
        coin,
        share: None,
        form: low.form,
    };
    (quantity, end)
}

/// Coins as their whole, without the noise of binary fractions: 164 pence are 1.64.
fn of_whole(coins: f64, share: f64) -> f64 {
    let (many, rounded) = (1.0 / share, (1.0 / share).round());
    if (many - rounded).abs() < 1e-6 { coins / rounded } else { coins * share }
}

/// "75 USD million": a scale word behind the currency, or the one in its code ("75 MUSD", which is behind word `end - 1`).
fn scale_behind(text: &Text<'_>, end: usize) -> Option<f64> {
    match text.tables.cardinals.get(text.fold(end)) {
        Some(tables::Cardinal::Scale(s)) if *s >= 1e6 && text.words[end - 1].text.len() == 3 => Some(*s),
        _ => None,
    }
}

/// The whole spelled-out cardinal at word `i`, with the word after it.
pub(crate) fn spelled_at(text: &Text<'_>, i: usize) -> Option<(f64, usize)> {
    match atom::at(text, i) {
        atom::Result::Atom(a) if matches!(a.form, Form::Spelled | Form::One) => Some((a.value, a.end)),
        _ => None,
    }
}
