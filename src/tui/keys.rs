//! Bytes from the terminal become keys and pastes. Pure: no clock, no terminal; times come in as
//! milliseconds of any steady clock. The sequences themselves stand in `keys_table`.

use std::ffi::OsStr;
use std::fmt;
use std::str::FromStr;

use crate::tui::keys_grammar::{ESC, Front, front};
use crate::tui::keys_table::NAMES;

/// One key, whatever bytes the terminal sends for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    Char(char),
    Enter,
    Esc,
    Tab,
    BackTab,
    Backspace,
    Delete,
    Insert,
    Up,
    Down,
    Left,
    Right,
    Home,
    End,
    PageUp,
    PageDown,
    /// 1–12.
    F(u8),
    /// Letters are lower case.
    Ctrl(char),
    /// Letters are lower case, so that CapsLock changes nothing.
    Alt(char),
    /// No key, but where the terminal says that its cursor stands.
    Column(u16),
}

/// What is no key's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoSuchKey;

impl Key {
    /// The name in keymaps and hints: `F3`, `Ctrl-F`, `Alt-2`, `Ins`, `PgDn`, `Space`, `x`.
    pub fn name(self) -> String {
        if let Some((name, _)) = NAMES.iter().find(|(_, key)| *key == self) {
            return (*name).to_owned();
        }
        match self {
            Key::F(number) => format!("F{number}"),
            Key::Ctrl(letter) => format!("Ctrl-{}", capital(letter)),
            Key::Alt(letter) => format!("Alt-{}", capital(letter)),
            Key::Char(letter) => letter.to_string(),
            _ => String::new(),
        }
    }

    /// The key of a name; names of several letters in any case.
    pub fn parse(name: &str) -> Option<Key> {
        let named = NAMES.iter().find(|(n, _)| n.eq_ignore_ascii_case(name));
        if let Some((_, key)) = named {
            return Some(*key);
        }
        if let Some(letter) = single(name) {
            return (!letter.is_control()).then_some(Key::Char(letter));
        }
        if let Some(number) = name.strip_prefix(['F', 'f']) {
            let plain = number.bytes().all(|b| b.is_ascii_digit()) && !number.starts_with('0');
            let number = number
                .parse()
                .ok()
                .filter(|n| plain && (1..=12).contains(n))?;
            return Some(Key::F(number));
        }
        let (modifier, rest) = name.split_once('-')?;
        let letter = if rest.eq_ignore_ascii_case("space") {
            ' '
        } else {
            single(rest)?.to_ascii_lowercase()
        };
        match modifier.to_ascii_lowercase().as_str() {
            "ctrl" => Some(Key::Ctrl(letter)),
            "alt" => Some(Key::Alt(letter)),
            _ => None,
        }
    }
}

fn capital(letter: char) -> String {
    if letter == ' ' {
        "Space".to_owned()
    } else {
        letter.to_ascii_uppercase().to_string()
    }
}

fn single(name: &str) -> Option<char> {
    let mut letters = name.chars();
    letters.next().filter(|_| letters.next().is_none())
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name())
    }
}

impl FromStr for Key {
    type Err = NoSuchKey;
    fn from_str(name: &str) -> Result<Self, NoSuchKey> {
        Key::parse(name).ok_or(NoSuchKey)
    }
}

/// What the keyboard gave.
#[derive(Clone, PartialEq, Eq)]
pub enum Input {
    Key {
        key: Key,
        /// When its last byte was read, in milliseconds of the reader's steady clock.
        at_ms: u64,
        /// Nothing follows it in the same read (an input method's own Enter is like this).
        ends_read: bool,
    },
    /// Pasted text without control characters, at most [`PASTE_LIMIT`] bytes.
    Paste(String),
}

/// What is typed may be an identifier or a passphrase: only its kind is printed.
impl fmt::Debug for Input {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Input::Key { .. } => "Key",
            Input::Paste(_) => "Paste",
        })
    }
}

