//! Drafts.

use crate::domain::people::Role;
use crate::locale::Lang;
use crate::tui::model::msg::Msg;
use crate::tui::trial::{Desk, PASSPHRASE};

const CASE: &str = "11531234600";

/// A clerk who is typing a registration.
fn typing() -> Desk {
    let mut desk = Desk::new(Role::User, Lang::ZhTw);
    desk.press("F3 Ins").type_text(CASE);
    desk
}

fn kept(desk: &mut Desk) -> Vec<String> {
    let drafts = desk.office().drafts().unwrap();
    drafts.into_iter().map(|draft| draft.body).collect()
}

#[test]
fn what_is_typed_is_kept_two_seconds_later_at_the_latest() {
    let mut desk = typing();
    assert!(kept(&mut desk).is_empty());
    let due = desk.model.alarm().unwrap();
    assert_eq!(due.0, desk.model.now.0 + 2_000);
    desk.wait(2);
    assert!(kept(&mut desk)[0].contains(CASE));
    assert!(desk.screen().contains("草稿 09:42 已存"));
    desk.type_text("7").wait(2);
    assert!(kept(&mut desk)[0].contains("115312346007"));
}

#[test]
fn leaving_a_field_keeps_at_once() {
    let mut desk = typing();
    desk.press("Enter");
    assert!(kept(&mut desk)[0].contains(CASE));
}

#[test]
fn a_dropped_line_keeps_what_was_typed() {
    let mut desk = typing();
    let office = desk.sessions().sit(Role::User);
    desk.tell(Msg::Gone);
    assert!(office.drafts().unwrap()[0].body.contains(CASE));
}

#[test]
fn at_the_next_login_it_is_offered_and_the_form_goes_on_where_it_was_left() {
    let mut desk = typing();
    desk.press("Enter").type_text("急難").wait(2);
    let before = desk.screen();
    desk.press("F12 Esc");
    let mut again = desk.next_login("user", Lang::ZhTw);
    again.type_text(PASSPHRASE).press("Enter");
    assert!(
        again.message().contains("草稿已保留（11/23(一) 09:42）"),
        "{}",
        again.message()
    );
    again.press("F3 Ins");
    let resumed = again.screen();
    let body = |screen: &str| {
        screen
            .lines()
            .skip(4)
            .take(10)
            .map(|line| line.trim_end().trim_end_matches("現在").trim_end())
            .collect::<Vec<_>>()
            .join("\n")
    };
    assert_eq!(body(&resumed), body(&before));
}

#[test]
fn saving_or_discarding_throws_the_draft_away_and_leaving_may_keep_it() {
    let mut desk = typing();
    desk.press("Enter Esc");
    insta::assert_snapshot!("leaving_a_form_that_is_kept", desk.screen());
    desk.press("Down Enter");
    assert!(desk.model.overlay().is_none());
    assert_eq!(kept(&mut desk).len(), 1);
    desk.press("Ins Esc Down Down Enter");
    assert!(desk.model.overlay().is_none());
    assert!(kept(&mut desk).is_empty());
}

#[test]
fn nobody_is_offered_another_s_draft() {
    let mut desk = typing();
    desk.wait(2);
    let manager = desk.sessions().sit(Role::Manager);
    assert!(manager.drafts().unwrap().is_empty());
}

#[test]
fn the_lock_keeps_what_was_typed_first() {
    let mut desk = typing();
    desk.press("F12");
    assert!(kept(&mut desk)[0].contains(CASE));
}

#[test]
fn an_untouched_form_leaves_nothing() {
    let mut desk = Desk::new(Role::User, Lang::ZhTw);
    desk.press("F3 Ins").wait(5);
    assert!(kept(&mut desk).is_empty());
    desk.press("Esc");
    assert!(desk.model.overlay().is_none());
}

#[test]
fn a_time_that_was_now_when_it_was_typed_is_not_called_now_any_more() {
    let mut desk = typing();
    assert!(desk.screen().contains("現在"));
    desk.press("Enter Esc Down Enter Ins");
    assert!(desk.screen().contains(CASE));
    assert!(!desk.screen().contains("現在"), "{}", desk.screen());
}
