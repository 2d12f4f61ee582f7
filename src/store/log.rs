//! WebIR's query log, row by row, and the files that it came in.

use chrono::NaiveDate;
use rusqlite::types::Value;
use rusqlite::{OptionalExtension, Row};

use crate::domain::ids::{LogId, Period};
use crate::domain::moment::Moment;
use crate::store::error::StoreError;
use crate::store::packed::Packed;
use crate::store::roster_use::Counter;
use crate::store::row::{Binding, Table};
use crate::store::{Reader, WriteTx};

pub(in crate::store) static LOG_FILE: Table = Table {
    name: "log_file",
    columns: &[
        "kind",
        "name",
        "sha256",
        "encoding",
        "period",
        "bytes",
        "read_count",
        "accepted",
        "duplicate",
        "unreadable",
        "outside",
        "waiting",
        "footer",
        "footer_waived",
        "imported_by",
        "imported_at",
    ],
    binding: Binding::Row,
};
pub(in crate::store) static FILE_CHUNK: Table = Table {
    name: "file_chunk",
    columns: &["file", "part", "packed"],
    binding: Binding::Batch,
};
pub(in crate::store) static LOG_ROW: Table = Table {
    name: "log_row",
    columns: &[
        "period",
        "supplement",
        "seq",
        "file",
        "line",
        "readable",
        "fault",
        "flags",
        "account",
        "day",
        "secs",
        "item",
        "condition",
        "subject",
        "case_text",
        "reason_text",
        "result",
        "fields",
        "row_key",
        "group_key",
        "case_key",
        "number",
    ],
    binding: Binding::Batch,
};

/// One imported file, as it was counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileRow {
    /// `log` or `register`.
    pub kind: &'static str,
    pub name: String,
    pub sha256: String,
    pub encoding: &'static str,
    pub period: Option<Period>,
    pub bytes: u64,
    pub read: u32,
    pub accepted: u32,
    pub duplicate: u32,
    pub unreadable: u32,
    pub outside: u32,
    pub waiting: u32,
    pub footer: Option<u64>,
    pub footer_waived: bool,
    pub by: String,
    pub at: Moment,
}

/// One row of the log. Unreadable rows keep their raw text as the only field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogRow {
    pub period: Period,
    /// 0 the month itself; 1 waits for a population of its own.
    pub supplement: u32,
    pub seq: u32,
    pub file: i64,
    /// Physical line, from 1, where the record starts.
    pub line: u64,
    pub readable: bool,
    /// Why it is unreadable, as the import's code.
    pub fault: Option<String>,
    /// Import flags, blanks between.
    pub flags: String,
    pub account: String,
    pub day: Option<NaiveDate>,
    /// Seconds since midnight.
    pub secs: Option<u32>,
    pub item: String,
    pub condition: String,
    /// The identifier within the condition, normalised.
    pub subject: String,
    pub case_text: String,
    pub reason_text: String,
    pub result: String,
    /// Canonical JSON array of all fields as decoded.
    pub fields: String,
    pub row_key: [u8; 16],
    pub group_key: Option<[u8; 16]>,
    pub case_key: Option<String>,
    /// Register number found in the reason.
    pub number: Option<String>,
}

impl LogRow {
    pub fn id(&self) -> LogId {
        LogId {
            period: self.period,
            seq: self.seq,
        }
    }
}

fn int(number: impl Into<i64>) -> Value {
    Value::Integer(number.into())
}

fn big(number: u64) -> Value {
    Value::Integer(i64::try_from(number).unwrap_or(i64::MAX))
}

/// Writes the file's line and says its id.
pub fn put_file(tx: &mut WriteTx<'_>, file: &FileRow) -> Result<i64, StoreError> {
    let values = [
        Value::Text(file.kind.to_owned()),
        Value::Text(file.name.clone()),
        Value::Text(file.sha256.clone()),
        Value::Text(file.encoding.to_owned()),
        file.period
            .map_or(Value::Null, |period| Value::Text(period.to_string())),
        big(file.bytes),
        int(file.read),
        int(file.accepted),
        int(file.duplicate),
        int(file.unreadable),
        int(file.outside),
        int(file.waiting),
        file.footer.map_or(Value::Null, big),
        int(file.footer_waived),
        Value::Text(file.by.clone()),
        Value::Text(file.at.iso()),
    ];
    Ok(tx.put(&LOG_FILE, None, &values)?.0)
}

