//! Maximum likelihood of a linear-chain conditional random field: forward-backward, AdaGrad, dropout, averaged epochs.
//!
//! Lafferty, McCallum, Pereira: Conditional Random Fields, ICML 2001; Rabiner's scaling keeps the sums in range.

use recoupe_claims::attribution::learned::{LABELS, SEAMS, allowed};

use super::{Features, Settings};
use crate::random::Random;

type Row = [f32; LABELS];
type Matrices = [[Row; LABELS]; SEAMS];

/// A window with its gold labels.
pub(super) struct Sequence {
    pub(super) features: Vec<Vec<u32>>,
    /// The kind of place before each token.
    pub(super) seams: Vec<usize>,
    /// The token that is inside the cue, whatever is learned.
    pub(super) cue: usize,
    pub(super) labels: Vec<usize>,
}

/// The weights of each frequent feature, and the transitions.
pub(super) struct Trained {
    pub(super) spans: Vec<(u32, Row)>,
    pub(super) transitions: Matrices,
}

/// Weights, or their sums of squares.
struct Weights {
    features: Vec<Row>,
    transitions: Matrices,
}

impl Weights {
    fn all(features: usize, value: f32) -> Self {
        Self { features: vec![[value; LABELS]; features], transitions: [[[value; LABELS]; LABELS]; SEAMS] }
    }

    fn add(&mut self, other: &Self) {
        for (a, b) in self.features.iter_mut().flatten().zip(other.features.iter().flatten()) {
            *a += b;
        }
        let of = |w: &mut Matrices, v: &Matrices| {
            w.iter_mut().flatten().flatten().zip(v.iter().flatten().flatten()).for_each(|(a, b)| *a += b);
        };
        of(&mut self.transitions, &other.transitions);
    }
}

pub(super) fn train(sequences: Vec<Sequence>, settings: Settings) -> Trained {
    let known = Features::frequent(sequences.iter().flat_map(|s| &s.features), settings.at_least);
    let sequences: Vec<Sequence> = sequences
        .into_iter()
        .map(|s| Sequence { features: s.features.iter().map(|f| known.indices(f)).collect(), ..s })
        .collect();
    let mut weights = Weights::all(known.len(), 0.0);
    let mut squares = Weights::all(known.len(), 1e-4);
    let mut average = Weights::all(known.len(), 0.0);
    let mut random = Random::new(7);
    let mut order: Vec<usize> = (0..sequences.len()).collect();
    let mut averaged = 0f32;
    for epoch in 0..settings.epochs {
        super::shuffle(&mut order, &mut random);
        let mut loss = 0f64;
        for &i in &order {
            loss += step(&sequences[i], &mut weights, &mut squares, settings, &mut random);
        }
        eprintln!("spans, epoch {}: {:.3} nats a window", epoch + 1, loss / sequences.len().max(1) as f64);
        if epoch > 0 {
            averaged += 1.0;
            average.add(&weights);
        }
    }
    let mean = |w: f32| w / averaged.max(1.0);
    Trained {
        spans: known.keys().zip(average.features.iter().map(|row| row.map(mean))).collect(),
        transitions: average.transitions.map(|m| m.map(|row| row.map(mean))),
    }
}

