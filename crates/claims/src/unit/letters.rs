//! Single letters that are units right behind an English number: "41C", "106F", "50p", "20c".

use recoupe_reading::Lang;
use smol_str::SmolStr;

use crate::number::Text;

/// The unit that the letter behind word `at - 1` means; `rest` starts with it, `spaced` from the number.
pub(super) fn unit(text: &Text<'_>, at: usize, rest: &str, spaced: bool) -> Option<SmolStr> {
    let mut chars = rest.chars();
    let letter = chars.next()?;
    let next = chars.next();
    if text.lang != Lang::En || next.is_some_and(|c| c.is_alphanumeric() || matches!(c, '\'' | '’' | '-' | '$' | '/'))
    {
        return None;
    }
    match letter {
        // A "13F filing" is a form.
        'C' | 'F' if is_weather(text, at) || !spaced && !is_named(text, at) && is_reached(text, at) => {
            Some(if letter == 'C' { "°C" } else { "°F" }.into())
        }
        // "1080p" counts lines.
        'p' if !spaced && !matches!(text.fold(at - 1), "1080" | "720" | "480" | "1440" | "2160" | "360" | "240") => {
            Some("minor-gbp".into())
        }
        'c' if !spaced => Some("minor-usd".into()),
        '¢' => Some("minor-usd".into()),
        _ => None,
    }
}

/// The first word of the number that ends before word `at`, with what is glued to its front.
fn first_of(text: &Text<'_>, at: usize) -> usize {
    let mut first = at - 1;
    while first > 0 && text.words[first].glued {
        first -= 1;
    }
    first
}

/// "rose to 41C", "above 30C", "at -5F": what a thermometer does.
fn is_reached(text: &Text<'_>, at: usize) -> bool {
    const WORDS: [&str; 32] = [
        "to",
        "of",
        "at",
        "reach",
        "reached",
        "reaching",
        "hit",
        "hits",
        "hitting",
        "above",
        "below",
        "around",
        "about",
        "over",
        "under",
        "near",
        "nearly",
        "almost",
        "minus",
        "between",
        "and",
        "from",
        "exceed",
        "exceeded",
        "exceeding",
        "top",
        "topped",
        "topping",
        "than",
        "as",
        "by",
        "was",
    ];
    let first = first_of(text, at);
    first == 0 || WORDS.contains(&text.fold_before(first, 1)) || matches!(text.fold(first), "-" | "+" | "−")
}

/// "Terminal 5C", "the iPhone 5C": the number behind a name is no temperature.
fn is_named(text: &Text<'_>, at: usize) -> bool {
    let first = first_of(text, at);
    first.checked_sub(1).and_then(|k| text.word(k)).is_some_and(|w| w.is_letters() && w.is_capital() && first > 1)
}

/// A temperature is told just before: "12 degrees (10 F)", "highs of 90 F".
fn is_weather(text: &Text<'_>, at: usize) -> bool {
    const WORDS: [&str; 20] = [
        "degrees",
        "degree",
        "temperature",
        "temperatures",
        "celsius",
        "fahrenheit",
        "c",
        "f",
        "heat",
        "cold",
        "hot",
        "warm",
        "high",
        "highs",
        "low",
        "lows",
        "oven",
        "thermometer",
        "mercury",
        "°",
    ];
    (2..=10).any(|back| WORDS.contains(&text.fold_before(at, back)))
}
