//! The register of the time before the desk, or of another desk, as CSV: a row that cannot be read is rejected.

use std::fmt;

use chrono::{Datelike, NaiveDate, NaiveTime, Timelike};

use crate::domain::identity::Subject;
use crate::domain::ids::RegisterNo;
use crate::import::cells::{KeyHasher, RowKey, normal};
use crate::import::columns::{Column, Wanted};
use crate::import::fault::{Evidence, RowFault};
use crate::import::table::{Cells, CsvFile, Draft, Row};

/// A register file, opened.
pub type RegisterFile<R> = CsvFile<R, RegisterDraft>;
/// One of its data rows.
pub type RegisterRecord = Row<RegisterDraft>;

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
    pub result: String,
    pub output: String,
    /// 去處.
    pub whereabouts: String,
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
            result: cells.text(Column::Result),
            output: cells.text(Column::Output),
            whereabouts: cells.text(Column::Whereabouts),
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
        let days = [Some(self.day), self.registered_on];
        days.iter()
            .for_each(|day| key.number(day.map_or(0, |day| day.num_days_from_ce())));
        let seconds = |time: NaiveTime| i32::try_from(time.num_seconds_from_midnight());
        let times = [Some(self.time), self.registered_at];
        times.iter().for_each(|time| {
            key.number(time.map_or(-1, |time| seconds(time).unwrap_or_default()));
        });
        key.add(&normal(&self.account));
        key.add(&normal(&self.item));
        key.add(self.subject().as_stored());
        [
            &self.person,
            &self.case,
            &self.reason,
            &self.basis,
            &self.result,
            &self.output,
            &self.whereabouts,
            self.requester.as_ref().unwrap_or(&String::new()),
        ]
        .iter()
        .for_each(|text| key.add(text));
        key.finish()
    }

    fn has_empty(&self) -> bool {
        self.account.is_empty() || self.item.is_empty() || self.condition.is_empty()
    }
}
