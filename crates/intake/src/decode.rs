//! Bytes to text: UTF-8 first, other charsets by mark or by guess, nothing lost.

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::{IntakeErrorKind as Kind, Warning};

/// A decoded text and what had to be done for it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Decoded {
    pub text: String,
    pub warning: Option<Warning>,
}

/// Decodes a file. UTF-8 stays as it is, byte for byte (a byte order mark too).
pub(crate) fn decode(bytes: Vec<u8>) -> Result<Decoded, Kind> {
    if let Some(looks_like) = magic(&bytes) {
        return Err(Kind::Binary { looks_like });
    }
    if let Some(encoding) = utf16(&bytes) {
        let (text, _, malformed) = encoding.decode(&bytes);
        let warning = if malformed { damaged(encoding.name()) } else { guessed(encoding.name()) };
        return Ok(Decoded { text: text.into_owned(), warning: Some(warning) });
    }
    if is_binary(&bytes) {
        return Err(Kind::Binary { looks_like: "binary data" });
    }
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => return Ok(Decoded { text, warning: None }),
        Err(error) => error.into_bytes(),
    };
    if let Some(decoded) = mostly_utf8(&bytes) {
        return Ok(decoded);
    }
    let mut detector = chardetng::EncodingDetector::new();
    detector.feed(&bytes, true);
    let encoding = detector.guess(None, false);
    let (text, _, malformed) = encoding.decode(&bytes);
    if !malformed {
        return Ok(Decoded { text: text.into_owned(), warning: Some(guessed(encoding.name())) });
    }
    // Windows-1252 gives every byte a character, so that nothing is lost.
    let (text, _, _) = WINDOWS_1252.decode(&bytes);
    Ok(Decoded { text: text.into_owned(), warning: Some(damaged("windows-1252")) })
}

/// UTF-8 with a few stray bytes (a legacy line pasted in, a cut at the end): the strays are read as Windows-1252, one by
/// one. `None` if there is too little good UTF-8 to believe it.
pub(crate) fn mostly_utf8(bytes: &[u8]) -> Option<Decoded> {
    let (mut good, mut bad) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += chunk.invalid().len();
    }
    if good < 2 * bad {
        return None;
    }
    let mut text = String::with_capacity(bytes.len() + bad);
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        let (stray, _, _) = WINDOWS_1252.decode(chunk.invalid());
        text.push_str(&stray);
    }
    Some(Decoded { text, warning: Some(damaged("UTF-8")) })
}

/// UTF-16 by its mark, or by its pattern of zero bytes.
fn utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    match bytes {
        [0xFF, 0xFE, ..] => return Some(UTF_16LE),
        [0xFE, 0xFF, ..] => return Some(UTF_16BE),
        _ => {}
    }
    let sample = &bytes[..bytes.len().min(4096) & !1];
    let zeros = |odd: usize| sample.iter().skip(odd).step_by(2).filter(|&&b| b == 0).count();
    let pairs = sample.len() / 2;
    if pairs < 4 {
        return None;
    }
    match (zeros(0), zeros(1)) {
        (0, odd) if odd * 10 >= pairs * 7 => Some(UTF_16LE),
        (even, 0) if even * 10 >= pairs * 7 => Some(UTF_16BE),
        _ => None,
    }
}

/// Formats that people name by mistake.
fn magic(bytes: &[u8]) -> Option<&'static str> {
    const SIGNS: [(&[u8], &str); 11] = [
        (b"%PDF-", "a PDF document"),
        (b"PK\x03\x04", "a zip archive or an office document"),
        (b"\x1f\x8b", "gzip-compressed data"),
        (b"\x28\xb5\x2f\xfd", "zstd-compressed data"),
        (b"BZh", "bzip2-compressed data"),
        (b"\xfd7zXZ", "xz-compressed data"),
        (b"\x89PNG", "a PNG image"),
        (b"\xff\xd8\xff", "a JPEG image"),
        (b"GIF8", "a GIF image"),
        (b"\x7fELF", "a program"),
        (b"\xd0\xcf\x11\xe0", "an old office document"),
    ];
    SIGNS.iter().find(|(sign, _)| bytes.starts_with(sign)).map(|(_, name)| *name)
}

/// Zero bytes, or more control characters than any text has.
fn is_binary(bytes: &[u8]) -> bool {
    let sample = &bytes[..bytes.len().min(64 * 1024)];
    let control = sample.iter().filter(|b| matches!(b, 1..=8 | 0x0E..=0x1A | 0x1C..=0x1F | 0x7F)).count();
    bytes.contains(&0) || control * 50 > sample.len()
}

fn guessed(charset: &str) -> Warning {
    Warning { code: "charset".into(), message: format!("the file is not UTF-8; read as {charset}") }
}

pub(crate) fn damaged(charset: &str) -> Warning {
    Warning {
        code: "charset-damage".into(),
        message: format!("the file has bytes that are not valid {charset}; check its letters"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn text(bytes: &[u8]) -> String {
        decode(bytes.to_vec()).expect("is text").text
    }

    #[test]
    fn utf8_stays_as_it_is() {
        let with_mark = "\u{feff}Été 2031 — « fini »";
        let decoded = decode(with_mark.as_bytes().to_vec()).expect("is text");
        assert_eq!((decoded.text.as_str(), decoded.warning), (with_mark, None));
    }

    #[test]
    fn legacy_charsets_are_guessed() {
        let sentence = "Le préfet a déclaré que l’été serait très sec, où que l’on aille à l’œil nu.";
        let (latin, _, lost) = WINDOWS_1252.encode(sentence);
        assert!(!lost);
        assert_eq!(text(&latin), sentence);
    }

    #[test]
    fn utf16_is_read_with_and_without_mark() {
        let wanted = "Vingt blessés à Brévanne";
        let units: Vec<u8> = wanted.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(text(&units), wanted);
        let marked: Vec<u8> =
            [0xFE, 0xFF].into_iter().chain(wanted.encode_utf16().flat_map(u16::to_be_bytes)).collect();
        assert_eq!(text(&marked), wanted);
    }

    #[test]
    fn stray_bytes_in_utf8_lose_nothing() {
        let mut bytes = "Les blessés ont été évacués à l’hôpital. Caf".as_bytes().to_vec();
        bytes.push(0xE9);
        bytes.extend_from_slice(" fermé.".as_bytes());
        let decoded = decode(bytes).expect("is text");
        assert_eq!(decoded.text, "Les blessés ont été évacués à l’hôpital. Café fermé.");
        assert_eq!(decoded.warning.map(|w| w.code), Some("charset-damage".into()));
    }

    #[test]
    fn binary_is_refused() {
        for bytes in [&b"%PDF-1.7 x"[..], b"a\0b\x01\x02", b"\x01\x02\x03\x04\x05\x06\x07"] {
            assert!(matches!(decode(bytes.to_vec()), Err(Kind::Binary { .. })), "{bytes:?}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_text_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            if let Ok(decoded) = decode(bytes.clone()) && let Ok(valid) = std::str::from_utf8(&bytes)
                && decoded.warning.is_none() {
                prop_assert_eq!(decoded.text.as_str(), valid);
            }
        }
    }
}
