//! What a quantity counts, in words of both languages.

use std::collections::BTreeSet;

use recoupe_claims::{Figure, Per, Role};
use recoupe_reading::{Lang, world};
use smol_str::SmolStr;

use super::{
    facet::{RoleClass, Scope, is_currency},
    most,
    place::Where,
    state_name,
};
use crate::{Bilingual, Read, text::entries};

/// `class TAB plural noun TAB gender` (French), `class TAB plural noun` (English).
const HEADS_FR: &str = include_str!("../fr/heads.tsv");
const HEADS_EN: &str = include_str!("../en/heads.tsv");

/// All that a label is made of.
#[derive(Debug)]
pub(super) struct Told<'a> {
    pub(super) head: Option<&'a str>,
    pub(super) countries: &'a BTreeSet<SmolStr>,
    pub(super) modifiers: &'a BTreeSet<SmolStr>,
    pub(super) role: RoleClass,
    pub(super) scope: Scope,
    pub(super) incident: bool,
    pub(super) unit: Option<&'a str>,
    /// What a rate is counted per.
    pub(super) per: Option<&'a Per>,
    pub(super) place: Option<&'a Where>,
    /// The words that reports count by, by language.
    pub(super) counted: (Option<String>, Option<String>),
    /// The place as most reports name it.
    pub(super) place_name: Option<String>,
}

/// A readable identifier from what does not depend on a language.
pub(super) fn identifier(t: &Told<'_>, dimension: &str) -> String {
    let mut words: Vec<String> = t.countries.iter().map(|c| c.to_lowercase()).collect();
    words.push(
        t.head.unwrap_or(if dimension.split('/').next() == Some("person") { "people" } else { "things" }).to_owned(),
    );
    words.extend(t.modifiers.iter().map(ToString::to_string));
    if let RoleClass::Of(role) = t.role {
        words.push(format!("{role:?}").to_lowercase());
    } else if t.role == RoleClass::Presence {
        words.push("present".to_owned());
    } else if !matches!(dimension, "person" | "item") {
        words.push(dimension.to_owned());
    }
    match t.scope {
        Scope::Whole if t.incident => words.push("incident".to_owned()),
        Scope::Whole => {}
        other => words.push(format!("{other:?}").to_lowercase()),
    }
    match t.place {
        Some(Where::Region { key, .. }) => words.push(key.clone()),
        Some(Where::Country(c)) => words.push(c.to_lowercase()),
        Some(Where::Nameless(n)) => words.push(n.clone()),
        _ => {}
    }
    words.join(" ")
}

/// "soldats nord-coréens tués ou blessés, Russie" / "North Korean soldiers killed or wounded, Russia".
pub(super) fn label(t: &Told<'_>) -> Bilingual {
    let fr = [population_fr(t), role_fr(t)].into_iter().flatten().collect::<Vec<_>>().join(" ");
    let en = [population_en(t), role_en(t)].into_iter().flatten().collect::<Vec<_>>().join(" ");
    let (scope_fr, scope_en) = match t.scope {
        Scope::Whole if t.incident => (" (un épisode)", " (one incident)"),
        Scope::Whole => ("", ""),
        Scope::Increment => (" (en plus)", " (additional)"),
        Scope::Plan => (" (projet ou prévision)", " (plan or forecast)"),
        Scope::Share => (" (part)", " (share)"),
        Scope::Rate => (" (calculé)", " (computed)"),
        Scope::Part => (" (une partie)", " (some of them)"),
        Scope::Apart => (" (un autre évènement)", " (another event)"),
    };
    let unit = t.unit.filter(|u| !matches!(*u, "person" | "item" | "percent")).map(unit_words);
    let per = t.per.map(per_words).unwrap_or_default();
    let with = |words: String, scope: &str, unit: Option<&str>, per: &str, place: Option<String>| {
        let unit = unit.map(|u| format!(" ({u})")).unwrap_or_default();
        let place = place.map(|p| format!(", {p}")).unwrap_or_default();
        format!("{words}{unit}{per}{scope}{place}")
    };
    Bilingual::new(
        with(
            fr,
            scope_fr,
            unit.as_ref().map(|u| u.fr.as_str()),
            &per.fr,
            t.place.map(|p| place(p, t.place_name.as_deref(), Lang::Fr)),
        ),
        with(
            en,
            scope_en,
            unit.as_ref().map(|u| u.en.as_str()),
            &per.en,
            t.place.map(|p| place(p, t.place_name.as_deref(), Lang::En)),
        ),
    )
}

/// A unit as a label shows it: time in words, the rest by its symbol.
fn unit_words(unit: &str) -> Bilingual {
    match unit {
        "minute" => Bilingual::new("minutes", "minutes"),
        "hour" => Bilingual::new("heures", "hours"),
        "day" => Bilingual::new("jours", "days"),
        "week" => Bilingual::new("semaines", "weeks"),
        "month" => Bilingual::new("mois", "months"),
        "year" => Bilingual::new("années", "years"),
        "times" => Bilingual::new("fois", "times"),
        other => Bilingual::same(other),
    }
}

