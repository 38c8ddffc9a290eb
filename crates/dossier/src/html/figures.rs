//! Key figures as a table; then each quantity with its chart, its relations as sentences, its passages.

use maud::{Markup, html};

use super::{chart, language, marks, quoted, section, source_link, state, value};
use crate::{
    told::{self, Piece, Told},
    view::View,
    wire::{Figure, Quantity, RelationKind},
    words,
};

/// Entries of relations of a quantity that are shown before the rest is folded.
const MOST: usize = 12;

/// Contradictions under a row of key figures; the rest is a link away.
const MOST_IN_ROW: usize = 2;

/// Words on each side of a value in a passage.
const CONTEXT: usize = 130;

/// Quantities with more than one figure are told at length; the others have a row each.
fn is_told(quantity: &Quantity) -> bool {
    quantity.figures.len() > 1 || !quantity.relations.is_empty()
}

/// The table of key figures.
pub(super) fn key_figures(view: &View<'_>) -> Markup {
    let l = view.locale;
    let told: Vec<&Quantity> = view.quantities.iter().copied().filter(|q| is_told(q)).collect();
    let matter = html! {
        @if told.is_empty() {
            p { (l.pick("Aucun chiffre n’est donné par plus d’un rapport.", "No figure is given more than once.")) }
        } @else {
            table.key {
                thead {
                    tr {
                        th scope="col" { (l.pick("Grandeur", "Quantity")) }
                        th scope="col" { (l.pick("Du plus bas au plus haut", "Lowest to highest")) }
                        th scope="col" { (l.pick("Dernière valeur par origine", "Latest by origin")) }
                        th scope="col" { (l.pick("État", "State")) }
                        th.num scope="col" { (l.pick("Origines (familles)", "Origins (families)")) }
                    }
                }
                tbody { @for quantity in told { (row(view, quantity)) } }
            }
        }
        (key(view))
    };
    section(
        "chiffres",
        l.pick("Chiffres clés", "Key figures"),
        l.pick(
            "Les chiffres contestés d’abord. Une origine est qui affirme, non qui imprime\u{202f}: cinq médias qui reprennent une dépêche font une origine.",
            "Contested figures first. An origin is whoever asserts, not whoever prints: five outlets with one agency text are one origin.",
        ),
        matter,
    )
}

fn row<'a>(view: &View<'a>, quantity: &'a Quantity) -> Markup {
    let l = view.locale;
    let s = &quantity.summary;
    html! {
        tr {
            th scope="row" { a href={ "#q-" (quantity.id) } { (view.label(quantity)) } }
            td data-label=(l.pick("Étendue", "Range")) {
                div.extent { (marks::range_bar(view, quantity)) span { (view.range(quantity)) } }
            }
            td data-label=(l.pick("Par origine", "By origin")) {
                ul.latest {
                    @for figure in view.latest_by_origin(quantity) {
                        li {
                            (marks::certainty(view, figure)) " "
                            a href={ "#f-" (figure.id) } lang=(language(view, &figure.report)) { (view.printed(figure)) }
                            " " span.who { (view.origin(figure)) }
                        }
                    }
                }
            }
            td data-label=(l.pick("État", "State")) { (state(view, s.state)) }
            td.num data-label=(l.pick("Origines", "Origins")) {
                (s.origins) "\u{a0}(" (s.families) ")"
                @if s.unknown_origins > 0 {
                    br; " " span.who { "+\u{a0}" (words::count(l, s.unknown_origins, ("inconnue", "unknown"), ("inconnues", "unknown"))) }
                }
            }
        }
        @let contradictions = view.contradictions(quantity);
        @for entry in contradictions.iter().take(MOST_IN_ROW) {
            tr.why { td colspan="5" { (sentence(view, entry)) } }
        }
        @if contradictions.len() > MOST_IN_ROW {
            tr.why { td colspan="5" {
                a href={ "#q-" (quantity.id) } {
                    (words::count(l, contradictions.len() - MOST_IN_ROW, ("autre contradiction", "more contradiction"), ("autres contradictions", "more contradictions")))
                }
            } }
        }
    }
}

