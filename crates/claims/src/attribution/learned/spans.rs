//! What surrounds a cue: the window of its source and content, and the features of each token in it.

use std::ops::Range;

use super::prepared::{Atom, Mark, Prepared, feature, mix};

/// The tokens that may belong to the attribution of a cue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Window {
    /// The head of the cue.
    pub cue: usize,
    /// The cue's sentence and what may belong to it around.
    pub tokens: Range<usize>,
}

/// Tokens of a window on each side of the cue, at most.
const SIDE: usize = 250;

/// What a feature is of. The order is part of the weights: new ones go to the end.
#[derive(Clone, Copy)]
#[repr(u32)]
enum Of {
    Bias = 100,
    Relation,
    RelationWord,
    RelationCue,
    RelationCueTag,
    RelationComplements,
    RelationEdges,
    RelationWordEdges,
    RelationStartCue,
    RelationQuoted,
    RelationPos,
    RelationFunction,
    RelationBefore,
    RelationOwn,
    RelationWordBefore,
    RelationMark,
    RelationQuotation,
    RelationWordCue,
    DistanceCueTag,
    DistanceCue,
    DistancePos,
    DistanceFunction,
    DistanceFunctionCuePos,
    Word,
    WordBefore,
    WordAfter,
    Tag,
    PosAround,
    Entity,
    DepPos,
    OffsetQuoted,
    SentenceQuoted,
    SentenceMark,
    Commas,
    CommasRelation,
    Cues,
    CuesRelation,
    Chance,
    ChanceRelation,
    MarkAfter,
    MarkBefore,
    SentenceStart,
}

/// What holds for all tokens of a window.
struct Around<'a> {
    window: &'a Window,
    /// The cue and what it hangs on, upwards.
    ancestors: Vec<usize>,
    /// Which complements the cue has.
    complements: u32,
    /// A quotation opens right behind the cue, or closes right before it.
    quotations: u32,
    /// Of each sentence: its place relative to the cue's, and that with its quotations and cues.
    sentences: Vec<(u32, u32)>,
    first_sentence: usize,
    /// Commas and other cues between each token and the cue.
    commas: Vec<u32>,
    cues: Vec<u32>,
}

/// How a token hangs on the cue.
struct Place {
    /// The path to the cue: how far up, the edge there, the branch down, the side.
    relation: u32,
    /// The same with the word or tag of the branch.
    relation_word: u32,
    /// The token opens or closes its branch.
    opens: u32,
    closes: u32,
}

