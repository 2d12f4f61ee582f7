//! Keys in a form.

use crate::domain::normal::{is_bopomofo, nfkc};
use crate::locale::Text;
use crate::tui::action::Action;
use crate::tui::desk_data::Tone;
use crate::tui::form::editor::Editor;
use crate::tui::form::spec::Kind;
use crate::tui::form::state::FormState;
use crate::tui::keys::Key;
use crate::tui::model::Model;
use crate::tui::model::msg::Effect;
use crate::tui::model::overlay::{AfterLeaving, Overlay};
use crate::tui::update::{deeds, pages};
use crate::tui::widget::form::GRID_COLUMNS;

/// Options passed at once by a page key.
const PAGE: isize = 8;

pub(super) fn press(model: &mut Model, key: Key, action: Option<Action>, out: &mut Vec<Effect>) {
    if let Key::Char(letter) = key {
        let mut buffer = [0_u8; 4];
        type_text(model, letter.encode_utf8(&mut buffer), out);
        return;
    }
    match action {
        Some(action) => act(model, action, out),
        None => pages::not_here(model),
    }
}

/// An action in the form, from its key or from the list of functions.
pub(super) fn act(model: &mut Model, action: Action, out: &mut Vec<Effect>) {
    match action {
        Action::Write => deeds::write(model, out),
        Action::NextMissing => enter(model, out),
        Action::Back => back(model),
        Action::Ditto => ditto(model),
        Action::MoreFields => {
            if let Some(form) = form(model) {
                form.show_more();
            }
        }
        Action::Choices => {
            if !form(model).is_some_and(show_choices) {
                pages::not_here(model);
            }
        }
        _ => {
            let is_taken = form(model).is_some_and(|form| edit(form, action));
            if !is_taken && !pages::act_everywhere(model, action, out) {
                pages::not_here(model);
            }
        }
    }
}

fn form(model: &mut Model) -> Option<&mut FormState> {
    match model.pane_mut()?.overlays.last_mut()? {
        Overlay::Form(form) => Some(form),
        _ => None,
    }
}

fn type_text(model: &mut Model, text: &str, out: &mut Vec<Effect>) {
    let Some(form) = form(model) else {
        return;
    };
    let is_code = form.field().is_some_and(|(field, _)| field.kind.is_code());
    if is_code && text.chars().all(is_bopomofo) {
        let sentence = model.lang.text(Text::SwitchToLetters);
        model.say(sentence, Tone::Bad);
        model.bells = model.bells.saturating_add(1);
        return;
    }
    if !insert(form, text) {
        return;
    }
    // It passes on by itself, but writes nothing.
    let may_pass = form
        .field()
        .is_some_and(|(field, _)| field.enter_writes.is_none());
    if may_pass && form.is_full() {
        enter(model, out);
    }
}

/// Text into the field with the cursor; `false`: it takes none.
fn insert(form: &mut FormState, text: &str) -> bool {
    let Some((field, state)) = form.field_mut() else {
        return false;
    };
    if matches!(field.kind, Kind::Choice | Kind::Grid) {
        return false;
    }
    if field.kind.has_list() && !state.is_touched {
        state.editor.clear();
    }
    if field.kind.is_code() {
        state.editor.insert(&nfkc(text));
    } else {
        state.editor.insert(text);
    }
    form.touched();
    true
}

pub(super) fn paste(form: &mut FormState, text: &str) -> bool {
    insert(form, text)
}

/// Takes the field and goes to the next that is missing; writes only where the field's line says so.
fn enter(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(form) = form(model) else {
        return;
    };
    match form.enter() {
        Ok(true) => deeds::write(model, out),
        Ok(false) => {}
        Err(fault) => deeds::blame(model, Some(fault.field), &fault.sentence),
    }
}

