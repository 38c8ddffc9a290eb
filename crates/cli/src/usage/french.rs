//! Help and wrong usage in French.
//!
//! clap speaks English only. The texts of the arguments are looked up in a table (`fr.tsv`) by their English; what clap would add
//! itself (headings, defaults, possible values) is written into them; refusals are told anew from their kind and context.

use std::{borrow::Cow, collections::BTreeMap, error::Error as _, sync::LazyLock};

use clap::{
    Arg, Command,
    error::{ContextKind, ContextValue, ErrorKind},
};
use recoupe_dossier::{Locale, typography};

/// English, French.
static TABLE: LazyLock<BTreeMap<&str, &str>> = LazyLock::new(|| {
    let lines = include_str!("fr.tsv").lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| line.split_once('\t')).collect()
});

const TEMPLATE: &str = "{before-help}{about-with-newline}\nUtilisation\u{a0}: {usage}\n\n{all-args}{after-help}";
/// Where the part of a text stands that changes.
const ANY: &str = "{}";

/// The command with French texts; its names stay.
pub(super) fn command(mut command: Command) -> Command {
    // So that what clap adds (`--help`, `help`) is there to be told too.
    command.build();
    translated(command)
}

fn translated(command: Command) -> Command {
    let about = command.get_about().map(|text| paragraphs(&text.to_string()));
    let long = command.get_long_about().map(|text| paragraphs(&text.to_string()));
    let mut command = command
        .help_template(TEMPLATE)
        .subcommand_help_heading("Commandes\u{a0}")
        .subcommand_value_name("COMMANDE")
        .mut_args(argument)
        .mut_subcommands(translated);
    if let Some(about) = about {
        command = command.about(about);
    }
    if let Some(long) = long {
        command = command.long_about(long);
    }
    command
}

fn argument(arg: Arg) -> Arg {
    let heading = match arg.get_help_heading() {
        Some(own) => TABLE.get(own).copied().unwrap_or("Options\u{a0}"),
        None if arg.is_positional() => "Arguments\u{a0}",
        None => "Options\u{a0}",
    };
    let takes = arg.get_action().takes_values();
    let default = (takes && !arg.is_hide_default_value_set())
        .then(|| arg.get_default_values().iter().map(|v| v.to_string_lossy()).collect::<Vec<_>>().join(" "))
        .filter(|default| !default.is_empty())
        .map(|default| format!("[par défaut : {default}]"));
    let values = if takes { arg.get_possible_values() } else { Vec::new() };
    let short = arg.get_help().map(|text| paragraphs(&text.to_string())).unwrap_or_default();
    let long = arg.get_long_help().map(|text| paragraphs(&text.to_string()));
    let names: Vec<&str> = values.iter().map(clap::builder::PossibleValue::get_name).collect();
    let named = (!names.is_empty()).then(|| format!("[valeurs possibles : {}]", names.join(", ")));
    let told: Vec<String> = values
        .iter()
        .filter_map(|v| Some(format!("- {} : {}", v.get_name(), paragraphs(&v.get_help()?.to_string()))))
        .collect();
    let told = (!told.is_empty()).then(|| format!("Valeurs possibles :\n{}", told.join("\n")));
    let joined = |parts: [Option<String>; 3], by: &str| {
        let whole = parts.into_iter().flatten().collect::<Vec<_>>().join(by);
        set(&whole).into_owned()
    };
    let arg = arg.help_heading(heading).hide_default_value(true).hide_possible_values(true);
    let arg = arg.help(joined([Some(short.clone()), default.clone(), named.clone()], " "));
    if long.is_none() && told.is_none() {
        return arg;
    }
    arg.long_help(joined([Some(long.unwrap_or(short)), told.or(named), default], "\n\n"))
}

/// Paragraph by paragraph in French; one that the table lacks stays as it is.
fn paragraphs(english: &str) -> String {
    let french = english.split("\n\n").map(|paragraph| set(&french(paragraph)).into_owned());
    french.collect::<Vec<_>>().join("\n\n")
}

fn set(text: &str) -> Cow<'_, str> {
    typography::of(Locale::Fr, text)
}

/// A text in French; of one with a part that changes, that part stays.
fn french(english: &str) -> Cow<'_, str> {
    if let Some(french) = TABLE.get(english) {
        return Cow::Borrowed(french);
    }
    let around = TABLE.iter().find_map(|(key, french)| {
        let (before, after) = key.split_once(ANY)?;
        let part = english.strip_prefix(before)?.strip_suffix(after)?;
        Some(french.replace(ANY, part))
    });
    around.map_or(Cow::Borrowed(english), Cow::Owned)
}

