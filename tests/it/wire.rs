//! What goes over the line: the sequences that any sitting of these tests may send, other terminals, and keys that the
//! network cuts in pieces.

use std::time::{Duration, Instant};

use crate::desk::{Desk, passphrase};
use crate::journeys::{ESC, F1, F3};
use crate::sitting::Sitting;

/// Control sequences that are not among those that the desk sends: no mouse, no clipboard, no other charset, no keyboard
/// protocol, no background, no reverse, nothing that asks for more than the cursor's place.
pub(crate) fn odd(bytes: &[u8]) -> Vec<String> {
    let mut odd = Vec::new();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        at += 1;
        match byte {
            0x1b => {
                let length = sequence(&bytes[at..]);
                let Some(length) = length else {
                    // Cut off where the sitting ended.
                    break;
                };
                let text = String::from_utf8_lossy(&bytes[at..at + length]).into_owned();
                at += length;
                if !is_ours(&text) && !odd.contains(&text) {
                    odd.push(text);
                }
            }
            0x07 | 0x08 | 0x09 | b'\n' | b'\r' => {}
            byte if *byte < 0x20 => odd.push(format!("{byte:#x}")),
            _ => {}
        }
    }
    odd
}

/// How long the sequence behind an ESC is; `None`: it has no end.
fn sequence(rest: &[u8]) -> Option<usize> {
    match rest.first()? {
        b'[' => {
            let end = rest[1..]
                .iter()
                .position(|byte| (0x40..=0x7e).contains(byte))?;
            Some(end + 2)
        }
        b']' | b'P' | b'_' | b'^' => {
            let end = rest
                .iter()
                .position(|byte| *byte == 0x07 || *byte == 0x1b)?;
            Some(end + 1)
        }
        b'(' | b')' | b'#' | b'%' => (rest.len() > 1).then_some(2),
        _ => Some(1),
    }
}

fn is_ours(sequence: &str) -> bool {
    let Some(body) = sequence.strip_prefix('[') else {
        return false;
    };
    let (parameters, last) = body.split_at(body.len() - 1);
    match last {
        "H" | "J" | "K" | "C" | "X" => parameters
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b';'),
        "m" => parameters.split(';').all(|code| {
            code.is_empty()
                || code
                    .parse()
                    .is_ok_and(|code: u8| matches!(code, 0 | 1 | 22 | 30..=37 | 39 | 90..=97))
        }),
        "h" | "l" => ["?1049", "?2004", "?2026", "?25"].contains(&parameters),
        "n" => parameters == "6",
        _ => false,
    }
}

#[test]
fn what_is_never_sent_is_known_when_it_comes() {
    for bad in [
        "\u{1b}]52;c;aGk=\u{7}",
        "\u{1b}[?1000h",
        "\u{1b}[?1006h",
        "\u{1b}[>1u",
        "\u{1b}[>4;2m",
        "\u{1b}(0",
        "\u{e}",
        "\u{f}",
        "\u{1b}[7m",
        "\u{1b}[44m",
        "\u{1b}[48;5;1m",
        "\u{1b}[c",
        "\u{1b}c",
    ] {
        assert_eq!(odd(bad.as_bytes()).len(), 1, "{bad:?}");
    }
    assert_eq!(
        odd("\u{1b}[?2026h\u{1b}[5;3H中\u{1b}[1;96mF3\u{1b}[m".as_bytes()),
        [""; 0]
    );
}

fn at(desk: &Desk, environment: &[(&str, &str)]) -> Sitting {
    let store = desk.store();
    let arguments = ["--store", store.to_str().unwrap(), "--as", "user"];
    let program = env!("CARGO_BIN_EXE_irdesk");
    let mut user = Sitting::run_as(program, &arguments, (80, 24), environment);
    user.shows("登入帳號");
    user.press(&passphrase("user"));
    user.press("\r");
    user.shows("F1功能");
    user.press(F3);
    user.shows("[F3登記]");
    user.press(F1);
    user.shows("-- 功能");
    user
}

/// Whether a colour was set.
fn has_colour(sent: &[u8]) -> bool {
    let text = String::from_utf8_lossy(sent);
    let codes = text
        .split("\u{1b}[")
        .skip(1)
        .filter_map(|rest| rest.split_once('m'));
    codes
        .filter(|(codes, _)| {
            codes
                .bytes()
                .all(|byte| byte.is_ascii_digit() || byte == b';')
        })
        .flat_map(|(codes, _)| codes.split(';'))
        .any(|code| code.parse().is_ok_and(|code: u8| code >= 30 && code != 39))
}

#[test]
fn every_terminal_is_usable_and_no_colour_means_none() {
    let desk = Desk::enrolled();
    let mut screens = Vec::new();
    for term in [
        "xterm", "vt100", "linux", "screen", "tmux", "putty", "dumb", "",
    ] {
        let user = at(&desk, &[("TERM", term)]);
        assert!(has_colour(&user.sent), "{term}");
        screens.push((term, user.text()));
    }
    let plain = at(&desk, &[("TERM", "xterm"), ("NO_COLOR", "1")]);
    assert!(!has_colour(&plain.sent));
    assert!(
        String::from_utf8_lossy(&plain.sent).contains("\u{1b}[1m"),
        "bold stays"
    );
    screens.push(("NO_COLOR", plain.text()));
    let clockless = |text: &str| -> Vec<String> {
        let lines = text.lines().skip(1);
        lines.map(|line| line.trim_end().to_owned()).collect()
    };
    for (term, text) in &screens {
        assert_eq!(clockless(text), clockless(&screens[0].1), "{term}");
    }
}

