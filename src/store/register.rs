//! 查詢資料登記表 as rows: the version in force in `query`, superseded ones in `query_history`.

use std::borrow::Borrow;

use chrono::{NaiveDate, NaiveTime, Timelike};
use rusqlite::Row;
use rusqlite::types::Value;

use crate::domain::identity::Subject;
use crate::domain::ids::{Period, RegisterNo};
use crate::domain::moment::Moment;
use crate::domain::normal::{case_key, group_key};
use crate::domain::query::{Answer, Details, Query, Recusal};
use crate::store::error::StoreError;
use crate::store::log::Asked;
use crate::store::read::{Columns, id_of, int, maybe_int, maybe_moment, maybe_text, moment, text};
use crate::store::row::{Binding, Table};
use crate::store::{Reader, WriteTx, register_words};

pub(in crate::store) static QUERY: Table = Table {
    name: "query",
    columns: &[
        "no",
        "period",
        "serial",
        "state",
        "account",
        "person",
        "login",
        "registered_at",
        "asked_on",
        "asked_at",
        "item",
        "subject",
        "case_no",
        "reason",
        "basis",
        "basis_reason",
        "relation",
        "recusal",
        "assignment",
        "checksum_confirmed",
        "unit",
        "subject_name",
        "span_from",
        "span_to",
        "relevance",
        "requester",
        "approved_by",
        "approved_on",
        "remark",
        "result",
        "result_rows",
        "output",
        "copies",
        "where_to",
        "filed_in",
        "sealed",
        "delete_by",
        "imported",
        "flags",
        "change",
        "change_reason",
        "changed_by",
        "changed_at",
        "group_key",
        "case_key",
    ],
    binding: Binding::History,
};

const NAME: &str = "query";

fn values(query: &Query) -> Vec<Value> {
    let (recusal, assignment) = match &query.recusal {
        None => (Value::Null, Value::Null),
        Some(Recusal::Confirmed) => (text("confirmed"), Value::Null),
        Some(Recusal::Assigned(assignment)) => (text("assigned"), text(assignment)),
    };
    let details = &query.details;
    let answer = query.answer.as_ref();
    let flags: Vec<&str> = query.flags.iter().map(|flag| flag.code()).collect();
    let group = group_key(&query.account, &query.subject, &query.item);
    vec![
        text(&query.no),
        text(query.no.period),
        int(query.no.serial),
        text(query.state.code()),
        text(&query.account),
        text(&query.person),
        maybe_text(query.login.as_ref()),
        maybe_moment(query.registered_at),
        text(query.asked_on),
        text(query.asked_at.format("%H:%M:%S")),
        text(&query.item),
        text(query.subject.as_stored()),
        text(&query.case_no),
        text(&query.reason),
        text(&query.basis),
        maybe_text(query.basis_reason.as_ref()),
        maybe_text(query.relation.as_ref()),
        recusal,
        assignment,
        int(query.is_checksum_confirmed),
        maybe_text(details.unit.as_ref()),
        maybe_text(details.subject_name.as_ref()),
        maybe_text(details.span_from.as_ref()),
        maybe_text(details.span_to.as_ref()),
        maybe_text(details.relevance.as_ref()),
        maybe_text(details.requester.as_ref()),
        maybe_text(details.approved_by.as_ref()),
        maybe_text(details.approved_on.as_ref()),
        maybe_text(details.remark.as_ref()),
        answer.map_or(Value::Null, |answer| text(answer.result.code())),
        maybe_int(answer.and_then(|answer| answer.rows)),
        answer
            .and_then(|answer| answer.output)
            .map_or(Value::Null, |output| text(output.code())),
        maybe_int(answer.and_then(|answer| answer.copies)),
        answer
            .and_then(|answer| answer.whereto)
            .map_or(Value::Null, |place| text(place.code())),
        maybe_text(answer.and_then(|answer| answer.filed_in.as_ref())),
        maybe_int(answer.and_then(|answer| answer.is_sealed)),
        maybe_text(answer.and_then(|answer| answer.delete_by.as_ref())),
        int(query.is_imported),
        text(flags.join(" ")),
        text(query.change.code()),
        maybe_text(query.change_reason.as_ref()),
        text(&query.changed_by),
        moment(query.changed_at),
        group.map_or(Value::Null, |key| Value::Blob(key.to_vec())),
        maybe_text(case_key(&query.case_no).as_ref()),
    ]
}

/// `id, version` and the columns, in order.
fn selected() -> String {
    format!("id, version, {}", QUERY.columns.join(", "))
}

/// A stored line with its row id.
pub struct Stored {
    pub id: i64,
    pub query: Query,
}

