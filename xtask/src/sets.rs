//! The annotated sets: where their texts, their annotations and their gold stand.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

/// An annotated set of texts.
pub(crate) struct Set {
    /// As the table and the command line name it.
    pub(crate) name: &'static str,
    /// Folder of the texts.
    pub(crate) texts: &'static str,
    /// Folder of the `.ann` files that `cargo xtask gold` compiles; `None` where the gold comes ready made.
    pub(crate) annotations: Option<&'static str>,
    /// `PREFIX-figures.jsonl` and `PREFIX-statements.jsonl`.
    pub(crate) gold: &'static str,
    /// What it is, for the table's legend.
    pub(crate) about: &'static str,
    /// Its errors are not listed, so that no rule is written with them in view.
    pub(crate) held_out: bool,
}

/// All sets; those outside the repository are skipped where they are absent.
pub(crate) const SETS: &[Set] = &[
    Set {
        name: "examples",
        texts: "examples/reports",
        annotations: Some("examples/annotations"),
        gold: "examples/gold",
        about: "the made-up story that the README shows (French and English)",
        held_out: false,
    },
    Set {
        name: "eval/fr",
        texts: "eval/fr",
        annotations: Some("eval/fr"),
        gold: "eval/fr",
        about: "short French press texts, held out: nobody who writes rules looks at them",
        held_out: true,
    },
    Set {
        name: "eval/en",
        texts: "eval/en",
        annotations: Some("eval/en"),
        gold: "eval/en",
        about: "short English press texts, held out",
        held_out: true,
    },
    Set {
        name: "seeds",
        texts: "../shared/seeds",
        annotations: None,
        gold: "../shared/gold/seeds",
        about: "five French reports of one story, kept outside the repository",
        held_out: false,
    },
    Set {
        name: "est-republicain",
        texts: "../shared/gold/est-republicain",
        annotations: None,
        gold: "../shared/gold/est-republicain",
        about: "71 French local-press articles of 1999, kept outside the repository",
        held_out: false,
    },
];

/// The workspace's root: the folder above `xtask`.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new("."))
}

/// The files of a folder with one of the extensions, sorted by name.
pub(crate) fn files(folder: &Path, extensions: &[&str]) -> anyhow::Result<Vec<PathBuf>> {
    let mut out = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().and_then(|e| e.to_str()).is_some_and(|e| extensions.contains(&e)) {
            out.push(path);
        }
    }
    out.sort();
    Ok(out)
}

/// The stored texts of a set, which all offsets count in, by the base name of the report's path (`a.txt`, `b.jsonl:3`).
pub(crate) fn stored_texts(root: &Path, set: &Set) -> anyhow::Result<BTreeMap<String, String>> {
    let paths: Vec<String> =
        files(&root.join(set.texts), &["txt", "jsonl"])?.iter().map(|p| p.to_string_lossy().into_owned()).collect();
    recoupe_intake::gather(&paths, &recoupe_intake::Options::default())
        .map(|report| {
            let report = report?;
            let name = report.path.rsplit('/').next().unwrap_or(&report.path).to_owned();
            Ok((name, report.text))
        })
        .collect()
}
