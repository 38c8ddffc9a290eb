//! The kernels: matrix product, convolution with maxout and layer norm, scores of a state.
//!
//! Each is written once over [`vector::Vector`] and compiled for AVX-512, AVX2 and for any other machine; the choice is
//! made at run time. All sums are taken in the same order in blocks of 16 lanes and with fused multiply-add, so that
//! the two x86 versions give the same bits.

mod kernels;
mod vector;

use crate::{
    convert::{HIDDEN, PIECES, STATE_PIECES, WIDTH},
    pack::LANES,
};

/// Values before the maximum in the token encoders.
pub(crate) const MIXED: usize = PIECES * WIDTH;
/// Values before the maximum in the transition models.
pub(crate) const SUM: usize = STATE_PIECES * HIDDEN;
/// Floats of the transformed input of two neighbouring rows.
pub(crate) const PAIR: usize = 4 * WIDTH;

/// An instruction set that this machine has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Isa(Kind);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    #[cfg(target_arch = "x86_64")]
    Avx512,
    #[cfg(target_arch = "x86_64")]
    Avx2,
    Portable,
}

impl Isa {
    /// The best instruction set of this machine.
    pub(crate) fn detect() -> Isa {
        Isa::all()[0]
    }

    /// All instruction sets of this machine, best first.
    pub(crate) fn all() -> Vec<Isa> {
        let mut all = Vec::new();
        #[cfg(target_arch = "x86_64")]
        {
            if is_x86_feature_detected!("avx512f") && is_x86_feature_detected!("fma") {
                all.push(Isa(Kind::Avx512));
            }
            if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") {
                all.push(Isa(Kind::Avx2));
            }
        }
        all.push(Isa(Kind::Portable));
        all
    }
}

/// Compiles the kernels for an instruction set.
macro_rules! compile {
    ($module:ident, $features:literal, $vector:ty, $rows:literal, $columns:literal, $pairs:literal) => {
        #[cfg(target_arch = "x86_64")]
        mod $module {
            use super::{kernels, vector};

            #[target_feature(enable = $features)]
            pub(super) fn gemm(a: &[f32], inputs: usize, packed: &[f32], bias: &[f32], out: &mut [f32]) {
                kernels::gemm::<$vector, $rows, $columns>(a, inputs, packed, bias, out);
            }

            #[target_feature(enable = $features)]
            pub(super) fn convolve(x: &[f32], packed: &[f32], bias: &[f32], pairs: &[f32], out: &mut [f32]) {
                kernels::convolve::<$vector, $pairs>(x, packed, bias, pairs, out);
            }

            #[target_feature(enable = $features)]
            pub(super) fn transform(x: &[f32], pairs: &mut [f32]) {
                kernels::transform::<$vector>(x, pairs);
            }

            #[target_feature(enable = $features)]
            pub(super) fn norm_add(rows: &mut [f32], norm: &[f32], residual: &[f32]) {
                kernels::norm_add::<$vector>(rows, norm, residual);
            }

            #[target_feature(enable = $features)]
            pub(super) fn sum_maxout<const N: usize>(rows: [&[f32]; N], bias: &[f32], out: &mut [f32]) {
                kernels::sum_maxout::<$vector, N>(rows, bias, out);
            }

            #[target_feature(enable = $features)]
            pub(super) fn mix(table: &[f32], rows: &[u32], extra: &[f32], bias: &[f32], norm: &[f32], out: &mut [f32]) {
                kernels::mix::<$vector>(table, rows, extra, bias, norm, out);
            }

            #[target_feature(enable = $features)]
            pub(super) fn hidden<const F: usize>(rows: [&[f32]; F], bias: &[f32], out: &mut [f32]) {
                kernels::hidden::<$vector, F>(rows, bias, out);
            }

            #[target_feature(enable = $features)]
            pub(super) fn argmax(scores: &[f32], mask: &[f32]) -> usize {
                kernels::argmax(scores, mask)
            }
        }
    };
}

compile!(avx512, "avx512f,avx2,fma", vector::Avx512, 6, 4, 4);
compile!(avx2, "avx2,fma", vector::Avx2, 4, 2, 2);

macro_rules! dispatch {
    ($isa:expr, $kernel:ident, [$($portable:tt)*], ($($argument:expr),*)) => {
        match $isa.0 {
            // SAFETY: `Isa::all` makes this value only on machines that have the instruction set.
            #[cfg(target_arch = "x86_64")]
            Kind::Avx512 => unsafe { avx512::$kernel($($argument),*) },
            // SAFETY: as above.
            #[cfg(target_arch = "x86_64")]
            Kind::Avx2 => unsafe { avx2::$kernel($($argument),*) },
            Kind::Portable => kernels::$kernel::<$($portable)*>($($argument),*),
        }
    };
}

