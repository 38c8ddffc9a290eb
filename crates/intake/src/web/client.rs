//! Pages by their URLs: rules of the site, its pace, tries, redirects, conditions, one after the other.

use std::{sync::Arc, time::SystemTime};

use backon::{BackoffBuilder as _, ExponentialBuilder};
use futures_util::{StreamExt as _, stream};
use http::{HeaderMap, header};

use super::{
    Downgrade, Exchange, Options, Robots, Target, WebError,
    cache::{Ask, Cache},
    hosts::{Host, Hosts, retry_after},
    robots,
    transport::{Keep, Transport},
};
use crate::{Basis, Hints, Member, Metadata, Told};

/// Redirects that the rules of a site may take (RFC 9309, 2.3.1.2).
const ROBOTS_REDIRECTS: usize = 5;

/// Fetches pages, politely and safely: see the [module](super).
pub struct Client {
    runtime: tokio::runtime::Runtime,
    inner: Inner,
}

struct Inner {
    transport: Transport,
    hosts: Hosts,
    cache: Option<Cache>,
    options: Options,
}

/// A page that was fetched.
#[derive(Debug, Clone)]
pub struct Fetched {
    /// The URL that was asked for, without credentials and fragment.
    pub asked: Target,
    /// What went over the wire: redirects first, the page last. Never empty.
    pub exchanges: Vec<Exchange>,
    /// The page, unpacked.
    pub body: Vec<u8>,
    /// Where it came from.
    pub origin: Origin,
}

/// Where a page came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// The server sent it.
    Server,
    /// The server said that what was kept still holds.
    Confirmed,
    /// It was kept, and the server had said how long it holds.
    Kept,
}

impl Fetched {
    /// The address of the page, after redirects.
    pub fn url(&self) -> &str {
        self.exchanges.last().map_or(self.asked.as_str(), |exchange| exchange.target.as_str())
    }

    /// The value of the header `Content-Type`: media type and charset.
    pub fn content_type(&self) -> Option<&str> {
        self.exchanges.last()?.header(&header::CONTENT_TYPE)
    }

    /// What the rest of the crate reads: the bytes, the address, the type.
    pub fn into_member(mut self) -> Member {
        self.member()
    }

    /// The same, leaving no body behind: what came over the wire stays.
    pub(crate) fn member(&mut self) -> Member {
        let url = self.url().to_owned();
        // A page in several languages says nothing of the report's.
        let language = self.exchanges.last().and_then(|e| e.header(&header::CONTENT_LANGUAGE));
        let language = language.filter(|tags| !tags.is_empty() && !tags.contains(','));
        let language = language.map(|language| Told::new(language.to_owned(), Basis::HttpHeader));
        let hints = Hints {
            name: url.clone(),
            content_type: self.content_type().map(str::to_owned),
            url: Some(url),
            metadata: Metadata { language, ..Metadata::default() },
        };
        Member {
            shown: self.asked.as_str().to_owned(),
            item: String::new(),
            bytes: std::mem::take(&mut self.body),
            hints,
        }
    }
}

impl Client {
    /// A client; nothing is connected to yet.
    ///
    /// # Errors
    /// [`WebError::Setup`] where the machine has no means (no threads, no folder for the cache).
    pub fn new(options: Options) -> Result<Self, WebError> {
        let setup = |error: std::io::Error| WebError::Setup(error.to_string());
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(setup)?;
        let cache = match &options.cache {
            Some(folder) => {
                let fail = |error| WebError::Setup(format!("{}: {error}", folder.display()));
                Some(Cache::open(folder).map_err(fail)?)
            }
            None => None,
        };
        // Connections belong to the runtime.
        let transport = {
            let _inside = runtime.enter();
            Transport::new(options.clone())?
        };
        Ok(Self { runtime, inner: Inner { transport, hosts: Hosts::default(), cache, options } })
    }

    /// Fetches one page.
    ///
    /// # Errors
    /// Whatever keeps the page from being read: see [`WebError`].
    pub fn get(&self, target: &Target) -> Result<Fetched, WebError> {
        self.runtime.block_on(self.inner.fetch(target.clone()))
    }

