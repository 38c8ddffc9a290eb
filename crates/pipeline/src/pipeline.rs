//! A loaded model and the way of a text through its components.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use crate::{
    Iob, Pos, Token,
    convert::WIDTH,
    image::{Image, ImageError, StringTable, View},
    lemma::Lemmatizer,
    lex::Lexeme,
    ner, nn,
    pack::LANES,
    parser::{self, Moves, Preset},
    recipe::{Recipe, TaggerRecipe},
    ruler::{Annotation, Ruler},
    state::StateNet,
    store,
    tok2vec::Tok2Vec,
    tokenizer::{Raw, Tokenizer},
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
    tokenizer: Tokenizer,
    norms: Option<StringTable>,
    tok2vec: Tok2Vec,
    ner_tok2vec: Tok2Vec,
    tagger: (View<f32>, View<f32>),
    classes: Classes,
    parser: (Moves, StateNet),
    ner: (Moves, StateNet),
    ruler: Ruler,
    lemmatizer: Lemmatizer,
    /// Dependency labels and entity labels by number.
    deps: Vec<SmolStr>,
    entities: Vec<SmolStr>,
}

#[derive(Debug)]
enum Classes {
    Morphs(Vec<(Pos, SmolStr)>),
    Tags(Vec<SmolStr>),
}

impl Pipeline {
    /// Loads the model in a folder of the store, or any unpacked spaCy 3.8 model folder of the supported kinds.
    pub fn load(dir: &Path) -> Result<Pipeline, LoadError> {
        let image = Arc::new(store::image(dir)?);
        Pipeline::open(&image)
    }

    fn open(image: &Arc<Image>) -> Result<Pipeline, LoadError> {
        let recipe = image.view_any::<u8>("recipe")?;
        let recipe: Recipe = serde_json::from_slice(&recipe).map_err(|_| ImageError::Section("recipe".into()))?;
        let classes = match &recipe.tagger {
            TaggerRecipe::Morphologizer(labels) => Classes::Morphs(
                labels.iter().map(|(n, m)| (Pos::from_symbol(*n).unwrap_or_default(), m.into())).collect(),
            ),
            TaggerRecipe::Tagger(labels) => Classes::Tags(labels.iter().map(SmolStr::new).collect()),
        };
        let padded = classes.len().next_multiple_of(LANES);
        let parser_moves = Moves::new(&recipe.parser_moves);
        let ner_moves = Moves::new(&recipe.ner_moves);
        let strings = |labels: &[String]| labels.iter().map(SmolStr::new).collect();
        Ok(Pipeline {
            tokenizer: Tokenizer::new(&recipe.tokenizer)?,
            norms: if image.has("norms.keys") { Some(StringTable::open(image, "norms")?) } else { None },
            tok2vec: Tok2Vec::open(image, "tok2vec", &recipe.tok2vec)?,
            ner_tok2vec: Tok2Vec::open(image, "ner", &recipe.ner_tok2vec)?,
            tagger: (image.view("tagger", padded * WIDTH)?, image.view("tagger.bias", padded)?),
            classes,
            deps: strings(&parser_moves.labels),
            entities: strings(&ner_moves.labels),
            parser: {
                let net = StateNet::open(image, "parser", parser::FEATURES, parser_moves.moves.len())?;
                (parser_moves, net)
            },
            ner: {
                let net = StateNet::open(image, "ner", ner::FEATURES, ner_moves.moves.len())?;
                (ner_moves, net)
            },
            ruler: Ruler::new(&recipe.ruler)?,
            lemmatizer: Lemmatizer::open(image, &recipe.lang, &recipe.lemmatizer)?,
            lang: recipe.lang,
        })
    }

    /// The model's language, `fr` or `en`.
    pub fn lang(&self) -> &str {
        &self.lang
    }

    /// Annotates a text exactly as Python spaCy 3.8 does. Time and memory grow linearly with the text.
    pub fn annotate(&self, text: &str) -> Vec<Token> {
        self.annotate_with(text, &AnnotateOptions::default())
    }

    /// Annotates a text with given sentence starts or without some components.
    pub fn annotate_with(&self, text: &str, options: &AnnotateOptions<'_>) -> Vec<Token> {
        let raw = self.tokenizer.tokenize(text);
        if raw.is_empty() {
            return Vec::new();
        }
        let doc = Doc::new(text, raw, self.norms.as_ref());
        let preset = doc.preset(options.sentence_starts);
        let components = options.components;

        let vectors = self.tok2vec.encode(doc.features());
        let mut annotation = self.tag(&vectors);
        let tree = components.parser.then(|| {
            let (moves, net) = &self.parser;
            parser::parse(moves, &net.precompute(&vectors), &preset, &doc.spaces)
        });
        drop(vectors);
        let starts = match &tree {
            Some(tree) => tree.starts.clone(),
            None => preset.iter().enumerate().map(|(i, p)| i == 0 || *p == Preset::Start).collect(),
        };
        if let Some(tree) = &tree {
            let label = |l: &Option<u16>| l.map_or(SmolStr::new_static("ROOT"), |l| self.deps[usize::from(l)].clone());
            annotation.dep = tree.labels.iter().map(label).collect();
        }
        let lower: Vec<&str> = doc.lexemes().map(|lexeme| lexeme.lower.as_str()).collect();
        self.ruler.apply(&mut annotation, &lower, &doc.spaces);
        let mut tokens = doc.tokens(annotation, tree.as_ref().map(|tree| &tree.heads[..]), &starts);
        if components.lemmatizer {
            self.lemmatize(&doc, &mut tokens);
        }
        if components.ner {
            self.recognise(&doc, &starts, &mut tokens);
        }
        tokens
    }

