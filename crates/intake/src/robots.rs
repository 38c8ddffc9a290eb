//! The rules of a site for programs: robots.txt by RFC 9309.
//!
//! Beyond the standard: `Crawl-delay`, and `Sitemap` lines. As Google's parser does, a line that is neither of a group nor
//! known does not end a group, and a pattern that begins with neither `/` nor `*` fits nothing.

use std::time::Duration;

/// The part of the user agent that the rules name (RFC 9309, 2.2.1).
pub const PRODUCT: &str = "recoupe";

/// What is read of a file; the standard asks for at least 500 KiB (2.5).
pub const MAX_BYTES: usize = 500 * 1024;

/// What a site lets this program fetch.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Robots {
    rules: Vec<Rule>,
    /// The pause between two requests that the site asks for.
    pub crawl_delay: Option<Duration>,
    /// Addresses of sitemaps that the file names, for any program.
    pub sitemaps: Vec<String>,
}

#[derive(Debug, Clone, PartialEq)]
struct Rule {
    verdict: Verdict,
    pattern: Pattern,
}

/// In the order of precedence between patterns of the same length.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Verdict {
    Disallow,
    Allow,
}

/// Literal pieces between the stars.
#[derive(Debug, Clone, PartialEq)]
struct Pattern {
    pieces: Vec<String>,
    end: End,
    length: usize,
}

/// Whether a pattern fits the beginning of a path or all of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Open,
    Anchored,
}

impl Robots {
    /// Everything may be fetched: the site has no rules (2.3.1.3).
    pub fn allow_all() -> Self {
        Self::default()
    }

    /// Reads the rules for the program called `product` (letters, `-` and `_`; case does not matter). No input is an error.
    pub fn parse(bytes: &[u8], product: &str) -> Self {
        let text = String::from_utf8_lossy(&bytes[..bytes.len().min(MAX_BYTES)]);
        let mut own = Group::default();
        let mut anybody = Group::default();
        let mut sitemaps = Vec::new();
        // Whom the group that is being read is for.
        let mut for_own = false;
        let mut for_anybody = false;
        let mut naming = false;
        for line in text.trim_start_matches('\u{feff}').split(['\n', '\r']) {
            let line = line.split('#').next().unwrap_or_default();
            let Some((key, value)) = line.split_once(':') else { continue };
            let (key, value) = (key.trim().to_ascii_lowercase(), value.trim());
            match key.as_str() {
                "user-agent" => {
                    if !naming {
                        (for_own, for_anybody, naming) = (false, false, true);
                    }
                    match name(value) {
                        "" if value.starts_with('*') => for_anybody = true,
                        token if token.eq_ignore_ascii_case(product) => {
                            for_own = true;
                            own.named = true;
                        }
                        _ => {}
                    }
                }
                "allow" | "disallow" | "crawl-delay" => {
                    naming = false;
                    if for_own {
                        own.add(&key, value);
                    }
                    if for_anybody {
                        anybody.add(&key, value);
                    }
                }
                "sitemap" if !value.is_empty() => sitemaps.push(value.to_owned()),
                _ => {}
            }
        }
        // Rules of its own replace those for anybody, even where there are none (2.2.1).
        let group = if own.named { own } else { anybody };
        Self { rules: group.rules, crawl_delay: group.delay, sitemaps }
    }

    /// Whether a path (with its query, as in a URL) may be fetched: the longest pattern that fits decides, `Allow` where two
    /// are equally long, yes where none fits (2.2.2).
    pub fn allows(&self, path_and_query: &str) -> bool {
        let path = normal_path(path_and_query);
        if path == "/robots.txt" {
            return true;
        }
        let fitting = self.rules.iter().filter(|rule| rule.pattern.fits(&path));
        fitting.map(|rule| (rule.pattern.length, rule.verdict)).max().is_none_or(|(_, v)| v == Verdict::Allow)
    }
}

#[derive(Debug, Default)]
struct Group {
    named: bool,
    rules: Vec<Rule>,
    delay: Option<Duration>,
}

impl Group {
    fn add(&mut self, key: &str, value: &str) {
        if key == "crawl-delay" {
            let seconds = value.parse::<f64>().ok().filter(|s| s.is_finite() && (0.0..=1e9).contains(s));
            self.delay = self.delay.max(seconds.map(Duration::from_secs_f64));
            return;
        }
        // An empty pattern is no rule; "Disallow:" alone says that everything is allowed.
        if let Some(pattern) = Pattern::parse(value) {
            let verdict = if key == "allow" { Verdict::Allow } else { Verdict::Disallow };
            self.rules.push(Rule { verdict, pattern });
        }
    }
}

/// The product token that a value begins with: "Recoupe/1.0 (x)" names "Recoupe".
fn name(value: &str) -> &str {
    let end = value.find(|c: char| !c.is_ascii_alphabetic() && c != '-' && c != '_').unwrap_or(value.len());
    &value[..end]
}

