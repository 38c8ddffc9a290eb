//! `cargo xtask crash`: the program is killed at random moments while it adds and watches; nothing that was there may be lost,
//! nothing may be there twice, and the ledger must be sound each time. Then the other misfortunes: a full disk, a file that cannot
//! be written to, two writers at once.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context as _, bail, ensure};
use recoupe_ledger::{Access, Ledger, Line};
use serde_json::json;

use super::reports;
use crate::random::Random;

/// What to do.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// How many times the program is killed.
    #[arg(default_value_t = 200)]
    kills: usize,
    /// Reports of one ledger.
    #[arg(long, default_value_t = 600)]
    reports: u64,
    /// Write docs/reliability.md.
    #[arg(long)]
    write: bool,
}

/// What the kills did.
#[derive(Debug, Default)]
struct Sums {
    add: usize,
    watch: usize,
    /// Runs that were done before they could be killed.
    done: usize,
    ledgers: usize,
    /// Kills that came while the ledger's log held something that was not in its file yet.
    in_log: usize,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<()> {
    let program = program()?;
    let folder = std::env::temp_dir().join(format!("recoupe-crash-{}", std::process::id()));
    fs::create_dir_all(&folder)?;
    let began = Instant::now();
    let input = folder.join("reports.jsonl");
    write_reports(&input, args.reports)?;
    let sums = kill(&program, &folder, &input, args)?;
    let misfortunes = misfortunes(&program, &folder, &input)?;
    fs::remove_dir_all(&folder)?;
    let page = page(args, &sums, &misfortunes, began.elapsed());
    print!("{page}");
    if args.write {
        fs::write("docs/reliability.md", page)?;
    }
    Ok(())
}

fn program() -> anyhow::Result<PathBuf> {
    let path = PathBuf::from("target/release/recoupe");
    ensure!(path.is_file(), "build the program first: cargo build --release");
    Ok(path)
}

fn write_reports(path: &Path, number: u64) -> anyhow::Result<()> {
    let mut lines = String::new();
    for n in 0..number {
        let r = reports::report(n, 8);
        let line = json!({ "title": r.title, "maintext": r.text, "url": r.url, "outlet": r.outlet,
                           "date_publish": r.published.map(|p| p.date.to_string()) });
        lines.push_str(&line.to_string());
        lines.push('\n');
    }
    Ok(fs::write(path, lines)?)
}

fn command(program: &Path, ledger: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.args(arguments).arg("--ledger").arg(ledger).env("LC_ALL", "C.UTF-8");
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

/// Kills the program again and again, and looks at what is left each time.
fn kill(program: &Path, folder: &Path, input: &Path, args: &Args) -> anyhow::Result<Sums> {
    let mut random = Random::new(20_311);
    let mut sums = Sums::default();
    let input_name = input.to_str().context("the temporary folder's name is Unicode")?;
    let (mut ledger, mut before) = (folder.join("0.recoupe"), BTreeSet::new());
    sums.ledgers = 1;
    while sums.add + sums.watch < args.kills {
        let watching = random.one_in(3);
        let arguments: &[&str] = match watching {
            true => &["watch", input_name, "--every", "1s", "--quiet"],
            false => &["add", input_name, "--quiet"],
        };
        let mut child = command(program, &ledger, arguments).spawn()?;
        thread::sleep(Duration::from_millis(150 + random.below(2500) as u64));
        if child.try_wait()?.is_some() {
            sums.done += 1;
        } else {
            child.kill()?;
            child.wait()?;
            *(if watching { &mut sums.watch } else { &mut sums.add }) += 1;
        }
        if !ledger.exists() {
            continue;
        }
        let log = ledger.with_extension("recoupe-wal");
        sums.in_log += usize::from(log.metadata().is_ok_and(|m| m.len() > 0));
        let now = look(&ledger)?;
        if let Some(lost) = before.iter().find(|id| !now.contains(*id)) {
            bail!("the report {lost} was there before the program was killed, and is lost");
        }
        let complete = now.len() as u64 == args.reports;
        before = now;
        // A full ledger has nothing more to lose: the next one begins.
        if complete {
            ledger = folder.join(format!("{}.recoupe", sums.ledgers));
            before.clear();
            sums.ledgers += 1;
        }
    }
    let done = command(program, &ledger, &["add", input_name, "--quiet"]).status()?;
    ensure!(done.success(), "the last addition failed");
    let now = look(&ledger)?;
    ensure!(now.len() as u64 == args.reports, "{} reports of {} are there at the end", now.len(), args.reports);
    // What was killed many times says what a run in one piece says.
    let whole = folder.join("whole.recoupe");
    ensure!(command(program, &whole, &["add", input_name, "--quiet"]).status()?.success(), "the whole addition failed");
    ensure!(claims(&whole)? == claims(&ledger)?, "a ledger that was killed says other than one that was not");
    Ok(sums)
}

/// The identifiers of the reports; the ledger must be sound and have none twice.
fn look(path: &Path) -> anyhow::Result<BTreeSet<String>> {
    let ledger = match Ledger::open(path, Access::Read) {
        // Killed before the first table was made.
        Err(recoupe_ledger::LedgerError::Missing { .. }) => return Ok(BTreeSet::new()),
        other => other?,
    };
    let checked = ledger.check()?;
    ensure!(checked.problems.is_empty(), "the ledger is not sound: {:?}", checked.problems);
    let (mut ids, mut texts) = (BTreeSet::new(), BTreeSet::new());
    ledger.export(|line| -> anyhow::Result<()> {
        if let Line::Report(kept) = line {
            ensure!(texts.insert(kept.report.text_sha256.clone()), "{} is there twice", kept.report.path);
            ids.insert(kept.report.id);
        }
        Ok(())
    })?;
    Ok(ids)
}

/// Figures and statements of all stories, in an order that does not depend on when they came.
fn claims(path: &Path) -> anyhow::Result<BTreeSet<String>> {
    let mut out = BTreeSet::new();
    Ledger::open(path, Access::Read)?.export(|line| -> anyhow::Result<()> {
        if matches!(line, Line::Figure(_) | Line::Statement(_)) {
            out.insert(serde_json::to_string(&line)?);
        }
        Ok(())
    })?;
    Ok(out)
}

/// One misfortune, and what the program made of it.
struct Misfortune {
    what: &'static str,
    became: String,
}

fn misfortunes(program: &Path, folder: &Path, input: &Path) -> anyhow::Result<Vec<Misfortune>> {
    Ok(vec![
        full_disk(program, folder, input)?,
        read_only(program, folder, input)?,
        two_writers(program, folder, input)?,
    ])
}

fn said(program: &Path, ledger: &Path, arguments: &[&str]) -> anyhow::Result<(bool, String)> {
    let ran = command(program, ledger, arguments).stderr(Stdio::piped()).output()?;
    Ok((ran.status.success(), String::from_utf8_lossy(&ran.stderr).lines().last().unwrap_or_default().to_owned()))
}

/// A file system of two megabytes; only root can make one.
fn full_disk(program: &Path, folder: &Path, input: &Path) -> anyhow::Result<Misfortune> {
    let what = "a full disk (a file system of 2 MB)";
    let disk = folder.join("disk");
    fs::create_dir_all(&disk)?;
    let mounted =
        Command::new("mount").args(["-t", "tmpfs", "-o", "size=2m", "tmpfs"]).arg(&disk).stderr(Stdio::null()).status();
    if !mounted.is_ok_and(|s| s.success()) {
        return Ok(Misfortune { what, became: "not tried: only root can make the file system".into() });
    }
    let ledger = disk.join("ledger.recoupe");
    let result = said(program, &ledger, &["add", &input.to_string_lossy()]);
    let kept = look(&ledger).map(|ids| ids.len());
    Command::new("umount").arg(&disk).status()?;
    let (success, message) = result?;
    ensure!(!success && message.contains("disk is full"), "a full disk is not said: {message}");
    Ok(Misfortune {
        what,
        became: format!("exit code 1, \"{}\"; {} reports kept, the ledger is sound", cut(&message), kept?),
    })
}

fn read_only(program: &Path, folder: &Path, input: &Path) -> anyhow::Result<Misfortune> {
    let what = "a ledger that cannot be written to (a file system mounted read-only)";
    let disk = folder.join("read-only");
    fs::create_dir_all(&disk)?;
    let mount = |options: &str| {
        let done = Command::new("mount")
            .args(["-t", "tmpfs", "-o", options, "tmpfs"])
            .arg(&disk)
            .stderr(Stdio::null())
            .status();
        done.is_ok_and(|s| s.success())
    };
    if !mount("size=64m") {
        return Ok(Misfortune { what, became: "not tried: only root can make the file system".into() });
    }
    let ledger = disk.join("ledger.recoupe");
    let filled = said(program, &ledger, &["add", &input.to_string_lossy()]);
    let before = look(&ledger).map(|ids| ids.len());
    let _ = mount("remount,ro");
    let result = said(program, &ledger, &["add", "examples/reports"]);
    let _ = mount("remount,rw");
    let after = look(&ledger).map(|ids| ids.len());
    Command::new("umount").arg(&disk).status()?;
    ensure!(filled?.0, "the ledger could not be filled");
    let (success, message) = result?;
    ensure!(!success && message.contains("cannot be written to"), "it is not said: {message}");
    let (before, after) = (before?, after?);
    ensure!(before == after, "{before} reports became {after}");
    Ok(Misfortune { what, became: format!("exit code 1, \"{}\"; all {after} reports kept", cut(&message)) })
}

fn two_writers(program: &Path, folder: &Path, input: &Path) -> anyhow::Result<Misfortune> {
    let what = "two writers at once, the same reports";
    let ledger = folder.join("two.recoupe");
    let input = input.to_string_lossy();
    let spawn = || command(program, &ledger, &["add", &input, "--quiet"]).spawn();
    let (mut one, mut two) = (spawn()?, spawn()?);
    let (one, two) = (one.wait()?, two.wait()?);
    ensure!(one.success() && two.success(), "one of the two failed");
    let kept = look(&ledger)?.len();
    Ok(Misfortune { what, became: format!("both end with exit code 0; {kept} reports, none twice") })
}

/// The message without the path of this run.
fn cut(message: &str) -> String {
    message.split_whitespace().map(|w| if w.starts_with('/') { "…" } else { w }).collect::<Vec<_>>().join(" ")
}

fn page(args: &Args, sums: &Sums, misfortunes: &[Misfortune], took: Duration) -> String {
    let mut out = format!(
        "# Reliability\n\nWritten by `cargo xtask crash {} --write` (code: `xtask/src/ledger/crash.rs`), {:.0} s.\n\n\
         The program is killed (`SIGKILL`) at random moments, 0.15 to 2.65 s after its start, while it adds {} made-up reports from a file \
         or watches that file. After each kill the ledger is opened, every page, text and offset is checked (`recoupe check`), and the \
         reports are compared with those that were there before. When all are there, the next ledger begins.\n\n\
         | | |\n| --- | --- |\n\
         | kills while adding | {} |\n| kills while watching | {} |\n| runs that were done before the kill | {} |\n\
         | ledgers filled or begun | {} |\n| kills that left work in the log | {} |\n\
         | reports lost | 0 |\n| reports twice | 0 |\n| ledgers not sound | 0 |\n\n\
         The last ledger, completed, says the same figures and statements, byte for byte, as one that was filled in one piece. The run \
         stops with an error at the first report lost, doubled, or unsound ledger, so the zeros are not counted but enforced.\n\n\
         | misfortune | what became of it |\n| --- | --- |\n",
        args.kills,
        took.as_secs_f64(),
        args.reports,
        sums.add,
        sums.watch,
        sums.done,
        sums.ledgers,
        sums.in_log,
    );
    for Misfortune { what, became } in misfortunes {
        out.push_str(&format!("| {what} | {became} |\n"));
    }
    out.push_str(
        "\nA ledger of a newer program, a file that is no ledger, lost pages and texts that were tampered with are tests of the \
         library (`crates/ledger/tests/ledger/files.rs`).\n",
    );
    out
}
