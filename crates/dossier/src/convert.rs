//! Domain types → wire types.

use recoupe_claims::{self as claims, date::Interval};
use recoupe_reading::{self as reading, Block as DocBlock, Doc};
use recoupe_story::{self as story, Read, Story};
use sha2::{Digest, Sha256};

use crate::{
    RULES,
    index::Index,
    wire::{self, DerivationKind},
};

/// Whether report lines carry the stored text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Text {
    /// Left out.
    #[default]
    Omitted,
    /// Written as `text`.
    Included,
}

/// The lines of `recoupe read`: for each report its line, then its statements and figures in text order.
pub fn lines(reads: &[Read], story: &Story, text: Text) -> Vec<wire::Line> {
    let index = Index::new(reads, story, &[]);
    let mut out = Vec::new();
    for (r, read) in reads.iter().enumerate() {
        let report = report(&index, r, read, text);
        out.push(wire::Line::Report(wire::ReportLine { schema: wire::SCHEMA, report }));
        // A statement stands before the figures it holds: it starts no later, and the sort is stable.
        let mut claims: Vec<(usize, wire::Line)> = Vec::new();
        for s in statements(&index, r, read) {
            claims.push((s.start(), wire::Line::Statement(s)));
        }
        for f in figures(&index, r, read) {
            claims.push((f.start, wire::Line::Figure(f)));
        }
        claims.sort_by_key(|&(start, _)| start);
        out.extend(claims.into_iter().map(|(_, line)| line));
    }
    out
}

/// The dossier of a story. `reads` are the reports that the story was reconciled from, in the same order.
pub fn dossier(reads: &[Read], story: &Story) -> wire::Dossier {
    dossier_numbered(reads, story, &[])
}

/// The dossier of a story from whose reports figures were left out: `numbers` gives, for each report, the place of each of its
/// figures among all figures that were read in it, so that identifiers are the same with and without those left out.
pub fn dossier_numbered(reads: &[Read], story: &Story, numbers: &[Vec<usize>]) -> wire::Dossier {
    let index = Index::new(reads, story, numbers);
    let per_report = || reads.iter().enumerate();
    wire::Dossier {
        schema: wire::SCHEMA,
        story: wire::StoryHead {
            id: story.id.clone(),
            title: story.title.clone(),
            from: story.period.as_ref().and_then(|p| p.from),
            to: story.period.as_ref().and_then(|p| p.to),
        },
        generated: wire::Generated {
            version: env!("CARGO_PKG_VERSION").into(),
            rules: RULES.into(),
            inputs_sha256: inputs_sha256(reads),
        },
        policy: story.policy.as_ref().map(policy),
        reports: per_report().map(|(r, read)| report(&index, r, read, Text::Included)).collect(),
        speakers: story.speakers.iter().map(|s| speaker(story, s)).collect(),
        quantities: story.quantities.iter().map(|q| quantity(&index, q)).collect(),
        figures: per_report().flat_map(|(r, read)| figures(&index, r, read)).collect(),
        implied: story.computed.iter().filter_map(|c| implied(&index, story, c)).collect(),
        tolls: story.tolls.iter().map(|t| toll(&index, t)).collect(),
        statements: per_report().flat_map(|(r, read)| statements(&index, r, read)).collect(),
        timeline: story.timeline.iter().filter_map(|e| event(&index, e)).collect(),
        denials: story.denials.iter().filter_map(|d| denial(&index, d)).collect(),
        copies: story.copies.iter().filter_map(|c| copy(&index, c)).collect(),
        gaps: story.gaps.iter().filter_map(|g| gap(&index, g)).collect(),
    }
}

fn inputs_sha256(reads: &[Read]) -> String {
    let mut all: Vec<&str> = reads.iter().map(|r| r.doc.report.text_sha256.as_str()).collect();
    all.sort_unstable();
    let mut hash = Sha256::new();
    for sha in all {
        hash.update(sha);
        hash.update("\n");
    }
    hash.finalize().iter().map(|b| format!("{b:02x}")).collect()
}

fn report(index: &Index<'_>, r: usize, read: &Read, text: Text) -> wire::Report {
    let (doc, report) = (&read.doc, &read.doc.report);
    let view = index.story.reports.get(r);
    wire::Report {
        id: report.id.clone(),
        path: report.path.clone(),
        title: report.title.clone().or_else(|| title_block(doc)),
        outlet: view.and_then(|v| v.outlet.clone()).or_else(|| report.outlet.clone()),
        authors: report.authors.clone(),
        language: doc.lang,
        text_sha256: report.text_sha256.clone(),
        published: view.and_then(published),
        likely: view.filter(|v| v.likely != v.published).and_then(|v| dates(&v.likely)),
        blocks: doc.blocks.iter().map(block).collect(),
        repairs: doc.repairs.iter().map(repair).collect(),
        url: report.url.clone(),
        publisher: view.and_then(|v| v.publisher.clone()),
        agencies: view.map(|v| v.agencies.clone()).unwrap_or_default(),
        version_of: view.and_then(|v| v.version_of).and_then(|o| index.report_id(o)),
        text: (text == Text::Included).then(|| report.text.clone()),
    }
}

