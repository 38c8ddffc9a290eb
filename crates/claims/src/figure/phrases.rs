//! What happened to people where several words tell it: "were taken into custody", "ont dû quitter leur domicile", "sans nouvelles de
//! neuf personnes"; read off the order of the words, which holds where the tree is wrong.

use std::sync::LazyLock;

use recoupe_reading::{Doc, Lang, Pos};
use smol_str::SmolStr;

use super::role::{self, Acts};
use crate::claim::Role;
use crate::lexicon::{fold, rows};

/// How far behind the people their verb may stand, in tokens; what stands between commas is not counted.
const REACH: usize = 12;
/// How long what stands between commas may be, in tokens: "dont deux en urgence absolue".
const ASIDE: usize = 14;
/// How many tokens `…` stands for.
const GAP: usize = 3;

struct Phrase {
    role: Role,
    negated: bool,
    front: Vec<Word>,
    back: Vec<Word>,
}

enum Word {
    Gap,
    OneOf(Vec<SmolStr>),
}

fn phrases(lang: Lang) -> &'static [Phrase] {
    fn load(source: &'static str) -> Vec<Phrase> {
        let mut out = Vec::new();
        for row in rows(source) {
            let [role, patterns] = row[..] else { continue };
            let Some(role) = role::parse(role) else { continue };
            out.extend(patterns.split('|').filter_map(|p| phrase(role, p.trim())));
        }
        out
    }
    static FR: LazyLock<Vec<Phrase>> = LazyLock::new(|| load(include_str!("../fr/role-phrases.tsv")));
    static EN: LazyLock<Vec<Phrase>> = LazyLock::new(|| load(include_str!("../en/role-phrases.tsv")));
    match lang {
        Lang::En => &EN,
        Lang::Fr | Lang::Other => &FR,
    }
}

fn phrase(role: Role, pattern: &str) -> Option<Phrase> {
    let (bare, negated) = pattern.strip_prefix("not ").map_or((pattern, false), |p| (p, true));
    let (front, back) = bare.split_once('#')?;
    let words = |part: &str| {
        let word = |w: &str| if w == "…" { Word::Gap } else { Word::OneOf(w.split('/').map(fold).collect()) };
        part.split_whitespace().map(word).collect()
    };
    Some(Phrase { role, negated, front: words(front), back: words(back) })
}

/// What the clause behind people says of them; `end` is the token behind them.
pub(super) fn behind(doc: &Doc, end: usize) -> Option<Role> {
    let clause = Clause::behind(doc, end)?;
    let lang = doc.sentence_of(clause.verb).lang;
    let verb = Forms::of(doc, clause.verb);
    let told = phrases(lang)
        .iter()
        .filter(|p| p.front.is_empty() && p.negated == clause.negated && p.back.first().is_some_and(|w| verb.may_be(w)))
        .find(|p| fits(doc, &p.back, clause.verb))
        .map(|p| p.role);
    told.or_else(|| {
        let acts = if clause.passive { Acts::On } else { Acts::Self_ };
        role::of_verb(doc, clause.verb, acts)
            .or_else(|| role::of_verb(doc, clause.verb, Acts::Self_).filter(|_| clause.passive))
            .filter(|_| !clause.negated)
    })
}

/// The clause behind a bare number says something that is said of people alone: "12,000 took part", "300 sont portés disparus".
pub(super) fn is_of_people(doc: &Doc, end: usize) -> bool {
    let told = |clause: Clause| {
        let verb = Forms::of(doc, clause.verb);
        phrases(doc.sentence_of(clause.verb).lang)
            .iter()
            .filter(|p| {
                p.front.is_empty() && p.negated == clause.negated && p.back.first().is_some_and(|w| verb.may_be(w))
            })
            .any(|p| fits(doc, &p.back, clause.verb))
    };
    Clause::behind(doc, end).is_some_and(told)
}

