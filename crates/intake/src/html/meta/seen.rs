//! The dates that a reader of the page sees, and what stands beside them: words that name them, the title, the first paragraph.
//!
//! Where a date stands tells what it is. Between the title and the text stands the day of publication; below, beside and
//! around them stand those of other reports, of comments and of the day on which the page was looked at.

use std::borrow::Cow;
use std::sync::LazyLock;

use super::dates::{self, Order};
use super::tags::{fold, letters};
use super::{may_be_local, within};
use crate::html::blocks::{Block, Out, Page, Set};
use crate::html::content::{Kept, same_title};
use crate::html::dom::{Dom, Id, is_blank, push_folded, unescaped};
use crate::html::names::{Roles, entries};
use crate::html::phrases::{self, Phrases, words};
use crate::html::tag::Tag;
use crate::{Basis, Moment, PartKind, Told};

/// Dates that stand on the page.
#[derive(Debug, Default)]
pub(super) struct Dates {
    /// Said to be of publication.
    pub published: Option<Told<Moment>>,
    /// Not said to be of anything, but marked up as a date right beside the title.
    pub close: Option<Told<Moment>>,
    /// Not said to be of anything, but where the date of publication stands.
    pub near: Option<Told<Moment>>,
    /// The date of the page that stands nearest to the title, however far away.
    pub far: Option<Told<Moment>>,
    /// Not said to be of anything, but no further from the title than its own date would be.
    pub beside: Option<Told<Moment>>,
    /// Said to be of a change.
    pub modified: Option<Told<Moment>>,
}

/// What the words before a date say of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Label {
    Published,
    Modified,
    /// Stands before dates of publication and before others: "am", "date".
    Hint,
    /// A date of neither: "copyright", "born".
    Other,
}

static LABELS: LazyLock<(Phrases, Vec<Label>)> = LazyLock::new(|| {
    let labels = entries(include_str!("../lexicon/dates.txt"));
    let label = |section| match section {
        "modified" => Label::Modified,
        "published" => Label::Published,
        "other" => Label::Other,
        _ => Label::Hint,
    };
    let (labels, phrases): (Vec<Label>, Vec<&str>) = labels.map(|(section, phrase)| (label(section), phrase)).unzip();
    (Phrases::of(phrases), labels)
});

/// A date on the page.
struct Found {
    moment: Moment,
    basis: Basis,
    label: Option<Label>,
    /// How far it is from where the date of publication is expected; smaller is better.
    distance: usize,
}

/// Most blocks between the title and its date.
pub(super) const NEAR: usize = 12;

/// Most blocks between the title and a date that is marked up as one and belongs to it without doubt.
const CLOSE: usize = 3;

/// What is added to the distance of a date whose element is not named after dates.
const UNNAMED: usize = 2;

/// The distance of dates that stand nowhere near the report.
const FAR: usize = 100;

/// Most words, those of links not counted, of a line that holds a date and little else.
const SHORT: usize = 16;

/// As [`SHORT`] in captions, which tell when a picture was taken.
const CAPTION: usize = 6;

/// Most words of a line that ends in a full stop (not that of "p.m.") and may be no sentence.
const SENTENCE: usize = 8;

