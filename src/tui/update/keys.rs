//! From the keyboard to what is open: what is not listened to, what waits, and whose key it is.

use crate::locale::Text;
use crate::tui::action::Action;
use crate::tui::keys::{Input, Key};
use crate::tui::model::lock::LockedBy;
use crate::tui::model::msg::Effect;
use crate::tui::model::overlay::Overlay;
use crate::tui::model::{Message, Model, Stage};
use crate::tui::update::{drafts, drawers, filters, form, functions, lock, login, numbers, pages};

/// An Enter so soon after a character of an input method is the input method's own.
const COMMIT_MS: u64 = 50;
/// Keys of one burst follow each other within this time.
const BURST_MS: u64 = 50;
/// More keys than this do not wait for an answer.
const MOST_WAITING: usize = 65_536;

/// A key or paste has come.
pub(super) fn hear(model: &mut Model, input: Input, out: &mut Vec<Effect>) {
    if is_the_lock(model, &input) {
        lock::lock(model, LockedBy::Key, out);
        return;
    }
    if model.hearing.is_deaf {
        return;
    }
    if is_waiting(model) {
        if model.hearing.waiting.len() < MOST_WAITING {
            model.hearing.waiting.push_back(input);
        }
        return;
    }
    take(model, input, out);
}

/// What waited is taken as if it came now, until an answer is awaited again.
pub(super) fn take_waiting(model: &mut Model, out: &mut Vec<Effect>) {
    while !is_waiting(model) && !model.hearing.is_deaf {
        let Some(input) = model.hearing.waiting.pop_front() else {
            return;
        };
        take(model, input, out);
        super::loads::show(model, out);
    }
}

/// The key that locks is heard whatever is open or awaited.
fn is_the_lock(model: &Model, input: &Input) -> bool {
    let Input::Key { key, .. } = input else {
        return false;
    };
    matches!(model.stage, Stage::Desk(_))
        && model.keymap.meaning(&model.contexts(), *key) == Some(Action::Lock)
}

/// Whether keys wait: for a form, the answer to what was handed in, or the rows that they are about.
fn is_waiting(model: &Model) -> bool {
    let desk = match &model.stage {
        Stage::Desk(desk) => desk,
        Stage::Login(login) => return login.asked.is_some(),
        Stage::Locked(locked) => return locked.asked.is_some(),
    };
    if desk.waiting.is_some() {
        return true;
    }
    let Some(pane) = desk.pane() else {
        return false;
    };
    match pane.overlay() {
        Some(Overlay::Form(form)) => form.handed.is_some(),
        Some(Overlay::Sheet(_)) | None => pane.pages.iter().any(super::loads::blocks),
        Some(_) => false,
    }
}

fn take(model: &mut Model, input: Input, out: &mut Vec<Effect>) {
    match input {
        Input::Paste(text) => paste(model, &text, out),
        Input::Key {
            key,
            at_ms,
            ends_read,
        } => {
            let is_early = model.hearing.deaf_till_ms.is_some_and(|till| at_ms <= till);
            if is_early || is_commit(model, key, at_ms, ends_read) {
                return;
            }
            if is_burst(model, key, at_ms, ends_read) {
                return;
            }
            press(model, key, out);
        }
    }
}

/// Whether this is the Enter with which an input method hands over its text.
fn is_commit(model: &mut Model, key: Key, at_ms: u64, ends_read: bool) -> bool {
    let wide_char_ms = model.hearing.wide_char_ms.take();
    if let Key::Char(letter) = key
        && !letter.is_ascii()
    {
        model.hearing.wide_char_ms = Some(at_ms);
    }
    key == Key::Enter
        && ends_read
        && wide_char_ms.is_some_and(|then| at_ms.saturating_sub(then) <= COMMIT_MS)
}

