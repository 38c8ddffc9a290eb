//! Numbers, intervals and dates in words, in both languages, each in its own style.

use jiff::civil::Date;
use recoupe_claims::{Value, date::Interval};

use crate::Bilingual;

impl Bilingual {
    /// Both texts.
    pub fn new(fr: impl Into<String>, en: impl Into<String>) -> Self {
        Self { fr: fr.into(), en: en.into() }
    }

    /// The same text in both languages (a name, a number without separators).
    pub(crate) fn same(s: impl Into<String>) -> Self {
        let fr = s.into();
        Self { en: fr.clone(), fr }
    }
}

/// A number: French with narrow no-break spaces and a decimal comma, English with commas and a decimal point.
pub(crate) fn number(n: f64) -> Bilingual {
    if !n.is_finite() {
        return Bilingual::new("un nombre illisible", "an unreadable number");
    }
    if n.abs() >= 1e15 {
        return Bilingual::same(format!("{n:e}"));
    }
    // At most three decimals, none where the number is whole.
    let text = format!("{:.3}", n.abs());
    let (whole, decimals) = text.split_once('.').unwrap_or((&text, ""));
    let decimals = decimals.trim_end_matches('0');
    let mut groups: Vec<&str> = Vec::new();
    let mut rest = whole;
    while rest.len() > 3 {
        let (head, tail) = rest.split_at(rest.len() - 3);
        groups.push(tail);
        rest = head;
    }
    groups.push(rest);
    groups.reverse();
    let sign = if n < 0.0 { "−" } else { "" };
    let join = |sep: &str, point: &str| {
        let mut s = format!("{sign}{}", groups.join(sep));
        if !decimals.is_empty() {
            s.push_str(point);
            s.push_str(decimals);
        }
        s
    };
    Bilingual::new(join("\u{202f}", ","), join(",", "."))
}

/// An interval as its wording would have it, with its unit ("plus de 3 000" / "more than 3,000").
pub(crate) fn value(v: &Value, unit: Option<&str>) -> Bilingual {
    let words = match (v.lo, v.hi) {
        (None, None) => Bilingual::new("une valeur sans borne", "a value without bounds"),
        (Some(lo), None) if v.vague => vague(lo),
        (Some(lo), None) if v.lo_open => prefix("plus de ", "more than ", lo),
        (Some(lo), None) => prefix("au moins ", "at least ", lo),
        (None, Some(hi)) if v.hi_open => prefix("moins de ", "less than ", hi),
        (None, Some(hi)) => prefix("au plus ", "up to ", hi),
        (Some(lo), Some(hi)) if lo == hi && v.approx => prefix("environ ", "about ", lo),
        (Some(lo), Some(hi)) if lo == hi => number(lo),
        // "près de N" is stored as 0.9 N to N.
        (Some(lo), Some(hi)) if v.approx && (lo - 0.9 * hi).abs() <= 1e-6 * hi.abs() => {
            prefix("près de ", "nearly ", hi)
        }
        (Some(lo), Some(hi)) => {
            let (lo, hi) = (number(lo), number(hi));
            Bilingual::new(format!("de {} à {}", lo.fr, hi.fr), format!("{} to {}", lo.en, hi.en))
        }
    };
    let n = if v.vague { None } else { v.hi.or(v.lo) };
    counted(words, unit, n)
}

fn prefix(fr: &str, en: &str, n: f64) -> Bilingual {
    let n = number(n);
    Bilingual::new(format!("{fr}{}", n.fr), format!("{en}{}", n.en))
}

fn vague(lo: f64) -> Bilingual {
    let (fr, en) = match lo {
        20.0 => ("des dizaines", "tens"),
        24.0 => ("des douzaines", "dozens"),
        200.0 => ("des centaines", "hundreds"),
        2e3 => ("des milliers", "thousands"),
        2e4 => ("des dizaines de milliers", "tens of thousands"),
        2e5 => ("des centaines de milliers", "hundreds of thousands"),
        2e6 => ("des millions", "millions"),
        2e9 => ("des milliards", "billions"),
        _ => return prefix("au moins ", "at least ", lo),
    };
    Bilingual::new(fr, en)
}

