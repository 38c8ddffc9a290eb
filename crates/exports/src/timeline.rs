//! TimelineJS 3: a slide an event of the story and a slide a dated figure.
//!
//! TimelineJS sets its texts as HTML, so that every word is escaped here. It cannot place what has no first day: such claims
//! are counted on the title slide and listed in every other format.

use jiff::civil::Date;
use quick_xml::escape::escape;
use recoupe_dossier::{
    Locale, typography,
    view::fold,
    wire::{Dates, Dossier, Report},
    words,
};
use serde_json::{Value, json};

use crate::{ids::address, object, telling::Telling};

/// The timeline.
pub(crate) fn timeline(dossier: &Dossier, locale: Locale) -> Value {
    let t = Telling::new(dossier, locale);
    let l = locale;
    let mut events = Vec::new();
    let mut undated = 0;
    for (i, event) in t.view.events().into_iter().enumerate() {
        let marks = event.spans.iter().filter_map(|s| t.view.report(&s.report));
        let group = if event.said.is_some() { l.pick("dit", "said") } else { l.pick("fait", "event") };
        let headline = escape(fold(&event.what).trim()).into_owned();
        let text = marks.map(|r| source(&t, r)).collect::<Vec<_>>().join(" · ");
        match slide(l, &format!("event-{}", i + 1), &event.date, group, &headline, &text) {
            Some(slide) => events.push(slide),
            None => undated += 1,
        }
    }
    for figure in &dossier.figures {
        let headline = escape(t.figure(figure));
        let quote = typography::quoted(l, fold(t.texts.sentence(figure)).trim());
        let report = t.view.report(&figure.report).map(|r| format!("<br>{}", source(&t, r))).unwrap_or_default();
        let text = format!("{}{report}", escape(&quote));
        let days = t.view.days(figure);
        match days.and_then(|d| slide(l, &figure.id, d, l.pick("chiffre", "figure"), &headline, &text)) {
            Some(slide) => events.push(slide),
            None => undated += 1,
        }
    }
    let g = &dossier.generated;
    let made = format!(
        "{}<br>Recoupe {}, {} {}<br>{} {}<br>{}",
        escape(t.view.state_line()),
        escape(&g.version),
        l.pick("règles", "rules"),
        escape(&g.rules),
        l.pick("empreinte des rapports", "fingerprint of the reports"),
        escape(&g.inputs_sha256),
        words::count(
            l,
            undated,
            ("élément sans premier jour, laissé de côté ici", "item without a first day, left out here"),
            ("éléments sans premier jour, laissés de côté ici", "items without a first day, left out here"),
        ),
    );
    json!({
        "title": {
            "unique_id": "recoupe-title",
            "text": { "headline": escape(t.view.title()), "text": format!("<p>{made}</p>") },
        },
        "events": events,
        "scale": "human",
        // TimelineJS passes over members that it does not know.
        "generated": g,
    })
}

fn slide(l: Locale, id: &str, days: &Dates, group: &str, headline: &str, text: &str) -> Option<Value> {
    let start = days.from?;
    let end = days.to.filter(|to| *to != start);
    Some(object([
        ("unique_id", json!(id)),
        ("start_date", day(start)),
        ("end_date", end.map_or(Value::Null, day)),
        ("display_date", json!(escape(typography::dates(l, days)))),
        ("group", json!(group)),
        ("text", json!({ "headline": headline, "text": format!("<p>{text}</p>") })),
    ]))
}

fn day(day: Date) -> Value {
    json!({ "year": day.year(), "month": day.month(), "day": day.day() })
}

/// Outlet and title, linked where the report has an address.
fn source(t: &Telling<'_>, report: &Report) -> String {
    let outlet = report.outlet.as_deref().map(|o| format!("{}, ", escape(o))).unwrap_or_default();
    let title = escape(fold(t.view.report_title(report)));
    match address(report) {
        Some(url) => format!("{outlet}<a href=\"{}\">{title}</a>", escape(url)),
        None => format!("{outlet}{title}"),
    }
}
