//! The measured process of our side.

use std::{fs, io::stdin, time::Instant};

use anyhow::Context as _;
use recoupe_pipeline::{Pipeline, store};

use super::Measured;

/// What to measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Task {
    /// Start-up, speed and memory.
    Speed,
    /// Time for a text of twice the length, over the time for the text.
    Linearity,
    /// Speed of two threads over that of one.
    Threads,
    /// What reading and claims cost beside the parsing.
    Rooms,
}

impl Task {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Task::Speed => "speed",
            Task::Linearity => "linearity",
            Task::Threads => "threads",
            Task::Rooms => "rooms",
        }
    }

    pub(crate) fn title(self) -> &'static str {
        match self {
            Task::Speed => "speed",
            Task::Linearity => "time for one text of twice the length",
            Task::Threads => "speed of two threads over one",
            Task::Rooms => "reading and claims over parsing",
        }
    }
}

pub(crate) fn run(task: Task, lang: &str, rounds: usize) -> anyhow::Result<()> {
    let began = Instant::now();
    let pipeline = store::load(lang)?;
    let _ = pipeline.annotate("Un texte. A text.");
    let load = began.elapsed().as_secs_f64();
    let texts: Vec<String> =
        stdin().lines().map(|line| Ok(serde_json::from_str(&line?)?)).collect::<anyhow::Result<_>>()?;
    let result = match task {
        Task::Speed => {
            let round = || timed(|| texts.iter().map(|text| pipeline.annotate(text).len()).sum());
            let mut rounds: Vec<_> = (0..=rounds).map(|_| round()).collect::<anyhow::Result<_>>()?;
            rounds.remove(0);
            serde_json::to_value(Measured { load, rounds, memory: status("VmHWM:")? })?
        }
        Task::Linearity => {
            let (mut once, mut twice) = (String::new(), String::new());
            texts.iter().for_each(|text| once.push_str(text));
            twice.push_str(&once);
            twice.push_str(&once);
            let best = |text: &str| -> anyhow::Result<f64> {
                let mut best = f64::INFINITY;
                for _ in 0..rounds.max(2) {
                    best = best.min(timed(|| pipeline.annotate(text).len())?.1);
                }
                Ok(best)
            };
            let once = best(&once)?;
            (best(&twice)? / once).into()
        }
        Task::Threads => {
            let (mut one, mut two) = (f64::INFINITY, f64::INFINITY);
            for _ in 0..rounds.max(2) {
                one = one.min(wall(&pipeline, &texts, 1));
                two = two.min(wall(&pipeline, &texts, 2));
            }
            (one / two).into()
        }
        Task::Rooms => anyhow::bail!("measured by `bench::rooms`"),
    };
    println!("{result}");
    Ok(())
}

/// Tokens, CPU seconds and seconds of a piece of work.
fn timed(work: impl FnOnce() -> usize) -> anyhow::Result<(usize, f64, f64)> {
    let (began, cpu) = (Instant::now(), cpu_seconds());
    let tokens = work();
    Ok((tokens, cpu_seconds() - cpu, began.elapsed().as_secs_f64()))
}

/// Seconds for all texts on some threads, text by text.
fn wall(pipeline: &Pipeline, texts: &[String], threads: usize) -> f64 {
    let began = Instant::now();
    let next = std::sync::atomic::AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while let Some(text) = texts.get(next.fetch_add(1, std::sync::atomic::Ordering::Relaxed)) {
                    std::hint::black_box(pipeline.annotate(text));
                }
            });
        }
    });
    began.elapsed().as_secs_f64()
}

/// CPU time of this process in seconds. The kernel's own account in `/proc` moves with the scheduler's ticks only, which are longer
/// than a report takes to be read.
pub(crate) fn cpu_seconds() -> f64 {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
}

/// A field of this process's status in bytes (Linux).
pub(crate) fn status(field: &str) -> anyhow::Result<u64> {
    let status = fs::read_to_string("/proc/self/status").context("the benchmark needs Linux")?;
    let line = status.lines().find_map(|line| line.strip_prefix(field)).context("no such field")?;
    let kilobytes: u64 = line.trim().trim_end_matches(" kB").parse()?;
    Ok(kilobytes * 1024)
}
