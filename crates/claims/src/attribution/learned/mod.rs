//! English attributions in the wide sense, by a trained model: who says, thinks, wants, shows or decrees what.
//!
//! Two steps over the pipeline's tokens, tags and trees. A logistic regression tells which words carry an attribution
//! (`cues`); for each of them a linear-chain conditional random field labels the words around it as source, cue and content
//! (`spans`, `chain`). Lafferty, McCallum, Pereira: Conditional Random Fields, ICML 2001; the division of labour follows
//! Newell, Cowlishaw, Man: Quote Extraction and Analysis for News, 2018, but here the labels are given one cue at a time.
//!
//! The weights (`weights`) are trained by `cargo xtask train`; features are 32-bit hashes and the sums are integers, so
//! that the file holds no word of the texts it was trained on and the answer is the same on every machine. Names are
//! no features: a proper noun is only that.

mod chain;
mod cues;
mod prepared;
mod spans;
mod weights;

use std::{ops::Range, sync::LazyLock};

use recoupe_reading::{Doc, Lang};

use super::view::View;
pub use chain::{LABELS, Label, SEAMS, allowed};
pub use prepared::Prepared;
pub use spans::Window;
pub use weights::{Malformed, Model};

/// The chance from which a word is taken for a cue; chosen on the dev part of the corpus.
const LIKELY: f32 = 0.42;

/// The chance by the word alone below which nothing around it makes it a cue; chosen on the dev part of the corpus.
const HOPELESS: f32 = 0.1;

/// An attribution as the model reads it, in tokens of the document.
#[derive(Debug, Clone, PartialEq)]
pub struct Attribution {
    /// Who.
    pub source: Vec<Range<usize>>,
    /// The words that attribute, with auxiliaries, negation and the preposition that leads to the content.
    pub cue: Vec<Range<usize>>,
    /// What; a conjunction that opens it belongs to it.
    pub content: Vec<Range<usize>>,
    /// The syntactic head of the cue.
    pub head: usize,
    /// The model's probability that `head` carries an attribution.
    pub chance: f32,
    /// Its cue lies in the content of another one.
    pub nested: bool,
}

/// What the model reads in a document.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Reading {
    /// In the order of their cues.
    pub attributions: Vec<Attribution>,
    /// The probability of each token to carry an attribution.
    pub chances: Vec<f32>,
}

/// Reads a document; only sentences that are read as English.
pub fn read(doc: &Doc) -> Reading {
    read_at(doc, &|_| true)
}

/// Reads a document for those heads of cues that are wanted: the windows are most of the work.
pub(crate) fn read_at(doc: &Doc, wanted: &dyn Fn(usize) -> bool) -> Reading {
    let english = doc.sentences.iter().any(|s| s.lang == Lang::En);
    if english && !doc.tokens.is_empty() { of(&Prepared::new(doc), model(), wanted) } else { Reading::default() }
}

fn of(prepared: &Prepared, model: &Model, wanted: &dyn Fn(usize) -> bool) -> Reading {
    let chances = chances(prepared, model);
    let mut found: Vec<Attribution> = Vec::new();
    let mut features = Vec::new();
    for (head, &chance) in chances.iter().enumerate().filter(|&(head, c)| *c >= LIKELY && wanted(head)) {
        let window = prepared.window(head);
        prepared.span_features(&window, &chances, &mut features);
        let labels = model.label(&features, &prepared.seams(&window), head - window.tokens.start);
        let mut a =
            Attribution { source: Vec::new(), cue: Vec::new(), content: Vec::new(), head, chance, nested: false };
        for (label, span) in chain::runs(&labels, window.tokens.start) {
            match label {
                Label::Source => a.source.push(span),
                Label::Cue => a.cue.push(span),
                Label::Content => a.content.push(span),
            }
        }
        if !a.content.is_empty() {
            found.push(a);
        }
    }
    Reading { attributions: resolve(found), chances }
}

