//! English attribution on PolNeAR.

use std::{collections::BTreeSet, ops::Range, path::Path};

use recoupe_claims::attribution::{self, learned};
use recoupe_reading::{Doc, Span};

use super::{PublicSet, Row};
use crate::polnear::{self, Article, Attribution};

pub(crate) const SET: PublicSet = PublicSet {
    name: "polnear",
    folder: "polnear",
    about: "PolNeAR 1.0 (Newell, Margolin and Ruths, LREC 2018): sources, cues and contents of attributions in English political \
            news, public at github.com/networkdynamics/PolNeAR; its repository states no licence. Layout: `data/{train,dev,test}/text/*.txt` \
            and `data/{train,dev,test}/attributions/*.ann`, as published.\n\n\
            The measures are those of Citron (Newell, Cowlishaw and Man, *Quote Extraction and Analysis for News*, 2018), as its \
            evaluation script has them. *Overlap*: for one role, the tokens that predicted and annotated spans share, summed over \
            all pairs of a predicted and an annotated attribution, over the tokens of all predicted (precision) and of all annotated \
            spans (recall); the table gives F1. *Exact content*: an attribution counts if one of the other side has a cue that shares \
            a token and the same content. A token is a run of letters and digits or one other character that is no blank; \
            it does not depend on our tokenizer. An article with several annotators is scored against the first by identifier.\n\n\
            PolNeAR marks attributions in a wide sense: also wishes, plans, knowledge, attitudes and decrees. Measured is our reading in \
            that sense (`recoupe_claims::attribution::learned`, trained on the train part, see `attribution-model.md`), without what \
            it marks as nested: PolNeAR has no attribution inside another. \"Statements\" are what the program prints, which is \
            narrower by our own guidelines; those nested are left out and the conjunction \"that\", which belongs to PolNeAR's content \
            and not to ours, is put back. Nothing else is mapped. Settings and threshold were chosen on dev. \"Annotators\" are the people \
            themselves on the train articles that several annotated, each pair scored both ways: what two readers of the \
            same guidelines agree on. The bar of cues lies above that.",
    measure,
};

/// The bars, which are Citron's numbers on PARC3, by role.
const MEASURES: [(&str, &str); 4] = [
    ("content overlap", "bar 0.84; Citron on PARC3 0.833"),
    ("source overlap", "bar 0.86; Citron on PARC3 0.853"),
    ("cue overlap", "bar 0.80; Citron on PARC3 0.768"),
    ("exact content", "bar 0.60; Citron on PARC3 0.593"),
];

fn measure(folder: &Path) -> anyhow::Result<Vec<Row>> {
    let mut rows = Vec::new();
    for part in ["dev", "test"] {
        let articles = polnear::articles(folder, part)?;
        let docs = polnear::parsed(&articles)?;
        rows.extend(scored(part, &articles, &docs, wide));
        let statements = scored(&format!("{part}, statements"), &articles, &docs, statements);
        rows.extend(statements.into_iter().map(|row| Row {
            beside: "the program's own, narrower",
            errors: Vec::new(),
            ..row
        }));
    }
    let several: Vec<Article> =
        polnear::articles(folder, "train")?.into_iter().filter(|a| a.annotators.len() > 1).collect();
    let mut people = Tally::default();
    for article in &several {
        let words = tokens(&article.text);
        let of = |list: &[Attribution]| list.iter().map(|a| Parts::of(a, &words)).collect::<Vec<_>>();
        for (i, a) in article.annotators.iter().enumerate() {
            for (_, b) in article.annotators.iter().enumerate().filter(|(j, _)| *j != i) {
                people.add(&of(a), &of(b), words.len());
            }
        }
    }
    for ((what, _), score) in MEASURES.into_iter().zip(people.scores()) {
        rows.push(Row {
            what: format!("annotators: {what} F1"),
            score,
            items: people.gold,
            beside: "people among themselves",
            ..Row::default()
        });
    }
    Ok(rows)
}