/// What the words around people say of them: "porté secours à 42 personnes", "left 35,000 people homeless"; `first` is the first token
/// of their number, `end` the token behind them.
pub(super) fn around(doc: &Doc, first: usize, end: usize) -> Option<Role> {
    let sentence = doc.tokens.get(first)?.sentence;
    let lang = doc.sentence_of(first).lang;
    // The last word in front that belongs neither to the number nor to what bounds it.
    let before = (1..=role::APPROXIMATORS + 1)
        .map_while(|back| first.checked_sub(back))
        .take_while(|k| doc.tokens[*k].sentence == sentence);
    let mut ends: Vec<(usize, Forms)> = Vec::new();
    for k in before {
        ends.push((k, Forms::of(doc, k)));
        if !role::BETWEEN.contains(&doc.tokens[k].lower.as_str()) {
            break;
        }
    }
    phrases(lang)
        .iter()
        .filter(|p| !p.front.is_empty())
        .find(|p| {
            let stands = |(k, forms): &(usize, Forms)| {
                p.front.last().is_some_and(|w| forms.may_be(w)) && fits_before(doc, &p.front, *k)
            };
            ends.iter().any(stands) && follows(doc, &p.back, end)
        })
        .map(|p| p.role)
}

/// The verb of the clause that people are the subject of.
struct Clause {
    verb: usize,
    passive: bool,
    negated: bool,
}

impl Clause {
    fn behind(doc: &Doc, end: usize) -> Option<Clause> {
        let mut at = first_verb(doc, end)?;
        let sentence = doc.tokens[at].sentence;
        let ne = |k: usize| matches!(doc.tokens[k].lower.as_str(), "n'" | "ne");
        let (mut passive, mut negated) = (false, (end..at).any(ne));
        let mut verb = at;
        // "ont dû être", "were forced to", "did not": the last verb of the chain is what they do.
        while let Some(t) = doc.tokens.get(at).filter(|t| t.sentence == sentence) {
            let lemma = fold(&t.lemma);
            let to = |k: usize| doc.tokens.get(k).is_some_and(|t| matches!(t.lower.as_str(), "to" | "de" | "d'" | "à"));
            if is_not(&t.lower) {
                negated = true;
            } else if matches!(lemma.as_str(), "etre" | "be" | "get") && t.pos != Pos::Noun {
                passive = true;
                verb = at;
            } else if is_driven(&lemma) && to(at + 1) || lemma == "have" && to(at + 1) {
                passive = false;
                at += 1;
            } else if t.pos == Pos::Aux || is_modal(&lemma) {
                passive = false;
            } else if t.pos != Pos::Adv
                && !matches!(t.lower.as_str(), "se" | "s'" | "y" | "en" | "to" | "tous" | "toutes")
            {
                // Behind a form of "be" a noun or a preposition is no verb.
                if !passive || matches!(t.pos, Pos::Verb | Pos::Adj) {
                    verb = at;
                }
                break;
            }
            at += 1;
        }
        Some(Clause { verb, passive, negated })
    }
}

/// The first verb behind people: what stands between commas is passed over, other people and other clauses end the search.
fn first_verb(doc: &Doc, end: usize) -> Option<usize> {
    let sentence = doc.tokens.get(end)?.sentence;
    let token = |k: usize| doc.tokens.get(k).filter(|t| t.sentence == sentence);
    let (mut at, mut passed) = (end, 0);
    while passed < REACH {
        let t = token(at)?;
        match t.lower.as_str() {
            "," => {
                at = Some(past_aside(doc, at)).filter(|behind| *behind > at)?;
                continue;
            }
            ";" | ":" | "." | "(" | "et" | "and" | "or" | "ou" | "mais" | "but" | "–" | "—" => return None,
            _ => {}
        }
        match t.pos {
            Pos::Verb | Pos::Aux => return Some(at).filter(|_| t.tag != "VBG"),
            Pos::Num | Pos::Sconj => return None,
            Pos::Pron if !matches!(t.lower.as_str(), "se" | "s'" | "y" | "en") => return None,
            _ => {}
        }
        (at, passed) = (at + 1, passed + 1);
    }
    None
}

