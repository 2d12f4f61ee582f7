//! What the decoder gives for every row of the table, however the bytes are cut.

use super::*;
use crate::tui::keys_table::SEQUENCES;

fn keys(found: &[Input]) -> Vec<Key> {
    let key = |input: &Input| match input {
        Input::Key { key, .. } => *key,
        Input::Paste(_) => panic!("a paste among keys"),
    };
    found.iter().map(key).collect()
}

/// Feeds `bytes` in one read, then at every cut in two, then byte by byte, each within the hold time.
#[track_caller]
fn check(bytes: &[u8], expected: &[Key]) {
    let mut cuts: Vec<Vec<&[u8]>> = vec![vec![bytes], bytes.chunks(1).collect()];
    cuts.extend((1..bytes.len()).map(|at| vec![&bytes[..at], &bytes[at..]]));
    for cut in cuts {
        let mut decoder = Decoder::new(HOLD_MS);
        let mut found = Vec::new();
        let mut now = 1_000;
        for part in &cut {
            found.extend(decoder.timeout(now));
            found.extend(decoder.feed(part, now));
            now += HOLD_MS - 1;
        }
        found.extend(decoder.timeout(now + BEGUN_MS));
        assert_eq!(keys(&found), expected, "{bytes:?} cut as {cut:?}");
        assert_eq!(decoder.deadline(), None);
    }
}

fn typed(text: &str) -> Vec<Key> {
    text.chars().map(Key::Char).collect()
}

#[test]
fn every_row_of_the_table_survives_every_cut() {
    for (sequence, key) in SEQUENCES {
        check(&[b"\x1b", *sequence].concat(), &[*key]);
        check(
            &[b"\x1b", *sequence, b"x"].concat(),
            &[*key, Key::Char('x')],
        );
    }
}

#[test]
fn alt_before_a_sequence_gives_the_key_itself() {
    for (sequence, key) in SEQUENCES {
        check(&[b"\x1b\x1b", *sequence].concat(), &[*key]);
    }
}

#[test]
fn no_sequence_stands_twice() {
    for (at, (sequence, _)) in SEQUENCES.iter().enumerate() {
        assert!(
            SEQUENCES[at + 1..]
                .iter()
                .all(|(other, _)| other != sequence)
        );
    }
}

#[test]
fn a_lone_escape_is_held_and_then_is_the_key() {
    for hold in [HOLD_MS, HOLD_SSH_MS] {
        let mut decoder = Decoder::new(hold);
        assert!(decoder.feed(b"\x1b", 10).is_empty());
        assert!(decoder.timeout(10 + hold - 1).is_empty());
        let found = decoder.timeout(10 + hold);
        let esc = Input::Key {
            key: Key::Esc,
            at_ms: 10 + hold,
            ends_read: true,
        };
        assert!(found == [esc]);
        assert_eq!(decoder.deadline(), None);
    }
    check(b"\x1b\x1b", &[Key::Esc, Key::Esc]);
}

#[test]
fn over_ssh_the_hold_is_longer() {
    assert_eq!(hold_ms(None), 50);
    assert_eq!(hold_ms(Some("192.0.2.1 50000 192.0.2.2 22".as_ref())), 100);
}

#[test]
fn escape_and_enter_in_one_read_are_two_keys() {
    check(b"\x1b\r", &[Key::Esc, Key::Enter]);
    check(b"\x1b\t", &[Key::Esc, Key::Tab]);
    check(b"\x1b\x1b\r", &[Key::Esc, Key::Esc, Key::Enter]);
}

#[test]
fn single_bytes_are_their_keys() {
    check(b"\x08\x7f", &[Key::Backspace, Key::Backspace]);
    check(b"\r\n\t", &[Key::Enter, Key::Enter, Key::Tab]);
    check(
        b"\x06\x0b\x1a",
        &[Key::Ctrl('f'), Key::Ctrl('k'), Key::Ctrl('z')],
    );
    check(
        b"\0\x1c\x1f",
        &[Key::Ctrl(' '), Key::Ctrl('\\'), Key::Ctrl('_')],
    );
    check(b"\x1b2\x1bF", &[Key::Alt('2'), Key::Alt('f')]);
    check(b"\x1b[", &[Key::Alt('[')]);
    check(b"\x1bO", &[Key::Alt('o')]);
}

#[test]
fn modifiers_leave_cursor_keys_and_take_the_rest_away() {
    check(
        b"\x1b[1;5C\x1b[5;2~\x1bO5D",
        &[Key::Right, Key::PageUp, Key::Left],
    );
    check(
        b"\x1b[1;2P\x1b[1;2Rx\x1b[21;2~\x1b[21;5~\x1b[3;5~\x1b[2$\x1b[3^",
        &[Key::Char('x')],
    );
}

#[test]
fn replies_are_swallowed_without_a_trace() {
    check(b"\x1b[24;80Ra", &typed("a"));
    check(b"\x1b[1;3Ra", &typed("a"));
    check(b"\x1b[?64;1;2;6;9;15;16;17;18;21;22;28;29ca", &typed("a"));
    check(b"\x1b[>0;276;0c\x1b[0n\x1b[?2026;2$ya", &typed("a"));
    check(b"\x1b]11;rgb:0000/0000/0000\x07a", &typed("a"));
    check(b"\x1b]11;rgb:0000/0000/0000\x1b\\a", &typed("a"));
    check(b"\x1bP>|XTerm(390)\x1b\\a", &typed("a"));
    check(b"\x1b[25~\x1b[34~\x1b[9q\x1b[99;1ua", &typed("a"));
    check(b"\x1b[12\x1b[Aa", &[Key::Up, Key::Char('a')]);
}

