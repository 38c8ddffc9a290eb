//! Tables of a terminal: columns as wide as their words need, and no break inside a number or a date.

use comfy_table::{CellAlignment, ColumnConstraint, ContentArrangement, Table, TableComponent, Width, presets};
use textwrap::core::display_width;

/// What a column may do when room is short.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    /// Text: breaks between words, and inside a word that is longer than this.
    Words(usize),
    /// Numbers: break between words only.
    Number,
    /// Numbers set flush right.
    Right,
    /// Dates: their no-break spaces give way before anything else is cut.
    Date,
}

/// Lines of a table that is at most `width` columns wide.
pub(super) fn lines(header: &[&str], columns: &[Column], rows: Vec<Vec<String>>, width: usize) -> Vec<String> {
    let roomy = fit(header, columns, &rows, width, Gap::Wide);
    let (rows, gap, widths) = match roomy {
        Some(widths) => (rows, Gap::Wide, Some(widths)),
        None => {
            let rows = with_soft_dates(columns, rows);
            let widths = fit(header, columns, &rows, width, Gap::Narrow);
            (rows, Gap::Narrow, widths)
        }
    };
    let mut table = Table::new();
    table.load_preset(presets::NOTHING).set_content_arrangement(ContentArrangement::Dynamic);
    table.set_width(u16::try_from(width).unwrap_or(u16::MAX));
    table.set_style(TableComponent::HeaderLines, '─').set_style(TableComponent::MiddleHeaderIntersections, '─');
    table.set_header(header);
    for row in rows {
        table.add_row(row);
    }
    for (i, (column, kind)) in table.column_iter_mut().zip(columns).enumerate() {
        // The table sets one blank between columns itself.
        let padding = if i + 1 == columns.len() { 0 } else { gap.columns() - 1 };
        column.set_padding((0, padding));
        if *kind == Column::Right {
            column.set_cell_alignment(CellAlignment::Right);
        }
        let own = widths.as_ref().and_then(|w| u16::try_from(w[i]).ok());
        if let Some(own) = own {
            // Absolute widths count the padding.
            column.set_constraint(ColumnConstraint::Absolute(Width::Fixed(own + padding)));
        }
    }
    table.lines().map(|line| line.trim_end().to_owned()).collect()
}

/// The blank between two columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Gap {
    Wide,
    Narrow,
}

impl Gap {
    const fn columns(self) -> u16 {
        match self {
            Self::Wide => 3,
            Self::Narrow => 2,
        }
    }
}

/// No-break spaces of dates made plain, so that they break there and nowhere else.
fn with_soft_dates(columns: &[Column], mut rows: Vec<Vec<String>>) -> Vec<Vec<String>> {
    for row in &mut rows {
        for (cell, column) in row.iter_mut().zip(columns) {
            if *column == Column::Date {
                *cell = cell.replace('\u{a0}', " ");
            }
        }
    }
    rows
}

/// Widths of the columns: what the longest word needs, and of the room that is left each its share of what it would like.
/// `None` where even the longest words have no room.
fn fit(header: &[&str], columns: &[Column], rows: &[Vec<String>], width: usize, gap: Gap) -> Option<Vec<usize>> {
    let cells = |i: usize| rows.iter().filter_map(move |r| r.get(i)).map(String::as_str).chain([header[i]]);
    let least: Vec<usize> = columns
        .iter()
        .enumerate()
        .map(|(i, column)| {
            let word = cells(i).flat_map(|c| c.split([' ', '\n'])).map(display_width).max().unwrap_or(0);
            match column {
                Column::Words(most) => word.min((*most).max(display_width(header[i]))),
                _ => word,
            }
        })
        .collect();
    let full: Vec<usize> = (0..columns.len())
        .map(|i| cells(i).flat_map(|c| c.split('\n')).map(display_width).max().unwrap_or(0))
        .collect();
    let gaps = usize::from(gap.columns()) * columns.len().saturating_sub(1);
    let room = width.checked_sub(gaps + least.iter().sum::<usize>())?;
    // Numbers on one line first, then everything else by what it lacks.
    let mut widths = least;
    let numbers = |i: usize| matches!(columns[i], Column::Number | Column::Right);
    let room = share(&mut widths, &full, room, &numbers);
    share(&mut widths, &full, room, &|i| !numbers(i));
    Some(widths)
}

/// Gives columns the room they lack, all of it or in proportion; what is left over.
fn share(widths: &mut [usize], full: &[usize], room: usize, whose: &dyn Fn(usize) -> bool) -> usize {
    let lack: Vec<usize> = (0..widths.len()).map(|i| if whose(i) { full[i] - widths[i] } else { 0 }).collect();
    let all: usize = lack.iter().sum();
    let Some(over) = all.checked_sub(room).filter(|o| *o > 0) else {
        widths.iter_mut().zip(&lack).for_each(|(w, l)| *w += l);
        return room - all;
    };
    let mut rest = room;
    for (w, l) in widths.iter_mut().zip(&lack) {
        let given = l * (all - over) / all;
        *w += given;
        rest -= given;
    }
    // What rounding left over, from the left.
    for (i, w) in widths.iter_mut().enumerate() {
        let more = rest.min(full[i] - *w).min(usize::from(lack[i] > 0));
        *w += more;
        rest -= more;
    }
    rest
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMNS: [Column; 4] = [Column::Words(12), Column::Right, Column::Date, Column::Number];
    const HEADER: [&str; 4] = ["Origine", "Bornes", "Date", "R"];

    fn row(cells: [&str; 4]) -> Vec<String> {
        cells.map(str::to_owned).to_vec()
    }

    fn table(width: usize) -> Vec<String> {
        let rows = vec![
            row(["préfecture de la Sarre-Maritime", "1\u{202f}000–3\u{202f}000", "16–29\u{a0}déc.\u{a0}2024", "R2"]),
            row(["union", "≥\u{202f}2\u{202f}000", "au plus tard le 31\u{a0}déc.\u{a0}2024", "R12"]),
        ];
        lines(&HEADER, &COLUMNS, rows, width)
    }

    #[test]
    fn wide_tables_are_as_wide_as_their_words() {
        let lines = table(120);
        assert_eq!(lines.len(), 4, "{lines:#?}");
        assert!(lines[3].contains("au plus tard le 31\u{a0}déc.\u{a0}2024"));
    }

    #[test]
    fn numbers_and_dates_stay_whole_where_there_is_room() {
        for width in 50..120 {
            let text = table(width).join("\n");
            for whole in ["1\u{202f}000–3\u{202f}000", "16–29\u{a0}déc.\u{a0}2024", "31\u{a0}déc.\u{a0}2024"] {
                assert!(text.contains(whole), "{width} columns:\n{text}");
            }
        }
    }

    #[test]
    fn dates_break_at_their_spaces_where_there_is_none() {
        for width in 40..50 {
            let text = table(width).join("\n");
            for whole in ["1\u{202f}000–3\u{202f}000", "16–29", "déc.", "2024"] {
                assert!(text.contains(whole), "{width} columns:\n{text}");
            }
            assert!(text.lines().all(|l| display_width(l) <= width), "{width} columns:\n{text}");
        }
    }

    #[test]
    fn no_width_is_too_small() {
        for width in 0..40 {
            assert!(!table(width).is_empty());
        }
    }
}
