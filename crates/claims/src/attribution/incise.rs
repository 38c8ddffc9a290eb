//! Incises: cues that stand behind or inside what is said ("…, a déclaré X", "…, X said").

use std::ops::Range;

use recoupe_reading::Pos;

use super::{
    classes::WordClass,
    content, extent,
    found::{Form, Found},
    lexicon::{Class, SpeakerKind},
    phrase, subject,
    verb::{self, Group, Shape},
    view::View,
};

/// The incise that a verb group makes, if it makes one.
pub(crate) fn of(view: &View, group: &Group) -> Option<Incise> {
    let f = group.cue.frames;
    if !(f.quote || f.clause || f.that) || !matches!(group.shape, Shape::Finite) {
        return None;
    }
    let reach = view.reach(group.head);
    let mut open = group.tokens.start;
    // "comme l'a dit X", "…, lui a répondu X", "…, leur lance X"
    let leads = |i: usize| {
        matches!(view.lower(i), "comme" | "as" | "l'" | "ainsi" | "le" | "nous" | "m'" | "me" | "vous" | "t'" | "te")
            || view.french(i) && matches!(view.lower(i), "lui" | "leur") && view.pos(i) != Pos::Det
    };
    while open > reach.start && leads(open - 1) {
        open -= 1;
    }
    let quote_before = open > 0 && open > view.sentence(group.head).start && view.closes(open - 1).is_some()
        || open > 1 && view.is_comma(open - 1) && view.closes(open - 2).is_some();
    let mark_before = open > reach.start
        && (view.is_comma(open - 1)
            || view.closes(open - 1).is_some()
            || matches!(view.lower(open - 1), "-" | "?" | "!" | "…" | "..." | "("));
    // A quotation that ended with the sentence before: « … . » explique X.
    let quote_ended = open == view.sentence(group.head).start && open > 0 && view.closes(open - 1).is_some();
    let comme = open == reach.start && matches!(view.lower(open), "comme" | "as" | "ainsi");
    if comme
        && let Some(source) = inverted_subject(view, group, &reach)
        && view.lower(source.end) == ","
    {
        return Some(Incise { open, source });
    }
    // English verbs that take whom they tell behind them: "X told the Post" first, then "asked the treasurer".
    let french = view.french(group.head);
    if !french
        && f.object
        && let Some(incise) = preverbal_incise(view, group, &reach)
    {
        return Some(incise);
    }
    let inverts = french || f.quote;
    if (mark_before || quote_ended) && open > 0 && inverts {
        let comme = view.lower(open) == "comme" || view.lower(open) == "as";
        let direct = quote_before || quote_ended || group.clitic.is_some() || comme;
        // "Le ministère, qui …, évoque 2 000 maisons": what is counted does not speak.
        let counted = |s: &Range<usize>| {
            s.clone().any(|i| view.is_number(i)) && subject::kind(view, s) != Some(SpeakerKind::Person)
        };
        if let Some(source) =
            inverted_subject(view, group, &reach).filter(|s| direct || !is_object(view, group, s) && !counted(s))
        {
            let inside = view.level[group.head].is_some() && subject::kind(view, &source) == Some(SpeakerKind::Person);
            let spoken = quote_before || quote_ended || group.clitic.is_some() || comme || inside;
            // A noun that the list does not know speaks where the verb does nothing else: "…, explique la capitainerie".
            let known = subject::kind(view, &source);
            let telling = group.cue.class == Class::Say && group.cue.frames.clause && group.cue.frames.quote;
            let able = known.map_or(telling && view.is(source.start, WordClass::Article), |k| k != SpeakerKind::Thing)
                && group.cue.class != Class::Quote;
            // "Au moins sept morts dans l'attaque, affirme l'opposition"
            let counted = telling && known.is_some() && (reach.start..open).any(|i| view.is_number(i));
            let left = counted || view.any_finite(reach.start..open) || !view.french(group.head);
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

/// "Le ministère, qui parlait de 40 morts, a annoncé un bilan de 52": whoever speaks stands in front, what is announced behind.
fn is_object(view: &View, group: &Group, behind: &Range<usize>) -> bool {
    let head = subject::head_of(view, behind);
    let object = matches!(view.dep(head), "obj" | "dobj") && group.tokens.contains(&view.token(head).head);
    let in_front = |&s: &usize| {
        let speaks = || {
            let kind = phrase::core(view, s, group.tokens.start).and_then(|np| subject::kind(view, &np));
            matches!(kind, Some(SpeakerKind::Person | SpeakerKind::Body))
        };
        s < group.tokens.start && view.is_subject(s) && !view.is(s, WordClass::Relative) && speaks()
    };
    let other = !matches!(subject::kind(view, behind), Some(SpeakerKind::Person | SpeakerKind::Body));
    object && other && group.tokens.clone().any(|v| view.children[v].iter().any(in_front))
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
    if view.clause_starts(after, reach.end) && !view.is(after, WordClass::Relative) {
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
    if view.is(source.end, WordClass::Relative) {
        return None;
    }
    let mut open = source.start;
    while open > reach.start && matches!(view.lower(open - 1), "as" | "comme") {
        open -= 1;
    }
    let sentence = view.sentence(group.head);
    let after_quote = open > 0 && view.closes(open - 1).is_some();
    // "Blast kills nine; union blames owner": behind a semicolon a clause of its own begins.
    let after_comma = open > reach.start && view.is_comma(open - 1) && view.lower(open - 1) != ";";
    let comme = open == reach.start && open < source.start && view.lower(group.tokens.end) == ",";
    if !(after_quote || after_comma || comme) || open < sentence.start {
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
        if view.is(i, WordClass::AfterIncise) {
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
        let clause = || view.lower(q.first - 1) == ":" && view.any_finite(start..q.first - 1);
        // "Les médecins s'inquiètent : « … », affirme l'un d'eux": what stands before the colon is the outlet's.
        if q.first < start || q.first > start && clause() {
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
    start = content::skip_connectors(view, start, left_end);
    if start < left_end {
        let end = extent::trim_end(view, start, left_end);
        if end > start {
            content.push(start..end);
        }
    }
    let right_from = incise.source.end.max(group.tokens.end).max(group.clitic.map_or(0, |c| c + 1));
    if let Some(right) = continuation(view, group, right_from, reach.end, breaks, content.first(), closing.is_some()) {
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

/// "L'armée n'a pas confirmé que trois des tués étaient mineurs, comme l'avait affirmé une ONG": what the ONG affirmed is what the
/// army does not confirm, not that it does not.
pub(crate) fn confirm(view: &View, found: &mut [Found]) {
    for k in 0..found.len() {
        let first = found[k].cue.first().map_or(0, |c| c.start);
        let sentence = view.sentence(found[k].anchor);
        let comme =
            (sentence.start.max(first.saturating_sub(2))..first).find(|&i| matches!(view.lower(i), "comme" | "as"));
        let Some(comme) = comme.filter(|&i| i > sentence.start && view.is_comma(i - 1)) else { continue };
        let told = found.iter().find(|f| {
            f.form == Form::Before
                && sentence.contains(&f.anchor)
                && f.anchor < comme
                && f.content.iter().any(|r| r.start < comme && r.start > f.anchor && view.any_finite(r.clone()))
        });
        let Some(told) = told else { continue };
        let content: Vec<Range<usize>> =
            told.content.iter().map(|r| r.start..r.end.min(comme - 1)).filter(|r| !r.is_empty()).collect();
        let teller = told.anchor;
        found[k].content.clone_from(&content);
        found[k].form = Form::Cited;
        if let Some(f) = found.iter_mut().find(|f| f.anchor == teller) {
            f.content = content;
        }
    }
}

/// « Ce pont, dit l'ingénieur, ne tiendra pas »: the marks stand around the incise too.
fn inside_quotation(view: &View, group: &Group, incise: &Incise) -> Option<Found> {
    let q = view.quote(view.level[group.head]?);
    let after = incise.source.end;
    let first_person = incise.source.len() == 1
        && matches!(view.lower(incise.source.start).trim_start_matches('-'), "je" | "nous" | "i" | "we");
    let told = group.tokens.start > 0 && matches!(view.lower(group.tokens.start - 1), "m'" | "me" | "nous");
    if !(view.lower(after) == "," || view.is_final(after) && after + 2 < q.end && !told)
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
        (from + 1..to).find(|&i| view.is(i, WordClass::Relative) || matches!(view.lower(i), "que" | "dont" | "où"));
    let main = view.any_finite(from + 1..relative.unwrap_or(to));
    determiner && !main
}

/// What goes on behind an incise: a second quotation, or the rest of a clause that was cut in two.
fn continuation(
    view: &View,
    group: &Group,
    from: usize,
    limit: usize,
    breaks: &[usize],
    left: Option<&Range<usize>>,
    after_quote: bool,
) -> Option<Range<usize>> {
    if !after_quote
        && left.is_some_and(|l| view.any_finite(l.clone()))
        && let Some(next) = same_breath(view, group, from, limit, breaks)
    {
        return Some(next);
    }
    // "…, a indiqué la préfecture, contre 3 800 la veille"
    if !after_quote && view.lower(from) == "," && extent::compares(view, from + 1, limit) {
        return Some(from + 1..extent::trim_end(view, from + 1, limit)).filter(|r| r.start < r.end);
    }
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
    // "Il s'agit, explique X, de 300 familles": the complement of the clause that the incise cut.
    if left.is_some_and(|l| view.any_finite(l.clone()))
        && matches!(view.lower(i), "de" | "d'" | "du" | "des" | "of")
        && !view.any_finite(i..limit)
    {
        return Some(i..extent::trim_end(view, i, limit)).filter(|r| r.start < r.end);
    }
    // "…, estime l'expert, soit environ 200": the same once more in other numbers.
    if matches!(view.lower(i), "soit" | "or")
        && !view.any_finite(i + 1..limit)
        && (i + 1..limit.min(i + 5)).any(|k| view.is_number(k))
    {
        return Some(i..extent::trim_end(view, i, limit)).filter(|r| r.start < r.end);
    }
    if left.is_some_and(|l| is_complete(view, l, i..limit)) || breaks.binary_search(&from).is_ok() || view.is_final(i) {
        return None;
    }
    let end = extent::trim_end(view, i, (i..limit).find(|k| breaks.binary_search(k).is_ok()).unwrap_or(limit));
    (end > i + 1 && view.any_finite(i..end)).then_some(i..end)
}

/// "…, the ministry said on Monday, and dozens are still missing": a second clause, where nobody else says it.
fn same_breath(view: &View, group: &Group, from: usize, limit: usize, breaks: &[usize]) -> Option<Range<usize>> {
    // "told parliament"
    let told = group.cue.frames.object.then(|| phrase::core(view, from, limit)).flatten();
    let mut comma = told.map_or(from, |np| np.end);
    for _ in 0..3 {
        match content::adjunct(view, comma, limit) {
            Some(next) if next > comma && view.lower(comma) != "," => comma = next,
            _ => break,
        }
    }
    let start = comma + 2;
    let tells = |k: usize| {
        breaks.binary_search(&k).is_ok()
            || verb::group_at(view, k).is_some_and(|g| g.cue.frames.quote || g.cue.frames.clause || g.cue.frames.that)
    };
    let joined = view.lower(comma) == "," && matches!(view.lower(comma + 1), "and" | "et");
    if !joined || start >= limit || !own_clause(view, start, limit) || (comma..limit).any(tells) {
        return None;
    }
    Some(start..extent::trim_end(view, start, limit)).filter(|r| r.start < r.end)
}

/// A subject and its verb stand here.
fn own_clause(view: &View, start: usize, limit: usize) -> bool {
    let more = usize::from(matches!(view.lower(start + 1), "more" | "others" | "autres"));
    let number = view.is_number(start) && view.clause_starts(start + 1 + more, limit);
    number || phrase::core(view, start, limit).is_some_and(|np| view.clause_starts(np.end, limit))
}

/// The left part is a clause of its own: it has a finite verb that is not that of a subordinate clause, and no verb of
/// the right part has its subject there.
fn is_complete(view: &View, left: &Range<usize>, right: Range<usize>) -> bool {
    if !view.any_finite(left.clone()) {
        return false;
    }
    let subordinate = view.is(left.start, WordClass::Subordinator) && !left.clone().any(|k| view.lower(k) == ",");
    let split = right.take(14).any(|k| {
        view.is_finite(k) && view.children[k].iter().any(|&s| view.is_subject(s) && left.contains(&s))
            || view.is_finite(k)
                && view.dep(k).starts_with("aux")
                && view.children[view.token(k).head].iter().any(|&s| view.is_subject(s) && left.contains(&s))
    });
    !(subordinate || split)
}
