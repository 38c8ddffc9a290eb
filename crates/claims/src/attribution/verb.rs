//! Verb groups that attribute: the verb with its auxiliaries, negation, modal and the adverbs between.

use std::ops::Range;

use recoupe_reading::Pos;
use smol_str::SmolStr;

use super::{
    classes::WordClass,
    conjugation::Inflection,
    content,
    lexicon::{Class, Cue, Frames, Phrase},
    view::View,
};

/// A verb group that can attribute something.
#[derive(Debug, Clone)]
pub(crate) struct Group {
    /// The verb that names the speech act.
    pub(crate) head: usize,
    /// From the first auxiliary or negation to the last word of the phrase ("a fait état", "n'a pas confirmé").
    pub(crate) tokens: Range<usize>,
    /// A subject pronoun tied on behind ("a-t-il poursuivi", "dit-elle").
    pub(crate) clitic: Option<usize>,
    pub(crate) cue: Cue,
    pub(crate) shape: Shape,
    pub(crate) negated: bool,
    /// In the conditional of hearsay, or told as hearsay itself ("aurait déclaré").
    pub(crate) lemma: SmolStr,
    /// "s'attend", "se réjouit".
    pub(crate) reflexive: bool,
    /// The words behind the verb belong to a phrase of the list ("faire état de").
    pub(crate) phrasal: bool,
}

/// Mood of the group, as far as subjects and contents depend on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Has a finite verb.
    Finite,
    /// Passive with a finite auxiliary ("a été rapporté", "is believed").
    Passive,
    /// "ajoutant", "saying".
    Gerund,
    /// Infinitive, with or without a governing verb.
    Infinitive,
    /// A participle without auxiliary ("donné vainqueur par", "persuadé que").
    Participle,
}

/// The verb group whose speech verb stands at `head`, if there is one.
pub(crate) fn group_at(view: &View, head: usize) -> Option<Group> {
    let t = view.token(head);
    let lexicon = view.lexicon(head);
    let readings = lexicon.readings(&t.lower);
    if readings.is_empty() || is_not_a_verb(view, head) {
        return None;
    }
    // Verbs of the list come before verbs that only head phrases; among them the pipeline's lemma decides.
    let mut best: Option<Group> = None;
    let mut ordered: Vec<&(SmolStr, Inflection)> = readings.iter().collect();
    ordered.sort_by_key(|(lemma, _)| lemma.as_str() != t.lemma.as_str());
    for (lemma, inflection) in ordered {
        let phrase = phrase_at(view, head, lexicon.phrases.get(lemma).map_or(&[], Vec::as_slice));
        let (cue, end, phrasal) = match (phrase, lexicon.verbs.get(lemma)) {
            (Some((p, end)), _) => (p.cue, end, true),
            (None, Some(cue)) => (*cue, head + 1, false),
            (None, None) => continue,
        };
        let Some(mut group) = assemble(view, head, end, lemma, *inflection, cue, phrasal) else { continue };
        // "se dit favorable à": a frame of its own for the reflexive verb.
        if group.reflexive
            && !phrasal
            && let Some(own) = lexicon.phrases.get(lemma).and_then(|list| list.iter().find(|p| p.rest.is_empty()))
        {
            group.cue = own.cue;
        }
        let key = |g: &Group| (g.phrasal, g.tokens.len(), rank(g.shape));
        let better = best.as_ref().is_none_or(|b| key(&group) > key(b));
        if better {
            best = Some(group);
        }
    }
    best
}

fn rank(shape: Shape) -> u8 {
    match shape {
        Shape::Finite => 4,
        Shape::Passive => 3,
        Shape::Gerund => 2,
        Shape::Infinitive => 1,
        Shape::Participle => 0,
    }
}

/// "n'en compte (plus) que 24"
fn only(word: &str) -> bool {
    matches!(word, "plus" | "que" | "qu'")
}

