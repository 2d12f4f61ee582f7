//! The walk and the signature by their keys, in a month of 412 registered rows.

use std::fmt::Write;

use crate::app::{AtTheDraw, Taking};
use crate::domain::ids::Period;
use crate::domain::monthly_check::Step;
use crate::domain::people::Role;
use crate::locale::Lang;
use crate::tui::trial::{Desk, Sessions};
use crate::tui::view::tests::shot;

fn october() -> Period {
    "11510".parse().unwrap()
}

/// A drawn month: `spoil` makes of a log line what it will.
fn drawn(sit: &Sessions<'_>, rows: u32, spoil: fn(u32, String) -> String) {
    let mut register = "登記編號,查詢人帳號,查詢人,查詢日期,查詢時間,作業代號,查詢條件,案號,事由,法律依據,結果,產出,去處\n".to_owned();
    let mut log = "查詢者帳號,查詢日期,查詢時間,作業代號,查詢條件,案號,事由,查詢結果\n".to_owned();
    for row in 1..=rows {
        let (day, hour, minute) = (5 + row % 5, 9 + row % 8, row % 60);
        let rest = format!("LI01,A1{},115000{row:05}00,低收入戶審查", 10_000_000 + row);
        let asked = format!("115100{day}");
        writeln!(
            register,
            "SOC-11510-{row:04},kcgsoc0101,林美志,{asked},{hour:02}{minute:02}00,{rest},SOC-01,查有資料,僅閱覽,未留存"
        )
        .unwrap();
        let line = format!("kcgsoc0101,{asked},{hour:02}{minute:02}00,{rest},查有資料\n");
        log.push_str(&spoil(row, line));
    }
    let file = |name: &str, text: &str| {
        let path = sit.dir().join(name);
        std::fs::write(&path, text).unwrap();
        path
    };
    let mut manager = sit.sit(Role::Manager);
    let (register, log) = (file("register.csv", &register), file("log.csv", &log));
    manager
        .import_register(&register, Taking::default())
        .unwrap();
    manager
        .import_log(&log, october(), Taking::default())
        .unwrap();
    manager.reconcile(october()).unwrap();
    manager.freeze(october(), None, None).unwrap();
    let mut checker = sit.sit(Role::Checker);
    checker.draw(october(), &AtTheDraw::default()).unwrap();
}

fn alike(_row: u32, line: String) -> String {
    line
}

fn other_reason(_row: u32, line: String) -> String {
    line.replace("低收入戶審查", "急難救助")
}

fn screen(desk: &Desk) -> String {
    shot(&desk.model, 80, 24)
}

#[track_caller]
fn shows(desk: &Desk, parts: &[&str]) {
    let screen = screen(desk);
    for part in parts {
        assert!(screen.contains(part), "{part} is missing:\n{screen}");
    }
}

fn step(desk: &Desk) -> Step {
    let mut office = desk.sessions().sit(Role::Checker);
    office.check_state(october()).unwrap().step
}

#[test]
fn thirteen_matching_rows_are_walked_and_signed_with_nineteen_keys() {
    let mut desk = Desk::prepared(Role::Checker, Lang::ZhTw, |sit| drawn(sit, 412, alike));
    desk.press("F6 F8 Enter");
    shows(&desk, &["逐筆查核 11510", "第 1／13 筆", "Enter相符"]);
    desk.press("Enter Enter Enter Enter Enter Enter Enter Enter Enter Enter Enter Enter");
    shows(&desk, &["第 13／13 筆"]);
    desk.press("Enter");
    shows(
        &desk,
        &[
            "查核結果與簽章 11510",
            "不符者至多 83 筆（20.2%）",
            "未判斷",
        ],
    );
    desk.press("Right Enter F10");
    shows(&desk, &["已簽章：Chang", "out/11510-v1.odt", "SHA-256"]);
    assert_eq!(step(&desk), Step::Signed);
    assert!(desk.dir().join("out/11510-v1.odt").is_file());
}

#[test]
fn nothing_is_decided_by_itself() {
    let mut desk = Desk::prepared(Role::Checker, Lang::ZhTw, |sit| drawn(sit, 9, alike));
    desk.press("F6 F8 Enter Enter Enter Enter Enter Enter Enter Enter Enter Enter");
    shows(&desk, &["查核結果與簽章"]);
    desk.press("F10");
    assert_eq!(step(&desk), Step::Walking);
    desk.press("Right Right Enter F10");
    assert_eq!(
        step(&desk),
        Step::Walking,
        "a major anomaly needs its reason"
    );
    desk.type_text("同一帳號多筆").press("F10");
    shows(&desk, &["已簽章"]);
}

