//! The indexes, built once.

use std::{collections::BTreeMap, sync::LazyLock};

use rustc_hash::FxHashMap;
use smol_str::{SmolStr, format_smolstr};

use super::{
    BodyMention, NamedBy, OutletMention, PlaceKind, PlaceMention,
    fold::fold,
    inflect,
    table::{Case, Names, bare, is_article_and_word, items, rows},
};

const COUNTRIES: &str = include_str!("../../data/world/countries.tsv");
const HOMONYMS: &str = include_str!("../../data/world/homonyms.tsv");
const SEATS: &str = include_str!("../../data/world/seats.tsv");
const BODIES: &str = include_str!("../../data/world/bodies.tsv");
const AGENCIES: &str = include_str!("../../data/world/agencies.tsv");
const OUTLETS: &str = include_str!("../../data/world/outlets.tsv");
const PLACES: &str = include_str!("../../data/world/places.tsv");

/// All tables of names.
pub(super) struct Tables {
    pub(super) countries: BTreeMap<&'static str, (&'static str, &'static str)>,
    pub(super) demonyms: BTreeMap<&'static str, (&'static str, &'static str)>,
    pub(super) states: Names<(SmolStr, NamedBy)>,
    pub(super) homonyms: BTreeMap<String, Vec<SmolStr>>,
    pub(super) prefixes: BTreeMap<String, SmolStr>,
    pub(super) places: Names<PlaceMention>,
    pub(super) bodies: Names<BodyMention>,
    pub(super) outlets: Names<OutletMention>,
    /// Outlets by the name of their site, and by their names written together.
    pub(super) sites: BTreeMap<String, OutletMention>,
    /// The first words of all names, each with the number of words of the longest name that it begins: to pass over most
    /// tokens at once. Only looked up in.
    first_words: FxHashMap<SmolStr, usize>,
}

/// The tables; read at the first call.
pub(super) fn tables() -> &'static Tables {
    static TABLES: LazyLock<Tables> = LazyLock::new(Tables::read);
    &TABLES
}

impl Tables {
    fn read() -> Self {
        let mut countries = BTreeMap::new();
        let mut demonyms = BTreeMap::new();
        let mut states = Names::default();
        let mut prefixes = BTreeMap::new();
        let homonyms = homonyms();
        // Most common bearer of a shared name first, since the first entry wins.
        for (key, codes) in &homonyms {
            if let Some(by) = named_by(key, codes) {
                let case = if by == NamedBy::Demonym { Case::Any } else { Case::Capital };
                states.add(key, case, (codes[0].clone(), by));
            }
        }
        for by in [NamedBy::Name, NamedBy::Capital, NamedBy::Demonym] {
            for [code, fr, en, capital, demonym_fr, demonym_en] in rows(COUNTRIES) {
                let value = (SmolStr::new(code), by);
                match by {
                    NamedBy::Name => {
                        countries
                            .insert(code, (items(fr).next().map_or(code, bare), items(en).next().map_or(code, bare)));
                        items(fr).chain(items(en)).for_each(|i| states.add(i, Case::Capital, value.clone()));
                    }
                    NamedBy::Capital => items(capital).for_each(|i| states.add(i, Case::Capital, value.clone())),
                    _ => {
                        let french = items(demonym_fr).find(|i| !i.ends_with('-')).map_or("", bare);
                        demonyms.insert(code, (french, items(demonym_en).next().map_or("", bare)));
                        for item in items(demonym_fr) {
                            match item.strip_suffix('-') {
                                Some(prefix) => _ = prefixes.entry(fold(prefix)).or_insert_with(|| SmolStr::new(code)),
                                None => {
                                    inflect::french(item).iter().for_each(|f| states.add(f, Case::Any, value.clone()))
                                }
                            }
                        }
                        for item in items(demonym_en) {
                            inflect::english(item).iter().for_each(|f| states.add(f, Case::Capital, value.clone()));
                        }
                    }
                }
            }
        }
        let mut bodies = Names::default();
        for [code, class, fr, en] in rows(SEATS) {
            if matches!(class, "government" | "crown") {
                let value = (SmolStr::new(code), NamedBy::Seat);
                items(fr).chain(items(en)).for_each(|i| states.add(i, Case::Capital, value.clone()));
            } else {
                let key = format_smolstr!("{}:{}", code, fold(items(fr).chain(items(en)).next().map_or("", bare)));
                add_body(&mut bodies, key, class, (fr, en), Some(SmolStr::new(code)));
            }
        }
        for [key, class, fr, en] in rows(BODIES) {
            add_body(&mut bodies, SmolStr::new(key), class, (fr, en), None);
        }
        let (outlets, sites) = outlets();
        let mut tables = Self {
            countries,
            demonyms,
            states,
            homonyms,
            prefixes,
            places: places(),
            bodies,
            outlets,
            sites,
            first_words: FxHashMap::default(),
        };
        tables.first_words = tables.collect_first_words();
        tables
    }

    /// How many words the longest name has that begins with this folded word; 0 if none does.
    pub(super) fn longest_from(&self, word: &str) -> usize {
        self.first_words.get(word).copied().unwrap_or(0)
    }

