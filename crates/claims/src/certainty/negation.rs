//! What is negated: the event, the number, or what somebody does with it.

use recoupe_reading::Pos;

use super::{clause::Clause, lexicon::Kind, object_side};
use crate::Certainty;

/// Words that turn a verb with its negation or predicate decide alone: "n'a pas confirmé", "a refusé de commenter",
/// "ne nie pas", "n'exclut pas", "il est faux que", "le chiffre est faux", "il est possible que".
pub(super) fn turned(c: &Clause) -> Option<Certainty> {
    let governing = c.verbs.iter().copied().chain(c.reporter);
    for verb in governing.clone() {
        let refused = || governing.clone().any(|v| v != verb && c.is(Kind::Refuse, v));
        let no = is_negated(c, verb) || c.verbs.iter().any(|&v| c.doc.tokens[verb].head == v && is_negated(c, v));
        let told = c.verbs.first() != Some(&verb) || !c.nouns.is_empty();
        if told && c.is(Kind::Confirm, verb) && (no || refused()) {
            return Some(Certainty::Hedged);
        }
        if c.is(Kind::Deny, verb) && no {
            return Some(Certainty::Hedged);
        }
        if c.is(Kind::Exclude, verb) && no {
            return Some(Certainty::Possible);
        }
    }
    // "Reports that nine people had died could not be confirmed": the clause hangs on the subject.
    let subject_of = c.nouns.last().into_iter().chain(&c.between).map(|&n| c.doc.tokens[n].head);
    for verb in subject_of.filter(|v| c.sentence.contains(v)) {
        // "n'a pas pu être vérifiée": the subject is the modal's.
        let below = c.dependents(verb).filter(|&k| c.doc.tokens[k].dep == "xcomp");
        if is_negated(c, verb) && std::iter::once(verb).chain(below).any(|v| c.is(Kind::Confirm, v)) {
            return Some(Certainty::Hedged);
        }
    }
    predicate(c)
}

/// "il est faux que", "it is likely that", "le chiffre de 90 victimes est faux".
fn predicate(c: &Clause) -> Option<Certainty> {
    for holder in c.verbs.iter().copied().chain(c.reporter) {
        let complement =
            |k: &usize| matches!(c.doc.tokens[*k].dep.as_str(), "acomp" | "attr" | "oprd" | "xcomp" | "amod");
        let own = c.auxiliaries(holder).any(|k| c.doc.tokens[k].dep == "cop" || c.doc.tokens[k].dep == "aux:pass");
        let adjective = if own && c.doc.tokens[holder].pos != Pos::Noun {
            Some(holder)
        } else {
            c.dependents(holder).find(|k| complement(k) && c.doc.tokens[*k].pos == Pos::Adj)
        };
        let Some(adjective) = adjective else { continue };
        // A clause is its subject, or a noun that means the number.
        let clause = c.verbs.first() != Some(&holder);
        let number = || c.nouns.last().is_some_and(|&n| c.is(Kind::Number, n));
        if !clause && !number() {
            continue;
        }
        let no = is_negated(c, holder) || is_negated(c, adjective);
        let word = |kind: Kind| c.lexicon.of(kind, c.lemma(adjective), c.lower(adjective));
        let impossible = matches!(c.lower(adjective), "impossible");
        if word(Kind::Untrue).is_some() {
            return Some(match (no, impossible) {
                (false, _) => Certainty::Denied,
                (true, true) => Certainty::Possible,
                (true, false) => Certainty::Asserted,
            });
        }
        if word(Kind::True).is_some() && no {
            return Some(if c.lemma(adjective) == "certain" { Certainty::Hedged } else { Certainty::Denied });
        }
        if let Some(certainty) = word(Kind::Likely) {
            return Some(if no { Certainty::Hedged } else { certainty });
        }
    }
    None
}

/// "n'a pas tué 20 personnes"; not "n'a tué que", "pas moins de", "not only", "n'a pas dormi depuis trois jours".
pub(super) fn denies(c: &Clause, verb: usize) -> bool {
    if !is_negated(c, verb) || contrasted(c) || behind_colon(c, verb) {
        return false;
    }
    // "Ce ne sont pas douze maisons": the counted noun is the predicate.
    if c.nouns.is_empty() || c.nouns.iter().all(|&n| c.doc.tokens[n].head == verb && c.doc.tokens[n].dep == "nummod") {
        return c.doc.tokens[verb].pos == Pos::Noun || c.at > verb;
    }
    if c.french {
        return c.at > verb && object_side(c, verb) || matches!(c.doc.tokens[verb].pos, Pos::Noun) && c.at <= verb;
    }
    let top = c.nouns.last().copied().unwrap_or(c.at);
    c.at > verb && matches!(c.doc.tokens[top].dep.as_str(), "dobj" | "obj" | "attr" | "oprd" | "nummod")
}

/// "n'a plus communiqué de bilan depuis lundi : 14 morts": what the colon announces is not what did not happen.
fn behind_colon(c: &Clause, verb: usize) -> bool {
    (verb + 1..c.at.max(verb + 1)).any(|k| c.lower(k) == ":")
}

/// "…, mais neuf", "but nine": what is set against the negated.
fn contrasted(c: &Clause) -> bool {
    let but = |k: usize| matches!(c.lower(k), "mais" | "but");
    (c.at.saturating_sub(2).max(c.sentence.start)..c.at).any(but)
}

/// A negation goes with the verb or its auxiliaries; "ne … que", "pas moins de", "not only" negate nothing.
pub(super) fn is_negated(c: &Clause, verb: usize) -> bool {
    let group = c.group(verb);
    let first = group.iter().copied().min().unwrap_or(verb);
    let last = group.iter().copied().max().unwrap_or(verb);
    let real =
        |k: usize| !matches!(c.lower(k + 1), "moins" | "plus" | "seulement" | "only" | "less" | "fewer" | "more");
    if c.french {
        let ne = (first.saturating_sub(4).max(c.sentence.start)..last + 1).any(|k| matches!(c.lower(k), "n'" | "ne"));
        let pas = |k: usize| matches!(c.lower(k), "pas" | "jamais" | "point" | "aucunement" | "nullement") && real(k);
        let around = (first..(last + 3).min(c.sentence.end)).any(pas);
        return ne && (around || c.dependents(verb).any(|k| k < first && c.lower(k) == "jamais"));
    }
    let not = |k: usize| matches!(c.lower(k), "n't" | "not" | "never") && real(k);
    group.iter().any(|&k| c.dependents(k).any(not)) || (first..last + 1).any(not)
}
