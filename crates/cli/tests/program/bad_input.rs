//! Bad inputs: a clear line on standard error or a result, never a panic; the others go on.

use crate::{file, folder, lines, program, report, run};

/// Runs `read` on one bad file and one good one: the bad one has its line, the good one its claims.
fn refused(name: &str, bytes: &[u8], because: &str) {
    let folder = folder();
    let bad = file(&folder, name, bytes);
    let ran = run(&["read", &bad.to_string_lossy(), &report("crue-1.txt")]);
    assert_eq!(ran.code, Some(1), "{}", ran.err);
    let told: Vec<&str> = ran.err.lines().filter(|l| l.contains(name)).collect();
    assert_eq!(told.len(), 1, "one line about {name}: {}", ran.err);
    assert!(told[0].contains(because), "{} says {because}", told[0]);
    let reports = lines(&ran).iter().filter(|l| l["type"] == "report").count();
    assert_eq!(reports, 1, "the good report is read");
}

/// Runs `read` on one odd file: it is read.
fn read(name: &str, bytes: &[u8]) -> Vec<serde_json::Value> {
    let folder = folder();
    let odd = file(&folder, name, bytes);
    let ran = run(&["read", &odd.to_string_lossy(), "--with-text"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    lines(&ran)
}

#[test]
fn empty_file() {
    refused("empty.txt", b"", "is empty");
    refused("blank.txt", b"  \n\n\t", "is empty");
}

#[test]
fn binary_file() {
    refused("picture.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\0", "is not text");
    refused("zeros.txt", &[0; 4096], "is not text");
}

#[test]
fn one_endless_line() {
    let line = "Le préfet a dit que douze personnes étaient mortes et ".repeat(400_000);
    assert!(line.len() > 20_000_000);
    refused("endless.txt", line.as_bytes(), "bytes");
}

#[test]
fn a_long_line_is_read() {
    let line = "Le préfet a dit que douze personnes étaient mortes et ".repeat(1_000);
    assert_eq!(read("long.txt", line.as_bytes())[0]["type"], "report");
}

#[test]
fn invalid_utf8() {
    let lines =
        read("latin1.txt", b"Le pr\xe9fet a annonc\xe9 quatorze morts \xe0 la suite de la crue de l'\xe9t\xe9.");
    assert!(lines[0]["text"].as_str().expect("the stored text").contains("préfet a annoncé"));
}

#[test]
fn a_file_that_does_not_exist() {
    let folder = folder();
    let gone = folder.path().join("gone.txt");
    let ran = run(&["dossier", &gone.to_string_lossy(), &report("crue-1.txt"), "--format", "json"]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.err.contains("gone.txt: no such file or folder; check the path"), "{}", ran.err);
    let dossier: serde_json::Value = serde_json::from_str(&ran.out).expect("the dossier of the other report");
    assert_eq!(dossier["reports"].as_array().map(Vec::len), Some(1));
}

#[test]
fn nothing_but_bad_files() {
    let ran = run(&["dossier", "/nonexistent/a.txt", "/nonexistent/b.txt"]);
    assert_eq!(ran.code, Some(1));
    assert_eq!(ran.err.lines().count(), 2, "{}", ran.err);
    assert_eq!(ran.out, "");
}

#[test]
fn nested_quotation_marks() {
    for (open, close) in [("« ", " »"), ("\"", "\""), ("“", "”")] {
        let text = format!("Le maire a dit : {}oui{}.", open.repeat(10_000), close.repeat(10_000));
        assert_eq!(read("quotes.txt", text.as_bytes())[0]["type"], "report");
    }
    let open = format!("Le maire a dit : {} oui.", "« ".repeat(10_000));
    assert_eq!(read("unclosed.txt", open.as_bytes())[0]["type"], "report");
}

#[test]
fn a_number_of_400_digits() {
    for number in ["9".repeat(400), "1 000".repeat(130), format!("0,{}", "3".repeat(400)), "1.".repeat(200)] {
        let text = format!("Au moins {number} personnes sont mortes, a annoncé la préfecture.");
        for line in read("digits.txt", text.as_bytes()) {
            assert!(line["type"].is_string());
        }
    }
}

#[test]
fn words_of_odd_shapes() {
    for text in [
        "\u{feff}",
        "a\u{301}\u{200d}\u{202e}b 12 morts",
        "😀 12 morts, a dit le maire 🏳️‍🌈.",
        "12\u{0} morts",
        "\u{ffff}\u{10ffff} 3 morts",
    ] {
        let folder = folder();
        let odd = file(&folder, "odd.txt", text.as_bytes());
        let ran = run(&["dossier", &odd.to_string_lossy(), "--format", "html"]);
        assert!(matches!(ran.code, Some(0 | 1)), "{text:?}: {:?} {}", ran.code, ran.err);
    }
}

#[test]
fn damaged_json_lines_are_told_by_line() {
    let folder = folder();
    let good = r#"{"maintext": "Quatorze personnes sont mortes dans la crue, a annoncé la préfecture.", "url": "https://journal.example/a"}"#;
    let bytes = format!("{good}\n{{\"maintext\": \n{good}\n[]\n");
    let path = file(&folder, "feed.jsonl", bytes.as_bytes());
    let ran = run(&["read", &path.to_string_lossy()]);
    assert_eq!(ran.code, Some(1));
    for place in ["feed.jsonl:2", "feed.jsonl:4"] {
        assert!(ran.err.contains(place), "{place}: {}", ran.err);
    }
    assert_eq!(lines(&ran).iter().filter(|l| l["type"] == "report").count(), 2);
}

#[test]
fn no_model_names_the_command() {
    let folder = folder();
    let ran = program()
        .args(["read", &report("crue-1.txt")])
        .env("RECOUPE_MODELS", folder.path())
        .output()
        .expect("the program starts");
    assert_eq!(ran.status.code(), Some(1));
    let err = String::from_utf8_lossy(&ran.stderr).into_owned();
    assert!(err.contains("crue-1.txt: the French model is not installed; run `recoupe models install fr`"), "{err}");
}

#[test]
fn problems_are_told_in_the_users_language() {
    let ran = program().args(["read", "/nonexistent/a.txt"]).env("LC_ALL", "fr_FR.UTF-8").output().expect("it starts");
    assert_eq!(ran.status.code(), Some(1));
    let err = String::from_utf8_lossy(&ran.stderr).into_owned();
    assert_eq!(err, "recoupe: /nonexistent/a.txt: ni fichier ni dossier de ce nom\u{202f}; vérifiez le chemin\n");
}
