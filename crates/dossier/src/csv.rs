//! One figure a row, for spreadsheets.

use crate::{
    Locale, typography, ucdp,
    view::View,
    wire::{Dossier, Figure, Implied, Quantity, Report},
    words,
};

/// Names of our own columns; the same in both languages, so that scripts can rely on them. UCDP's ([`ucdp::COLUMNS`]) follow,
/// then those of [`MADE`].
pub const COLUMNS: [&str; 31] = [
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
    "basis",
    "toll",
    "origins",
    "families",
];

/// Names of the columns that say what made a row and of which text.
pub const MADE: [&str; 4] = ["text_sha256", "program", "rules", "inputs_sha256"];

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

/// The figures of a dossier in the order of its quantities, then the numbers that its texts imply (`basis` tells them apart);
/// labels and words in `locale`, numbers with a decimal point.
///
/// # Errors
///
/// Only if memory cannot be written.
pub fn table(dossier: &Dossier, locale: Locale) -> Result<String, CsvError> {
    let view = View::new(dossier, locale);
    let mut out = ::csv::Writer::from_writer(Vec::new());
    out.write_record(COLUMNS.iter().chain(&ucdp::COLUMNS).chain(&MADE))?;
    let mut write = |cells: Vec<String>| out.write_record(cells.iter().map(|cell| guarded(cell)));
    for quantity in &view.quantities {
        for figure in view.figures_of(quantity) {
            write(row(&view, Some(quantity), figure))?;
        }
    }
    // Figures of no quantity are not left out.
    for figure in dossier.figures.iter().filter(|f| f.quantity.is_none()) {
        write(row(&view, None, figure))?;
    }
    for implied in &dossier.implied {
        write(computed(&view, implied))?;
    }
    let bytes = out.into_inner().map_err(|e| CsvError::Finish(e.to_string()))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn number(n: Option<f64>) -> String {
    told(n)
}

fn flag(set: bool) -> String {
    if set { "1" } else { "0" }.to_owned()
}

fn told(value: Option<impl ToString>) -> String {
    value.map(|v| v.to_string()).unwrap_or_default()
}

fn row<'a>(view: &View<'a>, quantity: Option<&'a Quantity>, figure: &'a Figure) -> Vec<String> {
    let v = &figure.value;
    let days = view.days(figure);
    let linked = figure.speaker.as_ref().and_then(|s| s.entity.as_deref()).and_then(|e| view.speaker(e));
    let report = view.report(&figure.report);
    let quote = view.figure(&figure.id).map(|f| {
        let quote = view.quote(f, 200);
        format!("{}{}{}", quote.before, crate::view::fold(quote.marked), quote.after)
    });
    let mut cells = vec![
        told(quantity.map(|q| &q.id)),
        told(quantity.map(|q| view.label(q))),
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
        told(figure.role.map(|r| words::role(view.locale, r))),
        told(figure.kind.map(|k| words::figure_kind(view.locale, k))),
        told(figure.speaker.as_ref().map(|s| view.speaker_name(s))),
        told(linked.and_then(|s| s.family.as_ref())),
        view.relays(&figure.via),
        told(days.and_then(|d| d.from)),
        told(days.and_then(|d| d.to)),
        told(days.map(|d| typography::dates(view.locale, d))),
        words::certainty(view.locale, figure.certainty).to_owned(),
        told(figure.state.map(|s| words::figure_state(view.locale, s))),
        flag(figure.party),
        told(report.and_then(|r| r.outlet.as_ref())),
        told(report.map(|r| &r.path)),
        figure.start.to_string(),
        figure.end.to_string(),
        quote.unwrap_or_default(),
        "stated".to_owned(),
        toll(view, &figure.id),
        told(quantity.map(|q| q.summary.origins)),
        told(quantity.map(|q| q.summary.families)),
    ];
    let u = ucdp::row(view, quantity, figure);
    cells.extend([
        u.id.to_owned(),
        told(u.date_start),
        told(u.date_end),
        told(u.date_prec),
        number(u.low),
        number(u.best),
        number(u.high),
        u.number_of_sources.to_string(),
        told(u.source_office),
        told(u.source_date),
        told(u.source_headline),
        told(u.source_original),
        told(u.where_description),
        number(u.latitude),
        number(u.longitude),
        told(u.country),
    ]);
    cells.extend(made(view, report));
    cells
}

/// A number that no report prints: nobody's words, so it has no value as printed, no origin, no certainty; the passages that
/// it follows from stand as its quote.
fn computed(view: &View<'_>, implied: &Implied) -> Vec<String> {
    let v = &implied.value;
    let report = view.report(&implied.report);
    let quote: Vec<_> = implied.passages.iter().map(|p| crate::view::fold(&p.text)).collect();
    let cell = |name: &str| match name {
        "quantity" => told(implied.quantity.as_ref()),
        "figure" | "id" => implied.id.clone(),
        "lo" | "low" => number(v.lo),
        "hi" | "high" => number(v.hi),
        "lo_open" => flag(v.lo_open),
        "hi_open" => flag(v.hi_open),
        "approx" => flag(v.approx),
        "vague" => flag(v.vague),
        "unit" => implied.unit.clone(),
        "role" => told(implied.role.map(|r| words::role(view.locale, r))),
        "outlet" | "source_office" => told(report.and_then(|r| r.outlet.as_ref())),
        "report" => told(report.map(|r| &r.path)),
        "start" => told(implied.passages.iter().map(|p| p.start).min()),
        "end" => told(implied.passages.iter().map(|p| p.end).max()),
        "quote" => quote.join(" + "),
        "basis" => words::implication(view.locale, implied.how).to_owned(),
        "toll" => toll(view, &implied.id),
        _ => String::new(),
    };
    let mut cells: Vec<String> = COLUMNS.iter().chain(&ucdp::COLUMNS).map(|name| cell(name)).collect();
    cells.extend(made(view, report));
    cells
}

/// Which toll of its report a number is; a toll that no longer holds says so.
fn toll(view: &View<'_>, id: &str) -> String {
    let fallen = view.locale.pick(" (ne tient plus)", " (no longer holds)");
    let of = view.toll_of(id);
    told(of.map(|(t, v)| format!("{}{}", words::role(view.locale, t.role), if v.standing { "" } else { fallen })))
}

fn made(view: &View<'_>, report: Option<&Report>) -> [String; 4] {
    let g = &view.dossier.generated;
    [told(report.map(|r| &r.text_sha256)), g.version.clone(), g.rules.clone(), g.inputs_sha256.clone()]
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
