//! Two records side by side: label, left, mark, right; what differs stands out; notes below.

use crate::locale::{Lang, Text};
use crate::tui::desk_data::{Cell, Mark, PairData, PairRow, Tone};
use crate::tui::theme;
use crate::tui::widget::line::{self, LABEL, Stand};
use crate::tui::widget::paper::Paper;

/// The mark between the sides ends before this column; the sign of sameness stands three before it.
const MARK_END: u16 = 46;
const SAME_AT: u16 = 43;
const RIGHT: u16 = 48;

/// A pair to be drawn.
#[derive(Debug, Clone, Copy)]
pub struct Pair<'a> {
    pub lang: Lang,
    pub pair: &'a PairData,
    /// Where the left side stands: 16, beside a list 14.
    pub left: u16,
    /// Lines scrolled away at the top.
    pub scroll: usize,
}

impl Pair<'_> {
    /// Draws heads, rows, a blank line and the notes.
    pub fn draw(&self, paper: &mut Paper<'_>) {
        let stand = Stand {
            value: self.left,
            end: paper.end(),
        };
        let notes = line::wrapped(&self.pair.notes, stand);
        let rows = self.pair.rows.len();
        let count = rows.saturating_add(1).saturating_add(if notes.is_empty() {
            0
        } else {
            notes.len().saturating_add(1)
        });
        let most = count.saturating_sub(usize::from(paper.height()));
        let first = self.scroll.min(most);
        for (y, item) in (0..paper.height()).zip(first..count) {
            if item == 0 {
                self.draw_heads(paper, y);
            } else if let Some(row) = self.pair.rows.get(item.saturating_sub(1)) {
                self.draw_row(paper, y, row);
            } else if let Some(note) = item
                .checked_sub(rows.saturating_add(2))
                .and_then(|index| notes.get(index))
            {
                line::draw(paper, y, note, stand);
            }
        }
    }

    fn draw_heads(&self, paper: &mut Paper<'_>, y: u16) {
        let room = MARK_END.saturating_sub(self.left).saturating_sub(1);
        paper.put_in(self.left, y, room, &self.pair.left_head, theme::BOLD);
        paper.put(RIGHT, y, &self.pair.right_head, theme::BOLD);
    }

    fn draw_row(&self, paper: &mut Paper<'_>, y: u16, row: &PairRow) {
        let differs = row.mark == Mark::Differs;
        let label = theme::style(if differs { Tone::Strong } else { Tone::Dim });
        let label_room = self.left.saturating_sub(LABEL).saturating_sub(1);
        paper.put_in(LABEL, y, label_room, &row.label, label);
        let left_end = match row.mark {
            Mark::Differs => {
                let style = theme::style(Tone::Warn);
                paper.put_before(MARK_END, y, self.lang.text(Text::Differs), style)
            }
            Mark::Same => {
                paper.put_in(SAME_AT, y, 1, "=", theme::DIM);
                SAME_AT
            }
            Mark::None => MARK_END,
        };
        let left_room = left_end.saturating_sub(self.left).saturating_sub(1);
        let toned = |cell: &Cell| match cell.tone {
            Tone::Plain if differs => Cell::toned(cell.text.as_str(), Tone::Warn),
            _ => cell.clone(),
        };
        paper.put_cell(self.left, y, left_room, &toned(&row.left), false);
        let right_room = paper.end().saturating_sub(RIGHT);
        paper.put_cell(RIGHT, y, right_room, &toned(&row.right), false);
    }
}
