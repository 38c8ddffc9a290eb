//! Counted units of time: "trois jours", "a year and a half", "18-month", "quelques semaines", "2,5 ans".

use super::tables;
use crate::date::Unit;
use crate::number::Text;

/// A length of time.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Length {
    /// How many; `None` where the text does not count ("quelques", "several").
    pub(crate) count: Option<f64>,
    /// Of what.
    pub(crate) unit: Unit,
    /// Smaller units behind it ("un an et trois mois").
    pub(crate) more: Vec<(f64, Unit)>,
    /// About, more or less than that.
    pub(crate) approx: Option<Approx>,
}

/// How a count is rounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Approx {
    About,
    Less,
    More,
}

impl Length {
    /// As a whole number of its unit, rounded, where it is told.
    pub(crate) fn whole(&self) -> Option<i32> {
        let n = self.count?;
        if !(0.0..=100_000.0).contains(&n) {
            return None;
        }
        #[expect(clippy::cast_possible_truncation, reason = "the range is checked")]
        Some(n.round() as i32)
    }
}

/// A counted unit in the words from `first` to `end`.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Counted {
    pub(crate) length: Length,
    /// The number, behind what rounds it.
    pub(crate) number: usize,
    pub(crate) end: usize,
    /// The count is only an article ("un an", "a year").
    pub(crate) article: bool,
}

/// Reads a counted unit at word `i`.
pub(crate) fn counted(text: &Text<'_>, i: usize) -> Option<Counted> {
    let mut out = one(text, i)?;
    // "un an, deux mois et trois jours"
    for _ in 0..4 {
        let comma = usize::from(text.fold(out.end) == ",");
        let k = out.end + comma;
        let k = k + usize::from(matches!(text.fold(k), "et" | "and"));
        let Some(next) = one(text, k).filter(|n| n.length.unit != out.length.unit && n.length.approx.is_none()) else {
            break;
        };
        let (Some(count), Some(_)) = (next.length.count, out.length.count) else { break };
        if out.length.more.iter().any(|(_, u)| *u == next.length.unit) {
            break;
        }
        out.length.more.push((count, next.length.unit));
        out.end = next.end;
        out.article = false;
    }
    Some(out)
}

fn one(text: &Text<'_>, i: usize) -> Option<Counted> {
    let t = tables(text.lang);
    let (approx, number) = match t.approx.at(&text.words, i) {
        Some((len, a)) => (Some(*a), i + len),
        None => (None, i),
    };
    // "les quelque 10 ans"
    let (count, mut k, article) = number_at(text, number)?;
    // "une dizaine d'années"
    let round = t.amount.at(&text.words, number).is_some_and(|(_, n)| n.is_some_and(|n| n >= 10.0));
    let approx = approx.or(round.then_some(Approx::About));
    k += usize::from(count.is_some_and(|n| n != 1.0) && text.fold(k) == "de");
    if text.word(k).is_some_and(|w| w.glued && w.is("-")) {
        k += 1;
    }
    // "trois longues années", "two full years", "24 dernières heures" is left to the periods.
    if t.filler.contains(text.fold(k)) {
        k += 1;
    }
    let mut unit = *t.unit.get(text.fold(k))?;
    if unit == Unit::Week && text.fold(k + 1) == "-" && matches!(text.fold(k + 2), "end" | "ends") {
        unit = Unit::Weekend;
        k += 2;
    }
    // "a second" and "one second" are more often the next one.
    if unit == Unit::Second && article {
        return None;
    }
    let mut count = count;
    match text.fold(k) {
        "fortnight" | "fortnights" | "quinzaine" | "quinzaines" => count = count.map(|n| n * 2.0),
        _ => {}
    }
    let mut end = k + 1;
    // "un an et demi", "an hour and a half"
    if let Some((len, ())) = t.half_after.at(&text.words, end)
        && let Some(n) = count
    {
        count = Some(n + 0.5);
        end += len;
    }
    Some(Counted { length: Length { count, unit, more: Vec::new(), approx }, number, end, article })
}

/// How many: digits, words, an article, "quelques", "une dizaine", "half a". The count, the word behind it, and whether it is
/// an article.
fn number_at(text: &Text<'_>, i: usize) -> Option<(Option<f64>, usize, bool)> {
    let t = tables(text.lang);
    if let Some((len, v)) = t.amount.at(&text.words, i) {
        return Some((*v, i + len, false));
    }
    let w = text.word(i)?;
    if w.is_digits() {
        // Part of a longer number, code or clock time.
        if w.glued
            && i > 0
            && !matches!(text.words[i - 1].text, "-" | "(" | "\"" | "«" | "“" | "/")
            && !text.words[i - 1].text.ends_with('\'')
        {
            return None;
        }
        let mut value: f64 = w.text.parse().ok()?;
        let mut end = i + 1;
        // "the 1988 second quarter": a year, not a count.
        let behind = end + usize::from(text.fold(end) == "-");
        let named = w.text.len() == 4 && (1800.0..2100.0).contains(&value) && t.ordinal.contains_key(text.fold(end));
        if named
            || w.text.len() == 4
                && (1800.0..2100.0).contains(&value)
                && matches!(t.unit.get(text.fold(behind)), Some(Unit::Quarter | Unit::Hour))
        {
            return None;
        }
        if text.word(end).is_some_and(|m| m.glued && matches!(m.text, "," | "."))
            && let Some(d) = text.word(end + 1).filter(|d| d.glued && d.is_digits())
        {
            let tail: f64 = format!("0.{}", d.text).parse().ok()?;
            let grouped = d.text.len() == 3 && (m_groups(text, end));
            value = if grouped { value * 1000.0 + tail * 1000.0 } else { value + tail };
            end += 2;
        }
        // "two and a half years", "5 1/2 hours"
        if let Some((len, ())) = t.half_between.at(&text.words, end) {
            return Some((Some(value + 0.5), end + len, false));
        }
        // "2 or 3 days", "5 à 10 ans": the first is kept.
        return Some((Some(value), second_of_range(text, end), false));
    }
    if matches!(w.fold.as_str(), "un" | "une" | "a" | "an") {
        return Some((Some(1.0), i + 1, true));
    }
    crate::number::tables::tables(text.lang).cardinals.get(&w.fold)?;
    let (v, end) = crate::number::spelled_at(text, i)?;
    if let Some((len, ())) = t.half_between.at(&text.words, end) {
        return Some((Some(v + 0.5), end + len, false));
    }
    Some((Some(v), second_of_range(text, end), false))
}

/// In English a comma groups thousands, in French a point or nothing does.
fn m_groups(text: &Text<'_>, mark: usize) -> bool {
    text.word(mark).is_some_and(|m| (m.text == ",") != text.is_fr())
}

/// Behind the second number of "two or three", "5 à 10".
fn second_of_range(text: &Text<'_>, end: usize) -> usize {
    if !matches!(text.fold(end), "to" | "or" | "a" | "ou" | "-") {
        return end;
    }
    let behind = match text.word(end + 1) {
        Some(w) if w.is_digits() => end + 2,
        Some(w) if w.is_letters() => match crate::number::spelled_at(text, end + 1) {
            Some((v, e)) if v > 1.0 => e,
            _ => return end,
        },
        _ => return end,
    };
    let k = behind + usize::from(text.word(behind).is_some_and(|w| w.glued && w.is("-")));
    if tables(text.lang).unit.contains_key(text.fold(k)) { behind } else { end }
}
