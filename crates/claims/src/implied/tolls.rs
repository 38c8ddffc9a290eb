//! Tolls over a report: those named one by one, those killed together with whoever killed them.

use std::collections::BTreeSet;

use recoupe_reading::{Doc, Iob, Lang, Span};
use smol_str::SmolStr;

use super::people;
use super::words::{self, Class};
use super::{Implication, Implied, Told, closed, exact, is_said};
use crate::claim::{Certainty, Figure, FigureKind, Role};
use crate::date::{Unit, WhenExpr};
use crate::figure::{kind::governor, population, tree::ancestors};
use crate::lexicon::{Phrases, fold};
use crate::setting::Setting;
use crate::unit;

/// How far behind "not including" the author may stand, in words.
const BESIDE_REACH: usize = 3;
/// How far above those killed the clause may stand that tells who killed them, in arcs.
const HOLDER_REACH: usize = 5;

pub(super) fn add(told: &Told<'_>, out: &mut Vec<Implied>) {
    join_names(told.doc, out);
    let mut with_author = authors(told, out);
    let of_clauses = authors_of_clauses(told, out);
    let known = |i: &Implied| with_author.iter().any(|a| a.figures.iter().any(|f| i.figures.contains(f)));
    let of_clauses: Vec<Implied> = of_clauses.into_iter().filter(|i| !known(i)).collect();
    with_author.extend(of_clauses);
    if with_author.is_empty() {
        with_author.extend(author_apart(told, out));
    }
    out.extend(with_author);
}

/// People who are named are counted once each over the whole report, by their last name.
fn join_names(doc: &Doc, out: &mut Vec<Implied>) {
    for role in [Role::Killed, Role::Wounded] {
        let (named, others): (Vec<Implied>, Vec<Implied>) = out
            .drain(..)
            .partition(|i| i.how == Implication::Named && i.role == Some(role) && i.setting.apart.is_none());
        *out = others;
        // "Ann Hall was killed on May 3": on the day of others, or not with them.
        let day = named.iter().find_map(other_day).cloned();
        let apart = |i: &Implied| other_day(i).is_some_and(|d| Some(d) != day.as_ref());
        let (apart, named): (Vec<Implied>, Vec<Implied>) = named.into_iter().partition(apart);
        out.extend(apart);
        let mut names = BTreeSet::new();
        let mut spans = Vec::new();
        for span in named.iter().flat_map(|i| &i.spans) {
            if names.insert(fold(doc.quote(*span))) {
                spans.push(*span);
            }
        }
        if let Some(first) = named.into_iter().min_by_key(|i| i.sentence) {
            spans.sort_by_key(|s| s.start);
            out.push(Implied { value: exact(names.len() as f64), spans, ..first });
        }
    }
}

/// The date of a named person's death, where it is no day of the week that the report is of.
fn other_day(implied: &Implied) -> Option<&WhenExpr> {
    let expr = &implied.setting.when.as_ref()?.expr;
    let near = matches!(expr, WhenExpr::Weekday { .. } | WhenExpr::Around { .. })
        || matches!(expr, WhenExpr::Calendar { unit, .. } if matches!(unit, Unit::Day | Unit::Hour | Unit::Weekend | Unit::Week));
    (!near).then_some(expr)
}

/// How the author of a deed died.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum OwnDeath {
    /// By their own hand.
    Suicide,
    /// By others.
    Killed,
    /// He is told of beside those counted, as one who is dead like them.
    Beside,
}

/// Wordings of the death of whoever killed others.
fn own_death(lang: Lang) -> &'static Phrases<OwnDeath> {
    use std::sync::LazyLock;
    const READ: fn(&'static str) -> Phrases<OwnDeath> = |source| {
        Phrases::of_rows(source, |row| match *row.first()? {
            "self" => Some(OwnDeath::Suicide),
            "killed" => Some(OwnDeath::Killed),
            "beside" => Some(OwnDeath::Beside),
            _ => None,
        })
    };
    static FR: LazyLock<Phrases<OwnDeath>> = LazyLock::new(|| READ(include_str!("../fr/own-death.tsv")));
    static EN: LazyLock<Phrases<OwnDeath>> = LazyLock::new(|| READ(include_str!("../en/own-death.tsv")));
    match lang {
        Lang::En => &EN,
        Lang::Fr | Lang::Other => &FR,
    }
}

