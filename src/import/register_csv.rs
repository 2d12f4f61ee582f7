//! The register of the time before the desk, or of another desk, as CSV: a row that cannot be read is rejected.

use std::fmt;

use chrono::{Datelike, NaiveDate, NaiveTime, Timelike};

use crate::domain::identity::Subject;
use crate::domain::ids::RegisterNo;
use crate::domain::query::{Output, QueryResult, WhereTo};
use crate::import::cells::{KeyHasher, RowKey, normal};
use crate::import::columns::{Column, Wanted};
use crate::import::fault::{Evidence, RowFault};
use crate::import::row::{Cells, Row};
use crate::import::table::{CsvFile, Draft};

/// A register file, opened.
pub type RegisterFile<R> = CsvFile<R, RegisterDraft>;
/// One of its data rows.
pub type RegisterRecord = Row<RegisterDraft>;

/// What clerks write under 結果.
const RESULTS: &[(&str, QueryResult)] = &[
    ("查有資料", QueryResult::Found),
    ("有資料", QueryResult::Found),
    ("查無資料", QueryResult::NoData),
    ("無資料", QueryResult::NoData),
    ("系統異常", QueryResult::SystemError),
    ("未查詢", QueryResult::NotAsked),
];
/// What clerks write under 產出, the number of copies taken off.
const OUTPUTS: &[(&str, Output)] = &[
    ("僅閱覽", Output::ViewedOnly),
    ("閱覽", Output::ViewedOnly),
    ("列印", Output::Printed),
    ("紙本", Output::Printed),
    ("電子檔", Output::File),
];
/// What clerks write under 去處.
const WHERETO: &[(&str, WhereTo)] = &[
    ("附卷", WhereTo::Filed),
    ("併案", WhereTo::Merged),
    ("銷毀", WhereTo::Destroyed),
    ("未留存", WhereTo::NotKept),
];

/// The meaning of a word; an unknown one is kept as it stands.
fn word_of<T: Copy>(known: &[(&str, T)], word: String, unknown: &mut Vec<String>) -> Option<T> {
    if word.is_empty() {
        return None;
    }
    let plain = normal(&word);
    let meaning = known.iter().find(|(name, _)| *name == plain);
    if meaning.is_none() {
        unknown.push(word);
    }
    meaning.map(|(_, meaning)| *meaning)
}

/// `列印2份` parted: the word and the copies.
fn printed(text: String) -> (String, Option<u32>) {
    let plain = normal(&text);
    let bare = plain.strip_suffix('份').unwrap_or(&plain).trim_end();
    let word = bare.trim_end_matches(|letter: char| letter.is_ascii_digit());
    let copies = bare
        .strip_prefix(word)
        .and_then(|digits| digits.parse().ok());
    let is_output = OUTPUTS.iter().any(|(name, _)| *name == word.trim_end());
    match copies.filter(|_| is_output) {
        Some(copies) => (word.trim_end().to_owned(), Some(copies)),
        None => (text, None),
    }
}

/// A registration as the file has it.
#[derive(Clone, PartialEq, Eq)]
pub struct RegisterDraft {
    /// As it stands, whatever month the date is in.
    pub number: RegisterNo,
    pub account: String,
    /// 查詢人, the holder's name.
    pub person: String,
    pub day: NaiveDate,
    pub time: NaiveTime,
    pub item: String,
    pub condition: String,
    pub case: String,
    pub reason: String,
    /// 法律依據, a code of the annex or whatever stands there.
    pub basis: String,
    /// 結果; absent while it is still to come, or in words that are not known.
    pub result: Option<QueryResult>,
    /// 產出.
    pub output: Option<Output>,
    /// Copies printed (`列印2份`).
    pub copies: Option<u32>,
    /// 去處.
    pub whereto: Option<WhereTo>,
    /// What stood under 結果, 產出 and 去處 in words that are not known: kept for the remark, never lost.
    pub unknown_words: Vec<String>,
    /// 委託查詢人.
    pub requester: Option<String>,
    pub registered_on: Option<NaiveDate>,
    pub registered_at: Option<NaiveTime>,
}

impl RegisterDraft {
    /// The subject out of the condition, normalised.
    pub fn subject(&self) -> Subject {
        Subject::from_condition(&self.condition)
    }
}

/// Without content, which is personal data.
impl fmt::Debug for RegisterDraft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RegisterDraft")
            .field("number", &self.number)
            .field("day", &self.day)
            .finish_non_exhaustive()
    }
}

