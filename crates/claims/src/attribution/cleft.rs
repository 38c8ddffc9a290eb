//! Sentences and clauses that name who said what stands before them: "…, c'est le chiffre qu'avance X", "C'est ce qu'a indiqué X.",
//! "…: that is the figure given by X", "That is what X says.".

use std::ops::Range;

use recoupe_reading::Pos;

use super::{
    classes::WordClass,
    content,
    found::{Form, Found},
    lexicon::Class,
    phrase, subject, verb,
    view::View,
};

/// How far behind its beginning the verb of such a clause may stand, in tokens.
const REACH: usize = 12;

/// Adds who says what stands before such a clause, in place of what was found inside it.
pub(crate) fn find(view: &View, found: &mut Vec<Found>) {
    for at in (0..view.len()).filter(|&i| view.level[i].is_none()) {
        let Some(clause) = clause(view, at) else { continue };
        let sentence = view.sentence(at);
        let Some(content) = told_before(view, at, found) else { continue };
        found.retain(|f| !(at..sentence.end).contains(&f.anchor));
        found.push(Found {
            source: vec![clause.source],
            cue: vec![clause.cue],
            content: vec![content],
            class: clause.class,
            negated: false,
            anchor: at,
            form: Form::Before,
        });
    }
}

struct Clause {
    source: Range<usize>,
    cue: Range<usize>,
    class: Class,
}

/// "c'est (du moins) ce qu'…", "c'est le bilan que …", "that is what …", "that is the toll given by …" at this token.
fn clause(view: &View, at: usize) -> Option<Clause> {
    let is = match view.lower(at) {
        "c'" | "c’" => matches!(view.lower(at + 1), "est" | "était"),
        "that" | "this" => matches!(view.lower(at + 1), "is" | "was" | "'s"),
        _ => false,
    };
    if !is {
        return None;
    }
    let limit = view.reach(at).end;
    if at > view.sentence(at).start && !matches!(view.lower(at - 1), "," | ":" | ";" | "–" | "—" | "(") {
        return None;
    }
    let mut i = at + 2;
    // "du moins", "en tout cas", "at least"
    while i < limit && (view.pos(i) == Pos::Adv || matches!(view.lower(i), "du" | "moins" | "en" | "tout" | "cas")) {
        i += 1;
    }
    let linked = |k: usize| matches!(view.lower(k), "que" | "qu'");
    if view.lower(i) == "ce" && linked(i + 1) || view.lower(i) == "what" {
        let start = if view.lower(i) == "ce" { i + 2 } else { i + 1 };
        return told(view, start, limit, false);
    }
    let np = phrase::core(view, i, limit)?;
    let head = subject::head_of(view, &np);
    let count = view.is(head, WordClass::Announcer) || view.lexicon(head).noun_cue(view.token(head)).is_some();
    if !count || np.clone().any(|k| view.is_number(k)) {
        return None;
    }
    if linked(np.end) {
        return told(view, np.end + 1, limit, true);
    }
    // "le bilan donné par X", "the figure given by X"
    let made = view
        .is(np.end, WordClass::MadeBy)
        .then_some(np.end)
        .or_else(|| (np.end > np.start && view.is(np.end - 1, WordClass::MadeBy)).then(|| np.end - 1))?;
    let by = (made + 1..limit.min(made + 4)).find(|&k| matches!(view.lower(k), "par" | "by"))?;
    let source = phrase::from_left(view, by + 1, limit).filter(|np| subject::can_speak(view, np))?;
    Some(Clause { source, cue: made..made + 1, class: Class::Say })
}

/// The verb and its subject, in front of it or behind; behind a noun for a count any verb tells whose the count is.
fn told(view: &View, start: usize, limit: usize, any_verb: bool) -> Option<Clause> {
    let end = (start..limit).find(|&k| view.is_comma(k)).unwrap_or(limit).min(start + REACH);
    let finite = (start..end).find(|&k| view.is_finite(k))?;
    let group = (finite..end).find_map(|k| verb::group_at(view, k)).filter(|g| g.tokens.contains(&finite));
    let (cue, class) = match group {
        Some(g) if !g.negated => (g.tokens.clone(), g.class()),
        None if any_verb => {
            let last = subject::verb_of(view, finite);
            (finite..last.max(finite) + 1, Class::Say)
        }
        _ => return None,
    };
    if !matches!(class, Class::Say | Class::Note | Class::Opine) {
        return None;
    }
    let before = phrase::core(view, start, finite).filter(|np| np.end <= finite);
    let source = before.or_else(|| {
        let mut i = cue.end;
        while let Some(next) = content::time_phrase(view, i, limit).filter(|&n| n > i) {
            i = next;
        }
        phrase::from_left(view, i, limit)
    })?;
    subject::can_speak(view, &source).then_some(Clause { source, cue, class })
}

/// What stands before: the clause in front of the mark, or the sentence before of the same block, if nobody says that already.
fn told_before(view: &View, at: usize, found: &[Found]) -> Option<Range<usize>> {
    let sentence = view.sentence(at);
    if at > sentence.start + 1 {
        let end = at - 1;
        let start = content::skip_connectors(view, sentence.start, end);
        let taken = found.iter().any(|f| (start..end).contains(&f.anchor) && view.level[f.anchor].is_none());
        return (start < end && !taken).then_some(start..end);
    }
    let before = view.token(at).sentence.checked_sub(1)?;
    let other = &view.doc.sentences[before];
    let tokens = other.tokens.clone();
    let taken = found.iter().any(|f| tokens.contains(&f.anchor) && view.level[f.anchor].is_none());
    let same = other.block == view.block(at);
    let end = super::extent::trim_end(view, tokens.start, tokens.end);
    let start = content::skip_connectors(view, tokens.start, end);
    (same && !taken && start < end).then_some(start..end)
}

#[cfg(test)]
mod tests {
    use recoupe_reading::{Lang, read_text, testing};

    fn speakers(text: &str, lang: Lang) -> Vec<String> {
        let claims = crate::read(&read_text(text, Some(lang), testing::models()));
        claims.figures.iter().map(|f| f.speaker.as_ref().map_or_else(String::new, |s| s.name.to_string())).collect()
    }

    #[test]
    fn what_stands_before_is_whose_the_clause_says() {
        let fr = "Plus de 300 blessés : c'est le bilan que donne le ministère de la Santé.";
        assert_eq!(speakers(fr, Lang::Fr), ["ministère de la Santé"]);
        let fr = "Trois navires ont été touchés. C'est ce qu'a indiqué mardi le porte-parole de la marine.";
        assert_eq!(speakers(fr, Lang::Fr), ["porte-parole de la marine"]);
        let en = "More than 60 dead: that is the figure given by the relatives' association.";
        assert_eq!(speakers(en, Lang::En), ["relatives' association"]);
    }

    #[test]
    fn what_is_no_count_or_has_a_speaker_stays() {
        let fr = "Trois navires ont été touchés. C'est ce que le public aime.";
        assert_eq!(speakers(fr, Lang::Fr), [""]);
        let fr = "Trois navires ont été touchés, selon la marine. C'est ce qu'a répété le préfet.";
        assert_eq!(speakers(fr, Lang::Fr), ["marine"]);
    }
}
