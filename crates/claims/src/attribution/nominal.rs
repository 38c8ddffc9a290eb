//! Nouns that name a saying: "l'affirmation que", "l'idée de", "the claim that".

use std::ops::Range;

use recoupe_reading::Pos;

use super::{
    extent,
    found::{Form, Found},
    phrase, prepositional, subject,
    view::View,
};

/// The attribution by a noun with a clause behind it.
pub(crate) fn from_noun(view: &View, i: usize, breaks: &[usize]) -> Option<Found> {
    if view.pos(i) != Pos::Noun {
        return None;
    }
    let lexicon = view.lexicon(i);
    let (cue, _) = lexicon.noun_cue(view.token(i))?;
    if !cue.frames.clause {
        return None;
    }
    let reach = view.reach(i);
    let mut limit = reach.end;
    while limit > i + 1 && view.is_final(limit - 1) {
        limit -= 1;
    }
    let french = view.french(i);
    // An owner may stand between: "l'annonce par le ministère que", "claims by officials that".
    let mut at = i + 1;
    while at < limit && view.pos(at) == Pos::Adj {
        at += 1;
    }
    let mut owner: Option<Range<usize>> = None;
    if matches!(view.lower(at), "de" | "du" | "des" | "d'" | "par" | "by" | "of" | "from")
        && !matches!(view.lower(at + 1), "que" | "qu'")
    {
        owner = prepositional::owner_of_noun(view, i, limit).or_else(|| {
            let np = phrase::core(view, at + 1, limit)?;
            subject::can_speak(view, &np).then_some(np)
        });
        at = owner.as_ref()?.end;
    }
    let conjunction = view.lower(at);
    let opens = if french {
        matches!(conjunction, "que" | "qu'") && view.pos(at) == Pos::Sconj
    } else {
        conjunction == "that" && (view.dep(at) == "mark" || view.pos(at) == Pos::Sconj)
    };
    if !opens || at + 1 >= limit {
        return None;
    }
    // English "that" as relative pronoun: no subject of its own behind it.
    if view.is_finite(at + 1) {
        return None;
    }
    let start = at + 1;
    let end = end_of(view, i, start, limit, breaks);
    if end <= start + 1 || !view.any_finite(start..end) {
        return None;
    }
    let source = owner.or_else(|| possessor(view, i)).or_else(|| holder(view, i, &reach));
    Some(Found {
        source: source.into_iter().collect(),
        cue: vec![i..i + 1],
        content: vec![start..end],
        class: cue.class,
        negated: false,
        anchor: i,
        form: Form::Noun,
    })
}

/// "Conscients que …", "persuadés que …", "convinced that …": an adjective without a verb.
pub(crate) fn from_adjective(view: &View, i: usize, breaks: &[usize]) -> Option<Found> {
    let class = view.lexicon(i).adjective_cue(view.lower(i))?;
    let reach = view.reach(i);
    let french = view.french(i);
    let mut at = i + 1;
    while at < reach.end && view.pos(at) == Pos::Adv {
        at += 1;
    }
    let conjunction = view.lower(at);
    if at + 2 >= reach.end || !(french && matches!(conjunction, "que" | "qu'") || !french && conjunction == "that") {
        return None;
    }
    // "plus sûr que", "si certain que": a comparison.
    if i > reach.start
        && matches!(view.lower(i - 1), "plus" | "moins" | "aussi" | "si" | "tel" | "more" | "less" | "as" | "so")
    {
        return None;
    }
    let mut limit = reach.end;
    while limit > at + 1 && view.is_final(limit - 1) {
        limit -= 1;
    }
    let end = (at + 1..limit).find(|k| breaks.binary_search(k).is_ok()).unwrap_or(limit);
    let mut end = extent::trim_end(view, at + 1, end);
    // "Convaincu que …, le maire a …": the main clause starts behind the comma.
    let opens_sentence = i <= reach.start + 1;
    if opens_sentence
        && let Some(comma) = (at + 1..end).find(|&k| {
            view.lower(k) == ","
                && phrase::from_left(view, k + 1, end).is_some_and(|np| view.clause_starts(np.end, end))
        })
    {
        end = comma;
    }
    if !view.any_finite(at + 1..end) {
        return None;
    }
    let before = (reach.start..i)
        .rev()
        .filter(|&k| view.is_finite(k))
        .find_map(|k| subject::subject_of(view, subject::verb_of(view, k), &reach));
    let behind = (end..reach.end)
        .filter(|&k| view.is_finite(k))
        .find_map(|k| subject::subject_of(view, subject::verb_of(view, k), &reach));
    let source = before.or(behind).or_else(|| {
        // A fragment: the subject of the sentence before.
        let sentence = view.token(i).sentence.checked_sub(1)?;
        let tokens = view.doc.sentences[sentence].tokens.clone();
        tokens
            .clone()
            .filter(|&k| view.is_finite(k))
            .find_map(|k| subject::subject_of(view, subject::verb_of(view, k), &tokens))
    });
    let source = source.filter(|s| subject::can_speak(view, s))?;
    Some(Found {
        source: vec![source],
        cue: vec![i..i + 1],
        content: vec![at + 1..end],
        class,
        negated: false,
        anchor: i,
        form: Form::Noun,
    })
}

/// The clause ends at the noun's own subtree where the parse agrees, at latest at the next closing cue.
fn end_of(view: &View, noun: usize, start: usize, limit: usize, breaks: &[usize]) -> usize {
    let hi = view.subtree[noun].1.min(limit);
    let end = if hi > start + 2 { hi } else { limit };
    let cut = (start..end)
        .find(|&i| {
            i > start
                && (breaks.binary_search(&i).is_ok()
                    || view.is_finite(i)
                        && (extent::has_outer_subject(view, i, noun + 1) || extent::unlinked(view, start, i)))
        })
        .unwrap_or(end);
    extent::trim_end(view, start, cut)
}

/// "ses allégations", "their claim", "Moscow's claim".
pub(crate) fn possessor(view: &View, noun: usize) -> Option<Range<usize>> {
    let before = noun.checked_sub(1)?;
    let mut k = before;
    while k > 0 && view.pos(k) == Pos::Adj {
        k -= 1;
    }
    let ours = matches!(view.lower(k), "our" | "my") && view.level[k].is_some();
    if ours || matches!(view.lower(k), "his" | "her" | "its" | "their" | "son" | "sa" | "ses" | "leur" | "leurs") {
        return Some(k..k + 1);
    }
    if view.lower(k) == "'s" {
        let reach = view.reach(noun);
        return phrase::from_right(view, k, reach.start);
    }
    None
}

/// "Il a défendu l'idée que …", "He had the impression that …": the subject of the verb that governs the noun.
fn holder(view: &View, noun: usize, reach: &Range<usize>) -> Option<Range<usize>> {
    let head = view.token(noun).head;
    if head == noun || head >= view.len() || !matches!(view.dep(noun), "obj" | "dobj") {
        return None;
    }
    let s = subject::subject_of(view, head, reach)?;
    subject::can_speak(view, &s).then_some(s)
}
