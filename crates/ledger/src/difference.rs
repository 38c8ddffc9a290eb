//! What a new version of a report says otherwise than the one before.

use std::collections::BTreeSet;

use recoupe_claims::Figure;
use recoupe_story::Read;

use crate::words;
use serde::Serialize;

/// Figures of two versions laid side by side; indexes into their claims.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// In both, said the same (before, after).
    pub kept: Vec<(usize, usize)>,
    /// The same thing by the same speaker, another value or another certainty (before, after).
    pub changed: Vec<(usize, usize)>,
    /// Only after.
    pub added: Vec<usize>,
    /// Only before.
    pub withdrawn: Vec<usize>,
}

impl Difference {
    /// Compares the figures of two versions of one report.
    ///
    /// A figure is kept where its words, its thing and its speaker are the same; of what is left, the nearest of one thing and
    /// one speaker have changed. Each is matched once, in text order, so that the result does not depend on anything else.
    pub fn between(before: &Read, after: &Read) -> Self {
        let (old, new) = (&before.claims.figures, &after.claims.figures);
        let mut out = Self::default();
        let (mut old_left, mut new_left): (BTreeSet<usize>, BTreeSet<usize>) =
            ((0..old.len()).collect(), (0..new.len()).collect());
        let mut match_by = |same: &dyn Fn(&Figure, &Figure) -> bool, into: &mut Vec<(usize, usize)>| {
            for i in old_left.clone() {
                let Some(j) = new_left.iter().copied().find(|j| same(&old[i], &new[*j])) else { continue };
                into.push((i, j));
                old_left.remove(&i);
                new_left.remove(&j);
            }
        };
        let said = |f: &Figure, g: &Figure| {
            printed(before, f) == printed(after, g) && thing(f) == thing(g) && f.certainty == g.certainty
        };
        match_by(&|f, g| said(f, g) && speaker(f) == speaker(g), &mut out.kept);
        match_by(&|f, g| thing(f) == thing(g) && speaker(f) == speaker(g), &mut out.changed);
        // The speaker was added or put right.
        match_by(&|f, g| said(f, g), &mut out.changed);
        out.changed.sort_unstable();
        out.added = new_left.into_iter().collect();
        out.withdrawn = old_left.into_iter().collect();
        out
    }

    /// The versions give the same figures.
    pub fn is_empty(&self) -> bool {
        self.changed.is_empty() && self.added.is_empty() && self.withdrawn.is_empty()
    }
}

/// The words of a figure, spaces and case left aside.
fn printed(read: &Read, f: &Figure) -> Vec<String> {
    let text = read.doc.report.text.get(f.span.start..f.span.end).unwrap_or_default();
    words::words(text).map(|w| words::fold(w.text)).collect()
}

/// What it counts.
fn thing(f: &Figure) -> impl PartialEq + use<> {
    let population = f.population.as_ref().map(|p| (p.head.clone(), p.countries.clone()));
    (f.unit.clone(), f.role, population, f.per.as_ref().map(|p| p.of.clone()))
}

fn speaker(f: &Figure) -> Option<String> {
    f.speaker.as_ref().map(|who| words::fold(&who.name))
}
