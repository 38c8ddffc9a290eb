//! What every format says of a claim in the same words: a sentence for people, and the facts by name for programs.

use std::collections::{BTreeMap, BTreeSet};

use recoupe_dossier::{
    Locale, typography,
    view::{View, fold},
    wire::{Certainty, Denial, Dossier, Figure, Implied, Quantity, Relation, RelationKind, Stance, Statement},
    words,
};
use serde_json::{Value, json};

use crate::{code, ids::Ids, number, object, texts::Texts};

/// A dossier with everything that an export looks things up in.
pub(crate) struct Telling<'a> {
    pub(crate) dossier: &'a Dossier,
    pub(crate) view: View<'a>,
    pub(crate) texts: Texts<'a>,
    pub(crate) ids: Ids,
    quantities: BTreeMap<&'a str, &'a Quantity>,
    /// Relations by the later figure.
    to: BTreeMap<&'a str, Vec<&'a Relation>>,
}

impl<'a> Telling<'a> {
    pub(crate) fn new(dossier: &'a Dossier, locale: Locale) -> Self {
        let mut to: BTreeMap<&str, Vec<&Relation>> = BTreeMap::new();
        for relation in dossier.quantities.iter().flat_map(|q| &q.relations) {
            to.entry(&relation.to).or_default().push(relation);
        }
        Self {
            dossier,
            to,
            view: View::new(dossier, locale),
            texts: Texts::new(dossier),
            ids: Ids::new(dossier),
            quantities: dossier.quantities.iter().map(|q| (q.id.as_str(), q)).collect(),
        }
    }

    pub(crate) fn locale(&self) -> Locale {
        self.view.locale
    }

    /// The code of the language that words are in.
    pub(crate) fn language(&self) -> &'static str {
        self.locale().pick("fr", "en")
    }

    /// The quantity with this id.
    pub(crate) fn quantity(&self, id: Option<&str>) -> Option<&'a Quantity> {
        self.quantities.get(id?).copied()
    }

    /// "préfecture : « Au moins 12 » (≥ 12) — personnes tuées, Orval — 4 mars 2031 — affirmé".
    pub(crate) fn figure(&self, f: &Figure) -> String {
        let l = self.locale();
        let mut parts = vec![format!(
            "{}{}{} ({})",
            self.view.origin(f),
            l.pick("\u{202f}: ", ": "),
            typography::quoted(l, fold(&f.text).trim()),
            typography::measure(l, &f.value, f.unit.as_deref())
        )];
        match (self.quantity(f.quantity.as_deref()), &f.counted) {
            (Some(quantity), _) => parts.push(self.view.label(quantity).into_owned()),
            (None, Some(counted)) => parts.push(fold(&counted.text).into_owned()),
            (None, None) => {}
        }
        parts.push(self.view.date(f));
        parts.push(words::certainty(l, f.certainty).into());
        parts.extend(f.state.map(|s| words::figure_state(l, s).to_owned()));
        parts.join(" — ")
    }

    /// "Nordquai : « avoir stocké des matières interdites » — dément".
    pub(crate) fn statement(&self, s: &Statement) -> String {
        let l = self.locale();
        let content = self.view.content(s);
        let content = if content.is_empty() { self.view.cue(s) } else { content };
        let said = typography::quoted(l, content.trim());
        let mut parts = vec![format!("{}{}{said}", self.view.speaker_of(s), l.pick("\u{202f}: ", ": "))];
        parts.extend(s.said_on.as_ref().map(|d| typography::dates(l, d)));
        if s.stance != Stance::Asserts {
            parts.push(words::stance(l, s.stance).into());
        }
        if s.certainty != Certainty::Asserted {
            parts.push(words::certainty(l, s.certainty).into());
        }
        parts.join(" — ")
    }

    /// "3 tués — calculé par le programme : « … » + « … »".
    pub(crate) fn implied(&self, i: &Implied) -> String {
        self.view.implied_sentence(i)
    }

    /// What the wire says of a figure, by name.
    pub(crate) fn facts(&self, f: &Figure) -> Value {
        let entity = f.speaker.as_ref().and_then(|s| s.entity.as_deref());
        object([
            ("id", json!(f.id)),
            ("lo", number(f.value.lo)),
            ("hi", number(f.value.hi)),
            ("lo_open", json!(f.value.lo_open)),
            ("hi_open", json!(f.value.hi_open)),
            ("approx", json!(f.value.approx)),
            ("vague", json!(f.value.vague)),
            ("unit", json!(f.unit)),
            ("per", json!(f.per.as_ref().map(|p| format!("{} {}", p.number, p.of)))),
            ("role", json!(f.role.map(code))),
            ("population", json!(f.population)),
            ("kind", json!(f.kind.map(code))),
            ("quantity", json!(f.quantity)),
            ("certainty", json!(code(f.certainty))),
            ("state", json!(f.state.map(code))),
            ("entity", json!(entity)),
            ("independent", json!(f.independent)),
            ("party", json!(f.party)),
            ("byte_start", json!(f.start)),
            ("byte_end", json!(f.end)),
            ("confidence", number(Some(f.confidence))),
        ])
    }

    /// The same of a statement.
    pub(crate) fn said(&self, s: &Statement) -> Value {
        let entity = s.speaker.as_ref().and_then(|s| s.entity.as_deref());
        object([
            ("id", json!(s.id)),
            ("stance", json!(code(s.stance))),
            ("certainty", json!(code(s.certainty))),
            ("kind", json!(code(s.kind))),
            ("entity", json!(entity)),
            ("nested_in", json!(s.nested_in)),
            ("byte_ranges", json!(crate::texts::ranges(s))),
            ("confidence", number(Some(s.confidence))),
        ])
    }

    /// The denials with the statements that they are made of and are about.
    pub(crate) fn denials(&self) -> impl Iterator<Item = (&'a Denial, &'a Statement, Vec<&'a Statement>)> + '_ {
        self.dossier.denials.iter().filter_map(|denial| {
            let by = self.view.statement(&denial.statement)?;
            Some((denial, by, denial.of.iter().filter_map(|id| self.view.statement(id)).collect()))
        })
    }

    /// How a figure relates to earlier ones.
    pub(crate) fn relations_to(&self, figure: &str) -> &[&'a Relation] {
        self.to.get(figure).map(Vec::as_slice).unwrap_or_default()
    }

    /// Relations of all quantities between figures that are there, each once.
    pub(crate) fn relations(&self) -> impl Iterator<Item = Related<'a>> + '_ {
        let mut told = BTreeSet::new();
        let all = self.dossier.quantities.iter().flat_map(|q| &q.relations);
        all.filter(move |r| told.insert((&r.from, &r.to, code(r.kind)))).filter_map(|r| {
            Some(Related {
                from: self.view.figure(&r.from)?,
                to: self.view.figure(&r.to)?,
                kind: r.kind,
                reason: self.view.reason(r).into_owned(),
            })
        })
    }
}

/// How figure `to` relates to the earlier figure `from`.
pub(crate) struct Related<'a> {
    pub(crate) from: &'a Figure,
    pub(crate) to: &'a Figure,
    pub(crate) kind: RelationKind,
    pub(crate) reason: String,
}
