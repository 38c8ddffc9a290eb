//! Which of several cities of one name.

use smol_str::SmolStr;

use super::{Candidate, evidence::Evidence};
use crate::{
    Doc, Lang,
    gazetteer::{self, City},
    world,
};

/// The cities of a candidate with their weights, best first.
#[derive(Debug, Clone)]
pub(super) struct Weighed {
    cities: Vec<(City, f64)>,
    /// What stands beside the name fits a city.
    pub(super) supported: bool,
    /// What stands beside the name fits none: it is another place, too small for the gazetteer.
    elsewhere: bool,
}

/// Cities nearer to each other than this are one place (a town and its centre) and do not compete.
const ONE_PLACE_KM: f64 = 30.0;
/// The best city must lead by this much: a factor of three in inhabitants.
const LEAD: f64 = 0.5;

/// Weighs the cities of a candidate. The prior is the logarithm of the inhabitants (4.2 to 7.4).
pub(super) fn weigh(doc: &Doc, candidate: &Candidate, evidence: &Evidence) -> Weighed {
    let beside = |c: &City| candidate.qualifier.as_ref().is_some_and(|q| q.areas.iter().any(|a| a.holds(c)));
    let supported = candidate.cities.iter().any(beside);
    let elsewhere = !supported && candidate.qualifier.as_ref().is_some_and(|q| q.attached && !q.also_city);
    let most = evidence.named.values().max().copied().unwrap_or(0);
    // The tables of the program name places that news of both languages tell of.
    let table = world::place(doc.text_of_range(candidate.tokens.clone())).and_then(|p| p.country);
    let weight = |c: &City| {
        let mut weight = f64::from(c.population.max(1000)).log10();
        weight += if c.capital { 1.0 } else { 0.0 };
        weight += home(doc.lang_at(candidate.tokens.start), c);
        weight += if table.as_ref() == Some(&c.country) { 1.0 } else { 0.0 };
        weight += if beside(c) { 10.0 } else { 0.0 };
        let near = evidence.in_sentence(doc, &candidate.tokens).filter(|a| a.holds(c));
        weight += near.map(|a| if a.division.is_some() { 3.0 } else { 2.5 }).fold(0.0, f64::max);
        let told = evidence.named.iter().filter(|(a, _)| a.holds(c));
        let told = told.map(|(a, n)| {
            let division = if a.division.is_some() { 1.5 } else { 0.0 };
            1.0 + division + if *n == most && most > 1 { 0.5 } else { 0.0 }
        });
        weight + told.fold(0.0, f64::max)
    };
    let mut cities: Vec<(City, f64)> = candidate.cities.iter().map(|c| (c.clone(), weight(c))).collect();
    sort(&mut cities);
    Weighed { cities, supported, elsewhere }
}

/// With the cities of the report that are sure: a city near one of them, or in its state, gains.
pub(super) fn near(weighed: &Weighed, anchors: &[City]) -> Weighed {
    let mut out = weighed.clone();
    // A city is no evidence for itself.
    let others = anchors.iter().filter(|a| weighed.cities.iter().all(|(c, _)| c != *a));
    for (city, weight) in &mut out.cities {
        let gain = others.clone().map(|a| match gazetteer::distance_km(a, city) {
            d if d < 150.0 => 1.5,
            d if d < 500.0 && a.country == city.country => 1.0,
            _ if a.country == city.country => 0.5,
            _ => 0.0,
        });
        *weight += gain.fold(0.0, f64::max);
    }
    sort(&mut out.cities);
    out
}

fn sort(cities: &mut [(City, f64)]) {
    cities.sort_by(|(a, x), (b, y)| y.total_cmp(x).then(a.geonames.cmp(&b.geonames)));
}

/// The city that leads, if one does.
pub(super) fn choose(weighed: &Weighed) -> Option<&City> {
    if weighed.elsewhere {
        return None;
    }
    let (best, weight) = weighed.cities.first()?;
    let rival = weighed.cities[1..].iter().find(|(c, _)| gazetteer::distance_km(best, c) > ONE_PLACE_KM);
    rival.is_none_or(|(_, second)| weight - second >= LEAD).then_some(best)
}

impl Weighed {
    /// The state of a place that is not told, where what stands beside it or all good candidates agree on one.
    pub(super) fn country(&self, candidate: &Candidate) -> Option<SmolStr> {
        if self.elsewhere {
            let areas = &candidate.qualifier.as_ref()?.areas;
            let country = &areas.first()?.country;
            return areas.iter().all(|a| a.country == *country).then(|| country.clone());
        }
        let (best, weight) = self.cities.first()?;
        let rivals = self.cities.iter().filter(|(_, w)| weight - w < 2.0 * LEAD);
        rivals.map(|(c, _)| c).all(|c| c.country == best.country).then(|| best.country.clone())
    }
}

/// Readers of a language know the towns of its countries best.
fn home(lang: Lang, city: &City) -> f64 {
    match (lang, &*city.country) {
        (Lang::En, "GB" | "US") => 0.3,
        (Lang::En, _) => 0.0,
        (_, "FR") => 0.8,
        (_, "BE" | "CH" | "LU" | "RE" | "GP" | "MQ") => 0.3,
        (_, "CA") if city.division == "10" => 0.3,
        _ => 0.0,
    }
}
