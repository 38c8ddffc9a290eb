//! Why a rule holds, as full sentences in both languages, with names, values, dates and ratios.
//!
//! A name is put as the texts give it, of any gender and number and without its article. So no sentence bends a verb, an
//! article or a preposition to a name: it says what holds, then a colon, then who gives which value.

mod across;

pub(crate) use across::{Apart, breach, falls, too_few};
pub(super) use across::{apart, composition, outlier, part, stated_share};
use recoupe_claims::{Certainty, FigureKind};

use super::{Context, Entry, rules::newer};
use crate::{
    Bilingual, time,
    value::{self, Bounds},
    words,
};

/// How sure it is that a figure is newer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Newer {
    /// The dates in the texts prove it.
    Certainly,
    /// The likely days of the reports say so.
    Likely,
}

/// "Name (value)": who says what.
pub(super) fn said(e: &Entry, ctx: &Context<'_>) -> Bilingual {
    two("{a} ({b})", "{a} ({b})", &who(e, ctx), &amount(e))
}

/// The speaker, else the outlet, else that nobody is named.
pub(super) fn who(e: &Entry, ctx: &Context<'_>) -> Bilingual {
    match e.origin {
        Some(o) => ctx.linked.speakers[o].shown.clone(),
        None => Bilingual::new(
            format!("{}, sans source nommée", e.outlet),
            format!("{}, no source named", e.outlet.replace("« ", "“").replace(" »", "”")),
        ),
    }
}

pub(super) fn amount(e: &Entry) -> Bilingual {
    words::value(&e.value, e.unit.as_deref())
}

/// Joins sentences.
pub(super) fn join(parts: impl IntoIterator<Item = Option<Bilingual>>) -> Bilingual {
    let mut all = Bilingual::default();
    for part in parts.into_iter().flatten() {
        for (text, more) in [(&mut all.fr, part.fr), (&mut all.en, part.en)] {
            if !text.is_empty() {
                text.push(' ');
            }
            text.push_str(&more);
        }
    }
    all
}

/// A sentence with two slots `{a}` and `{b}`.
pub(super) fn two(fr: &str, en: &str, a: &Bilingual, b: &Bilingual) -> Bilingual {
    let fill = |pattern: &str, a: &str, b: &str| {
        // In one pass: a name that holds "{b}" stays a name.
        let mut out = String::with_capacity(pattern.len() + a.len() + b.len());
        let mut rest = pattern;
        while let Some(at) = rest.find('{') {
            out.push_str(&rest[..at]);
            out.push_str(if rest[at..].starts_with("{a}") { a } else { b });
            rest = &rest[at + 3..];
        }
        out + rest
    };
    Bilingual::new(fill(fr, &a.fr, &b.fr), fill(en, &a.en, &b.en))
}

/// A sentence with one slot `{a}`.
fn one(fr: &str, en: &str, a: &Bilingual) -> Bilingual {
    two(fr, en, a, a)
}

fn hedges(a: &Entry, b: &Entry, ctx: &Context<'_>) -> Option<Bilingual> {
    let hedged: Vec<&Entry> = [a, b].into_iter().filter(|e| e.certainty == Certainty::Hedged).collect();
    match hedged.as_slice() {
        [] => None,
        [e] => {
            Some(one("Donné au conditionnel ou avec réserve\u{a0}: {a}.", "Given with reserve: {a}.", &said(e, ctx)))
        }
        _ => Some(Bilingual::new("Les deux sont donnés avec réserve.", "Both are given with reserve.")),
    }
}

fn order_note(order: Newer) -> Option<Bilingual> {
    (order == Newer::Likely).then(|| {
        Bilingual::new(
            "L’ordre repose sur les dates probables des rapports.",
            "The order rests on the likely dates of the reports.",
        )
    })
}

pub(super) fn dated(a: &Entry, b: &Entry) -> Bilingual {
    let pick = |e: &Entry| {
        if time::is_unknown(&e.times.as_of) || !e.times.dated { e.times.likely.clone() } else { e.times.as_of.clone() }
    };
    let (x, y) = (words::interval(&pick(a)), words::interval(&pick(b)));
    two("Dates\u{a0}: {a}, puis {b}.", "Dates: {a}, then {b}.", &x, &y)
}

