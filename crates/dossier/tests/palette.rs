//! The colours of the page: readable, and told apart by everybody.
//!
//! Colour-vision deficiencies are simulated with the matrices of Machado, Oliveira and Fernandes (2009) at full severity;
//! differences are CIEDE2000 (Sharma, Wu and Dalal 2005); contrast is that of WCAG 2.

use std::collections::BTreeMap;

const CSS: &str = include_str!("../src/html/style.css");

type Rgb = [f64; 3];

const DEFICIENCIES: [(&str, [[f64; 3]; 3]); 3] = [
    ("protanopia", [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]),
    (
        "deuteranopia",
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    ),
    ("tritanopia", [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]),
];

/// The colours of one theme, as linear light: each is declared once, for both, as `light-dark(#…, #…)`.
fn theme(which: usize) -> BTreeMap<String, Rgb> {
    let rule = CSS.split_once(":root {").expect("the theme is in the sheet").1;
    let body = rule.split_once('}').expect("the rule ends").0;
    body.split(';')
        .filter_map(|declaration| declaration.split_once(": light-dark("))
        .filter_map(|(name, pair)| {
            let color = pair.trim_end_matches(')').split(", ").nth(which)?;
            Some((name.trim().trim_start_matches("--").to_owned(), parse(color)?))
        })
        .collect()
}

fn parse(value: &str) -> Option<Rgb> {
    let hex = value.strip_prefix('#').filter(|h| h.len() == 6)?;
    let channel = |i: usize| {
        let c = f64::from(u8::from_str_radix(&hex[i..i + 2], 16).ok()?) / 255.0;
        Some(if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) })
    };
    Some([channel(0)?, channel(2)?, channel(4)?])
}

fn luminance([r, g, b]: Rgb) -> f64 {
    0.2126 * r + 0.7152 * g + 0.0722 * b
}

fn contrast(a: Rgb, b: Rgb) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

fn times(m: &[[f64; 3]; 3], v: Rgb) -> Rgb {
    m.map(|row| (row[0] * v[0] + row[1] * v[1] + row[2] * v[2]).clamp(0.0, 1.0))
}

fn lab(v: Rgb) -> Rgb {
    let m = [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]];
    let white = [0.95047, 1.0, 1.08883];
    let xyz = m.map(|row: [f64; 3]| row[0] * v[0] + row[1] * v[1] + row[2] * v[2]);
    let f = |i: usize| {
        let t: f64 = xyz[i] / white[i];
        if t > 216.0 / 24389.0 { t.cbrt() } else { (24389.0 / 27.0 * t + 16.0) / 116.0 }
    };
    [116.0 * f(1) - 16.0, 500.0 * (f(0) - f(1)), 200.0 * (f(1) - f(2))]
}

/// CIEDE2000.
fn difference(a: Rgb, b: Rgb) -> f64 {
    let chroma = |v: Rgb| v[1].hypot(v[2]);
    let seventh = |c: f64| (c.powi(7) / (c.powi(7) + 25.0_f64.powi(7))).sqrt();
    let g = 0.5 * (1.0 - seventh(f64::midpoint(chroma(a), chroma(b))));
    let prime = |v: Rgb| {
        let a = (1.0 + g) * v[1];
        (v[0], a.hypot(v[2]), v[2].atan2(a).to_degrees().rem_euclid(360.0))
    };
    let ((l1, c1, h1), (l2, c2, h2)) = (prime(a), prime(b));
    let dh = (h2 - h1 + 540.0).rem_euclid(360.0) - 180.0;
    let d_hue = 2.0 * (c1 * c2).sqrt() * (dh / 2.0).to_radians().sin();
    let (lm, cm) = (f64::midpoint(l1, l2), f64::midpoint(c1, c2));
    let hm = (h1 + dh / 2.0).rem_euclid(360.0);
    let cos = |degrees: f64| degrees.to_radians().cos();
    let t =
        1.0 - 0.17 * cos(hm - 30.0) + 0.24 * cos(2.0 * hm) + 0.32 * cos(3.0 * hm + 6.0) - 0.20 * cos(4.0 * hm - 63.0);
    let sl = 1.0 + 0.015 * (lm - 50.0).powi(2) / (20.0 + (lm - 50.0).powi(2)).sqrt();
    let (sc, sh) = (1.0 + 0.045 * cm, 1.0 + 0.015 * cm * t);
    let turn = -(60.0 * (-((hm - 275.0) / 25.0).powi(2)).exp()).to_radians().sin() * 2.0 * seventh(cm);
    let (l, c, h) = ((l2 - l1) / sl, (c2 - c1) / sc, d_hue / sh);
    (l * l + c * c + h * h + turn * c * h).sqrt()
}

/// Light and dark.
const THEMES: [usize; 2] = [0, 1];

#[test]
fn the_measure_of_difference_is_right() {
    // Pairs 1, 7 and 17 of the published test data.
    for (a, b, expected) in [
        ([50.0, 2.6772, -79.7751], [50.0, 0.0, -82.7485], 2.0425),
        ([50.0, 0.0, 0.0], [50.0, -1.0, 2.0], 2.3669),
        ([50.0, 2.5, 0.0], [73.0, 25.0, -18.0], 27.1492),
    ] {
        assert!((difference(a, b) - expected).abs() < 1e-4, "{a:?} {b:?}: {}", difference(a, b));
    }
}

#[test]
fn origins_are_told_apart_with_every_deficiency() {
    for which in THEMES {
        let theme = theme(which);
        let origins: Vec<Rgb> = (0..8).map(|i| theme[&format!("o{i}")]).collect();
        let same = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]];
        for (name, matrix) in std::iter::once(("full colour vision", same)).chain(DEFICIENCIES) {
            let seen: Vec<Rgb> = origins.iter().map(|c| lab(times(&matrix, *c))).collect();
            for i in 0..seen.len() {
                for j in 0..i {
                    let d = difference(seen[i], seen[j]);
                    assert!(d >= 15.0, "theme {which}: o{j} and o{i} differ by {d:.1} with {name}");
                }
            }
        }
    }
}

#[test]
fn text_and_marks_stand_out() {
    for which in THEMES {
        let theme = theme(which);
        let on_paper = |name: &str| contrast(theme[name], theme["paper"]);
        for name in ["ink", "grey", "accent"] {
            assert!(on_paper(name) >= 4.5, "theme {which}: {name}: {:.2}", on_paper(name));
            let tint = contrast(theme[name], theme["tint"]);
            assert!(tint >= 4.5, "theme {which}: {name} on a marked passage: {tint:.2}");
        }
        for name in ["mute", "o0", "o1", "o2", "o3", "o4", "o5", "o6", "o7", "ox"] {
            assert!(on_paper(name) >= 3.0, "theme {which}: {name}: {:.2}", on_paper(name));
        }
    }
}

/// Nowhere else is a colour of a theme written, except for paper.
#[test]
fn each_theme_is_written_once() {
    let (screen, print) = CSS.split_once("@media print").expect("a sheet for paper");
    assert_eq!(theme(0).keys().collect::<Vec<_>>(), theme(1).keys().collect::<Vec<_>>());
    assert!(theme(0).len() >= 16, "the themes are whole");
    assert_eq!(screen.matches('#').count(), 2 * theme(0).len());
    assert!(print.matches("--").count() <= 4 && !print.contains("--o0"));
}
