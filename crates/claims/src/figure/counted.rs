//! Which words say what is counted.

use std::ops::Range;

use recoupe_reading::{Doc, Pos};

use super::tree::{Tree, ancestors};
use crate::lexicon::fold;

/// A counted noun phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Counted {
    pub(crate) head: usize,
    pub(crate) tokens: Range<usize>,
}

/// Where the words were found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Place {
    /// Right behind the number.
    Behind(Counted),
    /// "d'entre eux", "of them": the antecedent is to be found; the number is a part of it.
    PartOfAntecedent,
    /// Behind it stands only what qualifies an antecedent ("50 autres", "dont un grave"), or nothing.
    Nothing,
}

const OF: [&str; 9] = ["de", "d'", "des", "du", "of", "d’", "parmi", "among", "entre"];

/// Looks behind token `at` (the first after the quantity) up to `end` (of the sentence).
pub(crate) fn behind(doc: &Doc, tree: &Tree, at: usize, end: usize) -> Place {
    let lower = |k: usize| doc.tokens.get(k).filter(|_| k < end).map_or("", |t| t.lower.as_str());
    let mut k = at;
    let mut of = false;
    // « plusieurs milliers » de fantassins
    if matches!(lower(k), "»" | "\"" | "”") && OF.contains(&lower(k + 1)) {
        k += 1;
    }
    if OF.contains(&lower(k)) {
        k += 1;
        of = true;
        if lower(k) == "entre" {
            k += 1;
        }
        if matches!(
            lower(k),
            "eux"
                | "elles"
                | "nous"
                | "vous"
                | "ceux-ci"
                | "celles-ci"
                | "them"
                | "these"
                | "those"
                | "whom"
                | "which"
                | "us"
        ) {
            return Place::PartOfAntecedent;
        }
        while matches!(
            lower(k),
            "les"
                | "le"
                | "la"
                | "l'"
                | "ses"
                | "leurs"
                | "ces"
                | "the"
                | "its"
                | "their"
                | "his"
                | "her"
                | "those"
                | "these"
                | "cette"
                | "ce"
                | "sa"
                | "son"
                | "leur"
                | "nos"
                | "vos"
                | "our"
                | "mes"
        ) {
            k += 1;
        }
    }
    // "12-member panel": the word behind the hyphen is what is counted.
    let hyphen = lower(k) == "-";
    if hyphen {
        k += 1;
    }
    let first = k;
    while k < end && k < first + 5 {
        let t = &doc.tokens[k];
        let next_is_noun = doc.tokens.get(k + 1).filter(|_| k + 1 < end).is_some_and(|n| is_nominal(n.pos));
        match t.pos {
            Pos::Noun | Pos::Propn | Pos::X | Pos::Sym => break,
            Pos::Num => k += 1,
            _ if is_participle_of(doc, k, end) => k += 1,
            Pos::Adv if !of && next_is_noun => k += 1,
            Pos::Det if of => k += 1,
            Pos::Adj | Pos::Verb | Pos::Pron | Pos::Det | Pos::Adv | Pos::Intj | Pos::Adp if takes_head(doc, k) => {
                let noun_later = next_is_noun && t.pos == Pos::Adj;
                if !noun_later {
                    break;
                }
                k += 1;
            }
            Pos::Adj => k += 1,
            // "12-member panel": the hyphen and the noun in front of the head.
            Pos::Punct if t.lower == "-" && k == first => k += 1,
            _ => return Place::Nothing,
        }
    }
    if k >= end {
        return Place::Nothing;
    }
    let t = &doc.tokens[k];
    let hyphenated = lower(k + 1) == "-" && doc.tokens.get(k + 1).is_some_and(|h| h.clean.start == t.clean.end);
    if !(is_nominal(t.pos) || takes_head(doc, k) || hyphenated) {
        return Place::Nothing;
    }
    if matches!(t.lower.as_str(), "autres" | "others" | "autre" | "suivants" | "%" | "suivantes") {
        return Place::Nothing;
    }
    // "3 million last year": a time word that is no unit of this number is when, not what.
    if super::is_time_word(&fold(&t.lower))
        && matches!(doc.tokens[k - 1].lower.as_str(), "last" | "next" | "this" | "per" | "each")
    {
        return Place::Nothing;
    }
    // A compound's last noun is its head ("police officers"); the model's head is trusted where it lies just behind.
    let mut head = k;
    while !hyphen
        && (doc.tokens[head].dep == "compound" || doc.tokens[head].dep == "nmod" && doc.tokens[head].head == head + 1)
    {
        let up = doc.tokens[head].head;
        if up <= head || up >= end || up > head + 4 {
            break;
        }
        head = up;
    }
    Place::Behind(Counted { head, tokens: phrase(doc, tree, first.min(k), head, end) })
}

