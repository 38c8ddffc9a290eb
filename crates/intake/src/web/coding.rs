//! Content codings (RFC 9110, 8.4): bodies unpacked within bounds, so that a bomb is noticed before it has gone off. Archives
//! have a decoder of their own, which forgives what crawlers do to bodies.

use std::io::{self, BufRead, Read};

use brotli_decompressor::Decompressor;
use flate2::{Decompress, FlushDecompress, Status, bufread::MultiGzDecoder};
use ruzstd::decoding::{FrameDecoder, StreamingDecoder};

/// What is asked for.
pub(crate) const ACCEPTED: &str = "gzip, deflate, br, zstd";

/// A body may always unpack to this much, whatever its ratio: short lists of links pack well.
const FLOOR: u64 = 1 << 20;

/// The largest window that RFC 9659 lets a server use.
const ZSTD_WINDOW: u64 = 8 << 20;

/// How much a body may unpack to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Bounds {
    /// Bytes, unpacked.
    pub(crate) bytes: u64,
    /// Times the bytes that came.
    pub(crate) ratio: u64,
}

/// Why a body cannot be unpacked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum CodingError {
    /// A coding that nobody asked for, or several, one over the other: a trick of bombs and no page's.
    #[error("the coding {0:?} is not known")]
    Unknown(String),
    /// More bytes than may be kept.
    #[error("it unpacks to more than {0} bytes")]
    TooLarge(u64),
    /// A small body that unpacks to a huge one.
    #[error("it is compressed more than {0} times")]
    Bomb(u64),
    /// Cut short, or not what it says it is.
    #[error("it is not valid {0} data")]
    Damaged(&'static str),
}

/// Unpacks a body by what `Content-Encoding` says (empty where there is none).
pub(crate) fn unpack(content_encoding: &str, body: &[u8], bounds: Bounds) -> Result<Vec<u8>, CodingError> {
    let coding = content_encoding.trim().to_ascii_lowercase();
    let mut out = Bounded { out: Vec::new(), came: body.len() as u64, bounds };
    let (name, done) = match coding.as_str() {
        _ if body.is_empty() => return Ok(Vec::new()),
        "" | "identity" => ("plain", out.fill(body)),
        "gzip" | "x-gzip" => ("gzip", out.fill(MultiGzDecoder::new(body))),
        "deflate" => ("deflate", inflate(body, &mut out)),
        "br" => ("brotli", out.fill(Decompressor::new(body, 16 * 1024))),
        "zstd" => ("zstd", unzstd(body, &mut out)),
        _ => return Err(CodingError::Unknown(coding.chars().take(40).collect())),
    };
    match done {
        Ok(()) => Ok(out.out),
        Err(Fault::Over(error)) => Err(error),
        Err(Fault::Broken) => Err(CodingError::Damaged(name)),
    }
}

/// Why unpacking stopped.
enum Fault {
    Over(CodingError),
    Broken,
}

impl From<io::Error> for Fault {
    fn from(_: io::Error) -> Self {
        Self::Broken
    }
}

/// The unpacked bytes, as long as they are not too many.
struct Bounded {
    out: Vec<u8>,
    came: u64,
    bounds: Bounds,
}

impl Bounded {
    fn take(&mut self, bytes: &[u8]) -> Result<(), Fault> {
        let total = (self.out.len() + bytes.len()) as u64;
        if total > self.bounds.bytes {
            return Err(Fault::Over(CodingError::TooLarge(self.bounds.bytes)));
        }
        if total > FLOOR && total / self.bounds.ratio > self.came {
            return Err(Fault::Over(CodingError::Bomb(self.bounds.ratio)));
        }
        self.out.extend_from_slice(bytes);
        Ok(())
    }

    fn fill(&mut self, mut from: impl Read) -> Result<(), Fault> {
        let mut space = vec![0; 32 * 1024];
        loop {
            match from.read(&mut space)? {
                0 => return Ok(()),
                n => self.take(&space[..n])?,
            }
        }
    }
}

/// "deflate" is zlib (RFC 9110, 8.4.1.2); some servers send it without its wrapper, which its first byte gives away.
fn inflate(body: &[u8], out: &mut Bounded) -> Result<(), Fault> {
    let mut decoder = Decompress::new(body.first().is_some_and(|first| first & 0x0f == 8));
    let mut space = Vec::with_capacity(32 * 1024);
    loop {
        let (came, went) = (decoder.total_in(), decoder.total_out());
        let rest = body.get(usize::try_from(came).unwrap_or(usize::MAX)..).unwrap_or_default();
        space.clear();
        let status = decoder.decompress_vec(rest, &mut space, FlushDecompress::None).map_err(|_| Fault::Broken)?;
        out.take(&space)?;
        match status {
            // What follows the end is ignored, as browsers do.
            Status::StreamEnd => return Ok(()),
            _ if decoder.total_in() == came && decoder.total_out() == went => return Err(Fault::Broken),
            _ => {}
        }
    }
}

