//! Whether a number is of the event that its report tells, or of another one: "in another shooting", "last year, a storm killed 12",
//! "the city's 80 homicides this year". What the wording alone settles is said here; what a date settles is told with the date, and
//! whoever knows the days of the reports decides.

mod lexicon;
mod others;

use recoupe_reading::{Doc, Pos, Span};
use serde::{Deserialize, Serialize};

use crate::claim::Figure;
use crate::date::{Dated, Interval, Precision, When, WhenExpr};
use crate::figure::counted::Counted;
use crate::figure::is_toll;
use crate::figure::kind::{governor, word_at};
use crate::figure::tree::ancestors;
use crate::implied::Implied;
use crate::lexicon::fold;
use crate::prepared::{Prepared, Sentence};
use lexicon::lexicon;
use others::{Lead, Other, Reach};

/// How far from a number its event or date may stand, in words: a sentence of a million dates must not cost a million looks a number.
const REACH: usize = 60;
/// How far behind its event a relative clause may begin, in words.
const RELATIVE_REACH: usize = 8;
/// How many sentences a date of the past is gone on with.
const CONTINUED: usize = 2;

/// What the wording says of the event that a number is of.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Setting {
    /// It is not the event of the report, and why.
    pub apart: Option<Apart>,
    /// The day or period of the number's event, where its clause gives one; a day up to which is counted is none.
    pub when: Option<When>,
}

/// Why a number is not of the report's event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Apart {
    /// Another event is told of: "in an unrelated shooting", "un précédent séisme".
    Event,
    /// Many events are counted together: "39 were shot across the city", "30 homicides this year", "two separate fires".
    Count,
    /// An event is named by a place that the report does not begin with: "the Norden massacre", "la tuerie de Nordain".
    Named,
    /// It stands in a line between the paragraphs that shares no word with the report's title: a headline of another report.
    Line,
}

/// The events of a document, to ask which one a number is of.
pub(crate) struct Events<'a> {
    prepared: &'a Prepared<'a>,
    /// Those of each sentence that are not the report's, in text order.
    others: Vec<Vec<Other>>,
    /// Whether each sentence is a line of another report.
    lines: Vec<bool>,
}

impl<'a> Events<'a> {
    pub(crate) fn new(prepared: &'a Prepared<'a>) -> Self {
        let lead = Lead::of(prepared.doc);
        let others = (0..prepared.doc.sentences.len()).map(|s| others::of_sentence(prepared, &lead, s)).collect();
        let lines = prepared.doc.sentences.iter().map(|s| lead.is_foreign_line(prepared.doc, s)).collect();
        Self { prepared, others, lines }
    }

    /// Tells the settings of the figures.
    pub(crate) fn of_figures(&self, figures: &mut [Figure], counted: &[Option<Counted>]) {
        for (figure, counted) in figures.iter_mut().zip(counted).filter(|(f, _)| is_toll(f.role)) {
            let number = self.token_at(figure.sentence, figure.span);
            let Some(sentence) = self.prepared.doc.sentences.get(figure.sentence) else { continue };
            // A noun in front of the number ("deaths rose to 12") says what it counts; where it stands says of which event it is.
            let behind = |h: &usize| sentence.tokens.contains(h) && number.is_none_or(|n| n <= *h);
            let head = counted.as_ref().map(|c| c.head).filter(behind);
            if let Some(token) = head.or(number) {
                figure.setting = self.setting(figure.sentence, token);
            }
        }
    }

    /// Tells the settings of the numbers that are computed.
    pub(crate) fn of_implied(&self, implied: &mut [Implied]) {
        for i in implied {
            let first = i.spans.iter().find_map(|s| self.token_at(i.sentence, *s));
            if let Some(token) = first {
                i.setting = self.setting(i.sentence, token);
            }
        }
    }

    /// The first token of a sentence under a span.
    fn token_at(&self, sentence: usize, span: Span) -> Option<usize> {
        let doc = self.prepared.doc;
        let tokens = doc.sentences.get(sentence)?.tokens.clone();
        let at = tokens.start + doc.tokens.get(tokens.clone())?.partition_point(|t| t.span.end <= span.start);
        tokens.contains(&at).then_some(at)
    }