impl Prepared<'_> {
    /// The window of a cue: its sentence, the sentences around it as long as they are quoted, else one to each side.
    pub fn window(&self, cue: usize) -> Window {
        let sentences = &self.view().doc.sentences;
        let own = self.view().token(cue).sentence;
        let quoted = |s: usize| {
            let t = &sentences[s].tokens;
            !t.is_empty() && self.view().level[t.start].is_some() && self.view().level[t.end - 1].is_some()
        };
        let mut first = own;
        while first > 0 && own - first < 4 && quoted(first - 1) {
            first -= 1;
        }
        if first == own {
            first = own.saturating_sub(1);
        }
        let mut last = own;
        while last + 1 < sentences.len() && last - own < 8 && quoted(last + 1) {
            last += 1;
        }
        if last == own {
            last = (own + 1).min(sentences.len() - 1);
        }
        let start = sentences[first].tokens.start.max(cue.saturating_sub(SIDE));
        let end = sentences[last].tokens.end.min(cue + SIDE);
        Window { cue, tokens: start.min(cue)..end.max(cue + 1) }
    }

    /// The kind of place before each token of a window (see [`super::SEAMS`]).
    pub fn seams(&self, window: &Window) -> Vec<usize> {
        let seam = |i: usize| {
            if i == window.tokens.start {
                return 0;
            }
            let (before, this) = (self.view().token(i - 1).sentence, self.view().token(i).sentence);
            let (a, b) = (self.atoms[i - 1].mark, self.atoms[i].mark);
            match b {
                _ if before != this && self.view().block(i - 1) != self.view().block(i) => 1,
                _ if before != this => 2,
                Mark::Comma | Mark::Final | Mark::Dash | Mark::Colon => 3,
                _ if b == Mark::Open || a == Mark::Close => 4,
                _ if a != Mark::Word => 5,
                _ => 0,
            }
        };
        window.tokens.clone().map(seam).collect()
    }

    /// The features of each token of a window; `chances` are those of all tokens of the document to carry a cue.
    pub fn span_features(&self, window: &Window, chances: &[f32], out: &mut Vec<Vec<u32>>) {
        let around = self.around_cue(window, chances);
        out.truncate(window.tokens.len());
        out.resize_with(window.tokens.len(), Vec::new);
        let mut before = 0;
        for (i, features) in window.tokens.clone().zip(out) {
            features.clear();
            let place = self.place(i, &around);
            self.token_features(i, &place, before, chances, &around, features);
            before = place.relation_word;
        }
    }

    fn around_cue<'a>(&self, window: &'a Window, chances: &[f32]) -> Around<'a> {
        let (view, cue) = (self.view(), window.cue);
        let tokens = &window.tokens;
        let likely = |i: usize| chances.get(i).is_some_and(|&c| c > 0.5);
        let mut ancestors = vec![cue];
        let mut at = cue;
        for _ in 0..5 {
            let head = view.token(at).head;
            if head == at {
                break;
            }
            ancestors.push(head);
            at = head;
        }
        let complements = view.children[cue].iter().fold(0, |set, &c| {
            set | match view.dep(c) {
                "ccomp" => 1,
                "xcomp" => 2,
                "dobj" => 4,
                "nsubj" => 8,
                "nsubjpass" => 16,
                "prep" => 32,
                _ => 0,
            }
        });
        let mark = |mut range: Range<usize>, mark: Mark| u32::from(range.any(|j| self.atoms[j].mark == mark));
        let opens = mark(cue + 1..tokens.end.min(cue + 6).max(cue + 1), Mark::Open);
        let closed = mark(tokens.start.max(cue.saturating_sub(8))..cue, Mark::Close);
        let first_sentence = view.token(tokens.start).sentence;
        let own = view.token(cue).sentence;
        let sentences = (first_sentence..=view.token(tokens.end - 1).sentence)
            .map(|s| {
                let sentence = &view.doc.sentences[s];
                let t = sentence.tokens.start.max(tokens.start)..sentence.tokens.end.min(tokens.end);
                let inside = |i: usize| view.level[i].is_some();
                let whole = !t.is_empty() && inside(t.start) && inside(t.end - 1);
                let quoted = u32::from(whole) * 4
                    + u32::from(t.clone().any(inside)) * 2
                    + u32::from(!t.is_empty() && self.atoms[t.start].mark == Mark::Open);
                let other_cue = t.clone().any(|j| likely(j) && !inside(j) && j != cue);
                let other_block = sentence.block != view.doc.sentences[own].block;
                let offset = u32::try_from((s + 4).saturating_sub(own)).unwrap_or(9).min(9);
                (offset, mix(mix(offset, quoted), u32::from(other_cue) * 2 + u32::from(other_block)))
            })
            .collect();
        let mut commas = vec![0; tokens.len()];
        let mut cues = vec![0; tokens.len()];
        let mut count = |order: &mut dyn Iterator<Item = usize>| {
            let (mut c, mut q) = (0, 0);
            for i in order {
                commas[i - tokens.start] = c;
                cues[i - tokens.start] = q;
                c += u32::from(self.atoms[i].mark == Mark::Comma);
                q += u32::from(likely(i));
            }
        };
        count(&mut (cue + 1..tokens.end));
        count(&mut (tokens.start..cue).rev());
        Around {
            window,
            ancestors,
            complements,
            quotations: opens * 2 + closed,
            sentences,
            first_sentence,
            commas,
            cues,
        }
    }

    fn place(&self, i: usize, around: &Around) -> Place {
        const FAR: usize = 9;
        let view = self.view();
        let cue = around.window.cue;
        let (mut up, mut branch) = (FAR, i);
        if view.token(i).sentence == view.token(cue).sentence {
            let mut at = i;
            for _ in 0..40 {
                if let Some(n) = around.ancestors.iter().position(|&a| a == at) {
                    up = n;
                    break;
                }
                branch = at;
                let head = view.token(at).head;
                if head == at {
                    break;
                }
                at = head;
            }
        }
        let on_path = up < FAR && around.ancestors[up] == i;
        let b = &self.atoms[branch];
        let edge = if (1..FAR).contains(&up) { self.atoms[around.ancestors[up - 1]].dep } else { 0 };
        let down = if on_path { 1 } else { b.dep };
        let word = match view.dep(branch) {
            "prep" | "mark" | "aux" | "agent" | "neg" | "prt" | "det" | "advmod" | "cc" => b.word,
            _ => b.tag,
        };
        let relation = mix(mix(up as u32, edge), mix(down, side(i, cue)));
        let below = !on_path && up < FAR;
        Place {
            relation,
            relation_word: mix(relation, word),
            opens: u32::from(below && view.subtree[branch].0 == i),
            closes: u32::from(below && view.subtree[branch].1 == i + 1),
        }
    }

    fn token_features(
        &self,
        i: usize,
        place: &Place,
        before: u32,
        chances: &[f32],
        around: &Around,
        out: &mut Vec<u32>,
    ) {
        let view = self.view();
        let cue = around.window.cue;
        let at = i - around.window.tokens.start;
        let (t, c) = (&self.atoms[i], &self.atoms[cue]);
        let previous: Option<&Atom> = i.checked_sub(1).map(|j| &self.atoms[j]);
        let next: Option<&Atom> = self.atoms.get(i + 1);
        let (word_before, pos_before) = previous.map_or((0, 0), |a| (a.word, a.pos));
        let (word_after, pos_after) = next.map_or((0, 0), |a| (a.word, a.pos));
        let mark_of = |a: Option<&Atom>| a.map_or(99, |a| a.mark as u32);
        let side = side(i, cue);
        let distance = distance(i, cue) * 3 + side;
        let quoted = u32::from(view.level[i].is_some());
        let quotation =
            quoted * 4 + u32::from(view.level[i] == view.level[cue]) * 2 + u32::from(view.level[cue].is_some());
        let sentence = &view.doc.sentences[view.token(i).sentence].tokens;
        let (first, last) = (u32::from(i == sentence.start), u32::from(i + 1 == sentence.end));
        let (offset, of_sentence) = around.sentences[view.token(i).sentence - around.first_sentence];
        let (commas, cues) = (around.commas[at], around.cues[at]);
        // Fifths of a probability.
        let chance = (chances.get(i).copied().unwrap_or(0.0) * 5.0) as u32;
        let (relation, relation_word) = (place.relation, place.relation_word);
        let function = t.function();

        let mut add = |of: Of, values: [u32; 4]| out.push(feature(of as u32, values));
        add(Of::Bias, [0; 4]);
        add(Of::Relation, [relation, 0, 0, 0]);
        add(Of::RelationWord, [relation_word, 0, 0, 0]);
        add(Of::RelationCue, [relation, c.lemma, 0, 0]);
        add(Of::RelationCueTag, [relation, c.tag, 0, 0]);
        add(Of::RelationComplements, [relation, around.complements, 0, 0]);
        add(Of::RelationEdges, [relation, place.opens, place.closes, 0]);
        add(Of::RelationWordEdges, [relation_word, place.opens, place.closes, 0]);
        add(Of::RelationStartCue, [relation, place.opens, c.lemma, 0]);
        add(Of::RelationQuoted, [relation, quotation, 0, 0]);
        add(Of::RelationPos, [relation, t.pos, 0, 0]);
        add(Of::RelationFunction, [relation, function, 0, 0]);
        add(Of::RelationBefore, [relation_word, before, 0, 0]);
        add(Of::RelationOwn, [relation, t.dep, t.tag, 0]);
        add(Of::RelationWordBefore, [relation, word_before, 0, 0]);
        add(Of::RelationMark, [relation, t.mark as u32, pos_after, 0]);
        add(Of::RelationQuotation, [relation, around.quotations, quoted, 0]);
        add(Of::RelationWordCue, [relation_word, c.lemma, place.opens, 0]);
        add(Of::DistanceCueTag, [distance, c.tag, 0, 0]);
        add(Of::DistanceCue, [distance, c.lemma, 0, 0]);
        add(Of::DistancePos, [distance, t.pos, 0, 0]);
        add(Of::DistanceFunction, [distance, function, 0, 0]);
        add(Of::DistanceFunctionCuePos, [distance, function, c.pos, 0]);
        add(Of::Word, [side, t.word, 0, 0]);
        add(Of::WordBefore, [side, t.word, word_before, 0]);
        add(Of::WordAfter, [side, t.word, word_after, 0]);
        add(Of::Tag, [side, t.tag, 0, 0]);
        add(Of::PosAround, [side, t.pos, pos_before, pos_after]);
        add(Of::Entity, [side, t.entity, t.pos, 0]);
        add(Of::DepPos, [side, t.dep, t.pos, 0]);
        add(Of::OffsetQuoted, [offset, quotation, side, 0]);
        add(Of::SentenceQuoted, [of_sentence, quoted, 0, 0]);
        add(Of::SentenceMark, [of_sentence, t.mark as u32, first, 0]);
        add(Of::Commas, [side, commas.min(4), offset, 0]);
        add(Of::CommasRelation, [side, commas.min(3), relation, 0]);
        add(Of::Cues, [side, cues.min(2), offset, 0]);
        add(Of::CuesRelation, [relation, cues.min(2), quoted, 0]);
        add(Of::Chance, [side, chance, i.abs_diff(cue).min(3) as u32, 0]);
        add(Of::ChanceRelation, [relation, chance, 0, 0]);
        add(Of::MarkAfter, [t.mark as u32, quotation * 3 + side, last, mark_of(next)]);
        add(Of::MarkBefore, [t.mark as u32, quotation * 3 + side, mark_of(previous), 0]);
        add(Of::SentenceStart, [first, offset, quotation, 0]);
    }
}

/// Before, on or behind the cue.
fn side(i: usize, cue: usize) -> u32 {
    match i.cmp(&cue) {
        std::cmp::Ordering::Less => 0,
        std::cmp::Ordering::Equal => 1,
        std::cmp::Ordering::Greater => 2,
    }
}

/// Steps to the cue, in classes.
fn distance(i: usize, cue: usize) -> u32 {
    match i.abs_diff(cue) {
        n @ 0..=4 => n as u32,
        5..=6 => 5,
        7..=9 => 6,
        10..=15 => 7,
        16..=30 => 8,
        _ => 9,
    }
}
