//! Timeline, copies, gaps, method.

use maud::{Markup, html};

use super::{axis::Axis, marks::n, quoted, section, source_link};
use crate::{
    typography,
    view::{GapGroup, GapPlace, View, clip, fold},
    wire::{Copy, Dates, Event, QuantityState},
    words,
};

/// What happened and what was said, in order of time, uncertain days as wide as they are.
pub(super) fn timeline(view: &View<'_>) -> Markup {
    let l = view.locale;
    if view.dossier.timeline.is_empty() {
        return html! {};
    }
    let events = view.events();
    let days: Vec<&Dates> = events.iter().map(|e| &e.date).collect();
    // The days of the story: what it tells of earlier years must not press them together.
    let head = &view.dossier.story;
    let story = head.from.zip(head.to).and_then(|(from, to)| Axis::between(from, to));
    let axis = story.or_else(|| Axis::over(&days));
    let matter = html! {
        table.timeline {
            thead {
                tr {
                    th scope="col" { (l.pick("Date", "Date")) }
                    th scope="col" { (l.pick("À propos de", "About")) }
                    th scope="col" { (l.pick("Dit", "Said")) }
                }
            }
            tbody {
                @for event in events {
                    tr {
                        th scope="row" {
                            (typography::dates(l, &event.date))
                            @if let Some(axis) = &axis { (bar(axis, &event.date)) }
                        }
                        @if event.said.is_some() { td.empty {} }
                        td data-label=(if event.said.is_some() { l.pick("Dit", "Said") } else { l.pick("À propos de", "About") }) { (told(view, event)) }
                        @if event.said.is_none() { td.empty {} }
                    }
                }
            }
        }
    };
    section(
        "chronologie",
        l.pick("Chronologie", "Timeline"),
        l.pick(
            "Une date n’est jamais plus précise que le texte\u{202f}: la barre couvre tous les jours possibles.",
            "No date is more precise than its text: the bar covers all the days possible.",
        ),
        matter,
    )
}

fn bar(axis: &Axis, days: &Dates) -> Markup {
    const WIDTH: f64 = 120.0;
    let x = |day| axis.share(day) * WIDTH;
    let (from, to) = (days.from.map_or(0.0, x), days.to.map_or(WIDTH, x));
    let known = days.from.is_some() && days.to.is_some();
    let outside = |day: Option<jiff::civil::Date>| day.is_some_and(|d| axis.lacks(d));
    // Wholly before or after: an arrow out of the axis.
    let away = match (outside(days.from), outside(days.to)) {
        (true, true) if to <= 0.0 => Some("M2 1L-2 4L2 7".to_owned()),
        (true, true) if from >= WIDTH => Some(format!("M{0} 1L{1} 4L{0} 7", n(WIDTH - 2.0), n(WIDTH + 2.0))),
        _ => None,
    };
    html! {
        @if days.from.is_some() || days.to.is_some() {
            svg.when viewBox={ "-3 0 " (n(WIDTH + 6.0)) " 8" } width=(n(WIDTH + 6.0)) height="8" aria-hidden="true" {
                path.base d={ "M0 4H" (n(WIDTH)) } {}
                @if let Some(away) = away { path.away d=(away) {} }
                @else { path.span.open[!known] d={ "M" (n((from - 2.0).max(-2.0))) " 4H" (n((to + 2.0).min(WIDTH + 2.0))) } {} }
            }
        }
    }
}

fn told(view: &View<'_>, event: &Event) -> Markup {
    let what = fold(&event.what);
    html! {
        @if let Some(first) = event.spans.first() {
            (quoted(view, &first.report, html! { (clip(what.trim(), 220)) }))
        }
        @for span in &event.spans { " " (source_link(view, &span.report, &format!("r-{}", span.report))) }
        @if let Some(base) = event.start_of.as_deref().and_then(|id| view.figure(id)) {
            " " span.who { (view.locale.pick("calculé d’après", "computed from")) " " a href={ "#f-" (base.id) } { (view.printed(base)) } }
        }
    }
}

/// Shared text, side by side.
pub(super) fn copies(view: &View<'_>) -> Markup {
    let l = view.locale;
    if view.dossier.copies.is_empty() {
        return html! {};
    }
    section(
        "copies",
        l.pick("Textes copiés", "Copied text"),
        l.pick(
            "La part est celle des mots du texte le plus court qui se retrouvent mot pour mot dans l’autre.",
            "The share is that of the shorter text’s words that stand word for word in the other.",
        ),
        html! { @for copy in &view.dossier.copies { (side_by_side(view, copy)) } },
    )
}

