//! Reports to documents: language, blocks, damage repair with offset maps, sentences, syntax, names and coreference.

mod doc;
mod offsets;
mod span;
pub mod world;

pub use doc::*;
pub use offsets::OffsetMap;
pub use span::Span;
