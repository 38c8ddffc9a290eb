//! cltl/LongTailQATask, its slice of the Gun Violence Archive: the tolls of incidents that several dated reports tell.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, ensure};
use jiff::civil::Date;
use recoupe_claims::{Certainty, Derivation, FigureKind, Role};
use recoupe_intake::{Published, PublishedBasis, Report};
use recoupe_pipeline::store;
use recoupe_reading::{Lang, Models, Options, read};
use recoupe_story::{Computed, FigureView, Quantity, Read, Story, reconcile};
use serde::Deserialize;

use super::{PublicSet, Row};

const ABOUT: &str = "\
cltl/LongTailQATask (github.com/cltl/LongTailQATask, which states no licence; the paper is Postma, Ilievski, Vossen, SemEval 2018 task 5): the whole \
repository as `longtail`, of which `EventRegistries/GunViolenceArchive` is read, by the Python that `RECOUPE_PYTHON` names and an unpickler \
that knows a short list of classes (`xtask/python/gva.py`). Incidents of the frames that are there (`frames/all` is not) with four victims \
or more and three reports or more of at least fifty words; their English reports of one to many days, title above text, with the day and the \
address that the set gives. Developed on the incidents with an even id; of those with an odd one only the scores are printed.\n\n\
Each incident is read and reconciled by itself; its truth is the archive's final number of killed and of wounded people, the \
shooter among them if he was. *Among the values*: the true number is a value of one of the story's quantities of people killed (wounded) \
without the parts of a whole (\"including two children\"), additions, plans, denials and what the \
program says to be of another event, as printed (the number of \"at least five\" is \
five), or it is one of the story's computed numbers, which follow from the words of a report (\"a man was killed\" is one, \"three women and \
two men\" are five, those shot without the dead are the wounded) and stand in a field of their own; printed numbers alone have a row. \
*Latest*: the last standing value of the story's toll, which has one number a report, by day of publication: the one that the report tells \
first. Where nobody was killed (wounded), a story that gives no number is right too, as reports do not tell it; those incidents have rows of \
their own. A story tells several numbers; the last row of each half says which share of them is the true one.";

/// The set.
pub(crate) const SET: PublicSet = PublicSet { name: "gva", folder: "longtail", about: ABOUT, measure };

/// Names the Python that decodes the files; only the standard library is used.
const PYTHON: &str = "RECOUPE_PYTHON";

/// Fewer words than these are no report.
const WORDS: usize = 50;

#[derive(Deserialize)]
struct Incident {
    id: u64,
    killed: u32,
    wounded: u32,
    reports: Vec<Source>,
}

#[derive(Deserialize)]
struct Source {
    title: String,
    text: String,
    day: Option<Date>,
    url: String,
}

fn measure(folder: &Path) -> anyhow::Result<Vec<Row>> {
    let incidents = incidents(&folder.join("EventRegistries/GunViolenceArchive"))?;
    let models = Models::of_pipelines(None, Some(store::load("en")?));
    let mut rows = Vec::new();
    for (half, parity) in [("even", 0), ("odd, kept", 1)] {
        let mut score = Score::default();
        for incident in incidents.iter().filter(|i| i.id % 2 == parity) {
            score.add(incident, &models);
        }
        rows.extend(score.rows(half, parity == 0));
    }
    Ok(rows)
}

/// What is asked of an incident.
const QUESTIONS: [(&str, Role, [&str; 2]); 2] = [
    ("killed", Role::Killed, ["to reach: 0.95", "to reach: 0.80"]),
    ("wounded", Role::Wounded, ["to reach: 0.90", "to reach: 0.75"]),
];

/// Whether each incident's toll was told right.
#[derive(Default)]
struct Score {
    answers: [Vec<Answer>; 2],
    errors: [Vec<String>; 2],
}

struct Answer {
    truth: u32,
    /// It is among the values, computed ones included.
    among: bool,
    /// A report prints it.
    printed: bool,
    latest: bool,
    /// So many different numbers are told.
    numbers: usize,
}

