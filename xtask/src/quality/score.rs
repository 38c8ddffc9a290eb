//! The metrics: how predictions are matched to gold, and what is counted.
//!
//! A predicted and a gold figure match when their numbers overlap, a predicted and a gold statement when their contents'
//! intersection over union exceeds 0.3; always greedily, the largest overlap first.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{
    names,
    predictions::{Document, Figure, Statement, Value},
};
use crate::gold::rows::{FigureRow, Span, StatementRow};

/// Precision, recall and their harmonic mean.
#[derive(Debug, Clone, Copy, Default, Serialize)]
pub(crate) struct Prf {
    pub(crate) p: f64,
    pub(crate) r: f64,
    pub(crate) f1: f64,
}

/// The scores of a set. A share is `None` where nothing could be right or wrong.
#[derive(Debug, Clone, Default, Serialize)]
pub(crate) struct Scores {
    pub(crate) documents: usize,
    pub(crate) documents_missing: usize,
    pub(crate) figures_gold: usize,
    pub(crate) figures_pred: usize,
    /// The number is found.
    pub(crate) detection: Prf,
    /// … and its interval is right.
    pub(crate) value: Prf,
    /// … and its unit, speaker and certainty too.
    pub(crate) figure: Prf,
    pub(crate) unit: Option<f64>,
    pub(crate) counted: Option<f64>,
    pub(crate) speaker: Option<f64>,
    #[serde(rename = "speaker-none")]
    pub(crate) speaker_none: Option<f64>,
    pub(crate) certainty: Option<f64>,
    /// B-cubed F1 of the grouping into quantities.
    pub(crate) measure_b3_f1: Option<f64>,
    pub(crate) statements_gold: usize,
    pub(crate) statements_pred: usize,
    pub(crate) statement: Prf,
    /// At an intersection over union of 0.8.
    pub(crate) statement_08: Prf,
    pub(crate) source_overlap: Prf,
    pub(crate) cue_overlap: Prf,
    pub(crate) content_overlap: Prf,
    pub(crate) statement_kind: Option<f64>,
    pub(crate) statement_stance: Option<f64>,
    pub(crate) statement_speaker: Option<f64>,
}

/// Scores and, one line each, what went wrong.
#[derive(Debug, Default)]
pub(crate) struct Outcome {
    pub(crate) scores: Scores,
    pub(crate) errors: Vec<String>,
}

/// Scores the predictions of a set.
pub(crate) fn score(
    figures: &[FigureRow],
    statements: &[StatementRow],
    predicted: &BTreeMap<String, Document>,
) -> Outcome {
    let mut out = Outcome::default();
    score_figures(figures, predicted, &mut out);
    if !statements.is_empty() {
        score_statements(statements, predicted, &mut out);
    }
    let annotated: BTreeSet<&str> =
        figures.iter().map(|f| f.doc.as_str()).chain(statements.iter().map(|s| s.doc.as_str())).collect();
    out.scores.documents = predicted.len();
    out.scores.documents_missing = annotated.iter().filter(|d| !predicted.contains_key(**d)).count();
    out
}

