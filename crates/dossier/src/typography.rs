//! Numbers, dates and spaces as each language sets them.
//!
//! Only for words of our own: quotations are never touched.

use std::borrow::Cow;

use jiff::civil::Date;

use crate::{
    Locale,
    wire::{Dates, Precision, Value},
};

/// Narrow no-break space: French sets it before `; : ! ?`, inside `« »` and between groups of digits.
pub const NNBSP: char = '\u{202f}';

/// Sets a text of our own as the language asks.
pub fn of(locale: Locale, text: &str) -> Cow<'_, str> {
    match locale {
        Locale::Fr => french(text),
        Locale::En => Cow::Borrowed(text),
    }
}

/// Replaces plain and no-break spaces by narrow no-break spaces where French sets them.
fn french(text: &str) -> Cow<'_, str> {
    let chars: Vec<char> = text.chars().collect();
    let is_space = |c: char| matches!(c, ' ' | '\u{a0}');
    let narrow = |i: usize| {
        let (before, after) = (i.checked_sub(1).map(|j| chars[j]), chars.get(i + 1).copied());
        let high = matches!(after, Some(';' | ':' | '!' | '?' | '»' | '%' | '€')) || before == Some('«');
        let group = before.is_some_and(|c| c.is_ascii_digit())
            && chars.get(i + 1..i + 4).is_some_and(|d| d.iter().all(char::is_ascii_digit))
            && !chars.get(i + 4).is_some_and(char::is_ascii_digit);
        high || group
    };
    if !chars.iter().enumerate().any(|(i, &c)| is_space(c) && narrow(i)) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(chars.iter().enumerate().map(|(i, &c)| if is_space(c) && narrow(i) { NNBSP } else { c }).collect())
}

/// A quotation in the language's marks.
pub fn quoted(locale: Locale, text: &str) -> String {
    match locale {
        Locale::Fr => format!("«{NNBSP}{text}{NNBSP}»"),
        Locale::En => format!("“{text}”"),
    }
}

/// A number with grouped digits and the language's decimal mark; at most six decimals.
pub fn number(locale: Locale, value: f64) -> String {
    if value.abs() >= 1e15 {
        return format!("{value:e}");
    }
    let plain = format!("{:.6}", value.abs());
    let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
    let fraction = fraction.trim_end_matches('0');
    let mut out = String::new();
    if value < 0.0 {
        out.push('−');
    }
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            out.push(locale.pick(NNBSP, ','));
        }
        out.push(digit);
    }
    if !fraction.is_empty() {
        out.push(locale.pick(',', '.'));
        out.push_str(fraction);
    }
    out
}

/// The interval that a wording states: `≈ 1 100`, `> 3 000`, `40–60`.
pub fn interval(locale: Locale, value: &Value) -> String {
    let n = |v| number(locale, v);
    let bounds = match (value.lo, value.hi) {
        #[expect(clippy::float_cmp, reason = "a point is written as two equal bounds")]
        (Some(lo), Some(hi)) if lo == hi => n(lo),
        (Some(lo), Some(hi)) => format!("{}–{}", n(lo), n(hi)),
        (Some(lo), None) if value.lo_open => format!(">{NNBSP}{}", n(lo)),
        (Some(lo), None) => format!("≥{NNBSP}{}", n(lo)),
        (None, Some(hi)) if value.hi_open => format!("<{NNBSP}{}", n(hi)),
        (None, Some(hi)) => format!("≤{NNBSP}{}", n(hi)),
        (None, None) => "?".into(),
    };
    let about = value.approx && (value.lo.is_some() && value.hi.is_some());
    if about { format!("≈{NNBSP}{bounds}") } else { bounds }
}

/// Lowest–highest of several values.
pub fn range(locale: Locale, lo: Option<f64>, hi: Option<f64>) -> String {
    interval(locale, &Value { lo, hi, lo_open: false, hi_open: false, approx: false, vague: false, granularity: 1.0 })
}

/// A number with its unit sign, for units that are signs; people and things have none.
pub fn unit_sign(unit: Option<&str>) -> &str {
    match unit {
        None | Some("person" | "item") => "",
        Some("percent") => "%",
        Some("times") => "×",
        Some("EUR") => "€",
        Some("USD") => "$",
        Some("GBP") => "£",
        Some(sign) => sign,
    }
}

