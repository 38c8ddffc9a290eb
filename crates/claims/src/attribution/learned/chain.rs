//! The labels of a window and the best sequence of them (Viterbi).

use std::ops::Range;

/// Labels: outside; first and further tokens of source, cue and content (BIO).
pub const LABELS: usize = 7;

/// Kinds of places between two tokens; the chain has a matrix of transitions for each.
pub const SEAMS: usize = 6;

/// The role of a run of tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Label {
    /// Labels 1 and 2.
    Source,
    /// Labels 3 and 4.
    Cue,
    /// Labels 5 and 6.
    Content,
}

/// Whether a label may follow another: the inside of a run only follows its start or its inside.
pub const fn allowed(before: usize, label: usize) -> bool {
    !label.is_multiple_of(2) || label == 0 || before == label || before + 1 == label
}

/// A score that no path takes.
const NEVER: i32 = i32::MIN / 4;

/// The best labels for the scores of each token and the transitions at each seam (`seams[i]` lies before token `i`); the
/// token `cue` is inside a cue.
pub(super) fn best(
    scores: &[[i32; LABELS]],
    transitions: &[[[i8; LABELS]; LABELS]; SEAMS],
    seams: &[usize],
    cue: usize,
) -> Vec<u8> {
    let score = |i: usize, label: usize| {
        let fits = i != cue || matches!(label, 3 | 4);
        if fits { scores[i][label] } else { NEVER }
    };
    let Some(last) = scores.len().checked_sub(1) else { return Vec::new() };
    let mut paths = vec![[0u8; LABELS]; scores.len()];
    let mut now: [i32; LABELS] = std::array::from_fn(|label| if allowed(0, label) { score(0, label) } else { NEVER });
    for i in 1..=last {
        let matrix = &transitions[seams.get(i).copied().unwrap_or(0).min(SEAMS - 1)];
        let mut next = [NEVER; LABELS];
        for (label, reached) in next.iter_mut().enumerate() {
            // The inside of a run follows its start or its inside, anything else follows all.
            let befores = if label > 0 && label % 2 == 0 { label - 1..=label } else { 0..=LABELS - 1 };
            let (mut from, mut best) = (*befores.start(), i32::MIN);
            for before in befores {
                let path = now[before].saturating_add(i32::from(matrix[before][label]));
                if path > best {
                    (from, best) = (before, path);
                }
            }
            paths[i][label] = from as u8;
            *reached = best.saturating_add(score(i, label)).max(NEVER);
        }
        now = next;
    }
    let mut label = (0..LABELS).max_by_key(|&l| (now[l], std::cmp::Reverse(l))).unwrap_or(0);
    let mut out = vec![0; scores.len()];
    for i in (0..=last).rev() {
        out[i] = u8::try_from(label).unwrap_or(0);
        label = usize::from(paths[i][label]);
    }
    out
}

/// The labelled runs of a window that starts at token `start`.
pub(super) fn runs(labels: &[u8], start: usize) -> Vec<(Label, Range<usize>)> {
    let mut out: Vec<(Label, Range<usize>)> = Vec::new();
    for (i, &label) in labels.iter().enumerate() {
        let role = match label {
            1 | 2 => Label::Source,
            3 | 4 => Label::Cue,
            5 | 6 => Label::Content,
            _ => continue,
        };
        let at = start + i;
        match out.last_mut() {
            Some((last, span)) if label % 2 == 0 && *last == role && span.end == at => span.end = at + 1,
            _ => out.push((role, at..at + 1)),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_start_before_they_go_on() {
        assert!(allowed(0, 0) && allowed(0, 1) && allowed(6, 5) && allowed(5, 6) && allowed(6, 6));
        assert!(!allowed(0, 2) && !allowed(3, 6) && !allowed(5, 2));
    }

    #[test]
    fn the_best_sequence_keeps_the_rules() {
        // The second token would like to be inside a content that never started.
        let scores = [[0, 1, 0, 0, 0, 0, 0], [0, 0, 0, 0, 0, 3, 9], [0; LABELS], [0, 0, 0, 0, 0, 0, 5]];
        let labels = best(&scores, &[[[0; LABELS]; LABELS]; SEAMS], &[0; 4], 2);
        assert_eq!(labels, [5, 6, 3, 0]);
        assert_eq!(runs(&labels, 10), [(Label::Content, 10..12), (Label::Cue, 12..13)]);
    }

    #[test]
    fn transitions_count() {
        let mut transitions = [[[0; LABELS]; LABELS]; SEAMS];
        transitions[1][3][5] = 7;
        let labels = best(&[[0; LABELS], [1, 0, 0, 0, 0, 0, 0]], &transitions, &[0, 1], 0);
        assert_eq!(labels, [3, 5]);
        assert!(best(&[], &transitions, &[], 0).is_empty());
    }
}