/// Whether this very file was taken before (a log for this period; a register whenever).
pub fn has_file(
    reader: Reader<'_>,
    kind: &str,
    sha256: &str,
    period: Option<Period>,
) -> Result<bool, StoreError> {
    let found = reader
        .connection()
        .query_row(
            "select 1 from log_file where kind = ?1 and sha256 = ?2 and period is ?3",
            (kind, sha256, period.map(|period| period.to_string())),
            |_row| Ok(()),
        )
        .optional()?;
    Ok(found.is_some())
}

/// The id of the last file that came in, 0 before the first.
pub fn last_file(reader: Reader<'_>) -> Result<i64, StoreError> {
    let sql = "select coalesce(max(id), 0) from log_file";
    Ok(reader.connection().query_row(sql, [], |row| row.get(0))?)
}

/// Whether the store keeps a file with this digest.
pub fn keeps_file(reader: Reader<'_>, sha256: &str) -> Result<bool, StoreError> {
    let sql = "select exists (select 1 from log_file where sha256 = ?1)";
    Ok(reader
        .connection()
        .query_row(sql, [sha256], |row| row.get(0))?)
}

/// A log file that is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptFile {
    pub id: i64,
    pub period: Period,
    pub sha256: String,
    pub imported_on: NaiveDate,
}

/// Every log file that is kept, in the order in which they came.
pub fn kept_files(reader: Reader<'_>) -> Result<Vec<KeptFile>, StoreError> {
    let sql = "select id, period, sha256, imported_at from log_file
         where kind = 'log' and period is not null order by id";
    let mut statement = reader.connection().prepare_cached(sql)?;
    let mut rows = statement.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let mut columns = crate::store::read::Columns::of(row, "log_file");
        found.push(KeptFile {
            id: columns.plain()?,
            period: columns.read("period")?,
            sha256: columns.plain()?,
            imported_on: columns.moment("imported_at")?.day(),
        });
    }
    Ok(found)
}

/// Who imported the last log for a month, and when.
pub fn last_import(
    reader: Reader<'_>,
    period: Period,
) -> Result<Option<(String, Moment)>, StoreError> {
    let mut statement = reader.connection().prepare_cached(
        "select imported_by, imported_at from log_file where kind = 'log' and period = ?1 order by id desc limit 1",
    )?;
    let mut rows = statement.query([period.whole().to_string()])?;
    let Some(row) = rows.next()? else {
        return Ok(None);
    };
    let at: String = row.get(1)?;
    let at = Moment::parse(&at).ok_or(StoreError::Garbled {
        table: "log_file",
        column: "imported_at",
    })?;
    Ok(Some((row.get(0)?, at)))
}

/// Whether a log was imported with this period.
pub fn has_period(reader: Reader<'_>, period: Period) -> Result<bool, StoreError> {
    if period.supplement() > 0 {
        return Ok(last_seq(reader, period, 0)? > 0);
    }
    let found = reader
        .connection()
        .query_row(
            "select 1 from log_file where kind = 'log' and period = ?1",
            [period.to_string()],
            |_row| Ok(()),
        )
        .optional()?;
    Ok(found.is_some())
}

/// Keeps a file's compressed chunks, in order.
pub fn keep_chunks<E: From<StoreError>>(
    tx: &mut WriteTx<'_>,
    file: i64,
    chunks: impl Iterator<Item = Result<Vec<u8>, E>>,
) -> Result<(), E> {
    let mut batch = tx.batch(&FILE_CHUNK)?;
    for (part, packed) in (1_u32..).zip(chunks) {
        batch.append(&[Value::Integer(file), int(part), Value::Blob(packed?)])?;
    }
    batch.finish()?;
    Ok(())
}

