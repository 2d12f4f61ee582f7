//! One record or sheet: lines, its versions as rows, lines below. Longer than the part, it scrolls.

use crate::locale::Lang;
use crate::tui::desk_data::{DetailData, Line, RowData};
use crate::tui::theme;
use crate::tui::widget::line::{self, LABEL, Stand};
use crate::tui::widget::paper::Paper;
use crate::tui::widget::table::{Breadth, Table};
use crate::tui::widget::wrap::wrap;
use crate::tui::width::{shown, width};

/// A record to be drawn.
#[derive(Debug, Clone, Copy)]
pub struct Detail<'a> {
    pub lang: Lang,
    pub record: &'a DetailData,
    /// The version under the cursor.
    pub at: Option<usize>,
    /// Lines scrolled away at the top.
    pub scroll: usize,
    pub breadth: Breadth,
}

/// What stands on a line of the record.
enum Item {
    Words(Line),
    Heads,
    Row(usize),
    More(String),
}

impl Item {
    fn blank() -> Item {
        Item::Words(Line::blank())
    }
}

impl Detail<'_> {
    /// Draws the record; gives the line of the version under the cursor.
    pub fn draw(&self, paper: &mut Paper<'_>) -> Option<u16> {
        let stand = Stand {
            value: self.lang.value_column(),
            end: paper.end(),
        };
        let rows = self.rows(paper.end());
        let table = self.table(&rows);
        let items = self.items(&rows, stand);
        let room = usize::from(paper.height());
        let at = items.iter().position(|item| self.is_at(item));
        let most = items.len().saturating_sub(room);
        let first = match at {
            Some(at) if at >= room => at.saturating_sub(room.saturating_sub(1)).max(self.scroll),
            _ => self.scroll,
        };
        let mut cursor = None;
        for (y, item) in (0_u16..paper.height()).zip(items.iter().skip(first.min(most))) {
            if self.is_at(item) {
                cursor = Some(y);
            }
            draw_item(paper, y, item, &table, stand);
        }
        cursor
    }

    /// How many lines a record takes on a screen of eighty columns, continued ones counted.
    pub fn lines_at_80(lang: Lang, record: &DetailData) -> usize {
        let whole = Detail {
            lang,
            record,
            at: None,
            scroll: 0,
            breadth: Breadth::At80,
        };
        whole.line_count(79)
    }

    /// How many lines there are in a part that ends at this column.
    pub fn line_count(&self, end: u16) -> usize {
        let value = self.lang.value_column();
        self.items(&self.rows(end), Stand { value, end }).len()
    }

    fn table<'b>(&self, rows: &'b [RowData]) -> Table<'b> {
        Table {
            lang: self.lang,
            heads: self.record.heads,
            rows,
            at: self.at,
            marks: &[],
            breadth: self.breadth,
            empty: &[],
            keys: &[],
            foot: &[],
            is_foot_low: false,
        }
    }

    /// The rows, what is too long for the last column continued below.
    fn rows(&self, end: u16) -> Vec<RowData> {
        let mut rows = self.record.rows.clone();
        let last = self.record.heads.len().saturating_sub(1);
        let Some((_, room)) = self.table(&[]).last_column(end) else {
            return rows;
        };
        let room = usize::from(room);
        for row in &mut rows {
            let Some(cell) = row.cells.get_mut(last) else {
                continue;
            };
            if room < 8 || width(&shown(&cell.text)) <= room {
                continue;
            }
            let mut parts = wrap(&cell.text, room);
            cell.text = parts.remove(0);
            parts.append(&mut row.more);
            row.more = parts;
        }
        rows
    }

    fn is_at(&self, item: &Item) -> bool {
        matches!(item, Item::Row(index) if self.at == Some(*index))
    }

    fn items(&self, rows: &[RowData], stand: Stand) -> Vec<Item> {
        let words = |lines: &[Line]| line::wrapped(lines, stand).into_iter().map(Item::Words);
        let mut items: Vec<Item> = words(&self.record.lines).collect();
        if !rows.is_empty() {
            if !self.record.heads.is_empty() {
                items.push(Item::Heads);
            }
            for (index, row) in rows.iter().enumerate() {
                if row.has_gap_before {
                    items.push(Item::blank());
                }
                items.push(Item::Row(index));
                items.extend(row.more.iter().cloned().map(Item::More));
            }
        }
        items.extend(words(&self.record.foot));
        items
    }
}

fn draw_item(paper: &mut Paper<'_>, y: u16, item: &Item, table: &Table<'_>, stand: Stand) {
    match item {
        Item::Words(words) => line::draw(paper, y, words, stand),
        Item::Heads => table.draw_heads(paper, y),
        Item::Row(index) => table.draw_one(paper, y, *index),
        Item::More(more) => {
            let x = table.last_column(paper.end()).map_or(LABEL, |(x, _)| x);
            paper.put(x, y, more, theme::PLAIN);
        }
    }
}
