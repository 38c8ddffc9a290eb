//! Who stands as subject of a speech verb.

use std::ops::Range;

use recoupe_reading::Pos;

use super::{
    classes::WordClass,
    lexicon::SpeakerKind,
    phrase,
    verb::{Group, Shape},
    view::View,
};

/// The subject before the verb (or tied on behind it), going through relatives, coordination and governing verbs.
pub(crate) fn before(view: &View, group: &Group) -> Option<Range<usize>> {
    let reach = view.reach(group.head);
    if let Some(c) = group.clitic {
        // "le médecin évoque-t-il": the phrase before the verb is the subject.
        let full = phrase::from_right(view, group.tokens.start, reach.start).filter(|s| {
            !phrase::is_pronoun(view, s.start)
                && can_speak(view, s)
                && view.pos(s.start) != Pos::Adp
                && view.closes(s.end - 1).is_none()
        });
        return Some(full.unwrap_or(c..c + 1));
    }
    if let Some(direct) = direct(view, group, &reach) {
        return relative(view, direct, &reach);
    }
    match group.shape {
        Shape::Finite | Shape::Passive => before_aside(view, group, &reach)
            .or_else(|| shared(view, group, &reach))
            .or_else(|| adjacent(view, group, &reach)),
        Shape::Gerund => own_of_gerund(view, group, &reach),
        Shape::Infinitive | Shape::Participle => None,
    }
}

/// The subject that the parse or the words right before the group give.
fn direct(view: &View, group: &Group, reach: &Range<usize>) -> Option<Range<usize>> {
    let first = group.tokens.start;
    // A pronoun right before the group.
    let mut j = first;
    while j > reach.start
        && (view.pos(j - 1) == Pos::Adv
            || matches!(
                view.lower(j - 1),
                "le" | "la" | "l'" | "les" | "lui" | "leur" | "m'" | "me" | "nous" | "vous" | "y" | "en"
            ) && view.pos(j - 1) == Pos::Pron
                && j > reach.start + 1
                && phrase::is_pronoun(view, j - 2))
    {
        j -= 1;
    }
    if j > reach.start {
        let lower = view.lower(j - 1);
        if view.is(j - 1, WordClass::Relative) {
            return Some(j - 1..j);
        }
        if phrase::is_pronoun(view, j - 1)
            && !matches!(lower, "lui" | "moi" | "eux" | "him" | "me" | "us" | "them" | "her")
            && !is_object_clitic(view, j - 1)
        {
            return Some(j - 1..j);
        }
    }
    for v in group.tokens.clone() {
        for &c in &view.children[v] {
            // "le nombre de morts, que l'ONU évaluait à 5 000": the subject inside the relative clause.
            let inner = |&o: &usize| {
                let relative = |k: usize| matches!(view.lower(k), "que" | "qu'" | "which" | "whom");
                o > c && o < first && view.is_subject(o) && (c..o).any(relative)
            };
            let outside = view.children[v].iter().any(inner);
            if c < first
                && c >= reach.start
                && !outside
                && view.is_subject(c)
                && !in_quotation_of_other(view, c, group.head)
            {
                if view.is(c, WordClass::Relative)
                    || view.pos(c) == Pos::Pron && !view.is(c, WordClass::QuantitySubject)
                {
                    if !is_object_clitic(view, c) {
                        return Some(c..c + 1);
                    }
                    continue;
                }
                // "32 villageois tués dans une attaque, l'armée évoque …": the headline's own subject is not the verb's.
                let mut subjects =
                    view.children[v].iter().copied().filter(|&n| n > c && n < first && view.is_subject(n));
                let nearer = subjects.next_back();
                let told = |n: usize| {
                    (c + 1..n).any(|i| view.is_comma(i))
                        && view.children[c].iter().any(|&k| k > c && k < n && view.token(k).has("VerbForm=Part"))
                };
                let subject = nearer.filter(|&n| view.pos(n) != Pos::Pron && told(n)).unwrap_or(c);
                return Some(span_of(view, subject, first, reach));
            }
        }
    }
    None
}

