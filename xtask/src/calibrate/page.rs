//! How well confidence keeps what it promises: reliability, expected calibration error, what a threshold gives.

use std::fmt::Write as _;

/// Bins of equal width, as in Guo et al. (2017), "On Calibration of Modern Neural Networks".
const BINS: usize = 10;

/// The thresholds of the second table.
const THRESHOLDS: [f64; 5] = [0.0, 0.5, 0.7, 0.8, 0.9];

/// A measurement of one kind of claim.
pub(super) struct Measured {
    kind: &'static str,
    /// Confidence and truth of each claim.
    claims: Vec<(f64, bool)>,
}

/// The claims of one bin.
struct Bin {
    claims: usize,
    confidence: f64,
    right: f64,
}

impl Measured {
    pub(super) fn of(kind: &'static str, claims: &[(f64, bool)]) -> Self {
        Self { kind, claims: claims.to_vec() }
    }

    fn bins(&self) -> Vec<Bin> {
        let bin = |p: f64| ((p * BINS as f64) as usize).min(BINS - 1);
        (0..BINS)
            .map(|b| {
                let own: Vec<_> = self.claims.iter().filter(|(p, _)| bin(*p) == b).collect();
                let n = own.len().max(1) as f64;
                Bin {
                    claims: own.len(),
                    confidence: own.iter().map(|(p, _)| p).sum::<f64>() / n,
                    right: own.iter().filter(|(_, right)| *right).count() as f64 / n,
                }
            })
            .collect()
    }

    /// The mean distance between what is promised and what is kept, over the claims.
    fn expected_error(&self) -> f64 {
        let all = self.claims.len().max(1) as f64;
        self.bins().iter().map(|b| b.claims as f64 * (b.confidence - b.right).abs()).sum::<f64>() / all
    }

    /// Mean squared error of the probabilities (Brier 1950).
    fn brier(&self) -> f64 {
        let all = self.claims.len().max(1) as f64;
        self.claims.iter().map(|(p, right)| (p - f64::from(u8::from(*right))).powi(2)).sum::<f64>() / all
    }

    fn right(&self) -> usize {
        self.claims.iter().filter(|(_, right)| *right).count()
    }

    /// Of two claims, one right and one wrong, how often the right one has more confidence.
    fn ranking(&self) -> f64 {
        let (mut won, mut pairs) = (0.0, 0.0);
        for (p, _) in self.claims.iter().filter(|(_, right)| *right) {
            for (q, _) in self.claims.iter().filter(|(_, right)| !*right) {
                pairs += 1.0;
                won += if p > q {
                    1.0
                } else if p == q {
                    0.5
                } else {
                    0.0
                };
            }
        }
        if pairs > 0.0 { won / pairs } else { 0.5 }
    }
}

/// The page.
pub(super) fn markdown(measured: &[Measured], sets: &[&str]) -> String {
    let mut out = String::from(
        "# Confidence\n\nWritten by `cargo xtask calibrate`. Each figure and statement carries a `confidence`: how likely the program has *read* it\n\
         right, whoever is right in the matter. It comes from a logistic model over features of the reading (how the speaker and the\n\
         counted words were found, the form of the number, hedges, the length and damage of the sentence …;\n\
         `crates/claims/src/confidence.rs`), fitted on all annotated reports (`crates/claims/src/confidence.tsv`). `--min-confidence P`\n\
         of `read` and `dossier` leaves out what is below P.\n\n",
    );
    let _ = writeln!(
        out,
        "Measured across texts: each claim by a model that was fitted without its text ({} parts). Right is a figure with its\n\
         interval, unit, speaker and certainty; a statement with its content (intersection over union > 0.3), stance and speaker.\n\
         Sets: {}.\n",
        super::FOLDS,
        sets.join(", ")
    );
    out.push_str("| | claims | right | expected calibration error (10 bins) | Brier score | ranking (AUC) |\n| --- | ---: | ---: | ---: | ---: | ---: |\n");
    for m in measured {
        let _ = writeln!(
            out,
            "| {}s | {} | {:.3} | {:.3} | {:.3} | {:.3} |",
            m.kind,
            m.claims.len(),
            m.right() as f64 / m.claims.len().max(1) as f64,
            m.expected_error(),
            m.brier(),
            m.ranking()
        );
    }
    for m in measured {
        let _ = writeln!(
            out,
            "\n## Reliability of {}s\n\n| confidence | claims | mean confidence | right | |\n| --- | ---: | ---: | ---: | --- |",
            m.kind
        );
        for (b, bin) in m.bins().iter().enumerate().filter(|(_, bin)| bin.claims > 0) {
            let bar = "█".repeat((bin.right * 20.0).round() as usize);
            let _ = writeln!(
                out,
                "| {:.1}–{:.1} | {} | {:.2} | {:.2} | {bar} |",
                b as f64 / BINS as f64,
                (b + 1) as f64 / BINS as f64,
                bin.claims,
                bin.confidence,
                bin.right
            );
        }
        out.push_str("\n| at least | claims kept | of them right | right ones kept |\n| ---: | ---: | ---: | ---: |\n");
        for least in THRESHOLDS {
            let kept: Vec<_> = m.claims.iter().filter(|(p, _)| *p >= least).collect();
            let right = kept.iter().filter(|(_, right)| *right).count();
            let _ = writeln!(
                out,
                "| {least:.1} | {} | {:.3} | {:.3} |",
                kept.len(),
                right as f64 / kept.len().max(1) as f64,
                right as f64 / m.right().max(1) as f64
            );
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn promises_kept_have_no_error() {
        let kept = Measured::of("figure", &[(0.5, true), (0.5, false), (1.0, true), (0.0, false)]);
        assert!(kept.expected_error() < 1e-9 && kept.ranking() > 0.8);
        let broken = Measured::of("figure", &[(0.9, false), (0.9, false), (0.1, true), (0.1, true)]);
        assert!((broken.expected_error() - 0.9).abs() < 1e-9 && broken.ranking() < 0.1);
        assert!(markdown(&[kept], &["examples"]).contains("0.000"));
    }
}
