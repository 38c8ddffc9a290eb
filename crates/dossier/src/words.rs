//! The words of labels, in both languages. One `match` a set of names, so that the compiler finds a missing word.

use crate::{
    Locale,
    wire::{
        BlockKind, Certainty, DateBasis, EntityKind, FigureKind, FigureState, Implication, Policy, QuantityState,
        RelationKind, Role, Stance, StatementKind,
    },
};

/// A count with its noun: "1 rapport", "3 rapports". French has the singular for nought too.
pub fn count(locale: Locale, n: usize, one: (&str, &str), many: (&str, &str)) -> String {
    let singular = match locale {
        Locale::Fr => n < 2,
        Locale::En => n == 1,
    };
    let (fr, en) = if singular { one } else { many };
    #[expect(clippy::cast_precision_loss, reason = "counts of things in a text")]
    let number = crate::typography::number(locale, n as f64);
    format!("{number}\u{a0}{}", locale.pick(fr, en))
}

/// " … and 3 others": the end of a list that is cut.
pub fn and_more(locale: Locale, n: usize) -> String {
    let (fr, en) = if n == 1 { ("autre", "other") } else { ("autres", "others") };
    format!(" … {}\u{a0}{n}\u{a0}{}", locale.pick("et", "and"), locale.pick(fr, en))
}

/// How sure the wording is.
pub fn certainty(locale: Locale, c: Certainty) -> &'static str {
    match c {
        Certainty::Asserted => locale.pick("affirmé", "asserted"),
        Certainty::Hedged => locale.pick("conditionnel", "hedged"),
        Certainty::Possible => locale.pick("possible", "possible"),
        Certainty::Denied => locale.pick("nié", "denied"),
    }
}

/// What the speaker does.
pub fn stance(locale: Locale, s: Stance) -> &'static str {
    match s {
        Stance::Asserts => locale.pick("affirme", "asserts"),
        Stance::Denies => locale.pick("dément", "denies"),
        Stance::Neither => locale.pick("ni confirmé ni démenti", "neither confirmed nor denied"),
        Stance::Asks => locale.pick("demande", "asks"),
        Stance::Orders => locale.pick("ordonne", "orders"),
    }
}

/// Quotation or report.
pub fn statement_kind(locale: Locale, k: StatementKind) -> &'static str {
    match k {
        StatementKind::Direct => locale.pick("citation", "quotation"),
        StatementKind::Mixed => locale.pick("cité en partie", "partly quoted"),
        StatementKind::Indirect => locale.pick("rapporté", "reported"),
    }
}

/// The state of a quantity, in a word.
pub fn quantity_state(locale: Locale, s: QuantityState) -> &'static str {
    match s {
        QuantityState::Confirmed => locale.pick("confirmé", "confirmed"),
        QuantityState::Fair => locale.pick("concordant", "fair"),
        QuantityState::Weak => locale.pick("une seule origine", "one origin"),
        QuantityState::Contested => locale.pick("contesté", "contested"),
        QuantityState::Unattributed => locale.pick("sans auteur", "unattributed"),
        QuantityState::Withdrawn => locale.pick("retiré", "withdrawn"),
    }
}

/// What a state means, for the key.
pub fn quantity_state_means(locale: Locale, s: QuantityState) -> &'static str {
    match s {
        QuantityState::Confirmed => locale.pick(
            "au moins deux familles d’origines concordent, dont une n’est pas partie au conflit",
            "two families of origins or more agree, one of them no party to the matter",
        ),
        QuantityState::Fair => locale.pick("deux origines", "two origins"),
        QuantityState::Weak => {
            locale.pick("une seule origine, quel que soit le nombre de médias", "one origin, however many outlets")
        }
        QuantityState::Contested => locale.pick("une contradiction ou un démenti", "a contradiction or a denial"),
        QuantityState::Unattributed => locale.pick("personne n’est nommé", "nobody is named"),
        QuantityState::Withdrawn => locale.pick("repris par qui l’avait donné", "taken back by whoever gave it"),
    }
}

/// What became of a figure.
pub fn figure_state(locale: Locale, s: FigureState) -> &'static str {
    match s {
        FigureState::Superseded => locale.pick("remplacé depuis", "superseded"),
        FigureState::Corrected => locale.pick("corrigé depuis", "corrected since"),
        FigureState::Withdrawn => locale.pick("retiré", "withdrawn"),
    }
}

