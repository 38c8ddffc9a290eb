//! microsoft/Recognizers-Text, the specifications of numbers and numbers with units: span, value, unit.
//!
//! Each file is a list of inputs with the results expected of one model; an item is right if the spans, values and units of all
//! its results are. What is mapped stands in [`ABOUT`].

use std::{collections::BTreeMap, fs, path::Path};

use anyhow::Context;
use recoupe_claims::quantity::{self, Excluded, Expression, Form};
use recoupe_reading::Lang;
use serde::Deserialize;

use super::{PublicSet, Row};

const ABOUT: &str = "\
microsoft/Recognizers-Text (github.com/microsoft/Recognizers-Text, MIT licence): `Specs/Number` and `Specs/NumberWithUnit`, \
French and English, laid out as `recognizers-text/Specs/…` as in its repository. An item is one input; it is right if every \
result's words, value and unit are, and nothing more is found.\n\n\
Left out: items that the set marks as not supported by any of its four platforms. Mapped, in the gold and in what we read alike: \
ordinals and a bare \"un\", \"une\", \"one\" are no quantity; a unit without a number is none; a vague amount (\"des milliers\") and \
a multiple (\"twice\") are no number; the number model does not list a number whose unit is glued to it or that belongs to a code \
of letters and digits; the range model writes the upper end of \"A to B\" as excluded, and its spans have no \"between\", \"from\", \"about\" and no \
unit; of a range the models of units list the last number; the French age model takes every \
stretch of years, months, weeks or days as an age, the English one ages only; temperature and dimension divide our units of \
measure between them. Money without a country (\"dollar\") is compared with the issuer that we take it for.";

/// The set.
pub(crate) const SET: PublicSet =
    PublicSet { name: "recognizers-numbers", folder: "recognizers-text", about: ABOUT, measure };

/// One input of a file.
#[derive(Deserialize)]
struct Item {
    #[serde(rename = "Input")]
    input: String,
    #[serde(rename = "NotSupported", default)]
    not_supported: String,
    #[serde(rename = "Results")]
    results: Vec<Expected>,
}

#[derive(Deserialize)]
struct Expected {
    #[serde(rename = "Text")]
    text: String,
    #[serde(rename = "Resolution")]
    resolution: Resolution,
}

#[derive(Deserialize)]
struct Resolution {
    value: Option<String>,
    unit: Option<String>,
}

/// What the set calls a model, and what it asks for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Model {
    Number,
    Percent,
    Range,
    Currency,
    Dimension,
    Temperature,
    Age,
}

const MODELS: [(Model, &str); 7] = [
    (Model::Number, "Number/{}/NumberModel.json"),
    (Model::Percent, "Number/{}/PercentModel.json"),
    (Model::Range, "Number/{}/NumberRangeModel.json"),
    (Model::Currency, "NumberWithUnit/{}/CurrencyModel.json"),
    (Model::Dimension, "NumberWithUnit/{}/DimensionModel.json"),
    (Model::Temperature, "NumberWithUnit/{}/TemperatureModel.json"),
    (Model::Age, "NumberWithUnit/{}/AgeModel.json"),
];

/// One result, ours or theirs.
#[derive(Debug, Clone, PartialEq)]
struct Read {
    words: String,
    value: String,
    unit: Option<String>,
}

fn measure(folder: &Path) -> anyhow::Result<Vec<Row>> {
    let mut rows = Vec::new();
    for (lang, name, port) in [
        (Lang::Fr, "French", "≥ 0.92; its own Python port: Number 0.57, Currency 0.90"),
        (Lang::En, "English", "≥ 0.92"),
    ] {
        let mut total = Tally::default();
        for (model, path) in MODELS {
            let path = folder.join("Specs").join(path.replace("{}", name));
            let source = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
            let items: Vec<Item> = serde_json::from_str(source.trim_start_matches('\u{feff}'))?;
            let label = path.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
            let tally = Tally::of(model, lang, &items);
            rows.push(tally.row(format!("{name} {label} ({} unsupported left out)", tally.left_out), ""));
            total.add(tally);
        }
        rows.push(total.row(format!("{name}, all models: span, value, unit"), port));
    }
    Ok(rows)
}

