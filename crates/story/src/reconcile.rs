//! The phases, one after the other.

use std::collections::BTreeSet;

use recoupe_claims::{
    Figure, FigureKind, Role,
    date::{Interval, Precision},
};
use recoupe_reading::BlockKind;

use crate::{
    Copy, FigureRef, FigureView, Options, Quantity, Read, Relation, ReportView, StatementRef, StatementView, Story,
    computed, copies, dates, denials, gaps, link,
    outlets::{self, Publisher},
    party,
    quantity::{self, Grouped},
    relate::{self, Context, Contrasts, Entry},
    setting, summary, time, timeline, tolls, value,
};

pub(crate) fn story(reads: &[Read], options: &Options) -> Story {
    let rank = rank(reads);
    let publishers: Vec<Publisher> = reads.iter().map(|r| outlets::publisher(&r.doc)).collect();
    let own: Vec<_> = reads.iter().map(dates::own).collect();
    let docs: Vec<_> = reads.iter().map(|r| &r.doc).collect();
    let copies = copies::find(&docs, &rank, |a, b| {
        let agency =
            |r: usize| publishers[r].outlet.as_deref().is_some_and(|o| recoupe_reading::world::agency(o).is_some());
        match time::order(&own[a].hard, &own[b].hard) {
            time::Order::Before => true,
            time::Order::After => false,
            time::Order::Open => agency(a) && !agency(b),
        }
    });
    let linked = link::speakers(reads, &rank);
    let published = dates::published(reads, &rank, &linked);
    let times: Vec<Vec<_>> = reads
        .iter()
        .zip(&published)
        .map(|(read, p)| (0..read.claims.figures.len()).map(|f| dates::of_figure(read, f, p)).collect())
        .collect();
    let families = outlets::text_families(&publishers, &copies, &rank);
    let belligerents = party::belligerents(reads);
    let place = places(&rank);
    let echoes = quantity::echoes(reads, &linked);
    let reaches: Vec<party::Reach> = linked.speakers.iter().map(party::reach).collect();
    let shown: Vec<String> =
        reads.iter().zip(&publishers).map(|(r, p)| p.outlet.clone().unwrap_or_else(|| short(r))).collect();
    let entry = |at: FigureRef| {
        let read = &reads[at.report];
        let f = &read.claims.figures[at.figure];
        let origin = linked.figures[at.report][at.figure];
        Entry {
            at,
            rank: place[at.report],
            origin,
            via: linked.relays[at.report][at.figure].clone(),
            outlet: shown[at.report].clone(),
            text_family: families[at.report],
            value: f.value,
            unit: f.unit.as_deref().map(str::to_owned),
            times: times[at.report][at.figure].clone(),
            certainty: f.certainty,
            kind: told_kind(f, &times[at.report][at.figure]),
            role: f.role,
            derivation: f.derivation,
            measure: false,
            party: party::is_party(f, origin, &linked, &belligerents),
            quoted: is_quoted(read, f.span),
            correction: relate::corrects(&read.doc, f.sentence),
            echo_of: echoes.get(&at).copied(),
            replaces: None,
            reach: origin.map_or(party::Reach::Unknown, |o| reaches[o]),
        }
    };
    let apart = setting::apart(reads, &published);
    let mut groups = quantity::group(reads, &rank, &linked, &times, &echoes, &apart, entry);
    for g in &mut groups {
        let replaced = relate::revisions(reads, &g.entries);
        for e in &mut g.entries {
            e.replaces = replaced.get(&e.at).copied();
        }
        // What is replaced in one breath comes before what replaces it.
        for (new, old) in &replaced {
            let place = |at: &FigureRef| g.entries.iter().position(|e| e.at == *at);
            if let (Some(n), Some(o)) = (place(new), place(old))
                && o > n
            {
                g.entries[n..=o].rotate_right(1);
            }
        }
    }
    let mut contrasts = Contrasts::default();
    for g in &groups {
        contrasts.add(reads, &g.entries, &linked);
    }
    let copied = copied_figures(reads, &copies);
    let ctx = Context { linked: &linked, contrasts: &contrasts, copied: &copied };
    let relations = relations(&groups, reads, &ctx);

    let mut story = Story {
        reports: reports(&publishers, &published, &copies),
        quantities: quantities(&groups, &relations, &publishers, &ctx),
        statements: statements(reads, &rank, &published, &linked),
        timeline: timeline::timeline(reads, &rank, &published, &linked, &times, &groups),
        denials: denials::denials(reads, &rank, &linked),
        gaps: gaps::gaps(reads, &rank, &published, &groups, &relations),
        id: identifier(reads, &rank),
        title: title(reads, &rank, &published),
        policy: options.best.clone(),
        copies,
        ..Story::default()
    };
    if let Some(policy) = &options.best {
        for q in &mut story.quantities {
            q.best = summary::best(q, policy, &linked);
        }
    }
    story.computed = computed::computed(reads, &rank, &published, &story.quantities, &apart);
    story.tolls = tolls::tolls(reads, &rank, &published, &story.quantities, &apart);
    story.period = period(&story);
    story.speakers = linked.speakers;
    story
}

