//! Sentence splitting: `sentences/*.txt`, one paragraph a line, `¦` where a further sentence starts.

use recoupe_reading::{Lang, read_text, testing};

fn check(data: &str, lang: Lang) {
    let models = testing::words();
    let mut wrong = Vec::new();
    for line in data.lines().filter(|l| !l.starts_with('#') && !l.trim().is_empty()) {
        let expected: Vec<&str> = line.split('¦').map(str::trim).collect();
        let text = line.replace(" ¦ ", " ").replace('¦', "");
        let doc = read_text(&text, Some(lang), &models);
        let found: Vec<&str> = doc.sentences.iter().map(|s| doc.quote(doc.to_original(s.clean))).collect();
        if found != expected {
            wrong.push(format!("expected {expected:#?}\nfound    {found:#?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn french() {
    check(include_str!("sentences/fr.txt"), Lang::Fr);
}

#[test]
fn english() {
    check(include_str!("sentences/en.txt"), Lang::En);
}
