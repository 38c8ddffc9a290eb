//! Semicolons that part what one speaker says from what another does: "the army admits 70; the opposition speaks of 400".

use std::ops::Range;

use recoupe_reading::Pos;

use super::{content, found::Found, phrase, verb, view::View};

/// How far behind its subject the verb of the second speaker may stand: "la police, elle, n'en a".
const REACH: usize = 6;

/// All of them outside quotations, in text order.
pub(crate) fn all(view: &View) -> Vec<usize> {
    (0..view.len())
        .filter(|&i| {
            view.lower(i) == ";" && view.level[i].is_none() && somebody_speaks(view, i + 1, view.sentence(i).end)
        })
        .collect()
}

/// A clause with a subject and a cue of its own starts here, or names its source first.
fn somebody_speaks(view: &View, start: usize, limit: usize) -> bool {
    let end = (start..limit).find(|&k| view.lower(k) == ";").unwrap_or(limit);
    if matches!(view.lower(start), "que" | "qu'" | "that") {
        return false;
    }
    let subject = phrase::core(view, start, end).map(|np| np.end);
    let Some(subject) = subject.or_else(|| phrase::is_pronoun(view, start).then_some(start + 1)) else { return false };
    let counts = |k: usize| view.lower(k - 1) == "en" && view.pos(k) == Pos::Noun && view.is_number(k + 1);
    let Some(finite) = (subject..end.min(subject + REACH)).find(|&k| view.is_finite(k) || counts(k)) else {
        return false;
    };
    (finite..end.min(finite + REACH)).any(|k| {
        verb::group_at(view, k).is_some_and(|g| g.tokens.contains(&finite) && content::behind(view, &g, end).is_some())
    })
}

/// Cuts contents and sources at the seams around their cue.
pub(crate) fn cut(view: &View, found: &mut [Found]) {
    for f in found.iter_mut().filter(|_| !view.seams.is_empty()) {
        f.content = on_side_of(view, f.anchor, &f.content);
        f.source = on_side_of(view, f.anchor, &f.source);
    }
}

/// Of these stretches, what stands on the cue's side of the seams of its sentence; other sentences are left alone.
pub(crate) fn on_side_of(view: &View, cue: usize, stretches: &[Range<usize>]) -> Vec<Range<usize>> {
    let (sentence, reach) = (view.sentence(cue), view.reach(cue));
    let seam = |i: &usize| sentence.contains(i) && view.seams.binary_search(i).is_ok();
    let mut out = Vec::with_capacity(stretches.len());
    for r in stretches {
        let cut = match r.clone().find(seam) {
            Some(seam) if cue < seam => r.start..seam,
            Some(seam) => seam + 1..r.end,
            None => r.clone(),
        };
        let beyond = !view.seams.is_empty()
            && sentence.contains(&cut.start)
            && view.level[cut.start].is_none()
            && !reach.contains(&cut.start);
        if !cut.is_empty() && !beyond {
            out.push(cut);
        }
    }
    out
}
