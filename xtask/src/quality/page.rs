//! How the scores are shown: a table in the terminal, `docs/quality.md`, and the comparison with it.

use std::{collections::BTreeMap, fmt::Write};

use anyhow::{Context, bail};

use super::{Measured, score::Scores};
use crate::sets::SETS;

/// A column of the tables: its heading and the number, as a share.
type Column = (&'static str, fn(&Scores) -> Option<f64>);

const COLUMNS: [Column; 12] = [
    ("figure", |s| Some(s.figure.f1)),
    ("detection", |s| Some(s.detection.f1)),
    ("value", |s| Some(s.value.f1)),
    ("unit", |s| s.unit),
    ("counted", |s| s.counted),
    ("speaker", |s| s.speaker),
    ("no speaker", |s| s.speaker_none),
    ("certainty", |s| s.certainty),
    ("grouping", |s| s.measure_b3_f1),
    ("statement", |s| Some(s.statement.f1)),
    ("content", |s| Some(s.content_overlap.f1)),
    ("cue", |s| Some(s.cue_overlap.f1)),
];

/// How much worse a number may be than the page says before it counts as a step back: one reading in fifty. Two decimals are
/// printed, and another processor may round the models' arithmetic another way.
const TOLERANCE: f64 = 0.02;

/// The table for the terminal.
pub(super) fn table(measured: &[Measured]) -> String {
    let mut out = format!("{:16} {:>5} {:>7}", "set", "texts", "figures");
    for (name, _) in COLUMNS {
        let _ = write!(out, " {name:>10}");
    }
    out.push('\n');
    for Measured { set, outcome } in measured {
        let s = &outcome.scores;
        let _ = write!(out, "{:16} {:>5} {:>7}", set.name, s.documents, s.figures_gold);
        for (_, number) in COLUMNS {
            let _ = write!(out, " {:>10}", shown(number(s)));
        }
        out.push('\n');
    }
    out
}

/// The page.
pub(super) fn markdown(measured: &[Measured], versions: &BTreeMap<&'static str, String>) -> String {
    let mut out = String::from(
        "# Quality\n\n<!-- Written by `cargo xtask quality`: do not edit. -->\n\nHow well the program reads, measured against texts that people annotated.\n\n",
    );
    for (what, version) in versions {
        let _ = writeln!(out, "- {what}: {version}");
    }
    out.push_str("\n| set | texts | figures | statements |");
    COLUMNS.iter().for_each(|(name, _)| _ = write!(out, " {name} |"));
    out.push_str("\n| --- | ---: | ---: | ---: |");
    COLUMNS.iter().for_each(|_| out.push_str(" ---: |"));
    out.push('\n');
    for Measured { set, outcome } in measured {
        let s = &outcome.scores;
        let _ = write!(out, "| {} | {} | {} | {} |", set.name, s.documents, s.figures_gold, s.statements_gold);
        COLUMNS.iter().for_each(|(_, number)| _ = write!(out, " {} |", shown(number(s))));
        out.push('\n');
    }
    out.push_str(
        "
- **figure**: F1 of figures that are right in number, interval, unit, speaker and certainty at once; **detection**: the number is
  found; **value**: and its interval is right.
- **unit**, **counted**, **speaker**, **certainty**: share of the figures found that are right; **no speaker**: share of the figures
  that the outlet asserts itself for which no speaker is given.
- **grouping**: B-cubed F1 of the grouping of comparable figures, where the gold names groups.
- **statement**: F1 of attributed statements (contents overlap by more than 0.3); **content**, **cue**: F1 of the overlapping bytes.

",
    );
    for set in SETS {
        let _ = writeln!(out, "- `{}`: {}.", set.name, set.about);
    }
    out.push_str("\nHow the sets are annotated: `eval/README.md`. Measure again: `make quality`.\n");
    out
}

/// Fails if a set of the repository does worse than the page says.
pub(super) fn check(page: &str, measured: &[Measured]) -> anyhow::Result<()> {
    let mut worse = Vec::new();
    for Measured { set, outcome } in measured.iter().filter(|m| m.set.annotations.is_some()) {
        let row = page
            .lines()
            .find_map(|line| line.strip_prefix(&format!("| {} |", set.name)))
            .with_context(|| format!("docs/quality.md has no row \"{}\": run `make quality`", set.name))?;
        let cells: Vec<&str> = row.split('|').map(str::trim).skip(3).collect();
        for ((name, number), cell) in COLUMNS.iter().zip(cells) {
            let (now, written) = (number(&outcome.scores), cell.parse::<f64>().ok());
            if let (Some(now), Some(written)) = (now, written)
                && now + TOLERANCE < written
            {
                worse.push(format!("{}: {name} is {now:.3}, docs/quality.md says {written:.2}", set.name));
            }
        }
    }
    if worse.is_empty() { Ok(()) } else { bail!("a step back:\n{}", worse.join("\n")) }
}

fn shown(number: Option<f64>) -> String {
    number.map_or_else(|| "–".to_owned(), |n| format!("{n:.2}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quality::score::Outcome;

    fn measured(figure: f64) -> Vec<Measured> {
        let mut outcome = Outcome::default();
        outcome.scores.figure.f1 = figure;
        vec![Measured { set: &SETS[0], outcome }]
    }

    #[test]
    fn a_step_back_fails_and_a_step_forward_does_not() {
        let page = markdown(&measured(0.80), &BTreeMap::new());
        check(&page, &measured(0.80)).unwrap();
        check(&page, &measured(0.95)).unwrap();
        let error = check(&page, &measured(0.70)).unwrap_err().to_string();
        assert!(error.contains("examples: figure is 0.700"), "{error}");
        assert!(check("", &measured(0.80)).is_err(), "a page without the row");
    }
}
