//! Paths → reports, each problem said on its own line.

use recoupe_dossier::Locale;
use recoupe_intake::{IntakeError, IntakeErrorKind as Kind, Options, Report, Warning};

use crate::{args::InputArgs, messages::Messages};

/// The reports under the paths given, in an order that does not depend on the order of the arguments.
pub(crate) fn gather(args: &InputArgs, messages: &Messages) -> Vec<Report> {
    let options = Options { published: args.published, outlet: args.outlet.clone(), ..Options::default() };
    let mut reports = Vec::new();
    for result in recoupe_intake::gather(&args.paths, &options) {
        match result {
            Ok(report) => {
                for warning in &report.warnings {
                    messages.note(&report.path, &warned(warning, messages.locale()));
                }
                reports.push(report);
            }
            Err(error) => {
                let place = format!("{}{}", error.path, error.item.as_deref().unwrap_or_default());
                messages.problem(&place, &refused(&error, messages.locale()));
            }
        }
    }
    reports
}

/// What is wrong and what to do. The English words are the library's own.
fn refused(error: &IntakeError, locale: Locale) -> String {
    match locale {
        Locale::En => error.kind.to_string(),
        Locale::Fr => in_french(&error.kind),
    }
}

fn in_french(kind: &Kind) -> String {
    match kind {
        Kind::NotFound => "ni fichier ni dossier de ce nom ; vérifiez le chemin".into(),
        Kind::Vanished => "le fichier a disparu depuis la lecture de son dossier ; relancez la commande".into(),
        Kind::Permission => "accès refusé ; rendez le fichier lisible".into(),
        Kind::Io(error) => format!("lecture impossible ({error}) ; vérifiez le disque et réessayez"),
        Kind::Empty => "est vide ; il n’y a rien à lire".into(),
        Kind::Binary { looks_like } => {
            format!("n’est pas du texte (aspect : {looks_like}) ; convertissez-le d’abord en texte brut")
        }
        Kind::TooLarge { limit } => format!(
            "un texte dépasse {limit} octets, le plus qui soit lu d’un coup ; découpez-le, un article par fichier ou par ligne"
        ),
        Kind::BadJson(error) => format!("n’est pas du JSON valide ({error}) ; chaque ligne doit tenir un objet JSON"),
        Kind::NotAReport => {
            "est du JSON mais pas un article ; attendu : un objet avec `maintext` ou `text`, au besoin `title`, `url`, `date_publish`".into()
        }
        Kind::NoText => "n’a pas de texte ; attendu dans `maintext`, `text`, `content` ou `body`".into(),
        Kind::EmptyFolder => {
            "le dossier ne contient aucun fichier .txt, .text, .md, .jsonl, .ndjson ou .json ; nommez les fichiers".into()
        }
        Kind::NoMatch => "aucun fichier ne répond à ce motif ; vérifiez-le".into(),
        Kind::BadPattern(error) => format!("n’est pas un motif valide ({error})"),
        other => other.to_string(),
    }
}

fn warned(warning: &Warning, locale: Locale) -> String {
    match (locale, warning.code.as_str()) {
        (Locale::Fr, "charset") => {
            "n’est pas en UTF-8 ; lu dans le codage deviné, les positions comptent dans le texte décodé".into()
        }
        (Locale::Fr, "charset-damage") => "contient des octets illisibles ; ils sont remplacés par U+FFFD".into(),
        (Locale::Fr, "bad-date") => "sa date de publication est illisible ; donnez-la avec --published".into(),
        _ => warning.message.clone(),
    }
}
