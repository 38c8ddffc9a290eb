//! `recoupe reread`, `recoupe check`, `recoupe backup`.

use std::path::Path;

use recoupe_dossier::Locale;
use recoupe_ledger::{Access, Which};

use crate::{
    analyse,
    args::{LedgerArgs, RereadArgs},
    desk, lazy,
    messages::Messages,
    progress::Bars,
    settings::{self, Settings},
};

/// Versions that are read together.
const BATCH: usize = 64;

/// Reads the texts of the ledger again and reconciles what changed.
pub(crate) fn reread(args: &RereadArgs, settings: &Settings, messages: &Messages) -> anyhow::Result<()> {
    let mut ledger = desk::open(&args.at, Access::Write)?;
    let which = if args.all { Which::All } else { Which::Outdated };
    let bars = Bars::new(settings);
    let (mut after, mut read, mut changed) = (0, 0, 0);
    loop {
        let batch = ledger.to_reread(which, after, BATCH)?;
        let Some(last) = batch.last() else { break };
        after = last.version;
        let (rows, reports): (Vec<i64>, Vec<_>) = batch.into_iter().map(|u| (u.version, u.report)).unzip();
        let reads = analyse::read_all(reports, None, settings::threads(args.threads), &bars)?;
        if let Some(error) = reads.iter().find_map(|r| lazy::failure(r.doc.lang)) {
            anyhow::bail!("{error}");
        }
        read += reads.len();
        changed += ledger.reread(rows.into_iter().zip(reads).collect(), desk::now()?)?;
    }
    let stories = ledger.settle(desk::now()?)?;
    messages.say(&match settings.locale {
        Locale::Fr => format!("relus : {read} ; lus autrement : {changed} ; sujets remis à jour : {stories}"),
        Locale::En => format!("read again: {read}; read otherwise: {changed}; stories brought up to date: {stories}"),
    });
    Ok(())
}

/// Looks whether the ledger is sound; each thing that is wrong is a problem.
pub(crate) fn check(at: &LedgerArgs, messages: &Messages) -> anyhow::Result<()> {
    let ledger = desk::open(at, Access::Read)?;
    let checked = ledger.check()?;
    let path = ledger.path().display().to_string();
    for problem in &checked.problems {
        messages.problem(&path, problem);
    }
    let recoupe_ledger::Checked { reports, versions, claims, stories, decisions, problems } = checked;
    let sound = problems.is_empty();
    messages.say(&match messages.locale() {
        Locale::Fr => format!(
            "{} ; articles : {reports}, versions : {versions}, énoncés et chiffres : {claims}, sujets : {stories}, décisions : {decisions}",
            if sound { "le registre est intact" } else { "le registre n’est pas intact" }
        ),
        Locale::En => format!(
            "{}; reports: {reports}, versions: {versions}, claims: {claims}, stories: {stories}, decisions: {decisions}",
            if sound { "the ledger is sound" } else { "the ledger is not sound" }
        ),
    });
    Ok(())
}

/// Writes a copy of the ledger.
pub(crate) fn backup(to: &Path, at: &LedgerArgs) -> anyhow::Result<()> {
    Ok(desk::open(at, Access::Read)?.backup(to)?)
}
