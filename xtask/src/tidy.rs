//! Checks of the repository itself, as ordinary tests.

use std::{collections::BTreeSet, fs, path::PathBuf, process::Command};

use crate::{
    gold,
    sets::{self, SETS},
};

/// Files that git tracks or would track, with their text; files that are not UTF-8 are left out.
fn tracked() -> Vec<(String, String)> {
    let output = Command::new("git")
        .current_dir(sets::root())
        .args(["ls-files", "--cached", "--others", "--exclude-standard", "-z"])
        .output()
        .expect("git");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let names = String::from_utf8(output.stdout).unwrap();
    let files: BTreeSet<&str> = names.split('\0').filter(|n| !n.is_empty()).collect();
    assert!(files.contains("Cargo.toml") && files.len() > 50, "git lists {} files", files.len());
    files
        .into_iter()
        .filter_map(|name| fs::read_to_string(sets::root().join(name)).ok().map(|text| (name.to_owned(), text)))
        .collect()
}

/// Fails with every line of `found`.
fn none(found: &[String]) {
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn no_host_of_a_package_registry_is_named() {
    // In two halves, so that this file does not name them either.
    let hosts = [("crates", ".io"), ("pypi", ".org"), ("python", "hosted.org"), ("npmjs", ".org"), ("npmjs", ".com")];
    let mut hosts: Vec<String> = hosts.iter().map(|(a, b)| format!("{a}{b}")).collect();
    hosts.push(format!("deb.{}.org", "debian"));
    let mut found = Vec::new();
    // Cargo writes its default source into the lock files.
    for (name, text) in tracked().iter().filter(|(name, _)| !name.ends_with("Cargo.lock")) {
        let named = hosts.iter().filter(|host| text.contains(host.as_str()));
        found.extend(named.map(|host| format!("{name} names {host}: use the client's default")));
    }
    none(&found);
}

#[test]
fn nothing_names_the_machine_it_was_written_on() {
    let folders = ["work", "root"].map(|f| format!("/{f}/"));
    let mut found = Vec::new();
    for (name, text) in tracked() {
        found.extend(folders.iter().filter(|f| text.contains(*f)).map(|folder| format!("{name} names {folder}")));
    }
    none(&found);
}

#[test]
fn rust_files_can_be_read_in_one_sitting() {
    let mut found = Vec::new();
    for (name, text) in tracked() {
        let is_test = name.contains("/tests/") || name.ends_with("/tests.rs") || name.contains("/benches/");
        // Comments and the tests at the end do not count.
        let code = text.lines().take_while(|l| *l != "#[cfg(test)]").filter(|l| !l.trim_start().starts_with("//"));
        let lines = code.count();
        if name.ends_with(".rs") && !is_test && lines > 700 {
            found.push(format!("{name} has {lines} lines of code: 700 at most, better 500"));
        }
    }
    none(&found);
}

#[test]
fn the_gold_is_fresh_and_quotes_its_texts() {
    let root = sets::root();
    for set in SETS.iter().filter(|s| s.annotations.is_some()) {
        for file in gold::compile(root, set).unwrap() {
            let stored = fs::read_to_string(&file.path).unwrap();
            assert!(stored == file.content, "{} is stale: run `cargo xtask gold`", file.path.display());
        }
        let rows: Vec<gold::rows::FigureRow> =
            gold::rows::read(&root.join(format!("{}-figures.jsonl", set.gold))).unwrap();
        let texts = sets::stored_texts(root, set).unwrap();
        for row in rows {
            let text = &texts[&row.doc];
            assert_eq!(text.get(row.start..row.end), Some(row.number.as_str()), "{}", row.id);
            if let (Some(start), Some(end)) = (row.counted_start, row.counted_end) {
                assert_eq!(text.get(start..end), row.counted.as_deref(), "{}", row.id);
            }
        }
    }
}

#[test]
fn every_text_of_a_set_is_annotated() {
    let root = sets::root();
    for set in SETS.iter().filter(|s| s.annotations.is_some()) {
        let statements: Vec<gold::rows::StatementRow> =
            gold::rows::read(&root.join(format!("{}-statements.jsonl", set.gold))).unwrap();
        for name in sets::stored_texts(root, set).unwrap().into_keys() {
            assert!(statements.iter().any(|s| s.doc == name), "{}/{name} has no annotation", set.texts);
        }
    }
}

#[test]
fn the_licences_are_there_and_declared() {
    let root = sets::root();
    let read = |name: &str| fs::read_to_string(root.join(name)).unwrap_or_else(|e| panic!("{name}: {e}"));
    assert!(read("LICENSE-MIT").contains("Permission is hereby granted, free of charge"));
    assert!(read("LICENSE-APACHE").contains("END OF TERMS AND CONDITIONS"));
    assert!(read("Cargo.toml").contains("license = \"MIT OR Apache-2.0\""));
    for (name, text) in tracked().iter().filter(|(name, _)| name.ends_with("/Cargo.toml")) {
        // The fuzz targets are a workspace of their own.
        let declared = ["license.workspace = true", "license = \"MIT OR Apache-2.0\""];
        assert!(declared.iter().any(|licence| text.contains(licence)), "{name} declares no licence");
    }
}

#[test]
fn the_make_targets_that_the_documents_name_exist() {
    let makefile = fs::read_to_string(sets::root().join("Makefile")).unwrap();
    for (name, text) in tracked().iter().filter(|(name, _)| name.ends_with(".md")) {
        for (_, rest) in text.match_indices("`make ").map(|(at, _)| text.split_at(at + "`make ".len())) {
            let target: String =
                rest.chars().take_while(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || *c == '-').collect();
            assert!(makefile.contains(&format!("\n{target}:")), "{name}: there is no `make {target}`");
        }
    }
}

/// No run of eight words of the texts that were given to the project for measuring only.
#[test]
fn no_text_from_outside_the_repository_is_in_it() {
    const RUN: usize = 8;
    let shared = sets::root().join("../shared");
    if !shared.is_dir() {
        println!("skipped: no ../shared");
        return;
    }
    let words = |text: &str| -> Vec<String> {
        text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase).collect()
    };
    let texts: Vec<PathBuf> = ["seeds", "gold/est-republicain"]
        .iter()
        .flat_map(|folder| sets::files(&shared.join(folder), &["txt"]).unwrap_or_default())
        .collect();
    assert!(!texts.is_empty(), "no texts in {}", shared.display());
    let mut runs: BTreeSet<Vec<String>> = BTreeSet::new();
    for path in &texts {
        runs.extend(words(&fs::read_to_string(path).unwrap()).windows(RUN).map(<[String]>::to_vec));
    }
    let mut found = Vec::new();
    for (name, text) in tracked() {
        let copied = words(&text).windows(RUN).find(|run| runs.contains(*run)).map(|run| run.join(" "));
        found.extend(copied.map(|run| format!("{name} copies \"{run}\"")));
    }
    none(&found);
}
