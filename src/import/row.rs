//! One data row, and its cells by column as they are meant.

use std::fmt;

use chrono::{NaiveDate, NaiveTime};

use crate::domain::{population, roc_date};
use crate::import::cells::{self, RowFlags, RowKey};
use crate::import::columns::{Column, Layout};
use crate::import::fault::{Evidence, RowFault};
use crate::import::records::Record;

/// One record's cells by column, as they are meant.
#[derive(Clone, Copy)]
pub struct Cells<'a> {
    pub(super) record: &'a Record<'a>,
    pub(super) layout: &'a Layout,
}

impl Cells<'_> {
    /// The cell's text; empty where the file has no such column.
    pub fn text(&self, column: Column) -> String {
        self.layout
            .place(column)
            .map_or_else(String::new, |place| cells::text(&self.record.field(place)))
    }

    /// The cell's text, when the file has the column and the cell is not empty.
    pub fn optional(&self, column: Column) -> Option<String> {
        Some(self.text(column)).filter(|text| !text.is_empty())
    }

    /// Whether the file has the column.
    pub fn has(&self, column: Column) -> bool {
        self.layout.place(column).is_some()
    }

    pub fn day(&self, column: Column) -> Result<NaiveDate, RowFault> {
        let text = self.text(column);
        if let Some(day) = seven_digits(&text) {
            return Ok(day);
        }
        roc_date::read_log_day(&text).map_err(|why| RowFault::BadDate {
            column,
            text: Evidence::of_figures(&text),
            why,
        })
    }

    pub fn time(&self, column: Column) -> Result<NaiveTime, RowFault> {
        let text = self.text(column);
        if let Some(time) = six_digits(&text) {
            return Ok(time);
        }
        roc_date::read_log_time(&text).map_err(|why| RowFault::BadTime {
            column,
            text: Evidence::of_figures(&text),
            why,
        })
    }
}

/// The commonest form at once: `1151001`.
fn seven_digits(text: &str) -> Option<NaiveDate> {
    if text.len() != 7 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let figure: i32 = text.parse().ok()?;
    let year = Some(figure / 10_000).filter(|year| *year > 0)?;
    let month = u32::try_from(figure / 100 % 100).ok()?;
    NaiveDate::from_ymd_opt(year + 1911, month, u32::try_from(figure % 100).ok()?)
}

/// The commonest form at once: `090644`.
fn six_digits(text: &str) -> Option<NaiveTime> {
    if text.len() != 6 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let figure: u32 = text.parse().ok()?;
    NaiveTime::from_hms_opt(figure / 10_000, figure / 100 % 100, figure % 100)
}

/// One data row.
#[derive(Clone, PartialEq, Eq)]
pub struct Row<D> {
    /// Physical line, from 1, where its record starts.
    pub line: u64,
    /// All fields as decoded, unmapped ones too; of an unreadable row its one raw text, with quotes and inner breaks,
    /// without its last line end.
    pub fields: Vec<String>,
    pub flags: RowFlags,
    /// By which duplicates are counted.
    pub key: RowKey,
    pub outcome: Result<D, RowFault>,
}

impl<D> Row<D> {
    /// The canonical row: a JSON array of the fields, no blanks (monthly_check §4).
    pub fn canonical(&self) -> String {
        population::canonical_row(&self.fields)
    }
}

/// Without the row's content, which is personal data.
impl<D> fmt::Debug for Row<D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Row")
            .field("line", &self.line)
            .field("fault", &self.outcome.as_ref().err())
            .finish_non_exhaustive()
    }
}
