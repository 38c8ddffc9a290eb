//! Whatever bounds and kinds figures have, reconciling neither panics nor relates a figure to itself or both ways.

use std::collections::BTreeSet;

use proptest::prelude::*;
use recoupe_claims::{Certainty, FigureKind};
use recoupe_story::{BestPolicy, Options, reconcile_with};

use super::{Case, build};

/// One of the cases, as a frame for other numbers.
const FRAME: &str = include_str!("../cases/02-contradicts-fr.toml");

fn bound() -> impl Strategy<Value = Option<f64>> {
    prop_oneof![
        Just(None),
        (0.0..1e5_f64).prop_map(|x| Some(x.round())),
        Just(Some(f64::NAN)),
        Just(Some(f64::INFINITY)),
        Just(Some(f64::NEG_INFINITY)),
        Just(Some(-0.0)),
    ]
}

fn kind() -> impl Strategy<Value = Option<FigureKind>> {
    prop_oneof![
        Just(None),
        Just(Some(FigureKind::Cumulative)),
        Just(Some(FigureKind::Flow)),
        Just(Some(FigureKind::Stock)),
        Just(Some(FigureKind::Measure)),
        Just(Some(FigureKind::Plan)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn no_panic_and_no_two_way_relation(
        numbers in prop::collection::vec((bound(), bound(), any::<[bool; 4]>(), kind(), any::<bool>()), 3),
    ) {
        let case: Case = toml::from_str(FRAME).expect("a case");
        let mut reads = build(&case).reads;
        let figures = reads.iter_mut().flat_map(|r| &mut r.claims.figures);
        for (f, (lo, hi, [lo_open, hi_open, approx, vague], kind, denied)) in figures.zip(numbers) {
            f.value.lo = lo;
            f.value.hi = hi;
            f.value.lo_open = lo_open;
            f.value.hi_open = hi_open;
            f.value.approx = approx;
            f.value.vague = vague;
            f.value.granularity = if vague { f64::NAN } else { 10.0 };
            f.kind = kind;
            if denied {
                f.certainty = Certainty::Denied;
            }
        }
        let story = reconcile_with(&reads, &Options { best: Some(BestPolicy::Lower) });
        let figures: usize = story.quantities.iter().map(|q| q.figures.len()).sum();
        prop_assert_eq!(figures, 3);
        for q in &story.quantities {
            let mut seen = BTreeSet::new();
            for r in &q.relations {
                prop_assert!(r.from != r.to);
                prop_assert!(seen.insert((r.from.min(r.to), r.from.max(r.to))), "two relations between two figures");
                prop_assert!(!r.reason.fr.is_empty() && !r.reason.en.is_empty());
            }
        }
    }
}
