//! The sets of stories: published ones, and our own of both languages.

use std::{fs, path::Path};

use anyhow::Context;
use jiff::civil::Date;
use recoupe_reading::Lang;
use serde::Deserialize;

/// A report with the story that it belongs to.
#[derive(Debug, Clone)]
pub(crate) struct Labelled {
    /// Name of its story.
    pub(crate) story: String,
    /// It may be looked at, and the constants are calibrated on it.
    pub(crate) development: bool,
    pub(crate) lang: Lang,
    /// The day of publication, where the set gives one.
    pub(crate) day: Option<Date>,
    /// Title, empty line, text.
    pub(crate) text: String,
}

/// A set and where it lies.
pub(crate) struct Set {
    pub(crate) name: &'static str,
    /// Below the folder of the public sets, or below the workspace for our own.
    pub(crate) folder: &'static str,
    pub(crate) ours: bool,
    /// What it is, where it is public, what defines a story, how it is split.
    pub(crate) about: &'static str,
    /// B³ F1 to reach.
    pub(crate) bar: f64,
    pub(crate) load: fn(&Path) -> anyhow::Result<Vec<Labelled>>,
}

/// All sets.
pub(crate) const SETS: &[Set] = &[
    Set {
        name: "Giveme5W1H: event clusters",
        folder: "giveme5w1h/Giveme5W1H/examples/datasets/news_cluster/data",
        ours: false,
        about: "The news clusters of fhamborg/Giveme5W1H on GitHub (Apache-2.0): 383 English articles of 69 events, \
                `Giveme5W1H/examples/datasets/news_cluster/data` under `giveme5w1h`. The event of an article is its `newsCluster.EventId`; title, text and \
                `date_publish` are used, nothing else. Articles of one event lie up to four years apart. Development part: the events with an \
                odd number.",
        bar: 0.90,
        load: giveme5w1h,
    },
    Set {
        name: "ECB+: sub-topics",
        folder: "ecbplus/ECBplus-prep/output_data/test_parsing",
        ours: false,
        about: "ECB+ (Cybulska and Vossen 2014, CC BY 3.0): 982 English texts of 43 topics with two events of one kind each, the texts of \
                `N_Xecb` and those of `N_Xecbplus`. The corpus itself is kept as a large file that is not everywhere; the texts are those of \
                anastasia-zhukova/Diverse_CDCR_datasets on GitHub, `ECBplus-prep/output_data/test_parsing` under `ecbplus`, one JSON file a \
                text, of which `title` (the first sentence) and `text` are used; addresses and days of publication, which only half \
                of the texts have, are left out. Development part: the topics with an odd number.",
        bar: 0.85,
        load: ecbplus,
    },
    Set {
        name: "Made up, French and English",
        folder: "crates/story/tests/streams/bilingual.txt",
        ours: true,
        about: "Our own made-up reports of stories in both languages, dated, of which several are of one kind \
                (`crates/story/tests/streams/bilingual.txt`). French and English reports of an event must meet.",
        bar: 0.90,
        load: made_up,
    },
];

/// An article of Giveme5W1H.
#[derive(Deserialize)]
struct Article {
    title: Option<String>,
    text: Option<String>,
    date_publish: Option<String>,
    #[serde(rename = "newsCluster")]
    cluster: Cluster,
}

#[derive(Deserialize)]
struct Cluster {
    #[serde(rename = "EventId")]
    event: u32,
}

/// A text of ECB+.
#[derive(Deserialize)]
struct Text {
    title: Option<String>,
    text: Option<String>,
}

fn giveme5w1h(folder: &Path) -> anyhow::Result<Vec<Labelled>> {
    let mut out = Vec::new();
    for file in crate::sets::files(folder, &["json"])? {
        let article: Article = parse(&file)?;
        let day = article.date_publish.as_deref().and_then(|d| d.get(..10)?.parse().ok());
        out.push(Labelled {
            story: article.cluster.event.to_string(),
            development: article.cluster.event % 2 == 1,
            lang: Lang::En,
            day,
            text: joined(article.title, article.text),
        });
    }
    Ok(out)
}

fn ecbplus(folder: &Path) -> anyhow::Result<Vec<Labelled>> {
    let mut topics: Vec<_> = fs::read_dir(folder)?.collect::<Result<Vec<_>, _>>()?.iter().map(|e| e.path()).collect();
    topics.sort();
    let mut out = Vec::new();
    for topic in topics.iter().filter(|t| t.is_dir()) {
        let story = topic.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let digits = story.trim_end_matches(|c: char| !c.is_ascii_digit());
        let number: u32 = digits.parse().with_context(|| format!("{story} is no topic"))?;
        for file in crate::sets::files(topic, &["json"])? {
            let text: Text = parse(&file)?;
            out.push(Labelled {
                story: story.clone(),
                development: number % 2 == 1,
                lang: Lang::En,
                day: None,
                text: joined(text.title, text.text),
            });
        }
    }
    Ok(out)
}

fn parse<T: for<'a> Deserialize<'a>>(file: &Path) -> anyhow::Result<T> {
    serde_json::from_str(&fs::read_to_string(file)?).with_context(|| file.display().to_string())
}

/// The title over the text, once.
fn joined(title: Option<String>, text: Option<String>) -> String {
    let (title, text) = (title.unwrap_or_default(), text.unwrap_or_default());
    if text.starts_with(&title) { text } else { format!("{title}\n\n{text}") }
}

/// Records `== STORY LANG DAY`, then title, empty line, text.
fn made_up(file: &Path) -> anyhow::Result<Vec<Labelled>> {
    let text = fs::read_to_string(file)?;
    let mut out = Vec::new();
    for record in text.split("\n== ").skip(1) {
        let (head, text) = record.split_once('\n').context("a record without text")?;
        let [story, lang, day] = head.split(' ').collect::<Vec<_>>()[..] else { anyhow::bail!("\"{head}\"") };
        out.push(Labelled {
            story: story.to_owned(),
            development: false,
            lang: if lang == "fr" { Lang::Fr } else { Lang::En },
            day: Some(day.parse()?),
            text: text.trim().to_owned(),
        });
    }
    Ok(out)
}