/// Nouns, adjectives and names that look like verb forms.
fn is_not_a_verb(view: &View, i: usize) -> bool {
    let t = view.token(i);
    // "les qualifiant de", "l'accusant d'avoir": a gerund behind its object.
    if t.lower.ends_with("ant")
        && matches!(view.lower(i + 1), "de" | "d'" | "d" | "que" | "qu'" | "comme")
        && matches!(view.lower(i.wrapping_sub(1)), "les" | "le" | "la" | "l'" | "," | "en")
        && matches!(view.lower(i.wrapping_sub(2)), "," | "en" | "et" | "tout")
    {
        return false;
    }
    let before = if i > 0 && view.token(i - 1).sentence == t.sentence { view.get(i - 1) } else { None };
    let after_article = before.is_some_and(|b| {
        (b.pos == Pos::Det && !matches!(b.lower.as_str(), "l'" | "le" | "la" | "les"))
            || matches!(
                b.lower.as_str(),
                "le" | "la"
                    | "les"
                    | "l'"
                    | "the"
                    | "a"
                    | "an"
                    | "un"
                    | "une"
                    | "des"
                    | "du"
                    | "sa"
                    | "son"
                    | "ses"
                    | "leur"
                    | "leurs"
                    | "cette"
                    | "ce"
                    | "its"
                    | "his"
                    | "her"
                    | "their"
                    | "this"
            ) && b.pos != Pos::Pron
    });
    // "Moscow's claim", not "who's claiming".
    if t.pos == Pos::Noun && before.is_some_and(|b| b.lower == "'s" && b.pos != Pos::Aux) {
        return true;
    }
    match t.pos {
        Pos::Verb | Pos::Aux => {
            after_article
                && !t.has("VerbForm=Fin")
                && t.tag != "VBD"
                && !t.lower.ends_with("ant")
                && before.is_some_and(|b| b.pos == Pos::Det)
        }
        // "La direction en dénombre 120"
        Pos::Noun
            if before.is_some_and(|b| b.lower == "en")
                && super::counting::counts(view, (i + 1..i + 3).find(|&k| !only(view.lower(k))).unwrap_or(i + 3)) =>
        {
            false
        }
        Pos::Noun | Pos::Propn => {
            after_article
                || before.is_some_and(|b| matches!(b.pos, Pos::Adp | Pos::Adj | Pos::Num | Pos::Det))
                || t.pos == Pos::Propn && before.is_some_and(|b| b.pos == Pos::Propn)
        }
        Pos::Adj | Pos::Adv | Pos::X | Pos::None | Pos::Pron => after_article,
        Pos::Adp | Pos::Sconj | Pos::Cconj | Pos::Det | Pos::Punct | Pos::Num | Pos::Part => true,
        _ => false,
    }
}

/// The longest phrase of the list whose words follow the verb, adverbs between skipped; gives the token after it.
fn phrase_at<'a>(view: &View, head: usize, phrases: &'a [Phrase]) -> Option<(&'a Phrase, usize)> {
    phrases.iter().filter(|p| !p.rest.is_empty()).find_map(|p| {
        let mut at = head + 1;
        let mut inner_end = None;
        for (k, word) in p.rest.iter().enumerate() {
            let mut skipped = 0;
            while !same_word(view.lower(at), word) && skipped < 3 && k == 0 && skippable(view, at) {
                at += 1;
                skipped += 1;
            }
            // "avait fait état dimanche de": when it was said may stand before the last word.
            if k + 1 == p.rest.len()
                && is_governing(word)
                && matches!(view.pos(at), Pos::Noun | Pos::Det | Pos::Propn)
                && view.french(head)
                && !same_word(view.lower(at), word)
            {
                inner_end = Some(at);
                at = content::time_phrase(view, at, at + TIME).unwrap_or(at);
            }
            if !same_word(view.lower(at), word) {
                return None;
            }
            at += 1;
        }
        // A closing "de", "à", "sur" belongs to what follows, not to the cue.
        let governed = p.rest.last().is_some_and(|last| is_governing(last));
        let end = if governed && view.french(head) { at - 1 } else { at };
        Some((p, inner_end.unwrap_or(end)))
    })
}

/// How long a phrase of time inside a cue may be, in tokens.
const TIME: usize = 6;