impl Draft for RegisterDraft {
    const WANTED: Wanted = Wanted {
        needed: &[
            Column::Number,
            Column::Account,
            Column::Person,
            Column::Day,
            Column::Time,
            Column::Item,
            Column::Condition,
            Column::Case,
            Column::Reason,
            Column::Basis,
            Column::Result,
            Column::Output,
            Column::Whereabouts,
        ],
        either: &[],
        optional: &[
            Column::Requester,
            Column::RegisteredOn,
            Column::RegisteredAt,
        ],
    };

    fn read(cells: &Cells<'_>) -> Result<RegisterDraft, RowFault> {
        let number = cells.text(Column::Number);
        let number = normal(&number);
        let mut unknown_words = Vec::new();
        let result = word_of(RESULTS, cells.text(Column::Result), &mut unknown_words);
        let (output, copies) = printed(cells.text(Column::Output));
        let output = word_of(OUTPUTS, output, &mut unknown_words);
        let whereto = word_of(WHERETO, cells.text(Column::Whereabouts), &mut unknown_words);
        Ok(RegisterDraft {
            number: number.parse().map_err(|_bad| RowFault::BadNumber {
                text: Evidence::of_number(&number),
            })?,
            day: cells.day(Column::Day)?,
            time: cells.time(Column::Time)?,
            account: cells.text(Column::Account),
            person: cells.text(Column::Person),
            item: cells.text(Column::Item),
            condition: cells.text(Column::Condition),
            case: cells.text(Column::Case),
            reason: cells.text(Column::Reason),
            basis: cells.text(Column::Basis),
            result,
            output,
            copies,
            whereto,
            unknown_words,
            requester: cells.optional(Column::Requester),
            registered_on: cells
                .optional(Column::RegisteredOn)
                .map(|_| cells.day(Column::RegisteredOn))
                .transpose()?,
            registered_at: cells
                .optional(Column::RegisteredAt)
                .map(|_| cells.time(Column::RegisteredAt))
                .transpose()?,
        })
    }

    /// Number and whole content: the same number with another key is another registration under that number.
    fn key(&self) -> RowKey {
        let mut key = KeyHasher::new("register");
        key.add(&self.number.to_string());
        for day in [Some(self.day), self.registered_on] {
            key.number(day.map_or(-1, |day| day.num_days_from_ce()));
        }
        for time in [Some(self.time), self.registered_at] {
            let seconds =
                time.and_then(|time| i32::try_from(time.num_seconds_from_midnight()).ok());
            key.number(seconds.unwrap_or(-1));
        }
        key.add(&normal(&self.account));
        key.add(&normal(&self.item));
        key.add(self.subject().as_stored());
        for text in [&self.person, &self.case, &self.reason, &self.basis] {
            key.add(text);
        }
        key.add(self.requester.as_deref().unwrap_or_default());
        key.add(self.result.map_or("", QueryResult::code));
        key.add(self.output.map_or("", Output::code));
        key.add(self.whereto.map_or("", WhereTo::code));
        key.number(
            self.copies
                .map_or(-1, |copies| i32::try_from(copies).unwrap_or(i32::MAX)),
        );
        for word in &self.unknown_words {
            key.add(word);
        }
        key.finish()
    }

    fn has_empty(&self) -> bool {
        self.account.is_empty() || self.item.is_empty() || self.condition.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_are_parted_from_what_was_made() {
        for (text, word, copies) in [
            ("列印2份", "列印", Some(2)),
            ("列印 １２ 份", "列印", Some(12)),
            ("列印", "列印", None),
            ("僅閱覽", "僅閱覽", None),
            ("備份", "備份", None),
            ("光碟2", "光碟2", None),
        ] {
            assert_eq!(
                printed(text.to_owned()),
                (word.to_owned(), copies),
                "{text}"
            );
        }
    }

    #[test]
    fn an_unknown_word_is_kept() {
        let mut unknown = Vec::new();
        assert_eq!(
            word_of(WHERETO, "附卷".to_owned(), &mut unknown),
            Some(WhereTo::Filed)
        );
        assert_eq!(word_of(WHERETO, String::new(), &mut unknown), None);
        assert_eq!(word_of(WHERETO, "送局長室".to_owned(), &mut unknown), None);
        assert_eq!(unknown, ["送局長室"]);
    }
}
