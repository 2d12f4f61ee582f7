//! The terminal is put back, and never waited for.

use std::time::Duration;

use rustix::termios::LocalModes;

use super::*;
use crate::tui::pty;

const LONG: Duration = Duration::from_secs(20);

#[test]
fn the_size_is_the_kernels() {
    let (_far, line) = pty::open();
    assert_eq!(
        line.size(),
        Size {
            width: 100,
            height: 30
        }
    );
}

#[test]
fn the_terminal_is_raw_inside_and_as_before_outside() {
    let (far, line) = pty::open();
    let output = far.output();
    let before = tcgetattr(&line).unwrap();
    assert!(
        before
            .local_modes
            .contains(LocalModes::ICANON | LocalModes::ECHO)
    );
    let mut view = vt100::Parser::new(30, 100, 0);
    let guard = TerminalGuard::enter(&line).unwrap();
    let inside = tcgetattr(&line).unwrap();
    assert!(
        !inside
            .local_modes
            .intersects(LocalModes::ICANON | LocalModes::ECHO | LocalModes::ISIG)
    );
    while !view.screen().alternate_screen() || !view.screen().bracketed_paste() {
        view.process(&output.recv_timeout(LONG).unwrap());
    }
    guard.restore();
    drop(guard);
    while view.screen().alternate_screen() || view.screen().bracketed_paste() {
        view.process(&output.recv_timeout(LONG).unwrap());
    }
    assert!(!view.screen().hide_cursor());
    let after = tcgetattr(&line).unwrap();
    assert_eq!(after.local_modes, before.local_modes);
    assert_eq!(after.input_modes, before.input_modes);
    assert_eq!(after.output_modes, before.output_modes);
}

#[test]
fn a_panic_puts_the_terminal_back() {
    let (far, line) = pty::open();
    let output = far.output();
    let before = tcgetattr(&line).unwrap();
    let near = line.clone();
    let drawing = std::thread::spawn(move || {
        let _guard = TerminalGuard::enter(&near).unwrap();
        panic!("on purpose");
    });
    assert!(drawing.join().is_err());
    assert_eq!(tcgetattr(&line).unwrap().local_modes, before.local_modes);
    let mut seen = Vec::new();
    while !seen.ends_with(LEAVE) {
        seen.extend(output.recv_timeout(LONG).unwrap());
    }
}

#[test]
fn a_terminal_that_takes_nothing_is_not_waited_for() {
    let (_far, mut line) = pty::open();
    let guard = TerminalGuard::enter(&line).unwrap();
    // Nobody reads the far end: the line fills up, in more than one go.
    while line.has_room(Instant::now()).unwrap() {
        while rustix::io::write(line.as_fd(), b"x").is_ok() {}
    }
    let since = Instant::now();
    drop(guard);
    assert!(line.write_all(b"x").is_err());
    assert!(
        since.elapsed() < Duration::from_secs(2),
        "{:?}",
        since.elapsed()
    );
}

#[test]
fn waiting_for_an_instant_does_not_end_early() {
    let deadline = Instant::now() + Duration::from_millis(50);
    std::thread::current().unpark();
    wait_until(deadline);
    assert!(Instant::now() >= deadline);
    wait_until(deadline);
}

#[test]
fn a_terminal_that_is_gone_is_no_error_at_leaving() {
    let (far, mut line) = pty::open();
    let guard = TerminalGuard::enter(&line).unwrap();
    drop(far);
    let since = Instant::now();
    drop(guard);
    assert!(line.write_all(b"x").is_err());
    assert!(
        since.elapsed() < Duration::from_secs(2),
        "{:?}",
        since.elapsed()
    );
}

#[test]
fn nothing_of_the_never_sent_list_is_sent() {
    for sequence in [ENTER, LEAVE] {
        let text = std::str::from_utf8(sequence).unwrap();
        for mode in [
            "1000", "1002", "1003", "1004", "1006", "]52", "[>", "(0", "\u{e}", "\u{f}", "[6n",
            "[c",
        ] {
            assert!(!text.contains(mode), "{mode}");
        }
    }
}

#[test]
fn the_trace_keeps_the_place_and_withholds_what_may_quote_a_person() {
    let folder = tempfile::tempdir().unwrap();
    let trace = folder.path().join("trace");
    let quoted = "A123456789".to_owned();
    note_panic(&trace, Some(Location::caller()), &"a literal").unwrap();
    note_panic(
        &trace,
        Some(Location::caller()),
        &format!("not a number: {quoted}"),
    )
    .unwrap();
    let text = std::fs::read_to_string(&trace).unwrap();
    assert_eq!(text.lines().count(), 2);
    assert!(text.contains("terminal_tests.rs") && text.contains("a literal"));
    assert!(!text.contains(&quoted));
    let mode = std::os::unix::fs::MetadataExt::mode(&std::fs::metadata(&trace).unwrap());
    assert_eq!(mode & 0o777, 0o600);
}
