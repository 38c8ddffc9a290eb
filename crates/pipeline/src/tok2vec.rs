//! Token vectors: hashed embeddings, static vectors, mixer and convolutions.

use std::sync::Arc;

use crate::{
    convert::{PIECES, WIDTH},
    hash::feature_hashes,
    image::{HashTable, Image, ImageError, View},
    lex::Lexeme,
    nn,
    recipe::{Attr, Column, Tok2VecRecipe},
};

/// One token encoder; the models have one for tagger and parser and one for entities.
#[derive(Debug)]
pub(crate) struct Tok2Vec {
    columns: Vec<Column>,
    /// Embedding rows of all columns, already multiplied by the mixer: `[row][piece][WIDTH]`.
    table: View<f32>,
    /// Static vectors, already multiplied by the mixer, and the rows of the words.
    vectors: Option<(HashTable, View<f32>)>,
    mixer_bias: View<f32>,
    mixer_norm: View<f32>,
    layers: Vec<Layer>,
}

#[derive(Debug)]
struct Layer {
    weights: View<f32>,
    bias: View<f32>,
    norm: View<f32>,
}

const MIXED: usize = PIECES * WIDTH;

impl Tok2Vec {
    /// Reads the encoder `name` of an image.
    pub(crate) fn open(image: &Arc<Image>, name: &str, recipe: &Tok2VecRecipe) -> Result<Tok2Vec, ImageError> {
        let rows: usize = recipe.columns.iter().map(|c| c.rows as usize).sum();
        if recipe.columns.iter().any(|c| c.rows == 0) {
            return Err(ImageError::Section(name.into()));
        }
        let vectors = if image.has("keys.keys") {
            Some((HashTable::open(image, "keys")?, image.view_any(&format!("{name}.vectors"))?))
        } else {
            None
        };
        let norm = |layer| image.view(&format!("{name}.norm{layer}"), 2 * WIDTH);
        let layers = (0..recipe.depth)
            .map(|layer| {
                Ok(Layer {
                    weights: image.view(&format!("{name}.conv{layer}"), 3 * WIDTH * MIXED)?,
                    bias: image.view(&format!("{name}.conv{layer}.bias"), MIXED)?,
                    norm: norm(layer + 1)?,
                })
            })
            .collect::<Result<_, ImageError>>()?;
        Ok(Tok2Vec {
            columns: recipe.columns.clone(),
            table: image.view(&format!("{name}.table"), rows * MIXED)?,
            vectors,
            mixer_bias: image.view(&format!("{name}.mixer.bias"), MIXED)?,
            mixer_norm: norm(0)?,
            layers,
        })
    }

    /// The mixer's output for one token; `norm` is the token's own, `space` whether a space follows.
    fn mix(&self, lexeme: &Lexeme, norm: u64, space: bool, out: &mut [f32]) {
        let mut sum = [0.0; MIXED];
        sum.copy_from_slice(&self.mixer_bias);
        let table = &self.table[..];
        let mut base = 0;
        for column in &self.columns {
            let key = match column.attr {
                Attr::Norm => norm,
                Attr::Prefix => lexeme.prefix,
                Attr::Suffix => lexeme.suffix,
                Attr::Shape => lexeme.shape,
                Attr::Spacy => u64::from(space),
                Attr::IsSpace => u64::from(lexeme.is_space),
            };
            for hash in feature_hashes(key, column.seed) {
                let row = base + (hash % column.rows) as usize;
                nn::add(&mut sum, &table[row * MIXED..][..MIXED]);
            }
            base += column.rows as usize;
        }
        if let Some((keys, vectors)) = &self.vectors
            && let Some(row) = keys.get(lexeme.orth)
            && let Some(vector) = vectors.get(row as usize * MIXED..).and_then(|rest| rest.get(..MIXED))
        {
            nn::add(&mut sum, vector);
        }
        nn::maxout_norm(&sum, &self.mixer_norm, out);
    }

    /// The vectors of all tokens of a text, in rows of [`WIDTH`].
    pub(crate) fn encode<'a>(&self, tokens: impl ExactSizeIterator<Item = (&'a Lexeme, u64, bool)>) -> Vec<f32> {
        // spaCy pads a text with zero rows and lets the layers change them; each layer needs one row less on each side.
        let n = tokens.len();
        let pad = self.layers.len();
        let mut x = vec![0.0; (n + 2 * pad) * WIDTH];
        for ((lexeme, norm, space), row) in tokens.zip(x[pad * WIDTH..].chunks_exact_mut(WIDTH)) {
            self.mix(lexeme, norm, space, row);
        }
        for layer in &self.layers {
            let mut y = vec![0.0; x.len() - 2 * WIDTH];
            nn::convolve(&x, &layer.weights, &layer.bias, &layer.norm, &mut y);
            x = y;
        }
        x
    }
}
