//! Stories out of the stream of reports, with the ledger as their store.

use std::{cell::RefCell, collections::HashMap};

use recoupe_story::{
    Bilingual, Read,
    stream::{Features, Key, Placement, Posting, ReportId, StoryId, StreamStore, Target, place},
};
use rusqlite::{Connection, OptionalExtension as _, params};

use crate::{
    LedgerError, Result,
    changes::{self, About, ChangeKind},
    versions,
};

/// A story of more reports than this is as large as this: counting stays as short as placing is.
const LARGE: i64 = 1000;

/// In how many reports keys are, as far as an addition asked: placing a report asks for hundreds, most of them the same as for
/// the one before. It holds for one transaction, which is alone to write; only looked up in.
#[derive(Default)]
pub(crate) struct Frequencies(RefCell<HashMap<Key, u32>>);

/// Finds the story of a new report, or begins one; gives its row.
pub(crate) fn group(db: &Connection, report: i64, read: &Read, at: &str, frequencies: &Frequencies) -> Result<i64> {
    let features = Features::of(read);
    let title = versions::title(read).unwrap_or_default();
    let mut store = Store { db, at, public: &read.doc.report.id, title: &title, frequencies };
    let placement = place(&features, &store)?;
    Ok(store.commit(ReportId(report), &features, &placement)?.0)
}

/// Keeps what a report's new text is grouped by. Its story stays: what a reader follows does not jump.
pub(crate) fn renew(db: &Connection, report: i64, read: &Read, frequencies: &Frequencies) -> Result<()> {
    write_features(db, report, &Features::of(read), frequencies)
}

fn write_features(db: &Connection, report: i64, features: &Features, frequencies: &Frequencies) -> Result<()> {
    let before: Option<Vec<u8>> = db
        .prepare_cached("SELECT features FROM feature WHERE report = ?1")?
        .query_row([report], |row| row.get(0))
        .optional()?;
    let known = before.and_then(|bytes| Features::from_bytes(&bytes).ok());
    let mut count = db.prepare_cached(
        "INSERT INTO frequency (key, reports) VALUES (?1, 1) ON CONFLICT (key) DO UPDATE SET reports = reports + 1",
    )?;
    for weighted in features.keys() {
        let counted = known.as_ref().is_some_and(|k| k.keys().binary_search_by_key(&weighted.key, |w| w.key).is_ok());
        if !counted {
            count.execute([number(weighted.key.0)])?;
            frequencies.0.borrow_mut().entry(weighted.key).and_modify(|n| *n += 1);
        }
    }
    db.prepare_cached("INSERT OR REPLACE INTO feature (report, features) VALUES (?1, ?2)")?
        .execute(params![report, features.to_bytes()])?;
    Ok(())
}

/// The bits of an unsigned number as SQLite's signed one.
pub(crate) fn number(bits: u64) -> i64 {
    i64::from_ne_bytes(bits.to_ne_bytes())
}

struct Store<'a> {
    db: &'a Connection,
    at: &'a str,
    /// The identifier of the report that is placed: stories that it founds are called by it.
    public: &'a str,
    /// The title of the report, which is theirs until they are reconciled.
    title: &'a str,
    frequencies: &'a Frequencies,
}

