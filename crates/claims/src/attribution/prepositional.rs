//! "selon X", "d'après X", "pour X", "according to X", "de source policière".

use std::ops::Range;

use recoupe_reading::Pos;

use super::{
    classes::WordClass,
    content, extent,
    found::{Form, Found},
    lexicon::{Class, PrepKind, SpeakerKind},
    phrase, speaker, subject,
    view::View,
};

/// A prepositional cue with its source, before its content is looked for.
#[derive(Debug, Clone)]
pub(crate) struct Lead {
    pub(crate) cue: Vec<Range<usize>>,
    pub(crate) source: Vec<Range<usize>>,
    /// Cue and source together.
    pub(crate) tokens: Range<usize>,
    pub(crate) kind: PrepKind,
    /// "selon lequel", "pour qui": the source is what stands before.
    pub(crate) relative: bool,
}

/// All prepositional cues, in text order.
pub(crate) fn leads(view: &View) -> Vec<Lead> {
    let mut out: Vec<Lead> = Vec::new();
    let mut i = 0;
    while i < view.len() {
        match lead_at(view, i) {
            Some(lead) => {
                i = lead.tokens.end.max(i + 1);
                out.push(lead);
            }
            None => i += 1,
        }
    }
    out
}

fn lead_at(view: &View, i: usize) -> Option<Lead> {
    let lexicon = view.lexicon(i);
    // A capital loses its accent: "A en croire".
    let accented = (view.lower(i) == "a").then_some("à");
    let (_, (words, kind)) = std::iter::once(view.lower(i))
        .chain(accented)
        .flat_map(|first| lexicon.prepositions.from(first))
        .filter(|(_, (words, _))| view.matches_at(i, words))
        .min_by_key(|(place, _)| *place)?;
    let reach = view.reach(i);
    let after = i + words.len();
    if after >= reach.end {
        return None;
    }
    let lower = view.lower(after);
    if matches!(lower, "que" | "qu'" | "si" | "où") {
        return None;
    }
    // "M. Martin, pour qui …", "un rapport selon lequel …", "d'après qui".
    if matches!(lower, "qui" | "lequel" | "laquelle" | "lesquels" | "lesquelles" | "whom") {
        return relative_lead(view, i, after, *kind, &reach);
    }
    if *kind == PrepKind::Bare {
        return bare(view, i, after, &reach);
    }
    if *kind == PrepKind::Opinion && !opens_sentence(view, i, &reach) {
        return None;
    }
    // "selon ses propres termes"
    if view.is(after, WordClass::Possessive) {
        let np = phrase::core(view, after, reach.end)?;
        if np.clone().any(|k| view.is(k, WordClass::OwnWords)) {
            return Some(Lead {
                cue: vec![i..after, after + 1..np.end],
                source: vec![after..after + 1],
                tokens: i..np.end,
                kind: *kind,
                relative: false,
            });
        }
    }
    let source = phrase::from_left(view, after, reach.end)?;
    let speaker = subject::kind(view, &source);
    // "D'après nos informations": the outlet itself; but "selon notre correspondant".
    if speaker::is_own(view, &source) {
        return None;
    }
    let known = matches!(speaker, Some(SpeakerKind::Person | SpeakerKind::Body | SpeakerKind::Document));
    let head = subject::head_of(view, &source);
    match kind {
        PrepKind::Source => {
            if !known && !could_tell(view, &source, head) {
                return None;
            }
        }
        PrepKind::Opinion => {
            let state = view.token(head).ent_type == "LOC" || view.token(head).ent_type == "GPE";
            let mark = view.lower(source.end);
            let person = speaker == Some(SpeakerKind::Person)
                || view.token(head).ent_type.starts_with("PER")
                || speaker == Some(SpeakerKind::Body) && !state;
            if !person
                || !matches!(mark, "," | ":")
                || phrase::is_pronoun(view, source.start) && !matches!(view.lower(source.start), "lui" | "elle")
            {
                return None;
            }
            // A clause of its own must follow: "Pour le maire, il faut …".
            if mark == "," && !own_clause(view, source.end + 1, reach.end) {
                return None;
            }
            if mark == ":" && view.opens(source.end + 1).is_none() {
                return None;
            }
        }
        PrepKind::Ask | PrepKind::Order => {
            if !matches!(speaker, Some(SpeakerKind::Person | SpeakerKind::Body)) {
                return None;
            }
        }
        PrepKind::Bare => {}
    }
    // "Selon des témoins cités par la presse, …": who handed it on belongs to the lead, and so does whom it quotes in "Selon le
    // journal, qui cite la police, …".
    let told = view.is(source.end, WordClass::TellingParticiple)
        || source.len() > 1 && view.is(source.end - 1, WordClass::TellingParticiple);
    let quotes = view.lower(source.end) == ","
        && (view.is(source.end + 1, WordClass::Relative) || view.is(source.end + 1, WordClass::CitingParticiple))
        && i == reach.start;
    // "Selon un sondage que le journal s'est procuré, 64 % …"
    let relative = i == reach.start
        && matches!(view.lower(source.end), "que" | "qu'" | "that" | "which")
        && (source.end..reach.end.min(source.end + HANDED_ON))
            .find(|&k| view.lower(k) == ",")
            .is_some_and(|k| own_clause(view, k + 1, reach.end));
    let quotes = quotes || relative;
    let from = source.end + usize::from(quotes);
    let comma = (from..reach.end.min(from + HANDED_ON)).find(|&k| view.lower(k) == ",");
    let end = comma.filter(|&k| quotes || told && !view.any_finite(from..k)).unwrap_or(source.end);
    Some(Lead { cue: vec![i..after], source: vec![source], tokens: i..end, kind: *kind, relative: false })
}

