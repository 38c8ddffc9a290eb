//! The events of a sentence that are not the one that its report tells.

use std::collections::BTreeSet;

use recoupe_reading::{BlockKind, Doc, Lang, Pos, Sentence, Token};
use smol_str::SmolStr;

use super::Apart;
use super::lexicon::{Lexicon, lexicon};
use crate::date::is_date_word;
use crate::figure::is_toll;
use crate::figure::kind::word_at;
use crate::figure::role;
use crate::figure::tree::ancestors;
use crate::lexicon::fold;
use crate::prepared::Prepared;

/// How many words before its noun "another" may stand ("another deadly mass shooting").
pub(super) const BEFORE: usize = 4;
/// How many sentences a report's lead has.
const LEAD: usize = 5;
/// How far above "after" the verb of the clause may stand.
const ABOVE: usize = 6;
/// How far from an event "connected" may stand, in words.
const LINKED_REACH: usize = 40;
/// How many words the parts of "the number of homicides" may be apart.
const TOTAL_REACH: usize = 3;

/// Something that a sentence sets apart from the report's event.
pub(super) struct Other {
    /// The token of its noun or verb.
    pub(super) at: usize,
    pub(super) why: Apart,
    pub(super) reach: Reach,
}

/// Which numbers of the sentence are of it.
pub(super) enum Reach {
    /// Those of its clause, and what hangs on it.
    Clause,
    /// What hangs on it.
    Below,
    /// Those behind it in its clause.
    Behind,
    /// Those behind it below this verb, and not told by that verb itself.
    After { verb: usize },
}

/// What a report begins with.
pub(super) struct Lead {
    words: BTreeSet<SmolStr>,
    title: BTreeSet<SmolStr>,
    /// The first sentence behind it.
    end: usize,
}

impl Lead {
    pub(super) fn of(doc: &Doc) -> Self {
        let kind = |s: &Sentence| doc.blocks.get(s.block).map_or(BlockKind::Paragraph, |b| b.kind);
        let (mut words, mut title, mut end, mut told) = (BTreeSet::new(), BTreeSet::new(), 0, 0);
        for (n, sentence) in doc.sentences.iter().enumerate() {
            let kind = kind(sentence);
            if told == LEAD {
                break;
            }
            told += usize::from(kind == BlockKind::Paragraph);
            end = n + 1;
            for token in &doc.tokens[sentence.tokens.clone()] {
                words.insert(fold(&token.lower));
                if kind == BlockKind::Title && is_content(token) {
                    title.insert(fold(&token.lemma));
                }
            }
        }
        Self { words, title, end }
    }

    /// A line between the paragraphs that has no word of the title.
    pub(super) fn is_foreign_line(&self, doc: &Doc, sentence: &Sentence) -> bool {
        let kind = doc.blocks.get(sentence.block).map_or(BlockKind::Paragraph, |b| b.kind);
        let tokens = &doc.tokens[sentence.tokens.clone()];
        kind == BlockKind::Heading
            && !self.title.is_empty()
            && tokens.iter().any(|t| t.pos == Pos::Noun || t.pos == Pos::Propn)
            && !tokens.iter().filter(|t| is_content(t)).any(|t| self.title.contains(&fold(&t.lemma)))
    }
}

/// A word that says what a line is about.
fn is_content(token: &Token) -> bool {
    matches!(token.pos, Pos::Noun | Pos::Propn | Pos::Verb | Pos::Adj) && token.lower.chars().count() > 2
}

pub(super) fn is_plural(token: &Token) -> bool {
    token.has("Number=Plur") || matches!(token.tag.as_str(), "NNS" | "NNPS")
}

/// What a sentence sets apart, in text order.
pub(super) fn of_sentence(prepared: &Prepared<'_>, lead: &Lead, sentence: usize) -> Vec<Other> {
    let doc = prepared.doc;
    let Some(s) = doc.sentences.get(sentence) else { return Vec::new() };
    let words = lexicon(s.lang);
    let at = At { prepared, words, first: s.tokens.start, end: s.tokens.end, named: sentence >= lead.end, lead };
    let mut found: Vec<Other> = s.tokens.clone().filter_map(|token| at.other(token)).collect();
    found.extend(at.every(sentence));
    found.sort_by_key(|o| o.at);
    found
}

