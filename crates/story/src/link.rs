//! Who speaks, across the reports.
//!
//! Names of one speaker are joined by what proves them one: the state they name, the same name or a spelling of it, the
//! same acronym. Descriptions ("the spy agency of …") are joined to a named body of the same class and state only where it
//! is the only one, and kept apart as [`StorySpeaker::described_as`]. People without a name are never joined across
//! reports.

mod family;
mod joint;
mod local;
mod merge;
mod publishers;

use std::collections::{BTreeMap, BTreeSet};

use recoupe_reading::{EntityKind, Lang, world};

pub(crate) use family::outlet_family;
use local::Local;

use crate::{Bilingual, Read, StorySpeaker, text::slug, words};

/// The speakers, and who each claim's speaker is.
#[derive(Debug, Default)]
pub(crate) struct Linked {
    /// Speakers in order of their identifiers.
    pub(crate) speakers: Vec<StorySpeaker>,
    /// Origin of each figure: by report, by figure.
    pub(crate) figures: Vec<Vec<Option<usize>>>,
    /// Relays of each figure.
    pub(crate) relays: Vec<Vec<Vec<usize>>>,
    /// Speaker of each statement.
    pub(crate) statements: Vec<Vec<Option<usize>>>,
}

/// Words before the one to whom something is said.
const TO: [&str; 7] = ["à", "au", "aux", "a", "to", "auprès", "with"];

impl Linked {
    /// The speakers behind one: the parts of a joint speaker, else itself.
    pub(crate) fn atoms(&self, speaker: usize) -> Vec<usize> {
        match self.speakers[speaker].parts.as_slice() {
            [] => vec![speaker],
            parts => parts.to_vec(),
        }
    }

    /// Families behind a speaker.
    pub(crate) fn families(&self, speaker: usize) -> BTreeSet<&str> {
        self.atoms(speaker).into_iter().filter_map(|s| self.speakers[s].family.as_deref()).collect()
    }

    /// Two speakers are, or contain, the same asserter; or one is the state itself and the other speaks for it.
    pub(crate) fn same_origin(&self, a: usize, b: usize) -> bool {
        let (xs, ys) = (self.atoms(a), self.atoms(b));
        xs.iter().any(|x| ys.iter().any(|y| x == y || self.stands_for(*x, *y) || self.stands_for(*y, *x)))
    }

    /// The first is the state that the second speaks for.
    pub(crate) fn stands_for(&self, state: usize, body: usize) -> bool {
        let (s, b) = (&self.speakers[state], &self.speakers[body]);
        s.kind == EntityKind::Country && b.kind != EntityKind::Country && s.family.is_some() && s.family == b.family
    }
}

/// Links the speakers of all claims. `rank` is an order of the reports that does not depend on the input order.
pub(crate) fn speakers(reads: &[Read], rank: &[usize]) -> Linked {
    let mut locals: Vec<Local> = Vec::new();
    let mut index = local::Index::default();
    for &r in rank {
        local::collect(r, &reads[r], &mut locals, &mut index);
    }
    let groups = merge::groups(&locals);
    let lang = majority(reads);
    let (speakers, of_local) = build(&locals, &groups, lang);

    let of = |report: usize, s: &recoupe_claims::Speaker| index.get(report, s).map(|l| of_local[l]);
    let mut linked = Linked { speakers, ..Linked::default() };
    for (r, read) in reads.iter().enumerate() {
        let claims = &read.claims;
        linked.figures.push(claims.figures.iter().map(|f| f.speaker.as_ref().and_then(|s| of(r, s))).collect());
        let relays = claims.figures.iter().map(|f| {
            let mut relays: Vec<usize> = f.via.iter().filter_map(|s| of(r, s)).collect();
            let told = f.statement.and_then(|s| told_to(read, s)).and_then(|e| index.entity(r, e)).map(|l| of_local[l]);
            relays.extend(told.filter(|t| !relays.contains(t)));
            relays
        });
        linked.relays.push(relays.collect());
        linked.statements.push(claims.statements.iter().map(|s| s.speaker.as_ref().and_then(|s| of(r, s))).collect());
    }
    linked
}

/// To whom a statement was made ("a déclaré à l'institut que …"): an entity of the report that stands between the cue and
/// what is said. Who was told can only pass it on.
fn told_to(read: &Read, statement: usize) -> Option<usize> {
    let s = read.claims.statements.get(statement)?;
    let (cue, content) = (s.cue.last()?, s.content.first()?);
    let doc = &read.doc;
    doc.mentions.iter().find_map(|m| {
        let (first, last) = (doc.tokens.get(m.tokens.start)?, doc.tokens.get(m.tokens.end.checked_sub(1)?)?);
        let between = first.span.start >= cue.end && last.span.end <= content.start;
        // "à l'institut": an article may stand between.
        let before = |n: usize| m.tokens.start.checked_sub(n).and_then(|t| doc.tokens.get(t)).map(|t| t.lower.as_str());
        let to = [before(1), before(2)].iter().flatten().any(|w| TO.contains(w));
        m.entity.filter(|_| between && to)
    })
}

