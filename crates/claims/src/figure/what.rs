//! The unit of a quantity, the words that say what it counts, and of which figure it is a part.

use std::ops::Range;

use recoupe_reading::Pos;
use smol_str::SmolStr;

use super::counted::{self, Counted, Place as Where};
use super::{Reader, TOLL_REACH, fold_is, is_time_word, kind, phrases, population, role};
use crate::claim::{Derivation, Figure, Role, Value};
use crate::number::{Form, Quantity};
use crate::unit;

impl Reader<'_> {
    /// The unit, what is counted, and of which figure it is a part.
    #[expect(clippy::type_complexity, reason = "three answers of one look")]
    pub(super) fn unit_and_counted(
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
                // "the tonnes of last year": when, not what.
                Where::Behind(c)
                    if self.measured_behind(tokens, sentence, u, q.form)
                        && !(u != unit::PERCENT && self.is_of_another(tokens, sentence))
                        && !is_time_word(&crate::lexicon::fold(&doc.tokens[c.head].lower)) =>
                {
                    Some(self.changed(c, sentence))
                }
                Where::PartOfAntecedent => self.antecedent(tokens.start, sentence).1,
                _ if unit::is_time(u) => counted::owner(doc, self.tree, tokens, sentence)
                    .filter(|_| tokens.start.checked_sub(1).is_none_or(|b| doc.tokens[b].lower != "il")),
                _ => counted::owner(doc, self.tree, tokens, sentence),
            };
            // "80 mm de pluie en deux heures": the unit of another measure is no thing.
            let thing = counted.filter(|c| !self.is_measured(c.head) && !self.tells(c.head, tokens.start));
            let counted = self
                .spent_on(tokens, sentence, u)
                .or_else(|| self.object_behind(tokens, sentence))
                .or_else(|| self.converted(tokens, u))
                .or_else(|| self.one_in(tokens))
                .or(thing.map(|c| self.changed(c, sentence)))
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
                if let Some(u) = self.unit_of_whole(q, core, previous) {
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
                if including && let Some(u) = self.unit_of_whole(q, core, previous) {
                    return Some((
                        Some(u),
                        self.counted.last().cloned().flatten(),
                        Some(self.figures.len().checked_sub(1)),
                    ));
                }
                // "4 300 hectares, contre 3 800 la veille"
                if let Some(unit) = self.compared_unit(core, sentence) {
                    return Some((Some(unit), self.counted.last().cloned().flatten(), None));
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
                        return Some((currency, counted::owner(doc, self.tree, tokens, sentence), None));
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
                    && !self.does_something(core.end, sentence)
                {
                    let death = toll.checked_sub(1).filter(|d| fold_is(&doc.tokens[*d].lower, &["death"]));
                    let counted = Counted { head: toll, tokens: death.unwrap_or(toll)..toll + 1 };
                    return Some((Some(unit::PERSON.into()), Some(counted), None));
                }
                if let Some(c) = self.object_behind(tokens, sentence) {
                    let human =
                        population::is_human(doc, c.head, &c.tokens) || fold_is(&doc.tokens[c.head].lower, &["bilan"]);
                    return Some((Some(if human { unit::PERSON } else { unit::ITEM }.into()), Some(c), None));
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
                // "The shots were fired at noon, killing two": people are killed, whatever is told of before.
                let role = role::of(doc, self.tree, core.end - 1, None);
                let killed = role == Role::Killed;
                let counted = counted.filter(|c| !killed || population::is_human(doc, c.head, &c.tokens));
                // "12,000 took part", "forces 25,000 to flee": what only people do.
                let thing = counted.as_ref().is_none_or(|c| !population::is_human(doc, c.head, &c.tokens));
                let of_people = || {
                    counted.is_none() && phrases::is_of_people(doc, core.end)
                        || phrases::around(doc, tokens.start, core.end).is_some()
                };
                if thing && q.form != Form::One && of_people() {
                    return Some((Some(unit::PERSON.into()), None, None));
                }
                Some((Some(self.unit_of(counted.as_ref(), core)), counted, None))
            }
        }
    }

    /// The unit of the measure that a bare number is compared with.
    fn compared_unit(&self, core: &Range<usize>, sentence: &Range<usize>) -> Option<SmolStr> {
        let doc = self.doc;
        let before = core.start.checked_sub(1).filter(|b| sentence.contains(b))?;
        let word = doc.tokens[before].lower.as_str();
        let from = before.checked_sub(1).map_or("", |k| doc.tokens[k].lower.as_str());
        let compared = matches!(word, "contre" | "against") || word == "from" && matches!(from, "up" | "down");
        let here = doc.tokens[core.start].sentence;
        let last = self.figures.last().filter(|f| compared && f.sentence == here)?;
        let unit = last.unit.clone()?;
        let measure =
            ![unit::PERSON, unit::ITEM, unit::PERCENT, unit::TIMES].contains(&unit.as_str()) && !unit::is_time(&unit);
        measure.then_some(unit)
    }

    /// "Selon un dernier bilan, … et 14 ont été blessées": a finite verb stands right behind the number.
    fn does_something(&self, end: usize, sentence: &Range<usize>) -> bool {
        let verb = self.doc.tokens.get(end).filter(|_| end < sentence.end);
        verb.is_some_and(|t| {
            matches!(t.pos, Pos::Verb | Pos::Aux)
                && (t.has("VerbForm=Fin") || matches!(t.tag.as_str(), "VBD" | "VBP" | "VBZ" | "MD"))
        })
    }

    /// The unit of the measure that a number without one is a part of: no part is more than its whole ("1,5 milliard d'euros sur trois
    /// ans, dont 400 millions").
    fn unit_of_whole(&self, q: &Quantity, core: &Range<usize>, previous: Option<&Quantity>) -> Option<SmolStr> {
        let unit = previous?.unit.clone()?;
        let part = q.value.lo.or(q.value.hi)?;
        let fits = |whole: &Value| whole.hi.or(whole.lo).is_none_or(|w| w >= part);
        if fits(&previous?.value) {
            return Some(unit);
        }
        let here = self.doc.tokens[core.start].sentence;
        let measure = |f: &&Figure| {
            let thing = matches!(f.unit.as_deref(), None | Some(unit::PERSON | unit::ITEM));
            f.sentence == here && !thing && fits(&f.value)
        };
        self.figures.iter().rev().take(4).find(measure).and_then(|f| f.unit.clone())
    }

    /// "a 5 % rise in sales": what changed is told behind the change.
    pub(super) fn changed(&self, counted: Counted, sentence: &Range<usize>) -> Counted {
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
        match counted::behind(doc, self.tree, at, sentence.end) {
            Where::Behind(of) if counted.tokens.start < of.tokens.end => {
                Counted { head: of.head, tokens: counted.tokens.start..of.tokens.end }
            }
            _ => counted,
        }
    }

    /// "le ministère parle de 7 %": who tells a number behind its verb is not what it measures.
    fn tells(&self, noun: usize, number: usize) -> bool {
        let doc = self.doc;
        let verb = doc.tokens[noun].head;
        let of = |k: usize| matches!(doc.tokens[k].lower.as_str(), "de" | "d'" | "of" | "sur");
        doc.tokens[noun].dep.starts_with("nsubj")
            && noun < verb
            && verb < number
            && number.checked_sub(1).is_some_and(of)
            && crate::attribution::counts_as_told(doc, verb)
    }

    /// The token is the unit word of a measure that was read already.
    pub(super) fn is_measured(&self, token: usize) -> bool {
        let span = self.doc.tokens[token].span;
        let own = |f: &Figure| {
            f.span.start <= span.start
                && span.end <= f.span.end
                && !matches!(f.unit.as_deref(), Some(unit::PERSON | unit::ITEM))
        };
        self.figures.iter().rev().take(6).any(own)
    }

    /// "$3 billion in damage", "45 million euros ($52 million) in aid".
    pub(super) fn spent_on(&self, tokens: &Range<usize>, sentence: &Range<usize>, unit: &str) -> Option<Counted> {
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
        match counted::behind(doc, self.tree, k + 1, sentence.end) {
            Where::Behind(c) => Some(c),
            _ => None,
        }
    }

    /// "un candidat sur trois", "one in three patients": the noun inside.
    pub(super) fn one_in(&self, tokens: &Range<usize>) -> Option<Counted> {
        let noun = tokens.clone().find(|t| {
            let token = &self.doc.tokens[*t];
            token.pos == Pos::Noun
                && !matches!(token.lower.as_str(), "%" | "percent" | "cent" | "half" | "third" | "quarter")
        })?;
        let inside = tokens.clone().any(|t| matches!(self.doc.tokens[t].lower.as_str(), "sur" | "in" | "out"));
        (inside && noun > tokens.start).then_some(Counted { head: noun, tokens: noun..noun + 1 })
    }

    /// "45 million euros ($52 million)": the same again in another unit.
    pub(super) fn converted(&self, tokens: &Range<usize>, unit: &str) -> Option<Counted> {
        let bracket =
            tokens.start.checked_sub(1).filter(|b| matches!(self.doc.tokens[*b].lower.as_str(), "(" | "["))?;
        let last = self.figures.last()?;
        let same =
            |a: &str, b: &str| unit::is_currency(a) == unit::is_currency(b) && unit::is_time(a) == unit::is_time(b);
        let near = bracket.checked_sub(1).is_some_and(|t| self.doc.tokens[t].span.end == last.span.end);
        (near && last.unit.as_deref().is_some_and(|u| same(u, unit))).then(|| self.counted.last().cloned().flatten())?
    }

    /// Rates and sums whose thing is told before: "soit près de 50 %", "celles de la viande baissent de 7 %".
    pub(super) fn elliptic(&self, unit: &str, tokens: &Range<usize>, sentence: &Range<usize>) -> Option<Counted> {
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
    pub(super) fn measured_behind(
        &self,
        tokens: &Range<usize>,
        sentence: &Range<usize>,
        unit: &str,
        form: Form,
    ) -> bool {
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
                && doc.tokens.get(tokens.end).is_some_and(|t| {
                    let odds = tokens.clone().any(|k| matches!(doc.tokens[k].lower.as_str(), "in" | "out"));
                    matches!(t.pos, Pos::Noun | Pos::Adj) || odds && t.pos == Pos::Propn
                })
                && form != Form::Multiple;
        }
        of
    }

    /// "évaluent à environ 700 le nombre de grévistes", "le nombre de morts s'élève à 300": the noun behind "nombre de".
    pub(super) fn number_of(&self, core: &Range<usize>, sentence: &Range<usize>) -> Option<Counted> {
        let doc = self.doc;
        let window = sentence.start.max(core.start.saturating_sub(15))..sentence.end.min(core.end + 12);
        let noun = window
            .clone()
            .filter(|t| {
                fold_is(&doc.tokens[*t].lower, &["nombre", "number", "total", "effectif", "effectifs", "population"])
            })
            .min_by_key(|t| t.abs_diff(core.start))?;
        // "le nombre total de cas"
        let of = (noun + 1..window.end).find(|t| doc.tokens[*t].pos != Pos::Adj)?;
        match counted::behind(doc, self.tree, of, window.end) {
            Where::Behind(c) if matches!(doc.tokens[of].lower.as_str(), "de" | "d'" | "des" | "of") => Some(c),
            _ => None,
        }
    }

    /// "un entrepôt de 6 000 m² de la zone industrielle": what stands behind has an article of its own and holds the thing, which stands in front.
    fn is_of_another(&self, tokens: &Range<usize>, sentence: &Range<usize>) -> bool {
        let doc = self.doc;
        let lower = |k: usize| doc.tokens.get(k).filter(|_| k < sentence.end).map_or("", |t| t.lower.as_str());
        let article = lower(tokens.end) == "du"
            || lower(tokens.end) == "de"
                && matches!(lower(tokens.end + 1), "la" | "l'" | "cette" | "ce" | "son" | "sa");
        article && counted::noun_in_front(doc, self.tree, tokens, sentence).is_some()
    }

    /// "porter à 3 milliards le budget", "chiffre à 400 les emplois menacés": the object, behind the number, of the verb that governs it
    /// with "à".
    fn object_behind(&self, tokens: &Range<usize>, sentence: &Range<usize>) -> Option<Counted> {
        let doc = self.doc;
        let before = tokens.start.checked_sub(1).filter(|b| sentence.contains(b) && doc.tokens[*b].lower == "à")?;
        let verb = kind::governor(doc, before).filter(|v| *v < before)?;
        let article = doc.tokens.get(tokens.end).filter(|_| tokens.end < sentence.end)?;
        if !matches!(article.lower.as_str(), "le" | "la" | "les" | "l'" | "son" | "sa" | "ses" | "leur" | "leurs") {
            return None;
        }
        let object = (tokens.end + 1..(tokens.end + 4).min(sentence.end)).find(|t| doc.tokens[*t].pos == Pos::Noun)?;
        let own = matches!(doc.tokens[object].dep.as_str(), "obj" | "obl:arg" | "obl:mod" | "nmod" | "appos")
            && before - verb <= 3;
        let phrase = counted::phrase(doc, self.tree, tokens.end + 1, object, sentence.end);
        own.then_some(Counted { head: object, tokens: phrase })
    }

    /// The name of an entry in a table or list: "Morts : 24", "Seats won: 112".
    pub(super) fn entry(&self, core: &Range<usize>, sentence: &Range<usize>) -> Option<Counted> {
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
    pub(super) fn subject_of_change(&self, core: &Range<usize>, sentence: &Range<usize>) -> Option<Counted> {
        let doc = self.doc;
        let verb = kind::governor(doc, core.start).filter(|v| sentence.contains(v) && *v < core.start)?;
        if !kind::is_change(doc, verb) || core.start - verb > 6 {
            return None;
        }
        let subject =
            self.tree.kid(doc, verb, &["nsubj", "nsubjpass"]).filter(|s| sentence.contains(s) && *s < verb)?;
        matches!(doc.tokens[subject].pos, Pos::Noun).then(|| Counted {
            head: subject,
            tokens: counted::phrase(doc, self.tree, counted::first_of(doc, subject), subject, verb),
        })
    }

    /// The object, before the number, of the verb that governs the number with "at" or "à".
    pub(super) fn object_before(&self, core: &Range<usize>, sentence: &Range<usize>) -> Option<Counted> {
        let doc = self.doc;
        let before = core.start.checked_sub(1).filter(|b| sentence.contains(b))?;
        if !matches!(doc.tokens[before].lower.as_str(), "at" | "à") {
            return None;
        }
        let verb = kind::governor(doc, core.start)?;
        let object = self.tree.kid(doc, verb, &["obj", "dobj"]).filter(|o| *o < core.start && sentence.contains(o))?;
        matches!(doc.tokens[object].pos, Pos::Noun)
            .then(|| Counted { head: object, tokens: counted::phrase(doc, self.tree, object, object, before) })
    }

    /// The figure and the noun that a pronoun or an elliptic number stands for: a count of the same or the last two
    /// sentences, else the last plural noun.
    pub(super) fn antecedent(&self, at: usize, sentence: &Range<usize>) -> (Option<usize>, Option<Counted>) {
        let doc = self.doc;
        let here = doc.tokens[sentence.start].sentence;
        let recent = self.figures.iter().enumerate().rev().take(12).find(|(i, f)| {
            let apart = f.sentence == here && matches!(f.derivation, Some(Derivation::PartOf { base: Some(_) }));
            self.counted[*i].is_some()
                && !(apart && self.is_past_part(at, f.sentence))
                && matches!(f.unit.as_deref(), Some(unit::PERSON | unit::ITEM))
                && here - f.sentence.min(here) <= 2
                && doc.sentences[f.sentence].block + 2 > doc.sentences[here].block
        });
        match recent {
            Some((i, _)) => (Some(i), self.counted[i].clone()),
            None => (None, counted::antecedent(doc, self.tree, at)),
        }
    }

    /// "1 200 salariés, dont 300 intérimaires, et en supprimera 150": a new clause is about the whole again.
    fn is_past_part(&self, at: usize, sentence: usize) -> bool {
        let doc = self.doc;
        let last = self.figures.last().filter(|f| f.sentence == sentence).map_or(0, |f| f.span.end);
        let mut between = doc.tokens[..at].iter().rev().take_while(|t| t.span.start >= last);
        let mut links = between.clone();
        between.any(|t| matches!(t.pos, Pos::Verb | Pos::Aux))
            && links.any(|t| matches!(t.lower.as_str(), "et" | "and" | "mais" | "but"))
    }

    /// "Ils étaient 23 000", "they were 300", and what is compared with it.
    fn they_are(&self, core: &Range<usize>) -> bool {
        const BEING: [&str; 9] = ["sont", "étaient", "seraient", "furent", "seront", "were", "are", "sommes", "étions"];
        let doc = self.doc;
        let sentence = doc.sentence_of(core.start).tokens.clone();
        let lower = |back: usize| {
            core.start.checked_sub(back).filter(|k| sentence.contains(k)).map_or("", |k| doc.tokens[k].lower.as_str())
        };
        let they = |k: usize| matches!(lower(k), "ils" | "elles" | "they" | "we" | "nous");
        let here = doc.tokens[core.start].sentence;
        let same = |f: &Figure| f.unit.as_deref() == Some(unit::PERSON) && f.counted.is_none() && f.sentence == here;
        self.figures.last().is_some_and(same) || (1..=4).any(|k| BEING.contains(&lower(k)) && they(k + 1))
    }

    /// A count's unit from what it counts, or from the verb it is subject of.
    pub(super) fn unit_of(&self, counted: Option<&Counted>, core: &Range<usize>) -> SmolStr {
        let doc = self.doc;
        let human = match counted {
            Some(c) => {
                population::is_human(doc, c.head, &c.tokens) || fold_is(&doc.tokens[c.head].lower, &["toll", "bilan"])
            }
            None => {
                self.they_are(core)
                    || !matches!(role::of(doc, self.tree, core.end - 1, None), Role::Other | Role::Present)
            }
        };
        if human { unit::PERSON } else { unit::ITEM }.into()
    }
}
