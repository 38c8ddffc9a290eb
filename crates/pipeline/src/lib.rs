//! Runs spaCy 3.8 CPU pipelines natively: model folder + text → tokens, tags, lemmas, trees, entities.

mod convert;
mod hash;
mod image;
mod lemma;
mod lex;
mod ner;
mod nn;
mod pack;
mod parser;
mod pipeline;
mod pystr;
mod recipe;
mod ruler;
mod state;
pub mod store;
mod thinc;
mod tok2vec;
mod token;
mod tokenizer;
mod words;

pub use image::ImageError;
pub use pipeline::{AnnotateOptions, Components, LoadError, Pipeline};
pub use token::{Iob, Pos, Token};