/// "sa famille ne souhaitant pas", "des élèves expliquant": the phrase that stands right before the gerund.
fn own_of_gerund(view: &View, group: &Group, reach: &Range<usize>) -> Option<Range<usize>> {
    let mut end = group.tokens.start;
    while end > reach.start && view.pos(end - 1) == Pos::Pron && is_object_clitic(view, end - 1) {
        end -= 1;
    }
    if end == reach.start || !matches!(view.pos(end - 1), Pos::Noun | Pos::Propn | Pos::Adj | Pos::Pron) {
        return None;
    }
    phrase::from_right(view, end, reach.start).map(|s| speaking_tail(view, s))
}

/// Where the head of a phrase cannot speak, the part behind its last "de" that can: "les raids de l'OTAN, laquelle …".
pub(crate) fn speaking_tail(view: &View, span: Range<usize>) -> Range<usize> {
    if can_speak(view, &span) {
        return span;
    }
    span.clone()
        .filter(|&i| matches!(view.lower(i), "de" | "du" | "des" | "d'" | "of") && i + 1 < span.end)
        .map(|i| i + 1..span.end)
        .find(|tail| can_speak(view, tail))
        .unwrap_or(span)
}

/// A subject phrase around its head noun, up to the verb.
fn span_of(view: &View, head: usize, verb: usize, reach: &Range<usize>) -> Range<usize> {
    let (lo, hi) = view.subtree[head];
    let mut start = lo.max(reach.start);
    let mut end = hi.min(verb).max(head + 1);
    // Leave out connectors and scene-setting before the phrase.
    if let Some(comma) = (start..head).rev().find(|&i| view.lower(i) == ",") {
        let list = view.is_subject(head) && matches!(view.lower(head), "et" | "and");
        let names = (start..comma).any(|i| view.pos(i) == Pos::Propn) && view.pos(head) == Pos::Propn;
        // "Le dernier candidat, Jean Martin, représentant …": the phrase before the comma hosts the apposition.
        let host = phrase::core(view, first_word(view, start, comma), comma).is_some_and(|np| {
            np.end == comma
                && matches!(view.pos(start), Pos::Det | Pos::Noun | Pos::Propn | Pos::Adj)
                && can_speak(view, &np)
                && !view.is(np.start, WordClass::Time)
        });
        if !list && !names && !host {
            start = comma + 1;
        }
    }
    start = past_hyphens(view, start, reach.start);
    // "the French-language agency ANP": the parse may hold only the name.
    if !view.french(start)
        && view.pos(start) == Pos::Propn
        && start > reach.start
        && view.pos(start - 1) == Pos::Noun
        && matches!(
            view.lexicon(start - 1).speaker_kind(view.token(start - 1)),
            Some(SpeakerKind::Person | SpeakerKind::Body)
        )
        && let Some(host) = phrase::from_right(view, start, reach.start)
        && (host.start == reach.start || view.pos(host.start - 1) == Pos::Punct)
    {
        start = host.start;
    }
    while start < head
        && matches!(view.pos(start), Pos::Adv | Pos::Cconj | Pos::Sconj | Pos::Adp | Pos::Punct)
        && !matches!(view.lower(start), "beaucoup" | "ni" | "plus" | "moins" | "tous" | "about")
    {
        start += 1;
    }
    if start > reach.start && view.lower(start - 1) == "ni" {
        start -= 1;
    }
    // "Kyiv, Washington et Séoul", "la Corée du Sud et l'Occident": what the subtree missed on the left.
    for _ in 0..3 {
        if start > reach.start + 1
            && matches!(view.lower(start - 1), "et" | "and")
            && let Some(left) = phrase::from_right(view, start - 1, reach.start)
            && view.pos(left.start) != Pos::Adp
            && can_speak(view, &left)
            && !view.any_finite(left.clone())
        {
            start = left.start;
        } else {
            break;
        }
    }
    start = first_of_list(view, start, end, reach.start);
    // "Le candidat au poste de ministre, Jean Martin": the subtree holds only the name.
    if start > reach.start + 1
        && view.lower(start - 1) == ","
        && view.pos(start) == Pos::Propn
        && let Some(host) = phrase::from_right(view, start - 1, reach.start)
        && kind(view, &host) == Some(SpeakerKind::Person)
        && view.pos(head_of(view, &host)) == Pos::Noun
        && (host.start == reach.start || view.pos(host.start - 1) == Pos::Punct || view.pos(host.start) == Pos::Det)
    {
        start = host.start;
    }
    // A relative clause or a long participle clause at the end is no part of the name.
    let relative = (head + 1..end).find(|&i| {
        view.is(i, WordClass::Relative)
            || view.is(i, WordClass::CitingParticiple)
            || matches!(view.lower(i), "dont" | "où" | "whose" | "whom")
    });
    if let Some(r) = relative {
        end = r;
    }
    // Coordinated and appositive material up to the verb that the subtree missed.
    if let Some(wider) = phrase::from_left(view, start, verb)
        && wider.end > end
    {
        end = wider.end;
    }
    trim(view, start..end)
}

