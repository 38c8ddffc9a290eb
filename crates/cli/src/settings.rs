//! The second stage of the arguments: environment and terminal are looked at here, once.

use std::io::IsTerminal;
use std::num::NonZeroUsize;

use recoupe_dossier::Locale;
use recoupe_reading::Lang;

use crate::args::{HumanLang, TextLang, When};

/// What holds for every command.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Settings {
    /// Language of messages.
    pub locale: Locale,
    /// The locale came from the user, not from a default.
    pub locale_source: LocaleSource,
    /// Colour on standard output.
    pub color: Color,
    /// Draw progress on standard error.
    pub progress: Progress,
    /// How much is said on standard error.
    pub noise: Noise,
}

/// Who chose the language of messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LocaleSource {
    /// The user, by an argument or the environment.
    User,
    /// Nobody.
    Default,
}

/// Colour or none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Color {
    /// ANSI colours.
    On,
    /// Plain text.
    Off,
}

/// Progress bars or none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Progress {
    /// Draw them.
    Shown,
    /// Do not.
    Hidden,
}

/// How loud the user wants the program to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Noise {
    /// Progress and problems.
    Usual,
    /// Problems only.
    Quiet,
}

impl Settings {
    /// Resolves what every command needs from its arguments and the environment.
    pub(crate) fn resolve(color: When, noise: Noise, lang: Option<HumanLang>) -> Self {
        let chosen = lang.map(Locale::from).or_else(locale);
        let stdout = std::io::stdout().is_terminal();
        let no_color = std::env::var_os("NO_COLOR").is_some_and(|v| !v.is_empty());
        let dumb = std::env::var_os("TERM").is_some_and(|v| v == "dumb");
        let color = match color {
            When::Always => Color::On,
            When::Auto if stdout && !no_color && !dumb => Color::On,
            When::Auto | When::Never => Color::Off,
        };
        let progress = match noise {
            Noise::Usual if std::io::stderr().is_terminal() && !dumb => Progress::Shown,
            _ => Progress::Hidden,
        };
        Self {
            locale: chosen.unwrap_or(Locale::En),
            locale_source: if chosen.is_some() { LocaleSource::User } else { LocaleSource::Default },
            color,
            progress,
            noise,
        }
    }
}

/// The language that the environment asks for.
pub(crate) fn locale() -> Option<Locale> {
    locale_of_environment(|name| std::env::var(name).ok())
}

/// The first of `LC_ALL`, `LC_MESSAGES`, `LANG` that is set decides, as POSIX has it; another language than French and
/// English, or `C`, decides nothing.
fn locale_of_environment(get: impl Fn(&str) -> Option<String>) -> Option<Locale> {
    let value = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().filter_map(get).find(|v| !v.is_empty())?;
    let language = value.split(['_', '.', '@', '-']).next().unwrap_or_default().to_ascii_lowercase();
    match language.as_str() {
        "fr" => Some(Locale::Fr),
        "en" => Some(Locale::En),
        _ => None,
    }
}

/// Columns for tables: the terminal's, within the measure that tables are set for; 100 where there is no terminal.
pub(crate) fn terminal_width() -> usize {
    let (_, columns) = console::Term::stdout().size_checked().unwrap_or((24, 100));
    usize::from(columns).clamp(80, 120)
}

/// Reports read at a time.
pub(crate) fn threads(asked: usize) -> usize {
    match asked {
        0 => std::thread::available_parallelism().map_or(1, NonZeroUsize::get),
        n => n.min(256),
    }
}

/// The language to force, if any.
pub(crate) fn text_lang(lang: TextLang) -> Option<Lang> {
    match lang {
        TextLang::Auto => None,
        TextLang::Fr => Some(Lang::Fr),
        TextLang::En => Some(Lang::En),
    }
}

impl From<HumanLang> for Locale {
    fn from(lang: HumanLang) -> Self {
        match lang {
            HumanLang::Fr => Self::Fr,
            HumanLang::En => Self::En,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(pairs: &[(&str, &str)]) -> Option<Locale> {
        locale_of_environment(|name| pairs.iter().find(|(n, _)| *n == name).map(|(_, v)| (*v).to_owned()))
    }

    #[test]
    fn the_first_variable_set_decides() {
        assert_eq!(with(&[("LANG", "fr_BE.UTF-8")]), Some(Locale::Fr));
        assert_eq!(with(&[("LANG", "fr_FR.UTF-8"), ("LC_ALL", "en_GB.UTF-8")]), Some(Locale::En));
        assert_eq!(with(&[("LANG", "fr_FR.UTF-8"), ("LC_ALL", "")]), Some(Locale::Fr));
        assert_eq!(with(&[("LANG", "fr_FR.UTF-8"), ("LC_ALL", "C.UTF-8")]), None);
        assert_eq!(with(&[("LANG", "de_DE.UTF-8")]), None);
        assert_eq!(with(&[]), None);
    }
}
