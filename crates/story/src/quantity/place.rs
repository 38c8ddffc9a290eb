//! Where figures hold, in a form that can be compared (guard G1).

use std::collections::BTreeSet;

use recoupe_claims::Place;
use recoupe_reading::{Doc, world};
use smol_str::SmolStr;

use crate::text::{entries, fold, fold_name, has_words};

/// Words around the name of a place that do not tell it apart ("région de …", "the … province").
const GENERIC: &str = concat!(include_str!("../fr/place_words.txt"), "\n", include_str!("../en/place_words.txt"));

/// Where a figure holds.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Where {
    /// A part of a state, or a place whose state is not known.
    Region {
        /// The name in a form that all its spellings share, as far as the tables know them.
        key: String,
        /// Its state.
        country: Option<SmolStr>,
        /// Number in GeoNames, where it is one city.
        city: Option<u32>,
    },
    /// A whole state, or an unnamed part of it ("the border region of …").
    Country(SmolStr),
    /// A place without a name or state ("the border").
    Nameless(String),
    /// Not told.
    Unknown,
}

/// How two places lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Overlap {
    /// The same.
    Same,
    /// One lies in the other.
    Within,
    /// They have nothing in common.
    Apart,
    /// It cannot be told.
    Open,
}

impl Where {
    /// Reads a place.
    pub(crate) fn of(place: Option<&Place>) -> Self {
        let Some(place) = place else { return Self::Unknown };
        let country = place.country.clone();
        let city = place.geonames.filter(|_| place.coordinates.is_some());
        if let Some(state) = world::state(&place.name)
            && state.by != world::NamedBy::Capital
        {
            return Self::Country(state.country);
        }
        let bare = bare(&place.name);
        if bare.is_empty() {
            return match country {
                Some(c) => Self::Country(c),
                None => Self::Nameless(fold_name(&place.name)),
            };
        }
        if let Some(p) = world::place(&place.name).or_else(|| world::place(&bare)) {
            return Self::Region { key: p.key.to_string(), country: country.or(p.country), city };
        }
        if let Some(state) = world::state(&bare)
            && state.by != world::NamedBy::Demonym
            && country.as_ref().is_none_or(|c| *c == state.country)
        {
            return match state.by {
                world::NamedBy::Name => Self::Country(state.country),
                _ => Self::Region { key: fold(&bare), country: Some(state.country), city },
            };
        }
        Self::Region { key: fold(&bare), country, city }
    }

    /// How two places lie to each other.
    pub(crate) fn overlap(&self, other: &Self) -> Overlap {
        use Where::{Country, Nameless, Region, Unknown};
        match (self, other) {
            (Unknown, _) | (_, Unknown) => Overlap::Open,
            (Country(a), Country(b)) if a == b => Overlap::Same,
            (Country(_), Country(_)) => Overlap::Apart,
            (Country(c), Region { country: Some(d), .. }) | (Region { country: Some(d), .. }, Country(c)) => {
                if c == d {
                    Overlap::Within
                } else {
                    Overlap::Apart
                }
            }
            (Country(_), Region { .. }) | (Region { .. }, Country(_)) => Overlap::Open,
            (Region { city: Some(a), .. }, Region { city: Some(b), .. }) => {
                if a == b {
                    Overlap::Same
                } else {
                    Overlap::Apart
                }
            }
            (Region { key: a, country: c, .. }, Region { key: b, country: d, .. }) => {
                let other_state = c.is_some() && d.is_some() && c != d;
                if a == b && !other_state {
                    Overlap::Same
                } else if !other_state && (has_words(a, b) || has_words(b, a)) {
                    Overlap::Within
                } else {
                    Overlap::Apart
                }
            }
            (Nameless(a), Nameless(b)) if a == b => Overlap::Same,
            (Nameless(_), _) | (_, Nameless(_)) => Overlap::Open,
        }
    }

    /// The state, where known.
    pub(crate) fn country(&self) -> Option<&SmolStr> {
        match self {
            Self::Country(c) => Some(c),
            Self::Region { country, .. } => country.as_ref(),
            _ => None,
        }
    }

    /// The passage names this place or its state.
    pub(crate) fn named_in(&self, passage: &Named) -> bool {
        match self {
            Self::Country(c) => passage.states.contains(c),
            Self::Region { key, country, .. } => {
                passage.places.contains(key) || country.as_ref().is_some_and(|c| passage.states.contains(c))
            }
            _ => false,
        }
    }
}