/// The kind, except that losses counted over no period that the text gives ("recently") are the losses so far, and that
/// things counted over no period at all are a count at a moment.
fn told_kind(figure: &Figure, times: &dates::Times) -> Option<FigureKind> {
    use Role::{Captured, Casualties, Killed, Missing, Wounded};
    let losses = matches!(figure.role, Some(Killed | Wounded | Missing | Captured | Casualties));
    let period = times.window.as_ref().is_some_and(|w| w.precision != Precision::Vague);
    match figure.kind {
        Some(FigureKind::Flow) if losses && !period => Some(FigureKind::Cumulative),
        Some(FigureKind::Flow) if figure.role.is_none() && times.window.is_none() => Some(FigureKind::Stock),
        kind => kind,
    }
}

/// An order of the reports that does not depend on the input order: by the text, then by where it came from.
fn rank(reads: &[Read]) -> Vec<usize> {
    let mut rank: Vec<usize> = (0..reads.len()).collect();
    rank.sort_by(|a, b| {
        let key = |r: usize| {
            let report = &reads[r].doc.report;
            (
                &report.text_sha256,
                &report.id,
                &report.path,
                &report.outlet,
                report.published.map(|p| p.date),
                &report.text,
            )
        };
        key(*a).cmp(&key(*b))
    });
    rank
}

/// The place of each report in the rank order.
fn places(rank: &[usize]) -> Vec<usize> {
    let mut place = vec![0; rank.len()];
    for (p, r) in rank.iter().enumerate() {
        place[*r] = p;
    }
    place
}

/// The figure stands inside quotation marks, and not as one or two words in scare quotes.
fn is_quoted(read: &Read, span: recoupe_reading::Span) -> bool {
    let doc = &read.doc;
    let token = doc.tokens.partition_point(|t| t.span.end <= span.start);
    doc.quotes.iter().any(|q| q.first < token && token < q.end && q.end - q.first > 5)
}

/// Pairs of figures with one number in copied runs, at the same place of the run.
fn copied_figures(reads: &[Read], copies: &[Copy]) -> BTreeSet<(FigureRef, FigureRef)> {
    let mut pairs = BTreeSet::new();
    for c in copies {
        for (x, y) in &c.runs {
            let inside = |report: usize, span: &recoupe_reading::Span| -> Vec<FigureRef> {
                let figures = &reads[report].claims.figures;
                let from = figures.partition_point(|f| f.span.start < span.start);
                figures[from..]
                    .iter()
                    .take_while(|f| f.span.start < span.end)
                    .enumerate()
                    .map(|(i, _)| FigureRef { report, figure: from + i })
                    .collect()
            };
            for (a, b) in inside(c.from, x).into_iter().zip(inside(c.to, y)) {
                let v = |at: FigureRef| &reads[at.report].claims.figures[at.figure].value;
                if value::same_number(v(a), v(b)) {
                    pairs.insert((a, b));
                    pairs.insert((b, a));
                }
            }
        }
    }
    pairs
}

/// Relations of each quantity: within it, then to others.
fn relations(groups: &[Grouped], reads: &[Read], ctx: &Context<'_>) -> Vec<Vec<Relation>> {
    let mut all: Vec<Vec<Relation>> = groups.iter().map(|g| relate::within(&g.entries, ctx)).collect();
    for (g, relation) in relate::across(groups, reads, ctx) {
        let known = all[g]
            .iter()
            .any(|r| (r.from, r.to) == (relation.from, relation.to) || (r.to, r.from) == (relation.from, relation.to));
        if !known {
            all[g].push(relation);
        }
    }
    all
}

fn quantities(
    groups: &[Grouped],
    relations: &[Vec<Relation>],
    publishers: &[Publisher],
    ctx: &Context<'_>,
) -> Vec<Quantity> {
    let outlets: Vec<Option<String>> = publishers.iter().map(|p| p.outlet.clone()).collect();
    let mut breaches = relate::breaches(groups, ctx);
    groups
        .iter()
        .zip(relations)
        .enumerate()
        .map(|(i, (g, relations))| {
            let independent = summary::independent(&g.entries, relations, ctx.linked);
            let states = summary::states(&g.entries, relations);
            let mut s = summary::summary(&g.entries, &independent, &states, relations, &outlets, ctx);
            s.flags.extend(breaches.iter_mut().filter(|b| b.0 == i).map(|b| std::mem::take(&mut b.1)));
            Quantity {
                id: g.id.clone(),
                label: g.label.clone(),
                unit: g.unit.clone(),
                population: g.population.clone(),
                role: g.role_shown,
                place: g.place.clone(),
                kind: g.kind,
                apart: g.scope == quantity::Scope::Apart,
                figures: figures(g, &independent, &states),
                relations: relations.clone(),
                summary: s,
                best: None,
            }
        })
        .collect()
}

