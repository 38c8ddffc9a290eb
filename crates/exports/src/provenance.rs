//! PROV-O as nanopublications: for each claim an assertion, where it comes from, and how it was published, each in a graph of
//! its own (the guidelines of nanopub.net; without a moment of making, as a dossier has none).

use recoupe_dossier::{
    Locale,
    wire::{Dossier, EntityKind, Figure, Implied, RelationKind, Report, Statement, StorySpeaker},
};
use serde_json::{Map, Value, json};

use crate::{
    code,
    ids::{TERMS, address, urn},
    object,
    telling::Telling,
    texts,
};

/// The document: agents, texts and the run as the default graph, then four named graphs a claim.
pub(crate) fn document(dossier: &Dossier, locale: Locale) -> Value {
    let t = Telling::new(dossier, locale);
    let mut graph = vec![program(&t), run(&t)];
    graph.extend(dossier.reports.iter().map(|r| text(&t, r)));
    graph.extend(outlets(&t));
    graph.extend(dossier.speakers.iter().map(|s| agent(&t, s)));
    for figure in &dossier.figures {
        publish(&t, &mut graph, &figure.id, figure_assertion(&t, figure), figure_provenance(&t, figure));
    }
    for statement in &dossier.statements {
        publish(&t, &mut graph, &statement.id, statement_assertion(&t, statement), statement_provenance(&t, statement));
    }
    for implied in &dossier.implied {
        publish(&t, &mut graph, &implied.id, implied_assertion(&t, implied), implied_provenance(&t, implied));
    }
    json!({ "@context": context(), "@graph": graph })
}

fn context() -> Value {
    let iri = |id: &str| json!({ "@id": id, "@type": "@id" });
    json!({
        "@version": 1.1,
        "prov": "http://www.w3.org/ns/prov#",
        "np": "http://www.nanopub.org/nschema#",
        "dcterms": "http://purl.org/dc/terms/",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
        "recoupe": TERMS,
        "hasAssertion": iri("np:hasAssertion"),
        "hasProvenance": iri("np:hasProvenance"),
        "hasPublicationInfo": iri("np:hasPublicationInfo"),
        "wasAttributedTo": iri("prov:wasAttributedTo"),
        "wasGeneratedBy": iri("prov:wasGeneratedBy"),
        "wasDerivedFrom": iri("prov:wasDerivedFrom"),
        "wasQuotedFrom": iri("prov:wasQuotedFrom"),
        "wasRevisionOf": iri("prov:wasRevisionOf"),
        "wasAssociatedWith": iri("prov:wasAssociatedWith"),
        "actedOnBehalfOf": iri("prov:actedOnBehalfOf"),
        "used": iri("prov:used"),
        "value": "prov:value",
        "label": "rdfs:label",
        "title": "dcterms:title",
        "source": iri("dcterms:source"),
        "published": { "@id": "dcterms:issued", "@type": "xsd:date" },
        "lo": { "@id": "recoupe:lo", "@type": "xsd:double" },
        "hi": { "@id": "recoupe:hi", "@type": "xsd:double" },
        "byteStart": { "@id": "recoupe:byteStart", "@type": "xsd:integer" },
        "byteEnd": { "@id": "recoupe:byteEnd", "@type": "xsd:integer" },
        "denies": iri("recoupe:denies"),
        "contradicts": iri("recoupe:contradicts"),
        "agreesWith": iri("recoupe:agreesWith"),
        "relatesTo": iri("recoupe:relatesTo"),
        "via": iri("recoupe:via"),
    })
}

fn name(t: &Telling<'_>, kind: &str, id: &str) -> String {
    urn(t.ids.own(kind, id))
}

fn claim(t: &Telling<'_>, id: &str) -> String {
    name(t, "claim", id)
}

fn program_id(t: &Telling<'_>) -> String {
    urn(t.ids.lasting("program", &[&t.dossier.generated.version]))
}

fn program(t: &Telling<'_>) -> Value {
    let g = &t.dossier.generated;
    json!({
        "@id": program_id(t),
        "@type": ["prov:SoftwareAgent", "prov:Agent"],
        "label": "Recoupe",
        "recoupe:version": g.version,
        "recoupe:rules": g.rules,
    })
}

fn run(t: &Telling<'_>) -> Value {
    let used: Vec<String> = t.dossier.reports.iter().map(|r| urn(t.ids.report(r))).collect();
    object([
        ("@id", json!(name(t, "run", ""))),
        ("@type", json!("prov:Activity")),
        ("label", json!(t.dossier.story.title)),
        ("wasAssociatedWith", json!(program_id(t))),
        ("used", json!(used)),
        ("recoupe:inputs_sha256", json!(t.dossier.generated.inputs_sha256)),
        ("recoupe:rules", json!(t.dossier.generated.rules)),
    ])
}

