//! Out of a ledger and into another.

use recoupe_ledger::{Action, Kept, Ledger, Line, Search, read_line};

use super::*;

fn lines(ledger: &Ledger) -> Vec<String> {
    let mut out = Vec::new();
    ledger
        .export(|line| {
            out.push(serde_json::to_string(&line).expect("is JSON"));
            Ok::<_, recoupe_ledger::LedgerError>(())
        })
        .expect("can be exported");
    out
}

#[test]
fn an_export_read_back_exports_the_same() {
    let mut ledger = Ledger::in_memory().expect("memory");
    add(&mut ledger, 0, &[report("le-courrier", "crue", "2031-03-04T08:00:00+01:00", MORNING)]);
    add(&mut ledger, 1, &[report("le-courrier", "crue", "2031-03-04T18:00:00+01:00", EVENING)]);
    add(&mut ledger, 2, &[report("the-valley-post", "flood", "2031-03-04T12:00:00Z", ENGLISH)]);
    let elsewhere = report("the-valley-post", "flood", "2031-03-04T12:00:00Z", ENGLISH);
    add(&mut ledger, 2, &[Report { path: "mirror/flood.html".into(), ..elsewhere }]);
    let asked = Search { text: "disparus".into(), kind: Some("figure".into()), limit: 1, ..Search::default() };
    let id = ledger.search(&asked).expect("can be searched")[0].id.clone();
    ledger.decide(&id, &Action::Reject, "essai", None, at(3)).expect("can be decided");
    ledger.settle(at(3)).expect("can be reconciled");
    let out = lines(&ledger);
    let mut copy = Ledger::in_memory().expect("memory");
    let mut seen = 0;
    for (number, line) in out.iter().enumerate() {
        match read_line(number + 1, line).expect("is a line") {
            Line::Report(Kept { report, added, also_seen, .. }) => {
                seen += also_seen.len();
                let text = report.text_sha256.clone();
                copy.add(vec![read(report)], added.parse().expect("is a moment")).expect("can be added");
                copy.restore_sightings(&text, &also_seen).expect("can be taken");
                copy.restore_sightings(&text, &also_seen).expect("are taken once");
            }
            Line::Decision(decision) => {
                copy.restore(&decision).expect("can be taken");
                copy.restore(&decision).expect("is taken once");
            }
            _ => {}
        }
    }
    copy.settle(at(4)).expect("can be reconciled");
    assert_eq!(seen, 1, "one text was seen at a second place");
    assert_eq!(lines(&copy), out);
    sound(&copy);
}

#[test]
fn bad_lines_are_said_with_their_number() {
    for line in
        ["", "{", "{\"type\":\"other\"}", "{\"type\":\"ledger\",\"schema\":99,\"version\":\"9\",\"rules\":\"9\"}"]
    {
        let error = read_line(7, line).expect_err("is no line");
        assert!(error.to_string().starts_with("line 7: "), "{error}");
    }
}

#[test]
fn a_table_has_a_row_a_figure() {
    let mut ledger = Ledger::in_memory().expect("memory");
    add(&mut ledger, 0, &[report("le-courrier", "crue", "2031-03-04T08:00:00+01:00", MORNING)]);
    let mut out = Vec::new();
    ledger.export_csv(&mut out).expect("can be written");
    let mut table = csv::Reader::from_reader(out.as_slice());
    let names = table.headers().expect("has a head").clone();
    let rows: Vec<csv::StringRecord> = table.records().collect::<Result<_, _>>().expect("is RFC 4180");
    let column = |name: &str| names.iter().position(|n| n == name).expect("is a column");
    let wounded = rows.iter().find(|r| &r[column("role")] == "wounded").expect("the wounded");
    assert_eq!(&wounded[column("lo")], "40");
    assert_eq!(&wounded[column("outlet")], "le-courrier");
    assert!(!wounded[column("quantity_fr")].is_empty());
}
