//! The namespaces of feeds.

/// What the names of a namespace mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Space {
    /// RSS, Atom, CDF, or none.
    Core,
    DublinCore,
    DublinCoreTerms,
    Content,
    Media,
    Itunes,
    Xhtml,
    Other,
}

/// The vocabulary behind a namespace, or behind a well-known prefix that nobody declared.
pub(super) fn space(uri: &str) -> Space {
    const SPACES: [(&str, Space); 11] = [
        ("http://purl.org/dc/elements/", Space::DublinCore),
        ("http://purl.org/dc/terms", Space::DublinCoreTerms),
        ("http://purl.org/rss/1.0/modules/content", Space::Content),
        ("http://search.yahoo.com/mrss", Space::Media),
        ("http://www.itunes.com/dtds/podcast-1.0.dtd", Space::Itunes),
        ("http://www.w3.org/1999/xhtml", Space::Xhtml),
        ("http://www.w3.org/2005/atom", Space::Core),
        ("http://purl.org/atom/", Space::Core),
        ("http://my.netscape.com/rdf/simple/0.9", Space::Core),
        ("http://my.netscape.com/publish/formats/rss-0.91.dtd", Space::Core),
        ("http://purl.org/net/rss1.1", Space::Core),
    ];
    let uri = uri.trim().to_ascii_lowercase();
    let uri = uri.replacen("https://", "http://", 1);
    match uri.as_str() {
        "" | "atom" | "a10" | "rss" | "http://purl.org/rss/1.0" | "http://purl.org/rss/1.0/" => return Space::Core,
        "dc" => return Space::DublinCore,
        "dcterms" => return Space::DublinCoreTerms,
        "content" => return Space::Content,
        "media" => return Space::Media,
        "itunes" => return Space::Itunes,
        "xhtml" => return Space::Xhtml,
        _ => {}
    }
    let known = SPACES.iter().find(|(start, _)| uri.starts_with(start)).map(|(_, space)| *space);
    known.unwrap_or(if names_rss(&uri) { Space::Core } else { Space::Other })
}

/// RSS 0.9x and 2.0 have no namespace; some writers give them one all the same.
fn names_rss(uri: &str) -> bool {
    uri.starts_with("http://backend.userland.com/rss")
        || uri.starts_with("http://backend.userland.com/blogchannelmodule") && uri.ends_with("rss2")
        || uri.starts_with("http://blogs.law.harvard.edu/tech/rss")
        || uri.starts_with("http://www.rssboard.org/rss-specification")
        || uri == "http://purl.org/rss/2.0/"
        || uri.starts_with("http://channel.netscape.com/rdf/simple/0.9")
}
