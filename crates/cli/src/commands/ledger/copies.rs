//! `recoupe copies`.

use recoupe_dossier::{Locale, typography, words};
use recoupe_ledger::{Access, CopiesAsked, CopyLine, CopyOrder, ReportLine, SharedPassage};
use recoupe_story::copying::{CopyKind, Kinship};

use super::{jsonl, lines, one_line};
use crate::{
    args::{CopiesArgs, ListFormat},
    desk,
    settings::Settings,
};

/// Passages of a pair that people are shown, the longest.
const MOST_PASSAGES: usize = 3;
/// Characters of a passage that are shown.
const MOST_SHOWN: usize = 160;

/// Lists copies.
pub(crate) fn run(args: &CopiesArgs, settings: &Settings) -> anyhow::Result<()> {
    let asked = CopiesAsked { story: args.story.as_deref(), limit: Some(args.limit) };
    let copies = desk::open(&args.at, Access::Read)?.copies(&asked)?;
    match args.format {
        ListFormat::Jsonl => jsonl(&copies),
        ListFormat::Text => {
            let groups = copies.chunk_by(|a, b| a.earlier.id == b.earlier.id);
            lines(settings.locale, groups.map(|group| told(group, settings.locale)))
        }
    }
}

/// A report, and under it those who have its words.
fn told(group: &[CopyLine], locale: Locale) -> String {
    let mut out: Vec<String> = group.first().map(|first| report(&first.earlier, locale)).into_iter().collect();
    for copy in group {
        let percent = (copy.shares.1 * 100.0).round();
        let share = match locale {
            Locale::Fr => format!("{percent} % de son texte"),
            Locale::En => format!("{percent}% of its text"),
        };
        let counted = words::count(locale, copy.words, ("mot", "word"), ("mots", "words"));
        out.push(format!("  → {}", report(&copy.later, locale)));
        out.push(format!("      {} · {counted}, {share} · {}", kind(copy, locale), order(copy.order, locale)));
        let mut longest: Vec<&SharedPassage> = copy.passages.iter().collect();
        longest.sort_by_key(|p| std::cmp::Reverse(p.text.len()));
        longest.truncate(MOST_PASSAGES);
        longest.sort_by_key(|p| p.earlier.start);
        out.extend(longest.iter().map(|p| format!("      {}", passage(p, locale))));
        let left = copy.passages.len() - longest.len();
        if left > 0 {
            out.push(format!("      {}", words::and_more(locale, left)));
        }
    }
    out.join("\n")
}

/// "r0f…  Le Courrier, 2031-03-04  Titre".
fn report(line: &ReportLine, locale: Locale) -> String {
    let outlet = line.outlet.as_deref().unwrap_or(&line.place);
    let published = line.published.as_deref().unwrap_or(locale.pick("sans date", "undated"));
    let title = line.title.as_deref().unwrap_or_default();
    format!("{}  {}, {published}  {}", line.id, one_line(outlet), one_line(title)).trim_end().to_owned()
}

fn kind(copy: &CopyLine, locale: Locale) -> &'static str {
    match (copy.kinship, copy.kind) {
        (Kinship::Version, _) => locale.pick("le même article", "the same article"),
        (Kinship::Reuse, _) => {
            locale.pick("texte repris par son propre éditeur", "text that its own publisher uses again")
        }
        (_, CopyKind::Exact) => locale.pick("copie mot pour mot", "copy word for word"),
        (_, CopyKind::Near) => locale.pick("copie à quelques mots près", "copy but for a few words"),
        (_, CopyKind::Cut) => locale.pick("copie abrégée ou augmentée", "copy, cut or added to"),
        (_, CopyKind::Part) => locale.pick("copie en bonne partie", "copy in good part"),
        (_, CopyKind::Passage) => locale.pick("passage en commun", "passage in common"),
    }
}

fn order(order: CopyOrder, locale: Locale) -> &'static str {
    match order {
        CopyOrder::Published => {
            locale.pick("postérieur par sa date de publication", "later by its date of publication")
        }
        CopyOrder::Agency => locale
            .pick("postérieur sans doute : le premier est d’une agence", "probably later: the first is an agency’s"),
        CopyOrder::Open => locale.pick(
            "on ne sait lequel est le premier : rangés comme ils sont arrivés",
            "which came first is not known: in the order they arrived",
        ),
    }
}

/// "120–356 → 0–236 : « … »", bytes of the one and of the other.
fn passage(passage: &SharedPassage, locale: Locale) -> String {
    let (a, b) = (passage.earlier, passage.later);
    let all = one_line(&passage.text);
    let mut shown: String = all.chars().take(MOST_SHOWN).collect();
    if shown.len() < all.len() {
        shown.push('…');
    }
    let colon = locale.pick(" :", ":");
    format!("{}–{} → {}–{}{colon} {}", a.start, a.end, b.start, b.end, typography::quoted(locale, &shown))
}
