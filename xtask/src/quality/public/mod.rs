//! Sets that others annotated and published: measured where they are on the machine, never committed.
//!
//! A set is a folder under the one that `RECOUPE_EVAL` names. What each must look like, where it is public and under which
//! licence, stands in its `about`, which the page prints. One module a set.

mod feeds;
mod gva;
mod newsquant;
mod polnear;
mod recognizers_dates;
mod recognizers_numbers;
mod spans;
mod tempeval;
mod xltime;

use std::{
    fmt::Write,
    fs,
    path::{Path, PathBuf},
};

use anyhow::Context;

/// The environment variable that names the folder of the public sets.
pub(crate) const FOLDER: &str = "RECOUPE_EVAL";

/// A published set and how to measure on it.
pub(crate) struct PublicSet {
    /// As the command line and the page name it.
    pub(crate) name: &'static str,
    /// Its folder under `RECOUPE_EVAL`.
    pub(crate) folder: &'static str,
    /// What it is, where it is public, its licence, which of its files must lie where, what is mapped or left out.
    pub(crate) about: &'static str,
    /// Reads the folder, runs the program or a library on it, and scores.
    pub(crate) measure: fn(&Path) -> anyhow::Result<Vec<Row>>,
}

/// One number of a set.
#[derive(Debug, Clone, Default)]
pub(crate) struct Row {
    /// "French numbers: span and value".
    pub(crate) what: String,
    /// A share or an F1, in [0, 1].
    pub(crate) score: f64,
    /// How many items or gold annotations it is over.
    pub(crate) items: usize,
    /// What others reach, with their name, or the number that we want to reach.
    pub(crate) beside: &'static str,
    /// What went wrong, one line each with its context, the worst first; empty for a part kept for the final measure.
    pub(crate) errors: Vec<String>,
}

/// All public sets, one module each.
pub(crate) const PUBLIC: &[PublicSet] = &[
    polnear::SET,
    recognizers_numbers::SET,
    newsquant::SET,
    recognizers_dates::SET,
    xltime::SET,
    tempeval::SET,
    feeds::SET,
    gva::SET,
];

/// The page that the rows are written to.
const PAGE: &str = "docs/quality-public.md";

/// Measures the named sets (all, where no name is given) that are on the machine; a set that is not here keeps what the page
/// says of it.
pub(crate) fn run(root: &Path, names: &[String], errors: bool) -> anyhow::Result<()> {
    let Some(folder) = std::env::var_os(FOLDER).map(PathBuf::from) else {
        eprintln!("public sets: {FOLDER} is not set, left out");
        return Ok(());
    };
    let page = root.join(PAGE);
    let mut written = fs::read_to_string(&page).unwrap_or_default();
    let before = written.clone();
    for set in PUBLIC.iter().filter(|s| names.is_empty() || names.iter().any(|n| n == s.name)) {
        let here = folder.join(set.folder);
        if !here.is_dir() {
            eprintln!("{}: not here ({}), left out", set.name, here.display());
            continue;
        }
        let rows = (set.measure)(&here).with_context(|| format!("set {}", set.name))?;
        for row in &rows {
            println!("{:22} {:52} {:.3} of {:5}  ({})", set.name, row.what, row.score, row.items, row.beside);
            if errors {
                row.errors.iter().for_each(|line| println!("    {line}"));
            }
        }
        written = replaced(&written, set, &rows);
    }
    if written != before {
        fs::write(&page, written).with_context(|| page.display().to_string())?;
    }
    Ok(())
}

/// The page with the section of one set written anew, the sections in the order of [`PUBLIC`].
fn replaced(page: &str, set: &PublicSet, rows: &[Row]) -> String {
    let section = |name: &str| {
        let from = page.find(&format!("## {name}\n"))?;
        let end = page[from + 3..].find("\n## ").map_or(page.len(), |n| from + 3 + n + 1);
        Some(page[from..end].trim_end().to_owned())
    };
    let mut out = String::from(
        "# Quality on published sets\n\n<!-- Written by `RECOUPE_EVAL=FOLDER cargo xtask quality`: do not edit. -->\n\n\
         The sets are not part of the repository: each section says where its set is public and how to lay it out.\n",
    );
    for known in PUBLIC {
        let text = if known.name == set.name { Some(fresh(set, rows)) } else { section(known.name) };
        if let Some(text) = text {
            let _ = write!(out, "\n{text}\n");
        }
    }
    out
}

fn fresh(set: &PublicSet, rows: &[Row]) -> String {
    let mut out = format!(
        "## {}\n\n{}\n\n| measure | score | items | beside |\n| --- | ---: | ---: | --- |\n",
        set.name, set.about
    );
    for row in rows {
        let _ = writeln!(out, "| {} | {:.3} | {} | {} |", row.what, row.score, row.items, row.beside);
    }
    let _ = write!(out, "\n`{FOLDER}=FOLDER cargo xtask quality {}`", set.name);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_are_named_once_and_not_as_our_own() {
        let mut names: Vec<&str> =
            PUBLIC.iter().map(|s| s.name).chain(crate::sets::SETS.iter().map(|s| s.name)).collect();
        let all = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all);
    }
}
