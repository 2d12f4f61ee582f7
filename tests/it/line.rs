//! The desk on its line: leaving it, what an idle one sends, what others write, where there is no store or terminal.

use std::time::{Duration, Instant};

use crate::desk::{Desk, irdesk, ran};
use crate::sitting::Sitting;

#[test]
fn leaving_is_in_the_list_of_functions_and_the_login_in_the_trail() {
    let desk = Desk::enrolled();
    let mut keeper = Sitting::logged_in(&desk, "keeper");
    keeper.press("\x1bOP");
    keeper.shows("-- 功能");
    for letter in ["l", "e", "a", "v", "e"] {
        keeper.press(letter);
    }
    keeper.shows("> 離開 irdesk");
    keeper.press("\r");
    let (_, exit) = keeper.ends();
    assert_eq!(exit, 0);
    assert!(keeper.is_restored());
    let trail = desk.run("keeper", &["list", "trail"]);
    assert!(trail.out.ends_with("登入\n"), "{trail:?}");
}

#[test]
fn an_idle_desk_sends_no_more_than_its_clock() {
    let desk = Desk::enrolled();
    let mut keeper = Sitting::logged_in(&desk, "keeper");
    while keeper.take(Duration::from_millis(500)) {}
    let (before, since) = (keeper.came, Instant::now());
    while since.elapsed() < Duration::from_secs(3) {
        keeper.take(Duration::from_millis(500));
    }
    let sent = keeper.came - before;
    assert!(sent <= 100, "{sent} bytes");
}

#[test]
fn what_others_write_appears_by_itself() {
    let desk = Desk::enrolled();
    let mut keeper = Sitting::logged_in(&desk, "keeper");
    keeper.press("\x1b[20~");
    keeper.shows("[F9軌跡]");
    desk.add("newcomer", &["--roles", "user"]);
    keeper.shows("newcomer");
}

#[test]
fn without_a_store_the_ways_to_one_are_named() {
    let mut nowhere = irdesk();
    nowhere.args(["--store", "/nonexistent/desk"]);
    let ran = ran(&mut nowhere, b"");
    assert_eq!(ran.exit, 3);
    assert!(
        ran.err.contains("init") && ran.err.contains("demo"),
        "{ran:?}"
    );
}

#[test]
fn without_a_terminal_or_for_programs_no_desk_is_opened() {
    let desk = Desk::enrolled();
    let mut piped = irdesk();
    piped.arg("--store").arg(desk.store());
    assert_eq!(ran(&mut piped, b"").exit, 2);
    let mut json = irdesk();
    json.arg("--store").arg(desk.store()).arg("--json");
    ran(&mut json, b"").refused(2, "usage");
}

#[test]
fn a_keymap_of_the_store_that_cannot_be_read_does_not_close_the_desk() {
    let desk = Desk::enrolled();
    for (unread, told) in [(true, "此檔無法讀取"), (false, "第 1 行")] {
        let file = desk.store().join("keymap.toml");
        if unread {
            // What is no file cannot be read, by root neither.
            std::fs::create_dir(&file).unwrap();
        } else {
            std::fs::remove_dir(&file).unwrap();
            std::fs::write(&file, "not a keymap").unwrap();
        }
        let mut user = Sitting::at(&desk, "user");
        // A long sentence goes on in the next line.
        let screen = user.shows("登入帳號");
        let screen: String = screen.split_whitespace().collect();
        assert!(screen.contains("已改用預設按鍵"), "{screen}");
        let told: String = told.split_whitespace().collect();
        assert!(screen.contains(&told), "{screen}");
        user.press(&crate::desk::passphrase("user"));
        user.press("\r");
        user.shows("F1功能");
    }
}
