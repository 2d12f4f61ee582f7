//! Records that are kept: five years by the directive, or as a setting says; and the declared use periods.

use chrono::NaiveDate;
use rusqlite::types::Value;
use rusqlite::{Row, params};

use crate::domain::moment::Moment;
use crate::domain::retention::kept::{Kept, KeptClass};
use crate::domain::retention::listing::UsePeriod;
use crate::store::error::StoreError;
use crate::store::held::{hold, hold_values};
use crate::store::read::{Columns, id_of, moment, text};
use crate::store::row::{Binding, Table};
use crate::store::{Reader, WriteTx};

pub(in crate::store) static KEPT_RECORD: Table = Table {
    name: "kept_record",
    columns: &[
        "class",
        "record",
        "state",
        "hold_cause",
        "hold_reason",
        "hold_by",
        "hold_by_name",
        "hold_at",
        "starts_on",
        "ends_on",
        "sha256",
        "proposed_by",
        "proposed_by_name",
        "reason",
        "changed_by",
        "changed_by_name",
        "changed_role",
        "changed_at",
    ],
    binding: Binding::History,
};

pub(in crate::store) static USE_PERIOD: Table = Table {
    name: "use_period",
    columns: &["basis", "span", "words", "by", "at"],
    binding: Binding::History,
};

const NAME: &str = "kept_record";

fn values(kept: &Kept) -> Vec<Value> {
    let mut values = vec![
        text(kept.class.code()),
        text(&kept.record),
        text(kept.state.code()),
    ];
    values.extend(hold_values(kept.hold.as_ref()));
    values.extend([
        text(kept.starts_on),
        text(kept.ends_on),
        text(&kept.sha256),
        text(&kept.proposed_by),
        text(&kept.proposed_by_name),
        text(&kept.reason),
        text(&kept.changed_by),
        text(&kept.changed_by_name),
        text(kept.changed_role.code()),
        moment(kept.changed_at),
    ]);
    values
}

fn selected() -> String {
    format!("version, {}", KEPT_RECORD.columns.join(", "))
}

fn read(row: &Row<'_>) -> Result<Kept, StoreError> {
    let mut columns = Columns::of(row, NAME);
    let version = columns.plain()?;
    let class = columns.read("class")?;
    let record = columns.plain()?;
    let state = columns.read("state")?;
    let hold = hold(&mut columns)?;
    Ok(Kept {
        class,
        record,
        version,
        state,
        hold,
        starts_on: columns.read("starts_on")?,
        ends_on: columns.read("ends_on")?,
        sha256: columns.plain()?,
        proposed_by: columns.plain()?,
        proposed_by_name: columns.plain()?,
        reason: columns.plain()?,
        changed_by: columns.plain()?,
        changed_by_name: columns.plain()?,
        changed_role: columns.read("changed_role")?,
        changed_at: columns.moment("changed_at")?,
    })
}

/// Writes a record: a new one, or its next version.
pub fn put(tx: &mut WriteTx<'_>, kept: &Kept) -> Result<(), StoreError> {
    let sql = "select id from kept_record where class = ?1 and record = ?2";
    let id = id_of(tx.reader(), sql, [kept.class.code(), &kept.record])?;
    let (_id, version) = tx.put(&KEPT_RECORD, id, &values(kept))?;
    if version == kept.version {
        Ok(())
    } else {
        Err(StoreError::Garbled {
            table: NAME,
            column: "version",
        })
    }
}

/// The version in force.
pub fn get(reader: Reader<'_>, class: KeptClass, record: &str) -> Result<Option<Kept>, StoreError> {
    let sql = format!(
        "select {} from kept_record where class = ?1 and record = ?2",
        selected()
    );
    let mut statement = reader.connection().prepare_cached(&sql)?;
    let mut rows = statement.query([class.code(), record])?;
    rows.next()?.map(read).transpose()
}

/// Every version, newest first.
pub fn versions(
    reader: Reader<'_>,
    class: KeptClass,
    record: &str,
) -> Result<Vec<Kept>, StoreError> {
    let columns = selected();
    let sql = format!(
        "select {columns} from kept_record where class = ?1 and record = ?2
         union all select {columns} from kept_record_history where class = ?1 and record = ?2
         order by version desc"
    );
    let mut statement = reader.connection().prepare_cached(&sql)?;
    let mut rows = statement.query([class.code(), record])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(read(row)?);
    }
    Ok(found)
}

