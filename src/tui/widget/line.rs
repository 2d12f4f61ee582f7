//! Lines of a record or a sheet: label, pieces of the value at their columns, note at the right edge.

use crate::tui::desk_data::{Cell, Line};
use crate::tui::theme;
use crate::tui::widget::paper::{Paper, cells};
use crate::tui::widget::wrap::wrap;

/// Where labels stand.
pub const LABEL: u16 = 2;

/// So much of a value stands beside its note.
const LEAST: u16 = 16;

/// How a line stands on its part.
#[derive(Debug, Clone, Copy)]
pub struct Stand {
    /// The column of values.
    pub value: u16,
    /// The column behind the last that holds text.
    pub end: u16,
}

/// Draws a line.
pub fn draw(paper: &mut Paper<'_>, y: u16, line: &Line, stand: Stand) {
    paper.put_cell(
        LABEL,
        y,
        stand.end.saturating_sub(LABEL),
        &line.label,
        false,
    );
    let note_at = stand.end.saturating_sub(cells(&line.note.text));
    let value_end = if line.note.text.is_empty() {
        stand.end
    } else {
        note_at.saturating_sub(1)
    };
    for (index, (column, cell)) in line.pieces.iter().enumerate() {
        let x = column_of(*column, stand);
        let next = line
            .pieces
            .get(index.saturating_add(1))
            .map_or(value_end, |(next, _)| {
                column_of(*next, stand).saturating_sub(1).min(value_end)
            });
        paper.put_cell(x, y, next.saturating_sub(x), cell, false);
    }
    if !line.note.text.is_empty() {
        let style = theme::style(line.note.tone);
        paper.put_before(stand.end, y, &line.note.text, style);
    }
}

fn column_of(column: u16, stand: Stand) -> u16 {
    if column == 0 { stand.value } else { column }
}

/// The lines with those that are too long for the part continued below themselves.
pub fn wrapped(lines: &[Line], stand: Stand) -> Vec<Line> {
    lines
        .iter()
        .flat_map(|line| continued(line, stand))
        .collect()
}

fn continued(line: &Line, stand: Stand) -> Vec<Line> {
    let whole = || vec![line.clone()];
    let Some((column, cell)) = line.pieces.last() else {
        return whole();
    };
    let x = column_of(*column, stand);
    let note = match cells(&line.note.text) {
        0 => 0,
        note => note.saturating_add(1),
    };
    let room = stand.end.saturating_sub(x).saturating_sub(note);
    if note > 0 && room < cells(&cell.text).min(LEAST) {
        return note_below(line, x, stand);
    }
    if cells(&cell.text) <= room || room < 8 {
        return whole();
    }
    let mut parts = wrap(&cell.text, usize::from(room)).into_iter();
    let mut first = line.clone();
    if let Some(((_, piece), text)) = first.pieces.last_mut().zip(parts.next()) {
        piece.text = text;
    }
    let rest = parts.map(|text| Line::at(x, Cell::toned(text, cell.tone)));
    std::iter::once(first).chain(rest).collect()
}

/// The value comes first: a note that would leave it no room stands below it.
fn note_below(line: &Line, x: u16, stand: Stand) -> Vec<Line> {
    let mut value = line.clone();
    let note = std::mem::take(&mut value.note);
    let room = usize::from(stand.end.saturating_sub(x)).max(8);
    let below = wrap(&note.text, room).into_iter();
    let below = below.map(|text| Line::at(x, Cell::toned(text, note.tone)));
    let mut lines = continued(&value, stand);
    lines.extend(below);
    lines
}

#[cfg(test)]
mod tests {
    use ratatui::buffer::Buffer;
    use ratatui::layout::Rect;

    use super::*;
    use crate::tui::widget::paper::text_of;

    #[track_caller]
    fn check(lines: &[Line], value: u16, width: u16, expected: &[&str]) {
        let area = Rect::new(0, 0, width, u16::try_from(expected.len()).unwrap());
        let mut buffer = Buffer::empty(area);
        let mut paper = Paper::new(&mut buffer, area);
        let end = paper.end();
        let stand = Stand { value, end };
        for (y, line) in (0..).zip(wrapped(lines, stand)) {
            draw(&mut paper, y, &line, stand);
        }
        let drawn: Vec<String> = text_of(&buffer)
            .lines()
            .map(|line| line.trim_end().to_owned())
            .collect();
        assert_eq!(drawn, expected);
    }

    #[test]
    fn a_note_ends_at_the_edge_and_the_value_stops_before_it() {
        let case = Line::field("案號", "高市社救字第11531177200號").note("更正");
        check(
            std::slice::from_ref(&case),
            14,
            50,
            &["  案號        高市社救字第11531177200號      更正"],
        );
        check(
            &[case],
            14,
            40,
            &[
                "  案號        高市社救字第         更正",
                "              11531177200號",
            ],
        );
    }

    #[test]
    fn a_note_that_leaves_the_value_no_room_stands_below_it() {
        let line =
            Line::field("Add", "LI01 wages").note("basis SOC-01; 4 of 4 in the unit hold it");
        check(
            &[line],
            10,
            52,
            &[
                "  Add     LI01 wages",
                "          basis SOC-01; 4 of 4 in the unit hold it",
            ],
        );
    }

    #[test]
    fn pieces_stand_at_their_columns_and_are_cut_before_the_next() {
        let line = Line::labelled("屆滿日", Cell::plain("115/11/22(日) 放假"))
            .and(30, Cell::plain("首日不計"));
        check(&[line], 14, 50, &["  屆滿日      115/11/22(日) ~ 首日不計"]);
    }

    #[test]
    fn english_values_stand_at_eighteen() {
        check(
            &[Line::field("Legal basis", "SOC-01")],
            18,
            40,
            &["  Legal basis     SOC-01"],
        );
    }
}
