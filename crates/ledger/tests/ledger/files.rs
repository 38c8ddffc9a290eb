//! Ledgers as files, whole and damaged.

use std::{
    fs,
    io::{Seek as _, SeekFrom, Write as _},
    path::PathBuf,
};

use recoupe_ledger::{Access, Ledger, LedgerError, Search};

use super::*;

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a temporary folder can be made")
}

fn with_morning(folder: &tempfile::TempDir) -> PathBuf {
    let path = folder.path().join("deep/er/ledger.recoupe");
    let mut ledger = Ledger::open(&path, Access::Write).expect("is made, with its folders");
    add(&mut ledger, 0, &[report("le-courrier", "crue", "2031-03-04T08:00:00+01:00", MORNING)]);
    path
}

#[test]
fn a_ledger_is_there_when_it_is_opened_again() {
    let folder = folder();
    let path = with_morning(&folder);
    let ledger = Ledger::open(&path, Access::Read).expect("can be opened");
    assert_eq!(ledger.stories(None, 9).expect("stories").len(), 1);
    sound(&ledger);
}

#[test]
fn what_is_no_ledger_is_said_and_left_alone() {
    let folder = folder();
    let missing = folder.path().join("none");
    assert!(matches!(Ledger::open(&missing, Access::Read), Err(LedgerError::Missing { .. })));
    assert!(!missing.exists());
    let text = folder.path().join("notes.txt");
    fs::write(&text, "not a ledger, but the only copy of something\n".repeat(100)).expect("can be written");
    assert!(matches!(Ledger::open(&text, Access::Write), Err(LedgerError::NotALedger { .. })));
    assert!(fs::read_to_string(&text).expect("is there").starts_with("not a ledger"));
    let other = folder.path().join("other.db");
    rusqlite::Connection::open(&other).expect("opens").execute_batch("CREATE TABLE t (x)").expect("is a table");
    assert!(matches!(Ledger::open(&other, Access::Write), Err(LedgerError::NotALedger { .. })));
}

#[test]
fn a_ledger_of_a_newer_program_is_not_touched() {
    let folder = folder();
    let path = with_morning(&folder);
    rusqlite::Connection::open(&path).expect("opens").pragma_update(None, "user_version", 999).expect("is set");
    assert!(matches!(Ledger::open(&path, Access::Write), Err(LedgerError::TooNew { found: 999, .. })));
}

#[test]
fn a_ledger_of_the_first_schema_is_brought_to_this_one() {
    let folder = folder();
    let path = with_morning(&folder);
    let sound_before = Ledger::open(&path, Access::Read).expect("opens");
    let asked = Search { text: "évacués".into(), role: Some("evacuated".into()), limit: 9, ..Search::default() };
    let before = sound_before.search(&asked).expect("is searched");
    assert_eq!(before.len(), 1);
    drop(sound_before);
    let db = rusqlite::Connection::open(&path).expect("opens");
    db.execute_batch(
        "DROP TABLE claim_words;
         CREATE VIRTUAL TABLE claim_words USING fts5 (words, stems, speaker, content = '', contentless_delete = 1);
         PRAGMA user_version = 1;",
    )
    .expect("is as the first schema was");
    drop(db);
    let ledger = Ledger::open(&path, Access::Read).expect("is migrated");
    assert_eq!(ledger.search(&asked).expect("is searched"), before);
    sound(&ledger);
}

#[test]
fn damage_is_found() {
    let folder = folder();
    let path = with_morning(&folder);
    let backup = folder.path().join("backup.recoupe");
    Ledger::open(&path, Access::Read).expect("opens").backup(&backup).expect("can be copied");
    assert!(Ledger::open(&path, Access::Read).expect("opens").backup(&backup).is_err(), "a backup is not written over");
    // A few pages in the middle of the file are lost.
    let length = backup.metadata().expect("is there").len();
    let mut file = fs::OpenOptions::new().write(true).open(&backup).expect("can be opened");
    file.seek(SeekFrom::Start(length / 2)).expect("seeks");
    file.write_all(&[0xa5; 3 * 4096]).expect("can be written");
    drop(file);
    let found = Ledger::open(&backup, Access::Read).and_then(|ledger| ledger.check());
    match found {
        Ok(checked) => assert!(!checked.problems.is_empty(), "the damage is said"),
        Err(error) => assert!(matches!(error, LedgerError::Damaged(_) | LedgerError::Sqlite(_)), "{error}"),
    }
    // The ledger itself is as it was.
    sound(&Ledger::open(&path, Access::Read).expect("opens"));
}

#[test]
fn a_text_that_was_tampered_with_is_found() {
    let folder = folder();
    let path = with_morning(&folder);
    rusqlite::Connection::open(&path)
        .expect("opens")
        .execute_batch("UPDATE version SET text_sha256 = 'abc'; UPDATE claim SET end = 100000 WHERE id = 1;")
        .expect("can be changed");
    let problems = Ledger::open(&path, Access::Read).expect("opens").check().expect("can be checked").problems;
    assert!(problems.iter().any(|p| p.contains("is not the one that was added")), "{problems:?}");
    assert!(problems.iter().any(|p| p.contains("does not lie in its text")), "{problems:?}");
}

#[test]
fn one_writes_while_others_read() {
    let folder = folder();
    let path = with_morning(&folder);
    let reader = Ledger::open(&path, Access::Read).expect("opens");
    let mut writer = Ledger::open(&path, Access::Write).expect("opens");
    add(&mut writer, 1, &[report("le-courrier", "crue", "2031-03-04T18:00:00+01:00", EVENING)]);
    assert_eq!(reader.stories(None, 9).expect("stories").len(), 1);
    sound(&reader);
}
