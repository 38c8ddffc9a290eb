//! Where the trained model and the rules meet (English sentences only).
//!
//! The rules keep to what we call a statement; the model reads attributions in a wider sense ([`super::learned`]). So a
//! statement of the rules keeps its cue, its stance and, where both agree on most of it, its content; it takes the model's
//! source, and the model's content where they disagree. Of what only the model sees, that is added whose cue is in the
//! lexicon, with a content that such a cue can have: wishes, plans and decrees that are no statements stay out.

use std::ops::Range;

use recoupe_reading::Pos;

use super::{
    classes::WordClass,
    extent,
    found::{Form, Found},
    learned::{self, Attribution},
    lexicon::Class,
    seam, subject, verb,
    view::View,
};

/// Takes what the model reads into what the rules found.
pub(super) fn with_model(view: &View, found: &mut Vec<Found>) {
    let mut by_anchor: Vec<(usize, usize)> = found
        .iter()
        .enumerate()
        .filter(|(_, f)| f.form != Form::Standing)
        .flat_map(|(i, f)| f.cue.iter().flat_map(Clone::clone).map(move |token| (token, i)))
        .collect();
    by_anchor.sort_unstable();
    let at = |token: usize| by_anchor.partition_point(|(t, _)| *t < token);
    let of = |token: usize| by_anchor.get(at(token)).filter(|(t, _)| *t == token).map(|(_, i)| *i);
    let wanted = |head: usize| {
        let (lexicon, t) = (view.lexicon(head), view.token(head));
        // "released a statement saying": the model's cue begins before the rule's.
        (head..head + 4).any(|i| of(i).is_some())
            || !lexicon.readings(&t.lower).is_empty()
            || lexicon.noun_cue(t).is_some()
    };
    for a in learned::read_at(view.doc, &wanted).attributions {
        let same = of(a.head).or_else(|| a.cue.iter().flat_map(Clone::clone).find_map(of));
        match same {
            Some(i) => improve(view, &mut found[i], &a),
            None => found.extend(added(view, &a)),
        }
    }
}

/// The model's source, and its content where the two share less than half of both.
///
/// "According to X" tells its source by its form, and its content may go on behind the sentence; a passive tells by its form who
/// is only spoken of; a refusal to comment keeps what it is about.
fn improve(view: &View, f: &mut Found, a: &Attribution) {
    if f.form == Form::Preposition || is_passive(view, a) {
        return;
    }
    let content = seam::on_side_of(view, f.anchor, &said(view, a));
    let tokens = |spans: &[Range<usize>]| spans.iter().map(ExactSizeIterator::len).sum::<usize>();
    let common = super::shared(&f.content, &content);
    let disagree = common * 2 < tokens(&f.content) + tokens(&content) - common;
    // "12 dead, 40 wounded and three missing": the model stops at the comma.
    let rest = content.last().map(|r| r.end).filter(|&end| f.holds(end) && view.lower(end) == ",");
    let counts_on = rest.is_some_and(|comma| extent::counts_on(view, comma + 1, view.sentence(comma).end));
    // "…, the agency ANP reported": who speaks is not what is said.
    let speaker = super::shared(&content, &f.source) > 0 && super::shared(&f.content, &who(view, a)) == 0;
    // "said the toll, which had stood at 14, rose": the model may stop before the verb.
    let finite = |spans: &[Range<usize>]| spans.iter().any(|r| view.any_finite(r.clone()));
    let stops = |end: usize| view.lower(end) == "," && view.is(end + 1, WordClass::Relative);
    let cut =
        !finite(&content) && finite(&f.content) && content.last().is_some_and(|r| f.holds(r.start) && stops(r.end));
    if !content.is_empty() && disagree && !counts_on && !speaker && !cut && f.class != Class::Decline {
        f.content = content;
    }
    let source = seam::on_side_of(view, f.anchor, &who(view, a));
    if !source.is_empty() {
        f.source = source;
    }
}

/// A statement that only the model sees.
fn added(view: &View, a: &Attribution) -> Option<Found> {
    let content = said(view, a);
    let start = content.first()?.start;
    let any = |test: &dyn Fn(usize) -> bool| content.iter().any(|r| r.clone().any(test));
    let quoted = any(&|i| view.is_quote_mark(i));
    let mut source = who(view, a);
    let (class, cue, negated, takes_noun) = match verb::group_at(view, a.head) {
        Some(group) => {
            if source.is_empty() && !is_passive(view, a) {
                source.extend(subject::before(view, &group));
            }
            let f = group.cue.frames;
            let head = subject::head_of(view, content.first()?);
            let noun = f.noun && (!f.sayable || view.lexicon(head).is_sayable(view.token(head)));
            (group.class(), group.spans(), group.negated, noun)
        }
        None => {
            let (cue, _) = view.lexicon(a.head).noun_cue(view.token(a.head))?;
            (cue.class, vec![a.head..a.head + 1], false, false)
        }
    };
    // Who orders a thing acts; who orders that something be done speaks.
    let noun = takes_noun && class != Class::Order;
    let can_be_said = quoted || class != Class::Quote && (noun || any(&|i| view.is_finite(i)));
    can_be_said.then_some(Found {
        source,
        cue,
        content,
        class,
        negated,
        anchor: a.head,
        form: if start < a.head { Form::Incise } else { Form::Before },
    })
}

fn is_passive(view: &View, a: &Attribution) -> bool {
    view.children[a.head].iter().any(|&c| matches!(view.dep(c), "nsubjpass" | "auxpass"))
}

/// The content as we have it: without the conjunction and the marks around.
fn said(view: &View, a: &Attribution) -> Vec<Range<usize>> {
    let piece = |r: &Range<usize>| {
        let mut start = r.start;
        while start < r.end && (view.is_comma(start) || view.lower(start) == "that" && view.dep(start) == "mark") {
            start += 1;
        }
        let end = extent::trim_end(view, start, r.end);
        (start..end).any(|i| view.pos(i) != Pos::Punct).then_some(start..end)
    };
    a.content.iter().filter_map(piece).collect()
}

/// The source as we have it: without a relative clause, the ending of a genitive or a closing comma; empty for a relative
/// pronoun, whose antecedent the rules find, and for the subject of a passive.
fn who(view: &View, a: &Attribution) -> Vec<Range<usize>> {
    let relative = |i: usize| view.is(i, WordClass::Relative) || matches!(view.lower(i), "that" | "whose");
    let piece = |r: &Range<usize>| {
        let clause = (r.start + 1..r.end).find(|&i| view.is_comma(i - 1) && relative(i));
        let mut end = clause.unwrap_or(r.end);
        while end > r.start && (view.is_comma(end - 1) || view.token(end - 1).tag == "POS") {
            end -= 1;
        }
        let pronoun = end == r.start + 1 && relative(r.start);
        let undergoes = (r.start..end).any(|i| view.dep(i) == "nsubjpass" && view.token(i).head == a.head);
        (end > r.start && !pronoun && !undergoes).then_some(r.start..end)
    };
    // "… said by phone": how it was said is no second piece of who.
    let scene = |r: &Range<usize>| view.pos(r.start) == Pos::Adp && a.source.first().is_some_and(|first| first != r);
    a.source.iter().filter(|r| !scene(r)).filter_map(piece).collect()
}
