//! Finds quoted words in a text, so that no offset is ever written by hand.

use super::rows::Span;

/// A text prepared for looking up quotations. Typographic and plain apostrophes, and all kinds of white space, match
/// each other character for character.
pub(crate) struct Text<'t> {
    text: &'t str,
    /// Folded characters with the byte offset of each.
    chars: Vec<(char, usize)>,
}

impl<'t> Text<'t> {
    /// Prepares a text.
    pub(crate) fn new(text: &'t str) -> Self {
        Self { text, chars: text.char_indices().map(|(at, c)| (fold(c), at)).collect() }
    }

    /// The words of a span.
    pub(crate) fn quote(&self, span: Span) -> &'t str {
        &self.text[span.0..span.1]
    }

    /// All places where `quoted` stands as whole words. `first words … last words` stands for the shortest passage from
    /// the one to the other.
    pub(crate) fn all(&self, quoted: &str) -> Vec<Span> {
        match quoted.split_once(" … ") {
            None => self.plain(quoted),
            Some((head, tail)) => {
                let tails = self.plain(tail);
                self.plain(head)
                    .into_iter()
                    .filter_map(|h| tails.iter().find(|t| t.0 >= h.1).map(|t| (h.0, t.1)))
                    .collect()
            }
        }
    }

    fn plain(&self, quoted: &str) -> Vec<Span> {
        let wanted: Vec<char> = quoted.chars().map(fold).collect();
        if wanted.is_empty() {
            return Vec::new();
        }
        let whole = |from: usize, to: usize| {
            let glued = |a: Option<usize>, b: usize| {
                a.and_then(|a| self.chars.get(a))
                    .is_some_and(|a| self.chars.get(b).is_some_and(|b| a.0.is_alphanumeric() && b.0.is_alphanumeric()))
            };
            // "400" must not be found in "2,400".
            let inside_number = from >= 2
                && self.chars[from].0.is_ascii_digit()
                && matches!(self.chars[from - 1].0, ',' | '.')
                && self.chars[from - 2].0.is_ascii_digit();
            !glued(from.checked_sub(1), from) && !glued(to.checked_sub(1), to) && !inside_number
        };
        (0..self.chars.len().saturating_sub(wanted.len() - 1))
            .filter(|&i| wanted.iter().enumerate().all(|(k, c)| self.chars[i + k].0 == *c))
            .filter(|&i| whole(i, i + wanted.len()))
            .map(|i| (self.chars[i].1, self.chars.get(i + wanted.len()).map_or(self.text.len(), |c| c.1)))
            .collect()
    }
}

/// The span nearest to any of the anchors and outside all of `outside`; of two as near, the earlier.
pub(crate) fn nearest(spans: &[Span], anchors: &[Span], outside: &[Span]) -> Option<Span> {
    let gap = |a: Span, b: Span| if a.1 <= b.0 { b.0 - a.1 } else { a.0.saturating_sub(b.1) };
    let overlaps = |a: Span, b: Span| a.0 < b.1 && b.0 < a.1;
    spans
        .iter()
        .copied()
        .filter(|s| !outside.iter().any(|o| overlaps(*s, *o)))
        .min_by_key(|s| (anchors.iter().map(|a| gap(*s, *a)).min(), s.0))
}

fn fold(c: char) -> char {
    match c {
        '’' | 'ʼ' => '\'',
        c if c.is_whitespace() => ' ',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_words_and_whole_numbers_only() {
        let text = Text::new("2,400 homes, then 400 more; l’eau\u{202f}: « non »");
        assert_eq!(text.all("400"), [(18, 21)]);
        assert_eq!(text.quote(text.all("l'eau")[0]), "l’eau");
        assert_eq!(text.quote(text.all("eau : « non »")[0]), "eau\u{202f}: « non »");
        assert!(text.all("ome").is_empty());
    }

    #[test]
    fn a_passage_runs_to_the_first_end_after_its_start() {
        let text = Text::new("end. He said that it began and did end, not at the end.");
        assert_eq!(
            text.all("it began … end").iter().map(|s| text.quote(*s)).collect::<Vec<_>>(),
            ["it began and did end"]
        );
    }

    #[test]
    fn the_nearest_wins_but_not_from_inside() {
        assert_eq!(nearest(&[(0, 2), (20, 22), (40, 42)], &[(30, 35)], &[]), Some((40, 42)));
        assert_eq!(nearest(&[(0, 2), (31, 32)], &[(30, 35)], &[(30, 35)]), Some((0, 2)));
    }
}
