//! What is printed and written.

use std::collections::BTreeMap;

use crate::{Ran, file, folder, lines, program, report, reports, run, run_with_stdin};

#[test]
fn spans_quote_the_file_byte_for_byte() {
    let mut args = vec!["read".to_owned()];
    args.extend(reports());
    let ran = run(&args);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let mut texts: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    let (mut figures, mut statements) = (0, 0);
    for line in lines(&ran) {
        match line["type"].as_str() {
            Some("report") => {
                assert_eq!(line["schema"], 1);
                let path = line["path"].as_str().expect("a path");
                let id = line["id"].as_str().expect("an id").to_owned();
                texts.insert(id, std::fs::read(path).expect("the report is a file"));
            }
            Some("figure") => {
                figures += 1;
                let text = &texts[line["report"].as_str().expect("a report")];
                let at = |name: &str| usize::try_from(line[name].as_u64().expect("an offset")).expect("it fits");
                assert_eq!(&text[at("start")..at("end")], line["text"].as_str().expect("words").as_bytes());
                assert!(line["quantity"].is_string(), "every figure falls in a quantity: {line}");
            }
            Some("statement") => {
                statements += 1;
                let text = std::str::from_utf8(&texts[line["report"].as_str().expect("a report")]).expect("UTF-8");
                for name in ["source", "cue", "content"] {
                    for range in line[name].as_array().expect("ranges") {
                        let at = |i: usize| usize::try_from(range[i].as_u64().expect("an offset")).expect("it fits");
                        assert!(text.get(at(0)..at(1)).is_some_and(|words| !words.is_empty()), "{name} of {line}");
                    }
                }
            }
            other => panic!("a line of type {other:?}"),
        }
    }
    assert_eq!(texts.len(), 3);
    assert!(figures >= 6, "{figures} figures");
    assert!(statements >= 4, "{statements} statements");
}

#[test]
fn unsure_claims_are_left_out_on_request() {
    let read = |least: &str| {
        let mut args = vec!["read".to_owned(), "--min-confidence".into(), least.into()];
        args.extend(reports());
        let ran = run(&args);
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        let claims = lines(&ran).into_iter().filter(|line| line["type"] != "report");
        claims.map(|line| line["confidence"].as_f64().expect("a confidence")).collect::<Vec<f64>>()
    };
    let all = read("0");
    assert!(all.iter().all(|p| (0.0..=1.0).contains(p)) && !all.is_empty());
    let least = all.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let sure = read(&least.to_string());
    assert!(!sure.is_empty() && sure.len() < all.len() && sure.iter().all(|p| *p >= least), "{sure:?}");
    assert_eq!(run(&["read".to_owned(), "--min-confidence".into(), "2".into(), "x".into()]).code, Some(2));
}

#[test]
fn ids_are_unique_and_references_hold() {
    let mut args = vec!["dossier".to_owned(), "--format".into(), "json".into()];
    args.extend(reports());
    let dossier: serde_json::Value = serde_json::from_str(&run(&args).out).expect("JSON");
    let ids = |list: &str, key: &str| -> Vec<String> {
        let items = dossier[list].as_array().expect("a list");
        items.iter().map(|i| i[key].as_str().expect("an id").to_owned()).collect()
    };
    for (list, key) in
        [("reports", "id"), ("figures", "id"), ("statements", "id"), ("quantities", "id"), ("speakers", "entity")]
    {
        let mut all = ids(list, key);
        let count = all.len();
        all.sort();
        all.dedup();
        assert_eq!(all.len(), count, "{list} have unique ids");
    }
    let figures = ids("figures", "id");
    for quantity in dossier["quantities"].as_array().expect("a list") {
        for figure in quantity["figures"].as_array().expect("a list") {
            assert!(figures.iter().any(|f| figure == f), "{figure} is a figure");
        }
        for relation in quantity["relations"].as_array().expect("a list") {
            assert!(figures.iter().any(|f| relation["from"] == *f) && figures.iter().any(|f| relation["to"] == *f));
            assert!(!relation["reason"]["fr"].as_str().unwrap_or_default().is_empty());
            assert!(!relation["reason"]["en"].as_str().unwrap_or_default().is_empty());
        }
    }
}

#[test]
fn what_the_user_says_goes_before_the_text() {
    let ran = run(&["read", "--published", "2031-03-05", "--outlet", "Le Ruisseau", &report("crue-1.txt")]);
    let report = &lines(&ran)[0];
    assert_eq!(report["outlet"], "Le Ruisseau");
    assert_eq!(report["published"]["from"], "2031-03-05");
    assert_eq!(report["published"]["basis"], "given");
}