fn title_block(doc: &Doc) -> Option<String> {
    let title = doc.blocks.iter().find(|b| b.kind == reading::BlockKind::Title)?;
    let text = words(doc, title.span).split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then_some(text)
}

fn published(view: &story::ReportView) -> Option<wire::PublishedOn> {
    Some(wire::PublishedOn { dates: dates(&view.published)?, basis: view.basis })
}

fn block(b: &DocBlock) -> wire::Block {
    wire::Block {
        start: b.span.start,
        end: b.span.end,
        kind: b.kind,
        reason: b.reason.as_ref().map(ToString::to_string),
        language: b.lang,
    }
}

fn repair(r: &reading::Repair) -> wire::Repair {
    wire::Repair { start: r.span.start, end: r.span.end, kind: r.kind.to_string(), reads: r.reads.clone() }
}

fn statements<'a>(index: &'a Index<'_>, r: usize, read: &'a Read) -> impl Iterator<Item = wire::Statement> + 'a {
    read.claims.statements.iter().enumerate().map(move |(i, s)| {
        let view = index.statement(r, i);
        wire::Statement {
            id: index.statement_id(r, i).unwrap_or_default(),
            report: read.doc.report.id.clone(),
            source: ranges(&s.source),
            cue: ranges(&s.cue),
            content: ranges(&s.content),
            kind: s.kind,
            stance: s.stance,
            certainty: s.certainty,
            speaker: s.speaker.as_ref().map(|who| local_speaker(who, view.and_then(|v| index.entity(v.speaker)))),
            via: s.via.iter().map(|who| wire::Relay { name: who.name.clone(), entity: None }).collect(),
            nested_in: s.nested_in.and_then(|n| index.statement_id(r, n)),
            said_on: view.and_then(|v| dates(&v.said_on)),
            confidence: s.confidence,
        }
    })
}

fn figures<'a>(index: &'a Index<'_>, r: usize, read: &'a Read) -> impl Iterator<Item = wire::Figure> + 'a {
    let doc = &read.doc;
    read.claims.figures.iter().enumerate().map(move |(i, f)| {
        let placed = index.figure(r, i);
        let view = placed.map(|(_, v)| v);
        wire::Figure {
            id: index.figure_id(r, i).unwrap_or_default(),
            report: doc.report.id.clone(),
            start: f.span.start,
            end: f.span.end,
            text: words(doc, f.span).to_owned(),
            value: value(&f.value),
            unit: f.unit.as_ref().map(ToString::to_string),
            per: f.per.as_ref().map(|p| wire::Per {
                of: p.of.to_string(),
                number: p.number,
                words: passage(doc, p.span),
            }),
            counted: f.counted.map(|s| passage(doc, s)),
            role: f.role,
            population: f.population.as_ref().map(population),
            place: f.place.as_ref().map(place),
            kind: f.kind,
            period: f.period.as_ref().and_then(|w| index.resolve(r, w)).as_ref().and_then(dates),
            as_of: as_of(index, r, f, view),
            said_on: view.and_then(|v| dates(&v.said_on)),
            speaker: f.speaker.as_ref().map(|who| local_speaker(who, view.and_then(|v| index.entity(v.origin)))),
            via: relays(index, f, view),
            statement: f.statement.and_then(|s| index.statement_id(r, s)),
            certainty: f.certainty,
            quantity: placed.map(|(q, _)| q.id.clone()),
            party: view.is_some_and(|v| v.party),
            independent: view.is_some_and(|v| v.independent),
            state: view.and_then(|v| v.state),
            derivation: f.derivation.map(|d| derivation(index, r, d)),
            sentence: sentence(doc, f),
            abstained: f.abstained.iter().map(ToString::to_string).collect(),
            confidence: f.confidence,
        }
    })
}

/// The moment as the story resolved it; without one in the text the field stays unknown, whatever the story compares by.
fn as_of(index: &Index<'_>, r: usize, f: &claims::Figure, view: Option<&story::FigureView>) -> Option<wire::Dates> {
    match (&f.as_of, view) {
        (Some(_), Some(v)) => dates(&v.as_of),
        (Some(w), None) => index.resolve(r, w).as_ref().and_then(dates),
        (None, _) => None,
    }
}

