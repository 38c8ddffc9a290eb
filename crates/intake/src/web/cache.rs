//! Answers kept on disk, so that a page that has not changed is not sent again (RFC 9111, a private cache).

use std::{
    fs, io,
    path::{Path, PathBuf},
    time::SystemTime,
};

use http::{HeaderMap, Method, Request, Response, StatusCode};
use http_cache_semantics::{AfterResponse, BeforeRequest, CacheOptions, CachePolicy};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::{Exchange, Extent, Target};
use crate::report::hex;

/// What the folder may hold; the oldest answers go first.
const MOST_BYTES: u64 = 256 << 20;

/// The ending of its files.
const ENDING: &str = "answer";

/// A folder of answers.
pub(crate) struct Cache {
    folder: PathBuf,
}

/// An answer that was kept.
pub(crate) struct Kept {
    policy: CachePolicy,
    raw: Vec<u8>,
}

/// The first line of a file; the body follows it as it came.
#[derive(Serialize, Deserialize)]
struct Head {
    url: String,
    policy: CachePolicy,
    sha256: String,
}

/// What to do about a page.
pub(crate) enum Ask {
    /// Nothing: this answer is fresh.
    Fresh(Box<Exchange>),
    /// Ask with these headers; an answer of 304 means the one that was kept.
    Conditions(HeaderMap, Box<Kept>),
    /// Ask.
    Plainly,
}

impl Cache {
    /// A cache in a folder, made if it is absent. Whatever fails later only means that pages are fetched again.
    pub(crate) fn open(folder: &Path) -> io::Result<Self> {
        fs::create_dir_all(folder)?;
        prune(folder)?;
        Ok(Self { folder: folder.to_owned() })
    }

    /// What is known of a page at a moment.
    pub(crate) fn ask(&self, target: &Target, headers: &HeaderMap, now: SystemTime) -> Ask {
        let Some(kept) = self.read(target) else { return Ask::Plainly };
        let Some(request) = request(target, headers) else { return Ask::Plainly };
        match kept.policy.before_request(&request, now) {
            BeforeRequest::Fresh(parts) => {
                Ask::Fresh(Box::new(answer(target, headers.clone(), now, parts.headers, kept.raw)))
            }
            BeforeRequest::Stale { request, matches: true } => Ask::Conditions(request.headers, Box::new(kept)),
            BeforeRequest::Stale { .. } => Ask::Plainly,
        }
    }

    /// The answer that was kept, brought up to date by a 304; `None` if the server spoke of another one.
    pub(crate) fn confirmed(&self, kept: Kept, not_modified: &Exchange, now: SystemTime) -> Option<Exchange> {
        let target = &not_modified.target;
        let request = request(target, &not_modified.request)?;
        let AfterResponse::NotModified(policy, parts) =
            kept.policy.after_response(&request, &response(StatusCode::NOT_MODIFIED, &not_modified.headers)?, now)
        else {
            return None;
        };
        self.write(target, policy, &kept.raw);
        let mut exchange = answer(target, not_modified.request.clone(), not_modified.began, parts.headers, kept.raw);
        exchange.peer = not_modified.peer;
        Some(exchange)
    }

    /// Keeps an answer, if it may be kept and could be of use.
    pub(crate) fn keep(&self, exchange: &Exchange, now: SystemTime) {
        let whole = exchange.status == StatusCode::OK && exchange.extent == Extent::Whole;
        let parts = request(&exchange.target, &exchange.request).zip(response(exchange.status, &exchange.headers));
        let Some((request, response)) = parts.filter(|_| whole) else { return };
        // No guesses: without word of the server the page is asked for again, since corrections must not be missed.
        let options = CacheOptions { shared: false, cache_heuristic: 0.0, ..CacheOptions::default() };
        let policy = CachePolicy::new_options(&request, &response, now, options);
        let validators = [http::header::ETAG, http::header::LAST_MODIFIED];
        let of_use =
            validators.iter().any(|name| exchange.headers.contains_key(name)) || !policy.time_to_live(now).is_zero();
        if policy.is_storable() && of_use {
            self.write(&exchange.target, policy, &exchange.raw);
        }
    }