    fn tag(&self, vectors: &[f32]) -> Annotation {
        let n = vectors.len() / WIDTH;
        let mut scores = vec![0.0; n * self.tagger.1.len()];
        nn::gemm(vectors, WIDTH, &self.tagger.0, &self.tagger.1, &mut scores);
        let best = scores.chunks_exact(self.tagger.1.len()).map(|row| nn::argmax(&row[..self.classes.len()]));
        let mut annotation = Annotation {
            pos: vec![Pos::None; n],
            tag: vec![SmolStr::default(); n],
            morph: vec![SmolStr::default(); n],
            dep: vec![SmolStr::default(); n],
            lemma: vec![None; n],
        };
        match &self.classes {
            Classes::Morphs(labels) => {
                for (i, class) in best.enumerate() {
                    annotation.pos[i] = labels[class].0;
                    annotation.morph[i] = labels[class].1.clone();
                }
            }
            Classes::Tags(labels) => {
                for (i, class) in best.enumerate() {
                    annotation.tag[i] = labels[class].clone();
                }
            }
        }
        annotation
    }

    fn lemmatize(&self, doc: &Doc, tokens: &mut [Token]) {
        for (token, lexeme) in tokens.iter_mut().zip(doc.lexemes()) {
            if token.lemma.is_empty() {
                token.lemma = self.lemmatizer.lemma(&lexeme.text, &lexeme.lower, token.pos, &token.morph);
            }
        }
    }

    fn recognise(&self, doc: &Doc, starts: &[bool], tokens: &mut [Token]) {
        let vectors = self.ner_tok2vec.encode(doc.features());
        let (moves, net) = &self.ner;
        for entity in ner::recognise(moves, &net.precompute(&vectors), starts, &doc.spaces) {
            for (i, token) in tokens[entity.from..entity.to].iter_mut().enumerate() {
                token.ent_type = self.entities[usize::from(entity.label)].clone();
                token.ent_iob = if i == 0 { Iob::B } else { Iob::I };
            }
        }
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

/// The tokens of a text with their lexemes.
struct Doc {
    raw: Vec<Raw>,
    lexemes: Vec<Lexeme>,
    /// Number of each token's lexeme.
    lex: Vec<u32>,
    spaces: Vec<bool>,
}

impl Doc {
    fn new(text: &str, raw: Vec<Raw>, norms: Option<&StringTable>) -> Doc {
        let mut lexemes: Vec<Lexeme> = Vec::new();
        let mut known: FxHashMap<&str, u32> = FxHashMap::default();
        let lex: Vec<u32> = raw
            .iter()
            .map(|token| {
                let word = &text[token.start..token.end];
                *known.entry(word).or_insert_with(|| {
                    lexemes.push(Lexeme::new(word, norms));
                    lexemes.len() as u32 - 1
                })
            })
            .collect();
        let spaces = lex.iter().map(|&l| lexemes[l as usize].is_space).collect();
        Doc { raw, lexemes, lex, spaces }
    }

    fn lexemes(&self) -> impl ExactSizeIterator<Item = &Lexeme> {
        self.lex.iter().map(|&l| &self.lexemes[l as usize])
    }

    /// Lexeme, norm and space of each token.
    fn features(&self) -> impl ExactSizeIterator<Item = (&Lexeme, u64, bool)> {
        self.raw
            .iter()
            .zip(self.lexemes())
            .map(|(raw, lexeme)| (lexeme, if raw.norm == 0 { lexeme.norm } else { raw.norm }, raw.space))
    }

    fn preset(&self, starts: Option<&[usize]>) -> Vec<Preset> {
        let Some(starts) = starts else { return vec![Preset::Free; self.raw.len()] };
        let mut starts = starts.iter().copied().peekable();
        self.raw
            .iter()
            .enumerate()
            .map(|(i, token)| {
                let mut begins = i == 0;
                while starts.next_if(|&start| start <= token.start).is_some() {
                    begins = true;
                }
                if begins { Preset::Start } else { Preset::Inside }
            })
            .collect()
    }

    fn tokens(&self, annotation: Annotation, heads: Option<&[usize]>, starts: &[bool]) -> Vec<Token> {
        let Annotation { pos, tag, morph, dep, lemma } = annotation;
        let fields = pos.into_iter().zip(tag).zip(morph).zip(dep).zip(lemma);
        self.raw
            .iter()
            .zip(fields)
            .enumerate()
            .map(|(i, (raw, ((((pos, tag), morph), dep), lemma)))| Token {
                start: raw.start,
                end: raw.end,
                space_after: raw.space,
                pos,
                tag,
                morph,
                lemma: lemma.unwrap_or_default(),
                head: heads.map_or(i, |heads| heads[i]),
                dep,
                sent_start: starts[i],
                ent_type: SmolStr::default(),
                ent_iob: Iob::O,
            })
            .collect()
    }
}
