//! Progress bars: on standard error, on a terminal only.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::settings::{Progress, Settings};

/// A bar over `length` steps.
pub(crate) fn bar(settings: &Settings, length: usize, what: &'static str) -> ProgressBar {
    if settings.progress == Progress::Hidden || length < 2 {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::with_draw_target(Some(length as u64), ProgressDrawTarget::stderr_with_hz(10));
    if let Ok(style) = ProgressStyle::with_template("{msg} {bar:32} {pos}/{len}") {
        bar.set_style(style);
    }
    bar.with_message(what)
}
