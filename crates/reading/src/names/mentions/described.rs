//! Finding descriptions: noun phrases headed by a word for a person, body, document or group.

use std::ops::Range;

use super::{Class, Description, Found, What, class_of_name, class_of_text};
use crate::{
    Doc, Lang, MentionKind, Pos,
    names::{
        phrase::{Determiner, phrase, states_in},
        pronouns,
    },
    world::{self, Gender, TitleClass, fold},
};

/// Adds the descriptions of a sentence; `names` holds its names.
pub(super) fn descriptions(doc: &Doc, sentence: Range<usize>, names: &mut Vec<Found>) {
    let named: Vec<(Range<usize>, bool)> =
        names.iter().map(|n| (n.tokens.clone(), matches!(n.what, What::Unknown | What::Named(_)))).collect();
    let mut at = sentence.start;
    while at < sentence.end {
        let t = &doc.tokens[at];
        let inside = named.iter().find(|(r, _)| r.contains(&at));
        if !matches!(t.pos, Pos::Noun | Pos::Propn | Pos::X | Pos::Adj | Pos::Verb)
            || inside.is_some_and(|(r, _)| r.start < at || r.len() > 1)
        {
            at += 1;
            continue;
        }
        let Some((head, class)) = head_at(doc, at, sentence.end) else {
            at += 1;
            continue;
        };
        if inside.is_some() && !(doc.is_capital(at) && matches!(class, Class::Body(_))) {
            at = head.end;
            continue;
        }
        at = head.end;
        let p = phrase(doc, head.clone());
        if names.iter().any(|n| n.tokens == p.tokens && n.kind != MentionKind::Pronoun) {
            continue;
        }
        // "accord de défense", "attaque armée": a kind, nobody.
        let before = head.start.checked_sub(1).map(|b| &doc.tokens[b]);
        if matches!(class, Class::Body(_))
            && p.determiner == Determiner::None
            && !doc.is_capital(head.start)
            && p.tokens.start == head.start
            && before
                .is_some_and(|b| matches!(&*b.lower, "de" | "d'" | "d’" | "en" | "par" | "of") || b.pos == Pos::Noun)
        {
            continue;
        }
        // "M.", "Mme" belong to the name.
        if class == Class::Person(TitleClass::Civil) {
            continue;
        }
        let capital_name = matches!(class, Class::Body(_))
            && doc.is_capital(head.start)
            && !doc.begins_sentence(head.start)
            && p.tokens.len() > head.len();
        let agreement = pronouns::agreement_of_phrase(doc, &p);
        let mut class = class;
        if agreement.plural == Some(true) && matches!(class, Class::Person(_)) {
            class = Class::Group;
        }
        let key = fold(doc.text_of_range(head.clone()));
        let what = if capital_name {
            What::Named(match class {
                Class::Body(c) => Some(class_of_name(doc, p.tokens.clone()).unwrap_or(c)),
                _ => None,
            })
        } else {
            if let Class::Body(c) = class {
                class = Class::Body(
                    class_of_text(doc.text_of_range(p.tokens.clone()), doc.lang_at(head.start))
                        .filter(|s| *s == "intelligence")
                        .unwrap_or(c),
                );
            }
            What::Described(Description {
                class,
                head: key,
                states: states_in(doc, p.tokens.clone()),
                bare: p.tokens.len() == head.len(),
            })
        };
        if capital_name {
            // The parts are no mentions beside the whole, except the states and places in it.
            names.retain(|n| {
                !(p.tokens.start <= n.tokens.start
                    && n.tokens.end <= p.tokens.end
                    && matches!(n.what, What::Unknown | What::Named(_) | What::Locality))
            });
        }
        names.push(Found {
            head: crate::names::head_of(doc, head.clone()),
            kind: if capital_name { MentionKind::Name } else { MentionKind::Description },
            what,
            determiner: p.determiner,
            agreement,
            tokens: p.tokens,
        });
    }
}

