//! The dossier as a document in Markdown (CommonMark with the tables and footnotes of GFM): a footnote a figure holds its
//! passage.

use std::fmt::Write as _;

use crate::{
    Locale, typography,
    view::{View, clip, fold},
    wire::{Dossier, Figure, Quantity, Stance, Statement, StatementKind},
    words,
};

/// The document.
pub fn document(dossier: &Dossier, locale: Locale) -> String {
    let view = View::new(dossier, locale);
    let mut out = String::new();
    let mut notes = Vec::new();
    head(&view, &mut out);
    key_figures(&view, &mut out);
    for quantity in view.quantities.iter().filter(|q| told(q)) {
        at_length(&view, quantity, &mut notes, &mut out);
    }
    given_once(&view, &mut notes, &mut out);
    computed(&view, &mut out);
    statements(&view, &mut out);
    denials(&view, &mut out);
    timeline(&view, &mut out);
    copies(&view, &mut out);
    gaps(&view, &mut out);
    method(&view, &mut out);
    passages(&view, &notes, &mut out);
    out
}

fn told(quantity: &Quantity) -> bool {
    quantity.figures.len() > 1 || !quantity.relations.is_empty()
}

/// A paragraph followed by a blank line.
fn paragraph(out: &mut String, text: &str) {
    out.push_str(text);
    out.push_str("\n\n");
}

fn heading(view: &View<'_>, out: &mut String, fr: &str, en: &str) {
    paragraph(out, &format!("## {}", view.locale.pick(fr, en)));
}

fn head(view: &View<'_>, out: &mut String) {
    paragraph(out, &format!("# {}", escape(&view.title())));
    let period = view.period().map(|p| format!("{p} · ")).unwrap_or_default();
    paragraph(out, &format!("{period}{}", view.state_line()));
    for report in &view.reports {
        let outlet = report.outlet.as_deref().unwrap_or(view.locale.pick("média non indiqué", "outlet not given"));
        let _ = writeln!(
            out,
            "- **{}** {}, {} — {} (`{}`)",
            view.report_mark(&report.id),
            escape(outlet),
            escape(&view.published(report)),
            escape(view.report_title(report)),
            report.path.replace('`', "'")
        );
    }
    out.push('\n');
}

fn table(out: &mut String, header: &[&str], rows: impl Iterator<Item = Vec<String>>) {
    let _ = writeln!(out, "| {} |", header.join(" | "));
    let _ = writeln!(out, "|{}", " --- |".repeat(header.len()));
    for row in rows {
        let _ = writeln!(out, "| {} |", row.join(" | "));
    }
    out.push('\n');
}

fn key_figures(view: &View<'_>, out: &mut String) {
    let l = view.locale;
    heading(view, out, "Chiffres clés", "Key figures");
    let header = [
        l.pick("Grandeur", "Quantity"),
        l.pick("Étendue", "Range"),
        l.pick("Dernière valeur par origine", "Latest by origin"),
        l.pick("État", "State"),
        l.pick("Origines (familles)", "Origins (families)"),
    ];
    let rows = view.quantities.iter().filter(|q| told(q)).map(|q| {
        let latest = view.latest_by_origin(q);
        let latest: Vec<String> =
            latest.iter().map(|f| format!("**{}** {}", escape(&fold(&f.text)), escape(&view.origin(f)))).collect();
        vec![
            escape(&view.label(q)),
            escape(&view.range(q)),
            latest.join(" ; "),
            format!("{} {}", words::state_sign(q.summary.state), words::quantity_state(l, q.summary.state)),
            format!("{} ({})", q.summary.origins, q.summary.families),
        ]
    });
    table(out, &header, rows);
}