/// How a figure relates to time.
pub fn figure_kind(locale: Locale, k: FigureKind) -> &'static str {
    match k {
        FigureKind::Cumulative => locale.pick("total à ce jour", "running total"),
        FigureKind::Flow => locale.pick("sur une période", "over a period"),
        FigureKind::Stock => locale.pick("à un moment", "at a moment"),
        FigureKind::Measure => locale.pick("mesure", "measure"),
        FigureKind::Plan => locale.pick("prévision", "plan"),
    }
}

/// What happened to the people counted.
pub fn role(locale: Locale, r: Role) -> &'static str {
    match r {
        Role::Killed => locale.pick("tués", "killed"),
        Role::Wounded => locale.pick("blessés", "wounded"),
        Role::Missing => locale.pick("disparus", "missing"),
        Role::Captured => locale.pick("capturés", "captured"),
        Role::Casualties => locale.pick("tués ou blessés", "killed or wounded"),
        Role::Displaced => locale.pick("déplacés", "displaced"),
        Role::Evacuated => locale.pick("évacués", "evacuated"),
        Role::Detained => locale.pick("détenus", "detained"),
        Role::Deployed => locale.pick("déployés", "deployed"),
        Role::Present => locale.pick("présents", "present"),
        Role::Infected => locale.pick("infectés", "infected"),
        Role::Other => locale.pick("autres", "other"),
    }
}

/// How the program got a number that no report prints.
pub fn implication(locale: Locale, how: Implication) -> &'static str {
    match how {
        Implication::One => locale.pick("calculé, une seule personne", "computed, one person"),
        Implication::Ordinal => locale.pick("calculé d’après un rang", "computed from a rank"),
        Implication::Named => locale.pick("calculé en comptant les noms", "computed by counting names"),
        Implication::Nobody => locale.pick("calculé, personne", "computed, nobody"),
        Implication::Sum => locale.pick("calculé, somme des parties", "computed, sum of the parts"),
        Implication::Author => locale.pick("calculé, auteur des faits compris", "computed, whoever did it included"),
        Implication::Product => locale.pick("calculé, produit", "computed, product"),
        Implication::Rest => locale.pick("calculé, le reste", "computed, the rest"),
    }
}

/// The name of a relation.
pub fn relation(locale: Locale, r: RelationKind) -> &'static str {
    match r {
        RelationKind::Relay => locale.pick("reprise", "relay"),
        RelationKind::Derived => locale.pick("calcul", "derived"),
        RelationKind::Denies => locale.pick("démenti", "denial"),
        RelationKind::NotComparable => locale.pick("non comparable", "not comparable"),
        RelationKind::Component => locale.pick("partie d’un tout", "component"),
        RelationKind::Restates => locale.pick("répétition", "restatement"),
        RelationKind::Update => locale.pick("mise à jour", "update"),
        RelationKind::RevisedDown => locale.pick("révision à la baisse", "revised down"),
        RelationKind::Agrees => locale.pick("accord", "agreement"),
        RelationKind::Growth => locale.pick("progression", "growth"),
        RelationKind::Contradicts => locale.pick("contradiction", "contradiction"),
        RelationKind::Variant => locale.pick("variante", "variant"),
        RelationKind::Outlier => locale.pick("valeur isolée", "outlier"),
    }
}

/// The sign of a relation; always with its word.
pub fn relation_sign(r: RelationKind) -> char {
    match r {
        RelationKind::Relay | RelationKind::Restates => '⤳',
        RelationKind::Derived => '÷',
        RelationKind::Denies => '¬',
        RelationKind::NotComparable => '∥',
        RelationKind::Component => '⊂',
        RelationKind::Update | RelationKind::RevisedDown | RelationKind::Growth => '→',
        RelationKind::Agrees => '=',
        RelationKind::Contradicts => '≠',
        RelationKind::Variant => '≈',
        RelationKind::Outlier => '↗',
    }
}

/// The sign of a certainty in plain text: filled, hollow, dashed, crossed.
pub fn certainty_sign(c: Certainty) -> char {
    match c {
        Certainty::Asserted => '●',
        Certainty::Hedged => '○',
        Certainty::Possible => '◌',
        Certainty::Denied => '✕',
    }
}

/// The sign of a state in plain text.
pub fn state_sign(s: QuantityState) -> char {
    match s {
        QuantityState::Confirmed => '✓',
        QuantityState::Fair => '=',
        QuantityState::Weak => '·',
        QuantityState::Contested => '≠',
        QuantityState::Unattributed => '?',
        QuantityState::Withdrawn => '†',
    }
}

