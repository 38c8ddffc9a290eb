//! When statements were said: the date that stands with the cue ("a affirmé lundi …", "Le 5 mai, … avait déclaré").

use recoupe_reading::{Doc, Span};

use crate::{Event, Statement};

/// Cues of one sentence that are looked at: more stand only in texts without sentences.
const MOST: usize = 64;

/// Gives each date expression that stands neither in what is said nor in who says it to the statement whose cue is
/// nearest in its sentence, and to that speaker's other statements there; the event is marked as that saying.
pub(crate) fn date(doc: &Doc, statements: &mut [Statement], events: &mut [Event]) {
    // Cues in text order, each with its statement.
    let mut cues: Vec<(Span, usize)> =
        statements.iter().enumerate().flat_map(|(i, s)| s.cue.iter().map(move |c| (*c, i))).collect();
    cues.sort_by_key(|(c, i)| (c.start, *i));
    for event in events.iter_mut() {
        let when = event.when.span;
        let Some(sentence) = sentence(doc, when) else { continue };
        let from = cues.partition_point(|(c, _)| c.start < sentence.start);
        let here: Vec<(Span, usize)> =
            cues[from..].iter().take_while(|(c, _)| c.start < sentence.end).take(MOST).copied().collect();
        // What another statement of the sentence says is no date of this one, unless this one stands in it too.
        let told = |cue: Span| {
            here.iter().flat_map(|(_, i)| &statements[*i].content).any(|c| c.overlaps(when) && !c.contains(cue))
        };
        let named = |i: usize| statements[i].content.iter().chain(&statements[i].source).any(|s| s.overlaps(when));
        let nearest = here
            .iter()
            .filter(|(cue, i)| !told(*cue) && !named(*i))
            .min_by_key(|(cue, i)| (distance(when, *cue), cue.start, *i))
            .copied();
        let Some((_, owner)) = nearest else { continue };
        event.statement.get_or_insert(owner);
        let speaker = statements[owner].speaker.as_ref().map(|s| (s.entity, s.name.clone()));
        let same: Vec<usize> = here
            .iter()
            .filter(|(cue, i)| {
                let own = statements[*i].speaker.as_ref().map(|s| (s.entity, s.name.clone()));
                *i == owner || (own.is_some() && own == speaker && !told(*cue) && !named(*i))
            })
            .map(|(_, i)| *i)
            .collect();
        for i in same {
            statements[i].said_on.get_or_insert_with(|| event.when.clone());
        }
    }
}

/// The original span of the sentence that holds a span.
fn sentence(doc: &Doc, span: Span) -> Option<Span> {
    let token = doc.tokens.partition_point(|t| t.span.end <= span.start);
    let sentence = doc.sentences.get(doc.tokens.get(token)?.sentence)?;
    Some(doc.to_original(sentence.clean))
}

/// Bytes between two spans.
fn distance(a: Span, b: Span) -> usize {
    a.start.max(b.start).saturating_sub(a.end.min(b.end))
}
