//! Files that are not as they should be, through the real binary (monthly_check §1): refused whole, row by row, or taken and flagged.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::desk::Desk;
use crate::month::LOG_HEAD;

const REGISTER_HEAD: &str = "登記編號,查詢人帳號,查詢人,查詢日期,查詢時間,作業代號,查詢條件,案號,事由,法律依據,結果,產出,去處\n";

fn import<'a>(file: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    [&["import", "log", file, "--period", "11510"], more].concat()
}

/// Imports a log of these rows beneath the usual header.
#[track_caller]
fn log(desk: &Desk, rows: &str) -> Value {
    let file = desk.file("log.csv", format!("{LOG_HEAD}{rows}"));
    desk.json("manager", &import(&file, &[]))
}

#[test]
fn a_calendar_that_is_not_whole_is_refused_with_line_and_reason() {
    let desk = Desk::enrolled();
    let good = std::fs::read_to_string(crate::desk::sample("calendar-115.csv")).unwrap();
    let before = desk.bytes();
    let day = "20260304,三,0,\r\n";
    let last = "20261231,四,0,\r\n";
    let files = [
        (good.replace(day, ""), "第 64 行", "應為 115/03/04"),
        (good.replace(day, &day.repeat(2)), "第 65 行", "重複"),
        (good.replace(last, ""), "第 365 行", "應 365 列，僅 364 列"),
        (
            good.replace(day, "20260229,日,0,\r\n"),
            "第 64 行",
            "2 月無 29 日",
        ),
        (
            good.replace(day, "20260304,三,9,\r\n"),
            "第 64 行",
            "0 或 2",
        ),
        (good.replace(day, "20260304,一,0,\r\n"), "第 64 行", "星期"),
        (format!("{good}20270101,五,2,\r\n"), "第 367 行", "全年已畢"),
        ("甲,乙\n1,2\n".to_owned(), "第 1 行", "缺欄名"),
    ];
    for (text, line, said) in files {
        let file = desk.file("calendar.csv", text);
        let message = desk.refused("keeper", &["import", "calendar", &file], 3, "file");
        assert!(
            message.contains(line) && message.contains(said),
            "{message}"
        );
    }
    assert_eq!(desk.bytes(), before);
    let big5 = crate::desk::sample("calendar-116-big5.csv");
    let taken = desk.json("keeper", &["import", "calendar", &big5]);
    assert_eq!(taken["encoding"], "cp950");
    assert_eq!(
        (&taken["read"], &taken["accepted"]),
        (&json!(365), &json!(365))
    );
    let again = desk.json("keeper", &["import", "calendar", &big5]);
    assert_eq!(again["duplicate"], 365);
    desk.refused("manager", &["import", "calendar", &big5], 1, "role");
}

#[test]
fn a_file_that_cannot_be_taken_whole_is_refused_with_what_is_wrong() {
    let desk = Desk::enrolled();
    let before = desk.bytes();
    let row = "a,1151001,0900,LI01,A123456789,1,查有資料\n";
    let open_quote = format!("{LOG_HEAD}{row}a,1151001,0900,LI01,\"A123456789,1,查有資料\n{row}");
    let mut undecodable = LOG_HEAD.as_bytes().to_vec();
    undecodable.extend([0xff, 0x80, 0x81].repeat(200));
    let files: [(&str, Vec<u8>, &str); 8] = [
        ("empty", Vec::new(), "無內容"),
        ("blank", b"\n\n\n".to_vec(), "標題列"),
        ("no header", row.repeat(3).into_bytes(), "標題列"),
        (
            "half a header",
            "查詢者帳號,查詢日期,查詢時間\na,1151001,0900\n".into(),
            "缺",
        ),
        ("open quote", open_quote.into_bytes(), "第 3 行"),
        ("undecodable", undecodable, "無法判讀"),
        (
            "a picture",
            [b"\x89PNG\r\n\x1a\n".to_vec(), [0, 1, 2, 0xff].repeat(500)].concat(),
            "請",
        ),
        (
            "a zip",
            [b"PK\x03\x04".to_vec(), vec![0x81; 3000]].concat(),
            "請",
        ),
    ];
    for (name, bytes, said) in files {
        let file = desk.file("bad.csv", bytes);
        for more in [&[][..], &["--dry-run"], &["--accept-total"]] {
            let message = desk.refused("manager", &import(&file, more), 3, "file");
            assert!(message.contains(said), "{name}: {message}");
            assert!(message.contains('請'), "{name}: {message}");
        }
        desk.refused("manager", &["import", "register", &file], 3, "file");
    }
    assert!(desk.bytes() == before, "something was written");
}

