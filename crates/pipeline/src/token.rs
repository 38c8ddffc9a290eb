//! What a pipeline gives for a text.

use smol_str::SmolStr;

/// One token with everything that spaCy 3.8 would give for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Byte offset of the first byte in the text given.
    pub start: usize,
    /// Byte offset after the last byte (the following space is not part of it).
    pub end: usize,
    /// Followed by one space that belongs to it.
    pub space_after: bool,
    /// Universal part of speech (`NOUN`, `VERB`, …, `SPACE`).
    pub pos: Pos,
    /// Fine-grained tag (French: the part of speech again; English: Penn Treebank).
    pub tag: SmolStr,
    /// Morphological features in normal form (`Gender=Masc|Number=Sing`), empty if none.
    pub morph: SmolStr,
    /// Lemma.
    pub lemma: SmolStr,
    /// Index of the head in the same text; a root is its own head.
    pub head: usize,
    /// Dependency label (French: UD; English: ClearNLP), `ROOT` for a root.
    pub dep: SmolStr,
    /// First token of a sentence.
    pub sent_start: bool,
    /// Entity type (`PER`, `LOC`, `ORG`, `MISC`; English: OntoNotes types), empty outside entities.
    pub ent_type: SmolStr,
    /// Position in the entity.
    pub ent_iob: Iob,
}

/// Position in an entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Iob {
    /// Outside.
    #[default]
    O,
    /// First token.
    B,
    /// Further token.
    I,
}

/// Universal parts of speech, with spaCy's `SPACE`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
#[expect(missing_docs, reason = "the names are the UD tag set")]
pub enum Pos {
    #[default]
    None,
    Adj,
    Adp,
    Adv,
    Aux,
    Conj,
    Cconj,
    Det,
    Intj,
    Noun,
    Num,
    Part,
    Pron,
    Propn,
    Punct,
    Sconj,
    Sym,
    Verb,
    X,
    Space,
}
