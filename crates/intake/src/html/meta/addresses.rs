//! Addresses of a page that it tells in passing, where it does not say which is its own: for the day in them.

use jiff::civil::Date;

use super::dates;
use crate::html::dom::Dom;
use crate::html::tag::Tag;

/// Names of `<meta>` elements that hold an address of the page, beside those of its canonical one.
const NAMES: [&str; 5] = ["twitter:url", "al:web:url", "al:ios:url", "al:android:url", "parsely-link"];

/// Parts of the addresses at which other sites take a page that a reader shares.
const SHARES: [&str; 9] = [
    "facebook.com/sharer",
    "facebook.com/share.php",
    "twitter.com/intent",
    "twitter.com/share",
    "twitter.com/home",
    "linkedin.com/share",
    "whatsapp",
    "pinterest.com/pin/create",
    "reddit.com/submit",
];

/// Beginnings of the fragments that lead to the comments of the page itself.
const COMMENTS: [&str; 5] = ["comment", "respond", "disqus", "kommentar", "comentario"];

/// The day in the addresses of other forms of the page (for telephones, in other languages, its feed of comments), and in
/// links to its own comments and to sites that share it. A page that tells several days so is a list of pages.
pub(super) fn day(dom: &Dom<'_>) -> Option<Date> {
    let forms = (1..dom.len()).filter_map(|id| match dom.tag(id) {
        Tag::Link => {
            let rel = dom.raw_attribute(id, "rel")?.to_ascii_lowercase();
            matches!(rel.as_str(), "amphtml" | "alternate" | "shorturl" | "self").then(|| dom.attribute(id, "href"))?
        }
        Tag::Meta => {
            let name = dom.raw_attribute(id, "name").or_else(|| dom.raw_attribute(id, "property"))?;
            NAMES.iter().any(|known| known.eq_ignore_ascii_case(name)).then(|| dom.attribute(id, "content"))?
        }
        _ => None,
    });
    only(forms.filter_map(|address| in_address(&address))).or_else(|| only(links(dom)))
}

/// The days in links to the page itself.
fn links(dom: &Dom<'_>) -> impl Iterator<Item = Date> {
    dom.all(Tag::A).filter_map(|id| {
        let address = dom.raw_attribute(id, "href")?;
        let own = match address.split_once('#') {
            Some((_, fragment)) if COMMENTS.iter().any(|name| fragment.starts_with(name)) => true,
            _ => SHARES.iter().any(|site| address.contains(site)),
        };
        own.then(|| in_address(address))?
    })
}

/// The day in the path of an address, or in that of an address that its query holds.
fn in_address(address: &str) -> Option<Date> {
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let held = query.find("http").map(|at| unquoted(&query[at..query.len().min(query.floor_char_boundary(at + 1000))]));
    dates::of_url(path).or_else(|| dates::of_url(&held?))
}

/// The separators of an address inside another, as they were.
fn unquoted(quoted: &str) -> String {
    let colons = quoted.replace("%3A", ":").replace("%3a", ":");
    colons.replace("%2F", "/").replace("%2f", "/").replace('&', "?")
}

/// The one value of several, if they are all the same.
fn only<T: PartialEq>(mut values: impl Iterator<Item = T>) -> Option<T> {
    let first = values.next()?;
    values.all(|value| value == first).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_in_addresses() {
        for (address, expected) in [
            ("https://a.example/2031/03/04/crue/amp", Some("2031-03-04")),
            (
                "https://www.facebook.com/sharer/sharer.php?u=https%3A%2F%2Fa.example%2F2031%2F03%2F04%2Fcrue&t=x",
                Some("2031-03-04"),
            ),
            ("https://twitter.com/intent/tweet?text=Crue&url=https://a.example/2031/03/04/crue", Some("2031-03-04")),
            ("https://a.example/crue?le=2031-03-04", None),
            ("?http", None),
        ] {
            assert_eq!(in_address(address).map(|d| d.to_string()).as_deref(), expected, "{address}");
        }
    }

    #[test]
    fn several_days_are_a_list() {
        assert_eq!(only([1, 1].into_iter()), Some(1));
        assert_eq!(only([1, 2].into_iter()), None);
    }
}
