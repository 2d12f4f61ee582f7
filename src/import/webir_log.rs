//! The query log that a manager downloads from WebIR (9(2)), in every shape that offices receive (monthly_check §1).

use std::fmt;

use chrono::{NaiveDate, NaiveTime};

use crate::domain::identity::Subject;
use crate::import::cells::{RowKey, row_key};
use crate::import::columns::{Column, Wanted};
use crate::import::fault::RowFault;
use crate::import::row::{Cells, Row};
use crate::import::table::{CsvFile, Draft};

/// A log, opened.
pub type LogFile<R> = CsvFile<R, LogDraft>;
/// One of its data rows.
pub type LogRecord = Row<LogDraft>;

/// A readable log row: its texts as they are meant, trimmed, not otherwise normalised.
#[derive(Clone, PartialEq, Eq)]
pub struct LogDraft {
    pub account: String,
    pub day: NaiveDate,
    pub time: NaiveTime,
    pub item: String,
    pub condition: String,
    pub grounds: Grounds,
    pub result: String,
}

/// 案號及事由, in one field or in two.
#[derive(Clone, PartialEq, Eq)]
pub enum Grounds {
    Together(String),
    Apart { case: String, reason: String },
}

impl LogDraft {
    /// The subject out of the condition, normalised.
    pub fn subject(&self) -> Subject {
        Subject::from_condition(&self.condition)
    }
}

/// Without content, which is personal data.
impl fmt::Debug for LogDraft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LogDraft")
            .field("day", &self.day)
            .field("time", &self.time)
            .finish_non_exhaustive()
    }
}

impl Draft for LogDraft {
    const WANTED: Wanted = Wanted {
        needed: &[
            Column::Account,
            Column::Day,
            Column::Time,
            Column::Item,
            Column::Condition,
            Column::Result,
        ],
        either: &[&[Column::CaseAndReason], &[Column::Case, Column::Reason]],
        optional: &[],
    };

    fn read(cells: &Cells<'_>) -> Result<LogDraft, RowFault> {
        Ok(LogDraft {
            day: cells.day(Column::Day)?,
            time: cells.time(Column::Time)?,
            account: cells.text(Column::Account),
            item: cells.text(Column::Item),
            condition: cells.text(Column::Condition),
            grounds: if cells.has(Column::CaseAndReason) {
                Grounds::Together(cells.text(Column::CaseAndReason))
            } else {
                Grounds::Apart {
                    case: cells.text(Column::Case),
                    reason: cells.text(Column::Reason),
                }
            },
            result: cells.text(Column::Result),
        })
    }

    fn key(&self) -> RowKey {
        row_key(
            &self.account,
            self.day,
            self.time,
            &self.item,
            &self.subject(),
        )
    }

    fn has_empty(&self) -> bool {
        self.account.is_empty() || self.item.is_empty() || self.condition.is_empty()
    }
}
