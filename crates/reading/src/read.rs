//! The reading, phase by phase.

use recoupe_intake::Report;
use smol_str::SmolStr;

use crate::{
    Block, BlockKind, Diagnostic, Doc, Lang, Models, OffsetMap, Options, Quote, Span,
    blocks::blocks,
    clean::{apply, typography},
    lang, quotes, sentences, tokens,
};

/// Reads a report: blocks, language, clean text, sentences, syntax, quotations.
///
/// Never fails: what cannot be read stands in [`Doc::diagnostics`]. The time is linear in the length of the text.
pub fn read(report: Report, models: &Models, options: &Options) -> Doc {
    let raw = blocks(&report.text, report.title.as_deref());
    let evidence: Vec<_> = raw.iter().map(|b| lang::weigh(&report.text[b.span.start..b.span.end])).collect();
    let hint = report.language.as_deref().and_then(hinted);
    let dominant = options.lang.or_else(|| lang::of_document(evidence.iter())).or(hint);

    let mut doc = Doc {
        report,
        lang: dominant.unwrap_or(Lang::Other),
        blocks: Vec::with_capacity(raw.len()),
        repairs: Vec::new(),
        clean: String::new(),
        map: OffsetMap::default(),
        sentences: Vec::new(),
        tokens: Vec::new(),
        quotes: Vec::new(),
        mentions: Vec::new(),
        entities: Vec::new(),
        diagnostics: Vec::new(),
    };
    if dominant.is_none() && !doc.report.text.trim().is_empty() {
        let span = Span::new(0, doc.report.text.len());
        diagnose(&mut doc, span, "language-unknown", "the language cannot be told; give it with --lang");
    }
    for warning in doc.report.warnings.clone() {
        doc.diagnostics.push(Diagnostic { span: Span::new(0, 0), code: warning.code.into(), message: warning.message });
    }
    for (raw, evidence) in raw.into_iter().zip(evidence) {
        let lang = options.lang.or_else(|| lang::of_block(evidence)).unwrap_or(doc.lang);
        let first = doc.sentences.len();
        doc.blocks.push(Block {
            span: raw.span,
            kind: raw.kind,
            reason: raw.reason.map(SmolStr::new_static),
            lang,
            sentences: first..first,
        });
        let block = doc.blocks.len() - 1;
        analyse(&mut doc, block, models);
        doc.blocks[block].sentences.end = doc.sentences.len();
    }
    doc
}

/// Reads a text that has no metadata; `lang` forces the language.
pub fn read_text(text: &str, lang: Option<Lang>, models: &Models) -> Doc {
    read(Report::plain("text", text.to_owned()), models, &Options { lang })
}

/// Makes the clean text of a block, splits it into sentences and parses them.
fn analyse(doc: &mut Doc, block: usize, models: &Models) {
    let Block { span, kind, lang, .. } = doc.blocks[block];
    if matches!(kind, BlockKind::Boilerplate | BlockKind::Byline) || lang == Lang::Other || lang != doc.lang {
        return;
    }
    let Some(annotator) = models.of(lang) else {
        diagnose(
            doc,
            span,
            "no-model",
            "no model for the language of this block; install it with `recoupe models install`",
        );
        return;
    };
    if !doc.clean.is_empty() {
        doc.clean.push_str("\n\n");
    }
    let at = doc.clean.len();
    let mut edits = Vec::new();
    let printed = quotes::marks(&doc.report.text[span.start..span.end]);
    let closing: Vec<usize> = printed.iter().filter(|m| m.sign == '’').map(|m| span.start + m.span.start).collect();
    typography(&doc.report.text, span, &closing, &mut edits);
    apply(&doc.report.text, span, edits, &mut doc.clean, &mut doc.map, &mut doc.repairs);

    let marks = quotes::marks(&doc.clean[at..]);
    let starts = sentences::starts(&doc.clean[at..], lang, &marks);
    let first = doc.tokens.len();
    tokens::append(doc, annotator, at, &starts, block);
    quotations(doc, at, first, &marks);
}

/// Appends the quotations of the paragraph that begins at clean offset `at` and token `first`.
fn quotations(doc: &mut Doc, at: usize, first: usize, marks: &[quotes::Mark]) {
    let paragraph = &doc.tokens[first..];
    for e in quotes::enclose(marks, doc.clean.len() - at) {
        let clean = Span::new(at + e.span.start, at + e.span.end);
        let from = first + paragraph.partition_point(|t| t.clean.end <= clean.start);
        let to = first + paragraph.partition_point(|t| t.clean.start < clean.end);
        if from < to {
            doc.quotes.push(Quote { clean, first: from, end: to, depth: e.depth, closed: e.closed });
            if !e.closed {
                let span = doc.map.to_original(clean);
                doc.diagnostics.push(Diagnostic {
                    span,
                    code: SmolStr::new_static("unbalanced-quote"),
                    message: "this quotation is not closed in its paragraph; taken to end with it".to_owned(),
                });
            }
        }
    }
}

fn diagnose(doc: &mut Doc, span: Span, code: &'static str, message: &str) {
    doc.diagnostics.push(Diagnostic { span, code: SmolStr::new_static(code), message: message.to_owned() });
}

fn hinted(code: &str) -> Option<Lang> {
    match code.get(..2)?.to_ascii_lowercase().as_str() {
        "fr" => Some(Lang::Fr),
        "en" => Some(Lang::En),
        _ => None,
    }
}