/// A place in the list: the last day, the class, the record.
pub type KeptPlace = (NaiveDate, String, String);

/// Records by their last day, from a place on (itself included) or up to one.
pub fn page(
    reader: Reader<'_>,
    class: Option<KeptClass>,
    (place, is_forward): (&KeptPlace, bool),
    limit: u32,
) -> Result<Vec<Kept>, StoreError> {
    let (sign, order) = if is_forward {
        (">=", "asc")
    } else {
        ("<=", "desc")
    };
    let sql = format!(
        "select {} from kept_record
         where (ends_on, class, record) {sign} (?1, ?2, ?3) and (?4 = '' or class = ?4)
         order by ends_on {order}, class {order}, record {order} limit ?5",
        selected()
    );
    let mut statement = reader.connection().prepare_cached(&sql)?;
    let class = class.map_or("", KeptClass::code);
    let mut rows = statement.query(params![place.0.to_string(), place.1, place.2, class, limit])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(read(row)?);
    }
    if !is_forward {
        found.reverse();
    }
    Ok(found)
}

/// Records of a class.
pub fn of_class(reader: Reader<'_>, class: KeptClass) -> Result<Vec<Kept>, StoreError> {
    let sql = format!(
        "select {} from kept_record where class = ?1 order by record",
        selected()
    );
    let mut statement = reader.connection().prepare_cached(&sql)?;
    let mut rows = statement.query([class.code()])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(read(row)?);
    }
    Ok(found)
}

/// How many records there are that were not disposed of; of one class where one is named.
pub fn count(reader: Reader<'_>, class: Option<KeptClass>) -> Result<u64, StoreError> {
    let sql =
        "select count(*) from kept_record where state <> 'disposed' and (?1 = '' or class = ?1)";
    let class = class.map_or("", KeptClass::code);
    let count: i64 = reader
        .connection()
        .query_row(sql, [class], |row| row.get(0))?;
    Ok(count.unsigned_abs())
}

/// Records whose disposal was proposed, the first that ended first.
pub fn proposed(reader: Reader<'_>, limit: u32) -> Result<Vec<Kept>, StoreError> {
    let sql = format!(
        "select {} from kept_record where state = 'proposed' order by ends_on limit ?1",
        selected()
    );
    let mut statement = reader.connection().prepare_cached(&sql)?;
    let mut rows = statement.query([limit])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(read(row)?);
    }
    Ok(found)
}

/// Records whose time was over before a day and that wait for nobody's approval, the first that ended first.
pub fn disposable(
    reader: Reader<'_>,
    today: NaiveDate,
    limit: u32,
) -> Result<Vec<Kept>, StoreError> {
    let sql = format!(
        "select {} from kept_record where ends_on < ?1 and state <> 'disposed' and hold_cause is null
         order by ends_on, class, record limit ?2",
        selected()
    );
    let mut statement = reader.connection().prepare_cached(&sql)?;
    let mut rows = statement.query(params![today.to_string(), limit])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(read(row)?);
    }
    Ok(found)
}

/// A declared use period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UsePeriodRow {
    pub basis: String,
    pub period: UsePeriod,
    pub by: String,
    pub at: Moment,
}

/// Declares the use period of a legal basis.
pub fn put_use_period(tx: &mut WriteTx<'_>, row: &UsePeriodRow) -> Result<(), StoreError> {
    let sql = "select id from use_period where basis = ?1";
    let id = id_of(tx.reader(), sql, [&row.basis])?;
    let values = [
        text(&row.basis),
        text(row.period.span),
        text(&row.period.words),
        text(&row.by),
        moment(row.at),
    ];
    tx.put(&USE_PERIOD, id, &values)?;
    Ok(())
}

/// The declared use periods, by basis.
pub fn use_periods(reader: Reader<'_>) -> Result<Vec<UsePeriodRow>, StoreError> {
    let sql = "select basis, span, words, by, at from use_period order by basis";
    let mut statement = reader.connection().prepare_cached(sql)?;
    let mut rows = statement.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let mut columns = Columns::of(row, USE_PERIOD.name);
        found.push(UsePeriodRow {
            basis: columns.plain()?,
            period: UsePeriod {
                span: columns.read("span")?,
                words: columns.plain()?,
            },
            by: columns.plain()?,
            at: columns.moment("at")?,
        });
    }
    Ok(found)
}
