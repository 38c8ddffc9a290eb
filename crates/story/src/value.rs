//! Comparing stated intervals. Every function is defined for any bounds, also broken ones (NaN, infinite, reversed).

use recoupe_claims::Value;

/// The closed or open ends of an interval as plain numbers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Bounds {
    pub(crate) lo: f64,
    pub(crate) hi: f64,
    lo_open: bool,
    hi_open: bool,
}

impl Bounds {
    pub(crate) fn of(v: &Value) -> Self {
        let lo = v.lo.filter(|x| !x.is_nan()).unwrap_or(f64::NEG_INFINITY);
        let hi = v.hi.filter(|x| !x.is_nan()).unwrap_or(f64::INFINITY);
        if lo > hi {
            return Self { lo: hi, hi: lo, lo_open: v.hi_open, hi_open: v.lo_open };
        }
        Self { lo, hi, lo_open: v.lo_open, hi_open: v.hi_open }
    }

    /// Widened by half a granularity on both sides (rule 8 only).
    pub(crate) fn rounded(v: &Value) -> Self {
        let half = rounding(v);
        let b = Self::of(v);
        if half == 0.0 { b } else { Self { lo: b.lo - half, hi: b.hi + half, lo_open: false, hi_open: false } }
    }

    /// At least one number in common.
    pub(crate) fn overlaps(self, other: Self) -> bool {
        !self.below(other) && !other.below(self)
    }

    /// Every number of the first is smaller than every number of the second.
    pub(crate) fn below(self, other: Self) -> bool {
        self.hi < other.lo || (self.hi == other.lo && (self.hi_open || other.lo_open))
    }
}

/// Half the place value of the last digit as written.
pub(crate) fn rounding(v: &Value) -> f64 {
    if v.granularity.is_finite() && v.granularity > 0.0 { v.granularity / 2.0 } else { 0.0 }
}

/// The same interval, bound for bound.
pub(crate) fn same(a: &Value, b: &Value) -> bool {
    close_opt(a.lo, b.lo)
        && close_opt(a.hi, b.hi)
        && a.lo_open == b.lo_open
        && a.hi_open == b.hi_open
        && a.vague == b.vague
        && a.approx == b.approx
}

/// The same printed number, whatever its bounds ("plus de 1 100", "environ 1 100", "au moins 1 100"). Orders of size are
/// no printed numbers.
pub(crate) fn same_number(a: &Value, b: &Value) -> bool {
    if a.vague || b.vague {
        return a.vague && b.vague && close_opt(a.lo, b.lo);
    }
    match (printed(a), printed(b)) {
        (Some(x), Some(y)) => close(x.0, y.0) && close(x.1, y.1),
        _ => false,
    }
}

/// The printed number or numbers: both ends of a range, the one end of a bound.
pub(crate) fn printed(v: &Value) -> Option<(f64, f64)> {
    let finite = |x: Option<f64>| x.filter(|x| x.is_finite());
    match (finite(v.lo), finite(v.hi)) {
        // "près de N" is kept as 0.9 N to N.
        (Some(lo), Some(hi)) if v.approx && lo != hi && close(lo, 0.9 * hi) => Some((hi, hi)),
        (Some(lo), Some(hi)) => Some((lo, hi)),
        (Some(x), None) | (None, Some(x)) => Some((x, x)),
        (None, None) => None,
    }
}

/// One number to order and compare sizes by: the middle of what is printed.
pub(crate) fn middle(v: &Value) -> Option<f64> {
    printed(v).map(|(a, b)| a / 2.0 + b / 2.0)
}

/// How many times the larger is the smaller at least; `None` where they overlap or a bound is not positive.
pub(crate) fn least_ratio(a: &Value, b: &Value) -> Option<f64> {
    let (a, b) = (Bounds::of(a), Bounds::of(b));
    let (small, large) = if a.below(b) {
        (a, b)
    } else if b.below(a) {
        (b, a)
    } else {
        return None;
    };
    let ratio = large.lo / small.hi;
    (small.hi > 0.0 && ratio.is_finite()).then_some(ratio)
}

/// The value times a factor (a change of unit).
pub(crate) fn scaled(v: &Value, factor: f64) -> Value {
    if factor == 1.0 {
        return *v;
    }
    Value { lo: v.lo.map(|x| x * factor), hi: v.hi.map(|x| x * factor), granularity: v.granularity * factor, ..*v }
}

pub(crate) fn close(a: f64, b: f64) -> bool {
    a == b || (a - b).abs() <= 1e-9 * a.abs().max(b.abs())
}

fn close_opt(a: Option<f64>, b: Option<f64>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => close(a, b),
        (None, None) => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn any_value() -> impl Strategy<Value = Value> {
        let bound = prop_oneof![
            Just(None),
            (-10.0..1e6_f64).prop_map(Some),
            Just(Some(f64::NAN)),
            Just(Some(f64::INFINITY)),
            Just(Some(f64::NEG_INFINITY)),
            Just(Some(0.0)),
        ];
        (bound.clone(), bound, any::<[bool; 4]>(), prop_oneof![Just(f64::NAN), Just(0.0), 0.1..1e4_f64]).prop_map(
            |(lo, hi, [lo_open, hi_open, approx, vague], granularity)| Value {
                lo,
                hi,
                lo_open,
                hi_open,
                approx,
                vague,
                granularity,
            },
        )
    }

    proptest! {
        #[test]
        fn below_is_antisymmetric(a in any_value(), b in any_value()) {
            let (x, y) = (Bounds::of(&a), Bounds::of(&b));
            prop_assert!(!(x.below(y) && y.below(x)) || (x.lo_open || x.hi_open || y.lo_open || y.hi_open));
            prop_assert_eq!(x.overlaps(y), y.overlaps(x));
        }

        #[test]
        fn ratios_are_symmetric_and_at_least_one(a in any_value(), b in any_value()) {
            prop_assert_eq!(least_ratio(&a, &b), least_ratio(&b, &a));
            if let Some(r) = least_ratio(&a, &b) {
                prop_assert!(r >= 1.0 || r.is_nan() || r <= 0.0 || r.is_finite());
                prop_assert!(r.is_finite());
            }
        }

        #[test]
        fn rounding_never_separates(a in any_value(), b in any_value()) {
            if Bounds::of(&a).overlaps(Bounds::of(&b)) {
                prop_assert!(Bounds::rounded(&a).overlaps(Bounds::rounded(&b)));
            }
            prop_assert_eq!(same_number(&a, &b), same_number(&b, &a));
        }
    }
}
