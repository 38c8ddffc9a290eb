//! Counting: what somebody counts, records, puts at a number ("recense 300 cas", "est estimé à 300 par X", "le bilan de X",
//! "puts the toll at 300", "300 (police)").

use std::ops::Range;

use recoupe_reading::Pos;

use super::{
    classes::WordClass,
    content, extent,
    found::{Form, Found},
    lexicon::{Class, Count, SpeakerKind},
    nominal, phrase, prepositional, subject,
    verb::{self, Group, Shape},
    view::View,
};

/// Words between a cue and its number, at most.
const NEAR: usize = 9;

/// Where what is counted starts behind a cue that counts: "300 cas", "(à) 300 le nombre de", "le bilan à 300".
pub(crate) fn behind(view: &View, group: &Group, i: usize, limit: usize) -> Option<usize> {
    let frames = group.cue.frames;
    // "Le bilan s'établit à 31 morts": what is counted is the subject.
    if frames.at && group.reflexive {
        return None;
    }
    if frames.at {
        if let Some(start) = at_number(view, i, limit) {
            return Some(start);
        }
        if let Some(np) = phrase::core(view, i, limit)
            && !np.clone().any(|k| view.is_number(k))
            && at_number(view, past_place(view, complement_end(view, np.end, limit), limit), limit).is_some()
        {
            return Some(i);
        }
    }
    if frames.revises
        && let Some(np) = phrase::core(view, i, limit)
        && view.is(subject::head_of(view, &np), WordClass::Announcer)
        && to_number(view, complement_end(view, np.end, limit), limit)
    {
        return Some(i);
    }
    // "réclame pas moins de 600"
    let not_less = view.lower(i) == "pas" && matches!(view.lower(i + 1), "moins" | "plus");
    let adverb = view.pos(i) == Pos::Adv && !view.is(i, WordClass::Approximator) && !not_less;
    // "maintient le chiffre de 200 disparus", not "maintient son soutien"
    if view.lexicon(group.head).classes.holds(WordClass::Upholds, &group.lemma)
        && let Some(np) = phrase::core(view, i, limit)
        && let head = subject::head_of(view, &np)
        && (view.is(head, WordClass::Announcer) || view.lexicon(head).is_sayable(view.token(head)))
        && (number_ahead(view, i, limit).is_some() || at_number(view, np.end, limit).is_some())
    {
        return Some(i);
    }
    if frames.count.is_none() || adverb || content::time_phrase(view, i, limit).is_some() {
        return None;
    }
    // "n'en dénombre que 120"
    if group.negated && matches!(view.lower(i), "que" | "qu'") {
        return number_ahead(view, i + 1, limit).map(|_| i + 1);
    }
    let governed = matches!(view.lower(i), "de" | "d'" | "du" | "des" | "sur" | "of" | "for" | "on");
    let start = if governed { i + 1 } else { i };
    number_ahead(view, start, limit).is_some().then_some(start)
}

/// Behind "of injured", "of those killed", "de blessés": what a noun is of, to the preposition behind it.
fn complement_end(view: &View, i: usize, limit: usize) -> usize {
    if !matches!(view.lower(i), "of" | "de" | "d'" | "des" | "du") {
        return i;
    }
    let inside = |k: usize| {
        !matches!(view.lower(k), "at" | "à" | "au" | "aux")
            && !view.is_finite(k)
            && !view.is_number(k)
            && matches!(view.pos(k), Pos::Det | Pos::Noun | Pos::Propn | Pos::Adj | Pos::Verb | Pos::Pron)
    };
    (i + 1..limit.min(i + NEAR)).find(|&k| !inside(k)).unwrap_or(i)
}

/// "at risk" of "the number of jobs at risk at more than 300".
fn past_place(view: &View, i: usize, limit: usize) -> usize {
    let place = view.lower(i) == "at" && i + 2 < limit && view.pos(i + 1) == Pos::Noun && view.lower(i + 2) == "at";
    if place { i + 2 } else { i }
}

