//! Where a report belongs.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use super::{
    Features, Key, Merge, Move, NEIGHBOURS, Neighbour, Placement, Posting, ReportId, StoryId, StreamStore, Target,
    cluster::{Cut, average_linkage},
    likeness::{Probe, Rarity, Vector, cosines, in_time},
};

/// Reports of one story are at least so alike on average.
const LEAST: f32 = 0.11;
/// When stories are one; calibrated, with [`LEAST`], on the development parts that docs/quality-stories.md names.
const CUT: Cut = Cut { least: LEAST, cohesion: 0.9, few: 2.5 };
/// Stories with a report that is at least so alike are clustered anew, as a share of [`LEAST`].
const TOUCHED: f32 = 0.8;
/// A story is the thread of an older one from this likeness of two of their reports on, whatever the days between.
const THREAD: f32 = 0.09;
/// A story is taken up again after so many days.
const PAUSE: i32 = 21;

/// Keys of a report that it is filed under within its stretch of days.
const FILED: usize = 16;
/// Of these, keys that it is filed under at any time.
const FILED_ANY: usize = 8;
/// Days of one stretch.
const STRETCH: i32 = 32;
/// The stretch of reports without a day.
const NO_STRETCH: i32 = i32::MIN;
/// Reports looked at under one posting at any time, where the report's own days are looked through as well.
const HOLDERS_ANY: usize = 4;
/// Reports looked at under one posting.
pub(crate) const HOLDERS: usize = 12;
/// Reports compared with the new one.
const CANDIDATES: usize = 12;
/// A report that shares less of the filed keys, in squares of their weights, cannot be alike enough.
const LEAST_SHARED: f32 = 0.03;
/// Stories clustered anew.
const STORIES: usize = 6;
/// A story of more reports is not taken apart.
const MEMBERS: usize = 24;
/// The last reports of such a story, which stand for it, beside those that share keys with the new one.
const STANDING: usize = 8;

/// A report of the store, loaded.
struct Member {
    id: ReportId,
    day: Option<i32>,
    story: StoryId,
    vector: Vector,
}

/// Finds the story of a report that is not in the store yet. Looks at a bounded number of other reports.
pub fn place<S: StreamStore + ?Sized>(features: &Features, store: &S) -> Result<Placement, S::Error> {
    let mut rarity = Rarity::new(store)?;
    let own = rarity.vector(features)?;
    let (keys, probe) = (rarest(features, &own), Probe::new(&own));
    let mut loaded: BTreeMap<ReportId, Member> = BTreeMap::new();
    let mut alike: Vec<(f32, f32, ReportId)> = Vec::new();
    for member in load(&candidates(features, &keys, store)?, store, &mut rarity)? {
        let cosine = probe.cosine(&member.vector);
        alike.push((cosine * in_time(features.day, member.day), cosine, member.id));
        loaded.insert(member.id, member);
    }
    alike.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.2.cmp(&b.2)));
    let touched = touched(&alike, &loaded);
    let (mut sizes, mut missing) = (BTreeMap::new(), Vec::new());
    for story in &touched {
        let size = store.size(*story)?;
        sizes.insert(*story, size);
        let members = store.members(*story, if size > MEMBERS { STANDING } else { MEMBERS })?;
        missing.extend(members.into_iter().filter(|id| !loaded.contains_key(id)));
    }
    loaded.extend(load(&missing, store, &mut rarity)?.into_iter().map(|member| (member.id, member)));
    let mut placement = regroup(features, &own, &loaded, &touched, &sizes);
    placement.follows = follows(features, &placement, &alike, &loaded);
    placement.neighbours = alike
        .iter()
        .take(NEIGHBOURS)
        .map(|(likeness, _, report)| Neighbour { report: *report, likeness: *likeness })
        .collect();
    placement.postings = postings(&keys, stretch(features.day));
    Ok(placement)
}

