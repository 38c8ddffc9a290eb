//! The reports: the whole text with its marks in layers, the record of each block beside it.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::{language, marks, section};
use crate::{
    typography,
    view::View,
    wire::{Block, BlockKind, Figure, Lang, Report},
    words,
};

/// All reports in order of publication.
pub(super) fn reports(view: &View<'_>) -> Markup {
    let l = view.locale;
    html! {
        (section("rapports", l.pick("Rapports", "Reports"),
            l.pick(
                "Le texte tel qu’il a paru. Chiffre\u{202f}: fond teinté\u{202f}; propos\u{202f}: souligné de points\u{202f}; source\u{202f}: souligné\u{202f}; verbe d’attribution\u{202f}: italique souligné deux fois\u{202f}; dégât\u{202f}: souligné d’une vague, lecture à côté.",
                "The text as it was published. Figure: tinted; what is said: dotted underline; source: underline; attribution: italic with a double underline; damage: wavy underline, its reading beside it.",
            ),
            html! { ol.toc { @for report in &view.reports { li { a href={ "#r-" (report.id) } { (view.report_mark(&report.id)) } " " (view.report_title(report)) } } } }))
        @for report in &view.reports { (one(view, report)) }
    }
}

fn one(view: &View<'_>, report: &Report) -> Markup {
    let l = view.locale;
    let text = report.text.as_deref().unwrap_or_default();
    let layers = Layers::of(view, report, text);
    html! {
        article.report #{ "r-" (report.id) } aria-labelledby={ "r-" (report.id) "-h" } {
            header {
                h3 #{ "r-" (report.id) "-h" } {
                    span.num { (view.report_mark(&report.id)) } " "
                    span lang=(language(view, &report.id)) { (view.report_title(report)) }
                }
                p.note {
                    (report.outlet.as_deref().unwrap_or(l.pick("média non indiqué", "outlet not given")))
                    " · " (view.published(report)) " · " span.path { (report.path) }
                    @if !report.authors.is_empty() { " · " (report.authors.join(", ")) }
                    @if !report.agencies.is_empty() { " · " (l.pick("agence", "agency")) " " (report.agencies.join(", ")) }
                    @if let Some(earlier) = &report.version_of {
                        " · " (l.pick("nouvelle version de", "later version of")) " " a href={ "#r-" (earlier) } { (view.report_mark(earlier)) }
                    }
                }
            }
            @if report.blocks.is_empty() && !text.trim().is_empty() {
                (block(view, &layers, &Block { start: 0, end: text.len(), kind: BlockKind::Paragraph, reason: None, language: report.language }))
            }
            @for b in &report.blocks { (block(view, &layers, b)) }
        }
    }
}

fn block(view: &View<'_>, layers: &Layers<'_>, b: &Block) -> Markup {
    let l = view.locale;
    let lang = match b.language {
        Lang::Fr => "fr",
        Lang::En => "en",
        Lang::Other => "und",
    };
    let text = layers.marked(view, b.start, b.end);
    html! {
        @match b.kind {
            BlockKind::Boilerplate => {
                details.aside {
                    summary { (l.pick("hors article", "not part of the report")) @if let Some(reason) = &b.reason { (l.pick("\u{202f}: ", ": ")) (words::block_reason(l, reason)) } }
                    p lang=(lang) { (text) }
                }
            }
            kind => {
                div.block {
                    @match kind {
                        BlockKind::Title => p.title lang=(lang) { (text) },
                        BlockKind::Heading => p.heading lang=(lang) { (text) },
                        BlockKind::Caption | BlockKind::Byline => p.small lang=(lang) {
                            span.tag { (words::block_kind(l, kind)) } " " (text)
                        },
                        _ => p lang=(lang) { (text) },
                    }
                    (record(view, layers, b))
                }
            }
        }
    }
}

/// What was read in a block, beside it.
fn record(view: &View<'_>, layers: &Layers<'_>, b: &Block) -> Markup {
    let here = layers.figures_from(b.start, b.end);
    html! {
        @if !here.is_empty() {
            aside aria-label=(view.locale.pick("Chiffres de ce passage", "Figures of this passage")) {
                ul {
                    @for figure in here {
                        li {
                            (marks::certainty(view, figure)) " "
                            @match &figure.quantity {
                                Some(q) => a href={ "#q-" (q) } { (typography::measure(view.locale, &figure.value, figure.unit.as_deref())) },
                                None => (typography::measure(view.locale, &figure.value, figure.unit.as_deref())),
                            }
                            @if let Some(counted) = &figure.counted { " " span lang=(language(view, &figure.report)) { (crate::view::fold(&counted.text)) } }
                            br; span.who { (view.origin(figure)) " · " (view.date(figure)) }
                        }
                    }
                }
            }
        }
    }
}

/// What lies on the text of a report.
struct Layers<'a> {
    text: &'a str,
    /// By first byte.
    figures: Vec<&'a Figure>,
    /// Classes by range, by first byte; ranges may overlap.
    ranges: Vec<(usize, usize, &'static str)>,
    /// The longest range, so that a stretch need not look further back.
    longest: usize,
    /// Anchors of statements by their first byte.
    anchors: BTreeMap<usize, Vec<&'a str>>,
    /// Readings of damage by the last byte of the damage.
    readings: BTreeMap<usize, String>,
}