/// What is wrong with the arguments, what would be right, how the command is used.
pub(super) fn refusal(error: &clap::Error) -> String {
    let told = |kind| error.get(kind).map(ToString::to_string).unwrap_or_default();
    let (arg, value) = (told(ContextKind::InvalidArg), told(ContextKind::InvalidValue));
    let (sub, given) = (told(ContextKind::InvalidSubcommand), told(ContextKind::ActualNumValues));
    let list = |kind, name: &str| match error.get(kind) {
        Some(ContextValue::Strings(values)) if !values.is_empty() => format!("\n  [{name} : {}]", values.join(", ")),
        _ => String::new(),
    };
    let why = match error.kind() {
        ErrorKind::ArgumentConflict => {
            let prior = told(ContextKind::PriorArg);
            if prior == arg {
                format!("l’argument « {arg} » ne peut être donné qu’une fois")
            } else {
                format!("l’argument « {arg} » ne va pas avec : {prior}")
            }
        }
        ErrorKind::NoEquals => format!("il faut un signe égal entre « {arg} » et sa valeur"),
        ErrorKind::InvalidValue if value.is_empty() => {
            format!("il manque une valeur à « {arg} »{}", list(ContextKind::ValidValue, "valeurs possibles"))
        }
        ErrorKind::InvalidValue => {
            let values = list(ContextKind::ValidValue, "valeurs possibles");
            format!("« {value} » n’est pas une valeur de « {arg} »{values}")
        }
        ErrorKind::ValueValidation => {
            let why = error.source().map(|source| format!(" : {}", french(&source.to_string()))).unwrap_or_default();
            format!("« {value} » n’est pas une valeur de « {arg} »{why}")
        }
        ErrorKind::UnknownArgument => format!("l’argument « {arg} » n’existe pas"),
        ErrorKind::InvalidSubcommand => format!("la commande « {sub} » n’existe pas"),
        ErrorKind::MissingSubcommand => {
            format!("il manque une commande à « {sub} »{}", list(ContextKind::ValidSubcommand, "commandes"))
        }
        ErrorKind::MissingRequiredArgument => match error.get(ContextKind::InvalidArg) {
            Some(ContextValue::Strings(missing)) => format!("il manque :\n  {}", missing.join("\n  ")),
            _ => format!("il manque : {arg}"),
        },
        ErrorKind::TooManyValues => format!("« {value} » est de trop pour « {arg} »"),
        ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            let needed = [ContextKind::MinValues, ContextKind::ExpectedNumValues].map(told).concat();
            format!("« {arg} » demande {needed} valeurs, pas {given}")
        }
        ErrorKind::InvalidUtf8 => "un argument n’est pas de l’UTF-8".to_owned(),
        _ => error.kind().to_string(),
    };
    let near = [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue];
    let near: String = near
        .into_iter()
        .filter_map(|kind| error.get(kind))
        .map(|name| format!("\n\n  il y a en revanche : {name}"))
        .collect();
    let usage = told(ContextKind::Usage);
    let usage = usage.strip_prefix("Usage:").map(|usage| format!("\n\nUtilisation :{usage}")).unwrap_or_default();
    set(&format!("erreur : {why}{near}{usage}\n\nPour en savoir plus : « --help »\n")).into_owned()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use clap::CommandFactory as _;

    use super::*;
    use crate::args::Cli;

    /// What is said of values that cannot be read, and wrong usage that has it said.
    const REFUSED: [(&str, &[&str]); 6] = [
        ("end the name in .warc.gz or .warc, or name a folder", &["fetch", "-o", "a.zip", "https://a.example/"]),
        ("give seconds, from 0 to 86400", &["read", "--delay=-1", "a"]),
        ("give a number from 0 to 1", &["read", "--min-confidence", "2", "a"]),
        ("give `lower`, `priority-source=NAME,NAME…` or `latest-of=NAME`", &["dossier", "--best", "average", "a"]),
        ("give a time such as 30s, 15m or 2h", &["watch", "--every", "soon", "a"]),
        ("no format for this ending; end the name in {} or .txt", &["dossier", "-o", "d.xyz", "a"]),
    ];

    fn texts(command: &Command, out: &mut BTreeSet<String>) {
        let arguments = command.get_arguments().flat_map(|arg| {
            let values = if arg.get_action().takes_values() { arg.get_possible_values() } else { Vec::new() };
            let helps = values.iter().filter_map(|v| v.get_help().map(ToString::to_string)).collect::<Vec<_>>();
            let own = [arg.get_help(), arg.get_long_help()].into_iter().flatten().map(ToString::to_string);
            let heading = arg.get_help_heading().map(ToOwned::to_owned);
            own.chain(heading).chain(helps).collect::<Vec<_>>()
        });
        let own = [command.get_about(), command.get_long_about()].into_iter().flatten().map(ToString::to_string);
        out.extend(own.chain(arguments).flat_map(|t| t.split("\n\n").map(ToOwned::to_owned).collect::<Vec<_>>()));
        command.get_subcommands().for_each(|sub| texts(sub, out));
    }

    #[test]
    fn everything_is_told_in_french_and_nothing_else_is() {
        let mut command = Cli::command();
        command.build();
        let mut said = BTreeSet::new();
        texts(&command, &mut said);
        said.extend(REFUSED.map(|(text, _)| text.to_owned()));
        let table: BTreeSet<String> = TABLE.keys().map(|key| (*key).to_owned()).collect();
        let missing: Vec<&String> = said.difference(&table).collect();
        assert!(missing.is_empty(), "without French: {missing:#?}");
        let stale: Vec<&String> = table.difference(&said).collect();
        assert!(stale.is_empty(), "said no more: {stale:#?}");
    }

    #[test]
    fn refusals_are_told_in_french() {
        for (english, args) in REFUSED {
            let args = ["recoupe"].iter().chain(args).copied();
            let error = command(Cli::command()).try_get_matches_from(args).expect_err(english);
            let told = refusal(&error);
            let part = TABLE[english].split(ANY).next().unwrap_or_default();
            assert!(told.contains(&*set(part)), "{english}: {told}");
            assert!(told.contains("Utilisation") || error.get(ContextKind::Usage).is_none(), "{told}");
        }
    }

    #[test]
    fn the_translated_command_is_sound() {
        command(Cli::command()).debug_assert();
    }
}
