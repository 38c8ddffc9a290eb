//! What the tools say, as JSON: short, and each claim with its report, bytes, passage and origin.

use std::collections::BTreeMap;

use recoupe_dossier::{
    Locale,
    wire::{Dossier, Figure, Line, Quantity, Report, Speaker, Statement},
};
use recoupe_ledger::{Hit, KeptReport, Ledger, LedgerError, Past, ReportLine, Search, StoryItem};
use serde_json::{Value, json};

/// Claims of a story that stand for it in a list.
const SAMPLES: usize = 3;

/// Claims that were found.
pub(crate) fn hits(hits: &[Hit]) -> Value {
    json!({ "claims": hits.iter().map(hit).collect::<Vec<_>>() })
}

fn hit(hit: &Hit) -> Value {
    json!({
        "claim": hit.id,
        "kind": hit.kind,
        "passage": hit.words,
        "report": report_line(&hit.report),
        "span": { "start": hit.span.0, "end": hit.span.1 },
        "passage_span": { "start": hit.passage.0, "end": hit.passage.1 },
        "origin": named(hit.speaker.as_deref(), hit.report.outlet.as_deref()),
        "certainty": hit.certainty,
        "value": (hit.kind == "figure").then(|| json!({ "lo": hit.value.0, "hi": hit.value.1 })),
        "unit": hit.unit,
        "role": hit.role,
        "said_on": { "from": hit.said.0, "to": hit.said.1 },
        "no_longer_stands": hit.state,
        "story": hit.story,
    })
}

/// Who says it: somebody whom the text names, else the outlet itself, else nobody that is known.
fn named(speaker: Option<&str>, outlet: Option<&str>) -> Value {
    match (speaker, outlet) {
        (Some(name), _) => json!({ "kind": "speaker", "name": name }),
        (None, Some(outlet)) => json!({ "kind": "outlet", "name": outlet }),
        (None, None) => json!({ "kind": "unknown", "name": null }),
    }
}

fn report_line(report: &ReportLine) -> Value {
    json!({
        "id": report.id, "outlet": report.outlet, "title": report.title, "address": report.place, "published": report.published,
    })
}

/// A story in a list, with the newest of its figures.
pub(crate) fn story(ledger: &Ledger, item: &StoryItem) -> Result<Value, LedgerError> {
    let line = &item.line;
    let search = Search {
        kind: Some("figure".into()),
        story: Some(line.id.clone()),
        past: Past::LeftOut,
        limit: SAMPLES,
        ..Search::default()
    };
    Ok(json!({
        "story": line.id,
        "title": line.title,
        "from": line.days.0,
        "to": line.days.1,
        "reports": line.counts.reports,
        "outlets": line.counts.outlets,
        "origins": line.counts.origins,
        "figures_of_unknown_origin": line.counts.unknown_origins,
        "contested_quantities": line.counts.contested,
        "changed_at": line.updated,
        "last_change": item.last_change.as_ref().map(|told| json!({ "fr": told.fr, "en": told.en })),
        "newest_figures": ledger.search(&search)?.iter().map(hit).collect::<Vec<_>>(),
    }))
}

/// A list of stories.
pub(crate) fn stories(stories: Vec<Value>) -> Value {
    json!({ "stories": stories })
}

