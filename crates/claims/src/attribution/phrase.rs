//! Noun phrases that name a source: the whole phrase with article, title, apposition, acronym in brackets; not the
//! relative clause behind it, not the addressee, place or time of the saying.

use std::ops::Range;

use recoupe_reading::{Lang, Pos};

use super::{classes::WordClass, lexicon::SpeakerKind, view::View};

/// The noun phrase that starts at `start`, at most to `limit`. `None` where no noun phrase starts.
pub(crate) fn from_left(view: &View, start: usize, limit: usize) -> Option<Range<usize>> {
    let core = core(view, start, limit)?;
    let mut end = core.end;
    let mut parts = 0;
    while end < limit && parts < 4 {
        let Some(next) = extension(view, core.start, end, limit) else { break };
        if next <= end {
            break;
        }
        end = next;
        parts += 1;
    }
    Some(core.start..end)
}

/// A phrase without appositions: determiners, adjectives, nouns, names, "de" phrases, coordination.
pub(crate) fn core(view: &View, start: usize, limit: usize) -> Option<Range<usize>> {
    let french = view.french(start);
    // A name of more words than this is none; the bound keeps hostile text linear.
    let limit = limit.min(start + 80);
    let mut i = start;
    let mut seen_noun = false;
    let mut person = false;
    let possessive = view.lower(start) == "her" && matches!(view.pos(start + 1), Pos::Noun | Pos::Adj);
    if is_pronoun(view, start) && !possessive {
        return Some(start..start + 1);
    }
    while i < limit {
        let t = view.token(i);
        let lower = t.lower.as_str();
        let next = i + 1;
        match t.pos {
            _ if stops(view, i, start) => break,
            // "en moyenne 75 millions": the number belongs to what follows.
            Pos::Num
                if seen_noun
                    && t.head > i
                    && t.head < view.len()
                    && matches!(view.pos(i - 1), Pos::Noun | Pos::Propn | Pos::Adj) =>
            {
                break;
            }
            Pos::Noun | Pos::Propn | Pos::X | Pos::Sym => {
                if seen_noun && french && view.is(i, WordClass::Time) {
                    break;
                }
                person |= view.lexicon(i).speaker_kind(t) == Some(SpeakerKind::Person);
                seen_noun = true;
                i = next;
            }
            Pos::Det | Pos::Adj | Pos::Num => {
                if seen_noun && t.pos == Pos::Det && !after_preposition(view, i) && !capital(view, i) {
                    break;
                }
                i = next;
            }
            Pos::Pron
                if !seen_noun
                    && matches!(lower, "his" | "her" | "its" | "their" | "my" | "our" | "your")
                    && next < limit =>
            {
                i = next
            }
            Pos::Pron if !seen_noun && view.is(i, WordClass::QuantityPronoun) => {
                seen_noun = true;
                i = next;
            }
            Pos::Adv if view.pos(next) == Pos::Adj && seen_noun && view.is_adverb_of_degree(i) => i = next,
            // "ukrainiens, sud-coréens et américains"
            _ if seen_noun
                && matches!(lower, "et" | "and" | ",")
                && view.pos(i - 1) == Pos::Adj
                && view.pos(next) == Pos::Adj
                && next < limit
                && view.pos(next + 1) != Pos::Noun
                && (lower != ","
                    || (next..limit.min(next + 6)).any(|k| matches!(view.lower(k), "et" | "and"))
                        && list_of_adjectives(view, next)) =>
            {
                i = next;
            }
            // "des sources autorisées"
            Pos::Verb
                if french
                    && seen_noun
                    && t.has("VerbForm=Part")
                    && !lower.ends_with("ant")
                    && matches!(view.pos(i - 1), Pos::Noun | Pos::Adj)
                    && !matches!(view.lower(next), "par" | "que" | "qu'")
                    && view.token(i).head < view.len()
                    && view.token(i).head >= start
                    && view.token(i).head < i =>
            {
                i = next;
            }
            Pos::Part if lower == "'s" || lower == "'" || lower == "’s" => i = next,
            _ if capital(view, i) && seen_noun && t.pos != Pos::Punct && view.is_name_token(i) => i = next,
            _ if matches!(lower, "-" | "&" | "/") && next < limit && view.pos(next) != Pos::Punct => i = next,
            _ if seen_noun && is_of(lower) && starts_phrase(view, next) && next < limit => i = next,
            _ if lower == "d'" && view.lower(next) == "entre" && seen_noun => i += 2,
            _ if seen_noun && (person || capital(view, next)) && attaches(view, i) && next < limit => i = next,
            _ if french && seen_noun && view.is(i, WordClass::FunctionParticiple) => {
                i = next;
            }
            _ if seen_noun
                && matches!(lower, "et" | "ou" | "and" | "or" | "ni")
                && next < limit
                && starts_phrase(view, next) =>
            {
                match core(view, next, limit) {
                    Some(second) if !view.clause_starts(second.end, limit) => return Some(start..second.end),
                    _ => break,
                }
            }
            _ if view.is_comma(i) && lower == "," && seen_noun && list_goes_on(view, next, limit) => i = next,
            _ => break,
        }
    }
    while i > start
        && matches!(view.pos(i - 1), Pos::Det | Pos::Adp | Pos::Cconj | Pos::Punct)
        && view.lower(i - 1) != ")"
    {
        i -= 1;
    }
    (i > start && seen_noun).then_some(start..i)
}

