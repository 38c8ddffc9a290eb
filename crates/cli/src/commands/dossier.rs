//! `recoupe dossier`.

use recoupe_story::Options;

use crate::{
    analyse::{Analysis, analyse},
    args::DossierArgs,
    messages::Messages,
    output,
    settings::Settings,
};

/// Reconciles reports and writes the dossier.
pub(crate) fn run(args: &DossierArgs, settings: &Settings, messages: &Messages) -> anyhow::Result<()> {
    let options = Options { best: args.best.clone() };
    let Analysis { reads, story } = analyse(&args.input, args.text_lang, &options, settings, messages)?;
    let dossier = recoupe_dossier::dossier(&reads, &story);
    output::print(&(serde_json::to_string_pretty(&dossier)? + "\n"))
}
