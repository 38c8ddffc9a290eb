//! Blocks of a report whose format tells the function of its stretches (HTML does).

use recoupe_intake::{Part, PartKind};

use super::{RawBlock, cut, lines, opening};
use crate::{BlockKind, Span};

/// Cuts a text by its parts. What a part is, the format knows better than the look of a line; inside running text, furniture
/// is still told by its form. `None` where the parts do not fit the text: it is then read as plain text.
pub(crate) fn cut_parts(text: &str, parts: &[Part]) -> Option<Vec<RawBlock>> {
    if parts.is_empty() || !fit(text, parts) {
        return None;
    }
    let mut blocks = Vec::with_capacity(parts.len());
    let mut at = 0;
    for part in parts {
        plain(text, Span::new(at, part.start), &mut blocks);
        at = part.end;
        let span = lines::trim(text, Span::new(part.start, part.end));
        if span.is_empty() {
            continue;
        }
        let (kind, reason) = match part.kind {
            PartKind::Title => (BlockKind::Title, None),
            PartKind::Heading => (BlockKind::Heading, None),
            PartKind::Caption => (BlockKind::Caption, Some("photo")),
            PartKind::Byline => (BlockKind::Byline, Some("metadata")),
            PartKind::TableRow => (BlockKind::Paragraph, Some("table")),
            // A correction is about the report's own figures and is read; other notices are not.
            PartKind::Notice => match opening(&text[span.start..span.end]) {
                Some(reason) => (BlockKind::Paragraph, Some(reason)),
                None => (BlockKind::Boilerplate, Some("notice")),
            },
            PartKind::Standfirst | PartKind::Paragraph | PartKind::ListItem | PartKind::Quote => {
                plain(text, span, &mut blocks);
                continue;
            }
        };
        blocks.push(RawBlock { span, kind, reason });
    }
    plain(text, Span::new(at, text.len()), &mut blocks);
    Some(blocks)
}

/// Whether the parts are in order, disjoint, inside the text and on its character boundaries.
fn fit(text: &str, parts: &[Part]) -> bool {
    let ordered = parts.windows(2).all(|pair| pair[0].end <= pair[1].start);
    ordered && parts.iter().all(|p| p.start <= p.end && text.get(p.start..p.end).is_some())
}

/// Running text: cut at its lines, furniture told by its form.
fn plain(text: &str, span: Span, blocks: &mut Vec<RawBlock>) {
    let Some(stretch) = text.get(span.start..span.end) else { return };
    for mut block in cut(stretch) {
        if block.kind == BlockKind::Paragraph && block.reason.is_none() {
            block.reason = opening(&stretch[block.span.start..block.span.end]);
        }
        block.span = Span::new(span.start + block.span.start, span.start + block.span.end);
        blocks.push(block);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A text of parts, two line ends between them.
    fn text(parts: &[(&str, PartKind)]) -> (String, Vec<Part>) {
        let mut text = String::new();
        let parts = parts.iter().map(|(words, kind)| {
            if !text.is_empty() {
                text.push_str("\n\n");
            }
            let start = text.len();
            text.push_str(words);
            Part { start, end: text.len(), kind: *kind }
        });
        let parts = parts.collect();
        (text, parts)
    }

    #[test]
    fn the_format_tells_what_the_look_of_a_line_would_not() {
        let (text, parts) = text(&[
            ("Le pont tient", PartKind::Title),
            ("Odile Marsac", PartKind::Byline),
            ("Trois jours après la crue", PartKind::Standfirst),
            ("Le quai Nord, mardi.", PartKind::Caption),
            ("Le pont est rouvert.", PartKind::Paragraph),
            ("Deux voies", PartKind::ListItem),
            ("Jour | Hauteur", PartKind::TableRow),
            ("Ce qui change.", PartKind::Heading),
            ("Rectificatif : la crue était de 3 mètres.", PartKind::Notice),
            ("Texte établi par la rédaction.", PartKind::Notice),
        ]);
        let blocks = cut_parts(&text, &parts).expect("the parts fit");
        let told: Vec<_> = blocks.iter().map(|b| (&text[b.span.start..b.span.end], b.kind, b.reason)).collect();
        assert_eq!(
            told,
            [
                ("Le pont tient", BlockKind::Title, None),
                ("Odile Marsac", BlockKind::Byline, Some("metadata")),
                ("Trois jours après la crue", BlockKind::Paragraph, None),
                ("Le quai Nord, mardi.", BlockKind::Caption, Some("photo")),
                ("Le pont est rouvert.", BlockKind::Paragraph, None),
                ("Deux voies", BlockKind::Paragraph, None),
                ("Jour | Hauteur", BlockKind::Paragraph, Some("table")),
                ("Ce qui change.", BlockKind::Heading, None),
                ("Rectificatif : la crue était de 3 mètres.", BlockKind::Paragraph, Some("correction")),
                ("Texte établi par la rédaction.", BlockKind::Boilerplate, Some("notice")),
            ]
        );
    }

    #[test]
    fn parts_that_do_not_fit_are_not_believed() {
        let part = |start, end| Part { start, end, kind: PartKind::Title };
        assert_eq!(cut_parts("été", &[]), None);
        assert_eq!(cut_parts("été", &[part(0, 9)]), None);
        assert_eq!(cut_parts("été", &[part(1, 3)]), None);
        assert_eq!(cut_parts("été chaud", &[part(4, 6), part(0, 3)]), None);
    }

    #[test]
    fn what_stands_between_parts_is_kept() {
        let text = "Le pont tient\n\nLe pont est rouvert.";
        let blocks = cut_parts(text, &[Part { start: 0, end: 13, kind: PartKind::Title }]).expect("fits");
        assert_eq!(blocks.len(), 2);
        assert_eq!(&text[blocks[1].span.start..blocks[1].span.end], "Le pont est rouvert.");
    }

    proptest! {
        #[test]
        fn blocks_are_in_order_and_lose_nothing(words in prop::collection::vec("[A-Za-zéà .|\n]{0,30}", 1..8), kinds in prop::collection::vec(0..10_usize, 8)) {
            const KINDS: [PartKind; 10] = [
                PartKind::Title, PartKind::Standfirst, PartKind::Paragraph, PartKind::Heading, PartKind::ListItem,
                PartKind::TableRow, PartKind::Caption, PartKind::Quote, PartKind::Byline, PartKind::Notice,
            ];
            let told: Vec<(&str, PartKind)> = words.iter().zip(&kinds).map(|(w, &k)| (w.as_str(), KINDS[k])).collect();
            let (text, parts) = text(&told);
            let blocks = cut_parts(&text, &parts).expect("the parts fit");
            prop_assert!(blocks.windows(2).all(|b| b[0].span.end <= b[1].span.start));
            let letters = |s: &str| s.chars().filter(|c| !c.is_whitespace()).count();
            let kept: usize = blocks.iter().map(|b| letters(&text[b.span.start..b.span.end])).sum();
            prop_assert_eq!(kept, letters(&text));
        }
    }
}
