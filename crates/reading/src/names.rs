//! Who and what a report speaks of: mentions, and which of them mean the same.
//!
//! [`resolve`] fills [`Doc::mentions`] and [`Doc::entities`] from finished tokens. It is a sieve: the surest rules first,
//! each working on what the rules before it left open, and nothing is merged by guess; a mention that cannot be told
//! keeps `entity: None`.

mod acronyms;
mod compare;
pub(crate) mod lists;
mod mentions;
mod phrase;
mod pronouns;
mod resolve;
mod ties;

use std::ops::Range;

pub use acronyms::{acronym_fits, initials};
pub(crate) use compare::skeleton;
pub use compare::{Likeness, PersonName, body_likeness, is_acronym, person_likeness, same_name};

use crate::{Doc, Mention, MentionKind, world};

/// What a noun phrase refers to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Resolved {
    /// An index into [`Doc::entities`].
    pub entity: usize,
    /// The mention that told it, an index into [`Doc::mentions`].
    pub mention: usize,
    /// The phrase does not name the entity: that "the spy agency" means the service named before is the reader's
    /// inference.
    pub by_description: bool,
}

/// Finds the mentions of a document and what they refer to; replaces what was there.
///
/// The time is linear in the number of tokens: every rule looks at a bounded neighbourhood or into an index.
pub fn resolve(doc: &mut Doc) {
    let mut found = mentions::find(doc);
    let ties = ties::find(doc, &mut found);
    let (mentions, entities) = resolve::resolve(doc, found, &ties);
    doc.mentions = mentions;
    doc.entities = entities;
}

/// The token of a range whose syntactic head lies outside it; the last such token if there are several and the range is
/// a name, else the first.
pub fn head_of(doc: &Doc, tokens: Range<usize>) -> usize {
    let outside = |t: &usize| {
        let head = doc.tokens[*t].head;
        head == *t || !tokens.contains(&head)
    };
    tokens.clone().find(outside).unwrap_or(tokens.start)
}

/// What the noun phrase at these tokens refers to: the mention that shares its head, else the best that it covers or
/// that covers it (names before acronyms before descriptions before pronouns). `None` where no mention of the phrase
/// could be resolved.
///
/// Looks at the mentions near the range only.
pub fn entity_at(doc: &Doc, tokens: Range<usize>) -> Option<Resolved> {
    if tokens.is_empty() || tokens.end > doc.tokens.len() {
        return None;
    }
    let head = head_of(doc, tokens.clone());
    let (_, mention, entity) = near(doc, &tokens)
        .filter_map(|i| {
            let m = &doc.mentions[i];
            let heads = tokens.contains(&m.head) && (m.head == head || m.tokens.contains(&head));
            let covers = m.tokens.start <= head && head < m.tokens.end;
            (heads || covers).then_some((rank(m, heads), i, m.entity?))
        })
        .min()
        .or_else(|| beside_title(doc, &tokens, head))?;
    // A name of the same entity inside the phrase tells more than its title.
    let named = near(doc, &tokens).find(|i| {
        let m = &doc.mentions[*i];
        m.entity == Some(entity) && is_name(m.kind) && tokens.start <= m.tokens.start && m.tokens.end <= tokens.end
    });
    let mention = named.unwrap_or(mention);
    let by_description = !is_name(doc.mentions[mention].kind)
        && doc.mentions[mention].kind == MentionKind::Description
        && doc.entities[entity].mentions.iter().any(|m| is_name(doc.mentions[*m].kind));
    Some(Resolved { entity, mention, by_description })
}

/// "M. Durand": the tree may hang the name on its title.
fn beside_title(doc: &Doc, tokens: &Range<usize>, head: usize) -> Option<((bool, MentionKind, usize), usize, usize)> {
    let address = world::title(doc.text_of(head), doc.sentence_of(head).lang).is_some();
    near(doc, tokens)
        .filter(|i| {
            let m = &doc.mentions[*i];
            let dep = &*doc.tokens[m.head].dep;
            let hangs = doc.tokens[m.head].head == head;
            let inside = tokens.start <= m.tokens.start && m.tokens.end <= tokens.end;
            inside && is_name(m.kind) && hangs && (address || dep.starts_with("flat") || dep == "appos")
        })
        .find_map(|i| Some((rank(&doc.mentions[i], false), i, doc.mentions[i].entity?)))
}

/// The tokens of the nearest earlier mention of the same entity that is no pronoun.
pub fn antecedent(doc: &Doc, mention: usize) -> Option<Range<usize>> {
    let entity = doc.mentions.get(mention)?.entity?;
    let all = &doc.entities.get(entity)?.mentions;
    let before = all.partition_point(|m| *m < mention);
    all[..before]
        .iter()
        .rev()
        .map(|m| &doc.mentions[*m])
        .find(|m| m.kind != MentionKind::Pronoun)
        .map(|m| m.tokens.clone())
}

/// Mentions that overlap a range.
fn near<'d>(doc: &'d Doc, tokens: &Range<usize>) -> impl Iterator<Item = usize> + use<'d> {
    let (start, end) = (tokens.start, tokens.end);
    let first = doc.mentions.partition_point(|m| m.tokens.start + LONGEST < start);
    (first..doc.mentions.len())
        .take_while(move |i| doc.mentions[*i].tokens.start < end)
        .filter(move |i| doc.mentions[*i].tokens.end > start)
}

/// No mention has more tokens.
pub(crate) const LONGEST: usize = 40;

fn rank(m: &Mention, heads: bool) -> (bool, MentionKind, usize) {
    (!heads, m.kind, usize::MAX - m.tokens.len())
}

fn is_name(kind: MentionKind) -> bool {
    matches!(kind, MentionKind::Name | MentionKind::Acronym)
}
