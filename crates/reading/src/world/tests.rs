use std::collections::BTreeSet;

use super::{index::tables, *};

fn code(words: &str) -> Option<String> {
    state(words).map(|s| s.country.to_string())
}

#[test]
fn states_are_found_by_every_kind_of_name() {
    for (words, country, by) in [
        ("Corée du Sud", "KR", NamedBy::Name),
        ("la Corée du Nord", "KP", NamedBy::Name),
        ("l’Ukraine", "UA", NamedBy::Name),
        ("Etats-Unis", "US", NamedBy::Name),
        ("les États-Unis", "US", NamedBy::Name),
        ("U.S.", "US", NamedBy::Name),
        ("US", "US", NamedBy::Name),
        ("RDC", "CD", NamedBy::Name),
        ("Birmanie", "MM", NamedBy::Name),
        ("Ivory Coast", "CI", NamedBy::Name),
        ("CÔTE D'IVOIRE", "CI", NamedBy::Name),
        ("DPRK", "KP", NamedBy::Name),
        ("Kyiv", "UA", NamedBy::Capital),
        ("Kiev", "UA", NamedBy::Capital),
        ("Beijing", "CN", NamedBy::Capital),
        ("N’Djamena", "TD", NamedBy::Capital),
        ("Kremlin", "RU", NamedBy::Seat),
        ("la Maison Blanche", "US", NamedBy::Seat),
        ("Downing Street", "GB", NamedBy::Seat),
        ("l'Élysée", "FR", NamedBy::Seat),
        ("nord-coréennes", "KP", NamedBy::Demonym),
        ("Sud-Coréens", "KR", NamedBy::Demonym),
        ("South Korean", "KR", NamedBy::Demonym),
        ("grecques", "GR", NamedBy::Demonym),
        ("turque", "TR", NamedBy::Demonym),
        ("ivoiriennes", "CI", NamedBy::Demonym),
        ("nigériane", "NG", NamedBy::Demonym),
        ("nigérienne", "NE", NamedBy::Demonym),
        ("Frenchmen", "FR", NamedBy::Demonym),
        ("letton", "LV", NamedBy::Demonym),
    ] {
        assert_eq!(state(words), Some(StateMention { country: country.into(), by }), "{words}");
    }
}

#[test]
fn common_words_are_no_states() {
    for words in ["us", "male", "turkey", "china", "pole", "mali", "eau", "Eau", "car", "polish", "le", "", "-", "les"]
    {
        assert_eq!(state(words), None, "{words}");
    }
}

#[test]
fn compound_demonyms_name_each_state() {
    assert_eq!(states_of_compound("américano-israélien"), ["US", "IL"]);
    assert_eq!(states_of_compound("russo-ukrainienne"), ["RU", "UA"]);
    assert_eq!(states_of_compound("franco-allemands"), ["FR", "DE"]);
    assert!(states_of_compound("socio-économique").is_empty());
    assert!(states_of_compound("allemand").is_empty());
}

#[test]
fn spellings_of_a_place_share_a_key() {
    for (a, b, country) in [
        ("Koursk", "Kursk", "RU"),
        ("Kharkiv", "Kharkov", "UA"),
        ("Alep", "Aleppo", "SY"),
        ("Khan Younès", "Khan Yunis", "PS"),
        ("Gaza", "Gaza Strip", "PS"),
        ("Tchernobyl", "Chernobyl", "UA"),
        ("Genève", "Geneva", "CH"),
    ] {
        let (a, b) = (place(a).unwrap(), place(b).unwrap());
        assert_eq!(a.key, b.key);
        assert_eq!(a.country.as_deref(), Some(country));
    }
    assert!(place("Nice").unwrap().ambiguous);
    assert_eq!(place("Sahel").unwrap().country, None);
    assert_eq!(place("nice"), None);
}

#[test]
fn homonymous_places_keep_different_keys() {
    let (granada, caribbean) = (place("Granada").unwrap(), state("Grenade").unwrap());
    assert_eq!(granada.country.as_deref(), Some("ES"));
    assert_eq!(caribbean.country, "GD");
}

