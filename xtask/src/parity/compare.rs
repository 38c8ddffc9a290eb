//! Token by token, field by field.

use std::collections::BTreeMap;

use recoupe_pipeline::{Iob, Token};
use serde::{Deserialize, Serialize};

/// All fields of a token, in the order in which the Python side writes them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Row(
    pub(crate) usize,
    pub(crate) usize,
    bool,
    String,
    String,
    String,
    String,
    usize,
    String,
    bool,
    String,
    String,
);

const FIELDS: [&str; 12] = [
    "start",
    "end",
    "space",
    "part of speech",
    "tag",
    "morphology",
    "lemma",
    "head",
    "label",
    "sentence start",
    "entity position",
    "entity type",
];

impl Row {
    pub(crate) fn new(t: &Token) -> Row {
        let iob = match t.ent_iob {
            Iob::O => "O",
            Iob::B => "B",
            Iob::I => "I",
        };
        let (pos, tag, morph) = (t.pos.as_str().to_owned(), t.tag.to_string(), t.morph.to_string());
        let (lemma, dep, entity) = (t.lemma.to_string(), t.dep.to_string(), t.ent_type.to_string());
        Row(t.start, t.end, t.space_after, pos, tag, morph, lemma, t.head, dep, t.sent_start, iob.into(), entity)
    }

    fn fields(&self) -> [String; 12] {
        let Row(start, end, space, pos, tag, morph, lemma, head, dep, sent, iob, entity) = self.clone();
        let numbers = [start, end].map(|n| n.to_string());
        let [start, end] = numbers;
        [start, end, space.to_string(), pos, tag, morph, lemma, head.to_string(), dep, sent.to_string(), iob, entity]
    }
}

/// What a comparison found.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    pub(crate) texts: usize,
    pub(crate) tokens: usize,
    /// Tokens that differ in any field; all tokens of a text that is split otherwise.
    pub(crate) differing: usize,
    pub(crate) by_field: BTreeMap<&'static str, usize>,
}

impl Tally {
    /// Compares a text's tokens; gives the first difference in words.
    pub(crate) fn add(&mut self, text: &str, ours: &[Row], theirs: &[Row]) -> Option<String> {
        self.texts += 1;
        self.tokens += theirs.len();
        let split = |rows: &[Row]| rows.iter().map(|r| (r.0, r.1, r.2)).collect::<Vec<_>>();
        if split(ours) != split(theirs) {
            self.differing += theirs.len();
            *self.by_field.entry("tokens").or_default() += theirs.len();
            let at = ours.iter().zip(theirs).take_while(|(a, b)| (a.0, a.1, a.2) == (b.0, b.1, b.2)).count();
            let show = |rows: &[Row]| rows.get(at).map(|r| (text.get(r.0..r.1).unwrap_or("?").to_owned(), r.2));
            return Some(format!("token {at}: {:?}, Python {:?}", show(ours), show(theirs)));
        }
        let mut first = None;
        for (at, (ours, theirs)) in ours.iter().zip(theirs).enumerate() {
            if ours == theirs {
                continue;
            }
            self.differing += 1;
            for ((field, ours), theirs_value) in FIELDS.iter().zip(ours.fields()).zip(theirs.fields()) {
                if ours != theirs_value {
                    *self.by_field.entry(field).or_default() += 1;
                    let word = text.get(theirs.0..theirs.1).unwrap_or("?");
                    first.get_or_insert_with(|| {
                        format!("token {at} {word:?}: {field} {ours:?}, Python {theirs_value:?}")
                    });
                }
            }
        }
        first
    }
}