#[test]
fn a_row_that_differs_asks_for_its_outcome_and_the_walk_is_resumed_where_it_was_left() {
    let mut desk = Desk::prepared(Role::Checker, Lang::ZhTw, |sit| {
        drawn(sit, 20, other_reason);
    });
    desk.press("F6 F8 Enter");
    shows(&desk, &["第 1／10 筆", "不同", "Enter選擇結果"]);
    desk.press("Enter");
    shows(&desk, &["本筆結果", "案號或事由不符", "相符，附說明"]);
    desk.press("Up Enter");
    assert!(screen(&desk).contains("必填"), "{}", screen(&desk));
    desk.type_text("見案卷").press("F10");
    shows(&desk, &["第 2／10 筆", "已記第 1 筆"]);
    desk.press("Del F10");
    shows(&desk, &["本筆結果"]);
    desk.press("Esc");
    desk.press("Ins");
    desk.press("F10");
    shows(&desk, &["已註記"]);
    desk.press("Esc F8");
    shows(&desk, &["第 2／10 筆"]);
    desk.press("PgUp");
    shows(&desk, &["第 1／10 筆", "見案卷"]);
}

#[test]
fn the_walk_speaks_english_too_and_others_only_read() {
    let mut desk = Desk::prepared(Role::Manager, Lang::En, |sit| drawn(sit, 20, alike));
    desk.press("F6 Down Down Down Down Enter");
    let english = screen(&desk);
    assert!(!english.contains("逐筆"), "{english}");
    let mut desk = Desk::prepared(Role::Checker, Lang::En, |sit| drawn(sit, 20, alike));
    desk.press("F6 F8 Enter");
    shows(
        &desk,
        &[
            "draw order",
            "1 of 10",
            "log row",
            "registration SOC-11510-",
        ],
    );
}

#[test]
fn a_long_walk_is_resumed_where_it_was_left_and_home_is_its_first_row() {
    let mut desk = Desk::prepared(Role::Checker, Lang::ZhTw, |sit| drawn(sit, 1200, alike));
    desk.press("F6 F8 Enter");
    shows(&desk, &["第 1／36 筆"]);
    for _row in 1..=30 {
        desk.press("Enter");
    }
    shows(&desk, &["第 31／36 筆"]);
    desk.press("Esc F8");
    shows(&desk, &["第 31／36 筆"]);
    desk.press("Home");
    shows(&desk, &["第 1／36 筆"]);
    desk.press("End");
    shows(&desk, &["第 36／36 筆"]);
}

#[test]
fn the_drawn_rows_say_what_is_next_of_the_walk() {
    let mut desk = Desk::prepared(Role::Checker, Lang::ZhTw, |sit| drawn(sit, 20, alike));
    desk.press("F6 Up Enter");
    shows(&desk, &["抽樣結果", "F8開始逐筆查核"]);
    desk.press("F8 Enter Enter Esc");
    shows(&desk, &["F8續行逐筆查核"]);
    desk.press("F8");
    for _row in 2..=10 {
        desk.press("Enter");
    }
    desk.press("Esc Esc");
    shows(&desk, &["F8結果與簽章"]);
}

#[test]
fn tab_walks_to_the_shelf_in_the_order_of_the_cases_and_says_so() {
    let mut desk = Desk::prepared(Role::Checker, Lang::ZhTw, |sit| drawn(sit, 412, alike));
    desk.press("F6 F8 Enter");
    shows(&desk, &["逐筆查核 11510  抽樣序", "Tab案號序"]);
    desk.press("Tab Home");
    shows(
        &desk,
        &["逐筆查核 11510  案號序", "第 1／13 筆", "Tab抽樣序"],
    );
    let case = |desk: &Desk| {
        let screen = screen(desk);
        let line = screen.lines().find(|line| line.contains("案號  ")).unwrap();
        line.split_whitespace().nth(1).unwrap().to_owned()
    };
    let mut cases = vec![case(&desk)];
    for _row in 1..13 {
        desk.press("PgDn");
        cases.push(case(&desk));
    }
    shows(&desk, &["第 13／13 筆"]);
    assert!(cases.is_sorted(), "{cases:?}");
}

#[test]
fn another_month_is_typed_and_one_that_has_not_begun_is_refused() {
    let mut desk = Desk::new(Role::Manager, Lang::ZhTw);
    desk.press("F6 Tab").type_text("115/12").press("Enter");
    assert!(
        desk.message().contains("無此期別，或尚未開始"),
        "{}",
        desk.message()
    );
    desk.press("Ctrl-U").type_text("115/7").press("Enter");
    shows(&desk, &["期別 11507（115/07/01 至 115/07/31）"]);
}