/// "Madrid, Lisbonne et Rabat": of names in a row the parse may hold only the last two.
fn first_of_list(view: &View, mut start: usize, end: usize, floor: usize) -> usize {
    let name = |i: usize| view.pos(i) == Pos::Propn;
    if !name(start) || !(start + 1..end).any(|i| matches!(view.lower(i), "et" | "and")) {
        return start;
    }
    while start >= floor + 2 && view.lower(start - 1) == "," && name(start - 2) {
        let mut first = start - 2;
        while first > floor && name(first - 1) {
            first -= 1;
        }
        // "À Lyon, Paris et Lille …": where it is, not who.
        let open = first == floor || matches!(view.pos(first - 1), Pos::Punct | Pos::Cconj);
        if !open {
            break;
        }
        start = first;
    }
    start
}

/// "l'état-major": of a word with hyphens the parse may hold only the last part.
fn past_hyphens(view: &View, mut start: usize, floor: usize) -> usize {
    let glued = |i: usize| view.token(i - 1).clean.end == view.token(i).clean.start;
    while start >= floor + 2 && view.lower(start - 1) == "-" && glued(start) && glued(start - 1) {
        start -= 2;
        if start > floor && view.pos(start - 1) == Pos::Det {
            start -= 1;
        }
    }
    start
}

/// "X, qui a déclaré": the antecedent.
fn relative(view: &View, subject: Range<usize>, reach: &Range<usize>) -> Option<Range<usize>> {
    if subject.len() != 1 || !view.is(subject.start, WordClass::Relative) {
        return Some(subject);
    }
    let q = subject.start;
    let mut end = q;
    while end > reach.start && (view.is_comma(end - 1) || matches!(view.lower(end - 1), "et" | "and" | "mais" | "but"))
    {
        end -= 1;
    }
    if end == reach.start {
        return None;
    }
    // The parse's antecedent, if it lies before; else the phrase that ends here.
    let verb_head = antecedent_by_parse(view, q);
    let by_words = phrase::from_right(view, end, reach.start);
    // "un rescapé, sous couvert d'anonymat, qui dit": how one speaks is nobody.
    if let Some(words) = &by_words
        && words.clone().any(|i| matches!(view.lower(i), "anonymat" | "anonymity"))
        && let Some(preposition) = words.start.checked_sub(1).filter(|&p| p > reach.start)
    {
        let floor = if view.is_comma(preposition - 1) { preposition - 1 } else { preposition };
        return phrase::from_right(view, floor, reach.start).map(|words| speaking_tail(view, words));
    }
    match (verb_head, by_words) {
        (Some(h), _)
            if h < q
                && h >= reach.start
                && (view.pos(h) == Pos::Noun || view.pos(h) == Pos::Propn || phrase::is_pronoun(view, h)) =>
        {
            if phrase::is_pronoun(view, h) {
                return Some(h..h + 1);
            }
            let mut span = span_of(view, h, end, reach);
            span.end = span.end.max(h + 1).min(end);
            Some(trim(view, span))
        }
        (_, Some(words)) => Some(speaking_tail(view, words)),
        (_, None) => phrase::is_pronoun(view, end - 1).then_some(end - 1..end),
    }
}