fn figures(g: &Grouped, independent: &[bool], states: &[Option<crate::FigureState>]) -> Vec<FigureView> {
    g.entries
        .iter()
        .zip(independent)
        .zip(states)
        .map(|((e, independent), state)| FigureView {
            figure: e.at,
            origin: e.origin,
            via: e.via.clone(),
            said_on: e.times.said_on.clone(),
            as_of: e.times.as_of.clone(),
            value: e.value,
            certainty: e.certainty,
            party: e.party,
            independent: *independent,
            state: *state,
        })
        .collect()
}

fn reports(publishers: &[Publisher], published: &[dates::Published], copies: &[Copy]) -> Vec<ReportView> {
    let versions = outlets::versions(publishers, copies);
    publishers
        .iter()
        .zip(published)
        .zip(versions)
        .map(|((publisher, day), version_of)| ReportView {
            published: day.hard.clone(),
            likely: day.likely.clone(),
            basis: day.basis,
            outlet: publisher.outlet.clone(),
            publisher: publisher.family.clone(),
            agencies: publisher.agencies.clone(),
            version_of,
        })
        .collect()
}

/// Statements in rank order of their reports, then in text order.
fn statements(
    reads: &[Read],
    rank: &[usize],
    published: &[dates::Published],
    linked: &link::Linked,
) -> Vec<StatementView> {
    let mut all = Vec::new();
    for &report in rank {
        for statement in 0..reads[report].claims.statements.len() {
            let said = dates::said_on(&reads[report], statement, &published[report]);
            all.push(StatementView {
                statement: StatementRef { report, statement },
                speaker: linked.statements[report][statement],
                said_on: said.unwrap_or_else(|| time::until(published[report].hard.to)),
            });
        }
    }
    all
}

/// First and last day of the reports and of what is dated to the day or nearly so; background of years ago is no part of
/// the story.
fn period(story: &Story) -> Option<Interval> {
    let known = |i: &&Interval| i.from.is_some() && i.to.is_some();
    let days: Vec<&Interval> = story.reports.iter().map(|r| &r.likely).filter(known).collect();
    let from = days.iter().filter_map(|i| i.from).min()?;
    let to = days.iter().filter_map(|i| i.to).max()?;
    Some(Interval { from: Some(from), to: Some(to), precision: Precision::Range, candidates: Vec::new() })
}

/// From the texts, whatever their order: sixteen hexadecimal digits.
fn identifier(reads: &[Read], rank: &[usize]) -> String {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for &r in rank {
        for byte in reads[r].doc.report.text_sha256.bytes() {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    format!("{hash:016x}")
}

/// The title, among those the reports have, that shares most words with the other titles; else the first words of the
/// earliest report.
fn title(reads: &[Read], rank: &[usize], published: &[dates::Published]) -> String {
    let titles: Vec<String> = rank.iter().filter_map(|r| title_of(&reads[*r])).collect();
    let words: Vec<BTreeSet<String>> = titles.iter().map(|t| title_words(t)).collect();
    let best = (0..titles.len()).max_by_key(|i| {
        let shared: usize =
            words.iter().enumerate().filter(|(j, _)| j != i).map(|(_, w)| w.intersection(&words[*i]).count()).sum();
        (shared, std::cmp::Reverse(titles[*i].chars().count().abs_diff(70)), std::cmp::Reverse(titles[*i].clone()))
    });
    match best {
        Some(i) => titles[i].clone(),
        None => {
            let first = rank.iter().min_by_key(|r| time::sort_key(&published[**r].likely));
            first.map(|r| opening(&reads[*r])).unwrap_or_default()
        }
    }
}

fn title_of(read: &Read) -> Option<String> {
    let of_block = || {
        let block = read.doc.blocks.iter().find(|b| b.kind == BlockKind::Title)?;
        read.doc.report.text.get(block.span.start..block.span.end)
    };
    let title = read.doc.report.title.as_deref().or_else(of_block)?;
    let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
    (!title.is_empty()).then_some(title)
}

fn title_words(title: &str) -> BTreeSet<String> {
    crate::text::fold(title).split(' ').filter(|w| w.chars().count() > 3).map(str::to_owned).collect()
}

/// A report without an outlet, by the first words of its title or text.
fn short(read: &Read) -> String {
    // Marks of quotation inside would meet those around.
    let title = title_of(read).unwrap_or_else(|| opening(read)).replace(['«', '»', '“', '”', '"'], " ");
    let words: Vec<&str> = title.split_whitespace().collect();
    let first = words[..words.len().min(6)].join(" ");
    let first = first.trim_end_matches([':', ';', ',', '.', ' ', '…', '-', '–', '—']);
    let cut = if words.len() > 6 { "…" } else { "" };
    format!("« {first}{cut} »")
}

/// The first sentence, cut at a word.
fn opening(read: &Read) -> String {
    let doc = &read.doc;
    let text = doc.sentences.first().and_then(|s| doc.clean.get(s.clean.start..s.clean.end)).unwrap_or("");
    let mut out = String::new();
    for word in text.split_whitespace() {
        if out.chars().count() + word.chars().count() > 90 {
            out.push('…');
            break;
        }
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}
