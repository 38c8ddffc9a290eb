//! The network behind parser and entity recogniser: features of a state → scores of the transitions.

use std::sync::Arc;

use crate::{
    convert::{HIDDEN, STATE_PIECES, WIDTH},
    image::{Image, ImageError, View},
    nn,
    pack::LANES,
};

const SUM: usize = HIDDEN * STATE_PIECES;

/// A transition model with `features` token features per state.
#[derive(Debug)]
pub(crate) struct StateNet {
    features: usize,
    classes: usize,
    project: (View<f32>, View<f32>),
    lower: View<f32>,
    pad: View<f32>,
    bias: View<f32>,
    upper: (View<f32>, View<f32>),
}

impl StateNet {
    /// Reads the network `name` of an image.
    pub(crate) fn open(
        image: &Arc<Image>,
        name: &str,
        features: usize,
        classes: usize,
    ) -> Result<StateNet, ImageError> {
        let padded = classes.next_multiple_of(LANES);
        Ok(StateNet {
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

    /// What the features of each token contribute to the hidden layer.
    pub(crate) fn precompute(&self, vectors: &[f32]) -> Precomputed<'_> {
        let n = vectors.len() / WIDTH;
        let mut projected = vec![0.0; n * HIDDEN];
        nn::gemm(vectors, WIDTH, &self.project.0, &self.project.1, &mut projected);
        let mut rows = vec![0.0; n * self.features * SUM];
        nn::gemm(&projected, HIDDEN, &self.lower, &vec![0.0; self.features * SUM], &mut rows);
        Precomputed { net: self, rows }
    }
}

/// A text's tokens in the hidden layer's terms.
pub(crate) struct Precomputed<'a> {
    net: &'a StateNet,
    rows: Vec<f32>,
}

impl Precomputed<'_> {
    /// Scores of all classes in the state with these feature tokens.
    pub(crate) fn scores<const F: usize>(&self, tokens: [Option<usize>; F], scores: &mut Vec<f32>) {
        let mut sum = [0.0; SUM];
        for (feature, token) in tokens.into_iter().enumerate() {
            let row = match token {
                Some(token) => &self.rows[(token * F + feature) * SUM..][..SUM],
                None => &self.net.pad[feature * SUM..][..SUM],
            };
            nn::add(&mut sum, row);
        }
        nn::add(&mut sum, &self.net.bias);
        let hidden = nn::state_maxout(&sum);
        scores.clear();
        scores.resize(self.net.upper.1.len(), 0.0);
        nn::gemm(&hidden, HIDDEN, &self.net.upper.0, &self.net.upper.1, scores);
        scores.truncate(self.net.classes);
    }
}
