//! What could not be read, dated, attributed or compared: each with its place, a stable code and why.

mod codes;

use std::collections::BTreeSet;

pub use codes::{damage_words, furniture_words};
use recoupe_claims::Stance;
use recoupe_reading::{BlockKind, Span};

use crate::{Bilingual, Gap, Read, RelationKind, ReportSpan, dates::Published, quantity::Grouped, time};

/// All gaps, in rank order of the reports, then of the text.
pub(crate) fn gaps(
    reads: &[Read],
    rank: &[usize],
    published: &[Published],
    groups: &[Grouped],
    relations: &[Vec<crate::Relation>],
) -> Vec<Gap> {
    let mut all = Vec::new();
    for &r in rank {
        let mut add = |span: Span, code: &str, why: Bilingual| {
            all.push(Gap { at: ReportSpan { report: r, span }, code: code.to_owned(), why });
        };
        of_report(&reads[r], &published[r], &mut add);
        of_damage(&reads[r], &mut add);
        of_claims(&reads[r], &published[r], &mut add);
    }
    for (group, relations) in groups.iter().zip(relations) {
        let compared =
            |at| relations.iter().any(|r| (r.from == at || r.to == at) && r.kind != RelationKind::NotComparable);
        for e in group.entries.iter().filter(|e| !compared(e.at)) {
            let reason =
                relations.iter().find(|r| (r.from == e.at || r.to == e.at) && r.kind == RelationKind::NotComparable);
            let Some(reason) = reason else { continue };
            let span = reads[e.at.report].claims.figures[e.at.figure].span;
            let at = ReportSpan { report: e.at.report, span };
            all.push(Gap { at, code: "not-comparable".to_owned(), why: reason.reason.clone() });
        }
    }
    let place = |r: usize| rank.iter().position(|x| *x == r);
    all.sort_by(|a, b| {
        let key = |g: &Gap| (place(g.at.report), g.at.span.start, g.at.span.end, g.code.clone());
        key(a).cmp(&key(b))
    });
    all.dedup();
    all
}

fn of_report(read: &Read, published: &Published, add: &mut impl FnMut(Span, &str, Bilingual)) {
    let start = Span::new(0, 0);
    if time::is_unknown(&published.hard) {
        add(
            start,
            "undated-report",
            Bilingual::new(
                "Le rapport ne porte pas de date et son texte n’en donne aucune borne.",
                "The report bears no date and its text gives no bound for one.",
            ),
        );
    } else if published.hard.from != published.hard.to {
        let days = crate::words::interval(&published.hard);
        add(
            start,
            "inexact-date",
            Bilingual::new(
                format!("Le jour de publication n’est pas connu ; d’après les textes : {}.", days.fr),
                format!("The day of publication is not known; by the texts: {}.", days.en),
            ),
        );
    }
    if read.doc.report.outlet.is_none() {
        add(start, "unknown-outlet", Bilingual::new("Le média n’est pas connu.", "The outlet is not known."));
    }
}

/// Damage, passages set aside, and what else was noted when reading. What stands in the list of repairs is not said again
/// as a note.
fn of_damage(read: &Read, add: &mut impl FnMut(Span, &str, Bilingual)) {
    let repairs = &read.doc.repairs;
    for repair in repairs {
        let kind = damage_words(&repair.kind);
        let code = if repair.reads.is_some() { "repaired-text" } else { "damaged-text" };
        add(repair.span, code, damaged(&kind, &repair.kind, repair.reads.as_deref()));
    }
    for block in read.doc.blocks.iter().filter(|b| b.kind == BlockKind::Boilerplate) {
        let kind = furniture_words(block.reason.as_deref().unwrap_or("boilerplate"));
        add(
            block.span,
            "left-out",
            Bilingual::new(
                format!("Passage écarté ({})\u{a0}: il ne fait pas partie du rapport.", kind.fr),
                format!("Passage left out ({}): it is no part of the report.", kind.en),
            ),
        );
    }
    let repaired: BTreeSet<(usize, usize, &str)> =
        repairs.iter().map(|r| (r.span.start, r.span.end, r.kind.as_str())).collect();
    for d in &read.doc.diagnostics {
        if !repaired.contains(&(d.span.start, d.span.end, d.code.as_str())) {
            add(d.span, &d.code, codes::diagnostic(&d.code, &d.message));
        }
    }
}

