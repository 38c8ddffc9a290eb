//! From URLs to reports: pages, feeds and sitemaps, and what they link to.

use std::collections::{BTreeMap, BTreeSet};

use super::{Client, Fetched, Target, WebError};
use crate::{Hints, IntakeError, Link, Passed, Phase, Progress, Report, Skip, gather_member};

/// Sitemaps in sitemaps in sitemaps: an index, a list, a page.
const DEEPEST: usize = 3;

/// Whether the reports that feeds and sitemaps only name are fetched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Follow {
    /// No: they are passed over.
    Nothing,
    /// Yes, at most so many in all, the newest first where dates are given.
    Entries(usize),
}

/// What came of a URL.
#[derive(Debug)]
pub enum Event<'a> {
    /// Something was fetched; what is in it came before.
    Fetched(&'a Fetched, Role),
    /// A report in it.
    Report(Box<Report>),
    /// No report, though nothing is wrong.
    Passed(Passed),
    /// It could not be fetched or read.
    Failed(IntakeError),
}

/// What a page is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// It is a report, or holds some.
    Content,
    /// It only names pages, which are fetched.
    List,
}

/// Fetches what is named and hands over what is in it, in the order of the addresses (and not of `targets`); each address is
/// fetched once.
pub fn collect(
    client: &Client,
    targets: Vec<Target>,
    follow: Follow,
    options: &crate::Options,
    progress: &dyn Progress,
    each: &mut dyn FnMut(Event<'_>),
) {
    let asked: BTreeSet<Target> = targets.into_iter().collect();
    let mut round: Vec<(Target, Hints)> = asked.into_iter().map(|target| (target, Hints::default())).collect();
    let mut seen: BTreeSet<Target> = BTreeSet::new();
    let mut left = match follow {
        Follow::Nothing => 0,
        Follow::Entries(most) => most,
    };
    for depth in 0..=DEEPEST {
        round.retain(|(target, _)| seen.insert(target.clone()));
        let found = fetch(client, std::mem::take(&mut round), follow, options, progress, each);
        if depth > 0 {
            // The sitemaps of an index are no entries.
            left += found.lists;
        }
        for link in newest_first(found.links) {
            match Target::parse(&link.url) {
                Ok(target) if seen.contains(&target) => {}
                Ok(target) if left > 0 && depth < DEEPEST => {
                    left -= 1;
                    round.push((target, link.hints));
                }
                Ok(target) => each(pass(target.to_string())),
                Err(error) => each(Event::Failed(failed(&link.url, error))),
            }
        }
        if round.is_empty() {
            return;
        }
    }
}

/// What the pages of a round lead to.
#[derive(Default)]
struct Found {
    /// The pages that they name.
    links: Vec<Link>,
    /// How many of them only name pages.
    lists: usize,
}

/// Fetches pages and reads them; gives what they lead to.
fn fetch(
    client: &Client,
    round: Vec<(Target, Hints)>,
    follow: Follow,
    options: &crate::Options,
    progress: &dyn Progress,
    each: &mut dyn FnMut(Event<'_>),
) -> Found {
    let mut found = Found::default();
    let mut hints: BTreeMap<Target, Hints> = round.iter().cloned().collect();
    progress.begin(Phase::Fetch, Some(round.len() as u64));
    client.get_all(round.into_iter().map(|(target, _)| target).collect(), |target, fetched| {
        progress.step(Phase::Fetch, target.as_str());
        match fetched {
            Ok(fetched) => read(fetched, hints.remove(target), follow, options, &mut found, each),
            Err(error) => each(Event::Failed(failed(target.as_str(), error))),
        }
    });
    progress.end(Phase::Fetch);
    found
}

fn read(
    mut fetched: Fetched,
    known: Option<Hints>,
    follow: Follow,
    options: &crate::Options,
    found: &mut Found,
    each: &mut dyn FnMut(Event<'_>),
) {
    let mut member = fetched.member();
    if let Some(known) = known {
        // What the feed says of the entry; the language of the answer only where the feed says none.
        let language = member.hints.metadata.language.take();
        member.hints.metadata = known.metadata;
        member.hints.metadata.language = member.hints.metadata.language.take().or(language);
    }
    let mut reports = gather_member(member, options).noting();
    if follow != Follow::Nothing {
        reports = reports.following();
    }
    let mut role = Role::List;
    for result in &mut reports {
        role = Role::Content;
        each(match result {
            Ok(report) => Event::Report(Box::new(report)),
            Err(error) => Event::Failed(error),
        });
    }
    reports.passed().into_iter().for_each(|passed| each(Event::Passed(passed)));
    let links = reports.links();
    if links.is_empty() {
        role = Role::Content;
    }
    found.links.extend(links);
    found.lists += usize::from(role == Role::List);
    if let Follow::Entries(most) = follow {
        prune(&mut found.links, most, each);
    }
    each(Event::Fetched(&fetched, role));
}

/// Links kept beyond those that are followed: a few lists may name millions.
const SPARE: usize = 10_000;

/// Passes over those links that are too old to be followed, where there are many.
fn prune(links: &mut Vec<Link>, most: usize, each: &mut dyn FnMut(Event<'_>)) {
    let keep = most.saturating_add(SPARE);
    if links.len() > keep.saturating_mul(2) {
        let mut sorted = newest_first(std::mem::take(links));
        sorted.split_off(keep).into_iter().for_each(|link| each(pass(link.url)));
        *links = sorted;
    }
}

fn pass(url: String) -> Event<'static> {
    Event::Passed(Passed { path: url.clone(), skip: Skip::Link(url) })
}

/// Dated links, the newest first, then the others in their order.
fn newest_first(mut links: Vec<Link>) -> Vec<Link> {
    let moment = |link: &Link| {
        let metadata = &link.hints.metadata;
        metadata.published.as_ref().or(metadata.modified.as_ref()).map(|told| (told.value.day, told.value.time))
    };
    links.sort_by_key(|link| std::cmp::Reverse(moment(link)));
    links
}

fn failed(path: &str, error: WebError) -> IntakeError {
    IntakeError { path: path.to_owned(), item: None, kind: error.into() }
}

#[cfg(test)]
mod tests {
    use jiff::{ToSpan as _, civil::date};

    use super::*;
    use crate::{Basis, Metadata, Moment, Told};

    #[test]
    fn of_many_links_the_newest_are_kept() {
        let day = |i: i64| date(1980, 1, 1).saturating_add(i.days());
        let mut links: Vec<Link> = (0..25_000)
            .map(|i| {
                let modified = Some(Told::new(Moment::day(day(i)), Basis::Feed));
                let metadata = Metadata { modified, ..Metadata::default() };
                Link { url: format!("https://a.example/{i}"), hints: Hints { metadata, ..Hints::default() } }
            })
            .collect();
        let mut passed = 0;
        prune(&mut links, 5, &mut |_| passed += 1);
        assert_eq!((links.len(), passed), (SPARE + 5, 25_000 - SPARE - 5));
        assert_eq!(links.first().map(|link| link.url.as_str()), Some("https://a.example/24999"));
        let few = links.len();
        prune(&mut links, 5, &mut |_| passed += 1);
        assert_eq!(links.len(), few, "not many any more");
    }
}