impl StreamStore for Store<'_> {
    type Error = LedgerError;

    fn reports(&self) -> Result<u64> {
        // Reports are never deleted: the last row is their number, without counting.
        let last: i64 =
            self.db.prepare_cached("SELECT coalesce(max(report), 0) FROM feature")?.query_row([], |row| row.get(0))?;
        Ok(last.unsigned_abs())
    }

    fn frequencies(&self, keys: &[Key]) -> Result<Vec<u32>> {
        let mut one = self.db.prepare_cached("SELECT reports FROM frequency WHERE key = ?1")?;
        let mut known = self.frequencies.0.borrow_mut();
        let mut ask = |key: &Key| -> Result<u32> {
            if let Some(frequency) = known.get(key) {
                return Ok(*frequency);
            }
            let frequency = one.query_row([number(key.0)], |row| row.get(0)).optional()?.unwrap_or_default();
            known.insert(*key, frequency);
            Ok(frequency)
        };
        keys.iter().map(&mut ask).collect()
    }

    fn posted(&self, posting: Posting, most: usize, found: &mut Vec<ReportId>) -> Result<()> {
        let mut rows =
            self.db.prepare_cached("SELECT report FROM posting WHERE posting = ?1 ORDER BY report DESC LIMIT ?2")?;
        for report in rows.query_map(params![number(posting.0), most as i64], |row| row.get(0).map(ReportId))? {
            found.push(report?);
        }
        Ok(())
    }

    fn report(&self, report: ReportId) -> Result<Option<(Features, StoryId)>> {
        let row: Option<(Vec<u8>, Option<i64>)> = self
            .db
            .prepare_cached(
                "SELECT f.features, r.story FROM feature f JOIN report r ON r.id = f.report WHERE r.id = ?1",
            )?
            .query_row([report.0], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        // Features of other rules are as if they were not there, until the report is read again.
        Ok(row.and_then(|(bytes, story)| Some((Features::from_bytes(&bytes).ok()?, StoryId(story?)))))
    }

    fn size(&self, story: StoryId) -> Result<usize> {
        let size: i64 = self
            .db
            .prepare_cached("SELECT count(*) FROM (SELECT 1 FROM report WHERE story = ?1 LIMIT ?2)")?
            .query_row([story.0, LARGE], |row| row.get(0))?;
        Ok(size as usize)
    }

    fn members(&self, story: StoryId, most: usize) -> Result<Vec<ReportId>> {
        let mut rows = self.db.prepare_cached("SELECT id FROM report WHERE story = ?1 ORDER BY id DESC LIMIT ?2")?;
        let found = rows.query_map(params![story.0, most as i64], |row| row.get(0).map(ReportId))?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }

    /// Part of the addition that the report comes with: its transaction is the caller's.
    fn commit(&mut self, report: ReportId, features: &Features, placement: &Placement) -> Result<StoryId> {
        let founded = (0..placement.founded).map(|n| self.found(n)).collect::<Result<Vec<_>>>()?;
        let resolve = |target: Target| match target {
            Target::Known(story) => story.0,
            Target::New(n) => founded.get(n).copied().unwrap_or_default(),
        };
        for moved in &placement.moves {
            let to = resolve(moved.to);
            self.put(moved.report.0, to)?;
            self.note(ChangeKind::Split, moved.from.0, to, &("quitte", "leaves"))?;
        }
        for merge in &placement.merges {
            self.merge(merge.from.0, merge.into.0)?;
        }
        let story = resolve(placement.story);
        self.put(report.0, story)?;
        write_features(self.db, report.0, features, self.frequencies)?;
        let mut post = self.db.prepare_cached("INSERT OR IGNORE INTO posting (posting, report) VALUES (?1, ?2)")?;
        for posting in &placement.postings {
            post.execute([number(posting.0), report.0])?;
        }
        if let Some(follows) = placement.follows.filter(|f| f.0 != story) {
            self.db
                .prepare_cached("UPDATE story SET follows = coalesce(follows, ?2) WHERE id = ?1")?
                .execute([story, follows.0])?;
        }
        Ok(StoryId(story))
    }
}

