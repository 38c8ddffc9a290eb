//! Sources that point back: pronouns whose antecedent has no name, "ce dernier", "la même source", "the latter".
//!
//! Names and their pronouns are resolved by the reading; here are speakers that the text only describes ("le directeur …
//! a-t-il précisé"). The nearest earlier source or subject that agrees in gender and number is taken.

use std::ops::Range;

use recoupe_reading::Pos;

use super::{classes::WordClass, found::Found, lexicon::SpeakerKind, phrase, speaker, subject, view::View};
use crate::Speaker;

/// Sentences that are searched before a pronoun.
const SENTENCES: usize = 3;
/// Statements that are looked at before a pronoun: more stand only in texts without sentences.
const STATEMENTS: usize = 64;
/// Tokens whose subjects are looked at before a pronoun.
const SUBJECTS: usize = 400;
/// Tokens that are searched before "ce dernier".
const TOKENS: usize = 60;

/// Fills the speakers that [`speaker::resolve`] left open or took literally.
pub(crate) fn resolve(view: &View, found: &[Found], speakers: &mut [Option<Speaker>]) {
    let mut order: Vec<usize> = (0..found.len()).collect();
    order.sort_by_key(|&i| (position(&found[i]), i));
    for k in 0..order.len() {
        let i = order[k];
        let Some(source) = found[i].source.first().filter(|s| !s.is_empty() && s.end <= view.len()) else { continue };
        let earlier = &order[..k];
        // Not known by another name than "organisme".
        let literal = speakers[i].as_ref().is_none_or(|s| {
            s.entity.is_none() || s.aliases.is_empty() && s.name.to_lowercase() == view.lower(source.end - 1)
        });
        let resolved = if repeats_source(view, source) || literal && is_general(view, source) {
            last_speaker(view, found, speakers, earlier, source)
        } else if subject::is_latter(view, source) {
            nearest_noun(view, source).and_then(|np| speaker::resolve(view, &np))
        } else if speakers[i].is_none() && refers(view, source) {
            back(view, found, speakers, earlier, source).or_else(|| ahead(view, source))
        } else {
            continue;
        };
        if resolved.is_some() {
            speakers[i] = resolved;
        }
    }
}

fn position(f: &Found) -> usize {
    f.source.first().map_or(f.anchor, |s| s.start)
}

/// A pronoun of the third person, or a possessive ("selon ses propres termes").
fn refers(view: &View, source: &Range<usize>) -> bool {
    let lower = view.lower(source.start).trim_start_matches('-');
    source.len() == 1
        && (view.is(source.start, WordClass::Possessive)
            || matches!(
                lower,
                "il" | "elle"
                    | "ils"
                    | "elles"
                    | "lui"
                    | "eux"
                    | "celui-ci"
                    | "celle-ci"
                    | "ceux-ci"
                    | "celles-ci"
                    | "he"
                    | "she"
                    | "it"
                    | "they"
                    | "him"
                    | "her"
                    | "them"
            ))
}

/// "la même source", "the same official", "toujours selon lui" is none.
fn repeats_source(view: &View, source: &Range<usize>) -> bool {
    let same = source.clone().take(3).find(|&i| matches!(view.lower(i), "même" | "mêmes" | "same"));
    same.is_some_and(|i| {
        i + 1 < source.end
            && matches!(
                view.lower(source.start),
                "la" | "le" | "les" | "cette" | "ce" | "ces" | "même" | "mêmes" | "the" | "this"
            )
            && (view.is(i + 1, WordClass::Reference)
                || matches!(
                    view.lexicon(i + 1).speaker_kind(view.token(i + 1)),
                    Some(SpeakerKind::Person | SpeakerKind::Body)
                ))
    })
}

/// "l'organisme", "the organization": a body named before.
fn is_general(view: &View, source: &Range<usize>) -> bool {
    source.len() == 2
        && matches!(view.lower(source.start), "l'" | "le" | "la" | "cette" | "cet" | "ce" | "the" | "this")
        && view.is(source.end - 1, WordClass::GeneralBody)
}

/// The speaker of the last statement that is not about another one: what "la même source" repeats.
fn last_speaker(
    view: &View,
    found: &[Found],
    speakers: &[Option<Speaker>],
    earlier: &[usize],
    source: &Range<usize>,
) -> Option<Speaker> {
    let here = view.token(source.start).sentence;
    earlier
        .iter()
        .rev()
        .map(|&i| (&found[i], &speakers[i]))
        .take_while(|(f, _)| view.token(position(f).min(view.len() - 1)).sentence + 2 * SENTENCES >= here)
        .find_map(|(_, s)| s.clone())
}

/// The nearest earlier source, else the subject of an earlier sentence, that agrees with the pronoun.
fn back(
    view: &View,
    found: &[Found],
    speakers: &[Option<Speaker>],
    earlier: &[usize],
    source: &Range<usize>,
) -> Option<Speaker> {
    let here = view.token(source.start).sentence;
    let first = here.saturating_sub(SENTENCES - 1);
    let floor = view.doc.sentences.get(first)?.tokens.start;
    let from_statements = earlier.iter().rev().take(STATEMENTS).find_map(|&i| {
        let s = found[i].source.first()?;
        (s.start >= floor && s.end <= source.start && agrees(view, s, source)).then(|| (s.start, speakers[i].clone()))
    });
    let from_subjects = subjects(view, floor.max(source.start.saturating_sub(SUBJECTS))..source.start)
        .into_iter()
        .rev()
        .find(|s| agrees(view, s, source));
    match (from_statements, from_subjects) {
        // Who speaks goes before who is told of, unless the subject stands in a later sentence.
        (Some((at, Some(speaker))), Some(s)) if view.token(s.start).sentence <= view.token(at).sentence + 1 => {
            Some(speaker)
        }
        (Some((_, Some(speaker))), None) => Some(speaker),
        (_, Some(s)) => speaker::resolve(view, &s),
        _ => None,
    }
}

