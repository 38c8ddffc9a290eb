//! The page with instruments: one file that `make web` builds from `web/` and `build.rs` puts into the crate. It reads a
//! dossier that is put into it here, or asks its server where none was.

use crate::{Locale, markdown, wire::Dossier};

/// The built page; empty where the crate was built without it.
const APP: &str = include_str!(concat!(env!("OUT_DIR"), "/app.html"));

/// Where the dossier goes.
const DATA: &str = r#"<script type="application/json" id="recoupe-dossier">null</script>"#;

/// What who reads without scripts gets.
const NO_SCRIPT: &str = "<noscript></noscript>";

/// How the built page begins, before its language is set.
const BEGINNING: &str = r#"<html lang="fr">"#;

/// The built page's bytes as they are, for a server; nothing where the crate was built without it.
pub fn app() -> Option<&'static str> {
    (!APP.is_empty()).then_some(APP)
}

/// The built page with a dossier in it, which opens from a file and asks nobody for anything; [`super::page`] stands in
/// where there is none. Without scripts it reads as the Markdown document.
pub fn app_page(dossier: &Dossier, locale: Locale) -> Option<String> {
    app().and_then(|app| fill(app, dossier, locale))
}

/// Nothing if the page lacks a place to fill: the contract with `web/index.html` is broken.
fn fill(app: &str, dossier: &Dossier, locale: Locale) -> Option<String> {
    let data = serde_json::to_string(dossier).ok()?;
    let (head, rest) = app.split_once(BEGINNING)?;
    let (middle, rest) = rest.split_once(NO_SCRIPT)?;
    let (between, rest) = rest.split_once(DATA)?;
    let document = markdown::document(dossier, locale);
    Some(
        [
            head,
            &format!("<html lang=\"{}\">", locale.tag()),
            middle,
            &format!("<noscript><pre>{}</pre></noscript>", escaped(&document)),
            between,
            DATA.strip_suffix("null</script>")?,
            &inert(&data),
            "</script>",
            rest,
        ]
        .concat(),
    )
}

/// JSON that no reader of HTML can take for anything else: what could end or open an element is written as an escape.
fn inert(json: &str) -> String {
    let mut out = String::with_capacity(json.len() + json.len() / 16);
    for c in json.chars() {
        match c {
            // Inside JSON these stand in strings only, where an escape means the same.
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A page with the three places that `web/index.html` has.
    const SHELL: &str = concat!(
        "<!DOCTYPE html><html lang=\"fr\"><head></head><body><noscript></noscript>",
        "<script type=\"application/json\" id=\"recoupe-dossier\">null</script></body></html>"
    );

    fn dossier(title: &str) -> Dossier {
        let value = serde_json::json!({
            "schema": 1, "story": {"id": "s", "title": title, "from": null, "to": null},
            "generated": {"version": "0", "rules": "0", "inputs_sha256": ""},
            "reports": [], "speakers": [], "quantities": [], "figures": [], "statements": [], "timeline": [],
            "denials": [], "copies": [], "gaps": []
        });
        serde_json::from_value(value).expect("a dossier")
    }

    #[test]
    fn a_hostile_title_ends_no_element() {
        let title = "</script><script>alert(1)</script><!-- \u{2028} & </noscript>";
        let page = fill(SHELL, &dossier(title), Locale::En).expect("the shell is whole");
        assert!(page.starts_with("<!DOCTYPE html><html lang=\"en\">"));
        assert_eq!(page.matches("<script").count(), 1, "{page}");
        assert_eq!(page.matches("</script").count(), 1);
        assert_eq!(page.matches("</noscript").count(), 1);
        let (_, rest) = page.split_once("id=\"recoupe-dossier\">").expect("the data");
        let (json, _) = rest.split_once("</script>").expect("its end");
        let back: Dossier = serde_json::from_str(json).expect("the same JSON");
        assert_eq!(back.story.title, title);
    }

    #[test]
    fn a_page_without_its_places_is_not_filled() {
        for place in [BEGINNING, NO_SCRIPT, DATA] {
            assert_eq!(fill(&SHELL.replace(place, ""), &dossier("x"), Locale::Fr), None, "without {place}");
        }
    }

    #[test]
    fn a_built_page_keeps_the_places() {
        if let Some(app) = app() {
            for place in [BEGINNING, NO_SCRIPT, DATA] {
                assert_eq!(app.matches(place).count(), 1, "{place}");
            }
        }
    }
}
