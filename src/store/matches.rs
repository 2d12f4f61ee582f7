//! What matching found, what persons decided about proposals, and explanations for 查而未登.

use rusqlite::OptionalExtension;
use rusqlite::types::Value;

use crate::domain::ids::Period;
use crate::domain::moment::Moment;
use crate::store::error::StoreError;
use crate::store::row::{Binding, Table};
use crate::store::{Reader, WriteTx};

pub(in crate::store) static MATCH_ROW: Table = Table {
    name: "match_row",
    columns: &[
        "period",
        "seq",
        "query",
        "number",
        "query_version",
        "pass",
        "state",
        "registered_at",
    ],
    binding: Binding::Batch,
};
pub(in crate::store) static RECONCILE_RUN: Table = Table {
    name: "reconcile_run",
    columns: &["period", "batch", "last_row", "counts", "by", "at"],
    binding: Binding::Row,
};
pub(in crate::store) static DECISION: Table = Table {
    name: "decision",
    columns: &[
        "period",
        "seq",
        "number",
        "accepted",
        "after_freeze",
        "reason",
        "by",
        "at",
    ],
    binding: Binding::Row,
};
pub(in crate::store) static EXPLANATION: Table = Table {
    name: "explanation",
    columns: &[
        "period",
        "seq",
        "cause",
        "words",
        "explained_by",
        "by",
        "at",
    ],
    binding: Binding::Row,
};

/// One match or proposal as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MatchRow {
    pub period: Period,
    pub seq: u32,
    /// The registration's row id and number.
    pub query: i64,
    pub number: String,
    pub query_version: u32,
    /// `p1`, `p2`, `retry`, `p3`, `confirmed`.
    pub pass: String,
    /// `matched` or `proposed`.
    pub state: String,
    /// When the version was made that counts as the registration, `imported` for rows from before irdesk.
    pub registered_at: String,
}

/// The month's last reconciliation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    pub batch: i64,
    /// The highest sequence number that it saw.
    pub last_row: u32,
    pub counts: String,
    pub by: String,
    pub at: Moment,
}

/// A person's decision about a proposal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    pub period: Period,
    pub seq: u32,
    pub number: String,
    pub accepted: bool,
    pub after_freeze: bool,
    pub reason: String,
    pub by: String,
    pub at: Moment,
}

/// Why a query was made without a registration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    pub period: Period,
    pub seq: u32,
    pub cause: String,
    pub words: String,
    pub explained_by: String,
    pub by: String,
    pub at: Moment,
}

/// Writes the matches of a month as one batch, in place of the batch before, and says its id.
pub fn put_all(
    tx: &mut WriteTx<'_>,
    before: Option<i64>,
    rows: &[MatchRow],
) -> Result<i64, StoreError> {
    if let Some(batch) = before {
        tx.drop_batch(&MATCH_ROW, batch)?;
    }
    let mut batch = tx.batch(&MATCH_ROW)?;
    let id = batch
        .batch_id()
        .ok_or(StoreError::Broken("a batch has no id"))?;
    for row in rows {
        batch.append(&values(row))?;
    }
    batch.finish()?;
    Ok(id)
}

fn values(row: &MatchRow) -> [Value; 8] {
    [
        Value::Text(row.period.to_string()),
        Value::Integer(i64::from(row.seq)),
        Value::Integer(row.query),
        Value::Text(row.number.clone()),
        Value::Integer(i64::from(row.query_version)),
        Value::Text(row.pass.clone()),
        Value::Text(row.state.clone()),
        Value::Text(row.registered_at.clone()),
    ]
}

fn read(row: &rusqlite::Row<'_>) -> Result<MatchRow, StoreError> {
    let period: String = row.get(0)?;
    Ok(MatchRow {
        period: period.parse().map_err(|_bad| StoreError::Garbled {
            table: "match_row",
            column: "period",
        })?,
        seq: row.get(1)?,
        query: row.get(2)?,
        number: row.get(3)?,
        query_version: row.get(4)?,
        pass: row.get(5)?,
        state: row.get(6)?,
        registered_at: row.get(7)?,
    })
}