#[derive(Default)]
struct Tally {
    right: usize,
    items: usize,
    left_out: usize,
    /// Reason class and line.
    errors: Vec<(&'static str, String)>,
}

impl Tally {
    fn of(model: Model, lang: Lang, items: &[Item]) -> Self {
        let mut out = Self::default();
        for item in items {
            if ["dotnet", "javascript", "python"].iter().all(|p| item.not_supported.contains(p))
                && item.not_supported.replace("javascript", "").contains("java")
            {
                out.left_out += 1;
                continue;
            }
            out.items += 1;
            let gold = gold(model, lang, item);
            let ours = ours(model, lang, &item.input);
            match reason(&gold, &ours) {
                None => out.right += 1,
                Some(why) => out.errors.push((
                    why,
                    format!("{why}: {:?}\n        gold {}\n        ours {}", item.input, show(&gold), show(&ours)),
                )),
            }
        }
        out
    }

    fn add(&mut self, other: Self) {
        self.right += other.right;
        self.items += other.items;
    }

    fn row(&self, what: String, beside: &'static str) -> Row {
        let mut errors = self.errors.clone();
        errors.sort_by_key(|(why, _)| *why);
        Row {
            what,
            score: self.right as f64 / self.items.max(1) as f64,
            items: self.items,
            beside,
            errors: errors.into_iter().map(|(_, line)| line).collect(),
        }
    }
}

/// Why an item is wrong, if it is.
fn reason(gold: &[Read], ours: &[Read]) -> Option<&'static str> {
    let same = |part: fn(&Read) -> &str| gold.iter().map(part).eq(ours.iter().map(part));
    if gold.len() > ours.len() {
        return Some("missed");
    }
    if gold.len() < ours.len() {
        return Some("invented");
    }
    if !same(|r| &r.words) {
        return Some("span");
    }
    if !gold.iter().zip(ours).all(|(g, o)| same_value(&g.value, &o.value)) {
        return Some("value");
    }
    let units = units();
    let fits = |(g, o): (&Read, &Read)| match (&g.unit, &o.unit) {
        (Some(g), Some(o)) => units.get(g.as_str()).is_some_and(|u| u.contains(&o.as_str())),
        (None, _) => true,
        (Some(_), None) => false,
    };
    (!gold.iter().zip(ours).all(fits)).then_some("unit")
}

fn units() -> BTreeMap<&'static str, Vec<&'static str>> {
    include_str!("recognizers-units.tsv")
        .lines()
        .filter(|l| !l.starts_with('#'))
        .filter_map(|l| l.split_once('\t'))
        .map(|(name, ours)| (name, ours.split(" | ").collect()))
        .collect()
}

fn same_value(gold: &str, ours: &str) -> bool {
    match (gold.parse::<f64>(), ours.parse::<f64>()) {
        (Ok(g), Ok(o)) => (g - o).abs() <= 1e-9 * g.abs().max(1e-6),
        _ => gold == ours,
    }
}

fn show(reads: &[Read]) -> String {
    if reads.is_empty() {
        return "nothing".into();
    }
    let one = |r: &Read| format!("{} = {} {}", r.words, r.value, r.unit.as_deref().unwrap_or("")).trim().to_owned();
    reads.iter().map(one).collect::<Vec<_>>().join("; ")
}

/// Words as the set writes them: lower case, plain spaces.
fn plain(words: &str) -> String {
    words.to_lowercase().replace(['\u{a0}', '\u{202f}', '\u{2009}'], " ").trim().to_owned()
}

fn gold(model: Model, lang: Lang, item: &Item) -> Vec<Read> {
    let decimal = |v: &str| if lang == Lang::Fr { v.replace(',', ".") } else { v.to_owned() };
    item.results
        .iter()
        .filter_map(|r| {
            let value = r.resolution.value.as_deref().filter(|v| *v != "null")?;
            let value = match model {
                Model::Percent => decimal(value.trim_end_matches('%')),
                Model::Range => value.to_owned(),
                _ => decimal(value),
            };
            let mut words = plain(&r.text);
            if model == Model::Range {
                for opener in ["between ", "from "] {
                    words = words.strip_prefix(opener).unwrap_or(&words).to_owned();
                }
            }
            let read = Read { words, value, unit: r.resolution.unit.as_deref().map(str::to_lowercase) };
            (!is_article(model, &read)).then_some(read)
        })
        .collect()
}

/// A bare "un" or "one" is no quantity by our convention.
fn is_article(model: Model, read: &Read) -> bool {
    model == Model::Number && matches!(read.words.as_str(), "un" | "une" | "one")
}

