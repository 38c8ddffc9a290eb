//! Clauses that take up what was just said and say whether it holds: ", ce que dément le ministère", ", which the army denies",
//! ", une affirmation contestée par l'ONG", ", a figure the company disputed".

use std::ops::Range;

use recoupe_reading::Pos;

use super::{
    classes::WordClass,
    content,
    found::{Form, Found},
    lexicon::Class,
    phrase, subject,
    verb::{self, Group, Shape},
    view::View,
};

/// How far behind the comma the verb may stand, in tokens.
const REACH: usize = 16;

/// Adds who denies or confirms what was said before the comma, which is where that ends.
pub(crate) fn find(view: &View, found: &mut Vec<Found>) {
    for comma in (0..view.len()).filter(|&i| view.is_comma(i) && view.level[i].is_none()) {
        let Some((group, class, source)) = clause(view, comma) else { continue };
        let sentence = view.sentence(comma);
        let told = found
            .iter()
            .filter(|f| {
                sentence.contains(&f.anchor) && f.anchor < comma && f.form != Form::Standing && f.start() < comma
            })
            .max_by_key(|f| (f.start() + f.content.iter().map(ExactSizeIterator::len).sum::<usize>(), f.anchor));
        let content: Vec<Range<usize>> = match told {
            Some(f) => f.content.iter().map(|r| r.start..r.end.min(comma)).filter(|r| !r.is_empty()).collect(),
            None if view.any_finite(sentence.start..comma) => vec![sentence.start..comma],
            None => continue,
        };
        let end = group.tokens.end.max(source.end);
        for f in found.iter_mut().filter(|f| sentence.contains(&f.anchor) && f.anchor < comma) {
            f.content.iter_mut().filter(|r| r.contains(&comma)).for_each(|r| r.end = comma);
            // "…, selon l'ONG, ce que nie le préfet": what stands behind the lead.
            f.content.retain(|r| r.start < comma || r.start >= end);
        }
        found.retain(|f| f.anchor != group.head);
        found.push(Found {
            source: vec![source],
            cue: group.spans(),
            content,
            class,
            negated: group.negated,
            anchor: group.head,
            form: Form::Before,
        });
    }
}

/// The verb of such a clause behind a comma, what it does, and who says so.
fn clause(view: &View, comma: usize) -> Option<(Group, Class, Range<usize>)> {
    let sentence = view.sentence(comma);
    let limit = sentence.end.min(comma + REACH);
    let next = comma + 1;
    let french = view.french(comma);
    let relative = if french { matches!(view.lower(next), "que" | "qu'") } else { view.lower(next) == "which" };
    let (start, noun) = if french && view.lower(next) == "ce" && matches!(view.lower(next + 1), "que" | "qu'") {
        (next + 2, false)
    } else if relative {
        (next + 1, false)
    } else if matches!(view.lower(next), "un" | "une" | "des" | "a" | "an") {
        let np = phrase::core(view, next, limit)?;
        // A participle or a name may have been taken for a part of the phrase.
        let noun = np.clone().find(|&i| view.pos(i) == Pos::Noun)?;
        if !(view.lexicon(noun).is_sayable(view.token(noun))
            || view.lexicon(noun).noun_cue(view.token(noun)).is_some()
            || view.is(noun, WordClass::Announcer))
        {
            return None;
        }
        (noun + 1 + usize::from(matches!(view.lower(noun + 1), "that" | "que" | "qu'")), true)
    } else if may_be_participle(view, next)
        && (next..limit.min(next + 3))
            .find(|&i| view.pos(i) != Pos::Adv)
            .is_some_and(|i| verb::group_at(view, i).is_some_and(|g| g.shape == Shape::Participle && g.head == i))
    {
        // "…, aussitôt démenti par la police", "…, quickly denied by police"
        (next, true)
    } else {
        return None;
    };
    let group = (start..limit).take_while(|&i| !view.is_comma(i)).find_map(|i| verb::group_at(view, i))?;
    // "ce que le ministère juge « infondé »"
    // "a number the opposition says is inflated"
    let called = group.cue.frames.predicate
        || group.cue.frames.clause && matches!(view.lower(group.tokens.end), "is" | "are" | "was" | "were");
    let untrue = called && (group.tokens.end..limit).any(|i| view.is(i, WordClass::Untrue));
    // "80 morts, que l'armée qualifie de « fantaisiste »": no other verb takes up what a mere relative is of.
    if french && start == next + 1 && !noun && !untrue {
        return None;
    }
    let judges =
        untrue || matches!(group.class(), Class::Deny) || matches!(group.class(), Class::Say | Class::Note) && !noun;
    let passive = matches!(group.shape, Shape::Passive | Shape::Participle);
    if !judges || !(passive && noun || group.shape == Shape::Finite) {
        return None;
    }
    let source = if passive {
        subject::agent(view, group.tokens.end, limit)?
    } else if start < group.tokens.start {
        phrase::from_left(view, start, group.tokens.start).filter(|np| np.start == start)?
    } else if french {
        let from = past_adjuncts(view, group.tokens.end, limit);
        phrase::from_left(view, from, limit).filter(|np| np.start == from)?
    } else {
        return None;
    };
    // "The bridge, which officials said was built in 1920, …" takes nothing up: nothing more is said behind it.
    let said = group.tokens.end.max(source.end);
    let mark = |i: &usize| view.is_comma(*i) || view.is_final(*i);
    let end = if untrue { (said..limit).find(mark)? } else { past_adjuncts(view, said, limit) };
    let goes_on = view.lower(end) == "," && view.is(end + 1, WordClass::Relative);
    if end < sentence.end && !view.is_final(end) && view.lower(end) != ";" && !goes_on {
        return None;
    }
    let class = if untrue { Class::Deny } else { group.class() };
    subject::can_speak(view, &source).then_some((group, class, source))
}