fn antecedent_by_parse(view: &View, pronoun: usize) -> Option<usize> {
    let verb = view.token(pronoun).head;
    (verb < view.len() && matches!(view.dep(verb), "acl:relcl" | "relcl" | "acl")).then(|| view.token(verb).head)
}

/// Subject of a coordinated verb: that of the verb it is coordinated with.
fn shared(view: &View, group: &Group, reach: &Range<usize>) -> Option<Range<usize>> {
    let coordinated = {
        let before = group.tokens.start.checked_sub(1)?;
        before >= reach.start
            && (matches!(view.lower(before), "et" | "ou" | "mais" | "and" | "but" | "puis" | "or")
                || view.is_comma(before)
                || view.pos(before) == Pos::Adv)
    };
    if !coordinated {
        return None;
    }
    let mut v = group.head;
    for _ in 0..6 {
        if !matches!(view.dep(v), "conj" | "dep" | "parataxis" | "advcl" | "xcomp" | "acl") {
            break;
        }
        let head = view.token(v).head;
        if head == v || head >= view.len() {
            break;
        }
        v = head;
        if v < group.tokens.start
            && let Some(s) = subject_of(view, v, reach)
        {
            return Some(s);
        }
    }
    // By words: the nearest finite verb before with a subject of its own.
    (reach.start..group.tokens.start)
        .rev()
        .filter(|&i| view.is_finite(i))
        .find_map(|i| subject_of(view, verb_of(view, i), reach))
}

/// The lexical verb of an auxiliary.
pub(crate) fn verb_of(view: &View, i: usize) -> usize {
    let t = view.token(i);
    if (t.dep.starts_with("aux") || t.dep == "cop") && t.head < view.len() { t.head } else { i }
}

/// The subject of any verb, as the parse has it.
pub(crate) fn subject_of(view: &View, verb: usize, reach: &Range<usize>) -> Option<Range<usize>> {
    let c = view.children[verb]
        .iter()
        .copied()
        .find(|&c| view.is_subject(c) && reach.contains(&c) && !matches!(view.lower(c), "-t"))?;
    if view.pos(c) == Pos::Pron {
        return relative(view, c..c + 1, reach);
    }
    let stop = view.subtree[c].1.max(c + 1);
    let limit = if c < verb { verb.min(stop.max(c + 1)) } else { stop };
    Some(span_of(view, c, limit, reach))
}

/// "Kiev, de son côté, n'en a signalé que 12": the phrase before an aside that sets one speaker against another.
fn before_aside(view: &View, group: &Group, reach: &Range<usize>) -> Option<Range<usize>> {
    const ASIDE: usize = 6;
    let close = group.tokens.start.checked_sub(1).filter(|&k| k > reach.start && view.lower(k) == ",")?;
    let open = (reach.start + 1..close).rev().take(ASIDE).find(|&k| view.lower(k) == ",")?;
    if !super::verb::is_aside(view, open + 1, close) {
        return None;
    }
    phrase::from_right(view, open, reach.start).filter(|s| can_speak(view, s) && view.pos(s.start) != Pos::Adp)
}

/// The phrase right before the group, when nothing else is known.
fn adjacent(view: &View, group: &Group, reach: &Range<usize>) -> Option<Range<usize>> {
    let mut end = group.tokens.start;
    while end > reach.start && (view.pos(end - 1) == Pos::Adv || matches!(view.lower(end - 1), "lui" | "leur")) {
        end -= 1;
    }
    // "La police en compte 30", taken for a noun or an adjective behind a preposition.
    if end > reach.start && view.lower(end - 1) == "en" && matches!(view.pos(end - 1), Pos::Adp | Pos::Pron | Pos::Adv)
    {
        end -= 1;
    }
    // "X, à Genève, a déclaré"
    if end > reach.start && view.lower(end - 1) == "," {
        let open = (reach.start..end - 1).rev().take(12).find(|&i| view.lower(i) == ",");
        end = match open {
            Some(open) if !view.any_finite(open..end) => open,
            _ => end - 1,
        };
    }
    let span = phrase::from_right(view, end, reach.start)?;
    let start = first_of_list(view, span.start, span.end, reach.start);
    (view.pos(span.start) != Pos::Adp).then(|| trim(view, start..span.end))
}