const COLUMNS: &str = "period, seq, query, number, query_version, pass, state, registered_at";

/// The match of one log row.
pub fn get(reader: Reader<'_>, period: Period, seq: u32) -> Result<Option<MatchRow>, StoreError> {
    let sql = format!("select {COLUMNS} from match_row where period = ?1 and seq = ?2");
    let mut statement = reader.connection().prepare_cached(&sql)?;
    let mut rows = statement.query((period.to_string(), seq))?;
    rows.next()?.map(read).transpose()
}

/// Matches of a month after a sequence number, ascending.
pub fn page(
    reader: Reader<'_>,
    period: Period,
    after: u32,
    limit: u32,
) -> Result<Vec<MatchRow>, StoreError> {
    let sql = format!(
        "select {COLUMNS} from match_row where period = ?1 and seq > ?2 order by seq limit ?3"
    );
    let mut statement = reader.connection().prepare_cached(&sql)?;
    let mut rows = statement.query((period.to_string(), after, limit))?;
    let mut page = Vec::new();
    while let Some(row) = rows.next()? {
        page.push(read(row)?);
    }
    Ok(page)
}

/// The last reconciliation of a month.
pub fn run(reader: Reader<'_>, period: Period) -> Result<Option<(i64, Run)>, StoreError> {
    let found = reader
        .connection()
        .query_row(
            "select id, batch, last_row, counts, by, at from reconcile_run where period = ?1",
            [period.to_string()],
            |row| {
                Ok((
                    row.get::<_, i64>(0)?,
                    row.get(1)?,
                    row.get(2)?,
                    row.get(3)?,
                    row.get(4)?,
                    row.get::<_, String>(5)?,
                ))
            },
        )
        .optional()?;
    found
        .map(|(id, batch, last_row, counts, by, at)| {
            let at = Moment::parse(&at).ok_or_else(|| StoreError::Garbled {
                table: "reconcile_run",
                column: "at",
            })?;
            Ok((
                id,
                Run {
                    batch,
                    last_row,
                    counts,
                    by,
                    at,
                },
            ))
        })
        .transpose()
}

/// Notes a reconciliation; the next version where the month was matched before.
pub fn put_run(
    tx: &mut WriteTx<'_>,
    id: Option<i64>,
    period: Period,
    run: &Run,
) -> Result<(), StoreError> {
    let values = [
        Value::Text(period.to_string()),
        Value::Integer(run.batch),
        Value::Integer(i64::from(run.last_row)),
        Value::Text(run.counts.clone()),
        Value::Text(run.by.clone()),
        Value::Text(run.at.iso()),
    ];
    tx.put(&RECONCILE_RUN, id, &values)?;
    Ok(())
}

/// Notes a decision; the next version where the same pair was decided before.
pub fn put_decision(tx: &mut WriteTx<'_>, decision: &Decision) -> Result<(), StoreError> {
    let id = tx
        .reader()
        .connection()
        .query_row(
            "select id from decision where period = ?1 and seq = ?2 and number = ?3",
            (decision.period.to_string(), decision.seq, &decision.number),
            |row| row.get(0),
        )
        .optional()?;
    let values = [
        Value::Text(decision.period.to_string()),
        Value::Integer(i64::from(decision.seq)),
        Value::Text(decision.number.clone()),
        Value::Integer(i64::from(decision.accepted)),
        Value::Integer(i64::from(decision.after_freeze)),
        Value::Text(decision.reason.clone()),
        Value::Text(decision.by.clone()),
        Value::Text(decision.at.iso()),
    ];
    tx.put(&DECISION, id, &values)?;
    Ok(())
}