impl Score {
    fn add(&mut self, incident: &Incident, models: &Models) {
        let reads: Vec<Read> = incident.reports.iter().map(|r| r.read(models)).collect();
        let story = reconcile(&reads);
        for (n, (name, role, ..)) in QUESTIONS.into_iter().enumerate() {
            let truth = if role == Role::Killed { incident.killed } else { incident.wounded };
            let toll = Toll::of(&story, &reads, role);
            let (among, latest) = (toll.has(truth), toll.latest_is(truth));
            self.answers[n].push(Answer { truth, among, printed: toll.prints(truth), latest, numbers: toll.numbers() });
            if !(among && latest) {
                let what = if among { "is not the latest" } else { "is not told" };
                self.errors[n].push(format!("{}: {truth} {name} {what}: {}", incident.id, toll.shown()));
            }
        }
    }

    fn rows(self, half: &str, shown: bool) -> Vec<Row> {
        let mut rows = Vec::new();
        for ((answers, errors), (name, .., aims)) in self.answers.iter().zip(self.errors).zip(QUESTIONS) {
            let row = |what: &str, beside, right: Vec<bool>| Row {
                what: format!("{half}: {name} {what}"),
                score: right.iter().filter(|r| **r).count() as f64 / right.len().max(1) as f64,
                items: right.len(),
                beside,
                errors: Vec::new(),
            };
            let told = || answers.iter().filter(|a| a.truth > 0);
            let none = answers.iter().filter(|a| a.truth == 0);
            let [among, latest] = aims;
            rows.push(row("among the values", among, answers.iter().map(|a| a.among).collect()));
            rows.push(row("is the latest", latest, answers.iter().map(|a| a.latest).collect()));
            rows.push(row("printed among the values, where some", "", told().map(|a| a.printed).collect()));
            rows.push(row("among the values, where some", "", told().map(|a| a.among).collect()));
            rows.push(row("is the latest, where some", "", told().map(|a| a.latest).collect()));
            rows.push(row("none told, where none", "", none.map(|a| a.latest).collect()));
            let (right, all) = (told().filter(|a| a.among).count(), told().map(|a| a.numbers).sum::<usize>());
            let what = format!("{half}: share of the numbers told that are the true one");
            rows.push(Row {
                what: format!("{what}, {name}"),
                score: right as f64 / all.max(1) as f64,
                items: all,
                ..Row::default()
            });
            if let Some(last) = rows.last_mut().filter(|_| shown) {
                last.errors = errors;
            }
        }
        rows
    }
}

/// What a story tells of the people killed, or wounded.
struct Toll {
    /// Of each quantity: its values in the story's order of time.
    quantities: Vec<Vec<Told>>,
    /// What follows from the reports' words, in their order of time.
    computed: Vec<Told>,
    /// The latest of the story's tolls that stands.
    latest: Option<f64>,
}

struct Told {
    number: f64,
    /// "report: passage", for the list of errors.
    shown: String,
}

impl Toll {
    fn of(story: &Story, reads: &[Read], role: Role) -> Self {
        let people = |q: &&Quantity| !q.apart && q.role == Some(role) && q.unit.as_deref() == Some("person");
        let quantities = story.quantities.iter().filter(people).map(|q| {
            let told = q.figures.iter().filter(|f| is_total(f, reads));
            told.filter_map(|f| Told::of(f, reads)).collect()
        });
        let quantities = quantities.filter(|told: &Vec<Told>| !told.is_empty()).collect();
        let computed = story.computed.iter().filter(|c| !c.apart);
        let computed = computed.filter_map(|c| Told::of_implied(c, reads, role)).collect();
        let toll = story.tolls.iter().find(|t| t.role == role);
        let latest = toll.and_then(|t| t.latest()).and_then(|v| v.value.lo.or(v.value.hi));
        Self { quantities, computed, latest }
    }

    /// A report prints it.
    fn prints(&self, truth: u32) -> bool {
        self.quantities.iter().flatten().any(|t| t.number == f64::from(truth))
    }

    /// A report prints it or it follows from a report's words; of nobody nothing need be told.
    fn has(&self, truth: u32) -> bool {
        let follows = self.computed.iter().any(|t| t.number == f64::from(truth));
        self.prints(truth) || follows || truth == 0 && self.quantities.is_empty() && self.computed.is_empty()
    }

    fn latest_is(&self, truth: u32) -> bool {
        self.latest.map_or(truth == 0, |n| n == f64::from(truth))
    }