    fn collect_first_words(&self) -> FxHashMap<SmolStr, usize> {
        let keys = self.states.keys().chain(self.places.keys()).chain(self.bodies.keys()).chain(self.outlets.keys());
        let mut longest: FxHashMap<SmolStr, usize> = FxHashMap::default();
        for key in keys {
            let first = key.split(' ').next().unwrap_or("");
            let most = longest.entry(SmolStr::new(first)).or_default();
            *most = (*most).max(key.split(' ').count());
        }
        for (short, long) in [("st", "saint"), ("ste", "sainte")] {
            let most = longest.get(long).copied().unwrap_or(0).max(longest.get(short).copied().unwrap_or(0));
            longest.insert(SmolStr::new(short), most);
        }
        longest
    }
}

fn homonyms() -> BTreeMap<String, Vec<SmolStr>> {
    let mut all = BTreeMap::new();
    for [name, codes, _why] in rows(HOMONYMS) {
        let codes: Vec<SmolStr> = items(codes).map(SmolStr::new).collect();
        for form in inflect::french(name) {
            all.insert(fold(&form), codes.clone());
        }
    }
    all
}

/// How the first state of a homonym bears the name; `None` where the table of states has it in another spelling only.
fn named_by(key: &str, codes: &[SmolStr]) -> Option<NamedBy> {
    let code = codes.first()?;
    let [_, fr, en, capital, demonym_fr, demonym_en] = rows::<6>(COUNTRIES).find(|r| r[0] == code.as_str())?;
    let is = |item: &str| fold(item) == key;
    if items(fr).chain(items(en)).any(|i| is(bare(i))) {
        Some(NamedBy::Name)
    } else if items(capital).any(|i| is(bare(i))) {
        Some(NamedBy::Capital)
    } else {
        let french = items(demonym_fr).flat_map(inflect::french);
        let english = items(demonym_en).flat_map(|i| inflect::english(bare(i)));
        french.chain(english).any(|f| is(&f)).then_some(NamedBy::Demonym)
    }
}

fn add_body(
    bodies: &mut Names<BodyMention>,
    key: SmolStr,
    class: &'static str,
    (fr, en): (&'static str, &'static str),
    country: Option<SmolStr>,
) {
    let first = |field| items(field).next().map(bare);
    let any = first(fr).or(first(en)).unwrap_or("");
    let value = BodyMention { key, fr: first(fr).unwrap_or(any), en: first(en).unwrap_or(any), class, country };
    items(fr).chain(items(en)).for_each(|i| bodies.add(i, Case::Capital, value.clone()));
}

/// Places that lie in one state, and the capitals of the states, with all their spellings.
pub(super) fn spellings() -> impl Iterator<Item = (&'static str, PlaceKind, Vec<&'static str>)> {
    let bares = |field: &'static str| items(field).map(bare).collect::<Vec<_>>();
    let capitals = rows(COUNTRIES).map(move |[code, _, _, capital, _, _]| (code, PlaceKind::City, bares(capital)));
    let places = rows(PLACES).filter(|[code, _, _]| *code != "-");
    capitals.chain(places.map(move |[code, kind, names]| (code, place_kind(kind), bares(names))))
}

fn place_kind(code: &str) -> PlaceKind {
    match code {
        "c" => PlaceKind::City,
        "r" => PlaceKind::Region,
        "n" => PlaceKind::Nature,
        _ => PlaceKind::Area,
    }
}

fn places() -> Names<PlaceMention> {
    let mut places = Names::default();
    let mut keys: BTreeMap<String, SmolStr> = BTreeMap::new();
    for [code, kind, names] in rows(PLACES) {
        let Some(first) = items(names).next() else { continue };
        let kind = place_kind(kind);
        let country = (code != "-").then(|| SmolStr::new(code));
        let folded = fold(bare(first));
        let taken = keys.entry(folded.clone()).or_insert_with(|| SmolStr::new(code));
        let key = if *taken == code { SmolStr::new(&folded) } else { format_smolstr!("{folded}:{code}") };
        for item in items(names) {
            let ambiguous = item.starts_with('~');
            let name = bare(first);
            places.add(
                item.trim_start_matches('~'),
                Case::Capital,
                PlaceMention { key: key.clone(), name, country: country.clone(), kind, ambiguous },
            );
        }
    }
    places
}

fn outlets() -> (Names<OutletMention>, BTreeMap<String, OutletMention>) {
    let mut outlets = Names::default();
    let mut sites = BTreeMap::new();
    let agencies = rows(AGENCIES).map(|[key, country, names]| (SmolStr::new(key), country, "", names, true));
    let others = rows(OUTLETS).map(|[country, owner, names]| {
        (SmolStr::new(fold(items(names).next().map_or("", bare))), country, owner, names, false)
    });
    for (key, country, owner, names, agency) in agencies.chain(others) {
        let Some(name) = items(names).next().map(bare) else { continue };
        for item in items(names) {
            let value = OutletMention {
                key: key.clone(),
                name,
                country: (country != "-").then(|| SmolStr::new(country)),
                owner: (!owner.is_empty()).then_some(owner),
                agency,
                ambiguous: item.starts_with('~'),
            };
            sites.entry(site_key(item)).or_insert_with(|| value.clone());
            // All small: the name of a site, not a name in running text.
            if item.chars().any(char::is_uppercase) || item.starts_with('=') {
                let otherwise = if is_article_and_word(bare(item)) { Case::Article } else { Case::Capital };
                outlets.add(item.trim_start_matches('~'), otherwise, value);
            }
        }
    }
    (outlets, sites)
}

/// The form of a name that stands in web addresses.
pub(super) fn site_key(name: &str) -> String {
    any_ascii::any_ascii(name).chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}
