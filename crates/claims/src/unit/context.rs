//! Currencies that share a name: whose francs, dinars, pesos or crowns a sentence means.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use smol_str::SmolStr;

use crate::lexicon::{Phrases, rows};
use crate::number::Text;

/// Names that stand for no issuer alone: "couronnes" are also wreaths.
const NAMELESS: [&str; 4] = ["couronne", "couronnes", "crowns", "kronor"];

/// For the code that a shared name stands for alone: words that tell another issuer.
fn contexts() -> &'static BTreeMap<&'static str, Phrases<SmolStr>> {
    static TABLE: LazyLock<BTreeMap<&'static str, Phrases<SmolStr>>> = LazyLock::new(|| {
        let mut out: BTreeMap<&'static str, Phrases<SmolStr>> = BTreeMap::new();
        for row in rows(include_str!("contexts.tsv")) {
            let [alone, meant, words] = row[..] else { continue };
            let phrases = out.entry(alone).or_default();
            words.split('|').for_each(|w| phrases.add(w.trim(), SmolStr::new(meant)));
        }
        out
    });
    &TABLE
}

/// The currency that the name at word `at` means in this sentence: the one whose country stands nearest, else `alone`; `None` where
/// the name alone is no currency.
pub(super) fn issuer(text: &Text<'_>, at: usize, alone: &SmolStr) -> Option<SmolStr> {
    let nameless = NAMELESS.contains(&text.fold(at));
    let fallback = || (!nameless).then(|| alone.clone());
    let Some(phrases) = contexts().get(alone.as_str()) else { return fallback() };
    let window = at.saturating_sub(REACH)..(at + REACH).min(text.words.len());
    let nearest = window
        .filter_map(|k| phrases.at(&text.words, k).map(|(_, code)| (k.abs_diff(at), code)))
        .min_by_key(|(d, _)| *d);
    nearest.map(|(_, code)| code.clone()).or_else(fallback)
}

/// So many words to both sides are looked at.
const REACH: usize = 20;
