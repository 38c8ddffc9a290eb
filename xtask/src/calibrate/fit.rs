//! Logistic regression by gradient descent with momentum, and its predictions across texts.

use std::collections::BTreeMap;

use super::Example;

/// Pull of each weight towards zero, in claims: a feature of few claims says little.
const RIDGE: f64 = 4.0;
/// Steps; the loss has long stopped falling.
const STEPS: usize = 4000;

/// Weights by feature, in the order of the features.
pub(super) fn fit(examples: &[&Example]) -> Vec<(&'static str, f64)> {
    let Some(first) = examples.first() else { return Vec::new() };
    let names: Vec<&'static str> = first.features.iter().map(|(name, _)| *name).collect();
    let n = examples.len().max(1) as f64;
    let mut weights = vec![0.0; names.len()];
    let mut speed = vec![0.0; names.len()];
    for _ in 0..STEPS {
        let mut slope: Vec<f64> =
            weights.iter().zip(&names).map(|(w, name)| if *name == "bias" { 0.0 } else { RIDGE * w }).collect();
        for example in examples {
            let error = probability(&weights, example) - f64::from(u8::from(example.right));
            for (s, (_, x)) in slope.iter_mut().zip(&example.features) {
                *s += error * x;
            }
        }
        for ((w, v), s) in weights.iter_mut().zip(&mut speed).zip(slope) {
            *v = 0.9 * *v - 0.2 * s / n;
            *w += *v;
        }
    }
    names.into_iter().zip(weights).collect()
}

/// The confidence and truth of each claim, by a model that was fitted without the claims of its text and its fold's.
pub(super) fn across_texts(examples: &[Example], folds: usize) -> Vec<(f64, bool)> {
    let mut by_fold: BTreeMap<usize, Vec<&Example>> = BTreeMap::new();
    for example in examples {
        by_fold.entry(example.text % folds).or_default().push(example);
    }
    let mut out = Vec::new();
    for (fold, held) in &by_fold {
        let rest: Vec<&Example> = examples.iter().filter(|e| e.text % folds != *fold).collect();
        let weights: Vec<f64> = fit(&rest).into_iter().map(|(_, w)| w).collect();
        out.extend(held.iter().map(|e| (probability(&weights, e), e.right)));
    }
    out
}

fn probability(weights: &[f64], example: &Example) -> f64 {
    let sum: f64 = weights.iter().zip(&example.features).map(|(w, (_, x))| w * x).sum();
    1.0 / (1.0 + (-sum).exp())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn example(text: usize, odd: bool, right: bool) -> Example {
        Example { text, features: vec![("bias", 1.0), ("odd", f64::from(u8::from(odd)))], right }
    }

    #[test]
    fn a_feature_of_wrong_claims_lowers_the_probability() {
        // So many that the pull towards zero does not count.
        let all: Vec<Example> =
            (0..4000).map(|i| example(i, i % 2 == 1, if i % 2 == 1 { i % 10 == 1 } else { i % 10 != 0 })).collect();
        let weights: Vec<f64> = fit(&all.iter().collect::<Vec<_>>()).into_iter().map(|(_, w)| w).collect();
        let (even, odd) = (probability(&weights, &all[0]), probability(&weights, &all[1]));
        assert!((even - 0.8).abs() < 0.05 && (odd - 0.2).abs() < 0.05, "{even} {odd}");
        assert_eq!(across_texts(&all, 10).len(), all.len());
    }
}