/// Adjectives and commas up to a conjunction.
fn list_of_adjectives(view: &View, from: usize) -> bool {
    (from..from + 7)
        .take_while(|&k| !matches!(view.lower(k), "et" | "and"))
        .all(|k| view.pos(k) == Pos::Adj || view.lower(k) == "," || view.lower(k) == "-")
}

/// What may follow a core: an acronym or gloss in brackets, an apposition between commas, "de" + place.
fn extension(view: &View, start: usize, at: usize, limit: usize) -> Option<usize> {
    match view.lower(at) {
        "(" => {
            let close = (at + 1..limit.min(at + 10)).find(|&i| view.lower(i) == ")")?;
            // "le Service … (SNR) de la Corée du Sud"
            if is_of(view.lower(close + 1)) && close + 2 < limit && starts_phrase(view, close + 2) {
                return core(view, close + 2, limit).map(|c| c.end);
            }
            Some(close + 1)
        }
        "," => {
            let next = at + 1;
            if next >= limit || view.is_quote_mark(next) {
                return None;
            }
            let mut from = next;
            if matches!(
                view.lower(from),
                "également" | "aussi" | "alors" | "respectivement" | "lui-même" | "elle-même" | "also" | "then"
            ) {
                from += 1;
            }
            if view.lower(from) == "de" || view.lower(from) == "d'" || view.lower(from) == "of" {
                from += 1;
                if !capital(view, from) {
                    return None;
                }
            }
            let mut inner = core(view, from, limit)?;
            // "la « Madame Vélo » de la métropole"
            if let Some(q) = view.opens(inner.end) {
                let q = view.quote(q);
                if q.end - q.first <= 8 && q.end <= limit {
                    inner.end = match core(view, q.end + usize::from(is_of(view.lower(q.end))), limit) {
                        Some(more) if is_of(view.lower(q.end)) => more.end,
                        _ => q.end,
                    };
                }
            }
            if view.lower(inner.end) == "(" {
                inner.end = extension(view, start, inner.end, limit).unwrap_or(inner.end);
            }
            let closed = inner.end >= limit
                || view.is_comma(inner.end)
                || view.is_final(inner.end)
                || matches!(
                    view.lower(inner.end),
                    ":" | ")" | "qui" | "dont" | "who" | "whose" | "lors" | "dans" | "à" | "en" | "in" | "on" | "at"
                );
            (closed && is_apposition(view, start..at, from..inner.end)).then_some(inner.end)
        }
        _ => None,
    }
}