/// A word that ties what is said to the cue.
fn is_governing(word: &str) -> bool {
    matches!(
        word,
        "de" | "d'" | "des" | "du" | "à" | "au" | "aux" | "sur" | "que" | "to" | "of" | "for" | "on" | "about"
    )
}

/// Equal, or inflected: "convaincu" for "convaincus", "persuadées".
fn same_word(form: &str, word: &str) -> bool {
    form == word
        || word.ends_with(['u', 'é', 'r', 'n', 't'])
            && word.len() > 4
            && form.strip_prefix(word).is_some_and(|e| matches!(e, "e" | "s" | "es" | "e's"))
}

fn skippable(view: &View, i: usize) -> bool {
    matches!(view.pos(i), Pos::Adv | Pos::Part)
        || view.lower(i).starts_with('-')
        || matches!(view.lower(i), "tous" | "toutes" | "été")
}

fn assemble(
    view: &View,
    head: usize,
    end: usize,
    lemma: &SmolStr,
    inflection: Inflection,
    mut cue: Cue,
    phrasal: bool,
) -> Option<Group> {
    let french = view.french(head);
    let floor = view.reach(head).start;
    let mut first = head;
    let mut shape = match inflection {
        Inflection::Finite => Shape::Finite,
        Inflection::Infinitive => Shape::Infinitive,
        Inflection::Gerund => Shape::Gerund,
        Inflection::Participle => Shape::Participle,
        Inflection::PastOrParticiple => {
            let t = view.token(head);
            // A participle by its tag that has a subject of its own is a past tense.
            let own = view.children[head].iter().any(|&c| c < head && view.dep(c) == "nsubj");
            if (t.tag == "VBN" && !own) || t.tag == "JJ" { Shape::Participle } else { Shape::Finite }
        }
    };
    let mut clitic = None;
    let mut reflexive = false;
    let mut negated = false;
    // Auxiliaries to the left.
    let auxiliary = matches!(
        inflection,
        Inflection::Participle | Inflection::PastOrParticiple | Inflection::Infinitive | Inflection::Gerund
    )
    .then(|| auxiliary_left(view, head, floor))
    .flatten();
    match (inflection, auxiliary) {
        (Inflection::Participle | Inflection::PastOrParticiple, Some(aux)) => {
            first = aux.first;
            shape = aux.shape;
            clitic = aux.clitic;
        }
        (Inflection::Infinitive | Inflection::Gerund, Some(aux)) if !french => {
            first = aux.first;
            shape = aux.shape;
        }
        _ => {}
    }
    if matches!(shape, Shape::Infinitive)
        && french
        && let Some(aux) = governor_left(view, head, floor)
    {
        first = aux.first;
        shape = aux.shape;
        clitic = aux.clitic;
    }
    // "ne", reflexive and object pronouns before the first verb.
    let mut at = first;
    while at > floor {
        let lower = view.lower(at - 1);
        if matches!(lower, "n'" | "ne") {
            first = at - 1;
            negated = true;
        } else if matches!(lower, "s'" | "se")
            || matches!(lower, "me" | "m'" | "nous" | "te" | "t'" | "vous")
                && at > floor + 1
                && same_person(view.lower(at - 2), lower)
        {
            reflexive = true;
            first = at - 1;
        } else if !(french
            && matches!(
                lower,
                "le" | "la" | "l'" | "les" | "lui" | "leur" | "y" | "en" | "m'" | "me" | "t'" | "te" | "nous" | "vous"
            )
            && view.pos(at - 1) != Pos::Det)
        {
            break;
        }
        at -= 1;
    }
    // Negation inside or behind.
    negated |= (first..end + 3).any(|i| matches!(view.lower(i), "n't" | "not" | "never"))
        && !french
        && (first..end + 1).any(|i| matches!(view.lower(i), "n't" | "not" | "never"));
    if french && !negated && (first..head).any(|i| matches!(view.lower(i), "n'" | "ne")) {
        negated = true;
    }
    let mut last = end;
    // "would neither confirm nor deny"
    if !french && first < head && view.lower(head - 1) == "neither" && view.lower(head + 1) == "nor" {
        negated = true;
        last = head + 3;
    }
    if french && negated && last == head + 1 {
        // "ne confirme pas", "n'a confirmé ni démenti"
        while last < view.len() && matches!(view.lower(last), "pas" | "jamais" | "plus" | "point" | "ni" | "guère") {
            last += 1;
            if view.lower(last - 1) == "ni" && view.pos(last) == Pos::Verb {
                last += 1;
            }
        }
    }
    if clitic.is_none() && matches!(shape, Shape::Finite) {
        clitic = clitic_after(view, head);
    }
    if cue.frames.reflexive && !reflexive && !(shape == Shape::Participle) {
        let only_reflexive = view.lexicon(head).classes.holds(WordClass::ReflexiveOnly, lemma) || phrasal;
        if only_reflexive {
            // "attendaient 75 millions": what is left of "s'attendre à" is the number.
            cue.frames.count?;
            cue.frames = Frames { count: cue.frames.count, ..Frames::default() };
        }
    }
    if shape == Shape::Participle && french && view.pos(head) == Pos::Noun {
        return None;
    }
    Some(Group {
        head,
        tokens: first..last.max(head + 1),
        clitic,
        cue,
        shape,
        negated,
        lemma: lemma.clone(),
        reflexive,
        phrasal,
    })
}

