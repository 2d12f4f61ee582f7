//! Settings: names and values, each change a version.

use rusqlite::OptionalExtension;
use rusqlite::types::Value;

use crate::store::error::StoreError;
use crate::store::row::{Binding, Table};
use crate::store::{Reader, WriteTx};

pub(in crate::store) static SETTING: Table = Table {
    name: "setting",
    columns: &["name", "value"],
    binding: Binding::Row,
};

/// The value in force, when one was ever set.
pub fn get(reader: Reader<'_>, name: &str) -> Result<Option<String>, StoreError> {
    let found =
        reader
            .connection()
            .query_row("select value from setting where name = ?1", [name], |row| {
                row.get(0)
            });
    Ok(found.optional()?)
}

/// Sets a value.
pub fn put(tx: &mut WriteTx<'_>, name: &str, value: &str) -> Result<(), StoreError> {
    let id = tx
        .reader()
        .connection()
        .query_row("select id from setting where name = ?1", [name], |row| {
            row.get(0)
        })
        .optional()?;
    tx.put(
        &SETTING,
        id,
        &[Value::Text(name.to_owned()), Value::Text(value.to_owned())],
    )?;
    Ok(())
}
