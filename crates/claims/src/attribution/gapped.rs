//! A second count without a verb of its own: "la police a compté 8 000 manifestants, la CGT 23 000", "police put the crowd at 8,000,
//! organisers at 23,000".

use std::ops::Range;

use recoupe_reading::Pos;

use super::{
    classes::WordClass,
    content,
    found::{Form, Found},
    phrase, subject, verb,
    view::View,
};

/// How far in front of the comma the verb that both share may stand, in tokens.
const REACH: usize = 40;
/// How many words of the second count may stand behind its number.
const BEHIND: usize = 4;

/// Adds who counts so behind a comma, where the first count ends.
pub(crate) fn find(view: &View, found: &mut Vec<Found>) {
    for comma in (0..view.len()).filter(|&i| view.is_comma(i) && view.level[i].is_none()) {
        let Some((source, content)) = second(view, comma) else { continue };
        let sentence = view.sentence(comma);
        let first = found.iter().rposition(|f| {
            f.form == Form::Before
                && sentence.contains(&f.anchor)
                && f.anchor < comma
                && f.anchor + REACH > comma
                && !f.source.is_empty()
                && f.content.iter().any(|r| r.start < comma && r.end <= content.end)
                && counts(view, f.anchor, comma)
        });
        let Some(first) = first else { continue };
        let told = &mut found[first];
        told.content.iter_mut().filter(|r| r.contains(&comma)).for_each(|r| r.end = comma);
        told.content.retain(|r| r.start < comma);
        let (cue, class, anchor) = (told.cue.clone(), told.class, told.anchor);
        found.push(Found {
            source: vec![source],
            cue,
            content: vec![content],
            class,
            negated: false,
            anchor,
            form: Form::Before,
        });
    }
}

/// Who counts, and the count, behind a comma, up to the next mark.
fn second(view: &View, comma: usize) -> Option<(Range<usize>, Range<usize>)> {
    let sentence = view.sentence(comma);
    let start = comma + 1 + usize::from(matches!(view.lower(comma + 1), "et" | "and" | "but" | "mais"));
    let limit = (start..sentence.end)
        .find(|&i| matches!(view.lower(i), "," | ";" | "." | ":" | "(" | "et" | "and"))
        .unwrap_or(sentence.end);
    if (start..limit).any(|i| view.is_finite(i) || verb::group_at(view, i).is_some()) {
        return None;
    }
    let number = (start..limit).find(|&i| view.is_number(i))?;
    let mut from = number;
    while from > start
        && (view.is(from - 1, WordClass::Approximator)
            || matches!(view.lower(from - 1), "de" | "d'" | "à" | "at" | "than" | "plus" | "more" | "moins" | "some"))
    {
        from -= 1;
    }
    let source = phrase::core(view, start, from).filter(|np| np.end == from)?;
    let named = subject::can_speak(view, &source) && subject::kind(view, &source).is_some();
    let noun = matches!(view.pos(subject::head_of(view, &source)), Pos::Noun | Pos::Propn);
    let content = from + usize::from(matches!(view.lower(from), "à" | "at"))..limit;
    (named && noun && limit - number <= BEHIND + 1).then_some((source, content))
}

/// The cue takes a number, and one stands behind it.
fn counts(view: &View, anchor: usize, comma: usize) -> bool {
    verb::group_at(view, anchor).is_some_and(|g| {
        (g.cue.frames.count.is_some() || g.cue.frames.at || g.cue.frames.noun)
            && content::behind(view, &g, comma).is_some_and(|(_, from)| (from..comma).any(|i| view.is_number(i)))
    })
}

#[cfg(test)]
mod tests {
    use recoupe_reading::{Lang, read_text, testing};

    /// The speakers of the figures, in their order.
    fn speakers(text: &str, lang: Lang) -> Vec<String> {
        let claims = crate::read(&read_text(text, Some(lang), testing::models()));
        claims.figures.iter().map(|f| f.speaker.as_ref().map_or_else(String::new, |s| s.name.to_string())).collect()
    }

    #[test]
    fn each_count_has_its_speaker() {
        let fr = "La police a compté 8 000 manifestants, la CGT 23 000.";
        assert_eq!(speakers(fr, Lang::Fr), ["police", "CGT"]);
        let en = "Police put the crowd at 8,000, organisers at 23,000.";
        assert_eq!(speakers(en, Lang::En), ["Police", "organisers"]);
    }

    #[test]
    fn a_list_has_one_speaker() {
        let fr = "Le maire a recensé 12 maisons détruites, 40 endommagées et 3 granges brûlées.";
        assert_eq!(speakers(fr, Lang::Fr), ["maire", "maire", "maire"]);
        let en = "The mayor reported 12 dead, 40 wounded and three missing.";
        assert_eq!(speakers(en, Lang::En), ["mayor", "mayor", "mayor"]);
    }
}