/// Places a report and puts it into the store; gives its story.
pub fn add<S: StreamStore + ?Sized>(store: &mut S, report: ReportId, features: &Features) -> Result<StoryId, S::Error> {
    let placement = place(features, store)?;
    store.commit(report, features, &placement)
}

fn load<S: StreamStore + ?Sized>(
    ids: &[ReportId],
    store: &S,
    rarity: &mut Rarity<'_, S>,
) -> Result<Vec<Member>, S::Error> {
    let known = ids.iter().zip(store.reports_of(ids)?);
    let known: Vec<(ReportId, (Features, StoryId))> = known.filter_map(|(id, known)| Some((*id, known?))).collect();
    let vectors = rarity.vectors(known.iter().map(|(_, (features, _))| features))?;
    let member =
        |((id, (features, story)), vector): ((_, (Features, _)), _)| Member { id, day: features.day, story, vector };
    Ok(known.into_iter().zip(vectors).map(member).collect())
}

/// The weightiest keys of a report, with their weights.
fn rarest(features: &Features, own: &Vector) -> Vec<(Key, f32)> {
    let mut keys: Vec<(Key, f32)> = features.keys().iter().zip(&own.entries).map(|(k, e)| (k.key, e.1)).collect();
    keys.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    keys.truncate(FILED);
    keys
}

/// The stretch of days in which a report is filed, given its day.
pub fn stretch(day: Option<i32>) -> i32 {
    day.map_or(NO_STRETCH, |d| d.div_euclid(STRETCH))
}

fn postings(keys: &[(Key, f32)], stretch: i32) -> Vec<Posting> {
    let within = keys.iter().map(|k| Posting::within(k.0, stretch));
    within.chain(keys.iter().take(FILED_ANY).map(|k| Posting::any(k.0))).collect()
}

/// The reports that share the most of the weightiest keys, at most [`CANDIDATES`].
fn candidates<S: StreamStore + ?Sized>(
    features: &Features,
    keys: &[(Key, f32)],
    store: &S,
) -> Result<Vec<ReportId>, S::Error> {
    let mut stretches = vec![NO_STRETCH];
    if let Some(day) = features.day {
        let own = stretch(Some(day));
        stretches.extend([own - 1, own, own + 1]);
    }
    let mut known = Vec::with_capacity(stretches.len());
    for stretch in stretches {
        if store.has_stretch(stretch)? {
            known.push(stretch);
        }
    }
    let (mut postings, mut of_key) = (Vec::new(), Vec::new());
    for (nth, (key, _)) in keys.iter().enumerate() {
        postings.extend(known.iter().map(|stretch| (Posting::within(*key, *stretch), HOLDERS)));
        match features.day {
            None => postings.push((Posting::any(*key), HOLDERS)),
            Some(_) if nth < FILED_ANY => postings.push((Posting::any(*key), HOLDERS_ANY)),
            Some(_) => {}
        }
        of_key.resize(postings.len(), nth);
    }
    let (mut holders, mut ends) = (Vec::new(), Vec::with_capacity(postings.len()));
    store.posted_under(&postings, &mut holders, &mut ends)?;
    // Reports with the keys that led to them, by the keys' places.
    let mut hits: Vec<(ReportId, usize)> = Vec::with_capacity(holders.len());
    let mut from = 0;
    for (end, nth) in ends.into_iter().zip(of_key) {
        hits.extend(holders[from..end].iter().map(|id| (*id, nth)));
        from = end;
    }
    hits.sort_unstable();
    hits.dedup();
    let shared = |hits: &[(ReportId, usize)]| hits.iter().map(|h| keys[h.1].1 * keys[h.1].1).sum::<f32>();
    let mut best: Vec<(f32, ReportId)> = hits
        .chunk_by(|a, b| a.0 == b.0)
        .map(|hits| (shared(hits), hits[0].0))
        .filter(|b| b.0 >= LEAST_SHARED)
        .collect();
    best.sort_by(|a, b| b.0.total_cmp(&a.0).then(b.1.cmp(&a.1)));
    Ok(best.into_iter().take(CANDIDATES).map(|b| b.1).collect())
}

