//! 疑日誌缺漏: registrations whose own result says that the query was made, and which no row of the log shows.

use rusqlite::OptionalExtension;
use rusqlite::types::Value;

use crate::domain::ids::{Period, RegisterNo};
use crate::domain::moment::Moment;
use crate::store::error::StoreError;
use crate::store::matches::FREE;
use crate::store::read::id_of;
use crate::store::row::{Binding, Table};
use crate::store::{Reader, WriteTx};

pub(in crate::store) static GAP_EXPLANATION: Table = Table {
    name: "gap_explanation",
    columns: &["period", "number", "words", "explained_by", "by", "at"],
    binding: Binding::Row,
};

/// What became of such a registration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GapExplanation {
    pub period: Period,
    pub number: RegisterNo,
    pub words: String,
    pub explained_by: String,
    pub by: String,
    pub at: Moment,
}

/// Registrations that matching left alone, whose result says that something was asked, as they stand now.
fn standing() -> String {
    format!(
        "from alone_query a join query q on q.id = a.query
         where a.period = ?1 and q.state = 'complete' and q.result in ('found', 'no_data') and {FREE}"
    )
}

/// Nobody said what became of it.
const OPEN: &str = "not exists (select 1 from gap_explanation e where e.number = a.number)";

/// How many there are in a month, and how many of them nobody explained: for the record and what is signed.
pub fn count(reader: Reader<'_>, period: Period) -> Result<(u32, u32), StoreError> {
    let sql = format!("select count(*), coalesce(sum({OPEN}), 0) {}", standing());
    let mut statement = reader.connection().prepare_cached(&sql)?;
    Ok(statement.query_row([period.to_string()], |row| Ok((row.get(0)?, row.get(1)?)))?)
}

/// How many of a month nobody explained, counted up to a limit: for a page, which waits for it.
pub fn open_up_to(reader: Reader<'_>, period: Period, limit: u32) -> Result<u32, StoreError> {
    let standing = standing();
    let sql = format!("select count(*) from (select 1 {standing} and {OPEN} limit ?2)");
    let mut statement = reader.connection().prepare_cached(&sql)?;
    Ok(statement.query_row((period.to_string(), limit), |row| row.get(0))?)
}

/// Whether a registration is one of the month's. What was said of it in its month holds in a supplement too.
pub fn is_gap(reader: Reader<'_>, period: Period, no: &RegisterNo) -> Result<bool, StoreError> {
    let sql = format!("select 1 {} and a.number = ?2", standing());
    let mut statement = reader.connection().prepare_cached(&sql)?;
    Ok(statement.exists((period.to_string(), no.to_string()))?)
}

/// What was said of one.
pub fn get(
    reader: Reader<'_>,
    period: Period,
    no: &RegisterNo,
) -> Result<Option<GapExplanation>, StoreError> {
    let found = reader
        .connection()
        .prepare_cached(
            "select words, explained_by, by, at from gap_explanation where number = ?1 order by id desc limit 1",
        )?
        .query_row([no.to_string()], |row| {
            let at: String = row.get(3)?;
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, at))
        })
        .optional()?;
    let Some((words, explained_by, by, at)) = found else {
        return Ok(None);
    };
    Ok(Some(GapExplanation {
        period,
        number: no.clone(),
        words,
        explained_by,
        by,
        at: Moment::parse(&at).ok_or(StoreError::Garbled {
            table: "gap_explanation",
            column: "at",
        })?,
    }))
}

/// Notes it; the next version where there is one.
pub fn put(tx: &mut WriteTx<'_>, explanation: &GapExplanation) -> Result<(), StoreError> {
    let place = (
        explanation.period.to_string(),
        explanation.number.to_string(),
    );
    let sql = "select id from gap_explanation where period = ?1 and number = ?2";
    let id = id_of(tx.reader(), sql, place.clone())?;
    let values = [
        Value::Text(place.0),
        Value::Text(place.1),
        Value::Text(explanation.words.clone()),
        Value::Text(explanation.explained_by.clone()),
        Value::Text(explanation.by.clone()),
        Value::Text(explanation.at.iso()),
    ];
    tx.put(&GAP_EXPLANATION, id, &values)?;
    Ok(())
}
