//! A STIX 2.1 bundle: who speaks as `identity`, where as `location`, each claim as a `note` by the program on the identities
//! and places that it is about, denials as `opinion`s of who denies, relations as `relationship`s, the story as a `grouping`.
//!
//! Identifiers are of version 5, so that the same dossier gives the same bundle. STIX wants a moment of creation of every
//! object and a dossier has none of its own: it is the last day that the story speaks of, at midnight UTC.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use recoupe_dossier::{
    Locale, typography,
    view::fold,
    wire::{Dossier, EntityKind, Figure, Place, RelationKind, Report, Stance, Statement, StorySpeaker},
    words,
};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{code, ids::address, object, telling::Telling, texts};

/// The bundle.
pub(crate) fn bundle(dossier: &Dossier, locale: Locale) -> Value {
    let t = Telling::new(dossier, locale);
    let s = Stix::new(&t);
    let mut objects = vec![s.program(), s.extension()];
    objects.extend(s.outlets());
    objects.extend(dossier.speakers.iter().map(|who| s.speaker(who)));
    objects.extend(s.locations());
    objects.extend(dossier.figures.iter().map(|f| s.figure(f)));
    objects.extend(dossier.statements.iter().map(|said| s.statement(said)));
    objects.extend(s.opinions());
    objects.extend(s.relationships());
    let refs: Vec<String> =
        objects.iter().filter_map(|o| o.get("id")).filter_map(Value::as_str).map(str::to_owned).collect();
    objects.push(s.grouping(&refs));
    json!({ "type": "bundle", "id": s.id("bundle", ""), "objects": objects })
}

struct Stix<'a> {
    t: &'a Telling<'a>,
    made: String,
}

impl<'a> Stix<'a> {
    fn new(t: &'a Telling<'a>) -> Self {
        let d = t.dossier;
        let published = d.reports.iter().filter_map(|r| r.published.as_ref()?.dates.to).max();
        let day = d.story.to.or(published).unwrap_or(Date::constant(1970, 1, 1));
        Self { t, made: format!("{day}T00:00:00.000Z") }
    }

    fn named(kind: &str, id: Uuid) -> String {
        format!("{kind}--{id}")
    }

    /// An object of this dossier.
    fn id(&self, kind: &str, id: &str) -> String {
        Self::named(kind, self.t.ids.own(&format!("stix {kind}"), id))
    }

    fn program_id(&self) -> String {
        Self::named("identity", self.t.ids.lasting("program", &[&self.t.dossier.generated.version]))
    }

    fn extension_id(&self) -> String {
        Self::named("extension-definition", self.t.ids.lasting("stix extension", &["1"]))
    }

    fn outlet_id(&self, outlet: &str) -> String {
        Self::named("identity", self.t.ids.lasting("outlet", &[outlet]))
    }

    fn speaker_id(&self, entity: &str) -> String {
        self.id("identity", entity)
    }

    fn claim_id(&self, claim: &str) -> String {
        self.id("note", claim)
    }

    /// An object with what all objects have.
    fn object<const N: usize>(&self, kind: &str, id: String, members: [(&str, Value); N]) -> Value {
        let head = object([
            ("type", json!(kind)),
            ("spec_version", json!("2.1")),
            ("id", json!(id)),
            ("created_by_ref", json!(self.program_id())),
            ("created", json!(self.made)),
            ("modified", json!(self.made)),
        ]);
        let (Value::Object(mut head), Value::Object(members)) = (head, object(members)) else { return Value::Null };
        head.extend(members);
        Value::Object(head)
    }

    /// What stands in our extension's place of an object.
    fn extended(&self, facts: Value) -> Value {
        let Value::Object(mut facts) = facts else { return Value::Null };
        // A name of a property has three letters or more in STIX.
        for (short, name) in [("lo", "lower"), ("hi", "upper")] {
            if let Some(bound) = facts.shift_remove(short) {
                facts.insert(name.into(), bound);
            }
        }
        facts.insert("extension_type".into(), json!("property-extension"));
        json!({ self.extension_id(): facts })
    }

