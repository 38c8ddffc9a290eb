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
    source: Source,
    next: usize,
    taking: Taking,
    done: bool,
}

/// How the files of a zip archive are found.
enum Source {
    /// By the directory at its end.
    Directory(zip::ZipArchive<Box<dyn ReadSeek>>),
    /// Its end is lost: one after the other, by the header before each.
    Headers(Box<dyn ReadSeek>),
}

/// The farthest from the end of a zip archive that its last record begins: 22 bytes and the longest comment.
const END: u64 = 22 + 0xffff;

/// Whether an archive has the record that leads to its directory (APPNOTE 4.3.16).
fn has_directory(source: &mut (impl Read + Seek)) -> io::Result<bool> {
    let size = source.seek(io::SeekFrom::End(0))?;
    source.seek(io::SeekFrom::Start(size.saturating_sub(END)))?;
    let mut tail = Vec::new();
    (&mut *source).take(END).read_to_end(&mut tail)?;
    source.rewind()?;
    Ok(memchr::memmem::find(&tail, b"PK\x05\x06").is_some())
}

impl Zip {
    /// Opens an archive by the directory at its end, or where that is lost, by its first file.
    pub(crate) fn open(content: Content, taking: Taking) -> Result<Self, Kind> {
        let mut source: Box<dyn ReadSeek> = match content {
            Content::Bytes(bytes) => Box::new(bytes),
            Content::File(file) => Box::new(io::BufReader::new(file)),
            Content::Pipe(mut pipe) => {
                let mut file = tempfile::tempfile()?;
                taking.copy(&mut pipe, &mut file, u64::MAX)?;
                file.rewind()?;
                Box::new(io::BufReader::new(file))
            }
        };
        let source = if has_directory(&mut source)? {
            Source::Directory(zip::ZipArchive::new(source).map_err(damaged)?)
        } else {
            Source::Headers(source)
        };
        Ok(Self { source, next: 0, taking, done: false })
    }

    /// The bytes of one file, if the archive has it.
    pub(crate) fn file(&mut self, name: &str) -> Option<Result<Vec<u8>, Kind>> {
        let Source::Directory(archive) = &mut self.source else { return None };
        let index = archive.index_for_name(name)?;
        let mut bytes = Vec::new();
        let file = archive.by_index(index).map_err(damaged);
        Some(file.and_then(|mut file| self.taking.copy(&mut file, &mut bytes, self.taking.limit)).map(|()| bytes))
    }
}

impl Container for Zip {
    fn step(&mut self) -> Option<Step> {
        loop {
            if self.done {
                return None;
            }
            let archive = match &mut self.source {
                Source::Directory(archive) => archive,
                Source::Headers(source) => {
                    let (step, last) = by_header(source, &self.taking)?;
                    self.done = last;
                    match step {
                        Some(step) => return Some(step),
                        None => continue,
                    }
                }
            };
            if self.next >= archive.len() {
                return None;
            }
            let index = self.next;
            self.next += 1;
            let name = archive.name_for_index(index).and_then(Result::ok).map(std::borrow::Cow::into_owned);
            let name = name.unwrap_or_else(|| format!("file-{}", index + 1));
            let mut file = match archive.by_index(index) {
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

/// The next file of an archive whose directory is lost, and whether it is the last that can be found: lengths may stand behind
/// the files only, and then nothing tells where the next one begins.
fn by_header(source: &mut Box<dyn ReadSeek>, taking: &Taking) -> Option<(Option<Step>, bool)> {
    let place = source.stream_position().unwrap_or_default();
    let lost = |damage| Some((Some(Step::new(format!("@{place}"), Err(Kind::Damaged(damage)))), true));
    match zip::read::read_zipfile_from_stream(source) {
        Ok(Some(mut file)) if file.is_dir() || file.is_symlink() => {
            let cut = io::copy(&mut file, &mut io::sink()).is_err();
            Some((None, cut))
        }
        Ok(Some(mut file)) => {
            let name = file.name().map_or_else(|_| format!("@{place}"), std::borrow::Cow::into_owned);
            let found = taking.take(&name, &mut file);
            // What was not taken is read over, so that the source stands at the next header.
            let cut = matches!(found, Err(Kind::Bomb)) || io::copy(&mut file, &mut io::sink()).is_err();
            Some((Some(Step::new(format!("!{name}"), found)), cut))
        }
        // The directory begins, its end is lost: all files were read.
        Ok(None) => lost(Damage::Cut),
        Err(zip::result::ZipError::Io(_)) => lost(Damage::Cut),
        Err(error) => Some((Some(Step::new(format!("@{place}"), Err(damaged(error)))), true)),
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
