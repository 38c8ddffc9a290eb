//! A made-up collection of reports whose copies are known: agency texts, copies of all kinds, reports of their own words on the
//! same events, statements that all quote, and what outlets print under everything.

use super::grammar::{self, Facts, Grammar, Lang, PARTS};
use crate::random::Random;

/// How a report came to its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// An agency's text.
    Agency,
    /// An agency's text as it is, under another title.
    Exact,
    /// An agency's text with some words changed, a sentence or two left out, an opening added.
    Edited,
    /// The first part of an agency's text, with an end of the outlet's own at times.
    Cut,
    /// A report of its own with two to four sentences of the agency's.
    Passage,
    /// A report of its own that quotes the statement that the agency quotes.
    Quote,
    /// A report of its own.
    Own,
    /// A page of a public set, where some lie on the machine.
    Public,
}

pub(super) const DERIVED: [Kind; 4] = [Kind::Exact, Kind::Edited, Kind::Cut, Kind::Passage];

impl Kind {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Agency => "agency text",
            Self::Exact => "exact",
            Self::Edited => "edited",
            Self::Cut => "cut",
            Self::Passage => "passage",
            Self::Quote => "quotes the same statement",
            Self::Own => "own words",
            Self::Public => "public page",
        }
    }
}

/// A sentence as it came into the world: copies keep its number.
#[derive(Debug, Clone)]
struct Sentence {
    number: u32,
    text: String,
    quoted: bool,
}

/// A report of the collection.
#[derive(Debug, Clone)]
pub(super) struct Report {
    pub(super) kind: Kind,
    /// The event, which an agency's text and its copies share.
    pub(super) event: u32,
    /// The outlet's name; empty where nobody tells it.
    pub(super) outlet: String,
    /// As published, with what the outlet prints everywhere.
    pub(super) text: String,
    /// How much of the start of `text` is the report.
    pub(super) body: usize,
    /// Sentences that are not quoted, by number, with their words.
    pub(super) sentences: Vec<(u32, u32)>,
}

impl Report {
    /// The report without what its outlet prints everywhere.
    pub(super) fn body(&self) -> &str {
        &self.text[..self.body]
    }

    /// Words of sentences that both have from one pen.
    pub(super) fn words_in_common(&self, other: &Self) -> u32 {
        let (mut x, mut y) = (self.sentences.as_slice(), other.sentences.as_slice());
        let mut words = 0;
        while let (Some(v), Some(w)) = (x.first(), y.first()) {
            match v.0.cmp(&w.0) {
                std::cmp::Ordering::Less => x = &x[1..],
                std::cmp::Ordering::Greater => y = &y[1..],
                std::cmp::Ordering::Equal => {
                    words += v.1.min(w.1);
                    (x, y) = (&x[1..], &y[1..]);
                }
            }
        }
        words
    }
}

/// Reports of one ordinary event, by kind.
const MIX: [(Kind, usize); 7] = [
    (Kind::Agency, 1),
    (Kind::Exact, 2),
    (Kind::Edited, 3),
    (Kind::Cut, 2),
    (Kind::Passage, 3),
    (Kind::Quote, 3),
    (Kind::Own, 6),
];
/// One event in this many is taken up by everybody.
const GREAT: usize = 1000;
const MIX_OF_GREAT: [(Kind, usize); 7] = [
    (Kind::Agency, 1),
    (Kind::Exact, 30),
    (Kind::Edited, 30),
    (Kind::Cut, 15),
    (Kind::Passage, 15),
    (Kind::Quote, 10),
    (Kind::Own, 20),
];
/// Outlets of each language.
const OUTLETS: usize = 200;
/// Words between two that an editor changes, on average.
const EDIT_EACH: usize = 18;

/// What an outlet prints under its reports.
struct Outlet {
    name: String,
    /// Subscription, terms, advertising.
    lines: [String; 2],
}

/// `count` made-up reports in the order in which they come.
pub(super) fn generate(count: usize, seed: u64) -> Vec<Report> {
    let mut random = Random::new(seed);
    let worlds = [Lang::Fr, Lang::En].map(|lang| {
        let grammar = Grammar::new(lang);
        let outlets = (0..OUTLETS).map(|_| outlet(&grammar, &mut random)).collect();
        World { grammar, outlets }
    });
    let mut numbers = 0;
    let mut timed: Vec<(usize, Report)> = Vec::with_capacity(count + 200);
    let mut event = 0;
    while timed.len() < count {
        let world = &worlds[event % 2];
        let mix = if event % GREAT == GREAT / 2 { MIX_OF_GREAT } else { MIX };
        let mut desk =
            Desk { world, facts: grammar::facts(world.grammar.lang, &mut random), numbers, event: event as u32 };
        let reports = desk.reports(&mix, &mut random);
        numbers = desk.numbers;
        // Events overlap: their reports come among those of some hundred others.
        timed.extend(reports.into_iter().map(|r| (event * 20 + random.below(4000), r)));
        event += 1;
    }
    timed.sort_by_key(|t| t.0);
    timed.truncate(count);
    timed.into_iter().map(|t| t.1).collect()
}

