//! What has to be fetched for what is shown, and where the cursor goes when it comes.

use crate::tui::desk_data::{Asked, PageAt, PaneData};
use crate::tui::model::msg::Effect;
use crate::tui::model::page::{Loading, PageState, Side, ViewState, Want};
use crate::tui::model::{Model, PaneState, Stage, Ticket};
use crate::tui::pane::{Layout, ViewSpec};
use crate::tui::update::{lists, marks, numbers};

/// Lines 5 to 20 at 80x24: the room for records and sheets.
pub(super) fn body_lines(model: &Model) -> usize {
    usize::from(model.height).saturating_sub(8).max(1)
}

/// Whether keys wait for what this page loads.
pub(super) fn blocks(page: &PageState) -> bool {
    page.view().is_some_and(|(spec, view)| {
        let waits_for_side = spec.layout == Layout::Side && view.side_loading.is_some();
        waits_for_side || view.loading.is_some_and(|loading| loading.blocks)
    })
}

/// The page under the cursor is to be loaded, and keys wait for it.
pub(super) fn ask_again(view: &mut ViewState) {
    view.is_stale = true;
    view.loading = None;
}

/// All that was loaded is out of date.
pub(super) fn forget_all(model: &mut Model) {
    let Some(desk) = model.desk_mut() else {
        return;
    };
    let pages = desk.panes.iter_mut().flat_map(|pane| &mut pane.pages);
    for view in pages.flat_map(|page| &mut page.views) {
        view.is_stale = true;
        if let Some(side) = &mut view.side {
            side.of.clear();
        }
    }
}

/// Others have written, or we have: what is shown comes anew, the rest when it is shown.
pub(super) fn everything_anew(model: &mut Model, out: &mut Vec<Effect>) {
    forget_all(model);
    if model.desk().is_some() {
        let ticket = model.next_ticket();
        out.push(Effect::Count(ticket));
    }
}

/// Asks for whatever the open page lacks.
pub(super) fn show(model: &mut Model, out: &mut Vec<Effect>) {
    let (lang, now, height, is_wide) = (model.lang, model.now, model.height, model.is_wide());
    let mut tickets = model.tickets;
    let mut next = || {
        tickets = tickets.saturating_add(1);
        Ticket(tickets)
    };
    let Stage::Desk(desk) = &mut model.stage else {
        return;
    };
    let Some(pane) = desk.panes.get_mut(desk.at) else {
        return;
    };
    let top = pane.pages.len().saturating_sub(1);
    for (index, page) in pane.pages.iter_mut().enumerate() {
        let about = page.about.clone();
        let Some((spec, view)) = page.view_mut() else {
            continue;
        };
        // A page beneath is fetched only when a record opened from it moves on.
        let is_asked = index == top || view.want.is_some();
        if is_asked && (view.data.is_none() || view.is_stale) {
            let blocks = view.data.is_none() || view.want.is_some() || spec.layout == Layout::Sheet;
            if view.is_stale || view.loading.is_none() {
                view.is_stale = false;
                let ticket = next();
                view.loading = Some(Loading { ticket, blocks });
                let asked = Asked {
                    lang,
                    now: Some(now),
                    page: view.page.clone(),
                    limit: usize::from(spec.layout.rows(height)),
                    search: view.search.clone(),
                    filters: view.filters.clone(),
                    about,
                };
                out.push(Effect::Load(ticket, spec.load, Box::new(asked)));
                continue;
            }
        }
        if index == top && view.loading.is_none() && (is_wide || spec.layout != Layout::List) {
            let asked = Asked {
                lang,
                now: Some(now),
                ..Asked::default()
            };
            show_side(spec, view, asked, &mut next, out);
        }
    }
    model.tickets = tickets;
}

fn show_side(
    spec: &'static ViewSpec,
    view: &mut ViewState,
    asked: Asked,
    next: &mut impl FnMut() -> Ticket,
    out: &mut Vec<Effect>,
) {
    let Some(load) = spec.side else {
        return;
    };
    let key = view.cursor.key.clone();
    if !view.is_list() || view.rows().is_empty() {
        view.side = None;
        view.side_loading = None;
        return;
    }
    let is_here = view.side.as_ref().is_some_and(|side| side.of == key);
    let is_coming = view.side_loading.as_ref().is_some_and(|(_, of)| *of == key);
    if is_here || is_coming {
        return;
    }
    let ticket = next();
    view.side_loading = Some((ticket, key.clone()));
    let asked = Asked {
        about: key,
        filters: view.filters.clone(),
        ..asked
    };
    out.push(Effect::Load(ticket, load, Box::new(asked)));
}

