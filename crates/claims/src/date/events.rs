//! Dated events: clauses with a date expression.

use std::ops::Range;

use recoupe_reading::{BlockKind, Doc, Lang, Pos, Span};

use super::told::{self, Told};
use super::{Dated, Interval, Toward, When, WhenExpr};
use crate::claim::Event;
use crate::figure::kind::{governor, is_future, is_past};
use crate::figure::tree::Tree;
use crate::number::Text;
use crate::prepared::{Prepared, Sentence};

/// A date expression of a document, with the verb of its clause.
pub(crate) struct InDoc {
    pub(crate) when: When,
    /// First token of the expression.
    pub(crate) token: usize,
    /// The verb (or root) that governs it.
    pub(crate) verb: Option<usize>,
    pub(crate) sentence: usize,
}

/// All date expressions of a document's sentences, in order, looking the way that their verb's tense points, counted from what
/// they are counted from.
pub(crate) fn in_doc(prepared: &Prepared<'_>) -> Vec<InDoc> {
    let Prepared { doc, tree, sentences } = prepared;
    let mut out = Vec::new();
    let mut told = Told::default();
    for (s, (sentence, prepared)) in doc.sentences.iter().zip(sentences).enumerate() {
        let Some(Sentence { text, dates }) = prepared else { continue };
        for dated in dates {
            let Some(looked) = looked(doc, tree, text, dated, s) else { continue };
            let expr = told.placed(looked.expr, s, sentence.block);
            let span = doc.to_original(text.span(dated.first, dated.end));
            out.push(InDoc { when: When { span, expr }, token: looked.token, verb: looked.verb, sentence: s });
        }
    }
    let dates: Vec<(Span, WhenExpr)> = out.iter().map(|d| (d.when.span, d.when.expr.clone())).collect();
    for d in &mut out {
        let expr = std::mem::replace(&mut d.when.expr, WhenExpr::Absolute(Interval::UNKNOWN));
        d.when.expr = told::as_quoted(doc, d.when.span, expr, &dates);
    }
    out
}

/// A date expression at its token, looking the way that its clause points.
pub(crate) struct Looked {
    pub(crate) expr: WhenExpr,
    token: usize,
    verb: Option<usize>,
}

pub(crate) fn looked(doc: &Doc, tree: &Tree, text: &Text<'_>, dated: &Dated, sentence: usize) -> Option<Looked> {
    let clean = text.span(dated.first, dated.end);
    let tokens = doc.sentences[sentence].tokens.clone();
    let token = tokens.start + doc.tokens[tokens.clone()].partition_point(|t| t.clean.end <= clean.start);
    if token >= tokens.end {
        return None;
    }
    let verb = governor(doc, token);
    let future =
        verb.is_some_and(|v| is_future(doc, tree, v) || is_to_come(doc, tree, v)) || planned(doc, token, &tokens);
    let expr = dated.expr.clone();
    let expr = if behind_last(clean, text) {
        expr
    } else if future {
        expr.toward(Toward::Future)
    } else if without_year(&expr) && !verb.is_some_and(|v| is_past(doc, tree, v)) {
        // "payable le 15 décembre": no tense tells the side, the nearest is meant.
        expr.toward(Toward::Nearest)
    } else {
        expr
    };
    Some(Looked { expr, token, verb })
}

/// "plans to meet Friday", "doit se réunir lundi": an infinitive that another verb looks ahead to.
fn is_to_come(doc: &Doc, tree: &Tree, verb: usize) -> bool {
    let infinitive = doc.tokens[verb].has("VerbForm=Inf") && doc.tokens[verb].tag != "VBZ";
    let perfect = tree
        .kids(verb)
        .iter()
        .any(|k| doc.tokens[*k].dep.starts_with("aux") && matches!(doc.tokens[*k].lower.as_str(), "have" | "avoir"));
    let did = tree.kids(verb).iter().any(|k| {
        doc.tokens[*k].dep.starts_with("aux")
            && matches!(doc.tokens[*k].lower.as_str(), "did" | "does" | "do" | "could" | "would")
    });
    let head = doc.tokens[verb].head;
    let past_head = head != verb && doc.tokens.get(head).is_some_and(|_| is_past(doc, tree, head));
    infinitive && !perfect && !did && !past_head
}

/// A day or month whose year no word tells.
fn without_year(expr: &WhenExpr) -> bool {
    match expr {
        WhenExpr::MonthDay { to: None, weekday: None, .. } | WhenExpr::Month { .. } | WhenExpr::Feast { .. } => true,
        WhenExpr::By(e) | WhenExpr::Until(e) | WhenExpr::Before(e) | WhenExpr::After(e) | WhenExpr::Onward(e) => {
            without_year(e)
        }
        _ => false,
    }
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
fn behind_last(clean: Span, text: &Text<'_>) -> bool {
    let inside = text.words.iter().filter(|w| w.span.start >= clean.start && w.span.end <= clean.end);
    inside.into_iter().any(|w| matches!(w.fold.as_str(), "dernier" | "derniere" | "passe" | "passee" | "last"))
}

/// The events of a document, in text order. The saying of a statement is told apart later.
pub(crate) fn events(prepared: &Prepared<'_>, dates: &[InDoc]) -> Vec<Event> {
    let Prepared { doc, tree, .. } = prepared;
    dates
        .iter()
        .filter(|d| {
            let block = doc.blocks.get(doc.sentences[d.sentence].block).map(|b| b.kind);
            !matches!(block, Some(BlockKind::Byline | BlockKind::Boilerplate)) && !is_length(&d.when.expr)
        })
        .map(|d| Event { what: clause(doc, tree, d.verb, d.token, d.sentence), when: d.when.clone(), statement: None })
        .collect()
}

/// "depuis huit ans" tells a length of time; its start is a date, but no event is told.
fn is_length(expr: &WhenExpr) -> bool {
    match expr {
        WhenExpr::Around { .. } | WhenExpr::Stretch { .. } => true,
        WhenExpr::Told(e) => is_length(e),
        WhenExpr::From { inner, .. } => is_length(inner),
        _ => false,
    }
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
