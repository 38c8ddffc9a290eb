//! What every exporter needs of a dossier: look-ups, names, dates, sentences, order. No exporter computes these itself, so
//! that the terminal, the page and the document say the same.

use std::{borrow::Cow, cmp::Reverse, collections::BTreeMap};

use crate::{
    Locale,
    told::{self, Piece, Told},
    typography,
    wire::{
        Dates, Dossier, Event, Figure, Implied, Quantity, QuantityState, Relation, RelationKind, Relay, Report,
        Speaker, Statement, StorySpeaker, Toll, TollValue,
    },
    words,
};

/// Number of origin colours; later origins share the neutral one.
pub const ORIGIN_COLORS: usize = 8;

/// A dossier, indexed, in one language.
pub struct View<'a> {
    /// The dossier.
    pub dossier: &'a Dossier,
    /// The language of labels.
    pub locale: Locale,
    /// Quantities in reading order: contested first, then by the number of their figures.
    pub quantities: Vec<&'a Quantity>,
    /// Reports in order of publication.
    pub reports: Vec<&'a Report>,
    report_number: BTreeMap<&'a str, usize>,
    figures: BTreeMap<&'a str, &'a Figure>,
    statements: BTreeMap<&'a str, &'a Statement>,
    speakers: BTreeMap<&'a str, &'a StorySpeaker>,
    figures_by_report: BTreeMap<&'a str, Vec<&'a Figure>>,
    statements_by_report: BTreeMap<&'a str, Vec<&'a Statement>>,
    tolls: BTreeMap<&'a str, (&'a Toll, &'a TollValue)>,
    implied: BTreeMap<&'a str, &'a Implied>,
    colors: BTreeMap<String, usize>,
}

/// A value with the words around it, as printed.
pub struct Quote<'a> {
    /// Words before the value; "…" in front where the sentence was cut.
    pub before: Cow<'a, str>,
    /// The value as printed.
    pub marked: &'a str,
    /// Words after it.
    pub after: Cow<'a, str>,
    /// How damage inside the value was read.
    pub reads: Option<&'a str>,
}

/// Gaps with one reason.
pub struct GapGroup<'a> {
    /// Their code.
    pub code: &'a str,
    /// Why, in the language of the view.
    pub why: &'a str,
    /// Where, by report.
    pub places: Vec<GapPlace<'a>>,
    /// How many gaps.
    pub count: usize,
}

/// Words of one report that a gap lies on.
pub struct GapPlace<'a> {
    /// The report.
    pub report: &'a str,
    /// The words; none where the gap is the report's, or where they would tell nothing.
    pub words: Cow<'a, str>,
    /// How many gaps of the report lie on such words.
    pub times: usize,
}

impl<'a> View<'a> {
    /// Indexes a dossier.
    pub fn new(dossier: &'a Dossier, locale: Locale) -> Self {
        let mut quantities: Vec<&Quantity> = dossier.quantities.iter().collect();
        quantities.sort_by_key(|q| (q.summary.state != QuantityState::Contested, Reverse(q.figures.len()), &q.id));
        let mut reports: Vec<&Report> = dossier.reports.iter().collect();
        reports.sort_by_key(|r| {
            let days = r.likely.as_ref().or(r.published.as_ref().map(|p| &p.dates));
            (days.is_none_or(|d| d.from.or(d.to).is_none()), days.and_then(|d| d.from.or(d.to)), &r.path, &r.id)
        });
        let mut view = Self {
            dossier,
            locale,
            report_number: reports.iter().enumerate().map(|(i, r)| (r.id.as_str(), i + 1)).collect(),
            figures: dossier.figures.iter().map(|f| (f.id.as_str(), f)).collect(),
            statements: dossier.statements.iter().map(|s| (s.id.as_str(), s)).collect(),
            speakers: dossier.speakers.iter().map(|s| (s.entity.as_str(), s)).collect(),
            figures_by_report: group(&dossier.figures, |f| &f.report),
            statements_by_report: group(&dossier.statements, |s| &s.report),
            tolls: tolls(&dossier.tolls),
            implied: dossier.implied.iter().map(|i| (i.id.as_str(), i)).collect(),
            colors: BTreeMap::new(),
            quantities,
            reports,
        };
        view.colors = view.assign_colors();
        view
    }

