//! How sure a wording is: asserted, hedged (hearsay, presumption), possible (future, plan, demand), denied.
//!
//! The wording only: a speaker does not hedge ("selon X"). The French conditional hedges where it is that of hearsay
//! ("auraient été tués"), not where it is a true conditional: behind "si", of modal verbs ("pourrait" is a possibility),
//! and as future in the past ("il a promis qu'il enverrait").

mod clause;
mod conditional;
mod granted;
mod lexicon;
mod negation;
mod tense;

use std::ops::Range;

use recoupe_reading::{Doc, Pos};

use crate::Certainty;
use crate::lexicon::Sequences;
use clause::Clause;
use lexicon::Kind;

/// The certainty of what stands at these tokens (of a figure: its number).
///
/// Looks from the tokens up the tree to the verb of their clause, and on to the verbs that govern an infinitive or a
/// subjunctive. `unit` is the figure's: a measure of a thing that is taken for granted ("le pont de 300 mètres sera
/// repeint") is a fact whatever becomes of the thing. Gives [`Certainty::Asserted`] for an empty or foreign range.
pub fn at(doc: &Doc, tokens: Range<usize>, unit: Option<&str>) -> Certainty {
    if tokens.is_empty() || tokens.end > doc.tokens.len() {
        return Certainty::Asserted;
    }
    let head = tokens
        .clone()
        .find(|&i| {
            let h = doc.tokens[i].head;
            h == i || !tokens.contains(&h)
        })
        .unwrap_or(tokens.start);
    let clause = Clause::new(doc, head, tokens.start);
    if granted::is(&clause, tokens, unit) { of_nouns(&clause) } else { weigh(&clause) }
}

/// The certainty of a whole clause: that of its main verb.
pub(crate) fn of_clause(doc: &Doc, tokens: Range<usize>) -> Certainty {
    if tokens.is_empty() || tokens.end > doc.tokens.len() {
        return Certainty::Asserted;
    }
    let verb = |i: &usize| matches!(doc.tokens[*i].pos, Pos::Verb | Pos::Aux);
    let top = tokens
        .clone()
        .find(|i| verb(i) && (doc.tokens[*i].head == *i || !tokens.contains(&doc.tokens[*i].head)))
        .or_else(|| tokens.clone().find(verb));
    top.map_or(Certainty::Asserted, |top| {
        let mut clause = Clause::new(doc, top, top);
        clause.up_only_inside(&tokens);
        weigh(&clause)
    })
}

fn weigh(c: &Clause) -> Certainty {
    if let Some(certainty) = phrase_of(c, &c.lexicon.fixed).or_else(|| negation::turned(c)) {
        return certainty;
    }
    let mut found = of_nouns(c);
    let mut add = |certainty: Certainty| {
        if strength(certainty) > strength(found) {
            found = certainty;
        }
    };
    for (k, &verb) in c.verbs.iter().enumerate() {
        add(of_verb(c, verb, k.checked_sub(1).map(|below| c.verbs[below])));
    }
    for &k in &c.between {
        if c.is(Kind::Infinitive, k) || c.is(Kind::Noun, k) {
            add(Certainty::Possible);
        }
    }
    // "il semble que vingt chevaux ont disparu"
    if let Some(certainty) = c.reporter.and_then(|r| c.lexicon.of(Kind::Verb, c.lemma(r), c.lower(r))) {
        add(certainty);
    }
    add(of_phrases(c));
    add(of_frame(c));
    found
}

/// Of two marks the stronger one counts: what is denied, then what is not yet, then what is hearsay.
fn strength(certainty: Certainty) -> u8 {
    match certainty {
        Certainty::Asserted => 0,
        Certainty::Hedged => 1,
        Certainty::Possible => 2,
        Certainty::Denied => 3,
    }
}

/// What the nouns say that the figure hangs on.
fn of_nouns(c: &Clause) -> Certainty {
    c.nouns.iter().map(|&noun| of_noun(c, noun)).max_by_key(|&n| strength(n)).unwrap_or(Certainty::Asserted)
}

