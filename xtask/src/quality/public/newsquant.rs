//! satya77/CQE_Evaluation, `NewsQuant.json`: value, unit, bound and concept of the quantities of English news sentences.
//!
//! The matching is that of the set's own `evaluate_models.py` (`calculate_metrics`).

use std::{collections::BTreeMap, fs, path::Path};

use anyhow::Context;
use recoupe_claims::quantity::{self, Excluded, Form, Measured, Trend};
use recoupe_pipeline::store;
use recoupe_reading::{Lang, Models, read_text};
use serde::Deserialize;

use super::{PublicSet, Row};

const ABOUT: &str = "\
satya77/CQE_Evaluation (github.com/satya77/CQE_Evaluation; the paper is Almasian, Kazakova, Göldner, Gertz, EMNLP 2023): \
`NewsQuant.json` as `newsquant/NewsQuant.json`, English news sentences without most of their punctuation. Developed on its first \
295 sentences; of the other 295 only the scores are printed, by sort of quantity. Those scores were read several times, and the \
makers\' public code, which may quote sentences of the whole set, was read for its conventions: the kept half is not \
strictly unseen. Matching as in its `evaluate_models.py`: values within 1e-5, the unit \
by its normalised name, the bound or direction (`=`, `~`, `>`, `<`, `up`, `down`) and the concept by one shared word, each counted \
only with the value.\n\n\
Mapped: ages, \"the two sides\" and \"one of the …\" are quantities in this set; a vague amount (\"dozens\", \"millions\") is the \
range from one to ten of it; a fraction is its exact value; \"8 or 9\" are two quantities and \
\"from 8 to 9\" is one; a count's unit is the lemma of the noun with the words between; our \
unit names are translated to those of the makers' own unit list (`unit.json` of github.com/vivkaz/CQE) by a table; a tonne is \
told from a ton, a percentage point from a percent, by the word written; a coin stays in its coin; an approximation or a bound \
hides a direction; an average is an approximation and a plus sign a rise, as in the makers' list of bounds. The set is printed \
without the letters that ASCII lacks: \"PS6m\" is read as \"£6m\", \"Y=\" as yen.";

/// The set.
pub(crate) const SET: PublicSet = PublicSet { name: "newsquant", folder: "newsquant", about: ABOUT, measure };

/// So many sentences at the head of the file may be looked at.
const DEVELOPED_ON: usize = 295;

#[derive(Deserialize)]
struct Sentence {
    text: String,
    quantities: Vec<Gold>,
}

#[derive(Deserialize)]
struct Gold {
    change: String,
    value: String,
    normalized_unit: String,
    referred_concepts: String,
}

/// One quantity, ours or theirs, in the form that is compared.
#[derive(Debug, Clone)]
struct Read {
    /// What sort of quantity we read: money, percent, measure, count or bare number.
    sort: &'static str,
    /// One number, or both ends of a range.
    value: Vec<f64>,
    unit: String,
    change: String,
    concepts: Vec<String>,
}

fn measure(folder: &Path) -> anyhow::Result<Vec<Row>> {
    let path = folder.join("NewsQuant.json");
    let source = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    let sentences: Vec<Sentence> = serde_json::from_str(&source)?;
    let models = Models::of_pipelines(None, Some(store::load("en")?));
    let (known, kept) = sentences.split_at(DEVELOPED_ON.min(sentences.len()));
    let mut rows = Vec::new();
    for (part, sentences, shown) in [("first half", known, true), ("second half, kept", kept, false)] {
        let mut score = Score::default();
        for sentence in sentences {
            let gold: Vec<Read> = sentence.quantities.iter().map(gold).collect::<anyhow::Result<_>>()?;
            score.add(&sentence.text, gold, ours(&sentence.text, &models));
        }
        rows.extend(score.rows(part, shown));
    }
    Ok(rows)
}

fn gold(g: &Gold) -> anyhow::Result<Read> {
    let range = !g.value.contains('E') && !g.value.starts_with('-') && g.value.contains('-');
    let numbers: Vec<&str> = if range { g.value.splitn(2, '-').collect() } else { vec![&g.value] };
    let value = numbers.iter().map(|n| n.trim().parse::<f64>()).collect::<Result<_, _>>()?;
    let concepts = g.referred_concepts.split([',', ' ']).map(str::to_lowercase).filter(|w| !w.is_empty()).collect();
    Ok(Read { sort: "", value, unit: g.normalized_unit.to_lowercase(), change: g.change.clone(), concepts })
}

