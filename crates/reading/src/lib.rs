//! Reports to documents: language, blocks, damage repair with offset maps, sentences, syntax, names and coreference.

mod blocks;
mod clean;
mod damage;
mod doc;
pub mod gazetteer;
mod lang;
mod lexicon;
mod models;
pub mod names;
mod offsets;
mod places;
mod quotations;
mod quotes;
mod read;
mod sentences;
mod span;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
mod tokens;
pub mod world;

pub use blocks::masthead;
pub use doc::*;
pub use models::{Annotator, Models, Options};
pub use offsets::OffsetMap;
pub use places::Spot;
pub use read::{read, read_text};
pub use span::Span;
