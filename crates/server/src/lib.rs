//! The ledger over HTTP: a JSON API with its OpenAPI document, and the page.
//!
//! [`Server::bind`] takes a [`Config`] and opens everything that can fail; [`Server::run`] answers until it is told to stop.
//! The server analyses nothing and writes no SQL: it asks `recoupe-ledger`, and prints `recoupe-dossier`'s shapes.
//! `docs/server.md` says what it refuses and why.

mod answer;
mod api;
mod auth;
mod cursor;
mod desk;
mod events;
mod guard;
mod listen;
mod metrics;
mod page;
mod problem;
mod queue;
mod reference;
mod written;

use std::{net::SocketAddr, num::NonZeroU32, path::PathBuf, sync::Arc, time::Duration};

use axum::{Router, body::Bytes, middleware};
use jiff::Timestamp;
use recoupe_ledger::LedgerError;
use tokio::{net::TcpListener, sync::watch};
use tower_http::{
    catch_panic::CatchPanicLayer,
    compression::CompressionLayer,
    request_id::{PropagateRequestIdLayer, SetRequestIdLayer},
};
use url::Url;

pub use auth::{Role, Tokens, new_token};
pub use problem::{Code, Kind, Problem};

/// What the server is to be.
#[derive(Debug, Clone)]
pub struct Config {
    /// The ledger.
    pub ledger: PathBuf,
    /// Where to listen; port 0 is any free one.
    pub bind: SocketAddr,
    /// The file of tokens ([`Tokens::read`]); needed for every address that is not this machine's own.
    pub tokens: Option<PathBuf>,
    /// What everybody may do at most.
    pub most: Role,
    /// What the server is called outside, where a proxy stands before it (`https://desk.example`).
    pub public: Option<Url>,
    /// Requests a second from one address, ten times as many at once; as many as it likes where it is not said.
    pub rate: Option<NonZeroU32>,
    /// Connections at a time; more wait.
    pub connections: usize,
    /// Connections to the ledger that read.
    pub readers: usize,
    /// Connections to the ledger that make dossiers.
    pub makers: usize,
    /// Bytes of answers that are kept at hand.
    pub cache: u64,
    /// The longest time for an answer.
    pub patience: Duration,
    /// What time it is: the moment of decisions.
    pub now: fn() -> Timestamp,
}

impl Config {
    /// The defaults, for a ledger.
    pub fn new(ledger: PathBuf, now: fn() -> Timestamp) -> Self {
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        Self {
            ledger,
            bind: SocketAddr::from(([127, 0, 0, 1], 8080)),
            tokens: None,
            most: Role::Review,
            public: None,
            rate: NonZeroU32::new(200),
            connections: 1024,
            readers: cores.clamp(2, 4),
            makers: cores.clamp(2, 4),
            cache: 256 << 20,
            patience: Duration::from_secs(20),
            now,
        }
    }
}

/// Why the server does not start, or stopped.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ServeError {
    /// The ledger cannot be opened.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// The address is not this machine's own, and nobody would be asked for a token.
    #[error(
        "{0} can be reached from other machines; name a file of tokens with --auth-token-file, or bind to 127.0.0.1"
    )]
    Open(SocketAddr),
    /// The address is taken or not this machine's.
    #[error("cannot listen at {address}: {error}; name another address with --bind")]
    Bind {
        /// The address.
        address: SocketAddr,
        /// Why.
        error: std::io::Error,
    },
    /// The file of tokens.
    #[error("{}: {why}", path.display())]
    Tokens {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        why: String,
    },
    /// The operating system gives no random numbers.
    #[error("no random numbers from the operating system ({0})")]
    Random(String),
    /// Threads cannot be started.
    #[error("cannot start: {0}")]
    Runtime(std::io::Error),
}

/// What all requests share.
pub(crate) struct App {
    pub(crate) readers: desk::Readers,
    /// Look-ups that take long do not stand before those that do not.
    pub(crate) makers: desk::Readers,
    /// One connection, so that it sees what others write.
    pub(crate) watcher: desk::Readers,
    pub(crate) writer: desk::Writer,
    pub(crate) kept: written::Kept,
    pub(crate) queue: queue::Queue,
    pub(crate) doors: auth::Doors,
    pub(crate) hosts: guard::Hosts,
    pub(crate) rates: guard::Rates,
    pub(crate) metrics: metrics::Metrics,
    pub(crate) events: events::Events,
    pub(crate) page: page::Page,
    pub(crate) openapi: Bytes,
    pub(crate) reference: page::Written,
    pub(crate) ledger_name: String,
    pub(crate) patience: Duration,
    pub(crate) now: fn() -> Timestamp,
}

