//! Several lines of the register marked, and one step taken for each; a line gone to by its number.

use crate::domain::ids::RegisterNo;
use crate::domain::people::Role;
use crate::domain::query::{Query, QueryState};
use crate::locale::Lang;
use crate::tui::model::overlay::Overlay;
use crate::tui::trial::Desk;

/// A user on 登記 with three lines of one case, asked at 0830, 0831 and 0832.
fn with_three() -> Desk {
    let mut desk = Desk::new(Role::User, Lang::ZhTw);
    register_three(&mut desk);
    desk
}

pub(super) fn register_three(desk: &mut Desk) {
    desk.press("F3 Ins").type_text("高市社救字第11531234600號");
    desk.press("Enter")
        .type_text("低收")
        .press("Enter Enter Enter");
    asked_at(desk, "1120 0830");
    subject(desk, "A123456789");
    for (time, id) in [("1120 0831", "L160181213"), ("1120 0832", "C176841321")] {
        desk.press("Ctrl-D");
        asked_at(desk, time);
        subject(desk, id);
    }
    desk.press("Enter");
}

fn field(desk: &Desk) -> &'static str {
    match desk.model.overlay() {
        Some(Overlay::Form(form)) => form.field().unwrap().0.name,
        _ => panic!("no form: {}\n{}", desk.message(), desk.screen()),
    }
}

fn to(desk: &mut Desk, key: &str, name: &str) {
    for _ in 0..30 {
        if field(desk) == name {
            return;
        }
        desk.press(key);
    }
    panic!("{name} is not reached");
}

fn asked_at(desk: &mut Desk, time: &str) {
    to(desk, "Shift-Tab", "asked");
    desk.type_text(time).press("Tab");
}

fn subject(desk: &mut Desk, id: &str) {
    to(desk, "Tab", "subject");
    desk.type_text(id).press("Enter");
    to(desk, "Tab", "relation");
    desk.press("Enter");
}

#[track_caller]
fn line(desk: &mut Desk, serial: u32) -> Query {
    let no: RegisterNo = format!("SOC-11511-{serial:04}").parse().unwrap();
    let message = desk.message().to_owned();
    let found = desk.office().query(&no);
    found.unwrap_or_else(|_none| panic!("{serial} is not there: {message}"))
}

fn head(desk: &mut Desk) -> u64 {
    desk.office().head().unwrap().seq
}

#[test]
fn the_result_is_completed_for_each_marked_line_with_its_own_time_and_entry() {
    let mut desk = with_three();
    desk.press("Home Space Space Space F8");
    insta::assert_snapshot!("marked-result-zh", desk.screen());
    let before = head(&mut desk);
    desk.press("Enter F10");
    assert_eq!(desk.message(), "已辦理 3 筆，各有紀錄。");
    assert_eq!(head(&mut desk), before + 3);
    for (serial, minute) in [(1, 30), (2, 31), (3, 32)] {
        let query = line(&mut desk, serial);
        assert_eq!(query.state, QueryState::Complete, "{serial}");
        assert_eq!(query.asked_at.to_string(), format!("08:{minute}:00"));
    }
}

#[test]
fn a_line_that_was_voided_meanwhile_stays_marked_and_is_named() {
    let mut desk = with_three();
    desk.press("Home Space Space Del")
        .type_text("重複登記")
        .press("F10");
    assert_eq!(desk.message(), "已辦理 2 筆，各有紀錄。");
    assert_eq!(line(&mut desk, 3).state, QueryState::Void);
    assert_eq!(line(&mut desk, 2).state, QueryState::Void);
    desk.press("Home Space Space Space F8");
    let screen = desk.screen();
    assert!(screen.contains("11511-0002"), "{screen}");
    desk.press("Enter F10");
    assert!(
        desk.message()
            .starts_with("! 已辦理 1 筆，2 筆不可，仍標記：")
    );
    assert_eq!(line(&mut desk, 1).state, QueryState::Complete);
}

#[test]
fn digits_and_enter_go_to_a_number_whichever_way_they_come() {
    let mut desk = with_three();
    desk.press("Home").type_text("1");
    insta::assert_snapshot!("number-zh", desk.screen());
    desk.press("Enter");
    assert_eq!(desk.model.record().unwrap().key, "SOC-11511-0001");
    desk.burst("11511-2\r");
    assert_eq!(desk.model.record().unwrap().key, "SOC-11511-0002");
    desk.type_text("３").press("Enter");
    assert_eq!(desk.model.record().unwrap().key, "SOC-11511-0003");
    desk.type_text("99").press("Enter");
    assert_eq!(
        desk.message(),
        "! 編號：本清單無 11511-0099。請按 Ctrl-F 搜尋。"
    );
    assert!(desk.model.overlay().is_none());
}