/// How long "cités par la presse" may be, in tokens.
const HANDED_ON: usize = 12;

/// Sources that are no persons, bodies or documents of the list, but can tell: anything but circumstances and measures.
fn could_tell(view: &View, source: &Range<usize>, head: usize) -> bool {
    let classes = &view.lexicon(head).classes;
    let lower = view.lower(head);
    if [lower, lower.trim_end_matches('s'), view.token(head).lemma.as_str()]
        .iter()
        .any(|w| classes.holds(WordClass::Circumstance, w))
    {
        return false;
    }
    source.clone().any(|i| view.pos(i) == Pos::Propn)
        || view.is(source.start, WordClass::Article)
        || view.is(source.start, WordClass::Determiner)
}

fn opens_sentence(view: &View, i: usize, reach: &Range<usize>) -> bool {
    let start = content::skip_connectors(view, reach.start, reach.end);
    i == start || i == reach.start || i > reach.start && matches!(view.lower(i - 1), "mais" | "but" | ":")
}

/// A subject and a finite verb follow.
fn own_clause(view: &View, i: usize, limit: usize) -> bool {
    let Some(verb) = (i..limit.min(i + 18)).find(|&k| view.is_finite(k)) else { return false };
    (i..verb).any(|k| {
        view.is_subject(k) || phrase::is_pronoun(view, k) || matches!(view.lower(k), "c'" | "ce" | "cela" | "ça")
    }) || (i..verb).any(|k| matches!(view.pos(k), Pos::Noun | Pos::Propn))
}

/// "un rapport des services secrets, selon lequel …".
fn relative_lead(view: &View, i: usize, pronoun: usize, kind: PrepKind, reach: &Range<usize>) -> Option<Lead> {
    let mut end = i;
    while end > reach.start && view.is_comma(end - 1) {
        end -= 1;
    }
    let span = antecedent(view, i, end, reach)?;
    let head = subject::head_of(view, &span);
    let speaker = subject::kind(view, &span);
    if kind == PrepKind::Opinion && !matches!(speaker, Some(SpeakerKind::Person | SpeakerKind::Body)) {
        return None;
    }
    let cue_end = if matches!(view.lower(pronoun), "qui" | "whom") { pronoun } else { pronoun + 1 };
    // "les allégations selon lesquelles": the noun is the cue, whose it is may not be said.
    if kind == PrepKind::Source
        && let Some((_, text)) = view.lexicon(head).noun_cue(view.token(head))
        && !text
    {
        let owner = owner_of_noun(view, head, end);
        return Some(Lead {
            cue: vec![head..head + 1, i..cue_end],
            source: owner.into_iter().collect(),
            tokens: head..pronoun + 1,
            kind,
            relative: true,
        });
    }
    Some(Lead { cue: vec![i..cue_end], source: vec![span.clone()], tokens: i..pronoun + 1, kind, relative: true })
}

/// The phrase before a relative cue; an aside between commas or a participle is skipped.
fn antecedent(view: &View, i: usize, end: usize, reach: &Range<usize>) -> Option<Range<usize>> {
    // A noun of saying within the last words, behind which only its complements stand.
    let noun = (reach.start..end)
        .rev()
        .take(16)
        .take_while(|&k| !view.is_finite(k))
        .find(|&k| view.pos(k) == Pos::Noun && view.lexicon(k).noun_cue(view.token(k)).is_some());
    if let Some(k) = noun {
        let mut start = k;
        while start > reach.start && matches!(view.pos(start - 1), Pos::Det | Pos::Adj | Pos::Num) {
            start -= 1;
        }
        let mut span = phrase::core(view, start, end).unwrap_or(start..k + 1);
        span.end = span.end.max(k + 1).min(i);
        return Some(span);
    }
    phrase::from_right(view, end, reach.start)
}

