//! Cities of 15,000 inhabitants and more, and the first-level divisions of states, with their names in French and English.
//!
//! The data are GeoNames' (CC BY 4.0, see `LICENSES/GeoNames.txt`), compiled by `cargo xtask gazetteer` into one file that is
//! part of the program: names in a finite-state map, records of fixed size behind it. Nothing is read or built at start; a
//! look-up walks one transition a letter.

pub mod compile;
mod file;

use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

use file::FILE;

use crate::world::fold_whole;

/// A city.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct City {
    /// Its number in GeoNames.
    pub geonames: u32,
    /// Latitude in ten-thousandths of a degree (11 metres), north positive.
    pub latitude: i32,
    /// Longitude in ten-thousandths of a degree, east positive.
    pub longitude: i32,
    /// ISO 3166-1 alpha-2 code.
    pub country: SmolStr,
    /// GeoNames' code of the first-level division, unique within the state ("TX"); empty where there is none.
    pub division: SmolStr,
    /// Inhabitants, rounded up to thousands.
    pub population: u32,
    /// It is the capital of its state.
    pub capital: bool,
}

/// A division of a state: region, province, state of a federation, or a part of one (a French department) that is known by its
/// name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Division {
    /// Its number in GeoNames.
    pub geonames: u32,
    /// ISO 3166-1 alpha-2 code.
    pub country: SmolStr,
    /// GeoNames' code of the first-level division that it is or lies in.
    pub code: SmolStr,
}

/// All cities of this name, in any French or English spelling; case, accents and hyphens do not count.
pub fn cities(name: &str) -> Vec<City> {
    FILE.as_ref().map_or_else(Vec::new, |f| f.cities(&fold_whole(name)))
}

/// All divisions of this name.
pub fn divisions(name: &str) -> Vec<Division> {
    FILE.as_ref().map_or_else(Vec::new, |f| f.divisions(&fold_whole(name)))
}

/// The length in bytes of the longest folded name of a city that `key` begins with, at the end of a word.
pub(crate) fn longest_city(key: &str) -> Option<usize> {
    FILE.as_ref()?.longest_city(key)
}

/// The great-circle distance of two cities in kilometres (haversine on a sphere of 6,371 km).
pub(crate) fn distance_km(a: &City, b: &City) -> f64 {
    let radians = |e4: i32| (f64::from(e4) / 1e4).to_radians();
    let (lat_a, lat_b) = (radians(a.latitude), radians(b.latitude));
    let (up, right) = (lat_b - lat_a, radians(b.longitude) - radians(a.longitude));
    let h = (up / 2.0).sin().powi(2) + lat_a.cos() * lat_b.cos() * (right / 2.0).sin().powi(2);
    2.0 * 6371.0 * h.sqrt().min(1.0).asin()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(name: &str, country: &str) -> City {
        let mut all: Vec<City> = cities(name).into_iter().filter(|c| c.country == country).collect();
        all.sort_by_key(|c| c.population);
        all.pop().unwrap_or_else(|| panic!("{name} in {country}"))
    }

    #[test]
    fn spellings_of_both_languages_lead_to_one_city() {
        for (country, names) in [
            ("GB", &["Londres", "London", "LONDON"][..]),
            ("RU", &["Moscou", "Moscow"]),
            ("KR", &["Séoul", "Seoul", "Seoul"]),
            ("RU", &["Voronej", "Voronezh"]),
            ("UA", &["Kharkiv", "Kharkov"]),
            ("EG", &["Le Caire", "Cairo"]),
            ("DE", &["Cologne", "Köln"]),
            ("FR", &["Saint-Étienne", "St Etienne"]),
        ] {
            let ids: Vec<u32> = names.iter().map(|n| one(n, country).geonames).collect();
            assert!(ids.windows(2).all(|w| w[0] == w[1]), "{names:?}: {ids:?}");
        }
    }

    #[test]
    fn records_hold_where_a_city_lies() {
        let paris = one("Paris", "FR");
        assert_eq!((paris.latitude, paris.longitude, paris.capital), (488_534, 23_488, true));
        let texas = one("Paris", "US");
        assert_eq!((texas.division.as_str(), texas.capital), ("TX", false));
        let sydney = one("Sydney", "AU");
        assert!(sydney.latitude < 0 && sydney.longitude > 0 && sydney.population > 4_000_000);
        assert!(distance_km(&paris, &one("Londres", "GB")).round() == 344.0);
    }

    #[test]
    fn divisions_go_by_names_of_both_languages() {
        for (name, country, code) in [
            ("Texas", "US", "TX"),
            ("Bavière", "DE", "02"),
            ("Bavaria", "DE", "02"),
            ("Isère", "FR", "84"),
            ("Ontario", "CA", "08"),
        ] {
            let found = divisions(name);
            assert!(found.iter().any(|d| d.country == country && d.code == code), "{name}: {found:?}");
        }
    }

    #[test]
    fn the_longest_name_ends_with_a_word() {
        assert_eq!(longest_city("new york times"), Some("new york".len()));
        assert_eq!(longest_city("parisien"), None);
        assert_eq!(longest_city(""), None);
    }

    #[test]
    fn unknown_names_are_no_cities() {
        assert!(cities("Zzyzzyville-sur-Rien").is_empty());
        assert!(divisions("").is_empty());
    }
}
