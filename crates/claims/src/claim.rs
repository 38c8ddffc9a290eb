//! What a report claims: statements and figures. All spans are original spans ([`recoupe_reading::Doc`]).

use recoupe_reading::{Diagnostic, Span};
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

use crate::date::{Interval, When};
use crate::implied::Implied;
use crate::setting::Setting;

/// All claims of one report, in text order.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Claims {
    /// Attributed statements, in order of their first byte.
    pub statements: Vec<Statement>,
    /// Figures, in order of their first byte.
    pub figures: Vec<Figure>,
    /// Numbers that the words settle without printing them: computed, never attributed.
    #[serde(default)]
    pub implied: Vec<Implied>,
    /// Dated events for the timeline.
    pub events: Vec<Event>,
    /// Bounds of the publication day that the text itself gives; `None` where metadata or the user gave the day.
    pub published: Option<PublishedBounds>,
    /// A day of publication that the report prints without its year ("samedi 8 novembre"); other reports may tell the year.
    pub dateline: Option<When>,
    /// What could not be read, dated, attributed.
    pub diagnostics: Vec<Diagnostic>,
}

impl Claims {
    /// Leaves out the claims whose confidence is less than `least`. What hung on a claim that goes hangs on what that one
    /// hung on, or on nothing.
    #[must_use]
    pub fn confident(self, least: f64) -> Self {
        let number = |keep: Vec<bool>| -> Vec<Option<usize>> {
            let mut next = 0;
            let place = |kept: bool| {
                next += usize::from(kept);
                kept.then(|| next - 1)
            };
            keep.into_iter().map(place).collect()
        };
        let statements = number(self.statements.iter().map(|s| s.confidence >= least).collect());
        let figures = number(self.figures.iter().map(|f| f.confidence >= least).collect());
        let outer: Vec<Option<usize>> = self.statements.iter().map(|s| s.nested_in).collect();
        // The innermost kept statement from this one outwards; no chain is longer than the list.
        let kept = |from: Option<usize>| {
            let mut at = from;
            for _ in 0..=outer.len() {
                match at.map(|i| statements.get(i).copied().flatten()) {
                    None => return None,
                    Some(Some(new)) => return Some(new),
                    Some(None) => at = at.and_then(|i| outer.get(i).copied().flatten()),
                }
            }
            None
        };
        let base = |old: Option<usize>| old.and_then(|i| figures.get(i).copied().flatten());
        let mut out = self;
        out.statements.retain(|s| s.confidence >= least);
        for s in &mut out.statements {
            s.nested_in = kept(s.nested_in);
        }
        out.figures.retain(|f| f.confidence >= least);
        for f in &mut out.figures {
            f.statement = kept(f.statement);
            match &mut f.derivation {
                Some(
                    Derivation::Share { base: b }
                    | Derivation::PartOf { base: b }
                    | Derivation::Increment { base: b }
                    | Derivation::Computed { base: b },
                ) => *b = base(*b),
                None => {}
            }
        }
        // What was computed from a figure that goes, goes with it.
        out.implied.retain_mut(|i| {
            let kept: Option<Vec<usize>> = i.figures.iter().map(|f| base(Some(*f))).collect();
            kept.map(|figures| i.figures = figures).is_some()
        });
        for e in &mut out.events {
            e.statement = kept(e.statement);
        }
        out
    }
}

/// Somebody other than the outlet says, writes, thinks, denies, asks, orders.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Statement {
    /// Who says it, as printed, with article, title and apposition; empty if the text leaves it out.
    pub source: Vec<Span>,
    /// The words that show the attribution.
    pub cue: Vec<Span>,
    /// What is said.
    pub content: Vec<Span>,
    /// Direct, mixed, indirect.
    pub kind: StatementKind,
    /// Asserts, denies, …
    pub stance: Stance,
    /// Of the wording of the whole statement (its main clause).
    pub certainty: Certainty,
    /// Who the source resolves to.
    pub speaker: Option<Speaker>,
    /// Who relays it, outermost last.
    pub via: Vec<Speaker>,
    /// The statement (an index into [`Claims::statements`]) whose content holds this one.
    pub nested_in: Option<usize>,
    /// When it was said.
    pub said_on: Option<When>,
    /// How likely it is read right ([`crate::confidence`]), 0 to 1.
    pub confidence: f64,
}

/// Quotation or report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum StatementKind {
    /// All of the content stands in quotation marks.
    Direct,
    /// Some of it.
    Mixed,
    /// None of it.
    Indirect,
}

