//! What is said: where a content begins after its cue.

use recoupe_reading::Pos;

use super::{
    classes::WordClass,
    counting,
    lexicon::{Class, SpeakerKind},
    phrase, subject,
    verb::Group,
    view::View,
};

/// What stands behind a cue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Complement {
    /// A clause with or without conjunction.
    Clause,
    /// A colon or nothing, then a quotation or direct speech.
    Speech,
    /// An infinitive.
    Infinitive,
    /// An indirect question.
    Question,
    /// A noun phrase.
    Noun,
    /// A predicate ("qualifie de « … »", "juge utile").
    Predicate,
}

/// The content behind a cue that is not an incise: what it is, where it starts, and what it is said of ("les qualifiant").
pub(crate) fn behind(view: &View, group: &Group, limit: usize) -> Option<(Complement, usize)> {
    let f = group.cue.frames;
    let french = view.french(group.head);
    let mut i = group.tokens.end;
    if let Some(c) = group.clitic {
        i = i.max(c + 1);
    }
    let mut object = false;
    let mut moved = false;
    let mut steps = 0;
    while i < limit && steps < 12 {
        steps += 1;
        let lower = view.lower(i);
        // "que"
        if f.clause || f.object || f.that {
            if french
                && matches!(lower, "que" | "qu'")
                && view.pos(i) != Pos::Adv
                && !is_restriction(view, group, i)
                && !(view.pos(i) == Pos::Pron && object)
            {
                return Some((Complement::Clause, i + 1));
            }
            if !french && lower == "that" && that_opens_clause(view, i, limit) {
                return Some((Complement::Clause, i + 1));
            }
        }
        if lower == ":" && (f.clause || f.quote || f.noun || f.question) {
            return (i + 1 < limit).then_some((Complement::Speech, i + 1));
        }
        if view.opens(i).is_some() && (f.clause || f.quote || f.object || f.that) && !f.predicate {
            return speech_or_noun(view, group, i, object);
        }
        if (f.clause || f.question || group.cue.class == Class::Ask || f.noun && f.quote)
            && is_question_word(view, i)
            && !object
        {
            return Some((Complement::Question, i));
        }
        // English: "called the plan a mistake", "describes him as"; the object belongs to what is said, a pronoun does not.
        if f.predicate
            && !french
            && !object
            && let Some(np) = phrase::core(view, i, limit).filter(|np| predicate_follows(view, np.end, limit))
        {
            let pronoun = phrase::is_pronoun(view, i);
            let start = if matches!(view.lower(np.end), "as") { np.end + 1 } else { np.end };
            return Some((Complement::Predicate, if pronoun { start } else { i }));
        }
        if f.predicate
            && let Some(start) = predicate(view, i)
        {
            return Some((Complement::Predicate, start));
        }
        // "a rejeté comme infondées les accusations", "dismissed it as propaganda"
        if group.cue.class == Class::Deny && f.noun && !object {
            if matches!(lower, "comme" | "as") && view.is(i + 1, WordClass::Untrue) {
                i += 2;
                moved = true;
                continue;
            }
            if phrase::is_pronoun(view, i) && matches!(view.lower(i + 1), "comme" | "as") {
                return Some((Complement::Noun, i));
            }
        }
        // Infinitives.
        if french {
            if f.infinitive && !object && starts_infinitive(view, i) {
                return Some((Complement::Infinitive, i));
            }
            if (f.de || f.object) && matches!(lower, "de" | "d'") && starts_infinitive(view, i + 1) {
                return Some((Complement::Infinitive, i + 1));
            }
            if (f.a || f.object) && matches!(lower, "à") && starts_infinitive(view, i + 1) {
                return Some((Complement::Infinitive, i + 1));
            }
        } else if (f.noun || f.that) && i == group.tokens.end && view.token(i).tag == "VBG" {
            // "denied taking the money"
            return Some((Complement::Infinitive, i));
        } else if (f.infinitive || f.object)
            && lower == "to"
            && matches!(view.pos(i + 1), Pos::Verb | Pos::Aux | Pos::Adv)
        {
            return Some((Complement::Infinitive, i));
        }
        let clause = !french && f.clause && zero_that(view, group, i, limit);
        if !object
            && !clause
            && let Some(start) = counting::behind(view, group, i, limit)
        {
            return Some((Complement::Noun, start));
        }
        if f.sur && matches!(lower, "sur") {
            return phrase::starts_phrase(view, i + 1).then_some((Complement::Noun, i + 1));
        }
        if f.a && matches!(lower, "à" | "au" | "aux") && !is_addressee(view, i) {
            let at = if lower == "à" { i + 1 } else { i };
            return Some((Complement::Noun, if lower == "à" { at } else { i + 1 }));
        }
        if f.object
            && matches!(lower, "de" | "d'" | "of")
            && (object || group.cue.class == Class::Accuse || !moved)
            && !starts_infinitive(view, i + 1)
        {
            return Some((Complement::Noun, i + 1));
        }
        if f.object
            && object
            && matches!(lower, "à" | "au" | "aux")
            && matches!(group.cue.class, Class::Order | Class::Ask)
        {
            return phrase::starts_phrase(view, i + 1).then_some((Complement::Noun, i + 1));
        }
        if group.phrasal && f.noun && matches!(lower, "de" | "d'" | "du" | "des" | "à" | "au" | "aux" | "sur") {
            return Some((Complement::Noun, i + 1));
        }
        // English clause without "that".
        if !french && (f.clause || f.object && object) && zero_that(view, group, i, limit) {
            return Some((Complement::Clause, i));
        }
        if lower == "," && view.opens(i + 1).is_some() && (f.quote || f.clause || f.that) {
            return Some((Complement::Speech, i + 1));
        }
        // What may stand between: adverbs, days, addressees, scene.
        if let Some(next) = adjunct(view, i, limit) {
            if next <= i {
                return None;
            }
            i = next;
            moved = true;
            continue;
        }
        // A pronoun or noun phrase.
        if phrase::starts_phrase(view, i) || view.pos(i) == Pos::Pron {
            let governs = french
                || phrase::core(view, i, limit).is_none_or(|np| !matches!(view.lower(np.end), "to" | "of" | "that"));
            if f.noun && !object && (!f.object || !french && governs) {
                return Some((Complement::Noun, i));
            }
            if f.object && !object {
                let np = phrase::core(view, i, limit)?;
                object = true;
                i = np.end;
                continue;
            }
            // An object before "que" of a verb that takes an addressee ("rappelle les habitants que").
            return None;
        }
        return None;
    }
    None
}