/// What we read in a sentence, in the set's terms.
fn ours(text: &str, models: &Models) -> Vec<Read> {
    let text = &with_signs(text);
    let doc = read_text(text, Some(Lang::En), models);
    let names = units();
    let read: Vec<Measured> = quantity::measured(&doc);
    let kept: Vec<&Measured> = read
        .iter()
        .filter(|m| m.expression.form != Form::Multiple)
        .filter(|m| match m.expression.excluded {
            None | Some(Excluded::Age | Excluded::BackReference) => true,
            Some(Excluded::Idiom) => text[m.expression.measure.end..].starts_with(" of "),
            Some(_) => false,
        })
        .collect();
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(m) = kept.get(at) {
        at += 1;
        let plain = |m: &Measured, value: Vec<f64>| Read {
            sort: sort(m),
            value,
            unit: unit(text, m, &names),
            change: change(text, m).to_owned(),
            concepts: concepts(text, m),
        };
        let numbers = &m.expression.numbers;
        // "8 or 9": two quantities.
        if let [(a, low), (b, high)] = numbers.as_slice()
            && matches!(text[a.end..b.start].trim(), "or" | "and")
            && !text[..a.start].trim_end().ends_with("between")
        {
            out.extend([low, high].map(|v| plain(m, vec![*v])));
            continue;
        }
        // "from 8 to 9": one.
        if let Some(next) = kept.get(at)
            && is_from_to(text, m, next)
        {
            at += 1;
            out.push(Read { value: [value(m), value(next)].concat(), ..plain(next, Vec::new()) });
            if let Some(last) = out.last_mut() {
                last.change = change(text, m).to_owned();
            }
            continue;
        }
        out.push(plain(m, value(m)));
    }
    out
}

/// The currency signs that the set's conversion to ASCII spelled out.
fn with_signs(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((at, spelled, sign)) =
        [("PS", "£"), ("Y=", "¥")].into_iter().filter_map(|(s, sign)| Some((rest.find(s)?, s, sign))).min()
    {
        let (before, after) = (&rest[..at], &rest[at + spelled.len()..]);
        let alone = !before.ends_with(char::is_alphanumeric) && after.starts_with(|c: char| c.is_ascii_digit());
        out.push_str(before);
        out.push_str(if alone { sign } else { spelled });
        rest = after;
    }
    out + rest
}

/// "from A (in May) to B" that we read as the value before and the value after.
fn is_from_to(text: &str, from: &Measured, to: &Measured) -> bool {
    let (a, b) = (&from.expression, &to.expression);
    let unit = |m: &Measured| m.expression.unit.as_ref().map(|u| u.name.clone());
    let between = text.get(a.measure.end..b.span.start).unwrap_or("").trim();
    a.numbers.len() == 1
        && b.numbers.len() == 1
        && a.share.is_none()
        && b.share.is_none()
        && (unit(from) == unit(to) || unit(from).is_none())
        && text[..a.span.start].split_whitespace().rev().take(3).any(|w| w == "from")
        && between.rsplit(' ').next() == Some("to")
        && !between.contains(';')
        && between.split(' ').count() <= 12
}

/// Sorts whose scores are told apart.
const SORTS: [&str; 5] = ["money", "percent", "measure", "count", "bare number"];

fn sort(m: &Measured) -> &'static str {
    match m.expression.unit.as_ref().map(|u| u.name.as_str()) {
        Some(u) if u.len() == 3 && u.bytes().all(|b| b.is_ascii_uppercase()) => "money",
        Some("percent") => "percent",
        Some(_) => "measure",
        None if m.expression.excluded == Some(Excluded::Age) => "measure",
        None if m.counted.is_empty() => "bare number",
        None => "count",
    }
}

fn units() -> BTreeMap<&'static str, &'static str> {
    include_str!("newsquant-units.tsv").lines().filter_map(|l| l.split_once('\t')).collect()
}

fn value(m: &Measured) -> Vec<f64> {
    let e = &m.expression;
    if e.form == Form::Vague {
        return vec![e.value.granularity, 10.0 * e.value.granularity];
    }
    e.numbers.iter().map(|(_, v)| *v).collect()
}

