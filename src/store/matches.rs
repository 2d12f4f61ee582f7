//! What matching found, what persons decided about proposals, and explanations for 查而未登.

use rusqlite::OptionalExtension;
use rusqlite::types::Value;

use crate::domain::ids::Period;
use crate::domain::moment::Moment;
use crate::store::error::StoreError;
use crate::store::row::{Binding, RowDigest, Table, digest, image_start, image_value};
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
    /// `matched`, `proposed` or, of a row that was left over, `unregistered` (without number, query and pass).
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
pub fn put_all<E: From<StoreError>>(
    tx: &mut WriteTx<'_>,
    before: Option<i64>,
    rows: impl Iterator<Item = Result<MatchRow, E>>,
) -> Result<i64, E> {
    if let Some(batch) = before {
        tx.drop_batch(&MATCH_ROW, batch)?;
    }
    let mut batch = tx.batch(&MATCH_ROW)?;
    let id = batch
        .batch_id()
        .ok_or(StoreError::Broken("a batch has no id"))?;
    for row in rows {
        batch.append(&values(row?))?;
    }
    batch.finish()?;
    Ok(id)
}

/// Calls `each` with the matches and proposals of other months that hold a registration with a row id of the range:
/// registration, month and row, in order of the registrations.
pub fn each_elsewhere<E: From<StoreError>>(
    reader: Reader<'_>,
    period: Period,
    (first, last): (i64, i64),
    mut each: impl FnMut(i64, Period, u32) -> Result<(), E>,
) -> Result<(), E> {
    let prepared = reader.connection().prepare_cached(
        "select query, period, seq from match_row where query between ?1 and ?2 and period <> ?3 order by query, period, seq",
    );
    let mut statement = prepared.map_err(StoreError::from)?;
    let rows = statement.query((first, last, period.to_string()));
    let mut rows = rows.map_err(StoreError::from)?;
    while let Some(row) = rows.next().map_err(StoreError::from)? {
        let month = text(row, 1, "period")?;
        let month = month.parse().map_err(|_bad| StoreError::Garbled {
            table: "match_row",
            column: "period",
        })?;
        let query = row.get(0).map_err(StoreError::from)?;
        each(query, month, row.get(2).map_err(StoreError::from)?)?;
    }
    Ok(())
}