fn at_length<'a>(view: &View<'a>, quantity: &'a Quantity, notes: &mut Vec<&'a Figure>, out: &mut String) {
    let l = view.locale;
    paragraph(out, &format!("### {}", escape(&view.label(quantity))));
    let told = view.told(quantity);
    for entry in &told {
        let sentence = view.told_sentence(entry, usize::MAX);
        let _ = writeln!(out, "- {} {}", words::relation_sign(entry.kind()), escape(&sentence));
    }
    for flag in &quantity.summary.flags {
        let _ = writeln!(out, "- ! {}", escape(&typography::of(l, l.of(flag))));
    }
    if !told.is_empty() || !quantity.summary.flags.is_empty() {
        out.push('\n');
    }
    if let (Some(best), Some(policy)) = (&quantity.best, &view.dossier.policy) {
        let value = typography::measure(l, &best.value, quantity.unit.as_deref());
        paragraph(out, &format!("{}{}**{value}**", escape(&words::policy(l, policy)), l.pick("\u{202f}: ", ": ")));
    }
    figure_table(view, view.figures_of(quantity).into_iter().map(|f| (None, f)), notes, out);
}

fn given_once<'a>(view: &View<'a>, notes: &mut Vec<&'a Figure>, out: &mut String) {
    // What a figure of no quantity counts is said in the text's own words.
    let counted = |f: &Figure| f.counted.as_ref().map_or_else(|| "–".into(), |c| fold(&c.text).into_owned());
    let alone = view.dossier.figures.iter().filter(|f| f.quantity.is_none());
    let mut rows = view
        .quantities
        .iter()
        .filter(|q| !told(q))
        .flat_map(|q| view.figures_of(q).into_iter().map(move |f| (Some(view.label(q).into_owned()), f)))
        .chain(alone.map(|f| (Some(counted(f)), f)))
        .peekable();
    if rows.peek().is_some() {
        paragraph(out, &format!("### {}", view.locale.pick("Donnés une fois", "Given once")));
        figure_table(view, rows, notes, out);
    }
}

/// What no report prints: numbers that follow from passages, and the tolls of the reports in the order of time.
fn computed(view: &View<'_>, out: &mut String) {
    if !view.dossier.implied.is_empty() {
        heading(view, out, "Calculé par le programme", "Computed by the program");
        for implied in &view.dossier.implied {
            let _ =
                writeln!(out, "- {} ({})", escape(&view.implied_sentence(implied)), view.report_mark(&implied.report));
        }
        out.push('\n');
    }
    if !view.dossier.tolls.is_empty() {
        heading(view, out, "Bilans au fil du temps", "Tolls over time");
        for toll in &view.dossier.tolls {
            let values = view.toll_values(toll).join(" → ");
            let _ = writeln!(out, "- {} — {}", words::role(view.locale, toll.role), escape(&values));
        }
        out.push('\n');
    }
}

fn figure_table<'a>(
    view: &View<'a>,
    rows: impl Iterator<Item = (Option<String>, &'a Figure)>,
    notes: &mut Vec<&'a Figure>,
    out: &mut String,
) {
    let l = view.locale;
    let mut rows = rows.peekable();
    let mut header = vec![
        l.pick("Valeur", "Value"),
        l.pick("Bornes", "Bounds"),
        l.pick("Origine", "Origin"),
        l.pick("Date", "Date"),
        l.pick("Certitude", "Certainty"),
        l.pick("Passage", "Passage"),
    ];
    if rows.peek().is_some_and(|(label, _)| label.is_some()) {
        header.insert(0, l.pick("Grandeur", "Quantity"));
    }
    table(
        out,
        &header,
        rows.map(|(label, figure)| {
            let mut cells: Vec<String> = label.iter().map(|l| escape(l)).collect();
            cells.extend(figure_cells(view, figure));
            notes.push(figure);
            cells.push(format!("{}[^{}]", view.report_mark(&figure.report), notes.len()));
            cells
        }),
    );
}

