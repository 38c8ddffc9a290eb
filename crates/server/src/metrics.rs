//! What is counted, in the text format of Prometheus (OpenMetrics).

use std::{sync::atomic::AtomicI64, time::Duration};

use prometheus_client::{
    encoding::{EncodeLabelSet, text::encode},
    metrics::{counter::Counter, family::Family, gauge::Gauge, histogram::Histogram},
    registry::Registry,
};

/// Seconds; the bound that dossier pages keep (0.2 s) is one of them.
const BOUNDS: [f64; 11] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1.0, 5.0];

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Request {
    method: String,
    route: String,
    status: u16,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Route {
    route: String,
}

/// All that is counted.
pub(crate) struct Metrics {
    registry: Registry,
    requests: Family<Request, Counter>,
    seconds: Family<Route, Histogram>,
    /// Dossiers that were at hand.
    pub(crate) hits: Counter,
    /// Dossiers that had to be made.
    pub(crate) misses: Counter,
    /// Decisions kept.
    pub(crate) decisions: Counter,
    /// Open connections.
    pub(crate) connections: Gauge<i64, AtomicI64>,
    /// Open streams of events.
    pub(crate) streams: Gauge<i64, AtomicI64>,
}

impl Metrics {
    pub(crate) fn new() -> Self {
        let mut registry = Registry::with_prefix("recoupe");
        let out = Self {
            requests: Family::default(),
            seconds: Family::new_with_constructor(|| Histogram::new(BOUNDS)),
            hits: Counter::default(),
            misses: Counter::default(),
            decisions: Counter::default(),
            connections: Gauge::default(),
            streams: Gauge::default(),
            registry: Registry::default(),
        };
        registry.register("http_requests", "Requests answered", out.requests.clone());
        registry.register("http_request_duration_seconds", "Time to the head of an answer", out.seconds.clone());
        registry.register("dossier_cache_hits", "Dossiers that were at hand", out.hits.clone());
        registry.register("dossier_cache_misses", "Dossiers that had to be made", out.misses.clone());
        registry.register("decisions", "Decisions kept", out.decisions.clone());
        registry.register("connections", "Open connections", out.connections.clone());
        registry.register("event_streams", "Open streams of events", out.streams.clone());
        Self { registry, ..out }
    }

    /// Counts a request. Routes are patterns, so that their number is bounded.
    pub(crate) fn answered(&self, method: &str, route: &str, status: u16, took: Duration) {
        let request = Request { method: method.to_owned(), route: route.to_owned(), status };
        self.requests.get_or_create(&request).inc();
        self.seconds.get_or_create(&Route { route: route.to_owned() }).observe(took.as_secs_f64());
    }

    /// As Prometheus reads them.
    pub(crate) fn text(&self) -> Result<String, std::fmt::Error> {
        let mut out = String::new();
        encode(&mut out, &self.registry)?;
        Ok(out)
    }
}