#[test]
fn unknown_columns_are_named_once_and_known_from_then_on() {
    let desk = Desk::enrolled();
    let head = "誰,何日,查詢時間,作業代號,對象,案號及事由,如何\n";
    let row = |day: &str| format!("kcgsoc0101,{day},0900,LI01,A123456789,1 a,查有資料\n");
    let file = desk.file("log.csv", format!("{head}{}", row("1151001")));
    let before = desk.bytes();
    let said = desk.refused("manager", &import(&file, &[]), 3, "file");
    for word in [
        "查詢者帳號",
        "查詢日期",
        "查詢條件",
        "查詢結果",
        "誰",
        "何日",
        "對象",
        "如何",
        "--map 查詢者帳號=檔內欄名,",
    ] {
        assert!(said.contains(word), "{said}");
    }
    let wrong = ["--map", "查詢者帳號=某某,查詢日期=何日"];
    desk.refused("manager", &import(&file, &wrong), 3, "file");
    desk.refused("manager", &import(&file, &["--map", "依據=誰"]), 2, "usage");
    assert!(desk.bytes() == before, "something was written");
    let map = "查詢者帳號=誰,查詢日期=何日,condition=對象,查詢結果=如何";
    let dry = desk.json("manager", &import(&file, &["--map", map, "--dry-run"]));
    assert_eq!(dry["accepted"], 1);
    desk.refused("manager", &import(&file, &[]), 3, "file");
    let taken = desk.json("manager", &import(&file, &["--map", map]));
    assert_eq!(
        (&taken["accepted"], &taken["unreadable_count"]),
        (&json!(1), &json!(0))
    );
    let next = desk.file("next.csv", format!("{head}{}", row("1151002")));
    assert_eq!(desk.json("manager", &import(&next, &[]))["accepted"], 1);
    // A name that is left out goes by its known names again.
    let third = desk.file("third.csv", format!("{head}{}", row("1151003")));
    let forgets = import(&third, &["--map", "查詢日期="]);
    assert!(
        desk.refused("manager", &forgets, 3, "file")
            .contains("查詢日期")
    );
    assert_eq!(desk.json("manager", &["verify"])["ok"], true);
}

#[test]
fn a_register_is_not_taken_for_a_log() {
    let desk = Desk::enrolled();
    let register = crate::desk::sample("register-11510.csv");
    let said = desk.refused("manager", &import(&register, &[]), 3, "file");
    assert!(said.contains("登記表"), "{said}");
}

#[test]
fn what_is_no_file_is_said_so_without_waiting() {
    let desk = Desk::enrolled();
    let pipe = desk.path("pipe");
    let made = std::process::Command::new("mkfifo")
        .arg(&pipe)
        .status()
        .unwrap();
    assert!(made.success());
    for path in [
        pipe.to_str().unwrap(),
        desk.path("").to_str().unwrap(),
        "/dev/zero",
        "/nowhere/at/all.csv",
    ] {
        desk.refused("manager", &import(path, &[]), 3, "file");
        desk.refused("manager", &["import", "register", path], 3, "file");
    }
    let hostile = desk.path("no\u{1b}[2J\u{202e}\u{9b}such\u{2028}.csv");
    let message = desk.refused(
        "manager",
        &import(hostile.to_str().unwrap(), &[]),
        3,
        "file",
    );
    assert!(message.contains("such"), "{message}");
    let prose = desk.run("manager", &import(hostile.to_str().unwrap(), &[]));
    assert!(prose.err.contains("such"), "{prose:?}");
}

