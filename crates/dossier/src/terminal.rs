//! The dossier on a terminal: a table a quantity, relations as sentences. Signs and words carry the meaning; colour only
//! repeats it.

mod columns;

use std::fmt::Write as _;

use columns::Column;

use crate::{
    Locale,
    told::{Told, most_telling},
    typography,
    view::{GapGroup, View, clip, fold},
    wire::{Certainty, Dossier, Figure, Quantity, QuantityState, RelationKind, Stance, Statement},
    words,
};

/// How to set it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// Columns of the terminal.
    pub width: usize,
    /// Colours or none.
    pub color: Color,
}

/// Colours or none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Color {
    /// ANSI escape sequences.
    On,
    /// Plain text.
    Off,
}

/// Entries of relations of a quantity, and passages of an entry, on a terminal; the files have them all.
const MOST_ENTRIES: usize = 12;
const MOST_PASSAGES: usize = 8;
/// Places of one reason for a gap.
const MOST_PLACES: usize = 12;
/// A name or a quantity with a longer word is cut inside it.
const LONGEST_WORD: usize = 16;

/// Stand-ins of one column, so that everything is laid out and cleaned before colours come in, and the same with and without:
/// a sign of certainty in a colour (`SIGNS + 4 × colour + certainty`, colour 0 is the neutral one), bold, red, end.
const SIGNS: u32 = 0xf_0000;
const BOLD: char = '\u{f0100}';
const RED: char = '\u{f0101}';
const END: char = '\u{f0102}';
const ANSI: [&str; 9] = ["39", "94", "91", "33", "92", "95", "36", "35", "32"];
const CERTAINTIES: [Certainty; 4] = [Certainty::Asserted, Certainty::Hedged, Certainty::Possible, Certainty::Denied];

/// Sets the dossier.
pub fn dossier(dossier: &Dossier, locale: Locale, style: &Style) -> String {
    let view = View::new(dossier, locale);
    let mut page = Page { view: &view, style, out: String::new() };
    page.head();
    page.quantities();
    page.computed();
    page.statements();
    page.denials();
    page.timeline();
    page.copies();
    page.gaps();
    page.method();
    finished(&page.out, style.color)
}

/// Puts colours where the stand-ins are. A report's words must not steer the terminal: any other control character than
/// the line break is shown as "·".
fn finished(text: &str, color: Color) -> String {
    let mut out = String::with_capacity(text.len() + 256);
    let code = |out: &mut String, code: &str| {
        if color == Color::On {
            let _ = write!(out, "\u{1b}[{code}m");
        }
    };
    for c in text.chars() {
        match c {
            BOLD => code(&mut out, "1"),
            RED => code(&mut out, "1;31"),
            END => code(&mut out, "0"),
            _ => match sign(c) {
                Some((ansi, sign)) => {
                    code(&mut out, ansi);
                    out.push(sign);
                    code(&mut out, "0");
                }
                None => out.push(if c.is_control() && c != '\n' { '·' } else { c }),
            },
        }
    }
    out
}

/// The colour and the sign that a stand-in stands for.
fn sign(c: char) -> Option<(&'static str, char)> {
    let n = usize::try_from(u32::from(c).checked_sub(SIGNS)?).ok()?;
    Some((ANSI.get(n / 4)?, words::certainty_sign(CERTAINTIES[n % 4])))
}

/// The stand-in of a sign.
fn stand_in(color: Option<usize>, certainty: Certainty) -> char {
    let nth = CERTAINTIES.iter().position(|c| *c == certainty).unwrap_or_default();
    let n = color.map_or(0, |c| c + 1) * 4 + nth;
    u32::try_from(n).ok().and_then(|n| char::from_u32(SIGNS + n)).unwrap_or('?')
}

struct Page<'a> {
    view: &'a View<'a>,
    style: &'a Style,
    out: String,
}

impl<'a> Page<'a> {
    fn head(&mut self) {
        let view = self.view;
        let title = bold(&view.title());
        self.line(&title);
        let mut state = view.state_line();
        if let Some(period) = view.period() {
            state = format!("{period} · {state}");
        }
        self.wrapped(&state, "", "");
        self.out.push('\n');
        for report in &view.reports {
            let outlet = report.outlet.as_deref().map(|o| format!("{o}, ")).unwrap_or_default();
            let text = format!("{outlet}{} — {}", view.published(report), fold(view.report_title(report)));
            let mark = view.report_mark(&report.id);
            self.wrapped(&text, &format!("{mark:<4}"), "    ");
        }
    }

