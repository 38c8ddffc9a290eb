//! spaCy's tokenizer: whitespace, then affixes, infixes and exceptions, then exceptions across whitespace chunks.

use fancy_regex::Regex;
use rustc_hash::FxHashMap;

use crate::{pystr, recipe::TokenizerRecipe};

/// A token before its lexeme is looked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Raw {
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// Followed by one space that belongs to it.
    pub(crate) space: bool,
    /// Id of the norm that an exception gives; 0 if none.
    pub(crate) norm: u64,
}

/// Compiled patterns and exceptions.
#[derive(Debug)]
pub(crate) struct Tokenizer {
    prefix: Regex,
    suffix: Regex,
    infix: Regex,
    url: Regex,
    token_match: Option<Regex>,
    exceptions: FxHashMap<String, Vec<Part>>,
    /// Longest exception in bytes.
    longest: usize,
    /// Exceptions that the patterns would break up, as the sequences of tokens that then appear.
    special: Node,
}

/// One token of an exception.
#[derive(Debug, Clone, Copy)]
struct Part {
    len: usize,
    norm: u64,
}

#[derive(Debug, Default)]
struct Node {
    children: FxHashMap<String, Node>,
    end: bool,
}

/// Whether exceptions apply.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Exceptions {
    Apply,
    Ignore,
}

impl Tokenizer {
    /// Compiles the patterns.
    pub(crate) fn new(recipe: &TokenizerRecipe) -> Result<Tokenizer, Box<fancy_regex::Error>> {
        let regex = |source: &str| Regex::new(source).map_err(Box::new);
        let mut tokenizer = Tokenizer {
            prefix: regex(&recipe.prefix)?,
            suffix: regex(&recipe.suffix)?,
            infix: regex(&recipe.infix)?,
            url: regex(&recipe.url)?,
            token_match: recipe.token_match.as_deref().map(regex).transpose()?,
            exceptions: FxHashMap::default(),
            longest: 0,
            special: Node::default(),
        };
        for (text, pieces) in &recipe.exceptions {
            let parts: Vec<Part> = pieces
                .iter()
                .map(|piece| Part {
                    len: piece.orth.len(),
                    norm: piece.norm.as_deref().map_or(0, crate::hash::string_id),
                })
                .collect();
            if parts.iter().map(|part| part.len).sum::<usize>() != text.len() {
                continue;
            }
            tokenizer.longest = tokenizer.longest.max(text.len());
            tokenizer.exceptions.insert(text.clone(), parts);
        }
        for (text, _) in &recipe.exceptions {
            tokenizer.add_special(text);
        }
        Ok(tokenizer)
    }

    fn add_special(&mut self, text: &str) {
        let broken = self.find_prefix(text) > 0
            || self.find_suffix(text) > 0
            || self.infix.is_match(text).unwrap_or(false)
            || text.contains(' ');
        if !broken {
            return;
        }
        let mut tokens = Vec::new();
        self.split(text, Exceptions::Ignore, &mut tokens);
        let mut node = &mut self.special;
        for token in tokens {
            node = node.children.entry(text[token.start..token.end].to_owned()).or_default();
        }
        node.end = true;
    }

    /// The tokens of a text.
    pub(crate) fn tokenize(&self, text: &str) -> Vec<Raw> {
        let mut tokens = Vec::with_capacity(text.len() / 5 + 1);
        self.split(text, Exceptions::Apply, &mut tokens);
        self.rejoin_special(text, tokens)
    }

    /// First pass: chunks of whitespace and of anything else.
    fn split(&self, text: &str, exceptions: Exceptions, tokens: &mut Vec<Raw>) {
        let Some(first) = text.chars().next() else { return };
        let mut in_space = pystr::is_space(first);
        let mut start = 0;
        for (i, c) in text.char_indices() {
            if pystr::is_space(c) == in_space {
                continue;
            }
            if start < i {
                self.chunk(text, start, i, exceptions, tokens);
            }
            start = i;
            if c == ' ' {
                if let Some(last) = tokens.last_mut() {
                    last.space = true;
                }
                start += 1;
            }
            in_space = !in_space;
        }
        if start < text.len() {
            self.chunk(text, start, text.len(), exceptions, tokens);
            if let Some(last) = tokens.last_mut() {
                last.space = text.ends_with(' ') && !in_space;
            }
        }
    }

    fn parts(&self, text: &str) -> Option<&[Part]> {
        if text.len() > self.longest { None } else { self.exceptions.get(text).map(Vec::as_slice) }
    }