fn read(row: &Row<'_>) -> Result<Stored, StoreError> {
    let mut columns = Columns::of(row, NAME);
    let id = columns.plain()?;
    let version = columns.plain()?;
    let no = columns.read("no")?;
    columns.plain::<String>()?;
    columns.plain::<i64>()?;
    let query = Query {
        no,
        version,
        state: columns.read("state")?,
        account: columns.plain()?,
        person: columns.plain()?,
        login: columns.maybe("login")?,
        registered_at: columns.maybe_moment("registered_at")?,
        asked_on: columns.read("asked_on")?,
        asked_at: columns.read("asked_at")?,
        item: columns.plain()?,
        subject: Subject::read(&columns.plain::<String>()?),
        case_no: columns.plain()?,
        reason: columns.plain()?,
        basis: columns.plain()?,
        basis_reason: columns.plain()?,
        relation: columns.plain()?,
        recusal: recusal(&mut columns)?,
        is_checksum_confirmed: columns.plain()?,
        details: details(&mut columns)?,
        answer: answer(&mut columns)?,
        is_imported: columns.plain()?,
        flags: flags(&mut columns)?,
        change: columns.read("change")?,
        change_reason: columns.plain()?,
        changed_by: columns.plain()?,
        changed_at: columns.moment("changed_at")?,
    };
    Ok(Stored { id, query })
}

fn recusal(columns: &mut Columns<'_, '_>) -> Result<Option<Recusal>, StoreError> {
    let kind: Option<String> = columns.plain()?;
    let assignment: Option<String> = columns.plain()?;
    match (kind.as_deref(), assignment) {
        (None, None) => Ok(None),
        (Some("confirmed"), None) => Ok(Some(Recusal::Confirmed)),
        (Some("assigned"), Some(assignment)) => Ok(Some(Recusal::Assigned(assignment))),
        _ => Err(columns.garbled("recusal")),
    }
}

fn details(columns: &mut Columns<'_, '_>) -> Result<Details, StoreError> {
    Ok(Details {
        unit: columns.plain()?,
        subject_name: columns.plain()?,
        span_from: columns.maybe("span_from")?,
        span_to: columns.maybe("span_to")?,
        relevance: columns.plain()?,
        requester: columns.plain()?,
        approved_by: columns.plain()?,
        approved_on: columns.maybe("approved_on")?,
        remark: columns.plain()?,
    })
}

fn answer(columns: &mut Columns<'_, '_>) -> Result<Option<Answer>, StoreError> {
    let result = columns.maybe("result")?;
    let rows = columns.plain()?;
    let output = columns.maybe("output")?;
    let copies = columns.plain()?;
    let whereto = columns.maybe("where_to")?;
    let filed_in = columns.plain()?;
    let is_sealed = columns.plain()?;
    let delete_by = columns.maybe("delete_by")?;
    Ok(result.map(|result| Answer {
        result,
        rows,
        output,
        copies,
        whereto,
        filed_in,
        is_sealed,
        delete_by,
    }))
}

fn flags(
    columns: &mut Columns<'_, '_>,
) -> Result<Vec<crate::domain::query::QueryFlag>, StoreError> {
    let words: String = columns.plain()?;
    words
        .split_whitespace()
        .map(|word| word.parse().map_err(|_bad| columns.garbled("flags")))
        .collect()
}

/// Writes a line: a new one, or its next version.
pub fn put(tx: &mut WriteTx<'_>, query: &Query) -> Result<i64, StoreError> {
    let id = id_of(
        tx.reader(),
        "select id from query where no = ?1",
        [query.no.to_string()],
    )?;
    let is_new = id.is_none();
    let (id, version) = tx.put(&QUERY, id, &values(query))?;
    register_words::put(tx.cache(), id, query, is_new)?;
    if version != query.version {
        return Err(StoreError::Garbled {
            table: NAME,
            column: "version",
        });
    }
    Ok(id)
}

/// Writes new lines by the thousand, each with a salt of its own, under one digest.
pub fn put_many<E: From<StoreError>>(
    tx: &mut WriteTx<'_>,
    queries: impl Iterator<Item = Result<impl Borrow<Query>, E>>,
) -> Result<(), E> {
    let mut writer = tx.put_many(&QUERY)?;
    for query in queries {
        let query = query?;
        let query = query.borrow();
        let id = writer.append(&values(query))?;
        register_words::put(writer.cache(), id, query, true)?;
    }
    writer.finish()?;
    Ok(())
}

