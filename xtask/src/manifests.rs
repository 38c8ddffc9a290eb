//! `cargo xtask docs`: the table of dependencies in ARCHITECTURE.md, from the comments of the manifests.

use std::{collections::BTreeMap, fs, path::Path};

use anyhow::{Context, ensure};

use crate::sets;

const BEGIN: &str = "<!-- dependencies: written by `cargo xtask docs` from the comments in the manifests -->\n";
const END: &str = "<!-- end of dependencies -->\n";

/// What one manifest, or all together, say of a dependency.
#[derive(Debug, Default, Clone, PartialEq)]
pub(crate) struct Dependency {
    /// The crates of the workspace that use it, in order; a name in brackets uses it in tests only.
    pub(crate) users: Vec<String>,
    /// Why it is there.
    pub(crate) reason: String,
}

/// Rewrites the table in ARCHITECTURE.md.
pub(crate) fn run() -> anyhow::Result<()> {
    let path = sets::root().join("ARCHITECTURE.md");
    let page = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    fs::write(&path, with_table(&page, &dependencies(sets::root())?)?)?;
    println!("written: the dependencies in ARCHITECTURE.md");
    Ok(())
}

/// All outside dependencies of the workspace.
pub(crate) fn dependencies(root: &Path) -> anyhow::Result<BTreeMap<String, Dependency>> {
    let mut all: BTreeMap<String, Dependency> = BTreeMap::new();
    let mut folders: Vec<_> =
        fs::read_dir(root.join("crates"))?.map(|e| e.map(|e| e.path())).collect::<Result<_, _>>()?;
    folders.push(root.join("xtask"));
    folders.sort();
    for folder in folders {
        let path = folder.join("Cargo.toml");
        let manifest = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        let user = folder.file_name().and_then(|n| n.to_str()).unwrap_or_default();
        for line in lines(&manifest) {
            let dependency = all.entry(line.name.to_owned()).or_default();
            let tests_only = format!("({user})");
            if line.in_tests && !dependency.users.iter().any(|u| u == user) {
                dependency.users.push(tests_only);
            } else if !line.in_tests {
                dependency.users.push(user.to_owned());
            }
            if dependency.reason.is_empty() {
                dependency.reason = line.reason;
            }
        }
    }
    // What the workspace's own manifest says of a dependency holds for all its users.
    for line in lines(&fs::read_to_string(root.join("Cargo.toml"))?) {
        if let Some(dependency) = all.get_mut(line.name).filter(|_| !line.reason.is_empty()) {
            dependency.reason = line.reason;
        }
    }
    all.retain(|name, _| !name.starts_with("recoupe-"));
    Ok(all)
}

/// The page with its table written anew.
pub(crate) fn with_table(page: &str, dependencies: &BTreeMap<String, Dependency>) -> anyhow::Result<String> {
    let (before, rest) = page.split_once(BEGIN).context("ARCHITECTURE.md has lost the mark before its dependencies")?;
    let (_, after) = rest.split_once(END).context("ARCHITECTURE.md has lost the mark after its dependencies")?;
    let mut table = String::from("\n| crate | used by | why |\n| --- | --- | --- |\n");
    for (name, dependency) in dependencies {
        ensure!(!dependency.reason.is_empty(), "{name} has no reason: write it as a comment above it in Cargo.toml");
        table += &format!("| {name} | {} | {} |\n", dependency.users.join(", "), dependency.reason);
    }
    Ok(format!("{before}{BEGIN}{table}\n{END}{after}"))
}

struct Line<'a> {
    name: &'a str,
    reason: String,
    in_tests: bool,
}

/// The dependency lines of a manifest, each with the comment right above it or at its end.
fn lines(manifest: &str) -> Vec<Line<'_>> {
    let mut out = Vec::new();
    let mut section = "";
    let mut comment = String::new();
    for line in manifest.lines().map(str::trim) {
        if let Some(text) = line.strip_prefix('#') {
            comment = format!("{comment} {}", text.trim()).trim().to_owned();
            continue;
        }
        let above = std::mem::take(&mut comment);
        if line.starts_with('[') {
            section = line;
        } else if section.ends_with("dependencies]")
            && let Some((name, rest)) = line.split_once(['=', '.'])
        {
            let reason = rest.rsplit_once(" # ").map_or(above, |(_, end)| end.to_owned());
            out.push(Line { name: name.trim(), reason, in_tests: section.contains("dev-") });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_become_reasons() {
        let manifest = "[package]\nname = \"x\"\n[dependencies]\n# Two\n# lines.\na = \"1\"\nb.workspace = true\n\
                        c = { version = \"1\" } # at the end\n[dev-dependencies]\nd = \"1\"\n[features]\ne = []\n";
        let found: Vec<_> = lines(manifest).into_iter().map(|l| (l.name, l.reason, l.in_tests)).collect();
        let expected = [("a", "Two lines.", false), ("b", "", false), ("c", "at the end", false), ("d", "", true)];
        assert_eq!(found, expected.map(|(n, r, t)| (n, r.to_owned(), t)));
    }

    #[test]
    fn every_dependency_has_its_reason_in_the_architecture_page() {
        let root = sets::root();
        let page = fs::read_to_string(root.join("ARCHITECTURE.md")).unwrap();
        let fresh = with_table(&page, &dependencies(root).unwrap()).unwrap();
        assert!(page == fresh, "ARCHITECTURE.md is stale: run `cargo xtask docs`");
    }
}
