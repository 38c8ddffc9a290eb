//! Attributions by verbs whose cue stands before its content; passives, gerunds.

use std::ops::Range;

use recoupe_reading::Pos;

use super::{
    classes::WordClass,
    content::{self, Complement},
    counting, extent,
    found::{Form, Found},
    lexicon::{Class, SpeakerKind},
    phrase, subject,
    verb::{self, Group, Shape},
    view::View,
};

/// All verb groups that may attribute, in text order, without overlaps.
pub(crate) fn groups(view: &View) -> Vec<Group> {
    let mut out: Vec<Group> = Vec::new();
    for i in 0..view.len() {
        let Some(group) = verb::group_at(view, i) else { continue };
        match out.last() {
            Some(last) if last.tokens.end > group.tokens.start => {
                // "a fait savoir": the phrase wins; "a tenu à rappeler": the later verb, which holds the earlier group.
                if !last.phrasal && (group.phrasal || group.tokens.start <= last.tokens.start) {
                    out.pop();
                    out.push(group);
                }
            }
            _ => out.push(group),
        }
    }
    out
}

/// The statement of a cue that stands before its content.
pub(crate) fn from_group(view: &View, group: &Group, earlier: &[Found], breaks: &[usize]) -> Option<Found> {
    if group.cue.class == Class::Quote && !quote_follows(view, group) {
        return None;
    }
    let reach = view.reach(group.head);
    let limit = content_limit(view, group, &reach);
    if group.cue.class == Class::Decline {
        return declined(view, group, limit, earlier, breaks);
    }
    let passive = group.shape == Shape::Passive || group.shape == Shape::Participle && !is_adjective_cue(group);
    if passive {
        return from_passive(view, group, limit, breaks);
    }
    let (complement, start) = content::behind(view, group, limit)?;
    let source = source_of(view, group, earlier);
    let kind = source.as_ref().and_then(|s| subject::kind(view, s));
    if !plausible(view, group, (complement, start), source.as_ref(), kind, earlier) {
        return None;
    }
    let source = source.filter(|_| !group.cue.frames.impersonal);
    let content = match complement {
        Complement::Speech => speech(view, start, limit, breaks),
        Complement::Noun | Complement::Predicate => vec![start..extent::noun_end(view, group, start, limit, breaks)],
        _ => vec![start..extent::clause_end(view, group, start, limit, breaks)],
    };
    let mut content: Vec<Range<usize>> = content.into_iter().filter(|r| r.start < r.end).collect();
    if content.is_empty() {
        return None;
    }
    // "la présence des touristes : « … »": the noun phrase with the quotation that spells it out.
    if complement == Complement::Noun
        && let Some(last) = content.last_mut()
        && view.lower(last.end) == ":"
        && let Some(q) = view.opens(last.end + 1)
    {
        last.end = view.quote(q).end;
    }
    Some(Found {
        source: source.into_iter().collect(),
        cue: group.spans(),
        content,
        class: group.class(),
        // "ne … que" restricts, it does not deny.
        negated: group.negated && !(complement == Complement::Noun && matches!(view.lower(start - 1), "que" | "qu'")),
        anchor: group.head,
        form: Form::Before,
    })
}

/// The end of what a cue can hold: its reach without the closing marks; further where a quotation it opens runs on.
fn content_limit(view: &View, group: &Group, reach: &Range<usize>) -> usize {
    let mut end = reach.end;
    for i in group.tokens.end..reach.end {
        if let Some(q) = view.opens(i) {
            end = end.max(view.quote(q).end);
            if view.quote(q).end > reach.end {
                return end;
            }
        }
    }
    while end > group.tokens.end
        && (view.is_final(end - 1)
            || view.is_quote_mark(end - 1) && view.closes(end - 1).is_none_or(|q| view.quote(q).first < reach.start))
    {
        if matches!(view.lower(end - 1), "?" | "!") {
            break;
        }
        end -= 1;
    }
    end
}

fn quote_follows(view: &View, group: &Group) -> bool {
    let limit = view.reach(group.head).end;
    (group.tokens.end..limit.min(group.tokens.end + 14))
        .take_while(|&i| !view.is_finite(i))
        .any(|i| view.opens(i).is_some() && (view.lower(i - 1) == ":" || i == group.tokens.end || view.is_comma(i - 1)))
}

/// "persuadés que", "conscient que", "confident that": an adjective that holds an opinion.
fn is_adjective_cue(group: &Group) -> bool {
    matches!(group.lemma.as_str(), "être" | "be" | "persuader" | "convaincre")
}

