//! When statements were said: the date that stands with the cue ("a affirmé lundi …", "Le 5 mai, … avait déclaré").

use recoupe_reading::{Doc, Span};

use crate::{Event, Statement};

/// Gives each statement the date expression of its sentence that is nearest to its cue and stands neither in what is said
/// nor in who says it, and marks the event as that saying.
pub(crate) fn date(doc: &Doc, statements: &mut [Statement], events: &mut [Event]) {
    let mut order: Vec<usize> = (0..events.len()).collect();
    order.sort_by_key(|e| events[*e].when.span.start);
    for (i, statement) in statements.iter_mut().enumerate() {
        if statement.said_on.is_some() {
            continue;
        }
        let mut nearest: Option<(usize, usize)> = None;
        for cue in &statement.cue {
            let Some(sentence) = sentence(doc, *cue) else { continue };
            let from = order.partition_point(|e| events[*e].when.span.start < sentence.start);
            for &e in order[from..].iter().take_while(|e| events[**e].when.span.start < sentence.end) {
                let when = events[e].when.span;
                let inside = statement.content.iter().chain(&statement.source).any(|s| s.overlaps(when));
                let here = (distance(when, *cue), e);
                if !inside && nearest.is_none_or(|n| here < n) {
                    nearest = Some(here);
                }
            }
        }
        let Some((_, event)) = nearest else { continue };
        statement.said_on = Some(events[event].when.clone());
        events[event].statement.get_or_insert(i);
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