/// One step down the gradient of one window; gives its loss before the step.
fn step(s: &Sequence, weights: &mut Weights, squares: &mut Weights, settings: Settings, random: &mut Random) -> f64 {
    let n = s.labels.len();
    if n == 0 {
        return 0.0;
    }
    let features: Vec<Vec<u32>> = s
        .features
        .iter()
        .map(|f| f.iter().copied().filter(|_| super::keeps(random, settings.dropout)).collect())
        .collect();
    let scores: Vec<Row> = features
        .iter()
        .enumerate()
        .map(|(i, list)| {
            let mut row = [0.0; LABELS];
            for &f in list {
                row.iter_mut().zip(&weights.features[f as usize]).for_each(|(sum, w)| *sum += w);
            }
            let fits = |label: usize| i != s.cue || matches!(label, 3 | 4);
            std::array::from_fn(|l| if fits(l) { row[l] / (1.0 - settings.dropout) } else { f32::NEG_INFINITY })
        })
        .collect();
    let highest: Vec<f32> = scores.iter().map(|row| row.iter().copied().fold(f32::NEG_INFINITY, f32::max)).collect();
    let factors: Vec<Row> = scores.iter().zip(&highest).map(|(row, m)| row.map(|x| (x - m).exp())).collect();
    let transitions: Vec<[Row; LABELS]> = weights
        .transitions
        .iter()
        .map(|m| std::array::from_fn(|a| std::array::from_fn(|b| if allowed(a, b) { m[a][b].exp() } else { 0.0 })))
        .collect();
    let before = |i: usize| &transitions[s.seams[i]];

    let mut scale = vec![1f32; n];
    let mut forward = vec![[0f32; LABELS]; n];
    for i in 0..n {
        let row: Row = std::array::from_fn(|b| {
            let reached = if i == 0 {
                f32::from(u8::from(allowed(0, b)))
            } else {
                (0..LABELS).map(|a| forward[i - 1][a] * before(i)[a][b]).sum()
            };
            reached * factors[i][b]
        });
        scale[i] = row.iter().sum::<f32>().max(1e-30);
        forward[i] = row.map(|x| x / scale[i]);
    }
    let mut backward = vec![[1f32; LABELS]; n];
    for i in (0..n - 1).rev() {
        backward[i] = std::array::from_fn(|a| {
            (0..LABELS).map(|b| before(i + 1)[a][b] * factors[i + 1][b] * backward[i + 1][b]).sum::<f32>()
                / scale[i + 1]
        });
    }

    let mut gold = 0f64;
    for i in 0..n {
        let label = s.labels[i];
        gold += f64::from(scores[i][label] - highest[i]) - f64::from(scale[i].ln());
        if i > 0 {
            gold += f64::from(weights.transitions[s.seams[i]][s.labels[i - 1]][label]);
        }
    }

    for i in 0..n {
        let error: Row =
            std::array::from_fn(|l| forward[i][l] * backward[i][l] - f32::from(u8::from(s.labels[i] == l)));
        if error.iter().any(|e| e.abs() > 1e-3) {
            for &f in &features[i] {
                let (row, sums) = (&mut weights.features[f as usize], &mut squares.features[f as usize]);
                for l in 0..LABELS {
                    let gradient = error[l] + settings.l2 * row[l];
                    descend(&mut row[l], &mut sums[l], gradient, settings.rate);
                }
            }
        }
        if i == 0 {
            continue;
        }
        let seam = s.seams[i];
        for a in 0..LABELS {
            for b in (0..LABELS).filter(|&b| allowed(a, b)) {
                let expected = forward[i - 1][a] * transitions[seam][a][b] * factors[i][b] * backward[i][b] / scale[i];
                let error = expected - f32::from(u8::from(s.labels[i - 1] == a && s.labels[i] == b));
                if error.abs() > 1e-4 {
                    let (w, sum) = (&mut weights.transitions[seam][a][b], &mut squares.transitions[seam][a][b]);
                    descend(w, sum, error, settings.rate);
                }
            }
        }
    }
    -gold
}

fn descend(weight: &mut f32, squares: &mut f32, gradient: f32, rate: f32) {
    *squares += gradient * gradient;
    *weight -= rate * gradient / squares.sqrt();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_chain_is_learned() {
        // Feature 1 is a cue, 2 opens what is said, 3 goes on with it, 4 is nothing.
        let words: [(u32, usize); 4] = [(4, 0), (1, 3), (2, 5), (3, 6)];
        let sequence = || Sequence {
            features: words.iter().map(|(f, _)| vec![*f]).collect(),
            seams: vec![0; 4],
            cue: 1,
            labels: words.iter().map(|(_, label)| *label).collect(),
        };
        let settings = Settings { at_least: 1, epochs: 20, rate: 0.3, l2: 0.0, dropout: 0.0 };
        let trained = train((0..5).map(|_| sequence()).collect(), settings);
        let of = |key: u32| trained.spans.iter().find(|(k, _)| *k == key).expect("known").1;
        for (feature, label) in words.into_iter().filter(|(f, _)| *f != 1) {
            let row = of(feature);
            assert!((0..LABELS).all(|l| l == label || row[l] < row[label]), "{feature}: {row:?}");
        }
        assert!(trained.transitions[0][3][5] > trained.transitions[0][3][0]);
    }
}
