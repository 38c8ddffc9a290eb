//! Who is a party to the matter (rule O7): a state that speaks of its own or its enemy's losses, organisers and police who
//! count one crowd, two sides of a strike.

use std::collections::BTreeSet;

use recoupe_claims::{Figure, Role};
use recoupe_reading::EntityKind;
use smol_str::SmolStr;

use crate::{
    Read, StorySpeaker,
    link::Linked,
    quantity::{Named, named_in_tokens},
    text::{entries, fold, has_words},
};

/// Words before the name of an enemy ("against", "war with").
const AGAINST: &str = concat!(include_str!("fr/against.txt"), "\n", include_str!("en/against.txt"));
/// Words that name a side of a crowd or a labour dispute.
const SIDES: &str = concat!(include_str!("fr/sides.txt"), "\n", include_str!("en/sides.txt"));
/// Words in the names of those who count for one territory or house.
const LOCAL: &str = concat!(include_str!("fr/local_bodies.txt"), "\n", include_str!("en/local_bodies.txt"));
/// Words in the names of those who count for all of an event.
const WIDE: &str = concat!(include_str!("fr/wide_bodies.txt"), "\n", include_str!("en/wide_bodies.txt"));
/// Classes of people whom sides count.
const CROWDS: [&str; 3] = ["demonstrator", "striker", "protester"];
/// How many words may stand between "against" and the enemy's name.
const REACH: usize = 5;

/// States that the reports tell to be at war or in combat.
pub(crate) fn belligerents(reads: &[Read]) -> BTreeSet<SmolStr> {
    let mut found = BTreeSet::new();
    for read in reads {
        let doc = &read.doc;
        let cues: BTreeSet<&str> = entries(AGAINST).collect();
        for (i, token) in doc.tokens.iter().enumerate() {
            if !cues.contains(fold(&token.lower).as_str()) {
                continue;
            }
            let end = doc.sentences.get(token.sentence).map_or(i, |s| s.tokens.end);
            let mut named = Named::default();
            named_in_tokens(doc, i + 1..(i + 1 + REACH).min(end), &mut named);
            found.extend(named.states);
        }
    }
    found
}

/// How far a speaker's count reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reach {
    /// A prefecture, a town, a hospital: its own territory or house.
    Local,
    /// A state, a ministry, a crisis centre, an international body: the whole event.
    Wide,
    /// A company, a union, a person: not told.
    Unknown,
}

/// How far the count of a speaker reaches, by its names.
pub(crate) fn reach(speaker: &StorySpeaker) -> Reach {
    let names: Vec<String> =
        std::iter::once(&speaker.name).chain(&speaker.aliases).chain(&speaker.described_as).map(|n| fold(n)).collect();
    let any = |list: &str| names.iter().any(|n| entries(list).any(|w| has_words(n, &fold(w))));
    if speaker.kind == EntityKind::Country || any(WIDE) {
        Reach::Wide
    } else if any(LOCAL) {
        Reach::Local
    } else {
        Reach::Unknown
    }
}

/// The speaker of a figure is a party to what it counts.
pub(crate) fn is_party(
    figure: &Figure,
    origin: Option<usize>,
    linked: &Linked,
    belligerents: &BTreeSet<SmolStr>,
) -> bool {
    let Some(origin) = origin else { return false };
    let families = linked.families(origin);
    let population = figure.population.as_ref();
    let losses =
        matches!(figure.role, Some(Role::Killed | Role::Wounded | Role::Missing | Role::Captured | Role::Casualties));
    if losses {
        let own = population.is_some_and(|p| p.countries.iter().any(|c| families.contains(c.as_str())));
        // In a war each side's word on losses is a party's, whosever they are.
        return own || belligerents.iter().any(|c| families.contains(c.as_str()));
    }
    let crowd = population.is_some_and(|p| CROWDS.contains(&p.head.as_str()));
    crowd && linked.atoms(origin).into_iter().any(|s| is_side(&linked.speakers[s].name, &linked.speakers[s].aliases))
}

fn is_side(name: &str, aliases: &[String]) -> bool {
    std::iter::once(name).chain(aliases.iter().map(String::as_str)).any(|n| {
        let n = fold(n);
        entries(SIDES).any(|s| has_words(&n, &fold(s)))
    })
}
