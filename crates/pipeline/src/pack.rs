//! Weight layouts for the kernels in [`crate::nn`].

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
    crate::nn::gemm(a, k, &packed, &vec![0.0; n], &mut out);
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

/// Convolution weights `[p][o][3 × width]` as panels of one block of outputs: `[block][input][p][lane]`.
pub(crate) fn convolution(weights: &[f32]) -> Vec<f32> {
    use crate::convert::{PIECES, WIDTH};
    let inputs = 3 * WIDTH;
    let mut out = Vec::with_capacity(weights.len());
    for block in 0..WIDTH / LANES {
        for i in 0..inputs {
            for p in 0..PIECES {
                for lane in 0..LANES {
                    out.push(weights[(p * WIDTH + block * LANES + lane) * inputs + i]);
                }
            }
        }
    }
    out
}
