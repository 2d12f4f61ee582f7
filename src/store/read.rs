//! Stored values back into the domain's: an impossible one is `Garbled`, never a panic.

use std::str::FromStr;

use rusqlite::types::{FromSql, Value};
use rusqlite::{OptionalExtension, Row};

use crate::domain::ids::Period;
use crate::domain::moment::Moment;
use crate::domain::retention::RecordNo;
use crate::store::Reader;
use crate::store::error::{StoreError, sql};

/// For `?` on whatever a read or a write of rows says.
impl From<rusqlite::Error> for StoreError {
    fn from(source: rusqlite::Error) -> StoreError {
        sql("reading rows")(source)
    }
}

/// A row of one table, read column by column in order.
pub(in crate::store) struct Columns<'r, 's> {
    row: &'r Row<'s>,
    at: usize,
    table: &'static str,
}

impl<'r, 's> Columns<'r, 's> {
    pub(in crate::store) fn of(row: &'r Row<'s>, table: &'static str) -> Columns<'r, 's> {
        Columns { row, at: 0, table }
    }

    /// The next column as SQLite holds it.
    pub(in crate::store) fn plain<T: FromSql>(&mut self) -> Result<T, StoreError> {
        let value = self.row.get(self.at)?;
        self.at += 1;
        Ok(value)
    }

    /// The next column as a value of the domain.
    pub(in crate::store) fn read<T: FromStr>(
        &mut self,
        column: &'static str,
    ) -> Result<T, StoreError> {
        let text: String = self.plain()?;
        text.parse().map_err(|_bad| self.garbled(column))
    }

    /// The same where nothing may stand.
    pub(in crate::store) fn maybe<T: FromStr>(
        &mut self,
        column: &'static str,
    ) -> Result<Option<T>, StoreError> {
        let text: Option<String> = self.plain()?;
        text.map(|text| text.parse().map_err(|_bad| self.garbled(column)))
            .transpose()
    }

    /// The next column as an instant.
    pub(in crate::store) fn moment(&mut self, column: &'static str) -> Result<Moment, StoreError> {
        self.maybe_moment(column)?
            .ok_or_else(|| self.garbled(column))
    }

    /// The same where nothing may stand.
    pub(in crate::store) fn maybe_moment(
        &mut self,
        column: &'static str,
    ) -> Result<Option<Moment>, StoreError> {
        let text: Option<String> = self.plain()?;
        text.map(|text| Moment::parse(&text).ok_or_else(|| self.garbled(column)))
            .transpose()
    }

    pub(in crate::store) fn garbled(&self, column: &'static str) -> StoreError {
        StoreError::Garbled {
            table: self.table,
            column,
        }
    }
}

/// The id of the row that a statement finds, for [`super::WriteTx::put`].
pub(in crate::store) fn id_of(
    reader: Reader<'_>,
    statement: &str,
    parameters: impl rusqlite::Params,
) -> Result<Option<i64>, StoreError> {
    Ok(reader
        .connection()
        .query_row(statement, parameters, |row| row.get(0))
        .optional()?)
}

pub(in crate::store) fn text(value: impl ToString) -> Value {
    Value::Text(value.to_string())
}

pub(in crate::store) fn maybe_text<T: ToString>(value: Option<&T>) -> Value {
    value.map_or(Value::Null, |value| Value::Text(value.to_string()))
}

pub(in crate::store) fn int(value: impl Into<i64>) -> Value {
    Value::Integer(value.into())
}

pub(in crate::store) fn maybe_int(value: Option<impl Into<i64>>) -> Value {
    value.map_or(Value::Null, int)
}

pub(in crate::store) fn moment(value: Moment) -> Value {
    Value::Text(value.iso())
}

pub(in crate::store) fn maybe_moment(value: Option<Moment>) -> Value {
    value.map_or(Value::Null, moment)
}

impl Reader<'_> {
    /// The place of the last entry with this action and record.
    pub fn entry_of(
        self,
        action: &str,
        record: &str,
    ) -> Result<Option<crate::domain::ids::Head>, StoreError> {
        let mut statement = self.connection().prepare_cached(
            "select seq, hash from trail where action = ?1 and record = ?2 order by seq desc limit 1",
        )?;
        let mut rows = statement.query([action, record])?;
        let Some(row) = rows.next()? else {
            return Ok(None);
        };
        let seq: i64 = row.get(0)?;
        let hash: [u8; 32] = row.get(1)?;
        Ok(Some(crate::domain::ids::Head {
            seq: u64::try_from(seq).unwrap_or_default(),
            hash,
        }))
    }
}

/// What a table of numbered records with versions gives: `held_item`, `deletion`.
pub(in crate::store) struct Numbered<T> {
    pub(in crate::store) table: &'static str,
    /// The columns that `read` takes, in order.
    pub(in crate::store) selected: fn() -> String,
    pub(in crate::store) read: fn(&Row<'_>) -> Result<T, StoreError>,
}

impl<T> Numbered<T> {
    /// The serial that the next record of a month gets.
    pub(in crate::store) fn next_serial(
        &self,
        reader: Reader<'_>,
        period: Period,
    ) -> Result<u32, StoreError> {
        let table = self.table;
        let sql = format!("select coalesce(max(serial), 0) + 1 from {table} where period = ?1");
        let mut statement = reader.connection().prepare_cached(&sql)?;
        Ok(statement.query_row([period.to_string()], |row| row.get(0))?)
    }

    /// The version in force.
    pub(in crate::store) fn get(
        &self,
        reader: Reader<'_>,
        no: RecordNo,
    ) -> Result<Option<T>, StoreError> {
        let (columns, table) = ((self.selected)(), self.table);
        let sql = format!("select {columns} from {table} where no = ?1");
        let mut statement = reader.connection().prepare_cached(&sql)?;
        let mut rows = statement.query([no.to_string()])?;
        rows.next()?.map(self.read).transpose()
    }

    /// Every version, newest first.
    pub(in crate::store) fn versions(
        &self,
        reader: Reader<'_>,
        no: RecordNo,
    ) -> Result<Vec<T>, StoreError> {
        let (columns, table) = ((self.selected)(), self.table);
        let sql = format!(
            "select {columns} from {table} where no = ?1
             union all select {columns} from {table}_history where id = (select id from {table} where no = ?1)
             order by version desc"
        );
        let mut statement = reader.connection().prepare_cached(&sql)?;
        let mut rows = statement.query([no.to_string()])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.push((self.read)(row)?);
        }
        Ok(found)
    }
}
