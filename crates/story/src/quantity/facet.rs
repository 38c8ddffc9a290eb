//! What a figure must share with another to be compared with it (guards G1 and G2).

use std::collections::BTreeSet;

use recoupe_claims::{Derivation, Figure, FigureKind, Role, Value, date::Interval};
use recoupe_reading::Lang;
use smol_str::SmolStr;

use super::{
    place::{Named, Where},
    predicate::predicate,
};
use crate::{
    FigureRef, Read,
    text::{entries, fold},
    time,
    units::unit,
    value::scaled,
};

/// Heads that name people in general, or people by what happened to them: they say nothing of whose they are.
const PEOPLE: &str = concat!(include_str!("../fr/people.txt"), "\n", include_str!("../en/people.txt"));
/// Modifiers that narrow nothing: what happened (that is the role), order, size, novelty.
const EMPTY: &str = concat!(include_str!("../fr/empty_modifiers.txt"), "\n", include_str!("../en/empty_modifiers.txt"));
/// Heads that name a property of a thing; the thing is then a modifier.
const PROPERTIES: &str = concat!(include_str!("../fr/properties.txt"), "\n", include_str!("../en/properties.txt"));

/// A window this long at most is one incident's.
const INCIDENT_DAYS: i64 = 10;

/// What kind of count it is: only figures of one scope are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Scope {
    /// A total, a stock, a property.
    Whole,
    /// In addition to something else.
    Increment,
    /// Planned, forecast, demanded.
    Plan,
    /// A share of something.
    Share,
    /// A rate computed from another figure.
    Rate,
    /// Some of those whom another figure of the same kind counts ("dont deux enfants").
    Part,
    /// Of another event than the one that the reports tell.
    Apart,
}

/// Roles as far as they make one quantity: to be sent somewhere and to be there are one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum RoleClass {
    /// A role of its own.
    Of(Role),
    /// Sent to or present at a place.
    Presence,
    /// A thing, or people to whom nothing is said to have happened.
    None,
}

/// The comparable form of a figure.
#[derive(Debug, Clone)]
pub(crate) struct Facet {
    pub(crate) at: FigureRef,
    pub(crate) scope: Scope,
    pub(crate) dimension: SmolStr,
    /// In base units of the dimension.
    pub(crate) value: Value,
    pub(crate) role: RoleClass,
    /// `None`: people in general, or not told.
    pub(crate) head: Option<SmolStr>,
    /// The head is a class of the lexicon, the same in both languages.
    pub(crate) classed: bool,
    /// States whose the people or things are.
    pub(crate) countries: BTreeSet<SmolStr>,
    /// What narrows the population.
    pub(crate) modifiers: BTreeSet<SmolStr>,
    pub(crate) place: Where,
    /// A property of a thing (a length, a calibre), which does not change with time.
    pub(crate) measure: bool,
    /// The window of a count that is no total: an incident's.
    pub(crate) incident: Option<Interval>,
    /// Counted over a period, not at a moment.
    pub(crate) flow: bool,
    /// What its sentence and the one before name.
    pub(crate) named: Named,
    /// What is said of things, or of people without a role; `None` where only their number is told.
    pub(crate) predicate: Option<SmolStr>,
    pub(crate) lang: Lang,
    /// The sentence it stands in.
    pub(crate) sentence: usize,
}

impl Facet {
    /// `window`: the period of the figure, resolved.
    pub(crate) fn new(
        at: FigureRef,
        figure: &Figure,
        window: Option<Interval>,
        named: Named,
        read: &Read,
        apart: bool,
    ) -> Self {
        let symbol = figure.unit.as_deref().unwrap_or(match figure.role {
            Some(_) => "person",
            None => "",
        });
        let u = unit(symbol);
        let population = figure.population.as_ref();
        let classed = population.is_some_and(|p| p.classed);
        let head = population.map(|p| p.head.clone()).filter(|h| !h.is_empty());
        let head = head.filter(|h| symbol != "person" || !listed(PEOPLE, h));
        let modifiers = population.iter().flat_map(|p| &p.modifiers).filter(|m| !listed(EMPTY, m)).cloned().collect();
        let measure = is_physical(u.dimension)
            && figure.per.is_none()
            && matches!(figure.kind, None | Some(FigureKind::Measure | FigureKind::Stock | FigureKind::Cumulative));
        Self {
            at,
            scope: if apart { Scope::Apart } else { scope(figure, &read.claims.figures) },
            dimension: dimension(u.dimension, figure),
            value: scaled(&figure.value, u.factor),
            role: role(figure.role),
            head,
            classed,
            countries: population.iter().flat_map(|p| &p.countries).cloned().collect(),
            modifiers,
            place: Where::of(figure.place.as_ref()),
            measure,
            incident: incident(figure, window),
            flow: figure.kind == Some(FigureKind::Flow),
            named,
            predicate: matches!(figure.role, None | Some(Role::Other)).then(|| predicate(&read.doc, figure)).flatten(),
            lang: read.doc.lang,
            sentence: figure.sentence,
        }
    }

