//! The arc-eager dependency parser (Honnibal, Goldberg & Johnson 2013, with spaCy's break transition).

use crate::{pack::LANES, recipe::Action, state::Scorer};

/// Dependency tree over a text's tokens.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tree {
    /// Head of each token; a root is its own head.
    pub(crate) heads: Vec<usize>,
    /// Label number of each token's arc, `None` for a root.
    pub(crate) labels: Vec<Option<u16>>,
    /// First tokens of sentences.
    pub(crate) starts: Vec<bool>,
}

/// Sentence starts that are given before parsing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Preset {
    /// The parser decides.
    Free,
    /// A sentence starts here.
    Start,
    /// No sentence starts here.
    Inside,
}

/// The classes of a transition model in the order of the output layer.
#[derive(Debug)]
pub(crate) struct Moves {
    /// Action, and number of the label in `labels`.
    pub(crate) moves: Vec<(Action, u16)>,
    pub(crate) labels: Vec<String>,
    /// Zero for allowed classes, minus infinity for others, for each kind of state, padded to whole registers.
    masks: Vec<f32>,
    padded: usize,
}

impl Moves {
    /// Numbers the labels; `states` kinds of states, and what each allows.
    pub(crate) fn new(
        recipe: &[(Action, String)],
        states: impl Fn(usize) -> usize,
        allows: impl Fn(usize, Action, u16, &str) -> bool,
    ) -> Moves {
        let mut labels: Vec<String> = Vec::new();
        let moves: Vec<(Action, u16)> = recipe
            .iter()
            .map(|(action, label)| {
                let number = labels.iter().position(|known| known == label).unwrap_or_else(|| {
                    labels.push(label.clone());
                    labels.len() - 1
                });
                (*action, number as u16)
            })
            .collect();
        for at in 0..labels.len() {
            if let Some((plain, _)) = labels[at].split_once("||")
                && !labels.iter().any(|known| known == plain)
            {
                labels.push(plain.to_owned());
            }
        }
        let padded = moves.len().next_multiple_of(LANES);
        let mut masks = Vec::new();
        for state in 0..states(labels.len()) {
            let allowed = |&(action, label): &(Action, u16)| {
                if allows(state, action, label, &labels[usize::from(label)]) { 0.0 } else { f32::NEG_INFINITY }
            };
            masks.extend(moves.iter().map(allowed));
            masks.resize((state + 1) * padded, f32::NEG_INFINITY);
        }
        Moves { moves, labels, masks, padded }
    }

    /// The mask of a kind of state.
    pub(crate) fn mask(&self, state: usize) -> &[f32] {
        &self.masks[state * self.padded..][..self.padded]
    }
}

/// The parser's classes.
pub(crate) fn moves(recipe: &[(Action, String)]) -> Moves {
    Moves::new(recipe, |_| 16, |state, action, _, _| Valid::from_number(state).allows(action))
}

/// Parses a text of `preset.len()` tokens.
pub(crate) fn parse(moves: &Moves, scorer: &mut Scorer<'_>, preset: &[Preset], spaces: &[bool]) -> Tree {
    let n = preset.len();
    let mut state = State::new(preset);
    // Linear: every step pushes, pops or marks a token; a token is put back at most once for each arc that it gets.
    while !state.is_final() {
        let mask = moves.mask(state.valid().number());
        let Some(class) = scorer.best(state.features(), mask) else { break };
        let (action, label) = moves.moves[class];
        state.apply(action, label);
    }
    let mut heads: Vec<usize> = (0..n).collect();
    let mut labels = vec![None; n];
    for (token, arc) in state.arcs.into_iter().enumerate() {
        if let Some((head, label)) = arc {
            heads[token] = head;
            labels[token] = Some(label);
        }
    }
    let (mut starts, edges) = edges(&heads);
    if deprojectivise(moves, &mut heads, &mut labels, &edges, spaces) {
        starts = self::edges(&heads).0;
    }
    Tree { heads, labels, starts }
}

/// Token features of the network.
pub(crate) const FEATURES: usize = 8;

/// Stack and buffer of the transition system.
struct State<'a> {
    stack: Vec<usize>,
    /// Tokens put back in front of the buffer, last first.
    put_back: Vec<usize>,
    next: usize,
    arcs: Vec<Option<(usize, u16)>>,
    /// Newest child of each token on its left and right, and the child of the same head and side before each token;
    /// `NONE` if there is none.
    last_left: Vec<u32>,
    last_right: Vec<u32>,
    before: Vec<u32>,
    unshiftable: Vec<bool>,
    broken: Vec<bool>,
    preset: &'a [Preset],
}

/// No child.
const NONE: u32 = u32::MAX;