fn values(row: MatchRow) -> [Value; 8] {
    [
        Value::Text(row.period.to_string()),
        Value::Integer(i64::from(row.seq)),
        Value::Integer(row.query),
        Value::Text(row.number),
        Value::Integer(i64::from(row.query_version)),
        Value::Text(row.pass),
        Value::Text(row.state),
        Value::Text(row.registered_at),
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

const COLUMNS: &str =
    "m.period, m.seq, m.query, m.number, m.query_version, m.pass, m.state, m.registered_at";

/// Matches and proposals as persons left them before the freeze: what was confirmed is a match, what was refused is none.
const STANDING: &str = "select m.period, m.seq, m.query, m.number, m.query_version,
     case when m.state = 'proposed' and d.accepted = 1 then 'confirmed' else m.pass end as pass,
     case when m.state = 'proposed' and d.accepted = 1 then 'matched' else m.state end as state,
     m.registered_at
     from match_row m
     left join decision d on d.period = m.period and d.seq = m.seq and d.number = m.number and d.after_freeze = 0
     where m.state <> 'unregistered' and not (m.state = 'proposed' and coalesce(d.accepted, 1) = 0)";

/// The match or open proposal of one log row, decisions counted.
pub fn get(reader: Reader<'_>, period: Period, seq: u32) -> Result<Option<MatchRow>, StoreError> {
    let sql = format!("{STANDING} and m.period = ?1 and m.seq = ?2");
    let mut statement = reader.connection().prepare_cached(&sql)?;
    let mut rows = statement.query((period.to_string(), seq))?;
    rows.next()?.map(read).transpose()
}

/// What the last reconciliation said of one log row, whatever was decided since; `None`: it did not see the row.
pub fn found(reader: Reader<'_>, period: Period, seq: u32) -> Result<Option<MatchRow>, StoreError> {
    let sql = format!("select {COLUMNS} from match_row m where m.period = ?1 and m.seq = ?2");
    let mut statement = reader.connection().prepare_cached(&sql)?;
    let mut rows = statement.query((period.to_string(), seq))?;
    rows.next()?.map(read).transpose()
}

/// Matches and open proposals of a month after a sequence number, ascending, decisions counted.
pub fn page(
    reader: Reader<'_>,
    period: Period,
    after: u32,
    limit: u32,
) -> Result<Vec<MatchRow>, StoreError> {
    let sql = format!("{STANDING} and m.period = ?1 and m.seq > ?2 order by m.seq limit ?3");
    let mut statement = reader.connection().prepare_cached(&sql)?;
    let mut rows = statement.query((period.to_string(), after, limit))?;
    let mut page = Vec::new();
    while let Some(row) = rows.next()? {
        page.push(read(row)?);
    }
    Ok(page)
}

/// A match as it stands, borrowed from the statement that reads it.
#[derive(Debug, Clone, Copy)]
pub struct Standing<'r> {
    pub seq: u32,
    pub number: &'r str,
    pub query_version: u32,
    pub pass: &'r str,
    pub registered_at: &'r str,
}

/// Calls `each` with every match of a month in order, decisions counted; proposals nobody decided are none.
pub fn each_standing<E: From<StoreError>>(
    reader: Reader<'_>,
    period: Period,
    mut each: impl FnMut(Standing<'_>) -> Result<(), E>,
) -> Result<(), E> {
    let sql = format!("{STANDING} and m.period = ?1 order by m.seq");
    let statement = reader.connection().prepare_cached(&sql);
    let mut statement = statement.map_err(StoreError::from)?;
    let rows = statement.query([period.to_string()]);
    let mut rows = rows.map_err(StoreError::from)?;
    while let Some(row) = rows.next().map_err(StoreError::from)? {
        if text(row, 6, "state")? != "matched" {
            continue;
        }
        each(Standing {
            seq: row.get(1).map_err(StoreError::from)?,
            number: text(row, 3, "number")?,
            query_version: row.get(4).map_err(StoreError::from)?,
            pass: text(row, 5, "pass")?,
            registered_at: text(row, 7, "registered_at")?,
        })?;
    }
    Ok(())
}

fn text<'r>(
    row: &'r rusqlite::Row<'_>,
    index: usize,
    column: &'static str,
) -> Result<&'r str, StoreError> {
    let garbled = |_bad| StoreError::Garbled {
        table: "match_row",
        column,
    };
    row.get_ref(index)?.as_str().map_err(garbled)
}

/// Rows between two whose match or decision is not what it was written as.
pub fn altered(
    reader: Reader<'_>,
    period: Period,
    (first, last): (u32, u32),
) -> Result<Vec<u32>, StoreError> {
    let of_batch = format!(
        "select t.seq, t.id, t.batch, b.salt, t.digest, {} from match_row t join batch b on b.id = t.batch",
        MATCH_ROW.named("t")
    );
    let of_row = format!(
        "select t.seq, t.id, t.version, t.salt, t.digest, {} from decision t",
        DECISION.named("t")
    );
    let mut found = Vec::new();
    for (table, sql) in [(&MATCH_ROW, of_batch), (&DECISION, of_row)] {
        let sql = format!("{sql} where t.period = ?1 and t.seq between ?2 and ?3");
        let mut statement = reader.connection().prepare_cached(&sql)?;
        let mut rows = statement.query((period.to_string(), first, last))?;
        while let Some(row) = rows.next()? {
            let salt: Vec<u8> = row.get(3)?;
            let kept: Vec<u8> = row.get(4)?;
            if digest_of(row, table, &salt)?.as_slice() != kept {
                found.push(row.get(0)?);
            }
        }
    }
    found.sort_unstable();
    found.dedup();
    Ok(found)
}

/// The digest of a row read as `seq, id, version or batch, salt, digest, columns…`.
fn digest_of(
    row: &rusqlite::Row<'_>,
    table: &'static Table,
    salt: &[u8],
) -> Result<RowDigest, StoreError> {
    let mut text = String::new();
    image_start(&mut text, row.get(1)?, row.get(2)?);
    for (index, column) in (5..).zip(table.columns) {
        image_value(&mut text, row.get_ref(index)?).ok_or(StoreError::Garbled {
            table: table.name,
            column,
        })?;
    }
    text.push(']');
    Ok(digest(salt, &text))
}

