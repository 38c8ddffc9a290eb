//! `recoupe models`.

use crate::{args::ModelsArgs, messages::Messages, settings::Settings};

/// Installs or lists the language models.
pub(crate) fn run(args: &ModelsArgs, _settings: &Settings, _messages: &Messages) -> anyhow::Result<()> {
    match args.command {
        crate::args::ModelsCommand::Install { .. } => anyhow::bail!("the model store has not landed"),
        crate::args::ModelsCommand::List => anyhow::bail!("the model store has not landed"),
    }
}
