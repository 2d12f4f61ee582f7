//! What stands around every page: whose desk it is, panes and their keys, rules, peek, message, hints.

use crate::locale::{Lang, Text};
use crate::tui::desk_data::{Cell, Tone};
use crate::tui::theme;
use crate::tui::widget::paper::{Paper, cells};

/// From this many columns on, list and record stand side by side.
pub const WIDE: u16 = 120;
/// No smaller window is drawn in.
pub const LEAST: (u16, u16) = (80, 24);
/// The first line of the body (its title), and the lines below the body.
pub const TITLE_LINE: u16 = 3;
pub const FOOT_LINES: u16 = 4;

/// A pane in line 2.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tab {
    pub key: String,
    pub title: &'static str,
    /// Its place, which never moves.
    pub slot: usize,
    pub is_current: bool,
}

/// Lines 1 and 2.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Head {
    /// Program and agency.
    pub desk: String,
    /// What stands out about this desk: 示範.
    pub mark: String,
    pub clock: String,
    pub is_clock_wrong: bool,
    pub person: String,
    pub tabs: Vec<Tab>,
    pub late: u64,
    pub today: u64,
}

/// A key and what it does.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Hint {
    pub key: String,
    pub label: String,
}

impl Hint {
    pub fn new(key: impl Into<String>, label: impl Into<String>) -> Hint {
        Hint {
            key: key.into(),
            label: label.into(),
        }
    }
}

/// The keys of line 24: in their order, then the way back, then help at the right edge.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Hints {
    pub moves: Vec<Hint>,
    pub back: Option<Hint>,
    pub help: Option<Hint>,
}

/// Lines 22 to 24.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Foot {
    pub peek: String,
    pub message: Cell,
    pub hints: Hints,
}

/// Draws lines 1 to 3.
pub fn draw_head(paper: &mut Paper<'_>, lang: Lang, head: &Head) {
    let clock_at = if paper.width() >= WIDE { 48 } else { 34 };
    let end = paper.put_in(2, 0, clock_at - 4, &head.desk, theme::BOLD);
    let room = clock_at.saturating_sub(end).saturating_sub(1);
    paper.put_in(end, 0, room, &head.mark, theme::style(Tone::Warn));
    let clock = if head.is_clock_wrong {
        theme::style(Tone::Warn)
    } else {
        theme::PLAIN
    };
    let clock_end = paper.put(clock_at, 0, &head.clock, clock);
    let end = paper.end();
    let room = end.saturating_sub(clock_end).saturating_sub(2);
    let start = end.saturating_sub(cells(&head.person).min(room));
    paper.put_in(start, 0, room, &head.person, theme::PLAIN);
    let badges = draw_badges(paper, lang, head, tabs_end(lang, &head.tabs));
    draw_tabs(paper, lang, &head.tabs, badges);
    let end = paper.width();
    paper.rule(0, end, 2);
}

/// Gives the column where the badges start. No pane's name is cut for them: where both have no room behind `tabs`,
/// what is overdue is said alone.
fn draw_badges(paper: &mut Paper<'_>, lang: Lang, head: &Head, tabs: u16) -> u16 {
    let gap = match lang {
        Lang::ZhTw => 0,
        Lang::En => 2,
    };
    let badge = |text, count: u64| (count > 0).then(|| lang.badge(text, count));
    let late = badge(Text::Overdue, head.late);
    let mut today = badge(Text::DueToday, head.today);
    let mut end = paper.end();
    let width = |badge: &Option<String>| badge.as_deref().map_or(0, cells);
    let both = width(&late)
        .saturating_add(gap)
        .saturating_add(width(&today));
    if late.is_some() && tabs.saturating_add(both) > end {
        today = None;
    }
    for (badge, tone) in [(today, Tone::Warn), (late, Tone::Bad)] {
        if let Some(badge) = badge {
            end = paper.put_before(end, 1, &badge, theme::style(tone));
            end = end.saturating_sub(gap);
        }
    }
    end
}