fn figure_cells<'a>(view: &View<'a>, figure: &'a Figure) -> Vec<String> {
    let l = view.locale;
    let mut origin = escape(&view.origin(figure));
    if !figure.via.is_empty() {
        let _ = write!(origin, ", {} {}", l.pick("via", "via"), escape(&view.relays(&figure.via)));
    }
    if figure.party {
        let _ = write!(origin, " ({})", l.pick("partie", "party"));
    }
    let mut certainty =
        format!("{} {}", words::certainty_sign(figure.certainty), words::certainty(l, figure.certainty));
    if let Some(state) = figure.state {
        let _ = write!(certainty, ", {}", words::figure_state(l, state));
    }
    vec![
        escape(&fold(&figure.text)),
        escape(&typography::measure(l, &figure.value, figure.unit.as_deref())),
        origin,
        escape(&view.date(figure)),
        certainty,
    ]
}

/// The footnotes: for each figure its sentence, and where it stands in the report's text.
fn passages(view: &View<'_>, figures: &[&Figure], out: &mut String) {
    let l = view.locale;
    for (i, figure) in figures.iter().enumerate() {
        let quote = view.quote(figure, 240);
        let reads =
            quote.reads.map(|r| format!(" [{}{}]", l.pick("lu\u{202f}: ", "read: "), escape(r))).unwrap_or_default();
        // The marks stand outside the bold words, which must neither begin nor end with a blank.
        let words = format!(
            "{}**{}**{reads}{}",
            escape(&quote.before),
            escape(fold(quote.marked).trim()),
            escape(&quote.after)
        );
        let _ = write!(
            out,
            "{}[^{}]: {}, {}, {} {}–{}{}{}",
            if i == 0 { "\n" } else { "" },
            i + 1,
            view.report_mark(&figure.report),
            escape(&view.report_name(&figure.report)),
            l.pick("octets", "bytes"),
            figure.start,
            figure.end,
            l.pick("\u{202f}: ", ": "),
            typography::quoted(l, &words),
        );
        out.push('\n');
    }
}

fn said(view: &View<'_>, statement: &Statement) -> String {
    let l = view.locale;
    let content = view.content(statement);
    let content = clip(&content, 240);
    let cue = view.cue(statement);
    let cue = match cue.trim() {
        "" => String::new(),
        cue => format!("*{}*{}", escape(cue), l.pick("\u{202f}: ", ": ")),
    };
    let content = match statement.kind {
        StatementKind::Direct => escape(&content),
        _ => typography::quoted(l, &escape(&content)),
    };
    let mut out = format!("{cue}{content}");
    if statement.certainty != crate::wire::Certainty::Asserted {
        let _ = write!(out, " [{}]", words::certainty(l, statement.certainty));
    }
    if statement.stance != Stance::Asserts {
        let _ = write!(out, " [{}]", words::stance(l, statement.stance));
    }
    let when = statement.said_on.as_ref().map(|d| format!(", {}", typography::dates(l, d))).unwrap_or_default();
    let _ = write!(out, " ({}{when})", view.report_mark(&statement.report));
    out
}

fn statements(view: &View<'_>, out: &mut String) {
    let by_speaker = view.by_speaker();
    if by_speaker.is_empty() {
        return;
    }
    heading(view, out, "Qui dit quoi", "Who said what");
    for (name, list) in by_speaker {
        paragraph(out, &format!("**{}**", escape(&name)));
        for statement in list {
            let _ = writeln!(out, "- {}", said(view, statement));
        }
        out.push('\n');
    }
}

fn denials(view: &View<'_>, out: &mut String) {
    if view.dossier.denials.is_empty() {
        return;
    }
    heading(view, out, "Démentis et refus", "Denials and refusals");
    let colon = view.locale.pick("\u{202f}: ", ": ");
    for denial in &view.dossier.denials {
        let Some(by) = view.statement(&denial.statement) else { continue };
        let _ = writeln!(out, "- **{}**{colon}{}", escape(&view.speaker_of(by)), said(view, by));
        for of in denial.of.iter().filter_map(|id| view.statement(id)) {
            let _ = writeln!(out, "  - {}{colon}{}", escape(&view.speaker_of(of)), said(view, of));
        }
    }
    out.push('\n');
}