fn text(t: &Telling<'_>, report: &Report) -> Value {
    let day = report.published.as_ref().and_then(|p| recoupe_dossier::ucdp::single(&p.dates));
    object([
        ("@id", json!(urn(t.ids.report(report)))),
        ("@type", json!("prov:Entity")),
        ("title", json!(t.view.report_title(report))),
        ("published", json!(day)),
        ("source", json!(address(report))),
        ("recoupe:path", json!(report.path)),
        ("recoupe:text_sha256", json!(report.text_sha256)),
        ("wasAttributedTo", json!(report.outlet.as_deref().map(|o| urn(t.ids.lasting("outlet", &[o]))))),
    ])
}

/// The outlets, each once.
fn outlets(t: &Telling<'_>) -> Vec<Value> {
    let mut names: Vec<&str> = t.dossier.reports.iter().filter_map(|r| r.outlet.as_deref()).collect();
    names.sort_unstable();
    names.dedup();
    let outlet =
        |o: &str| json!({ "@id": urn(t.ids.lasting("outlet", &[o])), "@type": "prov:Organization", "label": o });
    names.into_iter().map(outlet).collect()
}

fn agent(t: &Telling<'_>, s: &StorySpeaker) -> Value {
    let kind = match s.kind {
        EntityKind::Person => "prov:Person",
        EntityKind::Body | EntityKind::Outlet | EntityKind::Country => "prov:Organization",
        EntityKind::Place | EntityKind::Document | EntityKind::Group | EntityKind::Other => "prov:Agent",
    };
    object([
        ("@id", json!(name(t, "speaker", &s.entity))),
        ("@type", json!(kind)),
        ("label", json!(t.view.shown(Some(&s.entity), &s.name))),
        ("recoupe:alias", json!(s.aliases)),
        ("recoupe:family", json!(s.family)),
    ])
}

/// The four graphs of a nanopublication.
fn publish(t: &Telling<'_>, graph: &mut Vec<Value>, id: &str, assertion: Value, provenance: Map<String, Value>) {
    let part = |kind: &str| name(t, kind, id);
    let (np, head) = (part("nanopub"), part("head"));
    let (asserted, proved, published) = (part("assertion"), part("provenance"), part("pubinfo"));
    let mut proof = Map::new();
    proof.insert("@id".into(), json!(asserted));
    proof.extend(provenance);
    graph.push(json!({ "@id": head, "@graph": [{
        "@id": np,
        "@type": "np:Nanopublication",
        "hasAssertion": { "@id": asserted, "@type": "np:Assertion" },
        "hasProvenance": { "@id": proved, "@type": "np:Provenance" },
        "hasPublicationInfo": { "@id": published, "@type": "np:PublicationInfo" },
    }]}));
    graph.push(json!({ "@id": asserted, "@graph": [assertion] }));
    graph.push(json!({ "@id": proved, "@graph": [proof] }));
    graph.push(json!({ "@id": published, "@graph": [{
        "@id": np,
        "wasGeneratedBy": name(t, "run", ""),
        "wasAttributedTo": program_id(t),
        "recoupe:version": t.dossier.generated.version,
        "recoupe:rules": t.dossier.generated.rules,
        "recoupe:inputs_sha256": t.dossier.generated.inputs_sha256,
    }]}));
}

fn figure_assertion(t: &Telling<'_>, f: &Figure) -> Value {
    object([
        ("@id", json!(claim(t, &f.id))),
        ("@type", json!("recoupe:Figure")),
        ("recoupe:id", json!(f.id)),
        ("label", json!({ "@value": t.figure(f), "@language": t.language() })),
        ("lo", json!(f.value.lo)),
        ("hi", json!(f.value.hi)),
        ("recoupe:loOpen", json!(f.value.lo_open)),
        ("recoupe:hiOpen", json!(f.value.hi_open)),
        ("recoupe:approx", json!(f.value.approx)),
        ("recoupe:unit", json!(f.unit)),
        ("recoupe:role", json!(f.role.map(code))),
        ("recoupe:kind", json!(f.kind.map(code))),
        ("recoupe:certainty", json!(code(f.certainty))),
        ("recoupe:quantity", json!(f.quantity)),
    ])
}

