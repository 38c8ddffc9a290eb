//! The ledger at hand: where it is, what time it is, and how reports come into it.

use std::path::{Component, Path, PathBuf};

use anyhow::Context as _;
use etcetera::BaseStrategy as _;
use jiff::Timestamp;
use recoupe_intake::Report;
use recoupe_ledger::{Access, Added, Ledger};

use crate::{
    analyse,
    args::{KnownArgs, LedgerArgs, TextLang},
    inputs,
    messages::Messages,
    progress::Bars,
    settings::{self, Settings},
    tally::Tally,
};

/// Reports that are read and written together: enough for all cores, few enough to lose little time when stopped.
const BATCH: usize = 64;

/// Opens the ledger that the arguments, the environment or the platform name.
pub(crate) fn open(args: &LedgerArgs, access: Access) -> anyhow::Result<Ledger> {
    Ok(Ledger::open(&path(args)?, access)?)
}

/// Where the ledger is that the arguments, the environment or the platform name.
pub(crate) fn path(args: &LedgerArgs) -> anyhow::Result<PathBuf> {
    let named = args.ledger.clone().or_else(|| std::env::var_os("RECOUPE_LEDGER").map(PathBuf::from));
    if let Some(path) = named.filter(|p| !p.as_os_str().is_empty()) {
        return Ok(path);
    }
    let base = etcetera::choose_base_strategy().context("you have no data folder; name a ledger with --ledger FILE")?;
    Ok(base.data_dir().join("recoupe").join("ledger.recoupe"))
}

/// Now, or the moment that `SOURCE_DATE_EPOCH` gives (reproducible-builds.org), so that a run can be repeated byte for byte.
pub(crate) fn now() -> anyhow::Result<Timestamp> {
    match std::env::var("SOURCE_DATE_EPOCH") {
        Ok(seconds) => {
            let seconds = seconds.trim().parse().ok().and_then(|s| Timestamp::from_second(s).ok());
            seconds.context("SOURCE_DATE_EPOCH is no number of seconds since 1970")
        }
        Err(_) => Timestamp::try_from(std::time::SystemTime::now()).context("the clock cannot be read"),
    }
}

/// How reports are added.
pub(crate) struct Adding<'a> {
    pub known: &'a KnownArgs,
    pub lang: TextLang,
    pub settings: &'a Settings,
    pub messages: &'a Messages,
}

/// What an addition brought.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Sums {
    /// Reports that the ledger did not have.
    pub new: usize,
    /// New versions of reports that it had.
    pub versions: usize,
    /// Texts that it had.
    pub known: usize,
    /// Stories that were reconciled.
    pub stories: usize,
}

impl Adding<'_> {
    /// Reads what is under the paths and URLs and adds it batch by batch; then reconciles the stories that it touched. Gives the
    /// addresses that lists among the paths name.
    pub(crate) fn add(&self, ledger: &mut Ledger, paths: &[String], sums: &mut Sums) -> anyhow::Result<Vec<String>> {
        let bars = Bars::new(self.settings);
        let tally = Tally::new(self.known.outcomes.as_deref(), self.settings)?;
        let mut batch = Vec::new();
        let links = inputs::each(paths, self.known, &bars, &tally, self.messages, &mut |report| {
            batch.push(report);
            match batch.len() < BATCH {
                true => Ok(()),
                false => self.flush(ledger, std::mem::take(&mut batch), &tally, sums),
            }
        })?;
        self.flush(ledger, batch, &tally, sums)?;
        tally.finish(self.messages)?;
        sums.stories += ledger.settle(now()?)?;
        Ok(links)
    }

    fn flush(&self, ledger: &mut Ledger, mut batch: Vec<Report>, tally: &Tally, sums: &mut Sums) -> anyhow::Result<()> {
        recoupe_intake::tell_apart(&mut batch);
        let at = now()?;
        let mut unread = Vec::new();
        for mut report in batch {
            // A relative path names another file in another folder.
            absolute(&mut report);
            match ledger.knows(&report, at)? {
                Some(_) => {
                    sums.known += 1;
                    tally.add(&recoupe_intake::Outcome::from(&report))?;
                }
                None => unread.push(report),
            }
        }
        if unread.is_empty() {
            return Ok(());
        }
        let quiet = Bars::new(&Settings { progress: settings::Progress::Hidden, ..*self.settings });
        let lang = settings::text_lang(self.lang);
        let reads = analyse::read_all(unread, lang, settings::threads(self.known.threads), &quiet)?;
        let reads = analyse::told(reads, self.known.min_confidence, tally, self.messages)?;
        for added in ledger.add(reads, at)? {
            match added {
                Added::Report { .. } => sums.new += 1,
                Added::Version { .. } => sums.versions += 1,
                Added::Known { .. } => sums.known += 1,
            }
        }
        Ok(())
    }
}

/// Makes the path of a report that was read from a file one that means the same in every folder.
fn absolute(report: &mut Report) {
    let is_file = report.url.is_none() && report.path != "-" && !report.path.contains("://");
    if is_file && let Ok(path) = std::path::absolute(&report.path) {
        report.path = plain(&path).to_string_lossy().into_owned();
    }
}

/// The path without `.` and `..`.
fn plain(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => {
                out.pop();
            }
            Component::CurDir => {}
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_plain() {
        assert_eq!(plain(Path::new("/a/b/../c/./d.txt:3")), Path::new("/a/c/d.txt:3"));
        assert_eq!(plain(Path::new("/../a")), Path::new("/a"));
    }
}
