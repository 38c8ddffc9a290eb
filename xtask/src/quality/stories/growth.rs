//! How fast reports are placed as the collection grows.

use recoupe_reading::Lang;
use recoupe_story::stream::{Features, Key, KeyClass, MemoryStore, ReportId, StreamStore, Weighted, add};

use super::score::{BCubed, b_cubed};
use crate::{bench, random::Random};

/// Heads the section of the page.
pub(super) const GROWTH: &str = "\n## Growth\n";

const ABOUT: &str = "Features of made-up reports in memory: a thousand reports a day, of stories that go on for some days (five reports \
    each on average, a few of them hundreds), each with names and places of its own that other stories have too, and words that are \
    as frequent as words are (Zipf). The longest stories take some hundred thousand reports until they end, so that there are more \
    and more of them until then. Times are CPU seconds over the last tenth before the size is reached; memory is what the process \
    took beyond what it had before. Bars: from 10,000 to 1,000,000 reports the reports a second fall to no less than half, in at \
    most 2 GB. `cargo xtask quality stories-growth` measures this part alone.";

const HEAD: &str = "| reports | stories found | reports a second | B³ of the last tenth | memory |\n| ---: | ---: | ---: | ---: | ---: |\n";

/// Sizes at which the speed is taken.
const SIZES: [usize; 4] = [10_000, 100_000, 300_000, 1_000_000];
/// Reports of one day.
const A_DAY: usize = 1000;
/// Stories that go on at one time.
const OPEN: usize = 600;
/// Different words, names, places.
const WORDS: usize = 40_000;
const NAMES: usize = 300_000;
const PLACES: usize = 30_000;

/// The collection at one size.
pub(super) struct Stage {
    reports: usize,
    stories: usize,
    a_second: f64,
    quality: BCubed,
    /// Bytes.
    memory: u64,
}

/// Adds reports up to the largest size; hands over the stages so far at each size.
pub(super) fn measure(mut reached: impl FnMut(&[Stage]) -> anyhow::Result<()>) -> anyhow::Result<()> {
    let before = bench::status("VmRSS:")?;
    let mut store = MemoryStore::new();
    let mut world = World::new();
    let mut stages = Vec::new();
    let mut gold: Vec<i64> = Vec::new();
    let mut at = 0;
    for size in SIZES {
        let window = size - size / 10;
        let mut spent = 0.0;
        while at < size {
            let (story, features) = world.report(at);
            gold.push(story);
            let start = bench::cpu_seconds();
            let Ok(_) = add(&mut store, ReportId(at as i64), &features);
            if at >= window {
                spent += bench::cpu_seconds() - start;
            }
            at += 1;
        }
        let found: Vec<i64> = (window..size)
            .map(|i| {
                let Ok(report) = store.report(ReportId(i as i64));
                report.map_or(-1, |r| r.1.0)
            })
            .collect();
        stages.push(Stage {
            reports: size,
            stories: store.stories().len(),
            a_second: (size - window) as f64 / spent,
            quality: b_cubed(&found, &gold[window..]),
            memory: bench::status("VmHWM:")?.saturating_sub(before),
        });
        reached(&stages)?;
    }
    Ok(())
}

pub(super) fn line(stage: &Stage) -> String {
    format!(
        "{:9} reports: {:.0} a second, {} stories, B³ of the last tenth {:.3}, {} MB",
        stage.reports,
        stage.a_second,
        stage.stories,
        stage.quality.f1(),
        stage.memory / 1_000_000
    )
}

fn table_row(stage: &Stage) -> String {
    format!(
        "| {} | {} | {:.0} | {:.3} | {} MB |\n",
        stage.reports,
        stage.stories,
        stage.a_second,
        stage.quality.f1(),
        stage.memory / 1_000_000
    )
}

/// The section of the page.
pub(super) fn section(stages: &[Stage]) -> String {
    let rows: String = stages.iter().map(table_row).collect();
    format!("{GROWTH}\n{ABOUT}\n\n{HEAD}{rows}")
}

/// Stories that go on.
struct World {
    random: Random,
    open: Vec<Story>,
    next: i64,
}

struct Story {
    number: i64,
    /// Reports still to come.
    left: usize,
    /// Its own keys, the weightiest first.
    keys: Vec<(Key, u8)>,
}

impl World {
    fn new() -> Self {
        Self { random: Random::new(5), open: Vec::new(), next: 0 }
    }

    /// Small numbers often, large ones seldom: the n-th is about as frequent as 1/n.
    fn zipf(&mut self, most: usize) -> usize {
        let u = (self.random.below(1 << 24) as f64 + 1.0) / f64::from(1 << 24);
        ((most as f64).powf(u) as usize).min(most) - 1
    }

    fn key(&mut self, class: KeyClass, most: usize) -> Key {
        let n = self.zipf(most);
        Key::new(class, &n.to_string())
    }

    fn found(&mut self) -> Story {
        let mut keys = Vec::new();
        for _ in 0..4 {
            // Most names of a story are nobody's else, some are everybody's.
            let name = if self.random.one_in(3) {
                self.key(KeyClass::NameWord, NAMES)
            } else {
                Key::new(KeyClass::NameWord, &self.random.below(NAMES).to_string())
            };
            keys.push((name, 80));
        }
        for _ in 0..2 {
            keys.push((self.key(KeyClass::Place, PLACES), 64));
        }
        keys.push((self.key(KeyClass::Country, 190), 64));
        for _ in 0..16 {
            keys.push((self.key(KeyClass::Term, WORDS), 48));
        }
        let left = if self.random.one_in(200) { 300 } else { 1 + self.random.below(7) };
        self.next += 1;
        Story { number: self.next, left, keys }
    }

    /// The report that comes at this place of the stream, and its story.
    fn report(&mut self, at: usize) -> (i64, Features) {
        while self.open.len() < OPEN {
            let story = self.found();
            self.open.push(story);
        }
        let which = self.random.below(self.open.len());
        let mut keys: Vec<Weighted> = Vec::new();
        for i in 0..self.open[which].keys.len() {
            let (key, weight) = self.open[which].keys[i];
            // Each report tells most of it.
            if !self.random.one_in(4) {
                keys.push(Weighted { key, weight });
            }
        }
        for _ in 0..34 {
            keys.push(Weighted { key: self.key(KeyClass::Term, WORDS), weight: 32 });
        }
        for _ in 0..4 {
            keys.push(Weighted { key: self.key(KeyClass::NameWord, NAMES), weight: 32 });
        }
        let story = &mut self.open[which];
        let number = story.number;
        story.left -= 1;
        if story.left == 0 {
            self.open.swap_remove(which);
        }
        let day = i32::try_from(at / A_DAY).unwrap_or(i32::MAX);
        (number, Features::new(Lang::En, Some(day), keys))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stream_is_the_same_each_time_and_its_stories_are_found() {
        let stream = || {
            let mut world = World::new();
            (0..2000).map(|i| world.report(i)).collect::<Vec<_>>()
        };
        let reports = stream();
        assert_eq!(reports, stream());
        let mut store = MemoryStore::new();
        let found: Vec<i64> = (0_i64..)
            .zip(&reports)
            .map(|(i, (_, features))| {
                let Ok(story) = add(&mut store, ReportId(i), features);
                story.0
            })
            .collect();
        let gold: Vec<i64> = reports.iter().map(|r| r.0).collect();
        assert!(b_cubed(&found, &gold).f1() > 0.8);
    }
}
