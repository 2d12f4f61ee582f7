//! The text of one field, edited by grapheme. Pure; knows no keys.

use unicode_segmentation::UnicodeSegmentation;
use zeroize::{Zeroize, Zeroizing};

use crate::tui::width::width;

/// A field takes no more than this.
const MOST_GRAPHEMES: usize = 2_000;

/// One line of text with a cursor.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Editor {
    graphemes: Vec<String>,
    at: usize,
    /// The whole text is selected: the next character replaces it.
    is_selected: bool,
}

/// May hold identifiers and passphrases.
impl std::fmt::Debug for Editor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Editor({} graphemes)", self.graphemes.len())
    }
}

/// A passphrase leaves nothing behind.
impl Drop for Editor {
    fn drop(&mut self) {
        self.graphemes.zeroize();
    }
}

impl Editor {
    /// A text, selected, the cursor behind it.
    pub fn selected(text: &str) -> Editor {
        let graphemes: Vec<String> = text.graphemes(true).map(str::to_owned).collect();
        Editor {
            at: graphemes.len(),
            is_selected: !graphemes.is_empty(),
            graphemes,
        }
    }

    pub fn text(&self) -> String {
        self.graphemes.concat()
    }

    pub fn is_empty(&self) -> bool {
        self.graphemes.is_empty()
    }

    /// Graphemes in the text.
    pub fn count(&self) -> usize {
        self.graphemes.len()
    }

    pub fn is_selected(&self) -> bool {
        self.is_selected
    }

    /// Inserts text without its control characters.
    pub fn insert(&mut self, text: &str) {
        if self.is_selected {
            self.clear();
        }
        let (before, after) = self.graphemes.split_at(self.at.min(self.graphemes.len()));
        let after = Zeroizing::new(after.concat());
        let mut left = Zeroizing::new(before.concat());
        left.extend(text.chars().filter(|letter| !letter.is_control()));
        // A mark joins the letter before it, so the whole is split anew.
        let whole = Zeroizing::new([left.as_str(), after.as_str()].concat());
        self.at = left.graphemes(true).count().min(MOST_GRAPHEMES);
        self.graphemes.zeroize();
        self.graphemes = whole
            .graphemes(true)
            .take(MOST_GRAPHEMES)
            .map(str::to_owned)
            .collect();
    }

    pub fn erase(&mut self) {
        if self.is_selected {
            self.clear();
        } else if let Some(before) = self.at.checked_sub(1) {
            self.graphemes.remove(before).zeroize();
            self.at = before;
        }
    }

    pub fn erase_ahead(&mut self) {
        if self.is_selected {
            self.clear();
        } else if self.at < self.graphemes.len() {
            self.graphemes.remove(self.at).zeroize();
        }
    }

    pub fn clear(&mut self) {
        *self = Editor::default();
    }

    pub fn left(&mut self) {
        self.keep();
        self.at = self.at.saturating_sub(1);
    }

    pub fn right(&mut self) {
        self.keep();
        self.at = self.at.saturating_add(1).min(self.graphemes.len());
    }

    pub fn start(&mut self) {
        self.keep();
        self.at = 0;
    }

    pub fn end(&mut self) {
        self.keep();
        self.at = self.graphemes.len();
    }

    /// An arrow keeps what was selected.
    fn keep(&mut self) {
        self.is_selected = false;
    }

    /// What shows in so many cells, and the cell of the cursor among them.
    pub fn window(&self, cells: usize) -> (String, usize) {
        let room = cells.saturating_sub(1);
        let mut from = 0;
        while self.cells_between(from, self.at) > room && from < self.at {
            from = from.saturating_add(1);
        }
        let mut shown = String::new();
        let mut used: usize = 0;
        for grapheme in self.graphemes.iter().skip(from) {
            used = used.saturating_add(width(grapheme));
            if used > cells {
                break;
            }
            shown.push_str(grapheme);
        }
        (shown, self.cells_between(from, self.at))
    }

    fn cells_between(&self, from: usize, to: usize) -> usize {
        self.graphemes
            .iter()
            .take(to)
            .skip(from)
            .map(|grapheme| width(grapheme))
            .sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_character_replaces_a_carried_value_and_an_arrow_keeps_it() {
        let mut editor = Editor::selected("急難救助");
        editor.insert("老");
        assert_eq!(editor.text(), "老");
        let mut editor = Editor::selected("急難救助");
        editor.left();
        editor.insert("補");
        assert_eq!(editor.text(), "急難救補助");
    }

    #[test]
    fn editing_is_by_grapheme() {
        let mut editor = Editor::default();
        editor.insert("e");
        editor.insert("\u{301}x");
        assert_eq!(editor.count(), 2);
        editor.erase();
        editor.erase();
        assert!(editor.is_empty());
        editor.erase();
        editor.insert("ab\u{1b}\nc");
        assert_eq!(editor.text(), "abc");
        editor.start();
        editor.erase_ahead();
        assert_eq!(editor.text(), "bc");
    }

    #[test]
    fn a_long_text_shows_the_part_around_the_cursor() {
        let mut editor = Editor::default();
        editor.insert("低收入戶審查");
        let (shown, cursor) = editor.window(8);
        assert_eq!((shown.as_str(), cursor), ("戶審查", 6));
        editor.start();
        assert_eq!(editor.window(8), ("低收入戶".to_owned(), 0));
    }
}