    /// The head names a property ("range", "height").
    pub(crate) fn is_property(&self) -> bool {
        self.head.as_deref().is_some_and(|h| listed(PROPERTIES, h))
    }

    /// How much is known of it, to read what is clear before what is not.
    pub(crate) fn definiteness(&self) -> usize {
        let place = match self.place {
            Where::Region { .. } => 3,
            Where::Country(_) => 2,
            Where::Nameless(_) => 1,
            Where::Unknown => 0,
        };
        let incident = if self.incident.is_some() { 0 } else { 16 };
        incident + usize::from(self.head.is_some()) * 8 + usize::from(!self.countries.is_empty()) * 4 + place
    }
}

/// A rate has the dimension of what it counts and of what it is per, so that "3 morts par jour" never meets "3 morts". Percent is a
/// rate of itself.
fn dimension(of: &str, figure: &Figure) -> SmolStr {
    match figure.per.as_ref().filter(|_| of != "percent") {
        None => of.into(),
        Some(per) if per.number == 1.0 => format!("{of}/{}", per.of).into(),
        Some(per) => format!("{of}/{} {}", per.number, per.of).into(),
    }
}

/// Sizes, weights, durations: what is measured, not counted.
fn is_physical(dimension: &str) -> bool {
    !matches!(dimension, "person" | "item" | "percent" | "times" | "" | "mass" | "volume" | "energy" | "data")
        && !is_currency(dimension)
}

/// Three capitals.
pub(crate) fn is_currency(unit: &str) -> bool {
    unit.len() == 3 && unit.bytes().all(|b| b.is_ascii_uppercase())
}

fn scope(figure: &Figure, all: &[Figure]) -> Scope {
    match figure.derivation {
        // "At least 300 of them were killed" of soldiers sent counts another thing than its whole.
        Some(Derivation::PartOf { base })
            if base.and_then(|b| all.get(b)).is_none_or(|b| role(b.role) == role(figure.role)) =>
        {
            return Scope::Part;
        }
        Some(Derivation::Increment { .. }) => return Scope::Increment,
        Some(Derivation::Computed { .. }) => return Scope::Rate,
        _ => {}
    }
    match (figure.unit.as_deref(), figure.kind) {
        (Some("percent"), _) => Scope::Share,
        (_, Some(FigureKind::Plan)) => Scope::Plan,
        _ => Scope::Whole,
    }
}

fn role(role: Option<Role>) -> RoleClass {
    match role {
        None | Some(Role::Other) => RoleClass::None,
        Some(Role::Deployed | Role::Present) => RoleClass::Presence,
        Some(r) => RoleClass::Of(r),
    }
}

/// A flow over a short window is the count of an incident, not a total.
fn incident(figure: &Figure, window: Option<Interval>) -> Option<Interval> {
    let counts = matches!(
        figure.role,
        Some(Role::Killed | Role::Wounded | Role::Missing | Role::Captured | Role::Casualties | Role::Detained)
    );
    let short = |w: &Interval| time::length(w).is_some_and(|n| n <= INCIDENT_DAYS);
    let told = matches!(figure.kind, Some(FigureKind::Flow)) && counts;
    match window {
        Some(w) if told && short(&w) => Some(w),
        // "in three days", "over the weekend" with no day to fix it.
        Some(w) if told && window_is_open(&w) => Some(w),
        _ => None,
    }
}

fn window_is_open(w: &Interval) -> bool {
    use recoupe_claims::date::Precision::{Day, Week, Weekend};
    matches!(w.precision, Day | Week | Weekend) || (w.from.is_none() && w.to.is_none())
}

pub(crate) fn listed(list: &str, word: &str) -> bool {
    let word = fold(word);
    entries(list).any(|w| w == word)
}
