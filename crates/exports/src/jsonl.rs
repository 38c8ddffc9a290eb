//! The dossier as lines: what it is, then each record with its `type`, so that programs can read it as a stream.

use recoupe_dossier::wire::{Dossier, Line, ReportLine};
use serde::Serialize;
use serde_json::json;

use crate::ExportError;

/// A record with its type in front.
#[derive(Serialize)]
struct Record<'a, T> {
    r#type: &'a str,
    #[serde(flatten)]
    record: &'a T,
}

/// The lines; reports, statements and figures are those of `recoupe read --format jsonl --with-text`.
pub(crate) fn lines(dossier: &Dossier) -> Result<Vec<u8>, ExportError> {
    let mut out = Vec::new();
    let head = json!({
        "type": "dossier",
        "schema": dossier.schema,
        "story": dossier.story,
        "generated": dossier.generated,
        "policy": dossier.policy,
    });
    line(&mut out, &head)?;
    for report in &dossier.reports {
        line(&mut out, &Line::Report(ReportLine { schema: dossier.schema, report: report.clone() }))?;
    }
    records(&mut out, "speaker", &dossier.speakers)?;
    records(&mut out, "statement", &dossier.statements)?;
    records(&mut out, "figure", &dossier.figures)?;
    records(&mut out, "implied", &dossier.implied)?;
    records(&mut out, "quantity", &dossier.quantities)?;
    records(&mut out, "toll", &dossier.tolls)?;
    records(&mut out, "event", &dossier.timeline)?;
    records(&mut out, "denial", &dossier.denials)?;
    records(&mut out, "copy", &dossier.copies)?;
    records(&mut out, "gap", &dossier.gaps)?;
    Ok(out)
}

fn records<T: Serialize>(out: &mut Vec<u8>, name: &str, records: &[T]) -> Result<(), ExportError> {
    records.iter().try_for_each(|record| line(out, &Record { r#type: name, record }))
}

fn line(out: &mut Vec<u8>, record: &impl Serialize) -> Result<(), ExportError> {
    serde_json::to_writer(&mut *out, record)?;
    out.push(b'\n');
    Ok(())
}
