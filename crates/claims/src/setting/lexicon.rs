//! The words of `setting.tsv`, by class; the data file says what each class means.

use std::sync::LazyLock;

use recoupe_reading::Lang;

use crate::lexicon::{Phrases, WordSet, fold, rows};

pub(super) struct Lexicon {
    pub(super) event: WordSet,
    pub(super) another: WordSet,
    pub(super) earlier: WordSet,
    pub(super) spread: WordSet,
    pub(super) count: WordSet,
    pub(super) by: WordSet,
    pub(super) total: WordSet,
    pub(super) happen: WordSet,
    pub(super) follow: WordSet,
    pub(super) after: WordSet,
    pub(super) time: WordSet,
    pub(super) when: WordSet,
    pub(super) lasting: WordSet,
    pub(super) linked: WordSet,
    pub(super) several: WordSet,
    /// Over a period that comes again.
    pub(super) every: Phrases<()>,
}

pub(super) fn lexicon(lang: Lang) -> &'static Lexicon {
    fn load(source: &'static str) -> Lexicon {
        let set = |class: &str| {
            let rows = rows(source).filter(|r| r.first() == Some(&class)).filter_map(|r| r.get(1).copied());
            rows.flat_map(|forms| forms.split('|')).map(|f| fold(f.trim())).collect()
        };
        Lexicon {
            event: set("event"),
            another: set("another"),
            earlier: set("earlier"),
            spread: set("spread"),
            count: set("count"),
            by: set("by"),
            total: set("total"),
            happen: set("happen"),
            follow: set("follow"),
            after: set("after"),
            time: set("time"),
            when: set("when"),
            lasting: set("lasting"),
            linked: set("linked"),
            several: set("several"),
            every: Phrases::of_rows(source, |row| (row.first() == Some(&"every")).then_some(())),
        }
    }
    static FR: LazyLock<Lexicon> = LazyLock::new(|| load(include_str!("../fr/setting.tsv")));
    static EN: LazyLock<Lexicon> = LazyLock::new(|| load(include_str!("../en/setting.tsv")));
    match lang {
        Lang::En => &EN,
        Lang::Fr | Lang::Other => &FR,
    }
}