/// A server that listens and has opened its ledger.
pub struct Server {
    listener: TcpListener,
    address: SocketAddr,
    router: Router,
    app: Arc<App>,
    connections: usize,
}

impl Server {
    /// Opens the ledger and the address.
    ///
    /// # Errors
    ///
    /// [`ServeError::Open`] for an address that others can reach without a file of tokens, and what the ledger, the address
    /// and the file of tokens refuse.
    pub async fn bind(config: Config) -> Result<Self, ServeError> {
        let tokens = config.tokens.as_deref().map(Tokens::read).transpose()?;
        if tokens.is_none() && !config.bind.ip().is_loopback() {
            return Err(ServeError::Open(config.bind));
        }
        let open = |number| desk::Readers::open(&config.ledger, number, config.patience);
        let (readers, makers, watcher) = (open(config.readers)?, open(config.makers)?, open(1)?);
        let bound = |error| ServeError::Bind { address: config.bind, error };
        let listener = TcpListener::bind(config.bind).await.map_err(bound)?;
        let address = listener.local_addr().map_err(bound)?;
        let (routes, openapi) = api::routes();
        let secure = config.public.as_ref().is_some_and(|url| url.scheme() == "https");
        let app = Arc::new(App {
            readers,
            writer: desk::Writer::new(config.ledger.clone()),
            kept: written::Kept::new(config.cache),
            makers,
            watcher,
            queue: queue::Queue::default(),
            doors: auth::Doors::new(tokens, config.most, secure)?,
            hosts: guard::Hosts::new(address, config.public.as_ref()),
            rates: guard::Rates::new(config.rate),
            metrics: metrics::Metrics::new(),
            events: events::Events::new(),
            page: page::Page::new(),
            reference: page::Written::new(reference::page(&openapi)),
            openapi: serde_json::to_vec(&openapi).unwrap_or_default().into(),
            ledger_name: config.ledger.file_name().unwrap_or_default().to_string_lossy().into_owned(),
            patience: config.patience,
            now: config.now,
        });
        let router = layered(routes, &app, guard::Numbered::new()?);
        Ok(Self { listener, address, router, app, connections: config.connections })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Answers until `stop` holds true; then takes nothing new and lets what began end.
    pub async fn run(self, stop: watch::Receiver<bool>) {
        let watching = tokio::spawn(events::watch(Arc::clone(&self.app), stop.clone()));
        listen::run(self.listener, self.router, self.app, self.connections, stop).await;
        watching.abort();
    }
}

/// Serves until the program is interrupted or told to end; `listening` is told the address.
///
/// # Errors
///
/// Those of [`Server::bind`].
pub fn serve(config: Config, listening: impl FnOnce(SocketAddr)) -> Result<(), ServeError> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(ServeError::Runtime)?;
    let done = runtime.block_on(async {
        let server = Server::bind(config).await?;
        listening(server.address());
        let (tell, stop) = watch::channel(false);
        tokio::spawn(async move {
            told_to_stop().await;
            let _ = tell.send(true);
        });
        server.run(stop).await;
        Ok(())
    });
    // A look-up that goes on is not waited for; a writing is, it would be rolled back otherwise.
    runtime.shutdown_timeout(Duration::from_secs(5));
    done
}

/// Ctrl-C, or what a service manager sends.
async fn told_to_stop() {
    let interrupted = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut terminated) => tokio::select! {
                _ = interrupted => {}
                _ = terminated.recv() => {}
            },
            Err(_) => {
                let _ = interrupted.await;
            }
        }
    }
    #[cfg(not(unix))]
    let _ = interrupted.await;
}

/// The layers, the outermost last.
fn layered(routes: Router<Arc<App>>, app: &Arc<App>, numbers: guard::Numbered) -> Router {
    routes
        .layer(CompressionLayer::new())
        .layer(middleware::from_fn_with_state(Arc::clone(app), guard::enter))
        .layer(CatchPanicLayer::custom(guard::panicked))
        .layer(middleware::from_fn_with_state(Arc::clone(app), guard::finish))
        .layer(PropagateRequestIdLayer::x_request_id())
        .layer(SetRequestIdLayer::x_request_id(numbers))
        .with_state(Arc::clone(app))
}

/// For whoever runs the server: one line on standard error.
pub(crate) fn say(what: &str) {
    let line: String = what.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    eprintln!("recoupe: {line}");
}