    /// Fetches pages, several hosts at a time, one page of each at a time, and hands them over in the order of the targets.
    /// `each` must not use the client.
    pub fn get_all(&self, targets: Vec<Target>, mut each: impl FnMut(&Target, Result<Fetched, WebError>)) {
        let fetch = |target: Target| async move {
            let fetched = self.inner.fetch(target.clone()).await;
            (target, fetched)
        };
        let at_a_time = self.inner.options.pace.hosts.max(1);
        self.runtime.block_on(async {
            let mut pages = std::pin::pin!(stream::iter(targets).map(fetch).buffered(at_a_time));
            while let Some((target, fetched)) = pages.next().await {
                each(&target, fetched);
            }
        });
    }
}

impl Inner {
    /// Follows redirects to the page.
    async fn fetch(&self, asked: Target) -> Result<Fetched, WebError> {
        let mut target = asked.clone();
        let mut exchanges: Vec<Exchange> = Vec::new();
        loop {
            let (exchange, origin) = self.hop(&target).await?;
            if !is_redirect(&exchange) {
                let body = exchange.unpacked(self.transport.bounds())?;
                exchanges.push(exchange);
                return Ok(Fetched { asked, exchanges, body, origin });
            }
            if exchanges.len() >= self.options.limits.redirects {
                return Err(WebError::TooManyRedirects(self.options.limits.redirects));
            }
            let next = self.redirected(&exchange)?;
            exchanges.push(exchange);
            if exchanges.iter().any(|e| e.target == next) {
                return Err(WebError::RedirectLoop(next.to_string()));
            }
            target = next;
        }
    }

    /// Where a redirect leads, if one may go there.
    fn redirected(&self, exchange: &Exchange) -> Result<Target, WebError> {
        let location = exchange.headers.get(header::LOCATION).ok_or(WebError::NoLocation)?;
        let location = String::from_utf8_lossy(location.as_bytes());
        let bad =
            |because| WebError::BadRedirect { to: location.chars().take(200).collect(), because: Box::new(because) };
        let next = exchange.target.join(&location).map_err(bad)?;
        next.check_literal(&self.options.access).map_err(bad)?;
        if exchange.target.is_secure() && !next.is_secure() && self.options.downgrade == Downgrade::Refused {
            return Err(WebError::Downgrade(next.to_string()));
        }
        Ok(next)
    }

    /// One address: a page or a redirect, if the site lets programs fetch it.
    async fn hop(&self, target: &Target) -> Result<(Exchange, Origin), WebError> {
        target.check_literal(&self.options.access)?;
        let host = self.hosts.get(target.host());
        let mut host = host.lock().await;
        if host.is_given_up() {
            return Err(WebError::GivenUp(target.host().to_owned()));
        }
        let hop = self.hop_of(target, &mut host).await;
        host.note(hop.as_ref().err());
        hop
    }

    async fn hop_of(&self, target: &Target, host: &mut Host) -> Result<(Exchange, Origin), WebError> {
        let now = SystemTime::now();
        let headers = self.transport.headers();
        let robots = self.robots(target, host).await?;
        if !robots.allows(target.path_and_query()) {
            return Err(WebError::Robots(target.robots().to_string()));
        }
        let ask = self.cache.as_ref().map_or(Ask::Plainly, |cache| cache.ask(target, &headers, now));
        let (conditions, kept) = match ask {
            Ask::Fresh(exchange) => return Ok((*exchange, Origin::Kept)),
            Ask::Conditions(conditions, kept) => (Some(conditions), Some(kept)),
            Ask::Plainly => (None, None),
        };
        let delay = robots.crawl_delay;
        let request = conditions.unwrap_or_else(|| headers.clone());
        let mut exchange = self.tried(target, &request, delay, host).await?;
        if exchange.status == http::StatusCode::NOT_MODIFIED {
            if let Some((cache, kept)) = self.cache.as_ref().zip(kept)
                && let Some(confirmed) = cache.confirmed(*kept, &exchange, now)
            {
                return Ok((confirmed, Origin::Confirmed));
            }
            // Not modified since something else: ask for the page itself.
            exchange = self.tried(target, &headers, delay, host).await?;
        }
        if !exchange.status.is_success() && !is_redirect(&exchange) {
            return Err(WebError::Status(exchange.status.as_u16()));
        }
        if let Some(cache) = &self.cache {
            cache.keep(&exchange, now);
        }
        Ok((exchange, Origin::Server))
    }

