//! From the words of a source to who speaks.

use std::ops::Range;

use recoupe_reading::{EntityKind, Pos, names, world};
use smol_str::SmolStr;

use super::{antecedent, classes::WordClass, lexicon::SpeakerKind, phrase, prepositional, subject, view::View};
use crate::Speaker;

/// The speaker that a source phrase names; `None` where it is a pronoun that cannot be resolved.
pub(crate) fn resolve(view: &View, source: &Range<usize>) -> Option<Speaker> {
    let doc = view.doc;
    if source.is_empty() || source.end > view.len() {
        return None;
    }
    if let Some(joint) = joint(view, source) {
        return Some(joint);
    }
    let head = subject::head_of(view, source);
    let pronoun = phrase::is_pronoun(view, source.start) && source.len() <= 2
        || source.len() == 1 && view.is(source.start, WordClass::Possessive);
    let resolved = names::entity_at(doc, source.clone()).or_else(|| names::entity_at(doc, head..head + 1));
    if pronoun {
        let resolved = resolved?;
        let entity = doc.entities.get(resolved.entity)?;
        let words = names::antecedent(doc, resolved.mention)?;
        return Some(of_entity(
            view,
            resolved.entity,
            entity.name.clone(),
            Some(bare(view, &words)),
            resolved.by_description,
        ));
    }
    // "le ministre de l'Intérieur et vice-premier ministre, Tomas Halek": the name tells who.
    if let Some(name) = apposed_name(view, source, head) {
        return match names::entity_at(doc, name.clone()) {
            Some(r) => Some(of_entity(view, r.entity, doc.entities.get(r.entity)?.name.clone(), Some(name), false)),
            None => Some(unresolved(view, &name)),
        };
    }
    match resolved {
        Some(r) => {
            let mention = doc.mentions.get(r.mention).map(|m| m.tokens.clone());
            let entity = doc.entities.get(r.entity)?;
            // A mention that only lies inside the phrase ("le porte-parole du Kremlin") does not name the phrase.
            let covers = mention.as_ref().is_some_and(|m| m.contains(&head) || apposed(view, source, m));
            if covers {
                return Some(of_entity(
                    view,
                    r.entity,
                    entity.name.clone(),
                    mention.map(|m| bare(view, &m)),
                    r.by_description,
                ));
            }
            Some(unresolved(view, source))
        }
        None => Some(unresolved(view, source)),
    }
}

/// A name in apposition: "le ministre des affaires étrangères, Georges Martin".
fn apposed(view: &View, source: &Range<usize>, mention: &Range<usize>) -> bool {
    mention.start > source.start
        && source.contains(&mention.start)
        && (view.is_comma(mention.start - 1) || !matches!(view.pos(mention.start - 1), Pos::Adp | Pos::Det))
}

fn of_entity(view: &View, index: usize, name: String, words: Option<Range<usize>>, by_description: bool) -> Speaker {
    let entity = &view.doc.entities[index];
    Speaker {
        name,
        span: words.map(|w| view.doc.span_of_range(w)),
        entity: Some(index),
        aliases: entity.aliases.clone(),
        countries: entity.country.iter().cloned().collect(),
        by_description,
    }
}

/// Nobody the document names: the phrase itself, without article and apposition.
fn unresolved(view: &View, source: &Range<usize>) -> Speaker {
    let words = bare(
        view,
        &named_in(view, source)
            .or_else(|| phrase::core(view, source.start, source.end))
            .unwrap_or_else(|| source.clone()),
    );
    let name = view.doc.text_of_range(words.clone()).to_owned();
    let countries = states_in(view, &words);
    Speaker {
        name,
        span: Some(view.doc.span_of_range(words)),
        entity: None,
        aliases: Vec::new(),
        countries,
        by_description: false,
    }
}