/// A quotation right behind the cue: speech if it is a clause or the verb introduces quotations, else part of a noun phrase.
fn speech_or_noun(view: &View, group: &Group, i: usize, object: bool) -> Option<(Complement, usize)> {
    let q = view.quote(view.opens(i)?);
    let clause = view.any_finite(q.first..q.end.min(view.len()));
    if clause || q.end - q.first > 6 || group.cue.frames.quote && !group.cue.frames.noun || object {
        return Some((Complement::Speech, i));
    }
    (group.cue.frames.noun).then_some((Complement::Noun, i))
}

/// "ne … que": only.
fn is_restriction(view: &View, group: &Group, i: usize) -> bool {
    i == group.tokens.end
        && group.negated
        && !(group.tokens.start..group.tokens.end).any(|k| matches!(view.lower(k), "pas" | "jamais" | "plus"))
        && view.pos(i) != Pos::Sconj
}

/// "that" as a conjunction, not a demonstrative.
fn that_opens_clause(view: &View, i: usize, limit: usize) -> bool {
    view.dep(i) == "mark"
        || view.pos(i) == Pos::Sconj
        || (view.pos(i) != Pos::Det && (i + 1..limit.min(i + 12)).any(|k| view.is_finite(k)))
}

/// English content without "that": the parse's ccomp, or a subject and a finite verb right behind.
fn zero_that(view: &View, group: &Group, i: usize, limit: usize) -> bool {
    if view.is_comma(i) || view.is_quote_mark(i) {
        return false;
    }
    let complement =
        group.tokens.clone().flat_map(|v| view.children[v].iter().copied()).find(|&c| c > i && view.dep(c) == "ccomp");
    if let Some(c) = complement {
        let has_subject = view.children[c].iter().any(|&s| s >= i && (view.is_subject(s) || view.dep(s) == "expl"));
        if has_subject && view.subtree[c].0 <= i.max(view.subtree[c].0) && view.subtree[c].0 >= i {
            return view.subtree[c].0 - i <= 1 || (i..view.subtree[c].0).all(|k| matches!(view.pos(k), Pos::Adv));
        }
        if has_subject && view.subtree[c].0 < i {
            return true;
        }
    }
    if phrase::is_pronoun(view, i) && !matches!(view.lower(i), "him" | "them" | "me" | "us") || view.lower(i) == "there"
    {
        return view.clause_starts(i + 1, limit);
    }
    phrase::core(view, i, limit).is_some_and(|np| view.clause_starts(np.end, limit))
}