/// One sentence that is asked.
struct At<'a> {
    prepared: &'a Prepared<'a>,
    words: &'static Lexicon,
    first: usize,
    end: usize,
    /// Behind the lead.
    named: bool,
    lead: &'a Lead,
}

impl At<'_> {
    fn other(&self, at: usize) -> Option<Other> {
        let doc = self.prepared.doc;
        let token = &doc.tokens[at];
        if self.words.after.contains(&fold(&token.lower))
            && let Some(verb) = self.happened(at)
        {
            return Some(Other { at, why: Apart::Event, reach: Reach::After { verb } });
        }
        let lemma = fold(&token.lemma);
        if self.is_total(at, &lemma) {
            return Some(Other { at, why: Apart::Count, reach: Reach::Behind });
        }
        let event = self.words.event.contains(&lemma) && matches!(token.pos, Pos::Noun | Pos::Propn);
        let several = is_plural(token);
        let clause = |why| Some(Other { at, why, reach: Reach::Clause });
        let spread = at + 1 < self.end && self.words.spread.contains(&self.folded(at + 1));
        if spread && (event && several || is_hit(doc, at)) {
            return clause(Apart::Count);
        }
        if !event {
            return None;
        }
        if self.is_followed(at) || self.is_article(at) && self.is_linked(at) {
            return Some(Other { at, why: Apart::Event, reach: Reach::Below });
        }
        // Up to the article, and French adjectives behind the noun.
        let front = at.saturating_sub(BEFORE).max(self.first);
        let stops = |t: &usize| matches!(doc.tokens[*t].pos, Pos::Verb | Pos::Aux | Pos::Adp | Pos::Punct);
        let before = || (front..at).rev().take_while(|t| !stops(t));
        let behind = || (at + 1..(at + 2).min(self.end)).filter(|t| doc.tokens[*t].pos == Pos::Adj);
        let another = before().chain(behind()).any(|t| self.words.another.contains(&self.folded(t)));
        let earlier = before().chain(behind()).any(|t| self.words.earlier.contains(&self.folded(t)));
        match (another, earlier, several) {
            (_, true, _) | (true, _, false) => clause(Apart::Event),
            // "in two separate shootings", "killed in three fires"
            (true, false, true) => clause(Apart::Count),
            (.., true) if before().any(|t| self.is_several(t)) => clause(Apart::Count),
            _ if self.named && self.is_elsewhere(at) => clause(Apart::Named),
            _ => None,
        }
    }

    fn folded(&self, token: usize) -> SmolStr {
        fold(&self.prepared.doc.tokens[token].lower)
    }

    /// "The attack came ten days after …", "l'attaque survient dix jours après …": the verb that says so. What comes then is another
    /// event; "it happened after a lorry hit a bus" is not so far off.
    fn happened(&self, after: usize) -> Option<usize> {
        let doc = self.prepared.doc;
        let time = after.checked_sub(1).filter(|t| *t >= self.first)?;
        if !self.words.time.contains(&fold(&doc.tokens[time].lemma)) {
            return None;
        }
        let verb =
            ancestors(doc, after).take(ABOVE).find(|v| self.words.happen.contains(&fold(&doc.tokens[*v].lemma)))?;
        (verb < after && self.has_event_as_subject(verb)).then_some(verb)
    }

    /// "The attack follows a similar one", the event that was before.
    fn is_followed(&self, event: usize) -> bool {
        let doc = self.prepared.doc;
        let token = &doc.tokens[event];
        matches!(token.dep.as_str(), "dobj" | "obj" | "obl:arg" | "iobj")
            && self.words.follow.contains(&fold(&doc.tokens[token.head].lemma))
            && self.has_event_as_subject(token.head)
    }

    fn has_event_as_subject(&self, verb: usize) -> bool {
        let doc = self.prepared.doc;
        let Some(subject) = self.prepared.tree.kid(doc, verb, &["nsubj", "expl"]) else { return false };
        let token = &doc.tokens[subject];
        token.pos == Pos::Pron || self.words.event.contains(&fold(&token.lemma))
    }

    /// "the city's homicide total", "the number of murders".
    fn is_total(&self, at: usize, lemma: &SmolStr) -> bool {
        if !self.words.count.contains(lemma) {
            return false;
        }
        let is_total = |t: usize| self.words.total.contains(&fold(&self.prepared.doc.tokens[t].lemma));
        let behind = at + 1 < self.end && is_total(at + 1);
        behind || (at.saturating_sub(TOTAL_REACH).max(self.first)..at).any(is_total)
    }

    /// The event is told of for the first time: "a shooting".
    fn is_article(&self, event: usize) -> bool {
        let kids = self.prepared.tree.kids(event).iter();
        let mut articles = kids.filter(|k| self.prepared.doc.tokens[**k].pos == Pos::Det);
        articles.any(|k| matches!(self.folded(*k).as_str(), "a" | "an" | "un" | "une"))
    }

    /// The sentence asks whether events are connected: the one that it tells of for the first time is another.
    fn is_linked(&self, event: usize) -> bool {
        let near = event.saturating_sub(LINKED_REACH).max(self.first)..(event + LINKED_REACH).min(self.end);
        let mut near = near.into_iter();
        near.any(|t| self.words.linked.contains(&self.folded(t)))
    }

    /// "three", "several", "a series of" before events.
    fn is_several(&self, token: usize) -> bool {
        let t = &self.prepared.doc.tokens[token];
        t.pos == Pos::Num
            && t.dep == "nummod"
            && t.lower.chars().count() < 10
            && !matches!(t.lower.as_str(), "one" | "1")
            || self.words.several.contains(&fold(&t.lower))
    }

    /// The event is named by a place, or told of with one, that the report does not begin with.
    fn is_elsewhere(&self, event: usize) -> bool {
        let doc = self.prepared.doc;
        let french = doc.sentence_of(event).lang != Lang::En;
        let mut names: Vec<usize> = Vec::new();
        if !french {
            let front = event.saturating_sub(BEFORE).max(self.first);
            let proper = |t: &usize| matches!(doc.tokens[*t].pos, Pos::Propn | Pos::Noun | Pos::Adj);
            names.extend((front..event).rev().take_while(proper).filter(|t| self.is_place_name(*t)));
        }
        // "la tuerie de Nordain"; "a shooting in Norden", which the report would have named before.
        if french || self.is_article(event) {
            let behind = (event + 1..(event + 5).min(self.end))
                .take_while(|t| matches!(doc.tokens[*t].pos, Pos::Adp | Pos::Det | Pos::Propn));
            names.extend(behind.filter(|t| self.is_place_name(*t)));
        }
        !names.is_empty() && !names.iter().any(|t| self.lead.words.contains(&self.folded(*t)))
    }

    /// A proper noun that is no date.
    fn is_place_name(&self, token: usize) -> bool {
        let doc = self.prepared.doc;
        let Some(Some(prepared)) = self.prepared.sentences.get(doc.tokens[token].sentence) else { return false };
        let word = word_at(&prepared.text, doc, token);
        let dated = prepared.dates.partition_point(|d| d.end <= word);
        let is_date = prepared.dates.get(dated).is_some_and(|d| d.first <= word);
        doc.tokens[token].pos == Pos::Propn && !is_date && !is_date_word(&prepared.text, word)
    }

    /// "3,000 people die each year": over a period that comes again.
    fn every(&self, sentence: usize) -> Vec<Other> {
        let doc = self.prepared.doc;
        let Some(Some(prepared)) = self.prepared.sentences.get(sentence) else { return Vec::new() };
        let words = &prepared.text.words;
        let at = (0..words.len()).filter(|i| self.words.every.at(words, *i).is_some());
        let token = |i: usize| doc.tokens.partition_point(|t| t.clean.end <= words[i].span.start);
        let inside = |t: &usize| (self.first..self.end).contains(t);
        at.map(token).filter(inside).map(|at| Other { at, why: Apart::Count, reach: Reach::Clause }).collect()
    }
}

/// "39 people were shot across the city".
fn is_hit(doc: &Doc, at: usize) -> bool {
    let token = &doc.tokens[at];
    let role = role::of_verb(doc, at, role::Acts::On);
    token.pos == Pos::Verb && is_toll(role)
}
