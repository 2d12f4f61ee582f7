//! Filters that somebody has given a name, per view of the screen. Bound by no entry (STORE §3).

use rusqlite::params;

use crate::domain::ids::Login;
use crate::store::error::{Result, sql};
use crate::store::{Reader, WriteTx};

/// A filter under its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedFilter {
    /// Which list of the screen it is for.
    pub view: String,
    pub name: String,
    /// The chosen key of each filter of the view, in order; empty: no limit.
    pub chosen: Vec<String>,
}

/// No key of a filter holds it.
const BETWEEN: char = '\n';

/// Somebody's filters, by name.
pub fn all(reader: Reader<'_>, login: &Login) -> Result<Vec<SavedFilter>> {
    reader
        .connection()
        .prepare_cached(
            "select view, name, chosen from saved_filter where login = ?1 order by view, name",
        )
        .and_then(|mut statement| {
            let rows = statement.query_map([login.as_str()], |row| {
                let chosen: String = row.get(2)?;
                Ok(SavedFilter {
                    view: row.get(0)?,
                    name: row.get(1)?,
                    chosen: chosen.split(BETWEEN).map(str::to_owned).collect(),
                })
            })?;
            rows.collect()
        })
        .map_err(sql("read filters"))
}

/// Keeps a filter in place of the one of that name.
pub fn keep(tx: &WriteTx<'_>, login: &Login, filter: &SavedFilter) -> Result<()> {
    let chosen = filter.chosen.join(&BETWEEN.to_string());
    tx.cache()
        .execute(
            "insert into saved_filter (login, view, name, chosen) values (?1, ?2, ?3, ?4)
             on conflict (login, view, name) do update set chosen = excluded.chosen",
            params![login.as_str(), filter.view, filter.name, chosen],
        )
        .map_err(sql("keep a filter"))?;
    Ok(())
}

/// Forgets a filter.
pub fn forget(tx: &WriteTx<'_>, login: &Login, view: &str, name: &str) -> Result<()> {
    tx.cache()
        .execute(
            "delete from saved_filter where login = ?1 and view = ?2 and name = ?3",
            params![login.as_str(), view, name],
        )
        .map_err(sql("forget a filter"))?;
    Ok(())
}

/// Forgets all of somebody's.
pub fn forget_all(tx: &WriteTx<'_>, login: &Login) -> Result<()> {
    tx.cache()
        .execute(
            "delete from saved_filter where login = ?1",
            [login.as_str()],
        )
        .map_err(sql("forget filters"))?;
    Ok(())
}