/// What a speaker is.
pub fn entity_kind(locale: Locale, k: EntityKind) -> &'static str {
    match k {
        EntityKind::Person => locale.pick("personne", "person"),
        EntityKind::Body => locale.pick("organisme", "body"),
        EntityKind::Outlet => locale.pick("média", "outlet"),
        EntityKind::Country => locale.pick("État", "state"),
        EntityKind::Place => locale.pick("lieu", "place"),
        EntityKind::Document => locale.pick("document", "document"),
        EntityKind::Group => locale.pick("groupe sans nom", "unnamed group"),
        EntityKind::Other => locale.pick("autre", "other"),
    }
}

/// Where a report's date comes from.
pub fn date_basis(locale: Locale, b: DateBasis) -> &'static str {
    match b {
        DateBasis::Given => locale.pick("donnée par l’utilisateur", "given by the user"),
        DateBasis::Metadata => locale.pick("d’après les métadonnées", "from metadata"),
        DateBasis::Text => locale.pick("déduite du texte", "bounded from the text"),
        DateBasis::Inferred => locale.pick("déduite des autres rapports", "bounded with the other reports"),
    }
}

/// A block's function.
pub fn block_kind(locale: Locale, k: BlockKind) -> &'static str {
    match k {
        BlockKind::Title => locale.pick("titre", "title"),
        BlockKind::Paragraph => locale.pick("paragraphe", "paragraph"),
        BlockKind::Heading => locale.pick("intertitre", "heading"),
        BlockKind::Caption => locale.pick("légende", "caption"),
        BlockKind::Byline => locale.pick("signature", "byline"),
        BlockKind::Boilerplate => locale.pick("hors article", "boilerplate"),
    }
}

/// Why a block was set aside, by its code.
pub fn block_reason(locale: Locale, code: &str) -> String {
    locale.of(&recoupe_story::furniture_words(code)).to_owned()
}

/// A kind of damage, by its code.
pub fn repair_kind(locale: Locale, code: &str) -> String {
    locale.of(&recoupe_story::damage_words(code)).to_owned()
}

/// Codes of gaps in reading order, each with its heading.
const GAPS: [(&str, &str, &str); 13] = [
    ("undated-report", "Rapports sans date", "Undated reports"),
    ("inexact-date", "Jours de publication incertains", "Uncertain days of publication"),
    ("unknown-outlet", "Médias inconnus", "Unknown outlets"),
    ("damaged-text", "Texte abîmé", "Damaged text"),
    ("repaired-text", "Texte réparé pour la lecture", "Text repaired for reading"),
    ("unbalanced-quote", "Citations jamais fermées", "Quotations never closed"),
    ("unattributed-figure", "Chiffres sans auteur nommé", "Figures with nobody named"),
    ("unresolved-speaker", "Propos sans auteur clair", "Statements without a clear speaker"),
    ("abstained", "Non établi pour un chiffre", "Not established for a figure"),
    ("undated-event", "Expressions de temps sans date", "Expressions of time without a date"),
    ("not-comparable", "Chiffres qui ne se comparent pas", "Figures that cannot be compared"),
    ("left-out", "Passages écartés", "Passages left out"),
    ("", "Autres remarques", "Other remarks"),
];

/// Place of a kind of gap in reading order.
pub fn gap_rank(code: &str) -> usize {
    GAPS.iter().position(|g| g.0 == code).unwrap_or(GAPS.len() - 1)
}

/// The heading of a kind of gap.
pub fn gap_heading(locale: Locale, code: &str) -> &'static str {
    let (_, fr, en) = GAPS[gap_rank(code)];
    locale.pick(fr, en)
}

/// The user's policy for a single value.
pub fn policy(locale: Locale, p: &Policy) -> String {
    match p {
        Policy::Lower => locale.pick("valeur la plus basse", "lowest value").into(),
        Policy::PrioritySource(names) => {
            format!("{} {}", locale.pick("source prioritaire\u{a0}:", "priority source:"), names.join(", "))
        }
        Policy::LatestOf(name) => format!("{} {name}", locale.pick("dernière valeur de", "latest of")),
    }
}

/// A family in words: a state's name for its ISO code, else the name given.
pub fn family(locale: Locale, family: &str) -> String {
    let lang = locale.pick(recoupe_reading::Lang::Fr, recoupe_reading::Lang::En);
    recoupe_reading::world::country_name(family, lang).unwrap_or(family).into()
}
