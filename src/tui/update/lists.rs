//! The cursor in lists, and among records: moving, paging by key, half a page at the edges.

use crate::locale::Lang;
use crate::tui::action::Action;
use crate::tui::desk_data::{PageAt, PaneData, TableData};
use crate::tui::model::overlay::Overlay;
use crate::tui::model::page::{Cursor, PageState, ViewState, Want};
use crate::tui::model::{Model, PaneState};
use crate::tui::pane::Layout;
use crate::tui::update::loads;
use crate::tui::widget::detail::Detail;

/// Where a list's cursor shall go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Move {
    By(isize),
    PageDown,
    PageUp,
    First,
    Last,
}

/// Moving on the page; `false`: no such action.
pub(super) fn act(model: &mut Model, action: Action) -> bool {
    let to = match action {
        Action::Up => Move::By(-1),
        Action::Down => Move::By(1),
        Action::PageUp => Move::PageUp,
        Action::PageDown => Move::PageDown,
        Action::First => Move::First,
        Action::Last => Move::Last,
        _ => return false,
    };
    let (lang, lines) = (model.lang, loads::body_lines(model));
    let Some(pane) = model.pane_mut() else {
        return true;
    };
    if let Some(Overlay::Sheet(sheet)) = pane.overlays.last_mut() {
        let length = Detail::lines_at_80(lang, &sheet.data);
        scroll(&mut sheet.scroll, to, length, lines);
        return true;
    }
    let layout = pane
        .page()
        .and_then(PageState::view)
        .map(|(spec, _)| spec.layout);
    match (layout, to) {
        (Some(Layout::Sheet), Move::PageDown) if is_following(pane) => next_record(pane, 1),
        (Some(Layout::Sheet), Move::PageUp) if is_following(pane) => next_record(pane, -1),
        (Some(Layout::Sheet), _) => move_in_sheet(pane, to, (lang, lines)),
        (Some(Layout::Side), Move::PageDown) => next_record(pane, 1),
        (Some(Layout::Side), Move::PageUp) => next_record(pane, -1),
        (Some(_), Move::By(by)) => next_record(pane, by),
        (Some(_), _) => {
            if let Some((_, view)) = pane.page_mut().and_then(PageState::view_mut) {
                move_cursor(view, to);
            }
        }
        (None, _) => {}
    }
    true
}

fn is_following(pane: &PaneState) -> bool {
    pane.page().is_some_and(|page| page.follows) && pane.pages.len() > 1
}

/// The record so many further on: in the list that is shown, or that this record was opened from.
pub(super) fn next_record(pane: &mut PaneState, by: isize) {
    let top = pane.pages.len().saturating_sub(1);
    let at = if is_following(pane) {
        top.saturating_sub(1)
    } else {
        top
    };
    let Some((_, view)) = pane.pages.get_mut(at).and_then(PageState::view_mut) else {
        return;
    };
    move_cursor(view, Move::By(by));
    if at < top && view.loading.is_none() {
        follow(pane, at);
    }
}

/// The page over a list is about the record under its cursor.
pub(super) fn follow(pane: &mut PaneState, list: usize) {
    let key = pane
        .pages
        .get(list)
        .and_then(PageState::view)
        .map(|(_, view)| view.cursor.key.clone());
    let Some((key, record)) = key.zip(pane.pages.get_mut(list.saturating_add(1))) else {
        return;
    };
    if record.about == key || !record.follows {
        return;
    }
    record.about = key;
    for view in &mut record.views {
        view.is_stale = true;
        view.revealed = None;
        view.cursor = Cursor::default();
        view.scroll = 0;
    }
}

fn move_in_sheet(pane: &mut PaneState, to: Move, (lang, lines): (Lang, usize)) {
    let Some((_, view)) = pane.page_mut().and_then(PageState::view_mut) else {
        return;
    };
    let rows = view.rows().len();
    if rows == 0 {
        let length = match &view.data {
            Some(PaneData::Detail(detail)) => Detail::lines_at_80(lang, detail),
            Some(PaneData::Pair(pair)) => pair.rows.len().saturating_add(pair.notes.len()),
            Some(PaneData::Table(_)) | None => 0,
        };
        scroll(&mut view.scroll, to, length, lines);
        return;
    }
    let index = moved(view.cursor.index, to, rows);
    set_cursor(view, index);
}

fn moved(index: usize, to: Move, count: usize) -> usize {
    let last = count.saturating_sub(1);
    match to {
        Move::By(by) => index.saturating_add_signed(by).min(last),
        Move::PageUp | Move::First => 0,
        Move::PageDown | Move::Last => last,
    }
}

fn scroll(at: &mut usize, to: Move, length: usize, lines: usize) {
    let most = length.saturating_sub(lines);
    *at = match to {
        Move::By(by) => at.saturating_add_signed(by),
        Move::PageUp => at.saturating_sub(lines),
        Move::PageDown => at.saturating_add(lines),
        Move::First => 0,
        Move::Last => most,
    }
    .min(most);
}

/// Moves in a list; at the edge of what is loaded, what is to be loaded instead is noted.
pub(super) fn move_cursor(view: &mut ViewState, to: Move) {
    let Some(PaneData::Table(table)) = &view.data else {
        return;
    };
    let Some(last) = table.rows.len().checked_sub(1) else {
        return;
    };
    let index = view.cursor.index;
    let turn = match to {
        Move::By(by) if by > 0 && index >= last => turn_at_end(table, last, last / 2),
        Move::By(by) if by < 0 && index == 0 => turn_at_start(table, last.saturating_add(1) / 2),
        Move::PageDown => turn_at_end(table, last, last),
        Move::PageUp => turn_at_start(table, 0),
        Move::First if table.has_before => Some((PageAt::Top, Want::First)),
        Move::Last if table.has_after => Some((PageAt::Bottom, Want::Last)),
        Move::By(_) | Move::First | Move::Last => None,
    };
    if let Some((page, want)) = turn {
        view.page = page;
        view.want = Some(want);
        view.revealed = None;
        loads::ask_again(view);
    } else {
        let index = moved(index, to, last.saturating_add(1));
        set_cursor(view, index);
    }
}

/// The page from this row on, the cursor behind the last one.
fn turn_at_end(table: &TableData, last: usize, from: usize) -> Option<(PageAt, Want)> {
    let (from, last) = table.rows.get(from).zip(table.rows.get(last))?;
    table.has_after.then(|| {
        (
            PageAt::From(from.key.clone()),
            Want::From(last.key.clone(), 1),
        )
    })
}

/// The page up to this row, the cursor before the first one.
fn turn_at_start(table: &TableData, up_to: usize) -> Option<(PageAt, Want)> {
    let (up_to, first) = table.rows.get(up_to).zip(table.rows.first())?;
    table.has_before.then(|| {
        (
            PageAt::UpTo(up_to.key.clone()),
            Want::From(first.key.clone(), -1),
        )
    })
}

/// The cursor stands on this row; what was in clear belongs to the one before.
pub(super) fn set_cursor(view: &mut ViewState, index: usize) {
    let key = view
        .rows()
        .get(index)
        .map_or_else(String::new, |row| row.key.clone());
    if view.cursor.key != key && view.is_list() {
        view.revealed = None;
    }
    view.cursor = Cursor { key, index };
}
