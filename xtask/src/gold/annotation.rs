//! The `.ann` format: one line an item, fields parted by ` | `, every passage quoted as it stands in the text.
//!
//! ```text
//! doc: NAME                          (first line, optional: the document, if it is not the file's name with .txt)
//! F number | value | unit/role | counted | speaker | certainty | key=value; key=value
//! S source | cue | content | kind/stance | speaker | key=value; …
//! # a remark
//! ```
//! `-` leaves a field empty, ` ++ ` parts the spans of one field, `first words … last words` quotes a long passage,
//! `words@2` means the second place where the words stand. Values: `12`, `~12` (approximate), `10..12`, `10..`, `..12`,
//! `v2000..` (vague), fractions `100/3`. Certainty: `a`sserted, `h`edged, `p`ossible, `d`enied. Kinds: `d`irect,
//! `m`ixed, `i`ndirect. Keys: `via`, `note`, `measure`, `alt` (a second acceptable speaker), `in` (`S3`: nested in).

use std::collections::BTreeMap;

use anyhow::{Context, anyhow, bail, ensure};

use super::{
    locate::{Text, nearest},
    rows::{FigureRow, Span, StatementRow},
};

/// The rows of one document.
#[derive(Default)]
pub(crate) struct Rows {
    pub(crate) figures: Vec<FigureRow>,
    pub(crate) statements: Vec<StatementRow>,
}

/// The document that an annotation names in its first line, if it does.
pub(crate) fn document(annotation: &str) -> Option<&str> {
    annotation.lines().next()?.strip_prefix("doc: ").map(str::trim)
}

/// Compiles one annotation file against its text. `stem` begins the identifiers. An error lists every bad line.
pub(crate) fn compile(annotation: &str, stem: &str, doc: &str, text: &str) -> anyhow::Result<Rows> {
    let text = Text::new(text);
    let mut rows = Rows::default();
    let mut errors = Vec::new();
    for (i, line) in annotation.lines().enumerate() {
        let compiled = match line.split_once(' ') {
            Some(("F", fields)) => figure(fields, &text, &mut rows, stem, doc),
            Some(("S", fields)) => statement(fields, &text, &mut rows, stem, doc),
            _ if line.trim().is_empty() || line.starts_with('#') || line.starts_with("doc: ") => Ok(()),
            _ => Err(anyhow!("a line begins with F, S or #")),
        };
        if let Err(error) = compiled {
            errors.push(format!("{stem}.ann:{}: {error:#}", i + 1));
        }
    }
    ensure!(errors.is_empty(), "{}", errors.join("\n"));
    Ok(rows)
}

fn figure(fields: &str, text: &Text<'_>, rows: &mut Rows, stem: &str, doc: &str) -> anyhow::Result<()> {
    let f: Vec<&str> = fields.split(" | ").map(str::trim).collect();
    ensure!((6..=7).contains(&f.len()), "a figure has six fields and its keys, here are {}", f.len());
    let extra = keys(f.get(6).copied().unwrap_or_default())?;

    let after = rows.figures.last().map_or(0, |last| last.end);
    let (quoted, nth) = nth(f[0])?;
    let (start, end) = text
        .all(quoted)
        .into_iter()
        .filter(|s| s.0 >= after)
        .nth(nth - 1)
        .with_context(|| format!("\"{quoted}\" does not stand after the figure before"))?;
    let (lo, hi, approx, vague) = value(f[1])?;
    let (unit, role) = match f[2].split_once('/') {
        Some(("person", role)) => (Some("person"), Some(role)),
        _ => (given(f[2]), None),
    };
    let near = |words: &str, outside: &[Span]| {
        nearest(&text.all(words), &[(start, end)], outside).with_context(|| format!("\"{words}\" is not in the text"))
    };
    let counted = given(f[3]).map(|words| near(words, &[(start, end)]).or_else(|_| near(words, &[]))).transpose()?;
    let speaker = given(f[4]).map(|words| near(words, &[(start, end)])).transpose()?;

    rows.figures.push(FigureRow {
        id: format!("{stem}.F{}", rows.figures.len() + 1),
        doc: doc.to_owned(),
        number: text.quote((start, end)).to_owned(),
        start,
        end,
        lo,
        hi,
        approx,
        vague,
        unit: unit.map(str::to_owned),
        counted: counted.map(|s| text.quote(s).to_owned()),
        counted_start: counted.map(|s| s.0),
        counted_end: counted.map(|s| s.1),
        role: role.map(str::to_owned),
        speaker: speaker.map(|s| text.quote(s).to_owned()),
        speaker_start: speaker.map(|s| s.0),
        speaker_end: speaker.map(|s| s.1),
        via: extra.get("via").map(|v| v.split(", ").map(str::to_owned).collect()).unwrap_or_default(),
        certainty: certainty(f[5])?.to_owned(),
        note: owned(&extra, "note"),
        measure: owned(&extra, "measure"),
        speaker_alt: owned(&extra, "alt"),
    });
    Ok(())
}