    fn program(&self) -> Value {
        let g = &self.t.dossier.generated;
        let about = format!("Recoupe {}; rules {}; inputs_sha256 {}", g.version, g.rules, g.inputs_sha256);
        self.object(
            "identity",
            self.program_id(),
            [("name", json!("Recoupe")), ("identity_class", json!("system")), ("description", json!(about))],
        )
    }

    fn extension(&self) -> Value {
        self.object(
            "extension-definition",
            self.extension_id(),
            [
                ("name", json!("Recoupe claim")),
                ("description", json!("Bounds, unit, role and byte offsets of a claim in a news report")),
                ("schema", json!("https://example.invalid/recoupe/stix-claim.json")),
                ("version", json!("1.0.0")),
                ("extension_types", json!(["property-extension"])),
            ],
        )
    }

    fn outlets(&self) -> Vec<Value> {
        let names: BTreeSet<&str> = self.t.dossier.reports.iter().filter_map(|r| r.outlet.as_deref()).collect();
        let outlet = |name: &str| {
            let members = [("name", json!(name)), ("identity_class", json!("organization")), ("sectors", json!([]))];
            self.object("identity", self.outlet_id(name), members)
        };
        names.into_iter().map(outlet).collect()
    }

    fn speaker(&self, s: &StorySpeaker) -> Value {
        let class = match s.kind {
            EntityKind::Person => "individual",
            EntityKind::Body | EntityKind::Outlet | EntityKind::Country => "organization",
            EntityKind::Group => "group",
            EntityKind::Place | EntityKind::Document | EntityKind::Other => "unknown",
        };
        let aliases = s.aliases.join(", ");
        self.object(
            "identity",
            self.speaker_id(&s.entity),
            [
                ("name", json!(self.t.view.shown(Some(&s.entity), &s.name))),
                ("identity_class", json!(class)),
                ("description", json!(aliases)),
            ],
        )
    }

    /// Places that STIX can hold: with a state or with coordinates. Each once.
    fn locations(&self) -> Vec<Value> {
        let places: BTreeMap<String, &Place> = self
            .t
            .dossier
            .figures
            .iter()
            .filter_map(|f| f.place.as_ref())
            .filter_map(|p| Some((self.location_id(p)?, p)))
            .collect();
        let location = |(id, p): (String, &Place)| {
            self.object(
                "location",
                id,
                [
                    ("name", json!(p.name)),
                    ("country", json!(p.country)),
                    ("latitude", json!(p.latitude)),
                    ("longitude", json!(p.longitude)),
                ],
            )
        };
        places.into_iter().map(location).collect()
    }

    fn location_id(&self, p: &Place) -> Option<String> {
        let placed = p.country.is_some() || (p.latitude.is_some() && p.longitude.is_some());
        let at = format!("{:?} {:?} {:?}", p.latitude, p.longitude, p.country);
        placed.then(|| self.id("location", &format!("{}\u{1f}{at}", p.name)))
    }

    /// Whom a claim is by and which outlet has it.
    fn on(&self, entity: Option<&str>, report: Option<&Report>) -> Vec<String> {
        let known = entity.filter(|e| self.t.view.speaker(e).is_some());
        let outlet = report.and_then(|r| r.outlet.as_deref()).map(|o| self.outlet_id(o));
        let refs: Vec<String> = known.map(|e| self.speaker_id(e)).into_iter().chain(outlet).collect();
        // A note must be on something: where neither is known, on what the program says.
        if refs.is_empty() { vec![self.program_id()] } else { refs }
    }

    /// The report and the words in it.
    fn reference(&self, report: &Report, exact: &str) -> Value {
        object([
            ("source_name", json!(report.outlet.as_deref().unwrap_or(&report.path))),
            ("description", json!(exact)),
            ("url", json!(address(report))),
            // STIX has hashes of what a URL gives: ours is of the text that was read from it, so it stands in the identifier.
            ("external_id", json!(format!("{} sha256:{}", report.id, report.text_sha256))),
        ])
    }

