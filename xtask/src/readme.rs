//! `cargo xtask docs`: the outputs shown in README.md, from runs of the built program.
//!
//! A mark names the command, and the lines to show if not all: what stands between it and the end mark is written anew.
//!
//! ```text
//! <!-- output of: recoupe dossier examples/reports --lang en (lines 1-40) -->
//! <!-- end of output -->
//! ```

use std::{fs, process::Command};

use anyhow::{Context, bail, ensure};

use crate::sets;

const BEGIN: &str = "<!-- output of: recoupe ";
const END: &str = "<!-- end of output -->";

/// Rewrites every output in README.md.
pub(crate) fn run() -> anyhow::Result<()> {
    let path = sets::root().join("README.md");
    let page = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    fs::write(&path, with_outputs(&page, program)?)?;
    println!("written: the outputs in README.md");
    Ok(())
}

/// Runs the built program from the workspace's root.
fn program(arguments: &[&str]) -> anyhow::Result<String> {
    let output = Command::new(sets::root().join("target/release/recoupe"))
        .current_dir(sets::root())
        .args(arguments)
        .env("NO_COLOR", "1")
        .output()
        .context("target/release/recoupe (build it with `make build`)")?;
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Ok(String::from_utf8(output.stdout)?)
}

/// The page with every output written anew by `program`.
fn with_outputs(page: &str, program: impl Fn(&[&str]) -> anyhow::Result<String>) -> anyhow::Result<String> {
    let mut out = String::new();
    let mut rest = page;
    while let Some((before, after)) = rest.split_once(BEGIN) {
        let (mark, after) = after.split_once(" -->").context("a mark that does not end")?;
        let (_, after) = after.split_once(END).with_context(|| format!("no end of output after {mark}"))?;
        let (command, lines) = mark.strip_suffix(')').and_then(|m| m.split_once(" (lines ")).unwrap_or((mark, ""));
        let printed = program(&command.split_whitespace().collect::<Vec<_>>())?;
        let shown = select(&printed, lines).with_context(|| mark.to_owned())?;
        out += &format!("{before}{BEGIN}{mark} -->\n```text\n$ recoupe {command}\n{shown}```\n{END}");
        rest = after;
    }
    ensure!(!out.is_empty(), "README.md shows no output");
    Ok(out + rest)
}

/// The lines `3-9` of a text, with an ellipsis where lines are left out; all lines if none are asked for.
fn select(text: &str, lines: &str) -> anyhow::Result<String> {
    let all: Vec<&str> = text.lines().map(str::trim_end).collect();
    let (from, to) = match lines.split_once('-') {
        None => (1, all.len()),
        Some((from, to)) => (from.parse()?, to.parse::<usize>()?.min(all.len())),
    };
    if from < 1 || from > to {
        bail!("there are {} lines", all.len());
    }
    let mut out = String::new();
    if from > 1 {
        out += "[…]\n";
    }
    for line in &all[from - 1..to] {
        out += &format!("{line}\n");
    }
    if to < all.len() {
        out += "[…]\n";
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outputs_replace_what_stood_between_the_marks() {
        let page = "a\n<!-- output of: recoupe read x (lines 2-3) -->\nold\n<!-- end of output -->\nb\n";
        let echo = |arguments: &[&str]| Ok(format!("{}\ntwo\nthree\nfour\n", arguments.join("+")));
        let expected = "a\n<!-- output of: recoupe read x (lines 2-3) -->\n```text\n$ recoupe read x\n[…]\ntwo\nthree\n[…]\n```\n<!-- end of output -->\nb\n";
        let fresh = with_outputs(page, echo).unwrap();
        assert_eq!(fresh, expected);
        assert_eq!(with_outputs(&fresh, echo).unwrap(), expected, "writing twice changes nothing");
    }

    #[test]
    fn a_page_that_lost_its_marks_is_an_error() {
        assert!(with_outputs("a\n", |_| Ok(String::new())).is_err());
        assert!(with_outputs("<!-- output of: recoupe x -->\n", |_| Ok(String::new())).is_err());
        assert!(select("one\n", "5-9").is_err());
    }
}
