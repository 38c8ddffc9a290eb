//! The page: self-contained, linked, safe.

mod made_up;

use std::collections::BTreeSet;

use recoupe_dossier::{Locale, html, wire::Dossier};

/// The page without its style sheet, whose fonts would drown every message.
fn page(dossier: &Dossier, locale: Locale) -> String {
    let page = html::page(dossier, locale);
    let (head, rest) = page.split_once("<style>").expect("a style sheet");
    let (_, body) = rest.split_once("</style>").expect("its end");
    format!("{head}{body}")
}

/// Values of an attribute, in order.
fn attribute<'a>(page: &'a str, name: &str) -> Vec<&'a str> {
    let open = format!(" {name}=\"");
    page.match_indices(&open).filter_map(|(i, _)| page[i + open.len()..].split('"').next()).collect()
}

#[test]
fn nothing_is_loaded_and_nothing_runs() {
    for locale in [Locale::Fr, Locale::En] {
        let whole = html::page(&made_up::dossier(), locale);
        for source in whole.split("url(").skip(1) {
            assert!(source.starts_with("data:"), "loads {}", &source[..40.min(source.len())]);
        }
        let page = page(&made_up::dossier(), locale);
        assert!(attribute(&page, "src").is_empty());
        assert!(attribute(&page, "href").iter().all(|h| h.starts_with('#')));
        assert!(!page.contains("<script") && !page.contains("<link") && !page.contains("@import"));
        assert!(page.contains("default-src 'none'"));
        assert!(whole.len() < 400_000, "{} bytes", whole.len());
    }
}

#[test]
fn every_link_has_its_place_and_every_place_is_one() {
    let page = page(&made_up::dossier(), Locale::Fr);
    let ids = attribute(&page, "id");
    let unique: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(unique.len(), ids.len(), "an id is used twice");
    let missing: Vec<&str> =
        attribute(&page, "href").into_iter().filter(|h| !unique.contains(h.trim_start_matches('#'))).collect();
    assert_eq!(missing, Vec::<&str>::new(), "links to nowhere");
}

#[test]
fn every_figure_leads_to_its_passage() {
    let dossier = made_up::dossier();
    let page = page(&dossier, Locale::En);
    for figure in &dossier.figures {
        let anchor = format!("id=\"f-{}\"", figure.id);
        let at = page.find(&anchor).unwrap_or_else(|| panic!("{} has a passage", figure.id));
        let words = page[at..].split_once("<span class=\"").or(page[at..].split_once('>')).expect("marked words").1;
        let first = figure.text.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        assert!(words[..200].contains(first), "{}: {}", figure.id, &words[..200]);
        assert!(page.contains(&format!("href=\"#f-{}\"", figure.id)), "{} is linked", figure.id);
    }
}

#[test]
fn damage_stands_as_printed_with_its_reading_beside_it() {
    let page = page(&made_up::dossier(), Locale::Fr);
    assert!(page.contains("1. ¶ 200"), "the passage shows the break");
    assert!(page.contains("[lu\u{202f}: 1 200]"));
    assert!(page.contains("hors article\u{202f}: publicité"));
}

#[test]
fn a_contested_row_carries_both_values_and_the_sentence() {
    let page = page(&made_up::dossier(), Locale::Fr);
    let head = page.split("<main>").next().expect("a head");
    for words in ["Contesté", "More than 45", ">19<", "préfecture de la Sarre-Maritime"] {
        assert!(head.contains(words), "{words} is in the head");
    }
    assert!(page.contains("contredit la préfecture (19)\u{202f}: même jour, rapport ≥ 2,3"));
}

#[test]
fn quotations_carry_their_language() {
    let page = page(&made_up::dossier(), Locale::Fr);
    assert!(page.contains("<html lang=\"fr\">"));
    assert!(page.contains("<q lang=\"en\">«\u{202f}"));
}

