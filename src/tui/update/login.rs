//! The login: name and passphrase, a first session by enrolment code, or a name picked in a demo store.

use secrecy::SecretString;

use crate::domain::normal::is_bopomofo;
use crate::domain::passphrase::passphrase_fault;
use crate::locale::Text;
use crate::tui::action::Action;
use crate::tui::desk_data::Tone;
use crate::tui::keys::Key;
use crate::tui::model::login::{Login, LoginField, LoginPart};
use crate::tui::model::msg::{Answer, Effect, LogIn, Session};
use crate::tui::model::{Badges, Desk, Model, Stage, Ticket};
use crate::tui::update::{loads, pages};

pub(super) fn press(model: &mut Model, key: Key, action: Option<Action>, out: &mut Vec<Effect>) {
    match action {
        Some(Action::Back) => {
            if !start_over(model) {
                model.is_over = true;
                out.push(Effect::Leave);
            }
            return;
        }
        Some(Action::Redraw) => {
            model.redraws = model.redraws.saturating_add(1);
            return;
        }
        _ => {}
    }
    let Stage::Login(login) = &mut model.stage else {
        return;
    };
    if login.is_picking() {
        pick(model, action, out);
        return;
    }
    if let Key::Char(letter) = key {
        let mut buffer = [0_u8; 4];
        paste(login, letter.encode_utf8(&mut buffer));
        if is_bopomofo(letter) {
            let sentence = model.lang.text(Text::SwitchToLetters);
            model.say(sentence, Tone::Bad);
        }
        return;
    }
    edit(login, action);
    if action == Some(Action::NextMissing) {
        enter(model, out);
    }
}

pub(super) fn paste(login: &mut Login, text: &str) -> bool {
    let at = login.at;
    let field = login.fields.get_mut(at);
    let is_taken = field.is_some();
    if let Some(field) = field {
        field.editor.insert(text);
    }
    is_taken
}

/// Esc while a passphrase is being set: back to name and passphrase.
fn start_over(model: &mut Model) -> bool {
    let Stage::Login(login) = &mut model.stage else {
        return false;
    };
    if !login.is_enrolling() {
        return false;
    }
    **login = Login::typed(&login.value(LoginPart::Name));
    true
}

fn pick(model: &mut Model, action: Option<Action>, out: &mut Vec<Effect>) {
    let Stage::Login(login) = &mut model.stage else {
        return;
    };
    let last = login.people.len().saturating_sub(1);
    match action {
        Some(Action::Up) => login.at = login.at.saturating_sub(1),
        Some(Action::Down) => login.at = login.at.saturating_add(1).min(last),
        Some(Action::First | Action::PageUp) => login.at = 0,
        Some(Action::Last | Action::PageDown) => login.at = last,
        Some(Action::Open) => {
            if let Some(person) = login.people.get(login.at) {
                let by = LogIn::Pick(person.login.clone());
                ask(model, by, out);
            }
        }
        _ => {}
    }
}

fn edit(login: &mut Login, action: Option<Action>) {
    let last = login.fields.len().saturating_sub(1);
    let first_open = if login.is_enrolling() { 2 } else { 0 };
    match action {
        Some(Action::FieldUp | Action::PreviousField) => {
            login.at = login.at.saturating_sub(1).max(first_open);
        }
        Some(Action::FieldDown | Action::NextField) => {
            login.at = login.at.saturating_add(1).min(last);
        }
        _ => {}
    }
    let at = login.at;
    let Some(field) = login.fields.get_mut(at) else {
        return;
    };
    match action {
        Some(Action::Erase) => field.editor.erase(),
        Some(Action::EraseAhead) => field.editor.erase_ahead(),
        Some(Action::ClearField) => field.editor.clear(),
        Some(Action::ChooseLeft) => field.editor.left(),
        Some(Action::ChooseRight) => field.editor.right(),
        Some(Action::FieldStart) => field.editor.start(),
        Some(Action::FieldEnd) => field.editor.end(),
        _ => {}
    }
}

