//! `cargo xtask quality stories`: how well reports are grouped into stories, on published sets, beside TF-IDF with a threshold,
//! and how fast as the collection grows.

mod baseline;
mod growth;
mod score;
mod sets;

use std::{
    collections::BTreeMap,
    convert::Infallible,
    fmt::Write,
    fs,
    path::{Path, PathBuf},
};

use anyhow::Context;
use recoupe_intake::{Published, PublishedBasis};
use recoupe_pipeline::store;
use recoupe_reading::{Models, read_text};
use recoupe_story::{
    Read,
    stream::{Features, MemoryStore, ReportId, add},
};

use crate::random::Random;
use growth::GROWTH;
use score::BCubed;
use sets::{Labelled, SETS, Set};

/// As the command line names it.
pub(crate) const NAME: &str = "stories";

/// The growth alone, as the command line names it.
pub(crate) const GROWTH_NAME: &str = "stories-growth";

/// The page that the numbers are written to.
const PAGE: &str = "docs/quality-stories.md";

/// Orders in which the reports of a part are added; the first is that of the days.
const ORDERS: u64 = 5;

/// A story number for each report, in the order of the reports.
pub(crate) type Grouping = Vec<i64>;

/// One report as the two sides see it.
struct Item {
    labelled: Labelled,
    features: Features,
}

/// One line of the table.
struct Row {
    what: String,
    reports: usize,
    stories: usize,
    found: usize,
    ours: BCubed,
    /// Least share of pairs that two orders agree on.
    stable: f64,
    baseline: Option<BCubed>,
    bar: Option<f64>,
    /// What went wrong, for parts that may be looked at.
    errors: Vec<String>,
}

/// Measures the sets that are on the machine and the growth, and writes the page.
pub(crate) fn run(root: &Path, list_errors: bool) -> anyhow::Result<()> {
    let folder = std::env::var_os(super::FOLDER).map(PathBuf::from);
    let folder = folder.with_context(|| format!("{} names no folder", super::FOLDER))?;
    let load = |lang: &str| store::load(lang).with_context(|| format!("no model for {lang}: run `make models`"));
    let models = Models::of_pipelines(Some(load("fr")?), Some(load("en")?));
    let mut sections = String::new();
    let mut together: Vec<Item> = Vec::new();
    for set in SETS {
        let here = if set.ours { root.join(set.folder) } else { folder.join(set.folder) };
        anyhow::ensure!(here.exists(), "{}: not here ({})", set.name, here.display());
        let items = items((set.load)(&here).with_context(|| format!("set {}", set.name))?, &models);
        let rows = measure(set, &items);
        print(&rows, list_errors);
        section(&mut sections, set, &rows);
        together.extend(items);
    }
    let mixed = row("all sets in one stream".to_owned(), &together.iter().collect::<Vec<_>>(), None, None);
    print(std::slice::from_ref(&mixed), false);
    fs::create_dir_all(root.join("docs"))?;
    let path = root.join(PAGE);
    // The growth takes long: until it is measured again, what was written before stands.
    let before = fs::read_to_string(&path).unwrap_or_default();
    let grown = before.find(GROWTH).map(|at| before[at..].to_owned()).unwrap_or_default();
    fs::write(&path, page(&sections, &mixed) + &grown)?;
    run_growth(root)
}

/// Measures the growth alone; the rest of the page stands.
pub(crate) fn run_growth(root: &Path) -> anyhow::Result<()> {
    let path = root.join(PAGE);
    let before = fs::read_to_string(&path).with_context(|| format!("measure `{NAME}` first: {PAGE}"))?;
    let page = before.split_once(GROWTH).map_or(before.as_str(), |(page, _)| page);
    growth::measure(|stages| {
        stages.last().iter().for_each(|stage| println!("{}", growth::line(stage)));
        Ok(fs::write(&path, format!("{page}{}", growth::section(stages)))?)
    })?;
    println!("\nwritten: {PAGE}");
    Ok(())
}

