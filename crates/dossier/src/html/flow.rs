//! Relays: from the origin through whoever relays to the outlet that prints, an edge as thick as its figures.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::{
    marks::{n, origin_class},
    section,
};
use crate::{
    view::{View, clip},
    words,
};

const ROW: f64 = 34.0;
const WIDTH: f64 = 800.0;

/// An origin's way into a report: origin, relays, outlet.
type Way = (String, String, String);

/// The section.
pub(super) fn relays(view: &View<'_>) -> Markup {
    let l = view.locale;
    let ways = ways(view);
    let matter = html! {
        @if ways.is_empty() {
            p { (l.pick("Aucun chiffre n’a d’auteur nommé.", "No figure has a named author.")) }
        } @else {
            (diagram(view, &ways))
            table.relays {
                thead {
                    tr {
                        th scope="col" { (l.pick("Origine", "Origin")) }
                        th scope="col" { (l.pick("Imprimé par", "Printed by")) }
                        th.num scope="col" { (l.pick("Chiffres", "Figures")) }
                    }
                }
                tbody {
                    @for (origin, class, count, printed) in by_origin(&ways) {
                        tr {
                            th scope="row" { span.dot.(class) aria-hidden="true" {} (origin) }
                            td data-label=(l.pick("Imprimé par", "Printed by")) {
                                ul { @for (outlet, via, count) in printed {
                                    li {
                                        (outlet)
                                        @if !via.is_empty() { " " span.who { (l.pick("via", "via")) " " (via) } }
                                        @if count > 1 { " " span.who { "×" (count) } }
                                    }
                                } }
                            }
                            td.num data-label=(l.pick("Chiffres", "Figures")) { (count) }
                        }
                    }
                }
            }
        }
    };
    section(
        "relais",
        l.pick("Relais", "Relays"),
        l.pick(
            "De qui affirme à qui imprime. L’épaisseur d’un trait est le nombre de chiffres.",
            "From whoever asserts to whoever prints. A line is as thick as its figures.",
        ),
        matter,
    )
}

/// Every way that figures took, with their number and the origin's colour.
fn ways(view: &View<'_>) -> BTreeMap<Way, (usize, String)> {
    let mut ways: BTreeMap<Way, (usize, String)> = BTreeMap::new();
    for figure in view.dossier.figures.iter().filter(|f| f.speaker.is_some()) {
        let outlet = format!("{} {}", view.report_mark(&figure.report), view.report_name(&figure.report));
        let way = (view.origin(figure), view.relays(&figure.via), outlet);
        ways.entry(way).or_insert_with(|| (0, origin_class(view.color(figure)))).0 += 1;
    }
    ways
}

/// An origin with its colour, its figures, and the outlets that print them: outlet, relays, figures.
type Printed<'w> = (&'w str, &'w str, usize, Vec<(&'w str, &'w str, usize)>);

/// The ways of each origin together, origins with most figures first.
fn by_origin(ways: &BTreeMap<Way, (usize, String)>) -> Vec<Printed<'_>> {
    let mut origins: Vec<Printed<'_>> = Vec::new();
    for ((origin, via, outlet), (count, class)) in ways {
        let way = (outlet.as_str(), via.as_str(), *count);
        match origins.last_mut().filter(|o| o.0 == origin) {
            Some(known) => {
                known.2 += count;
                known.3.push(way);
            }
            None => origins.push((origin, class, *count, vec![way])),
        }
    }
    origins.sort_by_key(|o| std::cmp::Reverse(o.2));
    origins
}

/// Names of a column, in the order of the ways.
fn column(names: impl Iterator<Item = String>) -> Vec<String> {
    let mut column: Vec<String> = Vec::new();
    for name in names {
        if !name.is_empty() && !column.contains(&name) {
            column.push(name);
        }
    }
    column
}

fn diagram(view: &View<'_>, ways: &BTreeMap<Way, (usize, String)>) -> Markup {
    let origins = column(ways.keys().map(|w| w.0.clone()));
    let relays = column(ways.keys().map(|w| w.1.clone()));
    let mut outlets = column(ways.keys().map(|w| w.2.clone()));
    outlets.sort();
    let rows = origins.len().max(relays.len()).max(outlets.len());
    // A wider story is read in the table.
    if !(2..=16).contains(&rows) {
        return html! {};
    }
    #[expect(clippy::cast_precision_loss, reason = "a few rows")]
    let height = rows as f64 * ROW + 8.0;
    #[expect(clippy::cast_precision_loss, reason = "a few rows")]
    let y = |column: &[String], name: &str| {
        let at = column.iter().position(|n| n == name).unwrap_or_default();
        (at as f64 + 0.5) * height / column.len().max(1) as f64
    };
    // Without relays the middle column is left out and the lines run through.
    let (left, middle, right) = (250.0, WIDTH / 2.0, WIDTH - 230.0);
    html! {
        svg.flow.wide viewBox={ "0 0 " (n(WIDTH)) " " (n(height)) } width=(n(WIDTH)) height=(n(height)) role="img"
            aria-label=(view.locale.pick("Relais, repris dans le tableau qui suit", "Relays, as in the table below")) {
            @for ((origin, via, outlet), (count, class)) in ways {
                @let (y0, y2) = (y(&origins, origin), y(&outlets, outlet));
                g.(class) {
                    title { (origin) " → " (outlet) " · " (words::count(view.locale, *count, ("chiffre", "figure"), ("chiffres", "figures"))) }
                    @if via.is_empty() {
                        path.edge stroke-width=(thickness(*count)) d=(curve(left, y0, right, y2)) {}
                    } @else {
                        @let y1 = y(&relays, via);
                        path.edge stroke-width=(thickness(*count)) d={ (curve(left, y0, middle - 52.0, y1)) (curve(middle + 52.0, y1, right, y2)) } {}
                    }
                }
            }
            @for name in &origins { text.node x=(n(left - 8.0)) y=(n(y(&origins, name) + 4.0)) text-anchor="end" { (clip(name, 36)) } }
            @for name in &relays { text.node x=(n(middle)) y=(n(y(&relays, name) + 4.0)) text-anchor="middle" { (clip(name, 14)) } }
            @for name in &outlets { text.node x=(n(right + 8.0)) y=(n(y(&outlets, name) + 4.0)) { (clip(name, 32)) } }
        }
    }
}

fn thickness(count: usize) -> String {
    #[expect(clippy::cast_precision_loss, reason = "counts of figures")]
    let width = (1.0 + count as f64 * 1.5).min(12.0);
    n(width)
}

fn curve(x0: f64, y0: f64, x1: f64, y1: f64) -> String {
    let bend = f64::midpoint(x0, x1);
    format!("M{} {}C{} {} {} {} {} {}", n(x0), n(y0), n(bend), n(y0), n(bend), n(y1), n(x1), n(y1))
}
