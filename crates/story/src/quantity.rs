//! Quantities: comparable figures, grouped.

mod echo;
mod facet;
mod group;
mod label;
mod place;
mod predicate;

use std::collections::{BTreeMap, BTreeSet};

use recoupe_claims::{FigureKind, Role};
use recoupe_reading::{Lang, world};
use smol_str::SmolStr;

pub(crate) use echo::echoes;
pub(crate) use facet::{RoleClass, Scope};
pub(crate) use group::part_of;
pub(crate) use place::{Named, named_in_tokens};

use crate::{
    Bilingual, FigureRef, Read,
    dates::Times,
    link::Linked,
    quantity::{facet::Facet, group::Group, place::Where},
    relate::Entry,
    setting::Apart,
    text::slug,
    units, value,
};

/// A quantity before its relations are known.
#[derive(Debug)]
pub(crate) struct Grouped {
    pub(crate) id: String,
    pub(crate) label: Bilingual,
    /// The role in words ("killed").
    pub(crate) role_words: Bilingual,
    pub(crate) unit: Option<String>,
    /// Base units in one `unit`.
    pub(crate) factor: f64,
    pub(crate) dimension: String,
    pub(crate) population: Option<String>,
    pub(crate) role_shown: Option<Role>,
    pub(crate) role: RoleClass,
    pub(crate) place: Option<String>,
    pub(crate) kind: Option<FigureKind>,
    pub(crate) scope: Scope,
    pub(crate) incident: bool,
    pub(crate) measure: bool,
    pub(crate) head: Option<SmolStr>,
    pub(crate) countries: BTreeSet<SmolStr>,
    where_: Option<Where>,
    /// Figures in likely order.
    pub(crate) entries: Vec<Entry>,
}

impl Grouped {
    /// The population is the same, or one of the two is not told.
    pub(crate) fn same_population(&self, other: &Self) -> bool {
        let heads =
            self.head == other.head || (self.role != RoleClass::None && (self.head.is_none() || other.head.is_none()));
        let states = self.countries == other.countries || self.countries.is_empty() || other.countries.is_empty();
        heads && states
    }

    /// It may be a part of `whole`: population and place fit, and it is a total.
    pub(crate) fn may_be_part(&self, whole: &Self) -> bool {
        self.scope == Scope::Whole && !self.incident && self.same_population(whole) && self.may_share_place(whole)
    }

    /// Nothing says that their places lie apart.
    pub(crate) fn may_share_place(&self, other: &Self) -> bool {
        match (&self.where_, &other.where_) {
            (Some(a), Some(b)) => a.overlap(b) != place::Overlap::Apart,
            _ => true,
        }
    }
}

/// Groups the figures of all reports.
pub(crate) fn group(
    reads: &[Read],
    rank: &[usize],
    linked: &Linked,
    times: &[Vec<Times>],
    echoes: &BTreeMap<FigureRef, FigureRef>,
    apart: &Apart,
    entry: impl Fn(FigureRef) -> Entry,
) -> Vec<Grouped> {
    let mut facets = Vec::new();
    let mut origins = Vec::new();
    for &r in rank {
        let claims = &reads[r].claims;
        let mut named: BTreeMap<usize, Named> = BTreeMap::new();
        for (f, figure) in claims.figures.iter().enumerate() {
            let near = named
                .entry(figure.sentence)
                .or_insert_with(|| place::named_around(&reads[r].doc, figure.sentence))
                .clone();
            let at = FigureRef { report: r, figure: f };
            facets.push(Facet::new(at, figure, times[r][f].window.clone(), near, &reads[r], apart.figure(at)));
            origins.push(linked.figures[r][f]);
        }
    }
    adopt(&mut facets, echoes);
    let lang = crate::link::majority(reads);
    let mut out: Vec<Grouped> =
        group::groups(&facets, &origins).into_iter().map(|g| finish(&g, &facets, reads, lang, &entry)).collect();
    number_ids(&mut out);
    out.sort_by(|a, b| {
        let reports = |g: &Grouped| g.entries.iter().map(|e| e.at.report).collect::<BTreeSet<_>>().len();
        (reports(b), b.entries.len()).cmp(&(reports(a), a.entries.len())).then_with(|| a.id.cmp(&b.id))
    });
    out
}

/// What repeats a figure is of its quantity.
fn adopt(facets: &mut [Facet], echoes: &BTreeMap<FigureRef, FigureRef>) {
    let at: BTreeMap<FigureRef, usize> = facets.iter().enumerate().map(|(i, f)| (f.at, i)).collect();
    for (again, base) in echoes {
        let (Some(again), Some(base)) = (at.get(again), at.get(base)) else { continue };
        facets[*again] = Facet { at: facets[*again].at, ..facets[*base].clone() };
    }
}

