//! What is said: where a content ends.

use recoupe_reading::Pos;

use super::{
    classes::WordClass,
    content,
    lexicon::Class,
    phrase,
    verb::{Group, Shape},
    view::View,
};
use crate::figure::role;

/// Where a clausal content that starts at `start` ends. `breaks` are the starts of other cues that close it.
pub(crate) fn clause_end(view: &View, group: &Group, start: usize, limit: usize, breaks: &[usize]) -> usize {
    let mut i = start;
    let in_subordinate = is_subordinate(view, group);
    let before = group.tokens.start.saturating_sub(1);
    let relative = view.is(before, WordClass::Relative) || view.is(before.saturating_sub(1), WordClass::Relative);
    while i < limit {
        if let Some(q) = view.opens(i) {
            let end = view.quote(q).end;
            if end > i + 1 {
                i = end;
                continue;
            }
        }
        if i > start {
            if breaks.binary_search(&i).is_ok() || view.is_finite(i) && has_outer_subject(view, i, group.tokens.start) {
                break;
            }
            if relative && view.is_finite(i) && unlinked(view, start, i) {
                break;
            }
            if view.lower(i) == ","
                && !counts_on(view, i + 1, limit)
                && closes_at_comma(view, group, start, i, limit, in_subordinate)
            {
                break;
            }
            if matches!(view.lower(i), "et" | "mais" | "and" | "but" | "puis")
                && new_main_clause(view, group, start, i, limit)
            {
                break;
            }
        }
        i += 1;
    }
    trim_end(view, start, i.min(limit.max(start)))
}

/// A second finite verb that nothing links to the first: it belongs to the clause around ("que l'usine pollue la rivière
/// ont écrit").
pub(crate) fn unlinked(view: &View, start: usize, finite: usize) -> bool {
    let Some(first) = (start..finite).rev().find(|&k| view.is_finite(k)) else { return false };
    first + 1 < finite
        && !(first..finite).any(|k| view.is(k, WordClass::ClauseLink) || view.is_quote_mark(k))
        && (first + 1..finite).any(|k| matches!(view.pos(k), Pos::Noun | Pos::Propn | Pos::Adj))
        && !(view.dep(first).starts_with("aux") && view.token(first).head == finite)
}

/// A finite verb whose subject stands before the cue: the clause around the cue goes on ("les gens qui pensent que …
/// ont écrit").
pub(crate) fn has_outer_subject(view: &View, finite: usize, cue: usize) -> bool {
    let t = view.token(finite);
    let auxiliary = (t.dep.starts_with("aux") || t.dep == "cop") && t.head < view.len();
    let verb = if auxiliary { t.head } else { finite };
    verb >= finite
        && view.children[verb].iter().any(|&s| view.is_subject(s) && s < cue && !view.is(s, WordClass::Relative))
        && !view.children[verb].iter().any(|&s| view.is_subject(s) && s > cue && s < finite)
}

/// A comma behind which the outlet speaks again: ", ce qui …", ", lequel …", the main clause after a subordinate cue.
fn closes_at_comma(view: &View, group: &Group, start: usize, comma: usize, limit: usize, in_subordinate: bool) -> bool {
    let next = comma + 1;
    if next >= limit {
        return false;
    }
    match view.lower(next) {
        "ce" if matches!(view.lower(next + 1), "qui" | "que" | "dont" | "à") => return true,
        "lequel" | "laquelle" | "lesquels" | "lesquelles" => return true,
        "sans" if view.lower(next + 1) == "toutefois" || view.lower(next + 1) == "pour" => return true,
        _ => {}
    }
    if !in_subordinate {
        return false;
    }
    if phrase::is_pronoun(view, next) && view.clause_starts(next + 1, limit) {
        return true;
    }
    // The cue stands in a relative or adverbial clause: the main clause goes on behind this comma.
    (next..limit.min(next + 25)).find(|&k| view.is_finite(k)).is_some_and(|k| {
        let verb = if view.dep(k).starts_with("aux") || view.dep(k) == "cop" { view.token(k).head } else { k };
        let complement = view.under(verb, group.head) && verb != group.head;
        !complement && view.under(group.head, verb) && verb >= start
    })
}

