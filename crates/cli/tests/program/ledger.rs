//! The commands on a ledger, one after the other, as a user would.

use super::*;

/// A run with the ledger of a folder, at a fixed moment.
fn at(folder: &tempfile::TempDir, moment: &str, args: &[&str]) -> Ran {
    let ledger = folder.path().join("l.recoupe");
    let ran = program()
        .args(args)
        .arg("--ledger")
        .arg(ledger)
        .env("SOURCE_DATE_EPOCH", moment)
        .output()
        .expect("the program starts");
    let ran = Ran::from(ran);
    assert!(!ran.err.contains("is not installed"), "the models are missing: run `make models`\n{}", ran.err);
    assert!(!ran.err.contains("panicked"), "{}", ran.err);
    ran
}

fn filled() -> tempfile::TempDir {
    let folder = folder();
    let files = reports();
    let mut args = vec!["add"];
    args.extend(files.iter().map(String::as_str));
    let ran = at(&folder, "1931000000", &args);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(ran.err.contains("added to the ledger: 3;"), "{}", ran.err);
    folder
}

#[test]
fn adding_again_adds_nothing() {
    let folder = filled();
    let files = reports();
    let mut args = vec!["add"];
    args.extend(files.iter().map(String::as_str));
    let ran = at(&folder, "1931000100", &args);
    assert!(ran.err.contains("added to the ledger: 0; new versions: 0; known already: 3;"), "{}", ran.err);
    assert_eq!(ran.out, "", "nothing changed");
    let check = at(&folder, "1931000100", &["check"]);
    assert_eq!(check.code, Some(0), "{}", check.err);
    assert!(check.err.contains("the ledger is sound; reports: 3, versions: 3"), "{}", check.err);
}

#[test]
fn a_story_is_listed_and_printed() {
    let folder = filled();
    let stories = at(&folder, "1931000100", &["stories", "--format", "jsonl"]);
    let story: serde_json::Value = lines(&stories).first().expect("a story").clone();
    let id = story["id"].as_str().expect("has an identifier");
    let dossier = at(&folder, "1931000100", &["dossier", "--story", id, "--format", "json"]);
    let dossier: serde_json::Value = serde_json::from_str(&dossier.out).expect("is JSON");
    assert_eq!(dossier["story"]["id"], story["id"]);
    assert_eq!(dossier["reports"].as_array().map(Vec::len), story["counts"]["reports"].as_u64().map(|n| n as usize));
    let none = at(&folder, "1931000100", &["dossier", "--story", "nothing"]);
    assert_eq!(none.code, Some(1));
    assert!(none.err.contains("no story is called nothing; `recoupe stories` lists them"), "{}", none.err);
}

#[test]
fn a_claim_is_found_decided_and_kept() {
    let folder = filled();
    let search = |past: &[&str]| {
        let mut args = vec!["search", "", "--kind", "figure", "--format", "jsonl", "--limit", "200"];
        args.extend(past);
        lines(&at(&folder, "1931000100", &args)).len()
    };
    let all = search(&[]);
    assert!(all > 3, "{all} figures");
    let first =
        lines(&at(&folder, "1931000100", &["search", "", "--kind", "figure", "--format", "jsonl", "--limit", "1"]));
    let id = first[0]["id"].as_str().expect("has an identifier").to_owned();
    let decided = at(&folder, "1931000200", &["decide", &id, "reject", "--why", "not a figure"]);
    assert_eq!(decided.code, Some(0), "{}", decided.err);
    assert_eq!(search(&[]), all - 1);
    assert_eq!(search(&["--past"]), all);
    let changes = at(&folder, "1931000300", &["changes", "--format", "jsonl"]);
    assert_eq!(lines(&changes).last().expect("a change")["kind"], "decided");
    let bad = at(&folder, "1931000300", &["decide", &id, "fix", "--why", "x", "--set", "value=many"]);
    assert_eq!(bad.code, Some(1));
    assert!(bad.err.contains("`many` is no value"), "{}", bad.err);
}

