//! Dated events: clauses with a date expression.

use std::ops::Range;

use recoupe_reading::{BlockKind, Doc, Lang, Pos, Span};

use super::{Dated, Toward, When, WhenExpr, find};
use crate::claim::Event;
use crate::figure::kind::{governor, is_future};
use crate::figure::tree::Tree;
use crate::number::{Conventions, Text};

/// A date expression of a document, with the verb of its clause.
pub(crate) struct InDoc {
    pub(crate) when: When,
    /// First token of the expression.
    pub(crate) token: usize,
    /// The verb (or root) that governs it.
    pub(crate) verb: Option<usize>,
    pub(crate) sentence: usize,
}

/// All date expressions of a document's sentences, in order, looking the way that their verb's tense points.
pub(crate) fn in_doc(doc: &Doc, tree: &Tree) -> Vec<InDoc> {
    let mut out = Vec::new();
    for (s, sentence) in doc.sentences.iter().enumerate() {
        let Some(clean) = doc.clean.get(sentence.clean.start..sentence.clean.end) else { continue };
        if sentence.tokens.is_empty() || !clean.bytes().any(|b| b.is_ascii_alphanumeric()) {
            continue;
        }
        let text = Text::new(clean, sentence.clean.start, sentence.lang, Conventions::of("", sentence.lang));
        for dated in find(&text) {
            out.extend(placed(doc, tree, &text, s, dated));
        }
    }
    out
}

fn placed(doc: &Doc, tree: &Tree, text: &Text<'_>, sentence: usize, dated: Dated) -> Option<InDoc> {
    let clean = text.span(dated.first, dated.end);
    let tokens = doc.sentences[sentence].tokens.clone();
    let token = tokens.start + doc.tokens[tokens.clone()].partition_point(|t| t.clean.end <= clean.start);
    if token >= tokens.end {
        return None;
    }
    let verb = governor(doc, token);
    let future = verb.is_some_and(|v| is_future(doc, tree, v)) || planned(doc, token, &tokens);
    let expr = if future && !behind_last(doc, clean, text) { dated.expr.toward(Toward::Future) } else { dated.expr };
    Some(InDoc { when: When { span: doc.to_original(clean), expr }, token, verb, sentence })
}

/// "prévu en juin", "scheduled for Monday": the words right before say that it is to come.
fn planned(doc: &Doc, token: usize, sentence: &Range<usize>) -> bool {
    (sentence.start.max(token.saturating_sub(4))..token).any(|t| {
        matches!(
            doc.tokens[t].lower.as_str(),
            "prévu"
                | "prévue"
                | "prévus"
                | "prévues"
                | "attendu"
                | "attendue"
                | "attendus"
                | "programmé"
                | "programmée"
                | "fixé"
                | "fixée"
                | "scheduled"
                | "due"
                | "expected"
                | "planned"
                | "set"
        )
    })
}

/// The expression says itself that it is past ("lundi dernier").
fn behind_last(_doc: &Doc, clean: Span, text: &Text<'_>) -> bool {
    let inside = text.words.iter().filter(|w| w.span.start >= clean.start && w.span.end <= clean.end);
    inside.into_iter().any(|w| matches!(w.fold.as_str(), "dernier" | "derniere" | "passe" | "passee" | "last"))
}

/// The events of a document, in text order. The saying of a statement is told apart later.
pub fn events(doc: &Doc) -> Vec<Event> {
    let tree = Tree::new(doc);
    in_doc(doc, &tree)
        .into_iter()
        .filter(|d| {
            let block = doc.blocks.get(doc.sentences[d.sentence].block).map(|b| b.kind);
            !matches!(block, Some(BlockKind::Byline | BlockKind::Boilerplate)) && !is_length(&d.when.expr)
        })
        .map(|d| Event { what: clause(doc, &tree, d.verb, d.token, d.sentence), when: d.when, statement: None })
        .collect()
}

/// "depuis huit ans" tells a length of time; its start is a date, but no event is told.
fn is_length(expr: &WhenExpr) -> bool {
    matches!(expr, WhenExpr::Around { .. })
}

/// The clause of a verb: what hangs on it, without subordinate clauses and what is said in it.
fn clause(doc: &Doc, tree: &Tree, verb: Option<usize>, date: usize, sentence: usize) -> Span {
    let whole = doc.sentences[sentence].tokens.clone();
    let Some(verb) = verb.filter(|v| whole.contains(v)) else { return doc.span_of_range(whole) };
    let english = doc.sentences[sentence].lang == Lang::En;
    let (mut first, mut last) = (verb.min(date), verb.max(date));
    let mut stack = vec![verb];
    let mut seen = 0;
    while let Some(t) = stack.pop() {
        seen += 1;
        if seen > 400 {
            break;
        }
        first = first.min(t);
        last = last.max(t);
        for &kid in tree.kids(t) {
            let dep = doc.tokens[kid].dep.as_str();
            let apart = matches!(dep, "parataxis" | "advcl" | "conj" | "punct" | "relcl")
                && doc.tokens[kid].pos != Pos::Noun
                || dep.starts_with("acl:relcl")
                || dep == "cc"
                || english && dep == "prep" && matches!(doc.tokens[kid].lower.as_str(), "according");
            let aside = t == verb && apart && !holds(doc, kid, date);
            if !aside && whole.contains(&kid) {
                stack.push(kid);
            }
        }
    }
    doc.span_of_range(first..last + 1)
}

fn holds(doc: &Doc, above: usize, token: usize) -> bool {
    above == token || crate::figure::tree::ancestors(doc, token).any(|a| a == above)
}
