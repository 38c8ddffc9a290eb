//! Which numbers are of another event than the one that the reports tell: "in an unrelated crash", "last year, a fire killed 12",
//! "80 people were killed in the city in November alone". They are kept, in quantities of their own, and are no toll of the story.

use recoupe_claims::{Role, Value, setting::Setting};

use crate::{FigureRef, Read, dates, dates::Published, time, value};

/// An event that is dated so many days before the first report is not the one that it reports.
const BEFORE_DAYS: i64 = 6;

/// The numbers of other events, of each report.
#[derive(Debug, Default)]
pub(crate) struct Apart {
    figures: Vec<Vec<bool>>,
    implied: Vec<Vec<bool>>,
}

impl Apart {
    pub(crate) fn figure(&self, at: FigureRef) -> bool {
        self.figures.get(at.report).and_then(|f| f.get(at.figure)).copied().unwrap_or(false)
    }

    /// Also what is computed from such figures.
    pub(crate) fn implied(&self, report: usize, implied: usize) -> bool {
        self.implied.get(report).and_then(|i| i.get(implied)).copied().unwrap_or(false)
    }
}

/// What the wording and the days say of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    /// Nothing speaks against the event of the reports.
    Plain,
    /// Of before, or of a whole area or period: another event, unless it is what the reports are about.
    Likely,
    /// The wording calls it another event.
    Sure,
}

/// Decides for all numbers of people to whom something happened. What is only likely apart stays where the reports tell no other
/// number of such people, or tell the same one as theirs: a story about last year's storm is about last year.
pub(crate) fn apart(reads: &[Read], published: &[Published]) -> Apart {
    let first = published.iter().filter_map(|p| p.likely.from).min();
    let standing = |role: Option<Role>, setting: &Setting, report: usize| {
        use recoupe_claims::setting::Apart::{Count, Event, Line, Named};
        if !is_toll(role) {
            return Standing::Plain;
        }
        let day = setting.when.as_ref().map(|w| dates::resolve(w, &published[report].hard)).and_then(|w| w.to);
        let before = matches!((day, first), (Some(d), Some(f)) if time::days_between(d, f) > BEFORE_DAYS);
        match setting.apart {
            Some(Event) => Standing::Sure,
            Some(Count | Named | Line) => Standing::Likely,
            None if before => Standing::Likely,
            None => Standing::Plain,
        }
    };
    let mut plain: Vec<(Option<Role>, Value)> = Vec::new();
    for (report, read) in reads.iter().enumerate() {
        let figures = read.claims.figures.iter().map(|f| (f.role, f.value, &f.setting));
        let implied = read.claims.implied.iter().map(|i| (i.role, i.value, &i.setting));
        let told = figures.chain(implied).filter(|(role, ..)| is_toll(*role));
        let told = told.filter(|(role, _, setting)| standing(*role, setting, report) == Standing::Plain);
        plain.extend(told.map(|(role, value, _)| (role, value)));
    }
    plain.sort_by_key(key);
    plain.dedup_by(|a, b| key(a) == key(b));
    let is_apart =
        |role: Option<Role>, value: &Value, setting: &Setting, report: usize| match standing(role, setting, report) {
            Standing::Plain => false,
            Standing::Sure => true,
            Standing::Likely => {
                !plain.is_empty() && !plain.iter().any(|(r, v)| *r == role && value::same_number(v, value))
            }
        };
    let of = |(report, read): (usize, &Read)| {
        let claims = &read.claims;
        let figures: Vec<bool> =
            claims.figures.iter().map(|f| is_apart(f.role, &f.value, &f.setting, report)).collect();
        let made_of = |parts: &[usize]| parts.iter().any(|f| figures.get(*f).copied().unwrap_or(false));
        let implied = claims.implied.iter();
        let implied = implied.map(|i| made_of(&i.figures) || is_apart(i.role, &i.value, &i.setting, report)).collect();
        (figures, implied)
    };
    let (figures, implied) = reads.iter().enumerate().map(of).unzip();
    Apart { figures, implied }
}

/// People whom an event killed, hurt, took.
fn is_toll(role: Option<Role>) -> bool {
    matches!(role, Some(Role::Killed | Role::Wounded | Role::Missing | Role::Casualties))
}

/// An order of numbers, to find each once.
fn key(told: &(Option<Role>, Value)) -> (Option<Role>, u64, u64) {
    let bits = |x: Option<f64>| x.map_or(u64::MAX, f64::to_bits);
    (told.0, bits(told.1.lo), bits(told.1.hi))
}
