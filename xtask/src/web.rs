//! `cargo xtask web-bench`: pages a second from a server on this machine, and the memory that a body without end costs.

use std::{net::Ipv4Addr, time::Instant};

use anyhow::{Context as _, ensure};
use recoupe_intake::web::{Access, Client, Limits, Options, Pace, Target, WebError};

use crate::archives::peak_memory;

#[path = "../../crates/intake/tests/web/server.rs"]
#[expect(dead_code, reason = "the tests of the client use the rest of it")]
mod server;

use server::{Reply, Server, head, page};

/// `cargo xtask web-bench`.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Pages to fetch
    #[arg(long, default_value_t = 2000, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pages: u32,
}

/// What the body without end sends at most.
const ENDLESS: u64 = 100 << 20;

/// Fetches pages of 100 kB one by one from one host, then a body of 100 MiB with a limit of 16 MiB.
pub(crate) fn run(args: &Args) -> anyhow::Result<()> {
    let words = "Quatorze personnes sont mortes dans la crue, a annoncé la préfecture. ";
    let body = format!("<!DOCTYPE html><html lang=fr><body><p>{}", words.repeat(100_000 / words.len())).into_bytes();
    let size = body.len();
    let server = Server::start(move |request| match request.path.as_str() {
        "/robots.txt" => None,
        "/endless" => Some(Reply::Endless(head("200 OK", &[], None), vec![b'a'; 64 * 1024], ENDLESS)),
        _ => Some(page("200 OK", &["Content-Type: text/html; charset=utf-8"], &body)),
    });
    let pace = Pace { delay: std::time::Duration::ZERO, retries: 0, ..Pace::default() };
    let access = Access::PublicAnd(vec![Ipv4Addr::LOCALHOST.into()]);
    let client = Client::new(Options { access, pace, ..Options::default() })?;
    let targets: Result<Vec<Target>, WebError> =
        (0..args.pages).map(|i| Target::parse(&server.url(&format!("/{i}")))).collect();
    let (start, mut fetched, mut failed) = (Instant::now(), 0_u32, None);
    client.get_all(targets?, |_, result| match result {
        Ok(page) if page.body.len() == size => fetched += 1,
        Ok(page) => failed = Some(format!("{} bytes instead of {size}", page.body.len())),
        Err(error) => failed = Some(error.to_string()),
    });
    let seconds = start.elapsed().as_secs_f64();
    ensure!(failed.is_none(), "{}", failed.unwrap_or_default());
    let megabytes = f64::from(fetched) * size as f64 / 1e6;
    println!(
        "{fetched} pages of {size} bytes, one connection each: {:.0} pages/s, {:.0} MB/s",
        f64::from(fetched) / seconds,
        megabytes / seconds
    );
    let before = peak_memory()?;
    let error = client.get(&Target::parse(&server.url("/endless"))?).err().context("a body without end was taken")?;
    let (limit, after) = (Limits::default().bytes, peak_memory()?);
    ensure!(error == WebError::TooLarge(limit), "{error}");
    println!(
        "a body of {} MiB with a limit of {} MiB: stopped after {:.1} MiB were sent; peak memory {:.1} MiB before, {:.1} MiB after",
        ENDLESS >> 20,
        limit >> 20,
        server.sent() as f64 / 1_048_576.0,
        before / 1_048_576.0,
        after / 1_048_576.0
    );
    Ok(())
}