/// The people whom an author killed, as a report counts them.
struct Whole {
    number: f64,
    figures: Vec<usize>,
    /// The words that count them, or tell of them.
    spans: Vec<Span>,
    sentence: usize,
    certainty: Certainty,
}

impl Whole {
    /// The sum that a figure is a part of, else the figure.
    fn of(told: &Told<'_>, out: &[Implied], figure: usize) -> Option<Self> {
        let f = &told.figures[figure];
        let sum = out
            .iter()
            .find(|i| i.how == Implication::Sum && i.role == Some(Role::Killed) && i.figures.contains(&figure));
        let (value, figures) = sum.map_or((&f.value, vec![figure]), |sum| (&sum.value, sum.figures.clone()));
        let certainty = sum.map_or(f.certainty, |sum| sum.certainty);
        let spans = figures.iter().map(|f| told.figures[*f].span).collect();
        Some(Self { number: closed(value)?, figures, spans, sentence: f.sentence, certainty })
    }

    /// "his wife and her sister", "his wife": told of one by one, by no figure.
    fn of_words(told: &Told<'_>, sum: Option<&Implied>, sentence: usize) -> Option<Self> {
        let (number, spans, certainty) = match sum {
            Some(sum) => (closed(&sum.value)?, sum.spans.clone(), sum.certainty),
            None => (1.0, vec![told.doc.tokens[people::victim(told, sentence)?].span], Certainty::Asserted),
        };
        Some(Self { number, figures: Vec::new(), spans, sentence, certainty })
    }

    /// One more than them, for whoever killed them; `author` are the words that tell of that death.
    fn with_author(self, author: Span) -> Implied {
        let mut spans = self.spans;
        spans.push(author);
        spans.sort_by_key(|s| s.start);
        Implied {
            value: exact(self.number + 1.0),
            unit: unit::PERSON.into(),
            role: Some(Role::Killed),
            how: Implication::Author,
            spans,
            figures: self.figures,
            sentence: self.sentence,
            certainty: self.certainty,
            setting: Setting::default(),
        }
    }
}

/// "killed six people before taking his own life": seven.
fn authors(told: &Told<'_>, out: &[Implied]) -> Vec<Implied> {
    let mut found = Vec::new();
    for (s, prepared) in told.prepared.sentences.iter().enumerate() {
        let Some(prepared) = prepared else { continue };
        let words = &prepared.text.words;
        let (lang, phrases) = (prepared.text.lang, own_death(prepared.text.lang));
        let is_author = |k: usize| words.get(k).is_some_and(|w| words::is(lang, &w.fold, Class::Author));
        let death = (0..words.len()).find_map(|i| {
            let (len, death) = phrases.at(words, i)?;
            let told = *death != OwnDeath::Beside || (i + len..i + len + BESIDE_REACH).any(is_author);
            told.then_some((i, *death))
        });
        let Some((at, death)) = death else { continue };
        // "including the gunman, who killed himself" has him in the number.
        if words[..at].iter().any(|w| words::is(lang, &w.fold, Class::Among)) {
            continue;
        }
        let sum = out.iter().find(|i| i.sentence == s && i.role == Some(Role::Killed) && i.how == Implication::Sum);
        let figure = told.figures_of(s).find(|f| is_toll(&told.figures[*f], Role::Killed));
        let figure = sum.and_then(|sum| sum.figures.first().copied()).or(figure);
        let whole = match figure {
            Some(f) => Whole::of(told, out, f),
            None => Whole::of_words(told, sum, s),
        };
        let Some(whole) = whole else { continue };
        // "Two men were tortured before being killed": they are the dead themselves.
        let by_somebody = || match sum {
            Some(sum) if whole.figures.is_empty() => is_object(told, sum),
            _ => whole.figures.is_empty() || whole.figures.iter().any(|f| is_killed_by(told, *f)),
        };
        if death == OwnDeath::Killed && !by_somebody() {
            continue;
        }
        found.push(whole.with_author(told.doc.to_original(words[at].span)));
    }
    found
}