/// The words that name a kind of person, body or document from this token on (French) or up to the last noun of its run
/// (English), longest first.
fn head_at(doc: &Doc, at: usize, end: usize) -> Option<(Range<usize>, Class)> {
    let lang = doc.lang_at(at);
    let longest = end.min(at + 8);
    if is_no_head(doc, at) {
        return None;
    }
    let found = (at + 1..=longest).rev().find_map(|to| {
        let last = &doc.tokens[to - 1];
        if to > at + 1 && (matches!(last.pos, Pos::Det | Pos::Adp) || !last.lower.chars().any(char::is_alphanumeric)) {
            return None;
        }
        let text = doc.text_of_range(at..to);
        if text.len() > 60 {
            return None;
        }
        let number = if lang == Lang::En { to - 1 } else { at };
        class_of_head(text, lang, doc.tokens[number].has("Number=Plur")).map(|class| (at..to, class))
    })?;
    // A single adjective or verb that happens to be spelt so is no head: "officiel", "élu".
    let (range, class) = found;
    if range.len() == 1 && matches!(doc.tokens[at].pos, Pos::Adj | Pos::Verb) {
        let before = at.checked_sub(1).map(|b| doc.tokens[b].pos);
        let noun_follows = range.end < end && matches!(doc.tokens[range.end].pos, Pos::Noun | Pos::Propn);
        if before != Some(Pos::Det) || noun_follows {
            return None;
        }
    }
    if lang == Lang::En && range.end < end {
        // Inside a compound the last noun is the head: "police officer", "army spokesman".
        let next = &doc.tokens[range.end];
        if next.pos == Pos::Noun
            || next.pos == Pos::Propn
                && doc.tokens[range.end - 1].head == range.end
                && head_at_is_common(doc, range.end)
        {
            return None;
        }
    }
    Some((range, class))
}

/// Words of fixed phrases: "au cours de", "dans le cadre de", "en combattant".
fn is_no_head(doc: &Doc, at: usize) -> bool {
    let before = |n: usize| at.checked_sub(n).map_or("", |b| &*doc.tokens[b].lower);
    match &*doc.tokens[at].lower {
        "cours" => true,
        "cadre" | "milieu" => matches!(before(1), "le" | "au") && matches!(before(2), "dans" | "" | "en"),
        "renseignements" | "service" => before(1) == "en" || doc.tokens[at].lower == "renseignements",
        "suite" | "titre" => true,
        "part" | "lead" => true,
        // A verb after a quotation: "…", juge X.
        "juge" | "note" => matches!(before(1), "," | "»" | "\"" | "”" | "et"),
        word => before(1) == "en" && word.ends_with("ant"),
    }
}

fn head_at_is_common(doc: &Doc, at: usize) -> bool {
    !doc.is_capital(at) || class_of_head(doc.text_of(at), Lang::En, false).is_some()
}

fn class_of_head(text: &str, lang: Lang, plural: bool) -> Option<Class> {
    let head = world::head(text, lang);
    if let Some(class) = head.document {
        return Some(Class::Document(class));
    }
    if let Some(title) = head.title
        && !plural
    {
        return Some(Class::Person(title.class));
    }
    if let Some(class) = head.body {
        return Some(Class::Body(class));
    }
    if head.group || head.title.is_some() {
        let collective = matches!(
            &*fold(text),
            "famille"
                | "foule"
                | "population"
                | "public"
                | "opinion"
                | "équipe"
                | "equipe"
                | "family"
                | "crowd"
                | "team"
                | "people"
                | "gens"
                | "media"
        );
        return Some(if plural || collective { Class::Group } else { Class::Person(TitleClass::Other) });
    }
    None
}

/// The gender that a title in these words shows.
pub(in crate::names) fn gender_of_title(text: &str, lang: Lang) -> Option<Gender> {
    world::title(text, lang).map(|t| t.gender).filter(|g| *g != Gender::Common)
}