    fn setting(&self, sentence: usize, token: usize) -> Setting {
        let doc = self.prepared.doc;
        let clause = clause(doc, token);
        let mut above: Vec<usize> = ancestors(doc, token).collect();
        above.extend(self.event_of_clause(token));
        // "A man sought for another robbery shot two": of him, not of what he did.
        let of_somebody = |at: usize| {
            let inside = std::iter::once(at).chain(ancestors(doc, at)).take_while(|t| Some(*t) != clause);
            inside.map(|t| doc.tokens[t].dep.as_str()).any(|d| matches!(d, "amod" | "relcl") || d.starts_with("acl"))
        };
        let applies = |o: &Other| match o.reach {
            Reach::Below => above.contains(&o.at),
            Reach::Clause => above.contains(&o.at) || self::clause(doc, o.at) == clause && !of_somebody(o.at),
            Reach::Behind => o.at < token && self::clause(doc, o.at) == clause,
            Reach::After { verb } => o.at < token && above.contains(&verb) && !is_told_by(doc, token, verb),
        };
        let told = self.others.get(sentence).map_or(&[][..], Vec::as_slice);
        let near = told.partition_point(|o| o.at + REACH < token);
        let told = told[near..].iter().take_while(|o| o.at < token + REACH);
        let mut apart = told.filter(|o| applies(o)).map(|o| o.why).next();
        if apart.is_none() && self.lines.get(sentence).copied().unwrap_or(false) {
            apart = Some(Apart::Line);
        }
        let when = self.when(sentence, token, clause, &above).or_else(|| self.continued(sentence));
        let words = lexicon(doc.sentence_of(token).lang);
        let counts = || doc.tokens.get(token).is_some_and(|t| words.count.contains(&fold(&t.lemma)));
        // "So far this year, 43 people have been killed": of no event, where none is named that may last so long.
        let no_event = || !self.is_of_an_event(sentence, token, &above, clause);
        if apart.is_none()
            && let Some(when) = &when
            && (is_long(&when.expr) && counts() || is_stretch(&when.expr) && no_event())
        {
            apart = Some(Apart::Count);
        }
        Setting { apart, when }
    }

    /// The date of the clause, or of the event whose clause it is: "a December shooting that left two dead".
    fn when(&self, sentence: usize, token: usize, clause: Option<usize>, above: &[usize]) -> Option<When> {
        let doc = self.prepared.doc;
        let prepared = self.prepared.sentences.get(sentence)?.as_ref()?;
        let words = lexicon(prepared.text.lang);
        let mut found: Option<(usize, &Dated)> = None;
        let word = word_at(&prepared.text, doc, token);
        let near = prepared.dates.partition_point(|d| d.end + REACH < word);
        let dates = prepared.dates[near..].iter().take_while(|d| d.first < word + REACH);
        for date in dates.filter(|d| !is_stand(&d.expr)) {
            let span = prepared.text.span(date.first, date.end);
            let at = doc.tokens.partition_point(|t| t.clean.end <= span.start);
            // "As of Monday, 12 were dead": a state, no event of Monday.
            let before = date.first.checked_sub(1).and_then(|w| prepared.text.word(w));
            if at >= doc.tokens.len() || before.is_some_and(|w| words.by.contains(&w.fold)) {
                continue;
            }
            let of_event = std::iter::once(at)
                .chain(ancestors(doc, at))
                .take(4)
                .any(|t| above.contains(&t) && words.event.contains(&fold(&doc.tokens[t].lemma)));
            let distance = if of_event { 0 } else { 1 + at.abs_diff(token) };
            if (of_event || clause.is_some() && self::clause(doc, at) == clause)
                && found.as_ref().is_none_or(|(d, _)| distance < *d)
            {
                found = Some((distance, date));
            }
        }
        let Some((_, date)) = found else {
            return self.when_told(prepared, token).or_else(|| year_of(doc, &events_above(doc, above)));
        };
        let span = doc.to_original(prepared.text.span(date.first, date.end));
        Some(When { span, expr: date.expr.clone() })
    }

