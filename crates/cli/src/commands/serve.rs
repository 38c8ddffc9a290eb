//! `recoupe serve`, `recoupe mcp`.

use std::{io::Write as _, path::Path};

use anyhow::Context as _;
use jiff::Timestamp;
use recoupe_mcp::McpError;
use recoupe_server::{Config, Role, ServeError, new_token};

use crate::{
    args::{LedgerArgs, ServeArgs, TokenRole},
    desk,
    messages::Messages,
    output,
    settings::{Noise, Settings},
};

/// Serves the ledger until it is interrupted; or makes a token.
pub(crate) fn run(args: &ServeArgs, settings: &Settings, messages: &Messages) -> anyhow::Result<()> {
    if let (Some(role), Some(file)) = (args.new_token, &args.auth_token_file) {
        return token(role, args.name.as_deref(), file, messages);
    }
    // A clock that cannot be read is said now, not at the first decision.
    desk::now()?;
    let config = Config {
        bind: args.bind,
        tokens: args.auth_token_file.clone(),
        most: if args.read_only { Role::Read } else { Role::Review },
        public: args.public_url.clone(),
        rate: args.per_second(),
        ..Config::new(desk::path(&args.at)?, || desk::now().unwrap_or(Timestamp::UNIX_EPOCH))
    };
    let served = recoupe_server::serve(config, |address| {
        if settings.noise == Noise::Usual {
            let address = format!("http://{address}/");
            messages.say(&match messages.pick("fr", "en") {
                "fr" => format!("à l’écoute : {address} (Ctrl-C pour arrêter)"),
                _ => format!("listening: {address} (Ctrl-C to stop)"),
            });
        }
    });
    // The ledger's refusals are told in the user's language.
    served.map_err(|error| match error {
        ServeError::Ledger(refused) => refused.into(),
        other => other.into(),
    })
}

/// Serves an assistant until it goes.
pub(crate) fn mcp(at: &LedgerArgs) -> anyhow::Result<()> {
    recoupe_mcp::serve(&desk::path(at)?).map_err(|error| match error {
        McpError::Ledger(refused) => refused.into(),
        other => other.into(),
    })
}

/// Prints a new token once, and adds its fingerprint to the file.
fn token(role: TokenRole, name: Option<&str>, file: &Path, messages: &Messages) -> anyhow::Result<()> {
    let role = match role {
        TokenRole::Read => Role::Read,
        TokenRole::Review => Role::Review,
    };
    let (token, line) = new_token(role, name)?;
    let mut options = std::fs::OpenOptions::new();
    options.append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut out = options.open(file).with_context(|| file.display().to_string())?;
    out.write_all(format!("{line}\n").as_bytes()).with_context(|| file.display().to_string())?;
    messages.say(messages.pick(
        "le jeton n’est montré qu’ici ; le fichier n’en garde que l’empreinte",
        "the token is shown only here; the file keeps its fingerprint",
    ));
    output::print(format!("{token}\n"))
}
