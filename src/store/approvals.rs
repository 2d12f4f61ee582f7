//! 主管核可 as rows, one a registration that needs it.

use rusqlite::OptionalExtension;

use crate::domain::ids::RegisterNo;
use crate::domain::moment::Moment;
use crate::domain::query::{Approval, ApprovalState};
use crate::store::error::StoreError;
use crate::store::read::{Columns, id_of, maybe_moment, maybe_text, text};
use crate::store::row::{Binding, Table};
use crate::store::{Reader, WriteTx};

const NAME: &str = "query_approval";

pub(in crate::store) static QUERY_APPROVAL: Table = Table {
    name: NAME,
    columns: &[
        "no",
        "mode",
        "clerk",
        "due_on",
        "state",
        "decided_by",
        "decided_at",
        "reason",
    ],
    binding: Binding::Row,
};

const SELECTED: &str = "no, mode, clerk, due_on, state, decided_by, decided_at, reason";

/// Writes what was asked for, or what was decided since.
pub fn put(tx: &mut WriteTx<'_>, approval: &Approval) -> Result<(), StoreError> {
    let id = id_of(
        tx.reader(),
        "select id from query_approval where no = ?1",
        [approval.no.to_string()],
    )?;
    let decided = approval.decided.as_ref();
    let values = [
        text(&approval.no),
        text(approval.mode.code()),
        text(&approval.clerk),
        text(approval.due_on),
        text(approval.state.code()),
        maybe_text(decided.map(|(by, _at)| by)),
        maybe_moment(decided.map(|(_by, at)| *at)),
        maybe_text(approval.reason.as_ref()),
    ];
    tx.put(&QUERY_APPROVAL, id, &values)?;
    Ok(())
}

/// The approval of a registration, where one was asked for.
pub fn get(reader: Reader<'_>, no: &RegisterNo) -> Result<Option<Approval>, StoreError> {
    let sql = format!("select {SELECTED} from query_approval where no = ?1");
    let mut statement = reader.connection().prepare_cached(&sql)?;
    let mut rows = statement.query([no.to_string()])?;
    rows.next()?.map(read).transpose()
}

/// Where a page of approvals begins or ends: its day and number, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ApprovalPlace<'a> {
    pub due_on: &'a str,
    pub no: &'a str,
    pub is_down: bool,
}

/// Approvals of a state whose registration is not void, by due day and number.
pub fn page(
    reader: Reader<'_>,
    state: ApprovalState,
    place: ApprovalPlace<'_>,
    limit: u32,
) -> Result<Vec<Approval>, StoreError> {
    let (sign, order) = if place.is_down {
        (">=", "asc")
    } else {
        ("<=", "desc")
    };
    let sql = format!(
        "select {SELECTED} from query_approval a
         where state = ?1 and (due_on, no) {sign} (?2, ?3)
         and exists (select 1 from query q where q.no = a.no and q.state <> 'void')
         order by due_on {order}, no {order} limit ?4"
    );
    let mut statement = reader.connection().prepare_cached(&sql)?;
    let mut rows = statement.query((state.code(), place.due_on, place.no, limit))?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(read(row)?);
    }
    if !place.is_down {
        found.reverse();
    }
    Ok(found)
}

/// Calls `each` with every approval: the registration's number, and when it was approved.
pub fn each<E: From<StoreError>>(
    reader: Reader<'_>,
    mut each: impl FnMut(String, Option<Moment>) -> Result<(), E>,
) -> Result<(), E> {
    let prepared = reader
        .connection()
        .prepare_cached("select no, state, decided_at from query_approval");
    let mut statement = prepared.map_err(StoreError::from)?;
    let mut rows = statement.query([]).map_err(StoreError::from)?;
    while let Some(row) = rows.next().map_err(StoreError::from)? {
        let mut columns = Columns::of(row, NAME);
        let no: String = columns.plain()?;
        let state: ApprovalState = columns.read("state")?;
        let at = columns.maybe_moment("decided_at")?;
        each(no, at.filter(|_at| state == ApprovalState::Approved))?;
    }
    Ok(())
}

/// Whether any approval was ever asked for.
pub fn has_any(reader: Reader<'_>) -> Result<bool, StoreError> {
    let sql = "select 1 from query_approval limit 1";
    let mut statement = reader.connection().prepare_cached(sql)?;
    let found: Option<i64> = statement.query_row([], |row| row.get(0)).optional()?;
    Ok(found.is_some())
}

fn read(row: &rusqlite::Row<'_>) -> Result<Approval, StoreError> {
    let mut columns = Columns::of(row, NAME);
    let no = columns.read("no")?;
    let mode = columns.read("mode")?;
    let clerk = columns.read("clerk")?;
    let due_on = columns.read("due_on")?;
    let state = columns.read("state")?;
    let by = columns.maybe("decided_by")?;
    let at = columns.maybe_moment("decided_at")?;
    Ok(Approval {
        no,
        mode,
        clerk,
        due_on,
        state,
        decided: by.zip(at),
        reason: columns.plain()?,
    })
}
