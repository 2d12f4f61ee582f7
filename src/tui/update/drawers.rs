//! Keys in the small drawers: search, all keys, the question before leaving, a job's progress.

use crate::tui::action::Action;
use crate::tui::desk_data::PageAt;
use crate::tui::form::editor::Editor;
use crate::tui::form::read;
use crate::tui::keys::Key;
use crate::tui::model::Model;
use crate::tui::model::msg::Effect;
use crate::tui::model::overlay::{AfterLeaving, Leave, Leaving, Overlay, Sought};
use crate::tui::model::page::PageState;
use crate::tui::update::drafts;
use crate::tui::update::pages;
use crate::tui::update::{filters, numbers};

pub(super) fn close(model: &mut Model) -> Option<Overlay> {
    model.pane_mut()?.overlays.pop()
}

/// What stays the same in each drawer: Esc closes, the rest is everywhere's.
pub(super) fn elsewhere(model: &mut Model, action: Option<Action>, out: &mut Vec<Effect>) {
    match action {
        Some(Action::Back) => {
            close(model);
        }
        Some(action) if pages::act_everywhere(model, action, out) => {}
        _ => pages::not_here(model),
    }
}

/// Editing a drawer's one field; `false`: not an edit.
pub(super) fn edit(editor: &mut Editor, key: Key, action: Option<Action>) -> bool {
    if let Key::Char(letter) = key {
        let mut buffer = [0_u8; 4];
        editor.insert(letter.encode_utf8(&mut buffer));
        return true;
    }
    match action {
        Some(Action::Erase) => editor.erase(),
        Some(Action::EraseAhead) => editor.erase_ahead(),
        Some(Action::ClearField) => editor.clear(),
        Some(Action::ChooseLeft) => editor.left(),
        Some(Action::ChooseRight) => editor.right(),
        _ => return false,
    }
    true
}

pub(super) fn press_search(
    model: &mut Model,
    key: Key,
    action: Option<Action>,
    out: &mut Vec<Effect>,
) {
    let Some(Overlay::Search(sought, editor)) =
        model.pane_mut().and_then(|pane| pane.overlays.last_mut())
    else {
        return;
    };
    let sought = *sought;
    if edit(editor, key, action) {
        return;
    }
    match action {
        Some(Action::First) => editor.start(),
        Some(Action::Last) => editor.end(),
        Some(Action::Take) => {
            let typed = read::free_text(&editor.text());
            close(model);
            match sought {
                Sought::Words => ask(model, |view| view.search = typed),
                Sought::Number => numbers::jump(model, &typed),
                Sought::FilterName => filters::save(model, &typed, out),
            }
        }
        _ => elsewhere(model, action, out),
    }
}

/// The view is asked for anew, from its beginning.
pub(super) fn ask(model: &mut Model, change: impl FnOnce(&mut crate::tui::model::page::ViewState)) {
    if let Some((_, view)) = model.page_mut().and_then(PageState::view_mut) {
        change(view);
        view.page = PageAt::Top;
        view.want = Some(crate::tui::model::page::Want::First);
        view.revealed = None;
        view.is_stale = true;
    }
}

pub(super) fn press_keys(model: &mut Model, action: Option<Action>, out: &mut Vec<Effect>) {
    match action {
        Some(Action::Take | Action::Functions) => {
            close(model);
        }
        _ => elsewhere(model, action, out),
    }
}

pub(super) fn press_leaving(model: &mut Model, action: Option<Action>, out: &mut Vec<Effect>) {
    let Some(Overlay::LeaveForm(leaving)) =
        model.pane_mut().and_then(|pane| pane.overlays.last_mut())
    else {
        return;
    };
    match action {
        Some(Action::Up) => leaving.at = leaving.at.saturating_sub(1),
        Some(Action::Down) => {
            let last = leaving.answers().len().saturating_sub(1);
            leaving.at = leaving.at.saturating_add(1).min(last);
        }
        Some(Action::Take) => {
            let answer = *leaving;
            close(model);
            answered(model, answer, out);
        }
        Some(Action::Back) => {
            close(model);
        }
        _ => pages::not_here(model),
    }
}

fn answered(model: &mut Model, leaving: Leaving, out: &mut Vec<Effect>) {
    if leaving.answer() == Leave::Stay {
        return;
    }
    if leaving.answer() == Leave::Keep {
        drafts::keep_all(model, out);
    }
    if let Some(pane) = model.pane_mut() {
        if leaving.answer() == Leave::Discard
            && let Some(form) = pane.form()
        {
            drafts::discard(form, out);
        }
        let form = pane
            .overlays
            .iter()
            .rposition(|overlay| matches!(overlay, Overlay::Form(_)));
        if let Some(form) = form {
            pane.overlays.truncate(form);
        }
    }
    if leaving.then != AfterLeaving::Close {
        pages::leave(model, leaving.then, out);
    }
}

pub(super) fn press_job(model: &mut Model, action: Option<Action>, out: &mut Vec<Effect>) {
    match action {
        Some(Action::Back) => {
            let job = model.desk_mut().and_then(|desk| desk.job.as_mut());
            if let Some(job) = job.filter(|job| !job.is_breaking) {
                job.is_breaking = true;
                out.push(Effect::Break(job.ticket));
            }
        }
        Some(action) if pages::act_everywhere(model, action, out) => {}
        _ => pages::not_here(model),
    }
}