/// Reads the reports on two threads.
fn items(labelled: Vec<Labelled>, models: &Models) -> Vec<Item> {
    let of = |labelled: &Labelled| {
        let mut doc = read_text(&labelled.text, Some(labelled.lang), models);
        doc.report.published = labelled.day.map(|date| Published { date, basis: PublishedBasis::Metadata });
        let claims = recoupe_claims::read(&doc);
        Features::of(&Read { doc, claims })
    };
    let (front, back) = labelled.split_at(labelled.len() / 2);
    let features: Vec<Features> = std::thread::scope(|scope| {
        let other = scope.spawn(|| front.iter().map(of).collect::<Vec<_>>());
        let back: Vec<Features> = back.iter().map(of).collect();
        let mut all = other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        all.extend(back);
        all
    });
    labelled.into_iter().zip(features).map(|(labelled, features)| Item { labelled, features }).collect()
}

/// The rows of a set: its development part, the part kept, all of it, and all of it without days.
fn measure(set: &Set, items: &[Item]) -> Vec<Row> {
    let development: Vec<&Item> = items.iter().filter(|i| i.labelled.development).collect();
    let kept: Vec<&Item> = items.iter().filter(|i| !i.labelled.development).collect();
    let all: Vec<&Item> = items.iter().collect();
    let tuned = if development.is_empty() { &all } else { &development };
    let threshold = Some(baseline::best_threshold(&texts(tuned), &gold(tuned)));
    let mut rows = Vec::new();
    if !kept.is_empty() && !development.is_empty() {
        rows.push(row("development part".to_owned(), &development, threshold, None));
        let kept = row("part kept for the measure".to_owned(), &kept, threshold, None);
        rows.push(Row { errors: Vec::new(), ..kept });
    }
    let whole = row("all".to_owned(), &all, threshold, Some(set.bar));
    rows.push(if development.is_empty() { whole } else { Row { errors: Vec::new(), ..whole } });
    if all.iter().any(|i| i.labelled.day.is_some()) {
        let without = |item: &Item| {
            let mut features = item.features.clone();
            features.day = None;
            Item { labelled: item.labelled.clone(), features }
        };
        let undated: Vec<Item> = items.iter().map(without).collect();
        let undated =
            row("all, without days of publication".to_owned(), &undated.iter().collect::<Vec<_>>(), threshold, None);
        rows.push(Row { errors: Vec::new(), ..undated });
    }
    rows
}

fn row(what: String, items: &[&Item], threshold: Option<f64>, bar: Option<f64>) -> Row {
    let gold = gold(items);
    let groupings: Vec<Grouping> = (0..ORDERS).map(|seed| group(items, &order(items, seed))).collect();
    let scores: Vec<BCubed> = groupings.iter().map(|g| score::b_cubed(g, &gold)).collect();
    let mut stable: f64 = 1.0;
    for (i, a) in groupings.iter().enumerate() {
        for b in &groupings[i + 1..] {
            stable = stable.min(score::same_pairs(a, b));
        }
    }
    let distinct = |g: &[i64]| g.iter().collect::<std::collections::BTreeSet<_>>().len();
    Row {
        what,
        reports: items.len(),
        stories: distinct(&gold),
        found: distinct(&groupings[0]),
        ours: BCubed::mean(&scores),
        stable,
        baseline: threshold.map(|t| score::b_cubed(&baseline::group(&texts(items), t), &gold)),
        bar,
        errors: score::errors(&groupings[0], &items.iter().map(|i| i.labelled.story.as_str()).collect::<Vec<_>>()),
    }
}

fn texts<'a>(items: &[&'a Item]) -> Vec<&'a str> {
    items.iter().map(|i| i.labelled.text.as_str()).collect()
}

