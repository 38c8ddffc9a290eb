//! Tolls over a report: those named one by one, those killed together with whoever killed them, those hit and not killed.

use std::collections::BTreeSet;

use recoupe_reading::{Doc, Lang, Span};

use super::words::{self, Class};
use super::{Implication, Implied, Told, closed, exact, is_said};
use crate::claim::{Figure, FigureKind, Role};
use crate::lexicon::{Phrases, fold};
use crate::unit;

/// How many sentences apart those hit and those killed are told.
const NEAR: usize = 2;

pub(super) fn add(told: &Told<'_>, out: &mut Vec<Implied>) {
    join_names(told.doc, out);
    let with_author = authors(told, out);
    out.extend(with_author);
    let rests = rests(told, out);
    out.extend(rests);
}

/// People who are named are counted once each over the whole report, by their last name.
fn join_names(doc: &Doc, out: &mut Vec<Implied>) {
    for role in [Role::Killed, Role::Wounded] {
        let (named, others): (Vec<Implied>, Vec<Implied>) =
            out.drain(..).partition(|i| i.how == Implication::Named && i.role == Some(role));
        *out = others;
        let mut names = BTreeSet::new();
        let mut spans = Vec::new();
        for span in named.iter().flat_map(|i| &i.spans) {
            if names.insert(fold(doc.quote(*span))) {
                spans.push(*span);
            }
        }
        if let Some(first) = named.into_iter().min_by_key(|i| i.sentence) {
            spans.sort_by_key(|s| s.start);
            out.push(Implied { value: exact(names.len() as f64), spans, ..first });
        }
    }
}

/// How the author of a deed died.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum OwnDeath {
    /// By their own hand.
    Suicide,
    /// By others.
    Killed,
}

/// Wordings of the death of whoever killed others.
fn own_death(lang: Lang) -> &'static Phrases<OwnDeath> {
    use std::sync::LazyLock;
    const READ: fn(&'static str) -> Phrases<OwnDeath> = |source| {
        Phrases::of_rows(source, |row| match *row.first()? {
            "self" => Some(OwnDeath::Suicide),
            "killed" => Some(OwnDeath::Killed),
            _ => None,
        })
    };
    static FR: LazyLock<Phrases<OwnDeath>> = LazyLock::new(|| READ(include_str!("../fr/own-death.tsv")));
    static EN: LazyLock<Phrases<OwnDeath>> = LazyLock::new(|| READ(include_str!("../en/own-death.tsv")));
    match lang {
        Lang::En => &EN,
        Lang::Fr | Lang::Other => &FR,
    }
}

/// "killed six people before taking his own life": seven.
fn authors(told: &Told<'_>, out: &[Implied]) -> Vec<Implied> {
    let mut found = Vec::new();
    for (s, prepared) in told.prepared.sentences.iter().enumerate() {
        let Some(prepared) = prepared else { continue };
        let words = &prepared.text.words;
        let phrases = own_death(prepared.text.lang);
        let death = (0..words.len()).find_map(|i| Some((i, *phrases.at(words, i)?.1)));
        let Some((at, death)) = death else { continue };
        // "including the gunman, who killed himself" has him in the number.
        let included = words[..at].iter().any(|w| words::is(prepared.text.lang, &w.fold, Class::Among));
        if included {
            continue;
        }
        let sum = out.iter().find(|i| i.sentence == s && i.role == Some(Role::Killed) && i.how == Implication::Sum);
        let figure = told.figures_of(s).find(|f| is_toll(&told.figures[*f], Role::Killed));
        // "Two men were tortured before being killed": they are the dead themselves.
        let heads = match sum {
            Some(sum) => sum.figures.clone(),
            None => figure.into_iter().collect(),
        };
        if death == OwnDeath::Killed && !heads.iter().any(|f| is_killed_by(told, *f)) {
            continue;
        }
        let (number, figures, certainty) = match (sum, figure) {
            (Some(sum), _) => (closed(&sum.value), sum.figures.clone(), sum.certainty),
            (None, Some(f)) => (closed(&told.figures[f].value), vec![f], told.figures[f].certainty),
            (None, None) => continue,
        };
        let Some(number) = number else { continue };
        let phrase = told.doc.to_original(words[at].span);
        let mut spans: Vec<_> = figures.iter().map(|f| told.figures[*f].span).chain([phrase]).collect();
        spans.sort_by_key(|s| s.start);
        found.push(Implied {
            value: exact(number + 1.0),
            unit: unit::PERSON.into(),
            role: Some(Role::Killed),
            how: Implication::Author,
            spans,
            figures,
            sentence: s,
            certainty,
        });
    }
    found
}

