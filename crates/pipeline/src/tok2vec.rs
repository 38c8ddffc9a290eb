//! Token vectors: hashed embeddings, static vectors, mixer and convolutions.

use std::sync::Arc;

use crate::{
    convert::{PIECES, WIDTH},
    hash::feature_hashes,
    image::{HashTable, Image, ImageError, View},
    lex::Lexeme,
    nn::{self, Isa, LayerWeights, MIXED},
    recipe::{Attr, Column, Tok2VecRecipe},
    words::{Form, Words},
};

/// Tokens that are encoded together; even, so that the pairs of the convolutions do not depend on it.
pub(crate) const BLOCK: usize = 512;

/// Floats of a cached word form: its vector, then its products with the three taps of the first layer.
const SLOT: usize = WIDTH + 3 * MIXED;
/// Hashed embedding tables of an encoder.
const MOST_COLUMNS: usize = 8;
/// Cached word forms for each encoder.
const SLOTS: usize = 6 * 1024;

/// One token encoder; the models have one for tagger and parser and one for entities.
#[derive(Debug)]
pub(crate) struct Tok2Vec {
    isa: Isa,
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

/// Working memory of an encoder: what word forms have been mixed already, and the rows of the present block.
#[derive(Debug, Default)]
pub(crate) struct Cache {
    /// Slot 0 is that of the padding, all zero.
    slots: Vec<f32>,
    /// Who has each slot.
    owners: Vec<Owner>,
    /// Slot of each word form, 0 if none.
    slot_of: Vec<u32>,
    hand: usize,
    block: u64,
    missing: Vec<(u32, Form)>,
    mixed: Vec<f32>,
    products: Vec<f32>,
    rows: Vec<f32>,
    next_rows: Vec<f32>,
    scratch: Vec<f32>,
    block_slots: Vec<u32>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Owner {
    form: Form,
    /// The block in which it was last used.
    block: u64,
    /// Whether it was used again since it came or since the hand last passed.
    again: bool,
}

impl Tok2Vec {
    /// Reads the encoder `name` of an image.
    pub(crate) fn open(
        image: &Arc<Image>,
        name: &str,
        recipe: &Tok2VecRecipe,
        isa: Isa,
    ) -> Result<Tok2Vec, ImageError> {
        let rows: usize = recipe.columns.iter().map(|c| c.rows as usize).sum();
        if recipe.columns.len() > MOST_COLUMNS || recipe.columns.iter().any(|c| c.rows == 0) || recipe.depth == 0 {
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
                let taps = if layer == 0 { 3 } else { 4 };
                Ok(Layer {
                    weights: image.view(&format!("{name}.conv{layer}"), taps * WIDTH * MIXED)?,
                    bias: image.view(&format!("{name}.conv{layer}.bias"), MIXED)?,
                    norm: norm(layer + 1)?,
                })
            })
            .collect::<Result<_, ImageError>>()?;
        Ok(Tok2Vec {
            isa,
            columns: recipe.columns.clone(),
            table: image.view(&format!("{name}.table"), rows * MIXED)?,
            vectors,
            mixer_bias: image.view(&format!("{name}.mixer.bias"), MIXED)?,
            mixer_norm: norm(0)?,
            layers,
        })
    }

    /// A word form as far as this encoder can tell it from others.
    pub(crate) fn form(&self, form: Form) -> Form {
        if self.columns.iter().any(|column| column.attr == Attr::Spacy) { form } else { form.without_space() }
    }

    /// The vectors of the tokens `from..to` of a text, in rows of [`WIDTH`]; `from` is even, or pairs would shift.
    ///
    /// spaCy pads a text with zero rows and lets the layers change them; each layer needs one row less on each side.
    pub(crate) fn encode<'c>(
        &self,
        words: &Words,
        forms: &[Form],
        from: usize,
        to: usize,
        cache: &'c mut Cache,
    ) -> &'c [f32] {
        let depth = self.layers.len();
        let padded = |i: usize| (from + i).checked_sub(depth).and_then(|at| forms.get(at)).copied();
        let count = to - from + 2 * depth;
        cache.begin();
        cache.block_slots.clear();
        for i in 0..count {
            let slot = padded(i).map_or(0, |form| cache.slot(form));
            cache.block_slots.push(slot);
        }
        self.fill(words, cache);

