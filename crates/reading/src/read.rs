//! The reading, phase by phase.

use recoupe_intake::Report;
use smol_str::SmolStr;

use crate::blocks::{self, RawBlock};
use crate::quotations::{Paragraph, append_quotes};
use crate::{
    Block, BlockKind, Diagnostic, Doc, Lang, Models, OffsetMap, Options, Repair, Span, clean, damage, lang, quotes,
    sentences, tokens,
};

/// Reads a report: blocks, language, clean text, sentences, syntax, quotations.
///
/// Never fails: what cannot be read stands in [`Doc::diagnostics`]. Time and memory are linear in the length of the text.
pub fn read(report: Report, models: &Models, options: &Options) -> Doc {
    let told = blocks::cut_parts(&report.text, &report.parts);
    let by_look = told.is_none();
    let mut raw = told.unwrap_or_else(|| blocks::cut(&report.text));
    let languages = Languages::of(&report, &raw, options);
    languages.set_foreign_captions(&report.text, &mut raw);
    if by_look {
        blocks::place(&report.text, &mut raw, report.title.as_deref());
    }

    let mut doc = empty(report, languages.dominant);
    diagnose_input(&mut doc, languages.dominant);
    for (raw, lang) in raw.into_iter().zip(&languages.of_blocks) {
        let reason = raw.reason.map(SmolStr::new_static);
        doc.blocks.push(Block { span: raw.span, kind: raw.kind, reason, lang: *lang, sentences: 0..0 });
    }
    let vocabulary = clean::Vocabulary::of(&doc.report.text);
    let mut paragraphs = Vec::new();
    for block in 0..doc.blocks.len() {
        let first = doc.sentences.len();
        if languages.analyses(&doc.blocks[block]) {
            paragraphs.extend(analyse(&mut doc, block, models, &vocabulary));
        }
        doc.blocks[block].sentences = first..doc.sentences.len();
    }
    append_quotes(&mut doc, &paragraphs);
    crate::names::resolve(&mut doc);
    crate::places::locate(&mut doc);
    doc.repairs.sort_by_key(|r| (r.span.start, r.span.end));
    doc.diagnostics.sort_by_key(|d| (d.span.start, d.span.end));
    doc
}

/// Reads a text that has no metadata; `lang` forces the language.
pub fn read_text(text: &str, lang: Option<Lang>, models: &Models) -> Doc {
    read(Report::plain("text", text.to_owned()), models, &Options { lang })
}

fn empty(report: Report, lang: Option<Lang>) -> Doc {
    Doc {
        report,
        lang: lang.unwrap_or(Lang::Other),
        blocks: Vec::new(),
        repairs: Vec::new(),
        clean: String::new(),
        map: OffsetMap::default(),
        sentences: Vec::new(),
        tokens: Vec::new(),
        quotes: Vec::new(),
        mentions: Vec::new(),
        entities: Vec::new(),
        spots: Vec::new(),
        diagnostics: Vec::new(),
    }
}

fn diagnose_input(doc: &mut Doc, lang: Option<Lang>) {
    for warning in doc.report.warnings.clone() {
        doc.diagnostics.push(Diagnostic { span: Span::new(0, 0), code: warning.code.into(), message: warning.message });
    }
    let span = Span::new(0, doc.report.text.len());
    match lang {
        None if !doc.report.text.trim().is_empty() => {
            diagnose(doc, span, "language-unknown", "the language cannot be told; give it with --lang");
        }
        Some(Lang::Other) => diagnose(
            doc,
            span,
            "language-unsupported",
            "the text is neither French nor English; it is kept, but not analysed",
        ),
        _ => {}
    }
}

/// The languages of a report and its blocks.
struct Languages {
    dominant: Option<Lang>,
    of_blocks: Vec<Lang>,
    /// French and English both make up a good part of the report: each is analysed in its own language.
    bilingual: bool,
}

