//! The lock.

use crate::domain::people::Role;
use crate::locale::Lang;
use crate::tui::model::Stage;
use crate::tui::trial::{Desk, PASSPHRASE};

fn is_locked(desk: &Desk) -> bool {
    matches!(desk.model.stage, Stage::Locked(_))
}

#[test]
fn ten_minutes_unused_lock_the_screen_and_nothing_of_the_store_is_seen() {
    let mut desk = Desk::new(Role::Manager, Lang::ZhTw);
    desk.press("F3").wait(599);
    assert!(!is_locked(&desk));
    desk.wait(1);
    assert!(is_locked(&desk));
    insta::assert_snapshot!("locked_by_idleness", desk.screen());
}

#[test]
fn the_key_locks_at_once_whatever_is_open_and_the_passphrase_opens_it_where_it_was() {
    let mut desk = Desk::new(Role::User, Lang::ZhTw);
    desk.press("F3 Ins").type_text("11531234600").wait(2);
    let before = desk.screen();
    desk.press("F12");
    assert!(is_locked(&desk));
    insta::assert_snapshot!("locked_by_key", desk.screen());
    desk.type_text(PASSPHRASE).press("Enter");
    assert_eq!(desk.screen(), before);
}

#[test]
fn a_wrong_passphrase_keeps_it_locked_and_says_so_in_the_same_sentence_as_the_login() {
    let mut desk = Desk::new(Role::User, Lang::En);
    desk.press("F12").type_text("wrong").press("Enter");
    assert!(is_locked(&desk));
    insta::assert_snapshot!("locked_wrong", desk.screen());
}

#[test]
fn five_wrong_passphrases_at_the_lock_lock_the_login() {
    let mut desk = Desk::new(Role::User, Lang::ZhTw);
    desk.press("F12");
    for _time in 0..5 {
        desk.type_text("wrong").press("Enter");
    }
    desk.type_text(PASSPHRASE).press("Enter");
    assert!(is_locked(&desk));
    let Stage::Locked(locked) = &desk.model.stage else {
        panic!("it is locked");
    };
    assert!(
        locked.message.text.contains("09:57"),
        "{}",
        locked.message.text
    );
}

#[test]
fn thirty_minutes_unused_end_the_session() {
    let mut desk = Desk::new(Role::User, Lang::ZhTw);
    desk.wait(1_799);
    assert!(is_locked(&desk));
    desk.wait(1);
    assert!(matches!(desk.model.stage, Stage::Login(_)));
    assert!(desk.service.office().is_none());
    assert!(desk.screen().contains("已登出"));
}

#[test]
fn only_keys_that_do_something_count_as_use() {
    let mut desk = Desk::new(Role::User, Lang::ZhTw);
    desk.wait(590).press("Ctrl-K").wait(10);
    assert!(is_locked(&desk));
    let mut desk = Desk::new(Role::User, Lang::ZhTw);
    desk.wait(590).press("F3").wait(10);
    assert!(!is_locked(&desk));
}

#[test]
fn what_is_in_clear_is_masked_behind_the_lock() {
    let mut desk = Desk::new(Role::User, Lang::ZhTw);
    desk.press("F3 F1").press("F12");
    desk.type_text(PASSPHRASE).press("Enter");
    assert!(desk.model.overlay().is_none(), "drawers close");
}

#[test]
fn escape_logs_out_and_closes_the_desk() {
    let mut desk = Desk::new(Role::User, Lang::ZhTw);
    desk.press("F12 Esc");
    assert!(desk.model.is_over && desk.service.office().is_none());
}
