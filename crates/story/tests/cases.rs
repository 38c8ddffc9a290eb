//! Runs every case of `tests/cases`: what it expects, whether the order of the reports matters, and a snapshot of all that
//! the story says, in both languages.

mod common;

use std::{collections::BTreeMap, fmt::Write as _, path::Path};

use common::{Built, Case, build};
use recoupe_story::{FigureRef, ReportSpan, StatementRef, Story, reconcile};

#[test]
fn cases() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut files: Vec<_> = std::fs::read_dir(&folder)
        .expect("the folder of cases")
        .map(|e| e.expect("an entry").path())
        .filter(|p| p.extension().is_some_and(|e| e == "toml"))
        .collect();
    files.sort();
    assert!(files.len() >= 15, "the cases are missing");
    let mut failures = String::new();
    for path in files {
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&path).expect("a readable case");
        let case: Case = toml::from_str(&text).unwrap_or_else(|e| panic!("{name}: {e}"));
        let built = build(&case);
        let story = reconcile(&built.reads);
        let mut errors = String::new();
        check(&case, &built, &story, &mut errors);
        check_order(&case, &built, &story, &mut errors);
        if !errors.is_empty() {
            writeln!(failures, "== {name}: {}\n{errors}{}", case.about, render(&case, &built, &story))
                .expect("a string");
            continue;
        }
        insta::with_settings!({ description => &case.about, omit_expression => true, snapshot_path => "snapshots" }, {
            insta::assert_snapshot!(name, render(&case, &built, &story));
        });
    }
    assert!(failures.is_empty(), "\n{failures}");
}

fn figure_id(built: &Built, at: FigureRef) -> &str {
    &built.figures[&(at.report, at.figure)]
}

fn relations(built: &Built, story: &Story) -> Vec<(String, String, String)> {
    let mut all: Vec<_> = story
        .quantities
        .iter()
        .flat_map(|q| &q.relations)
        .map(|r| {
            let kind = serde_json_name(&r.kind);
            let line = format!("{} {kind} {}", figure_id(built, r.from), figure_id(built, r.to));
            (line, r.reason.fr.clone(), r.reason.en.clone())
        })
        .collect();
    all.sort();
    all
}

/// The name that the wire format uses.
fn serde_json_name<T: std::fmt::Debug>(value: &T) -> String {
    let debug = format!("{value:?}");
    let mut out = String::new();
    for (i, c) in debug.chars().enumerate() {
        if c.is_uppercase() && i > 0 {
            out.push('_');
        }
        out.extend(c.to_lowercase());
    }
    out
}

