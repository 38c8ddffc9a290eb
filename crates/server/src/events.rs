//! Changes as they come: one look at the ledger for all who listen (server-sent events).

use std::{
    convert::Infallible,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use axum::response::sse::Event;
use futures_util::Stream;
use recoupe_ledger::{Change, Since};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};

use crate::{
    App,
    problem::{Code, Result},
};

/// How often the ledger is looked at.
const EVERY: Duration = Duration::from_millis(250);
/// How often what nobody needs any more is forgotten.
const TIDY: u32 = 240;
/// Streams at a time.
const STREAMS: usize = 256;
/// Changes that are read at a time.
const BATCH: usize = 100;

/// Who listens, and to what.
pub(crate) struct Events {
    /// The number of the last change.
    last: watch::Sender<i64>,
    /// Another number once the ledger was written to.
    tick: AtomicU64,
    stopped: watch::Sender<bool>,
    places: Arc<Semaphore>,
}

impl Events {
    pub(crate) fn new() -> Self {
        Self {
            last: watch::Sender::new(0),
            tick: AtomicU64::new(0),
            stopped: watch::Sender::new(false),
            places: Arc::new(Semaphore::new(STREAMS)),
        }
    }

    /// The number of the last change that was seen.
    pub(crate) fn last(&self) -> i64 {
        *self.last.borrow()
    }

    /// A number that is another one once the ledger was written to.
    pub(crate) fn tick(&self) -> u64 {
        self.tick.load(Ordering::Acquire)
    }

    /// A change was made here; nobody need wait for the next look.
    pub(crate) fn tell(&self, number: i64) {
        self.tick.fetch_add(1, Ordering::AcqRel);
        self.last.send_if_modified(|last| {
            let newer = number > *last;
            *last = number.max(*last);
            newer
        });
    }
}

/// Looks at the ledger until the server stops; other programs write to it too.
pub(crate) async fn watch(app: Arc<App>, mut stop: watch::Receiver<bool>) {
    let mut round = 0_u32;
    let mut seen = None;
    loop {
        // A look that fails is tried again; each request says for itself what is wrong.
        if let Ok((version, number)) =
            app.watcher.ask(|ledger| Ok((ledger.data_version()?, ledger.last_change()?))).await
            && seen.replace(version) != Some(version)
        {
            app.events.tell(number);
        }
        round = round.wrapping_add(1);
        if round.is_multiple_of(TIDY) {
            app.rates.forget();
        }
        tokio::select! {
            () = tokio::time::sleep(EVERY) => {}
            _ = stop.wait_for(|stop| *stop) => break,
        }
    }
    app.events.stopped.send_replace(true);
}

struct Listener {
    app: Arc<App>,
    /// The last change that was sent.
    number: i64,
    ready: std::vec::IntoIter<Change>,
    last: watch::Receiver<i64>,
    stopped: watch::Receiver<bool>,
    _place: OwnedSemaphorePermit,
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.app.metrics.streams.dec();
    }
}

/// The changes after a number, for ever.
pub(crate) fn stream(app: Arc<App>, after: i64) -> Result<impl Stream<Item = Result<Event, Infallible>>> {
    let place = Arc::clone(&app.events.places).try_acquire_owned().map_err(|_| Code::TooManyStreams)?;
    app.metrics.streams.inc();
    let (last, stopped) = (app.events.last.subscribe(), app.events.stopped.subscribe());
    let listener = Listener { app, number: after, ready: Vec::new().into_iter(), last, stopped, _place: place };
    Ok(futures_util::stream::unfold(listener, next))
}

async fn next(mut listener: Listener) -> Option<(Result<Event, Infallible>, Listener)> {
    loop {
        if let Some(change) = listener.ready.next() {
            listener.number = change.number;
            let event = Event::default().event("change").id(change.number.to_string());
            let event = event.json_data(crate::api::changes::Told::from(change)).ok()?;
            return Some((Ok(event), listener));
        }
        let number = listener.number;
        tokio::select! {
            seen = listener.last.wait_for(|last| *last > number) => { seen.ok()?; }
            _ = listener.stopped.wait_for(|stopped| *stopped) => return None,
        }
        let since = move |ledger: &recoupe_ledger::Ledger| {
            ledger.changes(&Since { number: Some(number), limit: Some(BATCH), ..Since::default() })
        };
        // The client asks again, from the last change that it has.
        listener.ready = listener.app.readers.ask(since).await.ok()?.into_iter();
    }
}
