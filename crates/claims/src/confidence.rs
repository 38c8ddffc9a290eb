//! How likely a claim is read right: a logistic model over features of the reading itself.
//!
//! The model tells how far the program trusts its own reading (number, unit, speaker, certainty of a figure; content, stance and
//! speaker of a statement), never whether the claim is true. Its weights are in `confidence.tsv`, fitted on annotated reports by
//! `cargo xtask calibrate`, which also writes how well the numbers keep what they promise (`docs/calibration.md`).

use std::{collections::BTreeMap, sync::LazyLock};

use recoupe_reading::{BlockKind, Doc, Lang, Pos, Span};

use crate::{Certainty, Figure, Role, Stance, Statement, StatementKind, unit};

/// Features by name, in a fixed order; most are 0 or 1.
pub type Features = Vec<(&'static str, f64)>;

/// Weights by feature; `bias` is the constant.
type Weights = BTreeMap<&'static str, f64>;

struct Model {
    figure: Weights,
    statement: Weights,
}

fn model() -> &'static Model {
    static MODEL: LazyLock<Model> = LazyLock::new(|| {
        let mut model = Model { figure: Weights::new(), statement: Weights::new() };
        for row in crate::lexicon::rows(include_str!("confidence.tsv")) {
            let [kind, name, weight] = row[..] else { continue };
            let Ok(weight) = weight.parse() else { continue };
            let weights = if kind == "figure" { &mut model.figure } else { &mut model.statement };
            weights.insert(name, weight);
        }
        model
    });
    &MODEL
}

/// Gives each claim its confidence.
pub(crate) fn assign(doc: &Doc, statements: &mut [Statement], figures: &mut [Figure]) {
    for figure in figures.iter_mut() {
        figure.confidence = probability(&model().figure, &of_figure(doc, statements, figure));
    }
    let all: Vec<f64> = statements.iter().map(|s| probability(&model().statement, &of_statement(doc, s))).collect();
    for (statement, confidence) in statements.iter_mut().zip(all) {
        statement.confidence = confidence;
    }
}

/// The logistic function of the weighted features, to three decimals so that it prints as it compares.
fn probability(weights: &Weights, features: &Features) -> f64 {
    let sum: f64 = features.iter().map(|(name, x)| weights.get(name).copied().unwrap_or(0.0) * x).sum();
    let p = 1.0 / (1.0 + (-sum).exp());
    (p * 1000.0).round() / 1000.0
}