/// A unit in words where it has a sign of no language ("day", "month"), in the number of `n`.
fn unit(locale: Locale, unit: Option<&str>, n: Option<f64>) -> &str {
    let one = n.is_some_and(|n| match locale {
        Locale::Fr => n.abs() < 2.0,
        Locale::En => n.abs() == 1.0,
    });
    let of = |one_fr, fr, one_en, en| if one { locale.pick(one_fr, one_en) } else { locale.pick(fr, en) };
    match unit {
        Some("second") => "s",
        Some("minute") => "min",
        Some("hour") => "h",
        Some("day") => of("jour", "jours", "day", "days"),
        Some("week") => of("semaine", "semaines", "week", "weeks"),
        Some("month") => of("mois", "mois", "month", "months"),
        Some("year") => of("an", "ans", "year", "years"),
        sign => unit_sign(sign),
    }
}

/// The bounds with their unit.
pub fn measure(locale: Locale, value: &Value, of: Option<&str>) -> String {
    with_unit(locale, interval(locale, value), of, value.hi.or(value.lo))
}

/// Lowest–highest with its unit.
pub fn measure_range(locale: Locale, lo: Option<f64>, hi: Option<f64>, of: Option<&str>) -> String {
    with_unit(locale, range(locale, lo, hi), of, hi.or(lo))
}

fn with_unit(locale: Locale, number: String, of: Option<&str>, n: Option<f64>) -> String {
    match unit(locale, of, n) {
        "" => number,
        "%" if locale == Locale::En => number + "%",
        sign @ ("€" | "$" | "£") if locale == Locale::En => recoupe_story::sign_before(&number, sign),
        sign => format!("{number}{NNBSP}{sign}"),
    }
}

const MONTHS_FR: [&str; 12] =
    ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juill.", "août", "sept.", "oct.", "nov.", "déc."];
const MONTHS_EN: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec"];

/// A day: `23 déc. 2024`, `23 Dec 2024`.
pub fn day(locale: Locale, date: Date) -> String {
    format!("{}\u{a0}{}", day_month(locale, date), date.year())
}

fn day_month(locale: Locale, date: Date) -> String {
    let day = if locale == Locale::Fr && date.day() == 1 { "1er".into() } else { date.day().to_string() };
    format!("{day}\u{a0}{}", month_name(locale, date))
}

fn month_name(locale: Locale, date: Date) -> &'static str {
    let names = locale.pick(&MONTHS_FR, &MONTHS_EN);
    usize::try_from(date.month()).ok().and_then(|m| m.checked_sub(1)).and_then(|m| names.get(m)).copied().unwrap_or("?")
}

/// A month with its year.
pub fn month(locale: Locale, date: Date) -> String {
    format!("{}\u{a0}{}", month_name(locale, date), date.year())
}

/// Dates as precisely as they are known and no more.
pub fn dates(locale: Locale, dates: &Dates) -> String {
    if dates.candidates.len() > 1 && dates.candidates.len() <= 3 {
        return candidates(locale, &dates.candidates);
    }
    match (dates.from, dates.to) {
        (None, None) => locale.pick("date inconnue", "date unknown").into(),
        (Some(from), None) => format!("{}{}", locale.pick("à partir du\u{a0}", "from "), day(locale, from)),
        (None, Some(to)) => format!("{}{}", locale.pick("au plus tard le\u{a0}", "no later than "), day(locale, to)),
        (Some(from), Some(to)) => match dates.precision {
            _ if from == to => day(locale, from),
            Precision::Month if whole_month(from, to) => month(locale, from),
            Precision::Year if whole_year(from, to) => from.year().to_string(),
            _ if whole_year(from, to) && from.year() == to.year() => from.year().to_string(),
            _ if whole_month(from, to) => month(locale, from),
            _ => span(locale, from, to),
        },
    }
}

fn candidates(locale: Locale, days: &[Date]) -> String {
    let or = locale.pick(" ou\u{a0}", " or\u{a0}");
    days.iter().map(|&d| day(locale, d)).collect::<Vec<_>>().join(or)
}

fn whole_month(from: Date, to: Date) -> bool {
    from == from.first_of_month() && to == from.last_of_month()
}

fn whole_year(from: Date, to: Date) -> bool {
    from == from.first_of_year() && to == from.last_of_year()
}