/// Those counted are whom somebody kills: the object of a verb, or joined to it.
fn is_killed_by(told: &Told<'_>, figure: usize) -> bool {
    let Some(counted) = told.counted[figure].as_ref() else { return false };
    let tokens = &told.doc.tokens;
    let mut at = counted.head;
    while tokens[at].dep == "conj" && tokens[at].head != at {
        at = tokens[at].head;
    }
    matches!(tokens[at].dep.as_str(), "dobj" | "obj")
}

/// "Five people were shot, two of them fatally": three are wounded. Those hit are counted only once a report, and only where it
/// tells how many died.
fn rests(told: &Told<'_>, out: &[Implied]) -> Vec<Implied> {
    let mut found: Vec<Implied> = Vec::new();
    let attacked = |f: &Figure| is_toll(f, Role::Casualties) && is_attacked(told, f);
    for (c, hit) in told.figures.iter().enumerate().filter(|(_, f)| attacked(f)) {
        let Some(all) = closed(&hit.value).filter(|n| *n >= 2.0) else { continue };
        if found.iter().any(|i| i.figures.first().is_some_and(|f| closed(&told.figures[*f].value) == Some(all))) {
            continue;
        }
        let Some(dead) = dead_among(told, out, hit, all) else { continue };
        let mut spans: Vec<_> = dead.spans.into_iter().chain([hit.span]).collect();
        spans.sort_by_key(|s| s.start);
        found.push(Implied {
            value: exact(all - dead.number),
            unit: unit::PERSON.into(),
            role: Some(Role::Wounded),
            how: Implication::Rest,
            spans,
            figures: [c].into_iter().chain(dead.figure).collect(),
            sentence: hit.sentence,
            certainty: hit.certainty,
        });
    }
    found
}

/// How many of those hit died, and the words that say so.
struct Dead {
    number: f64,
    figure: Option<usize>,
    spans: Vec<Span>,
}

/// The dead told beside those hit; else the only number of dead that the report tells. A report that tells of no death, or several
/// numbers far off, leaves open how many of those hit are alive.
fn dead_among(told: &Told<'_>, out: &[Implied], hit: &Figure, all: f64) -> Option<Dead> {
    let near = |s: usize| s.abs_diff(hit.sentence) <= NEAR;
    let figures = told.figures.iter().enumerate().filter(|(_, f)| f.role == Some(Role::Killed) && is_counted(f));
    let printed = figures.filter_map(|(i, f)| {
        let dead = Dead { number: closed(&f.value)?, figure: Some(i), spans: vec![f.span] };
        Some((f.sentence, dead))
    });
    let implied = out.iter().filter(|i| i.role == Some(Role::Killed) && i.how != Implication::Author);
    let implied = implied.filter_map(|i| {
        let dead = Dead { number: closed(&i.value)?, figure: None, spans: i.spans.clone() };
        Some((i.sentence, dead))
    });
    // A printed number comes before one that is computed, the nearest before those farther off.
    let mut all_told: Vec<(usize, Dead)> = printed.chain(implied).filter(|(_, d)| d.number <= all).collect();
    all_told.sort_by_key(|(s, d)| (s.abs_diff(hit.sentence), d.figure.is_none()));
    let agreed = all_told.iter().all(|(_, d)| d.number == all_told[0].1.number);
    let (sentence, dead) = all_told.into_iter().next()?;
    // As many dead as hit may be the same people told twice.
    ((near(sentence) || agreed) && dead.number < all).then_some(dead)
}

/// They were shot or stabbed: every one of them is dead or wounded. "Victims" may be anything.
fn is_attacked(told: &Told<'_>, f: &Figure) -> bool {
    let lang = told.lang(f.sentence);
    let sentence = told.doc.sentences.get(f.sentence);
    let mut tokens = sentence.map_or(0..0, |s| s.tokens.clone());
    tokens.any(|t| words::is(lang, &told.doc.tokens[t].lemma, Class::Attacked) || told.is(t, Class::Attacked))
}

fn is_toll(f: &Figure, role: Role) -> bool {
    f.role == Some(role) && f.derivation.is_none() && is_counted(f)
}

/// A number of people, said to be so, no plan.
fn is_counted(f: &Figure) -> bool {
    f.unit.as_deref() == Some(unit::PERSON)
        && f.per.is_none()
        && is_said(f.certainty)
        && f.kind != Some(FigureKind::Plan)
}