fn ours(model: Model, lang: Lang, input: &str) -> Vec<Read> {
    quantity::expressions(input, lang)
        .iter()
        .filter(|e| !matches!(e.form, Form::Vague | Form::Multiple))
        .filter(|e| !matches!(e.excluded, Some(Excluded::Ordinal | Excluded::Code)))
        .flat_map(|e| reads(model, lang, input, e))
        .filter(|r| !is_article(model, r))
        .collect()
}

/// What one of our expressions is to a model: usually one result or none, of a range two numbers.
fn reads(model: Model, lang: Lang, input: &str, e: &Expression) -> Vec<Read> {
    let words = |span: recoupe_reading::Span| plain(&input[span.start..span.end]);
    if model == Model::Number {
        let glued = |end: usize| {
            e.unit.as_ref().is_some_and(|u| {
                u.name != "percent"
                    && !is_money(&u.name)
                    && e.measure.end > end
                    && input[end..].starts_with(char::is_alphabetic)
            })
        };
        return e
            .numbers
            .iter()
            .filter(|(span, _)| !glued(span.end))
            .map(|(span, value)| Read { words: words(*span), value: value.to_string(), unit: None })
            .collect();
    }
    if model == Model::Range {
        return range(input, e).into_iter().collect();
    }
    let Some(unit) = &e.unit else { return Vec::new() };
    let kind = kind(&unit.name);
    let fits = match model {
        Model::Percent => kind == Kind::Percent && e.share.is_none(),
        Model::Currency => kind == Kind::Money,
        Model::Temperature => kind == Kind::Temperature,
        Model::Dimension => kind == Kind::Measure,
        Model::Age => kind == Kind::Time && (lang == Lang::Fr || e.excluded == Some(Excluded::Age)),
        Model::Number | Model::Range => false,
    };
    if !fits {
        return Vec::new();
    }
    let name = unit.coin.as_ref().map_or(unit.name.as_str(), |(coin, _)| coin.as_str());
    let Some((last, value)) = e.numbers.last() else { return Vec::new() };
    // Of a range the last number has the unit.
    let start = if e.numbers.len() > 1 { last.start } else { e.measure.start };
    let measure = recoupe_reading::Span::new(start, e.measure.end);
    vec![Read { words: words(measure), value: value.to_string(), unit: Some(name.to_owned()) }]
}

/// The interval as the range model writes it; nothing for a plain number.
fn range(input: &str, e: &Expression) -> Option<Read> {
    let v = &e.value;
    let named = matches!(e.excluded, Some(Excluded::Enumeration | Excluded::Score | Excluded::Label | Excluded::Date));
    let exact = v.lo == v.hi;
    let start = e.numbers.first()?.0.start;
    if exact && (v.approx || e.span.start >= start.min(e.measure.start)) || named {
        return None;
    }
    let scale = if e.share.is_some() { 100.0 } else { 1.0 };
    let end = |x: Option<f64>| x.map_or(String::new(), |x| (x / scale).to_string());
    let between = e.numbers.get(1).and_then(|second| input.get(e.numbers[0].0.end..second.0.start)).unwrap_or("");
    let linked = matches!(between.trim(), "-" | "–" | "~" | "to" | "and" | "through");
    let open = if v.lo_open || v.lo.is_none() { '(' } else { '[' };
    let close = if v.hi_open || v.hi.is_none() || linked { ')' } else { ']' };
    // Without the unit, and without an approximation in front.
    let last = e.numbers.last().map_or(e.span.end, |(span, _)| span.end);
    let stop = if e.span.end == e.measure.end { last } else { e.span.end };
    let words = plain(input.get(e.span.start..stop)?);
    let words = words.strip_prefix("about ").unwrap_or(&words).to_owned();
    Some(Read { words, value: format!("{open}{},{}{close}", end(v.lo), end(v.hi)), unit: None })
}

#[derive(PartialEq, Eq)]
enum Kind {
    Percent,
    Money,
    Temperature,
    Time,
    Measure,
    None,
}

fn is_money(unit: &str) -> bool {
    unit.len() == 3 && unit.bytes().all(|b| b.is_ascii_uppercase()) && unit != "BTU"
}

fn kind(unit: &str) -> Kind {
    match unit {
        "percent" | "permille" => Kind::Percent,
        "times" => Kind::None,
        "°C" | "°F" | "K" => Kind::Temperature,
        "year" | "month" | "week" | "day" => Kind::Time,
        "second" | "minute" | "hour" | "fortnight" | "quarter" | "half-year" | "decade" | "century" | "millennium"
        | "millisecond" => Kind::None,
        u if is_money(u) => Kind::Money,
        _ => Kind::Measure,
    }
}
