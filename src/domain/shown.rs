//! Text in terminal cells: how wide it is, how it is cut and padded, and what is never drawn.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Marks kept on one letter; more of them would run over the lines around it.
const MARKS_KEPT: usize = 4;

/// Cells that `text` takes, tallied by grapheme as the screen buffer does.
pub fn width(text: &str) -> usize {
    if text.is_ascii() {
        return text.len();
    }
    text.graphemes(true).map(UnicodeWidthStr::width).sum()
}

/// `text` in at most so many cells; what was cut ends in `~`.
pub fn cut(text: &str, cells: usize) -> Cow<'_, str> {
    if width(text) <= cells {
        return Cow::Borrowed(text);
    }
    let Some(room) = cells.checked_sub(1) else {
        return Cow::Borrowed("");
    };
    let mut kept = String::new();
    let mut used: usize = 0;
    for grapheme in text.graphemes(true) {
        used = used.saturating_add(width(grapheme));
        if used > room {
            break;
        }
        kept.push_str(grapheme);
    }
    kept.push('~');
    Cow::Owned(kept)
}

/// `text` cut or filled with spaces behind it to exactly so many cells.
pub fn pad(text: &str, cells: usize) -> String {
    let kept = cut(text, cells);
    let room = cells.saturating_sub(width(&kept));
    format!("{kept}{}", " ".repeat(room))
}

/// `text` cut or filled with spaces before it to exactly so many cells.
pub fn pad_left(text: &str, cells: usize) -> String {
    let kept = cut(text, cells);
    let room = cells.saturating_sub(width(&kept));
    format!("{}{kept}", " ".repeat(room))
}

/// `text` fit for any screen, file name or error line: control, format, bidi and emoji characters
/// are `?`, and no letter carries more than a few marks.
pub fn shown(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|b| (0x20..0x7f).contains(&b)) {
        return Cow::Borrowed(text);
    }
    let mut result = String::with_capacity(text.len());
    for grapheme in text.graphemes(true) {
        push_shown(grapheme, &mut result);
    }
    if result == text {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(result)
    }
}

/// Whether a name or a code may be kept as it is: not empty, not too long for a line, nothing that [`shown`] would replace.
pub fn is_plain(text: &str) -> bool {
    let is_short = text.chars().nth(LONGEST_NAME).is_none();
    !text.trim().is_empty() && is_short && shown(text) == text
}

/// Characters of a person's name or an account.
const LONGEST_NAME: usize = 64;

/// The letters of a text; those that [`shown`] does not show as they are come as errors. Line ends are letters here.
pub fn marked_letters(text: &str) -> impl Iterator<Item = Result<char, char>> {
    let mut marks: usize = 0;
    text.chars().map(move |letter| {
        let is_mark = letter.width() == Some(0) && !letter.is_control();
        marks = if is_mark { marks.saturating_add(1) } else { 0 };
        if (is_unseen(letter) && letter != '\n') || marks > MARKS_KEPT {
            Err(letter)
        } else {
            Ok(letter)
        }
    })
}

fn push_shown(grapheme: &str, result: &mut String) {
    if grapheme.chars().any(is_emoji) {
        result.push('?');
        return;
    }
    let mut marks: usize = 0;
    for (at, letter) in grapheme.chars().enumerate() {
        if is_unseen(letter) {
            result.push('?');
        } else if letter.width() == Some(0) {
            if at == 0 {
                // A mark without its letter would sit on whatever stands before it.
                result.push('?');
            } else if marks < MARKS_KEPT {
                result.push(letter);
            }
            marks = marks.saturating_add(1);
        } else {
            result.push(letter);
        }
    }
}

/// Whether terminals may disagree about the width of what stands in a cell: all but ASCII and plainly
/// wide characters. After such a cell the cursor is addressed anew.
pub fn is_doubtful(symbol: &str) -> bool {
    let mut letters = symbol.chars();
    match (letters.next(), letters.next()) {
        (Some(letter), None) => !is_sure(letter),
        _ => true,
    }
}

fn is_sure(letter: char) -> bool {
    matches!(letter, ' '..='~')
        || (letter.width() == Some(2) && within(letter, WIDE) && letter.width_cjk() == Some(2))
}

fn within(letter: char, ranges: &[(u32, u32)]) -> bool {
    let code = u32::from(letter);
    ranges
        .iter()
        .any(|(first, last)| (*first..=*last).contains(&code))
}

fn is_emoji(letter: char) -> bool {
    within(letter, EMOJI)
}

/// Control and format characters, separators of lines, tags, noncharacters.
fn is_unseen(letter: char) -> bool {
    letter.is_control() || within(letter, FORMAT) || u32::from(letter) & 0xfffe == 0xfffe
}

/// Blocks that every terminal draws two cells wide: CJK and full-width forms. Not among them: U+3248–324F
/// (ambiguous) and the hexagrams (wide since Unicode 16 only).
#[rustfmt::skip]
const WIDE: &[(u32, u32)] = &[
    (0x2e80, 0x303e), (0x3041, 0x3247), (0x3250, 0x4dbf), (0x4e00, 0x9fff), (0xac00, 0xd7a3), (0xf900, 0xfaff),
    (0xfe30, 0xfe6b), (0xff01, 0xff60), (0xffe0, 0xffe6), (0x2_0000, 0x3_fffd),
];

