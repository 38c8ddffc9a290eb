//! TempEval-3: English time expressions with their values.

use std::{fs, path::Path};

use anyhow::Context;
use jiff::civil::Date;
use recoupe_claims::date::time_expressions;
use recoupe_intake::{Published, PublishedBasis, Report};
use recoupe_pipeline::store;
use recoupe_reading::{Lang, Models, Options, read};

use super::{PublicSet, Row, spans};

const ABOUT: &str = "\
TempEval-3 (UzZaman and others, SemEval 2013; the files as in github.com/naushadzaman/tempeval3_toolkit and its data releases, \
licences of the LDC corpora behind them): `tempeval-3/te3-platinum/*.tml`, the test set, and `tempeval-3/data/TBAQ-cleaned/{TimeBank,AQUAINT}/*.tml`, \
on which the rules were developed; no error of the platinum part was looked at. The creation time is given as the publication \
day, as the task gives it. Value F1 as the task defines it: an annotation counts if one of ours overlaps it (each of ours at most \
once) and the values are the same string. Nothing is mapped; of a range its two ends count, as TIMEX3 has it.";

/// The set.
pub(crate) const SET: PublicSet = PublicSet { name: "tempeval-3", folder: "tempeval-3", about: ABOUT, measure };

fn measure(folder: &Path) -> anyhow::Result<Vec<Row>> {
    let models = Models::of_pipelines(None, Some(store::load("en")?));
    let mut rows = Vec::new();
    for (name, under, kept, beside) in [
        ("platinum", "te3-platinum", true, ["≥ 0.78; HeidelTime 0.776", "HeidelTime 0.903", "HeidelTime 0.813"]),
        ("TimeBank (development)", "data/TBAQ-cleaned/TimeBank", false, [""; 3]),
        ("AQUAINT (development)", "data/TBAQ-cleaned/AQUAINT", false, [""; 3]),
    ] {
        let mut files: Vec<_> = fs::read_dir(folder.join(under))
            .with_context(|| under.to_owned())?
            .filter_map(|e| Some(e.ok()?.path()))
            .filter(|p| p.extension().is_some_and(|e| e == "tml"))
            .collect();
        files.sort();
        let mut tally = spans::Tally::default();
        for path in files {
            let source = fs::read(&path).with_context(|| path.display().to_string())?;
            let article = article(&String::from_utf8_lossy(&source));
            let mut report = Report::plain("article", article.text.clone());
            report.published = article.created.map(|date| Published { date, basis: PublishedBasis::Metadata });
            let found = time_expressions(&read(report, &models, &Options { lang: Some(Lang::En) }));
            let ours: Vec<spans::Marked> = spans::flat(&found)
                .map(|f| spans::Marked { from: f.span.start, to: f.span.end, value: f.value.to_string() })
                .collect();
            tally.text(&article.text, &article.gold, &ours);
        }
        let errors = if kept { Vec::new() } else { std::mem::take(&mut tally.errors) };
        let row = |what: &str, score, beside, errors| Row {
            what: format!("{name}: {what}"),
            score,
            items: tally.gold,
            beside,
            errors,
        };
        rows.push(row("value F1", tally.value_f1(), beside[0], errors));
        rows.push(row("relaxed extent F1", tally.relaxed_f1(), beside[1], Vec::new()));
        rows.push(row("strict extent F1", tally.strict_f1(), beside[2], Vec::new()));
    }
    Ok(rows)
}

struct Article {
    text: String,
    created: Option<Date>,
    gold: Vec<spans::Marked>,
}

/// The text between `<TEXT>` tags without its markup, and where its TIMEX3 elements lie.
fn article(source: &str) -> Article {
    let between = |open: &str, close: &str| {
        let from = source.find(open)? + open.len();
        Some(&source[from..from + source[from..].find(close)?])
    };
    let created =
        between("<DCT>", "</DCT>").and_then(|d| attribute(d, "value")).and_then(|v| v.get(..10)?.parse().ok());
    let mut out = Article { text: String::new(), created, gold: Vec::new() };
    let mut open: Option<(usize, String)> = None;
    let mut rest = between("<TEXT>", "</TEXT>").unwrap_or("");
    while let Some(at) = rest.find('<') {
        out.text.push_str(&plain(&rest[..at]));
        let Some(end) = rest[at..].find('>') else { break };
        let tag = &rest[at + 1..at + end];
        if tag.starts_with("TIMEX3") {
            open = Some((out.text.len(), attribute(tag, "value").unwrap_or("").to_owned()));
        } else if tag == "/TIMEX3"
            && let Some((from, value)) = open.take()
        {
            out.gold.push(spans::Marked { from, to: out.text.len(), value });
        }
        rest = &rest[at + end + 1..];
    }
    out.text.push_str(&plain(rest));
    out
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let from = tag.find(&format!(" {name}=\""))? + name.len() + 3;
    tag[from..].split('"').next()
}

fn plain(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&apos;", "'").replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_taken_off() {
        let a = article(
            "<DCT><TIMEX3 tid=\"t0\" value=\"2031-05-04\">x</TIMEX3></DCT><TEXT>A &amp; B <EVENT e=\"1\">left</EVENT> <TIMEX3 tid=\"t1\" value=\"2031-05-03\">yesterday</TIMEX3>.</TEXT>",
        );
        assert_eq!(a.text, "A & B left yesterday.");
        assert_eq!(a.created, Date::new(2031, 5, 4).ok());
        assert_eq!((a.gold[0].from, a.gold[0].to, a.gold[0].value.as_str()), (11, 20, "2031-05-03"));
    }
}
