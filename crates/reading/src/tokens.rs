//! From the pipeline's tokens of one paragraph to the document's.

use recoupe_pipeline::{Pos, Token as Parsed};
use smol_str::SmolStr;

use crate::{Doc, Lang, Sentence, Span, Token, models::Annotator, names};

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
        if lang == Lang::Fr {
            nominalised(&mut doc.tokens[base..]);
            verbalised(&mut doc.tokens[base..], base);
            verbs_of_saying(&mut doc.tokens[base..]);
        }
    }
}

/// "affirme l'exploitant", "les accusés": a participle behind a determiner is a noun, which the tagger takes for a verb where
/// it does not know the noun. Its dependents stay as they were parsed.
fn nominalised(tokens: &mut [Token]) {
    for i in 1..tokens.len() {
        let noun_behind =
            tokens.get(i + 1).is_some_and(|t| matches!(t.pos, Pos::Noun | Pos::Propn | Pos::Adj | Pos::Num));
        let token = &tokens[i];
        let participle = token.pos == Pos::Verb
            && (token.has("VerbForm=Part") || token.lower.trim_end_matches('s').ends_with("ant"));
        if participle && !noun_behind && tokens[i - 1].pos == Pos::Det && tokens[i - 1].sentence == token.sentence {
            let token = &mut tokens[i];
            token.pos = Pos::Noun;
            token.tag = SmolStr::new_static("NOUN");
            token.lemma = SmolStr::new(token.lower.trim_end_matches('s'));
        }
    }
}

/// "n'a plus communiqué de bilan": what has an auxiliary of tense is a verb, whatever the tagger takes it for.
fn verbalised(tokens: &mut [Token], base: usize) {
    for i in 0..tokens.len() {
        if tokens[i].dep != "aux:tense" || tokens[i].pos != Pos::Aux {
            continue;
        }
        let Some(head) = tokens[i].head.checked_sub(base).filter(|&h| h > i && h < tokens.len()) else { continue };
        // "avaient été « blessés »": a participle that the parser knows.
        let passive = tokens[i + 1..head].iter().any(|t| t.dep.starts_with("aux"));
        let token = &mut tokens[head];
        if !passive
            && matches!(token.pos, Pos::Noun | Pos::Adp | Pos::X)
            && token.lower.ends_with(['é', 'i', 'u', 's', 't', 'e'])
        {
            token.pos = Pos::Verb;
            token.tag = SmolStr::new_static("VERB");
        }
    }
}

/// "le parti au pouvoir revendique 2 millions", "l'opposition juge gonflé": behind a noun, and with an object, no second noun.
fn verbs_of_saying(tokens: &mut [Token]) {
    let forms = names::lists::forms_of_saying(Lang::Fr);
    for i in 1..tokens.len().saturating_sub(1) {
        let (before, token, next) = (&tokens[i - 1], &tokens[i], &tokens[i + 1]);
        let noun = matches!(before.pos, Pos::Noun | Pos::Propn) && before.sentence == token.sentence;
        let object =
            matches!(next.pos, Pos::Num | Pos::Det | Pos::Sconj) || next.pos == Pos::Adj && token.lower != next.lower;
        let present = token.lower.ends_with('e') && !token.lower.ends_with("ée") || token.lower.ends_with("ent");
        if matches!(token.pos, Pos::Noun | Pos::Adj) && noun && object && present && forms.contains(&*token.lower) {
            let token = &mut tokens[i];
            token.pos = Pos::Verb;
            token.tag = SmolStr::new_static("VERB");
            token.morph = SmolStr::new_static("Mood=Ind|Person=3|Tense=Pres|VerbForm=Fin");
            let stem =
                token.lower.strip_suffix("ent").or_else(|| token.lower.strip_suffix('e')).unwrap_or(&token.lower);
            // "suggère": "suggérer"
            token.lemma = SmolStr::new(format!("{}er", stem.replace('è', "é")));
        }
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
