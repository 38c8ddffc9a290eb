//! Who spoke, and whom a pronoun means.

use std::collections::BTreeMap;

use super::{PRONOUN_MENTIONS, PRONOUN_REACH, Sieve, can_speak};
use crate::{
    Doc, EntityKind, Lang, Pos,
    names::{
        lists,
        mentions::{Found, What},
        pronouns::{self, Agreement},
    },
    world::NamedBy,
};

/// What a candidate in another paragraph loses.
const OTHER_BLOCK: i32 = 4;

impl Sieve<'_> {
    /// Remembers who spoke.
    pub(super) fn follow_speech(&mut self, thing: usize, m: &Found) {
        let kind = self.things[thing].kind;
        if can_speak(kind) && self.speaks_here(m) {
            let sentence = self.doc.tokens[m.head].sentence;
            self.speaker = Some((thing, sentence));
        }
    }

    /// The mention is the source of what its sentence says: subject of a verb of saying, inverted subject, "selon …".
    pub(super) fn speaks_here(&self, m: &Found) -> bool {
        let doc = self.doc;
        let lang = doc.lang_at(m.head);
        let head = &doc.tokens[m.head];
        let verb = &doc.tokens[head.head];
        if head.dep.starts_with("nsubj") && lists::says(verb, lang) {
            return true;
        }
        let start = doc.sentence_start(m.head);
        let before = |n: usize| m.tokens.start.checked_sub(n).filter(|b| *b >= start).map(|b| &doc.tokens[b]);
        let skip = usize::from(before(1).is_some_and(|t| t.pos == Pos::Det));
        match before(1 + skip).map(|t| &*t.lower) {
            Some("selon") => return true,
            Some("après" | "to") => {
                if matches!(before(2 + skip).map(|t| &*t.lower), Some("d'" | "d’" | "according")) {
                    return true;
                }
            }
            _ => {}
        }
        if before(1 + skip).is_some_and(|t| lists::says(t, lang)) {
            return true;
        }
        let after = doc.tokens[m.tokens.end..doc.sentence_end(m.head)].iter().take(4);
        after.take_while(|t| matches!(t.pos, Pos::Aux | Pos::Adv | Pos::Verb | Pos::Pron)).any(|t| lists::says(t, lang))
    }

    pub(super) fn pronoun(&self, found: &[Found], i: usize) -> Option<usize> {
        let m = &found[i];
        let doc = self.doc;
        let speaking = self.speaks_here(m);
        let quoted = quote_around(doc, m.head);
        // "« … », explique-t-il" behind a long quotation looks back from where the quotation opens.
        let behind = doc.quotes.partition_point(|q| q.first < m.head);
        let ended = doc.quotes[behind.saturating_sub(8)..behind].iter().rev().find(|q| q.depth == 0).filter(|q| {
            // Only a comma and the verb stand between.
            quoted.is_none() && q.end <= m.head && m.head <= q.end + 4
        });
        let here = ended.map_or(doc.tokens[m.head].sentence, |q| doc.tokens[q.first].sentence);
        let personal = pronouns::is_personal(doc, m.head);
        let neuter = pronouns::is_neuter(doc, m.head);
        let last_named = pronouns::means_the_last(doc, &m.tokens);
        let mut scores: BTreeMap<usize, i32> = BTreeMap::new();
        let mut nearest_subject_seen = false;
        for j in (0..i).rev().take(PRONOUN_MENTIONS) {
            let c = &found[j];
            let Some(thing) = self.resolved_of(j) else { continue };
            let t = &self.things[thing];
            let sentence = doc.tokens[c.head].sentence;
            if sentence + PRONOUN_REACH < here {
                break;
            }
            // Whom somebody quoted speaks of is not whom the outlet means.
            if c.tokens.contains(&m.head) || sentence > here || quoted.is_none() && quote_around(doc, c.head).is_some()
            {
                continue;
            }
            let kind_fits = match t.kind {
                EntityKind::Person => !neuter,
                EntityKind::Place | EntityKind::Other => false,
                EntityKind::Document => !(personal || speaking && m.agreement.plural == Some(true)),
                _ => !personal,
            };
            if !kind_fits || !self.candidate_agreement(thing, c).agrees(m.agreement) {
                continue;
            }
            if last_named {
                // "celle-ci", "ce dernier": the one named last.
                return (sentence + 1 >= here).then_some(thing);
            }
            let distance = here.saturating_sub(sentence) as i32;
            let head = &doc.tokens[c.head];
            let subject = head.dep.starts_with("nsubj");
            let speaks = self.speaks_here(c);
            let mut score = 10 - 4 * distance;
            score += if subject { 4 } else { 0 };
            score += if speaks { 4 } else { 0 };
            score += if speaking && self.speaker == Some((thing, sentence)) && distance > 0 { 3 } else { 0 };
            // Who says something is rather a person than a body or a text.
            score += match (t.kind == EntityKind::Person, speaking) {
                (true, true) => 4,
                (true, false) => 1,
                _ => 0,
            };
            // The nearest subject before it, in a clause told by another: "X says that Y … and that it …".
            if subject && !speaking && !nearest_subject_seen && distance == 0 {
                score += 4;
            }
            nearest_subject_seen |= subject;
            let shown = self.candidate_agreement(thing, c).gender;
            score += if shown.is_some() && m.agreement.gender.is_some() { 2 } else { 0 };
            // Inside another phrase ("la guerre de la Russie"): in the background.
            score -=
                if matches!(&*head.dep, "nmod" | "pobj" | "poss" | "compound" | "amod") && !speaks { 3 } else { 0 };
            // A speaker is not spoken of as "he" by himself in the sentence that "he" says.
            score -= if distance == 0 && speaking && !speaks { 4 } else { 0 };
            // A new paragraph has its own subject: "L'ONU a débloqué … Elle estime …" is not about who was quoted in the one before.
            score -= if doc.sentences[sentence].block == doc.sentences[here].block { 0 } else { OTHER_BLOCK };
            let best = scores.entry(thing).or_insert(score);
            *best = (*best).max(score);
        }
        let best = *scores.values().max()?;
        let mut at_best = scores.iter().filter(|(_, s)| **s == best).map(|(t, _)| *t);
        let first = at_best.next()?;
        (best >= 4 && at_best.next().is_none()).then_some(first)
    }

    pub(super) fn candidate_agreement(&self, thing: usize, c: &Found) -> Agreement {
        let t = &self.things[thing];
        let mut known = c.agreement;
        if let What::State(code, by) = &c.what {
            if self.doc.lang_at(c.head) != Lang::En {
                known.gender = known.gender.or(pronouns::gender_of_state(code, *by));
            }
            known.plural = known.plural.or(Some(*by == NamedBy::Demonym));
            return known;
        }
        if t.kind == EntityKind::Person {
            let own = known;
            known = t.agreement;
            known.learn(own);
            return known;
        }
        known.learn(t.agreement);
        if self.doc.lang_at(c.head) == Lang::En {
            known.gender = None;
            // "The army said they …": a body may be many.
            known.plural = known.plural.filter(|p| *p);
        }
        known
    }
}

/// The outermost quotation around a token.
fn quote_around(doc: &Doc, token: usize) -> Option<usize> {
    let after = doc.quotes.partition_point(|q| q.first <= token);
    (after.saturating_sub(8)..after).find(|&q| doc.quotes[q].end > token)
}