/// The first column behind the panes' names and the bracket of the last.
fn tabs_end(lang: Lang, tabs: &[Tab]) -> u16 {
    let last = tabs.last().map(|tab| {
        let name = cells(&tab.key).saturating_add(cells(tab.title));
        slot_column(lang, tab.slot).saturating_add(name)
    });
    last.unwrap_or_default().saturating_add(1)
}

fn draw_tabs(paper: &mut Paper<'_>, lang: Lang, tabs: &[Tab], before: u16) {
    let is_standard = tabs.iter().all(|tab| tab.key.len() <= 2);
    let mut next: u16 = 2;
    for tab in tabs {
        let x = if is_standard {
            slot_column(lang, tab.slot)
        } else {
            next
        };
        let name = format!("{}{}", tab.key, tab.title);
        let style = if tab.is_current {
            theme::KEY
        } else {
            theme::PLAIN
        };
        let room = before.saturating_sub(x).saturating_sub(1);
        let end = paper.put_in(x, 1, room, &name, style);
        if tab.is_current {
            paper.put_in(x.saturating_sub(1), 1, 1, "[", theme::KEY);
            paper.put_in(end, 1, 1, "]", theme::KEY);
        }
        next = end.saturating_add(2);
    }
}

/// Where the pane of a slot stands, whichever others are shown.
fn slot_column(lang: Lang, slot: usize) -> u16 {
    let columns: [u16; 7] = match lang {
        Lang::ZhTw => [2, 10, 18, 26, 34, 42, 50],
        Lang::En => [2, 10, 21, 32, 41, 49, 58],
    };
    columns.get(slot).copied().unwrap_or(2)
}

/// Draws line 4 of a part: what is shown, bold; counts, place or state at the right.
pub fn draw_title(paper: &mut Paper<'_>, title: &str, right: &[Cell]) {
    let end = paper.end();
    let mut x = end;
    for cell in right.iter().rev().filter(|cell| !cell.text.is_empty()) {
        if x < end {
            x = x.saturating_sub(gap_behind(cell));
        }
        x = paper.put_before(x, 0, &cell.text, theme::style(cell.tone));
    }
    let room = x.saturating_sub(4);
    paper.put_in(2, 0, room, title, theme::BOLD);
}

/// Behind a bracketed word there is room enough.
fn gap_behind(cell: &Cell) -> u16 {
    if cell.text.ends_with('\u{3011}') {
        0
    } else {
        2
    }
}

/// Draws the last four lines.
pub fn draw_foot(paper: &mut Paper<'_>, lang: Lang, foot: &Foot) {
    let top = paper.height().saturating_sub(FOOT_LINES);
    let end = paper.width();
    paper.rule(0, end, top);
    paper.put(2, top.saturating_add(1), &foot.peek, theme::DIM);
    let message = theme::style(foot.message.tone);
    paper.put(2, top.saturating_add(2), &foot.message.text, message);
    draw_hints(paper, top.saturating_add(3), lang, &foot.hints);
}

/// Draws the hints that fit; the way back and help always do.
pub fn draw_hints(paper: &mut Paper<'_>, y: u16, lang: Lang, hints: &Hints) {
    let width = |hint: &Hint| cells(&lang.hint(&hint.key, &hint.label));
    let mut end = paper.end();
    if let Some(help) = &hints.help {
        let start = end.saturating_sub(width(help));
        put_hint(paper, start, y, lang, help);
        end = start.saturating_sub(2);
    }
    let back = hints
        .back
        .as_ref()
        .map_or(0, |hint| width(hint).saturating_add(2));
    let mut x: u16 = 2;
    for hint in &hints.moves {
        if x.saturating_add(width(hint)).saturating_add(back) > end {
            break;
        }
        x = put_hint(paper, x, y, lang, hint).saturating_add(2);
    }
    if let Some(back) = &hints.back {
        put_hint(paper, x, y, lang, back);
    }
}