    fn quantities(&mut self) {
        let view = self.view;
        let (told, single): (Vec<&Quantity>, Vec<&Quantity>) =
            view.quantities.iter().copied().partition(|q| q.figures.len() > 1 || !q.relations.is_empty());
        self.heading(view.locale.pick("Chiffres", "Figures"));
        for quantity in told {
            self.quantity(quantity);
        }
        if !single.is_empty() {
            let title = view.locale.pick("Donnés une fois", "Given once");
            let title = bold(title);
            self.line(&title);
            let rows = single.iter().flat_map(|q| view.figures_of(q).into_iter().map(|f| (Some(*q), f))).collect();
            self.figures(rows);
        }
    }

    fn quantity(&mut self, quantity: &'a Quantity) {
        let view = self.view;
        let l = view.locale;
        let s = &quantity.summary;
        let state = format!("{} {}", words::state_sign(s.state), words::quantity_state(l, s.state));
        let state = if s.state == QuantityState::Contested { red(&state) } else { state };
        let label = bold(&view.label(quantity));
        self.wrapped(&format!("{label} — {} — {state}", view.range(quantity)), "", "");
        let mut counts = vec![
            words::count(l, s.reports, ("rapport", "report"), ("rapports", "reports")),
            words::count(l, s.origins, ("origine", "origin"), ("origines", "origins")),
            words::count(l, s.families, ("famille", "family"), ("familles", "families")),
        ];
        if s.unknown_origins > 0 {
            counts.push(words::count(
                l,
                s.unknown_origins,
                ("origine inconnue", "unknown"),
                ("origines inconnues", "unknown"),
            ));
        }
        if let (Some(best), Some(policy)) = (&quantity.best, &view.dossier.policy) {
            let value = typography::measure(l, &best.value, quantity.unit.as_deref());
            counts.push(format!("{}{}{value}", words::policy(l, policy), l.pick("\u{202f}: ", ": ")));
        }
        self.wrapped(&counts.join(", "), "", "");
        self.figures(view.figures_of(quantity).into_iter().map(|f| (None, f)).collect());
        self.relations(view.told(quantity));
        for flag in &s.flags {
            let flag = typography::of(l, l.of(flag)).into_owned();
            self.wrapped(&flag, "  ! ", "    ");
        }
        self.out.push('\n');
    }

    /// Entries of relations, the weaker kinds in small numbers; what is left out is counted by kind.
    fn relations(&mut self, told: Vec<Told<'_>>) {
        let view = self.view;
        let l = view.locale;
        let (shown, rest) = most_telling(told, MOST_ENTRIES);
        for entry in &shown {
            let kind = entry.kind();
            let sentence = view.told_sentence(entry, MOST_PASSAGES);
            let sign = words::relation_sign(kind).to_string();
            let sign = if kind == RelationKind::Contradicts { red(&sign) } else { sign };
            self.wrapped(&sentence, &format!("  {sign} "), "    ");
        }
        let mut left_out: Vec<(RelationKind, usize)> = Vec::new();
        for entry in &rest {
            match left_out.iter_mut().find(|(kind, _)| *kind == entry.kind()) {
                Some((_, n)) => *n += 1,
                None => left_out.push((entry.kind(), 1)),
            }
        }
        if !left_out.is_empty() {
            let all = words::count(
                l,
                rest.len(),
                ("autre relation", "more relation"),
                ("autres relations", "more relations"),
            );
            let kinds: Vec<String> =
                left_out.iter().map(|(k, n)| format!("{}\u{a0}×{n}", words::relation(l, *k))).collect();
            let colon = l.pick("\u{202f}: ", ": ");
            self.wrapped(&format!("{all}{colon}{} (-o .html, .md, .json)", kinds.join(", ")), "  … ", "    ");
        }
    }

    /// The table of figures: value as worded, interval, origin (via), date, certainty, report.
    fn figures(&mut self, rows: Vec<(Option<&Quantity>, &Figure)>) {
        let view = self.view;
        let l = view.locale;
        let named = rows.iter().any(|(q, _)| q.is_some());
        let mut header = vec![
            l.pick("Valeur", "Value"),
            l.pick("Bornes", "Bounds"),
            l.pick("Origine", "Origin"),
            l.pick("Date", "Date"),
            l.pick("Certitude", "Certainty"),
            "R",
        ];
        let mut columns = vec![
            Column::Number,
            Column::Right,
            Column::Words(LONGEST_WORD),
            Column::Date,
            Column::Date,
            Column::Number,
        ];
        if named {
            // Seven columns are too many for a terminal: the bounds stand under the value.
            header.remove(1);
            columns.remove(1);
            header.insert(0, l.pick("Grandeur", "Quantity"));
            columns.insert(0, Column::Words(LONGEST_WORD));
        }
        let rows = rows
            .into_iter()
            .map(|(quantity, figure)| {
                let value = view.printed(figure).trim().to_owned();
                let bounds = typography::measure(l, &figure.value, figure.unit.as_deref());
                let mut cells = match quantity {
                    Some(quantity) if same_words(&value, &bounds) => vec![view.label(quantity).into_owned(), value],
                    Some(quantity) => vec![view.label(quantity).into_owned(), format!("{value}\n{bounds}")],
                    None => vec![value, bounds],
                };
                cells.extend([
                    self.origin(figure),
                    view.date(figure),
                    self.certainty(figure),
                    view.report_mark(&figure.report),
                ]);
                cells
            })
            .collect();
        for line in columns::lines(&header, &columns, rows, self.style.width) {
            self.line(&line);
        }
    }

