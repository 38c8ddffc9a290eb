//! Logistic regression over sparse binary features: AdaGrad with dropout of features, averaged over the later epochs.
//!
//! Duchi, Hazan, Singer: Adaptive Subgradient Methods, JMLR 2011. Dropout keeps rare features from explaining away the
//! common ones (Wang, Manning: Fast Dropout Training, ICML 2013).

use super::{Features, Settings};
use crate::random::Random;

/// A set of features and whether they are of the class.
pub(super) struct Example {
    pub(super) features: Vec<u32>,
    pub(super) positive: bool,
}

/// Trains; gives the weight of each feature that is frequent enough.
pub(super) fn train(examples: &[&Example], settings: Settings) -> Vec<(u32, f32)> {
    let known = Features::frequent(examples.iter().map(|e| &e.features), settings.at_least);
    let rows: Vec<Vec<u32>> = examples.iter().map(|e| known.indices(&e.features)).collect();
    let mut weights = vec![0f32; known.len()];
    let mut squares = vec![1e-6f32; known.len()];
    let mut average = vec![0f32; known.len()];
    let mut random = Random::new(1);
    let mut order: Vec<usize> = (0..rows.len()).collect();
    let mut kept = Vec::new();
    let mut averaged = 0f32;
    for epoch in 0..settings.epochs {
        super::shuffle(&mut order, &mut random);
        for &i in &order {
            kept.clear();
            kept.extend(rows[i].iter().map(|&f| f as usize).filter(|_| super::keeps(&mut random, settings.dropout)));
            let sum = kept.iter().map(|&f| weights[f]).sum::<f32>() / (1.0 - settings.dropout);
            let error = 1.0 / (1.0 + (-sum).exp()) - f32::from(u8::from(examples[i].positive));
            if error.abs() < 1e-4 {
                continue;
            }
            for &f in &kept {
                let gradient = error + settings.l2 * weights[f];
                squares[f] += gradient * gradient;
                weights[f] -= settings.rate * gradient / squares[f].sqrt();
            }
        }
        if epoch * 2 >= settings.epochs {
            averaged += 1.0;
            average.iter_mut().zip(&weights).for_each(|(a, w)| *a += w);
        }
    }
    known.keys().zip(average).map(|(key, w)| (key, w / averaged.max(1.0))).collect()
}
