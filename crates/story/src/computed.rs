//! Numbers that follow from the words of the reports, each set beside the quantity that it speaks of. They are no values of it: a
//! reported value has a speaker, a computed one only a reason.

use recoupe_claims::FigureKind;

use crate::{Computed, FigureRef, Quantity, Read, dates::Published, setting::Apart};

/// All implied numbers, report by report in `rank`.
pub(crate) fn computed(
    reads: &[Read],
    rank: &[usize],
    published: &[Published],
    quantities: &[Quantity],
    apart: &Apart,
) -> Vec<Computed> {
    let mut out = Vec::new();
    for &report in rank {
        for (implied, i) in reads[report].claims.implied.iter().enumerate() {
            // The quantity of a figure that it is computed from, where that tells the same thing; else the one most reports tell.
            let apart = apart.implied(report, implied);
            let same = |q: &&Quantity| {
                q.apart == apart
                    && q.role == i.role
                    && q.unit.as_deref() == Some(i.unit.as_str())
                    && q.kind != Some(FigureKind::Plan)
            };
            let holds = |q: &Quantity| {
                q.figures.iter().any(|v| {
                    let FigureRef { report: r, figure } = v.figure;
                    r == report && i.figures.contains(&figure)
                })
            };
            let at = |find: &dyn Fn(&Quantity) -> bool| quantities.iter().position(|q| same(&q) && find(q));
            let quantity = at(&holds).or_else(|| i.role.filter(|_| !apart).and_then(|_| at(&|_| true)));
            out.push(Computed { report, implied, quantity, apart, said_on: published[report].likely.clone() });
        }
    }
    out
}
