//! From names to reports, one after the other, in bounded memory.

use std::collections::{BTreeMap, VecDeque};
use std::fs::File;
use std::io;
use std::path::Path;

use jiff::civil::Date;

use crate::budget::Budget;
use crate::discover::{Source, sources};
use crate::member::{Container, Content, Entry, Found};
use crate::open::{Leaf, Opened, Reader};
use crate::{
    Basis, Hints, IntakeError, IntakeErrorKind as Kind, Link, Member, Moment, Passed, Published, PublishedBasis,
    Report, Skip, Told,
};

/// What the user says about the inputs.
#[derive(Debug, Clone)]
pub struct Options {
    /// Publication day of all reports; goes before metadata.
    pub published: Option<Date>,
    /// Outlet of all reports; goes before metadata.
    pub outlet: Option<String>,
    /// Most bytes of one text. Larger ones are refused, after reading no more than that.
    pub max_text_bytes: u64,
    /// Where to go on: inputs before this place (in the order in which they are read) are left out.
    pub resume: Option<Place>,
}

impl Default for Options {
    /// 4 MiB: some 700,000 words, more than any report; a mistaken file is refused before it costs minutes.
    fn default() -> Self {
        Self { published: None, outlet: None, max_text_bytes: 4 << 20, resume: None }
    }
}

/// A place in the inputs, written as errors and outcomes write it: `lot/news.warc.gz@1048576`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The input, as it is shown.
    pub shown: String,
    /// Offset in bytes of a record of a WARC or ARC file: of its gzip member or zstd frame where it is packed.
    pub offset: u64,
}

/// A text that is no place.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a place; write it as errors do: `lot/news.warc.gz@1048576`")]
pub struct NotAPlace(String);

impl std::str::FromStr for Place {
    type Err = NotAPlace;

    fn from_str(text: &str) -> Result<Self, NotAPlace> {
        let fail = || NotAPlace(text.to_owned());
        let (shown, place) = text.rsplit_once('@').filter(|(shown, _)| !shown.is_empty()).ok_or_else(fail)?;
        // Behind a `+` stands the place in the unpacked member; reading begins with the member.
        let offset = place.split('+').next().unwrap_or(place).parse().map_err(|_| fail())?;
        Ok(Self { shown: shown.to_owned(), offset })
    }
}

/// Opens everything that is named (files, folders, patterns, `-`) and yields its reports, sorted by path; the order of the
/// arguments does not matter, a file named twice is read once, a bad input does not stop the others.
///
/// What an input is, is told by its first bytes and its name; `docs/intake.md` lists the formats.
pub fn gather<S: AsRef<str>>(names: &[S], options: &Options) -> Gather {
    Gather::new(sources(names).into_iter().map(Input::Source).collect(), options)
}

/// The reports of bytes that were fetched elsewhere: one for a page, several for a feed or an archive.
pub fn gather_member(member: Member, options: &Options) -> Gather {
    Gather::new([Input::Member(Box::new(member))].into(), options)
}

/// The members in everything that is named, as bytes: what [`gather`] makes reports of. Elements of JSON and the like, which
/// are no bytes of their own, are left out.
pub fn members<S: AsRef<str>>(names: &[S], options: &Options) -> impl Iterator<Item = Result<Member, IntakeError>> {
    let mut walk = Walk::new(sources(names).into_iter().map(Input::Source).collect(), options);
    std::iter::from_fn(move || {
        loop {
            match walk.next()? {
                Ok((at, Piece::Leaf(leaf))) => {
                    let Leaf { bytes, hints, .. } = *leaf;
                    return Some(Ok(Member { shown: at.shown, item: at.item, bytes, hints }));
                }
                Ok((_, Piece::Report(_))) => {}
                Err(error) => return Some(Err(error)),
            }
        }
    })
}

/// The reports of one call; see [`gather`].
pub struct Gather {
    walk: Walk,
    seen: BTreeMap<String, u32>,
}

impl Gather {
    fn new(inputs: VecDeque<Input>, options: &Options) -> Self {
        Self { walk: Walk::new(inputs, options), seen: BTreeMap::new() }
    }

    /// Keeps what is passed over, for [`Gather::passed`].
    pub fn noting(mut self) -> Self {
        self.walk.passed = Some(Vec::new());
        self
    }