fn relays(index: &Index<'_>, f: &claims::Figure, view: Option<&story::FigureView>) -> Vec<wire::Relay> {
    let linked = view.map(|v| v.via.as_slice()).unwrap_or_default();
    f.via
        .iter()
        .enumerate()
        .map(|(n, who)| {
            // The story keeps one entry a relay; where it does not, the name alone is said.
            let entity = (linked.len() == f.via.len()).then(|| index.entity(linked.get(n).copied())).flatten();
            wire::Relay { name: who.name.clone(), entity }
        })
        .collect()
}

fn sentence(doc: &Doc, f: &claims::Figure) -> Option<wire::Span> {
    let clean = doc.sentences.get(f.sentence)?.clean;
    let span = doc.to_original(clean).cover(f.span);
    (span.end <= doc.report.text.len()).then_some(wire::Span { start: span.start, end: span.end })
}

fn derivation(index: &Index<'_>, r: usize, d: claims::Derivation) -> wire::Derivation {
    let (how, base) = match d {
        claims::Derivation::Share { base } => (DerivationKind::Share, base),
        claims::Derivation::PartOf { base } => (DerivationKind::PartOf, base),
        claims::Derivation::Increment { base } => (DerivationKind::Increment, base),
        claims::Derivation::Computed { base } => (DerivationKind::Computed, base),
    };
    wire::Derivation { how, base: base.and_then(|b| index.figure_id(r, b)) }
}

fn local_speaker(who: &claims::Speaker, entity: Option<String>) -> wire::Speaker {
    wire::Speaker {
        name: who.name.clone(),
        start: who.span.map(|s| s.start),
        end: who.span.map(|s| s.end),
        entity,
        aliases: who.aliases.clone(),
        by_description: who.by_description,
    }
}

/// `head/COUNTRIES+modifiers`, the parts that are empty left out.
fn population(p: &claims::Population) -> String {
    let mut out = p.head.to_string();
    for (i, country) in p.countries.iter().enumerate() {
        out.push(if i == 0 { '/' } else { ',' });
        out.push_str(country);
    }
    for modifier in &p.modifiers {
        out.push('+');
        out.push_str(modifier);
    }
    out
}

fn place(p: &claims::Place) -> wire::Place {
    wire::Place {
        name: p.name.clone(),
        country: p.country.as_ref().map(ToString::to_string),
        latitude: p.coordinates.map(|(latitude, _)| degrees(latitude)),
        longitude: p.coordinates.map(|(_, longitude)| degrees(longitude)),
        geonames: p.geonames,
        start: p.span.start,
        end: p.span.end,
    }
}

/// From ten-thousandths.
fn degrees(e4: i32) -> f64 {
    f64::from(e4) / 1e4
}

/// An end without a bound is open, as an excluded bound is.
fn value(v: &claims::Value) -> wire::Value {
    let (lo, hi) = (v.lo.filter(|x| x.is_finite()), v.hi.filter(|x| x.is_finite()));
    wire::Value {
        lo,
        hi,
        lo_open: v.lo_open || lo.is_none(),
        hi_open: v.hi_open || hi.is_none(),
        approx: v.approx,
        vague: v.vague,
        granularity: if v.granularity.is_finite() { v.granularity } else { 1.0 },
    }
}

fn dates(i: &Interval) -> Option<wire::Dates> {
    let known = i.from.is_some() || i.to.is_some() || !i.candidates.is_empty();
    known.then(|| wire::Dates { from: i.from, to: i.to, precision: i.precision, candidates: i.candidates.clone() })
}

fn speaker(story: &Story, s: &story::StorySpeaker) -> wire::StorySpeaker {
    wire::StorySpeaker {
        entity: s.entity.clone(),
        name: s.name.clone(),
        shown: [&s.shown.fr, &s.shown.en].iter().any(|n| **n != s.name).then(|| s.shown.clone()),
        aliases: s.aliases.clone(),
        described_as: s.described_as.clone(),
        family: s.family.clone(),
        kind: s.kind,
        parts: s.parts.iter().filter_map(|&p| story.speakers.get(p)).map(|p| p.entity.clone()).collect(),
        by_description: s.by_description,
    }
}

fn quantity(index: &Index<'_>, q: &story::Quantity) -> wire::Quantity {
    wire::Quantity {
        id: q.id.clone(),
        label: q.label.clone(),
        unit: q.unit.clone(),
        population: q.population.clone(),
        role: q.role,
        place: q.place.clone(),
        kind: q.kind,
        figures: q.figures.iter().filter_map(|v| index.figure_id(v.figure.report, v.figure.figure)).collect(),
        relations: q.relations.iter().filter_map(|r| relation(index, r)).collect(),
        summary: wire::Summary {
            lo: q.summary.lo.filter(|x| x.is_finite()),
            hi: q.summary.hi.filter(|x| x.is_finite()),
            reports: q.summary.reports,
            outlets: q.summary.outlets,
            origins: q.summary.origins,
            families: q.summary.families,
            unknown_origins: q.summary.unknown_origins,
            state: q.summary.state,
            flags: q.summary.flags.clone(),
        },
        best: q.best.as_ref().and_then(|b| {
            Some(wire::Best { figure: index.figure_id(b.figure.report, b.figure.figure)?, value: value(&b.value) })
        }),
    }
}

