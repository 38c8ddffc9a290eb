//! XLTime's slice of the French TimeBank: where time expressions stand.

use std::{fs, path::Path};

use anyhow::Context;
use recoupe_claims::date::{TimeExpression, time_expressions};
use recoupe_pipeline::store;
use recoupe_reading::{Lang, Models, Options, read};

use super::{PublicSet, Row, spans};

const ABOUT: &str = "\
The French TimeBank (Bittar and others, 2011) as XLTime (Cao and others, NAACL 2022, github.com/YuweiCao-UIC/XLTime, no licence \
stated) cuts it into words: `xltime/data/sl_EN_2_FR/{valid,test}.txt`, a word and its BIO tag a line, as in its repository. The \
rules were developed on `valid` (73 sentences); no error of `test` was looked at. Strict: an expression is found if its words are \
exactly those of the annotation, whatever its type (the paper's \"without type\"). A word counts as ours if our extent touches it \
(\"l'année\" is one word there); of a range its two ends count, as TIMEX3 has it.";

/// The set.
pub(crate) const SET: PublicSet = PublicSet { name: "xltime", folder: "xltime/data/sl_EN_2_FR", about: ABOUT, measure };

fn measure(folder: &Path) -> anyhow::Result<Vec<Row>> {
    let models = Models::of_pipelines(Some(store::load("fr")?), None);
    let mut rows = Vec::new();
    for (file, kept) in [("valid.txt", false), ("test.txt", true)] {
        let path = folder.join(file);
        let source = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        let mut tally = spans::Tally::default();
        for sentence in sentences(&source) {
            tally.text(&sentence.text, &sentence.gold, &ours(&sentence, &models));
        }
        let part = if kept { "test" } else { "valid (development)" };
        let errors = if kept { Vec::new() } else { tally.errors.clone() };
        rows.push(Row {
            what: format!("French TimeBank, {part}: strict extent F1"),
            score: tally.strict_f1(),
            items: tally.gold,
            beside: if kept { "≥ 0.80; dateparser 0.32" } else { "" },
            errors,
        });
        rows.push(Row {
            what: format!("French TimeBank, {part}: relaxed extent F1 (precision {:.3})", tally.precision()),
            score: tally.relaxed_f1(),
            items: tally.gold,
            ..Row::default()
        });
    }
    Ok(rows)
}

/// Words joined by spaces, with the byte spans of the words and of the annotations.
struct Sentence {
    text: String,
    words: Vec<(usize, usize)>,
    gold: Vec<spans::Marked>,
}

fn sentences(source: &str) -> Vec<Sentence> {
    source
        .split("\n\n")
        .map(|block| {
            let mut s = Sentence { text: String::new(), words: Vec::new(), gold: Vec::new() };
            for line in block.lines() {
                let mut fields = line.split_whitespace();
                let (Some(word), Some(tag)) = (fields.next(), fields.next_back()) else { continue };
                if word == "-DOCSTART-" {
                    continue;
                }
                if !s.text.is_empty() {
                    s.text.push(' ');
                }
                let start = s.text.len();
                s.text.push_str(word);
                let span = (start, s.text.len());
                s.words.push(span);
                match (tag.as_bytes().first(), s.gold.last_mut()) {
                    (Some(b'B'), _) => s.gold.push(spans::Marked { from: span.0, to: span.1, value: String::new() }),
                    (Some(b'I'), Some(open)) => open.to = span.1,
                    _ => {}
                }
            }
            s
        })
        .filter(|s| !s.words.is_empty())
        .collect()
}

fn ours(sentence: &Sentence, models: &Models) -> Vec<spans::Marked> {
    let report = recoupe_intake::Report::plain("sentence", sentence.text.clone());
    let found = time_expressions(&read(report, models, &Options { lang: Some(Lang::Fr) }));
    spans::flat(&found)
        .filter_map(|f: &TimeExpression| {
            let touched: Vec<&(usize, usize)> =
                sentence.words.iter().filter(|(a, b)| *a < f.span.end && f.span.start < *b).collect();
            Some(spans::Marked { from: touched.first()?.0, to: touched.last()?.1, value: f.value.to_string() })
        })
        .collect()
}
