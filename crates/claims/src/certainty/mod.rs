//! How sure a wording is: asserted, hedged (hearsay, presumption), possible (future, plan, demand), denied.
//!
//! The wording only: a speaker does not hedge ("selon X"). The French conditional hedges where it is that of hearsay
//! ("auraient été tués"), not where it is a true conditional: behind "si", of modal verbs ("pourrait" is a possibility),
//! and as future in the past ("il a promis qu'il enverrait").

mod lexicon;

use std::ops::Range;

use recoupe_reading::{Doc, Lang, Pos};

use crate::Certainty;
use lexicon::{Kind, Lexicon};

/// The certainty of what stands at these tokens (of a figure: its number).
///
/// Looks from the tokens up the tree to the verb of their clause, and on to the verbs that govern an infinitive or a
/// subjunctive. Gives [`Certainty::Asserted`] for an empty or foreign range.
pub fn at(doc: &Doc, tokens: Range<usize>) -> Certainty {
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
    weigh(&Clause::new(doc, head, tokens.start))
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

/// The way from a token up to the verbs that decide.
struct Clause<'a> {
    doc: &'a Doc,
    lexicon: &'static Lexicon,
    french: bool,
    /// The token itself and the nouns above it, below the first verb.
    nouns: Vec<usize>,
    /// The verb of the clause, then the verbs that govern it, as long as each is an infinitive, gerund or subjunctive.
    verbs: Vec<usize>,
    /// A verb above a finite clause, for the future in the past.
    reporter: Option<usize>,
    sentence: Range<usize>,
    at: usize,
}

impl<'a> Clause<'a> {
    fn new(doc: &'a Doc, head: usize, at: usize) -> Self {
        let sentence = &doc.sentences[doc.tokens[head].sentence];
        let mut clause = Self {
            doc,
            lexicon: lexicon::of(sentence.lang),
            french: sentence.lang == Lang::Fr,
            nouns: Vec::new(),
            verbs: Vec::new(),
            reporter: None,
            sentence: sentence.tokens.clone(),
            at,
        };
        let mut i = head;
        for _ in 0..24 {
            let t = &doc.tokens[i];
            let lexical = matches!(t.pos, Pos::Verb | Pos::Aux) && !t.dep.starts_with("aux") && t.dep != "cop";
            if lexical && !clause.modifies(i) || clause.auxiliaries(i).next().is_some() {
                // A gerund tells what goes on beside its verb: an infinitive above it does not reach down.
                let beside = clause.verbs.last().is_some_and(|&v| clause.gerund(v)) && !clause.finite(i);
                if beside || clause.verbs.last().is_some_and(|&v| !clause.transparent(v)) {
                    clause.reporter = Some(i);
                    break;
                }
                clause.verbs.push(i);
            } else if clause.verbs.is_empty() {
                clause.nouns.push(i);
            }
            if t.head == i || !clause.sentence.contains(&t.head) {
                break;
            }
            // A coordinated or adverbial clause with a finite verb has a tense of its own.
            let own = matches!(t.dep.as_str(), "conj" | "advcl" | "parataxis" | "acl:relcl" | "relcl");
            if clause.verbs.last() == Some(&i) && own && clause.finite(i) {
                break;
            }
            i = t.head;
        }
        clause
    }

    fn up_only_inside(&mut self, tokens: &Range<usize>) {
        if let Some(&outside) = self.verbs.iter().find(|v| !tokens.contains(v)) {
            self.reporter.get_or_insert(outside);
        }
        self.verbs.retain(|v| tokens.contains(v));
    }

    /// A participle that only modifies its noun ("la moyenne espérée").
    fn modifies(&self, i: usize) -> bool {
        let t = &self.doc.tokens[i];
        t.has("VerbForm=Part") && t.dep == "amod" && self.auxiliaries(i).next().is_none()
    }

