//! The published sets of pages, as their authors lay them out.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::Context;
use serde_json::Value;

/// What is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Task {
    /// Segments that must and must not be in the text: F1 over all.
    Segments,
    /// Shingles of four words: mean precision and recall of the pages, their harmonic mean.
    Shingles,
    /// Words as a bag: mean F1 of the pages.
    Words,
    /// The day of publication, exact.
    Date,
}

/// A page and what is known of it.
pub(super) struct Page {
    pub(super) path: PathBuf,
    /// As the lists of errors name it.
    pub(super) name: String,
    pub(super) gold: Gold,
    pub(super) french: bool,
    /// Which part it is of.
    pub(super) part: &'static str,
}

/// The annotation of a page.
pub(super) enum Gold {
    Segments {
        with: Vec<String>,
        without: Vec<String>,
    },
    Text(String),
    /// `None` where the annotators found none.
    Day(Option<String>),
}

/// A part of a set.
pub(super) struct Part {
    pub(super) name: &'static str,
    pub(super) of: fn(&Page) -> bool,
    pub(super) bar: Option<f64>,
    /// Whether its pages were looked at while the reader was written.
    pub(super) seen: bool,
}

/// A set.
pub(super) struct Set {
    pub(super) name: &'static str,
    pub(super) about: &'static str,
    pub(super) task: Task,
    pub(super) pages: Vec<Page>,
    pub(super) parts: Vec<Part>,
}

/// The sets that are below a folder.
pub(super) fn load(folder: &Path) -> anyhow::Result<Vec<Set>> {
    type Loader = fn(&Path) -> anyhow::Result<Set>;
    let loaders: [(&str, Loader); 4] = [
        ("trafilatura/tests", evaldata),
        ("article-extraction-benchmark", article_extraction),
        ("wcxb", wcxb),
        ("htmldate/tests", htmldate),
    ];
    let mut sets = Vec::new();
    for (name, load) in loaders {
        let here = folder.join(name);
        if here.is_dir() {
            sets.push(load(&here).with_context(|| here.display().to_string())?);
        } else {
            eprintln!("{name}: not here ({}), left out", here.display());
        }
    }
    Ok(sets)
}

/// Marks every other page, from the first on: errors of these are looked at, those of the others are not.
fn halve(pages: &mut [Page]) {
    for page in pages.iter_mut().step_by(2) {
        page.part = LOOKED_AT;
    }
}

/// The part of pages whose errors are looked at.
const LOOKED_AT: &str = "looked at";

/// The two halves of a set. All pages of it were looked at while the reader was first written, one half only since.
fn halves() -> [Part; 2] {
    [
        Part { name: "half that rules are made on", of: |p| p.part == LOOKED_AT, bar: None, seen: true },
        Part { name: "other half", of: |p| p.part != LOOKED_AT, bar: None, seen: false },
    ]
}

fn json(path: &Path) -> anyhow::Result<Value> {
    let text = fs::read_to_string(path).with_context(|| path.display().to_string())?;
    // Python writes NaN for a value that is absent.
    Ok(serde_json::from_str(&text.replace(": NaN", ": null"))?)
}

/// The first of several folders that has a file.
fn find(here: &Path, folders: &[&str], file: &str) -> Option<PathBuf> {
    folders.iter().map(|f| here.join(f).join(file)).find(|p| p.is_file())
}

/// Whether a text is French, by the share of its commonest words; for texts whose page declares no language: Spanish shares some
/// of these words.
fn is_french(text: &str) -> bool {
    const COMMON: [&str; 15] =
        ["le", "la", "les", "des", "et", "une", "dans", "est", "du", "que", "qui", "pour", "sur", "au", "avec"];
    let words = super::scores::words(&text.to_lowercase());
    let common = words.iter().filter(|w| COMMON.contains(&w.as_str())).count();
    words.len() >= 8 && common * 100 > words.len() * 15
}

fn evaldata(here: &Path) -> anyhow::Result<Set> {
    let mut pages = Vec::new();
    for (_, item) in json(&here.join("evaldata.json"))?.as_object().context("is no object")? {
        let file = item["file"].as_str().context("no file")?;
        let Some(path) = find(here, &["cache", "eval"], file) else { continue };
        let list = |key: &str| -> Vec<String> {
            item[key].as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
        };
        let (with, without) = (list("with"), list("without"));
        let french = declared(&path)?.map_or_else(|| is_french(&with.join(" ")), |tag| tag == "fr");
        pages.push(Page { path, name: file.to_owned(), gold: Gold::Segments { with, without }, french, part: "" });
    }
    pages.sort_by(|a, b| a.name.cmp(&b.name));
    halve(&mut pages);
    Ok(Set {
        name: "evaldata",
        about: "adbar/trafilatura, `tests/evaldata.json` with the pages of `tests/cache` and `tests/eval` (Apache-2.0): segments that the \
                text must and must not hold, blanks folded; precision, recall and F1 over all segments, as its evaluation counts. \
                Our text is all parts but titles, bylines and captions, which the annotators count as outside. A page counts as \
                French where it declares so, or declares nothing and its segments are. All pages were looked at when the reader was first \
                written; rules made since then were made on every other page.",
        task: Task::Segments,
        pages,
        parts: [
            Part { name: "segment F1", of: |_| true, bar: Some(0.93), seen: false },
            Part { name: "segment F1, French pages", of: |p| p.french, bar: Some(0.945), seen: false },
        ]
        .into_iter()
        .chain(halves())
        .collect(),
    })
}

