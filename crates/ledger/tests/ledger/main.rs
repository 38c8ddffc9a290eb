//! Ledgers of made-up reports.

mod decisions;
mod files;
mod looking_up;
mod transfer;
mod versions;

use std::sync::OnceLock;

use jiff::Timestamp;
use recoupe_intake::{Basis, Metadata, Moment, Report, Told};
use recoupe_ledger::{Added, Ledger};
use recoupe_reading::Lang;
use recoupe_story::Read;

/// The n-th hour of the test's time.
fn at(hour: i64) -> Timestamp {
    let start: Timestamp = "2031-03-04T06:00:00Z".parse().expect("is a moment");
    Timestamp::from_second(start.as_second() + hour * 3600).expect("is a moment")
}

/// A report of an outlet at an address.
fn report(outlet: &str, page: &str, published: &str, text: &str) -> Report {
    let told = |value: &str| Some(Told::new(value.to_owned(), Basis::JsonLd));
    let moment: Moment = published.parse().expect("is a moment");
    let metadata = Metadata {
        title: told(text.lines().next().unwrap_or_default()),
        outlet: told(outlet),
        canonical: told(&format!("https://{outlet}.example/{page}")),
        published: Some(Told::new(moment, Basis::JsonLd)),
        ..Metadata::default()
    };
    Report::told(page, text.to_owned(), Vec::new(), metadata)
}

/// A report that was read; each text is read once in a run of the tests.
fn read(report: Report) -> Read {
    static MODELS: OnceLock<&'static recoupe_reading::Models> = OnceLock::new();
    let models = MODELS.get_or_init(recoupe_reading::testing::models);
    let doc = recoupe_reading::read(report, models, &recoupe_reading::Options { lang: None });
    assert_ne!(doc.lang, Lang::Other, "the language of a test's text is told");
    let claims = recoupe_claims::read(&doc);
    Read { doc, claims }
}

/// Adds reports at an hour and reconciles their stories.
fn add(ledger: &mut Ledger, hour: i64, reports: &[Report]) -> Vec<Added> {
    let reads = reports.iter().cloned().map(read).collect();
    let added = ledger.add(reads, at(hour)).expect("can be added");
    ledger.settle(at(hour)).expect("can be reconciled");
    added
}

fn sound(ledger: &Ledger) {
    let checked = ledger.check().expect("can be checked");
    assert_eq!(checked.problems, Vec::<String>::new());
}

const MORNING: &str = "Verlay sous les eaux de la Vire\n\n\
    La crue de la Vire a fait 12 morts et 40 blessés à Verlay, a annoncé mardi la préfecture de la Sarne.\n\n\
    Quelque 300 habitants ont été évacués, selon la mairie de Verlay.";

const EVENING: &str = "Verlay sous les eaux de la Vire\n\n\
    La crue de la Vire a fait 15 morts et 40 blessés à Verlay, a annoncé mardi soir la préfecture de la Sarne.\n\n\
    Les secours cherchent encore 6 disparus, selon les pompiers.";

const ENGLISH: &str = "The river Vire floods the town of Verlay\n\n\
    At least 20 people were killed in the flood of the river Vire, the mayor of Verlay, Anne Corlet, said on Tuesday.\n\n\
    The prefecture said that 40 people were wounded.";
