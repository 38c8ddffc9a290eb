//! A document with what several of its readers need, made once: the syntax downward, the words and dates of each sentence.

use recoupe_reading::Doc;

use crate::date::{self, Dated};
use crate::figure::tree::Tree;
use crate::number::{Conventions, Text};

/// A document, prepared.
pub(crate) struct Prepared<'a> {
    pub(crate) doc: &'a Doc,
    pub(crate) tree: Tree,
    /// One for each sentence of the document; `None` for a sentence without tokens.
    pub(crate) sentences: Vec<Option<Sentence<'a>>>,
}

/// One sentence of a document.
pub(crate) struct Sentence<'a> {
    pub(crate) text: Text<'a>,
    /// Its dates, in order, not overlapping.
    pub(crate) dates: Vec<Dated>,
}

impl<'a> Prepared<'a> {
    pub(crate) fn new(doc: &'a Doc) -> Self {
        // How numbers are grouped is the document's habit, not the sentence's.
        let conventions = Conventions::of(&doc.clean, doc.lang);
        let sentences = doc.sentences.iter().map(|sentence| {
            let clean = doc.clean.get(sentence.clean.start..sentence.clean.end)?;
            if sentence.tokens.is_empty() {
                return None;
            }
            let own = if sentence.lang == doc.lang { conventions } else { Conventions::of(clean, sentence.lang) };
            let text = Text::new(clean, sentence.clean.start, sentence.lang, own);
            let dates = date::find(&text);
            Some(Sentence { text, dates })
        });
        Self { doc, tree: Tree::new(doc), sentences: sentences.collect() }
    }
}
