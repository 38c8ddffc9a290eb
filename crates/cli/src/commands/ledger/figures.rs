//! `recoupe figures`.

use recoupe_claims::Certainty;
use recoupe_dossier::{Locale, typography, words};
use recoupe_ledger::{Access, Point, Series};
use recoupe_story::{FigureState, QuantityState};
use serde::de::DeserializeOwned;

use super::{jsonl, lines, one_line, search};
use crate::{
    args::{FiguresArgs, ListFormat},
    desk,
    settings::Settings,
};

/// Follows quantities over time.
pub(crate) fn run(args: &FiguresArgs, settings: &Settings) -> anyhow::Result<()> {
    let mut asked = search::asked(&args.about, &args.filter);
    asked.kind = Some("figure".into());
    let series = desk::open(&args.filter.at, Access::Read)?.follow(&asked)?;
    match args.filter.format {
        ListFormat::Jsonl => jsonl(&series),
        ListFormat::Text => lines(settings.locale, series.iter().flat_map(|s| told(s, settings.locale))),
    }
}

fn told(series: &Series, locale: Locale) -> Vec<String> {
    let state = word::<QuantityState>(&series.state).map(|s| words::quantity_state(locale, s)).unwrap_or_default();
    let origins = words::count(locale, series.origins, ("origine", "origin"), ("origines", "origins"));
    let families = words::count(locale, series.families, ("famille", "family"), ("familles", "families"));
    let (lo, hi) = series.bounds;
    let mut out = vec![
        format!(
            "{} : {}, {state} ({origins}, {families})",
            locale.pick(&series.label.fr, &series.label.en),
            typography::range(locale, lo, hi)
        )
        .replace(" :", locale.pick(" :", ":")),
        format!("  {}  {}", series.story, one_line(&series.title)),
    ];
    out.extend(series.points.iter().map(|p| point(p, locale)));
    out.push(String::new());
    out
}

fn point(p: &Point, locale: Locale) -> String {
    let day = match &p.days {
        (Some(from), Some(to)) if from == to => from.clone(),
        (Some(from), Some(to)) => format!("{from}/{to}"),
        (Some(day), None) => format!("{day}/.."),
        (None, Some(day)) => format!("../{day}"),
        (None, None) => locale.pick("sans date", "no date").to_owned(),
    };
    let outlet = p.report.outlet.as_deref().unwrap_or_else(|| file_name(&p.report.place));
    let who = match &p.origin {
        Some(origin) => format!("{origin} ({outlet})"),
        None => outlet.to_owned(),
    };
    let state = p.state.as_deref().and_then(word::<FigureState>).map(|s| words::figure_state(locale, s));
    let certainty = word::<Certainty>(&p.certainty).filter(|c| *c != Certainty::Asserted);
    let marks: Vec<&str> = certainty.map(|c| words::certainty(locale, c)).into_iter().chain(state).collect();
    let state = if marks.is_empty() { String::new() } else { format!(" [{}]", marks.join(", ")) };
    format!("    {day:<10}  {}  {who}{state}  {}", one_line(&p.words), p.id)
}

/// The last part of a path or address.
fn file_name(place: &str) -> &str {
    place.rsplit('/').find(|part| !part.is_empty()).unwrap_or(place)
}

/// A value of a domain enum from the word of the public shapes.
fn word<T: DeserializeOwned>(word: &str) -> Option<T> {
    serde_json::from_value(serde_json::Value::String(word.to_owned())).ok()
}
