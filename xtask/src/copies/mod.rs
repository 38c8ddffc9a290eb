//! `cargo xtask copies-bench`: copies among a hundred thousand reports, against brute force and against Python's libraries.

mod collection;
mod grammar;
mod page;
mod peers;
mod truth;

use std::{collections::BTreeMap, fs, path::Path};

use collection::{DERIVED, Kind, Report};
use recoupe_intake::{Hints, html};
use recoupe_story::copying::{
    CopyIndex as _, CopyKind, CopyPrint, CopyText, Kinship, MemoryIndex, Provenance, compare, kinship, outlet_key,
    search,
};
use truth::Brute;

use crate::{archives, bench, sets};

/// `cargo xtask copies-bench`.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Made-up reports
    #[arg(long, default_value_t = 100_000)]
    reports: usize,
    /// What the made-up reports are made from
    #[arg(long, default_value_t = 2031)]
    seed: u64,
    /// Reports that are compared with all before them by brute force
    #[arg(long, default_value_t = 1000)]
    sample: usize,
    /// Do not run the Python libraries
    #[arg(long)]
    only_own: bool,
    /// Print this many pairs of each kind of mistake
    #[arg(long, default_value_t = 0)]
    errors: usize,
    /// Do not write docs/quality-copies.md
    #[arg(long)]
    dry: bool,
}

/// Seconds of processor time, by step, and reports they are of.
#[derive(Debug, Clone, Copy, Default)]
struct Times {
    reports: usize,
    print: f64,
    search: f64,
    compare: f64,
    insert: f64,
    /// Pairs that were compared word by word.
    compared: usize,
}

impl Times {
    fn all(&self) -> f64 {
        self.print + self.search + self.compare + self.insert
    }

    fn since(&self, before: &Self) -> Self {
        Self {
            reports: self.reports - before.reports,
            print: self.print - before.print,
            search: self.search - before.search,
            compare: self.compare - before.compare,
            insert: self.insert - before.insert,
            compared: self.compared - before.compared,
        }
    }
}

/// The collection at one size.
struct Stage {
    /// Reports until here.
    reports: usize,
    /// Of the last tenth of them.
    last: Times,
    /// Resident memory more than before the first report, in bytes.
    memory: u64,
    fingerprints: usize,
}

/// What went through the index.
struct Indexed {
    stages: Vec<Stage>,
    times: Times,
    /// Seconds of processor time for the candidates of the made-up reports, which are what the peers get, from the first to the last: print, search, insert. The
    /// clock is read twice, not at each step of each report, which costs some microseconds.
    candidates: f64,
    /// Earlier reports of each report, in order.
    pairs: Vec<Vec<(u32, CopyKind)>>,
}