/// A row of the log, ready to be written.
pub struct Written {
    packed: Packed<22>,
    day: Option<NaiveDate>,
}

impl Written {
    pub fn of(row: LogRow) -> Result<Written, StoreError> {
        let day = row.day;
        let packed = Packed::of(&LOG_ROW, &values(row))?;
        Ok(Written { packed, day })
    }

    /// Bytes of memory.
    pub fn weight(&self) -> usize {
        self.packed.weight()
    }

    pub(in crate::store) fn account(&self) -> &str {
        self.packed.text(8)
    }

    pub(in crate::store) fn item(&self) -> &str {
        self.packed.text(11)
    }

    pub(in crate::store) fn day(&self) -> Option<NaiveDate> {
        self.day
    }
}

/// Writes rows of the log as one batch.
pub fn put_rows<E: From<StoreError>>(
    tx: &mut WriteTx<'_>,
    rows: impl Iterator<Item = Result<Written, E>>,
) -> Result<(), E> {
    let mut counter = Counter::default();
    let mut batch = tx.batch(&LOG_ROW)?;
    for row in rows {
        let row = row?;
        counter.add(&row);
        batch.append_packed(&row.packed)?;
        if counter.is_full() {
            counter.flush(batch.cache())?;
        }
    }
    batch.finish()?;
    counter.flush(tx.cache())?;
    Ok(())
}

fn values(row: LogRow) -> [Value; 22] {
    let maybe = |text: Option<String>| text.map_or(Value::Null, Value::Text);
    [
        Value::Text(row.period.to_string()),
        int(row.supplement),
        int(row.seq),
        Value::Integer(row.file),
        big(row.line),
        int(row.readable),
        maybe(row.fault),
        Value::Text(row.flags),
        Value::Text(row.account),
        row.day
            .map_or(Value::Null, |day| Value::Text(day.to_string())),
        row.secs.map_or(Value::Null, int),
        Value::Text(row.item),
        Value::Text(row.condition),
        Value::Text(row.subject),
        Value::Text(row.case_text),
        Value::Text(row.reason_text),
        Value::Text(row.result),
        Value::Text(row.fields),
        Value::Blob(row.row_key.to_vec()),
        row.group_key
            .map_or(Value::Null, |key| Value::Blob(key.to_vec())),
        maybe(row.case_key),
        maybe(row.number),
    ]
}

