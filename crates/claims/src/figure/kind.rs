//! How a figure relates to time: kind, period, as-of; and how it hangs on other figures by its wording.

use std::ops::Range;
use std::sync::LazyLock;

use recoupe_reading::{Doc, Lang, Pos};

use super::tree::{Tree, ancestors};
use crate::claim::{FigureKind, Role};
use crate::date::{Dated, Inner, Toward, Unit, When, WhenExpr};
use crate::lexicon::{Phrases, WordSet, fold, rows};
use crate::number::Text;
use crate::unit;

struct Lexicon {
    stock: WordSet,
    plan: WordSet,
    sending: WordSet,
    change: WordSet,
    cumulative: Phrases<()>,
    rate: Phrases<()>,
    increment: Phrases<()>,
    computed: Phrases<()>,
}

fn lexicon(lang: Lang) -> &'static Lexicon {
    fn load(source: &'static str) -> Lexicon {
        let set = |class: &str| {
            rows(source)
                .filter(|r| r[0] == class)
                .flat_map(|r| r.get(1).copied().unwrap_or("").split('|'))
                .map(|f| fold(f.trim()))
                .collect()
        };
        let phrases = |class: &'static str| Phrases::of_rows(source, move |r| (r[0] == class).then_some(()));
        Lexicon {
            stock: set("stock"),
            plan: set("plan"),
            sending: set("sending"),
            change: set("change"),
            cumulative: phrases("cumulative"),
            rate: phrases("rate"),
            increment: phrases("increment"),
            computed: phrases("computed"),
        }
    }
    static FR: LazyLock<Lexicon> = LazyLock::new(|| load(include_str!("../fr/kinds.tsv")));
    static EN: LazyLock<Lexicon> = LazyLock::new(|| load(include_str!("../en/kinds.tsv")));
    match lang {
        Lang::En => &EN,
        Lang::Fr | Lang::Other => &FR,
    }
}

/// What is asked about.
pub(crate) struct Asked<'a> {
    pub(crate) doc: &'a Doc,
    pub(crate) tree: &'a Tree,
    pub(crate) text: &'a Text<'a>,
    pub(crate) dates: &'a [Dated],
    /// The counted head, or the number itself.
    pub(crate) token: usize,
    /// The quantity's tokens.
    pub(crate) tokens: Range<usize>,
    pub(crate) unit: Option<&'a str>,
    pub(crate) role: Option<Role>,
}

/// What was found.
#[derive(Debug, Default)]
pub(crate) struct Time {
    pub(crate) kind: Option<FigureKind>,
    pub(crate) period: Option<When>,
    pub(crate) as_of: Option<When>,
}

/// The verb that governs the clause of `token`.
pub(crate) fn governor(doc: &Doc, token: usize) -> Option<usize> {
    std::iter::once(token)
        .chain(ancestors(doc, token))
        .find(|t| matches!(doc.tokens[*t].pos, Pos::Verb | Pos::Aux) || doc.tokens[*t].dep == "ROOT")
}

/// A verb that measures its subject against its object ("dépasser de 5 % le seuil").
pub(crate) fn exceeds(doc: &Doc, verb: usize) -> bool {
    const VERBS: [&str; 9] =
        ["depasser", "exceder", "surpasser", "devancer", "battre", "exceed", "top", "surpass", "beat"];
    VERBS.contains(&fold(&doc.tokens[verb].lemma).as_str())
}

/// A verb that tells how a number moves or where it stands ("s'élever", "passer", "climb", "total").
pub(crate) fn is_change(doc: &Doc, verb: usize) -> bool {
    lexicon(doc.sentence_of(verb).lang).change.contains(&fold(&doc.tokens[verb].lemma))
}

/// The verb group is in the future.
pub(crate) fn is_future(doc: &Doc, tree: &Tree, verb: usize) -> bool {
    let future = |t: usize| {
        let token = &doc.tokens[t];
        token.has("Tense=Fut") || token.tag == "MD" && matches!(token.lower.as_str(), "will" | "shall" | "'ll")
    };
    future(verb) || tree.kids(verb).iter().any(|k| doc.tokens[*k].dep.starts_with("aux") && future(*k))
}

