//! A document with what the features are made of: hashes of words and tags, the kind of each mark.

use recoupe_reading::{Doc, Lang, Pos};

use crate::attribution::view::View;

/// A document prepared for the model.
pub struct Prepared<'a> {
    pub(super) view: View<'a>,
    pub(super) atoms: Vec<Atom>,
    /// Of each sentence, whether a quotation reaches into it.
    pub(super) quoted: Vec<bool>,
}

/// What features are made of, for one token.
#[derive(Debug, Clone, Copy)]
pub(super) struct Atom {
    /// The lower-case form; names and numbers are one class each.
    pub(super) word: u32,
    /// The lemma, with the same classes.
    pub(super) lemma: u32,
    /// The last three letters of the lemma.
    pub(super) ending: u32,
    pub(super) pos: u32,
    pub(super) tag: u32,
    pub(super) dep: u32,
    pub(super) entity: u32,
    pub(super) mark: Mark,
    /// Noun, verb, adjective: told by its tag where the word would be too rare.
    pub(super) open_class: bool,
}

impl Atom {
    /// The word, or the tag of a word of an open class.
    pub(super) fn function(&self) -> u32 {
        if self.open_class { self.tag } else { self.word }
    }
}

/// What a token is as punctuation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u32)]
pub(super) enum Mark {
    Word,
    Comma,
    Final,
    Open,
    Close,
    Colon,
    Dash,
    Bracket,
    Other,
}

impl<'a> Prepared<'a> {
    /// Prepares a document.
    pub fn new(doc: &'a Doc) -> Self {
        let view = View::new(doc);
        let atoms = (0..doc.tokens.len()).map(|i| atom(&view, i)).collect();
        let quoted = doc
            .sentences
            .iter()
            .map(|s| s.tokens.clone().any(|i| view.level.get(i).is_some_and(Option::is_some)))
            .collect();
        Self { view, atoms, quoted }
    }

    /// Number of tokens.
    pub fn len(&self) -> usize {
        self.atoms.len()
    }

    /// No token.
    pub fn is_empty(&self) -> bool {
        self.atoms.is_empty()
    }

    /// The token of a cue that carries it: the one that hangs on something outside of it, a verb before a noun before the rest.
    pub fn head_of(&self, cue: std::ops::Range<usize>) -> Option<usize> {
        let rank = |i: usize| match self.view.pos(i) {
            Pos::Verb => 0,
            Pos::Noun => 1,
            Pos::Adj => 2,
            Pos::Aux | Pos::Propn => 3,
            Pos::Adv | Pos::Adp => 4,
            Pos::Sconj => 5,
            Pos::Part => 6,
            _ => 7,
        };
        let outside = |i: usize| {
            let head = self.view.token(i).head;
            head == i || !cue.contains(&head)
        };
        cue.clone().filter(|&i| i < self.len() && outside(i)).min_by_key(|&i| (rank(i), i))
    }

    pub(super) fn english(&self, i: usize) -> bool {
        self.view.lang(i) == Lang::En
    }
}

fn atom(view: &View, i: usize) -> Atom {
    let t = view.token(i);
    let class = match t.pos {
        Pos::Propn => Some("(name)"),
        Pos::Num => Some("(number)"),
        _ => None,
    };
    let lemma = t.lemma.to_lowercase();
    let ending = lemma.char_indices().rev().nth(2).map_or(0, |(at, _)| at);
    Atom {
        word: hash(class.unwrap_or(&t.lower)),
        lemma: hash(class.unwrap_or(&lemma)),
        ending: hash(class.unwrap_or(&lemma[ending..])),
        pos: t.pos as u32,
        tag: hash(&t.tag),
        dep: hash(&t.dep),
        entity: hash(&t.ent_type),
        mark: mark(view, i),
        open_class: matches!(t.pos, Pos::Verb | Pos::Aux | Pos::Noun | Pos::Propn | Pos::Adj),
    }
}

fn mark(view: &View, i: usize) -> Mark {
    let punct = view.pos(i) == Pos::Punct;
    if view.closes(i).is_some() {
        return Mark::Close;
    }
    match view.lower(i) {
        "," | ";" => Mark::Comma,
        "." | "!" | "?" | "…" | "..." => Mark::Final,
        "“" | "‘" | "``" | "«" | "\"" => Mark::Open,
        "”" | "’" | "''" | "»" if punct => Mark::Close,
        ":" => Mark::Colon,
        // The hyphen of a compound is no dash.
        "-" if i > 0 && view.token(i - 1).clean.end == view.token(i).clean.start => Mark::Word,
        "-" | "–" | "—" | "―" | "--" => Mark::Dash,
        "(" | ")" | "[" | "]" => Mark::Bracket,
        _ if punct => Mark::Other,
        _ => Mark::Word,
    }
}

/// FNV-1a of a string.
pub(super) fn hash(text: &str) -> u32 {
    text.bytes().fold(2_166_136_261, |h, b| (h ^ u32::from(b)).wrapping_mul(16_777_619))
}

/// A feature: a template and its values, mixed to 32 bits (the finaliser of splitmix64).
pub(super) fn feature<const N: usize>(template: u32, values: [u32; N]) -> u32 {
    values.into_iter().fold(template.wrapping_mul(0x9e37_79b9), mix)
}

/// Two values as one.
pub(super) fn mix(a: u32, b: u32) -> u32 {
    let mut h = u64::from(a) << 32 | u64::from(b);
    h = (h ^ h >> 29).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    h = (h ^ h >> 32).wrapping_mul(0x94d0_49bb_1331_11eb);
    (h >> 32) as u32
}
