//! The page, and what it may do.

use axum::http::HeaderValue;
use base64::{Engine as _, prelude::BASE64_STANDARD};
use sha2::{Digest as _, Sha256};

/// Says how the page is made, where the program was built without it.
const PLAIN: &str = "<!DOCTYPE html>\n<html lang=\"en\"><meta charset=\"utf-8\"><title>Recoupe</title>\n\
    <style>body{font:1rem/1.5 system-ui,sans-serif;max-width:40rem;margin:3rem auto;padding:0 1rem;color-scheme:light dark}</style>\n\
    <h1>Recoupe</h1>\n<p>The server runs; this program was built without its page. Build the page with <code>make web</code>, then the \
    program again.</p>\n<p>The data is here: <a href=\"/api\">the API</a>, <a href=\"/api/v1/stories\">the stories</a>.</p></html>\n";

/// The page and its policy.
pub(crate) struct Page {
    pub(crate) html: &'static str,
    pub(crate) policy: HeaderValue,
}

impl Page {
    pub(crate) fn new() -> Self {
        let html = recoupe_dossier::html::app().unwrap_or(PLAIN);
        Self { html, policy: policy(html) }
    }
}

/// Another page, made when the server starts.
pub(crate) struct Written {
    pub(crate) html: axum::body::Bytes,
    pub(crate) policy: HeaderValue,
}

impl Written {
    pub(crate) fn new(html: String) -> Self {
        let policy = policy(&html);
        Self { html: html.into(), policy }
    }
}

/// Only what stands in the page may run, known by its hash; only this server may be asked.
pub(crate) fn policy(html: &str) -> HeaderValue {
    let or_none = |hashes: Vec<String>| if hashes.is_empty() { "'none'".to_owned() } else { hashes.join(" ") };
    let policy = format!(
        "default-src 'none'; script-src {}; style-src {}; font-src data:; img-src data:; connect-src 'self'; base-uri 'none'; \
         form-action 'none'; frame-ancestors 'none'",
        or_none(hashes(html, "script")),
        or_none(hashes(html, "style")),
    );
    HeaderValue::try_from(policy).unwrap_or(HeaderValue::from_static("default-src 'none'"))
}

/// The hashes of the inline elements of a name.
fn hashes(html: &str, name: &str) -> Vec<String> {
    let (open, close) = (format!("<{name}"), format!("</{name}>"));
    let mut out = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find(&open) {
        rest = &rest[at + open.len()..];
        let Some((tag, body)) = rest.split_once('>') else { break };
        let Some((matter, after)) = body.split_once(&close) else { break };
        // Data is no script.
        if !tag.contains("application/json") && !tag.contains(" src=") {
            out.push(format!("'sha256-{}'", BASE64_STANDARD.encode(Sha256::digest(matter))));
        }
        rest = after;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_in_the_page_may_run_and_nothing_else() {
        let html = "<style>a{}</style><script type=\"application/json\" id=\"x\">null</script><script type=\"module\">1</script>";
        let policy = policy(html);
        let policy = policy.to_str().unwrap();
        // printf 1 | openssl dgst -sha256 -binary | base64
        assert!(policy.contains("script-src 'sha256-a4ayc/80/OGda4BO/1o/V0etpOqiLx1JwB5S3beHW0s=';"), "{policy}");
        assert_eq!(policy.matches("sha256-").count(), 2, "{policy}");
        assert!(!policy.contains("unsafe"), "{policy}");
    }
}