    fn path(&self, target: &Target) -> PathBuf {
        self.folder.join(format!("{}.{ENDING}", hex(&Sha256::digest(target.as_str())[..16])))
    }

    /// A file that is damaged, or of another page, is as good as none.
    fn read(&self, target: &Target) -> Option<Kept> {
        let bytes = fs::read(self.path(target)).ok()?;
        let end = bytes.iter().position(|&b| b == b'\n')?;
        let head: Head = serde_json::from_slice(&bytes[..end]).ok()?;
        let raw = bytes[end + 1..].to_vec();
        let good = head.url == target.as_str() && head.sha256 == hex(&Sha256::digest(&raw));
        good.then_some(Kept { policy: head.policy, raw })
    }

    fn write(&self, target: &Target, policy: CachePolicy, raw: &[u8]) {
        let head = Head { url: target.as_str().to_owned(), policy, sha256: hex(&Sha256::digest(raw)) };
        let Ok(mut bytes) = serde_json::to_vec(&head) else { return };
        bytes.push(b'\n');
        bytes.extend_from_slice(raw);
        // Whole or not at all. That a page cannot be kept is no problem: it is fetched again.
        let written = tempfile::NamedTempFile::new_in(&self.folder)
            .and_then(|mut file| io::Write::write_all(&mut file, &bytes).map(|()| file));
        if let Ok(file) = written {
            let _ = file.persist(self.path(target));
        }
    }
}

fn request(target: &Target, headers: &HeaderMap) -> Option<Request<()>> {
    let mut request = Request::builder().method(Method::GET).uri(target.as_str()).body(()).ok()?;
    *request.headers_mut() = headers.clone();
    Some(request)
}

fn response(status: StatusCode, headers: &HeaderMap) -> Option<Response<()>> {
    let mut response = Response::builder().status(status).body(()).ok()?;
    *response.headers_mut() = headers.clone();
    Some(response)
}

fn answer(target: &Target, request: HeaderMap, began: SystemTime, headers: HeaderMap, raw: Vec<u8>) -> Exchange {
    let (target, status) = (target.clone(), StatusCode::OK);
    Exchange { target, request, began, peer: None, status, headers, raw, extent: Extent::Whole }
}

