//! From the pipeline's tokens of one paragraph to the document's.

use recoupe_pipeline::{Pos, Token as Parsed};
use smol_str::SmolStr;

use crate::{Doc, Sentence, Span, Token, models::Annotator};

/// Longest text given to a pipeline in one call, in bytes; longer paragraphs are cut at sentences, monstrous sentences at
/// spaces. Bounds the memory of a call.
const MAX_CALL: usize = 10_000;

/// Parses the clean paragraph `doc.clean[at..]` and appends its sentences and tokens. `starts` are its sentence starts,
/// relative to `at`.
pub(crate) fn append(doc: &mut Doc, annotator: &dyn Annotator, at: usize, starts: &[usize], block: usize) {
    let text = doc.clean[at..].to_owned();
    let lang = doc.blocks[block].lang;
    for call in calls(&text, starts) {
        let part = &text[call.from..call.to];
        let local: Vec<usize> = call.starts.iter().map(|s| s - call.from).collect();
        let parsed = annotator.annotate(part, &local);
        let kept = keep(part, &parsed);
        let base = doc.tokens.len();
        let mut next_start = 0;
        for (new, &old) in kept.order.iter().enumerate() {
            let token = &parsed[old];
            let mut begins = new == 0;
            while local.get(next_start).is_some_and(|&s| s <= token.start) {
                begins = true;
                next_start += 1;
            }
            let clean = Span::new(at + call.from + token.start, at + call.from + token.end);
            if begins {
                close_sentence(doc);
                let first = doc.tokens.len();
                doc.sentences.push(Sentence { tokens: first..first, block, lang, clean });
            }
            doc.tokens.push(Token {
                clean,
                span: doc.map.to_original(clean),
                lower: SmolStr::from(part[token.start..token.end].to_lowercase()),
                lemma: token.lemma.clone(),
                pos: token.pos,
                tag: token.tag.clone(),
                morph: token.morph.clone(),
                head: base + kept.head[new],
                dep: token.dep.clone(),
                ent_type: token.ent_type.clone(),
                ent_iob: token.ent_iob,
                sentence: doc.sentences.len() - 1,
            });
        }
        close_sentence(doc);
    }
}

/// Sets the end of the last sentence to the last token there is.
fn close_sentence(doc: &mut Doc) {
    if let Some(sentence) = doc.sentences.last_mut() {
        sentence.tokens.end = doc.tokens.len();
        if let Some(last) = doc.tokens.last() {
            sentence.clean.end = last.clean.end.max(sentence.clean.start);
        }
    }
}

/// A stretch for one call, with the sentence starts in it.
struct Call {
    from: usize,
    to: usize,
    starts: Vec<usize>,
}

fn calls(text: &str, starts: &[usize]) -> Vec<Call> {
    let mut calls: Vec<Call> = Vec::new();
    for (i, &start) in starts.iter().enumerate() {
        let end = starts.get(i + 1).copied().unwrap_or(text.len());
        match calls.last_mut() {
            Some(call) if end - call.from <= MAX_CALL => {
                call.to = end;
                call.starts.push(start);
            }
            _ => {
                let mut from = start;
                while end - from > MAX_CALL {
                    let limit = text.floor_char_boundary(from + MAX_CALL);
                    let cut = text[from..limit].rfind(' ').map_or(limit, |i| from + i + 1);
                    calls.push(Call { from, to: cut, starts: vec![from] });
                    from = cut;
                }
                calls.push(Call { from, to: end, starts: vec![from] });
            }
        }
    }
    calls
}

/// Which parsed tokens are kept, and their heads among the kept.
struct Kept {
    order: Vec<usize>,
    head: Vec<usize>,
}

fn keep(text: &str, parsed: &[Parsed]) -> Kept {
    let fine = |t: &Parsed| t.pos != Pos::Space && text.get(t.start..t.end).is_some_and(|s| !s.trim().is_empty());
    let mut new = vec![usize::MAX; parsed.len()];
    let mut order = Vec::new();
    let mut end = 0;
    for (old, token) in parsed.iter().enumerate() {
        if fine(token) && token.start >= end {
            new[old] = order.len();
            order.push(old);
            end = token.end;
        }
    }
    let head = order
        .iter()
        .enumerate()
        .map(|(i, &old)| {
            // Up the tree past dropped tokens; a chain cannot be longer than the text.
            let mut up = parsed[old].head;
            for _ in 0..parsed.len() {
                match new.get(up) {
                    Some(&n) if n != usize::MAX => return n,
                    Some(_) if parsed[up].head != up => up = parsed[up].head,
                    _ => break,
                }
            }
            i
        })
        .collect();
    Kept { order, head }
}
