//! Copies of the whole ledger.

use std::path::Path;

use crate::{Access, Ledger, LedgerError, Result};

impl Ledger {
    /// Writes a copy of the ledger as it is at this moment, packed, while others go on writing. The file is there whole or not at
    /// all; one that is there already is not touched.
    ///
    /// # Errors
    ///
    /// [`LedgerError::Io`] where a file of this name is there or cannot be made, and those of the file.
    pub fn backup(&self, to: &Path) -> Result<()> {
        let io = |error| LedgerError::Io { path: to.to_owned(), error };
        if to.exists() {
            return Err(io(std::io::Error::new(
                std::io::ErrorKind::AlreadyExists,
                "a file of this name is there; name another",
            )));
        }
        let mut part = to.as_os_str().to_owned();
        part.push(".part");
        let part = std::path::PathBuf::from(part);
        if part.exists() {
            std::fs::remove_file(&part).map_err(io)?;
        }
        let name = part.to_str().ok_or_else(|| {
            io(std::io::Error::new(std::io::ErrorKind::InvalidInput, "the name is no Unicode; name another"))
        })?;
        self.db.execute("VACUUM INTO ?1", [name])?;
        // What cannot be opened is no backup.
        drop(Ledger::open(&part, Access::Read)?);
        std::fs::rename(&part, to).map_err(io)
    }
}
