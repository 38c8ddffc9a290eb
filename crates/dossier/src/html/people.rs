//! Who said what, by family; denials under what they deny.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::{marks, quoted, section, source_link};
use crate::{
    typography,
    view::{View, clip},
    wire::{Certainty, Denial, RelationKind, Stance, Statement, StatementKind, StorySpeaker},
    words,
};

/// Longest content that is printed of a statement; the rest is a link away.
const CONTENT: usize = 240;

/// Speakers by family, each with what they say.
pub(super) fn who_said_what(view: &View<'_>) -> Markup {
    let l = view.locale;
    if view.dossier.statements.is_empty() {
        return html! {};
    }
    let matter = html! {
        @for (family, speakers) in by_family(view) {
            div.family {
                h3 { (family) }
                @for (name, statements) in speakers {
                    details.speaker open[statements.len() <= 8] {
                        summary { b { (name) } " " span.who { (words::count(l, statements.len(), ("propos", "statement"), ("propos", "statements"))) } }
                        ul.statements { @for statement in statements { (line(view, statement)) } }
                    }
                }
            }
        }
    };
    section(
        "paroles",
        l.pick("Qui dit quoi", "Who said what"),
        l.pick(
            "Par famille\u{202f}: un État, un éditeur, ou celui qui parle lui-même. Les démentis sont sous ce qu’ils démentent.",
            "By family: a state, a publisher, or the speaker alone. Denials stand under what they deny.",
        ),
        matter,
    )
}

type Speakers<'a> = Vec<(String, Vec<&'a Statement>)>;

/// Families with their speakers in order of first appearance: those of several speakers and of states by name, then those
/// who are a family of their own, then those of no known family.
fn by_family<'a>(view: &View<'a>) -> Vec<(String, Speakers<'a>)> {
    let l = view.locale;
    let mut sizes: BTreeMap<&str, usize> = BTreeMap::new();
    for family in view.dossier.speakers.iter().filter_map(|s| s.family.as_deref()) {
        *sizes.entry(family).or_default() += 1;
    }
    let mut families: BTreeMap<(usize, String), Speakers<'a>> = BTreeMap::new();
    for (name, statements) in view.by_speaker() {
        let linked = statements.iter().find_map(|s| view.speaker(s.speaker.as_ref()?.entity.as_deref()?));
        // A family of its own has the speaker's name for a name.
        let own = |s: &StorySpeaker, family: &str| family == s.entity && sizes.get(family) == Some(&1);
        let (place, label) = match linked.map(|s| (s, s.family.as_deref())) {
            Some((speaker, Some(family))) if own(speaker, family) => {
                (1, l.pick("Chacun sa propre famille", "Each a family of its own").into())
            }
            Some((_, Some(family))) => (0, family_name(view, family)),
            _ => (2, l.pick("Sans famille connue", "No known family").into()),
        };
        families.entry((place, label)).or_default().push((name, statements));
    }
    families.into_iter().map(|((_, label), speakers)| (label, speakers)).collect()
}

/// A state by its name, a speaker who heads a family by his, anybody else as the family is called.
fn family_name(view: &View<'_>, family: &str) -> String {
    match view.speaker(family) {
        Some(_) => view.shown(Some(family), family),
        None => words::family(view.locale, family),
    }
}

fn line(view: &View<'_>, statement: &Statement) -> Markup {
    let l = view.locale;
    let denied: Vec<&Denial> =
        view.dossier.denials.iter().filter(|d| d.of.contains(&statement.id) && d.statement != statement.id).collect();
    html! {
        li {
            (told(view, statement))
            @if !denied.is_empty() {
                ul.denied {
                    @for denial in denied {
                        @if let Some(by) = view.statement(&denial.statement) {
                            li {
                                (marks::relation(RelationKind::Denies)) " "
                                b { (view.speaker_of(by)) } (l.pick("\u{202f}: ", ": ")) (told(view, by))
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Verb, content cut at a clause, marks of certainty and stance, report, date.
fn told(view: &View<'_>, statement: &Statement) -> Markup {
    let l = view.locale;
    let content = view.content(statement);
    let cut = clip(&content, CONTENT);
    let cue = view.cue(statement);
    html! {
        @if let Some(said_on) = &statement.said_on { span.when { (typography::dates(l, said_on)) } " " }
        @if !cue.trim().is_empty() { i.cue lang=(super::language(view, &statement.report)) { (cue) } " " }
        @if statement.kind == StatementKind::Direct {
            // Its own quotation marks are part of the content.
            span.direct lang=(super::language(view, &statement.report)) { (cut) }
        } @else {
            (quoted(view, &statement.report, html! { (cut) }))
        }
        @if statement.certainty != Certainty::Asserted { " " span.tag { (words::certainty(l, statement.certainty)) } }
        @if statement.stance != Stance::Asserts { " " span.tag { (words::stance(l, statement.stance)) } }
        @if !statement.via.is_empty() {
            " " span.who { (l.pick("via", "via")) " " (view.relays(&statement.via)) }
        }
        " " (source_link(view, &statement.report, &format!("s-{}", statement.id)))
    }
}

/// Denials, refusals, silences, each with what it is about.
pub(super) fn denials(view: &View<'_>) -> Markup {
    let l = view.locale;
    if view.dossier.denials.is_empty() {
        return html! {};
    }
    let matter = html! {
        ul.relations {
            @for denial in &view.dossier.denials {
                @if let Some(statement) = view.statement(&denial.statement) {
                    li {
                        @if denial.stance == Stance::Denies { (marks::relation(RelationKind::Denies)) } @else { (marks::relation(RelationKind::NotComparable)) }
                        " " b { (view.speaker_of(statement)) } (l.pick("\u{202f}: ", ": ")) (told(view, statement))
                        @if !denial.of.is_empty() {
                            ul.denied {
                                @for of in denial.of.iter().filter_map(|id| view.statement(id)) {
                                    li { (about(view, denial)) " " b { (view.speaker_of(of)) } (l.pick("\u{202f}: ", ": ")) (told(view, of)) }
                                }
                            }
                        }
                    }
                }
            }
        }
    };
    section(
        "dementis",
        l.pick("Démentis et refus", "Denials and refusals"),
        l.pick(
            "Ne pas confirmer n’est pas démentir\u{202f}: les deux ont leur mot et leur signe.",
            "Not to confirm is not to deny: each has its word and its sign.",
        ),
        matter,
    )
}

fn about(view: &View<'_>, denial: &Denial) -> &'static str {
    match denial.stance {
        Stance::Denies => view.locale.pick("contre ce qu’avance", "against what is said by"),
        _ => view.locale.pick("sans répondre à", "without an answer to"),
    }
}
