//! Who speaks for each figure: `tests/cases/speakers/{fr,en}-*.md`.
//!
//! The cases were annotated by hand from the guidelines before the program read them. A case is a heading, a text, and one
//! line for each figure asked about:
//!
//! ```text
//! ## title
//! Le maire dénombre 40 sinistrés.
//! - 40 sinistrés = maire
//! ```
//!
//! Left of the sign stands a passage of the text that overlaps the figure's number, right of it its speaker (`none`: the
//! outlet itself), right if its words hold, or are held by, a name of the speaker that is found. `-!` marks a figure whose
//! speaker the program is known to misread: such a line fails when it is read rightly, so that the mark is taken away.

use std::{fmt::Write as _, fs, path::Path};

use recoupe_claims::{Figure, Speaker};
use recoupe_reading::{Lang, read_text, testing};

#[test]
fn french() {
    check("fr", Lang::Fr);
}

#[test]
fn english() {
    check("en", Lang::En);
}

fn check(code: &str, lang: Lang) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/speakers");
    let mut files: Vec<_> = fs::read_dir(&folder).expect("the folder").map(|f| f.expect("an entry").path()).collect();
    files.retain(|f| f.file_name().is_some_and(|n| n.to_string_lossy().starts_with(code)));
    files.sort();
    let (mut wrong, mut asked, mut known) = (String::new(), 0, 0);
    for file in files {
        let written = fs::read_to_string(&file).expect("readable");
        for case in written.split("\n## ").skip(1) {
            let (title, body) = case.split_once('\n').expect("a title and a body");
            let (lines, text): (Vec<&str>, Vec<&str>) = body.trim().lines().partition(|l| is_question(l));
            let text = text.join("\n").trim().to_owned();
            let claims = recoupe_claims::read(&read_text(&text, Some(lang), testing::models()));
            for line in lines {
                let marked = line.starts_with("-! ");
                let (passage, speaker) = line
                    .trim_start_matches("-!")
                    .trim_start_matches("- ")
                    .trim()
                    .rsplit_once(" = ")
                    .expect("a speaker");
                asked += 1;
                known += usize::from(marked);
                let start = text.find(passage).unwrap_or_else(|| panic!("{title}: {passage} is not in the text"));
                let figure = claims.figures.iter().find(|f| f.span.start < start + passage.len() && start < f.span.end);
                if is_right(figure, speaker) == marked {
                    let found = figure.map_or("no figure".to_owned(), |f| {
                        f.speaker.as_ref().map_or("none".to_owned(), |s| s.name.clone())
                    });
                    let mark = if marked { " (marked as misread)" } else { "" };
                    let _ = writeln!(wrong, "{title}: {passage}: expected {speaker}{mark}, found {found}");
                }
            }
        }
    }
    assert!(asked > 50, "only {asked} figures: were the cases not found?");
    println!("{code}: {asked} figures, {known} known to be misread");
    assert!(wrong.is_empty(), "of {asked} figures\n{wrong}");
}

fn is_question(line: &str) -> bool {
    (line.starts_with("- ") || line.starts_with("-! ")) && line.contains(" = ")
}

fn is_right(figure: Option<&Figure>, expected: &str) -> bool {
    let speaker = figure.and_then(|f| f.speaker.as_ref());
    match (figure, speaker, expected) {
        (None, ..) => false,
        (_, None, _) => expected == "none",
        (_, Some(_), "none") => false,
        (_, Some(s), _) => names(s).any(|n| holds(n, expected) || holds(expected, n)),
    }
}

fn names(speaker: &Speaker) -> impl Iterator<Item = &str> {
    std::iter::once(speaker.name.as_str()).chain(speaker.aliases.iter().map(String::as_str))
}

fn holds(long: &str, short: &str) -> bool {
    let padded = |s: &str| format!(" {} ", s.to_lowercase());
    padded(long).contains(&padded(short))
}
