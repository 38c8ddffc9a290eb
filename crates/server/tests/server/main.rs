//! A real server on a free port of this machine, asked over the wire.

mod client;
mod deciding;
mod looking;
mod refusals;
mod watching;

use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
    sync::OnceLock,
    thread::JoinHandle,
};

use client::{Answer, ask};
use jiff::Timestamp;
use recoupe_intake::{Basis, Metadata, Moment, Report, Told};
use recoupe_ledger::{Access, Ledger};
use recoupe_server::{Config, ServeError, Server};
use recoupe_story::Read;
use serde_json::Value;
use tokio::sync::watch;

/// A server with its ledger; both go away with it.
struct Desk {
    address: SocketAddr,
    ledger: PathBuf,
    stop: watch::Sender<bool>,
    running: Option<JoinHandle<()>>,
    _folder: tempfile::TempDir,
}

impl Desk {
    /// A server of the story of [`reports`].
    fn new() -> Self {
        Self::with(|_| {})
    }

    /// A server that is set otherwise.
    fn with(set: impl FnOnce(&mut Config)) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("l.recoupe");
        fill(&path);
        Self::of(folder, path, set).expect("it starts")
    }

    /// A server of a ledger that is there, or why it does not start.
    fn of(folder: tempfile::TempDir, ledger: PathBuf, set: impl FnOnce(&mut Config)) -> Result<Self, ServeError> {
        let mut config = Config::new(ledger.clone(), now);
        config.bind = SocketAddr::from(([127, 0, 0, 1], 0));
        config.rate = None;
        set(&mut config);
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("threads");
        let server = runtime.block_on(Server::bind(config))?;
        let (address, (stop, stopped)) = (server.address(), watch::channel(false));
        let running = std::thread::spawn(move || runtime.block_on(server.run(stopped)));
        Ok(Self { address, ledger, stop, running: Some(running), _folder: folder })
    }

    fn get(&self, path: &str) -> Answer {
        ask(self.address, "GET", path, &[], "")
    }

    fn get_with(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        ask(self.address, "GET", path, headers, "")
    }

    fn json(&self, path: &str) -> Value {
        let answer = self.get(path);
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        answer.json()
    }

    /// The only story.
    fn story(&self) -> String {
        let stories = self.json("/api/v1/stories");
        assert_eq!(stories["items"].as_array().map(Vec::len), Some(1), "{stories}");
        stories["items"][0]["id"].as_str().expect("an identifier").to_owned()
    }

    fn dossier(&self) -> Value {
        self.json(&format!("/api/v1/stories/{}", self.story()))
    }

    /// The identifier of the figure with these words.
    fn figure(&self, words: &str) -> String {
        let dossier = self.dossier();
        let figures = dossier["figures"].as_array().expect("figures");
        let found = figures.iter().find(|f| f["text"].as_str().is_some_and(|t| t.contains(words)));
        found.unwrap_or_else(|| panic!("no {words} in {figures:?}"))["id"].as_str().expect("an identifier").to_owned()
    }

    /// Decides in a session of the page.
    fn decide(&self, body: &str) -> Answer {
        let session = self.get("/api/v1/session");
        let cookie = session.header("set-cookie").expect("a cookie").split(';').next().expect("a pair").to_owned();
        let mark = session.json()["csrf"].as_str().expect("a mark").to_owned();
        let headers = [("content-type", "application/json"), ("cookie", &cookie), ("x-csrf-token", &mark)];
        ask(self.address, "POST", "/api/v1/decisions", &headers, body)
    }

    /// Stops the server and waits until it is gone.
    fn stop(&mut self) {
        let _ = self.stop.send(true);
        if let Some(running) = self.running.take() {
            running.join().expect("it stops");
        }
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        self.stop();
    }
}

fn now() -> Timestamp {
    "2031-03-06T06:00:00Z".parse().expect("is a moment")
}

/// A report of an outlet at an address.
fn report(outlet: &str, page: &str, published: &str, text: &str) -> Report {
    let told = |value: &str| Some(Told::new(value.to_owned(), Basis::JsonLd));
    let moment: Moment = published.parse().expect("is a moment");
    let metadata = Metadata {
        title: told(text.lines().next().unwrap_or_default()),
        outlet: told(outlet),
        canonical: told(&format!("https://{outlet}.example/{page}")),
        published: Some(Told::new(moment, Basis::JsonLd)),
        ..Metadata::default()
    };
    Report::told(page, text.to_owned(), Vec::new(), metadata)
}

fn read(report: Report) -> Read {
    static MODELS: OnceLock<&'static recoupe_reading::Models> = OnceLock::new();
    let models = MODELS.get_or_init(recoupe_reading::testing::models);
    let doc = recoupe_reading::read(report, models, &recoupe_reading::Options { lang: None });
    let claims = recoupe_claims::read(&doc);
    Read { doc, claims }
}

/// What a report may hold that must never run.
const HOSTILE: &str = "</script><script>alert(1)</script> <img src=x onerror=alert(1)>";

const MORNING: &str = "Verlay sous les eaux de la Vire\n\n\
    La crue de la Vire a fait 12 morts et 40 blessés à Verlay, a annoncé mardi la préfecture de la Sarne.\n\n\
    Quelque 300 habitants ont été évacués, selon la mairie de Verlay.";

const EVENING: &str = "Verlay sous les eaux de la Vire\n\n\
    La crue de la Vire a fait 15 morts et 40 blessés à Verlay, a annoncé mardi soir la préfecture de la Sarne.\n\n\
    Les secours cherchent encore 6 disparus, selon les pompiers.";

const OTHER: &str = "Crue de la Vire : Verlay coupée du monde\n\n\
    Au moins 20 personnes sont mortes dans la crue de la Vire à Verlay, selon les pompiers de la Sarne.\n\n\
    La préfecture de la Sarne parle de 40 blessés et de 300 évacués.";

/// Fills a ledger with one story: two versions of one report, another outlet, and a hostile one.
fn fill(path: &Path) {
    let hostile = format!(
        "Crue de la Vire à Verlay {HOSTILE}\n\nLa crue de la Vire a fait 21 morts à Verlay, selon les pompiers de la Sarne {HOSTILE}."
    );
    let mut ledger = Ledger::open(path, Access::Write).expect("a ledger");
    let lots = [
        ("2031-03-04T08:00:00Z", vec![report("courrier", "crue", "2031-03-04T07:00:00Z", MORNING)]),
        ("2031-03-04T21:00:00Z", vec![report("courrier", "crue", "2031-03-04T20:00:00Z", EVENING)]),
        (
            "2031-03-05T08:00:00Z",
            vec![
                report("tribune", "vire", "2031-03-05T07:00:00Z", OTHER),
                report("hostile", "verlay", "2031-03-05T07:30:00Z", &hostile),
            ],
        ),
    ];
    for (at, reports) in lots {
        let at: Timestamp = at.parse().expect("is a moment");
        ledger.add(reports.into_iter().map(read).collect(), at).expect("can be added");
        ledger.settle(at).expect("can be reconciled");
    }
}
