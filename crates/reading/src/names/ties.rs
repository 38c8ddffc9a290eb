//! What the text itself says to be the same: acronyms in brackets, titles beside names, appositions.

use std::collections::BTreeMap;

use smol_str::SmolStr;

use super::{
    acronyms::acronym_fits,
    mentions::{Class, Found, What, is_acronym},
    phrase::Determiner,
};
use crate::{
    Doc, Lang, MentionKind, Pos,
    world::{self, Known, NamedBy, TitleClass},
};

/// Pairs of mentions that are the same by construction, and states told beside names.
#[derive(Debug, Default)]
pub(super) struct Ties {
    /// Mention → an earlier mention that is the same.
    back: BTreeMap<usize, usize>,
    partners: BTreeMap<usize, Vec<usize>>,
    countries: BTreeMap<usize, SmolStr>,
}

impl Ties {
    /// The earlier mention that this one is tied to.
    pub(super) fn of(&self, mention: usize) -> Option<usize> {
        self.back.get(&mention).copied()
    }

    /// All mentions tied to this one.
    pub(super) fn partners(&self, mention: usize) -> impl Iterator<Item = usize> + '_ {
        self.partners.get(&mention).into_iter().flatten().copied()
    }

    /// The state that stands beside the name ("NIS de la Corée du Sud", "South Korea's NIS").
    pub(super) fn country(&self, mention: usize) -> Option<&SmolStr> {
        self.countries.get(&mention)
    }

    fn tie(&mut self, a: usize, b: usize) {
        let (first, second) = (a.min(b), a.max(b));
        if first == second || self.back.contains_key(&second) {
            return;
        }
        self.back.insert(second, first);
        self.partners.entry(first).or_default().push(second);
        self.partners.entry(second).or_default().push(first);
    }
}

/// Finds the ties, and mends what they show to be wrong: a description with an acronym is a name.
pub(super) fn find(doc: &Doc, found: &mut [Found]) -> Ties {
    let mut ties = Ties::default();
    let starts = by(found, |m| m.tokens.start);
    let ends = by(found, |m| m.tokens.end);
    brackets(doc, found, &starts, &ends, &mut ties);
    appositions(doc, found, &starts, &mut ties);
    countries(doc, found, &mut ties);
    ties
}

/// Mentions by a token number of theirs.
fn by(found: &[Found], key: impl Fn(&Found) -> usize) -> BTreeMap<usize, Vec<usize>> {
    let mut all: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (i, m) in found.iter().enumerate() {
        all.entry(key(m)).or_default().push(i);
    }
    all
}

/// "Institut X (IX)", "IX (Institut X)".
fn brackets(
    doc: &Doc,
    found: &mut [Found],
    starts: &BTreeMap<usize, Vec<usize>>,
    ends: &BTreeMap<usize, Vec<usize>>,
    ties: &mut Ties,
) {
    for short in 0..found.len() {
        let m = &found[short];
        if !is_acronym(doc, m.tokens.clone()) {
            continue;
        }
        let token = m.tokens.start;
        let open = token.checked_sub(1).filter(|b| doc.tokens[*b].lower == "(");
        let close = doc.tokens.get(token + 1).is_some_and(|t| t.lower == ")");
        let text = doc.text_of(token);
        if let Some(open) = open.filter(|_| close) {
            let before: Vec<usize> = ends.get(&open).cloned().unwrap_or_default();
            if let Some(long) = long_form(doc, found, &before, text, &found[short].what) {
                promote(&mut found[long]);
                promote(&mut found[short]);
                ties.tie(long, short);
            }
        } else if doc.tokens.get(token + 1).is_some_and(|t| t.lower == "(") {
            let inside = starts.get(&(token + 2)).into_iter().flatten().copied();
            // An article may stand in the bracket.
            let after_article = starts.get(&(token + 3)).into_iter().flatten().copied();
            let long = inside.chain(after_article).find(|l| {
                let long = &found[*l];
                doc.tokens.get(long.tokens.end).is_some_and(|t| t.lower == ")")
                    && acronym_fits(text, doc.text_of_range(long.tokens.clone()))
            });
            if let Some(long) = long {
                promote(&mut found[long]);
                ties.tie(short, long);
            }
        }
    }
}