fn score_figures(gold: &[FigureRow], predicted: &BTreeMap<String, Document>, out: &mut Outcome) {
    let n_pred = predicted.values().map(|d| d.figures.len()).sum();
    let (mut found, mut value, mut whole) = (0, 0, 0);
    let (mut unit, mut counted, mut speaker, mut none, mut certainty) = Default::default();
    let mut members: Vec<(&str, String)> = Vec::new();
    for (doc, (g, p)) in by_document(gold, |row| &row.doc, predicted, |d| d.figures.as_slice()) {
        let pairs =
            greedy(g.len(), p.len(), 0.0, |i, k| overlap((g[i].start, g[i].end), (p[k].start, p[k].end)) as f64);
        for (_, row) in g.iter().enumerate().filter(|(i, _)| !pairs.iter().any(|(a, _)| a == i)) {
            out.errors.push(format!(
                "figure missed   {doc}: {:?} ({})",
                row.number,
                row.counted.as_deref().unwrap_or("-")
            ));
        }
        for (_, extra) in p.iter().enumerate().filter(|(k, _)| !pairs.iter().any(|(_, b)| b == k)) {
            out.errors.push(format!("figure too many {doc}: {:?}", extra.text));
        }
        for (i, k) in pairs {
            let (row, figure) = (g[i], &p[k]);
            let right = Right::of(row, figure);
            found += 1;
            value += usize::from(right.value);
            whole += usize::from(right.whole());
            tally(&mut unit, right.unit);
            tally(&mut certainty, right.certainty);
            tally(if row.speaker.is_some() { &mut speaker } else { &mut none }, right.speaker);
            if let (Some(start), Some(end)) = (row.counted_start, row.counted_end) {
                tally(&mut counted, figure.counted.is_some_and(|c| overlap((start, end), (c.start, c.end)) > 0));
            }
            if !right.whole() {
                out.errors.push(right.explain(doc, row, figure));
            }
            if let Some(measure) = &row.measure {
                members.push((measure, figure.quantity.clone().unwrap_or_else(|| format!("alone:{doc}:{k}"))));
            }
        }
    }
    let s = &mut out.scores;
    (s.figures_gold, s.figures_pred) = (gold.len(), n_pred);
    s.detection = prf(found, n_pred, gold.len());
    s.value = prf(value, n_pred, gold.len());
    s.figure = prf(whole, n_pred, gold.len());
    (s.unit, s.counted, s.speaker, s.speaker_none, s.certainty) =
        (share(unit), share(counted), share(speaker), share(none), share(certainty));
    s.measure_b3_f1 = b_cubed(&members);
}

/// Which predicted figures of a document are right: matched, with interval, unit, speaker and certainty.
pub(crate) fn right_figures(gold: &[&FigureRow], predicted: &[Figure]) -> Vec<bool> {
    let pairs = greedy(gold.len(), predicted.len(), 0.0, |i, k| {
        overlap((gold[i].start, gold[i].end), (predicted[k].start, predicted[k].end)) as f64
    });
    let mut right = vec![false; predicted.len()];
    for (i, k) in pairs {
        right[k] = Right::of(gold[i], &predicted[k]).whole();
    }
    right
}

/// Which predicted statements of a document are right: matched, with stance and, where the gold has one, speaker.
pub(crate) fn right_statements(gold: &[&StatementRow], predicted: &[Statement]) -> Vec<bool> {
    let content = |spans: &[Span]| bytes([spans, &[], &[]])[0].clone();
    let of_gold: Vec<_> = gold.iter().map(|s| content(&s.content)).collect();
    let of_pred: Vec<_> = predicted.iter().map(|s| content(&s.content)).collect();
    let pairs = greedy(gold.len(), predicted.len(), 0.3, |i, k| {
        of_gold[i].intersection(&of_pred[k]).count() as f64 / of_gold[i].union(&of_pred[k]).count().max(1) as f64
    });
    let mut right = vec![false; predicted.len()];
    for (i, k) in pairs {
        let (row, statement) = (gold[i], &predicted[k]);
        let speaker = row
            .speaker
            .as_deref()
            .is_none_or(|name| names::any_is(&[Some(name), row.speaker_alt.as_deref()], statement.speaker.as_ref()));
        right[k] = speaker && Some(&row.stance) == statement.stance.as_ref();
    }
    right
}

/// What is right in a matched figure.
struct Right {
    value: bool,
    unit: bool,
    speaker: bool,
    certainty: bool,
}

impl Right {
    fn of(row: &FigureRow, figure: &Figure) -> Self {
        let given = figure.speaker.as_ref();
        let speaker = match &row.speaker {
            Some(name) => {
                let spans = row.speaker_start.zip(row.speaker_end).zip(given.and_then(|s| s.start.zip(s.end)));
                spans.is_some_and(|(a, b)| overlap(a, b) > 0)
                    || names::any_is(&[Some(name), row.speaker_alt.as_deref()], given)
            }
            None => given.is_none() || names::any_is(&[row.speaker_alt.as_deref()], given),
        };
        Self {
            value: close(row.lo, figure.value.lo) && close(row.hi, figure.value.hi),
            unit: row.unit == figure.unit,
            speaker,
            certainty: Some(&row.certainty) == figure.certainty.as_ref(),
        }
    }