impl Store<'_> {
    fn found(&self, n: usize) -> Result<i64> {
        let public = match n {
            0 => format!("s{}", self.public),
            n => format!("s{}-{n}", self.public),
        };
        self.db
            .prepare_cached("INSERT INTO story (public, title, created, updated) VALUES (?1, ?3, ?2, ?2)")?
            .execute([&public, self.at, self.title])?;
        Ok(self.db.last_insert_rowid())
    }

    /// Puts a report into a story; both stories are to be reconciled again.
    fn put(&self, report: i64, story: i64) -> Result<()> {
        self.db
            .prepare_cached(
                "UPDATE story SET stale = 1 WHERE id = ?1 OR id = (SELECT story FROM report WHERE id = ?2)",
            )?
            .execute([story, report])?;
        self.db.prepare_cached("UPDATE report SET story = ?2 WHERE id = ?1")?.execute([report, story])?;
        Ok(())
    }

    /// All reports of a story go into another; who asks for the old one is led to the new one.
    fn merge(&self, from: i64, into: i64) -> Result<()> {
        self.db.prepare_cached("UPDATE report SET story = ?2 WHERE story = ?1")?.execute([from, into])?;
        self.db
            .prepare_cached("UPDATE story SET merged_into = ?2 WHERE id = ?1 OR merged_into = ?1")?
            .execute([from, into])?;
        self.db.prepare_cached("UPDATE story SET stale = 1 WHERE id IN (?1, ?2)")?.execute([from, into])?;
        self.note(ChangeKind::Merged, from, into, &("rejoint", "joins"))
    }

    /// Nobody was told of a story that was never reconciled, so nobody need be told that it is gone.
    fn note(&self, kind: ChangeKind, from: i64, to: i64, verb: &(&str, &str)) -> Result<()> {
        let told: bool = self
            .db
            .prepare_cached("SELECT settled > 0 FROM story WHERE id = ?1")?
            .query_row([from], |row| row.get(0))?;
        if !told {
            return Ok(());
        }
        let told = |story: i64| -> Result<String> {
            Ok(self
                .db
                .prepare_cached("SELECT CASE title WHEN '' THEN public ELSE title END FROM story WHERE id = ?1")?
                .query_row([story], |row| row.get(0))?)
        };
        let (from_title, to_title) = (told(from)?, told(to)?);
        let told = match kind {
            ChangeKind::Merged => Bilingual {
                fr: format!("le sujet « {from_title} » {} « {to_title} »", verb.0),
                en: format!("the story “{from_title}” {} “{to_title}”", verb.1),
            },
            _ => Bilingual {
                fr: format!("un article {} le sujet « {from_title} »", verb.0),
                en: format!("a report {} the story “{from_title}”", verb.1),
            },
        };
        changes::note(self.db, self.at, kind, About { story: Some(to), ..About::default() }, &told)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use recoupe_reading::Lang;
    use recoupe_story::stream::{KeyClass, MemoryStore, Weighted, add};

    use super::*;
    use crate::{Access, Ledger};

    /// Reports of events that share some of their words with others, so that stories merge and fall apart; every fifth without
    /// a day.
    fn reports() -> Vec<Features> {
        let mut state = 7_u64;
        let mut below = |n: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) % n
        };
        (0..400)
            .map(|i| {
                let event = below(40);
                let mut words: Vec<String> = (0..8).map(|w| format!("e{event}w{w}")).filter(|_| below(4) > 0).collect();
                words.extend((0..5).map(|_| format!("e{}w{}", below(40), below(8))));
                words.extend((0..5).map(|_| format!("x{}", below(300))));
                let keys = words
                    .iter()
                    .map(|w| Weighted { key: Key::new(KeyClass::NameWord, w), weight: 32 + below(40) as u8 });
                Features::new(Lang::Fr, (i % 5 > 0).then_some(i / 4), keys.collect())
            })
            .collect()
    }

    /// Stories by the first report of each, and the first report of the story that each follows.
    type Stories = BTreeMap<i64, (Vec<i64>, Option<i64>)>;

    fn in_memory(reports: &[Features]) -> Stories {
        let mut store = MemoryStore::new();
        for (id, features) in (1..).zip(reports) {
            let Ok(_) = add(&mut store, ReportId(id), features);
        }
        let stories = store.stories();
        let first: BTreeMap<StoryId, i64> = stories.iter().map(|(story, members)| (*story, members[0].0)).collect();
        stories
            .iter()
            .map(|(story, members)| {
                let follows = store.follows(*story).and_then(|f| first.get(&f).copied());
                (members[0].0, (members.iter().map(|m| m.0).collect(), follows))
            })
            .collect()
    }

    fn in_a_ledger(reports: &[Features]) -> Stories {
        let folder = tempfile::tempdir().unwrap();
        let ledger = Ledger::open(&folder.path().join("l.recoupe"), Access::Write).unwrap();
        let db = &ledger.db;
        // One transaction: the disk is not what is tested.
        db.execute_batch("BEGIN").unwrap();
        let frequencies = Frequencies::default();
        for (id, features) in (1..).zip(reports) {
            let public = id.to_string();
            db.execute("INSERT INTO report (id, key, added) VALUES (?1, ?2, '2026-01-01')", params![id, public])
                .unwrap();
            let mut store = Store { db, at: "2026-01-01", public: &public, title: "", frequencies: &frequencies };
            let placement = place(features, &store).unwrap();
            store.commit(ReportId(id), features, &placement).unwrap();
        }
        let mut members: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
        let mut rows = db.prepare("SELECT story, id FROM report ORDER BY id").unwrap();
        for row in rows.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap() {
            let (story, report) = row.unwrap();
            members.entry(story).or_default().push(report);
        }
        let follows = |story: i64| -> Option<i64> {
            let followed =
                "SELECT coalesce(f.merged_into, f.id) FROM story s JOIN story f ON f.id = s.follows WHERE s.id = ?1";
            let at: Option<i64> = db.query_row(followed, [story], |row| row.get(0)).optional().unwrap();
            at.filter(|f| *f != story).and_then(|f| Some(members.get(&f)?[0]))
        };
        members.iter().map(|(story, reports)| (reports[0], (reports.clone(), follows(*story)))).collect()
    }

    #[test]
    fn a_ledger_has_the_stories_that_memory_has() {
        let reports = reports();
        let stories = in_memory(&reports);
        assert!((20..200).contains(&stories.len()), "{} stories", stories.len());
        assert!(stories.values().any(|s| s.0.len() > 8));
        assert_eq!(in_a_ledger(&reports), stories);
    }
}
