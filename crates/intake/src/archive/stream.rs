//! Packed bytes as members: where each gzip member or zstd frame begins and ends is kept, as archives of records need it.

use std::io::{self, Read};

use flate2::{Crc, Decompress, FlushDecompress, Status};
use memchr::memmem;
use ruzstd::decoding::{BlockDecodingStrategy, Dictionary, FrameDecoder};

use super::raw::Raw;
use crate::budget::Budget;
use crate::member::Content;
use crate::{Damage, IntakeErrorKind as Kind};

/// Least room given to the unpacker at once.
const ROOM: usize = 64 << 10;

/// Why a member ends before its end.
#[derive(Debug)]
pub(crate) enum Stop {
    Damage(Damage),
    /// It unpacks to more than an honest archive holds.
    Burst,
    Io(io::Error),
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl From<Stop> for Kind {
    fn from(stop: Stop) -> Self {
        match stop {
            Stop::Damage(damage) => Self::Damaged(damage),
            Stop::Burst => Self::Bomb,
            Stop::Io(error) => error.into(),
        }
    }
}

const BROKEN: Stop = Stop::Damage(Damage::Packing);
const CUT: Stop = Stop::Damage(Damage::Cut);

/// How a stream is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Packing {
    None,
    Gzip,
    Zstd,
}

impl Packing {
    /// By the first bytes; `None` if they tell none.
    pub(crate) fn of(head: &[u8]) -> Option<Self> {
        match head {
            [0x1f, 0x8b, 8, ..] => Some(Self::Gzip),
            [0x28, 0xb5, 0x2f, 0xfd, ..] => Some(Self::Zstd),
            // A zstd archive may begin with a skippable frame (the dictionary of WARC files).
            [low, 0x2a, 0x4d, 0x18, ..] if low & 0xf0 == 0x50 => Some(Self::Zstd),
            _ => None,
        }
    }

    /// By the ending of a name, for files whose first bytes are damaged.
    pub(crate) fn named(name: &str) -> Self {
        if name.to_ascii_lowercase().ends_with(".zst") { Self::Zstd } else { Self::Gzip }
    }
}

/// The unpacked bytes of a source, member by member. A source that is not packed is one member.
pub(crate) struct Stream {
    raw: Raw,
    codec: Codec,
    budget: Budget,
    /// Unpacked bytes of this member; those before `at` are read.
    plain: Vec<u8>,
    at: usize,
    /// Place in the member of `plain`'s first byte.
    base: u64,
    /// Offset in the source where the member begins.
    member: u64,
    state: State,
    /// What ended the member before its end.
    stop: Option<Stop>,
    /// Bytes of the source, where that is known.
    size: Option<u64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Before the first member.
    Fresh,
    /// Between two members, or behind the last.
    Between,
    Inside,
    /// All that can be unpacked of the member is in `plain`.
    Ended,
}

enum Codec {
    None,
    Gzip { inflate: Decompress, crc: Crc },
    Zstd(Box<FrameDecoder>),
}

impl Stream {
    /// Reads `source` from `offset` on.
    pub(crate) fn open(source: Content, packing: Packing, offset: u64, budget: Budget) -> io::Result<Self> {
        let size = source.size();
        let raw = Raw::new(source, offset)?;
        let codec = match packing {
            Packing::None => Codec::None,
            Packing::Gzip => Codec::Gzip { inflate: Decompress::new(false), crc: Crc::new() },
            Packing::Zstd => Codec::Zstd(Box::new(FrameDecoder::new())),
        };
        Ok(Self {
            raw,
            codec,
            budget,
            plain: Vec::new(),
            at: 0,
            base: 0,
            member: offset,
            state: State::Fresh,
            stop: None,
            size,
        })
    }

    /// Whether the source is packed in members.
    pub(crate) fn packed(&self) -> bool {
        !matches!(self.codec, Codec::None)
    }

    /// Where in the source the next byte is: `@1024`, and behind the first byte of a packed member also where in its
    /// unpacked bytes: `@1024+77`.
    pub(crate) fn place(&self) -> String {
        let inside = self.base + self.at as u64;
        match (self.packed(), inside) {
            (false, inside) => format!("@{}", self.member + inside),
            (true, 0) => format!("@{}", self.member),
            (true, inside) => format!("@{}+{inside}", self.member),
        }
    }

