//! Dossiers as they are sent, kept by story and revision.

use std::sync::Arc;

use axum::body::Bytes;
use quick_cache::{Weighter, sync::Cache};
use recoupe_dossier::{json, wire::Dossier};
use recoupe_ledger::StoryHead;
use recoupe_story::Options;

use crate::{
    desk::Readers,
    metrics::Metrics,
    problem::{Code, Problem, Result},
};

/// What a dossier weighs in memory beside its text, in multiples of the text.
const PARSED: usize = 2;
/// Stories whose dossiers may be kept at a time, about: the weight decides.
const STORIES: usize = 4096;

/// A dossier, and the bytes that are sent.
pub(crate) struct Written {
    pub(crate) dossier: Dossier,
    pub(crate) json: Bytes,
}

#[derive(Debug, Clone)]
struct Weight;

type Key = (String, String);

impl Weighter<Key, Arc<Written>> for Weight {
    fn weight(&self, _: &Key, written: &Arc<Written>) -> u64 {
        (written.json.len() * (1 + PARSED)) as u64
    }
}

/// The dossiers at hand.
pub(crate) struct Dossiers(Cache<Key, Arc<Written>, Weight>);

impl Dossiers {
    /// Keeps dossiers of so many bytes in all.
    pub(crate) fn new(bytes: u64) -> Self {
        Self(Cache::with_weighter(STORIES, bytes, Weight))
    }

    /// The dossier of a story in this revision; made where it is not at hand, once however many ask for it.
    pub(crate) async fn get(&self, head: &StoryHead, readers: &Readers, metrics: &Metrics) -> Result<Arc<Written>> {
        let key = (head.id.clone(), head.revision.clone());
        let made = async {
            metrics.misses.inc();
            let id = head.id.clone();
            let look = move |ledger: &recoupe_ledger::Ledger| {
                let dossier = ledger.story(&id, &Options::default())?.dossier();
                let json = json::pretty(&dossier).ok();
                Ok(json.map(|json| Arc::new(Written { dossier, json: json.into() })))
            };
            readers.ask(look).await?.ok_or(Problem::from(Code::Internal))
        };
        if let Some(found) = self.0.get(&key) {
            metrics.hits.inc();
            return Ok(found);
        }
        self.0.get_or_insert_async(&key, made).await
    }

    /// The dossier of a story as it stands now.
    pub(crate) async fn now(
        &self,
        id: &str,
        readers: &Readers,
        metrics: &Metrics,
    ) -> Result<(StoryHead, Arc<Written>)> {
        let id = id.to_owned();
        let head: StoryHead = readers.ask(move |ledger| ledger.story_head(&id)).await?;
        let written = self.get(&head, readers, metrics).await?;
        Ok((head, written))
    }
}