    fn origin(&self, figure: &Figure) -> String {
        let l = self.view.locale;
        let mut origin = self.view.origin(figure);
        if !figure.via.is_empty() {
            let _ = write!(origin, " ({} {})", l.pick("via", "via"), self.view.relays(&figure.via));
        }
        if figure.party {
            let _ = write!(origin, " [{}]", l.pick("partie", "party"));
        }
        origin
    }

    /// Sign and word; what became of the figure after it.
    fn certainty(&self, figure: &Figure) -> String {
        let l = self.view.locale;
        let word = words::certainty(l, figure.certainty);
        let became = figure.state.map(|s| format!(", {}", words::figure_state(l, s))).unwrap_or_default();
        let sign = stand_in(self.view.color(figure), figure.certainty);
        format!("{sign}\u{a0}{word}{became}")
    }

    /// What no report prints: numbers that follow from passages, and the tolls of the reports in the order of time.
    fn computed(&mut self) {
        let view = self.view;
        let l = view.locale;
        if !view.dossier.implied.is_empty() {
            self.heading(l.pick("Calculé par le programme", "Computed by the program"));
            for implied in &view.dossier.implied {
                let told = format!("{} ({})", view.implied_sentence(implied), view.report_mark(&implied.report));
                self.wrapped(&told, "  ", "    ");
            }
            self.out.push('\n');
        }
        if !view.dossier.tolls.is_empty() {
            self.heading(l.pick("Bilans au fil du temps", "Tolls over time"));
            for toll in &view.dossier.tolls {
                let values = view.toll_values(toll).join(" → ");
                self.wrapped(&format!("{} — {values}", words::role(l, toll.role)), "  ", "    ");
            }
            self.out.push('\n');
        }
    }

    fn statements(&mut self) {
        let view = self.view;
        let by_speaker = view.by_speaker();
        if by_speaker.is_empty() {
            return;
        }
        self.heading(view.locale.pick("Qui dit quoi", "Who said what"));
        for (name, statements) in by_speaker {
            let name = bold(&name);
            self.line(&name);
            for statement in statements {
                let told = self.told(statement);
                self.wrapped(&told, "  ", "    ");
            }
        }
        self.out.push('\n');
    }

    fn told(&self, statement: &Statement) -> String {
        let view = self.view;
        let l = view.locale;
        let content = view.content(statement);
        let content = clip(&content, 200);
        let mut out = view.cue(statement);
        if !out.is_empty() {
            out.push_str(l.pick("\u{202f}: ", ": "));
        }
        match statement.kind {
            crate::wire::StatementKind::Direct => out.push_str(&content),
            _ => out.push_str(&typography::quoted(l, &content)),
        }
        if statement.certainty != Certainty::Asserted {
            let _ = write!(out, " [{}]", words::certainty(l, statement.certainty));
        }
        if statement.stance != Stance::Asserts {
            let _ = write!(out, " [{}]", words::stance(l, statement.stance));
        }
        let _ = write!(out, " ({}", view.report_mark(&statement.report));
        if let Some(said_on) = &statement.said_on {
            let _ = write!(out, ", {}", typography::dates(l, said_on));
        }
        out.push(')');
        out
    }

    fn denials(&mut self) {
        let view = self.view;
        if view.dossier.denials.is_empty() {
            return;
        }
        self.heading(view.locale.pick("Démentis et refus", "Denials and refusals"));
        for denial in &view.dossier.denials {
            let Some(by) = view.statement(&denial.statement) else { continue };
            let sign = if denial.stance == Stance::Denies { '¬' } else { '∅' };
            let told = format!("{}{}{}", view.speaker_of(by), view.locale.pick("\u{202f}: ", ": "), self.told(by));
            self.wrapped(&told, &format!("{sign} "), "  ");
            for of in denial.of.iter().filter_map(|id| view.statement(id)) {
                let told = format!("{}{}{}", view.speaker_of(of), view.locale.pick("\u{202f}: ", ": "), self.told(of));
                self.wrapped(&told, "    ↳ ", "      ");
            }
        }
        self.out.push('\n');
    }