/// What the speaker does with the content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Stance {
    /// Says that it is so.
    Asserts,
    /// Says that it is not so.
    Denies,
    /// Neither confirms nor denies, declines to comment.
    Neither,
    /// Asks, appeals, proposes.
    Asks,
    /// Orders.
    Orders,
}

/// How sure the wording is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Certainty {
    /// Plain.
    Asserted,
    /// Hearsay, presumption.
    Hedged,
    /// Future, plan, possibility.
    Possible,
    /// Said not to be so.
    Denied,
}

/// Who speaks, within one report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Speaker {
    /// The name it resolves to, without article.
    pub name: String,
    /// The words of the text that name it (for a pronoun, its antecedent), without article.
    pub span: Option<Span>,
    /// Index into [`recoupe_reading::Doc::entities`]; `None` for a joint speaker or an unnamed one.
    pub entity: Option<usize>,
    /// Other names in this report.
    pub aliases: Vec<String>,
    /// ISO 3166-1 alpha-2 codes of the states it speaks for: one for a body, several for a joint speaker, none if not known.
    pub countries: Vec<SmolStr>,
    /// Resolved by description only ("l'agence d'espionnage sud-coréenne"): probable, not certain.
    pub by_description: bool,
}

/// An attributed quantity.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// The number with its approximator, bound and unit word.
    pub span: Span,
    /// The interval stated.
    pub value: Value,
    /// `person`, `item`, `percent`, `times`, an ISO 4217 code, or a unit symbol; `None` for money without a currency.
    pub unit: Option<SmolStr>,
    /// What it is counted per, where it is a rate: "3 morts par jour", "$50 a barrel", "120 cas pour 100 000 habitants". A rate is
    /// never compared with a count, nor with a rate per something else; percent says what it is of without this field.
    pub per: Option<Per>,
    /// The words that say what is counted (for "d'entre eux", its antecedent).
    pub counted: Option<Span>,
    /// What happened to the people counted; `None` for things.
    pub role: Option<Role>,
    /// Whose or which: a normal form such as `soldier/KP` built of the counted head's class or lemma and its state, or lemmas.
    pub population: Option<Population>,
    /// Where.
    pub place: Option<Place>,
    /// Cumulative, flow, stock, measure, plan.
    pub kind: Option<FigureKind>,
    /// The period of a flow or cumulative.
    pub period: Option<When>,
    /// The moment it speaks of, as the text says it.
    pub as_of: Option<When>,
    /// Origin: the deepest asserter that the text names; `None` = the outlet itself.
    pub speaker: Option<Speaker>,
    /// Who relays the origin, outermost last.
    pub via: Vec<Speaker>,
    /// The innermost statement whose content holds it, an index into [`Claims::statements`].
    pub statement: Option<usize>,
    /// How sure the wording is.
    pub certainty: Certainty,
    /// Computed from, part of, or in addition to another figure.
    pub derivation: Option<Derivation>,
    /// The sentence it stands in, an index into [`recoupe_reading::Doc::sentences`].
    pub sentence: usize,
    /// Names of the fields that the reader could not tell, of [`FIELDS`].
    #[serde(deserialize_with = "fields")]
    pub abstained: Vec<&'static str>,
    /// How likely it is read right ([`crate::confidence`]), 0 to 1.
    pub confidence: f64,
    /// Whether it is of the event that the report tells, as far as the wording says.
    #[serde(default)]
    pub setting: Setting,
}

/// The fields of a figure that the reader may leave empty and name in [`Figure::abstained`].
pub const FIELDS: [&str; 5] = ["counted", "place", "unit", "kind", "as_of"];

/// Reads names of [`FIELDS`] back; a name that this version does not know is left out.
fn fields<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Vec<&'static str>, D::Error> {
    let names = Vec::<SmolStr>::deserialize(deserializer)?;
    Ok(names.iter().filter_map(|name| FIELDS.into_iter().find(|known| known == name)).collect())
}

/// What a rate is counted per.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Per {
    /// One of these: a unit as in [`Figure::unit`] (`day`, `barrel`, `kg`), or a noun in a form that both languages share (`person`,
    /// `household`, `share`), else as printed. Two are joined by a slash (`person/day`).
    pub of: SmolStr,
    /// So many of them: 1, or 100 000 in "pour 100 000 habitants".
    pub number: f64,
    /// The words that say so.
    pub span: Span,
}

