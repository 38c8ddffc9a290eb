//! The file: making, opening and migrating it.

use std::{
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use rusqlite::{Connection, ErrorCode, InterruptHandle, OpenFlags, Transaction, TransactionBehavior, config::DbConfig};

use crate::{LedgerError, Result, index};

/// "Reco", so that `file` and other programs know whose file this is.
const APPLICATION: i32 = 0x5265_636f;
/// The schemas, oldest first; number N leads from version N - 1 to N. What a script cannot do is done after it.
const MIGRATIONS: [(&str, Afterwards); 2] =
    [(include_str!("schema/1.sql"), Afterwards::Nothing), (include_str!("schema/2.sql"), Afterwards::Index)];

/// What is done after a script of a migration.
#[derive(Clone, Copy)]
enum Afterwards {
    Nothing,
    /// The full-text index is filled from what the ledger holds.
    Index,
}

/// How long a writer waits for another one.
const PATIENCE: Duration = Duration::from_secs(20);

/// A ledger that is open.
///
/// One file holds everything. SQLite's write-ahead log makes each batch of additions be there whole or not at all, also when the
/// program is killed; readers go on reading while somebody writes.
#[derive(Debug)]
pub struct Ledger {
    pub(crate) db: Connection,
    path: PathBuf,
}

/// Stops a look-up that takes too long; see [`Ledger::interrupter`].
pub struct Interrupter(InterruptHandle);

impl Interrupter {
    /// The look-up that is going on ends with [`LedgerError::Interrupted`]; where none is, nothing happens.
    pub fn interrupt(&self) {
        self.0.interrupt();
    }
}

/// What may be done with a ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Looking things up. The file must be there.
    Read,
    /// Adding. The file is made where it is not there.
    Write,
}

impl Ledger {
    /// Opens a ledger, and brings an older one to this program's schema.
    ///
    /// # Errors
    ///
    /// [`LedgerError::Missing`], [`LedgerError::NotALedger`], [`LedgerError::TooNew`], [`LedgerError::ReadOnly`],
    /// [`LedgerError::Busy`], [`LedgerError::Damaged`].
    pub fn open(path: &Path, access: Access) -> Result<Self> {
        let there = path.metadata().is_ok_and(|m| m.is_file() && m.len() > 0);
        let flags = match access {
            Access::Read if !there => return Err(LedgerError::Missing { path: path.to_owned() }),
            Access::Read => OpenFlags::SQLITE_OPEN_READ_WRITE,
            Access::Write => {
                if let Some(folder) = path.parent().filter(|f| !f.as_os_str().is_empty()) {
                    fs::create_dir_all(folder).map_err(|error| LedgerError::Io { path: folder.to_owned(), error })?;
                }
                OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE
            }
        } | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        Self::connect(path, flags, access).map_err(|error| in_file(error, path))
    }

    /// A ledger that lives in memory, for tests and one-off work.
    ///
    /// # Errors
    ///
    /// When SQLite has no memory.
    pub fn in_memory() -> Result<Self> {
        let mut db = Connection::open_in_memory()?;
        settings(&db)?;
        migrate(&mut db, Path::new(":memory:"))?;
        Ok(Self { db, path: PathBuf::from(":memory:") })
    }

    fn connect(path: &Path, flags: OpenFlags, access: Access) -> Result<Self> {
        let mut db = Connection::open_with_flags(path, flags)?;
        db.busy_timeout(PATIENCE)?;
        let application: i32 = db.query_row("PRAGMA application_id", [], |row| row.get(0))?;
        let tables: u32 = db.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
        if tables > 0 && application != APPLICATION {
            return Err(LedgerError::NotALedger { path: path.to_owned() });
        }
        settings(&db)?;
        if access == Access::Write {
            db.pragma_update(None, "journal_mode", "wal")?;
        }
        migrate(&mut db, path)?;
        Ok(Self { db, path: path.to_owned() })
    }

    /// Stops what this ledger is looking up, from another thread.
    pub fn interrupter(&self) -> Interrupter {
        Interrupter(self.db.get_interrupt_handle())
    }

    /// A number that is another one once somebody else has written to the file; of use within one open ledger only.
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn data_version(&self) -> Result<i64> {
        Ok(self.db.query_row("PRAGMA data_version", [], |row| row.get(0))?)
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Begins to write; waits for another writer. What is not committed is as if it had never been.
    pub(crate) fn write(&mut self) -> Result<Transaction<'_>> {
        self.db
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(|error| in_file(error.into(), &self.path))
    }
}

/// A full write of each commit: a power cut loses nothing that was told to be added.
fn settings(db: &Connection) -> Result<()> {
    db.pragma_update(None, "synchronous", "full")?;
    db.pragma_update(None, "foreign_keys", true)?;
    db.pragma_update(None, "cache_size", -64 * 1024)?;
    db.pragma_update(None, "temp_store", "memory")?;
    db.set_prepared_statement_cache_capacity(256);
    // Plans do not depend on what is bound: else each statement with a bound LIMIT is compiled anew whenever it is run, which was
    // two fifths of the time that an addition took.
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    Ok(())
}

fn migrate(db: &mut Connection, path: &Path) -> Result<()> {
    let known = MIGRATIONS.len() as u32;
    let found: u32 = db.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    if found == known {
        return Ok(());
    }
    if found > known {
        return Err(LedgerError::TooNew { path: path.to_owned(), found, known });
    }
    let tx = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Another program may have done it in the meantime.
    let found: u32 = tx.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    for (number, (script, afterwards)) in MIGRATIONS.iter().enumerate().skip(found as usize) {
        tx.execute_batch(script)?;
        match afterwards {
            Afterwards::Nothing => {}
            Afterwards::Index => index::fill(&tx)?,
        }
        tx.pragma_update(None, "user_version", number as u32 + 1)?;
    }
    tx.pragma_update(None, "application_id", APPLICATION)?;
    tx.commit()?;
    Ok(())
}

/// Names the file in the errors that are about the file.
pub(crate) fn in_file(error: LedgerError, path: &Path) -> LedgerError {
    let LedgerError::Sqlite(inner) = &error else { return error };
    match inner.sqlite_error_code() {
        Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => {
            LedgerError::ReadOnly { path: path.to_owned() }
        }
        Some(ErrorCode::NotADatabase) => LedgerError::NotALedger { path: path.to_owned() },
        _ => error,
    }
}
