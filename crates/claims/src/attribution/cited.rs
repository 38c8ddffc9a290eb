//! Relays named by a participle: "X, citing Y, said that …", "Citant Y, X évoque …": Y asserts what X tells.

use std::ops::Range;

use super::{
    classes::WordClass,
    found::{Form, Found},
    lexicon::{Class, SpeakerKind},
    phrase, subject,
    view::View,
};

/// How many attributions before and behind a participle are looked at.
const NEAR: usize = 12;

/// Gives what a statement tells to whom it cites, as a statement inside it, instead of the one that says no more
/// than who is cited ("citing the police").
pub(crate) fn sources(view: &View, found: &mut Vec<Found>) {
    // "citing Y", "qui cite Y"
    let cites = |i: usize| {
        view.is(i, WordClass::CitingParticiple)
            || i > 0 && view.is(i - 1, WordClass::Relative) && is_citing_verb(view.lower(i))
    };
    let named = |f: &Found| f.form == Form::Before && cites(f.anchor) && is_name(view, f);
    let mut added: Vec<Found> = Vec::new();
    for i in (0..view.len()).filter(|&i| cites(i)) {
        let Some(source) = told_by(view, i) else { continue };
        let sentence = view.sentence(i);
        let teller = found
            .iter()
            .filter(|f| {
                sentence.contains(&f.anchor)
                    && f.form != Form::Standing
                    && !named(f)
                    && !f.holds(i)
                    && !f.content.is_empty()
                    && view.level[f.anchor] == view.level[i]
            })
            .take(NEAR)
            .min_by_key(|f| f.anchor.abs_diff(i));
        if let Some(teller) = teller {
            added.push(Found {
                source: vec![source],
                cue: vec![i..i + 1],
                content: teller.content.clone(),
                class: Class::Say,
                negated: false,
                anchor: i,
                form: Form::Cited,
            });
        }
    }
    found.retain(|f| !(named(f) && added.iter().any(|a| a.anchor == f.anchor)));
    found.extend(added);
    relays(view, found);
}

/// "des témoins cités par la presse", "witnesses quoted by the paper": who quotes tells what they say.
fn relays(view: &View, found: &mut Vec<Found>) {
    let mut added: Vec<Found> = Vec::new();
    for f in found.iter_mut().filter(|f| !matches!(f.form, Form::Standing | Form::Cited) && !f.content.is_empty()) {
        let Some(source) = f.source.first().cloned() else { continue };
        let reach = source.start..source.end.max(1) + 1;
        let Some(participle) = reach.into_iter().find(|&i| i > source.start && is_quoted(view.lower(i))) else {
            continue;
        };
        if !matches!(view.lower(participle + 1), "par" | "by") {
            continue;
        }
        let limit = view.reach(participle).end;
        let Some(relay) = phrase::core(view, participle + 2, limit).filter(|r| r.start == participle + 2) else {
            continue;
        };
        if matches!(subject::kind(view, &relay), Some(SpeakerKind::Thing)) {
            continue;
        }
        f.form = Form::Cited;
        f.source[0].end = source.end.min(participle);
        added.push(Found {
            source: vec![relay],
            cue: vec![participle..participle + 1],
            content: f.content.clone(),
            class: Class::Say,
            negated: false,
            anchor: participle,
            form: Form::Before,
        });
    }
    found.extend(added);
}

fn is_citing_verb(lower: &str) -> bool {
    matches!(lower, "cite" | "citent" | "citait" | "relaie" | "relaient" | "cites" | "cited" | "quotes" | "quoted")
}

fn is_quoted(lower: &str) -> bool {
    matches!(
        lower,
        "cité"
            | "citée"
            | "cités"
            | "citées"
            | "interrogé"
            | "interrogée"
            | "interrogés"
            | "interrogées"
            | "quoted"
            | "cited"
            | "interviewed"
    )
}

/// The content is but a noun phrase.
fn is_name(view: &View, f: &Found) -> bool {
    !f.content.iter().any(|r| view.any_finite(r.clone()) || r.clone().any(|i| view.is_quote_mark(i)))
}

/// Who is cited: somebody or something that can tell, not a reason ("citing safety concerns").
fn told_by(view: &View, participle: usize) -> Option<Range<usize>> {
    let limit = view.reach(participle).end;
    let source = phrase::core(view, participle + 1, limit).filter(|s| s.start == participle + 1)?;
    let tells = match subject::kind(view, &source) {
        Some(SpeakerKind::Person | SpeakerKind::Body | SpeakerKind::Document) => true,
        Some(_) => false,
        None => {
            let label = view.token(subject::head_of(view, &source)).ent_type.as_str();
            matches!(label, "PER" | "PERSON" | "ORG" | "NORP")
        }
    };
    tells.then_some(source)
}

#[cfg(test)]
mod tests {
    use recoupe_reading::{Lang, read_text, testing};

    /// The speaker of the first figure and those who relay it.
    fn chain(text: &str, lang: Lang) -> Vec<String> {
        let claims = crate::read(&read_text(text, Some(lang), testing::models()));
        let figure = claims.figures.first().expect("a figure");
        figure.speaker.iter().chain(&figure.via).map(|s| s.name.to_string()).collect()
    }

    #[test]
    fn who_is_cited_is_the_origin() {
        let en = "The mayor, citing the fire service, told reporters that the blast was felt 40 km away.";
        assert_eq!(chain(en, Lang::En), ["fire service", "mayor"]);
        let fr = "Citant un officier, la radio locale fait état de 30 morts.";
        assert_eq!(chain(fr, Lang::Fr), ["officier", "radio locale"]);
        let fr = "Citant une source diplomatique, la chaîne affirme que 15 otages sont en vie.";
        assert_eq!(chain(fr, Lang::Fr), ["source diplomatique", "chaîne"]);
    }

    #[test]
    fn who_quotes_relays() {
        let fr = "Selon des témoins cités par Le Phare, vingt personnes ont été touchées.";
        assert_eq!(chain(fr, Lang::Fr), ["témoins", "Phare"]);
        let en = "Witnesses quoted by the Morning Post said that twenty people were hit.";
        assert_eq!(chain(en, Lang::En), ["Witnesses", "Morning Post"]);
    }

    #[test]
    fn a_reason_is_no_source() {
        assert_eq!(chain("Citing safety concerns, the mayor said that 12 bridges were closed.", Lang::En), ["mayor"]);
    }
}