fn unit(text: &str, m: &Measured, names: &BTreeMap<&str, &str>) -> String {
    let e = &m.expression;
    let mut noun = String::new();
    for (i, term) in m.counted.iter().enumerate() {
        if i > 0 {
            let glued = text[m.counted[i - 1].span.end..term.span.start].trim() == "-";
            noun.push(if glued { '-' } else { ' ' });
        }
        noun.push_str(&term.lemma.to_lowercase());
    }
    let noun =
        if noun.is_empty() { "-".to_owned() } else { names.get(noun.as_str()).map_or(noun, |n| (*n).to_owned()) };
    if e.share.is_some() {
        return format!("% {noun}");
    }
    let named = |name: &str| names.get(name).map_or(name.to_owned(), |n| (*n).to_owned());
    let Some(unit) = &e.unit else {
        return match (e.excluded, &m.per) {
            (Some(Excluded::Age), _) => "year of age".into(),
            (_, Some(per)) => format!("{noun} per {}", named(per)),
            _ => noun,
        };
    };
    let words = text[e.measure.start..e.measure.end].to_lowercase();
    let mut name = named(unit.coin.as_ref().map_or(unit.name.as_str(), |(coin, _)| coin.as_str()));
    if e.excluded == Some(Excluded::Age) {
        return format!("{name} of age");
    }
    let written = |forms: &[&str]| forms.iter().any(|f| words.ends_with(f) || words.contains(&format!("{f} ")));
    match unit.name.as_str() {
        "t" if !written(&["ton", "tons"]) || words.contains("metric") => name = "metric ton".into(),
        "percent" if written(&["points", "point"]) => name = "percentage point".into(),
        "hPa" if written(&["millibar", "millibars"]) => name = "millibar".into(),
        "INR" if written(&["rupee", "rupees", "rs"]) => name = "rupee".into(),
        _ => {}
    }
    if unit.name == "°C" && words.ends_with(['c', 's']) && !words.ends_with("degrees") {
        name = "celsius".into();
    }
    // "annually" is no part of a unit in this set.
    let linked = unit.per_end.is_some_and(|end| text[e.measure.end..end].trim().contains([' ', '/', '-']));
    match unit.per.as_ref().filter(|_| linked || unit.per_end == Some(e.measure.end)) {
        Some(per) => format!("{name} per {}", named(per)),
        None => name,
    }
}

fn change(text: &str, m: &Measured) -> &'static str {
    let v = &m.expression.value;
    let before: Vec<&str> = text[..m.expression.span.start].split_whitespace().rev().take(3).collect();
    let averages = |w: &&str| matches!(w.to_lowercase().as_str(), "average" | "averaging" | "averaged" | "averages");
    let link = |w: &&str| matches!(*w, "of" | "about" | "a" | "an" | "roughly" | "just");
    if before.iter().take_while(|w| link(w) || averages(w)).any(averages) {
        return "~";
    }
    if before.first() == Some(&"+")
        || text[..m.expression.span.start].ends_with('+')
        || text[m.expression.span.start..].starts_with('+')
    {
        return "up";
    }
    match (v.approx, v.lo, v.hi, m.trend) {
        _ if m.expression.form == Form::Vague => "=",
        (true, ..) => "~",
        (_, None, Some(_), _) => "<",
        (_, Some(_), None, _) => ">",
        (.., Some(Trend::Up)) => "up",
        (.., Some(Trend::Down)) => "down",
        _ => "=",
    }
}

fn concepts(text: &str, m: &Measured) -> Vec<String> {
    let words: Vec<String> = m.concept.iter().map(|t| text[t.span.start..t.span.end].to_lowercase()).collect();
    if words.is_empty() { vec!["-".into()] } else { words }
}

#[derive(Default)]
struct Score {
    gold: usize,
    ours: usize,
    value: usize,
    unit: usize,
    change: usize,
    concept: usize,
    /// Of each sort that we read: all, value right, unit right too, bound right too, concept right too.
    by_sort: BTreeMap<&'static str, [usize; 5]>,
    errors: [Vec<String>; 4],
}