/// The primary tag of `<html lang>`, in small letters.
fn declared(path: &Path) -> anyhow::Result<Option<String>> {
    let bytes = fs::read(path)?;
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]).to_lowercase();
    let html = head.find("<html").map(|at| &head[at..]).unwrap_or_default();
    let tag = &html[..html.find('>').unwrap_or(html.len())];
    let value = tag.find("lang=").map(|at| tag[at + 5..].trim_start_matches(['"', '\'']));
    let primary = value.and_then(|v| v.split(|c: char| !c.is_alphabetic()).next());
    Ok(primary.filter(|tag| !tag.is_empty()).map(str::to_owned))
}

/// Whether `<html lang>` says French.
fn declares_french(path: &Path) -> anyhow::Result<bool> {
    Ok(declared(path)?.as_deref() == Some("fr"))
}

fn article_extraction(here: &Path) -> anyhow::Result<Set> {
    let mut pages = Vec::new();
    for (id, item) in json(&here.join("ground-truth.json"))?.as_object().context("is no object")? {
        let text = item["articleBody"].as_str().unwrap_or_default().to_owned();
        let Some(path) = find(here, &["html"], &format!("{id}.html.gz")) else { continue };
        let french = is_french(&text);
        pages.push(Page { path, name: id.clone(), gold: Gold::Text(text), french, part: "" });
    }
    pages.sort_by(|a, b| a.name.cmp(&b.name));
    halve(&mut pages);
    Ok(Set {
        name: "article-extraction",
        about: "scrapinghub/article-extraction-benchmark (MIT): the body of 181 articles, shingles of four words as its \
                `evaluate.py` counts them. Our text leaves out titles, bylines, captions and standfirsts, as its bodies do. All pages \
                were looked at when the reader was first written; rules made since then were made on every other page.",
        task: Task::Shingles,
        pages,
        parts: std::iter::once(Part { name: "shingle F1", of: |_| true, bar: Some(0.970), seen: false })
            .chain(halves())
            .collect(),
    })
}

fn wcxb(here: &Path) -> anyhow::Result<Set> {
    let mut pages = Vec::new();
    for split in ["dev", "test"] {
        let mut files: Vec<PathBuf> = fs::read_dir(here.join(split).join("ground-truth"))?
            .map(|e| Ok(e?.path()))
            .collect::<anyhow::Result<_>>()?;
        files.sort();
        for file in files {
            let item = json(&file)?;
            let kind = &item["_internal"]["page_type"];
            let kind = kind["primary"].as_str().or(kind.as_str()).unwrap_or("article");
            let name = file.file_stem().context("no name")?.to_string_lossy().into_owned();
            let text = item["ground_truth"]["main_content"].as_str().unwrap_or_default().to_owned();
            let Some(path) = find(here, &[&format!("{split}/html")], &format!("{name}.html.gz")) else { continue };
            if kind != "article" {
                continue;
            }
            let odd = name.bytes().last().is_some_and(|b| b % 2 == 1);
            let part = match (split, odd) {
                ("dev", true) => "dev-odd",
                ("dev", false) => "dev-even",
                _ => "test",
            };
            let french = is_french(&text);
            pages.push(Page { path, name, gold: Gold::Text(text), french, part });
        }
    }
    Ok(Set {
        name: "wcxb",
        about: "Murrough-Foley/web-content-extraction-benchmark (CC-BY-4.0), pages whose type is article: words as a bag, mean F1 of the \
                pages as its `evaluate.py` counts. Our text leaves out titles, bylines and captions. The odd numbers of the \
                development part were looked at, the even ones and the test part were not. It has no French article \
                (four French pages in all, shops and lists of goods).",
        task: Task::Words,
        pages,
        parts: vec![
            Part { name: "word F1, development articles", of: |p| p.part != "test", bar: Some(0.935), seen: false },
            Part { name: "word F1, odd numbers", of: |p| p.part == "dev-odd", bar: None, seen: true },
            Part { name: "word F1, even numbers (unseen)", of: |p| p.part == "dev-even", bar: None, seen: false },
            Part { name: "word F1, test articles (unseen)", of: |p| p.part == "test", bar: None, seen: false },
            Part { name: "word F1, French articles", of: |p| p.french, bar: Some(0.945), seen: true },
        ],
    })
}

fn htmldate(here: &Path) -> anyhow::Result<Set> {
    let mut pages = Vec::new();
    for list in ["eval_default.json", "eval_mediacloud_2020.json"] {
        for (_, item) in json(&here.join(list))?.as_object().context("is no object")? {
            let file = item["file"].as_str().context("no file")?;
            let Some(path) = find(here, &["test_set", "cache", "eval"], file) else { continue };
            let day = item["date"].as_str().map(str::to_owned);
            let french = declares_french(&path)?;
            pages.push(Page { path, name: file.to_owned(), gold: Gold::Day(day), french, part: "" });
        }
    }
    halve(&mut pages);
    Ok(Set {
        name: "htmldate",
        about: "adbar/htmldate, `tests/eval_default.json` and `tests/eval_mediacloud_2020.json` with their pages (Apache-2.0): the day of \
                publication, exact; the address of the page is not told to any tool, as in its own evaluation. On five pages the \
                annotators found no date: there none is right. Where they took the day of a change, we are wrong by design: a \
                modified date is never taken for the published one. A page counts as French where it declares so. \
                All pages were looked at when the reader was first written; rules made since then were made on every other page.",
        task: Task::Date,
        pages,
        parts: [
            Part { name: "exact day", of: |_| true, bar: Some(0.92), seen: false },
            Part { name: "exact day, French pages", of: |p| p.french, bar: Some(0.95), seen: false },
        ]
        .into_iter()
        .chain(halves())
        .collect(),
    })
}
