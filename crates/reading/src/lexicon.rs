//! Word lists: data files, one entry a line, `#` comments, `[section]` headings.

use std::collections::{BTreeMap, BTreeSet};

/// A word list with sections; entries before the first heading are in section `""`.
#[derive(Debug, Default)]
pub(crate) struct Sections(BTreeMap<&'static str, Vec<&'static str>>);

impl Sections {
    /// Reads a list that is part of the program.
    pub(crate) fn parse(data: &'static str) -> Self {
        let mut sections: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        let mut current = "";
        for line in data.lines().map(str::trim) {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            if let Some(name) = line.strip_prefix('[').and_then(|l| l.strip_suffix(']')) {
                current = name;
            } else {
                sections.entry(current).or_default().push(line);
            }
        }
        Self(sections)
    }

    /// All sections with their entries, in order of their names.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&'static str, &[&'static str])> {
        self.0.iter().map(|(name, entries)| (*name, entries.as_slice()))
    }

    /// The entries of one section as a set.
    pub(crate) fn set(&self, section: &str) -> BTreeSet<&'static str> {
        self.0.get(section).into_iter().flatten().copied().collect()
    }
}