/// "les allégations de X": X.
pub(crate) fn owner_of_noun(view: &View, noun: usize, limit: usize) -> Option<Range<usize>> {
    let mut i = noun + 1;
    while i < limit && view.pos(i) == Pos::Adj {
        i += 1;
    }
    if !matches!(view.lower(i), "de" | "du" | "des" | "d'" | "of" | "by" | "par" | "from") {
        return None;
    }
    let np = phrase::from_left(view, i + 1, limit)?;
    matches!(subject::kind(view, &np), Some(SpeakerKind::Person | SpeakerKind::Body)).then_some(np)
}

/// "de source policière", "de sources concordantes".
fn bare(view: &View, i: usize, after: usize, reach: &Range<usize>) -> Option<Lead> {
    let mut end = after;
    while end < reach.end
        && (matches!(view.pos(end), Pos::Adj)
            || end == after && view.pos(end) == Pos::Noun
            || matches!(view.lower(end), "proche" | "proches" | "de" | "du" | "des" | "bien") && end > after)
    {
        end += 1;
    }
    let last = view.lower(end - 1);
    if matches!(last, "de" | "du" | "des") {
        let np = phrase::core(view, end, reach.end)?;
        end = np.end;
    }
    // Not "d'eau de source pure": the phrase opens or closes its clause.
    let closed = end >= reach.end
        || view.is_comma(end)
        || view.is_final(end)
        || matches!(view.lower(end), ":" | ")" | "que" | "qu'" | "à" | "dans");
    let open = i == reach.start
        || view.is_comma(i - 1)
        || matches!(view.lower(i - 1), "-" | "apprend" | "appris" | "indique" | "on" | "(")
        || view.pos(i - 1) == Pos::Verb;
    // "établi à partir de sources officielles": from what, not by whom.
    let built = i > reach.start && matches!(view.lower(i - 1), "partir");
    (closed && open && !built).then(|| Lead {
        cue: vec![i..end],
        source: vec![],
        tokens: i..end,
        kind: PrepKind::Bare,
        relative: false,
    })
}

