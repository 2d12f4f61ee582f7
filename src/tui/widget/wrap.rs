//! Sentences over several lines: Latin words stay whole, no line begins with a comma or ends with an opening bracket.

use unicode_segmentation::UnicodeSegmentation;

use crate::tui::width::{shown, width};

/// Signs that stay with what stands before them.
const CLOSING: &str = "\u{3001}\u{3002}\u{ff0c}\u{ff1b}\u{ff1a}\u{ff1f}\u{ff01}\u{ff09}\u{3011}\u{300d}\u{300f}\u{ff0f})";
/// Signs that stay with what follows them.
const OPENING: &str = "\u{ff08}\u{3010}\u{300c}\u{300e}(";

/// The text in lines of at most so many cells; at least one line.
pub fn wrap(text: &str, cells: usize) -> Vec<String> {
    let text = shown(text);
    let mut lines = vec![String::new()];
    for piece in pieces(&text) {
        let Some(line) = lines.last_mut() else {
            break;
        };
        if width(line).saturating_add(width(piece.trim_end())) <= cells {
            line.push_str(piece);
            continue;
        }
        line.truncate(line.trim_end().len());
        if line.is_empty() || width(piece) > cells {
            split_hard(piece, cells, &mut lines);
        } else {
            lines.push(piece.to_owned());
        }
    }
    for line in &mut lines {
        line.truncate(line.trim_end().len());
    }
    lines
}

/// A piece that is longer than a line, cut wherever a line is full.
fn split_hard(piece: &str, cells: usize, lines: &mut Vec<String>) {
    for grapheme in piece.graphemes(true) {
        let Some(line) = lines.last_mut() else {
            return;
        };
        let is_full = width(line).saturating_add(width(grapheme)) > cells;
        if is_full && !line.is_empty() {
            lines.push(grapheme.to_owned());
        } else {
            line.push_str(grapheme);
        }
    }
}

/// Parts between which a line may end, with the blanks behind them.
fn pieces(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut before: Option<&str> = None;
    for (at, grapheme) in text.grapheme_indices(true) {
        let may_end = before.is_some_and(|before| may_end_between(before, grapheme));
        if may_end {
            found.extend(text.get(start..at));
            start = at;
        }
        before = Some(grapheme);
    }
    found.extend(text.get(start..).filter(|rest| !rest.is_empty()));
    found
}

fn may_end_between(before: &str, after: &str) -> bool {
    if after == " " || CLOSING.contains(after) || OPENING.contains(before) {
        return false;
    }
    before == " " || width(before) > 1 || width(after) > 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn latin_words_stay_whole_and_signs_stay_where_they_belong() {
        assert_eq!(
            wrap("SOC-01 社會救助法 18、20、21、44-3(1)", 24),
            ["SOC-01 社會救助法 18、", "20、21、44-3(1)"]
        );
        assert_eq!(wrap("被查詢者（本人）", 10), ["被查詢者", "（本人）"]);
        assert_eq!(wrap("一二三，四", 6), ["一二", "三，四"]);
        assert_eq!(wrap("one two", 4), ["one", "two"]);
        assert_eq!(
            wrap("07/01(三)、07/07(二)、07/08(三)", 20),
            ["07/01(三)、", "07/07(二)、07/08(三)"]
        );
    }

    #[test]
    fn every_line_fits_and_nothing_is_lost() {
        let long = "a".repeat(25);
        for cells in 2..30 {
            for text in ["低收入戶審查，1,284 筆（明碼）。", long.as_str(), ""] {
                let lines = wrap(text, cells);
                assert!(lines.iter().all(|line| width(line) <= cells), "{lines:?}");
                assert_eq!(lines.concat().replace(' ', ""), text.replace(' ', ""));
                assert!(!lines.is_empty());
            }
        }
    }
}