/// A dossier: quantities with their figures in their passages, relations with their reasons, denials.
pub(crate) fn dossier(dossier: &Dossier, locale: Locale) -> Value {
    let of = Lookup {
        reports: dossier.reports.iter().map(|r| (r.id.as_str(), r)).collect(),
        figures: dossier.figures.iter().map(|f| (f.id.as_str(), f)).collect(),
    };
    let statements: BTreeMap<&str, &Statement> = dossier.statements.iter().map(|s| (s.id.as_str(), s)).collect();
    let told = |id: &String| statements.get(id.as_str()).map(|s| of.statement(s));
    json!({
        "story": dossier.story.id,
        "title": dossier.story.title,
        "from": dossier.story.from,
        "to": dossier.story.to,
        "generated": dossier.generated,
        "reports": dossier.reports.iter().map(report).collect::<Vec<_>>(),
        "quantities": dossier.quantities.iter().map(|q| of.quantity(q, locale)).collect::<Vec<_>>(),
        "denials": dossier.denials.iter().map(|d| json!({
            "denial": told(&d.statement),
            "of": d.of.iter().filter_map(told).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
        "gaps": dossier.gaps.len(),
    })
}

struct Lookup<'a> {
    reports: BTreeMap<&'a str, &'a Report>,
    figures: BTreeMap<&'a str, &'a Figure>,
}

impl Lookup<'_> {
    fn quantity(&self, q: &Quantity, locale: Locale) -> Value {
        let figures = q.figures.iter().filter_map(|id| self.figures.get(id.as_str()));
        let relations = q
            .relations
            .iter()
            .map(|r| json!({ "from": r.from, "to": r.to, "kind": r.kind, "reason": locale.of(&r.reason) }));
        json!({
            "quantity": q.id,
            "label": locale.of(&q.label),
            "unit": q.unit,
            "summary": q.summary,
            "figures": figures.map(|f| self.figure(f)).collect::<Vec<_>>(),
            "relations": relations.collect::<Vec<_>>(),
        })
    }

    fn figure(&self, f: &Figure) -> Value {
        let report = self.reports.get(f.report.as_str());
        let sentence = f.sentence.map_or((f.start, f.end), |s| (s.start, s.end));
        figure(f, report.and_then(|r| r.text.as_deref()), report.and_then(|r| r.outlet.as_deref()), sentence)
    }

    fn statement(&self, s: &Statement) -> Value {
        let report = self.reports.get(s.report.as_str());
        statement(s, report.and_then(|r| r.text.as_deref()), report.and_then(|r| r.outlet.as_deref()))
    }
}

fn figure(f: &Figure, text: Option<&str>, outlet: Option<&str>, sentence: (usize, usize)) -> Value {
    json!({
        "claim": f.id,
        "kind": "figure",
        "words": f.text,
        "passage": text.and_then(|t| t.get(sentence.0..sentence.1)),
        "report": f.report,
        "span": { "start": f.start, "end": f.end },
        "passage_span": { "start": sentence.0, "end": sentence.1 },
        "origin": named(f.speaker.as_ref().map(|s: &Speaker| s.name.as_str()), outlet),
        "via": f.via.iter().map(|r| &r.name).collect::<Vec<_>>(),
        "value": f.value,
        "unit": f.unit,
        "role": f.role,
        "certainty": f.certainty,
        "as_of": f.as_of,
        "said_on": f.said_on,
        "independent": f.independent,
        "no_longer_stands": f.state,
        "confidence": f.confidence,
        "not_told": f.abstained,
    })
}

fn statement(s: &Statement, text: Option<&str>, outlet: Option<&str>) -> Value {
    let spans: Vec<_> = s.source.iter().chain(&s.cue).chain(&s.content).copied().collect();
    let start = spans.iter().map(|s| s.0).min().unwrap_or_default();
    let end = spans.iter().map(|s| s.1).max().unwrap_or_default();
    json!({
        "claim": s.id,
        "kind": "statement",
        "passage": text.and_then(|t| t.get(start..end)),
        "report": s.report,
        "span": { "start": start, "end": end },
        "origin": named(s.speaker.as_ref().map(|s| s.name.as_str()), outlet),
        "stance": s.stance,
        "certainty": s.certainty,
        "said_on": s.said_on,
        "confidence": s.confidence,
    })
}

fn report(r: &Report) -> Value {
    json!({
        "id": r.id,
        "outlet": r.outlet,
        "title": r.title,
        "address": r.url.as_ref().unwrap_or(&r.path),
        "published": r.published,
        "agencies": r.agencies,
        "text_sha256": r.text_sha256,
    })
}

/// The words of a report between two bytes, and the claims that lie there. A byte inside a character goes back to its beginning.
pub(crate) fn passage(kept: &KeptReport, start: usize, end: usize, most: usize) -> Value {
    let text = kept.read.doc.report.text.as_str();
    let start = text.floor_char_boundary(start.min(text.len()));
    let end = text.floor_char_boundary(end.clamp(start, text.len()).min(start + most));
    let (mut head, mut claims) = (None, Vec::new());
    let overlaps = |from: usize, to: usize| from < end && start < to;
    for line in kept.alone() {
        let outlet = |head: &Option<Report>| head.as_ref().and_then(|r| r.outlet.clone());
        match line {
            Line::Report(line) => head = Some(line.report),
            Line::Statement(s) => {
                let told = statement(&s, Some(text), outlet(&head).as_deref());
                let span = |end: &str| told["span"][end].as_u64().unwrap_or_default() as usize;
                if overlaps(span("start"), span("end")) {
                    claims.push(told);
                }
            }
            Line::Figure(f) if overlaps(f.start, f.end) => {
                let sentence = f.sentence.map_or((f.start, f.end), |s| (s.start, s.end));
                claims.push(figure(&f, Some(text), outlet(&head).as_deref(), sentence));
            }
            Line::Figure(_) => {}
        }
    }
    json!({
        "report": head.as_ref().map(report),
        "stands": kept.stands,
        "story": kept.story,
        "passage": text.get(start..end),
        "span": { "start": start, "end": end },
        "text_bytes": text.len(),
        "claims": claims,
    })
}
