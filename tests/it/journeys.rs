//! Journeys at a real terminal, with a real encrypted file.

use rustix::process::Signal;
use std::time::Duration;

use crate::desk::{Desk, passphrase};
use crate::sitting::Sitting;

const F1: &str = "\u{1b}OP";
const F3: &str = "\u{1b}OR";
const ESC: &str = "\u{1b}";

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