fn implied(index: &Index<'_>, story: &Story, c: &story::Computed) -> Option<wire::Implied> {
    let read = index.reads.get(c.report)?;
    let i = read.claims.implied.get(c.implied)?;
    Some(wire::Implied {
        id: index.implied_id(c.report, c.implied)?,
        report: read.doc.report.id.clone(),
        value: value(&i.value),
        unit: i.unit.to_string(),
        role: i.role,
        how: i.how,
        passages: i.spans.iter().map(|s| passage(&read.doc, *s)).collect(),
        figures: i.figures.iter().filter_map(|f| index.figure_id(c.report, *f)).collect(),
        quantity: c.quantity.and_then(|q| story.quantities.get(q)).map(|q| q.id.clone()),
    })
}

fn toll(index: &Index<'_>, t: &story::Toll) -> wire::Toll {
    let told = |v: &story::TollValue| {
        let (figure, implied) = match v.source {
            story::TollSource::Figure(at) => (index.figure_id(at.report, at.figure), None),
            story::TollSource::Implied { report, implied } => (None, index.implied_id(report, implied)),
        };
        wire::TollValue { figure, implied, value: value(&v.value), said_on: dates(&v.said_on), standing: v.standing }
    };
    wire::Toll { role: t.role, values: t.values.iter().map(told).collect() }
}

fn policy(p: &story::BestPolicy) -> wire::Policy {
    match p {
        story::BestPolicy::Lower => wire::Policy::Lower,
        story::BestPolicy::PrioritySource(sources) => wire::Policy::PrioritySource(sources.clone()),
        story::BestPolicy::LatestOf(source) => wire::Policy::LatestOf(source.clone()),
    }
}

fn relation(index: &Index<'_>, r: &story::Relation) -> Option<wire::Relation> {
    Some(wire::Relation {
        from: index.figure_id(r.from.report, r.from.figure)?,
        to: index.figure_id(r.to.report, r.to.figure)?,
        kind: r.kind,
        reason: r.reason.clone(),
    })
}

fn event(index: &Index<'_>, e: &story::TimelineEntry) -> Option<wire::Event> {
    let first = e.spans.first()?;
    let doc = &index.reads.get(first.report)?.doc;
    Some(wire::Event {
        date: dates(&e.date).unwrap_or(wire::Dates {
            from: None,
            to: None,
            precision: wire::Precision::Unknown,
            candidates: Vec::new(),
        }),
        what: words(doc, first.span).to_owned(),
        spans: e.spans.iter().filter_map(|s| report_span(index, s)).collect(),
        said: e.said.and_then(|s| index.statement_id(s.report, s.statement)),
        start_of: e.start_of.and_then(|f| index.figure_id(f.report, f.figure)),
    })
}

fn report_span(index: &Index<'_>, s: &story::ReportSpan) -> Option<wire::ReportSpan> {
    Some(wire::ReportSpan { report: index.report_id(s.report)?, start: s.span.start, end: s.span.end })
}

fn denial(index: &Index<'_>, d: &story::Denial) -> Option<wire::Denial> {
    Some(wire::Denial {
        speaker: index.entity(d.speaker),
        statement: index.statement_id(d.statement.report, d.statement.statement)?,
        stance: d.stance,
        of: d.of.iter().filter_map(|s| index.statement_id(s.report, s.statement)).collect(),
    })
}

fn copy(index: &Index<'_>, c: &story::Copy) -> Option<wire::Copy> {
    Some(wire::Copy {
        from: index.report_id(c.from)?,
        to: index.report_id(c.to)?,
        share: c.share,
        runs: c.runs.iter().map(|(a, b)| wire::SharedRun { from: (a.start, a.end), to: (b.start, b.end) }).collect(),
    })
}

fn gap(index: &Index<'_>, g: &story::Gap) -> Option<wire::Gap> {
    let at = report_span(index, &g.at)?;
    Some(wire::Gap { report: at.report, start: at.start, end: at.end, code: g.code.clone(), why: g.why.clone() })
}

fn ranges(spans: &[reading::Span]) -> Vec<wire::Range> {
    spans.iter().map(|s| (s.start, s.end)).collect()
}

fn passage(doc: &Doc, s: reading::Span) -> wire::Passage {
    wire::Passage { start: s.start, end: s.end, text: words(doc, s).to_owned() }
}

/// The original words under a span; empty if the span does not lie on the text.
fn words(doc: &Doc, s: reading::Span) -> &str {
    doc.report.text.get(s.start..s.end).unwrap_or_default()
}
