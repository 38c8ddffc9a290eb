//! What every request passes through, from the outside in: its id and the headers of the answer, the host it names, how many
//! came before it, who asks, how long it may take.

use std::{
    collections::BTreeSet,
    net::{IpAddr, SocketAddr},
    num::NonZeroU32,
    sync::Arc,
    time::{Duration, Instant},
};

use axum::{
    extract::{ConnectInfo, MatchedPath, Request, State},
    http::{HeaderName, HeaderValue, Method, header},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use governor::{
    Quota, RateLimiter,
    clock::{Clock as _, DefaultClock},
    state::keyed::HashMapStateStore,
};
use tower_http::request_id::RequestId;
use url::Url;

use crate::{
    App,
    problem::{Code, Problem, Result},
};

/// Requests at once that an address may send beside its rate: a page and all that it asks for.
const BURST: u32 = 10;

/// Names and origins under which the server may be asked.
pub(crate) struct Hosts {
    /// None: any. Where tokens are asked for, another site cannot ask in their name.
    known: Option<BTreeSet<String>>,
}

impl Hosts {
    /// Of a server on this machine: its own names only, so that a name that somebody else's DNS leads here is refused. Of any other
    /// server: what it is called outside, where that is told.
    pub(crate) fn new(bound: SocketAddr, public: Option<&Url>) -> Self {
        let mut known = BTreeSet::new();
        if bound.ip().is_loopback() {
            let port = bound.port();
            known.extend(["127.0.0.1", "localhost", "[::1]"].map(|name| format!("{name}:{port}")));
            if port == 80 {
                known.extend(["127.0.0.1", "localhost", "[::1]"].map(str::to_owned));
            }
        }
        if let Some(public) = public {
            let name = public.host_str().unwrap_or_default();
            known.insert(public.port().map_or_else(|| name.to_owned(), |port| format!("{name}:{port}")));
        }
        Self { known: (!known.is_empty()).then_some(known) }
    }

    fn check(&self, request: &Request) -> Result<()> {
        let text = |name: HeaderName| request.headers().get(name).and_then(|value| value.to_str().ok());
        let host = request.uri().authority().map(|a| a.as_str()).or_else(|| text(header::HOST));
        let host = host.unwrap_or_default().to_ascii_lowercase();
        if self.known.as_ref().is_some_and(|known| !known.contains(&host)) {
            return Err(Code::OtherHost.into());
        }
        if let Some(origin) = text(header::ORIGIN) {
            let authority = origin.split_once("://").map(|(_, rest)| rest.to_ascii_lowercase()).unwrap_or_default();
            let ours = authority == host || self.known.as_ref().is_some_and(|known| known.contains(&authority));
            if !ours {
                return Err(Code::OtherOrigin.into());
            }
        }
        let site = text(HeaderName::from_static("sec-fetch-site"));
        let foreign = matches!(site, Some("cross-site" | "same-site"));
        // Following a link to the page is fine; reading or changing data from another site's page is not.
        let link = request.method() == Method::GET && !request.uri().path().starts_with("/api/v1");
        if foreign && !link {
            return Err(Code::OtherOrigin.into());
        }
        Ok(())
    }
}

type Limiter = RateLimiter<IpAddr, HashMapStateStore<IpAddr>, DefaultClock>;

/// How many requests an address may send.
pub(crate) struct Rates {
    /// None: as many as it likes.
    all: Option<Limiter>,
    /// Tokens that were wrong.
    wrong: Limiter,
    clock: DefaultClock,
}

impl Rates {
    pub(crate) fn new(per_second: Option<NonZeroU32>) -> Self {
        let quota = |rate: NonZeroU32| {
            Quota::per_second(rate).allow_burst(rate.saturating_mul(NonZeroU32::new(BURST).unwrap_or(NonZeroU32::MIN)))
        };
        Self {
            all: per_second.map(|rate| RateLimiter::hashmap(quota(rate))),
            wrong: RateLimiter::hashmap(Quota::per_minute(NonZeroU32::new(20).unwrap_or(NonZeroU32::MIN))),
            clock: DefaultClock::default(),
        }
    }

    fn check(&self, limiter: &Limiter, address: IpAddr) -> Result<()> {
        limiter.check_key(&address).map_err(|until| {
            let wait = until.wait_time_from(self.clock.now());
            Problem { retry_after: Some(wait.as_secs() + 1), ..Problem::from(Code::TooMany) }
        })
    }

    /// Forgets addresses that could begin anew.
    pub(crate) fn forget(&self) {
        self.all.iter().chain([&self.wrong]).for_each(RateLimiter::retain_recent);
    }
}

/// Outermost: writes problems, counts, adds the headers that every answer has.
pub(crate) async fn finish(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let began = Instant::now();
    let method = request.method().as_str().to_owned();
    let route = request.extensions().get::<MatchedPath>().map_or("page", MatchedPath::as_str).to_owned();
    let id = request.extensions().get::<RequestId>().and_then(|id| id.header_value().to_str().ok());
    let id = id.unwrap_or_default().to_owned();
    let mut response = next.run(request).await;
    if let Some(problem) = response.extensions_mut().remove::<Problem>() {
        response = written(&problem, &id);
    }
    let headers = response.headers_mut();
    let fixed = [
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("referrer-policy", "no-referrer"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("permissions-policy", "camera=(), geolocation=(), microphone=()"),
    ];
    for (name, value) in fixed {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    // Data is never a page: nothing in it may load or run.
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(HeaderValue::from_static(
        "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; sandbox",
    ));
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    app.metrics.answered(&method, &route, response.status().as_u16(), began.elapsed());
    response
}

fn written(problem: &Problem, id: &str) -> Response {
    let kind = problem.code.kind();
    let body = serde_json::to_string(&problem.details(id)).unwrap_or_default();
    let mut response = problem.clone().into_response();
    response.extensions_mut().remove::<Problem>();
    *response.body_mut() = body.into();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    if let Some(seconds) = problem.retry_after {
        headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    if kind.status == 401 {
        headers
            .insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Basic realm=\"recoupe\", charset=\"UTF-8\""));
    }
    response
}

/// Hosts, rates, tokens, time.
pub(crate) async fn enter(State(app): State<Arc<App>>, mut request: Request, next: Next) -> Result<Response> {
    app.hosts.check(&request)?;
    let address = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    let address = address.ok_or(Problem::from(Code::Internal))?;
    if let Some(all) = &app.rates.all {
        app.rates.check(all, address)?;
    }
    // Whoever watches over the server need not know its secrets.
    if request.uri().path() != "/healthz" {
        match app.doors.who(request.headers()) {
            Ok(who) => request.extensions_mut().insert(who),
            Err(problem) => {
                if problem.code == Code::BadToken {
                    app.rates.check(&app.rates.wrong, address)?;
                }
                return Err(problem);
            }
        };
    }
    tokio::time::timeout(app.patience, next.run(request)).await.map_err(|_| Code::TooSlow.into())
}

/// What a panic becomes; the rest of the server goes on.
pub(crate) fn panicked(_: Box<dyn std::any::Any + Send>) -> Response {
    Problem::from(Code::Internal).into_response()
}

/// Requests are numbered from a random beginning: names that do not repeat and tell nothing.
#[derive(Clone)]
pub(crate) struct Numbered(Arc<(String, std::sync::atomic::AtomicU64)>);

impl Numbered {
    pub(crate) fn new() -> Result<Self, crate::ServeError> {
        let begin: String = crate::auth::random::<6>()?.iter().map(|b| format!("{b:02x}")).collect();
        Ok(Self(Arc::new((begin, 0.into()))))
    }
}

impl tower_http::request_id::MakeRequestId for Numbered {
    fn make_request_id<B>(&mut self, _: &axum::http::Request<B>) -> Option<RequestId> {
        let number = self.0.1.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        format!("{}-{number:06}", self.0.0).parse().ok().map(RequestId::new)
    }
}

/// The longest time for the head of a request.
pub(crate) const HEAD: Duration = Duration::from_secs(10);

#[cfg(test)]
mod tests {
    use axum::body::Body;

    use super::*;

    fn ask(hosts: &Hosts, path: &str, headers: &[(&str, &str)]) -> Result<()> {
        let mut request = Request::builder().uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        hosts.check(&request.body(Body::empty()).expect("is a request"))
    }

    #[test]
    fn only_the_servers_own_names_are_answered_to() {
        let local = Hosts::new("127.0.0.1:8080".parse().unwrap(), None);
        for name in ["127.0.0.1:8080", "localhost:8080", "LOCALHOST:8080", "[::1]:8080"] {
            assert_eq!(ask(&local, "/", &[("host", name)]), Ok(()), "{name}");
        }
        for name in ["evil.example:8080", "127.0.0.1:81", "localhost", "", "127.0.0.1.evil.example:8080"] {
            assert_eq!(ask(&local, "/", &[("host", name)]), Err(Code::OtherHost.into()), "{name}");
        }
        let public = Url::parse("https://desk.example").unwrap();
        let outside = Hosts::new("0.0.0.0:8080".parse().unwrap(), Some(&public));
        assert_eq!(ask(&outside, "/", &[("host", "desk.example")]), Ok(()));
        assert_eq!(ask(&outside, "/", &[("host", "other.example")]), Err(Code::OtherHost.into()));
    }

    #[test]
    fn pages_of_other_origins_are_refused() {
        let local = Hosts::new("127.0.0.1:8080".parse().unwrap(), None);
        let host = ("host", "localhost:8080");
        let api = "/api/v1/stories";
        assert_eq!(ask(&local, api, &[host, ("origin", "http://localhost:8080")]), Ok(()));
        assert_eq!(ask(&local, api, &[host, ("sec-fetch-site", "same-origin")]), Ok(()));
        assert_eq!(ask(&local, "/story/s1", &[host, ("sec-fetch-site", "cross-site")]), Ok(()));
        for foreign in [("origin", "https://evil.example"), ("origin", "null"), ("sec-fetch-site", "cross-site")] {
            assert_eq!(ask(&local, api, &[host, foreign]), Err(Code::OtherOrigin.into()), "{foreign:?}");
        }
    }
}