/// How many rows equal to this one the store holds, and the id of the first (0: there is none).
pub fn count_equal(reader: Reader<'_>, row_key: &[u8; 16]) -> Result<(u32, u64), StoreError> {
    let mut statement = reader
        .connection()
        .prepare_cached("select count(*), coalesce(min(id), 0) from log_row where row_key = ?1")?;
    let (count, id): (u32, i64) =
        statement.query_row([&row_key[..]], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok((count, id.unsigned_abs()))
}

/// The highest sequence number of a month (0 when it has no row).
pub fn last_seq(reader: Reader<'_>, period: Period, supplement: u32) -> Result<u32, StoreError> {
    let sql = "select coalesce(max(seq), 0) from log_row where period = ?1 and supplement = ?2";
    Ok(reader
        .connection()
        .query_row(sql, (period.to_string(), supplement), |row| row.get(0))?)
}

/// Rows of the month itself (supplement 0) or waiting (1).
pub fn count(reader: Reader<'_>, period: Period, supplement: u32) -> Result<u32, StoreError> {
    // Sequence numbers have no gaps, and no row is ever taken out of a month.
    last_seq(reader, period, supplement)
}

const COLUMNS: &str = "period, supplement, seq, file, line, readable, fault, flags, account, day, secs, item, condition, \
     subject, case_text, reason_text, result, fields, row_key, group_key, case_key, number";

fn read(row: &Row<'_>) -> Result<LogRow, StoreError> {
    let period: String = row.get(0)?;
    let day: Option<String> = row.get(9)?;
    let row_key: Vec<u8> = row.get(18)?;
    let group_key: Option<Vec<u8>> = row.get(19)?;
    Ok(LogRow {
        period: period.parse().map_err(|_bad| StoreError::Garbled {
            table: "log_row",
            column: "period",
        })?,
        supplement: row.get(1)?,
        seq: row.get(2)?,
        file: row.get(3)?,
        line: u64::try_from(row.get::<_, i64>(4)?).unwrap_or_default(),
        readable: row.get(5)?,
        fault: row.get(6)?,
        flags: row.get(7)?,
        account: row.get(8)?,
        day: day
            .map(|day| {
                day.parse().map_err(|_bad| StoreError::Garbled {
                    table: "log_row",
                    column: "day",
                })
            })
            .transpose()?,
        secs: row.get(10)?,
        item: row.get(11)?,
        condition: row.get(12)?,
        subject: row.get(13)?,
        case_text: row.get(14)?,
        reason_text: row.get(15)?,
        result: row.get(16)?,
        fields: row.get(17)?,
        row_key: key(&row_key, "row_key")?,
        group_key: group_key
            .map(|bytes| key(&bytes, "group_key"))
            .transpose()?,
        case_key: row.get(20)?,
        number: row.get(21)?,
    })
}

fn key(bytes: &[u8], column: &'static str) -> Result<[u8; 16], StoreError> {
    bytes.try_into().map_err(|_bad| StoreError::Garbled {
        table: "log_row",
        column,
    })
}

/// One row of a month.
pub fn get(
    reader: Reader<'_>,
    period: Period,
    supplement: u32,
    seq: u32,
) -> Result<Option<LogRow>, StoreError> {
    let sql =
        format!("select {COLUMNS} from log_row where period = ?1 and supplement = ?2 and seq = ?3");
    let mut statement = reader.connection().prepare_cached(&sql)?;
    let mut rows = statement.query((period.to_string(), supplement, seq))?;
    rows.next()?.map(read).transpose()
}

/// Rows of a month after a sequence number, ascending.
pub fn page(
    reader: Reader<'_>,
    period: Period,
    after: u32,
    limit: u32,
) -> Result<Vec<LogRow>, StoreError> {
    let sql = format!(
        "select {COLUMNS} from log_row where period = ?1 and supplement = 0 and seq > ?2 order by seq limit ?3"
    );
    let mut statement = reader.connection().prepare_cached(&sql)?;
    let mut rows = statement.query((period.to_string(), after, limit))?;
    let mut page = Vec::new();
    while let Some(row) = rows.next()? {
        page.push(read(row)?);
    }
    Ok(page)
}

/// Calls `each` with the sequence number and the canonical fields of every row of a month, in order.
pub fn each_canonical<E: From<StoreError>>(
    reader: Reader<'_>,
    period: Period,
    mut each: impl FnMut(u32, &str) -> Result<(), E>,
) -> Result<(), E> {
    let sql = "select seq, fields from log_row where period = ?1 and supplement = 0 order by seq";
    let statement = reader.connection().prepare_cached(sql);
    let mut statement = statement.map_err(StoreError::from)?;
    let rows = statement.query([period.to_string()]);
    let mut rows = rows.map_err(StoreError::from)?;
    while let Some(row) = rows.next().map_err(StoreError::from)? {
        let seq = row.get(0).map_err(StoreError::from)?;
        let fields = row.get_ref(1).map_err(StoreError::from)?;
        let fields = fields.as_str().map_err(|_bad| StoreError::Garbled {
            table: "log_row",
            column: "fields",
        })?;
        each(seq, fields)?;
    }
    Ok(())
}

/// A query as it was asked, on either side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    pub account: String,
    pub item: String,
    pub day: NaiveDate,
    pub secs: u32,
    pub subject: String,
    /// Of a log row case, reason and result.
    pub texts: [String; 3],
}

