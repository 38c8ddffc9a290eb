//! Joint speakers ("Kyiv, Washington et Séoul") and officials who stand for their state.

use recoupe_claims::Speaker;
use recoupe_reading::world;
use smol_str::SmolStr;

use super::local::Local;
use crate::text::{entries, fold};

/// Words that with a demonym stand for the state ("responsables sud-coréens", "British authorities").
const OFFICIALS: &str = concat!(include_str!("../fr/officials.txt"), "\n", include_str!("../en/officials.txt"));

/// The parts of a joint speaker, in order of the text, or `None` where it is one.
pub(super) fn parts(speaker: &Speaker, local: &Local) -> Option<Vec<String>> {
    use recoupe_reading::EntityKind::{Body, Document, Outlet, Person};
    if local.state.is_some() || matches!(local.kind, Body | Document | Outlet | Person) && speaker.entity.is_some() {
        return None;
    }
    let pieces = split(&speaker.name);
    if pieces.len() < 2 {
        return None;
    }
    let named = pieces.iter().all(|p| p.chars().next().is_some_and(char::is_uppercase)) && speaker.entity.is_none();
    let all_states = pieces.iter().all(|p| state_of_part(p).is_some());
    if !all_states && !named && speaker.countries.len() < 2 {
        return None;
    }
    // "responsables ukrainiens, sud-coréens et américains": the head goes with each.
    let head = pieces[0].split_whitespace().next().unwrap_or_default();
    let whole = |p: &str| {
        let bare =
            world::state(p).is_some_and(|s| s.by == world::NamedBy::Demonym) && !p.starts_with(char::is_uppercase);
        if bare && p != pieces[0] { format!("{head} {p}") } else { p.to_owned() }
    };
    Some(pieces.iter().map(|p| whole(p)).collect())
}

/// Splits at commas, semicolons and conjunctions of either language.
fn split(name: &str) -> Vec<&str> {
    let mut pieces = vec![name];
    for sep in [";", ", ", " et ", " and ", " ou ", " or ", " ni ", " nor ", " ainsi que ", " as well as "] {
        pieces = pieces.into_iter().flat_map(|p| p.split(sep)).collect();
    }
    let bare = |p: &str| {
        let p = p.trim();
        let p = ["ni ", "neither ", "et ", "and ", "à la fois ", "both "]
            .iter()
            .find_map(|h| p.strip_prefix(h))
            .unwrap_or(p);
        let p = p.trim();
        // Articles stand before later parts ("la Corée du Sud et l'Occident").
        ["les ", "la ", "le ", "l'", "l’", "des ", "the "]
            .iter()
            .find_map(|a| p.strip_prefix(a))
            .unwrap_or(p)
            .trim()
            .len()
    };
    pieces.into_iter().map(str::trim).map(|p| &p[p.len() - bare(p).min(p.len())..]).filter(|p| !p.is_empty()).collect()
}

fn state_of_part(part: &str) -> Option<SmolStr> {
    state_named(part).or_else(|| world::state(part).map(|s| s.country))
}

/// The state that a phrase stands for as a speaker: its name, capital or people, or its officials.
pub(super) fn state_named(phrase: &str) -> Option<SmolStr> {
    if let Some(s) = world::state(phrase) {
        // A lone adjective ("sud-coréen") is no speaker; a people is ("les Sud-Coréens").
        let adjective = s.by == world::NamedBy::Demonym && !phrase.trim().starts_with(char::is_uppercase);
        return (!adjective).then_some(s.country);
    }
    let official = |w: &str| entries(OFFICIALS).any(|o| fold(o) == fold(w));
    let demonym = |w: &str| world::state(w).filter(|s| s.by == world::NamedBy::Demonym).map(|s| s.country);
    let phrase = phrase.trim();
    // French: "responsables sud-coréens"; English: "South Korean officials".
    let (head, rest) = phrase.split_once(' ')?;
    let (front, last) = phrase.rsplit_once(' ')?;
    demonym(rest).filter(|_| official(head)).or_else(|| demonym(front).filter(|_| official(last)))
}