/// A load's answer; stale ones find nobody who asked.
pub(super) fn loaded(model: &mut Model, ticket: Ticket, data: PaneData) {
    let height = model.height;
    let Some(desk) = model.desk_mut() else {
        return;
    };
    for pane in &mut desk.panes {
        if let Some(list) = take_load(pane, ticket, &data, height) {
            lists::follow(pane, list);
            break;
        }
    }
    numbers::arrived(model);
}

/// Puts the data where it was asked for, and says on which page that is.
fn take_load(pane: &mut PaneState, ticket: Ticket, data: &PaneData, height: u16) -> Option<usize> {
    for (index, page) in pane.pages.iter_mut().enumerate() {
        for (spec, view) in page.spec.views.iter().zip(&mut page.views) {
            if view.loading.is_some_and(|loading| loading.ticket == ticket) {
                view.loading = None;
                view.data = Some(data.clone());
                marks::see_again(view);
                settle_cursor(view, usize::from(spec.layout.rows(height)));
                return Some(index);
            }
            if let Some((_, of)) = view.side_loading.take_if(|(asked, _of)| *asked == ticket) {
                view.side = Some(Side {
                    of,
                    data: data.clone(),
                });
                return Some(index);
            }
        }
    }
    None
}

/// Where the cursor stands among the rows that came.
fn settle_cursor(view: &mut ViewState, limit: usize) {
    let want = view.want.take();
    let place = |key: &str| view.rows().iter().position(|row| row.key == key);
    let last = view.rows().len().saturating_sub(1);
    let old = view.cursor.index.min(last);
    let want = want.or_else(|| match (&view.data, view.cursor.key.is_empty()) {
        (Some(PaneData::Table(table)), true) => table.begin.clone().map(|key| Want::Record {
            key,
            is_last_try: false,
        }),
        _ => None,
    });
    let index = match want {
        None => place(&view.cursor.key).unwrap_or(old),
        Some(Want::From(key, by)) => {
            place(&key).map_or(old, |at| at.saturating_add_signed(by).min(last))
        }
        Some(Want::First) => 0,
        Some(Want::Last) => last,
        Some(Want::Record { key, is_last_try }) => match place(&key) {
            Some(at) => at,
            None if is_last_try => old,
            None => {
                view.page = PageAt::From(key.clone());
                view.want = Some(Want::Record {
                    key,
                    is_last_try: true,
                });
                ask_again(view);
                return;
            }
        },
    };
    let clear = view.revealed.take();
    lists::set_cursor(view, index);
    view.revealed = clear.filter(|clear| clear.of == view.cursor.key || !view.is_list());
    fill_page(view, limit);
}

/// A page cut short by the end or the beginning of the list is filled up from the other side.
fn fill_page(view: &mut ViewState, limit: usize) {
    let Some(PaneData::Table(table)) = &view.data else {
        return;
    };
    if table.rows.len() >= limit {
        return;
    }
    let page = match &view.page {
        PageAt::From(_) if table.has_before && !table.has_after => table
            .rows
            .last()
            .map_or(PageAt::Bottom, |row| PageAt::UpTo(row.key.clone())),
        PageAt::UpTo(_) if table.has_after && !table.has_before => PageAt::Top,
        _ => return,
    };
    view.page = page;
    view.want = Some(Want::From(view.cursor.key.clone(), 0));
    ask_again(view);
}

/// Whether it was a load that failed; nothing more is waited for.
pub(super) fn failed(model: &mut Model, ticket: Ticket) -> bool {
    let Some(desk) = model.desk_mut() else {
        return false;
    };
    let pages = desk.panes.iter_mut().flat_map(|pane| &mut pane.pages);
    for view in pages.flat_map(|page| &mut page.views) {
        if let Some(loading) = &mut view.loading
            && loading.ticket == ticket
        {
            // Kept as asked, so that it is not asked for again without end.
            loading.blocks = false;
            view.want = None;
            return true;
        }
        if let Some((asked, of)) = view.side_loading.take_if(|(asked, _)| *asked == ticket) {
            debug_assert_eq!(asked, ticket);
            view.side = Some(Side {
                of,
                data: PaneData::Detail(Box::default()),
            });
            return true;
        }
    }
    false
}