fn check(case: &Case, built: &Built, story: &Story, errors: &mut String) {
    let e = &case.expect;
    if let Some(expected) = &e.quantities {
        let sorted = |groups: &mut Vec<Vec<String>>| {
            groups.iter_mut().for_each(|g| g.sort());
            groups.sort();
        };
        let mut expected = expected.clone();
        let mut found: Vec<Vec<String>> = story
            .quantities
            .iter()
            .map(|q| q.figures.iter().map(|f| figure_id(built, f.figure).to_owned()).collect())
            .collect();
        sorted(&mut expected);
        sorted(&mut found);
        same(errors, "quantities", &expected, &found);
    }
    let found = relations(built, story);
    if let Some(expected) = &e.relations {
        let mut expected = expected.clone();
        expected.sort();
        let lines: Vec<String> = found.iter().map(|r| r.0.clone()).collect();
        same(errors, "relations", &expected, &lines);
    }
    for (relation, words) in &e.reasons {
        match found.iter().find(|r| r.0 == *relation) {
            Some((_, fr, en)) => {
                for w in words.iter().filter(|w| !fr.contains(*w) && !en.contains(*w)) {
                    writeln!(errors, "reason of {relation}: no {w:?} in\n  {fr}\n  {en}").expect("a string");
                }
            }
            None => writeln!(errors, "no relation {relation}").expect("a string"),
        }
    }
    for s in &e.summaries {
        let q = story
            .quantities
            .iter()
            .find(|q| q.figures.iter().any(|f| figure_id(built, f.figure) == s.of))
            .unwrap_or_else(|| panic!("no figure {}", s.of));
        let m = &q.summary;
        let what = |field: &str| format!("{field} of {}", s.of);
        let mut number = |field: &str, expected: Option<usize>, found: usize| {
            if let Some(expected) = expected {
                same(errors, &what(field), &expected, &found);
            }
        };
        number("reports", s.reports, m.reports);
        number("outlets", s.outlets, m.outlets);
        number("origins", s.origins, m.origins);
        number("families", s.families, m.families);
        number("unknown origins", s.unknown, m.unknown_origins);
        number("flags", s.flags, m.flags.len());
        for (field, expected, found) in [("lo", s.lo, m.lo), ("hi", s.hi, m.hi)] {
            if expected.is_some() {
                same(errors, &what(field), &expected, &found);
            }
        }
        for (field, expected, found) in [("label fr", &s.label_fr, &q.label.fr), ("label en", &s.label_en, &q.label.en)]
        {
            if let Some(expected) = expected {
                same(errors, &what(field), expected, found);
            }
        }
        if let Some(state) = &s.state {
            same(errors, &what("state"), state, &serde_json_name(&m.state));
        }
    }
    let index = |name: &String| {
        story.speakers.iter().position(|s| s.name == *name || s.aliases.contains(name) || s.described_as.contains(name))
    };
    for names in &e.same_speaker {
        let found: Vec<_> = names.iter().map(index).collect();
        if found.iter().any(|f| f.is_none() || *f != found[0]) {
            writeln!(errors, "not one speaker: {names:?} {found:?}").expect("a string");
        }
    }
    for names in &e.other_speaker {
        let found: Vec<_> = names.iter().map(index).collect();
        if found.iter().enumerate().any(|(i, f)| f.is_none() || found[..i].contains(f)) {
            writeln!(errors, "not several speakers: {names:?} {found:?}").expect("a string");
        }
    }
    for (id, expected) in &e.denials {
        let id_of = |s: StatementRef| {
            built.statements.get(&(s.report, s.statement)).cloned().unwrap_or_else(|| "figure".to_owned())
        };
        let denial = story.denials.iter().find(|d| id_of(d.statement) == *id);
        let mut found: Vec<String> = denial.map(|d| d.of.iter().map(|s| id_of(*s)).collect()).unwrap_or_default();
        found.sort();
        let mut expected = expected.clone();
        expected.sort();
        same(errors, &format!("what {id} denies"), &expected, &found);
        assert!(denial.is_some() || expected.is_empty(), "no denial {id}");
    }
    let report = |r: usize| case.reports[r].id.clone();
    if let Some(expected) = &e.copies {
        let mut found: Vec<String> =
            story.copies.iter().map(|c| format!("{} > {}", report(c.from), report(c.to))).collect();
        found.sort();
        let mut expected = expected.clone();
        expected.sort();
        same(errors, "copies", &expected, &found);
    }
    for (later, earlier) in &e.versions {
        let at = case.reports.iter().position(|r| r.id == *later).expect("a report");
        same(errors, "version", &Some(earlier.clone()), &story.reports[at].version_of.map(report));
    }
    let figures = || story.quantities.iter().flat_map(|q| &q.figures);
    for (id, state) in &e.states {
        let found = figures().find(|f| figure_id(built, f.figure) == id).and_then(|f| f.state);
        same(errors, &format!("state of {id}"), &Some(state.clone()), &found.map(|s| serde_json_name(&s)));
    }
    if let Some(expected) = &e.parties {
        let mut found: Vec<String> =
            figures().filter(|f| f.party).map(|f| figure_id(built, f.figure).to_owned()).collect();
        found.sort();
        let mut expected = expected.clone();
        expected.sort();
        same(errors, "parties", &expected, &found);
    }
    for (code, n) in &e.gaps {
        same(errors, &format!("gaps {code}"), n, &story.gaps.iter().filter(|g| g.code == *code).count());
    }
    if let Some(expected) = &e.timeline {
        same(errors, "timeline", expected, &timeline(built, story));
    }
}

fn same<T: PartialEq + std::fmt::Debug>(errors: &mut String, what: &str, expected: &T, found: &T) {
    if expected != found {
        writeln!(errors, "{what}:\n  expected {expected:?}\n  found    {found:?}").expect("a string");
    }
}

fn interval(i: &recoupe_claims::date::Interval) -> String {
    let day = |d: Option<jiff::civil::Date>| d.map(|d| d.to_string()).unwrap_or_default();
    if i.from == i.to { day(i.from) } else { format!("{}..{}", day(i.from), day(i.to)) }
}

fn timeline(built: &Built, story: &Story) -> Vec<String> {
    let quote =
        |s: &ReportSpan| built.reads[s.report].doc.quote(s.span).split_whitespace().collect::<Vec<_>>().join(" ");
    story
        .timeline
        .iter()
        .map(|t| format!("{} {}", interval(&t.date), t.spans.iter().map(quote).collect::<Vec<_>>().join(" | ")))
        .collect()
}

