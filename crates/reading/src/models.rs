//! What the reading needs from outside: a language pipeline per language, and the caller's choices.

use recoupe_pipeline::{AnnotateOptions, Pipeline, Token};

use crate::Lang;

/// Something that parses text. The pipeline crate's `Pipeline` is one; tests bring simpler ones.
pub trait Annotator: Send + Sync {
    /// Tokens of `text` with their syntax; a sentence starts at each of the byte offsets `sentence_starts` (ascending, the
    /// first is where the first word begins) and nowhere else.
    fn annotate(&self, text: &str, sentence_starts: &[usize]) -> Vec<Token>;
}

impl Annotator for Pipeline {
    fn annotate(&self, text: &str, sentence_starts: &[usize]) -> Vec<Token> {
        self.annotate_with(
            text,
            &AnnotateOptions { sentence_starts: Some(sentence_starts), ..AnnotateOptions::default() },
        )
    }
}

/// The pipelines at hand. A block in a language without a pipeline is kept, but not analysed, and a diagnostic says so.
#[derive(Default)]
pub struct Models {
    /// French.
    pub fr: Option<Box<dyn Annotator>>,
    /// English.
    pub en: Option<Box<dyn Annotator>>,
}

impl Models {
    /// These pipelines.
    pub fn of_pipelines(fr: Option<Pipeline>, en: Option<Pipeline>) -> Self {
        let boxed = |p: Pipeline| Box::new(p) as Box<dyn Annotator>;
        Self { fr: fr.map(boxed), en: en.map(boxed) }
    }

    /// The pipeline for a language.
    pub fn of(&self, lang: Lang) -> Option<&dyn Annotator> {
        match lang {
            Lang::Fr => self.fr.as_deref(),
            Lang::En => self.en.as_deref(),
            Lang::Other => None,
        }
    }
}

/// The caller's choices.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Read everything as this language, whatever it looks like.
    pub lang: Option<Lang>,
}