/// The same for lines that are still being read.
pub fn put_stream<E: From<StoreError>>(
    tx: &mut WriteTx<'_>,
    queries: impl Iterator<Item = Result<Query, E>>,
) -> Result<(), E> {
    let mut writer = tx.put_many(&QUERY)?;
    for query in queries {
        let query = query?;
        let id = writer.append(&values(&query))?;
        register_words::put(writer.cache(), id, &query, true)?;
    }
    writer.finish()?;
    Ok(())
}

/// The serial that the next line of a month gets: one above the highest ever given there, imports included.
pub fn next_serial(reader: Reader<'_>, period: Period) -> Result<u32, StoreError> {
    let sql = "select coalesce(max(serial), 0) + 1 from query where period = ?1";
    Ok(reader
        .connection()
        .query_row(sql, [period.to_string()], |row| row.get(0))?)
}

/// Months that have lines, in order.
pub fn periods(reader: Reader<'_>) -> Result<Vec<Period>, StoreError> {
    // One step along the index for each month, whatever its number of lines.
    let sql = "with recursive one (period) as (
           select min(period) from query
           union all
           select (select min(q.period) from query q where q.period > one.period) from one
           where one.period is not null
         )
         select period from one where period is not null";
    let mut statement = reader.connection().prepare_cached(sql)?;
    let mut rows = statement.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(Columns::of(row, NAME).read("period")?);
    }
    Ok(found)
}

/// Whose an account is, as its newest line says.
pub fn person_of(reader: Reader<'_>, account: &str) -> Result<Option<String>, StoreError> {
    let mut statement = reader.connection().prepare_cached(
        "select person from query where account = ?1 order by period desc, serial desc limit 1",
    )?;
    let mut rows = statement.query([account])?;
    Ok(rows.next()?.map(|row| row.get(0)).transpose()?)
}

/// The id of the newest line, 0 before the first.
pub fn last_id(reader: Reader<'_>) -> Result<i64, StoreError> {
    let sql = "select coalesce(max(id), 0) from query";
    Ok(reader.connection().query_row(sql, [], |row| row.get(0))?)
}

/// The version in force.
pub fn get(reader: Reader<'_>, no: &RegisterNo) -> Result<Option<Stored>, StoreError> {
    let sql = format!("select {} from query where no = ?1", selected());
    let mut statement = reader.connection().prepare_cached(&sql)?;
    let mut rows = statement.query([no.to_string()])?;
    rows.next()?.map(read).transpose()
}

/// The version in force of a row id.
pub(in crate::store) fn by_id(reader: Reader<'_>, id: i64) -> Result<Option<Stored>, StoreError> {
    let sql = format!("select {} from query where id = ?1", selected());
    let mut statement = reader.connection().prepare_cached(&sql)?;
    let mut rows = statement.query([id])?;
    rows.next()?.map(read).transpose()
}

/// Every line in the order of its id, one at a time.
pub(in crate::store) fn each(
    reader: Reader<'_>,
    mut take: impl FnMut(Stored) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let sql = format!("select {} from query order by id", selected());
    let mut statement = reader.connection().prepare(&sql)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        take(read(row)?)?;
    }
    Ok(())
}

/// The line as it first came in.
pub fn first_version(reader: Reader<'_>, no: &RegisterNo) -> Result<Option<Query>, StoreError> {
    Ok(versions(reader, no)?.pop())
}

/// Every version, newest first.
pub fn versions(reader: Reader<'_>, no: &RegisterNo) -> Result<Vec<Query>, StoreError> {
    let Some(current) = get(reader, no)? else {
        return Ok(Vec::new());
    };
    let sql = format!(
        "select {} from query_history where id = ?1 order by version desc",
        selected()
    );
    let mut statement = reader.connection().prepare_cached(&sql)?;
    let mut rows = statement.query([current.id])?;
    let mut found = vec![current.query];
    while let Some(row) = rows.next()? {
        found.push(read(row)?.query);
    }
    Ok(found)
}

/// A registration that is not void, as matching compares it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matchable {
    pub id: i64,
    pub no: RegisterNo,
    pub group_key: Option<[u8; 16]>,
    pub asked_on: NaiveDate,
    pub asked_at: NaiveTime,
    pub case_key: Option<String>,
    /// The first version whose account, subject, item and day agree with the one in force.
    pub version: u32,
    /// When that version was made; none in imported lines.
    pub registered_at: Option<Moment>,
}

const MATCHABLE: &str =
    "select q.id, q.version, q.no, q.group_key, q.asked_on, q.asked_at, q.case_key,
     q.registered_at, q.imported from query q where q.state <> 'void'";

