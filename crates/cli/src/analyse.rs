//! Reports → claims → story: the way through the rooms, documents in parallel.

use rayon::prelude::*;
use recoupe_dossier::Locale;
use recoupe_intake::{Outcome, Phase, Progress as _, Report};
use recoupe_pipeline::LoadError;
use recoupe_reading::Lang;
use recoupe_story::{Options, Read, Story};

use crate::{
    args::{KnownArgs, TextLang},
    inputs, lazy,
    messages::Messages,
    progress::Bars,
    settings::{self, Settings},
    tally::Tally,
};

/// What the reports claim, and together.
pub(crate) struct Analysis {
    /// The reports with their claims, in order.
    pub reads: Vec<Read>,
    /// What they say together.
    pub story: Story,
}

/// Gathers, reads and reconciles. Bad inputs are said and left out.
pub(crate) fn analyse(
    paths: &[String],
    known: &KnownArgs,
    lang: TextLang,
    options: &Options,
    settings: &Settings,
    messages: &Messages,
) -> anyhow::Result<Analysis> {
    let tally = Tally::new(known.outcomes.as_deref(), settings)?;
    let bars = Bars::new(settings);
    let reports = inputs::gather(paths, known, &bars, &tally, messages)?;
    let reads = read_all(reports, settings::text_lang(lang), settings::threads(known.threads), &bars)?;
    let reads = told(reads, known.min_confidence, &tally, messages)?;
    tally.finish(messages)?;
    let story = recoupe_story::reconcile_with(&reads, options);
    Ok(Analysis { reads, story })
}

/// Says what became of reports that were read, and gives those that could be, with the claims that are sure enough.
///
/// A text that could not be analysed for want of its model is no text without claims: it is left out, and said.
pub(crate) fn told(
    reads: Vec<Read>,
    min_confidence: f64,
    tally: &Tally,
    messages: &Messages,
) -> anyhow::Result<Vec<Read>> {
    let (mut reads, unread): (Vec<Read>, Vec<Read>) =
        reads.into_iter().partition(|read| lazy::failure(read.doc.lang).is_none());
    reads.iter().try_for_each(|read| tally.add(&Outcome::from(&read.doc.report)))?;
    for Read { doc, .. } in &unread {
        if let Some(error) = lazy::failure(doc.lang) {
            let what = no_model(error, doc.lang, messages);
            messages.problem(&doc.report.path, &what);
            tally.add(&Outcome::failed(&doc.report.path, "no-model", what))?;
        }
    }
    if min_confidence > 0.0 {
        for read in &mut reads {
            read.claims = std::mem::take(&mut read.claims).confident(min_confidence);
        }
    }
    Ok(reads)
}

/// Reads reports in parallel, in their order.
pub(crate) fn read_all(
    reports: Vec<Report>,
    lang: Option<Lang>,
    threads: usize,
    bars: &Bars,
) -> anyhow::Result<Vec<Read>> {
    let models = lazy::models();
    let options = recoupe_reading::Options { lang };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build()?;
    bars.begin(Phase::Read, Some(reports.len() as u64));
    let reads = pool.install(|| {
        reports
            .into_par_iter()
            .map(|report| {
                let path = report.path.clone();
                let doc = recoupe_reading::read(report, &models, &options);
                let claims = recoupe_claims::read(&doc);
                bars.step(Phase::Read, &path);
                Read { doc, claims }
            })
            .collect()
    });
    bars.end(Phase::Read);
    Ok(reads)
}

fn no_model(error: &LoadError, lang: Lang, messages: &Messages) -> String {
    let (fr, en, code) = match lang {
        Lang::En => ("anglais", "English", "en"),
        Lang::Fr | Lang::Other => ("français", "French", "fr"),
    };
    match (messages.locale(), error) {
        (Locale::Fr, LoadError::NotInstalled { .. }) => {
            format!("le modèle {fr} n’est pas installé ; lancez « recoupe models install {code} »")
        }
        (Locale::En, LoadError::NotInstalled { .. }) => {
            format!("the {en} model is not installed; run `recoupe models install {code}`")
        }
        (Locale::Fr, error) => {
            format!("le modèle {fr} ne se charge pas ({error}) ; relancez « recoupe models install {code} »")
        }
        (Locale::En, error) => {
            format!("the {en} model cannot be loaded ({error}); run `recoupe models install {code}` again")
        }
    }
}
