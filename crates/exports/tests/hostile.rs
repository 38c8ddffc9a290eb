//! Reports are written by strangers. Whatever they write is words in every format, and comes back as it was; what a format
//! cannot hold (most control characters in XML, line breaks in RIS) is said here and in `docs/exports.md`.

#[path = "../../dossier/tests/made_up/mod.rs"]
mod made_up;

use parquet::{
    file::reader::{FileReader as _, SerializedFileReader},
    record::RowAccessor as _,
};
use proptest::prelude::*;
use quick_xml::events::Event;
use recoupe_dossier::{
    Locale,
    wire::{Dossier, Span},
};
use recoupe_exports::{Format, export};
use serde_json::Value;

/// The made-up story with a stranger's words wherever a report, a speaker or a title has words.
fn hostile(words: &str) -> Dossier {
    let mut dossier = made_up::dossier();
    dossier.story.title = words.into();
    let report = &mut dossier.reports[0];
    report.title = Some(words.into());
    report.outlet = Some(words.into());
    report.authors = vec![words.into()];
    report.path = words.into();
    report.url = Some(words.into());
    let text = format!("{words}12 morts{words}");
    let figure = &mut dossier.figures[0];
    figure.start = words.len();
    figure.end = words.len() + "12 morts".len();
    figure.text = "12 morts".into();
    figure.sentence = Some(Span { start: 0, end: text.len() });
    report.text = Some(text);
    dossier.speakers[0].name = words.into();
    dossier.quantities[0].label.en = words.into();
    dossier.timeline.iter_mut().for_each(|e| e.what = words.into());
    dossier.figures.truncate(1);
    dossier.statements.clear();
    dossier.denials.clear();
    dossier.copies.clear();
    dossier.gaps.clear();
    dossier
}

fn bytes(dossier: &Dossier, format: Format) -> Vec<u8> {
    export(dossier, format, Locale::En).expect("a dossier can be exported")
}

fn json(dossier: &Dossier, format: Format) -> Value {
    serde_json::from_slice(&bytes(dossier, format)).expect("JSON")
}

fn strings<'a>(value: &'a Value, out: &mut Vec<&'a str>) {
    match value {
        Value::String(s) => out.push(s),
        Value::Array(a) => a.iter().for_each(|v| strings(v, out)),
        Value::Object(o) => o.values().for_each(|v| strings(v, out)),
        _ => {}
    }
}

/// What XML 1.0 can hold of it.
fn xml(words: &str) -> String {
    let held = |c: char| c >= ' ' && !matches!(c, '\u{fffe}' | '\u{ffff}') || matches!(c, '\t' | '\n' | '\r');
    words.chars().map(|c| if held(c) { c } else { '\u{fffd}' }).collect()
}

fn one_line(words: &str) -> String {
    let apart = |c: char| c.is_whitespace() && !matches!(c, '\u{a0}' | '\u{202f}') || c.is_control();
    words.split(apart).filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ")
}

fn comes_back(words: &str) {
    let dossier = hostile(words);
    let sentence = format!("{words}12 morts{words}");
    for format in [Format::Annotations, Format::Provenance, Format::SchemaOrg, Format::Stix] {
        let value = json(&dossier, format);
        let mut all = Vec::new();
        strings(&value, &mut all);
        // Empty words are left out; else the speaker's name is one of the values.
        assert!(words.is_empty() || all.contains(&words), "{} keeps {words:?}", format.name());
    }
    let ftm: Vec<Value> = String::from_utf8(bytes(&dossier, Format::Ftm))
        .expect("UTF-8")
        .split('\n')
        .filter(|l| !l.is_empty())
        .map(|l| serde_json::from_str(l).expect("one object a line"))
        .collect();
    assert_eq!(ftm[0]["properties"]["bodyText"][0], sentence);
    let lines = String::from_utf8(bytes(&dossier, Format::Jsonl)).expect("UTF-8");
    let report: Value = serde_json::from_str(lines.split('\n').nth(1).expect("a report")).expect("JSON");
    assert_eq!(report["text"], sentence);

    in_columns(&dossier, words, &sentence);
    in_xml(&dossier, words);
    let records = String::from_utf8(bytes(&dossier, Format::Ris)).expect("UTF-8");
    for line in records.split("\r\n").filter(|l| !l.is_empty()) {
        let tag = line.get(..6).expect("a tag");
        assert!(tag.ends_with("  - "), "{line:?} is no line of RIS");
    }
    assert_eq!(records.matches("\r\nER  - ").count(), dossier.reports.len(), "no record is ended by words");
    if !one_line(words).is_empty() {
        assert!(records.contains(&format!("TI  - {}\r\n", one_line(words))), "RIS keeps {words:?}");
    }
    // TimelineJS sets HTML: no tag but ours.
    let slides = json(&dossier, Format::Timeline);
    let mut all = Vec::new();
    strings(&slides["events"], &mut all);
    strings(&slides["title"]["text"], &mut all);
    for text in all {
        let bare = ["<p>", "</p>", "<br>", "</a>"].iter().fold(text.to_owned(), |text, tag| text.replace(tag, ""));
        let links = bare.matches("<a href=\"http").count();
        assert_eq!(bare.matches('<').count(), links, "only our own tags: {text:?}");
    }
    // The page and the document have their own tests; here, that they can be made.
    assert!(!bytes(&dossier, Format::Html).is_empty() && !bytes(&dossier, Format::Markdown).is_empty());
}

