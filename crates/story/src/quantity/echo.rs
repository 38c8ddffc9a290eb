//! Numbers that a report repeats without a speaker: titles, standfirsts, summaries of what it attributes elsewhere.

use std::collections::BTreeMap;

use recoupe_claims::{Figure, Role};
use recoupe_reading::BlockKind;

use crate::{FigureRef, Read, link::Linked, value};

/// Below this, one number on two things is chance.
const BY_CHANCE: f64 = 10.0;
/// How many attributed figures with one number are looked at.
const MOST: usize = 24;

/// The attributed figure that each unattributed one repeats, within one report.
pub(crate) fn echoes(reads: &[Read], linked: &Linked) -> BTreeMap<FigureRef, FigureRef> {
    let mut found = BTreeMap::new();
    for (report, read) in reads.iter().enumerate() {
        let figures = &read.claims.figures;
        // By number, so that a long table of numbers costs no more than its length.
        let mut attributed: BTreeMap<(u64, u64), Vec<usize>> = BTreeMap::new();
        for (f, figure) in figures.iter().enumerate().filter(|(f, _)| linked.figures[report][*f].is_some()) {
            if let Some(key) = key(figure) {
                attributed.entry(key).or_default().push(f);
            }
        }
        for (f, figure) in figures.iter().enumerate() {
            if linked.figures[report][f].is_some() || figure.statement.is_some() {
                continue;
            }
            let same = key(figure).and_then(|k| attributed.get(&k));
            let base = same.into_iter().flatten().take(MOST).find(|b| repeats(read, figure, &figures[**b]));
            if let Some(base) = base {
                found.insert(FigureRef { report, figure: f }, FigureRef { report, figure: *base });
            }
        }
    }
    found
}

/// The printed number, to look figures up by.
fn key(figure: &Figure) -> Option<(u64, u64)> {
    let (lo, hi) = value::printed(&figure.value)?;
    Some((lo.to_bits(), hi.to_bits()))
}

fn repeats(read: &Read, again: &Figure, base: &Figure) -> bool {
    let number = !again.value.vague && !base.value.vague;
    let telling = value::middle(&again.value).is_some_and(|n| n >= BY_CHANCE) || in_title(read, again);
    let unit = again.unit == base.unit || again.unit.is_none() || base.unit.is_none();
    let rate = again.per.is_some() == base.per.is_some();
    number && telling && unit && rate && again.certainty == base.certainty && one_role(read, again, base)
}

/// One role, or the "toll" of a title, which does not say whether the dead or all victims are meant.
fn one_role(read: &Read, again: &Figure, base: &Figure) -> bool {
    let open = |f: &Figure| matches!(f.role, None | Some(Role::Other));
    let toll = matches!(
        (again.role, base.role),
        (Some(Role::Casualties), Some(Role::Killed)) | (Some(Role::Killed), Some(Role::Casualties))
    );
    again.role == base.role || in_title(read, again) && (toll || open(again) || open(base))
}

fn in_title(read: &Read, figure: &Figure) -> bool {
    let doc = &read.doc;
    let block = doc.sentences.get(figure.sentence).and_then(|s| doc.blocks.get(s.block));
    block.is_some_and(|b| matches!(b.kind, BlockKind::Title | BlockKind::Heading))
}