    /// Keeps the links to reports that lie elsewhere, for [`Gather::links`], instead of passing them over; of an entry whose
    /// feed has only its beginning, the link is kept and the beginning left out.
    pub fn following(mut self) -> Self {
        self.walk.links = Some(Vec::new());
        self
    }

    /// What was passed over since the last call; nothing unless asked for with [`Gather::noting`].
    pub fn passed(&mut self) -> Vec<Passed> {
        self.walk.passed.as_mut().map(std::mem::take).unwrap_or_default()
    }

    /// The links found since the last call; none unless asked for with [`Gather::following`].
    pub fn links(&mut self) -> Vec<Link> {
        self.walk.links.as_mut().map(std::mem::take).unwrap_or_default()
    }

    /// What was read over so far, though nothing is wrong with it: how many, by reason.
    pub fn skipped(&self) -> &BTreeMap<String, u64> {
        &self.walk.skipped
    }

    /// Adds what the user says and makes the identifier unique within this call.
    fn finish(&mut self, mut report: Report, at: &At) -> Report {
        report.path = format!("{}{}", at.shown, at.item);
        if let Some(date) = self.walk.options.published {
            report.published = Some(Published { date, basis: PublishedBasis::Given });
            report.metadata.published = Some(Told::new(Moment::day(date), Basis::Given));
        }
        if let Some(outlet) = &self.walk.options.outlet {
            report.outlet = Some(outlet.clone());
            report.metadata.outlet = Some(Told::new(outlet.clone(), Basis::Given));
        }
        tell_one_apart(&mut report, &mut self.seen);
        report
    }
}

/// Makes the identifiers of reports of several calls unique among them, as one call does among its own.
pub fn tell_apart(reports: &mut [Report]) {
    let mut seen = BTreeMap::new();
    reports.iter_mut().for_each(|report| tell_one_apart(report, &mut seen));
}

fn tell_one_apart(report: &mut Report, seen: &mut BTreeMap<String, u32>) {
    let times = seen.entry(report.id.clone()).or_default();
    *times += 1;
    if *times > 1 {
        report.id = format!("{}{:04x}", report.id, times);
    }
}

impl Iterator for Gather {
    type Item = Result<Report, IntakeError>;

    fn next(&mut self) -> Option<Self::Item> {
        let limit = self.walk.options.max_text_bytes;
        let (at, piece) = match self.walk.next()? {
            Ok(found) => found,
            Err(error) => return Some(Err(error)),
        };
        let report = match piece {
            Piece::Report(report) if report.text.len() as u64 > limit => Err(Kind::TooLarge { limit }),
            Piece::Report(report) => Ok(*report),
            Piece::Leaf(leaf) => leaf.read(limit),
        };
        Some(report.map(|report| self.finish(report, &at)).map_err(|kind| at.fail(kind)))
    }
}

/// The pieces that the inputs hold, in order.
struct Walk {
    inputs: VecDeque<Input>,
    frames: Vec<Frame>,
    skipped: BTreeMap<String, u64>,
    passed: Option<Vec<Passed>>,
    links: Option<Vec<Link>>,
    options: Options,
}

/// What one report is made of.
enum Piece {
    Leaf(Box<Leaf>),
    Report(Box<Report>),
}

type Stepped = Result<(At, Piece), IntakeError>;

enum Input {
    Source(Source),
    Member(Box<Member>),
}

/// A container that is being read.
struct Frame {
    container: Box<dyn Container>,
    at: At,
}

/// Where in the inputs.
#[derive(Debug, Clone)]
pub(crate) struct At {
    /// The input, as the user wrote it.
    pub shown: String,
    /// The place in it, as far as containers were opened.
    pub item: String,
    /// What may still be unpacked.
    pub budget: Budget,
    /// How many containers lie around it.
    pub depth: u8,
}

impl At {
    fn inside(&self, place: &str) -> Self {
        Self { item: format!("{}{place}", self.item), depth: self.depth + 1, ..self.clone() }
    }

    fn fail(&self, kind: Kind) -> IntakeError {
        IntakeError { path: self.shown.clone(), item: Some(self.item.clone()).filter(|i| !i.is_empty()), kind }
    }
}

impl Iterator for Walk {
    type Item = Stepped;

    fn next(&mut self) -> Option<Stepped> {
        loop {
            let stepped = match self.frames.last_mut() {
                Some(frame) => match frame.container.step() {
                    Some(step) => {
                        let at = frame.at.inside(&step.place);
                        self.take(step.found, at)
                    }
                    None => {
                        self.frames.pop();
                        None
                    }
                },
                None => {
                    let input = self.inputs.pop_front()?;
                    self.begin(input)
                }
            };
            if stepped.is_some() {
                return stepped;
            }
        }
    }
}

