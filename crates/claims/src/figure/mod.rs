//! Figures: quantities that a text states about the world, with what they count.
//!
//! Speakers and certainty are attached later ([`crate::attribution`]); the figures here are bare: nobody says them, and
//! they are asserted.

pub(crate) mod counted;
mod hospital;
pub(crate) mod kind;
mod multiple;
mod parts;
mod phrases;
mod place;
pub(crate) mod population;
mod rate;
pub(crate) mod role;
pub(crate) mod tree;
mod what;

use std::ops::Range;

use recoupe_reading::world::{self, NamedBy, StateMention};
use recoupe_reading::{BlockKind, Diagnostic, Doc, Pos};

use crate::claim::{Certainty, FIELDS, Figure, FigureKind, Per, Role};
use crate::date::{self, Dated};
use crate::number::{self, Form, Quantity, Text};
use crate::prepared::{Prepared, Sentence};
use crate::setting::Setting;
use crate::unit;
use counted::{Counted, Place as Where};
use hospital::Hospital;
use place::Places;
use tree::Tree;

/// How far before its number the word "toll" may stand, in tokens.
const TOLL_REACH: usize = 16;
/// How far behind a number "among the dead" may stand, in tokens.
const AMONG_REACH: usize = 8;

/// The figures of a document, in text order.
pub(crate) struct Figures {
    pub(crate) figures: Vec<Figure>,
    /// What each figure counts, where it counts something.
    pub(crate) counted: Vec<Option<Counted>>,
    /// What could not be read.
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// Reads all figures of a document.
pub(crate) fn read(prepared: &Prepared<'_>) -> Figures {
    let Prepared { doc, tree, sentences } = prepared;
    let hospital = Hospital::of(doc);
    let mut reader = Reader { doc, tree, hospital, figures: Vec::new(), counted: Vec::new(), diagnostics: Vec::new() };
    for (s, (sentence, prepared)) in doc.sentences.iter().zip(sentences).enumerate() {
        let kind = doc.blocks.get(sentence.block).map_or(BlockKind::Paragraph, |b| b.kind);
        if matches!(kind, BlockKind::Boilerplate | BlockKind::Byline) {
            continue;
        }
        if let Some(prepared) = prepared {
            reader.sentence(s, prepared);
        }
    }
    Figures { figures: reader.figures, counted: reader.counted, diagnostics: reader.diagnostics }
}

/// A people with a capital letter ("300 Albanais") at word `at`.
pub(crate) fn capital_noun(text: &Text<'_>, at: usize) -> Option<StateMention> {
    let word = text.word(at).filter(|w| w.is_letters())?;
    world::state(word.text).filter(|s| s.by == NamedBy::Demonym)
}

/// Words that name a stretch of time, never what is counted beside one.
pub(crate) fn is_time_word(fold: &str) -> bool {
    matches!(
        fold,
        "an" | "ans"
            | "annee"
            | "annees"
            | "mois"
            | "semaine"
            | "semaines"
            | "jour"
            | "jours"
            | "heure"
            | "heures"
            | "minute"
            | "minutes"
            | "year"
            | "years"
            | "month"
            | "months"
            | "week"
            | "weeks"
            | "day"
            | "days"
            | "hour"
            | "hours"
            | "week-end"
            | "week-ends"
    )
}

struct Reader<'a> {
    doc: &'a Doc,
    tree: &'a Tree,
    hospital: Hospital,
    figures: Vec<Figure>,
    /// What each figure counts, where it counts something.
    counted: Vec<Option<Counted>>,
    diagnostics: Vec<Diagnostic>,
}

/// What a sentence tells beside its quantities.
struct Told<'a> {
    text: &'a Text<'a>,
    dates: &'a [Dated],
    places: &'a Places,
}