    /// Asks for a page, again if it fails in a way that may pass.
    async fn tried(
        &self,
        target: &Target,
        request: &HeaderMap,
        crawl_delay: Option<std::time::Duration>,
        host: &mut Host,
    ) -> Result<Exchange, WebError> {
        let pace = &self.options.pace;
        let mut pauses = self.pauses();
        loop {
            host.wait(crawl_delay, pace).await?;
            let answer = self.transport.ask(target, request.clone(), Keep::Whole).await;
            let (fault, pause) = match answer {
                Ok(exchange) => match WebError::Status(exchange.status.as_u16()) {
                    fault if fault.may_pass() => (fault, asked_pause(&exchange)),
                    _ => return Ok(exchange),
                },
                Err(fault) if fault.may_pass() => (fault, None),
                Err(fault) => return Err(fault),
            };
            let next = pauses.next();
            // What the server asks for also holds for the next page.
            if let Some(pause) = pause {
                host.pause(pause);
                if pause > pace.longest_wait {
                    return Err(WebError::AskedToWait(pause));
                }
            } else if let Some(next) = next {
                host.pause(next);
            }
            if next.is_none() {
                return Err(fault);
            }
        }
    }

    fn pauses(&self) -> impl Iterator<Item = std::time::Duration> {
        let pace = &self.options.pace;
        ExponentialBuilder::default()
            .with_min_delay(pace.back_off)
            .with_max_delay(pace.longest_wait)
            .with_max_times(pace.retries)
            .build()
    }

    /// The rules of the site of a page, fetched once.
    async fn robots(&self, target: &Target, host: &mut Host) -> Result<Arc<Robots>, WebError> {
        let address = target.robots();
        if let Some(known) = host.robots.get(address.as_str()) {
            return Ok(known.clone());
        }
        let robots = Arc::new(self.fetched_robots(&address).await?);
        host.robots.insert(address.to_string(), robots.clone());
        Ok(robots)
    }

    /// RFC 9309, 2.3.1: no rules where there is no file, no access where the server fails.
    async fn fetched_robots(&self, address: &Target) -> Result<Robots, WebError> {
        let unreachable =
            |because| WebError::RobotsUnreachable { robots: address.to_string(), because: Box::new(because) };
        let mut target = address.clone();
        for _ in 0..=ROBOTS_REDIRECTS {
            let exchange = self.tried_robots(&target).await.map_err(|error| match error {
                // What keeps the rules from being fetched keeps the page from it.
                error if error.is_of_the_host() || matches!(error, WebError::NotPublic { .. }) => error,
                error => unreachable(error),
            })?;
            match exchange.status.as_u16() {
                200..=299 => {
                    let body = exchange.unpacked(self.transport.bounds()).map_err(unreachable)?;
                    return Ok(Robots::parse(&body, robots::PRODUCT));
                }
                300..=399 if is_redirect(&exchange) => target = self.redirected(&exchange).map_err(unreachable)?,
                // A server that is too busy to give its rules has not said that there are none.
                status @ (429 | 500..) => return Err(unreachable(WebError::Status(status))),
                _ => return Ok(Robots::allow_all()),
            }
        }
        Ok(Robots::allow_all())
    }

    async fn tried_robots(&self, target: &Target) -> Result<Exchange, WebError> {
        let keep = Keep::Head(robots::MAX_BYTES as u64);
        let mut pauses = self.pauses();
        loop {
            let answer = self.transport.ask(target, self.transport.headers(), keep).await;
            let (fault, asked) = match &answer {
                Ok(exchange) => (Some(WebError::Status(exchange.status.as_u16())), asked_pause(exchange)),
                Err(fault) => (Some(fault.clone()), None),
            };
            let Some(pause) = fault.filter(WebError::may_pass).and_then(|_| pauses.next()) else { return answer };
            let pause = asked.unwrap_or_default().max(pause);
            if pause > self.options.pace.longest_wait {
                return Err(WebError::AskedToWait(pause));
            }
            tokio::time::sleep(pause).await;
        }
    }
}

fn is_redirect(exchange: &Exchange) -> bool {
    matches!(exchange.status.as_u16(), 301 | 302 | 303 | 307 | 308)
}

fn asked_pause(exchange: &Exchange) -> Option<std::time::Duration> {
    retry_after(exchange.header(&header::RETRY_AFTER)?, SystemTime::now())
}
