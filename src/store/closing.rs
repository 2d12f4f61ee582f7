//! From signature to 備查: hand-overs, countersignatures, new versions, joint checks, quarters.

use chrono::NaiveDate;
use rusqlite::types::Value;

use crate::domain::ids::Period;
use crate::domain::moment::Moment;
use crate::domain::quarter::Quarter;
use crate::store::error::StoreError;
use crate::store::read::{Columns, id_of, int, maybe_text, moment, text};
use crate::store::row::{Binding, Table};
use crate::store::{Reader, WriteTx};

pub(in crate::store) static HANDOVER: Table = Table {
    name: "handover",
    columns: &["period", "pages", "handed_on", "handed_to", "by", "at"],
    binding: Binding::Row,
};
pub(in crate::store) static COUNTERSIGN: Table = Table {
    name: "countersign",
    columns: &["period", "record", "role", "by", "at"],
    binding: Binding::Row,
};
pub(in crate::store) static REVISION: Table = Table {
    name: "revision",
    columns: &["period", "record", "reason", "by", "at"],
    binding: Binding::Row,
};
pub(in crate::store) static JOINT_CHECK: Table = Table {
    name: "joint_check",
    columns: &[
        "period", "checker", "ethics", "it", "held_on", "report", "by", "at",
    ],
    binding: Binding::Row,
};
pub(in crate::store) static QUARTER: Table = Table {
    name: "quarter",
    columns: &[
        "quarter", "sent_on", "sent_no", "filed_on", "filed_no", "returned", "by", "at",
    ],
    binding: Binding::Row,
};

/// 查詢紀錄單 handed over on paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handover {
    pub pages: u32,
    pub handed_on: NaiveDate,
    /// To whom, by name.
    pub handed_to: String,
    pub by: String,
    pub at: Moment,
}

/// A signature after the checker's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Countersign {
    /// `manager` or `supervisor`.
    pub role: String,
    pub by: String,
    pub at: Moment,
}

/// A signed version that a later one puts right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// `11510-v1`.
    pub record: String,
    pub reason: String,
    pub by: String,
    pub at: Moment,
}

/// 會同稽核.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JointCheck {
    pub checker: String,
    pub ethics: String,
    pub it: String,
    pub held_on: NaiveDate,
    /// 稽核報告: its number or where it is kept, and what it found.
    pub report: String,
    pub by: String,
    pub at: Moment,
}

/// A quarter that went out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct QuarterRow {
    pub sent_on: Option<NaiveDate>,
    pub sent_no: String,
    pub filed_on: Option<NaiveDate>,
    pub filed_no: String,
    /// Why the authority sent it back the last time.
    pub returned: Option<String>,
    pub by: String,
    pub at: Option<Moment>,
}

fn maybe_day(day: Option<NaiveDate>) -> Value {
    day.map_or(Value::Null, text)
}

pub fn put_handover(
    tx: &mut WriteTx<'_>,
    period: Period,
    handover: &Handover,
) -> Result<(), StoreError> {
    let values = [
        text(period),
        int(handover.pages),
        text(handover.handed_on),
        text(&handover.handed_to),
        text(&handover.by),
        moment(handover.at),
    ];
    tx.put(&HANDOVER, None, &values)?;
    Ok(())
}

/// The hand-overs of a month, oldest first.
pub fn handovers(reader: Reader<'_>, period: Period) -> Result<Vec<Handover>, StoreError> {
    let sql =
        "select pages, handed_on, handed_to, by, at from handover where period = ?1 order by id";
    each(reader, sql, &period.to_string(), "handover", |columns| {
        Ok(Handover {
            pages: columns.plain()?,
            handed_on: columns.read("handed_on")?,
            handed_to: columns.plain()?,
            by: columns.plain()?,
            at: columns.moment("at")?,
        })
    })
}

pub fn put_countersign(
    tx: &mut WriteTx<'_>,
    period: Period,
    record: &str,
    signature: &Countersign,
) -> Result<(), StoreError> {
    let values = [
        text(period),
        text(record),
        text(&signature.role),
        text(&signature.by),
        moment(signature.at),
    ];
    tx.put(&COUNTERSIGN, None, &values)?;
    Ok(())
}