pub(crate) fn of(asked: &Asked<'_>) -> Time {
    let (doc, tree) = (asked.doc, asked.tree);
    let words = lexicon(asked.text.lang);
    let verb = governor(doc, asked.token);
    let clause_date = nearest_date(asked);
    let when = |d: &Dated| When { span: doc.to_original(asked.text.span(d.first, d.end)), expr: d.expr.clone() };
    let mut out = Time::default();
    let Some(u) = asked.unit else { return out };
    let counts = u == unit::PERSON || u == unit::ITEM;
    if !counts && !unit::is_currency(u) && u != unit::PERCENT && u != unit::TIMES {
        out.kind = Some(FigureKind::Measure);
        return out;
    }
    let mentions = |table: &Phrases<()>| phrase_in_clause(asked, table, 12, |_| true);
    let lemma = verb.map(|v| fold(&doc.tokens[v].lemma));
    let is = |set: &WordSet| lemma.as_ref().is_some_and(|l| set.contains(l));
    let infinitive_plan = verb.is_some_and(|v| {
        doc.tokens[v].has("VerbForm=Inf")
            && ancestors(doc, v).take(2).any(|a| words.plan.contains(&fold(&doc.tokens[a].lemma)))
    });
    let future = verb.is_some_and(|v| is_future(doc, tree, v));
    let past = verb.is_some_and(|v| is_past(doc, tree, v));
    let toll =
        matches!(asked.role, Some(Role::Killed | Role::Wounded | Role::Missing | Role::Captured | Role::Casualties));
    let period = clause_date.as_ref().filter(|d| is_period(&d.expr));
    let since = clause_date.as_ref().is_some_and(|d| matches!(d.expr, WhenExpr::Since(_)));
    out.kind = Some(if future || infinitive_plan {
        FigureKind::Plan
    } else if u == unit::PERCENT {
        FigureKind::Measure
    } else if mentions(&words.rate) || mentions(&words.increment) && counts {
        FigureKind::Flow
    } else if since || mentions(&words.cumulative) && (toll || past) {
        FigureKind::Cumulative
    } else if toll {
        if period.is_some() { FigureKind::Flow } else { FigureKind::Cumulative }
    } else if is(&words.sending) {
        if period.is_some() || past || counts { FigureKind::Flow } else { FigureKind::Stock }
    } else if is(&words.plan) && !past {
        FigureKind::Plan
    } else if matches!(
        asked.role,
        Some(Role::Deployed | Role::Evacuated | Role::Displaced | Role::Detained | Role::Infected)
    ) && past
    {
        if period.is_some() { FigureKind::Flow } else { FigureKind::Cumulative }
    } else if !counts {
        if past { FigureKind::Flow } else { FigureKind::Stock }
    } else if is(&words.stock) || asked.role == Some(Role::Present) || !past {
        FigureKind::Stock
    } else {
        FigureKind::Flow
    });
    match out.kind {
        Some(FigureKind::Flow | FigureKind::Cumulative) => out.period = period.map(when),
        Some(FigureKind::Stock) => out.as_of = clause_date.as_ref().filter(|d| !is_period(&d.expr)).map(when),
        Some(FigureKind::Plan) => out.as_of = clause_date.as_ref().map(when),
        _ => {}
    }
    if out.period.is_none() && out.as_of.is_none() {
        out.as_of = clause_date.as_ref().filter(|d| !matches!(d.expr, WhenExpr::Since(_))).map(when);
    }
    out
}

/// "un supplément de 1 000", "300 autres": an increment.
pub(crate) fn is_increment(asked: &Asked<'_>) -> bool {
    phrase_in_clause(asked, &lexicon(asked.text.lang).increment, 4, |end| {
        // "le chiffre de plus de 60 morts", "more than 60": a bound, not "60 more".
        let word = |i: usize| asked.text.words.get(i).map_or("", |w| w.text);
        let last = end.checked_sub(1).map_or("", word);
        !(matches!(last, "plus" | "more") && matches!(word(end), "de" | "d" | "d'" | "d’" | "que" | "than"))
    })
}

/// "par jour", "en moyenne", "soit": computed from something else.
pub(crate) fn is_computed(asked: &Asked<'_>) -> bool {
    phrase_in_clause(asked, &lexicon(asked.text.lang).computed, 4, |_| true)
}

/// The verb group is in a past tense.
pub(crate) fn is_past(doc: &Doc, tree: &Tree, verb: usize) -> bool {
    let past = |t: &recoupe_reading::Token| {
        t.has("Tense=Past") || t.has("Tense=Imp") || matches!(t.tag.as_str(), "VBD" | "VBN")
    };
    let auxiliary = |k: usize| doc.tokens[k].dep.starts_with("aux") || doc.tokens[k].dep == "cop";
    past(&doc.tokens[verb])
        || tree.kids(verb).iter().any(|k| auxiliary(*k) && past(&doc.tokens[*k]) || doc.tokens[*k].dep == "aux:tense")
}

