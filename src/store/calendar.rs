//! Office calendars as they were imported, year by year with their versions, and days declared as stopped.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rusqlite::{OptionalExtension, Row};

use crate::domain::calendar::YearDays;
use crate::domain::canonical::Json;
use crate::domain::moment::Moment;
use crate::store::error::StoreError;
use crate::store::read::{Columns, id_of, int, moment, text};
use crate::store::row::{Binding, Table};
use crate::store::{Reader, WriteTx};

pub(in crate::store) static CALENDAR_YEAR: Table = Table {
    name: "calendar_year",
    columns: &[
        "year", "days", "remarks", "name", "sha256", "encoding", "by", "at",
    ],
    binding: Binding::History,
};

pub(in crate::store) static STOP_DAY: Table = Table {
    name: "stop_day",
    columns: &["day", "stopped", "reason", "by", "at"],
    binding: Binding::History,
};

/// A year's calendar as a file brought it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YearRow {
    /// 1 for the first file of the year; each revised one adds one.
    pub version: u32,
    pub days: YearDays,
    /// The file's name, digest and encoding.
    pub name: String,
    pub sha256: String,
    pub encoding: String,
    pub by: String,
    pub at: Moment,
}

/// A day on which the office was stopped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StopDay {
    pub day: NaiveDate,
    /// A withdrawn one is none.
    pub is_stopped: bool,
    pub reason: String,
    pub by: String,
    pub at: Moment,
}

/// Writes a year; the one before stays as a version. Returns the version.
pub fn put_year(tx: &mut WriteTx<'_>, row: &YearRow) -> Result<u32, StoreError> {
    let year = row.days.year();
    let sql = "select id from calendar_year where year = ?1";
    let id = id_of(tx.reader(), sql, [year])?;
    let remarks = row.days.remarks().iter();
    let remarks = Json::Object(
        remarks
            .map(|(day, remark)| (day.to_string(), Json::from(remark.as_str())))
            .collect(),
    );
    let values = [
        int(year),
        text(row.days.letters()),
        text(remarks.write()),
        text(&row.name),
        text(&row.sha256),
        text(&row.encoding),
        text(&row.by),
        moment(row.at),
    ];
    Ok(tx.put(&CALENDAR_YEAR, id, &values)?.1)
}

/// The years in force, in order.
pub fn years(reader: Reader<'_>) -> Result<Vec<YearRow>, StoreError> {
    let sql = "select version, year, days, remarks, name, sha256, encoding, by, at from calendar_year order by year";
    let mut statement = reader.connection().prepare_cached(sql)?;
    let mut rows = statement.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(year_row(row)?);
    }
    Ok(found)
}

/// Every version of a year, newest first.
pub fn versions(reader: Reader<'_>, year: i32) -> Result<Vec<YearRow>, StoreError> {
    let columns = "version, year, days, remarks, name, sha256, encoding, by, at";
    let sql = format!(
        "select {columns} from calendar_year where year = ?1
         union all select {columns} from calendar_year_history where year = ?1
         order by version desc"
    );
    let mut statement = reader.connection().prepare_cached(&sql)?;
    let mut rows = statement.query([year])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(year_row(row)?);
    }
    Ok(found)
}

fn year_row(row: &Row<'_>) -> Result<YearRow, StoreError> {
    let mut columns = Columns::of(row, CALENDAR_YEAR.name);
    let version = columns.plain()?;
    let year: i32 = columns.plain()?;
    let letters: String = columns.plain()?;
    let remarks: String = columns.plain()?;
    let days = remarks_of(&remarks)
        .and_then(|remarks| YearDays::from_letters(year, &letters, remarks))
        .ok_or_else(|| columns.garbled("days"))?;
    Ok(YearRow {
        version,
        days,
        name: columns.plain()?,
        sha256: columns.plain()?,
        encoding: columns.plain()?,
        by: columns.plain()?,
        at: columns.moment("at")?,
    })
}

fn remarks_of(text: &str) -> Option<BTreeMap<NaiveDate, String>> {
    let Json::Object(members) = Json::parse(text)? else {
        return None;
    };
    members
        .iter()
        .map(|(day, remark)| Some((day.parse().ok()?, remark.text()?.to_owned())))
        .collect()
}

/// Declares a day stopped, or takes that back.
pub fn put_stop(tx: &mut WriteTx<'_>, stop: &StopDay) -> Result<(), StoreError> {
    let sql = "select id from stop_day where day = ?1";
    let id = id_of(tx.reader(), sql, [stop.day.to_string()])?;
    let values = [
        text(stop.day),
        int(stop.is_stopped),
        text(&stop.reason),
        text(&stop.by),
        moment(stop.at),
    ];
    tx.put(&STOP_DAY, id, &values)?;
    Ok(())
}

/// Every declared day, the newest first, withdrawn ones too.
pub fn stops(reader: Reader<'_>) -> Result<Vec<StopDay>, StoreError> {
    let sql = "select day, stopped, reason, by, at from stop_day order by day desc";
    let mut statement = reader.connection().prepare_cached(sql)?;
    let mut rows = statement.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(stop_row(row)?);
    }
    Ok(found)
}

/// What was declared of one day.
pub fn stop_of(reader: Reader<'_>, day: NaiveDate) -> Result<Option<StopDay>, StoreError> {
    let sql = "select day, stopped, reason, by, at from stop_day where day = ?1";
    reader
        .connection()
        .query_row(sql, [day.to_string()], |row| Ok(stop_row(row)))
        .optional()?
        .transpose()
}

fn stop_row(row: &Row<'_>) -> Result<StopDay, StoreError> {
    let mut columns = Columns::of(row, STOP_DAY.name);
    Ok(StopDay {
        day: columns.read("day")?,
        is_stopped: columns.plain()?,
        reason: columns.plain()?,
        by: columns.plain()?,
        at: columns.moment("at")?,
    })
}