#[test]
fn agencies_and_outlets_are_told_apart() {
    assert!(outlet("AFP").unwrap().agency);
    assert_eq!(outlet("Agence France-Presse").unwrap().key, outlet("AFP").unwrap().key);
    assert_eq!(agency("Le Monde"), None);
    assert_eq!(outlet("https://www.lemonde.fr/international/article").unwrap().name, "Le Monde");
    assert_eq!(outlet("www.theguardian.co.uk").unwrap().name, "The Guardian");
    assert_eq!(outlet("Guardian").unwrap().owner, outlet("The Observer").unwrap().owner);
    assert_eq!(outlet("unknown-paper.example"), None);
    assert_eq!(known("Capital"), None);
}

#[test]
fn bodies_are_no_states() {
    let union = body("Union européenne").unwrap();
    assert_eq!(union.key, body("EU").unwrap().key);
    assert_eq!(union.country, None);
    assert_eq!(body("Pentagone").unwrap().country.as_deref(), Some("US"));
    assert_eq!(state("ONU"), None);
}

#[test]
fn titles_have_gender_and_class() {
    assert_eq!(title("président", Lang::Fr).unwrap(), Title { gender: Gender::Masculine, class: TitleClass::Head });
    assert_eq!(title("présidente", Lang::Fr).unwrap().gender, Gender::Feminine);
    assert_eq!(title("ministre", Lang::Fr).unwrap().gender, Gender::Common);
    assert_eq!(title("spokeswoman", Lang::En).unwrap(), Title { gender: Gender::Feminine, class: TitleClass::Speaker });
    assert_eq!(title("Lt. Col.", Lang::En).unwrap().class, TitleClass::Army);
    assert_eq!(title("table", Lang::Fr), None);
}

#[test]
fn heads_have_classes() {
    assert_eq!(body_head("état-major", Lang::Fr), Some("command"));
    assert_eq!(body_head("spy agency", Lang::En), Some("intelligence"));
    assert_eq!(document_head("communiqués", Lang::Fr), Some(DocumentClass::Publication));
    assert_eq!(document_head("treaties", Lang::En), Some(DocumentClass::Law));
    assert!(group_head("experts", Lang::Fr));
    assert!(group_head("spokespersons", Lang::En));
    assert!(!group_head("tables", Lang::Fr));
}

/// One spelling leads to one state, except the listed homonyms.
#[test]
fn no_state_name_is_shared_unawares() {
    let tables = tables();
    let mut unlisted = Vec::new();
    for (key, values) in tables.states.shared() {
        let codes: BTreeSet<&str> = values.iter().map(|(c, _)| c.as_str()).collect();
        if codes.len() > 1 && !tables.homonyms.contains_key(key) {
            unlisted.push((key.to_owned(), codes.into_iter().map(str::to_owned).collect::<Vec<_>>()));
        }
    }
    assert!(unlisted.is_empty(), "list these in homonyms.tsv: {unlisted:?}");
}

#[test]
fn every_state_has_names_and_every_place_a_state_of_the_table() {
    let tables = tables();
    assert!(tables.countries.len() >= 240);
    for code in country_codes() {
        assert!(code.len() == 2 && code.bytes().all(|b| b.is_ascii_uppercase()), "{code}");
        for lang in [Lang::Fr, Lang::En] {
            let name = country_name(code, lang).unwrap();
            assert_eq!(self::code(name).as_deref(), Some(code), "{name}");
        }
    }
    for (key, values) in tables.places.shared() {
        for place in values {
            if let Some(code) = &place.country {
                assert!(tables.countries.contains_key(code.as_str()), "{key}: {code}");
            }
        }
    }
    for (key, values) in tables.outlets.shared() {
        for outlet in values {
            if let Some(code) = &outlet.country {
                assert!(tables.countries.contains_key(code.as_str()), "{key}: {code}");
            }
        }
    }
}

#[test]
fn folding_is_stable_and_survives_anything() {
    for words in ["", "'", "l'", "The", "É", "Київ", "서울", "\u{200b}", "a\u{301}", "St. John's", "💥 boom", "ß"]
    {
        let once = fold(words);
        assert_eq!(fold(&once), once, "{words}");
        let _ = (state(words), place(words), outlet(words), body(words), states_of_compound(words));
    }
    assert_eq!(fold("l’État-major"), "etat major");
    assert_eq!(fold("St Pierre"), "saint pierre");
}