/// Finds the dates of a page.
pub(super) fn dates(dom: &Dom<'_>, page: &Page, kept: &[Kept], title: Option<&str>, order: Order) -> Dates {
    let place = Place::of(page, kept, title);
    let mut found = Vec::new();
    let mut before = "";
    for (i, block) in page.blocks.iter().enumerate() {
        let text = &page.text[block.text.clone()];
        // No comment stands before the report: what is named after them there is a line with their number. In a thread the first message is
        // the report, and its date the best there is where nothing else tells one.
        let comment = block.roles.any(Roles::COMMENTS) && i >= place.prose;
        if (!comment || place.discussion) && block.out != Some(Out::Card) {
            let related = comment || block.roles.any(Roles::RELATED);
            let aside = i > place.title && i < place.prose && !kept.iter().any(|k| k.block == i);
            let most = match block.set {
                Set::Caption => CAPTION,
                _ if aside => 3 * SHORT,
                _ => SHORT,
            };
            let distance = place.distance(i) + if related { 3 * FAR } else { 0 };
            let from = found.len();
            in_block(block, &parted(dom, block, text), before, order, (distance, most), &mut found);
            if found.len() > from && of_today(dom, block.element) {
                found.truncate(from);
            }
        }
        before = if block.linked > 0 { "" } else { text };
    }
    in_elements(dom, page, &place, order, &mut found);
    let best = |fits: &dyn Fn(&Found) -> bool| {
        let found = found.iter().filter(|f| fits(f)).min_by_key(|f| f.distance);
        found.map(|f| Told::new(f.moment, f.basis))
    };
    let labelled = |label: Label, within: usize| best(&|f| f.label == Some(label) && f.distance <= within);
    let unlabelled = |within: usize| best(&|f| matches!(f.label, None | Some(Label::Hint)) && f.distance <= within);
    Dates {
        published: labelled(Label::Published, 2 * NEAR + 8),
        close: unlabelled(CLOSE),
        beside: unlabelled(NEAR),
        near: unlabelled(3 * NEAR),
        far: labelled(Label::Published, usize::MAX).or_else(|| unlabelled(usize::MAX)),
        modified: labelled(Label::Modified, 2 * NEAR + 8),
    }
}

/// The longest text, in bytes, that the borders of elements are looked for in.
const LINES: usize = 1000;

/// The text of a block with its elements held apart where their words run together ("4 mars 2031" and "08:15" in two of them), and
/// without dates that the names of their elements say are of a change.
fn parted<'t>(dom: &Dom<'_>, block: &Block, text: &'t str) -> Cow<'t, str> {
    if text.len() > LINES || block.nodes.0 == block.nodes.1 || !dates::has_digit(text) {
        return Cow::Borrowed(text);
    }
    let (mut read, mut changed) = (String::new(), false);
    let mut id = block.nodes.0;
    while id <= block.nodes.1 {
        match dom.tag(id) {
            Tag::Script | Tag::Style | Tag::Template | Tag::Svg => {
                id = dom.end(id);
                continue;
            }
            Tag::Text => {
                let more = dom.text(id);
                changed |= runs_on(&read, &more);
                if runs_on(&read, &more) {
                    read.push(' ');
                }
                push_folded(&mut read, &more);
            }
            Tag::Br => read.push('\n'),
            _ if of_change(dom, id).is_some() => {
                changed = true;
                read.push('\n');
                id = dom.end(id);
                continue;
            }
            tag if !tag.is_inline() && !read.is_empty() => read.push(' '),
            _ => {}
        }
        id += 1;
    }
    if changed { Cow::Owned(read) } else { Cow::Borrowed(text) }
}

/// Whether two texts of neighbouring elements would be read as one word or number.
fn runs_on(text: &str, more: &str) -> bool {
    let (Some(last), Some(next)) = (text.chars().next_back(), more.chars().next()) else { return false };
    last.is_ascii_digit() && next.is_ascii_digit() || last.is_alphabetic() && next.is_alphabetic()
}

/// The text of an element, its inner elements held apart.
fn parted_text(dom: &Dom<'_>, id: Id) -> String {
    let mut read = String::new();
    for text in (id..dom.end(id)).filter(|&id| dom.tag(id) == Tag::Text) {
        let more = dom.text(text);
        if runs_on(&read, &more) {
            read.push(' ');
        }
        push_folded(&mut read, &more);
    }
    read.truncate(read.trim_end().len());
    read
}

/// Parts of names of elements that show the day on which the page is looked at, by their letters.
const TODAY: [&str; 6] = ["todaydate", "todaysdate", "datetoday", "currentdate", "datecurrent", "todaydt"];

/// Whether the names around a date say that it is the day on which the page is looked at.
fn of_today(dom: &Dom<'_>, id: Id) -> bool {
    let names = std::iter::once(id).chain(dom.ancestors(id)).take(3);
    names.flat_map(|id| [dom.raw_attribute(id, "class"), dom.raw_attribute(id, "id")]).flatten().any(|names| {
        names.split_ascii_whitespace().take(20).map(letters).any(|name| TODAY.iter().any(|today| name.contains(today)))
    })
}