/// Damage and how it was read. Of a missing space there is nothing to show: its name says all, so that all of them read
/// alike.
fn damaged(kind: &Bilingual, code: &str, reads: Option<&str>) -> Bilingual {
    match reads {
        None => Bilingual::new(
            format!("Texte abîmé ({})\u{a0}: cité tel quel, rien n’en est déduit.", kind.fr),
            format!("Damaged text ({}): quoted as it stands, nothing is concluded from it.", kind.en),
        ),
        Some(reads) if reads.len() <= 80 && !code.starts_with("glued") => Bilingual::new(
            format!("Texte abîmé ({}), lu «\u{a0}{}\u{a0}».", kind.fr, one_line(reads)),
            format!("Damaged text ({}), read as “{}”.", kind.en, one_line(reads)),
        ),
        Some(_) => Bilingual::new(
            format!("Texte abîmé ({}), réparé pour la lecture.", kind.fr),
            format!("Damaged text ({}), repaired for reading.", kind.en),
        ),
    }
}

fn one_line(s: &str) -> String {
    s.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn of_claims(read: &Read, published: &Published, add: &mut impl FnMut(Span, &str, Bilingual)) {
    let claims = &read.claims;
    for figure in &claims.figures {
        if figure.speaker.is_none() {
            add(
                figure.span,
                "unattributed-figure",
                Bilingual::new(
                    "Le texte n’attribue ce chiffre à personne ; il reste au compte du média.",
                    "The text attributes this number to nobody; it remains the outlet’s own.",
                ),
            );
        }
        if !figure.abstained.is_empty() {
            let (fr, en): (Vec<String>, Vec<String>) =
                figure.abstained.iter().map(|f| (field_fr(f), field_en(f))).unzip();
            add(
                figure.span,
                "abstained",
                Bilingual::new(
                    format!("Non établi pour ce chiffre : {}.", fr.join(", ")),
                    format!("Not established for this number: {}.", en.join(", ")),
                ),
            );
        }
    }
    for statement in &claims.statements {
        if statement.speaker.is_none() && statement.stance != Stance::Asks {
            let span = statement.source.first().or(statement.cue.first()).or(statement.content.first());
            if let Some(span) = span {
                add(
                    *span,
                    "unresolved-speaker",
                    Bilingual::new(
                        "Le texte ne dit pas, ou pas clairement, qui parle.",
                        "The text does not say, or not clearly, who speaks.",
                    ),
                );
            }
        }
    }
    for event in &claims.events {
        if time::is_unknown(&crate::dates::resolve(&event.when, &published.hard)) {
            add(
                event.when.span,
                "undated-event",
                Bilingual::new(
                    "L’expression de temps ne peut pas être rapportée à une date.",
                    "The expression of time cannot be brought to a date.",
                ),
            );
        }
    }
    for d in &claims.diagnostics {
        add(d.span, &d.code, codes::diagnostic(&d.code, &d.message));
    }
}

fn field_fr(field: &str) -> String {
    match field {
        "place" => "le lieu",
        "as_of" => "le moment",
        "period" => "la période",
        "population" => "la population",
        "role" => "ce qui est arrivé aux personnes",
        "kind" => "la nature (total, flux, état)",
        "counted" => "ce qui est compté",
        "unit" => "l’unité",
        "speaker" => "l’auteur",
        "value" => "la valeur",
        other => other,
    }
    .to_owned()
}

fn field_en(field: &str) -> String {
    match field {
        "as_of" => "the moment",
        "role" => "what happened to the people",
        "kind" => "the kind (total, flow, state)",
        "counted" => "what is counted",
        other => return format!("the {}", other.replace('_', " ")),
    }
    .to_owned()
}