    fn auxiliaries(&self, i: usize) -> impl Iterator<Item = usize> + '_ {
        let from = self.sentence.start.max(i.saturating_sub(14));
        (from..self.sentence.end.min(i + 8)).filter(move |&k| {
            let t = &self.doc.tokens[k];
            k != i && t.head == i && (t.dep.starts_with("aux") || t.dep == "cop")
        })
    }

    /// The verb and its auxiliaries.
    fn group(&self, i: usize) -> Vec<usize> {
        let mut out: Vec<usize> = self.auxiliaries(i).collect();
        out.push(i);
        out
    }

    fn has(&self, i: usize, feature: &str) -> bool {
        self.group(i).iter().any(|&k| self.doc.tokens[k].has(feature))
    }

    fn finite(&self, i: usize) -> bool {
        self.has(i, "VerbForm=Fin") || self.group(i).iter().any(|&k| self.doc.tokens[k].tag == "MD")
    }

    /// Infinitives, gerunds and subjunctives take their certainty from what governs them.
    fn transparent(&self, i: usize) -> bool {
        !self.finite(i) || self.has(i, "Mood=Sub")
    }

    /// "en fournissant", "while sending".
    fn gerund(&self, i: usize) -> bool {
        let t = &self.doc.tokens[i];
        if self.french { t.lower.ends_with("ant") && !self.finite(i) } else { t.tag == "VBG" && !self.finite(i) }
    }

    fn lower(&self, i: usize) -> &str {
        self.doc.tokens.get(i).map_or("", |t| t.lower.as_str())
    }

    fn lemma(&self, i: usize) -> &str {
        self.doc.tokens[i].lemma.as_str()
    }

    /// The tokens of the sentence that can bear on this one; the bound keeps hostile text linear.
    fn near(&self) -> Range<usize> {
        self.sentence.start.max(self.at.saturating_sub(60))..self.sentence.end.min(self.at + 60)
    }

    /// Tokens that hang on this one, nearby.
    fn dependents(&self, i: usize) -> impl Iterator<Item = usize> + '_ {
        let from = self.sentence.start.max(i.saturating_sub(30));
        (from..self.sentence.end.min(i + 30)).filter(move |&k| k != i && self.doc.tokens[k].head == i)
    }

    /// Told as done: compound past, simple past.
    fn done(&self, i: usize) -> bool {
        let t = &self.doc.tokens[i];
        if !self.french {
            return t.has("Tense=Past") || self.auxiliaries(i).any(|k| self.doc.tokens[k].has("Tense=Past"));
        }
        let participle = t.has("VerbForm=Part") && t.has("Tense=Past");
        let compound = self.auxiliaries(i).any(|k| {
            let a = &self.doc.tokens[k];
            a.has("VerbForm=Fin") && !a.has("Mood=Cnd") && !a.has("Tense=Fut") || a.lower == "ayant"
        });
        participle && compound || t.has("Tense=Past") && t.has("VerbForm=Fin")
    }
}