#[test]
fn families_and_states_have_names() {
    let mut dossier = made_up::dossier();
    for speaker in &mut dossier.speakers {
        match speaker.entity.as_str() {
            "union" | "achard" => speaker.family = Some("union".into()),
            "nordquai" => speaker.family = Some("nordquai".into()),
            "port" => {
                speaker.shown = Some(recoupe_dossier::wire::Bilingual { fr: "Belgique".into(), en: "Belgium".into() });
            }
            _ => {}
        }
    }
    let page = page(&dossier, Locale::En);
    for heading in ["France", "dockers’ union", "dockers' union", "Each a family of its own", "No known family"] {
        let there = page.contains(&format!("<h3>{heading}</h3>"));
        assert_eq!(there, heading != "dockers’ union", "{heading}");
    }
    assert!(!page.contains("<h3>nordquai</h3>") && !page.contains("<h3>union</h3>"), "identifiers are no names");
    assert!(page.contains("<b>Belgium</b>") && !page.contains("direction du port</b>"));
}

/// Reports are written by strangers: their words are words, wherever they are put.
#[test]
fn hostile_words_stay_words() {
    let attack = "\"><script>alert(1)</script><img src=x onerror=alert(1)>'`${{7*7}}</style></title>";
    let mut dossier = made_up::dossier();
    dossier.story.title = attack.into();
    dossier.story.id = attack.into();
    dossier.generated.version = attack.into();
    for report in &mut dossier.reports {
        report.title = Some(attack.into());
        report.outlet = Some(attack.into());
        report.path = attack.into();
        report.authors = vec![attack.into()];
        report.agencies = vec![attack.into()];
        let text = report.text.take().unwrap_or_default();
        report.text = Some(text.replace("Orval", "<b>al"));
        for block in &mut report.blocks {
            block.reason = Some(attack.into());
        }
        for repair in &mut report.repairs {
            repair.reads = Some(attack.into());
        }
    }
    for speaker in &mut dossier.speakers {
        speaker.name = attack.into();
        speaker.family = Some(attack.into());
    }
    for figure in &mut dossier.figures {
        figure.id.push_str(attack);
        figure.text = attack.into();
        figure.unit = Some(attack.into());
        figure.quantity = Some(attack.into());
    }
    for quantity in &mut dossier.quantities {
        quantity.id.push_str(attack);
        quantity.label.fr = attack.into();
        quantity.figures.iter_mut().for_each(|id| id.push_str(attack));
        for relation in &mut quantity.relations {
            relation.from.push_str(attack);
            relation.to.push_str(attack);
            relation.reason.fr = attack.into();
        }
    }
    for gap in &mut dossier.gaps {
        gap.why.fr = attack.into();
    }
    for event in &mut dossier.timeline {
        event.what = attack.into();
    }
    let page = page(&dossier, Locale::Fr);
    for tag in ["<script", "<img", "<b>al", "</style>", "onerror=alert(1)>'`${{7*7}}<"] {
        assert!(!page.contains(tag), "{tag} came through");
    }
    assert!(page.contains("&lt;script&gt;"), "the words are there, as words");
}

/// Spans that do not lie on their text (a dossier from elsewhere) are left unmarked, without a panic.
#[test]
fn wrong_offsets_do_no_harm() {
    let mut dossier = made_up::dossier();
    for figure in &mut dossier.figures {
        figure.start = 3;
        figure.end = usize::MAX;
        figure.sentence = Some(recoupe_dossier::wire::Span { start: 1, end: 2 });
    }
    for statement in &mut dossier.statements {
        statement.content = vec![(5, 1), (1_000_000, 2_000_000)];
        statement.cue = vec![(47, 48)];
    }
    for copy in &mut dossier.copies {
        copy.from = "nobody".into();
    }
    let empty = Dossier {
        reports: Vec::new(),
        figures: Vec::new(),
        statements: Vec::new(),
        quantities: Vec::new(),
        speakers: Vec::new(),
        ..dossier.clone()
    };
    for dossier in [&dossier, &empty] {
        for locale in [Locale::Fr, Locale::En] {
            assert!(page(dossier, locale).contains("</html>"));
            assert!(recoupe_dossier::markdown::document(dossier, locale).starts_with("# "));
            assert!(recoupe_dossier::csv::table(dossier, locale).is_ok());
        }
    }
}
