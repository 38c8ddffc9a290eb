//! What the tense, mood and modal verbs of a verb group say.

use recoupe_reading::Pos;

use super::{clause::Clause, conditional, lexicon::Kind};
use crate::Certainty;

/// Conditional, future, "va" + infinitive, "doit", "il faut".
pub(super) fn french(c: &Clause, verb: usize, below: Option<usize>) -> Option<Certainty> {
    let t = &c.doc.tokens[verb];
    for k in c.group(verb) {
        let token = &c.doc.tokens[k];
        let tagged = token.has("Mood=Cnd") && conditional::can_be(&token.lower);
        if tagged || conditional::is_form(&token.lower, &token.lemma) && token.pos != Pos::Noun {
            return Some(of_conditional(c, verb, k));
        }
        // "aura coûté" sums up what is done; only "d'ici …" makes it a forecast.
        let done = k != verb
            && token.lemma == "avoir"
            && t.has("VerbForm=Part")
            && !c.auxiliaries(verb).any(|a| c.lower(a) == "été");
        if token.has("Tense=Fut") && token.has("VerbForm=Fin") && !done {
            return Some(Certainty::Possible);
        }
    }
    let open = !c.done(verb) && !c.auxiliaries(verb).any(|a| c.doc.tokens[a].has("Tense=Fut"));
    let modal = below.is_some()
        && c.lexicon.is(Kind::Imperfective, &t.lemma, &t.lower)
        && (t.lemma != "aller" || c.finite(verb));
    (open && (modal || t.lemma == "falloir")).then_some(Certainty::Possible)
}

/// Modal auxiliaries; "is said to", "were believed to", "is to be built".
pub(super) fn english(c: &Clause, verb: usize, below: Option<usize>) -> Option<Certainty> {
    let t = &c.doc.tokens[verb];
    if c.group(verb).iter().any(|&k| c.lexicon.is(Kind::Modal, c.lower(k), c.lower(k))) {
        return Some(Certainty::Possible);
    }
    let passive = c.auxiliaries(verb).any(|k| c.doc.tokens[k].dep == "auxpass");
    let infinitive = |k: usize| c.doc.tokens[k].dep == "xcomp" && c.dependents(k).any(|to| c.lower(to) == "to");
    let bare = t.tag == "VBN" && c.auxiliaries(verb).next().is_none();
    let dead = c.dependents(verb).any(|k| c.doc.tokens[k].dep == "oprd");
    let onward = below.is_some() || dead || c.dependents(verb).any(infinitive);
    if (passive && onward || bare && dead) && c.lexicon.is(Kind::Hearsay, &t.lemma, &t.lower) {
        return Some(Certainty::Hedged);
    }
    let to_be_done = t.lemma == "be" && (below.is_some_and(infinitive) || c.dependents(verb).any(infinitive));
    to_be_done.then_some(Certainty::Possible)
}

/// The conditional: hearsay, unless it is a modal's, stands with a condition, or tells a future in the past.
fn of_conditional(c: &Clause, verb: usize, carrier: usize) -> Certainty {
    if c.is(Kind::Conditional, verb) || c.is(Kind::Conditional, carrier) {
        return Certainty::Possible;
    }
    let si = c.near().any(|k| {
        let sign = matches!(c.lower(k), "si" | "s'") && c.doc.tokens[k].pos == Pos::Sconj;
        sign || c.lower(k) == "si" && (k == c.sentence.start || c.lower(k - 1) == ",")
    });
    // "sans subvention, …", "à ce rythme, …": a condition in front of the verb.
    let opener = c.near().filter(|&k| k < verb).any(|k| {
        let begins = k == c.sentence.start || matches!(c.lower(k - 1), "," | ";" | ":" | "«" | "mais" | "et" | "que");
        begins && c.lexicon.openers.iter().any(|words| c.phrase_at(words, k))
    });
    if si || opener {
        return Certainty::Possible;
    }
    let perfect = carrier != verb && c.lemma(carrier) == "avoir" || c.auxiliaries(verb).any(|k| c.lower(k) == "été");
    let reported_past = c.reporter.is_some_and(|r| c.done(r) || c.has(r, "Tense=Imp") || !c.finite(r));
    if reported_past && !perfect { Certainty::Possible } else { Certainty::Hedged }
}
