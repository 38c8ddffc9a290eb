//! The Python expressions of feedparser's suite, as far as they compare a value with a literal.

use std::collections::BTreeMap;

use serde_json::Value;

/// `entries[0]['title'] == 'Item'`, `not feed['link']`.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Expectation {
    pub path: Vec<Value>,
    pub wanted: Literal,
    pub negated: bool,
}

/// A literal of Python.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Literal {
    Text(String),
    Number(i64),
    List(Vec<Literal>),
    Map(BTreeMap<String, Literal>),
    None,
    /// The value is there, whatever it is.
    Present,
}

impl Literal {
    /// Whether a found value is this one; `words` gives the words of markup.
    pub(super) fn is(&self, value: &Value, words: &dyn Fn(&str) -> String) -> bool {
        match (self, value) {
            (Self::Text(wanted), Value::String(found)) => wanted == found,
            (Self::Text(wanted), Value::Object(map)) => map
                .get("markup")
                .and_then(Value::as_str)
                .is_some_and(|found| found == wanted || words(found) == words(wanted)),
            (Self::Number(wanted), Value::Number(found)) => found.as_i64() == Some(*wanted),
            (Self::List(wanted), Value::Array(found)) => {
                wanted.len() == found.len() && wanted.iter().zip(found).all(|(w, f)| w.is(f, words))
            }
            (Self::Map(wanted), Value::Object(found)) => {
                wanted.iter().all(|(k, w)| found.get(k).is_some_and(|f| w.is(f, words)))
            }
            (Self::None, found) => found.is_null(),
            _ => false,
        }
    }
}

/// What the comment of a file expects; `None` if it is no comparison with a literal, or nothing.
pub(super) fn of(source: &str) -> Option<Vec<Expectation>> {
    let (_, rest) = source.split_once("Expect:")?;
    let (text, _) = rest.split_once("-->")?;
    let mut parser = Parser { rest: text.trim() };
    let mut parts = Vec::new();
    loop {
        parts.extend(parser.comparison()?);
        parser.blank();
        if parser.rest.is_empty() {
            break;
        }
        parser.word("and").then_some(())?;
    }
    (!parts.is_empty()).then_some(parts)
}

/// The value behind a path; the last of the path may be `len`.
pub(super) fn at<'a>(value: &'a Value, path: &[Value]) -> Option<&'a Value> {
    path.iter().try_fold(value, |value, step| match step {
        Value::String(name) => value.get(name),
        Value::Number(at) => value.get(usize::try_from(at.as_i64()?).ok()?),
        _ => None,
    })
}

struct Parser<'a> {
    rest: &'a str,
}

impl Parser<'_> {
    fn blank(&mut self) {
        self.rest = self.rest.trim_start();
    }

    fn sign(&mut self, sign: &str) -> bool {
        self.blank();
        let found = self.rest.strip_prefix(sign);
        self.rest = found.unwrap_or(self.rest);
        found.is_some()
    }

    fn word(&mut self, word: &str) -> bool {
        self.blank();
        match self.rest.strip_prefix(word) {
            Some(rest) if !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_') => {
                self.rest = rest;
                true
            }
            _ => false,
        }
    }

    /// A comparison, several where it is chained (`a == b == 'x'`); none for `not bozo`.
    fn comparison(&mut self) -> Option<Vec<Expectation>> {
        let bracket = self.sign("(");
        let negated = self.word("not");
        let mut paths = vec![self.path()?];
        if paths[0] == [Value::from("bozo")] {
            return negated.then(Vec::new);
        }
        let mut wanted = Literal::Present;
        loop {
            if self.sign("==") || self.word("is") {
                self.blank();
                if self.rest.starts_with("feed") || self.rest.starts_with("entries") {
                    paths.push(self.path()?);
                } else {
                    wanted = self.literal()?;
                }
            } else {
                break;
            }
        }
        if bracket && !self.sign(")") {
            return None;
        }
        Some(paths.into_iter().map(|path| Expectation { path, wanted: wanted.clone(), negated }).collect())
    }

    fn path(&mut self) -> Option<Vec<Value>> {
        self.blank();
        let mut path = vec![Value::from(self.name()?)];
        loop {
            if self.sign("[") {
                match self.literal()? {
                    Literal::Text(name) => path.push(Value::from(name)),
                    Literal::Number(at) => path.push(Value::from(at)),
                    _ => return None,
                }
                if !self.sign("]") {
                    return None;
                }
            } else if self.rest.starts_with('.') {
                self.rest = &self.rest[1..];
                path.push(Value::from(self.name()?));
            } else if self.rest.starts_with('(') {
                return None;
            } else {
                return Some(path);
            }
        }
    }

    fn name(&mut self) -> Option<String> {
        let end = self.rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(self.rest.len());
        let (name, rest) = self.rest.split_at(end);
        self.rest = rest;
        Some(name.to_owned()).filter(|name| !name.is_empty())
    }

    fn literal(&mut self) -> Option<Literal> {
        self.blank();
        if self.word("None") || self.word("False") {
            return Some(Literal::None);
        }
        if self.word("True") {
            return Some(Literal::Present);
        }
        if self.sign("(") || self.sign("[") {
            let mut list = Vec::new();
            while !self.sign(")") && !self.sign("]") {
                list.push(self.literal()?);
                self.sign(",");
            }
            return Some(Literal::List(list));
        }
        if self.sign("{") {
            let mut map = BTreeMap::new();
            while !self.sign("}") {
                let Literal::Text(key) = self.literal()? else { return None };
                self.sign(":").then_some(())?;
                map.insert(key, self.literal()?);
                self.sign(",");
            }
            return Some(Literal::Map(map));
        }
        if self.rest.starts_with(|c: char| c.is_ascii_digit() || c == '-') {
            let end = self.rest[1..].find(|c: char| !c.is_ascii_digit()).map_or(self.rest.len(), |end| end + 1);
            let (number, rest) = self.rest.split_at(end);
            self.rest = rest;
            return number.parse().ok().map(Literal::Number);
        }
        self.text().map(Literal::Text)
    }

    /// One string literal, or several beside each other.
    fn text(&mut self) -> Option<String> {
        let mut text = self.string()?;
        loop {
            self.blank();
            if !self.rest.starts_with(['\'', '"']) {
                return Some(text);
            }
            text.push_str(&self.string()?);
        }
    }

    fn string(&mut self) -> Option<String> {
        let raw = self.rest.starts_with(['r', 'R']);
        let body = self.rest.trim_start_matches(['u', 'U', 'r', 'R']);
        let quote = ["\"\"\"", "'''", "\"", "'"].into_iter().find(|quote| body.starts_with(quote))?;
        let body = &body[quote.len()..];
        let mut text = String::new();
        let mut at = 0;
        while !body[at..].starts_with(quote) {
            let c = body[at..].chars().next()?;
            at += c.len_utf8();
            if c != '\\' || raw {
                text.push(c);
                continue;
            }
            let escaped = body[at..].chars().next()?;
            at += escaped.len_utf8();
            let digits = match escaped {
                'x' => 2,
                'u' => 4,
                'U' => 8,
                _ => 0,
            };
            match escaped {
                'n' => text.push('\n'),
                't' => text.push('\t'),
                'r' => text.push('\r'),
                '\n' => {}
                _ if digits > 0 => {
                    let code = u32::from_str_radix(body.get(at..at + digits)?, 16).ok()?;
                    text.push(char::from_u32(code)?);
                    at += digits;
                }
                other => text.push(other),
            }
        }
        self.rest = &body[at + quote.len()..];
        Some(text)
    }
}
