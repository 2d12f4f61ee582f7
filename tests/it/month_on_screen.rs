//! The month's journeys at a real terminal, with function keys, arrows, Enter and Esc alone outside text fields, as where
//! an input method swallows everything else.

use crate::desk::{Desk, irdesk, ran, sample};
use crate::sitting::Sitting;

const F1: &str = "\u{1b}OP";
const F3: &str = "\u{1b}OR";
const F6: &str = "\u{1b}[17~";
const F8: &str = "\u{1b}[19~";
const F10: &str = "\u{1b}[21~";
const DOWN: &str = "\u{1b}[B";
const RIGHT: &str = "\u{1b}[C";
const ESC: &str = "\u{1b}";

/// Runs what the list of functions calls so: F1, down to it, Enter.
#[track_caller]
fn run(desk: &mut Sitting, label: &str) {
    desk.answers(F1, "-- 功能");
    let marked = format!("> {label}");
    let is_there = |text: &str| {
        text.lines()
            .any(|line| line.trim_start().starts_with(&marked))
    };
    for _line in 0..40 {
        let before = desk.text();
        if is_there(&before) {
            desk.press("\r");
            desk.until("the list to close", |text| !text.contains("-- 功能"));
            return;
        }
        desk.press(DOWN);
        desk.until("the next line", |text| text != before);
    }
    panic!("no {label} in the list:\n{}", desk.text());
}

/// Whoever sits down next, picked from the names of a demo.
#[track_caller]
fn change_to(desk: &mut Sitting, name: &str) {
    run(desk, "換人");
    desk.shows("選擇人員");
    let marked = format!("> {name}");
    for _person in 0..20 {
        let before = desk.text();
        if before.contains(&marked) {
            desk.press("\r");
            desk.shows("F1功能");
            return;
        }
        desk.press(DOWN);
        desk.until("the next name", |text| text != before);
    }
    panic!("nobody is called {name}:\n{}", desk.text());
}

/// Decides every proposal and explains every query without a registration, beginning on the overview.
#[track_caller]
fn settle_what_is_open(manager: &mut Sitting, proposals: usize, unregistered: usize) {
    manager.press(F8);
    manager.shows("[提議");
    for left in (0..proposals).rev() {
        manager.press("\r");
        manager.shows(&format!("未決 {left} "));
    }
    manager.press(ESC);
    manager.shows("F8說明");
    manager.press(F8);
    manager.shows("[查而未登");
    for left in (0..unregistered).rev() {
        manager.press("\r");
        manager.shows("-- 第");
        manager.answers("\r", "已無缺項");
        manager.press(F10);
        manager.shows(&format!("未說明 {left} "));
    }
    manager.press(ESC);
    manager.shows("F8凍結");
}

/// Walks all the rows; where something differs the first outcome offered gets a note.
#[track_caller]
fn walk(checker: &mut Sitting, rows: usize) {
    for place in 1..=rows {
        checker.shows(&format!("第 {place}／{rows} 筆"));
        let next = format!("第 {}／{rows} 筆", place + 1);
        let is_past = |text: &str| text.contains(&next) || text.contains("查核結果與簽章");
        checker.press("\r");
        let came = checker.until("the next row or the outcomes", |text| {
            is_past(text) || text.contains("-- 本筆結果")
        });
        if !is_past(&came) {
            checker.press("\r");
            // The cause of what was not registered stands already: then no note is needed.
            let asked = checker.until("what is missing", |text| {
                text.contains("> 說明") || text.contains("已無缺項")
            });
            if asked.contains("> 說明") {
                checker.press("案卷相符");
                checker.shows("案卷相符");
            }
            checker.press(F10);
            checker.until("the next row", is_past);
        }
    }
}

#[test]
fn a_log_dropped_into_the_folder_is_imported_matched_settled_and_frozen_on_the_screen() {
    let desk = Desk::enrolled();
    let register = sample("register-11510.csv");
    desk.json("manager", &["import", "register", &register]);
    let folder = desk.store().join("in");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::copy(sample("weblog-11510-cp950.csv"), folder.join("十月.csv")).unwrap();
    let mut manager = Sitting::logged_in(&desk, "manager");
    manager.press(F6);
    manager.shows("[F6抽查]");
    manager.shows("期別 115");
    // Its first month is the one before this; the samples are of October 115.
    while !manager.text().contains("期別 11510") {
        let before = manager.text();
        run(&mut manager, "他期");
        manager.until("another month", |text| text != before);
    }
    manager.press(F8);
    manager.shows("十月.csv");
    manager.press("\r");
    manager.shows("F10匯入 412 筆");
    manager.press(F10);
    manager.shows("已匯入");
    // The plain file stays; then back over the result and the folder.
    for gone in ["-- 原檔", "匯入結果", "匯入查詢日誌"] {
        manager.shows(gone);
        manager.press(ESC);
        manager.until("a page back", |text| !text.contains(gone));
    }
    manager.shows("F8勾稽");
    manager.press(F8);
    manager.shows("相符 375、提議 19、未登 18");
    settle_what_is_open(&mut manager, 19, 18);
    manager.answers(F8, "F10凍結");
    manager.answers(F10, "凍結單 11510");
    manager.shows("已凍結 11510，共 412 筆");
    assert_eq!(
        desk.json("manager", &["check", "status", "11510"])["step"],
        "frozen"
    );
    let found = desk.json("manager", &["verify"]);
    assert_eq!(found["ok"], true, "{found}");
}

