//! One record or sheet: lines, its versions as rows, lines below. Longer than the part, it scrolls.

use crate::locale::Lang;
use crate::tui::desk_data::{DetailData, Line};
use crate::tui::widget::line::{self, LABEL, Stand};
use crate::tui::widget::paper::Paper;
use crate::tui::widget::table::{Breadth, Table};

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

impl Detail<'_> {
    /// Draws the record; gives the line of the version under the cursor.
    pub fn draw(&self, paper: &mut Paper<'_>) -> Option<u16> {
        let stand = Stand {
            value: self.lang.value_column(),
            end: paper.end(),
        };
        let items = self.items(stand);
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
            self.draw_item(paper, y, item, stand);
        }
        cursor
    }

    /// How many lines there are in a part that ends at this column.
    pub fn line_count(&self, end: u16) -> usize {
        let value = self.lang.value_column();
        self.items(Stand { value, end }).len()
    }

    fn is_at(&self, item: &Item) -> bool {
        matches!(item, Item::Row(index) if self.at == Some(*index))
    }

    fn items(&self, stand: Stand) -> Vec<Item> {
        let words = |lines: &[Line]| line::wrapped(lines, stand).into_iter().map(Item::Words);
        let mut items: Vec<Item> = words(&self.record.lines).collect();
        if !self.record.rows.is_empty() {
            if !self.record.heads.is_empty() {
                items.push(Item::Heads);
            }
            for (index, row) in self.record.rows.iter().enumerate() {
                if row.has_gap_before {
                    items.push(Item::Words(Line::blank()));
                }
                items.push(Item::Row(index));
                items.extend(row.more.iter().cloned().map(Item::More));
            }
        }
        items.extend(words(&self.record.foot));
        items
    }

    fn draw_item(&self, paper: &mut Paper<'_>, y: u16, item: &Item, stand: Stand) {
        let table = Table {
            lang: self.lang,
            heads: self.record.heads,
            rows: &self.record.rows,
            at: self.at,
            breadth: self.breadth,
            empty: &[],
            foot: &[],
            is_foot_low: false,
        };
        match item {
            Item::Words(words) => line::draw(paper, y, words, stand),
            Item::Heads => table.draw_heads(paper, y),
            Item::Row(index) => table.draw_one(paper, y, *index),
            Item::More(more) => {
                let x = table.last_column(paper.end()).unwrap_or(LABEL);
                paper.put(x, y, more, crate::tui::theme::PLAIN);
            }
        }
    }
}
