//! spaCy's tokenizer: whitespace, then affixes, infixes and exceptions, then exceptions across whitespace chunks.

use fancy_regex::Regex;
use rustc_hash::FxHashMap;

use smol_str::SmolStr;

use crate::{
    image::StringTable,
    pystr,
    recipe::TokenizerRecipe,
    words::{Form, Words},
};

/// A token: where it is in the text and which word it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Raw {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) form: Form,
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
    /// First bytes of such sequences.
    special_bytes: Vec<bool>,
}

/// A token of a chunk: its length in bytes, and the id of the norm that an exception gives it, 0 if none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Part {
    len: usize,
    norm: u64,
}

/// The chunks that a thread has met, as lengths and words of their tokens.
#[derive(Debug, Default)]
pub(crate) struct Chunks {
    by_text: FxHashMap<SmolStr, (u32, u32)>,
    tokens: Vec<(u32, u32)>,
    parts: Vec<Part>,
}

impl Chunks {
    /// Forgets everything, for when words get new numbers.
    pub(crate) fn clear(&mut self) {
        self.by_text.clear();
        self.tokens.clear();
    }

    /// Whether so many are known that it is time to forget them all.
    pub(crate) fn is_full(&self) -> bool {
        self.by_text.len() > 60_000
    }
}

/// Longest chunk that is kept in [`Chunks`], in bytes.
const KEPT: usize = 64;
/// Affixes are looked for in so many bytes at either end of a chunk, and beyond only in a run of full stops: no other
/// affix is long, and a chunk of a million punctuation marks must not be searched to its end for each of them.
const WINDOW: usize = 48;
/// Longer chunks are not tried as web addresses.
const LONGEST_URL: usize = 4096;

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
            special_bytes: vec![false; 256],
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
        for sequence in &recipe.special {
            let mut node = &mut tokenizer.special;
            for token in sequence {
                node = node.children.entry(token.clone()).or_default();
            }
            node.end = true;
            if let Some(&byte) = sequence.first().and_then(|token| token.as_bytes().first()) {
                tokenizer.special_bytes[usize::from(byte)] = true;
            }
        }
        Ok(tokenizer)
    }

    /// The exceptions that the patterns would break up, as the sequences of tokens that then appear; worked out when a
    /// model is converted.
    pub(crate) fn special_sequences(&self, recipe: &TokenizerRecipe) -> Vec<Vec<String>> {
        let broken = |text: &str| {
            self.find_prefix(text) > 0
                || self.find_suffix(text) > 0
                || self.infix.is_match(text).unwrap_or(false)
                || text.contains(' ')
        };
        let tokens = |text: &str| {
            let mut tokens = Vec::new();
            for chunk in Splitter::new(text) {
                let mut parts = Vec::new();
                self.chunk(&text[chunk.start..chunk.end], Exceptions::Ignore, &mut parts);
                let mut at = chunk.start;
                for part in parts {
                    tokens.push(text[at..at + part.len].to_owned());
                    at += part.len;
                }
            }
            tokens
        };
        recipe.exceptions.iter().map(|(text, _)| text).filter(|text| broken(text)).map(|text| tokens(text)).collect()
    }

    /// The tokens of a text.
    pub(crate) fn tokenize(
        &self,
        text: &str,
        words: &mut Words,
        chunks: &mut Chunks,
        norms: Option<&StringTable>,
    ) -> Vec<Raw> {
        let mut tokens = Vec::with_capacity(text.len() / 5 + 1);
        for chunk in Splitter::new(text) {
            self.push_chunk(text, &chunk, words, chunks, norms, &mut tokens);
        }
        self.rejoin_special(text, tokens, words, norms)
    }

    /// Appends the tokens of a chunk, known or new.
    fn push_chunk(
        &self,
        text: &str,
        chunk: &Chunk,
        words: &mut Words,
        chunks: &mut Chunks,
        norms: Option<&StringTable>,
        tokens: &mut Vec<Raw>,
    ) {
        let string = &text[chunk.start..chunk.end];
        let mut at = chunk.start;
        if let Some(&(from, count)) = chunks.by_text.get(string) {
            for &(len, word) in &chunks.tokens[from as usize..][..count as usize] {
                let end = at + len as usize;
                tokens.push(Raw { start: at, end, form: Form::new(word, false) });
                at = end;
            }
        } else {
            chunks.parts.clear();
            self.chunk(string, Exceptions::Apply, &mut chunks.parts);
            let from = chunks.tokens.len();
            let keep = string.len() <= KEPT;
            for part in &chunks.parts {
                let end = at + part.len;
                let word = words.number(&text[at..end], part.norm, norms);
                tokens.push(Raw { start: at, end, form: Form::new(word, false) });
                if keep {
                    chunks.tokens.push((part.len as u32, word));
                }
                at = end;
            }
            if keep {
                chunks.by_text.insert(SmolStr::new(string), (from as u32, (chunks.tokens.len() - from) as u32));
            }
        }
        if chunk.space
            && let Some(last) = tokens.last_mut()
        {
            last.form = last.form.with_space();
        }
    }

    fn parts(&self, text: &str) -> Option<&[Part]> {
        if text.len() > self.longest { None } else { self.exceptions.get(text).map(Vec::as_slice) }
    }

    /// The tokens of a chunk.
    fn chunk<'t>(&self, chunk: &'t str, exceptions: Exceptions, parts: &mut Vec<Part>) {
        let known = |s: &str| if exceptions == Exceptions::Apply { self.parts(s) } else { None };
        if let Some(known) = known(chunk) {
            parts.extend_from_slice(known);
            return;
        }
        // No pattern can apply to letters alone.
        if pystr::all_alpha(chunk) {
            parts.push(Part { len: chunk.len(), norm: 0 });
            return;
        }
        let (mut from, mut to) = (0, chunk.len());
        let mut suffixes: Vec<usize> = Vec::new();
        let mut last_len = None;
        // A long run of the same few marks asks the same questions again and again.
        let mut known_affixes: FxHashMap<(bool, &str), usize> = FxHashMap::default();
        let mut affix = |suffix: bool, s: &'t str| {
            let window = if suffix { suffix_window(s) } else { prefix_window(s) };
            let search = || if suffix { self.find_suffix(window) } else { self.find_prefix(window) };
            if s.len() <= WINDOW { search() } else { *known_affixes.entry((suffix, window)).or_insert_with(search) }
        };
        while from < to && last_len != Some(to - from) {
            let s = &chunk[from..to];
            if self.matches_token(s) || known(s).is_some() {
                break;
            }
            last_len = Some(s.len());
            let p = affix(false, s);
            if p > 0 && p < s.len() && known(&s[p..]).is_some() {
                parts.push(Part { len: p, norm: 0 });
                from += p;
                break;
            }
            let q = affix(true, &s[p..]);
            if q > 0 && q < s.len() && known(&s[..s.len() - q]).is_some() {
                suffixes.push(q);
                to -= q;
                break;
            }
            if p > 0 {
                parts.push(Part { len: p, norm: 0 });
                from += p;
            }
            if q > 0 {
                suffixes.push(q);
                to -= q;
            }
        }
        if from < to {
            let s = &chunk[from..to];
            if let Some(known) = known(s) {
                parts.extend_from_slice(known);
            } else if self.matches_token(s) || self.matches_url(s) {
                parts.push(Part { len: s.len(), norm: 0 });
            } else {
                self.infixes(s, parts);
            }
        }
        parts.extend(suffixes.into_iter().rev().map(|len| Part { len, norm: 0 }));
    }

    /// Length of the prefix.
    fn find_prefix(&self, s: &str) -> usize {
        self.prefix.find(prefix_window(s)).ok().flatten().map_or(0, |found| found.end() - found.start())
    }

    /// Length of the suffix.
    fn find_suffix(&self, s: &str) -> usize {
        self.suffix.find(suffix_window(s)).ok().flatten().map_or(0, |found| found.end() - found.start())
    }

    /// Whether the pattern for words that stay whole matches. Its alternatives (French only) begin with a letter, end
    /// with a letter, hyphen or apostrophe and have one of the latter two in them: most strings are refused by a look at
    /// their ends, whatever their length.
    fn matches_token(&self, s: &str) -> bool {
        const JOINTS: [char; 7] = ['-', '–', '—', '‐', '‑', '\'', '’'];
        let Some(regex) = &self.token_match else { return false };
        let (Some(first), Some(last)) = (s.chars().next(), s.chars().next_back()) else { return false };
        if first.is_ascii() && !first.is_ascii_alphabetic()
            || last.is_ascii() && !last.is_ascii_alphabetic() && !JOINTS.contains(&last)
        {
            return false;
        }
        if s.len() <= KEPT && !s.contains(JOINTS) {
            return false;
        }
        // Python's simple lower case of "İ" is "i"; the crate's case folding leaves it alone.
        if s.contains('İ') {
            return regex.is_match(&s.replace('İ', "i")).unwrap_or(false);
        }
        regex.is_match(s).unwrap_or(false)
    }

    fn matches_url(&self, s: &str) -> bool {
        s.len() <= LONGEST_URL && s.contains('.') && self.url.is_match(s).unwrap_or(false)
    }

    /// Splits at infixes. Python's `finditer` allows an empty match where the last match ended, the crate's does not.
    fn infixes(&self, s: &str, parts: &mut Vec<Part>) {
        let mut push = |from: usize, to: usize| {
            if from < to {
                parts.push(Part { len: to - from, norm: 0 });
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
    fn rejoin_special(&self, text: &str, tokens: Vec<Raw>, words: &mut Words, norms: Option<&StringTable>) -> Vec<Raw> {
        let mut spans: Vec<(usize, usize)> = Vec::new();
        for (start, first) in tokens.iter().enumerate() {
            if !self.special_bytes[usize::from(text.as_bytes()[first.start])] {
                continue;
            }
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
        let mut done = 0;
        for (start, end) in spans {
            let (first, last) = (tokens[start], tokens[end - 1]);
            let Some(parts) = self.parts(&text[first.start..last.end]) else { continue };
            out.extend_from_slice(&tokens[done..start]);
            let mut at = first.start;
            for part in parts {
                let word = words.number(&text[at..at + part.len], part.norm, norms);
                out.push(Raw { start: at, end: at + part.len, form: Form::new(word, false) });
                at += part.len;
            }
            if last.form.space()
                && let Some(token) = out.last_mut()
            {
                token.form = token.form.with_space();
            }
            done = end;
        }
        out.extend_from_slice(&tokens[done..]);
        out
    }
}

/// The part of a string in which its prefix can be.
fn prefix_window(s: &str) -> &str {
    if s.len() <= WINDOW {
        return s;
    }
    let dots = s.bytes().take_while(|&byte| byte == b'.').count();
    &s[..s.ceil_char_boundary(dots + WINDOW)]
}

/// The part of a string in which its suffix can be.
fn suffix_window(s: &str) -> &str {
    if s.len() <= WINDOW {
        return s;
    }
    let dots = s.bytes().rev().take_while(|&byte| byte == b'.').count();
    &s[s.floor_char_boundary((s.len() - dots).saturating_sub(WINDOW))..]
}

/// A run of whitespace, or of anything else.
struct Chunk {
    start: usize,
    end: usize,
    /// Followed by a space that belongs to its last token.
    space: bool,
}

/// Cuts a text into chunks; a single space between two others belongs to neither.
struct Splitter<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Splitter<'a> {
    fn new(text: &'a str) -> Splitter<'a> {
        Splitter { text, at: 0 }
    }
}

impl Iterator for Splitter<'_> {
    type Item = Chunk;

    fn next(&mut self) -> Option<Chunk> {
        let start = self.at;
        let rest = self.text.get(start..)?;
        let in_space = pystr::is_space(rest.chars().next()?);
        let len = rest.find(|c| pystr::is_space(c) != in_space).unwrap_or(rest.len());
        let end = start + len;
        // The space that ends a chunk is left out; if more whitespace follows, the rest of it is a chunk of its own.
        let space = !in_space && self.text[end..].starts_with(' ');
        self.at = end + usize::from(space);
        Some(Chunk { start, end, space })
    }
}
