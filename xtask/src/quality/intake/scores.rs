//! The measures, as the authors of the sets count them.

use std::collections::BTreeMap;

use super::sets::{Gold, Page, Task};

/// The score of a tool on pages, and its errors, the worst first.
pub(super) fn score(task: Task, pages: &[&Page], texts: &[&str]) -> (f64, Vec<String>) {
    match task {
        Task::Segments => segments(pages, texts),
        Task::Shingles => shingles(pages, texts),
        Task::Words => bags(pages, texts),
        Task::Date => days(pages, texts),
    }
}

/// Blanks folded.
fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Python's `\w+`.
pub(super) fn words(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|w| !w.is_empty());
    words.map(str::to_owned).collect()
}

fn segments(pages: &[&Page], texts: &[&str]) -> (f64, Vec<String>) {
    let (mut hits, mut missed, mut extra) = (0, 0, 0);
    let mut errors = Vec::new();
    for (page, text) in pages.iter().zip(texts) {
        let Gold::Segments { with, without } = &page.gold else { continue };
        let text = folded(text);
        let lost: Vec<&String> = with.iter().filter(|s| !text.contains(&folded(s))).collect();
        let added: Vec<&String> = without.iter().filter(|s| text.contains(&folded(s))).collect();
        hits += with.len() - lost.len();
        missed += lost.len();
        extra += added.len();
        if !lost.is_empty() || !added.is_empty() {
            errors.push((lost.len() + added.len(), format!("{}: lost {lost:?}, added {added:?}", page.name)));
        }
    }
    errors.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    (f1(hits as f64, extra as f64, missed as f64), errors.into_iter().map(|e| e.1).collect())
}

fn f1(hits: f64, extra: f64, missed: f64) -> f64 {
    if hits + extra + missed == 0.0 { 1.0 } else { 2.0 * hits / (2.0 * hits + extra + missed) }
}

/// How often each item stands in a list.
fn counts<T: Ord>(items: impl Iterator<Item = T>) -> BTreeMap<T, usize> {
    let mut counts = BTreeMap::new();
    items.for_each(|item| *counts.entry(item).or_default() += 1);
    counts
}

/// Items of both, of the second only, of the first only.
fn overlap<T: Ord>(gold: &BTreeMap<T, usize>, found: &BTreeMap<T, usize>) -> (f64, f64, f64) {
    let both: usize = gold.iter().map(|(item, n)| *n.min(found.get(item).unwrap_or(&0))).sum();
    let all = |counts: &BTreeMap<T, usize>| counts.values().sum::<usize>();
    (both as f64, (all(found) - both) as f64, (all(gold) - both) as f64)
}

fn shingles(pages: &[&Page], texts: &[&str]) -> (f64, Vec<String>) {
    const LENGTH: usize = 4;
    let of = |words: &[String]| -> BTreeMap<Vec<String>, usize> {
        let last = words.len().saturating_sub(LENGTH - 1).max(1);
        counts(
            (0..last)
                .map(|i| words[i.min(words.len())..(i + LENGTH).min(words.len())].to_vec())
                .filter(|s| !s.is_empty()),
        )
    };
    let (mut precisions, mut recalls) = (Vec::new(), Vec::new());
    let mut errors = Vec::new();
    for (page, text) in pages.iter().zip(texts) {
        let Gold::Text(gold) = &page.gold else { continue };
        let (hits, extra, missed) = overlap(&of(&words(gold)), &of(&words(text)));
        if hits + extra > 0.0 {
            precisions.push(hits / (hits + extra));
        }
        if hits + missed > 0.0 {
            recalls.push(hits / (hits + missed));
        }
        let own = f1(hits, extra, missed);
        if own < 0.98 {
            errors.push((own, format!("{}: {own:.3}, {extra} shingles added, {missed} lost", page.name)));
        }
    }
    errors.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (precision, recall) = (mean(&precisions), mean(&recalls));
    (2.0 * precision * recall / (precision + recall), errors.into_iter().map(|e| e.1).collect())
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len().max(1) as f64
}

fn bags(pages: &[&Page], texts: &[&str]) -> (f64, Vec<String>) {
    let mut scores = Vec::new();
    let mut errors = Vec::new();
    for (page, text) in pages.iter().zip(texts) {
        let Gold::Text(gold) = &page.gold else { continue };
        let of = |text: &str| counts(words(&text.to_lowercase()).into_iter());
        let (hits, extra, missed) = overlap(&of(gold), &of(text));
        let own = f1(hits, extra, missed);
        if own < 0.9 {
            errors.push((own, format!("{}: {own:.3}, {extra} words added, {missed} lost", page.name)));
        }
        scores.push(own);
    }
    errors.sort_by(|a, b| a.0.total_cmp(&b.0));
    (mean(&scores), errors.into_iter().map(|e| e.1).collect())
}

fn days(pages: &[&Page], texts: &[&str]) -> (f64, Vec<String>) {
    let mut right = 0;
    let mut errors = Vec::new();
    for (page, text) in pages.iter().zip(texts) {
        let Gold::Day(gold) = &page.gold else { continue };
        if gold.as_deref().unwrap_or_default() == *text {
            right += 1;
        } else {
            errors.push(format!("{}: {text:?} for {gold:?}", page.name));
        }
    }
    (f64::from(right) / pages.len().max(1) as f64, errors)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(gold: Gold) -> Page {
        Page { path: "a.html".into(), name: "a".into(), gold, french: false, part: "" }
    }

    #[test]
    fn segments_count_over_all_pages() {
        let gold = Gold::Segments { with: vec!["le  pont".into(), "rouvert".into()], without: vec!["menu".into()] };
        let (score, errors) = score(Task::Segments, &[&page(gold)], &["Menu: le\npont est là. menu"]);
        assert!((score - 0.5).abs() < 1e-9, "{score}");
        assert_eq!(errors.len(), 1);
    }

    #[test]
    fn shingles_and_bags_of_words() {
        let gold = || page(Gold::Text("un deux trois quatre cinq".into()));
        assert!((score(Task::Shingles, &[&gold()], &["un deux trois quatre cinq"]).0 - 1.0).abs() < 1e-9);
        // One of two shingles, nothing added.
        assert!((score(Task::Shingles, &[&gold()], &["un deux trois quatre"]).0 - 2.0 / 3.0).abs() < 1e-9);
        assert!((score(Task::Words, &[&gold()], &["Cinq quatre trois"]).0 - 0.75).abs() < 1e-9);
    }

    #[test]
    fn days_are_exact_and_none_is_an_answer() {
        let pages = [page(Gold::Day(Some("2031-03-04".into()))), page(Gold::Day(None))];
        let pages: Vec<&Page> = pages.iter().collect();
        assert!((score(Task::Date, &pages, &["2031-03-04", ""]).0 - 1.0).abs() < 1e-9);
        assert!((score(Task::Date, &pages, &["2031-03-05", "2031-03-05"]).0).abs() < 1e-9);
    }
}
