//! People who are told of one by one or group by group: "a man", "his wife and two sons", "Ann Hall and Paul Reed".

use std::collections::BTreeSet;

use recoupe_reading::{BlockKind, Doc, Iob, Lang, Pos};
use smol_str::SmolStr;

use super::words::{self, Class};
use super::{Implication, Implied, Told, closed, exact, is_said};
use crate::certainty;
use crate::claim::Role;
use crate::figure::{counted, population, role};
use crate::lexicon::fold;
use crate::setting::Setting;
use crate::unit;

/// How far from its noun "unharmed" may stand, in tokens.
const SPARED_REACH: usize = 2;
/// The most members of one enumeration.
const MEMBERS: usize = 24;

/// One member of an enumeration of people.
struct Member {
    number: f64,
    figure: Option<usize>,
    /// It is told of for the first time: "a man", a name; not "his wife".
    new: bool,
    name: bool,
}

/// The sum of each enumeration of people to whom one thing happened, and single people.
pub(super) fn sums(told: &Told<'_>) -> Vec<Implied> {
    let doc = told.doc;
    let mut out = Vec::new();
    for (s, sentence) in doc.sentences.iter().enumerate() {
        let kind = doc.blocks.get(sentence.block).map_or(BlockKind::Paragraph, |b| b.kind);
        if matches!(kind, BlockKind::Boilerplate | BlockKind::Byline | BlockKind::Caption) {
            continue;
        }
        for head in sentence.tokens.clone() {
            let dep = doc.tokens[head].dep.as_str();
            // "oprd": "a boy whom she considered a grandson" is one child.
            let inside = matches!(dep, "conj" | "appos" | "compound" | "oprd") || dep.starts_with("flat");
            let first = !inside && beside(told, head, Side::Before).is_none();
            if matches!(doc.tokens[head].pos, Pos::Noun | Pos::Propn) && first {
                out.extend(enumeration(told, s, head, is_heading(kind)));
            }
            out.extend(another(told, s, head));
            out.extend(one_of(told, s, head));
        }
    }
    out
}

fn is_heading(kind: BlockKind) -> bool {
    matches!(kind, BlockKind::Title | BlockKind::Heading)
}

/// What the enumeration that begins with this noun adds up to, if something happened to those people.
fn enumeration(told: &Told<'_>, sentence: usize, head: usize, heading: bool) -> Option<Implied> {
    let (doc, tree) = (told.doc, &told.prepared.tree);
    let first = member(told, head, heading)?;
    let end = doc.sentences[sentence].tokens.end;
    let phrase = counted::phrase(doc, tree, head, head, end);
    let role = role::of(doc, tree, head, Some(&phrase));
    if !matches!(role, Role::Killed | Role::Wounded | Role::Casualties) {
        return None;
    }
    let mut heads = vec![head];
    let mut members = vec![first];
    let mut last = head;
    let joined = |last: usize| {
        let conjunct = |of: usize| tree.kids(of).iter().copied().find(|k| *k > last && doc.tokens[*k].dep == "conj");
        // English chains its conjuncts, French hangs all of them on the first.
        conjunct(last)
            .or_else(|| conjunct(head))
            .or_else(|| beside(told, last, Side::Behind))
            // "the bodies of two women and a child", the child hung on the bodies.
            .or_else(|| conjunct(noun_above(doc, head)?).filter(|k| *k > last && member(told, *k, heading).is_some()))
    };
    while let Some(next) = joined(last) {
        // "one man was killed and four wounded": what has a role of its own is another toll.
        let phrase = counted::phrase(doc, tree, next, next, end);
        let own = role::of_itself(doc, tree, next, Some(&phrase));
        let another = own.is_some_and(|own| own != role && matches!(own, Role::Killed | Role::Wounded | Role::Missing));
        let participle = role::of_noun(doc, next).is_some() && doc.tokens[next].pos != Pos::Noun;
        if members.len() >= MEMBERS || another || participle {
            return None;
        }
        members.push(member(told, next, heading).or_else(|| kin(told, last, next))?);
        heads.push(next);
        last = next;
    }
    let how = match members.as_slice() {
        [one] if one.figure.is_none() && one.number > 1.0 => Implication::Sum,
        [one] if one.figure.is_none() && one.new => {
            if one.name {
                Implication::Named
            } else {
                Implication::One
            }
        }
        [_] => return None,
        _ if members.iter().all(|m| m.name) => Implication::Named,
        _ => Implication::Sum,
    };
    // Of those hit only a sum says more than the words do: how many there are is needed to tell the wounded from the dead.
    if role == Role::Casualties && how != Implication::Sum {
        return None;
    }
    let certainty = certainty::at(doc, head..head + 1, Some(unit::PERSON));
    if !is_said(certainty) {
        return None;
    }
    let number = members.iter().map(|m| m.number).sum();
    let figures: Vec<usize> = members.iter().filter_map(|m| m.figure).collect();
    // "including six children and two women": a part of what is told.
    if figures.iter().any(|f| told.figures[*f].derivation.is_some()) {
        return None;
    }
    Some(Implied {
        value: exact(number),
        unit: unit::PERSON.into(),
        role: Some(role),
        how,
        spans: heads
            .iter()
            .zip(&members)
            .map(|(h, m)| doc.tokens[if m.name { name_end(doc, *h) } else { *h }].span)
            .collect(),
        figures,
        sentence,
        certainty,
        setting: Setting::default(),
    })
}