fn is_percent(doc: &Doc, token: usize) -> bool {
    matches!(doc.tokens[token].lower.as_str(), "%" | "percent" | "cent" | "pourcent")
}

fn is_nominal(pos: Pos) -> bool {
    matches!(pos, Pos::Noun | Pos::Propn)
}

/// "1,900 recorded cases", "40 burned-out cars": a participle that qualifies the noun behind it.
fn is_participle_of(doc: &Doc, k: usize, end: usize) -> bool {
    let t = &doc.tokens[k];
    let noun = |n: usize| doc.tokens.get(n).is_some_and(|n| is_nominal(n.pos));
    t.pos == Pos::Verb && t.dep == "amod" && (k + 1..=k + 3).contains(&t.head) && t.head < end && noun(t.head)
}

/// A word that the model takes for an adjective or verb but that names people or things here ("12 blessés").
fn takes_head(doc: &Doc, k: usize) -> bool {
    let t = &doc.tokens[k];
    if matches!(t.lower.as_str(), "a" | "ont" | "est" | "sont") {
        return false;
    }
    super::role::of_noun(doc, k).is_some()
        || t.pos != Pos::Adp && super::population::class_of(doc, k, &(k..k + 1)).is_some()
        || t.pos == Pos::Adj && t.has("Number=Plur") && !doc.tokens.get(k + 1).is_some_and(|n| is_nominal(n.pos))
}

/// The phrase around a head: its adjectives, and one complement with "de", "à" without article.
pub(crate) fn phrase(doc: &Doc, tree: &Tree, from: usize, head: usize, end: usize) -> Range<usize> {
    let mut start = head;
    while start > from
        && (matches!(doc.tokens[start - 1].pos, Pos::Adj | Pos::Noun | Pos::Propn)
            || is_participle_of(doc, start - 1, head + 1))
    {
        start -= 1;
    }
    let mut last = head + 1;
    let adjectives = |last: &mut usize| {
        while *last < end {
            let t = &doc.tokens[*last];
            let modifies = t.head == head || t.head + 4 > *last && t.head < *last;
            let fits = t.pos == Pos::Adj && modifies && !t.dep.starts_with("acl:rel")
                || t.pos == Pos::Verb && t.has("VerbForm=Part") && t.dep == "amod" && modifies;
            if !fits
                || tree.kids(*last).iter().any(|k| doc.tokens[*k].dep.starts_with("aux") || doc.tokens[*k].dep == "cop")
            {
                break;
            }
            *last += 1;
        }
    };
    adjectives(&mut last);
    if last + 1 < end && matches!(doc.tokens[last].lower.as_str(), "de" | "d'" | "du" | "à" | "en" | "of") {
        let mut k = last + 1;
        while k < end && k < last + 3 && doc.tokens[k].pos == Pos::Adj {
            k += 1;
        }
        let t = doc.tokens.get(k).filter(|_| k < end);
        let plain = t.is_some_and(|t| {
            t.pos == Pos::Noun
                && !super::is_time_word(&fold(&t.lower))
                && (doc.tokens[last].lower != "en" || !t.has("Number=Plur"))
        });
        // "à Kiev", "en novembre" are no part of it; "à longue portée", "en peluche" are.
        if plain && !(doc.tokens[last].lower == "du" && t.is_some_and(|t| t.ent_type == "LOC")) {
            last = k + 1;
            adjectives(&mut last);
        } else if doc.tokens[last].lower == "du" && t.is_some_and(|t| t.pos == Pos::Propn) {
            last = k + 1;
        }
    }
    start..last
}

