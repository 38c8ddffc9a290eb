//! Fetching what the user names by URL: politely towards servers, safely for the user. Nothing here connects unless a
//! URL was named.
//!
//! - **Where to.** Only http and https, on ports of web servers, and only to addresses of the public internet (see
//!   [`address`]) unless the user says otherwise. A name is resolved once for each connection, its addresses are checked,
//!   and the connection is made to one of these very addresses, so that no second answer of a name server can lead
//!   elsewhere. Every redirect is checked anew. Credentials in URLs are dropped. Proxies of the environment are not used:
//!   behind a proxy, nobody here could check which address is reached.
//! - **How often.** `robots.txt` holds for every page ([`robots`], RFC 9309) with its `Crawl-delay`; a host is asked one page at
//!   a time with a pause between; `Retry-After` is honoured, failures that may pass are tried again with growing pauses, and
//!   a host that does not answer is not asked for ever. Answers that were kept are asked for again with conditions (RFC 9111).
//! - **How much.** Bodies, headers, redirects, unpacked sizes and every phase of an exchange have limits ([`Limits`],
//!   [`Timeouts`]). Bodies are unpacked here and not by the layer below, with a limit on their ratio.
//! - **What is left out.** HTTP/2 and HTTP/3, cookies, scripts, logins, ranges: a page that needs them is saved with a browser
//!   and read as a file.

pub mod address;
mod cache;
mod client;
mod coding;
mod collect;
mod error;
mod hosts;
mod options;
mod target;
mod transport;
pub mod warc;

pub use crate::robots::{self, Robots};
pub use address::{Access, NotPublic};
pub use client::{Client, Fetched, Origin};
pub use collect::{Event, Follow, Role, collect};
pub use error::{Phase, WebError};
pub use options::{Downgrade, Limits, Options, Pace, Timeouts};
pub use target::Target;
pub use transport::{Exchange, Extent};
