//! Paths and URLs → reports, each problem said on its own line.

use recoupe_dossier::Locale;
use recoupe_intake::{
    Damage, IntakeError, IntakeErrorKind as Kind, Options, Outcome, Passed, Phase, Progress as _, Report, Skip,
    Warning,
    web::{Event, Target},
};

use crate::{args::KnownArgs, messages::Messages, progress::Bars, tally::Tally, web};

/// The reports under the paths and URLs given, in an order that does not depend on the order of the arguments.
pub(crate) fn gather(
    paths: &[String],
    args: &KnownArgs,
    bars: &Bars,
    tally: &Tally,
    messages: &Messages,
) -> anyhow::Result<Vec<Report>> {
    let mut reports = Vec::new();
    each(paths, args, bars, tally, messages, &mut |report| {
        reports.push(report);
        Ok(())
    })?;
    recoupe_intake::tell_apart(&mut reports);
    Ok(reports)
}

/// Hands over the reports under the paths and URLs given as they come, so that an archive need not fit into memory. Gives the
/// addresses that lists among the paths (OPML, sitemaps) name.
pub(crate) fn each(
    paths: &[String],
    args: &KnownArgs,
    bars: &Bars,
    tally: &Tally,
    messages: &Messages,
    take: &mut dyn FnMut(Report) -> anyhow::Result<()>,
) -> anyhow::Result<Vec<String>> {
    let options = Options {
        published: args.published,
        outlet: args.outlet.clone(),
        resume: args.resume.clone(),
        ..Options::default()
    };
    let (urls, paths): (Vec<&String>, Vec<&String>) = paths.iter().partition(|path| Target::is_meant(path));
    let mut links = Vec::new();
    let mut event = |event: Event<'_>| {
        if let Event::Passed(Passed { skip: Skip::Link(url), .. }) = &event {
            links.push(url.clone());
        }
        match bars.aside(|| told(event, tally, messages))? {
            Some(report) => take(report),
            None => Ok(()),
        }
    };
    if !paths.is_empty() {
        bars.begin(Phase::Gather, None);
        let mut found = recoupe_intake::gather(&paths, &options).noting();
        while let Some(result) = found.next() {
            let came = match result {
                Ok(report) => Event::Report(Box::new(report)),
                Err(error) => Event::Failed(error),
            };
            if let Event::Report(report) = &came {
                bars.step(Phase::Gather, &report.path);
            }
            event(came)?;
            found.passed().into_iter().try_for_each(|passed| event(Event::Passed(passed)))?;
        }
        found.passed().into_iter().try_for_each(|passed| event(Event::Passed(passed)))?;
        bars.end(Phase::Gather);
    }
    if !urls.is_empty() {
        web::collect(&urls, web::client(&args.web)?, &args.web, &options, bars, &mut event)?;
    }
    Ok(links)
}

/// Says what came of an input; gives the report, if that is what came.
fn told(event: Event<'_>, tally: &Tally, messages: &Messages) -> anyhow::Result<Option<Report>> {
    match event {
        Event::Fetched(..) => Ok(None),
        Event::Report(report) => {
            for warning in &report.warnings {
                messages.note(&report.path, &warned(warning, messages.locale()));
            }
            // Its outcome is told when it has been analysed.
            Ok(Some(*report))
        }
        Event::Passed(passed) => tally.add(&Outcome::from(&passed)).map(|()| None),
        Event::Failed(error) => {
            let outcome = Outcome::from(&error);
            messages.problem(&outcome.path, &refused(&error, messages.locale()));
            tally.add(&outcome).map(|()| None)
        }
    }
}

/// What is wrong and what to do. The English words are the library's own.
pub(crate) fn refused(error: &IntakeError, locale: Locale) -> String {
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
            "le dossier ne contient aucun fichier dont le nom dise un format lu (.html, .txt, .json, .warc.gz …) ; nommez les fichiers".into()
        }
        Kind::NoMatch => "aucun fichier ne répond à ce motif ; vérifiez-le".into(),
        Kind::BadPattern(error) => format!("n’est pas un motif valide ({error})"),
        Kind::TooDeep { deepest } => {
            format!("se trouve dans plus de {deepest} archives, l’une dans l’autre ; décompressez d’abord")
        }
        Kind::Damaged(damage) => format!("est abîmé ({}) ; il est laissé de côté", damaged(*damage)),
        Kind::Bomb => "se décompresse en bien plus que n’en tient une archive honnête ; la lecture est arrêtée".into(),
        Kind::Unsupported(what) => format!("est écrit d’une façon qui n’est pas lue ({what})"),
        Kind::NoWords => "ne tient aucun mot, peut-être que des images ; faites-en d’abord reconnaître le texte".into(),
        Kind::BadDocument(why) => format!("est un document abîmé ({why})"),
        Kind::NotAMessage => "n’est pas un message ; aucun champ d’en-tête n’y commence".into(),
        Kind::BadTable(why) => format!("n’est pas un tableau d’articles ({why})"),
        Kind::NotXml => "n’est pas du XML ; aucun élément n’y commence".into(),
        Kind::BrokenXml => "s’interrompt dans un élément ; ce qui était complet est lu".into(),
        Kind::NoEntries => "ne liste rien".into(),
        Kind::UnknownXml { root } => {
            format!("est du XML de racine <{root}>, ni RSS, ni Atom, ni plan de site, ni OPML")
        }
        Kind::Web(error) => web::in_french(error),
        other => other.to_string(),
    }
}

fn damaged(damage: Damage) -> String {
    match damage {
        Damage::Packing => "données compressées illisibles",
        Damage::Checksum => "données sans rapport avec leur somme de contrôle",
        Damage::Cut => "le fichier s’arrête au milieu",
        Damage::NoRecord => "aucun enregistrement ne commence ici",
        Damage::Header => "en-tête illisible",
        Damage::Length => "longueur autre que celle de l’en-tête",
        Damage::Http => "réponse HTTP illisible",
        Damage::Coding => "corps HTTP qui ne se décompresse pas",
        other => return other.to_string(),
    }
    .into()
}

fn warned(warning: &Warning, locale: Locale) -> String {
    match (locale, warning.code.as_str()) {
        (Locale::Fr, "charset") => {
            "n’est pas en UTF-8 ; lu dans le codage deviné, les positions comptent dans le texte décodé".into()
        }
        (Locale::Fr, "charset-damage") => "contient des octets illisibles ; ils sont remplacés par U+FFFD".into(),
        (Locale::Fr, "beginning") => "n’en tient que le début ; l’article entier est à l’adresse donnée".into(),
        (Locale::Fr, "bad-date") => "sa date de publication est illisible ; donnez-la avec --published".into(),
        _ => warning.message.clone(),
    }
}
