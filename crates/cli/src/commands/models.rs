//! `recoupe models`.

use std::fmt::Write as _;

use crate::{
    args::{HumanLang, ModelsArgs, ModelsCommand},
    messages::Messages,
    models, output,
    settings::Settings,
};

/// Installs or lists the language models.
pub(crate) fn run(args: &ModelsArgs, _settings: &Settings, messages: &Messages) -> anyhow::Result<()> {
    let mut text = String::new();
    match &args.command {
        ModelsCommand::Install { languages, from } => {
            let langs: Vec<&str> = languages.iter().map(|lang| code(*lang)).collect();
            for folder in models::install(&langs, from)? {
                writeln!(text, "{}", folder.display())?;
            }
        }
        ModelsCommand::List => {
            for entry in models::list() {
                let state = if entry.installed {
                    messages.pick("installé", "installed")
                } else {
                    messages.pick("absent", "not installed")
                };
                let model = entry.model;
                let folder = entry.folder.display();
                let (lang, package, version, licence) = (model.lang, model.package, model.version, model.licence);
                writeln!(text, "{lang}  {package} {version}  {licence}  {state}  {folder}")?;
            }
        }
    }
    output::print(text)
}

fn code(lang: HumanLang) -> &'static str {
    match lang {
        HumanLang::Fr => "fr",
        HumanLang::En => "en",
    }
}