/// "Name (value), between … and …".
fn in_window(e: &Entry, ctx: &Context<'_>) -> Bilingual {
    let window = words::interval(e.times.window.as_ref().unwrap_or(&e.times.as_of));
    two("{a}, {b}", "{a}, {b}", &said(e, ctx), &window)
}

/// Both come from one state: no confirmation. Or one names nobody.
fn standing(a: &Entry, b: &Entry, ctx: &Context<'_>) -> Option<Bilingual> {
    match (a.origin, b.origin) {
        (Some(x), Some(y)) => {
            let (fx, fy) = (ctx.linked.families(x), ctx.linked.families(y));
            let common: Vec<&&str> = fx.intersection(&fy).collect();
            if common.is_empty() || fx.is_empty() {
                return None;
            }
            let all = fx == fy;
            Some(if all {
                Bilingual::new(
                    "Même famille d’origines\u{a0}: ce n’est pas une confirmation indépendante.",
                    "One family of origins: this is no independent confirmation.",
                )
            } else {
                Bilingual::new(
                    "Une famille d’origines leur est commune\u{a0}: les deux ne sont pas tout à fait indépendants.",
                    "They share a family of origins: the two are not fully independent.",
                )
            })
        }
        (None, None) => Some(Bilingual::new(
            "Aucun des deux ne nomme sa source\u{a0}: ce n’est pas une confirmation.",
            "Neither names its source: this is no confirmation.",
        )),
        _ => Some(Bilingual::new(
            "L’un des deux ne nomme pas sa source\u{a0}: ce n’est pas une confirmation.",
            "One of the two names no source: this is no confirmation.",
        )),
    }
}

fn parties(a: &Entry, b: &Entry, ctx: &Context<'_>) -> Option<Bilingual> {
    let (x, y) = (who(a, ctx), who(b, ctx));
    match (a.party, b.party) {
        (true, true) if x != y => Some(two(
            "Les deux sont parties prenantes\u{a0}: {a}\u{a0}; {b}.",
            "Both are parties to the matter: {a}; {b}.",
            &x,
            &y,
        )),
        (false, false) => None,
        (first, _) => {
            let party = if first { x } else { y };
            Some(one("Partie prenante\u{a0}: {a}.", "A party to the matter: {a}.", &party))
        }
    }
}

pub(super) fn same_origin_same_value(a: &Entry, b: &Entry, ctx: &Context<'_>) -> Bilingual {
    let first = match b.origin {
        Some(_) => one(
            "Même origine, même valeur\u{a0}: {a}. Une seule origine, quel que soit le nombre de médias.",
            "Same origin, same value: {a}. One origin, however many outlets.",
            &said(b, ctx),
        ),
        None => one(
            "Même texte, même valeur ({a}), sans source nommée\u{a0}: une seule origine, inconnue.",
            "Same text, same value ({a}), no source named: one origin, unknown.",
            &amount(b),
        ),
    };
    join([Some(first), hedges(a, b, ctx)])
}

pub(super) fn passed_on(source: &Entry, relay: &Entry, ctx: &Context<'_>) -> Bilingual {
    two(
        "Chiffre transmis, donc une seule origine. Source\u{a0}: {a}\u{a0}; relais\u{a0}: {b}.",
        "A number passed on, hence one origin. Source: {a}; relay: {b}.",
        &said(source, ctx),
        &who(relay, ctx),
    )
}

pub(super) fn copied(a: &Entry, b: &Entry, ctx: &Context<'_>) -> Bilingual {
    two(
        "Passage copié ou texte d’une même agence, donc une seule origine. Source\u{a0}: {a}\u{a0}; reprise\u{a0}: {b}.",
        "A copied passage or one agency’s text, hence one origin. Source: {a}; repeated by: {b}.",
        &said(a, ctx),
        &who(b, ctx),
    )
}

