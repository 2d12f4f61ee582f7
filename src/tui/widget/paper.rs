//! A part of the screen to draw on. Columns and lines count from its own corner; nothing is drawn outside, no wide
//! character is halved, and the last column stays empty.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use crate::tui::desk_data::Cell;
use crate::tui::theme;
use crate::tui::width::{cut, shown, width};

/// A part of the screen.
#[derive(Debug)]
pub struct Paper<'a> {
    buffer: &'a mut Buffer,
    area: Rect,
}

/// Cells that a text takes, as a column counts.
pub fn cells(text: &str) -> u16 {
    u16::try_from(width(&shown(text))).unwrap_or(u16::MAX)
}

impl<'a> Paper<'a> {
    pub fn new(buffer: &'a mut Buffer, area: Rect) -> Paper<'a> {
        let area = area.intersection(buffer.area);
        Paper { buffer, area }
    }

    /// A part of this part.
    pub fn part(&mut self, x: u16, y: u16, width: u16, height: u16) -> Paper<'_> {
        let wished = Rect {
            x: self.area.x.saturating_add(x),
            y: self.area.y.saturating_add(y),
            width,
            height,
        };
        Paper {
            area: wished.intersection(self.area),
            buffer: self.buffer,
        }
    }

    pub fn height(&self) -> u16 {
        self.area.height
    }

    pub fn width(&self) -> u16 {
        self.area.width
    }

    /// The column behind the last that holds text.
    pub fn end(&self) -> u16 {
        self.area.width.saturating_sub(1)
    }

    /// Where a column and line of this part are on the screen.
    pub fn place(&self, x: u16, y: u16) -> Position {
        Position {
            x: self
                .area
                .x
                .saturating_add(x.min(self.area.width.saturating_sub(1))),
            y: self
                .area
                .y
                .saturating_add(y.min(self.area.height.saturating_sub(1))),
        }
    }

    /// Writes text, cut at the end of the part; gives the column behind it.
    pub fn put(&mut self, x: u16, y: u16, text: &str, style: Style) -> u16 {
        let room = self.end().saturating_sub(x);
        self.put_in(x, y, room, text, style)
    }

    /// Writes text into so many cells, what is too long ends in `~`; gives the column behind it.
    pub fn put_in(&mut self, x: u16, y: u16, room: u16, text: &str, style: Style) -> u16 {
        let room = room.min(self.area.width.saturating_sub(x));
        if y >= self.area.height || room == 0 || text.is_empty() {
            return x;
        }
        let text = shown(text);
        let text = cut(&text, usize::from(room));
        let (end, _) = self.buffer.set_stringn(
            self.area.x.saturating_add(x),
            self.area.y.saturating_add(y),
            &text,
            usize::from(room),
            style,
        );
        end.saturating_sub(self.area.x)
    }

    /// Writes text that ends before a column; gives the column where it starts.
    pub fn put_before(&mut self, end: u16, y: u16, text: &str, style: Style) -> u16 {
        let start = end.saturating_sub(cells(text));
        self.put_in(start, y, end.saturating_sub(start), text, style);
        start
    }

    /// Writes a cell of a list or record.
    pub fn put_cell(&mut self, x: u16, y: u16, room: u16, cell: &Cell, is_highlighted: bool) {
        let style = if is_highlighted {
            theme::highlighted(cell.tone)
        } else {
            theme::style(cell.tone)
        };
        let end = self.put_in(x, y, room, &cell.text, style);
        if cell.dim_cells > 0 && !is_highlighted {
            let dim = u16::try_from(cell.dim_cells).unwrap_or(u16::MAX);
            self.restyle(x, y, dim.min(end.saturating_sub(x)), theme::DIM);
        }
    }

    fn restyle(&mut self, x: u16, y: u16, count: u16, style: Style) {
        let place = self.place(x, y);
        let area = Rect::new(place.x, place.y, count, 1).intersection(self.area);
        for column in area.left()..area.right() {
            if let Some(cell) = self.buffer.cell_mut(Position {
                x: column,
                y: area.y,
            }) {
                cell.set_style(style);
            }
        }
    }

    /// A rule from one column to before another.
    pub fn rule(&mut self, x: u16, end: u16, y: u16) {
        let count = end.min(self.area.width).saturating_sub(x);
        let dashes = "-".repeat(usize::from(count));
        self.put_in(x, y, count, &dashes, theme::DIM);
    }

    /// A bar from the first to the last line.
    pub fn bar(&mut self, x: u16) {
        for y in 0..self.area.height {
            self.put_in(x, y, 1, "|", theme::DIM);
        }
    }

    /// Blanks all of it.
    pub fn wipe(&mut self) {
        for y in self.area.top()..self.area.bottom() {
            for x in self.area.left()..self.area.right() {
                if let Some(cell) = self.buffer.cell_mut(Position { x, y }) {
                    cell.reset();
                }
            }
        }
    }
}

/// What is drawn, as text: a line each, without the blanks behind it.
pub fn lines_of(buffer: &Buffer) -> Vec<String> {
    (0..buffer.area.height)
        .map(|y| line_of(buffer, y).trim_end().to_owned())
        .collect()
}

fn line_of(buffer: &Buffer, y: u16) -> String {
    let mut text = String::new();
    let mut x = 0;
    while let Some(cell) = buffer.cell(Position { x, y }) {
        text.push_str(cell.symbol());
        x = x.saturating_add(cells(cell.symbol()).max(1));
    }
    text
}

/// The same with the blanks, for tests.
#[cfg(test)]
pub(in crate::tui) fn text_of(buffer: &Buffer) -> String {
    let lines: Vec<String> = (0..buffer.area.height)
        .map(|y| line_of(buffer, y))
        .collect();
    format!("{}\n", lines.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_drawn_outside_and_no_wide_character_is_halved() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 12, 2));
        let mut paper = Paper::new(&mut buffer, Rect::new(0, 0, 12, 2));
        let mut part = paper.part(2, 0, 8, 5);
        assert_eq!(part.end(), 7);
        assert_eq!(part.put(0, 0, "低收入戶審查", theme::PLAIN), 7);
        assert_eq!(part.put(0, 7, "below", theme::PLAIN), 0);
        assert_eq!(part.put_before(7, 1, "一筆", theme::PLAIN), 3);
        assert_eq!(text_of(&buffer), "  低收入~   \n     一筆   \n");
    }

    #[test]
    fn what_would_move_the_screen_is_shown_as_a_question_mark() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 10, 1));
        let mut paper = Paper::new(&mut buffer, Rect::new(0, 0, 10, 1));
        paper.put(0, 0, "a\u{1b}[2Jb", theme::PLAIN);
        assert_eq!(text_of(&buffer), "a?[2Jb    \n");
    }
}
