//! The review queue, ranked once for all who look at it within a moment.

use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use recoupe_ledger::Ranked;

use crate::{App, desk::lock, problem::Result};

/// How long a ranking is good for, once the ledger has changed.
const FRESH: Duration = Duration::from_secs(2);

struct Ranking {
    change: i64,
    at: Instant,
    ranked: Arc<Vec<Ranked>>,
}

/// The last ranking of all stories.
#[derive(Default)]
pub(crate) struct Queue {
    ranking: Mutex<Option<Ranking>>,
    /// One makes it, the others wait.
    making: tokio::sync::Mutex<()>,
    /// Figures that were decided of here since it was made.
    decided: Mutex<BTreeSet<String>>,
}

impl Queue {
    /// The figures to look at, of one story or of all.
    pub(crate) async fn get(&self, app: &App, story: Option<String>) -> Result<Arc<Vec<Ranked>>> {
        if story.is_some() {
            return app.readers.ask(move |ledger| ledger.review(story.as_deref())).await.map(Arc::new);
        }
        if let Some(ranked) = self.fresh(app) {
            return Ok(ranked);
        }
        let _making = self.making.lock().await;
        if let Some(ranked) = self.fresh(app) {
            return Ok(ranked);
        }
        let change = app.events.last();
        let ranked = Arc::new(app.readers.ask(|ledger| ledger.review(None)).await?);
        lock(&self.decided).clear();
        *lock(&self.ranking) = Some(Ranking { change, at: Instant::now(), ranked: Arc::clone(&ranked) });
        Ok(ranked)
    }

    fn fresh(&self, app: &App) -> Option<Arc<Vec<Ranked>>> {
        let slot = lock(&self.ranking);
        let ranking = slot.as_ref()?;
        let fresh = ranking.change == app.events.last() || ranking.at.elapsed() < FRESH;
        fresh.then(|| Arc::clone(&ranking.ranked))
    }

    /// A figure was decided of: it is not shown again.
    pub(crate) fn decide(&self, figure: String) {
        lock(&self.decided).insert(figure);
    }

    /// The figures that were decided of since the ranking was made.
    pub(crate) fn decided(&self) -> BTreeSet<String> {
        lock(&self.decided).clone()
    }
}
