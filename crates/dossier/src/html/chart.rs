//! The chart of a quantity: time from left to right, one lane an origin, all lanes on one scale of values.
//!
//! An uncertain date is a capsule as wide as its days; a bound without an end is an arrow. Nothing joins two origins, and
//! nothing looks like a confidence interval.

use jiff::civil::Date;
use maud::{Markup, html};

use super::{
    axis::{self, Axis},
    marks::{n, origin_class, shape},
};
use crate::{
    typography,
    view::View,
    wire::{Dates, Figure, FigureState, Quantity, Value},
};

/// Height of a lane: its label, then its strip.
const LABEL: f64 = 22.0;
const STRIP: f64 = 46.0;
const AXIS: f64 = 30.0;
/// With as many marks, values stay in the table.
const MANY: usize = 20;

/// The two widths a chart is drawn in; the page shows one of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Width {
    Wide,
    Narrow,
}

impl Width {
    const fn pixels(self) -> f64 {
        match self {
            Self::Wide => 800.0,
            Self::Narrow => 340.0,
        }
    }

    /// Days that the axis names.
    const fn ticks(self) -> usize {
        match self {
            Self::Wide => 8,
            Self::Narrow => 3,
        }
    }
}

/// The chart of a quantity, or nothing where there is nothing to see: fewer than two figures, or no date at all.
pub(super) fn chart(view: &View<'_>, quantity: &Quantity) -> Markup {
    let lanes = lanes(view, quantity);
    let marks: usize = lanes.iter().map(|l| l.marks.len()).sum();
    let days: Vec<&Dates> = lanes.iter().flat_map(|l| &l.marks).filter_map(|m| m.days).collect();
    let Some(axis) = Axis::over(&days) else { return html! {} };
    if marks < 2 {
        return html! {};
    }
    let label = view.label(quantity);
    html! {
        figure.chart {
            (draw(view, &lanes, &axis, marks, Width::Wide, &label))
            (draw(view, &lanes, &axis, marks, Width::Narrow, &label))
            figcaption {
                (view.locale.pick(
                    "Une ligne par origine, toutes à la même échelle depuis zéro\u{202f}; largeur d’une marque\u{202f}: les jours possibles\u{202f}; flèche\u{202f}: borne ouverte.",
                    "One line an origin, all on one scale from zero; the width of a mark: the days possible; arrow: open bound.",
                ))
            }
        }
    }
}

struct Lane<'a> {
    name: String,
    class: String,
    marks: Vec<Mark<'a>>,
}

/// Figures that say the same at the same time.
struct Mark<'a> {
    figure: &'a Figure,
    days: Option<&'a Dates>,
    times: usize,
}

/// One lane an origin, in order of first appearance.
fn lanes<'a>(view: &View<'a>, quantity: &Quantity) -> Vec<Lane<'a>> {
    let mut keys: Vec<String> = Vec::new();
    let mut lanes: Vec<Lane<'a>> = Vec::new();
    for figure in view.figures_of(quantity) {
        let key = view.origin_key(figure);
        let at = keys.iter().position(|k| *k == key).unwrap_or_else(|| {
            keys.push(key);
            let (name, class) = (view.origin(figure), origin_class(view.color(figure)));
            lanes.push(Lane { name, class, marks: Vec::new() });
            lanes.len() - 1
        });
        let days = view.days(figure);
        let marks = &mut lanes[at].marks;
        match marks.iter_mut().find(|m| m.days == days && same(m.figure, figure)) {
            Some(mark) => mark.times += 1,
            None => marks.push(Mark { figure, days, times: 1 }),
        }
    }
    for lane in &mut lanes {
        lane.marks.sort_by_key(|m| m.days.map(|d| (d.from.or(d.to), d.to)));
    }
    lanes
}

fn same(a: &Figure, b: &Figure) -> bool {
    let ends = |v: &Value| (v.lo, v.hi, v.lo_open, v.hi_open);
    ends(&a.value) == ends(&b.value) && a.certainty == b.certainty && a.state == b.state
}

