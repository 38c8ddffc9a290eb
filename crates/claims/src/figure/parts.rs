//! Figures that lean on others: parts, comparisons, additions, computed values.

use std::ops::Range;

use recoupe_reading::Pos;

use super::{AMONG_REACH, Reader, is_count, is_toll, kind, role};
use crate::claim::{Derivation, Role};
use crate::number::Quantity;
use crate::unit;

impl Reader<'_> {
    /// "contre 23 la veille", "up from 360": the number before it, at another time.
    pub(super) fn compared(&self, core: &Range<usize>, sentence: &Range<usize>) -> bool {
        let doc = self.doc;
        let before = |n: usize| {
            let at = core.start.checked_sub(n).filter(|b| sentence.contains(b));
            at.map_or("", |b| doc.tokens[b].lower.as_str())
        };
        match before(1) {
            "contre" | "against" => true,
            "from" => matches!(before(2), "up" | "down"),
            "with" | "to" => before(2) == "compared",
            _ => false,
        }
    }

    /// "Two children are among the dead", "deux enfants figurent parmi les victimes": what those met, they met.
    pub(super) fn among(&self, core: &Range<usize>) -> Option<Role> {
        let doc = self.doc;
        let sentence = doc.tokens.get(core.start)?.sentence;
        let end = doc.sentences.get(sentence)?.tokens.end;
        let window = core.end..end.min(core.end + AMONG_REACH);
        let at = window.clone().find(|t| matches!(doc.tokens[*t].lower.as_str(), "among" | "parmi"))?;
        // Another number between them has the words to itself.
        let alone = (core.end..at).all(|t| doc.tokens[t].pos != Pos::Num);
        let theirs = (at + 1..end.min(at + 4)).take_while(|t| doc.tokens[*t].pos != Pos::Num);
        theirs.into_iter().find_map(|t| role::of_noun(doc, t)).filter(|_| alone)
    }

    /// "12 were shot, five of them fatally", "six blessés, dont deux grièvement": the adverb alone says it.
    pub(super) fn how_badly(&self, core: &Range<usize>) -> Option<Role> {
        let doc = self.doc;
        let sentence = doc.tokens.get(core.start)?.sentence;
        let lower = |k: usize| doc.tokens.get(k).filter(|t| t.sentence == sentence).map_or("", |t| t.lower.as_str());
        let at = match (lower(core.end), lower(core.end + 1)) {
            ("of", "them" | "whom") | ("d'", "entre") => core.end + 2 + usize::from(lower(core.end) == "d'"),
            _ => core.end,
        };
        let ends = matches!(lower(at + 1), "" | "." | "," | ";" | ")" | "and" | "et");
        match lower(at) {
            word if role::is_deadly_adverb(word) && ends => Some(Role::Killed),
            word if role::is_harmful_adverb(word) && ends => Some(Role::Wounded),
            _ => None,
        }
    }

    /// "Five were wounded. Two are in critical condition": patients are some of the wounded told before them, if those are more.
    pub(super) fn of_patients(&self, token: usize, q: &Quantity, role: Option<Role>) -> Option<Option<usize>> {
        let here = self.doc.tokens.get(token)?.sentence;
        if role != Some(Role::Wounded) || !role::in_condition(self.doc, token) {
            return None;
        }
        let more = |f: &crate::claim::Figure| {
            let whole = matches!(f.role, Some(Role::Wounded | Role::Casualties)) && f.derivation.is_none();
            whole && is_count(f) && here - f.sentence.min(here) <= 3 && f.value.lo > q.value.lo
        };
        self.figures.iter().rposition(more).map(Some)
    }

    /// "Parmi eux, cinq …", "among them are five": some of those told of last.
    pub(super) fn among_them(
        &self,
        tokens: &Range<usize>,
        sentence: &Range<usize>,
        counts: bool,
    ) -> Option<Option<usize>> {
        let doc = self.doc;
        let lower = |k: usize| doc.tokens.get(k).filter(|_| sentence.contains(&k)).map_or("", |t| t.lower.as_str());
        let pronoun = |k: usize| {
            matches!(lower(k), "eux" | "elles" | "lesquels" | "lesquelles" | "them" | "whom" | "which" | "these")
        };
        let mut front = (sentence.start.max(tokens.start.saturating_sub(6))..tokens.start).rev();
        let some = counts && front.any(|k| matches!(lower(k), "parmi" | "among" | "amongst") && pronoun(k + 1));
        let here = doc.tokens[tokens.start].sentence;
        some.then(|| self.figures.iter().rposition(|f| is_count(f) && here - f.sentence.min(here) <= 1))
    }

    /// "deux des morts", "three of the wounded": some of those told of. French writes "des" after a numeral only so.
    pub(super) fn of_the(
        &self,
        tokens: &Range<usize>,
        sentence: &Range<usize>,
        counts: bool,
        role: Option<Role>,
    ) -> Option<Option<usize>> {
        let doc = self.doc;
        let lower = |k: usize| doc.tokens.get(k).filter(|_| sentence.contains(&k)).map_or("", |t| t.lower.as_str());
        let numeral = doc.tokens.get(tokens.end.checked_sub(1)?)?.pos == Pos::Num;
        let some = match (lower(tokens.end), lower(tokens.end + 1)) {
            ("des", _) => numeral,
            ("of", "the" | "these" | "those" | "its" | "their") => true,
            _ => false,
        };
        // "dix des 40 capteurs": the whole is told next, and not read yet.
        let behind = (tokens.end + 1..tokens.end + 3).filter(|k| sentence.contains(k));
        let ahead = behind.clone().any(|k| doc.tokens[k].pos == Pos::Num);
        (counts && some)
            .then(|| if ahead { None } else { self.figures.iter().rposition(|f| is_count(f) && f.role == role) })
    }

    pub(super) fn derivation(
        &self,
        asked: &kind::Asked<'_>,
        q: &Quantity,
        part_of: Option<Option<usize>>,
        counts: bool,
    ) -> Option<Derivation> {
        let base = || {
            self.figures
                .iter()
                .enumerate()
                .rev()
                .take(4)
                .find(|(_, f)| matches!(f.unit.as_deref(), Some(unit::PERSON | unit::ITEM)))
                .map(|(i, _)| i)
        };
        if let Some(base) = part_of {
            return Some(Derivation::PartOf { base });
        }
        if q.unit.as_deref() == Some(unit::PERCENT) {
            return Some(Derivation::Share {
                base: base().filter(|i| {
                    asked.doc.tokens[asked.token].sentence
                        - self.figures[*i].sentence.min(asked.doc.tokens[asked.token].sentence)
                        <= 1
                }),
            });
        }
        // "12 killed and 30 others wounded" adds nothing to the killed.
        let other_role = self
            .figures
            .last()
            .filter(|f| f.sentence == asked.doc.tokens[asked.token].sentence)
            .is_some_and(|f| is_toll(f.role) && is_toll(asked.role) && f.role != asked.role);
        if counts && !other_role && kind::is_increment(asked) {
            return Some(Derivation::Increment { base: None });
        }
        if kind::is_computed(asked) {
            return Some(Derivation::Computed { base: base() });
        }
        None
    }
}
