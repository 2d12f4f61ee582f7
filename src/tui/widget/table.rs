//! A list: columns by their heads, the row under the cursor, what is said where there are no rows, the foot.

use crate::locale::Lang;
use crate::tui::desk_data::{Cell, Head, Line, RowData, Tone};
use crate::tui::theme;
use crate::tui::widget::frame::Hint;
use crate::tui::widget::line::{self, LABEL, Stand};
use crate::tui::widget::paper::{Paper, cells};

/// Which of a head's widths is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Breadth {
    At80,
    At100,
    /// The list beside its records.
    Beside,
}

impl Breadth {
    fn of(self, head: &Head) -> u16 {
        let [at_80, at_100, beside] = head.widths;
        match self {
            Breadth::At80 => at_80,
            Breadth::At100 => at_100,
            Breadth::Beside => beside,
        }
    }
}

/// A list to be drawn.
#[derive(Debug, Clone, Copy)]
pub struct Table<'a> {
    pub lang: Lang,
    pub heads: &'static [Head],
    pub rows: &'a [RowData],
    /// The row under the cursor.
    pub at: Option<usize>,
    /// Records that were marked.
    pub marks: &'a [RowData],
    pub breadth: Breadth,
    pub empty: &'a [String],
    /// Keys told below that.
    pub keys: &'a [Hint],
    pub foot: &'a [Line],
    pub is_foot_low: bool,
}

/// A column in its place.
struct Column {
    x: u16,
    width: u16,
    head: &'static Head,
    /// Which cell of a row stands here.
    index: usize,
}

impl Table<'_> {
    fn columns(&self, end: u16) -> Vec<Column> {
        let mut x = LABEL;
        let mut columns = Vec::new();
        for (index, head) in self.heads.iter().enumerate() {
            let width = self.breadth.of(head).min(end.saturating_sub(x));
            if width == 0 {
                continue;
            }
            columns.push(Column {
                x,
                width,
                head,
                index,
            });
            x = x.saturating_add(width).saturating_add(head.gap);
        }
        columns
    }

    /// Draws the heads on the first line and the rows below; gives the line of the row under the cursor.
    pub fn draw(&self, paper: &mut Paper<'_>) -> Option<u16> {
        if self.rows.is_empty() {
            self.draw_empty(paper);
            return None;
        }
        let columns = self.columns(paper.end());
        self.draw_heads(paper, 0);
        let room = paper.height().saturating_sub(1);
        let foot = line::wrapped(self.foot, self.stand(paper));
        let low = self.low_foot(room, foot.len());
        let first = first_shown(self.rows, self.at.unwrap_or(0), room.saturating_sub(low));
        let (below, cursor) = self.draw_rows(paper, &columns, first, room.saturating_sub(low));
        let foot_at = if self.is_foot_low {
            paper.height().saturating_sub(as_lines(foot.len()))
        } else {
            below
        };
        if low > 0 || !self.is_foot_low {
            let stand = self.stand(paper);
            for (y, line) in (foot_at..).zip(&foot) {
                line::draw(paper, y, line, stand);
            }
        }
        cursor
    }

    /// The heads alone.
    pub fn draw_heads(&self, paper: &mut Paper<'_>, y: u16) {
        for column in self.columns(paper.end()) {
            let name = self.lang.text(column.head.text);
            put_aligned(paper, &column, y, &Cell::toned(name, Tone::Dim), false);
        }
    }

    /// One row alone, with its mark.
    pub fn draw_one(&self, paper: &mut Paper<'_>, y: u16, index: usize) {
        let Some(row) = self.rows.get(index) else {
            return;
        };
        let is_at = self.at == Some(index);
        if is_at {
            paper.put_in(0, y, 1, ">", theme::BOLD);
        }
        let above = index.checked_sub(1).and_then(|above| self.rows.get(above));
        draw_row(paper, &self.columns(paper.end()), y, row, above, is_at);
    }

    /// Where the last column stands, and how wide it is.
    pub fn last_column(&self, end: u16) -> Option<(u16, u16)> {
        self.columns(end)
            .last()
            .map(|column| (column.x, column.width))
    }

    fn stand(&self, paper: &Paper<'_>) -> Stand {
        Stand {
            value: self.lang.value_column(),
            end: paper.end(),
        }
    }

    /// Lines that a foot at the lower edge takes, none where it would leave too little for rows.
    fn low_foot(&self, room: u16, foot: usize) -> u16 {
        let foot = as_lines(foot);
        if self.is_foot_low && room >= foot.saturating_add(8) {
            foot
        } else {
            0
        }
    }

    /// Gives the line below the last row, and the cursor's.
    fn draw_rows(
        &self,
        paper: &mut Paper<'_>,
        columns: &[Column],
        first: usize,
        room: u16,
    ) -> (u16, Option<u16>) {
        let mut y: u16 = 1;
        let mut cursor = None;
        for (index, row) in self.rows.iter().enumerate().skip(first) {
            let gap = u16::from(row.has_gap_before && index > first);
            if y.saturating_add(gap) > room {
                break;
            }
            y = y.saturating_add(gap);
            let is_at = self.at == Some(index);
            if is_at {
                cursor = Some(y);
                paper.put_in(0, y, 1, ">", theme::BOLD);
            }
            if self.marks.iter().any(|marked| marked.key == row.key) {
                paper.put_in(1, y, 1, "*", theme::BOLD);
            }
            let above = index
                .checked_sub(1)
                .filter(|_| index > first)
                .and_then(|above| self.rows.get(above));
            draw_row(paper, columns, y, row, above, is_at);
            y = y.saturating_add(1);
            for more in &row.more {
                if y > room {
                    break;
                }
                let x = columns.last().map_or(LABEL, |column| column.x);
                let style = if is_at { theme::BOLD } else { theme::PLAIN };
                paper.put(x, y, more, style);
                y = y.saturating_add(1);
            }
        }
        (y, cursor)
    }

    /// What is said instead of rows: the first sentence, and after a blank line the others.
    fn draw_empty(&self, paper: &mut Paper<'_>) {
        let x = self.lang.value_column();
        let mut y = 3;
        let mut is_first = true;
        for text in self.empty {
            for part in
                crate::tui::widget::wrap::wrap(text, usize::from(paper.end().saturating_sub(x)))
            {
                paper.put(x, y, &part, theme::PLAIN);
                y = y.saturating_add(1);
            }
            if is_first {
                y = y.saturating_add(1);
                is_first = false;
            }
        }
        let longest = self.keys.iter().map(|hint| cells(&hint.key)).max();
        let label = x
            .saturating_add(longest.unwrap_or(0).max(4))
            .saturating_add(2);
        for (y, hint) in (y.saturating_add(1)..).zip(self.keys) {
            paper.put(x, y, &hint.key, theme::KEY);
            paper.put(label, y, &hint.label, theme::PLAIN);
        }
        let keys = match self.keys.len() {
            0 => 0,
            count => as_lines(count).saturating_add(2),
        };
        let y = y.saturating_add(keys);
        let stand = self.stand(paper);
        let foot = line::wrapped(self.foot, stand);
        let low = paper.height().saturating_sub(as_lines(foot.len()));
        let at = if self.is_foot_low { low.max(y) } else { y };
        for (y, line) in (at..).zip(&foot) {
            line::draw(paper, y, line, stand);
        }
    }
}

