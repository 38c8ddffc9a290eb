//! What can go wrong with a ledger.

use std::path::PathBuf;

/// An error of the ledger: what happened, where, what to do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LedgerError {
    /// The file is no ledger.
    #[error("{} is not a ledger of recoupe; name another file", path.display())]
    NotALedger {
        /// The file.
        path: PathBuf,
    },
    /// No ledger is there, and none was to be made.
    #[error("there is no ledger at {}; make one with `recoupe add`", path.display())]
    Missing {
        /// The file.
        path: PathBuf,
    },
    /// A newer program wrote it.
    #[error(
        "{} was written by a newer recoupe (schema {found}, this one knows {known}); install that version",
        path.display()
    )]
    TooNew {
        /// The file.
        path: PathBuf,
        /// Its schema.
        found: u32,
        /// The newest that this program knows.
        known: u32,
    },
    /// A look-up was stopped by [`crate::Interrupter`].
    #[error("looking that up took too long and was stopped; ask for less")]
    Interrupted,
    /// Another program writes to it.
    #[error("the ledger is being written to by another program; wait until it is done, nothing was lost")]
    Busy,
    /// The disk is full.
    #[error("the disk is full; make room and run the command again, what was added before is kept")]
    Full,
    /// The file or its folder cannot be written to.
    #[error("{} cannot be written to; change its rights or name another file with --ledger", path.display())]
    ReadOnly {
        /// The file.
        path: PathBuf,
    },
    /// The file is damaged.
    #[error("the ledger is damaged ({0}); run `recoupe check`, restore the last backup and add what came after it")]
    Damaged(String),
    /// The analyses were kept by another version of the program.
    #[error("the ledger was read by another version of recoupe; run `recoupe reread`, the texts are kept")]
    Outdated,
    /// The folder cannot be made, a file cannot be written.
    #[error("{}: {error}", path.display())]
    Io {
        /// Where.
        path: PathBuf,
        /// What.
        error: std::io::Error,
    },
    /// No claim, story or decision has this name.
    #[error("no {what} is called {name}; {hint}")]
    Unknown {
        /// `figure`, `story`, …
        what: &'static str,
        /// As asked for.
        name: String,
        /// Where to find names.
        hint: &'static str,
    },
    /// A search that cannot be read.
    #[error("the search cannot be read: {0}")]
    BadQuery(String),
    /// A fix that cannot be applied.
    #[error("the fix cannot be applied: {0}")]
    BadFix(String),
    /// An export that cannot be read back.
    #[error("line {line}: {why}")]
    BadImport {
        /// Counted from 1.
        line: usize,
        /// What is wrong.
        why: String,
    },
    /// Anything else that SQLite says.
    #[error("the ledger: {0}")]
    Sqlite(rusqlite::Error),
}

/// What the functions of this library give.
pub type Result<T, E = LedgerError> = std::result::Result<T, E>;

impl From<rusqlite::Error> for LedgerError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode;
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            Some(ErrorCode::OperationInterrupted) => Self::Interrupted,
            Some(ErrorCode::DiskFull) => Self::Full,
            Some(ErrorCode::DatabaseCorrupt) => Self::Damaged(error.to_string()),
            _ => Self::Sqlite(error),
        }
    }
}
