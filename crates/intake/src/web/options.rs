//! How the web is asked: whom, how much, how long, how often.

use std::{path::PathBuf, time::Duration};

use super::Access;

/// How the web is asked. The defaults are polite to servers and patient with slow ones.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Options {
    /// Which addresses may be connected to.
    pub access: Access,
    /// Whether a redirect may lead from https to http.
    pub downgrade: Downgrade,
    /// How much is taken.
    pub limits: Limits,
    /// How long is waited.
    pub timeouts: Timeouts,
    /// How often is asked.
    pub pace: Pace,
    /// Folder for answers that may be asked for again with conditions (RFC 9111); none are kept without.
    pub cache: Option<PathBuf>,
    /// Whom a server's owner may write to (an address or a URL): added to the user agent.
    pub contact: Option<String>,
}

/// What a redirect from https to http gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Downgrade {
    /// An error.
    #[default]
    Refused,
    /// The page.
    Accepted,
}

/// How much is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Most bytes of a body, as it comes and unpacked.
    pub bytes: u64,
    /// Most times that a body of more than 1 MiB may be larger unpacked than packed.
    pub ratio: u64,
    /// Most redirects from one address to the page.
    pub redirects: usize,
}

impl Default for Limits {
    /// 16 MiB (pages are mostly below 1), 250 (pages are mostly below 10), 10 redirects.
    fn default() -> Self {
        Self { bytes: 16 << 20, ratio: 250, redirects: 10 }
    }
}

/// How long is waited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timeouts {
    /// From the name to a connection.
    pub connect: Duration,
    /// From the connection to the end of the headers.
    pub first_byte: Duration,
    /// In such a time at least 1 KiB of the body must come.
    pub drip: Duration,
    /// For one exchange in all.
    pub total: Duration,
}

impl Default for Timeouts {
    /// 10, 30, 20 and 120 seconds.
    fn default() -> Self {
        let seconds = Duration::from_secs;
        Self { connect: seconds(10), first_byte: seconds(30), drip: seconds(20), total: seconds(120) }
    }
}

/// How often is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// Pause between two pages of one host; a longer `Crawl-delay` of its rules goes before.
    pub delay: Duration,
    /// The longest pause that a server may ask for (`Crawl-delay`, `Retry-After`); beyond it the page is given up.
    pub longest_wait: Duration,
    /// How often a page is asked for again after a failure that may pass.
    pub retries: usize,
    /// Pause before the first of these; each one after it is twice as long.
    pub back_off: Duration,
    /// Pages asked for at a time, each from another host.
    pub hosts: usize,
}

impl Default for Pace {
    /// A second between pages, at most two minutes of waiting, two more tries after 1 and 2 seconds, eight hosts.
    fn default() -> Self {
        let seconds = Duration::from_secs;
        Self { delay: seconds(1), longest_wait: seconds(120), retries: 2, back_off: seconds(1), hosts: 8 }
    }
}