#[test]
fn an_unreadable_row_is_told_by_its_physical_line_and_stays_in_the_population() {
    let desk = Desk::enrolled();
    let rows = "\
a,1151001,0900,LI01,A123456789,1 低收,查有資料
a,1151032,0900,LI01,A123456789,1 低收,查有資料
a,1151002,\"09:00\",LI01,A123456789,\"1
低收\",查有資料
a,1151003,2561,LI01,A123456789,1 低收,查有資料
a,1151003,9,LI01,A123456789,1 低收,查有資料
a,1151003,0900,LI01,A123456789,急難,救助,查有資料
a,1151003,0900,LI01
a,,0900,LI01,A123456789,1 低收,查有資料
";
    let found = log(&desk, rows);
    let lines: Vec<u64> = found["unreadable"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["line"].as_u64().unwrap())
        .collect();
    assert_eq!(lines, [3, 6, 7, 8, 9, 10], "{found}");
    assert_eq!(
        (&found["read"], &found["accepted"], &found["duplicate"]),
        (&json!(8), &json!(2), &json!(0))
    );
    for row in found["unreadable"].as_array().unwrap() {
        let reason = row["reason"].as_str().unwrap();
        assert!(
            !reason.is_empty() && !reason.contains("A123456789"),
            "{reason}"
        );
    }
    let found = desk.json("manager", &["reconcile", "11510"]);
    assert_eq!(found["log_rows"], 8);
    assert_eq!(found["unreadable"], json!([2, 4, 5, 6, 7, 8]));
    assert_eq!(
        desk.json("manager", &["check", "freeze", "11510"])["population"],
        8
    );
}

#[test]
fn what_offices_receive_is_read_however_it_is_written() {
    let desk = Desk::enrolled();
    let rows = "\
a,1151001,0900,LI01,A123456789,1,查有資料
a,115/10/01,9:01,LI01,A123456789,1,查有資料
a,2026/10/01,090200,LI01,A123456789,1,查有資料
a,2026-10-01,9:03:00,LI01,A123456789,1,查有資料
a,１１５１００１,０９０４,LI01,A123456789,1,查有資料
a,115/10/1,905,LI01,A123456789,1,查有資料
\"=\"\"a\"\"\",1151001,\"=\"\"0906\"\"\",LI01,A123456789,1,查有資料
'a,'1151001,'0907,LI01,'A123456789,1,查有資料
a,115年10月1日,908,LI01,A123456789,1,查有資料
,,,,,,
以下空白,,,,,,
第 1 頁,,,,,,
查詢者帳號,查詢日期,查詢時間,作業代號,查詢條件,案號及事由,查詢結果
a,1151001,90900,LI01,A123456789,1,查有資料

合計：3筆,,,,,,
a,1151001,091000,LI01,,1,查有資料
,1151001,091100,LI01,A123456789,1,查有資料
a,1151001,091200,,A123456789,1,查有資料
a,1151001,091300,LI01,A123456789,1,查有資料,,,,
合計：１４筆,,,,,,
";
    let found = log(&desk, rows);
    assert_eq!(found["unreadable"], json!([]), "{found}");
    assert_eq!(
        (&found["read"], &found["accepted"]),
        (&json!(14), &json!(14))
    );
    // The same day and the same account, whatever the spelling: once more, plainly written, nothing is new.
    let plain: Vec<String> = (0..10)
        .map(|minute| format!("A,1151001,09{minute:02}00,LI01,A123456789,other,查無資料\n"))
        .collect();
    let again = log(&desk, &plain.concat());
    assert_eq!(
        (&again["accepted"], &again["duplicate"]),
        (&json!(0), &json!(10)),
        "{again}"
    );
}

#[test]
fn equal_rows_in_one_file_are_all_taken_and_counted_against_the_next() {
    let desk = Desk::enrolled();
    let row = "a,1151001,0900,LI01,A123456789,1,查有資料\n";
    let found = log(&desk, &row.repeat(3));
    assert_eq!(
        (&found["accepted"], &found["duplicate"]),
        (&json!(3), &json!(0))
    );
    let found = log(&desk, &row.repeat(5));
    assert_eq!(
        (&found["accepted"], &found["duplicate"]),
        (&json!(2), &json!(3))
    );
    let broken = "a,11510xx,0900,LI01,A123456789,1,查有資料\n";
    let found = log(&desk, &format!("{row}{}", broken.repeat(2)));
    assert_eq!(
        (
            found["unreadable"].as_array().unwrap().len(),
            &found["duplicate"]
        ),
        (2, &json!(1))
    );
    let found = log(&desk, &format!("{row}{}", broken.repeat(3)));
    assert_eq!(
        (
            found["unreadable"].as_array().unwrap().len(),
            &found["duplicate"]
        ),
        (1, &json!(3))
    );
}

