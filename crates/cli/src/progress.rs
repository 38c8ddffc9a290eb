//! Progress bars: on standard error, on a terminal only.

use std::{
    sync::{Mutex, PoisonError},
    time::Duration,
};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use recoupe_dossier::Locale;
use recoupe_intake::{Phase, Progress};

use crate::settings::{self, Settings};

/// Draws what the libraries tell of their work: one bar at a time.
pub(crate) struct Bars {
    shown: settings::Progress,
    locale: Locale,
    bar: Mutex<ProgressBar>,
}

impl Bars {
    /// Nothing is drawn yet.
    pub(crate) fn new(settings: &Settings) -> Self {
        Self { shown: settings.progress, locale: settings.locale, bar: Mutex::new(ProgressBar::hidden()) }
    }

    /// Does something that writes to standard error, with the bar out of its way.
    pub(crate) fn aside<T>(&self, work: impl FnOnce() -> T) -> T {
        self.bar().suspend(work)
    }

    fn bar(&self) -> ProgressBar {
        self.bar.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Progress for Bars {
    fn begin(&self, phase: Phase, steps: Option<u64>) {
        let worth_it = steps.is_none_or(|steps| steps > 1);
        let bar = if self.shown == settings::Progress::Shown && worth_it {
            ProgressBar::with_draw_target(steps, ProgressDrawTarget::stderr_with_hz(10))
        } else {
            ProgressBar::hidden()
        };
        let (fr, en) = match phase {
            Phase::Fetch => ("téléchargement", "fetching"),
            Phase::Gather => ("ouverture", "opening"),
            Phase::Read => ("lecture", "reading"),
        };
        // The place in an input is cut to the width of the terminal, not the count.
        let template = match steps {
            Some(_) => "{prefix} {bar:32} {pos}/{len} {eta} {wide_msg}",
            None => "{prefix} {spinner} {pos} {wide_msg}",
        };
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        bar.set_prefix(self.locale.pick(fr, en));
        if steps.is_none() && !bar.is_hidden() {
            bar.enable_steady_tick(Duration::from_millis(200));
        }
        *self.bar.lock().unwrap_or_else(PoisonError::into_inner) = bar;
    }

    fn step(&self, _: Phase, what: &str) {
        let bar = self.bar();
        if !bar.is_hidden() {
            // A path may hold anything; a bar is one line.
            bar.set_message(what.chars().map(|c| if c.is_control() { ' ' } else { c }).collect::<String>());
        }
        bar.inc(1);
    }

    fn end(&self, _: Phase) {
        self.bar().finish_and_clear();
    }
}
