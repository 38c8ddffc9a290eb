//! From the tables of GeoNames to the compiled file.
//!
//! GeoNames' alternate names carry no language in the packages that distribute them. A city keeps
//!
//! 1. its GeoNames name;
//! 2. all spellings of it in this program's own tables (French and English, `data/world`): a row of the tables is the largest city
//!    of its state that has one of the row's spellings as its name or, failing that, among its alternates;
//! 3. alternates in Latin letters, with a capital, that are another romanisation of its name: they have the same skeleton
//!    ("Voronej" and "Voronezh", "Tachkent" and "Tashkent").
//!
//! Divisions go by the spellings of this program's own tables only; GeoNames gives their numbers and codes.

use std::collections::{BTreeMap, BTreeSet};

use fst::MapBuilder;

use super::file::{CAPITAL, CITY, DIVISION, MAGIC};
use crate::{
    names::skeleton,
    world::{PlaceKind, fold_whole, spellings},
};

const EXONYMS: &str = include_str!("../../data/world/exonyms.tsv");
const ABBREVIATED: &str = include_str!("../../data/world/abbreviated_divisions.tsv");

/// A city of GeoNames.
#[derive(Debug, Clone)]
pub struct SourceCity {
    /// Number in GeoNames.
    pub geonames: u32,
    /// GeoNames' name.
    pub name: String,
    /// Alternate names in all languages and scripts.
    pub alternates: Vec<String>,
    /// Degrees, north positive.
    pub latitude: f64,
    /// Degrees, east positive.
    pub longitude: f64,
    /// ISO 3166-1 alpha-2 code.
    pub country: String,
    /// Code of the first-level division.
    pub division: String,
    /// Inhabitants.
    pub population: u32,
}

/// A division of GeoNames, of the first or the second level.
#[derive(Debug, Clone)]
pub struct SourceDivision {
    /// Number in GeoNames.
    pub geonames: u32,
    /// ISO 3166-1 alpha-2 code.
    pub country: String,
    /// Code of the first-level division that it is or lies in.
    pub code: String,
    /// 1 or 2.
    pub level: u8,
    /// All names, to match with this program's own spellings; none of them is kept.
    pub names: Vec<String>,
}

/// The compiled file.
#[derive(Debug)]
pub struct Compiled {
    /// The bytes of the file.
    pub bytes: Vec<u8>,
    /// Names of cities in the file, and of divisions.
    pub names: (usize, usize),
    /// Rows of this program's tables for which GeoNames has no city or division of that size: state and first spelling.
    pub unmatched: Vec<(String, String)>,
}

/// Compiles; the bytes depend on the input and the program's own tables alone, not on the order of the input.
///
/// # Errors
/// More cities or divisions than the layout can number, or a failure of the map's builder.
pub fn compile(mut cities: Vec<SourceCity>, mut divisions: Vec<SourceDivision>) -> Result<Compiled, fst::Error> {
    cities.sort_by_cached_key(|c| (fold_whole(&c.name), c.geonames));
    divisions.sort_by_key(|d| (d.level, d.geonames));
    let mut unmatched = Vec::new();
    let (names, capitals) = city_names(&cities, &mut unmatched);
    let mut records = Divisions::default();
    let division_names = division_names(&divisions, &mut records, &mut unmatched);

    let mut body = Vec::with_capacity(cities.len() * CITY);
    for (i, city) in cities.iter().enumerate() {
        let id = divisions.iter().find(|d| d.level == 1 && d.country == city.country && d.code == city.division);
        let division = records.number(id.map_or(0, |d| d.geonames), &city.country, &city.division);
        let thousands = u16::try_from(city.population.div_ceil(1000)).unwrap_or(u16::MAX).min(CAPITAL - 1);
        let flag = if capitals.contains(&i) { CAPITAL } else { 0 };
        body.extend(city.geonames.to_le_bytes());
        body.extend(three_bytes(city.latitude));
        body.extend(three_bytes(city.longitude));
        body.extend(division.to_le_bytes());
        body.extend((thousands | flag).to_le_bytes());
    }
    let mut shared = Vec::new();
    let city_map = map(&names, &mut shared)?;
    let division_map = map(&division_names, &mut shared)?;
    let lengths = [cities.len(), records.0.len(), shared.len() / 2, city_map.len(), division_map.len()];

    let mut bytes = MAGIC.to_vec();
    lengths.iter().for_each(|l| bytes.extend(u32::try_from(*l).unwrap_or(u32::MAX).to_le_bytes()));
    bytes.extend(body);
    records.0.iter().for_each(|r| bytes.extend(r));
    bytes.extend(shared);
    bytes.extend(city_map);
    bytes.extend(division_map);
    Ok(Compiled { bytes, names: (names.len(), division_names.len()), unmatched })
}

/// Folded names, each with the numbers of the records that bear it.
type NamesOf = BTreeMap<String, BTreeSet<u16>>;

fn add(names: &mut NamesOf, key: String, number: usize) {
    if let Ok(number) = u16::try_from(number)
        && !key.is_empty()
    {
        names.entry(key).or_default().insert(number);
    }
}

