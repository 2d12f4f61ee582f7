//! 分權例外 as rows: a checker's other roles, approved for a time.

use rusqlite::types::Value;

use crate::domain::moment::Moment;
use crate::domain::role_exception::{Ended, RoleException};
use crate::store::error::StoreError;
use crate::store::row::{Binding, Table};
use crate::store::{Reader, WriteTx};

pub(in crate::store) static ROLE_EXCEPTION: Table = Table {
    name: "role_exception",
    columns: &[
        "login",
        "beside",
        "reason",
        "valid_from",
        "valid_to",
        "approved_by",
        "approved_at",
        "ended_by",
        "ended_at",
        "end_reason",
    ],
    binding: Binding::Row,
};

/// Writes an exception; the next version where there is one of this id.
pub fn put(
    tx: &mut WriteTx<'_>,
    id: Option<i64>,
    exception: &RoleException,
) -> Result<i64, StoreError> {
    let ended = exception.ended.as_ref();
    let text = |value: Option<String>| value.map_or(Value::Null, Value::Text);
    let values = [
        Value::Text(exception.login.to_string()),
        Value::Text(exception.beside.to_string()),
        Value::Text(exception.reason.clone()),
        Value::Text(exception.from.to_string()),
        Value::Text(exception.to.to_string()),
        Value::Text(exception.approved_by.to_string()),
        Value::Text(exception.approved_at.iso()),
        text(ended.map(|ended| ended.by.to_string())),
        text(ended.map(|ended| ended.at.iso())),
        text(ended.map(|ended| ended.reason.clone())),
    ];
    let (id, _version) = tx.put(&ROLE_EXCEPTION, id, &values)?;
    Ok(id)
}

/// Every exception there ever was, oldest first, with its id.
pub fn all(reader: Reader<'_>) -> Result<Vec<(i64, RoleException)>, StoreError> {
    let mut statement = reader.connection().prepare_cached(
        "select id, login, beside, reason, valid_from, valid_to, approved_by, approved_at, ended_by, ended_at, end_reason
         from role_exception order by id",
    )?;
    let mut rows = statement.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push((row.get(0)?, read(row)?));
    }
    Ok(found)
}

fn read(row: &rusqlite::Row<'_>) -> Result<RoleException, StoreError> {
    let ended_by: Option<String> = row.get(8)?;
    let ended = match ended_by {
        None => None,
        Some(_by) => Some(Ended {
            by: parsed(row, 8, "ended_by")?,
            at: moment(row, 9, "ended_at")?,
            reason: row.get::<_, Option<String>>(10)?.unwrap_or_default(),
        }),
    };
    Ok(RoleException {
        login: parsed(row, 1, "login")?,
        beside: parsed(row, 2, "beside")?,
        reason: row.get(3)?,
        from: parsed(row, 4, "valid_from")?,
        to: parsed(row, 5, "valid_to")?,
        approved_by: parsed(row, 6, "approved_by")?,
        approved_at: moment(row, 7, "approved_at")?,
        ended,
    })
}

fn parsed<T: std::str::FromStr>(
    row: &rusqlite::Row<'_>,
    index: usize,
    column: &'static str,
) -> Result<T, StoreError> {
    let text: String = row.get(index)?;
    text.parse().map_err(|_bad| StoreError::Garbled {
        table: "role_exception",
        column,
    })
}

fn moment(
    row: &rusqlite::Row<'_>,
    index: usize,
    column: &'static str,
) -> Result<Moment, StoreError> {
    let text: String = row.get(index)?;
    Moment::parse(&text).ok_or(StoreError::Garbled {
        table: "role_exception",
        column,
    })
}