#[test]
fn standard_input() {
    let ran = run_with_stdin(&["read", "-"], "Le maire a annoncé quatorze morts.".as_bytes());
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert_eq!(lines(&ran)[0]["path"], "-");
}

#[test]
fn text_is_left_out_unless_asked_for() {
    let path = report("crue-2.txt");
    assert!(lines(&run(&["read", &path]))[0].get("text").is_none());
    let with = lines(&run(&["read", "--with-text", &path]));
    assert_eq!(with[0]["text"].as_str().map(str::as_bytes), Some(std::fs::read(&path).expect("a file").as_slice()));
}

#[test]
fn files_in_the_format_of_their_ending() {
    let folder = folder();
    let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let mut args = vec!["dossier".to_owned(), "--lang".into(), "fr".into()];
    let begins = [
        ("d.html", "<!DOCTYPE html><html lang=\"fr\">"),
        ("d.json", "{\n  \"schema\": 1,"),
        ("d.jsonl", "{\"type\":\"dossier\",\"schema\":1,"),
        ("d.md", "# "),
        ("d.csv", "quantity,label,"),
        ("d.txt", ""),
        ("d.parquet", "PAR1"),
        ("d.anno.jsonld", "{\n  \"@context\": [\n    \"http://www.w3.org/ns/anno.jsonld\""),
        ("d.prov.jsonld", "{\n  \"@context\""),
        ("d.claims.jsonld", "{\n  \"@context\": \"https://schema.org\""),
        ("d.stix.json", "{\n  \"type\": \"bundle\""),
        ("d.ftm.json", "{\"id\":"),
        ("d.graphml", "<?xml"),
        ("d.timeline.json", "{\n  \"title\""),
        ("d.ris", "TY  - NEWS"),
    ];
    for (name, _) in begins {
        args.extend(["-o".into(), path(name)]);
    }
    args.extend(reports());
    let ran = run(&args);
    assert_eq!((ran.code, ran.out.as_str()), (Some(0), ""), "{}", ran.err);
    for (name, with) in begins {
        let bytes = std::fs::read(path(name)).expect("the file is there");
        assert!(bytes.starts_with(with.as_bytes()), "{name} begins {:?}", String::from_utf8_lossy(&bytes[..20]));
    }
    let left: Vec<_> = std::fs::read_dir(folder.path()).expect("a folder").collect();
    assert_eq!(left.len(), begins.len(), "no half-written file is left");
}

#[test]
fn a_file_that_cannot_be_written() {
    let ran = run(&["dossier", "-o", "/nonexistent/folder/d.html", &report("crue-1.txt")]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.err.contains("cannot write /nonexistent/folder/d.html"), "{}", ran.err);
}

#[test]
fn tables_for_people_in_both_languages() {
    let path = report("crue-1.txt");
    for (lang, words) in [("fr", "Chiffres"), ("en", "Figures")] {
        let ran = run(&["dossier", "--lang", lang, &path]);
        assert!(ran.out.contains(words), "{}", ran.out);
        assert!(!ran.out.contains('\u{1b}'), "no colour in a pipe");
    }
    let colored = run(&["dossier", "--color", "always", &path]);
    assert!(colored.out.contains('\u{1b}'));
    assert!(run(&["read", "--format", "text", &path]).out.contains("14"));
}

#[test]
fn a_reader_that_goes_away_is_no_problem() {
    let mut child = program()
        .args(["dossier", "--format", "html"])
        .args(reports())
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .expect("the program starts");
    drop(child.stdout.take());
    let ran = Ran::from(child.wait_with_output().expect("the program ends"));
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
}

#[test]
fn json_lines_with_metadata() {
    let folder = folder();
    let line = r#"{"title": "Crue de la Vaure", "maintext": "La préfecture a annoncé lundi quatorze morts.", "source_domain": "ruisseau.example", "date_publish": "2031-03-05 10:00:00", "authors": ["A. B."], "language": "fr"}"#;
    let path = file(&folder, "feed.jsonl", line.as_bytes());
    let ran = run(&["read", &path.to_string_lossy()]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let report = &lines(&ran)[0];
    assert_eq!(report["title"], "Crue de la Vaure");
    assert_eq!(report["published"]["basis"], "metadata");
    assert_eq!(report["published"]["from"], "2031-03-05");
    assert_eq!(report["authors"][0], "A. B.");
}
