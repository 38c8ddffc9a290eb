//! The metadata of a page: what its vocabularies, its address and its visible words say of the report.
//!
//! Precedence: JSON-LD, Open Graph, other `<meta>`, Dublin Core, attributes of the page (microdata, RDFa), `<time>`, visible
//! words, the address; then what the envelope of the page says. A value of a later source fills a field only where all earlier ones
//! are silent. Dates of change never fill the date of publication.

mod addresses;
mod agencies;
mod dates;
mod jsonld;
mod seen;
mod tags;
mod visible;
mod zones;

use super::blocks::Page;
use super::content::{Kept, same_title};
use super::dom::{Dom, Id};
use super::tag::Tag;
use crate::{Basis, Hints, Metadata, Moment, Told};
use dates::Order;
use jsonld::Article;
use tags::{Field, Tags, fold};

/// What the head and the data of a page say, before its text is known.
pub(super) struct Head {
    article: Article,
    tags: Tags,
    order: Order,
    /// The title, without the outlet's name.
    pub title: Option<Told<String>>,
}

impl Head {
    pub(super) fn of(dom: &Dom<'_>) -> Self {
        let article = jsonld::read(dom);
        let tags = Tags::of(dom);
        let language = article.language.as_deref().or(tags.html_language.as_deref());
        let order = Order::of_language(language);
        let title = title(dom, &article, &tags);
        Self { article, tags, order, title }
    }

    /// The text of the report as JSON-LD has it.
    pub(super) fn body(&self) -> Option<&str> {
        self.article.body.as_deref()
    }

    /// What the page says in one sentence or two.
    pub(super) fn description(&self) -> Option<&str> {
        self.article.description.as_deref().or(self.tags.description.as_deref())
    }

    /// The metadata of the page; `kept` are the blocks of the report.
    pub(super) fn metadata(self, dom: &Dom<'_>, page: &Page, kept: &[Kept], hints: &Hints) -> Metadata {
        let Self { article, tags, order, title } = self;
        let told = |value: Option<String>, basis| value.map(|value| Told::new(value, basis));
        let from_tags = |field: Field| tags.all(field).next().map(|(value, basis)| Told::new(value.to_owned(), basis));
        let moment = |text: &str| dates::moment(text, order);
        let canonical = tags.canonical.clone().map(|url| Told::new(url, Basis::Meta));
        let canonical =
            canonical.or_else(|| from_tags(Field::Canonical)).or_else(|| told(article.url.clone(), Basis::JsonLd));
        let base = hints.url.as_deref();
        let canonical = canonical.and_then(|c| absolute(&c.value, base).map(|url| Told::new(url, c.basis)));
        let address = canonical.as_ref().map(|c| c.value.as_str()).or(base);

        let attributes = visible::attributes(dom, page);
        let name = title.as_ref().map(|t| t.value.as_str());
        let seen = seen::dates(dom, page, kept, name, order);
        let in_address = address.and_then(dates::of_url).or_else(|| base.and_then(dates::of_url));
        let from_json = |text: &Option<String>| text.as_deref().and_then(moment).map(|m| Told::new(m, Basis::JsonLd));
        let tag_date = |field: Field, graph: bool| {
            let of_graph = move |b: &Basis| (*b == Basis::OpenGraph) == graph;
            tags.all(field).filter(|(_, b)| of_graph(b)).find_map(|(v, b)| Some(Told::new(moment(v)?, b)))
        };
        let attribute_date =
            |dates: &[String]| dates.iter().find_map(|d| moment(d)).map(|m| Told::new(m, Basis::Microdata));
        let published = from_json(&article.published)
            .or_else(|| tag_date(Field::Published, true))
            .or_else(|| attribute_date(&attributes.published))
            .or(seen.published)
            .or(seen.close)
            .or_else(|| tag_date(Field::Published, false))
            .or_else(|| in_address.or_else(|| addresses::day(dom)).map(|day| Told::new(Moment::day(day), Basis::Url)))
            .or(seen.near)
            .or_else(|| visible::in_scripts(dom, order, |_| true).map(|m| Told::new(m, Basis::Json)))
            .or_else(|| in_head(dom, &tags, order))
            .or(seen.far);
        let at = address.map(str::to_owned);
        let published = published.map(|told| {
            let shown = seen.published.into_iter().chain(seen.beside);
            let address = in_address.map(|day| Told::new(Moment::day(day), Basis::Url));
            let told = of_one_clock(told, seen.published.or(seen.beside), tag_date(Field::Published, true));
            in_local_time(told, at.as_deref(), address.into_iter().chain(shown), |fits| {
                visible::in_scripts(dom, order, fits)
            })
        });
        let modified = from_json(&article.modified)
            .or_else(|| tag_date(Field::Modified, true))
            .or_else(|| tag_date(Field::Modified, false))
            .or_else(|| attribute_date(&attributes.modified))
            .or(seen.modified);

        let authors = authors(&article, &tags, &attributes, (page, kept), name);
        let site = told(article.site.clone(), Basis::JsonLd);
        let metadata = Metadata {
            title,
            agencies: agencies::credits(&article.credits, &authors, page, kept),
            corrections: corrections(&article, page, kept),
            outlet: from_tags(Field::Outlet).or(site).or_else(|| told(article.publisher.clone(), Basis::JsonLd)),
            publisher: told(article.publisher.clone(), Basis::JsonLd).or_else(|| from_tags(Field::Publisher)),
            section: told(article.section.clone(), Basis::JsonLd).or_else(|| from_tags(Field::Section)),
            language: language(&article, &tags),
            published,
            modified,
            canonical,
            paywall: paywall(&article, &tags),
            authors,
        };
        metadata.or(hints.metadata.clone())
    }
}

