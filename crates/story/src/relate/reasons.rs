//! Why a rule holds, as full sentences in both languages, with names, values, dates and ratios.

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
fn said(e: &Entry, ctx: &Context<'_>) -> Bilingual {
    let (who, v) = (who(e, ctx), amount(e));
    Bilingual::new(format!("{} ({})", who.fr, v.fr), format!("{} ({})", who.en, v.en))
}

/// The speaker, else the outlet, else that nobody is named.
pub(super) fn who(e: &Entry, ctx: &Context<'_>) -> Bilingual {
    match e.origin {
        Some(o) => {
            let s = &ctx.linked.speakers[o];
            match s.parts.as_slice() {
                [] => Bilingual::same(s.name.clone()),
                parts => words::list(&parts.iter().map(|p| ctx.linked.speakers[*p].name.clone()).collect::<Vec<_>>()),
            }
        }
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
fn join(parts: impl IntoIterator<Item = Option<Bilingual>>) -> Bilingual {
    let mut all = Bilingual::default();
    for part in parts.into_iter().flatten() {
        for (text, more) in [(&mut all.fr, part.fr), (&mut all.en, part.en)] {
            if !text.is_empty() {
                text.push(' ');
            }
            let mut chars = more.chars();
            if let Some(first) = chars.next() {
                text.extend(first.to_uppercase());
                text.push_str(chars.as_str());
            }
        }
    }
    all
}

/// A sentence with two slots `{a}` and `{b}`.
fn two(fr: &str, en: &str, a: &Bilingual, b: &Bilingual) -> Bilingual {
    Bilingual::new(fr.replace("{a}", &a.fr).replace("{b}", &b.fr), en.replace("{a}", &a.en).replace("{b}", &b.en))
}

fn hedges(a: &Entry, b: &Entry, ctx: &Context<'_>) -> Option<Bilingual> {
    let hedged: Vec<&Entry> = [a, b].into_iter().filter(|e| e.certainty == Certainty::Hedged).collect();
    match hedged.as_slice() {
        [] => None,
        [one] => Some(two(
            "{a} le dit au conditionnel ou avec réserve.",
            "{a} puts it with reserve.",
            &said(one, ctx),
            &Bilingual::default(),
        )),
        _ => Some(Bilingual::new("Les deux le disent avec réserve.", "Both put it with reserve.")),
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

fn moments(a: &Entry, b: &Entry) -> Bilingual {
    let pick = |e: &Entry| {
        if time::is_unknown(&e.times.as_of) || !e.times.dated { e.times.likely.clone() } else { e.times.as_of.clone() }
    };
    let (x, y) = (words::interval(&pick(a)), words::interval(&pick(b)));
    Bilingual::new(format!("{}, puis {}", x.fr, y.fr), format!("{}, then {}", x.en, y.en))
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
                    "Même famille d’origines : ce n’est pas une confirmation indépendante.",
                    "One family of origins: this is no independent confirmation.",
                )
            } else {
                Bilingual::new(
                    "Une famille d’origines leur est commune : les deux ne sont pas tout à fait indépendants.",
                    "They share a family of origins: the two are not fully independent.",
                )
            })
        }
        (None, None) => Some(Bilingual::new(
            "Aucun des deux ne nomme sa source : ce n’est pas une confirmation.",
            "Neither names its source: this is no confirmation.",
        )),
        _ => Some(Bilingual::new(
            "L’un des deux ne nomme pas sa source : ce n’est pas une confirmation.",
            "One of the two names no source: this is no confirmation.",
        )),
    }
}

fn parties(a: &Entry, b: &Entry, ctx: &Context<'_>) -> Option<Bilingual> {
    match (a.party, b.party) {
        (true, true) => Some(two(
            "{a} et {b} sont l’un et l’autre partie prenante.",
            "{a} and {b} are both parties to the matter.",
            &who(a, ctx),
            &who(b, ctx),
        )),
        (false, false) => None,
        (true, false) | (false, true) => {
            let p = who(if a.party { a } else { b }, ctx);
            Some(two("{a} est partie prenante.", "{a} is a party to the matter.", &p, &Bilingual::default()))
        }
    }
}

pub(super) fn same_origin_same_value(a: &Entry, b: &Entry, ctx: &Context<'_>) -> Bilingual {
    let v = amount(b);
    let first = match b.origin {
        Some(_) => two(
            "même origine, {a}, même valeur, {b} : une seule origine, quel que soit le nombre de médias.",
            "same origin, {a}, same value, {b}: one origin, however many outlets.",
            &who(b, ctx),
            &v,
        ),
        None => two(
            "même texte, même valeur, {b}, sans source nommée : une seule origine, inconnue.",
            "same text, same value, {b}, no source named: one origin, unknown.",
            &v,
            &v,
        ),
    };
    join([Some(first), hedges(a, b, ctx)])
}