/// "et a ajouté", "mais il a …": a clause coordinated with the cue's clause, not with the content.
fn new_main_clause(view: &View, group: &Group, start: usize, conjunction: usize, limit: usize) -> bool {
    let next = conjunction + 1;
    if matches!(view.lower(next), "que" | "qu'" | "that") {
        return false;
    }
    // "et rappelle que", "et a ajouté que": another cue of the same speaker.
    if let Some(cue) = (next..limit.min(next + 5)).find(|&k| view.is_finite(k)).filter(|&k| {
        (next..k).all(|j| matches!(view.pos(j), Pos::Adv | Pos::Pron | Pos::Aux) && !phrase::is_pronoun(view, j))
    }) {
        let second =
            (cue..limit.min(cue + 5)).find_map(|k| super::verb::group_at(view, k).filter(|g| g.tokens.contains(&cue)));
        if second.is_some_and(|g| g.cue.class != Class::Quote && content::behind(view, &g, limit).is_some()) {
            return true;
        }
    }
    // Only where a finite verb follows within the same clause.
    let Some(k) = (next..limit.min(next + 8))
        .take_while(|&k| !matches!(view.lower(k), "," | "que" | "qu'" | "qui" | ":"))
        .find(|&k| view.is_finite(k))
    else {
        return false;
    };
    let verb = if view.dep(k).starts_with("aux") || view.dep(k) == "cop" { view.token(k).head } else { k };
    if verb < start {
        return false;
    }
    let head = view.token(verb).head;
    // The verb shares the cue's subject and the parse hangs it on the cue.
    view.dep(verb) == "conj" && group.tokens.contains(&head)
        || view.dep(verb) == "conj" && head < group.tokens.start && view.under(group.head, head)
}

/// The cue stands in a clause that another verb governs.
pub(crate) fn is_subordinate(view: &View, group: &Group) -> bool {
    let first = group.tokens.start;
    let reach = view.reach(group.head);
    if matches!(group.shape, Shape::Gerund | Shape::Participle) && first <= reach.start + 3 {
        return true;
    }
    (reach.start..first)
        .rev()
        .take(12)
        .take_while(|&i| !view.is_finite(i))
        .any(|i| view.is(i, WordClass::Relative) || view.is(i, WordClass::ClauseOpener))
}

/// Trims commas, conjunctions and stray marks at the end of a content.
pub(crate) fn trim_end(view: &View, start: usize, mut end: usize) -> usize {
    while end > start {
        let i = end - 1;
        let lower = view.lower(i);
        let open_mark = view.is_quote_mark(i) && view.closes(i).is_none_or(|q| view.quote(q).first < start);
        if matches!(lower, "," | ";" | ":" | "–" | "—" | "-" | "." | "(")
            || matches!(lower, "et" | "mais" | "ou" | "and" | "but") && view.pos(i) != Pos::Noun
            || open_mark
            || (lower == "…" || lower == "...")
        {
            end = i;
        } else {
            break;
        }
    }
    end
}