/// The mention before a bracket that the acronym in it stands for: the longest whose words fit the letters; failing that
/// the outermost body, since the letters may be those of another language.
fn long_form(doc: &Doc, found: &[Found], before: &[usize], acronym: &str, what: &What) -> Option<usize> {
    let text = |i: &usize| doc.text_of_range(found[*i].tokens.clone());
    let of_words = |i: &&usize| found[**i].kind != MentionKind::Pronoun && !is_acronym(doc, found[**i].tokens.clone());
    if let Some(fits) = before
        .iter()
        .filter(of_words)
        .filter(|i| acronym_fits(acronym, text(i)))
        .max_by_key(|i| found[**i].tokens.len())
    {
        return Some(*fits);
    }
    // Of another language: not where the bracket says something else of it (its agency, its party, its state).
    if matches!(what, What::State(..) | What::Place(_) | What::Outlet(_)) {
        return None;
    }
    before
        .iter()
        .filter(of_words)
        .filter(|i| {
            let words = found[**i].tokens.len();
            match &found[**i].what {
                What::Named(_) | What::Body(_) => words > 1,
                What::Described(d) => {
                    matches!(d.class, Class::Body(_))
                        && !d.bare
                        && matches!(found[**i].determiner, Determiner::Definite | Determiner::None)
                }
                _ => false,
            }
        })
        .max_by_key(|i| found[**i].tokens.len())
        .copied()
}

/// Introduced with an acronym, a description is a name.
fn promote(m: &mut Found) {
    if let What::Described(d) = &m.what
        && let Class::Body(class) = d.class
    {
        m.kind = MentionKind::Name;
        m.what = What::Named(Some(class));
    }
    if m.what == What::Unknown || m.what == What::Locality {
        m.what = What::Named(None);
    }
}

