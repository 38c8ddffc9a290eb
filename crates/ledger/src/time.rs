//! Moments of the ledger: given by the caller, never asked of a clock.

use jiff::Timestamp;

/// RFC 3339 in UTC, to the second: sorts as text.
pub(crate) fn stamp(at: Timestamp) -> String {
    let seconds = Timestamp::from_second(at.as_second()).unwrap_or(at);
    seconds.to_string()
}
