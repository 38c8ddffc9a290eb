//! Attributions by verbs: cue before its content, cue in an incise, passives, gerunds.

use std::ops::Range;

use recoupe_reading::Pos;

use super::{
    content::{self, Complement},
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

/// Where each incise, gerund cue and closing "selon" begins: contents of other cues end there.
pub(crate) fn incise_of(view: &View, group: &Group) -> Option<Incise> {
    let f = group.cue.frames;
    if !(f.quote || f.clause || f.that) || !matches!(group.shape, Shape::Finite) {
        return None;
    }
    let reach = view.reach(group.head);
    let mut open = group.tokens.start;
    if open > reach.start && matches!(view.lower(open - 1), "comme" | "as" | "l'" | "ainsi" | "le" | "nous" | "m'") {
        while open > reach.start
            && matches!(view.lower(open - 1), "comme" | "as" | "l'" | "ainsi" | "le" | "nous" | "m'")
        {
            open -= 1;
        }
    }
    let quote_before = open > 0 && open > view.sentence(group.head).start && view.closes(open - 1).is_some()
        || open > 1 && view.is_comma(open - 1) && view.closes(open - 2).is_some();
    let mark_before = open > reach.start
        && (view.is_comma(open - 1)
            || view.closes(open - 1).is_some()
            || matches!(view.lower(open - 1), "-" | "?" | "!" | "…" | "..." | "("));
    // A quotation that ended with the sentence before: « … . » explique X.
    let quote_ended = open == view.sentence(group.head).start && open > 0 && view.closes(open - 1).is_some();
    if (mark_before || quote_ended) && open > 0 {
        let comme = view.lower(open) == "comme" || view.lower(open) == "as";
        if let Some(source) = inverted_subject(view, group, &reach) {
            let spoken = quote_before || quote_ended || group.clitic.is_some() || comme;
            let able = subject::kind(view, &source).is_some_and(|k| k != SpeakerKind::Thing)
                && group.cue.class != Class::Quote;
            let left = view.any_finite(reach.start..open) || !view.french(group.head);
            let between = view.lower(source.end) == "," && view.any_finite(source.end..reach.end);
            if spoken || able && (left || between && open > reach.start + 1) {
                return Some(Incise { open, source });
            }
        }
    }
    // English: ", Smith said." and French ", il l'a dit".
    if !view.french(group.head) || quote_before || quote_ended {
        return preverbal_incise(view, group, &reach);
    }
    None
}

/// An incise: where it opens (the token after the comma or mark) and who speaks.
#[derive(Debug, Clone)]
pub(crate) struct Incise {
    pub(crate) open: usize,
    pub(crate) source: Range<usize>,
}

/// The subject behind an inverted verb.
fn inverted_subject(view: &View, group: &Group, reach: &Range<usize>) -> Option<Range<usize>> {
    if let Some(c) = group.clitic {
        return Some(c..c + 1);
    }
    let mut i = group.tokens.end;
    for _ in 0..6 {
        if i >= reach.end || matches!(view.lower(i), "que" | "qu'" | ":" | "that") {
            return None;
        }
        if phrase::starts_phrase(view, i)
            && content::time_phrase(view, i, reach.end).is_none()
            && view.pos(i) != Pos::Adv
        {
            break;
        }
        match content::adjunct(view, i, reach.end) {
            Some(next) if next > i => i = next,
            _ => break,
        }
    }
    if i >= reach.end || matches!(view.lower(i), "que" | "qu'" | "that") {
        return None;
    }
    let span = phrase::from_left(view, i, reach.end)?;
    // The phrase must end the incise: a mark, the sentence, a relative, a preposition of scene, a gerund.
    let after = span.end;
    if view.clause_starts(after, reach.end) && !subject::is_relative(view.lower(after)) {
        return None;
    }
    if phrase::is_pronoun(view, span.start)
        && span.len() == 1
        && !view.lower(span.start).starts_with('-')
        && matches!(view.lower(span.start), "nous" | "vous" | "je" | "il" | "elle")
        && view.french(i)
    {
        return None;
    }
    Some(span)
}

/// "…", Smith said · "…", he told reporters.
fn preverbal_incise(view: &View, group: &Group, reach: &Range<usize>) -> Option<Incise> {
    let source = subject::before(view, group)?;
    if subject::is_relative(view.lower(source.end)) {
        return None;
    }
    let mut open = source.start;
    while open > reach.start && matches!(view.lower(open - 1), "as" | "comme") {
        open -= 1;
    }
    let sentence = view.sentence(group.head);
    let after_quote = open > 0 && view.closes(open - 1).is_some();
    let after_comma = open > reach.start && view.is_comma(open - 1);
    if !(after_quote || after_comma) || open < sentence.start {
        return None;
    }
    // Nothing said may follow: an addressee, a scene, a mark.
    let mut i = group.tokens.end;
    for _ in 0..8 {
        if i >= reach.end || view.is_comma(i) || view.is_final(i) || view.opens(i).is_some() || view.is_quote_mark(i) {
            return Some(Incise { open, source });
        }
        if matches!(view.lower(i), "that" | "que" | "qu'" | ":" | "to" | "de")
            && !(view.lower(i) == "to" && view.pos(i + 1) != Pos::Verb)
        {
            return None;
        }
        if let Some(next) = content::adjunct(view, i, reach.end).filter(|&n| n > i) {
            i = next;
            continue;
        }
        if group.cue.frames.object
            && let Some(np) = phrase::core(view, i, reach.end)
            && !view.clause_starts(np.end, reach.end)
        {
            i = np.end;
            continue;
        }
        if matches!(
            view.lower(i),
            "when"
                | "while"
                | "as"
                | "after"
                | "before"
                | "adding"
                | "referring"
                | "of"
                | "about"
                | "lors"
                | "alors"
                | "tandis"
        ) {
            return Some(Incise { open, source });
        }
        return None;
    }
    None
}

/// The statement of an incise: the content stands on its left, and may go on behind it.
pub(crate) fn from_incise(
    view: &View,
    group: &Group,
    incise: &Incise,
    floor: usize,
    breaks: &[usize],
) -> Option<Found> {
    if let Some(f) = inside_quotation(view, group, incise) {
        return Some(f);
    }
    let reach = view.reach(group.head);
    let mut left_end = incise.open;
    while left_end > reach.start && view.is_comma(left_end - 1) {
        left_end -= 1;
    }
    let mut start = reach.start.max(floor);
    let mut content = Vec::new();
    // A quotation closes right before: from its opening mark, which may stand sentences before.
    let closing = left_end.checked_sub(1).and_then(|i| view.closes(i));
    if let Some(q) = closing {
        let q = view.quote(q);
        if q.first < start {
            start = q.first;
        }
    }
    let quoted = last_quote(view, start, left_end);
    if let Some((first, end)) = quoted
        && end < left_end
        && is_gloss(view, end, left_end)
    {
        left_end = end;
        let _ = first;
    }
    start = skip_connectors(view, start, left_end);
    if start < left_end {
        let end = content::trim_end(view, start, left_end);
        if end > start {
            content.push(start..end);
        }
    }
    let right_from = incise.source.end.max(group.tokens.end).max(group.clitic.map_or(0, |c| c + 1));
    if let Some(right) = continuation(view, right_from, reach.end, breaks, content.first(), closing.is_some()) {
        content.push(right);
    }
    if content.is_empty() {
        return None;
    }
    Some(Found {
        source: vec![incise.source.clone()],
        cue: group.spans(),
        content,
        class: group.class(),
        negated: false,
        anchor: group.head,
        form: Form::Incise,
    })
}

/// « Ce pont, dit l'ingénieur, ne tiendra pas »: the marks stand around the incise too.
fn inside_quotation(view: &View, group: &Group, incise: &Incise) -> Option<Found> {
    let q = view.quote(view.level[group.head]?);
    let after = incise.source.end;
    let first_person = incise.source.len() == 1
        && matches!(view.lower(incise.source.start).trim_start_matches('-'), "je" | "nous" | "i" | "we");
    if view.lower(after) != ","
        || first_person
        || view.sentence(group.head).start > q.first
        || !view.is_comma(incise.open.checked_sub(1)?)
    {
        return None;
    }
    // Another verb of saying in the sentence introduces the quotation: then the incise is part of what is quoted.
    if q.end < view.len() && (view.is_comma(q.end) || view.pos(q.end) == Pos::Verb)
        || q.first > 0 && view.lower(q.first - 1) == ":"
    {
        return None;
    }
    let content = vec![q.first..incise.open - 1, after + 1..q.end];
    Some(Found {
        source: vec![incise.source.clone()],
        cue: group.spans(),
        content: content.into_iter().filter(|r| r.start < r.end).collect(),
        class: group.class(),
        negated: false,
        anchor: group.head,
        form: Form::Incise,
    })
}

/// The last quotation that ends inside a range.
fn last_quote(view: &View, start: usize, end: usize) -> Option<(usize, usize)> {
    (start..end).rev().find_map(|i| view.closes(i).map(|q| (view.quote(q).first, i + 1)))
}

/// Between a quotation and its cue: an apposition in the outlet's voice ("…", un chiffre qui comprend les morts, a dit X).
fn is_gloss(view: &View, from: usize, to: usize) -> bool {
    if view.lower(from) != "," || to <= from + 2 {
        return false;
    }
    let determiner = view.pos(from + 1) == Pos::Det || view.pos(from + 1) == Pos::Noun;
    let relative =
        (from + 1..to).find(|&i| subject::is_relative(view.lower(i)) || matches!(view.lower(i), "que" | "dont" | "où"));
    let main = view.any_finite(from + 1..relative.unwrap_or(to));
    determiner && !main
}

/// What goes on behind an incise: a second quotation, or the rest of a clause that was cut in two.
fn continuation(
    view: &View,
    from: usize,
    limit: usize,
    breaks: &[usize],
    left: Option<&Range<usize>>,
    after_quote: bool,
) -> Option<Range<usize>> {
    let mut i = from;
    while i < limit && matches!(view.lower(i), "," | ":" | "–" | "—" | "-") {
        i += 1;
    }
    if i == from || i >= limit {
        return None;
    }
    if let Some(q) = view.opens(i) {
        return Some(i..view.quote(q).end.max(i + 1));
    }
    if after_quote {
        return None;
    }
    if left.is_some_and(|l| is_complete(view, l, i..limit)) || breaks.binary_search(&from).is_ok() || view.is_final(i) {
        return None;
    }
    let end = content::trim_end(view, i, (i..limit).find(|k| breaks.binary_search(k).is_ok()).unwrap_or(limit));
    (end > i + 1 && view.any_finite(i..end)).then_some(i..end)
}

/// The left part is a clause of its own: it has a finite verb that is not that of a subordinate clause, and no verb of
/// the right part has its subject there.
fn is_complete(view: &View, left: &Range<usize>, right: Range<usize>) -> bool {
    const SUBORDINATORS: &[&str] = &[
        "si", "s'", "quand", "lorsque", "lorsqu'", "bien", "alors", "comme", "puisque", "parce", "though", "although",
        "while", "when", "if", "because", "as", "since", "unless", "after", "before", "once", "whether", "tandis",
    ];
    if !view.any_finite(left.clone()) {
        return false;
    }
    let subordinate = SUBORDINATORS.contains(&view.lower(left.start)) && !left.clone().any(|k| view.lower(k) == ",");
    let split = right.take(14).any(|k| {
        view.is_finite(k) && view.children[k].iter().any(|&s| view.is_subject(s) && left.contains(&s))
            || view.is_finite(k)
                && view.dep(k).starts_with("aux")
                && view.children[view.token(k).head].iter().any(|&s| view.is_subject(s) && left.contains(&s))
    });
    !(subordinate || split)
}

/// Skips "cependant,", "mais", "de son côté," at the head of a content.
pub(crate) fn skip_connectors(view: &View, start: usize, end: usize) -> usize {
    let mut at = start;
    for _ in 0..3 {
        while at < end && view.is_comma(at) {
            at += 1;
        }
        let hit = view
            .lexicon(at.min(view.len().saturating_sub(1)))
            .connectors
            .iter()
            .find(|c| at + c.len() < end && view.matches_at(at, c));
        let Some(words) = hit else { break };
        let next = at + words.len();
        let single = words.len() == 1
            && matches!(
                words[0].as_str(),
                "et" | "or"
                    | "mais"
                    | "and"
                    | "but"
                    | "yet"
                    | "so"
                    | "donc"
                    | "ainsi"
                    | "alors"
                    | "puis"
                    | "then"
                    | "thus"
                    | "still"
            );
        if !(single || view.is_comma(next)) {
            break;
        }
        at = next;
    }
    while at < end && (view.is_comma(at) || matches!(view.lower(at), "-" | "•")) {
        at += 1;
    }
    at
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
    if !plausible(view, group, (complement, start), source.as_ref(), kind) {
        return None;
    }
    let source = source.filter(|_| !group.cue.frames.impersonal);
    let content = match complement {
        Complement::Speech => speech(view, start, limit, breaks),
        Complement::Noun | Complement::Predicate => vec![start..content::noun_end(view, group, start, limit, breaks)],
        _ => vec![start..content::clause_end(view, group, start, limit, breaks)],
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
        negated: group.negated,
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
        return Some(s);
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
            if infinitive_alone && !strong(group) {
                return false;
            }
            let head = phrase::core(view, start, view.len()).map(|np| subject::head_of(view, &np));
            let sayable = !group.cue.frames.sayable || head.is_some_and(|h| view.lexicon(h).is_sayable(view.token(h)));
            let help = matches!(head.map(|h| view.lower(h)), Some("secours" | "aide" | "police" | "pompiers" | "help"))
                && group.lemma == "appeler";
            let text = kind == Some(SpeakerKind::Document) && group.shape == Shape::Gerund;
            let able =
                speaks || kind.is_none() && source.is_some() && matches!(group.class(), Class::Accuse | Class::Order);
            able && !impersonal && sayable && !help && !text
        }
    }
}

/// Verbs whose noun object is said, whoever the subject: "dénoncer la responsabilité de".
fn strong(group: &Group) -> bool {
    matches!(
        group.lemma.as_str(),
        "dénoncer"
            | "récuser"
            | "condamner"
            | "critiquer"
            | "réfuter"
            | "démentir"
            | "contester"
            | "fustiger"
            | "denounce"
            | "condemn"
            | "refute"
            | "reject"
    )
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
        let end = content::noun_end(view, group, i, limit, breaks);
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
        content::noun_end(view, group, start, limit, breaks)
    } else {
        content::clause_end(view, group, start, limit, breaks)
    };
    if let Some(a) = &agent
        && a.start > start
        && a.start <= end
    {
        end = content::trim_end(view, start, a.start - 1);
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
    vec![start..content::trim_end(view, start, end)]
}
