//! The small, structured part of a converted model: everything that is not a matrix or a big table.

use serde::{Deserialize, Serialize};

/// Stored as the JSON section `recipe` of the image.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Recipe {
    pub(crate) lang: String,
    pub(crate) tokenizer: TokenizerRecipe,
    pub(crate) tok2vec: Tok2VecRecipe,
    pub(crate) ner_tok2vec: Tok2VecRecipe,
    pub(crate) tagger: TaggerRecipe,
    pub(crate) parser_moves: Vec<(Action, String)>,
    pub(crate) ner_moves: Vec<(Action, String)>,
    pub(crate) ruler: Vec<Rule>,
    pub(crate) lemmatizer: LemmatizerRecipe,
}

/// Pattern sources and tokenizer exceptions.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct TokenizerRecipe {
    pub(crate) prefix: String,
    pub(crate) suffix: String,
    pub(crate) infix: String,
    pub(crate) url: String,
    pub(crate) token_match: Option<String>,
    pub(crate) exceptions: Vec<(String, Vec<Piece>)>,
    /// Exceptions that the patterns would break up, as the sequences of tokens that then appear.
    pub(crate) special: Vec<Vec<String>>,
}

/// One token of an exception.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Piece {
    pub(crate) orth: String,
    pub(crate) norm: Option<String>,
}

/// The columns of the hashed embeddings, in order.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Tok2VecRecipe {
    pub(crate) columns: Vec<Column>,
    pub(crate) depth: usize,
}

/// One hashed embedding table.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Column {
    pub(crate) attr: Attr,
    pub(crate) seed: u32,
    pub(crate) rows: u32,
}

/// The lexical attribute that a column hashes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum Attr {
    Norm,
    Prefix,
    Suffix,
    Shape,
    Spacy,
    IsSpace,
}

/// The classes of the tagging layer.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) enum TaggerRecipe {
    /// French: part of speech (spaCy's symbol number) and morphology.
    Morphologizer(Vec<(u64, String)>),
    /// English: fine-grained tag.
    Tagger(Vec<String>),
}

/// A kind of transition; the numbers are spaCy's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Action {
    Shift,
    Reduce,
    Left,
    Right,
    Break,
    Missing,
    Begin,
    In,
    Last,
    Unit,
    Out,
}

/// One rule of the attribute ruler.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Rule {
    pub(crate) patterns: Vec<Vec<TokenPattern>>,
    pub(crate) attrs: RuleAttrs,
    /// Which token of the match gets the attributes.
    pub(crate) index: usize,
}

/// What one token must be.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE", deny_unknown_fields)]
pub(crate) struct TokenPattern {
    pub(crate) pos: Option<Test>,
    pub(crate) tag: Option<Test>,
    pub(crate) dep: Option<Test>,
    pub(crate) lower: Option<Test>,
    pub(crate) is_space: Option<bool>,
}

/// A test of a string.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(untagged)]
pub(crate) enum Test {
    Is(String),
    Set(SetTest),
}

/// A test of a string against several or a pattern.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE", deny_unknown_fields)]
pub(crate) enum SetTest {
    In(Vec<String>),
    NotIn(Vec<String>),
    Regex(String),
}

/// What a rule sets.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE", deny_unknown_fields)]
pub(crate) struct RuleAttrs {
    pub(crate) tag: Option<String>,
    pub(crate) pos: Option<String>,
    pub(crate) morph: Option<String>,
    pub(crate) lemma: Option<String>,
    pub(crate) dep: Option<String>,
}

/// Suffix rules and the parts of speech that have tables.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct LemmatizerRecipe {
    /// Part of speech (lower case) → (old ending, new ending).
    pub(crate) rules: Vec<(String, Vec<(String, String)>)>,
    /// Parts of speech with a section `lemma.exc.<pos>`.
    pub(crate) exceptions: Vec<String>,
    /// Parts of speech with a section `lemma.index.<pos>`.
    pub(crate) index: Vec<String>,
}