fn as_lines(count: usize) -> u16 {
    u16::try_from(count).unwrap_or(u16::MAX)
}

fn draw_row(
    paper: &mut Paper<'_>,
    columns: &[Column],
    y: u16,
    row: &RowData,
    above: Option<&RowData>,
    is_at: bool,
) {
    for column in columns {
        let Some(cell) = row.cells.get(column.index) else {
            continue;
        };
        let is_at = is_at && !column.head.is_never_bold;
        let is_repeat = column.head.dims_repeats
            && cell.tone == Tone::Plain
            && above
                .and_then(|row| row.cells.get(column.index))
                .is_some_and(|above| above.text == cell.text);
        if is_repeat {
            let dim = Cell::toned(cell.text.as_str(), Tone::Dim);
            put_aligned(paper, column, y, &dim, is_at);
        } else {
            put_aligned(paper, column, y, cell, is_at);
        }
    }
}

fn put_aligned(paper: &mut Paper<'_>, column: &Column, y: u16, cell: &Cell, is_at: bool) {
    let x = if column.head.is_right {
        let used = cells(&cell.text).min(column.width);
        column.x.saturating_add(column.width.saturating_sub(used))
    } else {
        column.x
    };
    let room = column.x.saturating_add(column.width).saturating_sub(x);
    paper.put_cell(x, y, room, cell, is_at);
}

/// Lines that a row takes when it is not the first shown.
fn lines_of(row: &RowData) -> u16 {
    as_lines(row.more.len())
        .saturating_add(1)
        .saturating_add(u16::from(row.has_gap_before))
}

/// The first row shown: the list stands still until the cursor would leave it, then moves by half of what fits.
pub fn first_shown(rows: &[RowData], at: usize, room: u16) -> usize {
    let fits = |first: usize| {
        let taken = rows
            .iter()
            .take(at.saturating_add(1))
            .skip(first)
            .map(lines_of)
            .fold(0_u16, u16::saturating_add);
        let gap = rows.get(first).is_some_and(|row| row.has_gap_before);
        taken.saturating_sub(u16::from(gap)) <= room
    };
    let step = usize::from(room / 2).max(1);
    let mut first = 0;
    while !fits(first) && first < at {
        first = first.saturating_add(step).min(at);
    }
    first
}
