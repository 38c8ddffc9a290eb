//! The document: what later rooms read.
//!
//! Two texts stand side by side. The *original* is [`Report::text`], never edited; the *clean* text ([`Doc::clean`]) is
//! what is analysed: apostrophes, spaces and damage are normalised in it, boilerplate is left out. Every token carries
//! both spans; [`Doc::to_original`] maps any clean span back.

use std::ops::Range;

use recoupe_intake::Report;
pub use recoupe_pipeline::{Iob, Pos};
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

use crate::{OffsetMap, Span, Spot};

/// A report, read.
#[derive(Debug, Clone)]
pub struct Doc {
    /// The report as it was published.
    pub report: Report,
    /// The language most of the text is in.
    pub lang: Lang,
    /// Blocks in text order; together they cover every non-blank byte of the original.
    pub blocks: Vec<Block>,
    /// What was read otherwise than printed, in text order.
    pub repairs: Vec<Repair>,
    /// The text that is analysed.
    pub clean: String,
    /// Clean offsets → original offsets.
    pub map: OffsetMap,
    /// Sentences in text order, of all blocks that are analysed (not of boilerplate).
    pub sentences: Vec<Sentence>,
    /// All tokens of all sentences, in text order; whitespace tokens are not kept.
    pub tokens: Vec<Token>,
    /// Balanced quotations, in order of their start; a quotation may run over sentences and paragraphs.
    pub quotes: Vec<Quote>,
    /// Mentions of persons, bodies, places: names, acronyms, pronouns, descriptions, in order of their first token.
    pub mentions: Vec<Mention>,
    /// What the mentions refer to within this report.
    pub entities: Vec<Entity>,
    /// Names of cities with where they lie, in text order.
    pub spots: Vec<Spot>,
    /// What could not be read.
    pub diagnostics: Vec<Diagnostic>,
}

/// Languages that Recoupe reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// French.
    Fr,
    /// English.
    En,
    /// Another language: the block is kept, but not analysed.
    Other,
}

/// A stretch of the original with one function.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// Original span.
    pub span: Span,
    /// Its function.
    pub kind: BlockKind,
    /// Why it is what it is, a short stable code: boilerplate `advert`, `captcha`, `comment-form`, `comments`, `cookies`,
    /// `copyright`, `counter`, `navigation`, `newsletter`, `notice`, `player`, `related`, `separator`, `share`, `subscription`; bylines
    /// `agency`, `author`, `dateline`, `masthead`, `metadata`, `published`, `time-stamp`; captions `photo`, `other-language`;
    /// headings `inline-heading`, `live`; paragraphs `correction`, `update`, `editors-note`, `table`.
    pub reason: Option<SmolStr>,
    /// Its language.
    pub lang: Lang,
    /// Its sentences, as a range of [`Doc::sentences`]; empty for boilerplate and bylines, and for a block in another language
    /// than the document's (unless the document is in both of ours to a good part).
    pub sentences: Range<usize>,
}

/// What a block is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum BlockKind {
    /// The title of the report.
    Title,
    /// Running text.
    Paragraph,
    /// A heading inside the text, also one found in the running line.
    Heading,
    /// A caption of a picture.
    Caption,
    /// Author line, dateline, metadata glued to the text: not prose, but may hold a date, a place, an agency credit.
    Byline,
    /// Advertising, navigation, forms: not part of the report.
    Boilerplate,
}

/// A place where the clean text differs from the original in more than typography.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Repair {
    /// Original span.
    pub span: Span,
    /// A short stable code: `split-number`, `glued-unit`, `glued-sentence`, `glued-quote`, `hyphenation`, `split-word`,
    /// `mojibake`, `html-entity`, `html-tag`; `broken-clause` is only marked: words are missing, nothing should be concluded
    /// from what stands there.
    pub kind: SmolStr,
    /// How it was read; `None` where the damage is only marked.
    pub reads: Option<String>,
}

/// A sentence of one block.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sentence {
    /// Its tokens in [`Doc::tokens`].
    pub tokens: Range<usize>,
    /// Its block in [`Doc::blocks`].
    pub block: usize,
    /// Its language.
    pub lang: Lang,
    /// Clean span.
    pub clean: Span,
}