/// Enter: the next field, or the login.
fn enter(model: &mut Model, out: &mut Vec<Effect>) {
    let Stage::Login(login) = &mut model.stage else {
        return;
    };
    let Some(field) = login.field() else {
        return;
    };
    let part = field.part;
    if field.editor.is_empty() {
        let sentence = model.lang.fault(
            model.lang.text(part.label()),
            model.lang.text(Text::FieldEmpty),
        );
        model.refuse(sentence);
        return;
    }
    match part {
        LoginPart::Name | LoginPart::Code => login.at = login.at.saturating_add(1),
        LoginPart::Passphrase => {
            let by = LogIn::Passphrase {
                login: login.value(LoginPart::Name).trim().to_owned(),
                passphrase: SecretString::from(login.value(LoginPart::Passphrase)),
            };
            ask(model, by, out);
        }
        LoginPart::New => match passphrase_fault(&login.value(LoginPart::New)) {
            None => login.at = login.at.saturating_add(1),
            Some(fault) => {
                let sentence = model.lang.passphrase_fault(fault);
                model.refuse(sentence);
            }
        },
        LoginPart::Again => enrol(model, out),
    }
}

fn enrol(model: &mut Model, out: &mut Vec<Effect>) {
    let Stage::Login(login) = &mut model.stage else {
        return;
    };
    if login.value(LoginPart::New) != login.value(LoginPart::Again) {
        if let Some(field) = login.fields.last_mut() {
            field.editor.clear();
        }
        let place = model.lang.text(Text::AgainPassphrase);
        let sentence = model
            .lang
            .fault(place, model.lang.text(Text::PassphrasesDiffer));
        model.refuse(sentence);
        return;
    }
    let by = LogIn::Enrol {
        login: login.value(LoginPart::Name).trim().to_owned(),
        code: SecretString::from(login.value(LoginPart::Code)),
        passphrase: SecretString::from(login.value(LoginPart::New)),
    };
    ask(model, by, out);
}

pub(super) fn ask(model: &mut Model, by: LogIn, out: &mut Vec<Effect>) {
    let ticket: Ticket = model.next_ticket();
    if let Stage::Login(login) = &mut model.stage {
        login.asked = Some(ticket);
        out.push(Effect::LogIn(ticket, by));
    }
}

/// The answer to a login.
pub(super) fn answered(model: &mut Model, answer: Answer, out: &mut Vec<Effect>) {
    let Stage::Login(login) = &mut model.stage else {
        return;
    };
    login.asked = None;
    match answer {
        Answer::LoggedIn(session) => sit_down(model, *session, out),
        Answer::CodeFits(until) => {
            let code = login.value(LoginPart::Passphrase);
            let name = login.value(LoginPart::Name);
            let mut next = Login::typed(&name);
            next.fields.truncate(1);
            for part in [LoginPart::Code, LoginPart::New, LoginPart::Again] {
                next.fields.push(LoginField::new(part));
            }
            if let Some(field) = next.fields.get_mut(1) {
                field.editor.insert(&code);
            }
            next.at = 2;
            next.code_until = Some(until);
            **login = next;
        }
        Answer::Failed(failure) => {
            // What was wrong is typed anew; the name may be right.
            for field in login.fields.iter_mut().filter(|field| {
                matches!(
                    field.part,
                    LoginPart::Passphrase | LoginPart::New | LoginPart::Again
                )
            }) {
                field.editor.clear();
            }
            if login.is_enrolling() {
                login.at = 2;
            }
            model.refuse(failure.sentence);
        }
        _ => {}
    }
}

fn sit_down(model: &mut Model, session: Session, out: &mut Vec<Effect>) {
    if let Some(last) = session.drafts.first() {
        let sentence =
            model
                .lang
                .drafts_kept(session.drafts.len(), &last.title, &last.record, last.at);
        model.say(sentence, Tone::Plain);
    }
    let panes = pages::panes_of(session.me.roles);
    let now = model.now;
    model.stage = Stage::Desk(Box::new(Desk {
        me: session.me,
        agency: session.agency,
        is_demo: session.is_demo,
        panes,
        at: 0,
        badges: Badges::default(),
        filters: session.filters,
        job: None,
        waiting: None,
        last_use: now,
        idleness: session.idleness,
    }));
    loads::everything_anew(model, out);
}