    fn whole(&self) -> bool {
        self.value && self.unit && self.speaker && self.certainty
    }

    fn explain(&self, doc: &str, row: &FigureRow, figure: &Figure) -> String {
        let mut wrong = Vec::new();
        let bounds = |v: Value| format!("{:?}..{:?}", v.lo, v.hi).replace("Some(", "").replace([')'], "");
        if !self.value {
            wrong.push(format!("value {} for {}", bounds(figure.value), bounds(Value { lo: row.lo, hi: row.hi })));
        }
        if !self.unit {
            wrong.push(format!("unit {:?} for {:?}", figure.unit, row.unit));
        }
        if !self.speaker {
            let given = figure.speaker.as_ref().and_then(|s| s.name.as_deref());
            wrong.push(format!("speaker {given:?} for {:?}", row.speaker));
        }
        if !self.certainty {
            wrong.push(format!("certainty {:?} for {:?}", figure.certainty.as_deref().unwrap_or("-"), row.certainty));
        }
        format!("figure wrong    {doc}: {:?}: {}", row.number, wrong.join(", "))
    }
}

fn score_statements(gold: &[StatementRow], predicted: &BTreeMap<String, Document>, out: &mut Outcome) {
    let n_pred = predicted.values().map(|d| d.statements.len()).sum();
    let (mut found, mut well, mut excused) = (0, 0, 0);
    let (mut kind, mut stance, mut speaker) = Default::default();
    let mut overlaps = [Overlap::default(); 3];
    for (doc, (g, p)) in by_document(gold, |row| &row.doc, predicted, |d| d.statements.as_slice()) {
        let of_gold: Vec<[BTreeSet<usize>; 3]> = g.iter().map(|s| bytes([&s.source, &s.cue, &s.content])).collect();
        let of_pred: Vec<[BTreeSet<usize>; 3]> =
            p.iter().map(|s: &Statement| bytes([&s.source, &s.cue, &s.content])).collect();
        let iou = |i: usize, k: usize| {
            let (a, b) = (&of_gold[i][2], &of_pred[k][2]);
            a.intersection(b).count() as f64 / a.union(b).count().max(1) as f64
        };
        let pairs = greedy(g.len(), p.len(), 0.3, iou);
        for (_, row) in g.iter().enumerate().filter(|(i, _)| !pairs.iter().any(|(a, _)| a == i)) {
            if row.note.as_deref().is_some_and(|n| n.starts_with("borderline")) {
                excused += 1;
            } else {
                out.errors.push(format!("statement missed   {doc}: {} ({:?})", row.id, row.speaker));
            }
        }
        for (_, extra) in p.iter().enumerate().filter(|(k, _)| !pairs.iter().any(|(_, b)| b == k)) {
            out.errors.push(format!("statement too many {doc}: content at {:?}", extra.content));
        }
        for field in 0..3 {
            overlaps[field].predicted += of_pred.iter().map(|b| b[field].len()).sum::<usize>();
            overlaps[field].gold += of_gold.iter().map(|b| b[field].len()).sum::<usize>();
        }
        for (i, k) in pairs {
            let (row, statement) = (g[i], &p[k]);
            found += 1;
            well += usize::from(iou(i, k) >= 0.8);
            for field in 0..3 {
                overlaps[field].both += of_gold[i][field].intersection(&of_pred[k][field]).count();
            }
            tally(&mut kind, Some(&row.kind) == statement.kind.as_ref());
            tally(&mut stance, Some(&row.stance) == statement.stance.as_ref());
            if let Some(name) = &row.speaker {
                let right = names::any_is(&[Some(name), row.speaker_alt.as_deref()], statement.speaker.as_ref());
                tally(&mut speaker, right);
                if !right {
                    let given = statement.speaker.as_ref().and_then(|s| s.name.as_deref());
                    out.errors.push(format!("statement speaker  {doc}: {}: {given:?} for {name:?}", row.id));
                }
            }
        }
    }
    let s = &mut out.scores;
    (s.statements_gold, s.statements_pred) = (gold.len() - excused, n_pred);
    s.statement = prf(found, n_pred, s.statements_gold);
    s.statement_08 = prf(well, n_pred, s.statements_gold);
    [s.source_overlap, s.cue_overlap, s.content_overlap] = overlaps.map(|o| prf(o.both, o.predicted, o.gold));
    (s.statement_kind, s.statement_stance, s.statement_speaker) = (share(kind), share(stance), share(speaker));
}