fn statement(fields: &str, text: &Text<'_>, rows: &mut Rows, stem: &str, doc: &str) -> anyhow::Result<()> {
    let f: Vec<&str> = fields.split(" | ").map(str::trim).collect();
    ensure!((5..=6).contains(&f.len()), "a statement has five fields and its keys, here are {}", f.len());
    let extra = keys(f.get(5).copied().unwrap_or_default())?;

    let mut content = Vec::new();
    for part in f[2].split(" ++ ") {
        let (quoted, n) = nth(part)?;
        let places = text.all(quoted);
        ensure!(
            n > 1 || part.contains('@') || places.len() <= 1 || !content.is_empty(),
            "\"{quoted}\" stands at {} places: say which with @n",
            places.len()
        );
        let place = if content.is_empty() || part.contains('@') {
            places.get(n - 1).copied()
        } else {
            nearest(&places, &content, &content)
        };
        content.push(place.with_context(|| format!("\"{quoted}\" is not in the text"))?);
    }
    let cue = parts(f[1], text, &content, &content)?;
    let anchors = if cue.is_empty() { &content } else { &cue };
    let source = parts(f[0], text, anchors, &content)?;
    let (kind, stance) = f[3].split_once('/').context("kind/stance")?;
    let kind = match kind {
        "d" => "direct",
        "m" => "mixed",
        "i" => "indirect",
        other => bail!("no kind \"{other}\""),
    };
    ensure!(["asserts", "denies", "neither", "asks", "orders"].contains(&stance), "no stance \"{stance}\"");

    rows.statements.push(StatementRow {
        id: format!("{stem}.S{}", rows.statements.len() + 1),
        doc: doc.to_owned(),
        source,
        cue,
        content,
        kind: kind.to_owned(),
        stance: stance.to_owned(),
        speaker: given(f[4]).map(str::to_owned),
        nested_in: extra.get("in").map(|id| format!("{stem}.{id}")),
        note: owned(&extra, "note"),
        speaker_alt: owned(&extra, "alt"),
    });
    Ok(())
}

/// The spans of a field of several parts: the longest part is looked for nearest to the anchors, the others near it.
fn parts(field: &str, text: &Text<'_>, anchors: &[Span], outside: &[Span]) -> anyhow::Result<Vec<Span>> {
    let Some(field) = given(field) else { return Ok(Vec::new()) };
    let mut words: Vec<&str> = field.split(" ++ ").collect();
    words.sort_by_key(|w| std::cmp::Reverse(w.len()));
    let mut found: Vec<Span> = Vec::new();
    for word in words {
        let (quoted, n) = nth(word)?;
        let places = text.all(quoted);
        let near = if found.is_empty() { anchors } else { &found };
        let place = if word.contains('@') { places.get(n - 1).copied() } else { nearest(&places, near, outside) };
        found.push(place.with_context(|| format!("\"{quoted}\" is not in the text"))?);
    }
    found.sort_unstable();
    Ok(found)
}

fn given(field: &str) -> Option<&str> {
    (field != "-").then_some(field)
}

fn owned(extra: &BTreeMap<&str, &str>, key: &str) -> Option<String> {
    extra.get(key).map(|v| (*v).to_owned())
}

/// `words@2` → the words and 2.
fn nth(field: &str) -> anyhow::Result<(&str, usize)> {
    match field.rsplit_once('@') {
        Some((words, n)) => {
            let n: usize = n.parse().with_context(|| format!("no number after @ in \"{field}\""))?;
            ensure!(n >= 1, "places are counted from 1");
            Ok((words, n))
        }
        None => Ok((field, 1)),
    }
}

