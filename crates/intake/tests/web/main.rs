//! The web client against servers on this machine that misbehave in every way that the limits are for.
#![cfg(feature = "web")]

mod hostile;
mod lists;
mod polite;
mod server;

use std::{net::Ipv4Addr, time::Duration};

use recoupe_intake::web::{Access, Client, Fetched, Limits, Options, Pace, Target, Timeouts, WebError};

/// Short times and small limits; this machine's first address may be connected to, and no other private one.
fn options() -> Options {
    let ms = Duration::from_millis;
    Options {
        access: Access::PublicAnd(vec![Ipv4Addr::LOCALHOST.into()]),
        limits: Limits { bytes: 2 << 20, ..Limits::default() },
        timeouts: Timeouts { connect: ms(1000), first_byte: ms(400), drip: ms(300), total: ms(1500) },
        pace: Pace { delay: ms(0), longest_wait: ms(1500), retries: 1, back_off: ms(20), hosts: 4 },
        ..Options::default()
    }
}

fn get_with(options: Options, url: &str) -> Result<Fetched, WebError> {
    Client::new(options).expect("a client").get(&Target::parse(url)?)
}

fn get(url: &str) -> Result<Fetched, WebError> {
    get_with(options(), url)
}
