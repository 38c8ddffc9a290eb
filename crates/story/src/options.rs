//! What the user may choose. Nothing here changes what is read or how figures relate.

/// Choices of the user.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// Pick one value a quantity by this policy; by default none is picked.
    pub best: Option<BestPolicy>,
}

/// How to pick one value of a quantity. The policy is printed beside the value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BestPolicy {
    /// The lowest value that is stated, the cautious choice of some codebooks of conflict deaths.
    Lower,
    /// The latest value of the first of these sources (names or entities of speakers) that gives one.
    PrioritySource(Vec<String>),
    /// The latest value of this source only (name or entity of a speaker).
    LatestOf(String),
}
