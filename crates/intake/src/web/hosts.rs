//! What is known of each host while the program runs: its rules, when it may be asked again, whether it answers at all.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, SystemTime},
};

use tokio::time::Instant;

use super::{Pace, Robots, WebError};

/// So many failures in a row that are the host's, and it is not asked any more.
const PATIENCE: u32 = 3;

/// All hosts that were asked. Whoever asks one holds its lock, so that it is asked one page at a time.
#[derive(Default)]
pub(crate) struct Hosts {
    hosts: Mutex<BTreeMap<String, Arc<tokio::sync::Mutex<Host>>>>,
}

impl Hosts {
    pub(crate) fn get(&self, name: &str) -> Arc<tokio::sync::Mutex<Host>> {
        let mut hosts = self.hosts.lock().unwrap_or_else(PoisonError::into_inner);
        hosts.entry(name.to_owned()).or_default().clone()
    }
}

/// One host.
#[derive(Default)]
pub(crate) struct Host {
    /// Its rules, one set for each scheme and port, by their address.
    pub(crate) robots: BTreeMap<String, Arc<Robots>>,
    /// When the last page was asked for.
    asked: Option<Instant>,
    /// Not before, as the host says.
    not_before: Option<Instant>,
    failures: u32,
}

impl Host {
    /// Waits until the host may be asked for a page.
    pub(crate) async fn wait(&mut self, crawl_delay: Option<Duration>, pace: &Pace) -> Result<(), WebError> {
        let delay = pace.delay.max(crawl_delay.unwrap_or_default());
        let now = Instant::now();
        let after_the_last = self.asked.map(|asked| asked + delay.min(FOREVER));
        if let Some(from) = after_the_last.max(self.not_before) {
            let pause = from.saturating_duration_since(now);
            // The program's own pause is the user's choice.
            if pause > pace.longest_wait.max(pace.delay) {
                return Err(WebError::AskedToWait(pause));
            }
            tokio::time::sleep(pause).await;
        }
        self.asked = Some(Instant::now());
        Ok(())
    }

    /// The host asks for a pause.
    pub(crate) fn pause(&mut self, pause: Duration) {
        self.not_before = self.not_before.max(Some(Instant::now() + pause.min(FOREVER)));
    }

    /// Notes whether the host answered.
    pub(crate) fn note(&mut self, failed: Option<&WebError>) {
        match failed {
            Some(error) if error.is_of_the_host() => self.failures += 1,
            _ => self.failures = 0,
        }
    }

    /// Whether it is of no use to ask this host.
    pub(crate) fn is_given_up(&self) -> bool {
        self.failures >= PATIENCE
    }
}

/// Longer than any run; sums of instants must not overflow.
const FOREVER: Duration = Duration::from_secs(10 * 365 * 24 * 3600);

/// The pause that `Retry-After` asks for: seconds, or a moment (RFC 9110, 10.2.3).
pub(crate) fn retry_after(value: &str, now: SystemTime) -> Option<Duration> {
    let value = value.trim();
    if !value.is_empty() && value.bytes().all(|b| b.is_ascii_digit()) {
        // More digits than fit are longer than any run.
        return Some(value.parse().map_or(FOREVER, Duration::from_secs).min(FOREVER));
    }
    let moment = jiff::fmt::rfc2822::parse(value).ok()?.timestamp();
    Some(SystemTime::from(moment).duration_since(now).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn retry_after_in_seconds_and_as_a_moment() {
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_930_000_000);
        let seconds = Duration::from_secs;
        for (value, pause) in [
            ("120", Some(seconds(120))),
            (" 0 ", Some(seconds(0))),
            ("99999999999999999999999999", Some(FOREVER)),
            ("Thu, 27 Feb 2031 23:07:10 GMT", Some(seconds(30))),
            ("Wed, 01 Jan 2020 00:00:00 GMT", Some(seconds(0))),
            ("-5", None),
            ("", None),
            ("soon", None),
        ] {
            assert_eq!(retry_after(value, now), pause, "{value:?}");
        }
    }

    #[test]
    fn a_host_that_does_not_answer_is_given_up() {
        let mut host = Host::default();
        let dead = WebError::Connect("refused".into());
        for _ in 0..PATIENCE {
            assert!(!host.is_given_up());
            host.note(Some(&dead));
        }
        assert!(host.is_given_up());
        host.note(Some(&WebError::Status(404)));
        assert!(!host.is_given_up(), "an answer is an answer");
    }

    #[tokio::test(start_paused = true)]
    async fn a_host_is_asked_at_its_pace() {
        let pace = Pace::default();
        let mut host = Host::default();
        let start = Instant::now();
        let mut waits = Vec::new();
        for crawl_delay in [None, None, Some(Duration::from_secs(7))] {
            assert_eq!(host.wait(crawl_delay, &pace).await, Ok(()));
            waits.push(start.elapsed().as_secs());
        }
        host.pause(Duration::from_secs(30));
        assert_eq!(host.wait(None, &pace).await, Ok(()));
        waits.push(start.elapsed().as_secs());
        assert_eq!(waits, [0, 1, 8, 38]);
        host.pause(Duration::from_secs(3600));
        assert!(matches!(host.wait(None, &pace).await, Err(WebError::AskedToWait(pause)) if pause.as_secs() == 3600));
    }
}
