//! What the rules named of a month's rows, by which thresholds, and the rows that are walked beside the sample.

use rusqlite::OptionalExtension;
use rusqlite::types::Value;

use crate::domain::ids::Period;
use crate::domain::moment::Moment;
use crate::domain::monthly_check::Group;
use crate::domain::rules::{Hit, Rule};
use crate::store::error::StoreError;
use crate::store::read::id_of;
use crate::store::row::{Binding, Table};
use crate::store::{Reader, WriteTx};

pub(in crate::store) static FLAG_HIT: Table = Table {
    name: "flag_hit",
    columns: &["period", "seq", "rule", "class", "saw_one", "saw_two"],
    binding: Binding::Batch,
};
pub(in crate::store) static FLAG_RUN: Table = Table {
    name: "flag_run",
    columns: &["period", "batch", "rules", "thresholds", "hits", "sha256"],
    binding: Binding::Row,
};
pub(in crate::store) static EXTRA_ROW: Table = Table {
    name: "extra_row",
    columns: &["period", "place", "seq", "grp"],
    binding: Binding::Batch,
};

/// By which rules a month was looked through, and what came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FlagRun {
    pub version: u32,
    /// Every threshold, as `Thresholds::all` writes them.
    pub thresholds: String,
    pub hits: u32,
    /// Over all hits, in order.
    pub sha256: String,
}

/// Writes a month's hits in place of those before.
pub fn put_all(
    tx: &mut WriteTx<'_>,
    period: Period,
    run: &FlagRun,
    hits: &[Hit],
) -> Result<(), StoreError> {
    let before: Option<(i64, Option<i64>)> = tx
        .reader()
        .connection()
        .query_row(
            "select id, batch from flag_run where period = ?1",
            [period.to_string()],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .optional()?;
    if let Some((_, Some(batch))) = before {
        tx.drop_batch(&FLAG_HIT, batch)?;
    }
    let batch = if hits.is_empty() {
        Value::Null
    } else {
        let mut batch = tx.batch(&FLAG_HIT)?;
        let id = batch
            .batch_id()
            .ok_or(StoreError::Broken("a batch has no id"))?;
        for hit in hits {
            let [one, two] = hit.saw;
            batch.append(&[
                Value::Text(period.to_string()),
                Value::Integer(i64::from(hit.seq)),
                Value::Text(hit.rule.code().to_owned()),
                Value::Text(hit.rule.class().code().to_owned()),
                Value::Integer(i64::from(one)),
                Value::Integer(i64::from(two)),
            ])?;
        }
        batch.finish()?;
        Value::Integer(id)
    };
    let values = [
        Value::Text(period.to_string()),
        batch,
        Value::Integer(i64::from(run.version)),
        Value::Text(run.thresholds.clone()),
        Value::Integer(i64::from(run.hits)),
        Value::Text(run.sha256.clone()),
    ];
    tx.put(&FLAG_RUN, before.map(|(id, _)| id), &values)?;
    Ok(())
}

/// How a month was looked through; none before its reconciliation, or by a program that had no rules.
pub fn run(reader: Reader<'_>, period: Period) -> Result<Option<FlagRun>, StoreError> {
    let mut statement = reader
        .connection()
        .prepare_cached("select rules, thresholds, hits, sha256 from flag_run where period = ?1")?;
    let found = statement.query_row([period.to_string()], |row| {
        Ok(FlagRun {
            version: row.get(0)?,
            thresholds: row.get(1)?,
            hits: row.get(2)?,
            sha256: row.get(3)?,
        })
    });
    Ok(found.optional()?)
}

fn rule(text: &str) -> Result<Rule, StoreError> {
    text.parse().map_err(|_bad| StoreError::Garbled {
        table: "flag_hit",
        column: "rule",
    })
}

/// What was named of one row.
pub fn of_row(reader: Reader<'_>, period: Period, seq: u32) -> Result<Vec<Hit>, StoreError> {
    let mut statement = reader.connection().prepare_cached(
        "select rule, saw_one, saw_two from flag_hit where period = ?1 and seq = ?2 order by rule",
    )?;
    let mut rows = statement.query((period.to_string(), seq))?;
    let mut hits = Vec::new();
    while let Some(row) = rows.next()? {
        let code: String = row.get(0)?;
        hits.push(Hit {
            seq,
            rule: rule(&code)?,
            saw: [row.get(1)?, row.get(2)?],
        });
    }
    Ok(hits)
}

/// Rows with a hit of class A, ascending.
pub fn serious(reader: Reader<'_>, period: Period) -> Result<Vec<u32>, StoreError> {
    let mut statement = reader.connection().prepare_cached(
        "select distinct seq from flag_hit where period = ?1 and class = 'A' order by seq",
    )?;
    let rows = statement.query_map([period.to_string()], |row| row.get(0))?;
    Ok(rows.collect::<Result<Vec<_>, _>>()?)
}

/// How often each rule named a row of a month.
pub fn counts(reader: Reader<'_>, period: Period) -> Result<Vec<(Rule, u32)>, StoreError> {
    let mut statement = reader.connection().prepare_cached(
        "select rule, count(*) from flag_hit where period = ?1 group by rule order by rule",
    )?;
    let mut rows = statement.query([period.to_string()])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let code: String = row.get(0)?;
        found.push((rule(&code)?, row.get(1)?));
    }
    Ok(found)
}