/// A token with its syntax.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Token {
    /// Clean span.
    pub clean: Span,
    /// Original span.
    pub span: Span,
    /// The token as read, lower case.
    pub lower: SmolStr,
    /// Lemma.
    pub lemma: SmolStr,
    /// Universal part of speech.
    pub pos: Pos,
    /// Fine-grained tag.
    pub tag: SmolStr,
    /// Features, `Mood=Cnd|Tense=Pres`; see [`Token::has`].
    pub morph: SmolStr,
    /// Head, an index into [`Doc::tokens`]; a root is its own head.
    pub head: usize,
    /// Dependency label (French: UD; English: ClearNLP), `ROOT` for a root.
    pub dep: SmolStr,
    /// Entity type of the model, empty outside entities.
    pub ent_type: SmolStr,
    /// Position in the entity.
    pub ent_iob: Iob,
    /// Its sentence in [`Doc::sentences`].
    pub sentence: usize,
}

impl Token {
    /// Has this feature (`"Mood=Cnd"`).
    pub fn has(&self, feature: &str) -> bool {
        self.morph.split('|').any(|f| f == feature)
    }
}

/// A balanced quotation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quote {
    /// Clean span with the marks.
    pub clean: Span,
    /// First and last token, marks included (`first..last+1`).
    pub first: usize,
    /// After the last token.
    pub end: usize,
    /// Nesting depth, 0 outermost.
    pub depth: usize,
    /// False where the closing mark is missing and the end was set by rule (end of paragraph).
    pub closed: bool,
}

/// One mention of somebody or something that can speak or be counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mention {
    /// Its tokens (the noun phrase without article for names and descriptions).
    pub tokens: Range<usize>,
    /// Its syntactic head.
    pub head: usize,
    /// How it refers.
    pub kind: MentionKind,
    /// What it refers to, an index into [`Doc::entities`]; `None` where that cannot be told.
    pub entity: Option<usize>,
}

/// How a mention refers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum MentionKind {
    /// A proper name.
    Name,
    /// An acronym, introduced in the text or known.
    Acronym,
    /// A pronoun.
    Pronoun,
    /// A definite or indefinite description ("le groupe de réflexion", "un responsable militaire").
    Description,
}

/// Somebody or something that a report speaks of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entity {
    /// The fullest name the report gives, without article.
    pub name: String,
    /// All other names and descriptions in this report, acronym included, in order of appearance.
    pub aliases: Vec<String>,
    /// What it is.
    pub kind: EntityKind,
    /// ISO 3166-1 alpha-2 code of the state it is, speaks for or belongs to, where the text or the country table says so.
    pub country: Option<SmolStr>,
    /// Its mentions in [`Doc::mentions`].
    pub mentions: Vec<usize>,
}

/// What an entity is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum EntityKind {
    /// A person.
    Person,
    /// A body: army, ministry, company, think tank, union.
    Body,
    /// A press agency, newspaper, broadcaster, site.
    Outlet,
    /// A state, spoken of by its name, its capital, its seat of government or its people.
    Country,
    /// Another place.
    Place,
    /// A document (report, treaty, communiqué).
    Document,
    /// A group of people without a name ("les experts", "témoins").
    Group,
    /// Anything else.
    Other,
}

/// Something the reader should know of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostic {
    /// Original span.
    pub span: Span,
    /// A short stable code (`unbalanced-quote`, `language-unknown`, …).
    pub code: SmolStr,
    /// One line, lower case, no final stop.
    pub message: String,
}

impl Doc {
    /// The token as read (not lower-cased).
    pub fn text_of(&self, token: usize) -> &str {
        let t = &self.tokens[token];
        &self.clean[t.clean.start..t.clean.end]
    }

    /// The clean text of a token range, with the spaces between.
    pub fn text_of_range(&self, tokens: Range<usize>) -> &str {
        if tokens.is_empty() {
            return "";
        }
        &self.clean[self.tokens[tokens.start].clean.start..self.tokens[tokens.end - 1].clean.end]
    }

    /// The original span of a token range (not empty).
    pub fn span_of_range(&self, tokens: Range<usize>) -> Span {
        self.tokens[tokens.start].span.cover(self.tokens[tokens.end - 1].span)
    }

    /// The original text under an original span.
    pub fn quote(&self, span: Span) -> &str {
        &self.report.text[span.start..span.end]
    }

    /// Maps a clean span to the original span that it was read from.
    pub fn to_original(&self, clean: Span) -> Span {
        self.map.to_original(clean)
    }

    /// The sentence that holds a token.
    pub fn sentence_of(&self, token: usize) -> &Sentence {
        &self.sentences[self.tokens[token].sentence]
    }
}
