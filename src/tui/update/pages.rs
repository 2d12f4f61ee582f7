//! Keys on a page, or on a sheet in place of it; panes and pages open and close.

use crate::domain::people::Roles;
use crate::locale::Text;
use crate::tui::action::Action;
use crate::tui::desk_data::PageAt;
use crate::tui::form::editor::Editor;
use crate::tui::model::lock::LockedBy;
use crate::tui::model::login::Login;
use crate::tui::model::msg::Effect;
use crate::tui::model::overlay::{AfterLeaving, Leaving, Overlay, Sought};
use crate::tui::model::page::PageState;
use crate::tui::model::{Model, PaneState, Stage};
use crate::tui::pane::{PANES, Target};
use crate::tui::update::{deeds, filters, functions, lists, lock};

/// The panes that somebody with these roles sees, each on its first page.
pub(super) fn panes_of(roles: Roles) -> Vec<PaneState> {
    PANES
        .iter()
        .filter(|spec| roles.any_of(spec.roles))
        .map(|spec| PaneState {
            spec,
            pages: vec![PageState::new(spec.page, String::new(), 0)],
            overlays: Vec::new(),
        })
        .collect()
}

pub(super) fn press(model: &mut Model, action: Option<Action>, out: &mut Vec<Effect>) {
    let Some(action) = action else {
        not_here(model);
        return;
    };
    act(model, action, out);
}

/// An action on the page, from its key or from the list of functions.
pub(super) fn act(model: &mut Model, action: Action, out: &mut Vec<Effect>) {
    if (action == Action::Reveal && mask(model)) || (action == Action::Open && close_sheet(model)) {
        return;
    }
    // A sheet is left as it says: what it is about stands under the cursor of the list.
    if action == Action::Open && close_sheet(model) {
        return;
    }
    if let Some(offer) = model
        .offers()
        .into_iter()
        .find(|offer| offer.action == action)
    {
        deeds::take_offer(model, &offer, out);
        return;
    }
    if act_everywhere(model, action, out) || lists::act(model, action) {
        return;
    }
    match action {
        Action::Back => back(model),
        Action::NextView => turn_view(model, true),
        Action::PreviousView => turn_view(model, false),
        Action::Search if search(model) => {}
        Action::Filter if filters::open(model) => {}
        _ => not_here(model),
    }
}

/// What means the same everywhere; `false`: not one of these.
pub(super) fn act_everywhere(model: &mut Model, action: Action, out: &mut Vec<Effect>) -> bool {
    match action {
        Action::Functions => functions::open(model),
        Action::Lock => lock::lock(model, LockedBy::Key, out),
        Action::Redraw => model.redraws = model.redraws.saturating_add(1),
        Action::Leave => leave(model, AfterLeaving::Leave, out),
        Action::SwitchPerson => leave(model, AfterLeaving::Switch, out),
        _ => return go_to_pane(model, action),
    }
    true
}

fn go_to_pane(model: &mut Model, action: Action) -> bool {
    let Some(desk) = model.desk_mut() else {
        return false;
    };
    let Some(to) = desk
        .panes
        .iter()
        .position(|pane| pane.spec.action == action)
    else {
        // A pane that others see.
        return false;
    };
    let is_here = desk.at == to;
    if let Some(pane) = desk.pane_mut() {
        leave_pane(pane);
        let is_free = pane
            .overlays
            .iter()
            .all(|over| matches!(over, Overlay::Sheet(_)));
        if is_here && is_free {
            pane.overlays.clear();
            pane.pages.truncate(1);
        }
    }
    desk.at = to;
    true
}

/// What is in clear is masked, and drawers that hold nothing typed close.
pub(super) fn leave_pane(pane: &mut PaneState) {
    for view in pane.pages.iter_mut().flat_map(|page| &mut page.views) {
        view.revealed = None;
    }
    pane.overlays.retain(|overlay| match overlay {
        Overlay::Form(_) | Overlay::Job(_) => true,
        Overlay::Sheet(sheet) => sheet.until.is_none(),
        Overlay::Filter(_)
        | Overlay::Search(..)
        | Overlay::Functions(_)
        | Overlay::Keys
        | Overlay::LeaveForm(_) => false,
    });
}

