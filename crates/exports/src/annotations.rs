//! W3C Web Annotations (Recommendation of 23 February 2017): one annotation a claim.
//!
//! The target is a stretch of the report's stored text, selected twice: by its words (`TextQuoteSelector`) and by its place
//! (`TextPositionSelector`), which the model counts in Unicode code points. The stored text has an identifier of its own, as
//! positions in it are none in the page that it came from; that page is named beside it.

use recoupe_dossier::{
    Locale,
    wire::{Dossier, EntityKind, Range, Report, StorySpeaker},
};
use serde_json::{Value, json};

use crate::{
    code,
    ids::{TERMS, address, urn},
    object,
    telling::Telling,
    texts,
};

/// The annotations as a collection of one page.
pub(crate) fn collection(dossier: &Dossier, locale: Locale) -> Value {
    let t = Telling::new(dossier, locale);
    let mut items: Vec<Value> = dossier
        .figures
        .iter()
        .map(|f| {
            let motivation = "describing";
            annotation(&t, &f.id, motivation, "Figure", t.figure(f), t.facts(f), &f.report, &[(f.start, f.end)])
        })
        .collect();
    items.extend(dossier.statements.iter().map(|s| {
        annotation(&t, &s.id, "describing", "Statement", t.statement(s), t.said(s), &s.report, texts::ranges(s))
    }));
    items.extend(dossier.implied.iter().map(|i| {
        let facts = object([
            ("id", json!(i.id)),
            ("lo", crate::number(i.value.lo)),
            ("hi", crate::number(i.value.hi)),
            ("unit", json!(i.unit)),
            ("role", json!(i.role.map(code))),
            ("how", json!(code(i.how))),
        ]);
        let ranges: Vec<Range> = i.passages.iter().map(|p| (p.start, p.end)).collect();
        annotation(&t, &i.id, "commenting", "Implied", t.implied(i), facts, &i.report, &ranges)
    }));
    let g = &dossier.generated;
    let page = urn(t.ids.own("page", "1"));
    json!({
        "@context": ["http://www.w3.org/ns/anno.jsonld", context()],
        "id": urn(t.ids.own("annotations", "")),
        "type": "AnnotationCollection",
        "label": dossier.story.title,
        "generator": {
            "id": urn(t.ids.lasting("program", &[&g.version])),
            "type": "Software",
            "name": "Recoupe",
            "version": g.version,
            "rules": g.rules,
        },
        "inputs_sha256": g.inputs_sha256,
        "total": items.len(),
        "first": { "id": page, "type": "AnnotationPage", "startIndex": 0, "items": items },
    })
}

/// Our own terms, beside those of the model.
fn context() -> Value {
    json!({
        "recoupe": TERMS,
        "Figure": "recoupe:Figure",
        "Statement": "recoupe:Statement",
        "Implied": "recoupe:Implied",
        "claim": { "@id": "recoupe:claim", "@type": "@json" },
        "version": "recoupe:version",
        "rules": "recoupe:rules",
        "inputs_sha256": "recoupe:inputs_sha256",
        "text_sha256": "recoupe:text_sha256",
        "page": { "@id": "recoupe:page", "@type": "@id" },
        "path": "recoupe:path",
        "speaker": "recoupe:speaker",
    })
}

#[expect(clippy::too_many_arguments, reason = "what an annotation is made of, and no two of them belong together")]
fn annotation(
    t: &Telling<'_>,
    id: &str,
    motivation: &str,
    kind: &str,
    words: String,
    facts: Value,
    report: &str,
    ranges: &[Range],
) -> Value {
    let speaker = facts.get("entity").and_then(Value::as_str).and_then(|e| t.view.speaker(e));
    let text = object([
        ("type", json!("TextualBody")),
        ("purpose", json!(motivation)),
        ("format", json!("text/plain")),
        ("language", json!(t.language())),
        ("value", json!(words)),
    ]);
    let claim = object([
        ("id", json!(urn(t.ids.own("claim", id)))),
        ("type", json!(kind)),
        ("claim", facts),
        ("speaker", speaker.map_or(Value::Null, |s| agent(t, s))),
    ]);
    let targets = ranges.iter().map(|range| target(t, report, *range)).collect::<Vec<_>>();
    json!({
        "id": urn(t.ids.own("annotation", id)),
        "type": "Annotation",
        "motivation": motivation,
        "body": [text, claim],
        "target": targets,
    })
}

fn agent(t: &Telling<'_>, speaker: &StorySpeaker) -> Value {
    let kind = match speaker.kind {
        EntityKind::Person => json!("Person"),
        EntityKind::Body | EntityKind::Outlet | EntityKind::Country => json!("Organization"),
        EntityKind::Place | EntityKind::Document | EntityKind::Group | EntityKind::Other => Value::Null,
    };
    let name = t.view.shown(Some(&speaker.entity), &speaker.name);
    object([("id", json!(urn(t.ids.own("speaker", &speaker.entity)))), ("type", kind), ("name", json!(name))])
}

/// The stored text of a report.
fn source(t: &Telling<'_>, report: &Report) -> Value {
    object([
        ("id", json!(urn(t.ids.report(report)))),
        ("type", json!("Text")),
        ("format", json!("text/plain")),
        ("language", json!(Some(code(report.language)).filter(|l| l != "other"))),
        ("label", json!(t.view.report_title(report))),
        ("page", json!(address(report))),
        ("path", json!(report.path)),
        ("text_sha256", json!(report.text_sha256)),
    ])
}

fn target(t: &Telling<'_>, report: &str, range: Range) -> Value {
    let source = t.view.report(report).map_or(Value::Null, |r| source(t, r));
    let Some(quote) = t.texts.quote(report, range) else { return object([("source", source)]) };
    json!({
        "type": "SpecificResource",
        "source": source,
        "selector": [
            {
                "type": "TextQuoteSelector",
                "exact": quote.exact,
                "prefix": quote.prefix,
                "suffix": quote.suffix,
            },
            { "type": "TextPositionSelector", "start": quote.start, "end": quote.end },
        ],
    })
}