impl Languages {
    fn of(report: &Report, raw: &[RawBlock], options: &Options) -> Self {
        if let Some(forced) = options.lang {
            return Self { dominant: Some(forced), of_blocks: vec![forced; raw.len()], bilingual: false };
        }
        // Furniture is often in the site's language, not in the text's.
        let evidence: Vec<_> = raw.iter().map(|b| lang::weigh(&report.text[b.span.start..b.span.end])).collect();
        let prose = || raw.iter().zip(&evidence).filter(|(b, _)| b.kind != BlockKind::Boilerplate).map(|(_, e)| e);
        let hint = report.language.as_deref().and_then(hinted);
        let dominant = lang::of_document(prose()).or(hint);
        let fallback = dominant.unwrap_or(Lang::Other);
        let of_blocks: Vec<Lang> = evidence.iter().map(|e| lang::of_block(*e).unwrap_or(fallback)).collect();
        let share = |lang: Lang| -> usize {
            raw.iter()
                .zip(&of_blocks)
                .filter(|(b, l)| **l == lang && b.kind == BlockKind::Paragraph)
                .map(|(b, _)| b.span.len())
                .sum()
        };
        let (fr, en) = (share(Lang::Fr), share(Lang::En));
        Self { dominant, of_blocks, bilingual: fr.min(en) >= 800 && fr.min(en) * 4 >= fr.max(en) }
    }

    /// A short stretch in another language among the text is the caption of a picture that came with the page.
    fn set_foreign_captions(&self, text: &str, raw: &mut [RawBlock]) {
        for (block, lang) in raw.iter_mut().zip(&self.of_blocks) {
            let short = text[block.span.start..block.span.end].chars().count() <= 400;
            if Some(*lang) != self.dominant && block.kind == BlockKind::Paragraph && short && !self.bilingual {
                block.kind = BlockKind::Caption;
                block.reason = Some("other-language");
            }
        }
    }

    fn analyses(&self, block: &Block) -> bool {
        let prose = !matches!(block.kind, BlockKind::Boilerplate | BlockKind::Byline);
        prose && block.lang != Lang::Other && (Some(block.lang) == self.dominant || self.bilingual)
    }
}

/// Makes the clean text of a block, splits it into sentences and parses them.
fn analyse(doc: &mut Doc, block: usize, models: &Models, vocabulary: &clean::Vocabulary) -> Option<Paragraph> {
    let Block { span, lang, .. } = doc.blocks[block];
    let Some(annotator) = models.of(lang) else {
        diagnose(
            doc,
            span,
            "no-model",
            "no model for the language of this block; install it with `recoupe models install`",
        );
        return None;
    };
    if !doc.clean.is_empty() {
        doc.clean.push_str("\n\n");
    }
    let at = doc.clean.len();
    let edits = clean::edits(&doc.report.text, span, vocabulary);
    clean::apply(&doc.report.text, span, edits, &mut doc.clean, &mut doc.map, &mut doc.repairs);

    let paragraph = &doc.clean[at..];
    let marks = quotes::marks(paragraph);
    let debris = clean::debris(paragraph, &marks);
    let mut starts = sentences::starts(paragraph, lang, &marks, &debris);
    mark_debris(doc, debris.iter().map(|d| Span::new(at + d.start, at + d.end)));
    let (first_token, first_sentence) = (doc.tokens.len(), doc.sentences.len());
    tokens::append(doc, annotator, at, &starts, block);

    let enclosure = quotes::enclose(&marks, doc.clean.len() - at);
    let fragments = damage::fragments(doc, first_sentence, at, &enclosure);
    if !fragments.is_empty() {
        // What is no sentence belongs to the one before: parse again without that start.
        starts.retain(|s| fragments.iter().all(|f| f.start != at + s));
        doc.tokens.truncate(first_token);
        doc.sentences.truncate(first_sentence);
        tokens::append(doc, annotator, at, &starts, block);
        mark_debris(doc, fragments.into_iter().map(|f| f.broken));
    }
    if lang == Lang::Fr {
        let spans = damage::subjectless(doc, first_token);
        mark_debris(doc, spans.into_iter());
    }
    (doc.tokens.len() > first_token).then(|| Paragraph::new(at, doc.clean.len(), &marks, enclosure))
}

/// Marks broken clauses, given as clean spans.
fn mark_debris(doc: &mut Doc, debris: impl Iterator<Item = Span>) {
    for clean in debris {
        let span = doc.map.to_original(clean);
        doc.repairs.push(Repair { span, kind: SmolStr::new_static("broken-clause"), reads: None });
        diagnose(doc, span, "broken-clause", "words seem to be missing here; quoted as it stands");
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
