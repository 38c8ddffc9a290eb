//! Those hit and not killed: "five people were shot, two of them fatally", "three others were shot", "six were stabbed; all are expected to
//! survive".

use std::{cell::OnceCell, sync::LazyLock};

use recoupe_reading::{Lang, Pos, Span};

use super::tolls::{is_counted, is_toll};
use super::words::{self, Class};
use super::{Implication, Implied, Told, closed, exact};
use crate::claim::{Certainty, Derivation, Figure, Role};
use crate::figure::role::{self, Acts};
use crate::lexicon::Phrases;
use crate::setting::Setting;
use crate::unit;

/// How many sentences apart those hit and those killed are told.
const NEAR: usize = 2;
/// How far behind its number "others" may stand, in tokens.
const OTHERS_REACH: usize = 3;

/// People hit, as a report counts them.
struct Hit {
    all: f64,
    spans: Vec<Span>,
    figures: Vec<usize>,
    sentence: usize,
    certainty: Certainty,
    /// Others than those told of before.
    others: bool,
    /// They are only a part of those hit, or more of them.
    part: bool,
}

/// Those hit whom a figure counts, and the sums that figures are parts of ("four adults and a child were shot").
fn hits(told: &Told<'_>, out: &[Implied]) -> Vec<Hit> {
    let sums = out.iter().filter(|i| i.how == Implication::Sum && i.role == Some(Role::Casualties));
    let sums: Vec<&Implied> = sums.filter(|i| i.setting.apart.is_none() && is_attacked(told, i.sentence)).collect();
    let summed = |f: usize| sums.iter().any(|i| i.figures.contains(&f));
    let figures = told.figures.iter().enumerate();
    let figures = figures.filter(|(c, f)| is_hit(f) && is_attacked(told, f.sentence) && !summed(*c));
    let mut hits: Vec<Hit> = figures
        .filter_map(|(c, f)| {
            Some(Hit {
                all: closed(&f.value)?,
                spans: vec![f.span],
                figures: vec![c],
                sentence: f.sentence,
                certainty: f.certainty,
                others: is_others(told, c),
                part: f.derivation.is_some(),
            })
        })
        .collect();
    hits.extend(sums.iter().filter_map(|i| {
        Some(Hit {
            all: closed(&i.value)?,
            spans: i.spans.clone(),
            figures: i.figures.clone(),
            sentence: i.sentence,
            certainty: i.certainty,
            others: i.figures.first().is_some_and(|f| is_others(told, *f)),
            part: false,
        })
    }));
    hits.retain(|h| h.all >= 2.0);
    hits.sort_by_key(|h| h.spans.first().map_or(0, |s| s.start));
    hits
}

/// "Five people were shot, two of them fatally": three are wounded. Those hit are counted only once a report, and only where it
/// tells how many died.
pub(super) fn read(told: &Told<'_>, out: &[Implied]) -> Vec<Implied> {
    let mut found: Vec<Implied> = Vec::new();
    let mut counted: Vec<f64> = Vec::new();
    // Looked for at most once a report.
    let alive = OnceCell::new();
    for hit in hits(told, out) {
        if counted.contains(&hit.all) {
            continue;
        }
        let dead = if hit.others {
            // "One man died. Three others were shot": all three are alive.
            told_dead(told, out).into_iter().find(|(s, d)| *s <= hit.sentence && d.number > 0.0).map(|(_, d)| {
                // They are no part of those hit.
                Dead { number: 0.0, figure: None, spans: d.spans }
            })
        } else if hit.part {
            None
        } else {
            dead_among(told, out, &hit)
                .or_else(|| found.is_empty().then(|| alive.get_or_init(|| nobody_dead(told, out)).clone()).flatten())
        };
        let Some(dead) = dead else { continue };
        counted.push(hit.all);
        let mut spans: Vec<_> = dead.spans.into_iter().chain(hit.spans).collect();
        spans.sort_by_key(|s| s.start);
        found.push(Implied {
            value: exact(hit.all - dead.number),
            unit: unit::PERSON.into(),
            role: Some(Role::Wounded),
            how: Implication::Rest,
            spans,
            figures: hit.figures.into_iter().chain(dead.figure).collect(),
            sentence: hit.sentence,
            certainty: hit.certainty,
            setting: Setting::default(),
        });
    }
    found
}

/// How many of those hit died, and the words that say so.
#[derive(Clone)]
struct Dead {
    number: f64,
    figure: Option<usize>,
    spans: Vec<Span>,
}

