//! What may be asked for: a URL, checked before anything is sent.

use std::net::IpAddr;

use sha2::{Digest as _, Sha256};
use url::{Host, Url};

use super::{Access, WebError};
use crate::report::hex;

/// Longer URLs are no pages (and make patterns slow).
const MAX_LENGTH: usize = 8 * 1024;

/// Ports of other services, which browsers refuse too (WHATWG Fetch, 2.9 "port blocking").
const OTHER_SERVICES: [u16; 82] = [
    0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104, 109,
    110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515, 526, 530, 531,
    532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060,
    5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697,
];

/// A URL that may be asked for: http or https, with a host, without credentials and fragment, on a port of web servers.
///
/// Addresses in odd notations (`0x7f.1`, `2130706433`, `[::ffff:7f00:1]`) are read as browsers read them, so that what is
/// checked is what would be connected to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Target {
    url: Url,
}

impl Target {
    /// Whether an input is meant as a URL rather than as a file.
    pub fn is_meant(input: &str) -> bool {
        let begins = |prefix: &str| input.get(..prefix.len()).is_some_and(|head| head.eq_ignore_ascii_case(prefix));
        begins("http://") || begins("https://")
    }

    /// Reads and checks a URL. Credentials in it are dropped: they are neither sent nor shown.
    ///
    /// # Errors
    /// [`WebError::BadUrl`] or [`WebError::Port`].
    pub fn parse(text: &str) -> Result<Self, WebError> {
        if text.len() > MAX_LENGTH {
            return Err(WebError::BadUrl(format!("longer than {MAX_LENGTH} bytes")));
        }
        Self::checked(Url::parse(text.trim()).map_err(|error| WebError::BadUrl(error.to_string()))?)
    }

    /// Reads what a page of this URL links or redirects to.
    ///
    /// # Errors
    /// As [`Target::parse`].
    pub fn join(&self, link: &str) -> Result<Self, WebError> {
        if link.len() > MAX_LENGTH {
            return Err(WebError::BadUrl(format!("longer than {MAX_LENGTH} bytes")));
        }
        Self::checked(self.url.join(link.trim()).map_err(|error| WebError::BadUrl(error.to_string()))?)
    }

    fn checked(mut url: Url) -> Result<Self, WebError> {
        if !matches!(url.scheme(), "http" | "https") {
            return Err(WebError::BadUrl(format!("{}: is not of the web", url.scheme())));
        }
        if url.host_str().is_none_or(str::is_empty) {
            return Err(WebError::BadUrl("no host".into()));
        }
        // Both can only fail on URLs without a host.
        let cleared = url.set_username("").and_then(|()| url.set_password(None));
        if cleared.is_err() {
            return Err(WebError::BadUrl("no host".into()));
        }
        url.set_fragment(None);
        if url.as_str().len() > MAX_LENGTH {
            return Err(WebError::BadUrl(format!("longer than {MAX_LENGTH} bytes")));
        }
        match url.port() {
            Some(port) if OTHER_SERVICES.contains(&port) => Err(WebError::Port(port)),
            _ => Ok(Self { url }),
        }
    }

    /// Refuses a URL whose host is written as an address that may not be connected to. Names are checked when they have
    /// been resolved, on the very addresses that are connected to.
    pub(crate) fn check_literal(&self, access: &Access) -> Result<(), WebError> {
        match self.url.host() {
            Some(Host::Ipv4(address)) => access.check(IpAddr::V4(address)),
            Some(Host::Ipv6(address)) => access.check(IpAddr::V6(address)),
            _ => Ok(()),
        }
    }

    /// The URL, without credentials and fragment.
    pub fn as_str(&self) -> &str {
        self.url.as_str()
    }

    /// The URL.
    pub(crate) fn url(&self) -> &Url {
        &self.url
    }

    /// The host, as it is asked for.
    pub fn host(&self) -> &str {
        self.url.host_str().unwrap_or_default()
    }

