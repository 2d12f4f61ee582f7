//! Held items as rows: the version in force in `held_item`, superseded ones in its history; which registration each
//! came from; what was deleted, by number and digest.

use std::cmp::Reverse;

use chrono::NaiveDate;
use rusqlite::types::Value;
use rusqlite::{Row, params};

use crate::domain::ids::{Login, Period, RegisterNo};
use crate::domain::retention::{Held, HeldState, Hold, RecordNo, Statute};
use crate::domain::trail::hex;
use crate::store::error::StoreError;
use crate::store::read::{Columns, Numbered, id_of, int, maybe_moment, maybe_text, moment, text};
use crate::store::row::{Binding, Table};
use crate::store::{Reader, WriteTx};

pub(in crate::store) static HELD_ITEM: Table = Table {
    name: "held_item",
    columns: &[
        "no",
        "period",
        "serial",
        "state",
        "hold_cause",
        "hold_reason",
        "hold_by",
        "hold_by_name",
        "hold_at",
        "custodian",
        "custodian_name",
        "medium",
        "quantity",
        "title",
        "place",
        "basis",
        "item",
        "case_no",
        "sources",
        "origin",
        "obtained_on",
        "use_until",
        "use_basis",
        "statute",
        "statute_ends_on",
        "completed_on",
        "unneeded_on",
        "event_on",
        "ground",
        "ends_on",
        "certificate",
        "archive",
        "change",
        "reason",
        "changed_by",
        "changed_by_name",
        "changed_role",
        "changed_at",
    ],
    binding: Binding::History,
};

pub(in crate::store) static TOMBSTONE: Table = Table {
    name: "tombstone",
    columns: &[
        "no",
        "item_version",
        "item_digest",
        "certificate",
        "medium",
        "quantity",
        "deleted_on",
    ],
    binding: Binding::Row,
};

const NAME: &str = "held_item";

/// The five columns of a hold.
pub(in crate::store) fn hold_values(hold: Option<&Hold>) -> [Value; 5] {
    [
        hold.map_or(Value::Null, |hold| text(hold.cause.code())),
        hold.map_or(Value::Null, |hold| text(&hold.reason)),
        hold.map_or(Value::Null, |hold| text(&hold.by)),
        hold.map_or(Value::Null, |hold| text(&hold.by_name)),
        maybe_moment(hold.map(|hold| hold.at)),
    ]
}

/// Reads them.
pub(in crate::store) fn hold(columns: &mut Columns<'_, '_>) -> Result<Option<Hold>, StoreError> {
    let cause = columns.maybe("hold_cause")?;
    let reason: Option<String> = columns.plain()?;
    let by: Option<String> = columns.plain()?;
    let by_name: Option<String> = columns.plain()?;
    let at = columns.maybe_moment("hold_at")?;
    let Some(cause) = cause else {
        return Ok(None);
    };
    match (reason, by, by_name, at) {
        (Some(reason), Some(by), Some(by_name), Some(at)) => Ok(Some(Hold {
            cause,
            reason,
            by,
            by_name,
            at,
        })),
        _ => Err(columns.garbled("hold_reason")),
    }
}

fn values(held: &Held) -> Vec<Value> {
    let sources: Vec<String> = held.sources.iter().map(ToString::to_string).collect();
    let statute = held.statute.as_ref();
    let mut values = vec![
        text(held.no),
        text(held.no.period),
        int(held.no.serial),
        text(held.state.code()),
    ];
    values.extend(hold_values(held.hold.as_ref()));
    values.extend([
        text(&held.custodian),
        text(&held.custodian_name),
        text(held.medium.code()),
        int(held.quantity),
        text(&held.title),
        text(&held.place),
        text(&held.basis),
        text(&held.item),
        text(&held.case_no),
        text(sources.join(" ")),
        text(held.origin.code()),
        text(held.obtained_on),
        maybe_text(held.use_until.as_ref()),
        text(&held.use_basis),
        maybe_text(statute.map(|statute| &statute.citation)),
        maybe_text(statute.map(|statute| &statute.ends_on)),
        maybe_text(held.completed_on.as_ref()),
        maybe_text(held.unneeded_on.as_ref()),
        maybe_text(held.event_on.as_ref()),
        text(held.ground.code()),
        maybe_text(held.ends_on.as_ref()),
        maybe_text(held.certificate.as_ref()),
        text(&held.archive),
        text(held.change.code()),
        text(&held.reason),
        text(&held.changed_by),
        text(&held.changed_by_name),
        text(held.changed_role.code()),
        moment(held.changed_at),
    ]);
    values
}

