//! What can be wrong with an input.

use std::io;

/// An input that gave no report: where, what is wrong, what to do.
#[derive(Debug, thiserror::Error)]
#[error("{}{}: {kind}", .path, .item.as_deref().unwrap_or_default())]
pub struct IntakeError {
    /// The path as the user wrote it or as the folder gave it; `-` for standard input.
    pub path: String,
    /// The part of the file: `:12` for a line, `#3` for an element of an array.
    pub item: Option<String>,
    /// What is wrong.
    #[source]
    pub kind: IntakeErrorKind,
}

/// What is wrong with an input.
#[derive(Debug, thiserror::Error, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
#[non_exhaustive]
pub enum IntakeErrorKind {
    /// Nothing there.
    #[error("no such file or folder; check the path")]
    NotFound,
    /// It was there when the folder was listed.
    #[error("the file has vanished since its folder was listed; run again")]
    Vanished,
    /// Not allowed.
    #[error("permission denied; make the file readable")]
    Permission,
    /// Reading failed.
    #[error("cannot be read ({0}); check the disk and try again")]
    Io(io::Error),
    /// No bytes, or only blanks.
    #[error("is empty; nothing to read")]
    Empty,
    /// Not text.
    #[error("is not text but {looks_like}; convert it to plain text first")]
    Binary {
        /// What it looks like.
        looks_like: &'static str,
    },
    /// Over the limit.
    #[error("one text has more than {limit} bytes, the most that is read at once; split it, one report a file or line")]
    TooLarge {
        /// The limit in bytes.
        limit: u64,
    },
    /// Archives in archives in archives.
    #[error("lies in more than {deepest} archives, one in the other; unpack it first")]
    TooDeep {
        /// How many are opened.
        deepest: u8,
    },
    /// A record or a member of an archive that cannot be trusted.
    #[error("is damaged ({0}); it is left out")]
    Damaged(Damage),
    /// An archive made to fill the memory or the disk.
    #[error("unpacks to far more than an honest archive holds; reading it was stopped")]
    Bomb,
    /// A variant of a format that nothing here reads.
    #[error("is written in a way that is not read ({0})")]
    Unsupported(String),
    /// A document of pictures.
    #[error("holds no words, only pictures perhaps; have its text recognised first")]
    NoWords,
    /// A document that its reader refuses.
    #[error("is a damaged document ({0})")]
    BadDocument(String),
    /// Not XML.
    #[error("is not XML; no element begins in it")]
    NotXml,
    /// XML that breaks off.
    #[error("breaks off inside an element; what was complete is read")]
    BrokenXml,
    /// A feed or a list of addresses with nothing in it.
    #[error("lists nothing")]
    NoEntries,
    /// XML of another shape.
    #[error("is XML with the root <{root}>, which is none of RSS, Atom, a sitemap or OPML")]
    UnknownXml {
        /// The root element.
        root: String,
    },
    /// No message.
    #[error("is no message; no header field begins it")]
    NotAMessage,
    /// A table that cannot be read.
    #[error("is not a table of reports ({0})")]
    BadTable(String),
    /// Not JSON.
    #[error("is not valid JSON ({0}); each line must hold one JSON object")]
    BadJson(String),
    /// JSON of another shape.
    #[error(
        "is JSON but not a report; expected an object with `maintext` or `text`, and optionally `title`, `url`, `date_publish`"
    )]
    NotAReport,
    /// No text field.
    #[error("has no text; expected it in `maintext`, `text`, `content` or `body`")]
    NoText,
    /// A folder without texts.
    #[error(
        "the folder holds no file whose name tells a format that is read (.html, .txt, .json, .warc.gz …); name the files"
    )]
    EmptyFolder,
    /// A pattern without files.
    #[error("no file matches this pattern; check it")]
    NoMatch,
    /// Not a pattern.
    #[error("is not a valid pattern ({0})")]
    BadPattern(String),
    /// Something on the web.
    #[cfg(feature = "web")]
    #[error(transparent)]
    Web(#[from] crate::web::WebError),
}

/// How a part of an archive is damaged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Damage {
    /// gzip or zstd data that does not unpack.
    #[error("its packed data is broken")]
    Packing,
    /// Unpacked data with another checksum.
    #[error("its data does not match its checksum")]
    Checksum,
    /// The end of the file inside it.
    #[error("the file ends inside it")]
    Cut,
    /// No record where one should begin.
    #[error("no record begins here")]
    NoRecord,
    /// A header that cannot be read.
    #[error("its header cannot be read")]
    Header,
    /// The next record does not begin where this one should end.
    #[error("it is not as long as its header says")]
    Length,
    /// An HTTP answer that cannot be read.
    #[error("the HTTP answer in it cannot be read")]
    Http,
    /// A content coding that does not unpack.
    #[error("the HTTP body in it does not unpack")]
    Coding,
}

impl IntakeErrorKind {
    /// What is wrong in one stable word, as `--outcomes` writes it: `empty`, `bad-json`, `robots` …
    pub fn code(&self) -> &'static str {
        match self {
            #[cfg(feature = "web")]
            Self::Web(error) => error.code(),
            other => other.into(),
        }
    }

    pub(crate) fn at(self, path: &str) -> IntakeError {
        IntakeError { path: path.to_owned(), item: None, kind: self }
    }
}

impl From<io::Error> for IntakeErrorKind {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound => Self::Vanished,
            io::ErrorKind::PermissionDenied => Self::Permission,
            // What stopped the unpacking below comes through `Read` as it was.
            _ => match error.downcast::<Self>() {
                Ok(kind) => kind,
                Err(error) => Self::Io(error),
            },
        }
    }
}