    /// What is unpacked of this member and not yet read.
    pub(crate) fn ready(&self) -> &[u8] {
        &self.plain[self.at..]
    }

    /// Counts so many of [`Stream::ready`] as read.
    pub(crate) fn consume(&mut self, bytes: usize) {
        self.at = (self.at + bytes).min(self.plain.len());
    }

    /// Whether the member is read to its end.
    pub(crate) fn ended(&mut self) -> bool {
        self.need(1);
        self.state != State::Inside && self.ready().is_empty()
    }

    /// Whether the reader stands in a member.
    pub(crate) fn inside(&self) -> bool {
        matches!(self.state, State::Inside | State::Ended)
    }

    /// Bytes left in the source, where it is not packed and its size is known.
    pub(crate) fn left(&self) -> Option<u64> {
        let read = self.member + self.base + self.at as u64;
        self.size.filter(|_| !self.packed()).map(|size| size.saturating_sub(read))
    }

    /// What cut this member short.
    pub(crate) fn stopped(&self) -> Option<&Stop> {
        self.stop.as_ref()
    }

    /// What cut this member short, taken.
    pub(crate) fn stop(&mut self) -> Option<Stop> {
        self.stop.take()
    }

    /// Reads over so many bytes of this member.
    pub(crate) fn pass(&mut self, bytes: u64) {
        let mut left = bytes;
        while left > 0 && self.need(1) {
            let passed = self.ready().len().min(usize::try_from(left).unwrap_or(usize::MAX));
            self.consume(passed);
            left -= passed as u64;
        }
    }

    /// Unpacks until so many bytes of this member are ready; `false` if it has not so many.
    pub(crate) fn need(&mut self, bytes: usize) -> bool {
        while self.ready().len() < bytes && self.state == State::Inside {
            if let Err(stop) = self.unpack(bytes) {
                self.stop = Some(stop);
                self.state = State::Ended;
            }
        }
        self.ready().len() >= bytes
    }

    /// Reads on to the next member, over what is left of this one. `None` at the end of the source; an error says that no
    /// member begins where one should.
    pub(crate) fn next_member(&mut self) -> Option<Result<(), Stop>> {
        while self.state == State::Inside {
            self.at = self.plain.len();
            self.need(1);
        }
        self.plain.clear();
        (self.at, self.base) = (0, 0);
        self.begin()
    }

    /// Looks behind a damaged member for one that begins like a record, and goes there; `false` if there is none.
    pub(crate) fn recover(&mut self, good: impl Fn(&[u8]) -> bool) -> bool {
        let magic: &[u8] = match self.codec {
            Codec::None => return false,
            Codec::Gzip { .. } => &[0x1f, 0x8b, 8],
            Codec::Zstd(_) => &[0x28, 0xb5, 0x2f, 0xfd],
        };
        self.raw.go_to(self.member + 1);
        loop {
            let found = memmem::find(self.raw.ready(), magic);
            match found {
                Some(place) => self.raw.consume(place),
                None => {
                    let seen = self.raw.ready().len();
                    self.raw.consume(seen.saturating_sub(magic.len() - 1));
                    match self.raw.fill() {
                        Ok(0) | Err(_) => {
                            let rest = self.raw.ready().len();
                            self.raw.consume(rest);
                            self.state = State::Between;
                            return false;
                        }
                        Ok(_) => continue,
                    }
                }
            }
            let candidate = self.raw.offset();
            self.plain.clear();
            (self.at, self.base) = (0, 0);
            if let Some(Ok(())) = self.begin()
                && self.need(5)
                && good(self.ready())
            {
                return true;
            }
            if matches!(self.stop, Some(Stop::Burst)) {
                return false;
            }
            self.raw.go_to(candidate + 1);
        }
    }

    fn begin(&mut self) -> Option<Result<(), Stop>> {
        self.stop = None;
        let begun = match self.codec {
            Codec::None => (self.state == State::Fresh).then_some(Ok(())),
            Codec::Gzip { .. } => self.begin_gzip().transpose(),
            Codec::Zstd(_) => self.begin_zstd().transpose(),
        };
        self.state = if matches!(begun, Some(Ok(()))) { State::Inside } else { State::Between };
        begun
    }

