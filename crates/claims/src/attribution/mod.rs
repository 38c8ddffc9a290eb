//! Who says what: attributed statements, and the speakers of figures.
//!
//! Cues are found by their forms (the lexicons of `src/fr`, `src/en`), quotations and punctuation; the parse is asked for
//! subjects and clause borders only where the words do not tell, since it errs on inverted subjects and incises.
//! The way through: verb groups and prepositional leads → which of them are incises → contents, each ending where another
//! cue of its level begins → quotations that no cue took → nesting, kind, stance, speaker.
#![expect(clippy::single_range_in_vec_init, reason = "spans are lists of token ranges, often of one")]

mod antecedent;
mod attach;
mod blend;
mod cited;
mod classes;
mod cleft;
mod conjugation;
mod content;
mod counting;
mod cues;
mod extent;
mod found;
mod gapped;
mod incise;
mod issued;
pub mod learned;
mod lexicon;
mod listed;
mod nominal;
mod phrase;
mod prepositional;
mod quoted;
mod seam;
mod speaker;
mod stance;
mod subject;
mod taken_up;
mod transcript;
mod verb;
mod view;

use std::{collections::BTreeSet, ops::Range};

use recoupe_reading::{Doc, Span};

use crate::{Certainty, Speaker, Statement, StatementKind, certainty};
pub use attach::attach;
use found::{Form, Found};
pub(crate) use lexicon::words;
use view::View;

/// The attributed statements of a document, in order of their first byte.
///
/// Spans are original spans. A statement that lies in the content of another has it as [`Statement::nested_in`].
pub fn read(doc: &Doc) -> Vec<Statement> {
    if doc.tokens.is_empty() || doc.sentences.is_empty() {
        return Vec::new();
    }
    let view = View::new(doc);
    let mut found = find(&view);
    blend::with_model(&view, &mut found);
    seam::cut(&view, &mut found);
    cited::sources(&view, &mut found);
    taken_up::find(&view, &mut found);
    gapped::find(&view, &mut found);
    cleft::find(&view, &mut found);
    issued::find(&view, &mut found);
    incise::confirm(&view, &mut found);
    found.retain(|f| !f.content.is_empty() || f.class == lexicon::Class::Decline);
    assemble(&view, found)
}

/// The verb at a token tells a number behind a preposition ("parler de", "tabler sur", "speak of").
pub(crate) fn counts_as_told(doc: &Doc, verb: usize) -> bool {
    let token = &doc.tokens[verb];
    let lexicon = lexicon::of(doc.sentence_of(verb).lang);
    let tells = |lemma: &str| {
        let listed = lexicon.verbs.get(lemma).is_some_and(|cue| cue.frames.count.is_some());
        let phrase = lexicon.phrases.get(lemma).is_some_and(|all| all.iter().any(|p| p.cue.frames.count.is_some()));
        listed || phrase
    };
    matches!(token.pos, recoupe_reading::Pos::Verb) && (tells(&token.lemma) || tells(&token.lower))
}

/// All attributions, in tokens.
fn find(view: &View) -> Vec<Found> {
    let groups = cues::groups(view);
    let leads = prepositional::leads(view);
    let incises: Vec<_> = groups.iter().map(|g| incise::of(view, g)).collect();
    let breaks = breaks(view, &groups, &incises, &leads);
    let mut found: Vec<Found> = Vec::new();
    let mut lead = 0;
    let mut last_incise: Option<(usize, usize)> = None;
    for (group, incise) in groups.iter().zip(&incises) {
        while lead < leads.len() && leads[lead].tokens.start < group.tokens.start {
            found.extend(prepositional::from_lead(view, &leads, lead, &breaks));
            lead += 1;
        }
        let sentence = view.token(group.head).sentence;
        let f = match incise {
            Some(incise) => {
                let floor = last_incise.filter(|l| l.0 == sentence).map_or(0, |l| l.1);
                let f = incise::from_incise(view, group, incise, floor, &breaks);
                if view.level[group.head].is_none() {
                    last_incise = Some((sentence, incise.source.end.max(group.tokens.end)));
                }
                f
            }
            None => cues::from_group(view, group, &found, &breaks),
        };
        found.extend(f);
    }
    for k in lead..leads.len() {
        found.extend(prepositional::from_lead(view, &leads, k, &breaks));
    }
    for i in 0..view.len() {
        let taken = found.iter().rev().take(12).any(|f| f.cue.iter().any(|c| c.contains(&i)));
        if !taken {
            found.extend(nominal::from_noun(view, i, &breaks));
            found.extend(counting::from_noun(view, i, &breaks));
            found.extend(nominal::from_adjective(view, i, &breaks));
        }
    }
    // A sentence with a cue of its own spells out nothing that another one announced.
    let attributed: BTreeSet<usize> = found.iter().map(|f| view.token(f.anchor).sentence).collect();
    for f in &mut found {
        if let Some(next) =
            quoted::announced(view, f).filter(|next| !attributed.contains(&view.token(next.start).sentence))
        {
            f.content.push(next);
        }
    }
    found.extend(quoted::labels(view));
    found.extend(counting::brackets(view));
    found.extend(transcript::turns(view));
    found.extend(listed::headlines(view));
    listed::bullets(view, &leads, &mut found);
    for f in &mut found {
        learned(view, f);
    }
    let standing = quoted::standing(view, &found);
    found.extend(standing);
    found
}

