//! One figure a row in typed columns. Names of roles, kinds and states are the wire's codes, the same in every language.

use recoupe_dossier::{
    Locale, ucdp,
    view::View,
    wire::{Dossier, Figure, Implied, Quantity},
};

use crate::{
    ExportError, code,
    parquet::{Cell, Column, Kind, Writer},
    texts::Texts,
};

/// A column.
const fn column(name: &'static str, kind: Kind) -> Column {
    Column { name, kind }
}

/// UCDP's columns first, then our own.
const COLUMNS: [Column; 59] = [
    column("id", Kind::Text),
    column("date_start", Kind::Day),
    column("date_end", Kind::Day),
    column("date_prec", Kind::Count),
    column("low", Kind::Number),
    column("best", Kind::Number),
    column("high", Kind::Number),
    column("number_of_sources", Kind::Count),
    column("source_office", Kind::Text),
    column("source_date", Kind::Day),
    column("source_headline", Kind::Text),
    column("source_original", Kind::Text),
    column("where_description", Kind::Text),
    column("latitude", Kind::Number),
    column("longitude", Kind::Number),
    column("country", Kind::Text),
    column("basis", Kind::Text),
    column("quantity", Kind::Text),
    column("label_fr", Kind::Text),
    column("label_en", Kind::Text),
    column("quantity_state", Kind::Text),
    column("origins", Kind::Count),
    column("families", Kind::Count),
    column("unknown_origins", Kind::Count),
    column("text", Kind::Text),
    column("lo_open", Kind::Flag),
    column("hi_open", Kind::Flag),
    column("approx", Kind::Flag),
    column("vague", Kind::Flag),
    column("granularity", Kind::Number),
    column("unit", Kind::Text),
    column("per", Kind::Text),
    column("per_number", Kind::Number),
    column("counted", Kind::Text),
    column("role", Kind::Text),
    column("population", Kind::Text),
    column("kind", Kind::Text),
    column("entity", Kind::Text),
    column("family", Kind::Text),
    column("via", Kind::Text),
    column("said_from", Kind::Day),
    column("said_to", Kind::Day),
    column("as_of_from", Kind::Day),
    column("as_of_to", Kind::Day),
    column("certainty", Kind::Text),
    column("state", Kind::Text),
    column("party", Kind::Flag),
    column("independent", Kind::Flag),
    column("toll", Kind::Text),
    column("confidence", Kind::Number),
    column("report", Kind::Text),
    column("path", Kind::Text),
    column("url", Kind::Text),
    column("language", Kind::Text),
    column("text_sha256", Kind::Text),
    column("start", Kind::Count),
    column("end", Kind::Count),
    column("sentence", Kind::Text),
    column("statement", Kind::Text),
];

/// The figures of a dossier, then the numbers that its texts imply, as a Parquet file.
pub(crate) fn parquet(dossier: &Dossier) -> Result<Vec<u8>, ExportError> {
    // Nothing of the table is in a language but the two labels, which are in both.
    let view = View::new(dossier, Locale::En);
    let texts = Texts::new(dossier);
    let g = &dossier.generated;
    let schema = dossier.schema.to_string();
    let about = [
        ("recoupe.version", g.version.as_str()),
        ("recoupe.rules", &g.rules),
        ("recoupe.inputs_sha256", &g.inputs_sha256),
        ("recoupe.schema", &schema),
        ("recoupe.story", &dossier.story.id),
        ("recoupe.title", &dossier.story.title),
    ];
    let mut bytes = Vec::new();
    let mut table = Writer::new(&mut bytes, &COLUMNS, &about)?;
    for quantity in &view.quantities {
        for figure in view.figures_of(quantity) {
            table.push(row(&view, &texts, Some(quantity), figure))?;
        }
    }
    for figure in dossier.figures.iter().filter(|f| f.quantity.is_none()) {
        table.push(row(&view, &texts, None, figure))?;
    }
    for implied in &dossier.implied {
        table.push(computed(&view, implied))?;
    }
    table.finish()?;
    Ok(bytes)
}