/// Titles and functions beside names.
fn appositions(doc: &Doc, found: &mut [Found], starts: &BTreeMap<usize, Vec<usize>>, ties: &mut Ties) {
    for i in 0..found.len() {
        let What::Described(d) = &found[i].what else { continue };
        let (class, end, start) = (d.class, found[i].tokens.end, found[i].tokens.start);
        let person = matches!(class, Class::Person(_));
        let body = matches!(class, Class::Body(_));
        if !person && !body {
            continue;
        }
        // "le président Dupont", "l'agence de presse Belga".
        let opened = usize::from(doc.tokens.get(end).is_some_and(|t| matches!(&*t.lower, "«" | "\"" | "“")));
        let next = |at: usize| {
            let at = past_address(doc, at);
            starts.get(&at).into_iter().flatten().copied().find(|j| is_name(&found[*j]))
        };
        let fits = |j: &usize| {
            // "l'association Jean Durand" may bear a person's name; "le groupe Jean Durand" may be a person after all.
            let given = super::lists::given_name(doc.text_of(found[*j].tokens.start)).is_some();
            names_a(&found[*j].what, class)
                && same_sentence(doc, i, *j, found)
                && !(body && found[*j].what == What::Person && given)
        };
        if let Some(j) = next(end + opened).filter(fits) {
            retype(&mut found[j], class);
            ties.tie(i, j);
            continue;
        }
        // "le journal de X": a paper named after "de".
        if class == Class::Body("media") {
            let last = found
                .iter()
                .enumerate()
                .skip(i)
                .take(12)
                .filter(|(_, n)| n.tokens.start > start && n.tokens.end <= end && is_name(n))
                .find(|(_, n)| matches!(n.what, What::Unknown | What::Locality | What::Named(_) | What::Outlet(_)));
            if let Some((j, _)) = last {
                retype(&mut found[j], class);
                ties.tie(i, j);
                continue;
            }
        }
        if !person {
            // "The operator, Swiftline, said …", "a utility, Tri-Basin Power,".
            let named = |j: &usize| {
                matches!(found[*j].what, What::Unknown | What::Named(_) | What::Outlet(_) | What::Locality)
                    && closes(doc, found[*j].tokens.end)
                    && same_sentence(doc, i, *j, found)
            };
            if doc.tokens.get(end).is_some_and(|t| t.lower == ",")
                && class != Class::Body("place")
                && let Some(j) = next(end + 1).filter(named)
            {
                retype(&mut found[j], class);
                ties.tie(i, j);
                continue;
            }
            // "Médecins du Fleuve, an aid group, …".
            let article = usize::from(found[i].determiner != Determiner::None);
            let mark = start.checked_sub(1 + article).filter(|b| doc.tokens[*b].lower == ",");
            let indefinite = matches!(found[i].determiner, Determiner::Indefinite | Determiner::None);
            if let Some(mark) = mark.filter(|_| indefinite && closes(doc, end))
                && let Some(j) = (0..i).rev().take(8).find(|j| {
                    let m = &found[*j];
                    // One word that is no given name: the model takes firms for persons.
                    let firm = m.what == What::Person
                        && m.tokens.len() == 1
                        && super::lists::given_name(doc.text_of(m.tokens.start)).is_none();
                    let named = matches!(m.what, What::Unknown | What::Named(_) | What::Outlet(_) | What::Locality);
                    m.tokens.end == mark && (named || firm)
                })
            {
                retype(&mut found[j], class);
                ties.tie(j, i);
            }
            continue;
        }
        // "le commandant de l'armée, Jean Dupont," "…, a déclaré la ministre, Anne Martin."
        let comma = doc.tokens.get(end).is_some_and(|t| t.lower == ",");
        // English says "a spokesman for the ministry, Jane Roe,".
        let definite = doc.lang_at(start) == Lang::En
            || matches!(found[i].determiner, Determiner::Definite | Determiner::Possessive | Determiner::None);
        // "Membre du bureau, conseiller régional, Jean Dupont était …": functions without article, then the subject.
        let listed = found[i].determiner == Determiner::None
            && (doc.begins_sentence(start) || start > 0 && doc.tokens[start - 1].lower == ",");
        let ends = |at: usize| {
            closes(doc, at) || listed && doc.tokens.get(at).is_some_and(|t| matches!(t.pos, Pos::Verb | Pos::Aux))
        };
        if comma
            && definite
            && let Some(j) = next(end + 1).filter(|j| found[*j].what == What::Person && ends(found[*j].tokens.end))
            && same_sentence(doc, i, j, found)
        {
            ties.tie(i, j);
            continue;
        }
        // "Jean Dupont, professeur à Nancy, …", "Jean Dupont (président du club)".
        let article = usize::from(found[i].determiner != Determiner::None);
        let before = start.checked_sub(1 + article);
        let mark = before.filter(|b| matches!(&*doc.tokens[*b].lower, "," | "("));
        if let Some(mark) = mark
            && closes(doc, end)
        {
            let name = (0..i).rev().take(8).find(|j| found[*j].tokens.end == mark && is_name(&found[*j]));
            if let Some(j) = name.filter(|j| found[*j].what == What::Person && same_sentence(doc, i, *j, found)) {
                ties.tie(j, i);
            }
        }
    }
}

/// After "M.", "Me", "Dr": where the name begins.
fn past_address(doc: &Doc, at: usize) -> usize {
    let Some(token) = doc.tokens.get(at) else { return at };
    let civil = |text: &str| world::title(text, doc.lang_at(at)).is_some_and(|t| t.class == TitleClass::Civil);
    if !civil(doc.text_of(at)) || !doc.is_capital(at) {
        return at;
    }
    let dot = !token.lower.ends_with('.') && doc.tokens.get(at + 1).is_some_and(|t| t.lower == ".");
    at + 1 + usize::from(dot)
}

fn is_name(m: &Found) -> bool {
    matches!(m.kind, MentionKind::Name | MentionKind::Acronym)
}

