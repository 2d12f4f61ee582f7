//! The agency's staff as keyed hashes. The identifiers themselves are nowhere: what is entered is hashed and forgotten.

use rusqlite::OptionalExtension;
use rusqlite::types::Value;

use crate::domain::moment::Moment;
use crate::domain::staff::{StaffHash, StaffKind};
use crate::store::crypto::random;
use crate::store::error::StoreError;
use crate::store::row::{Binding, Table};
use crate::store::{Reader, WriteTx};

pub(in crate::store) static STAFF: Table = Table {
    name: "staff",
    columns: &["name", "kind", "account", "hash", "by", "at", "ended_at"],
    binding: Binding::Row,
};
pub(in crate::store) static STAFF_KEY: Table = Table {
    name: "staff_key",
    columns: &["key"],
    binding: Binding::Row,
};

/// One of the staff, or a declared relative: who it is, never by which identifier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaffRow {
    pub id: i64,
    pub name: String,
    pub kind: StaffKind,
    /// The WebIR account of the person, or of the one whose relative it is.
    pub account: Option<String>,
    pub by: String,
    pub at: Moment,
}

/// The key of this store's hashes, when anybody was ever entered.
pub fn key(reader: Reader<'_>) -> Result<Option<[u8; 32]>, StoreError> {
    let key: Option<Vec<u8>> = reader
        .connection()
        .query_row("select key from staff_key where id = 1", [], |row| {
            row.get(0)
        })
        .optional()?;
    key.map(|key| {
        key.try_into().map_err(|_length| StoreError::Garbled {
            table: "staff_key",
            column: "key",
        })
    })
    .transpose()
}

/// The same; made at the first need.
pub fn key_or_new(tx: &mut WriteTx<'_>) -> Result<[u8; 32], StoreError> {
    if let Some(key) = key(tx.reader())? {
        return Ok(key);
    }
    let made: [u8; 32] = random()?;
    tx.put(&STAFF_KEY, None, &[Value::Blob(made.to_vec())])?;
    Ok(made)
}

/// Every hash in force: whose it is and the account beside it.
pub fn hashes(
    reader: Reader<'_>,
) -> Result<Vec<(StaffHash, StaffKind, Option<String>)>, StoreError> {
    let mut statement = reader.connection().prepare_cached(
        "select hash, kind, account from staff where ended_at is null order by id",
    )?;
    let mut rows = statement.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let hash: Vec<u8> = row.get(0)?;
        let kind: String = row.get(1)?;
        found.push((
            hash.try_into().map_err(|_length| garbled("hash"))?,
            kind.parse().map_err(|_bad| garbled("kind"))?,
            row.get(2)?,
        ));
    }
    Ok(found)
}

fn garbled(column: &'static str) -> StoreError {
    StoreError::Garbled {
        table: "staff",
        column,
    }
}

/// Whether a hash of this kind is in force for this account.
pub fn is_known(
    reader: Reader<'_>,
    (hash, kind): (&StaffHash, StaffKind),
    account: Option<&str>,
) -> Result<bool, StoreError> {
    let sql =
        "select 1 from staff where hash = ?1 and kind = ?2 and account is ?3 and ended_at is null";
    let mut statement = reader.connection().prepare_cached(sql)?;
    Ok(statement.exists((&hash[..], kind.code(), account))?)
}

/// Enters one; the hash is all that is kept of the identifier.
pub fn put(tx: &mut WriteTx<'_>, row: &StaffRow, hash: &StaffHash) -> Result<i64, StoreError> {
    let (id, _version) = tx.put(&STAFF, None, &values(row, hash, None))?;
    Ok(id)
}

fn values(row: &StaffRow, hash: &StaffHash, ended_at: Option<Moment>) -> [Value; 7] {
    [
        Value::Text(row.name.clone()),
        Value::Text(row.kind.code().to_owned()),
        row.account.clone().map_or(Value::Null, Value::Text),
        Value::Blob(hash.to_vec()),
        Value::Text(row.by.clone()),
        Value::Text(row.at.iso()),
        ended_at.map_or(Value::Null, |at| Value::Text(at.iso())),
    ]
}

/// Those in force after an id, in order.
pub fn page(reader: Reader<'_>, after: i64, limit: u32) -> Result<Vec<StaffRow>, StoreError> {
    let mut statement = reader.connection().prepare_cached(
        "select id, name, kind, account, by, at from staff where ended_at is null and id > ?1 order by id limit ?2",
    )?;
    let mut rows = statement.query((after, limit))?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(read(row)?);
    }
    Ok(found)
}

fn read(row: &rusqlite::Row<'_>) -> Result<StaffRow, StoreError> {
    let (kind, at): (String, String) = (row.get(2)?, row.get(5)?);
    Ok(StaffRow {
        id: row.get(0)?,
        name: row.get(1)?,
        kind: kind.parse().map_err(|_bad| garbled("kind"))?,
        account: row.get(3)?,
        by: row.get(4)?,
        at: Moment::parse(&at).ok_or(garbled("at"))?,
    })
}

/// Takes one out; false where there is none in force.
pub fn end(tx: &mut WriteTx<'_>, id: i64, by: &str, at: Moment) -> Result<bool, StoreError> {
    let sql = "select id, name, kind, account, by, at, hash from staff where id = ?1 and ended_at is null";
    let found = {
        let mut statement = tx.reader().connection().prepare_cached(sql)?;
        let mut rows = statement.query([id])?;
        match rows.next()? {
            None => None,
            Some(row) => {
                let hash: Vec<u8> = row.get(6)?;
                Some((read(row)?, hash))
            }
        }
    };
    let Some((row, hash)) = found else {
        return Ok(false);
    };
    let hash: StaffHash = hash.try_into().map_err(|_length| garbled("hash"))?;
    let row = StaffRow {
        by: by.to_owned(),
        ..row
    };
    tx.put(&STAFF, Some(id), &values(&row, &hash, Some(at)))?;
    Ok(true)
}
