//! Archives of files: zip and tar. Their members are read as if they lay in a folder.

use std::io::{self, Read, Seek, Write};

use super::stream::Stop;
use crate::budget::Budget;
use crate::format::{self, HEAD};
use crate::member::{Container, Content, Entry, Found, Step};
use crate::{Damage, Hints, IntakeErrorKind as Kind, Skip};

/// How members are taken out of an archive of files.
#[derive(Debug, Clone)]
pub(crate) struct Taking {
    /// Most bytes of a member that is no archive itself.
    pub limit: u64,
    /// What may still be unpacked.
    pub budget: Budget,
}

impl Taking {
    /// Takes out a member. One that is an archive itself may be larger than memory: it is put into a temporary file.
    fn take(&self, name: &str, mut bytes: impl Read) -> Result<Found, Kind> {
        let hints = Hints { name: name.to_owned(), ..Hints::default() };
        let mut head = Vec::new();
        (&mut bytes).take(HEAD as u64).read_to_end(&mut head).map_err(unpacking)?;
        if let Some(skip) = unread(name, &head) {
            return Ok(Found::Skipped(skip));
        }
        let mut held = head;
        if format::is_container(&held, &hints) {
            let mut file = tempfile::tempfile()?;
            file.write_all(&held)?;
            self.copy(&mut bytes, &mut file, u64::MAX)?;
            file.rewind()?;
            return Ok(Found::Member(Entry::new(Content::File(file), hints)));
        }
        self.copy(&mut bytes, &mut held, self.limit)?;
        Ok(Found::Member(Entry::new(Content::bytes(held), hints)))
    }

    fn copy(&self, from: &mut impl Read, to: &mut impl Write, limit: u64) -> Result<(), Kind> {
        let mut buffer = vec![0; 64 << 10];
        let mut copied = 0_u64;
        loop {
            let read = match from.read(&mut buffer) {
                Ok(0) => return Ok(()),
                Ok(read) => read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(unpacking(error)),
            };
            copied += read as u64;
            if copied > limit {
                return Err(Kind::TooLarge { limit });
            }
            if !self.budget.unpack(read as u64) {
                return Err(Stop::Burst.into());
            }
            to.write_all(&buffer[..read])?;
        }
    }
}

/// Why a file of an archive is not read: hidden, or of a kind that holds no report.
pub(crate) fn unread(name: &str, head: &[u8]) -> Option<Skip> {
    let mut parts = name.split(['/', '\\']);
    if parts.clone().any(|part| part.starts_with('.') && part != "." && part != "..") || parts.any(|p| p == "__MACOSX")
    {
        return Some(Skip::MediaType("a hidden file".into()));
    }
    if format::is_readable_name(name) || format::magic(head).is_some() {
        return None;
    }
    let ending = name.rsplit(['/', '\\']).next().unwrap_or(name).rsplit_once('.').map(|(_, ending)| ending);
    let ending = ending.unwrap_or_default().chars().take(12).collect::<String>().to_ascii_lowercase();
    Some(Skip::MediaType(if ending.is_empty() {
        "a file without an ending".into()
    } else {
        format!("a .{ending} file")
    }))
}

/// Anything that a zip archive can be read from.
pub(crate) trait ReadSeek: Read + Seek + Send {}
impl<T: Read + Seek + Send> ReadSeek for T {}

/// The files of a zip archive.
pub(crate) struct Zip {
    archive: zip::ZipArchive<Box<dyn ReadSeek>>,
    next: usize,
    taking: Taking,
    done: bool,
}

impl Zip {
    /// Opens an archive by the directory at its end.
    pub(crate) fn open(content: Content, taking: Taking) -> Result<Self, Kind> {
        let source: Box<dyn ReadSeek> = match content {
            Content::Bytes(bytes) => Box::new(bytes),
            Content::File(file) => Box::new(io::BufReader::new(file)),
            Content::Pipe(mut pipe) => {
                let mut file = tempfile::tempfile()?;
                taking.copy(&mut pipe, &mut file, u64::MAX)?;
                file.rewind()?;
                Box::new(io::BufReader::new(file))
            }
        };
        let archive = zip::ZipArchive::new(source).map_err(damaged)?;
        Ok(Self { archive, next: 0, taking, done: false })
    }

    /// The bytes of one file, if the archive has it.
    pub(crate) fn file(&mut self, name: &str) -> Option<Result<Vec<u8>, Kind>> {
        let index = self.archive.index_for_name(name)?;
        let mut bytes = Vec::new();
        let file = self.archive.by_index(index).map_err(damaged);
        Some(file.and_then(|mut file| self.taking.copy(&mut file, &mut bytes, self.taking.limit)).map(|()| bytes))
    }
}

