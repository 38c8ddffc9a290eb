//! URLs: the client by its arguments, what may go wrong with it in French.

use std::time::Duration;

use etcetera::BaseStrategy as _;
use recoupe_intake::{
    IntakeError, Options,
    web::{self, Access, Client, Downgrade, Event, Follow, Limits, NotPublic, Pace, Target, Timeouts, WebError},
};

use crate::{args::WebArgs, progress::Bars};

/// The client that the arguments ask for. Nothing is connected to yet.
pub(crate) fn client(args: &WebArgs) -> anyhow::Result<Client> {
    let cache = match &args.web_cache {
        Some(folder) => Some(folder.clone()),
        None if args.no_web_cache => None,
        // A user without a home has no cache.
        None => etcetera::choose_base_strategy().ok().map(|base| base.cache_dir().join("recoupe").join("web")),
    };
    Ok(Client::new(web::Options { cache, ..options(args) })?)
}

/// The same client without a cache: each page is fetched as it is now.
pub(crate) fn client_without_cache(args: &WebArgs) -> anyhow::Result<Client> {
    Ok(Client::new(options(args))?)
}

fn options(args: &WebArgs) -> web::Options {
    let total = Duration::from_secs_f64(args.timeout);
    let usual = Timeouts::default();
    web::Options {
        access: match args.allow_private.as_deref() {
            None => Access::Public,
            Some([]) => Access::Anywhere,
            Some(named) => Access::PublicAnd(named.to_vec()),
        },
        downgrade: if args.allow_downgrade { Downgrade::Accepted } else { Downgrade::Refused },
        limits: Limits { bytes: args.max_bytes, ..Limits::default() },
        timeouts: Timeouts {
            connect: usual.connect.min(total),
            first_byte: usual.first_byte.min(total),
            drip: usual.drip.min(total),
            total,
        },
        pace: Pace { delay: Duration::from_secs_f64(args.delay), ..Pace::default() },
        cache: None,
        contact: args.contact.clone(),
    }
}

/// Fetches what the URLs name and hands over what is in it; the first error of `each` is given back.
pub(crate) fn collect(
    urls: &[&String],
    client: Client,
    args: &WebArgs,
    options: &Options,
    bars: &Bars,
    each: &mut dyn FnMut(Event<'_>) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let mut targets = Vec::new();
    for url in urls {
        match Target::parse(url) {
            Ok(target) => targets.push(target),
            Err(error) => {
                // What cannot be read may hold a password.
                let path = url.split_once('@').map_or(url.as_str(), |(_, rest)| rest).to_owned();
                each(Event::Failed(IntakeError { path, item: None, kind: error.into() }))?;
            }
        }
    }
    let follow = if args.follow { Follow::Entries(args.max_entries) } else { Follow::Nothing };
    let mut done = Ok(());
    web::collect(&client, targets, follow, options, bars, &mut |event| {
        if done.is_ok() {
            done = each(event);
        }
    });
    done
}

/// What is wrong and what to do; the English words are the library's own.
pub(crate) fn in_french(error: &WebError) -> String {
    match error {
        WebError::BadUrl(why) => {
            format!("n’est pas une adresse que l’on puisse télécharger ({why}) ; donnez-en une en http:// ou https://")
        }
        WebError::Port(port) => {
            format!("nomme le port {port}, qui n’est pas celui d’un serveur web ; vérifiez l’adresse")
        }
        WebError::NotPublic { address, why } => {
            format!("mène à {address}, {} ; ajoutez --allow-private si c’est voulu", not_public(*why))
        }
        WebError::Downgrade(to) => {
            format!("est renvoyé de https vers http ({to}) ; ajoutez --allow-downgrade si vous l’acceptez")
        }
        WebError::BadRedirect { to, because } => {
            format!("est renvoyé vers {to}, qui ne peut être téléchargé : {}", in_french(because))
        }
        WebError::NoLocation => "est renvoyé sans dire où ; ouvrez la page dans un navigateur et enregistrez-la".into(),
        WebError::TooManyRedirects(most) => format!("est renvoyé plus de {most} fois ; vérifiez l’adresse"),
        WebError::RedirectLoop(to) => {
            format!("est renvoyé en rond ({to}) ; ouvrez la page dans un navigateur et enregistrez-la")
        }
        WebError::Robots(robots) => {
            format!("est fermé aux programmes par {robots} ; ouvrez la page dans un navigateur et enregistrez-la")
        }
        WebError::RobotsUnreachable { robots, because } => {
            format!(
                "ne peut être téléchargé car {robots} est introuvable ({}) ; réessayez plus tard",
                in_french(because)
            )
        }
        WebError::Dns(why) => format!("l’hôte est inconnu ({why}) ; vérifiez l’adresse"),
        WebError::Connect(why) => format!("pas de connexion ({why}) ; vérifiez l’adresse et le réseau"),
        WebError::TimedOut { phase, after } => {
            format!("{} a duré plus de {} s ; réessayez plus tard", phase_in_french(*phase), after.as_secs_f64())
        }
        WebError::TooLarge(bytes) => {
            format!("dépasse {bytes} octets, le plus qui soit téléchargé ; augmentez avec --max-bytes")
        }
        WebError::Bomb { ratio } => format!("est comprimé plus de {ratio} fois, comme aucune page ; il n’a pas été lu"),
        WebError::Coding(coding) => format!(
            "est comprimé d’une façon inconnue ({coding}) ; ouvrez la page dans un navigateur et enregistrez-la"
        ),
        WebError::Damaged(coding) => format!("est abîmé (données {coding} illisibles) ; réessayez"),
        WebError::Truncated => "s’est arrêté avant la fin ; réessayez".into(),
        WebError::Protocol(why) => format!("la réponse n’est pas du HTTP valide ({why}) ; vérifiez l’adresse"),
        WebError::Status(status) => format!("le serveur répond {status} ; vérifiez l’adresse, ou réessayez plus tard"),
        WebError::AskedToWait(pause) => {
            format!("le serveur demande une pause de {} s ; réessayez ensuite", pause.as_secs())
        }
        WebError::GivenUp(host) => format!("n’a pas été demandé : {host} n’a pas répondu plusieurs fois de suite"),
        WebError::Setup(why) => format!("le web n’est pas joignable d’ici ({why})"),
        other => other.to_string(),
    }
}

fn phase_in_french(phase: web::Phase) -> &'static str {
    match phase {
        web::Phase::Connect => "la connexion",
        web::Phase::FirstByte => "l’attente de la réponse",
        web::Phase::Drip => "l’attente de la suite de la réponse",
        web::Phase::Total => "le téléchargement",
    }
}

fn not_public(why: NotPublic) -> &'static str {
    match why {
        NotPublic::Unspecified => "qui n’est l’adresse d’aucune machine",
        NotPublic::Loopback => "cette machine même",
        NotPublic::Private => "dans un réseau privé",
        NotPublic::Shared => "dans le réseau d’un fournisseur",
        NotPublic::LinkLocal => "sur le lien local",
        NotPublic::Multicast => "une adresse de multidiffusion",
        NotPublic::Documentation => "réservée à la documentation",
        NotPublic::Benchmark => "réservée aux mesures",
        NotPublic::Reserved => "réservée par les normes",
    }
}
