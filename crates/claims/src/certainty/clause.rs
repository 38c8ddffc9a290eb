//! The way from a token up to the verbs that decide how sure its wording is.

use std::ops::Range;

use recoupe_reading::{Doc, Lang, Pos};

use super::lexicon::{self, Lexicon};

/// The longest way up that is followed, in tokens.
const STEPS: usize = 24;

/// The way from a token up to the verbs that decide.
pub(super) struct Clause<'a> {
    pub(super) doc: &'a Doc,
    pub(super) lexicon: &'static Lexicon,
    pub(super) french: bool,
    /// The token itself and what stands above it, below the first verb.
    pub(super) nouns: Vec<usize>,
    /// The verb of the clause, then the verbs that govern it, as long as each is an infinitive, gerund or subjunctive.
    pub(super) verbs: Vec<usize>,
    /// Nouns, adjectives and prepositions between and above those verbs ("sur le point de", "due to", "the risk of").
    pub(super) between: Vec<usize>,
    /// A verb above a finite clause, for the future in the past.
    pub(super) reporter: Option<usize>,
    pub(super) sentence: Range<usize>,
    pub(super) at: usize,
}

impl<'a> Clause<'a> {
    pub(super) fn new(doc: &'a Doc, head: usize, at: usize) -> Self {
        let sentence = &doc.sentences[doc.tokens[head].sentence];
        let mut clause = Self {
            doc,
            lexicon: lexicon::of(sentence.lang),
            french: sentence.lang == Lang::Fr,
            nouns: Vec::new(),
            verbs: Vec::new(),
            between: Vec::new(),
            reporter: None,
            sentence: sentence.tokens.clone(),
            at,
        };
        let mut i = head;
        for _ in 0..STEPS {
            let t = &doc.tokens[i];
            let lexical = matches!(t.pos, Pos::Verb | Pos::Aux) && !t.dep.starts_with("aux") && t.dep != "cop";
            if lexical && !clause.modifies(i) || clause.auxiliaries(i).next().is_some() {
                // A gerund tells what goes on beside its verb: an infinitive above it does not reach down.
                let beside = clause.verbs.last().is_some_and(|&v| clause.gerund(v)) && !clause.finite(i);
                let done = clause.verbs.last().is_some_and(|&v| clause.before(v));
                if done {
                    break;
                }
                if beside || clause.verbs.last().is_some_and(|&v| !clause.transparent(v)) {
                    clause.reporter = Some(i);
                    break;
                }
                clause.verbs.push(i);
            } else if clause.verbs.is_empty() {
                clause.nouns.push(i);
            } else if clause.verbs.last().is_none_or(|&v| clause.transparent(v)) {
                clause.between.push(i);
            }
            if t.head == i || !clause.sentence.contains(&t.head) {
                break;
            }
            // A coordinated or adverbial clause with a finite verb has a tense of its own.
            let own = matches!(t.dep.as_str(), "conj" | "advcl" | "parataxis" | "acl:relcl" | "relcl");
            if clause.verbs.last() == Some(&i) && own && clause.finite(i) {
                break;
            }
            if let Some(own) = clause.verb_before_incise(i) {
                clause.verbs.push(own);
                break;
            }
            i = t.head;
        }
        clause
    }

    /// "Un tiers des bâtiments seraient perdus, estime l'experte": of a subject that the parse gives to the verb of the incise, the verb
    /// of its own clause, which stands between without a comma.
    fn verb_before_incise(&self, i: usize) -> Option<usize> {
        let t = &self.doc.tokens[i];
        if !self.french || !self.verbs.is_empty() || !t.dep.starts_with("nsubj") || t.head <= i {
            return None;
        }
        let finite = |k: &usize| {
            matches!(self.doc.tokens[*k].pos, Pos::Verb | Pos::Aux) && self.doc.tokens[*k].has("VerbForm=Fin")
        };
        let link = |k: usize| matches!(self.lower(k), "qui" | "que" | "qu'" | "dont" | "où" | "," | ":" | "«" | "\"");
        let own = (i + 1..t.head).take_while(|&k| !link(k)).find(finite)?;
        let lexical = &self.doc.tokens[own];
        let verb = if lexical.dep.starts_with("aux") || lexical.dep == "cop" { lexical.head } else { own };
        let incise = self.doc.tokens[t.head].pos == Pos::Verb && (own..t.head).any(|k| self.lower(k) == ",");
        (incise && verb < t.head).then_some(verb)
    }

