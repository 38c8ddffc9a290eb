//! Lists and headlines: a source and a colon over bullets ("Selon le communiqué :"), a source behind a headline ("… : police").

use std::ops::Range;

use recoupe_reading::{BlockKind, Pos};

use super::{
    extent,
    found::{Form, Found},
    lexicon::{Class, SpeakerKind},
    phrase,
    prepositional::Lead,
    subject,
    view::View,
};

/// Blocks of one list, at most.
const ITEMS: usize = 40;

/// Gives each source that stands before a colon at its block's end the bullets below.
pub(crate) fn bullets(view: &View, leads: &[Lead], found: &mut Vec<Found>) {
    let sentences = &view.doc.sentences;
    for (s, sentence) in sentences.iter().enumerate() {
        let Some(colon) = sentence.tokens.end.checked_sub(1).filter(|&i| view.lower(i) == ":") else { continue };
        let items = items(view, s);
        if items.is_empty() {
            continue;
        }
        let told =
            found.iter_mut().rev().take(ITEMS).find(|f| {
                sentence.tokens.contains(&f.anchor) && view.level[f.anchor].is_none() && !f.source.is_empty()
            });
        if let Some(f) = told {
            f.content.extend(items);
            continue;
        }
        let lead = leads[..leads.partition_point(|l| l.tokens.start < sentence.tokens.end)]
            .iter()
            .rev()
            .take(ITEMS)
            .find(|l| sentence.tokens.contains(&l.tokens.start) && !l.relative);
        let Some(lead) = lead else { continue };
        found.push(Found {
            source: lead.source.clone(),
            cue: lead.cue.clone(),
            content: items,
            class: Class::Say,
            negated: false,
            anchor: colon,
            form: Form::Colon,
        });
    }
}

/// The bullets of the blocks behind a sentence that ends its block.
fn items(view: &View, sentence: usize) -> Vec<Range<usize>> {
    let sentences = &view.doc.sentences;
    let mut out = Vec::new();
    let mut block = sentences[sentence].block;
    for next in sentences.iter().skip(sentence + 1).take(ITEMS) {
        let first = next.tokens.start;
        if next.block == block {
            match out.last_mut() {
                // A second sentence of the same bullet.
                Some(Range { end, .. }) => *end = extent::trim_end(view, first, next.tokens.end),
                None => return out,
            }
            continue;
        }
        block = next.block;
        // The text that is read leaves the mark out; the block as it was written begins with it.
        let span = view.doc.blocks[block].span;
        let written = view.doc.report.text.get(span.start..span.end).unwrap_or_default().trim_start();
        if !written.starts_with(BULLETS) {
            break;
        }
        let first = first + usize::from(view.lower(first).starts_with(BULLETS));
        let end = extent::trim_end(view, first, next.tokens.end);
        if first < end {
            out.push(first..end);
        }
    }
    out
}

/// What the items of a list begin with.
const BULLETS: [char; 8] = ['-', '–', '—', '•', '*', '·', '►', '▪'];

/// "Floods displace 2,000: governor", "Nepal quake: 130 dead - police": who says it stands behind the headline.
pub(crate) fn headlines(view: &View) -> Vec<Found> {
    let mut out = Vec::new();
    for sentence in &view.doc.sentences {
        let tokens = sentence.tokens.clone();
        let title = matches!(view.doc.blocks[sentence.block].kind, BlockKind::Title | BlockKind::Heading);
        let unfinished = tokens.end > tokens.start && !view.is_final(tokens.end - 1);
        if !title && !unfinished {
            continue;
        }
        let from = tokens.start.max(tokens.end.saturating_sub(6));
        let Some(mark) = (from..tokens.end).rev().find(|&i| matches!(view.lower(i), ":" | "-" | "–" | "—")) else {
            continue;
        };
        let Some(np) = phrase::core(view, mark + 1, tokens.end).filter(|np| np.end == tokens.end) else { continue };
        let head = subject::head_of(view, &np);
        // A common noun for who speaks; a name may be the topic.
        let known = view.lexicon(head).speaker_kind(view.token(head));
        let speaks = matches!(known, Some(SpeakerKind::Person | SpeakerKind::Body)) && view.pos(head) != Pos::Adj;
        let told = tokens.start..mark;
        let tells = view.any_finite(told.clone()) || told.clone().any(|i| view.is_number(i));
        let quoted = told.clone().any(|i| view.is_quote_mark(i));
        if speaks && tells && !quoted && told.len() >= 3 {
            out.push(Found {
                source: vec![np],
                cue: vec![mark..mark + 1],
                content: vec![told],
                class: Class::Say,
                negated: false,
                anchor: mark,
                form: Form::Colon,
            });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use recoupe_reading::{Lang, read_text, testing};

    #[test]
    fn bullets_have_the_source_above() {
        let text =
            "Selon le maire de Brume, Karim Belloc :\n- 320 maisons ont été endommagées ;\n- 45 commerces sont fermés.";
        let doc = read_text(text, Some(Lang::Fr), testing::models());
        let statements = crate::attribution::read(&doc);
        let told: Vec<&str> = statements.iter().flat_map(|s| &s.content).map(|c| doc.quote(*c)).collect();
        assert_eq!(told, ["320 maisons ont été endommagées", "45 commerces sont fermés"]);
        assert_eq!(statements[0].speaker.as_ref().map(|s| s.name.as_str()), Some("Karim Belloc"));
    }
}