fn put_hint(paper: &mut Paper<'_>, x: u16, y: u16, lang: Lang, hint: &Hint) -> u16 {
    let whole = lang.hint(&hint.key, &hint.label);
    let end = paper.put(x, y, &whole, theme::PLAIN);
    paper.put(x, y, &hint.key, theme::KEY);
    end
}

#[cfg(test)]
mod tests {
    use ratatui::buffer::Buffer;
    use ratatui::layout::Rect;

    use super::*;
    use crate::tui::widget::paper::text_of;

    fn drawn(width: u16, draw: impl Fn(&mut Paper<'_>)) -> String {
        let area = Rect::new(0, 0, width, 3);
        let mut buffer = Buffer::empty(area);
        draw(&mut Paper::new(&mut buffer, area));
        text_of(&buffer)
    }

    fn tabs(lang: Lang) -> Vec<Tab> {
        [
            ("F2", Text::Today, 0),
            ("F3", Text::Register, 1),
            ("F9", Text::Trail, 6),
        ]
        .into_iter()
        .map(|(key, title, slot)| Tab {
            key: key.to_owned(),
            title: lang.text(title),
            slot,
            is_current: slot == 1,
        })
        .collect()
    }

    #[test]
    fn the_head_stands_as_on_the_mock_up() {
        let head = Head {
            desk: "irdesk 社會局".to_owned(),
            clock: "115/11/23(一) 09:42".to_owned(),
            person: "陳怡君 使用者、管理者".to_owned(),
            tabs: tabs(Lang::ZhTw),
            late: 3,
            today: 1,
            ..Head::default()
        };
        let rule = "-".repeat(80);
        assert_eq!(
            drawn(80, |paper| draw_head(paper, Lang::ZhTw, &head)),
            format!(
                "  irdesk 社會局                   115/11/23(一) 09:42     陳怡君 使用者、管理者 \n  \
                 F2今日 [F3登記]                                 F9軌跡     【逾期3】【今日1】 \n{rule}\n"
            )
        );
    }

    #[test]
    fn where_both_badges_would_cut_a_pane_s_name_the_overdue_one_stands_alone() {
        let named = |slot, title| Tab {
            key: format!("F{}", slot + 2),
            title,
            slot,
            is_current: false,
        };
        let head = |late| Head {
            tabs: vec![named(0, "Today"), named(6, "Trail")],
            late,
            today: 1,
            ..Head::default()
        };
        let line = |late| {
            let drawn = drawn(80, |paper| draw_head(paper, Lang::En, &head(late)));
            drawn.lines().nth(1).unwrap().to_owned()
        };
        assert!(line(3).ends_with("F8Trail        late 3 "), "{}", line(3));
        assert!(line(0).ends_with("F8Trail       today 1 "), "{}", line(0));
    }

    #[test]
    fn hints_are_dropped_from_the_right_and_the_way_back_and_help_stay() {
        let hint = |key: &str, label: &str| Hint::new(key, label);
        let hints = Hints {
            moves: vec![
                hint("Enter", "開啟"),
                hint("Ins", "新增"),
                hint("Ctrl-F", "搜尋"),
            ],
            back: Some(hint("Esc", "返回")),
            help: Some(hint("F1", "功能")),
        };
        let line = |width| {
            let text = drawn(width, |paper| draw_hints(paper, 0, Lang::ZhTw, &hints));
            text.lines().next().unwrap().to_owned()
        };
        assert_eq!(
            line(50),
            "  Enter開啟  Ins新增  Ctrl-F搜尋  Esc返回  F1功能 "
        );
        assert_eq!(
            line(49),
            "  Enter開啟  Ins新增  Esc返回             F1功能 "
        );
        assert_eq!(line(20), "  Esc返回    F1功能 ");
    }
}
