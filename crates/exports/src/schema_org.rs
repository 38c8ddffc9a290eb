//! schema.org: a `Claim` a figure or statement, and a `ClaimReview` where reports were compared.
//!
//! The program compares claims and does not judge whether they are true: a review has the sentence that says how two claims
//! stand to each other, and **no** `reviewRating`. Search engines that ask for a rating pass over such a review, rightly.

use recoupe_dossier::{
    Locale, ucdp,
    wire::{Dates, Dossier, EntityKind, Figure, RelationKind, Report, StorySpeaker},
    words,
};
use serde_json::{Value, json};

use crate::{
    code,
    ids::{address, urn},
    object,
    telling::Telling,
    texts,
};

/// The claims as a data set.
pub(crate) fn dataset(dossier: &Dossier, locale: Locale) -> Value {
    let t = Telling::new(dossier, locale);
    let g = &dossier.generated;
    let id = urn(t.ids.own("dataset", ""));
    let mut parts: Vec<Value> = dossier.figures.iter().map(|f| figure(&t, f)).collect();
    parts.extend(dossier.statements.iter().map(|s| {
        let speaker = s.speaker.as_ref();
        let pieces: Vec<&str> = texts::ranges(s).iter().map(|r| t.texts.words(&s.report, *r)).collect();
        object([
            ("@type", json!("Claim")),
            ("@id", json!(claim(&t, &s.id))),
            ("identifier", json!(s.id)),
            ("name", json!(t.statement(s))),
            ("text", json!(pieces.join(" … "))),
            ("author", speaker.map_or(Value::Null, |who| author(&t, who.entity.as_deref(), &who.name))),
            ("dateCreated", day(s.said_on.as_ref())),
            (
                "creativeWorkStatus",
                json!(format!("{}, {}", words::stance(locale, s.stance), words::certainty(locale, s.certainty))),
            ),
            ("appearance", appearance(&t, &s.report)),
        ])
    }));
    parts.extend(reviews(&t));
    let works: Vec<Value> = dossier.reports.iter().map(|r| article(&t, r)).collect();
    json!({
        "@context": "https://schema.org",
        "@id": id,
        "@type": "Dataset",
        "name": t.view.title(),
        "description": t.view.state_line(),
        "inLanguage": t.language(),
        "temporalCoverage": coverage(dossier),
        "isBasedOn": works,
        "identifier": property("inputs_sha256", &g.inputs_sha256),
        "subjectOf": {
            "@type": "CreateAction",
            "instrument": {
                "@type": "SoftwareApplication",
                "name": "Recoupe",
                "softwareVersion": g.version,
                "identifier": property("rules", &g.rules),
            },
            "result": { "@id": id },
        },
        "hasPart": parts,
    })
}

/// `2031-03-04/2031-03-07`, an open end as "..".
fn coverage(dossier: &Dossier) -> String {
    let end = |day: Option<jiff::civil::Date>| day.map_or_else(|| "..".to_owned(), |d| d.to_string());
    format!("{}/{}", end(dossier.story.from), end(dossier.story.to))
}

fn property(name: &str, value: &str) -> Value {
    json!({ "@type": "PropertyValue", "propertyID": name, "value": value })
}

fn claim(t: &Telling<'_>, id: &str) -> String {
    urn(t.ids.own("claim", id))
}

/// A day, where it is one.
fn day(dates: Option<&Dates>) -> Value {
    json!(dates.and_then(ucdp::single))
}