pub(super) fn passed_on(source: &Entry, relay: &Entry, ctx: &Context<'_>) -> Bilingual {
    join([Some(two(
        "{b} tient ce chiffre de {a} : une seule origine, et non deux.",
        "{b} has this number from {a}: one origin, not two.",
        &said(source, ctx),
        &who(relay, ctx),
    ))])
}

pub(super) fn copied(a: &Entry, b: &Entry, ctx: &Context<'_>) -> Bilingual {
    let first = two(
        "passage copié ou texte d’une même agence : {b} reprend {a}, une seule origine.",
        "copied passage or one agency’s text: {b} repeats {a}, one origin.",
        &said(a, ctx),
        &who(b, ctx),
    );
    join([Some(first)])
}

pub(super) fn derived(base: &Entry, from: &Entry, ctx: &Context<'_>) -> Bilingual {
    join([Some(two(
        "{b} est calculé à partir de {a} et ne compte pas comme origine.",
        "{b} is computed from {a} and counts as no origin.",
        &said(base, ctx),
        &said(from, ctx),
    ))])
}

pub(super) fn denies(denied: &Entry, said_by: &Entry, ctx: &Context<'_>) -> Bilingual {
    join([
        Some(two(
            "{a} dément le chiffre de {b}.",
            "{a} denies the number of {b}.",
            &who(denied, ctx),
            &said(said_by, ctx),
        )),
        parties(denied, said_by, ctx),
    ])
}

pub(super) fn other_period(a: &Entry, b: &Entry, ctx: &Context<'_>) -> Bilingual {
    let window = |e: &Entry| words::interval(e.times.window.as_ref().unwrap_or(&e.times.as_of));
    let first = two(
        "{a} et {b} comptent chacun une autre période ; ils ne se comparent ni ne s’additionnent.",
        "{a} and {b} each count another period; they can be neither compared nor added.",
        &said(a, ctx),
        &said(b, ctx),
    );
    let second = two("Les périodes : {a} ; {b}.", "The periods: {a}; {b}.", &window(a), &window(b));
    join([Some(first), Some(second)])
}

pub(super) fn flow_and_stock(flow: &Entry, stock: &Entry, ctx: &Context<'_>) -> Bilingual {
    join([Some(two(
        "{a} compte ce qui s’est ajouté pendant une période, {b} un total ou un état à un moment : ils ne se comparent ni ne s’additionnent.",
        "{a} counts what was added in a period, {b} a total or a state at a moment: they can be neither compared nor added.",
        &said(flow, ctx),
        &said(stock, ctx),
    ))])
}

pub(super) fn other_moment(a: &Entry, b: &Entry, ctx: &Context<'_>) -> Bilingual {
    join([
        Some(two(
            "{a} et {b} valent pour deux moments différents : un effectif présent peut baisser.",
            "{a} and {b} hold for different moments: a number present may fall.",
            &said(a, ctx),
            &said(b, ctx),
        )),
        Some(dated(a, b)),
    ])
}

pub(super) fn undated(a: &Entry, b: &Entry, ctx: &Context<'_>) -> Bilingual {
    join([Some(two(
        "{a} et {b} : faute de date, et de source ou de nombre précis, l’un ne réfute ni ne confirme l’autre.",
        "{a} and {b}: without a date, and without a source or an exact number, neither refutes or confirms the other.",
        &said(a, ctx),
        &said(b, ctx),
    ))])
}

pub(super) fn window_inside(part: &Entry, whole: &Entry, ctx: &Context<'_>) -> Bilingual {
    let window = |e: &Entry| words::interval(e.times.window.as_ref().unwrap_or(&e.times.as_of));
    let first = two(
        "la période de {a} tient dans celle de {b} : une partie, sans contradiction, à ne pas additionner.",
        "the period of {a} lies within that of {b}: a part, no contradiction, not to be added.",
        &said(part, ctx),
        &said(whole, ctx),
    );
    let second = two("Les périodes : {a} ; {b}.", "The periods: {a}; {b}.", &window(part), &window(whole));
    join([Some(first), Some(second)])
}