/// A date in `<title>` or in the description, where nothing else says one.
fn in_head(dom: &Dom<'_>, tags: &Tags, order: Order) -> Option<Told<Moment>> {
    let title = dom.all(Tag::Title).next().map(|id| dom.text_of(id));
    let moment =
        title.and_then(|t| dates::first(&t, order)).or_else(|| dates::first(tags.description.as_deref()?, order));
    moment.map(|m| Told::new(m, Basis::Meta))
}

/// Publishing systems write the same moment twice and mistake one of the two clocks for the other: the outlet's clock as UTC in Open
/// Graph beside the true UTC in JSON-LD, or UTC with the offset of the outlet beside the right time on the page. Minutes (and seconds, where told) that are
/// the same and hours that are not give that away; the outlet's own clock is taken.
fn of_one_clock(told: Told<Moment>, shown: Option<Told<Moment>>, graph: Option<Told<Moment>>) -> Told<Moment> {
    let (Some(time), Some(offset)) = (told.value.time, told.value.offset) else { return told };
    let utc = told.value.day.to_datetime(time);
    let hours = |other: Told<Moment>| {
        let at = other.value.day.to_datetime(other.value.time?);
        let hours = utc.until((jiff::Unit::Second, at)).ok()?.get_seconds();
        (hours != 0 && hours % 3600 == 0).then_some((other, hours / 3600))
    };
    if offset.seconds() == 0 {
        // Nine hours behind London at least, fourteen before it at most.
        let graph = graph.filter(|g| g.value.offset.is_some_and(|o| o.seconds() == 0) && time.second() != 0);
        return match graph.and_then(hours) {
            Some((other, -11..=14)) => {
                Told::new(Moment::local(other.value.day.to_datetime(other.value.time.unwrap_or(time))), other.basis)
            }
            _ => told,
        };
    }
    let minutes = told.value.day.to_datetime(time.with().second(0).build().unwrap_or(time));
    let shifted = minutes.checked_add(jiff::SignedDuration::from_secs(i64::from(offset.seconds())));
    match (shown.filter(|s| s.value.offset.is_none()), shifted) {
        (Some(shown), Ok(shifted)) if shown.value.time.is_some_and(|t| shown.value.day.to_datetime(t) == shifted) => {
            shown
        }
        _ => told,
    }
}

