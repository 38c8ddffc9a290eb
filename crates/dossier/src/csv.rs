//! One figure a row, for spreadsheets.

use crate::{
    Locale, typography,
    view::View,
    wire::{Dates, Dossier, Figure},
    words,
};

/// Names of the columns; the same in both languages, so that scripts can rely on them.
pub const COLUMNS: [&str; 27] = [
    "quantity",
    "label",
    "figure",
    "value",
    "lo",
    "hi",
    "lo_open",
    "hi_open",
    "approx",
    "vague",
    "unit",
    "role",
    "kind",
    "origin",
    "family",
    "via",
    "date_from",
    "date_to",
    "date",
    "certainty",
    "state",
    "party",
    "outlet",
    "report",
    "start",
    "end",
    "quote",
];

/// Why a table cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum CsvError {
    /// The writer failed.
    #[error("cannot write comma-separated values: {0}")]
    Write(#[from] ::csv::Error),
    /// The buffer could not be taken back.
    #[error("cannot finish comma-separated values: {0}")]
    Finish(String),
}

/// The figures of a dossier in the order of its quantities; labels and words in `locale`, numbers with a decimal point.
///
/// # Errors
///
/// Only if memory cannot be written.
pub fn table(dossier: &Dossier, locale: Locale) -> Result<String, CsvError> {
    let view = View::new(dossier, locale);
    let mut out = ::csv::Writer::from_writer(Vec::new());
    out.write_record(COLUMNS)?;
    for quantity in &view.quantities {
        let label = view.label(quantity);
        for figure in view.figures_of(quantity) {
            out.write_record(row(&view, &quantity.id, &label, figure).map(|cell| guarded(&cell)))?;
        }
    }
    // Figures of no quantity are not left out.
    for figure in dossier.figures.iter().filter(|f| f.quantity.is_none()) {
        out.write_record(row(&view, "", "", figure).map(|cell| guarded(&cell)))?;
    }
    let bytes = out.into_inner().map_err(|e| CsvError::Finish(e.to_string()))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn row(view: &View<'_>, quantity: &str, label: &str, figure: &Figure) -> [String; 27] {
    let v = &figure.value;
    let number = |n: Option<f64>| n.map(|n| format!("{n}")).unwrap_or_default();
    let flag = |set: bool| if set { "1" } else { "0" }.to_owned();
    let days = view.days(figure);
    let day =
        |pick: fn(&Dates) -> Option<jiff::civil::Date>| days.and_then(pick).map(|d| d.to_string()).unwrap_or_default();
    let linked = figure.speaker.as_ref().and_then(|s| s.entity.as_deref()).and_then(|e| view.speaker(e));
    let report = view.report(&figure.report);
    let quote = view.figure(&figure.id).map(|f| {
        let quote = view.quote(f, 200);
        format!("{}{}{}", quote.before, crate::view::fold(quote.marked), quote.after)
    });
    [
        quantity.to_owned(),
        label.to_owned(),
        figure.id.clone(),
        crate::view::fold(&figure.text).into_owned(),
        number(v.lo),
        number(v.hi),
        flag(v.lo_open),
        flag(v.hi_open),
        flag(v.approx),
        flag(v.vague),
        match (&figure.unit, &figure.per) {
            (Some(unit), Some(per)) if per.number == 1.0 => format!("{unit}/{}", per.of),
            (Some(unit), Some(per)) => format!("{unit}/{} {}", number(Some(per.number)), per.of),
            (unit, _) => unit.clone().unwrap_or_default(),
        },
        figure.role.map(|r| words::role(view.locale, r).to_owned()).unwrap_or_default(),
        figure.kind.map(|k| words::figure_kind(view.locale, k).to_owned()).unwrap_or_default(),
        figure.speaker.as_ref().map(|s| view.speaker_name(s)).unwrap_or_default(),
        linked.and_then(|s| s.family.clone()).unwrap_or_default(),
        view.relays(&figure.via),
        day(|d| d.from),
        day(|d| d.to),
        days.map(|d| typography::dates(view.locale, d)).unwrap_or_default(),
        words::certainty(view.locale, figure.certainty).to_owned(),
        figure.state.map(|s| words::figure_state(view.locale, s).to_owned()).unwrap_or_default(),
        flag(figure.party),
        report.and_then(|r| r.outlet.clone()).unwrap_or_default(),
        report.map(|r| r.path.clone()).unwrap_or_default(),
        figure.start.to_string(),
        figure.end.to_string(),
        quote.unwrap_or_default(),
    ]
}

/// A cell that a spreadsheet would take for a formula gets an apostrophe in front (OWASP, "CSV Injection").
fn guarded(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) && cell.parse::<f64>().is_err() {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::guarded;

    #[test]
    fn formulas_are_defused_and_numbers_are_not() {
        for (cell, written) in [
            ("=HYPERLINK(\"x\")", "'=HYPERLINK(\"x\")"),
            ("+1+1", "'+1+1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("-cmd", "'-cmd"),
            ("\t=1", "'\t=1"),
            ("-12.5", "-12.5"),
            ("plus de 40", "plus de 40"),
            ("", ""),
        ] {
            assert_eq!(guarded(cell), written);
        }
    }
}
