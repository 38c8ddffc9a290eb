//! What the speaker does with the content.

use recoupe_reading::Pos;

use super::{
    classes::WordClass,
    found::{Form, Found},
    lexicon::Class,
    view::View,
};
use crate::Stance;

/// Asserts, denies, neither, asks, orders; by the cue's class, its negation and the mood of the content.
pub(crate) fn of(view: &View, f: &Found) -> Stance {
    let verb = view.token(f.anchor.min(view.len() - 1));
    let readings = view.lexicon(f.anchor.min(view.len() - 1)).readings(&verb.lower);
    let lemma = |l: &str| f.form != Form::Standing && (readings.iter().any(|(r, _)| r == l) || verb.lemma == l);
    if !f.negated && calls_untrue(view, f) {
        return Stance::Denies;
    }
    match (f.class, f.negated) {
        (Class::Decline, _) => Stance::Neither,
        (Class::Deny, false) => Stance::Denies,
        (Class::Deny, true) if lemma("douter") || lemma("doubt") => Stance::Asserts,
        (Class::Deny, true) if lemma("exclure") => Stance::Asserts,
        (Class::Deny, true) => Stance::Neither,
        (Class::Ask, _) if (lemma("suggérer") || lemma("suggest")) && indicative(view, f) => Stance::Asserts,
        (Class::Ask, _) => Stance::Asks,
        (Class::Order, _) => Stance::Orders,
        (Class::Opine | Class::Know, true) if lemma("savoir") || lemma("know") || lemma("ignorer") => Stance::Neither,
        (Class::Opine, true) => Stance::Denies,
        (Class::Say | Class::Note | Class::Accuse, true) => Stance::Neither,
        (Class::Feel, true) if lemma("souhaiter") || lemma("vouloir") || lemma("wish") => Stance::Asks,
        _ if question(view, f) => Stance::Asks,
        _ => Stance::Asserts,
    }
}

/// "qualifie ces chiffres de fantaisistes", "called the report a lie": the predicate, at the end of a short content or in front of what
/// it is said of.
fn calls_untrue(view: &View, f: &Found) -> bool {
    const SHORT: usize = 24;
    let cue = f.anchor.min(view.len() - 1);
    let verbs = &view.lexicon(cue).verbs;
    let predicates = || {
        let lemmas = view.lexicon(cue).readings(view.lower(cue)).iter().map(|(lemma, _)| lemma);
        lemmas.into_iter().any(|lemma| verbs.get(lemma).is_some_and(|cue| cue.frames.predicate))
    };
    let untrue = |&i: &usize| view.is(i, WordClass::Untrue);
    match f.content.as_slice() {
        [r] if r.len() <= SHORT && !view.any_finite(r.clone()) && f.form == Form::Before => {
            let words = || r.clone().filter(|&i| !view.is_quote_mark(i));
            (words().take(2).any(|i| untrue(&i)) || words().rev().take(2).any(|i| untrue(&i))) && predicates()
        }
        _ => false,
    }
}

/// The content is one question.
fn question(view: &View, f: &Found) -> bool {
    let [r] = f.content.as_slice() else { return false };
    let inner: Vec<usize> = r.clone().filter(|&i| !view.is_quote_mark(i)).collect();
    let Some((&last, rest)) = inner.split_last() else { return false };
    view.lower(last) == "?" && !rest.iter().any(|&i| view.is_final(i) && view.lower(i) != "?")
}

/// The content is a clause with an indicative (not "suggère de partir", "suggère qu'il parte").
fn indicative(view: &View, f: &Found) -> bool {
    let Some(r) = f.content.first() else { return false };
    let finite = r.clone().find(|&i| view.is_finite(i));
    finite.is_some_and(|i| !(view.token(i).has("Mood=Sub") || view.pos(i) == Pos::Verb && view.token(i).tag == "VB"))
}
