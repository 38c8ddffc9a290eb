//! Families of speakers and outlets (rules O3, O4, O6).

use recoupe_reading::{EntityKind, world};

use super::{local::Local, publishers};
use crate::text::{entries, fold, has_words, slug};

/// Words that show that somebody does not speak for a state: teachers, researchers, companies, associations.
const PRIVATE: &str = concat!(include_str!("../fr/private.txt"), "\n", include_str!("../en/private.txt"));

/// The family of one speaker: its state, its publisher, or its own name; `None` where it has no name.
pub(super) fn of(members: &[&Local], name: &str, country: Option<&str>) -> Option<String> {
    if let Some(state) = members.iter().find_map(|m| m.state.as_deref()) {
        return Some(state.to_owned());
    }
    let kind = |k| members.iter().any(|m| m.kind == k);
    let outlet = members.iter().flat_map(|m| &m.names).find_map(|n| world::outlet(n));
    if kind(EntityKind::Outlet) || outlet.is_some() {
        return Some(outlet.map_or_else(|| slug(name), |o| outlet_family(o.name)));
    }
    let private = members.iter().flat_map(|m| &m.names).any(|n| is_private(n));
    if let (Some(country), false) = (country, private) {
        return Some(country.to_owned());
    }
    if members.iter().all(|m| m.unnamed) {
        return None;
    }
    Some(slug(name))
}

fn is_private(name: &str) -> bool {
    let name = fold(name);
    entries(PRIVATE).any(|w| has_words(&name, &fold(w)))
}

/// The publisher family of an outlet: the group that the table of publishers gives it, else its owner where the tables of
/// `reading` know it, else the outlet itself. Names and addresses are understood ("Ouest-France", "www.ouest-france.fr").
pub(crate) fn outlet_family(outlet: &str) -> String {
    // An agency stands for itself: its words are its clients', not its owner's.
    if let Some(agency) = world::agency(outlet) {
        return agency.key.to_string();
    }
    if let Some(group) = publishers::group(outlet) {
        return slug(group);
    }
    match world::outlet(outlet) {
        Some(o) => match (o.owner, publishers::group(o.name)) {
            (_, Some(group)) => slug(group),
            (Some(owner), _) => slug(owner),
            _ => o.key.to_string(),
        },
        None => slug(outlet),
    }
}
