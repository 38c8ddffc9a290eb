//! Where a report belongs.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Features, Merge, Move, NEIGHBOURS, Neighbour, Placement, Posting, ReportId, StoryId, StreamStore, Target,
    cluster::{Cut, average_linkage},
    likeness::{Rarity, Vector, in_time},
};

/// Reports of one story are at least so alike on average.
const LEAST: f32 = 0.11;
/// When stories are one; calibrated, with [`LEAST`], on the development parts that docs/quality-stories.md names.
const CUT: Cut = Cut { least: LEAST, cohesion: 0.9, few: 2.5 };
/// Stories with a report that is at least so alike are clustered anew, as a share of [`LEAST`].
const TOUCHED: f32 = 0.6;
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
/// Reports looked at under one posting.
const HOLDERS: usize = 24;
/// Reports compared with the new one.
const CANDIDATES: usize = 32;
/// A report that shares less of the filed keys, in squares of their weights, cannot be alike enough.
const LEAST_SHARED: f32 = 0.03;
/// Stories clustered anew.
const STORIES: usize = 6;
/// Reports of one story that stand for it; a story that has more is not taken apart.
const MEMBERS: usize = 24;

/// A report of the store, loaded.
struct Member {
    id: ReportId,
    day: Option<i32>,
    story: StoryId,
    vector: Vector,
}

impl Member {
    fn view(&self) -> View<'_> {
        (&self.vector, self.day)
    }
}

/// Finds the story of a report that is not in the store yet. Looks at a bounded number of other reports.
pub fn place<S: StreamStore + ?Sized>(features: &Features, store: &S) -> Result<Placement, S::Error> {
    let mut rarity = Rarity::new(store)?;
    let own = rarity.vector(features)?;
    let keys = rarest(&own);
    let mut loaded: BTreeMap<ReportId, Member> = BTreeMap::new();
    let mut alike: Vec<(f32, f32, ReportId)> = Vec::new();
    for id in candidates(features, &keys, store)? {
        let Some(member) = load(id, store, &mut rarity)? else { continue };
        let cosine = own.cosine(&member.vector);
        alike.push((cosine * in_time(features.day, member.day), cosine, id));
        loaded.insert(id, member);
    }
    alike.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.2.cmp(&b.2)));
    let touched = touched(&alike, &loaded);
    for story in &touched {
        for id in store.members(*story, MEMBERS)? {
            if !loaded.contains_key(&id)
                && let Some(member) = load(id, store, &mut rarity)?
            {
                loaded.insert(id, member);
            }
        }
    }
    let mut sizes = BTreeMap::new();
    for story in &touched {
        sizes.insert(*story, store.size(*story)?);
    }
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
    id: ReportId,
    store: &S,
    rarity: &mut Rarity<'_, S>,
) -> Result<Option<Member>, S::Error> {
    let Some((features, story)) = store.report(id)? else { return Ok(None) };
    Ok(Some(Member { id, day: features.day, story, vector: rarity.vector(&features)? }))
}

/// The weightiest keys of a report, with their weights.
fn rarest(own: &Vector) -> Vec<(super::Key, f32)> {
    let mut keys = own.entries.clone();
    keys.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    keys.truncate(FILED);
    keys
}

fn stretch(day: Option<i32>) -> i32 {
    day.map_or(NO_STRETCH, |d| d.div_euclid(STRETCH))
}

fn postings(keys: &[(super::Key, f32)], stretch: i32) -> Vec<Posting> {
    let within = keys.iter().map(|k| Posting::within(k.0, stretch));
    within.chain(keys.iter().take(FILED_ANY).map(|k| Posting::any(k.0))).collect()
}

/// The reports that share the most of the weightiest keys, at most [`CANDIDATES`].
fn candidates<S: StreamStore + ?Sized>(
    features: &Features,
    keys: &[(super::Key, f32)],
    store: &S,
) -> Result<Vec<ReportId>, S::Error> {
    let mut shared: BTreeMap<ReportId, f32> = BTreeMap::new();
    let mut stretches = vec![NO_STRETCH];
    if let Some(day) = features.day {
        let own = stretch(Some(day));
        stretches.extend([own - 1, own, own + 1]);
    }
    for (nth, (key, weight)) in keys.iter().enumerate() {
        let mut holders: BTreeSet<ReportId> = BTreeSet::new();
        for stretch in &stretches {
            holders.extend(store.posted(Posting::within(*key, *stretch), HOLDERS)?);
        }
        if nth < FILED_ANY || features.day.is_none() {
            holders.extend(store.posted(Posting::any(*key), HOLDERS)?);
        }
        for id in holders {
            *shared.entry(id).or_insert(0.0) += weight * weight;
        }
    }
    let mut best: Vec<(f32, ReportId)> =
        shared.into_iter().map(|(id, w)| (w, id)).filter(|b| b.0 >= LEAST_SHARED).collect();
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

impl Item<'_> {
    /// How alike its reports are on average; 0 for one report.
    fn within(&self) -> f32 {
        let m = &self.members;
        let pairs = (0..m.len()).flat_map(|a| (a + 1..m.len()).map(move |b| (&m[a], &m[b])));
        let (count, sum) = pairs.fold((0, 0.0), |(count, sum), (a, b)| (count + 1, sum + likeness(a.view(), b.view())));
        if count == 0 { 0.0 } else { sum / count as f32 }
    }
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
    let n = items.len();
    let mut matrix = vec![1.0; n * n];
    for i in 0..n {
        for j in i + 1..n {
            let s = alike(&items[i], &items[j], (own, features.day));
            matrix[i * n + j] = s;
            matrix[j * n + i] = s;
        }
    }
    let weights: Vec<f32> = items.iter().map(|i| i.size as f32).collect();
    let within: Vec<f32> = items.iter().map(Item::within).collect();
    let groups = average_linkage(&weights, &within, &matrix, CUT);
    changes(&items, &groups)
}

/// How alike two things are: their reports on average.
fn alike(a: &Item, b: &Item, own: View) -> f32 {
    fn views<'v>(item: &'v Item, own: View<'v>) -> Vec<View<'v>> {
        if item.members.is_empty() { vec![own] } else { item.members.iter().map(|m| m.view()).collect() }
    }
    let (a, b) = (views(a, own), views(b, own));
    let sum: f32 = a.iter().flat_map(|x| b.iter().map(|y| likeness(*x, *y))).sum();
    sum / (a.len() * b.len()) as f32
}

/// A report as it is compared.
type View<'v> = (&'v Vector, Option<i32>);

fn likeness(a: View, b: View) -> f32 {
    a.0.cosine(b.0) * in_time(a.1, b.1)
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