/// The text of an inline element that its name says is the date of a change: `class="updated"` of the microformat hAtom.
///
/// The class alone does: hAtom wants one of each entry, and themes also put it on the date of the entry itself ("entry-date published updated",
/// "date updated").
fn of_change(dom: &Dom<'_>, id: Id) -> Option<String> {
    let class = dom.raw_attribute(id, "class")?;
    let is_updated = |token: &str| token.eq_ignore_ascii_case("updated");
    let mut tokens = class.split_ascii_whitespace();
    let dated = |token: &str| !is_updated(token) && is_dated(&token.to_ascii_lowercase());
    let updated = tokens.clone().any(is_updated) && !tokens.any(dated);
    (updated && dom.tag(id).is_inline()).then(|| parted_text(dom, id)).filter(|text| text.len() <= 40)
}

/// Whether a class is named after a date.
fn is_dated(class: &str) -> bool {
    ["date", "datum", "time", "fecha", "publi", "posted"].iter().any(|name| class.contains(name))
}

/// Where the report stands, in blocks.
struct Place {
    title: usize,
    /// The first paragraph.
    prose: usize,
    end: usize,
    /// Whether the first paragraph is itself named after comments: a thread of a forum, whose first message is what is read.
    discussion: bool,
}

impl Place {
    fn of(page: &Page, kept: &[Kept], title: Option<&str>) -> Self {
        let title = title_block(page, kept, title);
        let prose = kept.iter().find(|k| k.kind == PartKind::Paragraph && k.block > title).map_or(title, |k| k.block);
        let discussion = page.blocks.get(prose).is_some_and(|b| b.roles.any(Roles::COMMENTS));
        Self { title, prose, end: kept.last().map_or(title, |k| k.block), discussion }
    }

    /// How far a block is from where the date of publication is expected.
    fn distance(&self, i: usize) -> usize {
        let Self { title, prose, end, .. } = *self;
        // Right before the text is as good as behind the title, where something stands between the two.
        let before_prose = if i < prose && i + 6 >= prose { CLOSE + prose - i } else { usize::MAX };
        let distance = if i >= title && i < prose && prose - title <= NEAR {
            (i - title).min(CLOSE)
        } else if i >= title && i <= (title + NEAR).min(end) {
            i - title
        } else if i < title && i + 3 >= title {
            // Above the title stand the day of the report, and that on which the page is looked at; the former right above it.
            2 * (title - i) + CLOSE
        } else if i < title && i + 6 >= title {
            NEAR + (title - i)
        } else if i > end && i <= end + 8 {
            2 * NEAR + (i - end)
        } else {
            FAR + i.abs_diff(title)
        };
        distance.min(before_prose)
    }
}

/// The block of the title: the last heading up to the first paragraph that says what metadata says, or the last `<h1>` up to it, or the first block
/// that is kept.
pub(super) fn title_block(page: &Page, kept: &[Kept], title: Option<&str>) -> usize {
    let first = kept.iter().find(|k| k.kind == PartKind::Paragraph).or(kept.first()).map_or(0, |k| k.block);
    let last = first.min(page.blocks.len().saturating_sub(1));
    let headings = |most: u8| {
        let level = move |set: Set| matches!(set, Set::Heading(n) if n <= most);
        (0..=last).rev().filter(move |&i| page.blocks.get(i).is_some_and(|b| level(b.set)))
    };
    let says = |i: &usize| title.is_some_and(|title| same_title(&page.text[page.blocks[*i].text.clone()], title));
    let heading = headings(3).find(says).or_else(|| headings(1).next());
    heading.unwrap_or(kept.first().map_or(0, |k| k.block))
}

/// The dates of short lines, and at the head of longer ones that say what date it is.
fn in_block(
    block: &Block,
    text: &str,
    before: &str,
    order: Order,
    (distance, most): (usize, usize),
    found: &mut Vec<Found>,
) {
    if !dates::has_digit(text) {
        return;
    }
    let named = if block.roles.any(Roles::DATE) { 0 } else { UNNAMED };
    let mut last = before;
    for (n, line) in text.split('\n').enumerate().take(6) {
        let most = if n == 0 { most + block.linked as usize } else { most };
        in_line(line, last, most, order, (distance, named), found);
        last = line;
    }
}

