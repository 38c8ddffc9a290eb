//! Numbers as JSON: integral values without a fraction, what is not finite as `null`.

use serde::{Serialize, Serializer};

/// From here on not every integer is a binary double; such a value is written as it is, in floating point.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// Writes a number.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
pub(super) fn number<S: Serializer>(value: &f64, out: S) -> Result<S::Ok, S::Error> {
    number_or_null(&Some(*value), out)
}

/// Writes a number or `null`.
pub(super) fn number_or_null<S: Serializer>(value: &Option<f64>, out: S) -> Result<S::Ok, S::Error> {
    match *value {
        Some(v) if !v.is_finite() => out.serialize_none(),
        #[expect(clippy::cast_possible_truncation, reason = "integral and below 2^53")]
        Some(v) if v.fract() == 0.0 && v.abs() < EXACT => (v as i64).serialize(out),
        other => other.serialize(out),
    }
}
