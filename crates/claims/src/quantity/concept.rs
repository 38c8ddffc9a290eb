//! What has a quantity: from the number up the tree to the noun that it qualifies or the subject whose property it is.

use std::ops::Range;

use recoupe_reading::{Doc, Pos};

use super::measured::Found;
use crate::figure::tree::{Tree, ancestors};

/// The content words that say what has the quantity on `tokens` (with the noun counted, `counted`), in text order; none where
/// the text leaves it to a pronoun or to the reader.
pub(super) fn of(
    doc: &Doc,
    tree: &Tree,
    before: &[Found],
    tokens: &Range<usize>,
    counted: &Range<usize>,
    sentence: &Range<usize>,
) -> Vec<usize> {
    let whole = tokens.start..counted.end.max(tokens.end);
    let seeker = Seeker { doc, tree, before, whole, sentence: sentence.clone() };
    seeker.seek()
}

struct Seeker<'a> {
    doc: &'a Doc,
    tree: &'a Tree,
    /// The quantities of the sentence that are read already.
    before: &'a [Found],
    /// The quantity with the noun counted.
    whole: Range<usize>,
    sentence: Range<usize>,
}

impl Seeker<'_> {
    fn seek(&self) -> Vec<usize> {
        let doc = self.doc;
        if let Some(of) = self.complement() {
            return self.noun_phrase(of);
        }
        // A sum in brackets is the one before it in other units.
        if let Some(same) = self.bracketed() {
            return same;
        }
        let Some(top) = self.top() else { return Vec::new() };
        let mut at = top;
        for _ in 0..8 {
            let t = &doc.tokens[at];
            let head = t.head;
            if head == at || !self.sentence.contains(&head) {
                return self.of_verb(at, at);
            }
            let h = &doc.tokens[head];
            if let Some(other) = self.before.iter().find(|f| f.tokens.contains(&head) || f.counted.contains(&head)) {
                return other.concept.clone();
            }
            if matches!(h.pos, Pos::Noun | Pos::Propn) && !self.whole.contains(&head) {
                return self.noun_phrase(head);
            }
            if matches!(h.pos, Pos::Verb | Pos::Aux) {
                return self.of_verb(head, at);
            }
            at = head;
        }
        Vec::new()
    }

    /// "10 percent of the turnover", "$ 1 billion in gains": the noun behind the preposition.
    fn complement(&self) -> Option<usize> {
        let doc = self.doc;
        let at = self.whole.end;
        let link = doc.tokens.get(at).filter(|_| self.sentence.contains(&at))?;
        if !matches!(link.lower.as_str(), "of" | "de" | "d'" | "des" | "du" | "in") {
            return None;
        }
        let noun =
            self.tree.kids(at).iter().copied().find(|k| *k > at && doc.tokens[*k].dep == "pobj").or_else(|| {
                (at + 1..self.sentence.end.min(at + 6)).find(|k| matches!(doc.tokens[*k].pos, Pos::Noun | Pos::Propn))
            })?;
        let plain = matches!(doc.tokens[noun].pos, Pos::Noun | Pos::Propn);
        let time = doc.tokens[noun].ent_type == "DATE";
        (plain && !time && (link.lower != "in" || doc.tokens[noun].pos == Pos::Noun)).then_some(noun)
    }

    /// The concept of the quantity before, if this one stands in brackets right behind it.
    fn bracketed(&self) -> Option<Vec<usize>> {
        let doc = self.doc;
        let open = self.whole.start.checked_sub(1).filter(|o| matches!(doc.tokens[*o].lower.as_str(), "(" | "/"))?;
        let last = self.before.last()?;
        (last.tokens.end.max(last.counted.end) + 4 >= open).then(|| last.concept.clone())
    }

    /// The token of the quantity whose head lies outside of it.
    fn top(&self) -> Option<usize> {
        self.whole.clone().rev().find(|t| {
            let head = self.doc.tokens[*t].head;
            self.doc.tokens[*t].pos != Pos::Punct && (!self.whole.contains(&head) || head == *t)
        })
    }

    /// The subject of a verb (or of the verbs above it); the object too, where the quantity is neither.
    fn of_verb(&self, verb: usize, child: usize) -> Vec<usize> {
        let doc = self.doc;
        let mut out = Vec::new();
        let dep = doc.tokens[child].dep.as_str();
        let oblique = matches!(dep, "prep" | "agent" | "dative") || dep.starts_with("obl");
        if oblique
            && let Some(object) = self.tree.kid(doc, verb, &["dobj", "obj", "attr"])
            && !self.whole.contains(&object)
            && matches!(doc.tokens[object].pos, Pos::Noun | Pos::Propn)
        {
            out.extend(self.noun_phrase(object));
        }
        let chain = std::iter::once(verb).chain(ancestors(doc, verb));
        for v in chain.take(5) {
            if !self.sentence.contains(&v) {
                break;
            }
            // A relative clause is about the noun that it hangs on.
            if matches!(doc.tokens[v].pos, Pos::Noun | Pos::Propn) && v != verb {
                out.extend(self.noun_phrase(v));
                break;
            }
            if let Some(subject) = self.tree.kid(doc, v, &["nsubj", "nsubjpass"])
                && !self.whole.contains(&subject)
            {
                let relative =
                    matches!(doc.tokens[subject].tag.as_str(), "WDT" | "WP") || doc.tokens[subject].has("PronType=Rel");
                if relative {
                    continue;
                }
                if matches!(doc.tokens[subject].pos, Pos::Noun | Pos::Propn | Pos::Num) {
                    out.extend(self.noun_phrase(subject));
                }
                break;
            }
        }
        out.sort_unstable();
        out.dedup();
        out
    }

    /// The content words of a noun phrase: the noun, what stands before it, and its complements.
    fn noun_phrase(&self, head: usize) -> Vec<usize> {
        let doc = self.doc;
        let mut out = Vec::new();
        let mut stack = vec![(head, 0)];
        while let Some((t, depth)) = stack.pop() {
            if self.whole.contains(&t) {
                continue;
            }
            if matches!(doc.tokens[t].pos, Pos::Noun | Pos::Propn | Pos::Adj) {
                out.push(t);
            }
            if depth >= 4 {
                continue;
            }
            for k in self.tree.kids(t) {
                let dep = doc.tokens[*k].dep.as_str();
                let inside = matches!(
                    dep,
                    "compound" | "amod" | "nmod" | "poss" | "prep" | "pobj" | "nummod" | "case" | "flat" | "fixed"
                ) || dep.starts_with("flat");
                if inside && self.sentence.contains(k) {
                    stack.push((*k, depth + 1));
                }
            }
        }
        out.sort_unstable();
        out
    }
}