fn side_by_side(view: &View<'_>, copy: &Copy) -> Markup {
    let percent = typography::number(view.locale, (copy.share * 100.0).round());
    let sign = view.locale.pick("\u{202f}%", "%");
    html! {
        div.copy {
            h3 {
                (source_link(view, &copy.from, &format!("r-{}", copy.from))) " ⇄ "
                (source_link(view, &copy.to, &format!("r-{}", copy.to))) " · " (percent) (sign)
            }
            ol.runs {
                @for run in &copy.runs {
                    li {
                        (quoted(view, &copy.from, html! { (clip(&view.words(&copy.from, run.from.0, run.from.1), 360)) }))
                        (quoted(view, &copy.to, html! { (clip(&view.words(&copy.to, run.to.0, run.to.1), 360)) }))
                    }
                }
            }
        }
    }
}

/// What could not be told.
pub(super) fn gaps(view: &View<'_>) -> Markup {
    let l = view.locale;
    if view.dossier.gaps.is_empty() {
        return html! {};
    }
    let mut kinds: Vec<(&str, Vec<GapGroup<'_>>)> = Vec::new();
    for group in view.gaps() {
        let heading = words::gap_heading(l, group.code);
        match kinds.last_mut().filter(|(known, _)| *known == heading) {
            Some((_, list)) => list.push(group),
            None => kinds.push((heading, vec![group])),
        }
    }
    let matter = html! {
        @for (heading, groups) in &kinds {
            @let count: usize = groups.iter().map(|g| g.count).sum();
            details.gap open[count <= 5] {
                summary { (heading) " " span.who { "(" (count) ")" } }
                ul {
                    @for group in groups {
                        li {
                            (typography::of(l, group.why))
                            @for place in &group.places { " " span.place { (gap_place(view, place)) } }
                        }
                    }
                }
            }
        }
    };
    section(
        "lacunes",
        l.pick("Lacunes", "Gaps"),
        l.pick(
            "Ce que le programme n’a pas su lire, dater, attribuer ou comparer. Une lacune n’est pas un zéro.",
            "What the program could not read, date, attribute or compare. A gap is not a zero.",
        ),
        matter,
    )
}

/// The words that a gap lies on, with a link to their report.
fn gap_place(view: &View<'_>, place: &GapPlace<'_>) -> Markup {
    html! {
        @if !place.words.is_empty() { (quoted(view, place.report, html! { (clip(&place.words, 160)) })) " " }
        (source_link(view, place.report, &format!("r-{}", place.report)))
        @if place.times > 1 { "\u{a0}×" (place.times) }
    }
}

/// How the page was made, and the fingerprints of what it was made from.
pub(super) fn method(view: &View<'_>) -> Markup {
    let l = view.locale;
    let g = &view.dossier.generated;
    let states = [
        QuantityState::Confirmed,
        QuantityState::Fair,
        QuantityState::Weak,
        QuantityState::Contested,
        QuantityState::Unattributed,
        QuantityState::Withdrawn,
    ];
    let matter = html! {
        p {
            (l.pick(
                "Deux chiffres ne sont comparés que s’ils comptent la même chose, dans la même unité, au même endroit et de la même manière (total, période, instant). L’origine est l’auteur le plus profond que le texte nomme\u{202f}; une reprise, une copie ou un calcul n’ajoutent pas d’origine. Une valeur que l’on a corrigée reste, avec son état.",
                "Two figures are compared only if they count the same thing, in the same unit, in the same place and in the same way (total, period, moment). The origin is the deepest author that the text names; a relay, a copy or a computation adds no origin. A value that was corrected stays, with its state.",
            ))
        }
        dl.states { @for state in states { dt { (super::state(view, state)) } dd { (words::quantity_state_means(l, state)) } } }
        p { "Recoupe " (g.version) ", " (l.pick("règles", "rules")) " " (g.rules) ". "
            (l.pick("Mêmes rapports, même version\u{202f}: même page, à l’octet près.", "Same reports, same version: the same page, byte for byte.")) }
        table.hashes {
            thead { tr { th scope="col" { (l.pick("Rapport", "Report")) } th scope="col" { (l.pick("Fichier", "File")) } th scope="col" { "SHA-256" } } }
            tbody {
                @for report in &view.reports {
                    tr { td { (view.report_mark(&report.id)) } td { (report.path) } td { code { (report.text_sha256) } } }
                }
                tr { td { (l.pick("Tous", "All")) } td {} td { code { (g.inputs_sha256) } } }
            }
        }
    };
    section("methode", l.pick("Méthode", "Method"), "", matter)
}