/// How many rows stand in each pass and state, decisions counted.
pub fn tally(reader: Reader<'_>, period: Period) -> Result<Vec<(String, String, u32)>, StoreError> {
    let sql =
        format!("select pass, state, count(*) from ({STANDING} and m.period = ?1) group by 1, 2");
    let mut statement = reader.connection().prepare_cached(&sql)?;
    let rows = statement.query_map([period.to_string()], |row| {
        Ok((row.get(0)?, row.get(1)?, row.get(2)?))
    })?;
    Ok(rows.collect::<Result<Vec<_>, _>>()?)
}

/// What was decided about open proposals since the last reconciliation, before a freeze.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Since {
    pub confirmed: u32,
    pub refused: u32,
    /// Registrations that stand in nothing any more because all that they stood in was refused.
    pub released: u32,
}

/// Decisions that the kept counts of a month do not hold yet.
pub fn decided_since(reader: Reader<'_>, period: Period) -> Result<Since, StoreError> {
    // The decisions are few and come first; left to itself, the planner may walk along the month's matches.
    let sql = format!(
        "select coalesce(sum(d.accepted), 0), coalesce(sum(1 - d.accepted), 0),
         count(distinct case when d.accepted = 0 and q.state <> 'void'
               and q.asked_on between ?2 and ?3 and {FREE} then q.id end)
         from decision d cross join match_row m on m.period = d.period and m.seq = d.seq and m.number = d.number
         cross join query q on q.id = m.query
         where d.period = ?1 and d.after_freeze = 0 and d.accepted >= 0 and m.state = 'proposed'"
    );
    let days = (
        period.first_day().to_string(),
        period.last_day().to_string(),
    );
    let mut statement = reader.connection().prepare_cached(&sql)?;
    Ok(
        statement.query_row((period.to_string(), days.0, days.1), |row| {
            Ok(Since {
                confirmed: row.get(0)?,
                refused: row.get(1)?,
                released: row.get(2)?,
            })
        })?,
    )
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

/// `accepted` of a decision that was taken back.
const UNDONE: i64 = -1;

/// Notes a decision; the next version where the same pair was decided before.
pub fn put_decision(tx: &mut WriteTx<'_>, decision: &Decision) -> Result<(), StoreError> {
    put_said(tx, decision, i64::from(decision.accepted))
}

/// Takes a decision back: the next version says by whom, when and why.
pub fn undo_decision(tx: &mut WriteTx<'_>, decision: &Decision) -> Result<(), StoreError> {
    put_said(tx, decision, UNDONE)
}

fn put_said(tx: &mut WriteTx<'_>, decision: &Decision, accepted: i64) -> Result<(), StoreError> {
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
        Value::Integer(accepted),
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
        "select seq, number, accepted, after_freeze, reason, by, at from decision where period = ?1 and accepted >= 0
         order by seq, number",
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

/// A registration `q` that no month's match or open proposal holds.
pub(in crate::store) const FREE: &str = "not exists (
     select 1 from match_row x
     left join decision y on y.period = x.period and y.seq = x.seq and y.number = x.number and y.after_freeze = 0
     where x.query = q.id and not (x.state = 'proposed' and coalesce(y.accepted, 1) = 0))";

/// What is left of a month's rows: those that matching left over, and those whose proposal was refused.
const LEFT_OVER: &str = "select u.seq from (
       select seq from match_row indexed by match_row_unregistered where period = ?1 and state = 'unregistered'
       union all
       select r.seq from decision d
       cross join match_row r on r.period = d.period and r.seq = d.seq and r.number = d.number
       where d.period = ?1 and d.after_freeze = 0 and d.accepted = 0 and r.state = 'proposed'
     ) u where true";

/// A page of rows by sequence number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seqs {
    /// From this one on.
    From(u32),
    /// Up to this one, and still ascending.
    UpTo(u32),
}