#[test]
fn letters_of_several_bytes_survive_every_cut_and_rubbish_is_passed_over() {
    check("陳é𠮷b".as_bytes(), &typed("陳é𠮷b"));
    check(b"a\xff\xfe\xc3(b\xe9\x99c", &typed("a(bc"));
    check(b"a\xc2\x9bb\x9bc", &typed("abc"));
}

#[test]
fn five_thousand_letters_in_one_read_all_arrive() {
    let text: String = "王1".repeat(2_500);
    let found = Decoder::new(HOLD_MS).feed(text.as_bytes(), 5);
    assert!(keys(&found) == typed(&text));
    let ends = |input: &Input| {
        matches!(
            input,
            Input::Key {
                ends_read: true,
                ..
            }
        )
    };
    assert_eq!(found.iter().filter(|input| ends(input)).count(), 1);
    assert!(found.last().is_some_and(ends));
}

#[test]
fn a_key_before_an_unfinished_one_does_not_end_the_read() {
    let found = Decoder::new(HOLD_MS).feed("字\r\u{1b}".as_bytes(), 5);
    let ends = |input: &Input| {
        matches!(
            input,
            Input::Key {
                ends_read: true,
                ..
            }
        )
    };
    assert!(!found.iter().any(ends));
}

#[test]
fn a_paste_is_text_without_control_characters_wherever_it_is_cut() {
    let bytes =
        "a\u{1b}[200~王\r\n\t小\u{1b}[2\u{1b}\u{1b}[31m明\u{7f}\u{9b}\u{1b}[201~b".as_bytes();
    for at in 0..bytes.len() {
        let mut decoder = Decoder::new(HOLD_MS);
        let mut found = decoder.feed(&bytes[..at], 10);
        found.extend(decoder.timeout(20));
        found.extend(decoder.feed(&bytes[at..], 30));
        let [
            Input::Key { .. },
            Input::Paste(text),
            Input::Key { key, .. },
        ] = found.as_slice()
        else {
            panic!("cut at {at}: {found:?}");
        };
        assert_eq!(text, "王小[2[31m明");
        assert_eq!(*key, Key::Char('b'));
    }
}

#[test]
fn a_paste_of_five_megabytes_is_kept_to_the_limit() {
    let mut bytes = b"\x1b[200~".to_vec();
    bytes.extend("甲".repeat(5_000_000 / 3).bytes());
    bytes.extend(b"\x1b[201~\r");
    let mut decoder = Decoder::new(HOLD_MS);
    let mut found = Vec::new();
    for part in bytes.chunks(4_096) {
        found.extend(decoder.feed(part, 1));
    }
    let [
        Input::Paste(text),
        Input::Key {
            key: Key::Enter, ..
        },
    ] = found.as_slice()
    else {
        panic!("{} inputs", found.len());
    };
    assert!(text.len() <= PASTE_LIMIT && text.len() > PASTE_LIMIT - 4);
}

#[test]
fn a_paste_whose_end_was_lost_is_given_after_a_long_pause() {
    let mut decoder = Decoder::new(HOLD_MS);
    assert!(decoder.feed(b"\x1b[200~12", 0).is_empty());
    assert!(decoder.timeout(PASTE_PAUSE_MS - 1).is_empty());
    assert!(decoder.timeout(PASTE_PAUSE_MS) == [Input::Paste("12".to_owned())]);
    assert_eq!(keys(&decoder.feed(b"3", PASTE_PAUSE_MS)), typed("3"));
}

#[test]
fn names_are_read_back() {
    let fs = (1..=12).map(Key::F);
    let letters = ('a'..='z')
        .chain('0'..='9')
        .flat_map(|c| [Key::Ctrl(c), Key::Alt(c), Key::Char(c)]);
    let named = NAMES.iter().map(|(_, key)| *key);
    let odd = [
        Key::Char('-'),
        Key::Char('/'),
        Key::Ctrl(' '),
        Key::Alt('-'),
        Key::Char('F'),
    ];
    for key in fs.chain(letters).chain(named).chain(odd) {
        assert_eq!(Key::parse(&key.name()), Some(key), "{key}");
    }
    for (name, key) in [
        ("F3", Key::F(3)),
        ("Ctrl-F", Key::Ctrl('f')),
        ("Alt-2", Key::Alt('2')),
        ("Ins", Key::Insert),
        ("PgDn", Key::PageDown),
        ("Space", Key::Char(' ')),
        ("Shift-Tab", Key::BackTab),
    ] {
        assert_eq!(key.name(), name);
    }
    for bad in [
        "", "F0", "F13", "F03", "F+1", "Ctrl-", "Ctrl-F1", "Hyper-x", "Foo", "\u{1}",
    ] {
        assert_eq!(Key::parse(bad), None, "{bad:?}");
    }
}

#[test]
fn what_was_typed_is_not_printed() {
    assert_eq!(format!("{:?}", Input::Paste("secret".to_owned())), "Paste");
}