    /// The first origins of the first quantities get the colours; the same origin has the same colour everywhere.
    fn assign_colors(&self) -> BTreeMap<String, usize> {
        let mut colors = BTreeMap::new();
        for figure in self.quantities.iter().flat_map(|q| self.figures_of(q)) {
            let next = colors.len();
            if figure.speaker.is_some() && next < ORIGIN_COLORS {
                colors.entry(self.origin_key(figure)).or_insert(next);
            }
        }
        colors
    }

    /// The figure with this id.
    pub fn figure(&self, id: &str) -> Option<&'a Figure> {
        self.figures.get(id).copied()
    }

    /// The statement with this id.
    pub fn statement(&self, id: &str) -> Option<&'a Statement> {
        self.statements.get(id).copied()
    }

    /// The figures of a report in text order.
    pub fn figures_in(&self, report: &str) -> &[&'a Figure] {
        self.figures_by_report.get(report).map(Vec::as_slice).unwrap_or_default()
    }

    /// The statements of a report in text order.
    pub fn statements_in(&self, report: &str) -> &[&'a Statement] {
        self.statements_by_report.get(report).map(Vec::as_slice).unwrap_or_default()
    }

    /// Who says what: speakers in order of first appearance, unnamed sources under one heading.
    pub fn by_speaker(&self) -> Vec<(String, Vec<&'a Statement>)> {
        let mut order: BTreeMap<String, usize> = BTreeMap::new();
        let mut speakers: Vec<(String, Vec<&'a Statement>)> = Vec::new();
        for statement in &self.dossier.statements {
            let name = self.speaker_of(statement);
            let at = *order.entry(name.clone()).or_insert_with(|| {
                speakers.push((name, Vec::new()));
                speakers.len() - 1
            });
            speakers[at].1.push(statement);
        }
        speakers
    }

    /// Who says a statement.
    pub fn speaker_of(&self, statement: &Statement) -> String {
        match &statement.speaker {
            Some(speaker) => self.speaker_name(speaker),
            None => self.locale.pick("source non nommée", "unnamed source").into(),
        }
    }

    /// The speaker with this entity.
    pub fn speaker(&self, entity: &str) -> Option<&'a StorySpeaker> {
        self.speakers.get(entity).copied()
    }

    /// The report with this id.
    pub fn report(&self, id: &str) -> Option<&'a Report> {
        self.reports.get(self.report_number.get(id)? - 1).copied()
    }

    /// The figures of a quantity in its order.
    pub fn figures_of(&self, quantity: &Quantity) -> Vec<&'a Figure> {
        quantity.figures.iter().filter_map(|id| self.figure(id)).collect()
    }

    /// `R3`: the number of a report in order of publication.
    pub fn report_mark(&self, id: &str) -> String {
        self.report_number.get(id).map_or_else(|| "R?".into(), |n| format!("R{n}"))
    }

    /// The outlet, else the title, else the file's name.
    pub fn report_name(&self, id: &str) -> String {
        let Some(report) = self.report(id) else { return id.into() };
        match (&report.outlet, &report.title) {
            (Some(outlet), _) => outlet.clone(),
            (None, Some(title)) => clip(title, 48).into_owned(),
            (None, None) => file_name(&report.path).into(),
        }
    }

    /// The title, else the file's name.
    pub fn report_title(&self, report: &'a Report) -> &'a str {
        report.title.as_deref().unwrap_or_else(|| file_name(&report.path))
    }

    /// What makes two figures come from the same voice: the origin, or the outlet where nobody is named, or the report where
    /// the outlet is not known either.
    pub fn origin_key(&self, figure: &Figure) -> String {
        match &figure.speaker {
            Some(Speaker { entity: Some(entity), .. }) => entity.clone(),
            Some(speaker) => speaker.name.clone(),
            None => match self.report(&figure.report).and_then(|r| r.outlet.as_ref()) {
                Some(outlet) => format!("outlet:{outlet}"),
                None => format!("report:{}", figure.report),
            },
        }
    }

    /// Index into the palette of origins; `None` is the neutral colour.
    pub fn color(&self, figure: &Figure) -> Option<usize> {
        self.colors.get(&self.origin_key(figure)).copied()
    }

    /// Who gives the figure: the origin's name, or the outlet where nobody is named.
    pub fn origin(&self, figure: &Figure) -> String {
        match &figure.speaker {
            Some(speaker) => self.speaker_name(speaker),
            None => {
                let outlet = self.report(&figure.report).and_then(|r| r.outlet.clone());
                let outlet = outlet.unwrap_or_else(|| self.report_mark(&figure.report));
                format!("{outlet}, {}", self.locale.pick("sans auteur nommé", "nobody named"))
            }
        }
    }

    /// The fullest name of a speaker across the reports.
    pub fn speaker_name(&self, speaker: &Speaker) -> String {
        self.shown(speaker.entity.as_deref(), &speaker.name)
    }

    /// A speaker's name to print, in the language of the reader where it has one.
    pub fn shown(&self, entity: Option<&str>, name: &str) -> String {
        let Some(linked) = entity.and_then(|e| self.speaker(e)) else { return name.into() };
        linked.shown.as_ref().map_or_else(|| linked.name.clone(), |s| self.locale.of(s).into())
    }

    /// Who relays, from the origin outwards.
    pub fn relays(&self, via: &[Relay]) -> String {
        via.iter().map(|r| self.shown(r.entity.as_deref(), &r.name)).collect::<Vec<_>>().join(", ")
    }

    /// The days a figure is about: as of, else the day it was said.
    pub fn days<'f>(&self, figure: &'f Figure) -> Option<&'f Dates> {
        figure.as_of.as_ref().or(figure.said_on.as_ref())
    }

    /// [`View::days`] in words.
    pub fn date(&self, figure: &Figure) -> String {
        match self.days(figure) {
            Some(days) => typography::dates(self.locale, days),
            None => self.locale.pick("date inconnue", "date unknown").into(),
        }
    }

    /// The words of a report under a byte range, blanks folded; damage shows as "¶".
    pub fn words(&self, report: &str, start: usize, end: usize) -> Cow<'a, str> {
        let text = self.report(report).and_then(|r| r.text.as_deref()).and_then(|t| t.get(start..end));
        fold(text.unwrap_or_default())
    }

    /// The number as printed, on one line, and never broken inside.
    pub fn printed(&self, figure: &'a Figure) -> Cow<'a, str> {
        unbroken(fold(&figure.text))
    }

    /// The figure in its sentence, cut to about `width` characters on both sides.
    pub fn quote(&self, figure: &'a Figure, width: usize) -> Quote<'a> {
        let report = self.report(&figure.report);
        let text = report.and_then(|r| r.text.as_deref()).unwrap_or_default();
        let sentence = figure.sentence.map_or((figure.start, figure.end), |s| (s.start, s.end));
        let before = text.get(sentence.0..figure.start).unwrap_or_default();
        let after = text.get(figure.end..sentence.1).unwrap_or_default();
        let reads = report
            .and_then(|r| r.repairs.iter().find(|d| figure.start <= d.start && d.end <= figure.end))
            .and_then(|d| d.reads.as_deref());
        Quote {
            before: clip_start(fold(before), width),
            marked: text.get(figure.start..figure.end).unwrap_or(&figure.text),
            after: clip_cow(fold(after), width),
            reads,
        }
    }

    /// Content of a statement as printed, its pieces joined.
    pub fn content(&self, statement: &Statement) -> String {
        self.pieces(&statement.report, &statement.content, " … ")
    }

    /// The cue as printed.
    pub fn cue(&self, statement: &Statement) -> String {
        self.pieces(&statement.report, &statement.cue, " ")
    }

    fn pieces(&self, report: &str, ranges: &[(usize, usize)], between: &str) -> String {
        let words: Vec<Cow<'_, str>> = ranges.iter().map(|&(start, end)| self.words(report, start, end)).collect();
        words.iter().map(|w| w.trim()).collect::<Vec<_>>().join(between)
    }

    /// An entry of relations in plain text: its word, the sentence that says why, the passages that it covers, at most
    /// `most` of them.
    pub fn told_sentence(&self, entry: &Told<'_>, most: usize) -> String {
        let word = words::relation(self.locale, entry.kind());
        format!("{word} — {} ({})", self.reason(entry.lead), self.passages(entry, most))
    }

    fn passages(&self, entry: &Told<'_>, most: usize) -> String {
        let mut out = String::new();
        if let Some(count) = self.passage_count(entry) {
            out.push_str(&count);
        }
        let mut shown = 0;
        let all = entry.sides.iter().map(Vec::len).sum::<usize>();
        for piece in entry.pieces() {
            match piece {
                _ if shown == most => {}
                Piece::Sign(sign) => out.push_str(sign),
                Piece::Passage(report, passage) => {
                    if let Some(report) = report {
                        out.push_str(&self.report_mark(report));
                        out.push('\u{a0}');
                    }
                    out.push_str(&typography::quoted(self.locale, self.printed(passage.figure).trim()));
                    if passage.times > 1 {
                        out.push_str(&format!("\u{a0}×{}", passage.times));
                    }
                    shown += 1;
                }
            }
        }
        if let Some(more) = all.checked_sub(shown).filter(|n| *n > 0) {
            out.push_str(&words::and_more(self.locale, more));
        }
        out
    }

    /// An implied number: what it is, that the program computed it and how, and every passage that it follows from.
    pub fn implied_sentence(&self, implied: &Implied) -> String {
        let l = self.locale;
        let unit = Some(implied.unit.as_str());
        let role = implied.role.map(|r| format!(" ({})", words::role(l, r))).unwrap_or_default();
        let passages: Vec<String> =
            implied.passages.iter().map(|p| typography::quoted(l, fold(&p.text).trim())).collect();
        format!(
            "{}{role} — {}{}{}",
            typography::measure(l, &implied.value, unit),
            words::implication(l, implied.how),
            l.pick("\u{202f}: ", ": "),
            passages.join(" + ")
        )
    }

    /// The tolls of one kind in the order of time: "4 mars 2031, R1 : ≥ 12"; what the program computed and what no longer holds
    /// says so.
    pub fn toll_values(&self, toll: &Toll) -> Vec<String> {
        let l = self.locale;
        let value = |v: &TollValue| {
            let printed = v.figure.as_deref().and_then(|id| self.figure(id)).map(|f| f.report.as_str());
            let computed = v.implied.as_deref().and_then(|id| self.implied.get(id)).map(|i| i.report.as_str());
            let day =
                v.said_on.as_ref().map_or(l.pick("date inconnue", "date unknown").into(), |d| typography::dates(l, d));
            let mark = printed.or(computed).map(|id| self.report_mark(id)).unwrap_or_default();
            let mut out = format!("{day}, {mark}{}{}", l.pick("\u{202f}: ", ": "), typography::interval(l, &v.value));
            if v.implied.is_some() {
                out.push_str(l.pick(" (calculé)", " (computed)"));
            }
            if !v.standing {
                out.push_str(l.pick(" (ne tient plus)", " (no longer holds)"));
            }
            out
        };
        toll.values.iter().map(value).collect()
    }

    /// "4 passages : ", where one origin has more than two.
    pub fn passage_count(&self, entry: &Told<'_>) -> Option<String> {
        let repeats = matches!(entry.kind(), RelationKind::Relay | RelationKind::Restates) && entry.passages() > 2;
        let count = || words::count(self.locale, entry.passages(), ("passage", "passage"), ("passages", "passages"));
        repeats.then(|| format!("{}{}", count(), self.locale.pick("\u{202f}: ", ": ")))
    }

    /// The relations of a quantity, one entry a pair of claims, in reading order.
    pub fn told(&self, quantity: &'a Quantity) -> Vec<Told<'a>> {
        told::told(self, quantity)
    }

    /// Why a relation holds.
    pub fn reason<'r>(&self, relation: &'r Relation) -> Cow<'r, str> {
        typography::of(self.locale, self.locale.of(&relation.reason))
    }

    /// The label of a quantity.
    pub fn label<'q>(&self, quantity: &'q Quantity) -> Cow<'q, str> {
        typography::of(self.locale, self.locale.of(&quantity.label))
    }

    /// Lowest–highest with its unit.
    pub fn range(&self, quantity: &Quantity) -> String {
        typography::measure_range(self.locale, quantity.summary.lo, quantity.summary.hi, quantity.unit.as_deref())
    }

    /// The entries that make a quantity contested: those between two named origins first.
    pub fn contradictions(&self, quantity: &'a Quantity) -> Vec<Told<'a>> {
        let contested = |t: &Told<'_>| matches!(t.kind(), RelationKind::Contradicts | RelationKind::Denies);
        self.told(quantity).into_iter().filter(contested).collect()
    }

    /// The latest figure of each origin, in order of first appearance.
    pub fn latest_by_origin(&self, quantity: &Quantity) -> Vec<&'a Figure> {
        let mut order: Vec<String> = Vec::new();
        let mut latest: BTreeMap<String, &'a Figure> = BTreeMap::new();
        for figure in self.figures_of(quantity) {
            let key = self.origin_key(figure);
            if !order.contains(&key) {
                order.push(key.clone());
            }
            latest.insert(key, figure);
        }
        order.iter().filter_map(|key| latest.get(key).copied()).collect()
    }

    /// "5 rapports · 4 médias · 6 origines · 2 inconnues · 3 chiffres contestés".
    pub fn state_line(&self) -> String {
        let d = self.dossier;
        let mut outlets: Vec<&str> = d.reports.iter().filter_map(|r| r.outlet.as_deref()).collect();
        outlets.sort_unstable();
        outlets.dedup();
        let mut origins: Vec<String> =
            d.figures.iter().filter(|f| f.speaker.is_some()).map(|f| self.origin_key(f)).collect();
        origins.sort_unstable();
        origins.dedup();
        let unknown = d.figures.iter().filter(|f| f.speaker.is_none()).count();
        let contested = d.quantities.iter().filter(|q| q.summary.state == QuantityState::Contested).count();
        let l = self.locale;
        let mut parts = vec![words::count(l, d.reports.len(), ("rapport", "report"), ("rapports", "reports"))];
        parts.push(match outlets.len() {
            0 => l.pick("médias non indiqués", "outlets not given").into(),
            n => words::count(l, n, ("média", "outlet"), ("médias", "outlets")),
        });
        parts.push(words::count(l, origins.len(), ("origine", "origin"), ("origines", "origins")));
        if unknown > 0 {
            let one = ("chiffre sans auteur", "figure unattributed");
            parts.push(words::count(l, unknown, one, ("chiffres sans auteur", "figures unattributed")));
        }
        let one = ("grandeur contestée", "quantity contested");
        parts.push(words::count(l, contested, one, ("grandeurs contestées", "quantities contested")));
        parts.join(" · ")
    }

    /// First and last day of the story.
    pub fn period(&self) -> Option<String> {
        let head = &self.dossier.story;
        if head.from.is_none() && head.to.is_none() {
            return None;
        }
        let days =
            Dates { from: head.from, to: head.to, precision: crate::wire::Precision::Range, candidates: Vec::new() };
        Some(typography::dates(self.locale, &days))
    }

    /// The story's title; one that a French report gives is set as French.
    pub fn title(&self) -> String {
        let title = fold(&self.dossier.story.title);
        let french = |r: &&Report| r.language == crate::wire::Lang::Fr && r.title.as_deref() == Some(title.as_ref());
        match title.trim() {
            "" => self.locale.pick("Sans titre", "Untitled").into(),
            title if self.reports.iter().any(french) => typography::of(Locale::Fr, title).into_owned(),
            title => title.into(),
        }
    }

    /// The toll that a figure or an implied number is its report's value of.
    pub fn toll_of(&self, id: &str) -> Option<(&'a Toll, &'a TollValue)> {
        self.tolls.get(id).copied()
    }

    /// Publication day of a report, with who says so.
    pub fn published(&self, report: &Report) -> String {
        match &report.published {
            None => self.locale.pick("date de publication inconnue", "publication date unknown").into(),
            Some(p) => {
                format!("{} ({})", typography::dates(self.locale, &p.dates), words::date_basis(self.locale, p.basis))
            }
        }
    }

    /// Gaps of one kind and reason together, the kinds in reading order: what could not be read of the reports, then of
    /// their texts, then of their claims.
    pub fn gaps(&self) -> Vec<GapGroup<'a>> {
        let mut groups: BTreeMap<(usize, &str, &str), GapGroup<'a>> = BTreeMap::new();
        let mut places: BTreeMap<(&str, &str, &str, Cow<'a, str>), usize> = BTreeMap::new();
        for gap in &self.dossier.gaps {
            let why = self.locale.of(&gap.why);
            let group = groups.entry((words::gap_rank(&gap.code), &gap.code, why)).or_insert_with(|| GapGroup {
                code: &gap.code,
                why,
                places: Vec::new(),
                count: 0,
            });
            group.count += 1;
            let words = self.words(&gap.report, gap.start, gap.end);
            // One letter and a mark ("morts.L") tell nobody where they are.
            let told = words.chars().any(char::is_numeric) || words.chars().filter(|c| c.is_alphabetic()).count() > 2;
            let words = if told { Cow::Owned(words.trim().to_owned()) } else { Cow::Borrowed("") };
            let at = *places.entry((&gap.code, why, &gap.report, words.clone())).or_insert_with(|| {
                group.places.push(GapPlace { report: &gap.report, words, times: 0 });
                group.places.len() - 1
            });
            group.places[at].times += 1;
        }
        let mut groups: Vec<GapGroup<'a>> = groups.into_values().collect();
        for group in &mut groups {
            group.places.sort_by_key(|p| self.report_number.get(p.report).copied());
        }
        groups
    }

    /// Events in order of time: what is dated first, then what is not.
    pub fn events(&self) -> Vec<&'a Event> {
        let mut events: Vec<&Event> = self.dossier.timeline.iter().collect();
        events.sort_by_key(|e| (e.date.from.or(e.date.to).is_none(), e.date.from.or(e.date.to), e.date.to));
        events
    }
}