    /// "the deadliest since 1999, when 60 people drowned", "depuis le 3 mars, quand la police a tué deux étudiants": the clause is of
    /// the date in front of it.
    fn when_told(&self, prepared: &Sentence<'_>, token: usize) -> Option<When> {
        let (doc, tree) = (self.prepared.doc, &self.prepared.tree);
        let words = lexicon(prepared.text.lang);
        let adverb = |verb: usize| {
            let kids = tree.kids(verb).iter().copied().take_while(|k| *k < token);
            kids.filter(|k| words.when.contains(&fold(&doc.tokens[*k].lower))).last()
        };
        let at = std::iter::once(token).chain(ancestors(doc, token)).take(8).find_map(adverb)?;
        let mut word = word_at(&prepared.text, doc, at).checked_sub(1)?;
        // "depuis 1999, année où"
        if prepared.text.word(word).is_some_and(|w| words.time.contains(&w.fold)) {
            word = word.checked_sub(1)?;
        }
        if prepared.text.word(word).is_some_and(|w| w.is(",")) {
            word = word.checked_sub(1)?;
        }
        let date = prepared.dates.iter().find(|d| d.first <= word && word < d.end)?;
        let expr = match &date.expr {
            WhenExpr::Since(day) => (**day).clone(),
            other => other.clone(),
        };
        Some(When { span: doc.to_original(prepared.text.span(date.first, date.end)), expr })
    }

    /// "In 1822 a revolt failed. The authorities executed 35 of its leaders.": a sentence without a date goes on where the one before it
    /// in its paragraph tells of a year by its number.
    fn continued(&self, sentence: usize) -> Option<When> {
        let doc = self.prepared.doc;
        let block = doc.sentences.get(sentence)?.block;
        for back in 0..=CONTINUED {
            let at = sentence.checked_sub(back).filter(|s| doc.sentences[*s].block == block)?;
            let prepared = self.prepared.sentences.get(at)?.as_ref()?;
            let Some(date) = prepared.dates.first() else { continue };
            let known = matches!(&date.expr, WhenExpr::Day(_) | WhenExpr::Absolute(_));
            if back == 0 || !known || prepared.dates.len() > 1 {
                return None;
            }
            let span = doc.to_original(prepared.text.span(date.first, date.end));
            return Some(When { span, expr: date.expr.clone() });
        }
        None
    }

    /// "in another shooting last month that left two dead": the event right before the relative clause of a number, wherever the tree
    /// hangs that clause.
    fn event_of_clause(&self, token: usize) -> Option<usize> {
        let (doc, tree) = (self.prepared.doc, &self.prepared.tree);
        let words = lexicon(doc.sentence_of(token).lang);
        let verb = governor(doc, token)?;
        let relative = tree.kids(verb).iter().copied().find(|k| {
            *k < verb && matches!(doc.tokens[*k].lower.as_str(), "that" | "which" | "qui" | "lequel" | "laquelle")
        })?;
        let first = relative.saturating_sub(RELATIVE_REACH);
        let phrase = (first..relative).rev().take_while(|t| {
            let token = &doc.tokens[*t];
            token.sentence == doc.tokens[relative].sentence && !matches!(token.pos, Pos::Verb | Pos::Aux | Pos::Pron)
        });
        phrase.into_iter().find(|t| words.event.contains(&fold(&doc.tokens[*t].lemma)))
    }

    /// The clause names an event, or what lasts long enough to be counted over a year: an epidemic, a war.
    fn is_of_an_event(&self, sentence: usize, token: usize, above: &[usize], clause: Option<usize>) -> bool {
        let doc = self.prepared.doc;
        let Some(tokens) = doc.sentences.get(sentence).map(|s| s.tokens.clone()) else { return false };
        let words = lexicon(doc.sentences[sentence].lang);
        let near = tokens.start.max(token.saturating_sub(REACH))..tokens.end.min(token + REACH);
        near.into_iter().any(|t| {
            let lemma = fold(&doc.tokens[t].lemma);
            let one = words.event.contains(&lemma)
                && !others::is_plural(&doc.tokens[t])
                && matches!(doc.tokens[t].pos, Pos::Noun | Pos::Propn);
            (one || words.lasting.contains(&lemma)) && (above.contains(&t) || self::clause(doc, t) == clause)
        })
    }
}

