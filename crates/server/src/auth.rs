//! Who may ask: tokens with roles, and the mark that ties a decision to its session.

use std::path::Path;

use axum::http::{HeaderMap, header};
use base64::{Engine as _, prelude::BASE64_STANDARD, prelude::BASE64_URL_SAFE_NO_PAD as BASE64};
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde::Serialize;
use sha2::{Digest as _, Sha256};
use subtle::{Choice, ConditionallySelectable as _, ConstantTimeEq as _};
use utoipa::ToSchema;

use crate::{
    ServeError,
    problem::{Code, Problem, Result},
};

/// The cookie of a session.
pub(crate) const COOKIE: &str = "recoupe_session";
/// The header that carries the session's mark.
pub(crate) const MARK: &str = "x-csrf-token";

/// What somebody may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Look.
    Read,
    /// Look and decide.
    Review,
}

impl Role {
    fn word(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Review => "review",
        }
    }
}

/// Who asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Who {
    pub(crate) role: Role,
    /// As the token's line names them.
    pub(crate) name: Option<String>,
    pub(crate) shown: Shown,
}

/// How they showed who they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shown {
    /// By something that a browser sends by itself, also from another page's form: a password, or being on this machine.
    ByItself,
    /// By a header that only a program sets.
    ByProgram,
}

/// The tokens that are known, by their fingerprints.
#[derive(Debug, Clone, Default)]
pub struct Tokens(Vec<Known>);

#[derive(Debug, Clone)]
struct Known {
    role: Role,
    sha256: [u8; 32],
    name: Option<String>,
}

impl Tokens {
    /// Reads a file of lines `read|review sha256:HEX [NAME]`; `#` begins a comment. Tokens themselves are never kept.
    ///
    /// # Errors
    ///
    /// [`ServeError::Tokens`] names the line that is wrong, or says that the file cannot be read or has no line.
    pub fn read(path: &Path) -> Result<Self, ServeError> {
        let bad = |why: String| ServeError::Tokens { path: path.to_owned(), why };
        let text = std::fs::read_to_string(path).map_err(|error| bad(error.to_string()))?;
        let tokens = Self::parse(&text).map_err(bad)?;
        match tokens.0.is_empty() {
            true => Err(bad("it has no token; make one with `recoupe serve --new-token review`".into())),
            false => Ok(tokens),
        }
    }

    fn parse(text: &str) -> Result<Self, String> {
        let lines = text.lines().enumerate().map(|(i, line)| (i + 1, line.trim()));
        let lines = lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
        lines
            .map(|(n, line)| {
                Known::parse(line).ok_or_else(|| format!("line {n} is not `read|review sha256:HEX [NAME]`"))
            })
            .collect::<Result<_, _>>()
            .map(Self)
    }

    /// The token's line. All are compared, each in constant time, so that the time tells nothing.
    fn find(&self, token: &str) -> Option<&Known> {
        let asked: [u8; 32] = Sha256::digest(token).into();
        let mut found = u64::MAX;
        for (i, known) in self.0.iter().enumerate() {
            let same: Choice = known.sha256.ct_eq(&asked);
            found = u64::conditional_select(&found, &(i as u64), same);
        }
        self.0.get(usize::try_from(found).ok()?)
    }
}

impl Known {
    fn parse(line: &str) -> Option<Self> {
        let mut parts = line.splitn(3, char::is_whitespace);
        let role = match parts.next()? {
            "read" => Role::Read,
            "review" => Role::Review,
            _ => return None,
        };
        let hex = parts.next()?.strip_prefix("sha256:").filter(|hex| hex.len() == 64 && hex.is_ascii())?;
        let mut sha256 = [0; 32];
        for (i, byte) in sha256.iter_mut().enumerate() {
            *byte = u8::from_str_radix(&hex[2 * i..2 * i + 2], 16).ok()?;
        }
        let name = parts.next().map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned);
        Some(Self { role, sha256, name })
    }
}

/// A new token and the line that makes it known.
///
/// # Errors
///
/// When the operating system gives no random numbers.
pub fn new_token(role: Role, name: Option<&str>) -> Result<(String, String), ServeError> {
    let token = format!("rcp_{}", BASE64.encode(random::<32>()?));
    let hex: String = Sha256::digest(&token).iter().map(|b| format!("{b:02x}")).collect();
    let name: String = name.unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
    Ok((token, format!("{} sha256:{hex} {name}", role.word()).trim_end().to_owned()))
}

/// Random bytes of the operating system.
pub(crate) fn random<const N: usize>() -> Result<[u8; N], ServeError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| ServeError::Random(error.to_string()))?;
    Ok(bytes)
}

/// Whom to let in.
pub(crate) struct Doors {
    /// None: whoever is on this machine may do everything that the server does.
    tokens: Option<Tokens>,
    /// What everybody may do at most.
    most: Role,
    /// Ties marks to sessions until the server stops.
    key: [u8; 32],
    /// Cookies are sent over TLS only.
    secure: bool,
}

impl Doors {
    pub(crate) fn new(tokens: Option<Tokens>, most: Role, secure: bool) -> Result<Self, ServeError> {
        Ok(Self { tokens, most, key: random()?, secure })
    }

    /// Who asks, by the headers of the request.
    pub(crate) fn who(&self, headers: &HeaderMap) -> Result<Who> {
        let Some(tokens) = &self.tokens else {
            return Ok(Who { role: self.most, name: None, shown: Shown::ByItself });
        };
        let header = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        let (token, shown) = header.and_then(token).ok_or(Problem::from(Code::NoToken))?;
        let known = tokens.find(&token).ok_or(Problem::from(Code::BadToken))?;
        let role = if self.most == Role::Read { Role::Read } else { known.role };
        Ok(Who { role, name: known.name.clone(), shown })
    }