/// Calls `each` with the readable rows of a month from one sequence number to another.
pub fn each_asked<E: From<StoreError>>(
    reader: Reader<'_>,
    period: Period,
    (first, last): (u32, u32),
    mut each: impl FnMut(u32, Asked) -> Result<(), E>,
) -> Result<(), E> {
    let prepared = reader.connection().prepare_cached(
        "select seq, account, item, day, secs, subject, case_text, reason_text, result from log_row
         where period = ?1 and supplement = 0 and readable = 1 and seq between ?2 and ?3 order by seq",
    );
    let mut statement = prepared.map_err(StoreError::from)?;
    let rows = statement.query((period.to_string(), first, last));
    let mut rows = rows.map_err(StoreError::from)?;
    while let Some(row) = rows.next().map_err(StoreError::from)? {
        let (seq, asked) = asked(row)?;
        each(seq, asked)?;
    }
    Ok(())
}

fn asked(row: &Row<'_>) -> Result<(u32, Asked), StoreError> {
    let day: String = row.get(3)?;
    let asked = Asked {
        account: row.get(1)?,
        item: row.get(2)?,
        day: day.parse().map_err(|_bad| StoreError::Garbled {
            table: "log_row",
            column: "day",
        })?,
        secs: row.get(4)?,
        subject: row.get(5)?,
        texts: [row.get(6)?, row.get(7)?, row.get(8)?],
    };
    Ok((row.get(0)?, asked))
}

/// The group of one row; none where a value is empty.
pub fn group_key(
    reader: Reader<'_>,
    period: Period,
    seq: u32,
) -> Result<Option<[u8; 16]>, StoreError> {
    let sql = "select group_key from log_row where period = ?1 and supplement = 0 and seq = ?2";
    let key: Option<Option<Vec<u8>>> = reader
        .connection()
        .query_row(sql, (period.to_string(), seq), |row| row.get(0))
        .optional()?;
    Ok(key.flatten().and_then(|key| key.try_into().ok()))
}

/// What the imports of a month said of themselves: rows of other months, and each file's footer against its rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileTotals {
    pub name: String,
    pub outside: u32,
    pub footer: Option<u32>,
    pub read: u32,
    pub is_waived: bool,
}

/// The files that were imported for a month, in order.
pub fn file_totals(reader: Reader<'_>, period: Period) -> Result<Vec<FileTotals>, StoreError> {
    let mut statement = reader.connection().prepare_cached(
        "select name, outside, footer, read_count, footer_waived from log_file
         where kind = 'log' and period = ?1 order by id",
    )?;
    let rows = statement.query_map([period.whole().to_string()], |row| {
        Ok(FileTotals {
            name: row.get(0)?,
            outside: row.get(1)?,
            footer: row.get(2)?,
            read: row.get(3)?,
            is_waived: row.get(4)?,
        })
    })?;
    Ok(rows.collect::<Result<Vec<_>, _>>()?)
}

/// Accounts that asked anything in a month, as they are counted while the log comes in.
pub fn accounts_in(reader: Reader<'_>, period: Period) -> Result<Vec<String>, StoreError> {
    let mut statement = reader
        .connection()
        .prepare_cached("select distinct account from account_use where month = ?1 order by 1")?;
    let rows = statement.query_map([period.whole().iso()], |row| row.get(0))?;
    Ok(rows.collect::<Result<Vec<_>, _>>()?)
}

/// Whether an account has a row on a day of the month; found in the index, without reading the month.
pub fn has_row_on(
    reader: Reader<'_>,
    period: Period,
    account: &str,
    day: NaiveDate,
) -> Result<bool, StoreError> {
    let sql = "select 1 from log_row where period = ?1 and account = ?2 and day = ?3 and supplement = 0 limit 1";
    let mut statement = reader.connection().prepare_cached(sql)?;
    Ok(statement.exists((period.to_string(), account, day.to_string()))?)
}

