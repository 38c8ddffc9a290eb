//! What is said: where a content begins after its cue, and where it ends.

use recoupe_reading::Pos;

use super::{
    lexicon::Class,
    phrase, subject,
    verb::{Group, Shape},
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
    if matches!(
        lower,
        "encore"
            | "également"
            | "aussi"
            | "hier"
            | "aujourd'hui"
            | "yesterday"
            | "today"
            | "earlier"
            | "later"
            | "again"
            | "ago"
            | "tôt"
            | "tard"
    ) {
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
    let preposition = matches!(
        lower,
        "à" | "au"
            | "aux"
            | "devant"
            | "lors"
            | "dans"
            | "en"
            | "auprès"
            | "avec"
            | "après"
            | "avant"
            | "pendant"
            | "durant"
            | "sur"
            | "par"
            | "depuis"
            | "via"
            | "chez"
            | "sans"
            | "face"
            | "in"
            | "on"
            | "at"
            | "to"
            | "during"
            | "after"
            | "before"
            | "with"
            | "from"
            | "through"
            | "by"
            | "late"
            | "early"
            | "last"
            | "this"
    );
    if !preposition {
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
    Some(np.end)
}

/// "lundi", "le 7 février", "fin octobre", "la semaine dernière", "un moment", "on Monday", "last week".
pub(crate) fn time_phrase(view: &View, i: usize, limit: usize) -> Option<usize> {
    const UNITS: &[&str] = &[
        "semaine",
        "mois",
        "année",
        "jour",
        "nuit",
        "matinée",
        "journée",
        "soirée",
        "week",
        "month",
        "year",
        "night",
        "moment",
        "instant",
        "passé",
        "passée",
        "dernier",
        "dernière",
        "prochain",
        "prochaine",
        "fois",
    ];
    const LINKS: &[&str] = &[
        "le", "la", "l'", "ce", "cette", "un", "une", "fin", "début", "mi", "-", "dans", "au", "en", "on", "last",
        "this", "late", "early", "the", "même", "du", "of", "next", "mid", "à",
    ];
    let mut end = i;
    let mut time = None;
    while end < limit && end < i + 7 {
        let lower = view.lower(end);
        let digits = !lower.is_empty() && lower.chars().all(|c| c.is_ascii_digit());
        let unit = UNITS.contains(&lower) && (end > i || matches!(lower, "hier"));
        if phrase::is_time(lower) || unit || digits && time.is_some() {
            time = Some(end + 1);
        } else if !(LINKS.contains(&lower) || digits) {
            break;
        }
        end += 1;
    }
    time
}

fn is_addressee(view: &View, i: usize) -> bool {
    phrase::core(view, i + 1, view.reach(i).end).is_some_and(|np| {
        let head = subject::head_of(view, &np);
        matches!(
            view.lower(head),
            "afp"
                | "presse"
                | "journalistes"
                | "agence"
                | "reuters"
                | "chaîne"
                | "radio"
                | "télévision"
                | "journal"
                | "quotidien"
                | "antenne"
                | "micro"
                | "policiers"
                | "enquêteurs"
                | "députés"
                | "sénateurs"
        ) || view.token(head).ent_type == "ORG"
    })
}

/// An infinitive starts here, perhaps behind a negation or a pronoun.
fn starts_infinitive(view: &View, i: usize) -> bool {
    let mut at = i;
    while at < view.len()
        && at < i + 5
        && matches!(
            view.lower(at),
            "ne" | "n'"
                | "pas"
                | "plus"
                | "jamais"
                | "s'"
                | "se"
                | "le"
                | "la"
                | "l'"
                | "les"
                | "lui"
                | "leur"
                | "y"
                | "en"
                | "me"
                | "m'"
                | "nous"
                | "vous"
                | "ni"
                | "tout"
                | "mieux"
                | "bien"
        )
    {
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

/// Where a clausal content that starts at `start` ends. `breaks` are the starts of other cues that close it.
pub(crate) fn clause_end(view: &View, group: &Group, start: usize, limit: usize, breaks: &[usize]) -> usize {
    let mut i = start;
    let in_subordinate = is_subordinate(view, group);
    let before = group.tokens.start.saturating_sub(1);
    let relative =
        subject::is_relative(view.lower(before)) || subject::is_relative(view.lower(before.saturating_sub(1)));
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
            if view.lower(i) == "," && closes_at_comma(view, group, start, i, limit, in_subordinate) {
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
    const LINKS: &[&str] = &[
        ",", ";", ":", "et", "ou", "mais", "que", "qu'", "qui", "dont", "où", "si", "s'", "quand", "lorsque",
        "lorsqu'", "comme", "car", "parce", "puisque", "and", "or", "but", "that", "who", "which", "when", "where",
        "if", "because", "while", "as", "what", "how", "why", "whether",
    ];
    let Some(first) = (start..finite).rev().find(|&k| view.is_finite(k)) else { return false };
    first + 1 < finite
        && !(first..finite).any(|k| LINKS.contains(&view.lower(k)) || view.is_quote_mark(k))
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
        && view.children[verb].iter().any(|&s| view.is_subject(s) && s < cue && !subject::is_relative(view.lower(s)))
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
        if second.is_some_and(|g| g.cue.class != Class::Quote && behind(view, &g, limit).is_some()) {
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
    (reach.start..first).rev().take(12).take_while(|&i| !view.is_finite(i)).any(|i| {
        subject::is_relative(view.lower(i))
            || matches!(
                view.lower(i),
                "alors"
                    | "que"
                    | "qu'"
                    | "quand"
                    | "lorsque"
                    | "lorsqu'"
                    | "si"
                    | "dont"
                    | "although"
                    | "while"
                    | "when"
                    | "if"
                    | "because"
                    | "as"
                    | "that"
            )
    })
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
            && matches!(view.lower(i), "et" | "mais" | "ou" | "and" | "but" | "or")
            && clause_after(view, start, i + 1, end)
        {
            return trim_end(view, start, i);
        }
        if i > start && view.lower(i) == "," {
            let next = view.lower(i + 1);
            const GO_ON: &[&str] = &[
                "qui",
                "que",
                "dont",
                "où",
                "y",
                "notamment",
                "selon",
                "which",
                "including",
                "ainsi",
                "soit",
                "puis",
                "auquel",
                "à",
                "chez",
            ];
            let relative_or_list = GO_ON.contains(&next) && (next != "à" || subject::is_relative(view.lower(i + 2)));
            let short_scene = view.pos(i + 1) == Pos::Adp && end - i <= 5 && !view.any_finite(i..end);
            let phrase_goes_on =
                view.pos(i + 1) == Pos::Adj || phrase::starts_phrase(view, i + 1) && !view.any_finite(i + 1..end);
            let goes_on = relative_or_list || short_scene || phrase_goes_on;
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