/// The dead told beside those hit; else the only number of dead that the report tells. A report that tells of no death, or several
/// numbers far off, leaves open how many of those hit are alive.
fn dead_among(told: &Told<'_>, out: &[Implied], hit: &Hit) -> Option<Dead> {
    let near = |s: usize| s.abs_diff(hit.sentence) <= NEAR;
    // A printed number comes before one that is computed, the nearest before those farther off.
    let mut all_told = told_dead(told, out);
    all_told.retain(|(_, d)| d.number <= hit.all);
    all_told.sort_by_key(|(s, d)| (s.abs_diff(hit.sentence), d.figure.is_none()));
    let agreed = all_told.iter().all(|(_, d)| d.number == all_told[0].1.number);
    let (sentence, dead) = all_told.into_iter().next()?;
    // As many dead as hit may be the same people told twice.
    ((near(sentence) || agreed) && dead.number < hit.all).then_some(dead)
}

/// They were shot or stabbed: every one of them is dead or wounded. "Victims" may be anything.
fn is_attacked(told: &Told<'_>, sentence: usize) -> bool {
    let lang = told.lang(sentence);
    let mut tokens = told.doc.sentences.get(sentence).map_or(0..0, |s| s.tokens.clone());
    tokens.any(|t| words::is(lang, &told.doc.tokens[t].lemma, Class::Attacked) || told.is(t, Class::Attacked))
}

/// The numbers of dead that a report tells, each with its sentence.
fn told_dead(told: &Told<'_>, out: &[Implied]) -> Vec<(usize, Dead)> {
    let figures = told.figures.iter().enumerate().filter(|(_, f)| f.role == Some(Role::Killed) && is_counted(f));
    let printed = figures.filter_map(|(i, f)| {
        let dead = Dead { number: closed(&f.value)?, figure: Some(i), spans: vec![f.span] };
        Some((f.sentence, dead))
    });
    let implied = out
        .iter()
        .filter(|i| i.role == Some(Role::Killed) && i.how != Implication::Author && i.setting.apart.is_none());
    let implied = implied.filter_map(|i| {
        let dead = Dead { number: closed(&i.value)?, figure: None, spans: i.spans.clone() };
        Some((i.sentence, dead))
    });
    printed.chain(implied).collect()
}

/// Those hit, also if they are "others" beside somebody told of before.
fn is_hit(f: &Figure) -> bool {
    let apart = matches!(f.derivation, Some(Derivation::Increment { .. }));
    is_toll(f, Role::Casualties) || apart && f.role == Some(Role::Casualties) && is_counted(f)
}

/// "three others", "trois autres personnes".
pub(super) fn is_others(told: &Told<'_>, figure: usize) -> bool {
    let at = told.tokens(figure);
    let sentence = told.figures[figure].sentence;
    let same = |k: &usize| told.doc.tokens.get(*k).is_some_and(|t| t.sentence == sentence);
    (at.start..at.end + OTHERS_REACH).filter(same).any(|k| told.is(k, Class::Other))
}

/// The report tells of no death, and that those hit are alive: the words that say so.
fn nobody_dead(told: &Told<'_>, out: &[Implied]) -> Option<Dead> {
    let doc = told.doc;
    if told_dead(told, out).iter().any(|(_, d)| d.number > 0.0) {
        return None;
    }
    let says = |k: usize| {
        let t = &doc.tokens[k];
        let verb = t.pos == Pos::Verb
            && [Acts::On, Acts::Self_].into_iter().any(|a| role::of_verb(doc, k, a) == Some(Role::Killed));
        verb || matches!(t.pos, Pos::Adj | Pos::Noun) && role::of_noun(doc, k) == Some(Role::Killed)
    };
    let denied = |s: usize| out.iter().any(|i| i.sentence == s && i.how == Implication::Nobody);
    if (0..doc.tokens.len()).any(|k| says(k) && !denied(doc.tokens[k].sentence)) {
        return None;
    }
    let span = told.prepared.sentences.iter().flatten().find_map(|prepared| {
        let words = &prepared.text.words;
        let phrases = survival(prepared.text.lang);
        (0..words.len()).find_map(|i| {
            let (len, Survival::Alive) = phrases.at(words, i)? else { return None };
            let negated = i.checked_sub(1).is_some_and(|b| matches!(phrases.at(words, b), Some((1, Survival::Not))));
            let end = words.get(i + len - 1)?.span.end;
            (!negated).then(|| doc.to_original(Span::new(words[i].span.start, end)))
        })
    })?;
    Some(Dead { number: 0.0, figure: None, spans: vec![span] })
}

/// What a wording says of those hit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Survival {
    Alive,
    /// Turns the next word round.
    Not,
}

fn survival(lang: Lang) -> &'static Phrases<Survival> {
    const READ: fn(&'static str) -> Phrases<Survival> = |source| {
        Phrases::of_rows(source, |row| match *row.first()? {
            "alive" => Some(Survival::Alive),
            "not" => Some(Survival::Not),
            _ => None,
        })
    };
    static FR: LazyLock<Phrases<Survival>> = LazyLock::new(|| READ(include_str!("../fr/survival.tsv")));
    static EN: LazyLock<Phrases<Survival>> = LazyLock::new(|| READ(include_str!("../en/survival.tsv")));
    match lang {
        Lang::En => &EN,
        Lang::Fr | Lang::Other => &FR,
    }
}
