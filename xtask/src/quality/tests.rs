//! The scorer against hand-made cases, and against the reference implementation where that is at hand.

use std::{collections::BTreeMap, fs, process::Command};

use serde_json::{Value, json};

use super::{gold, predictions, score};
use crate::{
    gold::rows::{FigureRow, StatementRow},
    sets::{self, SETS, Set},
};

/// Predictions that are the gold, bent in a way that depends on the row's number only: some rows are left out, moved, given
/// another value, speaker, unit or certainty, or said twice.
fn bent(figures: &[FigureRow], statements: &[StatementRow]) -> String {
    let mut lines = Vec::new();
    let docs: std::collections::BTreeSet<&str> =
        figures.iter().map(|f| f.doc.as_str()).chain(statements.iter().map(|s| s.doc.as_str())).collect();
    for doc in docs.iter().skip(1) {
        lines.push(json!({"type": "report", "id": format!("r-{doc}"), "path": format!("some/where/{doc}")}));
    }
    let first = docs.first().copied();
    for (i, f) in figures.iter().enumerate().filter(|(i, f)| i % 7 != 3 && Some(f.doc.as_str()) != first) {
        let speaker = f.speaker.as_ref().filter(|_| i % 5 != 1).map(|name| match i % 3 {
            0 => json!({"name": format!("le {}", name.to_uppercase()), "aliases": ["somebody"]}),
            1 => json!({"name": "Nobody", "start": f.speaker_start, "end": f.speaker_end}),
            _ => json!({"name": "Nobody", "aliases": ["Noone"]}),
        });
        let line = json!({
            "type": "figure", "report": format!("r-{}", f.doc), "start": f.start + i % 2, "end": f.end, "text": f.number,
            "value": {"lo": f.lo.map(|v| if i % 11 == 0 { v + 1.0 } else { v }), "hi": f.hi},
            "unit": if i % 9 == 4 { Some("item") } else { f.unit.as_deref() },
            "counted": f.counted_start.filter(|_| i % 4 != 2).map(|s| json!({"start": s, "end": s + 3})),
            "speaker": speaker, "certainty": if i % 8 == 5 { "hedged" } else { f.certainty.as_str() },
            "quantity": (i % 6 != 0).then(|| format!("q{}", f.measure.as_deref().map_or(i % 13, str::len))),
        });
        lines.push(line.clone());
        if i % 10 == 9 {
            lines.push(line);
        }
    }
    for (i, s) in statements.iter().enumerate().filter(|(i, s)| i % 6 != 2 && Some(s.doc.as_str()) != first) {
        let content: Vec<_> = s.content.iter().map(|(a, b)| (a + (i % 4) * (b - a) / 5, *b)).collect();
        lines.push(json!({
            "type": "statement", "report": format!("r-{}", s.doc), "source": s.source, "content": content,
            "cue": s.cue.iter().map(|(a, b)| (*a, b + i % 2)).collect::<Vec<_>>(),
            "kind": if i % 5 == 0 { "mixed" } else { s.kind.as_str() }, "stance": s.stance,
            "speaker": s.speaker.as_ref().map(|name| json!({"name": if i % 3 == 0 { "Nobody" } else { name }})),
        }));
    }
    lines.iter().map(|line| format!("{line}\n")).collect()
}