/// What the signs mean.
fn key(view: &View<'_>) -> Markup {
    use crate::wire::Certainty::{Asserted, Denied, Hedged, Possible};
    let l = view.locale;
    let shapes = [
        (Asserted, l.pick("affirmé", "asserted")),
        (Hedged, l.pick("conditionnel, ouï-dire", "hedged, hearsay")),
        (Possible, l.pick("possible, prévu", "possible, planned")),
        (Denied, l.pick("nié", "denied")),
    ];
    let signs = [
        RelationKind::Agrees,
        RelationKind::Update,
        RelationKind::Contradicts,
        RelationKind::Relay,
        RelationKind::Component,
        RelationKind::Variant,
    ];
    html! {
        p.key aria-label=(l.pick("Légende", "Key")) {
            @for (certainty, word) in shapes {
                span { svg.mark.ox viewBox="0 0 14 14" width="14" height="14" aria-hidden="true" { (marks::shape(certainty, 7.0, 7.0, 4.5)) } " " (word) } " "
            }
            span {
                svg.mark.ox viewBox="0 0 14 14" width="14" height="14" aria-hidden="true" { (marks::shape(Asserted, 7.0, 7.0, 4.5)) path.strike d="M1 13L13 1" {} }
                " " (l.pick("retiré", "withdrawn"))
            } " "
            @for kind in signs { span { (marks::relation(kind)) " " (words::relation(l, kind)) } " " }
        }
    }
}

/// Each quantity at length, then those that are given once.
pub(super) fn quantities(view: &View<'_>) -> Markup {
    let l = view.locale;
    let (told, single): (Vec<&Quantity>, Vec<&Quantity>) = view.quantities.iter().copied().partition(|q| is_told(q));
    html! {
        @for quantity in told { (told_at_length(view, quantity)) }
        @if !single.is_empty() {
            (section(
                "seuls",
                l.pick("Donnés une fois", "Given once"),
                l.pick("Un seul rapport, une seule mention\u{202f}: rien à recouper.", "One report, one mention: nothing to compare with."),
                html! { table.figures { (figure_head(view, Column::Quantity)) tbody {
                    @for quantity in single { @for figure in view.figures_of(quantity) { (figure_row(view, figure, Some(quantity))) } }
                } } },
            ))
        }
    }
}

fn told_at_length<'a>(view: &View<'a>, quantity: &'a Quantity) -> Markup {
    let l = view.locale;
    let s = &quantity.summary;
    let (first, others) = told::most_telling(view.told(quantity), MOST);
    html! {
        section.quantity #{ "q-" (quantity.id) } aria-labelledby={ "q-" (quantity.id) "-h" } {
            div.rail {
                h3 #{ "q-" (quantity.id) "-h" } { (view.label(quantity)) }
                p.note {
                    (state(view, s.state)) br;
                    (words::count(l, s.reports, ("rapport", "report"), ("rapports", "reports"))) ", "
                    (words::count(l, s.origins, ("origine", "origin"), ("origines", "origins"))) ", "
                    (words::count(l, s.families, ("famille", "family"), ("familles", "families")))
                    @if let Some(kind) = quantity.kind { br; (words::figure_kind(l, kind)) }
                }
                @if let (Some(best), Some(policy)) = (&quantity.best, &view.dossier.policy) {
                    p.note { (words::policy(l, policy)) "\u{202f}: " b { (crate::typography::measure(l, &best.value, quantity.unit.as_deref())) } }
                }
            }
            div.matter {
                (chart::chart(view, quantity))
                @if !first.is_empty() || !s.flags.is_empty() {
                    ul.relations {
                        @for entry in &first { li { (sentence(view, entry)) } }
                        @for flag in &s.flags { li.flag { span.sig { "! " } (crate::typography::of(l, l.of(flag))) } }
                    }
                }
                @if !others.is_empty() {
                    details.more {
                        summary { (words::count(l, others.len(), ("autre relation", "more relation"), ("autres relations", "more relations"))) }
                        ul.relations { @for entry in &others { li { (sentence(view, entry)) } } }
                    }
                }
                table.figures {
                    caption.visually-hidden { (view.label(quantity)) }
                    (figure_head(view, Column::None))
                    tbody { @for figure in view.figures_of(quantity) { (figure_row(view, figure, None)) } }
                }
            }
        }
    }
}