/// The name without generic words and adjectives of states: what tells the place apart, with its capitals.
fn bare(name: &str) -> String {
    let kept: Vec<&str> = name
        .split([' ', '\u{a0}', '\'', '’', ','])
        .filter(|w| !w.is_empty())
        .filter(|w| {
            let folded = fold(w);
            let capital = w.chars().next().is_some_and(|c| c.is_uppercase() || c.is_numeric());
            let generic = entries(GENERIC).any(|g| g == folded);
            let adjective = !capital && world::state(w).is_some();
            !generic && !adjective
        })
        .collect();
    if kept.iter().any(|w| w.chars().next().is_some_and(|c| c.is_uppercase() || c.is_numeric())) {
        kept.join(" ")
    } else {
        String::new()
    }
}

/// States and places that a passage names.
#[derive(Debug, Clone, Default)]
pub(crate) struct Named {
    /// States, by name, capital, people or seat.
    pub(crate) states: BTreeSet<SmolStr>,
    /// States by their people only ("the Samoan soldiers").
    pub(crate) peoples: BTreeSet<SmolStr>,
    /// Keys of places.
    pub(crate) places: BTreeSet<String>,
}

/// The names in a sentence and the one before it in the same block.
pub(crate) fn named_around(doc: &Doc, sentence: usize) -> Named {
    let mut named = Named::default();
    let Some(s) = doc.sentences.get(sentence) else { return named };
    let before = sentence.checked_sub(1).and_then(|p| doc.sentences.get(p)).filter(|p| p.block == s.block);
    for s in before.into_iter().chain([s]) {
        named_in_tokens(doc, s.tokens.clone(), &mut named);
    }
    named
}

/// The names in a range of tokens.
pub(crate) fn named_in_tokens(doc: &Doc, tokens: std::ops::Range<usize>, named: &mut Named) {
    let mut at = tokens.start;
    while at < tokens.end.min(doc.tokens.len()) {
        let step = match world::longest_match(doc, at, tokens.end) {
            Some(m) => {
                match m.what {
                    world::Known::State(s) => {
                        if s.by == world::NamedBy::Demonym {
                            named.peoples.insert(s.country.clone());
                        }
                        named.states.insert(s.country);
                    }
                    world::Known::Place(p) if !p.ambiguous => {
                        named.places.insert(p.key.to_string());
                        named.states.extend(p.country);
                    }
                    world::Known::Body(b) => named.states.extend(b.country),
                    _ => {}
                }
                m.tokens.len().max(1)
            }
            None => 1,
        };
        at += step;
    }
}

#[cfg(test)]
mod tests {
    use recoupe_reading::Span;

    use super::*;

    fn place(name: &str, country: Option<&str>) -> Where {
        let country = country.map(SmolStr::new);
        let place = Place { name: name.to_owned(), span: Span::new(0, 0), country, geonames: None, coordinates: None };
        Where::of(Some(&place))
    }

    fn city(name: &str, country: &str, geonames: u32) -> Where {
        Where::of(Some(&Place {
            name: name.to_owned(),
            span: Span::new(0, 0),
            country: Some(SmolStr::new(country)),
            geonames: Some(geonames),
            coordinates: Some((0, 0)),
        }))
    }

    #[test]
    fn a_city_is_one_place_under_all_its_names() {
        assert_eq!(city("Rostov-sur-le-Don", "RU", 1).overlap(&city("Rostov-on-Don", "RU", 1)), Overlap::Same);
        assert_eq!(city("Springfield", "US", 2).overlap(&city("Springfield", "US", 3)), Overlap::Apart);
        assert_eq!(city("Valtormes", "ES", 4).overlap(&place("Valtormes", Some("ES"))), Overlap::Same);
    }

    #[test]
    fn regions_lie_in_their_states() {
        let country = place("Espagne", None);
        assert_eq!(country, Where::Country("ES".into()));
        assert_eq!(place("Spain", Some("ES")), country);
        let region = place("région de Valtormes", Some("ES"));
        assert_eq!(region.overlap(&country), Overlap::Within);
        assert_eq!(region.overlap(&place("Valtormes", None)), Overlap::Same);
        assert_eq!(region.overlap(&place("Montclar", Some("ES"))), Overlap::Apart);
        assert_eq!(region.overlap(&place("Italie", None)), Overlap::Apart);
    }

    #[test]
    fn unnamed_places_stay_open() {
        assert_eq!(place("région frontalière espagnole", Some("ES")), Where::Country("ES".into()));
        let border = place("frontière", None);
        assert_eq!(border, Where::Nameless("frontiere".into()));
        assert_eq!(border.overlap(&place("Espagne", None)), Overlap::Open);
    }
}