pub(super) fn derived(base: &Entry, from: &Entry, ctx: &Context<'_>) -> Bilingual {
    two(
        "Valeur calculée, qui ne compte pas comme origine\u{a0}: {b}. Base du calcul\u{a0}: {a}.",
        "A computed value, which counts as no origin: {b}. Computed from: {a}.",
        &said(base, ctx),
        &said(from, ctx),
    )
}

pub(super) fn denies(denied: &Entry, said_by: &Entry, ctx: &Context<'_>) -> Bilingual {
    let first = two(
        "Chiffre nié\u{a0}: {a}. Chiffre avancé\u{a0}: {b}.",
        "Number denied: {a}. Number given: {b}.",
        &said(denied, ctx),
        &said(said_by, ctx),
    );
    join([Some(first), parties(denied, said_by, ctx)])
}

pub(super) fn other_period(a: &Entry, b: &Entry, ctx: &Context<'_>) -> Bilingual {
    two(
        "Deux périodes différentes, à ne comparer ni additionner\u{a0}: {a}\u{a0}; {b}.",
        "Two different periods, neither to be compared nor added: {a}; {b}.",
        &in_window(a, ctx),
        &in_window(b, ctx),
    )
}

pub(super) fn flow_and_stock(flow: &Entry, stock: &Entry, ctx: &Context<'_>) -> Bilingual {
    two(
        "L’un compte ce qui s’est produit pendant une période, l’autre un total ou un état à un moment\u{a0}: ils ne se comparent ni ne s’additionnent. Sur une période\u{a0}: {a}\u{a0}; à un moment\u{a0}: {b}.",
        "One counts what happened in a period, the other a total or a state at a moment: they can be neither compared nor added. In a period: {a}; at a moment: {b}.",
        &said(flow, ctx),
        &said(stock, ctx),
    )
}

pub(super) fn other_moment(a: &Entry, b: &Entry, ctx: &Context<'_>) -> Bilingual {
    let first = two(
        "Deux moments différents, et ce que l’on compte à un moment peut diminuer\u{a0}: {a}\u{a0}; {b}.",
        "Two different moments, and what is counted at a moment may fall: {a}; {b}.",
        &said(a, ctx),
        &said(b, ctx),
    );
    join([Some(first), Some(dated(a, b))])
}

pub(super) fn window_inside(part: &Entry, whole: &Entry, ctx: &Context<'_>) -> Bilingual {
    two(
        "Une période contenue dans l’autre\u{a0}: une partie, sans contradiction, à ne pas additionner. La partie\u{a0}: {a}. Le tout\u{a0}: {b}.",
        "One period lies within the other: a part, no contradiction, not to be added. The part: {a}. The whole: {b}.",
        &in_window(part, ctx),
        &in_window(whole, ctx),
    )
}

pub(super) fn restates(a: &Entry, b: &Entry, ctx: &Context<'_>) -> Bilingual {
    let same_words = a.value.vague == b.value.vague && value::same(&a.value, &b.value);
    let one_origin = a.origin == b.origin || a.origin.is_none();
    let (fr, en) = match (one_origin, same_words) {
        (true, true) if b.origin.is_none() => (
            "Le même rapport répète ce chiffre\u{a0}: {a}. Une seule affirmation.",
            "The same report repeats this number: {a}. One claim.",
        ),
        (true, true) => (
            "Même origine, même valeur répétée\u{a0}: {a}. Une seule affirmation.",
            "Same origin, same value repeated: {a}. One claim.",
        ),
        (true, false) if value::same_number(&a.value, &b.value) => (
            "Même origine, même nombre sous d’autres bornes\u{a0}: {a}\u{a0}; {b}. Une seule affirmation.",
            "Same origin, same number with other bounds: {a}; {b}. One claim.",
        ),
        (true, false) => (
            "Même origine, valeurs compatibles, sans date plus récente\u{a0}: {a}\u{a0}; {b}.",
            "Same origin, compatible values, no newer date: {a}; {b}.",
        ),
        (false, _) => (
            "Au nom du même État, ou d’origine en partie commune\u{a0}: {a}\u{a0}; {b}. Une seule affirmation, et non une seconde source.",
            "Both for one state, or with an origin in common: {a}; {b}. One claim, not a second source.",
        ),
    };
    let first = two(fr, en, &said(a, ctx), &said(b, ctx));
    let quoted = match (a.quoted, b.quoted) {
        (true, false) => Some(a),
        (false, true) => Some(b),
        _ => None,
    };
    let quote = quoted.filter(|_| !same_words).map(|q| {
        one("La citation fait foi pour la borne\u{a0}: {a}.", "The quotation decides the bound: {a}.", &amount(q))
    });
    join([Some(first), quote, kinds(a, b), hedges(a, b, ctx)])
}

