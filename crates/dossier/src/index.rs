//! From indexes of the domain types to public ids.

use std::collections::BTreeMap;

use recoupe_claims::date::{Interval, When};
use recoupe_story::{FigureView, Quantity, Read, StatementView, Story};

/// Finds what the story says of each claim.
pub(crate) struct Index<'a> {
    pub(crate) reads: &'a [Read],
    pub(crate) story: &'a Story,
    /// The figures of each report by their number in the whole report, where some are left out of `reads`.
    numbers: &'a [Vec<usize>],
    figures: BTreeMap<(usize, usize), (&'a Quantity, &'a FigureView)>,
    statements: BTreeMap<(usize, usize), &'a StatementView>,
}

impl<'a> Index<'a> {
    pub(crate) fn new(reads: &'a [Read], story: &'a Story, numbers: &'a [Vec<usize>]) -> Self {
        let figures = story
            .quantities
            .iter()
            .flat_map(|q| q.figures.iter().map(move |v| ((v.figure.report, v.figure.figure), (q, v))))
            .collect();
        let statements = story.statements.iter().map(|v| ((v.statement.report, v.statement.statement), v)).collect();
        Self { reads, story, numbers, figures, statements }
    }

    pub(crate) fn figure(&self, report: usize, figure: usize) -> Option<(&'a Quantity, &'a FigureView)> {
        self.figures.get(&(report, figure)).copied()
    }

    pub(crate) fn statement(&self, report: usize, statement: usize) -> Option<&'a StatementView> {
        self.statements.get(&(report, statement)).copied()
    }

    pub(crate) fn report_id(&self, report: usize) -> Option<String> {
        self.reads.get(report).map(|r| r.doc.report.id.clone())
    }

    /// `<report>.F<n>`, counted from 1 in text order.
    pub(crate) fn figure_id(&self, report: usize, figure: usize) -> Option<String> {
        let read = self.reads.get(report)?;
        let number = self.numbers.get(report).map_or(Some(figure), |of| of.get(figure).copied())?;
        (figure < read.claims.figures.len()).then(|| format!("{}.F{}", read.doc.report.id, number + 1))
    }

    /// `<report>.N<n>`, counted from 1 in text order.
    pub(crate) fn implied_id(&self, report: usize, implied: usize) -> Option<String> {
        let read = self.reads.get(report)?;
        (implied < read.claims.implied.len()).then(|| format!("{}.N{}", read.doc.report.id, implied + 1))
    }

    /// `<report>.S<n>`, counted from 1 in text order.
    pub(crate) fn statement_id(&self, report: usize, statement: usize) -> Option<String> {
        let read = self.reads.get(report)?;
        (statement < read.claims.statements.len()).then(|| format!("{}.S{}", read.doc.report.id, statement + 1))
    }

    pub(crate) fn entity(&self, speaker: Option<usize>) -> Option<String> {
        self.story.speakers.get(speaker?).map(|s| s.entity.clone())
    }

    /// The days that an expression of a report means, from all days that the report may have been published on.
    pub(crate) fn resolve(&self, report: usize, when: &When) -> Option<Interval> {
        let unknown = Interval::UNKNOWN;
        let days = when.resolve(self.story.reports.get(report).map_or(&unknown, |v| &v.published));
        (days.from.is_some() || days.to.is_some()).then_some(days)
    }
}