/// The noun that a measure belongs to: "lance-roquettes de 240 mm", "une trêve de 48 heures", "baissera de 900 F",
/// "le fast food a coûté la somme de quatre millions", "the dam, 52 metres high".
pub(crate) fn owner(doc: &Doc, tree: &Tree, quantity: &Range<usize>, sentence: &Range<usize>) -> Option<Counted> {
    let in_front = noun_in_front(doc, tree, quantity, sentence);
    // "la somme de", "une durée de" only hold the number: what costs or lasts is told by the verb.
    let holder = in_front.as_ref().filter(|c| is_holder(doc, c.head)).map(|c| c.head);
    match (in_front, holder) {
        (Some(found), None) => Some(found),
        (found, holder) => {
            let from = holder.unwrap_or(quantity.end.checked_sub(1)?);
            climb(doc, tree, from, quantity, sentence).or(found)
        }
    }
}

/// "X de 240 mm": the noun phrase right before "de", nearest noun first.
pub(crate) fn noun_in_front(
    doc: &Doc,
    tree: &Tree,
    quantity: &Range<usize>,
    sentence: &Range<usize>,
) -> Option<Counted> {
    let b = quantity.start.checked_sub(1).filter(|b| sentence.contains(b))?;
    if !matches!(doc.tokens[b].lower.as_str(), "de" | "d'" | "à" | "of" | "des" | "sur" | "with") {
        return None;
    }
    let mut k = b;
    while k > sentence.start {
        k -= 1;
        // "haut de 52 mètres" is told of what it qualifies; "de 4,1 % à 4,5 %" of what changes.
        let measured = is_percent(doc, k) || k > sentence.start && doc.tokens[k - 1].pos == Pos::Num;
        if k + 1 == b && is_dimension(doc, k) || measured {
            return None;
        }
        match doc.tokens[k].pos {
            Pos::Noun | Pos::Propn | Pos::X => {
                let head = whole_phrase(doc, tree, k, sentence);
                return Some(Counted { head, tokens: head..b.max(head + 1) });
            }
            Pos::Adj => {}
            _ => return None,
        }
    }
    None
}

/// Nouns that only hold a number.
fn is_holder(doc: &Doc, head: usize) -> bool {
    const HOLDERS: [&str; 13] = [
        "somme", "montant", "duree", "total", "totalite", "sum", "amount", "duration", "period", "periode", "moyenne",
        "average", "rythme",
    ];
    HOLDERS.contains(&fold(&doc.tokens[head].lower).as_str())
}

/// Objects that make one verb with their verb ("faire l'objet de", "take place").
fn is_light(doc: &Doc, object: usize) -> bool {
    const LIGHT: [&str; 13] = [
        "objet", "partie", "preuve", "face", "etat", "place", "lieu", "fin", "part", "compte", "effet", "suite", "toll",
    ];
    LIGHT.contains(&fold(&doc.tokens[object].lower).as_str())
}

/// Adjectives of size that take a measure.
fn is_dimension(doc: &Doc, token: usize) -> bool {
    const DIMENSIONS: [&str; 14] = [
        "haut", "haute", "hauts", "hautes", "long", "longue", "longs", "longues", "large", "larges", "profond",
        "profonde", "epais", "epaisse",
    ];
    DIMENSIONS.contains(&fold(&doc.tokens[token].lower).as_str())
}