/// Of the walked rows of all months that each rule named: how many there are, and how many were found bad.
pub fn precision(reader: Reader<'_>) -> Result<Vec<(Rule, u32, u32)>, StoreError> {
    let mut statement = reader.connection().prepare_cached(
        "select h.rule, count(*), sum(o.outcome <> 'matched') from outcome o
         cross join flag_hit h on h.period = o.period and h.seq = o.seq
         where o.outcome <> '' group by h.rule order by h.rule",
    )?;
    let mut rows = statement.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let code: String = row.get(0)?;
        found.push((rule(&code)?, row.get(1)?, row.get(2)?));
    }
    Ok(found)
}

/// Writes rows that are walked beside the sample, from a place on.
pub fn put_extra(
    tx: &mut WriteTx<'_>,
    period: Period,
    from: u32,
    rows: &[(Group, u32)],
) -> Result<(), StoreError> {
    if rows.is_empty() {
        return Ok(());
    }
    let mut batch = tx.batch(&EXTRA_ROW)?;
    for (place, (group, seq)) in (i64::from(from)..).zip(rows) {
        batch.append(&[
            Value::Text(period.to_string()),
            Value::Integer(place),
            Value::Integer(i64::from(*seq)),
            Value::Text(group.code().to_owned()),
        ])?;
    }
    batch.finish()?;
    Ok(())
}

/// Rows of one group beside the sample, in their order.
pub fn extra(reader: Reader<'_>, period: Period, group: Group) -> Result<Vec<u32>, StoreError> {
    let mut statement = reader.connection().prepare_cached(
        "select seq from extra_row where period = ?1 and grp = ?2 order by place",
    )?;
    let rows = statement.query_map((period.to_string(), group.code()), |row| row.get(0))?;
    Ok(rows.collect::<Result<Vec<_>, _>>()?)
}

/// The group that a walked row is of; rows of the sample are BASE.
pub fn group_of(reader: Reader<'_>, period: Period, seq: u32) -> Result<Group, StoreError> {
    let code: Option<String> = reader
        .connection()
        .prepare_cached("select grp from extra_row where period = ?1 and seq = ?2")?
        .query_row((period.to_string(), seq), |row| row.get(0))
        .optional()?;
    match code {
        None => Ok(Group::Base),
        Some(code) => group(&code),
    }
}

fn group(code: &str) -> Result<Group, StoreError> {
    code.parse().map_err(|_bad| StoreError::Garbled {
        table: "extra_row",
        column: "grp",
    })
}

/// A group of walked rows: how many, how many have an outcome, 相符 among them, of those with a note.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GroupCount {
    pub group: Group,
    pub rows: u32,
    pub done: u32,
    pub matched: u32,
    pub noted: u32,
}

/// Each group that a month has, BASE first.
pub fn group_counts(reader: Reader<'_>, period: Period) -> Result<Vec<GroupCount>, StoreError> {
    let mut statement = reader.connection().prepare_cached(
        "select d.grp, count(*), sum(coalesce(o.outcome, '') <> ''), sum(coalesce(o.outcome, '') = 'matched'),
         sum(coalesce(o.outcome, '') = 'matched' and o.note <> '')
         from drawn_row d left join outcome o on o.period = d.period and o.seq = d.seq
         where d.period = ?1 group by d.grp",
    )?;
    let mut rows = statement.query([period.to_string()])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let code: String = row.get(0)?;
        found.push(GroupCount {
            group: group(&code)?,
            rows: row.get(1)?,
            done: row.get(2)?,
            matched: row.get(3)?,
            noted: row.get::<_, Option<u32>>(4)?.unwrap_or_default(),
        });
    }
    found.sort_by_key(|count| count.group);
    Ok(found)
}

/// How often each outcome was given to rows of the sample.
pub fn base_outcomes(
    reader: Reader<'_>,
    period: Period,
) -> Result<Vec<(String, u32, u32)>, StoreError> {
    let mut statement = reader.connection().prepare_cached(
        "select o.outcome, count(*), sum(o.note <> '') from outcome o
         where o.period = ?1 and o.outcome <> ''
         and not exists (select 1 from extra_row x where x.period = o.period and x.seq = o.seq)
         group by o.outcome",
    )?;
    let rows = statement.query_map([period.to_string()], |row| {
        Ok((row.get(0)?, row.get(1)?, row.get(2)?))
    })?;
    Ok(rows.collect::<Result<Vec<_>, _>>()?)
}