fn figure(t: &Telling<'_>, f: &Figure) -> Value {
    let bound = |name: &str, value: Option<f64>| {
        value.map(|_| json!({ "@type": "PropertyValue", "propertyID": name, "value": crate::number(value) }))
    };
    let unit = f.unit.as_deref();
    // A value with its bounds: schema.org's own type for it. An excluded bound is said beside, as the type has none.
    let value = object([
        ("@type", json!("QuantitativeValue")),
        ("minValue", crate::number(f.value.lo)),
        ("maxValue", crate::number(f.value.hi)),
        ("unitText", json!(unit)),
        (
            "additionalProperty",
            json!(
                [
                    bound("more than", f.value.lo.filter(|_| f.value.lo_open)),
                    bound("less than", f.value.hi.filter(|_| f.value.hi_open)),
                ]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
            ),
        ),
    ]);
    let who = match &f.speaker {
        Some(s) => author(t, s.entity.as_deref(), &s.name),
        None => t.view.report(&f.report).and_then(|r| r.outlet.as_deref()).map_or(Value::Null, outlet),
    };
    object([
        ("@type", json!("Claim")),
        ("@id", json!(claim(t, &f.id))),
        ("identifier", json!(f.id)),
        ("name", json!(t.figure(f))),
        ("text", json!(t.texts.sentence(f))),
        ("author", who),
        ("dateCreated", day(f.said_on.as_ref())),
        ("creativeWorkStatus", json!(words::certainty(t.locale(), f.certainty))),
        ("about", json!({ "@type": "Observation", "name": f.text, "measuredValue": value })),
        ("appearance", appearance(t, &f.report)),
    ])
}

fn appearance(t: &Telling<'_>, report: &str) -> Value {
    t.view.report(report).map_or(Value::Null, |r| json!({ "@id": urn(t.ids.report(r)) }))
}

fn article(t: &Telling<'_>, r: &Report) -> Value {
    let authors: Vec<Value> = r.authors.iter().map(|a| json!({ "@type": "Person", "name": a })).collect();
    object([
        ("@type", json!("NewsArticle")),
        ("@id", json!(urn(t.ids.report(r)))),
        ("headline", json!(t.view.report_title(r))),
        ("url", json!(address(r))),
        ("datePublished", day(r.published.as_ref().map(|p| &p.dates))),
        ("inLanguage", json!(Some(code(r.language)).filter(|l| l != "other"))),
        ("publisher", r.outlet.as_deref().map_or(Value::Null, outlet)),
        ("author", json!(authors)),
        ("identifier", json!([property("text_sha256", &r.text_sha256), property("path", &r.path)])),
    ])
}

fn outlet(name: &str) -> Value {
    json!({ "@type": "NewsMediaOrganization", "name": name })
}

/// Who says it. A group without a name and a document are things that schema.org has no author for: their name alone.
fn author(t: &Telling<'_>, entity: Option<&str>, name: &str) -> Value {
    let Some(speaker) = entity.and_then(|e| t.view.speaker(e)) else {
        return json!({ "@type": "Thing", "name": name });
    };
    known(t, speaker)
}

fn known(t: &Telling<'_>, s: &StorySpeaker) -> Value {
    let kind = match s.kind {
        EntityKind::Person => "Person",
        EntityKind::Outlet => "NewsMediaOrganization",
        EntityKind::Country => "Country",
        EntityKind::Body => "Organization",
        EntityKind::Place => "Place",
        EntityKind::Document => "CreativeWork",
        EntityKind::Group | EntityKind::Other => "Thing",
    };
    object([
        ("@type", json!(kind)),
        ("@id", json!(urn(t.ids.own("speaker", &s.entity)))),
        ("name", json!(t.view.shown(Some(&s.entity), &s.name))),
        ("alternateName", json!(s.aliases)),
    ])
}

/// Comparisons that say something of the later claim: by the program, with the earlier claim as what it rests on.
fn reviews(t: &Telling<'_>) -> Vec<Value> {
    use RelationKind as R;
    let telling = [R::Agrees, R::Contradicts, R::Denies, R::RevisedDown, R::Variant, R::Outlier];
    t.relations()
        .filter(|r| telling.contains(&r.kind))
        .map(|r| {
            object([
                ("@type", json!("ClaimReview")),
                ("@id", json!(urn(t.ids.own("review", &format!("{} {} {}", r.from.id, r.to.id, code(r.kind)))))),
                ("name", json!(words::relation(t.locale(), r.kind))),
                ("claimReviewed", json!(t.figure(r.to))),
                ("itemReviewed", json!({ "@id": claim(t, &r.to.id) })),
                ("isBasedOn", json!({ "@id": claim(t, &r.from.id) })),
                ("reviewAspect", json!(t.locale().pick("concordance des rapports", "agreement between reports"))),
                ("reviewBody", json!(r.reason)),
                ("author", json!({ "@type": "SoftwareApplication", "name": "Recoupe", "softwareVersion": t.dossier.generated.version })),
            ])
        })
        .collect()
}
