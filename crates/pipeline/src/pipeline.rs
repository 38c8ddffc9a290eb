//! A loaded model and the way of a text through its components.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
};

use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use crate::{
    Iob, Pos, Token,
    convert::{HIDDEN, WIDTH},
    image::{Image, ImageError, StringTable, View},
    lemma::Lemmatizer,
    lex::Lexeme,
    ner,
    nn::{self, Isa},
    pack::LANES,
    parser::{self, Moves, Preset, Tree},
    recipe::{Recipe, TaggerRecipe},
    ruler::{Annotation, Ruler},
    state::{Rows, StateNet},
    store,
    tok2vec::{self, Tok2Vec},
    tokenizer::{Chunks, Raw, Tokenizer},
    words::{Form, Words},
};

/// Why a model cannot be loaded.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LoadError {
    /// The model is not installed.
    #[error("the {lang} model is not installed in {}: run `recoupe models install {lang}`", root.display())]
    NotInstalled {
        /// Language asked for.
        lang: String,
        /// Folder of the models.
        root: PathBuf,
    },
    /// There is no model for the language.
    #[error("there is no model for language {0:?}: fr and en are known")]
    UnknownLanguage(String),
    /// A file of the model cannot be read.
    #[error("cannot read {}: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What went wrong.
        source: std::io::Error,
    },
    /// A file of the model has another form than spaCy 3.8's.
    #[error("{} {what}: reinstall the model with `recoupe models install`", path.display())]
    Format {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        what: &'static str,
    },
    /// The converted model has parts that do not fit together.
    #[error("the converted model is unusable: {0}")]
    Image(#[from] ImageError),
    /// A pattern of the model is not understood.
    #[error("a pattern of the model cannot be compiled: {0}")]
    Pattern(#[from] Box<fancy_regex::Error>),
}

impl LoadError {
    pub(crate) fn format(path: &Path, what: &'static str) -> LoadError {
        LoadError::Format { path: path.into(), what }
    }
}

/// Components that can be left out when their output is not needed.
///
/// Tokens, tags and morphology are always given. Without the parser, heads and labels are empty (every token its own
/// head, no label) and entities may differ, as in spaCy: the recogniser looks at sentence starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Components {
    /// Dependency tree and sentence starts.
    pub parser: bool,
    /// Lemmas.
    pub lemmatizer: bool,
    /// Entities.
    pub ner: bool,
}

impl Default for Components {
    /// All components.
    fn default() -> Components {
        Components { parser: true, lemmatizer: true, ner: true }
    }
}

/// How to annotate a text.
#[derive(Debug, Clone, Copy, Default)]
pub struct AnnotateOptions<'a> {
    /// Byte offsets of the sentence starts, ascending, if they are known: a token that begins at such an offset (or
    /// first after it) starts a sentence and no other does. The first token always starts one.
    pub sentence_starts: Option<&'a [usize]>,
    /// What to run.
    pub components: Components,
}

/// A model, ready to annotate texts; immutable and shared freely between threads.
///
/// ```no_run
/// let pipeline = recoupe_pipeline::store::load("fr")?;
/// for token in pipeline.annotate("Le maire a démenti.") {
///     println!("{} {} {}", token.pos.as_str(), token.lemma, token.dep);
/// }
/// # Ok::<(), recoupe_pipeline::LoadError>(())
/// ```
#[derive(Debug)]
pub struct Pipeline {
    lang: String,
    isa: Isa,
    tokenizer: Tokenizer,
    norms: Option<StringTable>,
    tok2vec: Tok2Vec,
    ner_tok2vec: Tok2Vec,
    tagger: (View<f32>, View<f32>),
    tagger_mask: Vec<f32>,
    classes: Classes,
    parser: (Moves, StateNet),
    ner: (Moves, StateNet),
    ruler: Ruler,
    lemmatizer: Lemmatizer,
    /// Dependency labels and entity labels by number.
    deps: Vec<SmolStr>,
    entities: Vec<SmolStr>,
    /// Working memory of the threads that are not annotating just now. What is kept there are results of pure
    /// functions of words, so that it cannot be seen in the output.
    idle: Mutex<Vec<Workspace>>,
}

#[derive(Debug)]
enum Classes {
    Morphs(Vec<(Pos, SmolStr)>),
    Tags(Vec<SmolStr>),
}

