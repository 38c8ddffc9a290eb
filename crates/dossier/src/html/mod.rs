//! The dossier as one self-contained page: no request, no script, readable without styles, printable.
//!
//! Sections run from what decides (what is contested) to what proves (the reports' own words). Every value links to the
//! passage that it was read from.

mod app;
mod axis;
mod chart;
mod figures;
mod flow;
mod marks;
mod people;
mod report;
mod sections;
mod style;

use maud::{DOCTYPE, Markup, PreEscaped, html};

pub use app::{app, app_page};

use crate::{Locale, typography, view::View, wire::Dossier, wire::QuantityState, words};

/// Nothing may be loaded: fonts and styles are in the page, scripts there are none.
const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:; base-uri 'none'; form-action 'none'";

/// Writes the page.
pub fn page(dossier: &Dossier, locale: Locale) -> String {
    let view = View::new(dossier, locale);
    html! {
        (DOCTYPE)
        html lang=(locale.tag()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="generator" content={ "Recoupe " (dossier.generated.version) };
                meta name="color-scheme" content="light dark";
                title { (view.title()) " — " (locale.pick("dossier Recoupe", "Recoupe dossier")) }
                style { (PreEscaped(style::sheet())) }
            }
            body {
                a.skip href="#chiffres" { (locale.pick("Aller aux chiffres", "Skip to the figures")) }
                (head(&view))
                main {
                    (figures::key_figures(&view))
                    (figures::quantities(&view))
                    (people::who_said_what(&view))
                    (people::denials(&view))
                    (sections::timeline(&view))
                    (flow::relays(&view))
                    (sections::copies(&view))
                    (sections::gaps(&view))
                    (report::reports(&view))
                    (sections::method(&view))
                }
            }
        }
    }
    .into_string()
}

/// A section: its heading and how to read it in the rail, its matter beside.
fn section(id: &str, heading: &str, note: &str, matter: Markup) -> Markup {
    html! {
        section #(id) aria-labelledby={ (id) "-h" } {
            div.rail {
                h2 #{ (id) "-h" } { (heading) }
                @if !note.is_empty() { p.note { (note) } }
            }
            div.matter { (matter) }
        }
    }
}

fn head(view: &View<'_>) -> Markup {
    let l = view.locale;
    html! {
        header.head {
            p.kicker { (l.pick("Dossier de recoupement", "Reconciliation dossier")) }
            h1 { (view.title()) }
            p.state {
                @if let Some(period) = view.period() { span.period { (period) } " · " }
                (view.state_line())
            }
            (contested(view))
            p.about {
                (l.pick(
                    "Cette page est un relevé\u{202f}: un programme a lu les rapports, noté qui dit quoi et chaque chiffre avec ses bornes, puis dit comment les chiffres se rapportent l’un à l’autre. Il ne fait ni moyenne ni vote, et ne corrige rien\u{202f}; chaque valeur mène à la phrase où elle est imprimée. ",
                    "This page is a record: a program has read the reports, noted who says what and every figure with its bounds, and then said how the figures relate. It takes no average and no vote, and corrects nothing; each value leads to the sentence it is printed in. ",
                ))
                a href="#methode" { (l.pick("Méthode", "Method")) } "."
            }
            nav aria-label=(l.pick("Sections", "Sections")) {
                @for (id, name) in contents(view) { a href={ "#" (id) } { (name) } " " }
            }
        }
    }
}

fn contents(view: &View<'_>) -> Vec<(&'static str, &'static str)> {
    let l = view.locale;
    let d = view.dossier;
    let mut all = vec![("chiffres", l.pick("Chiffres", "Figures"))];
    let mut add = |shown: Option<()>, id, name| {
        if shown.is_some() {
            all.push((id, name));
        }
    };
    let some = |empty: bool| (!empty).then_some(());
    add(some(d.statements.is_empty()), "paroles", l.pick("Qui dit quoi", "Who said what"));
    add(some(d.denials.is_empty()), "dementis", l.pick("Démentis", "Denials"));
    add(some(d.timeline.is_empty()), "chronologie", l.pick("Chronologie", "Timeline"));
    add(Some(()), "relais", l.pick("Relais", "Relays"));
    add(some(d.copies.is_empty()), "copies", l.pick("Copies", "Copies"));
    add(some(d.gaps.is_empty()), "lacunes", l.pick("Lacunes", "Gaps"));
    add(Some(()), "rapports", l.pick("Rapports", "Reports"));
    add(Some(()), "methode", l.pick("Méthode", "Method"));
    all
}