/// The subject that a gerund, participle or infinitive shares with the verb before it.
pub(crate) fn controller(view: &View, group: &Group) -> Option<Range<usize>> {
    let reach = view.reach(group.head);
    let mut v = group.head;
    for _ in 0..6 {
        let head = view.token(v).head;
        if head == v || head >= view.len() || !reach.contains(&head) {
            break;
        }
        v = head;
        if let Some(s) = subject_of(view, v, &reach) {
            return Some(s);
        }
    }
    (reach.start..group.tokens.start)
        .rev()
        .filter(|&i| view.is_finite(i))
        .find_map(|i| subject_of(view, verb_of(view, i), &reach))
        .or_else(|| {
            (group.tokens.end..reach.end)
                .filter(|&i| view.is_finite(i) && view.level[i] == view.level[group.head])
                .find_map(|i| subject_of(view, verb_of(view, i), &reach))
        })
}

/// Where "on" speaks: "À la préfecture, on évoque …", "Du côté des organisateurs, on annonce …", "…, dit-on à la mairie".
pub(crate) fn collective(view: &View, source: &Range<usize>) -> Option<Range<usize>> {
    if source.len() != 1 || view.lower(source.start).trim_start_matches('-') != "on" {
        return None;
    }
    let reach = view.reach(source.start);
    let scene = |from: usize, limit: usize| {
        let words = ["du côté de", "du côté des", "du côté du", "à", "au", "aux", "chez", "dans"];
        let start = words.iter().find_map(|w| {
            let all: Vec<&str> = w.split(' ').collect();
            all.iter().enumerate().all(|(k, w)| view.lower(from + k) == *w).then_some(from + all.len())
        })?;
        let np = phrase::from_left(view, start, limit)?;
        // A body or people, not a place: "À Lyon, on attend …" is nobody's.
        let head = head_of(view, &np);
        let known = view.lexicon(head).speaker_kind(view.token(head));
        (matches!(known, Some(SpeakerKind::Person | SpeakerKind::Body)) || view.token(head).ent_type == "ORG")
            .then_some(np)
    };
    let front = scene(reach.start, source.start).filter(|np| np.end + 1 == source.start && view.is_comma(np.end));
    front.or_else(|| scene(source.end, reach.end))
}

/// The agent of a passive: "par X", "by X".
pub(crate) fn agent(view: &View, from: usize, limit: usize) -> Option<Range<usize>> {
    let by = (from..limit.min(from + 14))
        .take_while(|&i| !view.is_finite(i) && !view.is_final(i) && view.lower(i) != ":")
        .find(|&i| matches!(view.lower(i), "par" | "by"))?;
    let span = phrase::from_left(view, by + 1, limit)?;
    can_speak(view, &span).then_some(span)
}

/// Somebody or something that can be the source of a statement: a pronoun for a person, a name, or a noun of the list.
pub(crate) fn can_speak(view: &View, span: &Range<usize>) -> bool {
    kind(view, span).is_some_and(|k| k != SpeakerKind::Thing)
}

/// "ce dernier", "cette dernière", "the latter".
pub(crate) fn is_latter(view: &View, span: &Range<usize>) -> bool {
    span.len() == 2
        && matches!(view.lower(span.start), "ce" | "cette" | "ces" | "the")
        && matches!(view.lower(span.start + 1), "dernier" | "dernière" | "derniers" | "dernières" | "latter")
}

