//! Quotations that no cue has taken: behind a colon, or standing alone.

use std::ops::Range;

use recoupe_reading::{BlockKind, Pos};

use super::{
    classes::WordClass,
    content, extent,
    found::{Form, Found},
    lexicon::Class,
    phrase, subject,
    view::View,
};
use crate::figure::role;

/// Statements of the outermost quotations that no statement found so far holds.
pub(crate) fn standing(view: &View, found: &[Found]) -> Vec<Found> {
    let mut taken = vec![false; view.len()];
    for f in found {
        for r in &f.content {
            for slot in taken.iter_mut().take(r.end.min(view.len())).skip(r.start) {
                *slot = true;
            }
        }
    }
    let quotes: Vec<usize> = (0..view.doc.quotes.len())
        .filter(|&q| {
            let quote = view.quote(q);
            quote.depth == 0 && quote.first < quote.end && quote.end <= view.len() && !taken[quote.first]
        })
        .collect();
    let mut out: Vec<Found> = Vec::new();
    let mut skip_until = 0;
    for (k, &q) in quotes.iter().enumerate() {
        let quote = view.quote(q);
        if quote.first < skip_until {
            continue;
        }
        let mut spans = vec![quote.first..quote.end];
        // « A », mais « B » in one sentence.
        for &next in quotes.iter().skip(k + 1).take(4) {
            let n = view.quote(next);
            let last = spans.last().map_or(quote.end, |r| r.end);
            let linked = n.first <= last + 3
                && n.first > last
                && (last..n.first).all(|i| {
                    view.is_comma(i) || matches!(view.lower(i), "et" | "mais" | "ou" | "puis" | "and" | "but" | "or")
                });
            if !linked || view.token(n.first).sentence != view.token(last - 1).sentence {
                break;
            }
            spans.push(n.first..n.end);
        }
        let Some(f) = one(view, &spans, found, &out) else { continue };
        skip_until = f.content.iter().map(|r| r.end).max().unwrap_or(quote.end);
        out.push(f);
    }
    out
}

fn one(view: &View, spans: &[Range<usize>], found: &[Found], before: &[Found]) -> Option<Found> {
    let first = spans.first()?.start;
    let end = spans.last()?.end;
    let sentence = view.sentence(first);
    let words = (first..end).filter(|&i| view.pos(i) != Pos::Punct).count();
    let finite = view.any_finite(first..end);
    let colon = first > 0 && view.lower(first - 1) == ":";
    let mut start = sentence.start;
    while start < first && matches!(view.lower(start), "-" | "–" | "—" | "•") {
        start += 1;
    }
    let alone_before = start == first;
    let make = |source: Option<Range<usize>>, cue: Vec<Range<usize>>, form: Form| {
        Some(Found {
            source: source.into_iter().collect(),
            cue,
            content: spans.to_vec(),
            class: Class::Say,
            negated: false,
            anchor: first,
            form,
        })
    };
    if colon && first - 1 > sentence.start {
        let label = content::skip_connectors(view, sentence.start, first - 1);
        let title_block = matches!(view.block_kind(first), BlockKind::Title | BlockKind::Heading);
        if title_block && !finite && words < 5 {
            return None;
        }
        let np =
            phrase::from_left(view, label, first - 1).filter(|np| np.end == first - 1 && subject::can_speak(view, np));
        if let Some(np) = np {
            let title = matches!(view.block_kind(first), BlockKind::Title | BlockKind::Heading);
            return make(Some(np), if title { vec![first - 1..first] } else { vec![] }, Form::Colon);
        }
        // « heading » Name : « … »: the name stands between two quotations.
        if let Some(np) = phrase::from_right(view, first - 1, sentence.start).filter(|np| {
            subject::can_speak(view, np)
                && (np.start == sentence.start
                    || view.is_final(np.start - 1)
                    || view.closes(np.start - 1).is_some()
                    || view.is_comma(np.start - 1))
        }) {
            return make(Some(np), vec![], Form::Colon);
        }
        if words < 3 && !finite {
            return None;
        }
        // A clause before the colon: the subject of its last main clause, if it can speak.
        let source = main_subject(view, &(sentence.start..first - 1))
            .or_else(|| nearest_person(view, first - 1, sentence.start))
            .or_else(|| carried(view, first, end, found, before));
        return make(source, vec![], Form::Colon);
    }
    let tail_end = view.sentence(end - 1).end;
    // « … » – Claire Aubin, présidente de l'ordre
    if alone_before
        && matches!(view.lower(end), "–" | "—" | "-" | "(")
        && let Some(np) = phrase::from_left(view, end + 1, tail_end)
        && (np.end..tail_end).all(|i| view.is_final(i) || view.lower(i) == ")")
        && subject::can_speak(view, &np)
    {
        return make(Some(np), vec![], Form::Standing);
    }
    let alone = alone_before && (end..tail_end).all(|i| view.is_final(i) || view.pos(i) == Pos::Punct);
    if alone || alone_before && quote_is_sentence(view, first, end) {
        // « heading » Name : « … »
        if let Some(np) = phrase::from_left(view, end, tail_end)
            && view.lower(np.end) == ":"
            && subject::can_speak(view, &np)
        {
            return make(Some(np), vec![], Form::Standing);
        }
        // A heading over a labelled quotation: « Tout a bougé » / Paul Martin : « … »
        let next = tail_end;
        if alone
            && next < view.len()
            && let Some(np) = phrase::from_left(view, next, view.sentence(next).end)
            && view.lower(np.end) == ":"
            && view.opens(np.end + 1).is_some()
            && subject::can_speak(view, &np)
        {
            return make(Some(np), vec![], Form::Standing);
        }
        if words < 2 || !finite && words < 3 {
            return None;
        }
        if !alone && !finite {
            return None;
        }
        return make(carried(view, first, end, found, before), vec![], Form::Standing);
    }
    // A long quotation with a verb inside a telling sentence, set off by a mark.
    let set_off = first > 0 && (view.is_comma(first - 1) || matches!(view.lower(first - 1), "(" | "?" | ":" | "-"));
    if set_off && finite && words >= 6 {
        let source = nearest_person(view, first, sentence.start).or_else(|| carried(view, first, end, found, before));
        return make(source, vec![], Form::Standing);
    }
    None
}

