//! What inputs hold: the members that containers (archives, feeds, lists) give one after the other.

use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, Cursor, Read, Seek as _};

use crate::{Hints, IntakeErrorKind as Kind, Report};

/// One thing taken out of an input, still as bytes: a page of an archive, the entry of a feed, a downloaded page.
#[derive(Debug)]
pub struct Member {
    /// The input that it was in, as the user wrote it (`lot.warc.gz`, `https://…`).
    pub shown: String,
    /// Its place in that input: `@1024` an offset in bytes, `:12` a line, `#3` an element, `!a/b.html` a file of an
    /// archive, one after the other where inputs are nested; empty for the whole input.
    pub item: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// What is known of it.
    pub hints: Hints,
}

/// A report that an input names but does not hold: the entry of a sitemap, of a list of feeds, of a feed without texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The address, as the input gives it, resolved against the input's own.
    pub url: String,
    /// What the input says of it; [`Hints::url`] is `url`.
    pub hints: Hints,
}

/// Why a part of an input is no report, though nothing is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, thiserror::Error, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
#[non_exhaustive]
pub enum Skip {
    /// A record of an archive that holds no page (`request`, `revisit`, `warcinfo` …).
    #[error("is a {0} record")]
    RecordType(String),
    /// A page that was not served.
    #[error("was answered with status {0}")]
    Status(u16),
    /// A member that holds no text.
    #[error("is {0}, which holds no report")]
    MediaType(String),
    /// A page that nobody fetched.
    #[error("is a link to {0}, which is not fetched")]
    Link(String),
    /// Before the place where reading was to begin.
    #[error("lies before the place to resume at")]
    Before,
}

impl Skip {
    /// The reason in one stable word, as `--outcomes` writes it: `record-type`, `status`, `link` …
    pub fn code(&self) -> &'static str {
        self.into()
    }

    /// The reason without what differs from one member to the next: what is counted.
    pub fn reason(&self) -> String {
        match self {
            Self::Link(_) => "is a link, which is not fetched".to_owned(),
            other => other.to_string(),
        }
    }
}

/// What a container gives.
#[derive(Debug)]
pub(crate) enum Found {
    /// Bytes to be read on: a page, or another container.
    Member(Entry),
    /// A report read already.
    Report(Box<Report>),
    /// A report that lies elsewhere.
    Link(Link),
    /// Nothing to read.
    Skipped(Skip),
}

/// The bytes of a member and what is known of it.
#[derive(Debug)]
pub(crate) struct Entry {
    pub content: Content,
    pub hints: Hints,
    /// Where the whole report lies, if these bytes are only its beginning.
    pub page: Option<String>,
}

impl Entry {
    pub(crate) fn new(content: Content, hints: Hints) -> Self {
        Self { content, hints, page: None }
    }
}

/// One step of a container: where in it, and what is there. `place` is empty where it is the whole container.
pub(crate) struct Step {
    pub place: String,
    pub found: Result<Found, Kind>,
}

impl Step {
    pub(crate) fn new(place: impl Into<String>, found: Result<Found, Kind>) -> Self {
        Self { place: place.into(), found }
    }
}

/// An input made of several; read step by step, in constant memory. After an error, what can still be read follows.
pub(crate) trait Container: Send {
    /// The next thing in it; `None` at its end.
    fn step(&mut self) -> Option<Step>;
}

/// Steps that are known at once.
pub(crate) type Steps = VecDeque<Step>;

impl Container for Steps {
    fn step(&mut self) -> Option<Step> {
        self.pop_front()
    }
}

/// Bytes that are read once, from front to back.
pub(crate) enum Content {
    /// In memory.
    Bytes(Cursor<Vec<u8>>),
    /// On disk: a regular file of the user's, or one that holds a large member while it is read.
    File(File),
    /// From a pipe.
    Pipe(Box<dyn Read + Send>),
}

impl Content {
    pub(crate) fn bytes(bytes: Vec<u8>) -> Self {
        Self::Bytes(Cursor::new(bytes))
    }

    /// The first bytes, which are read again.
    pub(crate) fn head(&mut self, most: usize) -> io::Result<Vec<u8>> {
        let mut head = Vec::new();
        match self {
            Self::Bytes(bytes) => {
                let start = usize::try_from(bytes.position()).unwrap_or(usize::MAX);
                head.extend(bytes.get_ref().iter().skip(start).take(most));
            }
            Self::File(file) => {
                let place = file.stream_position()?;
                file.take(most as u64).read_to_end(&mut head)?;
                file.seek(io::SeekFrom::Start(place))?;
            }
            Self::Pipe(pipe) => {
                let read = pipe.take(most as u64).read_to_end(&mut head);
                // What fails behind some bytes fails there again, when they are read.
                let failed = match read {
                    Err(error) if head.is_empty() => return Err(error),
                    read => Failed(read.err()),
                };
                let rest = std::mem::replace(self, Self::bytes(Vec::new()));
                *self = Self::Pipe(Box::new(Cursor::new(head.clone()).chain(failed).chain(rest)));
            }
        }
        Ok(head)
    }

    /// How many bytes there are in all, where that is known.
    pub(crate) fn size(&self) -> Option<u64> {
        match self {
            Self::Bytes(bytes) => Some(bytes.get_ref().len() as u64),
            Self::File(file) => file.metadata().ok().map(|m| m.len()),
            Self::Pipe(_) => None,
        }
    }
}

/// An error that was met early, told once.
struct Failed(Option<io::Error>);

impl Read for Failed {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}

impl Read for Content {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Bytes(bytes) => bytes.read(buffer),
            Self::File(file) => file.read(buffer),
            Self::Pipe(pipe) => pipe.read(buffer),
        }
    }
}

impl std::fmt::Debug for Content {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Bytes(bytes) => write!(f, "Bytes({})", bytes.get_ref().len()),
            Self::File(file) => file.fmt(f),
            Self::Pipe(_) => f.write_str("Pipe"),
        }
    }
}