/// What is contested, by whom, with both values: the first thing an editor needs.
fn contested(view: &View<'_>) -> Markup {
    let l = view.locale;
    let contested: Vec<_> = view.quantities.iter().filter(|q| q.summary.state == QuantityState::Contested).collect();
    html! {
        @if !contested.is_empty() {
            section.contested aria-label=(l.pick("Contesté", "Contested")) {
                h2 { (marks::relation(crate::wire::RelationKind::Contradicts)) (l.pick("Contesté", "Contested")) }
                ul {
                    @for quantity in contested {
                        li {
                            a href={ "#q-" (quantity.id) } { (view.label(quantity)) }
                            " — "
                            @let told = disputed(view, quantity);
                            @if told.is_empty() { (view.range(quantity)) }
                            @for (i, (value, origin)) in told.iter().enumerate() {
                                @if i > 0 { " " span.versus { (l.pick("contre", "against")) } " " }
                                b { (value) } " (" (origin) ")"
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The two sides of the first contradiction: value as worded, and who says so.
fn disputed<'a>(view: &View<'a>, quantity: &'a crate::wire::Quantity) -> Vec<(String, String)> {
    let Some(relation) = view.contradictions(quantity).first().map(|t| t.lead) else { return Vec::new() };
    [&relation.from, &relation.to]
        .into_iter()
        .filter_map(|id| view.figure(id))
        .map(|f| (view.printed(f).into_owned(), view.origin(f)))
        .collect()
}

/// The words of a report in the quotation marks of the page's language, in the report's own language.
fn quoted(view: &View<'_>, report: &str, words: Markup) -> Markup {
    let (open, close) = view.locale.pick(("«\u{202f}", "\u{202f}»"), ("“", "”"));
    html! { q lang=(language(view, report)) { (open) (words) (close) } }
}

fn language(view: &View<'_>, report: &str) -> &'static str {
    match view.report(report).map(|r| r.language) {
        Some(crate::wire::Lang::Fr) => "fr",
        Some(crate::wire::Lang::En) => "en",
        _ => "und",
    }
}

/// A link to the passage in its report.
fn source_link(view: &View<'_>, report: &str, anchor: &str) -> Markup {
    html! {
        a.source href={ "#" (anchor) } title=(view.report_name(report)) {
            (view.report_mark(report))
            @if let Some(outlet) = view.report(report).and_then(|r| r.outlet.as_deref()) { "\u{a0}" span.name { (outlet) } }
        }
    }
}

/// The value as printed and, where the wording has bounds, what it says.
fn value(view: &View<'_>, figure: &crate::wire::Figure) -> Markup {
    let says = typography::measure(view.locale, &figure.value, figure.unit.as_deref());
    html! {
        span.printed lang=(language(view, &figure.report)) { (view.printed(figure)) }
        @if says != crate::view::fold(&figure.text) { span.bounds { (says) } }
    }
}

/// A state by sign and word.
fn state(view: &View<'_>, state: QuantityState) -> Markup {
    let class = match state {
        QuantityState::Contested => "st contested",
        QuantityState::Withdrawn => "st withdrawn",
        QuantityState::Unattributed => "st unattributed",
        _ => "st",
    };
    html! {
        span.(class) title=(words::quantity_state_means(view.locale, state)) {
            span.sig aria-hidden="true" { (words::state_sign(state)) } " " (words::quantity_state(view.locale, state))
        }
    }
}