/// The person's name inside a phrase with a title: "le ministre grec des affaires étrangères, Georges Papas".
fn named_in(view: &View, source: &Range<usize>) -> Option<Range<usize>> {
    let head = subject::head_of(view, source);
    let body = view.lexicon(head).speaker_kind(view.token(head)) == Some(SpeakerKind::Body);
    if view.pos(head) == Pos::Propn || body {
        return None;
    }
    let person = |i: usize| matches!(view.token(i).ent_type.as_str(), "PER" | "PERSON");
    let first = source.clone().find(|&i| {
        person(i)
            && (view.is_comma(i.saturating_sub(1))
                || view.pos(i.saturating_sub(1)) == Pos::Noun
                || view.pos(i.saturating_sub(1)) == Pos::Adj
                || i == source.start)
    })?;
    let end = (first..source.end).find(|&i| !person(i)).unwrap_or(source.end);
    Some(first..end)
}

/// The name behind a comma of a person whose function heads the phrase: "un secouriste, Ahmed Djaballah".
fn apposed_name(view: &View, source: &Range<usize>, head: usize) -> Option<Range<usize>> {
    let function =
        view.pos(head) == Pos::Noun && view.lexicon(head).speaker_kind(view.token(head)) == Some(SpeakerKind::Person);
    let comma = (head + 1..source.end).find(|&i| view.lower(i) == ",")?;
    // "…, le général américain Wesley Clark": title and adjectives stand before the name.
    let first = (comma + 1..source.end.min(comma + 6)).find(|&i| view.pos(i) == Pos::Propn)?;
    let titled = (comma + 1..first).all(|i| matches!(view.pos(i), Pos::Det | Pos::Noun | Pos::Adj));
    let end = (first..source.end).find(|&k| view.pos(k) != Pos::Propn).unwrap_or(source.end);
    let person = view.token(first).ent_type.starts_with("PER") || first == comma + 1 && end >= first + 2;
    (function && titled && person && end > first).then_some(first..end)
}

/// Several speakers together: "Kyiv, Washington et Séoul", "les responsables ukrainiens et américains".
fn joint(view: &View, source: &Range<usize>) -> Option<Speaker> {
    let conjunction =
        source.clone().find(|&i| matches!(view.lower(i), "et" | "and" | "ni" | "nor") && i > source.start)?;
    if conjunction + 1 >= source.end {
        return None;
    }
    // Two heads, not one name with "et" inside ("ministère de l'Economie et des Finances").
    let left = bare(view, &(source.start..conjunction));
    let right = bare(view, &(conjunction + 1..source.end));
    let name_like = |r: &Range<usize>| {
        let head = subject::head_of(view, r);
        view.pos(head) == Pos::Propn
            || world::state(view.doc.text_of_range(r.clone())).is_some()
            || !view.token(head).ent_type.is_empty() && r.len() <= 4
    };
    if left.is_empty()
        || right.is_empty()
        || matches!(view.lower(conjunction + 1), "de" | "du" | "des" | "d'" | "of")
        || !(name_like(&left) && name_like(&right))
    {
        return None;
    }
    let words = bare(view, source);
    let countries = states_in(view, &words);
    Some(Speaker {
        name: view.doc.text_of_range(words.clone()).to_owned(),
        span: Some(view.doc.span_of_range(words)),
        entity: None,
        aliases: Vec::new(),
        countries,
        by_description: false,
    })
}

/// States named in a phrase, by name, capital, seat or people, sorted.
fn states_in(view: &View, words: &Range<usize>) -> Vec<SmolStr> {
    let mut out: Vec<SmolStr> = Vec::new();
    let mut i = words.start;
    while i < words.end.min(words.start + 24) {
        let mut end = (i + 5).min(words.end);
        let mut hit = None;
        while end > i {
            if let Some(state) = world::state(view.doc.text_of_range(i..end)) {
                hit = Some((end, state.country));
                break;
            }
            end -= 1;
        }
        match hit {
            Some((end, country)) => {
                out.push(country);
                i = end;
            }
            None => i += 1,
        }
    }
    out.sort();
    out.dedup();
    out
}

/// Without leading article, "ni", quantity words, and without a gloss in brackets at the end.
pub(crate) fn bare(view: &View, words: &Range<usize>) -> Range<usize> {
    let mut start = words.start;
    while start + 1 < words.end
        && (view.is(start, WordClass::Article)
            || view.is(start, WordClass::Determiner)
            || matches!(view.lower(start), "ni" | "beaucoup")
            || view.pos(start) == Pos::Punct)
    {
        start += 1;
    }
    let mut end = words.end;
    if view.lower(end.saturating_sub(1)) == ")"
        && let Some(open) = (start + 1..end).rev().find(|&i| view.lower(i) == "(")
    {
        end = open;
    }
    start..end.max(start + 1).min(words.end.max(start + 1))
}