/// The end of a noun phrase as content: the whole object with its complements, to the clause's end.
pub(crate) fn noun_end(view: &View, group: &Group, start: usize, limit: usize, breaks: &[usize]) -> usize {
    let end = clause_end(view, group, start, limit, breaks);
    // The object ends where a comma starts something that does not belong to it, or where a new finite verb with its own
    // subject stands outside a relative clause.
    let mut i = start;
    while i < end {
        if let Some(q) = view.opens(i)
            && view.quote(q).end > i + 1
        {
            i = view.quote(q).end;
            continue;
        }
        if i > start
            && matches!(view.lower(i), "et" | "mais" | "ou" | "and" | "but" | "or" | ";")
            && clause_after(view, start, i + 1, end)
        {
            return trim_end(view, start, i);
        }
        if i > start && view.lower(i) == "," {
            let next = view.lower(i + 1);
            let relative_or_list =
                view.is(i + 1, WordClass::ObjectGoesOn) && (next != "à" || view.is(i + 2, WordClass::Relative));
            let short_scene = view.pos(i + 1) == Pos::Adp && end - i <= 5 && !view.any_finite(i..end);
            let phrase_goes_on =
                view.pos(i + 1) == Pos::Adj || phrase::starts_phrase(view, i + 1) && !view.any_finite(i + 1..end);
            // "…, avant de revoir ce chiffre à six": the same who count.
            let revises = matches!(view.lower(i + 1), "avant" | "puis" | "before")
                && (i + 2..end.min(i + 5)).any(|k| {
                    super::verb::group_at(view, k)
                        .is_some_and(|g| g.cue.frames.at && (k..end).any(|n| view.is_number(n)))
                });
            let goes_on = relative_or_list || revises || short_scene || phrase_goes_on || counts_on(view, i + 1, end);
            if !goes_on {
                return trim_end(view, start, i);
            }
        }
        if i > start
            && matches!(
                view.lower(i),
                "alors" | "lors" | "tandis" | "pendant" | "while" | "during" | "après" | "after" | "lorsque" | "devant"
            )
            && matches!(view.dep(i), "case" | "mark" | "prep" | "advmod" | "fixed")
            && !view.any_finite(start..i)
            && !compares(view, i, end)
        {
            let head = view.token(i).head;
            let top = if view.dep(i) == "prep" { view.token(i).head } else { view.token(head).head };
            if group.tokens.contains(&top) {
                return trim_end(view, start, i);
            }
        }
        i += 1;
    }
    end
}

/// Behind a comma a count goes on: the next of a list, or what it brings the total to.
pub(crate) fn counts_on(view: &View, start: usize, end: usize) -> bool {
    new_total(view, start, end) || next_count(view, start, end) || compares(view, start, end)
}

/// ", contre 39 la veille", ", après 0,9 % l'an dernier", ", up from 39": what a number is compared with.
pub(crate) fn compares(view: &View, start: usize, end: usize) -> bool {
    let words = match view.lower(start) {
        "contre" | "après" | "against" | "after" | "versus" => 1,
        "up" | "down" if matches!(view.lower(start + 1), "from" | "on") => 2,
        _ => return false,
    };
    (start + words..end.min(start + words + 3)).any(|i| view.is_number(i))
}

/// "12 dead, 40 wounded and three missing": the next of a list of counts, the participle of which is no verb.
fn next_count(view: &View, start: usize, end: usize) -> bool {
    let number = (start..end.min(start + 3)).take_while(|&i| view.is_number(i)).last();
    number.is_some_and(|n| n + 1 < end && role::of_noun(view.doc, n + 1).is_some())
}

/// "…, bringing the total to 212": what the new number adds up to is told with it.
fn new_total(view: &View, start: usize, end: usize) -> bool {
    const NEAR: usize = 9;
    let brings = view.is(start, WordClass::BringsTotal);
    let to = |&i: &usize| matches!(view.lower(i), "to" | "at" | "past" | "above" | "beyond");
    brings && (start..end.min(start + NEAR)).find(to).is_some_and(|to| (to..end.min(to + 5)).any(|i| view.is_number(i)))
}

/// Behind a conjunction a clause starts that does not belong to the object: a finite verb, alone or with its subject.
fn clause_after(view: &View, start: usize, next: usize, end: usize) -> bool {
    let verb = if view.clause_starts(next, end) {
        (next..end).find(|&k| view.is_finite(k))
    } else {
        phrase::core(view, next, end)
            .filter(|np| view.clause_starts(np.end, end))
            .and_then(|np| (np.end..end).find(|&k| view.is_finite(k)))
    };
    verb.is_some_and(|v| {
        let lexical = if view.dep(v).starts_with("aux") || view.dep(v) == "cop" { view.token(v).head } else { v };
        let head = view.token(lexical).head;
        !(view.dep(lexical) == "conj" && head >= start && head < lexical && view.is_finite(head))
    })
}