    fn timeline(&mut self) {
        let view = self.view;
        if view.dossier.timeline.is_empty() {
            return;
        }
        self.heading(view.locale.pick("Chronologie", "Timeline"));
        for event in view.events() {
            let what = fold(&event.what);
            let said =
                if event.said.is_some() { view.locale.pick("dit", "said") } else { view.locale.pick("fait", "event") };
            let marks: Vec<String> = event.spans.iter().map(|s| view.report_mark(&s.report)).collect();
            let quote = typography::quoted(view.locale, &clip(what.trim(), 180));
            let text =
                format!("{} — {said} — {quote} ({})", typography::dates(view.locale, &event.date), marks.join(", "));
            self.wrapped(&text, "  ", "    ");
        }
        self.out.push('\n');
    }

    fn copies(&mut self) {
        let view = self.view;
        if view.dossier.copies.is_empty() {
            return;
        }
        self.heading(view.locale.pick("Textes copiés", "Copied text"));
        for copy in &view.dossier.copies {
            let share = typography::number(view.locale, (copy.share * 100.0).round());
            let longest = copy.runs.iter().max_by_key(|r| r.from.1.saturating_sub(r.from.0));
            let words = longest.map(|r| view.words(&copy.from, r.from.0, r.from.1).into_owned()).unwrap_or_default();
            let text = format!(
                "{} ⇄ {}{}{share}{}{}{}",
                view.report_mark(&copy.from),
                view.report_mark(&copy.to),
                view.locale.pick("\u{202f}: ", ": "),
                view.locale.pick("\u{202f}% — ", "% — "),
                typography::quoted(view.locale, &clip(words.trim(), 160)),
                "",
            );
            self.wrapped(&text, "  ", "    ");
        }
        self.out.push('\n');
    }

    fn gaps(&mut self) {
        let view = self.view;
        if view.dossier.gaps.is_empty() {
            return;
        }
        let count = words::count(view.locale, view.dossier.gaps.len(), ("lacune", "gap"), ("lacunes", "gaps"));
        self.heading(&count);
        for group in view.gaps() {
            let why = typography::of(view.locale, group.why).into_owned();
            let places = self.places(&group);
            self.wrapped(&format!("{why} {places}"), "  ", "     ");
        }
        self.out.push('\n');
    }

    /// Where gaps lie: "R3 « 27 », « 24 » ×2, R5".
    fn places(&self, group: &GapGroup<'_>) -> String {
        let view = self.view;
        let mut out = String::new();
        let mut before = "";
        for place in group.places.iter().take(MOST_PLACES) {
            out.push_str(if out.is_empty() { "— " } else { ", " });
            if place.report != before {
                out.push_str(&view.report_mark(place.report));
            }
            if !place.words.is_empty() {
                out.push_str(if place.report == before { "" } else { "\u{a0}" });
                out.push_str(&typography::quoted(view.locale, &clip(&place.words, 60)));
            }
            if place.times > 1 {
                let _ = write!(out, "\u{a0}×{}", place.times);
            }
            before = place.report;
        }
        if let Some(more) = group.places.len().checked_sub(MOST_PLACES).filter(|n| *n > 0) {
            out.push_str(&words::and_more(view.locale, more));
        }
        out
    }

    fn method(&mut self) {
        let g = &self.view.dossier.generated;
        let text = format!(
            "Recoupe {}, {} {}, {} {}",
            g.version,
            self.view.locale.pick("règles", "rules"),
            g.rules,
            self.view.locale.pick("empreinte des rapports", "fingerprint of the reports"),
            g.inputs_sha256.get(..16).unwrap_or(&g.inputs_sha256)
        );
        self.wrapped(&text, "", "");
    }

    fn heading(&mut self, text: &str) {
        if !self.out.ends_with("\n\n") {
            self.out.push('\n');
        }
        let rule = "═".repeat(self.style.width.saturating_sub(text.chars().count() + 1));
        let line = format!("{} {rule}", bold(text));
        self.line(&line);
    }

    fn line(&mut self, text: &str) {
        self.out.push_str(text);
        self.out.push('\n');
    }

    fn wrapped(&mut self, text: &str, first: &str, others: &str) {
        let options = textwrap::Options::new(self.style.width)
            .initial_indent(first)
            .subsequent_indent(others)
            .word_separator(textwrap::WordSeparator::AsciiSpace)
            .word_splitter(textwrap::WordSplitter::NoHyphenation);
        for line in textwrap::wrap(text, options) {
            self.line(&line);
        }
    }
}

/// The bounds say no more than the words do ("12" and "12", "5.200" and "5 200").
fn same_words(value: &str, bounds: &str) -> bool {
    let bare = |text: &str| {
        text.chars().filter(|c| c.is_alphanumeric() || matches!(c, '≥' | '>' | '≤' | '<' | '≈')).collect::<String>()
    };
    bare(value) == bare(bounds)
}

fn bold(text: &str) -> String {
    format!("{BOLD}{text}{END}")
}

fn red(text: &str) -> String {
    format!("{RED}{text}{END}")
}
