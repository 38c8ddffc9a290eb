//! Arguments of `recoupe serve`.

use std::{net::SocketAddr, num::NonZeroU32, path::PathBuf};

use clap::{Args, ValueEnum};
use url::Url;

use super::LedgerArgs;

/// `recoupe serve`.
#[derive(Debug, Args)]
pub(crate) struct ServeArgs {
    #[command(flatten)]
    pub at: LedgerArgs,
    /// Where to listen; an address that other machines can reach needs --auth-token-file
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8080")]
    pub bind: SocketAddr,
    /// Ask for one of the tokens of this file: lines `read|review sha256:HEX [NAME]`
    #[arg(long, value_name = "FILE")]
    pub auth_token_file: Option<PathBuf>,
    /// Make a token with this role, print it, add its fingerprint to --auth-token-file, and stop
    #[arg(long, value_enum, value_name = "ROLE", requires = "auth_token_file")]
    pub new_token: Option<TokenRole>,
    /// With --new-token: whom it is for; decisions are kept under this name
    #[arg(long, value_name = "NAME", requires = "new_token")]
    pub name: Option<String>,
    /// Take no decisions
    #[arg(long)]
    pub read_only: bool,
    /// What the server is called outside, where a proxy stands before it
    #[arg(long, value_name = "URL")]
    pub public_url: Option<Url>,
    /// Requests a second from one address, ten times as many at once; 0 is as many as it likes
    #[arg(long, value_name = "N", default_value_t = 200)]
    pub rate: u32,
}

impl ServeArgs {
    /// Requests a second from one address.
    pub(crate) fn per_second(&self) -> Option<NonZeroU32> {
        NonZeroU32::new(self.rate)
    }
}

/// What a token allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum TokenRole {
    /// To look
    Read,
    /// To look and to decide
    Review,
}