/// "la mort présumée de", "objectif de", "la moyenne espérée".
fn of_noun(c: &Clause, noun: usize) -> Certainty {
    let t = &c.doc.tokens[noun];
    // Only what stands above the figure: "un objectif de 300", not "300 objectifs".
    if c.lexicon.is(Kind::Noun, &t.lemma, &t.lower) && noun < c.at && c.nouns.first() != Some(&noun) {
        return Certainty::Possible;
    }
    // "trois supposés complices": the tagger makes a head of it.
    if matches!(t.pos, Pos::Verb | Pos::Adj)
        && let Some(certainty) = c.lexicon.of(Kind::Near, &t.lemma, &t.lower)
    {
        return certainty;
    }
    for k in c.dependents(noun) {
        let d = &c.doc.tokens[k];
        if c.verbs.is_empty()
            && let Some(certainty) = c.lexicon.of(Kind::Adverb, &d.lemma, &d.lower)
        {
            return certainty;
        }
        let modifier = matches!(d.pos, Pos::Adj | Pos::Verb | Pos::Adv | Pos::Noun);
        if !modifier || c.auxiliaries(k).next().is_some() {
            continue;
        }
        if let Some(certainty) = c.lexicon.of(Kind::Near, &d.lemma, &d.lower) {
            return certainty;
        }
        // "48 millions de plus que prévu"
        let compared = k > 0 && matches!(c.lower(k - 1), "que" | "qu'" | "than" | "comme" | "as");
        if d.has("VerbForm=Part") && !compared && c.lexicon.is(Kind::Passive, &d.lemma, &d.lower) {
            return Certainty::Possible;
        }
        // "des économies à trouver"
        if c.french && d.has("VerbForm=Inf") && c.dependents(k).any(|a| c.lower(a) == "à" && a + 1 == k) {
            return Certainty::Possible;
        }
    }
    Certainty::Asserted
}

/// A verb of the chain; `below` is the verb that it governs.
fn of_verb(c: &Clause, verb: usize, below: Option<usize>) -> Certainty {
    let t = &c.doc.tokens[verb];
    let beside = below.is_some_and(|b| c.gerund(b));
    let governs = !beside && (below.is_some() || object_side(c, verb));
    if let Some(certainty) = if c.french { tense::french(c, verb, below) } else { tense::english(c, verb, below) } {
        return certainty;
    }
    // "sont prévues", "were expected"; an active perfect ("a prévu") governs.
    let participle = t.has("VerbForm=Part") || t.pos == Pos::Adj;
    // "reste fixé à 89": it is so already.
    let stays =
        t.head != verb && ["rest", "demeur", "remain", "stay"].iter().any(|stem| c.lower(t.head).starts_with(stem));
    if participle && !stays && c.lexicon.is(Kind::Passive, &t.lemma, &t.lower) && is_passive(c, verb) {
        return Certainty::Possible;
    }
    // "revendiquent la mort de 30 soldats", "revendiquent 12 000 participants": people are claimed, not demanded.
    // "4 millions d'abonnés": what is counted hangs on the order of size.
    let human = |n: usize| crate::figure::population::is_human(c.doc, n, &(n..n + 1));
    let people =
        |&n: &usize| human(n) || c.dependents(n).any(|d| d > n && c.doc.tokens[d].pos == Pos::Noun && human(d));
    let claims = below.is_none() && c.is(Kind::Claimer, verb) && c.nouns.iter().any(people);
    if governs && !claims && (c.is(Kind::Governor, verb) || c.is(Kind::Open, verb) && !c.done(verb)) {
        return Certainty::Possible;
    }
    if !beside && below.is_some_and(|b| !c.finite(b)) && c.is(Kind::Infinitive, verb) {
        return Certainty::Possible;
    }
    // "l'objectif est de vacciner", "the goal is to vaccinate"
    let copular = c.lemma(verb) == "be" || c.auxiliaries(verb).any(|k| c.doc.tokens[k].dep == "cop");
    let onward = below.is_some()
        || c.group(verb)
            .iter()
            .any(|&k| c.lemma(k) == "être" && matches!(c.lower(k + 1), "de" | "d'") || k == verb && c.at > verb);
    if copular && onward && c.subject(verb).is_some_and(|s| c.is(Kind::Noun, s)) {
        return Certainty::Possible;
    }
    if let Some(certainty) = c.lexicon.of(Kind::Verb, &t.lemma, &t.lower) {
        return certainty;
    }
    if t.has("Mood=Imp") || commands(c, verb) || purpose(c, verb) {
        return Certainty::Possible;
    }
    if below.is_none() && negation::denies(c, verb) {
        return Certainty::Denied;
    }
    c.dependents(verb)
        .find_map(|k| {
            let d = &c.doc.tokens[k];
            c.lexicon.of(Kind::Adverb, &d.lemma, &d.lower)
        })
        .unwrap_or(Certainty::Asserted)
}

