//! Documents to attributed statements and figures.

pub mod attribution;
pub mod certainty;
mod claim;
pub mod confidence;
pub mod date;
pub mod figure;
pub mod implied;
mod lexicon;
mod number;
mod prepared;
pub mod quantity;
mod said;
pub mod setting;
mod unit;

pub use claim::*;
use recoupe_reading::Doc;

/// Reads the claims of one document. Never fails on text; what could not be told is listed in
/// [`Claims::diagnostics`] and [`Figure::abstained`].
pub fn read(doc: &Doc) -> Claims {
    let mut statements = attribution::read(doc);
    let prepared = prepared::Prepared::new(doc);
    let figure::Figures { mut figures, counted, diagnostics } = figure::read(&prepared);
    attribution::attach(doc, &statements, &mut figures);
    let dates = date::in_doc(&prepared);
    let mut events = date::events(&prepared, &dates);
    said::date(doc, &mut statements, &mut events);
    confidence::assign(doc, &mut statements, &mut figures);
    let settings = setting::Events::new(&prepared);
    settings.of_figures(&mut figures, &counted);
    let implied = implied::read(&prepared, &settings, &figures, &counted);
    Claims {
        statements,
        figures,
        implied,
        events,
        published: date::bound_publication(&prepared, &dates),
        dateline: date::dateline(doc),
        diagnostics,
    }
}