/// Cataphora: "Selon lui, … . Le maire …": the subject of the sentence behind, where nobody stands before.
fn ahead(view: &View, source: &Range<usize>) -> Option<Speaker> {
    let here = view.token(source.start).sentence;
    let sentence = view.doc.sentences.get(here + 1)?;
    let s = subjects(view, sentence.tokens.start..sentence.tokens.end.min(sentence.tokens.start + SUBJECTS))
        .into_iter()
        .find(|s| agrees(view, s, source))?;
    speaker::resolve(view, &s)
}

/// Subjects that can speak, in text order, outside quotations.
fn subjects(view: &View, range: Range<usize>) -> Vec<Range<usize>> {
    range
        .clone()
        .filter(|&i| {
            view.is_subject(i)
                && view.level[i].is_none()
                && !phrase::is_pronoun(view, i)
                && matches!(view.pos(i), Pos::Noun | Pos::Propn)
                && matches!(view.dep(view.token(i).head), "ROOT" | "conj" | "ccomp" | "parataxis" | "advcl")
        })
        .filter_map(|i| {
            let (lo, hi) = view.subtree[i];
            let start = (lo.max(range.start)..=i).find(|&k| view.pos(k) != Pos::Punct && view.pos(k) != Pos::Cconj)?;
            let np = phrase::from_left(view, start, hi.min(range.end).max(i + 1))?;
            (np.contains(&i) && subject::can_speak(view, &np)).then_some(np)
        })
        .collect()
}

/// Whose "son", "its" it is: the nearest subject before that can speak.
pub(crate) fn possessor(view: &View, possessive: usize) -> Option<Range<usize>> {
    let first = view.token(possessive).sentence.saturating_sub(1);
    let floor = view.doc.sentences.get(first)?.tokens.start;
    subjects(view, floor.max(possessive.saturating_sub(SUBJECTS))..possessive).pop()
}

/// The nearest noun or name of a person or body before "ce dernier" that agrees with it.
fn nearest_noun(view: &View, source: &Range<usize>) -> Option<Range<usize>> {
    let floor = source.start.saturating_sub(TOKENS);
    (floor..source.start).rev().find_map(|i| {
        let noun = matches!(view.pos(i), Pos::Noun | Pos::Propn);
        let opens = i == floor || !matches!(view.pos(i - 1), Pos::Propn);
        if !noun || !opens {
            return None;
        }
        let person = view.token(i).ent_type.starts_with("PER")
            || view.lexicon(i).speaker_kind(view.token(i)) == Some(SpeakerKind::Person);
        let mut start = i;
        while start > floor && matches!(view.pos(start - 1), Pos::Det | Pos::Adj | Pos::Num) {
            start -= 1;
        }
        let np = phrase::core(view, start, source.start)?;
        // "Luc Abadie, président de la chambre": the function stands nearer, the name before it is meant.
        let host = (start > floor && view.lower(start - 1) == ",")
            .then(|| phrase::from_right(view, start - 1, floor))
            .flatten()
            .filter(|h| h.clone().any(|k| view.pos(k) == Pos::Propn));
        (person && agrees(view, &np, source)).then_some(host.unwrap_or(np))
    })
}

/// Gender, number and kind do not contradict the pronoun.
fn agrees(view: &View, np: &Range<usize>, pronoun: &Range<usize>) -> bool {
    let head = subject::head_of(view, np);
    let token = view.token(head);
    let kind = subject::kind(view, np);
    let person = kind == Some(SpeakerKind::Person) || token.ent_type.starts_with("PER");
    let joint = np.clone().any(|i| matches!(view.lower(i), "et" | "and"));
    let plural = joint || token.has("Number=Plur");
    let last = pronoun.end - 1;
    let lower = view.lower(last).trim_start_matches('-');
    match lower {
        "he" | "she" | "him" | "her" | "his" => person && !plural,
        "it" | "its" => !person && !plural,
        "they" | "them" | "their" => plural || !person,
        _ => {
            let masculine = matches!(lower, "il" | "ils" | "celui-ci" | "ceux-ci" | "eux" | "dernier" | "derniers");
            let feminine = matches!(lower, "elle" | "elles" | "celle-ci" | "celles-ci" | "dernière" | "dernières");
            let many = matches!(
                lower,
                "ils" | "elles" | "eux" | "ceux-ci" | "celles-ci" | "derniers" | "dernières" | "leur" | "leurs"
            );
            let one = matches!(
                lower,
                "il" | "elle" | "celui-ci" | "celle-ci" | "dernier" | "dernière" | "son" | "sa" | "ses"
            );
            !(masculine && token.has("Gender=Fem") && !joint
                || feminine && token.has("Gender=Masc")
                || many && !plural
                || one && plural)
        }
    }
}
