//! Relations are told once a pair of claims: one sentence, then the passages it covers.

mod made_up;

use recoupe_dossier::{
    Locale, json,
    told::{Piece, Told, most_telling},
    view::View,
    wire::{Bilingual, Dossier, Figure, Gap, Quantity, Relation, RelationKind, Value},
};

const KILLED: &str = "killed";

/// A dossier whose first quantity has only the relations that a test gives it.
fn bare() -> Dossier {
    let mut dossier = made_up::dossier();
    killed(&mut dossier).relations.clear();
    dossier
}

fn killed(dossier: &mut Dossier) -> &mut Quantity {
    dossier.quantities.iter_mut().find(|q| q.id == KILLED).expect("the quantity")
}

/// The same figure once more, under another id and with other words or bounds.
fn again(dossier: &mut Dossier, id: &str, new: &str, change: impl FnOnce(&mut Figure)) {
    let mut figure = dossier.figures.iter().find(|f| f.id == id).expect("a figure").clone();
    figure.id = new.into();
    change(&mut figure);
    dossier.figures.push(figure);
    killed(dossier).figures.push(new.into());
}

fn relate(dossier: &mut Dossier, kind: RelationKind, from: &str, to: &str, why: &str) {
    let reason = Bilingual { fr: why.into(), en: why.into() };
    killed(dossier).relations.push(Relation { from: from.into(), to: to.into(), kind, reason });
}

fn told<'a>(view: &View<'a>) -> Vec<Told<'a>> {
    view.told(view.dossier.quantities.iter().find(|q| q.id == KILLED).expect("the quantity"))
}

fn ids(entry: &Told<'_>) -> Vec<Vec<String>> {
    entry.sides.iter().map(|s| s.iter().map(|p| p.figure.id.clone()).collect()).collect()
}

fn approximate(value: &mut Value) {
    value.approx = true;
}

#[test]
fn wordings_of_one_number_contradict_another_once() {
    let mut dossier = bare();
    again(&mut dossier, "b.F2", "b.F8", |f| f.text = "environ 19".into());
    again(&mut dossier, "b.F2", "b.F9", |f| approximate(&mut f.value));
    for from in ["b.F2", "b.F8", "b.F9", "c.F2"] {
        relate(&mut dossier, RelationKind::Contradicts, from, "c.F1", from);
    }
    // The other way round it is the same pair of claims.
    relate(&mut dossier, RelationKind::Contradicts, "e.F2", "d.F2", "e.F2");
    let view = View::new(&dossier, Locale::Fr);
    let entries = told(&view);
    assert_eq!(entries.len(), 1);
    let entry = &entries[0];
    assert_eq!(entry.relations.len(), 5);
    assert_eq!(entry.lead.from, "c.F2", "a report that sets the two side by side itself is the most telling");
    // "19" and "19" of report b are one passage, twice.
    assert_eq!(ids(entry), [vec!["b.F2", "c.F2", "d.F2", "b.F8"], vec!["c.F1", "e.F2"]]);
    assert_eq!(entry.passages(), 7);
    let line = view.told_sentence(entry, usize::MAX).replace(['\u{a0}', '\u{202f}'], " ");
    assert_eq!(
        line,
        "contradiction — c.F2 (R2 « 19 » ×2, R3 « 19 », R4 « 21 », R2 « environ 19 » ≠ R3 « More than 45 », R5 « plus de 45 »)"
    );
    let cut = view.told_sentence(entry, 2).replace(['\u{a0}', '\u{202f}'], " ");
    assert_eq!(cut, "contradiction — c.F2 (R2 « 19 » ×2, R3 « 19 » … et 4 autres)");
    // Programs get every relation.
    let written = json::pretty(&dossier).expect("a dossier can be written");
    assert_eq!(written.matches("\"contradicts\"").count(), 5);
}