impl Seqs {
    /// The comparison with the place given as `?2`, and the order.
    fn clause(self) -> (&'static str, &'static str, u32) {
        match self {
            Seqs::From(seq) => (">=", "asc", seq),
            Seqs::UpTo(seq) => ("<=", "desc", seq),
        }
    }
}

/// Readable rows of the month without a match or open proposal, ascending.
pub fn unregistered(reader: Reader<'_>, period: Period) -> Result<Vec<u32>, StoreError> {
    unregistered_page(reader, period, Seqs::From(0), u32::MAX)
}

/// The same, a page of them.
pub fn unregistered_page(
    reader: Reader<'_>,
    period: Period,
    seqs: Seqs,
    limit: u32,
) -> Result<Vec<u32>, StoreError> {
    let (sign, order, place) = seqs.clause();
    let sql = format!("{LEFT_OVER} and u.seq {sign} ?2 order by u.seq {order} limit ?3");
    let mut statement = reader.connection().prepare_cached(&sql)?;
    let rows = statement.query_map((period.to_string(), place, limit), |row| row.get(0))?;
    let mut found = rows.collect::<Result<Vec<u32>, _>>()?;
    found.sort_unstable();
    Ok(found)
}

/// Rows without a match or open proposal, and how many of them nobody explained.
pub fn unexplained(reader: Reader<'_>, period: Period) -> Result<(u32, u32), StoreError> {
    // As LEFT_OVER has them.
    let unmatched = "select count(*) from match_row indexed by match_row_unregistered
           where period = ?1 and state = 'unregistered'";
    let refused = "select count(*) from decision d
           cross join match_row r on r.period = d.period and r.seq = d.seq and r.number = d.number
           where d.period = ?1 and d.after_freeze = 0 and d.accepted = 0 and r.state = 'proposed'";
    // Explanations are few where rows are many.
    let explained = "select count(*) from explanation e where e.period = ?1 and exists (
           select 1 from match_row m
           left join decision d on d.period = m.period and d.seq = m.seq and d.number = m.number and d.after_freeze = 0
           where m.period = e.period and m.seq = e.seq
           and (m.state = 'unregistered' or m.state = 'proposed' and d.accepted = 0))";
    let count = |sql: &str| -> Result<u32, StoreError> {
        let mut statement = reader.connection().prepare_cached(sql)?;
        Ok(statement.query_row([period.to_string()], |row| row.get(0))?)
    };
    let all = count(unmatched)?.saturating_add(count(refused)?);
    Ok((all, all.saturating_sub(count(explained)?)))
}

/// A proposal, and what was said to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    pub seq: u32,
    pub number: String,
    /// The pass that made it; none where a later reconciliation no longer does.
    pub pass: Option<String>,
    pub decision: Option<Decision>,
    /// What was said was taken back: by whom, when, why.
    pub undone: Option<(String, Moment, String)>,
}

/// Every proposal of a month, decided ones too, even where a later reconciliation no longer makes it.
const PROPOSALS: &str = "select seq, number from match_row indexed by match_row_proposed
     where period = ?1 and state = 'proposed'
     union select seq, number from decision where period = ?1 and accepted >= 0";

/// Proposals by row and number, a page of them; after or before a place, which is itself included.
pub fn proposals(
    reader: Reader<'_>,
    period: Period,
    place: (Seqs, &str),
    limit: u32,
) -> Result<Vec<Proposal>, StoreError> {
    let (sign, order, seq) = place.0.clause();
    let sql = format!(
        "select p.seq, p.number, d.accepted, d.after_freeze, d.reason, d.by, d.at, m.pass from ({PROPOSALS}) p
         left join match_row m on m.period = ?1 and m.seq = p.seq and m.number = p.number
         left join decision d on d.period = ?1 and d.seq = p.seq and d.number = p.number
         where (p.seq, p.number) {sign} (?2, ?3) order by p.seq {order}, p.number {order} limit ?4"
    );
    let mut statement = reader.connection().prepare_cached(&sql)?;
    let mut rows = statement.query((period.to_string(), seq, place.1, limit))?;
    let mut page = Vec::new();
    while let Some(row) = rows.next()? {
        page.push(proposal(row, period)?);
    }
    page.sort_unstable_by(|one, other| (one.seq, &one.number).cmp(&(other.seq, &other.number)));
    Ok(page)
}

