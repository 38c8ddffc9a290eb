//! Mentions and entities: `names/*.txt`, each a made-up story, then `----`, then what must be found, one a line:
//!
//! - `= NAME | kind | country | alias; alias` an entity with this name, kind (`person`, `body`, `outlet`, `country`,
//!   `place`, `document`, `group`, `other`), state (`-`: none) and at least these aliases;
//! - `> N MENTION -> NAME` the Nth time that these words are a mention they mean this entity (`?`: it cannot be told);
//! - `! NAME` no entity is called so.
//!
//! Needs the language models: run `make models`.

use std::{fs, path::Path};

use recoupe_pipeline::store;
use recoupe_reading::{Doc, Lang, Models, names, read_text, world};

fn models() -> Models {
    let load = |lang| match store::load(lang) {
        Ok(pipeline) => Some(Box::new(pipeline) as Box<dyn recoupe_reading::Annotator>),
        Err(error) => panic!("{error}: run `make models`"),
    };
    Models { fr: load("fr"), en: load("en") }
}

fn describe(doc: &Doc) -> String {
    let mut out = String::new();
    for e in &doc.entities {
        let country = e.country.as_deref().unwrap_or("-");
        out += &format!(
            "= {} | {} | {country} | {}\n",
            e.name,
            format!("{:?}", e.kind).to_lowercase(),
            e.aliases.join("; ")
        );
    }
    for m in &doc.mentions {
        let entity = m.entity.map_or("?", |e| &doc.entities[e].name);
        out += &format!("> {} -> {entity}\n", doc.text_of_range(m.tokens.clone()));
    }
    out
}

fn failures(doc: &Doc, expected: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    for line in expected.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#')) {
        let (mark, rest) = line.split_at(1);
        let holds = match mark {
            "=" => {
                let fields: Vec<&str> = rest.split('|').map(str::trim).collect();
                let aliases =
                    fields.get(3).into_iter().flat_map(|a| a.split(';')).map(str::trim).filter(|a| !a.is_empty());
                let aliases: Vec<&str> = aliases.collect();
                doc.entities.iter().any(|e| {
                    e.name == fields[0]
                        && fields.get(1).is_none_or(|k| format!("{:?}", e.kind).to_lowercase() == *k)
                        && fields.get(2).is_none_or(|c| e.country.as_deref().unwrap_or("-") == *c)
                        && aliases.iter().all(|a| e.aliases.iter().any(|b| b == a))
                })
            }
            ">" => {
                let (words, name) = rest.rsplit_once("->").expect("`> N MENTION -> NAME`");
                let (n, words) = words.trim().split_once(' ').expect("`> N MENTION -> NAME`");
                let n: usize = n.parse().expect("which one of the mentions");
                let mut same = doc.mentions.iter().filter(|m| doc.text_of_range(m.tokens.clone()) == words.trim());
                let found = same.nth(n - 1).map(|m| m.entity.map_or("?", |e| doc.entities[e].name.as_str()));
                found == Some(name.trim())
            }
            "!" => !doc.entities.iter().any(|e| e.name == rest.trim()),
            _ => panic!("what is this line: {line}"),
        };
        if !holds {
            wrong.push(line.to_owned());
        }
    }
    wrong
}

#[test]
fn stories_have_the_expected_entities() {
    let models = models();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/names");
    let mut paths: Vec<_> =
        fs::read_dir(folder).expect("the folder of cases").map(|f| f.expect("a case").path()).collect();
    paths.sort();
    assert!(paths.len() >= 8, "cases are missing");
    let mut wrong = String::new();
    for path in paths {
        let case = fs::read_to_string(&path).expect("a readable case");
        let (text, expected) = case.split_once("\n----\n").expect("text, `----`, expectations");
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        let lang = if name.starts_with("en") { Lang::En } else { Lang::Fr };
        let doc = read_text(text, Some(lang), &models);
        let failed = failures(&doc, expected);
        if !failed.is_empty() {
            wrong += &format!("== {name}\nnot found:\n  {}\nfound:\n{}\n", failed.join("\n  "), describe(&doc));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// The calls that later rooms make hold together on any text.
#[test]
fn every_phrase_can_be_asked_for() {
    let models = models();
    let text = "Selon le ministère de l'Eau (ME), trois ponts ont cédé. Il a ajouté que le bilan montait. « Nous cherchons », a dit la ministre, Jeanne Orvault.";
    let doc = read_text(text, Some(Lang::Fr), &models);
    for (i, m) in doc.mentions.iter().enumerate() {
        assert!(m.tokens.start < m.tokens.end && m.tokens.end <= doc.tokens.len());
        assert!(m.tokens.contains(&m.head));
        if let Some(entity) = m.entity {
            assert!(doc.entities[entity].mentions.contains(&i));
            assert!(names::entity_at(&doc, m.tokens.clone()).is_some());
        }
        let _ = names::antecedent(&doc, i);
    }
    for e in &doc.entities {
        assert!(!e.name.is_empty() && !e.mentions.is_empty());
        assert!(e.mentions.windows(2).all(|w| w[0] < w[1]));
        assert!(e.country.as_deref().is_none_or(|c| world::country_name(c, Lang::Fr).is_some()));
    }
    for start in 0..=doc.tokens.len() {
        for end in start..=doc.tokens.len().min(start + 5) {
            let _ = names::entity_at(&doc, start..end);
        }
    }
    assert_eq!(names::entity_at(&doc, 0..usize::MAX), None);
    assert_eq!(names::antecedent(&doc, usize::MAX), None);
}

/// "le ministère" further on means the one named before, and says so.
#[test]
fn a_description_is_marked_as_such() {
    let models = models();
    let text = "L'Institut d'hydrologie appliquée (IHA) a publié ses mesures. Le groupe de réflexion a ajouté que la crue durerait.";
    let doc = read_text(text, Some(Lang::Fr), &models);
    let of = |words: &str| {
        let m = doc.mentions.iter().position(|m| doc.text_of_range(m.tokens.clone()) == words).expect(words);
        names::entity_at(&doc, doc.mentions[m].tokens.clone()).expect(words)
    };
    let (name, acronym, described) = (of("Institut d'hydrologie appliquée"), of("IHA"), of("groupe de réflexion"));
    assert_eq!(name.entity, acronym.entity);
    assert_eq!(name.entity, described.entity);
    assert!(!name.by_description && !acronym.by_description && described.by_description);
    let before = names::antecedent(&doc, described.mention).expect("named before");
    assert_eq!(doc.text_of_range(before), "IHA");
}