/// The rows of a part by one of our readings.
fn scored(part: &str, articles: &[Article], docs: &[Doc], read: fn(&Doc) -> Vec<Attribution>) -> Vec<Row> {
    let mut tally = Tally::default();
    let mut errors = Vec::new();
    for (article, doc) in articles.iter().zip(docs) {
        let words = tokens(&article.text);
        let gold: Vec<Parts> = article.annotators[0].iter().map(|a| Parts::of(a, &words)).collect();
        let found: Vec<Parts> = read(doc).iter().map(|a| Parts::of(a, &words)).collect();
        tally.add(&found, &gold, words.len());
        // The test part is kept for the final measure: its errors are counted, never shown.
        if part == "dev" {
            errors.extend(differences(article, &words, &found, &gold));
        }
    }
    errors.sort_by_key(|(lost, _)| std::cmp::Reverse(*lost));
    let mut errors = errors.into_iter().map(|(_, line)| line).collect();
    let row = |((what, beside), score)| Row {
        what: format!("{part}: {what} F1"),
        score,
        items: tally.gold,
        beside,
        errors: std::mem::take(&mut errors),
    };
    MEASURES.into_iter().zip(tally.scores()).map(row).collect()
}

/// The wide reading.
fn wide(doc: &Doc) -> Vec<Attribution> {
    let bytes = |spans: &[Range<usize>]| {
        let original = |r: &Range<usize>| doc.span_of_range(r.clone());
        spans.iter().map(original).map(|s| s.start..s.end).collect::<Vec<_>>()
    };
    learned::read(doc)
        .attributions
        .iter()
        .filter(|a| !a.nested)
        .map(|a| Attribution { source: bytes(&a.source), cue: bytes(&a.cue), content: bytes(&a.content) })
        .collect()
}

/// What the program prints, with the corpus's conventions (see `about`).
fn statements(doc: &Doc) -> Vec<Attribution> {
    let bytes = |spans: &[Span]| spans.iter().map(|s| s.start..s.end).collect::<Vec<_>>();
    let with_that = |mut span: Range<usize>| {
        let before = doc.tokens.partition_point(|t| t.span.end <= span.start);
        if let Some(that) = before.checked_sub(1).map(|i| &doc.tokens[i]).filter(|t| t.lower == "that") {
            span.start = that.span.start;
        }
        span
    };
    attribution::read(doc)
        .iter()
        .filter(|s| s.nested_in.is_none())
        .map(|s| Attribution {
            source: bytes(&s.source),
            cue: bytes(&s.cue),
            content: bytes(&s.content).into_iter().map(with_that).collect(),
        })
        .collect()
}

/// The bytes of each token: runs of letters and digits, and any other character that is no blank.
fn tokens(text: &str) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    let mut in_word = false;
    for (at, c) in text.char_indices() {
        let word = c.is_alphanumeric();
        match out.last_mut() {
            Some(last) if word && in_word => last.end = at + c.len_utf8(),
            _ if !c.is_whitespace() => out.push(at..at + c.len_utf8()),
            _ => {}
        }
        in_word = word;
    }
    out
}

/// An attribution in tokens, by role: source, cue, content.
struct Parts([BTreeSet<usize>; 3]);

impl Parts {
    fn of(a: &Attribution, words: &[Range<usize>]) -> Self {
        let set = |spans: &[Range<usize>]| {
            let covered = |s: &Range<usize>| {
                let first = words.partition_point(|w| w.end <= s.start);
                first..words.partition_point(|w| w.start < s.end).max(first)
            };
            spans.iter().flat_map(covered).collect()
        };
        Self([set(&a.source), set(&a.cue), set(&a.content)])
    }

    fn cue(&self) -> &BTreeSet<usize> {
        &self.0[1]
    }

    fn content(&self) -> &BTreeSet<usize> {
        &self.0[2]
    }

    /// The same saying: the cues share a token.
    fn meets(&self, other: &Self) -> bool {
        !self.cue().is_disjoint(other.cue())
    }
}

/// Sums over articles.
#[derive(Default)]
struct Tally {
    shared: [usize; 3],
    found_tokens: [usize; 3],
    gold_tokens: [usize; 3],
    found: usize,
    gold: usize,
    found_exact: usize,
    gold_exact: usize,
}