/// "a-t-on appris auprès des secours", "apprend-on de source policière": who told "on".
fn learned(view: &View, f: &mut Found) {
    let Some(on) = f.source.first().filter(|s| s.len() == 1 && view.lower(s.start).trim_start_matches('-') == "on")
    else {
        return;
    };
    let learns = view.lexicon(f.anchor).readings(view.lower(f.anchor)).iter().any(|(l, _)| l == "apprendre");
    if let Some(there) = subject::collective(view, on) {
        f.source = vec![there];
        return;
    }
    let end = f.cue.iter().map(|c| c.end).max().unwrap_or(f.anchor).max(on.end);
    let limit = view.reach(f.anchor).end;
    let from = (end..limit.min(end + 3)).find(|&i| matches!(view.lower(i), "auprès" | "de" | "par"));
    if let Some(from) = from.filter(|_| learns) {
        let start = if view.lower(from) == "auprès" { from + 2 } else { from + 1 };
        // "auprès des secours": the article is in the preposition.
        if let Some(np) = phrase::from_left(view, start, limit).filter(|np| subject::can_speak(view, np)) {
            f.source = vec![np];
        }
    }
}

/// Where contents of other cues end: at incises, gerund cues behind a comma, and "selon X" that closes its sentence.
fn breaks(
    view: &View,
    groups: &[verb::Group],
    incises: &[Option<incise::Incise>],
    leads: &[prepositional::Lead],
) -> Vec<usize> {
    let mut out = BTreeSet::new();
    let mut add = |at: usize| {
        out.insert(at);
        if at > 0 && view.is_comma(at - 1) {
            out.insert(at - 1);
        }
    };
    for (group, incise) in groups.iter().zip(incises) {
        if let Some(incise) = incise {
            add(incise.open);
        } else if group.shape == verb::Shape::Gerund {
            let mut first = group.tokens.start;
            let floor = view.sentence(first).start;
            while first > floor
                && matches!(view.lower(first - 1), "les" | "le" | "la" | "l'" | "en" | "tout" | "et" | "and" | "while")
            {
                first -= 1;
            }
            let limit = view.reach(group.head).end;
            if first > 0
                && (view.is_comma(first - 1) || matches!(view.lower(first), "et" | "and"))
                && content::behind(view, group, limit).is_some()
                && group.cue.class != lexicon::Class::Quote
            {
                add(first);
            }
        }
    }
    for lead in leads {
        let end = view.reach(lead.tokens.start).end;
        let closes = (lead.tokens.end..end).all(|i| view.pos(i) == recoupe_reading::Pos::Punct);
        if closes && !lead.relative {
            add(lead.tokens.start);
        }
    }
    out.into_iter().collect()
}