/// `out = A W + bias` for rows of `inputs` values; `packed` is [`crate::pack::matrix`], rows of `out` have
/// `bias.len()` values (a multiple of [`LANES`]).
pub(crate) fn gemm(isa: Isa, a: &[f32], inputs: usize, packed: &[f32], bias: &[f32], out: &mut [f32]) {
    let outputs = bias.len();
    assert!(outputs.is_multiple_of(LANES) && inputs > 0 && packed.len() == outputs * inputs);
    assert!(a.len().is_multiple_of(inputs) && out.len() == a.len() / inputs * outputs);
    dispatch!(isa, gemm, [vector::Portable, 4, 2], (a, inputs, packed, bias, out));
}

/// One encoder layer: window of three, maxout, layer norm, residual, from `n + 2` rows of `x` to `n` rows of `out`.
/// `scratch` is working memory.
pub(crate) fn convolve(isa: Isa, x: &[f32], layer: LayerWeights<'_>, scratch: &mut Vec<f32>, out: &mut Vec<f32>) {
    let rows = (x.len() / WIDTH).saturating_sub(2);
    let pairs = rows.div_ceil(2);
    assert!(x.len().is_multiple_of(WIDTH));
    assert!(layer.packed.len() == 4 * WIDTH * MIXED && layer.bias.len() == MIXED && layer.norm.len() == 2 * WIDTH);
    scratch.resize(pairs * PAIR, 0.0);
    out.resize(2 * pairs * WIDTH, 0.0);
    dispatch!(isa, transform, [vector::Portable], (x, scratch));
    dispatch!(isa, convolve, [vector::Portable, 2], (x, layer.packed, layer.bias, scratch, out));
    out.truncate(rows * WIDTH);
    dispatch!(isa, norm_add, [vector::Portable], (out, layer.norm, &x[WIDTH..]));
}

/// Weights of an encoder layer.
#[derive(Debug, Clone, Copy)]
pub(crate) struct LayerWeights<'a> {
    /// [`crate::pack::convolution`].
    pub(crate) packed: &'a [f32],
    pub(crate) bias: &'a [f32],
    /// Scale, then shift.
    pub(crate) norm: &'a [f32],
}

/// The first encoder layer for one token, from products that are known: maximum over the pieces of the sum of the
/// previous, own and next token's products and the bias, then layer norm, plus the token's own vector.
pub(crate) fn first_layer(isa: Isa, products: [&[f32]; 3], bias: &[f32], norm: &[f32], own: &[f32], out: &mut [f32]) {
    assert!(products.iter().all(|p| p.len() == MIXED) && bias.len() == MIXED && norm.len() == 2 * WIDTH);
    assert!(own.len() == WIDTH && out.len() == WIDTH);
    dispatch!(isa, sum_maxout, [vector::Portable, 3], (products, bias, out));
    dispatch!(isa, norm_add, [vector::Portable], (out, norm, own));
}

/// The mixer for one token: sum of table rows, of `extra` (a row or nothing) and of the bias, maxout, layer norm.
pub(crate) fn mix(isa: Isa, table: &[f32], rows: &[u32], extra: &[f32], bias: &[f32], norm: &[f32], out: &mut [f32]) {
    let count = table.len() / MIXED;
    assert!(rows.iter().all(|&row| (row as usize) < count) && (extra.is_empty() || extra.len() == MIXED));
    assert!(bias.len() == MIXED && norm.len() == 2 * WIDTH && out.len() == WIDTH);
    dispatch!(isa, mix, [vector::Portable], (table, rows, extra, bias, norm, out));
}

/// Hidden layer of a transition model: maximum over the two pieces of the sum of the features' rows and the bias.
pub(crate) fn hidden<const F: usize>(isa: Isa, rows: [&[f32]; F], bias: &[f32], out: &mut [f32; HIDDEN]) {
    assert!(rows.iter().all(|row| row.len() == SUM) && bias.len() == SUM);
    dispatch!(isa, hidden, [vector::Portable, F], (rows, bias, out));
}

/// Index of the first greatest of the scores plus `mask` (zero or minus infinity), if any is above minus infinity.
pub(crate) fn argmax(isa: Isa, scores: &[f32], mask: &[f32]) -> Option<usize> {
    assert!(scores.len() == mask.len() && scores.len().is_multiple_of(LANES) && !scores.is_empty());
    let best = match isa.0 {
        // SAFETY: as in `dispatch`.
        #[cfg(target_arch = "x86_64")]
        Kind::Avx512 => unsafe { avx512::argmax(scores, mask) },
        // SAFETY: as in `dispatch`.
        #[cfg(target_arch = "x86_64")]
        Kind::Avx2 => unsafe { avx2::argmax(scores, mask) },
        Kind::Portable => kernels::argmax(scores, mask),
    };
    (best < scores.len() && mask[best] == 0.0).then_some(best)
}

#[cfg(test)]
mod tests;
