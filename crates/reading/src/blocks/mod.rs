//! Blocks: stretches of the original with one function each.

mod lines;

pub(crate) use lines::lines;

use smol_str::SmolStr;

use crate::{BlockKind, Span};

/// A block before its language and sentences are known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RawBlock {
    /// Original span, without blank ends.
    pub span: Span,
    /// Its function.
    pub kind: BlockKind,
    /// Why.
    pub reason: Option<SmolStr>,
}

/// Cuts a text into blocks.
pub(crate) fn blocks(text: &str) -> Vec<RawBlock> {
    let mut blocks: Vec<RawBlock> =
        lines(text).into_iter().map(|span| RawBlock { span, kind: BlockKind::Paragraph, reason: None }).collect();
    let last = blocks.len().saturating_sub(1);
    let mut title = false;
    for (i, block) in blocks.iter_mut().enumerate() {
        let line = &text[block.span.start..block.span.end];
        if i < last && line.chars().count() <= 150 && !line.ends_with(['.', '!', '?', '…', '»', '"', '”', ',', ';'])
        {
            block.kind = if i == 0 && !title { BlockKind::Title } else { BlockKind::Heading };
            title = true;
        }
    }
    blocks
}
