//! `recoupe completions`.

use clap::CommandFactory as _;
use clap_complete::Shell;

use crate::{args::Cli, output};

/// Prints the completion script of a shell.
pub(crate) fn run(shell: Shell) -> anyhow::Result<()> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "recoupe", &mut script);
    output::print(script)
}
