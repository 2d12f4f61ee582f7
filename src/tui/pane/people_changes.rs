//! What the keeper changes of people who are enrolled: other roles, new keys, removal.

use crate::app::PeopleCommand;
use crate::domain::ids::Login;
use crate::domain::people::PeopleRefusal;
use crate::domain::refusal::Refusal;
use crate::locale::Text;
use crate::tui::desk_data::Line;
use crate::tui::errand::{AppError, Command, Done, Errand, Office};
use crate::tui::form::spec::{Field, FieldFault, FormSpec, Kind, Place, Prepared, Start};
use crate::tui::pane::people::{LOGIN, NAME, ROLES, after, combinations, roles};
use crate::tui::pane::{After, Here, Then};

/// 變更角色.
pub(super) static CHANGE_ROLES: FormSpec = FormSpec {
    title: Text::TitleChangeRoles,
    place: Place::Drawer,
    prepare: |office, here| {
        let excusable = office.excusable()?;
        Ok(Prepared {
            lists: vec![(ROLES, combinations(here.lang, excusable))],
            starts: vec![Start {
                field: ROLES,
                value: here.row.fact(ROLES).to_owned(),
                note: here.lang.text(Text::Now).to_owned(),
                is_suggested: true,
            }],
            foot: here.lang.roles_advice().map(Line::words).to_vec(),
            ..named(here)
        })
    },
    fields: &[Field::new(ROLES, Text::PersonRoles, Kind::List).options(roles)],
    submit: |filled, prepared| {
        let wanted = filled.get(ROLES).parse().map_err(|_form| FieldFault {
            field: ROLES,
            sentence: prepared.lang().text(Text::FieldEmpty).to_owned(),
        })?;
        errand(prepared, |login| PeopleCommand::ChangeRoles {
            login,
            roles: wanted,
        })
    },
    after: done,
    blames: |error| match error {
        AppError::Refused(Refusal::RolesConflict { .. } | Refusal::People(_)) => Some(ROLES),
        _ => None,
    },
    write: Text::ActChangeRoles,
    ready: FormSpec::says_nothing,
};

/// 重新註冊: a question; the code is shown once.
pub(super) static REENROL: FormSpec = FormSpec {
    title: Text::TitleReenrol,
    place: Place::Drawer,
    prepare: |_office, here| {
        Ok(Prepared {
            foot: here.lang.reenrol_question().map(Line::words).to_vec(),
            ..named(here)
        })
    },
    fields: &[],
    submit: |_filled, prepared| errand(prepared, PeopleCommand::Reenrol),
    after: |_office: &mut Office, done: &Done, here: &Here| after(done, here),
    blames: FormSpec::blames_nothing,
    write: Text::ActReenrol,
    ready: FormSpec::says_nothing,
};

/// 移除: a question that says what is left in other hands.
pub(super) static REMOVE: FormSpec = FormSpec {
    title: Text::TitleRemovePerson,
    place: Place::Drawer,
    prepare: |office, here| {
        let login: Login = here
            .row
            .key
            .parse()
            .map_err(|_form| Refusal::from(PeopleRefusal::Unknown))?;
        let left = office.left_behind(&login)?;
        let mut foot = here.lang.remove_question().map(Line::words).to_vec();
        let lines = here.lang.left_behind(left.requests, left.held);
        foot.extend(lines.into_iter().map(Line::words));
        Ok(Prepared {
            foot,
            ..named(here)
        })
    },
    fields: &[],
    submit: |_filled, prepared| errand(prepared, PeopleCommand::Remove),
    after: done,
    blames: FormSpec::blames_nothing,
    write: Text::ActRemovePerson,
    ready: FormSpec::says_nothing,
};

/// Whom it is about, in the drawer's first line.
fn named(here: &Here) -> Prepared {
    let name = here.row.fact(NAME);
    Prepared {
        lines: vec![Line::words(format!("{}  {name}", here.row.key))],
        ..Prepared::of(here)
    }
}

fn errand(
    prepared: &Prepared,
    command: impl FnOnce(Login) -> PeopleCommand,
) -> Result<Errand, FieldFault> {
    let login = prepared.here.row.key.parse().map_err(|_form| FieldFault {
        field: LOGIN,
        sentence: prepared.lang().text(Text::NothingFound).to_owned(),
    })?;
    Ok(Errand::Command(Box::new(Command::People(command(login)))))
}

