//! The program: arguments → settings → one function a command → exit code.

mod analyse;
mod args;
mod commands;
mod desk;
mod inputs;
mod lazy;
mod messages;
mod models;
mod output;
mod progress;
mod refusals;
mod settings;
mod tally;
mod usage;
mod web;

use std::process::ExitCode;

use args::Command;
use messages::Messages;
use settings::{Noise, Settings};

fn main() -> ExitCode {
    let cli = usage::parse();
    let lang = match &cli.command {
        Command::Dossier(args) => args.lang,
        _ => None,
    };
    let settings = Settings::resolve(cli.color, if cli.quiet { Noise::Quiet } else { Noise::Usual }, lang);
    let messages = Messages::new(settings.locale);
    let done = match cli.command {
        Command::Read(args) => commands::read::run(&args, &settings, &messages),
        Command::Dossier(args) => commands::dossier::run(&args, &settings, &messages),
        Command::Ledger(command) => commands::ledger::run(command, &settings, &messages),
        Command::Serve(args) => commands::serve::run(&args, &settings, &messages),
        Command::Mcp(at) => commands::serve::mcp(&at),
        Command::Fetch(args) => commands::fetch::run(&args, &settings, &messages),
        Command::Models(args) => commands::models::run(&args, &settings, &messages),
        Command::Completions { shell } => commands::completions::run(shell),
    };
    match done {
        Ok(()) if messages.problems() == 0 => ExitCode::SUCCESS,
        Ok(()) => ExitCode::FAILURE,
        // Whoever reads standard output has enough (`recoupe … | head`).
        Err(error) if output::is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            messages.error(&error);
            ExitCode::FAILURE
        }
    }
}