/// Working memory of one thread.
#[derive(Debug, Default)]
struct Workspace {
    words: Words,
    chunks: Chunks,
    lemmas: FxHashMap<(u32, Pos, bool), SmolStr>,
    encoder: tok2vec::Cache,
    ner_encoder: tok2vec::Cache,
    rows: Rows,
    ner_rows: Rows,
    scores: Vec<f32>,
}

impl Workspace {
    /// Forgets the words when there are too many.
    fn trim(&mut self) {
        if self.words.is_full() || self.chunks.is_full() {
            self.words = Words::default();
            self.chunks.clear();
            self.lemmas.clear();
            self.encoder.clear();
            self.ner_encoder.clear();
        }
    }
}

impl Pipeline {
    /// Loads the model in a folder of the store, or any unpacked spaCy 3.8 model folder of the supported kinds.
    pub fn load(dir: &Path) -> Result<Pipeline, LoadError> {
        Pipeline::open(&Arc::new(store::image(dir)?), Isa::detect())
    }

    fn open(image: &Arc<Image>, isa: Isa) -> Result<Pipeline, LoadError> {
        let recipe = image.view_any::<u8>("recipe")?;
        let recipe: Recipe = serde_json::from_slice(&recipe).map_err(|_| ImageError::Section("recipe".into()))?;
        let classes = match &recipe.tagger {
            TaggerRecipe::Morphologizer(labels) => Classes::Morphs(
                labels.iter().map(|(n, m)| (Pos::from_symbol(*n).unwrap_or_default(), m.into())).collect(),
            ),
            TaggerRecipe::Tagger(labels) => Classes::Tags(labels.iter().map(SmolStr::new).collect()),
        };
        if classes.len() == 0 || recipe.parser_moves.is_empty() || recipe.ner_moves.is_empty() {
            return Err(ImageError::Section("recipe".into()).into());
        }
        let padded = classes.len().next_multiple_of(LANES);
        let mut tagger_mask = vec![0.0; classes.len()];
        tagger_mask.resize(padded, f32::NEG_INFINITY);
        let parser_moves = parser::moves(&recipe.parser_moves);
        let ner_moves = ner::moves(&recipe.ner_moves);
        let strings = |labels: &[String]| labels.iter().map(SmolStr::new).collect();
        let net = |name: &str, features, moves: &Moves| StateNet::open(image, name, features, moves.moves.len(), isa);
        Ok(Pipeline {
            isa,
            tokenizer: Tokenizer::new(&recipe.tokenizer)?,
            norms: if image.has("norms.keys") { Some(StringTable::open(image, "norms")?) } else { None },
            tok2vec: Tok2Vec::open(image, "tok2vec", &recipe.tok2vec, isa)?,
            ner_tok2vec: Tok2Vec::open(image, "ner", &recipe.ner_tok2vec, isa)?,
            tagger: (image.view("tagger", padded * WIDTH)?, image.view("tagger.bias", padded)?),
            tagger_mask,
            classes,
            deps: strings(&parser_moves.labels),
            entities: strings(&ner_moves.labels),
            ner: {
                let net = net("ner", ner::FEATURES, &ner_moves)?;
                (ner_moves, net)
            },
            parser: {
                let net = net("parser", parser::FEATURES, &parser_moves)?;
                (parser_moves, net)
            },
            ruler: Ruler::new(&recipe.ruler)?,
            lemmatizer: Lemmatizer::open(image, &recipe.lang, &recipe.lemmatizer)?,
            lang: recipe.lang,
            idle: Mutex::default(),
        })
    }

    /// The model's language, `fr` or `en`.
    pub fn lang(&self) -> &str {
        &self.lang
    }

    /// Annotates a text exactly as Python spaCy 3.8 does. Time and memory grow linearly with the text: about 500 bytes
    /// of working memory and 200 bytes of result a token, so texts of many megabytes are better given in parts.
    pub fn annotate(&self, text: &str) -> Vec<Token> {
        self.annotate_with(text, &AnnotateOptions::default())
    }

    /// Annotates a text with given sentence starts or without some components.
    pub fn annotate_with(&self, text: &str, options: &AnnotateOptions<'_>) -> Vec<Token> {
        self.run(text, options, None)
    }

    /// The smallest difference between the best and the second-best class in any decision that is taken for a text.
    ///
    /// A matrix product that sums in another order may decide otherwise where this is within rounding (about 1e-5);
    /// `cargo xtask parity` uses it to tell ties from errors.
    pub fn smallest_margin(&self, text: &str, options: &AnnotateOptions<'_>) -> f32 {
        let mut margin = f32::INFINITY;
        self.run(text, options, Some(&mut margin));
        margin
    }