#[test]
fn a_file_of_nothing_but_unreadable_rows_is_not_taken() {
    let desk = Desk::enrolled();
    let before = desk.bytes();
    let file = desk.file(
        "log.csv",
        format!("{LOG_HEAD}{}", "a,xx,0900,LI01,A1,1,x\n".repeat(4)),
    );
    let message = desk.refused("manager", &import(&file, &[]), 1, "nothing");
    assert!(message.contains('4'), "{message}");
    let file = desk.file(
        "register.csv",
        format!("{REGISTER_HEAD}x,a,n,1151001,0900,LI01,A1,1,r,b,查有資料,僅閱覽,未留存\n"),
    );
    desk.refused("manager", &["import", "register", &file], 1, "nothing");
    assert!(desk.bytes() == before, "something was written");
}

#[test]
fn hostile_text_is_kept_and_never_reaches_the_terminal() {
    let desk = Desk::enrolled();
    let tower = "\u{301}".repeat(10_000);
    let hostile = [
        "\u{1b}]0;x\u{7}",
        "\u{9b}31m",
        "\u{202e}txet",
        "a\u{2028}b",
        "=cmd|' /C calc'!A0",
        &tower,
    ];
    let mut rows = String::new();
    let mut register = String::new();
    for (number, text) in hostile.iter().enumerate() {
        writeln!(
            rows,
            "{text},1151001,09{number:02}00,LI01,{text},{text},{text}"
        )
        .unwrap();
        writeln!(rows, "a,1151099{text},0900,LI01,A123456789,1,{text}").unwrap();
        writeln!(register, "SOC-11510-{:04},{text},{text},1151001,09{number:02}00,{text},{text},{text},{text},{text},查有資料,僅閱覽,未留存", number + 1).unwrap();
        writeln!(
            register,
            "SOC-{text},a,n,1151001,0900,LI01,A1,1,r,b,查有資料,僅閱覽,未留存"
        )
        .unwrap();
    }
    // What is printed is looked at by the runner itself.
    let found = log(&desk, &rows);
    assert_eq!(
        (&found["read"], &found["accepted"]),
        (&json!(12), &json!(6)),
        "{found}"
    );
    let file = desk.file("register.csv", format!("{REGISTER_HEAD}{register}"));
    let found = desk.json("manager", &["import", "register", &file]);
    assert_eq!(
        (&found["read"], &found["accepted"]),
        (&json!(12), &json!(6)),
        "{found}"
    );
    desk.run(
        "manager",
        &import(
            &desk.file("other.csv", format!("{LOG_HEAD}{rows}{rows}")),
            &[],
        ),
    );
    for list in [
        &["list", "log", "--period", "11510"][..],
        &["list", "register"],
        &["list", "trail"],
        &["reconcile", "11510"],
    ] {
        desk.json("manager", list);
        assert_eq!(desk.run("manager", list).exit, 0);
    }
    assert_eq!(desk.json("manager", &["verify"])["ok"], true);
}

#[test]
fn a_register_line_is_new_known_or_another_under_the_same_number() {
    let desk = Desk::enrolled();
    let row =
        "SOC-11510-0001,a,王,1151001,0900,LI01,A123456789,1,低收,SOC-01,查有資料,僅閱覽,未留存\n";
    let first = desk.file("one.csv", format!("{REGISTER_HEAD}{row}"));
    assert_eq!(
        desk.json("manager", &["import", "register", &first])["accepted"],
        1
    );
    let other = row.replace("低收", "急難");
    let bare = "SOC-11509-0007,,,1151002,900,,,,,,,,\n";
    let second = desk.file("two.csv", format!("{REGISTER_HEAD}{row}{other}{bare}SOC-1,a,b,1151001,0900,x,y,z,r,b,查有資料,僅閱覽,未留存\n"));
    let found = desk.json("manager", &["import", "register", &second]);
    assert_eq!(
        (&found["accepted"], &found["duplicate"]),
        (&json!(1), &json!(1)),
        "{found}"
    );
    let lines: Vec<u64> = found["rejected"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["line"].as_u64().unwrap())
        .collect();
    assert_eq!(lines, [3, 5], "{found}");
    assert!(
        found["rejected"][0]["reason"]
            .as_str()
            .unwrap()
            .contains("SOC-11510-0001")
    );
}