/// English imperative ("Give us our 200 euros"), and the infinitive of headlines ("Airline to cut 900 jobs").
fn commands(c: &Clause, verb: usize) -> bool {
    let t = &c.doc.tokens[verb];
    if c.french || t.tag != "VB" || t.head != verb {
        return false;
    }
    let to = c.auxiliaries(verb).any(|k| c.lower(k) == "to");
    to || verb == c.sentence.start && c.subject(verb).is_none() && c.auxiliaries(verb).next().is_none()
}

/// What is done for the sake of something has not brought it about yet: "pour loger 300 étudiants", "to house them".
fn purpose(c: &Clause, verb: usize) -> bool {
    let t = &c.doc.tokens[verb];
    if t.dep != "advcl" || c.finite(verb) {
        return false;
    }
    let above = t.head;
    if c.french {
        let perfect = c.auxiliaries(verb).next().is_some();
        return t.has("VerbForm=Inf")
            && !perfect
            && !c.done(above)
            && c.dependents(verb).any(|k| k < verb && c.lower(k) == "pour");
    }
    t.tag == "VB" && c.auxiliaries(verb).any(|k| c.lower(k) == "to") && verb < above
}

fn is_passive(c: &Clause, verb: usize) -> bool {
    let been = c.auxiliaries(verb).any(|k| matches!(c.lower(k), "été" | "been"));
    let have = c.auxiliaries(verb).any(|k| matches!(c.lemma(k), "avoir" | "have"));
    been || !have
}

/// The token stands behind the verb, as its object or complement, not as its subject.
fn object_side(c: &Clause, verb: usize) -> bool {
    let top = c.nouns.last().copied().filter(|&n| c.doc.tokens[n].head == verb).unwrap_or(c.at);
    // "ont promis lundi soir 45 millions": an object behind a date, which the parser takes for one more adverbial.
    let bare = c.at.checked_sub(1).is_some_and(|k| !matches!(c.doc.tokens[k].pos, Pos::Adp | Pos::Det));
    c.at > verb
        && match c.doc.tokens[top].dep.as_str() {
            "nsubj" | "nsubj:pass" | "nsubjpass" | "advcl" => false,
            "obl:mod" => bare,
            _ => true,
        }
}

/// "looking into whether 30 million was lost", "cherche à savoir si 30 millions ont été détournés".
fn is_indirect_question(c: &Clause) -> bool {
    const ASKING: [&str; 12] = [
        "savoir",
        "demander",
        "ignorer",
        "vérifier",
        "déterminer",
        "établir",
        "know",
        "ask",
        "wonder",
        "determine",
        "check",
        "establish",
    ];
    let word = |k: usize| matches!(c.lower(k), "whether" | "si" | "s'" | "if");
    if !(c.sentence.start..c.at).any(word) {
        return false;
    }
    c.verbs.iter().any(|&verb| {
        let asks = || {
            let head = c.doc.tokens[verb].head;
            head != verb && ASKING.contains(&c.lemma(head))
        };
        c.dependents(verb).filter(|&k| k < verb && k < c.at).any(|k| match c.lower(k) {
            "whether" => true,
            "si" | "s'" | "if" => c.doc.tokens[k].dep == "mark" && asks(),
            _ => false,
        })
    })
}