/// What a phrase names as far as it can speak.
pub(crate) fn kind(view: &View, span: &Range<usize>) -> Option<SpeakerKind> {
    if span.is_empty() {
        return None;
    }
    if is_latter(view, span) {
        return Some(SpeakerKind::Person);
    }
    if span.len() == 1 && phrase::is_pronoun(view, span.start) {
        return (!matches!(view.lower(span.start), "ça" | "cela" | "ceci")).then_some(SpeakerKind::Person);
    }
    let head = head_of(view, span);
    if let Some(kind) = view.lexicon(head).speaker_kind(view.token(head)) {
        return Some(kind);
    }
    if view.pos(head) == Pos::Propn || !view.token(head).ent_type.is_empty() {
        return Some(SpeakerKind::Body);
    }
    // "l'autre", "les Occidentaux", "les Sud-coréens": a nominalised people; "Me Schneider".
    let first = view.doc.text_of(head).chars().next();
    if first.is_some_and(char::is_uppercase) && head > view.sentence(head).start {
        return Some(SpeakerKind::Body);
    }
    span.clone().take(6).find_map(|i| match view.pos(i) {
        Pos::Propn if view.token(i).ent_type == "PER" || view.token(i).ent_type == "PERSON" => {
            Some(SpeakerKind::Person)
        }
        _ => None,
    })
}

/// The head noun of a phrase: the first noun or name that is not inside a "de" phrase.
pub(crate) fn head_of(view: &View, span: &Range<usize>) -> usize {
    let mut nouns =
        span.clone().filter(|&i| matches!(view.pos(i), Pos::Noun | Pos::Propn) || phrase::is_pronoun(view, i));
    match nouns.next() {
        Some(first) if view.is(first, WordClass::QuantityNoun) => nouns.next().unwrap_or(first),
        Some(first) => {
            // English compounds: the last noun before "of" is the head.
            if !view.french(first) {
                let mut h = first;
                let noun = |i: usize| matches!(view.pos(i), Pos::Noun | Pos::Propn);
                loop {
                    while h + 1 < span.end && noun(h + 1) {
                        h += 1;
                    }
                    // "Tuesday's quake", "the union's regional leader"
                    let owned = (matches!(view.lower(h + 1), "'s" | "'"))
                        .then(|| {
                            (h + 2..span.end.min(h + 6))
                                .take_while(|&i| noun(i) || view.pos(i) == Pos::Adj)
                                .find(|&i| noun(i))
                        })
                        .flatten();
                    match owned {
                        Some(next) => h = next,
                        None => return h,
                    }
                }
            }
            first
        }
        None => span.clone().find(|&i| view.pos(i) != Pos::Det).unwrap_or(span.start),
    }
}

/// The first word of a range behind connectors.
fn first_word(view: &View, start: usize, end: usize) -> usize {
    (start..end).find(|&i| !matches!(view.pos(i), Pos::Cconj | Pos::Adv | Pos::Punct)).unwrap_or(start)
}

fn is_object_clitic(view: &View, i: usize) -> bool {
    matches!(
        view.lower(i),
        "le" | "la" | "l'" | "les" | "me" | "m'" | "te" | "t'" | "se" | "s'" | "y" | "en" | "lui" | "leur"
    ) || matches!(view.lower(i), "nous" | "vous")
        && matches!(view.dep(i), "obj" | "iobj" | "expl:comp" | "expl:pass")
        && i > 0
        && (view.pos(i - 1) == Pos::Pron || view.is(i - 1, WordClass::Relative))
}

/// Inside a quotation in which the verb is not.
fn in_quotation_of_other(view: &View, i: usize, verb: usize) -> bool {
    view.level[i].is_some() && view.level[i] != view.level[verb]
}

fn trim(view: &View, mut span: Range<usize>) -> Range<usize> {
    while span.end > span.start + 1
        && (matches!(view.pos(span.end - 1), Pos::Punct | Pos::Adp | Pos::Cconj | Pos::Det | Pos::Adv | Pos::Sconj)
            && view.lower(span.end - 1) != ")"
            && view.closes(span.end - 1).is_none())
    {
        span.end -= 1;
    }
    while span.start + 1 < span.end && view.pos(span.start) == Pos::Punct && view.lower(span.start) != "(" {
        span.start += 1;
    }
    span
}