/// General category Cf and the line and paragraph separators; Unicode 16.
#[rustfmt::skip]
const FORMAT: &[(u32, u32)] = &[
    (0xad, 0xad), (0x34f, 0x34f), (0x600, 0x605), (0x61c, 0x61c), (0x6dd, 0x6dd), (0x70f, 0x70f), (0x890, 0x891), (0x8e2, 0x8e2),
    (0x115f, 0x1160), (0x17b4, 0x17b5), (0x180b, 0x180f), (0x200b, 0x200f), (0x2028, 0x202e), (0x2060, 0x206f), (0x3164, 0x3164),
    (0xfe0e, 0xfe0f), (0xfeff, 0xfeff), (0xffa0, 0xffa0), (0xfff0, 0xfffb), (0x1_10bd, 0x1_10bd), (0x1_10cd, 0x1_10cd), (0x1_3430, 0x1_345f),
    (0x1_bca0, 0x1_bca3), (0x1_d173, 0x1_d17a), (0xe_0000, 0xe_00ff),
];

/// Characters that are emoji by themselves, the keycap mark, and the emoji planes; Unicode 16.
#[rustfmt::skip]
const EMOJI: &[(u32, u32)] = &[
    (0x20e3, 0x20e3), (0x231a, 0x231b), (0x23e9, 0x23f3), (0x25fd, 0x25fe), (0x2614, 0x2615), (0x2648, 0x2653), (0x267f, 0x267f),
    (0x2693, 0x2693), (0x26a1, 0x26a1), (0x26aa, 0x26ab), (0x26bd, 0x26be), (0x26c4, 0x26c5), (0x26ce, 0x26ce), (0x26d4, 0x26d4),
    (0x26ea, 0x26ea), (0x26f2, 0x26f3), (0x26f5, 0x26f5), (0x26fa, 0x26fa), (0x26fd, 0x26fd), (0x2705, 0x2705), (0x270a, 0x270b),
    (0x2728, 0x2728), (0x274c, 0x274c), (0x274e, 0x274e), (0x2753, 0x2755), (0x2757, 0x2757), (0x2795, 0x2797), (0x27b0, 0x27b0),
    (0x27bf, 0x27bf), (0x2b1b, 0x2b1c), (0x2b50, 0x2b50), (0x2b55, 0x2b55), (0x1_f000, 0x1_f0ff), (0x1_f170, 0x1_faff),
];

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn chinese_takes_two_cells() {
        assert_eq!(width("115/11/23(一)"), 13);
        assert_eq!(width("【今日】"), 8);
        assert_eq!(width("ＳＯＣ－１"), 10);
        assert_eq!(width("e\u{301}"), 1);
    }

    #[test]
    fn what_is_cut_ends_in_a_tilde_and_never_in_half_a_letter() {
        assert_eq!(cut("低收入戶審查", 12), "低收入戶審查");
        assert_eq!(cut("低收入戶審查", 11), "低收入戶審~");
        assert_eq!(cut("低收入戶審查", 10), "低收入戶~");
        assert_eq!(cut("abc", 1), "~");
        assert_eq!(cut("abc", 0), "");
        assert_eq!(pad("低收", 6), "低收  ");
        assert_eq!(pad("低收入戶", 6), "低收~ ");
        assert_eq!(pad_left("42", 4), "  42");
    }

    #[test]
    fn what_would_move_or_hide_text_is_shown_as_a_question_mark() {
        assert_eq!(shown("王小明 No.1"), "王小明 No.1");
        assert_eq!(shown("a\u{1b}[31mb\r\nc\u{7f}"), "a?[31mb??c?");
        assert_eq!(shown("\u{202e}gpj\u{2066}\u{200b}\u{feff}"), "?gpj???");
        assert_eq!(shown("好😀👨\u{200d}👩\u{200d}👧⏰✅🇹🇼"), "好?????");
        assert_eq!(shown("1\u{fe0f}\u{20e3}"), "?");
        assert_eq!(shown("\u{301}a"), "?a");
        assert_eq!(shown("é…·★"), "é…·★");
        assert_eq!(shown("葛\u{e0100}"), "葛\u{e0100}");
    }

    #[test]
    fn a_long_run_of_marks_is_bounded() {
        let letter = format!("a{}b", "\u{301}".repeat(500));
        assert_eq!(
            shown(&letter),
            format!("a{}b", "\u{301}".repeat(MARKS_KEPT))
        );
    }

    #[test]
    fn ascii_and_plainly_wide_characters_are_certain() {
        for sure in ["a", " ", "~", "中", "，", "（", "ㄅ", "／", "、", "𠮷"] {
            assert!(!is_doubtful(sure), "{sure}");
        }
        for doubtful in [
            "…", "·", "─", "é", "①", "※", "★", "→", "“", "e\u{301}", "ｱ", "\u{e000}", "㉈", "䷀", "",
        ] {
            assert!(is_doubtful(doubtful), "{doubtful}");
        }
    }

    proptest! {
        #[test]
        fn padded_text_is_exactly_as_wide_as_asked(text in any::<String>(), cells in 0_usize..40) {
            let text = shown(&text).into_owned();
            prop_assert_eq!(width(&pad(&text, cells)), cells);
            prop_assert_eq!(width(&pad_left(&text, cells)), cells);
            prop_assert!(width(&cut(&text, cells)) <= cells);
        }

        #[test]
        fn shown_text_is_shown_as_it_is(text in any::<String>()) {
            let once = shown(&text).into_owned();
            prop_assert!(!once.chars().any(|c| is_unseen(c) || is_emoji(c)));
            prop_assert_eq!(shown(&once), once.as_str());
        }
    }
}
