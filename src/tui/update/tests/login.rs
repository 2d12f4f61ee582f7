//! The login.

use crate::domain::people::Role;
use crate::locale::{Lang, Text};
use crate::tui::model::Stage;
use crate::tui::model::login::LoginPart;
use crate::tui::trial::{Desk, PASSPHRASE};

fn login(desk: &Desk) -> &crate::tui::model::login::Login {
    match &desk.model.stage {
        Stage::Login(login) => login,
        Stage::Desk(_) | Stage::Locked(_) => panic!("somebody has logged in"),
    }
}

#[test]
fn name_and_passphrase_open_the_desk_and_leave_an_entry() {
    let mut desk = Desk::at_login("", Lang::ZhTw);
    desk.type_text("user").press("Enter");
    desk.type_text(PASSPHRASE).press("Enter");
    assert_eq!(
        desk.model.desk().map(|desk| desk.me.name.as_str()),
        Some("Hsu")
    );
    assert_eq!(
        desk.model.desk().map(|desk| desk.agency.as_str()),
        Some("社會局")
    );
}

#[test]
fn wrong_names_passphrases_and_codes_get_one_sentence() {
    let mut sentences = Vec::new();
    for (name, passphrase) in [("user", "wrong"), ("nobody", PASSPHRASE), ("no such", "x")] {
        let mut desk = Desk::at_login(name, Lang::ZhTw);
        desk.type_text(passphrase).press("Enter");
        assert_eq!(login(&desk).value(LoginPart::Passphrase), "", "{name}");
        assert_eq!(desk.model.bells, 1);
        sentences.push(desk.message().to_owned());
    }
    sentences.dedup();
    assert_eq!(sentences.len(), 1);
}

#[test]
fn a_name_that_was_said_is_passed_over() {
    let desk = Desk::at_login("user", Lang::En);
    assert_eq!(login(&desk).at, 1);
    assert_eq!(login(&desk).value(LoginPart::Name), "user");
}

#[test]
fn a_first_session_goes_by_code_and_a_new_passphrase_typed_twice() {
    let mut desk = Desk::at_login("wang", Lang::ZhTw);
    let clerk = crate::domain::people::Clerk {
        login: "wang".parse().unwrap(),
        name: "Wang".to_owned(),
        roles: crate::domain::people::Roles::of(&[Role::Supervisor]),
        account: None,
        items: Vec::new(),
    };
    let done = desk
        .sessions()
        .sit(Role::Keeper)
        .add_person(&clerk)
        .unwrap();
    let crate::app::Extra::Code(code, _) = done.extra else {
        panic!("no code");
    };
    desk.type_text(&code.to_lowercase()).press("Enter");
    assert!(login(&desk).is_enrolling(), "{}", desk.message());
    desk.type_text("short").press("Enter");
    assert_eq!(login(&desk).at, 2);
    assert_eq!(desk.model.bells, 1);
    desk.press("Ctrl-U")
        .type_text("Another-good-1")
        .press("Enter");
    desk.type_text("Another-good-2").press("Enter");
    assert!(
        desk.message()
            .contains(Lang::ZhTw.text(Text::PassphrasesDiffer))
    );
    desk.type_text("Another-good-1").press("Enter");
    assert_eq!(
        desk.model.desk().map(|desk| desk.me.name.as_str()),
        Some("Wang")
    );
}