/// Which actions are valid in a state.
#[derive(Clone, Copy)]
struct Valid {
    shift: bool,
    reduce: bool,
    arc: bool,
    brk: bool,
}

impl Valid {
    fn number(self) -> usize {
        [self.shift, self.reduce, self.arc, self.brk].iter().fold(0, |n, &bit| n * 2 + usize::from(bit))
    }

    fn from_number(n: usize) -> Valid {
        Valid { shift: n & 8 != 0, reduce: n & 4 != 0, arc: n & 2 != 0, brk: n & 1 != 0 }
    }

    fn allows(self, action: Action) -> bool {
        match action {
            Action::Shift => self.shift,
            Action::Reduce => self.reduce,
            Action::Left | Action::Right => self.arc,
            Action::Break => self.brk,
            _ => false,
        }
    }
}

impl<'a> State<'a> {
    fn new(preset: &'a [Preset]) -> State<'a> {
        let n = preset.len();
        State {
            stack: Vec::new(),
            put_back: Vec::new(),
            next: 0,
            arcs: vec![None; n],
            last_left: vec![NONE; n],
            last_right: vec![NONE; n],
            before: vec![NONE; n],
            unshiftable: vec![false; n],
            broken: vec![false; n],
            preset,
        }
    }

    fn is_final(&self) -> bool {
        self.stack.is_empty() && self.buffer_len() == 0
    }

    fn buffer_len(&self) -> usize {
        self.put_back.len() + self.preset.len() - self.next
    }

    fn buffer(&self, i: usize) -> Option<usize> {
        if i < self.put_back.len() {
            return Some(self.put_back[self.put_back.len() - 1 - i]);
        }
        let at = self.next + (i - self.put_back.len());
        (at < self.preset.len()).then_some(at)
    }

    fn stack(&self, i: usize) -> Option<usize> {
        self.stack.len().checked_sub(i + 1).map(|at| self.stack[at])
    }

    fn features(&self) -> [Option<usize>; FEATURES] {
        let (b0, s0) = (self.buffer(0), self.stack(0));
        let some = |child: u32| (child != NONE).then_some(child as usize);
        let left = |token: Option<usize>| some(self.last_left[token?]);
        let right = |token: Option<usize>| some(self.last_right[token?]);
        [b0, self.buffer(1), s0, self.stack(1), self.stack(2), left(b0), left(s0), right(s0)]
    }

    /// Whether a sentence starts at the token: given, or set by a break.
    fn starts_sentence(&self, token: usize) -> bool {
        token == 0 || self.broken[token] || self.preset[token] == Preset::Start
    }

    fn valid(&self) -> Valid {
        let (depth, left) = (self.stack.len(), self.buffer_len());
        let (b0, b1) = (self.buffer(0), self.buffer(1));
        let b0_starts = b0.is_some_and(|token| self.starts_sentence(token));
        let b0_unshiftable = b0.is_some_and(|token| self.unshiftable[token]);
        let b0_inside = b0.is_some_and(|token| self.preset[token] == Preset::Inside);
        let brk = match (b0, b1) {
            (Some(b0), Some(b1)) => b1 == b0 + 1 && !self.starts_sentence(b1) && self.preset[b1] != Preset::Inside,
            _ => false,
        };
        Valid {
            shift: depth == 0 || (left >= 2 && !b0_starts && !b0_unshiftable),
            reduce: depth > 0 && (left == 0 || !(depth == 1 && b0_inside)),
            arc: depth > 0 && left > 0 && !b0_starts,
            brk,
        }
    }

    fn apply(&mut self, action: Action, label: u16) {
        match (action, self.stack(0), self.buffer(0)) {
            (Action::Shift, _, Some(_)) => self.push(),
            (Action::Reduce, Some(s0), _) => {
                self.stack.pop();
                if self.arcs[s0].is_none() && !self.stack.is_empty() {
                    self.unshiftable[s0] = true;
                    self.put_back.push(s0);
                }
            }
            (Action::Left, Some(s0), Some(b0)) => {
                self.add_arc(b0, s0, label);
                self.unshiftable[b0] = false;
                self.stack.pop();
            }
            (Action::Right, Some(s0), Some(b0)) => {
                self.add_arc(s0, b0, label);
                self.push();
            }
            (Action::Break, ..) => {
                if let Some(b1) = self.buffer(1) {
                    self.broken[b1] = true;
                }
            }
            _ => {}
        }
    }

    /// Moves the front of the buffer to the stack.
    fn push(&mut self) {
        let token = self.put_back.pop().unwrap_or_else(|| {
            self.next += 1;
            self.next - 1
        });
        self.stack.push(token);
    }

    fn add_arc(&mut self, head: usize, child: usize, label: u16) {
        if let Some((old, _)) = self.arcs[child].replace((head, label)) {
            // An arc is replaced only while its child is on the stack, right above its old head: it is that head's
            // newest. (spaCy's removal from the middle of the list works on a copy and would have no effect.)
            let last = if child > old { &mut self.last_right[old] } else { &mut self.last_left[old] };
            if *last == child as u32 {
                *last = self.before[child];
            }
        }
        let last = if child > head { &mut self.last_right[head] } else { &mut self.last_left[head] };
        self.before[child] = *last;
        *last = child as u32;
    }
}

/// Left and right edges of the tokens' subtrees, as spaCy computes them, and the sentence starts that follow.
fn edges(heads: &[usize]) -> (Vec<bool>, Vec<(usize, usize)>) {
    let n = heads.len();
    let mut edges: Vec<(usize, usize)> = (0..n).map(|i| (i, i)).collect();
    let mut starts = vec![false; n];
    // Non-projective trees need more rounds; spaCy gives up after twelve.
    for _ in 0..12 {
        let widen = |edges: &mut Vec<(usize, usize)>, i: usize| {
            let (left, right) = edges[i];
            let head = &mut edges[heads[i]];
            *head = (head.0.min(left), head.1.max(right));
        };
        for i in 0..n {
            widen(&mut edges, i);
        }
        for i in (0..n).rev() {
            widen(&mut edges, i);
        }
        starts.fill(false);
        for i in 0..n {
            if heads[i] == i {
                starts[edges[i].0] = true;
            }
        }
        if heads_within_sentences(heads, &starts) {
            break;
        }
    }
    (starts, edges)
}

/// spaCy's test that no more rounds are needed, with its quirks: a head may be the first token of the next sentence, and
/// the last token is not looked at.
fn heads_within_sentences(heads: &[usize], starts: &[bool]) -> bool {
    let mut from = 0;
    for i in 0..heads.len() {
        if (i > 0 && starts[i]) || i + 1 == heads.len() {
            if heads[from..i].iter().any(|&head| head < from || head > i) {
                return false;
            }
            from = i;
        }
    }
    true
}

/// Undoes the pseudo-projective encoding (Nivre & Nilsson 2005, "head" scheme): a label `a||b` says that the true head
/// is the nearest token with label `b` below the present head. Gives whether there was any.
fn deprojectivise(
    moves: &Moves,
    heads: &mut [usize],
    labels: &mut [Option<u16>],
    edges: &[(usize, usize)],
    spaces: &[bool],
) -> bool {
    let decorated = |label: Option<u16>| moves.labels[usize::from(label?)].split_once("||");
    if !labels.iter().any(|&label| decorated(label).is_some()) {
        return false;
    }
    let mut children: Vec<Vec<u32>> = vec![Vec::new(); heads.len()];
    for (token, &head) in heads.iter().enumerate() {
        if head != token {
            children[head].push(token as u32);
        }
    }
    for i in 0..heads.len() {
        let Some((plain, wanted)) = decorated(labels[i]) else { continue };
        let has = |label: Option<u16>| label.map_or("ROOT", |l| &moves.labels[usize::from(l)]) == wanted;
        let found = find_below(heads[i], &children, edges, |token| {
            if spaces[token] || token == i {
                Seen::Skipped
            } else if has(labels[token]) {
                Seen::Found
            } else {
                Seen::Passed
            }
        });
        if let Some(head) = found {
            let old = &mut children[heads[i]];
            if let Ok(at) = old.binary_search(&(i as u32)) {
                old.remove(at);
            }
            let new = &mut children[head];
            new.insert(new.partition_point(|&child| child < i as u32), i as u32);
            heads[i] = head;
        }
        let plain = moves.labels.iter().position(|known| known == plain).map(|at| at as u16);
        labels[i] = plain.or(labels[i]);
    }
    true
}

/// What the search for a head makes of a token.
enum Seen {
    Skipped,
    Passed,
    Found,
}

/// Breadth-first search below `top`, children in the order of the text; those outside of a token's edges do not count.
fn find_below(
    top: usize,
    children: &[Vec<u32>],
    edges: &[(usize, usize)],
    look: impl Fn(usize) -> Seen,
) -> Option<usize> {
    let mut queue = std::collections::VecDeque::from([top]);
    while let Some(q) = queue.pop_front() {
        let (left, right) = edges[q];
        for child in children[q].iter().map(|&child| child as usize).filter(|&child| left <= child && child <= right) {
            match look(child) {
                Seen::Skipped => {}
                Seen::Passed => queue.push_back(child),
                Seen::Found => return Some(child),
            }
        }
    }
    None
}