/// Places of rows with this outcome, in order.
pub fn places_with(
    reader: Reader<'_>,
    period: Period,
    outcome: &str,
) -> Result<Vec<u32>, StoreError> {
    let mut statement = reader.connection().prepare_cached(
        "select place from outcome where period = ?1 and outcome = ?2 order by place",
    )?;
    let rows = statement.query_map((period.to_string(), outcome), |row| row.get(0))?;
    Ok(rows.collect::<Result<Vec<_>, _>>()?)
}

/// The last query of each account before a month, as counted while logs came in.
pub fn last_before(
    reader: Reader<'_>,
    period: Period,
) -> Result<Vec<(String, String)>, StoreError> {
    let mut statement = reader.connection().prepare_cached(
        "select account, max(last_on) from account_use where month < ?1 group by account",
    )?;
    let rows = statement.query_map([period.iso()], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<Vec<_>, _>>()?)
}

/// A row as the rules look at it, borrowed from the statement that reads it.
#[derive(Debug, Clone, Copy)]
pub struct Flaggable<'r> {
    pub seq: u32,
    pub account: &'r str,
    pub day: &'r str,
    pub secs: u32,
    pub item: &'r str,
    pub subject: &'r str,
    pub case_key: Option<&'r str>,
    pub result: &'r str,
}

/// Calls `each` with every readable row of a month, in order.
pub fn each_flaggable<E: From<StoreError>>(
    reader: Reader<'_>,
    period: Period,
    mut each: impl FnMut(Flaggable<'_>) -> Result<(), E>,
) -> Result<(), E> {
    let prepared = reader.connection().prepare_cached(
        "select seq, account, day, secs, item, subject, case_key, result from log_row
         where period = ?1 and supplement = 0 and readable = 1 order by seq",
    );
    let mut statement = prepared.map_err(StoreError::from)?;
    let rows = statement.query([period.to_string()]);
    let mut rows = rows.map_err(StoreError::from)?;
    while let Some(row) = rows.next().map_err(StoreError::from)? {
        each(flaggable(row)?)?;
    }
    Ok(())
}

fn flaggable<'r>(row: &'r rusqlite::Row<'_>) -> Result<Flaggable<'r>, StoreError> {
    let garbled = |_bad| StoreError::Garbled {
        table: "log_row",
        column: "account",
    };
    let text = |index: usize| -> Result<&'r str, StoreError> {
        row.get_ref(index)?.as_str().map_err(garbled)
    };
    Ok(Flaggable {
        seq: row.get(0)?,
        account: text(1)?,
        day: text(2)?,
        secs: row.get(3)?,
        item: text(4)?,
        subject: text(5)?,
        case_key: row.get_ref(6)?.as_str_or_null().map_err(garbled)?,
        result: text(7)?,
    })
}

/// Whether the sample of a month was extended, and how far.
pub(in crate::store) static EXTENSION: Table = Table {
    name: "extension",
    columns: &["period", "factor", "rows", "reason", "by", "at"],
    binding: Binding::Row,
};

/// Why more rows are walked than the directive asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extension {
    /// 2 or 4 times n.
    pub factor: u32,
    pub rows: u32,
    pub reason: String,
    pub by: String,
    pub at: Moment,
}

/// Writes it; the next version where the month was extended before.
pub fn put_extension(
    tx: &mut WriteTx<'_>,
    period: Period,
    extension: &Extension,
) -> Result<(), StoreError> {
    let id = id_of(
        tx.reader(),
        "select id from extension where period = ?1",
        [period.to_string()],
    )?;
    let values = [
        Value::Text(period.to_string()),
        Value::Integer(i64::from(extension.factor)),
        Value::Integer(i64::from(extension.rows)),
        Value::Text(extension.reason.clone()),
        Value::Text(extension.by.clone()),
        Value::Text(extension.at.iso()),
    ];
    tx.put(&EXTENSION, id, &values)?;
    Ok(())
}

/// The extension of a month.
pub fn extension(reader: Reader<'_>, period: Period) -> Result<Option<Extension>, StoreError> {
    let mut statement = reader
        .connection()
        .prepare_cached("select factor, rows, reason, by, at from extension where period = ?1")?;
    let mut rows = statement.query([period.to_string()])?;
    let Some(row) = rows.next()? else {
        return Ok(None);
    };
    let at: String = row.get(4)?;
    Ok(Some(Extension {
        factor: row.get(0)?,
        rows: row.get(1)?,
        reason: row.get(2)?,
        by: row.get(3)?,
        at: Moment::parse(&at).ok_or(StoreError::Garbled {
            table: "extension",
            column: "at",
        })?,
    }))
}