fn selected() -> String {
    format!("version, {}", HELD_ITEM.columns.join(", "))
}

fn read(row: &Row<'_>) -> Result<Held, StoreError> {
    let mut columns = Columns::of(row, NAME);
    let version = columns.plain()?;
    let no = columns.read("no")?;
    columns.plain::<String>()?;
    columns.plain::<i64>()?;
    let state = columns.read("state")?;
    let hold = hold(&mut columns)?;
    Ok(Held {
        no,
        version,
        state,
        hold,
        custodian: columns.plain()?,
        custodian_name: columns.plain()?,
        medium: columns.read("medium")?,
        quantity: columns.plain()?,
        title: columns.plain()?,
        place: columns.plain()?,
        basis: columns.plain()?,
        item: columns.plain()?,
        case_no: columns.plain()?,
        sources: sources(&mut columns)?,
        origin: columns.read("origin")?,
        obtained_on: columns.read("obtained_on")?,
        use_until: columns.maybe("use_until")?,
        use_basis: columns.plain()?,
        statute: statute(&mut columns)?,
        completed_on: columns.maybe("completed_on")?,
        unneeded_on: columns.maybe("unneeded_on")?,
        event_on: columns.maybe("event_on")?,
        ground: columns.read("ground")?,
        ends_on: columns.maybe("ends_on")?,
        certificate: columns.maybe("certificate")?,
        archive: columns.plain()?,
        change: columns.read("change")?,
        reason: columns.plain()?,
        changed_by: columns.plain()?,
        changed_by_name: columns.plain()?,
        changed_role: columns.read("changed_role")?,
        changed_at: columns.moment("changed_at")?,
    })
}

fn sources(columns: &mut Columns<'_, '_>) -> Result<Vec<RegisterNo>, StoreError> {
    let words: String = columns.plain()?;
    words
        .split_whitespace()
        .map(|word| word.parse().map_err(|_bad| columns.garbled("sources")))
        .collect()
}

fn statute(columns: &mut Columns<'_, '_>) -> Result<Option<Statute>, StoreError> {
    let citation: Option<String> = columns.plain()?;
    let ends_on = columns.maybe("statute_ends_on")?;
    match (citation, ends_on) {
        (None, None) => Ok(None),
        (Some(citation), Some(ends_on)) => Ok(Some(Statute { citation, ends_on })),
        _ => Err(columns.garbled("statute")),
    }
}

/// Writes an item: a new one, or its next version.
pub fn put(tx: &mut WriteTx<'_>, held: &Held) -> Result<(), StoreError> {
    let sql = "select id from held_item where no = ?1";
    let id = id_of(tx.reader(), sql, [held.no.to_string()])?;
    let (id, version) = tx.put(&HELD_ITEM, id, &values(held))?;
    if version != held.version {
        return Err(StoreError::Garbled {
            table: NAME,
            column: "version",
        });
    }
    if version == 1 {
        put_sources(tx.cache(), id, held)?;
    }
    Ok(())
}

fn put_sources(connection: &rusqlite::Connection, id: i64, held: &Held) -> Result<(), StoreError> {
    let sql = "insert or ignore into held_source (no, item) values (?1, ?2)";
    let mut statement = connection.prepare_cached(sql)?;
    for source in &held.sources {
        statement.execute(params![source.to_string(), id])?;
    }
    Ok(())
}

