//! The ledger at hand: a few connections that read, each on a blocking thread, and one that writes.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use recoupe_ledger::{Access, Interrupter, Ledger, LedgerError};
use tokio::sync::Semaphore;

use crate::problem::{Code, Problem, Result};

/// Connections that read.
pub(crate) struct Readers {
    idle: Arc<Mutex<Vec<Ledger>>>,
    permits: Arc<Semaphore>,
    patience: Duration,
}

impl Readers {
    /// Opens all of them, so that a ledger that cannot be read is found at once.
    pub(crate) fn open(path: &Path, number: usize, patience: Duration) -> Result<Self, LedgerError> {
        let idle = (0..number).map(|_| Ledger::open(path, Access::Read)).collect::<Result<Vec<_>, _>>()?;
        Ok(Self { idle: Arc::new(Mutex::new(idle)), permits: Arc::new(Semaphore::new(number)), patience })
    }

    /// Looks something up. What takes too long, or what nobody waits for any more, is stopped.
    pub(crate) async fn ask<T, F>(&self, look: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&Ledger) -> Result<T, LedgerError> + Send + 'static,
    {
        let answer = tokio::time::timeout(self.patience, self.look(look)).await;
        answer.unwrap_or_else(|_| Err(Code::TooSlow.into()))
    }

    async fn look<T, F>(&self, look: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&Ledger) -> Result<T, LedgerError> + Send + 'static,
    {
        let permit = Arc::clone(&self.permits).acquire_owned().await.map_err(|_| Problem::from(Code::Internal))?;
        let ledger = lock(&self.idle).pop().ok_or(Problem::from(Code::Internal))?;
        let stop = Stop(Arc::new(Mutex::new(Some(ledger.interrupter()))));
        let (idle, running) = (Arc::clone(&self.idle), Arc::clone(&stop.0));
        let task = tokio::task::spawn_blocking(move || {
            // Also when the look-up panics, the connection goes back.
            let back = Back { ledger: Some(ledger), idle, running };
            let answer = back.ledger.as_ref().map(look);
            drop(back);
            drop(permit);
            answer
        });
        let answer = task.await.map_err(|_| Problem::from(Code::Internal))?;
        drop(stop);
        Ok(answer.ok_or(Problem::from(Code::Internal))??)
    }
}

/// Stops the look-up when nobody waits for it.
struct Stop(Arc<Mutex<Option<Interrupter>>>);

impl Drop for Stop {
    fn drop(&mut self) {
        if let Some(running) = lock(&self.0).take() {
            running.interrupt();
        }
    }
}

/// Gives a connection back; what it does next is not this look-up's to stop.
struct Back {
    ledger: Option<Ledger>,
    idle: Arc<Mutex<Vec<Ledger>>>,
    running: Arc<Mutex<Option<Interrupter>>>,
}

impl Drop for Back {
    fn drop(&mut self) {
        lock(&self.running).take();
        lock(&self.idle).extend(self.ledger.take());
    }
}

/// The connection that writes; opened at the first decision.
pub(crate) struct Writer {
    path: PathBuf,
    ledger: Arc<Mutex<Option<Ledger>>>,
}

impl Writer {
    pub(crate) fn new(path: PathBuf) -> Self {
        Self { path, ledger: Arc::new(Mutex::new(None)) }
    }

    /// Writes; one after the other. A writing that began goes through even if nobody waits for it.
    pub(crate) async fn write<T, F>(&self, write: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut Ledger) -> Result<T, LedgerError> + Send + 'static,
    {
        let (path, ledger) = (self.path.clone(), Arc::clone(&self.ledger));
        let task = tokio::task::spawn_blocking(move || {
            let mut slot = lock(&ledger);
            let open = match slot.take() {
                Some(open) => open,
                None => Ledger::open(&path, Access::Write)?,
            };
            write(slot.insert(open))
        });
        Ok(task.await.map_err(|_| Problem::from(Code::Internal))??)
    }
}

/// A panic of another thread leaves nothing half done in what is locked here.
pub(crate) fn lock<T: ?Sized>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