/// The content of a prepositional cue: the clause around it.
pub(crate) fn from_lead(view: &View, leads: &[Lead], which: usize, breaks: &[usize]) -> Option<Found> {
    let lead = leads.get(which)?;
    let i = lead.tokens.start;
    let reach = view.reach(i);
    // "2 000 selon la police, 5 000 selon les organisateurs": each stands behind its own.
    let before = which.checked_sub(1).and_then(|k| leads.get(k)).filter(|o| stands_beside(view, lead, o, &reach));
    let next = leads.get(which + 1).filter(|o| stands_beside(view, lead, o, &reach));
    let class = match lead.kind {
        PrepKind::Ask => Class::Ask,
        PrepKind::Order => Class::Order,
        PrepKind::Opinion => Class::Opine,
        _ => Class::Say,
    };
    let mut limit = reach.end;
    while limit > lead.tokens.end
        && (view.is_final(limit - 1)
            || view.is_quote_mark(limit - 1)
                && view.closes(limit - 1).is_none_or(|q| view.quote(q).first < reach.start))
    {
        limit -= 1;
    }
    let mut content = Vec::new();
    let after = lead.tokens.end;
    let closing = after >= limit || view.lower(after) == ")" || behind_is_done(view, after, limit, breaks);
    if lead.relative {
        let mut end = cut(view, after, limit, breaks);
        if let Some(q) = view.opens(after) {
            end = end.max(view.quote(q).end.min(limit));
        }
        // The main clause goes on: "M. Renard, pour qui …, plante des chênes".
        if let Some(k) = (after..end).find(|&k| {
            view.is_finite(k)
                && k > after
                && (extent::has_outer_subject(view, k, i) || view.lower(k - 1) == "," && view.any_finite(after..k))
        }) {
            end = k;
        }
        content.push(after..extent::trim_end(view, after, end));
    } else if view.lower(after) == ":" && after + 1 < view.len() {
        let start = after + 1;
        let end = view.opens(start).map_or(limit, |q| view.quote(q).end.max(start + 1));
        content.push(start..end);
    } else {
        let floor = left_floor(view, i, &reach).max(before.map_or(0, |b| b.tokens.end));
        let start = content::skip_connectors(view, floor, i);
        let mut left = i;
        while left > start
            && (view.is_comma(left - 1)
                || matches!(view.lower(left - 1), "(" | "et" | "mais" | "que" | "qu'" | "and" | "but" | "that" | "-"))
        {
            left -= 1;
        }
        let starts_clause = i > reach.start
            && matches!(view.lower(i - 1), "et" | "mais" | "que" | "qu'" | "and" | "but" | "that" | "car");
        let initial = left <= start || starts_clause && !closing;
        let mut from = after;
        while from < limit && view.is_comma(from) {
            from += 1;
        }
        if !initial {
            // A quotation that closes right before: to its opening.
            let mut begin = start;
            if left > 0
                && let Some(q) = view.closes(left - 1)
            {
                begin = begin.min(view.quote(q).first);
            }
            if let Some(q) = view
                .level
                .get(left.saturating_sub(1))
                .copied()
                .flatten()
                .filter(|_| view.closes(left.saturating_sub(1)).is_some())
            {
                begin = begin.min(view.quote(q).first);
            }
            // "cette « rêveuse de métier », selon ses propres mots": the quotation alone.
            if lead.source.first().is_some_and(|s| s.len() == 1 && view.pos(s.start) == Pos::Det)
                && let Some(q) = view.closes(left.saturating_sub(1))
            {
                begin = view.quote(q).first;
            }
            // "selon X" between a noun phrase and its verb: both sides; behind a whole clause: the left side, and the
            // right side too where the sentence goes on without a new cue.
            content.push(begin..extent::trim_end(view, begin, left));
        }
        let own_words = content.len() == 1
            && view.pos(lead.source.first().map_or(i, |s| s.start)) == Pos::Det
            && lead.source.first().is_some_and(|s| s.len() == 1);
        let shared = !initial && next.is_some();
        if !closing && !shared && !own_words && from < limit {
            let mut end = cut(view, from, limit, breaks);
            if let Some(q) = view.opens(from) {
                end = end.max(view.quote(q).end);
            }
            content.push(from..extent::trim_end(view, from, end));
        }
    }
    content.retain(|r| r.start < r.end);
    if content.is_empty() {
        return None;
    }
    Some(Found {
        source: lead.source.clone(),
        cue: lead.cue.clone(),
        content,
        class,
        negated: false,
        anchor: i,
        form: Form::Preposition,
    })
}

/// In the same sentence and quotation, and neither a relative.
fn stands_beside(view: &View, lead: &Lead, other: &Lead, reach: &Range<usize>) -> bool {
    let same_level = view.level[other.tokens.start] == view.level[lead.tokens.start];
    reach.contains(&other.tokens.start) && !other.relative && !lead.relative && same_level
}

/// The content's right part ends at the next cue that closes it.
fn cut(view: &View, from: usize, limit: usize, breaks: &[usize]) -> usize {
    let mut i = from;
    while i < limit {
        if let Some(q) = view.opens(i)
            && view.quote(q).end > i + 1
        {
            i = view.quote(q).end;
            continue;
        }
        if i > from && breaks.binary_search(&i).is_ok() {
            return i;
        }
        i += 1;
    }
    limit.max(from)
}

/// Only another cue, or an aside of the outlet, follows.
fn behind_is_done(view: &View, after: usize, limit: usize, breaks: &[usize]) -> bool {
    let mut i = after;
    while i < limit && view.is_comma(i) {
        i += 1;
    }
    i >= limit
        || breaks.binary_search(&i).is_ok()
        || breaks.binary_search(&after).is_ok()
        || i > after && matches!(view.lower(i), "qui" | "dont" | "which" | "who" | "whose") && i == after + 1
        || i == after && view.is(i, WordClass::TellingParticiple)
}

/// The left part of the content starts at the sentence's head, or behind the conjunction that opens the clause of the cue.
fn left_floor(view: &View, i: usize, reach: &Range<usize>) -> usize {
    // "a déclaré que 12 soldats, selon l'ISW, étaient …": behind "que".
    (reach.start..i)
        .rev()
        .find(|&k| {
            matches!(view.lower(k), "que" | "qu'" | "that")
                && view.pos(k) == Pos::Sconj
                && k > reach.start
                && view
                    .lexicon(k)
                    .readings(view.lower(k - 1))
                    .iter()
                    .any(|(l, _)| view.lexicon(k).verbs.contains_key(l))
        })
        .map_or(reach.start, |k| k + 1)
}