/// Calls `each` with every registration whose query was made between two days.
pub fn each_matchable<E: From<StoreError>>(
    reader: Reader<'_>,
    (first, last): (NaiveDate, NaiveDate),
    mut each: impl FnMut(Matchable) -> Result<(), E>,
) -> Result<(), E> {
    let sql = format!("{MATCHABLE} and q.asked_on between ?1 and ?2");
    let prepared = reader.connection().prepare_cached(&sql);
    let mut statement = prepared.map_err(StoreError::from)?;
    let days = [first.to_string(), last.to_string()];
    let mut rows = statement.query(days).map_err(StoreError::from)?;
    while let Some(row) = rows.next().map_err(StoreError::from)? {
        each(matchable(reader, row)?)?;
    }
    Ok(())
}

/// The registration of a number, whatever its day.
pub fn matchable_of(reader: Reader<'_>, no: &str) -> Result<Option<Matchable>, StoreError> {
    let sql = format!("{MATCHABLE} and q.no = ?1");
    let mut statement = reader.connection().prepare_cached(&sql)?;
    let mut rows = statement.query([no])?;
    rows.next()?.map(|row| matchable(reader, row)).transpose()
}

/// A registration as it was asked.
pub fn asked(reader: Reader<'_>, id: i64) -> Result<Option<Asked>, StoreError> {
    let mut statement = reader.connection().prepare_cached(
        "select account, item, asked_on, asked_at, subject from query where id = ?1 and state <> 'void'",
    )?;
    let mut rows = statement.query([id])?;
    let Some(row) = rows.next()? else {
        return Ok(None);
    };
    let mut columns = Columns::of(row, NAME);
    let (account, item) = (columns.plain()?, columns.plain()?);
    let day = columns.read("asked_on")?;
    let time: NaiveTime = columns.read("asked_at")?;
    Ok(Some(Asked {
        account,
        item,
        day,
        secs: time.num_seconds_from_midnight(),
        subject: columns.plain()?,
        texts: <[String; 3]>::default(),
    }))
}

/// 代查: registrations of a day and item that name a requester: number, account, requester, subject.
pub fn proxies(
    reader: Reader<'_>,
    day: NaiveDate,
    item: &str,
) -> Result<Vec<(RegisterNo, String, String, String)>, StoreError> {
    let mut statement = reader.connection().prepare_cached(
        "select no, account, requester, subject from query
         where asked_on = ?1 and requester is not null and item = ?2 and state <> 'void' order by no",
    )?;
    let mut rows = statement.query((day.to_string(), item))?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let mut columns = Columns::of(row, NAME);
        found.push((
            columns.read("no")?,
            columns.plain()?,
            columns.plain()?,
            columns.plain()?,
        ));
    }
    Ok(found)
}

fn matchable(reader: Reader<'_>, row: &Row<'_>) -> Result<Matchable, StoreError> {
    let mut columns = Columns::of(row, NAME);
    let id = columns.plain()?;
    let version: u32 = columns.plain()?;
    let no = columns.read("no")?;
    let key: Option<Vec<u8>> = columns.plain()?;
    let group_key = key
        .map(|key| key.try_into().map_err(|_bad| columns.garbled("group_key")))
        .transpose()?;
    let asked_on = columns.read("asked_on")?;
    let asked_at = columns.read("asked_at")?;
    let case_key = columns.plain()?;
    let first_at = columns.maybe_moment("registered_at")?;
    let is_imported: bool = columns.plain()?;
    let (version, registered_at) = if version == 1 {
        (1, first_at)
    } else {
        counted_version(reader, id)?
    };
    Ok(Matchable {
        id,
        no,
        group_key,
        asked_on,
        asked_at,
        case_key,
        version,
        registered_at: registered_at.filter(|_at| !is_imported),
    })
}

/// The first version that agrees with the one in force, and when it was made.
fn counted_version(reader: Reader<'_>, id: i64) -> Result<(u32, Option<Moment>), StoreError> {
    let mut statement = reader.connection().prepare_cached(
        "select v.version, v.registered_at, v.changed_at from query q join (
           select id, version, account, subject, item, asked_on, registered_at, changed_at from query_history where id = ?1
           union all
           select id, version, account, subject, item, asked_on, registered_at, changed_at from query where id = ?1
         ) v on v.id = q.id and v.account = q.account and v.subject = q.subject and v.item = q.item
         and v.asked_on = q.asked_on
         where q.id = ?1 order by v.version limit 1",
    )?;
    let mut rows = statement.query([id])?;
    let Some(row) = rows.next()? else {
        return Ok((1, None));
    };
    let mut columns = Columns::of(row, NAME);
    let version = columns.plain()?;
    let first_at = columns.maybe_moment("registered_at")?;
    let changed_at = columns.moment("changed_at")?;
    let made_at = if version == 1 {
        first_at
    } else {
        Some(changed_at)
    };
    Ok((version, made_at))
}
