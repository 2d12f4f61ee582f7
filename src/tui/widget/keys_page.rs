//! The page of all keys: those of the page at the left, those of every page at the right.

use crate::tui::theme;
use crate::tui::widget::paper::{Paper, cells};

/// A key and what it does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyLine {
    pub keys: String,
    pub label: String,
}

/// One side of the page.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Side {
    pub title: String,
    pub keys: Vec<KeyLine>,
    /// Sentences below.
    pub words: Vec<String>,
}

/// Where the right side begins.
const RIGHT: u16 = 43;

/// Draws both sides.
pub fn draw(paper: &mut Paper<'_>, left: &Side, right: &Side) {
    let middle = RIGHT.min(paper.width() / 2 + 3);
    let height = paper.height();
    let width = paper.width();
    draw_side(
        &mut paper.part(2, 0, middle.saturating_sub(3), height),
        left,
    );
    let room = width.saturating_sub(middle);
    draw_side(&mut paper.part(middle, 0, room, height), right);
}

fn lines_of(side: &Side) -> usize {
    let words = if side.words.is_empty() {
        0
    } else {
        side.words.len().saturating_add(1)
    };
    side.keys.len().saturating_add(1).saturating_add(words)
}

fn draw_side(paper: &mut Paper<'_>, side: &Side) {
    let longest = side.keys.iter().map(|line| cells(&line.keys)).max();
    let label_at = longest.unwrap_or(0).saturating_add(2).clamp(8, 15);
    let lines = lines_of(side);
    let height = paper.height();
    for (y, item) in (0..height).zip(0..lines) {
        let Some(index) = item.checked_sub(1) else {
            paper.put(0, y, &side.title, theme::DIM);
            continue;
        };
        if let Some(line) = side.keys.get(index) {
            let end = paper.put(0, y, &line.keys, theme::KEY);
            let x = label_at.max(end.saturating_add(1));
            paper.put(x, y, &line.label, theme::PLAIN);
        } else if let Some(words) = index
            .checked_sub(side.keys.len().saturating_add(1))
            .and_then(|index| side.words.get(index))
        {
            paper.put(0, y, words, theme::PLAIN);
        }
    }
}
