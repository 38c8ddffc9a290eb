//! What has a quantity: from the number up the tree to the nouns that it qualifies and the subject whose property it is.

use std::collections::BTreeSet;
use std::ops::Range;

use recoupe_reading::{Doc, Pos};

use super::measured::Found;
use crate::figure::tree::{Tree, ancestors};

/// A quantity and where it stands.
pub(super) struct Asked<'a> {
    pub(super) doc: &'a Doc,
    pub(super) tree: &'a Tree,
    /// The quantities of the sentence that are read already.
    pub(super) before: &'a [Found],
    /// The quantity with the noun counted.
    pub(super) whole: Range<usize>,
    pub(super) sentence: Range<usize>,
    /// It is money: "$ 1 billion in gains" has gains.
    pub(super) money: bool,
}

/// How far up a quantity is followed.
const HIGHEST: usize = 8;

impl Asked<'_> {
    /// The content words that say what has the quantity, in text order; none where the text leaves it to a pronoun or to the
    /// reader, and none for a count that is itself the subject.
    pub(super) fn concept(&self) -> Vec<usize> {
        let mut out = BTreeSet::new();
        if let Some(noun) = self.complement() {
            self.noun_phrase(noun, &mut out);
        }
        match self.restated() {
            Some(same) => out.extend(same.iter().copied()),
            None => self.climb(&mut out),
        }
        out.into_iter().filter(|t| !self.whole.contains(t)).collect()
    }

    /// "10 percent of the turnover", "$ 1 billion in gains", "$ 35,000 for a roof": the noun behind the preposition.
    fn complement(&self) -> Option<usize> {
        let doc = self.doc;
        let at = self.whole.end;
        let link = doc.tokens.get(at).filter(|_| self.sentence.contains(&at))?;
        let of = matches!(link.lower.as_str(), "of" | "de" | "d'" | "des" | "du");
        let spent = self.money && matches!(link.lower.as_str(), "in" | "for" | "on" | "off" | "pour" | "sur");
        if !(of || spent) {
            return None;
        }
        let noun = self
            .tree
            .kids(at)
            .iter()
            .copied()
            .find(|k| *k > at && doc.tokens[*k].dep == "pobj")
            .or_else(|| (at + 1..self.sentence.end.min(at + 6)).find(|k| is_noun(doc, *k)))?;
        (is_noun(doc, noun) && doc.tokens[noun].ent_type != "DATE").then_some(noun)
    }

    /// The concept of the quantity before, which this one says again in other units: "7 miles (11 km)", "190 points, or 0.6 %".
    fn restated(&self) -> Option<&[usize]> {
        let doc = self.doc;
        let before = |n: usize| self.whole.start.checked_sub(n).map_or("", |t| doc.tokens[t].lower.as_str());
        let bracketed = (1..=3).any(|n| matches!(before(n), "(" | "/")) && !(1..=3).any(|n| before(n) == ")");
        let or = matches!((before(2), before(1)), (",", "or" | "soit" | "ou"));
        let last = self.before.last().filter(|_| bracketed || or)?;
        (last.end() + 4 >= self.whole.start).then_some(last.concept.as_slice())
    }

    /// From the quantity up: the nouns that it qualifies, then the subject of the verb above them.
    fn climb(&self, out: &mut BTreeSet<usize>) {
        let doc = self.doc;
        let Some(mut at) = self.top() else { return };
        for _ in 0..HIGHEST {
            let head = doc.tokens[at].head;
            if head == at || !self.sentence.contains(&head) {
                return;
            }
            if let Some(other) = self.before.iter().find(|f| f.holds(head)) {
                out.extend(other.concept.iter().copied());
                return;
            }
            match doc.tokens[head].pos {
                Pos::Verb | Pos::Aux => return self.of_verb(head, at, out),
                _ if self.whole.contains(&head) => {}
                Pos::Noun | Pos::Propn => self.noun_phrase(head, out),
                _ => {}
            }
            at = head;
        }
    }

    /// The token of the quantity whose head lies outside of it.
    fn top(&self) -> Option<usize> {
        let outside = |t: &usize| {
            let head = self.doc.tokens[*t].head;
            self.doc.tokens[*t].pos != Pos::Punct && (!self.whole.contains(&head) || head == *t)
        };
        self.whole.clone().rev().find(outside)
    }

    /// The subject of a verb, or of those above it; the object too, where the quantity hangs on the verb by a preposition.
    fn of_verb(&self, verb: usize, child: usize, out: &mut BTreeSet<usize>) {
        let doc = self.doc;
        let dep = doc.tokens[child].dep.as_str();
        if dep.starts_with("nsubj") {
            return;
        }
        let oblique = matches!(dep, "prep" | "agent" | "dative" | "npadvmod") || dep.starts_with("obl");
        if oblique
            && let Some(object) = self.tree.kid(doc, verb, &["dobj", "obj", "attr"])
            && !self.whole.contains(&object)
            && is_noun(doc, object)
        {
            self.noun_phrase(object, out);
        }
        for v in std::iter::once(verb).chain(ancestors(doc, verb)).take(HIGHEST).filter(|v| self.sentence.contains(v)) {
            // A relative clause is about the noun that it hangs on.
            if is_noun(doc, v) && v != verb {
                self.noun_phrase(v, out);
                continue;
            }
            let Some(subject) = self.tree.kid(doc, v, &["nsubj", "nsubjpass"]) else { continue };
            if self.whole.contains(&subject) {
                return;
            }
            let stands_for = doc.tokens[subject].pos == Pos::Pron
                || matches!(doc.tokens[subject].tag.as_str(), "WDT" | "WP" | "PRP" | "DT")
                || doc.tokens[subject].has("PronType=Rel");
            // "some of the best deals" names them.
            if !stands_for || self.tree.kid(doc, subject, &["prep", "nmod"]).is_some() {
                return self.noun_phrase(subject, out);
            }
        }
    }

    /// The content words of a noun phrase: the noun, what stands before it, and its complements.
    fn noun_phrase(&self, head: usize, out: &mut BTreeSet<usize>) {
        let doc = self.doc;
        let mut stack = vec![(head, 0)];
        while let Some((t, depth)) = stack.pop() {
            if self.whole.contains(&t) {
                continue;
            }
            if t == head || matches!(doc.tokens[t].pos, Pos::Noun | Pos::Propn | Pos::Adj) {
                out.insert(t);
            }
            for k in self.tree.kids(t).iter().filter(|k| depth < 4 && self.sentence.contains(k)) {
                let dep = doc.tokens[*k].dep.as_str();
                let inside =
                    matches!(dep, "compound" | "amod" | "nmod" | "poss" | "prep" | "pobj" | "nummod" | "fixed")
                        || dep.starts_with("flat");
                if inside {
                    stack.push((*k, depth + 1));
                }
            }
        }
    }
}

fn is_noun(doc: &Doc, token: usize) -> bool {
    matches!(doc.tokens[token].pos, Pos::Noun | Pos::Propn)
}
