//! Offers, functions, sheets, what is in clear, work beside the desk.

use super::*;
use crate::tui::model::Stage;
use crate::tui::model::msg::{Answer, Effect, Msg};
use crate::tui::model::overlay::{Group, Overlay};
use crate::tui::update::update;

#[test]
fn what_a_record_cannot_do_is_refused_with_its_reason() {
    let mut desk = desk(Role::User);
    desk.press("Down Down F8");
    assert_eq!(desk.message(), "! next step: three is done.");
    assert_eq!(desk.model.bells, 1);
    let offers = desk.model.offers();
    let next = offers
        .iter()
        .find(|offer| offer.action == Action::NextStep)
        .unwrap();
    assert_eq!(next.cannot.as_deref(), Some("three is done"));
    assert_eq!(next.key.as_deref(), Some("F8"));
}

#[test]
fn offers_of_other_roles_are_not_there() {
    let has_export = |role| {
        let desk = desk(role);
        desk.model
            .offers()
            .iter()
            .any(|offer| offer.action == Action::Export)
    };
    assert!(!has_export(Role::User));
    assert!(has_export(Role::Manager));
}

#[test]
fn the_list_of_functions_holds_the_records_the_panes_and_everywheres() {
    let mut desk = desk(Role::User);
    desk.press("Down Down F1");
    let Some(Overlay::Functions(functions)) = desk.model.overlay() else {
        panic!("no list");
    };
    let groups: Vec<Group> = functions.items.iter().map(|item| item.group).collect();
    assert!(groups.is_sorted_by_key(|group| *group as u8));
    let step = functions
        .items
        .iter()
        .find(|item| item.action == Action::NextStep)
        .unwrap();
    assert_eq!(step.cannot.as_deref(), Some("three is done"));
    assert!(
        functions
            .items
            .iter()
            .any(|item| item.action == Action::Filter)
    );
    desk.press("Down Enter");
    assert_eq!(desk.message(), "! next step: three is done.");
    assert!(matches!(desk.model.overlay(), Some(Overlay::Functions(_))));
    desk.type_text("new").press("Enter");
    assert!(matches!(desk.model.overlay(), Some(Overlay::Form(_))));
}

#[test]
fn all_keys_are_behind_the_list_of_functions() {
    let mut desk = desk(Role::User);
    desk.press("F1 F1");
    assert!(matches!(desk.model.overlay(), Some(Overlay::Keys)));
    desk.press("Esc Esc");
    assert!(desk.model.overlay().is_none());
}

#[test]
fn a_revealed_record_masks_itself_after_thirty_seconds_or_when_it_is_left() {
    let mut desk = desk(Role::User);
    desk.press("Enter Ctrl-R");
    assert!(view(&desk).revealed.is_some());
    assert_eq!(
        desk.model.alarm(),
        Some(crate::domain::moment::Moment(desk.model.now.0 + 30_000))
    );
    desk.wait(29);
    assert!(view(&desk).revealed.is_some());
    desk.wait(1);
    assert!(view(&desk).revealed.is_none());
    desk.press("Ctrl-R PgDn");
    assert!(view(&desk).revealed.is_none());
    desk.press("Ctrl-R Ctrl-R");
    assert!(view(&desk).revealed.is_none(), "the same key masks");
    desk.press("Ctrl-R F3");
    let locks_at = desk.model.desk().map(crate::tui::model::Desk::locks_at);
    assert_eq!(desk.model.alarm(), locks_at, "nothing else is in clear");
}

#[test]
fn in_a_narrow_list_the_record_in_clear_stands_on_a_sheet() {
    let mut desk = desk(Role::User);
    desk.press("Ctrl-R");
    assert!(matches!(desk.model.overlay(), Some(Overlay::Sheet(_))));
    desk.wait(30);
    assert!(desk.model.overlay().is_none());
}

#[test]
fn a_sheet_takes_the_pages_offers_and_closes_with_enter() {
    let mut desk = desk(Role::Manager);
    desk.press("Ctrl-E");
    assert!(matches!(desk.model.overlay(), Some(Overlay::Sheet(_))));
    desk.press("F8");
    assert!(matches!(desk.model.overlay(), Some(Overlay::Form(_))));
    desk.press("Esc");
    assert!(matches!(desk.model.overlay(), Some(Overlay::Sheet(_))));
    desk.press("F8 F10");
    assert!(desk.model.overlay().is_none());
}

#[test]
fn work_beside_the_desk_has_its_drawer_and_leaves_the_lists_alive() {
    let mut desk = desk(Role::User);
    desk.press("F1").type_text("import");
    let enter = Msg::Input(crate::tui::keys::Input::Key {
        key: crate::tui::keys::Key::Enter,
        at_ms: 90_000,
        ends_read: true,
    });
    let effects = update(&mut desk.model, enter);
    let Some(Effect::Start(ticket, _)) = effects.first() else {
        panic!("nothing started");
    };
    let ticket = *ticket;
    assert!(matches!(desk.model.overlay(), Some(Overlay::Job(_))));
    let now = crate::domain::moment::Moment(desk.model.now.0 + 1_000);
    let count = crate::tui::errand::Count {
        done: 500,
        total: Some(1_000),
    };
    desk.tell(Msg::Answer(ticket, Answer::Progress(count, now)));
    let job = desk.model.desk().unwrap().job.as_ref().unwrap();
    assert_eq!(
        (job.percent(), job.rate, job.seconds_left()),
        (Some(50), Some(500), Some(1))
    );
    let breaking = update(
        &mut desk.model,
        Msg::Input(crate::tui::keys::Input::Key {
            key: crate::tui::keys::Key::Esc,
            at_ms: 91_000,
            ends_read: true,
        }),
    );
    assert!(matches!(breaking.as_slice(), [Effect::Break(broken)] if *broken == ticket));
    let (_, answer) = desk
        .service
        .perform(effects.into_iter().next().unwrap())
        .unwrap();
    desk.tell(Msg::Answer(ticket, answer));
    assert_eq!(desk.message(), "imported");
    assert!(desk.model.overlay().is_none());
}

#[test]
fn views_are_turned_by_tab_each_with_its_own_cursor() {
    let mut desk = desk(Role::User);
    desk.press("Down Tab");
    assert_eq!((desk.model.page().unwrap().at, cursor(&desk)), (1, 1));
    desk.press("Tab");
    assert_eq!((desk.model.page().unwrap().at, cursor(&desk)), (0, 2));
}

#[test]
fn what_is_not_offered_says_so_without_a_bell() {
    let mut desk = desk(Role::User);
    desk.press("Ctrl-D");
    assert_eq!(desk.message(), Lang::En.text(Text::NotHere));
    assert_eq!(desk.model.bells, 0);
    desk.press("Down");
    assert_eq!(desk.message(), "");
}

#[test]
fn another_person_can_take_the_chair() {
    let mut desk = desk(Role::User);
    desk.press("F1").type_text("switch").press("Enter");
    assert!(matches!(desk.model.stage, Stage::Login(_)));
    assert!(desk.service.office().is_none());
}