#[test]
fn in_the_demo_one_plays_manager_and_checker_until_the_record_lies_there() {
    let desk = Desk::nothing();
    let place = desk.store();
    let place = place.to_str().unwrap();
    let arguments = ["demo", "--keep", place];
    let made = ran(irdesk().args(arguments).arg("--no-open"), b"");
    assert_eq!(made.exit, 0, "{made:?}");
    let mut sitting = Sitting::run(env!("CARGO_BIN_EXE_irdesk"), &arguments, (80, 24));
    sitting.shows("[F2今日]");
    assert!(sitting.text().contains("【示範】"), "{}", sitting.text());
    sitting.press(F6);
    sitting.shows("F8勾稽");
    let period = period_of(&sitting.text());
    sitting.press(F8);
    sitting.shows("已勾稽");
    let counts = sitting.shows("提議未決");
    let count = |name: &str, measure: &str| -> usize {
        let (_, after) = counts.split_once(name).unwrap();
        after.split_once(measure).unwrap().0.trim().parse().unwrap()
    };
    settle_what_is_open(
        &mut sitting,
        count("提議未決 ", " 筆"),
        count("查而未登 ", " 筆"),
    );
    sitting.press(F8);
    sitting.shows("F10凍結");
    sitting.answers(F10, "凍結單");
    change_to(&mut sitting, "張美玲");
    sitting.press(F6);
    sitting.shows("F8抽樣");
    sitting.answers(F8, "WebIR總數");
    sitting.answers(RIGHT, "[無法取得]");
    sitting.answers("\r", "> 凍結單");
    sitting.press(RIGHT);
    sitting.until("no slip", |text| {
        text.lines()
            .any(|line| line.contains("> 凍結單") && line.contains("[無法取得]"))
    });
    sitting.answers("\r", "一經抽樣");
    sitting.answers(F10, "已抽樣");
    sitting.answers(F8, "[登記及案卷]");
    sitting.answers("\r", "第 1／13 筆");
    walk(&mut sitting, 13);
    sitting.shows("查核結果與簽章");
    sitting.press(RIGHT);
    sitting.shows("[無]");
    sitting.press("\r");
    let record = format!("{period}-v1.odt");
    sitting.answers(F10, &record);
    let written = std::fs::read(desk.store().join("out").join(&record)).unwrap();
    assert!(written.starts_with(b"PK"));
}

/// The month of the overview.
fn period_of(overview: &str) -> String {
    let (_, after) = overview.split_once("期別 ").unwrap();
    after.chars().take_while(char::is_ascii_digit).collect()
}

#[test]
fn a_query_the_same_case_again_and_its_result_are_written_without_a_letter_key() {
    let desk = Desk::enrolled();
    let mut user = Sitting::logged_in(&desk, "user");
    user.press(F3);
    user.shows("[F3登記]");
    run(&mut user, "新增");
    user.shows("新增查詢");
    user.press("11531234600\r");
    for list in ["> 事由", "> 法律依據", "> 作業"] {
        user.shows(list);
        user.press("\r");
    }
    user.until("the subject", |text| text.contains("> 被查詢者"));
    user.press("A123456789\r");
    user.until("the relation", |text| text.contains("> 關係及迴避"));
    user.press("\r");
    user.shows("-0001");
    run(&mut user, "同案再登");
    user.until("the subject", |text| text.contains("> 被查詢者"));
    // A checksum that does not fit warns, and can be confirmed.
    user.press("A123456780\r");
    user.until("the warning", |text| text.contains("【檢查碼不符】"));
    user.answers(RIGHT, "[確以此號查詢]");
    user.press("\r");
    user.until("the relation", |text| text.contains("> 關係及迴避"));
    user.press("\r");
    user.shows("-0002");
    user.answers(F8, "-- 常用結果");
    user.press("\r");
    user.until("nothing is missing", |text| text.contains("F10"));
    user.answers(F10, "查有資料");
    let rows = desk.json("user", &["list", "register"])["rows"].take();
    let states: Vec<&str> = rows
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["state"].as_str().unwrap())
        .collect();
    assert_eq!(states, ["pending", "complete"], "{rows}");
    assert_eq!(rows[0]["case"], rows[1]["case"]);
    assert_eq!(rows[1]["result"], "found");
}

#[test]
fn a_demo_for_programs_opens_no_screen() {
    let desk = Desk::nothing();
    let place = desk.store();
    let mut demo = irdesk();
    demo.args(["demo", "--rows", "0", "--json", "--keep"])
        .arg(&place);
    let said = ran(&mut demo, b"");
    assert_eq!(said.exit, 0, "{said:?}");
    let said = said.json();
    assert_eq!(said["store"], place.to_str().unwrap());
    assert!(said["logins"].as_array().unwrap().len() > 5);
}
