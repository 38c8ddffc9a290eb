//! `cargo xtask quality intake`: how well pages are read, on published sets, beside other extractors in the same run.

mod scores;
mod sets;
mod tools;

use std::{fmt::Write, fs, path::Path, path::PathBuf};

use anyhow::Context;

use sets::{Page, Set};
pub(crate) use tools::PYTHON;
use tools::Tool;

/// As the command line names it.
pub(crate) const NAME: &str = "intake";

/// The page that the numbers are written to.
const PAGE: &str = "docs/quality-intake.md";

/// One measure of one set.
struct Row {
    what: String,
    pages: usize,
    /// The number to reach.
    bar: Option<f64>,
    /// Score of each tool, in the order of the tools; `None` where a tool does not tell it.
    scores: Vec<Option<f64>>,
    /// What we got wrong, the worst first; empty for parts kept unseen.
    errors: Vec<String>,
}

/// Measures all sets that are on the machine and writes the page.
pub(crate) fn run(root: &Path, list_errors: bool) -> anyhow::Result<()> {
    let folder = std::env::var_os(super::FOLDER).map(PathBuf::from);
    let folder = folder.with_context(|| format!("{} names no folder", super::FOLDER))?;
    let sets = sets::load(&folder)?;
    let tools = Tool::all(root)?;
    let mut rows = Vec::new();
    let mut speed = vec![(0_usize, 0.0_f64); tools.len()];
    for set in &sets {
        let mut outputs = Vec::new();
        for (tool, spent) in tools.iter().zip(&mut speed) {
            let output = if tool.tells(set.task) { Some(tool.run(set.task, &set.pages)?) } else { None };
            if let Some(output) = &output
                && set.task != sets::Task::Date
            {
                spent.0 += set.pages.len();
                spent.1 += output.seconds;
            }
            outputs.push(output.map(|o| o.texts));
        }
        rows.extend(measure(set, &outputs));
    }
    for row in &rows {
        println!("{}", line(row));
        if list_errors {
            row.errors.iter().for_each(|error| println!("    {error}"));
        }
    }
    fs::create_dir_all(root.join("docs"))?;
    fs::write(root.join(PAGE), markdown(&tools, &sets, &rows, &speed))?;
    println!("\nwritten: {PAGE}");
    Ok(())
}

/// The rows of a set: each of its parts, and its French pages where it has some.
fn measure(set: &Set, outputs: &[Option<Vec<String>>]) -> Vec<Row> {
    let mut rows = Vec::new();
    for part in &set.parts {
        let chosen: Vec<usize> = (0..set.pages.len()).filter(|&i| (part.of)(&set.pages[i])).collect();
        if chosen.is_empty() {
            continue;
        }
        let pages: Vec<&Page> = chosen.iter().map(|&i| &set.pages[i]).collect();
        let score = |texts: &Vec<String>| {
            let texts: Vec<&str> = chosen.iter().map(|&i| texts[i].as_str()).collect();
            scores::score(set.task, &pages, &texts)
        };
        let all: Vec<Option<(f64, Vec<String>)>> = outputs.iter().map(|o| o.as_ref().map(score)).collect();
        let errors = all[0].as_ref().filter(|_| part.seen).map(|(_, errors)| errors.clone()).unwrap_or_default();
        rows.push(Row {
            what: format!("{}: {}", set.name, part.name),
            pages: pages.len(),
            bar: part.bar,
            scores: all.into_iter().map(|s| s.map(|(score, _)| score)).collect(),
            errors,
        });
    }
    rows
}

fn line(row: &Row) -> String {
    let shown = |score: &Option<f64>| score.map_or("–".to_owned(), |s| format!("{s:.3}"));
    let scores: Vec<String> = row.scores.iter().map(shown).collect();
    let bar = row.bar.map_or(String::new(), |b| format!(" (to reach: {b:.3})"));
    format!("{:58} {:5} pages  {}{bar}", row.what, row.pages, scores.join("  "))
}

fn markdown(tools: &[Tool], sets: &[Set], rows: &[Row], speed: &[(usize, f64)]) -> String {
    let mut out = String::from(
        "# Quality of intake: HTML\n\n<!-- Written by `RECOUPE_EVAL=FOLDER cargo xtask quality intake`: do not edit. -->\n\n\
         Main text and metadata of pages, measured on published sets with other extractors in the same run. The sets are not \
         part of the repository. A part that is marked unseen was not looked at while the reader was written: only its \
         score was.\n\n| measure | pages | to reach |",
    );
    tools.iter().for_each(|t| _ = write!(out, " {} |", t.title()));
    out.push_str("\n| --- | ---: | ---: |");
    out.push_str(&" ---: |".repeat(tools.len()));
    for row in rows {
        let bar = row.bar.map_or("–".to_owned(), |b| format!("{b:.3}"));
        let _ = write!(out, "\n| {} | {} | {bar} |", row.what, row.pages);
        row.scores.iter().for_each(|s| _ = write!(out, " {} |", s.map_or("–".to_owned(), |s| format!("{s:.3}"))));
    }
    out.push_str("\n\n## Speed\n\nProcessor time of one thread each, the same pages in the same run, text and metadata for us, text alone for the others.\n\n");
    out.push_str("| extractor | pages | pages a second | us beside it |\n| --- | ---: | ---: | ---: |\n");
    let rate = |(pages, seconds): &(usize, f64)| *pages as f64 / seconds.max(1e-9);
    for (tool, spent) in tools.iter().zip(speed).filter(|(_, s)| s.0 > 0) {
        let _ = writeln!(
            out,
            "| {} | {} | {:.0} | {:.1} × |",
            tool.title(),
            spent.0,
            rate(spent),
            rate(&speed[0]) / rate(spent)
        );
    }
    out.push_str("\n## The sets\n");
    for set in sets {
        let _ = write!(out, "\n- **{}**: {}\n", set.name, set.about);
    }
    out
}
