//! Relations as a reader wants them told: one sentence a pair of claims.
//!
//! The rules relate every pair of figures, so that an agency's number in four wordings meets another's in four relations
//! that say one thing. Here they are one entry: the reason of the most telling pair, then the passages it covers. The files
//! for programs (JSON, CSV) keep every relation.

use std::{borrow::Cow, cmp::Reverse, collections::BTreeMap};

use crate::{
    view::View,
    wire::{Certainty, Dates, Figure, Quantity, Relation, RelationKind, StatementKind, Value},
};

/// Relations that say one thing.
pub struct Told<'a> {
    /// The relation whose reason is printed: the most telling one.
    pub lead: &'a Relation,
    /// All relations of the entry, the lead among them.
    pub relations: Vec<&'a Relation>,
    /// The passages that it covers: those of the one claim and those of the other, or all of them on one side where a
    /// single origin speaks. Each in order of the quantity, figures of the same words in the same report once.
    pub sides: Vec<Vec<Passage<'a>>>,
}

/// Words of one report, as often as it prints them.
pub struct Passage<'a> {
    /// The first figure with these words.
    pub figure: &'a Figure,
    /// How many figures of the report have them.
    pub times: usize,
}

/// A piece of the list of passages.
pub enum Piece<'t, 'a> {
    /// What stands between two passages.
    Sign(&'static str),
    /// A passage, with its report where the one before stands in another.
    Passage(Option<&'a str>, &'t Passage<'a>),
}

impl<'a> Told<'a> {
    /// The kind of its relations.
    pub const fn kind(&self) -> RelationKind {
        self.lead.kind
    }

    /// Number of passages.
    pub fn passages(&self) -> usize {
        self.sides.iter().flatten().map(|p| p.times).sum()
    }

    /// The list of passages: side by side with the relation's sign between; the steps of one origin with arrows.
    pub fn pieces(&self) -> Vec<Piece<'_, 'a>> {
        let between = match self.kind() {
            RelationKind::Contradicts => " ≠ ",
            RelationKind::Agrees => " = ",
            RelationKind::Variant => " ≈ ",
            RelationKind::NotComparable => " ∥ ",
            _ => " → ",
        };
        let steps = self.sides.len() == 1 && !matches!(self.kind(), RelationKind::Relay | RelationKind::Restates);
        let mut pieces = Vec::new();
        for (n, side) in self.sides.iter().enumerate() {
            let mut before: Option<&Passage<'a>> = None;
            for passage in side {
                match before {
                    Some(b) if steps && b.figure.value != passage.figure.value => pieces.push(Piece::Sign(between)),
                    Some(_) => pieces.push(Piece::Sign(", ")),
                    None if n > 0 => pieces.push(Piece::Sign(between)),
                    None => {}
                }
                let report = passage.figure.report.as_str();
                let named = before.is_none_or(|b| b.figure.report != report);
                pieces.push(Piece::Passage(named.then_some(report), passage));
                before = Some(passage);
            }
        }
        pieces
    }
}

/// The relations of a quantity, folded, in reading order: what is contested, then what changes a value, then parts, then
/// what cannot be compared, then slips, then agreement, then repeats.
pub fn told<'a>(view: &View<'a>, quantity: &'a Quantity) -> Vec<Told<'a>> {
    let pairs: Vec<Pair<'a>> = quantity.relations.iter().filter_map(|r| Pair::of(view, r)).collect();
    let mut groups = Groups::new(pairs.len());
    let mut seen: BTreeMap<Key<'a>, usize> = BTreeMap::new();
    for (i, pair) in pairs.iter().enumerate() {
        for key in pair.keys() {
            let first = *seen.entry(key).or_insert(i);
            groups.join(first, i);
        }
    }
    let order: BTreeMap<&str, usize> = quantity.figures.iter().enumerate().map(|(i, id)| (id.as_str(), i)).collect();
    let mut entries: Vec<Told<'a>> =
        groups.members().into_iter().map(|members| entry(view, &pairs, &members, &order)).collect();
    let unnamed = |t: &Told<'_>| {
        let named = |id: &str| view.figure(id).is_some_and(|f| f.speaker.is_some());
        [&t.lead.from, &t.lead.to].into_iter().filter(|id| !named(id)).count()
    };
    entries.sort_by_key(|t| (rank(t.kind()), unnamed(t)));
    entries
}

/// Place in reading order.
const fn rank(kind: RelationKind) -> usize {
    match kind {
        RelationKind::Contradicts | RelationKind::Denies => 0,
        RelationKind::RevisedDown => 1,
        RelationKind::Update => 2,
        RelationKind::Growth => 3,
        RelationKind::Component | RelationKind::Derived => 4,
        RelationKind::NotComparable => 5,
        RelationKind::Variant | RelationKind::Outlier => 6,
        RelationKind::Agrees => 7,
        RelationKind::Relay | RelationKind::Restates => 8,
    }
}

/// Of the kinds that neither contest nor change a value, entries of each that are shown before the rest is folded.
const MOST_WEAK: usize = 4;

/// The entries to show, at most `most` and of the weaker kinds a few each, and the rest.
pub fn most_telling(entries: Vec<Told<'_>>, most: usize) -> (Vec<Told<'_>>, Vec<Told<'_>>) {
    let mut of_kind: BTreeMap<RelationKind, usize> = BTreeMap::new();
    let mut all = 0;
    entries.into_iter().partition(|entry| {
        let n = of_kind.entry(entry.kind()).or_default();
        let weak = rank(entry.kind()) >= rank(RelationKind::NotComparable);
        let shown = all < most && (!weak || *n < MOST_WEAK);
        if shown {
            *n += 1;
            all += 1;
        }
        shown
    })
}

/// A relation with its ends.
struct Pair<'a> {
    relation: &'a Relation,
    from: &'a Figure,
    to: &'a Figure,
    /// Who speaks at each end.
    origins: (String, String),
    /// How telling it is, see [`weight`].
    weight: [usize; 5],
}