fn weigh(c: &Clause) -> Certainty {
    let mut found = Certainty::Asserted;
    let mut add = |certainty: Certainty| {
        if strength(certainty) > strength(found) {
            found = certainty;
        }
    };
    for &noun in &c.nouns {
        add(of_noun(c, noun));
    }
    for (k, &verb) in c.verbs.iter().enumerate() {
        add(of_verb(c, verb, k.checked_sub(1).map(|below| c.verbs[below])));
    }
    // "il semble que vingt chevaux ont disparu"
    if let Some(certainty) = c.reporter.and_then(|r| c.lexicon.of(Kind::Verb, c.lemma(r), c.lower(r))) {
        add(certainty);
    }
    add(of_phrases(c));
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

/// "la mort présumée de", "objectif de", "la moyenne espérée".
fn of_noun(c: &Clause, noun: usize) -> Certainty {
    let t = &c.doc.tokens[noun];
    // Only what stands above the figure: "un objectif de 300", not "300 objectifs".
    if c.lexicon.is(Kind::Noun, &t.lemma, &t.lower) && noun < c.at && c.nouns.first() != Some(&noun) {
        return Certainty::Possible;
    }
    for k in c.dependents(noun) {
        let d = &c.doc.tokens[k];
        let modifier = matches!(d.pos, Pos::Adj | Pos::Verb | Pos::Adv | Pos::Noun);
        if !modifier || c.auxiliaries(k).next().is_some() {
            continue;
        }
        if let Some(certainty) = c.lexicon.of(Kind::Near, &d.lemma, &d.lower) {
            return certainty;
        }
        if d.has("VerbForm=Part") && c.lexicon.is(Kind::Passive, &d.lemma, &d.lower) {
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
    if let Some(certainty) = if c.french { french_tense(c, verb, below) } else { english_tense(c, verb, below) } {
        return certainty;
    }
    // "sont prévues", "were expected"; an active perfect ("a prévu") governs.
    let participle = t.has("VerbForm=Part") || t.pos == Pos::Adj;
    if participle && c.lexicon.is(Kind::Passive, &t.lemma, &t.lower) && is_passive(c, verb) {
        return Certainty::Possible;
    }
    if governs && c.lexicon.is(Kind::Governor, &t.lemma, &t.lower) {
        return Certainty::Possible;
    }
    if !beside && below.is_some_and(|b| !c.finite(b)) && c.lexicon.is(Kind::Infinitive, &t.lemma, &t.lower) {
        return Certainty::Possible;
    }
    if let Some(certainty) = c.lexicon.of(Kind::Verb, &t.lemma, &t.lower) {
        return certainty;
    }
    if below.is_none() && negated(c, verb) {
        return Certainty::Denied;
    }
    c.dependents(verb)
        .find_map(|k| {
            let d = &c.doc.tokens[k];
            c.lexicon.of(Kind::Adverb, &d.lemma, &d.lower)
        })
        .unwrap_or(Certainty::Asserted)
}

/// Conditional, future, "va" + infinitive, "doit", "il faut".
fn french_tense(c: &Clause, verb: usize, below: Option<usize>) -> Option<Certainty> {
    let t = &c.doc.tokens[verb];
    for k in c.group(verb) {
        let token = &c.doc.tokens[k];
        // The tagger takes rare conditionals for imperfects: infinitive + -ait is none.
        let ending = token.lower.strip_prefix(token.lemma.as_str()).is_some_and(|e| matches!(e, "ait" | "aient"));
        if token.has("Mood=Cnd") || ending && token.pos == Pos::Verb {
            return Some(conditional(c, verb, k));
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
    let open = !c.done(verb);
    let modal = below.is_some()
        && c.lexicon.is(Kind::Imperfective, &t.lemma, &t.lower)
        && (t.lemma != "aller" || c.finite(verb));
    (open && (modal || t.lemma == "falloir")).then_some(Certainty::Possible)
}

/// Modal auxiliaries; "is said to", "were believed to".
fn english_tense(c: &Clause, verb: usize, below: Option<usize>) -> Option<Certainty> {
    let t = &c.doc.tokens[verb];
    if c.group(verb).iter().any(|&k| c.lexicon.is(Kind::Modal, c.lower(k), c.lower(k))) {
        return Some(Certainty::Possible);
    }
    let passive = c.auxiliaries(verb).any(|k| c.doc.tokens[k].dep == "auxpass");
    let onward = below.is_some() || c.dependents(verb).any(|k| c.doc.tokens[k].dep == "xcomp");
    let hearsay = passive && onward && c.lexicon.is(Kind::Hearsay, &t.lemma, &t.lower);
    hearsay.then_some(Certainty::Hedged)
}

/// The conditional: hearsay, unless it is a modal's, stands with "si", or tells a future in the past.
fn conditional(c: &Clause, verb: usize, carrier: usize) -> Certainty {
    let t = &c.doc.tokens[verb];
    if c.lexicon.is(Kind::Conditional, &t.lemma, &t.lower)
        || c.lexicon.is(Kind::Conditional, c.lemma(carrier), c.lower(carrier))
    {
        return Certainty::Possible;
    }
    let condition = c.near().any(|k| {
        let sign = matches!(c.lower(k), "si" | "s'") && c.doc.tokens[k].pos == Pos::Sconj;
        sign || c.lower(k) == "si" && (k == c.sentence.start || c.lower(k - 1) == ",")
    });
    if condition {
        return Certainty::Possible;
    }
    let perfect = carrier != verb && c.lemma(carrier) == "avoir" || c.auxiliaries(verb).any(|k| c.lower(k) == "été");
    let reported_past = c.reporter.is_some_and(|r| c.done(r) || c.has(r, "Tense=Imp") || !c.finite(r));
    if reported_past && !perfect { Certainty::Possible } else { Certainty::Hedged }
}

fn is_passive(c: &Clause, verb: usize) -> bool {
    let been = c.auxiliaries(verb).any(|k| matches!(c.lower(k), "été" | "been"));
    let have = c.auxiliaries(verb).any(|k| matches!(c.lemma(k), "avoir" | "have"));
    been || !have
}

/// The token stands behind the verb, as its object or complement, not as its subject.
fn object_side(c: &Clause, verb: usize) -> bool {
    let top = c.nouns.last().copied().filter(|&n| c.doc.tokens[n].head == verb).unwrap_or(c.at);
    c.at > verb && !matches!(c.doc.tokens[top].dep.as_str(), "nsubj" | "nsubj:pass" | "nsubjpass" | "advcl" | "obl:mod")
}

/// "n'a pas tué 20 personnes"; not "n'a tué que", "pas moins de", "not only".
fn negated(c: &Clause, verb: usize) -> bool {
    let group = c.group(verb);
    let first = group.iter().copied().min().unwrap_or(verb);
    let last = group.iter().copied().max().unwrap_or(verb);
    if c.french {
        let ne = (first.saturating_sub(3).max(c.sentence.start)..last + 1).any(|k| matches!(c.lower(k), "n'" | "ne"));
        let not = (first..(last + 3).min(c.sentence.end)).any(|k| {
            matches!(c.lower(k), "pas" | "jamais") && !matches!(c.lower(k + 1), "moins" | "plus" | "seulement")
        });
        return ne && not && c.at > last && object_side(c, verb);
    }
    let not = (first..last + 1).any(|k| {
        matches!(c.lower(k), "n't" | "not" | "never") && !matches!(c.lower(k + 1), "only" | "less" | "fewer" | "more")
    });
    not && c.at > last
}

/// Phrases of the clause: "sans doute", "d'ici la fin".
fn of_phrases(c: &Clause) -> Certainty {
    for (words, certainty) in &c.lexicon.phrases {
        let hit = c.near().find(|&k| {
            k + words.len() <= c.sentence.end
                && words.iter().enumerate().all(|(n, w)| c.lower(k + n) == w.as_str())
                && same_clause(c, k)
        });
        if hit.is_some() {
            return *certainty;
        }
    }
    Certainty::Asserted
}

/// No clause border between the phrase and the token: no other finite verb behind a comma, a conjunction or a relative.
fn same_clause(c: &Clause, phrase: usize) -> bool {
    const BORDERS: &[&str] =
        &[",", ";", ":", "qui", "que", "qu'", "dont", "et", "mais", "and", "but", "which", "who", "that"];
    let (lo, hi) = (phrase.min(c.at), phrase.max(c.at));
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
