//! GraphML: outlets, reports, speakers and claims as nodes; who published, who says, who relays, and how claims relate as edges.
//!
//! XML 1.0 has no way to write most control characters: each is written as U+FFFD. A lone carriage return, a tab and a line
//! break are written as references, so that they come back as they were.

use std::fmt::Write as _;

use recoupe_dossier::{
    Locale, ucdp,
    view::View,
    wire::{Dossier, Figure, Report, Statement, StorySpeaker},
};

use crate::{code, ids::address, telling::Telling, texts};

/// Attributes: name and type; an attribute's key is its place in this list.
const KEYS: [(&str, &str, &str); 27] = [
    ("graph", "version", "string"),
    ("graph", "rules", "string"),
    ("graph", "inputs_sha256", "string"),
    ("graph", "title", "string"),
    ("node", "type", "string"),
    ("node", "label", "string"),
    ("node", "quote", "string"),
    ("node", "lo", "double"),
    ("node", "hi", "double"),
    ("node", "lo_open", "boolean"),
    ("node", "hi_open", "boolean"),
    ("node", "unit", "string"),
    ("node", "role", "string"),
    ("node", "quantity", "string"),
    ("node", "certainty", "string"),
    ("node", "stance", "string"),
    ("node", "state", "string"),
    ("node", "family", "string"),
    ("node", "kind", "string"),
    ("node", "date", "string"),
    ("node", "url", "string"),
    ("node", "path", "string"),
    ("node", "text_sha256", "string"),
    ("node", "start", "long"),
    ("node", "end", "long"),
    ("edge", "relation", "string"),
    ("edge", "reason", "string"),
];

/// The graph.
pub(crate) fn document(dossier: &Dossier, locale: Locale) -> String {
    let t = Telling::new(dossier, locale);
    let mut g = Graph { out: String::new(), edges: 0 };
    g.out.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    g.out.push_str(
        "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" \
         xsi:schemaLocation=\"http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd\">\n",
    );
    for (i, (of, name, kind)) in KEYS.iter().enumerate() {
        let _ = writeln!(g.out, "  <key id=\"d{i}\" for=\"{of}\" attr.name=\"{name}\" attr.type=\"{kind}\"/>");
    }
    g.out.push_str("  <graph id=\"G\" edgedefault=\"directed\">\n");
    let made = &dossier.generated;
    g.data("graph", "version", &made.version);
    g.data("graph", "rules", &made.rules);
    g.data("graph", "inputs_sha256", &made.inputs_sha256);
    g.data("graph", "title", &dossier.story.title);
    nodes(&t, &mut g);
    edges(&t, &mut g);
    g.out.push_str("  </graph>\n</graphml>\n");
    g.out
}

fn nodes(t: &Telling<'_>, g: &mut Graph) {
    for outlet in outlets(&t.view) {
        g.node(&format!("outlet:{outlet}"), "outlet", |g| g.data("node", "label", outlet));
    }
    for report in &t.dossier.reports {
        g.node(&format!("report:{}", report.id), "report", |g| report_data(t, g, report));
    }
    for speaker in &t.dossier.speakers {
        g.node(&format!("speaker:{}", speaker.entity), "speaker", |g| speaker_data(t, g, speaker));
    }
    for figure in &t.dossier.figures {
        g.node(&format!("figure:{}", figure.id), "figure", |g| figure_data(t, g, figure));
    }
    for statement in &t.dossier.statements {
        g.node(&format!("statement:{}", statement.id), "statement", |g| statement_data(t, g, statement));
    }
}

fn edges(t: &Telling<'_>, g: &mut Graph) {
    for report in &t.dossier.reports {
        if let Some(outlet) = &report.outlet {
            g.edge(&format!("outlet:{outlet}"), &format!("report:{}", report.id), "published", "");
        }
    }
    let known = |entity: Option<&str>| entity.filter(|e| t.view.speaker(e).is_some()).map(|e| format!("speaker:{e}"));
    for f in &t.dossier.figures {
        let node = format!("figure:{}", f.id);
        if t.view.report(&f.report).is_some() {
            g.edge(&format!("report:{}", f.report), &node, "states", "");
        }
        if let Some(origin) = known(f.speaker.as_ref().and_then(|s| s.entity.as_deref())) {
            g.edge(&origin, &node, "says", "");
        }
        for relay in f.via.iter().filter_map(|r| known(r.entity.as_deref())) {
            g.edge(&relay, &node, "relays", "");
        }
        if let Some(statement) = f.statement.as_deref().filter(|s| t.view.statement(s).is_some()) {
            g.edge(&format!("statement:{statement}"), &node, "holds", "");
        }
    }
    for s in &t.dossier.statements {
        let node = format!("statement:{}", s.id);
        if t.view.report(&s.report).is_some() {
            g.edge(&format!("report:{}", s.report), &node, "states", "");
        }
        if let Some(origin) = known(s.speaker.as_ref().and_then(|s| s.entity.as_deref())) {
            g.edge(&origin, &node, "says", "");
        }
    }
    for r in t.relations() {
        g.edge(&format!("figure:{}", r.from.id), &format!("figure:{}", r.to.id), &code(r.kind), &r.reason);
    }
    for (denial, by, of) in t.denials() {
        for of in of {
            let (by, of) = (format!("statement:{}", by.id), format!("statement:{}", of.id));
            g.edge(&by, &of, &code(denial.stance), "");
        }
    }
}

