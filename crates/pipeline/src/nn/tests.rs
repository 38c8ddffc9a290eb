use super::*;
use crate::pack;

/// Numbers between -1 and 1 without pattern.
fn numbers(count: usize, seed: u64) -> Vec<f32> {
    (0..count as u64)
        .map(|i| {
            let [hash, ..] = crate::hash::feature_hashes(i, seed as u32);
            (hash as f32 / u32::MAX as f32) * 2.0 - 1.0
        })
        .collect()
}

fn assert_close(a: &[f32], b: &[f32], tolerance: f32) {
    assert_eq!(a.len(), b.len());
    for (i, (a, b)) in a.iter().zip(b).enumerate() {
        assert!((a - b).abs() <= tolerance, "{i}: {a} {b}");
    }
}

/// The same on every instruction set; on those of x86 to the last bit.
fn on_all(run: impl Fn(Isa) -> Vec<f32>) -> Vec<f32> {
    let portable = run(Isa(Kind::Portable));
    let mut exact: Option<Vec<f32>> = None;
    for isa in Isa::all() {
        let out = run(isa);
        assert_close(&out, &portable, 1e-4);
        if isa != Isa(Kind::Portable) {
            assert_eq!(&out, exact.get_or_insert_with(|| out.clone()), "{isa:?}");
        }
    }
    portable
}

#[test]
fn matrix_product_of_any_shape() {
    for (rows, inputs, outputs) in [(1, 64, 48), (5, 96, 208), (6, 96, 64), (7, 64, 112), (13, 3, 16), (25, 64, 1024)] {
        let (a, w) = (numbers(rows * inputs, 1), numbers(outputs * inputs, 2));
        let bias = numbers(outputs, 3);
        let packed = pack::matrix(&w, outputs, inputs);
        let out = on_all(|isa| {
            let mut out = vec![9.0; rows * outputs];
            gemm(isa, &a, inputs, &packed, &bias, &mut out);
            out
        });
        let dot = |r: usize, o: usize| (0..inputs).map(|i| a[r * inputs + i] * w[o * inputs + i]).sum::<f32>();
        let want: Vec<f32> = (0..rows * outputs).map(|k| dot(k / outputs, k % outputs) + bias[k % outputs]).collect();
        assert_close(&out, &want, 1e-4);
    }
}

/// The layer as written in the literature: no transformed weights.
fn plain_layer(x: &[f32], weights: &[f32], bias: &[f32], norm: &[f32]) -> Vec<f32> {
    let mut out = Vec::new();
    for t in 0..x.len() / WIDTH - 2 {
        let window = &x[t * WIDTH..][..3 * WIDTH];
        let y: Vec<f32> = (0..MIXED)
            .map(|o| window.iter().zip(&weights[o * 3 * WIDTH..]).map(|(x, w)| x * w).sum::<f32>() + bias[o])
            .collect();
        let z: Vec<f32> = (0..WIDTH).map(|o| y[o].max(y[WIDTH + o]).max(y[2 * WIDTH + o])).collect();
        let mean = z.iter().sum::<f32>() / WIDTH as f32;
        let variance = z.iter().map(|z| (z - mean) * (z - mean)).sum::<f32>() / WIDTH as f32;
        let scale = 1.0 / (variance + 1e-8).sqrt();
        out.extend((0..WIDTH).map(|o| (z[o] - mean) * scale * norm[o] + norm[WIDTH + o] + window[WIDTH + o]));
    }
    out
}

#[test]
fn convolution_of_any_length() {
    let weights = numbers(3 * WIDTH * MIXED, 4);
    let (bias, norm) = (numbers(MIXED, 5), numbers(2 * WIDTH, 6));
    let packed = pack::convolution(&weights);
    for rows in 1..20 {
        let x = numbers((rows + 2) * WIDTH, 7);
        let out = on_all(|isa| {
            let layer = LayerWeights { packed: &packed, bias: &bias, norm: &norm };
            let mut out = vec![7.0; 3];
            convolve(isa, &x, layer, &mut vec![f32::NAN; 50], &mut out);
            out
        });
        assert_close(&out, &plain_layer(&x, &weights, &bias, &norm), 1e-4);
    }
}

#[test]
fn first_layer_from_products() {
    let weights = numbers(3 * WIDTH * MIXED, 4);
    let (bias, norm) = (numbers(MIXED, 5), numbers(2 * WIDTH, 6));
    let x = numbers(3 * WIDTH, 7);
    let out = on_all(|isa| {
        let mut products = vec![0.0; 3 * 3 * MIXED];
        gemm(isa, &x, WIDTH, &pack::taps(&weights), &[0.0; 3 * MIXED], &mut products);
        let product = |i: usize| &products[i * 3 * MIXED + i * MIXED..][..MIXED];
        let mut out = vec![0.0; WIDTH];
        let products = [product(0), product(1), product(2)];
        first_layer(isa, products, &bias, &norm, &x[WIDTH..2 * WIDTH], &mut out);
        out
    });
    assert_close(&out, &plain_layer(&x, &weights, &bias, &norm), 1e-4);
}

#[test]
fn mixer_and_hidden_layer() {
    let table = numbers(20 * MIXED, 8);
    let (bias, norm, extra) = (numbers(MIXED, 9), numbers(2 * WIDTH, 10), numbers(MIXED, 11));
    for extra in [&extra[..], &[]] {
        on_all(|isa| {
            let mut out = vec![0.0; WIDTH];
            mix(isa, &table, &[3, 19, 0, 3], extra, &bias, &norm, &mut out);
            out
        });
    }
    let (rows, bias) = (numbers(8 * SUM, 12), numbers(SUM, 13));
    let out = on_all(|isa| {
        let mut out = [0.0; HIDDEN];
        hidden::<8>(isa, std::array::from_fn(|f| &rows[f * SUM..][..SUM]), &bias, &mut out);
        out.to_vec()
    });
    let sum = |at: usize| (0..8).map(|f| rows[f * SUM + at]).sum::<f32>() + bias[at];
    assert_close(&out, &(0..HIDDEN).map(|o| sum(o).max(sum(HIDDEN + o))).collect::<Vec<_>>(), 1e-5);
}

#[test]
fn argmax_takes_the_first_allowed() {
    for isa in Isa::all() {
        let mut scores = vec![1.0; 32];
        let mut mask = vec![0.0; 32];
        assert_eq!(argmax(isa, &scores, &mask), Some(0));
        (scores[7], scores[20], scores[31]) = (2.0, 2.0, 5.0);
        (mask[31], mask[0]) = (f32::NEG_INFINITY, f32::NEG_INFINITY);
        assert_eq!(argmax(isa, &scores, &mask), Some(7));
        assert_eq!(argmax(isa, &scores, &[f32::NEG_INFINITY; 32]), None);
    }
}