/// A noun outside the quantity that is no stretch of time.
fn usable_subject(doc: &Doc, quantity: &Range<usize>, subject: usize) -> bool {
    let token = &doc.tokens[subject];
    !quantity.contains(&subject)
        && is_nominal(token.pos)
        && !is_percent(doc, subject)
        && !super::is_time_word(&fold(&token.lower))
}

/// Where the nouns and adjectives begin that qualify a head right in front of it ("death toll", "net profit").
pub(crate) fn first_of(doc: &Doc, head: usize) -> usize {
    let mut first = head;
    while let Some(k) = first.checked_sub(1).filter(|k| head - k <= 3) {
        let t = &doc.tokens[k];
        if t.head != head || !matches!(t.dep.as_str(), "compound" | "amod") {
            break;
        }
        first = k;
    }
    first
}

/// Up the tree: the first noun, or what the first verb with one acts on or tells of. What a sum or rate goes with is the
/// object where the number is not that itself ("augmenter les salaires de 5 %"), else the subject ("les ventes ont reculé
/// de 5 %"), for a relative pronoun its antecedent.
fn climb(doc: &Doc, tree: &Tree, from: usize, quantity: &Range<usize>, sentence: &Range<usize>) -> Option<Counted> {
    let outside = |t: usize| !quantity.contains(&t) && t != from && sentence.contains(&t);
    let counted = |head: usize| {
        let end = if head < quantity.start { quantity.start } else { sentence.end };
        Counted { head, tokens: phrase(doc, tree, first_of(doc, head), head, end.max(head + 1)) }
    };
    let usable = |t: usize| {
        let token = &doc.tokens[t];
        outside(t)
            && is_nominal(token.pos)
            && !is_percent(doc, t)
            && !super::is_time_word(&fold(&token.lower))
            && !quantity.contains(&token.head)
    };
    // "le chômage est à 7 %": the number is the predicate itself.
    let predicate = quantity.clone().find_map(|t| tree.kid(doc, t, &["nsubj", "nsubjpass"]));
    if let Some(subject) = predicate.filter(|&s| usable_subject(doc, quantity, s)) {
        return Some(counted(subject));
    }
    for t in ancestors(doc, from).chain(ancestors(doc, quantity.start)).filter(|&t| outside(t)) {
        let token = &doc.tokens[t];
        // Else a noun as predicate has a subject ("la surface est de 3 ha").
        if is_nominal(token.pos) && usable(t) && !is_holder(doc, t) {
            return Some(counted(t));
        }
        let object = tree
            .kid(doc, t, &["obj", "dobj"])
            .filter(|&o| usable(o) && !is_holder(doc, o) && !is_light(doc, o) && !super::kind::exceeds(doc, t));
        let subject = tree.kid(doc, t, &["nsubj", "nsubjpass"]);
        // "the unions want 6 %": of what, is told before.
        const DEMANDS: [&str; 10] =
            ["reclamer", "demander", "exiger", "vouloir", "revendiquer", "want", "demand", "seek", "ask", "request"];
        if object.is_none() && DEMANDS.contains(&fold(&token.lemma).as_str()) {
            return None;
        }
        let relative = subject
            .filter(|&s| doc.tokens[s].pos == Pos::Pron && token.dep.ends_with("relcl"))
            .map(|_| token.head)
            .filter(|&h| usable(h));
        if let Some(head) = object.or(relative).or(subject.filter(|&s| usable(s))) {
            return Some(counted(head));
        }
        if subject.is_some() && !is_nominal(token.pos) {
            return None;
        }
    }
    None
}