impl<'a> Layers<'a> {
    fn of(view: &View<'a>, report: &'a Report, text: &'a str) -> Self {
        let fits = |start: usize, end: usize| start < end && text.get(start..end).is_some();
        let mut ranges = Vec::new();
        let mut anchors: BTreeMap<usize, Vec<&'a str>> = BTreeMap::new();
        for s in view.statements_in(&report.id) {
            for (list, class) in [(&s.content, "content"), (&s.source, "speaker"), (&s.cue, "cue")] {
                ranges.extend(list.iter().filter(|r| fits(r.0, r.1)).map(|r| (r.0, r.1, class)));
            }
            if text.is_char_boundary(s.start()) {
                anchors.entry(s.start()).or_default().push(&s.id);
            }
        }
        let mut readings = BTreeMap::new();
        for repair in report.repairs.iter().filter(|r| fits(r.start, r.end)) {
            ranges.push((repair.start, repair.end, "damage"));
            // Of a missing space there is nothing to read beside it: its name says all.
            let read = repair
                .reads
                .as_deref()
                .filter(|_| !repair.kind.starts_with("glued"))
                .map(|r| format!("{}{r}", view.locale.pick("lu\u{202f}: ", "read: ")));
            let marked = || words::repair_kind(view.locale, &repair.kind);
            readings.insert(repair.end, read.unwrap_or_else(marked));
        }
        let mut figures: Vec<&Figure> =
            view.figures_in(&report.id).iter().copied().filter(|f| fits(f.start, f.end)).collect();
        figures.sort_by_key(|f| f.start);
        ranges.sort_unstable();
        let lengths = ranges.iter().map(|r| r.1 - r.0).chain(figures.iter().map(|f| f.end - f.start));
        let longest = lengths.max().unwrap_or_default();
        Self { text, figures, ranges, longest, anchors, readings }
    }

    /// Figures that begin in a stretch.
    fn figures_from(&self, start: usize, end: usize) -> &[&'a Figure] {
        let from = self.figures.partition_point(|f| f.start < start);
        let to = self.figures.partition_point(|f| f.start < end);
        self.figures.get(from..to).unwrap_or_default()
    }

    /// A stretch of the text, cut wherever a layer begins or ends.
    fn marked(&self, view: &View<'_>, start: usize, end: usize) -> Markup {
        let segments = self.segments(start, end.min(self.text.len()));
        html! {
            @for Segment { from, to, classes, figure } in &segments {
                @for id in self.anchors.get(from).into_iter().flatten() { a.anchor #{ "s-" (id) } {} }
                // Two figures may begin at one byte ("2" and "2 à 3 000"): each keeps its place.
                @for other in self.figures_from(*from, *from + 1).iter().filter(|o| figure.is_none_or(|f| f.id != o.id)) {
                    a.anchor #{ "f-" (other.id) } {}
                }
                @let words = self.text.get(*from..*to).unwrap_or_default();
                @match figure {
                    Some(figure) => {
                        @let class = marks::origin_class(view.color(figure));
                        @let anchor = (figure.start == *from).then(|| format!("f-{}", figure.id));
                        mark.fig.(class) id=[anchor] { span.(classes) { (words) } }
                    }
                    None => { @if classes.is_empty() { (words) } @else { span.(classes) { (words) } } }
                }
                @if let Some(reading) = self.readings.get(to) { " " span.reads { "[" (reading) "]" } }
            }
        }
    }

    /// The pieces of a stretch, each with the layers that lie on it. One sweep: what has ended is dropped as it goes, so
    /// that a report of one endless line costs no more than its marks.
    fn segments(&self, start: usize, end: usize) -> Vec<Segment<'a>> {
        let back = start.saturating_sub(self.longest);
        let first = self.ranges.partition_point(|r| r.0 < back);
        let ranges: Vec<_> = self.ranges[first..].iter().take_while(|r| r.0 < end).filter(|r| start < r.1).collect();
        let figures: Vec<_> = self.figures_from(back, end).iter().copied().filter(|f| start < f.end).collect();
        let edges = ranges.iter().flat_map(|r| [r.0, r.1]).chain(figures.iter().flat_map(|f| [f.start, f.end]));
        let anchors = self.anchors.range(start..end).map(|(&at, _)| at);
        let mut cuts: Vec<usize> = edges.chain(anchors).filter(|&at| start < at && at < end).collect();
        cuts.extend([start, end]);
        cuts.sort_unstable();
        cuts.dedup();
        let (mut ranges, mut figures) = (ranges.into_iter().peekable(), figures.into_iter().peekable());
        let (mut open, mut figure): (Vec<&(usize, usize, &'static str)>, Option<&'a Figure>) = (Vec::new(), None);
        let mut segments = Vec::with_capacity(cuts.len());
        for pair in cuts.windows(2) {
            let from = pair[0];
            open.retain(|r| from < r.1);
            open.extend(std::iter::from_fn(|| ranges.next_if(|r| r.0 <= from)));
            figure = figure.filter(|f| from < f.end);
            while let Some(next) = figures.next_if(|f| f.start <= from) {
                figure = Some(next);
            }
            let mut classes: Vec<&str> = open.iter().map(|r| r.2).collect();
            classes.sort_unstable();
            classes.dedup();
            segments.push(Segment { from, to: pair[1], classes: classes.join(" "), figure });
        }
        segments
    }
}

/// A piece of text under the same layers throughout.
struct Segment<'a> {
    from: usize,
    to: usize,
    classes: String,
    figure: Option<&'a Figure>,
}