pub(super) fn restates(a: &Entry, b: &Entry, ctx: &Context<'_>) -> Bilingual {
    let same_words = a.value.vague == b.value.vague && value::same(&a.value, &b.value);
    let one = a.origin == b.origin || a.origin.is_none();
    let first = match (one, same_words) {
        (true, true) if b.origin.is_none() => two(
            "le même rapport répète {a} : une seule affirmation.",
            "the same report repeats {a}: one claim.",
            &amount(a),
            &amount(b),
        ),
        (true, true) => two(
            "{a} répète sa valeur, {b} : une seule affirmation.",
            "{a} repeats its value, {b}: one claim.",
            &who(a, ctx),
            &amount(b),
        ),
        (true, false) if value::same_number(&a.value, &b.value) => two(
            "même origine, même nombre sous d’autres bornes : {a}, {b}. Une seule affirmation.",
            "same origin, same number with other bounds: {a}, {b}. One claim.",
            &said(a, ctx),
            &said(b, ctx),
        ),
        (true, false) => two(
            "même origine, valeurs compatibles, sans date plus récente : {a}, {b}.",
            "same origin, compatible values, no newer date: {a}, {b}.",
            &said(a, ctx),
            &said(b, ctx),
        ),
        (false, _) => two(
            "les deux parlent pour le même État ou ont une origine commune : {a}, {b}. Une seule affirmation, et non une seconde source.",
            "both speak for one state or share an origin: {a}, {b}. One claim, not a second source.",
            &said(a, ctx),
            &said(b, ctx),
        ),
    };
    let quoted = match (a.quoted, b.quoted) {
        (true, false) => Some(a),
        (false, true) => Some(b),
        _ => None,
    };
    let quote = quoted.filter(|_| !same_words).map(|q| {
        two(
            "La citation fait foi pour la borne : {a}.",
            "The quotation decides the bound: {a}.",
            &amount(q),
            &Bilingual::default(),
        )
    });
    join([Some(first), quote, kinds(a, b), hedges(a, b, ctx)])
}

/// One counts a flow, the other a stock.
fn kinds(a: &Entry, b: &Entry) -> Option<Bilingual> {
    let flow = |e: &Entry| e.kind == Some(FigureKind::Flow);
    (flow(a) != flow(b)).then(|| {
        Bilingual::new(
            "L’un compte un envoi ou une période, l’autre un état à un moment : ce n’est pas une égalité.",
            "One counts what was sent in a period, the other a state at a moment: this is no equality.",
        )
    })
}

fn dated(a: &Entry, b: &Entry) -> Bilingual {
    let m = moments(a, b);
    Bilingual::new(format!("Dates : {}.", m.fr), format!("Dates: {}.", m.en))
}

pub(super) fn update(a: &Entry, b: &Entry, order: Option<Newer>, ctx: &Context<'_>) -> Bilingual {
    let change = two("de {a} à {b}", "from {a} to {b}", &amount(a), &amount(b));
    let same = value::same_number(&a.value, &b.value);
    let first = if same {
        two("{a} maintient son chiffre : {b}.", "{a} keeps to the number: {b}.", &who(b, ctx), &amount(b))
    } else if a.origin == b.origin {
        two("{a} actualise son chiffre, {b}.", "{a} updates the number, {b}.", &who(b, ctx), &change)
    } else {
        let both = two("{a}, puis {b}", "{a}, then {b}", &said(a, ctx), &said(b, ctx));
        two(
            "actualisation par une origine en partie commune : {a}.",
            "an update by an origin that is partly the same: {a}.",
            &both,
            &change,
        )
    };
    let note = match order {
        Some(o) => order_note(o),
        None => Some(Bilingual::new(
            "L’ordre des deux n’est pas établi : le plus grand est supposé le plus récent.",
            "Their order is not established: the larger is assumed to be the newer.",
        )),
    };
    let dates = order.map(|_| dated(a, b));
    join([Some(first), dates, note, hedges(a, b, ctx)])
}

pub(super) fn revised_down(a: &Entry, b: &Entry, ctx: &Context<'_>) -> Bilingual {
    let change = two("de {a} à {b}", "from {a} to {b}", &amount(a), &amount(b));
    let first =
        two("{a} revoit son chiffre à la baisse, {b}.", "{a} revises the number down, {b}.", &who(b, ctx), &change);
    let announced = if b.correction {
        Bilingual::new("La correction est annoncée comme telle.", "The correction is announced as one.")
    } else {
        Bilingual::new(
            "Aucune correction n’est annoncée : un total ne peut pas baisser sans cela.",
            "No correction is announced: without one a total cannot fall.",
        )
    };
    join([Some(first), Some(dated(a, b)), Some(announced)])
}