/// The names of all cities, and which of them are capitals.
fn city_names(cities: &[SourceCity], unmatched: &mut Vec<(String, String)>) -> (NamesOf, BTreeSet<usize>) {
    let mut names = NamesOf::new();
    let mut by_name: BTreeMap<(&str, String), Vec<usize>> = BTreeMap::new();
    let mut by_alternate: BTreeMap<(&str, String), Vec<usize>> = BTreeMap::new();
    for (i, city) in cities.iter().enumerate() {
        let key = fold_whole(&city.name);
        for alternate in city.alternates.iter().filter(|a| a.starts_with(char::is_uppercase)) {
            let folded = fold_whole(alternate);
            if is_latin(alternate) && key.len() >= 4 && romanised(&key) == romanised(&folded) {
                add(&mut names, folded.clone(), i);
            }
            by_alternate.entry((&city.country, folded)).or_default().push(i);
        }
        by_name.entry((&city.country, key.clone())).or_default().push(i);
        add(&mut names, key, i);
    }
    let mut capitals = BTreeSet::new();
    let mut seen = BTreeSet::new();
    let exonyms = EXONYMS.lines().filter(|l| !l.starts_with('#')).filter_map(|l| l.split_once('\t'));
    let exonyms = exonyms.map(|(code, names)| (code, PlaceKind::City, names.split('|').collect::<Vec<_>>()));
    for (code, kind, written) in spellings().chain(exonyms) {
        if kind != PlaceKind::City {
            continue;
        }
        let keys: Vec<String> = written.iter().map(|w| fold_whole(w)).collect();
        let largest = |by: &BTreeMap<(&str, String), Vec<usize>>| {
            let found = keys.iter().filter_map(|k| by.get(&(code, k.clone()))).flatten().copied();
            found.max_by_key(|i| (cities[*i].population, *i))
        };
        // The capitals come first in the tables, one row a state.
        let capital = seen.insert(code);
        let Some(city) = largest(&by_name).or_else(|| largest(&by_alternate)) else {
            unmatched.push((code.to_owned(), written.first().map_or_else(String::new, |w| (*w).to_owned())));
            continue;
        };
        if capital {
            capitals.insert(city);
        }
        keys.into_iter().for_each(|k| add(&mut names, k, city));
    }
    (names, capitals)
}

/// The names of the divisions that this program's tables know, with the records that they need.
fn division_names(
    divisions: &[SourceDivision],
    records: &mut Divisions,
    unmatched: &mut Vec<(String, String)>,
) -> NamesOf {
    let mut by_name: BTreeMap<(&str, String), &SourceDivision> = BTreeMap::new();
    let mut by_code: BTreeMap<(&str, &str), &SourceDivision> = BTreeMap::new();
    for division in divisions {
        for name in &division.names {
            by_name.entry((&division.country, fold_whole(name))).or_insert(division);
        }
        if division.level == 1 {
            by_code.entry((&division.country, &division.code)).or_insert(division);
        }
    }
    let mut names = NamesOf::new();
    for (code, _, written) in spellings().filter(|(_, kind, _)| *kind == PlaceKind::Region) {
        let keys: Vec<String> = written.iter().map(|w| fold_whole(w)).collect();
        let kinds = ["", " oblast", " krai", " republic"];
        let named = |k: &String| kinds.iter().find_map(|kind| by_name.get(&(code, format!("{k}{kind}"))));
        match keys.iter().find_map(named) {
            Some(d) => {
                let number = records.number(d.geonames, &d.country, &d.code);
                keys.into_iter().for_each(|k| add(&mut names, k, usize::from(number)));
            }
            None => unmatched.push((code.to_owned(), written.first().map_or_else(String::new, |w| (*w).to_owned()))),
        }
    }
    for line in ABBREVIATED.lines().filter(|l| !l.starts_with('#')) {
        let mut fields = line.split('\t');
        let (Some(country), Some(code), Some(items)) = (fields.next(), fields.next(), fields.next()) else { continue };
        let Some(d) = by_code.get(&(country, code)) else { continue };
        let number = records.number(d.geonames, country, code);
        items.split('|').for_each(|i| add(&mut names, fold_whole(i), usize::from(number)));
    }
    names
}

/// Records of divisions, each once.
#[derive(Default)]
struct Divisions(Vec<[u8; DIVISION]>);

impl Divisions {
    fn number(&mut self, geonames: u32, country: &str, code: &str) -> u16 {
        let mut record = [0; DIVISION];
        record[..4].copy_from_slice(&geonames.to_le_bytes());
        for (slot, byte) in record[4..6].iter_mut().zip(country.bytes()) {
            *slot = byte;
        }
        for (slot, byte) in record[6..].iter_mut().zip(code.bytes()) {
            *slot = byte;
        }
        let known = self.0.iter().position(|r| *r == record).unwrap_or_else(|| {
            self.0.push(record);
            self.0.len() - 1
        });
        u16::try_from(known).unwrap_or(u16::MAX)
    }
}

/// The map of these names; runs of records go to `shared`.
fn map(names: &NamesOf, shared: &mut Vec<u8>) -> Result<Vec<u8>, fst::Error> {
    let mut builder = MapBuilder::memory();
    for (name, numbers) in names {
        let value = match numbers.iter().next() {
            Some(one) if numbers.len() == 1 => u64::from(*one) << 8,
            _ => {
                let at = shared.len() as u64 / 2;
                let run = numbers.iter().take(255);
                run.clone().for_each(|n| shared.extend(n.to_le_bytes()));
                at << 8 | run.count() as u64
            }
        };
        builder.insert(name, value)?;
    }
    builder.into_inner()
}

fn is_latin(name: &str) -> bool {
    name.chars().all(|c| !c.is_alphabetic() || (c as u32) < 0x250 || ('\u{1e00}'..='\u{1eff}').contains(&c))
}

/// What the romanisations of a name share, word by word.
fn romanised(key: &str) -> String {
    key.split(' ').map(skeleton).collect::<Vec<_>>().join(" ")
}

fn three_bytes(degrees: f64) -> [u8; 3] {
    let [a, b, c, _] = ((degrees * 1e4).round() as i32).to_le_bytes();
    [a, b, c]
}