fn draw(view: &View<'_>, lanes: &[Lane<'_>], axis: &Axis, marks: usize, width: Width, label: &str) -> Markup {
    let w = width.pixels();
    let undated = lanes.iter().flat_map(|l| &l.marks).any(|m| m.days.is_none());
    let left = if undated { 64.0 } else { 14.0 };
    let place = Place { axis, left, right: w - 14.0 };
    #[expect(clippy::cast_precision_loss, reason = "a few lanes")]
    let height = lanes.len() as f64 * (LABEL + STRIP) + AXIS;
    let values = lanes.iter().flat_map(|l| &l.marks).flat_map(|m| [m.figure.value.lo, m.figure.value.hi]);
    let top = values.flatten().fold(0.0_f64, f64::max).max(f64::MIN_POSITIVE);
    let class = match width {
        Width::Wide => "wide",
        Width::Narrow => "narrow",
    };
    html! {
        svg.(class) viewBox={ "0 0 " (n(w)) " " (n(height)) } width=(n(w)) height=(n(height)) role="group" aria-label=(label) {
            @for (i, lane) in lanes.iter().enumerate() {
                @let y = lane_top(i);
                g.(lane.class) {
                    text.lane x="2" y=(n(y + 15.0)) { (clip_label(&lane.name, width)) }
                    path.ground d={ "M" (n(left - 8.0)) " " (n(y + LABEL + STRIP)) "H" (n(w - 6.0)) } {}
                    (lane_marks(view, lane, &place, y + LABEL, top, marks))
                }
            }
            (axis::draw(view.locale, axis, (place.left, place.right), height - AXIS, width.ticks()))
            @if undated {
                text.tick x="2" y=(n(height - AXIS + 17.0)) { (view.locale.pick("sans date", "no date")) }
            }
        }
    }
}

fn lane_top(index: usize) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "a few lanes")]
    let index = index as f64;
    index * (LABEL + STRIP)
}

fn clip_label(name: &str, width: Width) -> String {
    let most = match width {
        Width::Wide => 90,
        Width::Narrow => 44,
    };
    crate::view::clip(name, most).into_owned()
}

/// Where days stand.
struct Place<'a> {
    axis: &'a Axis,
    left: f64,
    right: f64,
}

impl Place<'_> {
    fn x(&self, day: Date) -> f64 {
        self.left + self.axis.share(day) * (self.right - self.left)
    }

    /// First and last position of some days, and whether each end is known.
    fn ends(&self, days: Option<&Dates>) -> ((f64, bool), (f64, bool)) {
        let Some(days) = days else { return ((24.0, true), (24.0, true)) };
        let end = |day: Option<Date>, edge: f64| day.map_or((edge, false), |d| (self.x(d), true));
        (end(days.from, self.left - 6.0), end(days.to, self.right + 6.0))
    }
}

/// What is taken by marks and labels of a lane.
struct Taken(Vec<(f64, f64, f64, f64)>);

impl Taken {
    fn free(&self, (x0, y0, x1, y1): (f64, f64, f64, f64)) -> bool {
        self.0.iter().all(|&(a0, b0, a1, b1)| x1 < a0 || a1 < x0 || y1 < b0 || b1 < y0)
    }
}

fn lane_marks(view: &View<'_>, lane: &Lane<'_>, place: &Place<'_>, strip: f64, top: f64, marks: usize) -> Markup {
    let y = |v: f64| strip + STRIP - 6.0 - (v / top).clamp(0.0, 1.0) * (STRIP - 20.0);
    let at = |m: &Mark<'_>| {
        let value = &m.figure.value;
        value.lo.or(value.hi).map_or(strip + STRIP - 6.0, y)
    };
    let mut taken = Taken(Vec::new());
    for mark in &lane.marks {
        let ((x0, _), (x1, _)) = place.ends(mark.days);
        let (lo, hi) = (at(mark), mark.figure.value.hi.map_or(at(mark) - 14.0, y));
        taken.0.push((x0 - 5.0, hi.min(lo) - 4.0, x1 + 5.0, lo.max(hi) + 4.0));
    }
    let mut labels = Vec::new();
    if marks < MANY {
        for mark in &lane.marks {
            labels.push(label(view, mark, place, at(mark), strip, &mut taken));
        }
    }
    html! {
        (steps(lane, place, &at))
        @for mark in &lane.marks { (draw_mark(view, mark, place, at(mark), &y)) }
        @for label in labels { (label) }
    }
}