/// Waits for so long, taking what comes.
fn pass(user: &mut Sitting, milliseconds: u64) {
    let (started, time) = (Instant::now(), Duration::from_millis(milliseconds));
    while let Some(left) = time.checked_sub(started.elapsed()) {
        user.take(left);
    }
}

#[test]
fn a_key_that_the_network_cuts_anywhere_is_that_key() {
    let desk = Desk::enrolled();
    // Forms of F3 and F9: xterm, PuTTY, the Linux console, SCO; ESC before them means Alt and is left away.
    let registers = [
        "\u{1b}OR",
        "\u{1b}[13~",
        "\u{1b}[[C",
        "\u{1b}[O",
        "\u{1b}\u{1b}OR",
    ];
    let trails = ["\u{1b}OX", "\u{1b}[20~", "\u{1b}[U"];
    for (environment, pause) in [
        (
            &[
                ("TERM", "xterm"),
                ("SSH_CONNECTION", "192.0.2.1 50000 192.0.2.2 22"),
            ][..],
            80,
        ),
        (&[("TERM", "xterm")][..], 40),
    ] {
        let mut user = at(&desk, environment);
        user.press(ESC);
        user.until("the list", |text| !text.contains("-- 功能"));
        for sequence in registers {
            for cut in 1..sequence.len() {
                user.press(trails[cut % trails.len()]);
                user.shows("[F9軌跡]");
                user.press(&sequence[..cut]);
                pass(&mut user, pause);
                user.press(&sequence[cut..]);
                user.shows("[F3登記]");
                assert!(
                    !user.text().contains("此處無此功能"),
                    "{sequence:?} cut at {cut}"
                );
            }
        }
    }
}

#[test]
fn a_lone_escape_acts_within_120_milliseconds_and_escape_with_enter_is_two_keys() {
    let desk = Desk::enrolled();
    for environment in [
        &[
            ("TERM", "xterm"),
            ("SSH_CONNECTION", "192.0.2.1 50000 192.0.2.2 22"),
        ][..],
        &[("TERM", "xterm")][..],
    ] {
        let mut user = at(&desk, environment);
        // The best of several, for the machine may be busy.
        let mut best = Duration::MAX;
        for _ in 0..5 {
            user.press(F1);
            user.shows("-- 功能");
            let pressed = Instant::now();
            user.press(ESC);
            user.until("the list", |text| !text.contains("-- 功能"));
            best = best.min(pressed.elapsed());
            user.press(F1);
            user.shows("-- 功能");
            user.press(ESC);
            user.until("the list", |text| !text.contains("-- 功能"));
        }
        assert!(best <= Duration::from_millis(120), "{best:?}");
        // Esc closes the list of functions, Enter belongs to the page.
        user.press(F1);
        user.shows("-- 功能");
        user.press("\u{1b}\r");
        user.until("the list", |text| !text.contains("-- 功能"));
    }
}

#[test]
fn a_record_in_one_write_is_the_same_as_key_by_key() {
    let slow = Desk::enrolled();
    let mut user = Sitting::logged_in(&slow, "user");
    user.press(F3);
    user.shows("[F3登記]");
    crate::journeys::register(&mut user, 1);
    let fast = Desk::enrolled();
    let mut user = Sitting::logged_in(&fast, "user");
    user.press(F3);
    user.shows("[F3登記]");
    user.press("\u{1b}[2~11531234600\r\r\r\rA123456789\r\r");
    user.shows("已登記 SOC-");
    let row = |desk: &Desk| {
        let listed = desk.json("user", &["list", "register"]);
        let mut row = listed["rows"][0].clone();
        row.as_object_mut().unwrap().remove("time");
        row
    };
    assert_eq!(row(&fast), row(&slow));
}

/// Takes what comes until these bytes have come.
#[track_caller]
fn until_sent(user: &mut Sitting, bytes: &[u8]) {
    let started = Instant::now();
    while !user.sent.windows(bytes.len()).any(|part| part == bytes) {
        let text = user.text();
        assert!(
            started.elapsed() < Duration::from_secs(20),
            "{bytes:?} did not come:\n{text}"
        );
        user.take(Duration::from_millis(100));
    }
}

#[test]
fn a_client_that_speaks_big5_is_told_so_in_ascii_and_in_big5() {
    let desk = Desk::enrolled();
    // What PuTTY answers behind the six bytes of two characters: three of Big5's, or two.
    for (answer, is_told) in [("\u{1b}[2;7R", true), ("\u{1b}[2;5R", false)] {
        let mut user = Sitting::at(&desk, "user");
        until_sent(&mut user, b"\x1b[6n");
        user.press(answer);
        if is_told {
            user.shows("choose UTF-8 under Window, Translation");
            // 請於, then PuTTY.
            until_sent(&mut user, b"\xbd\xd0\xa9\xf3");
            user.press(" ");
        }
        user.shows("登入帳號");
        user.press(&passphrase("user"));
        user.press("\r");
        user.shows("F1功能");
        assert_eq!(
            user.sent.windows(2).any(|part| part == b"\xbd\xd0"),
            is_told
        );
    }
}
