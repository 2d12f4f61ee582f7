//! 窗口異動 as rows: the version in force in `notice`, superseded ones in its history.

use rusqlite::Row;
use rusqlite::types::Value;

use crate::domain::ids::Period;
use crate::domain::retention::RecordNo;
use crate::domain::retention::notice::Notice;
use crate::store::error::StoreError;
use crate::store::read::{Columns, Numbered, id_of, int, maybe_text, moment, text};
use crate::store::row::{Binding, Table};
use crate::store::{Reader, WriteTx};

pub(in crate::store) static NOTICE: Table = Table {
    name: "notice",
    columns: &[
        "no",
        "period",
        "serial",
        "state",
        "duty",
        "before",
        "after",
        "changed_on",
        "remark",
        "sent_on",
        "letter_no",
        "changed_by",
        "changed_by_name",
        "changed_role",
        "changed_at",
    ],
    binding: Binding::History,
};

const NAME: &str = "notice";

const NUMBERED: Numbered<Notice> = Numbered {
    table: NAME,
    selected,
    read,
};

fn values(notice: &Notice) -> Vec<Value> {
    vec![
        text(notice.no),
        text(notice.no.period),
        int(notice.no.serial),
        text(notice.state.code()),
        text(notice.duty.code()),
        text(&notice.before),
        text(&notice.after),
        text(notice.changed_on),
        text(&notice.remark),
        maybe_text(notice.sent_on.as_ref()),
        text(&notice.letter_no),
        text(&notice.changed_by),
        text(&notice.changed_by_name),
        text(notice.changed_role.code()),
        moment(notice.changed_at),
    ]
}

fn selected() -> String {
    format!("version, {}", NOTICE.columns.join(", "))
}

fn read(row: &Row<'_>) -> Result<Notice, StoreError> {
    let mut columns = Columns::of(row, NAME);
    let version = columns.plain()?;
    let no = columns.read("no")?;
    columns.plain::<String>()?;
    columns.plain::<i64>()?;
    Ok(Notice {
        no,
        version,
        state: columns.read("state")?,
        duty: columns.read("duty")?,
        before: columns.plain()?,
        after: columns.plain()?,
        changed_on: columns.read("changed_on")?,
        remark: columns.plain()?,
        sent_on: columns.maybe("sent_on")?,
        letter_no: columns.plain()?,
        changed_by: columns.plain()?,
        changed_by_name: columns.plain()?,
        changed_role: columns.read("changed_role")?,
        changed_at: columns.moment("changed_at")?,
    })
}

/// Writes a change: a new one, or its next version.
pub fn put(tx: &mut WriteTx<'_>, notice: &Notice) -> Result<(), StoreError> {
    let sql = "select id from notice where no = ?1";
    let id = id_of(tx.reader(), sql, [notice.no.to_string()])?;
    let (_id, version) = tx.put(&NOTICE, id, &values(notice))?;
    if version == notice.version {
        Ok(())
    } else {
        Err(StoreError::Garbled {
            table: NAME,
            column: "version",
        })
    }
}

/// The serial that the next change of a month gets.
pub fn next_serial(reader: Reader<'_>, period: Period) -> Result<u32, StoreError> {
    NUMBERED.next_serial(reader, period)
}

/// The version in force.
pub fn get(reader: Reader<'_>, no: RecordNo) -> Result<Option<Notice>, StoreError> {
    NUMBERED.get(reader, no)
}

/// Every change, the latest first; of one state where one is named.
pub fn all(reader: Reader<'_>, state: &str) -> Result<Vec<Notice>, StoreError> {
    let sql = format!(
        "select {} from notice where ?1 = '' or state = ?1 order by changed_on desc, id desc",
        selected()
    );
    let mut statement = reader.connection().prepare_cached(&sql)?;
    let mut rows = statement.query([state])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(read(row)?);
    }
    Ok(found)
}
