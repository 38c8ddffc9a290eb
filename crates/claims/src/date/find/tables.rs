//! The words of dates of one language, from its data file.

use std::sync::LazyLock;

use recoupe_reading::Lang;
use smol_str::SmolStr;

use super::counts::Approx;
use crate::date::feast::Feast;
use crate::date::{Daytime, Part, Reference, Season, Toward, Unit, WhenExpr};
use crate::lexicon::{Phrases, WordKind, WordMap, WordSet, fold, rows, words};
use crate::number::Text;

pub(super) struct Tables {
    pub(super) weekday: WordMap<i8>,
    pub(super) month: WordMap<i8>,
    pub(super) season: WordMap<Season>,
    pub(super) ordinal: WordMap<i8>,
    pub(super) unit: WordMap<Unit>,
    pub(super) part: Phrases<Part>,
    pub(super) fixed: Phrases<WhenExpr>,
    pub(super) feast: Phrases<Feast>,
    pub(super) shift: Phrases<Shift>,
    pub(super) side: Phrases<Toward>,
    pub(super) daytime: Phrases<Daytime>,
    /// Nouns behind which "dernier" and "prochain" point.
    pub(super) last: Vec<SmolStr>,
    pub(super) next: Vec<SmolStr>,
    pub(super) ago_before: Phrases<()>,
    pub(super) ago_after: Phrases<()>,
    pub(super) earlier: Phrases<()>,
    pub(super) later: Phrases<()>,
    pub(super) since: Phrases<()>,
    pub(super) ahead: Phrases<()>,
    pub(super) by: Phrases<()>,
    pub(super) before: Phrases<()>,
    pub(super) after: Phrases<()>,
    pub(super) onward: Phrases<()>,
    pub(super) since_date: Phrases<()>,
    pub(super) until: Phrases<()>,
    pub(super) reference: Phrases<Reference>,
    pub(super) approx: Phrases<Approx>,
    pub(super) amount: Phrases<Option<f64>>,
    pub(super) filler: WordSet,
    pub(super) half_after: Phrases<()>,
    pub(super) half_between: Phrases<()>,
    pub(super) every: Phrases<()>,
    pub(super) per: Phrases<()>,
    pub(super) rhythm: Phrases<&'static str>,
    pub(super) entire: Phrases<()>,
    pub(super) entire_after: WordSet,
    pub(super) bare_length: Phrases<()>,
    /// Words that may stand behind a bare day of a month.
    pub(super) link: WordSet,
    pub(super) fiscal: Phrases<()>,
    pub(super) school: Phrases<()>,
    pub(super) decade: WordMap<i16>,
    pub(super) clock_before: WordSet,
    /// Prepositions in front of a fixed phrase or a part.
    pub(super) lead: WordSet,
    /// "from now", "hence".
    pub(super) from_now: Phrases<()>,
    /// "year-earlier", "year-ago".
    pub(super) year_ago: Phrases<()>,
    /// Words that an age stands behind ("enfant de", "âgé de").
    pub(super) aged: WordSet,
    /// "week of", "semaine du".
    pub(super) week_of: Phrases<()>,
    /// Every word of these lists: no other word begins a time expression, but for numbers.
    words: WordSet,
    /// Those that stand in front of anything.
    small: WordSet,
}

impl Tables {
    /// For each word whether a time expression may begin with it: one of the lists, a number in digits, words or Roman numerals, or
    /// a mark that stands in front of one; of the small words that stand in front of anything only what has one of the others
    /// close behind. Most words of a text may not, and need not be tried.
    pub(super) fn begins(&self, text: &Text<'_>) -> Vec<bool> {
        let mut begins: Vec<bool> = (0..text.words.len()).map(|i| self.may_begin(text, i)).collect();
        let mut next = usize::MAX;
        for i in (0..begins.len()).rev() {
            if self.small.contains(text.fold(i)) {
                begins[i] = next <= i + BEHIND;
            } else if begins[i] {
                next = i;
            }
        }
        begins
    }

    fn may_begin(&self, text: &Text<'_>, i: usize) -> bool {
        let (Some(word), numbers) = (text.word(i), text.tables) else { return false };
        match word.kind {
            WordKind::Digits => true,
            WordKind::Mark => {
                !matches!(word.text, "," | "." | ";" | ":" | "!" | "?" | "(" | ")" | "«" | "»" | "\"" | "“" | "”")
            }
            WordKind::Letters => {
                self.words.contains(&word.fold)
                    || numbers.cardinals.contains_key(&word.fold)
                    || numbers.collectives.contains_key(&word.fold)
                    || numbers.ordinals.contains_key(&word.fold)
                    || numbers.denominators.contains_key(&word.fold)
                    || word.text.starts_with(['I', 'V', 'X', 'L'])
                    // "T2", "FY24"
                    || text.word(i + 1).is_some_and(|next| next.glued && next.is_digits())
            }
        }
    }
}