    fn begin_gzip(&mut self) -> Result<Option<()>, Stop> {
        // Padding between members (tapes, tar) is zeros.
        while self.raw.need(1)? && self.raw.ready()[0] == 0 {
            self.raw.consume(1);
        }
        if !self.raw.need(1)? {
            return Ok(None);
        }
        self.member = self.raw.offset();
        self.raw.mark();
        if !self.raw.need(10)? {
            return Err(CUT);
        }
        let [0x1f, 0x8b, 8, flags, ..] = *self.raw.ready() else { return Err(BROKEN) };
        if flags & 0xe0 != 0 {
            return Err(BROKEN);
        }
        self.raw.consume(10);
        if flags & 4 != 0 {
            if !self.raw.need(2)? {
                return Err(CUT);
            }
            let extra = usize::from(u16::from_le_bytes([self.raw.ready()[0], self.raw.ready()[1]]));
            if !self.raw.need(2 + extra)? {
                return Err(CUT);
            }
            self.raw.consume(2 + extra);
        }
        // The file's name, then a comment, each up to a zero byte.
        for _ in 0..(flags >> 3 & 1) + (flags >> 4 & 1) {
            self.skip_string()?;
        }
        if flags & 2 != 0 {
            if !self.raw.need(2)? {
                return Err(CUT);
            }
            self.raw.consume(2);
        }
        if let Codec::Gzip { inflate, crc } = &mut self.codec {
            inflate.reset(false);
            crc.reset();
        }
        Ok(Some(()))
    }

    fn skip_string(&mut self) -> Result<(), Stop> {
        const LONGEST: usize = 64 << 10;
        for _ in 0..LONGEST {
            if !self.raw.need(1)? {
                return Err(CUT);
            }
            let last = self.raw.ready()[0] == 0;
            self.raw.consume(1);
            if last {
                return Ok(());
            }
        }
        Err(BROKEN)
    }

    fn begin_zstd(&mut self) -> Result<Option<()>, Stop> {
        loop {
            if !self.raw.need(1)? {
                return Ok(None);
            }
            self.member = self.raw.offset();
            self.raw.mark();
            if !self.raw.need(8)? {
                return Err(CUT);
            }
            let head = self.raw.ready();
            if head[1..4] != [0x2a, 0x4d, 0x18] || head[0] & 0xf0 != 0x50 {
                break;
            }
            let size = u32::from_le_bytes([head[4], head[5], head[6], head[7]]);
            let dictionary = head[0] == 0x5d;
            self.raw.consume(8);
            self.skippable(u64::from(size), dictionary)?;
        }
        let Codec::Zstd(decoder) = &mut self.codec else { return Ok(None) };
        decoder.reset(&mut self.raw).map_err(|_| BROKEN)?;
        Ok(Some(()))
    }

    /// Reads over a skippable frame; the first one of a WARC file may hold the dictionary of the others.
    fn skippable(&mut self, size: u64, dictionary: bool) -> Result<(), Stop> {
        /// The format's own advice is 110 KB; larger ones would be a trap.
        const LARGEST: u64 = 8 << 20;
        let mut frame = (&mut self.raw).take(size);
        if !dictionary || size > LARGEST {
            let skipped = io::copy(&mut frame, &mut io::sink())?;
            return if skipped == size { Ok(()) } else { Err(CUT) };
        }
        let mut bytes = Vec::new();
        frame.read_to_end(&mut bytes)?;
        if bytes.len() as u64 != size {
            return Err(CUT);
        }
        if Packing::of(&bytes) == Some(Packing::Zstd) {
            let mut unpacked = Vec::new();
            let decoder = ruzstd::decoding::StreamingDecoder::new(&bytes[..]).map_err(|_| BROKEN)?;
            decoder.take(LARGEST).read_to_end(&mut unpacked).map_err(|_| BROKEN)?;
            bytes = unpacked;
        }
        let Codec::Zstd(decoder) = &mut self.codec else { return Ok(()) };
        let dictionary = Dictionary::decode_dict(&bytes).map_err(|_| BROKEN)?;
        decoder.add_dict(dictionary).map_err(|_| BROKEN)
    }

