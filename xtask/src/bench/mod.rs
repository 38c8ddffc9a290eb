//! `cargo xtask bench`: speed, start-up time, memory, linearity and scaling of the models, against Python spaCy.

mod own;
mod rooms;

pub(crate) use own::{cpu_seconds, status};

use std::{
    fs::{self, File},
    io::Write as _,
    process::Command,
};

use anyhow::{Context, bail, ensure};
use recoupe_pipeline::store;
use serde::{Deserialize, Serialize};

use crate::parity::{self, root};

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Languages to measure.
    #[arg(long = "lang", default_values = ["fr", "en"])]
    langs: Vec<String>,
    /// Tokens of text for each language, about.
    #[arg(long, default_value_t = 60_000)]
    tokens: usize,
    /// Rounds over the texts; the best counts, on both sides.
    #[arg(long, default_value_t = 5)]
    rounds: usize,
    /// Processor to which both sides are pinned, if `taskset` is there.
    #[arg(long, default_value = "0")]
    core: String,
    /// Do not run Python.
    #[arg(long)]
    only_own: bool,
    /// Only what reading and claims cost beside the parsing.
    #[arg(long)]
    only_rooms: bool,
    /// Measure in this process and print JSON; used by the command itself.
    #[arg(long, hide = true)]
    child: Option<own::Task>,
}

/// What one side measured over the texts.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Measured {
    /// Seconds from the start of the process until the first text is annotated.
    load: f64,
    /// Tokens, CPU seconds, seconds.
    rounds: Vec<(usize, f64, f64)>,
    /// Most resident memory in bytes.
    memory: u64,
}

impl Measured {
    /// Tokens a CPU second, in the best round.
    fn speed(&self) -> f64 {
        self.rounds.iter().map(|&(tokens, cpu, _)| tokens as f64 / cpu).fold(0.0, f64::max)
    }
}

pub(crate) fn run(args: &Args) -> anyhow::Result<()> {
    match args.child {
        Some(own::Task::Rooms) => return rooms::run(&args.langs[0], args.rounds),
        Some(task) => return own::run(task, &args.langs[0], args.rounds),
        None => {}
    }
    if args.only_rooms {
        return rooms(args);
    }
    let python = if args.only_own { None } else { Some(parity::python(&root().join(".venv"))?) };
    println!("| | {} |", args.langs.join(" | "));
    let mut rows: Vec<(&str, Vec<String>)> = Vec::new();
    let mut put = |name: &'static str, value: String| match rows.iter_mut().find(|(known, _)| *known == name) {
        Some((_, values)) => values.push(value),
        None => rows.push((name, vec![value])),
    };
    let mut slow = Vec::new();
    for lang in &args.langs {
        let model =
            store::catalogue().iter().find(|m| m.lang == lang).with_context(|| format!("no model for {lang}"))?;
        let folder = store::folder(model, &store::root());
        let texts = parity::report_texts(lang, &folder, args.tokens)?;
        let work = root().join("target/bench");
        fs::create_dir_all(&work)?;
        let input = work.join(format!("{lang}.jsonl"));
        let mut file = File::create(&input)?;
        for text in &texts {
            serde_json::to_writer(&mut file, text)?;
            file.write_all(b"\n")?;
        }
        let own = |task: own::Task, core: Option<&str>| -> anyhow::Result<serde_json::Value> {
            let mut command = pinned(core, std::env::current_exe()?);
            command.args(["bench", "--lang", lang, "--rounds", &args.rounds.to_string(), "--child", task.name()]);
            measure(&mut command, &input)
        };
        let ours: Measured = serde_json::from_value(own(own::Task::Speed, Some(&args.core))?)?;
        put("words a second, one core", format!("{:.0}", ours.speed()));
        put("start-up to first text, ms", format!("{:.0}", ours.load * 1e3));
        put("most resident memory, MB", format!("{:.0}", ours.memory as f64 / 1e6));
        if let Some(python) = &python {
            let script = parity::script(python, "bench.py", model);
            let mut command = pinned(Some(&args.core), script.get_program().into());
            command.args(script.get_args()).arg(args.rounds.min(3).to_string());
            command.envs(script.get_envs().filter_map(|(key, value)| Some((key, value?))));
            let theirs: Measured = serde_json::from_value(measure(&mut command, &input)?)?;
            ensure!(ours.rounds[0].0 == theirs.rounds[0].0, "the two sides made different numbers of tokens");
            put("Python spaCy, words a second", format!("{:.0}", theirs.speed()));
            put("Python spaCy, start-up, ms", format!("{:.0}", theirs.load * 1e3));
            put("Python spaCy, memory, MB", format!("{:.0}", theirs.memory as f64 / 1e6));
            put("ratio", format!("**{:.1}**", ours.speed() / theirs.speed()));
            if ours.speed() < 10.0 * theirs.speed() {
                slow.push(lang.as_str());
            }
        }
        for task in [own::Task::Linearity, own::Task::Threads] {
            let ratio = own(task, None)?.as_f64().context("no number")?;
            put(task.title(), format!("{ratio:.2}"));
        }
    }
    println!("| --- |{}", " ---: |".repeat(args.langs.len()));
    for (name, values) in rows {
        println!("| {name} | {} |", values.join(" | "));
    }
    if !slow.is_empty() {
        bail!("not ten times as fast as Python spaCy: {}", slow.join(", "));
    }
    println!();
    rooms(args)
}

/// What the rooms after the parsing cost, over the parsing; fails where the claims cost more than they may.
fn rooms(args: &Args) -> anyhow::Result<()> {
    println!("| over the parsing time | {} |\n| --- |{}", args.langs.join(" | "), " ---: |".repeat(args.langs.len()));
    let mut all = Vec::new();
    for lang in &args.langs {
        let work = root().join("target/bench");
        fs::create_dir_all(&work)?;
        let input = work.join(format!("{lang}-reports.jsonl"));
        rooms::write_reports(lang, &input)?;
        let mut command = pinned(Some(&args.core), std::env::current_exe()?);
        command.args(["bench", "--lang", lang, "--rounds", &args.rounds.to_string()]);
        command.args(["--child", own::Task::Rooms.name()]);
        let shares: rooms::Shares = serde_json::from_value(measure(&mut command, &input)?)?;
        all.push(shares);
    }
    for (name, of) in rooms::ROWS {
        let values: Vec<String> = all.iter().map(|s| format!("{:.2}", of(s))).collect();
        println!("| {name} | {} |", values.join(" | "));
    }
    let dear: Vec<&str> =
        args.langs.iter().zip(&all).filter(|(_, s)| s.claims > rooms::MOST).map(|(l, _)| l.as_str()).collect();
    ensure!(
        dear.is_empty(),
        "the claims cost more than {:.0} % of the parsing: {}",
        rooms::MOST * 100.0,
        dear.join(", ")
    );
    Ok(())
}

/// A command, pinned to a processor where that is possible.
fn pinned(core: Option<&str>, program: std::path::PathBuf) -> Command {
    match core {
        Some(core) if Command::new("taskset").arg("--version").output().is_ok() => {
            let mut command = Command::new("taskset");
            command.args(["-c", core]).arg(program);
            command
        }
        _ => Command::new(program),
    }
}

/// Runs a command on a file and reads the JSON that it prints.
fn measure(command: &mut Command, input: &std::path::Path) -> anyhow::Result<serde_json::Value> {
    let output = command.stdin(File::open(input)?).stderr(std::process::Stdio::inherit()).output()?;
    if !output.status.success() {
        bail!("{command:?} failed with {}", output.status);
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}