/// The values of tolls by the figure or the implied number that each one is.
fn tolls(tolls: &[Toll]) -> BTreeMap<&str, (&Toll, &TollValue)> {
    let values = tolls.iter().flat_map(|toll| toll.values.iter().map(move |value| (toll, value)));
    values.filter_map(|(t, v)| Some((v.figure.as_deref().or(v.implied.as_deref())?, (t, v)))).collect()
}

fn group<T>(items: &[T], key: fn(&T) -> &String) -> BTreeMap<&str, Vec<&T>> {
    let mut groups: BTreeMap<&str, Vec<&T>> = BTreeMap::new();
    for item in items {
        groups.entry(key(item)).or_default().push(item);
    }
    groups
}

/// The last part of a path.
pub fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().filter(|n| !n.is_empty()).unwrap_or(path)
}

/// Blanks folded to one; a line break inside is shown as "¶".
pub fn fold(text: &str) -> Cow<'_, str> {
    let mut previous = ' ';
    let plain = !text.chars().any(|c| {
        let odd = c.is_control() || (c == ' ' && previous == ' ');
        previous = c;
        odd
    });
    if plain && !text.starts_with(' ') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut blank = false;
    let mut broken = false;
    for c in text.chars() {
        if c.is_control() || c == ' ' {
            blank = true;
            broken |= matches!(c, '\n' | '\r');
            continue;
        }
        if blank && !out.is_empty() {
            out.push_str(if broken { " ¶ " } else { " " });
        } else if blank {
            out.push(' ');
        }
        (blank, broken) = (false, false);
        out.push(c);
    }
    if blank && !broken {
        out.push(' ');
    }
    Cow::Owned(out)
}

