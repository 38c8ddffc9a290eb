//! FollowTheMoney entities, one a line: reports as `Article`, speakers as `Person`, `Organization` …, claims as `Note`s on
//! both, relations as `UnknownLink`s between notes.
//!
//! The model has no type for a number that somebody claims: the bounds stand in the note's `notes`, `lo=12` a value, for
//! programs, and in its description for people.

use std::collections::BTreeSet;

use recoupe_dossier::{
    Locale, ucdp,
    wire::{Dossier, EntityKind, Figure, Lang, Range, Report, Statement, StorySpeaker},
    words,
};
use serde_json::{Map, Value, json};

use crate::{ExportError, code, ids::address, telling::Telling, texts};

/// The entities.
pub(crate) fn lines(dossier: &Dossier, locale: Locale) -> Result<Vec<u8>, ExportError> {
    let t = Telling::new(dossier, locale);
    let mut entities: Vec<Value> = dossier.reports.iter().map(|r| article(&t, r)).collect();
    entities.extend(dossier.speakers.iter().map(|s| speaker(&t, s)));
    entities.extend(dossier.figures.iter().map(|f| figure(&t, f)));
    entities.extend(dossier.statements.iter().map(|s| statement(&t, s)));
    entities.extend(t.relations().map(|r| {
        let id = format!("{} {} {}", r.from.id, r.to.id, code(r.kind));
        link(&t, &id, &r.from.id, &r.to.id, words::relation(locale, r.kind), &r.reason)
    }));
    let mut denied = BTreeSet::new();
    for (denial, by, of) in t.denials() {
        for of in of {
            let id = format!("{} {}", by.id, of.id);
            if denied.insert(id.clone()) {
                entities.push(link(&t, &id, &of.id, &by.id, words::stance(locale, denial.stance), &t.statement(by)));
            }
        }
    }
    let mut out = Vec::new();
    for entity in entities {
        serde_json::to_writer(&mut out, &entity)?;
        out.push(b'\n');
    }
    Ok(out)
}

/// An entity; a property without a value is left out.
fn entity<const N: usize>(id: String, schema: &str, properties: [(&str, Vec<String>); N]) -> Value {
    let told = properties.into_iter().filter_map(|(name, values)| {
        let values: Vec<String> = values.into_iter().filter(|v| !v.trim().is_empty()).collect();
        (!values.is_empty()).then(|| (name.to_owned(), json!(values)))
    });
    json!({ "id": id, "schema": schema, "properties": told.collect::<Map<_, _>>() })
}

fn some(value: Option<impl Into<String>>) -> Vec<String> {
    value.map(Into::into).into_iter().collect()
}

fn report_id(t: &Telling<'_>, id: &str) -> Option<String> {
    t.view.report(id).map(|r| t.ids.report(r).to_string())
}

fn claim_id(t: &Telling<'_>, id: &str) -> String {
    t.ids.own("claim", id).to_string()
}

fn speaker_id(t: &Telling<'_>, entity: &str) -> String {
    t.ids.own("speaker", entity).to_string()
}

/// What made an entity.
fn made(t: &Telling<'_>) -> [String; 3] {
    let g = &t.dossier.generated;
    [format!("recoupe={}", g.version), format!("rules={}", g.rules), format!("inputs_sha256={}", g.inputs_sha256)]
}

fn article(t: &Telling<'_>, r: &Report) -> Value {
    let language = match r.language {
        Lang::Fr => Some("fra"),
        Lang::En => Some("eng"),
        Lang::Other => None,
    };
    let published = r.published.as_ref().and_then(|p| ucdp::single(&p.dates)).map(|d| d.to_string());
    let mut notes = vec![format!("text_sha256={}", r.text_sha256), format!("path={}", r.path)];
    notes.extend(made(t));
    entity(
        t.ids.report(r).to_string(),
        "Article",
        [
            ("title", vec![t.view.report_title(r).into()]),
            ("publisher", some(r.outlet.as_deref())),
            ("author", r.authors.clone()),
            ("publishedAt", some(published)),
            ("language", some(language)),
            ("sourceUrl", some(address(r))),
            ("mimeType", vec!["text/plain".into()]),
            ("bodyText", some(r.text.as_deref())),
            ("notes", notes),
        ],
    )
}

