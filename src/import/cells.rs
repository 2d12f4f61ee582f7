//! One cell as it is meant: what Excel and our own exports did to it undone, its flags, and keys of whole rows.

use std::borrow::Cow;

use chrono::{Datelike, NaiveDate, NaiveTime, Timelike};
use sha2::{Digest, Sha256};

use crate::domain::identity::Subject;
use crate::domain::normal::norm_text;
use crate::import::encoding::UNKNOWN_LETTER;

/// Undoes one `="…"` or one leading `'` and the blanks around. A formula that our own export stored as text behind a `'`
/// is the formula again.
pub fn undone(cell: &str) -> Cow<'_, str> {
    let plain = trimmed(cell);
    if let Some(text) = plain.strip_prefix('\'') {
        return Cow::Borrowed(text);
    }
    let inner = plain
        .strip_prefix("=\"")
        .and_then(|text| text.strip_suffix('"'));
    match inner {
        Some(text) if text.contains('"') => Cow::Owned(text.replace("\"\"", "\"")),
        Some(text) => Cow::Borrowed(trimmed(text)),
        None => Cow::Borrowed(plain),
    }
}

/// Without blanks and byte-order marks around.
pub fn trimmed(text: &str) -> &str {
    text.trim_matches(|letter: char| letter.is_whitespace() || letter == '\u{FEFF}')
}

/// A cell's text for the row: undone, without blanks around.
pub fn text(cell: &str) -> String {
    undone(cell).into_owned()
}

/// [`norm_text`], without a copy where nothing changes: how accounts and items are compared.
pub fn normal(text: &str) -> Cow<'_, str> {
    let plain = trimmed(text);
    if plain.is_ascii() {
        if plain.bytes().any(|byte| byte.is_ascii_lowercase()) {
            return Cow::Owned(plain.to_ascii_uppercase());
        }
        return Cow::Borrowed(plain);
    }
    Cow::Owned(norm_text(plain))
}

/// What is odd about a row that is taken all the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RowFlags {
    /// A character that CP950 lacks arrived as `?`, `□` or in the private use area.
    pub has_rare: bool,
    /// Account, item or condition is empty.
    pub has_empty: bool,
    /// Control, format or bidi characters (line breaks inside quotes are none).
    pub has_control: bool,
}

impl RowFlags {
    pub fn any(self) -> bool {
        self.has_rare || self.has_empty || self.has_control
    }

    /// Looks at one more field.
    pub(super) fn note(&mut self, field: &str) {
        for letter in field.chars() {
            match letter {
                ' '..='>' | '@'..='~' | '\n' | '\r' => {}
                _ if is_rare(letter) => self.has_rare = true,
                _ if is_control(letter) => self.has_control = true,
                _ => {}
            }
        }
    }
}

fn is_rare(letter: char) -> bool {
    matches!(letter,
        '?' | UNKNOWN_LETTER | '\u{FFFD}' | '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFF}')
}

fn is_control(letter: char) -> bool {
    letter.is_control()
        || matches!(letter,
            '\u{AD}' | '\u{61C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

/// Equal rows have equal keys: 16 bytes of SHA-256.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RowKey(pub [u8; 16]);

/// Rows are equal when account, date, time, item and subject are, after normalisation (monthly_check §1).
pub fn row_key(
    account: &str,
    day: NaiveDate,
    time: NaiveTime,
    item: &str,
    subject: &Subject,
) -> RowKey {
    let mut key = KeyHasher::new("row");
    key.add(&normal(account));
    key.number(day.num_days_from_ce());
    key.number(i32::try_from(time.num_seconds_from_midnight()).unwrap_or_default());
    key.add(&normal(item));
    key.add(subject.as_stored());
    key.finish()
}

/// An unreadable row equals another when the raw text does.
pub fn raw_key(raw: &str) -> RowKey {
    let mut key = KeyHasher::new("raw");
    key.add(raw);
    key.finish()
}

/// Hashes parts so that no two lists of parts give the same bytes.
pub(super) struct KeyHasher(Sha256);

impl KeyHasher {
    pub(super) fn new(kind: &str) -> KeyHasher {
        let mut key = KeyHasher(Sha256::new());
        key.add(kind);
        key
    }

    pub(super) fn add(&mut self, part: &str) {
        let length = u64::try_from(part.len()).unwrap_or_default();
        self.0.update(length.to_le_bytes());
        self.0.update(part.as_bytes());
    }

    pub(super) fn number(&mut self, number: i32) {
        self.0.update(number.to_le_bytes());
    }

    pub(super) fn finish(self) -> RowKey {
        let digest: [u8; 32] = self.0.finalize().into();
        let mut key = [0; 16];
        key.iter_mut().zip(digest).for_each(|(to, from)| *to = from);
        RowKey(key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_excel_and_our_exports_did_is_undone_once() {
        for (cell, meant) in [
            ("=\"0912\"", "0912"),
            ("'0912", "0912"),
            (" 　kcg ", "kcg"),
            ("=\"a\"\"b\"", "a\"b"),
            ("'=1+1", "=1+1"),
            ("'=\"0912\"", "=\"0912\""),
            ("''x", "'x"),
            ("'\tx", "\tx"),
            ("'＝x", "＝x"),
            ("=\"\"", ""),
            ("=1", "=1"),
        ] {
            assert_eq!(undone(cell), meant, "{cell}");
        }
    }

    #[track_caller]
    fn check(field: &str, has_rare: bool, has_control: bool) {
        let mut flags = RowFlags::default();
        flags.note(field);
        assert_eq!(
            (flags.has_rare, flags.has_control),
            (has_rare, has_control),
            "{field:?}"
        );
    }

    #[test]
    fn rare_and_control_characters_are_flagged_and_line_breaks_are_not() {
        check("王?明", true, false);
        check("王□明", true, false);
        check("王\u{E000}明", true, false);
        check("王\u{F8FF}", true, false);
        check("案號\r\n事由，～（）", false, false);
        check("\u{1B}[2J", false, true);
        check("\u{9B}", false, true);
        check("a\u{202E}b", false, true);
        check("a\u{2028}b", false, true);
        check("a\tb", false, true);
        check(&"e\u{301}".repeat(10_000), false, false);
        check("𡍼堃", false, false);
    }

    #[test]
    fn equal_rows_are_equal_after_normalisation_alone() {
        let day = NaiveDate::from_ymd_opt(2026, 10, 1).unwrap();
        let time = NaiveTime::from_hms_opt(9, 6, 44).unwrap();
        let subject = Subject::from_condition("Z848265001");
        let key = row_key("kcgsoc0112", day, time, "LI01", &subject);
        let wide = Subject::from_condition("IDN=Ｚ８４８２６５００１;BDATE=0650101");
        assert_eq!(row_key(" KCGSOC0112　", day, time, "li01", &wide), key);
        assert_ne!(row_key("kcgsoc0112L", day, time, "I01", &wide), key);
        assert_ne!(raw_key("a"), raw_key("a "));
    }
}