/// An apposition names a function, a body or a name of what stands before it.
fn is_apposition(view: &View, host: Range<usize>, range: Range<usize>) -> bool {
    if range.is_empty() || is_pronoun(view, range.start) || view.is(range.start, WordClass::Time) {
        return false;
    }
    let mut names = false;
    let mut speaks = false;
    for i in range.clone().take(12) {
        let t = view.token(i);
        names |= t.pos == Pos::Propn;
        speaks |= matches!(view.lexicon(i).speaker_kind(t), Some(SpeakerKind::Person | SpeakerKind::Body))
            && t.pos != Pos::Adj;
    }
    let host_speaks =
        host.clone().any(|i| view.pos(i) == Pos::Propn || view.lexicon(i).speaker_kind(view.token(i)).is_some());
    let full_name = |r: &Range<usize>| {
        view.pos(r.end - 1) == Pos::Propn && r.end - r.start >= 2 && view.token(r.end - 1).ent_type.starts_with("PER")
    };
    if full_name(&host) && view.pos(range.start) == Pos::Propn && view.token(range.start).ent_type.starts_with("PER") {
        return false;
    }
    // "Paul Mercier, couvreur": a bare noun behind a person's name is what they do; "Jean Roux, de Montfaucon".
    let person = view.token(host.end - 1).ent_type.starts_with("PER");
    let bare = person && view.pos(range.start) == Pos::Noun;
    let origin = person && range.start > host.end + 1 && is_of(view.lower(range.start - 1));
    host_speaks && (names || speaks || bare || origin || view.lower(range.start).starts_with("ancien"))
}

/// The phrase that ends just before `end`, going left, at most to `limit`.
pub(crate) fn from_right(view: &View, end: usize, limit: usize) -> Option<Range<usize>> {
    if end <= limit {
        return None;
    }
    let mut start = end;
    while start > limit {
        let i = start - 1;
        let lower = view.lower(i);
        let ok = match view.pos(i) {
            Pos::Noun | Pos::Propn | Pos::Det | Pos::Num | Pos::X | Pos::Adj | Pos::Sym => true,
            Pos::Pron => is_pronoun(view, i),
            Pos::Adp => start < end && (is_of(lower) || i > limit && joins_function(view, i)),
            Pos::Cconj => start < end && matches!(lower, "et" | "and"),
            Pos::Punct => matches!(lower, "-" | "(" | ")" | "'"),
            Pos::Part => lower == "'s",
            _ => {
                lower == "-" || (view.lang(i) == Lang::Fr && matches!(lower, "de" | "du" | "des" | "d'") && start < end)
            }
        };
        if !ok || stops(view, i, end) {
            break;
        }
        start = i;
        if is_pronoun(view, i) {
            break;
        }
    }
    while start < end && matches!(view.pos(start), Pos::Adp | Pos::Cconj | Pos::Punct) {
        start += 1;
    }
    (start < end).then_some(start..end)
}

/// "candidat au poste de", "commissariat aux réfugiés", "adjoint à la culture".
fn joins_function(view: &View, i: usize) -> bool {
    matches!(view.lower(i), "au" | "aux" | "à" | "for" | "to")
        && (i.saturating_sub(3)..i).rev().any(|k| {
            view.pos(k) == Pos::Noun
                && matches!(view.lexicon(k).speaker_kind(view.token(k)), Some(SpeakerKind::Person | SpeakerKind::Body))
        })
        && matches!(view.pos(i - 1), Pos::Noun | Pos::Adj)
        && attaches(view, i)
}

/// Something here ends a noun phrase: a verb, a relative pronoun, the addressee, an occasion.
fn stops(view: &View, i: usize, start: usize) -> bool {
    let lower = view.lower(i);
    if matches!(
        lower,
        "qui" | "que" | "qu'" | "dont" | "où" | "lequel" | "laquelle" | "who" | "whom" | "whose" | "which" | "that"
    ) {
        return true;
    }
    i > start && view.is_quote_mark(i)
}

