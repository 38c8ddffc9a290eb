//! The network behind parser and entity recogniser: features of a state → scores of the transitions.

use std::sync::Arc;

use crate::{
    convert::{HIDDEN, WIDTH},
    image::{Image, ImageError, View},
    nn::{self, Isa, SUM},
    pack::LANES,
};

/// Tokens whose rows are computed together, and how many such blocks are kept.
const BLOCK: usize = 128;
const BLOCKS: usize = 8;
/// Rows that are kept for tokens further back.
const OLD: usize = 64;
/// Features of a state, at most.
const MOST_FEATURES: usize = 8;

/// A transition model with `features` token features per state.
#[derive(Debug)]
pub(crate) struct StateNet {
    isa: Isa,
    features: usize,
    classes: usize,
    project: (View<f32>, View<f32>),
    lower: View<f32>,
    pad: View<f32>,
    bias: View<f32>,
    upper: (View<f32>, View<f32>),
}

/// Working memory for the rows of a text's tokens, kept between texts.
#[derive(Debug, Default)]
pub(crate) struct Rows {
    /// `BLOCKS` blocks, then `OLD` single rows, then the row of the missing token.
    data: Vec<f32>,
    blocks: Vec<usize>,
    newest: usize,
    old: Vec<usize>,
    next_old: usize,
    scores: Vec<f32>,
}

/// No block or token.
const NONE: usize = usize::MAX;

impl StateNet {
    /// Reads the network `name` of an image.
    pub(crate) fn open(
        image: &Arc<Image>,
        name: &str,
        features: usize,
        classes: usize,
        isa: Isa,
    ) -> Result<StateNet, ImageError> {
        let padded = classes.next_multiple_of(LANES);
        Ok(StateNet {
            isa,
            features,
            classes,
            project: (
                image.view(&format!("{name}.project"), HIDDEN * WIDTH)?,
                image.view(&format!("{name}.project.bias"), HIDDEN)?,
            ),
            lower: image.view(&format!("{name}.lower"), features * SUM * HIDDEN)?,
            pad: image.view(&format!("{name}.lower.pad"), features * SUM)?,
            bias: image.view(&format!("{name}.lower.bias"), SUM)?,
            upper: (
                image.view(&format!("{name}.upper"), padded * HIDDEN)?,
                image.view(&format!("{name}.upper.bias"), padded)?,
            ),
        })
    }

    /// Token vectors in rows of [`HIDDEN`], appended to `out`.
    pub(crate) fn project(&self, vectors: &[f32], out: &mut Vec<f32>) {
        let from = out.len();
        out.resize(from + vectors.len() / WIDTH * HIDDEN, 0.0);
        nn::gemm(self.isa, vectors, WIDTH, &self.project.0, &self.project.1, &mut out[from..]);
    }

    /// Scores states of a text with these projected vectors.
    pub(crate) fn scorer<'a>(&'a self, projected: &'a [f32], rows: &'a mut Rows) -> Scorer<'a> {
        let row = self.features * SUM;
        rows.blocks.clear();
        rows.blocks.resize(BLOCKS, NONE);
        rows.newest = 0;
        rows.old.clear();
        rows.old.resize(OLD, NONE);
        let blocks = (projected.len() / HIDDEN).div_ceil(BLOCK).min(BLOCKS);
        rows.data.resize((blocks * BLOCK + OLD + 1) * row, 0.0);
        let missing = rows.data.len() - row;
        rows.data[missing..].copy_from_slice(&self.pad);
        rows.scores.resize(self.upper.1.len(), 0.0);
        Scorer { net: self, projected, rows, row, blocks, zero: vec![0.0; row], margin: None }
    }
}

/// A text's tokens in the hidden layer's terms.
pub(crate) struct Scorer<'a> {
    net: &'a StateNet,
    projected: &'a [f32],
    rows: &'a mut Rows,
    /// Floats of a token's row.
    row: usize,
    blocks: usize,
    zero: Vec<f32>,
    /// Smallest difference between the best and the second-best class so far, if it is asked for.
    pub(crate) margin: Option<f32>,
}

impl Scorer<'_> {
    /// The best class that `mask` (zero or minus infinity for each class) allows in the state with these feature
    /// tokens; the first of several.
    pub(crate) fn best<const F: usize>(&mut self, tokens: [Option<usize>; F], mask: &[f32]) -> Option<usize> {
        let mut at = [0; F];
        for (at, token) in at.iter_mut().zip(tokens) {
            *at = match token {
                Some(token) => self.locate(token),
                None => self.rows.data.len() - self.row,
            };
        }
        let rows: [&[f32]; F] = std::array::from_fn(|f| &self.rows.data[at[f] + f * SUM..][..SUM]);
        let mut hidden = [0.0; HIDDEN];
        nn::hidden(self.net.isa, rows, &self.net.bias, &mut hidden);
        let (weights, bias) = &self.net.upper;
        nn::gemm(self.net.isa, &hidden, HIDDEN, weights, bias, &mut self.rows.scores);
        let best = nn::argmax(self.net.isa, &self.rows.scores, mask)?;
        if let Some(margin) = &mut self.margin {
            let others = self.rows.scores.iter().zip(mask).enumerate().filter(|&(class, _)| class != best);
            let second = others.map(|(_, (score, mask))| score + mask).fold(f32::NEG_INFINITY, f32::max);
            *margin = margin.min(self.rows.scores[best] - second);
        }
        (best < self.net.classes).then_some(best)
    }

    /// Where the token's row begins; computes it, with its block if the text has just come there.
    fn locate(&mut self, token: usize) -> usize {
        let block = token / BLOCK;
        // The oldest block counts as gone: a later token of the same state may need its place.
        if block + BLOCKS > self.rows.newest + 1 {
            let slot = block % self.blocks;
            let to = slot * BLOCK * self.row;
            if self.rows.blocks[slot] != block {
                let from = block * BLOCK;
                let tokens = (self.projected.len() / HIDDEN - from).min(BLOCK);
                self.compute(from, tokens, to);
                self.rows.blocks[slot] = block;
                self.rows.newest = self.rows.newest.max(block);
            }
            return to + token % BLOCK * self.row;
        }
        let base = self.blocks * BLOCK;
        let next = self.rows.next_old % OLD;
        if let Some(old) = self.rows.old.iter().position(|&known| known == token) {
            // Unless another token of the same state may displace it.
            if (old + OLD - next) % OLD >= MOST_FEATURES {
                return (base + old) * self.row;
            }
        }
        self.rows.next_old = next + 1;
        self.compute(token, 1, (base + next) * self.row);
        self.rows.old[next] = token;
        (base + next) * self.row
    }

    fn compute(&mut self, from: usize, tokens: usize, to: usize) {
        let projected = &self.projected[from * HIDDEN..][..tokens * HIDDEN];
        let out = &mut self.rows.data[to..][..tokens * self.row];
        nn::gemm(self.net.isa, projected, HIDDEN, &self.net.lower, &self.zero, out);
    }
}
