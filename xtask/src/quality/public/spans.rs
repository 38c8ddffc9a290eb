//! Annotated stretches of text with a value, compared with ours: shared by the sets of time expressions.

use recoupe_claims::date::TimeExpression;

/// A stretch of bytes with a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Marked {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) value: String,
}

impl Marked {
    fn overlaps(&self, other: &Self) -> bool {
        self.from < other.to && other.from < self.to
    }
}

/// Expressions as TIMEX3 annotates them: of a range its two ends.
pub(super) fn flat(found: &[TimeExpression]) -> impl Iterator<Item = &TimeExpression> {
    found.iter().flat_map(|f| if f.ends.is_empty() { std::slice::from_ref(f) } else { f.ends.as_slice() })
}

/// Counts over the texts of a set.
#[derive(Debug, Default)]
pub(super) struct Tally {
    pub(super) gold: usize,
    ours: usize,
    strict: usize,
    relaxed: usize,
    value: usize,
    pub(super) errors: Vec<String>,
}

impl Tally {
    /// Adds one text. Each annotation meets at most one of ours: first the same stretch, then an overlapping one, in order.
    pub(super) fn text(&mut self, text: &str, gold: &[Marked], ours: &[Marked]) {
        self.gold += gold.len();
        self.ours += ours.len();
        let mut free = vec![true; ours.len()];
        for g in gold {
            let same = |o: &Marked| o.from == g.from && o.to == g.to;
            let met = ours
                .iter()
                .zip(&free)
                .position(|(o, f)| *f && same(o))
                .or_else(|| ours.iter().zip(&free).position(|(o, f)| *f && o.overlaps(g)));
            let Some(met) = met else {
                self.errors.push(format!("missed  {}", shown(text, g)));
                continue;
            };
            free[met] = false;
            let o = &ours[met];
            self.relaxed += 1;
            if same(o) {
                self.strict += 1;
            } else {
                self.errors.push(format!(
                    "extent  {} | ours \"{}\"",
                    shown(text, g),
                    text.get(o.from..o.to).unwrap_or("")
                ));
            }
            if o.value == g.value {
                self.value += 1;
            } else if !g.value.is_empty() {
                self.errors.push(format!("value   {} | ours {}", shown(text, g), o.value));
            }
        }
        for (o, _) in ours.iter().zip(&free).filter(|(_, f)| **f) {
            self.errors.push(format!("extra   {}", shown(text, o)));
        }
    }

    fn f1(&self, right: usize) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "a few thousand")]
        let f1 = 2.0 * right as f64 / (self.gold + self.ours).max(1) as f64;
        f1
    }

    pub(super) fn strict_f1(&self) -> f64 {
        self.f1(self.strict)
    }

    pub(super) fn relaxed_f1(&self) -> f64 {
        self.f1(self.relaxed)
    }

    /// The share of ours that overlaps an annotation.
    pub(super) fn precision(&self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "a few thousand")]
        let share = self.relaxed as f64 / self.ours.max(1) as f64;
        share
    }

    /// Overlapping and of equal value, as TempEval-3 defines it.
    pub(super) fn value_f1(&self) -> f64 {
        self.f1(self.value)
    }
}

/// The stretch in its context.
fn shown(text: &str, m: &Marked) -> String {
    let floor = |mut i: usize| {
        while !text.is_char_boundary(i) {
            i -= 1;
        }
        i
    };
    let (a, b) = (floor(m.from.saturating_sub(60)), floor((m.to + 40).min(text.len())));
    let inside = text.get(m.from..m.to).unwrap_or("");
    let before = text.get(a..m.from).unwrap_or("");
    let behind = text.get(m.to..b).unwrap_or("");
    format!("[{inside}] {} … {before}[{inside}]{behind}", m.value).replace('\n', " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(from: usize, to: usize, value: &str) -> Marked {
        Marked { from, to, value: value.into() }
    }

    #[test]
    fn one_of_ours_meets_one_annotation() {
        let mut t = Tally::default();
        t.text("on 5 May and 6 May", &[mark(3, 8, "a"), mark(13, 18, "b")], &[mark(3, 18, "a")]);
        assert!((t.relaxed_f1() - 2.0 / 3.0).abs() < 1e-9);
        assert_eq!(t.strict_f1(), 0.0);
        assert!((t.value_f1() - 2.0 / 3.0).abs() < 1e-9);
    }
}