/// The noun phrase at `i` holds a number.
pub(crate) fn counts(view: &View, i: usize) -> bool {
    number_ahead(view, i, view.len()).is_some()
}

/// "à 300", "at $6 million": the token behind the preposition.
fn at_number(view: &View, i: usize, limit: usize) -> Option<usize> {
    (matches!(view.lower(i), "à" | "au" | "aux" | "at") && i + 1 < limit)
        .then_some(i + 1)
        .filter(|&k| number_ahead(view, k, limit).is_some_and(|n| (k..n).all(|j| view.pos(j) != Pos::Noun)))
}

/// "à 0,8 %", "to 3 billion euros", "down to 9".
fn to_number(view: &View, i: usize, limit: usize) -> bool {
    let to = i + usize::from(matches!(view.lower(i), "up" | "down" | "back"));
    matches!(view.lower(to), "à" | "au" | "aux" | "to") && to + 1 < limit && number_ahead(view, to + 1, limit).is_some()
}

/// The first number of the noun phrase that starts at `i`: "300 cas", "au moins 15 corps", "la mort de neuf mineurs".
fn number_ahead(view: &View, i: usize, limit: usize) -> Option<usize> {
    let mut nouns = 0;
    for k in i..limit.min(i + NEAR) {
        if view.is_number(k) {
            return Some(k);
        }
        let lower = view.lower(k);
        match view.pos(k) {
            Pos::Noun | Pos::Propn => nouns += 1,
            Pos::Det | Pos::Adj | Pos::Adv | Pos::Sym | Pos::Part => {}
            _ if matches!(lower, "de" | "d'" | "du" | "des" | "of" | "than") => {}
            // « parle désormais de « 200 blessés » »
            _ if nouns == 0 && view.opens(k).is_some() => {}
            _ if nouns == 0
                && (matches!(
                    lower,
                    "à" | "au" | "aux" | "at" | "to" | "up" | "près" | "jusqu'" | "quelque" | "entre" | "between"
                ) || view.is(k, WordClass::Approximator)) => {}
            _ => return None,
        }
        if nouns > 2 {
            return None;
        }
    }
    None
}

/// Whether who counts may count with this verb: some verbs tell what their subject has, unless it observes for others.
pub(crate) fn may_count(view: &View, group: &Group, source: Option<&Range<usize>>) -> bool {
    // "La mairie a compté 620 grévistes": not what it has.
    let counted = group.lemma == "compter" && group.tokens.len() > 1 && group.tokens.start < group.head;
    group.cue.frames.count != Some(Count::Observer)
        || counted
        || group.cue.frames.noun
        || source.is_some_and(|s| view.is(subject::head_of(view, s), WordClass::Observer))
}

/// "Les dégâts sont estimés à 6 millions par les assureurs", "évalués à 900 tonnes par la coopérative", "300 postes évoqués
/// par les syndicats". Without an agent nobody is named.
pub(crate) fn passive(
    view: &View,
    group: &Group,
    agent: &Range<usize>,
    limit: usize,
    breaks: &[usize],
) -> Option<Found> {
    let by = agent.start.checked_sub(1)?;
    // "est crédité de 2 % par les sondages"
    let of_number = (group.cue.frames.count.is_some() && matches!(view.lower(group.tokens.end), "de" | "d'" | "of"))
        .then_some(group.tokens.end + 1)
        .filter(|&k| number_ahead(view, k, by).is_some());
    let behind_cue = (group.tokens.end..by).find_map(|i| at_number(view, i, by)).or(of_number);
    let behind_agent = || at_number(view, agent.end, limit);
    let mut content = Vec::new();
    let told = (group.cue.frames.at || of_number.is_some()).then(|| match behind_cue {
        Some(start) => Some(start..extent::trim_end(view, start, by)),
        None => behind_agent().map(|start| start..extent::noun_end(view, group, start, limit, breaks)),
    });
    match (group.shape, told.flatten()) {
        (Shape::Passive, Some(told)) => {
            content.extend(subject::before(view, group));
            content.push(told);
        }
        (_, Some(told)) => content.push(told),
        // "300 postes évoqués par les syndicats"
        (Shape::Participle, None) if group.cue.frames.count.is_some() || group.cue.frames.noun => {
            // "le chiffre de 300, avancé par le syndicat"
            let comma = group.tokens.start.checked_sub(1).filter(|&k| view.lower(k) == ",");
            let np = phrase::from_right(view, comma.unwrap_or(group.tokens.start), view.reach(group.head).start)?;
            let announced = comma.is_none() || np.clone().any(|k| view.is(k, WordClass::Announcer));
            if !announced || !np.clone().any(|k| view.is_number(k)) || by > group.tokens.end + 2 {
                return None;
            }
            content.push(np);
        }
        _ => return None,
    }
    content.retain(|r| r.start < r.end);
    Some(Found {
        source: vec![agent.clone()],
        cue: group.spans(),
        content,
        class: group.class(),
        negated: false,
        anchor: group.head,
        form: Form::Before,
    })
}

