//! `recoupe dossier`.

use std::io::IsTerminal as _;

use recoupe_dossier::{Locale, terminal, wire::Dossier};
use recoupe_exports::Format;
use recoupe_ledger::Access;
use recoupe_reading::Lang;
use recoupe_story::{Options, Read};

use crate::{
    analyse::{Analysis, analyse},
    args::{DossierArgs, DossierFormat, Output},
    desk,
    messages::Messages,
    output,
    settings::{self, Color, LocaleSource, Settings},
};

/// Reconciles reports and writes the dossier.
pub(crate) fn run(args: &DossierArgs, settings: &Settings, messages: &Messages) -> anyhow::Result<()> {
    let options = Options { best: args.best.clone() };
    let (mut dossier, reads) = match &args.story {
        Some(id) => {
            let kept = desk::open(&args.at, Access::Read)?.story(id, &options)?;
            (kept.dossier(), kept.reads)
        }
        None => {
            let Analysis { reads, story } =
                analyse(&args.paths, &args.known, args.text_lang, &options, settings, messages)?;
            (recoupe_dossier::dossier(&reads, &story), reads)
        }
    };
    if reads.is_empty() {
        // Each input's problem has been said; there is nothing to make a dossier of.
        return Ok(());
    }
    if let Some(title) = &args.title {
        dossier.story.title.clone_from(title);
    }
    let locale = language(settings, &reads);
    if args.output.is_empty() {
        let format = args.format.unwrap_or(DossierFormat::Text);
        if format == DossierFormat::File(Format::Parquet) && std::io::stdout().is_terminal() {
            anyhow::bail!(
                "parquet is no text for a terminal: name a file with -o FILE.parquet, or redirect the output"
            );
        }
        return output::print(written(&dossier, locale, format, args, settings)?);
    }
    for Output { path, format } in &args.output {
        output::write_file(path, &written(&dossier, locale, *format, args, settings)?)?;
    }
    Ok(())
}

fn written(
    dossier: &Dossier,
    locale: Locale,
    format: DossierFormat,
    args: &DossierArgs,
    settings: &Settings,
) -> anyhow::Result<Vec<u8>> {
    Ok(match format {
        DossierFormat::Text => {
            let width = args.width.map_or_else(settings::terminal_width, usize::from);
            let color = match settings.color {
                Color::On => terminal::Color::On,
                Color::Off => terminal::Color::Off,
            };
            // A file has neither columns nor colours of its own.
            let (width, color) = match args.output.is_empty() {
                true => (width, color),
                false => (args.width.map_or(100, usize::from), terminal::Color::Off),
            };
            terminal::dossier(dossier, locale, &terminal::Style { width, color }).into_bytes()
        }
        DossierFormat::File(format) => recoupe_exports::export(dossier, format, locale)?,
    })
}

/// The user's language, else the one that most reports are written in.
fn language(settings: &Settings, reads: &[Read]) -> Locale {
    if settings.locale_source == LocaleSource::User {
        return settings.locale;
    }
    let english = reads.iter().filter(|r| r.doc.lang == Lang::En).count();
    let french = reads.iter().filter(|r| r.doc.lang == Lang::Fr).count();
    if english > french { Locale::En } else { Locale::Fr }
}