/// "je me", "nous nous": subject and object pronoun are one person.
fn same_person(subject: &str, object: &str) -> bool {
    matches!((subject, object), ("je" | "j'", "me" | "m'") | ("tu", "te" | "t'") | ("nous", "nous") | ("vous", "vous"))
}

struct Auxiliary {
    first: usize,
    shape: Shape,
    clitic: Option<usize>,
}

/// The auxiliary chain to the left of a participle: "a", "a-t-il", "avait sans cesse", "a été", "has been".
fn auxiliary_left(view: &View, head: usize, floor: usize) -> Option<Auxiliary> {
    let french = view.french(head);
    let mut at = head;
    let mut steps = 0;
    let mut found: Option<usize> = None;
    let mut clitic = None;
    let (mut be, mut have, mut been, mut modal) = (false, false, false, false);
    while at > floor && steps < 9 {
        let i = at - 1;
        let lower = view.lower(i);
        let is_aux = if french {
            matches!(lower, "été") || is_form_of(lower, FRENCH_AUXILIARIES)
        } else {
            is_form_of(lower, ENGLISH_AUXILIARIES)
        };
        if is_aux && !(french && view.pos(i) == Pos::Noun) {
            been |= matches!(lower, "été" | "been" | "being");
            be |= if french { is_form_of(lower, FRENCH_BE) } else { is_form_of(lower, ENGLISH_BE) };
            have |=
                if french { is_form_of(lower, FRENCH_HAVE) } else { matches!(lower, "have" | "has" | "had" | "'ve") };
            modal |= !french
                && !matches!(lower, "have" | "has" | "had" | "'ve")
                && !is_form_of(lower, ENGLISH_BE)
                && !matches!(lower, "been" | "being" | "be");
            found = Some(i);
            at = i;
            if french && lower != "été" {
                break;
            }
            continue;
        }
        let between = matches!(view.pos(i), Pos::Adv | Pos::Part)
            || matches!(
                lower,
                "pas" | "jamais" | "également" | "aussi" | "toutefois" | "encore" | "ni" | "n't" | "not" | "neither"
            )
            || matches!(lower, "to") && !french
            || lower.starts_with('-')
            || (lower == "-" || lower == "t" || matches!(lower, "il" | "elle" | "ils" | "elles" | "on"))
                && at > floor + 1
                && view.lower(i - 1).starts_with('-')
            || found.is_none() && french && short_adverbial(view, i, head, floor);
        // "a, elle, dénombré", "a, pour sa part, évoqué"
        if !between
            && lower == ","
            && french
            && found.is_none()
            && let Some(open) = (floor + 1..i).rev().take(5).find(|&k| view.lower(k) == ",")
            && is_form_of(view.lower(open - 1), FRENCH_AUXILIARIES)
            && is_aside(view, open + 1, i)
        {
            at = open;
            steps += 1;
            continue;
        }
        if !between {
            break;
        }
        if matches!(lower.trim_start_matches('-'), "il" | "elle" | "ils" | "elles" | "on" | "je" | "nous" | "vous") {
            clitic = Some(i);
        }
        at = i;
        steps += 1;
    }
    let first = found?;
    let finite = if french {
        view.lower(first) != "été"
            && view.lower(first) != "avoir"
            && view.lower(first) != "ayant"
            && view.lower(first) != "être"
            && view.lower(first) != "étant"
    } else {
        // "police have confirmed": an infinitive only where the model says so.
        !matches!(view.lower(first), "having" | "being" | "be" | "have") || modal || view.is_finite(first)
    };
    let to_infinitive = !french && first > floor && view.lower(first - 1) == "to";
    let passive = if french { been || be && !have } else { be || been };
    let shape = match (finite && !to_infinitive, passive) {
        (true, true) => Shape::Passive,
        (true, false) => Shape::Finite,
        (false, _) if matches!(view.lower(first), "ayant" | "having" | "étant" | "being") => Shape::Gerund,
        (false, _) => Shape::Infinitive,
    };
    // French reflexive verbs take être: "s'est engagé" is no passive.
    let reflexive = french && first > floor && matches!(view.lower(first - 1), "s'" | "se" | "me" | "m'" | "nous");
    let shape = if shape == Shape::Passive && reflexive { Shape::Finite } else { shape };
    // English progressive: "is saying" is active.
    let shape =
        if !french && shape == Shape::Passive && view.lower(head).ends_with("ing") { Shape::Finite } else { shape };
    Some(Auxiliary { first, shape, clitic })
}