    fn run(&self, text: &str, options: &AnnotateOptions<'_>, margin: Option<&mut f32>) -> Vec<Token> {
        let idle = self.idle.lock().ok().and_then(|mut idle| idle.pop());
        let mut workspace = idle.unwrap_or_default();
        workspace.trim();
        let tokens = self.annotate_in(&mut workspace, text, options, margin);
        if let Ok(mut idle) = self.idle.lock() {
            idle.push(workspace);
        }
        tokens
    }

    fn annotate_in(
        &self,
        workspace: &mut Workspace,
        text: &str,
        options: &AnnotateOptions<'_>,
        mut margin: Option<&mut f32>,
    ) -> Vec<Token> {
        let Workspace { words, chunks, lemmas, encoder, ner_encoder, rows, ner_rows, scores } = workspace;
        let raw = self.tokenizer.tokenize(text, words, chunks, self.norms.as_ref());
        if raw.is_empty() {
            return Vec::new();
        }
        let components = options.components;
        let preset = preset(&raw, options.sentence_starts);
        let lexemes = || raw.iter().map(|raw| words.lexeme(raw.form.word()));
        let spaces: Vec<bool> = lexemes().map(|lexeme| lexeme.is_space).collect();

        // Encoder and the layers on it, block by block.
        let forms: Vec<Form> = raw.iter().map(|raw| raw.form).collect();
        let mut classes: Vec<u16> = Vec::with_capacity(raw.len());
        let mut projected = Vec::with_capacity(if components.parser { raw.len() * HIDDEN } else { 0 });
        for from in (0..raw.len()).step_by(tok2vec::BLOCK) {
            let to = raw.len().min(from + tok2vec::BLOCK);
            let vectors = self.tok2vec.encode(words, &forms, from, to, encoder);
            self.tag(vectors, scores, &mut classes, margin.as_deref_mut());
            if components.parser {
                self.parser.1.project(vectors, &mut projected);
            }
        }
        let tree = components.parser.then(|| {
            let (moves, net) = &self.parser;
            let mut scorer = net.scorer(&projected, rows);
            scorer.margin = margin.as_deref().copied();
            let tree = parser::parse(moves, &mut scorer, &preset, &spaces);
            note(&mut margin, scorer.margin);
            tree
        });
        drop(projected);
        let starts = match &tree {
            Some(tree) => tree.starts.clone(),
            None => preset.iter().enumerate().map(|(i, p)| i == 0 || *p == Preset::Start).collect(),
        };
        let entities = components.ner.then(|| {
            let forms: Vec<Form> = forms.iter().map(|form| self.ner_tok2vec.form(*form)).collect();
            let (moves, net) = &self.ner;
            let mut projected = Vec::with_capacity(raw.len() * HIDDEN);
            for from in (0..raw.len()).step_by(tok2vec::BLOCK) {
                let to = raw.len().min(from + tok2vec::BLOCK);
                net.project(self.ner_tok2vec.encode(words, &forms, from, to, ner_encoder), &mut projected);
            }
            let mut scorer = net.scorer(&projected, ner_rows);
            scorer.margin = margin.as_deref().copied();
            let entities = ner::recognise(moves, &mut scorer, &starts, &spaces);
            note(&mut margin, scorer.margin);
            entities
        });

        let mut annotation = self.annotation(&classes, tree.as_ref());
        self.ruler.apply(&mut annotation, |i| &words.lexeme(raw[i].form.word()).lower, &spaces);
        let mut tokens = tokens(&raw, annotation, tree.as_ref(), &starts);
        if components.lemmatizer {
            for (token, raw) in tokens.iter_mut().zip(&raw) {
                if token.lemma.is_empty() {
                    token.lemma = self.lemma(lemmas, words.lexeme(raw.form.word()), raw.form.word(), token);
                }
            }
        }
        for entity in entities.iter().flatten() {
            for (i, token) in tokens[entity.from..entity.to].iter_mut().enumerate() {
                token.ent_type = self.entities[usize::from(entity.label)].clone();
                token.ent_iob = if i == 0 { Iob::B } else { Iob::I };
            }
        }
        tokens
    }