impl Container for Zip {
    fn step(&mut self) -> Option<Step> {
        loop {
            if self.done || self.next >= self.archive.len() {
                return None;
            }
            let index = self.next;
            self.next += 1;
            let name = self.archive.name_for_index(index).and_then(Result::ok).map(std::borrow::Cow::into_owned);
            let name = name.unwrap_or_else(|| format!("file-{}", index + 1));
            let mut file = match self.archive.by_index(index) {
                Ok(file) => file,
                Err(error) => return Some(Step::new(format!("!{name}"), Err(damaged(error)))),
            };
            if file.is_dir() || file.is_symlink() {
                continue;
            }
            let found = self.taking.take(&name, &mut file);
            self.done = matches!(found, Err(Kind::Bomb));
            return Some(Step::new(format!("!{name}"), found));
        }
    }
}

fn damaged(error: zip::result::ZipError) -> Kind {
    match error {
        zip::result::ZipError::Io(error) => unpacking(error),
        zip::result::ZipError::UnsupportedArchive(why) => Kind::Unsupported(why.into()),
        zip::result::ZipError::CompressionMethodNotSupported(method) => {
            Kind::Unsupported(format!("zip method {method}"))
        }
        _ => Kind::Damaged(Damage::Header),
    }
}

/// What went wrong while a member was unpacked.
fn unpacking(error: io::Error) -> Kind {
    match error.kind() {
        io::ErrorKind::UnexpectedEof => Kind::Damaged(Damage::Cut),
        io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput => Kind::Damaged(Damage::Packing),
        _ => error.into(),
    }
}

/// The files of a tar archive.
pub(crate) struct Tar<R> {
    source: Counted<R>,
    taking: Taking,
    done: bool,
}

struct Counted<R> {
    source: R,
    read: u64,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.source.read(buffer)?;
        self.read += read as u64;
        Ok(read)
    }
}

/// What a tar header is rounded up to.
const BLOCK: u64 = 512;

impl<R: Read + Send> Tar<R> {
    pub(crate) fn new(source: R, taking: Taking) -> Self {
        Self { source: Counted { source, read: 0 }, taking, done: false }
    }

    /// The next file. The reader of archives borrows its source, so each file gets a reader of its own, which begins at its
    /// header.
    fn file(&mut self) -> Option<Step> {
        let start = self.source.read;
        let place = |error: io::Error| {
            let cut = error.kind() == io::ErrorKind::UnexpectedEof;
            let damage = if cut { Damage::Cut } else { Damage::Header };
            let inner = error.downcast::<Kind>().ok();
            Step::new(format!("@{start}"), Err(inner.unwrap_or(Kind::Damaged(damage))))
        };
        let mut archive = tar::Archive::new(&mut self.source);
        let mut entry = match archive.entries().and_then(|mut entries| entries.next().transpose()) {
            Ok(Some(entry)) => entry,
            Ok(None) => {
                self.done = true;
                // An archive ends with blocks of zeros; one that just stops was cut between two files.
                let cut = self.source.read == start;
                return cut.then(|| Step::new(format!("@{start}"), Err(Kind::Damaged(Damage::Cut))));
            }
            Err(error) => {
                self.done = true;
                return Some(place(error));
            }
        };
        let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        let kind = entry.header().entry_type();
        let size = entry.size();
        let found = match kind {
            tar::EntryType::Regular | tar::EntryType::Continuous => Some(self.taking.take(&name, &mut entry)),
            // Holes may be of any size.
            tar::EntryType::GNUSparse => Some(Err(Kind::Unsupported("a sparse file".into()))),
            _ => None,
        };
        self.done = kind == tar::EntryType::GNUSparse || matches!(found, Some(Err(Kind::Bomb)));
        if !self.done
            && let Err(error) = io::copy(&mut entry, &mut io::sink())
        {
            self.done = true;
            return Some(place(error));
        }
        drop(entry);
        let padding = (BLOCK - self.source.read % BLOCK) % BLOCK;
        // If it is cut off, the next header is missed.
        let _ = io::copy(&mut (&mut self.source).take(padding), &mut io::sink());
        let cut = self.source.read < start + BLOCK + size;
        match found {
            // The reader takes a missing end for the end.
            Some(_) if cut && !self.done => {
                self.done = true;
                Some(Step::new(format!("!{name}"), Err(Kind::Damaged(Damage::Cut))))
            }
            found => found.map(|found| Step::new(format!("!{name}"), found)),
        }
    }
}

impl<R: Read + Send> Container for Tar<R> {
    fn step(&mut self) -> Option<Step> {
        while !self.done {
            // Folders and links give nothing.
            if let Some(step) = self.file() {
                return Some(step);
            }
        }
        None
    }
}