/// Steps between the marks of one origin whose days are known.
fn steps(lane: &Lane<'_>, place: &Place<'_>, at: &dyn Fn(&Mark<'_>) -> f64) -> Markup {
    // Where nobody is named, two values may be two origins'.
    if lane.marks.iter().any(|m| m.figure.speaker.is_none()) {
        return html! {};
    }
    let dated: Vec<&Mark<'_>> =
        lane.marks.iter().filter(|m| m.days.is_some_and(|d| d.from.is_some() && d.to.is_some())).collect();
    let path: String = dated
        .windows(2)
        .map(|pair| {
            let ((_, _), (x0, _)) = place.ends(pair[0].days);
            let ((x1, _), _) = place.ends(pair[1].days);
            format!("M{} {}H{}V{}", n(x0), n(at(pair[0])), n(x1.max(x0)), n(at(pair[1])))
        })
        .collect();
    html! { @if !path.is_empty() { path.step d=(path) {} } }
}

fn draw_mark(view: &View<'_>, mark: &Mark<'_>, place: &Place<'_>, y0: f64, y: &dyn Fn(f64) -> f64) -> Markup {
    let ((x0, from_known), (x1, to_known)) = place.ends(mark.days);
    let value = &mark.figure.value;
    let middle = f64::midpoint(x0, x1);
    let title = format!(
        "{}\u{202f}: {} — {}",
        view.origin(mark.figure),
        typography::measure(view.locale, value, mark.figure.unit.as_deref()),
        view.date(mark.figure)
    );
    html! {
        a href={ "#f-" (mark.figure.id) } {
            title { (title) }
            @if let (Some(lo), Some(hi)) = (value.lo, value.hi) && lo < hi {
                path.bar d={ "M" (n(middle)) " " (n(y(lo))) "V" (n(y(hi))) "M" (n(middle - 4.0)) " " (n(y(hi))) "H" (n(middle + 4.0)) } {}
            }
            @if value.hi.is_none() { path.bar d=(arrow(middle, y0, -1.0)) {} }
            @if value.lo.is_none() { path.bar d=(arrow(middle, y0, 1.0)) {} }
            @if let Some(days) = mark.days.filter(|d| d.candidates.len() > 1) {
                // One of a few days: each is marked, none of those between is possible.
                path.either d={ "M" (n(x0)) " " (n(y0)) "H" (n(x1)) } {}
                @for day in &days.candidates { (shape(mark.figure.certainty, place.x(*day), y0, 4.0)) }
            } @else if x1 - x0 > 9.0 {
                @let class = if from_known && to_known { "days" } else { "days open" };
                rect.(class) x=(n(x0 - 4.0)) y=(n(y0 - 4.0)) width=(n(x1 - x0 + 8.0)) height="8" rx="4" {}
                @if from_known != to_known {
                    (shape(mark.figure.certainty, if to_known { x1 } else { x0 }, y0, 4.0))
                }
            } @else {
                (shape(mark.figure.certainty, middle, y0, 4.5))
            }
            @if mark.figure.state == Some(FigureState::Withdrawn) {
                path.strike d={ "M" (n(middle - 7.0)) " " (n(y0 + 7.0)) "L" (n(middle + 7.0)) " " (n(y0 - 7.0)) } {}
            }
        }
    }
}

fn arrow(x: f64, y: f64, direction: f64) -> String {
    let tip = y + 15.0 * direction;
    let wing = tip - 4.0 * direction;
    format!(
        "M{x} {y}V{tip}M{l} {wing}L{x} {tip}L{r} {wing}",
        x = n(x),
        y = n(y),
        tip = n(tip),
        wing = n(wing),
        l = n(x - 3.5),
        r = n(x + 3.5)
    )
}

/// The value beside its mark, in the first of four places that is free; else it stays in the table.
fn label(view: &View<'_>, mark: &Mark<'_>, place: &Place<'_>, y: f64, strip: f64, taken: &mut Taken) -> Markup {
    let mut text = typography::interval(view.locale, &mark.figure.value);
    if mark.times > 1 {
        text.push_str(&format!(" ×{}", mark.times));
    }
    #[expect(clippy::cast_precision_loss, reason = "a short label")]
    let width = text.chars().count() as f64 * 7.2 + 2.0;
    let ((x0, _), (x1, _)) = place.ends(mark.days);
    let middle = f64::midpoint(x0, x1);
    let spots = [
        (x1 + 8.0, y + 4.0),
        (x0 - 8.0 - width, y + 4.0),
        (middle - width / 2.0, y - 9.0),
        (middle + 7.0, y - 9.0),
        (middle - 7.0 - width, y - 9.0),
    ];
    for (x, baseline) in spots {
        let space = (x, baseline - 11.0, x + width, baseline + 1.0);
        let inside = x >= 0.0 && x + width <= place.right + 14.0 && space.1 >= strip - 6.0;
        if inside && taken.free(space) {
            taken.0.push(space);
            return html! { text.value x=(n(x)) y=(n(baseline)) { (text) } };
        }
    }
    html! {}
}