/// Whether this is part of a burst of text where there is no field: a paste that the terminal did not mark.
fn is_burst(model: &mut Model, key: Key, at_ms: u64, ends_read: bool) -> bool {
    let last = model.hearing.burst_ms.take();
    let goes_on = last.is_some_and(|last| at_ms.saturating_sub(last) <= BURST_MS);
    let begins = matches!(key, Key::Char(_))
        && !ends_read
        && !takes_text(model)
        && !only_moves(model, key)
        && !numbers::begins(model, key);
    if !goes_on && !begins {
        return false;
    }
    model.hearing.burst_ms = Some(at_ms);
    if !goes_on {
        let sentence = model.lang.text(Text::BurstRefused);
        model.say(sentence, crate::tui::desk_data::Tone::Bad);
        model.bells = model.bells.saturating_add(1);
    }
    true
}

/// A letter that a keymap made a cursor key: held down, several come at once.
fn only_moves(model: &Model, key: Key) -> bool {
    let meaning = model.keymap.meaning(&model.contexts(), key);
    matches!(
        meaning,
        Some(Action::Up | Action::Down | Action::PageUp | Action::PageDown)
    )
}

fn takes_text(model: &Model) -> bool {
    match &model.stage {
        Stage::Login(login) => !login.is_picking(),
        Stage::Locked(_) => true,
        Stage::Desk(_) => matches!(
            model.overlay(),
            Some(Overlay::Form(_) | Overlay::Search(..) | Overlay::Functions(_))
        ),
    }
}

fn paste(model: &mut Model, text: &str, out: &mut Vec<Effect>) {
    model.message = Message::default();
    let is_taken = match &mut model.stage {
        Stage::Login(login) => login::paste(login, text),
        Stage::Locked(locked) => {
            locked.editor.insert(text);
            true
        }
        Stage::Desk(desk) => match desk.pane_mut().and_then(|pane| pane.overlays.last_mut()) {
            Some(Overlay::Form(form)) => form::paste(form, text),
            Some(Overlay::Search(_, editor)) => {
                editor.insert(text);
                true
            }
            Some(Overlay::Functions(functions)) => {
                functions.typed.insert(text);
                functions.at = 0;
                true
            }
            _ => false,
        },
    };
    drafts::note(model, out);
    if !is_taken {
        let sentence = model.lang.text(Text::PasteRefused);
        model.say(sentence, crate::tui::desk_data::Tone::Bad);
        model.bells = model.bells.saturating_add(1);
    }
}

/// One key, to whatever is open.
fn press(model: &mut Model, key: Key, out: &mut Vec<Effect>) {
    let action = model.keymap.meaning(&model.contexts(), key);
    if let Stage::Locked(_) = model.stage {
        lock::press(model, key, action, out);
        return;
    }
    model.message = Message::default();
    if let Stage::Login(_) = model.stage {
        login::press(model, key, action, out);
        return;
    }
    model.hearing.is_idle_key = false;
    press_at_desk(model, key, action, out);
    drafts::note(model, out);
    let now = model.now;
    if let Stage::Desk(desk) = &mut model.stage
        && !model.hearing.is_idle_key
    {
        desk.last_use = now;
    }
}

fn press_at_desk(model: &mut Model, key: Key, action: Option<Action>, out: &mut Vec<Effect>) {
    match model.overlay() {
        Some(Overlay::Form(_)) => form::press(model, key, action, out),
        Some(Overlay::Search(..)) => drawers::press_search(model, key, action, out),
        Some(Overlay::Filter(_)) => filters::press(model, action, out),
        Some(Overlay::Functions(_)) => functions::press(model, key, action, out),
        Some(Overlay::Keys) => drawers::press_keys(model, action, out),
        Some(Overlay::LeaveForm(_)) => drawers::press_leaving(model, action, out),
        Some(Overlay::Job(_)) => drawers::press_job(model, action, out),
        Some(Overlay::Sheet(_)) | None if action.is_none() && numbers::begins(model, key) => {
            numbers::begin(model, key);
        }
        Some(Overlay::Sheet(_)) | None => pages::press(model, action, out),
    }
}
