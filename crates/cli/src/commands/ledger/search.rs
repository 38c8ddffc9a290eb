//! `recoupe search`.

use recoupe_dossier::Locale;
use recoupe_ledger::{Access, Hit, Past, Search};

use super::{jsonl, lines, one_line};
use crate::{
    args::{ClaimKind, FilterArgs, ListFormat, SearchArgs},
    desk,
    settings::{Color, Settings},
};

/// Finds claims.
pub(crate) fn run(args: &SearchArgs, settings: &Settings) -> anyhow::Result<()> {
    let mut asked = asked(&args.words, &args.filter);
    asked.kind = args.kind.map(|kind| match kind {
        ClaimKind::Figure => "figure".to_owned(),
        ClaimKind::Statement => "statement".to_owned(),
    });
    asked.stance.clone_from(&args.stance);
    let hits = desk::open(&args.filter.at, Access::Read)?.search(&asked)?;
    match args.filter.format {
        ListFormat::Jsonl => jsonl(&hits),
        ListFormat::Text => lines(settings.locale, hits.iter().map(|hit| told(hit, settings))),
    }
}

/// The search that words and filters ask for.
pub(crate) fn asked(words: &str, filter: &FilterArgs) -> Search {
    Search {
        text: words.to_owned(),
        speaker: filter.speaker.clone(),
        role: filter.role.clone(),
        unit: filter.unit.clone(),
        certainty: filter.certainty.clone(),
        country: filter.country.as_ref().map(|code| code.to_ascii_uppercase()),
        outlet: filter.outlet.clone(),
        story: filter.story.clone(),
        from: filter.from.map(|day| day.to_string()),
        to: filter.to.map(|day| day.to_string()),
        at_least: filter.at_least,
        at_most: filter.at_most,
        past: if filter.past { Past::Included } else { Past::LeftOut },
        limit: filter.limit,
        ..Search::default()
    }
}

fn told(hit: &Hit, settings: &Settings) -> String {
    let (fr, en) = ("le média lui-même, ou non établi", "the outlet itself, or not told");
    let who = hit.speaker.as_deref().unwrap_or(settings.locale.pick(fr, en));
    let report = match (&hit.report.outlet, &hit.report.title) {
        (Some(outlet), Some(title)) => format!("{outlet}, {title}"),
        (Some(name), None) | (None, Some(name)) => name.clone(),
        (None, None) => hit.report.place.clone(),
    };
    let day = hit.days.0.as_deref().or(hit.days.1.as_deref()).or(hit.report.published.as_deref()).unwrap_or("–");
    let colon = match settings.locale {
        Locale::Fr => " :",
        Locale::En => ":",
    };
    format!("{}  {day}  {who}{colon}\n    {}\n    — {}", hit.id, marked(hit, settings), one_line(&report))
}

/// The passage with what answers the question in bold.
fn marked(hit: &Hit, settings: &Settings) -> String {
    let mut out = String::new();
    let mut at = 0;
    let (on, off) = match settings.color {
        Color::On => ("\u{1b}[1m", "\u{1b}[0m"),
        Color::Off => ("", ""),
    };
    let clean = |text: &str| -> String { text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect() };
    for &(start, end) in &hit.highlights {
        let (start, end) = (start - hit.passage.0, end - hit.passage.0);
        out.push_str(&clean(hit.words.get(at..start).unwrap_or_default()));
        out.push_str(on);
        out.push_str(&clean(hit.words.get(start..end).unwrap_or_default()));
        out.push_str(off);
        at = end;
    }
    out.push_str(&clean(hit.words.get(at..).unwrap_or_default()));
    out
}