/// Adverbs, days and dates, addressees, prepositional scene: gives the token behind.
pub(crate) fn adjunct(view: &View, i: usize, limit: usize) -> Option<usize> {
    let lower = view.lower(i);
    if view.pos(i) == Pos::Adv && !is_question_word(view, i) {
        return Some(i + 1);
    }
    if view.is(i, WordClass::SceneAdverb) {
        return Some(i + 1);
    }
    if lower == "," {
        // An incise of scene: ", lundi," ", à Genève,"; or a comma before the complement.
        let close = (i + 1..limit.min(i + 14)).find(|&k| view.lower(k) == ",")?;
        return (!view.any_finite(i..close)
            && !(i + 1..close)
                .any(|k| view.is_quote_mark(k) || matches!(view.lower(k), "que" | "qu'" | ":" | "that")))
        .then_some(close + 1);
    }
    if let Some(end) = time_phrase(view, i, limit) {
        return Some(end);
    }
    // "maintient pour sa part", "évoque quant à lui"
    if let Some(words) = view.lexicon(i).connectors.iter().find(|c| c.len() > 1 && view.matches_at(i, c)) {
        return Some(i + words.len()).filter(|&end| end <= limit);
    }
    if !view.is(i, WordClass::ScenePreposition) {
        return None;
    }
    let mut at = i + 1;
    while matches!(view.lower(at), "de" | "d'" | "du" | "des" | "à" | "au" | "aux") && at < i + 3 {
        at += 1;
    }
    if starts_infinitive(view, at) || matches!(view.lower(at), "que" | "qu'") {
        return None;
    }
    let np = phrase::core(view, at, limit)?;
    // "raconte à la radio Moussa Diallo": a person's name behind a thing begins a phrase of its own.
    let name = (np.start + 1..np.end).find(|&k| {
        view.token(k).ent_type.starts_with("PER")
            && view.pos(k - 1) == Pos::Noun
            && view.token(k - 1).ent_type.is_empty()
            && view.lexicon(k - 1).speaker_kind(view.token(k - 1)) != Some(SpeakerKind::Person)
    });
    Some(name.unwrap_or(np.end))
}

/// "lundi", "le 7 février", "fin octobre", "la semaine dernière", "un moment", "on Monday", "last week".
pub(crate) fn time_phrase(view: &View, i: usize, limit: usize) -> Option<usize> {
    let mut end = i;
    let mut time = None;
    while end < limit && end < i + 7 {
        let lower = view.lower(end);
        let digits = !lower.is_empty() && lower.chars().all(|c| c.is_ascii_digit());
        let unit = end > i && view.is(end, WordClass::TimeUnit);
        // "le 7 février", "lundi 7"; but "a recensé samedi 45 morts"
        let day = digits && time.is_some() && !counts_what_follows(view, end);
        if view.is(end, WordClass::Time) || unit || day {
            time = Some(end + 1);
        } else if !(view.is(end, WordClass::TimeLink) || digits && time.is_none()) {
            break;
        }
        end += 1;
    }
    time
}