        let first = &self.layers[0];
        cache.rows.resize((count - 2) * WIDTH, 0.0);
        let (bias, norm): (&[f32], &[f32]) = (&first.bias, &first.norm);
        for (row, window) in cache.rows.chunks_exact_mut(WIDTH).zip(cache.block_slots.windows(3)) {
            let slot = |i: usize| &cache.slots[window[i] as usize * SLOT..][..SLOT];
            let product = |i: usize| &slot(i)[WIDTH + i * MIXED..][..MIXED];
            let products = [product(0), product(1), product(2)];
            nn::first_layer(self.isa, products, bias, norm, &slot(1)[..WIDTH], row);
        }
        for layer in &self.layers[1..] {
            let weights = LayerWeights { packed: &layer.weights, bias: &layer.bias, norm: &layer.norm };
            nn::convolve(self.isa, &cache.rows, weights, &mut cache.scratch, &mut cache.next_rows);
            std::mem::swap(&mut cache.rows, &mut cache.next_rows);
        }
        &cache.rows[..(to - from) * WIDTH]
    }

    /// Mixes the word forms that got new slots.
    fn fill(&self, words: &Words, cache: &mut Cache) {
        if cache.missing.is_empty() {
            return;
        }
        cache.mixed.resize(cache.missing.len() * WIDTH, 0.0);
        for (&(_, form), row) in cache.missing.iter().zip(cache.mixed.chunks_exact_mut(WIDTH)) {
            self.mix(words.lexeme(form.word()), form.space(), row);
        }
        let first = &self.layers[0].weights;
        cache.products.resize(cache.missing.len() * 3 * MIXED, 0.0);
        nn::gemm(self.isa, &cache.mixed, WIDTH, first, &[0.0; 3 * MIXED], &mut cache.products);
        let rows = cache.mixed.chunks_exact(WIDTH).zip(cache.products.chunks_exact(3 * MIXED));
        for (&(slot, _), (mixed, products)) in cache.missing.iter().zip(rows) {
            let to = &mut cache.slots[slot as usize * SLOT..][..SLOT];
            to[..WIDTH].copy_from_slice(mixed);
            to[WIDTH..].copy_from_slice(products);
        }
        cache.missing.clear();
    }

    /// The mixer's output for one word form.
    fn mix(&self, lexeme: &Lexeme, space: bool, out: &mut [f32]) {
        let mut rows = [0u32; 4 * MOST_COLUMNS];
        let mut count = 0;
        let mut base = 0;
        for column in &self.columns {
            let key = match column.attr {
                Attr::Norm => lexeme.norm,
                Attr::Prefix => lexeme.prefix,
                Attr::Suffix => lexeme.suffix,
                Attr::Shape => lexeme.shape,
                Attr::Spacy => u64::from(space),
                Attr::IsSpace => u64::from(lexeme.is_space),
            };
            for (row, hash) in rows[count..].iter_mut().zip(feature_hashes(key, column.seed)) {
                *row = base + hash % column.rows;
            }
            count += 4;
            base += column.rows;
        }
        let vector = self
            .vectors
            .as_ref()
            .and_then(|(keys, vectors)| vectors.get(keys.get(lexeme.orth)? as usize * MIXED..)?.get(..MIXED));
        let (bias, norm) = (&self.mixer_bias, &self.mixer_norm);
        nn::mix(self.isa, &self.table, &rows[..count], vector.unwrap_or_default(), bias, norm, out);
    }
}

impl Cache {
    fn begin(&mut self) {
        self.block += 1;
        if self.slots.is_empty() {
            self.slots.resize(SLOT, 0.0);
            self.owners.push(Owner::default());
        }
    }

    /// Forgets all word forms, for when their numbers change.
    pub(crate) fn clear(&mut self) {
        self.slots.truncate(SLOT);
        self.owners.truncate(1);
        self.slot_of.clear();
        self.hand = 0;
    }

    /// The slot of a word form; takes a free one, or one that was not used lately, and notes that it must be filled.
    fn slot(&mut self, form: Form) -> u32 {
        let index = form.index();
        if index >= self.slot_of.len() {
            self.slot_of.resize(index + 1, 0);
        }
        let known = self.slot_of[index];
        if known != 0 {
            let owner = &mut self.owners[known as usize];
            owner.again |= owner.block != self.block;
            owner.block = self.block;
            return known;
        }
        let owner = Owner { form, block: self.block, again: false };
        let slot = if self.owners.len() <= SLOTS {
            self.owners.push(owner);
            self.slots.resize(self.owners.len() * SLOT, 0.0);
            self.owners.len() - 1
        } else {
            let slot = self.evict();
            self.owners[slot] = owner;
            slot
        } as u32;
        self.slot_of[index] = slot;
        self.missing.push((slot, form));
        slot
    }

    /// Frees a slot: the hand goes round past those of the present block and, once, past those used again (the CLOCK
    /// algorithm, Corbató 1968). A block uses far fewer slots than there are, so that the second round finds one.
    fn evict(&mut self) -> usize {
        loop {
            self.hand += 1;
            if self.hand >= self.owners.len() {
                self.hand = 1;
            }
            let owner = &mut self.owners[self.hand];
            if owner.block != self.block && !std::mem::take(&mut owner.again) {
                self.slot_of[owner.form.index()] = 0;
                return self.hand;
            }
        }
    }
}

const _: () = assert!(SLOTS > 2 * (BLOCK + 64) && BLOCK.is_multiple_of(2) && PIECES == 3);
