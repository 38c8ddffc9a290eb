//! A source with a window that can be wound back: what damaged archives need.

use std::io::{self, Read, Seek, SeekFrom};

use crate::member::Content;

/// Bytes taken from the source at once.
const CHUNK: usize = 256 << 10;
/// Most bytes kept to be wound back to.
const KEPT: usize = 4 << 20;

/// Buffered bytes of a source, with their offsets.
pub(crate) struct Raw {
    source: Content,
    window: Vec<u8>,
    /// Place in the window that is read next.
    at: usize,
    /// Offset in the source of the window's first byte.
    base: u64,
    /// Place in the window to keep from; `usize::MAX` if none.
    mark: usize,
}

impl Raw {
    /// From `offset` on.
    pub(crate) fn new(mut source: Content, offset: u64) -> io::Result<Self> {
        match &mut source {
            Content::File(file) if offset > 0 => {
                file.seek(SeekFrom::Start(offset))?;
            }
            Content::Bytes(bytes) => bytes.set_position(offset),
            Content::Pipe(pipe) if offset > 0 => {
                io::copy(&mut pipe.take(offset), &mut io::sink())?;
            }
            _ => {}
        }
        Ok(Self { source, window: Vec::new(), at: 0, base: offset, mark: usize::MAX })
    }

    /// Offset in the source of what is read next.
    pub(crate) fn offset(&self) -> u64 {
        self.base + self.at as u64
    }

    /// What is in the window and not yet read.
    pub(crate) fn ready(&self) -> &[u8] {
        &self.window[self.at..]
    }

    /// Counts so many of [`Raw::ready`] as read.
    pub(crate) fn consume(&mut self, bytes: usize) {
        self.at = (self.at + bytes).min(self.window.len());
    }

    /// Takes more bytes into the window; how many, 0 at the end.
    pub(crate) fn fill(&mut self) -> io::Result<usize> {
        let keep = self.mark.min(self.at);
        let keep = if self.at - keep > KEPT { self.at } else { keep };
        if keep == self.window.len() || keep >= CHUNK {
            self.window.drain(..keep);
            self.base += keep as u64;
            self.at -= keep;
            self.mark = if self.mark == usize::MAX { usize::MAX } else { self.mark.saturating_sub(keep) };
        }
        (&mut self.source).take(CHUNK as u64).read_to_end(&mut self.window)
    }

    /// Reads some of the next bytes, as many as `wanted` if the source has them, to the end of `to`; how many.
    pub(crate) fn pour(&mut self, to: &mut Vec<u8>, wanted: usize) -> io::Result<usize> {
        let ready = self.ready();
        if !ready.is_empty() {
            let taken = ready.len().min(wanted);
            to.extend_from_slice(&ready[..taken]);
            self.consume(taken);
            return Ok(taken);
        }
        // Past the window: no copy in between.
        let read = (&mut self.source).take(wanted as u64).read_to_end(to)?;
        self.base = self.offset() + read as u64;
        self.window.clear();
        (self.at, self.mark) = (0, usize::MAX);
        Ok(read)
    }

    /// At least so many bytes in the window if the source has them; `false` if it has not.
    pub(crate) fn need(&mut self, bytes: usize) -> io::Result<bool> {
        while self.ready().len() < bytes {
            if self.fill()? == 0 {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Keeps what follows, so that [`Raw::go_to`] can come back to it.
    pub(crate) fn mark(&mut self) {
        self.mark = self.at;
    }

    /// Goes to an offset of the source: back (to the oldest byte kept, where that is later), or on within the window.
    pub(crate) fn go_to(&mut self, offset: u64) {
        let place = usize::try_from(offset.saturating_sub(self.base)).unwrap_or(usize::MAX);
        self.at = place.min(self.window.len());
    }
}

impl Read for Raw {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.ready().is_empty() && self.fill()? == 0 {
            return Ok(0);
        }
        let n = self.ready().len().min(buffer.len());
        buffer[..n].copy_from_slice(&self.ready()[..n]);
        self.consume(n);
        Ok(n)
    }
}