/// The subject of the last main verb in a range: not of a relative clause, not of an infinitive.
fn main_subject(view: &View, range: &Range<usize>) -> Option<Range<usize>> {
    range
        .clone()
        .rev()
        .filter(|&i| view.is_finite(i))
        .map(|i| if view.dep(i).starts_with("aux") || view.dep(i) == "cop" { view.token(i).head } else { i })
        .filter(|&v| !matches!(view.dep(v), "acl:relcl" | "relcl" | "acl" | "ccomp" | "advcl"))
        .find_map(|v| {
            subject::subject_of(view, v, range)
                .map(|s| subject::speaking_tail(view, s))
                .filter(|s| subject::can_speak(view, s) && !is_impersonal(view, s))
        })
}

/// "on", "it": nobody in particular.
fn is_impersonal(view: &View, s: &Range<usize>) -> bool {
    s.len() == 1 && matches!(view.lower(s.start).trim_start_matches('-'), "on" | "it" | "ce" | "c'")
}

/// The quotation holds whole sentences: what follows it in the sentence is the outlet's, or the next speaker's label.
fn quote_is_sentence(view: &View, first: usize, end: usize) -> bool {
    end >= first + 3 && (view.is_final(end - 2) || view.any_finite(first..end))
}

/// A name or person noun before `at`, nearest first.
fn nearest_person(view: &View, at: usize, floor: usize) -> Option<Range<usize>> {
    let mut i = at;
    let mut steps = 0;
    while i > floor && steps < 40 {
        i -= 1;
        steps += 1;
        let t = view.token(i);
        let person = t.ent_type == "PER"
            || t.ent_type == "PERSON"
            || t.pos == Pos::Noun && view.lexicon(i).speaker_kind(t) == Some(super::lexicon::SpeakerKind::Person);
        if person && view.level[i].is_none() {
            let mut start = i;
            while start > floor
                && (matches!(view.pos(start - 1), Pos::Propn | Pos::Det | Pos::Adj)
                    || !view.token(start - 1).ent_type.is_empty())
            {
                start -= 1;
            }
            let mut np = phrase::from_left(view, start, at)?;
            np.end = np.end.max(i + 1);
            // "comme Paul et Anne, éleveurs": the name before its apposition.
            if np.start > floor + 1
                && view.lower(np.start - 1) == ","
                && view.pos(np.start) != Pos::Det
                && let Some(host) = phrase::from_right(view, np.start - 1, floor)
                    .filter(|h| h.clone().any(|k| view.pos(k) == Pos::Propn))
            {
                np.start = host.start;
            }
            return Some(np);
        }
    }
    None
}

/// "(police : 2 000, organisateurs : 5 000)": a speaker, a colon, a number.
pub(crate) fn labels(view: &View) -> Vec<Found> {
    let mut out = Vec::new();
    for colon in 1..view.len() {
        if view.lower(colon) != ":" || view.level[colon].is_some() {
            continue;
        }
        let reach = view.reach(colon);
        let limit = reach.end.min(colon + 14);
        let end = (colon + 1..limit)
            .find(|&k| matches!(view.lower(k), "," | ";" | ")" | "." | "/") || view.is_final(k))
            .unwrap_or(limit);
        let numeric = (colon + 1..end).take(4).any(|k| view.is_number(k));
        if !numeric || view.any_finite(colon + 1..end) {
            continue;
        }
        let floor = (reach.start..colon)
            .rev()
            .find(|&k| matches!(view.lower(k), "(" | "," | ";"))
            .map_or(reach.start, |k| k + 1);
        let Some(np) = phrase::from_right(view, colon, floor) else { continue };
        let opened = np.start == reach.start
            || matches!(view.lower(np.start - 1), "(" | "," | ";" | "«" | "\"" | "/" | "et" | "and");
        let body = matches!(
            subject::kind(view, &np),
            Some(super::lexicon::SpeakerKind::Person | super::lexicon::SpeakerKind::Body)
        );
        // A list of counts ("blessés : 3") is no list of speakers: only one that another labelled number answers.
        let answered = (end + 1..reach.end.min(end + 16)).any(|k| view.lower(k) == ":")
            || (reach.start.max(np.start.saturating_sub(16))..np.start).any(|k| view.lower(k) == ":")
            || np.start == reach.start && neighbour_is_labelled(view, colon);
        let counted = np.clone().any(|k| role::of_noun(view.doc, k).is_some());
        if opened && body && answered && !counted && np.len() <= 6 {
            out.push(Found::labelled(np, colon, end));
        }
    }
    out
}

