//! Where one speaker ends and another begins within a sentence: "the army admits 70; the opposition speaks of 400", "the army admits
//! 70, but the opposition speaks of 400", "l'armée reconnaît 70 morts, l'opposition en compte 400".

use std::ops::Range;

use recoupe_reading::Pos;

use super::{
    content::{self, Complement},
    counting,
    found::Found,
    lexicon::Class,
    phrase,
    verb::{self, Shape},
    view::View,
};

/// How far behind its subject the verb of the second speaker may stand: "la police, elle, n'en a".
const REACH: usize = 6;
/// How long a clause may be, in tokens.
const CLAUSE: usize = 200;

/// All of them outside quotations, in text order.
pub(crate) fn all(view: &View) -> Vec<usize> {
    let mut out: Vec<usize> = Vec::new();
    for i in (0..view.len()).filter(|&i| matches!(view.lower(i), ";" | "," | ":") && view.level[i].is_none()) {
        let sentence = view.sentence(i);
        let parts = if view.lower(i) == ";" {
            somebody_speaks(view, i + 1, sentence.end)
        } else if view.lower(i) == ":" {
            // "L'opposition dénonce une « saignée » : le député affirme que …": the first has said something whole.
            !phrase::is_pronoun(view, i + 1)
                && somebody_speaks(view, i + 1, sentence.end)
                && something_named(view, sentence.start, i)
        } else {
            let start = out.last().map_or(sentence.start, |seam| sentence.start.max(seam + 1));
            let next = behind_contrast(view, i + 1);
            // English tells two clauses by a conjunction, French writes them side by side as well.
            let joined = next > i + 1 || view.french(i) && !phrase::is_pronoun(view, next);
            joined && somebody_speaks(view, next, sentence.end) && something_told(view, start, i)
        };
        if parts {
            out.push(i);
        }
    }
    out
}

/// How far in front of a comma the first speaker's cue is looked for, in tokens.
const LOOK_BACK: usize = 120;

/// Behind "but", "tandis que".
fn behind_contrast(view: &View, i: usize) -> usize {
    match view.lower(i) {
        "but" | "while" | "whereas" | "although" | "though" | "and" | "mais" | "et" | "quand" => i + 1,
        "tandis" | "alors" if matches!(view.lower(i + 1), "que" | "qu'") => i + 2,
        _ => i,
    }
}

/// In front of the comma a first speaker has said something whole: a clause, or a number.
fn something_told(view: &View, start: usize, comma: usize) -> bool {
    let told = |k: usize| {
        let group = verb::group_at(view, k).filter(|g| g.tokens.clone().any(|t| view.is_finite(t)))?;
        let (complement, from) = content::behind(view, &group, comma)?;
        let clause = matches!(complement, Complement::Clause | Complement::Infinitive)
            && (from..comma).any(|t| view.is_finite(t) || view.token(t).has("VerbForm=Inf"));
        (clause || complement == Complement::Noun && (from..comma).any(|t| view.is_number(t))).then_some(())
    };
    let from = start.max(comma.saturating_sub(LOOK_BACK));
    (from..comma).any(|k| told(k).is_some()) || said_before(view, from, comma)
}

/// "About 3,800 stayed off the job, the union said, while …": an incise closes what was told.
fn said_before(view: &View, from: usize, comma: usize) -> bool {
    let cue = (from..comma).rev().take(REACH).find_map(|k| verb::group_at(view, k));
    cue.is_some_and(|g| {
        let quotes = g.shape == Shape::Finite && g.cue.frames.quote && g.cue.frames.clause;
        quotes
            && content::behind(view, &g, comma).is_none()
            && (from..g.tokens.start).any(|k| view.is_comma(k) && view.any_finite(from..k))
    })
}

/// In front of the colon a speaker has said something that the colon does not open.
fn something_named(view: &View, start: usize, colon: usize) -> bool {
    (start.max(colon.saturating_sub(LOOK_BACK))..colon).any(|k| {
        verb::group_at(view, k)
            .filter(|g| g.tokens.clone().any(|t| view.is_finite(t)))
            .and_then(|g| content::behind(view, &g, colon))
            .is_some_and(|(complement, from)| complement != Complement::Speech && from < colon)
    })
}

/// Not what somebody knows or feels, of which one may tell behind a colon.
fn speaks(class: Class) -> bool {
    matches!(class, Class::Say | Class::Deny | Class::Accuse | Class::Promise | Class::Ask | Class::Order)
}

/// A clause with a subject and a cue of its own starts here, or names its source first.
fn somebody_speaks(view: &View, start: usize, limit: usize) -> bool {
    let end = (start..limit).take(CLAUSE).find(|&k| view.lower(k) == ";").unwrap_or(limit.min(start + CLAUSE));
    if matches!(view.lower(start), "que" | "qu'" | "that") {
        return false;
    }
    // With an apposition: "but the district chief, Paul Reed, insisted …".
    let subject = phrase::from_left(view, start, end).map(|np| np.end);
    let subject = subject.map(|end| end + usize::from(view.is_comma(end)));
    // "le syndicat parle de 40 blessés": the parse takes the verb for a part of the phrase.
    let verb = |&k: &usize| verb::group_at(view, k).is_some_and(|g| g.shape == Shape::Finite);
    let subject = subject.map(|end| (start + 1..end).find(verb).unwrap_or(end));
    let Some(subject) = subject.or_else(|| phrase::is_pronoun(view, start).then_some(start + 1)) else { return false };
    // "Kiev, de son côté, n'en a signalé que 12"
    let aside = (subject..end.min(subject + REACH))
        .find(|&k| view.lower(k) == "," && view.is_comma(subject - 1) && verb::is_aside(view, subject, k));
    let subject = aside.map_or(subject, |k| k + 1);
    let counts = |k: usize| view.lower(k - 1) == "en" && view.pos(k) == Pos::Noun && counting::counts(view, k + 1);
    let Some(finite) = (subject..end.min(subject + REACH)).find(|&k| view.is_finite(k) || verb(&k) || counts(k)) else {
        return false;
    };
    (finite..end.min(finite + REACH)).any(|k| {
        // Behind a semicolon a clause of its own begins, whatever its verb takes.
        let mark = start.checked_sub(1).map_or("", |mark| view.lower(mark));
        verb::group_at(view, k)
            // "claims an exclusive: the actor is said to …": nobody else speaks.
            .filter(|g| mark != ":" || g.shape == Shape::Finite && speaks(g.class()))
            .is_some_and(|g| g.tokens.contains(&finite) && (mark == ";" || content::behind(view, &g, end).is_some()))
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
