//! The kernels: matrix product, convolution with maxout and layer norm, maxout of states.

use crate::{
    convert::{HIDDEN, PIECES, WIDTH},
    pack::{LANES, PANEL},
};

/// `out = A W + bias` for rows of `inputs` values; `packed` is [`crate::pack::matrix`], rows of `out` have
/// `bias.len()` values (a multiple of [`LANES`]).
pub(crate) fn gemm(a: &[f32], inputs: usize, packed: &[f32], bias: &[f32], out: &mut [f32]) {
    let outputs = bias.len();
    let mut from = 0;
    while from < outputs {
        let width = (outputs - from).min(PANEL * LANES);
        let panel = &packed[from * inputs..][..width * inputs];
        for (row, out) in a.chunks_exact(inputs).zip(out.chunks_exact_mut(outputs)) {
            let out = &mut out[from..from + width];
            out.copy_from_slice(&bias[from..from + width]);
            for (x, weights) in row.iter().zip(panel.chunks_exact(width)) {
                for (out, w) in out.iter_mut().zip(weights) {
                    *out += x * w;
                }
            }
        }
        from += width;
    }
}

/// One encoder layer on rows `1..n-1` of `x` (rows of [`WIDTH`]): window of three, maxout, layer norm, residual.
/// Gives the `n - 2` new rows.
pub(crate) fn convolve(x: &[f32], packed: &[f32], bias: &[f32], norm: &[f32], out: &mut [f32]) {
    let inputs = 3 * WIDTH;
    let rows = (x.len() / WIDTH).saturating_sub(2);
    for t in 0..rows {
        let window = &x[t * WIDTH..][..inputs];
        let mut y = [0.0; PIECES * WIDTH];
        for block in 0..WIDTH / LANES {
            let panel = &packed[block * inputs * PIECES * LANES..][..inputs * PIECES * LANES];
            let mut acc = [0.0f32; PIECES * LANES];
            for (x, weights) in window.iter().zip(panel.chunks_exact(PIECES * LANES)) {
                for (a, w) in acc.iter_mut().zip(weights) {
                    *a += x * w;
                }
            }
            for p in 0..PIECES {
                let to = p * WIDTH + block * LANES;
                for lane in 0..LANES {
                    y[to + lane] = acc[p * LANES + lane] + bias[to + lane];
                }
            }
        }
        let out = &mut out[t * WIDTH..][..WIDTH];
        maxout_norm(&y, norm, out);
        for (o, x) in out.iter_mut().zip(&window[WIDTH..]) {
            *o += x;
        }
    }
}

/// Maximum over the pieces `[p][o]`, then layer norm with `norm` = scale, then shift.
pub(crate) fn maxout_norm(y: &[f32], norm: &[f32], out: &mut [f32]) {
    for o in 0..WIDTH {
        out[o] = y[o].max(y[WIDTH + o]).max(y[2 * WIDTH + o]);
    }
    let mean = out.iter().sum::<f32>() / WIDTH as f32;
    let variance = out.iter().map(|z| (z - mean) * (z - mean)).sum::<f32>() / WIDTH as f32;
    let scale = 1.0 / (variance + 1e-8).sqrt();
    for o in 0..WIDTH {
        out[o] = (out[o] - mean) * scale * norm[o] + norm[WIDTH + o];
    }
}

/// Hidden state of a transition model: maximum over the two pieces of the sum.
pub(crate) fn state_maxout(sum: &[f32; 2 * HIDDEN]) -> [f32; HIDDEN] {
    std::array::from_fn(|o| sum[o].max(sum[HIDDEN + o]))
}

/// `a += b`.
pub(crate) fn add(a: &mut [f32], b: &[f32]) {
    for (a, b) in a.iter_mut().zip(b) {
        *a += b;
    }
}

/// Index of the first greatest value.
pub(crate) fn argmax(scores: &[f32]) -> usize {
    let mut best = 0;
    for (i, s) in scores.iter().enumerate() {
        if *s > scores[best] {
            best = i;
        }
    }
    best
}