/// Right, wrong and missed.
#[derive(Debug, Clone, Copy, Default)]
struct Count {
    both: usize,
    only_found: usize,
    only_true: usize,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<()> {
    let root = sets::root();
    let mut reports = public_pages()?;
    let public = reports.len();
    reports.extend(collection::generate(args.reports, args.seed));
    eprintln!("{public} public pages, {} made-up reports", args.reports);
    let candidates = seconds_for_candidates(&reports[public..])?;
    eprintln!("candidates: {candidates:.1} s");
    let indexed = index(&reports, public, candidates)?;
    eprintln!("indexed: {:.1} s", indexed.times.all());

    let brute = Brute::new(reports.iter().map(Report::body));
    let of_sample = |from: usize, to: usize, count: usize| -> Vec<usize> {
        (0..count.min(to - from)).map(|i| from + i * (to - from) / count.min(to - from)).collect()
    };
    let made_up =
        against_brute_force(&reports, &indexed, &brute, &of_sample(public, reports.len(), args.sample), args.errors);
    let pages = against_brute_force(&reports, &indexed, &brute, &of_sample(0, public, args.sample), args.errors);
    let runs = if args.only_own { Vec::new() } else { peers::run(root, &reports[public..])? };

    let named: Vec<Vec<u32>> = indexed.pairs.iter().map(|p| p.iter().map(|(other, _)| *other).collect()).collect();
    let mut by_kind =
        vec![("recoupe".to_owned(), by_construction(&reports[public..], &shifted(&named[public..], public as u32)))];
    for run in &runs {
        by_kind.push((format!("{} {}", run.name, run.version), by_construction(&reports[public..], &run.found)));
    }
    let text = page::markdown(&page::Results { public, indexed: &indexed, made_up, pages, by_kind, runs: &runs, args });
    print!("{text}");
    if !args.dry {
        fs::write(root.join("docs/quality-copies.md"), text)?;
    }
    Ok(())
}

/// Reports by their places without the first `by`; pairs with those are left out.
fn shifted(pairs: &[Vec<u32>], by: u32) -> Vec<Vec<u32>> {
    pairs.iter().map(|p| p.iter().filter_map(|other| other.checked_sub(by)).collect()).collect()
}

/// The texts of the public pages that lie on the machine, as intake reads them.
fn public_pages() -> anyhow::Result<Vec<Report>> {
    let Some(folder) = std::env::var_os(crate::quality::FOLDER) else {
        eprintln!("{} is not set: no public pages", crate::quality::FOLDER);
        return Ok(Vec::new());
    };
    let mut paths = Vec::new();
    archives::pages(Path::new(&folder), &mut paths)?;
    paths.sort();
    let mut reports = Vec::new();
    for path in paths {
        let bytes = archives::read(&path)?;
        let hints = Hints { name: path.display().to_string(), ..Hints::default() };
        let Ok(report) = html::report(&bytes, &hints) else { continue };
        if report.text.split_whitespace().count() >= 60 {
            let body = report.text.len();
            let outlet = report.outlet.unwrap_or_default();
            reports.push(Report {
                kind: Kind::Public,
                event: u32::MAX,
                outlet,
                text: report.text,
                body,
                sentences: Vec::new(),
            });
        }
    }
    Ok(reports)
}

/// What the peers do, done by us: names the candidates of each report among those before it.
fn seconds_for_candidates(reports: &[Report]) -> anyhow::Result<f64> {
    let outlets: Vec<u64> = reports.iter().map(outlet).collect();
    let start = bench::cpu_seconds();
    let mut index = MemoryIndex::default();
    for (i, (report, outlet)) in reports.iter().zip(outlets).enumerate() {
        let (print, _) = CopyPrint::plain(&report.text, outlet);
        std::hint::black_box(search(&print, &index)?);
        index.insert(i as u64, &print)?;
    }
    Ok(bench::cpu_seconds() - start)
}

fn outlet(report: &Report) -> u64 {
    if report.outlet.is_empty() { 0 } else { outlet_key(&report.outlet) }
}

/// Takes the reports one after the other as a ledger does: print, search, compare with the candidates, insert.
fn index(reports: &[Report], public: usize, candidates: f64) -> anyhow::Result<Indexed> {
    let before = bench::status("VmRSS:")?;
    let mut index = MemoryIndex::default();
    let times = Times::default();
    let mut indexed = Indexed { stages: Vec::new(), times, candidates, pairs: Vec::with_capacity(reports.len()) };
    let mut marks: BTreeMap<usize, Times> = BTreeMap::new();
    let made_up = reports.len() - public;
    let sizes: Vec<usize> = [1000, 10_000, 100_000, 1_000_000].into_iter().filter(|s| *s <= made_up).collect();
    let mut fingerprints = 0;
    for (i, report) in reports.iter().enumerate() {
        let outlet = outlet(report);
        let start = bench::cpu_seconds();
        let (print, mut text) = CopyPrint::plain(&report.text, outlet);
        let printed = bench::cpu_seconds();
        let found = search(&print, &index)?;
        text.leave_out(&print, &found.furniture);
        let searched = bench::cpu_seconds();
        let mut pairs = Vec::new();
        for candidate in &found.candidates {
            let other = candidate.report as usize;
            let copied = compare(&text, &CopyText::plain(&reports[other].text));
            pairs.extend(copied.filter(|c| counts(report, &reports[other], c)).map(|c| (other as u32, c.kind)));
        }
        let compared = bench::cpu_seconds();
        index.insert(i as u64, &print)?;
        let inserted = bench::cpu_seconds();
        pairs.sort_unstable();
        indexed.pairs.push(pairs);
        let times = &mut indexed.times;
        times.reports += 1;
        times.print += printed - start;
        times.search += searched - printed;
        times.compare += compared - searched;
        times.insert += inserted - compared;
        times.compared += found.candidates.len();
        fingerprints += print.fingerprints.len();
        let done = (i + 1).saturating_sub(public);
        if sizes.iter().any(|s| done == s - s / 10) {
            marks.insert(done, *times);
        }
        if sizes.contains(&done) {
            let last = times.since(marks.get(&(done - done / 10)).unwrap_or(&Times::default()));
            let memory = bench::status("VmRSS:")?.saturating_sub(before);
            indexed.stages.push(Stage { reports: i + 1, last, memory, fingerprints });
        }
    }
    Ok(indexed)
}

/// A pair counts as copied where it is one between publishers or a version; a publisher that uses a line of its own again is
/// one source in any case.
fn counts(a: &Report, b: &Report, copied: &recoupe_story::copying::Copied) -> bool {
    let of = |r: &Report| Provenance { address: None, family: (!r.outlet.is_empty()).then(|| r.outlet.clone()) };
    kinship(&of(a), &of(b), Some(copied)).is_some_and(|k| k != Kinship::Reuse)
}

/// By the kind of copy: what the index led to and what brute force says of the reports without their furniture.
fn against_brute_force(
    reports: &[Report],
    indexed: &Indexed,
    brute: &Brute,
    sample: &[usize],
    errors: usize,
) -> BTreeMap<CopyKind, Count> {
    let mut counts_by_kind: BTreeMap<CopyKind, Count> = BTreeMap::new();
    let (mut wrong, mut missed) = (errors, errors);
    for &r in sample {
        let mut truth: BTreeMap<u32, CopyKind> = brute
            .earlier(r, |i| reports[i].body())
            .into_iter()
            .filter(|(other, copied)| counts(&reports[r], &reports[*other], copied))
            .map(|(other, copied)| (other as u32, copied.kind))
            .collect();
        for &(other, kind) in &indexed.pairs[r] {
            match truth.remove(&other) {
                Some(kind) => counts_by_kind.entry(kind).or_default().both += 1,
                None => {
                    counts_by_kind.entry(kind).or_default().only_found += 1;
                    show(&mut wrong, "wrong", kind, &reports[r], &reports[other as usize]);
                }
            }
        }
        for (other, kind) in truth {
            counts_by_kind.entry(kind).or_default().only_true += 1;
            show(&mut missed, "missed", kind, &reports[r], &reports[other as usize]);
        }
    }
    counts_by_kind
}

fn show(left: &mut usize, what: &str, kind: CopyKind, a: &Report, b: &Report) {
    if *left > 0 {
        *left -= 1;
        let (of_a, of_b) = (a.kind.name(), b.kind.name());
        let common = a.words_in_common(b);
        println!(
            "== {what}: {kind:?}, {common} words of one pen\n-- {of_a}, {}\n{}\n-- {of_b}, {}\n{}",
            a.outlet, a.text, b.outlet, b.text
        );
    }
}

/// What the maker of the collection knows of pairs of one event: derived and found, by the kind of the later's making.
#[derive(Default)]
struct Made {
    /// For each kind of copy: pairs with the agency's text, and how many of them were found.
    recall: BTreeMap<Kind, (usize, usize)>,
    /// All pairs that were found.
    found: usize,
    /// Those that have no sentence in common.
    wrong: usize,
    /// Of those: one quotes what the other quotes, within one event.
    quoting: usize,
}

fn by_construction(reports: &[Report], found: &[Vec<u32>]) -> Made {
    let mut made = Made::default();
    let agencies: BTreeMap<u32, usize> =
        reports.iter().enumerate().filter(|(_, r)| r.kind == Kind::Agency).map(|(i, r)| (r.event, i)).collect();
    for (i, report) in reports.iter().enumerate().filter(|(_, r)| DERIVED.contains(&r.kind)) {
        let Some(&agency) = agencies.get(&report.event) else { continue };
        let (later, earlier) = (i.max(agency), i.min(agency));
        let (pairs, hits) = made.recall.entry(report.kind).or_default();
        *pairs += 1;
        *hits += usize::from(found[later].contains(&(earlier as u32)));
    }
    for (i, others) in found.iter().enumerate() {
        for other in others {
            let (a, b) = (&reports[i], &reports[*other as usize]);
            made.found += 1;
            if a.words_in_common(b) == 0 {
                made.wrong += 1;
                made.quoting += usize::from(a.event == b.event && (a.kind == Kind::Quote || b.kind == Kind::Quote));
            }
        }
    }
    made
}