/// The stories of the most alike reports, best first.
fn touched(alike: &[(f32, f32, ReportId)], loaded: &BTreeMap<ReportId, Member>) -> Vec<StoryId> {
    let mut stories: Vec<StoryId> = Vec::new();
    let near = alike.iter().take_while(|a| a.0 >= LEAST * TOUCHED);
    for story in near.filter_map(|a| Some(loaded.get(&a.2)?.story)) {
        if stories.len() < STORIES && !stories.contains(&story) {
            stories.push(story);
        }
    }
    stories
}

/// One thing that is clustered: the new report, a report, or a large story as a whole.
struct Item<'a> {
    /// The reports that stand for it; none for the new report.
    members: Vec<&'a Member>,
    size: usize,
    /// A whole large story.
    whole: Option<StoryId>,
}

/// Clusters the new report and the touched stories, and says what that changes.
fn regroup(
    features: &Features,
    own: &Vector,
    loaded: &BTreeMap<ReportId, Member>,
    touched: &[StoryId],
    sizes: &BTreeMap<StoryId, usize>,
) -> Placement {
    let mut items = vec![Item { members: Vec::new(), size: 1, whole: None }];
    for story in touched {
        let members: Vec<&Member> = loaded.values().filter(|m| m.story == *story).collect();
        let size = sizes.get(story).copied().unwrap_or(0).max(members.len());
        if size > members.len() || size > MEMBERS {
            items.push(Item { members, size, whole: Some(*story) });
        } else {
            items.extend(members.into_iter().map(|m| Item { members: vec![m], size: 1, whole: None }));
        }
    }
    let pairs = Pairs::of(features, own, &items);
    let n = items.len();
    let mut matrix = vec![1.0; n * n];
    for i in 0..n {
        for j in i + 1..n {
            let s = pairs.between(i, j);
            matrix[i * n + j] = s;
            matrix[j * n + i] = s;
        }
    }
    let weights: Vec<f32> = items.iter().map(|i| i.size as f32).collect();
    let within: Vec<f32> = (0..n).map(|i| pairs.within(i)).collect();
    let groups = average_linkage(&weights, &within, &matrix, CUT);
    changes(&items, &groups)
}

/// How alike the reports of the items are, each with each.
struct Pairs {
    /// The reports of each item.
    of: Vec<Range<usize>>,
    reports: usize,
    matrix: Vec<f32>,
}

impl Pairs {
    fn of(features: &Features, own: &Vector, items: &[Item]) -> Self {
        let (mut vectors, mut days) = (vec![own], vec![features.day]);
        let mut of = Vec::with_capacity(items.len());
        for item in items {
            let from = if item.members.is_empty() { 0 } else { vectors.len() };
            vectors.extend(item.members.iter().map(|m| &m.vector));
            days.extend(item.members.iter().map(|m| m.day));
            of.push(from..vectors.len().max(from + 1));
        }
        let mut matrix = cosines(&vectors);
        for (row, day) in matrix.chunks_exact_mut(vectors.len()).zip(&days) {
            row.iter_mut().zip(&days).for_each(|(alike, other)| *alike *= in_time(*day, *other));
        }
        Self { of, reports: vectors.len(), matrix }
    }

    /// How alike two items are: their reports on average.
    fn between(&self, i: usize, j: usize) -> f32 {
        let (a, b) = (&self.of[i], &self.of[j]);
        let sum: f32 = a.clone().map(|x| self.row(x)[b.clone()].iter().sum::<f32>()).sum();
        sum / (a.len() * b.len()) as f32
    }

    /// How alike the reports of an item are on average; 0 for one report.
    fn within(&self, i: usize) -> f32 {
        let of = &self.of[i];
        let pairs = of.len() * (of.len() - 1) / 2;
        let sum: f32 = of.clone().map(|x| self.row(x)[x + 1..of.end].iter().sum::<f32>()).sum();
        if pairs == 0 { 0.0 } else { sum / pairs as f32 }
    }