/// "A man suspected of killing five people was found dead", "la police a abattu l'homme qui avait tué quatre clients": whoever is
/// told of by those whom he killed died too. Not where he died in prison, or was sentenced.
fn authors_of_clauses(told: &Told<'_>, out: &[Implied]) -> Vec<Implied> {
    let doc = told.doc;
    let mut found: Vec<Implied> = Vec::new();
    for (f, figure) in told.figures.iter().enumerate() {
        if !is_toll(figure, Role::Killed) || !is_killed_by(told, f) || found.iter().any(|i| i.figures.contains(&f)) {
            continue;
        }
        let later = || {
            let tokens = doc.sentences.get(figure.sentence).map_or(0..0, |s| s.tokens.clone());
            tokens.into_iter().any(|k| told.is(k, Class::Later))
        };
        if let Some(author) = holder(told, f).filter(|at| dies(told, *at) && !later())
            && let Some(whole) = Whole::of(told, out, f)
        {
            found.push(whole.with_author(doc.tokens[author].span));
        }
    }
    found
}

/// The one person whom the clause of a figure qualifies.
fn holder(told: &Told<'_>, figure: usize) -> Option<usize> {
    let doc = told.doc;
    let head = told.counted[figure].as_ref()?.head;
    let qualifies = |k: &usize| {
        let dep = doc.tokens[*k].dep.as_str();
        dep == "relcl" || dep.starts_with("acl")
    };
    let verb = ancestors(doc, head).take(HOLDER_REACH).find(qualifies)?;
    let at = doc.tokens[verb].head;
    let person = told.is(at, Class::Author)
        || matches!(doc.tokens[at].ent_type.as_str(), "PERSON" | "PER")
        || population::class_of(doc, at, &(at..at + 1)).is_some_and(|c| c.human);
    (at != head && person && is_single(doc, at)).then_some(at)
}

/// "The gunman killed three officers." and elsewhere in the report "The gunman was shot dead by police.": four. Only where nothing says
/// that he is one of those counted.
fn author_apart(told: &Told<'_>, out: &[Implied]) -> Option<Implied> {
    let (whole, author) = told.figures.iter().enumerate().find_map(|(f, figure)| {
        let killed = is_toll(figure, Role::Killed) && is_killed_by(told, f) && closed(&figure.value).is_some();
        killed.then(|| author(told, f)).flatten().map(|author| (f, author))
    })?;
    let doc = told.doc;
    let is_author = |k: usize| told.is(k, Class::Author);
    // "Four dead, including the gunman", "with the attacker among them".
    let beside = |k: usize| (k + 1..k + 5).any(is_author) || (k.saturating_sub(4)..k).any(is_author);
    if (0..doc.tokens.len()).any(|k| told.is(k, Class::Among) && beside(k)) {
        return None;
    }
    let death = authors_death(told).or_else(|| match &author {
        Author::Named(name) => names_death(told, out, name),
        Author::Somebody => None,
    })?;
    Some(Whole::of(told, out, whole)?.with_author(death))
}

/// Where the report tells by name that the author died, if it tells of no one else with that last name.
fn names_death(told: &Told<'_>, out: &[Implied], last: &str) -> Option<Span> {
    let doc = told.doc;
    let person = |k: usize| matches!(doc.tokens[k].ent_type.as_str(), "PERSON" | "PER");
    let firsts: BTreeSet<&str> = (1..doc.tokens.len())
        .filter(|k| person(*k) && doc.tokens[*k].ent_iob == Iob::I && fold(told.lower(*k)) == last && person(*k - 1))
        .map(|k| told.lower(k - 1))
        .collect();
    let named = out.iter().filter(|i| i.how == Implication::Named && i.role == Some(Role::Killed));
    let mut spans = named.filter(|i| i.setting.apart.is_none()).flat_map(|i| &i.spans);
    spans.find(|s| fold(doc.quote(**s)) == last).copied().filter(|_| firsts.len() <= 1)
}

