//! Both sides of a comparison in one spelling: texts, case numbers, the key of a group, the fields of a pair.
//!
//! Source: monthly_check §2. What is stored and shown stays as it was typed.

use std::borrow::Cow;

use chrono::NaiveDate;
use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;

use crate::domain::identity::Subject;
use crate::domain::ids::RegisterNo;
use crate::domain::population::canonical_row;

/// Words around a case number that do not tell cases apart.
const CASE_WORDS: [char; 3] = ['字', '第', '號'];
/// Where a case number ends.
const CASE_END: char = '號';
/// A run of digits this long is the case number itself.
const CASE_DIGITS: usize = 8;

/// NFKC; without a copy for what offices mostly write, ASCII and common ideographs, which it leaves as they are.
pub fn nfkc(text: &str) -> Cow<'_, str> {
    if text.chars().all(is_plain) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.nfkc().collect())
    }
}

/// Neither decomposed nor composed with anything by NFKC.
fn is_plain(letter: char) -> bool {
    letter.is_ascii() || ('\u{4E00}'..='\u{9FFF}').contains(&letter)
}

/// A bare letter or tone of the Chinese phonetic alphabet: what an input method leaves when it was to be off.
pub fn is_bopomofo(letter: char) -> bool {
    matches!(
        letter,
        '\u{3105}'..='\u{312F}' | '\u{31A0}'..='\u{31BF}' | '\u{2CA}' | '\u{2C7}' | '\u{2CB}' | '\u{2D9}'
    )
}

/// NFKC, trimmed, upper case.
pub fn norm_text(text: &str) -> String {
    nfkc(text).trim().to_uppercase()
}

/// Free text: NFC (NFKC would change punctuation and rare names), control characters become blanks, trimmed.
pub fn free_text(text: &str) -> String {
    let plain: String = text
        .nfc()
        .map(|letter| if letter.is_control() { ' ' } else { letter })
        .collect();
    plain.trim().to_owned()
}

/// A person's name as it is written: NFC, trimmed. NFKC would change rare names, and nobody's case is another's to choose.
pub fn name_text(text: &str) -> String {
    let name: String = text.nfc().collect();
    name.trim().to_owned()
}

/// What tells two cases apart; `None` for an empty one, which agrees with every case.
///
/// Blanks and hyphens dropped; then the first run of eight or more digits, else the text without its filling words.
pub fn case_key(text: &str) -> Option<String> {
    let is_number = |text: &str| text.bytes().all(|letter| letter.is_ascii_digit());
    if text.len() >= CASE_DIGITS && is_number(text) {
        return Some(text.to_owned());
    }
    let plain: String = norm_text(text)
        .chars()
        .filter(|letter| !letter.is_whitespace() && !is_hyphen(*letter))
        .collect();
    let run = plain
        .split(|letter: char| !letter.is_ascii_digit())
        .find(|run| run.len() >= CASE_DIGITS);
    let key = run.map_or_else(|| plain.replace(CASE_WORDS, ""), str::to_owned);
    (!key.is_empty()).then_some(key)
}

fn is_hyphen(letter: char) -> bool {
    matches!(letter, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

/// Case and reason out of one field: the case as written, if there is one, and the rest.
pub fn split_case_reason(text: &str) -> (Option<&str>, &str) {
    let text = text.trim();
    let end = text
        .char_indices()
        .find(|(_at, letter)| letter.is_whitespace() || *letter == CASE_END)
        .map_or(text.len(), |(at, letter)| {
            let after = if letter == CASE_END {
                letter.len_utf8()
            } else {
                0
            };
            at.saturating_add(after)
        });
    let Some((head, rest)) = text.split_at_checked(end) else {
        return (None, text);
    };
    let digits = nfkc(head).bytes().filter(u8::is_ascii_digit).count();
    if digits < CASE_DIGITS || RegisterNo::find_in(head).is_some() {
        return (None, text);
    }
    (Some(head), rest.trim())
}

/// The key under which rows may belong together: account, subject and item. An empty value belongs to nothing.
pub fn group_key(account: &str, subject: &Subject, item: &str) -> Option<[u8; 16]> {
    let (account, item) = (norm_text(account), norm_text(item));
    if account.is_empty() || subject.is_empty() || item.is_empty() {
        return None;
    }
    let row = canonical_row(&[account.as_str(), subject.as_stored(), item.as_str()]);
    let digest: [u8; 32] = Sha256::digest(row.as_bytes()).into();
    digest.first_chunk::<16>().copied()
}

/// One side of a pair as the walk shows it; a log row's case and reason already apart.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PairSide {
    pub day: Option<NaiveDate>,
    /// Seconds since midnight.
    pub secs: Option<u32>,
    pub account: String,
    pub item: String,
    pub subject: Subject,
    pub case: String,
    pub reason: String,
    pub result: String,
}

/// A field that both sides have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    Date,
    Time,
    Account,
    Item,
    Subject,
    Case,
    Reason,
    Result,
}

/// How a field compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sameness {
    Equal,
    Different,
    /// One side or both have nothing to compare.
    Absent,
}

/// A field and how it compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FieldDiff {
    pub field: Field,
    pub sameness: Sameness,
}