impl Pattern {
    fn parse(value: &str) -> Option<Self> {
        if !value.starts_with(['/', '*']) {
            return None;
        }
        let (body, end) = match value.strip_suffix('$') {
            Some(body) => (body, End::Anchored),
            None => (value, End::Open),
        };
        let pieces: Vec<String> = body.split('*').map(|piece| normal(piece, "$")).collect();
        let length =
            pieces.iter().map(String::len).sum::<usize>() + pieces.len() - 1 + usize::from(end == End::Anchored);
        Some(Self { pieces, end, length })
    }

    /// Each piece is taken where it first fits: no earlier choice can make a later one impossible, and the work stays
    /// linear in path and pattern.
    fn fits(&self, path: &str) -> bool {
        let Some((first, rest)) = self.pieces.split_first() else { return true };
        let Some(mut left) = path.strip_prefix(first.as_str()) else { return false };
        let Some((last, middle)) = rest.split_last() else { return self.end == End::Open || left.is_empty() };
        for piece in middle {
            let Some(at) = left.find(piece.as_str()) else { return false };
            left = &left[at + piece.len()..];
        }
        match self.end {
            End::Open => left.contains(last.as_str()),
            End::Anchored => left.ends_with(last.as_str()),
        }
    }
}

/// The path of a URL as it is compared: a literal `*` or `$` in it is not a sign of a pattern (2.2.3).
fn normal_path(path: &str) -> String {
    normal(path, "*$")
}

/// Percent-encodes what is not ASCII and the characters of `signs`, decodes what needs no encoding, writes codes in capitals
/// (2.2.2).
fn normal(text: &str, signs: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [byte, tail @ ..] = rest {
        let (byte, encoded) = match tail {
            [high, low, after @ ..] if *byte == b'%' && high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => {
                rest = after;
                (digit(*high) << 4 | digit(*low), true)
            }
            _ => {
                rest = tail;
                (*byte, false)
            }
        };
        let unreserved = byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
        let as_it_is = if encoded { unreserved } else { byte.is_ascii_graphic() && !signs.as_bytes().contains(&byte) };
        if as_it_is {
            out.push(char::from(byte));
        } else {
            out += &format!("%{byte:02X}");
        }
    }
    out
}