struct World {
    grammar: Grammar,
    outlets: Vec<Outlet>,
}

fn outlet(grammar: &Grammar, random: &mut Random) -> Outlet {
    let titles: [&str; 6] = match grammar.lang {
        Lang::Fr => ["Le Courrier de", "L'Écho de", "La Voix de", "Le Journal de", "La Gazette de", "Radio"],
        Lang::En => ["The Herald of", "The Echo of", "The Voice of", "The Daily", "The Gazette of", "Radio"],
    };
    let name = format!("{} {}", random.pick(&titles), grammar::name(random));
    let number = (7 + random.below(90)).to_string();
    let facts = Facts::from([("outlet", name.clone()), ("name", grammar::name(random)), ("n", number)]);
    // Two lines of two clauses, each clause in its own wording.
    let mut line = |from: usize| {
        let half = grammar.len("clause") / 2;
        let (first, second) = (random.below(half), random.below(half));
        let mut clause = |nth: usize| grammar.sentence("clause", nth, &facts, random);
        format!("{} {}", clause(from + first), clause(half - from + second))
    };
    let lines = [line(0), line(grammar.len("clause") / 2)];
    Outlet { name, lines }
}

/// Those who write about one event.
struct Desk<'a> {
    world: &'a World,
    facts: Facts,
    numbers: u32,
    event: u32,
}

