//! `recoupe decide`, `recoupe decisions`.

use recoupe_dossier::Locale;
use recoupe_ledger::{Access, Action, Decision, Fix};

use super::{jsonl, lines, one_line};
use crate::{
    args::{DecideArgs, DecisionWord, DecisionsArgs, ListFormat},
    desk,
    messages::Messages,
    settings::Settings,
};

/// Keeps what a person decided of a figure, and reconciles its story again.
pub(crate) fn decide(args: &DecideArgs, messages: &Messages) -> anyhow::Result<()> {
    let action = match args.decision {
        DecisionWord::Accept => Action::Accept,
        DecisionWord::Reject => Action::Reject,
        DecisionWord::Fix => Action::Fix(Fix::parse(args.set.iter().map(String::as_str))?),
    };
    let at = desk::now()?;
    let mut ledger = desk::open(&args.at, Access::Write)?;
    ledger.decide(&args.figure, &action, &args.why, args.by.as_deref(), at)?;
    ledger.settle(at)?;
    messages.say(messages.pick("décision enregistrée", "decision kept"));
    Ok(())
}

/// Lists decisions.
pub(crate) fn decisions(args: &DecisionsArgs, settings: &Settings) -> anyhow::Result<()> {
    let state = args.review.then_some("review");
    let decisions = desk::open(&args.at, Access::Read)?.decisions(state)?;
    match args.format {
        ListFormat::Jsonl => jsonl(&decisions),
        ListFormat::Text => lines(settings.locale, decisions.iter().map(|d| told(d, settings.locale))),
    }
}

fn told(d: &Decision, locale: Locale) -> String {
    let action = match (locale, d.action.as_str()) {
        (Locale::Fr, "accept") => "acceptée",
        (Locale::Fr, "fix") => "corrigée",
        (Locale::Fr, _) => "rejetée",
        (Locale::En, "accept") => "accepted",
        (Locale::En, "fix") => "fixed",
        (Locale::En, _) => "rejected",
    };
    let state = match (locale, d.state.as_str()) {
        (_, "active") => String::new(),
        (Locale::Fr, "review") => format!(" [à revoir : {}]", cause_fr(d.cause.as_deref().unwrap_or_default())),
        (Locale::En, "review") => format!(" [up for review: {}]", d.cause.as_deref().unwrap_or_default()),
        (Locale::Fr, _) => " [remplacée]".into(),
        (Locale::En, _) => " [replaced]".into(),
    };
    let by = d.by.as_ref().map(|by| format!(", {by}")).unwrap_or_default();
    let fix = d.fix.as_ref().map(|fix| format!(" {fix}")).unwrap_or_default();
    let (open, close) = match locale {
        Locale::Fr => ("« ", " »"),
        Locale::En => ("“", "”"),
    };
    format!(
        "{}  {open}{}{close} {action}{fix} — {}{by}{state}  {}",
        d.at,
        one_line(&d.exact),
        one_line(&d.why),
        d.report
    )
}

fn cause_fr(cause: &str) -> &str {
    match cause {
        "its passage changed" => "son passage a changé",
        "its passage stands there more than once" => "son passage s’y trouve plus d’une fois",
        "its passage is read otherwise" => "son passage est lu autrement",
        other => other,
    }
}