fn digit(hex: u8) -> u8 {
    match hex {
        b'0'..=b'9' => hex - b'0',
        _ => (hex | 0x20) - b'a' + 10,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn allows(rules: &str, path: &str) -> bool {
        Robots::parse(rules.as_bytes(), PRODUCT).allows(path)
    }

    #[test]
    fn the_group_of_the_program_goes_before_that_of_anybody() {
        let rules =
            "User-agent: *\nDisallow: /\n\nUser-Agent: other\nuser-agent: RECOUPE/2.0\nDisallow: /brouillons/\n";
        assert!(allows(rules, "/article"));
        assert!(!allows(rules, "/brouillons/a"));
        assert!(allows("User-agent: *\nDisallow: /\nUser-agent: recoupe\n", "/article"), "a group without rules");
        assert!(!allows("User-agent: *\nDisallow: /\nUser-agent: recoupe-images\nAllow: /", "/article"));
        let twice = "User-agent: recoupe\nDisallow: /a\nUser-agent: x\nDisallow: /c\nUser-agent: recoupe\nDisallow: /b";
        assert!(!allows(twice, "/a") && !allows(twice, "/b") && allows(twice, "/c"), "groups of one name are one");
    }

    #[test]
    fn the_longest_pattern_decides() {
        let rules = "User-agent: *\nDisallow: /archives\nAllow: /archives/2031\nDisallow: /*.pdf$\nAllow: /page\nDisallow: /*.htm\n";
        for (path, allowed) in [
            ("/", true),
            ("/archives/2030", false),
            ("/archives/2031/a", true),
            ("/a.pdf", false),
            ("/a.pdf?x", true),
            ("/page.htm", false), // "/*.htm" is longer than "/page"
            ("/page", true),
            ("/autre.htm", false),
        ] {
            assert_eq!(allows(rules, path), allowed, "{path}");
        }
        assert!(allows("User-agent: *\nDisallow: /page\nAllow: /page", "/page"));
    }

    #[test]
    fn patterns() {
        for (pattern, path, fits) in [
            ("/fish", "/fish.html", true),
            ("/fish", "/Fish", false),
            ("/fish*", "/fishing", true),
            ("/fish/", "/fish", false),
            ("/*.php", "/a/b.php?c", true),
            ("/*.php$", "/b.php/", false),
            ("/a*b*c$", "/a-b-b-c", true),
            ("/a*b*c$", "/a-c-b", false),
            ("/a*a$", "/a", false),
            ("/$", "/", true),
            ("/$", "/a", false),
            ("*", "/anything", true),
            ("/**/x", "/a/x", true),
            ("/caf%c3%a9", "/café", true),
            ("/café", "/caf%C3%A9", true),
            ("/%7Ejoe", "/~joe", true),
            ("/a%2Fb", "/a/b", false),
            ("/a%2fb", "/a%2Fb", true),
            ("/a-%2A.html", "/a-*.html", true),
            ("/a$b", "/a$b", true),
            ("/a%24", "/a$", true),
            ("/100%", "/100%", true),
            ("fish", "/fish", false),
        ] {
            assert_eq!(!allows(&format!("User-agent: *\nDisallow: {pattern}"), path), fits, "{pattern} {path}");
        }
    }

    #[test]
    fn odd_files() {
        let odd = "\u{feff}user-agent:*\r\rDISALLOW : /a # a remark\rSitemap: https://a.example/s.xml\rcrawl-delay: 2.5\nnonsense\n:";
        let robots = Robots::parse(odd.as_bytes(), PRODUCT);
        assert!(!robots.allows("/a") && robots.allows("/b"));
        assert_eq!(robots.sitemaps, ["https://a.example/s.xml"]);
        assert_eq!(robots.crawl_delay, Some(Duration::from_millis(2500)));
        assert!(allows("", "/a") && allows("Disallow: /a", "/a"), "rules outside a group are nobody's");
        assert!(allows("User-agent: *\nDisallow:", "/a"));
        assert!(allows("User-agent: *\nDisallow: /", "/robots.txt"));
        assert!(allows("<html><body>User-agent: none</body></html>", "/"));
        for delay in ["-1", "nan", "inf", "1e300", "soon"] {
            let rules = format!("User-agent: *\nCrawl-delay: {delay}");
            assert_eq!(Robots::parse(rules.as_bytes(), PRODUCT).crawl_delay, None, "{delay}");
        }
        let sitemap_between = "User-agent: a\nSitemap: x\nUser-agent: recoupe\nDisallow: /";
        assert!(!allows(sitemap_between, "/b"));
    }

    #[test]
    fn a_huge_file_is_read_up_to_the_limit() {
        let long = format!("User-agent: *\nDisallow: /first\n{}Disallow: /last\n", "# x\n".repeat(MAX_BYTES / 4));
        assert!(!allows(&long, "/first") && allows(&long, "/last"));
        // Many stars against a long path: linear, so that this ends at once.
        let stars = format!("User-agent: *\nDisallow: /{}b$", "*a".repeat(200_000));
        assert!(allows(&stars, &format!("/{}", "a".repeat(8000))));
    }

    /// Paths as the other implementation takes them: it compares what comes after the host.
    fn oracle(rules: &str, path: &str) -> Option<bool> {
        let robot = texting_robots::Robot::new(PRODUCT, rules.as_bytes()).ok()?;
        Some(robot.allowed(&format!("https://a.example{path}")))
    }

    fn made_up_rules() -> impl Strategy<Value = String> {
        let pattern = "/[abc/]{0,3}(\\*[abc]{0,2}){0,2}\\$?";
        let rule = (prop_oneof!["Allow", "Disallow"], pattern).prop_map(|(key, value)| format!("{key}: {value}\n"));
        let group = (prop_oneof!["\\*", "recoupe", "other"], proptest::collection::vec(rule, 1..6))
            .prop_map(|(agent, rules)| format!("User-agent: {agent}\n{}\n", rules.concat()));
        proptest::collection::vec(group, 1..4).prop_map(|groups| groups.concat())
    }

    proptest! {
        #[test]
        fn any_bytes_are_rules(bytes in proptest::collection::vec(any::<u8>(), 0..300), path in "/\\PC{0,40}") {
            let robots = Robots::parse(&bytes, PRODUCT);
            robots.allows(&path);
            prop_assert!(robots.allows("/robots.txt"));
        }

        /// Another implementation of the standard says the same.
        #[test]
        fn agrees_with_another_matcher(rules in made_up_rules(), path in "/[abc/]{0,8}") {
            if let Some(expected) = oracle(&rules, &path) {
                prop_assert_eq!(allows(&rules, &path), expected, "{}\n{}", rules, path);
            }
        }

        /// A path encoded in another way is the same path.
        #[test]
        fn encoding_does_not_matter(path in "/[a-zé/~.-]{0,12}", pattern in "/[a-zé/~.-]{0,4}") {
            let encoded: String = path.bytes().map(|b| match b {
                b'/' => "/".to_owned(),
                other => format!("%{other:02x}"),
            }).collect();
            let rules = format!("User-agent: *\nDisallow: {pattern}");
            prop_assert_eq!(allows(&rules, &path), allows(&rules, &encoded));
        }
    }
}