/// Bytes kept of one paste; what follows up to its end mark is dropped.
pub const PASTE_LIMIT: usize = 64 * 1024;

/// How long a lone ESC may still be the start of a sequence: on the same machine, and over SSH.
pub const HOLD_MS: u64 = 50;
pub const HOLD_SSH_MS: u64 = 100;

/// The hold for this line; `ssh_connection` is the value of `SSH_CONNECTION`.
pub fn hold_ms(ssh_connection: Option<&OsStr>) -> u64 {
    match ssh_connection {
        Some(value) if !value.is_empty() => HOLD_SSH_MS,
        _ => HOLD_MS,
    }
}

/// How long a begun sequence (ESC [ …) waits for its rest. Longer than [`HOLD_MS`], for nobody types one by hand.
const BEGUN_MS: u64 = 1_000;

/// How long a paste may pause before its missing end mark is taken as lost.
const PASTE_PAUSE_MS: u64 = 10_000;

const PASTE_END: &[u8] = b"\x1b[201~";

/// Bytes in, keys out. Holds what is not yet a whole key.
#[derive(Debug)]
pub struct Decoder {
    hold_ms: u64,
    last_ms: u64,
    pending: Vec<u8>,
    mode: Mode,
}

#[derive(Debug)]
enum Mode {
    Keys,
    /// Text kept so far; how many bytes of the end mark stand at its end.
    Paste {
        text: Vec<u8>,
        matched: usize,
    },
    /// Inside a reply (OSC, DCS, …) up to its end: BEL or ESC \.
    Reply,
}

impl Decoder {
    /// `hold_ms`: how long a lone ESC waits ([`HOLD_MS`] or [`HOLD_SSH_MS`]).
    pub fn new(hold_ms: u64) -> Decoder {
        Decoder {
            hold_ms,
            last_ms: 0,
            pending: Vec::new(),
            mode: Mode::Keys,
        }
    }

    /// Takes the bytes of one read and gives every whole key in them.
    pub fn feed(&mut self, bytes: &[u8], now_ms: u64) -> Vec<Input> {
        self.last_ms = now_ms;
        let mut found = Vec::new();
        let mut rest = bytes;
        while !rest.is_empty() {
            rest = match &mut self.mode {
                Mode::Keys => self.take_keys(rest, &mut found),
                Mode::Paste { text, matched } => {
                    let (rest, ended) = take_paste(rest, text, matched);
                    if ended {
                        found.push(Input::Paste(cleaned(text)));
                        self.mode = Mode::Keys;
                    }
                    rest
                }
                Mode::Reply => self.take_reply(rest),
            };
        }
        if self.pending.is_empty() {
            mark_last(&mut found);
        }
        found
    }

    /// When [`Decoder::timeout`] is to be called if nothing more is read.
    pub fn deadline(&self) -> Option<u64> {
        let hold = match &self.mode {
            Mode::Paste { .. } => PASTE_PAUSE_MS,
            Mode::Reply => BEGUN_MS,
            Mode::Keys => match self.pending.as_slice() {
                [] => return None,
                [ESC] | [ESC, ESC] => self.hold_ms,
                _ => BEGUN_MS,
            },
        };
        Some(self.last_ms.saturating_add(hold))
    }

    /// Nothing came: what is held long enough is decided. A lone ESC is the Esc key.
    pub fn timeout(&mut self, now_ms: u64) -> Vec<Input> {
        if self.deadline().is_none_or(|deadline| now_ms < deadline) {
            return Vec::new();
        }
        let mut found = Vec::new();
        match std::mem::replace(&mut self.mode, Mode::Keys) {
            Mode::Paste { text, .. } => found.push(Input::Paste(cleaned(&text))),
            Mode::Reply => {}
            Mode::Keys => {
                let pending = std::mem::take(&mut self.pending);
                for key in given_up(&pending).into_iter().flatten() {
                    found.push(pressed(key, now_ms));
                }
            }
        }
        self.pending.clear();
        mark_last(&mut found);
        found
    }

