//! The speakers of figures: from the statements that hold them, and from those that go on behind.

use std::ops::Range;

use recoupe_reading::{Doc, EntityKind, Pos, Span};

use super::{classes::WordClass, same_speaker, speaker, view::View};
use crate::{Certainty, Figure, Speaker, Stance, Statement, certainty};

/// Statements that are looked at before a sentence without a cue.
const NEAR: usize = 64;

/// Gives each figure its speaker, relays, innermost statement and certainty.
///
/// The speaker is the source of the innermost statement whose content holds the figure; documents, assessments and first
/// persons pass it on to who holds them. Figures outside all statements keep `speaker: None`: the outlet says so itself.
pub fn attach(doc: &Doc, statements: &[Statement], figures: &mut [Figure]) {
    if figures.is_empty() || doc.tokens.is_empty() {
        return;
    }
    let view = View::new(doc);
    let hull = |i: usize| {
        let content = &statements[i].content;
        (content.iter().map(|s| s.start).min().unwrap_or(0), content.iter().map(|s| s.end).max().unwrap_or(0))
    };
    let mut order: Vec<usize> = (0..statements.len()).collect();
    order.sort_by_key(|&i| hull(i));
    let mut by_start: Vec<usize> = (0..figures.len()).collect();
    by_start.sort_by_key(|&i| figures[i].span.start);
    let mut next = 0;
    let mut open: Vec<usize> = Vec::new();
    for f in by_start {
        let figure = &mut figures[f];
        while next < order.len() && hull(order[next]).0 <= figure.span.start {
            open.push(order[next]);
            next += 1;
        }
        open.retain(|&i| hull(i).1 > figure.span.start);
        let innermost = open
            .iter()
            .copied()
            .filter(|&i| statements[i].content.iter().any(|c| c.contains(figure.span)))
            // Of two with one content the nested one lies deeper.
            .min_by_key(|&i| {
                let size = statements[i].content.iter().map(|c| c.len()).sum::<usize>();
                (size, statements[i].nested_in.is_none(), i)
            });
        figure.certainty = certainty::at(doc, tokens_of(doc, figure.span), figure.unit.as_deref());
        figure.statement = innermost;
        let mut chain = Vec::new();
        let mut at = innermost;
        let mut steps = 0;
        while let Some(i) = at.filter(|_| steps < 16) {
            chain.push(i);
            at = statements[i].nested_in;
            steps += 1;
        }
        let document = |s: &Speaker| {
            s.entity.and_then(|e| doc.entities.get(e)).is_some_and(|e| e.kind == EntityKind::Document)
                || s.entity.is_none() && names_a_document(&view, s)
        };
        let all: Vec<&Speaker> = chain.iter().filter_map(|&i| statements[i].speaker.as_ref()).collect();
        let owner = chain
            .iter()
            .take_while(|&&i| statements[i].speaker.as_ref().is_none_or(&document))
            .find_map(|&i| owner(&view, &statements[i]));
        let outer = all.iter().copied().find(|s| !document(s));
        // A text's owner by name goes before who cites the text; one that is only described ("les renseignements") behind.
        let origin =
            owner.as_ref().filter(|o| o.entity.is_some()).or(outer).or(owner.as_ref()).or_else(|| all.first().copied());
        figure.via.clear();
        if let Some(origin) = origin {
            let own = all.iter().position(|s| std::ptr::eq(*s, origin)).map_or(0, |k| k + 1);
            for s in all.iter().copied().skip(own) {
                if !same_speaker(s, origin) && !document(s) && !figure.via.iter().any(|v| same_speaker(v, s)) {
                    figure.via.push(s.clone());
                }
            }
        }
        figure.speaker = origin.cloned();
        // "X n'a pas confirmé que …, comme l'avait affirmé Y": Y is sure.
        let confirmed = match chain[..] {
            [inner, outer, ..] => {
                statements[inner].stance == Stance::Asserts
                    && statements[inner].content == statements[outer].content
                    && matches!(statements[outer].stance, Stance::Neither | Stance::Denies)
            }
            _ => false,
        };
        if confirmed && matches!(figure.certainty, Certainty::Hedged | Certainty::Denied) {
            figure.certainty = Certainty::Asserted;
        }
        if chain.is_empty() {
            figure.speaker = carried(&view, statements, figure);
        }
        // What a speaker denies is told as not so, unless the figure stands in what others claim inside it; what nobody is named
        // for and a speaker declines to confirm is open.
        let around = |stance: Stance| {
            chain.get(1).is_some_and(|&o| statements[o].stance == stance && statements[chain[0]].speaker.is_none())
        };
        if figure.certainty == Certainty::Asserted
            && innermost.is_some_and(|i| matches!(statements[i].stance, Stance::Asks | Stance::Orders))
            && is_asked_for(&view, &statements[innermost.unwrap_or(0)], figure)
        {
            figure.certainty = Certainty::Possible;
        }
        if innermost.is_some_and(|i| statements[i].stance == Stance::Denies) || around(Stance::Denies) {
            figure.certainty = Certainty::Denied;
        } else if around(Stance::Neither) && figure.certainty == Certainty::Asserted {
            figure.certainty = Certainty::Hedged;
        }
    }
}