/// Where a figure comes from: its passage, its origin and its relays, and the claims that it repeats or updates.
fn figure_provenance(t: &Telling<'_>, f: &Figure) -> Map<String, Value> {
    let entity = f.speaker.as_ref().and_then(|s| s.entity.as_deref()).filter(|e| t.view.speaker(e).is_some());
    let mut out = passages(t, &f.report, &[(f.start, f.end)]);
    put(&mut out, "wasAttributedTo", origin(t, entity, &f.report));
    let via: Vec<String> =
        f.via.iter().filter_map(|r| r.entity.as_deref()).map(|entity| name(t, "speaker", entity)).collect();
    put(&mut out, "via", json!(via));
    let related = |wanted: &[RelationKind]| -> Vec<String> {
        let of = t.relations_to(&f.id).iter().filter(|r| wanted.contains(&r.kind));
        of.map(|r| claim(t, &r.from)).collect()
    };
    use RelationKind as R;
    put(&mut out, "wasQuotedFrom", json!(related(&[R::Relay])));
    put(&mut out, "wasRevisionOf", json!(related(&[R::Update, R::RevisedDown, R::Growth])));
    let mut derived = related(&[R::Derived]);
    derived.extend(f.derivation.as_ref().and_then(|d| d.base.as_deref()).map(|base| claim(t, base)));
    derived.sort_unstable();
    derived.dedup();
    put(&mut out, "wasDerivedFrom", json!(derived));
    put(&mut out, "contradicts", json!(related(&[R::Contradicts])));
    put(&mut out, "denies", json!(related(&[R::Denies])));
    put(&mut out, "agreesWith", json!(related(&[R::Agrees])));
    put(&mut out, "relatesTo", json!(related(&[R::Component, R::Restates, R::Variant, R::Outlier, R::NotComparable])));
    out
}

fn statement_assertion(t: &Telling<'_>, s: &Statement) -> Value {
    let pieces: Vec<&str> = texts::ranges(s).iter().map(|r| t.texts.words(&s.report, *r)).collect();
    object([
        ("@id", json!(claim(t, &s.id))),
        ("@type", json!("recoupe:Statement")),
        ("recoupe:id", json!(s.id)),
        ("label", json!({ "@value": t.statement(s), "@language": t.language() })),
        ("recoupe:content", json!(pieces)),
        ("recoupe:stance", json!(code(s.stance))),
        ("recoupe:certainty", json!(code(s.certainty))),
    ])
}

fn statement_provenance(t: &Telling<'_>, s: &Statement) -> Map<String, Value> {
    let entity = s.speaker.as_ref().and_then(|s| s.entity.as_deref()).filter(|e| t.view.speaker(e).is_some());
    let mut out = passages(t, &s.report, texts::ranges(s));
    // Somebody says it whom the text does not name: not the outlet, so nobody is put in their place.
    put(&mut out, "wasAttributedTo", json!(entity.map(|e| name(t, "speaker", e))));
    let denied: Vec<String> =
        t.denials().filter(|(_, by, _)| by.id == s.id).flat_map(|(_, _, of)| of).map(|of| claim(t, &of.id)).collect();
    put(&mut out, "denies", json!(denied));
    out
}

fn implied_assertion(t: &Telling<'_>, i: &Implied) -> Value {
    object([
        ("@id", json!(claim(t, &i.id))),
        ("@type", json!("recoupe:Implied")),
        ("recoupe:id", json!(i.id)),
        ("label", json!({ "@value": t.implied(i), "@language": t.language() })),
        ("lo", json!(i.value.lo)),
        ("hi", json!(i.value.hi)),
        ("recoupe:unit", json!(i.unit)),
        ("recoupe:role", json!(i.role.map(code))),
        ("recoupe:how", json!(code(i.how))),
    ])
}

/// An implied number is the program's own: computed from passages, never attributed to who wrote them.
fn implied_provenance(t: &Telling<'_>, i: &Implied) -> Map<String, Value> {
    let ranges: Vec<_> = i.passages.iter().map(|p| (p.start, p.end)).collect();
    let mut out = passages(t, &i.report, &ranges);
    put(&mut out, "wasAttributedTo", json!(program_id(t)));
    put(&mut out, "wasDerivedFrom", json!(i.figures.iter().map(|f| claim(t, f)).collect::<Vec<_>>()));
    out
}

/// Who stands for a figure: its origin, else the outlet that asserts it itself, else the report.
fn origin(t: &Telling<'_>, entity: Option<&str>, report: &str) -> Value {
    let outlet = || t.view.report(report).and_then(|r| r.outlet.as_deref()).map(|o| urn(t.ids.lasting("outlet", &[o])));
    json!(entity.map(|e| name(t, "speaker", e)).or_else(outlet))
}

/// The passages, each a part of a report's text.
fn passages(t: &Telling<'_>, report: &str, ranges: &[recoupe_dossier::wire::Range]) -> Map<String, Value> {
    let source = t.view.report(report).map(|r| urn(t.ids.report(r)));
    let list: Vec<Value> = ranges
        .iter()
        .map(|&(start, end)| {
            object([
                ("@type", json!("prov:Entity")),
                ("value", json!(t.texts.words(report, (start, end)))),
                ("byteStart", json!(start)),
                ("byteEnd", json!(end)),
                ("wasQuotedFrom", json!(source)),
            ])
        })
        .collect();
    let mut out = Map::new();
    put(&mut out, "prov:hadPrimarySource", json!(list));
    out
}

fn put(out: &mut Map<String, Value>, key: &str, value: Value) {
    if !matches!(&value, Value::Null) && value.as_array().is_none_or(|a| !a.is_empty()) {
        out.insert(key.into(), value);
    }
}
