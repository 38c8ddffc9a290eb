//! The tools, called by the protocol's own client over a pipe in memory.

use std::path::Path;

use recoupe_intake::{Basis, Metadata, Report, Told};
use recoupe_ledger::{Access, Ledger};
use recoupe_mcp::Tools;
use recoupe_story::Read;
use rmcp::{RoleClient, ServiceExt as _, model::CallToolRequestParams, service::RunningService};
use serde_json::{Value, json};

const TEXTS: [(&str, &str); 2] = [
    (
        "courrier",
        "Verlay sous les eaux de la Vire\n\nLa crue de la Vire a fait 12 morts et 40 blessés à Verlay, a annoncé mardi la préfecture de la Sarne.\n\n\
         Quelque 300 habitants ont été évacués.",
    ),
    (
        "post",
        "The river Vire floods the town of Verlay\n\nAt least 20 people were killed in the flood of the river Vire, the mayor of Verlay, Anne Corlet, said on Tuesday.",
    ),
];

fn read((outlet, text): (&str, &str)) -> Read {
    let told = |value: &str| Some(Told::new(value.to_owned(), Basis::JsonLd));
    let metadata = Metadata {
        outlet: told(outlet),
        canonical: told(&format!("https://{outlet}.example/crue")),
        ..Metadata::default()
    };
    let report = Report::told(outlet, text.to_owned(), Vec::new(), metadata);
    let doc =
        recoupe_reading::read(report, recoupe_reading::testing::models(), &recoupe_reading::Options { lang: None });
    let claims = recoupe_claims::read(&doc);
    Read { doc, claims }
}

fn fill(path: &Path) {
    let at = "2031-03-04T08:00:00Z".parse().expect("is a moment");
    let mut ledger = Ledger::open(path, Access::Write).expect("a ledger");
    ledger.add(TEXTS.map(read).into(), at).expect("can be added");
    ledger.settle(at).expect("can be reconciled");
}

/// A client of a server of the ledger of [`TEXTS`].
async fn client(folder: &tempfile::TempDir) -> RunningService<RoleClient, ()> {
    let path = folder.path().join("l.recoupe");
    fill(&path);
    let tools = Tools::open(&path).expect("a ledger");
    let (ours, theirs) = tokio::io::duplex(1 << 16);
    tokio::spawn(async move { tools.serve(theirs).await.expect("it is spoken to").waiting().await });
    ().serve(ours).await.expect("it answers")
}

async fn call(client: &RunningService<RoleClient, ()>, tool: &'static str, arguments: Value) -> Result<Value, String> {
    let arguments = arguments.as_object().expect("an object").clone();
    let answer = client
        .call_tool(CallToolRequestParams::new(tool).with_arguments(arguments))
        .await
        .map_err(|e| e.to_string())?;
    match answer.is_error {
        Some(true) => Err(serde_json::to_string(&answer.content).expect("JSON")),
        _ => Ok(answer.structured_content.expect("data")),
    }
}

/// Every claim in an answer carries its report, its bytes, its passage and its origin, and the bytes hold the passage.
fn cited(value: &Value, ledger: &Ledger) -> usize {
    let mut found = 0;
    match value {
        Value::Array(items) => found += items.iter().map(|item| cited(item, ledger)).sum::<usize>(),
        Value::Object(fields) => {
            if fields.contains_key("claim") {
                let report = fields["report"].as_str().or_else(|| fields["report"]["id"].as_str()).expect("a report");
                let text = ledger.text(report).expect("a text").text;
                let span = fields.get("passage_span").unwrap_or(&fields["span"]);
                let (start, end) = (span["start"].as_u64().expect("a byte"), span["end"].as_u64().expect("a byte"));
                assert_eq!(fields["passage"].as_str(), text.get(start as usize..end as usize), "{value}");
                assert!(matches!(fields["origin"]["kind"].as_str(), Some("speaker" | "outlet" | "unknown")), "{value}");
                found += 1;
            }
            found += fields.values().map(|field| cited(field, ledger)).sum::<usize>();
        }
        _ => {}
    }
    found
}

#[tokio::test(flavor = "multi_thread")]
async fn an_assistant_finds_and_cites() {
    let folder = tempfile::tempdir().expect("a folder");
    let client = client(&folder).await;
    let ledger = Ledger::open(&folder.path().join("l.recoupe"), Access::Read).expect("a ledger");
    let mut names: Vec<String> =
        client.list_all_tools().await.expect("tools").into_iter().map(|tool| tool.name.into_owned()).collect();
    names.sort_unstable();
    assert_eq!(names, ["get_dossier", "get_passage", "list_stories", "search_claims"]);

    let stories = call(&client, "list_stories", json!({ "about": "Vire" })).await.expect("stories");
    assert!(cited(&stories, &ledger) > 0, "{stories}");
    let story = stories["stories"][0]["story"].as_str().expect("a story").to_owned();

    let found = call(&client, "search_claims", json!({ "words": "morts", "kind": "figure" })).await.expect("claims");
    assert!(cited(&found, &ledger) > 0, "{found}");
    let first = &found["claims"][0];
    assert!(first["origin"]["name"].as_str().is_some_and(|name| name.contains("préfecture")), "{first}");

    let dossier = call(&client, "get_dossier", json!({ "story": story, "language": "fr" })).await.expect("a dossier");
    assert!(cited(&dossier, &ledger) > 2, "{dossier}");
    assert_eq!(dossier["story"], story.as_str());

    let (start, end) = (first["span"]["start"].clone(), first["span"]["end"].clone());
    let report = first["report"]["id"].clone();
    let passage =
        call(&client, "get_passage", json!({ "report": report, "start": start, "end": end })).await.expect("words");
    let words = passage["passage"].as_str().expect("words");
    assert!(
        !words.is_empty() && first["passage"].as_str().is_some_and(|sentence| sentence.contains(words)),
        "{passage}"
    );
    assert!(cited(&passage, &ledger) > 0, "{passage}");
    let whole = call(&client, "get_passage", json!({ "report": report })).await.expect("words");
    assert_eq!(whole["span"]["end"], whole["text_bytes"]);
    client.cancel().await.expect("it ends");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_there_is_said() {
    let folder = tempfile::tempdir().expect("a folder");
    let client = client(&folder).await;
    for (tool, arguments, says) in [
        ("get_dossier", json!({ "story": "none" }), "no story is called none"),
        ("get_passage", json!({ "report": "none" }), "no report is called none"),
        ("search_claims", json!({ "words": "-rien" }), "cannot be read"),
    ] {
        let said = call(&client, tool, arguments).await.expect_err("it is refused");
        assert!(said.contains(says), "{said}");
    }
    assert!(call(&client, "search_claims", json!({ "colour": "red" })).await.is_err());
    client.cancel().await.expect("it ends");
}
