//! Figures: quantities that a text states about the world, with what they count.
//!
//! Speakers and certainty are attached later ([`crate::attribution`]); the figures here are bare: nobody says them, and
//! they are asserted.

pub(crate) mod counted;
pub(crate) mod kind;
mod place;
pub(crate) mod population;
pub(crate) mod role;
pub(crate) mod tree;

use std::ops::Range;

use recoupe_reading::world::{self, NamedBy, StateMention};
use recoupe_reading::{BlockKind, Diagnostic, Doc, Pos};
use smol_str::SmolStr;

use crate::claim::{Certainty, Derivation, Figure, FigureKind, Role};
use crate::date::{self, Dated};
use crate::number::{self, Conventions, Form, Quantity, Text};
use crate::unit;
use counted::{Counted, Place as Where};
use place::Places;
use tree::Tree;

/// How far before its number the word "toll" may stand, in tokens.
const TOLL_REACH: usize = 16;
/// How far behind a number "among the dead" may stand, in tokens.
const AMONG_REACH: usize = 8;

/// Reads all figures of a document, in text order, with what could not be read.
pub fn read(doc: &Doc) -> (Vec<Figure>, Vec<Diagnostic>) {
    let tree = Tree::new(doc);
    let mut reader = Reader { doc, tree, figures: Vec::new(), counted: Vec::new(), diagnostics: Vec::new() };
    let languages = doc.lang;
    let conventions = Conventions::of(&doc.clean, languages);
    for (s, sentence) in doc.sentences.iter().enumerate() {
        let kind = doc.blocks.get(sentence.block).map_or(BlockKind::Paragraph, |b| b.kind);
        if matches!(kind, BlockKind::Boilerplate | BlockKind::Byline) || sentence.tokens.is_empty() {
            continue;
        }
        let Some(clean) = doc.clean.get(sentence.clean.start..sentence.clean.end) else { continue };
        let own = if sentence.lang == languages { conventions } else { Conventions::of(clean, sentence.lang) };
        let text = Text::new(clean, sentence.clean.start, sentence.lang, own);
        reader.sentence(s, &text);
    }
    (reader.figures, reader.diagnostics)
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
    tree: Tree,
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
    fn sentence(&mut self, index: usize, text: &Text<'_>) {
        let dates = date::find(text);
        let dated = date::dated_words(text, &dates);
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
        let told =
            Told { text, dates: &dates, places: &Places::of(self.doc, self.doc.sentences[index].tokens.clone()) };
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
        let measured = q.unit.is_some();
        let mut place = counted::behind(doc, &self.tree, tokens.end, bounds.end);
        // "de 3 200 à 2 800 salariés", "from 12 to 15 buses": the noun behind the next number is of both.
        if place == Where::Nothing
            && !measured
            && let Some(next) = all.get(i + 1).filter(|n| n.unit.is_none())
        {
            let t = tokens_under(doc, next.span.start, next.span.end, &bounds);
            let link = doc.tokens.get(tokens.end).map_or("", |t| t.lower.as_str());
            if t.start == tokens.end + 1 && matches!(link, "à" | "to" | "ou" | "or" | "et" | "and" | "contre") {
                place = counted::behind(doc, &self.tree, t.end, bounds.end);
            }
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
            .map_or(core.end - 1, |c| c.head);
        let person = unit.as_deref() == Some(unit::PERSON);
        let mut role = person.then(|| self.role(token, counted.as_ref(), &core));
        // "quatre morts, dont deux enfants": what happened to the whole happened to the part.
        let within =
            core.start.checked_sub(1).is_some_and(|b| matches!(doc.tokens[b].lower.as_str(), "dont" | "including"));
        if person && matches!(role, Some(Role::Other | Role::Present)) && self.compared(&core, &bounds) {
            role = self.figures.last().filter(|f| f.sentence == sentence).and_then(|f| f.role).or(role);
        }
        let whole = self.figures.len().checked_sub(1).filter(|w| within && self.figures[*w].sentence == sentence);
        if let Some(w) = whole.filter(|_| person) {
            let own = counted.as_ref().and_then(|c| role::of_noun(doc, c.head));
            role = own.or(self.figures[w].role).or(role);
        }
        let counts = person || unit.as_deref() == Some(unit::ITEM);
        let of_whole = whole.filter(|w| counts && is_count(&self.figures[*w])).map(Some);
        let part_of = part_of.or(of_whole).or_else(|| self.of_the(&tokens, &bounds, counts, role));
        let asked = kind::Asked {
            doc,
            tree: &self.tree,
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
        let population = counted.as_ref().map(|c| population::of(doc, &self.tree, c.head, &c.tokens));
        let mut abstained = Vec::new();
        for (name, missing) in [
            ("counted", counted.is_none()),
            ("place", place.is_none() && time.kind != Some(FigureKind::Measure)),
            ("unit", unit.is_none()),
            ("kind", time.kind.is_none()),
            ("as_of", time.as_of.is_none() && time.period.is_none() && time.kind != Some(FigureKind::Measure)),
        ] {
            if missing {
                abstained.push(name);
            }
        }
        self.figures.push(Figure {
            span: doc.to_original(q.span),
            value: q.value,
            unit,
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
            if !is_compared_with(lower(whole.end), whole.end.checked_sub(1).map_or("", lower)) {
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
            let human = match counted::behind(doc, &self.tree, t.end, sentence.end) {
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
            let r = role::of(doc, &self.tree, c.head, Some(&c.tokens));
            matches!(r, Role::Killed | Role::Wounded | Role::Missing | Role::Detained | Role::Captured)
        }
    }

    /// The unit, what is counted, and of which figure it is a part.
    #[expect(clippy::type_complexity, reason = "three answers of one look")]
    fn unit_and_counted(
        &self,
        q: &Quantity,
        tokens: &Range<usize>,
        core: &Range<usize>,
        sentence: &Range<usize>,
        place: Where,
        previous: Option<&Quantity>,
    ) -> Option<(Option<SmolStr>, Option<Counted>, Option<Option<usize>>)> {
        let doc = self.doc;
        if let Some(u) = &q.unit {
            let part =
                core.start.checked_sub(1).filter(|b| sentence.contains(b)).map_or("", |b| doc.tokens[b].lower.as_str());
            let counted = match place {
                // "60 chevaux, dont la moitié"
                _ if matches!(part, "dont" | "including") && u == unit::PERCENT => {
                    self.counted.last().cloned().flatten()
                }
                // "les vingt-deux tonnes de l'an passé": when, not what.
                Where::Behind(c)
                    if self.measured_behind(tokens, sentence, u, q.form)
                        && !is_time_word(&crate::lexicon::fold(&doc.tokens[c.head].lower)) =>
                {
                    Some(self.changed(c, sentence))
                }
                Where::PartOfAntecedent => self.antecedent(tokens.start, sentence).1,
                _ if unit::is_time(u) => counted::owner(doc, &self.tree, tokens, sentence)
                    .filter(|_| tokens.start.checked_sub(1).is_none_or(|b| doc.tokens[b].lower != "il")),
                _ => counted::owner(doc, &self.tree, tokens, sentence),
            };
            // "80 mm de pluie en deux heures": the unit of another measure is no thing.
            let thing = counted.filter(|c| !self.is_measured(c.head));
            let counted = self
                .spent_on(tokens, sentence, u)
                .or_else(|| self.converted(tokens, u))
                .or(thing.map(|c| self.changed(c, sentence)))
                .or_else(|| self.one_in(tokens))
                .or_else(|| self.elliptic(u, tokens, sentence));
            return Some((Some(u.clone()), counted, None));
        }
        // "magnitude 6,4", "a magnitude 6.4 earthquake": the noun in front names what the number measures.
        if let Some(b) = core.start.checked_sub(1).filter(|b| sentence.contains(b))
            && fold_is(&doc.tokens[b].lower, &["magnitude"])
        {
            return Some((Some("magnitude".into()), Some(Counted { head: b, tokens: b..b + 1 }), None));
        }
        match place {
            Where::Behind(c) => {
                let including = core
                    .start
                    .checked_sub(1)
                    .is_some_and(|b| doc.tokens[b].lower == "dont" || doc.tokens[b].lower == "including");
                let unknown = population::class_of(doc, c.head, &c.tokens).is_none();
                let elliptic = including
                    && q.form == Form::One
                    && !population::is_human(doc, c.head, &c.tokens)
                    && (unknown || previous.is_some_and(|p| p.unit.is_some()));
                if !elliptic {
                    let human = population::is_human(doc, c.head, &c.tokens);
                    return Some((Some(if human { unit::PERSON } else { unit::ITEM }.into()), Some(c), None));
                }
                // "deux ans de prison dont un ferme", "six blessés dont un grave"
                if let Some(u) = previous.and_then(|p| p.unit.clone()) {
                    let counted = self.figures.last().and(self.counted.last().cloned().flatten());
                    return Some((Some(u), counted, Some(self.figures.len().checked_sub(1))));
                }
                let (base, counted) = self.antecedent(tokens.start, sentence);
                Some((Some(self.unit_of(counted.as_ref(), core)), counted, Some(base)))
            }
            Where::PartOfAntecedent => {
                let (base, counted) = self.antecedent(tokens.start, sentence);
                Some((Some(self.unit_of(counted.as_ref(), core)), counted, Some(base)))
            }
            Where::Nothing => {
                let including = core.start.checked_sub(1).is_some_and(|b| doc.tokens[b].lower == "dont");
                if including && let Some(u) = previous.and_then(|p| p.unit.clone()) {
                    return Some((
                        Some(u),
                        self.counted.last().cloned().flatten(),
                        Some(self.figures.len().checked_sub(1)),
                    ));
                }
                // "340 millions" behind a sum of money is money; "from 3 million" behind tonnes is tonnes.
                if q.value.lo.or(q.value.hi).is_some_and(|v| v >= 1e6)
                    && q.form != Form::Vague
                    && q.value.granularity >= 1e5
                {
                    let here = doc.tokens[sentence.start].sentence;
                    let currency = self.figures.iter().rev().take(3).find_map(|f| {
                        let measure = |u: &SmolStr| {
                            f.sentence == here
                                && !unit::is_time(u)
                                && ![unit::PERSON, unit::ITEM, unit::PERCENT, unit::TIMES].contains(&u.as_str())
                        };
                        f.unit.clone().filter(|u| unit::is_currency(u) || measure(u))
                    });
                    if currency.is_some() {
                        return Some((currency, counted::owner(doc, &self.tree, tokens, sentence), None));
                    }
                }
                // The number's own head, where the noun stands elsewhere ("le nombre de soldats à 11 000").
                if let Some(c) = self.number_of(core, sentence) {
                    let human = population::is_human(doc, c.head, &c.tokens);
                    return Some((Some(if human { unit::PERSON } else { unit::ITEM }.into()), Some(c), None));
                }
                // "Morts : 24"
                if let Some(c) = self.entry(core, sentence) {
                    let human = population::is_human(doc, c.head, &c.tokens);
                    return Some((Some(if human { unit::PERSON } else { unit::ITEM }.into()), Some(c), None));
                }
                // "the death toll rose to 57", "le bilan s'élève à 57": people, whatever stands before.
                if let Some(toll) = (sentence.start.max(core.start.saturating_sub(TOLL_REACH))..core.start)
                    .rev()
                    .find(|t| fold_is(&doc.tokens[*t].lower, &["toll", "bilan"]))
                    && q.form != Form::One
                {
                    return Some((
                        Some(unit::PERSON.into()),
                        Some(Counted { head: toll, tokens: toll..toll + 1 }),
                        None,
                    ));
                }
                // "the number of … climbed to", "les effectifs atteignent 300": the subject of a verb of change.
                if let Some(c) = self.subject_of_change(core, sentence) {
                    let human = population::is_human(doc, c.head, &c.tokens)
                        || fold_is(&doc.tokens[c.head].lower, &["toll", "bilan"]);
                    return Some((Some(if human { unit::PERSON } else { unit::ITEM }.into()), Some(c), None));
                }
                // "put the crowd at 23,000": the object of the verb that the number hangs on.
                if let Some(c) = self.object_before(core, sentence) {
                    let human = population::is_human(doc, c.head, &c.tokens);
                    return Some((Some(if human { unit::PERSON } else { unit::ITEM }.into()), Some(c), None));
                }
                let (_, counted) = self.antecedent(tokens.start, sentence);
                Some((Some(self.unit_of(counted.as_ref(), core)), counted, None))
            }
        }
    }

    /// "a 5 % rise in sales": what changed is told behind the change.
    fn changed(&self, counted: Counted, sentence: &Range<usize>) -> Counted {
        const CHANGES: [&str; 36] = [
            "montant",
            "prix",
            "cout",
            "niveau",
            "taux",
            "valeur",
            "part",
            "price",
            "cost",
            "amount",
            "value",
            "level",
            "rate",
            "share",
            "rise",
            "fall",
            "increase",
            "decrease",
            "drop",
            "growth",
            "decline",
            "gain",
            "loss",
            "cut",
            "jump",
            "surge",
            "reduction",
            "hike",
            "slump",
            "hausse",
            "baisse",
            "augmentation",
            "recul",
            "progression",
            "diminution",
            "chute",
        ];
        let doc = self.doc;
        let link = doc.tokens.get(counted.tokens.end).filter(|_| counted.tokens.end < sentence.end);
        let linked = link.is_some_and(|t| matches!(t.lower.as_str(), "in" | "of" | "de" | "d'" | "des" | "du"));
        if !linked || !fold_is(&doc.tokens[counted.head].lower, &CHANGES) {
            return counted;
        }
        // "in" joins nothing to a number, so that it is passed over here.
        let at = counted.tokens.end + usize::from(link.is_some_and(|t| t.lower == "in"));
        match counted::behind(doc, &self.tree, at, sentence.end) {
            Where::Behind(of) if counted.tokens.start < of.tokens.end => {
                Counted { head: of.head, tokens: counted.tokens.start..of.tokens.end }
            }
            _ => counted,
        }
    }

    /// The token is the unit word of a measure that was read already.
    fn is_measured(&self, token: usize) -> bool {
        let span = self.doc.tokens[token].span;
        let own = |f: &Figure| {
            f.span.start <= span.start
                && span.end <= f.span.end
                && !matches!(f.unit.as_deref(), Some(unit::PERSON | unit::ITEM))
        };
        self.figures.iter().rev().take(6).any(own)
    }

    /// "$3 billion in damage", "45 million euros ($52 million) in aid".
    fn spent_on(&self, tokens: &Range<usize>, sentence: &Range<usize>, unit: &str) -> Option<Counted> {
        let doc = self.doc;
        let lower = |k: usize| doc.tokens.get(k).filter(|_| k < sentence.end).map_or("", |t| t.lower.as_str());
        let mut k = tokens.end;
        if lower(k) == "(" {
            k = (k..(k + 8).min(sentence.end)).find(|&b| lower(b) == ")")?;
        }
        if lower(k) == ")" {
            k += 1;
        }
        if lower(k) != "in" || !unit::is_currency(unit) {
            return None;
        }
        let noun = doc.tokens.get(k + 1).filter(|_| k + 1 < sentence.end)?;
        if !matches!(noun.pos, Pos::Noun | Pos::Adj) || !noun.ent_type.is_empty() {
            return None;
        }
        match counted::behind(doc, &self.tree, k + 1, sentence.end) {
            Where::Behind(c) => Some(c),
            _ => None,
        }
    }

    /// "un candidat sur trois", "one in three patients": the noun inside.
    fn one_in(&self, tokens: &Range<usize>) -> Option<Counted> {
        let noun = tokens.clone().find(|t| {
            let token = &self.doc.tokens[*t];
            token.pos == Pos::Noun
                && !matches!(token.lower.as_str(), "%" | "percent" | "cent" | "half" | "third" | "quarter")
        })?;
        let inside = tokens.clone().any(|t| matches!(self.doc.tokens[t].lower.as_str(), "sur" | "in" | "out"));
        (inside && noun > tokens.start).then_some(Counted { head: noun, tokens: noun..noun + 1 })
    }

    /// "45 million euros ($52 million)": the same again in another unit.
    fn converted(&self, tokens: &Range<usize>, unit: &str) -> Option<Counted> {
        let bracket =
            tokens.start.checked_sub(1).filter(|b| matches!(self.doc.tokens[*b].lower.as_str(), "(" | "["))?;
        let last = self.figures.last()?;
        let same =
            |a: &str, b: &str| unit::is_currency(a) == unit::is_currency(b) && unit::is_time(a) == unit::is_time(b);
        let near = bracket.checked_sub(1).is_some_and(|t| self.doc.tokens[t].span.end == last.span.end);
        (near && last.unit.as_deref().is_some_and(|u| same(u, unit))).then(|| self.counted.last().cloned().flatten())?
    }

    /// Rates and sums whose thing is told before: "soit près de 50 %", "celles de la viande baissent de 7 %".
    fn elliptic(&self, unit: &str, tokens: &Range<usize>, sentence: &Range<usize>) -> Option<Counted> {
        if unit::is_time(unit) {
            return None;
        }
        let doc = self.doc;
        let here = doc.tokens[sentence.start].sentence;
        let front = sentence.start.max(tokens.start.saturating_sub(3))..tokens.start;
        let that_is = front.into_iter().any(|t| matches!(doc.tokens[t].lower.as_str(), "soit" | "or" | "i.e."));
        let recent = self.figures.iter().enumerate().rev().take(6).filter(|(i, f)| {
            self.counted[*i].is_some()
                && here - f.sentence.min(here) <= 1
                && doc.sentences[f.sentence].block == doc.sentences[here].block
        });
        let like = |f: &Figure| f.unit.as_deref() == Some(unit) || that_is && unit == unit::PERCENT;
        recent.into_iter().find(|(_, f)| like(f)).and_then(|(i, _)| self.counted[i].clone())
    }

    /// What stands behind a measure is what it measures only with "de" ("vingt tonnes de riz", "40 % des voix").
    fn measured_behind(&self, tokens: &Range<usize>, sentence: &Range<usize>, unit: &str, form: Form) -> bool {
        let doc = self.doc;
        let next = doc.tokens.get(tokens.end).filter(|_| tokens.end < sentence.end).map_or("", |t| t.lower.as_str());
        let of = matches!(next, "de" | "d'" | "des" | "du" | "of");
        // "1,25 m de haut", "40 km de long"
        if of && doc.tokens.get(tokens.end + 1).is_some_and(|t| matches!(t.lower.as_str(), "un" | "une")) {
            return false;
        }
        let dimension = of
            && doc.tokens.get(tokens.end + 1).is_some_and(|t| {
                matches!(
                    t.lower.as_str(),
                    "haut"
                        | "hauteur"
                        | "long"
                        | "longueur"
                        | "large"
                        | "largeur"
                        | "profondeur"
                        | "diamètre"
                        | "distance"
                        | "plus"
                        | "moins"
                        | "rayon"
                        | "côté"
                        | "fond"
                        | "vitesse"
                )
            });
        if dimension {
            return false;
        }
        if doc.sentences[doc.tokens[tokens.start].sentence].lang == recoupe_reading::Lang::En && !of {
            // "a 40-km fence", "120 mph winds", "5 percent growth"
            return unit != unit::TIMES
                && doc.tokens.get(tokens.end).is_some_and(|t| matches!(t.pos, Pos::Noun | Pos::Adj))
                && form != Form::Multiple;
        }
        of
    }

    /// "évaluent à environ 700 le nombre de grévistes", "le nombre de morts s'élève à 300": the noun behind "nombre de".
    fn number_of(&self, core: &Range<usize>, sentence: &Range<usize>) -> Option<Counted> {
        let doc = self.doc;
        let window = sentence.start.max(core.start.saturating_sub(15))..sentence.end.min(core.end + 12);
        let noun = window
            .clone()
            .filter(|t| {
                fold_is(&doc.tokens[*t].lower, &["nombre", "number", "total", "effectif", "effectifs", "population"])
            })
            .min_by_key(|t| t.abs_diff(core.start))?;
        match counted::behind(doc, &self.tree, noun + 1, window.end) {
            Where::Behind(c) if matches!(doc.tokens[noun + 1].lower.as_str(), "de" | "d'" | "des" | "of") => Some(c),
            _ => None,
        }
    }

    /// The name of an entry in a table or list: "Morts : 24", "Seats won: 112".
    fn entry(&self, core: &Range<usize>, sentence: &Range<usize>) -> Option<Counted> {
        let doc = self.doc;
        let colon = core.start.checked_sub(1).filter(|b| sentence.contains(b) && doc.tokens[*b].lower == ":")?;
        let last = colon.checked_sub(1).filter(|b| sentence.contains(b))?;
        let name = &doc.tokens[last];
        let people = role::of_noun(doc, last).is_some();
        let alone = core.end >= sentence.end || matches!(doc.tokens[core.end].lower.as_str(), "." | "," | ";" | ")");
        (alone && (people || name.pos == Pos::Noun && name.has("Number=Plur")))
            .then_some(Counted { head: last, tokens: last..last + 1 })
    }

    /// The subject, before the number, of "s'élever à", "atteindre", "climb to": what rose is what the number counts.
    fn subject_of_change(&self, core: &Range<usize>, sentence: &Range<usize>) -> Option<Counted> {
        let doc = self.doc;
        let verb = kind::governor(doc, core.start).filter(|v| sentence.contains(v) && *v < core.start)?;
        if !kind::is_change(doc, verb) || core.start - verb > 6 {
            return None;
        }
        let subject =
            self.tree.kid(doc, verb, &["nsubj", "nsubjpass"]).filter(|s| sentence.contains(s) && *s < verb)?;
        matches!(doc.tokens[subject].pos, Pos::Noun).then(|| Counted {
            head: subject,
            tokens: counted::phrase(doc, &self.tree, counted::first_of(doc, subject), subject, verb),
        })
    }

    /// The object, before the number, of the verb that governs the number with "at" or "à".
    fn object_before(&self, core: &Range<usize>, sentence: &Range<usize>) -> Option<Counted> {
        let doc = self.doc;
        let before = core.start.checked_sub(1).filter(|b| sentence.contains(b))?;
        if !matches!(doc.tokens[before].lower.as_str(), "at" | "à") {
            return None;
        }
        let verb = kind::governor(doc, core.start)?;
        let object = self.tree.kid(doc, verb, &["obj", "dobj"]).filter(|o| *o < core.start && sentence.contains(o))?;
        matches!(doc.tokens[object].pos, Pos::Noun)
            .then(|| Counted { head: object, tokens: counted::phrase(doc, &self.tree, object, object, before) })
    }

    /// The figure and the noun that a pronoun or an elliptic number stands for: a count of the same or the last two
    /// sentences, else the last plural noun.
    fn antecedent(&self, at: usize, sentence: &Range<usize>) -> (Option<usize>, Option<Counted>) {
        let doc = self.doc;
        let here = doc.tokens[sentence.start].sentence;
        let recent = self.figures.iter().enumerate().rev().take(12).find(|(i, f)| {
            self.counted[*i].is_some()
                && matches!(f.unit.as_deref(), Some(unit::PERSON | unit::ITEM))
                && here - f.sentence.min(here) <= 2
                && doc.sentences[f.sentence].block + 2 > doc.sentences[here].block
        });
        match recent {
            Some((i, _)) => (Some(i), self.counted[i].clone()),
            None => (None, counted::antecedent(doc, &self.tree, at)),
        }
    }

    /// A count's unit from what it counts, or from the verb it is subject of.
    fn unit_of(&self, counted: Option<&Counted>, core: &Range<usize>) -> SmolStr {
        let doc = self.doc;
        let human = match counted {
            Some(c) => population::is_human(doc, c.head, &c.tokens),
            None => !matches!(role::of(doc, &self.tree, core.end - 1, None), Role::Other | Role::Present),
        };
        if human { unit::PERSON } else { unit::ITEM }.into()
    }

    fn role(&self, token: usize, counted: Option<&Counted>, core: &Range<usize>) -> Role {
        let doc = self.doc;
        if let Some(c) = counted.filter(|c| fold_is(&doc.tokens[c.head].lower, &["toll", "bilan"])) {
            // English says "toll" of the dead unless it says otherwise; a French "bilan" may count the wounded as well.
            let deaths = fold_is(&doc.tokens[c.head].lower, &["toll"])
                || c.head > 0 && fold_is(&doc.tokens[c.head - 1].lower, &["death"])
                || doc.tokens.get(c.head + 1).is_some_and(|t| fold_is(&t.lower, &["mortel"]))
                || doc.tokens.get(c.head + 2).is_some_and(|n| n.lower == "morts");
            return if deaths { Role::Killed } else { Role::Casualties };
        }
        if let Some(role) = self.among(core) {
            return role;
        }
        // In "une centaine de morts" the numeral governs the noun: ask the noun first, then the numeral.
        let phrase = counted.filter(|c| c.head == token).map(|c| c.tokens.clone());
        let role = role::of(doc, &self.tree, token, phrase.as_ref());
        let apart = counted.is_some_and(|c| c.head != token);
        if !matches!(role, Role::Other) && !(apart && role == Role::Present) {
            return role;
        }
        let number = role::of(doc, &self.tree, core.end - 1, None);
        if matches!(number, Role::Other | Role::Present)
            && let Some(c) = counted
            && let Some(own) = role::of_noun(doc, c.head)
        {
            return own;
        }
        number
    }

    /// "contre 23 la veille", "up from 360": the number before it, at another time.
    fn compared(&self, core: &Range<usize>, sentence: &Range<usize>) -> bool {
        let doc = self.doc;
        let before = |n: usize| {
            let at = core.start.checked_sub(n).filter(|b| sentence.contains(b));
            at.map_or("", |b| doc.tokens[b].lower.as_str())
        };
        match before(1) {
            "contre" | "against" => true,
            "from" => matches!(before(2), "up" | "down"),
            "with" | "to" => before(2) == "compared",
            _ => false,
        }
    }

    /// "Two children are among the dead", "deux enfants figurent parmi les victimes": what those met, they met.
    fn among(&self, core: &Range<usize>) -> Option<Role> {
        let doc = self.doc;
        let sentence = doc.tokens.get(core.start)?.sentence;
        let end = doc.sentences.get(sentence)?.tokens.end;
        let window = core.end..end.min(core.end + AMONG_REACH);
        let at = window.clone().find(|t| matches!(doc.tokens[*t].lower.as_str(), "among" | "parmi"))?;
        // Another number between them has the words to itself.
        let alone = (core.end..at).all(|t| doc.tokens[t].pos != Pos::Num);
        (at + 1..end.min(at + 4)).find_map(|t| role::of_noun(doc, t)).filter(|_| alone)
    }

    /// "deux des morts", "three of the wounded": some of those told of. French writes "des" after a numeral only so.
    fn of_the(
        &self,
        tokens: &Range<usize>,
        sentence: &Range<usize>,
        counts: bool,
        role: Option<Role>,
    ) -> Option<Option<usize>> {
        let doc = self.doc;
        let lower = |k: usize| doc.tokens.get(k).filter(|_| sentence.contains(&k)).map_or("", |t| t.lower.as_str());
        let numeral = doc.tokens.get(tokens.end.checked_sub(1)?)?.pos == Pos::Num;
        let some = match (lower(tokens.end), lower(tokens.end + 1)) {
            ("des", _) => numeral,
            ("of", "the" | "these" | "those" | "its" | "their") => true,
            _ => false,
        };
        // "dix des 40 capteurs": the whole is told next, and not read yet.
        let behind = (tokens.end + 1..tokens.end + 3).filter(|k| sentence.contains(k));
        let ahead = behind.clone().any(|k| doc.tokens[k].pos == Pos::Num);
        (counts && some)
            .then(|| if ahead { None } else { self.figures.iter().rposition(|f| is_count(f) && f.role == role) })
    }

    fn derivation(
        &self,
        asked: &kind::Asked<'_>,
        q: &Quantity,
        part_of: Option<Option<usize>>,
        counts: bool,
    ) -> Option<Derivation> {
        let base = || {
            self.figures
                .iter()
                .enumerate()
                .rev()
                .take(4)
                .find(|(_, f)| matches!(f.unit.as_deref(), Some(unit::PERSON | unit::ITEM)))
                .map(|(i, _)| i)
        };
        if let Some(base) = part_of {
            return Some(Derivation::PartOf { base });
        }
        if q.unit.as_deref() == Some(unit::PERCENT) {
            return Some(Derivation::Share {
                base: base().filter(|i| {
                    asked.doc.tokens[asked.token].sentence
                        - self.figures[*i].sentence.min(asked.doc.tokens[asked.token].sentence)
                        <= 1
                }),
            });
        }
        // "12 killed and 30 others wounded" adds nothing to the killed.
        let other_role = self
            .figures
            .last()
            .filter(|f| f.sentence == asked.doc.tokens[asked.token].sentence)
            .is_some_and(|f| is_toll(f.role) && is_toll(asked.role) && f.role != asked.role);
        if counts && !other_role && kind::is_increment(asked) {
            return Some(Derivation::Increment { base: None });
        }
        if kind::is_computed(asked) {
            return Some(Derivation::Computed { base: base() });
        }
        None
    }
}

/// "twice as many", "trois fois le prix" compare; "counted twice", "trois fois champion" tell how often.
fn is_compared_with(after: &str, last: &str) -> bool {
    last.ends_with("fold")
        || !matches!(last, "twice" | "thrice" | "fois" | "times")
        || matches!(
            after,
            "plus"
                | "moins"
                | "supérieur"
                | "supérieure"
                | "supérieurs"
                | "supérieures"
                | "inférieur"
                | "inférieure"
                | "le"
                | "la"
                | "les"
                | "l'"
                | "son"
                | "sa"
                | "ses"
                | "leur"
                | "leurs"
                | "ce"
                | "celui"
                | "celle"
                | "ceux"
                | "celles"
                | "mieux"
                | "trop"
                | "as"
                | "more"
                | "less"
                | "fewer"
                | "the"
                | "that"
                | "those"
                | "what"
                | "its"
                | "their"
                | "his"
                | "her"
                | "higher"
                | "lower"
                | "larger"
                | "bigger"
                | "greater"
                | "smaller"
                | "faster"
                | "earnings"
                | "this"
                | "last"
                | "worse"
                | "better"
                | "lesser"
                | "longer"
                | "stronger"
                | "normal"
        )
}

/// People or things are counted.
fn is_count(f: &Figure) -> bool {
    matches!(f.unit.as_deref(), Some(unit::PERSON | unit::ITEM))
}

/// Something happened to the people.
fn is_toll(role: Option<Role>) -> bool {
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
