//! What a pipeline gives for a text.

use serde::{Deserialize, Serialize};
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
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

impl Pos {
    /// All parts of speech with their names, in the order of spaCy's symbol numbers (from 84).
    const NAMES: [(Pos, &str); 18] = [
        (Pos::Adj, "ADJ"),
        (Pos::Adp, "ADP"),
        (Pos::Adv, "ADV"),
        (Pos::Aux, "AUX"),
        (Pos::Conj, "CONJ"),
        (Pos::Cconj, "CCONJ"),
        (Pos::Det, "DET"),
        (Pos::Intj, "INTJ"),
        (Pos::Noun, "NOUN"),
        (Pos::Num, "NUM"),
        (Pos::Part, "PART"),
        (Pos::Pron, "PRON"),
        (Pos::Propn, "PROPN"),
        (Pos::Punct, "PUNCT"),
        (Pos::Sconj, "SCONJ"),
        (Pos::Sym, "SYM"),
        (Pos::Verb, "VERB"),
        (Pos::X, "X"),
    ];

    /// The name in the UD tag set (`SPACE` and the empty string beside it).
    pub fn as_str(self) -> &'static str {
        match self {
            Pos::None => "",
            Pos::Space => "SPACE",
            _ => Pos::NAMES.iter().find(|(pos, _)| *pos == self).map_or("", |(_, name)| name),
        }
    }

    /// The part of speech of a UD name.
    pub fn from_name(name: &str) -> Option<Pos> {
        match name {
            "" => Some(Pos::None),
            "SPACE" => Some(Pos::Space),
            _ => Pos::NAMES.iter().find(|(_, known)| *known == name).map(|(pos, _)| *pos),
        }
    }

    /// The part of speech of one of spaCy's symbol numbers.
    pub(crate) fn from_symbol(number: u64) -> Option<Pos> {
        match number {
            0 => Some(Pos::None),
            103 => Some(Pos::Space),
            _ => Pos::NAMES.get(usize::try_from(number.checked_sub(84)?).ok()?).map(|(pos, _)| *pos),
        }
    }
}
