//! The kernels over any register type; the callers in [`super`] have checked all lengths.

#![expect(clippy::needless_range_loop, reason = "an index runs over arrays, registers and pointers at once")]

use super::{MIXED, PAIR, SUM, vector::Vector};
use crate::{
    convert::{HIDDEN, PIECES, WIDTH},
    pack::{LANES, PANEL},
};

/// Matrix product in tiles of `R` rows and `C` registers.
#[inline(always)]
pub(super) fn gemm<V: Vector, const R: usize, const C: usize>(
    a: &[f32],
    inputs: usize,
    packed: &[f32],
    bias: &[f32],
    out: &mut [f32],
) {
    let outputs = bias.len();
    let rows = a.len() / inputs;
    let mut from = 0;
    while from < outputs {
        let width = (outputs - from).min(PANEL * LANES);
        let mut column = 0;
        while column < width {
            let left = ((width - column) / V::LANES).min(C);
            let mut row = 0;
            while row < rows {
                let height = (rows - row).min(R);
                let tile = Tile {
                    a: a[row * inputs..].as_ptr(),
                    inputs,
                    b: packed[from * inputs + column..].as_ptr(),
                    width,
                    bias: bias[from + column..].as_ptr(),
                    out: out[row * outputs + from + column..].as_mut_ptr(),
                    outputs,
                };
                // SAFETY: the tile has `height` rows from `row` and at most `left` registers from `column` of the panel
                // that begins at `from`, all inside of the slices whose lengths the caller has checked.
                unsafe {
                    match left {
                        1 => tile.rows::<V, R, 1>(height),
                        2 => tile.rows::<V, R, 2>(height),
                        3 => tile.rows::<V, R, 3>(height),
                        _ => tile.rows::<V, R, 4>(height),
                    }
                }
                row += height;
            }
            column += left * V::LANES;
        }
        from += width;
    }
    const { assert!(C <= 4) };
}

/// Part of a matrix product.
#[derive(Clone, Copy)]
struct Tile {
    a: *const f32,
    inputs: usize,
    b: *const f32,
    width: usize,
    bias: *const f32,
    out: *mut f32,
    outputs: usize,
}

impl Tile {
    #[inline(always)]
    unsafe fn rows<V: Vector, const R: usize, const C: usize>(self, height: usize) {
        // SAFETY: passed on from the caller.
        unsafe {
            match height {
                1 => self.run::<V, 1, C>(),
                2 => self.run::<V, 2, C>(),
                3 => self.run::<V, 3, C>(),
                4 => self.run::<V, 4, C>(),
                5 => self.run::<V, 5, C>(),
                _ => self.run::<V, R, C>(),
            }
        }
    }

    #[inline(always)]
    unsafe fn run<V: Vector, const R: usize, const C: usize>(self) {
        // SAFETY: the caller's promise: `R` rows and `C` registers from the pointers on.
        unsafe {
            let mut sums = [[V::splat(0.0); C]; R];
            for sum in &mut sums {
                for c in 0..C {
                    sum[c] = V::load(self.bias.add(c * V::LANES));
                }
            }
            for i in 0..self.inputs {
                let mut weights = [V::splat(0.0); C];
                for c in 0..C {
                    weights[c] = V::load(self.b.add(i * self.width + c * V::LANES));
                }
                for r in 0..R {
                    let x = V::splat(*self.a.add(r * self.inputs + i));
                    for c in 0..C {
                        sums[r][c] = x.mul_add(weights[c], sums[r][c]);
                    }
                }
            }
            for r in 0..R {
                for c in 0..C {
                    sums[r][c].store(self.out.add(r * self.outputs + c * V::LANES));
                }
            }
        }
    }
}

/// The inputs of the minimal filtering algorithm for two outputs of a window of three (Winograd 1980, F(2,3)): from
/// four neighbouring rows d0..d3, in the order in which the products need them, d1 + d2, d2 - d1, d0 - d2, d3 - d1.
#[inline(always)]
pub(super) fn transform<V: Vector>(x: &[f32], pairs: &mut [f32]) {
    let zero = [0.0; WIDTH];
    for (j, pair) in pairs.chunks_exact_mut(PAIR).enumerate() {
        let row = |i: usize| x.get((2 * j + i) * WIDTH..).and_then(|rest| rest.first_chunk()).unwrap_or(&zero);
        let [d0, d1, d2, d3] = [0, 1, 2, 3].map(row);
        for at in (0..WIDTH).step_by(V::LANES) {
            // SAFETY: `at` steps through rows of WIDTH values, a multiple of the lanes.
            unsafe {
                let (d0, d1) = (V::load(d0.as_ptr().add(at)), V::load(d1.as_ptr().add(at)));
                let (d2, d3) = (V::load(d2.as_ptr().add(at)), V::load(d3.as_ptr().add(at)));
                let to = pair.as_mut_ptr().add(at);
                d1.add(d2).store(to);
                d2.sub(d1).store(to.add(WIDTH));
                d0.sub(d2).store(to.add(2 * WIDTH));
                d3.sub(d1).store(to.add(3 * WIDTH));
            }
        }
    }
}