/// Makes room: the answers that were written longest ago go.
fn prune(folder: &Path) -> io::Result<()> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.path().extension().is_some_and(|e| e == ENDING)
            && let Ok(metadata) = entry.metadata()
        {
            files.push((metadata.modified().unwrap_or(SystemTime::UNIX_EPOCH), metadata.len(), entry.path()));
        }
    }
    files.sort();
    let mut total: u64 = files.iter().map(|(_, bytes, _)| bytes).sum();
    for (_, bytes, path) in files {
        if total <= MOST_BYTES {
            break;
        }
        // Another run may have removed it.
        let _ = fs::remove_file(path);
        total = total.saturating_sub(bytes);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    const NOW: SystemTime = SystemTime::UNIX_EPOCH;

    fn exchange(url: &str, status: u16, headers: &[(&'static str, &'static str)], body: &str) -> Exchange {
        let target = Target::parse(url).expect("a URL");
        let mut exchange = answer(&target, HeaderMap::new(), NOW, HeaderMap::new(), body.as_bytes().to_vec());
        exchange.status = StatusCode::from_u16(status).expect("a status");
        for (name, value) in headers {
            exchange.headers.insert(*name, http::HeaderValue::from_static(value));
        }
        exchange
    }

    fn cache() -> (tempfile::TempDir, Cache) {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let cache = Cache::open(&folder.path().join("deep/er")).expect("a cache");
        (folder, cache)
    }

    #[test]
    fn conditions_are_sent_and_a_304_brings_the_page_back() {
        let (_folder, cache) = cache();
        let page = exchange("http://a.example/p", 200, &[("etag", "\"v1\""), ("content-type", "text/html")], "page");
        cache.keep(&page, NOW);
        let Ask::Conditions(headers, kept) = cache.ask(&page.target, &HeaderMap::new(), NOW) else {
            panic!("the page is asked for with conditions");
        };
        assert_eq!(headers["if-none-match"], "\"v1\"");
        let not_modified = exchange("http://a.example/p", 304, &[("etag", "\"v1\"")], "");
        let confirmed = cache.confirmed(*kept, &not_modified, NOW).expect("the same page");
        assert_eq!((confirmed.raw.as_slice(), confirmed.status), (&b"page"[..], StatusCode::OK));
        assert_eq!(confirmed.headers["content-type"], "text/html");
    }

    #[test]
    fn a_304_about_another_version_is_not_believed() {
        let (_folder, cache) = cache();
        let page = exchange("http://a.example/p", 200, &[("etag", "\"v1\"")], "page");
        cache.keep(&page, NOW);
        let Ask::Conditions(_, kept) = cache.ask(&page.target, &HeaderMap::new(), NOW) else { panic!("conditions") };
        let other = exchange("http://a.example/p", 304, &[("etag", "\"v2\"")], "");
        assert!(cache.confirmed(*kept, &other, NOW).is_none());
    }

    #[test]
    fn a_fresh_page_is_not_asked_for() {
        let (_folder, cache) = cache();
        let page = exchange("http://a.example/p", 200, &[("cache-control", "max-age=60")], "page");
        cache.keep(&page, NOW);
        let ask = |seconds| cache.ask(&page.target, &HeaderMap::new(), NOW + Duration::from_secs(seconds));
        assert!(matches!(ask(59), Ask::Fresh(exchange) if exchange.raw == b"page"));
        assert!(!matches!(ask(61), Ask::Fresh(_)));
    }

    #[test]
    fn what_must_not_or_need_not_be_kept_is_not() {
        let (_folder, cache) = cache();
        for (status, headers) in
            [(200, &[("etag", "\"v1\""), ("cache-control", "no-store")][..]), (200, &[]), (404, &[("etag", "\"v1\"")])]
        {
            let page = exchange("http://a.example/p", status, headers, "page");
            cache.keep(&page, NOW);
            let ask = cache.ask(&page.target, &HeaderMap::new(), NOW);
            assert!(matches!(ask, Ask::Plainly), "{status} {headers:?}");
        }
        let varying = [("cache-control", "max-age=60"), ("vary", "*")];
        cache.keep(&exchange("http://a.example/q", 200, &varying, "page"), NOW);
        let target = Target::parse("http://a.example/q").expect("a URL");
        assert!(!matches!(cache.ask(&target, &HeaderMap::new(), NOW), Ask::Fresh(_)), "it may be another page");
    }

    #[test]
    fn a_damaged_file_is_as_good_as_none() {
        let (_folder, cache) = cache();
        let page = exchange("http://a.example/p", 200, &[("etag", "\"v1\"")], "page");
        for damage in [&b""[..], b"\n", b"{}\npage", b"no line end", b"{\"url\""] {
            fs::write(cache.path(&page.target), damage).expect("the file can be written");
            assert!(matches!(cache.ask(&page.target, &HeaderMap::new(), NOW), Ask::Plainly));
        }
        cache.keep(&page, NOW);
        let path = cache.path(&page.target);
        let mut bytes = fs::read(&path).expect("the file is there");
        *bytes.last_mut().expect("a body") ^= 1;
        fs::write(&path, bytes).expect("the file can be written");
        assert!(matches!(cache.ask(&page.target, &HeaderMap::new(), NOW), Ask::Plainly));
    }
}