/// Which unit beside the anchor's own, or beside the one told before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shift {
    This,
    Last,
    Next,
    Recent,
    Same,
    Preceding,
    Following,
}

pub(super) fn tables(lang: Lang) -> &'static Tables {
    static FR: LazyLock<Tables> = LazyLock::new(|| {
        Tables::load(include_str!("../../fr/dates.tsv"), include_str!("../../fr/feasts.tsv"), &SMALL_FR)
    });
    static EN: LazyLock<Tables> = LazyLock::new(|| {
        Tables::load(include_str!("../../en/dates.tsv"), include_str!("../../en/feasts.tsv"), &SMALL_EN)
    });
    match lang {
        Lang::En => &EN,
        Lang::Fr | Lang::Other => &FR,
    }
}

/// The rows of a data file: class, value, forms.
struct Source(&'static str);

impl Source {
    /// The forms of a class, each with the value of its row.
    fn forms(&self, class: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
        rows(self.0)
            .filter(move |r| r[0] == class && r.len() == 3)
            .flat_map(|r| r[2].split('|').map(move |f| (r[1], f.trim())).collect::<Vec<_>>())
    }

    fn phrases<T: Clone>(&self, class: &'static str, value: impl Fn(&'static str) -> T) -> Phrases<T> {
        let mut out = Phrases::new();
        for (v, f) in self.forms(class) {
            out.add(f, value(v));
        }
        out
    }

    fn marks(&self, class: &'static str) -> Phrases<()> {
        self.phrases(class, |_| ())
    }

    fn numbers<T: std::str::FromStr + Default>(&self, class: &'static str) -> WordMap<T> {
        self.forms(class).map(|(v, f)| (fold(f), v.parse().unwrap_or_default())).collect()
    }

    fn set(&self, class: &'static str) -> WordSet {
        self.forms(class).map(|(_, f)| fold(f)).collect()
    }
}

fn unit_of(name: &str) -> Unit {
    match name {
        "second" => Unit::Second,
        "minute" => Unit::Minute,
        "hour" => Unit::Hour,
        "weekend" => Unit::Weekend,
        "week" => Unit::Week,
        "month" => Unit::Month,
        "quarter" => Unit::Quarter,
        "half" => Unit::Half,
        "year" => Unit::Year,
        "school-year" => Unit::SchoolYear,
        "decade" => Unit::Decade,
        "century" => Unit::Century,
        _ => Unit::Day,
    }
}