fn speaker(t: &Telling<'_>, s: &StorySpeaker) -> Value {
    let schema = match s.kind {
        EntityKind::Person => "Person",
        EntityKind::Body | EntityKind::Outlet => "Organization",
        EntityKind::Country => "PublicBody",
        EntityKind::Document => "Document",
        EntityKind::Place | EntityKind::Group | EntityKind::Other => "LegalEntity",
    };
    // A family is a state's code, or the name of a publisher or of itself.
    let country = s.family.as_deref().filter(|f| f.len() == 2 && f.bytes().all(|b| b.is_ascii_uppercase()));
    let name = t.view.shown(Some(&s.entity), &s.name);
    let title = if schema == "Document" { vec![name.clone()] } else { Vec::new() };
    entity(
        speaker_id(t, &s.entity),
        schema,
        [
            ("name", vec![name]),
            ("title", title),
            ("alias", s.aliases.clone()),
            ("weakAlias", s.described_as.clone()),
            ("country", some(country.map(str::to_lowercase))),
            ("notes", made(t).to_vec()),
        ],
    )
}

fn figure(t: &Telling<'_>, f: &Figure) -> Value {
    let bound = |name: &str, value: Option<f64>| value.map(|v| format!("{name}={v}"));
    let mut notes: Vec<String> = [bound("lo", f.value.lo), bound("hi", f.value.hi)].into_iter().flatten().collect();
    let flags = [("lo_open", f.value.lo_open), ("hi_open", f.value.hi_open), ("approx", f.value.approx)];
    notes.extend(flags.iter().filter(|(_, set)| *set).map(|(name, _)| format!("{name}=true")));
    notes.extend(f.unit.iter().map(|u| format!("unit={u}")));
    notes.extend(f.role.map(|r| format!("role={}", code(r))));
    let entity = f.speaker.as_ref().and_then(|s| s.entity.as_deref());
    note(t, &f.id, t.figure(f), t.texts.sentence(f), notes, (&f.report, &[(f.start, f.end)]), entity)
}

fn statement(t: &Telling<'_>, s: &Statement) -> Value {
    let pieces: Vec<&str> = texts::ranges(s).iter().map(|r| t.texts.words(&s.report, *r)).collect();
    let notes = vec![format!("stance={}", code(s.stance)), format!("certainty={}", code(s.certainty))];
    let entity = s.speaker.as_ref().and_then(|s| s.entity.as_deref());
    note(t, &s.id, t.statement(s), &pieces.join(" … "), notes, (&s.report, texts::ranges(s)), entity)
}

fn note(
    t: &Telling<'_>,
    id: &str,
    description: String,
    quote: &str,
    mut notes: Vec<String>,
    (report, ranges): (&str, &[Range]),
    who: Option<&str>,
) -> Value {
    notes.push(format!("id={id}"));
    notes.extend(ranges.iter().map(|(start, end)| format!("bytes={start}-{end}")));
    let report = report_id(t, report);
    let who = who.filter(|e| t.view.speaker(e).is_some()).map(|e| speaker_id(t, e));
    entity(
        claim_id(t, id),
        "Note",
        [
            ("name", vec![id.to_owned()]),
            ("description", vec![description]),
            ("summary", vec![quote.to_owned()]),
            ("notes", notes),
            ("entity", report.iter().cloned().chain(who).collect()),
            ("proof", report.into_iter().collect()),
        ],
    )
}

fn link(t: &Telling<'_>, id: &str, subject: &str, object: &str, role: &str, why: &str) -> Value {
    entity(
        t.ids.own("link", id).to_string(),
        "UnknownLink",
        [
            ("subject", vec![claim_id(t, subject)]),
            ("object", vec![claim_id(t, object)]),
            ("role", vec![role.to_owned()]),
            ("summary", vec![why.to_owned()]),
        ],
    )
}