/// "le dernier bilan de la protection civile est de 41 morts", "l'estimation de la banque, 2 %", "an estimate by X of 900".
pub(crate) fn from_noun(view: &View, i: usize, breaks: &[usize]) -> Option<Found> {
    if view.pos(i) != Pos::Noun {
        return None;
    }
    let (cue, _) = view.lexicon(i).noun_cue(view.token(i))?;
    cue.frames.count?;
    // "Selon un dernier bilan communiqué par les secours, …": the lead tells it.
    if (i.saturating_sub(3)..i)
        .any(|k| matches!(view.lower(k), "selon") || view.lower(k) == "après" && view.lower(k.wrapping_sub(1)) == "d'")
    {
        return None;
    }
    let reach = view.reach(i);
    let mut limit = reach.end;
    while limit > i + 1 && view.is_final(limit - 1) {
        limit -= 1;
    }
    let possessor = nominal::possessor(view, i).filter(|p| subject::can_speak(view, p) || p.len() == 1);
    let (owner, at) = match (prepositional::owner_of_noun(view, i, limit), possessor) {
        (Some(owner), _) => {
            // "par le constructeur de 900 emplois": the number is not the owner's.
            let number = owner.clone().find(|&k| view.is_number(k)).map_or(owner.end, |k| k.saturating_sub(1));
            let owner = owner.start..number.max(owner.start + 1).min(owner.end);
            (owner.clone(), owner.end)
        }
        (None, Some(p)) => (p, i + 1),
        (None, None) => made_by(view, i, limit)?,
    };
    let at = past_aside(view, at, limit);
    let mark = view.lower(at);
    let content = if matches!(mark, "," | ":" | "(" | "–" | "—" | "de" | "d'" | "of") {
        number_ahead(view, at + 1, limit)?;
        let end =
            (at + 1..limit).find(|&k| mark != ":" && (matches!(view.lower(k), "," | ")" | ";") || view.is_finite(k)));
        at + 1..end.unwrap_or(limit)
    } else {
        let verb = (at..limit.min(at + 5)).find(|&k| view.is_finite(k))?;
        if (verb..limit.min(verb + 3)).any(|k| verb::group_at(view, k).is_some()) {
            return None;
        }
        let start = number_start(view, verb + 1, limit)?;
        let end = (start..limit).find(|k| breaks.binary_search(k).is_ok()).unwrap_or(limit);
        start..end
    };
    let content = content.start..extent::trim_end(view, content.start, content.end);
    (content.start < content.end).then(|| Found {
        source: vec![owner],
        cue: vec![i..i + 1],
        content: vec![content],
        class: cue.class,
        negated: false,
        anchor: i,
        form: Form::Noun,
    })
}

