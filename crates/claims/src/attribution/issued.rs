//! Counts that a body issues, behind a colon: "La préfecture a publié lundi un nouveau bilan : 14 morts et 37 disparus", "The city has
//! not updated its toll since Monday: 14 dead".

use super::{
    classes::WordClass,
    extent,
    found::{Form, Found},
    lexicon::{Class, SpeakerKind},
    phrase, subject,
    view::View,
};

/// How far behind the colon a number must stand, in tokens.
const NEAR: usize = 5;

/// Adds who issues the count behind a colon where nobody was found to say it.
pub(crate) fn find(view: &View, found: &mut Vec<Found>) {
    for colon in (1..view.len()).filter(|&i| view.lower(i) == ":" && view.level[i].is_none()) {
        let sentence = view.sentence(colon);
        let numeric = (colon + 1..sentence.end.min(colon + NEAR)).any(|k| view.is_number(k));
        let told = found.iter().any(|f| f.holds(colon + 1) || f.start() == colon + 1);
        if !numeric || told {
            continue;
        }
        let Some(verb) = (sentence.start..colon).find(|&k| view.is_finite(k)) else { continue };
        let lexical = subject::verb_of(view, verb);
        let issues = [lexical, verb].into_iter().chain(verb..colon.min(verb + 6)).find(|&k| {
            view.lexicon(k).classes.holds(WordClass::Issues, view.token(k).lemma.as_str())
                || view
                    .lexicon(k)
                    .readings(view.lower(k))
                    .iter()
                    .any(|(l, _)| view.lexicon(k).classes.holds(WordClass::Issues, l))
        });
        let count = (verb + 1..colon).any(|k| view.is(k, WordClass::Announcer));
        let Some(issues) = issues.filter(|_| count) else { continue };
        let mut clause = sentence.start..verb;
        clause.start = super::content::skip_connectors(view, clause.start, clause.end);
        let Some(source) = phrase::core(view, clause.start, clause.end).filter(|np| {
            matches!(subject::kind(view, np), Some(SpeakerKind::Body | SpeakerKind::Person))
                && !phrase::is_pronoun(view, np.start)
        }) else {
            continue;
        };
        let end = extent::trim_end(view, colon + 1, sentence.end);
        found.push(Found {
            source: vec![source],
            cue: vec![
                verb - usize::from(matches!(view.lower(verb.wrapping_sub(1)), "n'" | "ne"))..issues.max(verb) + 1,
            ],
            content: vec![colon + 1..end],
            class: Class::Say,
            negated: false,
            anchor: issues,
            form: Form::Before,
        });
    }
}

#[cfg(test)]
mod tests {
    use recoupe_reading::{Lang, read_text, testing};

    fn speakers(text: &str, lang: Lang) -> Vec<String> {
        let claims = crate::read(&read_text(text, Some(lang), testing::models()));
        claims.figures.iter().map(|f| f.speaker.as_ref().map_or_else(String::new, |s| s.name.to_string())).collect()
    }

    #[test]
    fn who_issues_a_count_says_it() {
        let fr = "La préfecture a publié lundi un nouveau bilan : 14 morts et 37 disparus.";
        assert_eq!(speakers(fr, Lang::Fr), ["préfecture", "préfecture"]);
        let en = "The city has not updated its toll since Monday: 14 dead.";
        assert_eq!(speakers(en, Lang::En), ["city"]);
    }

    #[test]
    fn a_record_is_no_count_of_who_has_it() {
        let fr = "L'équipe affiche un bilan flatteur : 10 victoires.";
        assert_eq!(speakers(fr, Lang::Fr), [""]);
    }
}