/// "the bodies" of "the bodies of two women".
fn noun_above(doc: &Doc, head: usize) -> Option<usize> {
    let preposition = Some(doc.tokens[head].head).filter(|_| doc.tokens[head].dep == "pobj")?;
    Some(doc.tokens[preposition].head).filter(|k| doc.tokens[*k].pos == Pos::Noun)
}

/// On which side of a subject another is looked for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Before,
    Behind,
}

/// A second subject of one verb, joined by "et" or "and": the French model gives each its own arc.
fn beside(told: &Told<'_>, subject: usize, side: Side) -> Option<usize> {
    let (doc, tree) = (told.doc, &told.prepared.tree);
    let token = &doc.tokens[subject];
    if !token.dep.starts_with("nsubj") || token.head == subject {
        return None;
    }
    let other = |k: &usize| {
        let between = if side == Side::Behind { subject + 1..*k } else { *k + 1..subject };
        doc.tokens[*k].dep == token.dep
            && !between.is_empty()
            && between.clone().any(|b| matches!(told.lower(b), "et" | "and") || is_comma_of_kin(told, b))
            && between.into_iter().all(|b| !matches!(doc.tokens[b].pos, Pos::Verb | Pos::Aux))
    };
    let kids = tree.kids(token.head).iter().copied();
    match side {
        Side::Behind => kids.filter(|k| *k > subject).find(other),
        Side::Before => kids.rev().filter(|k| *k < subject).find(other),
    }
}

/// "a man, his wife and …": the comma of an enumeration, behind which nobody stands who is the same person.
fn is_comma_of_kin(told: &Told<'_>, at: usize) -> bool {
    let next = told.doc.tokens.get(at + 1);
    told.lower(at) == "," && next.is_some_and(|t| t.has("Poss=Yes"))
}

/// "a husband and wife", "his wife and daughter": the second shares the article of the first, and is somebody else. "A wife and
/// mother" may be one woman.
fn kin(told: &Told<'_>, first: usize, second: usize) -> Option<Member> {
    let her = |k: usize| told.is(k, Class::KinHer);
    let him = |k: usize| told.is(k, Class::KinHim);
    let both = (her(first) || him(first)) && (her(second) || him(second));
    let owned = first.checked_sub(1).is_some_and(|k| told.doc.tokens[k].has("Poss=Yes"));
    let apart = owned || her(first) != her(second);
    let joined = second == first + 2 && matches!(told.lower(first + 1), "and" | "et");
    (both && apart && joined).then_some(Member { number: 1.0, figure: None, new: false, name: false })
}

/// "and injured a fourth", "another was critically wounded", "a fourth victim has died", "une troisième personne est décédée": one more
/// person; the ordinal of somebody who died is the toll so far.
fn another(told: &Told<'_>, sentence: usize, at: usize) -> Option<Implied> {
    let doc = told.doc;
    let rank = words::rank(told.classes[at]);
    let more = told.is(at, Class::Another);
    if rank.is_none() && !more {
        return None;
    }
    // Of whom: "a fourth victim", or alone.
    let next = doc.tokens.get(at + 1).filter(|t| t.sentence == sentence && t.pos == Pos::Noun).map(|_| at + 1);
    let person = |k: usize| population::class_of(doc, k, &(k..k + 1)).is_some_and(|c| c.human);
    let head = match next {
        Some(noun) if person(noun) => noun,
        Some(_) => return None,
        None => at,
    };
    let articled = at.checked_sub(1).is_some_and(|k| told.is(k, Class::New) || told.is(k, Class::Known));
    // "the second time", "a third of": alone, an ordinal needs its article, and "another" a verb of its own.
    if head == at && rank.is_some() && !articled || told.is(at + 1, Class::Of) {
        return None;
    }
    let role = role::of(doc, &told.prepared.tree, head, None);
    if more && head != at || !matches!(role, Role::Killed | Role::Wounded) {
        // "another man was wounded" is told by its noun.
        return None;
    }
    let certainty = certainty::at(doc, head..head + 1, Some(unit::PERSON));
    let (number, how) = match rank {
        Some(n) if role == Role::Killed => (n, Implication::Ordinal),
        _ => (1.0, Implication::One),
    };
    is_said(certainty).then(|| Implied {
        value: exact(number),
        unit: unit::PERSON.into(),
        role: Some(role),
        how,
        spans: vec![doc.span_of_range(at..head + 1)],
        figures: Vec::new(),
        sentence,
        certainty,
        setting: Setting::default(),
    })
}