/// "le bilan, établi par la gendarmerie, est de": whose the count is, and the token behind.
fn made_by(view: &View, noun: usize, limit: usize) -> Option<(Range<usize>, usize)> {
    let comma = usize::from(view.lower(noun + 1) == ",");
    let participle = noun + 1 + comma;
    if !view.is(participle, WordClass::MadeBy) {
        return None;
    }
    let by = (participle + 1..limit.min(participle + 4)).find(|&k| matches!(view.lower(k), "par" | "by"))?;
    let owner = phrase::from_left(view, by + 1, limit).filter(|np| subject::can_speak(view, np))?;
    let end = owner.end + usize::from(comma == 1 && view.lower(owner.end) == ",");
    Some((owner, end))
}

/// "Le parquet, qui avait annoncé 27 morts, n'en compte plus que 24": who counted before counts again.
pub(crate) fn restates(view: &View, group: &Group, source: Option<&Range<usize>>, earlier: &[Found]) -> bool {
    const NEAR: usize = 8;
    let en = |k: usize| view.lower(k) == "en";
    let of_them = en(group.head.wrapping_sub(1)) || group.tokens.clone().any(en);
    // "La chambre en compte, elle, 310": set against who counted before.
    let contrast =
        (group.head + 1..group.head + 4).any(|k| view.lower(k) == "," && super::verb::is_aside(view, k + 1, k + 2));
    if of_them && contrast {
        return true;
    }
    let same =
        |f: &&Found| source.is_some_and(|s| f.source.first().is_some_and(|o| o.start < s.end && s.start < o.end));
    of_them
        && earlier
            .iter()
            .rev()
            .take(NEAR)
            .filter(same)
            .any(|f| f.content.iter().any(|r| r.clone().any(|k| view.is_number(k))))
}

/// "le bilan de la préfecture, lundi, était de": behind an aside of time between commas.
fn past_aside(view: &View, at: usize, limit: usize) -> usize {
    let closed = |end: &usize| view.lower(*end) == "," && *end + 1 < limit;
    match view.lower(at) {
        "," => content::time_phrase(view, at + 1, limit).filter(closed).map_or(at, |end| end + 1),
        _ => at,
    }
}

/// Behind a copula or a verb of motion: "(est de) 41 morts", "(s'élève à) 41", "(stood at) 41", "(is) 41".
fn number_start(view: &View, from: usize, limit: usize) -> Option<usize> {
    let start = (from..limit.min(from + 4)).find(|&k| {
        !matches!(view.lower(k), "de" | "d'" | "à" | "at" | "to" | "of") && !matches!(view.pos(k), Pos::Verb | Pos::Aux)
    })?;
    number_ahead(view, start, limit).map(|_| start)
}

/// "8 000 (préfecture)", "25 000 personnes (syndicats)": who counted, in brackets behind the number.
pub(crate) fn brackets(view: &View) -> Vec<Found> {
    let mut out = Vec::new();
    for open in 1..view.len() {
        if view.lower(open) != "(" {
            continue;
        }
        let reach = view.reach(open);
        let Some(close) = (open + 2..reach.end.min(open + 8)).find(|&k| view.lower(k) == ")") else { continue };
        let Some(np) = phrase::core(view, open + 1, close).filter(|np| np.end == close) else { continue };
        // A noun for who counts: a bare name may be an acronym, a place, an agency.
        let head = subject::head_of(view, &np);
        let kind = view.lexicon(head).speaker_kind(view.token(head));
        let speaks = matches!(kind, Some(SpeakerKind::Person | SpeakerKind::Body));
        let Some(number) = (reach.start.max(open.saturating_sub(4))..open).rev().find(|&k| view.is_number(k)) else {
            continue;
        };
        let between = (number + 1..open).all(|k| matches!(view.pos(k), Pos::Noun | Pos::Adj | Pos::Num | Pos::Adp));
        if !speaks || !between {
            continue;
        }
        let mut start = number;
        while start > reach.start && view.is_number(start - 1) {
            start -= 1;
        }
        out.push(Found {
            source: vec![np],
            cue: vec![],
            content: vec![start..open],
            class: Class::Say,
            negated: false,
            anchor: open,
            form: Form::Colon,
        });
    }
    out
}
