//! One exchange with a server: a request, its answer, within every limit. No redirects, no retries.

use std::{
    net::SocketAddr,
    sync::Arc,
    time::{Duration, SystemTime},
};

use http::{HeaderMap, HeaderValue, StatusCode, header};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use tokio::time::{Instant, timeout, timeout_at};

use super::{
    Access, Options, Phase, Target, WebError,
    coding::{self, Bounds, unpack},
    robots::PRODUCT,
};

/// In the time for dripping bodies, at least this much must come.
const DRIP_BYTES: usize = 1024;

/// What is kept of the body of a redirect or of an error.
const HEAD_BYTES: u64 = 64 * 1024;

/// A request and its answer, as they went over the wire (without the framing of HTTP/1.1 chunks).
#[derive(Debug, Clone)]
pub struct Exchange {
    /// What was asked for.
    pub target: Target,
    /// The headers of the request.
    pub request: HeaderMap,
    /// When it was sent.
    pub began: SystemTime,
    /// Whom the connection was with; unknown for an answer that was stored.
    pub peer: Option<SocketAddr>,
    /// The status.
    pub status: StatusCode,
    /// The headers of the answer.
    pub headers: HeaderMap,
    /// The body as it came, perhaps packed.
    pub raw: Vec<u8>,
    /// Whether `raw` is all of it.
    pub extent: Extent,
}

/// How much of a body was kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// All of it.
    Whole,
    /// Its beginning.
    Head,
}

/// What is wanted of a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Keep {
    /// All of it, or an error.
    Whole,
    /// No more than so many bytes.
    Head(u64),
}

impl Exchange {
    /// A header as text; `None` where it is absent or not ASCII.
    pub fn header(&self, name: &header::HeaderName) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// The body, unpacked.
    ///
    /// # Errors
    /// When it is damaged, or unpacks to too much.
    pub(crate) fn unpacked(&self, bounds: Bounds) -> Result<Vec<u8>, WebError> {
        let codings: Vec<&str> =
            self.headers.get_all(header::CONTENT_ENCODING).iter().filter_map(|value| value.to_str().ok()).collect();
        Ok(unpack(&codings.join(","), &self.raw, bounds)?)
    }
}

/// Connections to servers.
pub(crate) struct Transport {
    http: reqwest::Client,
    options: Options,
}

impl Transport {
    pub(crate) fn new(options: Options) -> Result<Self, WebError> {
        let setup = |error: &dyn std::fmt::Display| WebError::Setup(error.to_string());
        let roots = rustls::RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let tls = rustls::ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(|error| setup(&error))?
            .with_root_certificates(roots)
            .with_no_client_auth();
        let http = reqwest::Client::builder()
            .tls_backend_preconfigured(tls)
            // Behind a proxy nobody could check which address is reached.
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .referer(false)
            .http1_only()
            .dns_resolver(Arc::new(Checked { access: options.access.clone() }))
            .connect_timeout(options.timeouts.connect)
            .pool_max_idle_per_host(1)
            .pool_idle_timeout(Duration::from_secs(20))
            .build()
            .map_err(|error| setup(&error))?;
        Ok(Self { http, options })
    }

