//! Weight layouts for the kernels in [`crate::nn`].

use crate::{
    convert::{PIECES, WIDTH},
    nn::{self, Isa},
};

/// Lanes in a block of outputs: one AVX-512 register, two AVX2 registers.
pub(crate) const LANES: usize = 16;
/// Blocks of outputs that one matrix panel holds.
pub(crate) const PANEL: usize = 4;

/// `[o][p][i]` → `[p][o][i]`: all first pieces, then all second pieces, …
pub(crate) fn pieces_first(data: &[f32], outputs: usize, pieces: usize, inner: usize) -> Vec<f32> {
    let mut out = Vec::with_capacity(data.len());
    for p in 0..pieces {
        for o in 0..outputs {
            out.extend_from_slice(&data[(o * pieces + p) * inner..][..inner]);
        }
    }
    out
}

/// The columns `from..from + width` of a row-major matrix.
pub(crate) fn columns(data: &[f32], row: usize, from: usize, width: usize) -> Vec<f32> {
    data.chunks_exact(row).flat_map(|r| &r[from..from + width]).copied().collect()
}

/// `A Bᵀ` for row-major `A` [m × k] and `B` [n × k].
pub(crate) fn multiply_transposed(a: &[f32], b: &[f32], k: usize) -> Vec<f32> {
    let (m, n) = (a.len() / k, b.len() / k);
    let packed = matrix(b, n, k);
    let mut out = vec![0.0; m * n];
    debug_assert_eq!(n % LANES, 0);
    nn::gemm(Isa::detect(), a, k, &packed, &vec![0.0; n], &mut out);
    out
}

/// A matrix [outputs × inputs] in panels of `PANEL` blocks (the last may have fewer): `[panel][input][lane]`, outputs
/// padded with zeros to a multiple of `LANES`.
pub(crate) fn matrix(weights: &[f32], outputs: usize, inputs: usize) -> Vec<f32> {
    let padded = outputs.next_multiple_of(LANES);
    let mut out = Vec::with_capacity(padded * inputs);
    let mut from = 0;
    while from < padded {
        let width = (padded - from).min(PANEL * LANES);
        for i in 0..inputs {
            for o in from..from + width {
                out.push(if o < outputs { weights[o * inputs + i] } else { 0.0 });
            }
        }
        from += width;
    }
    out
}

/// Padded with zeros to a multiple of `LANES`.
pub(crate) fn padded(bias: &[f32]) -> Vec<f32> {
    let mut out = bias.to_vec();
    out.resize(bias.len().next_multiple_of(LANES), 0.0);
    out
}

/// Convolution weights `[p][o][3 × WIDTH]` for the minimal filtering algorithm (see `nn::kernels::transform`): for each
/// block of outputs, first the two middle products, then the two outer ones, `[block][half][input][2][p][lane]`.
pub(crate) fn convolution(weights: &[f32]) -> Vec<f32> {
    let at = |p: usize, o: usize, tap: usize, i: usize| weights[(p * WIDTH + o) * 3 * WIDTH + tap * WIDTH + i];
    let mut out = Vec::with_capacity(4 * PIECES * WIDTH * WIDTH);
    for block in 0..WIDTH / LANES {
        for half in 0..2 {
            for i in 0..WIDTH {
                for which in 0..2 {
                    for p in 0..PIECES {
                        for lane in 0..LANES {
                            let [g0, g1, g2] = [0, 1, 2].map(|tap| at(p, block * LANES + lane, tap, i));
                            let [a, b, c] = [g0, g1, g2].map(f64::from);
                            out.push(match (half, which) {
                                (0, 0) => ((a + b + c) / 2.0) as f32,
                                (0, _) => ((a - b + c) / 2.0) as f32,
                                (_, 0) => g0,
                                _ => g2,
                            });
                        }
                    }
                }
            }
        }
    }
    out
}

/// The first layer's weights `[p][o][3 × WIDTH]` as one matrix from a token's vector to its products with the three
/// taps: outputs `[tap][p][o]`, where the first tap's product belongs to the next token.
pub(crate) fn taps(weights: &[f32]) -> Vec<f32> {
    let rows: Vec<f32> = (0..3).flat_map(|tap| columns(weights, 3 * WIDTH, tap * WIDTH, WIDTH)).collect();
    matrix(&rows, 3 * PIECES * WIDTH, WIDTH)
}
