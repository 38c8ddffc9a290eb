//! What was written once and is sent to all who ask: dossiers by story and revision, lists until the ledger changes.

use std::{
    io::{Read as _, Write as _},
    sync::Arc,
};

use axum::{
    body::Bytes,
    http::{HeaderMap, Uri},
    response::Response,
};
use flate2::{Compression, read::GzDecoder, write::GzEncoder};
use quick_cache::{Weighter, sync::Cache};
use recoupe_dossier::{json, wire::Dossier};
use recoupe_ledger::{Ledger, LedgerError, StoryHead};
use recoupe_story::Options;
use serde::Serialize;

use crate::{
    App, answer,
    problem::{Code, Problem, Result},
};

/// Entries that may be kept at a time, about: the weight decides.
const ENTRIES: usize = 8192;
/// What an entry weighs beside its bytes.
const OVERHEAD: u64 = 512;
/// The share of the memory that lists may take.
const LISTS: u64 = 8;

/// JSON as it is sent, packed, with its fingerprint.
pub(crate) struct Packed {
    pub(crate) etag: String,
    gzip: Bytes,
}

impl Packed {
    /// Packs JSON.
    fn new(etag: String, json: &[u8]) -> Result<Arc<Self>> {
        let mut out = GzEncoder::new(Vec::with_capacity(json.len() / 4), Compression::new(6));
        let packed = out.write_all(json).and_then(|()| out.finish()).map_err(|_| Problem::from(Code::Internal))?;
        Ok(Arc::new(Self { etag, gzip: packed.into() }))
    }

    /// Unpacked.
    pub(crate) fn plain(&self) -> Result<Vec<u8>> {
        let mut out = Vec::with_capacity(self.gzip.len() * 8);
        GzDecoder::new(&*self.gzip).read_to_end(&mut out).map_err(|_| Problem::from(Code::Internal))?;
        Ok(out)
    }

    /// The answer, packed for those who take it so.
    pub(crate) fn answer(&self, headers: &HeaderMap) -> Result<Response> {
        if answer::has(headers, &self.etag) {
            return Ok(answer::unchanged(&self.etag));
        }
        if answer::takes_gzip(headers) {
            let response = answer::tagged(headers, &self.etag, "application/json", self.gzip.clone());
            return Ok(answer::packed(response));
        }
        Ok(answer::tagged(headers, &self.etag, "application/json", self.plain()?.into()))
    }
}

#[derive(Debug, Clone)]
struct Weight;

/// What is asked for, and in which revision.
type Key = (String, String);

impl Weighter<Key, Arc<Packed>> for Weight {
    fn weight(&self, key: &Key, packed: &Arc<Packed>) -> u64 {
        (packed.gzip.len() + key.0.len() + key.1.len()) as u64 + OVERHEAD
    }
}

/// All that is at hand.
pub(crate) struct Kept {
    dossiers: Cache<Key, Arc<Packed>, Weight>,
    lists: Cache<Key, Arc<Packed>, Weight>,
    heads: Cache<(String, u64), StoryHead>,
}

impl Kept {
    /// Keeps answers of so many bytes in all.
    pub(crate) fn new(bytes: u64) -> Self {
        Self {
            dossiers: Cache::with_weighter(ENTRIES, bytes - bytes / LISTS, Weight),
            lists: Cache::with_weighter(ENTRIES, bytes / LISTS, Weight),
            heads: Cache::new(ENTRIES),
        }
    }
}

/// What a story is called now, and its revision.
pub(crate) async fn head(app: &App, id: &str) -> Result<StoryHead> {
    let key = (id.to_owned(), app.events.tick());
    let asked_for = id.to_owned();
    let look = app.readers.ask(move |ledger| ledger.story_head(&asked_for));
    app.kept.heads.get_or_insert_async(&key, look).await
}

/// The dossier of a story in this revision; made where it is not at hand, once however many ask for it.
pub(crate) async fn dossier(app: &App, head: &StoryHead) -> Result<Arc<Packed>> {
    let key = (head.id.clone(), head.revision.clone());
    if let Some(found) = app.kept.dossiers.get(&key) {
        app.metrics.hits.inc();
        return Ok(found);
    }
    let etag = etag(head);
    let id = head.id.clone();
    let make = async {
        app.metrics.misses.inc();
        let made = app.makers.ask(move |ledger| Ok(make(ledger, &id, etag))).await?;
        made.map_err(Problem::from)?
    };
    app.kept.dossiers.get_or_insert_async(&key, make).await
}

fn make(ledger: &Ledger, id: &str, etag: String) -> Result<Result<Arc<Packed>>, LedgerError> {
    let dossier = ledger.story(id, &Options::default())?.dossier();
    let json = json::pretty(&dossier).map_err(|_| Problem::from(Code::Internal));
    Ok(json.and_then(|json| Packed::new(etag, json.as_bytes())))
}

/// Fingerprint of a dossier: known without making it.
pub(crate) fn etag(head: &StoryHead) -> String {
    answer::etag(&[&head.id, &head.revision, recoupe_dossier::RULES, env!("CARGO_PKG_VERSION")])
}

/// The dossier of a story as it stands now, read.
pub(crate) async fn dossier_now(app: &App, id: &str) -> Result<(StoryHead, Dossier)> {
    let head = head(app, id).await?;
    let packed = dossier(app, &head).await?;
    Ok((head, read(packed).await?))
}

/// A dossier, read from what is at hand.
pub(crate) async fn read(packed: Arc<Packed>) -> Result<Dossier> {
    let task = tokio::task::spawn_blocking(move || {
        serde_json::from_slice(&packed.plain()?).map_err(|_| Problem::from(Code::Internal))
    });
    task.await.map_err(|_| Problem::from(Code::Internal))?
}

/// A list, made once until the ledger changes.
pub(crate) async fn list<T: Serialize>(
    app: &App,
    headers: &HeaderMap,
    uri: &Uri,
    make: impl Future<Output = Result<T>>,
) -> Result<Response> {
    let key = (uri.to_string(), app.events.tick().to_string());
    let packed = app.kept.lists.get_or_insert_async(&key, async {
        let json = serde_json::to_string(&make.await?).map_err(|_| Problem::from(Code::Internal))?;
        Packed::new(answer::etag(&[&json]), json.as_bytes())
    });
    packed.await?.answer(headers)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_is_unpacked_for_those_who_need_it_so() {
        let packed = Packed::new("W/\"x\"".into(), b"{\"a\":1}").expect("can be packed");
        assert_eq!(packed.plain().expect("can be unpacked"), b"{\"a\":1}");
        let mut headers = HeaderMap::new();
        let plain = packed.answer(&headers).expect("an answer");
        assert!(!plain.headers().contains_key("content-encoding"));
        headers.insert("accept-encoding", "br;q=1, gzip".parse().expect("a header"));
        assert_eq!(packed.answer(&headers).expect("an answer").headers()["content-encoding"], "gzip");
        headers.insert("accept-encoding", "gzip;q=0".parse().expect("a header"));
        assert!(!packed.answer(&headers).expect("an answer").headers().contains_key("content-encoding"));
    }
}