/// The dates of a line; `before` is the line before it, `most` the words of a line that is no running text.
fn in_line(
    line: &str,
    before: &str,
    most: usize,
    order: Order,
    (distance, named): (usize, usize),
    found: &mut Vec<Found>,
) {
    let head = &line[..line.floor_char_boundary(240)];
    let words = line.split_whitespace().take(most + 1).count();
    let short = words <= most;
    let sentence = words > SENTENCE && line.ends_with('.') && !line.ends_with(".m.");
    let mut from = 0;
    while let Some((at, moment)) = dates::find(&head[from..], order) {
        let words = &head[from..from + at];
        let label = match says(words) {
            None if from == 0 && !words.contains(char::is_alphanumeric) => alone(before),
            said => said
                .filter(|said| short || from == 0 && said.leads() && !words.bytes().any(|b| b.is_ascii_digit()))
                .map(|said| said.label),
        };
        let mut add = |label, distance| found.push(Found { moment, basis: Basis::Text, label, distance });
        // A date in running text is of what the report tells.
        if short && !(sentence && label.is_none() && from + at > 0) {
            add(label, distance + named);
        } else if label.is_some_and(|label| label != Label::Hint) {
            add(label, distance + named + 3);
        } else if from == 0 && distance <= 2 * NEAR && is_dateline(words, &head[at..]) {
            // "VERLAY, 4 mars 2031 – Le pont …": the day of the dateline.
            add(None, distance + NEAR);
        }
        from += at + 6;
        while !head.is_char_boundary(from) {
            from += 1;
        }
        // On past the digits of the date just read.
        from += head[from..]
            .find(|c: char| !c.is_ascii_digit() && !matches!(c, '-' | '/' | '.' | ':'))
            .unwrap_or(head.len() - from);
    }
}

/// Whether a line opens as datelines do: with the date, or a place and the date, held apart by a mark ("VERLAY, 4 mars 2031 (AFP) – Le pont …").
///
/// "Le 4 mars 2031, le pont …" is running text.
fn is_dateline(place: &str, dated: &str) -> bool {
    let named = place.trim_end();
    let placed = named.ends_with([',', '(', '-', '–', '—', '/', '.', ':', '|']);
    // The date, a time of day and an agency may stand before the mark.
    let marked = dated.chars().take(40).any(|c| matches!(c, '–' | '—' | '(' | ')' | '|')) || {
        let head: String = dated.chars().take(40).collect();
        [" - ", " -- ", ": "].iter().any(|mark| head.contains(mark))
    };
    place.chars().count() <= 30 && (named.is_empty() || placed || marked)
}

/// A label found in the words before a date.
struct Said {
    label: Label,
    /// Words before it.
    before: usize,
    /// Words between it and the date.
    behind: usize,
}

impl Said {
    /// Whether it begins its line and the date follows it, as in "Publié par Odile Marsac le 4 mars 2031, après …".
    fn leads(&self) -> bool {
        self.before == 0 && self.behind <= 6 && self.label != Label::Hint
    }
}

/// The label that stands last in the words before a date. A mere hint must stand right before it.
fn says(before: &str) -> Option<Said> {
    let text = before.to_lowercase().replace('\u{2019}', "'");
    let (phrases, labels) = &*LABELS;
    let found: Vec<_> = phrases.find(&text).map(|found| (found, labels[found.number])).collect();
    let said = |(place, label): (phrases::Found, Label)| Said {
        label,
        before: words(&text[..place.start]).count(),
        behind: words(&text[place.end..]).count(),
    };
    let fits = |said: &Said| said.label != Label::Hint || said.behind <= 2;
    // The longest of those that end there.
    let last = |(place, _): &(phrases::Found, Label)| (place.end, place.end - place.start, place.number);
    let best =
        |of: fn(Label) -> bool| found.iter().copied().filter(|f| of(f.1)).max_by_key(last).map(said).filter(fits);
    best(|label| label != Label::Hint).or_else(|| best(|label| label == Label::Hint))
}

