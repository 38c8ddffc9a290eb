//! What is said of the things counted ("destroyed", "built"): two counts of houses are one quantity only where the same is
//! said of them.

use recoupe_claims::Figure;
use recoupe_reading::{Doc, Pos};
use smol_str::SmolStr;

use crate::text::{entries, fold};

/// Verbs that only introduce a number ("there are", "counts", "reports"), folded lemmas.
const LIGHT: &str = concat!(include_str!("../fr/light_verbs.txt"), "\n", include_str!("../en/light_verbs.txt"));
/// How far up the tree the verb may stand.
const REACH: usize = 6;

/// The lemma of the participle that stands with what is counted, else of the verb that governs it; `None` where only a verb
/// of counting does.
pub(super) fn predicate(doc: &Doc, figure: &Figure) -> Option<SmolStr> {
    let head = head(doc, figure)?;
    participle(doc, head).or_else(|| governing(doc, head))
}

/// The topmost token of what is counted, else of the number.
fn head(doc: &Doc, figure: &Figure) -> Option<usize> {
    let span = figure.counted.unwrap_or(figure.span);
    let first = doc.tokens.partition_point(|t| t.span.end <= span.start);
    let end = doc.tokens.partition_point(|t| t.span.start < span.end);
    (first..end).find(|t| !(first..end).contains(&doc.tokens[*t].head))
}

fn participle(doc: &Doc, head: usize) -> Option<SmolStr> {
    let sentence = doc.sentences.get(doc.tokens[head].sentence)?;
    sentence
        .tokens
        .clone()
        .filter(|t| doc.tokens[*t].head == head && *t != head)
        .find(|t| {
            let token = &doc.tokens[*t];
            token.has("VerbForm=Part") && matches!(token.dep.as_str(), "acl" | "amod" | "acl:relcl")
        })
        .and_then(|t| telling(doc, t))
}

fn governing(doc: &Doc, head: usize) -> Option<SmolStr> {
    let mut at = head;
    for _ in 0..REACH {
        let up = doc.tokens[at].head;
        if up == at {
            return None;
        }
        at = up;
        if matches!(doc.tokens[at].pos, Pos::Verb | Pos::Adj) {
            return telling(doc, at);
        }
    }
    None
}

fn telling(doc: &Doc, at: usize) -> Option<SmolStr> {
    let token = &doc.tokens[at];
    let lemma = fold(if token.lemma.is_empty() { &token.lower } else { &token.lemma });
    (!entries(LIGHT).any(|l| l == lemma)).then(|| SmolStr::from(lemma))
}
