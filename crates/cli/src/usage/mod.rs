//! The arguments as they are typed, and what is said of them (help, wrong usage) in the user's language.

mod french;

use clap::{CommandFactory as _, FromArgMatches as _, Parser as _, error::ErrorKind};
use recoupe_dossier::Locale;

use crate::{args::Cli, settings};

/// Reads the arguments; help and wrong usage are told and end the program (exit codes 0 and 2).
pub(crate) fn parse() -> Cli {
    match settings::locale() {
        Some(Locale::Fr) => in_french(std::env::args_os()).unwrap_or_else(|error| refuse(&error)),
        _ => Cli::parse(),
    }
}

fn in_french(args: impl Iterator<Item = std::ffi::OsString>) -> Result<Cli, clap::Error> {
    let mut matches = french::command(Cli::command()).try_get_matches_from(args)?;
    Cli::from_arg_matches_mut(&mut matches)
}

fn refuse(error: &clap::Error) -> ! {
    match error.kind() {
        ErrorKind::DisplayHelp
        | ErrorKind::DisplayVersion
        | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
        | ErrorKind::Io
        | ErrorKind::Format => error.exit(),
        _ => {
            eprint!("{}", french::refusal(error));
            std::process::exit(error.exit_code());
        }
    }
}
