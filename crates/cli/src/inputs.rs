//! Paths → reports, each problem said on its own line.

use std::path::PathBuf;

use recoupe_intake::{Published, PublishedBasis, Report};

use crate::{args::InputArgs, messages::Messages};

/// The reports under the paths given, in an order that does not depend on the order of the arguments.
pub(crate) fn gather(args: &InputArgs, messages: &Messages) -> Vec<Report> {
    let mut paths: Vec<&PathBuf> = args.paths.iter().collect();
    paths.sort();
    paths.dedup();
    let mut reports = Vec::new();
    for path in paths {
        match std::fs::read_to_string(path) {
            Ok(text) => reports.push(Report::plain(&path.to_string_lossy(), text)),
            Err(error) => messages.problem(&path.to_string_lossy(), &error.to_string(), ""),
        }
    }
    for report in &mut reports {
        if let Some(date) = args.published {
            report.published = Some(Published { date, basis: PublishedBasis::Given });
        }
        if let Some(outlet) = &args.outlet {
            report.outlet = Some(outlet.clone());
        }
    }
    reports
}
