//! Archives of records (WARC, ARC): a header that tells a length, a block of that length, the next record.
//!
//! A length can be wrong, a member damaged, a file cut. What cannot be trusted is reported with its offset and left out;
//! reading goes on at the next place where a record begins: in the block if a length swallowed others, behind it if a
//! length was too short, at the next packed member that begins like a record.

use super::stream::{Stop, Stream};
use crate::member::{Container, Found, Step};
use crate::{Damage, IntakeErrorKind as Kind};

/// Longest header read.
const LONGEST_HEADER: usize = 256 << 10;
/// Bytes behind a record that are looked at: blank lines, and the start of the next header.
const BEHIND: usize = 512;

/// How records of a kind are written.
pub(crate) trait Shape: Send {
    /// Whether a record begins like this; fewer bytes than that takes are given the benefit of the doubt.
    fn begins(bytes: &[u8]) -> bool;
    /// The header at the front of these bytes; `None` if it does not end in them.
    fn header(&self, bytes: &[u8]) -> Option<Header>;
    /// What a record holds. `block` has the length that the header tells.
    fn read(&self, header: &[u8], block: &[u8]) -> Result<Found, Kind>;
}

/// The frame of a record.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Header {
    /// Bytes of the header, with the blank line behind it.
    pub size: usize,
    /// Bytes of the block, where the header tells them.
    pub length: Option<u64>,
}

/// The records of an archive.
pub(crate) struct Records<S> {
    stream: Stream,
    shape: S,
    limit: u64,
    state: State,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Between,
    Inside,
    Done,
}

impl<S: Shape> Records<S> {
    /// Reads `stream`, in whose first member the reader may stand already. Blocks with more than `limit` bytes are refused.
    pub(crate) fn new(stream: Stream, shape: S, limit: u64) -> Self {
        let state = if stream.inside() { State::Inside } else { State::Between };
        Self { stream, shape, limit, state }
    }

    /// Reads the record that begins here. On an error the stream is moved on to where reading can go on.
    fn record(&mut self) -> Result<Found, Kind> {
        let begins = self.stream.need(1) && S::begins(self.stream.ready());
        if !begins {
            return Err(self.lost(Damage::NoRecord, 0));
        }
        let header = match self.header() {
            Some(Header { size, length: Some(length) }) => (size, length),
            other => return Err(self.lost(Damage::Header, other.map_or(1, |h| h.size))),
        };
        let (size, length) = header;
        if self.stream.left().is_some_and(|left| length > left.saturating_sub(size as u64)) {
            return Err(self.lost(Damage::Cut, size));
        }
        if length > self.limit {
            self.stream.consume(size);
            self.stream.pass(length);
            return Err(Kind::TooLarge { limit: self.limit });
        }
        // The limit fits in memory, so the length does.
        let end = size + usize::try_from(length).unwrap_or(usize::MAX);
        if !self.stream.need(end) {
            return Err(self.lost(Damage::Cut, size));
        }
        self.stream.need(end + BEHIND);
        let bytes = self.stream.ready();
        let next = skip_newlines(&bytes[end..]);
        if !next.is_empty() && !S::begins(next) {
            return Err(self.lost(Damage::Length, size));
        }
        if next.is_empty() && matches!(self.stream.stopped(), Some(Stop::Damage(Damage::Checksum))) {
            return Err(self.lost(Damage::Checksum, end));
        }
        let found = self.shape.read(&bytes[..size], &bytes[size..end]);
        self.stream.consume(end);
        found
    }

    fn header(&mut self) -> Option<Header> {
        let mut wanted = 1024;
        loop {
            let all = !self.stream.need(wanted);
            let bytes = self.stream.ready();
            if let Some(header) = self.shape.header(&bytes[..bytes.len().min(LONGEST_HEADER)]) {
                return Some(header);
            }
            if all || wanted >= LONGEST_HEADER {
                return None;
            }
            wanted *= 4;
        }
    }

    /// Goes on to the next place where a record begins, looking behind the first `skip` bytes; says what was wrong.
    fn lost(&mut self, damage: Damage, skip: usize) -> Kind {
        let mut skip = skip;
        loop {
            let bytes = self.stream.ready();
            let from = skip.min(bytes.len()).saturating_sub(1);
            let found = memchr::memchr_iter(b'\n', &bytes[from..])
                .map(|newline| from + newline + 1)
                .find(|&place| place > 0 && place < bytes.len() && S::begins(&bytes[place..]));
            match found {
                // Too near the end to be sure: look again with more bytes.
                Some(place) if bytes.len() - place < BEHIND && self.stream.need(place + BEHIND) => {
                    skip = place;
                    continue;
                }
                Some(place) => {
                    self.stream.consume(place);
                    return Kind::Damaged(damage);
                }
                None => {}
            }
            let seen = self.stream.ready().len();
            // The last line may be the beginning of a header.
            let keep = memchr::memrchr(b'\n', self.stream.ready()).map_or(0, |newline| seen - newline).min(BEHIND);
            if !self.stream.need(seen + 1) {
                self.stream.consume(seen);
                return self.leave(damage);
            }
            self.stream.consume(seen - keep);
            skip = keep;
        }
    }

    /// The member holds nothing more that can be read: on to the next.
    fn leave(&mut self, damage: Damage) -> Kind {
        let kind = match self.stream.stop() {
            None => {
                self.state = State::Between;
                return Kind::Damaged(damage);
            }
            Some(stop) => Kind::from(stop),
        };
        let go_on = matches!(kind, Kind::Damaged(_)) && self.stream.recover(S::begins);
        self.state = if go_on { State::Inside } else { State::Done };
        kind
    }
}

impl<S: Shape> Container for Records<S> {
    fn step(&mut self) -> Option<Step> {
        loop {
            match self.state {
                State::Done => return None,
                State::Between => match self.stream.next_member() {
                    None => self.state = State::Done,
                    Some(Ok(())) => self.state = State::Inside,
                    Some(Err(stop)) => {
                        let place = self.stream.place();
                        let kind = Kind::from(stop);
                        let go_on = matches!(kind, Kind::Damaged(_)) && self.stream.recover(S::begins);
                        self.state = if go_on { State::Inside } else { State::Done };
                        return Some(Step::new(place, Err(kind)));
                    }
                },
                State::Inside => {
                    while self.stream.need(1) && matches!(self.stream.ready()[0], b'\r' | b'\n') {
                        self.stream.consume(1);
                    }
                    if self.stream.ended() {
                        if self.stream.stopped().is_none() {
                            self.state = State::Between;
                            continue;
                        }
                        let place = self.stream.place();
                        return Some(Step::new(place, Err(self.leave(Damage::Cut))));
                    }
                    let place = self.stream.place();
                    return Some(Step::new(place, self.record()));
                }
            }
        }
    }
}

fn skip_newlines(bytes: &[u8]) -> &[u8] {
    let blank = bytes.iter().take_while(|b| matches!(b, b'\r' | b'\n')).count();
    &bytes[blank..]
}
