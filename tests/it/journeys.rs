//! Journeys at a real terminal, with a real encrypted file.

use std::fmt::Write as _;
use std::time::Duration;

use rustix::process::Signal;

use crate::desk::{Desk, passphrase};
use crate::month::LOG_HEAD;
use crate::sitting::Sitting;

pub(crate) const F1: &str = "\u{1b}OP";
pub(crate) const F3: &str = "\u{1b}OR";
pub(crate) const ESC: &str = "\u{1b}";

#[test]
fn a_first_day_begins_with_the_code_and_ends_in_the_register() {
    let desk = Desk::enrolled();
    let code = desk.add("wu.cc", &["--roles", "user", "--account", "kcgsoc0199"]);
    let mut wu = Sitting::at(&desk, "wu.cc");
    wu.shows("登入帳號");
    wu.press(&code);
    wu.press("\r");
    wu.shows("新密碼");
    wu.press("too short\r");
    wu.shows("未達規定");
    wu.is_heard_again();
    wu.press(&passphrase("wu.cc"));
    wu.press("\r");
    wu.shows("再輸入一次");
    wu.press(&passphrase("wu.cc"));
    wu.press("\r");
    wu.shows("F1功能");
    wu.press(F3);
    wu.shows("[F3登記]");
    // He is enrolled for good: the command line knows his passphrase now.
    assert_eq!(
        desk.json("wu.cc", &["person", "list"])["rows"]
            .as_array()
            .unwrap()
            .len(),
        6
    );
}

#[test]
fn a_wrong_passphrase_is_one_sentence_and_the_right_one_opens() {
    let desk = Desk::enrolled();
    let mut user = Sitting::at(&desk, "user");
    user.shows("登入帳號");
    user.press("not the passphrase\r");
    user.shows("帳號、密碼或註冊碼不符");
    user.is_heard_again();
    user.press(&passphrase("user"));
    user.press("\r");
    user.shows("F1功能");
}

#[test]
fn every_way_out_puts_the_terminal_back() {
    let desk = Desk::enrolled();
    for (way, leave) in [
        ("SIGTERM on the desk", Some(Signal::TERM)),
        ("SIGHUP on the desk", Some(Signal::HUP)),
        ("SIGINT from outside", Some(Signal::INT)),
        ("Esc at the login", None),
    ] {
        let mut user = match leave {
            Some(_) => Sitting::logged_in(&desk, "user"),
            None => Sitting::at(&desk, "user"),
        };
        user.shows("irdesk");
        assert!(!user.is_restored(), "{way}: nothing to put back");
        assert!(user.modes().contains("-icanon"));
        match leave {
            Some(Signal::INT) => {
                // Raw modes: the key is none of ours, the signal may be ignored or obeyed, but nothing is left behind.
                user.press("\u{3}");
                user.signal(Signal::TERM);
            }
            Some(signal) => user.signal(signal),
            None => user.press(ESC),
        }
        let (took, _exit) = user.ends();
        assert!(took < Duration::from_secs(2), "{way} took {took:?}");
        assert!(user.is_restored(), "{way}:\n{}", user.text());
        let modes = user.modes();
        for mode in ["icanon", "echo", "isig", "ixon", "icrnl", "opost"] {
            assert!(
                modes.split_whitespace().any(|word| word == mode),
                "{way}: {mode} in {modes}"
            );
        }
    }
}

#[test]
fn a_dropped_line_ends_the_process_within_two_seconds() {
    let desk = Desk::enrolled();
    let mut user = Sitting::logged_in(&desk, "user");
    user.hang_up();
    let (took, _exit) = user.ends();
    assert!(took < Duration::from_secs(2), "{took:?}");
    // Also where the signal is ignored, as under nohup.
    let store = desk.store();
    let script = format!(
        "trap '' HUP; exec '{}' --store '{}' --as user",
        env!("CARGO_BIN_EXE_irdesk"),
        store.display()
    );
    let mut user = Sitting::run("sh", &["-c", &script], (80, 24));
    user.shows("登入帳號");
    user.press(&passphrase("user"));
    user.press("\r");
    user.shows("F1功能");
    user.hang_up();
    let (took, _exit) = user.ends();
    assert!(
        took < Duration::from_secs(2),
        "{took:?} with SIGHUP ignored"
    );
    assert_eq!(desk.json("user", &["verify"])["ok"], true);
}

#[test]
fn any_window_and_any_storm_of_windows_is_drawn_without_a_panic() {
    let desk = Desk::enrolled();
    let mut user = Sitting::logged_in(&desk, "user");
    for (columns, lines) in [
        (1, 1),
        (2, 1),
        (1, 50),
        (300, 2),
        (79, 24),
        (80, 23),
        (500, 200),
    ] {
        user.resize(columns, lines);
        user.press(F1);
        user.press(ESC);
    }
    for step in 0..200_u16 {
        user.resize(1 + step * 7 % 200, 1 + step * 5 % 60);
        user.press(if step % 3 == 0 { F3 } else { "\t" });
    }
    user.resize(80, 24);
    user.press(F3);
    user.shows("[F3登記]");
    user.shows("F1功能");
}

