//! A line that drops, a process that is killed or told to end: how soon it is gone, what it costs, what is left of the
//! terminal and of what was being typed.

use std::time::{Duration, Instant};

use rustix::process::Signal;

use crate::desk::{Desk, passphrase};
use crate::journeys::{F3, INS};
use crate::sitting::Sitting;

/// At the form of a new query, this much typed into its case.
fn typing(user: &mut Sitting, text: &str) {
    user.press(F3);
    user.shows("[F3登記]");
    user.press(INS);
    user.shows("新增查詢");
    user.press(text);
    user.shows(text);
}

/// What the next login finds in the form.
#[track_caller]
fn finds(desk: &Desk, text: &str) {
    let mut user = Sitting::logged_in(desk, "user");
    user.shows("草稿已保留");
    user.press(F3);
    user.shows("[F3登記]");
    user.press(INS);
    user.shows(text);
}

/// Takes what comes for so long.
fn pass(user: &mut Sitting, time: Duration) {
    let started = Instant::now();
    while let Some(left) = time.checked_sub(started.elapsed()) {
        user.take(left);
    }
}

#[test]
fn a_kill_three_seconds_after_a_key_loses_at_most_two_seconds_of_typing() {
    let desk = Desk::enrolled();
    let mut user = Sitting::logged_in(&desk, "user");
    typing(&mut user, "1153123");
    pass(&mut user, Duration::from_secs(3));
    // Nothing was left, saved or moved; what comes now is younger than two seconds.
    user.press("46");
    user.signal(Signal::KILL);
    user.ends();
    finds(&desk, "1153123");
}

/// A shell at the terminal first, so that the terminal's modes of before are seen; then the desk in its place.
fn after_a_shell(desk: &Desk, before: &str) -> (Sitting, String) {
    let script = format!(
        "echo ready; read line; {before} '{}' --store '{}' --as user",
        env!("CARGO_BIN_EXE_irdesk"),
        desk.store().display()
    );
    let mut user = Sitting::run("sh", &["-c", &script], (80, 24));
    user.shows("ready");
    let modes = user.modes();
    user.press("\r");
    user.shows("登入帳號");
    user.press(&passphrase("user"));
    user.press("\r");
    user.shows("F1功能");
    (user, modes)
}

/// Seconds of the processor that the process has used.
fn used(user: &Sitting) -> Option<(f64, bool)> {
    let pid = user.pid().as_raw_nonzero();
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let (_, tail) = stat.rsplit_once(") ")?;
    let words: Vec<&str> = tail.split(' ').collect();
    let ticks = words.get(11)?.parse::<f64>().ok()? + words.get(12)?.parse::<f64>().ok()?;
    Some((ticks / 100.0, words.first() == Some(&"Z")))
}

/// Lets it end; says how long that took and what it cost, read before anybody takes the ended process away.
#[track_caller]
fn ends(user: &mut Sitting, before: f64) -> (Duration, f64) {
    let started = Instant::now();
    loop {
        match used(user) {
            Some((cost, true)) => {
                let took = started.elapsed();
                user.ends();
                return (took, cost - before);
            }
            Some(_) => {}
            None => panic!("the process was taken away"),
        }
        assert!(
            started.elapsed() < Duration::from_secs(20),
            "it does not end"
        );
        user.take(Duration::from_millis(10));
        std::thread::park_timeout(Duration::from_millis(5));
    }
}

#[test]
fn whatever_ends_the_desk_it_is_gone_in_two_seconds_cheaply_and_the_draft_is_kept() {
    // exec: the desk takes the shell's place, so that what the shell ignores it ignores too.
    let ways: [(&str, &str, Option<Signal>); 6] = [
        ("SIGTERM", "exec", Some(Signal::TERM)),
        ("SIGHUP", "exec", Some(Signal::HUP)),
        (
            "SIGTERM, SIGHUP ignored",
            "trap '' HUP; exec",
            Some(Signal::TERM),
        ),
        ("the line drops", "exec", None),
        ("the line drops, SIGHUP ignored", "trap '' HUP; exec", None),
        (
            "the line drops, all signals of it ignored",
            "trap '' HUP INT QUIT PIPE; exec",
            None,
        ),
    ];
    for (way, before, signal) in ways {
        let desk = Desk::enrolled();
        let (mut user, modes) = after_a_shell(&desk, before);
        typing(&mut user, "1153123");
        let (cost, _) = used(&user).unwrap();
        match signal {
            Some(signal) => user.signal(signal),
            None => user.hang_up(),
        }
        let (took, cost) = ends(&mut user, cost);
        assert!(took < Duration::from_secs(2), "{way}: {took:?}");
        assert!(cost < 0.2, "{way}: {cost} s of the processor");
        if signal.is_some() {
            assert_eq!(user.modes(), modes, "{way}");
            assert!(user.is_restored(), "{way}");
        }
        finds(&desk, "1153123");
    }
}
