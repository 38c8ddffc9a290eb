//! Cursors: where a list goes on, as a word that nobody else need understand.

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD as BASE64};

use crate::problem::{Code, Result};

/// Longer words are no cursors.
const LONGEST: usize = 200;

/// Writes a cursor of a list: its name and the parts of the place.
pub(crate) fn write(list: &str, parts: &[&str]) -> String {
    let mut text = list.to_owned();
    for part in parts {
        text.push('\n');
        text.push_str(part);
    }
    BASE64.encode(text)
}

/// Reads a cursor of a list with `N` parts.
pub(crate) fn read<const N: usize>(list: &str, cursor: &str) -> Result<[String; N]> {
    let parse = || {
        let bytes = (cursor.len() <= LONGEST).then(|| BASE64.decode(cursor).ok())??;
        let text = String::from_utf8(bytes).ok()?;
        let mut parts = text.split('\n');
        let parts = (parts.next() == Some(list)).then(|| parts.map(str::to_owned).collect::<Vec<_>>())?;
        parts.try_into().ok()
    };
    parse().ok_or(Code::BadCursor.into())
}

/// A number of a cursor.
pub(crate) fn number<T: std::str::FromStr>(part: &str) -> Result<T> {
    part.parse().map_err(|_| Code::BadCursor.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cursors_are_read_back_by_their_list_only() {
        let cursor = write("stories", &["2031-03-04T06:00:00Z", "12"]);
        assert_eq!(read::<2>("stories", &cursor), Ok(["2031-03-04T06:00:00Z".to_owned(), "12".to_owned()]));
        for bad in [read::<2>("search", &cursor), read::<2>("stories", "%"), read::<2>("stories", &cursor.repeat(9))] {
            assert_eq!(bad, Err(Code::BadCursor.into()));
        }
        assert_eq!(read::<1>("stories", &cursor), Err(Code::BadCursor.into()));
        assert_eq!(number::<i64>("x"), Err(Code::BadCursor.into()));
    }
}
