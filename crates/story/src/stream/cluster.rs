//! Average linkage over a few things at a time.

/// When groups are joined.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cut {
    /// Groups are at least so alike.
    pub(crate) least: f32,
    /// Two groups that hold together are at least this share as alike as the looser one is within itself: two events of one
    /// kind resemble each other, but less than the reports of each do.
    pub(crate) cohesion: f32,
    /// A group that is so much larger than one thing is half sure of how it holds together.
    pub(crate) few: f32,
}

/// Groups things by average linkage (UPGMA): the two groups that are most alike are joined, as long as the cut allows it, where
/// groups are as alike as their members on average, each thing counted by its size. Of equal pairs the one that comes first is
/// joined first. Gives the groups, each in rising order, in the order of their first things.
///
/// `alike` is the symmetric matrix of the things, row by row; `within` is how alike the parts of each thing are on average (anything
/// for a thing of one part). Quadratic in memory, cubic in time: the caller bounds the things.
pub(crate) fn average_linkage(sizes: &[f32], within: &[f32], alike: &[f32], cut: Cut) -> Vec<Vec<usize>> {
    let n = sizes.len();
    debug_assert_eq!(alike.len(), n * n);
    let mut alike = alike.to_vec();
    let (mut sizes, mut within) = (sizes.to_vec(), within.to_vec());
    let mut groups: Vec<Vec<usize>> = (0..n).map(|i| vec![i]).collect();
    let mut alive: Vec<usize> = (0..n).collect();
    loop {
        let tight = |i: usize| within[i] * (sizes[i] - 1.0) / (sizes[i] - 1.0 + cut.few);
        let mut best: Option<(f32, usize, usize)> = None;
        for (at, &i) in alive.iter().enumerate() {
            for &j in &alive[at + 1..] {
                let s = alike[i * n + j];
                if best.is_none_or(|b| s > b.0) && s >= cut.least.max(cut.cohesion * tight(i).min(tight(j))) {
                    best = Some((s, i, j));
                }
            }
        }
        let Some((between, i, j)) = best else { break };
        let (a, b) = (sizes[i], sizes[j]);
        for &k in alive.iter().filter(|k| **k != i && **k != j) {
            let s = (a * alike[i * n + k] + b * alike[j * n + k]) / (a + b);
            alike[i * n + k] = s;
            alike[k * n + i] = s;
        }
        let pairs = |size: f32| size * (size - 1.0) / 2.0;
        within[i] = (pairs(a) * within[i] + pairs(b) * within[j] + a * b * between) / pairs(a + b);
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
        let cut = Cut { least, cohesion: 0.0, few: 1.0 };
        average_linkage(&vec![1.0; at.len()], &vec![1.0; at.len()], &alike, cut)
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
        let cut = Cut { least: 0.55, cohesion: 0.0, few: 1.0 };
        let groups = |sizes: [f32; 3]| average_linkage(&sizes, &[1.0; 3], &alike, cut).len();
        assert_eq!(groups([1.0, 1.0, 1.0]), 1);
        assert_eq!(groups([9.0, 1.0, 1.0]), 2);
    }

    #[test]
    fn two_tight_groups_stay_apart() {
        // Two events of one kind: far from each other for what they are, near for others.
        let at = [0.0, 0.01, 0.02, 0.4, 0.41, 0.42];
        let alike: Vec<f32> = at.iter().flat_map(|a| at.iter().map(move |b: &f32| 1.0 - (a - b).abs())).collect();
        let groups = |cohesion| average_linkage(&[1.0; 6], &[1.0; 6], &alike, Cut { least: 0.5, cohesion, few: 1.0 });
        assert_eq!(groups(0.0).len(), 1);
        assert_eq!(groups(0.95), [vec![0, 1, 2], vec![3, 4, 5]]);
    }
}