/// " par jour" / " per day", " pour 100000 personnes" / " per 100000 people".
fn per_words(per: &Per) -> Bilingual {
    let times = [
        ("second", "seconde"),
        ("minute", "minute"),
        ("hour", "heure"),
        ("day", "jour"),
        ("night", "nuit"),
        ("week", "semaine"),
        ("month", "mois"),
        ("quarter", "trimestre"),
        ("year", "an"),
        ("person", "personne"),
        ("household", "foyer"),
        ("barrel", "baril"),
        ("share", "action"),
    ];
    let french =
        |word: &str| times.iter().find(|(en, _)| *en == word).map_or(word.to_owned(), |(_, fr)| (*fr).to_owned());
    if per.number == 1.0 {
        let fr: Vec<String> = per.of.split('/').map(french).collect();
        let en: Vec<&str> = per.of.split('/').collect();
        return Bilingual::new(format!(" par {}", fr.join(" et par ")), format!(" per {}", en.join(" per ")));
    }
    let plural = |table, word: &str| row(table, word).and_then(|mut f| f.next().map(str::to_owned));
    let fr = if per.of == "person" {
        "personnes".to_owned()
    } else {
        plural(HEADS_FR, &per.of).unwrap_or_else(|| french(&per.of))
    };
    let en = if per.of == "person" {
        "people".to_owned()
    } else {
        plural(HEADS_EN, &per.of).unwrap_or_else(|| per.of.to_string())
    };
    Bilingual::new(format!(" pour {} {fr}", per.number), format!(" per {} {en}", per.number))
}

/// A place in a language.
pub(super) fn place(p: &Where, name: Option<&str>, lang: Lang) -> String {
    match p {
        Where::Country(c) => state_name(c, lang),
        Where::Region { key, .. } => {
            let known = world::place(key).map(|p| p.name.to_owned());
            known.or_else(|| name.map(str::to_owned)).unwrap_or_else(|| key.clone())
        }
        Where::Nameless(n) => name.unwrap_or(n).to_owned(),
        Where::Unknown => String::new(),
    }
}

/// The place as most reports name it.
pub(super) fn place_name(figures: &[&Figure]) -> Option<String> {
    most(figures.iter().filter_map(|f| f.place.as_ref()).map(|p| p.name.clone()))
}

/// The words that most reports of each language count by.
pub(super) fn counted(figures: &[&Figure], reports: &[usize], reads: &[Read]) -> (Option<String>, Option<String>) {
    let of = |lang: Lang| {
        most(figures.iter().zip(reports).filter(|(_, r)| reads[**r].doc.lang == lang).filter_map(|(f, r)| {
            let span = f.counted?;
            let text = reads[*r].doc.report.text.get(span.start..span.end)?;
            Some(text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase())
        }))
    };
    (of(Lang::Fr), of(Lang::En))
}

fn population_fr(t: &Told<'_>) -> Option<String> {
    let (noun, feminine) = match t.head {
        Some(head) => match row(HEADS_FR, head) {
            Some(mut fields) => (fields.next()?.to_owned(), fields.next() == Some("f")),
            None => return Some(raw(t, Lang::Fr, head)),
        },
        None if is_people(t) => ("personnes".to_owned(), true),
        None => return Some(raw(t, Lang::Fr, if is_time(t) { "durée" } else { "quantité" })),
    };
    let states: Vec<String> = t.countries.iter().map(|c| demonym_fr(c, feminine)).collect();
    Some(join_words(noun, &crate::words::list(&states).fr, ""))
}

fn population_en(t: &Told<'_>) -> Option<String> {
    let noun = match t.head {
        Some(head) => match row(HEADS_EN, head) {
            Some(mut fields) => fields.next()?.to_owned(),
            None => return Some(raw(t, Lang::En, head)),
        },
        None if is_people(t) => "people".to_owned(),
        None => return Some(raw(t, Lang::En, if is_time(t) { "duration" } else { "quantity" })),
    };
    let states: Vec<String> = t.countries.iter().map(|c| demonym_en(c)).collect();
    Some(join_words(crate::words::list(&states).en, &noun, ""))
}

fn is_time(t: &Told<'_>) -> bool {
    t.unit.is_some_and(|u| crate::units::unit(u).dimension == "duration")
}

fn is_people(t: &Told<'_>) -> bool {
    matches!(t.unit, None | Some("person")) || t.role != RoleClass::None
}

fn join_words(a: String, b: &str, c: &str) -> String {
    [a.as_str(), b, c].into_iter().filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ")
}

/// A head that the lexicon does not know: the words of the reports in that language, else in the other, else the lemma.
fn raw(t: &Told<'_>, lang: Lang, head: &str) -> String {
    let (fr, en) = (&t.counted.0, &t.counted.1);
    let own = if lang == Lang::En { en } else { fr };
    let other = if lang == Lang::En { fr } else { en };
    if t.unit.is_some_and(is_currency) && own.is_none() && other.is_none() {
        return if lang == Lang::En { "amount" } else { "montant" }.to_owned();
    }
    let quoted = |o: &String| if lang == Lang::En { format!("“{o}”") } else { format!("« {o} »") };
    own.clone().or_else(|| other.as_ref().map(quoted)).unwrap_or_else(|| head.to_owned())
}