/// The word for the author of the deed of whom a report tells that he died.
fn authors_death(told: &Told<'_>) -> Option<Span> {
    let doc = told.doc;
    let author = (0..doc.tokens.len()).filter(|k| told.is(*k, Class::Author) && is_single(doc, *k));
    author.into_iter().find(|k| dies(told, *k)).map(|k| doc.tokens[k].span)
}

fn is_single(doc: &Doc, token: usize) -> bool {
    let t = &doc.tokens[token];
    !t.has("Number=Plur") && !matches!(t.tag.as_str(), "NNS" | "NNPS")
}

/// It is said of whom this word stands for that he died.
fn dies(told: &Told<'_>, token: usize) -> bool {
    let role = crate::figure::role::of(told.doc, &told.prepared.tree, token, None);
    role == Role::Killed && is_said(crate::certainty::at(told.doc, token..token + 1, Some(unit::PERSON)))
}

/// The people of a sum are whom somebody kills.
fn is_object(told: &Told<'_>, sum: &Implied) -> bool {
    let tokens = &told.doc.tokens;
    let first = sum.spans.first().map(|s| tokens.partition_point(|t| t.span.end <= s.start));
    first.and_then(|k| tokens.get(k)).is_some_and(|t| matches!(t.dep.as_str(), "dobj" | "obj"))
}

/// Those counted are whom somebody kills: the object of a verb, or joined to it.
fn is_killed_by(told: &Told<'_>, figure: usize) -> bool {
    let Some(counted) = told.counted[figure].as_ref() else { return false };
    let tokens = &told.doc.tokens;
    let mut at = counted.head;
    while tokens[at].dep == "conj" && tokens[at].head != at {
        at = tokens[at].head;
    }
    matches!(tokens[at].dep.as_str(), "dobj" | "obj")
}

/// Who killed those counted.
enum Author {
    /// By this last name.
    Named(SmolStr),
    /// Another word or pronoun of a person.
    Somebody,
}

/// Whoever does it is a person, not "the attack that killed four", which may count him.
fn author(told: &Told<'_>, figure: usize) -> Option<Author> {
    let (doc, tree) = (told.doc, &told.prepared.tree);
    let counted = told.counted[figure].as_ref()?;
    let mut verb = governor(doc, counted.head)?;
    // "opened fire, killing three": whoever opened fire.
    for _ in 0..4 {
        if let Some(subject) = tree.kid(doc, verb, &["nsubj"]) {
            let phrase = subject..subject + 1;
            if matches!(doc.tokens[subject].ent_type.as_str(), "PERSON" | "PER") {
                return Some(Author::Named(fold(told.lower(subject))));
            }
            let somebody = told.is(subject, Class::Whoever)
                || told.is(subject, Class::Author)
                || population::is_human(doc, subject, &phrase);
            return somebody.then_some(Author::Somebody);
        }
        match doc.tokens[verb].dep.as_str() {
            "advcl" | "conj" | "xcomp" => verb = doc.tokens[verb].head,
            _ => return None,
        }
    }
    None
}

pub(super) fn is_toll(f: &Figure, role: Role) -> bool {
    f.role == Some(role) && f.derivation.is_none() && is_counted(f)
}

/// A number of people of the report's event, said to be so, no plan.
pub(super) fn is_counted(f: &Figure) -> bool {
    f.unit.as_deref() == Some(unit::PERSON)
        && f.per.is_none()
        && is_said(f.certainty)
        && f.kind != Some(FigureKind::Plan)
        && f.setting.apart.is_none()
}