pub(super) fn variant(a: &Entry, b: &Entry, gap: f64, ctx: &Context<'_>) -> Bilingual {
    let percent = words::with_unit(words::number((gap * 1000.0).round() / 10.0), Some("percent"));
    let first = two(
        "{a} et {b} : une propriété fixe ne peut pas avoir les deux valeurs.",
        "{a} and {b}: a fixed property cannot have both values.",
        &said(a, ctx),
        &said(b, ctx),
    );
    let second = two(
        "L’écart est de {a} : l’un des deux est probablement une erreur, signalée et non corrigée.",
        "They differ by {a}: one of the two is probably a slip, said and not corrected.",
        &percent,
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
        (true, true) => ("{a} et {b} donnent la même mesure.", "{a} and {b} give the same measure."),
        (true, false) => (
            "{a} et {b} sont compatibles : les intervalles se recoupent.",
            "{a} and {b} are compatible: the intervals overlap.",
        ),
        (false, _) => ("{a} et {b} concordent à l’arrondi près.", "{a} and {b} agree within rounding."),
    };
    let first = two(fr, en, &said(a, ctx), &said(b, ctx));
    let coarser = coarse.map(|c| {
        two(
            "« {a} » n’est qu’un ordre de grandeur.",
            "“{a}” is only an order of size.",
            &amount(c),
            &Bilingual::default(),
        )
    });
    let order = newer(a, b).map(|_| dated(a, b));
    join([Some(first), coarser, kinds(a, b), order, standing(a, b, ctx), hedges(a, b, ctx)])
}

pub(super) fn growth(a: &Entry, b: &Entry, order: Newer, ctx: &Context<'_>) -> Bilingual {
    let first = two(
        "{b} est postérieur à {a} et plus élevé : compatible avec une hausse.",
        "{b} is later than {a} and larger: compatible with a rise.",
        &said(a, ctx),
        &said(b, ctx),
    );
    let unsourced = b.origin.is_none().then(|| {
        Bilingual::new(
            "Sans source nommée, il ne confirme ni ne réfute le premier.",
            "Without a named source it neither confirms nor refutes the first.",
        )
    });
    join([Some(first), Some(dated(a, b)), rate(a, b, order), order_note(order), unsourced, hedges(a, b, ctx)])
}

/// The rise a day that the two values imply, from its least to its most.
fn rate(a: &Entry, b: &Entry, order: Newer) -> Option<Bilingual> {
    let pick = |e: &Entry| if order == Newer::Certainly { e.times.as_of.clone() } else { e.times.likely.clone() };
    let (x, y) = (pick(a), pick(b));
    let (a, b) = (Bounds::of(&a.value), Bounds::of(&b.value));
    let shortest = time::days_between(x.to?, y.from?);
    let longest = match (x.from, y.to) {
        (Some(f), Some(t)) => time::days_between(f, t),
        _ => return None,
    };
    let (least, most) = (b.lo - a.hi, b.hi - a.lo);
    if shortest < 1 || longest < shortest || !least.is_finite() || least <= 0.0 {
        return None;
    }
    if !most.is_finite() {
        return least_rate(least, longest);
    }
    let (lo, hi) = (round(least / longest as f64), round(most / shortest as f64));
    let words = if lo == hi {
        let n = words::number(lo);
        Bilingual::new(format!("environ {}", n.fr), format!("about {}", n.en))
    } else {
        let (lo, hi) = (words::number(lo), words::number(hi));
        Bilingual::new(format!("de {} à {}", lo.fr, hi.fr), format!("{} to {}", lo.en, hi.en))
    };
    Some(two("Rythme implicite : {a} par jour.", "Implied rate: {a} a day.", &words, &words))
}

/// Only the least rise is known, over at most so many days.
fn least_rate(least: f64, days: i64) -> Option<Bilingual> {
    let n = words::number(round(least / days as f64));
    Some(two("Rythme implicite : au moins {a} par jour.", "Implied rate: at least {a} a day.", &n, &n))
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
    let first = two("{b} contredit {a}.", "{b} contradicts {a}.", &said(a, ctx), &said(b, ctx));
    let text = stated.map(|w| {
        Bilingual::new(format!("Le texte le dit lui-même : « {w} »."), format!("The text says so itself: “{w}”."))
    });
    join([Some(first), text, Some(moment(a, b)), ratio(a, b), parties(a, b, ctx), hedges(a, b, ctx)])
}