/// What a line says that is a label and nothing else: "Publié le", with the date on the next line.
fn alone(line: &str) -> Option<Label> {
    let short = line.len() <= 60 && !line.bytes().any(|b| b.is_ascii_digit());
    // "le", "on", "am", "den" may follow.
    let preposition = || line.trim_end().rsplit(' ').next().is_some_and(|last| last.chars().count() <= 3);
    let ends = |said: &Said| said.behind == 0 || said.behind == 1 && preposition();
    let said = says(line).filter(|said| short && said.before <= 1 && ends(said))?;
    Some(said.label)
}

/// Names of attributes that hold a moment for scripts which write it into the page, by their letters.
const DATA: [&str; 26] = [
    "datetime",
    "datadatetime",
    "datautime",
    "datatimestamp",
    "datatime",
    "datadate",
    "datats",
    "dataunix",
    "dataepoch",
    "dataposted",
    "datadateposted",
    "datapublished",
    "datapublishdate",
    "datapublishedat",
    "datapublisheddate",
    "datapublicationdate",
    "datadatepublished",
    "datadateiso",
    "datadatestring",
    "datatimeutc",
    "datapubdate",
    "datapubtime",
    "datapublish",
    "datapublishtime",
    "dataisodate",
    "datacreated",
];

/// Whether a name has these letters and digits, in any letter case and with any marks between them.
fn is_named(name: &str, known: &str) -> bool {
    name.bytes().filter(u8::is_ascii_alphanumeric).map(|b| b.to_ascii_lowercase()).eq(known.bytes())
}

/// The moment in an attribute of an element, as written.
fn data(dom: &Dom<'_>, id: Id) -> Option<String> {
    let value = dom.raw_attributes(id).find_map(|(name, value)| {
        let dated = value.len() >= 8 && name.as_bytes().first().is_some_and(|first| matches!(first, b'd' | b'D'));
        (dated && DATA.iter().any(|known| is_named(name, known))).then_some(value)
    });
    let value = value.or_else(|| match dom.tag(id) {
        Tag::Time => dom.raw_attribute(id, "content"),
        // "Il y a 2 jours" with the date as what is shown when it is pointed at.
        Tag::Span | Tag::Abbr => dom
            .raw_attribute(id, "title")
            .filter(|title| (8..=40).contains(&title.len()) && is_dated(&names_of(dom, id))),
        _ => None,
    });
    value.map(|value| fold(&unescaped(value))).filter(|value| dates::has_digit(value))
}

/// `<time>` and elements whose attributes hold a moment, or their words.
fn in_elements(dom: &Dom<'_>, page: &Page, place: &Place, order: Order, found: &mut Vec<Found>) {
    let dated = (1..dom.len()).filter_map(|id| match dom.tag(id) {
        Tag::Text | Tag::Html | Tag::Body | Tag::Input => None,
        Tag::Time => Some((id, data(dom, id).unwrap_or_else(|| parted_text(dom, id)))),
        _ => Some((id, data(dom, id).or_else(|| of_change(dom, id))?)),
    });
    for (n, (id, value)) in dated.enumerate().take(200) {
        let i = page.blocks.partition_point(|b| b.nodes.1 < id);
        let comment = within(dom, page, id, Roles::COMMENTS) && i >= place.prose;
        if comment && !place.discussion {
            continue;
        }
        let related = comment || within(dom, page, id, Roles::RELATED);
        let Some(moment) = dates::moment(&value, order).map(|moment| as_shown(dom, id, moment, order)) else {
            continue;
        };
        if of_today(dom, id) {
            continue;
        }
        let (own, around) = (names_of(dom, id), names_of(dom, dom.parent(id)));
        let said = says(&words_before(dom, page, id)).map(|said| said.label).or_else(|| label_of_text(dom, id));
        let label = match said {
            Some(Label::Modified | Label::Other) => said,
            _ if dom.raw_attribute(id, "pubdate").is_some() => Some(Label::Published),
            _ => label_of_names(&own, &around).or(said),
        };
        let named = [&own, &around].iter().any(|names| is_dated(names));
        let card = page.blocks.get(i).is_some_and(|b| b.out == Some(Out::Card));
        let distance = place.distance(i)
            + if named { 0 } else { 2 }
            + if card { FAR } else { 0 }
            + n / 4
            + if related { 3 * FAR } else { 0 };
        found.push(Found { moment, basis: Basis::TimeElement, label, distance });
    }
}