/// Frame after frame.
fn unzstd(body: &[u8], out: &mut Bounded) -> Result<(), Fault> {
    let mut rest = io::Cursor::new(body);
    while !rest.fill_buf()?.is_empty() {
        let mut decoder = FrameDecoder::new();
        decoder.set_max_window_size(ZSTD_WINDOW);
        out.fill(StreamingDecoder::new_with_decoder(&mut rest, decoder).map_err(|_| Fault::Broken)?)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::{Compression, write as deflating};
    use proptest::prelude::*;
    use ruzstd::encoding::{CompressionLevel, compress_to_vec};

    use super::*;

    const BOUNDS: Bounds = Bounds { bytes: 8 << 20, ratio: 250 };

    fn pack(coding: &str, text: &[u8]) -> Vec<u8> {
        let good = "memory can be written to";
        match coding {
            "gzip" => {
                let mut to = deflating::GzEncoder::new(Vec::new(), Compression::default());
                to.write_all(text).expect(good);
                to.finish().expect(good)
            }
            "deflate" => {
                let mut to = deflating::ZlibEncoder::new(Vec::new(), Compression::default());
                to.write_all(text).expect(good);
                to.finish().expect(good)
            }
            "br" => {
                let mut to = brotli::CompressorWriter::new(Vec::new(), 4096, 9, 22);
                to.write_all(text).expect(good);
                to.into_inner()
            }
            "zstd" => compress_to_vec(text, CompressionLevel::Fastest),
            _ => text.to_vec(),
        }
    }

    const CODINGS: [&str; 5] = ["", "gzip", "deflate", "br", "zstd"];

    #[test]
    fn bombs_are_stopped() {
        let zeros = vec![0; 64 << 20];
        for coding in ["gzip", "deflate", "br", "zstd"] {
            let fault = unpack(coding, &pack(coding, &zeros), BOUNDS).expect_err(coding);
            assert!(matches!(fault, CodingError::Bomb(_) | CodingError::TooLarge(_)), "{coding}: {fault}");
        }
        let mut state = 1_u32;
        let noise: Vec<u8> = std::iter::repeat_with(|| {
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            state.to_le_bytes()[0]
        })
        .take(9 << 20)
        .collect();
        for coding in CODINGS {
            assert_eq!(unpack(coding, &pack(coding, &noise), BOUNDS), Err(CodingError::TooLarge(8 << 20)), "{coding}");
        }
    }

    #[test]
    fn what_is_cut_short_is_damaged() {
        let text: Vec<u8> = (0..2000).flat_map(|i| format!("{i} blessés. ").into_bytes()).collect();
        for coding in ["gzip", "deflate", "br", "zstd"] {
            let packed = pack(coding, &text);
            for cut in [1, packed.len() / 2, packed.len() - 1] {
                assert!(
                    matches!(unpack(coding, &packed[..cut], BOUNDS), Err(CodingError::Damaged(_))),
                    "{coding} {cut}"
                );
            }
            assert_eq!(unpack(coding, &[], BOUNDS), Ok(Vec::new()), "{coding}: nothing is nothing");
        }
    }

    #[test]
    fn deflate_without_its_wrapper() {
        let mut to = deflating::DeflateEncoder::new(Vec::new(), Compression::default());
        to.write_all("déclaré".repeat(50).as_bytes()).expect("memory can be written to");
        let raw = to.finish().expect("memory can be written to");
        assert_eq!(unpack("deflate", &raw, BOUNDS), Ok("déclaré".repeat(50).into_bytes()));
    }

    #[test]
    fn other_codings_are_refused() {
        for coding in ["gzip, gzip", "compress", "aes128gcm", "gzip;q=1"] {
            assert!(matches!(unpack(coding, b"oui", BOUNDS), Err(CodingError::Unknown(_))), "{coding}");
        }
        assert_eq!(unpack(" X-GZIP ", &pack("gzip", b"oui"), BOUNDS), Ok(b"oui".to_vec()));
    }

    #[test]
    fn a_zstd_window_beyond_the_standard_is_refused() {
        // A frame header that asks for a window of 16 MiB (RFC 8878, 3.1.1.1), and one empty last block.
        let frame = |window| [0x28, 0xb5, 0x2f, 0xfd, 0, window, 1, 0, 0];
        assert_eq!(unpack("zstd", &frame(13 << 3), BOUNDS), Ok(Vec::new()), "8 MiB");
        assert_eq!(unpack("zstd", &frame(14 << 3), BOUNDS), Err(CodingError::Damaged("zstd")), "16 MiB");
    }

    proptest! {
        #[test]
        fn what_is_packed_comes_back(text in proptest::collection::vec(0_u8..8, 0..5000)) {
            for coding in CODINGS {
                prop_assert_eq!(unpack(coding, &pack(coding, &text), BOUNDS), Ok(text.clone()), "{}", coding);
            }
        }

        #[test]
        fn any_bytes_are_unpacked_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            for coding in CODINGS {
                if let Ok(text) = unpack(coding, &bytes, BOUNDS) {
                    prop_assert!(text.len() as u64 <= BOUNDS.bytes);
                }
            }
        }
    }
}
