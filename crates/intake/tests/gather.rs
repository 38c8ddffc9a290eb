//! Inputs good and bad, as a user names them.

use std::fs;
use std::io::Write;
use std::path::Path;

use recoupe_intake::{IntakeError, IntakeErrorKind as Kind, Options, Report, gather};

fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().expect("a temporary folder");
    for (name, bytes) in files {
        let path = dir.path().join(name);
        fs::create_dir_all(path.parent().expect("has a parent")).expect("can make folders");
        fs::write(path, bytes).expect("can write");
    }
    dir
}

fn named(dir: &Path, names: &[&str]) -> Vec<String> {
    names.iter().map(|n| dir.join(n).to_string_lossy().into_owned()).collect()
}

fn all(names: &[String]) -> Vec<Result<Report, IntakeError>> {
    gather(names, &Options::default()).collect()
}

fn texts(names: &[String]) -> Vec<String> {
    all(names).into_iter().map(|r| r.expect("is a report").text).collect()
}

#[test]
fn plain_text_is_kept_byte_for_byte() {
    let text = "\u{feff} Un titre \r\n\r\nUne phrase\u{a0}: «\u{202f}oui\u{202f}».\n\n";
    let dir = folder(&[("a.txt", text.as_bytes())]);
    let report = all(&named(dir.path(), &["a.txt"])).remove(0).expect("is a report");
    assert_eq!(report.text, text);
    assert_eq!(report.id.len(), 16);
    assert!(report.id.bytes().all(|b| b.is_ascii_hexdigit()));
    assert!(report.path.ends_with("a.txt"));
    assert_eq!((report.title, report.published), (None, None));
}

#[test]
fn order_and_repetition_of_arguments_do_not_matter() {
    let dir = folder(&[
        ("b.txt", b"deux"),
        ("a.txt", b"un"),
        ("sub/c.txt", b"trois"),
        ("sub/note.bin", b"\0\0"),
        (".hidden.txt", b"non"),
    ]);
    let root = dir.path().to_string_lossy().into_owned();
    let expected = ["un", "deux", "trois"];
    assert_eq!(texts(std::slice::from_ref(&root)), expected);
    assert_eq!(texts(&named(dir.path(), &["sub", "b.txt", "a.txt", "./a.txt", "b.txt"])), expected);
    assert_eq!(texts(&named(dir.path(), &["*.txt", "sub/*.txt"])), expected);
}

#[test]
fn a_file_by_two_names_is_read_once() {
    let dir = folder(&[("a.txt", b"un")]);
    let plain = dir.path().join("a.txt").to_string_lossy().into_owned();
    let dotted = dir.path().join(".").join("a.txt").to_string_lossy().into_owned();
    assert_eq!(texts(&[plain, dotted]).len(), 1);
}

#[test]
fn one_bad_file_does_not_stop_the_others() {
    let dir =
        folder(&[("1.txt", b""), ("2.txt", b" \n\t\n"), ("3.txt", b"x\0y"), ("4.txt", b"%PDF-1.4"), ("5.txt", b"bon")]);
    let results = all(&named(dir.path(), &["1.txt", "2.txt", "3.txt", "4.txt", "5.txt", "absent.txt", "absent*.txt"]));
    let errors: Vec<String> = results.iter().filter_map(|r| r.as_ref().err()).map(ToString::to_string).collect();
    assert_eq!(results.iter().filter(|r| r.is_ok()).count(), 1);
    let wanted = ["is empty", "is empty", "binary data", "damaged document", "no file matches", "no such file"];
    assert_eq!(errors.len(), wanted.len(), "{errors:?}");
    for (error, wanted) in errors.iter().zip(wanted) {
        assert!(error.contains(wanted), "{error} should say {wanted}");
    }
}

#[test]
fn an_empty_folder_says_so() {
    let dir = folder(&[("x.bin", b"\0")]);
    let results = all(&[dir.path().to_string_lossy().into_owned()]);
    assert!(matches!(&results[..], [Err(IntakeError { kind: Kind::EmptyFolder, .. })]), "{results:?}");
}

#[test]
fn json_lines_survive_a_bad_line() {
    let lines = concat!(
        "{\"title\":\"Un\",\"maintext\":\"Premier.\",\"date_publish\":\"2031-05-01\"}\n",
        "{\"title\": pas du JSON}\n\n",
        "{\"text\":\"Deuxième.\",\"authors\":\"C. Ronce\"}\n",
        "{\"text\":\"Deuxième.\"}"
    );
    let dir = folder(&[("lot.jsonl", lines.as_bytes())]);
    let results = all(&named(dir.path(), &["lot.jsonl"]));
    assert_eq!(results.len(), 4);
    let first = results[0].as_ref().expect("is a report");
    assert_eq!(first.text, "Un\n\nPremier.");
    assert!(first.path.ends_with("lot.jsonl:1"));
    let error = results[1].as_ref().expect_err("is not JSON").to_string();
    assert!(error.contains("lot.jsonl:2: is not valid JSON"), "{error}");
    let (second, third) = (results[2].as_ref().expect("is a report"), results[3].as_ref().expect("is a report"));
    assert_eq!(second.text, third.text);
    assert_ne!(second.id, third.id, "identifiers are unique within a call");
    assert!(third.id.starts_with(&second.id));
}

