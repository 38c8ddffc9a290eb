//! How much may come out of an input: what stops archives made to burst.

use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Bytes that any input may grow to, whatever its size: small archives of plain text shrink a hundredfold.
const FREE: u64 = 64 << 20;
/// How many times larger than the input all that is unpacked from it may be. Pages shrink 5 to 20 times, the longest lists
/// some 100 times; the most that the deflate format can do is 1,032.
const RATIO: u64 = 200;

/// What was read of one input that the user named, and what was unpacked from it, at all depths together.
#[derive(Debug, Clone, Default)]
pub(crate) struct Budget(Arc<Counts>);

#[derive(Debug, Default)]
struct Counts {
    read: AtomicU64,
    unpacked: AtomicU64,
}

impl Budget {
    /// For an input of this many bytes; for a pipe 0, and [`Budget::count`] counts what comes.
    pub(crate) fn new(size: u64) -> Self {
        let budget = Self::default();
        budget.0.read.store(size, Ordering::Relaxed);
        budget
    }

    /// A pipe, whose bytes are counted as they come.
    pub(crate) fn count<R: Read>(&self, pipe: R) -> Counted<R> {
        Counted { pipe, budget: self.clone() }
    }

    /// So many more bytes were unpacked; `false` if that is more than an honest archive holds.
    #[must_use]
    pub(crate) fn unpack(&self, bytes: u64) -> bool {
        let unpacked = self.0.unpacked.fetch_add(bytes, Ordering::Relaxed).saturating_add(bytes);
        unpacked <= self.0.read.load(Ordering::Relaxed).saturating_mul(RATIO).saturating_add(FREE)
    }
}

/// A pipe whose bytes are counted; see [`Budget::count`].
pub(crate) struct Counted<R> {
    pipe: R,
    budget: Budget,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.pipe.read(buffer)?;
        self.budget.0.read.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_input_may_grow_but_not_burst() {
        let budget = Budget::new(1 << 20);
        assert!(budget.unpack(FREE));
        assert!(budget.unpack(RATIO << 20));
        assert!(!budget.clone().unpack(1));
        io::copy(&mut budget.count(&b"x"[..]), &mut io::sink()).expect("reads from memory");
        assert!(budget.unpack(RATIO - 1));
        assert!(!budget.unpack(1));
    }
}
