//! Runs spaCy 3.8 CPU pipelines natively: model folder + text → tokens, tags, lemmas, trees, entities.

mod token;

pub use token::{Iob, Pos, Token};