/// Products of transformed pairs with transformed weights, maximum over the pieces; `P` pairs at a time.
#[inline(always)]
pub(super) fn convolve<V: Vector, const P: usize>(
    _x: &[f32],
    packed: &[f32],
    bias: &[f32],
    pairs: &[f32],
    out: &mut [f32],
) {
    let count = pairs.len() / PAIR;
    for block in 0..WIDTH / LANES {
        for lane in (0..LANES).step_by(V::LANES) {
            let column = block * LANES + lane;
            let weights = packed[block * 4 * WIDTH * PIECES * LANES + lane..].as_ptr();
            let bias = bias[column..].as_ptr();
            let mut pair = 0;
            while pair < count {
                let height = (count - pair).min(P);
                let x = pairs[pair * PAIR..].as_ptr();
                let to = out[2 * pair * WIDTH + column..].as_mut_ptr();
                // SAFETY: `height` pairs from `pair` on, lanes of one block of outputs; the caller has checked the
                // lengths.
                unsafe {
                    match height {
                        1 => convolve_tile::<V, 1>(x, weights, bias, to),
                        2 => convolve_tile::<V, 2>(x, weights, bias, to),
                        3 => convolve_tile::<V, 3>(x, weights, bias, to),
                        _ => convolve_tile::<V, P>(x, weights, bias, to),
                    }
                }
                pair += height;
            }
        }
    }
}

/// Floats of the weights that belong to one input: two transformed weights, pieces, lanes.
const STEP: usize = 2 * PIECES * LANES;

/// Adds the products of one input of two transformed rows.
#[inline(always)]
unsafe fn convolve_step<V: Vector, const P: usize>(
    x: *const f32,
    weights: *const f32,
    even: &mut [[V; PIECES]; P],
    odd: &mut [[V; PIECES]; P],
) {
    // SAFETY: passed on from the caller.
    unsafe {
        let mut w = [[V::splat(0.0); PIECES]; 2];
        for which in 0..2 {
            for p in 0..PIECES {
                w[which][p] = V::load(weights.add((which * PIECES + p) * LANES));
            }
        }
        for pair in 0..P {
            let first = V::splat(*x.add(pair * PAIR));
            let second = V::splat(*x.add(pair * PAIR + WIDTH));
            for p in 0..PIECES {
                even[pair][p] = first.mul_add(w[0][p], even[pair][p]);
                odd[pair][p] = second.mul_add(w[1][p], odd[pair][p]);
            }
        }
    }
}

#[inline(always)]
unsafe fn convolve_tile<V: Vector, const P: usize>(
    x: *const f32,
    weights: *const f32,
    bias: *const f32,
    out: *mut f32,
) {
    // SAFETY: the caller's promise.
    unsafe {
        let mut even = [[V::splat(0.0); PIECES]; P];
        let mut odd = even;
        for i in 0..WIDTH {
            convolve_step(x.add(i), weights.add(i * STEP), &mut even, &mut odd);
        }
        for pair in 0..P {
            for p in 0..PIECES {
                let (sum, difference) = (even[pair][p].add(odd[pair][p]), even[pair][p].sub(odd[pair][p]));
                (even[pair][p], odd[pair][p]) = (sum, difference);
            }
        }
        let (x, weights) = (x.add(2 * WIDTH), weights.add(WIDTH * STEP));
        for i in 0..WIDTH {
            convolve_step(x.add(i), weights.add(i * STEP), &mut even, &mut odd);
        }
        for pair in 0..P {
            for (row, sums) in [&even[pair], &odd[pair]].into_iter().enumerate() {
                let mut best = sums[0].add(V::load(bias));
                for p in 1..PIECES {
                    best = best.max(sums[p].add(V::load(bias.add(p * WIDTH))));
                }
                best.store(out.add((2 * pair + row) * WIDTH));
            }
        }
    }
}

/// Layer norm of each row in place (`norm` is scale, then shift), plus the residual's row.
#[inline(always)]
pub(super) fn norm_add<V: Vector>(rows: &mut [f32], norm: &[f32], residual: &[f32]) {
    for (row, residual) in rows.chunks_exact_mut(WIDTH).zip(residual.chunks_exact(WIDTH)) {
        // SAFETY: all three have WIDTH values, a multiple of the lanes; `norm` has twice that.
        unsafe {
            let (row, residual, norm) = (row.as_mut_ptr(), residual.as_ptr(), norm.as_ptr());
            let (mean, scale) = moments::<V>(row);
            let (mean, scale) = (V::splat(mean), V::splat(scale));
            for at in (0..WIDTH).step_by(V::LANES) {
                let z = V::load(row.add(at)).sub(mean).mul(scale);
                let z = z.mul_add(V::load(norm.add(at)), V::load(norm.add(WIDTH + at)));
                z.add(V::load(residual.add(at))).store(row.add(at));
            }
        }
    }
}