/// What relations of one entry have in common.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Key<'a> {
    /// A figure of one claim.
    Claim(&'a str),
    /// The kind, the two origins and the quantities of both ends.
    Origins(RelationKind, String, String, Option<&'a str>, Option<&'a str>),
    /// The kind, the origins and the reason.
    Reason(RelationKind, String, String, &'a str),
    /// The kind, the origins and the later end.
    Part(RelationKind, String, String, &'a str),
}

impl<'a> Pair<'a> {
    fn of(view: &View<'a>, relation: &'a Relation) -> Option<Self> {
        let (from, to) = (view.figure(&relation.from)?, view.figure(&relation.to)?);
        let (origins, weight) = ((view.origin_key(from), view.origin_key(to)), weight(view, relation, [from, to]));
        Some(Self { relation, from, to, origins, weight })
    }

    fn keys(&self) -> Vec<Key<'a>> {
        let kind = self.relation.kind;
        let (a, b) = self.origins.clone();
        // What holds in both directions has no first and second.
        let both_ways = matches!(
            self.relation.kind,
            RelationKind::Contradicts
                | RelationKind::Agrees
                | RelationKind::Variant
                | RelationKind::Outlier
                | RelationKind::NotComparable
        );
        let ends = (self.from.quantity.as_deref(), self.to.quantity.as_deref());
        let ((a, b), (p, q)) = if both_ways && b < a { ((b, a), (ends.1, ends.0)) } else { ((a, b), ends) };
        match self.relation.kind {
            RelationKind::Relay => vec![Key::Claim(&self.from.id), Key::Claim(&self.to.id)],
            RelationKind::Restates if same_number(&self.from.value, &self.to.value) => {
                vec![Key::Claim(&self.from.id), Key::Claim(&self.to.id)]
            }
            // One origin may compute, or name as parts, many different things.
            RelationKind::Component | RelationKind::Derived => vec![
                Key::Reason(kind, a.clone(), b.clone(), &self.relation.reason.en),
                Key::Part(kind, a, b, &self.relation.to),
            ],
            _ => vec![Key::Origins(kind, a, b, p, q)],
        }
    }
}

/// How telling a pair is: that a text sets the two side by side itself, then dates, exact numbers, quotations, names.
fn weight(view: &View<'_>, relation: &Relation, ends: [&Figure; 2]) -> [usize; 5] {
    let count = |holds: &dyn Fn(&Figure) -> bool| ends.into_iter().filter(|f| holds(f)).count();
    let contested = matches!(relation.kind, RelationKind::Contradicts | RelationKind::Denies);
    [
        usize::from(contested && ends[0].report == ends[1].report),
        count(&|f| view.days(f).is_some_and(on_one_day)),
        count(&|f| is_exact(&f.value) && f.certainty == Certainty::Asserted),
        count(&|f| is_quoted(view, f)),
        count(&|f| f.speaker.is_some()),
    ]
}

fn on_one_day(days: &Dates) -> bool {
    days.from.is_some() && days.from == days.to
}

fn is_exact(value: &Value) -> bool {
    value.lo.is_some() && value.lo == value.hi && !value.approx && !value.vague
}

/// Two wordings of one printed number: "more than N", "at least N", "about N".
#[expect(clippy::float_cmp, reason = "the same digits give the same number")]
fn same_number(a: &Value, b: &Value) -> bool {
    let ends = |v: &Value| [v.lo, v.hi].into_iter().flatten().collect::<Vec<f64>>();
    ends(a).iter().any(|x| ends(b).iter().any(|y| x == y))
}

fn entry<'a>(view: &View<'a>, pairs: &[Pair<'a>], members: &[usize], order: &BTreeMap<&str, usize>) -> Told<'a> {
    let members: Vec<&Pair<'a>> = members.iter().map(|&i| &pairs[i]).collect();
    // Of equals the one that reaches furthest, then the first.
    let place = |id: &str| order.get(id).copied().unwrap_or(usize::MAX);
    let reach = |p: &Pair<'_>| place(&p.to.id).abs_diff(place(&p.from.id));
    let chain = matches!(members[0].relation.kind, RelationKind::Update | RelationKind::RevisedDown);
    let lead = members
        .iter()
        .enumerate()
        .max_by_key(|(i, p)| (p.weight, if chain { reach(p) } else { 0 }, Reverse(*i)))
        .map_or(members[0], |(_, p)| p);
    let mut left: Vec<&'a Figure> = Vec::new();
    let mut right: Vec<&'a Figure> = Vec::new();
    let one_sided =
        lead.origins.0 == lead.origins.1 || matches!(lead.relation.kind, RelationKind::Relay | RelationKind::Restates);
    for pair in &members {
        for (figure, origin) in [(pair.from, &pair.origins.0), (pair.to, &pair.origins.1)] {
            let side = if one_sided || *origin == lead.origins.0 { &mut left } else { &mut right };
            side.push(figure);
        }
    }
    let sides = [left, right].into_iter().filter(|s| !s.is_empty()).map(|s| passages(view, s, &place)).collect();
    Told { lead: lead.relation, relations: members.iter().map(|p| p.relation).collect(), sides }
}

fn is_quoted(view: &View<'_>, figure: &Figure) -> bool {
    let statement = figure.statement.as_deref().and_then(|id| view.statement(id));
    statement.is_some_and(|s| s.kind != StatementKind::Indirect)
}

fn passages<'a>(view: &View<'a>, mut figures: Vec<&'a Figure>, place: &impl Fn(&str) -> usize) -> Vec<Passage<'a>> {
    figures.sort_by(|a, b| (place(&a.id), &a.id).cmp(&(place(&b.id), &b.id)));
    figures.dedup_by(|a, b| a.id == b.id);
    let mut passages: Vec<Passage<'a>> = Vec::new();
    let mut known: BTreeMap<(&str, Cow<'_, str>), usize> = BTreeMap::new();
    for figure in figures {
        let at = *known.entry((&figure.report, view.printed(figure))).or_insert_with(|| {
            passages.push(Passage { figure, times: 0 });
            passages.len() - 1
        });
        passages[at].times += 1;
    }
    passages
}

/// Sets of relations: union–find.
struct Groups(Vec<usize>);

impl Groups {
    fn new(n: usize) -> Self {
        Self((0..n).collect())
    }

    fn root(&mut self, mut i: usize) -> usize {
        while self.0[i] != i {
            self.0[i] = self.0[self.0[i]];
            i = self.0[i];
        }
        i
    }

    /// The smaller index stays the root, so that groups come in the order of their first relation.
    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        self.0[a.max(b)] = a.min(b);
    }

    fn members(mut self) -> Vec<Vec<usize>> {
        let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for i in 0..self.0.len() {
            groups.entry(self.root(i)).or_default().push(i);
        }
        groups.into_values().collect()
    }
}
