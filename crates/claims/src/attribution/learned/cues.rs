//! Which words carry an attribution: candidates and their features.

use recoupe_reading::Pos;

use super::prepared::{Mark, Prepared, feature, mix};

/// What a feature is of. The order is part of the weights: new ones go to the end.
#[derive(Clone, Copy)]
#[repr(u32)]
enum Of {
    Bias,
    Lemma,
    LemmaPos,
    Word,
    Tag,
    Pos,
    DepPos,
    Ending,
    LemmaTag,
    LemmaDep,
    HeadLemma,
    HeadPos,
    LemmaHeadLemma,
    Child,
    ChildOfLemma,
    ChildLemma,
    Subject,
    SubjectLemma,
    SubjectEntity,
    Agent,
    ClauseTag,
    ClauseLemma,
    ClauseShape,
    ClauseShapeOfLemma,
    PrepositionOfLemma,
    Preposition,
    PrepositionObject,
    PrepositionObjectLemma,
    ObjectLemma,
    ObjectEntity,
    ObjectChild,
    ObjectChildDep,
    ObjectComplement,
    Auxiliary,
    Complements,
    ComplementsOfLemma,
    NoSubject,
    Controller,
    ControllerLemma,
    Neighbour,
    NeighbourPos,
    NeighbourOfLemma,
    NextPosOfLemma,
    NoNeighbour,
    TwoAfterOfLemma,
    TwoPosAfter,
    TwoAfter,
    TwoBeforeOfLemma,
    TwoPosBefore,
    Quotation,
    QuotationAfter,
    QuotationBefore,
    Quoted,
    QuotedLength,
    QuotedSentences,
    SentenceQuotes,
    SentenceQuotesLemma,
    Block,
    FromStart,
    FromEdge,
    RootPos,
    AncestorLemma,
    AncestorPos,
    AncestorOfPos,
}