/// What the reading of a figure rests on.
pub fn of_figure(doc: &Doc, statements: &[Statement], figure: &Figure) -> Features {
    let mut out: Features = vec![("bias", 1.0)];
    let mut add = |name: &'static str, holds: bool| out.push((name, f64::from(u8::from(holds))));
    let sentence = doc.sentences.get(figure.sentence);
    add("english", sentence.is_some_and(|s| s.lang == Lang::En));
    let statement = figure.statement.and_then(|s| statements.get(s));
    let speaker = figure.speaker.as_ref();
    add("speaker", speaker.is_some());
    add("speaker described", speaker.is_some_and(|s| s.by_description));
    add("speaker without entity", speaker.is_some_and(|s| s.entity.is_none()));
    add("relayed", !figure.via.is_empty());
    add("quoted", statement.is_some_and(|s| s.kind == StatementKind::Direct));
    add("nested", statement.is_some_and(|s| s.nested_in.is_some()));
    add("cue elsewhere", statement.is_some_and(|s| s.cue.is_empty()));
    add("statement without speaker", statement.is_some() && speaker.is_none());
    // Somebody speaks in the sentence, but not this figure.
    let beside = sentence.is_some_and(|s| {
        let span = doc.to_original(s.clean);
        let near = |c: &Span| c.start < span.end && span.start < c.end;
        statements.iter().any(|s| s.cue.iter().any(near))
    });
    add("others speak beside", statement.is_none() && beside);
    let (lo, hi) = (figure.value.lo, figure.value.hi);
    add("approximate", figure.value.approx);
    add("vague", figure.value.vague);
    add("open", lo.is_none() || hi.is_none());
    add("range", lo.is_some() && hi.is_some() && lo != hi);
    add("spelled", !doc.quote(figure.span).chars().any(|c| c.is_ascii_digit()));
    add("small", hi.is_some_and(|x| x <= 3.0));
    let of_unit = |u: &str| figure.unit.as_deref() == Some(u);
    add("person", of_unit(unit::PERSON));
    add("item", of_unit(unit::ITEM));
    add("percent", of_unit(unit::PERCENT));
    add("times", of_unit(unit::TIMES));
    add("time", figure.unit.as_deref().is_some_and(unit::is_time));
    add("money", figure.unit.as_deref().is_some_and(unit::is_currency));
    add("no unit", figure.unit.is_none());
    add("nothing counted", figure.counted.is_none());
    add("counted elsewhere", figure.counted.is_some_and(|c| far(doc, c, figure)));
    add("counted before", figure.counted.is_some_and(|c| c.end <= figure.span.start));
    add("class unknown", figure.population.as_ref().is_some_and(|p| !p.classed));
    add("role open", figure.role == Some(Role::Other));
    add("hedged", figure.certainty == Certainty::Hedged);
    add("possible", figure.certainty == Certainty::Possible);
    add("denied", figure.certainty == Certainty::Denied);
    add("modal beside", figure.certainty == Certainty::Asserted && modal_beside(doc, figure));
    add("derived", figure.derivation.is_some());
    place_in_text(doc, figure.span, &mut out);
    let length = sentence.map_or(0, |s| s.tokens.len());
    out.push(("sentence length", ((length + 1) as f64).ln() - 3.0));
    out
}

/// What the reading of a statement rests on.
pub fn of_statement(doc: &Doc, statement: &Statement) -> Features {
    let mut out: Features = vec![("bias", 1.0)];
    let mut add = |name: &'static str, holds: bool| out.push((name, f64::from(u8::from(holds))));
    let anchor = statement.cue.first().or(statement.content.first()).copied().unwrap_or(Span::new(0, 0));
    let token = |span: Span| doc.tokens.get(doc.tokens.partition_point(|t| t.span.end <= span.start));
    let sentence_of = |span: Span| token(span).map(|t| t.sentence);
    let head = statement.cue.first().and_then(|c| token(*c));
    add("english", sentence_of(anchor).and_then(|s| doc.sentences.get(s)).is_some_and(|s| s.lang == Lang::En));
    add("direct", statement.kind == StatementKind::Direct);
    add("mixed", statement.kind == StatementKind::Mixed);
    add("no cue", statement.cue.is_empty());
    add("no source", statement.source.is_empty());
    add("noun cue", head.is_some_and(|t| t.pos == Pos::Noun));
    add("prepositional cue", head.is_some_and(|t| matches!(t.pos, Pos::Adp | Pos::Sconj)));
    add("adjective cue", head.is_some_and(|t| t.pos == Pos::Adj));
    add("colon cue", head.is_some_and(|t| t.lower == ":"));
    add("cue in parts", statement.cue.len() > 1);
    add("content in parts", statement.content.len() > 1);
    add("content in front", statement.content.first().is_some_and(|c| c.start < anchor.start));
    let apart = |a: Option<&Span>| a.is_some_and(|a| sentence_of(*a) != sentence_of(anchor));
    add("source elsewhere", apart(statement.source.first()));
    add("content elsewhere", apart(statement.content.first()));
    add("nested", statement.nested_in.is_some());
    add("denies", statement.stance == Stance::Denies);
    add("neither", statement.stance == Stance::Neither);
    add("asks", statement.stance == Stance::Asks);
    add("orders", statement.stance == Stance::Orders);
    let speaker = statement.speaker.as_ref();
    add("no speaker", speaker.is_none());
    add("speaker described", speaker.is_some_and(|s| s.by_description));
    add("speaker without entity", speaker.is_some_and(|s| s.entity.is_none()));
    // A pronoun or description was resolved.
    let own = |s: &Span| statement.source.iter().any(|x| x.start < s.end && s.start < x.end);
    add("speaker resolved", speaker.and_then(|s| s.span.as_ref()).is_some_and(|s| !own(s)));
    add("relayed", !statement.via.is_empty());
    place_in_text(doc, anchor, &mut out);
    let length: usize = statement.content.iter().map(|c| c.len()).sum();
    out.push(("content length", ((length + 1) as f64).ln() - 4.5));
    out
}