/// The signatures under a record after the checker's, in their order.
pub fn countersigns(reader: Reader<'_>, record: &str) -> Result<Vec<Countersign>, StoreError> {
    let sql = "select role, by, at from countersign where record = ?1 order by id";
    each(reader, sql, record, "countersign", |columns| {
        Ok(Countersign {
            role: columns.plain()?,
            by: columns.plain()?,
            at: columns.moment("at")?,
        })
    })
}

pub fn put_revision(
    tx: &mut WriteTx<'_>,
    period: Period,
    revision: &Revision,
) -> Result<(), StoreError> {
    let values = [
        text(period),
        text(&revision.record),
        text(&revision.reason),
        text(&revision.by),
        moment(revision.at),
    ];
    tx.put(&REVISION, None, &values)?;
    Ok(())
}

/// The versions of a month that later ones put right, oldest first.
pub fn revisions(reader: Reader<'_>, period: Period) -> Result<Vec<Revision>, StoreError> {
    let sql = "select record, reason, by, at from revision where period = ?1 order by id";
    each(reader, sql, &period.to_string(), "revision", |columns| {
        Ok(Revision {
            record: columns.plain()?,
            reason: columns.plain()?,
            by: columns.plain()?,
            at: columns.moment("at")?,
        })
    })
}

pub fn put_joint(
    tx: &mut WriteTx<'_>,
    period: Period,
    joint: &JointCheck,
) -> Result<(), StoreError> {
    let values = [
        text(period),
        text(&joint.checker),
        text(&joint.ethics),
        text(&joint.it),
        text(joint.held_on),
        text(&joint.report),
        text(&joint.by),
        moment(joint.at),
    ];
    tx.put(&JOINT_CHECK, None, &values)?;
    Ok(())
}

/// The newest joint check of a month.
pub fn joint(reader: Reader<'_>, period: Period) -> Result<Option<JointCheck>, StoreError> {
    let sql = "select checker, ethics, it, held_on, report, by, at from joint_check where period = ?1 order by id";
    let mut found = each(reader, sql, &period.to_string(), "joint_check", |columns| {
        Ok(JointCheck {
            checker: columns.plain()?,
            ethics: columns.plain()?,
            it: columns.plain()?,
            held_on: columns.read("held_on")?,
            report: columns.plain()?,
            by: columns.plain()?,
            at: columns.moment("at")?,
        })
    })?;
    Ok(found.pop())
}

/// Writes a quarter; the next version where there is one.
pub fn put_quarter(
    tx: &mut WriteTx<'_>,
    quarter: Quarter,
    row: &QuarterRow,
) -> Result<(), StoreError> {
    let id = id_of(
        tx.reader(),
        "select id from quarter where quarter = ?1",
        [quarter.to_string()],
    )?;
    let values = [
        text(quarter),
        maybe_day(row.sent_on),
        text(&row.sent_no),
        maybe_day(row.filed_on),
        text(&row.filed_no),
        maybe_text(row.returned.as_ref()),
        text(&row.by),
        row.at.map_or(Value::Null, moment),
    ];
    tx.put(&QUARTER, id, &values)?;
    Ok(())
}

pub fn quarter(reader: Reader<'_>, quarter: Quarter) -> Result<Option<QuarterRow>, StoreError> {
    let sql = "select sent_on, sent_no, filed_on, filed_no, returned, by, at from quarter where quarter = ?1";
    let mut found = each(reader, sql, &quarter.to_string(), "quarter", |columns| {
        Ok(QuarterRow {
            sent_on: columns.maybe("sent_on")?,
            sent_no: columns.plain()?,
            filed_on: columns.maybe("filed_on")?,
            filed_no: columns.plain()?,
            returned: columns.plain()?,
            by: columns.plain()?,
            at: columns.maybe_moment("at")?,
        })
    })?;
    Ok(found.pop())
}

fn each<T>(
    reader: Reader<'_>,
    sql: &str,
    key: &str,
    table: &'static str,
    read: impl Fn(&mut Columns<'_, '_>) -> Result<T, StoreError>,
) -> Result<Vec<T>, StoreError> {
    let mut statement = reader.connection().prepare_cached(sql)?;
    let mut rows = statement.query([key])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(read(&mut Columns::of(row, table))?);
    }
    Ok(found)
}