/// One counts a flow, the other a stock.
fn kinds(a: &Entry, b: &Entry) -> Option<Bilingual> {
    let flow = |e: &Entry| e.kind == Some(FigureKind::Flow);
    (flow(a) != flow(b)).then(|| {
        Bilingual::new(
            "L’un compte une période, l’autre un total ou un état à un moment\u{a0}: ce n’est pas une égalité.",
            "One counts a period, the other a total or a state at a moment: this is no equality.",
        )
    })
}

/// "{value}, then {value}" of one origin; with both names where the two are one in part only.
fn step(fr: &str, en: &str, a: &Entry, b: &Entry, ctx: &Context<'_>) -> Bilingual {
    let (from, to) = if a.origin == b.origin {
        (two("{a} ({b}", "{a} ({b}", &who(b, ctx), &amount(a)), one("{a})", "{a})", &amount(b)))
    } else {
        (said(a, ctx), said(b, ctx))
    };
    let both = two("{a}, puis {b}", "{a}, then {b}", &from, &to);
    one(&format!("{fr}\u{a0}: {{a}}."), &format!("{en}: {{a}}."), &both)
}

pub(super) fn update(a: &Entry, b: &Entry, order: Option<Newer>, ctx: &Context<'_>) -> Bilingual {
    let first = if value::same_number(&a.value, &b.value) {
        one("Chiffre maintenu\u{a0}: {a}.", "The number is upheld: {a}.", &said(b, ctx))
    } else if a.origin == b.origin {
        step("Chiffre actualisé par la même origine", "Number updated by the same origin", a, b, ctx)
    } else {
        step(
            "Chiffre actualisé par une origine en partie commune",
            "Number updated by an origin that is partly the same",
            a,
            b,
            ctx,
        )
    };
    let note = match order {
        Some(o) => order_note(o),
        None => Some(Bilingual::new(
            "L’ordre des deux n’est pas établi\u{a0}: le plus grand est supposé le plus récent.",
            "Their order is not established: the larger is assumed to be the newer.",
        )),
    };
    let dates = order.filter(|_| a.at.report != b.at.report).map(|_| dated(a, b));
    join([Some(first), dates, note, hedges(a, b, ctx)])
}

pub(super) fn revised_down(a: &Entry, b: &Entry, ctx: &Context<'_>) -> Bilingual {
    let first = step("Chiffre revu à la baisse", "Number revised down", a, b, ctx);
    let announced = if b.correction {
        Bilingual::new("La correction est annoncée comme telle.", "The correction is announced as one.")
    } else {
        Bilingual::new(
            "Aucune correction n’est annoncée\u{a0}: un total ne peut pas baisser sans cela.",
            "No correction is announced: without one a total cannot fall.",
        )
    };
    let dates = (a.at.report != b.at.report).then(|| dated(a, b));
    join([Some(first), dates, Some(announced)])
}

pub(super) fn variant(a: &Entry, b: &Entry, gap: f64, ctx: &Context<'_>) -> Bilingual {
    let percent = words::with_unit(words::number((gap * 1000.0).round() / 10.0), Some("percent"));
    let first = two(
        "Une propriété fixe ne peut pas avoir les deux valeurs\u{a0}: {a}\u{a0}; {b}.",
        "A fixed property cannot have both values: {a}; {b}.",
        &said(a, ctx),
        &said(b, ctx),
    );
    let second = one(
        "L’écart est de {a}\u{a0}: l’une des deux est probablement une erreur, signalée et non corrigée.",
        "They differ by {a}: one of the two is probably a slip, said and not corrected.",
        &percent,
    );
    join([Some(first), Some(second)])
}