fn outlets<'a>(view: &View<'a>) -> Vec<&'a str> {
    let mut names: Vec<&str> = view.reports.iter().filter_map(|r| r.outlet.as_deref()).collect();
    names.sort_unstable();
    names.dedup();
    names
}

fn report_data(t: &Telling<'_>, g: &mut Graph, r: &Report) {
    g.data("node", "label", t.view.report_title(r));
    if let Some(day) = r.published.as_ref().and_then(|p| ucdp::single(&p.dates)) {
        g.data("node", "date", &day.to_string());
    }
    g.data("node", "url", address(r).unwrap_or_default());
    g.data("node", "path", &r.path);
    g.data("node", "text_sha256", &r.text_sha256);
}

fn speaker_data(t: &Telling<'_>, g: &mut Graph, s: &StorySpeaker) {
    g.data("node", "label", &t.view.shown(Some(&s.entity), &s.name));
    g.data("node", "kind", &code(s.kind));
    g.data("node", "family", s.family.as_deref().unwrap_or_default());
}

fn figure_data(t: &Telling<'_>, g: &mut Graph, f: &Figure) {
    g.data("node", "label", &t.figure(f));
    g.data("node", "quote", &f.text);
    for (name, bound) in [("lo", f.value.lo), ("hi", f.value.hi)] {
        g.data("node", name, &bound.map(|b| b.to_string()).unwrap_or_default());
    }
    g.data("node", "lo_open", &f.value.lo_open.to_string());
    g.data("node", "hi_open", &f.value.hi_open.to_string());
    g.data("node", "unit", f.unit.as_deref().unwrap_or_default());
    g.data("node", "role", &f.role.map(code).unwrap_or_default());
    g.data("node", "quantity", f.quantity.as_deref().unwrap_or_default());
    g.data("node", "certainty", &code(f.certainty));
    g.data("node", "state", &f.state.map(code).unwrap_or_default());
    g.data("node", "start", &f.start.to_string());
    g.data("node", "end", &f.end.to_string());
}

fn statement_data(t: &Telling<'_>, g: &mut Graph, s: &Statement) {
    let ranges = texts::ranges(s);
    let pieces: Vec<&str> = ranges.iter().map(|r| t.texts.words(&s.report, *r)).collect();
    g.data("node", "label", &t.statement(s));
    g.data("node", "quote", &pieces.join(" … "));
    g.data("node", "certainty", &code(s.certainty));
    g.data("node", "stance", &code(s.stance));
    if let (Some(start), Some(end)) = (ranges.iter().map(|r| r.0).min(), ranges.iter().map(|r| r.1).max()) {
        g.data("node", "start", &start.to_string());
        g.data("node", "end", &end.to_string());
    }
}

struct Graph {
    out: String,
    edges: usize,
}

impl Graph {
    /// A value of the element that is open; an empty one is left out.
    fn data(&mut self, of: &str, name: &str, value: &str) {
        let key = KEYS.iter().position(|k| k.0 == of && k.1 == name);
        if let Some(key) = key.filter(|_| !value.is_empty()) {
            let _ = writeln!(self.out, "      <data key=\"d{key}\">{}</data>", escape(value));
        }
    }

    fn node(&mut self, id: &str, kind: &str, data: impl FnOnce(&mut Self)) {
        let _ = writeln!(self.out, "    <node id=\"{}\">", escape(id));
        self.data("node", "type", kind);
        data(self);
        self.out.push_str("    </node>\n");
    }

    fn edge(&mut self, source: &str, target: &str, relation: &str, reason: &str) {
        let (source, target) = (escape(source), escape(target));
        let _ = writeln!(self.out, "    <edge id=\"e{}\" source=\"{source}\" target=\"{target}\">", self.edges);
        self.edges += 1;
        self.data("edge", "relation", relation);
        self.data("edge", "reason", reason);
        self.out.push_str("    </edge>\n");
    }
}

/// Words as XML text or the value of an attribute.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            '\t' => out.push_str("&#9;"),
            '\n' => out.push_str("&#10;"),
            '\r' => out.push_str("&#13;"),
            // Also the end-of-line marks that XML 1.1 readers fold.
            '\u{85}' => out.push_str("&#133;"),
            '\u{2028}' => out.push_str("&#8232;"),
            c if c < ' ' || matches!(c, '\u{fffe}' | '\u{ffff}') => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}