/// Digits that a noun, a unit or an order of size follows, which is no month: a count, not a day.
fn counts_what_follows(view: &View, digits: usize) -> bool {
    let next = digits + 1;
    !view.is(next, WordClass::Time)
        && (matches!(view.pos(next), Pos::Noun | Pos::Adj | Pos::Num | Pos::Sym)
            || view.is(next, WordClass::OrderOfSize)
            || matches!(view.lower(next), "%" | "€" | "$"))
        && !view.is(next, WordClass::TimeUnit)
}

fn is_addressee(view: &View, i: usize) -> bool {
    phrase::core(view, i + 1, view.reach(i).end).is_some_and(|np| {
        let head = subject::head_of(view, &np);
        view.is(head, WordClass::Listener) || view.token(head).ent_type == "ORG"
    })
}

/// An infinitive starts here, perhaps behind a negation or a pronoun.
fn starts_infinitive(view: &View, i: usize) -> bool {
    let mut at = i;
    while at < view.len() && at < i + 5 && (view.is(at, WordClass::InfinitiveLead) || view.is(at, WordClass::Clitic)) {
        at += 1;
    }
    view.get(at).is_some_and(|t| {
        t.has("VerbForm=Inf") && matches!(t.pos, Pos::Verb | Pos::Aux) && !t.lower.ends_with('é')
            || is_infinitive_auxiliary(view, at)
    })
}

fn is_infinitive_auxiliary(view: &View, i: usize) -> bool {
    matches!(view.lower(i), "avoir" | "être") && view.pos(i) != Pos::Noun
}

fn is_question_word(view: &View, i: usize) -> bool {
    match view.lower(i) {
        "si" | "s'" => view.pos(i) == Pos::Sconj || view.lower(i + 1) == "il" || view.lower(i + 1) == "ils",
        "comment" | "pourquoi" | "combien" | "quand" | "whether" | "when" | "why" | "how" => true,
        "ce" => matches!(view.lower(i + 1), "que" | "qu'" | "qui" | "dont" | "à"),
        "quel" | "quelle" | "quels" | "quelles" => true,
        "de" => matches!(view.lower(i + 1), "quelle" | "quel"),
        "what" | "where" | "who" => !matches!(view.dep(i), "det"),
        "if" => true,
        _ => false,
    }
}

/// Behind an object: "as" + noun, a quotation, a second noun phrase, an adjective.
fn predicate_follows(view: &View, i: usize, limit: usize) -> bool {
    i < limit
        && (view.lower(i) == "as"
            || view.opens(i).is_some()
            || matches!(view.pos(i), Pos::Adj)
            || view.pos(i) == Pos::Det && matches!(view.lower(i), "a" | "an" | "the"))
}

/// "comme", "de", "as" + predicate; or an adjective right behind.
fn predicate(view: &View, i: usize) -> Option<usize> {
    match view.lower(i) {
        "comme" | "as" => Some(i + 1),
        "d" if view.lower(i + 1) == "'" && view.opens(i + 2).is_some() => Some(i + 2),
        "de" | "d'" if view.opens(i + 1).is_some() || phrase::starts_phrase(view, i + 1) => Some(i + 1),
        _ if view.opens(i).is_some() => Some(i),
        _ if view.pos(i) == Pos::Adj && !matches!(view.lower(i), "même" | "tout" | "tous") => Some(i),
        _ if view.pos(i) == Pos::Adv && view.pos(i + 1) == Pos::Adj => Some(i),
        _ => None,
    }
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
        let single = words.len() == 1 && view.is(at, WordClass::SingleConnector);
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