fn proposal(row: &rusqlite::Row<'_>, period: Period) -> Result<Proposal, StoreError> {
    let (seq, number): (u32, String) = (row.get(0)?, row.get(1)?);
    let accepted: Option<i64> = row.get(2)?;
    let said = accepted
        .map(|accepted| {
            let at: String = row.get(6)?;
            Ok::<_, StoreError>(Decision {
                period,
                seq,
                number: number.clone(),
                accepted: accepted > 0,
                after_freeze: row.get(3)?,
                reason: row.get(4)?,
                by: row.get(5)?,
                at: Moment::parse(&at).ok_or(StoreError::Garbled {
                    table: "decision",
                    column: "at",
                })?,
            })
        })
        .transpose()?;
    let is_undone = accepted == Some(UNDONE);
    let (undone, decision) = said.map_or((None, None), |said| {
        if is_undone {
            (Some((said.by, said.at, said.reason)), None)
        } else {
            (None, Some(said))
        }
    });
    Ok(Proposal {
        seq,
        number,
        pass: row.get(7)?,
        decision,
        undone,
    })
}

/// How many proposals a month has, and how many nobody has decided.
pub fn count_proposals(reader: Reader<'_>, period: Period) -> Result<(u32, u32), StoreError> {
    let sql = format!(
        "select count(*), count(*) - count(d.seq) from ({PROPOSALS}) p
         left join decision d on d.period = ?1 and d.seq = p.seq and d.number = p.number and d.accepted >= 0"
    );
    let mut statement = reader.connection().prepare_cached(&sql)?;
    Ok(statement.query_row([period.to_string()], |row| Ok((row.get(0)?, row.get(1)?)))?)
}

/// The decision about one pair.
pub fn decision(
    reader: Reader<'_>,
    period: Period,
    seq: u32,
    number: &str,
) -> Result<Option<Decision>, StoreError> {
    let page = proposals(reader, period, (Seqs::From(seq), number), 1)?;
    Ok(page
        .into_iter()
        .find(|found| found.seq == seq && found.number == number)
        .and_then(|found| found.decision))
}

/// The explanation of one row.
pub fn explanation(
    reader: Reader<'_>,
    period: Period,
    seq: u32,
) -> Result<Option<Explanation>, StoreError> {
    let mut statement = reader.connection().prepare_cached(
        "select cause, words, explained_by, by, at from explanation where period = ?1 and seq = ?2",
    )?;
    let mut rows = statement.query((period.to_string(), seq))?;
    let Some(row) = rows.next()? else {
        return Ok(None);
    };
    let at: String = row.get(4)?;
    Ok(Some(Explanation {
        period,
        seq,
        cause: row.get(0)?,
        words: row.get(1)?,
        explained_by: row.get(2)?,
        by: row.get(3)?,
        at: Moment::parse(&at).ok_or(StoreError::Garbled {
            table: "explanation",
            column: "at",
        })?,
    }))
}

/// Unreadable rows of the month, ascending.
pub fn unreadable(reader: Reader<'_>, period: Period) -> Result<Vec<u32>, StoreError> {
    let mut statement = reader
        .connection()
        .prepare_cached("select seq from log_row where period = ?1 and supplement = 0 and readable = 0 order by seq")?;
    let rows = statement.query_map([period.to_string()], |row| row.get(0))?;
    Ok(rows.collect::<Result<Vec<_>, _>>()?)
}

/// Registrations dated in the month, not void, with neither match nor proposal in any month: their numbers. Reads the
/// whole month; [`crate::store::alone`] answers the same by pages.
#[cfg(test)]
pub fn not_performed(reader: Reader<'_>, period: Period) -> Result<Vec<String>, StoreError> {
    let sql = format!(
        "select q.no from query q where q.asked_on between ?1 and ?2 and q.state <> 'void' and {FREE}
         order by q.period, q.serial, q.no"
    );
    let mut statement = reader.connection().prepare_cached(&sql)?;
    let days = (
        period.first_day().to_string(),
        period.last_day().to_string(),
    );
    let rows = statement.query_map(days, |row| row.get(0))?;
    Ok(rows.collect::<Result<Vec<_>, _>>()?)
}