impl Tables {
    fn load(source: &'static str, feasts: &'static str, small: &[&'static str]) -> Self {
        let s = Source(source);
        let mut ago_before = Phrases::new();
        let mut ago_after = Phrases::new();
        for (v, f) in s.forms("ago") {
            if v == "before" { ago_before.add(f, ()) } else { ago_after.add(f, ()) }
        }
        let mut feast = Phrases::new();
        for row in rows(feasts) {
            if let [rule, forms] = row[..]
                && let Some(f) = Feast::parse(rule)
            {
                forms.split('|').for_each(|form| feast.add(form.trim(), f));
            }
        }
        Self {
            weekday: s.numbers("weekday"),
            month: s.numbers("month"),
            season: s.forms("season").map(|(v, f)| (fold(f), season_of(v))).collect(),
            ordinal: s.numbers("ordinal"),
            unit: s.forms("unit").map(|(v, f)| (fold(f), unit_of(v))).collect(),
            part: s.phrases("part", |v| match v {
                "start" => Part::Start,
                "mid" => Part::Middle,
                _ => Part::End,
            }),
            fixed: fixed(&s),
            feast,
            shift: s.phrases("shift", |v| match v {
                "this" => Shift::This,
                "last" => Shift::Last,
                "next" => Shift::Next,
                "recent" => Shift::Recent,
                "same" => Shift::Same,
                "preceding" => Shift::Preceding,
                _ => Shift::Following,
            }),
            side: s.phrases("side", |v| if v == "past" { Toward::Past } else { Toward::Future }),
            daytime: s.phrases("daytime", |v| match v {
                "MO" => Daytime::Morning,
                "MI" => Daytime::Midday,
                "AF" => Daytime::Afternoon,
                "EV" => Daytime::Evening,
                _ => Daytime::Night,
            }),
            last: s.forms("last").map(|(_, f)| fold(f)).collect(),
            next: s.forms("next").map(|(_, f)| fold(f)).collect(),
            ago_before,
            ago_after,
            earlier: s.marks("earlier"),
            later: s.marks("later"),
            since: s.marks("since"),
            ahead: s.marks("ahead"),
            by: s.marks("by"),
            before: s.marks("before"),
            after: s.marks("after"),
            onward: s.marks("onward"),
            since_date: s.marks("since-date"),
            until: s.marks("until"),
            reference: s.phrases("reference", |v| match v {
                "past" => Reference::Past,
                "future" => Reference::Future,
                _ => Reference::Present,
            }),
            approx: s.phrases("approx", |v| match v {
                "less" => Approx::Less,
                "more" => Approx::More,
                _ => Approx::About,
            }),
            amount: s.phrases("amount", |v| v.parse().ok()),
            filler: s.set("filler"),
            half_after: s.marks("half-after"),
            half_between: s.marks("half-between"),
            every: s.marks("every"),
            per: s.marks("per"),
            rhythm: s.phrases("rhythm", |v| v),
            entire: s.marks("entire"),
            entire_after: s.set("entire-after"),
            bare_length: s.marks("bare-length"),
            link: s.set("link"),
            fiscal: s.marks("fiscal"),
            school: s.marks("school"),
            decade: s.numbers("decade-name"),
            clock_before: s.set("clock-before"),
            lead: s.set("lead"),
            from_now: s.marks("from-now"),
            year_ago: s.marks("year-ago"),
            aged: s.set("aged"),
            week_of: s.marks("week-of"),
            words: every_word(source, feasts),
            small: small.iter().copied().map(SmolStr::new_static).collect(),
        }
    }
}

/// Words that begin time expressions and stand in the grammar itself.
const OPENERS: [&str; 24] = [
    "a", "an", "and", "annee", "annees", "au", "aux", "between", "ce", "ces", "cet", "cette", "de", "des", "du",
    "entre", "fiscal", "from", "in", "la", "le", "les", "rentree", "the",
];

/// Articles and prepositions, in front of time expressions as of anything else; in French "an" is a year.
const SMALL_FR: [&str; 21] = [
    "a", "au", "aux", "ce", "cette", "dans", "de", "des", "du", "en", "et", "il", "la", "le", "les", "par", "pour",
    "que", "sur", "un", "une",
];
const SMALL_EN: [&str; 11] = ["a", "an", "and", "as", "at", "for", "in", "of", "on", "the", "to"];

/// How many words behind a small one the first word that is not may stand.
const BEHIND: usize = 4;

fn every_word(source: &'static str, feasts: &'static str) -> WordSet {
    let forms = rows(source).filter_map(|r| r.get(2).copied()).chain(rows(feasts).filter_map(|r| r.get(1).copied()));
    let listed = forms.flat_map(|forms| words(forms, 0)).map(|w| w.fold);
    listed.chain(OPENERS.map(SmolStr::new_static)).collect()
}

fn season_of(name: &str) -> Season {
    match name {
        "spring" => Season::Spring,
        "summer" => Season::Summer,
        "autumn" => Season::Autumn,
        _ => Season::Winter,
    }
}

/// Phrases that stand for one date expression as they are.
fn fixed(s: &Source) -> Phrases<WhenExpr> {
    let mut out = Phrases::new();
    for (class, unit, part) in [
        ("day", Unit::Day, Part::Whole),
        ("weekend", Unit::Weekend, Part::Whole),
        ("week", Unit::Week, Part::Whole),
        ("month-shift", Unit::Month, Part::Whole),
        ("year-shift", Unit::Year, Part::Whole),
        ("month-start", Unit::Month, Part::Start),
        ("month-mid", Unit::Month, Part::Middle),
        ("month-end", Unit::Month, Part::End),
        ("week-start", Unit::Week, Part::Start),
        ("week-end", Unit::Week, Part::End),
        ("year-start", Unit::Year, Part::Start),
        ("year-end", Unit::Year, Part::End),
    ] {
        for (v, f) in s.forms(class) {
            out.add(f, WhenExpr::Calendar { unit, shift: v.parse().unwrap_or(0), part });
        }
    }
    for (class, toward) in [("recent", Toward::Past), ("soon", Toward::Future)] {
        for (v, f) in s.forms(class) {
            out.add(f, WhenExpr::Around { unit: unit_of(v), toward });
        }
    }
    for (class, unit) in [("told-day", Unit::Day), ("told-quarter", Unit::Quarter)] {
        for (v, f) in s.forms(class) {
            let told = WhenExpr::Calendar { unit, shift: v.parse().unwrap_or(0), part: Part::Whole };
            out.add(f, WhenExpr::Told(Box::new(told)));
        }
    }
    out
}