impl Reader<'_> {
    fn sentence(&mut self, index: usize, prepared: &Sentence<'_>) {
        let Sentence { text, dates } = prepared;
        let dated = date::dated_words(text, dates);
        let found = number::find(text, &dated);
        for span in found.overflow {
            self.diagnostics.push(Diagnostic {
                span: self.doc.to_original(span),
                code: "number-too-large".into(),
                message: "a number too large to be read was left out".into(),
            });
        }
        let quantities = found.quantities;
        if quantities.is_empty() {
            return;
        }
        let told = Told { text, dates, places: &Places::of(self.doc, self.doc.sentences[index].tokens.clone()) };
        for i in 0..quantities.len() {
            self.quantity(index, &told, &quantities, i);
        }
    }

    /// Reads one quantity, if it is a figure.
    fn quantity(&mut self, sentence: usize, told: &Told<'_>, all: &[Quantity], i: usize) {
        let doc = self.doc;
        let q = &all[i];
        let bounds = doc.sentences[sentence].tokens.clone();
        let tokens = tokens_under(doc, q.span.start, q.span.end, &bounds);
        let core = tokens_under(doc, q.core.start, q.core.end, &bounds);
        if tokens.is_empty() || core.is_empty() || self.is_no_figure(q, &core, &bounds) {
            return;
        }
        // The 100 000 of "pour 100 000 habitants" count nobody.
        let first = doc.to_original(q.core).start;
        if self.figures.last().and_then(|f| f.per.as_ref()).is_some_and(|p| p.span.start <= first && first < p.span.end)
        {
            return;
        }
        let measured = q.unit.is_some();
        // "98 euros le mégawattheure", "5 % par an": what it is per is not what it counts.
        let with_rate = q.unit.as_deref().and_then(|u| rate::ends(told.text, q, u));
        let tokens = with_rate.map_or(tokens.clone(), |end| tokens_under(doc, q.span.start, end, &bounds));
        let mut place = counted::behind(doc, self.tree, tokens.end, bounds.end);
        // "de 3 200 à 2 800 salariés", "from 12 to 15 buses": the noun behind the next number is of both.
        if place == Where::Nothing
            && !measured
            && let Some(next) = all.get(i + 1).filter(|n| n.unit.is_none())
        {
            let t = tokens_under(doc, next.span.start, next.span.end, &bounds);
            let link = doc.tokens.get(tokens.end).map_or("", |t| t.lower.as_str());
            if t.start == tokens.end + 1 && matches!(link, "à" | "to" | "ou" | "or" | "et" | "and" | "contre") {
                place = counted::behind(doc, self.tree, t.end, bounds.end);
            }
        }
        // "quatre morts, dont deux enfants": what happened to the whole happened to the part.
        let within =
            core.start.checked_sub(1).is_some_and(|b| matches!(doc.tokens[b].lower.as_str(), "dont" | "including"));
        // "14 blessés, dont 3 graves": what stands behind only says how.
        let adjective = |c: &Counted| {
            let how = doc.tokens[c.head].lower.as_str();
            (doc.tokens[c.head].pos == Pos::Adj || role::is_deadly_adverb(how) || role::is_harmful_adverb(how))
                && role::of_noun(doc, c.head).is_none()
                && population::class_of(doc, c.head, &c.tokens).is_none()
        };
        if within && matches!(&place, Where::Behind(c) if adjective(c)) {
            place = Where::Nothing;
        }
        let previous = all[..i].last();
        let Some((unit, counted, part_of)) = self.unit_and_counted(q, &tokens, &core, &bounds, place, previous) else {
            return;
        };
        if q.form == Form::One && q.unit.is_none() && !self.one_counts(&core, counted.as_ref(), &bounds, all, i) {
            return;
        }
        // An antecedent before the number says what is counted; what happened to it is told around the number.
        let token = counted
            .as_ref()
            .filter(|c| bounds.contains(&c.head) && part_of.is_none() && (c.head >= tokens.start || measured))
            .map_or_else(|| self.others(core.end - 1), |c| c.head);
        let person = unit.as_deref() == Some(unit::PERSON);
        let mut role = person.then(|| self.role(token, counted.as_ref(), &core));
        if person && matches!(role, Some(Role::Other | Role::Present)) && self.compared(&core, &bounds) {
            role = self.figures.last().filter(|f| f.sentence == sentence).and_then(|f| f.role).or(role);
        }
        // "1,500 people protested, police say; organisers said 4,000."
        if person && role == Some(Role::Other) && self.stands_for(counted.as_ref(), core.end, &bounds) {
            role = self.figures.last().filter(|f| f.sentence == sentence).and_then(|f| f.role).or(role);
        }
        let whole = self.figures.len().checked_sub(1).filter(|w| within && self.figures[*w].sentence == sentence);
        if let Some(w) = whole.filter(|_| person) {
            let own = counted.as_ref().and_then(|c| role::of_noun(doc, c.head));
            role = self.how_badly(&core).or(own).or(self.figures[w].role).or(role);
        }
        role = role.map(|role| self.hospital.role(doc, role, counted.as_ref(), &bounds));
        let counts = person || unit.as_deref() == Some(unit::ITEM);
        let of_whole = whole.filter(|w| counts && is_count(&self.figures[*w])).map(Some);
        let part_of = part_of
            .or(of_whole)
            .or_else(|| self.of_the(&tokens, &bounds, counts, role))
            .or_else(|| self.among_them(&tokens, &bounds, counts))
            .or_else(|| self.of_patients(token, q, role));
        // "18 people were killed, among them two paramedics"
        if person
            && matches!(role, Some(Role::Other | Role::Present))
            && let Some(Some(w)) = part_of.filter(|_| self.among_them(&tokens, &bounds, counts).is_some())
        {
            role = self.figures[w].role.or(role);
        }
        let asked = kind::Asked {
            doc,
            tree: self.tree,
            text: told.text,
            dates: told.dates,
            token,
            tokens: tokens.clone(),
            unit: unit.as_deref(),
            role,
        };
        let time = kind::of(&asked);
        let derivation = self.derivation(&asked, q, part_of, counts);
        let place = told.places.nearest(doc, token);
        let population = counted.as_ref().map(|c| population::of(doc, self.tree, c.head, &c.tokens));
        let per = rate::of(doc, told.text, q, unit.as_deref(), counted.as_ref(), &tokens);
        let missing = [
            counted.is_none(),
            place.is_none() && time.kind != Some(FigureKind::Measure),
            unit.is_none(),
            time.kind.is_none(),
            time.as_of.is_none() && time.period.is_none() && time.kind != Some(FigureKind::Measure),
        ];
        let abstained = FIELDS.into_iter().zip(missing).filter_map(|(name, missing)| missing.then_some(name)).collect();
        self.figures.push(Figure {
            span: doc.to_original(q.span),
            value: q.value,
            unit,
            per: per.map(|p| Per { span: doc.to_original(p.span), ..p }),
            counted: counted.as_ref().map(|c| doc.span_of_range(c.tokens.clone())),
            role,
            population,
            place,
            kind: time.kind,
            period: time.period,
            as_of: time.as_of,
            speaker: None,
            via: Vec::new(),
            statement: None,
            certainty: Certainty::Asserted,
            derivation,
            sentence,
            abstained,
            confidence: 0.0,
            setting: Setting::default(),
        });
        self.counted.push(counted);
    }

    /// Numbers that only syntax tells to be no figures.
    fn is_no_figure(&self, q: &Quantity, core: &Range<usize>, sentence: &Range<usize>) -> bool {
        let doc = self.doc;
        let first = &doc.tokens[core.start];
        let last = &doc.tokens[core.end - 1];
        let before = core.start.checked_sub(1).filter(|b| sentence.contains(b)).map(|b| &doc.tokens[b]);
        let after = doc.tokens.get(core.end).filter(|_| core.end < sentence.end);
        if q.unit.as_deref() == Some(unit::TIMES) {
            let whole = tokens_under(doc, q.span.start, q.span.end, sentence);
            let lower = |t: usize| doc.tokens.get(t).filter(|_| sentence.contains(&t)).map_or("", |t| t.lower.as_str());
            if !multiple::is_compared_with(lower(whole.end), whole.end.checked_sub(1).map_or("", lower)) {
                return true;
            }
        }
        if q.form == Form::Multiple {
            let said = matches!(first.lower.as_str(), "twice" | "thrice") || first.lower.ends_with("fold");
            return !said
                && (first.pos != Pos::Verb || self.tree.kids(core.start).iter().any(|k| doc.tokens[*k].dep == "cop"));
        }
        if q.unit.is_some() || q.form == Form::Vague || q.form == Form::Collective {
            return false;
        }
        // "un véhicule neuf"
        if first.lower == "neuf"
            && core.len() == 1
            && (first.pos == Pos::Adj || before.is_some_and(|b| b.pos == Pos::Noun))
        {
            return !after.is_some_and(|a| matches!(a.pos, Pos::Noun));
        }
        // A bare number with nothing behind it: "les deux ont …", "à deux", "en trois".
        let noun_behind = after.is_some_and(|a| {
            matches!(a.pos, Pos::Noun | Pos::Propn | Pos::Adj | Pos::Num | Pos::Sym)
                || matches!(a.lower.as_str(), "d'" | "de" | "des" | "of")
        });
        let nothing = !noun_behind
            && !matches!(doc.tokens[last.head].pos, Pos::Noun | Pos::Propn if last.head > core.end && last.dep == "nummod");
        let definite = before
            .is_some_and(|b| matches!(b.lower.as_str(), "les" | "aux" | "ces" | "the" | "these" | "those" | "leurs"));
        let small = q.value.hi.or(q.value.lo).is_some_and(|v| v <= 12.0);
        let adverbial = before.is_some_and(|b| matches!(b.lower.as_str(), "à" | "en" | "par" | "into" | "les"));
        nothing && small && (definite || adverbial && q.form == Form::Spelled)
    }

    /// A bare number that says nothing but how many of those that the number before it counts; `end` is the token behind it.
    fn stands_for(&self, counted: Option<&Counted>, end: usize, sentence: &Range<usize>) -> bool {
        let closes = |t: &str| matches!(t, "." | "," | ";" | ")" | "selon" | "d'après" | "pour" | "according");
        let ends = self.doc.tokens.get(end).filter(|_| end < sentence.end).is_none_or(|t| closes(&t.lower));
        let same = |c: &Counted| c.head < end && self.counted.last().is_some_and(|last| last.as_ref() == Some(c));
        ends && counted.is_some_and(same)
    }

    /// "un" is a count where it is contrasted with one.
    fn one_counts(
        &self,
        core: &Range<usize>,
        counted: Option<&Counted>,
        sentence: &Range<usize>,
        all: &[Quantity],
        i: usize,
    ) -> bool {
        let doc = self.doc;
        let lower = |k: usize| doc.tokens.get(k).filter(|_| sentence.contains(&k)).map_or("", |t| t.lower.as_str());
        let before = core.start.checked_sub(1).map_or("", lower);
        if before == "dont" || before == "including" {
            return true;
        }
        // "killing one and wounding three", "leaving one dead": the verb says that somebody is meant.
        let own = counted.is_some_and(|c| sentence.contains(&c.head) && c.head >= core.start);
        if before != "the" && lower(core.start) == "one" && !own && lower(core.end) != "of" {
            return matches!(role::of(doc, self.tree, core.end - 1, None), Role::Killed | Role::Wounded);
        }
        let Some(c) = counted.filter(|c| sentence.contains(&c.head)) else { return false };
        if !population::is_human(doc, c.head, &c.tokens) || c.head < core.end && c.head > core.start {
            return false;
        }
        // Coordinated with another count, nothing but its phrase between: "deux morts et un blessé".
        let linked = |from: usize, to: usize| {
            from <= to
                && to - from <= 8
                && (from..to)
                    .all(|t| !matches!(doc.tokens[t].pos, Pos::Verb | Pos::Aux) || role::of_noun(doc, t).is_some())
                && (from..to).any(|t| matches!(doc.tokens[t].lower.as_str(), "et" | "," | "and" | "ainsi" | "plus"))
        };
        let other = |q: &Quantity| {
            if q.unit.is_some() {
                return false;
            }
            let t = tokens_under(doc, q.core.start, q.core.end, sentence);
            if t.is_empty() {
                return false;
            }
            let human = match counted::behind(doc, self.tree, t.end, sentence.end) {
                Where::Behind(o) => population::is_human(doc, o.head, &o.tokens),
                _ => false,
            };
            human
                && (linked(t.end, core.start) || linked(core.end, t.start))
                && (q.form != Form::One || role::of_noun(doc, c.head).is_some())
        };
        if (i.saturating_sub(4)..(i + 5).min(all.len())).any(|k| k != i && other(&all[k])) {
            return true;
        }
        // English "one" is a numeral: "one person was killed".
        lower(core.start) == "one" && {
            let r = role::of(doc, self.tree, c.head, Some(&c.tokens));
            matches!(r, Role::Killed | Role::Wounded | Role::Missing | Role::Detained | Role::Captured)
        }
    }

    /// "four of the six people hit died": what befell the four is not told of the six.
    fn is_whole(&self, core: &Range<usize>) -> bool {
        let doc = self.doc;
        let sentence = doc.tokens[core.start].sentence;
        let before = |back: usize| core.start.checked_sub(back).filter(|k| doc.tokens[*k].sentence == sentence);
        let lower = |back: usize| before(back).map_or("", |k| doc.tokens[k].lower.as_str());
        let article = matches!(lower(1), "the" | "these" | "those" | "their" | "its" | "les" | "ces" | "ses" | "leurs");
        let of = 1 + usize::from(article);
        // "Sur les 45 passagers, 40 sont morts"
        let opens =
            article && before(of + 1).is_none_or(|k| matches!(doc.tokens[k].lower.as_str(), "," | "et" | "and"));
        matches!(lower(of), "of" | "des" | "sur") && before(of + 1).is_some_and(|k| is_some(doc, k))
            || matches!(lower(of), "of" | "sur" | "parmi" | "among") && opens
    }

    /// "the death toll has climbed to 71 people": the number that the toll comes to.
    fn is_toll_of(&self, core: &Range<usize>) -> bool {
        let doc = self.doc;
        let sentence = doc.tokens[core.start].sentence;
        let front = (core.start.saturating_sub(TOLL_REACH)..core.start).rev();
        let mut front = front.take_while(|k| doc.tokens[*k].sentence == sentence && doc.tokens[*k].pos != Pos::Num);
        let comes =
            front.clone().take(4).any(|k| fold_is(&doc.tokens[k].lower, &["to", "at", "reached", "hit", "passed"]));
        comes && front.any(|k| fold_is(&doc.tokens[k].lower, &["toll"]))
    }

    /// The "others" that a number counts, else the number: what happened to them is told beside them.
    fn others(&self, number: usize) -> usize {
        let doc = self.doc;
        let others = |k: &usize| {
            doc.tokens.get(*k).is_some_and(|t| {
                t.sentence == doc.tokens[number].sentence && matches!(t.lower.as_str(), "others" | "autres")
            })
        };
        Some(number + 1).filter(others).unwrap_or(number)
    }

    fn role(&self, token: usize, counted: Option<&Counted>, core: &Range<usize>) -> Role {
        let doc = self.doc;
        // "one dead, three others injured", whatever the tree makes of it.
        let participle = Some(core.end + 1).filter(|k| *k <= token + 1 && self.others(core.end - 1) != core.end - 1);
        if let Some(role) = participle
            .filter(|k| doc.tokens.get(*k).is_some_and(|t| t.sentence == doc.tokens[token].sentence))
            .and_then(|k| role::of_noun(doc, k))
        {
            return role;
        }
        if self.is_whole(core) {
            let phrase = counted.filter(|c| c.head == token).map(|c| c.tokens.clone());
            return role::of_itself(doc, self.tree, token, phrase.as_ref()).unwrap_or(Role::Present);
        }
        if let Some(c) = counted.filter(|c| fold_is(&doc.tokens[c.head].lower, &["toll", "bilan"])) {
            // English says "toll" of the dead unless it says otherwise; a French "bilan" may count the wounded as well.
            let deaths = fold_is(&doc.tokens[c.head].lower, &["toll"])
                || c.head > 0 && fold_is(&doc.tokens[c.head - 1].lower, &["death"])
                || doc.tokens.get(c.head + 1).is_some_and(|t| fold_is(&t.lower, &["mortel"]))
                || doc.tokens.get(c.head + 2).is_some_and(|n| n.lower == "morts");
            // "d'abord établi à 12 morts, a été ramené à 9": the toll of what was told first.
            let told = self.figures.last().filter(|f| f.sentence == doc.tokens[token].sentence).and_then(|f| f.role);
            let told = told.filter(|r| is_toll(Some(*r)) && self.figures.last().is_some_and(is_count));
            return if deaths { Role::Killed } else { told.unwrap_or(Role::Casualties) };
        }
        // "a father of two was killed": his children were not.
        let before = |back: usize| core.start.checked_sub(back).map_or("", |k| doc.tokens[k].lower.as_str());
        if matches!(before(1), "of" | "de" | "d'") && is_parent(before(2)) {
            return Role::Other;
        }
        if let Some(role) = self.among(core).or_else(|| self.how_badly(core)) {
            return role;
        }
        let phrase = counted.filter(|c| c.head == token).map(|c| c.tokens.clone());
        let end = phrase.as_ref().map_or(core.end, |p| p.end.max(core.end));
        if let Some(role) = phrases::around(doc, core.start, end).or_else(|| role::of_verb_in_front(doc, core.start)) {
            let own = role::of_itself(doc, self.tree, token, phrase.as_ref());
            if matches!(own, None | Some(Role::Present | Role::Displaced | Role::Casualties)) {
                return role;
            }
        }
        // In "une centaine de morts" the numeral governs the noun: ask the noun first, then the numeral.
        let role = role::of(doc, self.tree, token, phrase.as_ref());
        let apart = counted.is_some_and(|c| c.head != token);
        if !(role == Role::Other || apart && role == Role::Present) {
            return role;
        }
        let number = role::of(doc, self.tree, core.end - 1, None);
        if matches!(number, Role::Other | Role::Present) && self.is_toll_of(core) {
            return Role::Killed;
        }
        if matches!(number, Role::Other | Role::Present)
            && let Some(c) = counted
            && let Some(own) = role::of_noun(doc, c.head)
        {
            return own;
        }
        number
    }
}