    fn row(&self, report: usize) -> &[f32] {
        &self.matrix[report * self.reports..][..self.reports]
    }
}

/// What the groups mean for the stories: each group goes on as the story that gives it the most reports, and each story goes on
/// in one group only.
fn changes(items: &[Item], groups: &[Vec<usize>]) -> Placement {
    let mut from: Vec<BTreeMap<StoryId, usize>> = Vec::new();
    for group in groups {
        let mut counts = BTreeMap::new();
        for item in group.iter().map(|i| &items[*i]) {
            if let Some(story) = item.whole.or(item.members.first().map(|m| m.story)) {
                *counts.entry(story).or_insert(0) += item.size;
            }
        }
        from.push(counts);
    }
    // The largest shares first; among equals the older story, then the earlier group.
    let mut shares: Vec<(usize, StoryId, usize)> =
        from.iter().enumerate().flat_map(|(g, counts)| counts.iter().map(move |(s, n)| (*n, *s, g))).collect();
    shares.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2)));
    let mut target: Vec<Option<Target>> = vec![None; groups.len()];
    let mut going_on: BTreeSet<StoryId> = BTreeSet::new();
    for (_, story, g) in shares {
        if target[g].is_none() && going_on.insert(story) {
            target[g] = Some(Target::Known(story));
        }
    }
    let mut founded = 0;
    let target: Vec<Target> = target
        .into_iter()
        .map(|t| {
            t.unwrap_or_else(|| {
                founded += 1;
                Target::New(founded - 1)
            })
        })
        .collect();
    let mut placement = Placement {
        story: Target::New(0),
        founded,
        merges: Vec::new(),
        moves: Vec::new(),
        follows: None,
        neighbours: Vec::new(),
        postings: Vec::new(),
    };
    for (g, group) in groups.iter().enumerate() {
        for item in group.iter().map(|i| &items[*i]) {
            match (item.whole, item.members.first()) {
                (Some(story), _) => match target[g] {
                    Target::Known(into) if into != story => placement.merges.push(Merge { from: story, into }),
                    _ => {}
                },
                (None, Some(m)) if Target::Known(m.story) != target[g] => {
                    placement.moves.push(Move { report: m.id, from: m.story, to: target[g] });
                }
                (None, Some(_)) => {}
                (None, None) => placement.story = target[g],
            }
        }
    }
    whole_moves(items, &mut placement);
    placement
}

/// Where all reports of a story go to one other story, that is a merge.
fn whole_moves(items: &[Item], placement: &mut Placement) {
    let mut sizes: BTreeMap<StoryId, usize> = BTreeMap::new();
    for item in items.iter().filter(|i| i.whole.is_none()) {
        if let Some(m) = item.members.first() {
            *sizes.entry(m.story).or_insert(0) += 1;
        }
    }
    for (story, size) in sizes {
        let mut to: Vec<Target> = placement.moves.iter().filter(|m| m.from == story).map(|m| m.to).collect();
        if to.len() != size {
            continue;
        }
        to.dedup();
        if let [Target::Known(into)] = to.as_slice() {
            placement.merges.push(Merge { from: story, into: *into });
            placement.moves.retain(|m| m.from != story);
        }
    }
}

/// The story that the report's story takes up: of the most alike report that is much older and of another story.
fn follows(
    features: &Features,
    placement: &Placement,
    alike: &[(f32, f32, ReportId)],
    loaded: &BTreeMap<ReportId, Member>,
) -> Option<StoryId> {
    let day = features.day?;
    let gone = |story| placement.merges.iter().find(|m| m.from == story).map_or(story, |m| m.into);
    let older = alike.iter().filter(|a| a.1 >= THREAD).filter_map(|a| {
        let member = loaded.get(&a.2).filter(|m| m.day.is_some_and(|d| d < day - PAUSE))?;
        let story = gone(member.story);
        (Target::Known(story) != placement.story).then_some((a.1, story))
    });
    older.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1))).map(|o| o.1)
}