/// A stretch that things happen in, rather than a day that something is said of.
fn is_period(expr: &WhenExpr) -> bool {
    match expr {
        WhenExpr::Absolute(i) => i.from != i.to,
        WhenExpr::MonthDay { to, .. } => to.is_some(),
        WhenExpr::Month { .. }
        | WhenExpr::Season { .. }
        | WhenExpr::Share { .. }
        | WhenExpr::Stretch { .. }
        | WhenExpr::Side { .. }
        | WhenExpr::Fiscal(_)
        | WhenExpr::Around { .. }
        | WhenExpr::Since(_)
        | WhenExpr::Between(..) => true,
        WhenExpr::Calendar { unit, .. } => !matches!(unit, Unit::Day | Unit::Hour),
        WhenExpr::Within { inner, .. } => !matches!(
            inner,
            Inner::MonthDay(..)
                | Inner::Day(_)
                | Inner::Weekday(_)
                | Inner::NthWeekday(..)
                | Inner::Nth(_, Unit::Day)
                | Inner::Feast(_)
        ),
        WhenExpr::From { inner, .. } | WhenExpr::Told(inner) => is_period(inner),
        WhenExpr::Day(_)
        | WhenExpr::Weekday { .. }
        | WhenExpr::NextWeekday(_)
        | WhenExpr::LastWeekday(_)
        | WhenExpr::DayOfMonth { .. }
        | WhenExpr::Feast { .. }
        | WhenExpr::Away { .. }
        | WhenExpr::Counted { .. }
        | WhenExpr::Roughly(_)
        | WhenExpr::By(_)
        | WhenExpr::Until(_)
        | WhenExpr::Before(_)
        | WhenExpr::After(_)
        | WhenExpr::Onward(_)
        | WhenExpr::Reference(_) => false,
    }
}

/// The words of the text that a token covers.
pub(crate) fn word_at(text: &Text<'_>, doc: &Doc, token: usize) -> usize {
    let start = doc.tokens[token].clean.start;
    text.words.partition_point(|w| w.span.end <= start)
}

/// One of these phrases stands within `reach` words of the quantity, in its sentence; `fits` is asked with the word behind it.
fn phrase_in_clause(asked: &Asked<'_>, table: &Phrases<()>, reach: usize, fits: impl Fn(usize) -> bool) -> bool {
    let first = word_at(asked.text, asked.doc, asked.tokens.start);
    let last = word_at(asked.text, asked.doc, asked.tokens.end.saturating_sub(1));
    let from = first.saturating_sub(reach);
    (from..(last + reach).min(asked.text.words.len())).any(|i| {
        table.at(&asked.text.words, i).is_some_and(|(len, ())| fits(i + len))
            && !(i.min(last)..i.max(first)).any(|k| matches!(asked.text.words[k].text, ";" | ":" | "." | "»" | "«"))
    })
}

/// The date expression nearest to the clause of the figure: below the same verb, else none.
fn nearest_date(asked: &Asked<'_>) -> Option<Dated> {
    let (doc, text) = (asked.doc, asked.text);
    let verb = governor(doc, asked.token);
    let first = word_at(text, doc, asked.tokens.start);
    let mut best: Option<(usize, Dated)> = None;
    // Far-off dates belong to other clauses; a sentence of a million dates must not cost a million looks a figure.
    let near = asked.dates.partition_point(|d| d.end + 120 < first);
    for d in asked.dates[near..].iter().take_while(|d| d.first < first + 120) {
        // The quantity itself ("il y a trois jours") is no date of a figure.
        let span = text.span(d.first, d.end);
        let own = doc.tokens[asked.tokens.start].clean.start < span.end
            && span.start < doc.tokens[asked.tokens.end - 1].clean.end;
        if own {
            continue;
        }
        let token = doc.tokens.partition_point(|t| t.clean.end <= span.start);
        if token >= doc.tokens.len() {
            continue;
        }
        let same = verb.is_some() && governor(doc, token) == verb
            || std::iter::once(token).chain(ancestors(doc, token)).take(6).any(|t| t == asked.token);
        let distance = first.abs_diff(d.first);
        if same && best.as_ref().is_none_or(|(b, _)| distance < *b) {
            let mut d = d.clone();
            if verb.is_some_and(|v| is_future(doc, asked.tree, v)) {
                d.expr = d.expr.toward(Toward::Future);
            }
            best = Some((distance, d));
        }
    }
    best.map(|(_, d)| d)
}