    fn chunk(&self, text: &str, start: usize, end: usize, exceptions: Exceptions, tokens: &mut Vec<Raw>) {
        let chunk = &text[start..end];
        let known = |s: &str| if exceptions == Exceptions::Apply { self.parts(s) } else { None };
        if let Some(parts) = known(chunk) {
            push_parts(parts, start, tokens);
            return;
        }
        // No pattern can apply to letters alone.
        if pystr::all_alpha(chunk) {
            tokens.push(Raw { start, end, space: false, norm: 0 });
            return;
        }
        let (mut from, mut to) = (start, end);
        let mut suffixes: Vec<(usize, usize)> = Vec::new();
        let mut last_len = None;
        while from < to && last_len != Some(to - from) {
            let s = &text[from..to];
            if self.matches_token(s) || known(s).is_some() {
                break;
            }
            last_len = Some(s.len());
            let p = self.find_prefix(s);
            if p > 0 && p < s.len() && known(&s[p..]).is_some() {
                tokens.push(Raw { start: from, end: from + p, space: false, norm: 0 });
                from += p;
                break;
            }
            let q = self.find_suffix(&s[p..]);
            if q > 0 && q < s.len() && known(&s[..s.len() - q]).is_some() {
                suffixes.push((to - q, to));
                to -= q;
                break;
            }
            if p > 0 {
                tokens.push(Raw { start: from, end: from + p, space: false, norm: 0 });
                from += p;
            }
            if q > 0 {
                suffixes.push((to - q, to));
                to -= q;
            }
        }
        if from < to {
            let s = &text[from..to];
            if let Some(parts) = known(s) {
                push_parts(parts, from, tokens);
            } else if self.matches_token(s) || self.matches_url(s) {
                tokens.push(Raw { start: from, end: to, space: false, norm: 0 });
            } else {
                self.infixes(s, from, tokens);
            }
        }
        tokens.extend(suffixes.into_iter().rev().map(|(start, end)| Raw { start, end, space: false, norm: 0 }));
    }

    /// Length of the prefix.
    fn find_prefix(&self, s: &str) -> usize {
        self.prefix.find(s).ok().flatten().map_or(0, |found| found.end() - found.start())
    }

    /// Length of the suffix.
    fn find_suffix(&self, s: &str) -> usize {
        self.suffix.find(s).ok().flatten().map_or(0, |found| found.end() - found.start())
    }

    fn matches_token(&self, s: &str) -> bool {
        let Some(regex) = &self.token_match else { return false };
        s.contains(['-', '–', '—', '‐', '‑', '\'', '’']) && regex.is_match(s).unwrap_or(false)
    }

    fn matches_url(&self, s: &str) -> bool {
        s.contains('.') && self.url.is_match(s).unwrap_or(false)
    }

    /// Splits at infixes. Python's `finditer` allows an empty match where the last match ended, the crate's does not.
    fn infixes(&self, s: &str, offset: usize, tokens: &mut Vec<Raw>) {
        let mut push = |from: usize, to: usize| {
            if from < to {
                tokens.push(Raw { start: offset + from, end: offset + to, space: false, norm: 0 });
            }
        };
        let mut start = 0;
        let mut at = 0;
        while at <= s.len() {
            let Ok(Some(found)) = self.infix.find_from_pos(s, at) else { break };
            let (a, b) = (found.start(), found.end());
            if a != 0 {
                push(start, a);
                push(a, b);
                start = b;
            }
            at = if a == b { b + s[b..].chars().next().map_or(1, char::len_utf8) } else { b };
        }
        push(start, s.len());
    }

    /// Second pass: exceptions whose tokens the first pass has made across chunks.
    fn rejoin_special(&self, text: &str, tokens: Vec<Raw>) -> Vec<Raw> {
        let mut spans: Vec<(usize, usize)> = Vec::new();
        for start in 0..tokens.len() {
            let mut node = &self.special;
            for (at, token) in tokens.iter().enumerate().skip(start) {
                let Some(next) = node.children.get(&text[token.start..token.end]) else { break };
                node = next;
                if node.end {
                    spans.push((start, at + 1));
                }
            }
        }
        if spans.is_empty() {
            return tokens;
        }
        // Longest first; a span's tokens are marked even if the span itself is refused.
        spans.sort_by_key(|&(start, end)| (std::cmp::Reverse(end - start), start));
        let mut marked = vec![false; tokens.len()];
        spans.retain(|&(start, end)| {
            let free = !marked[start] && !marked[end - 1];
            marked[start..end].fill(true);
            free
        });
        spans.sort_unstable();
        let mut out = Vec::with_capacity(tokens.len());
        let mut at = 0;
        for (start, end) in spans {
            let (first, last) = (tokens[start], tokens[end - 1]);
            let Some(parts) = self.parts(&text[first.start..last.end]) else { continue };
            out.extend_from_slice(&tokens[at..start]);
            push_parts(parts, first.start, &mut out);
            if let Some(token) = out.last_mut() {
                token.space = last.space;
            }
            at = end;
        }
        out.extend_from_slice(&tokens[at..]);
        out
    }
}

fn push_parts(parts: &[Part], mut at: usize, tokens: &mut Vec<Raw>) {
    for part in parts {
        tokens.push(Raw { start: at, end: at + part.len, space: false, norm: part.norm });
        at += part.len;
    }
}