fn done(_office: &mut Office, done: &Done, here: &Here) -> After {
    After {
        message: here.lang.told(&done.event),
        then: Then::To(done.event.written().record),
        ..After::default()
    }
}

#[cfg(test)]
mod tests {
    use crate::app::Extra;
    use crate::domain::people::Role;
    use crate::locale::{Lang, Text};
    use crate::tui::model::Stage;
    use crate::tui::trial::Desk;

    /// The keeper's page of people, the cursor on this one.
    fn people(lang: Lang, login: &str) -> Desk {
        let mut desk = Desk::new(Role::Keeper, lang);
        let name = lang.text(Text::ActPeople);
        desk.press("F1").type_text(name);
        for _line in 0..3 {
            if !desk.screen().contains(&format!("> {name}\n")) {
                desk.press("Down");
            }
        }
        desk.press("Enter").press("Home");
        while !desk.screen().contains(&format!("> {login}")) {
            let before = desk.screen();
            desk.press("Down");
            assert_ne!(desk.screen(), before, "{login} is on the list");
        }
        desk
    }

    fn choose(desk: &mut Desk, action: Text) {
        let name = desk.model.lang.text(action);
        desk.press("F1").type_text(name).press("Enter");
    }

    #[test]
    fn the_keeper_changes_roles_renews_keys_and_removes() {
        for (lang, tag) in [(Lang::ZhTw, "zh"), (Lang::En, "en")] {
            let mut desk = people(lang, "user");
            let mut all = String::new();
            let mut keep = |desk: &Desk, what: &str| {
                all = format!("{all}== {what}\n{}\n", desk.screen());
            };
            choose(&mut desk, Text::ActChangeRoles);
            keep(&desk, "roles");
            desk.type_text("manager").press("Enter").press("F10");
            keep(&desk, "changed");
            choose(&mut desk, Text::ActReenrol);
            keep(&desk, "keys");
            desk.press("Esc").press("Del");
            keep(&desk, "removal");
            desk.press("F10");
            keep(&desk, "removed");
            insta::assert_snapshot!(format!("people-{tag}"), all);
        }
    }

    #[test]
    fn the_last_keeper_is_told_so_and_nothing_is_written() {
        let mut desk = people(Lang::ZhTw, "keeper");
        let before = desk.office().head().unwrap();
        desk.press("Del").press("F10");
        assert!(desk.message().contains("保管人"), "{}", desk.message());
        assert_eq!(desk.office().head().unwrap(), before);
    }

    #[test]
    fn a_session_whose_key_is_revoked_ends_and_the_code_begins_the_next() {
        let mut desk = Desk::new(Role::Manager, Lang::ZhTw);
        let mut keeper = desk.sessions().sit(Role::Keeper);
        let done = keeper.reenrol(&"manager".parse().unwrap()).unwrap();
        desk.look();
        assert!(matches!(desk.model.stage, Stage::Login(_)));
        assert!(
            desk.message().contains("金鑰已由保管人註銷"),
            "{}",
            desk.message()
        );
        let Extra::Code(code, _until) = done.extra else {
            panic!("a code")
        };
        desk.type_text(&code).press("Enter");
        for _time in 0..2 {
            desk.type_text("Another-good-1").press("Enter");
        }
        assert!(
            matches!(desk.model.stage, Stage::Desk(_)),
            "{}",
            desk.message()
        );
    }

    #[test]
    fn a_session_whose_roles_changed_ends_and_what_was_typed_is_offered_again() {
        let mut desk = Desk::new(Role::User, Lang::En);
        desk.press("F3").press("Ins").type_text("11531234600");
        let mut keeper = desk.sessions().sit(Role::Keeper);
        let roles = "user,manager".parse().unwrap();
        keeper
            .change_roles(&"user".parse().unwrap(), roles)
            .unwrap();
        desk.look();
        assert!(matches!(desk.model.stage, Stage::Login(_)));
        assert!(desk.message().contains("roles"), "{}", desk.message());
        let drafts = desk.sessions().sit(Role::User).drafts().unwrap();
        assert_eq!(drafts.len(), 1);
    }
}
