//! The byte sequences that keyboards send, one row each: all forms of the function, cursor and
//! editing keys in use. No decoding here (see `keys`).

use crate::tui::keys::Key;

/// Sequences without their leading ESC, and the key meant. Sources: xterm's ctlseqs, PuTTY's
/// keyboard panel (ESC[n~, Linux, Xterm R6, VT400, VT100+, SCO), console_codes(4), tmux, screen, rxvt.
#[rustfmt::skip]
pub(super) const SEQUENCES: &[(&[u8], Key)] = &[
    // Cursor keys: normal and application mode.
    (b"[A", Key::Up),       (b"OA", Key::Up),
    (b"[B", Key::Down),     (b"OB", Key::Down),
    (b"[C", Key::Right),    (b"OC", Key::Right),
    (b"[D", Key::Left),     (b"OD", Key::Left),
    // Editing keys: VT220 numbers, rxvt numbers, xterm letters, SCO letters.
    (b"[1~", Key::Home),    (b"[7~", Key::Home),    (b"[H", Key::Home),     (b"OH", Key::Home),
    (b"[4~", Key::End),     (b"[8~", Key::End),     (b"[F", Key::End),      (b"OF", Key::End),
    (b"[2~", Key::Insert),  (b"[L", Key::Insert),
    (b"[3~", Key::Delete),
    (b"[5~", Key::PageUp),  (b"[I", Key::PageUp),
    (b"[6~", Key::PageDown), (b"[G", Key::PageDown),
    (b"[Z", Key::BackTab),
    // F1–F12 by number (PuTTY's ESC[n~; from F5 or F6 on everywhere else).
    (b"[11~", Key::F(1)),   (b"[12~", Key::F(2)),   (b"[13~", Key::F(3)),   (b"[14~", Key::F(4)),
    (b"[15~", Key::F(5)),   (b"[17~", Key::F(6)),   (b"[18~", Key::F(7)),   (b"[19~", Key::F(8)),
    (b"[20~", Key::F(9)),   (b"[21~", Key::F(10)),  (b"[23~", Key::F(11)),  (b"[24~", Key::F(12)),
    // xterm, Xterm R6, tmux, screen (F1–F4); VT100+ (F1–F12).
    (b"OP", Key::F(1)),     (b"OQ", Key::F(2)),     (b"OR", Key::F(3)),     (b"OS", Key::F(4)),
    (b"OT", Key::F(5)),     (b"OU", Key::F(6)),     (b"OV", Key::F(7)),     (b"OW", Key::F(8)),
    (b"OX", Key::F(9)),     (b"OY", Key::F(10)),    (b"OZ", Key::F(11)),    (b"O[", Key::F(12)),
    // Linux console.
    (b"[[A", Key::F(1)),    (b"[[B", Key::F(2)),    (b"[[C", Key::F(3)),    (b"[[D", Key::F(4)),
    (b"[[E", Key::F(5)),
    // SCO.
    (b"[M", Key::F(1)),     (b"[N", Key::F(2)),     (b"[O", Key::F(3)),     (b"[P", Key::F(4)),
    (b"[Q", Key::F(5)),     (b"[R", Key::F(6)),     (b"[S", Key::F(7)),     (b"[T", Key::F(8)),
    (b"[U", Key::F(9)),     (b"[V", Key::F(10)),    (b"[W", Key::F(11)),    (b"[X", Key::F(12)),
    // The keypad in application mode.
    (b"Op", Key::Char('0')), (b"Oq", Key::Char('1')), (b"Or", Key::Char('2')), (b"Os", Key::Char('3')),
    (b"Ot", Key::Char('4')), (b"Ou", Key::Char('5')), (b"Ov", Key::Char('6')), (b"Ow", Key::Char('7')),
    (b"Ox", Key::Char('8')), (b"Oy", Key::Char('9')), (b"On", Key::Char('.')), (b"Oj", Key::Char('*')),
    (b"Ok", Key::Char('+')), (b"Ol", Key::Char(',')), (b"Om", Key::Char('-')), (b"Oo", Key::Char('/')),
    (b"OM", Key::Enter),    (b"OI", Key::Tab),
];

/// Keys with names of more than one character; the first name of a key is the one shown.
#[rustfmt::skip]
pub(super) const NAMES: &[(&str, Key)] = &[
    ("Enter", Key::Enter),          ("Return", Key::Enter),
    ("Esc", Key::Esc),              ("Escape", Key::Esc),
    ("Tab", Key::Tab),
    ("Shift-Tab", Key::BackTab),    ("BackTab", Key::BackTab),
    ("Backspace", Key::Backspace),
    ("Del", Key::Delete),           ("Delete", Key::Delete),
    ("Ins", Key::Insert),           ("Insert", Key::Insert),
    ("Up", Key::Up),                ("Down", Key::Down),
    ("Left", Key::Left),            ("Right", Key::Right),
    ("Home", Key::Home),            ("End", Key::End),
    ("PgUp", Key::PageUp),          ("PageUp", Key::PageUp),
    ("PgDn", Key::PageDown),        ("PageDown", Key::PageDown),
    ("Space", Key::Char(' ')),
];
