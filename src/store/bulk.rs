//! Rows by the thousand: one cached statement, contiguous ids, one mark in the entry.

use rusqlite::types::{Value, ValueRef};
use rusqlite::{CachedStatement, Connection, params};
use sha2::{Digest, Sha256};

use crate::domain::canonical::Json;
use crate::domain::trail::hex;
use crate::store::error::{Result, sql};
use crate::store::packed::Packed;
use crate::store::row::{Binding, RowDigest, Salt, Salts, Table, digest, image, image_start};
use crate::store::trail::{WriteTx, bind, next_id, row_mark};

pub(in crate::store) enum Bulk {
    Batch { id: i64, salt: Salt },
    Run { salts: Salts },
}

/// Where the next row goes: its id, its batch or version, its salt.
struct NextRow {
    id: i64,
    second: i64,
    salt: Salt,
    is_own_salt: bool,
}

/// Many new rows of one table, with contiguous ids; [`BulkWriter::finish`] marks them for the entry.
pub(in crate::store) struct BulkWriter<'t, 'a> {
    tx: &'t mut WriteTx<'a>,
    table: &'static Table,
    statement: CachedStatement<'a>,
    bulk: Bulk,
    first_id: i64,
    next_id: i64,
    all: Sha256,
    text: String,
}

impl<'t, 'a> BulkWriter<'t, 'a> {
    pub(in crate::store) fn begin(
        tx: &'t mut WriteTx<'a>,
        table: &'static Table,
        bulk: Bulk,
    ) -> Result<Self> {
        let connection = tx.cache();
        let first_id = next_id(connection, table.name)?;
        let statement = connection
            .prepare_cached(&table.insert_sql())
            .map_err(sql("begin a batch"))?;
        tx.has_loose_rows = true;
        Ok(BulkWriter {
            tx,
            table,
            statement,
            bulk,
            first_id,
            next_id: first_id,
            all: Sha256::new(),
            text: String::new(),
        })
    }

    /// The batch's id; `None` for rows with salts of their own.
    pub(in crate::store) fn batch_id(&self) -> Option<i64> {
        match self.bulk {
            Bulk::Batch { id, .. } => Some(id),
            Bulk::Run { .. } => None,
        }
    }

    /// Reads within the transaction, what was appended so far included.
    pub(in crate::store) fn cache(&self) -> &'a Connection {
        self.tx.cache()
    }

    /// Writes one row and returns its id.
    pub(in crate::store) fn append(&mut self, values: &[Value]) -> Result<i64> {
        let place = self.place()?;
        let mut text = std::mem::take(&mut self.text);
        image(&mut text, self.table, (place.id, place.second), values)?;
        let digest = digest(&place.salt, &text);
        self.text = text;
        self.write(&place, values.iter().map(ValueRef::from), digest)
    }

    /// The same for a row whose image was rendered elsewhere.
    pub(in crate::store) fn append_packed<const N: usize>(
        &mut self,
        row: &Packed<N>,
    ) -> Result<i64> {
        let place = self.place()?;
        image_start(&mut self.text, place.id, place.second);
        let digest = Sha256::new()
            .chain_update(place.salt)
            .chain_update(&self.text)
            .chain_update(row.image())
            .chain_update("]")
            .finalize()
            .into();
        self.write(&place, row.values(), digest)
    }

    fn place(&mut self) -> Result<NextRow> {
        let (second, salt, is_own_salt) = match &mut self.bulk {
            Bulk::Batch { id, salt } => (*id, *salt, false),
            Bulk::Run { salts } => (1, salts.next()?, true),
        };
        Ok(NextRow {
            id: self.next_id,
            second,
            salt,
            is_own_salt,
        })
    }

    fn write<'v>(
        &mut self,
        place: &NextRow,
        values: impl Iterator<Item = ValueRef<'v>>,
        digest: RowDigest,
    ) -> Result<i64> {
        let NextRow {
            id,
            second,
            ref salt,
            is_own_salt,
        } = *place;
        let fixed = [ValueRef::Integer(id), ValueRef::Integer(second)];
        let tail: &[&[u8]] = &[salt, &digest];
        let tail = tail.get(usize::from(!is_own_salt)..).unwrap_or_default();
        let values = fixed.into_iter().chain(values);
        bind(&mut self.statement, values, tail).map_err(sql("append a row"))?;
        self.all.update(digest);
        self.next_id = id.saturating_add(1);
        if self.is_row_by_row() {
            self.tx.rows.push(row_mark(self.table, id, 1, &digest));
        }
        Ok(id)
    }

    /// Marks the rows for the entry: one digest over theirs, in order of id. Returns how many there are.
    pub(in crate::store) fn finish(self) -> Result<i64> {
        let count = self.next_id.saturating_sub(self.first_id);
        let last_id = self.next_id.saturating_sub(1);
        let is_row_by_row = self.is_row_by_row();
        let all: [u8; 32] = self.all.finalize().into();
        let common = [
            ("count", Json::Int(count)),
            ("digest", Json::from(hex(&all))),
            ("first", Json::Int(self.first_id)),
        ];
        let [count_mark, digest_mark, first_mark] = common;
        let table_mark = ("table", Json::from(self.table.name));
        match self.bulk {
            Bulk::Batch { id, .. } => {
                self.tx
                    .cache()
                    .execute(
                        "update batch set first_id = ?2, last_id = ?3, row_count = ?4, digest = ?5 where id = ?1",
                        params![id, self.first_id, last_id, count, all],
                    )
                    .map_err(sql("finish a batch"))?;
                let mark = [
                    count_mark,
                    digest_mark,
                    first_mark,
                    ("id", Json::Int(id)),
                    table_mark,
                ];
                self.tx.batches.push(Json::object(mark));
            }
            Bulk::Run { .. } if is_row_by_row || count == 0 => {}
            Bulk::Run { .. } => {
                let mark = [count_mark, digest_mark, first_mark, table_mark];
                self.tx.runs.push(Json::object(mark));
            }
        }
        self.tx.has_loose_rows = false;
        Ok(count)
    }

    /// Where versions are replaced in place, the first ones could not be proved together later.
    fn is_row_by_row(&self) -> bool {
        self.table.binding == Binding::Row
    }
}
