//! The lock: by idleness or at once; the passphrase opens it where it was, too long a wait ends the session.

use secrecy::SecretString;

use crate::domain::moment::Moment;
use crate::domain::normal::is_bopomofo;
use crate::locale::Text;
use crate::tui::action::Action;
use crate::tui::desk_data::Tone;
use crate::tui::form::editor::Editor;
use crate::tui::keys::Key;
use crate::tui::model::lock::{Lock, LockedBy};
use crate::tui::model::login::Login;
use crate::tui::model::msg::{Answer, Effect, LogIn};
use crate::tui::model::{Message, Model, Stage};
use crate::tui::update::{drafts, loads, pages};

/// What the passing of time does to a desk.
pub(super) fn pass(model: &mut Model, now: Moment, out: &mut Vec<Effect>) {
    match &model.stage {
        Stage::Desk(desk) if desk.locks_at() <= now => lock(model, LockedBy::Idleness, out),
        _ => {}
    }
    if let Stage::Locked(locked) = &model.stage
        && locked.ends_at() <= now
    {
        log_out(model, out);
    }
}

/// Locks the desk; what is being typed is kept, what is in clear is masked.
pub(super) fn lock(model: &mut Model, by: LockedBy, out: &mut Vec<Effect>) {
    drafts::keep_all(model, out);
    let stage = std::mem::replace(&mut model.stage, Stage::Login(Box::default()));
    let Stage::Desk(mut desk) = stage else {
        model.stage = stage;
        return;
    };
    for pane in &mut desk.panes {
        pages::leave_pane(pane);
    }
    model.hearing.waiting.clear();
    model.stage = Stage::Locked(Box::new(Lock {
        desk,
        by,
        editor: Editor::default(),
        asked: None,
        message: Message::default(),
    }));
}

/// The session ends; whoever comes back logs in anew.
fn log_out(model: &mut Model, out: &mut Vec<Effect>) {
    let Stage::Locked(locked) = &model.stage else {
        return;
    };
    let login = if model.people.is_empty() {
        Login::typed(locked.desk.me.login.as_str())
    } else {
        Login::picked(model.people.clone())
    };
    model.stage = Stage::Login(Box::new(login));
    model.message = Message {
        text: model.lang.text(Text::LoggedOutIdle).to_owned(),
        tone: Tone::Plain,
    };
    out.push(Effect::LogOut);
}

/// Another person ended the session: the key was revoked or the roles changed. What is being typed is kept where it may be.
pub(super) fn end(model: &mut Model, why: String, out: &mut Vec<Effect>) {
    if matches!(model.stage, Stage::Login(_)) {
        return;
    }
    lock(model, LockedBy::Idleness, out);
    log_out(model, out);
    model.message = Message {
        text: why,
        tone: Tone::Bad,
    };
    model.bells = model.bells.saturating_add(1);
}

pub(super) fn press(model: &mut Model, key: Key, action: Option<Action>, out: &mut Vec<Effect>) {
    let Stage::Locked(locked) = &mut model.stage else {
        return;
    };
    locked.message = Message::default();
    if let Key::Char(letter) = key {
        let mut buffer = [0_u8; 4];
        locked.editor.insert(letter.encode_utf8(&mut buffer));
        if is_bopomofo(letter) {
            locked.message = Message {
                text: model.lang.text(Text::SwitchToLetters).to_owned(),
                tone: Tone::Bad,
            };
        }
        return;
    }
    match action {
        Some(Action::Erase) => locked.editor.erase(),
        Some(Action::EraseAhead) => locked.editor.erase_ahead(),
        Some(Action::ClearField) => locked.editor.clear(),
        Some(Action::ChooseLeft) => locked.editor.left(),
        Some(Action::ChooseRight) => locked.editor.right(),
        Some(Action::FieldStart) => locked.editor.start(),
        Some(Action::FieldEnd) => locked.editor.end(),
        Some(Action::NextMissing) => ask(model, out),
        Some(Action::Redraw) => model.redraws = model.redraws.saturating_add(1),
        Some(Action::Back) => leave(model, out),
        _ => {}
    }
}

/// Esc: the session ends, and with it the desk.
fn leave(model: &mut Model, out: &mut Vec<Effect>) {
    log_out(model, out);
    model.message = Message::default();
    if model.people.is_empty() {
        model.is_over = true;
        out.push(Effect::Leave);
    }
}

fn ask(model: &mut Model, out: &mut Vec<Effect>) {
    let ticket = model.next_ticket();
    let Stage::Locked(locked) = &mut model.stage else {
        return;
    };
    if locked.editor.is_empty() && !locked.desk.is_demo {
        return;
    }
    locked.asked = Some(ticket);
    let passphrase = SecretString::from(locked.editor.text());
    locked.editor.clear();
    out.push(Effect::LogIn(ticket, LogIn::Unlock(passphrase)));
}

/// The answer to the passphrase.
pub(super) fn answered(model: &mut Model, answer: Answer, out: &mut Vec<Effect>) {
    let now = model.now;
    let stage = std::mem::replace(&mut model.stage, Stage::Login(Box::default()));
    let Stage::Locked(mut locked) = stage else {
        model.stage = stage;
        return;
    };
    locked.asked = None;
    match answer {
        Answer::Unlocked => {
            locked.desk.last_use = now;
            model.stage = Stage::Desk(locked.desk);
            loads::everything_anew(model, out);
            return;
        }
        Answer::Failed(failure) => {
            locked.message = Message {
                text: failure.sentence,
                tone: Tone::Bad,
            };
            model.bells = model.bells.saturating_add(1);
            model.go_deaf();
        }
        _ => {}
    }
    model.stage = Stage::Locked(locked);
}