/// Compares a log row with its registration, field by field in the order of the screen.
///
/// The register knows minutes, so times compare by the minute; our own number in the log's reason is no difference.
pub fn compare(log: &PairSide, register: &PairSide) -> Vec<FieldDiff> {
    let minute = |side: &PairSide| side.secs.map(|secs| secs / 60);
    let text = |one: &str, other: &str| same(filled(norm_text(one)), filled(norm_text(other)));
    let subject = |side: &PairSide| filled(side.subject.as_stored().to_owned());
    [
        (Field::Date, same(log.day, register.day)),
        (Field::Time, same(minute(log), minute(register))),
        (Field::Account, text(&log.account, &register.account)),
        (Field::Item, text(&log.item, &register.item)),
        (Field::Subject, same(subject(log), subject(register))),
        (
            Field::Case,
            same(case_key(&log.case), case_key(&register.case)),
        ),
        (
            Field::Reason,
            same(reason_key(&log.reason), reason_key(&register.reason)),
        ),
        (Field::Result, text(&log.result, &register.result)),
    ]
    .map(|(field, sameness)| FieldDiff { field, sameness })
    .to_vec()
}

fn same<T: PartialEq>(one: Option<T>, other: Option<T>) -> Sameness {
    match (one, other) {
        (Some(one), Some(other)) if one == other => Sameness::Equal,
        (Some(_), Some(_)) => Sameness::Different,
        (None, _) | (_, None) => Sameness::Absent,
    }
}

fn filled(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}

/// A reason without our register numbers and without blanks.
fn reason_key(text: &str) -> Option<String> {
    let mut plain = norm_text(text);
    while let Some(number) = RegisterNo::find_in(&plain) {
        let without = plain.replacen(&number.to_string(), " ", 1);
        if without == plain {
            break;
        }
        plain = without;
    }
    plain.retain(|letter| !letter.is_whitespace());
    filled(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_case_is_known_by_its_long_run_of_digits() {
        for (text, key) in [
            ("高市社救字第11531053424號", Some("11531053424")),
            ("115-0000-0001", Some("11500000001")),
            ("１１５００００００８４", Some("11500000084")),
            ("社救字第 1234 號", Some("社救1234")),
            ("ab–12", Some("AB12")),
            ("字第號", None),
            (" \u{3000}-", None),
            ("", None),
        ] {
            assert_eq!(case_key(text).as_deref(), key, "{text}");
        }
    }

    #[test]
    fn what_is_plain_stays_under_nfkc_whatever_stands_beside_it() {
        let ideographs = ('\u{4E00}'..='\u{9FFF}').chain('\0'..='\u{7F}');
        let all: String = ideographs.collect();
        assert!(all.nfkc().eq(all.chars()));
        for text in ["\u{FF21}", "e\u{301}", "\u{F900}", "\u{3000}"] {
            let normal: String = text.nfkc().collect();
            assert_eq!(nfkc(text), normal);
            assert_ne!(nfkc(text), text);
        }
    }

    #[test]
    fn case_and_reason_part_at_a_blank_a_line_break_or_the_ending_word() {
        for (text, case, reason) in [
            ("11500000084 補助", Some("11500000084"), "補助"),
            ("11500000084\u{3000}補助 甲", Some("11500000084"), "補助 甲"),
            ("11500000084\n補助", Some("11500000084"), "補助"),
            ("字第11500000084號補助", Some("字第11500000084號"), "補助"),
            (
                "１１５０００００號 補助",
                Some("１１５０００００號"),
                "補助",
            ),
            ("1150000 補助", None, "1150000 補助"),
            ("SOC-11510-0232 補助", None, "SOC-11510-0232 補助"),
            ("補助 11500000084", None, "補助 11500000084"),
            ("11500000084", Some("11500000084"), ""),
            ("", None, ""),
        ] {
            assert_eq!(split_case_reason(text), (case, reason), "{text}");
        }
    }

    #[test]
    fn an_empty_value_has_no_group_and_values_do_not_run_together() {
        let subject = Subject::read("A100000001");
        let key = group_key("soc01", &subject, "li01");
        assert_eq!(key, group_key(" ＳＯＣ01", &subject, "LI01 "));
        assert_ne!(key, group_key("SOC01L", &subject, "I01"));
        assert_ne!(
            key,
            group_key("SOC01", &Subject::read("A100000002"), "LI01")
        );
        assert_eq!(group_key("", &subject, "LI01"), None);
        assert_eq!(group_key("SOC01", &Subject::read(" "), "LI01"), None);
        assert_eq!(group_key("SOC01", &subject, "\u{3000}"), None);
    }

    #[test]
    fn a_pair_is_compared_as_the_screen_shows_it() {
        let register = PairSide {
            day: NaiveDate::from_ymd_opt(2026, 10, 8),
            secs: Some(16 * 3600 + 45 * 60),
            account: "soc01".into(),
            item: "LI01".into(),
            subject: Subject::read("A100000001"),
            case: "字第11500000084號".into(),
            reason: "補助".into(),
            result: String::new(),
        };
        let log = PairSide {
            secs: Some(16 * 3600 + 45 * 60 + 59),
            account: "ＳＯＣ01".into(),
            case: "11500000084".into(),
            reason: "補 助 SOC-11510-0001".into(),
            result: "查有資料".into(),
            ..register.clone()
        };
        let found = |log: &PairSide| -> Vec<Sameness> {
            let diffs = compare(log, &register);
            diffs.into_iter().map(|diff| diff.sameness).collect()
        };
        let mut expected = vec![Sameness::Equal; 7];
        expected.push(Sameness::Absent);
        assert_eq!(found(&log), expected);
        let other = PairSide {
            day: NaiveDate::from_ymd_opt(2026, 10, 7),
            secs: Some(16 * 3600 + 46 * 60),
            case: "11500000085".into(),
            reason: "其他".into(),
            ..log
        };
        let changed = found(&other);
        for place in [0, 1, 5, 6] {
            assert_eq!(changed[place], Sameness::Different, "{place}");
        }
    }
}
