//! The drawer over the lower body: a rule with a title, what is asked below it. How high it is follows from what is in it.

use crate::tui::theme;
use crate::tui::widget::paper::Paper;

/// The fewest and, in the smallest window, the most lines of a drawer, its rule included.
const FEWEST: u16 = 7;
const MOST: u16 = 9;

/// Lines of a drawer with so much in it, in a body of so many lines. The rows above stay in sight.
pub fn height(content: usize, body: u16) -> u16 {
    let wished = u16::try_from(content).unwrap_or(u16::MAX).saturating_add(1);
    let most = MOST.max(body / 2);
    wished.max(FEWEST).min(most).min(body)
}

/// Like [`height`] for what must be seen whole, such as a form: it may cover the body but for its first lines.
pub fn height_of_form(content: usize, body: u16) -> u16 {
    let wished = u16::try_from(content).unwrap_or(u16::MAX).saturating_add(1);
    wished
        .max(FEWEST)
        .min(body.saturating_sub(3))
        .max(height(content, body))
}

/// Blanks the part and draws the rule with its title on the first line.
pub fn open(paper: &mut Paper<'_>, title: &str) {
    paper.wipe();
    let end = paper.width();
    paper.rule(0, end, 0);
    if title.is_empty() {
        return;
    }
    let room = end.saturating_sub(6);
    let start = paper.put_in(2, 0, 1, " ", theme::PLAIN);
    let end = paper.put_in(start, 0, room, title, theme::BOLD);
    paper.put_in(end, 0, 1, " ", theme::PLAIN);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_drawer_is_as_high_as_what_is_in_it() {
        assert_eq!(height(3, 16), 7);
        assert_eq!(height(7, 16), 8);
        assert_eq!(height(40, 16), 9);
        assert_eq!(height(40, 42), 21);
        assert_eq!(height_of_form(10, 16), 11);
        assert_eq!(height_of_form(40, 16), 13);
    }
}
