//! Stories out of a stream: reports are grouped as they come.
//!
//! What of a report is needed to place it is its [`Features`]: names, places, terms, figures and days as keys that do not
//! depend on the language, so that a French and an English report of one event meet. [`place`] compares a report with the
//! few reports that share its rarest keys (found through the postings of a [`StreamStore`]) and clusters their stories
//! anew: the report joins a story or founds one, and stories merge or fall apart as it brings evidence. The work for one
//! report is bounded by constants, however many reports the store holds.
//!
//! The likeness of two reports is the cosine of their keys, each weighted by how often the report has it, by its kind, and by how
//! rare it is (Spärck Jones, *A statistical interpretation of term specificity*, 1972), times a factor that falls with the days
//! between them. Clusters are grown by average linkage (UPGMA, Sokal and Michener 1958) up to a fixed likeness, which does
//! not depend on the order in which the reports came.
//!
//! A *thread* is a chain of stories: a story that takes up an older one long after it ended, but in other words and with other people,
//! follows it ([`Placement::follows`]). One that is told again much as before is the same story, however late.

mod cluster;
mod cognate;
mod concepts;
mod encoding;
mod features;
mod key;
mod likeness;
mod memory;
mod place;
#[cfg(test)]
mod tests;

pub use cognate::cognate;
pub use encoding::FeaturesError;
pub use features::{Features, Weighted};
pub use key::{Key, KeyClass, Posting};
pub use memory::MemoryStore;
pub use place::{add, place, stretch};

use serde::{Deserialize, Serialize};

/// Version of the rules by which features and postings are made. Features stored under another version are to be read again
/// from the text.
pub const VERSION: u16 = 1;

/// A report in the store, by the store's own number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ReportId(pub i64);

/// A story in the store, by the store's own number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct StoryId(pub i64);

/// A story that a placement names: one that there is, or one that it founds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Target {
    /// A story of the store.
    Known(StoryId),
    /// The n-th story that the placement founds, from 0.
    New(usize),
}

/// Where a report belongs, and what it changes among the stories.
///
/// To carry it out: found [`Placement::founded`] stories, move the reports of [`Placement::moves`], move all reports of each
/// merged story and leave it empty, put the report into [`Placement::story`].
#[derive(Debug, Clone, PartialEq)]
pub struct Placement {
    /// The story of the report itself.
    pub story: Target,
    /// How many stories are founded: [`Target::New`] counts below this.
    pub founded: usize,
    /// Stories that turn out to be one.
    pub merges: Vec<Merge>,
    /// Reports that leave their story: it falls apart, or they were in the wrong one.
    pub moves: Vec<Move>,
    /// The story that the report's story takes up after a long time, if any: they are one thread. Where the report's story has
    /// one already, that one holds.
    pub follows: Option<StoryId>,
    /// The most alike reports, best first, at most [`NEIGHBOURS`]: why it belongs there.
    pub neighbours: Vec<Neighbour>,
    /// The postings under which the report is to be found by later ones; the store keeps them with it.
    pub postings: Vec<Posting>,
}

/// How many neighbours a placement names.
pub const NEIGHBOURS: usize = 3;

/// A whole story goes into another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Merge {
    /// The story that ends.
    pub from: StoryId,
    /// The story that goes on.
    pub into: StoryId,
}

/// One report goes from one story to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Move {
    /// Which report.
    pub report: ReportId,
    /// The story it leaves.
    pub from: StoryId,
    /// The story it goes to.
    pub to: Target,
}

/// A report that is like the one placed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Neighbour {
    /// Which report.
    pub report: ReportId,
    /// How alike, 0 to 1.
    pub likeness: f32,
}

/// What placing needs of the store. All lists must come in a fixed order, so that the same reports added in the same order give
/// the same stories.
pub trait StreamStore {
    /// Why the store could not answer or write.
    type Error;

    /// How many reports there are.
    fn reports(&self) -> Result<u64, Self::Error>;

    /// In how many reports each key is, in the order of `keys`; 0 for a key that no report has.
    fn frequencies(&self, keys: &[Key]) -> Result<Vec<u32>, Self::Error>;

    /// Appends the reports under a posting that were added last, last first, at most `most`.
    fn posted(&self, posting: Posting, most: usize, found: &mut Vec<ReportId>) -> Result<(), Self::Error>;

    /// [`posted`](Self::posted) of each posting with its most reports; where those of each end goes into `ends`.
    fn posted_under(
        &self,
        postings: &[(Posting, usize)],
        found: &mut Vec<ReportId>,
        ends: &mut Vec<usize>,
    ) -> Result<(), Self::Error> {
        for (posting, most) in postings {
            self.posted(*posting, *most, found)?;
            ends.push(found.len());
        }
        Ok(())
    }

    /// Whether a report of that stretch of days ([`stretch`]) may be filed under a posting; a store that does not know says so.
    fn has_stretch(&self, _stretch: i32) -> Result<bool, Self::Error> {
        Ok(true)
    }

    /// The features of a report and its story; `None` for a report that was withdrawn or whose features are of another
    /// [`VERSION`].
    fn report(&self, report: ReportId) -> Result<Option<(Features, StoryId)>, Self::Error>;

    /// [`report`](Self::report) of each.
    fn reports_of(&self, reports: &[ReportId]) -> Result<Vec<Option<(Features, StoryId)>>, Self::Error> {
        reports.iter().map(|report| self.report(*report)).collect()
    }

    /// How many reports a story has.
    fn size(&self, story: StoryId) -> Result<usize, Self::Error>;

    /// The reports of a story that were added last, last first, at most `most`.
    fn members(&self, story: StoryId, most: usize) -> Result<Vec<ReportId>, Self::Error>;

    /// Adds a report with its features and carries out its placement; gives its story. Everything or nothing is written.
    fn commit(&mut self, report: ReportId, features: &Features, placement: &Placement) -> Result<StoryId, Self::Error>;
}