/// "Le syndicat en réclame au moins 80": the amount is what is asked for, nothing that is there already ("les 80 logements").
fn is_asked_for(view: &View, statement: &Statement, figure: &Figure) -> bool {
    let number = tokens_of(view.doc, figure.span).start;
    let Some(content) = statement.content.iter().find(|c| c.contains(figure.span)) else { return false };
    let content = tokens_of(view.doc, *content);
    let definite = number.checked_sub(1).is_some_and(|d| {
        matches!(view.lower(d), "les" | "ces" | "ses" | "leurs" | "the" | "these" | "those" | "its" | "their" | "des")
    });
    let clause = view.any_finite(content.clone())
        || content.clone().any(|i| matches!(view.lower(i), "de" | "to") && view.pos(i + 1) == Pos::Verb);
    number < view.len() && !definite && !clause && !content.clone().any(|i| view.is_final(i))
}

/// Whose text the source of a statement is.
fn owner(view: &View, statement: &Statement) -> Option<Speaker> {
    speaker::owner(view, &tokens_of(view.doc, *statement.source.first()?))
}

/// The speaker that a sentence without a cue of its own carries over from the sentence before, because it tells parts of what
/// was told ("Parmi eux, douze enfants"). Hearsay that names nobody ("Il aurait tiré dix fois") stays the outlet's.
fn carried(view: &View, statements: &[Statement], figure: &Figure) -> Option<Speaker> {
    let doc = view.doc;
    let at = tokens_of(doc, figure.span).start;
    if at >= view.len() || view.level[at].is_some() {
        return None;
    }
    let sentence = view.token(at).sentence;
    let here = doc.to_original(doc.sentences[sentence].clean);
    if !opens_with_part(view, sentence) {
        return None;
    }
    // Statements are in order of their first byte: the last ones that begin before the sentence's end.
    let first = |s: &Statement| s.content.iter().chain(&s.cue).chain(&s.source).map(|x| x.start).min().unwrap_or(0);
    let upto = statements.partition_point(|s| first(s) < here.end);
    let statements = &statements[upto.saturating_sub(NEAR)..upto];
    let outer = |s: &&Statement| s.nested_in.is_none() && s.speaker.is_some();
    let end = |s: &Statement| s.content.iter().chain(&s.cue).map(|c| c.end).max().unwrap_or(0);
    if statements.iter().filter(outer).any(|s| s.cue.iter().any(|c| here.overlaps(*c))) {
        return None;
    }
    let last = statements.iter().filter(outer).filter(|s| end(s) <= here.start).max_by_key(|s| end(s))?;
    let told = tokens_of(doc, *last.content.iter().chain(&last.cue).max_by_key(|c| c.end)?).end.checked_sub(1)?;
    let before = view.token(told.min(view.len() - 1)).sentence;
    // A new paragraph is a new beginning: its hearsay is the outlet's own.
    if before + 1 != sentence || doc.sentences[sentence].block != doc.sentences[before].block {
        return None;
    }
    owner(view, last).or_else(|| last.speaker.clone())
}

/// "Parmi eux", "Dont", "Among them": parts of what the sentence before told.
fn opens_with_part(view: &View, sentence: usize) -> bool {
    let tokens = view.doc.sentences[sentence].tokens.clone();
    counts_among_them(view, tokens.clone())
        || tokens.clone().take(1).any(|i| view.is(i, WordClass::PartOpener))
            && tokens.clone().skip(1).take(1).any(|i| {
                view.is(i, WordClass::Pronoun)
                    || view.is(i, WordClass::Determiner)
                    || matches!(view.lower(i), "these" | "those" | "which" | "lesquels" | "lesquelles")
            })
}

/// "300 d'entre elles n'étaient pas assurées", "Some 300 of them were".
fn counts_among_them(view: &View, tokens: Range<usize>) -> bool {
    let near = tokens.start..tokens.end.min(tokens.start + 4);
    let Some(number) = near.rev().find(|&i| view.is_number(i)) else { return false };
    let bounds = tokens.start..number;
    let bounded =
        bounds.clone().all(|i| !view.is_finite(i) && !matches!(view.pos(i), Pos::Noun | Pos::Propn | Pos::Punct));
    let of = number + 1;
    let them = |i: usize| matches!(view.lower(i), "eux" | "elles" | "them" | "these" | "those");
    bounded
        && (matches!(view.lower(of), "d'" | "d") && (of + 1..of + 4).any(|i| view.lower(i) == "entre" && them(i + 1))
            || view.lower(of) == "of" && them(of + 1))
}

/// The tokens under an original span.
fn tokens_of(doc: &Doc, span: Span) -> Range<usize> {
    let first = doc.tokens.partition_point(|t| t.span.end <= span.start);
    let last = doc.tokens.partition_point(|t| t.span.start < span.end);
    first..last.max(first)
}

/// The unresolved speaker's head noun is a text.
fn names_a_document(view: &View, s: &Speaker) -> bool {
    let Some(span) = s.span else { return false };
    let words = tokens_of(view.doc, span);
    let noun = words.clone().find(|&i| view.pos(i) == Pos::Noun).unwrap_or(words.start);
    noun < view.len() && speaker::names_a_text(view, noun)
}
