//! The attribute ruler: rules that map or correct tags, parts of speech, morphology, labels and lemmas.

use fancy_regex::Regex;
use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use crate::{
    recipe,
    recipe::{RuleAttrs, SetTest, Test},
    token::Pos,
};

/// The annotation that the rules read and change.
#[derive(Debug, Clone, Default)]
pub(crate) struct Annotation {
    pub(crate) pos: Vec<Pos>,
    pub(crate) tag: Vec<SmolStr>,
    pub(crate) morph: Vec<SmolStr>,
    pub(crate) dep: Vec<SmolStr>,
    /// `None` until a rule or the lemmatizer sets it.
    pub(crate) lemma: Vec<Option<SmolStr>>,
}

/// Compiled rules.
#[derive(Debug)]
pub(crate) struct Ruler {
    rules: Vec<Rule>,
    /// Rules by what their first token must have: the lower-case text, else the tag, else the part of speech, else
    /// nothing of these.
    by_lower: FxHashMap<String, Vec<usize>>,
    by_tag: FxHashMap<String, Vec<usize>>,
    by_pos: FxHashMap<Pos, Vec<usize>>,
    other: Vec<usize>,
}

#[derive(Debug)]
struct Rule {
    pattern: Vec<TokenTest>,
    attrs: Attrs,
    index: usize,
}

#[derive(Debug)]
struct TokenTest {
    pos: Option<Matcher>,
    tag: Option<Matcher>,
    dep: Option<Matcher>,
    lower: Option<Matcher>,
    is_space: Option<bool>,
}

#[derive(Debug)]
enum Matcher {
    Is(String),
    In(Vec<String>),
    NotIn(Vec<String>),
    Regex(Regex),
}

#[derive(Debug)]
struct Attrs {
    tag: Option<SmolStr>,
    pos: Option<Pos>,
    morph: Option<SmolStr>,
    lemma: Option<SmolStr>,
    dep: Option<SmolStr>,
}

/// A token as the rules see it.
struct Seen<'a> {
    pos: Pos,
    tag: &'a str,
    dep: &'a str,
    lower: &'a str,
    is_space: bool,
}

impl Ruler {
    /// Compiles the rules.
    pub(crate) fn new(recipe: &[recipe::Rule]) -> Result<Ruler, Box<fancy_regex::Error>> {
        let mut ruler = Ruler {
            rules: Vec::new(),
            by_lower: FxHashMap::default(),
            by_tag: FxHashMap::default(),
            by_pos: FxHashMap::default(),
            other: Vec::new(),
        };
        for rule in recipe {
            for pattern in &rule.patterns {
                let number = ruler.rules.len();
                let first = pattern.first();
                let values = |test: fn(&recipe::TokenPattern) -> &Option<Test>| match test(first?).as_ref()? {
                    Test::Is(value) => Some(vec![value.clone()]),
                    Test::Set(SetTest::In(values)) => Some(values.clone()),
                    Test::Set(_) => None,
                };
                if let Some(values) = values(|p| &p.lower) {
                    for value in values {
                        ruler.by_lower.entry(value).or_default().push(number);
                    }
                } else if let Some(values) = values(|p| &p.tag) {
                    for value in values {
                        ruler.by_tag.entry(value).or_default().push(number);
                    }
                } else if let Some(values) = values(|p| &p.pos) {
                    for pos in values.iter().filter_map(|value| Pos::from_name(value)) {
                        ruler.by_pos.entry(pos).or_default().push(number);
                    }
                } else {
                    ruler.other.push(number);
                }
                let pattern = pattern.iter().map(TokenTest::new).collect::<Result<_, _>>()?;
                ruler.rules.push(Rule { pattern, attrs: Attrs::new(&rule.attrs), index: rule.index });
            }
        }
        Ok(ruler)
    }

