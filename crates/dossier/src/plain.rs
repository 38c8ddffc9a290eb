//! What each report claims, in lines for people: `recoupe read --format text`.

use std::fmt::Write as _;

use crate::{
    Locale, typography,
    view::{clip, fold},
    wire::{Certainty, Figure, Line, Report, Stance, Statement},
    words,
};

/// Lines for people from the lines for programs; reports must carry their text ([`crate::Text::Included`]).
pub fn claims(lines: &[Line], locale: Locale) -> String {
    let mut out = String::new();
    let mut text = "";
    for line in lines {
        match line {
            Line::Report(line) => {
                text = line.report.text.as_deref().unwrap_or_default();
                if !out.is_empty() {
                    out.push('\n');
                }
                report(&line.report, locale, &mut out);
            }
            Line::Statement(s) => statement(s, text, locale, &mut out),
            Line::Figure(f) => figure(f, locale, &mut out),
        }
    }
    out
}

fn report(report: &Report, l: Locale, out: &mut String) {
    let _ = write!(out, "{}", report.path);
    if let Some(outlet) = &report.outlet {
        let _ = write!(out, " · {outlet}");
    }
    match &report.published {
        Some(p) => {
            let _ = write!(out, " · {} ({})", typography::dates(l, &p.dates), words::date_basis(l, p.basis));
        }
        None => out.push_str(l.pick(" · date inconnue", " · date unknown")),
    }
    out.push('\n');
    if let Some(title) = &report.title {
        let _ = writeln!(out, "{}", fold(title));
    }
}

fn statement(s: &Statement, text: &str, l: Locale, out: &mut String) {
    let words_of = |ranges: &[(usize, usize)], between: &str| {
        let parts: Vec<String> =
            ranges.iter().filter_map(|&(a, b)| text.get(a..b)).map(|w| fold(w).trim().to_owned()).collect();
        parts.join(between)
    };
    let who = s.speaker.as_ref().map_or(l.pick("source non nommée", "unnamed source"), |s| s.name.as_str());
    let content = words_of(&s.content, " … ");
    let _ = write!(out, "  {:>6}  {who}", s.start());
    let cue = words_of(&s.cue, " ");
    if !cue.is_empty() {
        let _ = write!(out, " [{cue}]");
    }
    let _ = write!(out, "{}{}", l.pick("\u{202f}: ", ": "), clip(&content, 160));
    if s.stance != Stance::Asserts {
        let _ = write!(out, " · {}", words::stance(l, s.stance));
    }
    if s.certainty != Certainty::Asserted {
        let _ = write!(out, " · {}", words::certainty(l, s.certainty));
    }
    out.push('\n');
}

fn figure(f: &Figure, l: Locale, out: &mut String) {
    let _ = write!(
        out,
        "  {:>6}  {} {} [{}]",
        f.start,
        words::certainty_sign(f.certainty),
        fold(&f.text),
        typography::measure(l, &f.value, f.unit.as_deref())
    );
    if let Some(counted) = &f.counted {
        let _ = write!(out, " {}", fold(&counted.text));
    }
    if let Some(role) = f.role {
        let _ = write!(out, " ({})", words::role(l, role));
    }
    let who = f.speaker.as_ref().map_or(l.pick("sans auteur nommé", "nobody named"), |s| s.name.as_str());
    let _ = write!(out, " — {who}");
    if !f.via.is_empty() {
        let via: Vec<&str> = f.via.iter().map(|r| r.name.as_str()).collect();
        let _ = write!(out, " ({} {})", l.pick("via", "via"), via.join(", "));
    }
    if let Some(days) = f.as_of.as_ref().or(f.said_on.as_ref()) {
        let _ = write!(out, " — {}", typography::dates(l, days));
    }
    if f.certainty != Certainty::Asserted {
        let _ = write!(out, " · {}", words::certainty(l, f.certainty));
    }
    if let Some(quantity) = &f.quantity {
        let _ = write!(out, " → {quantity}");
    }
    out.push('\n');
}
