//! A document prepared for reading attributions: subtrees, children and quotation levels, each in one pass.

use std::ops::Range;

use recoupe_reading::{BlockKind, Doc, Lang, Pos, Quote, Token};

use super::{
    classes::WordClass,
    lexicon::{self, Lexicon},
    seam,
};

/// A document with what is asked of it again and again.
pub(crate) struct View<'a> {
    pub(crate) doc: &'a Doc,
    /// Dependents of each token in text order.
    pub(crate) children: Vec<Vec<usize>>,
    /// First and after-last token of each token's subtree (the subtree need not be contiguous).
    pub(crate) subtree: Vec<(usize, usize)>,
    /// The innermost quotation that holds each token (marks included), an index into `doc.quotes`.
    pub(crate) level: Vec<Option<usize>>,
    /// Semicolons between what two speakers say, in text order.
    pub(crate) seams: Vec<usize>,
}

impl<'a> View<'a> {
    pub(crate) fn new(doc: &'a Doc) -> Self {
        let n = doc.tokens.len();
        let mut children = vec![Vec::new(); n];
        let mut order: Vec<usize> = Vec::with_capacity(n);
        for (i, t) in doc.tokens.iter().enumerate() {
            if t.head < n && t.head != i {
                children[t.head].push(i);
            } else {
                order.push(i);
            }
        }
        let mut at = 0;
        while at < order.len() && order.len() <= n {
            order.extend_from_slice(&children[order[at]]);
            at += 1;
        }
        let mut subtree: Vec<(usize, usize)> = (0..n).map(|i| (i, i + 1)).collect();
        for &i in order.iter().rev() {
            let head = doc.tokens[i].head;
            if head < n && head != i {
                let (lo, hi) = subtree[i];
                subtree[head] = (subtree[head].0.min(lo), subtree[head].1.max(hi));
            }
        }
        let mut level = vec![None; n];
        // Quotations are in order of their start, so a later one that holds a token lies deeper; the painting is linear
        // for the depths that occur, and bounded for hostile nesting by stopping at depth 8.
        for (q, quote) in doc.quotes.iter().enumerate().filter(|(_, q)| q.depth < 8) {
            for slot in level.iter_mut().take(quote.end.min(n)).skip(quote.first) {
                *slot = Some(q);
            }
        }
        let mut view = Self { doc, children, subtree, level, seams: Vec::new() };
        view.seams = seam::all(&view);
        view
    }

    pub(crate) fn len(&self) -> usize {
        self.doc.tokens.len()
    }

