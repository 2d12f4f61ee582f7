//! What stands at the front of the bytes read: a key, a reply to swallow, or the start of something.
//! Pure; holds nothing between reads (see `keys`).

use crate::tui::keys::Key;
use crate::tui::keys_table::SEQUENCES;

pub(super) const ESC: u8 = 0x1b;

/// The longest sequence looked at; anything longer is no key and is swallowed.
const LONGEST: usize = 256;

/// What the front of the pending bytes is.
pub(super) enum Front {
    /// This many bytes, and the key they are, if any.
    Taken(usize, Option<Key>),
    PasteBegins(usize),
    ReplyBegins(usize),
    /// The rest has not come yet.
    Unfinished,
}

/// Looks at what comes first in `bytes`.
pub(super) fn front(bytes: &[u8]) -> Front {
    match bytes {
        [] | [ESC] | [ESC, ESC | b']' | b'P' | b'X' | b'^' | b'_'] => Front::Unfinished,
        // ESC ESC [ …: a key with Alt as PuTTY and rxvt send it, which is the key itself.
        [ESC, ESC, b'[' | b'O', ..] => match front(bytes.get(1..).unwrap_or_default()) {
            Front::Taken(count, Some(key)) => Front::Taken(count.saturating_add(1), Some(key)),
            Front::Unfinished => Front::Unfinished,
            Front::Taken(..) | Front::PasteBegins(_) | Front::ReplyBegins(_) => {
                Front::Taken(1, Some(Key::Esc))
            }
        },
        [ESC, b'[', ..] => control_sequence(bytes),
        [ESC, b'O', ..] => keypad_sequence(bytes),
        [ESC, b']' | b'P' | b'X' | b'^' | b'_', ..] => Front::ReplyBegins(2),
        [ESC, letter @ 0x20..=0x7e, ..] => {
            Front::Taken(2, Some(Key::Alt(char::from(*letter).to_ascii_lowercase())))
        }
        // ESC and Enter in one read are two keys.
        [ESC, ..] => Front::Taken(1, Some(Key::Esc)),
        [byte @ 0..=0x7f, ..] => Front::Taken(1, Some(plain(*byte))),
        _ => wide_letter(bytes),
    }
}

/// Keys of one byte below 0x80.
fn plain(byte: u8) -> Key {
    match byte {
        0x08 | 0x7f => Key::Backspace,
        b'\t' => Key::Tab,
        b'\r' | b'\n' => Key::Enter,
        0 => Key::Ctrl(' '),
        1..=0x1a => Key::Ctrl(char::from(byte.saturating_add(0x60))),
        0x1b..=0x1f => Key::Ctrl(char::from(byte.saturating_add(0x40))),
        _ => Key::Char(char::from(byte)),
    }
}

/// A character of several bytes; what is no UTF-8 or a control character is passed over.
fn wide_letter(bytes: &[u8]) -> Front {
    let some = bytes.get(..4).unwrap_or(bytes);
    let valid = match std::str::from_utf8(some) {
        Ok(text) => text,
        Err(error) => {
            let up_to = some.get(..error.valid_up_to()).unwrap_or_default();
            match (std::str::from_utf8(up_to), error.error_len()) {
                (Ok(text), _) if !text.is_empty() => text,
                (_, None) => return Front::Unfinished,
                (_, Some(count)) => return Front::Taken(count, None),
            }
        }
    };
    let Some(letter) = valid.chars().next() else {
        return Front::Taken(1, None);
    };
    let key = (!letter.is_control()).then_some(Key::Char(letter));
    Front::Taken(letter.len_utf8(), key)
}

/// ESC O and what follows. A digit in between is a modifier of old konsoles.
fn keypad_sequence(bytes: &[u8]) -> Front {
    match bytes {
        [_, _] | [_, _, b'0'..=b'9'] => Front::Unfinished,
        [_, _, b'0'..=b'9', last @ 0x40..=0x7e, ..] => {
            Front::Taken(4, known(&[b'O', *last]).filter(|key| moves(*key)))
        }
        [_, _, last @ 0x40..=0x7e, ..] => Front::Taken(3, known(&[b'O', *last])),
        _ => Front::Taken(2, None),
    }
}

/// ESC [ and what follows up to its final byte. What is no key (reports, attributes) is swallowed.
fn control_sequence(bytes: &[u8]) -> Front {
    match bytes {
        [_, _, b'['] => return Front::Unfinished,
        [_, _, b'[', last @ 0x40..=0x7e, ..] => {
            return Front::Taken(4, known(&[b'[', b'[', *last]));
        }
        _ => {}
    }
    for (at, byte) in bytes.iter().enumerate().skip(2) {
        let body = bytes.get(2..at).unwrap_or_default();
        match byte {
            // rxvt ends its Shift forms with $.
            b'$' if !body.is_empty() && body.iter().all(u8::is_ascii_digit) => {
                return Front::Taken(at.saturating_add(1), modified(body, b'~'));
            }
            0x20..=0x3f if at < LONGEST => {}
            b'~' if body == b"200" => return Front::PasteBegins(at.saturating_add(1)),
            0x40..=0x7e => return Front::Taken(at.saturating_add(1), sequence_key(body, *byte)),
            _ => return Front::Taken(at, None),
        }
    }
    Front::Unfinished
}

fn sequence_key(body: &[u8], last: u8) -> Option<Key> {
    match (
        body.split(|b| *b == b';').collect::<Vec<_>>().as_slice(),
        last,
    ) {
        // Ctrl in rxvt.
        ([number], b'^' | b'@') if !number.is_empty() => modified(number, b'~'),
        ([number], _) => known(&[b"[", *number, &[last]].concat()),
        // Shift, Ctrl, Alt: 1;m before a letter, n;m before ~. A cursor report ends in R.
        ([b"1", _], b'A'..=b'H') => modified(b"", last),
        ([number, _], b'~') => modified(number, b'~'),
        // Where the cursor stands on the second line: the answer to what the terminal was asked when it was entered.
        ([b"2", column], b'R') => {
            let column = std::str::from_utf8(column).ok()?;
            column.parse().ok().map(Key::Column)
        }
        _ => None,
    }
}

/// A key with Shift, Ctrl or Alt: cursor keys stay themselves, others are nothing.
fn modified(number: &[u8], last: u8) -> Option<Key> {
    known(&[b"[", number, &[last]].concat()).filter(|key| moves(*key))
}

fn moves(key: Key) -> bool {
    use Key::{Down, End, Home, Left, PageDown, PageUp, Right, Up};
    matches!(
        key,
        Up | Down | Left | Right | Home | End | PageUp | PageDown
    )
}

fn known(sequence: &[u8]) -> Option<Key> {
    let row = SEQUENCES.iter().find(|(bytes, _)| *bytes == sequence);
    row.map(|(_, key)| *key)
}