/// Words for some of several.
fn is_some(doc: &Doc, token: usize) -> bool {
    const SOME: [&str; 18] = [
        "one",
        "some",
        "most",
        "many",
        "several",
        "half",
        "none",
        "un",
        "une",
        "l'un",
        "l'une",
        "certains",
        "certaines",
        "plusieurs",
        "aucun",
        "aucune",
        "moitié",
        "plupart",
    ];
    doc.tokens[token].pos == Pos::Num || SOME.contains(&doc.tokens[token].lower.as_str())
}

/// "father of two", "mère de trois enfants".
fn is_parent(lower: &str) -> bool {
    const PARENTS: [&str; 17] = [
        "father",
        "mother",
        "parent",
        "parents",
        "dad",
        "mom",
        "mum",
        "grandfather",
        "grandmother",
        "grandparents",
        "fathers",
        "mothers",
        "père",
        "mère",
        "papa",
        "maman",
        "pères",
    ];
    PARENTS.contains(&lower)
}

/// People or things are counted.
fn is_count(f: &Figure) -> bool {
    matches!(f.unit.as_deref(), Some(unit::PERSON | unit::ITEM))
}

/// Something happened to the people.
pub(crate) fn is_toll(role: Option<Role>) -> bool {
    !matches!(role, None | Some(Role::Other | Role::Present | Role::Deployed))
}

fn fold_is(word: &str, any: &[&str]) -> bool {
    any.contains(&crate::lexicon::fold(word).as_str())
}

/// The tokens of a sentence under a clean span.
pub(crate) fn tokens_under(doc: &Doc, start: usize, end: usize, sentence: &Range<usize>) -> Range<usize> {
    let tokens = &doc.tokens[sentence.clone()];
    let first = tokens.partition_point(|t| t.clean.end <= start);
    let last = tokens.partition_point(|t| t.clean.start < end);
    sentence.start + first..sentence.start + last.max(first)
}