impl Walk {
    fn new(inputs: VecDeque<Input>, options: &Options) -> Self {
        Self {
            inputs,
            frames: Vec::new(),
            skipped: BTreeMap::new(),
            passed: None,
            links: None,
            options: options.clone(),
        }
    }

    fn begin(&mut self, input: Input) -> Option<Stepped> {
        let (shown, path) = match input {
            Input::Source(Source::Bad(error)) => return Some(Err(error)),
            Input::Source(Source::Stdin) => ("-".to_owned(), None),
            Input::Source(Source::File { path, shown }) => (shown, Some(path)),
            Input::Member(member) => {
                let budget = Budget::new(member.bytes.len() as u64);
                let at = At { shown: member.shown, item: member.item, budget, depth: 0 };
                return self.open(Content::bytes(member.bytes), &member.hints, at, 0);
            }
        };
        let offset = match &self.options.resume {
            Some(place) if shown.as_bytes() < place.shown.as_bytes() => return self.skip(shown, Skip::Before),
            Some(place) if shown == place.shown => place.offset,
            _ => 0,
        };
        let name = path.as_deref().and_then(Path::file_name);
        let name = name.map_or_else(|| shown.clone(), |n| n.to_string_lossy().into_owned());
        match source(path.as_deref()) {
            Ok((content, budget)) => {
                let at = At { shown, item: String::new(), budget, depth: 0 };
                self.open(content, &Hints { name, ..Hints::default() }, at, offset)
            }
            Err(error) => Some(Err(Kind::from(error).at(&shown))),
        }
    }

    fn open(&mut self, content: Content, hints: &Hints, at: At, offset: u64) -> Option<Stepped> {
        let reader = Reader { max_text_bytes: self.options.max_text_bytes, offset };
        match reader.open(content, hints, &at) {
            Ok(Opened::Leaf(leaf)) => Some(Ok((at, Piece::Leaf(leaf)))),
            Ok(Opened::Container(container)) => {
                self.frames.push(Frame { container, at });
                None
            }
            Err(kind) => Some(Err(at.fail(kind))),
        }
    }

    fn take(&mut self, found: Result<Found, Kind>, at: At) -> Option<Stepped> {
        match found {
            Ok(Found::Report(report)) => Some(Ok((at, Piece::Report(report)))),
            // Only the beginning of a report that lies elsewhere, and somebody fetches it.
            Ok(Found::Member(Entry { hints, page: Some(url), .. })) if self.links.is_some() => {
                self.link(at, Link { url, hints })
            }
            Ok(Found::Member(Entry { content, hints, page })) => {
                let mut stepped = self.open(content, &hints, at, 0);
                if let Some(Ok((_, Piece::Leaf(leaf)))) = &mut stepped {
                    leaf.page = page;
                }
                stepped
            }
            Ok(Found::Link(link)) => self.link(at, link),
            Ok(Found::Skipped(skip)) => self.skip(format!("{}{}", at.shown, at.item), skip),
            Err(kind) => Some(Err(at.fail(kind))),
        }
    }

    fn link(&mut self, at: At, link: Link) -> Option<Stepped> {
        if let Some(links) = &mut self.links {
            links.push(link);
            return None;
        }
        self.skip(format!("{}{}", at.shown, at.item), Skip::Link(link.url))
    }

    fn skip(&mut self, path: String, skip: Skip) -> Option<Stepped> {
        *self.skipped.entry(skip.reason()).or_default() += 1;
        if let Some(passed) = &mut self.passed {
            passed.push(Passed { path, skip });
        }
        None
    }
}

/// A file, or standard input, and what may be unpacked from it.
fn source(path: Option<&Path>) -> io::Result<(Content, Budget)> {
    let Some(path) = path else {
        let budget = Budget::default();
        return Ok((Content::Pipe(Box::new(budget.count(io::stdin()))), budget));
    };
    let file = File::open(path)?;
    let metadata = file.metadata()?;
    if metadata.is_file() {
        return Ok((Content::File(file), Budget::new(metadata.len())));
    }
    // A named pipe or a device: no size, and no way back.
    let budget = Budget::default();
    Ok((Content::Pipe(Box::new(budget.count(file))), budget))
}