fn gold(items: &[&Item]) -> Grouping {
    let mut numbers: BTreeMap<&str, i64> = BTreeMap::new();
    for item in items {
        let next = numbers.len() as i64;
        numbers.entry(&item.labelled.story).or_insert(next);
    }
    items.iter().map(|i| numbers[i.labelled.story.as_str()]).collect()
}

/// The order of the days for seed 0 (reports without a day as they stand in the set), else shuffled.
fn order(items: &[&Item], seed: u64) -> Vec<usize> {
    let mut order: Vec<usize> = (0..items.len()).collect();
    if seed == 0 {
        order.sort_by_key(|i| items[*i].features.day);
        return order;
    }
    let mut random = Random::new(seed);
    for i in (1..order.len()).rev() {
        order.swap(i, random.below(i + 1));
    }
    order
}

/// Adds the reports one by one.
fn group(items: &[&Item], order: &[usize]) -> Grouping {
    let mut store = MemoryStore::new();
    for i in order {
        let Ok(_): Result<_, Infallible> = add(&mut store, ReportId(*i as i64), &items[*i].features);
    }
    let mut grouping = vec![0; items.len()];
    for (story, members) in store.stories() {
        for report in members {
            if let Some(slot) = usize::try_from(report.0).ok().and_then(|i| grouping.get_mut(i)) {
                *slot = story.0;
            }
        }
    }
    grouping
}

fn print(rows: &[Row], list_errors: bool) {
    for row in rows {
        println!(
            "{:40} {:5} reports {:4} stories, {:4} found: B³ {:.3} ({:.3} / {:.3}), same pairs {:.3}; TF-IDF {}",
            row.what,
            row.reports,
            row.stories,
            row.found,
            row.ours.f1(),
            row.ours.precision,
            row.ours.recall,
            row.stable,
            number(row.baseline.map(|b| b.f1()))
        );
        if list_errors {
            row.errors.iter().for_each(|e| println!("    {e}"));
        }
    }
}

const HEAD: &str = "| | reports | stories | found | B³ F1 | precision | recall | bar | same pairs in other orders | TF-IDF F1 |\n\
                    | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n";

fn section(out: &mut String, set: &Set, rows: &[Row]) {
    let _ = write!(out, "\n## {}\n\n{}\n\n{HEAD}", set.name, set.about);
    rows.iter().for_each(|r| out.push_str(&table_row(r)));
}

/// Three decimals, nothing where there is no number.
fn number(score: Option<f64>) -> String {
    score.map_or(String::new(), |s| format!("{s:.3}"))
}

fn table_row(row: &Row) -> String {
    format!(
        "| {} | {} | {} | {} | **{:.3}** | {:.3} | {:.3} | {} | {:.3} | {} |\n",
        row.what,
        row.reports,
        row.stories,
        row.found,
        row.ours.f1(),
        row.ours.precision,
        row.ours.recall,
        row.bar.map_or(String::new(), |b| format!("{b:.2}")),
        row.stable,
        number(row.baseline.map(|b| b.f1())),
    )
}

fn page(sections: &str, mixed: &Row) -> String {
    let mut out = format!(
        "# Quality of stories\n\n<!-- Written by `{}=FOLDER cargo xtask quality {NAME}`: do not edit. -->\n\n\
         Reports are added one by one to an empty store (`recoupe_story::stream`), in {ORDERS} orders: by day, and shuffled. B³ \
         (Bagga and Baldwin 1998) is the mean over the orders; \"same pairs\" is the least agreement of two orders on which pairs \
         of reports are one story (Dice). TF-IDF is a baseline in the same run: words in lower case, cosine to the centroids \
         of the clusters so far, with the threshold that does best on the development part, and with the frequencies of \
         the whole part known from the start. The constants of our side are the same for all sets; they were calibrated on the \
         development parts only.\n",
        super::FOLDER
    );
    out.push_str(sections);
    let _ = write!(
        out,
        "\n## All sets in one stream\n\nFrench and English, dated and undated, in one store.\n\n{HEAD}{}",
        table_row(mixed)
    );
    out
}
