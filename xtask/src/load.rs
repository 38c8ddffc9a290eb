//! `cargo xtask load`: many readers and a few reviewers on one server, and how long they wait.
//!
//! Readers look at a page, pause, and look at the next one; reviewers take figures off the queue and decide. The server is the built
//! program; whoever measures shares its processor, so the times are no better than a person's on the same machine would be.

use std::{
    collections::BTreeMap,
    io::{BufRead as _, BufReader},
    path::PathBuf,
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use anyhow::{Context as _, ensure};
use http_body_util::{BodyExt as _, Full};
use hyper::{HeaderMap, Request, body::Bytes, header, http::request};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::TokioExecutor,
};
use serde_json::{Value, json};

use crate::random::Random;

/// What to do.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The ledger; it is written to (decisions), so give a copy.
    #[arg(long)]
    ledger: PathBuf,
    /// Readers at a time.
    #[arg(long, default_value_t = 200)]
    readers: u64,
    /// Reviewers at a time.
    #[arg(long, default_value_t = 5)]
    reviewers: u64,
    /// How long.
    #[arg(long, default_value_t = 120)]
    seconds: u64,
    /// Mean pause of a reader or reviewer between two requests.
    #[arg(long, default_value_t = 1000)]
    pause_ms: u64,
    /// How many stories are read; they are drawn from all, the first of them more often.
    #[arg(long, default_value_t = 2000)]
    stories: usize,
}

/// Times of one kind of request, and those that failed.
#[derive(Default)]
struct Times {
    ms: Vec<f64>,
    bytes: u64,
    failed: BTreeMap<String, usize>,
}

type Http = Client<HttpConnector, Full<Bytes>>;
type Book = Arc<Mutex<BTreeMap<&'static str, Times>>>;

/// What all clients share.
struct Field {
    url: String,
    client: Http,
    stories: Vec<String>,
    book: Book,
    until: Instant,
    pause: u64,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<()> {
    let mut server = Server::start(args)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let outcome = runtime.block_on(measure(args, &server));
    let memory = server.stop()?;
    print!("{}", outcome?);
    println!("\npeak memory of the server: {memory}");
    Ok(())
}

struct Server {
    child: Child,
    url: String,
}

impl Server {
    fn start(args: &Args) -> anyhow::Result<Self> {
        let mut child = Command::new("target/release/recoupe")
            .args(["serve", "--bind", "127.0.0.1:0", "--rate", "0", "--ledger"])
            .arg(&args.ledger)
            .env("LC_ALL", "C.UTF-8")
            .stderr(Stdio::piped())
            .spawn()
            .context("target/release/recoupe (build it with `make build`)")?;
        let mut line = String::new();
        BufReader::new(child.stderr.take().context("a pipe")?).read_line(&mut line)?;
        let url = line
            .split_whitespace()
            .find(|word| word.starts_with("http://"))
            .map(|u| u.trim_end_matches('/').to_owned());
        let url = url.with_context(|| format!("the server did not start: {line}"))?;
        Ok(Self { child, url })
    }

    /// Stops it; gives its peak memory.
    fn stop(&mut self) -> anyhow::Result<String> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap_or_default();
        let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).map_or("unknown", str::trim).to_owned();
        self.child.kill()?;
        self.child.wait()?;
        Ok(peak)
    }
}

async fn measure(args: &Args, server: &Server) -> anyhow::Result<String> {
    let client = Client::builder(TokioExecutor::new()).build_http();
    let stories = stories(&client, &server.url, args.stories).await?;
    ensure!(!stories.is_empty(), "the ledger has no stories");
    let book = Book::default();
    let field = Arc::new(Field {
        url: server.url.clone(),
        client,
        stories,
        book: Arc::clone(&book),
        until: Instant::now() + Duration::from_secs(args.seconds),
        pause: args.pause_ms,
    });
    let began = Instant::now();
    let mut tasks = Vec::new();
    for n in 0..args.readers {
        tasks.push(tokio::spawn(read(Arc::clone(&field), n)));
    }
    for n in 0..args.reviewers {
        tasks.push(tokio::spawn(review(Arc::clone(&field), args.readers + n)));
    }
    for task in tasks {
        task.await?;
    }
    let took = began.elapsed();
    let (_, metrics) = ask(&field.client, Request::get(format!("{}/metrics", field.url)), "").await?;
    Ok(table(args, &book, took, &String::from_utf8_lossy(&metrics)))
}