#[test]
fn dated_exact_quoted_pairs_lead() {
    let mut dossier = bare();
    relate(&mut dossier, RelationKind::Agrees, "d.F1", "d.F3", "at least, one of two days");
    relate(&mut dossier, RelationKind::Agrees, "b.F2", "d.F3", "exact");
    again(&mut dossier, "b.F2", "b.F8", |f| f.statement = Some("a.S2".into()));
    relate(&mut dossier, RelationKind::Agrees, "b.F8", "d.F3", "exact and quoted");
    let view = View::new(&dossier, Locale::En);
    let entries = told(&view);
    assert_eq!(entries.len(), 1);
    assert_eq!(entries[0].lead.reason.en, "exact and quoted");
}

#[test]
fn a_chain_of_updates_is_told_from_end_to_end() {
    let mut dossier = bare();
    for (from, to) in [("a.F1", "b.F2"), ("b.F2", "d.F2"), ("a.F1", "d.F2")] {
        relate(&mut dossier, RelationKind::Update, from, to, from);
    }
    let view = View::new(&dossier, Locale::En);
    let entries = told(&view);
    assert_eq!(entries.len(), 1);
    let signs: Vec<&str> = entries[0]
        .pieces()
        .iter()
        .filter_map(|p| match p {
            Piece::Sign(sign) => Some(*sign),
            Piece::Passage(..) => None,
        })
        .collect();
    assert_eq!(signs, [" → ", " → "]);
    assert_eq!((&*entries[0].lead.from, &*entries[0].lead.to), ("b.F2", "d.F2"), "exact numbers lead");
}

#[test]
fn a_sum_is_told_once_for_all_parts_and_wordings() {
    let mut dossier = bare();
    again(&mut dossier, "b.F2", "b.F8", |f| f.text = "environ 19".into());
    for (whole, why) in [("b.F2", "parts make 19"), ("b.F8", "parts make about 19")] {
        for part in ["c.F1", "e.F2"] {
            relate(&mut dossier, RelationKind::Component, whole, part, why);
        }
    }
    // Another part of the same two origins is another thing.
    again(&mut dossier, "c.F1", "c.F9", |f| f.text = "three".into());
    relate(&mut dossier, RelationKind::Component, "d.F2", "c.F9", "three of 21");
    let view = View::new(&dossier, Locale::En);
    let entries = told(&view);
    assert_eq!(entries.iter().map(|e| e.relations.len()).collect::<Vec<_>>(), [4, 1]);
}

#[test]
fn repeats_of_one_claim_are_one_origin() {
    let mut dossier = bare();
    relate(&mut dossier, RelationKind::Relay, "b.F2", "c.F2", "same origin, same value");
    again(&mut dossier, "c.F2", "d.F9", |f| f.report = "d".into());
    relate(&mut dossier, RelationKind::Relay, "c.F2", "d.F9", "same origin, same value");
    relate(&mut dossier, RelationKind::Relay, "a.F1", "d.F1", "copied");
    let view = View::new(&dossier, Locale::En);
    let entries = told(&view);
    assert_eq!(entries.len(), 2, "two claims");
    let line = view.told_sentence(&entries[0], usize::MAX).replace('\u{a0}', " ");
    assert_eq!(line, "relay — same origin, same value (3 passages: R2 “19”, R3 “19”, R4 “19”)");
}

#[test]
fn without_a_name_the_outlet_is_one_voice() {
    let mut dossier = bare();
    // Reports d and e are of one outlet, report b of another.
    for (id, new) in [("d.F2", "d.F9"), ("e.F2", "e.F9"), ("b.F2", "b.F9")] {
        again(&mut dossier, id, new, |f| f.speaker = None);
        relate(&mut dossier, RelationKind::Contradicts, "c.F1", new, new);
    }
    let view = View::new(&dossier, Locale::En);
    let entries = told(&view);
    let sides: Vec<_> = entries.iter().map(ids).collect();
    assert_eq!(sides, [[vec!["c.F1"], vec!["d.F9", "e.F9"]], [vec!["c.F1"], vec!["b.F9"]]]);
}