/// An entry of relations: its sign and its word, the sentence that says why, links to every passage that it covers.
fn sentence(view: &View<'_>, entry: &Told<'_>) -> Markup {
    let l = view.locale;
    html! {
        (marks::relation(entry.kind())) " " b.verb { (words::relation(l, entry.kind())) } " — "
        (view.reason(entry.lead)) " "
        span.ends {
            @if let Some(count) = view.passage_count(entry) { (count) }
            @for piece in entry.pieces() {
                @match piece {
                    Piece::Sign(sign) => (sign),
                    Piece::Passage(report, passage) => {
                        @let figure = passage.figure;
                        a.end href={ "#f-" (figure.id) } title=(view.report_name(&figure.report)) {
                            @if let Some(report) = report { (view.report_mark(report)) "\u{a0}" }
                            (quoted(view, &figure.report, html! { (view.printed(figure).trim()) }))
                        }
                        @if passage.times > 1 { "\u{a0}×" (passage.times) }
                    }
                }
            }
        }
    }
}

/// Whether a table names the quantity of each row.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Column {
    Quantity,
    None,
}

fn figure_head(view: &View<'_>, column: Column) -> Markup {
    let l = view.locale;
    html! {
        thead {
            tr {
                @if column == Column::Quantity { th scope="col" { (l.pick("Grandeur", "Quantity")) } }
                th scope="col" { (l.pick("Valeur", "Value")) }
                th scope="col" { (l.pick("Origine", "Origin")) }
                th scope="col" { (l.pick("Date", "Date")) }
                th scope="col" { (l.pick("Passage", "Passage")) }
            }
        }
    }
}

fn figure_row(view: &View<'_>, figure: &Figure, quantity: Option<&Quantity>) -> Markup {
    let l = view.locale;
    let withdrawn = figure.state == Some(crate::wire::FigureState::Withdrawn);
    html! {
        tr.withdrawn[withdrawn] id=[quantity.map(|q| format!("q-{}", q.id))] {
            @if let Some(quantity) = quantity { th scope="row" { (view.label(quantity)) } }
            td.val data-label=(l.pick("Valeur", "Value")) {
                (marks::certainty(view, figure)) " " (value(view, figure))
                @if figure.certainty != crate::wire::Certainty::Asserted { span.tag { (words::certainty(l, figure.certainty)) } }
                @if let Some(became) = figure.state { span.tag { (words::figure_state(l, became)) } }
            }
            td data-label=(l.pick("Origine", "Origin")) {
                (view.origin(figure))
                @if !figure.via.is_empty() { " " span.who { (l.pick("via", "via")) " " (view.relays(&figure.via)) } }
                @if figure.party { " " span.tag { (l.pick("partie", "party")) } }
                @if figure.speaker.as_ref().is_some_and(|s| s.by_description) { " " span.tag { (l.pick("par description", "by description")) } }
            }
            td data-label=(l.pick("Date", "Date")) { (view.date(figure)) }
            td.passage data-label=(l.pick("Passage", "Passage")) {
                (passage(view, figure)) " " (source_link(view, &figure.report, &format!("f-{}", figure.id)))
            }
        }
    }
}

/// The sentence that the figure stands in, the figure marked, damage as printed with its reading beside it.
fn passage(view: &View<'_>, figure: &Figure) -> Markup {
    // The figure outlives the view's borrow of it.
    let Some(figure) = view.figure(&figure.id) else { return html! {} };
    let quote = view.quote(figure, CONTEXT);
    let marked = crate::view::unbroken(crate::view::fold(quote.marked));
    quoted(
        view,
        &figure.report,
        html! {
            (quote.before) mark { (marked) }
            @if let Some(reads) = quote.reads { " " span.reads { "[" (view.locale.pick("lu\u{202f}: ", "read: ")) (reads) "]" } }
            (quote.after)
        },
    )
}