/// The identifiers of stories from all over the list.
async fn stories(client: &Http, url: &str, most: usize) -> anyhow::Result<Vec<String>> {
    let (mut out, mut cursor) = (Vec::new(), String::new());
    while out.len() < most {
        let (_, page) = ask(client, Request::get(format!("{url}/api/v1/stories?limit=200{cursor}")), "").await?;
        let page: Value = serde_json::from_slice(&page)?;
        out.extend(page["items"].as_array().into_iter().flatten().filter_map(|s| s["id"].as_str().map(str::to_owned)));
        match page["next"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    out.truncate(most);
    Ok(out)
}

/// A person who looks at lists, dossiers, reports, and searches.
async fn read(field: Arc<Field>, seed: u64) {
    let mut random = Random::new(seed ^ 0x10ad);
    let words = ["tués", "killed", "évacués", "incendie", "earthquake", "habit*"];
    // Nobody begins at the same moment.
    pause(&field, &mut random).await;
    while Instant::now() < field.until {
        // The newest stories are looked at more often: the smaller of two draws.
        let story = random.below(field.stories.len()).min(random.below(field.stories.len()));
        let story = &field.stories[story];
        match random.below(10) {
            0..3 => drop(get(&field, "stories", "/api/v1/stories").await),
            3..8 => drop(get(&field, "dossier", &format!("/api/v1/stories/{story}")).await),
            8 => {
                let word = words[random.below(words.len())];
                drop(get(&field, "search", &format!("/api/v1/search?limit=20&q={word}")).await);
            }
            _ => drop(get(&field, "changes", &format!("/api/v1/changes?story={story}")).await),
        }
        pause(&field, &mut random).await;
    }
}

/// A person who takes figures off the queue and decides.
async fn review(field: Arc<Field>, seed: u64) {
    let mut random = Random::new(seed ^ 0x10ad);
    let session = ask(&field.client, Request::get(format!("{}/api/v1/session", field.url)), "").await;
    let Ok((headers, session)) = session else { return };
    let cookie = headers.get(header::SET_COOKIE).and_then(|c| c.to_str().ok()).unwrap_or_default();
    let cookie = cookie.split(';').next().unwrap_or_default().to_owned();
    let session: Value = serde_json::from_slice(&session).unwrap_or_default();
    let mark = session["csrf"].as_str().unwrap_or_default().to_owned();
    while Instant::now() < field.until {
        let queue = get(&field, "review", "/api/v1/review?limit=20").await;
        let queue: Value = queue.and_then(|b| serde_json::from_slice(&b).ok()).unwrap_or_default();
        let items = queue["items"].as_array().cloned().unwrap_or_default();
        pause(&field, &mut random).await;
        if items.is_empty() {
            continue;
        }
        let figure = &items[random.below(items.len())]["figure"]["id"];
        let action = if random.one_in(4) { "reject" } else { "accept" };
        let body = json!({ "figure": figure, "action": action, "why": "measuring" }).to_string();
        let request = Request::post(format!("{}/api/v1/decisions", field.url))
            .header(header::COOKIE, &cookie)
            .header("x-csrf-token", &mark)
            .header(header::CONTENT_TYPE, "application/json");
        drop(send(&field, "decide", request, &body).await);
        pause(&field, &mut random).await;
    }
}

async fn pause(field: &Field, random: &mut Random) {
    let ms = random.below(field.pause as usize * 2 + 1) as u64;
    tokio::time::sleep(Duration::from_millis(ms)).await;
}

async fn get(field: &Field, kind: &'static str, path: &str) -> Option<Bytes> {
    // The queue is read here, so it comes unpacked; the rest comes as a browser asks for it.
    let packed = if kind == "review" { "identity" } else { "gzip" };
    send(field, kind, Request::get(format!("{}{path}", field.url)).header(header::ACCEPT_ENCODING, packed), "").await
}

/// Asks and reads the whole answer; one that is no success is an error.
async fn ask(client: &Http, request: request::Builder, body: &str) -> anyhow::Result<(HeaderMap, Bytes)> {
    let request = request.body(Full::from(body.to_owned()))?;
    let answer = tokio::time::timeout(Duration::from_secs(30), client.request(request)).await??;
    ensure!(answer.status().is_success(), "{}", answer.status());
    let headers = answer.headers().clone();
    Ok((headers, answer.into_body().collect().await?.to_bytes()))
}

async fn send(field: &Field, kind: &'static str, request: request::Builder, body: &str) -> Option<Bytes> {
    let began = Instant::now();
    let answer = ask(&field.client, request, body).await;
    let ms = began.elapsed().as_secs_f64() * 1e3;
    let mut book = field.book.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let times = book.entry(kind).or_default();
    match answer {
        Ok((_, body)) => {
            times.ms.push(ms);
            times.bytes += body.len() as u64;
            Some(body)
        }
        Err(why) => {
            *times.failed.entry(why.to_string()).or_default() += 1;
            None
        }
    }
}

fn table(args: &Args, book: &Book, took: Duration, metrics: &str) -> String {
    let mut out = format!(
        "{} readers and {} reviewers, a pause of {} ms on average, {:.0} s, {} stories:\n\n\
         | request | times | errors | KB each | p50, ms | p95, ms | p99, ms | longest, ms |\n| --- | --- | --- | --- | --- | --- | --- | --- |\n",
        args.readers,
        args.reviewers,
        args.pause_ms,
        took.as_secs_f64(),
        args.stories
    );
    let mut book = book.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    for (kind, times) in book.iter_mut() {
        times.ms.sort_by(f64::total_cmp);
        let at = |share: f64| {
            let last = times.ms.len().saturating_sub(1);
            times.ms.get((last as f64 * share).round() as usize).copied().unwrap_or_default()
        };
        let failed: usize = times.failed.values().sum();
        out.push_str(&format!(
            "| {kind} | {} | {failed} | {:.1} | {:.1} | {:.1} | {:.1} | {:.1} |\n",
            times.ms.len(),
            times.bytes as f64 / 1e3 / times.ms.len().max(1) as f64,
            at(0.5),
            at(0.95),
            at(0.99),
            at(1.0)
        ));
        for (why, number) in &times.failed {
            out.push_str(&format!("| | | {number} × {why} | | | | | |\n"));
        }
    }
    let of = |name: &str| metrics.lines().find_map(|l| l.strip_prefix(name)).unwrap_or(" unknown").trim().to_owned();
    out.push_str(&format!(
        "\ndossiers that were at hand: {}; made: {}\n",
        of("recoupe_dossier_cache_hits_total"),
        of("recoupe_dossier_cache_misses_total")
    ));
    out
}