fn moment(a: &Entry, b: &Entry) -> Bilingual {
    let known = |e: &Entry| !time::is_unknown(&e.times.likely);
    if a.measure && b.measure {
        Bilingual::new("Une propriété ne dépend pas du moment.", "A property does not depend on the moment.")
    } else if a.at.report == b.at.report {
        Bilingual::new("Même rapport, même moment.", "Same report, same moment.")
    } else if newer(a, b).is_some() {
        Bilingual::new(
            "Le second est postérieur, mais un total ne peut pas baisser.",
            "The second is later, but a total cannot fall.",
        )
    } else if known(a) && known(b) {
        Bilingual::new("Rien n’établit que les deux moments diffèrent.", "Nothing shows that the moments differ.")
    } else {
        Bilingual::new(
            "Les dates manquent ; ils sont lus comme d’un même moment.",
            "Dates are missing; they are read as of one moment.",
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
            (r, if a.value.lo == a.value.hi && b.value.lo == b.value.hi { "" } else { "≥ " })
        }
        Some(r) => (r, "≥ "),
        None => (printed()?, "≈ "),
    };
    // Rounded down: "at least".
    let r = words::number((r * 10.0 + 1e-9).floor() / 10.0);
    Some(Bilingual::new(format!("Rapport {sign}{}.", r.fr), format!("Ratio {sign}{}.", r.en)))
}

pub(super) fn carried(a: &Entry, b: &Entry, wording: &Entry, ctx: &Context<'_>) -> Bilingual {
    let first = two("{b} contredit {a}.", "{b} contradicts {a}.", &said(a, ctx), &said(b, ctx));
    let overlap = Bounds::of(&a.value).overlaps(Bounds::of(&b.value));
    let (fr, en) = if overlap {
        (
            "Les bornes seules ne se heurtent pas, mais c’est une autre formulation du chiffre contredit : {a}.",
            "The bounds alone do not clash, but it is another wording of the number contradicted: {a}.",
        )
    } else {
        (
            "Un texte contredit une autre formulation du même chiffre : {a}.",
            "A text contradicts another wording of the same number: {a}.",
        )
    };
    let second = two(fr, en, &said(wording, ctx), &Bilingual::default());
    join([Some(first), Some(second), ratio(a, b), parties(a, b, ctx)])
}

pub(super) fn outlier(e: &Entry, median: f64, ctx: &Context<'_>) -> Bilingual {
    let m = words::with_unit(words::number(median), e.unit.as_deref());
    join([Some(two(
        "{a} s’écarte de plus de trois fois de la médiane des origines, {b}.",
        "{a} is more than three times away from the median of the origins, {b}.",
        &said(e, ctx),
        &m,
    ))])
}

/// Parts that sum into a whole (rule 5).
pub(super) fn composition(
    whole: &Entry,
    parts: &[&Entry],
    roles: &[Bilingual],
    stated: Option<&str>,
    ctx: &Context<'_>,
) -> Bilingual {
    let each: Vec<Bilingual> =
        parts.iter().zip(roles).map(|(p, r)| two("{a} ({b})", "{a} ({b})", &amount(p), r)).collect();
    let sum: f64 = parts.iter().filter_map(|p| value::middle(&p.value)).sum();
    let fr: Vec<String> = each.iter().map(|e| e.fr.clone()).collect();
    let en: Vec<String> = each.iter().map(|e| e.en.clone()).collect();
    let total = words::number(sum);
    let speaker = who(parts[0], ctx);
    let first = Bilingual::new(
        format!(
            "{} de {} font {}, ce qui concorde par composition avec {}.",
            fr.join(" + "),
            speaker.fr,
            total.fr,
            said(whole, ctx).fr
        ),
        format!(
            "{} of {} make {}, which agrees by composition with {}.",
            en.join(" + "),
            speaker.en,
            total.en,
            said(whole, ctx).en
        ),
    );
    let text = stated.map(|w| {
        Bilingual::new(format!("Le texte le dit lui-même : « {w} »."), format!("The text says so itself: “{w}”."))
    });
    join([Some(first), text, standing(whole, parts[0], ctx)])
}

/// A part named as such ("of them"), with its share.
pub(super) fn part(whole: &Entry, part: &Entry, ctx: &Context<'_>) -> Bilingual {
    let first = if whole.origin == part.origin {
        let parts = two("{b} sur {a}", "{b} of {a}", &amount(whole), &amount(part));
        two("une partie du tout, d’après {a} : {b}.", "a part of the whole, says {a}: {b}.", &who(part, ctx), &parts)
    } else {
        two("{b} est une partie de {a}.", "{b} is a part of {a}.", &said(whole, ctx), &said(part, ctx))
    };
    join([Some(first), share(whole, part)])
}