/// Esc: closes, after asking when something typed would be lost.
fn back(model: &mut Model) {
    if form(model).is_some_and(|form| form.is_changed) {
        pages::ask_to_leave(model, AfterLeaving::Close);
    } else if let Some(pane) = model.pane_mut() {
        pane.overlays.pop();
    }
}

/// The value of the row before.
fn ditto(model: &mut Model) {
    let note = model.lang.text(Text::CarriedOver);
    let Some(form) = form(model) else {
        return;
    };
    let name = form.field().map(|(field, _)| field.name);
    let value = form
        .prepared
        .ditto
        .iter()
        .find(|(known, _)| Some(*known) == name)
        .cloned();
    match value {
        Some((name, value)) if !value.is_empty() => {
            form.put(name, &value, note, true);
            form.is_changed = true;
            form.go_to(form.at);
        }
        _ => pages::not_here(model),
    }
}

/// The whole list of the field with the cursor; `false`: it has none.
fn show_choices(form: &mut FormState) -> bool {
    let has_list = form.field().is_some_and(|(field, _)| field.kind.has_list());
    if has_list {
        form.go_to(form.at);
    }
    has_list
}

/// Moving and editing; `false`: no such action.
fn edit(form: &mut FormState, action: Action) -> bool {
    match action {
        Action::NextField => form.step(true),
        Action::PreviousField => form.step(false),
        Action::FieldUp => up_or_down(form, -1),
        Action::FieldDown => up_or_down(form, 1),
        Action::PageUp => page(form, -1),
        Action::PageDown => page(form, 1),
        Action::ChooseLeft => left_or_right(form, -1),
        Action::ChooseRight => left_or_right(form, 1),
        Action::Erase | Action::EraseAhead | Action::ClearField => erase(form, action),
        Action::FieldStart => with_editor(form, Editor::start),
        Action::FieldEnd => with_editor(form, Editor::end),
        _ => return false,
    }
    true
}

fn kind(form: &FormState) -> Option<Kind> {
    form.field().map(|(field, _)| field.kind)
}

/// Field by field, but inside an open list or grid among its options.
fn up_or_down(form: &mut FormState, by: isize) {
    let at = form.field().map_or(0, |(_, state)| state.at);
    let last = form.offered().len().saturating_sub(1);
    match kind(form) {
        Some(kind) if kind.has_list() && !form.offered().is_empty() => form.move_option(by),
        Some(Kind::Grid) if by < 0 && at > 0 => form.move_option(by),
        Some(Kind::Grid) if by > 0 && at < last => form.move_option(by),
        _ => form.step(by > 0),
    }
}

fn page(form: &mut FormState, by: isize) {
    if kind(form).is_some_and(Kind::has_list) {
        form.move_option(by.saturating_mul(PAGE));
    } else {
        form.step(by > 0);
    }
}

fn left_or_right(form: &mut FormState, by: isize) {
    match kind(form) {
        Some(Kind::Choice) => form.move_option(by),
        Some(Kind::Grid) => {
            let lines = form.offered().len().div_ceil(GRID_COLUMNS);
            let by = by.saturating_mul(isize::try_from(lines).unwrap_or(1));
            form.move_option(by);
        }
        _ => with_editor(form, |editor| {
            if by < 0 {
                editor.left();
            } else {
                editor.right();
            }
        }),
    }
}

fn with_editor(form: &mut FormState, act: impl FnOnce(&mut Editor)) {
    if let Some((_, state)) = form.field_mut() {
        act(&mut state.editor);
    }
}

fn erase(form: &mut FormState, action: Action) {
    let Some((field, state)) = form.field_mut() else {
        return;
    };
    if matches!(field.kind, Kind::Choice | Kind::Grid) {
        return;
    }
    let before = state.editor.text();
    match action {
        Action::Erase => state.editor.erase(),
        Action::EraseAhead => state.editor.erase_ahead(),
        _ => state.editor.clear(),
    }
    if before != state.editor.text() {
        form.touched();
    }
}
