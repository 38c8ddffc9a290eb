//! Language models, loaded when the first text in their language comes, and never otherwise.

use std::sync::OnceLock;

use recoupe_pipeline::{AnnotateOptions, LoadError, Pipeline, Token, store};
use recoupe_reading::{Annotator, Lang, Models};

/// One language's model. A model that cannot be loaded gives no tokens; the caller must ask [`failure`] afterwards.
struct Lazy {
    slot: &'static Slot,
}

struct Slot {
    lang: &'static str,
    pipeline: OnceLock<Result<Pipeline, LoadError>>,
}

static FRENCH: Slot = Slot { lang: "fr", pipeline: OnceLock::new() };
static ENGLISH: Slot = Slot { lang: "en", pipeline: OnceLock::new() };

/// Both models, none of them loaded yet.
pub(crate) fn models() -> Models {
    Models { fr: Some(Box::new(Lazy { slot: &FRENCH })), en: Some(Box::new(Lazy { slot: &ENGLISH })) }
}

/// Why texts in this language could not be analysed, if that was asked for.
pub(crate) fn failure(lang: Lang) -> Option<&'static LoadError> {
    let slot = match lang {
        Lang::Fr => &FRENCH,
        Lang::En => &ENGLISH,
        Lang::Other => return None,
    };
    slot.pipeline.get()?.as_ref().err()
}

impl Annotator for Lazy {
    fn annotate(&self, text: &str, sentence_starts: &[usize]) -> Vec<Token> {
        let options = AnnotateOptions { sentence_starts: Some(sentence_starts), ..AnnotateOptions::default() };
        match self.slot.pipeline.get_or_init(|| store::load(self.slot.lang)) {
            Ok(pipeline) => pipeline.annotate_with(text, &options),
            Err(_) => Vec::new(),
        }
    }
}
