//! What is said on standard error: one line a problem, "recoupe: path: what is wrong; what to do".

use std::{
    io::Write,
    sync::atomic::{AtomicUsize, Ordering},
};

use recoupe_dossier::{Locale, typography};
use recoupe_ledger::LedgerError;

use crate::refusals;

/// Says and counts problems.
pub(crate) struct Messages {
    locale: Locale,
    problems: AtomicUsize,
}

impl Messages {
    /// Messages in one language.
    pub(crate) fn new(locale: Locale) -> Self {
        Self { locale, problems: AtomicUsize::new(0) }
    }

    /// One of two wordings.
    pub(crate) fn pick<'a>(&self, fr: &'a str, en: &'a str) -> &'a str {
        self.locale.pick(fr, en)
    }

    /// The language of messages.
    pub(crate) fn locale(&self) -> Locale {
        self.locale
    }

    /// Something asked for could not be done; the rest goes on. `what` says what is wrong and what to do.
    pub(crate) fn problem(&self, about: &str, what: &str) {
        self.problems.fetch_add(1, Ordering::Relaxed);
        self.note(about, what);
    }

    /// Something worth knowing; nothing is missing because of it.
    pub(crate) fn note(&self, about: &str, what: &str) {
        say(&format!("recoupe: {}: {}", line(about), line(&typography::of(self.locale, what))));
    }

    /// Something about the whole run.
    pub(crate) fn say(&self, what: &str) {
        say(&format!("recoupe: {}", line(&typography::of(self.locale, what))));
    }

    /// The command as a whole failed.
    pub(crate) fn error(&self, error: &anyhow::Error) {
        self.problems.fetch_add(1, Ordering::Relaxed);
        let told = |error: &(dyn std::error::Error + 'static)| match error.downcast_ref::<LedgerError>() {
            Some(refused) if self.locale == Locale::Fr => {
                typography::of(self.locale, &refusals::in_french(refused)).into_owned()
            }
            _ => error.to_string(),
        };
        let chain: Vec<String> = error.chain().map(told).collect();
        say(&format!("recoupe: {}", line(&chain.join(": "))));
    }

    /// Problems said so far.
    pub(crate) fn problems(&self) -> usize {
        self.problems.load(Ordering::Relaxed)
    }
}

/// One line whatever a path or a library's message holds.
fn line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

fn say(text: &str) {
    // Nobody can be told that standard error is gone.
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}