    pub(crate) fn token(&self, i: usize) -> &'a Token {
        &self.doc.tokens[i]
    }

    pub(crate) fn get(&self, i: usize) -> Option<&'a Token> {
        self.doc.tokens.get(i)
    }

    /// Lower-cased form, empty outside the document.
    pub(crate) fn lower(&self, i: usize) -> &'a str {
        self.doc.tokens.get(i).map_or("", |t| t.lower.as_str())
    }

    pub(crate) fn pos(&self, i: usize) -> Pos {
        self.doc.tokens.get(i).map_or(Pos::None, |t| t.pos)
    }

    pub(crate) fn dep(&self, i: usize) -> &'a str {
        self.doc.tokens.get(i).map_or("", |t| t.dep.as_str())
    }

    pub(crate) fn lang(&self, i: usize) -> Lang {
        self.doc.tokens.get(i).map_or(Lang::Fr, |t| self.doc.sentences[t.sentence].lang)
    }

    pub(crate) fn french(&self, i: usize) -> bool {
        self.lang(i) == Lang::Fr
    }

    pub(crate) fn lexicon(&self, i: usize) -> &'static Lexicon {
        lexicon::of(self.lang(i))
    }

    /// The tokens of the sentence that holds a token.
    pub(crate) fn sentence(&self, i: usize) -> Range<usize> {
        self.doc.sentences[self.token(i).sentence].tokens.clone()
    }

    pub(crate) fn block_kind(&self, i: usize) -> BlockKind {
        self.doc.blocks[self.doc.sentences[self.token(i).sentence].block].kind
    }

    pub(crate) fn block(&self, i: usize) -> usize {
        self.doc.sentences[self.token(i).sentence].block
    }

    pub(crate) fn quote(&self, q: usize) -> &'a Quote {
        &self.doc.quotes[q]
    }

    /// The tokens between the marks of the innermost quotation around a token; `None` outside quotations.
    pub(crate) fn inside(&self, i: usize) -> Option<Range<usize>> {
        let q = self.quote(self.level.get(i).copied().flatten()?);
        Some(q.first + 1..if q.closed { q.end.saturating_sub(1) } else { q.end })
    }

    /// The stretch that a cue at a token can reach: its sentence, cut at the marks of its own quotation; where a deeper
    /// quotation that it can hold runs on over the sentence's end, to the end of that quotation. A semicolon behind which
    /// somebody else speaks ends it.
    pub(crate) fn reach(&self, i: usize) -> Range<usize> {
        let mut range = self.sentence(i);
        let next = self.seams.partition_point(|s| *s <= i);
        if let Some(before) = next.checked_sub(1).map(|b| self.seams[b]) {
            range.start = range.start.max(before + 1).min(i);
        }
        if let Some(behind) = self.seams.get(next) {
            range.end = range.end.min(*behind);
        }
        if let Some(inside) = self.inside(i) {
            range.start = range.start.max(inside.start);
            range.end = range.end.min(inside.end);
        }
        range
    }

    pub(crate) fn is_quote_mark(&self, i: usize) -> bool {
        matches!(self.lower(i), "\"" | "«" | "»" | "“" | "”" | "``" | "''" | "„" | "‘" | "‹" | "›")
    }

    /// The quotation that opens at this token.
    pub(crate) fn opens(&self, i: usize) -> Option<usize> {
        let q = self.level.get(i).copied().flatten()?;
        let mut q = q;
        loop {
            if self.quote(q).first == i {
                return Some(q);
            }
            q = self.outer(q)?;
            if self.quote(q).first < i {
                return None;
            }
        }
    }

    /// The quotation whose last token (closing mark) this is.
    pub(crate) fn closes(&self, i: usize) -> Option<usize> {
        let q = self.level.get(i).copied().flatten()?;
        (self.quote(q).closed && self.quote(q).end == i + 1).then_some(q)
    }

    /// The quotation around a quotation.
    pub(crate) fn outer(&self, q: usize) -> Option<usize> {
        let depth = self.quote(q).depth;
        if depth == 0 {
            return None;
        }
        (0..q).rev().find(|&o| self.quote(o).depth + 1 == depth)
    }

    pub(crate) fn is_comma(&self, i: usize) -> bool {
        matches!(self.lower(i), "," | "–" | "—" | ";")
    }

    pub(crate) fn is_final(&self, i: usize) -> bool {
        matches!(self.lower(i), "." | "!" | "?" | "…" | "..." | "?!" | "!!" | "....")
    }

    /// A finite verb or auxiliary.
    pub(crate) fn is_finite(&self, i: usize) -> bool {
        let Some(t) = self.get(i) else { return false };
        if !matches!(t.pos, Pos::Verb | Pos::Aux) {
            return false;
        }
        if self.french(i) { t.has("VerbForm=Fin") } else { t.has("VerbForm=Fin") || t.tag == "MD" }
    }

    pub(crate) fn any_finite(&self, range: Range<usize>) -> bool {
        range.into_iter().any(|i| self.is_finite(i))
    }

    /// A numeral, digits, or a numeral noun ("dizaine", "hundreds").
    pub(crate) fn is_number(&self, i: usize) -> bool {
        self.pos(i) == Pos::Num
            || self.lower(i).starts_with(|c: char| c.is_ascii_digit())
            || self.is(i, WordClass::OrderOfSize)
    }

    /// A subject relation in either scheme.
    pub(crate) fn is_subject(&self, i: usize) -> bool {
        matches!(self.dep(i), "nsubj" | "nsubj:pass" | "nsubjpass" | "expl:subj" | "csubj" | "nsubj:caus")
    }

    /// Whether `ancestor` stands above `i` (or is `i`); climbs at most 64 steps.
    pub(crate) fn under(&self, i: usize, ancestor: usize) -> bool {
        let mut at = i;
        for _ in 0..64 {
            if at == ancestor {
                return true;
            }
            let head = self.token(at).head;
            if head == at || head >= self.len() {
                return false;
            }
            at = head;
        }
        false
    }

    /// The words of a range, lower case, matched at `i`.
    pub(crate) fn matches_at(&self, i: usize, words: &[smol_str::SmolStr]) -> bool {
        words.iter().enumerate().all(|(k, w)| {
            // A capital loses its accent: "A en croire".
            self.lower(i + k) == w.as_str()
                || k == 0 && w == "à" && self.get(i).is_some_and(|_| self.doc.text_of(i) == "A")
        })
    }
}
