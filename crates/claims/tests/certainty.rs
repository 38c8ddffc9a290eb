//! Certainty and stance, as cases in `tests/cases/certainty`:
//!
//! - `{fr,en}.txt`: certainty, speaker and relays of a marked figure;
//! - `{fr,en}-wordings.txt`: certainty of a marked figure;
//! - `{fr,en}-stances.txt`: stance of the statement whose cue holds the marked words.
//!
//! The expected readings of the last two were written down before the program read them; for the marks see `marked`. Needs
//! the models.

mod marked;

use marked::{cells, check};
use recoupe_reading::Lang;

#[test]
fn speakers_of_figures() {
    for (file, lang) in [("fr.txt", Lang::Fr), ("en.txt", Lang::En)] {
        check("certainty", file, lang, |reading, at, expected| {
            let [_, speaker, via] = cells(expected)[..] else { panic!("three cells: {expected}") };
            let figure = reading.figure(at)?;
            let name = figure.speaker.as_ref().map_or("-", |s| s.name.as_str());
            let relays: Vec<&str> = figure.via.iter().map(|s| s.name.as_str()).collect();
            let relays = if relays.is_empty() { "-".to_owned() } else { relays.join("; ") };
            let found = format!("{:?} | {name} | {relays}", figure.certainty);
            // Compared without the case of the certainty, shown with the names as they are.
            let same = found.to_lowercase() == expected.to_lowercase() && name == speaker && relays == via;
            Some(if same { expected.to_owned() } else { found })
        });
    }
}

#[test]
fn wordings() {
    for (file, lang) in [("fr-wordings.txt", Lang::Fr), ("en-wordings.txt", Lang::En)] {
        let all = check("certainty", file, lang, |reading, at, _| {
            let figure = reading.figure(at)?;
            Some(format!("{:?}", figure.certainty).to_lowercase())
        });
        assert!(all >= 200, "{file}: only {all} cases");
    }
}

#[test]
fn stances() {
    for (file, lang) in [("fr-stances.txt", Lang::Fr), ("en-stances.txt", Lang::En)] {
        let all = check("certainty", file, lang, |reading, at, _| {
            let holds = |s: &&recoupe_claims::Statement| s.cue.iter().any(|c| c.start <= at && at < c.end);
            let statement = reading.claims.statements.iter().find(holds)?;
            Some(format!("{:?}", statement.stance).to_lowercase())
        });
        assert!(all >= 50, "{file}: only {all} cases");
    }
}