/// "one of them died", "l'une des victimes est décédée": one of those hit.
fn one_of(told: &Told<'_>, sentence: usize, at: usize) -> Option<Implied> {
    let doc = told.doc;
    if !matches!(told.lower(at), "one" | "un" | "une") || !told.is(at + 1, Class::Of) {
        return None;
    }
    let figures = &told.figures[told.figures_of(sentence)];
    if figures.iter().any(|f| f.span.start <= doc.tokens[at].span.start && doc.tokens[at].span.end <= f.span.end) {
        return None;
    }
    let hit =
        |k: usize| told.is(k, Class::Victim) || matches!(role::of_noun(doc, k), Some(Role::Wounded | Role::Casualties));
    let of = &doc.tokens.get(at + 2).filter(|t| t.sentence == sentence)?;
    let them = matches!(of.lower.as_str(), "them" | "whom" | "eux" | "elles" | "entre")
        || hit(at + 2)
        || of.pos == Pos::Det && hit(at + 3);
    if !them || role::of(doc, &told.prepared.tree, at, None) != Role::Killed {
        return None;
    }
    let certainty = certainty::at(doc, at..at + 1, Some(unit::PERSON));
    is_said(certainty).then(|| Implied {
        value: exact(1.0),
        unit: unit::PERSON.into(),
        role: Some(Role::Killed),
        how: Implication::One,
        spans: vec![doc.tokens[at].span],
        figures: Vec::new(),
        sentence,
        certainty,
        setting: Setting::default(),
    })
}

/// The one person whom the author of a deed kills in this sentence: "killed his wife before taking his own life".
pub(super) fn victim(told: &Told<'_>, sentence: usize) -> Option<usize> {
    let doc = told.doc;
    let mut objects = doc.sentences.get(sentence)?.tokens.clone().filter(|k| {
        let token = &doc.tokens[*k];
        matches!(token.dep.as_str(), "dobj" | "obj") && matches!(token.pos, Pos::Noun | Pos::Propn)
    });
    objects.find(|head| {
        let alone = !told.prepared.tree.kids(*head).iter().any(|k| doc.tokens[*k].dep == "conj");
        let one = || member(told, *head, false).is_some_and(|m| m.figure.is_none() && m.number == 1.0);
        let killed = || role::of(doc, &told.prepared.tree, *head, None) == Role::Killed;
        alone && one() && killed() && is_said(certainty::at(doc, *head..head + 1, Some(unit::PERSON)))
    })
}

