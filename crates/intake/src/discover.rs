//! Which files are meant: folders and patterns opened up, each file once, in an order that does not depend on that of the
//! arguments.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use crate::format::is_readable_name;
use crate::{IntakeError, IntakeErrorKind as Kind};

/// Something to read.
#[derive(Debug)]
pub(crate) enum Source {
    /// Standard input.
    Stdin,
    /// A file, with the name to show.
    File { path: PathBuf, shown: String },
    /// Something named that cannot be read.
    Bad(IntakeError),
}

impl Source {
    fn shown(&self) -> &str {
        match self {
            Self::Stdin => "-",
            Self::File { shown, .. } => shown,
            Self::Bad(error) => &error.path,
        }
    }
}

/// All sources behind the names, sorted by the bytes of their shown names, each file once.
pub(crate) fn sources<S: AsRef<str>>(names: &[S]) -> Vec<Source> {
    let mut found = Vec::new();
    for name in names {
        open_up(name.as_ref(), &mut found);
    }
    found.sort_by(|a, b| a.shown().as_bytes().cmp(b.shown().as_bytes()));
    let mut seen = BTreeSet::new();
    found.retain(|source| match source {
        // The same file by two names ("a.txt", "./a.txt", a link): the first name in order is kept.
        Source::File { path, .. } => seen.insert(path.canonicalize().unwrap_or_else(|_| path.clone())),
        other => seen.insert(PathBuf::from(format!("\0{}", other.shown()))),
    });
    found
}

fn open_up(name: &str, found: &mut Vec<Source>) {
    if name == "-" {
        found.push(Source::Stdin);
        return;
    }
    let path = Path::new(name);
    match path.metadata() {
        Ok(metadata) if metadata.is_dir() => folder(path, name, found),
        Ok(_) => found.push(file(path)),
        Err(_) if name.contains(['*', '?', '[']) => pattern(name, found),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => found.push(Source::Bad(Kind::NotFound.at(name))),
        Err(error) => found.push(Source::Bad(Kind::from(error).at(name))),
    }
}

fn folder(path: &Path, name: &str, found: &mut Vec<Source>) {
    let before = found.len();
    let hidden = |name: &std::ffi::OsStr| name.as_encoded_bytes().first() == Some(&b'.');
    let walk = WalkDir::new(path).follow_links(true).sort_by_file_name();
    for entry in walk.into_iter().filter_entry(|e| e.depth() == 0 || !hidden(e.file_name())) {
        match entry {
            Ok(entry) if !entry.file_type().is_file() => {}
            Ok(entry) => {
                // A file named itself is read whatever its name.
                if is_readable_name(&entry.file_name().to_string_lossy()) {
                    found.push(file(entry.path()));
                }
            }
            // A link back up is no loss: what it points at is listed where it lies.
            Err(error) if error.loop_ancestor().is_some() => {}
            Err(error) => {
                let shown = error.path().map_or_else(|| name.to_owned(), show);
                let kind = error.into_io_error().map_or(Kind::Vanished, Kind::from);
                found.push(Source::Bad(kind.at(&shown)));
            }
        }
    }
    if found.len() == before {
        found.push(Source::Bad(Kind::EmptyFolder.at(name)));
    }
}

fn pattern(name: &str, found: &mut Vec<Source>) {
    // As shells do: `*` matches no hidden file.
    let like_a_shell = glob::MatchOptions { require_literal_leading_dot: true, ..glob::MatchOptions::new() };
    let paths = match glob::glob_with(name, like_a_shell) {
        Ok(paths) => paths,
        Err(error) => {
            found.push(Source::Bad(Kind::BadPattern(error.msg.to_owned()).at(name)));
            return;
        }
    };
    let before = found.len();
    for path in paths {
        match path {
            Ok(path) if path.is_dir() => folder(&path, &show(&path), found),
            Ok(path) => found.push(file(&path)),
            Err(error) => {
                let shown = show(error.path());
                found.push(Source::Bad(Kind::from(std::io::Error::from(error)).at(&shown)));
            }
        }
    }
    if found.len() == before {
        found.push(Source::Bad(Kind::NoMatch.at(name)));
    }
}

fn file(path: &Path) -> Source {
    Source::File { path: path.to_owned(), shown: show(path) }
}

fn show(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}
