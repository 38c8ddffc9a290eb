//! The PolNeAR corpus as it is published (standoff annotation of brat), for measuring and for training.
//!
//! Edward Newell, Drew Margolin, Derek Ruths: An Attribution Relations Corpus for Political News, LREC 2018.

use std::{
    collections::BTreeMap,
    fs,
    ops::Range,
    path::Path,
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

use anyhow::{Context, ensure};
use recoupe_pipeline::store;
use recoupe_reading::{Doc, Lang, Models, read_text};

/// An article with what each of its annotators marked.
#[derive(Debug, Clone)]
pub(crate) struct Article {
    /// The name of its text file without the ending.
    pub(crate) name: String,
    pub(crate) text: String,
    /// One list an annotator, in the order of their identifiers.
    pub(crate) annotators: Vec<Vec<Attribution>>,
}

/// Who says what, in bytes of the text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Attribution {
    pub(crate) source: Vec<Range<usize>>,
    pub(crate) cue: Vec<Range<usize>>,
    pub(crate) content: Vec<Range<usize>>,
}

/// The articles of a part (`train`, `dev`, `test`) in the order of their names.
pub(crate) fn articles(folder: &Path, part: &str) -> anyhow::Result<Vec<Article>> {
    let part = folder.join("data").join(part);
    let list = |name: &str| -> anyhow::Result<Vec<String>> {
        let folder = part.join(name);
        let mut names = fs::read_dir(&folder)
            .with_context(|| folder.display().to_string())?
            .map(|e| Ok(e?.file_name().to_string_lossy().into_owned()))
            .collect::<anyhow::Result<Vec<_>>>()?;
        names.sort();
        Ok(names)
    };
    let mut annotations: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for file in list("attributions")? {
        // NAME_ANNOTATOR.ann
        if let Some((name, _)) = file.strip_suffix(".ann").and_then(|stem| stem.rsplit_once('_')) {
            annotations.entry(name.to_owned()).or_default().push(file);
        }
    }
    let mut out = Vec::new();
    for file in list("text")? {
        let Some(name) = file.strip_suffix(".txt") else { continue };
        let text = fs::read_to_string(part.join("text").join(&file)).with_context(|| file.clone())?;
        let bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let annotators = annotations
            .get(name)
            .map_or(&[][..], Vec::as_slice)
            .iter()
            .map(|file| {
                let written = fs::read_to_string(part.join("attributions").join(file))?;
                Ok(standoff(&written, &bytes))
            })
            .collect::<anyhow::Result<Vec<_>>>()?;
        ensure!(!annotators.is_empty(), "{name} has no annotation");
        out.push(Article { name: name.to_owned(), text, annotators });
    }
    Ok(out)
}

/// The events of a standoff file; `bytes` maps its character offsets.
fn standoff(written: &str, bytes: &[usize]) -> Vec<Attribution> {
    let mut spans: BTreeMap<&str, Vec<Range<usize>>> = BTreeMap::new();
    let mut events: Vec<&str> = Vec::new();
    for line in written.lines() {
        let mut cells = line.split('\t');
        let (Some(id), Some(what)) = (cells.next(), cells.next()) else { continue };
        if id.starts_with('T') {
            let Some((_, offsets)) = what.split_once(' ') else { continue };
            let ranges = offsets.split(';').filter_map(|pair| {
                let (start, end) = pair.split_once(' ')?;
                Some(*bytes.get(start.parse::<usize>().ok()?)?..*bytes.get(end.parse::<usize>().ok()?)?)
            });
            spans.insert(id, ranges.collect());
        } else if id.starts_with('E') {
            events.push(what);
        }
    }
    events
        .into_iter()
        .map(|event| {
            let mut out = Attribution::default();
            for (role, id) in event.split_whitespace().filter_map(|argument| argument.split_once(':')) {
                let part = match role.trim_end_matches(|c: char| c.is_ascii_digit()) {
                    "Source" => &mut out.source,
                    "Cue" => &mut out.cue,
                    "Content" => &mut out.content,
                    _ => continue,
                };
                part.extend(spans.get(id).into_iter().flatten().cloned());
                part.sort_by_key(|r| (r.start, r.end));
            }
            out
        })
        .collect()
}

/// The articles, parsed with the English model; on all cores, in their order.
pub(crate) fn parsed(articles: &[Article]) -> anyhow::Result<Vec<Doc>> {
    let models = Models::of_pipelines(None, Some(store::load("en")?));
    let next = AtomicUsize::new(0);
    let done: Mutex<Vec<(usize, Doc)>> = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(1, std::num::NonZero::get) {
            scope.spawn(|| {
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some(article) = articles.get(at) else { break };
                    let doc = read_text(&article.text, Some(Lang::En), &models);
                    done.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push((at, doc));
                }
            });
        }
    });
    let mut docs = done.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    docs.sort_by_key(|(at, _)| *at);
    Ok(docs.into_iter().map(|(_, doc)| doc).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn standoff_offsets_are_characters() {
        let text = "« Ça va », says Zoë.";
        let bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let written = "T1\tSource 16 19\tZoë\nT2\tCue 11 15\tsays\nT3\tContent 0 4;5 9\tÇa va\n\
                       T4\tAttribution 11 15\tsays\nE1\tAttribution:T4 Content:T3 Cue:T2 Source:T1\n";
        let [found] = &standoff(written, &bytes)[..] else { panic!("one event") };
        let words = |spans: &[Range<usize>]| spans.iter().map(|s| &text[s.clone()]).collect::<Vec<_>>();
        assert_eq!(words(&found.source), ["Zoë"]);
        assert_eq!(words(&found.cue), ["says"]);
        assert_eq!(words(&found.content), ["« Ça", "va »"]);
    }
}
