//! Average linkage over a few things at a time.

/// Groups things by average linkage (UPGMA): the two groups that are most alike are joined, as long as they are at least `least`
/// alike, where groups are as alike as their members on average, each thing counted by its size. Of equal pairs the one that comes
/// first is joined first. Gives the groups, each in rising order, in the order of their first things.
///
/// `alike` is the symmetric matrix of the things, row by row. Quadratic in memory, about cubic in time at worst: the caller bounds
/// the things.
pub(crate) fn average_linkage(sizes: &[f32], alike: &[f32], least: f32) -> Vec<Vec<usize>> {
    let n = sizes.len();
    debug_assert_eq!(alike.len(), n * n);
    let mut alike = alike.to_vec();
    let mut sizes = sizes.to_vec();
    let mut groups: Vec<Vec<usize>> = (0..n).map(|i| vec![i]).collect();
    let mut alive: Vec<usize> = (0..n).collect();
    loop {
        let mut best: Option<(f32, usize, usize)> = None;
        for (at, &i) in alive.iter().enumerate() {
            for &j in &alive[at + 1..] {
                let s = alike[i * n + j];
                if s >= least && best.is_none_or(|b| s > b.0) {
                    best = Some((s, i, j));
                }
            }
        }
        let Some((_, i, j)) = best else { break };
        let (a, b) = (sizes[i], sizes[j]);
        for &k in alive.iter().filter(|k| **k != i && **k != j) {
            let s = (a * alike[i * n + k] + b * alike[j * n + k]) / (a + b);
            alike[i * n + k] = s;
            alike[k * n + i] = s;
        }
        sizes[i] += b;
        let moved = std::mem::take(&mut groups[j]);
        groups[i].extend(moved);
        alive.retain(|k| *k != j);
    }
    alive
        .into_iter()
        .map(|i| {
            let mut group = std::mem::take(&mut groups[i]);
            group.sort_unstable();
            group
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Things on a line, as alike as they are near.
    fn near(at: &[f32], least: f32) -> Vec<Vec<usize>> {
        let alike: Vec<f32> = at.iter().flat_map(|a| at.iter().map(move |b| 1.0 - (a - b).abs())).collect();
        average_linkage(&vec![1.0; at.len()], &alike, least)
    }

    #[test]
    fn near_things_are_grouped() {
        assert_eq!(near(&[0.0, 0.9, 0.1, 1.0], 0.8), [vec![0, 2], vec![1, 3]]);
        assert_eq!(near(&[], 0.8), Vec::<Vec<usize>>::new());
        assert_eq!(near(&[0.0, 0.5], 0.8), [vec![0], vec![1]]);
    }

    #[test]
    fn a_chain_is_not_one_group() {
        // Single linkage would join all of them.
        let chain: Vec<f32> = (0..8u8).map(|i| f32::from(i) * 0.15).collect();
        assert!(near(&chain, 0.8).len() >= 3);
    }

    #[test]
    fn sizes_weigh() {
        // A thing that stands for nine holds the average down.
        let alike = [1.0, 0.9, 0.4, 0.9, 1.0, 0.75, 0.4, 0.75, 1.0];
        assert_eq!(average_linkage(&[1.0, 1.0, 1.0], &alike, 0.55).len(), 1);
        assert_eq!(average_linkage(&[9.0, 1.0, 1.0], &alike, 0.55).len(), 2);
    }
}