/// The events among these tokens.
fn events_above(doc: &Doc, above: &[usize]) -> Vec<usize> {
    let is_event = |t: &usize| lexicon(doc.sentence_of(*t).lang).event.contains(&fold(&doc.tokens[*t].lemma));
    above.iter().copied().filter(is_event).collect()
}

/// "a 2014 explosion that killed three": the year in front of an event.
fn year_of(doc: &Doc, events: &[usize]) -> Option<When> {
    let in_front = |event: &usize| {
        let first = event.saturating_sub(others::BEFORE);
        (first..*event).rev().find(|t| doc.tokens[*t].sentence == doc.tokens[*event].sentence && is_past_year(doc, *t))
    };
    let at = events.iter().find_map(in_front)?;
    let year: i16 = doc.tokens[at].lower.parse().ok()?;
    let day = |month, day| jiff::civil::Date::new(year, month, day).ok();
    let interval = Interval { from: day(1, 1), to: day(12, 31), precision: Precision::Year, candidates: Vec::new() };
    Some(When { span: doc.tokens[at].span, expr: WhenExpr::Absolute(interval) })
}

/// Four digits that are a year.
fn is_past_year(doc: &Doc, token: usize) -> bool {
    let lower = doc.tokens[token].lower.as_str();
    lower.len() == 4 && matches!(lower.parse(), Ok(1800_u16..=2100))
}

/// The verb that tells the number is this one, or joined to it.
fn is_told_by(doc: &Doc, token: usize, verb: usize) -> bool {
    let Some(mut at) = governor(doc, token) else { return false };
    while doc.tokens[at].dep == "conj" && doc.tokens[at].head != at {
        at = doc.tokens[at].head;
    }
    at == verb
}

/// The verb of the clause of a token; verbs that are joined, and what one does by another ("killing two"), are one clause.
fn clause(doc: &Doc, token: usize) -> Option<usize> {
    let mut verb = governor(doc, token)?;
    // Arcs lead upwards, so this ends; the bound is for broken trees.
    for _ in 0..8 {
        let t = &doc.tokens[verb];
        if !matches!(t.dep.as_str(), "conj" | "advcl" | "xcomp") || t.head == verb {
            break;
        }
        verb = governor(doc, t.head)?;
    }
    Some(verb)
}

/// A calendar year, the part of it up to now, the last weeks.
fn is_stretch(expr: &WhenExpr) -> bool {
    use crate::date::Unit;
    match expr {
        WhenExpr::Calendar { unit: Unit::Year, .. } => true,
        WhenExpr::Around { unit, .. } => !matches!(unit, Unit::Hour | Unit::Day | Unit::Weekend),
        WhenExpr::Side { of, .. } => is_stretch(of),
        WhenExpr::Absolute(i) => i.precision == Precision::Year,
        _ => false,
    }
}

/// Counted up to or from a day, not an event of it.
fn is_stand(expr: &WhenExpr) -> bool {
    matches!(
        expr,
        WhenExpr::Since(_)
            | WhenExpr::By(_)
            | WhenExpr::Until(_)
            | WhenExpr::Before(_)
            | WhenExpr::After(_)
            | WhenExpr::Onward(_)
            | WhenExpr::Reference(_)
    )
}

/// A month, a year, a season: nothing happens in it only once.
fn is_long(expr: &WhenExpr) -> bool {
    use crate::date::Unit;
    match expr {
        WhenExpr::Month { .. } | WhenExpr::Season { .. } | WhenExpr::Since(_) | WhenExpr::Stretch { .. } => true,
        WhenExpr::Calendar { unit, .. } => !matches!(unit, Unit::Day | Unit::Hour | Unit::Week),
        WhenExpr::Absolute(i) => i.from != i.to,
        _ => false,
    }
}