#[test]
fn an_export_taken_in_elsewhere_exports_the_same() {
    let folder = filled();
    let export = at(&folder, "1931000100", &["export"]);
    let file = file(&folder, "export.jsonl", export.out.as_bytes());
    let other = super::folder();
    let taken = at(&other, "1931000900", &["import", &file.to_string_lossy()]);
    assert_eq!(taken.code, Some(0), "{}", taken.err);
    assert_eq!(at(&other, "1931000900", &["export"]).out, export.out);
    let table = at(&folder, "1931000100", &["export", "--format", "csv"]);
    assert!(table.out.starts_with("id,story,"), "{}", table.out);
    let columns = folder.path().join("l.parquet");
    let ran = at(&folder, "1931000100", &["export", "--format", "parquet", "-o", &columns.to_string_lossy()]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let columns = std::fs::read(columns).expect("the file is there");
    assert!(columns.starts_with(b"PAR1") && columns.ends_with(b"PAR1"));
    let backup = folder.path().join("b.recoupe");
    let backup = backup.to_string_lossy();
    assert_eq!(at(&folder, "1931000100", &["backup", &backup]).code, Some(0));
    assert_eq!(at(&folder, "1931000100", &["backup", &backup]).code, Some(1), "a backup is not written over");
}

#[test]
fn a_watch_of_one_round_adds() {
    let folder = folder();
    let report = report("crue-1.txt");
    let ran = at(&folder, "1931000000", &["watch", &report, "--rounds", "1"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(ran.out.contains("new report: "), "{}", ran.out);
    assert_eq!(at(&folder, "1931000000", &["watch", &report, "--every", "soon"]).code, Some(2));
}

#[test]
fn without_a_ledger_it_is_said() {
    let folder = folder();
    let ran = at(&folder, "1931000000", &["stories"]);
    assert_eq!(ran.code, Some(1));
    assert!(
        ran.err.contains("there is no ledger at ") && ran.err.contains("make one with `recoupe add`"),
        "{}",
        ran.err
    );
}

#[test]
fn copies_are_told_with_their_passages_and_which_came_first() {
    let folder = folder();
    let wire = "The dam above the valley gave way on Sunday after two days of rain, and water reached the lower streets before \
anyone raised the alarm. Three hundred people were brought to the schools nearby, where they spent the night on camp beds. The \
road to the pass is still cut and crews have to carry food and blankets on foot.";
    let page = |file: &str, outlet: &str, published: &str, text: &str| {
        let path = folder.path().join(file);
        let html = format!(
            "<html lang=en><head><title>Dam</title><meta property=\"og:site_name\" content=\"{outlet}\">\
<meta property=\"article:published_time\" content=\"{published}\"></head><body><article><h1>Dam</h1><p>{text}</p></article></body></html>"
        );
        std::fs::write(&path, html).expect("is written");
        path.to_string_lossy().into_owned()
    };
    let copy = page("copy.html", "The Morning Tide", "2031-03-05T06:00:00Z", &format!("{wire} Schools stay closed."));
    let first = page("first.html", "The Harbour Beacon", "2031-03-04T06:00:00Z", wire);
    let own = page(
        "own.html",
        "The Hill Post",
        "2031-03-05T09:00:00Z",
        "Traders of the valley were clearing their shops. Nobody knows who will pay for it all.",
    );
    let added = at(&folder, "1931000000", &["add", &copy, &first, &own]);
    assert_eq!(added.code, Some(0), "{}", added.err);
    let found = lines(&at(&folder, "1931000100", &["copies", "--format", "jsonl"]));
    assert_eq!(found.len(), 1, "{found:?}");
    let copy = &found[0];
    // It came to the ledger last and was published first.
    assert_eq!(copy["earlier"]["outlet"], "The Harbour Beacon");
    assert_eq!((&copy["order"], &copy["kinship"]), (&"published".into(), &"copy".into()));
    let passage = &copy["passages"][0];
    assert!(passage["text"].as_str().is_some_and(|t| t.contains("Three hundred people were brought")), "{passage}");
    let bytes =
        passage["earlier"]["end"].as_u64().zip(passage["earlier"]["start"].as_u64()).map(|(to, from)| to - from);
    assert_eq!(bytes, passage["text"].as_str().map(|t| t.len() as u64));
    let story = copy["stories"][0].as_str().expect("is in a story").to_owned();
    let english = at(&folder, "1931000100", &["copies", "--story", &story]);
    assert!(english.out.contains("later by its date of publication"), "{}", english.out);
    assert!(english.out.contains("The Harbour Beacon, 2031-03-04T06:00:00Z"), "{}", english.out);
    let nothing = at(&folder, "1931000100", &["copies", "--story", "nothing"]);
    assert_eq!(nothing.code, Some(1));
    assert!(nothing.err.contains("no story is called nothing"), "{}", nothing.err);
}