fn finish(g: &Group, facets: &[Facet], reads: &[Read], lang: Lang, entry: &impl Fn(FigureRef) -> Entry) -> Grouped {
    let (scope, dimension, role, incident) = g.facets();
    let figures: Vec<_> =
        g.members.iter().map(|m| &reads[facets[*m].at.report].claims.figures[facets[*m].at.figure]).collect();
    // The unit that most figures are in; among equals the first by name.
    let unit = most(figures.iter().map(|f| f.unit.as_deref().map(str::to_owned))).flatten();
    let factor = unit.as_deref().map_or(1.0, |u| units::unit(u).factor);
    let measure = g.members.iter().any(|m| facets[*m].measure);
    let mut entries: Vec<Entry> = g
        .members
        .iter()
        .zip(&figures)
        .map(|(m, f)| {
            let mut e = entry(facets[*m].at);
            let convert = match (f.unit.as_deref(), unit.as_deref()) {
                (Some(from), Some(to)) => units::convert(from, to).unwrap_or(1.0),
                _ => 1.0,
            };
            e.value = value::scaled(&e.value, convert);
            e.unit.clone_from(&unit);
            e.measure = facets[*m].measure;
            e
        })
        .collect();
    entries.sort_by(|a, b| {
        let key = |e: &Entry| {
            (crate::time::sort_key(&e.times.likely), crate::time::sort_key(&e.times.reported), e.rank, e.at.figure)
        };
        key(a).cmp(&key(b))
    });
    let role_shown = most(figures.iter().filter(|f| f.role.is_some()).map(|f| f.role)).flatten();
    let kind = most(figures.iter().filter(|f| f.kind.is_some()).map(|f| f.kind)).flatten();
    let named = g.place().filter(|_| is_told_of(g, facets));
    let told = label::Told {
        head: g.head.as_deref(),
        countries: &g.countries,
        modifiers: g.modifiers(),
        role,
        scope,
        incident,
        unit: unit.as_deref(),
        per: figures.iter().find_map(|f| f.per.as_ref().filter(|_| f.unit.as_deref() != Some("percent"))),
        place: named,
        counted: label::counted(&figures, &g.members.iter().map(|m| facets[*m].at.report).collect::<Vec<_>>(), reads),
        place_name: label::place_name(&figures),
    };
    let population = {
        let mut words: Vec<String> = g.head.iter().map(ToString::to_string).collect();
        words.extend(g.countries.iter().map(ToString::to_string));
        words.extend(g.modifiers().iter().map(ToString::to_string));
        (!words.is_empty()).then(|| words.join("/"))
    };
    let (id, label) = (slug(&label::identifier(&told, dimension)), label::label(&told));
    let place = named.map(|p| label::place(p, told.place_name.as_deref(), lang));
    Grouped {
        id,
        label,
        role_words: label::role_words(role),
        unit,
        factor,
        dimension: dimension.to_owned(),
        population,
        role_shown,
        role,
        place,
        kind,
        scope,
        incident,
        measure,
        head: g.head.clone(),
        countries: g.countries.clone(),
        where_: g.place().cloned(),
        entries,
    }
}

/// A place that one report of four or more tells names its own figure, not the group.
fn is_told_of(g: &Group, facets: &[Facet]) -> bool {
    const FEW: usize = 4;
    let reports = |placed: bool| {
        let all = g.members.iter().map(|m| &facets[*m]).filter(|f| !placed || f.place != Where::Unknown);
        all.map(|f| f.at.report).collect::<BTreeSet<_>>().len()
    };
    reports(true) > 1 || reports(false) < FEW
}

/// The most frequent item, the smallest among equals.
fn most<T: Ord + Clone>(items: impl Iterator<Item = T>) -> Option<T> {
    let mut counts: BTreeMap<T, usize> = BTreeMap::new();
    for item in items {
        *counts.entry(item).or_default() += 1;
    }
    let top = counts.values().copied().max()?;
    counts.into_iter().find(|(_, n)| *n == top).map(|(item, _)| item)
}

/// Two quantities may be called the same: they are numbered in an order that does not depend on the input.
fn number_ids(groups: &mut [Grouped]) {
    let mut order: Vec<usize> = (0..groups.len()).collect();
    let first = |g: &Grouped| g.entries.iter().map(|e| (e.rank, e.at.figure)).min();
    order.sort_by_key(|i| first(&groups[*i]));
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for i in order {
        let n = seen.entry(groups[i].id.clone()).or_insert(0);
        *n += 1;
        if *n > 1 {
            groups[i].id = format!("{}-{n}", groups[i].id);
        }
    }
}

/// The name of a state in a language, or its code.
fn state_name(code: &str, lang: Lang) -> String {
    world::country_name(code, lang).unwrap_or(code).to_owned()
}