#[test]
fn what_is_contested_comes_first_and_repeats_last() {
    use RelationKind::{
        Agrees, Component, Contradicts, Denies, Growth, NotComparable, Outlier, Relay, RevisedDown, Update, Variant,
    };
    let mut dossier = bare();
    let kinds = [Relay, Agrees, Outlier, Variant, NotComparable, Component, Growth, Update, RevisedDown, Denies];
    for kind in kinds {
        relate(&mut dossier, kind, "b.F2", "c.F1", "why");
    }
    relate(&mut dossier, Contradicts, "b.F2", "d.F3", "why");
    again(&mut dossier, "d.F3", "d.F9", |f| f.speaker = None);
    relate(&mut dossier, Contradicts, "d.F9", "b.F2", "nobody named");
    let view = View::new(&dossier, Locale::En);
    let order: Vec<RelationKind> = told(&view).iter().map(Told::kind).collect();
    let expected = [
        Denies,
        Contradicts,
        Contradicts,
        RevisedDown,
        Update,
        Growth,
        Component,
        NotComparable,
        Outlier,
        Variant,
        Agrees,
        Relay,
    ];
    assert_eq!(order, expected);
    assert_eq!(told(&view)[2].lead.reason.en, "nobody named", "named origins before unnamed ones");
}

#[test]
fn of_weaker_kinds_a_few_are_shown() {
    let mut dossier = bare();
    for n in 0..9 {
        let new = format!("x.F{n}");
        again(&mut dossier, "d.F3", &new, |f| {
            f.speaker.as_mut().expect("a speaker").entity = Some(format!("speaker-{n}"));
        });
        relate(&mut dossier, RelationKind::Agrees, "b.F2", &new, "agree");
        relate(&mut dossier, RelationKind::Contradicts, "c.F1", &new, "clash");
    }
    let view = View::new(&dossier, Locale::En);
    let count = |entries: &[Told<'_>], kind| entries.iter().filter(|e| e.kind() == kind).count();
    let (shown, rest) = most_telling(told(&view), 12);
    assert_eq!(count(&shown, RelationKind::Contradicts), 9);
    assert_eq!((count(&shown, RelationKind::Agrees), rest.len()), (3, 6));
    let (shown, rest) = most_telling(told(&view), 99);
    assert_eq!((count(&shown, RelationKind::Agrees), rest.len()), (4, 5));
}

#[test]
fn gaps_with_one_reason_are_one_line() {
    let mut dossier = made_up::dossier();
    let gap = |report: &str, start, end, code: &str, why: &str| Gap {
        report: report.into(),
        start,
        end,
        code: code.into(),
        why: Bilingual { fr: why.into(), en: why.into() },
    };
    let dot = dossier.reports[0].text.as_deref().and_then(|t| t.find('.')).expect("a sentence ends");
    let mut gaps = vec![gap("d", 0, 11, "unattributed-figure", "nobody named")];
    gaps.extend((0..20).map(|_| gap("a", dot, dot + 1, "repaired-text", "glued")));
    gaps.push(gap("a", 0, 11, "unattributed-figure", "nobody named"));
    gaps.push(gap("b", 0, 0, "undated-report", "no date"));
    dossier.gaps = gaps;
    let view = View::new(&dossier, Locale::En);
    let groups = view.gaps();
    let lines: Vec<_> = groups.iter().map(|g| (g.code, g.count, g.places.len())).collect();
    assert_eq!(lines, [("undated-report", 1, 1), ("repaired-text", 20, 1), ("unattributed-figure", 2, 2)]);
    assert_eq!((groups[1].places[0].times, &*groups[1].places[0].words), (20, ""), "a dot tells nothing");
    assert_eq!(groups[2].places[0].report, "a", "reports in their order");
}