#[test]
fn what_a_terminal_sends_unasked_is_no_key_and_a_paste_of_five_megabytes_does_nothing() {
    let desk = Desk::enrolled();
    let mut user = Sitting::logged_in(&desk, "user");
    user.press(F3);
    user.shows("[F3登記]");
    let before = user.text();
    for report in [
        "\u{1b}[24;80R",
        "\u{1b}[?1;2c",
        "\u{1b}[>0;276;0c",
        "\u{1b}]11;rgb:0000/0000/0000\u{7}",
        "\u{1b}[I",
        "\u{1b}[O",
        "\u{1b}P1$r0m\u{1b}\\",
    ] {
        user.press(report);
    }
    let paste = format!(
        "\u{1b}[200~{}\u{1b}[201~",
        "A123456789\r\n\u{3}\u{1b}[21~Q".repeat(5_000_000 / 18)
    );
    user.press(&paste);
    user.press(F1);
    user.shows("F1");
    user.press(ESC);
    user.until("the register as it was", |text| {
        let body = |screen: &str| {
            screen
                .lines()
                .skip(3)
                .take(12)
                .map(str::to_owned)
                .collect::<Vec<_>>()
        };
        body(text) == body(&before)
    });
    let rows = desk.json("user", &["list", "register"])["rows"]
        .as_array()
        .unwrap()
        .len();
    assert_eq!(rows, 0, "something was registered");
}

pub(crate) const INS: &str = "\u{1b}[2~";
const F6: &str = "\u{1b}[17~";
pub(crate) const F8: &str = "\u{1b}[19~";
pub(crate) const F10: &str = "\u{1b}[21~";
pub(crate) const RIGHT: &str = "\u{1b}[C";

/// Registers a query of this case from the list, taking the first of everything that is offered; says its number.
pub(crate) fn register(user: &mut Sitting, number: u32) -> String {
    let period = user.shows("[F3登記]");
    assert!(period.contains("登記"));
    user.press(INS);
    user.shows("新增查詢");
    user.press("11531234600\r");
    // What the row before said is carried over to the next.
    if number == 1 {
        for list in ["> 事由", "> 法律依據", "> 作業"] {
            user.shows(list);
            user.press("\r");
        }
    }
    user.until("the subject", |text| text.contains("> 被查詢者"));
    user.press("A123456789\r");
    user.until("the relation", |text| text.contains("> 關係及迴避"));
    user.press("\r");
    let serial = format!("-{number:04}");
    let said = user.until("the number", |text| {
        text.lines()
            .any(|line| line.contains("已登記 SOC-") && line.contains(&serial))
    });
    let start = said.find("SOC-").unwrap();
    said[start..]
        .split(|letter: char| !(letter.is_ascii_alphanumeric() || letter == '-'))
        .next()
        .unwrap()
        .to_owned()
}

#[test]
fn what_one_registers_the_other_sees_within_a_second() {
    let desk = Desk::enrolled();
    let mut user = Sitting::logged_in(&desk, "user");
    let mut manager = Sitting::logged_in(&desk, "manager");
    for sitting in [&mut user, &mut manager] {
        sitting.press(F3);
        sitting.shows("[F3登記]");
    }
    let number = register(&mut user, 1);
    let seen_from = std::time::Instant::now();
    let short = number.strip_prefix("SOC-").unwrap();
    manager.shows(short);
    let took = seen_from.elapsed();
    assert!(took < Duration::from_millis(1500), "{took:?}");
    let rows = desk.json("user", &["list", "register"]);
    assert_eq!(rows["rows"][0]["number"], number);
    assert_eq!(rows["rows"][0]["state"], "pending");
    assert_eq!(rows["rows"][0]["subject"], "A12345****");
}

#[test]
fn a_month_whose_rows_all_match_is_walked_and_signed_within_twenty_keys() {
    let desk = Desk::enrolled();
    let mut log = LOG_HEAD.to_owned();
    let mut register =
        "登記編號,查詢人帳號,查詢人,查詢日期,查詢時間,作業代號,查詢條件,案號,事由,法律依據,結果,產出,去處\n".to_owned();
    for row in 1..=412 {
        let asked = format!(
            "kcgsoc0101,11510{:02},{:02}{:02}00,LI01,A1{}",
            5 + row % 5,
            9 + row % 8,
            row % 60,
            10_000_000 + row
        );
        writeln!(log, "{asked},115000{row:05}00 低收入戶審查,查有資料").unwrap();
        let (account, rest) = asked.split_once(',').unwrap();
        writeln!(register, "SOC-11510-{row:04},{account},林美志,{rest},115000{row:05}00,低收入戶審查,SOC-01,查有資料,僅閱覽,未留存").unwrap();
    }
    let (register, log) = (
        desk.file("register.csv", register),
        desk.file("log.csv", log),
    );
    desk.json("manager", &["import", "register", &register]);
    desk.json("manager", &["import", "log", &log, "--period", "11510"]);
    assert_eq!(
        desk.json("manager", &["reconcile", "11510"])["matched"],
        412
    );
    desk.json("manager", &["check", "freeze", "11510"]);
    desk.json("checker", &["check", "draw", "11510"]);
    let mut checker = Sitting::logged_in(&desk, "checker");
    let mut keys = 0;
    let mut press = |checker: &mut Sitting, key: &str, shows: &str| {
        checker.answers(key, shows);
        keys += 1;
    };
    press(&mut checker, F6, "[F6抽查]");
    press(&mut checker, F8, "登記及案卷");
    press(&mut checker, "\r", "第 1／13 筆");
    for place in 2..=13 {
        press(&mut checker, "\r", &format!("第 {place}／13 筆"));
    }
    press(&mut checker, "\r", "查核結果與簽章");
    press(&mut checker, RIGHT, "查核結果與簽章");
    press(&mut checker, "\r", "查核結果與簽章");
    press(&mut checker, F10, "11510-v1.odt");
    assert!(keys <= 20, "{keys} keys");
    let record = desk.store().join("out/11510-v1.odt");
    assert!(std::fs::read(record).unwrap().starts_with(b"PK"));
    assert_eq!(
        desk.json("checker", &["check", "status", "11510"])["step"],
        "signed"
    );
    assert_eq!(desk.json("checker", &["verify"])["ok"], true);
}