    /// Decisions are taken at all.
    pub(crate) fn decides(&self) -> bool {
        self.most == Role::Review
    }

    /// The session's mark; a new session's cookie where the request has none.
    pub(crate) fn session(&self, headers: &HeaderMap) -> Result<(String, Option<String>)> {
        if let Some(session) = cookie(headers) {
            return Ok((self.mark(&session)?, None));
        }
        let session = BASE64.encode(random::<32>().map_err(|_| Problem::from(Code::Internal))?);
        let secure = if self.secure { "; Secure" } else { "" };
        let set = format!("{COOKIE}={session}; Path=/; HttpOnly; SameSite=Strict{secure}");
        Ok((self.mark(&session)?, Some(set)))
    }

    /// Whether a request that changes something comes from the session's own page.
    pub(crate) fn genuine(&self, who: &Who, headers: &HeaderMap) -> Result<()> {
        if who.shown == Shown::ByProgram {
            return Ok(());
        }
        let told = headers.get(MARK).and_then(|mark| mark.to_str().ok());
        let (Some(session), Some(told)) = (cookie(headers), told) else { return Err(Code::Forged.into()) };
        match bool::from(self.mark(&session)?.as_bytes().ct_eq(told.as_bytes())) {
            true => Ok(()),
            false => Err(Code::Forged.into()),
        }
    }

    fn mark(&self, session: &str) -> Result<String> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.key).map_err(|_| Problem::from(Code::Internal))?;
        mac.update(session.as_bytes());
        Ok(BASE64.encode(mac.finalize().into_bytes()))
    }
}

/// The token of `Bearer TOKEN`, or the password of `Basic`, which browsers ask for by themselves.
fn token(header: &str) -> Option<(String, Shown)> {
    let (scheme, rest) = header.split_once(' ')?;
    if scheme.eq_ignore_ascii_case("bearer") {
        return Some((rest.trim().to_owned(), Shown::ByProgram));
    }
    let decoded = scheme.eq_ignore_ascii_case("basic").then(|| BASE64_STANDARD.decode(rest.trim()).ok())??;
    let decoded = String::from_utf8(decoded).ok()?;
    Some((decoded.split_once(':')?.1.to_owned(), Shown::ByItself))
}

fn cookie(headers: &HeaderMap) -> Option<String> {
    let all = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = all.flat_map(|value| value.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, value)| *name == COOKIE && value.len() == 43).map(|(_, value)| value.to_owned())
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn headers(pairs: &[(&'static str, String)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.parse().unwrap(), HeaderValue::from_str(value).unwrap())).collect()
    }

    #[test]
    fn a_token_is_known_by_its_fingerprint_only() {
        let (token, line) = new_token(Role::Review, Some("Anne  B")).expect("random numbers");
        assert!(line.starts_with("review sha256:") && line.ends_with(" Anne B") && !line.contains(&token), "{line}");
        let (other, other_line) = new_token(Role::Read, None).expect("random numbers");
        let tokens = Tokens::parse(&format!("# the desk\n\n{line}\n{other_line}\n")).expect("is a file of tokens");
        let doors = Doors::new(Some(tokens), Role::Review, false).expect("random numbers");
        let bearer = |token: &str| doors.who(&headers(&[("authorization", format!("Bearer {token}"))]));
        let who = bearer(&token).expect("is known");
        assert_eq!((who.role, who.name.as_deref(), who.shown), (Role::Review, Some("Anne B"), Shown::ByProgram));
        assert_eq!(bearer(&other).map(|w| w.role), Ok(Role::Read));
        assert_eq!(bearer("rcp_x"), Err(Code::BadToken.into()));
        assert_eq!(doors.who(&HeaderMap::new()), Err(Code::NoToken.into()));
        let basic = format!("Basic {}", BASE64_STANDARD.encode(format!("anne:{token}")));
        assert_eq!(doors.who(&headers(&[("authorization", basic)])).map(|w| w.shown), Ok(Shown::ByItself));
    }

    #[test]
    fn files_of_tokens_are_checked() {
        for bad in
            ["review", "admin sha256:00", "review sha256:zz", &format!("read sha256:{}", "é".repeat(32)), "read 1234"]
        {
            assert!(Tokens::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_mark_fits_its_session_only() {
        let doors = Doors::new(None, Role::Review, true).expect("random numbers");
        let (mark, set) = doors.session(&HeaderMap::new()).expect("a session");
        let set = set.expect("a cookie");
        assert!(set.contains("HttpOnly; SameSite=Strict; Secure"), "{set}");
        let cookie = set.split(';').next().unwrap().to_owned();
        let who = doors.who(&HeaderMap::new()).expect("is on this machine");
        let ours = [("cookie", cookie.clone()), (MARK, mark.clone())];
        assert_eq!(doors.genuine(&who, &headers(&ours)), Ok(()));
        assert_eq!(doors.session(&headers(&ours)), Ok((mark.clone(), None)));
        let other = format!("{COOKIE}={}", "A".repeat(43));
        for forged in [vec![("cookie", cookie)], vec![(MARK, mark.clone())], vec![("cookie", other), (MARK, mark)]] {
            assert_eq!(doors.genuine(&who, &headers(&forged)), Err(Code::Forged.into()));
        }
    }
}