fn row<'a>(table: &'a str, class: &str) -> Option<impl Iterator<Item = &'a str>> {
    entries(table).find_map(|l| {
        let mut fields = l.split('\t');
        (fields.next() == Some(class)).then_some(fields)
    })
}

/// The plural adjective of a people.
fn demonym_fr(code: &str, feminine: bool) -> String {
    match world::demonym(code, Lang::Fr) {
        Some((_, Some(irregular))) if feminine => format!("{irregular}s"),
        Some((masculine, _)) => plural_fr(masculine, feminine),
        None => format!("({})", state_name(code, Lang::Fr)),
    }
}

/// Plural of a French adjective from its masculine singular.
fn plural_fr(masculine: &str, feminine: bool) -> String {
    if feminine {
        let stem = if masculine.ends_with(['e', 'a', 'o']) {
            masculine.to_owned()
        } else if masculine.ends_with("en") || masculine.ends_with("on") {
            format!("{masculine}ne")
        } else {
            format!("{masculine}e")
        };
        return format!("{stem}s");
    }
    match masculine {
        m if m.ends_with('s') || m.ends_with('x') => m.to_owned(),
        m if m.ends_with("al") => format!("{}aux", &m[..m.len() - 2]),
        m => format!("{m}s"),
    }
}

fn demonym_en(code: &str) -> String {
    world::demonym(code, Lang::En).map_or_else(|| state_name(code, Lang::En), |d| d.0.to_owned())
}

/// The role in words, for a list of parts.
pub(super) fn role_words(role: RoleClass) -> Bilingual {
    match role {
        RoleClass::Of(r) => {
            Bilingual::new(role_words_fr(r, false).unwrap_or("personnes"), role_words_en(r).unwrap_or("people"))
        }
        RoleClass::Presence => Bilingual::new("présents", "present"),
        RoleClass::None => Bilingual::default(),
    }
}

fn role_fr(t: &Told<'_>) -> Option<String> {
    let feminine = match t.head {
        Some(h) => row(HEADS_FR, h).is_some_and(|mut f| f.nth(1) == Some("f")),
        None => true,
    };
    match t.role {
        RoleClass::Of(r) => role_words_fr(r, feminine).map(str::to_owned),
        RoleClass::Presence => Some(if feminine { "envoyées ou présentes" } else { "envoyés ou présents" }.to_owned()),
        RoleClass::None => None,
    }
}

fn role_en(t: &Told<'_>) -> Option<String> {
    match t.role {
        RoleClass::Of(r) => role_words_en(r).map(str::to_owned),
        RoleClass::Presence => Some("sent or present".to_owned()),
        RoleClass::None => None,
    }
}

fn role_words_fr(role: Role, feminine: bool) -> Option<&'static str> {
    let (m, f) = match role {
        Role::Killed => ("tués", "tuées"),
        Role::Wounded => ("blessés", "blessées"),
        Role::Missing => ("disparus", "disparues"),
        Role::Captured => ("capturés", "capturées"),
        Role::Casualties => ("tués ou blessés", "tuées ou blessées"),
        Role::Displaced => ("déplacés", "déplacées"),
        Role::Evacuated => ("évacués", "évacuées"),
        Role::Detained => ("arrêtés", "arrêtées"),
        Role::Infected => ("infectés", "infectées"),
        Role::Deployed | Role::Present => ("envoyés ou présents", "envoyées ou présentes"),
        Role::Other => return None,
    };
    Some(if feminine { f } else { m })
}

fn role_words_en(role: Role) -> Option<&'static str> {
    Some(match role {
        Role::Killed => "killed",
        Role::Wounded => "wounded",
        Role::Missing => "missing",
        Role::Captured => "captured",
        Role::Casualties => "killed or wounded",
        Role::Displaced => "displaced",
        Role::Evacuated => "evacuated",
        Role::Detained => "detained",
        Role::Infected => "infected",
        Role::Deployed | Role::Present => "sent or present",
        Role::Other => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn french_adjectives_agree() {
        assert_eq!(plural_fr("français", true), "françaises");
        assert_eq!(plural_fr("français", false), "français");
        assert_eq!(plural_fr("italien", true), "italiennes");
        assert_eq!(plural_fr("sud-coréen", true), "sud-coréennes");
        assert_eq!(plural_fr("sénégalais", false), "sénégalais");
        assert_eq!(plural_fr("russe", false), "russes");
    }

    #[test]
    fn both_languages_name_the_same_classes() {
        let classes = |t: &'static str| entries(t).filter_map(|l| l.split('\t').next()).collect::<BTreeSet<_>>();
        assert_eq!(classes(HEADS_FR), classes(HEADS_EN));
    }
}
