//! The layout of the compiled file. All numbers are little-endian.
//!
//! | part | bytes |
//! | --- | --- |
//! | `RCPGAZ01` | 8 |
//! | lengths: cities, divisions, shared, bytes of the map of cities, of the map of divisions | 5 × 4 |
//! | cities | [`CITY`] each |
//! | divisions | [`DIVISION`] each |
//! | shared: numbers of records that share a name, in runs | 2 each |
//! | the map of cities' names, the map of divisions' names ([`fst::Map`]) | |
//!
//! A value of a map is the number of a record shifted left by eight bits; with other low bits, their value is the length of a run
//! in `shared`, and the upper bits are its start.

use std::sync::LazyLock;

use fst::Map;
use smol_str::SmolStr;

use super::{City, Division};

pub(super) const MAGIC: &[u8; 8] = b"RCPGAZ01";
/// Number in GeoNames 4, latitude 3, longitude 3, division 2, thousands of inhabitants 2 with the capital's flag at the top.
pub(super) const CITY: usize = 14;
/// Number in GeoNames 4, state 2, code 8 (padded with zeros).
pub(super) const DIVISION: usize = 14;
/// The flag of capitals in the population of a record.
pub(super) const CAPITAL: u16 = 0x8000;

static BYTES: &[u8] = include_bytes!("../../data/gazetteer.bin");

/// The file of this program; `None` where it is none of this layout (a test sees to it that it is).
pub(super) static FILE: LazyLock<Option<File>> = LazyLock::new(|| File::read(BYTES));

/// A compiled file, taken apart without copying.
pub(super) struct File {
    cities: &'static [u8],
    divisions: &'static [u8],
    shared: &'static [u8],
    city_names: Map<&'static [u8]>,
    division_names: Map<&'static [u8]>,
}

impl File {
    /// Takes a file apart; `None` if it is none of ours. The cost does not depend on its size.
    pub(super) fn read(bytes: &'static [u8]) -> Option<Self> {
        let rest = bytes.strip_prefix(MAGIC)?;
        let (lengths, mut rest) = rest.split_at_checked(20)?;
        let length = |i: usize| Some(u32::from_le_bytes(lengths.get(4 * i..4 * i + 4)?.try_into().ok()?) as usize);
        let mut part = |length: usize| -> Option<&'static [u8]> {
            let (head, tail) = rest.split_at_checked(length)?;
            rest = tail;
            Some(head)
        };
        Some(Self {
            cities: part(length(0)? * CITY)?,
            divisions: part(length(1)? * DIVISION)?,
            shared: part(length(2)? * 2)?,
            city_names: Map::new(part(length(3)?)?).ok()?,
            division_names: Map::new(part(length(4)?)?).ok()?,
        })
    }

    pub(super) fn cities(&self, key: &str) -> Vec<City> {
        self.city_names.get(key).map_or_else(Vec::new, |v| self.records(v).filter_map(|n| self.city(n)).collect())
    }

    pub(super) fn divisions(&self, key: &str) -> Vec<Division> {
        let found = self.division_names.get(key);
        found.map_or_else(Vec::new, |v| self.records(v).filter_map(|n| self.division(n)).collect())
    }

    /// See [`super::longest_city`].
    pub(super) fn longest_city(&self, key: &str) -> Option<usize> {
        let map = self.city_names.as_fst();
        let mut node = map.root();
        let mut longest = None;
        for (i, byte) in key.bytes().enumerate() {
            let Some(at) = node.find_input(byte) else { break };
            node = map.node(node.transition_addr(at));
            if node.is_final() && key.as_bytes().get(i + 1).is_none_or(|b| *b == b' ') {
                longest = Some(i + 1);
            }
        }
        longest
    }

    /// The numbers of the records that a value stands for.
    fn records(&self, value: u64) -> impl Iterator<Item = usize> {
        let (at, run) = ((value >> 8) as usize, (value & 0xff) as usize);
        let shared = self.shared.get(2 * at..2 * (at + run)).unwrap_or(&[]);
        let one = (run == 0).then_some(at);
        one.into_iter().chain(shared.chunks_exact(2).map(|b| usize::from(u16::from_le_bytes([b[0], b[1]]))))
    }

    fn city(&self, number: usize) -> Option<City> {
        let b: &[u8; CITY] = self.cities.get(number * CITY..(number + 1) * CITY)?.try_into().ok()?;
        let division = self.division(usize::from(u16::from_le_bytes([b[10], b[11]])))?;
        let population = u16::from_le_bytes([b[12], b[13]]);
        Some(City {
            geonames: u32::from_le_bytes([b[0], b[1], b[2], b[3]]),
            latitude: signed([b[4], b[5], b[6]]),
            longitude: signed([b[7], b[8], b[9]]),
            country: division.country,
            division: division.code,
            population: u32::from(population & !CAPITAL) * 1000,
            capital: population & CAPITAL != 0,
        })
    }

    fn division(&self, number: usize) -> Option<Division> {
        let b: &[u8; DIVISION] = self.divisions.get(number * DIVISION..(number + 1) * DIVISION)?.try_into().ok()?;
        let text = |bytes: &[u8]| std::str::from_utf8(bytes).ok().map(|s| SmolStr::new(s.trim_end_matches('\0')));
        Some(Division {
            geonames: u32::from_le_bytes([b[0], b[1], b[2], b[3]]),
            country: text(&b[4..6])?,
            code: text(&b[6..])?,
        })
    }
}

/// Three bytes in two's complement.
fn signed(b: [u8; 3]) -> i32 {
    i32::from_le_bytes([0, b[0], b[1], b[2]]) >> 8
}