/// Writes new items by the thousand, each with a salt of its own; `also` is told of each.
pub fn put_many<E: From<StoreError>>(
    tx: &mut WriteTx<'_>,
    items: impl Iterator<Item = Held>,
    mut also: impl FnMut(&rusqlite::Connection, &Held) -> Result<(), E>,
) -> Result<u64, E> {
    let mut writer = tx.put_many(&HELD_ITEM)?;
    let mut count = 0_u64;
    for held in items {
        let id = writer.append(&values(&held))?;
        put_sources(writer.cache(), id, &held)?;
        also(writer.cache(), &held)?;
        count = count.saturating_add(1);
    }
    writer.finish()?;
    Ok(count)
}

const NUMBERED: Numbered<Held> = Numbered {
    table: NAME,
    selected,
    read,
};

/// The serial that the next one of a month gets.
pub fn next_serial(reader: Reader<'_>, period: Period) -> Result<u32, StoreError> {
    NUMBERED.next_serial(reader, period)
}

/// The version in force.
pub fn get(reader: Reader<'_>, no: RecordNo) -> Result<Option<Held>, StoreError> {
    NUMBERED.get(reader, no)
}

/// Every version, newest first.
pub fn versions(reader: Reader<'_>, no: RecordNo) -> Result<Vec<Held>, StoreError> {
    NUMBERED.versions(reader, no)
}

/// The items of a registration.
pub fn of_source(reader: Reader<'_>, no: &RegisterNo) -> Result<Vec<Held>, StoreError> {
    let sql = format!(
        "select {} from held_item where id in (select item from held_source where no = ?1) order by id",
        selected()
    );
    let mut statement = reader.connection().prepare_cached(&sql)?;
    let mut rows = statement.query([no.to_string()])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(read(row)?);
    }
    Ok(found)
}

/// Items by number, of a month where one is named and of a person where one is.
pub fn numbered(
    reader: Reader<'_>,
    period: Option<Period>,
    custodian: &str,
    limit: u32,
) -> Result<Vec<Held>, StoreError> {
    let sql = format!(
        "select {} from held_item
         where (?1 = '' or period = ?1) and (?2 = '' or custodian = ?2)
         order by period, serial limit ?3",
        selected()
    );
    let mut statement = reader.connection().prepare_cached(&sql)?;
    let period = period.map(|period| period.to_string()).unwrap_or_default();
    let mut rows = statement.query(params![period, custodian, limit])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(read(row)?);
    }
    Ok(found)
}

/// The last of a person's newest items under a legal basis that says why it is kept.
pub fn last_declared(
    reader: Reader<'_>,
    custodian: &str,
    basis: &str,
) -> Result<Option<Held>, StoreError> {
    // Of the newest alone: nobody waits for a walk through all of them.
    let sql = format!(
        "select {} from held_item
         where id > (select max(id) - 500 from held_item) and custodian = ?1 and basis = ?2 and use_basis <> ''
         order by id desc limit 1",
        selected()
    );
    let mut statement = reader.connection().prepare_cached(&sql)?;
    let mut rows = statement.query([custodian, basis])?;
    rows.next()?.map(read).transpose()
}

/// States of what is done with.
const DONE: [HeldState; 4] = [
    HeldState::Deleted,
    HeldState::Closed,
    HeldState::Archived,
    HeldState::Withdrawn,
];

/// What is done with, the latest first: before this instant and number where one is named; of a state, of a person.
pub fn closed(
    reader: Reader<'_>,
    (state, custodian): (Option<HeldState>, &str),
    before: Option<(&str, &str)>,
    limit: u32,
) -> Result<Vec<Held>, StoreError> {
    let (at, no) = before.unwrap_or(("9", ""));
    // State by state, in the order of the index.
    let sql = format!(
        "select {} from held_item
         where state = ?1 and state in ('deleted', 'closed', 'archived', 'withdrawn')
           and (changed_at, no) < (?2, ?3) and (?4 = '' or custodian = ?4)
         order by changed_at desc, no desc limit ?5",
        selected()
    );
    let mut found: Vec<Held> = Vec::new();
    for one in DONE
        .into_iter()
        .filter(|one| state.is_none_or(|state| state == *one))
    {
        let mut statement = reader.connection().prepare_cached(&sql)?;
        let mut rows = statement.query(params![one.code(), at, no, custodian, limit])?;
        while let Some(row) = rows.next()? {
            found.push(read(row)?);
        }
    }
    found.sort_by_cached_key(|held| Reverse((held.changed_at, held.no.to_string())));
    found.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok(found)
}