#[test]
fn gold_as_prediction_is_perfect() {
    let set = &SETS[0];
    let (figures, statements) = gold(sets::root(), set).unwrap();
    let mut lines = String::new();
    let mut seen = std::collections::BTreeSet::new();
    let mut report = |doc: &str, lines: &mut String| {
        if seen.insert(doc.to_owned()) {
            *lines += &format!("{}\n", json!({"type": "report", "id": doc, "path": doc}));
        }
    };
    for f in &figures {
        report(&f.doc, &mut lines);
        let line = json!({
            "type": "figure", "report": f.doc, "start": f.start, "end": f.end, "value": {"lo": f.lo, "hi": f.hi}, "unit": f.unit,
            "counted": f.counted_start.map(|s| json!({"start": s, "end": f.counted_end})), "certainty": f.certainty,
            "speaker": f.speaker.as_ref().map(|n| json!({"name": n})),
            "quantity": f.measure,
        });
        lines += &format!("{line}\n");
    }
    for s in &statements {
        report(&s.doc, &mut lines);
        let line = json!({
            "type": "statement", "report": s.doc, "source": s.source, "cue": s.cue, "content": s.content, "kind": s.kind,
            "stance": s.stance, "speaker": s.speaker.as_ref().map(|n| json!({"name": n})),
        });
        lines += &format!("{line}\n");
    }
    let outcome = score::score(&figures, &statements, &predictions::parse(&lines).unwrap());
    let s = outcome.scores;
    assert_eq!(outcome.errors, Vec::<String>::new());
    for number in [s.figure.f1, s.value.f1, s.content_overlap.f1, s.cue_overlap.f1, s.measure_b3_f1.unwrap()] {
        assert!((number - 1.0).abs() < 1e-9, "{number}");
    }
}

#[test]
fn nothing_predicted_scores_zero_and_counts_what_is_missing() {
    let (figures, statements) = gold(sets::root(), &SETS[1]).unwrap();
    let outcome = score::score(&figures, &statements, &BTreeMap::new());
    assert_eq!((outcome.scores.figure.f1, outcome.scores.documents), (0.0, 0));
    assert!(outcome.scores.documents_missing >= 20);
}

#[test]
fn an_extra_prediction_costs_precision_only() {
    let (figures, _) = gold(sets::root(), &SETS[1]).unwrap();
    let one = &figures[..1];
    let right = json!({"type": "figure", "report": "r", "start": one[0].start, "end": one[0].end});
    let extra = json!({"type": "figure", "report": "r", "start": one[0].end + 1, "end": one[0].end + 2});
    let report = json!({"type": "report", "id": "r", "path": one[0].doc});
    let predicted = predictions::parse(&format!("{report}\n{right}\n{extra}\n")).unwrap();
    let scores = score::score(one, &[], &predicted).scores;
    assert_eq!((scores.detection.p, scores.detection.r), (0.5, 1.0));
}

/// The same numbers as the project's reference scorer, on every set at hand, from the same bent predictions.
#[test]
fn agrees_with_the_reference_scorer() {
    let root = sets::root();
    let reference = root.join("../shared/gold/score.py");
    if !reference.is_file() || Command::new("python3").arg("--version").output().is_err() {
        println!("skipped: no ../shared/gold/score.py or no python3");
        return;
    }
    let folder = std::env::temp_dir().join(format!("recoupe-quality-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    for set in SETS.iter().filter(|s| root.join(format!("{}-figures.jsonl", s.gold)).is_file()) {
        let (figures, statements) = gold(root, set).unwrap();
        let lines = bent(&figures, &statements);
        let file = folder.join("predictions.jsonl");
        fs::write(&file, &lines).unwrap();
        let theirs = reference_scores(&reference, set, &file);
        let scores = score::score(&figures, &statements, &predictions::parse(&lines).unwrap()).scores;
        let ours = serde_json::to_value(scores).unwrap();
        compare(&theirs, &ours, set.name);
    }
    fs::remove_dir_all(&folder).unwrap();
}

fn reference_scores(reference: &std::path::Path, set: &Set, predictions: &std::path::Path) -> Value {
    let output =
        Command::new("python3").arg(reference).arg(sets::root().join(set.gold)).arg(predictions).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// Every number of the reference stands in ours, rounded to its four decimals.
fn compare(theirs: &Value, ours: &Value, at: &str) {
    match theirs {
        Value::Object(fields) => {
            assert!(!fields.is_empty());
            fields.iter().for_each(|(key, value)| compare(value, &ours[key], &format!("{at} {key}")));
        }
        Value::Null => assert!(ours.is_null(), "{at}: {ours} for null"),
        number => {
            let (a, b) = (number.as_f64().unwrap(), ours.as_f64().unwrap_or(f64::NAN));
            assert!((a - b).abs() <= 0.000_051, "{at}: {b} for {a}");
        }
    }
}
