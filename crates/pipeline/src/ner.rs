//! The entity recogniser: one BILUO transition per token.

use crate::{parser::Moves, recipe::Action, state::Scorer};

/// Token features of the network.
pub(crate) const FEATURES: usize = 3;

/// An entity: first token, token after the last, number of the label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Entity {
    pub(crate) from: usize,
    pub(crate) to: usize,
    pub(crate) label: u16,
}

/// What decides which transitions are valid.
#[derive(Debug, Clone, Copy)]
struct Situation {
    /// Label of the open entity.
    open: Option<u16>,
    /// Whether an entity may go on after this token: there is a next token and it starts no sentence.
    can_go_on: bool,
    /// Whether the token is whitespace.
    space: bool,
}

impl Situation {
    fn number(self) -> usize {
        let open = self.open.map_or(0, |label| usize::from(label) + 1);
        open * 4 + usize::from(self.can_go_on) * 2 + usize::from(self.space)
    }

    fn from_number(n: usize) -> Situation {
        Situation { open: (n / 4).checked_sub(1).map(|l| l as u16), can_go_on: n & 2 != 0, space: n & 1 != 0 }
    }

    fn allows(self, action: Action, label: u16, name: &str) -> bool {
        match (action, self.open) {
            (Action::Begin, None) => self.can_go_on && !self.space,
            (Action::In, Some(open)) => self.can_go_on && open == label,
            (Action::Last, Some(open)) => open == label,
            (Action::Unit, None) => !self.space && !name.is_empty(),
            (Action::Out, None) => true,
            _ => false,
        }
    }
}

/// The recogniser's classes.
pub(crate) fn moves(recipe: &[(Action, String)]) -> Moves {
    let allows = |state, action, label, name: &str| Situation::from_number(state).allows(action, label, name);
    Moves::new(recipe, |labels| (labels + 1) * 4, allows)
}

/// Finds the entities; `starts` are the parser's sentence starts, `spaces` the whitespace tokens.
pub(crate) fn recognise(moves: &Moves, scorer: &mut Scorer<'_>, starts: &[bool], spaces: &[bool]) -> Vec<Entity> {
    let mut entities = Vec::new();
    let mut open: Option<(usize, u16)> = None;
    for (token, &space) in spaces.iter().enumerate() {
        let can_go_on = starts.get(token + 1).is_some_and(|&starts| !starts);
        let situation = Situation { open: open.map(|(_, label)| label), can_go_on, space };
        let features = [Some(token), open.map(|(from, _)| from), open.and_then(|_| token.checked_sub(1))];
        let Some(class) = scorer.best(features, moves.mask(situation.number())) else { break };
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
