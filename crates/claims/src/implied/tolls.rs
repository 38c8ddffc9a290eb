//! Tolls over a report: those named one by one, those killed together with whoever killed them.

use std::collections::BTreeSet;

use recoupe_reading::{Doc, Lang};

use super::words::{self, Class};
use super::{Implication, Implied, Told, closed, exact, is_said};
use crate::claim::{Figure, FigureKind, Role};
use crate::figure::{kind::governor, population};
use crate::lexicon::{Phrases, fold};
use crate::setting::Setting;
use crate::unit;

pub(super) fn add(told: &Told<'_>, out: &mut Vec<Implied>) {
    join_names(told.doc, out);
    let mut with_author = authors(told, out);
    if with_author.is_empty() {
        with_author.extend(author_apart(told, out));
    }
    out.extend(with_author);
}

/// People who are named are counted once each over the whole report, by their last name.
fn join_names(doc: &Doc, out: &mut Vec<Implied>) {
    for role in [Role::Killed, Role::Wounded] {
        let (named, others): (Vec<Implied>, Vec<Implied>) = out
            .drain(..)
            .partition(|i| i.how == Implication::Named && i.role == Some(role) && i.setting.apart.is_none());
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
            setting: Setting::default(),
        });
    }
    found
}

/// "The gunman killed three officers." and elsewhere in the report "The gunman was shot dead by police.": four. Only where nothing says
/// that he is one of those counted.
fn author_apart(told: &Told<'_>, out: &[Implied]) -> Option<Implied> {
    let whole = told.figures.iter().enumerate().find(|(f, figure)| {
        is_toll(figure, Role::Killed)
            && is_killed_by(told, *f)
            && has_author(told, *f)
            && closed(&figure.value).is_some()
    })?;
    let doc = told.doc;
    let is_author = |k: usize| told.is(k, Class::Author);
    // "Four dead, including the gunman", "with the attacker among them".
    let beside = |k: usize| (k + 1..k + 5).any(is_author) || (k.saturating_sub(4)..k).any(is_author);
    if (0..doc.tokens.len()).any(|k| told.is(k, Class::Among) && beside(k)) {
        return None;
    }
    let at = authors_death(told)?;
    let sum = out.iter().find(|i| i.how == Implication::Sum && i.figures.contains(&whole.0));
    let (number, figures) = match sum {
        Some(sum) => (closed(&sum.value)?, sum.figures.clone()),
        None => (closed(&whole.1.value)?, vec![whole.0]),
    };
    let mut spans: Vec<_> = figures.iter().map(|f| told.figures[*f].span).chain([doc.tokens[at].span]).collect();
    spans.sort_by_key(|s| s.start);
    Some(Implied {
        value: exact(number + 1.0),
        unit: unit::PERSON.into(),
        role: Some(Role::Killed),
        how: Implication::Author,
        spans,
        figures,
        sentence: whole.1.sentence,
        certainty: whole.1.certainty,
        setting: Setting::default(),
    })
}

/// The word for the author of the deed of whom a report tells that he died.
fn authors_death(told: &Told<'_>) -> Option<usize> {
    let doc = told.doc;
    let single = |k: &usize| {
        let t = &doc.tokens[*k];
        !t.has("Number=Plur") && !matches!(t.tag.as_str(), "NNS" | "NNPS")
    };
    let dies = |k: &usize| {
        let role = crate::figure::role::of(doc, &told.prepared.tree, *k, None);
        role == Role::Killed && is_said(crate::certainty::at(doc, *k..*k + 1, Some(unit::PERSON)))
    };
    (0..doc.tokens.len()).filter(|k| told.is(*k, Class::Author)).filter(single).find(dies)
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

/// Whoever does it is a person, not "the attack that killed four", which may count him.
fn has_author(told: &Told<'_>, figure: usize) -> bool {
    let (doc, tree) = (told.doc, &told.prepared.tree);
    let Some(counted) = told.counted[figure].as_ref() else { return false };
    let Some(mut verb) = governor(doc, counted.head) else { return false };
    // "opened fire, killing three": whoever opened fire.
    for _ in 0..4 {
        if let Some(subject) = tree.kid(doc, verb, &["nsubj"]) {
            let phrase = subject..subject + 1;
            let pronoun = matches!(doc.tokens[subject].lower.as_str(), "he" | "she" | "il" | "elle" | "who" | "qui");
            let name = matches!(doc.tokens[subject].ent_type.as_str(), "PERSON" | "PER");
            return pronoun || name || told.is(subject, Class::Author) || population::is_human(doc, subject, &phrase);
        }
        match doc.tokens[verb].dep.as_str() {
            "advcl" | "conj" | "xcomp" => verb = doc.tokens[verb].head,
            _ => return false,
        }
    }
    false
}

pub(super) fn is_toll(f: &Figure, role: Role) -> bool {
    f.role == Some(role) && f.derivation.is_none() && is_counted(f)
}

/// A number of people of the report's event, said to be so, no plan.
pub(super) fn is_counted(f: &Figure) -> bool {
    f.unit.as_deref() == Some(unit::PERSON)
        && f.per.is_none()
        && is_said(f.certainty)
        && f.kind != Some(FigureKind::Plan)
        && f.setting.apart.is_none()
}