/// Spaces inside a number ("12 000", "1. ¶ 200") made no-break spaces.
pub fn unbroken(text: Cow<'_, str>) -> Cow<'_, str> {
    let inside = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit() || matches!(c, '¶' | '.' | ','));
    let mut before = None;
    let mut chars = text.chars().peekable();
    let mut out = String::with_capacity(text.len());
    while let Some(c) = chars.next() {
        let within = c == ' ' && inside(before) && inside(chars.peek().copied());
        out.push(if within { '\u{a0}' } else { c });
        before = Some(c);
    }
    if out == text { text } else { Cow::Owned(out) }
}

/// At most about `width` characters, cut between words, at a mark of punctuation where one is near.
pub fn clip(text: &str, width: usize) -> Cow<'_, str> {
    let Some((limit, _)) = text.char_indices().nth(width) else { return Cow::Borrowed(text) };
    let head = &text[..limit];
    let clause = head.rfind([',', ';', '.', ':', '»', '"']).filter(|&i| i * 3 > limit * 2);
    let cut = clause.or_else(|| head.rfind(' ')).unwrap_or(limit);
    Cow::Owned(format!("{}…", head[..cut].trim_end()))
}

fn clip_cow(text: Cow<'_, str>, width: usize) -> Cow<'_, str> {
    match clip(&text, width) {
        Cow::Borrowed(_) => text,
        Cow::Owned(cut) => Cow::Owned(cut),
    }
}

fn clip_start(text: Cow<'_, str>, width: usize) -> Cow<'_, str> {
    let count = text.chars().count();
    if count <= width {
        return text;
    }
    let start = text.char_indices().nth(count - width).map_or(0, |(i, _)| i);
    let tail = &text[start..];
    let cut = tail.find(' ').map_or(0, |i| i + 1);
    Cow::Owned(format!("…{}", &tail[cut..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_cut_between_words() {
        assert_eq!(clip("court", 10), "court");
        assert_eq!(clip("une phrase assez longue, puis une autre", 26), "une phrase assez longue…");
        assert_eq!(clip("unmotsansaucunblanc", 5), "unmot…");
        assert_eq!(clip_start("une phrase assez longue".into(), 12), "…longue");
        assert_eq!(fold("plus de 1.\n\n200 habitants"), "plus de 1. ¶ 200 habitants");
        assert_eq!(fold(" deux  mots "), " deux mots ");
    }
}