impl Prepared<'_> {
    /// Whether a token may carry an attribution at all: an English verb, noun, adjective, adverb, preposition, or a colon or dash.
    pub fn is_candidate(&self, i: usize) -> bool {
        let fits = match self.view.pos(i) {
            Pos::Verb | Pos::Noun | Pos::Adj | Pos::Aux | Pos::Adp | Pos::Adv | Pos::Sconj => true,
            Pos::Punct | Pos::Sym | Pos::X => matches!(self.atoms[i].mark, Mark::Colon | Mark::Dash),
            _ => false,
        };
        fits && self.english(i)
    }

    /// The features of a candidate.
    pub fn cue_features(&self, i: usize, out: &mut Vec<u32>) {
        out.clear();
        self.cue_word_features(i, out);
        self.cue_context_features(i, out);
    }

    /// The first of them: the word itself and what it hangs on.
    pub(super) fn cue_word_features(&self, i: usize, out: &mut Vec<u32>) {
        self.own(i, &mut Sink(out));
    }

    /// The others.
    pub(super) fn cue_context_features(&self, i: usize, out: &mut Vec<u32>) {
        let mut f = Sink(out);
        self.dependents(i, &mut f);
        self.around(i, &mut f);
        self.quotations(i, &mut f);
        self.ancestors(i, &mut f);
    }

    /// The word itself and what it hangs on.
    fn own(&self, i: usize, f: &mut Sink) {
        let t = &self.atoms[i];
        f.add(Of::Bias, []);
        f.add(Of::Lemma, [t.lemma]);
        f.add(Of::LemmaPos, [t.lemma, t.pos]);
        f.add(Of::Word, [t.word]);
        f.add(Of::Tag, [t.tag]);
        f.add(Of::Pos, [t.pos]);
        f.add(Of::DepPos, [t.dep, t.pos]);
        f.add(Of::Ending, [t.ending, t.pos]);
        f.add(Of::LemmaTag, [t.lemma, t.tag]);
        f.add(Of::LemmaDep, [t.lemma, t.dep]);
        let head = self.view.token(i).head;
        if head != i {
            let h = &self.atoms[head];
            f.add(Of::HeadLemma, [t.dep, h.lemma]);
            f.add(Of::HeadPos, [t.dep, h.pos]);
            f.add(Of::LemmaHeadLemma, [t.lemma, t.dep, h.lemma]);
        }
    }

    /// Subject, complements, prepositions, auxiliaries.
    fn dependents(&self, i: usize, f: &mut Sink) {
        let (view, t) = (&self.view, &self.atoms[i]);
        let (mut complements, mut subject) = (0u32, false);
        for &c in &view.children[i] {
            let k = &self.atoms[c];
            f.add(Of::Child, [k.dep, u32::from(c > i)]);
            f.add(Of::ChildOfLemma, [k.dep, u32::from(c > i), t.lemma]);
            f.add(Of::ChildLemma, [k.dep, k.lemma]);
            match view.dep(c) {
                "nsubj" | "nsubjpass" | "poss" | "agent" => {
                    subject = true;
                    f.add(Of::Subject, [k.dep, k.entity, k.pos]);
                    f.add(Of::SubjectLemma, [k.dep, k.lemma, t.lemma]);
                    f.add(Of::SubjectEntity, [k.dep, k.entity, t.lemma]);
                    if view.dep(c) == "agent" {
                        for x in view.children[c].iter().map(|&x| &self.atoms[x]) {
                            f.add(Of::Agent, [x.entity, x.lemma]);
                        }
                    }
                }
                "ccomp" | "xcomp" | "advcl" | "acl" => {
                    complements |= match view.dep(c) {
                        "ccomp" => 1,
                        "xcomp" => 2,
                        _ => 0,
                    };
                    f.add(Of::ClauseTag, [k.dep, k.tag, t.lemma]);
                    f.add(Of::ClauseLemma, [k.dep, k.lemma, t.lemma]);
                    let shape = view.children[c].iter().fold(0, |shape, &x| match view.dep(x) {
                        "nsubj" => mix(shape, self.atoms[x].dep),
                        "mark" | "aux" => mix(shape, mix(self.atoms[x].dep, self.atoms[x].word)),
                        _ => shape,
                    });
                    f.add(Of::ClauseShape, [k.dep, shape]);
                    f.add(Of::ClauseShapeOfLemma, [k.dep, shape, t.lemma]);
                }
                "prep" | "prt" | "dative" => {
                    f.add(Of::PrepositionOfLemma, [k.dep, k.word, t.lemma]);
                    f.add(Of::Preposition, [k.dep, k.word]);
                    for x in view.children[c].iter().map(|&x| &self.atoms[x]) {
                        f.add(Of::PrepositionObject, [k.word, x.pos, t.lemma]);
                        f.add(Of::PrepositionObjectLemma, [k.word, x.lemma]);
                    }
                }
                "dobj" | "attr" | "acomp" | "oprd" | "pobj" => {
                    complements |= 4;
                    f.add(Of::ObjectLemma, [k.dep, k.lemma, t.lemma]);
                    f.add(Of::ObjectEntity, [k.dep, k.entity, t.lemma]);
                    for &x in &view.children[c] {
                        let o = &self.atoms[x];
                        f.add(Of::ObjectChild, [k.dep, o.dep, t.lemma]);
                        f.add(Of::ObjectChildDep, [k.lemma, o.dep]);
                        if matches!(view.dep(x), "prep" | "acl") {
                            f.add(Of::ObjectComplement, [k.lemma, o.lemma]);
                        }
                    }
                }
                "aux" | "auxpass" | "neg" | "mark" => f.add(Of::Auxiliary, [k.word, t.lemma]),
                _ => {}
            }
        }
        f.add(Of::Complements, [complements, u32::from(subject), t.pos]);
        f.add(Of::ComplementsOfLemma, [complements, u32::from(subject), t.lemma]);
        if subject {
            return;
        }
        // The subject of what it hangs on is likely its own.
        f.add(Of::NoSubject, [t.lemma, t.dep]);
        let mut at = view.token(i).head;
        for _ in 0..3 {
            if let Some(&s) = view.children[at].iter().take(64).find(|&&c| view.dep(c).starts_with("nsubj")) {
                let s = &self.atoms[s];
                f.add(Of::Controller, [s.entity, s.pos, t.dep]);
                f.add(Of::ControllerLemma, [s.lemma, t.dep]);
                break;
            }
            at = view.token(at).head;
        }
    }

    /// The words before and after.
    fn around(&self, i: usize, f: &mut Sink) {
        let t = &self.atoms[i];
        let sentence = self.view.token(i).sentence;
        let near = |offset: isize| {
            let at = i.checked_add_signed(offset)?;
            let other = self.view.get(at)?;
            (other.sentence.abs_diff(sentence) <= 1).then(|| &self.atoms[at])
        };
        for (place, offset) in (0u32..).zip([-2isize, -1, 1, 2]) {
            match near(offset) {
                Some(x) => {
                    f.add(Of::Neighbour, [place, x.word]);
                    f.add(Of::NeighbourPos, [place, x.pos]);
                    f.add(Of::NeighbourOfLemma, [place, t.lemma, x.word]);
                    if offset.abs() == 1 {
                        f.add(Of::NextPosOfLemma, [place, t.lemma, x.pos]);
                    }
                }
                None => f.add(Of::NoNeighbour, [place]),
            }
        }
        if let (Some(a), Some(b)) = (near(1), near(2)) {
            f.add(Of::TwoAfterOfLemma, [a.word, b.word, t.lemma]);
            f.add(Of::TwoPosAfter, [a.pos, b.pos, t.pos]);
            f.add(Of::TwoAfter, [a.word, b.word, t.pos]);
        }
        if let (Some(a), Some(b)) = (near(-1), near(-2)) {
            f.add(Of::TwoBeforeOfLemma, [a.word, b.word, t.lemma]);
            f.add(Of::TwoPosBefore, [a.pos, b.pos, t.pos]);
        }
    }

    /// Quotations near and around, the place in the sentence.
    fn quotations(&self, i: usize, f: &mut Sink) {
        let (view, t) = (&self.view, &self.atoms[i]);
        let quoted = u32::from(view.level[i].is_some());
        let mark = |at: usize, mark: Mark| self.atoms[at].mark == mark;
        let after = (i + 1..self.len().min(i + 5)).find(|&j| mark(j, Mark::Open)).map_or(9, |j| steps(i, j));
        let before = (i.saturating_sub(5)..i).rev().find(|&j| mark(j, Mark::Close)).map_or(9, |j| steps(i, j));
        f.add(Of::Quotation, [quoted, after, before]);
        f.add(Of::QuotationAfter, [quoted, after.min(3), t.lemma]);
        f.add(Of::QuotationBefore, [quoted, before.min(4), t.lemma]);
        f.add(Of::Quoted, [quoted, t.pos]);
        if let Some(q) = view.level[i] {
            let q = view.quote(q);
            f.add(Of::QuotedLength, [steps(q.first, q.end) / 6, u32::from(q.depth > 0)]);
            let last = q.end.clamp(q.first + 1, self.len()) - 1;
            let several = view.token(q.first).sentence != view.token(last).sentence;
            f.add(Of::QuotedSentences, [u32::from(several), t.pos]);
        }
        let sentence = view.sentence(i);
        let quotes = u32::from(self.quoted[view.token(i).sentence]);
        f.add(Of::SentenceQuotes, [quotes, t.pos]);
        f.add(Of::SentenceQuotesLemma, [quotes, t.lemma]);
        f.add(Of::Block, [view.block_kind(i) as u32, t.pos]);
        let (left, right) = (i - sentence.start, sentence.end - 1 - i);
        f.add(Of::FromStart, [steps(0, left).min(6), t.pos]);
        f.add(Of::FromEdge, [steps(0, left.min(right)).min(4)]);
    }

    /// What it stands under.
    fn ancestors(&self, i: usize, f: &mut Sink) {
        let t = &self.atoms[i];
        let mut at = i;
        for k in 0..4u32 {
            let head = self.view.token(at).head;
            if head == at {
                f.add(Of::RootPos, [k, self.atoms[at].pos]);
                break;
            }
            let (edge, h) = (self.atoms[at].dep, &self.atoms[head]);
            f.add(Of::AncestorLemma, [edge, h.lemma, u32::from(k > 0)]);
            f.add(Of::AncestorPos, [edge, h.pos, k]);
            if k > 0 {
                f.add(Of::AncestorOfPos, [edge, h.lemma, t.pos]);
            }
            at = head;
        }
    }
}

/// The distance between two tokens, at most 60.
fn steps(a: usize, b: usize) -> u32 {
    u32::try_from(a.abs_diff(b)).unwrap_or(60).min(60)
}

/// Where features go.
struct Sink<'a>(&'a mut Vec<u32>);

impl Sink<'_> {
    fn add<const N: usize>(&mut self, of: Of, values: [u32; N]) {
        self.0.push(feature(of as u32, values));
    }
}
