//! `recoupe add`, `recoupe watch`.

use std::thread;

use recoupe_dossier::Locale;
use recoupe_ledger::{Access, Ledger, Since};

use super::stories;
use crate::{
    args::{AddArgs, WatchArgs},
    desk::{self, Adding, Sums},
    messages::Messages,
    settings::{Noise, Settings},
};

/// Adds reports and prints what changed by it.
pub(crate) fn add(args: &AddArgs, settings: &Settings, messages: &Messages) -> anyhow::Result<()> {
    let mut ledger = desk::open(&args.at, Access::Write)?;
    round(&mut ledger, args, &args.input.paths, settings, messages).map(|_| ())
}

/// Adds round after round; a list among the inputs (OPML) names the feeds.
pub(crate) fn watch(args: &WatchArgs, settings: &Settings, messages: &Messages) -> anyhow::Result<()> {
    let mut add = args.add.clone();
    // A feed that only names its entries is worth nothing to a watch that does not fetch them.
    add.input.known.web.follow = true;
    let mut ledger = desk::open(&add.at, Access::Write)?;
    let mut rounds = 0_u64;
    loop {
        let links = round(&mut ledger, &add, &add.input.paths, settings, messages)?;
        if !links.is_empty() {
            round(&mut ledger, &add, &links, settings, messages)?;
        }
        rounds += 1;
        if args.rounds.is_some_and(|most| rounds >= most) {
            return Ok(());
        }
        thread::sleep(args.every);
    }
}

/// One addition; gives the addresses that lists among the inputs name.
fn round(
    ledger: &mut Ledger,
    args: &AddArgs,
    paths: &[String],
    settings: &Settings,
    messages: &Messages,
) -> anyhow::Result<Vec<String>> {
    let before = ledger.last_change()?;
    let mut sums = Sums::default();
    let adding = Adding { known: &args.input.known, lang: args.lang, settings, messages };
    let links = adding.add(ledger, paths, &mut sums)?;
    let changes = ledger.changes(&Since { number: Some(before), ..Since::default() })?;
    stories::print_changes(&changes, args.format, settings.locale)?;
    if settings.noise == Noise::Usual {
        messages.say(&told(sums, settings.locale));
    }
    Ok(links)
}

fn told(sums: Sums, locale: Locale) -> String {
    let Sums { new, versions, known, stories } = sums;
    match locale {
        Locale::Fr => format!(
            "ajouts au registre : {new} ; nouvelles versions : {versions} ; déjà connus : {known} ; sujets remis à jour : {stories}"
        ),
        Locale::En => {
            format!(
                "added to the ledger: {new}; new versions: {versions}; known already: {known}; stories brought up to date: {stories}"
            )
        }
    }
}