    /// Leaves the verbs outside these tokens to the reporter.
    pub(super) fn up_only_inside(&mut self, tokens: &Range<usize>) {
        if let Some(&outside) = self.verbs.iter().find(|v| !tokens.contains(v)) {
            self.reporter.get_or_insert(outside);
        }
        self.verbs.retain(|v| tokens.contains(v));
        self.between.retain(|v| tokens.contains(v));
    }

    /// A participle that only modifies its noun ("la moyenne espérée", "la noyade présumée").
    fn modifies(&self, i: usize) -> bool {
        let t = &self.doc.tokens[i];
        let near = || self.lexicon.is(lexicon::Kind::Near, &t.lemma, &t.lower);
        t.has("VerbForm=Part")
            && (t.dep == "amod" || near() && (t.dep.starts_with("acl") || t.dep.starts_with("nsubj")))
            && self.auxiliaries(i).next().is_none()
    }

    pub(super) fn auxiliaries(&self, i: usize) -> impl Iterator<Item = usize> + '_ {
        let from = self.sentence.start.max(i.saturating_sub(14));
        (from..self.sentence.end.min(i + 8)).filter(move |&k| {
            let t = &self.doc.tokens[k];
            k != i && t.head == i && (t.dep.starts_with("aux") || t.dep == "cop")
        })
    }

    /// The verb and its auxiliaries.
    pub(super) fn group(&self, i: usize) -> Vec<usize> {
        let mut out: Vec<usize> = self.auxiliaries(i).collect();
        out.push(i);
        out
    }

    pub(super) fn has(&self, i: usize, feature: &str) -> bool {
        self.group(i).iter().any(|&k| self.doc.tokens[k].has(feature))
    }

    pub(super) fn finite(&self, i: usize) -> bool {
        self.has(i, "VerbForm=Fin") || self.group(i).iter().any(|&k| self.doc.tokens[k].tag == "MD")
    }

    /// Infinitives, gerunds and subjunctives take their certainty from what governs them.
    pub(super) fn transparent(&self, i: usize) -> bool {
        !self.finite(i) || self.has(i, "Mood=Sub")
    }

    /// "en fournissant", "while sending"; not what a verb or noun governs ("considered moving", "the risk of losing").
    pub(super) fn gerund(&self, i: usize) -> bool {
        let t = &self.doc.tokens[i];
        if self.french {
            t.lower.ends_with("ant") && !self.finite(i)
        } else {
            t.tag == "VBG" && !self.finite(i) && !matches!(t.dep.as_str(), "xcomp" | "pcomp" | "ccomp" | "dobj")
        }
    }

    /// "après avoir perdu deux manches", "after losing two sets": over before what the verb above tells.
    fn before(&self, i: usize) -> bool {
        let head = self.doc.tokens[i].head;
        matches!(self.lower(head), "after" | "since" | "after having") && self.doc.tokens[head].pos == Pos::Adp
            || self.dependents(i).any(|k| matches!(self.lower(k), "après" | "after" | "since"))
    }

    pub(super) fn lower(&self, i: usize) -> &str {
        self.doc.tokens.get(i).map_or("", |t| t.lower.as_str())
    }

    pub(super) fn lemma(&self, i: usize) -> &str {
        self.doc.tokens[i].lemma.as_str()
    }

    pub(super) fn is(&self, kind: lexicon::Kind, i: usize) -> bool {
        self.lexicon.is(kind, self.lemma(i), self.lower(i))
    }

    /// The tokens of the sentence that can bear on this one; the bound keeps hostile text linear.
    pub(super) fn near(&self) -> Range<usize> {
        self.sentence.start.max(self.at.saturating_sub(60))..self.sentence.end.min(self.at + 60)
    }

    /// Tokens that hang on this one, nearby.
    pub(super) fn dependents(&self, i: usize) -> impl Iterator<Item = usize> + '_ {
        let from = self.sentence.start.max(i.saturating_sub(30));
        (from..self.sentence.end.min(i + 30)).filter(move |&k| k != i && self.doc.tokens[k].head == i)
    }

    /// The subject of a verb.
    pub(super) fn subject(&self, verb: usize) -> Option<usize> {
        self.dependents(verb).find(|&k| self.doc.tokens[k].dep.starts_with("nsubj"))
    }

    /// Told as done: compound past, simple past.
    pub(super) fn done(&self, i: usize) -> bool {
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

    /// The phrase begins at token `k`.
    pub(super) fn phrase_at(&self, words: &[smol_str::SmolStr], k: usize) -> bool {
        k + words.len() <= self.sentence.end && words.iter().enumerate().all(|(n, w)| self.lower(k + n) == w.as_str())
    }
}
