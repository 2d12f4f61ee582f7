//! Drafts: what somebody is typing, kept until it is written or thrown away. Bound by no entry (STORE §3).

use rusqlite::{OptionalExtension, Row, params};

use crate::domain::ids::Login;
use crate::domain::moment::Moment;
use crate::store::error::{Result, StoreError, sql};
use crate::store::{Reader, WriteTx};

/// A form that was being filled in.
#[derive(Clone, PartialEq, Eq)]
pub struct Draft {
    /// Which form, and of which record: one draft each.
    pub place: String,
    /// What the form is called, as its person saw it.
    pub title: String,
    /// The record's number; empty for a new one.
    pub record: String,
    pub at: Moment,
    /// What was typed; only the form reads it.
    pub body: String,
}

/// It may hold identifiers: only the place is printed.
impl std::fmt::Debug for Draft {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Draft").field(&self.place).finish()
    }
}

const COLUMNS: &str = "place, title, record, at, body";

fn draft(row: &Row<'_>) -> rusqlite::Result<(Draft, String)> {
    let at: String = row.get(3)?;
    let draft = Draft {
        place: row.get(0)?,
        title: row.get(1)?,
        record: row.get(2)?,
        at: Moment(0),
        body: row.get(4)?,
    };
    Ok((draft, at))
}

fn timed((draft, at): (Draft, String)) -> Result<Draft> {
    let at = Moment::parse(&at).ok_or(StoreError::Garbled {
        table: "draft",
        column: "at",
    })?;
    Ok(Draft { at, ..draft })
}

/// Somebody's drafts, the latest first.
pub fn all(reader: Reader<'_>, login: &Login) -> Result<Vec<Draft>> {
    let text = format!("select {COLUMNS} from draft where login = ?1 order by at desc, place");
    let mut statement = reader
        .connection()
        .prepare_cached(&text)
        .map_err(sql("read drafts"))?;
    let found = statement
        .query_map([login.as_str()], draft)
        .and_then(Iterator::collect::<rusqlite::Result<Vec<_>>>)
        .map_err(sql("read drafts"))?;
    found.into_iter().map(timed).collect()
}

/// The draft of one form.
pub fn get(reader: Reader<'_>, login: &Login, place: &str) -> Result<Option<Draft>> {
    let text = format!("select {COLUMNS} from draft where login = ?1 and place = ?2");
    let found = reader
        .connection()
        .prepare_cached(&text)
        .and_then(|mut statement| {
            statement
                .query_row([login.as_str(), place], draft)
                .optional()
        })
        .map_err(sql("read a draft"))?;
    found.map(timed).transpose()
}

/// Keeps a draft in place of the one before.
pub fn keep(tx: &WriteTx<'_>, login: &Login, draft: &Draft) -> Result<()> {
    tx.cache()
        .prepare_cached(
            "insert into draft (login, place, title, record, at, body) values (?1, ?2, ?3, ?4, ?5, ?6)
             on conflict (login, place) do update set
             title = excluded.title, record = excluded.record, at = excluded.at, body = excluded.body",
        )
        .and_then(|mut statement| {
            statement.execute(params![
                login.as_str(),
                draft.place,
                draft.title,
                draft.record,
                draft.at.iso(),
                draft.body
            ])
        })
        .map_err(sql("keep a draft"))?;
    Ok(())
}

/// Throws away whatever somebody left unwritten.
pub fn discard_all(tx: &WriteTx<'_>, login: &Login) -> Result<()> {
    tx.cache()
        .execute("delete from draft where login = ?1", [login.as_str()])
        .map_err(sql("discard drafts"))?;
    Ok(())
}

/// Throws a draft away.
pub fn discard(tx: &WriteTx<'_>, login: &Login, place: &str) -> Result<()> {
    tx.cache()
        .prepare_cached("delete from draft where login = ?1 and place = ?2")
        .and_then(|mut statement| statement.execute([login.as_str(), place]))
        .map_err(sql("discard a draft"))?;
    Ok(())
}
