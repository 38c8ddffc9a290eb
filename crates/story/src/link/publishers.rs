//! Publisher groups and their titles (rule O3).

use std::{collections::BTreeMap, sync::LazyLock};

use crate::text::{entries, fold};

const PUBLISHERS: &str = include_str!("../data/publishers.tsv");

struct Table {
    /// By name, without case, accents, spaces and marks.
    names: BTreeMap<String, &'static str>,
    hosts: BTreeMap<&'static str, &'static str>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table { names: BTreeMap::new(), hosts: BTreeMap::new() };
    for [group, _, titles] in rows() {
        for title in titles.split('|').map(str::trim).filter(|t| !t.is_empty()) {
            if is_host(title) {
                table.hosts.insert(title, group);
            } else {
                table.names.insert(key(title), group);
            }
        }
    }
    table
});

fn rows() -> impl Iterator<Item = [&'static str; 3]> {
    entries(PUBLISHERS).filter_map(|line| {
        let mut fields = line.split('\t').map(str::trim);
        Some([fields.next()?, fields.next()?, fields.next()?])
    })
}

/// The group that an outlet belongs to, by its name, its host or an address on it.
pub(crate) fn group(outlet: &str) -> Option<&'static str> {
    let outlet = outlet.trim();
    if let Some(group) = TABLE.names.get(&key(outlet)) {
        return Some(group);
    }
    let host =
        outlet.split_once("://").map_or(outlet, |(_, rest)| rest).split(['/', '?', '#', ':']).next()?.to_lowercase();
    if !is_host(&host) {
        return None;
    }
    // The host, then the domains it belongs to: "www.sport.example.fr", "sport.example.fr", "example.fr".
    let mut rest = host.as_str();
    while rest.contains('.') {
        if let Some(group) = TABLE.hosts.get(rest) {
            return Some(group);
        }
        let (label, parent) = rest.split_once('.')?;
        if !parent.contains('.')
            && let Some(group) = TABLE.names.get(&key(label)).filter(|_| !label.is_empty())
        {
            return Some(group);
        }
        rest = parent;
    }
    None
}

fn key(name: &str) -> String {
    fold(name).replace(' ', "")
}

/// A title with a dot between letters and no space is a host.
fn is_host(title: &str) -> bool {
    !title.contains(char::is_whitespace)
        && title.rsplit_once('.').is_some_and(|(name, end)| {
            !name.is_empty() && end.len() >= 2 && end.chars().all(|c| c.is_ascii_lowercase())
        })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use recoupe_reading::world;

    use super::*;
    use crate::link::outlet_family;

    #[test]
    fn titles_have_their_group_by_name_and_by_host() {
        for (outlet, family) in [
            ("L'Est républicain", "ebra"),
            ("www.estrepublicain.fr", "ebra"),
            ("https://www.ouest-france.fr/monde/article-12", "sipa-ouest-france"),
            ("LE DAUPHINÉ LIBÉRÉ", "ebra"),
            ("lavoixdunord.fr", "rossel"),
            ("Le Soir", "rossel"),
            ("lapresse.ca", "power"),
            ("lapresse.tn", "la-presse-de-tunisie"),
            ("lesoleil.sn", "sspp-le-soleil"),
            ("lesoleil.com", "coops-de-l-information"),
            ("ici.radio-canada.ca", "cbc"),
            ("thesun.co.uk", "news-corp"),
            ("thestar.com.my", "star-media"),
            ("thestar.co.uk", "national-world"),
            ("uk.news.yahoo.com", "yahoo"),
            ("unknown-paper.example", "unknown-paper-example"),
            ("Le Petit Journal de Nulle-Part", "le-petit-journal-de-nulle-part"),
        ] {
            assert_eq!(outlet_family(outlet), family, "{outlet}");
        }
    }

    #[test]
    fn every_row_is_whole_and_no_title_has_two_groups() {
        let mut seen = BTreeSet::new();
        let mut count = 0;
        for line in entries(PUBLISHERS) {
            assert_eq!(line.split('\t').count(), 3, "{line}");
        }
        for [group, countries, titles] in rows() {
            assert!(countries.split(' ').all(|c| c.len() == 2), "{group}: {countries}");
            assert!(!titles.is_empty(), "{group}");
            let own: BTreeSet<String> =
                titles.split('|').map(|t| if is_host(t) { t.to_owned() } else { key(t) }).collect();
            for title in own {
                assert!(!title.is_empty() && seen.insert(title.clone()), "{group}: {title} stands twice");
                count += 1;
            }
        }
        assert!(count > 2000, "{count} titles");
    }

    #[test]
    fn an_owner_that_reading_knows_is_one_family() {
        for (a, b) in
            [("CNews", "Europe 1"), ("The Guardian", "theguardian.com"), ("France 24", "RFI"), ("Bild", "Die Welt")]
        {
            assert_eq!(outlet_family(a), outlet_family(b), "{a}, {b}");
        }
        for name in ["AFP", "Reuters", "Yonhap", "Le Monde", "BBC"] {
            let known = world::outlet(name).expect("a known outlet");
            assert_eq!(outlet_family(name), outlet_family(known.name), "{name}");
        }
    }
}