/// Spans, kind, stance, certainty, speaker, nesting.
fn assemble(view: &View, mut found: Vec<Found>) -> Vec<Statement> {
    found.sort_by_key(|f| (f.start().min(f.anchor), f.anchor, f.form));
    drop_repeats(view, &mut found);
    let parents = parents(&found);
    let mut speakers: Vec<Option<Speaker>> = Vec::with_capacity(found.len());
    for f in &found {
        speakers.push(match f.source.first() {
            Some(s) => speaker::resolve(view, s),
            None => f.cue.first().and_then(|c| speaker::unnamed(view, c)),
        });
    }
    antecedent::resolve(view, &found, &mut speakers);
    // First persons speak for whoever is quoted around them.
    for i in 0..found.len() {
        let first_person = found[i].source.first().is_some_and(|s| speaker::is_first_person(view, s));
        if first_person {
            let mut at = parents[i];
            let mut steps = 0;
            while let Some(p) = at.filter(|_| steps < 16) {
                let parent_first = found[p].source.first().is_some_and(|s| speaker::is_first_person(view, s));
                if !parent_first {
                    speakers[i] = speakers[p].clone();
                    break;
                }
                at = parents[p];
                steps += 1;
            }
        }
    }
    let mut order: Vec<usize> = (0..found.len()).collect();
    let doc = view.doc;
    let clean = |span: Span| -> Span {
        // "-il" of an inversion: the hyphen is no part of the pronoun.
        let text = doc.quote(span);
        let trimmed = text.trim_start_matches("-t").trim_start_matches('-');
        if text.starts_with('-') && !trimmed.is_empty() { Span::new(span.end - trimmed.len(), span.end) } else { span }
    };
    let spans = |ranges: &[Range<usize>]| -> Vec<Span> {
        ranges
            .iter()
            .filter(|r| !r.is_empty() && r.end <= view.len())
            .map(|r| clean(doc.span_of_range(r.clone())))
            .collect()
    };
    let statements: Vec<Statement> = found
        .iter()
        .enumerate()
        .map(|(i, f)| Statement {
            source: spans(&f.source),
            cue: spans(&f.cue),
            content: spans(&f.content),
            kind: kind(view, f),
            stance: stance::of(view, f),
            certainty: f
                .content
                .iter()
                .max_by_key(|r| r.len())
                .map_or(Certainty::Asserted, |r| certainty::of_clause(doc, r.clone())),
            speaker: speakers[i].clone(),
            via: via(view, &found, &speakers, &parents, i),
            nested_in: parents[i],
            said_on: None,
            confidence: 0.0,
        })
        .collect();
    order.sort_by_key(|&i| {
        let s = &statements[i];
        let first = s.content.iter().chain(&s.cue).chain(&s.source).map(|x| x.start).min().unwrap_or(0);
        let last = s.content.iter().map(|x| x.end).max().unwrap_or(0);
        (first, std::cmp::Reverse(last), i)
    });
    let mut place = vec![0; order.len()];
    for (new, &old) in order.iter().enumerate() {
        place[old] = new;
    }
    let mut out: Vec<Option<Statement>> = statements.into_iter().map(Some).collect();
    order
        .iter()
        .filter_map(|&i| out[i].take())
        .map(|mut s| {
            s.nested_in = s.nested_in.map(|p| place[p]);
            s
        })
        .collect()
}

/// Outer statements relay inner ones: their speakers, the nearest first, without those who only repeat the speaker.
fn via(
    view: &View,
    found: &[Found],
    speakers: &[Option<Speaker>],
    parents: &[Option<usize>],
    i: usize,
) -> Vec<Speaker> {
    let mut out: Vec<Speaker> = Vec::new();
    let mut at = parents[i];
    let mut steps = 0;
    while let Some(p) = at.filter(|_| steps < 16) {
        if let Some(s) = &speakers[p] {
            let same = speakers[i].iter().chain(&out).any(|o| same_speaker(o, s));
            let document = found[p].source.first().is_some_and(|r| speaker::is_document(view, r, Some(s)));
            if !same && !document {
                out.push(s.clone());
            }
        }
        at = parents[p];
        steps += 1;
    }
    out
}

fn same_speaker(a: &Speaker, b: &Speaker) -> bool {
    a.entity.is_some() && a.entity == b.entity || a.name == b.name
}

