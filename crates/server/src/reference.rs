//! The OpenAPI document as a page for people: no script, nothing from elsewhere.

use maud::{DOCTYPE, Markup, PreEscaped, html};
use serde_json::Value;

use crate::problem::Code;

const STYLE: &str = ":root{color-scheme:light dark}body{font:1rem/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}\
    h2{margin-top:2.5rem}section{border-top:1px solid;padding:.5rem 0}code{font-size:.95em}table{border-collapse:collapse;width:100%}\
    th,td{text-align:left;vertical-align:top;padding:.25rem .75rem .25rem 0;border-bottom:1px solid color-mix(in srgb,currentColor 20%,transparent)}\
    .method{font-weight:700;text-transform:uppercase}";

/// Writes the page.
pub(crate) fn page(document: &utoipa::openapi::OpenApi) -> String {
    // Read as data: the page shows what the document says, not what the types hold.
    let document = serde_json::to_value(document).unwrap_or_default();
    let paths = document["paths"].as_object().cloned().unwrap_or_default();
    let schemas = document["components"]["schemas"].as_object().cloned().unwrap_or_default();
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { "Recoupe: the API" }
                style { (PreEscaped(STYLE)) }
            }
            body {
                h1 { "The API" }
                p { (text(&document["info"]["description"])) }
                p { "For programs: " a href="/openapi.json" { "openapi.json" } " (OpenAPI " (text(&document["openapi"])) ")." }
                h2 { "What can be asked" }
                @for (path, item) in &paths {
                    @for (method, operation) in item.as_object().into_iter().flatten() { (self::operation(path, method, operation)) }
                }
                h2 { "What is refused" }
                p { "Refusals are problem details (RFC 9457). The codes are stable." }
                table {
                    thead { tr { th { "code" } th { "status" } th { "what is wrong" } th { "what to do" } } }
                    tbody {
                        @for kind in Code::ALL.iter().map(|code| code.kind()) {
                            tr id={ "problem-" (kind.code) } {
                                td { code { (kind.code) } }
                                td { (kind.status) }
                                td { (kind.title) }
                                td { (kind.hint) }
                            }
                        }
                    }
                }
                h2 { "Shapes" }
                @for (name, schema) in &schemas { (shape(name, schema)) }
            }
        }
    }
    .into_string()
}

fn operation(path: &str, method: &str, operation: &Value) -> Markup {
    let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
    let responses = operation["responses"].as_object().cloned().unwrap_or_default();
    let body = &operation["requestBody"]["content"]["application/json"]["schema"];
    html! {
        section {
            h3 { span.method { (method) } " " code { (path) } }
            p { (text(&operation["summary"])) }
            @if operation["description"].is_string() { p { (text(&operation["description"])) } }
            @if !parameters.is_empty() {
                table {
                    thead { tr { th { "parameter" } th { "in" } th { "type" } th { "what it is" } } }
                    tbody {
                        @for p in &parameters {
                            tr { td { code { (text(&p["name"])) } } td { (text(&p["in"])) } td { (kind(&p["schema"])) } td { (text(&p["description"])) } }
                        }
                    }
                }
            }
            @if !body.is_null() { p { "Body: " (kind(body)) } }
            p {
                @for (status, response) in &responses {
                    code { (status) } " " (text(&response["description"]))
                    @for content in response["content"].as_object().into_iter().flatten() { ", " code { (content.0) } " " (kind(&content.1["schema"])) }
                    ". "
                }
            }
        }
    }
}

fn shape(name: &str, schema: &Value) -> Markup {
    let properties = schema["properties"].as_object().cloned().unwrap_or_default();
    html! {
        section id={ "shape-" (name) } {
            h3 { code { (name) } }
            p { (text(&schema["description"])) @if let Some(words) = words(schema) { " One of " (words) "." } }
            @if !properties.is_empty() {
                table {
                    thead { tr { th { "field" } th { "type" } th { "what it is" } } }
                    tbody {
                        @for (field, of) in &properties { tr { td { code { (field) } } td { (kind(of)) } td { (text(&of["description"])) } } }
                    }
                }
            }
        }
    }
}

/// A type in a few words, with a link to its shape.
fn kind(schema: &Value) -> Markup {
    if let Some(name) = schema["$ref"].as_str().and_then(|r| r.rsplit('/').next()) {
        return html! { a href={ "#shape-" (name) } { (name) } };
    }
    if schema["type"] == "array" {
        return html! { "list of " (kind(&schema["items"])) };
    }
    for join in ["oneOf", "anyOf", "allOf"] {
        if let Some(parts) = schema[join].as_array() {
            return html! { @for (i, part) in parts.iter().enumerate() { @if i > 0 { " or " } (kind(part)) } };
        }
    }
    let types: Vec<&str> = match &schema["type"] {
        Value::Array(all) => all.iter().filter_map(Value::as_str).collect(),
        one => one.as_str().into_iter().collect(),
    };
    html! { (types.join(" or ")) @if let Some(words) = words(schema) { ": " (words) } }
}

fn words(schema: &Value) -> Option<String> {
    let words: Vec<&str> = schema["enum"].as_array()?.iter().filter_map(Value::as_str).collect();
    (!words.is_empty()).then(|| words.join(", "))
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}