/// The probability of each token to carry an attribution; 0 for what cannot.
pub fn chances(prepared: &Prepared, model: &Model) -> Vec<f32> {
    let mut features = Vec::new();
    (0..prepared.len())
        .map(|i| {
            if !prepared.is_candidate(i) {
                return 0.0;
            }
            // Most words are told by themselves: what surrounds them is not asked.
            features.clear();
            prepared.cue_word_features(i, &mut features);
            let alone = model.chance(&features);
            if alone < HOPELESS {
                return alone;
            }
            prepared.cue_context_features(i, &mut features);
            model.chance(&features)
        })
        .collect()
}

/// One attribution a cue, and which of them lie in the content of another.
///
/// Two that hold each other's heads in their cues are one; the likelier stays. Comparisons are between attributions
/// whose windows meet, which are near each other.
fn resolve(found: Vec<Attribution>) -> Vec<Attribution> {
    const NEAR: usize = 40;
    let holds = |spans: &[Range<usize>], i: usize| spans.iter().any(|r| r.contains(&i));
    let near = |i: usize| i.saturating_sub(NEAR)..found.len().min(i + NEAR);
    let better = |a: usize, b: usize| (found[a].chance, b) > (found[b].chance, a);
    let mut keep = vec![true; found.len()];
    for b in 0..found.len() {
        keep[b] = !near(b).any(|a| {
            a != b && holds(&found[a].cue, found[b].head) && (better(a, b) || !holds(&found[b].cue, found[a].head))
        });
    }
    let nested: Vec<bool> = (0..found.len())
        .map(|a| {
            let inside = |a: usize, b: usize| holds(&found[b].content, found[a].head);
            near(a).any(|b| a != b && keep[b] && inside(a, b) && (!inside(b, a) || better(b, a)))
        })
        .collect();
    let kept = found.into_iter().zip(nested).zip(keep).filter(|(_, keep)| *keep);
    kept.map(|((a, nested), _)| Attribution { nested, ..a }).collect()
}

/// The model that the program carries.
///
/// # Panics
/// Never: that the file can be read is a test.
fn model() -> &'static Model {
    static MODEL: LazyLock<Model> =
        LazyLock::new(|| Model::decode(include_bytes!("../../en/attribution.weights")).unwrap_or_default());
    &MODEL
}

impl Prepared<'_> {
    /// The tree and quotations.
    fn view(&self) -> &View<'_> {
        &self.view
    }
}

#[cfg(test)]
mod tests {
    use recoupe_reading::{Lang, read_text, testing};

    use super::*;

    fn shown(text: &str) -> Vec<String> {
        let doc = read_text(text, Some(Lang::En), testing::models());
        let words =
            |spans: &[Range<usize>]| spans.iter().map(|r| doc.text_of_range(r.clone())).collect::<Vec<_>>().join(" | ");
        read(&doc)
            .attributions
            .iter()
            .map(|a| format!("[{}] <{}> {{{}}}", words(&a.source), words(&a.cue), words(&a.content)))
            .collect()
    }

    #[test]
    fn the_weights_can_be_read() {
        let model = Model::decode(include_bytes!("../../en/attribution.weights")).expect("well-formed");
        let (cues, spans) = model.sizes();
        assert!(cues > 10_000 && spans > 10_000, "{cues} and {spans} features");
        assert_eq!(Model::decode(&model.encode()).expect("its own"), model);
    }

    #[test]
    fn plain_sayings_are_found() {
        assert_eq!(
            shown("The harbour master said that two ferries had been delayed."),
            ["[The harbour master] <said> {that two ferries had been delayed}"]
        );
        assert_eq!(
            shown("“The roof just fell in,” said Paula Mercer, a carpenter."),
            ["[Paula Mercer, a carpenter] <said> {“The roof just fell in,”}"]
        );
    }

    #[test]
    fn plans_and_wishes_are_found_too() {
        assert_eq!(shown("Voters support the new tax."), ["[Voters] <support> {the new tax}"]);
        assert_eq!(
            shown("The bridge is old, and Mr. Hale hopes to close it next year."),
            ["[Mr. Hale] <hopes> {to close it next year}"]
        );
    }

    #[test]
    fn what_happens_is_no_attribution() {
        assert!(shown("The train left the station and crossed the river.").is_empty());
    }
}