/// The speaker is a text or an assessment: who holds it speaks through it.
pub(crate) fn is_document(view: &View, source: &Range<usize>, speaker: Option<&Speaker>) -> bool {
    let entity_kind = speaker.and_then(|s| s.entity).and_then(|e| view.doc.entities.get(e)).map(|e| e.kind);
    match entity_kind {
        Some(EntityKind::Document) => true,
        Some(_) => false,
        None => matches!(subject::kind(view, source), Some(SpeakerKind::Document | SpeakerKind::Thing)),
    }
}

/// "de source policière", "de sources concordantes": an unnamed source that is its own cue.
pub(crate) fn unnamed(view: &View, cue: &Range<usize>) -> Option<Speaker> {
    let noun = cue.clone().find(|&i| matches!(view.lower(i), "source" | "sources"))?;
    (matches!(view.lower(cue.start), "de" | "from") && noun <= cue.start + 2)
        .then(|| unresolved(view, &(noun..cue.end)))
}

/// Whose a text is: "un rapport de la Cour", "des chiffres fournis par la mairie", "sa lettre".
pub(crate) fn owner(view: &View, source: &Range<usize>) -> Option<Speaker> {
    let head = subject::head_of(view, source);
    if !names_a_text(view, head) {
        return None;
    }
    let possessive = (source.start..head).find(|&i| view.is(i, WordClass::Possessive));
    // "des chiffres publiés mercredi par la banque": a day may end the phrase before its author.
    let reach = view.reach(head).end;
    let far = (source.end..reach.min(source.end + 5))
        .take_while(|&i| {
            view.is(i, WordClass::Time) || matches!(view.pos(i), Pos::Adv | Pos::Adp | Pos::Num | Pos::Det | Pos::Verb)
        })
        .last()
        .map_or(source.end, |i| i + 1);
    // "documents seen by the paper" are not its own.
    let by = (head + 1..far).find(|&i| matches!(view.lower(i), "par" | "by")).filter(|&i| !is_read(view.lower(i - 1)));
    let owner = prepositional::owner_of_noun(view, head, source.end)
        .or_else(|| {
            phrase::from_left(view, by? + 1, if by? < source.end { source.end } else { reach })
                .filter(|np| subject::can_speak(view, np))
        })
        .or_else(|| antecedent::possessor(view, possessive?))?;
    resolve(view, &owner)
}

/// Who read a text did not write it.
fn is_read(participle: &str) -> bool {
    let stem = participle.strip_suffix('s').unwrap_or(participle);
    let stem = stem.strip_suffix('e').unwrap_or(stem);
    matches!(stem, "consulté" | "vu" | "lu" | "obtenu" | "examiné")
        || matches!(participle, "seen" | "read" | "obtained" | "reviewed" | "viewed" | "verified")
}

/// A text, an assessment, a count: who made it speaks through it.
pub(crate) fn names_a_text(view: &View, noun: usize) -> bool {
    match view.lexicon(noun).speaker_kind(view.token(noun)) {
        Some(kind) => matches!(kind, SpeakerKind::Document | SpeakerKind::Thing),
        None => view.pos(noun) == Pos::Noun && view.lexicon(noun).noun_cue(view.token(noun)).is_some(),
    }
}

/// "nos informations", "our calculations", outside quotations: what the outlet found out itself.
pub(crate) fn is_own(view: &View, source: &Range<usize>) -> bool {
    let ours =
        (source.start..source.end.min(source.start + 2)).any(|i| matches!(view.lower(i), "nos" | "notre" | "our"));
    ours && view.level[source.start].is_none()
        && !matches!(subject::kind(view, source), Some(SpeakerKind::Person | SpeakerKind::Body))
}

/// "je", "nous", "we": whoever is quoted.
pub(crate) fn is_first_person(view: &View, source: &Range<usize>) -> bool {
    source.len() == 1
        && view
            .lexicon(source.start)
            .classes
            .holds(WordClass::FirstPerson, view.lower(source.start).trim_start_matches('-'))
}
