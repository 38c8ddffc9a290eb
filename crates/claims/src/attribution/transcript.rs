//! Interviews and transcripts: a name, a colon, speech without marks ("Marc Oudin : Nous sommes 65 cette année.").

use recoupe_reading::{BlockKind, Pos};

use super::{found::Found, lexicon::SpeakerKind, phrase, subject, view::View};

/// The longest label, in tokens.
const LABEL: usize = 7;

/// A statement for each paragraph that a speaker's label opens; it runs to the paragraph's end.
pub(crate) fn turns(view: &View) -> Vec<Found> {
    let mut out = Vec::new();
    let sentences = &view.doc.sentences;
    for (s, sentence) in sentences.iter().enumerate() {
        let opens = s == 0 || sentences[s - 1].block != sentence.block;
        let body = !matches!(view.doc.blocks[sentence.block].kind, BlockKind::Title | BlockKind::Heading);
        if !opens || !body {
            continue;
        }
        let tokens = sentence.tokens.clone();
        let Some(colon) = tokens.clone().take(LABEL + 1).find(|&i| view.lower(i) == ":") else { continue };
        let Some(label) = phrase::core(view, tokens.start, colon).filter(|np| np.end == colon) else { continue };
        let end = sentences[s..].iter().take_while(|n| n.block == sentence.block).map(|n| n.tokens.end).last();
        let end = end.unwrap_or(tokens.end);
        let person = subject::kind(view, &label) == Some(SpeakerKind::Person)
            || label.clone().all(|i| view.pos(i) == Pos::Propn)
                && label.clone().any(|i| view.token(i).ent_type.starts_with("PER"));
        let speech = view.opens(colon + 1).is_none() && view.any_finite(colon + 1..end);
        if person && speech {
            out.push(Found::labelled(label, colon, end));
        }
    }
    out
}