/// The moment of an element as its words show it, where its attribute tells it in UTC and that falls on another day.
fn as_shown(dom: &Dom<'_>, id: Id, moment: Moment, order: Order) -> Moment {
    let Some(time) = moment.time.filter(|_| moment.offset.is_some_and(|offset| offset.seconds() == 0)) else {
        return moment;
    };
    let shown = dates::first(&parted_text(dom, id), order);
    shown.filter(|shown| may_be_local(moment.day, time, shown.day)).unwrap_or(moment)
}

/// The names of an element, in small letters.
fn names_of(dom: &Dom<'_>, id: Id) -> String {
    let names = ["class", "itemprop"].iter().filter_map(|name| dom.raw_attribute(id, name));
    names.collect::<Vec<_>>().join(" ").to_ascii_lowercase()
}

/// What the names of an element, or else those of the element around it, say of the date in it.
///
/// "entry-date published updated" is the date of an entry that was never changed; of "date updated" see [`of_change`].
fn label_of_names(own: &str, around: &str) -> Option<Label> {
    let changed = |names: &str| ["updat", "modif", "maj"].iter().any(|name| names.contains(name));
    let published = |names: &str| ["publi", "posted", "entry-date"].iter().any(|name| names.contains(name));
    let of_entry = |names: &str| {
        names.split_ascii_whitespace().any(|t| t == "updated")
            && names.split_ascii_whitespace().any(|t| t != "updated" && is_dated(t))
    };
    if changed(own) && !of_entry(own) || changed(around) && !of_entry(around) {
        Some(Label::Modified)
    } else if published(own) || published(around) {
        Some(Label::Published)
    } else {
        None
    }
}

/// The words before an element in its line, up to the date before it, or the line before, if it is a label.
fn words_before(dom: &Dom<'_>, page: &Page, id: Id) -> String {
    let i = page.blocks.partition_point(|b| b.nodes.1 < id);
    let Some(block) = page.blocks.get(i) else { return String::new() };
    let mut words = String::new();
    for node in (block.nodes.0..id).take(80) {
        words.push_str(&dom.text(node));
        words.push(' ');
    }
    let last = words.rsplit(|c: char| c.is_ascii_digit()).next().unwrap_or_default();
    if last.len() == words.len() && last.chars().all(|c| is_blank(c) || !c.is_alphanumeric()) {
        let before = i.checked_sub(1).map(|i| &page.blocks[i]).filter(|b| b.linked == 0);
        let before = before.map_or("", |b| &page.text[b.text.clone()]);
        return if alone(before).is_some() { before.to_owned() } else { String::new() };
    }
    last.to_owned()
}

fn label_of_text(dom: &Dom<'_>, id: Id) -> Option<Label> {
    let text = dom.text_of(id);
    says(text.split(|c: char| c.is_ascii_digit()).next().unwrap_or_default()).map(|said| said.label)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn label(words: &str) -> Option<Label> {
        says(words).map(|said| said.label)
    }

    #[test]
    fn the_last_label_before_a_date_tells() {
        assert_eq!(label("Publié le"), Some(Label::Published));
        assert_eq!(label("Publié hier, mis à jour le"), Some(Label::Modified));
        assert_eq!(label("Last updated on"), Some(Label::Modified));
        assert_eq!(label("Verlay,"), None);
        assert_eq!(label("Standing on"), None);
    }

    #[test]
    fn hints_stand_right_before_the_date() {
        assert_eq!(label("Am Montag, den"), Some(Label::Hint));
        assert_eq!(label("Am Rande der Sitzung in Verlay sprach der Minister"), None);
    }

    #[test]
    fn labels_on_lines_of_their_own() {
        assert_eq!(alone("Dernière mise à jour :"), Some(Label::Modified));
        assert_eq!(alone("Publié le"), Some(Label::Published));
        assert_eq!(alone("Le rapport publié par la préfecture de Verlay"), None);
    }
}
