//! The drawn rows as the walk asks for them: by place, by what is still open, and what lies around one row.

use chrono::NaiveDate;
use rusqlite::OptionalExtension;

use crate::domain::ids::{Period, RegisterNo};
use crate::domain::moment::Moment;
use crate::domain::trail::Entry;
use crate::store::Reader;
use crate::store::checks::OutcomeRow;
use crate::store::error::StoreError;
use crate::store::read::id_of;

/// A drawn row: its place in the draw from 1, and its sequence number.
pub type Place = (u32, u32);

/// The place of a row in its month's draw; `None`: it was not drawn.
pub fn place_of(reader: Reader<'_>, period: Period, seq: u32) -> Result<Option<u32>, StoreError> {
    let found = id_of(
        reader,
        "select place from drawn_row where period = ?1 and seq = ?2",
        (period.to_string(), seq),
    )?;
    Ok(found.and_then(|place| u32::try_from(place).ok()))
}

/// In which order drawn rows are walked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum WalkOrder {
    /// As they were drawn: the proof.
    #[default]
    Ticket,
    /// By case number, for walking to the shelf.
    File,
}

/// Every drawn row in an order; of those with an outcome, or with none where it is empty, when one is asked for.
pub fn in_order(
    reader: Reader<'_>,
    period: Period,
    order: WalkOrder,
    outcome: Option<&str>,
) -> Result<Vec<Place>, StoreError> {
    let by = match order {
        WalkOrder::Ticket => "d.place",
        WalkOrder::File => "coalesce(l.case_key, '') = '', l.case_key, d.place",
    };
    let sql = format!(
        "select d.place, d.seq from drawn_row d
         left join log_row l on l.period = d.period and l.supplement = 0 and l.seq = d.seq
         left join outcome o on o.period = d.period and o.seq = d.seq
         where d.period = ?1 and (?2 is null or coalesce(o.outcome, '') = ?2) order by {by}"
    );
    let mut statement = reader.connection().prepare_cached(&sql)?;
    let rows = statement.query_map((period.to_string(), outcome), |row| {
        Ok((row.get(0)?, row.get(1)?))
    })?;
    Ok(rows.collect::<Result<Vec<_>, _>>()?)
}

/// When the first and the last outcome of a month were given.
pub fn first_and_last(
    reader: Reader<'_>,
    period: Period,
) -> Result<Option<(Moment, Moment)>, StoreError> {
    let sql = "select min(at), max(at) from outcome where period = ?1 and outcome <> ''";
    let (first, last): (Option<String>, Option<String>) = reader
        .connection()
        .prepare_cached(sql)?
        .query_row([period.to_string()], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let at = |text: Option<String>| text.and_then(|text| Moment::parse(&text));
    Ok(at(first).zip(at(last)))
}

/// Drawn rows from a place on, ascending.
pub fn places(
    reader: Reader<'_>,
    period: Period,
    from: u32,
    limit: u32,
) -> Result<Vec<Place>, StoreError> {
    let mut statement = reader.connection().prepare_cached(
        "select place, seq from drawn_row where period = ?1 and place >= ?2 order by place limit ?3",
    )?;
    let rows = statement.query_map((period.to_string(), from, limit), |row| {
        Ok((row.get(0)?, row.get(1)?))
    })?;
    Ok(rows.collect::<Result<Vec<_>, _>>()?)
}

/// How many rows were drawn, and how many of them have an outcome.
pub fn progress(reader: Reader<'_>, period: Period) -> Result<(u32, u32), StoreError> {
    let drawn = "select count(*) from drawn_row where period = ?1";
    let done = "select count(*) from outcome where period = ?1 and outcome <> ''";
    let count = |sql: &str| {
        reader
            .connection()
            .query_row(sql, [period.to_string()], |row| row.get(0))
    };
    Ok((count(drawn)?, count(done)?))
}

/// Drawn rows from a place on that have no outcome, ascending.
pub fn without_outcome(
    reader: Reader<'_>,
    period: Period,
    from: u32,
    limit: u32,
) -> Result<Vec<Place>, StoreError> {
    let mut statement = reader.connection().prepare_cached(
        "select s.place, s.seq from drawn_row s left join outcome o on o.period = s.period and o.seq = s.seq
         where s.period = ?1 and s.place >= ?2 and coalesce(o.outcome, '') = '' order by s.place limit ?3",
    )?;
    let rows = statement.query_map((period.to_string(), from, limit), |row| {
        Ok((row.get(0)?, row.get(1)?))
    })?;
    Ok(rows.collect::<Result<Vec<_>, _>>()?)
}

/// Whose query an open row is: by the log's account, and as it is registered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asker {
    pub place: u32,
    pub account: String,
    pub login: Option<String>,
    pub registered_account: Option<String>,
}