/// What is asked, and what stands without a verb.
fn of_frame(c: &Clause) -> Certainty {
    let end = c.sentence.end;
    let asked = (end.saturating_sub(3).max(c.sentence.start)..end).any(|k| c.lower(k) == "?");
    // "Why did three planes take off": that they did is taken for granted.
    let granted = c.sentence.clone().take(4).any(|k| matches!(c.lower(k), "pourquoi" | "why" | "quand" | "when"));
    let adverbial =
        c.nouns.last().is_some_and(|&n| matches!(c.doc.tokens[n].dep.as_str(), "obl:mod" | "npadvmod" | "advmod"));
    let relative = c.verbs.last().is_some_and(|&v| c.doc.tokens[v].dep.ends_with("relcl"));
    if (asked && !granted || is_indirect_question(c)) && !adverbial && !relative && !granted::is_definite(c, c.at) {
        return Certainty::Possible;
    }
    if c.verbs.is_empty() {
        let segment = c.near().take_while(|&k| k < c.at).fold(c.sentence.start, |from, k| {
            if matches!(c.lower(k), "," | ":" | ";" | "«" | "»" | "(" | ")") { k + 1 } else { from }
        });
        // "Vers la suppression de 200 postes"
        if c.french && c.lower(segment) == "vers" && segment < c.at && c.reporter.is_none() {
            return Certainty::Possible;
        }
        // Verbs that the parser takes for something else: "Il y aurait huit blessés".
        let tensed = (segment..c.at).find(|&k| {
            let t = &c.doc.tokens[k];
            t.has("Mood=Cnd") && conditional::can_be(&t.lower) || c.french && conditional::is_form(&t.lower, &t.lemma)
        });
        if let Some(verb) = tensed {
            return tense::french(c, verb, None).unwrap_or(Certainty::Hedged);
        }
    }
    // "La firme compte ouvrir": a governor that the tagger takes for a noun or adjective, right in front of the infinitive.
    let infinitive = c.verbs.last().copied().filter(|&v| c.doc.tokens[v].has("VerbForm=Inf"));
    if let Some(front) = infinitive.filter(|_| c.french).and_then(|v| v.checked_sub(1)) {
        let front = if matches!(c.lower(front), "de" | "d'" | "à") { front.saturating_sub(1) } else { front };
        if front >= c.sentence.start && !matches!(c.doc.tokens[front].pos, Pos::Verb | Pos::Aux) {
            let lemma = format!("{}r", c.lower(front));
            if lemma.ends_with("er")
                && (c.lexicon.is(Kind::Governor, &lemma, &lemma) || c.lexicon.is(Kind::Infinitive, &lemma, &lemma))
            {
                return Certainty::Possible;
            }
        }
    }
    Certainty::Asserted
}

/// Phrases of the clause: "sans doute", "d'ici la fin".
fn of_phrases(c: &Clause) -> Certainty {
    phrase_of(c, &c.lexicon.phrases).unwrap_or(Certainty::Asserted)
}

/// The first phrase of the list that stands in the clause.
fn phrase_of(c: &Clause, phrases: &Sequences<Certainty>) -> Option<Certainty> {
    c.near()
        .flat_map(|k| phrases.from(c.lower(k)).map(move |(place, phrase)| (k, place, phrase)))
        .filter(|(k, _, (words, _))| c.phrase_at(words, *k) && same_clause(c, *k..k + words.len()))
        .min_by_key(|(_, place, _)| *place)
        .map(|(_, _, (_, certainty))| *certainty)
}

/// No clause border between the phrase and the token: no other finite verb behind a comma, a conjunction or a relative.
fn same_clause(c: &Clause, phrase: Range<usize>) -> bool {
    const BORDERS: &[&str] =
        &[",", ";", ":", "qui", "que", "qu'", "dont", "et", "mais", "and", "but", "which", "who", "that"];
    let (lo, hi) = if phrase.start < c.at { (phrase.start, c.at) } else { (c.at, phrase.end) };
    if hi - lo >= 40 {
        return false;
    }
    let mut border = false;
    for k in lo..hi {
        border |= BORDERS.contains(&c.lower(k));
        let t = &c.doc.tokens[k];
        let finite = matches!(t.pos, Pos::Verb | Pos::Aux) && t.has("VerbForm=Fin");
        if border && finite && !c.verbs.iter().any(|&v| c.group(v).contains(&k)) {
            return false;
        }
    }
    true
}