    /// How many different numbers it tells.
    fn numbers(&self) -> usize {
        let all = self.quantities.iter().flatten().chain(&self.computed);
        all.map(|t| t.number.to_bits()).collect::<BTreeSet<u64>>().len()
    }

    fn shown(&self) -> String {
        let list = |told: &[Told]| told.iter().map(|t| t.shown.as_str()).collect::<Vec<_>>().join("; ");
        let printed = self.quantities.iter().map(|q| list(q)).collect::<Vec<_>>().join(" || ");
        format!("latest {:?}: {printed} ## {}", self.latest, list(&self.computed))
    }
}

/// It is said to be so, and of all: no part, no addition, no plan.
fn is_total(view: &FigureView, reads: &[Read]) -> bool {
    let figure = &reads[view.figure.report].claims.figures[view.figure.figure];
    let part = matches!(
        figure.derivation,
        Some(Derivation::PartOf { .. } | Derivation::Increment { .. } | Derivation::Share { .. })
    );
    let said = matches!(view.certainty, Certainty::Asserted | Certainty::Hedged);
    said && !part && !matches!(figure.kind, Some(FigureKind::Plan | FigureKind::Measure)) && figure.per.is_none()
}

impl Told {
    fn of_implied(computed: &Computed, reads: &[Read], role: Role) -> Option<Self> {
        let read = &reads[computed.report];
        let implied =
            read.claims.implied.get(computed.implied).filter(|i| i.role == Some(role) && i.unit == "person")?;
        let words: Vec<&str> = implied.spans.iter().map(|s| read.doc.quote(*s)).collect();
        let number = implied.value.lo?;
        let passage = passage(read, implied.sentence);
        let shown = format!("{number} [{}] {:?}: {} in \"{passage}\"", computed.report, implied.how, words.join(" … "));
        Some(Self { number, shown: shown.replace(['\n', '\r'], " ") })
    }

    fn of(view: &FigureView, reads: &[Read]) -> Option<Self> {
        let read = &reads[view.figure.report];
        let figure = &read.claims.figures[view.figure.figure];
        let number = view.value.lo.or(view.value.hi)?;
        let stands = view.state.is_none();
        let passage = passage(read, figure.sentence);
        let mark = if stands { "" } else { "old " };
        Some(Self { number, shown: format!("{mark}{number} [{}] \"{passage}\"", view.figure.report) })
    }
}

/// The words of a sentence, on one line.
fn passage(read: &Read, sentence: usize) -> String {
    let sentence = read.doc.sentences.get(sentence);
    let passage = sentence.map_or("", |s| read.doc.quote(read.doc.span_of_range(s.tokens.clone())));
    passage.replace(['\n', '\r'], " ")
}

impl Source {
    fn read(&self, models: &Models) -> Read {
        let mut report = Report::plain(&self.url, format!("{}\n\n{}", self.title, self.text));
        report.url = Some(self.url.clone());
        report.published = self.day.map(|date| Published { date, basis: PublishedBasis::Metadata });
        let doc = read(report, models, &Options { lang: Some(Lang::En) });
        let claims = recoupe_claims::read(&doc);
        Read { doc, claims }
    }
}

/// The incidents that are measured, by the script that decodes them.
fn incidents(folder: &Path) -> anyhow::Result<Vec<Incident>> {
    let python = std::env::var_os(PYTHON).map_or_else(|| PathBuf::from("python3"), PathBuf::from);
    let script = crate::sets::root().join("xtask/python/gva.py");
    let output =
        Command::new(&python).arg(&script).arg(folder).output().with_context(|| python.display().to_string())?;
    ensure!(output.status.success(), "{}: {}", script.display(), String::from_utf8_lossy(&output.stderr));
    let is_report = |r: &&Source| r.text.split_whitespace().count() >= WORDS;
    let mut incidents = Vec::new();
    for line in String::from_utf8(output.stdout)?.lines() {
        let incident: Incident = serde_json::from_str(line)?;
        if incident.killed + incident.wounded >= 4 && incident.reports.iter().filter(is_report).count() >= 3 {
            incidents.push(incident);
        }
    }
    Ok(incidents)
}