/// Appends a unit; people and things have none to print.
pub(crate) fn with_unit(words: Bilingual, unit: Option<&str>) -> Bilingual {
    counted(words, unit, None)
}

/// Appends a unit in the number of `n`, the plural where that is not known.
fn counted(words: Bilingual, unit: Option<&str>, n: Option<f64>) -> Bilingual {
    let (fr, en) = match unit {
        None | Some("person" | "item") => return words,
        Some("percent") => return Bilingual::new(words.fr + "\u{202f}%", words.en + "%"),
        Some("times") => (["fois"; 2], ["times"; 2]),
        Some("day") => (["jour", "jours"], ["day", "days"]),
        Some("week") => (["semaine", "semaines"], ["week", "weeks"]),
        Some("month") => (["mois"; 2], ["month", "months"]),
        Some("year") => (["an", "ans"], ["year", "years"]),
        Some("h" | "hour") => (["heure", "heures"], ["hour", "hours"]),
        Some("min" | "minute") => (["minute", "minutes"], ["minute", "minutes"]),
        Some("s" | "second") => (["seconde", "secondes"], ["second", "seconds"]),
        Some("EUR") => return money(words, "€"),
        Some("USD") => return money(words, "$"),
        Some("GBP") => return money(words, "£"),
        Some(sign) => ([sign; 2], [sign; 2]),
    };
    // French has the singular up to two.
    let fr = fr[usize::from(n.is_none_or(|n| n.abs() >= 2.0))];
    let en = en[usize::from(n != Some(1.0))];
    Bilingual::new(format!("{}\u{a0}{fr}", words.fr), format!("{}\u{a0}{en}", words.en))
}

fn money(words: Bilingual, sign: &str) -> Bilingual {
    Bilingual::new(format!("{}\u{a0}{sign}", words.fr), sign_before(&words.en, sign))
}

/// English sets the sign of a currency before each number ("about €40,000", "$3 to $5"), after words without one.
pub fn sign_before(text: &str, sign: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2 * sign.len());
    let mut before = ' ';
    for c in text.chars() {
        if c.is_ascii_digit() && !(before.is_ascii_digit() || matches!(before, ',' | '.')) {
            out.push_str(sign);
        }
        out.push(c);
        before = c;
    }
    if out.len() == text.len() { format!("{text} {sign}") } else { out }
}

const MONTHS_FR: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];
const MONTHS_EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// One day ("1er mai 2031" / "1 May 2031").
pub(crate) fn day(d: Date) -> Bilingual {
    let month = usize::from(d.month().unsigned_abs().clamp(1, 12)) - 1;
    let nth = if d.day() == 1 { "1er".to_owned() } else { d.day().to_string() };
    Bilingual::new(
        format!("{nth} {} {}", MONTHS_FR[month], d.year()),
        format!("{} {} {}", d.day(), MONTHS_EN[month], d.year()),
    )
}

/// An interval of days, as the complement of a sentence ("le 5 mai 2031", "between … and …").
pub(crate) fn interval(i: &Interval) -> Bilingual {
    match i.candidates.as_slice() {
        [_, _, ..] if i.candidates.len() <= 4 => {
            let days: Vec<Bilingual> = i.candidates.iter().map(|d| day(*d)).collect();
            let (last, first) = days.split_last().expect("two candidates at least");
            let fr: Vec<String> = first.iter().map(|d| format!("le {}", d.fr)).collect();
            let en: Vec<&str> = first.iter().map(|d| d.en.as_str()).collect();
            return Bilingual::new(
                format!("{} ou le {}", fr.join(", "), last.fr),
                format!("on {} or {}", en.join(", "), last.en),
            );
        }
        _ => {}
    }
    match (i.from, i.to) {
        (None, None) => Bilingual::new("à une date inconnue", "at an unknown date"),
        (Some(f), Some(t)) if f == t => {
            let d = day(f);
            Bilingual::new(format!("le {}", d.fr), format!("on {}", d.en))
        }
        (Some(f), Some(t)) => {
            let (f, t) = (day(f), day(t));
            Bilingual::new(format!("entre le {} et le {}", f.fr, t.fr), format!("between {} and {}", f.en, t.en))
        }
        (Some(f), None) => {
            let d = day(f);
            Bilingual::new(format!("le {} au plus tôt", d.fr), format!("on {} at the earliest", d.en))
        }
        (None, Some(t)) => {
            let d = day(t);
            Bilingual::new(format!("le {} au plus tard", d.fr), format!("on {} at the latest", d.en))
        }
    }
}