/// The counted words stand in another sentence.
fn far(doc: &Doc, counted: Span, figure: &Figure) -> bool {
    let at = doc.tokens.partition_point(|t| t.span.end <= counted.start);
    doc.tokens.get(at).is_some_and(|t| t.sentence != figure.sentence)
}

/// A future, conditional or modal verb stands in the sentence of a figure that is asserted.
fn modal_beside(doc: &Doc, figure: &Figure) -> bool {
    let Some(sentence) = doc.sentences.get(figure.sentence) else { return false };
    let tokens = doc.tokens.get(sentence.tokens.clone()).unwrap_or(&[]);
    tokens.iter().any(|t| t.has("Tense=Fut") || t.has("Mood=Cnd") || t.tag == "MD")
}

/// Titles, captions, damage.
fn place_in_text(doc: &Doc, span: Span, out: &mut Features) {
    let token = doc.tokens.get(doc.tokens.partition_point(|t| t.span.end <= span.start));
    let block = token.and_then(|t| doc.sentences.get(t.sentence)).and_then(|s| doc.blocks.get(s.block));
    let kind = block.map_or(BlockKind::Paragraph, |b| b.kind);
    let sentence = token.and_then(|t| doc.sentences.get(t.sentence)).map(|s| doc.to_original(s.clean));
    let damaged = sentence.is_some_and(|s| {
        doc.repairs.iter().any(|r| r.kind == "broken-clause" && r.span.start < s.end && s.start < r.span.end)
    });
    let flag = |holds: bool| f64::from(u8::from(holds));
    out.push(("in a title", flag(matches!(kind, BlockKind::Title | BlockKind::Heading))));
    out.push(("in a caption", flag(kind == BlockKind::Caption)));
    out.push(("damaged", flag(damaged)));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_weight_is_a_feature_and_every_feature_has_a_weight() {
        let doc = recoupe_reading::read_text(
            "« Trois ponts sont fermés », a dit le maire.",
            Some(Lang::Fr),
            recoupe_reading::testing::models(),
        );
        let claims = crate::read(&doc);
        let figure = claims.figures.first().expect("a figure");
        let statement = claims.statements.first().expect("a statement");
        for (weights, features) in [
            (&model().figure, of_figure(&doc, &claims.statements, figure)),
            (&model().statement, of_statement(&doc, statement)),
        ] {
            let names: Vec<&str> = features.iter().map(|(name, _)| *name).collect();
            assert!(weights.keys().all(|w| names.contains(w)), "run `cargo xtask calibrate`");
            assert!(names.iter().all(|n| weights.contains_key(n)), "run `cargo xtask calibrate`");
        }
        assert!((0.0..=1.0).contains(&figure.confidence) && (0.0..=1.0).contains(&statement.confidence));
    }

    #[test]
    fn probabilities_rise_with_the_weighted_sum() {
        let weights = Weights::from([("bias", 1.0), ("damaged", -2.0)]);
        let sound = probability(&weights, &vec![("bias", 1.0), ("damaged", 0.0)]);
        let broken = probability(&weights, &vec![("bias", 1.0), ("damaged", 1.0)]);
        assert!(sound > 0.7 && broken < 0.3, "{sound} {broken}");
    }
}