    /// Keys up to the end of `bytes`, or up to where a paste or reply begins; gives back what follows.
    fn take_keys<'b>(&mut self, bytes: &'b [u8], found: &mut Vec<Input>) -> &'b [u8] {
        let held = self.pending.len();
        let mut all = std::mem::take(&mut self.pending);
        all.extend_from_slice(bytes);
        let mut used: usize = 0;
        let mut next_mode = None;
        while let Some(rest) = all.get(used..).filter(|rest| !rest.is_empty()) {
            match front(rest) {
                Front::Taken(count, key) => {
                    used = used.saturating_add(count.max(1));
                    found.extend(key.map(|key| pressed(key, self.last_ms)));
                }
                Front::PasteBegins(count) => {
                    used = used.saturating_add(count);
                    next_mode = Some(Mode::Paste {
                        text: Vec::new(),
                        matched: 0,
                    });
                    break;
                }
                Front::ReplyBegins(count) => {
                    used = used.saturating_add(count);
                    next_mode = Some(Mode::Reply);
                    break;
                }
                Front::Unfinished => {
                    self.pending = rest.to_vec();
                    return &[];
                }
            }
        }
        if let Some(mode) = next_mode {
            self.mode = mode;
        }
        bytes.get(used.saturating_sub(held)..).unwrap_or_default()
    }

    /// Swallows a reply's text. An ESC may be half of its end or begin something new.
    fn take_reply<'b>(&mut self, bytes: &'b [u8]) -> &'b [u8] {
        let Some((first, rest)) = bytes.split_first() else {
            return bytes;
        };
        if self.pending == [ESC] {
            self.mode = Mode::Keys;
            if *first == b'\\' {
                self.pending.clear();
                return rest;
            }
            return bytes;
        }
        match *first {
            0x07 | 0x18 | 0x1a => self.mode = Mode::Keys,
            ESC => self.pending.push(ESC),
            _ => {}
        }
        rest
    }
}

fn pressed(key: Key, at_ms: u64) -> Input {
    Input::Key {
        key,
        at_ms,
        ends_read: false,
    }
}

fn mark_last(found: &mut [Input]) {
    if let Some(Input::Key { ends_read, .. }) = found.last_mut() {
        *ends_read = true;
    }
}

/// What held bytes meant when nothing followed them.
fn given_up(pending: &[u8]) -> [Option<Key>; 2] {
    match pending {
        [ESC] | [ESC, ESC, _, ..] => [Some(Key::Esc), None],
        [ESC, ESC] => [Some(Key::Esc), Some(Key::Esc)],
        [ESC, letter] => [
            Some(Key::Alt(char::from(*letter).to_ascii_lowercase())),
            None,
        ],
        _ => [None, None],
    }
}

/// Keeps pasted bytes up to the limit; gives back what follows the end mark, and whether it came.
fn take_paste<'b>(bytes: &'b [u8], text: &mut Vec<u8>, matched: &mut usize) -> (&'b [u8], bool) {
    for (at, byte) in bytes.iter().enumerate() {
        if PASTE_END.get(*matched) == Some(byte) {
            *matched = matched.saturating_add(1);
            if *matched == PASTE_END.len() {
                return (bytes.get(at.saturating_add(1)..).unwrap_or_default(), true);
            }
            continue;
        }
        let begun = PASTE_END.get(..*matched).unwrap_or_default();
        let room = PASTE_LIMIT.saturating_sub(text.len());
        text.extend(begun.iter().take(room));
        *matched = usize::from(*byte == ESC);
        if *matched == 0 && text.len() < PASTE_LIMIT {
            text.push(*byte);
        }
    }
    (&[], false)
}

/// Text without control characters and without what is no UTF-8.
fn cleaned(text: &[u8]) -> String {
    text.utf8_chunks()
        .flat_map(|chunk| chunk.valid().chars())
        .filter(|letter| !letter.is_control())
        .collect()
}

#[cfg(test)]
#[path = "keys_tests.rs"]
mod tests;