/// Who asked each drawn row that has no outcome.
pub fn open_askers(reader: Reader<'_>, period: Period) -> Result<Vec<Asker>, StoreError> {
    let mut statement = reader.connection().prepare_cached(
        "select s.place, coalesce(l.account, ''), q.login, q.account from drawn_row s
         left join outcome o on o.period = s.period and o.seq = s.seq
         left join log_row l on l.period = s.period and l.supplement = 0 and l.seq = s.seq
         left join match_row m on m.period = s.period and m.seq = s.seq
         left join query q on q.id = m.query
         where s.period = ?1 and coalesce(o.outcome, '') = '' order by s.place limit 1000000",
    )?;
    let rows = statement.query_map([period.to_string()], |row| {
        Ok(Asker {
            place: row.get(0)?,
            account: row.get(1)?,
            login: row.get(2)?,
            registered_account: row.get(3)?,
        })
    })?;
    Ok(rows.collect::<Result<Vec<_>, _>>()?)
}

/// What was found of one row.
pub fn outcome(
    reader: Reader<'_>,
    period: Period,
    seq: u32,
) -> Result<Option<OutcomeRow>, StoreError> {
    let found = reader
        .connection()
        .prepare_cached(
            "select place, outcome, compared, note, evidence, by, at from outcome where period = ?1 and seq = ?2",
        )?
        .query_row((period.to_string(), seq), |row| {
            let at: String = row.get(6)?;
            Ok((
                OutcomeRow {
                    seq,
                    place: row.get(0)?,
                    outcome: row.get(1)?,
                    compared: row.get(2)?,
                    note: row.get(3)?,
                    evidence: row.get(4)?,
                    by: row.get(5)?,
                    at: Moment(0),
                },
                at,
            ))
        })
        .optional()?;
    let garbled = StoreError::Garbled {
        table: "outcome",
        column: "at",
    };
    match found {
        None => Ok(None),
        Some((row, at)) => {
            let at = Moment::parse(&at).ok_or(garbled)?;
            Ok(Some(OutcomeRow { at, ..row }))
        }
    }
}

/// Other registrations of the same case that stand, the first of them and how many.
pub fn same_case(
    reader: Reader<'_>,
    case_key: &str,
    except: Option<&RegisterNo>,
    limit: u32,
) -> Result<(Vec<RegisterNo>, u32), StoreError> {
    let except = except.map(ToString::to_string).unwrap_or_default();
    let mut statement = reader.connection().prepare_cached(
        "select no from query where case_key = ?1 and no <> ?2 and state <> 'void' order by period, serial, no limit ?3",
    )?;
    let rows = statement.query_map((case_key, &except, limit), |row| row.get::<_, String>(0))?;
    let mut found = Vec::new();
    for no in rows {
        found.push(no?.parse().map_err(|_bad| StoreError::Garbled {
            table: "query",
            column: "no",
        })?);
    }
    let count = reader.connection().query_row(
        "select count(*) from query where case_key = ?1 and no <> ?2 and state <> 'void'",
        (case_key, &except),
        |row| row.get(0),
    )?;
    Ok((found, count))
}

/// Rows of an account on one day of the month: how many, and the first and last second of the day.
pub fn same_day(
    reader: Reader<'_>,
    period: Period,
    account: &str,
    day: NaiveDate,
) -> Result<(u32, u32, u32), StoreError> {
    let sql = "select count(*), coalesce(min(secs), 0), coalesce(max(secs), 0) from log_row
         where period = ?1 and supplement = 0 and account = ?2 and day = ?3";
    Ok(reader.connection().query_row(
        sql,
        (period.to_string(), account, day.to_string()),
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?)
}

/// Entries of these actions up to a place in the trail, in order. For actions that are few: signers, freezes, records.
pub fn entries(reader: Reader<'_>, actions: &[&str], until: u64) -> Result<Vec<Entry>, StoreError> {
    let mut found = entries_since(reader, actions, 0)?;
    found.retain(|entry| entry.seq <= until);
    Ok(found)
}

/// Entries of these actions after a place in the trail, ascending.
pub fn entries_since(
    reader: Reader<'_>,
    actions: &[&str],
    after: u64,
) -> Result<Vec<Entry>, StoreError> {
    let places = vec!["?"; actions.len()].join(", ");
    let after = i64::try_from(after).unwrap_or(i64::MAX);
    let sql = format!(
        "select bytes from trail where action in ({places}) and seq > {after} order by seq"
    );
    let mut statement = reader.connection().prepare(&sql)?;
    let mut rows = statement.query(rusqlite::params_from_iter(actions))?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let bytes: String = row.get(0)?;
        let entry = Entry::parse(&bytes).ok_or(StoreError::Garbled {
            table: "trail",
            column: "bytes",
        })?;
        found.push(entry);
    }
    Ok(found)
}