#[test]
fn json_objects_and_arrays() {
    let one = b"{\n \"headline\": \"Un\",\n \"body\": \"Premier.\"\n}\n";
    let many = b"[{\"text\":\"a b\"},{\"nothing\":1},{\"text\":\"c d\"}]";
    let dir = folder(&[("one.json", one), ("many.json", many), ("none.json", b"[]")]);
    assert_eq!(texts(&named(dir.path(), &["one.json"])), ["Un\n\nPremier."]);
    let results = all(&named(dir.path(), &["many.json", "none.json"]));
    assert_eq!(results.len(), 4);
    assert!(results[0].as_ref().expect("is a report").path.ends_with("many.json#1"));
    assert!(results[1].as_ref().expect_err("no text").to_string().contains("many.json#2"));
    assert!(matches!(&results[3], Err(IntakeError { kind: Kind::NotAReport, .. })));
}

#[test]
fn a_monstrous_line_is_refused_without_being_loaded() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    for name in ["big.txt", "big.jsonl"] {
        let mut file = fs::File::create(dir.path().join(name)).expect("can write");
        let piece = vec![b'a'; 1 << 20];
        for _ in 0..40 {
            file.write_all(&piece).expect("can write");
        }
        file.write_all(b"\n{\"text\":\"court\"}\n").expect("can write");
    }
    let options = Options { max_text_bytes: 1 << 20, ..Options::default() };
    let results: Vec<_> = gather(&named(dir.path(), &["big.txt", "big.jsonl"]), &options).collect();
    assert_eq!(results.len(), 3);
    let message = results[0].as_ref().expect_err("is too large").to_string();
    assert!(message.contains("big.jsonl:1") && message.contains("1048576 bytes"), "{message}");
    assert_eq!(results[1].as_ref().expect("is a report").text, "court");
    assert!(matches!(&results[2], Err(IntakeError { kind: Kind::TooLarge { limit: 1_048_576 }, .. })));
}

#[test]
fn what_the_user_says_goes_before_metadata() {
    let dir = folder(&[("a.json", br#"{"text":"x y","date":"2031-01-01","source_domain":"a.example"}"#)]);
    let date = jiff::civil::date(2031, 2, 3);
    let options = Options { published: Some(date), outlet: Some("Le Courrier".into()), ..Options::default() };
    let report = gather(&named(dir.path(), &["a.json"]), &options).next().expect("one").expect("is a report");
    assert_eq!(report.published.map(|p| p.date), Some(date));
    assert_eq!(report.outlet.as_deref(), Some("Le Courrier"));
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(60))]

    /// Whatever the bytes, each input gives reports or errors, the same ones again, and a good file beside it is read.
    #[test]
    fn any_bytes(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..200), lines in "([{\\[\\]}\"a:, \\\\\n]|\"text\":\"x\"){0,40}") {
        let dir = folder(&[("a.txt", &bytes), ("b.jsonl", &bytes), ("c.json", &bytes), ("d.jsonl", lines.as_bytes()), ("e.json", lines.as_bytes()), ("f.txt", b"bon")]);
        let names = named(dir.path(), &["a.txt", "b.jsonl", "c.json", "d.jsonl", "e.json", "f.txt"]);
        let once = all(&names);
        proptest::prop_assert!(once.len() >= 6);
        let last = once.last().and_then(|r| r.as_ref().ok()).map(|r| r.text.as_str());
        proptest::prop_assert_eq!(last, Some("bon"));
        proptest::prop_assert_eq!(format!("{once:?}"), format!("{:?}", all(&names)));
    }
}

/// Found by fuzzing: a packed member whose header has flags that no writer knows, behind a good one, was looked at for ever.
#[test]
fn members_with_unknown_flags_are_passed_over() {
    let strange = [0x1f, 0x8b, 8, 0x80, 0, 0, 0, 0, 0, 255, 1, 2, 3];
    for name in ["a.warc.gz", "a.arc.gz"] {
        let dir = folder(&[(name, &[strange, strange].concat())]);
        let results = all(&named(dir.path(), &[name]));
        assert!(matches!(&results[..], [Err(_), ..]), "{results:?}");
    }
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(200))]

    /// Archives of broken members in any order come to an end.
    #[test]
    fn broken_members_end(pieces in proptest::collection::vec(
        proptest::prop_oneof![
            proptest::strategy::Just(vec![0x1f, 0x8b, 8]),
            proptest::strategy::Just(vec![0x28, 0xb5, 0x2f, 0xfd]),
            proptest::strategy::Just(b"WARC/1.0\r\nContent-Length: 3\r\n\r\n".to_vec()),
            proptest::collection::vec(proptest::prelude::any::<u8>(), 0..12),
        ], 0..12)) {
        let bytes = pieces.concat();
        let dir = folder(&[("a.warc.gz", &bytes), ("b.arc.gz", &bytes), ("c.warc.zst", &bytes), ("d.warc", &bytes)]);
        let _ = all(&named(dir.path(), &["a.warc.gz", "b.arc.gz", "c.warc.zst", "d.warc"]));
    }
}

#[cfg(unix)]
#[test]
fn endless_and_vanished_files() {
    let results = all(&["/dev/zero".to_owned()]);
    assert!(matches!(&results[..], [Err(IntakeError { kind: Kind::Binary { .. }, .. })]), "{results:?}");

    let dir = folder(&[("a.txt", b"un"), ("b.txt", b"deux")]);
    let mut gathered = gather(&[dir.path().to_string_lossy().into_owned()], &Options::default());
    fs::remove_file(dir.path().join("a.txt")).expect("can remove");
    assert!(matches!(gathered.next(), Some(Err(IntakeError { kind: Kind::Vanished, .. }))));
    assert_eq!(gathered.next().expect("another").expect("is a report").text, "deux");
}
