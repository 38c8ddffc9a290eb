//! The entity recogniser: one BILUO transition per token.

use crate::{recipe::Action, state::Precomputed};

/// Token features of the network.
pub(crate) const FEATURES: usize = 3;

/// An entity: first token, token after the last, number of the label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Entity {
    pub(crate) from: usize,
    pub(crate) to: usize,
    pub(crate) label: u16,
}

/// Finds the entities; `starts` are the parser's sentence starts, `spaces` the whitespace tokens.
pub(crate) fn recognise(
    moves: &crate::parser::Moves,
    precomputed: &Precomputed<'_>,
    starts: &[bool],
    spaces: &[bool],
) -> Vec<Entity> {
    let n = starts.len();
    let mut entities = Vec::new();
    let mut open: Option<(usize, u16)> = None;
    let mut scores = Vec::new();
    for token in 0..n {
        let features = [Some(token), open.map(|(from, _)| from), open.and_then(|_| token.checked_sub(1))];
        precomputed.scores(features, &mut scores);
        let can_go_on = token + 1 < n && !starts[token + 1];
        let valid = |action: Action, label: u16| match (action, open) {
            (Action::Begin, None) => can_go_on && !spaces[token],
            (Action::In, Some((_, inside))) => can_go_on && inside == label,
            (Action::Last, Some((_, inside))) => inside == label,
            (Action::Unit, None) => !spaces[token] && !moves.labels[usize::from(label)].is_empty(),
            (Action::Out, None) => true,
            _ => false,
        };
        let mut best: Option<(usize, f32)> = None;
        for (class, (&score, &(action, label))) in scores.iter().zip(&moves.moves).enumerate() {
            if valid(action, label) && best.is_none_or(|(_, top)| score > top) {
                best = Some((class, score));
            }
        }
        let Some((class, _)) = best else { break };
        let (action, label) = moves.moves[class];
        match (action, open) {
            (Action::Begin, _) => open = Some((token, label)),
            (Action::Unit, _) => entities.push(Entity { from: token, to: token + 1, label }),
            (Action::Last, Some((from, _))) => {
                entities.push(Entity { from, to: token + 1, label });
                open = None;
            }
            _ => {}
        }
    }
    entities
}