/// Of two attributions with nearly the same content and the same source or cue, the more telling one stays.
fn drop_repeats(view: &View, found: &mut Vec<Found>) {
    let mut keep = vec![true; found.len()];
    for i in 0..found.len() {
        for j in (i + 1)..found.len().min(i + 12) {
            if !keep[i] || !keep[j] {
                continue;
            }
            let (a, b) = (&found[i], &found[j]);
            let overlap = shared(&a.content, &b.content);
            let size = a.content.iter().chain(&b.content).map(ExactSizeIterator::len).sum::<usize>() - overlap;
            // Nearly the same, or but for a mark or two.
            let apart = !a.holds(b.anchor) && !b.holds(a.anchor);
            let same = overlap * 10 >= size * 9 || apart && overlap >= 4 && size - overlap <= 2;
            if size == 0 || !same {
                continue;
            }
            let same_cue = shared(&a.cue, &b.cue) > 0;
            let same_source = a.source.is_empty() || b.source.is_empty() || shared(&a.source, &b.source) > 0;
            if same_cue || same_source && view.level[a.anchor] == view.level[b.anchor] {
                let weaker = if rank(a) >= rank(b) { j } else { i };
                keep[weaker] = false;
            }
        }
    }
    let mut k = keep.iter();
    found.retain(|_| *k.next().unwrap_or(&true));
}

fn rank(f: &Found) -> u8 {
    let form = match f.form {
        Form::Incise => 5,
        Form::Before => 4,
        Form::Preposition => 3,
        Form::Colon => 2,
        Form::Noun => 1,
        Form::Cited | Form::Standing => 0,
    };
    form + if f.source.is_empty() { 0 } else { 6 }
}

fn shared(a: &[Range<usize>], b: &[Range<usize>]) -> usize {
    a.iter().map(|x| b.iter().map(|y| x.end.min(y.end).saturating_sub(x.start.max(y.start))).sum::<usize>()).sum()
}

/// For each attribution the one with the smallest content that holds its cue (its content, where it has no cue).
fn parents(found: &[Found]) -> Vec<Option<usize>> {
    // Attributions are sorted by their start, so only those still open can hold a later one.
    let mut by_start: Vec<usize> = (0..found.len()).collect();
    by_start.sort_by_key(|&i| (found[i].start(), std::cmp::Reverse(size(&found[i]))));
    let mut open: Vec<usize> = Vec::new();
    let mut out = vec![None; found.len()];
    for &i in &by_start {
        let f = &found[i];
        open.retain(|&o| found[o].content.iter().map(|r| r.end).max().unwrap_or(0) > f.start());
        let from = open.len().saturating_sub(64);
        out[i] = open[from..]
            .iter()
            .copied()
            .filter(|&o| {
                found[o].holds(f.anchor)
                    && found[o].holds(f.start())
                    && size(&found[o]) > size(f).min(size(&found[o]) - 1)
            })
            .filter(|&o| size(&found[o]) > size(f))
            .min_by_key(|&o| size(&found[o]));
        open.push(i);
    }
    // Who is cited says what its teller says, in the words of the teller.
    for (i, f) in found.iter().enumerate().filter(|(_, f)| f.form == Form::Cited) {
        let near = i.saturating_sub(CITED)..found.len().min(i + CITED);
        let tells = |o: &usize| found[*o].form != Form::Cited && found[*o].content == f.content;
        out[i] = near.filter(tells).min_by_key(|&o| found[o].anchor.abs_diff(f.anchor)).or(out[i]);
    }
    out
}

/// How far a statement stands from the one that cites it, in the order of their starts.
const CITED: usize = 24;

fn size(f: &Found) -> usize {
    f.content.iter().map(ExactSizeIterator::len).sum()
}

/// All of the content in quotation marks, some of it, none of it.
fn kind(view: &View, f: &Found) -> StatementKind {
    let quoted = |r: &Range<usize>| {
        let own = view.opens(r.start).is_some_and(|q| view.quote(q).end >= r.end);
        // « Ce pont, dit l'ingénieur, ne tiendra pas »: one quotation, cut by its cue.
        own || view
            .level
            .get(r.start)
            .copied()
            .flatten()
            .is_some_and(|q| view.quote(q).first == f.start() && view.quote(q).end >= r.end)
    };
    if !f.content.is_empty() && f.content.iter().all(quoted) {
        return StatementKind::Direct;
    }
    if f.content.iter().any(|r| r.clone().any(|i| i < view.len() && view.is_quote_mark(i))) {
        return StatementKind::Mixed;
    }
    StatementKind::Indirect
}
