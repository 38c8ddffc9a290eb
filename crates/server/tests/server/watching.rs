//! Changes as they come, and how the server ends.

use std::{
    io::{BufRead as _, BufReader},
    net::TcpStream,
    time::{Duration, Instant},
};

use crate::{Desk, client::send};

/// The next event of a stream: its lines.
fn event(stream: &mut BufReader<TcpStream>) -> Vec<String> {
    let mut lines = Vec::new();
    loop {
        let mut line = String::new();
        assert_ne!(stream.read_line(&mut line).expect("the stream goes on"), 0, "the stream ended: {lines:?}");
        let line = line.trim_end().to_owned();
        match line.is_empty() {
            true if lines.is_empty() => {}
            true => return lines,
            false if line.starts_with(':') => {}
            false => lines.push(line),
        }
    }
}

fn open(desk: &Desk, headers: &[(&str, &str)]) -> BufReader<TcpStream> {
    let mut stream = BufReader::new(send(desk.address, "GET", "/api/v1/events", headers, ""));
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        assert_ne!(stream.read_line(&mut head).expect("a head"), 0);
    }
    assert!(head.contains(" 200 ") && head.contains("text/event-stream"), "{head}");
    stream
}

#[test]
fn changes_are_sent_as_they_come() {
    let desk = Desk::new();
    let mut stream = open(&desk, &[]);
    let figure = desk.figure("20");
    let began = Instant::now();
    assert_eq!(desk.decide(&format!(r#"{{"figure":"{figure}","action":"accept","why":"relu"}}"#)).status, 201);
    let lines = event(&mut stream);
    assert!(lines.contains(&"event: change".to_owned()), "{lines:?}");
    let data = lines.iter().find_map(|l| l.strip_prefix("data: ")).expect("data");
    let change: serde_json::Value = serde_json::from_str(data).expect("JSON");
    assert_eq!((&change["kind"], &change["figure"]), (&"decided".into(), &figure.as_str().into()));
    assert!(lines.contains(&format!("id: {}", change["number"])), "{lines:?}");
    assert!(began.elapsed() < Duration::from_secs(10));
}

#[test]
fn a_stream_goes_on_where_it_was_cut() {
    let desk = Desk::new();
    let numbers: Vec<i64> = desk.json("/api/v1/changes?limit=200")["items"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|c| c["number"].as_i64().expect("a number"))
        .collect();
    let mut stream = open(&desk, &[("last-event-id", &numbers[1].to_string())]);
    for number in &numbers[2..] {
        let lines = event(&mut stream);
        assert!(lines.contains(&format!("id: {number}")), "{number}: {lines:?}");
    }
}

#[test]
fn another_programs_changes_are_seen() {
    let desk = Desk::new();
    let mut stream = open(&desk, &[]);
    let mut ledger = recoupe_ledger::Ledger::open(&desk.ledger, recoupe_ledger::Access::Write).expect("a ledger");
    let text =
        "Crue de la Vire : le bilan\n\nLa crue de la Vire a fait 22 morts à Verlay, selon la préfecture de la Sarne.";
    ledger
        .add(vec![crate::read(crate::report("canal", "bilan", "2031-03-05T09:00:00Z", text))], crate::now())
        .expect("is added");
    ledger.settle(crate::now()).expect("is reconciled");
    assert!(event(&mut stream).iter().any(|line| line.contains("\"kind\":\"report\"")));
}

#[test]
fn the_server_ends_when_it_is_told_to() {
    let mut desk = Desk::new();
    let mut stream = open(&desk, &[]);
    let began = Instant::now();
    desk.stop();
    assert!(began.elapsed() < Duration::from_secs(8), "{:?}", began.elapsed());
    let mut rest = String::new();
    while stream.read_line(&mut rest).is_ok_and(|n| n > 0) {}
    assert!(TcpStream::connect(desk.address).is_err(), "it still listens");
}