pub(super) fn not_here(model: &mut Model) {
    let sentence = model.lang.text(Text::NotHere);
    model.say(sentence, crate::tui::desk_data::Tone::Dim);
    model.hearing.is_idle_key = true;
}

/// Masks what is in clear; `false`: nothing was.
fn mask(model: &mut Model) -> bool {
    let Some(pane) = model.pane_mut() else {
        return false;
    };
    if let Some(Overlay::Sheet(sheet)) = pane.overlays.last()
        && sheet.until.is_some()
    {
        pane.overlays.pop();
        return true;
    }
    pane.page_mut()
        .and_then(PageState::view_mut)
        .is_some_and(|(_, view)| view.revealed.take().is_some())
}

fn close_sheet(model: &mut Model) -> bool {
    let Some(pane) = model.pane_mut() else {
        return false;
    };
    let is_sheet = matches!(pane.overlays.last(), Some(Overlay::Sheet(_)));
    if is_sheet {
        pane.overlays.pop();
    }
    is_sheet
}

/// Esc: the sheet closes, then the search, then the page.
fn back(model: &mut Model) {
    if close_sheet(model) {
        return;
    }
    let Some(pane) = model.pane_mut() else {
        return;
    };
    if let Some((_, view)) = pane.page_mut().and_then(PageState::view_mut) {
        view.revealed = None;
        if !view.search.is_empty() {
            view.search.clear();
            view.page = PageAt::Top;
            view.is_stale = true;
            return;
        }
        if !view.marks.is_empty() {
            view.marks.clear();
            return;
        }
    }
    if pane.pages.len() > 1 {
        pane.pages.pop();
    }
}

fn turn_view(model: &mut Model, is_forward: bool) {
    let Some(page) = model.page_mut() else {
        return;
    };
    let count = page.spec.views.len();
    if count < 2 {
        not_here(model);
        return;
    }
    if let Some((_, view)) = page.view_mut() {
        view.revealed = None;
    }
    let step = if is_forward {
        1
    } else {
        count.saturating_sub(1)
    };
    page.at = page.at.saturating_add(step) % count;
}

fn search(model: &mut Model) -> bool {
    let Some(page) = model.page() else {
        return false;
    };
    let Some((spec, view)) = page.view() else {
        return false;
    };
    if spec.search.is_none() {
        return false;
    }
    let editor = Editor::selected(&view.search);
    open(model, Overlay::Search(Sought::Words, editor));
    true
}

pub(super) fn open(model: &mut Model, overlay: Overlay) {
    if let Some(pane) = model.pane_mut() {
        pane.overlays.push(overlay);
    }
}

/// Leaves the desk, or hands it to another person; asks first when something typed would be lost.
pub(super) fn leave(model: &mut Model, then: AfterLeaving, out: &mut Vec<Effect>) {
    let typed_in = model.desk().and_then(|desk| {
        desk.panes
            .iter()
            .position(|pane| pane.form().is_some_and(|form| form.is_changed))
    });
    if let Some(at) = typed_in {
        if let Some(desk) = model.desk_mut() {
            desk.at = at;
        }
        ask_to_leave(model, then);
        return;
    }
    leave_now(model, then, out);
}

/// The question before something typed is left unwritten.
pub(super) fn ask_to_leave(model: &mut Model, then: AfterLeaving) {
    let form = model.pane().and_then(PaneState::form);
    let is_kept = form.is_some_and(|form| !form.keeping.place.is_empty());
    let leaving = Leaving {
        at: 0,
        is_kept,
        then,
    };
    open(model, Overlay::LeaveForm(leaving));
    model.go_deaf();
}

pub(super) fn leave_now(model: &mut Model, then: AfterLeaving, out: &mut Vec<Effect>) {
    out.push(Effect::LogOut);
    if then == AfterLeaving::Switch {
        let login = if model.people.is_empty() {
            Login::typed("")
        } else {
            Login::picked(model.people.clone())
        };
        model.stage = Stage::Login(Box::new(login));
        model.hearing.waiting.clear();
    } else {
        model.is_over = true;
        out.push(Effect::Leave);
    }
}

/// A page over this one, or in its place.
pub(super) fn go(pane: &mut PaneState, target: Target, is_instead: bool) {
    let opened = PageState::new(target.page, target.about, target.view);
    if is_instead {
        pane.pages.pop();
    }
    pane.pages.push(opened);
}