fn keys(field: &str) -> anyhow::Result<BTreeMap<&str, &str>> {
    const KNOWN: [&str; 5] = ["via", "note", "measure", "alt", "in"];
    field
        .split("; ")
        .filter(|part| !part.is_empty())
        .map(|part| {
            let (key, value) = part.split_once('=').with_context(|| format!("no = in \"{part}\""))?;
            ensure!(KNOWN.contains(&key), "no key \"{key}\"");
            Ok((key, value))
        })
        .collect()
}

/// Lower and upper bound, approximate, vague.
type Bounds = (Option<f64>, Option<f64>, bool, bool);

fn value(field: &str) -> anyhow::Result<Bounds> {
    let (field, approx) = field.strip_prefix('~').map_or((field, false), |rest| (rest, true));
    let (field, vague) = field.strip_prefix('v').map_or((field, false), |rest| (rest, true));
    let (lo, hi) = match field.split_once("..") {
        Some((lo, hi)) => (number(lo)?, number(hi)?),
        None => (number(field)?, number(field)?),
    };
    ensure!(lo.is_some() || hi.is_some(), "a value has a bound");
    ensure!(lo.zip(hi).is_none_or(|(lo, hi)| lo <= hi), "the bounds are the wrong way round");
    Ok((lo, hi, approx, vague))
}

fn number(field: &str) -> anyhow::Result<Option<f64>> {
    if field.is_empty() {
        return Ok(None);
    }
    let parse = |s: &str| s.parse::<f64>().with_context(|| format!("no number: \"{s}\""));
    Ok(Some(match field.split_once('/') {
        Some((a, b)) => parse(a)? / parse(b)?,
        None => parse(field)?,
    }))
}

fn certainty(field: &str) -> anyhow::Result<&'static str> {
    Ok(match field {
        "a" => "asserted",
        "h" => "hedged",
        "p" => "possible",
        "d" => "denied",
        other => bail!("no certainty \"{other}\""),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Police said 12 to 15 people, two of them children, were hurt. \"It was loud,\" Ann Roe said.";

    #[test]
    fn rows_quote_the_text() {
        let ann = "F 12 to 15 | 12..15 | person/wounded | people | Police | a\n\
                   F two | 2 | person/wounded | children | Police | h | note=why; alt=Ann Roe\n\
                   S Police | said | 12 to 15 … hurt | i/asserts | Police\n\
                   S Ann Roe | said | \"It was loud,\" | d/asserts | Ann Roe | in=S1\n";
        let rows = compile(ann, "t", "t.txt", TEXT).unwrap();
        assert_eq!((rows.figures[0].lo, rows.figures[0].hi), (Some(12.0), Some(15.0)));
        assert_eq!(rows.figures[1].speaker_alt.as_deref(), Some("Ann Roe"));
        assert_eq!(rows.figures[1].certainty, "hedged");
        for f in &rows.figures {
            assert_eq!(&TEXT[f.start..f.end], f.number);
        }
        let said: Vec<&str> = rows.statements.iter().map(|s| &TEXT[s.cue[0].0..s.cue[0].1]).collect();
        assert_eq!(said, ["said", "said"]);
        assert!(rows.statements[0].cue[0].0 < rows.statements[1].cue[0].0);
        assert_eq!(rows.statements[1].nested_in.as_deref(), Some("t.S1"));
    }

    #[test]
    fn values_in_every_form() {
        assert_eq!(value("~400").unwrap(), (Some(400.0), Some(400.0), true, false));
        assert_eq!(value("v2000..").unwrap(), (Some(2000.0), None, false, true));
        assert_eq!(value("..12").unwrap(), (None, Some(12.0), false, false));
        assert_eq!(value("100/4").unwrap(), (Some(25.0), Some(25.0), false, false));
        assert!(value("..").is_err() && value("5..4").is_err() && value("few").is_err());
    }

    #[test]
    fn an_error_names_the_line() {
        let error = compile("F 99 | 99 | item | - | - | a\n", "t", "t.txt", TEXT).err().unwrap();
        assert!(format!("{error:#}").contains("t.ann:1"), "{error:#}");
        assert!(compile("S Police | said | said | i/asserts | -\n", "t", "t.txt", TEXT).is_err(), "said stands twice");
    }
}
