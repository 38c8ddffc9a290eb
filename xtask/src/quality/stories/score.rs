//! How alike two groupings are.

use std::collections::BTreeMap;

/// B³ (Bagga and Baldwin, *Entity-based cross-document coreferencing using the vector space model*, 1998).
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct BCubed {
    pub(crate) precision: f64,
    pub(crate) recall: f64,
}

impl BCubed {
    pub(crate) fn f1(&self) -> f64 {
        let sum = self.precision + self.recall;
        if sum > 0.0 { 2.0 * self.precision * self.recall / sum } else { 0.0 }
    }

    pub(crate) fn mean(all: &[Self]) -> Self {
        let n = all.len().max(1) as f64;
        Self {
            precision: all.iter().map(|b| b.precision).sum::<f64>() / n,
            recall: all.iter().map(|b| b.recall).sum::<f64>() / n,
        }
    }
}

fn counts<T: Ord>(items: impl Iterator<Item = T>) -> BTreeMap<T, usize> {
    let mut counts = BTreeMap::new();
    items.for_each(|i| *counts.entry(i).or_insert(0) += 1);
    counts
}

/// Scores a grouping against the gold, both over the same reports.
pub(crate) fn b_cubed(found: &[i64], gold: &[i64]) -> BCubed {
    let (of_found, of_gold) = (counts(found.iter()), counts(gold.iter()));
    let of_both = counts(found.iter().zip(gold));
    let (mut precision, mut recall) = (0.0, 0.0);
    for pair in found.iter().zip(gold) {
        let both = of_both[&pair] as f64;
        precision += both / of_found[pair.0] as f64;
        recall += both / of_gold[pair.1] as f64;
    }
    let n = found.len().max(1) as f64;
    BCubed { precision: precision / n, recall: recall / n }
}

/// Share of the pairs of reports that either grouping joins that both join (Dice): 1 for equal groupings.
pub(crate) fn same_pairs(a: &[i64], b: &[i64]) -> f64 {
    let pairs = |counts: Vec<usize>| counts.iter().map(|n| n * (n - 1) / 2).sum::<usize>() as f64;
    let joined = |g: &[i64]| pairs(counts(g.iter()).into_values().collect());
    let both = pairs(counts(a.iter().zip(b)).into_values().collect());
    let sum = joined(a) + joined(b);
    if sum > 0.0 { 2.0 * both / sum } else { 1.0 }
}

/// Stories of the gold that were split, and stories found that hold several of the gold, one line each.
pub(crate) fn errors(found: &[i64], gold: &[&str]) -> Vec<String> {
    let mut lines = Vec::new();
    let mut split: BTreeMap<&str, BTreeMap<i64, usize>> = BTreeMap::new();
    let mut mixed: BTreeMap<i64, BTreeMap<&str, usize>> = BTreeMap::new();
    for (f, g) in found.iter().zip(gold) {
        *split.entry(g).or_default().entry(*f).or_insert(0) += 1;
        *mixed.entry(*f).or_default().entry(g).or_insert(0) += 1;
    }
    for (story, parts) in split.iter().filter(|(_, parts)| parts.len() > 1) {
        lines.push(format!("split: {story} into {:?}", parts.values().collect::<Vec<_>>()));
    }
    for parts in mixed.values().filter(|parts| parts.len() > 1) {
        lines.push(format!("mixed: {parts:?}"));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn b_cubed_of_known_groupings() {
        assert_eq!(b_cubed(&[7, 7, 8], &[1, 1, 2]).f1(), 1.0);
        // One group of all: each report of the pair sees two of three right, the other one of three.
        let all = b_cubed(&[0, 0, 0], &[1, 1, 2]);
        assert!((all.precision - 5.0 / 9.0).abs() < 1e-9 && all.recall == 1.0);
        let none = b_cubed(&[0, 1, 2], &[1, 1, 2]);
        assert!((none.recall - 2.0 / 3.0).abs() < 1e-9 && none.precision == 1.0);
    }

    #[test]
    fn pairs_of_two_orders() {
        assert_eq!(same_pairs(&[1, 1, 2], &[5, 5, 6]), 1.0);
        assert_eq!(same_pairs(&[1, 1, 2], &[5, 6, 6]), 0.0);
        assert_eq!(same_pairs(&[1, 2], &[1, 2]), 1.0);
        assert!((same_pairs(&[1, 1, 1], &[1, 1, 2]) - 0.5).abs() < 1e-9);
    }

    #[test]
    fn errors_name_what_went_wrong() {
        assert_eq!(errors(&[1, 2, 2], &["a", "a", "b"]), ["split: a into [1, 1]", "mixed: {\"a\": 1, \"b\": 1}"]);
    }
}