/// Behind what stands between commas, if a comma is here: ", two of them in critical condition,".
pub(super) fn past_aside(doc: &Doc, at: usize) -> usize {
    let Some(here) = doc.tokens.get(at).filter(|t| t.lower == ",") else { return at };
    let token = |k: usize| doc.tokens.get(k).filter(|t| t.sentence == here.sentence);
    let close = (at + 1..at + ASIDE).find(|k| token(*k).is_some_and(|t| t.lower == ","));
    let verbal = |k: usize| matches!(doc.tokens[k].pos, Pos::Verb | Pos::Aux) && !doc.tokens[k].has("VerbForm=Part");
    close.filter(|close| !(at + 1..*close).any(verbal)).map_or(at, |close| close + 1)
}

/// The words of a pattern stand here, the first of them at `at`.
fn fits(doc: &Doc, words: &[Word], at: usize) -> bool {
    let Some((word, rest)) = words.split_first() else { return true };
    let Some(sentence) = doc.tokens.get(at).map(|t| t.sentence) else { return false };
    match word {
        Word::OneOf(forms) => {
            is_one_of(doc, forms, at) && (rest.is_empty() || same(doc, at + 1, sentence) && fits(doc, rest, at + 1))
        }
        Word::Gap => (at..=at + GAP)
            .take_while(|k| same(doc, *k, sentence) && (*k == at || doc.tokens[*k - 1].pos != Pos::Punct))
            .any(|k| fits(doc, rest, k)),
    }
}

/// The words of a pattern stand here, the last of them at `last`.
fn fits_before(doc: &Doc, words: &[Word], last: usize) -> bool {
    let Some((word, rest)) = words.split_last() else { return true };
    let sentence = doc.tokens[last].sentence;
    let before = |k: usize| k.checked_sub(1).filter(|b| doc.tokens[*b].sentence == sentence);
    match word {
        Word::OneOf(forms) => {
            is_one_of(doc, forms, last) && (rest.is_empty() || before(last).is_some_and(|b| fits_before(doc, rest, b)))
        }
        Word::Gap => std::iter::successors(Some(last), |k| before(*k)).take(GAP + 1).any(|k| fits_before(doc, rest, k)),
    }
}

/// The words behind the people follow them at once, or after a word or two of their own.
fn follows(doc: &Doc, words: &[Word], end: usize) -> bool {
    words.is_empty() || (end..end + GAP).any(|k| doc.tokens.get(k).is_some() && fits(doc, words, k))
}

fn same(doc: &Doc, at: usize, sentence: usize) -> bool {
    doc.tokens.get(at).is_some_and(|t| t.sentence == sentence)
}

fn is_one_of(doc: &Doc, forms: &[SmolStr], at: usize) -> bool {
    Forms::of(doc, at).is_one_of(forms)
}

/// A token's word and lemma, folded.
struct Forms {
    lower: SmolStr,
    lemma: SmolStr,
}

impl Forms {
    fn of(doc: &Doc, at: usize) -> Forms {
        let t = &doc.tokens[at];
        Forms { lower: fold(&t.lower), lemma: fold(&t.lemma) }
    }

    fn is_one_of(&self, forms: &[SmolStr]) -> bool {
        forms.iter().any(|f| *f == self.lower || *f == self.lemma)
    }

    /// A word of a pattern may stand for the token.
    fn may_be(&self, word: &Word) -> bool {
        match word {
            Word::Gap => true,
            Word::OneOf(forms) => self.is_one_of(forms),
        }
    }
}

fn is_not(lower: &str) -> bool {
    matches!(lower, "not" | "n't" | "never" | "ne" | "n'" | "pas" | "jamais" | "guère")
}

fn is_modal(lemma: &str) -> bool {
    matches!(
        lemma,
        "devoir"
            | "pouvoir"
            | "aller"
            | "venir"
            | "must"
            | "can"
            | "could"
            | "may"
            | "might"
            | "should"
            | "will"
            | "would"
    )
}

/// Verbs of what makes people do something: "contraints de quitter", "forced to leave".
fn is_driven(lemma: &str) -> bool {
    const DRIVEN: [&str; 14] = [
        "contraindre",
        "contraint",
        "forcer",
        "obliger",
        "inviter",
        "appeler",
        "force",
        "oblige",
        "order",
        "tell",
        "compel",
        "ask",
        "urge",
        "prier",
    ];
    DRIVEN.contains(&lemma)
}