/// Bytes that gold and prediction share, and each has.
#[derive(Clone, Copy, Default)]
struct Overlap {
    both: usize,
    predicted: usize,
    gold: usize,
}

/// Gold rows and predictions of each document that has either, by the document's name.
fn by_document<'a, G, P>(
    gold: &'a [G],
    doc: impl Fn(&'a G) -> &'a str,
    predicted: &'a BTreeMap<String, Document>,
    of: impl Fn(&'a Document) -> &'a [P],
) -> BTreeMap<&'a str, (Vec<&'a G>, &'a [P])> {
    let mut out: BTreeMap<&str, (Vec<&G>, &[P])> = BTreeMap::new();
    for (name, document) in predicted {
        out.entry(name).or_default().1 = of(document);
    }
    for row in gold {
        out.entry(doc(row)).or_default().0.push(row);
    }
    out
}

/// Pairs of (gold, predicted) with an overlap of more than `least`, the largest first, each used once.
fn greedy(n: usize, m: usize, least: f64, overlap: impl Fn(usize, usize) -> f64) -> Vec<(usize, usize)> {
    let mut pairs: Vec<(f64, usize, usize)> = (0..n)
        .flat_map(|i| (0..m).map(move |k| (i, k)))
        .map(|(i, k)| (overlap(i, k), i, k))
        .filter(|(o, ..)| *o > least)
        .collect();
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let (mut left, mut right) = (vec![false; n], vec![false; m]);
    pairs
        .into_iter()
        .filter(|(_, i, k)| {
            let free = !left[*i] && !right[*k];
            if free {
                (left[*i], right[*k]) = (true, true);
            }
            free
        })
        .map(|(_, i, k)| (i, k))
        .collect()
}

fn overlap(a: Span, b: Span) -> usize {
    a.1.min(b.1).saturating_sub(a.0.max(b.0))
}

fn bytes(fields: [&[Span]; 3]) -> [BTreeSet<usize>; 3] {
    fields.map(|spans| spans.iter().flat_map(|(from, to)| *from..*to).collect())
}

fn close(a: Option<f64>, b: Option<f64>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => (a - b).abs() <= 1e-6 * a.abs().max(1.0),
        (a, b) => a.is_none() && b.is_none(),
    }
}

fn prf(right: usize, predicted: usize, gold: usize) -> Prf {
    let part = |n: usize| if n == 0 { 0.0 } else { right as f64 / n as f64 };
    let (p, r) = (part(predicted), part(gold));
    Prf { p, r, f1: if p + r == 0.0 { 0.0 } else { 2.0 * p * r / (p + r) } }
}

/// Right ones and all.
type Tally = (usize, usize);

fn tally((right, all): &mut Tally, is_right: bool) {
    *right += usize::from(is_right);
    *all += 1;
}

fn share((right, all): Tally) -> Option<f64> {
    (all > 0).then(|| right as f64 / all as f64)
}

/// B-cubed F1 (Bagga and Baldwin 1998) of the grouping `(gold, predicted)`.
fn b_cubed(members: &[(&str, String)]) -> Option<f64> {
    if members.is_empty() {
        return None;
    }
    let (mut precision, mut recall) = (0.0, 0.0);
    for (gold, predicted) in members {
        let in_both = members.iter().filter(|m| (m.0, &m.1) == (*gold, predicted)).count() as f64;
        precision += in_both / members.iter().filter(|m| m.1 == *predicted).count() as f64;
        recall += in_both / members.iter().filter(|m| m.0 == *gold).count() as f64;
    }
    let (precision, recall) = (precision / members.len() as f64, recall / members.len() as f64);
    Some(2.0 * precision * recall / (precision + recall))
}