/// How many people a noun or a name of an enumeration stands for; `None` where the text does not tell.
fn member(told: &Told<'_>, head: usize, heading: bool) -> Option<Member> {
    let doc = told.doc;
    let token = &doc.tokens[head];
    let of_sentence = told.figures_of(token.sentence);
    // "a body of 3,000 men", "un corps de 3 000 hommes"; not "une fillette de dix ans"
    let people = |f: &usize| told.figures[*f].unit.as_deref() == Some(unit::PERSON);
    let several =
        told.is(head + 1, Class::Of) && of_sentence.clone().any(|f| people(&f) && told.tokens(f).start == head + 2);
    if several || is_spared(told, head) {
        return None;
    }
    let counts = |f: &usize| told.counted[*f].as_ref().is_some_and(|c| c.head == head);
    // "three of her children": the number is the member.
    let own =
        of_sentence.clone().find(counts).or_else(|| of_sentence.clone().find(|f| told.tokens(*f).contains(&head)));
    if let Some(f) = own {
        let figure = &told.figures[f];
        let people = figure.unit.as_deref() == Some(unit::PERSON) && figure.per.is_none();
        let number = closed(&figure.value).filter(|_| people)?;
        return Some(Member { number, figure: Some(f), new: true, name: false });
    }
    let number = if told.is(head, Class::Two) { 2.0 } else { 1.0 };
    let one = |new, name| Some(Member { number, figure: None, new, name });
    if is_person(&token.ent_type) {
        let known = told.last_names.contains(&fold(told.lower(name_end(doc, head))));
        return one(true, true).filter(|_| token.pos == Pos::Propn && known);
    }
    let plural = token.has("Number=Plur") || matches!(token.tag.as_str(), "NNS" | "NNPS");
    let english = doc.sentences[token.sentence].lang == Lang::En;
    let people = population::class_of(doc, head, &(head..head + 1))
        .is_some_and(|c| c.human && !is_body(&c.name, english))
        || told.is(head, Class::Victim)
        || told.is(head, Class::Two);
    let aged = is_aged(told, head);
    if !aged && (plural || !people || token.pos != Pos::Noun) {
        return None;
    }
    // What stands before the noun, article first.
    let sentence = doc.sentences[token.sentence].tokens.start;
    let mut first = head;
    while first > sentence && head - first < 8 {
        let before = &doc.tokens[first - 1];
        let inside = matches!(before.pos, Pos::Adj | Pos::Noun | Pos::Propn | Pos::Num)
            || matches!(before.lower.as_str(), "-" | "–" | "old" | "year" | "'s" | "’s");
        if matches!(before.pos, Pos::Det | Pos::Pron) || !inside {
            break;
        }
        first -= 1;
    }
    // "a third man" is told by his rank.
    if (first..head).any(|k| words::rank(told.classes[k]).is_some()) {
        return None;
    }
    let article = |class| first > sentence && told.is(first - 1, class);
    if article(Class::New) || heading && first == sentence {
        one(true, false)
    } else if article(Class::Known) {
        one(false, false)
    } else {
        None
    }
}

/// The model takes it for a person.
fn is_person(ent_type: &str) -> bool {
    matches!(ent_type, "PERSON" | "PER")
}

/// The last word of the name that a word belongs to.
fn name_end(doc: &Doc, token: usize) -> usize {
    let goes_on = |k: &usize| doc.tokens.get(*k).is_some_and(|t| is_person(&t.ent_type) && t.ent_iob == Iob::I);
    (token + 1..).take_while(goes_on).last().unwrap_or(token)
}

/// Last names that stand behind a first name somewhere in the document: a single word is too often no person.
pub(super) fn last_names(doc: &Doc) -> BTreeSet<SmolStr> {
    let inside = |k: usize| doc.tokens.get(k).is_some_and(|t| is_person(&t.ent_type) && t.ent_iob == Iob::I);
    let last = |k: &usize| inside(*k) && !inside(*k + 1) && doc.tokens[*k].pos == Pos::Propn;
    (0..doc.tokens.len()).filter(last).map(|k| fold(&doc.tokens[k].lower)).collect()
}

/// "an unborn child", "un enfant à naître", "an unharmed boy": no one of those counted.
fn is_spared(told: &Told<'_>, head: usize) -> bool {
    let sentence = told.doc.tokens[head].sentence;
    let near = head.saturating_sub(SPARED_REACH)..(head + 1 + SPARED_REACH).min(told.doc.tokens.len());
    // Between the word and its noun stands neither a verb nor another noun.
    let beside = |k: usize| {
        let between = k.min(head) + 1..k.max(head);
        between.into_iter().all(|b| matches!(told.doc.tokens[b].pos, Pos::Adj | Pos::Adp | Pos::Cconj | Pos::Num))
    };
    near.into_iter().any(|k| told.doc.tokens[k].sentence == sentence && told.is(k, Class::Spared) && beside(k))
}

/// "a 3-year-old": the words of an age stand for who has it.
fn is_aged(told: &Told<'_>, head: usize) -> bool {
    let before = |back: usize| head.checked_sub(back).map_or("", |k| told.lower(k));
    told.lower(head) == "old" && before(1) == "-" && before(2) == "year"
}

/// Classes with words that may stand for several people in the singular ("a crowd", "a loss"), or for what befell them: English
/// "an injury", "a death" are no persons, French "un blessé", "un mort" are.
fn is_body(class: &str, english: bool) -> bool {
    matches!(class, "casualty" | "displaced" | "visitor" | "elected")
        || english && matches!(class, "dead" | "wounded" | "missing")
}