    /// The first 16 hexadecimal digits of the SHA-256 of the URL.
    pub fn fingerprint(&self) -> String {
        hex(&Sha256::digest(self.as_str())[..8])
    }

    /// Whether it is asked for over TLS.
    pub(crate) fn is_secure(&self) -> bool {
        self.url.scheme() == "https"
    }

    /// Where the rules of its site are: one file for each scheme, host and port.
    pub(crate) fn robots(&self) -> Self {
        let mut url = self.url.clone();
        url.set_path("/robots.txt");
        url.set_query(None);
        Self { url }
    }

    /// Path and query: what the rules of a site speak of.
    pub(crate) fn path_and_query(&self) -> &str {
        &self.url[url::Position::BeforePath..url::Position::AfterQuery]
    }
}

impl std::fmt::Display for Target {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn credentials_and_fragments_are_dropped() {
        let target = Target::parse("https://anna:geheim@Journal.example:443/a?b=c#d").expect("is a URL");
        assert_eq!(target.as_str(), "https://journal.example/a?b=c");
        assert_eq!(target.path_and_query(), "/a?b=c");
        assert_eq!(target.robots().as_str(), "https://journal.example/robots.txt");
    }

    #[test]
    fn other_schemes_and_ports_are_refused() {
        for text in
            ["file:///etc/passwd", "ftp://a.example/", "gopher://a.example/", "http://", "journal.example/a", ""]
        {
            assert!(matches!(Target::parse(text), Err(WebError::BadUrl(_))), "{text}");
        }
        for port in [22, 25, 53, 6667] {
            assert_eq!(Target::parse(&format!("http://a.example:{port}/")), Err(WebError::Port(port)));
        }
        for text in ["http://a.example:8080/", "https://a.example:8443/", "HTTP://A.EXAMPLE"] {
            assert!(Target::parse(text).is_ok(), "{text}");
            assert!(Target::is_meant(text), "{text}");
        }
        assert!(Target::parse(&format!("http://a.example/{}", "a".repeat(MAX_LENGTH))).is_err());
        assert!(!Target::is_meant("httpé") && !Target::is_meant("http:/a") && !Target::is_meant("https"));
    }

    #[test]
    fn addresses_in_odd_notations_are_seen_through() {
        for text in [
            "http://127.1/",
            "http://0x7f.1/",
            "http://2130706433/",
            "http://0177.0.0.1/",
            "http://0x7f000001/",
            "http://127.0.0.1./",
            "http://①②⑦.⓪.⓪.①/",
            "http://[::1]/",
            "http://[::ffff:127.0.0.1]/",
            "http://[::ffff:7f00:1]/",
            "http://0/",
            "http://169.254.169.254/latest/meta-data/",
            "http://a:b@10.0.0.1/",
            "http://[64:ff9b::10.0.0.1]/",
            "http://%31%32%37.0.0.1/",
        ] {
            let target = Target::parse(text).expect(text);
            assert!(matches!(target.check_literal(&Access::Public), Err(WebError::NotPublic { .. })), "{text}");
            assert_eq!(target.check_literal(&Access::Anywhere), Ok(()), "{text}");
        }
        let name = Target::parse("http://journal.example/").expect("is a URL");
        assert_eq!(name.check_literal(&Access::Public), Ok(()));
    }

    proptest! {
        #[test]
        fn any_text_is_a_target_or_refused(text in "(https?://)?\\PC{0,60}", link in "\\PC{0,60}") {
            if let Ok(target) = Target::parse(&text) {
                prop_assert_eq!(Target::parse(target.as_str()), Ok(target.clone()));
                prop_assert!(target.url().username().is_empty() && target.url().password().is_none());
                if let Ok(next) = target.join(&link) {
                    prop_assert!(matches!(next.url().scheme(), "http" | "https"));
                }
            }
        }
    }
}