/// Mean, and one over the standard deviation.
#[inline(always)]
unsafe fn moments<V: Vector>(row: *const f32) -> (f32, f32) {
    // SAFETY: the caller's promise: WIDTH values.
    unsafe {
        let mean = sum_of::<V, 1>(row, V::splat(0.0)) / WIDTH as f32;
        let squares = sum_of::<V, 2>(row, V::splat(mean));
        (mean, 1.0 / (squares / WIDTH as f32 + 1e-8).sqrt())
    }
}

/// Sum of the first or second powers of a row's differences from a centre.
#[inline(always)]
unsafe fn sum_of<V: Vector, const POWER: usize>(row: *const f32, center: V) -> f32 {
    let mut lanes = [0.0f32; LANES];
    for lane in (0..LANES).step_by(V::LANES) {
        let mut sum = V::splat(0.0);
        // SAFETY: the caller's promise: WIDTH values at `row`.
        unsafe {
            for block in (0..WIDTH).step_by(LANES) {
                let z = V::load(row.add(block + lane)).sub(center);
                sum = if POWER == 1 { sum.add(z) } else { z.mul_add(z, sum) };
            }
            sum.store(lanes.as_mut_ptr().add(lane));
        }
    }
    reduce(lanes)
}

/// Sum of the lanes in a fixed order.
#[inline(always)]
fn reduce(mut lanes: [f32; LANES]) -> f32 {
    let mut half = LANES / 2;
    while half > 0 {
        for i in 0..half {
            lanes[i] += lanes[i + half];
        }
        half /= 2;
    }
    lanes[0]
}

/// Sum of the rows and the bias in the register at `at`.
#[inline(always)]
unsafe fn sum_at<V: Vector, const N: usize>(rows: &[&[f32]; N], bias: &[f32], at: usize) -> V {
    // SAFETY: the caller's promise: a register can be read there in all of them.
    unsafe {
        let mut sum = V::load(bias.as_ptr().add(at));
        for row in rows {
            sum = sum.add(V::load(row.as_ptr().add(at)));
        }
        sum
    }
}

/// Maximum over the pieces of a sum of rows and the bias.
#[inline(always)]
pub(super) fn sum_maxout<V: Vector, const N: usize>(rows: [&[f32]; N], bias: &[f32], out: &mut [f32]) {
    for at in (0..WIDTH).step_by(V::LANES) {
        // SAFETY: rows and bias have MIXED values, `out` has WIDTH.
        unsafe {
            let mut best = sum_at::<V, N>(&rows, bias, at);
            for p in 1..PIECES {
                best = best.max(sum_at::<V, N>(&rows, bias, p * WIDTH + at));
            }
            best.store(out.as_mut_ptr().add(at));
        }
    }
}

/// Sum of table rows, maxout and layer norm.
#[inline(always)]
pub(super) fn mix<V: Vector>(table: &[f32], rows: &[u32], extra: &[f32], bias: &[f32], norm: &[f32], out: &mut [f32]) {
    let mut sum = [0.0; MIXED];
    sum.copy_from_slice(bias);
    for &row in rows {
        add(&mut sum, &table[row as usize * MIXED..][..MIXED]);
    }
    add(&mut sum, extra);
    sum_maxout::<V, 0>([], &sum, out);
    norm_add::<V>(out, norm, &[0.0; WIDTH]);
}

#[inline(always)]
fn add(sum: &mut [f32; MIXED], row: &[f32]) {
    for (sum, x) in sum.iter_mut().zip(row) {
        *sum += x;
    }
}

/// Maximum over the two pieces of a sum of feature rows and the bias.
#[inline(always)]
pub(super) fn hidden<V: Vector, const F: usize>(rows: [&[f32]; F], bias: &[f32], out: &mut [f32]) {
    const { assert!(SUM == 2 * HIDDEN) };
    for at in (0..HIDDEN).step_by(V::LANES) {
        // SAFETY: rows and bias have SUM values, `out` has HIDDEN.
        unsafe {
            let (first, second) = (sum_at::<V, F>(&rows, bias, at), sum_at::<V, F>(&rows, bias, HIDDEN + at));
            first.max(second).store(out.as_mut_ptr().add(at));
        }
    }
}

/// First greatest sum of score and mask.
#[inline(always)]
pub(super) fn argmax(scores: &[f32], mask: &[f32]) -> usize {
    let mut lanes = [f32::NEG_INFINITY; LANES];
    for (scores, mask) in scores.as_chunks::<LANES>().0.iter().zip(mask.as_chunks::<LANES>().0) {
        for lane in 0..LANES {
            let score = scores[lane] + mask[lane];
            lanes[lane] = if score > lanes[lane] { score } else { lanes[lane] };
        }
    }
    let best = lanes.into_iter().fold(f32::NEG_INFINITY, |a, b| if b > a { b } else { a });
    scores.iter().zip(mask).position(|(score, mask)| score + mask == best).unwrap_or(scores.len())
}