impl Score {
    /// Counts a sentence as the set's script does: both sides sorted by unit, a reading used up only when its unit fits too.
    fn add(&mut self, text: &str, mut gold: Vec<Read>, mut ours: Vec<Read>) {
        self.gold += gold.len();
        self.ours += ours.len();
        gold.sort_by(|a, b| a.unit.cmp(&b.unit));
        ours.sort_by(|a, b| a.unit.cmp(&b.unit));
        self.explain(text, &gold, &ours);
        for o in &ours {
            self.by_sort.entry(o.sort).or_default()[0] += 1;
        }
        let mut open = gold.len();
        for g in &gold {
            let mut used = None;
            for (i, o) in ours.iter().enumerate().filter(|(_, o)| same_value(&g.value, &o.value)) {
                if open > 0 {
                    self.value += 1;
                    open -= 1;
                }
                self.change += usize::from(o.change == g.change);
                self.concept += usize::from(o.concepts.iter().any(|c| g.concepts.contains(c)));
                if o.unit == g.unit {
                    self.unit += 1;
                    used = Some(i);
                    break;
                }
            }
            if let Some(i) = used {
                ours.remove(i);
            }
        }
    }

    /// One line for each quantity that is wrong, by the first thing that is wrong with it.
    fn explain(&mut self, text: &str, gold: &[Read], ours: &[Read]) {
        let mut left: Vec<&Read> = ours.iter().collect();
        for g in gold {
            let best = (0..left.len())
                .filter(|i| same_value(&g.value, &left[*i].value))
                .max_by_key(|i| (left[*i].unit == g.unit, std::cmp::Reverse(*i)));
            let Some(o) = best.map(|i| left.remove(i)) else {
                self.errors[0].push(format!("missed {g:?}\n        {text}"));
                continue;
            };
            let shared = o.concepts.iter().any(|c| g.concepts.contains(c));
            let right = [true, true, o.unit == g.unit, o.change == g.change, shared];
            for (n, _) in right.iter().enumerate().skip(1).filter(|(_, right)| **right) {
                self.by_sort.entry(o.sort).or_default()[n] += 1;
            }
            if o.unit != g.unit {
                self.errors[1].push(format!("unit {:?} for {:?} of {:?}\n        {text}", o.unit, g.unit, g.value));
            }
            if o.change != g.change {
                self.errors[2].push(format!("change {} for {} of {:?}\n        {text}", o.change, g.change, g.value));
            }
            if !shared {
                self.errors[3].push(format!(
                    "concept {} for {} of {:?} {}\n        {text}",
                    o.concepts.join(" "),
                    g.concepts.join(" "),
                    g.value,
                    g.unit
                ));
            }
        }
        for o in left {
            self.errors[0].push(format!("invented {o:?}\n        {text}"));
        }
    }

    fn rows(self, part: &str, shown: bool) -> Vec<Row> {
        let f1 = |right: usize| 2.0 * right as f64 / (self.gold + self.ours).max(1) as f64;
        let [value, unit, change, concept] = self.errors;
        let of_sort = |n: usize| {
            let share = |sort| {
                let [all, value, ..] = *self.by_sort.get(sort)?;
                let right = self.by_sort[sort][n];
                let of = if n == 1 { all } else { value };
                Some(format!("{sort} {right}/{of}"))
            };
            SORTS.iter().filter_map(|s| share(*s)).collect::<Vec<_>>().join(", ")
        };
        [
            ("value", self.value, "≥ 0.94; best published 0.920", value),
            ("value and unit", self.unit, "≥ 0.88; best published 0.856", unit),
            ("value and bound", self.change, "≥ 0.90; best published 0.881", change),
            ("value and concept, partial", self.concept, "≥ 0.80; best published 0.761", concept),
        ]
        .into_iter()
        .enumerate()
        .map(|(n, (what, right, beside, errors))| Row {
            what: format!(
                "{part}: {what}, F1 (P {:.3}, R {:.3}; {})",
                right as f64 / self.ours.max(1) as f64,
                right as f64 / self.gold.max(1) as f64,
                of_sort(n + 1)
            ),
            score: f1(right),
            items: self.gold,
            beside,
            errors: if shown { errors } else { Vec::new() },
        })
        .collect()
    }
}

fn same_value(gold: &[f64], ours: &[f64]) -> bool {
    gold.len() == ours.len() && gold.iter().zip(ours).all(|(g, o)| (g - o).abs() <= 1e-8 + 1e-5 * o.abs())
}