/// A preposition that ties a complement to a function ("ministre à", "professeur en", "adviser to", "spokesman for").
fn attaches(view: &View, i: usize) -> bool {
    let scene = |k: usize| {
        [WordClass::Addressee, WordClass::Occasion, WordClass::Time].iter().any(|c| view.is(k, *c))
            || view.lower(k).chars().all(|c| c.is_ascii_digit())
    };
    if scene(i + 1) || scene(i + 2) && view.is(i + 1, WordClass::Article) {
        return false;
    }
    match view.lower(i) {
        "à" | "au" | "aux" | "auprès" | "chez" | "près" => !matches!(view.pos(i + 1), Pos::Verb | Pos::Pron),
        "en" => !matches!(view.pos(i + 1), Pos::Verb | Pos::Pron | Pos::Aux),
        "pour" => !matches!(view.pos(i + 1), Pos::Verb | Pos::Aux | Pos::Pron),
        "for" | "to" | "at" | "with" | "in" => matches!(view.pos(i + 1), Pos::Det | Pos::Noun | Pos::Propn | Pos::Adj),
        _ => false,
    }
}

fn is_of(lower: &str) -> bool {
    matches!(lower, "de" | "du" | "des" | "d'" | "of")
}

fn after_preposition(view: &View, i: usize) -> bool {
    i > 0
        && (view.pos(i - 1) == Pos::Adp
            || is_of(view.lower(i - 1))
            || matches!(view.lower(i - 1), "et" | "and" | "," | "tous" | "toutes" | "all"))
}

fn capital(view: &View, i: usize) -> bool {
    view.get(i)
        .is_some_and(|t| view.doc.clean[t.clean.start..t.clean.end].chars().next().is_some_and(char::is_uppercase))
}

/// A noun phrase can start here.
pub(crate) fn starts_phrase(view: &View, i: usize) -> bool {
    matches!(view.pos(i), Pos::Det | Pos::Noun | Pos::Propn | Pos::Adj | Pos::Num | Pos::X)
        || capital(view, i)
        || matches!(view.lower(i), "le" | "la" | "l'" | "les" | "un" | "une" | "des" | "du")
        || is_pronoun(view, i)
}

/// "A, B et C": the list goes on after a comma.
fn list_goes_on(view: &View, next: usize, limit: usize) -> bool {
    if !starts_phrase(view, next) {
        return false;
    }
    let mut i = next;
    let mut steps = 0;
    while i < limit && steps < 9 {
        let lower = view.lower(i);
        if matches!(lower, "et" | "and" | "ou" | "or") {
            return i > next
                && starts_phrase(view, i + 1)
                && core(view, i + 1, limit).is_some_and(|c| !view.clause_starts(c.end, limit));
        }
        if matches!(view.pos(i), Pos::Punct | Pos::Verb | Pos::Aux | Pos::Sconj | Pos::Pron)
            && lower != ","
            && lower != "-"
        {
            return false;
        }
        i += 1;
        steps += 1;
    }
    false
}

/// A pronoun that can name a source.
pub(crate) fn is_pronoun(view: &View, i: usize) -> bool {
    view.lexicon(i).classes.holds(WordClass::Pronoun, view.lower(i).trim_start_matches('-'))
        && matches!(view.pos(i), Pos::Pron | Pos::Det | Pos::Noun | Pos::Adv | Pos::Propn | Pos::X | Pos::Adj)
}

impl View<'_> {
    /// A finite verb group starts here: another clause.
    pub(crate) fn clause_starts(&self, i: usize, limit: usize) -> bool {
        let mut at = i;
        while at < limit
            && at < i + 4
            && (self.pos(at) == Pos::Adv
                || matches!(
                    self.lower(at),
                    "n'" | "ne" | "s'" | "se" | "l'" | "le" | "la" | "les" | "y" | "en" | "lui" | "leur"
                ))
        {
            at += 1;
        }
        at < limit && self.is_finite(at)
    }

    fn is_adverb_of_degree(&self, i: usize) -> bool {
        self.is(i, WordClass::Degree)
    }

    fn is_name_token(&self, i: usize) -> bool {
        !self.token(i).ent_type.is_empty() || self.pos(i) == Pos::Propn
    }
}