/// "Police : 2 300 manifestants. Organisateurs : 7 000.": the sentence before or behind is a label with a number too.
fn neighbour_is_labelled(view: &View, colon: usize) -> bool {
    let here = view.token(colon).sentence;
    [here.checked_sub(1), Some(here + 1)].into_iter().flatten().any(|s| {
        view.doc.sentences.get(s).filter(|o| o.block == view.doc.sentences[here].block).is_some_and(|other| {
            let tokens = other.tokens.clone();
            let mark = tokens.clone().take(LABEL).find(|&k| view.lower(k) == ":");
            mark.is_some_and(|k| {
                (k + 1..tokens.end).take(4).any(|n| view.is_number(n)) && !view.any_finite(tokens.clone())
            })
        })
    })
}

/// Longest label in front of a number, in tokens.
const LABEL: usize = 6;

/// The speaker of the neighbouring sentence: before it in the same or the last paragraph, else behind it.
fn carried(view: &View, first: usize, end: usize, found: &[Found], before: &[Found]) -> Option<Range<usize>> {
    let sentence = view.token(first).sentence;
    let near = |f: &&Found| {
        f.source.first().is_some_and(|s| !is_impersonal(view, s))
            && view.level[f.anchor.min(view.len() - 1)].is_none_or(|_| matches!(f.form, Form::Standing | Form::Colon))
            && f.anchor < view.len()
    };
    let last = found
        .iter()
        .chain(before)
        .filter(near)
        .filter(|f| f.start() < first && outermost(view, f))
        .max_by_key(|f| (f.content.iter().map(|r| r.end).max().unwrap_or(0).max(f.anchor), f.start()));
    if let Some(f) = last {
        let at = f.content.iter().map(|r| r.end).max().unwrap_or(f.anchor).max(f.anchor).min(view.len() - 1);
        if sentence.saturating_sub(view.token(at.saturating_sub(1)).sentence) <= 4 {
            return f.source.first().cloned();
        }
    }
    // The person named last in the sentence before; else the cue of the sentence behind.
    if sentence > 0 {
        let previous = view.doc.sentences[sentence - 1].tokens.clone();
        if view.block(first) == view.doc.sentences[sentence - 1].block
            || view.block(first) == view.doc.sentences[sentence - 1].block + 1
        {
            if let Some(s) = main_subject(view, &previous) {
                return Some(s);
            }
            if let Some(p) = nearest_person(view, previous.end, previous.start) {
                return Some(p);
            }
        }
    }
    let next = found.iter().filter(near).filter(|f| f.start() >= end).min_by_key(|f| f.start());
    next.filter(|f| view.token(f.start().min(view.len() - 1)).sentence <= view.token(end - 1).sentence + 2)
        .and_then(|f| f.source.first().cloned())
}

fn outermost(view: &View, f: &Found) -> bool {
    view.level[f.anchor.min(view.len() - 1)].is_none() || matches!(f.form, Form::Standing | Form::Colon)
}

/// "Selon le maire, le bilan est plus lourd. Plus de 30 maisons …": the next sentence spells out what the first announces.
pub(crate) fn announced(view: &View, f: &Found) -> Option<Range<usize>> {
    if !matches!(f.form, Form::Preposition | Form::Before | Form::Incise) || f.content.len() != 1 {
        return None;
    }
    let content = f.content.first()?;
    let head = (content.start..content.end).find(|&i| view.is_subject(i))?;
    if !view.is(head, WordClass::Announcer) || content.len() > 12 {
        return None;
    }
    // "Ce chiffre est appelé à évoluer": told before, not announced.
    let determiner = head.checked_sub(1).map_or("", |i| view.lower(i));
    if matches!(determiner, "ce" | "cet" | "cette" | "ces" | "this" | "that" | "these" | "those") {
        return None;
    }
    // It announces, it does not tell: no number of its own.
    if content.clone().any(|i| view.is_number(i)) {
        return None;
    }
    let sentence = view.token(f.anchor).sentence;
    let next = view.doc.sentences.get(sentence + 1)?;
    if next.block != view.doc.sentences[sentence].block {
        return None;
    }
    let range = next.tokens.clone();
    let numeric = range.clone().any(|i| view.is_number(i));
    numeric.then(|| range.start..extent::trim_end(view, range.start, range.end))
}