/// The interval that a wording states, in base units.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Value {
    /// Lower bound; `None` = unbounded.
    pub lo: Option<f64>,
    /// Upper bound; `None` = unbounded.
    pub hi: Option<f64>,
    /// The lower bound itself is excluded ("plus de").
    pub lo_open: bool,
    /// The upper bound itself is excluded ("moins de").
    pub hi_open: bool,
    /// "environ".
    pub approx: bool,
    /// "des milliers".
    pub vague: bool,
    /// Place value of the last non-zero digit as written.
    pub granularity: f64,
}

/// What happened to the people counted. Lattice: `Casualties` holds `Killed`, `Wounded`, `Missing`, `Captured`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the names are the codebook's")]
pub enum Role {
    Killed,
    Wounded,
    Missing,
    Captured,
    Casualties,
    Displaced,
    Evacuated,
    Detained,
    Deployed,
    Present,
    Infected,
    Other,
}

/// The comparable form of what is counted.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Population {
    /// Language-independent class of the head where the lexicon has one (`soldier`, `civilian`, `demonstrator`, `gun`,
    /// `rocket-launcher`, `fence`), else the head's lemma.
    pub head: SmolStr,
    /// The head was found in the class lexicon.
    pub classed: bool,
    /// ISO codes of the states that the modifiers name ("nord-coréens" → KP), sorted.
    pub countries: Vec<SmolStr>,
    /// Other modifier lemmas that narrow it, sorted.
    pub modifiers: Vec<SmolStr>,
}

/// Where a figure holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// As the text names it, without article.
    pub name: String,
    /// Original span.
    pub span: Span,
    /// ISO 3166-1 alpha-2 code, if the text or the country table says so.
    pub country: Option<SmolStr>,
    /// Number in GeoNames of the city, or of the division of a state, if the name is one's and only one's.
    pub geonames: Option<u32>,
    /// Of a city: latitude and longitude in ten-thousandths of a degree, north and east positive.
    pub coordinates: Option<(i32, i32)>,
}

/// How a figure relates to time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FigureKind {
    /// Since the start.
    Cumulative,
    /// In a period.
    Flow,
    /// At a moment.
    Stock,
    /// A property of a thing.
    Measure,
    /// Planned, demanded, forecast.
    Plan,
}

/// How a figure hangs on another of the same report.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Derivation {
    /// "un tiers de", "40 % de", "presque 40 %": a share; `base` is the index of the figure in [`Claims::figures`] where it is in the text.
    Share {
        /// The figure it is a share of.
        base: Option<usize>,
    },
    /// "d'entre eux": part of the antecedent's figure.
    PartOf {
        /// The whole.
        base: Option<usize>,
    },
    /// "en plus", "supplémentaires": an increment.
    Increment {
        /// What it adds to.
        base: Option<usize>,
    },
    /// "sur la base de", "par jour": computed from another's figure.
    Computed {
        /// What it is computed from.
        base: Option<usize>,
    },
}

/// Something that happened, with its date as the text gives it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// When.
    pub when: When,
    /// The clause that tells it.
    pub what: Span,
    /// It is the saying of this statement, not what the statement is about.
    pub statement: Option<usize>,
}

/// What the text says of its own publication day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PublishedBounds {
    /// Follows from the text.
    pub hard: Interval,
    /// Likely.
    pub soft: Interval,
    /// The spans that bound it.
    pub because: Vec<Span>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_hangs_on_a_dropped_claim_moves_outwards() {
        let text =
            "Le préfet a indiqué que la mairie affirmait que douze maisons, dont trois fermes, étaient détruites.";
        let doc = recoupe_reading::read_text(text, Some(recoupe_reading::Lang::Fr), recoupe_reading::testing::models());
        let mut claims = crate::read(&doc);
        assert!(claims.statements.len() == 2 && claims.figures.len() == 2, "{claims:?}");
        let inner = claims.statements.iter().position(|s| s.nested_in.is_some()).expect("a nested statement");
        let mut marks = [0.9, 0.9];
        marks[inner] = 0.1;
        for (s, mark) in claims.statements.iter_mut().zip(marks) {
            s.confidence = mark;
        }
        claims.figures[0].confidence = 0.1;
        claims.figures[1].confidence = 0.9;
        claims.figures[1].derivation = Some(Derivation::PartOf { base: Some(0) });
        let kept = claims.confident(0.5);
        assert_eq!((kept.statements.len(), kept.figures.len()), (1, 1));
        assert_eq!(kept.statements[0].nested_in, None);
        assert_eq!(kept.figures[0].statement, Some(0));
        assert_eq!(kept.figures[0].derivation, Some(Derivation::PartOf { base: None }));
    }
}