    /// Unpacks some more of the member.
    fn unpack(&mut self, wanted: usize) -> Result<(), Stop> {
        if self.at > 0 && (self.at == self.plain.len() || self.at >= 4 * ROOM) {
            self.plain.drain(..self.at);
            self.base += self.at as u64;
            self.at = 0;
        }
        let before = self.plain.len();
        match self.codec {
            Codec::None => self.copy(wanted)?,
            Codec::Gzip { .. } => self.inflate(wanted)?,
            Codec::Zstd(_) => self.blocks()?,
        }
        let more = (self.plain.len() - before) as u64;
        if self.packed() && !self.budget.unpack(more) {
            return Err(Stop::Burst);
        }
        Ok(())
    }

    fn copy(&mut self, wanted: usize) -> Result<(), Stop> {
        let missing = wanted.saturating_sub(self.plain.len() - self.at).max(4 * ROOM);
        if self.raw.pour(&mut self.plain, missing)? == 0 {
            self.state = State::Ended;
        }
        Ok(())
    }

    fn inflate(&mut self, wanted: usize) -> Result<(), Stop> {
        let Codec::Gzip { inflate, crc } = &mut self.codec else { return Ok(()) };
        if self.raw.ready().is_empty() && self.raw.fill()? == 0 {
            return Err(CUT);
        }
        let before = self.plain.len();
        let missing = wanted.saturating_sub(before - self.at);
        self.plain.reserve(missing.clamp(ROOM, 16 * ROOM));
        let (read, made) = (inflate.total_in(), inflate.total_out());
        let status = inflate.decompress_vec(self.raw.ready(), &mut self.plain, FlushDecompress::None);
        let read = usize::try_from(inflate.total_in() - read).unwrap_or(usize::MAX);
        self.raw.consume(read);
        debug_assert_eq!(inflate.total_out() - made, (self.plain.len() - before) as u64);
        crc.update(&self.plain[before..]);
        match status {
            Err(_) => Err(BROKEN),
            Ok(Status::StreamEnd) => {
                self.state = State::Ended;
                self.trailer()
            }
            Ok(_) if read == 0 && self.plain.len() == before => Err(BROKEN),
            Ok(_) => Ok(()),
        }
    }

    fn trailer(&mut self) -> Result<(), Stop> {
        if !self.raw.need(8)? {
            return Err(CUT);
        }
        let Codec::Gzip { crc, .. } = &self.codec else { return Ok(()) };
        let tail = self.raw.ready();
        let told = u32::from_le_bytes([tail[0], tail[1], tail[2], tail[3]]);
        let size = u32::from_le_bytes([tail[4], tail[5], tail[6], tail[7]]);
        if (told, size) != (crc.sum(), crc.amount()) {
            return Err(Stop::Damage(Damage::Checksum));
        }
        self.raw.consume(8);
        Ok(())
    }

    fn blocks(&mut self) -> Result<(), Stop> {
        let Codec::Zstd(decoder) = &mut self.codec else { return Ok(()) };
        let blocks = decoder.decode_blocks(&mut self.raw, BlockDecodingStrategy::UptoBlocks(1));
        if blocks.is_err() {
            return Err(if self.raw.need(1)? { BROKEN } else { CUT });
        }
        decoder.collect_to_writer(&mut self.plain)?;
        if decoder.is_finished() {
            self.state = State::Ended;
            if let (Some(told), Some(found)) = (decoder.get_checksum_from_data(), decoder.get_calculated_checksum())
                && told != found
            {
                return Err(Stop::Damage(Damage::Checksum));
            }
        }
        Ok(())
    }
}

/// All members one after the other, as a program that only unpacks would give them.
impl Read for Stream {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while !self.need(1) {
            if let Some(stop) = self.stop() {
                return Err(stop.into());
            }
            match self.next_member() {
                None => return Ok(0),
                Some(Ok(())) => {}
                Some(Err(stop)) => return Err(stop.into()),
            }
        }
        let n = self.ready().len().min(buffer.len());
        buffer[..n].copy_from_slice(&self.ready()[..n]);
        self.consume(n);
        Ok(n)
    }
}

/// Carried through [`Read`] and taken out again by [`Kind::from`].
impl From<Stop> for io::Error {
    fn from(stop: Stop) -> Self {
        match stop {
            Stop::Io(error) => error,
            other => Self::other(Kind::from(other)),
        }
    }
}