/// Two days, what they share said once: `1er–10 févr. 2025`.
fn span(locale: Locale, from: Date, to: Date) -> String {
    if from.year() != to.year() {
        format!("{} – {}", day(locale, from), day(locale, to))
    } else if from.month() != to.month() {
        format!("{} – {}", day_month(locale, from), day(locale, to))
    } else {
        let first = if locale == Locale::Fr && from.day() == 1 { "1er".into() } else { from.day().to_string() };
        format!("{first}–{}", day(locale, to))
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn french_spaces_are_narrow_and_quotes_of_others_untouched() {
        assert_eq!(
            of(Locale::Fr, "oui : « non » ; 1 100 et 25 000 000 !"),
            "oui\u{202f}: «\u{202f}non\u{202f}»\u{202f}; 1\u{202f}100 et 25\u{202f}000\u{202f}000\u{202f}!"
        );
        assert_eq!(of(Locale::Fr, "le 3 2024 fois, 1 10"), "le 3 2024 fois, 1 10");
        assert_eq!(of(Locale::En, "so: 1 100"), "so: 1 100");
    }

    #[test]
    fn numbers() {
        for (value, fr, en) in [
            (0.0, "0", "0"),
            (999.0, "999", "999"),
            (1100.0, "1\u{202f}100", "1,100"),
            (2_500_000.5, "2\u{202f}500\u{202f}000,5", "2,500,000.5"),
            (-12.25, "−12,25", "−12.25"),
        ] {
            assert_eq!(number(Locale::Fr, value), fr);
            assert_eq!(number(Locale::En, value), en);
        }
        assert_eq!(number(Locale::En, 1e300), "1e300");
    }

    #[test]
    fn days_as_precise_as_known() {
        let dates_of = |from, to, precision| Dates { from, to, precision, candidates: Vec::new() };
        let fr = |d: &Dates| dates(Locale::Fr, d).replace('\u{a0}', " ");
        let (a, b) = (date(2031, 2, 1), date(2031, 2, 10));
        assert_eq!(fr(&dates_of(Some(a), Some(b), Precision::Third)), "1er–10 févr. 2031");
        assert_eq!(fr(&dates_of(Some(a), Some(date(2031, 2, 28)), Precision::Month)), "févr. 2031");
        assert_eq!(fr(&dates_of(Some(date(2031, 1, 1)), Some(date(2031, 12, 31)), Precision::Year)), "2031");
        assert_eq!(fr(&dates_of(None, Some(b), Precision::Unknown)), "au plus tard le 10 févr. 2031");
        assert_eq!(fr(&dates_of(Some(date(2030, 12, 30)), Some(b), Precision::Range)), "30 déc. 2030 – 10 févr. 2031");
        let two = Dates { candidates: vec![a, b], ..dates_of(Some(a), Some(b), Precision::Day) };
        assert_eq!(fr(&two), "1er févr. 2031 ou 10 févr. 2031");
        assert_eq!(dates(Locale::En, &two).replace('\u{a0}', " "), "1 Feb 2031 or 10 Feb 2031");
    }

    #[test]
    fn bounds_are_said_by_sign() {
        let v = |lo, hi, lo_open, hi_open, approx| Value {
            lo,
            hi,
            lo_open,
            hi_open,
            approx,
            vague: false,
            granularity: 1.0,
        };
        let fr = |value: Value| interval(Locale::Fr, &value).replace(NNBSP, " ");
        assert_eq!(fr(v(Some(1100.0), Some(1100.0), false, false, true)), "≈ 1 100");
        assert_eq!(fr(v(Some(3000.0), None, true, true, false)), "> 3 000");
        assert_eq!(fr(v(Some(3000.0), None, false, true, false)), "≥ 3 000");
        assert_eq!(fr(v(None, Some(50.0), true, false, false)), "≤ 50");
        assert_eq!(fr(v(None, Some(50.0), true, true, false)), "< 50");
        assert_eq!(fr(v(Some(40.0), Some(60.0), false, false, false)), "40–60");
        assert_eq!(measure(Locale::Fr, &v(Some(5.0), Some(5.0), false, false, false), Some("km")), "5\u{202f}km");
        let one = v(Some(1.0), Some(1.0), false, false, false);
        assert_eq!(measure(Locale::Fr, &one, Some("day")), "1\u{202f}jour");
        let price = v(Some(3.5), Some(1200.0), false, false, false);
        assert_eq!(measure(Locale::Fr, &price, Some("EUR")), "3,5–1\u{202f}200\u{202f}€");
        assert_eq!(measure(Locale::En, &price, Some("EUR")), "€3.5–€1,200");
        assert_eq!(measure(Locale::En, &one, Some("minute")), "1\u{202f}min");
        assert_eq!(measure(Locale::En, &v(Some(5.0), Some(5.0), false, false, false), Some("percent")), "5%");
    }
}
