//! The login: typed, with an enrolment code, picked.

use super::*;
use crate::tui::model::login::{LoginField, LoginPart, Person};

fn at_login(lang: Lang, login: Login) -> Model {
    let login = Login {
        agency: "高雄市政府社會局".to_owned(),
        ..login
    };
    Model::new(lang, Keymap::standard(), at(8, 58), login)
}

fn field(part: LoginPart, text: &str) -> LoginField {
    let mut field = LoginField::new(part);
    field.editor.insert(text);
    field
}

/// Mock-up 10.
pub(super) fn typing(lang: Lang) -> Model {
    let mut login = Login::typed("hsu.tc");
    login.fields[1].editor.insert("secretsecretse");
    let mut model = at_login(lang, login);
    model.say("! 登入：帳號、密碼或註冊碼不符。請再輸入。", Tone::Bad);
    model
}

/// Mock-up 11.
pub(super) fn enrolling(lang: Lang) -> Model {
    let login = Login {
        fields: vec![
            field(LoginPart::Name, "hsu.tc"),
            field(LoginPart::Code, "ABCD-EFGH-IJKL-MNOP"),
            field(LoginPart::New, "elevenchars"),
            field(LoginPart::Again, ""),
        ],
        at: 2,
        code_until: Some("08:55".to_owned()),
        ..Login::default()
    };
    at_login(lang, login)
}

pub(super) fn picking(lang: Lang) -> Model {
    let person = |name: &str, roles: &[Role]| Person {
        login: "demo".to_owned(),
        name: name.to_owned(),
        roles: lang.roles(Roles::of(roles)),
    };
    at_login(
        lang,
        Login::picked(vec![
            person("許婷辰", &[Role::User]),
            person("陳怡君", &[Role::User, Role::Manager]),
            person("張美玲", &[Role::Checker]),
        ]),
    )
}

#[test]
fn logins() {
    snap("login", typing);
    snap("login-enrol", enrolling);
    snap("login-pick", picking);
}

#[test]
fn a_passphrase_is_never_drawn() {
    for model in [typing(Lang::ZhTw), enrolling(Lang::En)] {
        let text = shot(&model, 80, 24);
        for secret in ["secret", "eleven", "ABCD"] {
            assert!(!text.contains(secret), "{text}");
        }
    }
}