/// "4 000 / 11 000 = 36 %", where both are bounded.
fn share(whole: &Entry, part: &Entry) -> Option<Bilingual> {
    let point = |e: &Entry| match (e.value.lo, e.value.hi) {
        (Some(l), Some(h)) if l == h => Some(l),
        _ => None,
    };
    let (p, w) = (point(part)?, point(whole)?);
    if w <= 0.0 || p > w {
        return None;
    }
    let percent = words::with_unit(words::number((p / w * 100.0).round()), Some("percent"));
    let (p, w) = (words::number(p), words::number(w));
    Some(Bilingual::new(
        format!("{} / {} = {}.", p.fr, w.fr, percent.fr),
        format!("{} / {} = {}.", p.en, w.en, percent.en),
    ))
}

/// A share stated in the text, checked against its numbers.
pub(super) fn stated_share(base: &Entry, stated: &Entry, part: Option<&Entry>, ctx: &Context<'_>) -> Bilingual {
    let first = two(
        "{b} est une part de {a} : elle ne compte pas comme origine.",
        "{b} is a share of {a}: it counts as no origin.",
        &amount(base),
        &said(stated, ctx),
    );
    join([Some(first), part.and_then(|p| share(base, p))])
}

/// Why two figures that look alike are not compared (guards G1, G2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Apart {
    Increment,
    Incident,
    Plan,
    Place,
    Thing,
}

pub(super) fn apart(a: &Entry, b: &Entry, why: Apart, labels: [&Bilingual; 2], ctx: &Context<'_>) -> Bilingual {
    let (x, y) = (said(a, ctx), said(b, ctx));
    let second = match why {
        Apart::Increment => Bilingual::new(
            "Le second s’ajoute à un autre chiffre, il n’en fait pas partie ; le texte ne donne pas de somme.",
            "The second comes on top of another number and is no part of it; the text gives no sum.",
        ),
        Apart::Incident => Bilingual::new(
            "Le second compte un seul épisode sur une courte période, l’autre un total.",
            "The second counts one episode in a short period, the other a total.",
        ),
        Apart::Plan => Bilingual::new(
            "Le second est un projet ou une prévision, l’autre un état constaté.",
            "The second is a plan or a forecast, the other a fact.",
        ),
        Apart::Place => Bilingual::new(
            "Les lieux ne sont pas les mêmes, ou l’un des deux n’est pas dit.",
            "The places are not the same, or one of them is not told.",
        ),
        Apart::Thing => two(
            "Le nombre est le même, mais il mesure autre chose : {a} ; {b}.",
            "The number is the same, but it measures something else: {a}; {b}.",
            labels[0],
            labels[1],
        ),
    };
    let first = two("{a} et {b} ne se comparent pas.", "{a} and {b} cannot be compared.", &x, &y);
    join([Some(first), Some(second)])
}

/// A part that exceeds its whole.
pub(crate) fn breach(part: &Entry, whole: &Entry, labels: [&Bilingual; 2], ctx: &Context<'_>) -> Bilingual {
    let (p, w) = (said(part, ctx), said(whole, ctx));
    Bilingual::new(
        format!("La partie dépasse le tout : {} pour « {} », {} pour « {} ».", p.fr, labels[0].fr, w.fr, labels[1].fr),
        format!("The part exceeds the whole: {} for “{}”, {} for “{}”.", p.en, labels[0].en, w.en, labels[1].en),
    )
}

/// A total that falls.
pub(crate) fn falls(a: &Entry, b: &Entry, ctx: &Context<'_>) -> Bilingual {
    two(
        "Le total baisse sans correction annoncée : {a}, puis {b}.",
        "The total falls without an announced correction: {a}, then {b}.",
        &said(a, ctx),
        &said(b, ctx),
    )
}

/// Values that differ by more than three times, from fewer than three origins.
pub(crate) fn too_few(a: &Entry, b: &Entry, ctx: &Context<'_>) -> Bilingual {
    two(
        "{a} et {b} s’écartent de plus de trois fois ; trop peu d’origines pour dire lequel est aberrant.",
        "{a} and {b} differ by more than three times; too few origins to tell which is the outlier.",
        &said(a, ctx),
        &said(b, ctx),
    )
}