/// Who says it: the subject, or the subject of what governs the group.
pub(crate) fn source_of(view: &View, group: &Group, earlier: &[Found]) -> Option<Range<usize>> {
    if let Some(s) = subject::before(view, group) {
        return Some(subject::collective(view, &s).unwrap_or(s));
    }
    if !matches!(group.shape, Shape::Gerund | Shape::Infinitive | Shape::Participle) {
        return None;
    }
    let sentence = view.sentence(group.head);
    let comma = group.tokens.start > sentence.start
        && (view.is_comma(group.tokens.start - 1)
            || view.pos(group.tokens.start - 1) == Pos::Pron
                && group.tokens.start > 1
                && view.is_comma(group.tokens.start - 2)
            || matches!(view.lower(group.tokens.start - 1), "et" | "en" | "and" | "tout"));
    if comma && group.shape == Shape::Gerund {
        // The nearest statement before in this sentence at the same quotation level.
        let near = earlier.iter().rev().find(|f| {
            sentence.contains(&f.anchor)
                && f.anchor < group.head
                && view.level[f.anchor] == view.level[group.head]
                && !f.source.is_empty()
        });
        if let Some(f) = near {
            return f.source.first().cloned();
        }
    }
    if group.shape == Shape::Infinitive && group.tokens.start <= sentence.start + 3 {
        // "Et de conclure : …": whoever spoke last.
        let last =
            earlier.iter().rev().find(|f| !f.source.is_empty() && view.level[f.anchor] == view.level[group.head]);
        let near = last.filter(|f| view.token(f.anchor).sentence + 4 >= view.token(group.head).sentence);
        if let Some(f) = near {
            return f.source.first().cloned();
        }
        let previous = view.token(group.head).sentence.checked_sub(1)?;
        let tokens = view.doc.sentences[previous].tokens.clone();
        return tokens
            .clone()
            .rev()
            .filter(|&k| view.is_finite(k))
            .find_map(|k| subject::subject_of(view, subject::verb_of(view, k), &tokens))
            .filter(|s| subject::can_speak(view, s));
    }
    subject::controller(view, group)
}

/// Guards against verbs that attribute nothing here.
fn plausible(
    view: &View,
    group: &Group,
    (complement, start): (Complement, usize),
    source: Option<&Range<usize>>,
    kind: Option<SpeakerKind>,
    earlier: &[Found],
) -> bool {
    let speaks = matches!(kind, Some(SpeakerKind::Person | SpeakerKind::Body | SpeakerKind::Document));
    let infinitive_alone = group.shape == Shape::Infinitive;
    let subject_word = source.filter(|s| s.len() == 1).map_or("", |s| view.lower(s.start).trim_start_matches('-'));
    let impersonal = matches!(subject_word, "on" | "it" | "ce" | "c'" | "there" | "one" | "you" | "tu");
    if matches!(subject_word, "rien" | "tout" | "nothing" | "cela" | "ça") {
        return false;
    }
    if group.cue.frames.impersonal {
        return matches!(subject_word, "il" | "it") && complement == Complement::Clause && !group.negated;
    }
    match complement {
        Complement::Speech => source.is_some() || infinitive_alone || group.shape == Shape::Gerund,
        Complement::Clause => {
            if infinitive_alone {
                return false;
            }
            match group.class() {
                Class::Note => speaks && !impersonal,
                Class::Know | Class::Opine | Class::Feel => {
                    source.is_some() && kind != Some(SpeakerKind::Thing) && !impersonal
                }
                _ if group.shape == Shape::Gerund => speaks,
                _ => speaks || source.is_none() || kind.is_none(),
            }
        }
        Complement::Infinitive | Complement::Question => {
            let able = speaks
                || kind.is_none()
                    && source.is_some()
                    && complement == Complement::Infinitive
                    && group.shape == Shape::Finite;
            able && !infinitive_alone && !(impersonal && group.class() != Class::Ask)
        }
        Complement::Predicate => {
            let opinion = matches!(group.class(), Class::Opine | Class::Note);
            speaks && !infinitive_alone && !(impersonal && opinion) || group.shape == Shape::Gerund
        }
        Complement::Noun => {
            if infinitive_alone && !strong(view, group) {
                return false;
            }
            let head = phrase::core(view, start, view.len()).map(|np| subject::head_of(view, &np));
            let counted = group.cue.frames.count.is_some() && counting::counts(view, start);
            let sayable =
                counted || !group.cue.frames.sayable || head.is_some_and(|h| view.lexicon(h).is_sayable(view.token(h)));
            // "rejected the union's figure of 4,000 as exaggerated"
            let sayable = sayable || group.cue.class == Class::Deny && is_judged(view, start);
            let help = matches!(head.map(|h| view.lower(h)), Some("secours" | "aide" | "police" | "pompiers" | "help"))
                && group.lemma == "appeler";
            let text = kind == Some(SpeakerKind::Document) && group.shape == Shape::Gerund;
            let able =
                speaks || kind.is_none() && source.is_some() && matches!(group.class(), Class::Accuse | Class::Order);
            able && (!impersonal || counted && subject_word == "it")
                && sayable
                && !help
                && !text
                && (counting::may_count(view, group, source) || counting::restates(view, group, source, earlier))
        }
    }
}

/// "as propaganda" stands behind.
fn is_judged(view: &View, start: usize) -> bool {
    const NEAR: usize = 14;
    let end = view.sentence(start).end.min(start + NEAR);
    (start + 1..end).any(|i| matches!(view.lower(i - 1), "as" | "comme") && view.is(i, WordClass::Untrue))
}

