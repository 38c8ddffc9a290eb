//! `recoupe stories`, `recoupe changes`.

use recoupe_dossier::{Locale, words};
use recoupe_ledger::{Access, Change, Since, StoryLine};

use super::{jsonl, lines, one_line};
use crate::{
    args::{ChangesArgs, ListFormat, StoriesArgs},
    desk,
    settings::Settings,
};

/// Lists stories.
pub(crate) fn stories(args: &StoriesArgs, settings: &Settings) -> anyhow::Result<()> {
    let since = args.since.map(|day| day.to_string());
    let stories = desk::open(&args.at, Access::Read)?.stories(since.as_deref(), args.limit)?;
    match args.format {
        ListFormat::Jsonl => jsonl(&stories),
        ListFormat::Text => lines(settings.locale, stories.iter().map(|s| told(s, settings.locale))),
    }
}

/// "s0f…  Titre  (3 mars – 5 mars)  7 articles · 5 médias · 3 origines · 1 inconnue · 1 contesté".
fn told(story: &StoryLine, locale: Locale) -> String {
    let c = &story.counts;
    let mut parts = vec![
        words::count(locale, c.reports, ("article", "report"), ("articles", "reports")),
        words::count(locale, c.outlets, ("média", "outlet"), ("médias", "outlets")),
        words::count(locale, c.origins, ("origine", "origin"), ("origines", "origins")),
    ];
    if c.unknown_origins > 0 {
        parts.push(words::count(
            locale,
            c.unknown_origins,
            ("chiffre sans origine", "figure without an origin"),
            ("chiffres sans origine", "figures without an origin"),
        ));
    }
    if c.contested > 0 {
        parts.push(words::count(locale, c.contested, ("contesté", "contested"), ("contestés", "contested")));
    }
    let days = match &story.days {
        (Some(from), Some(to)) if from == to => format!(" ({from})"),
        (Some(from), Some(to)) => format!(" ({from} – {to})"),
        (Some(day), None) => format!(" ({day} –)"),
        (None, Some(day)) => format!(" (– {day})"),
        (None, None) => String::new(),
    };
    if let Some(before) = &story.follows {
        parts.push(format!("{} {before}", locale.pick("suite de", "follows")));
    }
    format!("{}  {}{days}\n    {}", story.id, one_line(&story.title), parts.join(" · "))
}

/// Prints changes.
pub(crate) fn changes(args: &ChangesArgs, settings: &Settings) -> anyhow::Result<()> {
    let since = args.since.map(|day| day.to_string());
    let asked = Since { at: since.as_deref(), story: args.story.as_deref(), ..Since::default() };
    let changes = desk::open(&args.at, Access::Read)?.changes(&asked)?;
    print_changes(&changes, args.format, settings.locale)
}

/// One line a change: when, what kind, what.
pub(crate) fn print_changes(changes: &[Change], format: ListFormat, locale: Locale) -> anyhow::Result<()> {
    match format {
        ListFormat::Jsonl => jsonl(changes),
        ListFormat::Text => lines(
            locale,
            changes.iter().map(|change| {
                let words = locale.pick(&change.told.fr, &change.told.en);
                format!("{}  {}", change.at, one_line(words))
            }),
        ),
    }
}