    /// Appends the best class of each token.
    fn tag(&self, vectors: &[f32], scores: &mut Vec<f32>, classes: &mut Vec<u16>, mut margin: Option<&mut f32>) {
        let padded = self.tagger_mask.len();
        scores.resize(vectors.len() / WIDTH * padded, 0.0);
        nn::gemm(self.isa, vectors, WIDTH, &self.tagger.0, &self.tagger.1, scores);
        for scores in scores.chunks_exact(padded) {
            let best = nn::argmax(self.isa, scores, &self.tagger_mask).unwrap_or(0);
            classes.push(best as u16);
            if let Some(margin) = &mut margin {
                let others = scores[..self.classes.len()].iter().enumerate().filter(|&(class, _)| class != best);
                let second = others.map(|(_, score)| *score).fold(f32::NEG_INFINITY, f32::max);
                **margin = margin.min(scores[best] - second);
            }
        }
    }

    /// What tagger and parser say, before the ruler.
    fn annotation(&self, classes: &[u16], tree: Option<&Tree>) -> Annotation {
        let n = classes.len();
        let mut annotation = Annotation {
            pos: vec![Pos::None; n],
            tag: vec![SmolStr::default(); n],
            morph: vec![SmolStr::default(); n],
            dep: vec![SmolStr::default(); n],
            lemma: vec![None; n],
        };
        match &self.classes {
            Classes::Morphs(labels) => {
                for (i, &class) in classes.iter().enumerate() {
                    let (pos, morph) = &labels[usize::from(class)];
                    annotation.pos[i] = *pos;
                    annotation.morph[i] = morph.clone();
                }
            }
            Classes::Tags(labels) => {
                for (tag, &class) in annotation.tag.iter_mut().zip(classes) {
                    *tag = labels[usize::from(class)].clone();
                }
            }
        }
        if let Some(tree) = tree {
            for (dep, label) in annotation.dep.iter_mut().zip(&tree.labels) {
                *dep = match label {
                    Some(label) => self.deps[usize::from(*label)].clone(),
                    None => SmolStr::new_static("ROOT"),
                };
            }
        }
        annotation
    }

    fn lemma(
        &self,
        known: &mut FxHashMap<(u32, Pos, bool), SmolStr>,
        lexeme: &Lexeme,
        word: u32,
        token: &Token,
    ) -> SmolStr {
        let base = self.lemmatizer.is_base_form(token.pos, &token.morph);
        let lemma = || self.lemmatizer.lemma(&lexeme.text, &lexeme.lower, token.pos, base);
        known.entry((word, token.pos, base)).or_insert_with(lemma).clone()
    }
}

/// Passes a smaller margin on.
fn note(margin: &mut Option<&mut f32>, seen: Option<f32>) {
    if let (Some(margin), Some(seen)) = (margin, seen) {
        **margin = seen;
    }
}

impl Classes {
    fn len(&self) -> usize {
        match self {
            Classes::Morphs(labels) => labels.len(),
            Classes::Tags(labels) => labels.len(),
        }
    }
}

/// The given sentence starts by token.
fn preset(raw: &[Raw], starts: Option<&[usize]>) -> Vec<Preset> {
    let Some(starts) = starts else { return vec![Preset::Free; raw.len()] };
    let mut starts = starts.iter().copied().peekable();
    let kind = |(i, token): (usize, &Raw)| {
        let mut begins = i == 0;
        while starts.next_if(|&start| start <= token.start).is_some() {
            begins = true;
        }
        if begins { Preset::Start } else { Preset::Inside }
    };
    raw.iter().enumerate().map(kind).collect()
}

fn tokens(raw: &[Raw], annotation: Annotation, tree: Option<&Tree>, starts: &[bool]) -> Vec<Token> {
    let Annotation { pos, tag, morph, dep, lemma } = annotation;
    let fields = pos.into_iter().zip(tag).zip(morph).zip(dep).zip(lemma);
    let token = |(i, (raw, ((((pos, tag), morph), dep), lemma))): (usize, (&Raw, _))| {
        let lemma: Option<SmolStr> = lemma;
        Token {
            start: raw.start,
            end: raw.end,
            space_after: raw.form.space(),
            pos,
            tag,
            morph,
            lemma: lemma.unwrap_or_default(),
            head: tree.map_or(i, |tree| tree.heads[i]),
            dep,
            sent_start: starts[i],
            ent_type: SmolStr::default(),
            ent_iob: Iob::O,
        }
    };
    raw.iter().zip(fields).enumerate().map(token).collect()
}