/// The same reports in another order give the same story.
fn check_order(case: &Case, built: &Built, story: &Story, errors: &mut String) {
    let n = built.reads.len();
    let expected = render(case, built, story);
    for order in [(0..n).rev().collect::<Vec<_>>(), (0..n).map(|i| (i * 7 + 3) % n.max(1)).collect()] {
        let mut sorted = order.clone();
        sorted.sort_unstable();
        if sorted != (0..n).collect::<Vec<_>>() {
            continue;
        }
        let moved = Built {
            reads: order.iter().map(|i| built.reads[*i].clone()).collect(),
            figures: moved(&built.figures, &order),
            statements: moved_statements(&built.statements, &order),
        };
        let mut other = reconcile(&moved.reads);
        // Reports are listed in the order of the input; everything else must not show it.
        let mut reports = other.reports.clone();
        for (new, old) in order.iter().enumerate() {
            reports[*old] = other.reports[new].clone();
            reports[*old].version_of = reports[*old].version_of.map(|v| order[v]);
        }
        other.reports = reports;
        let names: Vec<String> = order.iter().map(|i| case.reports[*i].id.clone()).collect();
        let found = render_with(&names, &moved, &other, &case.reports.iter().map(|r| r.id.clone()).collect::<Vec<_>>());
        same(errors, "another order of the reports", &expected, &found);
    }
}

fn moved(ids: &BTreeMap<(usize, usize), String>, order: &[usize]) -> BTreeMap<(usize, usize), String> {
    let place = |r: usize| order.iter().position(|o| *o == r).expect("a permutation");
    ids.iter().map(|((r, f), id)| ((place(*r), *f), id.clone())).collect()
}

fn moved_statements(ids: &BTreeMap<(usize, usize), String>, order: &[usize]) -> BTreeMap<(usize, usize), String> {
    moved(ids, order)
}

fn render(case: &Case, built: &Built, story: &Story) -> String {
    let names: Vec<String> = case.reports.iter().map(|r| r.id.clone()).collect();
    render_with(&names, built, story, &names)
}

/// All that the story says, as text. `names` are the reports in the order of the story's indexes, `listed` in the order
/// that its list of reports is in.
fn render_with(names: &[String], built: &Built, story: &Story, listed: &[String]) -> String {
    let mut out = String::new();
    let w = &mut out;
    let name = |i: usize| story.speakers[i].name.clone();
    writeln!(w, "{} {}", story.id, story.title).expect("a string");
    writeln!(w, "period {}", story.period.as_ref().map(interval).unwrap_or_default()).expect("a string");
    for (r, id) in story.reports.iter().zip(listed) {
        let agencies =
            if r.agencies.is_empty() { String::new() } else { format!(" agencies {}", r.agencies.join(", ")) };
        let version = r.version_of.map(|v| format!(" version of {}", listed[v])).unwrap_or_default();
        writeln!(w, "report {id} {} {:?}{agencies}{version}", interval(&r.published), r.publisher).expect("a string");
    }
    for s in &story.speakers {
        let parts: Vec<String> = s.parts.iter().map(|p| name(*p)).collect();
        writeln!(
            w,
            "speaker {} | {} ({} / {}) | {:?} {:?} | aliases {:?} | described as {:?} | parts {parts:?}",
            s.entity, s.name, s.shown.fr, s.shown.en, s.kind, s.family, s.aliases, s.described_as
        )
        .expect("a string");
    }
    for q in &story.quantities {
        let m = &q.summary;
        writeln!(w, "\nquantity {}\n  {}\n  {}", q.id, q.label.fr, q.label.en).expect("a string");
        writeln!(
            w,
            "  {:?}–{:?} reports {} outlets {} origins {} families {} unknown {} {:?}",
            m.lo, m.hi, m.reports, m.outlets, m.origins, m.families, m.unknown_origins, m.state
        )
        .expect("a string");
        for f in &m.flags {
            writeln!(w, "  ! {}\n  ! {}", f.fr, f.en).expect("a string");
        }
        for f in &q.figures {
            let marks: Vec<String> = [
                f.party.then(|| "party".to_owned()),
                f.independent.then(|| "independent".to_owned()),
                f.state.map(|s| serde_json_name(&s)),
            ]
            .into_iter()
            .flatten()
            .collect();
            let origin = f.origin.map_or_else(|| "-".to_owned(), name);
            let id = figure_id(built, f.figure);
            writeln!(w, "  {id} {origin} as of {} {}", interval(&f.as_of), marks.join(", ")).expect("a string");
        }
        for r in &q.relations {
            let kind = serde_json_name(&r.kind);
            let (from, to) = (figure_id(built, r.from), figure_id(built, r.to));
            writeln!(w, "  {from} {kind} {to}\n    {}\n    {}", r.reason.fr, r.reason.en).expect("a string");
        }
    }
    for c in &story.copies {
        writeln!(w, "copy {} > {} {:.2} {} runs", names[c.from], names[c.to], c.share, c.runs.len()).expect("a string");
    }
    for line in timeline(built, story) {
        writeln!(w, "event {line}").expect("a string");
    }
    for d in &story.denials {
        writeln!(w, "denial {:?} by {} of {}", d.stance, d.speaker.map_or_else(|| "-".to_owned(), name), d.of.len())
            .expect("a string");
    }
    for g in &story.gaps {
        writeln!(w, "gap {} {}..{} {}: {}", names[g.at.report], g.at.span.start, g.at.span.end, g.code, g.why.en)
            .expect("a string");
    }
    out
}