impl Tally {
    fn add(&mut self, found: &[Parts], gold: &[Parts], words: usize) {
        for role in 0..3 {
            // How many attributions have each token: the sum over all pairs is the product.
            let count = |list: &[Parts]| {
                let mut n = vec![0usize; words];
                list.iter().flat_map(|p| &p.0[role]).for_each(|&w| n[w] += 1);
                n
            };
            let (f, g) = (count(found), count(gold));
            self.shared[role] += f.iter().zip(&g).map(|(a, b)| a * b).sum::<usize>();
            self.found_tokens[role] += f.iter().sum::<usize>();
            self.gold_tokens[role] += g.iter().sum::<usize>();
        }
        let exact = |a: &Parts, others: &[Parts]| others.iter().any(|b| a.meets(b) && a.content() == b.content());
        self.found += found.len();
        self.gold += gold.len();
        self.found_exact += found.iter().filter(|a| exact(a, gold)).count();
        self.gold_exact += gold.iter().filter(|a| exact(a, found)).count();
    }

    /// In the order of [`MEASURES`].
    fn scores(&self) -> [f64; 4] {
        let overlap =
            |role: usize| f1(self.shared[role], self.found_tokens[role], self.shared[role], self.gold_tokens[role]);
        [overlap(2), overlap(0), overlap(1), f1(self.found_exact, self.found, self.gold_exact, self.gold)]
    }
}

fn f1(right: usize, found: usize, hit: usize, gold: usize) -> f64 {
    let share = |n: usize, of: usize| if of == 0 { 0.0 } else { n as f64 / of as f64 };
    let (p, r) = (share(right, found), share(hit, gold));
    if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 }
}

/// One line for each attribution that is not exact, with the number of content tokens that it costs.
fn differences(article: &Article, words: &[Range<usize>], found: &[Parts], gold: &[Parts]) -> Vec<(usize, String)> {
    let quote = |set: &BTreeSet<usize>| {
        let (Some(&first), Some(&last)) = (set.first(), set.last()) else { return "-".to_owned() };
        article.text[words[first].start..words[last].end].replace('\n', " ")
    };
    let show = |p: &Parts| format!("[{}] <{}> {{{}}}", quote(&p.0[0]), quote(&p.0[1]), quote(&p.0[2]));
    let mut out = Vec::new();
    for g in gold {
        match found.iter().find(|f| f.meets(g)) {
            None => out.push((g.content().len(), format!("missed  {}  {}", article.name, show(g)))),
            Some(f) if f.content() != g.content() => {
                let lost = f.content().symmetric_difference(g.content()).count();
                out.push((lost, format!("content {}  gold {}  found {}", article.name, show(g), show(f))));
            }
            Some(f) if f.0[0] != g.0[0] || f.0[1] != g.0[1] => {
                out.push((0, format!("source or cue {}  gold {}  found {}", article.name, show(g), show(f))));
            }
            Some(_) => {}
        }
    }
    for f in found.iter().filter(|f| !gold.iter().any(|g| g.meets(f))) {
        out.push((f.content().len(), format!("invented {}  {}", article.name, show(f))));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(source: &[usize], cue: &[usize], content: &[usize]) -> Parts {
        Parts([source, cue, content].map(|list| list.iter().copied().collect()))
    }

    #[test]
    fn tokens_are_words_and_single_marks() {
        let text = "“No,” said Ms. Zoë’s aide.";
        let words: Vec<&str> = tokens(text).into_iter().map(|r| &text[r]).collect();
        assert_eq!(words, ["“", "No", ",", "”", "said", "Ms", ".", "Zoë", "’", "s", "aide", "."]);
    }

    #[test]
    fn overlap_counts_tokens_and_exactness_needs_the_cue() {
        let gold = [parts(&[0], &[1], &[2, 3, 4, 5])];
        let found = [parts(&[0], &[1], &[2, 3]), parts(&[], &[7], &[8, 9])];
        let mut tally = Tally::default();
        tally.add(&found, &gold, 10);
        let [content, source, cue, exact] = tally.scores();
        // Two of four tokens right, two of four found.
        assert!((content - 0.5).abs() < 1e-9);
        assert!((source - 1.0).abs() < 1e-9);
        assert!((cue - 2.0 / 3.0).abs() < 1e-9);
        assert!(exact.abs() < 1e-9);
        tally.add(&[parts(&[0], &[5], &[2])], &[parts(&[0], &[4, 5], &[2])], 10);
        assert!(tally.scores()[3] > 0.0);
    }
}
