//! News agencies that a report credits: "avec AFP", "(Reuters)", "Source: Xinhua".

use std::collections::BTreeSet;
use std::sync::LazyLock;

use crate::html::blocks::Page;
use crate::html::content::Kept;
use crate::html::names::entries;
use crate::html::phrases::Phrases;
use crate::{Basis, PartKind, Told};

/// A name that is credited and the ways to write it.
struct Agency {
    name: &'static str,
    forms: Vec<&'static str>,
}

static AGENCIES: LazyLock<Vec<Agency>> = LazyLock::new(|| {
    let lines = entries(include_str!("../lexicon/agencies.txt")).map(|(_, line)| line);
    let agency = |line: &'static str| {
        let forms: Vec<&str> = line.split('|').map(str::trim).collect();
        Agency { name: forms[0], forms }
    };
    lines.map(agency).collect()
});

/// All forms of all names, each with the agency that it is of.
static FORMS: LazyLock<(Phrases, Vec<usize>)> = LazyLock::new(|| {
    let forms = || AGENCIES.iter().enumerate().flat_map(|(i, agency)| agency.forms.iter().map(move |&form| (i, form)));
    (Phrases::of(forms().map(|(_, form)| form)), forms().map(|(i, _)| i).collect())
});

/// Words before a name that make it a credit.
const CREDITS: [&str; 22] = [
    "avec",
    "avec l'",
    "avec les agences",
    "source",
    "source:",
    "source :",
    "sources",
    "sources:",
    "sources :",
    "with",
    "via",
    "par",
    "by",
    "from",
    "agence",
    "agences",
    "agency",
    "crédit",
    "credit",
    "©",
    "(c)",
    "/",
];

/// The agencies that are credited: in JSON-LD, as authors, in bylines, at the head and the foot of the text.
pub(super) fn credits(told: &[String], authors: &[Told<String>], page: &Page, kept: &[Kept]) -> Vec<Told<String>> {
    let mut found: Vec<Told<String>> = Vec::new();
    let mut add = |name: &'static str, basis| {
        if !found.iter().any(|f| f.value == name) {
            found.push(Told::new(name.to_owned(), basis));
        }
    };
    for credit in told {
        whole(credit).into_iter().for_each(|name| add(name, Basis::JsonLd));
    }
    for author in authors {
        whole(&author.value).into_iter().for_each(|name| add(name, author.basis));
    }
    let text = |k: &Kept| &page.text[page.blocks[k.block].text.clone()];
    let prose: Vec<&Kept> =
        kept.iter().filter(|k| matches!(k.kind, PartKind::Paragraph | PartKind::ListItem | PartKind::Quote)).collect();
    let bylines = kept.iter().filter(|k| k.kind == PartKind::Byline);
    let ends = prose.iter().rev().take(3).copied();
    for kept in bylines.chain(prose.first().copied()).chain(ends) {
        let line = text(kept);
        let foot = prose.iter().rev().take(3).any(|k| k.block == kept.block);
        in_line(line, kept.kind == PartKind::Byline, foot).into_iter().for_each(|name| add(name, Basis::Text));
    }
    found
}

/// The agencies in a name or a list of names.
fn whole(text: &str) -> Vec<&'static str> {
    let parts = text
        .split([',', '/', '&', ';'])
        .flat_map(|p| p.split(" et "))
        .flat_map(|p| p.split(" and "))
        .flat_map(|p| p.split(" avec "))
        .flat_map(|p| p.split(" with "));
    parts.filter_map(|part| named(part.trim().trim_start_matches("avec ").trim_start_matches("with "))).collect()
}

fn named(text: &str) -> Option<&'static str> {
    AGENCIES.iter().find(|a| a.forms.contains(&text)).map(|a| a.name)
}

/// The agencies credited in a line: after a word of credit, in brackets of their own, alone at the foot.
fn in_line(line: &str, byline: bool, foot: bool) -> Vec<&'static str> {
    let words = line.split_whitespace().count();
    let (forms, agency_of) = &*FORMS;
    let credits = forms.find(line).filter(|f| is_credit(&line[..f.start], &line[f.end..], byline, foot, words));
    let agencies: BTreeSet<usize> = credits.map(|form| agency_of[form.number]).collect();
    let mut found = Vec::new();
    for agency in agencies {
        if !found.contains(&AGENCIES[agency].name) {
            found.push(AGENCIES[agency].name);
        }
    }
    found
}

fn is_credit(before: &str, after: &str, byline: bool, foot: bool, words: usize) -> bool {
    let lead = before.trim_end_matches([' ', '\u{a0}']);
    // "(Reuters)", "(avec AFP)", "(AFP/Reuters)", "VERLAY (AFP) –"
    if let Some(open) = before.rfind('(')
        && !before[open..].contains(')')
        && let Some(close) = after.find(')')
    {
        let inside = before[open + 1..].split_whitespace().count() + after[..close].split_whitespace().count();
        let at_head = open < 60 && matches!(after[close + 1..].trim_start().chars().next(), Some('-' | '–' | '—'));
        let at_foot = after[close + 1..].trim_matches(|c: char| !c.is_alphanumeric()).is_empty();
        return inside <= 4 && (at_head || at_foot && foot || byline);
    }
    if before.trim().is_empty() && after.trim_matches(|c: char| !c.is_alphanumeric()).is_empty() {
        return true;
    }
    let lower = lead.to_lowercase().replace('\u{2019}', "'");
    let introduced = CREDITS.iter().any(|credit| {
        lower
            .strip_suffix(credit)
            .is_some_and(|rest| !credit.starts_with(char::is_alphabetic) || !rest.ends_with(char::is_alphanumeric))
    });
    // In running text "selon", "par" and "with" lead to sources, not to credits: only short lines and bylines credit so.
    introduced && (byline || words <= 12) || byline && words <= 12
}

#[cfg(test)]
mod tests {
    use super::in_line;

    #[test]
    fn credits_at_head_and_foot() {
        for line in [
            "Le Relais avec AFP",
            "(avec AFP)",
            "Par Odile Marsac, avec l'AFP",
            "Source : AFP",
            "AFP",
            "Avec Agence France-Presse",
        ] {
            assert_eq!(in_line(line, false, true), ["AFP"], "{line}");
        }
        assert_eq!(
            in_line(
                "VERLAY (Reuters) – Le pont a cédé mardi, a dit le maire à la foule venue sur place.",
                false,
                false
            ),
            ["Reuters"]
        );
        assert_eq!(
            in_line("Le pont sera rouvert en mai, selon le maire de Verlay. (AFP/Reuters)", false, true),
            ["AFP", "Reuters"]
        );
        assert_eq!(in_line("Source: Xinhua", false, true), ["Xinhua"]);
    }

    #[test]
    fn sources_in_running_text_are_no_credits() {
        for line in [
            "Le maire a dit à l'AFP mardi que le pont serait rouvert dès le mois de mai prochain.",
            "Le pont a cédé, selon des images tournées par Reuters et vues par les habitants du quartier.",
            "L'agence (AFP) l'a écrit avant que le maire ne parle à la foule venue sur la place.",
        ] {
            assert!(in_line(line, false, true).is_empty(), "{line}");
        }
    }
}