pub(super) fn agrees(a: &Entry, b: &Entry, ctx: &Context<'_>) -> Bilingual {
    let exact = Bounds::of(&a.value).overlaps(Bounds::of(&b.value));
    let coarse = match (a.value.vague, b.value.vague) {
        (true, false) => Some(a),
        (false, true) => Some(b),
        _ => None,
    };
    let (fr, en) = match (exact, a.measure && b.measure) {
        (true, true) => ("Même mesure\u{a0}: {a}\u{a0}; {b}.", "The same measure: {a}; {b}."),
        (true, false) => (
            "Valeurs compatibles, les intervalles se recoupent\u{a0}: {a}\u{a0}; {b}.",
            "Compatible values, the intervals overlap: {a}; {b}.",
        ),
        (false, _) => (
            "Valeurs concordantes à l’arrondi près\u{a0}: {a}\u{a0}; {b}.",
            "Values that agree within rounding: {a}; {b}.",
        ),
    };
    let first = two(fr, en, &said(a, ctx), &said(b, ctx));
    let coarser = coarse
        .map(|c| one("Un ordre de grandeur seulement\u{a0}: {a}.", "Only an order of magnitude: {a}.", &amount(c)));
    let order = newer(a, b).map(|_| dated(a, b));
    join([Some(first), coarser, kinds(a, b), order, standing(a, b, ctx), hedges(a, b, ctx)])
}

pub(super) fn growth(a: &Entry, b: &Entry, order: Newer, ctx: &Context<'_>) -> Bilingual {
    let first = two(
        "Plus récent et plus élevé, compatible avec une hausse\u{a0}: {a}, puis {b}.",
        "Newer and larger, compatible with a rise: {a}, then {b}.",
        &said(a, ctx),
        &said(b, ctx),
    );
    let unsourced = b.origin.is_none().then(|| {
        Bilingual::new(
            "Sans source nommée, le second ne confirme ni ne réfute le premier.",
            "Without a named source the second neither confirms nor refutes the first.",
        )
    });
    join([Some(first), Some(dated(a, b)), rate(a, b, order), order_note(order), unsourced, hedges(a, b, ctx)])
}

/// The rise a day that two exact numbers of named origins imply, from its least to its most.
fn rate(a: &Entry, b: &Entry, order: Newer) -> Option<Bilingual> {
    let exactly = |e: &Entry| {
        let v = &e.value;
        let point = v.lo.filter(|lo| v.hi == Some(*lo) && !v.approx && !v.vague);
        point.filter(|_| e.origin.is_some())
    };
    let rise = exactly(b)? - exactly(a)?;
    let days = |e: &Entry| if order == Newer::Certainly { e.times.as_of.clone() } else { e.times.likely.clone() };
    let (x, y) = (days(a), days(b));
    let (shortest, longest) = (time::days_between(x.to?, y.from?), time::days_between(x.from?, y.to?));
    if shortest < 1 || longest < shortest || rise <= 0.0 {
        return None;
    }
    let (lo, hi) = (round(rise / longest as f64), round(rise / shortest as f64));
    let (least, most) = (words::number(lo), words::number(hi));
    let words = if lo == hi {
        one("environ {a}", "about {a}", &least)
    } else {
        two("de {a} à {b}", "{a} to {b}", &least, &most)
    };
    Some(one("Rythme implicite\u{a0}: {a} par jour.", "Implied rate: {a} a day.", &words))
}

/// Two significant figures are all that a rate between bounds can carry.
fn round(x: f64) -> f64 {
    if x == 0.0 || !x.is_finite() {
        return x;
    }
    let scale = 10f64.powf(x.abs().log10().floor() - 1.0);
    (x / scale).round() * scale
}

