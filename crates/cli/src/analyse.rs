//! Reports → claims → story: the way through the rooms, documents in parallel.

use rayon::prelude::*;
use recoupe_intake::Report;
use recoupe_reading::{Lang, Models};
use recoupe_story::{Options, Read, Story};

use crate::{
    args::{InputArgs, TextLang},
    inputs,
    messages::Messages,
    progress, settings,
    settings::Settings,
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
    input: &InputArgs,
    lang: TextLang,
    options: &Options,
    settings: &Settings,
    messages: &Messages,
) -> anyhow::Result<Analysis> {
    let reports = inputs::gather(input, messages);
    let reads = read_all(reports, settings::text_lang(lang), settings::threads(input.threads), settings, messages)?;
    let story = recoupe_story::reconcile_with(&reads, options);
    Ok(Analysis { reads, story })
}

fn read_all(
    reports: Vec<Report>,
    lang: Option<Lang>,
    threads: usize,
    settings: &Settings,
    messages: &Messages,
) -> anyhow::Result<Vec<Read>> {
    let models = Models::default();
    let options = recoupe_reading::Options { lang };
    let bar = progress::bar(settings, reports.len(), messages.pick("lecture", "reading"));
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build()?;
    let reads = pool.install(|| {
        reports
            .into_par_iter()
            .map(|report| {
                let doc = recoupe_reading::read(report, &models, &options);
                let claims = recoupe_claims::read(&doc);
                bar.inc(1);
                Read { doc, claims }
            })
            .collect()
    });
    bar.finish_and_clear();
    Ok(reads)
}