/// The language that most reports are in.
pub(crate) fn majority(reads: &[Read]) -> Lang {
    let english = reads.iter().filter(|r| r.doc.lang == Lang::En).count();
    if english * 2 > reads.len() { Lang::En } else { Lang::Fr }
}

/// Makes one speaker a group, in order of identifiers.
fn build(locals: &[Local], groups: &[usize], lang: Lang) -> (Vec<StorySpeaker>, Vec<usize>) {
    let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (l, g) in groups.iter().enumerate() {
        members.entry(*g).or_default().push(l);
    }
    let mut made: Vec<(usize, StorySpeaker)> =
        members.iter().map(|(g, m)| (*g, speaker(m.iter().map(|l| &locals[*l]).collect(), lang))).collect();
    // Two speakers may share a name (unnamed ones of two reports): the identifiers are numbered in rank order.
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for (_, s) in &mut made {
        let n = seen.entry(s.entity.clone()).or_insert(0);
        *n += 1;
        if *n > 1 {
            s.entity = format!("{}-{n}", s.entity);
        }
    }
    made.sort_by(|a, b| a.1.entity.cmp(&b.1.entity));
    let place: BTreeMap<usize, usize> = made.iter().enumerate().map(|(i, (g, _))| (*g, i)).collect();
    let of_local: Vec<usize> = groups.iter().map(|g| place[g]).collect();
    let mut speakers: Vec<StorySpeaker> = Vec::new();
    for (g, mut s) in made {
        // Parts of a joint speaker are locals themselves.
        let mut parts: Vec<usize> = members[&g].iter().flat_map(|l| &locals[*l].parts).map(|p| of_local[*p]).collect();
        parts.sort_unstable();
        parts.dedup();
        s.parts = parts;
        speakers.push(s);
    }
    for joint in 0..speakers.len() {
        let parts: Vec<Bilingual> = speakers[joint].parts.iter().map(|p| speakers[*p].shown.clone()).collect();
        if !parts.is_empty() {
            speakers[joint].shown = words::list_of(&parts);
        }
    }
    (speakers, of_local)
}

/// One speaker from all that the reports call it.
fn speaker(members: Vec<&Local>, lang: Lang) -> StorySpeaker {
    let first = members[0];
    let country = members.iter().find_map(|m| m.country());
    let state = members.iter().find_map(|m| m.state.clone());
    let named = members.iter().any(|m| !m.by_description && !m.unnamed);
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut described: BTreeSet<&str> = BTreeSet::new();
    for m in &members {
        for name in &m.names {
            if named && (m.by_description || m.described.contains(name)) {
                described.insert(name);
            } else {
                *counts.entry(name).or_default() += 1;
            }
        }
    }
    described.retain(|d| !counts.contains_key(d));
    let name_in = |lang: Lang| state.as_deref().and_then(|c| world::country_name(c, lang)).map(str::to_owned);
    let own_name = name_in(lang);
    let name = own_name.unwrap_or_else(|| {
        // The fullest name: no acronym where there is a long form, then the one used most, then the longest.
        let best = counts.iter().max_by_key(|(n, c)| {
            (
                !is_acronym(n),
                n.chars().next().is_some_and(char::is_uppercase),
                **c,
                n.chars().count(),
                std::cmp::Reverse(**n),
            )
        });
        best.map_or_else(|| first.names[0].clone(), |(n, _)| (*n).to_owned())
    });
    let shown = match (name_in(Lang::Fr), name_in(Lang::En)) {
        (Some(fr), Some(en)) => Bilingual { fr, en },
        _ => Bilingual::same(name.clone()),
    };
    let aliases = counts.keys().filter(|n| **n != name).map(|n| (*n).to_owned()).collect();
    StorySpeaker {
        entity: slug(&name),
        aliases,
        described_as: described.into_iter().map(str::to_owned).collect(),
        family: if first.parts.is_empty() { family::of(&members, &name, country.as_deref()) } else { None },
        kind: kind(&members),
        parts: Vec::new(),
        by_description: !named,
        shown,
        name,
    }
}

/// Where reports disagree on the kind, the more telling one wins; what one report shows to be a body is no person.
fn kind(members: &[&Local]) -> EntityKind {
    let body = members.iter().any(|m| m.kind == EntityKind::Body);
    let kinds = members.iter().map(|m| m.kind).filter(|k| !(body && *k == EntityKind::Person));
    kinds.min_by_key(|k| kind_rank(*k)).unwrap_or(EntityKind::Other)
}

fn kind_rank(kind: EntityKind) -> usize {
    use EntityKind::{Body, Country, Document, Group, Other, Outlet, Person, Place};
    [Country, Outlet, Person, Body, Document, Group, Place, Other].iter().position(|k| *k == kind).unwrap_or(8)
}

/// Two capitals or digits at least, and nothing else but points.
pub(crate) fn is_acronym(name: &str) -> bool {
    let letters = name.chars().filter(|c| c.is_alphanumeric()).count();
    letters >= 2
        && name.chars().any(|c| c.is_uppercase())
        && name.chars().all(|c| c.is_uppercase() || c.is_numeric() || c == '.' || c == '-' || c == '&')
}