/// `a, b et c` / `a, b and c`, of names that are the same in both languages.
pub(crate) fn list(items: &[String]) -> Bilingual {
    list_of(&items.iter().map(Bilingual::same).collect::<Vec<_>>())
}

/// `a, b et c` / `a, b and c`.
pub(crate) fn list_of(items: &[Bilingual]) -> Bilingual {
    let Some((last, first)) = items.split_last() else { return Bilingual::default() };
    if first.is_empty() {
        return last.clone();
    }
    let fr: Vec<&str> = first.iter().map(|i| i.fr.as_str()).collect();
    let en: Vec<&str> = first.iter().map(|i| i.en.as_str()).collect();
    Bilingual::new(format!("{} et {}", fr.join(", "), last.fr), format!("{} and {}", en.join(", "), last.en))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn v(lo: Option<f64>, hi: Option<f64>) -> Value {
        Value { lo, hi, lo_open: false, hi_open: false, approx: false, vague: false, granularity: 1.0 }
    }

    #[test]
    fn numbers_in_each_style() {
        assert_eq!(number(1_234_567.0), Bilingual::new("1\u{202f}234\u{202f}567", "1,234,567"));
        assert_eq!(number(2.75), Bilingual::new("2,75", "2.75"));
        assert_eq!(number(-40.0).en, "−40");
        assert_eq!(number(f64::NAN).en, "an unreadable number");
        assert_eq!(number(1e300).en, "1e300");
    }

    #[test]
    fn bounds_in_words() {
        let more = Value { lo_open: true, ..v(Some(3000.0), None) };
        assert_eq!(value(&more, Some("person")), Bilingual::new("plus de 3\u{202f}000", "more than 3,000"));
        assert_eq!(value(&v(None, Some(5.0)), Some("km")), Bilingual::new("au plus 5\u{a0}km", "up to 5\u{a0}km"));
        assert_eq!(value(&v(Some(1.0), Some(1.0)), Some("day")), Bilingual::new("1\u{a0}jour", "1\u{a0}day"));
        assert_eq!(value(&v(Some(1.0), Some(1.0)), Some("year")).fr, "1\u{a0}an");
        assert_eq!(value(&v(Some(1.5), Some(1.5)), Some("hour")), Bilingual::new("1,5\u{a0}heure", "1.5\u{a0}hours"));
        assert_eq!(value(&v(Some(1.0), Some(3.0)), Some("month")).fr, "de 1 à 3\u{a0}mois");
        let money = value(&v(Some(40.5e6), Some(60e6)), Some("EUR"));
        assert_eq!(
            money,
            Bilingual::new(
                "de 40\u{202f}500\u{202f}000 à 60\u{202f}000\u{202f}000\u{a0}€",
                "€40,500,000 to €60,000,000"
            )
        );
        assert_eq!(value(&Value { vague: true, ..v(Some(2e6), None) }, Some("USD")).en, "millions $");
        assert_eq!(value(&v(Some(1.0), Some(1.0)), Some("ms")).en, "1\u{a0}ms");
        assert_eq!(value(&Value { vague: true, ..v(Some(2000.0), None) }, None).fr, "des milliers");
        assert_eq!(value(&Value { approx: true, ..v(Some(90.0), Some(100.0)) }, None).en, "nearly 100");
        assert_eq!(value(&v(Some(40.0), Some(60.0)), Some("percent")).en, "40 to 60%");
    }

    #[test]
    fn days_in_words() {
        let one = Interval { from: Some(date(2031, 5, 1)), to: Some(date(2031, 5, 1)), ..Interval::UNKNOWN };
        assert_eq!(interval(&one), Bilingual::new("le 1er mai 2031", "on 1 May 2031"));
        assert_eq!(interval(&Interval { to: None, ..one.clone() }).en, "on 1 May 2031 at the earliest");
        assert_eq!(interval(&Interval::UNKNOWN).fr, "à une date inconnue");
    }
}
