//! What can be wrong with something on the web.

use std::{net::IpAddr, time::Duration};

use super::address::NotPublic;
use super::coding::CodingError;

/// A URL that gave nothing: what is wrong, what to do.
#[derive(Debug, Clone, PartialEq, thiserror::Error, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
#[non_exhaustive]
pub enum WebError {
    /// Not a URL of the web.
    #[error("is not a URL that can be fetched ({0}); give one that begins with http:// or https://")]
    BadUrl(String),
    /// A port that belongs to another service.
    #[error("names port {0}, which is not one of web servers; check the address")]
    Port(u16),
    /// The address is not on the public internet.
    #[error("leads to {address}, which is {why}; give --allow-private if you mean it")]
    NotPublic {
        /// The address that would have been connected to.
        address: IpAddr,
        /// What it is.
        why: NotPublic,
    },
    /// A redirect from https to http.
    #[error("is redirected from https to http ({0}); give --allow-downgrade if you accept that")]
    Downgrade(String),
    /// A redirect to what cannot be fetched.
    #[error("is redirected to {to}, which cannot be fetched: {because}")]
    BadRedirect {
        /// Where to.
        to: String,
        /// What is wrong with it.
        because: Box<WebError>,
    },
    /// A redirect without an address.
    #[error("is redirected without saying where; open it in a browser and save the page")]
    NoLocation,
    /// Too many redirects.
    #[error("is redirected more than {0} times; check the address")]
    TooManyRedirects(usize),
    /// A redirect to where one came from.
    #[error("is redirected in a circle ({0}); open it in a browser and save the page")]
    RedirectLoop(String),
    /// The site does not want it fetched by programs.
    #[error("is closed to programs by {0}; open it in a browser and save the page")]
    Robots(String),
    /// The site's rules cannot be had, which means no (RFC 9309, 2.3.1.4).
    #[error("cannot be fetched since {robots} cannot be had ({because}); try later")]
    RobotsUnreachable {
        /// The address of the rules.
        robots: String,
        /// Why they cannot be had.
        because: Box<WebError>,
    },
    /// No such host.
    #[error("the host is not known ({0}); check the address")]
    Dns(String),
    /// No connection, or no secure one.
    #[error("no connection ({0}); check the address and the network")]
    Connect(String),
    /// Nothing came in time.
    #[error("{phase} took longer than {} s; try later", .after.as_secs_f64())]
    TimedOut {
        /// What took too long.
        phase: Phase,
        /// The limit.
        after: Duration,
    },
    /// More than may be kept.
    #[error("is larger than {0} bytes, the most that is downloaded; raise it with --max-bytes")]
    TooLarge(u64),
    /// A small body that unpacks to a huge one.
    #[error("is compressed more than {ratio} times, as no page is; it was not read")]
    Bomb {
        /// The most that is accepted.
        ratio: u64,
    },
    /// A coding that the program did not ask for.
    #[error("is packed in a way that is not known ({0}); open it in a browser and save the page")]
    Coding(String),
    /// What was packed cannot be unpacked.
    #[error("is damaged ({0} data that cannot be unpacked); try again")]
    Damaged(&'static str),
    /// The connection ended too early.
    #[error("ended before it was complete; try again")]
    Truncated,
    /// Not HTTP, or headers beyond measure.
    #[error("the answer is not valid HTTP ({0}); check the address")]
    Protocol(String),
    /// The server says no.
    #[error("the server answers {0}; check the address, or try later")]
    Status(u16),
    /// The server asks for a pause that is too long to wait for.
    #[error("the server asks for a pause of {} s; try again then", .0.as_secs())]
    AskedToWait(Duration),
    /// The host did not answer before.
    #[error("was not asked for: {0} has not answered several times in a row")]
    GivenUp(String),
    /// The program itself cannot go on the web.
    #[error("the web cannot be reached from here ({0})")]
    Setup(String),
}

/// A part of an exchange that has a limit of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// From the name to a connection, TLS included.
    Connect,
    /// From the connection to the end of the headers.
    FirstByte,
    /// A body that drips.
    Drip,
    /// The whole.
    Total,
}

impl std::fmt::Display for Phase {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Connect => "connecting",
            Self::FirstByte => "waiting for an answer",
            Self::Drip => "waiting for more of the answer",
            Self::Total => "the download",
        })
    }
}

impl WebError {
    /// What is wrong in one stable word, as `--outcomes` writes it: `robots`, `timed-out`, `not-public` …
    pub fn code(&self) -> &'static str {
        self.into()
    }

    /// Whether the same request may well succeed a moment later.
    pub(crate) fn may_pass(&self) -> bool {
        match self {
            Self::Connect(_) | Self::TimedOut { .. } | Self::Truncated | Self::Damaged(_) => true,
            Self::Status(status) => matches!(status, 429 | 500 | 502 | 503 | 504),
            _ => false,
        }
    }

    /// Whether it says something about the host rather than about one page.
    pub(crate) fn is_of_the_host(&self) -> bool {
        matches!(self, Self::Dns(_) | Self::Connect(_) | Self::TimedOut { .. } | Self::RobotsUnreachable { .. })
    }
}

impl From<CodingError> for WebError {
    fn from(error: CodingError) -> Self {
        match error {
            CodingError::Unknown(coding) => Self::Coding(coding),
            CodingError::TooLarge(bytes) => Self::TooLarge(bytes),
            CodingError::Bomb(ratio) => Self::Bomb { ratio },
            CodingError::Damaged(coding) => Self::Damaged(coding),
        }
    }
}