impl Desk<'_> {
    fn reports(&mut self, mix: &[(Kind, usize)], random: &mut Random) -> Vec<Report> {
        let statement = self.world.grammar.any("statement", &self.facts, random);
        let mut agency = self.own(random);
        self.quote(&mut agency, &statement, random);
        let mut reports = Vec::new();
        for &(kind, count) in mix {
            for _ in 0..count {
                let body = match kind {
                    Kind::Agency | Kind::Exact => agency.clone(),
                    Kind::Edited => self.edited(&agency, random),
                    Kind::Cut => self.cut(&agency, random),
                    Kind::Passage => self.with_passage(&agency, random),
                    Kind::Quote => {
                        let mut own = self.own(random);
                        self.quote(&mut own, &statement, random);
                        own
                    }
                    Kind::Own | Kind::Public => self.own(random),
                };
                reports.push(self.published(kind, &body, random));
            }
        }
        reports
    }

    fn sentence(&mut self, text: String) -> Sentence {
        self.numbers += 1;
        Sentence { number: self.numbers, text, quoted: false }
    }

    /// A report in words of its own.
    fn own(&mut self, random: &mut Random) -> Vec<Sentence> {
        let mut sentences = Vec::new();
        for section in PARTS {
            let many = self.world.grammar.len(section);
            let first = random.below(many);
            // At times a second one, of another form.
            let last = if section == "lead" || random.one_in(2) { first } else { first + 1 };
            for nth in first..=last {
                let text = self.world.grammar.sentence(section, nth % many, &self.facts, random);
                let text = self.reworded(&text, random);
                sentences.push(self.sentence(text));
            }
        }
        sentences
    }

    /// Gives a sentence words of its own: no two writers have the same, and the grammar has few.
    fn reworded(&self, text: &str, random: &mut Random) -> String {
        let text = self.told_aside(text, random);
        let own = |word: &str| {
            let long = word.chars().count() >= 5 && word.chars().all(char::is_lowercase);
            if long && random.one_in(2) { grammar::name(random).to_lowercase() } else { word.to_owned() }
        };
        text.split(' ').map(own).collect::<Vec<_>>().join(" ")
    }

    /// Puts a few words of its own into most sentences.
    fn told_aside(&self, text: &str, random: &mut Random) -> String {
        let words: Vec<&str> = text.split(' ').collect();
        if random.one_in(4) || words.len() < 8 {
            return text.to_owned();
        }
        let aside = grammar::aside(&self.world.grammar, random);
        let at = 3 + random.below(words.len() - 5);
        let before = words[..at].join(" ");
        format!("{}, {aside}, {}", before.trim_end_matches(','), words[at..].join(" "))
    }

    fn quote(&mut self, sentences: &mut Vec<Sentence>, statement: &str, random: &mut Random) {
        let text = match self.world.grammar.lang {
            Lang::Fr => format!("« {statement} »"),
            Lang::En => format!("“{statement}”"),
        };
        let mut sentence = self.sentence(text);
        sentence.quoted = true;
        sentences.insert(1 + random.below(sentences.len() - 1), sentence);
    }

    fn edited(&mut self, agency: &[Sentence], random: &mut Random) -> Vec<Sentence> {
        let mut sentences: Vec<Sentence> = agency.to_vec();
        for _ in 0..random.below(3) {
            sentences.remove(random.below(sentences.len()));
        }
        for sentence in sentences.iter_mut().filter(|s| !s.quoted) {
            let mut words: Vec<String> = Vec::new();
            for word in sentence.text.split(' ') {
                match random.below(EDIT_EACH * 3) {
                    0 => {}
                    1 => words.extend([word.to_owned(), self.world.grammar.any("adverb", &Facts::new(), random)]),
                    2 => words.push(grammar::name(random).to_lowercase()),
                    _ => words.push(word.to_owned()),
                }
            }
            sentence.text = words.join(" ");
        }
        if random.one_in(2) {
            let text = self.world.grammar.any("lead", &self.facts, random);
            let text = self.reworded(&text, random);
            let opening = self.sentence(text);
            sentences.insert(0, opening);
        }
        sentences
    }

    fn cut(&mut self, agency: &[Sentence], random: &mut Random) -> Vec<Sentence> {
        let kept = agency.len() * (30 + random.below(40)) / 100;
        let mut sentences = agency[..kept.max(3)].to_vec();
        if random.one_in(3) {
            let text = self.world.grammar.any("next", &self.facts, random);
            let text = self.reworded(&text, random);
            let end = self.sentence(text);
            sentences.push(end);
        }
        sentences
    }

    fn with_passage(&mut self, agency: &[Sentence], random: &mut Random) -> Vec<Sentence> {
        let prose: Vec<&Sentence> = agency.iter().filter(|s| !s.quoted).collect();
        let count = 2 + random.below(3);
        let from = random.below(prose.len() - count + 1);
        let passage: Vec<Sentence> = prose[from..from + count].iter().map(|s| (*s).clone()).collect();
        let mut sentences = self.own(random);
        let at = 1 + random.below(sentences.len() - 1);
        sentences.splice(at..at, passage);
        sentences
    }

    /// Sets a title over the sentences, paragraphs of one to three, and what the outlet prints around.
    fn published(&self, kind: Kind, sentences: &[Sentence], random: &mut Random) -> Report {
        let grammar = &self.world.grammar;
        let mut text = grammar.any("title", &self.facts, random);
        let mut left = 0;
        for sentence in sentences {
            if left == 0 {
                left = 1 + random.below(3);
                text.push_str("\n\n");
            } else {
                text.push(' ');
            }
            left -= 1;
            text.push_str(&sentence.text);
        }
        let body = text.len();
        let outlet = &self.world.outlets[random.below(OUTLETS)];
        let agency = kind == Kind::Agency;
        if !agency {
            for line in outlet.lines.iter().filter(|_| !random.one_in(4)) {
                text.push_str("\n\n");
                text.push_str(line);
            }
        }
        if agency || random.one_in(6) {
            text.push_str("\n\n");
            text.push_str(&grammar.any("rights", &self.facts, random));
        }
        let mut numbers: Vec<(u32, u32)> =
            sentences.iter().filter(|s| !s.quoted).map(|s| (s.number, s.text.split(' ').count() as u32)).collect();
        numbers.sort_unstable();
        let outlet = match (agency, grammar.lang) {
            (true, Lang::Fr) => "Agence Centrale".to_owned(),
            (true, Lang::En) => "Central Agency".to_owned(),
            (false, _) => outlet.name.clone(),
        };
        Report { kind, event: self.event, outlet, text, body, sentences: numbers }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_collection_is_the_same_each_time_and_has_every_kind() {
        let reports = generate(400, 7);
        let again = generate(400, 7);
        assert!(reports.iter().zip(&again).all(|(a, b)| a.text == b.text));
        assert_eq!(reports.len(), 400);
        for kind in DERIVED.iter().chain(&[Kind::Agency, Kind::Quote, Kind::Own]) {
            let of_kind: Vec<&Report> = reports.iter().filter(|r| r.kind == *kind).collect();
            assert!(!of_kind.is_empty(), "{}", kind.name());
            for report in of_kind {
                assert!(!report.text.contains(['[', '<', '|']), "{}", report.text);
            }
        }
        // A copy has words of its agency's pen; others have none.
        for r in &reports {
            let source = reports.iter().find(|s| s.kind == Kind::Agency && s.event == r.event);
            if let Some(source) = source {
                assert_eq!(
                    r.words_in_common(source) > 0,
                    DERIVED.contains(&r.kind) || r.kind == Kind::Agency,
                    "{}",
                    r.kind.name()
                );
            }
        }
    }
}