    /// The headers of every request.
    pub(crate) fn headers(&self) -> HeaderMap {
        let contact = self.options.contact.as_deref().map(|contact| format!(" (+{contact})")).unwrap_or_default();
        let agent = format!("{PRODUCT}/{}{contact}", env!("CARGO_PKG_VERSION"));
        let plain = format!("{PRODUCT}/{}", env!("CARGO_PKG_VERSION"));
        let mut headers = HeaderMap::new();
        let accept = "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, application/feed+json, \
                      application/xml;q=0.9, text/plain;q=0.9, */*;q=0.5";
        headers.insert(header::ACCEPT, HeaderValue::from_static(accept));
        headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static(coding::ACCEPTED));
        // A contact that no header can hold is left out.
        if let Ok(value) = HeaderValue::from_str(&agent).or_else(|_| HeaderValue::from_str(&plain)) {
            headers.insert(header::USER_AGENT, value);
        }
        headers
    }

    /// What a body may unpack to.
    pub(crate) fn bounds(&self) -> Bounds {
        Bounds { bytes: self.options.limits.bytes, ratio: self.options.limits.ratio }
    }

    /// Asks once. An answer of any status is an exchange.
    pub(crate) async fn ask(&self, target: &Target, request: HeaderMap, keep: Keep) -> Result<Exchange, WebError> {
        target.check_literal(&self.options.access)?;
        let total = self.options.timeouts.total;
        let late = |_| WebError::TimedOut { phase: Phase::Total, after: total };
        timeout(total, self.asked(target, request, keep)).await.map_err(late)?
    }

    async fn asked(&self, target: &Target, request: HeaderMap, keep: Keep) -> Result<Exchange, WebError> {
        let limits = self.options.timeouts;
        let began = SystemTime::now();
        let sent = self.http.get(target.url().clone()).headers(request.clone()).send();
        let late = |_| WebError::TimedOut { phase: Phase::FirstByte, after: limits.first_byte };
        let sent = timeout(limits.connect + limits.first_byte, sent).await.map_err(late)?;
        let mut response = sent.map_err(|error| self.fault(&error))?;
        let mut exchange = Exchange {
            target: target.clone(),
            request,
            began,
            peer: response.remote_addr(),
            status: response.status(),
            headers: std::mem::take(response.headers_mut()),
            raw: Vec::new(),
            extent: Extent::Whole,
        };
        let keep = if exchange.status.is_success() { keep } else { Keep::Head(HEAD_BYTES) };
        let limit = match keep {
            Keep::Whole => self.options.limits.bytes,
            Keep::Head(bytes) => bytes,
        };
        let length = exchange.header(&header::CONTENT_LENGTH).and_then(|length| length.parse::<u64>().ok());
        if keep == Keep::Whole && length.is_some_and(|length| length > limit) {
            return Err(WebError::TooLarge(limit));
        }
        match self.body(&mut response, limit, &mut exchange.raw).await {
            Err(WebError::TooLarge(_)) if keep != Keep::Whole => exchange.extent = Extent::Head,
            // Nobody reads the page of an error.
            Err(_) if !exchange.status.is_success() => exchange.extent = Extent::Head,
            other => other?,
        }
        Ok(exchange)
    }

    async fn body(&self, response: &mut reqwest::Response, limit: u64, body: &mut Vec<u8>) -> Result<(), WebError> {
        let drip = self.options.timeouts.drip;
        let late = WebError::TimedOut { phase: Phase::Drip, after: drip };
        let mut window = (Instant::now() + drip, 0);
        loop {
            let chunk = timeout_at(window.0, response.chunk()).await.map_err(|_| late.clone())?;
            let Some(chunk) = chunk.map_err(|error| self.fault(&error))? else { return Ok(()) };
            if (body.len() + chunk.len()) as u64 > limit {
                let room = usize::try_from(limit).unwrap_or(usize::MAX).saturating_sub(body.len());
                body.extend_from_slice(chunk.get(..room).unwrap_or(&chunk));
                return Err(WebError::TooLarge(limit));
            }
            body.extend_from_slice(&chunk);
            if body.len() - window.1 >= DRIP_BYTES {
                window = (Instant::now() + drip, body.len());
            }
        }
    }

    /// What an error of the layers below means.
    fn fault(&self, error: &reqwest::Error) -> WebError {
        let mut innermost = error.to_string();
        let mut cause: Option<&(dyn std::error::Error + 'static)> = std::error::Error::source(error);
        while let Some(inner) = cause {
            if let Some(own) = inner.downcast_ref::<WebError>() {
                return own.clone();
            }
            if let Some(of_hyper) = inner.downcast_ref::<hyper::Error>() {
                // Headers beyond measure too: the layer below reads no more than 400 KiB of them.
                if of_hyper.is_parse() {
                    return WebError::Protocol(of_hyper.to_string());
                }
                if of_hyper.is_incomplete_message() {
                    return WebError::Truncated;
                }
            }
            if let Some(of_io) = inner.downcast_ref::<std::io::Error>()
                && !error.is_connect()
            {
                use std::io::ErrorKind::{BrokenPipe, ConnectionAborted, ConnectionReset, UnexpectedEof};
                if matches!(of_io.kind(), BrokenPipe | ConnectionAborted | ConnectionReset | UnexpectedEof) {
                    return WebError::Truncated;
                }
            }
            innermost = inner.to_string();
            cause = inner.source();
        }
        if error.is_timeout() {
            return WebError::TimedOut { phase: Phase::Connect, after: self.options.timeouts.connect };
        }
        if error.is_connect() { WebError::Connect(innermost) } else { WebError::Protocol(innermost) }
    }
}

/// Resolves names to the addresses that may be connected to; the connection is made to one of these very addresses.
struct Checked {
    access: Access,
}

impl Resolve for Checked {
    fn resolve(&self, name: Name) -> Resolving {
        let access = self.access.clone();
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await;
            let found = found.map_err(|error| WebError::Dns(format!("{}: {error}", name.as_str())))?;
            let addresses: Addrs = Box::new(permitted(found, &access)?.into_iter());
            Ok(addresses)
        })
    }
}

/// The addresses that may be connected to. A name that has none of them is refused.
fn permitted(found: impl Iterator<Item = SocketAddr>, access: &Access) -> Result<Vec<SocketAddr>, WebError> {
    let mut refused = None;
    let mut allowed = Vec::new();
    for address in found {
        match access.check(address.ip()) {
            Ok(()) => allowed.push(address),
            Err(error) => refused = refused.or(Some(error)),
        }
    }
    match refused {
        Some(error) if allowed.is_empty() => Err(error),
        None if allowed.is_empty() => Err(WebError::Dns("the name has no address".into())),
        _ => Ok(allowed),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_permitted_addresses_of_a_name_are_left() {
        let all: Vec<SocketAddr> =
            ["10.0.0.1:0", "93.184.215.14:0", "[::1]:0"].map(|text| text.parse().expect("an address")).to_vec();
        assert_eq!(permitted(all.iter().copied(), &Access::Public), Ok(vec![all[1]]));
        assert_eq!(permitted(all.iter().copied(), &Access::Anywhere), Ok(all.clone()));
        let private = permitted(all[..1].iter().copied(), &Access::Public);
        assert!(matches!(private, Err(WebError::NotPublic { address, .. }) if address == all[0].ip()));
        assert!(matches!(permitted(std::iter::empty(), &Access::Anywhere), Err(WebError::Dns(_))));
    }

    #[test]
    fn the_user_agent_names_the_program() {
        let agent = |contact: Option<&str>| {
            let options = Options { contact: contact.map(str::to_owned), ..Options::default() };
            let headers = Transport::new(options).expect("a client").headers();
            headers[header::USER_AGENT].to_str().expect("ASCII").to_owned()
        };
        let version = env!("CARGO_PKG_VERSION");
        assert_eq!(agent(None), format!("recoupe/{version}"));
        assert_eq!(agent(Some("desk@journal.example")), format!("recoupe/{version} (+desk@journal.example)"));
        assert_eq!(agent(Some("a\r\nX-Evil: 1")), format!("recoupe/{version}"));
    }
}