fn same_sentence(doc: &Doc, a: usize, b: usize, found: &[Found]) -> bool {
    doc.tokens[found[a].tokens.start].sentence == doc.tokens[found[b].tokens.start].sentence
}

/// What a description directly before a name may describe.
fn names_a(what: &What, class: Class) -> bool {
    match class {
        Class::Person(c) => {
            matches!(what, What::Person | What::Unknown) || matches!(what, What::Locality) && c != TitleClass::Other
        }
        Class::Body(c) => {
            let whole = matches!(
                c,
                "media"
                    | "company"
                    | "aid"
                    | "union"
                    | "party"
                    | "armed"
                    | "sport"
                    | "think-tank"
                    | "education"
                    | "health"
            );
            let whole = whole || c == "agency" && matches!(what, What::Unknown | What::Locality | What::Named(None));
            whole
                && matches!(
                    what,
                    What::Person | What::Unknown | What::Named(_) | What::Outlet(_) | What::Locality | What::Body(_)
                )
                || matches!(what, What::Outlet(_)) && matches!(c, "agency")
        }
        _ => false,
    }
}

/// What stands beside a name corrects what the model took it for.
fn retype(m: &mut Found, class: Class) {
    match class {
        Class::Person(_) if matches!(m.what, What::Unknown | What::Locality) => m.what = What::Person,
        Class::Body(c) if matches!(m.what, What::Unknown | What::Locality | What::Named(None) | What::Person) => {
            m.what = What::Named(Some(c))
        }
        _ => {}
    }
}

/// An apposition ends here: punctuation or the end of the sentence, or the verb of the clause.
fn closes(doc: &Doc, at: usize) -> bool {
    match doc.tokens.get(at) {
        None => true,
        Some(t) => t.pos == Pos::Punct || matches!(&*t.lower, "," | ")" | "." | ":" | ";"),
    }
}

/// The state beside a name: "… de la Corée du Sud", "… sud-coréen", "South Korea's …", "South Korean …".
fn countries(doc: &Doc, found: &[Found], ties: &mut Ties) {
    for (i, m) in found.iter().enumerate() {
        if !matches!(m.what, What::Named(_) | What::Unknown) {
            continue;
        }
        let mut at = m.tokens.end;
        // Past the acronym in brackets.
        if doc.tokens.get(at).is_some_and(|t| t.lower == "(") && doc.tokens.get(at + 2).is_some_and(|t| t.lower == ")")
        {
            at += 3;
        }
        let end = doc.sentence_end(m.head);
        let after = match doc.tokens.get(at).filter(|_| at < end).map(|t| &*t.lower) {
            Some("de" | "du" | "d'" | "d’" | "des" | "of") => {
                let article = at + 1 < end && matches!(&*doc.tokens[at + 1].lower, "la" | "l'" | "l’" | "les" | "the");
                state_at(doc, at + 1 + usize::from(article), end, false)
            }
            Some(_) if doc.lang_at(m.head) != Lang::En => state_at(doc, at, end, true),
            _ => None,
        };
        let before = || {
            let mut b = m.tokens.start.checked_sub(1)?;
            if matches!(&*doc.tokens[b].lower, "'s" | "'" | "’s" | "’") {
                b = b.checked_sub(1)?;
            }
            let first = doc.sentence_start(m.head).max(b.saturating_sub(3));
            (first..=b).find_map(|s| {
                let known = world::known(doc.text_of_range(s..b + 1))?;
                match known {
                    Known::State(s) if doc.lang_at(m.head) == Lang::En => Some(s.country),
                    _ => None,
                }
            })
        };
        if let Some(country) = after.or_else(before) {
            ties.countries.insert(i, country);
        }
    }
}

fn state_at(doc: &Doc, at: usize, end: usize, demonym: bool) -> Option<SmolStr> {
    let m = world::longest_match(doc, at, end)?;
    match m.what {
        Known::State(s) if (s.by == NamedBy::Demonym) == demonym => Some(s.country),
        _ => None,
    }
}