/// A moment given in UTC may fall on another day than the outlet's own: where the address, the words of the page or its data give
/// a day right beside it on which it can have been somewhere, that is the day.
fn in_local_time(
    told: Told<Moment>,
    address: Option<&str>,
    shown: impl Iterator<Item = Told<Moment>>,
    in_scripts: impl FnOnce(&dyn Fn(&Moment) -> bool) -> Option<Moment>,
) -> Told<Moment> {
    let utc = told.value.offset.is_some_and(|o| o.seconds() == 0);
    let Some(time) = told.value.time else { return told };
    if !utc
        || !matches!(
            told.basis,
            Basis::JsonLd | Basis::OpenGraph | Basis::Meta | Basis::DublinCore | Basis::Microdata | Basis::TimeElement
        )
    {
        return told;
    }
    let possible = |day: jiff::civil::Date| may_be_local(told.value.day, time, day);
    let shown: Vec<Told<Moment>> = shown.collect();
    if let Some(local) = shown.iter().find(|s| possible(s.value.day)) {
        return *local;
    }
    // The page shows the day that the moment falls on.
    if shown.iter().any(|s| s.value.day == told.value.day && s.value != told.value) {
        return told;
    }
    let local = in_scripts(&|m| m.offset.is_none() && possible(m.day));
    if let Some(moment) = local {
        return Told::new(moment, Basis::Json);
    }
    let at_outlet =
        address.and_then(|address| zones::at_outlet(told.value, address)).filter(|at| at.day != told.value.day);
    at_outlet.map_or(told, |moment| Told::new(moment, told.basis))
}

/// Whether it can have been a day somewhere on land at a moment in UTC that falls on the day before or after it: clocks are ten hours behind UTC at
/// most (Hawaii) and thirteen before it (New Zealand, in summer).
fn may_be_local(utc: jiff::civil::Date, time: jiff::civil::Time, day: jiff::civil::Date) -> bool {
    match utc.until(day).map(|span| span.get_days()) {
        Ok(-1) => time.hour() < 10,
        Ok(1) => time.hour() >= 11,
        _ => false,
    }
}

/// The title: what JSON-LD, Open Graph or other elements say, or `<title>` or the first `<h1>`; without the outlet's name.
fn title(dom: &Dom<'_>, article: &Article, tags: &Tags) -> Option<Told<String>> {
    let h1s: Vec<String> = dom.all(Tag::H1).take(8).map(|id| dom.text_of(id)).filter(|t| !t.is_empty()).collect();
    let head = dom.all(Tag::Title).next().map(|id| fold(&dom.text_of(id))).filter(|t| !t.is_empty());
    let json = article.title.as_ref().map(|t| Told::new(fold(t), Basis::JsonLd));
    let tag = tags.all(Field::Title).next().map(|(t, b)| Told::new(t.to_owned(), b));
    let told = json.or(tag).or_else(|| head.map(|t| Told::new(t, Basis::Meta)));
    let Some(mut told) = told else {
        return h1s.into_iter().next().map(|t| Told::new(t, Basis::Text));
    };
    let names: Vec<&str> = tags
        .all(Field::Outlet)
        .map(|(n, _)| n)
        .chain(article.publisher.as_deref())
        .chain(article.site.as_deref())
        .collect();
    // A heading of the page that the title begins with is the title without what follows it.
    if let Some(h1) = h1s
        .iter()
        .find(|h1| h1.split_whitespace().count() >= 3 && same_title(h1, &told.value) && h1.len() < told.value.len())
    {
        told.value.clone_from(h1);
    } else {
        told.value = without_outlet(&told.value, &names);
    }
    Some(told)
}

/// "Crue à Verlay - Le Relais", "Crue à Verlay | Le Relais": cut where what follows the mark is the outlet's name.
fn without_outlet(title: &str, names: &[&str]) -> String {
    let letters =
        |text: &str| text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    for mark in [" | ", " - ", " – ", " — ", " : ", " • ", " · ", " :: "] {
        if let Some((front, back)) = title.rsplit_once(mark) {
            let back = letters(back);
            let named = names
                .iter()
                .map(|n| letters(n))
                .any(|n| !n.is_empty() && (n == back || n.contains(&back) && back.len() >= 4 || back.contains(&n)));
            if named && front.split_whitespace().count() >= 2 {
                return front.trim().to_owned();
            }
        }
    }
    title.to_owned()
}

