//! A list to choose from, in the drawer: mark, label, and a note in a column of its own.

use crate::tui::theme;
use crate::tui::widget::paper::{Paper, cells};

/// An entry of a list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Entry {
    pub label: String,
    pub note: String,
    /// The key that does the same.
    pub key: String,
    /// It cannot be chosen; the note says why.
    pub is_barred: bool,
    /// A heading: never under the cursor.
    pub is_heading: bool,
}

/// Where labels, keys and notes stand.
#[derive(Debug, Clone, Copy)]
pub struct Columns {
    pub label: u16,
    pub key: u16,
    pub note: u16,
}

impl Columns {
    /// Notes right behind the longest label, no keys.
    pub fn fitting(entries: &[Entry], label: u16, end: u16) -> Columns {
        let longest = entries.iter().map(|entry| cells(&entry.label)).max();
        let note = label
            .saturating_add(longest.unwrap_or(0))
            .saturating_add(2)
            .min(end.saturating_sub(18).max(label));
        Columns {
            label,
            key: note,
            note,
        }
    }
}

/// Draws as much of the list as fits around the chosen entry; gives the line of that entry.
pub fn draw(paper: &mut Paper<'_>, entries: &[Entry], at: usize, columns: Columns) -> Option<u16> {
    let room = usize::from(paper.height());
    let first = first_shown(entries, at, room);
    let mut cursor = None;
    for (y, (index, entry)) in (0..paper.height()).zip(entries.iter().enumerate().skip(first)) {
        let is_at = index == at && !entry.is_heading;
        if is_at {
            cursor = Some(y);
            let mark = columns.label.saturating_sub(2);
            paper.put_in(mark, y, 1, ">", theme::BOLD);
        }
        draw_entry(paper, y, entry, columns, is_at);
    }
    cursor
}

/// Half a list is turned over at once; a heading stays with its first entry.
fn first_shown(entries: &[Entry], at: usize, room: usize) -> usize {
    let step = (room / 2).max(1);
    let mut first: usize = 0;
    while at >= first.saturating_add(room) {
        first = first.saturating_add(step);
    }
    let first = first.min(entries.len().saturating_sub(room));
    let above = first.saturating_sub(1);
    let is_cut_off = first == at && entries.get(above).is_some_and(|entry| entry.is_heading);
    if is_cut_off { above } else { first }
}

fn draw_entry(paper: &mut Paper<'_>, y: u16, entry: &Entry, columns: Columns, is_at: bool) {
    if entry.is_heading {
        let x = columns.label.saturating_sub(2).max(2).min(columns.label);
        paper.put(x, y, &entry.label, theme::DIM);
        return;
    }
    let style = match (is_at, entry.is_barred) {
        (true, _) => theme::BOLD,
        (false, true) => theme::DIM,
        (false, false) => theme::PLAIN,
    };
    let next = if entry.key.is_empty() && entry.note.is_empty() {
        paper.end()
    } else if entry.key.is_empty() {
        columns.note.saturating_sub(1)
    } else {
        columns.key.saturating_sub(1)
    };
    let room = next.saturating_sub(columns.label);
    let label_end = paper.put_in(columns.label, y, room, &entry.label, style);
    let mut note_at = columns.note;
    if !entry.key.is_empty() {
        let x = columns.key.max(label_end.saturating_add(1));
        let end = paper.put(x, y, &entry.key, theme::KEY);
        note_at = note_at.max(end.saturating_add(1));
    }
    let note = if is_at { theme::PLAIN } else { theme::DIM };
    paper.put(note_at, y, &entry.note, note);
}