fn timeline(view: &View<'_>, out: &mut String) {
    if view.dossier.timeline.is_empty() {
        return;
    }
    heading(view, out, "Chronologie", "Timeline");
    let l = view.locale;
    let rows = view.events().into_iter().map(|event| {
        let what = fold(&event.what);
        let marks: Vec<String> = event.spans.iter().map(|s| view.report_mark(&s.report)).collect();
        vec![
            escape(&typography::dates(l, &event.date)),
            if event.said.is_some() { l.pick("dit", "said") } else { l.pick("fait", "event") }.into(),
            format!("{} ({})", typography::quoted(l, &escape(&clip(what.trim(), 200))), marks.join(", ")),
        ]
    });
    table(out, &[l.pick("Date", "Date"), l.pick("Nature", "Kind"), l.pick("Passage", "Passage")], rows);
}

fn copies(view: &View<'_>, out: &mut String) {
    if view.dossier.copies.is_empty() {
        return;
    }
    heading(view, out, "Textes copiés", "Copied text");
    for copy in &view.dossier.copies {
        let share = typography::number(view.locale, (copy.share * 100.0).round());
        let longest = copy.runs.iter().max_by_key(|r| r.from.1.saturating_sub(r.from.0));
        let words = longest.map(|r| view.words(&copy.from, r.from.0, r.from.1).into_owned()).unwrap_or_default();
        let _ = writeln!(
            out,
            "- {} ⇄ {}, {share}{} — {}",
            view.report_mark(&copy.from),
            view.report_mark(&copy.to),
            view.locale.pick("\u{202f}%", "%"),
            typography::quoted(view.locale, &escape(&clip(words.trim(), 300)))
        );
    }
    out.push('\n');
}

fn gaps(view: &View<'_>, out: &mut String) {
    if view.dossier.gaps.is_empty() {
        return;
    }
    heading(view, out, "Lacunes", "Gaps");
    let mut code = "";
    for group in view.gaps() {
        if group.code != code {
            code = group.code;
            paragraph(
                out,
                &format!(
                    "{}**{}**",
                    if out.ends_with("\n\n") { "" } else { "\n" },
                    words::gap_heading(view.locale, code)
                ),
            );
        }
        let places: Vec<String> = group
            .places
            .iter()
            .map(|p| {
                let words = match &*p.words {
                    "" => String::new(),
                    words => format!(" {}", typography::quoted(view.locale, &escape(&clip(words, 120)))),
                };
                let times = if p.times > 1 { format!(" ×{}", p.times) } else { String::new() };
                format!("{}{words}{times}", view.report_mark(p.report))
            })
            .collect();
        let _ = writeln!(out, "- {} — {}", escape(&typography::of(view.locale, group.why)), places.join(", "));
    }
    out.push('\n');
}

fn method(view: &View<'_>, out: &mut String) {
    let g = &view.dossier.generated;
    heading(view, out, "Méthode", "Method");
    let _ = writeln!(
        out,
        "{} Recoupe {}, {} {}, {} `{}`.",
        view.locale.pick(
            "Le programme ne fait ni moyenne ni vote et ne corrige rien\u{202f}; une origine est qui affirme, non qui imprime.",
            "The program takes no average and no vote and corrects nothing; an origin is whoever asserts, not whoever prints."
        ),
        g.version,
        view.locale.pick("règles", "rules"),
        g.rules,
        view.locale.pick("empreinte des rapports", "fingerprint of the reports"),
        g.inputs_sha256
    );
}

/// Words as Markdown text: marks of the format and HTML are defused, line breaks folded.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (i, c) in text.chars().enumerate() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '&' => {
                out.push('\\');
                out.push(c);
            }
            '#' | '+' | '-' | '=' if i == 0 => {
                out.push('\\');
                out.push(c);
            }
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}
