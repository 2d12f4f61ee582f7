//! People of the desk as rows: name, roles, account, granted items.

use rusqlite::types::Value;
use rusqlite::{OptionalExtension, Row};

use crate::domain::ids::Login;
use crate::domain::moment::Moment;
use crate::domain::people::{Clerk, Roles};
use crate::store::error::StoreError;
use crate::store::row::{Binding, Table};
use crate::store::{Reader, WriteTx};

pub(in crate::store) static CLERK: Table = Table {
    name: "clerk",
    columns: &[
        "login", "name", "roles", "account", "items", "added_by", "added_at",
    ],
    binding: Binding::Row,
};

const COLUMNS: &str = "login, name, roles, account, items";

/// Writes a person; the next version where the login is known.
pub fn put(tx: &mut WriteTx<'_>, clerk: &Clerk, by: &Login, at: Moment) -> Result<(), StoreError> {
    let id = tx
        .reader()
        .connection()
        .query_row(
            "select id from clerk where login = ?1",
            [clerk.login.as_str()],
            |row| row.get(0),
        )
        .optional()?;
    let values = [
        Value::Text(clerk.login.to_string()),
        Value::Text(clerk.name.clone()),
        Value::Text(clerk.roles.to_string()),
        clerk.account.clone().map_or(Value::Null, Value::Text),
        Value::Text(clerk.items.join(",")),
        Value::Text(by.to_string()),
        Value::Text(at.iso()),
    ];
    tx.put(&CLERK, id, &values)?;
    Ok(())
}

fn read(row: &Row<'_>) -> rusqlite::Result<(String, String, String, Option<String>, String)> {
    Ok((
        row.get(0)?,
        row.get(1)?,
        row.get(2)?,
        row.get(3)?,
        row.get(4)?,
    ))
}

fn clerk(
    (login, name, roles, account, items): (String, String, String, Option<String>, String),
) -> Result<Clerk, StoreError> {
    Ok(Clerk {
        login: login.parse().map_err(|_bad| StoreError::Garbled {
            table: "clerk",
            column: "login",
        })?,
        name,
        // Whoever was removed holds none.
        roles: match roles.as_str() {
            "" => Roles::default(),
            held => held.parse().map_err(|_bad| StoreError::Garbled {
                table: "clerk",
                column: "roles",
            })?,
        },
        account,
        items: items
            .split(',')
            .filter(|item| !item.is_empty())
            .map(str::to_owned)
            .collect(),
    })
}

/// The person with this login.
pub fn get(reader: Reader<'_>, login: &Login) -> Result<Option<Clerk>, StoreError> {
    let sql = format!("select {COLUMNS} from clerk where login = ?1");
    reader
        .connection()
        .query_row(&sql, [login.as_str()], read)
        .optional()?
        .map(clerk)
        .transpose()
}

/// Everybody, by login.
pub fn all(reader: Reader<'_>) -> Result<Vec<Clerk>, StoreError> {
    let mut statement = reader
        .connection()
        .prepare_cached(&format!("select {COLUMNS} from clerk order by login"))?;
    let rows = statement
        .query_map([], read)?
        .collect::<Result<Vec<_>, _>>()?;
    rows.into_iter().map(clerk).collect()
}

/// Whether an account is another person's.
pub fn holder(reader: Reader<'_>, account: &str) -> Result<Option<Clerk>, StoreError> {
    let sql = format!("select {COLUMNS} from clerk where account = ?1");
    reader
        .connection()
        .query_row(&sql, [account], read)
        .optional()?
        .map(clerk)
        .transpose()
}