pub(super) fn contradicts(a: &Entry, b: &Entry, stated: Option<&str>, ctx: &Context<'_>) -> Bilingual {
    join([
        Some(against(a, b, ctx)),
        stated.map(stated_so),
        Some(moment(a, b)),
        ratio(a, b),
        parties(a, b, ctx),
        hedges(a, b, ctx),
    ])
}

fn against(a: &Entry, b: &Entry, ctx: &Context<'_>) -> Bilingual {
    two("Valeurs incompatibles\u{a0}: {a}\u{a0}; {b}.", "Incompatible values: {a}; {b}.", &said(a, ctx), &said(b, ctx))
}

fn stated_so(words: &str) -> Bilingual {
    let words = words.trim_matches(['«', '»', '“', '”', '"', ' ', '\u{a0}', '\u{202f}']);
    Bilingual::new(
        format!("Le texte le dit lui-même\u{a0}: «\u{a0}{words}\u{a0}»."),
        format!("The text says so itself: “{words}”."),
    )
}

fn moment(a: &Entry, b: &Entry) -> Bilingual {
    let known = |e: &Entry| !time::is_unknown(&e.times.likely);
    if a.measure && b.measure {
        Bilingual::new("Une propriété ne dépend pas du moment.", "A property does not depend on the moment.")
    } else if newer(a, b).is_some() && Bounds::of(&b.value).below(Bounds::of(&a.value)) {
        Bilingual::new(
            "Le second est postérieur et plus bas\u{a0}: un total ne peut pas baisser.",
            "The second is later and lower: a total cannot fall.",
        )
    } else if newer(a, b).is_some() {
        Bilingual::new("Le second est postérieur.", "The second is later.")
    } else if a.at.report == b.at.report {
        Bilingual::new("Même rapport, sans distinction de moments.", "Same report, no two moments told apart.")
    } else if known(a) && known(b) {
        Bilingual::new("Rien n’établit que les deux moments diffèrent.", "Nothing shows that the moments differ.")
    } else {
        Bilingual::new(
            "Les dates manquent\u{a0}; les deux sont lus comme d’un même moment.",
            "Dates are missing; both are read as of one moment.",
        )
    }
}

/// How many times the larger is the smaller, at least; by the printed numbers where a bound is open.
fn ratio(a: &Entry, b: &Entry) -> Option<Bilingual> {
    let exact = value::least_ratio(&a.value, &b.value).filter(|r| *r > 1.0);
    let bounded = |e: &Entry| e.value.lo.is_some() && e.value.hi.is_some();
    let printed = || {
        let (x, y) = (value::middle(&a.value)?, value::middle(&b.value)?);
        (x > 0.0 && y > 0.0 && x != y).then(|| (x / y).max(y / x))
    };
    let (r, sign) = match exact {
        Some(r) if bounded(a) && bounded(b) => {
            (r, if a.value.lo == a.value.hi && b.value.lo == b.value.hi { "" } else { "≥\u{a0}" })
        }
        Some(r) => (r, "≥\u{a0}"),
        None => (printed()?, "≈\u{a0}"),
    };
    // Rounded down: "at least".
    let r = words::number((r * 10.0 + 1e-9).floor() / 10.0);
    Some(Bilingual::new(format!("Rapport {sign}{}.", r.fr), format!("Ratio {sign}{}.", r.en)))
}

pub(super) fn carried(a: &Entry, b: &Entry, wording: &Entry, ctx: &Context<'_>) -> Bilingual {
    let overlap = Bounds::of(&a.value).overlaps(Bounds::of(&b.value));
    let (fr, en) = if overlap {
        (
            "Les bornes seules ne se heurtent pas, mais c’est une autre formulation du chiffre contredit\u{a0}: {a}.",
            "The bounds alone do not clash, but it is another wording of the number contradicted: {a}.",
        )
    } else {
        (
            "Un texte contredit une autre formulation du même chiffre\u{a0}: {a}.",
            "A text contradicts another wording of the same number: {a}.",
        )
    };
    join([Some(against(a, b, ctx)), Some(one(fr, en, &said(wording, ctx))), ratio(a, b), parties(a, b, ctx)])
}