    /// Applies all rules; all matches are found before anything is changed, then applied in the order of the rules.
    pub(crate) fn apply<'a>(&self, annotation: &mut Annotation, lower: impl Fn(usize) -> &'a str, spaces: &[bool]) {
        let seen = |i: usize| Seen {
            pos: annotation.pos[i],
            tag: &annotation.tag[i],
            dep: &annotation.dep[i],
            lower: lower(i),
            is_space: spaces[i],
        };
        let n = spaces.len();
        let mut matches: Vec<(usize, usize)> = Vec::new();
        for start in 0..n {
            let first = seen(start);
            let by_lower = self.by_lower.get(first.lower).into_iter().flatten();
            let by_tag = self.by_tag.get(first.tag).into_iter().flatten();
            let by_pos = self.by_pos.get(&first.pos).into_iter().flatten();
            for &number in by_lower.chain(by_tag).chain(by_pos).chain(&self.other) {
                let pattern = &self.rules[number].pattern;
                let fits = pattern.split_first().is_some_and(|(test, rest)| {
                    test.accepts(&first)
                        && start + rest.len() < n
                        && rest.iter().enumerate().all(|(i, test)| test.accepts(&seen(start + 1 + i)))
                });
                if fits {
                    matches.push((number, start));
                }
            }
        }
        matches.sort_unstable();
        for (number, start) in matches {
            let rule = &self.rules[number];
            let at = start + rule.index;
            if at < n {
                rule.attrs.set(annotation, at);
            }
        }
    }
}

impl TokenTest {
    fn new(pattern: &recipe::TokenPattern) -> Result<TokenTest, Box<fancy_regex::Error>> {
        let matcher = |test: &Option<Test>| test.as_ref().map(Matcher::new).transpose();
        Ok(TokenTest {
            pos: matcher(&pattern.pos)?,
            tag: matcher(&pattern.tag)?,
            dep: matcher(&pattern.dep)?,
            lower: matcher(&pattern.lower)?,
            is_space: pattern.is_space,
        })
    }

    fn accepts(&self, token: &Seen<'_>) -> bool {
        let test = |matcher: &Option<Matcher>, value: &str| matcher.as_ref().is_none_or(|m| m.accepts(value));
        self.is_space.is_none_or(|space| space == token.is_space)
            && test(&self.tag, token.tag)
            && test(&self.lower, token.lower)
            && test(&self.dep, token.dep)
            && test(&self.pos, token.pos.as_str())
    }
}

impl Matcher {
    fn new(test: &Test) -> Result<Matcher, Box<fancy_regex::Error>> {
        Ok(match test {
            Test::Is(value) => Matcher::Is(value.clone()),
            Test::Set(SetTest::In(values)) => Matcher::In(values.clone()),
            Test::Set(SetTest::NotIn(values)) => Matcher::NotIn(values.clone()),
            Test::Set(SetTest::Regex(source)) => Matcher::Regex(Regex::new(source).map_err(Box::new)?),
        })
    }

    fn accepts(&self, value: &str) -> bool {
        match self {
            Matcher::Is(wanted) => wanted == value,
            Matcher::In(values) => values.iter().any(|v| v == value),
            Matcher::NotIn(values) => values.iter().all(|v| v != value),
            Matcher::Regex(regex) => regex.is_match(value).unwrap_or(false),
        }
    }
}

impl Attrs {
    fn new(attrs: &RuleAttrs) -> Attrs {
        let text = |value: &Option<String>| value.as_deref().map(SmolStr::new);
        Attrs {
            tag: text(&attrs.tag),
            pos: attrs.pos.as_deref().and_then(Pos::from_name),
            morph: text(&attrs.morph),
            lemma: text(&attrs.lemma),
            dep: text(&attrs.dep),
        }
    }

    fn set(&self, annotation: &mut Annotation, at: usize) {
        if let Some(tag) = &self.tag {
            annotation.tag[at] = tag.clone();
        }
        if let Some(pos) = self.pos {
            annotation.pos[at] = pos;
        }
        if let Some(morph) = &self.morph {
            annotation.morph[at] = morph.clone();
        }
        if let Some(lemma) = &self.lemma {
            annotation.lemma[at] = Some(lemma.clone());
        }
        if let Some(dep) = &self.dep {
            annotation.dep[at] = dep.clone();
        }
    }
}