/// How many open items are in this person's custody.
pub fn in_custody(reader: Reader<'_>, login: &Login) -> Result<usize, StoreError> {
    let sql = "select count(*) from held_item
               where custodian = ?1 and state not in ('deleted', 'closed', 'archived', 'withdrawn')";
    let connection = reader.connection();
    let count: i64 = connection.query_row(sql, [login.as_str()], |row| row.get(0))?;
    Ok(usize::try_from(count).unwrap_or_default())
}

/// The digest of the version in force.
pub fn digest(reader: Reader<'_>, no: RecordNo) -> Result<Option<String>, StoreError> {
    let sql = "select digest from held_item where no = ?1";
    let mut statement = reader.connection().prepare_cached(sql)?;
    let mut rows = statement.query([no.to_string()])?;
    let digest: Option<[u8; 32]> = rows.next()?.map(|row| row.get(0)).transpose()?;
    Ok(digest.map(|digest| hex(&digest)))
}

/// What stays of an item that was deleted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tombstone {
    pub no: RecordNo,
    pub item_version: u32,
    /// Digest of the item's row as it was when the certificate was signed.
    pub item_digest: String,
    pub certificate: RecordNo,
    pub medium: String,
    pub quantity: u32,
    pub deleted_on: NaiveDate,
}

/// Writes a tombstone.
pub fn put_tombstone(tx: &mut WriteTx<'_>, stone: &Tombstone) -> Result<(), StoreError> {
    let values = [
        text(stone.no),
        int(stone.item_version),
        text(&stone.item_digest),
        text(stone.certificate),
        text(&stone.medium),
        int(stone.quantity),
        text(stone.deleted_on),
    ];
    tx.put(&TOMBSTONE, None, &values)?;
    Ok(())
}

/// The tombstones of a certificate, by number.
pub fn tombstones(reader: Reader<'_>, certificate: RecordNo) -> Result<Vec<Tombstone>, StoreError> {
    let sql = "select no, item_version, item_digest, certificate, medium, quantity, deleted_on
         from tombstone where certificate = ?1 order by no";
    let mut statement = reader.connection().prepare_cached(sql)?;
    let mut rows = statement.query([certificate.to_string()])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let mut columns = Columns::of(row, TOMBSTONE.name);
        found.push(Tombstone {
            no: columns.read("no")?,
            item_version: columns.plain()?,
            item_digest: columns.plain()?,
            certificate: columns.read("certificate")?,
            medium: columns.plain()?,
            quantity: columns.plain()?,
            deleted_on: columns.read("deleted_on")?,
        });
    }
    Ok(found)
}

/// Whether registrations from before 期限 are still to be taken over.
pub fn is_take_over_due(reader: Reader<'_>) -> Result<bool, StoreError> {
    let sql = "select is_due from held_start where id = 1";
    Ok(reader.connection().query_row(sql, [], |row| row.get(0))?)
}

/// They were taken over.
pub fn note_taken_over(tx: &WriteTx<'_>) -> Result<(), StoreError> {
    tx.cache()
        .execute("update held_start set is_due = 0 where id = 1", [])?;
    Ok(())
}

/// Registrations whose output is still kept and that no item holds yet, after this row id, in order of their ids.
pub fn unlisted(
    reader: Reader<'_>,
    after: i64,
    limit: u32,
) -> Result<Vec<crate::store::register::Stored>, StoreError> {
    let sql = "select q.id from query q
         where q.id > ?1 and q.state = 'complete' and q.where_to in ('filed', 'merged')
         and not exists (select 1 from held_source s where s.no = q.no)
         order by q.id limit ?2";
    let mut statement = reader.connection().prepare_cached(sql)?;
    let ids: Vec<i64> = statement
        .query_map(params![after, limit], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    let mut found = Vec::new();
    for id in ids {
        found.extend(crate::store::register::by_id(reader, id)?);
    }
    Ok(found)
}