/// Between two commas: "elle", "pour sa part", "de son côté", "quant à lui".
pub(crate) fn is_aside(view: &View, start: usize, end: usize) -> bool {
    let pronoun = end == start + 1 && matches!(view.lower(start), "lui" | "elle" | "eux" | "elles");
    let connector =
        || view.lexicon(start).connectors.iter().any(|c| c.len() == end - start && view.matches_at(start, c));
    start < end && (pronoun || connector())
}

/// "jusqu'à présent", "à chaque fois", "sans cesse", "à plusieurs reprises" between auxiliary and participle.
fn short_adverbial(view: &View, i: usize, head: usize, floor: usize) -> bool {
    if head - i > 5 || matches!(view.pos(i), Pos::Punct | Pos::Verb | Pos::Pron | Pos::Propn | Pos::Sconj | Pos::Cconj)
    {
        return false;
    }
    // Only where an auxiliary stands right before the adverbial.
    (floor..i).rev().take(6).find(|&k| is_form_of(view.lower(k), FRENCH_AUXILIARIES)).is_some_and(|k| {
        (k + 1..head).all(|j| matches!(view.pos(j), Pos::Adp | Pos::Det | Pos::Noun | Pos::Adv | Pos::Adj | Pos::Num))
            && (k + 1..head).any(|j| matches!(view.pos(j), Pos::Adp | Pos::Adv))
    })
}

/// The verb that governs an infinitive as one cue: "devaient savoir", "a tenu à rappeler", "tient à souligner".
fn governor_left(view: &View, head: usize, floor: usize) -> Option<Auxiliary> {
    let mut at = head;
    while at > floor
        && (matches!(view.pos(at - 1), Pos::Adv)
            || (view.is(at - 1, WordClass::Clitic) || matches!(view.lower(at - 1), "à" | "d'" | "de" | "ne" | "pas"))
                && view.pos(at - 1) != Pos::Noun)
    {
        at -= 1;
        if head - at > 4 {
            return None;
        }
    }
    let i = at.checked_sub(1)?;
    if i < floor || !MODALS.iter().any(|m| view.lower(i).starts_with(m)) || !matches!(view.pos(i), Pos::Verb | Pos::Aux)
    {
        return None;
    }
    let t = view.token(i);
    if t.has("VerbForm=Part") {
        let aux = auxiliary_left(view, i, floor)?;
        return Some(Auxiliary { shape: if aux.shape == Shape::Passive { Shape::Finite } else { aux.shape }, ..aux });
    }
    let clitic = clitic_after(view, i);
    Some(Auxiliary { first: i, shape: if t.has("VerbForm=Inf") { Shape::Infinitive } else { Shape::Finite }, clitic })
}