/// Verbs whose noun object is said, whoever the subject: "dénoncer la responsabilité de".
fn strong(view: &View, group: &Group) -> bool {
    view.lexicon(group.head).classes.holds(WordClass::ObjectSaid, &group.lemma)
}

/// "a refusé de commenter": what is not said, if the text names it.
fn declined(view: &View, group: &Group, limit: usize, earlier: &[Found], breaks: &[usize]) -> Option<Found> {
    let source = source_of(view, group, earlier)?;
    if !subject::can_speak(view, &source) {
        return None;
    }
    let mut i = group.tokens.end;
    while let Some(next) = content::adjunct(view, i, limit)
        .filter(|&n| n > i && !matches!(view.lower(i), "sur" | "on" | "à" | "au" | "aux" | "to"))
    {
        i = next;
    }
    if matches!(view.lower(i), "sur" | "on" | "à" | "au" | "aux" | "about") {
        i += 1;
    }
    let content = if group.cue.frames.noun || group.cue.frames.question {
        let end = extent::noun_end(view, group, i, limit, breaks);
        (i < end).then_some(i..end)
    } else {
        None
    };
    if content.is_none() && !group.phrasal {
        return None;
    }
    Some(Found {
        source: vec![source],
        cue: group.spans(),
        content: content.into_iter().collect(),
        class: Class::Decline,
        negated: false,
        anchor: group.head,
        form: Form::Before,
    })
}

/// "il a été rapporté que", "est accusé d'avoir", "est décrit comme", "is believed to".
fn from_passive(view: &View, group: &Group, limit: usize, breaks: &[usize]) -> Option<Found> {
    let french = view.french(group.head);
    let agent = subject::agent(view, group.tokens.end, limit);
    let mut i = group.tokens.end;
    if let Some(a) = &agent
        && a.start <= i + 12
        && (i..a.start).all(|k| !view.is_finite(k))
    {
        // The content may stand before or behind the agent.
        if matches!(view.lower(a.end), "que" | "qu'" | "de" | "d'" | "comme" | "that" | "to" | "of" | "as" | ":") {
            i = a.end;
        }
    }
    while let Some(next) =
        content::adjunct(view, i, limit).filter(|&n| n > i && !matches!(view.lower(i), "par" | "by" | "à" | "to"))
    {
        i = next;
    }
    if let Some(a) = &agent
        && let Some(counted) = counting::passive(view, group, a, limit, breaks)
    {
        return Some(counted);
    }
    let lower = view.lower(i);
    let class = group.class();
    let f = group.cue.frames;
    let participle = group.shape == Shape::Participle;
    let (start, noun) = match lower {
        "que" | "qu'" if french && (f.clause || f.object) && !participle => (i + 1, false),
        "that" if !french && (f.clause || f.that || f.object) => (i + 1, false),
        "to" if !french && !participle && (f.clause || f.that || f.infinitive || f.object || class == Class::Opine) => {
            (i, false)
        }
        "de" | "d'" | "of" if class == Class::Accuse || f.object && !participle => (i + 1, false),
        "comme" | "as" if f.predicate => (i + 1, true),
        _ if f.predicate && view.opens(i).is_some() => (i, true),
        ":" if view.opens(i + 1).is_some() => (i + 1, true),
        _ => return None,
    };
    let mut end = if noun {
        extent::noun_end(view, group, start, limit, breaks)
    } else {
        extent::clause_end(view, group, start, limit, breaks)
    };
    if let Some(a) = &agent
        && a.start > start
        && a.start <= end
    {
        end = extent::trim_end(view, start, a.start - 1);
    }
    if end <= start || participle && agent.is_none() && class != Class::Accuse {
        return None;
    }
    Some(Found {
        source: agent.into_iter().collect(),
        cue: group.spans(),
        content: vec![start..end],
        class,
        negated: group.negated,
        anchor: group.head,
        form: Form::Before,
    })
}

/// Direct speech behind a colon or cue: the quotation and what it is linked with; without marks, to the sentence's end.
fn speech(view: &View, start: usize, limit: usize, breaks: &[usize]) -> Vec<Range<usize>> {
    if let Some(q) = view.opens(start) {
        let mut out = vec![start..view.quote(q).end];
        // « … » et « … », « … », mais « … »
        let mut at = view.quote(q).end;
        for _ in 0..6 {
            let mut next = at;
            while next < limit
                && next < at + 3
                && (view.is_comma(next)
                    || matches!(view.lower(next), "et" | "mais" | "ou" | "and" | "but" | "or" | "puis"))
            {
                next += 1;
            }
            match view.opens(next) {
                Some(q) if next > at && next < limit => {
                    out.push(next..view.quote(q).end);
                    at = view.quote(q).end;
                }
                _ => break,
            }
        }
        return out;
    }
    let end = (start..limit)
        .find(|&i| i > start && (breaks.binary_search(&i).is_ok() || view.lower(i) == ";"))
        .unwrap_or(limit);
    vec![start..extent::trim_end(view, start, end)]
}
