//! RIS for reference managers: a record a report, a note a claim.
//!
//! A line of RIS ends where its value ends, so that blanks and breaks inside a passage are folded to one blank.

use recoupe_dossier::{
    Locale, ucdp,
    wire::{Dossier, Range, Report},
};

use crate::{code, ids::address, telling::Telling, texts};

/// The records, in order of publication.
pub(crate) fn records(dossier: &Dossier, locale: Locale) -> String {
    let t = Telling::new(dossier, locale);
    let mut out = String::new();
    for report in &t.view.reports {
        record(&t, report, &mut out);
    }
    out
}

fn record(t: &Telling<'_>, report: &Report, out: &mut String) {
    let g = &t.dossier.generated;
    line(out, "TY", "NEWS");
    line(out, "ID", &report.id);
    line(out, "TI", t.view.report_title(report));
    report.authors.iter().for_each(|author| line(out, "AU", author));
    report.outlet.iter().for_each(|outlet| line(out, "T2", outlet));
    report.publisher.iter().for_each(|publisher| line(out, "PB", publisher));
    if let Some(published) = &report.published {
        let days = &published.dates;
        if let Some(day) = ucdp::single(days) {
            line(out, "PY", &day.year().to_string());
            line(out, "DA", &format!("{:04}/{:02}/{:02}", day.year(), day.month(), day.day()));
        } else if let Some(year) = days.from.zip(days.to).filter(|(a, b)| a.year() == b.year()).map(|(a, _)| a.year()) {
            line(out, "PY", &year.to_string());
        }
    }
    line(out, "LA", &code(report.language));
    address(report).iter().for_each(|url| line(out, "UR", url));
    line(out, "L1", &report.path);
    line(out, "DB", &format!("Recoupe {}", g.version));
    line(out, "C1", &format!("rules {}", g.rules));
    line(out, "C2", &format!("inputs_sha256 {}", g.inputs_sha256));
    line(out, "C3", &format!("text_sha256 {}", report.text_sha256));
    for figure in t.view.figures_in(&report.id) {
        note(t, out, &figure.id, &t.figure(figure), &report.id, &[(figure.start, figure.end)]);
    }
    for statement in t.view.statements_in(&report.id) {
        note(t, out, &statement.id, &t.statement(statement), &report.id, texts::ranges(statement));
    }
    line(out, "ER", "");
    out.push_str("\r\n");
}

/// `a.F1 [bytes 12-24] préfecture : …`.
fn note(t: &Telling<'_>, out: &mut String, id: &str, words: &str, report: &str, ranges: &[Range]) {
    let places: Vec<String> = ranges.iter().map(|(start, end)| format!("{start}-{end}")).collect();
    let exact: Vec<&str> = ranges.iter().map(|r| t.texts.words(report, *r)).collect();
    let octets = t.locale().pick("octets", "bytes");
    line(out, "N1", &format!("{id} [{octets} {}] {words} | {}", places.join(" "), exact.join(" … ")));
}

fn line(out: &mut String, tag: &str, value: &str) {
    out.push_str(tag);
    out.push_str("  - ");
    out.push_str(&one_line(value));
    out.push_str("\r\n");
}

/// Everything that some reader takes for a blank or the end of a line, folded to one blank.
fn one_line(value: &str) -> String {
    let apart = |c: char| c.is_whitespace() && !matches!(c, '\u{a0}' | '\u{202f}') || c.is_control();
    value.split(apart).filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ")
}