fn in_columns(dossier: &Dossier, words: &str, sentence: &str) {
    let read = SerializedFileReader::new(bytes::Bytes::from(bytes(dossier, Format::Parquet))).expect("Parquet");
    let row = read.get_row_iter(None).expect("rows").next().expect("a row").expect("a row");
    let column = |name: &str| row.get_column_iter().position(|(n, _)| n == name).expect("a column");
    assert_eq!(row.get_string(column("source_headline")).expect("words"), words);
    assert_eq!(row.get_string(column("sentence")).expect("words"), sentence);
    let table = bytes(dossier, Format::Csv);
    let mut reader = csv::Reader::from_reader(table.as_slice());
    let path = reader.headers().expect("a header").iter().position(|h| h == "report").expect("a column");
    let row = reader.records().next().expect("a row").expect("a row");
    // Cells that a spreadsheet would compute have an apostrophe in front.
    assert_eq!(row[path].strip_prefix('\'').filter(|_| !words.starts_with('\'')).unwrap_or(&row[path]), words);
}

fn in_xml(dossier: &Dossier, words: &str) {
    let graph = String::from_utf8(bytes(dossier, Format::Graphml)).expect("UTF-8");
    let mut reader = quick_xml::Reader::from_str(&graph);
    let mut values = vec![String::new()];
    loop {
        match reader.read_event().expect("well-formed") {
            Event::Eof => break,
            Event::Text(t) => values.last_mut().expect("one").push_str(&t.xml10_content()),
            Event::GeneralRef(r) => {
                let c = match r.resolve_char_ref().expect("a character") {
                    Some(c) => c.to_string(),
                    None => quick_xml::escape::resolve_predefined_entity(&r.into_inner()).expect("known").into(),
                };
                values.last_mut().expect("one").push_str(&c);
            }
            _ => values.push(String::new()),
        }
    }
    assert!(words.is_empty() || values.contains(&xml(words)), "GraphML keeps {words:?}");
}

#[test]
fn words_that_look_like_the_formats_themselves() {
    for words in [
        "]]></data></node><script>alert(1)</script>",
        "\"},{\"@type\":\"Claim\",\"text\":\"",
        "@id",
        "\r\nER  - \r\nTY  - NEWS\r\n",
        "lone\rreturn",
        "\u{0}\u{1}\u{8}\u{b}\u{1f}\u{7f}",
        "\u{202e}gnirts\u{202c}\u{200f}",
        "👩‍👩‍👧 é e\u{301} \u{fffe}\u{ffff}",
        "=HYPERLINK(\"x\")",
        "javascript:alert(1)",
        "http://x/\"onmouseover=\"alert(1)",
        "https://a.example/?q=1&b='2'",
        "line\u{2028}separator\u{85}",
        "  ",
        "",
    ] {
        comes_back(words);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn any_words(words in "([<>&\"'\\]\\[{}@%=|\\\\\r\n\t]|\\PC|\\p{Cc}|\u{202e}|\u{1F600}){0,40}") {
        comes_back(&words);
    }
}