    fn figure(&self, f: &Figure) -> Value {
        let report = self.t.view.report(&f.report);
        let entity = f.speaker.as_ref().and_then(|s| s.entity.as_deref());
        let mut on = self.on(entity, report);
        on.extend(f.place.as_ref().and_then(|p| self.location_id(p)));
        let sentence = fold(self.t.texts.sentence(f));
        let content = format!("{}\n\n{}", self.t.figure(f), typography::quoted(self.t.locale(), sentence.trim()));
        self.object(
            "note",
            self.claim_id(&f.id),
            [
                ("abstract", json!(self.t.figure(f))),
                ("content", json!(content)),
                ("authors", json!([self.t.view.origin(f)])),
                ("object_refs", json!(on)),
                ("lang", json!(self.t.language())),
                ("external_references", json!(report.map(|r| vec![self.reference(r, &f.text)]))),
                ("extensions", self.extended(self.t.facts(f))),
            ],
        )
    }

    fn statement(&self, s: &Statement) -> Value {
        let report = self.t.view.report(&s.report);
        let entity = s.speaker.as_ref().and_then(|s| s.entity.as_deref());
        let pieces = texts::ranges(s).iter().map(|range| self.t.texts.words(&s.report, *range));
        let references: Vec<Value> = pieces.filter_map(|exact| report.map(|r| self.reference(r, exact))).collect();
        self.object(
            "note",
            self.claim_id(&s.id),
            [
                ("abstract", json!(self.t.statement(s))),
                ("content", json!(self.t.statement(s))),
                ("authors", json!([self.t.view.speaker_of(s)])),
                ("object_refs", json!(self.on(entity, report))),
                ("lang", json!(self.t.language())),
                ("external_references", json!(references)),
                ("extensions", self.extended(self.t.said(s))),
            ],
        )
    }

    /// Who denies a claim disagrees with it; who neither confirms nor denies says nothing of it.
    fn opinions(&self) -> Vec<Value> {
        self.t
            .denials()
            .filter(|(_, _, of)| !of.is_empty())
            .map(|(denial, by, of)| {
                let opinion = if denial.stance == Stance::Denies { "disagree" } else { "neutral" };
                self.object(
                    "opinion",
                    self.id("opinion", &by.id),
                    [
                        ("explanation", json!(self.t.statement(by))),
                        ("authors", json!([self.t.view.speaker_of(by)])),
                        ("opinion", json!(opinion)),
                        ("object_refs", json!(of.iter().map(|s| self.claim_id(&s.id)).collect::<Vec<_>>())),
                    ],
                )
            })
            .collect()
    }

    /// STIX's own names where it has one; else `related-to`, and the description says how.
    fn relationships(&self) -> Vec<Value> {
        self.t
            .relations()
            .map(|r| {
                let name = match r.kind {
                    RelationKind::Relay | RelationKind::Restates => "duplicate-of",
                    RelationKind::Derived => "derived-from",
                    _ => "related-to",
                };
                let word = words::relation(self.t.locale(), r.kind);
                self.object(
                    "relationship",
                    self.id("relationship", &format!("{} {} {}", r.from.id, r.to.id, code(r.kind))),
                    [
                        ("relationship_type", json!(name)),
                        ("description", json!(format!("{word} — {}", r.reason))),
                        ("source_ref", json!(self.claim_id(&r.to.id))),
                        ("target_ref", json!(self.claim_id(&r.from.id))),
                    ],
                )
            })
            .collect()
    }

    fn grouping(&self, refs: &[String]) -> Value {
        self.object(
            "grouping",
            self.id("grouping", ""),
            [
                ("name", json!(self.t.view.title())),
                ("description", json!(self.t.view.state_line())),
                ("context", json!("unspecified")),
                ("object_refs", json!(refs)),
            ],
        )
    }
}