fn row<'a>(view: &View<'a>, texts: &Texts<'a>, quantity: Option<&'a Quantity>, f: &'a Figure) -> Vec<Cell> {
    let u = ucdp::row(view, quantity, f);
    let report = view.report(&f.report);
    let entity = f.speaker.as_ref().and_then(|s| s.entity.as_deref());
    let v = &f.value;
    vec![
        u.id.into(),
        u.date_start.into(),
        u.date_end.into(),
        u.date_prec.map(usize::from).into(),
        u.low.into(),
        u.best.into(),
        u.high.into(),
        u.number_of_sources.into(),
        u.source_office.into(),
        u.source_date.into(),
        report.and_then(|r| r.title.as_deref()).into(),
        u.source_original.into(),
        u.where_description.into(),
        u.latitude.into(),
        u.longitude.into(),
        u.country.into(),
        "stated".into(),
        f.quantity.as_deref().into(),
        quantity.map(|q| q.label.fr.as_str()).into(),
        quantity.map(|q| q.label.en.as_str()).into(),
        quantity.map(|q| code(q.summary.state)).into(),
        quantity.map(|q| q.summary.origins).into(),
        quantity.map(|q| q.summary.families).into(),
        quantity.map(|q| q.summary.unknown_origins).into(),
        f.text.as_str().into(),
        v.lo_open.into(),
        v.hi_open.into(),
        v.approx.into(),
        v.vague.into(),
        v.granularity.into(),
        f.unit.as_deref().into(),
        f.per.as_ref().map(|p| p.of.as_str()).into(),
        f.per.as_ref().map(|p| p.number).into(),
        f.counted.as_ref().map(|c| c.text.as_str()).into(),
        f.role.map(code).into(),
        f.population.as_deref().into(),
        f.kind.map(code).into(),
        entity.into(),
        entity.and_then(|e| view.speaker(e)).and_then(|s| s.family.as_deref()).into(),
        Some(view.relays(&f.via)).filter(|via| !via.is_empty()).into(),
        f.said_on.as_ref().and_then(|d| d.from).into(),
        f.said_on.as_ref().and_then(|d| d.to).into(),
        f.as_of.as_ref().and_then(|d| d.from).into(),
        f.as_of.as_ref().and_then(|d| d.to).into(),
        code(f.certainty).into(),
        f.state.map(code).into(),
        f.party.into(),
        f.independent.into(),
        view.toll_of(&f.id).map(|(toll, _)| code(toll.role)).into(),
        f.confidence.into(),
        f.report.as_str().into(),
        report.map(|r| r.path.as_str()).into(),
        report.and_then(|r| r.url.as_deref()).into(),
        report.map(|r| code(r.language)).into(),
        report.map(|r| r.text_sha256.as_str()).into(),
        f.start.into(),
        f.end.into(),
        texts.sentence(f).into(),
        f.statement.as_deref().into(),
    ]
}

/// A number that no report prints: what it was computed from stands where a figure has its words.
fn computed(view: &View<'_>, i: &Implied) -> Vec<Cell> {
    let report = view.report(&i.report);
    let passages: Vec<&str> = i.passages.iter().map(|p| p.text.as_str()).collect();
    let told = |name: &str| -> Cell {
        match name {
            "id" => i.id.as_str().into(),
            "low" => i.value.lo.into(),
            "high" => i.value.hi.into(),
            "source_office" => report.and_then(|r| r.outlet.as_deref()).into(),
            "source_headline" => report.and_then(|r| r.title.as_deref()).into(),
            "basis" => format!("implied:{}", code(i.how)).into(),
            "quantity" => i.quantity.as_deref().into(),
            "lo_open" => i.value.lo_open.into(),
            "hi_open" => i.value.hi_open.into(),
            "approx" => i.value.approx.into(),
            "vague" => i.value.vague.into(),
            "granularity" => i.value.granularity.into(),
            "unit" => i.unit.as_str().into(),
            "role" => i.role.map(code).into(),
            "toll" => view.toll_of(&i.id).map(|(toll, _)| code(toll.role)).into(),
            "report" => i.report.as_str().into(),
            "path" => report.map(|r| r.path.as_str()).into(),
            "url" => report.and_then(|r| r.url.as_deref()).into(),
            "language" => report.map(|r| code(r.language)).into(),
            "text_sha256" => report.map(|r| r.text_sha256.as_str()).into(),
            "start" => i.passages.iter().map(|p| p.start).min().into(),
            "end" => i.passages.iter().map(|p| p.end).max().into(),
            "sentence" => passages.join(" … ").into(),
            _ => Cell::None,
        }
    };
    COLUMNS.iter().map(|c| told(c.name)).collect()
}
