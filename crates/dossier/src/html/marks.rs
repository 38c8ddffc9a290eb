//! Signs that carry meaning by shape: certainty, relations, ranges. Each has its word beside it or in its title.

use maud::{Markup, html};

use crate::{
    typography,
    view::View,
    wire::{Certainty, Figure, FigureState, Quantity, RelationKind},
    words,
};

/// CSS class of an origin's colour.
pub(super) fn origin_class(color: Option<usize>) -> String {
    color.map_or_else(|| "ox".into(), |n| format!("o{n}"))
}

/// The shape of a certainty: filled, hollow, dashed, crossed; struck where the figure was taken back.
pub(super) fn certainty(view: &View<'_>, figure: &Figure) -> Markup {
    let class = origin_class(view.color(figure));
    let withdrawn = figure.state == Some(FigureState::Withdrawn);
    let word = if withdrawn {
        words::figure_state(view.locale, FigureState::Withdrawn)
    } else {
        words::certainty(view.locale, figure.certainty)
    };
    html! {
        svg.mark.(class) viewBox="0 0 14 14" width="14" height="14" role="img" aria-label=(word) {
            (shape(figure.certainty, 7.0, 7.0, 4.5))
            @if withdrawn { path.strike d="M1 13L13 1" {} }
        }
    }
}

/// The shape alone, around a point.
pub(super) fn shape(certainty: Certainty, x: f64, y: f64, r: f64) -> Markup {
    html! {
        @match certainty {
            Certainty::Asserted => circle.filled cx=(n(x)) cy=(n(y)) r=(n(r)) {},
            Certainty::Hedged => circle.hollow cx=(n(x)) cy=(n(y)) r=(n(r)) {},
            Certainty::Possible => circle.dashed cx=(n(x)) cy=(n(y)) r=(n(r)) {},
            Certainty::Denied => path.crossed d={
                "M" (n(x - r)) " " (n(y - r)) "L" (n(x + r)) " " (n(y + r))
                "M" (n(x + r)) " " (n(y - r)) "L" (n(x - r)) " " (n(y + r))
            } {},
        }
    }
}

/// The sign of a relation, drawn (no font has them all), without its word.
pub(super) fn relation(kind: RelationKind) -> Markup {
    let path = match kind {
        RelationKind::Agrees => "M3 6H13M3 10H13",
        RelationKind::Contradicts => "M3 6H13M3 10H13M11 2L5 14",
        RelationKind::Denies => "M3 7H13V11",
        RelationKind::Update | RelationKind::Growth => "M2 8H14M10 4L14 8L10 12",
        RelationKind::RevisedDown => "M3 4L12 12M12 6V12H6",
        RelationKind::Relay | RelationKind::Restates => "M1 8Q3.5 4 6 8T11 8H14M11 5L14 8L11 11",
        RelationKind::Component => "M13 4H7A4 4 0 0 0 7 12H13",
        RelationKind::Variant => "M2 6.5Q5 3.5 8 6.5T14 6.5M2 10.5Q5 7.5 8 10.5T14 10.5",
        RelationKind::Derived => "M3 8H13M8 4V4.1M8 12V12.1",
        RelationKind::NotComparable => "M6 3V13M10 3V13",
        RelationKind::Outlier => "M3 13L13 3M7 3H13V9",
    };
    html! {
        svg.sign viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" { path d=(path) {} }
    }
}

/// Lowest–highest as a bar from nought, a tick a value; an open end is an arrow.
pub(super) fn range_bar(view: &View<'_>, quantity: &Quantity) -> Markup {
    const WIDTH: f64 = 168.0;
    let figures = view.figures_of(quantity);
    let bounds = figures.iter().flat_map(|f| [f.value.lo, f.value.hi]).flatten();
    let top = bounds.fold(0.0_f64, f64::max);
    if top <= 0.0 {
        return html! {};
    }
    let open = figures.iter().any(|f| f.value.hi.is_none());
    // Room for the arrow, so that an open end never looks like the highest value.
    let scale = |v: f64| 4.0 + v / top * (WIDTH - if open { 28.0 } else { 8.0 });
    let lo = quantity.summary.lo.unwrap_or(0.0);
    let from = scale(lo);
    let to = if open { WIDTH - 4.0 } else { scale(quantity.summary.hi.unwrap_or(top)) };
    let label = format!("{} · {}", view.range(quantity), view.locale.pick("échelle depuis zéro", "scale from zero"));
    html! {
        svg.range viewBox={ "0 0 " (n(WIDTH)) " 18" } width=(n(WIDTH)) height="18" role="img" aria-label=(label) {
            path.base d={ "M4 9H" (n(WIDTH - 4.0)) "M4 6V12" } {}
            path.span d={ "M" (n(from)) " 9H" (n(to)) } {}
            @if open { path.span.arrow d={ "M" (n(to - 5.0)) " 4L" (n(to)) " 9L" (n(to - 5.0)) " 14" } {} }
            @for figure in &figures {
                @if let Some(at) = figure.value.lo.or(figure.value.hi) {
                    (tick(view, figure, scale(at)))
                }
            }
        }
    }
}

fn tick(view: &View<'_>, figure: &Figure, x: f64) -> Markup {
    html! {
        g.(origin_class(view.color(figure))) {
            title { (view.origin(figure)) " " (typography::measure(view.locale, &figure.value, figure.unit.as_deref())) }
            (shape(figure.certainty, x, 9.0, 3.5))
        }
    }
}

/// A coordinate: one decimal is enough, and the same everywhere.
pub(super) fn n(value: f64) -> String {
    let text = format!("{value:.1}");
    text.strip_suffix(".0").map_or(text.clone(), Into::into)
}
