//! Every export of the made-up story, whole.

mod made_up;

use recoupe_dossier::{
    Locale, csv, json, markdown,
    terminal::{self, Color, Style},
    wire::Dossier,
};

#[test]
fn json_holds_everything_and_comes_back() {
    let dossier = made_up::dossier();
    let text = json::pretty(&dossier).expect("a dossier can be written");
    let back: Dossier = serde_json::from_str(&text).expect("what was written can be read");
    assert_eq!(back, dossier);
    insta::assert_snapshot!("json", text);
}

#[test]
fn integral_numbers_have_no_fraction() {
    let text = json::pretty(&made_up::dossier()).expect("a dossier can be written");
    assert!(text.contains("\"lo\": 1200,"), "an integral bound is written without a fraction");
    assert!(text.contains("\"share\": 0.44,"));
    assert!(!text.contains(".0,"));
}

#[test]
fn markdown_in_both_languages() {
    insta::assert_snapshot!("markdown-fr", markdown::document(&made_up::dossier(), Locale::Fr));
    insta::assert_snapshot!("markdown-en", markdown::document(&made_up::dossier(), Locale::En));
}

#[test]
fn csv_has_a_row_a_figure() {
    let dossier = made_up::dossier();
    let table = csv::table(&dossier, Locale::En).expect("a table can be written");
    assert_eq!(table.lines().count(), dossier.figures.len() + dossier.implied.len() + 1);
    insta::assert_snapshot!("csv-en", table);
}

#[test]
fn terminal_in_both_languages_and_widths() {
    let dossier = made_up::dossier();
    for (name, locale, width) in [("terminal-fr-100", Locale::Fr, 100), ("terminal-en-80", Locale::En, 80)] {
        let text = terminal::dossier(&dossier, locale, &Style { width, color: Color::Off });
        for line in text.lines() {
            assert!(line.chars().count() <= width, "{} columns: {line}", line.chars().count());
        }
        insta::assert_snapshot!(name, text);
    }
}

#[test]
fn colour_adds_nothing_but_colour() {
    let dossier = made_up::dossier();
    let plain = terminal::dossier(&dossier, Locale::Fr, &Style { width: 100, color: Color::Off });
    let colored = terminal::dossier(&dossier, Locale::Fr, &Style { width: 100, color: Color::On });
    let mut stripped = String::new();
    let mut rest = colored.as_str();
    while let Some(at) = rest.find('\u{1b}') {
        stripped.push_str(&rest[..at]);
        let end = rest[at..].find('m').expect("a colour ends");
        rest = &rest[at + end + 1..];
    }
    stripped.push_str(rest);
    assert!(stripped == plain, "the two differ in more than colour");
    assert!(colored.len() > plain.len(), "there is some colour");
}

#[test]
fn a_report_cannot_steer_the_terminal() {
    let mut dossier = made_up::dossier();
    dossier.story.title = "a\u{1b}[2Jb\u{7}c".into();
    dossier.reports[0].title = Some("x\u{1b}]0;title\u{7}".into());
    dossier.figures[0].text = "12\u{1b}[31m".into();
    dossier.speakers[0].name = "p\u{9b}1m".into();
    let text = terminal::dossier(&dossier, Locale::En, &Style { width: 100, color: Color::Off });
    assert!(!text.chars().any(|c| c.is_control() && c != '\n'), "{text:?}");
}
