//! What marked figures count: `tests/cases/counted/{fr,en}.txt`; for the marks see `marked`. Needs the models.

mod marked;

use marked::check;
use recoupe_reading::Lang;

#[test]
fn counted() {
    for (file, lang) in [("fr.txt", Lang::Fr), ("en.txt", Lang::En)] {
        let all = check("counted", file, lang, |reading, at, expected| {
            let figure = reading.figure(at)?;
            let counted = figure.counted.map_or("-", |c| reading.doc.quote(c));
            let unit = figure.unit.as_deref().unwrap_or("-");
            let role = figure.role.map_or("-".to_owned(), |r| format!("{r:?}").to_lowercase());
            let kind = figure.kind.map_or("-".to_owned(), |k| format!("{k:?}").to_lowercase());
            let found = [counted, unit, &role, &kind];
            let wanted: Vec<&str> = expected.split(" / ").collect();
            // The counted phrase must hold the word; the other fields must be the same.
            let right = wanted.len() == found.len()
                && wanted.iter().zip(found).enumerate().all(|(n, (wanted, found))| match (n, *wanted) {
                    (_, "_") => true,
                    (0, word) => found.to_lowercase().contains(word),
                    (_, field) => field == found,
                });
            Some(if right { expected.to_owned() } else { found.join(" / ") })
        });
        assert!(all >= 85, "{file}: only {all} cases");
    }
}