/// Every decision about a month's proposals.
pub fn decisions(reader: Reader<'_>, period: Period) -> Result<Vec<Decision>, StoreError> {
    let mut statement = reader.connection().prepare_cached(
        "select seq, number, accepted, after_freeze, reason, by, at from decision where period = ?1 order by seq, number",
    )?;
    let mut rows = statement.query([period.to_string()])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let at: String = row.get(6)?;
        found.push(Decision {
            period,
            seq: row.get(0)?,
            number: row.get(1)?,
            accepted: row.get(2)?,
            after_freeze: row.get(3)?,
            reason: row.get(4)?,
            by: row.get(5)?,
            at: Moment::parse(&at).ok_or_else(|| StoreError::Garbled {
                table: "decision",
                column: "at",
            })?,
        });
    }
    Ok(found)
}

/// Notes an explanation; the next version where the row was explained before.
pub fn put_explanation(tx: &mut WriteTx<'_>, explanation: &Explanation) -> Result<(), StoreError> {
    let id = tx
        .reader()
        .connection()
        .query_row(
            "select id from explanation where period = ?1 and seq = ?2",
            (explanation.period.to_string(), explanation.seq),
            |row| row.get(0),
        )
        .optional()?;
    let values = [
        Value::Text(explanation.period.to_string()),
        Value::Integer(i64::from(explanation.seq)),
        Value::Text(explanation.cause.clone()),
        Value::Text(explanation.words.clone()),
        Value::Text(explanation.explained_by.clone()),
        Value::Text(explanation.by.clone()),
        Value::Text(explanation.at.iso()),
    ];
    tx.put(&EXPLANATION, id, &values)?;
    Ok(())
}

/// Every explanation of a month.
pub fn explanations(reader: Reader<'_>, period: Period) -> Result<Vec<Explanation>, StoreError> {
    let mut statement = reader.connection().prepare_cached(
        "select seq, cause, words, explained_by, by, at from explanation where period = ?1 order by seq",
    )?;
    let mut rows = statement.query([period.to_string()])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let at: String = row.get(5)?;
        found.push(Explanation {
            period,
            seq: row.get(0)?,
            cause: row.get(1)?,
            words: row.get(2)?,
            explained_by: row.get(3)?,
            by: row.get(4)?,
            at: Moment::parse(&at).ok_or_else(|| StoreError::Garbled {
                table: "explanation",
                column: "at",
            })?,
        });
    }
    Ok(found)
}

/// Log rows of the month that stand in no match and no proposal, readable ones, ascending.
pub fn unregistered(reader: Reader<'_>, period: Period) -> Result<Vec<u32>, StoreError> {
    let mut statement = reader.connection().prepare_cached(
        "select l.seq from log_row l left join match_row m on m.period = l.period and m.seq = l.seq
         where l.period = ?1 and l.supplement = 0 and l.readable = 1 and m.id is null order by l.seq",
    )?;
    let rows = statement.query_map([period.to_string()], |row| row.get(0))?;
    Ok(rows.collect::<Result<Vec<_>, _>>()?)
}

/// Unreadable rows of the month, ascending.
pub fn unreadable(reader: Reader<'_>, period: Period) -> Result<Vec<u32>, StoreError> {
    let mut statement = reader
        .connection()
        .prepare_cached("select seq from log_row where period = ?1 and supplement = 0 and readable = 0 order by seq")?;
    let rows = statement.query_map([period.to_string()], |row| row.get(0))?;
    Ok(rows.collect::<Result<Vec<_>, _>>()?)
}

/// Registrations dated in the month, not void, with neither match nor proposal in any month: their numbers.
pub fn not_performed(reader: Reader<'_>, period: Period) -> Result<Vec<String>, StoreError> {
    let mut statement = reader.connection().prepare_cached(
        "select q.no from query q where q.asked_on between ?1 and ?2 and q.state <> 'void'
         and not exists (select 1 from match_row m where m.query = q.id) order by q.period, q.serial, q.no",
    )?;
    let days = (
        period.first_day().to_string(),
        period.last_day().to_string(),
    );
    let rows = statement.query_map(days, |row| row.get(0))?;
    Ok(rows.collect::<Result<Vec<_>, _>>()?)
}