/// Days of the month that have a row, and how many accounts stand in it: the control totals.
pub fn control_totals(reader: Reader<'_>, period: Period) -> Result<(u32, u32), StoreError> {
    let sql = "select count(distinct day), count(distinct account) from log_row where period = ?1 and supplement = 0";
    Ok(reader
        .connection()
        .query_row(sql, [period.to_string()], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?)
}

/// Months that hold a row, ascending; found month by month, without reading the rows.
pub fn months(reader: Reader<'_>) -> Result<Vec<Period>, StoreError> {
    let mut statement = reader
        .connection()
        .prepare_cached("select min(period) from log_row where period > ?1")?;
    let mut found: Vec<Period> = Vec::new();
    loop {
        let after = found.last().map_or_else(String::new, Period::to_string);
        let next: Option<String> = statement.query_row([after], |row| row.get(0))?;
        let Some(next) = next else {
            return Ok(found);
        };
        found.push(next.parse().map_err(|_bad| StoreError::Garbled {
            table: "log_row",
            column: "period",
        })?);
    }
}

/// The files of a month's log as they came in: name and SHA-256.
pub fn files_of(reader: Reader<'_>, period: Period) -> Result<Vec<(String, String)>, StoreError> {
    let mut statement = reader.connection().prepare_cached(
        "select name, sha256 from log_file where kind = 'log' and period = ?1 order by id",
    )?;
    let rows = statement.query_map([period.to_string()], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Months that hold a row or a file, newest first.
pub fn periods(reader: Reader<'_>) -> Result<Vec<Period>, StoreError> {
    let mut statement = reader.connection().prepare_cached(
        "select period from log_file where kind = 'log' and period is not null group by period order by period desc",
    )?;
    let rows = statement
        .query_map([], |row| row.get::<_, String>(0))?
        .collect::<Result<Vec<_>, _>>()?;
    let mut periods = Vec::new();
    for text in rows {
        let month: Period = text.parse().map_err(|_bad| StoreError::Garbled {
            table: "log_file",
            column: "period",
        })?;
        let supplements = crate::store::checks::supplements(reader, month)?;
        periods.extend(
            supplements
                .into_iter()
                .rev()
                .map(|(supplement, _)| supplement),
        );
        periods.push(month);
    }
    Ok(periods)
}

/// A readable row as matching compares it, borrowed from the statement that reads it.
#[derive(Debug, Clone, Copy)]
pub struct Matchable<'r> {
    pub seq: u32,
    pub group_key: Option<[u8; 16]>,
    pub day: NaiveDate,
    pub secs: u32,
    pub case_key: Option<&'r str>,
    pub number: Option<&'r str>,
}

/// Calls `each` with every readable row of a month, in order.
pub fn each_matchable<E: From<StoreError>>(
    reader: Reader<'_>,
    period: Period,
    mut each: impl FnMut(Matchable<'_>) -> Result<(), E>,
) -> Result<(), E> {
    let read_all = || {
        reader.connection().prepare_cached(
            "select seq, group_key, day, secs, case_key, number from log_row
             where period = ?1 and supplement = 0 and readable = 1 order by seq",
        )
    };
    let mut statement = read_all().map_err(StoreError::from)?;
    let mut rows = statement
        .query([period.to_string()])
        .map_err(StoreError::from)?;
    while let Some(row) = rows.next().map_err(StoreError::from)? {
        each(matchable(row)?)?;
    }
    Ok(())
}

fn matchable<'r>(row: &'r Row<'_>) -> Result<Matchable<'r>, StoreError> {
    let garbled = |column| StoreError::Garbled {
        table: "log_row",
        column,
    };
    let text = |index: usize, column| {
        let value = row.get_ref(index)?;
        value.as_str_or_null().map_err(|_bad| garbled(column))
    };
    let group_key = row.get_ref(1)?.as_blob_or_null();
    let group_key = group_key.map_err(|_bad| garbled("group_key"))?;
    let day = text(2, "day")?.and_then(|day| day.parse().ok());
    Ok(Matchable {
        seq: row.get(0)?,
        group_key: group_key.map(|bytes| key(bytes, "group_key")).transpose()?,
        day: day.ok_or_else(|| garbled("day"))?,
        secs: row.get(3)?,
        case_key: text(4, "case_key")?,
        number: text(5, "number")?,
    })
}