/// One of the first words has the ending of a participle.
fn may_be_participle(view: &View, next: usize) -> bool {
    let ends = |w: &str| ["ed", "é", "és", "ée", "ées", "i", "is", "ie", "ies"].iter().any(|e| w.ends_with(e));
    (next..next + 3).any(|i| view.pos(i) != Pos::Det && ends(view.lower(i)))
}

/// Behind adverbs, days and whom it was said to: "ce qu'a confirmé à la presse le préfet".
fn past_adjuncts(view: &View, from: usize, limit: usize) -> usize {
    std::iter::successors(Some(from), |&i| {
        content::adjunct(view, i, limit).filter(|&next| i < limit && next > i && next <= limit)
    })
    .take(REACH)
    .last()
    .unwrap_or(from)
}

#[cfg(test)]
mod tests {
    use recoupe_reading::{Lang, read_text, testing};

    use crate::Stance;

    fn said(text: &str, lang: Lang) -> Vec<(String, String, Stance)> {
        let doc = read_text(text, Some(lang), testing::models());
        let claims = crate::read(&doc);
        let name = |s: &crate::Statement| s.speaker.as_ref().map_or_else(String::new, |s| s.name.to_string());
        let content = |s: &crate::Statement| s.content.iter().map(|c| doc.quote(*c)).collect::<Vec<_>>().join(" … ");
        claims.statements.iter().map(|s| (name(s), content(s), s.stance)).collect()
    }

    #[test]
    fn what_was_said_is_denied_or_confirmed() {
        for (text, lang, who, what, stance) in [
            (
                "Selon l'ONG, trente maisons ont brûlé, ce que nie le préfet.",
                Lang::Fr,
                "préfet",
                "trente maisons ont brûlé",
                Stance::Denies,
            ),
            (
                "Le syndicat parle de douze blessés, ce qu'a démenti la direction.",
                Lang::Fr,
                "direction",
                "douze blessés",
                Stance::Denies,
            ),
            (
                "Trente maisons ont brûlé, ce qu'a confirmé le maire.",
                Lang::Fr,
                "maire",
                "Trente maisons ont brûlé",
                Stance::Asserts,
            ),
            (
                "The rebels say that they hold 40 soldiers, which the army denies.",
                Lang::En,
                "army",
                "they hold 40 soldiers",
                Stance::Denies,
            ),
            (
                "The union says 300 jobs are at risk, a claim the company denied.",
                Lang::En,
                "company",
                "300 jobs are at risk",
                Stance::Denies,
            ),
        ] {
            let statements = said(text, lang);
            assert!(statements.contains(&(who.into(), what.into(), stance)), "{text}: {statements:?}");
            assert_eq!(statements.len(), if what.starts_with("Trente") { 1 } else { 2 }, "{text}: {statements:?}");
        }
    }

    #[test]
    fn behind_a_lead_and_in_relatives() {
        for (text, what) in [
            ("Trente maisons ont brûlé, selon l'ONG, ce que nie le préfet.", "Trente maisons ont brûlé"),
            ("L'ONG parle de trente morts, un chiffre que le préfet qualifie de « fantaisiste ».", "trente morts"),
            (
                "L'ONG avance le chiffre de 80 morts, que le préfet qualifie de « fantaisiste ».",
                "le chiffre de 80 morts",
            ),
        ] {
            let statements = said(text, Lang::Fr);
            let both = [("ONG", Stance::Asserts), ("préfet", Stance::Denies)];
            let expected: Vec<_> = both.map(|(who, stance)| (who.into(), what.into(), stance)).into();
            assert_eq!(statements, expected, "{text}");
        }
    }

    #[test]
    fn a_relative_with_a_content_of_its_own_takes_nothing_up() {
        for (text, lang, what) in [
            ("The bridge, which officials said was built in 1920, collapsed.", Lang::En, "The bridge"),
            ("Le pont, que le maire qualifie de dangereux, a cédé.", Lang::Fr, "Le pont"),
        ] {
            assert!(said(text, lang).iter().all(|(_, content, _)| content != what), "{text}: {:?}", said(text, lang));
        }
    }

    #[test]
    fn who_said_it_first_keeps_the_figure() {
        let text = "30 maisons ont brûlé, selon l'ONG, ce que nie le préfet.";
        let doc = read_text(text, Some(Lang::Fr), testing::models());
        let claims = crate::read(&doc);
        assert_eq!(claims.figures[0].speaker.as_ref().map(|s| s.name.as_str()), Some("ONG"));
        assert_eq!(claims.figures[0].certainty, crate::Certainty::Asserted);
    }
}