/// From the last noun of a phrase to its head: "lance-roquettes à longue portée", "pièces d'artillerie"; a noun with an
/// article, or one that is itself a dimension ("d'une portée de"), is its own head.
fn whole_phrase(doc: &Doc, tree: &Tree, noun: usize, sentence: &Range<usize>) -> usize {
    let mut k = noun;
    for _ in 0..4 {
        while k >= sentence.start + 2 && doc.tokens[k - 1].lower == "-" {
            k -= 2;
        }
        // "artillerie automotrice": a second noun that only qualifies the one before it.
        while k > sentence.start
            && is_nominal(doc.tokens[k - 1].pos)
            && doc.tokens[k].head == k - 1
            && matches!(doc.tokens[k].dep.as_str(), "amod" | "appos" | "nmod")
        {
            k -= 1;
        }
        let determined = tree.kids(k).iter().any(|t| doc.tokens[*t].pos == Pos::Det || doc.tokens[*t].dep == "det");
        // The preposition in front of the noun and its adjectives.
        let mut p = k;
        while p > sentence.start && doc.tokens[p - 1].pos == Pos::Adj {
            p -= 1;
        }
        let Some(preposition) = p.checked_sub(1).filter(|p| *p > sentence.start) else { return k };
        let links = matches!(doc.tokens[preposition].lower.as_str(), "de" | "d'" | "à" | "of" | "en");
        if determined
            || !links
            || !is_nominal(doc.tokens[preposition - 1].pos) && doc.tokens[preposition - 1].pos != Pos::Adj
        {
            return k;
        }
        let mut h = preposition - 1;
        while h > sentence.start && doc.tokens[h].pos == Pos::Adj {
            h -= 1;
        }
        if !is_nominal(doc.tokens[h].pos) {
            return k;
        }
        k = h;
    }
    k
}

/// "Officials say 300 have died": who tells the number at token `at` is not what is counted, unless they speak of themselves.
fn tells(doc: &Doc, tree: &Tree, noun: usize, at: usize) -> bool {
    let verb = doc.tokens[noun].head;
    let themselves = |t: &recoupe_reading::Token| matches!(t.lower.as_str(), "they" | "we" | "ils" | "elles" | "nous");
    doc.tokens[noun].dep.starts_with("nsubj")
        && (noun..at).contains(&verb)
        && tree.kid(doc, verb, &["ccomp"]).is_some()
        && !doc.tokens[verb..at].iter().any(themselves)
}

/// "12 000, selon les organisateurs", "according to organisers": whose number it is.
fn is_cited(doc: &Doc, noun: usize) -> bool {
    let before = |n: usize| noun.checked_sub(n).map_or("", |t| doc.tokens[t].lower.as_str());
    (1..=2).any(|n| {
        before(n) == "selon"
            || before(n) == "après" && before(n + 1) == "d'"
            || before(n) == "to" && before(n + 1) == "according"
    })
}

/// The last plural noun before token `at`, subjects first: what "eux", "ils", "50 autres" stand for.
pub(crate) fn antecedent(doc: &Doc, tree: &Tree, at: usize) -> Option<Counted> {
    let from = at.saturating_sub(80);
    let block = doc.sentence_of(at).block;
    let plural = |t: usize| {
        let token = &doc.tokens[t];
        token.pos == Pos::Noun
            && (token.has("Number=Plur") || token.tag == "NNS")
            && doc.sentence_of(t).block + 1 >= block
            && !super::is_time_word(&fold(&token.lower))
    };
    let candidates: Vec<usize> =
        (from..at).rev().filter(|t| plural(*t) && !tells(doc, tree, *t, at) && !is_cited(doc, *t)).collect();
    let subject = candidates.iter().copied().find(|t| doc.tokens[*t].dep.starts_with("nsubj"));
    let human = candidates.iter().copied().find(|t| super::population::is_human(doc, *t, &(*t..*t + 1)));
    let head = subject
        .filter(|s| super::population::is_human(doc, *s, &(*s..*s + 1)))
        .or(human)
        .or(subject)
        .or(candidates.first().copied())?;
    let end = doc.sentence_of(head).tokens.end;
    Some(Counted { head, tokens: phrase(doc, tree, head, head, end) })
}
