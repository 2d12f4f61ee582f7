//! 登而未查: registrations of a month to which matching found no row of its log, in order of their numbers.
//!
//! Each reconciliation keeps them in place of those before, so that a page of them reads no month. What happened since
//! counts: void lines and those that a row holds by now are left out, those that a refusal released are among them.

use rusqlite::types::Value;
use rusqlite::{OptionalExtension, Row};

use crate::domain::ids::{Period, RegisterNo};
use crate::store::error::StoreError;
use crate::store::matches::FREE;
use crate::store::row::{Binding, Table};
use crate::store::{Reader, WriteTx};

pub(in crate::store) static ALONE_QUERY: Table = Table {
    name: "alone_query",
    columns: &["period", "query", "month", "serial", "number"],
    binding: Binding::Batch,
};

/// A registration that matching left alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alone {
    /// Its row id.
    pub query: i64,
    pub no: RegisterNo,
}

/// Which page, ascending.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place<'a> {
    Top,
    Bottom,
    /// From this registration on, itself included.
    From(&'a RegisterNo),
    /// Up to this one, itself included.
    UpTo(&'a RegisterNo),
}

/// Writes those of a month in place of those before.
pub fn put_all<E: From<StoreError>>(
    tx: &mut WriteTx<'_>,
    period: Period,
    rows: impl Iterator<Item = Result<Alone, E>>,
) -> Result<(), E> {
    let before = "select batch from alone_query where period = ?1 limit 1";
    let before: Option<i64> = tx
        .reader()
        .connection()
        .query_row(before, [period.to_string()], |row| row.get(0))
        .optional()
        .map_err(StoreError::from)?;
    if let Some(batch) = before {
        tx.drop_batch(&ALONE_QUERY, batch)?;
    }
    let mut rows = rows.peekable();
    if rows.peek().is_none() {
        return Ok(());
    }
    let mut batch = tx.batch(&ALONE_QUERY)?;
    for row in rows {
        let Alone { query, no } = row?;
        batch.append(&[
            Value::Text(period.to_string()),
            Value::Integer(query),
            Value::Text(no.period.to_string()),
            Value::Integer(i64::from(no.serial)),
            Value::Text(no.to_string()),
        ])?;
    }
    batch.finish()?;
    Ok(())
}

/// Those that matching kept, and those that were released since, as both stand now.
fn standing(sign: &str) -> String {
    format!(
        "select a.query as query, a.month as month, a.serial as serial, a.number as number
         from alone_query a cross join query q on q.id = a.query
         where a.period = ?1 and (a.month, a.serial, a.number) {sign} (?4, ?5, ?6)
         and q.state <> 'void' and q.asked_on between ?2 and ?3 and {FREE}
         union
         select q.id, q.period, q.serial, q.no
         from decision d cross join match_row m on m.period = d.period and m.seq = d.seq and m.number = d.number
         cross join query q on q.id = m.query
         where d.period = ?1 and d.after_freeze = 0 and d.accepted = 0 and m.state = 'proposed'
         and (q.period, q.serial, q.no) {sign} (?4, ?5, ?6)
         and q.state <> 'void' and q.asked_on between ?2 and ?3 and {FREE}"
    )
}

/// A page of them, ascending.
pub fn page(
    reader: Reader<'_>,
    period: Period,
    place: Place<'_>,
    limit: u32,
) -> Result<Vec<Alone>, StoreError> {
    let (sign, way, from) = match place {
        Place::Top => (">=", "asc", None),
        Place::From(no) => (">=", "asc", Some(no)),
        Place::Bottom => ("<=", "desc", None),
        Place::UpTo(no) => ("<=", "desc", Some(no)),
    };
    let sql = format!(
        "{} order by month {way}, serial {way}, number {way}, query {way} limit ?7",
        standing(sign)
    );
    let (month, serial, number) = match from {
        Some(no) => (no.period.to_string(), no.serial, no.to_string()),
        // Before the first and behind the last.
        None if way == "asc" => (String::new(), 0, String::new()),
        None => ("~".to_owned(), u32::MAX, "~".to_owned()),
    };
    let days = (
        period.first_day().to_string(),
        period.last_day().to_string(),
    );
    let mut statement = reader.connection().prepare_cached(&sql)?;
    let parameters = (
        period.to_string(),
        days.0,
        days.1,
        month,
        serial,
        number,
        limit,
    );
    let mut rows = statement.query(parameters)?;
    let mut page = Vec::new();
    while let Some(row) = rows.next()? {
        page.push(read(row)?);
    }
    if way == "desc" {
        page.reverse();
    }
    Ok(page)
}

fn read(row: &Row<'_>) -> Result<Alone, StoreError> {
    let number: String = row.get(3)?;
    Ok(Alone {
        query: row.get(0)?,
        no: number.parse().map_err(|_bad| StoreError::Garbled {
            table: "alone_query",
            column: "number",
        })?,
    })
}