/// Stems of verbs that stand before an infinitive of saying without changing who speaks.
const MODALS: &[&str] = &[
    "dev", "doi", "doiv", "peu", "pouv", "pu", "pourr", "veu", "voul", "voudr", "tien", "ten", "tin", "souhait",
    "semble", "sembl", "vien", "ven", "va", "all", "vont", "continue", "commenc", "fini", "cess", "entend", "aim",
    "ose", "préfèr", "préfér",
];

fn clitic_after(view: &View, verb: usize) -> Option<usize> {
    for i in verb + 1..verb + 5 {
        let lower = view.lower(i);
        let bare = lower.trim_start_matches('-');
        if matches!(bare, "il" | "elle" | "ils" | "elles" | "on" | "je" | "nous" | "vous") {
            let tied = lower.starts_with('-')
                || i > verb + 1 && (view.lower(i - 1) == "-" || view.lower(i - 1).starts_with("-t"));
            return tied.then_some(i);
        }
        if !matches!(lower, "-" | "-t" | "t" | "-t-") && !lower.ends_with("-t") {
            return None;
        }
    }
    None
}

fn is_form_of(lower: &str, forms: &[&str]) -> bool {
    forms.contains(&lower)
}

const FRENCH_HAVE: &[&str] = &[
    "a", "ai", "as", "ont", "avons", "avez", "avait", "avais", "avaient", "avions", "aviez", "aura", "aurai", "auront",
    "aurons", "aurait", "aurais", "auraient", "eut", "eurent", "ait", "aient", "avoir", "ayant", "aie",
];
const FRENCH_BE: &[&str] = &[
    "est", "suis", "es", "sont", "sommes", "êtes", "était", "étais", "étaient", "étions", "sera", "serai", "seront",
    "serait", "seraient", "serais", "fut", "furent", "soit", "soient", "être", "étant",
];
const FRENCH_AUXILIARIES: &[&str] = &[
    "a", "ai", "as", "ont", "avons", "avez", "avait", "avais", "avaient", "avions", "aviez", "aura", "aurai", "auront",
    "aurons", "aurait", "aurais", "auraient", "eut", "eurent", "ait", "aient", "avoir", "ayant", "aie", "est", "suis",
    "es", "sont", "sommes", "êtes", "était", "étais", "étaient", "étions", "sera", "serai", "seront", "serait",
    "seraient", "serais", "fut", "furent", "soit", "soient", "être", "étant",
];
const ENGLISH_BE: &[&str] = &["is", "are", "was", "were", "am", "'s", "'re", "'m", "be", "been", "being"];
const ENGLISH_AUXILIARIES: &[&str] = &[
    "is", "are", "was", "were", "am", "'s", "'re", "'m", "be", "been", "being", "have", "has", "had", "'ve", "having",
    "will", "would", "can", "could", "may", "might", "must", "shall", "should", "'ll", "'d", "do", "does", "did", "wo",
    "ca",
];

impl Group {
    /// The verb's class with its negation taken in: "n'a pas confirmé" neither confirms nor denies.
    pub(crate) fn class(&self) -> Class {
        self.cue.class
    }

    /// The group's spans without the pronoun tied on: "a … poursuivi".
    pub(crate) fn spans(&self) -> Vec<Range<usize>> {
        match self.clitic {
            Some(c) if self.tokens.contains(&c) => {
                let mut first = self.tokens.start..c;
                while first.end > first.start + 1 && c > first.end - 1 && self.is_link(first.end - 1, c) {
                    first.end -= 1;
                }
                vec![first, c + 1..self.tokens.end]
            }
            _ => vec![self.tokens.clone()],
        }
    }

    /// Tokens between the auxiliary and its pronoun are the "-t-" of liaison.
    fn is_link(&self, i: usize, clitic: usize) -> bool {
        i > self.tokens.start && i < clitic
    }
}
