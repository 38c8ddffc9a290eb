//! Every format of the made-up story, whole, and the facts in it.

#[path = "../../dossier/tests/made_up/mod.rs"]
mod made_up;

use recoupe_dossier::{Locale, wire::Dossier};
use recoupe_exports::{Format, export};
use serde_json::Value;

fn text(dossier: &Dossier, format: Format, locale: Locale) -> String {
    let bytes = export(dossier, format, locale).expect("a dossier can be exported");
    String::from_utf8(bytes).expect("the format is text")
}

fn json(dossier: &Dossier, format: Format) -> Value {
    serde_json::from_str(&text(dossier, format, Locale::En)).expect("the format is JSON")
}

/// Those that are ours to look at: the dossier's own crate reviews its formats.
const REVIEWED: [(Format, &str); 8] = [
    (Format::Annotations, "annotations"),
    (Format::Provenance, "provenance"),
    (Format::SchemaOrg, "schemaorg"),
    (Format::Stix, "stix"),
    (Format::Ftm, "ftm"),
    (Format::Graphml, "graphml"),
    (Format::Timeline, "timeline"),
    (Format::Ris, "ris"),
];

#[test]
fn the_made_up_story_in_every_format() {
    for (format, name) in REVIEWED {
        insta::assert_snapshot!(name, text(&made_up::dossier(), format, Locale::En));
    }
}

#[test]
fn words_of_the_program_are_in_the_language_asked_for() {
    for (format, name) in REVIEWED {
        let french = text(&made_up::dossier(), format, Locale::Fr);
        assert!(french.contains("affirmé") || format == Format::Provenance, "{name} speaks French");
        assert_ne!(french, text(&made_up::dossier(), format, Locale::En), "{name}");
    }
}

#[test]
fn the_same_dossier_gives_the_same_bytes() {
    let back: Dossier = serde_json::from_slice(
        &export(&made_up::dossier(), Format::Json, Locale::Fr).expect("a dossier can be exported"),
    )
    .expect("and read back");
    for format in Format::ALL {
        let one = export(&made_up::dossier(), format, Locale::Fr).expect("a dossier can be exported");
        let other = export(&back, format, Locale::Fr).expect("a dossier can be exported");
        assert!(one == other, "{} differs", format.name());
    }
}

#[test]
fn every_format_says_what_made_it_and_of_which_texts() {
    let dossier = made_up::dossier();
    for format in Format::ALL {
        let bytes = export(&dossier, format, Locale::En).expect("a dossier can be exported");
        let holds = |needle: &str| bytes.windows(needle.len()).any(|w| w == needle.as_bytes());
        assert!(holds(&dossier.generated.version), "{} has the version", format.name());
        assert!(holds(&dossier.generated.inputs_sha256[..16]), "{} has the inputs", format.name());
        assert!(holds("ules"), "{} has the rules", format.name());
    }
}

#[test]
fn lines_hold_the_whole_dossier() {
    let dossier = made_up::dossier();
    let all = text(&dossier, Format::Jsonl, Locale::En);
    let lines: Vec<Value> = all.lines().map(|l| serde_json::from_str(l).expect("a line is JSON")).collect();
    let count = |kind: &str| lines.iter().filter(|l| l["type"] == kind).count();
    assert_eq!(lines[0]["generated"]["rules"], dossier.generated.rules);
    assert_eq!(count("report"), dossier.reports.len());
    assert_eq!(count("figure"), dossier.figures.len());
    assert_eq!(count("statement"), dossier.statements.len());
    assert_eq!(count("quantity"), dossier.quantities.len());
    assert_eq!(count("implied"), dossier.implied.len());
    assert_eq!(count("gap"), dossier.gaps.len());
    // The lines are those of `recoupe read`: they come back as such.
    let read = all.lines().filter_map(|l| serde_json::from_str::<recoupe_dossier::wire::Line>(l).ok()).count();
    assert_eq!(read, dossier.reports.len() + dossier.figures.len() + dossier.statements.len());
}

#[test]
fn selectors_find_the_words_by_characters() {
    let dossier = made_up::dossier();
    let page = json(&dossier, Format::Annotations);
    let items = page["first"]["items"].as_array().expect("annotations");
    assert_eq!(items.len(), dossier.figures.len() + dossier.statements.len() + dossier.implied.len());
    let mut shifted = 0;
    for item in items {
        for target in item["target"].as_array().expect("targets") {
            let path = target["source"]["path"].as_str().expect("a path");
            let report = dossier.reports.iter().find(|r| r.path == path).expect("a report");
            let text = report.text.as_deref().expect("a text");
            let [quote, place] = [&target["selector"][0], &target["selector"][1]];
            let part = |name: &str| quote[name].as_str().expect("words").to_owned();
            let (start, end) = (place["start"].as_u64().expect("a start"), place["end"].as_u64().expect("an end"));
            let letters: String = text.chars().skip(start as usize).take((end - start) as usize).collect();
            assert_eq!(letters, part("exact"));
            let around = format!("{}{}{}", part("prefix"), part("exact"), part("suffix"));
            let at = text.find(&around).expect("the words stand in the text");
            shifted += usize::from(at + part("prefix").len() != start as usize);
        }
    }
    assert!(shifted > 10, "bytes and characters differ in this story: {shifted}");
}

#[test]
fn bounds_are_those_of_the_dossier() {
    let dossier = made_up::dossier();
    let objects = json(&dossier, Format::Stix);
    let facts: Vec<&Value> = objects["objects"]
        .as_array()
        .expect("objects")
        .iter()
        .filter_map(|o| o.get("extensions")?.as_object()?.values().next())
        .collect();
    for figure in &dossier.figures {
        let fact = facts.iter().find(|f| f["id"] == figure.id).expect("the figure is there");
        assert_eq!(fact.get("lower").and_then(Value::as_f64), figure.value.lo, "{}", figure.id);
        assert_eq!(fact.get("upper").and_then(Value::as_f64), figure.value.hi, "{}", figure.id);
    }
}

#[test]
fn nothing_is_rated() {
    let claims = json(&made_up::dossier(), Format::SchemaOrg);
    let reviews: Vec<&Value> =
        claims["hasPart"].as_array().expect("parts").iter().filter(|p| p["@type"] == "ClaimReview").collect();
    assert!(!reviews.is_empty());
    assert!(reviews.iter().all(|r| r.get("reviewRating").is_none() && r["reviewBody"].is_string()));
}

#[test]
fn a_best_value_is_there_only_where_the_user_chose_a_policy() {
    let mut dossier = made_up::dossier();
    let best = |dossier: &Dossier| -> Vec<String> {
        let table = text(dossier, Format::Csv, Locale::En);
        let mut reader = csv::Reader::from_reader(table.as_bytes());
        let column = reader.headers().expect("a header").iter().position(|h| h == "best").expect("a column");
        reader.records().map(|r| r.expect("a row")[column].to_owned()).filter(|v| !v.is_empty()).collect()
    };
    assert_eq!(best(&dossier), Vec::<String>::new());
    let value = dossier.figures[4].value;
    dossier.policy = Some(recoupe_dossier::wire::Policy::Lower);
    dossier.quantities[0].best = Some(recoupe_dossier::wire::Best { figure: dossier.figures[4].id.clone(), value });
    assert_eq!(best(&dossier), ["19"]);
}