/// Who wrote it: names, without addresses and "By".
fn authors(
    article: &Article,
    tags: &Tags,
    attributes: &visible::Attributes,
    (page, kept): (&Page, &[Kept]),
    title: Option<&str>,
) -> Vec<Told<String>> {
    let json = article.authors.iter().map(|a| (a.as_str(), Basis::JsonLd)).collect::<Vec<_>>();
    let in_tags: Vec<(&str, Basis)> = tags.all(Field::Authors).collect();
    let marked: Vec<(&str, Basis)> = attributes.authors.iter().map(|a| (a.as_str(), Basis::Microdata)).collect();
    for source in [json, in_tags, marked] {
        let mut names: Vec<Told<String>> = Vec::new();
        for (value, basis) in source {
            for name in visible::names(value) {
                if !names.iter().any(|n| n.value == name) {
                    names.push(Told::new(name, basis));
                }
            }
        }
        if !names.is_empty() {
            return names;
        }
    }
    visible::byline(page, kept, title)
}

fn language(article: &Article, tags: &Tags) -> Option<Told<String>> {
    let tag = |text: &str| {
        let tag = text.trim().replace('_', "-");
        let primary = tag.split('-').next().unwrap_or_default();
        let valid = matches!(primary.len(), 2 | 3) && tag.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        valid.then_some(tag)
    };
    let json = article.language.as_deref().and_then(tag).map(|t| Told::new(t, Basis::JsonLd));
    let html = || tags.html_language.as_deref().and_then(tag).map(|t| Told::new(t, Basis::Meta));
    json.or_else(html).or_else(|| tags.all(Field::Language).find_map(|(v, b)| Some(Told::new(tag(v)?, b))))
}

fn paywall(article: &Article, tags: &Tags) -> Option<Told<bool>> {
    let json = article.free.map(|free| Told::new(!free, Basis::JsonLd));
    json.or_else(|| {
        tags.all(Field::Paywall).find_map(|(value, basis)| {
            let closed = match value.to_ascii_lowercase().as_str() {
                "locked" | "metered" | "premium" | "paid" | "true" | "abonne" | "abonné" | "subscriber" => true,
                "free" | "false" | "gratuit" | "open" | "public" => false,
                _ => return None,
            };
            Some(Told::new(closed, basis))
        })
    })
}

/// Notices of correction: what JSON-LD has, and the lines of the report that say so and say something else.
fn corrections(article: &Article, page: &Page, kept: &[Kept]) -> Vec<Told<String>> {
    let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
    let mut told: Vec<Told<String>> = article.corrections.iter().map(|c| Told::new(c.clone(), Basis::JsonLd)).collect();
    let known: Vec<String> = told.iter().map(|t| letters(&t.value)).collect();
    for notice in kept.iter().filter(|k| k.kind == crate::PartKind::Notice).take(MOST_NOTICES) {
        let text = &page.text[page.blocks[notice.block].text.clone()];
        let own = letters(text);
        if !known.iter().any(|known| known.contains(&own) || own.contains(known)) {
            told.push(Told::new(text.to_owned(), Basis::Text));
        }
    }
    told
}

/// Most notices that one report has; a page with more is a list of corrections.
const MOST_NOTICES: usize = 20;

/// An address as a whole; a path is put on the site of `base`.
fn absolute(address: &str, base: Option<&str>) -> Option<String> {
    let address = address.trim();
    if address.starts_with("http://") || address.starts_with("https://") {
        return Some(address.to_owned());
    }
    let base = base?;
    let scheme = base.find("://")? + 3;
    let site = &base[..base[scheme..].find('/').map_or(base.len(), |n| scheme + n)];
    if let Some(rest) = address.strip_prefix("//") {
        return Some(format!("{}{rest}", &base[..scheme]));
    }
    address.starts_with('/').then(|| format!("{site}{address}"))
}

/// Whether a node stands below an element of a role.
fn within(dom: &Dom<'_>, page: &Page, id: Id, roles: super::names::Roles) -> bool {
    dom.ancestors(id).any(|a| page.own[a].any(roles))
}
